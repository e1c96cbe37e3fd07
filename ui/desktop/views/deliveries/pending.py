"""What was accepted and is neither opened nor registered yet, and how it is settled without a letter."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.desktop import said
from ui.desktop.models.plain_table import Column, PlainTable
from ui.desktop.views.deliveries.forms import line, named, primary
from ui.desktop.views.plain_view import PlainView
from ui.operations.deliveries_desk import SETTLINGS, Pending

NOTHING = "Nic nie czeka: wszystko, co przyjęto, jest zarejestrowane albo rozliczone."


class PendingPane(QWidget):
    """The oldest first. A letter registered with the posting number leaves the list by itself."""

    settle_asked = Signal()
    letter_asked = Signal()
    """The letter open at the desk is out of the one in focus."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.model: PlainTable[Pending] = PlainTable(COLUMNS, self)
        self.table = PlainView(self.model, "pendingRows", "Przyjęte, niezarejestrowane", (3,), self)
        self.how = QComboBox(self)
        named(self.how, "pendingHow", "Dlaczego nie będzie pisma")
        for code, words in SETTLINGS:
            self.how.addItem(words, code)
        self.how.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.how.setMinimumContentsLength(14)
        self.words = line("pendingWords", "Komu, dokąd albo do czego", self, "komu, dokąd, do czego")
        self.settle = primary("pendingSettle", "Rozlicz  Ctrl+Enter", self)
        self.settle.clicked.connect(self.settle_asked)
        self.letter = QPushButton("Otwarte pismo jest z niej  Alt+R", self)
        named(self.letter, "pendingLetter", "Otwarte pismo jest z tej przesyłki (Alt+R)")
        self.letter.setShortcut("Alt+R")
        self.letter.setAutoDefault(False)
        self.letter.clicked.connect(self.letter_asked)
        self._nothing = QLabel(NOTHING, self)
        self._nothing.setProperty("role", "muted")
        self._nothing.setWordWrap(True)
        end = QHBoxLayout()
        for widget, share in ((self.how, 3), (self.words, 2), (self.settle, 0)):
            end.addWidget(widget, share)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._nothing)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.letter, 0, Qt.AlignmentFlag.AlignRight)
        layout.addLayout(end)
        for one, two in pairwise((self.table, self.letter, self.how, self.words, self.settle)):
            QWidget.setTabOrder(one, two)

    def show_rows(self, rows: list[Pending]) -> None:
        """Show what waits."""
        self.model.show_rows(rows)
        self._nothing.setVisible(not rows)
        self.settle.setEnabled(bool(rows))
        self.letter.setEnabled(bool(rows))


COLUMNS: tuple[Column[Pending], ...] = (
    Column("Czeka", lambda row: row.waited),
    Column("Numer nadawczy", lambda row: row.posting_number),
    Column("Operator", lambda row: row.operator),
    Column("Stan", lambda row: row.condition),
    Column("Data wpływu", lambda row: said.day_full(row.received_on) if row.received_on else ""),
)
