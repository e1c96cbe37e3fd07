"""Places built in quiet moments after the start, so that opening them the first time keeps nobody waiting."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QElapsedTimer, QObject, QTimer
from PySide6.QtWidgets import QWidget

FIRST_MS, NEXT_MS, SLICE_MS = 1500, 60, 12


class Prebuilder(QObject):
    """Builds one place at a time; its widgets are then dressed in slices shorter than anybody notices."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._makers: deque[Callable[[], QWidget]] = deque()
        self._plain: deque[QWidget] = deque()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_quiet)

    @property
    def done(self) -> bool:
        """Whether nothing is left to build or dress."""
        return not self._makers and not self._plain

    def begin(self, *makers: Callable[[], QWidget]) -> None:
        """Build these after the window has come to rest."""
        self._makers.extend(makers)
        self._timer.start(FIRST_MS)

    def _on_quiet(self) -> None:
        if self._plain:
            self._dress()
        elif self._makers:
            made = self._makers.popleft()()
            self._plain.extend([made, *made.findChildren(QWidget)])
        if not self.done:
            self._timer.start(NEXT_MS)

    def _dress(self) -> None:
        passed = QElapsedTimer()
        passed.start()
        while self._plain and passed.elapsed() < SLICE_MS:
            widget = self._plain.popleft()
            if shiboken6.isValid(widget):
                widget.ensurePolished()
