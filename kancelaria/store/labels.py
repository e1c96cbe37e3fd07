"""Repository of identifiers."""

from __future__ import annotations

from dataclasses import asdict, replace

from sqlalchemy import Connection, and_, exists, func, insert, select, update

from kancelaria.domain.labels import Label, LabelBatch, LabelState, UnusedLabels
from kancelaria.store.printing_tables import label_batch
from kancelaria.store.tables import label, label_print, label_series


class SqlLabels:
    """Identifiers of this station's series."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def own_series(self) -> frozenset[str]:
        """Every series this station has had."""
        return frozenset(self._connection.scalars(select(label_series.c.series)))

    def highest_serial(self, series: str, year: int) -> int | None:
        """The highest serial issued in a series and year."""
        serial: int | None = self._connection.scalar(
            select(func.max(label.c.serial)).where(label.c.series == series, label.c.year == year)
        )
        return serial

    def get(self, document_uid: str) -> Label | None:
        """The label of an identifier with hyphens."""
        row = self._connection.execute(select(label).where(label.c.document_uid == document_uid)).mappings().first()
        return None if row is None else Label(**{**row, "state": LabelState(row["state"])})

    def add(self, new: Label) -> None:
        """Add an identifier."""
        self._connection.execute(insert(label).values(**asdict(new)))

    def save(self, changed: Label) -> None:
        """Save a label's state."""
        self._connection.execute(
            update(label)
            .where(label.c.document_uid == changed.document_uid)
            .values(state=changed.state.value, item_id=changed.item_id, void_reason=changed.void_reason)
        )

    def prints(self, document_uid: str, kind: str = "label") -> int:
        """How often the label (or the receipt) was printed."""
        mine = (label_print.c.document_uid == document_uid) & (label_print.c.kind == kind)
        return self._connection.scalar(select(func.count()).select_from(label_print).where(mine)) or 0

    def log_print(self, document_uid: str, at: str, by: str, copy: int, kind: str = "label") -> None:
        """Log a print."""
        values = {"document_uid": document_uid, "at": at, "by": by, "copy": copy, "kind": kind}
        self._connection.execute(insert(label_print).values(values))

    def add_batch(self, batch: LabelBatch) -> None:
        """Note a series reserved ahead."""
        self._connection.execute(insert(label_batch).values(**asdict(batch)))

    def unprinted(self, limit: int) -> list[str]:
        """Identifiers reserved ahead whose label never came out of a printer, in order."""
        printed = exists().where(label_print.c.document_uid == label.c.document_uid, label_print.c.kind == "label")
        query = select(label.c.document_uid).where(label.c.state == "reserved", ~printed)
        order = (label.c.series, label.c.year, label.c.serial)
        return list(self._connection.scalars(query.order_by(*order).limit(limit)))

    def unused(self) -> list[UnusedLabels]:
        """Runs of labels reserved ahead that are on no paper, oldest first; each lies within one series reserved."""
        printed = exists().where(label_print.c.document_uid == label.c.document_uid, label_print.c.kind == "label")
        within = and_(
            label_batch.c.series == label.c.series,
            label_batch.c.year == label.c.year,
            label.c.serial.between(label_batch.c.first, label_batch.c.last),
        )
        query = (
            select(
                label.c.document_uid, label.c.series, label.c.year, label.c.serial, printed.label("printed"),
                label_batch.c.id, label_batch.c.reserved_at, label_batch.c.reserved_by,
            )
            .outerjoin(label_batch, within)
            .where(label.c.state == "reserved")
            .order_by(label.c.series, label.c.year, label.c.serial)
        )  # fmt: skip
        runs: list[UnusedLabels] = []
        before = None
        for row in self._connection.execute(query):
            place = (row.series, row.year, row.serial, row.id)
            if before is not None and place == (*before[:2], before[2] + 1, before[3]):
                run = runs[-1]
                runs[-1] = replace(
                    run, last_uid=row.document_uid, count=run.count + 1, printed=run.printed + row.printed
                )
            else:
                uid, told = row.document_uid, (row.reserved_at or "", row.reserved_by or "")
                runs.append(UnusedLabels(uid, uid, 1, int(row.printed), *told))
            before = place
        return runs
