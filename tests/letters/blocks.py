"""Parts many letters share: subject, closing, list of attachments, pages of attachments."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.letters import dates, matters, motifs, people
from tests.letters.flow import Flow
from tests.letters.sheet import MM, Sheet, Style

_FEMININE = (
    ("jestem gotów", "jestem gotowa"),
    ("wnosiłem", "wnosiłam"),
    ("Świadomy", "Świadoma"),
    ("złożyłem", "złożyłam"),
    ("otrzymałem", "otrzymałam"),
    ("rozmawiałem", "rozmawiałam"),
    ("zwracałem", "zwracałam"),
)


def voiced(text: str, woman: bool) -> str:
    """First-person forms for a woman where the writer is one."""
    for man, feminine in _FEMININE if woman else ():
        text = text.replace(man, feminine)
    return text


def variants(title: str, *more: str) -> tuple[str, ...]:
    """Acceptable titles without repeats."""
    return tuple(dict.fromkeys((title, *more)))


def subject(flow: Flow, title: str, rng: random.Random, how: str) -> None:
    """The subject line: `dotyczy`, `sprawa`, `centred`, `spaced`, `bare` (bold at the margin) or `none`."""
    bold = flow.style.but(bold=True)
    if how == "dotyczy":
        word = rng.choice(("Dotyczy:", "dotyczy:", "Dot.:", "dot.", "Dotyczy"))
        flow.paragraph(f"{word} {title[0].lower() + title[1:]}", rng.choice((bold, flow.style)), "left", hang=14 * MM)
    elif how == "sprawa":
        flow.paragraph(
            f"{rng.choice(('Sprawa:', 'W sprawie:', 'Temat:'))} {title}", rng.choice((bold, flow.style)), "left"
        )
    elif how == "centred":
        flow.paragraph(
            title,
            bold.but(size=bold.size + rng.choice((0, 1, 2.5))),
            "center",
            left=flow.left + 12 * MM,
            right=flow.right - 12 * MM,
        )
    elif how == "upper":
        flow.paragraph(title.upper(), bold, "center")
    elif how == "bare":
        flow.paragraph(title, bold, "left")
    if how != "none":
        flow.gap(flow.style.line * rng.uniform(0.6, 1.4))


def body(flow: Flow, paragraphs: Sequence[str], rng: random.Random, woman: bool = False) -> None:
    """Paragraphs, indented or parted by room, justified or ragged."""
    indent = rng.choice((0.0, 0.0, 10 * MM))
    room = rng.choice((0.25, 0.6)) if not indent else 0.15
    align = rng.choice(("justify", "justify", "left"))
    for text in paragraphs:
        flow.paragraph(voiced(text, woman), None, "left" if align == "left" else "justify", indent)
        flow.gap(flow.style.line * room)


def closing(flow: Flow, rng: random.Random, name: str, post: str | None = None) -> None:
    """The courtesy, the signature and the typed name, right or left."""
    flow.need(90)
    flow.gap(flow.style.line * rng.uniform(0.8, 2))
    x = flow.left if rng.random() < 0.2 else flow.left + flow.width * rng.uniform(0.55, 0.64)
    courtesy = rng.choice(("Z poważaniem", "Z poważaniem,", "Z wyrazami szacunku", "Łączę wyrazy szacunku", ""))
    if courtesy:
        flow.line(courtesy, x=x)
    flow.gap(30)
    motifs.signature(flow.sheet, x, flow.y - 12, rng)
    how = rng.random()
    if how < 0.25:
        flow.sheet.dots(x, min(x + 150, flow.right), flow.y)
        flow.line("(podpis)", flow.style.but(size=8), x=x + 40)
    elif how < 0.85 or post:
        flow.line(name, x=x)
        if post:
            flow.line(post, flow.style.but(size=flow.style.size - 1.5), x=x)
    flow.gap(flow.style.line)


def attachments(flow: Flow, rng: random.Random, count: int) -> int | None:
    """Says how many attachments there are, or lists them. Returns what the truth is (None = nothing said)."""
    if not count:
        return None
    small = flow.style.but(size=max(8.5, flow.style.size - 1.5))
    flow.need(small.line * (count + 2))
    names = matters.attachments(rng, count)
    how = rng.randrange(6)
    if how == 0:
        flow.line(f"Załączniki: {count}", small)
    elif how == 1:
        flow.line(
            f"{rng.choice(('Zał.', 'zał.', 'Zał.:', 'Załączników:'))} {count}{rng.choice(('', '', ' szt.'))}", small
        )
    elif how == 2 and count > 1:
        flow.line(
            f"W załączeniu: {', '.join(names[:2])}"
            + ("" if count == 2 else " oraz 1 inny dokument" if count == 3 else f" oraz {count - 2} inne"),
            small,
        )
    else:
        flow.line(
            rng.choice(("Załączniki:", "W załączeniu:", "Załączniki", "Zał.:")), small.but(bold=rng.random() < 0.4)
        )
        for i, name in enumerate(names, 1):
            mark = f"{i}." if how < 5 else "–"
            end = "," if how == 4 and i < count else "." if how == 4 else ""
            flow.line(f"{mark} {name}{end}", small, x=flow.left + 4 * MM)
    return count


def copies(flow: Flow, rng: random.Random) -> None:
    """The list of who gets a copy, as offices write it."""
    small = flow.style.but(size=8.5)
    flow.need(small.line * 4)
    flow.line(rng.choice(("Otrzymują:", "Do wiadomości:", "Otrzymuje:")), small)
    flow.lines(("1. Adresat", "2. a/a"), small, x=flow.left + 4 * MM)


def annexes(rng: random.Random, style: Style, count: int) -> list[Sheet]:
    """Pages of attachments."""
    makers = (_table_page, _sketch_page, _transfer_page)
    return [rng.choice(makers)(rng, style, number) for number in range(1, count + 1)]


def _annex(rng: random.Random, style: Style, number: int) -> Flow:
    flow = Flow(style)
    flow.line(
        rng.choice((f"Załącznik nr {number}", f"Zał. nr {number}", f"Załącznik {number} do pisma")), align="right"
    )
    flow.gap(20)
    return flow


def _table_page(rng: random.Random, style: Style, number: int) -> Sheet:
    flow = _annex(rng, style, number)
    flow.line("Zestawienie robót i kosztów", style.but(bold=True, size=style.size + 1), "center")
    flow.gap(12)
    columns = (flow.left, flow.left + 12 * MM, flow.left + 95 * MM, flow.left + 125 * MM, flow.right)
    works = (
        "Roboty ziemne",
        "Podbudowa z kruszywa",
        "Krawężniki betonowe",
        "Nawierzchnia z kostki",
        "Odwodnienie",
        "Zieleń",
        "Oznakowanie",
    )
    rows = [("Lp.", "Opis", "Ilość", "Wartość")]
    rows += [
        (f"{i}.", work, f"{rng.randint(2, 400)} m²", f"{rng.randint(1, 40)} {rng.randint(100, 999)},00")
        for i, work in enumerate(works, 1)
    ]
    height = style.line * 1.5
    top = flow.y
    for row in rows:
        for x, cell in zip(columns[:-1], row, strict=True):
            flow.sheet.text(x + 4, flow.y + height * 0.68, cell, style.but(bold=row is rows[0], size=style.size - 1))
        flow.sheet.rule(columns[0], flow.y, columns[-1], flow.y)
        flow.y += height
    flow.sheet.rule(columns[0], flow.y, columns[-1], flow.y)
    for x in columns:
        flow.sheet.rule(x, top, x, flow.y)
    flow.gap(20)
    flow.paragraph("Ceny zawierają podatek VAT według obowiązującej stawki.")
    return flow.sheet


def _sketch_page(rng: random.Random, style: Style, number: int) -> Sheet:
    flow = _annex(rng, style, number)
    flow.line("Szkic sytuacyjny", style.but(bold=True), "center")
    flow.gap(10)
    sheet, left, top = flow.sheet, flow.left, flow.y
    sheet.box(left, top, flow.width, 300, 1.2)
    small = style.but(size=8.5)
    for i in range(1, 5):
        x = left + flow.width * i / 5 + rng.uniform(-15, 15)
        sheet.rule(x, top, x + rng.uniform(-25, 25), top + 240, 0.8)
        sheet.text(x - 45, top + rng.uniform(60, 180), f"{rng.randint(10, 3900)}/{rng.randint(1, 60)}", small)
    for y in (240, 265):
        sheet.rule(left, top + y, left + flow.width, top + y, 1.1)
    sheet.text(left + flow.width / 2, top + 257, "ul. Przykładowa", small, "center")
    sheet.box(left + 150, top + 90, 60, 45, 1.5, (215, 215, 215))
    flow.y = top + 320
    flow.paragraph(f"Obiekt oznaczono kolorem szarym. Skala szkicu około 1:{rng.choice((500, 1000))}.")
    return sheet


def _transfer_page(rng: random.Random, style: Style, number: int) -> Sheet:
    flow = _annex(rng, style, number)
    day = dates.letter_day(rng)
    payer = people.citizen(rng)
    flow.line("POTWIERDZENIE WYKONANIA PRZELEWU", Style("liberation-sans", 13, bold=True))
    flow.gap(8)
    plain = Style("liberation-sans", 9.5)
    rows = (
        ("Data operacji", day.isoformat()),
        ("Nadawca", payer.name),
        ("Rachunek nadawcy", people.account(rng)),
        ("Odbiorca", people.OFFICE),
        ("Rachunek odbiorcy", people.account(rng)),
        ("Tytuł", "opłata skarbowa"),
        ("Kwota", f"{rng.choice((17, 50, 105))},00 PLN"),
    )
    for name, value in rows:
        flow.sheet.text(flow.left, flow.y + 10, name, plain.but(colour=(90, 90, 90)))
        flow.sheet.text(flow.left + 45 * MM, flow.y + 10, value, plain)
        flow.sheet.rule(flow.left, flow.y + 15, flow.right, flow.y + 15, 0.3)
        flow.gap(20)
    flow.gap(10)
    flow.paragraph("Dokument wygenerowany elektronicznie, nie wymaga podpisu ani stempla.", plain.but(size=8))
    return flow.sheet
