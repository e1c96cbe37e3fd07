"""A private person's letter typed at home: a word processor's defaults, or a typewriter face."""

from __future__ import annotations

import random

from tests.letters import blocks, dates, matters, office, people
from tests.letters.flow import Flow
from tests.letters.fonts import TEXT
from tests.letters.framework import Letter
from tests.letters.sheet import MM, Style
from tests.letters.truth import Identifiers, Truth


def layout(rng: random.Random) -> Letter:
    """Sets one."""
    family = rng.choice((*TEXT, "liberation-mono"))
    style = Style(
        family,
        11.0 if family == "liberation-mono" else rng.choice((11.0, 12.0, 12.0)),
        leading=rng.choice((1.2, 1.35, 1.5)),
    )
    writer = people.citizen(rng)
    matter = rng.choice(matters.CITIZEN).fill(rng)
    day = dates.letter_day(rng) if rng.random() > 0.08 else None
    to = office.address(rng, matter.unit)
    mark = office.case_mark(rng, matter.unit) if rng.random() < 0.25 else None
    flow = Flow(style, left=rng.choice((20, 25, 25)) * MM, right=rng.choice((18, 25)) * MM)
    with_pesel = rng.random() < 0.3
    foot = rng.random() < 0.15
    place = writer.town.name if day and rng.random() < 0.85 else None
    _head(flow, rng, writer, with_pesel, foot)
    if day:
        text = dates.place_and_date(place, day, rng) if place else dates.written(day, rng)
        flow.y = flow.top if not foot and rng.random() < 0.5 else flow.y
        flow.line(text, align="right")
    flow.y = max(flow.y, flow.top + style.line * (1 if foot else 5))
    flow.gap(style.line)
    x = flow.left + flow.width * rng.uniform(0.48, 0.6)
    flow.lines(to.lines, style.but(bold=rng.random() < 0.5), x=x)
    flow.gap(style.line * 1.6)
    blocks.subject(
        flow, matter.title, rng, rng.choice(("centred", "centred", "upper", "dotyczy", "sprawa", "bare", "none"))
    )
    if rng.random() < 0.35:
        flow.line(rng.choice(("Szanowni Państwo,", "Szanowny Panie Burmistrzu,", "Dzień dobry,")))
        flow.gap(4)
    paragraphs = list(matter.body)
    if mark:
        opening = rng.choice(
            ("W nawiązaniu do pisma znak", "W odpowiedzi na pismo nr", "W sprawie nr", "Dotyczy sprawy")
        )
        paragraphs.insert(0, f"{opening} {mark} {rng.choice(('informuję, co następuje.', 'wyjaśniam, co następuje.'))}")
    paragraphs += matters.filler(rng, matters.PERSONAL, rng.choice((0, 1, 2, 2, 6)))
    blocks.body(flow, paragraphs, rng, writer.woman)
    blocks.closing(flow, rng, writer.name)
    count = blocks.attachments(flow, rng, rng.choice((0, 0, 1, 2, 3)))
    if foot:
        _foot(flow, writer)
    extra = blocks.annexes(rng, style, rng.choice((0, 0, 0, 1))) if count else []
    return Letter(
        (*flow.sheets, *extra),
        Truth(
            sender=writer.as_sender(),
            letter_date=day.isoformat() if day else None,
            place=place,
            sender_reference=None,
            titles=blocks.variants(matter.title),
            document_kind=matter.kind,
            also_kinds=matter.also,
            addressee=to.inside,
            attachment_count=count,
            case_mark=mark,
            identifiers=Identifiers(pesel=(writer.pesel,) if with_pesel and not foot else ()),
        ),
    )


def _head(flow: Flow, rng: random.Random, writer: people.Party, with_pesel: bool, foot: bool) -> None:
    if foot:
        return
    name = writer.name if rng.random() < 0.8 else f"{writer.surname} {writer.given}"
    lines = [name, writer.street, writer.city_line]
    if rng.random() < 0.2:
        lines = [name, f"zam. {writer.street}, {writer.city_line}"]
    if with_pesel:
        lines.append(f"PESEL{rng.choice((':', '', ' nr'))} {writer.pesel}")
    if rng.random() < 0.5:
        lines.append(f"{rng.choice(('tel.', 'tel. kom.', 'Telefon:'))} {writer.phone}")
    flow.lines(lines)


def _foot(flow: Flow, writer: people.Party) -> None:
    flow.gap(6)
    flow.lines(
        ("Adres do korespondencji:", writer.name, writer.street, writer.city_line),
        flow.style.but(size=flow.style.size - 1),
    )
