"""Names mended by the letter itself and by dictionaries, and senders borne out by a second sighting."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kancelaria.reading.layout import lay_out
from kancelaria.reading.spelling import Speller, is_polish
from tests.unit.reading.paper import page, read, value

_BODY = """


     Zwracam się z uprzejmą prośbą o wydłużenie terminu składania wniosków o stypendium szkolne
oraz o przesłanie mi wzoru zaświadczenia o dochodach, ponieważ dotychczasowy zaginął.


"""


@pytest.mark.parametrize(
    ("read_as", "meant"),
    [
        ("Malgorzata", "Małgorzata"),
        ("MALGORZATA", "MAŁGORZATA"),
        ("Lukasz", "Łukasz"),
        ("Zmyslony", "Zmyślony"),
        ("Agnieszka", "Agnieszka"),
        ("Kowalski", "Kowalski"),
        ("Novak", "Novak"),
        ("Jan", "Jan"),
    ],
)
def test_a_persons_word_is_mended_only_where_it_must_be(read_as: str, meant: str) -> None:
    assert Speller(()).mend(read_as, person=True) == meant


def test_an_organisations_own_word_is_left_to_the_letter() -> None:
    assert Speller(()).mend("Zmysl-Bud Drog") == "Zmysl-Bud Dróg"
    assert Speller(()).mend("Zmysl-Drog sp. j.") == "Zmysl-Drog sp. j."


def test_the_better_of_two_sightings_gives_the_spelling() -> None:
    found = read("Halina Próbna-Zolkowa\nos. Testowe 4/15\n43-555 Wzorów\n" + _BODY + "   Halina Próbna-Żółkowa")
    assert value(found, "sender.surname") == "Próbna-Żółkowa"


def test_a_letter_without_diacritics_keeps_its_spelling() -> None:
    text = "Malgorzata Probna\nul. Dluga 4\n00-950 Probkowo\n\n\n   Prosze o kontakt w sprawie umowy najmu lokalu."
    assert not is_polish([lay_out(page(text))])
    assert value(read(text), "sender.given_names") == "Malgorzata"


def test_a_second_sighting_makes_the_sender_surer() -> None:
    head = "Halina Próbna\nos. Testowe 4/15\n43-555 Wzorów\n" + _BODY
    alone, signed = read(head), read(head + "\n                       Halina Próbna")
    first, second = alone.best("sender.surname"), signed.best("sender.surname")
    assert first is not None
    assert second is not None
    assert second.confidence > first.confidence


def test_a_name_cut_off_at_its_town_is_not_sure() -> None:
    whole = "Powiatowy Urząd Pracy w Próbkowie\nul. Zmyślona 18\n00-950 Próbkowo\n" + _BODY
    cut = whole.replace("w Próbkowie", "w Próbko")
    sure, unsure = read(whole).best("sender.organisation"), read(cut).best("sender.organisation")
    assert sure is not None
    assert unsure is not None
    assert unsure.confidence < 0.7 < sure.confidence


def test_mending_changes_no_place() -> None:
    found = read("Malgorzata Próbna\nos. Testowe 4/15\n43-555 Wzorów\n" + _BODY).best("sender.given_names")
    assert found is not None
    assert found == replace(found, value="Małgorzata")
    assert found.box is not None
    assert found.box[1] < 200
