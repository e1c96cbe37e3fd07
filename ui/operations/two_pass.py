"""Both sides by a scanner that takes one: fronts, then the same paper turned over, so that backs come in reverse."""

from __future__ import annotations

from dataclasses import dataclass

from kancelaria.domain.errors import StateForbids
from scanning.pages.model import SpooledPage
from scanning.spool import Stack
from scanning.worker.destination import Destination

TWO_PASS, AWAITED, DONE = "two_pass", "awaited", "done"
"""The fact of a stack scanned in two passes: its backs are awaited, or it is whole."""


@dataclass(frozen=True)
class Passes:
    """So many fronts and backs are there; `awaited`: backs are still to come."""

    fronts: int
    backs: int
    awaited: bool


def awaits_backs(stack: Stack) -> bool:
    """Whether the stack is still without its backs."""
    return bool(stack.fact(TWO_PASS) == AWAITED)


def passes_of(stack: Stack) -> Passes | None:
    """How far a stack scanned in two passes is; None for any other."""
    if stack.fact(TWO_PASS) is None:
        return None
    pages = stack.scanned()
    backs = sum(page.side == 1 for page in pages)
    return Passes(len(pages) - backs, backs, awaits_backs(stack))


def backs_of(stack: Stack) -> Destination:
    """Where the backs go: the last front's comes first. StateForbids where each front has one."""
    fronts = tuple(page.number for page in reversed(_without_back(stack)))
    if not fronts:
        hint = "Jeśli to nowy stos, najpierw zatwierdź pisma z tego."
        raise StateForbids("no_fronts", "Wszystkie kartki mają już obie strony.", hint, stack.id)
    return Destination(backs_of=fronts)


def settle(stack: Stack) -> None:
    """A pass is over: once each front has its back, none is awaited."""
    if awaits_backs(stack) and not _without_back(stack):
        stack.record(TWO_PASS, DONE)


def without_backs(stack: Stack) -> None:
    """No more backs come: the stack is as it is."""
    stack.record(TWO_PASS, DONE)


def take_backs_out(stack: Stack) -> None:
    """The backs didn't fit: they come once more. Their files stay on the spool."""
    stack.remove([page.number for page in stack.pages() if page.side == 1], "backs_again")
    stack.record(TWO_PASS, AWAITED)


def _without_back(stack: Stack) -> list[SpooledPage]:
    pages = stack.scanned()
    whole = {page.sheet for page in pages if page.side == 1}
    return [page for page in pages if page.side == 0 and page.sheet not in whole]
