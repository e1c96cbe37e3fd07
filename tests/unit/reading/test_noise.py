"""What only the header was read of gives no sender that looks like an emblem read as letters."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kancelaria.reading.model import LetterSuggestions, ReadPage
from kancelaria.reading.noise import holds_noise, is_noise
from kancelaria.reading.suggestions import suggest_header
from tests.unit.reading.paper import OFFICE, SIZE, value, words_of


def _header(text: str, confidence: float = 0.95) -> LetterSuggestions:
    words = [replace(word, confidence=confidence) for word in words_of(text)]
    return suggest_header(ReadPage(1, words, *SIZE, 300), OFFICE)


def _senders(found: LetterSuggestions) -> list[str]:
    return [entry.value for entry in found.items if entry.field.startswith("sender.")]


@pytest.mark.parametrize("word", ["IUIINSANNA", "Illllno", "Xrtwkqp", "Bcdfghk", "a5bcde", "aeiouy"])
def test_noise(word: str) -> None:
    assert is_noise(word)


@pytest.mark.parametrize(
    "name",
    [
        "Testex sp. z o.o.",
        "Przedsiębiorstwo Wodociągów i Kanalizacji",
        "GDDKiA Oddział w Próbkowie",
        "PINB w Próbkowie",
        "Szczebrzeszyn",
        "Chrząszczewicz",
        "Aurea Polska S.A.",
        "Vattwex",
        "Ministerstwo Rozwoju",
    ],
)
def test_names_are_no_noise(name: str) -> None:
    assert not holds_noise(name)


@pytest.mark.parametrize("scrap", ["IUIINSANNA", "Xrtwkqp Illllno", "Brakomot", "INSTANOM Brako", "EE SAN Ra"])
@pytest.mark.parametrize("confidence", [0.3, 0.95])
def test_the_header_gives_no_scrap_as_sender(scrap: str, confidence: float) -> None:
    said = _senders(_header(scrap + "\n\n                                  Wzorów, dnia 3 marca 2026 r.\n", confidence))
    assert not said


def test_an_emblem_over_a_name_is_no_part_of_it() -> None:
    said = _senders(_header("IUIINSANNA\nSąd Rejonowy w Próbkowie\nul. Długa 4\n00-950 Próbkowo\n"))
    assert not [entry for entry in said if "IUIINSANNA" in entry]


def test_a_badly_read_name_waits_for_the_whole_page() -> None:
    text = "Zakład Brakomot Testexal\nul. Długa 4\n00-950 Próbkowo\n"
    assert value(_header(text), "sender.organisation") == "Zakład Brakomot Testexal"
    assert value(_header(text, 0.55), "sender.organisation") is None


@pytest.mark.parametrize(
    ("text", "field", "wanted"),
    [
        ("Sąd Rejonowy w Próbkowie\nul. Długa 4\n00-950 Próbkowo\n", "sender.organisation", "Sąd Rejonowy w Próbkowie"),
        ("Testex sp. z o.o.\nul. Długa 4\n00-950 Próbkowo\n", "sender.organisation", "Testex sp. z o.o."),
        ("Halina Próbna\nul. Długa 4\n00-950 Próbkowo\n", "sender.surname", "Próbna"),
    ],
)
def test_the_header_still_names_the_sure(text: str, field: str, wanted: str) -> None:
    assert value(_header(text), field) == wanted
