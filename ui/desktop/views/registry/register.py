"""The register: a list over the whole office's mail, and the item a row opens."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kancelaria.domain.incoming import ItemState
from ui.desktop import icons, said
from ui.desktop.jobs.job import Job
from ui.desktop.models.register_model import STATES, UID_ROLE, RegisterModel
from ui.desktop.ports import Dictionaries, ItemDetails, RegisterFilter
from ui.desktop.shell.commands import Command
from ui.desktop.shell.frame import Frame
from ui.desktop.views.officer.routing_desk import routing_desk
from ui.desktop.views.registry.item_view import ItemView
from ui.desktop.views.registry.register_news import RegisterNews
from ui.desktop.views.registry.register_table import RegisterTable, empty_words
from ui.desktop.views.registry.verify import VerifyView
from ui.desktop.views.registry.void_dialog import VoidDialog
from ui.operations.facts import CLERKS, WORKERS

GROUP = "Rejestr"
NARROW = 860
FILTER_MS = 250
NEAR = 100
"""So many rows are looked through for an item opened from elsewhere."""
PERIODS = (("", "cały rejestr"), ("today", "dziś"), ("week", "7 dni"), ("month", "30 dni"))
DAYS = {"today": 0, "week": 6, "month": 29}
RIGHTS = {"Ctrl+D": WORKERS, "F6": WORKERS, "Ctrl+Shift+Del": CLERKS}  # the others are everybody's


class RegisterView(QWidget):
    """The list above or beside its item; print-out and spreadsheet of what is shown."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.setObjectName("registers")
        self.frame = frame
        self.model = RegisterModel(frame.station.register, frame.jobs, self)
        self.table = RegisterTable(self.model, frame.station.choices, self)
        self.item = ItemView(frame.jobs, self)
        self.verify: VerifyView | None = None
        self._words = Dictionaries()
        self._both = QStackedWidget(self)
        self._list = QWidget(self)
        self._job: Job | None = None
        self._shown = ""
        self._text = QLineEdit(self)
        self._period = QComboBox(self)
        self._state = QComboBox(self)
        self._count = QLabel(self)
        self._wait = QTimer(self, singleShot=True, interval=FILTER_MS)
        self._wait.timeout.connect(self._apply_filter)
        self._compose()
        self._connect()
        desk = frame.station.desk
        frame.jobs.submit("db", lambda _job: desk.dictionaries(), self._take_words, owner=self)

    def _take_words(self, words: Dictionaries) -> None:
        self._words = self.item.words = words
        if self.verify is not None:
            self.verify.offer(words)

    def build_form(self) -> VerifyView:
        """The form for checking and correcting; built when first needed, or in a quiet moment before."""
        if self.verify is None:
            self.verify = VerifyView(self.frame, self)
            self.verify.offer(self._words)
            self.verify.closed.connect(self._on_form_closed)
            self.verify.changed.connect(self.model.reload)
            self.verify.void_asked.connect(self.ask_void)
            self._both.addWidget(self.verify)
        return self.verify

    def open_form(self, document_uid: str) -> None:
        """Check an item to be verified, or correct another one."""
        form = self.build_form()
        state, row = self._state.currentData(), self.table.currentIndex().row()
        place = row if state == "to_verify" and self.current_uid() == document_uid else 0
        form.work_through(self.model.filter, *self.model.order, place)
        register = self.frame.station.register

        def show(details: ItemDetails) -> None:
            self._both.setCurrentWidget(form)
            form.show_details(details)

        self.frame.jobs.submit(
            "db", lambda _job: register.details(document_uid), show, self.frame.show_failure,
            label="Otwieranie pisma", owner=self, urgent=True,
        )  # fmt: skip

    def ask_void(self, document_uid: str) -> None:
        """Ask why, then void the entry."""
        dialog = VoidDialog(document_uid, self)
        dialog.reason_given.connect(lambda reason: self._void(document_uid, reason))
        dialog.open()

    def _void(self, document_uid: str, reason: str) -> None:
        register = self.frame.station.register

        def done(_none: None) -> None:
            self.frame.status.say(f"Anulowano {document_uid}.")
            if self.verify is not None and self.verify.item is not None:
                self.verify.put_away()
            self.open_item(document_uid)
            self.model.reload()

        self.frame.jobs.submit(
            "db",
            lambda _job: register.void(document_uid, reason),
            done,
            self.frame.show_failure,
            label="Anulowanie",
            owner=self,
            cancellable=False,
        )

    def _on_form_closed(self) -> None:
        self._both.setCurrentIndex(0)
        self.table.setFocus()
        if self._shown:
            self.open_item(self._shown)

    def opened(self) -> None:
        """Shown: read the register anew."""
        roomy = self.frame.station.choices.get("rows.roomy") == "yes"
        self.table.set_roomy(roomy)
        self.model.reload()

    def put_away(self) -> None:
        """Somebody of another role works here now: nothing stays open or listed that was read for the one before."""
        self._shown = ""
        if self.verify is not None and self.verify.item is not None:
            self.verify.put_away()
        if self._job is not None:
            self._job.cancel()
        self._text.clear()
        self.item.put_away()
        self.model.forget()

    def open_item(self, document_uid: str) -> None:
        """Show an item beside the list."""
        self._both.setCurrentIndex(0)
        if self._job is not None:
            self._job.cancel()
        register = self.frame.station.register
        self._job = self.frame.jobs.submit(
            "db",
            lambda _job: register.details(document_uid),
            self._on_details_read,
            self.frame.show_failure,
            label="Otwieranie pisma",
            owner=self,
            urgent=True,
        )

    def current_uid(self) -> str:
        """The identifier of the row in focus."""
        return str(self.table.currentIndex().data(UID_ROLE) or "")

    def restyle(self) -> None:
        """Take the theme's colours anew."""
        self.item.restyle()
        if self.verify is not None:
            self.verify.restyle()
        self.table.viewport().update()

    def _on_details_read(self, details: ItemDetails) -> None:
        self.item.show_details(details)
        self.item.show()
        self._make_room()
        self._shown = details.item.document_uid
        (self.item.page.view if self.table.isHidden() else self.table).setFocus()
        self._select_shown()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window shows the list or the letter, and icons alone on the buttons of the bar."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        narrow = self.width() < NARROW
        for button, text in ((self._printing, "Drukuj  Ctrl+P"), (self._csv, "Zapisz arkusz")):
            button.setText("" if narrow else text)
            button.setToolTip(text)
        self.table.setVisible(self.item.isHidden() or not narrow)
        self.item.set_narrow(narrow)

    def _select_shown(self) -> None:
        """Put the cursor on the row of the item shown, if it is among the first; on none otherwise."""
        if self.current_uid() == self._shown:
            return
        near = (self.model.index(row, 0) for row in range(min(self.model.rowCount(), NEAR)))
        found = next((index for index in near if index.data(UID_ROLE) == self._shown), QModelIndex())
        self.table.setCurrentIndex(found)

    def _on_item_closed(self) -> None:
        self._shown = ""
        self._make_room()
        self.table.setFocus()

    def _apply_filter(self) -> None:
        days = DAYS.get(self._period.currentData() or "")
        since = None
        if days is not None:
            from datetime import timedelta

            since = (said.now().date() - timedelta(days=days)).isoformat()
        self.model.show_filter(
            RegisterFilter(self._text.text().strip(), received_from=since, state=self._state.currentData() or None)
        )

    def _print(self) -> None:
        register, wanted = self.frame.station.register, self.model.filter
        folder = self.frame.station.drafts.parent / "wydruki"
        target = folder / f"rejestr-{said.now():%Y-%m-%d-%H%M%S}.pdf"

        def make() -> Path:
            folder.mkdir(parents=True, exist_ok=True)
            return register.print_out(wanted, target)

        self.frame.print_file("register", make)

    def _save_sheet(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Zapisz rejestr", f"rejestr-{said.now():%Y-%m-%d}.xlsx", "Arkusz XLSX (*.xlsx);;Arkusz CSV (*.csv)"
        )
        if name:
            self.save_sheet(Path(name))

    def save_sheet(self, target: Path) -> None:
        """Write what is shown as .xlsx or .csv, by the extension."""
        register, wanted = self.frame.station.register, self.model.filter
        self.frame.jobs.submit(
            "db",
            lambda _job: register.print_out(wanted, target),
            lambda made: self.frame.status.say(f"Zapisano {made}"),
            self.frame.show_failure,
            label="Zapisywanie rejestru",
            owner=self,
        )

    def _say_count(self, count: int) -> None:
        said_count = f"{count:,}".replace(",", "\u00a0")
        self._count.setText(f"Pozycji: {said_count}")
        self.table.say_empty(*(("", "") if count else empty_words(self.model.filter != RegisterFilter())))

    def _on_counted(self, count: int) -> None:
        self._say_count(count)
        if self._shown:
            self._select_shown()
        elif count and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))

    def _open_current(self) -> None:
        uid = self.current_uid()
        if uid:
            self.open_item(uid)

    def _on_row_activated(self) -> None:
        """Enter: what is to be verified opens in its form, anything else beside the list."""
        row = self.model.row_at(self.table.currentIndex().row())
        if row is not None and row.state == ItemState.TO_VERIFY and self.frame.who.may(WORKERS):
            self.open_form(row.document_uid)
        else:
            self._open_current()

    def _correct_current(self) -> None:
        uid = (self.item.uid if not self.item.isHidden() else "") or self.current_uid()
        if uid:
            self.open_form(uid)

    def _assign_current(self) -> None:
        uid = (self.item.uid if not self.item.isHidden() else "") or self.current_uid()
        routing = routing_desk(self.frame, self)
        if uid and routing is not None:
            routing.assign(uid, lambda: self._on_routed(uid))

    def _on_routed(self, document_uid: str) -> None:
        if not self.item.isHidden():
            self.open_item(document_uid)
        self.model.reload()

    def _void_current(self) -> None:
        uid = (self.item.uid if not self.item.isHidden() else "") or self.current_uid()
        if uid:
            self.ask_void(uid)

    def _compose(self) -> None:
        self._text.setObjectName("registerFilter")
        self._text.setAccessibleName("Szukaj w rejestrze")
        self._text.setPlaceholderText("Szukaj w rejestrze")
        self._text.setClearButtonEnabled(True)
        self._period.setObjectName("registerPeriod")
        self._period.setAccessibleName("Okres wpływu")
        for value, text in PERIODS:
            self._period.addItem(text, value)
        self._state.setObjectName("registerState")
        self._state.setAccessibleName("Stan")
        for combo in (self._period, self._state):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._state.addItem("każdy stan", "")
        for state, text in STATES.items():
            self._state.addItem(text, state.value)
        self._count.setObjectName("registerCount")
        self._count.setProperty("role", "muted")
        self._printing = self._button("registerPrint", "Drukuj  Ctrl+P", "print")
        self._csv = self._button("registerCsv", "Zapisz arkusz", "csv")
        bar = QHBoxLayout()
        bar.setContentsMargins(0, 4, 0, 4)
        bar.setSpacing(8)
        bar.addWidget(self._text, 2)
        for widget in (self._period, self._state):
            bar.addWidget(widget)
        bar.addWidget(self._count, 1)
        bar.addWidget(self._printing)
        bar.addWidget(self._csv)
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.setObjectName("registerSplitter")
        parts.addWidget(self.table)
        parts.addWidget(self.item)
        parts.setSizes([700, 520])
        parts.setStretchFactor(0, 1)
        parts.setCollapsible(0, False)
        self.item.hide()
        layout = QVBoxLayout(self._list)
        layout.setContentsMargins(8, 0, 8, 8)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(parts, 1)
        self._both.addWidget(self._list)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._both)

    def _button(self, name: str, text: str, icon_name: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(True)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setIcon(icons.icon(icon_name))
        return button

    def _connect(self) -> None:
        self.model.loaded.connect(self._on_counted)
        self.model.renewed.connect(self._say_count)
        if (inbox := self.frame.station.inbox) is not None:
            self.news = RegisterNews(self.table, self.model, inbox.assigned.subscribe, self)
        self.model.failed.connect(self.frame.show_failure)
        self.table.activated.connect(lambda _index: self._on_row_activated())
        self.table.clicked.connect(lambda _index: self._open_current())
        self._text.textEdited.connect(lambda _text: self._wait.start())
        self._period.activated.connect(lambda _index: self._apply_filter())
        self._state.activated.connect(lambda _index: self._apply_filter())
        self._printing.clicked.connect(self._print)
        self._csv.clicked.connect(self._save_sheet)
        self.item.closed.connect(self._on_item_closed)
        self.item.form_asked.connect(self.open_form)
        self.item.void_asked.connect(self.ask_void)
        self.item.label_asked.connect(lambda uid: self._print_item("label", uid))
        self.item.receipt_asked.connect(lambda uid: self._print_item("receipt", uid))
        for name, key, run in (
            ("Drukuj rejestr", "Ctrl+P", self._print),
            ("Zapisz rejestr jako arkusz", "Ctrl+Shift+S", self._save_sheet),
            ("Szukaj w rejestrze", "Ctrl+F", self._text.setFocus),
            ("Na początek rejestru", "Ctrl+Home", self.table.scrollToTop),
            ("Na koniec rejestru", "Ctrl+End", self._go_to_end),
            ("Zamknij pismo", "Esc", self.item.put_away),
            ("Sprawdź lub popraw pismo", "Ctrl+D", self._correct_current),
            ("Anuluj pozycję rejestru", "Ctrl+Shift+Del", self._void_current),
            ("Dekretuj pismo z rejestru", "F6", self._assign_current),
        ):
            may = partial(lambda roles: self._list.isVisible() and self.frame.who.may(roles), RIGHTS.get(key))
            self.frame.commands.add(Command(name, key, run, GROUP, may), self._list)
        self.item.offer(self.frame.who.person)
        self.frame.who.changed.connect(self.item.offer)

    def _go_to_end(self) -> None:
        self.table.setCurrentIndex(self.model.index(self.model.rowCount() - 1, 0))
        self.table.scrollToBottom()

    def _print_item(self, kind: str, uid: str) -> None:
        desk = self.frame.station.desk
        self.frame.print_file(kind, lambda: desk.label_pdf(uid) if kind == "label" else desk.receipt_pdf(uid), uid)
