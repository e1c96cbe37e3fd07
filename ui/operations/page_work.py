"""What a person does to the pages of the stack in hand: durable before anyone sees it, and undone as it was done."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kancelaria.domain.errors import StateForbids
from kancelaria.domain.identifiers import with_hyphens, without_hyphens
from kancelaria.logs import get_log
from scanning.pages import order
from scanning.pages.model import Document, SpooledPage
from scanning.pages.order import Arrangement, Change, Mark, Operation
from scanning.worker.pool import Task
from scanning.worker.reading import full_task, header_task
from scanning.worker.stack_work import again_task, blind_task, turn_task
from ui.operations import two_pass
from ui.operations.drafts import key_of
from ui.operations.stack_in_hand import BLIND, LABEL, StackInHand

_log = get_log()
WORDS = {
    Operation.MOVE: "przesunięcie strony",
    Operation.TURN: "obrót strony",
    Operation.SPLIT: "podział pisma",
    Operation.JOIN: "połączenie pism",
    Operation.SURE: "sprawdzenie granicy",
    Operation.BLANK: "oznaczenie pustej strony",
    Operation.REPLACE: "ponowny skan strony",
    Operation.INSERT: "wstawienie kartki",
    Operation.OVERLAP: "odłożenie powtórzonych kartek",
}


@dataclass(frozen=True)
class PageStep:
    """An operation taken back or made again: what it was in Polish, and a page it concerns (0 = none is left)."""

    words: str
    page: int


class PageWork:
    """Operations on pages. Every method may be called from any thread; what changes comes as an event of the batch."""

    def __init__(
        self,
        hand: Callable[[], StackInHand],
        lock: threading.RLock,
        submit: Callable[[Task], None],
        later: Callable[[Task], None],
        changed: Callable[[], None],
        require_idle: Callable[[], None],
        label_free: Callable[[str], bool],
    ) -> None:
        """`submit` work that takes moments, `later` whole readings; `changed` tells everybody."""
        self._hand, self._lock, self._submit, self._later, self._changed = hand, lock, submit, later, changed
        self._require_idle, self._label_free = require_idle, label_free

    def split_at(self, page: int) -> None:
        """Let a letter begin at this page."""

        def plan(hand: StackInHand) -> Change:
            letter = self._open(hand, page)
            place = letter.pages.index(page)
            if not place:  # it begins here already: a person says so once more
                return order.sure(hand.stack.arrangement, page)
            return order.split_at(hand.stack.arrangement, letter.pages[place - 1], page)

        self._do(plan)

    def join(self, key: str) -> None:
        """Join a letter to the one before it."""

        def plan(hand: StackInHand) -> Change:
            letter = self._open(hand, hand.document(key).pages[0])
            documents = hand.documents()
            place = documents.index(letter)
            if not place:
                hint = "Łączyć można od drugiego pisma."
                raise StateForbids("first_letter", "Przed tym pismem nie ma innego.", hint, key)
            before = self._open(hand, documents[place - 1].pages[-1])
            return order.joined(hand.stack.arrangement, before.pages[-1], letter.pages[0])

        self._do(plan)

    def move(self, page: int, steps: int) -> None:
        """Move a page forward or back among its letter's pages."""
        self._do(lambda hand: order.moved(hand.stack.arrangement, self._open(hand, page).pages, page, steps))

    def rotate(self, page: int, degrees: int) -> None:
        """Turn a page clockwise by 90, 180 or 270 degrees; it is read anew."""
        self._do(lambda hand: order.turned(self._open_at(hand, page), page, degrees))

    def mark_blank(self, page: int, blank: bool) -> None:
        """A person says whether a page is blank: a blank one isn't read, and counts as blank."""
        self._do(lambda hand: order.marked_blank(self._open_at(hand, page), page, blank))

    def check_boundary(self, key: str) -> None:
        """The doubtful boundary of this letter is right."""

        def plan(hand: StackInHand) -> Change:
            first = hand.document(key).pages[0]
            return order.sure(self._open_at(hand, first), first)

        self._do(plan)

    def reread(self, page: int) -> None:
        """Read a page once more; nothing of the stack changes."""
        with self._lock:
            hand = self._hand()
            self._open(hand, page)
            self._submit(again_task(hand.stack, page))

    def give_label(self, key: str, document_uid: str) -> None:
        """A label was stuck on a letter after its scan: it is registered under this identifier.

        StateForbids where the letter has one, or the label is not ours to use.
        """
        plain = without_hyphens(document_uid)
        with self._lock:
            hand = self._hand()
            letter = self._open(hand, hand.document(key).pages[0])
            taken = any(other.label == plain for other in hand.documents())
            has = letter.label is not None and with_hyphens(letter.label) != hand.voided(key)
            if has or taken or not self._label_free(document_uid):
                hint = "Naklej wolną etykietę tego stanowiska albo otwórz pismo, które już ją ma."
                raise StateForbids("label_not_free", "Tej etykiety nie można dać temu pismu.", hint, document_uid)
            hand.stack.record(LABEL + key, plain)
        self._changed()

    def drop_repeated(self, pages: Sequence[int]) -> None:
        """Leave out pages of sheets that went through the feeder twice; undone they are back."""

        def plan(hand: StackInHand) -> Change:
            hand.require_free(*pages)
            return order.overlapping(hand.stack.arrangement, pages)

        self._do(plan)

    def expect_sheets(self, sheets: int) -> None:
        """So many sheets were put in, whatever was said before; kept on the stack."""
        with self._lock:
            stack = self._hand().stack
            _log.info("sheets_counted_anew", batch=stack.id, before=stack.expected_sheets, now=sheets)
            stack.record("expected_sheets", sheets)
        self._changed()

    def settle_backs(self, *, again: bool) -> None:
        """Of a stack scanned in two passes: its backs come once `again`, or no more come."""
        with self._lock:
            self._require_idle()
            (two_pass.take_backs_out if again else two_pass.without_backs)(self._hand().stack)
        self._changed()

    def undo(self) -> PageStep | None:
        """Take the last operation back; None where there is none."""
        return self._step(lambda hand: hand.stack.history.done, lambda hand: hand.stack.undo())

    def redo(self) -> PageStep | None:
        """Make the operation taken back last once more."""
        return self._step(lambda hand: hand.stack.history.undone, lambda hand: hand.stack.redo())

    def seal(self, key: str, sealed: bool) -> None:
        """Only the envelope: what was read is forgotten; opened again the letter is read."""
        with self._lock:
            hand = self._hand()
            hand.seal(key, sealed)
            if not sealed:
                for number in hand.document(key).pages:
                    self._later(full_task(hand.stack, hand.stack.page(number)))
        self._changed()

    def read_new(self, hand: StackInHand, page: SpooledPage, *, head_first: bool) -> None:
        """A page has come: its head at once where somebody looks on, the whole of it in its turn."""
        if hand.stack.fact(BLIND, False):
            self._submit(blind_task(hand.stack, page))
            return
        if head_first:
            self._submit(header_task(hand.stack, page))
        self._later(full_task(hand.stack, page))

    def settle(self, hand: StackInHand, number: int, what: str) -> None:
        """Work on a page is done: whatever a person has asked of it meanwhile follows."""
        facts = hand.facts.get(number)
        if facts is None or what == "failed":
            return
        if facts.turned != hand.stack.arrangement.turn(number):
            self._submit(turn_task(hand.stack, number))
        elif what in ("turn", "again"):
            self._read(hand, number)

    # inside

    def _do(self, plan: Callable[[StackInHand], Change]) -> None:
        with self._lock:
            hand = self._hand()
            change = plan(hand)
            hand.stack.change(change)
            self._follow(hand, change)
        self._changed()

    def _step(
        self, changes: Callable[[StackInHand], tuple[Change, ...]], step: Callable[[StackInHand], Change | None]
    ) -> PageStep | None:
        with self._lock:
            hand = self._hand()
            for change in changes(hand)[-1:]:
                hand.require_free(*change.pages)
                self._require_unsealed(hand, *change.pages)
            made = step(hand)
            if made is None:
                return None
            self._follow(hand, made)
            left = [page for page in made.pages if hand.stack.arrangement.has(page)]
        self._changed()
        return PageStep(WORDS[made.operation], left[-1] if left else 0)

    def _follow(self, hand: StackInHand, change: Change) -> None:
        """What a change makes of readings: only pages it touches are worked on again."""
        for page in change.touches(Mark.TURN):
            self._submit(turn_task(hand.stack, page))
        for page in change.touches(Mark.BLANK):
            self._submit(again_task(hand.stack, page))
        for page in change.touches(Mark.OUT):
            if hand.stack.arrangement.has(page) and page not in hand.read:
                self._read(hand, page)

    def _read(self, hand: StackInHand, number: int) -> None:
        page = hand.stack.page(number)
        if not hand.unreadable(number):
            self._later(full_task(hand.stack, page))
        elif number in hand.facts:
            hand.unread_page(number, for_good=True)
        else:
            self._submit(blind_task(hand.stack, page))

    def _open(self, hand: StackInHand, page: int) -> Document:
        """The letter of a page that may be worked on."""
        letter = hand.letter_with(page)
        hand.require_free(*letter.pages)
        self._require_unsealed(hand, page)
        return letter

    def _open_at(self, hand: StackInHand, page: int) -> Arrangement:
        self._open(hand, page)
        return hand.stack.arrangement

    def _require_unsealed(self, hand: StackInHand, *pages: int) -> None:
        for letter in hand.documents():
            if key_of(letter) in hand.sealed and set(pages) & set(letter.pages):
                hint = "Jeśli przesyłkę wolno otworzyć, najpierw zdejmij oznaczenie (F8)."
                raise StateForbids("letter_sealed", "To przesyłka zaklejona, jej stron się nie zmienia.", hint)
