"""What a clerk does again and again: read what the window says, fill what is missing, register."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.e2e.desktop.clerk import Clerk
from tests.e2e.desktop.screen import STATUS
from tests.e2e.desktop.waiting import PATIENCE_S, until

SAID = (
    r"Zarejestrowano \S+", "Stos gotowy", "Podobne pismo", "Podaj znak", "Podaj, czego", "Podaj datę",
    "Podaj nadawcę", "Podaj miejscowość", "Podaj albo",
)  # fmt: skip
FIXES: dict[str, Callable[[Clerk], None]] = {
    "Podaj znak": lambda clerk: clerk.screen.key("Tab", "space"),
    "Podaj, czego": lambda clerk: clerk.screen.type("Sprawa do rozpoznania"),
    "Podaj datę": lambda clerk: clerk.screen.key("Tab", "space"),
    "Podaj nadawcę": lambda clerk: clerk.screen.type("Nadawca nieczytelny"),
    "Podaj miejscowość": lambda clerk: clerk.screen.type("Próbna Górna"),
    "Podobne pismo": lambda _clerk: None,
}
"""What to do about each thing missing; the field it concerns has the keyboard already."""


def said(clerk: Clerk) -> str:
    """What the status line says about the letter, or nothing."""
    text = clerk.screen.read(STATUS)
    return next((found[0] for found in (re.search(pattern, text) for pattern in SAID) if found), "")


def confirm(clerk: Clerk) -> None:
    """Ctrl+Enter, and again after filling what is missing, until the letter is in the register."""
    count = len(clerk.items())
    before = said(clerk)
    for _ in range(6):
        clerk.screen.key("ctrl+Return")
        answer = until(lambda: (now := said(clerk)) != before and now, PATIENCE_S, lambda: f"odpowiedź po „{before}”")  # noqa: B023
        if answer not in FIXES:
            break
        FIXES[answer](clerk)
        before = answer
    clerk.until_registered(count + 1)
