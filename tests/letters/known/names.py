"""Invented names of the bodies, firms and small organisations that write to an office, of many makes."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.letters import people

_SAINTS = ("św. Floriana Zmyślonego", "Najświętszej Próby", "św. Wzorcowej Barbary")
_PATRONS = ("im. Adama Makietowicza", "im. Przyjaciół Przykładu", "im. gen. Fikcyjnego")


def body(rng: random.Random) -> people.Party:
    """A public body with its place in its name."""
    place = people.town(rng)
    where, number = place.where, rng.randint(1, 12)
    name = rng.choice(
        (
            f"Zakład Ubezpieczeń Społecznych Oddział w {where}",
            f"Kasa Rolniczego Ubezpieczenia Społecznego Oddział Regionalny w {where}",
            f"Pierwszy Urząd Skarbowy w {where}",
            f"Naczelnik Urzędu Skarbowego w {where}",
            f"Sąd Okręgowy w {where}",
            f"Sąd Rejonowy w {where}",
            f"Wojewódzki Sąd Administracyjny w {where}",
            f"Prokuratura Okręgowa w {where}",
            f"Powiatowa Stacja Sanitarno-Epidemiologiczna w {where}",
            f"Wojewódzki Inspektorat Ochrony Środowiska w {where}",
            f"Państwowe Gospodarstwo Wodne Wody Polskie Zarząd Zlewni w {where}",
            f"Miejski Ośrodek Pomocy Społecznej w {where}",
            f"Powiatowe Centrum Pomocy Rodzinie w {where}",
            f"Powiatowy Urząd Pracy w {where}",
            f"Starostwo Powiatowe w {where}",
            f"Urząd Miejski w {where}",
            f"Urząd Gminy {place.name}",
            f"Urząd Marszałkowski Województwa Wzorcowego w {where}",
            f"Komenda Miejska Państwowej Straży Pożarnej w {where}",
            f"Nadleśnictwo {place.name}",
            f"Zespół Szkół Ogólnokształcących nr {number} w {where}",
            f"Przedszkole Miejskie nr {number} w {where}",
            f"Samodzielny Publiczny Zakład Opieki Zdrowotnej w {where}",
            f"Wojewódzki Konserwator Zabytków w {where}",
            f"Samorządowe Kolegium Odwoławcze w {where}",
            f"Gminna Biblioteka Publiczna w {where}",
            f"Główny Urząd Makiet i Pomiarów w {where}",
            f"Regionalna Dyrekcja Ochrony Środowiska w {where}",
            f"Zarząd Dróg Powiatowych w {where}",
            f"Rzecznik Praw Przykładowych w {where}",
        )
    )
    return people.body(rng, name, place)


def society(rng: random.Random) -> people.Party:
    """An association, parish, club, tenants' community or small institution."""
    place = people.town(rng, 0.4)
    where, number = place.where, rng.randint(1, 12)
    base = people.body(rng, "", place)
    name = rng.choice(
        (
            f"Parafia pw. {rng.choice(_SAINTS)} w {where}",
            f"Parafia Ewangelicko-Augsburska w {where}",
            "Fundacja „Niebywały Dom”",
            "Stowarzyszenie Miłośników Makiet",
            f"Uczniowski Klub Sportowy „Wzorek” {place.name}",
            f"Ochotnicza Straż Pożarna w {where}",
            f"Szkoła Podstawowa nr {number} {rng.choice(_PATRONS)} w {where}",
            "Niepubliczny Żłobek „Zmyślony Ogródek”",
            f"Wspólnota Mieszkaniowa {base.street.split(' m.')[0].split('/')[0]}",
            "Spółdzielnia Mieszkaniowa „Nowa Makieta”",
            f"Rodzinny Ogród Działkowy „Fikcja” w {where}",
            f"Polski Związek Wędkarski Koło nr {number}",
            f"Rada Osiedla {rng.choice(('Zmyślone', 'Przykładowe'))}",
            f"Związek Emerytów i Rencistów Oddział w {where}",
            f"Ludowy Zespół Sportowy {place.name}",
        )
    )
    return replace(base, organisation=name)


def firm(rng: random.Random) -> people.Party:
    """A firm of a make people.firm doesn't have, or one it has."""
    base = people.firm(rng)
    place = base.town
    name = rng.choice(
        (
            base.organisation,
            base.organisation,
            "Zakład Usług Komunalnych „Czyścioch” Sp. z o.o.",
            "Przedsiębiorstwo Robót Drogowych Wzorex S.A.",
            "TESTEX Polska Sp. z o.o.",
            "Hydro-Próba Sp. z o.o. Sp. k.",
            "Pracownia Architektoniczna Makieta s.c.",
            f"Wodociągi i Kanalizacja w {place.where} Spółka z o.o.",
            f"Gminna Spółdzielnia „Samopomoc” w {place.where}",
            "Niby-Telekom S.A.",
            f"Kancelaria Notarialna {base.person}",
            f"Biuro Rachunkowe {base.person}",
            f"Gabinet Weterynaryjny {base.person}",
            f"Przykładowy Bank Spółdzielczy w {place.where}",
            "Dom Aukcyjny Pozór sp. j.",
            "Zmyśl Energia Operator S.A.",
            "Towarzystwo Budownictwa Społecznego „Fikcja” Sp. z o.o.",
            f"Agro-Wzór {base.person}",
        )
    )
    return replace(base, organisation=name)
