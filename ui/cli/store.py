"""Commands of the stores: modes of handling, boxes, putting paper away, loans, transfer lists."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli.options import Day, json_option, target_option
from ui.cli.session import Session, command

if TYPE_CHECKING:
    from ui.operations.paper_store import StationPaperStore

SETS = ("full", "incomplete", "carriers")
BOXES = [
    ("name", "Pudło"), ("kind", "Zbiór"), ("place", "Miejsce"), ("papers", "Pism"), ("out", "Wypożyczono"),
    ("first", "Od"), ("last", "Do"), ("state", "Stan"),
]  # fmt: skip
PAPERS = [
    ("place", "Lp."), ("document_uid", "Identyfikator"), ("rpw", "RPW"), ("received_on", "Wpłynęło"),
    ("sender", "Nadawca"), ("title", "Dotyczy"), ("borrower", "Wypożyczył(a)"), ("due_on", "Termin zwrotu"),
]  # fmt: skip
STATES = {"open": "otwarte", "closed": "zamknięte", "transferred": "przekazane"}
UID = click.argument("uid", metavar="IDENTYFIKATOR")


@click.group(options_metavar="[OPCJE]", subcommand_metavar="POLECENIE …", short_help="skład chronologiczny")
def store() -> None:
    """Skład chronologiczny i skład nośników: tryb prowadzenia spraw, pudła, wypożyczenia, spisy zdawczo-odbiorcze."""


@store.command("mode", options_metavar="[OPCJE]", short_help="tryb: elektroniczny albo tradycyjny")
@click.option("--handling", type=click.Choice(["electronic", "traditional"]), help="Bez tej opcji: pokaż, jak jest.")
@click.option("--class", "records_class", metavar="SYMBOL", default="", help="Klasa z wykazu akt; bez niej cały urząd.")
@click.option("--from", "from_day", type=Day(), help="Od dnia (domyślnie od dziś).")
@json_option
@command
def mode(session: Session, handling: str | None, records_class: str, from_day: str | None) -> None:
    """Ustala albo pokazuje, czy sprawy prowadzi się elektronicznie, czy na papierze."""
    from kancelaria.domain.chronological_store import HANDLING_WORDS

    if handling is not None:
        rule = _store(session, write=True).set_mode(handling, records_class, from_day)
        session.output.record(asdict(rule))
        session.output.say(f"Od {rule.from_day}: tryb {HANDLING_WORDS[rule.handling]}.")
        return
    rules = session.office.queries.handling_modes()
    columns = [("records_class", "Klasa"), ("from_day", "Od dnia"), ("handling", "Tryb")]
    shown = [
        {"records_class": rule.records_class, "from_day": rule.from_day, "handling": rule.handling.value}
        if session.output.as_json
        else {
            "records_class": rule.records_class or "cały urząd", "from_day": rule.from_day,
            "handling": HANDLING_WORDS[rule.handling],
        }
        for rule in rules
    ]  # fmt: skip
    session.output.table(shown, columns, "Trybu nie ustalono: sprawy prowadzi się tradycyjnie, na papierze.")


@store.command("box", options_metavar="[OPCJE]", short_help="nowe pudło albo zamknięcie pudła")
@click.argument("close", metavar="[PUDŁO]", required=False)
@click.option("--set", "kind", type=click.Choice(SETS), help="Nowe pudło: zbiór.")
@click.option("--year", type=click.IntRange(1990, 2200), help="Nowe pudło: rok.")
@click.option("--place", metavar="OPIS", help="Nowe pudło: gdzie stoi, na przykład „regał 2, półka 4”.")
@json_option
@command
def box(session: Session, close: str | None, kind: str | None, year: int | None, place: str | None) -> None:
    """Otwiera nowe pudło (--set, --year, --place) albo zamyka podane."""
    work = _store(session, write=True)
    if close is not None:
        work.close(close)
        session.output.record({"box": close, "state": "closed"})
        session.output.say(f"Zamknięto pudło {close}.")
    elif kind is None or year is None or place is None:
        raise click.UsageError("Podaj --set, --year i --place albo oznaczenie pudła do zamknięcia.")
    else:
        name = work.new_box(kind, year, place)
        session.output.record({"box": name, "state": "open"})
        session.output.say(f"Otwarto pudło {name}. Napisz to na jego grzbiecie.")


@store.command("boxes", options_metavar="[OPCJE]", short_help="pudła")
@json_option
@command
def boxes(session: Session) -> None:
    """Pokazuje pudła i co w nich leży."""
    rows = [asdict(row) for row in _store(session).boxes()]
    if not session.output.as_json:
        rows = [row | {"state": STATES[row["state"]]} for row in rows]
    session.output.table(rows, BOXES, "Nie ma jeszcze żadnego pudła.")


@store.command("pending", options_metavar="[OPCJE]", short_help="co czeka na odłożenie")
@json_option
@command
def pending(session: Session) -> None:
    """Pokazuje papier w pełni odwzorowany, którego jeszcze nie odłożono do składu."""
    rows = [asdict(row) for row in _store(session).waiting()]
    session.output.table(rows, PAPERS[1:6], "Nic nie czeka na odłożenie.")


@store.command("show", options_metavar="[OPCJE]", short_help="co leży w pudle")
@click.argument("name", metavar="PUDŁO")
@json_option
@command
def show(session: Session, name: str) -> None:
    """Pokazuje zawartość pudła w kolejności rejestracji."""
    session.output.table([asdict(row) for row in _store(session).papers(name)], PAPERS, "Pudło jest puste.")


@store.command("put", options_metavar="[OPCJE]", short_help="odkłada pisma do pudła")
@click.argument("uids", metavar="IDENTYFIKATOR…", nargs=-1, required=True)
@click.option("--box", "name", metavar="PUDŁO", required=True, help="Oznaczenie pudła, na przykład P/2026/1.")
@json_option
@command
def put(session: Session, uids: tuple[str, ...], name: str) -> None:
    """Odkłada papier podanych pism do pudła: wszystkie albo żadne."""
    _store(session, write=True).put(uids, name)
    for uid in uids:
        session.output.record({"document_uid": uid, "box": name})
    session.output.say(f"Odłożono do pudła {name}: {len(uids)}.")


@store.command("lend", options_metavar="[OPCJE]", short_help="wypożycza pismo")
@UID
@click.option("--to", "borrower", metavar="OSOBA", required=True, help="Kto wypożycza.")
@click.option("--due", "due_on", type=Day(), required=True, help="Do kiedy.")
@target_option
@json_option
@command
def lend(session: Session, uid: str, borrower: str, due_on: str, target: Path) -> None:
    """Wypożycza papier pisma i drukuje kartę zastępczą."""
    _store(session, write=True).lend(uid, borrower, due_on, target)
    session.output.record({"document_uid": uid, "borrower": borrower, "due_on": due_on, "file": str(target)})
    session.output.say(f"Wypożyczono {uid} do {due_on}. Karta zastępcza: {target}")


@store.command("card", options_metavar="[OPCJE]", short_help="karta zastępcza jeszcze raz")
@UID
@target_option
@json_option
@command
def card(session: Session, uid: str, target: Path) -> None:
    """Drukuje ponownie kartę zastępczą wypożyczonego pisma."""
    _store(session, write=True).card(uid, target)
    session.output.record({"document_uid": uid, "file": str(target)})
    session.output.say(f"Karta zastępcza: {target}")


@store.command("back", options_metavar="[OPCJE]", short_help="zwrot wypożyczonego pisma")
@UID
@json_option
@command
def back(session: Session, uid: str) -> None:
    """Zapisuje, że wypożyczone pismo wróciło na miejsce."""
    _store(session, write=True).back(uid)
    session.output.record({"document_uid": uid, "state": "in_place"})
    session.output.say(f"{uid} jest znów na miejscu. Wyjmij kartę zastępczą.")


@store.command("loans", options_metavar="[OPCJE]", short_help="wypożyczenia")
@click.option("--overdue", is_flag=True, help="Tylko po terminie.")
@json_option
@command
def loans(session: Session, overdue: bool) -> None:
    """Pokazuje, co jest wypożyczone i do kiedy."""
    rows = [asdict(row) for row in _store(session).loans() if row.late or not overdue]
    columns = [("due_on", "Termin zwrotu"), ("borrower", "Wypożyczył(a)"), ("box", "Pudło"), *PAPERS[1:6]]
    session.output.table(rows, columns, "Nic nie jest po terminie." if overdue else "Nic nie jest wypożyczone.")


@store.command("withdraw", options_metavar="[OPCJE]", short_help="wyłącza pismo ze składu")
@UID
@click.option(
    "--reason", type=click.Choice(["paper_case", "transfer", "signed_and_sent"]), required=True,
    help="Akta papierowe, przekazanie innemu podmiotowi albo podpisanie i odesłanie.",
)  # fmt: skip
@click.option("--basis", metavar="OPIS", required=True, help="Podstawa: znak sprawy, pismo, komu odesłano.")
@json_option
@command
def withdraw(session: Session, uid: str, reason: str, basis: str) -> None:
    """Zapisuje, że papier pisma na stałe opuścił skład."""
    _store(session, write=True).withdraw(uid, reason, basis)
    session.output.record({"document_uid": uid, "reason": reason, "basis": basis})
    session.output.say(f"{uid} wyłączono ze składu.")


@store.command("transfer", options_metavar="[OPCJE]", short_help="spis zdawczo-odbiorczy pudeł")
@click.argument("names", metavar="PUDŁO…", nargs=-1, required=True)
@target_option
@json_option
@command
def transfer(session: Session, names: tuple[str, ...], target: Path) -> None:
    """Przekazuje zamknięte pudła do archiwum zakładowego i drukuje spis."""
    made = _store(session, write=True).transfer(names, target)
    session.output.record({"number": made.number, "boxes": list(made.boxes), "file": str(target)})
    session.output.say(f"Spis {made.number} ({len(made.boxes)} pudeł): {target}")


@store.command("transfer-list", options_metavar="[OPCJE]", short_help="spis zdawczo-odbiorczy jeszcze raz")
@click.argument("number", metavar="NUMER")
@target_option
@json_option
@command
def transfer_list(session: Session, number: str, target: Path) -> None:
    """Drukuje ponownie spis zdawczo-odbiorczy o podanym numerze, na przykład 1/2026."""
    made = _store(session, write=True).print_transfer(number, target)
    session.output.record({"number": made.number, "boxes": list(made.boxes), "file": str(target)})
    session.output.say(f"Spis {made.number}: {target}")


def _store(session: Session, write: bool = False) -> StationPaperStore:
    """The stores; writing takes the right of a clerk."""
    from ui.operations.paper_store import StationPaperStore

    person = session.clerk if write else session.actor
    return StationPaperStore(session.office, lambda: person, session.office.settings.home / "prints")
