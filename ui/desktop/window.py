"""The main window: rail, top field, places, errors and status line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from kancelaria.domain.identifiers import is_document_uid, with_hyphens
from ui.desktop import theme
from ui.desktop.jobs.bridge import CentralBridge
from ui.desktop.jobs.job import Job
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.ports import OfficeFacts, RegisterFilter, RegisterRow, SignedIn, Station
from ui.desktop.print_desk import PrintDesk
from ui.desktop.print_forms import PrintForms
from ui.desktop.shell.commands import Command, CommandList
from ui.desktop.shell.cover import Cover
from ui.desktop.shell.error_panel import ErrorPanel, known, show_bug
from ui.desktop.shell.keys_dialog import KeysDialog
from ui.desktop.shell.people import PeopleAtWindow
from ui.desktop.shell.rail import Rail
from ui.desktop.shell.reader import HandReader
from ui.desktop.shell.status_line import StatusLine
from ui.desktop.shell.top_bar import Found, TopBar
from ui.desktop.shell.who import Who

NARROW = 960


class MainWindow(QMainWindow):
    """The frame; places are built when first opened, so the window is there at once."""

    def __init__(self, station: Station, jobs: JobRunner) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowTitle("Kancelaria")
        self.station, self.jobs = station, jobs
        self.commands = CommandList(self)
        self.who = Who(self)
        self._makers: dict[str, Callable[[], QWidget]] = {}
        self._roles: dict[str, frozenset[str] | None] = {}
        self._places: dict[str, QWidget] = {}
        self._saving: list[Callable[[], None]] = []
        self.again = False
        self.rail = Rail(self)
        self.status = StatusLine(self)
        self.errors = ErrorPanel(self)
        self._stack = QStackedWidget(self)
        shell = QWidget(self)
        shell.setObjectName("shell")
        self.top = TopBar(self.commands, self._search, self._jump, shell)
        self._reader = HandReader(self)
        self._reader.scanned.connect(self._on_label_scanned)
        self.cover = Cover(shell, self.commands, self._reader, self)
        self._compose(shell)
        self.rail.chosen.connect(self.open_place)
        jobs.slow.connect(self.status.job_slow)
        jobs.progressed.connect(self.status.job_progress)
        jobs.ended.connect(self.status.job_ended)
        jobs.failed.connect(self._on_job_failed)
        folder = station.drafts.parent / "wydruki"
        self._prints = PrintDesk(jobs, station.choices, folder, self.status.say, self, station.printouts)
        if station.central is not None:
            self.status.show_central(station.central.status())
            CentralBridge(station.central, self).told.connect(self.status.show_central)
        self.who.set(station.people.current() if station.people is not None else station.person)
        self.who.changed.connect(self._on_who_changed)
        self.commands.reachable = self._reachable
        self._add_commands()
        self._add_print_forms()
        self._restore_geometry()

    def add_place(
        self,
        name: str,
        text: str,
        icon_name: str,
        key: str,
        make: Callable[[], QWidget],
        at_bottom: bool = False,
        roles: frozenset[str] | None = None,
        on_rail: bool = True,
    ) -> None:
        """Offer a place to people of these roles (None: to everybody), on the rail or by its key and command alone.

        It is made when first opened.
        """
        self._makers[name] = make
        self._roles[name] = roles
        if on_rail:
            self.rail.add(name, text, icon_name, key, at_bottom)
        go = Command(f"Przejdź: {text}", key, lambda: self._go(name), "Miejsca", lambda: self.who.may(roles))
        self.commands.add(go)
        self._show_allowed()

    @property
    def allowed(self) -> list[str]:
        """Places the person signed in may use, in the order they were added."""
        return [name for name, roles in self._roles.items() if self.who.may(roles)]

    @property
    def first_place(self) -> str:
        """Where a person begins: at the desk, or with what is assigned to them; empty where they may go nowhere."""
        wanted = [name for name in ("desk", "assigned") if name in self.allowed]
        return next(iter([*wanted, *self.allowed]), "")

    def open_place(self, name: str) -> QWidget:
        """Show a place, building it the first time."""
        place = self.build_place(name)
        self._stack.setCurrentWidget(place)
        self.rail.select(name)
        opened = getattr(place, "opened", None)
        if opened:
            opened()
        return place

    def build_place(self, name: str) -> QWidget:
        """A place, built but not shown."""
        if name not in self._places:
            self._places[name] = self._makers[name]()
            self._stack.addWidget(self._places[name])
        return self._places[name]

    def _go(self, name: str) -> None:
        self.open_place(name)

    def place(self, name: str) -> QWidget | None:
        """A place already built."""
        return self._places.get(name)

    def on_saving(self, save: Callable[[], None]) -> None:
        """Call `save` before anything could be lost: on a bug and on closing."""
        self._saving.append(save)

    def show_failure(self, error: Exception) -> None:
        """A known error goes to the panel with its next step; a bug is logged, said, and work in hand saved."""
        shown = known(error)
        if shown is not None:
            self.errors.show_error(shown)
            return
        self.save_work()
        show_bug(self, error)

    def save_work(self) -> None:
        """Save what isn't registered yet."""
        for save in self._saving:
            save()

    def apply_theme(self, name: theme.ThemeName) -> None:
        """Change the theme at once."""
        if theme.is_current(name):
            return
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, name)
        for part in (self.rail, self.status, self.top, *self._places.values()):
            restyle = getattr(part, "restyle", None)
            if restyle:
                restyle()

    def _on_who_changed(self, _person: SignedIn | None) -> None:
        """What a role may not use isn't shown."""
        self._show_allowed()
        self.show_who()
        shown = self._stack.currentWidget()
        name = next((name for name, place in self._places.items() if place is shown), None)
        if self.allowed:
            self.open_place(name if name in self.allowed else self.first_place)

    def _show_allowed(self) -> None:
        self.rail.show_only(self.allowed)
        self.status.offer_scanner("desk" in self.allowed)

    def welcome_people(self) -> None:
        """Where people sign in: the window is theirs from here on."""
        if self.station.people is not None:
            self.people = PeopleAtWindow(self, self.station.people, self.cover)
            self.top.on_who(self.people.switch)

    def make_theirs(self, person: SignedIn) -> None:
        """Somebody else works here now: their choices, nothing shown that was made for another."""
        forget = getattr(self.station.choices, "forget", None)
        if forget:
            forget()
        self.top.put_away()
        self.errors.put_away()
        self.status.say("")
        settings = self._places.pop("settings", None)
        if settings is not None:
            self._stack.removeWidget(settings)
            settings.deleteLater()
        before = self.who.person
        if before is None or before.roles != person.roles:
            # a letter one role has open, and the rows it has read, may be none of another's business
            for place in self._places.values():
                if put_away := getattr(place, "put_away", None):
                    put_away()
        self.apply_theme(theme.chosen(self.station.choices.get("theme", "")))

    def work_in_hand(self) -> bool:
        """Whether something begun waits to be finished in some place."""
        return any(asked() for place in self._places.values() if (asked := getattr(place, "work_in_hand", None)))

    def _reachable(self, scope: QWidget | None) -> bool:
        """Whether the person at work may use what belongs to this part of a place."""
        if scope is None:
            return True
        within = [name for name, place in self._places.items() if scope is place or place.isAncestorOf(scope)]
        return not within or within[0] in self.allowed

    def show_who(self) -> None:
        """Take the office's facts anew."""

        def show(facts: OfficeFacts) -> None:
            person = self.who.person
            self.top.show_who((person.name if person else "") or facts.person, facts.point_symbol)

        self.jobs.submit("db", lambda _job: self.station.office.facts(), show, owner=self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window (small screen, large scale) keeps the room for the work."""
        super().resizeEvent(event)
        self.rail.set_narrow(self.width() < NARROW)

    def showEvent(self, event: QShowEvent) -> None:
        """Shown: the reader's keys are watched from now on."""
        super().showEvent(event)
        self._reader.watch(self.windowHandle())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save work in hand and remember the window's size."""
        self.save_work()
        self.station.choices.set("window.geometry", bytes(self.saveGeometry().toBase64().data()).decode())
        super().closeEvent(event)

    def _compose(self, shell: QWidget) -> None:
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.top)
        middle.addWidget(self._stack, 1)
        middle.addWidget(self.errors)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addLayout(middle, 1)
        down = QVBoxLayout(shell)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(across, 1)
        down.addWidget(self.status)
        self.setCentralWidget(self.cover)

    def _add_commands(self) -> None:
        add = self.commands.add
        add(Command("Szukaj lub przejdź do pisma", "Ctrl+K", lambda: self.top.open()))
        add(Command("Polecenia", "Ctrl+Shift+P", lambda: self.top.open(">")))
        add(Command("Klawisze", "F1", self._show_keys))
        add(Command("Zamknij komunikat o błędzie", "Ctrl+E", self.errors.put_away))
        add(Command("Zakończ program", "Ctrl+Q", self._quit, always=True))

    def _quit(self) -> None:
        self.close()

    def _restore_geometry(self) -> None:
        self.setMinimumSize(640, 360)
        kept = self.station.choices.get("window.geometry")
        if not (kept and self.restoreGeometry(QByteArray.fromBase64(kept.encode()))):
            self.resize(1280, 720)
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def _search(self, text: str, answer: Callable[[Sequence[Found]], None]) -> None:
        def ask(_job: Job) -> Sequence[RegisterRow]:
            return self.station.register.rows(RegisterFilter(text=text), "registered_at", True, 0, 9)

        def show(rows: Sequence[RegisterRow]) -> None:
            answer(
                [
                    Found(f"{row.document_uid}  {row.sender} · {row.title}", self._opener(row.document_uid))
                    for row in rows
                ]
            )

        self.jobs.submit("db", ask, show, label="Szukanie", owner=self)

    def _opener(self, document_uid: str) -> Callable[[], None]:
        return lambda: self.open_item(document_uid)

    def _jump(self, text: str) -> bool:
        if not is_document_uid(text):
            return False
        self.open_item(with_hyphens(text))
        return True

    def _on_label_scanned(self, document_uid: str) -> None:
        """The place on screen may know the letter; the register does."""
        self.top.put_away()
        take = getattr(self._stack.currentWidget(), "take_label", None)
        if take is None or not take(document_uid):
            self.open_item(document_uid)

    def open_item(self, document_uid: str) -> None:
        """Open an item in the register."""
        place = self.open_place("registers")
        show = getattr(place, "open_item", None)
        if show:
            show(document_uid)

    def print_file(self, kind: str, make: Callable[[], Path], of: str = "") -> None:
        """Make a PDF, `of` an item, and print it on the printer chosen for this kind."""
        self._prints.print(kind, make, of)

    def print_sample(self) -> None:
        """Print a label that is nobody's on the printer chosen for labels."""
        if (prints := self.station.printouts) is not None:
            self._prints.run("label", prints.sample)

    def ask_label_printer(self, known: str, chosen: Callable[[str], None]) -> None:
        """Ask for the address of a printer of labels; `chosen` hears it."""
        self._prints.ask_label_printer(known, chosen)

    def item_in_hand(self) -> str:
        """The identifier of the letter a person works with, where the place on screen has one; else empty."""
        place = self._stack.currentWidget()
        asked, beside = getattr(place, "item_in_hand", None), getattr(place, "item", None)
        if asked:
            return str(asked())
        return str(getattr(beside, "uid", "")) if isinstance(beside, QWidget) and beside.isVisible() else ""

    def _add_print_forms(self) -> None:
        prints = self.station.printouts
        if prints is not None:
            forms = PrintForms(self, self, self._prints, prints)
            self._reader.receipt_scanned.connect(forms.check)

    def open_anew(self) -> None:
        """Close the window and open the station again: something that counts for all of it has changed."""
        self.again = True
        self.close()

    def _show_keys(self) -> None:
        KeysDialog(self.commands, self).open()

    def _on_job_failed(self, _job: Job, error: Exception) -> None:
        self.show_failure(error)
