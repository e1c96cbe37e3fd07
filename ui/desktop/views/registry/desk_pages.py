"""The desk's work on pages: each operation by key, taken back and made again in the order a person did things."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.desktop.ports import PageStep

if TYPE_CHECKING:
    from ui.desktop.views.registry.desk import DeskView

PAGES, LETTER = "pages", "letter"


class DeskPages(QObject):
    """What is asked of the batch's pages. A registered letter's are refused there, with the way out."""

    def __init__(self, desk: DeskView) -> None:
        super().__init__(desk)
        self._desk = desk
        self._pages = desk.frame.station.batch.pages
        self._steps: list[str] = []
        self._wanted = 0
        desk.flow.registered.connect(lambda *_: self._steps.append(LETTER))

    def begin(self) -> None:
        """Another stack: what was done to the last one can't be taken back here."""
        self._steps.clear()
        self._wanted = 0

    def do(self, work: Callable[[], object], failed: Callable[[Exception], None] | None = None) -> None:
        """Do something to the pages; it can be taken back then."""
        self._desk.frame.jobs.submit(
            "scanner", lambda _job: work(), lambda _: self._steps.append(PAGES), failed, owner=self
        )

    # operations on the page or letter on screen

    def move(self, steps: int) -> None:
        """Move the page on screen within its letter."""
        if (page := self._page()) is not None:
            self.do(lambda: self._pages.move(page, steps))

    def rotate(self, degrees: int = 90) -> None:
        """Turn the page on screen for good."""
        if (page := self._page()) is not None:
            self.do(lambda: self._pages.rotate(page, degrees))

    def split(self) -> None:
        """Let the page on screen begin a letter."""
        letter, page = self._desk.flow.letter, self._page()
        if letter is None or page is None:
            return
        if page == letter.first_page:
            self._say("Od tej strony pismo już się zaczyna. Przejdź do następnej (Alt+PgDown).")
            return
        self.do(lambda: self._pages.split_at(page))

    def join(self) -> None:
        """Join the open letter to the one before it."""
        letter, letters = self._desk.flow.letter, self._desk.flow.state.letters
        if letter is None:
            return
        if letter.key == letters[0].key:
            self._say("Przed tym pismem nie ma innego.")
            return
        self.do(lambda: self._pages.join(letter.key))

    def toggle_blank(self) -> None:
        """Say that the page on screen is blank, or that it isn't."""
        page = self._desk.page.current
        if page is not None and self._page() is not None:
            number, blank = page.number, not page.blank
            self.do(lambda: self._pages.mark_blank(number, blank))
            self._say(
                "Strona oznaczona jako pusta. Zostaje w piśmie." if blank else "Strona nie jest pusta, czytam ją."
            )

    def reread(self) -> None:
        """Read the page on screen once more."""
        if (page := self._page()) is not None:
            self._desk.run_batch(lambda: self._pages.reread(page))
            self._say("Czytam stronę jeszcze raz.")

    def next_doubtful(self) -> None:
        """Open the next letter of which it is doubtful where it begins."""
        flow = self._desk.flow
        letter = flow.state.next_doubtful(flow.current)
        if letter is None:
            self._say("Nie ma niepewnych granic.")
            return
        flow.open(letter.key)
        self._desk.page.go_to(letter.first_page)
        left = len(flow.state.doubtful)
        self._say(f"{letter.boundary_evidence} Shift+F11: dobra, Ctrl+J: połącz z poprzednim. Niepewnych: {left}.")

    def boundary_is_right(self) -> None:
        """The open letter does begin here."""
        letter = self._desk.flow.letter
        if letter is None or letter not in self._desk.flow.state.doubtful:
            self._say("Ta granica nie budzi wątpliwości.")
            return
        self.do(lambda: self._pages.check_boundary(letter.key))

    def stick(self, document_uid: str) -> bool:
        """A free label read while a letter without one is open belongs to it; any other opens its own letter."""
        letter, frame = self._desk.flow.letter, self._desk.frame
        if letter is None or letter.label_uid or self._desk.flow.item is not None:
            return False
        if letter.key in self._desk.flow.state.taken_back:
            return False

        def refused(error: Exception) -> None:
            if getattr(error, "code", "") == "label_not_free":
                frame.open_item(document_uid)
            else:
                frame.show_failure(error)

        frame.jobs.submit(
            "scanner", lambda _job: self._pages.give_label(letter.key, document_uid),
            lambda _: self._say(f"Etykieta {document_uid} należy do tego pisma."), refused, owner=self,
        )  # fmt: skip
        return True

    # back and forth

    def undo(self) -> None:
        """Take back what was done last: an operation on pages, or a letter registered."""
        if self._steps[-1:] == [LETTER]:
            if self._desk.flow.undo() or self._desk.flow.busy:
                return
            self._steps.pop()
        self._step(self._pages.undo, "Cofnięto", "Ctrl+Shift+Z przywraca.", self._on_undone)

    def redo(self) -> None:
        """Make the operation on pages taken back last once more."""
        self._step(self._pages.redo, "Przywrócono", "Ctrl+Z cofa.", lambda: self._steps.append(PAGES))

    def taken_back(self) -> None:
        """A letter's registration was taken back."""
        if LETTER in self._steps:
            del self._steps[len(self._steps) - 1 - self._steps[::-1].index(LETTER)]

    def follow(self) -> None:
        """The letters changed: show the page of the operation just taken back or made again."""
        flow = self._desk.flow
        letter = next((one for one in flow.state.letters if self._wanted in (p.number for p in one.pages)), None)
        if letter is None:
            return
        number, self._wanted = self._wanted, 0
        if letter.key != flow.current:
            flow.open(letter.key)
        self._desk.page.go_to(number)

    def _step(self, step: Callable[[], PageStep | None], done: str, hint: str, counted: Callable[[], None]) -> None:
        def told(made: PageStep | None) -> None:
            if made is None:
                self._say("Nie ma czego cofnąć." if done == "Cofnięto" else "Nie ma czego przywrócić.")
                return
            counted()
            self._say(f"{done}: {made.words}. {hint}")
            self._wanted = made.page
            self.follow()

        if self._desk.flow.state.letters:
            self._desk.frame.jobs.submit("scanner", lambda _job: step(), told, owner=self)
        else:
            self._say("Nie ma czego cofnąć.")

    def _on_undone(self) -> None:
        if self._steps[-1:] == [PAGES]:
            self._steps.pop()

    def _page(self) -> int | None:
        page = self._desk.page.current
        return page.number if page is not None and self._desk.flow.letter is not None else None

    def _say(self, text: str) -> None:
        self._desk.frame.status.say(text)
