"""Commands: everything a person can do, for the palette, the shortcuts and the list of keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

KEY_NAMES = {"Return": "Enter", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


@dataclass(frozen=True)
class Command:
    """One command: Polish name, key (portable text, may be empty) and where it belongs in the list of keys."""

    name: str
    key: str
    run: Callable[[], None]
    group: str = "Ogólne"
    enabled: Callable[[], bool] = lambda: True
    always: bool = False
    """Whether its key works even while the window is locked."""


class CommandList:
    """The commands of the window; each becomes an action with its shortcut."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._commands: list[tuple[Command, QWidget | None]] = []
        self._actions: list[tuple[Command, QAction]] = []
        self.reachable: Callable[[QWidget | None], bool] = lambda _scope: True
        """Whether the person at work may use what belongs to this scope."""

    def add(self, command: Command, scope: QWidget | None = None) -> QAction:
        """Add a command; with a `scope` its key works while that widget is shown."""
        self._commands.append((command, scope))
        action = QAction(command.name, scope or self._window)
        action.triggered.connect(lambda: command.run() if command.enabled() else None)
        if command.key:
            action.setShortcut(QKeySequence(command.key))
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        (scope or self._window).addAction(action)
        if scope is None:
            self._actions.append((command, action))
        return action

    def all(self) -> list[Command]:
        """In the order they were added, without those of places the person at work may not use."""
        return [command for command, scope in self._commands if self.reachable(scope)]

    def pause(self, paused: bool) -> None:
        """While paused no key works; those with a scope rest by themselves while it isn't shown."""
        for command, action in self._actions:
            action.setEnabled(command.always or not paused)

    def matching(self, text: str) -> list[Command]:
        """Commands with every typed word in their name, those that can be used now."""
        words = text.casefold().split()
        return [c for c in self.all() if c.enabled() and all(w in c.name.casefold() for w in words)]


def key_text(key: str) -> str:
    """A key as people read it ("Ctrl+Enter")."""
    return "+".join(KEY_NAMES.get(part, part) for part in key.split("+"))
