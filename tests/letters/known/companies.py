"""Letters of firms: letterhead and footer, invoice, offer, question, utility."""

from __future__ import annotations

import random

from tests.letters import dates, motifs, office, people
from tests.letters.flow import Flow
from tests.letters.framework import Letter
from tests.letters.known import writing
from tests.letters.sheet import MM, Sheet, Style
from tests.letters.truth import DocumentKind, Identifiers, Truth


def _footer(sheet: Sheet, who: people.Party, style: Style) -> None:
    small = style.but(size=7.5)
    middle = sheet.width / 2
    sheet.rule(20 * MM, sheet.height - 19 * MM, sheet.width - 20 * MM, sheet.height - 19 * MM)
    sheet.text(middle, sheet.height - 15 * MM, f"{who.organisation}, {who.street}, {who.city_line}", small, "center")
    sheet.text(
        middle,
        sheet.height - 11 * MM,
        f"Sąd Rejonowy w Przykładowicach, KRS {who.krs}, NIP {who.nip}, REGON {who.regon}, kapitał zakładowy 50 000 zł",
        small,
        "center",
    )


def company(rng: random.Random) -> Letter:
    """A firm's letter: logo, large name, own and our mark, data in the footer."""
    style = writing.typeface(rng)
    who = people.firm(rng)
    day = dates.letter_day(rng)
    symbol = writing.unit(rng)
    to = office.address(rng, symbol, formal=True)
    flow = Flow(style, top=38 * MM, bottom=26 * MM)
    motifs.logo(flow.sheet, flow.left, 12 * MM, 40, rng)
    flow.sheet.text(flow.left + 52, 19 * MM, who.organisation or "", style.but(bold=True, size=15))
    if rng.random() < 0.6:
        flow.sheet.text(
            flow.left + 52, 25 * MM, f"{who.street}, {who.city_line}, tel. {who.phone}", style.but(size=8.5)
        )
    _footer(flow.sheet, who, style)
    reference = rng.choice(
        (
            f"L.dz. {rng.randint(10, 900)}/{day.year}",
            f"{rng.choice('ABDT')}{rng.choice('KPZ')}/{rng.randint(1, 999)}/{day.month:02d}/{day.year}",
        )
    )
    value = reference.removeprefix("L.dz. ")
    label = "" if reference.startswith("L.dz.") else rng.choice(("Nasz znak: ", "Znak: ", "Nr pisma: "))
    mark = office.case_mark(rng, symbol) if rng.random() < 0.6 else None
    y = flow.y + style.size
    flow.line(f"{label}{reference}")
    flow.sheet.text(flow.right, y, dates.place_and_date(who.town.name, day, rng), style, "right")
    if mark:
        flow.line(f"{rng.choice(('Wasz znak', 'Państwa znak', 'Znak Państwa'))}: {mark}")
    flow.gap(14)
    writing.addressee(flow, rng, to.lines)
    flow.gap(20)
    topic = rng.choice(
        (
            "przedłużenia terminu robót drogowych",
            "uzgodnienia projektu przyłącza",
            "zwrotu zabezpieczenia należytego wykonania umowy",
        )
    )
    flow.line(f"Dotyczy: {topic}", style.but(bold=True))
    flow.gap(10)
    earlier = dates.plain(dates.letter_day(rng))
    writing.paragraphs(
        flow,
        rng,
        [
            f"W odpowiedzi na pismo z dnia {earlier} uprzejmie informujemy, że podtrzymujemy "
            f"dotychczasowe stanowisko dotyczące {topic}."
        ],
        2,
    )
    writing.signed(flow, rng, who.person, rng.choice(("Prezes Zarządu", "Kierownik budowy")))
    count = writing.listed(flow, rng, rng.sample(("harmonogram", "kopia umowy", "protokół odbioru"), rng.randint(0, 3)))
    found = Identifiers(nip=(who.nip,), regon=(who.regon,), krs=(who.krs,))
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            who.town.name,
            value,
            (topic, f"Dotyczy {topic}"),
            DocumentKind.LETTER,
            (DocumentKind.NOTICE,),
            to.inside,
            count,
            mark,
            found,
        ),
    )


def invoice(rng: random.Random) -> Letter:
    """An invoice: seller and buyer side by side or one under the other, a table, several dates."""
    style = Style(rng.choice(("liberation-sans", "noto-sans", "dejavu-sans")), rng.uniform(9, 10.5))
    who = people.firm(rng)
    day = dates.letter_day(rng)
    number = rng.choice(
        (
            f"FV/{rng.randint(1, 900)}/{day.month:02d}/{day.year}",
            f"{rng.randint(1, 90)}/{day.year}",
            f"FS-{rng.randint(100, 999)}/{day.year}",
        )
    )
    flow = Flow(style, left=18 * MM, right=18 * MM, top=18 * MM)
    if rng.random() < 0.5:
        flow.line(f"Miejsce wystawienia: {who.town.name}", align="right")
        flow.line(f"Data wystawienia: {day.isoformat()}", align="right")
        flow.line(f"Data sprzedaży: {dates.letter_day(rng).isoformat()}", align="right")
        flow.gap(12)
        flow.line(f"Faktura VAT nr {number}", style.but(bold=True, size=15), "center")
    else:
        flow.line(f"FAKTURA nr {number}", style.but(bold=True, size=16))
        flow.line(f"Data wystawienia: {day:%d.%m.%Y}")
        flow.line(f"Data dokonania dostawy: {dates.letter_day(rng):%d.%m.%Y}")
    flow.gap(14)
    top = flow.y
    flow.line("Sprzedawca:", style.but(bold=True))
    flow.lines((who.organisation or "", who.street, who.city_line, f"NIP: {people.dashed_nip(who.nip, rng)}"))
    bottom, flow.y = flow.y, top
    x = flow.left + flow.width * 0.55
    flow.line("Nabywca:", style.but(bold=True), x=x)
    flow.lines(("Gmina Mikołów", *people.OFFICE_ADDRESS, "NIP: 000-000-00-00"), x=x)
    flow.y = max(flow.y, bottom) + 16
    for cells in (
        ("Lp.", "Nazwa towaru lub usługi", "Ilość", "Wartość netto"),
        ("1", "Usługa przykładowa", "1", "1 000,00"),
        ("2", "Materiały biurowe", "12", "240,00"),
    ):
        base = flow.y + style.size
        for cell, at in zip(cells, (0, 0.07, 0.6, 0.78), strict=True):
            flow.sheet.text(flow.left + flow.width * at, base, cell, style)
        flow.sheet.rule(flow.left, base + 4, flow.right, base + 4)
        flow.gap(style.line * 1.3)
    flow.gap(16)
    flow.lines(("Do zapłaty: 1 525,20 zł", "Termin płatności: 14 dni", f"Nr konta: {people.account(rng)}"))
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            who.town.name,
            number,
            (f"Faktura VAT nr {number}", f"Faktura nr {number}", "Faktura"),
            DocumentKind.INVOICE,
            identifiers=Identifiers(nip=(who.nip,)),
        ),
    )


def offer(rng: random.Random) -> Letter:
    """An offer under a centred letterhead with the name on two lines."""
    style = writing.typeface(rng)
    who = people.firm(rng)
    day = dates.letter_day(rng)
    to = office.address(rng, "ZP", formal=True)
    flow = Flow(style, top=15 * MM)
    flow.line(
        (who.organisation or "").upper() if rng.random() < 0.4 else who.organisation or "",
        style.but(bold=True, size=style.size + 3),
        "center",
    )
    flow.line(f"{who.street}, {who.city_line}", style.but(size=style.size - 1), "center")
    flow.line(
        f"NIP {people.dashed_nip(who.nip, rng)}   tel. {who.phone}   {who.email}",
        style.but(size=style.size - 2),
        "center",
    )
    flow.sheet.rule(flow.left, flow.y + 2, flow.right, flow.y + 2)
    flow.gap(18)
    flow.line(dates.place_and_date(who.town.name, day, rng), align="right")
    flow.gap(10)
    writing.addressee(flow, rng, to.lines)
    flow.gap(20)
    topic = rng.choice(("dostawę mebli biurowych", "remont pomieszczeń archiwum", "wykonanie tablic informacyjnych"))
    flow.line(
        rng.choice((f"OFERTA na {topic}", f"Oferta na {topic}", "OFERTA CENOWA")),
        style.but(bold=True, size=style.size + 2),
        "center",
    )
    flow.gap(12)
    writing.paragraphs(
        flow,
        rng,
        [
            f"W odpowiedzi na zapytanie ofertowe z dnia {dates.plain(dates.letter_day(rng))} "
            f"składamy ofertę na {topic} za cenę 24 600,00 zł brutto."
        ],
    )
    writing.signed(flow, rng, who.person, "Właściciel")
    count = writing.listed(flow, rng, ["formularz cenowy", "wykaz usług"] if rng.random() < 0.5 else [])
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            who.town.name,
            None,
            (f"Oferta na {topic}", "Oferta cenowa", "Oferta"),
            DocumentKind.OFFER,
            (),
            to.inside,
            count,
            identifiers=Identifiers(nip=(who.nip,)),
        ),
    )


def tender_question(rng: random.Random) -> Letter:
    """A question, the firm's data top left like a citizen's."""
    style = writing.typeface(rng)
    who = people.firm(rng)
    day = dates.letter_day(rng)
    to = office.address(rng, "ZP")
    flow = Flow(style)
    top = flow.y
    flow.lines((who.organisation or "", who.street, who.city_line, f"REGON: {who.regon}"))
    flow.sheet.text(flow.right, top + style.size, dates.place_and_date(who.town.name, day, rng), style, "right")
    flow.gap(20)
    writing.addressee(flow, rng, to.lines)
    flow.gap(20)
    topic = rng.choice(("terminu przetargu na dzierżawę", "warunków przyłączenia", "planowanych remontów dróg"))
    flow.line(f"Zapytanie dotyczące {topic}", style.but(bold=True))
    flow.gap(8)
    writing.paragraphs(flow, rng, [f"Zwracamy się z zapytaniem dotyczącym {topic}. Odpowiedź prosimy przesłać pocztą."])
    writing.signed(flow, rng, who.person)
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            who.town.name,
            None,
            (f"Zapytanie dotyczące {topic}",),
            DocumentKind.INQUIRY,
            (DocumentKind.LETTER,),
            to.inside,
            identifiers=Identifiers(regon=(who.regon,)),
        ),
    )


def utility(rng: random.Random) -> Letter:
    """A notice of a utility, addressee left for a window envelope, reference table on the right."""
    style = Style("lato", 10)
    who = people.firm(rng)
    day = dates.letter_day(rng)
    flow = Flow(style, top=14 * MM, bottom=24 * MM)
    flow.line(who.organisation or "", style.but(bold=True, size=13, colour=(20, 60, 120)), "right")
    flow.line(who.street, style.but(size=8.5), "right")
    flow.line(who.city_line, style.but(size=8.5), "right")
    flow.gap(34)
    top = flow.y
    flow.lines(("Urząd Miasta Mikołów", *people.OFFICE_ADDRESS), x=flow.left)
    bottom, flow.y = flow.y, top
    x = flow.left + flow.width * 0.58
    reference = f"DK-{rng.randint(100, 999)}-{rng.randint(1000, 9999)}/{day.year % 100}"
    flow.lines((f"Numer sprawy: {reference}", f"Data: {day:%d.%m.%Y}", "Strona 1 z 1"), style.but(size=9), x=x)
    flow.y = bottom + 40
    topic = rng.choice(("planowanej przerwie w dostawie wody", "zmianie taryfy", "wymianie licznika"))
    flow.line(f"Zawiadomienie o {topic}", style.but(bold=True, size=12))
    flow.gap(8)
    writing.paragraphs(
        flow,
        rng,
        [
            f"Szanowni Państwo, zawiadamiamy o {topic}. Prace potrwają od 1 do 3 dni roboczych i "
            f"rozpoczną się dnia 30 listopada 2026 r."
        ],
        2,
    )
    writing.signed(flow, rng, who.person, "Biuro Obsługi Klienta")
    _footer(flow.sheet, who, style)
    found = Identifiers(nip=(who.nip,), regon=(who.regon,), krs=(who.krs,))
    return Letter(
        tuple(flow.sheets),
        Truth(
            who.as_sender(),
            day.isoformat(),
            None,
            reference,
            (f"Zawiadomienie o {topic}",),
            DocumentKind.NOTICE,
            (DocumentKind.LETTER,),
            identifiers=found,
        ),
    )
