"""Time without input: a window nobody touches for so long is to be locked."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

INPUT = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.TabletPress,
})  # fmt: skip


def since_boot() -> float:
    """Seconds that pass in sleep too: a lid closed at night is a night without input."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


class IdleWatch(QObject):
    """Watches the input of the program's windows; costs nothing while somebody works."""

    idle = Signal()

    def __init__(
        self, minutes: Callable[[], float], parent: QObject, monotonic: Callable[[], float] = since_boot
    ) -> None:
        super().__init__(parent)
        self._minutes, self._monotonic = minutes, monotonic
        self._last = monotonic()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)
        QGuiApplication.instance().focusWindowChanged.connect(self._watch)  # type: ignore[union-attr]

    def start(self) -> None:
        """Count from now."""
        self._last = self._monotonic()
        self._again()

    def stop(self) -> None:
        """Count no more: the window is locked already."""
        self._timer.stop()

    def look(self) -> None:
        """Whether the time is over; else look again when it could be."""
        if self._over():
            self.idle.emit()
        else:
            self._again()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Remember when something was last touched."""
        if event.type() in INPUT:
            if self._timer.isActive() and self._over():  # woken from sleep: the first touch isn't work
                QTimer.singleShot(0, self, self.look)
            else:
                self._last = self._monotonic()
        return False

    def _over(self) -> bool:
        minutes = self._minutes()
        return minutes > 0 and self._monotonic() - self._last >= minutes * 60

    def _again(self) -> None:
        left = self._minutes() * 60 - (self._monotonic() - self._last)
        # without a limit the choice is looked at again now and then
        self._timer.start(int(min(max(left, 0.1), 60.0) * 1000) if self._minutes() > 0 else 60_000)

    def _watch(self, window: QWindow | None) -> None:
        """Dialogs have windows of their own."""
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)
