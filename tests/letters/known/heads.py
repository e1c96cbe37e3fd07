"""Ways a letterhead names its sender. Each draws what stands at the top, and returns what is left for the foot."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.letters import motifs, people
from tests.letters.flow import Flow
from tests.letters.sheet import Align, Style, measure

Head = Callable[[Flow, people.Party, random.Random], list[str]]
"""Draws a head and moves the flow under it."""


def wrapped(text: str, style: Style, width: float) -> list[str]:
    """A name on as many lines as it needs, broken between words; "w" goes with its town."""
    rows: list[str] = []
    for word in text.split():
        if rows and measure(f"{rows[-1]} {word}", style) <= width:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    for at in range(len(rows) - 1):
        if rows[at].endswith(" w"):
            rows[at], rows[at + 1] = rows[at][:-2], f"w {rows[at + 1]}"
    return rows


def _name(who: people.Party, rng: random.Random, caps: float = 0.3) -> str:
    return who.name.upper() if rng.random() < caps else who.name


def _contact(who: people.Party, rng: random.Random) -> str:
    return rng.choice(
        (
            f"tel. {who.phone}, {who.email}",
            f"tel. {who.phone}",
            f"NIP {people.dashed_nip(who.nip, rng)}, REGON {who.regon}",
            f"e-mail: {who.email}, www.{who.email.split('@')[1]}",
        )
    )


def _data(who: people.Party) -> list[str]:
    return [
        f"{who.organisation}, {who.street}, {who.city_line}, tel. {who.phone}",
        f"NIP {who.nip}, REGON {who.regon}, KRS {who.krs}, {who.email}",
    ]


def left(flow: Flow, who: people.Party, rng: random.Random) -> list[str]:
    """Name, address and contact in lines at the left."""
    bold = flow.style.but(bold=rng.random() < 0.7, size=flow.style.size + rng.choice((0, 1, 2)))
    flow.lines(wrapped(_name(who, rng), bold, flow.width * rng.uniform(0.42, 0.7)), bold)
    small = flow.style.but(size=flow.style.size - rng.choice((0, 1.5)))
    flow.lines(rng.choice(((who.street, who.city_line), (f"{who.street}, {who.city_line}",))), small)
    if rng.random() < 0.7:
        flow.line(_contact(who, rng), small)
    return []


def centred(flow: Flow, who: people.Party, rng: random.Random) -> list[str]:
    """Name in the middle over its address and a rule."""
    bold = flow.style.but(bold=True, size=flow.style.size + rng.choice((1, 3, 5)))
    if rng.random() < 0.4:
        motifs.logo(flow.sheet, flow.sheet.width / 2 - 15, flow.y - 12, 30, rng)
        flow.gap(24)
    flow.lines(wrapped(_name(who, rng, 0.5), bold, flow.width * rng.uniform(0.5, 0.95)), bold, "center")
    small = flow.style.but(size=flow.style.size - 2)
    flow.line(f"{who.street}, {who.city_line}", small, "center")
    flow.line(_contact(who, rng), small, "center")
    flow.sheet.rule(flow.left, flow.y + 2, flow.right, flow.y + 2)
    return []


def beside_emblem(flow: Flow, who: people.Party, rng: random.Random) -> list[str]:
    """Name in narrow lines beside an emblem, the data at the foot or across the page."""
    draw = rng.choice((motifs.logo, motifs.shield))
    draw(flow.sheet, flow.left, flow.y, 38, rng)
    bold = flow.style.but(bold=True, size=flow.style.size + rng.choice((0, 2)))
    x = flow.left + 50
    under = flow.y + 44
    flow.lines(wrapped(_name(who, rng), bold, rng.uniform(120, 210)), bold, x=x)
    if rng.random() < 0.5:
        flow.lines((who.street, who.city_line), flow.style.but(size=8.5), x=x)
        flow.y = max(flow.y, under)
        return []
    flow.y = max(flow.y, under)
    return [f"{who.street}, {who.city_line}", _contact(who, rng)]


def brand(flow: Flow, who: people.Party, rng: random.Random) -> list[str]:
    """Only an emblem with no name, or a bare brand, at the top; who it is says the foot."""
    align: Align = rng.choice(("left", "right"))
    size = rng.uniform(26, 40)
    x = flow.left if align == "left" else flow.right - size
    motifs.logo(flow.sheet, x, flow.y, size, rng)
    flow.gap(size + 8)
    return _data(who)


def two_columns(flow: Flow, who: people.Party, rng: random.Random) -> list[str]:
    """Name on the left, address and numbers in a column on the right."""
    bold = flow.style.but(bold=True, size=flow.style.size + 1)
    top = flow.y
    flow.lines(wrapped(_name(who, rng), bold, flow.width * 0.5), bold)
    bottom, small = flow.y, flow.style.but(size=8.5)
    flow.y = top
    align: Align = rng.choice(("left", "right"))
    x = flow.right if align == "right" else flow.left + flow.width * 0.66
    for text in (who.street, who.city_line, f"tel. {who.phone}", who.email, f"NIP {who.nip}")[: rng.randint(3, 5)]:
        flow.sheet.text(x, flow.y + small.size, text, small, align)
        flow.y += small.line
    flow.y = max(flow.y, bottom)
    if rng.random() < 0.5:
        flow.sheet.rule(flow.left, flow.y + 3, flow.right, flow.y + 3)
    return []


def right(flow: Flow, who: people.Party, rng: random.Random) -> list[str]:
    """Name and address set at the right margin."""
    bold = flow.style.but(bold=True)
    if rng.random() < 0.5:
        motifs.logo(flow.sheet, flow.left, flow.y, 36, rng)
    flow.lines(wrapped(_name(who, rng), bold, flow.width * 0.45), bold, "right")
    flow.lines((who.street, who.city_line, _contact(who, rng)), flow.style.but(size=9), "right")
    return []


def stamp(flow: Flow, who: people.Party, rng: random.Random) -> list[str]:
    """A firm's rubber stamp for a head: small bold blue lines in the corner, perhaps framed."""
    ink = flow.style.but(family="liberation-sans", size=8.5, colour=rng.choice(((40, 50, 140), (30, 30, 40))))
    rows = [*wrapped(_name(who, rng, 0.5), ink, 170), who.street, who.city_line, f"NIP {who.nip} tel. {who.phone}"]
    top, x = flow.y, flow.left + rng.uniform(0, 14)
    width = max(measure(row, ink.but(bold=True)) for row in rows) + 14
    for at, row in enumerate(rows):
        flow.sheet.text(x + width / 2, flow.y + 10, row, ink.but(bold=at == 0), "center")
        flow.y += ink.line
    if rng.random() < 0.5:
        flow.sheet.box(x, top - 2, width, flow.y - top + 6, colour=ink.colour)
    flow.gap(6)
    return []


def european(flow: Flow, who: people.Party, rng: random.Random) -> list[str]:
    """A row of programme captions over the sender's name."""
    small = flow.style.but(size=8)
    for at, text in enumerate(("Fundusze Europejskie", "Rzeczpospolita Polska", "Unia Europejska")):
        flow.sheet.text(flow.left + flow.width * at / 2.4, flow.y + 8, text, small)
    flow.gap(26)
    return left(flow, who, rng)


def nothing(flow: Flow, who: people.Party, rng: random.Random) -> list[str]:
    """No head at all: the sender stands in the signature."""
    return []
