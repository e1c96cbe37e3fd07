"""Letters whose sender doesn't stand top left: below, in a side column, in the signature, in a window."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.letters import dates, motifs, office, people
from tests.letters.flow import Flow
from tests.letters.framework import Letter
from tests.letters.known import writing
from tests.letters.sheet import MM
from tests.letters.truth import DocumentKind, Identifiers, Truth

_REQUESTS = (
    ("zamontowanie progów zwalniających", "Podanie o zamontowanie progów zwalniających"),
    ("odmalowanie pasów przy przystanku", "Podanie o odmalowanie pasów przy przystanku"),
    ("udostępnienie sali gimnastycznej", "Podanie o udostępnienie sali gimnastycznej"),
    ("naprawę latarni w parku", "Podanie o naprawę latarni w parku"),
)


def law_firm(rng: random.Random) -> Letter:
    """A law office writes for its client: centred name over a rule, the client only in the text."""
    style = writing.typeface(rng)
    place = people.town(rng)
    base = people.body(rng, "", place)
    partner = people.citizen(rng)
    title = rng.choice(("Kancelaria Radcy Prawnego", "Kancelaria Adwokacka", "Kancelaria Radców Prawnych"))
    name = rng.choice(
        (f"{title} {base.person}", f"{title} {base.surname} i Wspólnicy", f"{title} {base.surname} {partner.surname}")
    )
    who = replace(base, organisation=name)
    day = dates.letter_day(rng)
    symbol = writing.unit(rng)
    flow = Flow(style, top=15 * MM)
    align = rng.choice(("center", "left", "right"))
    if name.endswith(base.person) and rng.random() < 0.6:
        flow.line(title.upper(), style.but(size=style.size + 3), align)  # type: ignore[arg-type]
        flow.line(base.person, style.but(bold=True, size=style.size + 1), align)  # type: ignore[arg-type]
    else:
        flow.line(name, style.but(bold=True, size=style.size + 2), align)  # type: ignore[arg-type]
    small = style.but(size=style.size - 2)
    flow.line(f"{who.street}, {who.city_line}", small, align)  # type: ignore[arg-type]
    flow.line(f"tel. {who.phone}, e-mail: {who.email}, NIP {who.nip}", small, align)  # type: ignore[arg-type]
    flow.sheet.rule(flow.left, flow.y + 3, flow.right, flow.y + 3)
    flow.gap(18)
    flow.line(dates.place_and_date(place.name, day, rng), align="right")
    number = f"{rng.randint(10, 700)}/{day.year}"
    reference = number if rng.random() < 0.6 else None
    if reference:
        flow.line(f"{rng.choice(('L.dz.', 'Nr sprawy:', 'Nasz znak:'))} {reference}")
    flow.gap(10)
    to = office.address(rng, symbol, formal=True)
    writing.addressee(flow, rng, to.lines)
    flow.gap(20)
    client = people.citizen(rng)
    mark = office.case_mark(rng, symbol) if rng.random() < 0.4 else None
    kind, heading, text = rng.choice(
        (
            (DocumentKind.SUMMONS, "WEZWANIE DO ZAPŁATY", "wzywam do zapłaty kwoty 4 320,00 zł w terminie 7 dni"),
            (
                DocumentKind.APPLICATION,
                "WNIOSEK o wgląd w akta sprawy",
                "wnoszę o umożliwienie wglądu w akta sprawy i sporządzenia fotokopii",
            ),
            (
                DocumentKind.APPLICATION,
                "Wniosek o odszkodowanie za obniżenie wartości nieruchomości",
                "wnoszę o ustalenie i wypłatę odszkodowania",
            ),
        )
    )
    flow.line(heading, style.but(bold=True), "center")
    flow.gap(10)
    case = f" (znak sprawy {mark})" if mark else ""
    opening = (
        f"Działając w imieniu mojego mocodawcy {client.person}, zamieszkałego w {client.town.where}, na podstawie "
        f"pełnomocnictwa w załączeniu{case}, {text}."
    )
    writing.paragraphs(flow, rng, [opening], 2)
    writing.signed(flow, rng, base.person, rng.choice(("radca prawny", "adwokat")), "")
    count = writing.listed(flow, rng, ["pełnomocnictwo"])
    shown = heading.capitalize() if heading.isupper() else heading.replace("WNIOSEK", "Wniosek")
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            place.name,
            reference,
            (shown,),
            kind,
            (),
            to.inside,
            count,
            mark,
            Identifiers(nip=(who.nip,)),
            sender_names=(title,) if name.endswith(base.person) else (),
        ),
    )


def bottom_left(rng: random.Random) -> Letter:
    """Nothing in the head but date and addressee; the sender's data under the signature on the left."""
    style = writing.typeface(rng)
    flow = Flow(style)
    who = people.citizen(rng)
    day = dates.letter_day(rng)
    to = office.address(rng, "DR")
    if rng.random() < 0.5:
        flow.line(dates.place_and_date(who.town.name, day, rng), align="right")
        flow.gap(16)
        writing.addressee(flow, rng, to.lines, x=flow.left if rng.random() < 0.4 else None)
    else:
        writing.addressee(flow, rng, to.lines, x=flow.left)
        flow.gap(10)
        flow.line(dates.place_and_date(who.town.name, day, rng), align="right")
    flow.gap(24)
    wish, title = rng.choice(_REQUESTS)
    headed = rng.random() < 0.5
    if headed:
        flow.line(rng.choice((title, title.replace("Podanie", "PODANIE"))), style.but(bold=True), "center")
        flow.gap(10)
    writing.paragraphs(flow, rng, [f"Zwracam się z uprzejmą prośbą o {wish}."], 2)
    flow.gap(20)
    flow.line("Z poważaniem", x=flow.left + flow.width * 0.6)
    motifs.signature(flow.sheet, flow.left + flow.width * 0.6, flow.y + 18, rng)
    flow.gap(rng.choice((8, 40)))
    flow.line(rng.choice(("Nadawca:", "Dane do korespondencji:", "Mój adres:", "")) or " ", style.but(size=9))
    flow.lines((who.person, who.street, who.city_line, f"tel. {who.phone}"))
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            who.town.name,
            None,
            (title, wish, f"Prośba o {wish}", f"Wniosek o {wish}"),
            DocumentKind.APPLICATION,
            (DocumentKind.LETTER,),
            to.inside,
        ),
    )


def side_column(rng: random.Random) -> Letter:
    """A narrow column on the left with emblem, name and data; the letter stands right of it."""
    style = writing.typeface(rng, 10, 11.5)
    place = people.town(rng, 0.4)
    first, rest = rng.choice(
        (
            ("Fundacja", ("„Przyjazny Dom”",)),
            ("Stowarzyszenie", ("„Sąsiedzi”",)),
            ("Niepubliczne", ("Przedszkole", "„Bajka”")),
            ("Ochotnicza Straż", ("Pożarna", f"w {place.where}")),
            ("Klub Sportowy", (f"„Orlik {place.name}”",)),
        )
    )
    who = people.body(rng, " ".join((first, *rest)), place)
    day = dates.letter_day(rng)
    flow = Flow(style, left=68 * MM, right=18 * MM, top=18 * MM)
    x, y = 15 * MM, 20 * MM
    motifs.logo(flow.sheet, x, y, 38, rng)
    y += 56
    for text in (first, *rest):
        flow.sheet.text(x, y, text, style.but(bold=True, size=11))
        y += 14
    y += 6
    for text in (who.street, who.city_line, f"tel. {who.phone}", who.email, f"NIP {who.nip}", f"KRS {who.krs}"):
        flow.sheet.text(x, y, text, style.but(size=8.5))
        y += 11
    flow.sheet.rule(62 * MM, 18 * MM, 62 * MM, flow.sheet.height - 30 * MM)
    flow.line(dates.place_and_date(place.name, day, rng), align="right")
    flow.gap(14)
    to = office.address(rng, "ED")
    writing.addressee(flow, rng, to.lines, x=flow.left + flow.width * 0.35)
    flow.gap(20)
    invited = rng.random() < 0.4
    if invited:
        kind, title = DocumentKind.INVITATION, "Zaproszenie"
        flow.line("ZAPROSZENIE", style.but(bold=True), "center")
        text = "Mamy zaszczyt zaprosić na uroczystość jubileuszu, która odbędzie się 12 grudnia 2026 r. o godz. 17."
    else:
        kind, title = DocumentKind.APPLICATION, "Wniosek o dofinansowanie zajęć dla dzieci"
        flow.line(f"Dotyczy: {title[0].lower()}{title[1:]}", style.but(bold=True))
        text = "Wnosimy o przyznanie dofinansowania zajęć dla dzieci z naszej gminy w kwocie 5 000 zł."
    flow.gap(8)
    writing.paragraphs(flow, rng, [text], 2)
    writing.signed(flow, rng, who.person, "Prezes")
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            place.name,
            None,
            (title, "Dofinansowanie zajęć dla dzieci"),
            kind,
            (DocumentKind.LETTER,),
            to.inside,
            identifiers=Identifiers(nip=(who.nip,), krs=(who.krs,)),
        ),
    )


def window(rng: random.Random) -> Letter:
    """A window envelope: a small return line over the addressee on the left, a row of captions, data in the footer."""
    style = writing.typeface(rng, 10, 11)
    place = people.town(rng)
    stem = rng.choice(("Bank Przykładowy", "Bank Spółdzielczy Wzór", "Leasing Makieta", "Ubezpieczenia Próba"))
    form = " S.A." if "Spółdzielczy" not in stem else ""
    who = people.body(rng, stem + form, place)
    day = dates.letter_day(rng)
    symbol = writing.unit(rng)
    flow = Flow(style, left=22 * MM, top=42 * MM, bottom=28 * MM)
    motifs.logo(flow.sheet, flow.right - 170, 11 * MM, 30, rng)
    flow.sheet.text(flow.right, 20 * MM, stem, style.but(bold=True, size=14), "right")
    flow.line(f"{who.organisation} · {who.street} · {who.city_line}", style.but(size=7.5))
    flow.sheet.rule(flow.left, flow.y, flow.left + 220, flow.y, 0.4)
    flow.gap(8)
    to = office.address(rng, symbol, formal=True)
    writing.addressee(flow, rng, to.lines, x=flow.left)
    flow.gap(34)
    reference = f"{rng.choice('BLU')}{rng.choice('DKW')}-{rng.randint(1000, 99999)}/{day.year}"
    mark = office.case_mark(rng, symbol) if rng.random() < 0.6 else None
    small = style.but(size=7.5)
    columns = (
        ("Państwa znak", mark or "–"),
        ("Nasz znak", reference),
        ("Telefon", who.phone),
        ("Data", f"{day:%d.%m.%Y}"),
    )
    y = flow.y
    for index, (caption, value) in enumerate(columns):
        x = flow.left + flow.width * index / 4
        flow.sheet.text(x, y, caption, small)
        flow.sheet.text(x, y + 13, value, style.but(size=9.5))
    flow.gap(36)
    title = rng.choice(("Potwierdzenie salda rachunku", "Zmiana regulaminu rachunków", "Rozliczenie umowy leasingu"))
    flow.line(title, style.but(bold=True))
    flow.gap(8)
    writing.paragraphs(
        flow, rng, ["Szanowni Państwo, przesyłamy dokumenty dotyczące prowadzonego rachunku i prosimy o ich podpis."], 2
    )
    writing.signed(flow, rng, who.person, "Doradca")
    y = flow.sheet.height - 20 * MM
    flow.sheet.text(
        flow.left, y, f"{who.organisation}, {who.street}, {who.city_line}, wpisana do KRS pod nr {who.krs},", small
    )
    flow.sheet.text(flow.left, y + 10, f"NIP {who.nip}, REGON {who.regon}, kapitał zakładowy 12 000 000 zł", small)
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            None,
            reference,
            (title,),
            DocumentKind.LETTER,
            (DocumentKind.NOTICE,),
            to.inside,
            None,
            mark,
            Identifiers(nip=(who.nip,), regon=(who.regon,), krs=(who.krs,)),
            sender_names=(stem,),
        ),
    )


def tenants(rng: random.Random) -> Letter:
    """A housing association with a framed firm stamp at the top, the managing firm below."""
    style = writing.typeface(rng)
    place = people.town(rng, 0.9)
    base = people.body(rng, "", place)
    name = rng.choice(
        (
            f"Wspólnota Mieszkaniowa {base.street}",
            f"Wspólnota Mieszkaniowa „{rng.choice(('Słoneczna', 'Pod Lipami', 'Zacisze'))}”",
            f"Spółdzielnia Mieszkaniowa „{rng.choice(('Wzór', 'Przyszłość', 'Makieta'))}”",
        )
    )
    who = replace(base, organisation=name)
    day = dates.letter_day(rng)
    to = office.address(rng, "GN")
    flow = Flow(style, top=20 * MM)
    blue = style.but(size=9.5, colour=(40, 50, 140))
    x, y = flow.left, flow.y
    lines = [name, who.street, who.city_line, f"NIP {who.nip}"]
    if "ul." in name or "al." in name or "pl." in name or "os." in name:
        lines = [*name.replace("Mieszkaniowa ", "Mieszkaniowa|").split("|"), who.city_line, f"NIP {who.nip}"]
    for index, text in enumerate(lines):
        flow.sheet.text(x + 6, y + 12 + index * 12, text, blue.but(bold=index == 0))
    if rng.random() < 0.5:
        flow.sheet.box(x, y, 190, 10 + 12 * len(lines), colour=(40, 50, 140))
    flow.sheet.text(flow.right, y + 12, dates.place_and_date(place.name, day, rng), style, "right")
    flow.gap(80)
    writing.addressee(flow, rng, to.lines)
    flow.gap(22)
    title = rng.choice(("Wniosek o przycięcie drzew przy budynku", "Zgłoszenie uszkodzenia chodnika"))
    how = rng.choice(("head", "dot", "none"))
    if how == "head":
        flow.line(title, style.but(bold=True), "center")
    elif how == "dot":
        flow.line(f"dot. {title.split(' ', 1)[1]}", style.but(bold=True))
    flow.gap(8)
    told = "wnosi o " + title.split(" ", 2)[2] if title.startswith("Wniosek") else "zgłasza " + title.split(" ", 1)[1]
    writing.paragraphs(flow, rng, [f"Zarząd w imieniu mieszkańców {told}. Prosimy o odpowiedź na piśmie."], 2)
    writing.signed(flow, rng, who.person, "Zarządca nieruchomości")
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            place.name,
            None,
            (title, title.split(" ", 1)[1], title.split(" ", 2)[2]),
            DocumentKind.APPLICATION,
            (DocumentKind.LETTER, DocumentKind.NOTICE),
            to.inside,
            identifiers=Identifiers(nip=(who.nip,)),
            sender_names=("Wspólnota Mieszkaniowa",) if lines[0] != name else (),
        ),
    )


def printed_mail(rng: random.Random) -> Letter:
    """An e-mail printed out: its header lines, a short text, the signature block."""
    style = writing.typeface(rng, 10, 11)
    person = rng.random() < 0.5
    who = people.citizen(rng) if person else people.firm(rng)
    day = dates.letter_day(rng)
    wish, title = rng.choice(_REQUESTS)
    flow = Flow(style, top=14 * MM)
    subject = rng.choice((title, f"prośba o {wish}"))
    rows = [
        ("Od:", f"{who.person} <{who.email}>"),
        ("Wysłano:", f"{day:%d.%m.%Y} 1{rng.randint(0, 9)}:{rng.randint(10, 59)}"),
        ("Do:", "urzad@mikolow.example.com"),
        ("Temat:", subject),
    ]
    if rng.random() < 0.5:
        rows[1], rows[2] = rows[2], ("Data:", f"{dates.plain(day)}")
    for label, value in rows:
        y = flow.line(label, style.but(bold=True))
        flow.sheet.text(flow.left + 70, y, value, style)
    flow.sheet.rule(flow.left, flow.y + 4, flow.right, flow.y + 4)
    flow.gap(20)
    flow.line(rng.choice(("Dzień dobry,", "Szanowni Państwo,", "Witam,")))
    flow.gap(8)
    writing.paragraphs(flow, rng, [f"zwracam się z prośbą o {wish}."], 2)
    flow.gap(10)
    flow.line(rng.choice(("Pozdrawiam", "Z poważaniem", "--")))
    flow.lines((who.person, who.organisation or "", who.street, who.city_line, f"tel. {who.phone}"))
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            None,
            None,
            (title, f"Prośba o {wish}"),
            DocumentKind.APPLICATION,
            (DocumentKind.LETTER,),
        ),
    )
