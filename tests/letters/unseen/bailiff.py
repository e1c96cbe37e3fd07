"""A bailiff: dense head with "Km" signature, table of claims, garnishment or a request for data."""

# ruff: noqa: E501 - sentences are kept whole

from __future__ import annotations

import random
from datetime import date

from tests.letters import blocks, dates, motifs, office, people
from tests.letters.flow import Flow
from tests.letters.framework import Letter
from tests.letters.sheet import MM, Style
from tests.letters.truth import DocumentKind, Truth

_TEXTS = (
    (
        DocumentKind.NOTICE,
        "Zajęcie wynagrodzenia za pracę",
        "ZAJĘCIE WYNAGRODZENIA ZA PRACĘ",
        "Komornik zawiadamia, że na podstawie tytułu wykonawczego wszczął na wniosek wierzyciela egzekucję przeciwko dłużnikowi i dokonuje zajęcia wynagrodzenia za pracę oraz zasiłków chorobowych do wysokości podanego zadłużenia.",
        (DocumentKind.SUMMONS, DocumentKind.LETTER),
        "KD",
    ),
    (
        DocumentKind.SUMMONS,
        "Wezwanie do udzielenia informacji o majątku dłużnika",
        "WEZWANIE",
        "Komornik wzywa do udzielenia w terminie 7 dni informacji, czy dłużnik jest właścicielem nieruchomości położonych na terenie gminy, czy opłaca podatek od nieruchomości oraz czy przysługują mu wobec gminy jakiekolwiek wierzytelności.",
        (DocumentKind.APPLICATION, DocumentKind.INQUIRY, DocumentKind.LETTER),
        "PO",
    ),
    (
        DocumentKind.NOTICE,
        "Zawiadomienie o licytacji nieruchomości",
        "OBWIESZCZENIE O LICYTACJI",
        "Komornik zawiadamia o terminie pierwszej licytacji nieruchomości i wnosi o wywieszenie niniejszego obwieszczenia na tablicy ogłoszeń urzędu przez okres dwóch tygodni oraz o zwrot z adnotacją o dacie wywieszenia.",
        (DocumentKind.LETTER,),
        "GN",
    ),
)


def layout(rng: random.Random) -> Letter:
    """Sets one."""
    style = Style(
        rng.choice(("liberation-serif", "liberation-sans", "dejavu-sans", "noto-serif")),
        rng.choice((9.5, 10.0, 10.5)),
        leading=1.22,
    )
    place = people.town(rng)
    officer = people.citizen(rng)
    bailiff = people.body(rng, f"Komornik Sądowy przy Sądzie Rejonowym w {place.where} {officer.person}", place)
    kind, title, heading, text, also, unit = rng.choice(_TEXTS)
    day = dates.letter_day(rng)
    sign = f"{rng.choice(('Km', 'KM', 'Kms', 'GKm'))} {rng.randint(1, 4800)}/{rng.choice((24, 25, 26, 26))}"
    to = office.address(rng, unit, formal=True)
    flow = Flow(style, left=20 * MM, right=20 * MM, top=16 * MM)
    _head(flow, rng, bailiff, officer, sign, day)
    flow.gap(10)
    flow.lines(to.lines, style.but(bold=True, size=style.size + 1), x=flow.left + flow.width * 0.55)
    flow.gap(18)
    flow.line(heading, style.but(bold=True, size=style.size + 2), "center")
    flow.gap(8)
    flow.paragraph(text)
    flow.gap(8)
    _parties(flow, rng)
    _claims(flow, rng)
    flow.gap(8)
    flow.paragraph(
        "Niewykonanie wezwania w terminie może spowodować ukaranie grzywną na podstawie przepisów Kodeksu postępowania cywilnego. Pouczenia zamieszczono na odwrocie.",
        style.but(size=style.size - 0.5),
    )
    flow.gap(16)
    _sign(flow, rng, officer)
    count = blocks.attachments(flow, rng, rng.choice((0, 0, 1, 2)))
    _back(flow, rng)
    return Letter(
        tuple(flow.sheets),
        Truth(
            sender=bailiff.as_sender(),
            letter_date=day.isoformat(),
            place=place.name,
            sender_reference=sign,
            titles=blocks.variants(title, heading.capitalize()),
            document_kind=kind,
            also_kinds=also,
            addressee=to.inside,
            attachment_count=count,
            sender_names=_names(place, officer),
        ),
    )


def _names(place: people.Town, officer: people.Party) -> tuple[str, ...]:
    court = f"przy Sądzie Rejonowym w {place.where}"
    return (
        f"Komornik Sądowy {officer.person}",
        f"Komornik Sądowy {court}",
        f"Komornik Sądowy {officer.person} {court}",
    )


def _head(flow: Flow, rng: random.Random, bailiff: people.Party, officer: people.Party, sign: str, day: date) -> None:
    style, place = flow.style, bailiff.town
    title_word = rng.choice(("Komornik Sądowy", "KOMORNIK SĄDOWY"))
    top = flow.y
    flow.lines((title_word, f"przy Sądzie Rejonowym w {place.where}", officer.person), style.but(bold=True))
    flow.lines(
        (
            f"Kancelaria Komornicza nr {rng.choice(('I', 'II', 'III', 'IV'))}",
            bailiff.street,
            bailiff.city_line,
            f"tel. {bailiff.phone}",
            f"e-mail: {bailiff.email}",
        ),
        style.but(size=style.size - 1),
    )
    flow.line(f"Rachunek: {people.account(rng)}", style.but(size=style.size - 1))
    flow.sheet.text(flow.right, top + style.size, dates.place_and_date(place.name, day, rng), style, "right")
    flow.gap(4)
    flow.line(
        f"{rng.choice(('Sygn. akt', 'Sygn. akt:', 'Sygnatura akt:', 'sygn.'))} {sign}",
        style.but(bold=True, size=style.size + 1),
    )
    if rng.random() < 0.5:
        flow.line("W odpowiedzi prosimy o podanie sygnatury akt", style.but(size=7.5))


def _sign(flow: Flow, rng: random.Random, officer: people.Party) -> None:
    x = flow.left + flow.width * 0.62
    flow.line("Komornik Sądowy", x=x)
    flow.gap(24)
    motifs.signature(flow.sheet, x, flow.y - 9, rng)
    flow.line(officer.person, x=x)


def _parties(flow: Flow, rng: random.Random) -> None:
    creditor, debtor = people.firm(rng), people.citizen(rng)
    flow.paragraph(f"**Wierzyciel:** {creditor.name}, {creditor.street}, {creditor.city_line}", align="left")
    number = f", PESEL: {debtor.pesel}" if rng.random() < 0.7 else ""
    flow.paragraph(f"**Dłużnik:** {debtor.name}, {debtor.street}, {debtor.city_line}{number}", align="left")
    flow.gap(8)


def _claims(flow: Flow, rng: random.Random) -> None:
    rows = [("Należność", "Kwota")]
    rows += [
        (name, f"{rng.randint(0, 38)} {rng.randint(100, 999)},{rng.randint(0, 99):02d} zł")
        for name in (
            "należność główna",
            "odsetki do dnia dzisiejszego",
            "koszty procesu",
            "koszty egzekucji",
            "opłata egzekucyjna",
        )
    ]
    height, left, middle, right = flow.style.line * 1.35, flow.left, flow.left + 95 * MM, flow.left + 135 * MM
    top = flow.y
    for row in rows:
        style = flow.style.but(bold=row is rows[0], size=flow.style.size - 0.5)
        flow.sheet.rule(left, flow.y, right, flow.y, 0.5)
        flow.sheet.text(left + 4, flow.y + height * 0.7, row[0], style)
        flow.sheet.text(right - 4, flow.y + height * 0.7, row[1], style, "right")
        flow.y += height
    flow.sheet.rule(left, flow.y, right, flow.y, 0.5)
    for x in (left, middle, right):
        flow.sheet.rule(x, top, x, flow.y, 0.5)


def _back(flow: Flow, rng: random.Random) -> None:
    """The instruction printed on the back."""
    if rng.random() < 0.4:
        return
    flow.new_sheet()
    flow.line("POUCZENIE", flow.style.but(bold=True), "center")
    flow.gap(6)
    for i, text in enumerate(
        (
            "Strona może zaskarżyć czynność komornika do sądu rejonowego w terminie tygodniowym od dnia dokonania czynności albo od dnia, w którym dowiedziała się o jej dokonaniu.",
            "Skarga powinna czynić zadość wymaganiom pisma procesowego oraz określać zaskarżoną czynność i wniosek o zmianę, uchylenie lub dokonanie czynności wraz z uzasadnieniem.",
            "Pracodawca, który nie zastosował się do wezwań komornika, odpowiada za wyrządzoną przez to wierzycielowi szkodę.",
            "Dłużnik obowiązany jest do powiadomienia organu egzekucyjnego, w terminie 7 dni, o każdej zmianie miejsca swojego pobytu trwającej dłużej niż jeden miesiąc.",
            "Administratorem danych osobowych jest komornik sądowy. Dane przetwarzane są w celu prowadzenia postępowania egzekucyjnego i nie podlegają profilowaniu.",
        ),
        1,
    ):
        flow.paragraph(f"{i}. {text}", hang=5 * MM)
        flow.gap(4)
