"""Envelopes without a window: sender above, addressee where the post reads it; and address labels on A4 sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.outgoing import METHOD_WORDS, Addressee, Method, OutgoingItem
from kancelaria.printing.document import new_canvas
from kancelaria.printing.files import write_atomically
from kancelaria.printing.fonts import BOLD, REGULAR
from kancelaria.printing.model import OfficeFacts
from kancelaria.printing.privacy import printable
from kancelaria.printing.text import LEADING, fit

ASCENT = 0.93
SHEET_COLUMNS, SHEET_ROWS = 3, 8
LABEL = (70 * mm, 37 * mm)


class Envelope(StrEnum):
    """Sizes of envelopes, by their names."""

    C6 = "C6"
    DL = "DL"
    C5 = "C5"


SIZES = {Envelope.C6: (162 * mm, 114 * mm), Envelope.DL: (220 * mm, 110 * mm), Envelope.C5: (229 * mm, 162 * mm)}


@dataclass(frozen=True)
class Sent:
    """One envelope or label: an addressee of an item."""

    item: OutgoingItem
    addressee: Addressee


def sender_lines(address: str) -> list[str]:
    """The office's address in two lines: the postcode and town stand by themselves."""
    street, _, town = address.rpartition(",")
    return [line.strip() for line in (street, town) if line.strip()]


def envelopes_of(items: Sequence[OutgoingItem]) -> list[Sent]:
    """One for each addressee; InvalidInput where something isn't sent in an envelope."""
    listed = [Sent(item, each) for item in items for each in item.addressees]
    for sent in listed:
        if not sent.addressee.town:
            raise InvalidInput(
                "envelope_address", f"Brak adresu pocztowego: {sent.addressee.display_name}.",
                "Uzupełnij adres albo pomiń tę przesyłkę.", sent.item.readable_number or sent.item.id,
            )  # fmt: skip
    if not listed:
        raise InvalidInput("envelope_nothing", "Nie wskazano żadnej przesyłki.", "Podaj numer z rejestru.")
    return listed


def write_envelopes(items: Sequence[OutgoingItem], office: OfficeFacts, size: Envelope, target: Path) -> int:
    """Write one page an envelope; gives how many."""
    listed = envelopes_of(items)
    stream = BytesIO()
    canvas = new_canvas(stream, f"Koperty {size.value}", SIZES[size])
    for sent in listed:
        _envelope(canvas, sent, office, *SIZES[size])
        canvas.showPage()
    canvas.save()
    write_atomically(target, stream.getvalue())
    return len(listed)


def write_address_labels(items: Sequence[OutgoingItem], target: Path, used: int = 0) -> int:
    """Write addresses on sheets of 3×8 labels 70×37 mm; the first `used` places are left free. Gives how many."""
    capacity = SHEET_COLUMNS * SHEET_ROWS
    if not 0 <= used < capacity:
        raise InvalidInput(
            "bad_sheet_offset", f"Na arkuszu jest {capacity} etykiet, a wskazano {used} zużytych.",
            f"Podaj liczbę od 0 do {capacity - 1}.", str(used),
        )  # fmt: skip
    listed = envelopes_of(items)
    stream = BytesIO()
    canvas = new_canvas(stream, "Etykiety adresowe", A4)
    top = (A4[1] - SHEET_ROWS * LABEL[1]) / 2
    for place, sent in enumerate(listed, used):
        if place > used and place % capacity == 0:
            canvas.showPage()
        row, column = divmod(place % capacity, SHEET_COLUMNS)
        _label(canvas, sent, column * LABEL[0], A4[1] - top - (row + 1) * LABEL[1])
    canvas.showPage()
    canvas.save()
    write_atomically(target, stream.getvalue())
    return len(listed)


def _envelope(canvas: Canvas, sent: Sent, office: OfficeFacts, width: float, height: float) -> None:
    edge = 10 * mm
    top = height - edge
    top = _lines(canvas, [office.institution], BOLD, 9, edge, top, width * 0.45)
    top = _lines(canvas, sender_lines(office.address), REGULAR, 9, edge, top, width * 0.45)
    mark = " · ".join(part for part in (sent.item.case_mark or "", sent.item.readable_number) if part)
    _lines(canvas, [mark], REGULAR, 8, edge, top - 1 * mm, width * 0.45)
    _service(canvas, sent.item, width - edge, height)
    # the post reads the lower right part; 15 mm at the foot stay free for its code
    left, lines = width * 0.46, [sent.addressee.envelope_name, *sent.addressee.address_lines]
    room = width - left - edge
    start = max(15 * mm + 28 * mm, height * 0.5)
    below = _lines(canvas, lines[:1], BOLD, 12, left, start, room, 3)
    for line in lines[1:]:
        below = _lines(canvas, [line], REGULAR, 12, left, below, room)


def _service(canvas: Canvas, item: OutgoingItem, right: float, height: float) -> None:
    """What kind of mail it is, left of the place for the stamp."""
    words = [] if item.method is Method.LETTER else [METHOD_WORDS[item.method].upper()]
    words += ["ZA POTWIERDZENIEM ODBIORU"] if item.zpo else []
    baseline = height - 40 * mm
    canvas.setFont(BOLD, 9)
    for word in words:
        canvas.drawRightString(right, baseline, word)
        baseline -= 9 * LEADING


def _label(canvas: Canvas, sent: Sent, left: float, bottom: float) -> None:
    inside, room = left + 5 * mm, LABEL[0] - 10 * mm
    top = bottom + LABEL[1] - 5 * mm
    top = _lines(canvas, [sent.addressee.envelope_name], BOLD, 10, inside, top, room, 3)
    for line in sent.addressee.address_lines:
        top = _lines(canvas, [line], REGULAR, 10, inside, top, room)
    if sent.item.readable_number:
        canvas.setFont(REGULAR, 6)
        canvas.drawRightString(left + LABEL[0] - 4 * mm, bottom + 3 * mm, f"RPWych {sent.item.readable_number}")


def _lines(
    canvas: Canvas, texts: Sequence[str], font: str, size: float, left: float, top: float, width: float, most: int = 1
) -> float:  # fmt: skip
    """Draw lines from the top down, each as large as it fits; gives where the next may begin."""
    for text in texts:
        fitted = fit(printable(text), font, size, 6.5, width, most * size * LEADING)
        canvas.setFont(font, fitted.size)
        for line in fitted.lines:
            canvas.drawString(left, top - ASCENT * fitted.size, line)
            top -= fitted.size * LEADING
    return top
