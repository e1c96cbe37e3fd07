"""Reads beside items: history, labels, settings, dictionaries, people."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import Select, func, select

from kancelaria.domain.incoming import Consignment
from kancelaria.domain.labels import Label, UnusedLabels
from kancelaria.domain.office import Assignment, DictionaryEntry, OrgUnit, Person, RecordsClass, RegistryPoint
from kancelaria.domain.receipts import IssuedReceipt
from kancelaria.services.ports import Rendition
from kancelaria.services.queries import AccessEntry, HistoryEntry
from kancelaria.services.tasks import SyncTask
from kancelaria.store import tables
from kancelaria.store.labels import SqlLabels
from kancelaria.store.reader import Reader
from kancelaria.store.receipts import SqlReceipts
from kancelaria.store.repositories import SqlConsignments, SqlRenditions
from kancelaria.store.sync_tables import task
from kancelaria.store.sync_tasks import task_of

Record = TypeVar("Record")


class OfficeQueries(Reader):
    """Reads of everything beside items."""

    def history(self, item_id: str) -> list[HistoryEntry]:
        """What was done to a record, oldest first."""
        audit, personal = tables.audit, tables.audit_personal
        query = select(audit.c.body, personal.c.body.label("values")).outerjoin(personal)
        with self._read() as connection:
            rows = connection.execute(query.where(audit.c.subject_id == item_id).order_by(audit.c.seq)).all()
        entries = []
        for row in rows:
            body = json.loads(row.body)
            changes = json.loads(row.values) if row.values is not None else {}
            entries.append(HistoryEntry(body["at"], body["actor"], body["action"], tuple(body["fields"]), changes))
        return entries

    def accesses(self, limit: int = 100) -> list[AccessEntry]:
        """The last entries of the access log, newest first."""
        query = select(tables.access.c.body).order_by(tables.access.c.seq.desc()).limit(limit)
        with self._read() as connection:
            bodies = [json.loads(body) for body in connection.scalars(query)]
        return [AccessEntry(b["at"], b["actor"], b["kind"], tuple(b["objects"]), b["purpose"]) for b in bodies]

    def consignment(self, consignment_id: str) -> Consignment | None:
        """The consignment of an id."""
        with self._read() as connection:
            return SqlConsignments(connection).get(consignment_id)

    def assignments(self, item_id: str) -> list[Assignment]:
        """The routing of an item, oldest first."""
        query = select(tables.assignment).where(tables.assignment.c.item_id == item_id)
        return self._records(Assignment, query.order_by(tables.assignment.c.id))

    def rendition(self, item_id: str, kind: str) -> Rendition | None:
        """The last rendition of a kind."""
        with self._read() as connection:
            return SqlRenditions(connection).latest(item_id, kind)

    def label(self, document_uid: str) -> Label | None:
        """The label of an identifier with hyphens."""
        with self._read() as connection:
            return SqlLabels(connection).get(document_uid)

    def label_prints(self, document_uid: str, kind: str = "label") -> int:
        """How often a label, or a receipt, was printed."""
        with self._read() as connection:
            return SqlLabels(connection).prints(document_uid, kind)

    def unused_labels(self) -> list[UnusedLabels]:
        """Labels reserved ahead that are on no paper, in runs, oldest first."""
        with self._read() as connection:
            return SqlLabels(connection).unused()

    def unprinted_labels(self, limit: int) -> list[str]:
        """Identifiers reserved ahead whose label never came out of a printer."""
        with self._read() as connection:
            return SqlLabels(connection).unprinted(limit)

    def receipt_key(self, series: str) -> bytes | None:
        """The key that proves receipts of a series of this station."""
        with self._read() as connection:
            return SqlReceipts(connection).key(series)

    def receipt_issued(self, code: str) -> IssuedReceipt | None:
        """The copy of a receipt issued here under a code."""
        with self._read() as connection:
            return SqlReceipts(connection).get(code)

    def waiting_events(self) -> int:
        """How many events wait for the central."""
        counted = select(func.count()).select_from(tables.event).where(tables.event.c.outcome.is_(None))
        with self._read() as connection:
            return connection.scalar(counted) or 0

    def tasks(self, open_only: bool = True) -> list[SyncTask]:
        """Tasks of sync at this station, oldest first."""
        query = select(task).order_by(task.c.id)
        with self._read() as connection:
            return [
                task_of(row)
                for row in connection.execute(query.where(task.c.resolved_at.is_(None)) if open_only else query)
            ]

    def setting(self, person: str, key: str, default: Any = None) -> Any:
        """A person's choice, or the default."""
        table = tables.setting
        with self._read() as connection:
            found = connection.scalar(select(table.c.value).where(table.c.person == person, table.c.key == key))
        return default if found is None else json.loads(found)

    def points(self) -> Sequence[RegistryPoint]:
        """The registry points."""
        return self._records(RegistryPoint, select(tables.registry_point).order_by(tables.registry_point.c.symbol))

    def units(self) -> Sequence[OrgUnit]:
        """The units of the office."""
        return self._records(OrgUnit, select(tables.org_unit).order_by(tables.org_unit.c.symbol))

    def people(self, active_only: bool = True) -> Sequence[Person]:
        """The employees at work; all who ever were where a name is looked up."""
        query = select(tables.person).order_by(tables.person.c.surname, tables.person.c.login)
        return self._records(Person, query.where(tables.person.c.active == 1) if active_only else query)

    def records_classes(self) -> Sequence[RecordsClass]:
        """The records classification."""
        return self._records(RecordsClass, select(tables.records_class).order_by(tables.records_class.c.symbol))

    def dictionary(self, name: str) -> Sequence[DictionaryEntry]:
        """The active entries of an office dictionary, in its order."""
        table = tables.dictionary_entry
        query = select(table).where(table.c.dictionary == name, table.c.active == 1).order_by(table.c.position)
        return self._records(DictionaryEntry, query)

    def _records(self, kind: type[Record], query: Select[Any]) -> list[Record]:
        with self._read() as connection:
            return [kind(**row) for row in connection.execute(query).mappings()]
