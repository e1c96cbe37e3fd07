"""Who works at this window, as a fact every part may read, with a signal for when it changes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ui.desktop.ports import SignedIn


class Who(QObject):
    """The person signed in. Read it from the main thread."""

    changed = Signal(object)
    """`SignedIn`, or None while nobody is signed in; not emitted by locking."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._person: SignedIn | None = SignedIn()

    @property
    def person(self) -> SignedIn | None:
        """Who is signed in; None: nobody."""
        return self._person

    def may(self, roles: frozenset[str] | None) -> bool:
        """Whether somebody with one of these roles is signed in; None = any role."""
        return self._person is not None and self._person.may(roles)

    def set(self, person: SignedIn | None) -> None:
        """Somebody signed in, or out; how they stand with the central is no change of person."""
        before, self._person = self._person, person
        if _identity(before) != _identity(person):
            self.changed.emit(person)


def _identity(person: SignedIn | None) -> tuple[str, str, frozenset[str]] | None:
    return None if person is None else (person.login, person.name, person.roles)
