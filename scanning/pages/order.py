"""What a person makes of a stack's pages: their order, where letters begin, turns and marks. Pure: no files, no clock.

An operation becomes a `Change` that names what was and what is, so that turned round it undoes itself, and told again
it does the same again. Pages that come meanwhile are no business of any change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

Value = int | None


class Mark(StrEnum):
    """What can be noted of a page.

    `start`: a letter begins here; 0 = by a person's word, else the page whose boundary it took over. `join` (1): it
    goes on with the letter before. `sure` (1): its boundary was looked at. `turn`: degrees clockwise. `blank`: a
    person says that it is (1) or isn't (0). `out` (1): in no letter.
    """

    START = "start"
    JOIN = "join"
    SURE = "sure"
    TURN = "turn"
    BLANK = "blank"
    OUT = "out"


class Operation(StrEnum):
    """Which operation made a change."""

    MOVE = "move"
    TURN = "turn"
    SPLIT = "split"
    JOIN = "join"
    SURE = "sure"
    BLANK = "blank"
    REPLACE = "replace"
    INSERT = "insert"
    OVERLAP = "overlap"


@dataclass(frozen=True)
class Moved:
    """A page stood behind `before` and stands behind `after`; 0 = at the very beginning."""

    page: int
    before: int
    after: int


@dataclass(frozen=True)
class Marked:
    """A mark of a page was `before` and is `after`; None = not set."""

    mark: Mark
    page: int
    before: Value
    after: Value


@dataclass(frozen=True)
class Change:
    """What one operation did to `pages`."""

    operation: Operation
    pages: tuple[int, ...]
    moves: tuple[Moved, ...] = ()
    marks: tuple[Marked, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether it changes nothing."""
        return not self.moves and not self.marks

    def inverse(self) -> Change:
        """The change that undoes this one."""
        return replace(
            self,
            moves=tuple(Moved(one.page, one.after, one.before) for one in reversed(self.moves)),
            marks=tuple(Marked(one.mark, one.page, one.after, one.before) for one in reversed(self.marks)),
        )

    def touches(self, mark: Mark) -> tuple[int, ...]:
        """Pages of which this mark changes."""
        return tuple(dict.fromkeys(one.page for one in self.marks if one.mark is mark))


@dataclass(frozen=True)
class Arrangement:
    """All pages that ever came: `scanned` as the paper lay, `order` as a person put them; and what was noted of them.

    `roots`: a page scanned in another's place, and the first one of that place.
    """

    scanned: tuple[int, ...] = ()
    order: tuple[int, ...] = ()
    marks: Mapping[tuple[Mark, int], Value] = field(default_factory=dict)
    roots: Mapping[int, int] = field(default_factory=dict)

    def get(self, mark: Mark, page: int) -> Value:
        """What is noted of a page; None = nothing."""
        return self.marks.get((mark, page))

    def turn(self, page: int) -> int:
        """Degrees clockwise a person turned a page by."""
        return self.get(Mark.TURN, page) or 0

    def root(self, page: int) -> int:
        """The page that first lay in this one's place."""
        return self.roots.get(page, page)

    def has(self, page: int) -> bool:
        """Whether a page is in a letter, or may be."""
        return page in self.order and self.get(Mark.OUT, page) is None

    def added(self, page: int, behind: int | None = None) -> Arrangement:
        """With a page that has come: behind another one, else at the end."""
        return replace(self, scanned=_put(self.scanned, page, behind), order=_put(self.order, page, behind))

    def changed(self, change: Change) -> Arrangement:
        """With a change made."""
        order = self.order
        for one in change.moves:
            if one.page in order:
                order = _put(tuple(page for page in order if page != one.page), one.page, one.after)
        marks = dict(self.marks)
        for note in change.marks:
            if note.after is None:
                marks.pop((note.mark, note.page), None)
            else:
                marks[(note.mark, note.page)] = note.after
        return replace(self, order=order, marks=marks)

    def noted(self, operation: Operation, pages: Sequence[int], *notes: tuple[Mark, int, Value]) -> Change:
        """The change that notes these; what is noted already is left out."""
        marks = tuple(Marked(mark, page, self.get(mark, page), value) for mark, page, value in notes)
        return Change(operation, tuple(pages), marks=tuple(one for one in marks if one.before != one.after))


@dataclass(frozen=True)
class History:
    """An arrangement with the changes that led to it, and those taken back."""

    now: Arrangement = field(default_factory=Arrangement)
    done: tuple[Change, ...] = ()
    undone: tuple[Change, ...] = ()

    def do(self, change: Change) -> History:
        """Make a change; what was taken back before can't be made again."""
        return History(self.now.changed(change), (*self.done, change), ())

    def undo(self) -> History:
        """Take the last change back; nothing happens where there is none."""
        if not self.done:
            return self
        *before, last = self.done
        return History(self.now.changed(last.inverse()), tuple(before), (*self.undone, last))

    def redo(self) -> History:
        """Make the change taken back last once more."""
        if not self.undone:
            return self
        *others, last = self.undone
        return History(self.now.changed(last), (*self.done, last), tuple(others))

    def added(self, page: int, behind: int | None = None) -> History:
        """A page came; that is no change a person made."""
        return replace(self, now=self.now.added(page, behind))

    def replaced(self, old: int, new: int, *, first: bool = False) -> History:
        """A page was scanned in the place of another; `first`: a letter begins there, also if its label isn't found.

        It takes over what a person noted, but for turn and blank.
        """
        now = self.now.added(new, old)
        now = replace(now, roots={**now.roots, new: now.root(old)})
        taken = [(mark, new, now.get(mark, old)) for mark in (Mark.START, Mark.JOIN, Mark.SURE)]
        if first and taken[0][2] is None:
            taken[0] = (Mark.START, new, old)
        change = now.noted(Operation.REPLACE, (old, new), *taken, (Mark.OUT, old, 1))
        return self._put_in(now, change, new, old)

    def inserted(self, page: int, behind: int) -> History:
        """A sheet was put in behind a page."""
        now = self.now.added(page, behind)
        return self._put_in(now, now.noted(Operation.INSERT, (behind, page)), page, behind)

    def _put_in(self, now: Arrangement, change: Change, page: int, behind: int) -> History:
        """Taken back, such a change takes its page out again, to the end, where it stands in no other's way."""
        others = tuple(number for number in now.order if number != page)
        came = Moved(page, others[-1], behind)
        arrived = Marked(Mark.OUT, page, 1, None)
        change = replace(change, moves=(came,), marks=(*change.marks, arrived))
        return replace(self, now=replace(now, order=(*others, page))).do(change)


def turned(now: Arrangement, page: int, degrees: int) -> Change:
    """Turn a page clockwise."""
    return now.noted(Operation.TURN, (page,), (Mark.TURN, page, (now.turn(page) + degrees) % 360 or None))


def marked_blank(now: Arrangement, page: int, blank: bool) -> Change:
    """A person says whether a page is blank."""
    return now.noted(Operation.BLANK, (page,), (Mark.BLANK, page, int(blank)))


def split_at(now: Arrangement, before: int, page: int) -> Change:
    """Let a letter begin at `page`, which stands behind `before`."""
    notes = ((Mark.START, page, 0), (Mark.JOIN, page, None), (Mark.SURE, page, 1))
    return now.noted(Operation.SPLIT, (before, page), *notes)


def joined(now: Arrangement, before: int, page: int) -> Change:
    """Let the letter that begins at `page` go on with the one that holds `before`."""
    return now.noted(Operation.JOIN, (before, page), (Mark.JOIN, page, 1), (Mark.START, page, None))


def sure(now: Arrangement, page: int) -> Change:
    """The letter does begin at this page."""
    return now.noted(Operation.SURE, (page,), (Mark.SURE, page, 1))


def overlapping(now: Arrangement, pages: Sequence[int]) -> Change:
    """Pages of sheets that went through the feeder once more: in no letter."""
    return now.noted(Operation.OVERLAP, pages, *((Mark.OUT, page, 1) for page in pages))


def moved(now: Arrangement, letter: Sequence[int], page: int, steps: int) -> Change:
    """Move a page within its letter; whichever page comes first takes over where the letter begins, and why."""
    place = letter.index(page)
    target = min(max(place + steps, 0), len(letter) - 1)
    rest = [number for number in letter if number != page]
    result = [*rest[:target], page, *rest[target:]]
    if result == list(letter):
        return Change(Operation.MOVE, (page,))
    order = [number for number in now.order if number != page]
    behind = result[target - 1] if target else _before(order, letter[0])
    change = Change(Operation.MOVE, (page,), (Moved(page, _before(now.order, page), behind),))
    old, new = letter[0], result[0]
    if old == new:
        return change
    began = now.get(Mark.START, old)
    notes = now.noted(
        Operation.MOVE, (page,),
        (Mark.START, new, old if began is None else began), (Mark.JOIN, new, None),
        (Mark.SURE, new, now.get(Mark.SURE, old)),
        (Mark.START, old, None), (Mark.JOIN, old, 1),
    )  # fmt: skip
    return replace(change, marks=notes.marks)


def _before(order: Sequence[int], page: int) -> int:
    place = order.index(page)
    return order[place - 1] if place else 0


def _put(order: tuple[int, ...], page: int, behind: int | None) -> tuple[int, ...]:
    if behind == 0:
        return (page, *order)
    if behind is None or behind not in order:
        return (*order, page)
    place = order.index(behind) + 1
    return (*order[:place], page, *order[place:])
