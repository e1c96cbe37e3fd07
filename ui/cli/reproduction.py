"""Commands of what wasn't copied in full: how much paper there is, carriers and where they lie."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ui.cli.options import json_option, polish_command, target_option
from ui.cli.session import Session, command

if TYPE_CHECKING:
    from kancelaria.domain.reproduction import Carrier

KINDS = ("cd", "dvd", "usb", "card", "disk", "model", "other")
CARRIERS = [
    ("id", "Nośnik"), ("document_uid", "Identyfikator"), ("kind", "Rodzaj"), ("count", "Sztuk"),
    ("description", "Opis"), ("place", "Gdzie leży"), ("copied", "Skopiowany"),
]  # fmt: skip


@polish_command(short_help="ile tomów, egzemplarzy i stron")
@click.argument("uid", metavar="IDENTYFIKATOR")
@click.option("--volumes", type=int, metavar="N", default=1, show_default=True, help="Ile tomów ma jeden egzemplarz.")
@click.option("--copies", type=int, metavar="N", default=1, show_default=True, help="Ile jest egzemplarzy.")
@click.option("--pages", type=int, metavar="N", default=0, help="Ile stron ma jeden egzemplarz.")
@json_option
@command
def volume(session: Session, uid: str, volumes: int, copies: int, pages: int) -> None:
    """Zapisuje objętość pisma, którego nie odwzorowano w całości."""
    from kancelaria.domain.reproduction import Volume
    from kancelaria.services.reproduction import count_volume

    office = session.office
    counted = count_volume(uid, Volume(volumes, copies, pages), office.uow(session.clerk), office.workplace)
    session.output.record({"document_uid": uid, "volumes": volumes, "copies": copies, "pages": pages})
    session.output.say(f"Zapisano objętość: {counted.said}.")


@click.group(options_metavar="[OPCJE]", subcommand_metavar="POLECENIE …", short_help="nośniki bez odwzorowania")
def carriers() -> None:
    """Nośniki, których nie skopiowano: co to jest i gdzie leży."""


@carriers.command("add", options_metavar="[OPCJE]", short_help="nośnik, którego nie skopiowano")
@click.argument("uid", metavar="IDENTYFIKATOR")
@click.option("--kind", type=click.Choice(KINDS), required=True, help="Co to jest.")
@click.option("--count", type=int, metavar="N", default=1, show_default=True, help="Ile sztuk.")
@click.option("--place", metavar="MIEJSCE", required=True, help="Gdzie leży: szafa, pudło, osoba.")
@click.option("--description", metavar="OPIS", default="", help="Co jest na nośniku.")
@json_option
@command
def add(session: Session, uid: str, kind: str, count: int, place: str, description: str) -> None:
    """Odnotowuje nośnik, który przyszedł z pismem i nie jest skopiowany."""
    from kancelaria.domain.reproduction import CarrierKind
    from kancelaria.services.reproduction import note_carrier

    office = session.office
    made = note_carrier(
        uid, CarrierKind(kind), count, place, description, office.uow(session.clerk), office.workplace
    )  # fmt: skip
    _show(session, [made])


@carriers.command("move", options_metavar="[OPCJE]", short_help="nośnik leży gdzie indziej")
@click.argument("carrier_id", metavar="NOŚNIK")
@click.option("--place", metavar="MIEJSCE", required=True, help="Gdzie leży teraz.")
@json_option
@command
def move(session: Session, carrier_id: str, place: str) -> None:
    """Zapisuje nowe miejsce nośnika."""
    from kancelaria.services.reproduction import move_carrier

    office = session.office
    _show(session, [move_carrier(carrier_id, place, office.uow(session.clerk), office.workplace)])


@carriers.command("copied", options_metavar="[OPCJE]", short_help="zawartość jest już skopiowana")
@click.argument("carrier_id", metavar="NOŚNIK")
@json_option
@command
def copied(session: Session, carrier_id: str) -> None:
    """Skreśla nośnik z wykazu: jego zawartość jest już skopiowana."""
    from kancelaria.services.reproduction import carrier_copied

    office = session.office
    _show(session, [carrier_copied(carrier_id, office.uow(session.clerk), office.workplace)])


@carriers.command("list", options_metavar="[OPCJE]", short_help="co leży nieskopiowane")
@json_option
@command
def list_(session: Session) -> None:
    """Pokazuje nośniki, których nie skopiowano."""
    from kancelaria.services.access import AccessKind, log_access

    office = session.office
    known = office.queries.carriers_not_copied()
    log_access(AccessKind.VIEW, ["carriers"], "carriers", office.uow(session.actor), office.workplace)
    _show(session, known)


@carriers.command("print", options_metavar="[OPCJE]", short_help="wykaz do pliku")
@target_option
@json_option
@command
def print_(session: Session, target: Path) -> None:
    """Drukuje wykaz nośników bez odwzorowania do pliku .pdf albo .csv."""
    from ui.operations.printouts import print_carriers

    rows = print_carriers(session.office, session.actor, target)
    session.output.record({"file": str(target), "rows": rows})
    session.output.say(f"Zapisano wykaz ({rows} pozycji): {target}")


def reproduction_fields(whole: dict[str, Any]) -> list[dict[str, Any]]:
    """What `show` says of the copies of an item and of the paper behind them."""
    from kancelaria.domain.registration import REPRODUCTION_REASONS
    from kancelaria.domain.reproduction import CARRIER_WORDS, CarrierKind, Volume
    from scanning.pages.material import said_of

    copy = whole["reproduction"]
    extents = {"full": "w całości", "partial": "częściowo", "none": "bez skanu"}
    reason = REPRODUCTION_REASONS.get(copy["reason"] or "", copy["reason"] or "")
    rows = [("Skan", f"{extents[copy['extent']]}{f' ({reason})' if reason else ''}")]
    if whole["volume"]:
        rows.append(("Objętość", Volume(**whole["volume"]).said))
    for page in whole["pages"]:
        if page["material"]:
            image = page["kept"]
            size = f"{image['width']} × {image['height']}, {image['dpi']} dpi, {image['bits']} bit"
            rows.append((f"Strona {page['number']}", f"{said_of(page['material'])}; {size}"))
        rows += [(f"▲ strona {page['number']}", short["message"]) for short in page["shortfalls"]]
    for carrier in whole["carriers"]:
        place = "skopiowany" if carrier["copied_at"] else carrier["place"]
        rows.append(("Nośnik", f"{CARRIER_WORDS[CarrierKind(carrier['kind'])]}, {carrier['count']} szt.: {place}"))
    return [{"field": field, "value": value} for field, value in rows]


def _show(session: Session, known: list[Carrier]) -> None:
    from kancelaria.domain.reproduction import CARRIER_WORDS

    rows = [
        {
            "id": carrier.id,
            "document_uid": carrier.document_uid,
            "kind": carrier.kind.value if session.output.as_json else CARRIER_WORDS[carrier.kind],
            "count": carrier.count,
            "description": carrier.description,
            "place": carrier.place,
            "noted_at": carrier.noted_at,
            "noted_by": carrier.noted_by,
            "copied": carrier.copied_at,
        }
        for carrier in known
    ]
    session.output.table(rows, CARRIERS, "Każdy nośnik jest skopiowany.")
