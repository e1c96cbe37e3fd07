"""Printed forms of the office, filled by hand or typed."""

from __future__ import annotations

import random

from tests.letters import dates, people
from tests.letters.flow import Flow
from tests.letters.fonts import HAND
from tests.letters.framework import Letter
from tests.letters.known import writing
from tests.letters.sheet import INK_BLUE, MM, Style
from tests.letters.truth import DocumentKind, Identifiers, Truth


def form(rng: random.Random) -> Letter:
    """Labels with dotted lines, filled in by hand or typed."""
    style = Style(rng.choice(("liberation-sans", "noto-sans")), 10.5)
    by_hand = rng.random() < 0.5
    pen = Style(HAND, 15, colour=INK_BLUE) if by_hand else style.but(bold=True)
    who = people.citizen(rng)
    day = dates.letter_day(rng)
    flow = Flow(style, top=18 * MM)
    flow.line("Urząd Miasta Mikołów", style.but(bold=True))
    flow.line("Wydział Ochrony Środowiska")
    flow.gap(18)
    title = rng.choice(
        ("wydanie zezwolenia na usunięcie drzew", "dopisanie do rejestru wyborców", "przyznanie dodatku")
    )
    flow.line("WNIOSEK", style.but(bold=True, size=14), "center")
    flow.line(f"o {title}", style.but(bold=True), "center")
    flow.gap(14)
    fields = (
        ("Imię i nazwisko:", who.person),
        ("PESEL:", who.pesel),
        ("Adres:", f"{who.street}, {who.city_line}"),
        ("Telefon:", who.phone),
    )
    for label, value in fields:
        base = flow.y + style.size
        end = flow.sheet.text(flow.left, base, label, style)
        flow.sheet.dots(end + 6, flow.right, base + 2)
        flow.sheet.text(end + rng.uniform(10, 24), base - 1, value, pen)
        flow.gap(26)
    flow.paragraph(
        "Oświadczam, że podane dane są zgodne z prawdą. Niepotrzebne skreślić, wypełnić drukowanymi literami.",
        style.but(size=9),
    )
    flow.gap(14)
    base = flow.y + style.size
    flow.sheet.text(flow.left, base, "Mikołów, dnia", style)
    flow.sheet.text(flow.left + 80, base - 1, f"{day:%d.%m.%Y}", pen)
    flow.sheet.dots(flow.left + 76, flow.left + 170, base + 2)
    flow.gap(44)
    flow.line("(podpis wnioskodawcy)", style.but(size=8), x=flow.left + flow.width * 0.65)
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            "Mikołów",
            None,
            (f"Wniosek o {title}", "Wniosek"),
            DocumentKind.APPLICATION,
            (DocumentKind.FORM,),
            "Wydział Ochrony Środowiska",
            identifiers=Identifiers(pesel=(who.pesel,)),
            hand_filled=by_hand,
        ),
    )


def form_table(rng: random.Random) -> Letter:
    """A form as a table: surname, given name, street, postcode, town in cells with small labels over the values."""
    style = Style("noto-sans", 10)
    who = people.citizen(rng)
    day = dates.letter_day(rng)
    flow = Flow(style, top=16 * MM)
    flow.line(
        "Deklaracja o wysokości opłaty za gospodarowanie odpadami komunalnymi", style.but(bold=True, size=12), "center"
    )
    flow.gap(10)
    flow.line("Miejsce składania: Urząd Miasta Mikołów, Rynek 16, 43-190 Mikołów", style.but(size=8.5))
    flow.gap(10)
    small = style.but(size=7.5)
    rows = (
        (("1. Nazwisko", who.surname), ("2. Imię", who.given)),
        (("3. Ulica i numer", who.street), ("4. Kod pocztowy", who.town.postcode)),
        (("5. Miejscowość", who.town.name), ("6. Data wypełnienia", f"{day:%d-%m-%Y}")),
    )
    for cells in rows:
        for (label, value), at in zip(cells, (0.0, 0.52), strict=True):
            x = flow.left + flow.width * at
            flow.sheet.box(x, flow.y, flow.width * 0.48, 34)
            flow.sheet.text(x + 4, flow.y + 10, label, small)
            flow.sheet.text(x + 10, flow.y + 27, value, style.but(size=11))
        flow.gap(42)
    writing.paragraphs(
        flow, rng, ["Oświadczam, że na nieruchomości zamieszkują dwie osoby, a odpady zbierane są selektywnie."], 0
    )
    flow.line("Pouczenie: wypełnić drukowanymi literami. Wypełnia urząd: ........", small)
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            None,
            None,
            ("Deklaracja o wysokości opłaty za gospodarowanie odpadami komunalnymi",),
            DocumentKind.STATEMENT,
            (DocumentKind.FORM,),
        ),
    )
