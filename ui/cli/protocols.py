"""Commands of protocols: an oral application, a damaged consignment, a drop box emptied."""

from __future__ import annotations

from pathlib import Path

import click

from ui.cli.options import json_option, target_option
from ui.cli.session import Session, command

UID = click.argument("uid", metavar="IDENTYFIKATOR")


@click.group(options_metavar="[OPCJE]", subcommand_metavar="POLECENIE …", short_help="protokoły do podpisu")
def protocol() -> None:
    """Protokoły, które podpisuje się ręcznie: podanie ustne, uszkodzenie, opróżnienie skrzynki."""


@protocol.command("oral", options_metavar="[OPCJE]", short_help="podanie ustne lub od osoby, która nie może podpisać")
@UID
@click.option("--reason", metavar="OPIS", default="", help="Przyczyna; domyślnie z adnotacji pisma.")
@click.option("--content", metavar="TEKST", default="", help="Treść podania; bez niej zostają linie do wpisania.")
@click.option("--second", metavar="OSOBA", default="", help="Druga osoba podpisująca.")
@click.option("--cannot-sign", is_flag=True, default=None, help="Wnoszący nie może podpisać.")
@target_option
@json_option
@command
def oral(
    session: Session, uid: str, reason: str, content: str, second: str, cannot_sign: bool | None, target: Path
) -> None:
    """Drukuje protokół podania wniesionego ustnie albo od osoby, która nie może podpisać."""
    from ui.operations.protocol_prints import OralOrder, oral_to_file

    oral_to_file(session.office, session.clerk, OralOrder(uid, content, reason, second, cannot_sign), target)
    _said(session, uid, target)


@protocol.command("damage", options_metavar="[OPCJE]", short_help="uszkodzona przesyłka")
@UID
@target_option
@json_option
@command
def damage(session: Session, uid: str, target: Path) -> None:
    """Drukuje protokół uszkodzenia z adnotacji pisma."""
    from ui.operations.protocol_prints import damage_to_file

    damage_to_file(session.office, session.clerk, uid, target)
    _said(session, uid, target)


@protocol.command("drop-box", options_metavar="[OPCJE]", short_help="opróżnienie skrzynki podawczej")
@click.argument("number", metavar="NUMER")
@target_option
@json_option
@command
def drop_box(session: Session, number: str, target: Path) -> None:
    """Drukuje protokół opróżnienia skrzynki podawczej."""
    from ui.operations.protocol_prints import drop_box_to_file

    drop_box_to_file(session.office, session.clerk, number, target)
    _said(session, number, target)


def _said(session: Session, subject: str, target: Path) -> None:
    session.output.record({"subject": subject, "file": str(target)})
    session.output.say(f"Zapisano protokół: {target}")
