"""Letters of private people: typed, by hand, appeals, complaints, petitions."""

from __future__ import annotations

import random

from tests.letters import dates, motifs, office, people
from tests.letters.flow import Flow
from tests.letters.fonts import HAND
from tests.letters.framework import Letter
from tests.letters.known import writing
from tests.letters.sheet import INK_BLUE, MM, Style
from tests.letters.truth import DocumentKind, Identifiers, Truth

_WISHES = (
    (
        "wydanie zaświadczenia o przeznaczeniu działki",
        "wydanie zaświadczenia o przeznaczeniu działki nr {n} w planie miejscowym",
    ),
    (
        "przycięcie gałęzi drzew przy ulicy",
        "przycięcie gałęzi drzew rosnących przy mojej posesji, które zasłaniają latarnię",
    ),
    ("rozłożenie na raty podatku od nieruchomości", "rozłożenie na {n} rat podatku od nieruchomości za bieżący rok"),
    ("ustawienie dodatkowego kosza na odpady", "ustawienie dodatkowego kosza na odpady przy przystanku"),
    ("zwrot nadpłaty opłaty za odpady", "zwrot nadpłaty opłaty za gospodarowanie odpadami komunalnymi"),
)


def citizen(rng: random.Random) -> Letter:
    """A typed application: name and address top left, place and date top right or above."""
    style = writing.typeface(rng)
    flow = Flow(style, left=rng.uniform(20, 28) * MM, top=rng.uniform(16, 26) * MM)
    who = people.citizen(rng)
    day = dates.letter_day(rng)
    symbol = writing.unit(rng)
    to = office.address(rng, symbol)
    where = dates.place_and_date(who.town.name, day, rng)
    same_row = rng.random() < 0.5
    top = flow.y
    if not same_row:
        flow.line(where, align="right")
        flow.gap(10)
    flow.line(rng.choice((who.person, who.person, f"{who.surname} {who.given}")))
    flow.line(who.street)
    flow.line(who.city_line)
    identifiers = Identifiers()
    if rng.random() < 0.3:
        flow.line(f"PESEL: {who.pesel}")
        identifiers = Identifiers(pesel=(who.pesel,))
    if rng.random() < 0.6:
        flow.line(f"tel. {who.phone}")
    if same_row:
        flow.sheet.text(flow.right, top + style.size, where, style, "right")
    flow.gap(18)
    writing.addressee(flow, rng, to.lines)
    flow.gap(26)
    title, wish = rng.choice(_WISHES)
    wish = wish.format(n=rng.randint(3, 900))
    mark = office.case_mark(rng, symbol) if rng.random() < 0.3 else None
    headings = (f"WNIOSEK o {title}", f"Wniosek o {title}", f"Dotyczy: {title}", "PODANIE", f"P O D A N I E o {title}")
    heading = rng.choice(headings)
    flow.line(
        heading,
        style.but(bold=True, size=style.size + rng.choice((0, 1.5))),
        "left" if heading.startswith("Dotyczy") else "center",
    )
    flow.gap(14)
    opening = rng.choice(("Zwracam się z uprzejmą prośbą o", "Proszę o", "Uprzejmie proszę o", "Wnoszę o"))
    quoted = f" Sprawa prowadzona jest pod znakiem {mark}." if mark else ""
    writing.paragraphs(flow, rng, [f"{opening} {wish}.{quoted}"], rng.randint(1, 2))
    writing.signed(flow, rng, who.person, courtesy=rng.choice(("Z poważaniem", "Z wyrazami szacunku", "")))
    count = writing.listed(
        flow, rng, rng.sample(("odpis z księgi wieczystej", "kopia mapy", "dowód wpłaty", "zdjęcia"), rng.randint(0, 3))
    )
    titles = (f"Wniosek o {title}", title, f"Podanie o {title}", "Podanie")
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            who.town.name,
            None,
            titles,
            DocumentKind.APPLICATION,
            (DocumentKind.LETTER,),
            to.inside,
            count,
            mark,
            identifiers,
        ),
    )


def appeal(rng: random.Random) -> Letter:
    """An appeal to the board of appeal through the mayor, quoting our decision and its date."""
    style = writing.typeface(rng)
    flow = Flow(style, top=rng.uniform(15, 25) * MM)
    who = people.citizen(rng)
    day = dates.letter_day(rng)
    symbol = rng.choice(("AB", "GN", "PO"))
    mark = office.case_mark(rng, symbol)
    flow.line(dates.place_and_date(who.town.name, day, rng), align="right")
    flow.gap(14)
    if rng.random() < 0.5:
        flow.line("Odwołujący się:", style.but(bold=True))
    flow.lines((who.person, who.street, who.city_line))
    flow.gap(16)
    x = flow.left + flow.width * 0.5
    flow.lines(("Samorządowe Kolegium Odwoławcze", "w Przykładowicach"), style.but(bold=True), x=x)
    flow.gap(6)
    flow.lines(("za pośrednictwem", "Burmistrza Mikołowa", *people.OFFICE_ADDRESS), x=x)
    flow.gap(22)
    earlier = dates.plain(dates.letter_day(rng))
    title = f"od decyzji Burmistrza Mikołowa z dnia {earlier}"
    flow.line(
        rng.choice(("ODWOŁANIE", "O D W O Ł A N I E", "Odwołanie")), style.but(bold=True, size=style.size + 2), "center"
    )
    flow.line(title, align="center")
    flow.line(f"znak: {mark}", align="center")
    flow.gap(14)
    writing.paragraphs(
        flow,
        rng,
        [
            f"Działając na podstawie art. 127 § 1 Kodeksu postępowania administracyjnego, wnoszę "
            f"odwołanie od decyzji z dnia {earlier}, "
            "doręczonej mi w ubiegłym tygodniu, i zaskarżam ją w całości.",
            "Organ błędnie ustalił stan faktyczny, gdyż pominął przedłożone przeze mnie dokumenty.",
        ],
    )
    writing.signed(flow, rng, who.person)
    count = writing.listed(flow, rng, ["kopia decyzji"] if rng.random() < 0.6 else [])
    titles = (
        "Odwołanie",
        f"Odwołanie {title}",
        f"Odwołanie {title} znak: {mark}",
        f"Odwołanie od decyzji {mark}",
        f"Odwołanie {title}, znak: {mark}",
    )
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            who.town.name,
            None,
            titles,
            DocumentKind.APPEAL,
            (),
            "Burmistrz Mikołowa",
            count,
            mark,
        ),
    )


def complaint(rng: random.Random) -> Letter:
    """A complaint with the sender's data in one line at the foot or at the head."""
    style = writing.typeface(rng)
    flow = Flow(style)
    who = people.citizen(rng)
    day = dates.letter_day(rng)
    to = office.address(rng, "DR")
    flow.line(f"{who.person}, {who.street}, {who.city_line}", style.but(size=style.size - 1))
    flow.sheet.rule(flow.left, flow.y + 2, flow.right, flow.y + 2)
    flow.gap(20)
    writing.addressee(flow, rng, to.lines, x=flow.left)
    flow.gap(16)
    flow.line(dates.place_and_date(who.town.name, day, rng), align="right")
    flow.gap(16)
    topic = rng.choice(
        (
            "hałas z placu budowy",
            "stan chodnika przy ulicy Zmyślonej",
            "sposób odśnieżania dróg",
            "opieszałość urzędnika",
        )
    )
    flow.line(f"Skarga na {topic}", style.but(bold=True))
    flow.gap(10)
    writing.paragraphs(
        flow,
        rng,
        [
            f"Niniejszym składam skargę na {topic}. Zgłaszałem to już telefonicznie w dniu 3 "
            f"lutego 2026 r., niestety bez skutku."
        ],
        2,
    )
    writing.signed(flow, rng, who.person)
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            who.town.name,
            None,
            (f"Skarga na {topic}",),
            DocumentKind.COMPLAINT,
            (),
            to.inside,
        ),
    )


def handwritten(rng: random.Random) -> Letter:
    """A short letter wholly by hand."""
    style = Style(HAND, rng.uniform(15, 17), colour=INK_BLUE, leading=1.45)
    flow = Flow(style)
    who = people.citizen(rng)
    day = dates.letter_day(rng)
    flow.lines((who.person, who.street, who.city_line))
    flow.gap(8)
    flow.line(f"{who.town.name}, {dates.plain(day)}", align="right")
    flow.gap(14)
    flow.lines(("Urząd Miasta", "w Mikołowie"), x=flow.left + flow.width * 0.5)
    flow.gap(14)
    title = rng.choice(("naprawę drogi", "obniżenie opłaty za śmieci", "dzierżawę działki"))
    flow.line("Podanie", align="center")
    flow.gap(8)
    flow.paragraph(f"Proszę o {title}. Jestem emerytem i mieszkam sam. Proszę o pozytywną odpowiedź.", align="left")
    flow.gap(16)
    flow.line(who.person, x=flow.left + flow.width * 0.6)
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            who.town.name,
            None,
            ("Podanie", f"Podanie o {title}"),
            DocumentKind.APPLICATION,
            (DocumentKind.LETTER,),
            hand_filled=True,
        ),
    )


def petition(rng: random.Random) -> Letter:
    """A petition of an association, date at the foot."""
    style = writing.typeface(rng)
    flow = Flow(style)
    who = people.body(
        rng,
        f"Stowarzyszenie „{rng.choice(('Zielona Polana', 'Nasze Podwórko', 'Przyjazna Ulica'))}”",
        people.town(rng, 0.6),
    )
    day = dates.letter_day(rng)
    flow.line(who.organisation or "", style.but(bold=True))
    flow.lines((who.street, who.city_line, f"e-mail: {who.email}"))
    flow.gap(20)
    writing.addressee(flow, rng, ("Rada Miejska Mikołowa", *people.OFFICE_ADDRESS))
    flow.gap(24)
    topic = rng.choice(
        ("utworzenia parku kieszonkowego", "ograniczenia prędkości przy szkole", "nasadzeń drzew w centrum")
    )
    flow.line("PETYCJA", style.but(bold=True, size=style.size + 2), "center")
    flow.line(f"w sprawie {topic}", style.but(bold=True), "center")
    flow.gap(12)
    writing.paragraphs(
        flow,
        rng,
        ["Na podstawie ustawy z dnia 11 lipca 2014 r. o petycjach wnosimy o podjęcie działań w celu " + topic + "."],
        2,
    )
    flow.gap(14)
    flow.line(f"{who.town.name}, {dates.written(day, rng)}")
    motifs.signature(flow.sheet, flow.left + flow.width * 0.6, flow.y + 10, rng)
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            who.town.name,
            None,
            (f"Petycja w sprawie {topic}", "Petycja"),
            DocumentKind.PETITION,
            (),
            "Rada Miejska Mikołowa",
        ),
    )
