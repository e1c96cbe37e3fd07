"""Letters of bodies, firms and societies put together from independent parts: head, row of mark and date, foot."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial

from tests.letters import dates, motifs, office, people
from tests.letters.flow import Flow
from tests.letters.framework import Layout, Letter
from tests.letters.known import heads, names, topics, writing
from tests.letters.sheet import MM
from tests.letters.truth import Identifiers, Truth

Who = Callable[[random.Random], people.Party]
_POSTS = ("Dyrektor", "Prezes Zarządu", "starszy inspektor", "Kierownik", "główny specjalista", "Z up. Dyrektora")


def _reference(rng: random.Random, year: int) -> str:
    serial = rng.randint(1, 900)
    return rng.choice(
        (
            f"{rng.choice(('OP', 'WSE', 'ZN-II', 'DN'))}.{rng.randint(100, 999)}.{serial}.{year}",
            f"{rng.choice(('WK', 'TT', 'DA'))}/{serial}/{year}",
            f"{serial}/{rng.choice(('KS', 'DO'))}/{year % 100}",
            f"{rng.choice(('NP', 'RD'))}-{rng.randint(1000, 9999)}-{serial}/{year}",
        )
    )


def _mark_and_date(flow: Flow, reference: str | None, where: str, rng: random.Random) -> str:
    """Mark and date in a row, one under the other, or the date last; returns what is still to be said at the end."""
    label = rng.choice(("Znak: ", "Nasz znak: ", "Znak sprawy: ", "Nr pisma: ", "L.dz. ", ""))
    how = rng.randrange(4)
    if how == 0 or reference is None:
        flow.line(where, align="right")
        if reference:
            flow.line(label + reference)
        return ""
    top = flow.y + flow.style.size
    flow.line(label + reference)
    if how == 1:
        flow.sheet.text(flow.right, top, where, flow.style, "right")
    elif how == 2:
        flow.line(where)
    else:
        return where
    return ""


def _letter(rng: random.Random, who_of: Who, head: heads.Head, matters: tuple[topics.Topic, ...]) -> Letter:
    style, who, day = writing.typeface(rng), who_of(rng), dates.letter_day(rng)
    flow = Flow(style, left=rng.uniform(20, 27) * MM, top=rng.uniform(13, 22) * MM, bottom=28 * MM)
    foot = head(flow, who, rng)
    flow.gap(rng.uniform(10, 22))
    reference = _reference(rng, day.year) if rng.random() < 0.75 else None
    last = _mark_and_date(flow, reference, dates.place_and_date(who.town.name, day, rng), rng)
    flow.gap(rng.uniform(8, 20))
    to = office.address(rng, writing.unit(rng), formal=True)
    writing.addressee(flow, rng, to.lines, x=flow.left if rng.random() < 0.25 else None)
    flow.gap(rng.uniform(14, 28))
    topic = rng.choice(matters)
    topics.subject(flow, topic, rng)
    writing.paragraphs(flow, rng, [topic.text], rng.randint(1, 2))
    _sign(flow, who, head is heads.nothing, rng)
    if last:
        flow.gap(8)
        flow.line(last)
    small = style.but(size=7.5)
    for at, text in enumerate(foot):
        y = flow.sheets[0].height - (17 * MM - at * 10)
        flow.sheets[0].text(flow.sheet.width / 2, y, text, small, "center")
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            who.town.name,
            reference,
            topics.titles(topic),
            topic.kind,
            topic.also,
            to.inside,
            identifiers=_shown(flow, who),
        ),
    )


def _shown(flow: Flow, who: people.Party) -> Identifiers:
    """Those of the sender's numbers that the letter carries."""
    text = "".join(char for sheet in flow.sheets for word in sheet.words for char in word.text if char.isdigit())
    found = {name: (getattr(who, name),) for name in ("nip", "regon", "krs") if getattr(who, name) in text}
    return Identifiers(**found)


def _sign(flow: Flow, who: people.Party, whole: bool, rng: random.Random) -> None:
    """The signature; `whole`: with the sender's name and address, which stand nowhere else."""
    if not whole:
        writing.signed(flow, rng, who.person, rng.choice(_POSTS), rng.choice(("Z poważaniem", "")))
        return
    flow.gap(14)
    x = flow.left if rng.random() < 0.5 else flow.left + flow.width * 0.5
    flow.line("Z poważaniem", x=x)
    motifs.signature(flow.sheet, x, flow.y + 16, rng)
    flow.gap(34)
    flow.lines((who.person, rng.choice(_POSTS), who.organisation or "", who.street, who.city_line), x=x)
    flow.line(f"tel. {who.phone}", x=x)


def _family(name: str, who: Who, matters: tuple[topics.Topic, ...], *ways: heads.Head) -> dict[str, Layout]:
    return {f"{name}_{way.__name__}": partial(_letter, who_of=who, head=way, matters=matters) for way in ways}


LAYOUTS: dict[str, Layout] = {
    **_family(
        "body",
        names.body,
        topics.OFFICIAL,
        heads.left,
        heads.centred,
        heads.beside_emblem,
        heads.two_columns,
        heads.right,
        heads.stamp,
        heads.european,
    ),
    **_family(
        "society",
        names.society,
        topics.OF_FIRMS,
        heads.left,
        heads.centred,
        heads.beside_emblem,
        heads.two_columns,
        heads.right,
        heads.stamp,
        heads.nothing,
    ),
    **_family(
        "firm",
        names.firm,
        topics.OF_FIRMS,
        heads.left,
        heads.centred,
        heads.beside_emblem,
        heads.brand,
        heads.two_columns,
        heads.right,
        heads.stamp,
        heads.nothing,
    ),
}
