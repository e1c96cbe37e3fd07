"""Whose request is an application and whose a letter."""

from __future__ import annotations

import pytest

from tests.unit.reading.paper import read, value

_AUTHORITY = "Sąd Rejonowy w Próbkowie\nul. Długa 4\n00-950 Próbkowo"
_FIRM = "Testex sp. z o.o.\nul. Długa 4\n00-950 Próbkowo"
_CITIZEN = "Halina Próbna\nul. Długa 4\n00-950 Próbkowo"
_ASKS = "Zwracam się z uprzejmą prośbą o nadesłanie planu ulicy Długiej, ponieważ jest on nam potrzebny do pracy."
_MOVES = "Wnoszę o nadesłanie planu ulicy Długiej, ponieważ jest on nam potrzebny do dalszej pracy nad sprawą."
_APPLIES = "Zwracam się z wnioskiem o nadesłanie planu ulicy Długiej, ponieważ jest on nam potrzebny do pracy."


@pytest.mark.parametrize(
    ("sender", "text", "kind"),
    [
        (_CITIZEN, _ASKS, "wniosek"),
        (_CITIZEN, _MOVES, "wniosek"),
        (_CITIZEN, _APPLIES, "wniosek"),
        (_FIRM, _ASKS, "pismo"),
        (_FIRM, _MOVES, "wniosek"),
        (_FIRM, _APPLIES, "wniosek"),
        (_AUTHORITY, _ASKS, "pismo"),
        (_AUTHORITY, _MOVES, "pismo"),
        (_AUTHORITY, _APPLIES, "wniosek"),
    ],
)
def test_whose_request_it_is(sender: str, text: str, kind: str) -> None:
    assert value(read(f"{sender}\n\n\n\n     {text}\nPozostałe informacje są w aktach.\n"), "document_kind") == kind
