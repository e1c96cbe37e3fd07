"""Letters of private people put together from independent parts: where the writer stands, date, heading."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from tests.letters import dates, motifs, office, people
from tests.letters.flow import Flow
from tests.letters.fonts import HAND
from tests.letters.framework import Layout, Letter
from tests.letters.known import topics, writing
from tests.letters.sheet import INK_BLUE, MM, Style
from tests.letters.truth import DocumentKind, Identifiers, Truth

Place = Callable[[Flow, people.Party, random.Random], bool]
"""Says who writes, in the head; False: it stands under the text."""


def _lines(who: people.Party, rng: random.Random) -> tuple[str, ...]:
    name = rng.choice((who.person, who.person, f"{who.surname} {who.given}", who.person.upper()))
    lives = rng.choice(("", "", "zam. ", "adres: "))
    where = rng.choice(
        ((lives + who.street, who.city_line), (f"{lives}{who.street}, {who.city_line}",), (lives + who.city_line,))
    )
    return (name, *where[:2], *((who.street,) if where == (lives + who.city_line,) else ()))


def corner(flow: Flow, who: people.Party, rng: random.Random) -> bool:
    """Top left, in lines."""
    flow.lines((*_lines(who, rng), rng.choice(("", f"tel. {who.phone}", f"tel. kom. {who.phone}", who.email))))
    return True


def opposite(flow: Flow, who: people.Party, rng: random.Random) -> bool:
    """Top right, in lines."""
    flow.lines(_lines(who, rng), x=flow.left + flow.width * rng.uniform(0.5, 0.65))
    return True


def one_line(flow: Flow, who: people.Party, rng: random.Random) -> bool:
    """One line across the top."""
    flow.line(f"{who.person}, {who.street}, {who.city_line}", rng.choice((flow.style, flow.style.but(size=9))))
    return True


def labelled(flow: Flow, who: people.Party, rng: random.Random) -> bool:
    """Under or behind a label."""
    label = rng.choice(("Wnioskodawca:", "Wnoszący:", "Skarżący:", "Nadawca:", "Dane wnioskodawcy:"))
    if rng.random() < 0.5:
        flow.line(f"{label} {who.person}")
        flow.line(f"{rng.choice(('Adres:', 'zam.', 'Adres zamieszkania:'))} {who.street}, {who.city_line}")
    else:
        flow.line(label, flow.style.but(bold=True))
        flow.lines((who.person, who.street, who.city_line))
    return True


def below(flow: Flow, who: people.Party, rng: random.Random) -> bool:
    """Not in the head: under the signature."""
    return False


def _signed(flow: Flow, who: people.Party, there: bool, rng: random.Random) -> None:
    x = flow.left + flow.width * rng.uniform(0.5, 0.62)
    flow.gap(16)
    flow.line(rng.choice(("Z poważaniem", "Z wyrazami szacunku,", "Pozdrawiam", " ")), x=x)
    motifs.signature(flow.sheet, x, flow.y + 16, rng)
    flow.gap(32)
    if there:
        flow.line(who.person, x=x)
        return
    if rng.random() < 0.5:
        x = flow.left
    flow.lines((who.person, who.street, who.city_line, rng.choice(("", f"tel. {who.phone}"))), x=x)


def _letter(rng: random.Random, place: Place, by_hand: bool = False) -> Letter:
    style = writing.typeface(rng)
    if by_hand:
        style = Style(HAND, rng.uniform(14, 16), colour=INK_BLUE, leading=1.4)
    who, day = people.citizen(rng), dates.letter_day(rng)
    flow = Flow(style, left=rng.uniform(18, 27) * MM, top=rng.uniform(14, 26) * MM)
    where = dates.place_and_date(who.town.name, day, rng)
    when = rng.choice(("first", "first", "row", "after", "last"))
    top = flow.y + style.size
    if when == "first" and place is not opposite:
        flow.line(where, align="right")
        flow.gap(8)
    there = place(flow, who, rng)
    if when == "row" and place is corner:
        flow.sheet.text(flow.right, top, where, style, "right")
    elif when == "after" or (when != "last" and place is not below and flow.y > top + 40 and when == "row"):
        flow.line(where, align="right")
    elif when != "first" or place is opposite:
        when = "last"
    flow.gap(16)
    to = office.address(rng, writing.unit(rng))
    writing.addressee(flow, rng, to.lines, x=flow.left if place is opposite or rng.random() < 0.2 else None)
    flow.gap(22)
    topic = rng.choice(topics.OF_PEOPLE)
    topics.subject(flow, topic, rng)
    writing.paragraphs(flow, rng, [topic.text], 0 if by_hand else rng.randint(0, 2))
    _signed(flow, who, there, rng)
    if when == "last":
        flow.gap(10)
        flow.line(where)
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            who.town.name,
            None,
            topics.titles(topic),
            topic.kind,
            topic.also,
            to.inside,
            hand_filled=by_hand,
        ),
    )


def proxy(rng: random.Random) -> Letter:
    """A power of attorney: who gives it stands first, who gets it later."""
    style, who, other, day = writing.typeface(rng), people.citizen(rng), people.citizen(rng), dates.letter_day(rng)
    flow = Flow(style, top=rng.uniform(18, 26) * MM)
    flow.line(dates.place_and_date(who.town.name, day, rng), align="right")
    flow.gap(14)
    headed = rng.random() < 0.5
    if headed:
        flow.lines((who.person, who.street, who.city_line, f"PESEL {who.pesel}"))
        flow.gap(26)
    flow.line(rng.choice(("PEŁNOMOCNICTWO", "Pełnomocnictwo szczególne")), style.but(bold=True, size=14), "center")
    flow.gap(14)
    me = "Ja, niżej podpisana" if who.woman else "Ja, niżej podpisany"
    first = f"{me} {who.person}, PESEL {who.pesel}, adres: {who.street}, {who.city_line}, udzielam pełnomocnictwa"
    if headed:
        first = "Udzielam pełnomocnictwa"
    toward = "Pani" if other.woman else "Panu"
    flow.paragraph(
        f"{first} {toward} {other.person}, PESEL {other.pesel}, do reprezentowania mnie przed Urzędem Miasta Mikołów.",
        align="left",
    )
    _signed(flow, who, True, rng)
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            who.town.name,
            None,
            ("Pełnomocnictwo", "Pełnomocnictwo szczególne"),
            DocumentKind.POWER_OF_ATTORNEY,
            identifiers=Identifiers(pesel=(who.pesel,)),
        ),
    )


def mail(rng: random.Random) -> Letter:
    """An e-mail printed from a program that sets the writer's name or box first."""
    style, day = writing.typeface(rng, 9.5, 11), dates.letter_day(rng)
    firm = rng.random() < 0.5
    who = people.firm(rng) if firm else people.citizen(rng)
    topic = rng.choice(topics.OF_PEOPLE)
    flow = Flow(style, left=18 * MM, top=14 * MM)
    when = f"{day:%d.%m.%Y}, 0{rng.randint(7, 9)}:{rng.randint(10, 59)}"
    if rng.random() < 0.5:
        flow.line(who.person, style.but(bold=True, size=14))
        flow.sheet.rule(flow.left, flow.y, flow.right, flow.y, 1.2)
        flow.gap(8)
    sender = f"{who.organisation} <{who.email}>" if firm else f"{who.person} <{who.email}>"
    for label, value in (
        ("Od:", sender),
        ("Data:", when),
        ("Temat:", topic.heading),
        ("Do:", "Sekretariat <sekretariat@mikolow.example.com>"),
    ):
        y = flow.line(label, style.but(bold=True))
        flow.sheet.text(flow.left + 62, y, value, style)
    flow.gap(16)
    flow.line(rng.choice(("Dzień dobry,", "Szanowni Państwo,")))
    flow.gap(6)
    writing.paragraphs(flow, rng, [topic.text], 1)
    flow.gap(8)
    flow.lines(("Pozdrawiam", who.person, who.organisation or "", f"tel. {who.phone}"))
    truth = Truth(who.as_sender(False), day.isoformat(), None, None, topics.titles(topic), topic.kind, topic.also)
    return Letter(tuple(flow.sheets), replace(truth, also_kinds=(*topic.also, DocumentKind.LETTER)))


_PLACES: tuple[Place, ...] = (corner, opposite, one_line, labelled, below)
LAYOUTS: dict[str, Layout] = {
    **{f"writer_{place.__name__}": partial(_letter, place=place) for place in _PLACES},
    "writer_hand": partial(_letter, place=corner, by_hand=True),
    "proxy": proxy,
    "mail_program": mail,
}
