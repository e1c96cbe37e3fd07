"""The register's table: columns that fill the window until a person sets them, and words where there is no row."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTableView, QVBoxLayout, QWidget

from ui.desktop.models.register_model import COLUMNS, RegisterModel
from ui.desktop.ports import Choices

KEPT = "register.columns"
FILLS = next(number for number, column in enumerate(COLUMNS) if column.name == "title")
NEWEST = next(number for number, column in enumerate(COLUMNS) if column.name == "registered_at")


class RegisterTable(QTableView):
    """Rows without grid lines, newest first. The title takes the room the other columns leave."""

    def __init__(self, model: RegisterModel, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self._filling = False
        self._own_widths = False
        self.empty = EmptyNote(self.viewport())
        self.setObjectName("registerTable")
        self.setAccessibleName("Rejestr przesyłek wpływających")
        self.setModel(model)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.hide()
        self.set_roomy(False)
        self._set_up_columns()

    def set_roomy(self, roomy: bool) -> None:
        """Rows of 36 instead of 28 pixels."""
        self.verticalHeader().setDefaultSectionSize(36 if roomy else 28)

    def say_empty(self, title: str, text: str) -> None:
        """Say why there are no rows and what to do; an empty title puts the words away."""
        self.empty.say(title, text)
        self._place_note()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The title's column follows the window."""
        super().resizeEvent(event)
        self._fill()
        self._place_note()

    def viewportEvent(self, event: QEvent) -> bool:
        """A scroll bar that comes or goes changes the room, too."""
        if event.type() == QEvent.Type.Resize:
            self._place_note()
        return super().viewportEvent(event)

    def _set_up_columns(self) -> None:
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for number, column in enumerate(COLUMNS):
            self.setColumnWidth(number, column.width)
        kept = self._choices.get(KEPT)
        if kept:
            self._own_widths = header.restoreState(QByteArray.fromBase64(kept.encode()))
        header.setSortIndicator(NEWEST, Qt.SortOrder.DescendingOrder)
        self.setSortingEnabled(True)
        header.sectionResized.connect(lambda *_: self._keep_columns())
        header.sectionMoved.connect(lambda *_: self._keep_columns())

    def _fill(self) -> None:
        if self._own_widths:
            return
        others = sum(column.width for number, column in enumerate(COLUMNS) if number != FILLS)
        self._filling = True
        self.setColumnWidth(FILLS, max(COLUMNS[FILLS].width, self.viewport().width() - others))
        self._filling = False

    def _keep_columns(self) -> None:
        if self._filling:
            return
        self._own_widths = True
        self._choices.set(KEPT, bytes(self.horizontalHeader().saveState().toBase64().data()).decode())

    def _place_note(self) -> None:
        self.empty.setGeometry(self.viewport().rect())


class EmptyNote(QWidget):
    """A title and a line in the middle of an empty list."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("registerEmpty")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._title, self._text = QLabel(self), QLabel(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(8)
        layout.addStretch(2)
        for label, role in ((self._title, "title"), (self._text, "muted")):
            label.setProperty("role", role)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addStretch(3)
        self.hide()

    @property
    def text(self) -> str:
        """What is said now; empty when nothing is."""
        return "" if self.isHidden() else f"{self._title.text()} {self._text.text()}"

    def say(self, title: str, text: str) -> None:
        """Say it, or with an empty title nothing."""
        self._title.setText(title)
        self._text.setText(text)
        self.setVisible(bool(title))

    def minimumSizeHint(self) -> QSize:
        """As small as the list."""
        return QSize(0, 0)


def empty_words(searched: bool) -> tuple[str, str]:
    """What an empty register says: with a filter it may only hide the rows."""
    if searched:
        return "Nic nie znaleziono", "Zmień słowa, okres albo stan. Szukanie obejmuje też treść pism."
    return "Rejestr jest pusty", "Zeskanuj pierwsze pismo w Kancelarii (Ctrl+1)."
