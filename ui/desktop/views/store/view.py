""" "Skład": what waits for a place, what is lent out and the boxes at the left, their papers at the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from kancelaria.domain.chronological_store import HANDLING_WORDS, SET_WORDS, WITHDRAWAL_WORDS, Handling
from ui.desktop import icons, said
from ui.desktop.jobs.job import Job
from ui.desktop.models.plain_table import Column, PlainTable
from ui.desktop.shell.commands import Command
from ui.desktop.shell.frame import Frame
from ui.desktop.views.ask_dialog import AskDialog, Asked
from ui.desktop.views.plain_view import PlainView
from ui.desktop.views.store.pane import STATES, Shown, StorePane
from ui.operations.paper_store import BoxRow, PaperRow, PaperStore

GROUP = "Skład"
NARROW = 860
LOAN_DAYS = 14


@dataclass(frozen=True)
class Look:
    """All that is read at once."""

    handling: str
    boxes: list[BoxRow]
    waiting: list[PaperRow]
    loans: list[PaperRow]


@dataclass(frozen=True)
class Heap:
    """A line of the short list above the boxes."""

    shown: Shown
    name: str
    count: int
    late: int = 0


class StoreView(QWidget):
    """Two short lists at the left; the papers of one of their rows at the right."""

    def __init__(self, frame: Frame, store: PaperStore) -> None:
        super().__init__()
        self.setObjectName("store")
        self.frame, self._store = frame, store
        self._job: Job | None = None
        self._narrow: bool | None = None
        self.look = Look("", [], [], [])
        self.heaps = PlainTable(HEAPS, self, bold=lambda row: row.late > 0)
        self.boxes = PlainTable(BOXES, self)
        self.heap_table = PlainView(self.heaps, "storeHeaps", "Co czeka i co wypożyczono", (0,), self)
        self.box_table = PlainView(self.boxes, "storeBoxes", "Pudła", (1,), self)
        self._mode = QLabel(self)
        self._new = QPushButton("Nowe pudło…  Ctrl+N", self)
        self.pane = StorePane(self)
        self._compose()
        self._connect()
        self._add_commands()

    def opened(self) -> None:
        """Shown: read anew."""
        self.reload()
        self.heap_table.setFocus()

    def reload(self) -> None:
        """Take in what is new; what is shown stays."""
        store = self._store

        def read() -> Look:
            return Look(store.handling(), store.boxes(), store.waiting(), store.loans())

        self._read(read, self._show, "Czytanie składu")

    def put(self) -> None:
        """Ctrl+Enter: what is ticked goes into the box chosen."""
        uids, box = self.pane.ticked, self.pane.into.currentText()
        if self.pane.shown is not Shown.WAITING or not uids or not box:
            return
        told = said.count(len(uids), "pismo", "pisma", "pism")
        self._write(lambda: self._store.put(uids, box), f"Odłożono do pudła {box}: {told}.")

    def new_box(self) -> None:
        """Ctrl+N: which set, which year, where it stands."""
        year = str(said.now().year)
        asked = (
            Asked("Zbiór", tuple(SET_WORDS.values()), choice=True), Asked("Rok", value=year),
            Asked("Miejsce, na przykład: regał 2, półka 4", tuple(dict.fromkeys(row.place for row in self.look.boxes))),
        )  # fmt: skip
        dialog = AskDialog("storeBoxDialog", "Nowe pudło", "", asked, "Otwórz pudło", self)

        def write(answers: tuple[str, ...]) -> str:
            kinds = {word: kind.value for kind, word in SET_WORDS.items()}
            return self._store.new_box(kinds[answers[0]], int(answers[1]), answers[2])

        def given(answers: tuple[str, ...], _tick: bool) -> None:
            if not (answers[1].isdecimal() and 1990 <= int(answers[1]) <= 2200):
                dialog.say_fault(f"Podaj rok, na przykład {year}.")
                return
            self._ask(dialog, lambda: write(answers), "Otwarto pudło {}. Napisz to na jego grzbiecie.")

        dialog.given.connect(given)
        dialog.open()

    def close_box(self) -> None:
        """The box shown takes nothing more behind its last paper."""
        box = self.pane.box
        if box is not None:
            self._write(lambda: self._store.close(box.name), f"Zamknięto pudło {box.name}.")

    def lend(self) -> None:
        """Alt+W: to whom and until when; the out-card is printed."""
        row = self.pane.row
        if row is None or row.due_on or self.pane.shown is Shown.WAITING:
            return
        uid = row.document_uid
        due = said.day_full(_day_after(LOAN_DAYS))
        asked = (Asked("Kto wypożycza (imię, nazwisko, komórka)"), Asked("Do kiedy", value=due))
        dialog = AskDialog("storeLendDialog", "Wypożyczenie", f"{uid} {row.title}", asked, "Wypożycz", self)

        def given(answers: tuple[str, ...], _tick: bool) -> None:
            day = said.to_date(answers[1])
            if day is None or len(day) != 10:
                dialog.say_fault("Podaj dzień zwrotu, na przykład 15.12.")
                return

            def done(card: object) -> None:
                dialog.accept()
                self.frame.status.say(f"Wypożyczono {uid} do {said.day_full(day)}.")
                self.frame.print_file("out_card", lambda: card, uid)  # type: ignore[arg-type, return-value]
                self.reload()

            self._submit(lambda: self._store.lend(uid, answers[0], day), done, dialog.show_fault)

        dialog.given.connect(given)
        # it may be lent though its card wasn't written
        dialog.rejected.connect(self.reload)
        dialog.open()

    def card(self) -> None:
        """Alt+K: the out-card of the paper in focus once more."""
        row = self.pane.row
        if row is not None and row.due_on:
            self.frame.print_file("out_card", lambda: self._store.card(row.document_uid), row.document_uid)

    def back(self) -> None:
        """Alt+Z: the paper in focus is in its place again."""
        row = self.pane.row
        if row is not None and row.due_on:
            told = f"{row.document_uid} jest znów na miejscu. Wyjmij kartę zastępczą."
            self._write(lambda: self._store.back(row.document_uid), told)

    def withdraw(self) -> None:
        """Alt+Y: the paper in focus leaves for good."""
        row = self.pane.row
        if row is None or row.due_on or self.pane.shown is Shown.WAITING:
            return
        uid, words = row.document_uid, {word: reason.value for reason, word in WITHDRAWAL_WORDS.items()}
        asked = (Asked("Przyczyna", tuple(words), choice=True), Asked("Podstawa: znak sprawy, pismo, komu odesłano"))
        dialog = AskDialog("storeWithdrawDialog", "Wyłączenie ze składu", f"{uid} {row.title}", asked, "Wyłącz", self)
        dialog.given.connect(
            lambda answers, _tick: self._ask(
                dialog, lambda: self._store.withdraw(uid, words[answers[0]], answers[1]), f"Wyłączono {uid} ze składu."
            )
        )
        dialog.open()

    def take_label(self, document_uid: str) -> bool:
        """A label was read: to its paper where it is shown, else to the heap or box it lies in, else it is said."""
        if self.pane.take_label(document_uid):
            return True
        for shown, rows in ((Shown.LOANS, self.look.loans), (Shown.WAITING, self.look.waiting)):
            if any(row.document_uid == document_uid for row in rows):
                self._show_heap(shown)
                self.pane.take_label(document_uid)
                return True
        self.frame.status.say(f"{document_uid}: nie czeka na odłożenie i nie jest wypożyczone.")
        return True

    def put_away(self) -> None:
        """Somebody of another role works here now."""
        if self._job is not None:
            self._job.cancel()
        self.look = Look("", [], [], [])
        for model in (self.heaps, self.boxes, self.pane.model):
            model.show_rows(())

    def restyle(self) -> None:
        """Take the theme's colours anew."""
        self.pane.restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window keeps the lists small."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            self._parts.setSizes([240, 420] if narrow else [360, 900])
            self.pane.set_narrow(narrow)

    def _show(self, look: Look) -> None:
        self.look = look
        off = (
            "" if look.handling == HANDLING_WORDS[Handling.ELECTRONIC] else ". Papier idzie do prowadzących, nie tutaj"
        )
        self._mode.setText(f"Tryb urzędu: {look.handling}{off}.")
        late = sum(row.late for row in look.loans)
        heaps = [
            Heap(Shown.WAITING, "Czeka na odłożenie", len(look.waiting)),
            Heap(Shown.LOANS, "Wypożyczone", len(look.loans), late),
        ]
        place = max(self.heap_table.currentIndex().row(), 0)
        self.heaps.show_rows(heaps)
        self.boxes.show_rows(look.boxes)
        self.heap_table.go_to(place)
        box = self.pane.box
        again = next((row for row in look.boxes if box is not None and row.name == box.name), None)
        if again is not None:
            self._open_box(again)
        else:
            self._show_heap(self.pane.shown if self.pane.shown is not Shown.BOX else Shown.WAITING)

    def _show_heap(self, shown: Shown) -> None:
        rows = self.look.loans if shown is Shown.LOANS else self.look.waiting
        self.pane.show_papers(shown, rows, self.look.boxes, None)

    def _open_box(self, box: BoxRow) -> None:
        def show(papers: list[PaperRow]) -> None:
            self.pane.show_papers(Shown.BOX, papers, self.look.boxes, box)

        self._read(lambda: self._store.papers(box.name), show, "Otwieranie pudła")

    def _read(self, work: Callable[[], object], show: Callable[..., None], label: str) -> None:
        if self._job is not None:
            self._job.cancel()
        self._job = self.frame.jobs.submit(
            "db", lambda _job: work(), show, self.frame.show_failure, label=label, owner=self
        )

    def _write(self, work: Callable[[], object], told: str) -> None:
        def done(_none: object) -> None:
            self.frame.status.say(told)
            self.reload()

        def refused(error: Exception) -> None:
            self.frame.show_failure(error)
            self.reload()

        self._submit(work, done, refused)

    def _ask(self, dialog: AskDialog, work: Callable[[], object], told: str) -> None:
        def done(answer: object) -> None:
            dialog.accept()
            self.frame.status.say(told.format(answer))
            self.reload()

        self._submit(work, done, dialog.show_fault)

    def _submit(
        self, work: Callable[[], object], done: Callable[[object], None], refused: Callable[[Exception], None]
    ) -> None:
        self.frame.jobs.submit(
            "db", lambda _job: work(), done, refused, label="Zapisywanie", owner=self, cancellable=False
        )

    def _compose(self) -> None:
        self._mode.setObjectName("storeMode")
        self._mode.setProperty("role", "muted")
        self._mode.setWordWrap(True)
        self._mode.setToolTip(
            "W trybie tradycyjnym papier idzie do prowadzącego. Zmienia się go poleceniem store mode."
        )
        self._new.setObjectName("storeNew")
        self._new.setAccessibleName("Nowe pudło")
        self._new.setAutoDefault(True)
        self._new.setIcon(icons.icon("store"))
        heading = QLabel("Pudła", self)
        heading.setProperty("role", "heading")
        side = QWidget(self)
        side.setMinimumWidth(240)
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 8, 0, 8)
        left.setSpacing(8)
        left.addWidget(self._mode)
        self.heap_table.setFixedHeight(104)
        for part in (self.heap_table, heading):
            left.addWidget(part)
        left.addWidget(self.box_table, 1)
        left.addWidget(self._new)
        parts = self._parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.setObjectName("storeSplitter")
        parts.setChildrenCollapsible(False)
        parts.addWidget(side)
        parts.addWidget(self.pane)
        parts.setStretchFactor(1, 1)
        parts.setSizes([360, 900])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 0, 0)
        layout.addWidget(parts)
        QWidget.setTabOrder(self.heap_table, self.box_table)
        QWidget.setTabOrder(self.box_table, self._new)

    def _connect(self) -> None:
        self.heap_table.asked.connect(lambda row: self._show_heap(row.shown))
        self.heap_table.clicked.connect(lambda _index: self._show_heap(self.heap_table.row.shown))
        self.box_table.asked.connect(self._open_box)
        self.box_table.clicked.connect(lambda _index: self._open_box(self.box_table.row))
        self._new.clicked.connect(self.new_box)
        pane = self.pane
        for asked, run in (
            (pane.put_asked, self.put), (pane.close_asked, self.close_box), (pane.lend_asked, self.lend),
            (pane.back_asked, self.back), (pane.card_asked, self.card), (pane.withdraw_asked, self.withdraw),
            (pane.letter_asked, self.frame.open_item),
        ):  # fmt: skip
            asked.connect(run)

    def _add_commands(self) -> None:
        add, shown = self.frame.commands.add, self.isVisible
        for name, key, run in (
            ("Odłóż zaznaczone do pudła", "Ctrl+Return", self.put), ("Nowe pudło", "Ctrl+N", self.new_box),
            ("Wypożycz pismo", "Alt+W", self.lend), ("Drukuj kartę zastępczą", "Alt+K", self.card),
            ("Zapisz zwrot pisma", "Alt+Z", self.back),
            ("Wyłącz pismo ze składu", "Alt+Y", self.withdraw), ("Odśwież skład", "Ctrl+R", self.reload),
        ):  # fmt: skip
            add(Command(name, key, run, GROUP, shown), self)


HEAPS: tuple[Column[Heap], ...] = (
    Column("Papier", lambda row: row.name + (f" · po terminie: {row.late}" if row.late else "")),
    Column("Pism", lambda row: str(row.count), number=True),
)
BOXES: tuple[Column[BoxRow], ...] = (
    Column("Pudło", lambda row: row.name, full=lambda row: f"{row.name} · {row.kind} · {row.first} – {row.last}"),
    Column("Miejsce", lambda row: row.place),
    Column("Pism", lambda row: str(row.papers), number=True),
    Column("Stan", lambda row: STATES[row.state].split()[0]),
)


def _day_after(days: int) -> str:
    from datetime import timedelta

    return (said.now().date() + timedelta(days=days)).isoformat()
