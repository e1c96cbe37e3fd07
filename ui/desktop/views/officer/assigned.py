""" "Do mnie": what is assigned to the person and their unit, by due date, with the letter beside it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from ui.desktop.jobs.job import Job
from ui.desktop.models.assigned_model import AssignedModel, Changes
from ui.desktop.ports import Dictionaries, SignedIn
from ui.desktop.shell.commands import Command
from ui.desktop.shell.frame import Frame
from ui.desktop.views.officer import words
from ui.desktop.views.officer.assigned_bar import PARTS, AssignedBar
from ui.desktop.views.officer.assigned_list import AssignedList
from ui.desktop.views.officer.letter_pane import LetterPane
from ui.desktop.views.officer.routing_desk import RoutingDesk
from ui.operations.routing_facts import RETURNED, AssignedFilter, AssignedLetter, AssignedLook, AssignedRow
from ui.operations.routing_ports import Inbox

GROUP = "Do mnie"
NARROW = 860
BURST_MS = 120
"""Changes that come together are taken in together."""
EMPTY = {
    "all": "Nic nie czeka.\nPisma zadekretowane na Ciebie lub na Twoją komórkę pojawią się tu same.",
    "new": "Nie ma nowych pism.\nWszystkie są już otwarte; pokaż je przyciskiem „Wszystkie”.",
    "overdue": "Nic nie jest po terminie.",
    "unit": "Na Twoją komórkę nic nie czeka.",
}


class AssignedView(QWidget):
    """The list at the left, the letter at the right; on a narrow screen one of them."""

    def __init__(self, frame: Frame, inbox: Inbox) -> None:
        super().__init__()
        self.setObjectName("assigned")
        self.frame = frame
        self._assigned = inbox.assigned
        self.model = AssignedModel(inbox.assigned, frame.jobs, words.sentence, self)
        self.list = AssignedList(self.model, self)
        self.bar = AssignedBar(self)
        self.pane = LetterPane(frame.jobs, self)
        self.desk = RoutingDesk(frame, inbox.routing, self)
        self._job: Job | None = None
        self._empty = QLabel(self)
        self._empty_button = QPushButton("Pokaż wszystkie", self)
        self._nothing = QFrame(self)
        self._narrow = False
        self._loaded = False
        self._burst = QTimer(self, singleShot=True, interval=BURST_MS)
        self._burst.timeout.connect(self.reload)
        self._compose()
        self._connect()
        self._add_commands()
        self._login = frame.who.person.login if frame.who.person is not None else None
        self._choose_part()
        desk = frame.station.desk
        frame.jobs.submit("db", lambda _job: desk.dictionaries(), self._take_words, owner=self)

    def opened(self) -> None:
        """Shown: read the list anew."""
        self.list.set_roomy(self.frame.station.choices.get("rows.roomy") == "yes")
        self.reload()
        if self.pane.row is not None and self.pane.letter is not None and self.pane.letter.scan_coming:
            self._open(self.pane.row)
        self.list.setFocus()
        QTimer.singleShot(0, self, self._take_keyboard)  # while somebody signs in the work is covered and takes no key

    def reload(self) -> None:
        """Take in what is new; what is looked at stays where it is."""
        row = self.pane.row or self.list.row
        self.model.reload(self.list.top, row.item_id if row else None)

    def open_row(self) -> None:
        """Open the letter in focus beside the list."""
        row = self.list.row
        if row is not None:
            self._open(row)

    def put_away(self) -> None:
        """Close the letter."""
        if self._job is not None:
            self._job.cancel()
        self.pane.clear()
        self.pane.hide()
        self._left.show()
        self.model.keep(None)
        self.list.setFocus()
        self.reload()

    def assign(self) -> None:
        """P: pass the letter on, or route what came back."""
        row = self._at_hand()
        if row is not None:
            self.desk.assign(row.document_uid, self._on_routed)

    def give_back(self) -> None:
        """Z: back to the registry, with a reason."""
        row = self._at_hand()
        if row is not None and row.role != RETURNED:
            self.desk.give_back(row.document_uid, f"{row.sender} · {row.title}", self._on_routed)

    def restyle(self) -> None:
        """Take the theme's colours anew."""
        self.pane.restyle()
        self.list.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window shows the list or the letter."""
        super().resizeEvent(event)
        self._narrow = self.width() < NARROW
        self.pane.set_narrow(self._narrow)
        self._left.setVisible(not self._narrow or self.pane.isHidden())

    def _take_words(self, dictionaries: Dictionaries) -> None:
        self.pane.words = dictionaries

    def _at_hand(self) -> AssignedRow | None:
        """The row in focus; on a narrow screen the letter shown."""
        return self.pane.row if self._narrow and not self.pane.isHidden() else self.list.row

    def _open(self, row: AssignedRow, urgent: bool = True) -> None:
        if self._job is not None:
            self._job.cancel()
        self._job = self.frame.jobs.submit(
            "db",
            lambda _job: self._assigned.open(row),
            lambda letter: self._on_opened(row, letter),
            self.frame.show_failure,
            label="Otwieranie pisma",
            owner=self,
            urgent=urgent,
        )

    def _on_opened(self, row: AssignedRow, letter: AssignedLetter) -> None:
        fresh = self.pane.item_id != row.item_id
        self.model.keep(row.item_id)
        self.model.mark_seen(row.item_id)
        self.bar.show_counts(self.model.counts)
        self.pane.show_letter(replace(row, seen=True), letter)
        if fresh or self.pane.isHidden():
            self.pane.show()
            self._left.setVisible(not self._narrow)
            if self._narrow:
                self.pane.page.view.setFocus()

    def _on_routed(self) -> None:
        """The letter is somebody else's now."""
        if not self.pane.isHidden():
            self.put_away()
        else:
            self.reload()

    def _on_changes(self, ids: frozenset[str]) -> None:
        """Something came: the list takes it in; the letter shown is read again when it concerns it."""
        if not self.isVisible():
            return  # opening it reads everything anew
        if not self._burst.isActive():
            self._burst.start()
        row = self.pane.row
        if row is not None and row.item_id in ids and not self.pane.isHidden():
            self._open(row, urgent=False)

    def _on_looked(self, look: AssignedLook) -> None:
        self._loaded = True
        self.bar.show_counts(look.counts)
        self._nothing.setVisible(not look.count)
        searching = bool(self.model.filter.text)
        part = self.model.filter.part
        self._empty.setText("Niczego takiego tu nie ma.\nEsc czyści szukanie." if searching else EMPTY[part])
        self._empty_button.setVisible(part != "all" and not searching)
        shown = self.pane.row
        if shown is not None and not self.pane.isHidden():
            self._follow(shown, look)

    def _follow(self, shown: AssignedRow, look: AssignedLook) -> None:
        """The letter shown has a new row (another deadline, another lead), or has gone from this list."""
        place = look.places.get(shown.item_id)
        row = self.model.row_at(place) if place is not None else None
        if place is None:
            self._say_gone(shown)
        elif row is not None and replace(row, seen=True) != shown:
            self._open(row, urgent=False)

    def _say_gone(self, shown: AssignedRow) -> None:
        if self.model.filter.text:
            return
        self.frame.status.say(f"{shown.document_uid} nie jest już przydzielone do Ciebie.")
        self.put_away()

    def _on_part_chosen(self, part: str) -> None:
        self.frame.station.choices.set("assigned.part", part)
        self._show(replace(self.model.filter, part=part))

    def _choose_part(self) -> None:
        """The part this person chose last."""
        kept = self.frame.station.choices.get("assigned.part", "all")
        part = kept if kept in PARTS else "all"
        self.bar.select(part)
        self._show(AssignedFilter(part))

    def _show(self, wanted: AssignedFilter) -> None:
        self.list.begin_anew()
        self.model.show_filter(wanted)

    def _on_text_changed(self, text: str) -> None:
        if text != self.model.filter.text:
            self._show(replace(self.model.filter, text=text))

    def _show_all(self) -> None:
        self.bar.select("all")
        self._on_part_chosen("all")
        self.list.setFocus()

    def _back(self) -> None:
        """Esc: the letter, then the search."""
        if not self.pane.isHidden():
            self.put_away()
        elif self.bar.field.text():
            self.bar.field.clear()
            self.list.setFocus()

    def _compose(self) -> None:
        self._empty.setObjectName("assignedEmpty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setProperty("role", "muted")
        self._empty_button.setObjectName("assignedShowAll")
        self._empty_button.setAccessibleName("Pokaż wszystkie")
        self._empty_button.setAutoDefault(True)
        column = QVBoxLayout(self._nothing)
        column.addStretch(1)
        column.addWidget(self._empty)
        column.addWidget(self._empty_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        # above the list, which stays: the keyboard is there when the first letter comes
        middle = QGridLayout()
        middle.addWidget(self.list, 0, 0)
        middle.addWidget(self._nothing, 0, 0)
        self._nothing.hide()
        self._left = QWidget(self)
        self._left.setMinimumWidth(300)
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 8, 8)
        left.setSpacing(0)
        left.addWidget(self.bar)
        left.addLayout(middle, 1)
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.setObjectName("assignedSplitter")
        parts.setChildrenCollapsible(False)
        parts.addWidget(self._left)
        parts.addWidget(self.pane)
        parts.setStretchFactor(1, 1)
        parts.setSizes([420, 850])
        self.pane.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 0, 0)
        layout.addWidget(parts)

    def _connect(self) -> None:
        self.model.changed.connect(self._on_looked)
        self.model.failed.connect(self.frame.show_failure)
        self.list.activated.connect(lambda _index: self.open_row())
        self.list.clicked.connect(lambda _index: self.open_row())
        self.list.asked.connect(lambda what: self.assign() if what == "assign" else self.give_back())
        self.bar.part_chosen.connect(self._on_part_chosen)
        self.bar.text_changed.connect(self._on_text_changed)
        self.bar.field.returnPressed.connect(self.list.setFocus)
        self._empty_button.clicked.connect(self._show_all)
        self.pane.closed.connect(self.put_away)
        self.pane.assign_asked.connect(self.assign)
        self.pane.return_asked.connect(self.give_back)
        self._changes = Changes(self._assigned.subscribe, self)
        self._changes.told.connect(self._on_changes)
        self.frame.who.changed.connect(self._on_who_changed)

    def _on_who_changed(self, person: SignedIn | None) -> None:
        """Somebody else's list: nothing of the last one's stays on screen, and their own part is chosen."""
        login = person.login if person is not None else None
        if login == self._login:
            return  # the same person, only longer or without the central
        self._login = login
        if self._job is not None:
            self._job.cancel()  # a letter on its way to the screen was opened by the last one
        self.pane.clear()
        self.pane.hide()
        self._left.show()
        self.bar.field.clear()
        self._choose_part()
        QTimer.singleShot(0, self, self._take_keyboard)

    def _take_keyboard(self) -> None:
        """Whoever has just come here begins with the list."""
        if self.isVisible():
            self.list.setFocus()

    def _add_commands(self) -> None:
        add, shown = self.frame.commands.add, self.isVisible
        add(Command("Szukaj w pismach do mnie", "Ctrl+F", self.bar.field.setFocus, GROUP, shown), self)
        add(Command("Zamknij pismo lub szukanie", "Esc", self._back, GROUP, shown), self)
        add(Command("Dekretuj pismo dalej", "F6", self.assign, GROUP, shown), self)
        add(Command("Następna strona pisma", "Alt+PgDown", lambda: self.pane.page.step(1), GROUP, shown), self)
        add(Command("Poprzednia strona pisma", "Alt+PgUp", lambda: self.pane.page.step(-1), GROUP, shown), self)
        for name, key, run in (("Przekaż pismo", "P", self.assign), ("Zwróć pismo", "Z", self.give_back)):
            # the list hears these keys itself: a hand-held reader types letters too
            add(Command(name, key, run, GROUP, shown), self).setShortcut(QKeySequence())
