"""Long work is let through one by one while pages come, and all at once afterwards."""

from __future__ import annotations

from scanning.worker.queue import Priority, Task
from ui.operations.long_work import LongWork


class Readers:
    """Notes what it was given."""

    def __init__(self) -> None:
        self.given: list[str] = []
        self.wanted: list[str] = []

    def submit(self, task: Task) -> None:
        self.given.append(task.key)

    def want(self, page: str) -> None:
        self.wanted.append(page)


def page(number: int, priority: int = Priority.FULL) -> Task:
    return Task(f"{number}/full", str(number), {}, priority)


def test_all_of_it_is_let_through_while_nothing_comes() -> None:
    readers = Readers()
    work = LongWork(readers, 1)
    for number in (1, 2, 3):
        work.add(page(number))
    assert readers.given == ["1/full", "2/full", "3/full"]


def test_while_pages_come_the_next_waits_for_the_one_before() -> None:
    readers = Readers()
    work = LongWork(readers, 1)
    work.feeding(True)
    for number in (1, 2, 3):
        work.add(page(number))
    assert readers.given == ["1/full"]
    work.done("1/full")
    assert readers.given == ["1/full", "2/full"]
    work.feeding(False)
    assert readers.given == ["1/full", "2/full", "3/full"]


def test_one_child_alone_still_reads_whole_pages() -> None:
    readers = Readers()
    work = LongWork(readers, 0)
    work.feeding(True)
    work.add(page(1))
    assert readers.given == ["1/full"]


def test_the_page_on_the_screen_and_more_urgent_work_come_first() -> None:
    readers = Readers()
    work = LongWork(readers, 1)
    work.feeding(True)
    for task in (page(1), page(2), page(3), page(4, Priority.FULL - 5)):
        work.add(task)
    work.want("3")
    assert readers.wanted == ["3"]
    for key in ("1/full", "3/full", "4/full"):
        work.done(key)
    assert readers.given == ["1/full", "3/full", "4/full", "2/full"]


def test_something_else_that_ends_makes_no_room() -> None:
    readers = Readers()
    work = LongWork(readers, 1)
    work.feeding(True)
    work.add(page(1))
    work.add(page(2))
    work.done("2/header")
    assert readers.given == ["1/full"]
