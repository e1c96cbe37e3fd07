""" "Korespondenci": the book searched while typing at the left, one correspondent at the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from kancelaria.domain.correspondents import Address, Correspondent
from kancelaria.domain.correspondents_numbers import NUMBER_WORDS
from kancelaria.services.correspondents_reads import SUSPICIONS, Suspicion
from ui.desktop import icons, said
from ui.desktop.jobs.job import Job
from ui.desktop.models.plain_table import Column, PlainTable
from ui.desktop.shell.commands import Command
from ui.desktop.shell.frame import Frame
from ui.desktop.views.ask_dialog import OneAnswer
from ui.desktop.views.correspondents.card import CardPane
from ui.desktop.views.correspondents.dialogs import CorrectDialog, MergeDialog
from ui.desktop.views.plain_view import PlainView
from ui.operations.correspondents import Card, Correspondents

GROUP = "Korespondenci"
WAIT_MS = 30
PURPOSES = (
    "potwierdzenie osoby",
    "uzupełnienie danych sprawy",
    "przygotowanie pisma",
    "wyjaśnienie powtórzonych zapisów",
)
SHORT = {"pesel": "PESEL", "nip": "NIP", "regon": "REGON", "krs": "KRS", "name": "nazwa", "near": "podobne"}
NOTHING = "Nie ma takiego korespondenta.\nKsiążka rośnie sama: wpisuje się do niej nadawca każdego pisma."


class CorrespondentsView(QWidget):
    """The place; what is done is done on the db lane."""

    def __init__(self, frame: Frame, book: Correspondents) -> None:
        super().__init__()
        self.setObjectName("correspondents")
        self.frame, self._book = frame, book
        self._asking: Job | None = None
        self._looking: Job | None = None
        self._answered, self._enter = "", False
        self.search = QLineEdit(self)
        self.found = PlainTable[Correspondent](
            (Column("Nazwa", lambda row: row.sender.display_name),
             Column("Miejscowość", lambda row: row.sender.town or ""),
             Column("Pism", lambda row: str(row.uses), number=True)), self,
        )  # fmt: skip
        self.pairs = PlainTable[Suspicion](
            (Column("Pierwszy", lambda row: row.first.sender.display_name),
             Column("Drugi", lambda row: row.second.sender.display_name),
             Column("Wspólne", lambda row: SHORT[row.reason], full=lambda row: SUSPICIONS[row.reason])), self,
        )  # fmt: skip
        self.table = PlainView(self.found, "correspondentsFound", "Znalezieni korespondenci", (0,), self)
        self.pair_table = PlainView(self.pairs, "correspondentsSuspected", "Podejrzane powtórzenia", (0, 1), self)
        self.pane = CardPane(self)
        self._nothing = QLabel(self)
        self._lists = QStackedWidget(self)
        self._suspect = QPushButton("Podejrzane powtórzenia  Alt+P", self)
        self._wait = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._compose()
        self._connect()
        self._add_commands()

    def opened(self) -> None:
        """Shown: the hands are on the search field."""
        self.search.setFocus()
        self.search.selectAll()

    def put_away(self) -> None:
        """Another role works here now: nothing of the last person's is left."""
        self.search.clear()
        self.found.show_rows(())
        self.pairs.show_rows(())
        self.pane.show_card(None)

    def open_card(self, correspondent_id: str) -> None:
        """Show a correspondent."""
        if self._looking is not None:
            self._looking.cancel()
        self._looking = self._read(lambda _job: self._book.card(correspondent_id), self._show_card, "Otwieranie")

    def look_for_suspected(self) -> None:
        """Alt+P: pairs that may be one; it may be stopped."""
        self._say_nothing("Szukanie podejrzanych powtórzeń…")
        book = self._book
        self._read(
            lambda job: book.suspected(lambda: not job.cancelled), self._show_pairs, "Szukanie powtórzonych zapisów"
        )

    def compare(self, pair: Suspicion) -> None:
        """Two records side by side."""
        dialog = MergeDialog(pair, self)
        dialog.merged.connect(self._merge)
        dialog.apart.connect(self._keep_apart)
        dialog.open()

    def correct(self) -> None:
        """Alt+D: the correspondent's data."""
        card = self.pane.card
        if card is None:
            return
        dialog = CorrectDialog(card.known, self)

        def save(changes: dict[str, str]) -> None:
            def done(_saved: Correspondent) -> None:
                dialog.accept()
                self.frame.status.say("Zapisano dane korespondenta.")
                self.open_card(card.known.id)

            self._write(lambda: self._book.correct(card.known, changes), done, dialog.show_fault)

        dialog.given.connect(save)
        dialog.open()

    def reveal(self, kind: str) -> None:
        """A number in full, for a purpose that is logged."""
        card = self.pane.card
        if card is None:
            return
        word, known = NUMBER_WORDS[kind], card.known
        about = f"{known.sender.display_name}. Kto, kiedy i po co go obejrzał, zapisze się w dzienniku."
        dialog = OneAnswer("revealDialog", f"Pokazać {word}?", about, "Cel", PURPOSES, "Pokaż", self)

        def show(value: str) -> None:
            dialog.accept()
            if self.pane.card is card:
                self.pane.show_number(kind, value)

        dialog.given.connect(
            lambda purpose, _tick: self._write(
                lambda: self._book.reveal(known.id, kind, purpose), show, dialog.show_fault
            )
        )
        dialog.open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search field Down goes to the list, Enter opens the first of what was typed."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            shown = self._lists.currentWidget()
            if event.key() == Qt.Key.Key_Down and isinstance(shown, PlainView):
                shown.setFocus()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._on_entered()
                return True
        return super().eventFilter(watched, event)

    def _on_entered(self) -> None:
        """Enter may come before the answer to what was typed last; it counts for that answer."""
        self._enter = self._answered != self.search.text().strip()
        if not self._enter and self.found.rows and self._lists.currentWidget() is self.table:
            self.open_card(self.found.rows[0].id)

    # answers

    def _ask(self) -> None:
        typed = self.search.text().strip()
        if self._asking is not None:
            self._asking.cancel()
        if typed:
            self._asking = self._read(
                lambda _job: self._book.find(typed), lambda found: self._show_found(typed, found), "Szukanie"
            )
        else:
            self._show_found("", [])

    def _show_found(self, typed: str, found: list[Correspondent]) -> None:
        self.found.show_rows(found)
        self._answered = typed
        if self._enter and found:
            self.open_card(found[0].id)
        self._enter = False
        if found:
            self._lists.setCurrentWidget(self.table)
        else:
            self._say_nothing(NOTHING if typed else "")

    def _show_pairs(self, pairs: list[Suspicion]) -> None:
        self.pairs.show_rows(pairs)
        if pairs:
            self._lists.setCurrentWidget(self.pair_table)
            self.pair_table.setFocus()
        else:
            self._say_nothing("Nie ma podejrzanych powtórzeń.")
        told = said.count(len(pairs), "para", "pary", "par")
        self.frame.status.say(f"Podejrzane powtórzenia: {told}." if pairs else "Nie ma podejrzanych powtórzeń.")

    def _show_card(self, card: Card) -> None:
        self.pane.show_card(card)

    def _merge(self, kept_id: str, other_id: str, take: tuple[str, ...]) -> None:
        def done(_none: None) -> None:
            self.frame.status.say("Scalono. Cofnąć to można na karcie „Scalone”.")
            self._after(kept_id)

        self._write(lambda: self._book.merge(kept_id, other_id, take), done)

    def _part(self, other: Correspondent) -> None:
        def done(stays: tuple[str, ...]) -> None:
            rest = " Późniejsze zmiany zostały." if stays else ""
            self.frame.status.say(f"Cofnięto scalenie.{rest}")
            self._after(other.id)

        self._write(lambda: self._book.undo(other.id), done)

    def _keep_apart(self, first_id: str, second_id: str) -> None:
        def done(_none: None) -> None:
            self.frame.status.say("Zapisano: to różni korespondenci.")
            self._after(first_id)

        self._write(lambda: self._book.apart(first_id, second_id), done)

    def _take_address(self, place: Address) -> None:
        card = self.pane.card
        if card is not None:
            known_id = card.known.id
            self._write(lambda: self._book.take_address(known_id, place), lambda _none: self._after(known_id))

    def _after(self, correspondent_id: str) -> None:
        self.open_card(correspondent_id)
        if self._lists.currentWidget() is self.pair_table:
            self.look_for_suspected()
        else:
            self._ask()

    def _say_nothing(self, words: str) -> None:
        self._nothing.setText(words)
        self._lists.setCurrentWidget(self._nothing)

    # building

    def _compose(self) -> None:
        self.search.setObjectName("correspondentsSearch")
        self.search.setAccessibleName("Szukaj korespondenta")
        self.search.setPlaceholderText("Nazwa, miejscowość albo NIP")
        self.search.setClearButtonEnabled(True)
        self._suspect.setObjectName("correspondentsSuspect")
        self._suspect.setAccessibleName("Podejrzane powtórzenia")
        self._suspect.setAutoDefault(True)
        self._suspect.setIcon(icons.icon("compare", "text"))
        self._nothing.setObjectName("correspondentsNothing")
        self._nothing.setProperty("role", "muted")
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for part in (self._nothing, self.table, self.pair_table):
            self._lists.addWidget(part)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self._lists, 1)
        column.addWidget(self._suspect)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.pane)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    def _connect(self) -> None:
        self._wait.timeout.connect(self._ask)
        self.search.textEdited.connect(lambda _text: self._wait.start())
        self.search.textChanged.connect(lambda text: self._wait.start() if not text else None)
        self.search.installEventFilter(self)
        self._suspect.clicked.connect(self.look_for_suspected)
        self.table.asked.connect(lambda row: self.open_card(row.id))
        self.table.clicked.connect(lambda _index: self.open_card(self.table.row.id))
        self.pair_table.asked.connect(self.compare)
        self.pane.correct_asked.connect(self.correct)
        self.pane.reveal_asked.connect(self.reveal)
        self.pane.letter_asked.connect(self.frame.open_item)
        self.pane.address_asked.connect(self._take_address)
        self.pane.part_asked.connect(self._part)
        self.pane.compare_asked.connect(self.compare)

    def _add_commands(self) -> None:
        for name, key, run in (
            ("Szukaj korespondenta", "Ctrl+F", self.opened),
            ("Podejrzane powtórzenia", "Alt+P", self.look_for_suspected),
            ("Popraw dane korespondenta", "Alt+D", self.correct),
        ):
            self.frame.commands.add(Command(name, key, run, GROUP), self)

    def _read(self, work: Callable[[Job], Any], done: Callable[[Any], None], label: str) -> Job:
        return self.frame.jobs.submit("db", work, done, label=label, owner=self, urgent=True)

    def _write(
        self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None] | None = None
    ) -> None:
        self.frame.jobs.submit(
            "db", lambda _job: work(), done, failed or self.frame.show_failure, label="Zapisywanie", owner=self,
            cancellable=False,
        )  # fmt: skip
