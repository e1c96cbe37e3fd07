"""The desk: scan, see, confirm, label, receipt; at the counter and for the morning stack."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from kancelaria.domain.incoming import IncomingItem
from ui.desktop import said
from ui.desktop.drafts import DraftBook
from ui.desktop.jobs.bridge import BatchBridge
from ui.desktop.models import form_values
from ui.desktop.ports import Dictionaries, Duplicate, Letter, PageImage
from ui.desktop.shell.frame import Frame
from ui.desktop.views.notice import Notice
from ui.desktop.views.page_panel import PagePanel
from ui.desktop.views.registry.desk_commands import add_desk_commands
from ui.desktop.views.registry.desk_counts import DeskCounts
from ui.desktop.views.registry.desk_duplicates import compare, say_left_out
from ui.desktop.views.registry.desk_events import DeskEvents
from ui.desktop.views.registry.desk_flow import DeskFlow
from ui.desktop.views.registry.desk_pages import DeskPages
from ui.desktop.views.registry.desk_parts import DeskButtons, EmptyDesk, LetterHead
from ui.desktop.views.registry.desk_passes import DeskPasses
from ui.desktop.views.registry.desk_recovery import DeskRecovery
from ui.desktop.views.registry.desk_scanning import DeskScanning
from ui.desktop.views.registry.desk_stops import DeskStops
from ui.desktop.views.registry.duplicates import DuplicateNotice
from ui.desktop.views.registry.letter_boxes import boxes_of
from ui.desktop.views.registry.letter_form import LetterFormView
from ui.desktop.views.registry.refused_files import RefusedFiles
from ui.desktop.views.registry.scan_bar import ScanBar
from ui.desktop.views.registry.sender_completion import SenderCompletion
from ui.desktop.views.registry.stack_strip import StackStrip
from ui.desktop.views.registry.unscanned import UnscannedDialog

NARROW = 860
DUPLICATES_MS = 600


class DeskView(QWidget):
    """One place for the whole work of the registry's desk."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.setObjectName("desk")
        self.frame = frame
        station, jobs = frame.station, frame.jobs
        self.drafts = DraftBook(station.drafts)
        self.flow = DeskFlow(station.desk, jobs, self.drafts, self)
        self.bar = ScanBar(station.choices, self)
        self.recovery = Notice("recoveryNotice", self)
        self.notice = Notice("deskNotice", self)
        self.refused = RefusedFiles(self)
        self.empty = EmptyDesk(self)
        self.strip = StackStrip(self.flow.state, jobs, self)
        self.page = PagePanel(jobs, self)
        self.head = LetterHead(self)
        self.duplicates = DuplicateNotice(self)
        self.form = LetterFormView(SenderCompletion(station.desk, jobs, self), self)
        self.buttons = DeskButtons(self)
        self._sticky: dict[str, str] = {}
        self._words = Dictionaries()
        self._shown: str | None = None
        self._edited = False
        self._check = QTimer(self, singleShot=True, interval=DUPLICATES_MS)
        self._check.timeout.connect(self._look_for_duplicates)
        self.pages = DeskPages(self)
        self._compose()
        self._connect()
        self.bridge = BatchBridge(station.batch, self)
        self.events = DeskEvents(self)
        self.bridge.happened.connect(self.events.take)
        self.scanning = DeskScanning(self)
        self.stops = DeskStops(self)
        self.left = DeskRecovery(self)
        self.counts = DeskCounts(self)
        self.passes = DeskPasses(self)
        self.actions_ = add_desk_commands(self)
        self.bar.scanning_changed.connect(self.actions_["cancel"].setEnabled)
        frame.on_saving(self.save_work)
        self._read_words()
        self.show_stack()

    # opening

    def opened(self) -> None:
        """Shown: look for scanners, ask about a stack left over."""
        station = self.frame.station
        self.scanning.look()
        self.strip.set_roomy(station.choices.get("rows.roomy") == "yes")
        self.run_batch(station.batch.look_again)
        self.left.first_look()

    def forget_sticky(self) -> None:
        """A new visitor starts with an empty form; a stack keeps the run's values."""
        if self.bar.at_counter:
            self._sticky = {}

    def _read_words(self) -> None:
        desk = self.frame.station.desk
        self.frame.jobs.submit("db", lambda _job: desk.dictionaries(), self._take_words, owner=self)

    def _take_words(self, words: Dictionaries) -> None:
        self._words = words
        self.form.offer(words)

    # the batch

    def scan(self) -> None:
        """Begin scanning, unless letters still wait to be confirmed."""
        self.scanning.scan()

    def run_batch(
        self, work: Callable[[], object], label: str = "", failed: Callable[[Exception], None] | None = None
    ) -> None:
        """Ask something of the batch on the scanner lane."""
        self.frame.jobs.submit("scanner", lambda _job: work(), None, failed, label=label, owner=self)

    # letters

    def show_stack(self) -> None:
        """Draw the stack as it is; says what to do while it is empty."""
        state = self.flow.state
        self.strip.refresh(self.events.started if hasattr(self, "events") else "")
        self._stack.setCurrentWidget(self._work if state.letters else self.empty)
        self._place_strip()
        if self.bar.scanning:
            self.empty.say(
                "Skanowanie…", "Pierwsze pismo pojawi się, gdy tylko strona zostanie zapisana.", can_scan=False
            )
        elif self.bar.at_counter:
            self.empty.say("Gotowe na następne pismo", "Połóż pismo w skanerze i naciśnij F2.")
        else:
            self.empty.say("Stos jest pusty", "Włóż listy do podajnika, podaj liczbę kartek i naciśnij F2.")

    def show_letter(self, letter: Letter | None) -> None:
        """Show a letter: its pages, its form, what can be done."""
        self._keep_draft()
        self._shown = letter.key if letter else None
        item = self.flow.item
        self.form.begin(self._sticky)
        self.duplicates.show_duplicates(())
        if letter is not None:
            back, draft = self.flow.state.taken_back.get(letter.key), self.drafts.get(letter.key)
            if item is not None or back is not None:
                self.form.show_item(item or back)  # type: ignore[arg-type]
            elif draft is not None:
                self.form.show_values(draft)
                self.form.suggest(letter.suggestions)
            else:
                self.form.suggest(letter.suggestions)
        self.form.setEnabled(letter is not None and item is None)
        self._edited = False
        self.refresh_letter(letter, turn=True)
        if letter is not None and item is None:
            self._check.start()
            self.form.focus_first()
            self.run_batch(lambda: self.frame.station.batch.prioritise(letter.first_page))

    def refresh_letter(self, letter: Letter | None, turn: bool = False) -> None:
        """Take what has changed about the open letter, leaving what a person typed."""
        item = self.flow.item
        if letter is not None and item is None and not turn:
            self.form.suggest(letter.suggestions)
        pages: tuple[PageImage, ...] = letter.pages if letter else ()
        sealed = bool(letter and letter.sealed)
        index = 0 if turn or self.page.current is None else self.page.index_of(self.page.current.number)
        self.page.show_pages(pages, index)
        self.page.set_boxes({} if sealed or letter is None else boxes_of(letter.suggestions))
        self.strip.show_letter(letter)
        if self.page.current is not None:
            self.strip.show_page(self.page.current.number)
        self.head.show_letter(letter, item, self.flow.state.taken_back.get(letter.key) if letter else None)
        done = item is not None and self.flow.state.next_open(self.flow.current) is None
        printable = item is not None or self.flow.last_item is not None
        self.buttons.show_state(letter, item, self.bar.at_counter or done, printable)
        self.form.missing.offer(letter is not None and item is None and not letter.header_only and not sealed)
        self.form.show_sealed(sealed)
        self._check_attachments()

    def confirm(self) -> None:
        """Register what is open; when it already is, go on."""
        if self.flow.item is not None:
            if self.flow.state.next_open(self.flow.current) is None:
                self.scan()
            else:
                self.flow.open_next()
            return
        letters = self.flow.state.letters
        if self.bar.scanning and letters and self.flow.current == letters[-1].key:
            # more of its pages may still be in the feeder
            self.frame.status.say("Skaner jeszcze podaje to pismo. Zatwierdź je, gdy skończy.")
            return
        if self.stops.stopped and letters and self.flow.current == letters[-1].key:
            self.stops.ask_about_last(self.confirm)
            return
        self.flow.confirm(self.form.values())

    def item_in_hand(self) -> str:
        """The open registered letter, else the one registered last; empty where there is none."""
        item = self.flow.unscanned or self.flow.item or self.flow.last_item
        return item.document_uid if item is not None else ""

    def print_for(self, kind: str) -> None:
        """Print label or receipt of the open letter, else of the one registered last."""
        uid = self.item_in_hand()
        if not uid:
            self.frame.status.say("Najpierw zatwierdź pismo.")
            return
        desk = self.frame.station.desk
        self.frame.print_file(kind, lambda: desk.label_pdf(uid) if kind == "label" else desk.receipt_pdf(uid), uid)

    def step_letter(self, steps: int) -> None:
        """Open the letter before or after."""
        self.flow.step(steps)

    def take_label(self, document_uid: str) -> bool:
        """Open the letter that bears this label, else stick it on the open one; False where neither can be."""
        return self.flow.open_labelled(document_uid) or self.pages.stick(document_uid)

    def register_unscanned(self) -> None:
        """Ask for a letter that can't be scanned."""
        dialog = UnscannedDialog(self.frame, self._words, self)
        dialog.registered.connect(self._on_unscanned)
        dialog.open()

    def _on_unscanned(self, item: IncomingItem) -> None:
        self.flow.unscanned = item
        self.frame.status.say(f"Zarejestrowano bez skanu {item.document_uid}. F4 etykieta, F5 pokwitowanie.")
        self.refresh_letter(self.flow.letter)

    def hold_focus(self) -> None:
        """Put the keyboard where the hands work next."""
        if not self.flow.state.letters:
            (self.empty if self.bar.scanning else self.empty.scan).setFocus()
        elif self.form.isEnabled():
            self.form.focus_first()
        else:
            self.strip.list.setFocus()

    def work_in_hand(self) -> bool:
        """Whether letters of the stack wait to be registered."""
        return len(self.flow.state.letters) > self.flow.state.confirmed

    def save_work(self) -> None:
        """Keep what is typed but not confirmed."""
        self._keep_draft()
        self.drafts.save()

    def restyle(self) -> None:
        """Take the theme's colours anew."""
        for part in (self.bar, self.strip, self.page, self.buttons):
            part.restyle()

    # reacting

    def _on_registered(self, _key: str, item: IncomingItem) -> None:
        self._sticky = {} if self.bar.at_counter else self.form.sticky()
        self._edited = False
        number = f" · RPW {item.rpw_number}/{item.rpw_year}" if item.rpw_number else ""
        self.frame.status.say(f"Zarejestrowano {item.document_uid}{number} · Ctrl+Z cofa")
        self.show_stack()
        following = self.flow.state.next_open(self.flow.current)
        if following is not None and not self.bar.at_counter:
            self.flow.open(following.key)
            return
        self.flow.open(self.flow.current)
        self.buttons.receipt.setFocus()
        if following is None and not self.bar.scanning:
            count = len(self.flow.state.letters)
            if not self.bar.at_counter:
                self.frame.status.say(
                    f"Stos gotowy: {said.letters(count)}. Ostatnie: {item.document_uid} · Ctrl+Z cofa"
                )
            self.counts.finish()

    def _on_taken_back(self, key: str, item: IncomingItem) -> None:
        self.pages.taken_back()
        self.show_stack()
        self.flow.open(key)
        self.frame.status.say(f"Cofnięto do poprawy: {item.document_uid}. Numer zostaje.")

    def _on_refused(self, faults: dict[str, str]) -> None:
        self.form.show_faults(faults)
        self.frame.status.say(next(iter(faults.values())))

    def _on_alike(self, found: list[Duplicate]) -> None:
        self.duplicates.show_duplicates(found)
        self.frame.status.say("Podobne pismo już jest. Ctrl+Enter jeszcze raz rejestruje mimo to.")

    def _on_form_edited(self) -> None:
        self._edited = True
        self._check.start()
        self._check_attachments()

    def _on_mode_changed(self) -> None:
        self.show_stack()
        self.refresh_letter(self.flow.letter)

    def _look_for_duplicates(self) -> None:
        self.flow.look_for_duplicates(self.form.values(), self.duplicates.show_duplicates)

    def _compare(self) -> None:
        compare(self, self.flow, self.duplicates.duplicates)

    def _check_attachments(self) -> None:
        letter = self.flow.letter
        count = self.form.values().attachment_count
        self.form.show_attachments(form_values.attachment_note(count, len(letter.pages)) if letter else "")

    def _keep_draft(self) -> None:
        if self._shown and self._edited and self._shown not in self.flow.state.items:
            self.drafts.put(self._shown, self.form.values())

    # building

    def _compose(self) -> None:
        right = QFrame(self)
        right.setProperty("ground", "surface")
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.head)
        column.addWidget(self.duplicates)
        column.addWidget(self.form, 1)
        column.addWidget(self.buttons)
        self._work = QSplitter(Qt.Orientation.Horizontal, self)
        self._work.setObjectName("deskSplitter")
        self._work.setChildrenCollapsible(False)
        for part, width, stretch in ((self.strip, 216, 0), (self.page, 560, 1), (right, 424, 0)):
            part.setMinimumWidth(min(width, 200 if stretch else width - 60))
            self._work.addWidget(part)
            self._work.setStretchFactor(self._work.count() - 1, stretch)
        self._work.setSizes([216, 560, 424])
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._work)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.bar, self.recovery, self.refused.notice, self.notice):
            layout.addWidget(widget)
        layout.addWidget(self._stack, 1)

    def _connect(self) -> None:
        flow, pages = self.flow, self.frame.station.batch.pages
        flow.opened.connect(self.show_letter)
        flow.registered.connect(self._on_registered)
        flow.taken_back.connect(self._on_taken_back)
        flow.refused.connect(self._on_refused)
        flow.alike.connect(self._on_alike)
        flow.left_out.connect(lambda item: say_left_out(self, item))
        flow.failed.connect(self.frame.show_failure)
        self.bar.scan_asked.connect(self.scan)
        self.bar.cancel_asked.connect(lambda: self.scanning.cancel_scan())
        self.bar.mode_changed.connect(self._on_mode_changed)
        self.empty.scan_asked.connect(self.scan)
        self.empty.intake_asked.connect(lambda: self.scanning.intake())
        self.empty.unscanned_asked.connect(self.register_unscanned)
        self.strip.letter_chosen.connect(flow.open)
        self.strip.page_chosen.connect(self.page.go_to)
        self.strip.split_asked.connect(lambda number: self.pages.do(lambda: pages.split_at(number)))
        self.strip.join_asked.connect(lambda key: self.pages.do(lambda: pages.join(key)))
        self.strip.move_asked.connect(lambda number, steps: self.pages.do(lambda: pages.move(number, steps)))
        self.strip.confirm_asked.connect(self.confirm)
        self.strip.boundary_checked.connect(lambda key: self.pages.do(lambda: pages.check_boundary(key)))
        self.page.page_shown.connect(self.strip.show_page)
        self.page.view.box_clicked.connect(
            lambda name: self.form.fields[name].setFocus() if name in self.form.fields else None
        )
        self.form.field_focused.connect(self.page.light)
        self.form.edited.connect(self._on_form_edited)
        self.form.finished.connect(self.confirm)
        self.duplicates.compare_asked.connect(self._compare)
        self.buttons.confirm_asked.connect(self.confirm)
        self.buttons.label_asked.connect(lambda: self.print_for("label"))
        self.buttons.receipt_asked.connect(lambda: self.print_for("receipt"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow windows keep page and form; the strip steps aside."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self.page.set_narrow(narrow)
        for part in (self.bar, self.recovery, self.notice, self.refused.notice):
            part.set_narrow(narrow)
        self._place_strip()

    def _place_strip(self) -> None:
        self.strip.setVisible(
            self.width() >= NARROW and not (self.bar.at_counter and len(self.flow.state.letters) <= 1)
        )
