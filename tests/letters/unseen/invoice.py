"""A VAT invoice: seller and buyer blocks, NIP of both, table of items, total; the office is the buyer."""

from __future__ import annotations

import random
from datetime import date

from tests.letters import blocks, dates, motifs, people
from tests.letters.flow import Flow
from tests.letters.fonts import SANS
from tests.letters.framework import Letter
from tests.letters.sheet import MM, Style
from tests.letters.truth import DocumentKind, Identifiers, Truth

_GOODS = (
    "Papier ksero A4 80 g",
    "Usługa serwisowa",
    "Toner do drukarki",
    "Naprawa nawierzchni",
    "Utrzymanie zieleni",
    "Przegląd gaśnic",
    "Dostawa kruszywa",
    "Wynajem agregatu",
    "Konserwacja dźwigu",
    "Segregator A4 7 cm",
)
_BUYER_NIP = "0000000112"


def layout(rng: random.Random) -> Letter:
    """Sets one."""
    style = Style(rng.choice(SANS), rng.choice((9.0, 9.5, 10.0)), leading=1.3)
    seller = people.firm(rng)
    day = dates.letter_day(rng)
    number = rng.choice(
        (
            f"FV/{rng.randint(1, 900)}/{day.month:02d}/{day.year}",
            f"{rng.randint(1, 900)}/{day.year}",
            f"FS-{rng.randint(1, 900):04d}/{day.year % 100}",
            f"F/{day.year}/{day.month:02d}/{rng.randint(1, 99):03d}",
        )
    )
    heading = rng.choice(("Faktura VAT nr", "Faktura nr", "FAKTURA VAT", "FAKTURA nr", "Faktura VAT"))
    flow = Flow(style, left=18 * MM, right=18 * MM, top=15 * MM)
    inside = _head(flow, rng, seller, heading, number, day)
    net = _items(flow, rng)
    _totals(flow, rng, net, day)
    title = f"Faktura VAT nr {number}"
    return Letter(
        tuple(flow.sheets),
        Truth(
            sender=seller.as_sender(),
            letter_date=day.isoformat(),
            place=seller.town.name,
            sender_reference=number,
            titles=blocks.variants(title, f"Faktura nr {number}", f"Faktura VAT {number}", f"Faktura {number}"),
            document_kind=DocumentKind.INVOICE,
            addressee=inside,
            identifiers=Identifiers(nip=(seller.nip,)),
        ),
    )


def _head(flow: Flow, rng: random.Random, seller: people.Party, heading: str, number: str, day: date) -> str | None:
    style, top = flow.style, flow.y
    if rng.random() < 0.6:
        motifs.logo(flow.sheet, flow.left, top, 40, rng)
    word = rng.choice(("Data wystawienia:", "Wystawiono dnia:", "Data wyst.:"))
    rows = [
        (word, dates.written(day, rng)),
        ("Miejsce wystawienia:", seller.town.name),
        ("Data sprzedaży:", day.isoformat()),
    ]
    x = flow.left + flow.width * 0.58
    flow.y = top
    for label, value in rows:
        base = flow.line(label, x=x)
        flow.sheet.text(flow.right, base, value, style, "right")
    flow.gap(20)
    flow.line(f"{heading} {number}", style.but(bold=True, size=style.size + 5), rng.choice(("left", "center")))
    flow.line(rng.choice(("oryginał", "ORYGINAŁ", "")) or " ", style.but(size=8), "right")
    flow.gap(10)
    inside = rng.choice((None, None, "Wydział Finansowy"))
    buyer = ["Nabywca:", "Gmina Mikołów", *people.OFFICE_ADDRESS, f"NIP: {_BUYER_NIP}"]
    buyer += rng.choice(([], ["Odbiorca:", people.OFFICE, *([inside] if inside else []), *people.OFFICE_ADDRESS]))
    if "Odbiorca:" not in buyer:
        inside = None
    vendor = [
        "Sprzedawca:",
        seller.name,
        seller.street,
        seller.city_line,
        f"NIP: {people.dashed_nip(seller.nip, rng)}",
        rng.choice((f"tel. {seller.phone}", seller.email)),
    ]
    blocks_ = (vendor, buyer) if rng.random() < 0.8 else (buyer, vendor)
    start = flow.y
    ends = []
    boxed = rng.random() < 0.4
    for left, lines in zip((flow.left, flow.left + flow.width * 0.52), blocks_, strict=True):
        flow.y = start
        for line in lines:
            flow.line(line, style.but(bold=line.endswith(":")), x=left + 5)
        ends.append(flow.y)
    flow.y = max(ends) + 6
    if boxed:
        for left in (flow.left, flow.left + flow.width * 0.52):
            flow.sheet.box(left, start - 3, flow.width * 0.47, flow.y - start, 0.5)
    flow.gap(14)
    return inside


def _items(flow: Flow, rng: random.Random) -> int:
    """The table; returns the net total in grosze."""
    style, width = flow.style.but(size=flow.style.size - 0.8), flow.width
    edges = [flow.left + width * part for part in (0, 0.06, 0.44, 0.52, 0.62, 0.75, 0.84, 1)]
    rows: list[tuple[str, ...]] = [
        ("Lp.", "Nazwa towaru lub usługi", "J.m.", "Ilość", "Cena netto", "VAT", "Wartość netto")
    ]
    total = 0
    for i, name in enumerate(rng.sample(_GOODS, rng.randint(1, 6)), 1):
        count, price = rng.randint(1, 60), rng.randint(300, 90000)
        total += count * price
        rows.append(
            (str(i), name, rng.choice(("szt.", "usł.", "opak.")), str(count), money(price), "23%", money(count * price))
        )
    height, top = style.line * 1.5, flow.y
    flow.sheet.box(flow.left, top, width, height, 0.5, rng.choice((None, (222, 222, 222))))
    for row in rows:
        for i, cell in enumerate(row):
            bold = style.but(bold=row is rows[0])
            if i in (3, 4, 6) and row is not rows[0]:
                flow.sheet.text(edges[i + 1] - 3, flow.y + height * 0.66, cell, bold, "right")
            else:
                flow.sheet.text(edges[i] + 3, flow.y + height * 0.66, cell, bold)
        flow.y += height
        flow.sheet.rule(flow.left, flow.y, flow.right, flow.y, 0.4)
    for x in edges:
        flow.sheet.rule(x, top, x, flow.y, 0.4)
    return total


def _totals(flow: Flow, rng: random.Random, net: int, day: date) -> None:
    style, tax = flow.style, round(net * 0.23)
    x = flow.left + flow.width * 0.54
    flow.gap(10)
    for label, value in (
        ("Razem netto:", net),
        ("Podatek VAT 23%:", tax),
        (rng.choice(("Do zapłaty:", "RAZEM DO ZAPŁATY:")), net + tax),
    ):
        base = flow.line(label, style.but(bold=value > net), x=x)
        flow.sheet.text(flow.right, base, f"{money(value)} PLN", style.but(bold=value > net), "right")
    flow.gap(14)
    due = dates.shifted(day, rng.choice((14, 21, 30)))
    flow.line(f"Sposób zapłaty: przelew, termin płatności: {dates.written(due, rng)}")
    flow.line(f"Rachunek bankowy: {people.account(rng)}")
    if rng.random() < 0.5:
        flow.line(f"Dotyczy umowy nr {rng.randint(1, 300)}/{day.year} z dnia {dates.plain(dates.letter_day(rng))}")
    flow.gap(50)
    for at, text in ((flow.left, "osoba upoważniona do odbioru"), (x, "osoba upoważniona do wystawienia")):
        flow.sheet.dots(at, at + 130, flow.y)
        flow.sheet.text(at + 65, flow.y + 10, text, style.but(size=7.5), "center")
    motifs.signature(flow.sheet, x + 20, flow.y - 6, rng, 80)


def money(grosze: int) -> str:
    """Grosze as people write them: 12 345,60."""
    return f"{grosze // 100:,}".replace(",", " ") + f",{grosze % 100:02d}"
