"""The right side: papers that wait, lie in a box or are lent out, and what can be done with them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kancelaria.domain.chronological_store import SET_WORDS, StoreSet
from ui.desktop import icons, said, theme
from ui.desktop.models.plain_table import Column, PlainTable
from ui.desktop.views.plain_view import PlainView
from ui.operations.paper_store import BoxRow, PaperRow


class Shown(StrEnum):
    """What the pane shows."""

    WAITING = "waiting"
    LOANS = "loans"
    BOX = "box"


COLUMNS: tuple[Column[PaperRow], ...] = (
    Column("Identyfikator", lambda row: row.document_uid),
    Column("Lp.", lambda row: str(row.place or ""), number=True),
    Column("Pudło", lambda row: row.box),
    Column("RPW", lambda row: row.rpw, number=True),
    Column("Nadawca", lambda row: row.sender),
    Column("Dotyczy", lambda row: row.title),
    Column("Wypożyczył(a)", lambda row: row.borrower),
    Column("Termin", lambda row: said.day_full(row.due_on) + (" !" if row.late else "") if row.due_on else ""),
)
HIDDEN = {Shown.WAITING: (1, 2, 6, 7), Shown.LOANS: (1, 4), Shown.BOX: (2,)}
NARROW = (1, 3, 4)


class StorePane(QWidget):
    """One table for all three; the buttons are those that make sense."""

    put_asked = Signal()
    close_asked = Signal()
    lend_asked = Signal()
    back_asked = Signal()
    card_asked = Signal()
    withdraw_asked = Signal()
    letter_asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("storePane")
        self.shown = Shown.WAITING
        self.box: BoxRow | None = None
        self._narrow = False
        self.model = PlainTable(COLUMNS, self, ticks=True, bold=lambda row: row.late)
        self.table = PlainView(self.model, "storePapers", "Pisma", (4, 5), self)
        self._heading, self._facts = QLabel(self), QLabel(self)
        self._heading.setObjectName("storeHeading")
        self._heading.setProperty("role", "title")
        self._heading.setWordWrap(True)
        self._facts.setProperty("role", "muted")
        self._facts.setWordWrap(True)
        self.into = QComboBox(self)
        self.into.setObjectName("storeInto")
        self.into.setAccessibleName("Do którego pudła")
        self.into.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.put = _button(self, "storePut", "Odłóż do pudła  Ctrl+Enter", "store", self.put_asked, primary=True)
        self.close_box = _button(self, "storeClose", "Zamknij pudło", "sealed", self.close_asked)
        self.withdraw = _button(self, "storeWithdraw", "Wyłącz…  Alt+Y", "void", self.withdraw_asked)
        self.card = _button(self, "storeCard", "Karta  Alt+K", "print", self.card_asked)
        self.back = _button(self, "storeBack", "Zwrot  Alt+Z", "undo", self.back_asked)
        self.lend = _button(self, "storeLend", "Wypożycz…  Alt+W", "assign", self.lend_asked, primary=True)
        self._place()
        self.model.ticked_changed.connect(lambda _count: self._offer())
        self.table.came_to.connect(lambda _row: self._offer())
        self.table.asked.connect(lambda row: self.letter_asked.emit(row.document_uid))

    @property
    def row(self) -> PaperRow | None:
        """The paper in focus."""
        found = self.table.row
        return found if isinstance(found, PaperRow) else None

    @property
    def ticked(self) -> list[str]:
        """Identifiers to be put away."""
        return [row.document_uid for row in self.model.ticked]

    def show_papers(self, shown: Shown, rows: Sequence[PaperRow], boxes: Sequence[BoxRow], box: BoxRow | None) -> None:
        """Show papers; `boxes` that are open may take what waits."""
        self.shown, self.box = shown, box
        self._heading.setText(
            {Shown.WAITING: "Czeka na odłożenie", Shown.LOANS: "Wypożyczone"}.get(shown) or f"Pudło {box and box.name}"
        )
        late = sum(row.late for row in rows)
        words = said.count(len(rows), "pismo", "pisma", "pism")
        facts = [words, f"po terminie: {late}" if late else ""]
        if box is not None:
            facts = [box.kind, box.place, words, f"wypożyczono: {box.out}" if box.out else "", STATES[box.state]]
        self._facts.setText(" · ".join(fact for fact in facts if fact))
        kept, focused = self.into.currentText(), self.row.document_uid if self.row else ""
        self.into.clear()
        whole = SET_WORDS[StoreSet.FULL]
        self.into.addItems([each.name for each in boxes if each.state == "open" and each.kind == whole])
        self.into.setCurrentIndex(max(self.into.findText(kept), 0))
        self.model.set_ticks(shown is Shown.WAITING)
        self.model.show_rows(rows)
        place = self.model.row_where(lambda row: row.document_uid == focused)
        self.table.go_to(place if place >= 0 else min(0, len(rows) - 1))
        self._hide_columns()
        self._offer()

    def take_label(self, document_uid: str) -> bool:
        """A label was read: to its row, ticked where it waits; False where it isn't here."""
        number = self.model.row_where(lambda row: row.document_uid == document_uid)
        if number < 0:
            return False
        if self.shown is Shown.WAITING:
            self.model.tick([number], True)
        self.table.go_to(number)
        return True

    def set_narrow(self, narrow: bool) -> None:
        """Less room for words."""
        self._narrow = narrow
        for button in (self.close_box, self.withdraw, self.card, self.back):
            words = button.toolTip() or button.text()
            button.setToolTip(words)
            button.setText("" if narrow else words)
        self.put.setText("Odłóż" if narrow else "Odłóż do pudła  Ctrl+Enter")
        self.lend.setText("Wypożycz…" if narrow else "Wypożycz…  Alt+W")
        self._hide_columns()

    def restyle(self) -> None:
        """Take the theme's colours anew."""
        for button, name in ((self.put, "store"), (self.lend, "assign")):
            button.setIcon(icons.icon(name, "on_accent"))

    def _hide_columns(self) -> None:
        hidden = {*HIDDEN[self.shown], *(NARROW if self._narrow else ())}
        for column in range(len(COLUMNS)):
            self.table.setColumnHidden(column, column in hidden)

    def _offer(self) -> None:
        waiting, row = self.shown is Shown.WAITING, self.row
        here = self.box is None or self.box.state != "transferred"
        for widget in (self.into, self.put):
            widget.setVisible(waiting)
        self.close_box.setVisible(self.box is not None)
        self.close_box.setEnabled(self.box is not None and self.box.state == "open")
        for button in (self.withdraw, self.card, self.back, self.lend):
            button.setVisible(not waiting)
        out = row is not None and bool(row.due_on)
        self.put.setEnabled(bool(self.model.ticked) and self.into.count() > 0)
        self.put.setToolTip("" if self.into.count() else "Najpierw otwórz pudło przyciskiem „Nowe pudło…”.")
        self.lend.setEnabled(row is not None and not out and here)
        self.withdraw.setEnabled(row is not None and not out and here)
        self.back.setEnabled(out)
        self.card.setEnabled(out)

    def _place(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.close_box)
        foot.addStretch(1)
        for widget in (self.into, self.put, self.withdraw, self.card, self.back, self.lend):
            foot.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        for part in (self._heading, self._facts):
            layout.addWidget(part)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
        order = (self.table, self.close_box, self.into, self.put, self.withdraw, self.card, self.back, self.lend)
        for one, two in pairwise(order):
            QWidget.setTabOrder(one, two)


STATES = {"open": "otwarte", "closed": "zamknięte", "transferred": "przekazane do archiwum"}


def _button(parent: QWidget, name: str, text: str, icon_name: str, asked: object, primary: bool = False) -> QPushButton:
    button = QPushButton(text, parent)
    button.setObjectName(name)
    button.setAccessibleName(text.split("  ")[0].rstrip("…"))
    button.setAutoDefault(True)
    button.setIcon(icons.icon(icon_name, "on_accent" if primary else "text"))
    button.clicked.connect(asked)
    if primary:
        theme.restyle(button, primary=True)
    return button
