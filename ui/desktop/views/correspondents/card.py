"""One correspondent: who they are, numbers masked, and lists of letters, addresses, merged and like records."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from kancelaria.domain.correspondents import Address, Correspondent, place_words, present_address
from kancelaria.services.correspondents_reads import SUSPICIONS, Suspicion
from kancelaria.services.queries import RegisterRow
from ui.desktop import icons, said, theme
from ui.desktop.models.plain_table import Column, PlainTable
from ui.desktop.views.plain_view import PlainView
from ui.operations.correspondents import Card, NumberShown

LOWEST_LIST = 220
SHOWN_MS = 60_000
"""So long a number that was asked for stays on the screen."""
NOBODY = "Wpisz po lewej początek nazwy, miejscowości albo numer NIP."


class CardPane(QScrollArea):
    """Shows a card; asks for what a person wants done with it. A low window scrolls it."""

    correct_asked = Signal()
    reveal_asked = Signal(str)
    letter_asked = Signal(str)
    address_asked = Signal(object)
    part_asked = Signal(object)
    compare_asked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("correspondentCard")
        self.card: Card | None = None
        self._shown = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._shown.timeout.connect(lambda: self._show_numbers(self.card.numbers if self.card else ()))
        self._name, self._facts = QLabel(NOBODY, self), QLabel(self)
        self._name.setObjectName("correspondentName")
        self._name.setProperty("role", "title")
        self._facts.setObjectName("correspondentFacts")
        self._facts.setProperty("role", "muted")
        for label in (self._name, self._facts):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._numbers = QGridLayout()
        self._numbers.setHorizontalSpacing(8)
        self._numbers.setVerticalSpacing(2)
        self._numbers.setColumnStretch(2, 1)
        self._correct = _button(self, "correspondentCorrect", "Popraw dane…  Alt+D", "edit")
        self._correct.clicked.connect(self.correct_asked)
        self._tabs = QTabWidget(self)
        self._tabs.setObjectName("correspondentTabs")
        self._tabs.setAccessibleName("Pisma, adresy i inne zapisy")
        self._build_lists()
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._correct, 0, Qt.AlignmentFlag.AlignTop)
        self._tabs.setMinimumHeight(LOWEST_LIST)
        inside = QWidget(self)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self._facts)
        layout.addLayout(self._numbers)
        layout.addWidget(self._tabs, 1)
        self.show_card(None)

    def show_card(self, card: Card | None) -> None:
        """Show a correspondent, or what to do first."""
        self.card = card
        for part in (self._facts, self._correct, self._tabs):
            part.setVisible(card is not None)
        self._show_numbers(card.numbers if card else ())
        if card is None:
            self._name.setText(NOBODY)
            return
        self._name.setText(card.known.sender.display_name)
        self._facts.setText(_facts(card.known))
        self.letters.show_rows(card.letters)
        self.addresses.show_rows(card.known.addresses)
        self.merged.show_rows(card.merged)
        self.alike.show_rows(card.suspected)
        counts = (len(card.letters), len(card.known.addresses), len(card.merged), len(card.suspected))
        for index, (word, count) in enumerate(zip(("Pisma", "Inne adresy", "Scalone", "Podobne"), counts, strict=True)):
            self._tabs.setTabText(index, f"{word} ({count})")
            self._tabs.setTabEnabled(index, index == 0 or count > 0)
        self._offer()

    def show_number(self, kind: str, value: str) -> None:
        """A number was asked for and its showing logged: it stands here for a minute, or until the pane is left."""
        label = self.findChild(QLabel, f"number_{kind}")
        if label is not None:
            label.setText(value)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._shown.start()

    def mask_numbers(self) -> None:
        """Numbers shown are masked again: the next person at the window has asked for none."""
        if self._shown.isActive() and self.card is not None:
            self._show_numbers(self.card.numbers)
        self._shown.stop()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another place, a locked window or another person."""
        self.mask_numbers()
        super().hideEvent(event)

    def _show_numbers(self, numbers: tuple[NumberShown, ...]) -> None:
        while (item := self._numbers.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                # a number once shown is gone at once, not when the loop finds time
                widget.setParent(None)
                widget.deleteLater()
        for row, number in enumerate(numbers):
            word, value, doubt = QLabel(number.word, self), QLabel(number.shown, self), QLabel(number.doubt, self)
            word.setProperty("role", "muted")
            value.setObjectName(f"number_{number.kind}")
            value.setFont(theme.mono(11))
            doubt.setProperty("role", "warn")
            doubt.setWordWrap(True)
            # the signs that hide a number are wider than the font says
            value.setMinimumWidth(value.sizeHint().width() + 12)
            self._numbers.addWidget(word, row, 0)
            self._numbers.addWidget(value, row, 1)
            self._numbers.addWidget(doubt, row, 2)
            if number.personal:
                show = _button(self, f"reveal_{number.kind}", "Pokaż…", "search")
                show.setAccessibleName(f"Pokaż cały {number.word}; zapisze się to w dzienniku")
                show.clicked.connect(lambda _on, kind=number.kind: self.reveal_asked.emit(kind))
                self._numbers.addWidget(show, row, 3)

    def _build_lists(self) -> None:
        self.letters = PlainTable[RegisterRow](
            (
                Column("Identyfikator", lambda row: row.document_uid),
                Column("RPW", lambda row: str(row.rpw_number or ""), number=True),
                Column(
                    "Wpłynęło", lambda row: said.day(row.received_on), full=lambda row: said.day_full(row.received_on)
                ),
                Column("Dotyczy", lambda row: row.title),
            ),
            self,
        )
        self.addresses = PlainTable[Address](
            (Column("Adres", place_words), Column("Od", lambda row: row.since or "?"),
             Column("Do", lambda row: row.until or "widziany na piśmie")), self,
        )  # fmt: skip
        self.merged = PlainTable[Correspondent](
            (Column("Nazwa", lambda row: row.sender.display_name),
             Column("Adres", lambda row: place_words(present_address(row))),
             Column("Scalono", lambda row: said.instant(row.merged.at) if row.merged else "")), self,
        )  # fmt: skip
        self.alike = PlainTable[Suspicion](
            (Column("Nazwa", lambda row: row.second.sender.display_name),
             Column("Adres", lambda row: place_words(present_address(row.second))),
             Column("Dlaczego", lambda row: SUSPICIONS[row.reason])), self,
        )  # fmt: skip
        self._letters = PlainView(self.letters, "correspondentLetters", "Pisma tego korespondenta", (3,), self)
        self._letters.asked.connect(lambda row: self.letter_asked.emit(row.document_uid))
        self._tabs.addTab(self._letters, "Pisma")
        self._buttons = [
            self._tab(
                "Inne adresy", self.addresses, "correspondentAddresses", 0, "Ustaw jako obecny", self.address_asked
            ),
            self._tab("Scalone", self.merged, "correspondentMerged", 1, "Cofnij scalenie", self.part_asked),
            self._tab("Podobne", self.alike, "correspondentAlike", 1, "Porównaj i scal…", self.compare_asked),
        ]

    def _tab(
        self, word: str, model: PlainTable[Any], name: str, fills: int, does: str, asked: Any
    ) -> tuple[PlainView, QPushButton]:
        page = QWidget(self)
        view = PlainView(model, name, word, (fills,), page)
        button = _button(page, f"{name}Do", does, "ok")
        button.clicked.connect(lambda: asked.emit(view.row) if view.row is not None else None)
        view.asked.connect(asked)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(view, 1)
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
        self._tabs.addTab(page, word)
        return view, button

    def _offer(self) -> None:
        for view, button in self._buttons:
            button.setEnabled(view.row is not None)


def _facts(known: Correspondent) -> str:
    since = f", od {said.day_full(known.since)}" if known.since else ""
    parts = [f"{place_words(present_address(known)) or 'adres nieznany'}{since}", ", ".join(known.sender.email)]
    if known.last_used_at:
        letters = said.count(known.uses, "pismo", "pisma", "pism")
        parts.append(f"na tym stanowisku: {letters}, ostatnio {said.instant(known.last_used_at)}")
    return " · ".join(part for part in parts if part)


def _button(parent: QWidget, name: str, text: str, icon_name: str) -> QPushButton:
    button = QPushButton(text, parent)
    button.setObjectName(name)
    button.setAccessibleName(text.split("  ")[0].rstrip("…"))
    button.setAutoDefault(True)
    button.setIcon(icons.icon(icon_name, "text"))
    return button
