"""Stacks on their way out: finished ones whose last PDF/A are still being written, and those left or set aside."""

from __future__ import annotations

import threading
from collections.abc import Callable

from kancelaria.logs import get_log
from scanning.errors import StorageError
from scanning.spool import Spool, Stack
from ui.operations.facts import UnfinishedStack
from ui.operations.file_intake import SET_ASIDE
from ui.operations.stack_in_hand import StackInHand

BEGUN_BY = "begun_by"


class ClosingStacks:
    """Stacks on their way out. One cut off before its end is offered as unfinished; nothing in it is lost."""

    def __init__(self) -> None:
        self.may_close: Callable[[StackInHand], bool] = lambda _hand: True
        self._hands: list[StackInHand] = []
        self._lock = threading.Lock()

    @property
    def waiting(self) -> bool:
        """Whether a finished stack still waits for a PDF/A."""
        return bool(self._hands)

    def add(self, hand: StackInHand) -> None:
        """A person is done with a stack."""
        with self._lock:
            self._hands.append(hand)
        self.settle()

    def settle(self) -> None:
        """Close those that have everything."""
        with self._lock:
            for hand in [known for known in self._hands if self.may_close(known)]:
                self._hands.remove(hand)
                hand.stack.close()
                hand.stack.release()

    def release(self) -> None:
        """The program ends: what isn't closed yet is for the next one."""
        with self._lock:
            while self._hands:
                self._hands.pop().stack.release()


def wipe_finished(spool: Spool) -> None:
    """Delete closed stacks: their raw pages and PDF/A are in the store. One that another program holds waits."""
    for closed in spool.closed():
        try:
            spool.open(closed.id, verify=False, timeout_s=0).wipe()
        except StorageError as error:
            get_log().info("stack_not_wiped", batch=closed.id, code=error.code)


def left_over(spool: Spool, aside: bool) -> list[UnfinishedStack]:
    """Stacks with work left that nobody has in hand; those set aside only when asked for."""
    return [_left(stack) for stack in spool.unfinished() if aside or not stack.fact(SET_ASIDE, False)]


def set_aside(spool: Spool, stack_id: str) -> None:
    """Don't offer a stack any more; its pages stay."""
    stack = spool.open(stack_id, verify=False)
    stack.record(SET_ASIDE, True)
    stack.release()


def take_back(stack: Stack) -> None:
    """A stack is worked on again: it is offered like any other if it is left once more."""
    if stack.fact(SET_ASIDE, False):
        stack.record(SET_ASIDE, False)


def _left(stack: Stack) -> UnfinishedStack:
    cut_off = stack.last_good_sheet() if stack.feed_interrupted else None
    done = len(stack.registered())
    return UnfinishedStack(stack.id, stack.created_at, len(stack.pages()), done, cut_off, stack.fact(BEGUN_BY, ""))
