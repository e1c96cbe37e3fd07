"""Series registration: each letter in its own transaction, with an id made before; a series cut off goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from kancelaria.domain.errors import InvalidInput, NotFound, OfficeError, StateForbids, StoreError
from kancelaria.domain.incoming import IncomingItem
from kancelaria.domain.series import CommonValues, SeriesLine, digest_of, line_digests
from kancelaria.services.journal import now_text
from kancelaria.services.ports import UnitOfWork, Workplace
from kancelaria.services.register import RegisterIncoming, register_incoming


@dataclass(frozen=True)
class Series:
    """A series begun; `ended_at` once each row is registered or the rest was dropped."""

    id: str
    begun_at: str
    begun_by: str
    digest: str
    common: CommonValues
    ended_at: str | None = None
    dropped: bool = False


@dataclass(frozen=True)
class SeriesRow:
    """One letter of a series. `line` is forgotten once the series has ended; `document_uid`: it is registered."""

    number: int
    item_id: str
    digest: str
    line: SeriesLine | None = None
    fault: str | None = None
    document_uid: str | None = None


@dataclass(frozen=True)
class RowOutcome:
    """What became of a row: registered now, registered before (`again`), or a known error."""

    row: SeriesRow
    item: IncomingItem | None = None
    again: bool = False
    error: OfficeError | None = None


class SeriesBook(Protocol):
    """Series of this station."""

    def get(self, series_id: str) -> Series | None: ...
    def of_digest(self, digest: str) -> Series | None: ...
    def add(self, series: Series) -> None: ...
    def save(self, series: Series) -> None: ...
    def rows(self, series_id: str) -> list[SeriesRow]:
        """Rows in their order, with the identifier of each one registered."""
        ...

    def put_rows(self, series_id: str, rows: Sequence[SeriesRow]) -> None:
        """Add rows, or replace those of the same digest."""
        ...

    def drop_waiting(self, series_id: str, except_digests: Sequence[str]) -> None:
        """Forget rows not registered, but for these."""
        ...

    def set_fault(self, series_id: str, digest: str, fault: str | None) -> None: ...
    def forget_told(self, series_id: str) -> None:
        """The rows' values aren't needed any more: the letters hold them."""
        ...


def begin_series(common: CommonValues, lines: Sequence[SeriesLine], uow: UnitOfWork, at: Workplace) -> Series:
    """Write the rows down with their ids before the first is registered.

    The same common values again are the same series: rows that are in it stay as they are, rows waiting that the list
    no longer has are forgotten.
    """
    if not lines:
        raise InvalidInput("series_empty", "Lista nie ma ani jednego nadawcy.", "Wpisz nadawców albo wklej listę.")
    digests = line_digests(lines)
    with uow:
        known = uow.series.of_digest(digest_of(common))
        series = known or Series(at.ids.new(), now_text(at), uow.actor, digest_of(common), common)
        if known is None:
            uow.series.add(series)
        uow.series.drop_waiting(series.id, digests)
        present = {row.digest: row for row in uow.series.rows(series.id)}
        fresh = [
            SeriesRow(line.number, at.ids.new(), digest, line)
            for line, digest in zip(lines, digests, strict=True)
            if digest not in present
        ]
        moved = [
            replace(present[digest], number=line.number, line=line, fault=None)
            for line, digest in zip(lines, digests, strict=True)
            if digest in present and present[digest].document_uid is None
        ]
        uow.series.put_rows(series.id, [*fresh, *moved])
        if fresh and series.ended_at is not None:
            series = replace(series, ended_at=None, dropped=False)
            uow.series.save(series)
        if fresh:
            told = {"rows": len(fresh), "title": common.title}
            uow.audit.append(now_text(at), uow.actor, "begin_series", ("series", series.id), told)
        uow.commit()
    return series


def run_series(
    series_id: str,
    new_uow: Callable[[], UnitOfWork],
    at: Workplace,
    tell: Callable[[RowOutcome], None] = lambda _outcome: None,
    go_on: Callable[[], bool] = lambda: True,
) -> list[RowOutcome]:
    """Register what waits, row by row; a faulty row is told and the rest goes on. Stopped, it can be run again."""
    series, rows = _opened(series_id, new_uow())
    outcomes = []
    for row in rows:
        if not go_on():
            break
        outcome = _one(series, row, new_uow, at)
        outcomes.append(outcome)
        tell(outcome)
    _close(series_id, new_uow(), at)
    return outcomes


def drop_series(series_id: str, uow: UnitOfWork, at: Workplace) -> int:
    """Let the rest of a series go; how many rows were never registered."""
    with uow:
        series = _existing(series_id, uow)
        waiting = [row for row in uow.series.rows(series_id) if row.document_uid is None]
        uow.series.drop_waiting(series_id, ())
        uow.series.forget_told(series_id)
        uow.series.save(replace(series, ended_at=now_text(at), dropped=bool(waiting)))
        uow.audit.append(now_text(at), uow.actor, "drop_series", ("series", series_id), {"rows": len(waiting)})
        uow.commit()
    return len(waiting)


def command_of(common: CommonValues, row: SeriesRow) -> RegisterIncoming:
    """What is registered for a row: its own values, else the common ones."""
    line = row.line
    if line is None:
        raise StateForbids(
            "series_forgotten", "Danych tego wiersza już nie ma.", "Wklej listę jeszcze raz.", row.item_id
        )
    told = line.told
    reference, day = told.get("sender_reference"), told.get("letter_date")
    count = told.get("attachment_count", "")
    if count and not count.isdigit():
        raise InvalidInput("bad_number", "Liczba załączników nie jest liczbą.", "Popraw ją na liście.", str(row.number))
    return RegisterIncoming(
        row.item_id, common.received_on, common.title, line.sender,
        letter_date=day or common.letter_date, no_date=common.no_date and not day,
        sender_reference=reference or common.sender_reference, no_reference=common.no_reference and not reference,
        addressee=common.addressee, delivery_method=common.delivery_method, document_kind=common.document_kind,
        access=common.access, attachment_count=int(count) if count else common.attachment_count,
        remarks=common.remarks, reproduction=common.reproduction, label=told.get("label"), confirmed=True,
    )  # fmt: skip


def _opened(series_id: str, uow: UnitOfWork) -> tuple[Series, list[SeriesRow]]:
    with uow:
        return _existing(series_id, uow), uow.series.rows(series_id)


def _one(series: Series, row: SeriesRow, new_uow: Callable[[], UnitOfWork], at: Workplace) -> RowOutcome:
    if row.document_uid is not None:
        return RowOutcome(row, again=True)
    try:
        item = register_incoming(command_of(series.common, row), new_uow(), at)
    except StoreError:
        raise  # a full disk or a busy store is no fault of the row
    except OfficeError as error:
        _note(series.id, row, error.message, new_uow())
        return RowOutcome(row, error=error)
    if row.fault:
        _note(series.id, row, None, new_uow())
    return RowOutcome(replace(row, document_uid=item.document_uid), item)


def _note(series_id: str, row: SeriesRow, fault: str | None, uow: UnitOfWork) -> None:
    with uow:
        uow.series.set_fault(series_id, row.digest, fault)
        uow.commit()


def _close(series_id: str, uow: UnitOfWork, at: Workplace) -> None:
    """A series whose rows are all registered has ended; what was told of senders is forgotten here."""
    with uow:
        series = _existing(series_id, uow)
        if series.ended_at is None and all(row.document_uid for row in uow.series.rows(series_id)):
            uow.series.forget_told(series_id)
            uow.series.save(replace(series, ended_at=now_text(at)))
            uow.commit()


def _existing(series_id: str, uow: UnitOfWork) -> Series:
    found = uow.series.get(series_id)
    if found is None:
        raise NotFound("series_unknown", "Nie ma takiej serii.", "Zacznij ją od nowa: wklej listę.", series_id)
    return found
