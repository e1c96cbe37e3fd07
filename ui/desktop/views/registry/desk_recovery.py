"""Stacks left unfinished: offered one after the other, gone on with, left for later or set aside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.desktop import said
from ui.desktop.ports import UnfinishedStack

if TYPE_CHECKING:
    from ui.desktop.views.registry.desk import DeskView

COMMAND = "Niedokończone stosy"
HINT = (
    "Zostaw na później: zapytam przy następnym uruchomieniu. "
    f"Odłóż na bok: nie zapytam więcej, strony zostają na dysku, a stos znajdzie polecenie „{COMMAND}” (Ctrl+K, >)."
)


class DeskRecovery(QObject):
    """Asks about what was left over; every answer says what happens."""

    def __init__(self, desk: DeskView) -> None:
        super().__init__(desk)
        self._desk = desk
        self._batch = desk.frame.station.batch
        self.left_behind = False
        """A stack was left for a new one while the program ran: it is offered when that one is done."""
        self._looked = False

    def first_look(self) -> None:
        """Once, when the desk is first shown: what the program was ended in the middle of."""
        if self._looked:
            return
        self._looked = True
        self._desk.empty.scan.setFocus()

        def look_back() -> list[UnfinishedStack]:
            self._desk.drafts.load()
            return self._batch.unfinished()

        self._desk.frame.jobs.submit("db", lambda _job: look_back(), self.ask, owner=self)

    def ask(self, stacks: Sequence[UnfinishedStack]) -> None:
        """Offer the first of these; the others follow its answer."""
        desk = self._desk
        if not stacks or desk.bar.scanning or desk.flow.state.waiting:
            return
        stack, others = stacks[0], stacks[1:]
        rest = f", zarejestrowano {said.letters(stack.registered)}" if stack.registered else ""
        me = desk.frame.who.person
        if stack.begun_by and (me is None or me.name != stack.begun_by):
            rest += f", zaczęty przez: {stack.begun_by}"
        more = f" (jeszcze {len(others)})" if others else ""
        desk.recovery.say(
            f"Niedokończony stos{more}: {said.instant(stack.started_at)}, {said.pages(stack.pages)}{rest}.",
            ("Kontynuuj", lambda: self._resume(stack)),
            ("Zostaw na później", lambda: self._leave(others)),
            ("Odłóż na bok", lambda: self._set_aside(stack, others)),
            hint=HINT,
        )
        desk.recovery.answer(0).setFocus()

    def look(self, aside: bool = True) -> None:
        """Offer what is left over; with `aside` also what was set aside."""
        desk = self._desk
        if desk.bar.scanning or desk.flow.state.waiting:
            desk.frame.status.say("Najpierw zatwierdź pisma z tego stosu albo zostaw je na później (F2).")
            return
        desk.frame.jobs.submit(
            "db", lambda _job: self._batch.unfinished(aside), lambda found: self._found(found, aside), owner=self
        )

    def stack_done(self) -> None:
        """The stack in hand is finished: back to one left behind for it."""
        if self.left_behind:
            self.left_behind = False
            self.look(aside=False)

    def _found(self, stacks: list[UnfinishedStack], asked: bool) -> None:
        if not stacks and asked:
            self._desk.frame.status.say("Nie ma niedokończonych stosów.")
        self.ask(stacks)

    def _resume(self, stack: UnfinishedStack) -> None:
        desk = self._desk
        desk.flow.begin()
        desk.drafts.begin(stack.id)
        desk.events.begin(said.now().strftime("%H:%M"))
        desk.run_batch(lambda: self._batch.resume(stack.id), "Otwieranie stosu")
        if stack.cut_off_after is not None:
            desk.stops.cut_off(stack.cut_off_after)

    def _leave(self, others: Sequence[UnfinishedStack]) -> None:
        self._desk.hold_focus()
        self.ask(others)

    def _set_aside(self, stack: UnfinishedStack, others: Sequence[UnfinishedStack]) -> None:
        self._desk.run_batch(lambda: self._batch.discard(stack.id))
        self._desk.frame.status.say(
            f"Odłożono na bok stos ({said.pages(stack.pages)}). Wróci do niego polecenie „{COMMAND}” (Ctrl+K, >)."
        )
        self._leave(others)
