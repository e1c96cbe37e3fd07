"""Events of a background thread, brought to the main thread in order."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from ui.desktop.ports import Batch, BatchEvent, Central, CentralStatus


class BatchBridge(QObject):
    """Hears a batch on its thread and emits `happened` on the main thread."""

    happened = Signal(object)
    _heard = Signal(object)

    def __init__(self, batch: Batch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heard.connect(self.happened, Qt.ConnectionType.QueuedConnection)
        self._stop: Callable[[], None] | None = batch.subscribe(self._on_batch_event)

    def close(self) -> None:
        """Hear nothing more."""
        if self._stop is not None:
            self._stop()
            self._stop = None

    def _on_batch_event(self, event: BatchEvent) -> None:
        if shiboken6.isValid(self):
            self._heard.emit(event)


class CentralBridge(QObject):
    """Hears how the station stands with its central, and tells it on the main thread."""

    told = Signal(object)
    _heard = Signal(object)

    def __init__(self, central: Central, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heard.connect(self.told, Qt.ConnectionType.QueuedConnection)
        central.subscribe(self._on_central_status)

    def _on_central_status(self, status: CentralStatus) -> None:
        if shiboken6.isValid(self):
            self._heard.emit(status)
