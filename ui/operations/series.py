"""Series of identical letters for windows and commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from kancelaria.bootstrap import Office
from kancelaria.domain.series import CommonValues, SeriesLine
from kancelaria.services.series import (
    RowOutcome,
    Series,
    SeriesRow,
    begin_series,
    drop_series,
    run_series,
)


class SeriesDesk(Protocol):
    """What the windows ask of series. All may take a while."""

    def waiting(self) -> list[tuple[Series, list[SeriesRow]]]:
        """Series not ended, with their rows."""
        ...

    def begin(self, common: CommonValues, lines: Sequence[SeriesLine]) -> Series:
        """Write the rows down; the same values again are the same series."""
        ...

    def run(self, series_id: str, tell: Callable[[RowOutcome], None], go_on: Callable[[], bool]) -> list[RowOutcome]:
        """Register what waits; stopped, it can be run again."""
        ...

    def drop(self, series_id: str) -> int:
        """Let the rest go; how many rows."""
        ...


class StationSeries:
    """Series of an open station; `clerk` refuses who may not register."""

    def __init__(self, office: Office, clerk: Callable[[], str]) -> None:
        self._office, self._clerk = office, clerk

    def waiting(self) -> list[tuple[Series, list[SeriesRow]]]:
        """Series not ended, with their rows."""
        queries = self._office.queries
        return [(series, queries.series_rows(series.id)) for series in queries.open_series()]

    def begin(self, common: CommonValues, lines: Sequence[SeriesLine]) -> Series:
        """Write the rows down; the same values again are the same series."""
        return begin_series(common, lines, self._office.uow(self._clerk()), self._office.workplace)

    def run(
        self,
        series_id: str,
        tell: Callable[[RowOutcome], None] = lambda _outcome: None,
        go_on: Callable[[], bool] = lambda: True,
    ) -> list[RowOutcome]:
        """Register what waits; stopped, it can be run again."""
        person = self._clerk()
        return run_series(series_id, lambda: self._office.uow(person), self._office.workplace, tell, go_on)

    def drop(self, series_id: str) -> int:
        """Let the rest go; how many rows."""
        return drop_series(series_id, self._office.uow(self._clerk()), self._office.workplace)


def outcome_json(outcome: RowOutcome, number_of: Callable[[str], int | None]) -> dict[str, Any]:
    """A row's outcome as scripts see it; `number_of` finds the register number of one registered before."""
    uid = outcome.row.document_uid
    told: dict[str, Any] = {
        "row": outcome.row.number,
        "state": "failed" if outcome.error else "already" if outcome.again else "registered",
        "document_uid": uid,
        "rpw_number": outcome.item.rpw_number if outcome.item else number_of(uid) if uid else None,
    }
    if outcome.error is not None:
        error = outcome.error
        told["error"] = {"code": error.code, "message": error.message, "hint": error.hint, "subject": error.subject}
    return told
