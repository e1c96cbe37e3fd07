"""Which files a stack was to take in, and which still wait after the program was cut off: kept on the stack itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scanning.pages.model import SpooledPage
from scanning.spool import Stack

INTAKE, SET_ASIDE = "intake", "set_aside"
FROM_FILES = "files"
"""Source of a stack taken in from files."""
_GIVEN_UP = frozenset({"crashed", "hung"})
"""Why pages of a file no reader survived are taken out again; the file was named then."""

Mark = tuple[str, int, int]
"""A file as it was: path, bytes, time of change in ns."""


@dataclass(frozen=True)
class FilesLeft:
    """Files still to take in. `skip`: pages of the first of them that are on the stack already.

    `starts`: each file is a letter; `known`: files with pages on the stack; `first_pages`: pages they begin with.
    """

    files: tuple[Path, ...]
    skip: int
    starts: bool
    known: frozenset[str]
    first_pages: frozenset[int]


def mark_of(path: Path) -> Mark:
    """How a file looks now; a missing one has no size."""
    try:
        facts = path.stat()
    except OSError:
        return str(path), -1, 0
    return str(path), facts.st_size, facts.st_mtime_ns


def note_files(stack: Stack, files: Sequence[Path], *, starts: bool) -> None:
    """Keep what is to be taken in, before the first page comes."""
    last = max((page.number for page in _listed(stack)), default=0)
    stack.record(INTAKE, {"files": [mark_of(path) for path in files], "after": last, "starts": starts, "done": False})


def note_end(stack: Stack) -> None:
    """All files were looked at, or a person cancelled the rest."""
    fact = stack.fact(INTAKE)
    if fact and not fact["done"]:
        stack.record(INTAKE, fact | {"done": True})


def files_left(stack: Stack) -> FilesLeft | None:
    """What an interrupted intake has still to take in; None when there was none."""
    fact = stack.fact(INTAKE)
    if not fact or fact["done"]:
        return None
    pages = [page for page in _listed(stack) if page.number > fact["after"]]
    firsts: dict[str, int] = {}
    for page in pages:
        firsts.setdefault(page.source_name, page.number)
    waiting = [name for name, _, _ in fact["files"] if name not in firsts]
    skip = 0
    if pages and not _given_up(stack, pages[-1]):
        # The last file may have been cut off after any of its pages.
        waiting.insert(0, pages[-1].source_name)
        skip = sum(page.source_name == pages[-1].source_name for page in pages)
    starts = bool(fact["starts"])
    first_pages = frozenset(firsts.values()) if starts else frozenset()
    return FilesLeft(tuple(map(Path, waiting)), skip, starts, frozenset(firsts), first_pages)


def stacks_given(stacks: Iterable[Stack], files: Sequence[Path]) -> list[tuple[str, frozenset[Path]]]:
    """Stacks (not set aside) that were given some of these files, unchanged since: the id and those files."""
    now = {mark_of(path): path for path in files}
    found = []
    for stack in stacks:
        fact = stack.fact(INTAKE) or {"files": []}
        same = frozenset(now[mark] for mark in map(tuple, fact["files"]) if mark in now)
        if same and not stack.fact(SET_ASIDE, False):
            found.append((stack.id, same))
    return found


def _listed(stack: Stack) -> list[SpooledPage]:
    """All pages by number, removed ones too."""
    numbers = {page.number for page in stack.pages()} | set(stack.removed())
    return [stack.page(number) for number in sorted(numbers)]


def _given_up(stack: Stack, page: SpooledPage) -> bool:
    return stack.removed().get(page.number) in _GIVEN_UP
