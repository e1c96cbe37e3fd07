"""Which rows of the outgoing register a typed text means, and a row as a person reads it in a list."""

from __future__ import annotations

import re

from kancelaria.bootstrap import Office
from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.identifiers import is_posting_number
from kancelaria.domain.numbering import warsaw_day
from kancelaria.domain.outgoing import METHOD_WORDS, ON_ITS_WAY, STATE_WORDS, OutgoingItem, OutgoingState
from kancelaria.services.journal import now_text
from kancelaria.services.outgoing import unknown_outgoing
from kancelaria.services.outgoing_queries import OutgoingFilter, OutgoingSort

_NUMBER = re.compile(r"(\d{1,7})(?:/(\d{4}))?")


def today_at(office: Office) -> str:
    """The day it is in Warsaw."""
    return warsaw_day(now_text(office.workplace))


def meant(office: Office, text: str, *, on_its_way: bool = False) -> list[OutgoingItem]:
    """The rows a typed text means: a register number (this year's without a year), a posting number, or an id.

    Several letters may lie in one envelope: a posting number means all its rows; `on_its_way`: those not settled yet.
    """
    plain = text.strip()
    if (match := _NUMBER.fullmatch(plain)) is not None:
        year = int(match[2]) if match[2] else int(today_at(office)[:4])
        found = office.queries.outgoing_by_number(year, int(match[1]))
        rows = [found] if found else []
    else:
        rows = list(office.queries.find_outgoing_by_posting_number(plain))
        found = None if rows else office.queries.outgoing(plain)
        rows = rows or ([found] if found else [])
        if on_its_way and is_posting_number(plain):
            rows = _not_settled(rows)
    if not rows:
        raise unknown_outgoing(plain)
    return rows


def one_meant(office: Office, text: str) -> OutgoingItem:
    """The single row a text means; InvalidInput where it means several."""
    rows = meant(office, text)
    if len(rows) > 1:
        raise InvalidInput(
            "outgoing_several", "Ten numer nadawczy ma kilka wierszy rejestru.",
            "Podaj numer z rejestru: " + ", ".join(row.readable_number or row.id for row in rows) + ".", text,
        )  # fmt: skip
    return rows[0]


def _not_settled(rows: list[OutgoingItem]) -> list[OutgoingItem]:
    open_rows = [row for row in rows if row.state in ON_ITS_WAY or row.state is OutgoingState.PREPARED]
    # numbers come back after years: of settled ones the newest letter is meant
    return open_rows or [row for row in rows if row.letter_id == rows[0].letter_id]


def prepared(office: Office) -> list[OutgoingItem]:
    """Everything prepared and not handed over yet, in the order of registration."""
    which, found = OutgoingFilter(state=OutgoingState.PREPARED), list[OutgoingItem]()
    while len(found) < office.queries.outgoing_count(which):
        more = office.queries.outgoing_window(which, OutgoingSort.REGISTERED_AT, False, len(found), 500)
        if not more:
            break
        found += more
    return found


def summary(item: OutgoingItem) -> dict[str, object]:
    """A row of the register for a person."""
    return {
        "number": item.readable_number or "nadaje centrala",
        "handed_on": item.handed_on or "",
        "addressee": item.addressee_names,
        "case_mark": item.case_mark or "",
        "method": METHOD_WORDS[item.method] + (" (ZPO)" if item.zpo else ""),
        "posting_number": item.posting_number or "",
        "title": item.title,
        "state": STATE_WORDS[item.state],
    }
