"""The right side: the letters that wait for a unit, or a list with its positions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.desktop import icons, said, theme
from ui.desktop.models.plain_table import Column, PlainTable
from ui.desktop.views.plain_view import PlainView
from ui.operations.handover_desk import LetterWaiting, ListLook, PositionRow, UnitWaiting

STATES = {"waiting": "czeka na odbiór", "disputed": "niezgodność do wyjaśnienia", "closed": "zamknięta"}
SHORT = {"waiting": "czeka", "disputed": "niezgodność", "closed": "zamknięta"}
ROLES = {"waiting": "warn", "disputed": "error", "closed": "ok"}
KINDS = {"": "", "disputed": "czeka na wyjaśnienie", "settled": "wyjaśniono"}


class WaitingPane(QWidget):
    """What waits for a unit; what is ticked goes on the list."""

    list_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("handoverWaiting")
        self.unit: UnitWaiting | None = None
        self._short = False
        columns: tuple[Column[LetterWaiting], ...] = (
            Column("Identyfikator", lambda row: row.document_uid),
            Column("RPW", lambda row: row.rpw, number=True),
            Column("Wpłynęło", lambda row: said.day(row.received_on), full=lambda row: said.day_full(row.received_on)),
            Column("Nadawca", lambda row: row.sender),
            Column("Dotyczy", lambda row: row.title),
            Column("Co się przekazuje", lambda row: row.what),
        )
        self.model = PlainTable(columns, self, ticks=True)
        self.table = PlainView(self.model, "handoverLetters", "Pisma czekające na przekazanie", (3, 4), self)
        self._heading = QLabel(self)
        self._heading.setObjectName("handoverHeading")
        self._heading.setProperty("role", "title")
        self._heading.setWordWrap(True)
        self._all = _button(self, "handoverTickAll", "Zaznacz wszystkie", "ok")
        self._none = _button(self, "handoverTickNone", "Odznacz wszystkie", "close")
        self.make = _button(self, "handoverMake", "Sporządź i drukuj listę  Ctrl+Enter", "print", primary=True)
        self._all.clicked.connect(lambda: self._tick(True))
        self._none.clicked.connect(lambda: self._tick(False))
        self.make.clicked.connect(self.list_asked)
        self.model.ticked_changed.connect(self._on_ticked)
        _stand(self, (self._heading,), self.table, (self._all, self._none, None, self.make))

    def show_letters(self, unit: UnitWaiting, letters: list[LetterWaiting]) -> None:
        """Show what waits for a unit."""
        self.unit = unit
        self._heading.setText(f"{unit.symbol} {unit.name}")
        self.model.show_rows(letters)
        self._on_ticked(len(self.model.ticked))

    def take_label(self, document_uid: str) -> bool:
        """A label was read: its letter goes on the list; False where it doesn't wait for this unit."""
        number = self.model.row_where(lambda row: row.document_uid == document_uid)
        if number < 0:
            return False
        self.model.tick([number], True)
        self.table.go_to(number)
        return True

    def set_narrow(self, narrow: bool) -> None:
        """Less room for words."""
        self._short = narrow
        self.table.hide_columns((1, 2, 5), narrow)
        _narrow((self._all, self._none), narrow)
        self._on_ticked(len(self.model.ticked))

    def restyle(self) -> None:
        """Take the theme's colours anew."""
        self.make.setIcon(icons.icon("print", "on_accent"))

    def _tick(self, on: bool) -> None:
        self.model.tick(range(len(self.model.rows)), on)
        self.table.setFocus()

    def _on_ticked(self, count: int) -> None:
        self.make.setEnabled(count > 0)
        told = said.count(count, "pismo", "pisma", "pism")
        self.make.setToolTip(f"Na liście: {told}" if count else "Zaznacz pisma, które mają być na liście.")
        self.make.setText(
            f"Drukuj listę ({count})" if self._short else f"Sporządź i drukuj listę ({count})  Ctrl+Enter"
        )
        self.make.setAccessibleName(f"Sporządź i drukuj listę, {told}")


class ListPane(QWidget):
    """One list: its state, its positions, and what can be done with it."""

    print_asked = Signal()
    receive_asked = Signal()
    dispute_asked = Signal()
    settle_asked = Signal()
    letter_asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("handoverList")
        self.look: ListLook | None = None
        columns: tuple[Column[PositionRow], ...] = (
            Column("Lp.", lambda row: str(row.ordinal), number=True),
            Column("Identyfikator", lambda row: row.document_uid),
            Column("RPW", lambda row: row.rpw, number=True),
            Column("Nadawca", lambda row: row.sender),
            Column("Dotyczy", lambda row: row.title),
            Column("Przekazano", lambda row: " · ".join(part for part in (row.what, row.amount) if part)),
            Column("Niezgodność", lambda row: row.found, full=lambda row: f"{KINDS[row.state]} {row.found}".strip()),
        )
        self.model = PlainTable(columns, self, bold=lambda row: row.state == "disputed")
        self.table = PlainView(self.model, "handoverPositions", "Pozycje listy", (3, 4), self)
        self._heading = QLabel(self)
        self._heading.setObjectName("handoverNumber")
        self._heading.setFont(theme.mono(12))
        self._heading.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._heading.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._facts, self._state = QLabel(self), QLabel(self)
        self._facts.setObjectName("handoverFacts")
        self._facts.setWordWrap(True)
        self._facts.setProperty("role", "muted")
        self._state.setObjectName("handoverState")
        self._print = _button(self, "handoverPrint", "Drukuj ponownie  Ctrl+P", "print")
        self._dispute = _button(self, "handoverDispute", "Niezgodność…  Alt+N", "doubtful")
        self._settle = _button(self, "handoverSettle", "Wyjaśnij…  Alt+W", "edit")
        self._receive = _button(self, "handoverReceive", "Zapisz odbiór…  Alt+O", "ok", primary=True)
        for button, asked in (
            (self._print, self.print_asked), (self._dispute, self.dispute_asked),
            (self._settle, self.settle_asked), (self._receive, self.receive_asked),
        ):  # fmt: skip
            button.clicked.connect(asked)
        self.table.asked.connect(lambda row: self.letter_asked.emit(row.document_uid))
        self.table.came_to.connect(lambda _row: self._offer())
        buttons = (self._print, None, self._dispute, self._settle, self._receive)
        _stand(self, (self._heading, self._facts, self._state), self.table, buttons)

    @property
    def position(self) -> PositionRow | None:
        """The position in focus."""
        row = self.table.row
        return row if isinstance(row, PositionRow) else None

    def show_list(self, look: ListLook) -> None:
        """Show a list; the position in focus stays."""
        place = self.table.currentIndex().row() if self.look and self.look.row.number == look.row.number else 0
        self.look = look
        row = look.row
        totals = ", ".join(f"{word}: {count}" for word, count in look.totals)
        signed = f" · odebrał(a): {row.received_by}, {said.instant(row.received_at)}" if row.received_at else ""
        self._heading.setText(row.number)
        self._facts.setText(f"Dla: {row.unit} · {said.instant(row.made_at)} · {totals}{signed}")
        self._state.setText(STATES[row.state])
        theme.restyle(self._state, role=ROLES[row.state])
        self.model.show_rows(look.positions)
        self.table.go_to(min(place, len(look.positions) - 1))
        self._offer()

    def take_label(self, document_uid: str) -> bool:
        """A label was read: to its position; False where it isn't on this list."""
        number = self.model.row_where(lambda row: row.document_uid == document_uid)
        if number >= 0:
            self.table.go_to(number)
        return number >= 0

    def set_narrow(self, narrow: bool) -> None:
        """Less room for words."""
        self.table.hide_columns((0, 2, 3, 5), narrow)
        _narrow((self._print, self._dispute, self._settle), narrow)
        self._receive.setText("Odbiór…" if narrow else "Zapisz odbiór…  Alt+O")

    def restyle(self) -> None:
        """Take the theme's colours anew."""
        self._receive.setIcon(icons.icon("ok", "on_accent"))

    def _offer(self) -> None:
        position, look = self.position, self.look
        self._receive.setEnabled(look is not None and look.row.state == "waiting")
        self._dispute.setEnabled(position is not None and not position.state)
        self._settle.setEnabled(position is not None and position.state == "disputed")


def _button(parent: QWidget, name: str, text: str, icon_name: str, primary: bool = False) -> QPushButton:
    button = QPushButton(text, parent)
    button.setObjectName(name)
    button.setAccessibleName(text.split("  ")[0].rstrip("…"))
    button.setAutoDefault(True)
    button.setIcon(icons.icon(icon_name, "on_accent" if primary else "text"))
    if primary:
        theme.restyle(button, primary=True)
    return button


def _stand(pane: QWidget, labels: Sequence[QLabel], table: QWidget, buttons: Sequence[QPushButton | None]) -> None:
    foot = QHBoxLayout()
    foot.setSpacing(8)
    for button in buttons:
        if button is None:
            foot.addStretch(1)
        else:
            foot.addWidget(button)
    layout = QVBoxLayout(pane)
    layout.setContentsMargins(8, 8, 8, 8)
    layout.setSpacing(8)
    for label in labels:
        layout.addWidget(label)
    layout.addWidget(table, 1)
    layout.addLayout(foot)


def _narrow(buttons: Sequence[QPushButton], narrow: bool) -> None:
    """Icons alone where the window is narrow; the words stay as tooltips."""
    for button in buttons:
        words = button.toolTip() or button.text()
        button.setToolTip(words)
        button.setText("" if narrow else words)
