"""Hand-over lists of the station: made and printed, printed again, shown; every print is logged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path

from kancelaria.bootstrap import Office
from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.handover import HANDED_WORDS, Handover, parse_number
from kancelaria.domain.numbering import WARSAW, instant_text
from kancelaria.printing.dates import moment_for_people
from kancelaria.printing.files import PrintNotSaved
from kancelaria.services.access import AccessKind, log_access
from kancelaria.services.handover import HandoverOrder, make_handover, unknown_handover
from kancelaria.services.journal import now_text
from ui.operations.printouts import office_facts, refuse_target
from ui.operations.routing import Names


def hand_over(office: Office, actor: str, order: HandoverOrder, target: Path) -> Handover:
    """Make a list and print it; a list that couldn't be printed is there all the same, and the error says so."""
    refuse_target(target)
    units = [unit.symbol for unit in office.queries.units()]
    made = make_handover(order, units, office.uow(actor), office.workplace)
    try:
        print_handover(office, actor, made, target)
    except PrintNotSaved as error:
        raise PrintNotSaved(
            error.code,
            f"Lista {made.number} powstała, ale wydruk się nie zapisał.",
            f"Wydrukuj ją: kancelaria handover show {made.number} -o lista.pdf",
            error.subject,
        ) from error
    return made


def print_handover(office: Office, actor: str, made: Handover, target: Path, *, again: bool = False) -> None:
    """Print a list as it stands now; `again`: it was printed before and says so."""
    from kancelaria.printing.handover_list import HandoverListData, handover_line, write_handover_list

    refuse_target(target)
    names = Names(office)
    data = HandoverListData(
        office=office_facts(office),
        handover=made,
        lines=tuple(handover_line(row, office.queries.item_by_id(row.item_id)) for row in made.rows),
        unit=names.unit(made.unit),
        giver=names.people.get(made.made_by, ""),  # a login isn't a legible name: who has none writes it by hand
        printed_by=names.person(actor),
        printed_at=now_text(office.workplace),
        people=tuple(names.people.items()),
        again=again,
    )
    write_handover_list(data, target)
    log_access(AccessKind.PRINT, _objects(made), "handover", office.uow(actor), office.workplace)


def known_handover(office: Office, number: str) -> Handover:
    """The list of a number typed or scanned in any form; NotFound."""
    readable = parse_number(number)
    found = office.queries.handover(readable)
    if found is None:
        raise unknown_handover(readable)
    return found


def view_handover(office: Office, actor: str, number: str) -> Handover:
    """A list to be looked at; looking is logged."""
    found = known_handover(office, number)
    log_access(AccessKind.VIEW, _objects(found), "handover", office.uow(actor), office.workplace)
    return found


def summary(made: Handover) -> dict[str, object]:
    """A list as one row for a person."""
    disputed = sum(row.disputed for row in made.rows)
    state = "czeka na odbiór" if made.received_at is None else "otwarta" if made.is_open else "zamknięta"
    return {
        "number": made.number,
        "unit": made.unit,
        "made_at": moment_for_people(made.made_at),
        "rows": len(made.rows),
        "received": f"{made.received_by}, {moment_for_people(made.received_at)}" if made.received_at else "",
        "disputed": disputed or "",
        "state": state,
    }


def positions(made: Handover) -> list[dict[str, object]]:
    """The positions of a list as rows for a person: what, how much, what didn't agree."""
    rows: list[dict[str, object]] = []
    for row in made.rows:
        found, told = row.discrepancy, ""
        if found is not None:
            told = found.reason + (f" – wyjaśniono: {found.settled}" if found.settled else " – czeka na wyjaśnienie")
        rows.append(
            {
                "ordinal": row.ordinal,
                "document_uid": row.document_uid,
                "what": HANDED_WORDS[row.what],
                "amount": row.amount,
                "remarks": row.remarks,
                "discrepancy": told,
            }
        )
    return rows


def day_begins(day: str | None) -> str:
    """The instant a Warsaw day begins; empty for None."""
    return instant_text(datetime.combine(date.fromisoformat(day), time(), WARSAW)) if day else ""


def by_identifier(pairs: tuple[str, ...]) -> Mapping[str, str]:
    """`IDENTYFIKATOR=TEKST` … → texts by identifier."""
    named = {}
    for pair in pairs:
        uid, sign, words = pair.partition("=")
        if not sign or not words.strip():
            raise InvalidInput(
                "bad_pair", "Objętość i uwagi podaje się jako IDENTYFIKATOR=TEKST.",
                "Na przykład: --volume K1A-26-000123-U=„4 tomy”.", pair,
            )  # fmt: skip
        named[uid] = words.strip()
    return named


def _objects(made: Handover) -> list[str]:
    return [made.number, *(row.document_uid for row in made.rows)]
