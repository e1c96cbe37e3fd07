"""The queue of pages to read: most wanted first, a page's tasks in order and never two at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scanning.worker.queue import Priority, Task, TaskQueue


def task(page: str, what: str, priority: int = Priority.FULL) -> Task:
    return Task(f"{page}/{what}", page, {}, priority)


def filled(*tasks: Task) -> TaskQueue:
    queue = TaskQueue()
    for one in tasks:
        queue.add(one)
    return queue


def order(queue: TaskQueue, busy: set[str] | None = None) -> list[str]:
    keys = []
    while (taken := queue.take(busy or set())) is not None:
        keys.append(taken.task.key)
    return keys


def test_headers_come_before_full_pages() -> None:
    pages = [(p, what, rank) for p in "ab" for what, rank in (("head", Priority.HEADER), ("full", Priority.FULL))]
    assert order(filled(*[task(*page) for page in pages])) == ["a/head", "b/head", "a/full", "b/full"]


def test_the_visible_page_comes_first_with_all_its_tasks() -> None:
    queue = filled(*[task(p, "head", Priority.HEADER) for p in "abc"], *[task(p, "full") for p in "abc"])
    queue.want("c", Priority.VISIBLE)
    assert order(queue) == ["c/head", "c/full", "a/head", "b/head", "a/full", "b/full"]


def test_wanting_never_lowers() -> None:
    queue = filled(task("a", "x", Priority.VISIBLE), task("b", "x", Priority.HEADER))
    queue.want("a", Priority.FULL)
    assert order(queue) == ["a/x", "b/x"]


def test_a_busy_page_waits_and_keeps_its_order() -> None:
    queue = filled(task("a", "head", Priority.VISIBLE), task("a", "full", Priority.VISIBLE), task("b", "full"))
    first = queue.take(set())
    assert first is not None
    assert first.task.key == "a/head"
    assert order(queue, busy={"a"}) == ["b/full"]
    queue.put_back(first)
    assert order(queue) == ["a/head", "a/full"]


def test_removing_and_clearing() -> None:
    queue = filled(task("a", "x"), task("b", "x"), task("c", "x"))
    assert queue.remove("b/x")
    assert not queue.remove("b/x")
    assert "a/x" in queue
    assert queue.clear() == ["a/x", "c/x"]
    assert len(queue) == 0


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from([0, 10, 20])), max_size=20))
def test_nothing_is_lost_and_a_page_keeps_its_order(wishes: list[tuple[str, int]]) -> None:
    tasks = [task(page, str(number), priority) for number, (page, priority) in enumerate(wishes)]
    taken = order(filled(*tasks))
    assert sorted(taken) == sorted(one.key for one in tasks)
    for page in "abcd":
        mine = [int(key.split("/")[1]) for key in taken if key.startswith(page)]
        assert mine == sorted(mine)
