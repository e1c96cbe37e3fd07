"""The office's own form filled on a computer: grey section bars, boxed cells, combs for numbers, ticks."""

# ruff: noqa: E501 - sentences are kept whole

from __future__ import annotations

import random

from tests.letters import blocks, dates, motifs, office, people
from tests.letters.flow import Flow
from tests.letters.framework import Letter
from tests.letters.sheet import MM, Style
from tests.letters.truth import DocumentKind, Identifiers, Truth
from tests.letters.unseen.fields import Form
from tests.letters.unseen.services import Service, pick


def layout(rng: random.Random) -> Letter:
    """Sets one."""
    style = Style(rng.choice(("liberation-sans", "noto-sans", "dejavu-sans", "lato")), 9.5, leading=1.3)
    ink = Style(rng.choice(("liberation-mono", "liberation-sans", "noto-sans", "liberation-serif")), 10.5)
    writer = people.citizen(rng)
    service = pick(rng)
    day = dates.letter_day(rng) if rng.random() > 0.08 else None
    flow = Flow(style, left=18 * MM, right=18 * MM, top=14 * MM)
    form = Form(flow, ink)
    inside = _head(flow, rng, service)
    if service.name.startswith("Wniosek") and rng.random() < 0.3:
        flow.line("WNIOSEK", style.but(bold=True, size=14), "center")
        flow.line(service.name.removeprefix("Wniosek "), style.but(bold=True, size=11), "center")
    else:
        flow.paragraph(
            service.name.upper() if rng.random() < 0.5 else service.name, style.but(bold=True, size=13), "center"
        )
    flow.gap(10)
    _applicant(form, rng, writer)
    flow.gap(6)
    form.section("B. DANE DOTYCZĄCE SPRAWY")
    for question, answer in service.answers:
        form.cells([(question, answer, 1.0)])
    flow.gap(6)
    for text in service.ticks:
        form.tick(text, rng.random() < 0.45)
    count = rng.choice((0, 1, 2, 3))
    flow.gap(6)
    form.section("C. ZAŁĄCZNIKI I PODPIS")
    flow.gap(4)
    given = blocks.attachments(flow, rng, count)
    flow.gap(6)
    when = dates.written(day, rng) if day else ""
    form.cells([("Miejscowość", writer.town.name, 0.3), ("Data", when, 0.3), ("Podpis wnioskodawcy", "", 0.4)], 34)
    motifs.signature(flow.sheet, flow.left + flow.width * 0.68, flow.y - 10, rng)
    _clause(flow)
    also = (DocumentKind.FORM, DocumentKind.LETTER)
    kind = (
        DocumentKind.APPLICATION
        if service.name.startswith("Wniosek")
        else DocumentKind.STATEMENT
        if service.name.startswith("Dekl")
        else DocumentKind.FORM
    )
    return Letter(
        tuple(flow.sheets),
        Truth(
            sender=writer.as_sender(),
            letter_date=day.isoformat() if day else None,
            place=writer.town.name,
            sender_reference=None,
            titles=(service.name,),
            document_kind=kind,
            also_kinds=tuple(k for k in (*also, DocumentKind.NOTICE) if k is not kind),
            addressee=inside,
            attachment_count=given,
            identifiers=Identifiers(pesel=(writer.pesel,)),
        ),
    )


def _head(flow: Flow, rng: random.Random, service: Service) -> str | None:
    small = flow.style.but(size=7.5)
    flow.sheet.text(flow.right, flow.y + 8, f"Formularz {service.number}", small, "right")
    flow.line("Proszę wypełnić komputerowo lub drukowanymi literami", small)
    flow.gap(14)
    x = flow.left + flow.width * 0.55
    name = office.UNITS[service.unit][0]
    inside, lines = rng.choice(
        ((name, (people.OFFICE, name)), ("Burmistrz Mikołowa", ("Burmistrz Mikołowa",)), (None, (people.OFFICE,)))
    )
    flow.lines((*lines, *people.OFFICE_ADDRESS), flow.style.but(bold=True, size=10.5), x=x)
    flow.gap(16)
    return inside


def _applicant(form: Form, rng: random.Random, writer: people.Party) -> None:
    form.section("A. DANE WNIOSKODAWCY")
    if rng.random() < 0.5:
        form.cells([("1. Nazwisko", writer.surname, 0.5), ("2. Imię (imiona)", writer.given, 0.5)])
    else:
        form.cells([("1. Imię", writer.given, 0.4), ("2. Nazwisko", writer.surname, 0.6)])
    form.cells([("3. Ulica, numer domu i lokalu", writer.street, 1.0)])
    form.cells(
        [
            ("4. Kod pocztowy", writer.town.postcode, 0.25),
            ("5. Miejscowość", writer.town.name, 0.45),
            ("6. Telefon", writer.phone, 0.3),
        ]
    )
    form.flow.gap(5)
    form.comb("7. PESEL", writer.pesel)


def _clause(flow: Flow) -> None:
    flow.gap(8)
    text = (
        "Administratorem danych osobowych jest Burmistrz Mikołowa, Rynek 16, 43-190 Mikołów. Dane przetwarzane są w celu rozpatrzenia wniosku. "
        "Mają Państwo prawo dostępu do danych, ich sprostowania oraz wniesienia skargi do organu nadzorczego."
    )
    flow.paragraph(text, flow.style.but(size=7.2))
