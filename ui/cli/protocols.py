"""Commands of protocols: an oral application, a damaged consignment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli.options import json_option, target_option, text_option
from ui.cli.session import Session, command

if TYPE_CHECKING:
    from ui.operations.print_ports import PrintJob

UID = click.argument("uid", metavar="IDENTYFIKATOR")


@click.group(options_metavar="[OPCJE]", subcommand_metavar="POLECENIE …", short_help="protokoły do podpisu")
def protocol() -> None:
    """Protokoły, które podpisuje się ręcznie: podanie ustne, uszkodzenie przesyłki."""


@protocol.command("oral", options_metavar="[OPCJE]", short_help="podanie ustne lub od osoby, która nie może podpisać")
@UID
@text_option("--reason", metavar="OPIS", help="Przyczyna; domyślnie z adnotacji pisma.")
@click.option(
    "--content",
    metavar="TEKST",
    default="",
    show_default=False,
    help="Treść podania; bez niej zostają linie do wpisania.",
)
@text_option("--second", metavar="OSOBA", help="Druga osoba podpisująca.")
@click.option("--cannot-sign", is_flag=True, default=None, help="Wnoszący nie może podpisać.")
@target_option
@json_option
@command
def oral(
    session: Session, uid: str, reason: str, content: str, second: str, cannot_sign: bool | None, target: Path
) -> None:
    """Drukuje protokół podania wniesionego ustnie albo od osoby, która nie może podpisać."""
    from ui.operations.protocol_prints import OralOrder, prepare_oral

    order = OralOrder(uid, content, reason, second, cannot_sign)
    _write(session, prepare_oral(session.office, session.clerk, order, _folder(session)), target)


@protocol.command("damage", options_metavar="[OPCJE]", short_help="uszkodzona przesyłka")
@UID
@target_option
@json_option
@command
def damage(session: Session, uid: str, target: Path) -> None:
    """Drukuje protokół uszkodzenia z adnotacji pisma."""
    from ui.operations.protocol_prints import prepare_damage

    _write(session, prepare_damage(session.office, session.clerk, uid, _folder(session)), target)


def _folder(session: Session) -> Path:
    return session.office.settings.home / "prints"


def _write(session: Session, job: PrintJob, target: Path) -> None:
    from ui.operations.protocol_prints import protocol_to_file

    protocol_to_file(job, target)
    session.output.record({"file": str(target)})
    session.output.say(f"{job.what} zapisano: {target}")
