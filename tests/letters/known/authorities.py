"""Letters of authorities: court, bailiff, county, ministry, a ruling."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.letters import dates, motifs, office, people
from tests.letters.flow import Flow
from tests.letters.framework import Letter
from tests.letters.known import writing
from tests.letters.sheet import MM, Align
from tests.letters.truth import DocumentKind, Truth

_DIVISIONS = (
    ("I Wydział Cywilny", "I C"),
    ("II Wydział Karny", "II K"),
    ("III Wydział Rodzinny i Nieletnich", "III RNs"),
    ("V Wydział Ksiąg Wieczystych", "V Ns"),
)


def court(rng: random.Random) -> Letter:
    """A court's letter or summons: name, division and address top left, date right, signature under it."""
    style = writing.typeface(rng)
    place = people.town(rng)
    who = people.body(rng, f"Sąd Rejonowy w {place.where}", place)
    division, letters = rng.choice(_DIVISIONS)
    day = dates.letter_day(rng)
    signature = f"{letters} {rng.randint(1, 999)}/{day.year % 100}"
    flow = Flow(style, top=18 * MM)
    top = flow.y
    flow.line(who.organisation or "", style.but(bold=True))
    flow.line(division, style.but(bold=rng.random() < 0.5))
    flow.lines((who.street, who.city_line))
    if rng.random() < 0.5:
        flow.sheet.text(flow.right, top + style.size, dates.place_and_date(place.name, day, rng), style, "right")
        flow.gap(8)
        flow.line(f"{rng.choice(('Sygn. akt', 'Sygn. akt:', 'Sygnatura akt'))} {signature}")
    else:
        flow.gap(8)
        flow.line(f"Sygn. akt {signature}")
        flow.line("(w odpowiedzi należy podać sygnaturę akt i datę)", style.but(size=8))
        flow.line(f"Dnia {dates.written(day, rng)}", align="right")
    flow.gap(14)
    to = office.address(rng, writing.unit(rng), formal=True)
    writing.addressee(flow, rng, to.lines)
    flow.gap(22)
    if rng.random() < 0.5:
        kind, heading = DocumentKind.SUMMONS, "WEZWANIE"
        text = (
            "Sąd wzywa do nadesłania w terminie 14 dni akt sprawy administracyjnej dotyczącej "
            "lokalu komunalnego, pod rygorem skutków procesowych."
        )
    else:
        kind, heading = DocumentKind.NOTICE, "ZAWIADOMIENIE"
        text = "Sekretariat zawiadamia, że rozprawa odbędzie się dnia 15 grudnia 2026 r. o godz. 9:30 w sali nr 12."
    flow.line(heading, style.but(bold=True, size=style.size + 1), "center")
    flow.gap(10)
    writing.paragraphs(flow, rng, [text], 1)
    writing.signed(flow, rng, who.person, "sekretarz sądowy", "Na zarządzenie sędziego")
    return Letter(
        tuple(flow.sheets),
        Truth(who.as_sender(), day.isoformat(), place.name, signature, (heading.capitalize(),), kind, (), to.inside),
    )


def bailiff(rng: random.Random) -> Letter:
    """A bailiff's seizure or inquiry: centred or left head with name, district court and office number."""
    style = writing.typeface(rng)
    place = people.town(rng)
    base = people.body(rng, "", place)
    name = f"Komornik Sądowy przy Sądzie Rejonowym w {place.where} {base.person}"
    who = replace(base, organisation=name)
    day = dates.letter_day(rng)
    number = f"{rng.choice(('Km', 'Km', 'GKm', 'Kmp'))} {rng.randint(1, 4000)}/{day.year % 100}"
    align: Align = rng.choice(("left", "center"))
    flow = Flow(style, top=16 * MM)
    flow.line("Komornik Sądowy", style.but(bold=True), align)
    flow.line(f"przy Sądzie Rejonowym w {place.where}", align=align)
    flow.line(base.person, style.but(bold=True), align)
    flow.line(
        f"Kancelaria Komornicza nr {rng.choice(('I', 'II', 'IV', '3'))} w {place.where}",
        style.but(size=style.size - 1),
        align,
    )
    flow.line(f"{who.street}, {who.city_line}", style.but(size=style.size - 1), align)
    flow.line(f"tel. {who.phone}, e-mail: {who.email}", style.but(size=style.size - 2), align)
    flow.gap(14)
    y = flow.y + style.size
    flow.line(rng.choice((f"Sygn. akt: {number}", number, f"{number} (podać w odpowiedzi)")))
    flow.sheet.text(flow.right, y, f"{place.name}, dnia {dates.written(day, rng)}", style, "right")
    flow.gap(12)
    to = office.address(rng, writing.unit(rng), formal=True)
    writing.addressee(flow, rng, to.lines)
    flow.gap(20)
    debtor = people.citizen(rng)
    if rng.random() < 0.5:
        kind, heading = DocumentKind.NOTICE, "Zajęcie wierzytelności"
        text = (
            f"Komornik zawiadamia, że w sprawie egzekucyjnej przeciwko dłużnikowi {debtor.person}, "
            f"PESEL {debtor.pesel}, dokonuje zajęcia wierzytelności na wniosek wierzyciela z dnia "
            f"{dates.plain(dates.letter_day(rng))}."
        )
        also: tuple[DocumentKind, ...] = (DocumentKind.LETTER, DocumentKind.ORDER)
    else:
        kind, heading = DocumentKind.SUMMONS, "WEZWANIE DO UDZIELENIA INFORMACJI"
        text = (
            f"Komornik wzywa do udzielenia w terminie 7 dni informacji, czy dłużnik "
            f"{debtor.person} posiada należności wobec gminy."
        )
        also = (DocumentKind.INQUIRY,)
    flow.line(heading, style.but(bold=True, size=style.size + 1), "center")
    flow.gap(10)
    writing.paragraphs(flow, rng, [text], 1)
    writing.signed(flow, rng, base.person, "Komornik Sądowy", "")
    return Letter(
        tuple(flow.sheets),
        Truth(who.as_sender(), day.isoformat(), place.name, number, (heading.capitalize(),), kind, also, to.inside),
    )


def county(rng: random.Random) -> Letter:
    """Another office's letter: shield, mark below the head, "Wasz znak" quoted, copies at the end."""
    style = writing.typeface(rng)
    place = people.town(rng)
    who = people.body(
        rng,
        rng.choice(
            (
                f"Starostwo Powiatowe w {place.where}",
                f"Urząd Gminy {place.name}",
                f"Powiatowy Zarząd Dróg w {place.where}",
            )
        ),
        place,
    )
    day = dates.letter_day(rng)
    symbol = writing.unit(rng)
    flow = Flow(style, top=16 * MM)
    motifs.shield(flow.sheet, flow.left, 13 * MM, 44, rng)
    x = flow.left + 56
    flow.line(
        (who.organisation or "").upper() if rng.random() < 0.3 else who.organisation or "",
        style.but(bold=True, size=style.size + 2),
        x=x,
    )
    if rng.random() < 0.5:
        flow.line("Wydział Komunikacji i Dróg", x=x)
    flow.line(f"{who.street}, {who.city_line}", style.but(size=style.size - 1.5), x=x)
    flow.line(f"tel. {who.phone}, {who.email}", style.but(size=style.size - 1.5), x=x)
    flow.gap(20)
    symbol_of_theirs = rng.choice(("KD", "OR", "WKD-II", "ZDP"))
    number = f"{rng.randint(100, 7999)}.{rng.randint(1, 300)}.{day.year}"
    reference = f"{symbol_of_theirs}.{number}{rng.choice(('', '.MK', '.AW'))}"
    mark = office.case_mark(rng, symbol) if rng.random() < 0.5 else None
    y = flow.y + style.size
    flow.line(f"{rng.choice(('Znak sprawy: ', 'Nasz znak: ', 'Znak: ', ''))}{reference}")
    flow.sheet.text(flow.right, y, dates.place_and_date(place.name, day, rng), style, "right")
    flow.gap(12)
    to = office.address(rng, symbol, formal=True)
    writing.addressee(flow, rng, to.lines)
    flow.gap(18)
    topic = rng.choice(
        (
            "zaopiniowania projektu organizacji ruchu",
            "przekazania dokumentacji drogi",
            "aktualizacji danych ewidencyjnych",
        )
    )
    if mark:
        flow.line(
            f"Dotyczy: {topic}, pismo nr {mark} z dnia {dates.letter_day(rng):%d.%m.%Y} r.",
            style.but(bold=True, size=style.size - 1),
        )
    else:
        flow.line(f"dot. {topic}", style.but(bold=True))
    flow.gap(8)
    writing.paragraphs(
        flow,
        rng,
        [
            f"W nawiązaniu do wcześniejszej korespondencji zwracam się w sprawie {topic} i "
            f"przekazuję dokumenty do dalszego załatwienia."
        ],
        2,
    )
    writing.signed(flow, rng, who.person, "Naczelnik Wydziału", "Z up. Starosty")
    count = writing.listed(flow, rng, ["mapa", "projekt"] if rng.random() < 0.5 else [])
    titles = (topic, f"{topic}, pismo nr {mark}")
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            place.name,
            reference,
            titles,
            DocumentKind.LETTER,
            (),
            to.inside,
            count,
            mark,
        ),
    )


def ministry(rng: random.Random) -> Letter:
    """A central body's letter: head on several lines, mark and date in labelled rows."""
    style = writing.typeface(rng)
    place = people.town(rng)
    who = people.body(rng, f"Regionalna Izba Obrachunkowa w {place.where}", place)
    day = dates.letter_day(rng)
    flow = Flow(style, top=16 * MM)
    flow.line("Regionalna Izba Obrachunkowa", style.but(bold=True, size=style.size + 2))
    flow.line(f"w {place.where}", style.but(bold=True, size=style.size + 2))
    flow.lines((who.street, who.city_line), style.but(size=style.size - 1))
    flow.gap(12)
    reference = f"WK.{rng.randint(10, 999)}.{rng.randint(1, 90)}.{day.year}"
    flow.line(f"Znak sprawy:   {reference}")
    flow.line(f"Data:   {dates.written(day, rng)}")
    flow.gap(10)
    writing.addressee(flow, rng, ("Pan", "Jan Zmyślony", "Burmistrz Mikołowa"))
    flow.gap(20)
    flow.line("Szanowny Panie Burmistrzu,")
    flow.gap(6)
    writing.paragraphs(
        flow,
        rng,
        [
            "uprzejmie informuję, że kontrola gospodarki finansowej gminy rozpocznie się w "
            "pierwszym kwartale przyszłego roku. Proszę o przygotowanie dokumentów."
        ],
        2,
    )
    writing.signed(flow, rng, who.person, "Prezes Izby")
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            None,
            reference,
            ("Pismo", "Informacja o kontroli"),
            DocumentKind.LETTER,
            (DocumentKind.NOTICE,),
            "Burmistrz Mikołowa",
        ),
    )


def ruling(rng: random.Random) -> Letter:
    """A ruling or decision with the date under its heading, the addressee among "otrzymują"."""
    style = writing.typeface(rng)
    place = people.town(rng)
    who = people.body(rng, f"Powiatowy Inspektor Nadzoru Budowlanego w {place.where}", place)
    day = dates.letter_day(rng)
    number = f"PINB.{rng.randint(5000, 5999)}.{rng.randint(1, 200)}.{day.year}"
    flow = Flow(style, top=16 * MM)
    flow.lines(("POWIATOWY INSPEKTOR", "NADZORU BUDOWLANEGO", f"w {place.where}"), style.but(bold=True))
    flow.lines((who.street, who.city_line), style.but(size=style.size - 1))
    flow.gap(8)
    if rng.random() < 0.5:
        flow.line(number)
        flow.line(f"{place.name}, dnia {dates.written(day, rng)}", align="right")
        below = ""
    else:
        flow.line(f"Znak: {number}")
        below = f"z dnia {dates.plain(day)}"
    flow.gap(18)
    kind, word = rng.choice(((DocumentKind.DECISION, "DECYZJA"), (DocumentKind.ORDER, "POSTANOWIENIE")))
    flow.line(rng.choice((word, " ".join(word))), style.but(bold=True, size=style.size + 2), "center")
    if below:
        flow.line(below, align="center")
    flow.gap(12)
    verb = "orzekam" if kind is DocumentKind.DECISION else "postanawiam"
    writing.paragraphs(
        flow,
        rng,
        [
            f"Na podstawie art. 104 ustawy z dnia 14 czerwca 1960 r. – Kodeks postępowania "
            f"administracyjnego, po rozpatrzeniu wniosku z dnia "
            f"{dates.plain(dates.letter_day(rng))}, {verb} nakazać usunięcie nieprawidłowości w "
            f"budynku przy ul. Zmyślonej 4."
        ],
        3,
    )
    writing.signed(flow, rng, who.person, "Inspektor", "")
    flow.gap(10)
    flow.lines(("Otrzymują:", "1. Gmina Mikołów, Rynek 16, 43-190 Mikołów", "2. a/a"), style.but(size=9))
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            place.name,
            number,
            (word.capitalize(), f"{word.capitalize()} {below}".strip()),
            kind,
        ),
    )
