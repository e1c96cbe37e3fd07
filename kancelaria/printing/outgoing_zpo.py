"""The delivery receipt (ZPO) of a registered letter, A6: its face goes back to the office, its back is filled in."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from reportlab.lib.pagesizes import A6, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.outgoing import METHOD_WORDS, OutgoingItem
from kancelaria.printing.barcode import code128_width, draw_code128, module_width
from kancelaria.printing.dates import date_for_people
from kancelaria.printing.document import new_canvas
from kancelaria.printing.files import write_atomically
from kancelaria.printing.flowables import OFFICE_DPI
from kancelaria.printing.fonts import BOLD, MONO, REGULAR
from kancelaria.printing.model import OfficeFacts
from kancelaria.printing.outgoing_envelope import sender_lines
from kancelaria.printing.privacy import printable
from kancelaria.printing.text import LEADING, fit

WIDTH, HEIGHT = landscape(A6)
EDGE = 7 * mm
INNER = WIDTH - 2 * EDGE
TITLE = "Potwierdzenie odbioru"
RECEIVERS = (
    "adresat", "dorosły domownik", "pełnomocnik", "osoba upoważniona do odbioru", "pracownik kancelarii", "zarządca",
)  # fmt: skip


def write_zpo_slips(items: Sequence[OutgoingItem], office: OfficeFacts, target: Path) -> int:
    """Write two pages a slip, face and back; gives how many slips. InvalidInput where no receipt is wanted."""
    for item in items:
        if not item.zpo:
            raise InvalidInput(
                "zpo_unwanted", f"Przesyłka {item.readable_number or item.title} nie jest za potwierdzeniem odbioru.",
                "Włącz potwierdzenie odbioru przed przekazaniem przesyłki.", item.readable_number or item.id,
            )  # fmt: skip
    if not items:
        raise InvalidInput("zpo_nothing", "Nie wskazano żadnej przesyłki.", "Podaj numer z rejestru.")
    stream = BytesIO()
    canvas = new_canvas(stream, TITLE, (WIDTH, HEIGHT))
    for item in items:
        _face(canvas, item, office)
        canvas.showPage()
        _back(canvas, item)
        canvas.showPage()
    canvas.save()
    write_atomically(target, stream.getvalue())
    return len(items)


def _face(canvas: Canvas, item: OutgoingItem, office: OfficeFacts) -> None:
    """Where the slip goes back to, and which letter it belongs to."""
    top = _line(canvas, TITLE.upper(), BOLD, 12, EDGE, HEIGHT - EDGE, INNER)
    top = _line(canvas, "zwrócić nadawcy po doręczeniu przesyłki", REGULAR, 7.5, EDGE, top, INNER)
    half = INNER * 0.48
    left = _caption(canvas, "znak sprawy", EDGE, top - 5 * mm)
    left = _line(canvas, item.case_mark or "–", BOLD, 10, EDGE, left, half)
    left = _caption(canvas, "numer w rejestrze przesyłek wychodzących", EDGE, left - 1 * mm)
    left = _line(canvas, item.readable_number or "–", BOLD, 10, EDGE, left, half)
    left = _caption(canvas, "rodzaj przesyłki", EDGE, left - 1 * mm)
    _line(canvas, METHOD_WORDS[item.method], REGULAR, 9, EDGE, left, half)
    right = EDGE + INNER * 0.5
    under = _caption(canvas, "adres zwrotny", right, top - 5 * mm)
    under = _line(canvas, office.institution, BOLD, 11, right, under, half, 3)
    for part in sender_lines(office.address):
        under = _line(canvas, part, REGULAR, 11, right, under, half, 2)
    _number(canvas, item.posting_number)


def _number(canvas: Canvas, number: str | None) -> None:
    """The posting number with its code; or the place where its label is stuck."""
    bottom = EDGE + 1 * mm
    if number is None:
        canvas.setLineWidth(0.5)
        canvas.setDash(2, 2)
        canvas.rect(EDGE, bottom, INNER * 0.62, 20 * mm)
        canvas.setDash()
        _line(
            canvas, "miejsce na nalepkę z numerem nadawczym", REGULAR, 7, EDGE + 2 * mm, bottom + 12 * mm, INNER * 0.55
        )
        return
    module = module_width(OFFICE_DPI)
    if code128_width(number, module) > INNER:
        module = INNER / code128_width(number, 1)
    draw_code128(canvas, number, EDGE, bottom + 4 * mm, 13 * mm, module)
    canvas.setFont(MONO, 9)
    canvas.drawString(EDGE + 3 * mm, bottom, number)


def _back(canvas: Canvas, item: OutgoingItem) -> None:
    """What is filled in at delivery: who, when, signatures; notices and return otherwise."""
    top = _caption(canvas, "adresat", EDGE, HEIGHT - EDGE)
    addressee = item.addressees[0]
    top = _line(canvas, addressee.envelope_name, BOLD, 9.5, EDGE, top, INNER, 2)
    top = _line(canvas, ", ".join(addressee.address_lines), REGULAR, 9, EDGE, top, INNER)
    number = f" · nr {item.posting_number}" if item.posting_number else ""
    about = f"{item.title} (z dnia {date_for_people(item.letter_date)})" if item.letter_date else item.title
    mark = f"{item.case_mark}: " if item.case_mark else ""
    top = _line(canvas, f"zawartość: {mark}{about}", REGULAR, 8, EDGE, top - 0.5 * mm, INNER)
    canvas.setLineWidth(0.5)
    canvas.line(EDGE, top - 1.5 * mm, EDGE + INNER, top - 1.5 * mm)
    top = _line(canvas, f"Przesyłkę odebrał(a){number}:", BOLD, 8.5, EDGE, top - 4 * mm, INNER)
    for place, word in enumerate(RECEIVERS):
        row, column = divmod(place, 3)
        _box(canvas, word, EDGE + column * INNER / 3, top - 5 * mm - row * 5.5 * mm)
    top -= 16 * mm
    _blanks(canvas, (("imię i nazwisko (czytelnie)", 0.5), ("data odbioru", 0.22), ("podpis", 0.28)), top - 7 * mm)
    top = _line(canvas, "Przesyłki nie doręczono:", BOLD, 8.5, EDGE, top - 15 * mm, INNER)
    _blanks(canvas, (("pierwsze awizo", 0.24), ("drugie awizo", 0.24), ("przyczyna zwrotu", 0.52)), top - 8 * mm)
    _blanks(canvas, (("data zwrotu", 0.24), ("doręczający: podpis i datownik", 0.76)), top - 20 * mm)


def _box(canvas: Canvas, word: str, left: float, bottom: float) -> None:
    canvas.setLineWidth(0.6)
    canvas.rect(left, bottom, 2.8 * mm, 2.8 * mm)
    fitted = fit(word, REGULAR, 7.5, 5.5, INNER / 3 - 5 * mm)
    canvas.setFont(REGULAR, fitted.size)
    canvas.drawString(left + 4 * mm, bottom + 0.5 * mm, fitted.lines[0])


def _blanks(canvas: Canvas, fields: Sequence[tuple[str, float]], line: float) -> None:
    left = EDGE
    for name, share in fields:
        right = left + INNER * share
        canvas.setLineWidth(0.5)
        canvas.line(left, line, right - 2 * mm, line)
        canvas.setFont(REGULAR, 6)
        canvas.drawString(left, line - 2.4 * mm, name)
        left = right


def _caption(canvas: Canvas, text: str, left: float, top: float) -> float:
    canvas.setFont(REGULAR, 6.25)
    canvas.drawString(left, top - 5.5, text)
    return top - 8


def _line(
    canvas: Canvas, text: str, font: str, size: float, left: float, top: float, width: float, most: int = 1
) -> float:  # fmt: skip
    fitted = fit(printable(text), font, size, 6, width, most * size * LEADING)
    canvas.setFont(font, fitted.size)
    for each in fitted.lines:
        canvas.drawString(left, top - 0.93 * fitted.size, each)
        top -= fitted.size * LEADING
    return top
