"""A person's choices, answered from memory and written on the db lane, so that no click waits for the disk."""

from __future__ import annotations

from ui.desktop.jobs.runner import JobRunner
from ui.desktop.ports import Choices


class RememberedChoices:
    """Keeps what was asked or set; the store hears of changes afterwards, in order."""

    def __init__(self, kept: Choices, jobs: JobRunner) -> None:
        self._kept, self._jobs = kept, jobs
        self._known: dict[str, str] = {}

    def get(self, name: str, default: str = "") -> str:
        """A choice, or the default."""
        if name not in self._known:
            found = self._kept.get(name, "\0")
            if found == "\0":
                return default
            self._known[name] = found
        return self._known[name]

    def forget(self) -> None:
        """Somebody else chooses now."""
        self._known.clear()

    def set(self, name: str, value: str) -> None:
        """Keep a choice."""
        if self._known.get(name) != value:
            self._known[name] = value
            self._jobs.submit("db", lambda _job: self._kept.set(name, value))
