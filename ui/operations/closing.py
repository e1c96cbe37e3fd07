"""Finished stacks whose last PDF/A are still being written: closed only when their pages are no longer needed."""

from __future__ import annotations

import threading
from collections.abc import Callable

from kancelaria.logs import get_log
from scanning.errors import StorageError
from scanning.spool import Spool
from ui.operations.stack_in_hand import StackInHand


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
