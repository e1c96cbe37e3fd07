""" "Przekazanie": what waits for the units and the lists at the left, one of them at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.desktop import said
from ui.desktop.jobs.job import Job
from ui.desktop.models.plain_table import Column, PlainTable
from ui.desktop.shell.commands import Command
from ui.desktop.shell.frame import Frame
from ui.desktop.views.handover.dialogs import DISPUTES, SETTLED, OneAnswer
from ui.desktop.views.handover.panes import SHORT, STATES, ListPane, WaitingPane
from ui.desktop.views.plain_view import PlainView
from ui.operations.handover_desk import Handovers, LetterWaiting, ListLook, ListRow, UnitWaiting

GROUP = "Przekazanie"
NARROW = 860
NOTHING = "Nic nie czeka na przekazanie.\nPisma pojawią się tu, gdy zostaną zadekretowane na komórkę (F6)."


class HandoverView(QWidget):
    """Two short lists at the left; a unit's letters or a list's positions at the right."""

    def __init__(self, frame: Frame, handovers: Handovers) -> None:
        super().__init__()
        self.setObjectName("handover")
        self.frame, self._handovers = frame, handovers
        self._job: Job | None = None
        self._narrow: bool | None = None
        self.units = PlainTable(UNITS, self)
        self.lists = PlainTable(LISTS, self, bold=lambda row: row.state == "disputed")
        self.unit_table = PlainView(self.units, "handoverUnits", "Komórki, na które coś czeka", (0,), self)
        self.list_table = PlainView(self.lists, "handoverLists", "Listy przekazania", (1,), self)
        self.waiting, self.list = WaitingPane(self), ListPane(self)
        self._older = QCheckBox("Także starsze niż 90 dni", self)
        self._which = QComboBox(self)
        self._nothing = QLabel(NOTHING, self)
        self._right = QStackedWidget(self)
        self._compose()
        self._connect()
        self._add_commands()

    def opened(self) -> None:
        """Shown: read anew what waits and the lists."""
        self.reload()
        self.unit_table.setFocus()

    def reload(self, open_number: str = "") -> None:
        """Take in what is new; `open_number`: the list to show then."""
        older, open_only = self._older.isChecked(), self._which.currentData() == "open"
        handovers = self._handovers

        def show(found: tuple[list[UnitWaiting], list[ListRow]]) -> None:
            units, lists = found
            shown = self.waiting.unit
            self.lists.show_rows(lists)
            self.units.show_rows(units)
            self._nothing.setVisible(not units)
            self.unit_table.setVisible(bool(units))
            if open_number:
                self.open_list(open_number)
            elif self._right.currentWidget() is self.list and self.list.look is not None:
                self.open_list(self.list.look.row.number)
            elif units:
                again = next((unit for unit in units if shown and unit.symbol == shown.symbol), units[0])
                self.unit_table.go_to(units.index(again))
                self._open_unit(again)
            elif lists:
                self.open_list(lists[0].number)
            else:
                self._right.setCurrentIndex(0)

        self._read(lambda: (handovers.waiting(older), handovers.lists(open_only)), show, "Czytanie list")

    def open_list(self, number: str) -> None:
        """Show a list."""

        def show(look: ListLook) -> None:
            self.list.show_list(look)
            self._right.setCurrentWidget(self.list)

        self._read(lambda: self._handovers.look(number), show, "Otwieranie listy")

    def make_list(self) -> None:
        """Ctrl+Enter: a list of what is ticked, printed at once."""
        unit, uids = self.waiting.unit, [row.document_uid for row in self.waiting.model.ticked]
        if self._right.currentWidget() is not self.waiting or unit is None or not uids:
            return
        self.waiting.make.setEnabled(False)

        def done(number: str) -> None:
            self.frame.status.say(f"Sporządzono listę {number}.")
            self.frame.print_file("handover", lambda: self._handovers.pdf(number, False), number)
            self.reload(number)

        def refused(error: Exception) -> None:
            self.frame.show_failure(error)
            self.reload()

        self._write(lambda: self._handovers.make(unit.symbol, uids), done, refused)

    def receive(self) -> None:
        """Alt+O: who signed for the list."""
        look = self._list_shown()
        if look is None or look.row.state != "waiting":
            return
        about = f"Lista {look.row.number}, {said.count(len(look.positions), 'pozycja', 'pozycje', 'pozycji')}."
        asked = "Imię i nazwisko osoby, która podpisała"
        dialog = OneAnswer("handoverReceiveDialog", "Odbiór listy", about, asked, (), "Zapisz odbiór", self)
        self._ask(dialog, lambda by, _tick: self._handovers.receive(look.row.number, by), "Zapisano odbiór listy")

    def dispute(self) -> None:
        """Alt+N: what doesn't agree with the position in focus."""
        look, position = self._list_shown(), self.list.position
        if look is None or position is None or position.state:
            return
        about = f"{position.ordinal}. {position.document_uid} {position.sender} · {position.title}"
        dialog = OneAnswer(
            "handoverDisputeDialog", "Niezgodność", about, "Co się nie zgadza", DISPUTES, "Zapisz niezgodność", self
        )
        number, uid = look.row.number, position.document_uid
        self._ask(
            dialog, lambda why, _tick: self._handovers.dispute(number, uid, why), "Zapisano niezgodność na liście"
        )

    def settle(self) -> None:
        """Alt+W: how the discrepancy of the position in focus was settled."""
        look, position = self._list_shown(), self.list.position
        if look is None or position is None or position.state != "disputed":
            return
        dialog = OneAnswer(
            "handoverSettleDialog", "Wyjaśnienie niezgodności", position.found, "Jak ją wyjaśniono", SETTLED,
            "Zapisz wyjaśnienie", self, tick="Pismo zostało w kancelarii i czeka na następną listę",
        )  # fmt: skip
        number, uid = look.row.number, position.document_uid
        self._ask(
            dialog, lambda how, kept: self._handovers.settle(number, uid, how, kept), "Wyjaśniono niezgodność na liście"
        )

    def print_again(self) -> None:
        """Ctrl+P: the list once more; the print says so."""
        look = self._list_shown()
        if look is not None:
            number = look.row.number
            self.frame.print_file("handover", lambda: self._handovers.pdf(number, True), number)

    def take_label(self, document_uid: str) -> bool:
        """A label was read: in what is shown it is ticked or found; elsewhere it is said that it isn't here."""
        pane = self._right.currentWidget()
        if isinstance(pane, WaitingPane | ListPane) and not pane.take_label(document_uid):
            where = "na tej liście" if pane is self.list else "wśród pism czekających na tę komórkę"
            self.frame.status.say(f"{document_uid}: nie ma go {where}.")
        return True

    def put_away(self) -> None:
        """Somebody of another role works here now: nothing read for the one before stays."""
        if self._job is not None:
            self._job.cancel()
        for model in (self.units, self.lists, self.waiting.model, self.list.model):
            model.show_rows(())
        self.waiting.unit = self.list.look = None
        self._right.setCurrentIndex(0)

    def restyle(self) -> None:
        """Take the theme's colours anew."""
        self.waiting.restyle()
        self.list.restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window keeps the lists small."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self._parts.setSizes([240, 420] if narrow else [400, 870])
        for pane in (self.waiting, self.list):
            pane.set_narrow(narrow)

    def _list_shown(self) -> ListLook | None:
        return self.list.look if self._right.currentWidget() is self.list else None

    def _open_unit(self, unit: UnitWaiting) -> None:
        older = self._older.isChecked()

        def show(letters: list[LetterWaiting]) -> None:
            self.waiting.show_letters(unit, letters)
            self._right.setCurrentWidget(self.waiting)

        self._read(lambda: self._handovers.letters(unit.symbol, older), show, "Czytanie pism")

    def _read(self, work: Callable[[], object], show: Callable[..., None], label: str) -> None:
        if self._job is not None:
            self._job.cancel()
        self._job = self.frame.jobs.submit(
            "db", lambda _job: work(), show, self.frame.show_failure, label=label, owner=self
        )

    def _write(
        self, work: Callable[[], object], done: Callable[..., None], refused: Callable[[Exception], None]
    ) -> None:
        self.frame.jobs.submit(
            "db", lambda _job: work(), done, refused, label="Zapisywanie listy", owner=self, cancellable=False
        )

    def _ask(self, dialog: OneAnswer, write: Callable[[str, bool], None], told: str) -> None:
        look = self._list_shown()
        assert look is not None
        number = look.row.number

        def done(_none: object) -> None:
            dialog.accept()
            self.frame.status.say(f"{told} {number}.")
            self.reload(number)

        dialog.given.connect(lambda answer, tick: self._write(lambda: write(answer, tick), done, dialog.show_fault))
        dialog.open()

    def _compose(self) -> None:
        self._older.setObjectName("handoverOlder")
        self._which.setObjectName("handoverWhich")
        self._which.setAccessibleName("Które listy")
        self._which.addItem("otwarte", "open")
        self._which.addItem("wszystkie", "all")
        self._nothing.setProperty("role", "muted")
        self._nothing.setWordWrap(True)
        waiting, made = QLabel("Czeka na przekazanie", self), QLabel("Listy", self)
        for label in (waiting, made):
            label.setProperty("role", "heading")
        line = QHBoxLayout()
        line.addWidget(made, 1)
        line.addWidget(self._which)
        self._left = QWidget(self)
        self._left.setMinimumWidth(240)
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 8, 0, 8)
        left.setSpacing(8)
        left.addWidget(waiting)
        left.addWidget(self._nothing)
        left.addWidget(self.unit_table, 2)
        left.addWidget(self._older)
        left.addLayout(line)
        left.addWidget(self.list_table, 3)
        empty = QWidget(self)
        for pane in (empty, self.waiting, self.list):
            self._right.addWidget(pane)
        parts = self._parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.setObjectName("handoverSplitter")
        parts.setChildrenCollapsible(False)
        parts.addWidget(self._left)
        parts.addWidget(self._right)
        parts.setStretchFactor(1, 1)
        parts.setSizes([400, 870])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 0, 0)
        layout.addWidget(parts)
        for one, two in ((self.unit_table, self._older), (self._older, self._which), (self._which, self.list_table)):
            QWidget.setTabOrder(one, two)

    def _connect(self) -> None:
        self.unit_table.asked.connect(self._open_unit)
        self.unit_table.clicked.connect(lambda _index: self._open_unit(self.unit_table.row))
        self.list_table.asked.connect(lambda row: self.open_list(row.number))
        self.list_table.clicked.connect(lambda _index: self.open_list(self.list_table.row.number))
        self._older.toggled.connect(lambda _on: self.reload())
        self._which.activated.connect(lambda _index: self.reload())
        self.waiting.list_asked.connect(self.make_list)
        self.list.print_asked.connect(self.print_again)
        self.list.receive_asked.connect(self.receive)
        self.list.dispute_asked.connect(self.dispute)
        self.list.settle_asked.connect(self.settle)
        self.list.letter_asked.connect(self.frame.open_item)

    def _add_commands(self) -> None:
        add, shown = self.frame.commands.add, self.isVisible
        add(Command("Sporządź i drukuj listę", "Ctrl+Return", self.make_list, GROUP, shown), self)
        add(Command("Drukuj listę ponownie", "Ctrl+P", self.print_again, GROUP, shown), self)
        add(Command("Odśwież listy", "Ctrl+R", self.reload, GROUP, shown), self)
        add(Command("Zapisz odbiór listy", "Alt+O", self.receive, GROUP, shown), self)
        add(Command("Zapisz niezgodność pozycji", "Alt+N", self.dispute, GROUP, shown), self)
        add(Command("Wyjaśnij niezgodność pozycji", "Alt+W", self.settle, GROUP, shown), self)


UNITS: tuple[Column[UnitWaiting], ...] = (
    Column("Komórka", lambda row: f"{row.symbol} {row.name}"),
    Column("Pism", lambda row: f"{row.count}+" if row.more else str(row.count), number=True),
)
LISTS: tuple[Column[ListRow], ...] = (
    Column("Lista", lambda row: row.number, full=lambda row: f"{row.number} · {said.instant_full(row.made_at)}"),
    Column("Dla", lambda row: row.unit),
    Column("Stan", lambda row: SHORT[row.state], full=lambda row: f"{STATES[row.state]} · pozycji: {row.positions}"),
)
