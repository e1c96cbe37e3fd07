"""The list of "Do mnie": keeps its place when letters come, and knows the keys P and Z from a label being scanned."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from ui.desktop.models.assigned_model import ROW_ROLE, AssignedModel
from ui.desktop.views.officer.row_painter import ROOMY, ROW, RowPainter
from ui.operations.routing_facts import AssignedLook, AssignedRow

READER_MS = 80
"""A reader types the next sign of a label sooner than a person could."""
ACTIONS = {Qt.Key.Key_P: "assign", Qt.Key.Key_Z: "return"}


class AssignedList(QListView):
    """Rows of equal height; what a person looks at doesn't move."""

    asked = Signal(str)
    """`assign` or `return` of the row in focus."""

    def __init__(self, model: AssignedModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("assignedList")
        self.setAccessibleName("Pisma przydzielone do mnie")
        self._rows = model
        self._painter = RowPainter(self)
        self.setItemDelegate(self._painter)
        self.setModel(model)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self._top: tuple[str, int] | None = None
        self._current: tuple[str, int] | None = None
        self._moved = self._anew = False
        self._typed = QElapsedTimer()
        self._wait = QTimer(self, singleShot=True, interval=READER_MS)
        self._wait.timeout.connect(self._on_waited)
        self._asked = ""
        model.about_to_change.connect(self._remember)
        model.changed.connect(self._restore)

    def set_roomy(self, roomy: bool) -> None:
        """Taller rows."""
        self._painter.height = ROOMY if roomy else ROW
        self.doItemsLayout()

    @property
    def row(self) -> AssignedRow | None:
        """The row in focus."""
        found = self.currentIndex().data(ROW_ROLE)
        return found if isinstance(found, AssignedRow) else None

    @property
    def top(self) -> str | None:
        """The letter at the top of what is seen; None where the list stands at its beginning."""
        if self.verticalScrollBar().value() == 0:
            return None
        found = self.indexAt(self.viewport().rect().topLeft()).data(ROW_ROLE)
        return found.item_id if isinstance(found, AssignedRow) else None

    def begin_anew(self) -> None:
        """Other rows come: begin at their first."""
        self._anew = True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """P and Z act, unless they are part of a label that a hand-held reader types."""
        text, key = event.text(), Qt.Key(event.key())
        if not text.isprintable() or not text or event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            super().keyPressEvent(event)
            return
        fast = self._typed.isValid() and self._typed.elapsed() < READER_MS
        self._typed.restart()
        self._wait.stop()
        if key in ACTIONS and not fast and not event.isAutoRepeat():
            self._asked = ACTIONS[key]
            self._wait.start()
        event.accept()  # no searching by the first letter: letters are commands here

    def _on_waited(self) -> None:
        if self.row is not None:
            self.asked.emit(self._asked)

    def _remember(self) -> None:
        self._moved = True
        if self._anew:
            self._top = self._current = None
            return
        top, row = self.top, self.row
        hidden = -self.visualRect(self.indexAt(self.viewport().rect().topLeft())).top() if top else 0
        self._top = (top, hidden) if top else None
        self._current = (row.item_id, self.currentIndex().row()) if row else None

    def _restore(self, look: AssignedLook) -> None:
        """The same letter at the top and in focus as before; a neighbour where that one has gone."""
        self._anew = False
        if not self._moved:
            return
        self._moved = False
        row = 0
        if self._current is not None:
            item_id, before = self._current
            place = look.places.get(item_id, self._rows.place_of(item_id))
            row = min(before, look.count - 1) if place is None else place
        if look.count:
            self.setCurrentIndex(self._rows.index(row))
        top = look.places.get(self._top[0], self._rows.place_of(self._top[0])) if self._top else None
        self.doItemsLayout()
        if self._top is not None and top is not None:
            self.verticalScrollBar().setValue(top * self._painter.height + self._top[1])
        elif self._top is None and self._current is not None:
            self.verticalScrollBar().setValue(0)
