"""One background thread on which a stack's events are worked off in order, and those who hear of them."""

from __future__ import annotations

import contextlib
import queue
import threading
import traceback
from collections.abc import Callable

from kancelaria.domain.errors import OfficeError
from kancelaria.logs import get_log
from scanning.errors import ScanningError
from scanning.worker.faults import WorkerBug
from ui.operations.facts import BatchEvent, StackFailed

_log = get_log()


class Teller:
    """Runs what is posted, one after the other; a fault in one is told and ends nothing."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[BatchEvent], None]] = []
        self._inbox: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="stack", daemon=True)
        self._thread.start()

    def post(self, act: Callable[[], None]) -> None:
        """Have this done on the thread, after what was posted before."""
        self._inbox.put(act)

    def subscribe(self, callback: Callable[[BatchEvent], None]) -> Callable[[], None]:
        """Hear events; returns the way to stop hearing."""
        self._listeners.append(callback)

        def stop() -> None:
            with contextlib.suppress(ValueError):
                self._listeners.remove(callback)

        return stop

    def tell(self, event: BatchEvent) -> None:
        """Everybody hears this now, on the calling thread."""
        for listener in list(self._listeners):
            listener(event)

    def close(self) -> None:
        """Work off what was posted, then end the thread."""
        self._inbox.put(None)
        self._thread.join(20.0)

    def _serve(self) -> None:
        while (act := self._inbox.get()) is not None:
            try:
                act()
            except (ScanningError, OfficeError) as error:
                self.tell(StackFailed(error))
            except Exception:  # noqa: BLE001 - one defect must not end the thread every page depends on
                _log.exception("stack")
                self.tell(StackFailed(WorkerBug(traceback.format_exc())))
