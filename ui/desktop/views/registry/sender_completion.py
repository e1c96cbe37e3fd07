"""The sender completes from the correspondents as one types."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from kancelaria.domain.incoming import Sender
from ui.desktop.jobs.job import Job
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.ports import Desk
from ui.desktop.views.registry.fields import Field
from ui.desktop.views.registry.postcode_town import PostcodeTown

WAIT_MS = 30
"""Keys that follow each other this fast ask once; an older question is given up for a newer one."""
SHORTEST = 2


class SenderCompletion(QObject):
    """A list beneath the sender's fields; arrows choose, Enter or a click takes the whole address."""

    chosen = Signal(object)
    answered = Signal(str)
    """The list answers what was typed so far."""

    def __init__(self, desk: Desk, jobs: JobRunner, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        self._editor: QLineEdit | None = None
        self._senders: list[Sender] = []
        self._job: Job | None = None
        self.answered_at = 0.0
        self._list = QListWidget(parent.window())
        self._list.setObjectName("senderList")
        self._list.setAccessibleName("Znani nadawcy")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.itemClicked.connect(lambda item: self._take(self._list.row(item)))
        self._list.hide()
        self._wait = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._wait.timeout.connect(self._ask)

    @property
    def open(self) -> bool:
        """Whether the list is shown."""
        return not self._list.isHidden()

    def attach(self, *editors: QObject) -> None:
        """Complete in these fields."""
        for editor in editors:
            assert isinstance(editor, QLineEdit)
            editor.textEdited.connect(self._typist(editor))
            editor.installEventFilter(self)

    def attach_place(self, postcode: Field, town: Field) -> None:
        """Let the town follow the postcode."""
        PostcodeTown(self._desk, self._jobs, postcode, town, self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows, Enter and Esc belong to the list while it is open."""
        if event.type() == QEvent.Type.FocusOut:
            self._close()
        if self._list.isHidden() or not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        key, row = event.key(), self._list.currentRow()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._list.setCurrentRow((row + step) % self._list.count())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row >= 0 and not event.modifiers():
            self._take(row)
        elif key == Qt.Key.Key_Escape:
            self._close()
        else:
            return super().eventFilter(watched, event)
        return True

    def _typist(self, editor: QLineEdit) -> object:
        def typed(text: str) -> None:
            self._editor = editor
            if len(text.strip()) >= SHORTEST:
                self._wait.start()
            else:
                self._close()

        return typed

    def _ask(self) -> None:
        if self._editor is None or not self._editor.hasFocus():
            return
        prefix = self._editor.text().strip()
        if self._job is not None:
            self._job.cancel()
        self._job = self._jobs.submit(
            "db",
            lambda _job: self._desk.complete_sender(prefix),
            lambda senders: self._answer(prefix, senders),
            owner=self,
            urgent=True,
        )

    def _answer(self, prefix: str, senders: list[Sender]) -> None:
        self._show(senders)
        self.answered_at = time.perf_counter()
        self.answered.emit(prefix)

    def _show(self, senders: list[Sender]) -> None:
        self._senders = senders[:8]
        self._list.clear()
        if not self._senders or self._editor is None or not self._editor.hasFocus():
            self._list.hide()
            return
        for sender in self._senders:
            place = ", ".join(part for part in (sender.street, sender.town) if part)
            self._list.addItem(QListWidgetItem(f"{sender.display_name} · {place}" if place else sender.display_name))
        self._list.setCurrentRow(-1)
        window = self._editor.window()
        self._list.setParent(window)
        below = self._editor.mapTo(window, QPoint(0, self._editor.height() + 2))
        width = max(self._editor.width(), 360)
        left = min(below.x(), window.width() - width - 8)
        self._list.setGeometry(left, below.y(), width, self._list.count() * max(24, self._list.sizeHintForRow(0)) + 6)
        self._list.raise_()
        self._list.show()

    def _take(self, row: int) -> None:
        self._close()
        self.chosen.emit(self._senders[row])

    def _close(self) -> None:
        self._wait.stop()
        self._list.hide()
