"""Invented people, firms and offices. Names are chosen to look invented; numbers are valid but belong to nobody."""

from __future__ import annotations

import random
from dataclasses import dataclass

from stdnum.pl import nip as stdnum_nip
from stdnum.pl import pesel as stdnum_pesel
from stdnum.pl import regon as stdnum_regon

from tests.letters.truth import TrueSender

_MEN = (
    "Jan",
    "Piotr",
    "Andrzej",
    "Tomasz",
    "Łukasz",
    "Stanisław",
    "Józef",
    "Grzegorz",
    "Paweł",
    "Zbigniew",
    "Mirosław",
)
_WOMEN = (
    "Anna",
    "Małgorzata",
    "Agnieszka",
    "Elżbieta",
    "Zofia",
    "Grażyna",
    "Łucja",
    "Barbara",
    "Żaneta",
    "Maria",
    "Ewa",
)
_SURNAMES = (
    ("Kowal-Przykładowy", "Kowal-Przykładowa"),
    ("Przykładowski", "Przykładowska"),
    ("Zmyślony", "Zmyślona"),
    ("Wzorcowski", "Wzorcowska"),
    ("Testowicz", "Testowicz"),
    ("Niebyłowski", "Niebyłowska"),
    ("Makietowicz", "Makietowicz"),
    ("Fikcyjny-Nowak", "Fikcyjna-Nowak"),
    ("Szablonowski", "Szablonowska"),
    ("Wymyślański", "Wymyślańska"),
    ("Próbka", "Próbka"),
    ("Udawała", "Udawała"),
    ("Pozorny-Żak", "Pozorna-Żak"),
    ("Domyślny", "Domyślna"),
    ("Nieistniejący", "Nieistniejąca"),
)
_STREETS = (
    "ul. Przykładowa",
    "ul. Wzorcowa",
    "ul. Zmyślona",
    "ul. Próbna",
    "al. Testowa",
    "pl. Makietowy",
    "ul. gen. Fikcyjnego",
    "os. Wymyślone",
    "ul. Szablonowa",
    "ul. Świętej Próby",
    "ul. Żadna",
    "ul. 30 Lutego",
)
TOWNS = (
    ("Zmyślin", "00-997", "Zmyślinie"),
    ("Przykładowo", "99-901", "Przykładowie"),
    ("Wzorcowice", "49-095", "Wzorcowicach"),
    ("Próbna Górna", "43-099", "Próbnej Górnej"),
    ("Nowe Makiety", "44-098", "Nowych Makietach"),
    ("Fikcyjna Wola", "05-093", "Fikcyjnej Woli"),
    ("Niebyłów", "97-096", "Niebyłowie"),
    ("Żółwiniec Śląski", "41-094", "Żółwińcu Śląskim"),
)
OFFICE = "Urząd Miasta Mikołów"
OFFICE_TOWN = "Mikołów"
OFFICE_ADDRESS = ("Rynek 16", "43-190 Mikołów")


@dataclass(frozen=True)
class Town:
    """A town with its postcode and locative ("w Zmyślinie")."""

    name: str
    postcode: str
    where: str


@dataclass(frozen=True)
class Party:
    """A person (`organisation` None) or body with all a letterhead may show."""

    surname: str
    given: str
    woman: bool
    organisation: str | None
    street: str
    town: Town
    phone: str
    email: str
    pesel: str
    nip: str
    regon: str
    krs: str
    country: str = "Polska"

    @property
    def name(self) -> str:
        """The name as one writes it."""
        return self.organisation or f"{self.given} {self.surname}"

    @property
    def person(self) -> str:
        """The person, also one writing for a body."""
        return f"{self.given} {self.surname}"

    @property
    def city_line(self) -> str:
        """Postcode and town."""
        return f"{self.town.postcode} {self.town.name}"

    def as_sender(self, address: bool = True) -> TrueSender:
        """The truth of it; without `address` the letter gives none."""
        person = self.organisation is None
        return TrueSender(
            organisation=self.organisation,
            surname=self.surname if person else None,
            given_names=self.given if person else None,
            street=self.street if address else None,
            postcode=self.town.postcode if address else None,
            town=self.town.name if address else None,
        )


def town(rng: random.Random, local: float = 0.0) -> Town:
    """An invented town, or with probability `local` the office's own."""
    if rng.random() < local:
        return Town("Mikołów", "43-190", "Mikołowie")
    return Town(*rng.choice(TOWNS))


def street(rng: random.Random) -> str:
    """A street with a number, perhaps a flat."""
    number = str(rng.randint(1, 180)) + rng.choice(("", "", "", "a", "B"))
    flat = rng.choice(("", "", f"/{rng.randint(1, 48)}", f" m. {rng.randint(1, 40)}"))
    return f"{rng.choice(_STREETS)} {number}{flat}"


def citizen(rng: random.Random, local: float = 0.7) -> Party:
    """A private person, mostly from the town."""
    return _party(rng, None, town(rng, local))


def firm(rng: random.Random) -> Party:
    """A company with the usual Polish forms."""
    stem = rng.choice(("Przykład", "Wzor", "Zmyśl", "Makiet", "Fikcja", "Próba", "Testo", "Niby", "Pozór"))
    trade = rng.choice(("-Bud", "-Pol", "-Instal", "-Projekt", "-Trans", "-Drog", "-Energia", "-Serwis", "-Geo"))
    form = rng.choice((" sp. z o.o.", " Sp. z o.o.", " S.A.", " Spółka z o.o.", " sp. j.", " Sp. z o.o. Sp. k."))
    front = rng.choice(("", "", "", "P.P.H.U. ", "Zakład Usługowy ", "Biuro Projektowe "))
    return _party(rng, f"{front}{stem}{trade}{form}", town(rng, 0.15))


def body(rng: random.Random, name: str, place: Town) -> Party:
    """A public body of a given name and town."""
    return _party(rng, name, place)


def _party(rng: random.Random, organisation: str | None, place: Town) -> Party:
    woman = rng.random() < 0.5
    surname = rng.choice(_SURNAMES)[int(woman)]
    given = rng.choice(_WOMEN if woman else _MEN)
    if rng.random() < 0.12:
        given += " " + rng.choice(_WOMEN if woman else _MEN)
    box = "biuro" if organisation else "poczta"
    return Party(
        surname=surname,
        given=given,
        woman=woman,
        organisation=organisation,
        street=street(rng),
        town=place,
        phone=rng.choice(
            (
                "32 000 {0:02d} {1:02d}",
                "(32) 000-{0:02d}-{1:02d}",
                "500 000 {0:02d}{1:01d}",
                "+48 32 000 {0:02d} {1:02d}",
            )
        ).format(rng.randint(10, 99), rng.randint(1, 9)),
        email=f"{box}.{rng.randint(10, 99)}@{rng.choice(('example.com', 'example.org', 'example.net'))}",
        pesel=pesel(rng, woman),
        nip=nip(rng),
        regon=regon(rng),
        krs=f"0009{rng.randint(0, 999999):06d}",
    )


def pesel(rng: random.Random, woman: bool) -> str:
    """A valid PESEL of somebody born in the 1800s (month + 80)."""
    digits = f"{rng.randint(10, 99)}{rng.randint(81, 92)}{rng.randint(1, 28):02d}{rng.randint(0, 999):03d}"
    digits += str(rng.randrange(0, 10, 2) + (0 if woman else 1))
    return digits + str(stdnum_pesel.calc_check_digit(digits))


def nip(rng: random.Random) -> str:
    """A valid NIP of a tax office that doesn't exist (000)."""
    while True:
        digits = f"000{rng.randint(0, 999999):06d}"
        for check in "0123456789":
            if stdnum_nip.is_valid(digits + check):
                return digits + check


def regon(rng: random.Random) -> str:
    """A valid REGON of a prefix not given out (99)."""
    digits = f"99{rng.randint(0, 999999):06d}"
    return digits + str(stdnum_regon.calc_check_digit(digits))


def dashed_nip(number: str, rng: random.Random) -> str:
    """A NIP as it is printed: with hyphens, plain or with the country."""
    return rng.choice(
        (
            f"{number[:3]}-{number[3:6]}-{number[6:8]}-{number[8:]}",
            number,
            f"PL{number}",
            f"{number[:3]}-{number[3:5]}-{number[5:7]}-{number[7:]}",
        )
    )


def account(rng: random.Random) -> str:
    """A bank account with a valid check of a bank that doesn't exist."""
    rest = f"0000{rng.randint(0, 9999):04d}" + f"{rng.randint(0, 10**16 - 1):016d}"
    check = 98 - int(rest + "252100") % 97
    digits = f"{check:02d}{rest}"
    return digits[:2] + " " + " ".join(digits[i : i + 4] for i in range(2, 26, 4))
