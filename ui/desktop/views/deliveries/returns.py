"""Returned items and delivery receipts: the posting number read by the reader, then what the envelope says."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.desktop import said, theme
from ui.desktop.views.deliveries.forms import line, named, primary

REASONS = ("nie podjęto w terminie", "adresat nieznany", "adresat wyprowadził się", "odmowa przyjęcia")


@dataclass(frozen=True)
class ReturnEntry:
    """What stands in the form; days in any usual spelling made ISO."""

    posting_number: str
    what: str
    day: str
    words: str
    notices: tuple[str, ...]
    document_uid: str | None


class ReturnPane(QWidget):
    """Enter after the code goes on to the day; Ctrl+Enter writes it down."""

    keep_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.code = line("returnCode", "Numer nadawczy: zeskanuj z koperty albo zwrotki", self, "numer nadawczy")
        self.code.setFont(theme.mono(14))
        self.what = QComboBox(self)
        named(self.what, "returnWhat", "Co wróciło")
        self.what.addItem("zwrotne potwierdzenie odbioru (ZPO)", "receipt")
        self.what.addItem("niedoręczona przesyłka", "returned")
        self.day = line("returnDay", "Dzień doręczenia albo zwrotu", self, "RRRR-MM-DD")
        self.words = QComboBox(self)
        self.words.setEditable(True)
        self.words.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.words.addItems(["", *REASONS])
        named(self.words, "returnWords", "Kto odebrał albo przyczyna zwrotu")
        self.first = line("returnFirst", "Pierwsze awizo", self, "pierwsze awizo")
        self.second = line("returnSecond", "Drugie awizo", self, "drugie awizo")
        self.uid = line("returnUid", "Identyfikator, jeśli zwrot zarejestrowano jako pismo", self, "K1A-26-000123-U")
        self.keep = primary("returnKeep", "Dołącz do przesyłki  Ctrl+Enter", self)
        self.keep.clicked.connect(self.keep_asked)
        self.code.returnPressed.connect(self.day.setFocus)
        self._compose()

    def entry(self) -> ReturnEntry:
        """What stands in the form."""
        notices = tuple(_day(field.text()) for field in (self.first, self.second) if field.text().strip())
        return ReturnEntry(
            self.code.text(), str(self.what.currentData()), _day(self.day.text()), self.words.currentText().strip(),
            notices, self.uid.text().strip() or None,
        )  # fmt: skip

    def clear(self) -> None:
        """For the next one: what it is and its day stay."""
        for field in (self.code, self.first, self.second, self.uid):
            field.clear()
        self.words.setCurrentIndex(0)
        self.words.setEditText("")
        self.code.setFocus()

    def _compose(self) -> None:
        notices = QHBoxLayout()
        notices.addWidget(self.first)
        notices.addWidget(self.second)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        rows: tuple[tuple[str, QWidget | QHBoxLayout], ...] = (
            ("Kod*", self.code), ("Co wróciło*", self.what), ("Dzień*", self.day), ("Kto, dlaczego", self.words),
            ("Awiza", notices), ("Pismo", self.uid),
        )  # fmt: skip
        for number, (said_, field) in enumerate(rows):
            label = QLabel(said_, self)
            grid.addWidget(label, number, 0)
            if isinstance(field, QHBoxLayout):
                grid.addLayout(field, number, 1)
            else:
                label.setBuddy(field)
                grid.addWidget(field, number, 1)
        text = QLabel("Bez pary zwrot czeka wśród przyjętych i niezarejestrowanych.", self)
        text.setProperty("role", "muted")
        text.setWordWrap(True)
        end = QHBoxLayout()
        end.addWidget(text, 1)
        end.addWidget(self.keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(grid)
        layout.addStretch(1)
        layout.addLayout(end)


def _day(typed: str) -> str:
    return said.to_date(typed.strip()) or typed.strip()
