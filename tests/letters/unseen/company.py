"""A company's letter: letterhead at the top or all in the footer, its own reference, sales prose."""

from __future__ import annotations

import random

from tests.letters import blocks, dates, matters, motifs, office, people
from tests.letters.flow import Flow
from tests.letters.fonts import SANS, SERIF
from tests.letters.framework import Letter
from tests.letters.sheet import MM, Colour, Sheet, Style
from tests.letters.truth import Identifiers, Truth

_WORDS = ("Nasz znak:", "Nasz znak", "Znak:", "L.dz.", "L. dz.:", "Ldz.", "Nr pisma:", "Nr ref.:")


def layout(rng: random.Random) -> Letter:
    """Sets one."""
    style = Style(rng.choice(SANS + SERIF[:1]), rng.choice((10.0, 10.5, 11.0)), leading=rng.choice((1.25, 1.4)))
    firm = people.firm(rng)
    matter = rng.choice(matters.FIRM).fill(rng)
    day = dates.letter_day(rng)
    to = office.address(rng, matter.unit, formal=True)
    reference = _reference(rng, day.year) if rng.random() < 0.75 else None
    mark = office.case_mark(rng, matter.unit) if rng.random() < 0.3 else None
    head = rng.choice(("left", "right", "centre", "foot"))
    ids = rng.random() < 0.85
    flow = Flow(
        style, top=(38 if head != "foot" else 25) * MM, bottom=30 * MM, furnish=_furniture(rng, firm, style, head, ids)
    )
    dated = dates.place_and_date(firm.town.name, day, rng)
    word = rng.choice(_WORDS)
    if reference and rng.random() < 0.5:
        base = flow.line(f"{word} {reference}")
        flow.sheet.text(flow.right, base, dated, style, "right")
    else:
        flow.line(dated, align="right")
        if reference:
            flow.line(f"{word} {reference}")
    if mark:
        flow.line(f"{rng.choice(('Wasz znak:', 'Państwa znak:', 'Znak sprawy:'))} {mark}")
    flow.gap(style.line)
    flow.lines(to.lines, style.but(bold=rng.random() < 0.6), x=flow.left + flow.width * rng.choice((0.0, 0.52, 0.56)))
    flow.gap(style.line * 1.5)
    blocks.subject(flow, matter.title, rng, rng.choice(("dotyczy", "dotyczy", "centred", "upper", "bare", "sprawa")))
    if rng.random() < 0.6:
        flow.line("Szanowni Państwo,")
        flow.gap(5)
    blocks.body(flow, [*matter.body, *matters.filler(rng, matters.FORMAL, rng.choice((0, 1, 1, 5)))], rng)
    blocks.closing(
        flow,
        rng,
        firm.person,
        rng.choice(("Prezes Zarządu", "Dyrektor Handlowy", "Pełnomocnik Zarządu", "Kierownik Projektu")),
    )
    count = blocks.attachments(flow, rng, rng.choice((0, 1, 2, 3, 4)))
    extra = blocks.annexes(rng, style, rng.choice((0, 0, 1, 2))) if count else []
    return Letter(
        (*flow.sheets, *extra),
        Truth(
            sender=firm.as_sender(),
            letter_date=day.isoformat(),
            place=firm.town.name,
            sender_reference=reference,
            titles=blocks.variants(matter.title),
            document_kind=matter.kind,
            also_kinds=matter.also,
            addressee=to.inside,
            attachment_count=count,
            case_mark=mark,
            identifiers=Identifiers(nip=(firm.nip,), regon=(firm.regon,), krs=(firm.krs,)) if ids else Identifiers(),
        ),
    )


def _reference(rng: random.Random, year: int) -> str:
    n = rng.randint(1, 900)
    initials = "".join(rng.choice("ABDEKLMNPRSTWZ") for _ in range(2))
    return rng.choice(
        (
            f"{n}/{year}",
            f"{initials}/{n}/{year % 100}",
            f"DH-{n:03d}-{year}",
            f"{initials}.{n}.{year}",
            f"{n}/{initials}/{rng.randint(1, 12):02d}/{year}",
        )
    )


class _furniture:
    """Letterhead on the first sheet, footer on all."""

    def __init__(self, rng: random.Random, firm: people.Party, style: Style, head: str, ids: bool) -> None:
        self._rng, self._firm, self._style, self._head, self._ids = rng, firm, style, head, ids
        self._nip = people.dashed_nip(firm.nip, rng)
        self._rule = rng.random() < 0.6

    def __call__(self, sheet: Sheet, number: int) -> None:
        """Decorates one sheet."""
        firm, left, right = self._firm, 20 * MM, sheet.width - 20 * MM
        colour: Colour = (60, 60, 60)
        small = self._style.but(size=7.8, colour=colour)
        numbers = f"NIP: {self._nip} REGON: {firm.regon} KRS: {firm.krs}" if self._ids else ""
        contact = f"tel. {firm.phone}, e-mail: {firm.email}"
        if number == 1 and self._head != "foot":
            self._letterhead(sheet, small, contact)
        y = sheet.height - 20 * MM
        if self._rule:
            sheet.rule(left, y - 12, right, y - 12, 0.6, colour)
        middle = sheet.width / 2
        if number == 1 and self._head == "foot":
            motifs.logo(sheet, left, 10 * MM, 28, self._rng)
            sheet.text(middle, y, f"{firm.name}, {firm.street}, {firm.city_line}", small.but(bold=True), "center")
            sheet.text(middle, y + 10, contact, small, "center")
            y += 20
        if number == 1:
            sheet.text(middle, y, numbers, small, "center")
            if self._ids:
                capital = "Kapitał zakładowy 50 000,00 zł, Sąd Rejonowy w Zmyślinie, VIII Wydział Gospodarczy KRS"
                sheet.text(middle, y + 10, capital, small.but(size=7.2), "center")
        else:
            sheet.text(middle, y, f"Strona {number}", small, "center")

    def _letterhead(self, sheet: Sheet, small: Style, contact: str) -> None:
        firm, size, left, right = self._firm, 36.0, 20 * MM, sheet.width - 20 * MM
        big = self._style.but(size=15, bold=True)
        x = {"left": left + size + 10, "right": right, "centre": sheet.width / 2}[self._head]
        align = {"left": "left", "right": "right", "centre": "center"}[self._head]
        if self._head != "centre":
            at = left
            big = big.but(colour=motifs.logo(sheet, at, 12 * MM, size, self._rng))
        assert align in ("left", "right", "center")
        if align == "left":
            sheet.text(x, 17 * MM, firm.name, big)
            sheet.text(x, 22 * MM, f"{firm.street}, {firm.city_line}", small.but(size=9))
            sheet.text(x, 26 * MM, contact, small)
        elif align == "right":
            sheet.text(x, 17 * MM, firm.name, big, "right")
            sheet.text(x, 22 * MM, f"{firm.street}, {firm.city_line}", small.but(size=9), "right")
            sheet.text(x, 26 * MM, contact, small, "right")
        else:
            sheet.text(x, 17 * MM, firm.name, big, "center")
            sheet.text(x, 22 * MM, f"{firm.city_line}, {firm.street}", small.but(size=9), "center")
            sheet.text(x, 26 * MM, contact, small, "center")
        if self._rule:
            sheet.rule(left, 30 * MM, right, 30 * MM, 1.2, big.colour)
