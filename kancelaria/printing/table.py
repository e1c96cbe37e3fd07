"""A long table on landscape A4, drawn straight on the canvas: ReportLab's own tables are slow for a year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from kancelaria.printing.document import new_canvas
from kancelaria.printing.fonts import BOLD, REGULAR
from kancelaria.printing.look import ACCENT, BLACK, MUTED, RULE, ZEBRA
from kancelaria.printing.privacy import printable
from kancelaria.printing.text import shorten, wrap

PAGE = landscape(A4)
MARGIN = 10 * mm
WIDTH = PAGE[0] - 2 * MARGIN
TOP = PAGE[1] - 11 * mm
FLOOR = 16 * mm
SIZE = 6.75
LEADING = SIZE * 1.22
PAD = 1.0 * mm
HEADING = 14.0


@dataclass(frozen=True)
class Column:
    """A column's heading and its share of the page's width; numbers stand to the right."""

    heading: str
    share: float
    numeric: bool = False


@dataclass(frozen=True)
class Row:
    """Texts of one row; `struck` ones are voided: `note` stays readable, unstruck, under the last text."""

    cells: tuple[str, ...]
    struck: bool = False
    note: str = ""


@dataclass(frozen=True)
class TablePage:
    """What stands around the table: `lines` under the title, `badge` beside it, `footer` on every page."""

    title: str
    lines: tuple[str, ...]
    footer: tuple[str, ...]
    badge: str = ""


@dataclass(frozen=True)
class _Laid:
    cells: tuple[tuple[str, ...], ...]
    note: tuple[str, ...]
    struck: bool

    @property
    def lines(self) -> int:
        return max(1, *(len(cell) for cell in self.cells[:-1]), len(self.cells[-1]) + len(self.note))


def table_pdf(columns: Sequence[Column], rows: Sequence[Row], page: TablePage) -> bytes:
    """The whole table as a PDF; headings repeat, every page says which of how many it is."""
    stream = BytesIO()
    canvas = new_canvas(stream, page.title, PAGE)
    drawing = _Drawing(canvas, _edges(columns), columns, page)
    most = drawing.capacity()
    laid = [part for row in rows for part in _parts(_lay(row, drawing.edges), most)]
    drawing.draw(laid)
    canvas.save()
    return stream.getvalue()


def _edges(columns: Sequence[Column]) -> list[float]:
    total = sum(column.share for column in columns)
    edges = [MARGIN]
    for column in columns:
        edges.append(edges[-1] + WIDTH * column.share / total)
    return edges


def _lay(row: Row, edges: Sequence[float]) -> _Laid:
    widths = [right - left - 2 * PAD for left, right in pairwise(edges)]
    cells = tuple(
        tuple(wrap(printable(text), REGULAR, SIZE, width)) for text, width in zip(row.cells, widths, strict=True)
    )
    note = tuple(wrap(printable(row.note), BOLD, SIZE, widths[-1])) if row.note else ()
    return _Laid(cells, note, row.struck)


def _parts(row: _Laid, most: int) -> list[_Laid]:
    """The row, cut where it is taller than an empty page."""
    parts = []
    while row.lines > most:
        last = row.cells[-1]
        taken = row.note[: max(0, most - len(last))]
        parts.append(_Laid(tuple(cell[:most] for cell in row.cells), taken, row.struck))
        row = _Laid(tuple(cell[most:] for cell in row.cells), row.note[len(taken) :], row.struck)
    return [*parts, row]


class _Drawing:
    """Lays rows on pages; the number of pages is known before the first is drawn."""

    def __init__(self, canvas: Canvas, edges: list[float], columns: Sequence[Column], page: TablePage) -> None:
        self.canvas = canvas
        self.edges = edges
        self.columns = columns
        self.page = page
        self.lines = [line for text in page.lines for line in wrap(printable(text), REGULAR, 8, WIDTH)]
        self.headings = [
            wrap(column.heading, BOLD, SIZE, right - left - 2 * PAD)
            for column, left, right in zip(columns, edges, edges[1:], strict=False)
        ]
        self.heading_height = max(map(len, self.headings)) * LEADING + 2 * PAD

    def capacity(self) -> int:
        """Lines that fit an empty first page."""
        return int((self._start(first=True) - FLOOR - 2 * PAD) / LEADING)

    def draw(self, rows: Sequence[_Laid]) -> None:
        """Draw every page."""
        pages = self._paginate(rows)
        for number, page_rows in enumerate(pages, start=1):
            self._head(first=number == 1)
            position = self._start(first=number == 1)
            for index, row in enumerate(page_rows):
                position = self._row(row, position, shaded=index % 2 == 1)
            self._foot(number, len(pages))
            self.canvas.showPage()

    def _paginate(self, rows: Sequence[_Laid]) -> list[list[_Laid]]:
        pages: list[list[_Laid]] = [[]]
        position = self._start(first=True)
        for row in rows:
            height = self._height(row)
            if position - height < FLOOR and pages[-1]:
                pages.append([])
                position = self._start(first=False)
            pages[-1].append(row)
            position -= height
        return pages

    def _start(self, *, first: bool) -> float:
        above = HEADING * 1.4 + len(self.lines) * 8 * 1.35 + 2 * mm if first else 5 * mm
        return TOP - above - self.heading_height

    @staticmethod
    def _height(row: _Laid) -> float:
        return row.lines * LEADING + 2 * PAD

    def _head(self, *, first: bool) -> None:
        canvas, position = self.canvas, TOP
        canvas.setFillColor(ACCENT)
        if first:
            canvas.setFont(BOLD, HEADING)
            canvas.drawString(MARGIN, position - HEADING * 0.8, shorten(self.page.title, BOLD, HEADING, WIDTH * 0.75))
            position -= HEADING * 1.4
            canvas.setFillColor(MUTED)
            canvas.setFont(REGULAR, 8)
            for line in self.lines:
                canvas.drawString(MARGIN, position - 8 * 0.8, line)
                position -= 8 * 1.35
            position -= 2 * mm
        else:
            canvas.setFont(BOLD, 8)
            canvas.drawString(MARGIN, position - 8 * 0.8, shorten(self.page.title, BOLD, 8, WIDTH * 0.75))
            position -= 5 * mm
        self._badge()
        self._column_headings(position)

    def _badge(self) -> None:
        if not self.page.badge:
            return
        self.canvas.setFillColor(ACCENT)
        self.canvas.setFont(BOLD, 9)
        self.canvas.drawRightString(MARGIN + WIDTH, TOP - 8, self.page.badge)

    def _column_headings(self, top: float) -> None:
        canvas, bottom = self.canvas, top - self.heading_height
        canvas.setFillColor(ACCENT)
        canvas.setFont(BOLD, SIZE)
        for column, lines, left, right in zip(self.columns, self.headings, self.edges, self.edges[1:], strict=False):
            self._cell(lines, left, right, top - PAD, numeric=column.numeric)
        canvas.setStrokeColor(ACCENT)
        canvas.setLineWidth(0.9)
        canvas.line(MARGIN, bottom, MARGIN + WIDTH, bottom)

    def _row(self, row: _Laid, top: float, *, shaded: bool) -> float:
        canvas, bottom = self.canvas, top - self._height(row)
        if shaded:
            canvas.setFillColor(ZEBRA)
            canvas.rect(MARGIN, bottom, WIDTH, top - bottom, stroke=0, fill=1)
        canvas.setFillColor(MUTED if row.struck else BLACK)
        canvas.setFont(REGULAR, SIZE)
        for column, lines, left, right in zip(self.columns, row.cells, self.edges, self.edges[1:], strict=False):
            self._cell(lines, left, right, top - PAD, numeric=column.numeric, struck=row.struck)
        if row.note:
            canvas.setFillColor(BLACK)
            canvas.setFont(BOLD, SIZE)
            under = top - PAD - len(row.cells[-1]) * LEADING
            self._cell(row.note, self.edges[-2], self.edges[-1], under, numeric=False)
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.3)
        canvas.line(MARGIN, bottom, MARGIN + WIDTH, bottom)
        return bottom

    def _cell(
        self, lines: Sequence[str], left: float, right: float, top: float, *, numeric: bool, struck: bool = False
    ) -> None:
        canvas = self.canvas
        baseline = top - SIZE * 0.85
        draw: Callable[[float, float, str], None] = canvas.drawRightString if numeric else canvas.drawString
        for line in lines:
            draw(right - PAD if numeric else left + PAD, baseline, line)
            if struck:
                self._strike(line, left, right, baseline, numeric=numeric)
            baseline -= LEADING

    def _strike(self, line: str, left: float, right: float, baseline: float, *, numeric: bool) -> None:
        width = self.canvas.stringWidth(line, REGULAR, SIZE)
        start = right - PAD - width if numeric else left + PAD
        self.canvas.setStrokeColor(BLACK)
        self.canvas.setLineWidth(0.6)
        self.canvas.line(start, baseline + SIZE * 0.27, start + width, baseline + SIZE * 0.27)

    def _foot(self, number: int, pages: int) -> None:
        canvas = self.canvas
        canvas.setStrokeColor(ACCENT)
        canvas.setLineWidth(0.6)
        canvas.line(MARGIN, FLOOR - 2.5 * mm, MARGIN + WIDTH, FLOOR - 2.5 * mm)
        canvas.setFont(REGULAR, 7.5)
        canvas.setFillColor(MUTED)
        baseline = FLOOR - 2.5 * mm - 10
        text = printable(" · ".join(self.page.footer))
        canvas.drawString(MARGIN, baseline, shorten(text, REGULAR, 7.5, WIDTH - 30 * mm))
        canvas.drawRightString(MARGIN + WIDTH, baseline, f"strona {number} z {pages}")
