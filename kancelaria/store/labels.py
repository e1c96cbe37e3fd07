"""Repository of identifiers."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import Connection, func, insert, select, update

from kancelaria.domain.labels import Label, LabelState
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
