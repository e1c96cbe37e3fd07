"""Our own authority is never the sender, in whatever form and case; other bodies of our town are."""

from __future__ import annotations

import itertools

import pytest

from kancelaria.reading.folding import tokens
from kancelaria.reading.model import OfficeContext
from kancelaria.reading.ours import is_bare_authority, is_our_authority, is_own_town, own_towns
from tests.unit.reading.paper import read, value

STATION = OfficeContext(
    own_names=("Urząd Miasta Mikołów", "Kancelaria"),
    own_town="Mikołów",
    unit_names=(("PO", "Wydział Podatków i Opłat"),),
    own_address="Rynek 16, 43-190 Mikołów",
)
NAME_ALONE = OfficeContext(own_names=("Urząd Miasta Mikołów",))
OURS = [
    "Burmistrz Mikołowa",
    "BURMISTRZ MIKOŁOWA",
    "Burmistrz Miasta Mikołów",
    "Burmistrz Miasta Mikołowa",
    "Pan Burmistrz Mikołowa",
    "Burmistrza Mikołowa",
    "Burmistrzowi Mikołowa",
    "Zastępca Burmistrza Mikołowa",
    "I Zastępca Burmistrza Miasta Mikołowa",
    "Prezydent Miasta Mikołowa",
    "Wójt Gminy Mikołów",
    "Sekretarz Miasta Mikołów",
    "Skarbnik Gminy Mikołów",
    "Rada Miejska w Mikołowie",
    "Rada Miasta Mikołowa",
    "Przewodniczący Rady Miejskiej w Mikołowie",
    "Biuro Rady Miejskiej w Mikołowie",
    "Gmina Mikołów",
    "Gmina Miejska Mikołów",
    "Gmina Mikołów reprezentowana przez Burmistrza Mikołowa",
    "Miasto Mikołów",
    "Miasto i Gmina Mikołów",
    "Urząd Miasta w Mikołowie",
    "Urząd Miasta Mikołowa",
    "Urząd Miejski w Mikołowie",
    "URZĄD MIEJSKI MIKOŁÓW",
    "Urząd Gminy Mikołów",
    "Urząd Gminy i Miasta w Mikołowie",
    "Urząd Stanu Cywilnego w Mikołowie",
    "Urząd Miasta Mikołów Wydział Podatków i Opłat",
    "Wydział Podatków i Opłat",
    "Burmistrz Mikolowa",
    "Burmistrz Mikotowa",
    "Burmistrz Mikołowa Rynek 16",
]
OTHERS = [
    "Sąd Rejonowy w Mikołowie",
    "Komornik Sądowy przy Sądzie Rejonowym w Mikołowie",
    "Starostwo Powiatowe w Mikołowie",
    "Starosta Mikołowski",
    "Szkoła Podstawowa nr 99 w Mikołowie",
    "Gmina Mikołów Szkoła Podstawowa nr 99",
    "Urząd Skarbowy w Mikołowie",
    "Powiatowy Urząd Pracy w Mikołowie",
    "Komenda Powiatowa Policji w Mikołowie",
    "Miejski Ośrodek Pomocy Społecznej w Mikołowie",
    "Miejska Biblioteka Publiczna w Mikołowie",
    "Ochotnicza Straż Pożarna Gminy Mikołów",
    "Wodociągi Miasta Mikołów sp. z o.o.",
    "Stowarzyszenie Miłośników Miasta Mikołowa",
    "Związek Zawodowy Pracowników Urzędu Miasta Mikołów",
    "Rada Rodziców Szkoły Podstawowej w Mikołowie",
    "Młodzieżowa Rada Miasta Mikołów",
    "Burmistrz Mikołajek",
    "Gmina Próbkowo",
    "Burmistrz Próbkowa",
    "Kancelaria Notarialna Halina Próbna",
    "Wydział Podatków i Opłat Urzędu Miasta Próbkowo",
]
_TEXT = """
     Zwracam się z uprzejmą prośbą o zamontowanie progów zwalniających na ulicy Długiej, ponieważ
kierowcy jeżdżą tamtędy bardzo szybko, a dzieci przechodzą tą drogą do szkoły podstawowej.
"""
_PLACES = {
    "left, with its address": "{name}\nRynek 16\n43-190 Mikołów\n\n\n" + _TEXT,
    "left, alone": "{name}\n\n\n" + _TEXT,
    "right": " " * 48 + "{name}\n" + " " * 48 + "Rynek 16\n" + " " * 48 + "43-190 Mikołów\n\n\n" + _TEXT,
    "under the text": "\n\n\n\n" + _TEXT + "\n\n\n{name}\nRynek 16\n43-190 Mikołów",
    "under a label": "Nadawca: {name}\n\n\n" + _TEXT,
}


@pytest.mark.parametrize("name", OURS)
def test_ours_in_any_form(name: str) -> None:
    assert is_our_authority(name, STATION)


@pytest.mark.parametrize("name", [name for name in OURS if not name.startswith("Wydział")])
def test_ours_by_the_institutions_name_alone(name: str) -> None:
    assert is_our_authority(name, NAME_ALONE)


@pytest.mark.parametrize("context", [STATION, NAME_ALONE], ids=["station", "name alone"])
@pytest.mark.parametrize("name", OTHERS)
def test_other_bodies_are_not_ours(name: str, context: OfficeContext) -> None:
    assert not is_our_authority(name, context)


@pytest.mark.parametrize("place", _PLACES)
@pytest.mark.parametrize("name", OURS)
def test_our_authority_is_never_suggested(name: str, place: str) -> None:
    found = read(_PLACES[place].format(name=name), STATION)
    said = [entry.value for entry in found.items if entry.field in ("sender.organisation", "sender.surname")]
    assert not [entry for entry in said if any(word.startswith("mikolow") for word in tokens(entry))], said
    assert not [entry for entry in said if is_bare_authority(entry)], said
    assert not [entry for entry in found.items if entry.field == "sender.street" and entry.value == "Rynek 16"]


@pytest.mark.parametrize(
    "name", [name for name in OTHERS if not name.startswith(("Rada", "Młodz", "Starosta", "Wydz"))]
)
def test_other_bodies_stay_senders(name: str) -> None:
    right = " " * 48
    text = f"{name}\nul. Długa 4\n43-190 Mikołów\n\n{right}Burmistrz Mikołowa\n{right}Rynek 16\n{right}43-190 Mikołów\n"
    found = read(text + "\n\n" + _TEXT, STATION)
    assert value(found, "sender.organisation") == name
    assert value(found, "sender.street") == "ul. Długa 4"
    assert value(found, "addressee") == "Burmistrz Mikołowa"


def test_a_name_set_on_two_lines_keeps_our_town() -> None:
    for first, second in itertools.product(["Szkoła Podstawowa nr 99", "Sąd Rejonowy"], ["w Mikołowie"]):
        text = f"{first}\n{second}\nul. Długa 4\n43-190 Mikołów\n\n\n\n" + _TEXT
        assert value(read(text, STATION), "sender.organisation") == f"{first} {second}"


def test_a_sender_close_over_our_name_ends_before_it() -> None:
    text = "Testex sp. z o.o.\nBurmistrz Mikołowa\nRynek 16\n43-190 Mikołów\n\n\n" + _TEXT
    said = value(read(text, STATION), "sender.organisation")
    assert said in (None, "Testex sp. z o.o.")


@pytest.mark.parametrize(
    ("name", "town"),
    [
        ("Urząd Miasta Mikołów", "Mikołów"),
        ("Urząd Miejski w Lublińcu", "Lublińcu"),
        ("Gmina Ruda Śląska", "Ruda Śląska"),
        ("Urząd Gminy i Miasta Wzorów", "Wzorów"),
    ],
)
def test_the_town_comes_from_the_institutions_name(name: str, town: str) -> None:
    assert own_towns(OfficeContext(own_names=(name,))) == (town,)


def test_no_town_comes_from_other_names() -> None:
    assert own_towns(OfficeContext(own_names=("Centrum Usług Wspólnych", "Kancelaria ogólna"))) == ()


@pytest.mark.parametrize(
    ("town", "forms"),
    [
        ("Lubliniec", ["Lublińca", "Lublińcu", "Lublińcem"]),
        ("Ruda Śląska", ["Rudy Śląskiej", "Rudzie Śląskiej"]),
        ("Tychy", ["Tychów", "Tychach"]),
        ("Zakopane", ["Zakopanego", "Zakopanem"]),
        ("Bielsko-Biała", ["Bielska-Białej", "Bielsku-Białej"]),
        ("Wzorów", ["Wzorowa", "Wzorowie"]),
    ],
)
def test_towns_in_their_cases(town: str, forms: list[str]) -> None:
    context = OfficeContext(own_town=town)
    for form in forms:
        assert is_own_town(form, context), form
        assert is_our_authority(f"Burmistrz {form}", context), form
    assert not is_own_town("Próbkowo", context)
