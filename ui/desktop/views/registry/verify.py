"""Checking items registered without a person, and correcting others: page beside form, one after the other."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from kancelaria.domain.incoming import IncomingItem, ItemState
from kancelaria.domain.item_state import may_change
from kancelaria.reading.model import LetterSuggestions
from ui.desktop import icons, said, theme
from ui.desktop.models import form_values
from ui.desktop.models.register_model import STATES
from ui.desktop.ports import Dictionaries, ItemDetails, LetterForm, RegisterFilter
from ui.desktop.shell.commands import Command
from ui.desktop.shell.frame import Frame
from ui.desktop.views.officer.routing_desk import routing_desk
from ui.desktop.views.page_panel import PagePanel
from ui.desktop.views.registry.letter_boxes import boxes_of
from ui.desktop.views.registry.letter_form import LetterFormView
from ui.desktop.views.registry.sender_completion import SenderCompletion
from ui.operations.facts import CLERKS, WORKERS

GROUP = "Sprawdzanie"
NARROW = 860
LINES = 4
"""So many lines of history are shown; the rest is in the tooltip."""


class VerifyView(QWidget):
    """One item in the desk's form; Ctrl+Enter confirms it and opens the next to be verified."""

    closed = Signal()
    changed = Signal()
    """The register holds something new."""
    void_asked = Signal(str)

    def __init__(self, frame: Frame, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("verifyView")
        self.frame = frame
        self.item: IncomingItem | None = None
        self._shown = LetterForm()
        self._wanted, self._order, self._descending, self._place = RegisterFilter(), "registered_at", True, 0
        self._busy = self._narrow = False
        self.page = PagePanel(frame.jobs, self)
        self.form = LetterFormView(SenderCompletion(frame.station.desk, frame.jobs, self), self)
        self._uid, self._number, self._state, self._history = (QLabel(self) for _ in range(4))
        self.confirm_button = self._button("verifyConfirm", "ok", self.confirm)
        self.skip_button = self._button("verifySkip", "next", self.skip, "Pomiń  Ctrl+PgDown")
        self.void_button = self._button("verifyVoid", "void", self._ask_void, "Anuluj pozycję…")
        self.void_button.setToolTip("Anuluj pozycję rejestru z podaniem przyczyny (Ctrl+Shift+Del)")
        self.back_button = self._button("verifyBack", "back", self.put_away, "Lista  Esc")
        self._compose()
        self.page.view.box_clicked.connect(
            lambda name: self.form.fields[name].setFocus() if name in self.form.fields else None
        )
        self.form.field_focused.connect(self.page.light)
        self.form.finished.connect(self.confirm)
        made = {}
        for name, key, run in (
            ("Zatwierdź sprawdzone i następne", "Ctrl+Return", self.confirm),
            ("Pomiń, sprawdź następne", "Ctrl+PgDown", self.skip),
            ("Anuluj tę pozycję", "Ctrl+Shift+Del", self._ask_void),
            ("Dekretuj poprawiane pismo", "F6", self._assign),
            ("Wróć do listy", "Esc", self.put_away),
            ("Następna strona sprawdzanego pisma", "Alt+PgDown", lambda: self.page.step(1)),
            ("Poprzednia strona sprawdzanego pisma", "Alt+PgUp", lambda: self.page.step(-1)),
            ("Zaznacz brak daty lub znaku", "F7", self.form.missing.tick_missing),
        ):
            made[key] = frame.commands.add(Command(name, key, run, GROUP, self.isVisible), self)
        made["Ctrl+Return"].setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])

    @property
    def checking(self) -> bool:
        """Whether the item is to be verified, rather than only corrected; the registry does that."""
        return self.item is not None and self.item.state is ItemState.TO_VERIFY and self.frame.who.may(CLERKS)

    def offer(self, words: Dictionaries) -> None:
        """Words for the lists of choice."""
        self.form.offer(words)

    def work_through(self, wanted: RegisterFilter, order: str, descending: bool, place: int) -> None:
        """Which items follow: those to be verified among the wanted; the open one stands at `place` of them."""
        self._wanted, self._order, self._descending = replace(wanted, text="", state="to_verify"), order, descending
        self._place = place

    def show_details(self, details: ItemDetails) -> None:
        """Show an item: its pages, its form, its history."""
        item = self.item = details.item
        self._busy = False
        self._shown = form_values.shown_of(item)
        if self.checking:
            self.form.check(item)
            self.form.freeze(set())
            self.form.missing.offer(True)
        else:
            self.form.show_item(item)
            self.form.freeze(_frozen(item))
        missing = "Tego pisma nie zeskanowano." if not details.pages else ""
        self.form.show_sealed(item.sealed)
        self.page.show_pages(details.pages, message=missing)
        self.page.set_boxes({} if item.sealed else boxes_of(LetterSuggestions(item.suggestions)))
        self._say(item, details)
        self.form.focus_first()

    def confirm(self) -> None:
        """Confirm what stands in the form and open the next, or keep a correction."""
        if self.item is None or self._busy:
            return
        form = self.form.values()
        faults = {} if self.item.sealed else form_values.faults(form)
        if faults and self.item.state is not ItemState.VOIDED:
            self.form.show_faults(faults)
            self.frame.status.say(next(iter(faults.values())))
            return
        item, shown, register = self.item, self._shown, self.frame.station.register
        act = register.confirm if self.checking else register.amend
        self._busy = True
        self.frame.jobs.submit(
            "db",
            lambda _job: act(item, shown, form),
            self._on_saved,
            self._on_failed,
            label="Zapisywanie",
            owner=self,
            cancellable=False,
        )

    def skip(self) -> None:
        """Leave this one as it is and open the next."""
        if self.checking and not self._busy:
            self._place += 1
            self._open_next("Nie ma dalszych pism do sprawdzenia.")

    def put_away(self) -> None:
        """Back to the list."""
        self.item = None
        self.closed.emit()

    def restyle(self) -> None:
        """Take the theme's colours anew."""
        self.page.restyle()
        self.confirm_button.setIcon(icons.icon("ok", "on_accent"))

    def _on_saved(self, saved: IncomingItem) -> None:
        self._busy = False
        was_checking = self.checking
        self.changed.emit()
        if not was_checking:
            self.frame.status.say(f"Poprawiono {saved.document_uid}.")
            self.put_away()
            return
        self.frame.status.say(f"Zatwierdzono {saved.document_uid}.")
        self._open_next(f"Zatwierdzono {saved.document_uid}. Wszystkie pisma z tej listy są sprawdzone.")

    def _on_failed(self, error: Exception) -> None:
        self._busy = False
        self.frame.show_failure(error)

    def _open_next(self, none_left: str) -> None:
        """The next item of the list, which the confirmed one has left."""
        register, wanted, order, down = self.frame.station.register, self._wanted, self._order, self._descending
        place = self._place

        def read(_job: object) -> ItemDetails | None:
            rows = register.rows(wanted, order, down, place, 1)
            return register.details(rows[0].document_uid) if rows else None

        def show(details: ItemDetails | None) -> None:
            if details is None:
                self.frame.status.say(none_left)
                self.put_away()
            else:
                self.show_details(details)

        self.frame.jobs.submit("db", read, show, self.frame.show_failure, label="Otwieranie pisma", owner=self)

    def _assign(self) -> None:
        """Route the item; one to be verified is confirmed first."""
        if self.item is None:
            return
        if self.checking:
            self.frame.status.say("Najpierw zatwierdź pismo (Ctrl+Enter), potem zadekretuj (F6).")
        elif (routing := routing_desk(self.frame, self)) is not None:
            routing.assign(self.item.document_uid, self.changed.emit)

    def _ask_void(self) -> None:
        if self.item is not None and self.void_button.isEnabled() and self.frame.who.may(CLERKS):
            self.void_asked.emit(self.item.document_uid)

    def _say(self, item: IncomingItem, details: ItemDetails) -> None:
        self._uid.setText(item.document_uid)
        self._number.setText(f"RPW {item.rpw_number}/{item.rpw_year}" if item.rpw_number else "RPW nada centrala")
        self._state.setText(STATES[item.state])
        theme.restyle(self._state, role="warn" if self.checking else "muted")
        lines = [f"{said.instant(line.at)}  {line.what} · {line.who}" for line in details.history]
        self._history.setText("\n".join(lines[-LINES:]))
        self._history.setToolTip("\n".join(lines))
        text = "Zatwierdź i następne  Ctrl+Enter" if self.checking else "Zapisz poprawki  Ctrl+Enter"
        self.confirm_button.setText(text)
        self.confirm_button.setAccessibleName(text)
        self.confirm_button.setEnabled(item.state is not ItemState.VOIDED)
        self.void_button.setEnabled(item.state is not ItemState.VOIDED)
        self.skip_button.setVisible(self.checking)
        self.void_button.setVisible(self.frame.who.may(CLERKS))
        self.confirm_button.setVisible(self.frame.who.may(WORKERS))

    def _compose(self) -> None:
        self._uid.setObjectName("verifyUid")
        self._uid.setFont(theme.mono(12))
        self._state.setObjectName("verifyState")
        for label in (self._number, self._history):
            label.setProperty("role", "muted")
        self._history.setObjectName("verifyHistory")
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 8, 0)
        for label in (self._uid, self._state):
            head.addWidget(label)
        head.addStretch(1)
        head.addWidget(self._number)
        theme.restyle(self.confirm_button, primary=True)
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.confirm_button)
        for row in (first, second):
            row.setContentsMargins(8, 0, 8, 0)
        for button in (self.back_button, self.skip_button, self.void_button):
            second.addWidget(button)
        right = QFrame(self)
        right.setProperty("ground", "surface")
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.form, 1)
        column.addWidget(self._history)
        column.addLayout(first)
        column.addLayout(second)
        self._history.setContentsMargins(8, 0, 8, 0)
        parts = self._parts = QSplitter(self)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.page)
        parts.addWidget(right)
        parts.setStretchFactor(0, 1)
        parts.setSizes([740, 460])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(parts)
        self.restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window keeps fields and words whole: the page gives way, buttons lose their keys."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self.page.set_narrow(narrow)
        self._number.setVisible(not narrow)
        for button, short, full in (
            (self.back_button, "Lista", "Lista  Esc"),
            (self.skip_button, "Pomiń", "Pomiń  Ctrl+PgDown"),
            (self.void_button, "Anuluj…", "Anuluj pozycję…"),
        ):
            button.setText(short if narrow else full)
        if narrow != self._narrow:
            self._narrow = narrow
            self._parts.setSizes([220, 420] if narrow else [740, 460])

    def _button(self, name: str, icon_name: str, run: object, text: str = "") -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setAutoDefault(True)
        button.setIcon(icons.icon(icon_name))
        button.clicked.connect(lambda: run())  # type: ignore[operator]
        return button


def _frozen(item: IncomingItem) -> set[str]:
    """Fields that may no longer be changed in the item's state."""
    texts, ticks = form_values.spread(form_values.of_item(item))
    values = {**texts, **ticks}
    held = {name for name, value in values.items() if not may_change(item.state, name, bool(value))}
    return held | {"posting_number", "condition"}
