"""Records of the feed take their place: current row = the central's record + our patches not yet in it, in order."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.exc import IntegrityError, InterfaceError

from kancelaria.domain.errors import InvalidInput, NotFound, StateForbids
from kancelaria.domain.incoming import IncomingItem
from kancelaria.services.duplicates import fingerprint_of
from kancelaria.services.item_fields import flat_fields, item_of_fields
from kancelaria.services.outgoing_fields import outgoing_of_fields
from kancelaria.services.ports import TextAnalyzer
from kancelaria.services.search_rows import search_rows, with_number
from kancelaria.store import mappers
from kancelaria.store.assignments import SqlAssignments
from kancelaria.store.correspondents import SqlCorrespondents
from kancelaria.store.journal_outbox import accepted_patch, outcome_of, queue_search, renew_sync_state
from kancelaria.store.outgoing import SqlOutgoing
from kancelaria.store.repositories import SqlFingerprints, SqlItems
from kancelaria.store.search_index import SqlSearchIndex
from kancelaria.store.sync_tables import blob_download, parked, shown
from kancelaria.store.tables import (
    accepted_base,
    assignment,
    blob,
    consignment,
    event,
    item,
    item_page,
    item_reading,
    org_unit,
    person,
    rendition,
    restricted_entry,
)

Record = tuple[str, str]
UNPLACEABLE = (
    ValueError, TypeError, KeyError, AttributeError, InvalidInput, NotFound, StateForbids, IntegrityError,
    InterfaceError,
)  # fmt: skip
"""What a record raises that no rule of this program allows: of the wrong kind, or against a record that is here."""
OWN_AUDIENCES = ("person:", "unit:", "own:", "head:")
"""What these show is somebody's own work; the others show the whole office's mail."""
RAW_PAGE = "page"
"""The kind of a wanted file that is a page as it was scanned."""


# built once: what SQLAlchemy does to build and compile a statement costs more than SQLite does to run it
_KNOWN = select(accepted_base.c.version, accepted_base.c.stale, accepted_base.c.body).where(
    accepted_base.c.aggregate == bindparam("aggregate"), accepted_base.c.aggregate_id == bindparam("aggregate_id")
)
_NEW_BASE = upsert(accepted_base)
_PUT_BASE = _NEW_BASE.on_conflict_do_update(
    index_elements=["aggregate", "aggregate_id"],
    set_={name: _NEW_BASE.excluded[name] for name in ("version", "body", "stale")},
)
_NEWER = (
    select(event)
    .where(event.c.aggregate == bindparam("aggregate"), event.c.aggregate_id == bindparam("aggregate_id"))
    .where(or_(event.c.outcome.is_(None), event.c.feed_version > bindparam("version")))
    .order_by(event.c.ordinal)
)
_PARKED = select(parked).where(parked.c.waits_for == bindparam("waits_for"))
_BEARER = select(item.c.id).where(item.c.document_uid == bindparam("uid"), item.c.id != bindparam("item_id"))


class Records:
    """Puts records of the feed into the office's tables, inside one transaction."""

    def __init__(self, connection: Connection, analyzer: TextAnalyzer) -> None:
        self._connection = connection
        self._analyzer = analyzer
        self._places = {
            "item": self._place_item,
            "consignment": self._place_consignment,
            "correspondent": self._place_correspondent,
            "assignment": self._place_assignment,
            "rendition": self._place_rendition,
            "org_unit": self._place_unit,
            "person": self._place_person,
            "register_entry": self._place_restricted,
            "outgoing": self._place_outgoing,
        }

    def take(self, aggregate: str, aggregate_id: str, version: int, body: Mapping[str, Any]) -> bool:
        """Take in a record of the feed; False where it is known already."""
        name = {"aggregate": aggregate, "aggregate_id": aggregate_id}
        known = self._connection.execute(_KNOWN, name).first()
        if known is not None and known.version >= version and not known.stale:
            return False
        values = {"version": version, "body": json.dumps(body, ensure_ascii=False), "stale": 0}
        self._connection.execute(_PUT_BASE, name | values)
        self.place(aggregate, aggregate_id)
        return True

    def place(self, aggregate: str, aggregate_id: str) -> None:
        """Make the current row of a record anew; records without a table of their own stay in `accepted_base`."""
        if aggregate in self._places:
            version, pending, fields = self._current(aggregate, aggregate_id)
            # what the central never accepted is as its use case left it
            if version:
                self._places[aggregate](aggregate_id, version + pending, fields)

    def place_parked(self, waits_for: str) -> list[Record]:
        """Place what waited for a record that is here now."""
        rows = self._connection.execute(_PARKED, {"waits_for": waits_for}).all()
        if not rows:
            return []
        self._connection.execute(delete(parked).where(parked.c.waits_for == waits_for))
        for row in rows:
            self.place(row.aggregate, row.aggregate_id)
        return [(row.aggregate, row.aggregate_id) for row in rows]

    def _current(self, aggregate: str, aggregate_id: str) -> tuple[int, int, dict[str, Any]]:
        name = {"aggregate": aggregate, "aggregate_id": aggregate_id}
        base = self._connection.execute(_KNOWN, name).first()
        version = 0 if base is None else base.version
        fields: dict[str, Any] = {} if base is None else json.loads(base.body)
        pending = 0
        for row in self._connection.execute(_NEWER, name | {"version": version}):
            if row.outcome is None:
                pending += 1
                fields |= json.loads(row.patch)
            else:
                outcome = outcome_of(row.outcome)
                fields |= accepted_patch(row, outcome) | dict(outcome.given)
        return version, pending, fields

    def _park(self, aggregate: str, aggregate_id: str, waits_for: str) -> None:
        values = {"waits_for": waits_for}
        self._connection.execute(
            upsert(parked)
            .values(aggregate=aggregate, aggregate_id=aggregate_id, **values)
            .on_conflict_do_update(index_elements=["aggregate", "aggregate_id"], set_=values)
        )

    def _place_item(self, item_id: str, version: int, fields: dict[str, Any]) -> None:
        envelope = fields.get("consignment_id")
        if envelope and not self._is_here(consignment.c.id, envelope):
            # a foreign envelope may come later, or never be shown to us
            self._park("item", item_id, envelope)
            fields = fields | {"consignment_id": None}
        new = item_of_fields(fields | {"id": item_id}, version)
        bearer = self._connection.scalar(_BEARER, {"uid": new.document_uid, "item_id": item_id})
        if bearer is not None:
            # a copied disk gave its identifier to another letter too: that one needs a new label first
            self._park("item", item_id, bearer)
            return
        before = SqlItems(self._connection).get(item_id)
        if before is None:
            self._add_item(new)
        else:
            self._change_item(before, new)
        SqlAssignments(self._connection).follow(item_id, before.state if before else None, new.state)
        renew_sync_state(self._connection, [item_id])
        if before is None:
            self.place_parked(item_id)

    def _add_item(self, new: IncomingItem) -> None:
        SqlItems(self._connection).add(new, None)
        SqlSearchIndex(self._connection).add(new.id, with_number(search_rows(new, None, self._analyzer), new))
        SqlFingerprints(self._connection).put(new.id, fingerprint_of(new, None, self._analyzer))

    def _change_item(self, before: IncomingItem, new: IncomingItem) -> None:
        # printed numbers stay: where the feed doesn't know ours yet, ours is shown
        new = replace(new, rpw_number=new.rpw_number or before.rpw_number, sync_state=before.sync_state)
        old_fields, new_fields = flat_fields(before), flat_fields(new)
        differing = {name for name in new_fields | old_fields if new_fields.get(name) != old_fields.get(name)}
        if not differing:
            return
        same = differing <= {"rpw_number"}
        new = replace(new, version=before.version if same else max(new.version, before.version + 1))
        self._connection.execute(update(item).where(item.c.id == new.id).values(**mappers.item_row(new)))
        if "pages" in differing:
            self._connection.execute(delete(item_page).where(item_page.c.item_id == new.id))
            if new.pages:
                self._connection.execute(insert(item_page), [mappers.page_row(new.id, page) for page in new.pages])
        if not same:
            self._index_again(new)

    def _index_again(self, new: IncomingItem) -> None:
        text = self._connection.scalar(select(item_reading.c.text).where(item_reading.c.item_id == new.id))
        SqlSearchIndex(self._connection).put(new.id, with_number(search_rows(new, text, self._analyzer), new))
        SqlFingerprints(self._connection).put(new.id, fingerprint_of(new, text, self._analyzer))
        if text:
            # whoever holds the text keeps the central's search rows true
            queue_search(self._connection, [new.id])

    def _place_consignment(self, consignment_id: str, _version: int, fields: dict[str, Any]) -> None:
        names = [column.name for column in consignment.columns if column.name != "id"]
        self._put(consignment, {"id": consignment_id} | {name: fields.get(name) for name in names}, ["id"])
        self.place_parked(consignment_id)

    def _place_correspondent(self, record_id: str, version: int, fields: dict[str, Any]) -> None:
        SqlCorrespondents(self._connection).place(record_id, version, fields)

    def _place_assignment(self, assignment_id: str, _version: int, fields: dict[str, Any]) -> None:
        if not self._is_here(item.c.id, fields["item_id"]):
            self._park("assignment", assignment_id, fields["item_id"])
            return
        names = [column.name for column in assignment.columns if column.name != "id"]
        self._put(assignment, {"id": assignment_id} | {name: fields.get(name) for name in names}, ["id"])

    def _place_rendition(self, rendition_id: str, _version: int, fields: dict[str, Any]) -> None:
        values = {name: fields[name] for name in ("item_id", "kind", "sha256", "made_at")}
        if not self._is_here(item.c.id, values["item_id"]):
            self._park("rendition", rendition_id, values["item_id"])
        elif self._is_here(blob.c.sha256, values["sha256"]):
            self._put(rendition, {"id": rendition_id} | values, ["id"])
        elif not self._is_here(blob_download.c.rendition_id, rendition_id):
            self._connection.execute(insert(blob_download).values(rendition_id=rendition_id, wanted=0, **values))

    def _place_unit(self, symbol: str, _version: int, fields: dict[str, Any]) -> None:
        self._put(org_unit, {"symbol": symbol, "name": fields["name"], "parent": fields.get("parent")}, ["symbol"])

    def _place_person(self, login: str, _version: int, fields: dict[str, Any]) -> None:
        values = {name: fields.get(name) for name in ("surname", "given_names", "role", "unit")}
        self._put(person, {"login": login, **values, "active": int(fields.get("active", True))}, ["login"])

    def _place_outgoing(self, item_id: str, version: int, fields: dict[str, Any]) -> None:
        SqlOutgoing(self._connection).place(outgoing_of_fields(fields | {"id": item_id}, version))

    def _place_restricted(self, _id: str, _version: int, fields: dict[str, Any]) -> None:
        values = {name: fields[name] for name in ("rpw_year", "rpw_number", "entered_on")}
        self._put(restricted_entry, values, ["rpw_year", "rpw_number"])

    def fetch_own(self, item_ids: Sequence[str]) -> None:
        """What is routed to somebody here will be read: its PDF comes by itself, then its pages as scanned."""
        for item_id in item_ids:
            mine = or_(*(shown.c.audience.startswith(name, autoescape=True) for name in OWN_AUDIENCES))
            seen = exists().where(shown.c.aggregate == "item", shown.c.aggregate_id == item_id, mine)
            if self._connection.scalar(select(seen & exists().where(assignment.c.item_id == item_id))):
                want_files(self._connection, item_id, 1)

    def _put(self, table: Any, values: dict[str, Any], keys: list[str]) -> None:
        statement = upsert(table).values(**values)
        changed = {name: value for name, value in values.items() if name not in keys}
        self._connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed))

    def _is_here(self, column: Any, value: str) -> bool:
        return self._connection.scalar(select(column).where(column == value).limit(1)) is not None


def want_files(connection: Connection, item_id: str, wanted: int) -> None:
    """Let the files of an item come that aren't here: its renditions, and its pages as scanned.

    Somebody who only looks (2) is shown the PDF where there is one.
    """
    mine, made = blob_download.c.item_id == item_id, blob_download.c.kind != RAW_PAGE
    connection.execute(update(blob_download).where(mine, blob_download.c.wanted < wanted).values(wanted=wanted))
    drawn = exists().where(rendition.c.item_id == item_id) | exists().where(mine, made)
    if wanted > 1 and connection.scalar(select(drawn)):
        return
    lacking = (
        select(item_page.c.sha256)
        .where(item_page.c.item_id == item_id, item_page.c.sha256.not_in(select(blob.c.sha256)))
        .distinct()
    )
    for sha256 in connection.scalars(lacking).all():
        page = {"rendition_id": f"{RAW_PAGE}/{item_id}/{sha256}", "item_id": item_id, "sha256": sha256}
        values = page | {"kind": RAW_PAGE, "made_at": "", "wanted": wanted}
        connection.execute(upsert(blob_download).values(**values).on_conflict_do_nothing())
