""" "Przyjęcie przesyłek": a courier at the counter, a drop box, and what waits; by keyboard and reader alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from kancelaria.domain.deliveries import ACCEPTED, Delivery, Found
from kancelaria.services.returns import CameBack
from ui.desktop import sounds, theme
from ui.desktop.shell.error_panel import known
from ui.desktop.shell.frame import Frame
from ui.desktop.sounds import Sound
from ui.desktop.views.deliveries.check import CheckPane
from ui.desktop.views.deliveries.forms import BoxForm, NewListForm
from ui.desktop.views.deliveries.pending import PendingPane
from ui.desktop.views.deliveries.returns import ReturnPane
from ui.desktop.views.handover.dialogs import OneAnswer
from ui.operations.deliveries_desk import Checked, Deliveries, Pending

DAMAGES = ("rozdarta", "przemoczona", "naruszone zamknięcie", "zgnieciona")


class DeliveriesDialog(QDialog):
    """Four tabs (Ctrl+Tab). Every code is written before the next is looked at, so a crash loses none."""

    taken = Signal(object)
    """The letter open at the desk came in this `Pending`."""

    def __init__(self, frame: Frame, deliveries: Deliveries, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("deliveriesDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Przyjęcie przesyłek")
        self._frame, self._deliveries = frame, deliveries
        self.new, self.check = NewListForm(self), CheckPane(self)
        self.box, self.pending, self.back = BoxForm(self), PendingPane(self), ReturnPane(self)
        self.courier = QStackedWidget(self)
        self.tabs = QTabWidget(self)
        self._fault = QLabel(self)
        self._compose()
        self._connect()
        self.reload()

    @property
    def fault(self) -> str:
        """What is wrong, or was just done; empty when nothing is said."""
        return self._fault.text()

    def reload(self, then_open: str = "") -> None:
        """Read operators, open lists and what waits; shows the list asked for, else the newest open one."""
        deliveries = self._deliveries

        def show(found: tuple[tuple[tuple[str, str], ...], list[Delivery], list[Pending], str]) -> None:
            operators, lists, waiting, rule = found
            if not self.new.operator.count():
                for code, words in operators:
                    self.new.operator.addItem(words, code)
            self.box.say_rule(rule)
            self._show_pending(waiting)
            wanted = next((each for each in lists if each.number == then_open), lists[0] if lists else None)
            if wanted is not None:
                self.open_list(wanted)
                self.check.offer_lists(lists)
            else:
                self.ask_new()

        def read() -> tuple[tuple[tuple[str, str], ...], list[Delivery], list[Pending], str]:
            return deliveries.operators(), deliveries.open_lists(), deliveries.pending(), deliveries.box_rule()

        said = self._fault.text()
        self._do(read, show)
        self._fault.setText(said)  # what was just done is still to be read

    def ask_new(self) -> None:
        """A new list."""
        self.courier.setCurrentWidget(self.new)
        if self.tabs.currentWidget() is self.courier:
            self.new.numbers.setFocus()

    def open_list(self, delivery: Delivery) -> None:
        """Check this list."""
        self.check.show_list(delivery)
        self.check.say("Zeskanuj kod pierwszej przesyłki albo wpisz go i naciśnij Enter.", "muted")
        self.courier.setCurrentWidget(self.check)
        if self.tabs.currentWidget() is self.courier:
            self.check.code.setFocus()

    def confirm(self) -> None:
        """Ctrl+Enter: what the tab is for."""
        page = self.tabs.currentWidget()
        if page is self.box:
            self._keep_box()
        elif page is self.pending:
            self._settle()
        elif page is self.back:
            self._take_back()
        elif self.courier.currentWidget() is self.new:
            self._begin()
        else:
            self._sign()

    # a courier's list

    def _begin(self) -> None:
        text, operator = self.new.numbers.toPlainText(), str(self.new.operator.currentData() or "")
        name = self.new.name.text()

        def done(made: Delivery) -> None:
            self.new.clear()
            self.reload(made.number)

        self._do(lambda: self._deliveries.begin(text, operator, name), done)

    def _read_file(self, file: Path) -> None:
        def show(text: str) -> None:
            before = self.new.numbers.toPlainText().strip()
            self.new.numbers.setPlainText(f"{before}\n{text}".strip())
            self.new.begin.setFocus()

        self._do(lambda: self._deliveries.read_file(file), show)

    def _check(self, code: str) -> None:
        delivery = self.check.delivery
        if delivery is None:
            return
        number = delivery.number

        def done(found: Checked) -> None:
            self._sound(Sound.READ if found.fine else Sound.NOT_READ)
            self.check.show_list(found.delivery, found.ordinal)
            self.check.say(("✓ " if found.fine else "▲ ") + found.words, "ok" if found.fine else "warn")

        def refused(error: Exception) -> None:
            self._sound(Sound.NOT_READ)
            shown = known(error)
            if shown is None:
                self._frame.show_failure(error)
            else:
                self.check.say(f"✕ {shown.message} {shown.hint}".strip(), "error")

        self._do(lambda: self._deliveries.check(number, code), done, refused)

    def _mark(self, state: Found) -> None:
        delivery, row = self.check.delivery, self.check.table.row
        if delivery is None or row is None:
            return
        if state is not Found.DAMAGED:
            self._write_mark(delivery.number, row.ordinal, state, "")
            return
        about = f"{row.ordinal}. {row.posting_number or 'bez numeru'}"
        dialog = OneAnswer(
            "deliveryDamageDialog", "Uszkodzona przesyłka", about, "Na czym polega uszkodzenie", DAMAGES, "Zapisz", self
        )
        number, ordinal = delivery.number, row.ordinal

        def given(words: str, _tick: bool) -> None:
            dialog.accept()
            self._write_mark(number, ordinal, state, words)

        dialog.given.connect(given)
        dialog.open()

    def _write_mark(self, number: str, ordinal: int, state: Found, words: str) -> None:
        def done(changed: Delivery) -> None:
            self.check.show_list(changed, ordinal)
            self.check.code.setFocus()

        self._do(lambda: self._deliveries.mark(number, ordinal, state, words), done)

    def _sign(self) -> None:
        delivery, by = self.check.delivery, self.check.by.text()
        if delivery is None or not self.check.sign.isEnabled():
            return

        def done(signed: Delivery) -> None:
            self.check.by.clear()
            missing = signed.count(Found.MISSING)
            self._say(f"Podpisano listę {signed.number}: przyjęto {signed.count(*ACCEPTED)}, brak {missing}.")
            self._print(signed.number)
            self.check.delivery = None
            self.reload()

        def refused(error: Exception) -> None:
            self._refused(error)
            if getattr(error, "subject", "") == "delivered_by":
                self.check.by.setFocus()

        self._do(lambda: self._deliveries.sign(delivery.number, by, ""), done, refused)

    def _choose(self, number: str) -> None:
        def show(lists: list[Delivery]) -> None:
            if (found := next((each for each in lists if each.number == number), None)) is not None:
                self.open_list(found)

        self._do(self._deliveries.open_lists, show)

    # a drop box, and what waits

    def _keep_box(self) -> None:
        box = self.box
        count = int(box.count.text() or 0)
        witness, place, remarks = box.witness.text(), box.place.text(), box.remarks.text()

        def done(made: Delivery) -> None:
            box.clear()
            self._say(f"Zapisano protokół {made.number}: {len(made.rows)} przesyłek czeka na rejestrację.")
            self._print(made.number)
            self.reload()

        self._do(lambda: self._deliveries.empty_box(count, witness, place, remarks), done)

    def _settle(self) -> None:
        row, how, words = self.pending.table.row, str(self.pending.how.currentData()), self.pending.words.text()
        if row is None:
            return

        def work() -> list[Pending]:
            self._deliveries.settle(row.id, how, words)
            return self._deliveries.pending()

        def done(rows: list[Pending]) -> None:
            self.pending.words.clear()
            self._show_pending(rows)
            self._say(f"Rozliczono przesyłkę: {row.posting_number}.")

        self._do(work, done)

    def _take_back(self) -> None:
        entry = self.back.entry()
        came = CameBack(entry.posting_number, entry.what, entry.day, entry.words, entry.notices, entry.document_uid)

        def work() -> tuple[tuple[str, bool], list[Pending]]:
            return self._deliveries.take_back(came), self._deliveries.pending()

        def done(found: tuple[tuple[str, bool], list[Pending]]) -> None:
            (words, paired), rows = found
            self._sound(Sound.READ if paired else Sound.NOT_READ)
            self.back.clear()
            self._show_pending(rows)
            self._say(words)

        self._do(work, done)

    def _take_letter(self) -> None:
        if self.pending.table.row is not None:
            self.accept()
            self.taken.emit(self.pending.table.row)

    def _show_pending(self, rows: list[Pending]) -> None:
        self.pending.show_rows(rows)
        self.tabs.setTabText(2, f"Czekają na rejestrację ({len(rows)})" if rows else "Czekają na rejestrację")

    # common

    def _print_open(self) -> None:
        if self.check.delivery is not None:
            self._print(self.check.delivery.number)

    def _print(self, number: str) -> None:
        self._frame.print_file("delivery", lambda: self._deliveries.pdf(number), number)

    def _do(
        self, work: Callable[[], object], done: Callable[..., None],
        refused: Callable[[Exception], None] | None = None,
    ) -> None:  # fmt: skip
        """Write or read on the store's lane, in the order asked; what was said before is put away."""
        self._fault.clear()
        self._frame.jobs.submit(
            "db", lambda _job: work(), done, refused or self._refused, label="Przyjmowanie przesyłek", owner=self,
            cancellable=False,
        )  # fmt: skip

    def _refused(self, error: Exception) -> None:
        shown = known(error)
        if shown is None:
            self._frame.show_failure(error)
        else:
            self._fault.setText(f"{shown.message} {shown.hint}".strip())
            theme.restyle(self._fault, role="error")

    def _say(self, text: str) -> None:
        self._fault.setText(text)
        theme.restyle(self._fault, role="ok")
        self._frame.status.say(text)

    def _sound(self, sound: Sound) -> None:
        if self._frame.station.choices.get("sounds", "yes") == "yes":
            sounds.play(sound)

    def _on_tab(self, _index: int) -> None:
        page = self.tabs.currentWidget()
        if page is self.box:
            self.box.count.setFocus()
        elif page is self.pending:
            self.pending.table.setFocus()
        elif page is self.back:
            self.back.code.setFocus()
        elif self.courier.currentWidget() is self.check:
            self.check.code.setFocus()
        else:
            self.new.numbers.setFocus()

    def _compose(self) -> None:
        self._fault.setObjectName("deliveriesFault")
        self._fault.setWordWrap(True)
        for page in (self.new, self.check):
            self.courier.addWidget(page)
        self.tabs.setObjectName("deliveriesTabs")
        self.tabs.setAccessibleName("Przyjęcie przesyłek")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.courier, "Lista doręczyciela")
        self.tabs.addTab(self.box, "Skrzynka podawcza")
        self.tabs.addTab(self.pending, "Czekają na rejestrację")
        self.tabs.addTab(self.back, "Zwroty i ZPO")
        back = QPushButton("Zamknij  Esc", self)
        back.setObjectName("deliveriesBack")
        back.setAutoDefault(False)
        back.clicked.connect(self.reject)
        end = QHBoxLayout()
        end.addWidget(self._fault, 1)
        end.addWidget(back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(end)
        parent = self.parentWidget()
        room = parent.window().size() if parent is not None else self.sizeHint()
        self.resize(min(960, room.width()), min(640, room.height()))

    def _connect(self) -> None:
        self.new.begin_asked.connect(self._begin)
        self.new.file_asked.connect(self._read_file)
        self.check.code_given.connect(self._check)
        self.check.mark_asked.connect(self._mark)
        self.check.sign_asked.connect(self._sign)
        self.check.new_asked.connect(self.ask_new)
        self.check.list_chosen.connect(self._choose)
        self.check.print_asked.connect(self._print_open)
        self.box.keep_asked.connect(self._keep_box)
        self.pending.settle_asked.connect(self._settle)
        self.pending.letter_asked.connect(self._take_letter)
        self.back.keep_asked.connect(self._take_back)
        self.tabs.currentChanged.connect(self._on_tab)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self, self.confirm)
