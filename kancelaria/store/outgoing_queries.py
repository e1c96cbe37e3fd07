"""Reads of the outgoing register; far windows are reached from the nearer end, keys come from an index alone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, text
from sqlalchemy.sql.elements import TextClause

from kancelaria.domain.correspondents import polish_sort_key
from kancelaria.domain.outgoing import OutgoingItem, OutgoingState
from kancelaria.services.outgoing_queries import ALL_OUTGOING, OutgoingFilter, OutgoingSort
from kancelaria.store.item_queries import NEAR, day_start
from kancelaria.store.outgoing import SqlOutgoing, by_posting_number, outgoing_of
from kancelaria.store.outgoing_tables import outgoing
from kancelaria.store.reader import Reader

_SORTS: dict[OutgoingSort, tuple[ColumnElement[Any], ...]] = {
    OutgoingSort.NUMBER: (outgoing.c.year, outgoing.c.number),
    OutgoingSort.REGISTERED_AT: (outgoing.c.registered_at,),
    OutgoingSort.HANDED_ON: (outgoing.c.handed_on,),
    OutgoingSort.ADDRESSEE: (outgoing.c.addressee_sort,),
    OutgoingSort.TITLE: (outgoing.c.title_sort,),
    OutgoingSort.CASE_MARK: (outgoing.c.case_mark,),
    OutgoingSort.METHOD: (outgoing.c.method,),
    OutgoingSort.STATE: (outgoing.c.state,),
    OutgoingSort.POSTING_NUMBER: (outgoing.c.posting_number,),
}


def _condition(which: OutgoingFilter) -> ColumnElement[bool] | None:
    parts: list[ColumnElement[bool] | TextClause] = []
    if which.since is not None:
        parts.append(outgoing.c.registered_at >= day_start(which.since, "since"))
    if which.until is not None:
        parts.append(outgoing.c.registered_at < day_start(which.until, "until", 1))
    if which.handed_on is not None:
        parts.append(outgoing.c.handed_on == which.handed_on)
    if which.method is not None:
        parts.append(outgoing.c.method == which.method.value)
    if which.state is not None:
        parts.append(outgoing.c.state == which.state.value)
    if which.year is not None:
        parts.append(outgoing.c.year == which.year)
    if which.awaits_receipt:
        # word for word as the index says it: of a value bound later SQLite can't tell that it is the same
        parts.append(text("outgoing.zpo = 1 AND outgoing.state IN ('handed_over', 'posted')"))
    for word in which.text.split():
        parts.append(_holds(word))
    return and_(*parts) if parts else None


def _holds(word: str) -> ColumnElement[bool]:
    # the key without its signs of order: "zmysl" finds "Zmyślony", with Polish letters and without
    plain = polish_sort_key(word).replace("~", "")
    named, told = func.replace(outgoing.c.addressee_sort, "~", ""), func.replace(outgoing.c.title_sort, "~", "")
    return or_(
        named.contains(plain, autoescape=True),
        told.contains(plain, autoescape=True),
        outgoing.c.case_mark.icontains(word, autoescape=True),
        outgoing.c.posting_number.contains(word.upper(), autoescape=True),
    )


def _filtered(query: Select[Any], which: OutgoingFilter) -> Select[Any]:
    wanted = _condition(which)
    return query if wanted is None else query.where(wanted)


class OutgoingQueries(Reader):
    """Reads of outgoing mail."""

    def outgoing(self, item_id: str) -> OutgoingItem | None:
        """The row of an id."""
        with self._read() as connection:
            return SqlOutgoing(connection).get(item_id)

    def outgoing_by_number(self, year: int, number: int) -> OutgoingItem | None:
        """The row of a register number."""
        with self._read() as connection:
            return SqlOutgoing(connection).by_number(year, number)

    def find_outgoing_by_posting_number(self, posting_number: str) -> list[OutgoingItem]:
        """Whose envelope a posting number was on, the newest first."""
        return self._outgoing(by_posting_number(posting_number))

    def outgoing_count(self, which: OutgoingFilter = ALL_OUTGOING) -> int:
        """How many rows there are."""
        with self._read() as connection:
            return connection.scalar(_filtered(select(func.count()).select_from(outgoing), which)) or 0

    def outgoing_window(
        self, which: OutgoingFilter, sort: OutgoingSort, descending: bool, offset: int, limit: int
    ) -> list[OutgoingItem]:
        """Rows `offset` … `offset + limit` of the sorted view."""
        total = self.outgoing_count(which) if offset > NEAR else None
        from_end = total is not None and offset > total // 2
        start, size = offset, limit
        if from_end and total is not None:
            start, size = max(total - offset - limit, 0), min(limit, max(total - offset, 0))
        columns = (*_SORTS[sort], outgoing.c.seq)
        order = (column.desc() if descending != from_end else column for column in columns)
        keys = _filtered(select(outgoing.c.seq), which).order_by(*order).limit(size).offset(start)
        with self._read() as connection:
            seqs = list(connection.scalars(keys))
            found = connection.execute(select(outgoing).where(outgoing.c.seq.in_(seqs))).mappings()
            rows = {row["seq"]: outgoing_of(row) for row in found}
        return [rows[seq] for seq in (reversed(seqs) if from_end else seqs)]

    def outgoing_of_day(self, day: str, with_prepared: bool = False) -> list[OutgoingItem]:
        """What was handed over on a day, by number; with what is prepared and not handed over yet."""
        wanted = (outgoing.c.handed_on == day) & (outgoing.c.state != OutgoingState.VOIDED.value)
        if with_prepared:
            wanted = wanted | (outgoing.c.state == OutgoingState.PREPARED.value)
        return self._outgoing(select(outgoing).where(wanted).order_by(outgoing.c.registered_at, outgoing.c.seq))

    def _outgoing(self, query: Select[Any]) -> list[OutgoingItem]:
        with self._read() as connection:
            return [outgoing_of(row) for row in connection.execute(query).mappings()]
