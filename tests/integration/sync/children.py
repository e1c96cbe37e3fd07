"""A station's process that is killed at a chosen moment of its sync."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kancelaria.bootstrap import open_office
from kancelaria.central.gateway import PgGateway
from kancelaria.reading.analysis import PolishAnalyzer
from kancelaria.store.journal import SqlJournal
from kancelaria.store.journal_outbox import Answers
from kancelaria.sync import pull

POINTS = ("pushed", "acknowledging", "applying", "applied")
JOINING = ("applying", "older")

PolishAnalyzer().lemmas("pismo")  # loads the dictionary once, before processes part


def _killer(after: int) -> Callable[[], None]:
    left = [after]

    def passed() -> None:
        left[0] -= 1
        if left[0] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return passed


class _Dying:
    def __init__(self, inner: PgGateway, point: str, passed: Callable[[], None]) -> None:
        self._inner = inner
        self._point = point
        self._passed = passed

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._inner, name)
        if (self._point, name) != ("pushed", "push"):
            return call

        def push(*args: Any) -> Any:
            answer = call(*args)
            self._passed()  # the central has committed; nothing of it is known here yet
            return answer

        return push


def sync_and_die(home: Path, url: str, point: str, after: int) -> None:
    """Sync, killed at the `after`-th passing of the point; ends by itself where it isn't passed so often."""
    passed = _killer(after)
    _plant(point, passed)
    with open_office(home) as office:
        office.sync_engine(lambda: _Dying(PgGateway(url), point, passed)).run_once()  # type: ignore[arg-type,return-value]


def _plant(point: str, passed: Callable[[], None]) -> None:
    move, renew, apply = SqlJournal._move, Answers._renew_sync_state, SqlJournal.apply
    apply_older = SqlJournal.apply_older

    def dying_move(*args: Any) -> None:
        passed()  # the batch is applied, the cursor not moved
        move(*args)

    def dying_renew(self: Answers, items: list[str]) -> None:
        passed()  # answers written, not committed
        renew(self, items)

    def dying_apply(self: SqlJournal, *args: Any) -> Any:
        changed = apply(self, *args)
        passed()  # committed, and nobody told
        return changed

    def dying_apply_older(self: SqlJournal, *args: Any) -> Any:
        changed = apply_older(self, *args)
        passed()
        return changed

    if point == "applying":
        SqlJournal._move = staticmethod(dying_move)  # type: ignore[method-assign,assignment]
    elif point == "acknowledging":
        Answers._renew_sync_state = dying_renew  # type: ignore[method-assign]
    elif point == "applied":
        SqlJournal.apply = dying_apply  # type: ignore[method-assign]
    elif point == "older":
        SqlJournal.apply_older = dying_apply_older  # type: ignore[method-assign]


def join_and_die(home: Path, url: str, point: str, after: int) -> None:
    """The same for a station that joins, a few rows at a time."""
    pull.BATCH = 5
    sync_and_die(home, url, point, after)
