"""Commands about who is signed in at this station without a window."""

from __future__ import annotations

import sys

import click

from ui.cli.central import read_password
from ui.cli.options import json_option, polish_command
from ui.cli.session import Session, command


@polish_command(short_help="loguje osobę na stanowisku")
@click.argument("login", metavar="LOGIN")
@click.option("--password-stdin", is_flag=True, help="Hasło w pierwszym wierszu standardowego wejścia.")
@json_option
@command
def sign_in(session: Session, login: str, password_stdin: bool) -> None:
    """Loguje osobę do centrali na stałe: polecenia pracują w jej imieniu aż do sign-out. Hasło przechowuje system."""
    from ui.operations.central import sign_in as admit

    password = read_password(password_stdin)
    if password is None:
        password = click.prompt("Hasło", hide_input=True) if sys.stdin.isatty() else ""
    welcome = admit(session.office, login.strip().lower(), password)
    session.output.record({"login": welcome.login, "roles": list(welcome.roles), "push_only": welcome.push_only})
    session.output.say(f"Zalogowano: {welcome.login}.")


@polish_command(short_help="wylogowuje ze stanowiska")
@json_option
@command
def sign_out(session: Session) -> None:
    """Usuwa hasło osoby ze stanowiska; upoważnienie do doręczenia jej zmian zostaje."""
    from ui.operations.central import sign_out as leave

    login = leave(session.office)
    session.output.record({"login": login})
    session.output.say(f"Wylogowano: {login}." if login else "Nikt nie był zalogowany.")
