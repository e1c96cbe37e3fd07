"""The parts of a receipt, from its head to the signature, as ReportLab flowables."""

from __future__ import annotations

from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, KeepTogether, Spacer, Table, TableStyle

from kancelaria.printing.flowables import QUIET, Code128Flowable, QrFlowable, SignatureLine, TickBoxes
from kancelaria.printing.fonts import REGULAR
from kancelaria.printing.look import ACCENT, MUTED, RULE, Look
from kancelaria.printing.model import Defect, ReceiptData, ReceiptLetter
from kancelaria.printing.receipt_words import (
    DEFECTS,
    NO_REFUSAL,
    PROOF,
    SCAN_FOLLOWS,
    STATEMENT,
    UNKNOWN,
    counts,
    letter_date,
    number_of,
    privacy_notice,
    qr_text,
    received,
    reference,
    sealed_note,
    set_digest,
    short_hash,
    title_of,
    totals,
)

_Command = tuple[str, tuple[int, int], tuple[int, int], *tuple[Any, ...]]

_FLUSH: list[_Command] = [("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0)]
_TIGHT: list[_Command] = [*_FLUSH, ("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0)]
_TOP: _Command = ("VALIGN", (0, 0), (-1, -1), "TOP")
# wide enough for the barcode of the longest identifier
_BARCODE = 46 * mm
# modules of half a millimetre, for phones and for the counter's reader
QR_SIDE = 24 * mm


def _style(commands: list[_Command]) -> TableStyle:
    # a table names Helvetica, which isn't embedded, unless it is told another face
    return TableStyle([("FONTNAME", (0, 0), (-1, -1), REGULAR), *commands])


def head(data: ReceiptData, look: Look) -> list[Flowable]:
    """The office and the document's title."""
    office = data.office
    contact = " · ".join(part for part in (office.address, office.phone and f"tel. {office.phone}") if part)
    lines = [look.text(office.institution, 1.15, bold=True)]
    lines += [look.text(line, 0.9, colour=MUTED) for line in (contact, office.point) if line]
    rule = HRFlowable(width="100%", thickness=1.2, color=ACCENT, spaceBefore=2.5 * mm, spaceAfter=2.5 * mm)
    return [*lines, rule, look.text(title_of(data), 1.75, bold=True, colour=ACCENT), Spacer(0, 2.5 * mm)]


def summary(data: ReceiptData, look: Look, width: float) -> list[Flowable]:
    """When it came, and for a single letter its identifier, barcode and number."""
    facts: list[Flowable] = [look.caption("Data i godzina wpływu"), look.text(received(data), 1.25, bold=True)]
    if len(data.letters) > 1:
        facts += [Spacer(0, 1.5 * mm), look.caption("Złożono"), look.text(totals(data.letters), bold=True)]
        return [_boxed([[facts]], [width])]
    letter = data.letters[0]
    given = letter.rpw_number is not None
    facts += [
        Spacer(0, 1.5 * mm),
        look.caption("Numer w rejestrze przesyłek wpływających"),
        look.text(number_of(letter), 1.25 if given else 0.95, bold=True),
    ]
    code: list[Flowable] = [
        look.text("Identyfikator przesyłki", 0.82, colour=MUTED, centred=True),
        Spacer(0, 1 * mm),
        Code128Flowable(letter.document_uid),
        look.mono(letter.document_uid, 1.15, centred=True),
    ]
    if width < 2 * _BARCODE:
        return [_boxed([[facts], [code]], [width])]
    return [_boxed([[facts, code]], [width - _BARCODE - 4 * mm, _BARCODE + 4 * mm])]


def _boxed(cells: list[list[list[Flowable]]], widths: list[float]) -> Table:
    style: list[_Command] = [_TOP, ("BOX", (0, 0), (-1, -1), 0.6, RULE), ("TOPPADDING", (0, 0), (-1, -1), 2.2 * mm)]
    style += [("BOTTOMPADDING", (0, 0), (-1, -1), 2.5 * mm), ("LEFTPADDING", (0, 0), (-1, -1), 3 * mm)]
    style += [("RIGHTPADDING", (0, 0), (-1, -1), 1 * mm), ("ALIGN", (0, 0), (-1, -1), "CENTER")]
    return Table(cells, colWidths=widths, style=_style(style))


def letters(data: ReceiptData, look: Look, width: float, room: float) -> list[Flowable]:
    """Everything known of the letter, or the list of letters; `room` is the height of an empty page."""
    depositor = data.depositor or "nadawca"
    if len(data.letters) == 1:
        return [Spacer(0, 2 * mm), _fields(data.letters[0], depositor, look, width, room)]
    people = _pairs([("Składający", [look.text(depositor)])], look, width, room)
    listed = [_collective(data, look, width, room)] if width >= 2 * _BARCODE else _stacked(data, look)
    closing = [Spacer(0, 1 * mm), look.caption(NO_REFUSAL)] if any(map(_has_defects, data.letters)) else []
    return [Spacer(0, 2 * mm), people, Spacer(0, 2 * mm), *listed, *closing]


def _fields(letter: ReceiptLetter, depositor: str, look: Look, width: float, room: float) -> Table:
    rows: list[tuple[str, list[Flowable]]] = [
        ("Nadawca", [look.text(letter.sender or "brak danych")]),
        ("Składający", [look.text(depositor)]),
        ("Adresat", [look.text(letter.addressee or UNKNOWN)]),
        ("Tytuł", [look.text(letter.title, bold=True)]),
        ("Data pisma", [look.text(letter_date(letter))]),
        ("Znak nadawcy", [look.text(reference(letter))]),
        ("Liczba", [look.text(f"pisma: 1 · {counts(letter)}")]),
    ]
    if letter.sealed:
        rows.append(("Koperta", [look.text(sealed_note(letter), bold=True)]))
    if letter.originals_returned:
        rows.append(("Oryginały zwrócone", [look.text("; ".join(letter.originals_returned))]))
    rows.append(("Stwierdzone braki", _defects(letter, look, every=True)))
    rows.append(("Skan", hashes(letter, look)))
    return _pairs(rows, look, width, room)


def _has_defects(letter: ReceiptLetter) -> bool:
    return bool(letter.defects or letter.other_defects)


def _defects(letter: ReceiptLetter, look: Look, *, every: bool) -> list[Flowable]:
    boxes = [(DEFECTS[defect], defect in letter.defects) for defect in Defect if every or defect in letter.defects]
    parts: list[Flowable] = [TickBoxes(boxes, look.base * 0.95)] if boxes else []
    if letter.other_defects:
        parts.append(look.text("inne: " + "; ".join(letter.other_defects)))
    return [*parts, look.caption(NO_REFUSAL)] if every else parts


def hashes(letter: ReceiptLetter, look: Look, scale: float = 1.0) -> list[Flowable]:
    """What binds the receipt to the scan: the raw pages' hashes, or that the scan follows."""
    if not letter.page_hashes:
        return [look.text(SCAN_FOLLOWS, scale)]
    pages = "   ".join(
        f"{number}:\u00a0{short_hash(page).replace(' ', chr(0xA0))}"
        for number, page in enumerate(letter.page_hashes, start=1)
    )
    return [
        look.caption("SHA-256 stron (pierwsze 16 znaków) i całego kompletu:"),
        look.mono(pages, 0.74),
        look.mono(f"komplet: {set_digest(letter.page_hashes)}", 0.74),
    ]


def _pairs(rows: list[tuple[str, list[Flowable]]], look: Look, width: float, room: float) -> Table:
    names = min(30 * mm, width * 0.27)
    style: list[_Command] = [_TOP, *_FLUSH, ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE)]
    style += [("TOPPADDING", (0, 0), (-1, -1), 0.8 * mm), ("BOTTOMPADDING", (0, 0), (-1, -1), 1.0 * mm)]
    cells: list[list[list[Flowable]]] = [[[look.caption(name)], value] for name, value in rows]
    return _table(cells, [names, width - names], style, room)


def _table(
    cells: list[list[list[Flowable]]], widths: list[float], style: list[_Command], room: float, header: int = 0
) -> Table:
    """A table whose rows stay whole, unless one is too tall for any page."""
    rows = (Table([row], colWidths=widths, style=_style(style)).wrap(sum(widths), room)[1] for row in cells)
    split = int(max(rows) > room * 0.9)
    return Table(cells, colWidths=widths, style=_style(style), repeatRows=header, splitInRow=split)


def _collective(data: ReceiptData, look: Look, width: float, room: float) -> Table:
    ordinal = 8 * mm
    cells: list[list[list[Flowable]]] = [
        [[look.caption("Lp.")], [look.caption("Identyfikator i numer", indent=QUIET)], [look.caption("Pismo")]]
    ]
    for number, letter in enumerate(data.letters, start=1):
        cells.append([[look.text(f"{number}.")], _identity(letter, look), _details(letter, look)])
    style: list[_Command] = [
        _TOP,
        *_FLUSH,
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, ACCENT),
    ]
    style += [("TOPPADDING", (0, 0), (-1, -1), 1.3 * mm), ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5 * mm)]
    style += [("RIGHTPADDING", (1, 0), (1, -1), 2 * mm)]
    widths = [ordinal, _BARCODE + 2 * mm, width - ordinal - _BARCODE - 2 * mm]
    return _table(cells, widths, style, room, header=1)


def _stacked(data: ReceiptData, look: Look) -> list[Flowable]:
    parts: list[Flowable] = []
    for number, letter in enumerate(data.letters, start=1):
        parts.append(HRFlowable(width="100%", thickness=0.4, color=RULE, spaceBefore=1.5 * mm, spaceAfter=1.5 * mm))
        parts.append(look.text(f"{number}.", bold=True))
        parts += _identity(letter, look)
        parts += _details(letter, look)
    return parts


def _identity(letter: ReceiptLetter, look: Look) -> list[Flowable]:
    # the words start where the bars do, to the right of the quiet zone
    return [
        Code128Flowable(letter.document_uid, height=7 * mm),
        look.mono(letter.document_uid, 0.95, indent=QUIET),
        look.text(number_of(letter), 0.85, indent=QUIET),
    ]


def _details(letter: ReceiptLetter, look: Look) -> list[Flowable]:
    lines = [
        f"nadawca: {letter.sender or 'brak danych'} · adresat: {letter.addressee or UNKNOWN}",
        f"data pisma: {letter_date(letter)} · znak: {reference(letter)}",
        counts(letter),
    ]
    if letter.originals_returned:
        lines.append("oryginały zwrócone: " + "; ".join(letter.originals_returned))
    parts: list[Flowable] = [look.text(letter.title, 0.95, bold=True)]
    parts += [look.text(line, 0.85) for line in lines]
    if letter.sealed:
        parts.append(look.text(sealed_note(letter), 0.85, bold=True))
    return [*parts, *_defects(letter, look, every=False), *hashes(letter, look, 0.85)]


def foot(data: ReceiptData, look: Look, width: float) -> list[Flowable]:
    """Where to ask, what the receipt means, the signature, and the line on personal data."""
    clerk = look.text(f"Przyjmujący: {data.clerk}")
    line = SignatureLine("podpis przyjmującego", 50 * mm, look.base * 0.82)
    style = _style([("VALIGN", (0, 0), (-1, -1), "BOTTOM"), ("ALIGN", (-1, 0), (-1, -1), "RIGHT"), *_TIGHT])
    if width < 2 * _BARCODE:
        signature = Table([[clerk], [line]], colWidths=[width], style=style)
    else:
        signature = Table([[clerk, line]], colWidths=[width - 54 * mm, 54 * mm], style=style)
    notice = look.text(privacy_notice(data.office), 0.75, colour=MUTED)
    proof = [look.caption(PROOF), look.mono(data.proof, 0.74)] if data.proof else []
    status = [_status(data, look, width), *proof, Spacer(0, 2 * mm)]
    together = [*status, look.text(STATEMENT, bold=True), signature, Spacer(0, 2 * mm), notice]
    return [Spacer(0, 2.5 * mm), KeepTogether(together)]


def _status(data: ReceiptData, look: Look, width: float) -> Table:
    side = QR_SIDE
    facts: list[Flowable] = [look.text("Sprawdzenie stanu sprawy", bold=True)]
    if data.case_status_number:
        facts.append(look.text(f"numer: {data.case_status_number}"))
    if data.case_status_code:
        facts.append(look.text(f"kod: {data.case_status_code}"))
    if not data.case_status_number:
        facts.append(look.text("wystarczy podać identyfikator przesyłki"))
    if data.office.phone:
        facts.append(look.text(f"telefon: {data.office.phone}"))
    facts.append(look.caption("Kod QR nie zawiera danych osobowych."))
    style = _style([("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *_TIGHT])
    return Table([[facts, QrFlowable(qr_text(data), side)]], colWidths=[width - side, side], style=style)
