"""A form or a whole letter filled by hand: printed labels over dotted lines, values in handwriting."""

from __future__ import annotations

import random
from datetime import date

from tests.letters import dates, motifs, office, people
from tests.letters.flow import Flow
from tests.letters.fonts import HAND, SCRIPT
from tests.letters.framework import Letter
from tests.letters.sheet import INK_BLUE, MM, Style
from tests.letters.truth import DocumentKind, Identifiers, Truth
from tests.letters.unseen.fields import Form
from tests.letters.unseen.services import Service, pick


def layout(rng: random.Random) -> Letter:
    """Sets one."""
    style = Style(
        rng.choice(("liberation-serif", "liberation-sans", "noto-serif")), rng.choice((10.5, 11.0)), leading=1.3
    )
    pen = rng.choice((INK_BLUE, INK_BLUE, (25, 25, 30)))
    hand = rng.choice((HAND, HAND, SCRIPT))
    ink = Style(hand, 13.5 if hand == HAND else 14.5, colour=pen)
    writer = people.citizen(rng)
    service = pick(rng)
    day = dates.letter_day(rng) if rng.random() > 0.1 else None
    flow = Flow(style, left=22 * MM, right=22 * MM, top=18 * MM)
    form = Form(flow, ink)
    _head(form, rng, writer, day)
    with_pesel = rng.random() < 0.6
    _sender(form, rng, writer, with_pesel)
    inside = _addressee(flow, rng, service)
    flow.paragraph(
        service.name.upper() if rng.random() < 0.6 else service.name, style.but(bold=True, size=13), "center"
    )
    flow.gap(12)
    for question, answer in service.answers:
        form.dotted(f"{question}:", answer)
        flow.gap(3)
    flow.gap(6)
    for text in service.ticks:
        form.tick(text, rng.random() < 0.5)
    flow.gap(8)
    count = _attachments(form, rng)
    flow.gap(40)
    x = flow.left + flow.width * 0.6
    flow.sheet.dots(x, flow.right, flow.y)
    motifs.signature(flow.sheet, x + 20, flow.y - 4, rng)
    flow.sheet.text((x + flow.right) / 2, flow.y + 10, "(czytelny podpis wnioskodawcy)", style.but(size=7.5), "center")
    kind = (
        DocumentKind.APPLICATION
        if service.name.startswith("Wniosek")
        else DocumentKind.STATEMENT
        if service.name.startswith("Dekl")
        else DocumentKind.FORM
    )
    others = (DocumentKind.FORM, DocumentKind.LETTER, DocumentKind.NOTICE)
    return Letter(
        tuple(flow.sheets),
        Truth(
            sender=writer.as_sender(),
            letter_date=day.isoformat() if day else None,
            place=writer.town.name if day else None,
            sender_reference=None,
            titles=(service.name,),
            document_kind=kind,
            also_kinds=tuple(k for k in others if k is not kind),
            addressee=inside,
            attachment_count=count,
            identifiers=Identifiers(pesel=(writer.pesel,) if with_pesel else ()),
            hand_filled=True,
        ),
    )


def _head(form: Form, rng: random.Random, writer: people.Party, day: date | None) -> None:
    flow, style = form.flow, form.flow.style
    base, x = flow.y + style.size, flow.left + flow.width * 0.5
    flow.sheet.dots(x, x + 95, base + 2)
    after = flow.sheet.text(x + 98, base, rng.choice(("dnia", ", dnia", "dn.")), style)
    flow.sheet.dots(after + 4, flow.right, base + 2)
    if day:
        written = dates.written(day, rng).removesuffix(" roku").removesuffix(" r.").removesuffix("r.")
        flow.sheet.text(x + 10, base - 1, writer.town.name, form.ink)
        flow.sheet.text(
            after + 8, base - 1, written, form.ink.but(size=form.ink.size - (2 if len(written) > 12 else 0))
        )
    flow.sheet.text(x + 47, base + 11, "(miejscowość)", style.but(size=6.8), "center")
    flow.y = base + 16


def _sender(form: Form, rng: random.Random, writer: people.Party, with_pesel: bool) -> None:
    flow = form.flow
    right, flow_right = flow.left + flow.width * 0.52, flow.right_margin
    flow.right_margin = flow.sheet.width - right
    if rng.random() < 0.5:
        form.dotted("", writer.name, "(imię i nazwisko)")
        form.dotted("", writer.street, "(adres zamieszkania)")
        form.dotted("", writer.city_line, "(kod pocztowy, miejscowość)")
        if with_pesel:
            form.dotted("", writer.pesel, "(PESEL)")
    else:
        form.dotted("Imię i nazwisko:", writer.name)
        form.dotted("Adres:", writer.street)
        form.dotted("", writer.city_line)
        if with_pesel:
            form.dotted("PESEL:", writer.pesel)
        form.dotted("Telefon:", writer.phone)
    flow.right_margin = flow_right
    flow.gap(14)


def _addressee(flow: Flow, rng: random.Random, service: Service) -> str | None:
    name = office.UNITS[service.unit][0]
    inside, lines = rng.choice(
        ((name, (people.OFFICE, name)), ("Burmistrz Mikołowa", ("Burmistrz Mikołowa",)), (None, (people.OFFICE,)))
    )
    flow.lines((*lines, *people.OFFICE_ADDRESS), flow.style.but(bold=True, size=12), x=flow.left + flow.width * 0.55)
    flow.gap(20)
    return inside


def _attachments(form: Form, rng: random.Random) -> int | None:
    how = rng.randrange(3)
    if how == 0:
        return None
    count = rng.randint(1, 4)
    if how == 1:
        form.dotted("Liczba załączników:", str(count))
        return count
    form.flow.line("Załączniki:", form.flow.style.but(bold=True))
    for i, name in enumerate(("mapa", "kserokopia aktu notarialnego", "dowód wpłaty", "zdjęcia")[:count], 1):
        form.dotted(f"{i}.", name)
    return count
