"""Titles: sentence case, and what a letter without a heading is about."""

from __future__ import annotations

import pytest

from kancelaria.reading.titles import tidy_title
from tests.unit.reading.paper import read, value

_HEAD = """
Halina Próbna                                              Wzorów, dnia 3 marca 2026 r.
os. Testowe 4/15
43-555 Wzorów


                                                  Urząd Miasta Wzorów
                                                  ul. Makietowa 1
                                                  43-555 Wzorów


"""


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("WNIOSEK O WYDANIE ZAŚWIADCZENIA", "Wniosek o wydanie zaświadczenia"),
        ("Wniosek O wydanie", "Wniosek o wydanie"),
        ("DEKLARACJA O WYSOKOŚCI OPŁATY ZA gospodarowanie", "Deklaracja o wysokości opłaty za gospodarowanie"),
        ("FAKTURA VAT nr FS/1/2026", "Faktura VAT nr FS/1/2026"),
        ("Postanowienie II K 1/26", "Postanowienie II K 1/26"),
        ("PRZEBUDOWA UL. DŁUGIEJ", "Przebudowa ul. Długiej"),
        ("Wniosek o ZUS", "Wniosek o ZUS"),
    ],
)
def test_a_title_is_a_sentence(text: str, title: str) -> None:
    assert tidy_title(text) == title


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("Zwracam się z uprzejmą prośbą o naprawę latarni, która nie świeci.", "Prośba o naprawę latarni"),
        ("Wnoszę o rozłożenie na raty podatku. Jestem na emeryturze.", "Wniosek o rozłożenie na raty podatku"),
        ("Niniejszym składam skargę na hałas z placu budowy.", "Skarga na hałas z placu budowy"),
        ("Zwracamy się z petycją w sprawie budowy chodnika.", "Petycja w sprawie budowy chodnika"),
        ("Zwracam się z prośbą o lampę przy ul. Próbnej, obok szkoły.", "Prośba o lampę przy ul. Próbnej"),
    ],
)
def test_the_first_request_is_the_title(sentence: str, title: str) -> None:
    found = read(_HEAD + f"     {sentence}").best("title")
    assert found is not None
    assert found.value == title
    assert found.confidence < 0.7


def test_a_line_apart_is_the_title() -> None:
    text = _HEAD + (
        "Rozliczenie umowy najmu\n\n\n"
        "     Przesyłam dokumenty dotyczące najmu lokalu i jednocześnie podtrzymuję dotychczasowe stanowisko w całości."
    )
    assert value(read(text), "title") == "Rozliczenie umowy najmu"


@pytest.mark.parametrize("greeting", ["Szanowni Państwo,", "Dzień dobry", "Proszę o pilną odpowiedź w tej sprawie."])
def test_no_title_is_better_than_a_bare_word(greeting: str) -> None:
    found = read(_HEAD + greeting + "\n\n\n     Pozostaję w oczekiwaniu na decyzję w przedstawionej Państwu kwestii.")
    assert found.best("title") is None


def test_a_request_makes_an_application_but_not_of_an_authority() -> None:
    request = "     Zwracam się z prośbą o nadesłanie danych i kopii dokumentów dotyczących nieruchomości."
    assert value(read(_HEAD + request), "document_kind") == "wniosek"
    police = _HEAD.replace("Halina Próbna", "Komenda Policji").replace("os. Testowe", "ul. Testowa")
    assert value(read(police + request), "document_kind") == "pismo"
