"""Names of senders set on several lines, beside scraps and posts, or known only by what stands around them."""

from __future__ import annotations

import pytest

from kancelaria.reading.head_lines import cleaned, is_scrap
from kancelaria.reading.layout import Run
from kancelaria.reading.organisations import LineKind, classify, is_sole_trader, name_part
from kancelaria.reading.posts import is_post
from kancelaria.reading.references import tidy_reference
from tests.integration.suggestions.pages import TestWord
from tests.unit.reading.paper import read, value

_TO = "                                                   Urząd Miasta Wzorów\n\n"
_TEXT = """
     W związku z prowadzonym postępowaniem proszę o udostępnienie dokumentacji archiwalnej budynku
przy rynku, a także o wskazanie osoby, z którą można uzgodnić termin jej odbioru w urzędzie.
"""


def _line(*words: tuple[str, float]) -> Run:
    boxes = [(100 + 200 * at, 100, 280 + 200 * at, 140) for at in range(len(words))]
    read_words = [TestWord(text, box, sure, 0, 0) for (text, sure), box in zip(words, boxes, strict=True)]
    return Run(tuple(read_words), 1, (2480, 3508))


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("Szkoła Podstawowa nr 2 im. Adama\nMakietowicza w Próbkowie", "Szkoła Podstawowa nr 2 im. Adama Makietowicza"),
        ("Powiatowa Stacja\nSanitarno-Epidemiologiczna\nw Próbkowie", "Powiatowa Stacja Sanitarno-Epidemiologiczna"),
        ("NACZELNIK\nURZĘDU SKARBOWEGO W PRÓBKOWIE", "NACZELNIK URZĘDU SKARBOWEGO"),
        ("Unia Europejska\nFundacja „Makieta”", "Fundacja „Makieta”"),
        ("Zespół Szkół nr 2 w Próbkowie", "Zespół Szkół nr 2"),
        ("Gabinet Weterynaryjny Jan\nPróbny", "Gabinet Weterynaryjny Jan Próbny"),
        ("Agro-Wzór Jan Próbny", "Agro-Wzór Jan Próbny"),
    ],
)
def test_a_name_goes_on_to_the_address(head: str, name: str) -> None:
    found = value(read(f"{head}\nul. Długa 4\n00-950 Próbkowo\n\n\n\n{_TO}\n\n{_TEXT}"), "sender.organisation")
    assert found is not None
    assert found.startswith(name)
    assert "Europejska" not in found


def test_who_signs_for_a_body_is_not_the_sender() -> None:
    signed = "\n\n\n\nJan Próbny\nstarszy inspektor\nNiebywała Makieta\nul. Długa 4\n00-950 Próbkowo"
    found = read(_TO + "\n\n" + _TEXT * 8 + signed)
    assert value(found, "sender.organisation") == "Niebywała Makieta"


@pytest.mark.parametrize("text", ["Dyrektor", "starszy inspektor", "Z up. Starosty", "Prezes Zarządu", "radca prawny"])
def test_posts(text: str) -> None:
    assert is_post(text)
    assert classify(text) is LineKind.POST


@pytest.mark.parametrize("text", ["Naczelnik Urzędu Skarbowego w Próbkowie", "Wójt Gminy Próbkowo", "Jan Próbny"])
def test_names_are_no_posts(text: str) -> None:
    assert not is_post(text)


def test_scraps_of_emblems_are_no_words() -> None:
    assert is_scrap(_line(("w", 0.83), ("NZ”", 0.66), ("w", 0.88)))
    assert not is_scrap(_line(("w", 0.6), ("Mikołowie", 0.9)))
    assert not is_scrap(_line(("S.A.", 0.97)))
    assert cleaned(_line(("PW", 0.37), ("Wojewódzki", 0.96), ("Fundusz", 0.97))).text == "Wojewódzki Fundusz"
    assert cleaned(_line(("Komenda", 0.96), ("Policji", 0.97), ("©,", 0.7))).text == "Komenda Policji"
    assert cleaned(_line(("w", 0.93), ("Mikołowie", 0.9))).text == "w Mikołowie"


def test_a_community_of_tenants_goes_by_its_address() -> None:
    assert name_part("Wspólnota Mieszkaniowa ul. Długa 4a, 00-950 Próbkowo") == "Wspólnota Mieszkaniowa ul. Długa 4a"


def test_a_brand_with_a_persons_name_is_a_firm() -> None:
    assert is_sole_trader("Agro-Wzór Jan Próbny")
    assert not is_sole_trader("Jan Paweł Próbny")
    assert not is_sole_trader("Próbny Jan Paweł")


@pytest.mark.parametrize(
    ("text", "tidy"), [("368/D0/26", "368/DO/26"), ("FVI538/10/2026", "FV/538/10/2026"), ("WK/100/2026", "WK/100/2026")]
)
def test_letters_read_as_others_in_a_reference(text: str, tidy: str) -> None:
    assert tidy_reference(text) == tidy


def test_a_bare_reference_beside_the_date() -> None:
    head = "Fundacja „Makieta”\nul. Długa 4\n00-950 Próbkowo\n\n\n"
    found = read(head + "DA/63/2026                              Próbkowo, 3.03.2026\n\n\n" + _TO + "\n" + _TEXT)
    assert value(found, "sender_reference") == "DA/63/2026"


def test_titles_of_clear_cues_are_sure_and_doubtful_ones_are_not() -> None:
    def sureness(title: str) -> float:
        text = f"Jan Próbny\nul. Długa 4\n00-950 Próbkowo\n\n\n{_TO}\n\n{title}\n\n{_TEXT}"
        best = read(text).best("title")
        return best.confidence if best else 0.0

    assert sureness("Dotyczy: udostępnienia dokumentacji budynku") >= 0.9
    assert sureness("Dotyczy: udostępnienia dokumentacji z dnia 4.05.2024") < 0.9
    assert sureness("Dotyczy: udostępnienia dokumxntacji budynku o") < 0.9
