"""Another public office: coat of arms, "Znak:" or "Nr sprawy" with its case mark, case handler at the foot."""

from __future__ import annotations

import random

from tests.letters import blocks, dates, matters, motifs, office, people
from tests.letters.flow import Flow
from tests.letters.framework import Letter
from tests.letters.sheet import MM, Sheet, Style
from tests.letters.truth import DocumentKind, Truth

_BODIES = (
    ("Starostwo Powiatowe w {0}", "Wydział Geodezji i Gospodarki Nieruchomościami", "Starosta"),
    ("Urząd Gminy {1}", "Referat Organizacyjny", "Wójt Gminy"),
    ("Urząd Miasta {1}", "Wydział Organizacyjny", "Prezydent Miasta"),
    ("Powiatowy Inspektorat Nadzoru Budowlanego w {0}", "", "Powiatowy Inspektor"),
    ("Zakład Ubezpieczeń Przykładowych Oddział w {0}", "Wydział Świadczeń", "Kierownik Wydziału"),
    ("Regionalna Dyrekcja Zieleni w {0}", "Wydział Ocen", "Zastępca Dyrektora"),
    ("Samorządowe Kolegium Odwoławcze w {0}", "", "Prezes Kolegium"),
    ("Ośrodek Pomocy Społecznej w {0}", "Dział Świadczeń", "Kierownik Ośrodka"),
)


def layout(rng: random.Random) -> Letter:
    """Sets one."""
    style = Style(
        rng.choice(("noto-sans", "liberation-sans", "liberation-serif", "lato", "dejavu-sans")),
        rng.choice((10.5, 11.0)),
        leading=rng.choice((1.25, 1.4)),
    )
    place = people.town(rng)
    pattern, division, post = rng.choice(_BODIES)
    body = people.body(rng, pattern.format(place.where, place.name), place)
    matter = rng.choice(matters.OFFICE).fill(rng)
    day = dates.letter_day(rng)
    reference = _reference(rng, day.year)
    to = office.address(rng, matter.unit, formal=True)
    mark = office.case_mark(rng, matter.unit) if rng.random() < 0.35 else None
    flow = Flow(style, top=20 * MM, bottom=26 * MM, furnish=_footer(body, style, rng))
    dated = dates.place_and_date(place.name, day, rng)
    _head(flow, rng, body, division if rng.random() < 0.7 else "", reference, dated)
    if mark:
        flow.line(f"{rng.choice(('Wasz znak:', 'Na pismo znak:', 'Dot. pisma nr:'))} {mark}")
    flow.gap(style.line)
    flow.lines(to.lines, style.but(bold=True), x=flow.left + flow.width * rng.uniform(0.5, 0.58))
    flow.gap(style.line * 1.4)
    how = "upper" if matter.kind in (DocumentKind.DECISION, DocumentKind.NOTICE) and rng.random() < 0.3 else ""
    blocks.subject(flow, matter.title, rng, how or rng.choice(("dotyczy", "dotyczy", "sprawa", "centred", "bare")))
    extra = matters.filler(rng, matters.FORMAL, rng.choice((0, 0, 1, 6)))
    blocks.body(flow, [*matter.body, *extra], rng)
    blocks.closing(flow, rng, body.person, post)
    count = blocks.attachments(flow, rng, rng.choice((0, 1, 1, 3)))
    if rng.random() < 0.6:
        blocks.copies(flow, rng)
    pages = blocks.annexes(rng, style, 1) if count and rng.random() < 0.3 else []
    return Letter(
        (*flow.sheets, *pages),
        Truth(
            sender=body.as_sender(),
            letter_date=day.isoformat(),
            place=place.name,
            sender_reference=reference,
            titles=blocks.variants(matter.title),
            document_kind=matter.kind,
            also_kinds=matter.also,
            addressee=to.inside,
            attachment_count=count,
            sender_names=(f"{body.name} {division}", f"{body.name}, {division}") if division else (),
            case_mark=mark,
        ),
    )


def _reference(rng: random.Random, year: int) -> str:
    unit = "".join(rng.choice("ABDGIKMNOPRSWZ") for _ in range(rng.choice((2, 2, 3)))) + rng.choice(
        ("", "", "-II", "-V")
    )
    n = rng.randint(1, 900)
    return rng.choice(
        (
            f"{unit}.{rng.randint(1000, 9999)}.{n}.{year}",
            f"{unit}.{rng.randint(1000, 9999)}.{n}.{year}.{rng.choice(('AK', 'MW', 'ŁŻ'))}",
            f"{unit}.{rng.randint(100, 999)}.{rng.randint(1, 30)}.{n}.{year}",
            f"{unit}/{rng.randint(1000, 9999)}/{n}/{year % 100}",
        )
    )


def _head(flow: Flow, rng: random.Random, body: people.Party, division: str, reference: str, dated: str) -> None:
    style, sheet = flow.style, flow.sheet
    word = rng.choice(("Znak:", "Znak sprawy:", "Nr sprawy:", "Znak", "Nasz znak:", "Znak pisma:", ""))
    address = (body.street, body.city_line)
    arms = rng.random() < 0.6
    how = rng.choice(("left", "centre", "signed"))
    if how == "centre":
        if arms:
            motifs.shield(sheet, sheet.width / 2 - 16, flow.y, 38, rng)
            flow.gap(44)
        flow.line(body.name.upper(), style.but(bold=True, size=style.size + 2), "center")
        flow.lines((division, ", ".join(address)), style.but(size=style.size - 1), "center")
        sheet.rule(flow.left, flow.y + 4, flow.right, flow.y + 4, 0.9)
        flow.gap(14)
    else:
        x = flow.left
        if arms:
            motifs.shield(sheet, flow.left, flow.y, 44, rng)
            x += 46
        flow.lines((body.name, division), style.but(bold=True), x=x)
        flow.lines(address, style.but(size=style.size - 1), x=x)
        flow.gap(18)
    line = f"{word} {reference}".strip()
    if how == "signed":
        flow.line(dated, align="right")
        flow.line(line, style.but(bold=rng.random() < 0.5))
    else:
        base = flow.line(line)
        sheet.text(flow.right, base, dated, style, "right")


def _footer(body: people.Party, style: Style, rng: random.Random) -> _Footer:
    return _Footer(
        body, style, rng.choice(("Sprawę prowadzi:", "Sprawę prowadzi", "Prowadzący sprawę:")), people.citizen(rng)
    )


class _Footer:
    """Case handler and contact at the foot of every sheet."""

    def __init__(self, body: people.Party, style: Style, word: str, handler: people.Party) -> None:
        self._body, self._style, self._word, self._handler = body, style, word, handler

    def __call__(self, sheet: Sheet, number: int) -> None:
        """Decorates one sheet."""
        small = self._style.but(size=7.8, colour=(50, 50, 50))
        y = sheet.height - 18 * MM
        sheet.rule(25 * MM, y - 12, sheet.width - 25 * MM, y - 12, 0.5)
        sheet.text(
            25 * MM,
            y,
            f"{self._word} {self._handler.person}, tel. {self._handler.phone}, pok. {100 + len(self._handler.name)}",
            small,
        )
        sheet.text(25 * MM, y + 10, f"{self._body.name}, {self._body.email}", small)
        sheet.text(sheet.width - 25 * MM, y, f"str. {number}", small, "right")
