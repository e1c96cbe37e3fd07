"""Letters of more makes: a sole trader, a ministry, a sender on the right, a three-part head, a table."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.letters import dates, motifs, office, people
from tests.letters.flow import Flow
from tests.letters.framework import Letter
from tests.letters.known import writing
from tests.letters.sheet import MM
from tests.letters.truth import DocumentKind, Identifiers, Truth


def trader(rng: random.Random) -> Letter:
    """A sole trader: the firm's stamp top left, owner's name inside it."""
    style = writing.typeface(rng)
    base = people.firm(rng)
    trade = rng.choice(("Firma Handlowo-Usługowa", "Usługi Geodezyjne", "Zakład Stolarski", "F.H.U."))
    brand = rng.choice(("", " „WZÓR”", " „MAKIETA”"))
    who = replace(base, organisation=f"{trade}{brand} {base.person}")
    day = dates.letter_day(rng)
    flow = Flow(style, top=18 * MM)
    blue = style.but(size=10, colour=(40, 50, 140))
    y = flow.y
    flow.lines((f"{trade}{brand}",), blue.but(bold=True))
    flow.lines((who.person, who.street, who.city_line, f"NIP {who.nip}, tel. {who.phone}"), blue)
    flow.sheet.text(flow.right, y + 12, dates.place_and_date(who.town.name, day, rng), style, "right")
    flow.gap(18)
    to = office.address(rng, "AB")
    writing.addressee(flow, rng, to.lines)
    flow.gap(22)
    what = rng.choice(("uzgodnienie usytuowania reklamy", "zajęcie pasa drogowego", "odpis mapy zasadniczej"))
    flow.line(rng.choice((f"Wniosek o {what}", f"WNIOSEK O {what.upper()}")), style.but(bold=True), "center")
    flow.gap(10)
    writing.paragraphs(flow, rng, [f"Wnoszę o {what} w terminie do 30 dni."], 2)
    writing.signed(flow, rng, who.person, "właściciel")
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            who.town.name,
            None,
            (f"Wniosek o {what}",),
            DocumentKind.APPLICATION,
            (),
            to.inside,
            identifiers=Identifiers(nip=(who.nip,)),
            sender_names=(f"{trade}{brand}",) if brand else (),
        ),
    )


def central_body(rng: random.Random) -> Letter:
    """A ministry or agency: name beside an emblem, department under it, place and date on the right, mark below."""
    style = writing.typeface(rng)
    place = people.town(rng)
    first, second = rng.choice(
        (
            ("Ministerstwo", "Rozwoju i Wzorów"),
            ("Generalna Dyrekcja", "Dróg Próbnych"),
            ("Agencja", "Rynku Makiet"),
            ("Wojewódzki Fundusz", "Ochrony Środowiska"),
        )
    )
    who = people.body(rng, f"{first} {second}", place)
    day = dates.letter_day(rng)
    flow = Flow(style, top=16 * MM)
    motifs.shield(flow.sheet, flow.left, 14 * MM, 40, rng)
    x = flow.left + 52
    flow.line(first, style.but(bold=True, size=style.size + 3), x=x)
    flow.line(second, style.but(bold=True, size=style.size + 3), x=x)
    flow.line(rng.choice(("Departament Prawny", "Departament Funduszy", "Biuro Dyrektora")), style.but(size=9), x=x)
    flow.gap(16)
    flow.line(dates.place_and_date(place.name, day, rng), align="right")
    reference = f"D{rng.choice('ABPR')}{rng.choice('FKW')}-{rng.choice(('I', 'II', 'IV'))}.{rng.randint(100, 799)}."
    reference += f"{rng.randint(1, 90)}.{day.year}"
    flow.line(rng.choice((reference, f"Znak sprawy: {reference}")))
    flow.gap(16)
    writing.addressee(flow, rng, ("Pani", "Anna Zmyślona", "Burmistrz Mikołowa"), x=flow.left)
    flow.gap(18)
    flow.line("Szanowna Pani Burmistrz,")
    flow.gap(6)
    writing.paragraphs(
        flow,
        rng,
        ["w nawiązaniu do pisma z dnia 4 lutego 2026 r. uprzejmie informuję o przedłużeniu terminu naboru."],
        2,
    )
    writing.signed(flow, rng, who.person, "Dyrektor Departamentu", "Z wyrazami szacunku")
    small = style.but(size=8)
    middle = flow.sheet.width / 2
    flow.sheet.text(
        middle,
        flow.sheet.height - 14 * MM,
        f"{who.street}, {who.city_line}, tel. {who.phone}, {who.email}",
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
            ("Zawiadomienie o przedłużeniu terminu naboru", "Pismo"),
            DocumentKind.LETTER,
            (DocumentKind.NOTICE,),
            "Burmistrz Mikołowa",
        ),
    )


def right_hand(rng: random.Random) -> Letter:
    """A private letter laid out the other way round: sender top right, addressee on the left, date at the end."""
    style = writing.typeface(rng)
    who = people.citizen(rng)
    day = dates.letter_day(rng)
    flow = Flow(style)
    x = flow.left + flow.width * 0.62
    flow.lines((who.person, who.street, who.city_line), x=x)
    flow.gap(20)
    to = office.address(rng, "GN")
    writing.addressee(flow, rng, to.lines, x=flow.left)
    flow.gap(24)
    what = rng.choice(("wykup lokalu mieszkalnego", "zamianę mieszkania", "zgodę na wycinkę krzewów"))
    if rng.random() < 0.6:
        flow.line(f"Dotyczy: wniosku o {what}", style.but(bold=True))
        flow.gap(8)
    writing.paragraphs(flow, rng, [f"Zwracam się z wnioskiem o {what}."], 2)
    writing.signed(flow, rng, who.person)
    flow.gap(10)
    flow.line(dates.place_and_date(who.town.name, day, rng))
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            who.town.name,
            None,
            (f"Wniosku o {what}", f"Wniosek o {what}", what),
            DocumentKind.APPLICATION,
            (DocumentKind.LETTER,),
            to.inside,
        ),
    )


def three_part(rng: random.Random) -> Letter:
    """A firm whose head is three columns between rules: brand, address, numbers; full name in it or at the foot."""
    style = writing.typeface(rng, 10, 11.5)
    who = people.firm(rng)
    day = dates.letter_day(rng)
    flow = Flow(style, top=42 * MM, bottom=26 * MM)
    small = style.but(size=8)
    y = 16 * MM
    flow.sheet.rule(flow.left, y - 10, flow.right, y - 10)
    flow.sheet.rule(flow.left, y + 34, flow.right, y + 34)
    motifs.logo(flow.sheet, flow.left, y - 4, 30, rng)
    full_in_head = rng.random() < 0.5
    second = (who.organisation or "", who.street, who.city_line) if full_in_head else (who.street, who.city_line)
    for index, text in enumerate(second):
        flow.sheet.text(flow.left + 150, y + 3 + index * 11, text, small.but(bold=index == 0 and full_in_head))
    for index, text in enumerate((f"tel. {who.phone}", who.email, f"NIP {who.nip}")):
        flow.sheet.text(flow.right, y + 3 + index * 11, text, small, "right")
    if not full_in_head:
        foot = f"{who.organisation}, {who.street}, {who.city_line}, KRS {who.krs}, REGON {who.regon}"
        flow.sheet.text(flow.sheet.width / 2, flow.sheet.height - 14 * MM, foot, small, "center")
    reference = f"{rng.randint(1, 400)}/{rng.choice(('DT', 'KB', 'PR'))}/{day.year}"
    top = flow.y + style.size
    flow.line(f"{rng.choice(('Znak:', 'N/znak:', 'L.dz.:'))} {reference}")
    flow.sheet.text(flow.right, top, dates.place_and_date(who.town.name, day, rng), style, "right")
    flow.gap(14)
    to = office.address(rng, "ZP", formal=True)
    writing.addressee(flow, rng, to.lines)
    flow.gap(20)
    what = rng.choice(("odbioru końcowego robót", "aneksu do umowy", "kolizji z siecią wodociągową"))
    flow.line(f"{rng.choice(('Dot.:', 'Dotyczy:', 'Temat:'))} {what}", style.but(bold=True))
    flow.gap(8)
    writing.paragraphs(flow, rng, ["W załączeniu przekazujemy komplet dokumentów do podpisu."], 2)
    writing.signed(flow, rng, who.person, "Kierownik kontraktu")
    found = Identifiers(
        nip=(who.nip,), regon=() if full_in_head else (who.regon,), krs=() if full_in_head else (who.krs,)
    )
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            who.town.name,
            reference,
            (what,),
            DocumentKind.LETTER,
            (),
            to.inside,
            identifiers=found,
        ),
    )


def other_mayor(rng: random.Random) -> Letter:
    """Another commune's head writes under his office's name: capitals in the middle, mark left, date right."""
    style = writing.typeface(rng)
    place = people.town(rng)
    name = rng.choice((f"Wójt Gminy {place.name}", f"Zarząd Powiatu w {place.where}", f"Rada Gminy {place.name}"))
    who = people.body(rng, name, place)
    day = dates.letter_day(rng)
    flow = Flow(style, top=16 * MM)
    flow.line(name.upper(), style.but(bold=True, size=style.size + 2), "center")
    flow.line(f"{who.street}, {who.city_line}", style.but(size=style.size - 1), "center")
    flow.sheet.rule(flow.left, flow.y + 2, flow.right, flow.y + 2)
    flow.gap(14)
    reference = f"{rng.choice(('RO', 'OR', 'IG'))}.{rng.randint(10, 7999)}.{rng.randint(1, 120)}.{day.year}"
    top = flow.y + style.size
    flow.line(reference)
    flow.sheet.text(flow.right, top, dates.place_and_date(place.name, day, rng), style, "right")
    flow.gap(16)
    to = office.address(rng, "GN", formal=True)
    writing.addressee(flow, rng, to.lines)
    flow.gap(20)
    kind, heading = rng.choice(((DocumentKind.NOTICE, "ZAWIADOMIENIE"), (DocumentKind.INVITATION, "ZAPROSZENIE")))
    flow.line(heading, style.but(bold=True), "center")
    flow.gap(8)
    said = "zawiadamiam o sesji" if kind is DocumentKind.NOTICE else "mam zaszczyt zaprosić na sesję"
    writing.paragraphs(flow, rng, [f"Uprzejmie {said}, która odbędzie się 9 grudnia 2026 r. o godz. 10.00."], 1)
    writing.signed(flow, rng, who.person)
    return Letter(
        tuple(flow.sheets),
        Truth(who.as_sender(), day.isoformat(), place.name, reference, (heading.capitalize(),), kind, (), to.inside),
    )


def table(rng: random.Random) -> Letter:
    """A ruled table of the sender's data between addressee and text."""
    style = writing.typeface(rng, 10, 11.5)
    who = people.citizen(rng)
    day = dates.letter_day(rng)
    flow = Flow(style)
    to = office.address(rng, "SO")
    writing.addressee(flow, rng, to.lines, x=flow.left if rng.random() < 0.5 else None)
    flow.gap(18)
    heading = rng.choice(("ZGŁOSZENIE SZKODY", "WNIOSEK O WYDANIE KARTY PARKINGOWEJ", "SKARGA"))
    flow.line(heading, style.but(bold=True), "center")
    flow.gap(12)
    rows = (
        (rng.choice(("Imię i nazwisko", "Nazwisko i imię")), who.person),
        ("Adres zamieszkania", f"{who.street}, {who.city_line}"),
        ("PESEL", who.pesel),
        ("Telefon", who.phone),
    )
    for label, value in rows:
        if label == "Nazwisko i imię":
            value = f"{who.surname} {who.given}"
        flow.sheet.box(flow.left, flow.y, 130, 22)
        flow.sheet.box(flow.left + 130, flow.y, flow.width - 130, 22)
        flow.sheet.text(flow.left + 5, flow.y + 15, label, style.but(size=9))
        flow.sheet.text(flow.left + 137, flow.y + 15, value, style)
        flow.gap(22)
    flow.gap(14)
    writing.paragraphs(flow, rng, ["Zdarzenie miało miejsce w dniu 3 lutego 2026 r. na parkingu przy urzędzie."], 1)
    flow.gap(20)
    flow.line(dates.place_and_date(who.town.name, day, rng))
    flow.sheet.dots(flow.left + flow.width * 0.6, flow.right, flow.y)
    flow.line("(podpis)", style.but(size=8), x=flow.left + flow.width * 0.7)
    kinds = {"Z": DocumentKind.APPLICATION, "W": DocumentKind.APPLICATION, "S": DocumentKind.COMPLAINT}
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            who.town.name,
            None,
            (heading.capitalize(),),
            kinds[heading[0]],
            (DocumentKind.FORM, DocumentKind.NOTICE, DocumentKind.LETTER),
            to.inside,
            identifiers=Identifiers(pesel=(who.pesel,)),
        ),
    )


def in_text(rng: random.Random) -> Letter:
    """A statement whose writer stands only in its first sentence and under it."""
    style = writing.typeface(rng)
    who = people.citizen(rng)
    day = dates.letter_day(rng)
    flow = Flow(style)
    flow.line(dates.place_and_date(who.town.name, day, rng), align="right")
    flow.gap(40)
    kind, heading, text = rng.choice(
        (
            (
                DocumentKind.STATEMENT,
                "OŚWIADCZENIE",
                "oświadczam, że nie posiadam innej nieruchomości na terenie gminy",
            ),
            (DocumentKind.POWER_OF_ATTORNEY, "PEŁNOMOCNICTWO", "upoważniam moją siostrę do odbioru dokumentów"),
            (DocumentKind.STATEMENT, "Oświadczenie", "oświadczam, że wyrażam zgodę na przebudowę ogrodzenia"),
        )
    )
    flow.line(heading, style.but(bold=True, size=style.size + 2), "center")
    flow.gap(18)
    lead = (
        rng.choice(("Ja, niżej podpisany", "Ja niżej podpisany", "Niżej podpisany"))
        if not who.woman
        else (rng.choice(("Ja, niżej podpisana", "Ja niżej podpisana", "Niżej podpisana")))
    )
    lives = "zamieszkała" if who.woman else "zamieszkały"
    flow.paragraph(
        f"{lead} {who.person}, {lives} {who.city_line}, {who.street}, PESEL {who.pesel}, {text}.", align="left"
    )
    flow.gap(8)
    writing.paragraphs(flow, rng, ["Jestem świadomy odpowiedzialności za złożenie fałszywego oświadczenia."], 1)
    flow.gap(26)
    x = flow.left + flow.width * 0.6
    flow.sheet.dots(x, flow.right, flow.y)
    flow.line(f"({rng.choice(('podpis', 'czytelny podpis', who.person))})", style.but(size=9), x=x + 20)
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            who.town.name,
            None,
            (heading.capitalize(),),
            kind,
            (),
            identifiers=Identifiers(pesel=(who.pesel,)),
        ),
    )
