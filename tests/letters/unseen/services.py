"""The office's printed forms used by the form layouts: names, units and questions."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.letters import people


@dataclass(frozen=True)
class Service:
    """A form: its number, name, unit, the matter's questions with answers, and boxes to tick."""

    number: str
    name: str
    unit: str
    answers: tuple[tuple[str, str], ...]
    ticks: tuple[str, ...]


def pick(rng: random.Random) -> Service:
    """One of the forms, its answers invented."""
    makers = (_zoning, _heating, _certificate, _waste, _damage)
    return rng.choice(makers)(rng)


def _zoning(rng: random.Random) -> Service:
    return Service(
        "AB-04",
        "Wniosek o ustalenie warunków zabudowy",
        "AB",
        (
            ("Rodzaj inwestycji", "budynek mieszkalny jednorodzinny"),
            ("Numer działki", f"{rng.randint(10, 3900)}/{rng.randint(1, 60)}"),
            ("Obręb", "Przykładowy"),
            ("Zapotrzebowanie na wodę", f"0,{rng.randint(3, 9)} m³ na dobę"),
            ("Zapotrzebowanie na energię", f"{rng.randint(9, 22)} kW"),
        ),
        (
            "odprowadzenie ścieków do kanalizacji sanitarnej",
            "odprowadzenie ścieków do zbiornika bezodpływowego",
            "wjazd z drogi publicznej istniejący",
        ),
    )


def _heating(rng: random.Random) -> Service:
    return Service(
        "OŚ-11",
        "Wniosek o dofinansowanie wymiany źródła ciepła",
        "OŚ",
        (
            ("Rok budowy budynku", str(rng.randint(1990, 2024))),
            ("Powierzchnia ogrzewana", f"{rng.randint(60, 190)} m²"),
            ("Obecne źródło ciepła", "kocioł węglowy zasypowy"),
            ("Nowe źródło ciepła", rng.choice(("pompa ciepła", "kocioł gazowy", "kocioł na pellet"))),
        ),
        (
            "jestem właścicielem budynku",
            "jestem współwłaścicielem budynku",
            "w budynku prowadzona jest działalność gospodarcza",
        ),
    )


def _certificate(rng: random.Random) -> Service:
    return Service(
        "SO-02",
        "Wniosek o wydanie odpisu aktu stanu cywilnego",
        "SO",
        (
            ("Rodzaj aktu", rng.choice(("urodzenia", "małżeństwa", "zgonu"))),
            ("Osoba, której akt dotyczy", people.citizen(rng).name),
            ("Miejsce zdarzenia", "Mikołów"),
            ("Cel", rng.choice(("sprawa spadkowa", "do sądu", "ubezpieczenie"))),
        ),
        ("odpis skrócony", "odpis zupełny", "odpis wielojęzyczny"),
    )


def _waste(rng: random.Random) -> Service:
    return Service(
        "PO-07",
        "Deklaracja o wysokości opłaty za gospodarowanie odpadami komunalnymi",
        "PO",
        (
            ("Liczba osób zamieszkujących", str(rng.randint(1, 7))),
            ("Stawka opłaty", "34,00 zł"),
            ("Data powstania obowiązku", f"01.{rng.randint(1, 11):02d}.2026"),
        ),
        ("pierwsza deklaracja", "zmiana danych", "korekta deklaracji", "kompostuję bioodpady"),
    )


def _damage(rng: random.Random) -> Service:
    return Service(
        "DR-03",
        "Zgłoszenie szkody na drodze gminnej",
        "DR",
        (
            ("Miejsce zdarzenia", "skrzyżowanie ul. Przykładowej i Próbnej"),
            ("Godzina zdarzenia", f"{rng.randint(5, 22)}.{rng.randint(10, 59)}"),
            ("Rodzaj szkody", rng.choice(("uszkodzone koło", "urwany zderzak", "złamana ręka"))),
            ("Szacowana wysokość szkody", f"{rng.randint(2, 60)}00 zł"),
        ),
        ("na miejsce wezwano policję", "posiadam dokumentację fotograficzną"),
    )
