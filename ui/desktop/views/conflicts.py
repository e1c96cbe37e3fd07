"""Matters to be cleared up by a person: two wrote different things, or the central refused a change."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ui.desktop import said, theme
from ui.desktop.models.task_model import TASK_ROLE, TaskModel
from ui.desktop.shell.frame import Frame
from ui.operations.routing_facts import Answer, TaskLine
from ui.operations.routing_ports import Tasks

NOTHING = "Wszystko jest wyjaśnione. Można zamknąć to okno."


def count_text(number: int) -> str:
    """How many matters, as the status line says it."""
    return said.count(number, "sprawa", "sprawy", "spraw") + " do wyjaśnienia"


class ConflictsDialog(QDialog):
    """The list at the left, the matter with its answers at the right."""

    settled = Signal()
    item_asked = Signal(str)

    def __init__(self, frame: Frame, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("conflictsDialog")
        self.setWindowTitle("Sprawy do wyjaśnienia")
        self._frame, self._tasks = frame, tasks
        self._busy = False
        self._fault = ("", "")
        self.model = TaskModel(self)
        self.list = QListView(self)
        self.matter = MatterView(self)
        self._compose()
        self.matter.chosen.connect(self._settle)
        self.matter.item_asked.connect(self._open_item)
        selection = self.list.selectionModel()
        selection.currentChanged.connect(lambda index, _before: self._show(index.data(TASK_ROLE)))
        room = parent.window().size()
        self.resize(min(920, room.width()), min(560, room.height()))
        self.reload()

    def reload(self) -> None:
        """Take the open matters anew; the one shown stays."""
        self._frame.jobs.submit(
            "db", lambda _job: self._tasks.open(), self._on_read, self._frame.show_failure,
            label="Czytanie spraw", owner=self,
        )  # fmt: skip

    def _on_read(self, tasks: list[TaskLine]) -> None:
        shown, row = self.matter.task, max(0, self.list.currentIndex().row())
        if not self.model.show_tasks(tasks) and shown is not None:
            return
        place = self.model.row_of(shown.id) if shown else -1
        if tasks:
            self.list.setCurrentIndex(self.model.index(place if place >= 0 else min(row, len(tasks) - 1)))
        else:
            self._show(None)
        self.list.setVisible(bool(tasks))
        of, text = self._fault
        if self.matter.task is not None and self.matter.task.id == of:
            self.matter.show_fault(text)

    def _show(self, task: object) -> None:
        self.matter.show_task(task if isinstance(task, TaskLine) else None)

    def _settle(self, answer: Answer) -> None:
        task = self.matter.task
        if task is None or self._busy:
            return
        self._busy = True
        self._fault = ("", "")
        self.matter.set_enabled(False)

        def done(_none: None) -> None:
            self._busy = False
            self._frame.status.say(f"Wyjaśniono: {task.heading}.")
            self.settled.emit()
            self.reload()

        self._frame.jobs.submit(
            "db", lambda _job: self._tasks.settle(task.id, answer.choice), done, self._on_refused,
            label="Zapisywanie wyboru", owner=self, cancellable=False,
        )  # fmt: skip

    def _on_refused(self, error: Exception) -> None:
        self._busy = False
        self.matter.set_enabled(True)
        message, hint = getattr(error, "message", None), getattr(error, "hint", "")
        if isinstance(message, str):
            text = f"{message} {hint}".strip()
            self._fault = (self.matter.task.id if self.matter.task else "", text)
            self.matter.show_fault(text)
            # what it speaks of may be another value by now
            self.reload()
        else:
            self._frame.show_failure(error)

    def _open_item(self, document_uid: str) -> None:
        self.close()
        self._frame.open_item(document_uid)

    def _compose(self) -> None:
        self.list.setObjectName("conflictsList")
        self.list.setAccessibleName("Sprawy do wyjaśnienia")
        self.list.setModel(self.model)
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.setMinimumWidth(200)
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.setObjectName("conflictsSplitter")
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.list)
        parts.addWidget(self.matter)
        parts.setStretchFactor(1, 1)
        parts.setSizes([270, 620])
        close = QPushButton("Zamknij  Esc", self)
        close.setObjectName("conflictsClose")
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 8)
        layout.setSpacing(8)
        layout.addWidget(parts, 1)
        layout.addLayout(foot)


class MatterView(QScrollArea):
    """One matter: what happened, the values side by side, and the answers with what comes of each."""

    chosen = Signal(object)
    item_asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("matter")
        self.setAccessibleName("Sprawa")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.task: TaskLine | None = None
        self.answers: list[QPushButton] = []
        self._fault = QLabel()

    def show_task(self, task: TaskLine | None) -> None:
        """Show a matter, or that none is left."""
        self.task = task
        self.answers = []
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 0, 8, 8)
        column.setSpacing(8)
        if task is None:
            column.addWidget(_label(NOTHING, "muted", inner))
        else:
            self._fill(task, column, inner)
        column.addStretch(1)
        self.setWidget(inner)

    def show_fault(self, text: str) -> None:
        """Why the choice could not be carried out."""
        self._fault.setText(text)
        self._fault.setVisible(bool(text))

    def set_enabled(self, enabled: bool) -> None:
        """While a choice is being carried out no other one is taken."""
        for button in self.answers:
            button.setEnabled(enabled)

    def _fill(self, task: TaskLine, column: QVBoxLayout, inner: QWidget) -> None:
        column.addWidget(_label(task.heading, "title", inner))
        about = " · ".join(part for part in (task.document_uid, task.about) if part)
        column.addWidget(_label(about, "muted", inner))
        column.addWidget(_label(task.explanation, "", inner))
        who = f"{task.who}, {said.instant(task.at)}"
        if task.field:
            cards = QHBoxLayout()
            cards.setSpacing(8)
            cards.addWidget(_card("Zapisano tutaj", who, task.mine, inner), 1)
            cards.addWidget(_card("Na innym stanowisku", "już w centrali", task.theirs, inner), 1)
            column.addLayout(cards)
            column.addWidget(_label(f"Wcześniej: {task.base}", "muted", inner))
        else:
            lines = "\n".join(f"{name}: {value}" for name, value in task.changes)
            column.addWidget(_card("Zmiana", who, lines or "bez szczegółów", inner))
        if task.held:
            later = said.count(
                task.held, "późniejsza zmiana czeka", "późniejsze zmiany czekają", "późniejszych zmian czeka"
            )
            column.addWidget(_label(f"{later} na tę decyzję.", "warn", inner))
        self._fault = _label("", "error", inner)
        self._fault.setObjectName("matterFault")
        self._fault.hide()
        column.addWidget(self._fault)
        for answer in task.answers:
            column.addWidget(self._answer(answer, inner))
            column.addWidget(_label(answer.meaning, "muted", inner))
        if task.document_uid:
            column.addSpacing(8)
            show = QPushButton("Pokaż pismo", inner)
            show.setObjectName("matterItem")
            show.setAccessibleName("Pokaż pismo w rejestrze")
            show.setAutoDefault(True)
            uid = task.document_uid
            show.clicked.connect(lambda: self.item_asked.emit(uid))
            column.addWidget(show, 0, Qt.AlignmentFlag.AlignLeft)

    def _answer(self, answer: Answer, inner: QWidget) -> QPushButton:
        button = QPushButton(answer.text, inner)
        button.setObjectName(f"answer_{answer.choice.value}")
        button.setAccessibleName(answer.text)
        button.setAccessibleDescription(answer.meaning)
        button.setAutoDefault(True)
        button.setMaximumWidth(320)
        choose: Callable[[], None] = lambda: self.chosen.emit(answer)  # noqa: E731
        button.clicked.connect(choose)
        self.answers.append(button)
        return button


def _card(title: str, who: str, value: str, parent: QWidget) -> QFrame:
    card = QFrame(parent)
    card.setProperty("card", "true")
    column = QVBoxLayout(card)
    column.setContentsMargins(12, 8, 12, 8)
    column.setSpacing(2)
    column.addWidget(_label(title, "heading", card))
    column.addWidget(_label(who, "muted", card))
    shown = _label(value, "", card)
    shown.setFont(theme.sans(11.5))
    column.addWidget(shown)
    column.addStretch(1)
    return card


def _label(text: str, role: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
