"""An appeal to the higher body through the office: long reasoning, charges in points, "za pośrednictwem"."""

# ruff: noqa: E501 - sentences are kept whole

from __future__ import annotations

import random

from tests.letters import blocks, dates, matters, office, people
from tests.letters.flow import Flow
from tests.letters.fonts import SERIF
from tests.letters.framework import Letter
from tests.letters.sheet import MM, Style
from tests.letters.truth import DocumentKind, Identifiers, Truth


def layout(rng: random.Random) -> Letter:
    """Sets one."""
    style = Style(
        rng.choice((*SERIF, "lato", "liberation-sans")), rng.choice((11.5, 12.0)), leading=rng.choice((1.3, 1.5))
    )
    firm = rng.random() < 0.25
    writer = people.firm(rng) if firm else people.citizen(rng)
    unit, what, short, reasons = rng.choice(matters.APPEAL)
    matter = matters.Matter(unit, DocumentKind.APPEAL, what, reasons).fill(rng)
    day, decided = dates.letter_day(rng), dates.plain(dates.letter_day(rng))
    mark = office.case_mark(rng, unit)
    complaint = rng.random() < 0.2
    kind = DocumentKind.COMPLAINT if complaint else DocumentKind.APPEAL
    word = "Skarga" if complaint else "Odwołanie"
    flow = Flow(style)
    dated = dates.place_and_date(writer.town.name, day, rng)
    sender_right = rng.random() < 0.25
    flow.line(dated, align="left" if sender_right else "right")
    x = flow.left + flow.width * 0.58 if sender_right else flow.left
    lines = [writer.name, writer.street, writer.city_line]
    ids = rng.random() < 0.5
    if ids:
        lines.append(f"NIP {writer.nip}" if firm else f"PESEL: {writer.pesel}")
    flow.lines(
        (rng.choice(("Odwołujący:", "Strona:", "")) if not complaint else "Skarżący:",), style.but(bold=True), x=x
    )
    flow.lines(lines, x=x)
    flow.gap(style.line)
    inside = _addressee(flow, rng, complaint, unit)
    flow.gap(style.line * 1.3)
    title = f"{word} od decyzji {matter.title}" if not complaint else f"Skarga na decyzję {matter.title}"
    _title(flow, rng, word, mark, decided, matter.title, complaint)
    flow.gap(style.line * 0.6)
    _argument(flow, rng, firm, complaint)
    flow.gap(style.line * 0.6)
    flow.line(rng.choice(("UZASADNIENIE", "Uzasadnienie")), style.but(bold=True), "center")
    flow.gap(4)
    blocks.body(
        flow,
        [*matter.body, *matters.filler(rng, matters.PERSONAL if not firm else matters.FORMAL, rng.choice((2, 4, 7)))],
        rng,
        writer.woman,
    )
    blocks.closing(flow, rng, writer.person)
    count = blocks.attachments(flow, rng, rng.choice((0, 1, 2, 4)))
    return Letter(
        tuple(flow.sheets),
        Truth(
            sender=writer.as_sender(),
            letter_date=day.isoformat(),
            place=writer.town.name,
            sender_reference=None,
            titles=blocks.variants(
                title,
                word,
                f"{word} – {short}",
                f"{word} od decyzji {mark}" if not complaint else f"Skarga na decyzję {mark}",
            ),
            document_kind=kind,
            addressee=inside,
            attachment_count=count,
            case_mark=mark,
            identifiers=Identifiers(
                pesel=(writer.pesel,) if ids and not firm else (),
                nip=(writer.nip,) if ids and firm else (),
            ),
        ),
    )


_CHARGES = (
    "naruszenie przepisów postępowania przez niewyjaśnienie wszystkich okoliczności istotnych dla rozstrzygnięcia sprawy,",
    "błąd w ustaleniach faktycznych polegający na pominięciu dowodów z dokumentów przedłożonych przez stronę,",
    "naruszenie prawa materialnego przez jego niewłaściwe zastosowanie,",
    "brak należytego uzasadnienia faktycznego i prawnego rozstrzygnięcia,",
    "niezapewnienie stronie czynnego udziału w każdym stadium postępowania,",
)


def _argument(flow: Flow, rng: random.Random, firm: bool, complaint: bool) -> None:
    """What is contested, the charges and the demand."""
    verb = "odwołuję się od" if not complaint else "zaskarżam w całości"
    if firm:
        verb = "odwołujemy się od" if not complaint else "zaskarżamy w całości"
    flow.paragraph(
        f"Działając w ustawowym terminie, {verb} {'wyżej wymienionej decyzji' if not complaint else 'wyżej wymienioną decyzję'}, zarzucając jej:"
    )
    for i, charge in enumerate(rng.sample(_CHARGES, rng.randint(2, 3)), 1):
        flow.paragraph(f"{i}) {charge}", left=flow.left + 6 * MM, hang=5 * MM)
    flow.paragraph(
        f"Wobec powyższego {'wnosimy' if firm else 'wnoszę'} o uchylenie zaskarżonej decyzji w całości i {rng.choice(('umorzenie postępowania', 'orzeczenie co do istoty sprawy', 'przekazanie sprawy do ponownego rozpatrzenia'))}."
    )


def _addressee(flow: Flow, rng: random.Random, complaint: bool, unit: str) -> str | None:
    """The higher body, and our office it goes through. Returns who inside the office is named."""
    style, x = flow.style, flow.left + flow.width * 0.45
    higher = (
        ("Wojewódzki Sąd Administracyjny", "w Zmyślinie")
        if complaint
        else ("Samorządowe Kolegium Odwoławcze", "w Zmyślinie")
    )
    flow.lines(higher, style.but(bold=True), x=x)
    flow.line(rng.choice(("za pośrednictwem", "za pośrednictwem:", "składane za pośrednictwem")), x=x)
    name, lines = rng.choice(
        (
            ("Burmistrz Mikołowa", ("Burmistrza Mikołowa",)),
            ("Burmistrz Mikołowa", ("Burmistrza Mikołowa", *people.OFFICE_ADDRESS)),
            (None, ("Urzędu Miasta Mikołów", *people.OFFICE_ADDRESS)),
            (office.UNITS[unit][0], (office.UNITS[unit][1], "Urzędu Miasta Mikołów")),
        )
    )
    flow.lines(lines, style.but(bold=rng.random() < 0.5), x=x)
    return name


def _title(flow: Flow, rng: random.Random, word: str, mark: str, decided: str, what: str, complaint: bool) -> None:
    style = flow.style
    spaced = rng.random() < 0.25
    flow.line(word.upper(), style.but(bold=True, size=style.size + 2, tracking=4.0 if spaced else 0.0), "center")
    of = "na decyzję" if complaint else "od decyzji"
    issuer = rng.choice(("Burmistrza Mikołowa ", "")) + rng.choice(("nr ", "znak: ", "znak "))
    flow.paragraph(
        f"{of} {issuer}{mark} z dnia {decided} {what}",
        style.but(bold=rng.random() < 0.5),
        "center",
        left=flow.left + 10 * MM,
        right=flow.right - 10 * MM,
    )
