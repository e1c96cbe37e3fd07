""" "Wysyłka": the outgoing register at the left, the form of a letter at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from kancelaria.domain.outgoing import OutgoingItem, OutgoingState
from kancelaria.services.outgoing import Returned
from kancelaria.services.outgoing_queries import OutgoingFilter
from ui.desktop import said
from ui.desktop.models.outgoing_model import OutgoingModel
from ui.desktop.shell.commands import Command
from ui.desktop.shell.frame import Frame
from ui.desktop.views.outgoing.bar import OutgoingBar
from ui.desktop.views.outgoing.dialogs import MISTAKES, RETURNS, Answer, AnswerDialog, Question
from ui.desktop.views.outgoing.form import OutgoingFormPane
from ui.desktop.views.outgoing.news import OutgoingNews
from ui.desktop.views.outgoing.prints import OutgoingPrints, ids_of
from ui.desktop.views.outgoing.table import OutgoingTable
from ui.operations.outgoing_ports import Outgoing, OutgoingDetails

GROUP = "Wysyłka"
NARROW = 900
EMPTY = ("Nie ma jeszcze przesyłek", "Zarejestruj pierwszą: Ctrl+N. Odpowiedzi wysyła się najpierw przez e-Doręczenia.")
FILTERED = ("Nic nie znaleziono", "Zmień słowa, dzień, sposób albo stan.")


class OutgoingView(QWidget):
    """A list and a form; every order asks for what it needs in one dialog."""

    def __init__(self, frame: Frame, outgoing: Outgoing) -> None:
        super().__init__()
        self.setObjectName("outgoing")
        self.frame, self._outgoing = frame, outgoing
        self.model = OutgoingModel(outgoing, frame.jobs, self)
        self.bar = OutgoingBar(self)
        self.table = OutgoingTable(self.model, frame.station.choices, self)
        self.form = OutgoingFormPane(frame, self)
        self.prints = OutgoingPrints(frame, outgoing, self.table, self)
        self._letter_id = ""
        self._go_to = self._kept = ""
        self._narrow: bool | None = None
        self.news: OutgoingNews | None = None
        self._compose()
        self._connect()
        self._add_commands()

    def opened(self) -> None:
        """Shown: read the register anew."""
        self.bar.today = self._outgoing.today()
        self.form.complete_addressees()
        self.frame.jobs.submit("db", lambda _job: self._outgoing.units(), self.form.offer_units, owner=self)
        self.bar.tell()
        self.table.setFocus()

    def reload(self, item_id: str = "") -> None:
        """Read the list anew; `item_id`: the row to stand on then."""
        self._go_to = item_id
        self.model.reload()

    def new_letter(self) -> None:
        """Ctrl+N: an empty form."""
        self._letter_id = self._outgoing.new_id()
        self.form.begin()
        self._show_form(True)
        self.form.field("method").setFocus()

    def open_row(self, row: OutgoingItem | None) -> None:
        """Enter: the row in the form, with its history."""
        if row is None:
            return

        def show(details: OutgoingDetails) -> None:
            lines = (f"{said.instant(line.at)} {line.what} ({line.who})" for line in details.history)
            self.form.show_item(details.item, "\n".join(lines))
            self._show_form(True)
            self.form.save.setFocus()

        self._read(lambda: self._outgoing.details(row.id), show, "Otwieranie przesyłki")

    def save(self) -> None:
        """Ctrl+Enter: register the letter, or keep what was corrected."""
        pane = self.form
        if not pane.save.isEnabled():
            return
        pane.clear_fault()
        form, item, shown = pane.form(), pane.item, pane.shown
        # the same letter sent twice is one letter
        self._letter_id = letter = self._letter_id or self._outgoing.new_id()
        together = pane.collective.isChecked()
        pane.save.setEnabled(False)

        def failed(error: Exception) -> None:
            pane.save.setEnabled(True)
            if not pane.show_fault(error):
                self.frame.show_failure(error)

        def done(rows: Sequence[OutgoingItem]) -> None:
            pane.save.setEnabled(True)
            self._on_saved(rows, new=item is None)

        def work() -> Sequence[OutgoingItem]:
            if item is None:
                return self._outgoing.add(form, letter, together)
            return [self._outgoing.amend(item, shown, form)]

        self._write(work, done, failed)

    def hand_over(self) -> None:
        """Alt+P: what is chosen is handed over today, or on another day."""
        rows = [row for row in self.table.chosen if row.state is OutgoingState.PREPARED]
        question = Question("outgoingHandOver", "Przekazanie do wysłania", _about(rows), "Przekaż", self.bar.today,
                            "Dzień przekazania")  # fmt: skip
        self._ask(rows, question, lambda ids, told: self._outgoing.hand_over(ids, told.day))

    def hand_over_all(self) -> None:
        """Ctrl+Shift+H: everything prepared is handed over."""
        about = "Wszystkie przygotowane przesyłki, także te, których teraz nie widać na liście."
        question = Question("outgoingHandOverAll", "Przekazanie wszystkich przygotowanych", about, "Przekaż wszystkie",
                            self.bar.today, "Dzień przekazania")  # fmt: skip
        self._open(question, lambda told: self._outgoing.hand_over_prepared(told.day))

    def post(self) -> None:
        """Alt+N: dispatched on a day; a single row may get its posting number now."""
        rows = [row for row in self.table.chosen if row.state in (OutgoingState.PREPARED, OutgoingState.HANDED_OVER)]
        single = len(rows) == 1 and not rows[0].posting_number
        question = Question("outgoingPost", "Nadanie", _about(rows), "Zapisz nadanie", self.bar.today, "Dzień nadania",
                            "Numer nadawczy" if single else "", text_needed=False)  # fmt: skip
        self._ask(rows, question, lambda ids, told: self._outgoing.post(ids, told.day, told.text or None))

    def deliver(self) -> None:
        """Alt+D: the delivery receipt came."""
        rows = [row for row in self.table.chosen if row.state in (OutgoingState.HANDED_OVER, OutgoingState.POSTED)]
        question = Question("outgoingDeliver", "Doręczenie", _about(rows), "Zapisz doręczenie", self.bar.today,
                            "Dzień doręczenia z potwierdzenia odbioru")  # fmt: skip
        self._ask(rows, question, lambda ids, told: self._outgoing.deliver(ids, told.day))

    def give_back(self) -> None:
        """Alt+Z: it came back."""
        rows = [row for row in self.table.chosen if row.state in (OutgoingState.HANDED_OVER, OutgoingState.POSTED)]
        question = Question("outgoingReturn", "Zwrot", _about(rows), "Zapisz zwrot", self.bar.today, "Dzień zwrotu",
                            "Przyczyna zwrotu", RETURNS, notices=True)  # fmt: skip
        self._ask(
            rows, question,
            lambda ids, told: self._outgoing.give_back(ids, Returned(told.day, told.text, told.notices)),
        )  # fmt: skip

    def void(self) -> None:
        """Alt+A: a mistaken row is voided; its number stays."""
        closed = (OutgoingState.VOIDED, OutgoingState.DELIVERED, OutgoingState.RETURNED)
        rows = [row for row in self.table.chosen[:1] if row.state not in closed]
        about = f"{_about(rows)} Numer zostanie w rejestrze, z przyczyną. Tego nie można cofnąć."
        question = Question("outgoingVoid", "Anulowanie pozycji", about, "Anuluj pozycję", text="Przyczyna",
                            usual=MISTAKES)  # fmt: skip
        self._ask(rows, question, lambda ids, told: [self._outgoing.void(ids[0], told.text)])

    def back_to_list(self) -> None:
        """Esc: the list again; what was typed stays in the form."""
        self._show_form(False)
        self.table.setFocus()

    def work_in_hand(self) -> bool:
        """Whether a letter is typed that isn't registered."""
        return self.form.item is None and self.form.dirty

    def put_away(self) -> None:
        """Somebody of another role works here now: nothing read for the one before stays."""
        self.model.forget()
        self.form.begin()
        self._letter_id = ""

    def restyle(self) -> None:
        """Take the theme's colours anew."""
        self.table.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list; an open list of correspondents takes it for itself."""
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.back_to_list()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window has room for the list or the form."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            self.form.setVisible(not narrow)
            self.list.setVisible(True)
            self.bar.count.setVisible(not narrow)
            self.table.set_narrow(narrow)
            for button, text in self._acts:
                button.setText(text.partition("  ")[0] if narrow else text)

    def _show_form(self, shown: bool) -> None:
        if self._narrow:
            self.form.setVisible(shown)
            self.list.setVisible(not shown)

    def _on_saved(self, rows: Sequence[OutgoingItem], *, new: bool) -> None:
        numbers = ", ".join(row.readable_number for row in rows if row.number)
        what = "Zarejestrowano" if new else "Zapisano"
        self.frame.status.say(f"{what}: {numbers}." if numbers else f"{what}; numer nada centrala.")
        if self.frame.station.central is not None:
            self.frame.station.central.wake()
        if new:
            self.new_letter()
        else:
            self.open_row(rows[0])
        self.reload(rows[-1].id)

    def _ask(
        self, rows: list[OutgoingItem], question: Question, order: Callable[[list[str], Answer], object]
    ) -> None:  # fmt: skip
        if not rows:
            self.frame.status.say(
                f"{question.title}: żadna z wybranych przesyłek nie jest w stanie, który na to pozwala."
            )
            return
        ids = ids_of(rows)
        self._open(question, lambda told: order(ids, told))

    def _open(self, question: Question, order: Callable[[Answer], Any]) -> None:
        dialog = AnswerDialog(question, self)

        def done(rows: Sequence[OutgoingItem]) -> None:
            dialog.accept()
            self.frame.status.say(f"{question.title}: {said.count(len(rows), 'przesyłka', 'przesyłki', 'przesyłek')}.")
            if self.frame.station.central is not None:
                self.frame.station.central.wake()
            shown = self.form.item
            again = next((row for row in rows if shown is not None and row.id == shown.id), None)
            if again is not None:
                self.open_row(again)
            self.reload()

        dialog.given.connect(lambda told: self._write(lambda: order(told), done, dialog.show_fault))
        dialog.open()

    def _read(self, work: Callable[[], object], show: Callable[..., None], label: str) -> None:
        self.frame.jobs.submit("db", lambda _job: work(), show, self.frame.show_failure, label=label, owner=self)

    def _write(
        self, work: Callable[[], object], done: Callable[..., None], refused: Callable[[Exception], None]
    ) -> None:
        self.frame.jobs.submit(
            "db", lambda _job: work(), done, refused, label="Zapisywanie przesyłki", owner=self, cancellable=False
        )

    def _renew_form(self) -> None:
        """What the form shows may have got its number or been changed elsewhere; what is being typed stays."""
        shown = self.form.item
        place = self.model.place_of(shown.id) if shown is not None and not self.form.dirty else None
        again = self.model.row_at(place) if place is not None else None
        if again is not None and again != shown:
            self.form.show_item(again, self.form.note.text())

    def _keep_row(self) -> None:
        row = self.table.row
        self._kept = row.id if row is not None else ""

    def _on_loaded(self, count: int) -> None:
        self.bar.count.setText(said.count(count, "przesyłka", "przesyłki", "przesyłek"))
        words = ("", "") if count else EMPTY if self.model.filter == OutgoingFilter() else FILTERED
        self.table.empty.say(*words)
        wanted, self._go_to = self._go_to or self._kept, ""
        place = self.model.place_of(wanted) if wanted else None
        self.table.go_to((place or 0) if count else -1)
        self._renew_form()

    def _compose(self) -> None:
        self.list = QWidget(self)
        acts = QHBoxLayout()
        self._acts: list[tuple[QPushButton, str]] = []
        acts.setSpacing(8)
        for name, text, run in (
            ("outgoingNew", "Nowa  Ctrl+N", self.new_letter), ("outgoingHand", "Przekaż  Alt+P", self.hand_over),
            ("outgoingPosted", "Nadano  Alt+N", self.post), ("outgoingDelivered", "Doręczono  Alt+D", self.deliver),
            ("outgoingReturned", "Zwrot  Alt+Z", self.give_back),
            ("outgoingBook", "Książka  Ctrl+B", self.prints.print_book),
        ):  # fmt: skip
            button = QPushButton(text, self.list)
            self._acts.append((button, text))
            button.setObjectName(name)
            button.setAccessibleName(text.partition("  ")[0])
            button.setToolTip(text)
            button.clicked.connect(run)
            button.setMinimumWidth(40)
            acts.addWidget(button)
        acts.addStretch(1)
        left = QVBoxLayout(self.list)
        left.setContentsMargins(8, 0, 8, 8)
        left.setSpacing(0)
        left.addWidget(self.bar)
        left.addWidget(self.table, 1)
        left.addLayout(acts)
        left.setSpacing(8)
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.setObjectName("outgoingSplitter")
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.list)
        parts.addWidget(self.form)
        parts.setStretchFactor(0, 1)
        parts.setSizes([860, 410])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(parts)

    def _connect(self) -> None:
        self.model.modelAboutToBeReset.connect(self._keep_row)
        self.model.loaded.connect(self._on_loaded)
        self.model.failed.connect(self.frame.show_failure)
        self.bar.wanted.connect(self.model.show_filter)
        self.bar.down_asked.connect(self.table.setFocus)
        self.table.asked.connect(self.open_row)
        self.form.save_asked.connect(self.save)
        if (inbox := self.frame.station.inbox) is not None:
            self.news = OutgoingNews(self.table, self.model, inbox.assigned.subscribe, self)

    def _add_commands(self) -> None:
        add, shown = self.frame.commands.add, self.isVisible
        for name, key, run in (
            ("Nowa przesyłka wychodząca", "Ctrl+N", self.new_letter),
            ("Zapisz przesyłkę", "Ctrl+Return", self.save),
            ("Następny adresat", "Ctrl+D", self.form.next_addressee),
            ("Wróć do listy przesyłek", "", self.back_to_list),
            ("Szukaj wśród przesyłek", "Ctrl+F", lambda: self.bar.words.setFocus()),
            ("Odśwież rejestr przesyłek", "Ctrl+R", self.reload),
            ("Przekaż wybrane do wysłania", "Alt+P", self.hand_over),
            ("Przekaż wszystkie przygotowane", "Ctrl+Shift+H", self.hand_over_all),
            ("Zapisz nadanie", "Alt+N", self.post),
            ("Zapisz doręczenie (ZPO)", "Alt+D", self.deliver),
            ("Zapisz zwrot", "Alt+Z", self.give_back),
            ("Anuluj przesyłkę", "Alt+A", self.void),
            ("Książka nadawcza na dziś", "Ctrl+B", self.prints.print_book),
            ("Zapisz książkę nadawczą lub wykaz dla operatora", "", self.prints.save_book),
            ("Zapisz rejestr przesyłek wychodzących", "", self.prints.save_register),
            ("Drukuj koperty DL", "Alt+K", lambda: self.prints.print_envelopes("DL")),
            ("Drukuj koperty C6", "", lambda: self.prints.print_envelopes("C6")),
            ("Drukuj koperty C5", "", lambda: self.prints.print_envelopes("C5")),
            ("Drukuj etykiety adresowe", "Alt+E", self.prints.print_labels),
            ("Drukuj potwierdzenia odbioru (ZPO)", "Alt+O", self.prints.print_slips),
        ):
            add(Command(name, key, run, GROUP, shown), self)


def _about(rows: Sequence[OutgoingItem]) -> str:
    if len(rows) == 1:
        row = rows[0]
        return f"{row.readable_number or 'numer nada centrala'} · {row.addressee_names} · {row.title}"
    return f"{said.count(len(rows), 'przesyłka', 'przesyłki', 'przesyłek')}."
