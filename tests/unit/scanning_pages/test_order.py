"""Whatever is done to a stack's pages: taken back it is as before, told again it is the same again."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanning.pages import order
from scanning.pages.order import Arrangement, Change, History, Mark
from scanning.spool.codec import decode, encode


def of(count: int) -> Arrangement:
    """So many pages, as they came."""
    now = Arrangement()
    for page in range(1, count + 1):
        now = now.added(page)
    return now


def live(now: Arrangement) -> list[int]:
    return [page for page in now.order if now.has(page)]


def letters(now: Arrangement) -> list[list[int]]:
    """Letters as marks alone make them: the machine found none."""
    found: list[list[int]] = []
    for page in live(now):
        if not found or (now.get(Mark.START, page) is not None and not now.get(Mark.JOIN, page)):
            found.append([])
        found[-1].append(page)
    return found


def document(now: Arrangement) -> object:
    """Everything of an arrangement that a person sees."""
    pages = live(now)
    marks = [(page, mark, now.get(mark, page)) for page in pages for mark in Mark]
    return pages, letters(now), marks, [now.root(page) for page in pages]


@dataclass
class Person:
    """Does anything at all to a stack, and notes each document on the way."""

    chance: random.Random
    history: History
    came: int
    seen: list[object] = field(default_factory=list)

    def act(self) -> None:
        self.seen.append(document(self.history.now))
        before = self.history
        while self.history.done == before.done:  # what changes nothing is no step
            marks = [self.turn, self.split, self.join, self.blank, self.sure]
            self.chance.choice([*marks, self.move, self.replace, self.insert, self.out])()

    def page(self) -> int:
        return self.chance.choice(live(self.history.now))

    def do(self, change: Change) -> None:
        if not change.empty:
            self.history = self.history.do(decode(Change, encode(change)))

    def move(self) -> None:
        letter = self.chance.choice(letters(self.history.now))
        page, steps = self.chance.choice(letter), self.chance.choice([-2, -1, 1, 3])
        self.do(order.moved(self.history.now, letter, page, steps))

    def turn(self) -> None:
        self.do(order.turned(self.history.now, self.page(), self.chance.choice([90, 180, 270, 360])))

    def split(self) -> None:
        self.do(order.split_at(self.history.now, self.page(), self.page()))

    def join(self) -> None:
        found = letters(self.history.now)
        if len(found) > 1:
            place = self.chance.randrange(1, len(found))
            self.do(order.joined(self.history.now, found[place - 1][-1], found[place][0]))

    def blank(self) -> None:
        self.do(order.marked_blank(self.history.now, self.page(), self.chance.random() < 0.5))

    def sure(self) -> None:
        self.do(order.sure(self.history.now, self.page()))

    def replace(self) -> None:
        self.came += 1
        self.history = self.history.replaced(self.page(), self.came, first=self.chance.random() < 0.5)

    def insert(self) -> None:
        self.came += 1
        self.history = self.history.inserted(self.came, self.page())

    def out(self) -> None:
        if len(live(self.history.now)) > 2:
            self.do(order.overlapping(self.history.now, (self.page(),)))

    def arrive(self) -> None:
        """The feeder still runs."""
        self.came += 1
        self.history = self.history.added(self.came)


@given(pages=st.integers(1, 9), steps=st.integers(1, 25), seed=st.integers(0, 2**32))
def test_any_operations_undone_give_the_same_document_and_redone_the_same_again(
    pages: int, steps: int, seed: int
) -> None:
    person = Person(random.Random(seed), History(of(pages)), pages)
    for _ in range(steps):
        person.act()
    done, end = person.history.done, document(person.history.now)
    assert len(done) == steps
    for expected in reversed(person.seen):
        person.history = person.history.undo()
        assert document(person.history.now) == expected
    assert person.history.undo() == person.history
    for _ in range(steps):
        person.history = person.history.redo()
    assert document(person.history.now) == end
    assert (person.history.done, person.history.undone) == (done, ())


@given(pages=st.integers(2, 9), steps=st.integers(1, 12), seed=st.integers(0, 2**32))
def test_pages_that_came_meanwhile_stay_and_change_nothing_of_the_others(pages: int, steps: int, seed: int) -> None:
    person = Person(random.Random(seed), History(of(pages)), pages)
    late = []
    for _ in range(steps):
        person.act()
        person.arrive()
        late.append(person.came)
    for _ in range(steps):
        person.history = person.history.undo()
    mine = [page for page in live(person.history.now) if page not in late]
    assert mine == list(range(1, pages + 1))
    assert sorted(set(live(person.history.now)) - set(mine)) == late


@given(pages=st.integers(1, 9), steps=st.integers(0, 20), seed=st.integers(0, 2**32))
def test_no_page_is_ever_lost_or_doubled(pages: int, steps: int, seed: int) -> None:
    person = Person(random.Random(seed), History(of(pages)), pages)
    for _ in range(steps):
        person.act()
    now = person.history.now
    assert sorted(now.order) == sorted(now.scanned) == list(range(1, person.came + 1))
    out = {page for page in now.order if now.get(Mark.OUT, page) is not None}
    assert sorted(page for letter in letters(now) for page in letter) == sorted(set(now.order) - out)


def test_the_page_that_comes_first_takes_over_where_the_letter_begins() -> None:
    now = of(3).changed(order.split_at(of(3), 1, 2))
    assert letters(now) == [[1], [2, 3]]
    now = now.changed(order.moved(now, [2, 3], 2, 1))
    assert letters(now) == [[1], [3, 2]]
    now = now.changed(order.moved(now, [3, 2], 2, -1))
    assert letters(now) == [[1], [2, 3]]


@pytest.mark.parametrize("steps", [-9, -1, 0, 9])
def test_a_page_never_leaves_its_letter(steps: int) -> None:
    now = of(4).changed(order.split_at(of(4), 2, 3))
    now = now.changed(order.moved(now, [3, 4], 3, steps))
    assert [sorted(letter) for letter in letters(now)] == [[1, 2], [3, 4]]


def test_four_turns_are_none() -> None:
    now = of(1)
    for _ in range(4):
        now = now.changed(order.turned(now, 1, 90))
    assert now == of(1)


def test_a_new_change_ends_what_could_be_made_again() -> None:
    history = History(of(2)).do(order.turned(of(2), 1, 90)).undo()
    assert history.redo().now.turn(1) == 90
    assert history.do(order.turned(history.now, 2, 90)).redo().now.turn(1) == 0


def test_a_replaced_first_page_still_begins_its_letter() -> None:
    history = History(of(2)).replaced(2, 3, first=True)
    assert letters(history.now) == [[1], [3]]
    assert history.now.root(3) == 2
    assert letters(history.undo().now) == [[1, 2]]


Do = Callable[[Arrangement], Change]


@pytest.mark.parametrize(
    "do",
    [
        lambda now: order.turned(now, 2, 90), lambda now: order.moved(now, [1, 2, 3], 1, 2),
        lambda now: order.split_at(now, 1, 2), lambda now: order.joined(now, 1, 2), lambda now: order.sure(now, 2),
        lambda now: order.marked_blank(now, 2, True), lambda now: order.overlapping(now, (2, 3)),
    ],
)  # fmt: skip
def test_each_operation_changes_something_and_its_inverse_restores_it(do: Do) -> None:
    change = do(of(3))
    assert of(3).changed(change) != of(3)
    assert of(3).changed(change).changed(change.inverse()) == of(3)
