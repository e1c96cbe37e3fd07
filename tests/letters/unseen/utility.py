"""A utility or insurer: address behind the envelope's window, a row of captions with values under them (reference, date)."""

# ruff: noqa: E501 - sentences are kept whole

from __future__ import annotations

import random
from datetime import date

from tests.letters import blocks, dates, matters, motifs, office, people
from tests.letters.flow import Flow
from tests.letters.framework import Letter
from tests.letters.sheet import MM, Style
from tests.letters.truth import DocumentKind, Identifiers, Truth

_FIRMS = (
    "Wodociągi Przykładowe Sp. z o.o.",
    "Zakład Energetyki Zmyślonej S.A.",
    "Gazownia Wzorcowa Sp. z o.o.",
    "Towarzystwo Ubezpieczeń Makieta S.A.",
    "Spółdzielnia Mieszkaniowa „Próba”",
    "Ciepłownia Niebyłów S.A.",
)
_TEXTS = (
    (
        DocumentKind.NOTICE,
        "Zawiadomienie o planowanej przerwie w dostawie wody",
        "W związku z koniecznością wymiany odcinka sieci zawiadamiamy, że w dniu {day} w godzinach od 8.00 do 14.00 nastąpi przerwa w dostawie wody do budynków przy ul. Przykładowej i Wzorcowej. Prosimy o poinformowanie mieszkańców.",
        (DocumentKind.LETTER,),
        "DR",
    ),
    (
        DocumentKind.LETTER,
        "Warunki przyłączenia budynku do sieci",
        "W odpowiedzi na wniosek z dnia {day} przesyłamy warunki techniczne przyłączenia budynku użyteczności publicznej do naszej sieci. Warunki są ważne dwa lata od dnia ich wydania i stanowią podstawę do opracowania projektu.",
        (),
        "AB",
    ),
    (
        DocumentKind.SUMMONS,
        "Przedsądowe wezwanie do zapłaty",
        "Informujemy, że do dnia {day} nie wpłynęła należność za dostarczone media. Wzywamy do uregulowania zaległości w terminie 14 dni od otrzymania niniejszego pisma, pod rygorem wstrzymania dostaw i skierowania sprawy do sądu.",
        (DocumentKind.LETTER,),
        "FN",
    ),
    (
        DocumentKind.LETTER,
        "Decyzja w sprawie szkody komunikacyjnej",
        "W toku likwidacji szkody zgłoszonej w dniu {day} ustaliliśmy, że do zdarzenia doszło na drodze pozostającej w zarządzie Państwa gminy. Prosimy o przesłanie kopii protokołu objazdu drogi oraz umowy na jej utrzymanie.",
        (DocumentKind.DECISION,),
        "DR",
    ),
)


def layout(rng: random.Random) -> Letter:
    """Sets one."""
    style = Style(rng.choice(("lato", "noto-sans", "liberation-sans")), rng.choice((10.0, 10.5)), leading=1.35)
    place = people.town(rng, 0.2)
    sender = people.body(rng, rng.choice(_FIRMS), place)
    kind, title, text, also, unit = rng.choice(_TEXTS)
    day = dates.letter_day(rng)
    to = office.address(rng, unit, formal=True)
    n = rng.randint(100, 9999)
    reference = rng.choice(
        (f"TT/{n}/{day.year}", f"BOK-{n}-{day.year % 100}", f"W/{n}/{rng.randint(1, 12):02d}/{day.year}", f"{n}/DT/ŁK")
    )
    mark = office.case_mark(rng, unit) if rng.random() < 0.5 else None
    flow = Flow(style, left=24 * MM, right=20 * MM, top=16 * MM, bottom=34 * MM)
    left = rng.random() < 0.7
    _head(flow, rng, sender, to.lines, left)
    _captions(flow, rng, reference, mark, dates.written(day, rng), place.name)
    blocks.subject(flow, title, rng, rng.choice(("bare", "bare", "dotyczy", "upper", "sprawa")))
    flow.line("Szanowni Państwo,")
    flow.gap(6)
    blocks.body(
        flow,
        [text.format(day=dates.plain(_earlier(rng, day))), *matters.filler(rng, matters.FORMAL, rng.choice((0, 1, 2)))],
        rng,
    )
    blocks.closing(
        flow,
        rng,
        sender.person,
        rng.choice(("Kierownik Działu Obsługi Klienta", "Specjalista ds. technicznych", "Dyrektor Oddziału")),
    )
    count = blocks.attachments(flow, rng, rng.choice((0, 1, 2)))
    _foot(flow, sender)
    pages = blocks.annexes(rng, style, rng.choice((0, 1))) if count else []
    return Letter(
        (*flow.sheets, *pages),
        Truth(
            sender=sender.as_sender(),
            letter_date=day.isoformat(),
            place=place.name,
            sender_reference=reference,
            titles=(title,),
            document_kind=kind,
            also_kinds=also,
            addressee=to.inside,
            attachment_count=count,
            case_mark=mark,
            identifiers=Identifiers(nip=(sender.nip,), regon=(sender.regon,), krs=(sender.krs,)),
        ),
    )


def _earlier(rng: random.Random, day: date) -> date:
    return dates.shifted(day, -rng.randint(3, 60))


def _head(flow: Flow, rng: random.Random, sender: people.Party, to: tuple[str, ...], left: bool) -> None:
    """The firm's name above, the window with the addressee on one side, its contacts on the other."""
    style, sheet = flow.style, flow.sheet
    colour = motifs.logo(sheet, flow.left, flow.y, 30, rng)
    sheet.text(flow.left + 42, flow.y + 20, sender.name, style.but(bold=True, size=15, colour=colour))
    near, far = flow.left, flow.left + flow.width * 0.58
    window, contacts = (near, far) if left else (far, near)
    flow.y = 50 * MM
    if rng.random() < 0.4:
        sheet.text(window, flow.y - 8, f"{sender.name}, {sender.street}, {sender.city_line}", style.but(size=6.5))
    flow.lines(to, style.but(bold=rng.random() < 0.3), x=window)
    end = flow.y
    flow.y = 50 * MM
    small = style.but(size=8.5)
    flow.lines(
        ("Biuro Obsługi Klienta", sender.street, sender.city_line, f"tel. {sender.phone}", sender.email),
        small,
        x=contacts,
    )
    flow.y = max(end, flow.y) + 22


def _captions(flow: Flow, rng: random.Random, reference: str, mark: str | None, when: str, place: str) -> None:
    """Captions in small print, the values under them; or one under another at the margin."""
    small, style = flow.style.but(size=8), flow.style
    pairs = [
        (rng.choice(("Państwa znak", "Wasz znak:", "Wasze pismo")), mark or ""),
        (rng.choice(("Nasz znak", "Nasz znak:", "Znak pisma")), reference),
    ]
    pairs.append((rng.choice(("Miejsce i data", "Miejscowość, data", "Data")), f"{place}, {when}"))
    if not mark:
        pairs.pop(0)
    if rng.random() < 0.65:
        x, step = flow.left, flow.width / len(pairs)
        for caption, value in pairs:
            flow.sheet.text(x, flow.y + 8, caption, small)
            flow.sheet.text(x, flow.y + 22, value, style.but(size=style.size - 0.5))
            x += step
        if rng.random() < 0.5:
            flow.sheet.rule(flow.left, flow.y + 28, flow.right, flow.y + 28, 0.4)
        flow.gap(44)
        return
    for caption, value in pairs:
        flow.sheet.text(flow.left + 34 * MM, flow.y + style.size, value, style)
        flow.line(caption.rstrip(":") + ":")
    flow.gap(18)


def _foot(flow: Flow, sender: people.Party) -> None:
    """Registration numbers in three columns at the foot of the first sheet."""
    small, first = flow.style.but(size=7.2, colour=(70, 70, 70)), flow.sheets[0]
    y = first.height - 22 * MM
    first.rule(flow.left, y - 10, flow.right, y - 10, 0.4)
    columns = (
        (sender.name, f"{sender.street}, {sender.city_line}"),
        (f"NIP {sender.nip}", f"REGON {sender.regon}"),
        (f"KRS {sender.krs}", "Sąd Rejonowy w Zmyślinie"),
    )
    for x, lines in zip((0.0, 0.55, 0.76), columns, strict=True):
        for i, line in enumerate(lines):
            first.text(flow.left + flow.width * x, y + 9 * i, line, small)
