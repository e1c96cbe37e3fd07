"""Reads of items: one, lists, and the windowed register view."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, literal, select, tuple_, union_all

from kancelaria.domain.correspondents import polish_sort_key
from kancelaria.domain.incoming import IncomingItem, ItemState
from kancelaria.domain.numbering import WARSAW, instant_text
from kancelaria.domain.partial_date import parse_day
from kancelaria.domain.register import RESTRICTED
from kancelaria.services.queries import ALL, ItemFilter, RegisterRow, RestrictedEntry, SortColumn
from kancelaria.store import mappers
from kancelaria.store.reader import Reader
from kancelaria.store.repositories import SqlItems, load_items
from kancelaria.store.tables import assignment, consignment, item, restricted_entry

NEAR = 1000
_YEAR = 10_000_000
"""A restricted place stands among the items' `seq` as −(year × this + number)."""
_SORTS: dict[SortColumn, tuple[ColumnElement[Any], ...]] = {
    SortColumn.NUMBER: (item.c.rpw_year, item.c.rpw_number),
    SortColumn.REGISTERED_AT: (item.c.registered_at,),
    SortColumn.RECEIVED_ON: (item.c.received_on,),
    SortColumn.SENDER: (item.c.sender_sort,),
    SortColumn.TITLE: (item.c.title_sort,),
    SortColumn.STATE: (item.c.state,),
    SortColumn.DOCUMENT_UID: (item.c.document_uid,),
}
# nothing else is known of a restricted place, so it stands first or last where anything else is asked
_RESTRICTED_SORTS: dict[SortColumn, tuple[ColumnElement[Any], ...]] = {
    SortColumn.NUMBER: (restricted_entry.c.rpw_year, restricted_entry.c.rpw_number),
    SortColumn.REGISTERED_AT: (restricted_entry.c.entered_on,),
    SortColumn.RECEIVED_ON: (literal(""),),
    SortColumn.SENDER: (literal(""),),
    SortColumn.TITLE: (literal(polish_sort_key(RESTRICTED)),),
    SortColumn.STATE: (literal(""),),
    SortColumn.DOCUMENT_UID: (literal(""),),
}
_SHOWN = (
    "id", "document_uid", "rpw_number", "rpw_year", "registered_at", "received_on", "received_time", "title",
    "letter_date", "sender_reference", "delivery_method", "attachment_count", "reproduction_extent",
    "reproduction_reason", "void_reason", "registry_point",
)  # fmt: skip


def day_start(day: str, field: str, offset: int = 0) -> str:
    """The instant a Warsaw day (plus `offset` days) begins."""
    first: date = parse_day(day, field) + timedelta(days=offset)
    return instant_text(datetime.combine(first, time(), WARSAW))


def condition(which: ItemFilter) -> ColumnElement[bool] | None:
    """The WHERE of a filter."""
    parts: list[ColumnElement[bool]] = []
    if which.since is not None:
        parts.append(item.c.registered_at >= day_start(which.since, "since"))
    if which.until is not None:
        parts.append(item.c.registered_at < day_start(which.until, "until", 1))
    if which.year is not None:
        parts.append(item.c.rpw_year == which.year)
    if which.state is not None:
        parts.append(item.c.state == which.state.value)
    if which.unit is not None:
        parts.append(exists().where(assignment.c.item_id == item.c.id, assignment.c.unit == which.unit))
    if which.incomplete_scan:
        parts.append(item.c.reproduction_extent != "full")
    return and_(*parts) if parts else None


class ItemQueries(Reader):
    """Reads of items."""

    def item(self, document_uid: str) -> IncomingItem | None:
        """The item of an identifier with hyphens."""
        with self._read() as connection:
            return SqlItems(connection).by_uid(document_uid)

    def item_by_id(self, item_id: str) -> IncomingItem | None:
        """The item of an id."""
        with self._read() as connection:
            return SqlItems(connection).get(item_id)

    def items(self, which: ItemFilter = ALL, limit: int | None = None) -> list[IncomingItem]:
        """Whole items, newest first."""
        return self._whole(_filtered(select(item), which).order_by(item.c.seq.desc()).limit(limit))

    def items_of_consignment(self, consignment_id: str) -> list[IncomingItem]:
        """The items one envelope held, in the order of registration."""
        return self._whole(select(item).where(item.c.consignment_id == consignment_id).order_by(item.c.seq))

    def _whole(self, query: Select[Any]) -> list[IncomingItem]:
        with self._read() as connection:
            rows = [dict(row) for row in connection.execute(query).mappings()]
            return [
                found
                for start in range(0, len(rows), 500)
                for found in load_items(connection, rows[start : start + 500])
            ]

    def text(self, item_id: str) -> str:
        """The read text, pages parted by form feeds."""
        with self._read() as connection:
            return SqlItems(connection).text(item_id)

    def links(self, item_id: str) -> list[tuple[str, str]]:
        """The links of an item: (kind, other id)."""
        with self._read() as connection:
            return SqlItems(connection).links(item_id)

    def register_count(self, which: ItemFilter = ALL) -> int:
        """How many rows the view has."""
        with self._read() as connection:
            items = connection.scalar(_filtered(select(func.count()).select_from(item), which)) or 0
            return items + restricted_count(connection, which)

    def restricted_entries(self, which: ItemFilter = ALL) -> list[RestrictedEntry]:
        """Places of the register whose items aren't to be seen here, by number."""
        order = (restricted_entry.c.rpw_year, restricted_entry.c.rpw_number)
        places = _restricted(select(restricted_entry).order_by(*order), which)
        if places is None:
            return []
        with self._read() as connection:
            return [RestrictedEntry(**row) for row in connection.execute(places).mappings()]

    def register_window(
        self, which: ItemFilter, sort: SortColumn, descending: bool, offset: int, limit: int
    ) -> list[RegisterRow]:
        """Rows `offset` … `offset + limit` of the sorted view; far offsets are reached from the nearer end."""
        total = self.register_count(which) if offset > NEAR else None
        from_end = total is not None and offset > total // 2
        if from_end and total is not None:
            start, size = max(total - offset - limit, 0), min(limit, max(total - offset, 0))
        else:
            start, size = offset, limit
        backwards = descending != from_end
        with self._read() as connection:
            # the keys come from an index alone; only the rows shown are fetched whole
            keys = _register_keys(connection, which, sort, backwards)
            wanted = list(connection.scalars(keys.limit(size).offset(start)))
            seqs = [seq for seq in wanted if seq > 0]
            rows = {row["seq"]: register_row(row) for row in connection.execute(shown_rows(seqs)).mappings()}
            if len(seqs) < len(wanted):
                rows |= _restricted_rows(connection, [seq for seq in wanted if seq < 0])
        return [rows[seq] for seq in (reversed(wanted) if from_end else wanted)]

    def counts_by_state(self, which: ItemFilter = ALL) -> dict[ItemState, int]:
        """How many items are in each state."""
        query = _filtered(select(item.c.state, func.count()).select_from(item), which).group_by(item.c.state)
        with self._read() as connection:
            counted: dict[str, int] = {row[0]: row[1] for row in connection.execute(query)}
        return {state: counted.get(state.value, 0) for state in ItemState}


def restricted_count(connection: Connection, which: ItemFilter) -> int:
    """How many places of the register belong to items that aren't to be seen here."""
    places = _restricted(select(func.count()).select_from(restricted_entry), which)
    return 0 if places is None else connection.scalar(places) or 0


def _filtered(query: Select[Any], which: ItemFilter) -> Select[Any]:
    wanted = condition(which)
    return query if wanted is None else query.where(wanted)


def _restricted(query: Select[Any], which: ItemFilter) -> Select[Any] | None:
    """The query over places without content; None where the filter asks what nobody may know of them."""
    if which.unit is not None or which.state is not None or which.incomplete_scan:
        return None
    place = restricted_entry.c
    # who may see the item is shown the item, though others of the register see its place
    seen = exists().where(item.c.rpw_year == place.rpw_year, item.c.rpw_number == place.rpw_number)
    parts: list[ColumnElement[bool]] = [~seen]
    if which.since is not None:
        parts.append(place.entered_on >= which.since)
    if which.until is not None:
        parts.append(place.entered_on <= which.until)
    if which.year is not None:
        parts.append(place.rpw_year == which.year)
    return query.where(and_(*parts))


def _register_keys(connection: Connection, which: ItemFilter, sort: SortColumn, backwards: bool) -> Any:
    """`seq` of the view's rows in order: items, and negative ones for places without content."""
    columns = (*_SORTS[sort], item.c.seq)
    items = _filtered(select(item.c.seq), which).order_by(*(c.desc() if backwards else c for c in columns))
    number = -(restricted_entry.c.rpw_year * _YEAR + restricted_entry.c.rpw_number)
    values = _RESTRICTED_SORTS[sort]
    names = [f"by_{n}" for n in range(len(values))]
    named = (value.label(name) for value, name in zip(values, names, strict=True))
    places = _restricted(select(number.label("seq"), *named), which)
    if places is None or connection.execute(places.limit(1)).first() is None:
        return items
    named = (value.label(name) for value, name in zip(_SORTS[sort], names, strict=True))
    both = union_all(_filtered(select(item.c.seq, *named), which), places).subquery()
    order = (*(both.c[name] for name in names), both.c.seq)
    return select(both.c.seq).order_by(*(c.desc() if backwards else c for c in order))


def _restricted_rows(connection: Connection, seqs: list[int]) -> dict[int, RegisterRow]:
    place = tuple_(restricted_entry.c.rpw_year, restricted_entry.c.rpw_number)
    wanted = place.in_([divmod(-seq, _YEAR) for seq in seqs])
    rows = connection.execute(select(restricted_entry).where(wanted))
    return {-(row.rpw_year * _YEAR + row.rpw_number): _restricted_row(RestrictedEntry(*row)) for row in rows}


def _restricted_row(entry: RestrictedEntry) -> RegisterRow:
    unknown: dict[str, Any] = dict.fromkeys(RegisterRow.__dataclass_fields__)
    texts = dict.fromkeys(("id", "document_uid", "received_on", "sender_name", "reproduction_extent"), "")
    return RegisterRow(
        **unknown | texts | {
            "rpw_number": entry.rpw_number, "rpw_year": entry.rpw_year, "registered_at": entry.entered_on,
            "title": RESTRICTED, "remarks": (), "state": ItemState.REGISTERED, "sealed": False, "restricted": True,
        }
    )  # fmt: skip


def shown_rows(seqs: list[int]) -> Select[Any]:
    """The query for the rows of a list."""
    lead = (
        select(func.coalesce(assignment.c.person, assignment.c.unit))
        .where(assignment.c.item_id == item.c.id, assignment.c.role == "lead")
        .order_by(assignment.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(item, consignment.c.posting_number, lead.label("assigned_to"))
        .outerjoin(consignment, consignment.c.id == item.c.consignment_id)
        .where(item.c.seq.in_(seqs))
    )


def register_row(row: Mapping[Any, Any]) -> RegisterRow:
    """A row of a list."""
    values = {name: row[name] for name in _SHOWN}
    return RegisterRow(
        sender_name=mappers.sender_of(row).display_name,
        sender_town=row["sender_town"],
        posting_number=row["posting_number"],
        remarks=tuple(json.loads(row["remarks"])),
        assigned_to=row["assigned_to"],
        state=ItemState(row["state"]),
        sealed=bool(row["sealed"]),
        **values,
    )
