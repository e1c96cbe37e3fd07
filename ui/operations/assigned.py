""" "Do mnie": what is assigned to the person at work and their unit, and opening it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from kancelaria.bootstrap import Office
from kancelaria.domain.numbering import WARSAW
from kancelaria.services.access import AccessKind, log_access
from kancelaria.services.inbox import RETURNED, Inbox, InboxFilter, InboxRow, Part, see_routed
from ui.operations.facts import ItemDetails, SignedIn
from ui.operations.routing import Names, routing_lines
from ui.operations.routing_facts import (
    FOR_INFORMATION,
    AssignedCounts,
    AssignedFilter,
    AssignedLetter,
    AssignedLook,
    AssignedRow,
)

RETURN_MARK = "Zwrot: "
"""How a return stands among the remarks (services.return_item)."""
BEFORE_TOP = 50
"""Rows read above the one at the top, so that a little scrolling shows no gaps."""


class StationAssigned:
    """The list of whoever works here. `want` fetches the scan of an item first."""

    def __init__(
        self,
        office: Office,
        person: Callable[[], SignedIn | None],
        details: Callable[[str], ItemDetails],
        want: Callable[[str], None] = lambda _item_id: None,
        subscribe: Callable[[Callable[[frozenset[str]], None]], None] = lambda _callback: None,
    ) -> None:
        self._office = office
        self._person = person
        self._details = details
        self._want = want
        self._subscribe = subscribe
        self._searched = ("", "")

    def look(self, which: AssignedFilter, top: str | None, current: str | None, limit: int) -> AssignedLook:
        """The list now, with rows around the letter `top` and the places of both letters (item ids)."""
        whose, wanted, queries = self._whose(), _filter(which), self._office.queries
        self._log_search(which.text.strip(), whose.person)
        places = {
            name: place
            for name in dict.fromkeys((top, current))
            if name and (place := queries.inbox_place(whose, wanted, name)) is not None
        }
        offset = max(0, places.get(top or "", 0) - BEFORE_TOP)
        counts = queries.inbox_counts(whose)
        return AssignedLook(
            queries.inbox_count(whose, wanted),
            AssignedCounts(counts.all, counts.new, counts.overdue, counts.today, counts.unit),
            offset,
            tuple(self.rows(which, offset, limit)),
            places,
        )

    def rows(self, which: AssignedFilter, offset: int, limit: int) -> Sequence[AssignedRow]:
        """Rows `offset`… by due date."""
        whose, names = self._whose(), Names(self._office)
        window = self._office.queries.inbox_window(whose, _filter(which), offset, limit)
        return [_row(row, whose, names) for row in window]

    def open(self, row: AssignedRow) -> AssignedLetter:
        """A letter with its scan as far as it is here; it counts as read from now on."""
        details = self._details(row.document_uid)
        person = self._person()
        if person is not None and not row.seen:
            see_routed(row.subject, self._office.uow(person.login), self._office.workplace)
        coming = bool(details.pages) and all(page.image is None for page in details.pages)
        if coming:
            self._want(details.item.id)
        return AssignedLetter(details, routing_lines(self._office, details.item.id), coming)

    def subscribe(self, callback: Callable[[frozenset[str]], None]) -> None:
        """Hear on another thread which records came or changed, by their ids."""
        self._subscribe(callback)

    def _log_search(self, text: str, person: str) -> None:
        """A person's search is logged once, however often its list is read anew."""
        if text and (person, text) != self._searched and person:
            log_access(AccessKind.SEARCH, [text], "assigned", self._office.uow(person), self._office.workplace)
        self._searched = (person, text)

    def _whose(self) -> Inbox:
        person = self._person()
        today = datetime.now(WARSAW).date().isoformat()
        if person is None:
            return Inbox("", (), registry=False, today=today)
        known = next((each for each in self._office.queries.people() if each.login == person.login), None)
        units = (known.unit,) if known is not None and known.unit else ()
        return Inbox(person.login, units, "registry" in person.roles, today)


def _filter(which: AssignedFilter) -> InboxFilter:
    return InboxFilter(Part(which.part), which.text, which.kept)


def _row(row: InboxRow, whose: Inbox, names: Names) -> AssignedRow:
    back = row.role == RETURNED
    held = names.unit(row.unit) if row.unit else names.person(row.person)
    due = None if back or row.role == FOR_INFORMATION else row.due_on
    return AssignedRow(
        item_id=row.item_id,
        document_uid=row.document_uid,
        subject=row.subject,
        sender=row.sender_name,
        title=row.title,
        role=row.role,
        to_unit=names.unit(row.unit) if row.unit and not back else None,
        issuer=held if back else names.person(row.issuer),
        issued_at=row.issued_at,
        disposition=row.disposition,
        due_on=due,
        overdue=due is not None and due < whose.today,
        urgent=row.urgent,
        seen=row.seen,
        sealed=row.sealed,
        reference=row.case_mark or row.sender_reference,
        reason=_reason(row.remarks) if back else None,
    )


def _reason(remarks: Sequence[str]) -> str | None:
    """Why it came back: the last return among the remarks."""
    said = [remark.removeprefix(RETURN_MARK) for remark in remarks if remark.startswith(RETURN_MARK)]
    return said[-1] if said else None
