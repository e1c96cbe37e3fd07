"""Commands of hand-over lists: what leaves the registry, who signed for it, what didn't agree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli.options import Day, json_option, target_option
from ui.cli.session import Session, command

if TYPE_CHECKING:
    from kancelaria.domain.handover import Handover

KINDS = ("original", "sealed", "carrier", "scan")
LISTS = [
    ("number", "Lista"), ("unit", "Dla"), ("made_at", "Sporządzona"), ("rows", "Pozycji"), ("received", "Odebrał(a)"),
    ("disputed", "Niezgodności"), ("state", "Stan"),
]  # fmt: skip
ROWS = [
    ("ordinal", "Lp."), ("document_uid", "Identyfikator"), ("what", "Co przekazano"), ("amount", "Strony lub tomy"),
    ("remarks", "Uwagi"), ("discrepancy", "Niezgodność"),
]  # fmt: skip

NUMBER = click.argument("number", metavar="NUMER")
UID = click.argument("uid", metavar="IDENTYFIKATOR")


@click.group(options_metavar="[OPCJE]", subcommand_metavar="POLECENIE …", short_help="listy przekazania")
def handover() -> None:
    """Listy przekazania: co wyszło z kancelarii, kto odebrał, co się nie zgadza."""


@handover.command("new", options_metavar="[OPCJE]", short_help="nowa lista dla komórki")
@click.argument("uids", metavar="[IDENTYFIKATOR…]", nargs=-1)
@click.option("--to", "unit", metavar="SYMBOL", required=True, help="Komórka, która odbiera (symbol).")
@click.option(
    "--waiting", is_flag=True, help="Wszystko, co komórka prowadzi, jest na papierze i nie zostało przekazane."
)
@click.option("--since", type=Day(), help="Z --waiting: tylko zadekretowane od tego dnia.")
@click.option(
    "--what",
    type=click.Choice(KINDS),
    help="Co się przekazuje: oryginał, zamknięta koperta, nośnik, tylko odwzorowanie. Domyślnie wynika z pisma.",
)
@click.option(
    "--volume", "amounts", multiple=True, metavar="IDENTYFIKATOR=OPIS", help="Objętość, na przykład „4 tomy”."
)
@click.option("--remark", "remarks", multiple=True, metavar="IDENTYFIKATOR=TEKST", help="Uwaga do pozycji.")
@target_option
@json_option
@command
def new(
    session: Session, uids: tuple[str, ...], unit: str, waiting: bool, since: str | None, what: str | None,
    amounts: tuple[str, ...], remarks: tuple[str, ...], target: Path,
) -> None:  # fmt: skip
    """Sporządza listę przekazania, nadaje jej numer i drukuje ją do pliku PDF."""
    from kancelaria.domain.handover import Handed
    from kancelaria.services.handover import MOST_ROWS, HandoverOrder
    from ui.operations.handover import by_identifier, day_begins, hand_over

    order = HandoverOrder(
        unit, uids, waiting, Handed(what) if what else None, day_begins(since), by_identifier(amounts),
        by_identifier(remarks),
    )  # fmt: skip
    made = hand_over(session.office, session.clerk, order, target)
    _told(session, made, target)
    session.output.say(f"Lista {made.number} ({len(made.rows)} pozycji): {target}")
    if waiting and len(made.rows) == MOST_ROWS:
        session.output.say("Na liście mieści się tylko tyle pism; powtórz polecenie po resztę.")


@handover.command("list", options_metavar="[OPCJE]", short_help="listy, najnowsze pierwsze")
@click.option("--open", "open_only", is_flag=True, help="Tylko nieodebrane i z niewyjaśnioną niezgodnością.")
@click.option("--limit", type=click.IntRange(1), metavar="N", default=200, show_default=True, help="Najwyżej tyle.")
@json_option
@command
def list_(session: Session, open_only: bool, limit: int) -> None:
    """Pokazuje listy przekazania tego stanowiska."""
    from kancelaria.services.handover import handover_json
    from ui.operations.handover import summary

    found = session.office.queries.handovers(open_only, limit)
    if session.output.as_json:
        session.output.table((handover_json(made) for made in found), (), "")
    else:
        empty = "Nie ma otwartych list." if open_only else "Nie ma jeszcze żadnej listy przekazania."
        session.output.table([summary(made) for made in found], LISTS, empty)


@handover.command("show", options_metavar="[OPCJE]", short_help="jedna lista, także do ponownego wydruku")
@NUMBER
@click.option(
    "-o", "--output", "target", type=click.Path(path_type=Path, dir_okay=False), help="Wydrukuj ją też do tego pliku."
)
@json_option
@command
def show(session: Session, number: str, target: Path | None) -> None:
    """Pokazuje listę, jej pozycje, odbiór i niezgodności."""
    from ui.operations.handover import positions, print_handover, summary, view_handover

    made = view_handover(session.office, session.actor, number)
    if target is not None:
        print_handover(session.office, session.actor, made, target, again=True)
    _told(session, made, target)
    if not session.output.as_json:
        session.output.table([summary(made)], LISTS, "")
        session.output.table(positions(made), ROWS, "")
    if target is not None:
        session.output.say(f"Zapisano wydruk ponowny: {target}")


@handover.command("discrepancy", options_metavar="[OPCJE]", short_help="zapisuje niezgodność")
@NUMBER
@UID
@click.option("--reason", metavar="OPIS", required=True, help="Co się nie zgadza, na przykład „nie ma w teczce”.")
@json_option
@command
def discrepancy(session: Session, number: str, uid: str, reason: str) -> None:
    """Zapisuje, że pozycja się nie zgadza; lista zostaje otwarta do wyjaśnienia."""
    from kancelaria.services.handover import note_discrepancy

    office = session.office
    made = note_discrepancy(number, uid, reason, office.uow(session.clerk), office.workplace)
    _told(session, made)
    session.output.say(f"Zapisano niezgodność na liście {made.number}; czeka na wyjaśnienie.")


@handover.command("settle", options_metavar="[OPCJE]", short_help="wyjaśnia niezgodność")
@NUMBER
@UID
@click.option("--how", metavar="OPIS", required=True, help="Jak ją wyjaśniono.")
@click.option("--kept", is_flag=True, help="Pismo zostało w kancelarii i czeka na następną listę.")
@json_option
@command
def settle(session: Session, number: str, uid: str, how: str, kept: bool) -> None:
    """Zapisuje, jak wyjaśniono niezgodność."""
    from kancelaria.services.handover import settle_discrepancy

    office = session.office
    made = settle_discrepancy(number, uid, how, office.uow(session.clerk), office.workplace, kept)
    _told(session, made)
    session.output.say(f"Wyjaśniono. Lista {made.number} jest {'nadal otwarta' if made.is_open else 'zamknięta'}.")


@handover.command("receive", options_metavar="[OPCJE]", short_help="zapisuje odbiór")
@NUMBER
@click.option("--by", metavar="OSOBA", required=True, help="Imię i nazwisko osoby, która podpisała.")
@json_option
@command
def receive(session: Session, number: str, by: str) -> None:
    """Zapisuje, kto odebrał listę; zapisane niezgodności zostają otwarte."""
    from kancelaria.services.handover import receive_handover

    office = session.office
    made = receive_handover(number, by, office.uow(session.clerk), office.workplace)
    _told(session, made)
    waiting = sum(row.disputed for row in made.rows)
    rest = f"; niezgodności do wyjaśnienia: {waiting}" if waiting else ""
    session.output.say(f"Zapisano odbiór listy {made.number}{rest}.")


def _told(session: Session, made: Handover, target: Path | None = None) -> None:
    """The list as it stands, for scripts."""
    from kancelaria.services.handover import handover_json

    session.output.record(handover_json(made) | ({"file": str(target)} if target else {}))
