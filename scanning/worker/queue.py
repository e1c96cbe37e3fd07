"""The queue of pages to read: most wanted first, and one task of a page at a time, in the order they were given."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from itertools import count
from typing import Any


class Priority(IntEnum):
    """Lower comes first."""

    VISIBLE = 0
    HEADER = 10
    FULL = 20


@dataclass(frozen=True)
class Task:
    """Work for the pool. `key` names it; tasks of one `page` never run at once and keep their order."""

    key: str
    page: str
    args: dict[str, Any]
    priority: int = Priority.FULL


@dataclass
class Waiting:
    """A task in the queue; `number` is its place among equals, `tries` how often a child was lost on it."""

    task: Task
    number: int
    priority: int
    tries: int = 0


@dataclass
class TaskQueue:
    """Waiting tasks; not safe between threads."""

    _waiting: dict[str, Waiting] = field(default_factory=dict)
    _numbers: count[int] = field(default_factory=count)

    def __len__(self) -> int:
        return len(self._waiting)

    def __contains__(self, key: str) -> bool:
        return key in self._waiting

    def add(self, task: Task) -> None:
        """Queue a task behind its equals."""
        self._waiting[task.key] = Waiting(task, next(self._numbers), task.priority)

    def put_back(self, waiting: Waiting) -> None:
        """Queue a taken task again, in its old place."""
        self._waiting[waiting.task.key] = waiting

    def want(self, page: str, priority: int) -> None:
        """Raise all tasks of a page to at least this priority."""
        for waiting in self._waiting.values():
            if waiting.task.page == page:
                waiting.priority = min(waiting.priority, priority)

    def take(self, busy_pages: set[str]) -> Waiting | None:
        """Remove and give the most wanted task whose page isn't being worked on."""
        firsts: dict[str, Waiting] = {}
        for waiting in self._waiting.values():
            known = firsts.get(waiting.task.page)
            if waiting.task.page not in busy_pages and (known is None or waiting.number < known.number):
                firsts[waiting.task.page] = waiting
        if not firsts:
            return None
        best = min(firsts.values(), key=lambda waiting: (waiting.priority, waiting.number))
        return self._waiting.pop(best.task.key)

    def remove(self, key: str) -> bool:
        """Take a task out; False if it doesn't wait."""
        return self._waiting.pop(key, None) is not None

    def clear(self) -> list[str]:
        """Take all tasks out; gives their keys."""
        keys = list(self._waiting)
        self._waiting.clear()
        return keys
