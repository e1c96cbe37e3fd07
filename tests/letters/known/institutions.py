"""Letters of institutions of many makes: parish, tax office, police, insurer, village, school, foundation, boxes."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.letters import dates, motifs, office, people
from tests.letters.flow import Flow
from tests.letters.framework import Letter
from tests.letters.known import writing
from tests.letters.sheet import MM
from tests.letters.truth import DocumentKind, Identifiers, Truth


def parish(rng: random.Random) -> Letter:
    """A parish: name set in three centred lines, L.dz. and date in one row."""
    style = writing.typeface(rng)
    place = people.town(rng, 0.4)
    saint = rng.choice(("św. Jana Zmyślonego", "Świętej Próby", "św. Wzorcowej Anny"))
    who = people.body(rng, f"Parafia Rzymskokatolicka pw. {saint} w {place.where}", place)
    day = dates.letter_day(rng)
    flow = Flow(style, top=14 * MM)
    big = style.but(bold=True, size=style.size + 1)
    flow.lines(("Parafia Rzymskokatolicka", f"pw. {saint}", f"w {place.where}"), big, "center")
    flow.line(f"{who.street}, {who.city_line}, tel. {who.phone}", style.but(size=style.size - 2), "center")
    flow.sheet.rule(flow.left, flow.y + 2, flow.right, flow.y + 2)
    flow.gap(16)
    reference = f"{rng.randint(2, 120)}/{day.year}"
    y = flow.y + style.size
    flow.line(f"L.dz. {reference}")
    flow.sheet.text(flow.right, y, dates.place_and_date(place.name, day, rng), style, "right")
    flow.gap(16)
    to = office.address(rng, "GN")
    writing.addressee(flow, rng, to.lines)
    flow.gap(24)
    thing = rng.choice(("oświetlenie placu przed kościołem", "przekazanie pasa gruntu przy cmentarzu"))
    flow.line(rng.choice((f"Prośba o {thing}", f"Dotyczy: prośby o {thing}")), style.but(bold=True))
    flow.gap(10)
    writing.paragraphs(flow, rng, [f"W imieniu parafian zwracam się z uprzejmą prośbą o {thing}."], 2)
    writing.signed(flow, rng, f"ks. {who.person}", "proboszcz", "Szczęść Boże")
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            place.name,
            reference,
            (f"Prośba o {thing}", f"Prośby o {thing}", thing),
            DocumentKind.APPLICATION,
            (DocumentKind.LETTER,),
            to.inside,
            sender_names=(f"Parafia Rzymskokatolicka pw. {saint}",),
        ),
    )


def boxes(rng: random.Random) -> Letter:
    """Two framed fields side by side, captioned sender and addressee, then free text."""
    style = writing.typeface(rng, 10, 11.5)
    private = rng.random() < 0.6
    who = people.citizen(rng) if private else people.firm(rng)
    day = dates.letter_day(rng)
    flow = Flow(style, top=20 * MM)
    half = flow.width / 2 - 6
    captions = rng.choice((("NADAWCA", "ADRESAT"), ("Nadawca:", "Adresat:"), ("Dane nadawcy", "Dane adresata")))
    mine = (who.name, who.street, who.city_line)
    to = office.address(rng, "SO", formal=True)
    for x, caption, lines in (
        (flow.left, captions[0], mine),
        (flow.left + half + 12, captions[1], to.lines),
    ):
        flow.sheet.box(x, flow.y, half, 84)
        flow.sheet.text(x + 5, flow.y + 11, caption, style.but(size=8))
        for index, text in enumerate(lines):
            flow.sheet.text(x + 8, flow.y + 27 + index * style.line, text, style)
    flow.gap(100)
    flow.line(dates.place_and_date(who.town.name, day, rng), align="right")
    flow.gap(20)
    title = rng.choice(("reklamacja naliczonej opłaty", "zgłoszenie zmiany adresu do korespondencji"))
    flow.line(title.upper(), style.but(bold=True), "center")
    flow.gap(10)
    complaint = title.startswith("reklamacja")
    text = "składam reklamację naliczonej opłaty" if complaint else "zgłaszam zmianę adresu do korespondencji"
    writing.paragraphs(flow, rng, [f"Niniejszym {text}. Proszę o pisemne potwierdzenie."], 1)
    writing.signed(flow, rng, who.person)
    kind = DocumentKind.COMPLAINT if complaint else DocumentKind.APPLICATION
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            who.town.name,
            None,
            (title.capitalize(),),
            kind,
            (DocumentKind.LETTER, DocumentKind.NOTICE, DocumentKind.FORM),
            to.inside,
        ),
    )


def tax_office(rng: random.Random) -> Letter:
    """A tax or insurance office: head of the office as the sender, date and mark in a left column, UNP below."""
    style = writing.typeface(rng)
    place = people.town(rng)
    names = (
        ("Naczelnik", f"Urzędu Skarbowego w {place.where}"),
        ("Zakład Ubezpieczeń Społecznych", f"Oddział w {place.where}"),
        ("Powiatowy Urząd Pracy", f"w {place.where}"),
        ("Państwowy Powiatowy", f"Inspektor Sanitarny w {place.where}"),
    )
    lines = rng.choice(names)
    who = people.body(rng, " ".join(lines), place)
    day = dates.letter_day(rng)
    flow = Flow(style, top=18 * MM)
    caps = rng.random() < 0.5
    for text in lines:
        flow.line(text.upper() if caps else text, style.but(bold=True))
    flow.lines((who.street, who.city_line), style.but(size=style.size - 1))
    flow.gap(8)
    symbol = rng.choice(("SEW", "SPV", "SKA"))
    reference = f"{rng.randint(1000, 2999)}-{symbol}.{rng.randint(100, 799)}.{rng.randint(1, 90)}.{day.year}"
    if rng.random() < 0.5:
        flow.line(f"{place.name}, {dates.written(day, rng)}")
        flow.line(f"{rng.choice(('Znak sprawy:', 'Nr'))} {reference}")
    else:
        flow.line(f"Znak: {reference}")
        flow.line(dates.place_and_date(place.name, day, rng), align="right")
    flow.line(f"UNP: {rng.randint(1000, 2999)}-{day.year % 100}-{rng.randint(100000, 199999)}", style.but(size=9))
    flow.gap(10)
    to = office.address(rng, "FN", formal=True)
    writing.addressee(flow, rng, to.lines)
    flow.gap(20)
    kind, heading, text = rng.choice(
        (
            (DocumentKind.SUMMONS, "WEZWANIE", "wzywa do złożenia wyjaśnień w terminie 7 dni od doręczenia"),
            (DocumentKind.NOTICE, "ZAWIADOMIENIE O ZAJĘCIU WIERZYTELNOŚCI", "zawiadamia o zajęciu wierzytelności"),
            (DocumentKind.LETTER, "", "przekazuje według właściwości dokumenty do wykorzystania służbowego"),
        )
    )
    if heading:
        flow.line(heading, style.but(bold=True), "center")
        flow.gap(8)
    writing.paragraphs(
        flow, rng, [f"Na podstawie art. 155 § 1 ustawy – Ordynacja podatkowa organ {text} w sprawie dłużnika."], 2
    )
    writing.signed(flow, rng, who.person, "starszy komisarz", "Z upoważnienia")
    title = (heading.capitalize(),) if heading else ("Przekazanie dokumentów", "Pismo")
    return Letter(
        tuple(flow.sheets),
        Truth(who.as_sender(), day.isoformat(), place.name, reference, title, kind, (), to.inside),
    )


def police(rng: random.Random) -> Letter:
    """Police or prosecutor: capitals with division, number of the case book, date on the right of its row."""
    style = writing.typeface(rng)
    place = people.town(rng)
    lines, letters = rng.choice(
        (
            (("Komenda Powiatowa Policji", f"w {place.where}"), "K"),
            (("Komisariat Policji", f"w {place.where}"), "D"),
            (("Prokuratura Rejonowa", f"w {place.where}"), "PR Ds"),
            (("Straż Miejska", f"w {place.where}"), "SM"),
        )
    )
    who = people.body(rng, " ".join(lines), place)
    day = dates.letter_day(rng)
    flow = Flow(style, top=17 * MM)
    motifs.shield(flow.sheet, flow.left, 14 * MM, 30, rng)
    flow.gap(22)
    for text in lines:
        flow.line(text.upper(), style.but(bold=True))
    if rng.random() < 0.6:
        flow.line(rng.choice(("Wydział Kryminalny", "Wydział Ruchu Drogowego", "Zespół ds. Wykroczeń")))
    flow.lines((who.street, who.city_line, f"tel. {who.phone}"), style.but(size=style.size - 1.5))
    flow.gap(8)
    reference = (
        f"{letters}-{rng.randint(10, 2999)}/{day.year % 100}"
        if letters != "PR Ds"
        else (f"PR Ds. {rng.randint(10, 999)}.{day.year}")
    )
    y = flow.y + style.size
    flow.line(f"{rng.choice(('L.dz.', 'Sygn. akt', 'RSD'))} {reference}" if letters != "PR Ds" else reference)
    flow.sheet.text(flow.right, y, dates.place_and_date(place.name, day, rng), style, "right")
    flow.gap(14)
    to = office.address(rng, "SO", formal=True)
    writing.addressee(flow, rng, to.lines)
    flow.gap(22)
    someone = people.citizen(rng)
    writing.paragraphs(
        flow,
        rng,
        [
            f"W związku z prowadzonymi czynnościami wyjaśniającymi zwracam się z prośbą o nadesłanie danych osobowych "
            f"{someone.person} oraz kopii dokumentacji dotyczącej nieruchomości."
        ],
        2,
    )
    writing.signed(flow, rng, f"asp. {who.person}", "prowadzący postępowanie", "")
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            place.name,
            reference,
            ("Prośba o nadesłanie danych osobowych", "Pismo"),
            DocumentKind.LETTER,
            (DocumentKind.APPLICATION, DocumentKind.SUMMONS),
            to.inside,
        ),
    )


def insurer(rng: random.Random) -> Letter:
    """An insurer: addressee on the left, the brand at the right, numbers of claim and policy, full name at the foot."""
    style = writing.typeface(rng, 10, 11)
    place = people.town(rng)
    brand = rng.choice(("Wzór", "Makieta", "Przykład"))
    name = f"{rng.choice(('Towarzystwo Ubezpieczeń', 'Powszechny Zakład Ubezpieczeń'))} {brand} S.A."
    who = people.body(rng, name, place)
    day = dates.letter_day(rng)
    flow = Flow(style, left=22 * MM, top=46 * MM, bottom=28 * MM)
    motifs.logo(flow.sheet, flow.left, 12 * MM, 34, rng)
    flow.sheet.text(flow.left + 44, 21 * MM, brand.upper(), style.but(bold=True, size=17))
    to = office.address(rng, "FN", formal=True)
    y = flow.y
    writing.addressee(flow, rng, to.lines, x=flow.left)
    flow.sheet.text(flow.right, y + style.size, dates.place_and_date(place.name, day, rng), style, "right")
    flow.gap(30)
    reference = f"PL{day.year}{rng.randint(1000000, 9999999)}"
    flow.line(f"{rng.choice(('Nr szkody:', 'Numer szkody:', 'Nasz znak:'))} {reference}", style.but(bold=True))
    flow.line(f"Nr polisy: {rng.randint(100000, 999999)}/{rng.randint(10, 99)}")
    flow.gap(14)
    what = rng.choice(("szkody w mieniu z dnia 3 lutego 2026 r.", "szkody komunikacyjnej przy ul. Zmyślonej"))
    flow.line(f"Dotyczy: {what}", style.but(bold=True))
    flow.gap(8)
    writing.paragraphs(flow, rng, ["Informujemy, że zakończyliśmy postępowanie i przyznaliśmy odszkodowanie."], 2)
    writing.signed(flow, rng, who.person, "Likwidator szkód")
    small = style.but(size=7.5)
    y = flow.sheet.height - 20 * MM
    middle = flow.sheet.width / 2
    flow.sheet.text(middle, y, f"{name}, {who.street}, {who.city_line}", small, "center")
    flow.sheet.text(
        middle,
        y + 10,
        f"Sąd Rejonowy w {place.where}, KRS {who.krs}, NIP {who.nip}, kapitał 9 000 000 zł",
        small,
        "center",
    )
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            place.name,
            reference,
            (what,),
            DocumentKind.LETTER,
            (DocumentKind.NOTICE,),
            to.inside,
            identifiers=Identifiers(nip=(who.nip,), krs=(who.krs,)),
        ),
    )


def village(rng: random.Random) -> Letter:
    """A village head writes: the office and the name of its holder in the head, addressee on the left or right."""
    style = writing.typeface(rng)
    place = people.town(rng)
    base = people.body(rng, "", place)
    name = rng.choice(
        (f"Sołectwo {place.name}", f"Rada Sołecka wsi {place.name}", f"Koło Gospodyń Wiejskich w {place.where}")
    )
    who = replace(base, organisation=name)
    day = dates.letter_day(rng)
    flow = Flow(style)
    flow.line(dates.place_and_date(place.name, day, rng), align="right")
    flow.gap(8)
    flow.line(name, style.but(bold=rng.random() < 0.5))
    flow.lines((who.street, who.city_line))
    flow.gap(18)
    to = office.address(rng, "DR")
    writing.addressee(flow, rng, to.lines, x=flow.left if rng.random() < 0.3 else None)
    flow.gap(20)
    what = rng.choice(("remont świetlicy wiejskiej", "wyrównanie drogi gruntowej", "ustawienie wiaty przystankowej"))
    if rng.random() < 0.6:
        flow.line(rng.choice((f"WNIOSEK O {what.upper()}", f"Wniosek o {what}")), style.but(bold=True), "center")
        flow.gap(10)
    writing.paragraphs(flow, rng, [f"W imieniu mieszkańców zwracamy się z prośbą o {what}."], 2)
    writing.signed(flow, rng, who.person, "Sołtys" if "Koło" not in name else "Przewodnicząca")
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            place.name,
            None,
            (f"Wniosek o {what}", what, f"Prośba o {what}"),
            DocumentKind.APPLICATION,
            (DocumentKind.LETTER,),
            to.inside,
        ),
    )


def school(rng: random.Random) -> Letter:
    """A school: emblem in the middle over its name on three lines; two addressees one under the other."""
    style = writing.typeface(rng)
    place = people.town(rng, 0.5)
    number = rng.randint(1, 14)
    patron = rng.choice(("im. Jana Zmyślonego", "im. Anny Wzorcowej", "im. Przyjaciół Próby"))
    who = people.body(rng, f"Szkoła Podstawowa nr {number} {patron} w {place.where}", place)
    day = dates.letter_day(rng)
    flow = Flow(style, top=14 * MM)
    motifs.logo(flow.sheet, flow.sheet.width / 2 - 16, 10 * MM, 32, rng)
    flow.gap(28)
    bold = style.but(bold=True)
    caps = rng.random() < 0.4
    head = f"Szkoła Podstawowa nr {number}"
    flow.lines((head.upper() if caps else head, patron, f"w {place.where}"), bold, "center")
    flow.line(f"{who.street}, {who.city_line}", style.but(size=style.size - 2), "center")
    flow.line(f"tel. {who.phone}, e-mail: {who.email}", style.but(size=style.size - 2), "center")
    flow.gap(16)
    reference = f"SP{number}.{rng.randint(100, 999)}.{rng.randint(1, 60)}.{day.year}"
    y = flow.y + style.size
    flow.line(rng.choice((reference, f"Znak: {reference}")))
    flow.sheet.text(flow.right, y, dates.place_and_date(place.name, day, rng), style, "right")
    flow.gap(14)
    writing.addressee(flow, rng, ("Urząd Miasta Mikołów", "Wydział Edukacji", *people.OFFICE_ADDRESS))
    flow.gap(6)
    writing.addressee(flow, rng, ("Kuratorium Oświaty", "w Przykładowicach"))
    flow.gap(20)
    what = rng.choice(("zatrudnienie asystenta nauczyciela", "zmianę planu finansowego", "remont dachu sali"))
    flow.line(f"Wniosek o {what}", bold, rng.choice(("center", "left")))
    flow.gap(8)
    writing.paragraphs(flow, rng, [f"Zwracam się z wnioskiem o {what} w bieżącym roku szkolnym."], 2)
    writing.signed(flow, rng, who.person, "Dyrektor szkoły")
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            place.name,
            reference,
            (f"Wniosek o {what}",),
            DocumentKind.APPLICATION,
            (),
            "Wydział Edukacji",
            sender_names=(f"Szkoła Podstawowa nr {number} {patron}", f"Szkoła Podstawowa nr {number}"),
        ),
    )
