"""Counts of mail on paper (tables and charts), as a spreadsheet and as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reportlab.graphics.charts.barcharts import HorizontalBarChart, VerticalBarChart
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle

from kancelaria.domain.errors import InvalidInput
from kancelaria.printing.csv_file import csv_bytes
from kancelaria.printing.dates import date_for_people, moment_for_people
from kancelaria.printing.files import write_atomically
from kancelaria.printing.flowing import Room, flowing_pdf
from kancelaria.printing.fonts import REGULAR
from kancelaria.printing.look import ACCENT, BLACK, MUTED, RULE, ZEBRA, Look
from kancelaria.printing.model import Counted, StatisticsData
from kancelaria.printing.xlsx_file import Sheet, xlsx_bytes

TITLE = "Zestawienie przesyłek wpływających"
LOOK = Look(9)
MARGIN = 16 * mm
WIDTH = A4[0] - 2 * MARGIN
MOST_BARS = 12
MOST_DAYS = 62


def write_statistics(data: StatisticsData, target: Path) -> None:
    """Write the counts as .pdf, .xlsx or .csv, by the target's extension. InvalidInput for another one."""
    suffix = target.suffix.lower()
    if suffix == ".pdf":
        write_atomically(target, _pdf(data))
    elif suffix == ".xlsx":
        summary = Sheet("Razem", ("Miara", "Liczba"), data.summary)
        sheets = [Sheet(table.name, (table.heading, "Przesyłek"), table.rows) for table in data.tables]
        write_atomically(target, xlsx_bytes(f"{TITLE} {data.first}–{data.last}", [summary, *sheets]))
    elif suffix == ".csv":
        rows = [("Razem", name, str(count)) for name, count in data.summary]
        rows += [(table.name, name, str(count)) for table in data.tables for name, count in table.rows]
        write_atomically(target, csv_bytes(("Zestawienie", "Pozycja", "Liczba"), rows))
    else:
        raise InvalidInput(
            "bad_target", "Zestawienie zapisuje się jako .pdf, .xlsx albo .csv.", "Zmień nazwę pliku.", target.name
        )


def _pdf(data: StatisticsData) -> bytes:
    room = Room(A4, MARGIN, 16 * mm, WIDTH, A4[1] - 30 * mm)
    title = f"{TITLE} {data.first}–{data.last}"
    return flowing_pdf(room, title, TITLE, lambda: _story(data), lambda canvas, pages: _foot(canvas, data, pages))


def _foot(canvas: Canvas, data: StatisticsData, pages: int) -> None:
    canvas.setFont(REGULAR, 7)
    canvas.setFillColor(MUTED)
    canvas.drawString(MARGIN, 10 * mm, f"Wydrukował(a): {data.printed_by}, {moment_for_people(data.printed_at)}")
    canvas.drawRightString(A4[0] - MARGIN, 10 * mm, f"strona {canvas.getPageNumber()} z {pages}")


def _story(data: StatisticsData) -> list[Flowable]:
    story: list[Flowable] = [
        LOOK.text(TITLE, 1.7, bold=True, colour=ACCENT),
        LOOK.text(f"{date_for_people(data.first)} – {date_for_people(data.last)}", 1.2, bold=True),
        LOOK.text(data.office.line, colour=MUTED),
        Spacer(0, 3 * mm),
        _table(data.summary),
    ]
    for table in data.tables:
        chart = _chart(table)
        heading = [
            Spacer(0, 5 * mm),
            LOOK.text(table.heading, 1.15, bold=True),
            *([chart, Spacer(0, 3 * mm)] if chart else []),
        ]
        rows = _table(table.rows)
        story += [KeepTogether(heading), rows] if len(table.rows) > 3 * MOST_BARS else [KeepTogether([*heading, rows])]
    return story


def _table(rows: Sequence[tuple[str, int]]) -> Table:
    """Counts in as many columns beside each other as there are rows for."""
    beside = 3 if len(rows) > 2 * MOST_BARS else 2 if len(rows) > MOST_BARS else 1
    deep = -(-len(rows) // beside) or 1
    cells: list[list[object]] = [[""] * (2 * beside) for _ in range(deep)]
    for number, (name, count) in enumerate(rows):
        column, line = divmod(number, deep)
        cells[line][2 * column] = LOOK.text(name, 0.9)
        cells[line][2 * column + 1] = str(count)
    widths = [WIDTH / beside * share for share in (0.78, 0.18)] * beside
    table = Table(cells, colWidths=widths, hAlign="LEFT")
    style: list[Any] = [
        ("FONT", (0, 0), (-1, -1), REGULAR, 8), ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.25, RULE), ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5), ("ROWBACKGROUNDS", (0, 0), (-1, -1), [ZEBRA, None]),
    ]  # fmt: skip
    for column in range(beside):
        style += [("ALIGN", (2 * column + 1, 0), (2 * column + 1, -1), "RIGHT")]
        style += [("LEFTPADDING", (2 * column, 0), (2 * column, -1), 14)] if column else []
    table.setStyle(TableStyle(style))
    return table


def _chart(table: Counted) -> Drawing | None:
    rows = table.rows
    if not table.chart or not rows or not any(count for _, count in rows):
        return None
    upright = table.chart == "columns"
    if upright and len(rows) > MOST_DAYS:
        return None
    if not upright:
        rows = rows[:MOST_BARS][::-1]
    height = 38 * mm if upright else (8 + 6 * len(rows)) * mm
    drawing = Drawing(WIDTH, height)
    chart = VerticalBarChart() if upright else HorizontalBarChart()
    left = 10 * mm if upright else 62 * mm
    chart.x, chart.y = int(left), int(9 * mm if upright else 5 * mm)
    chart.width, chart.height = int(WIDTH - left - 4 * mm), int(height - 12 * mm)
    chart.data = [[count for _, count in rows]]
    chart.bars[0].fillColor = ACCENT
    chart.bars[0].strokeColor = None
    chart.categoryAxis.categoryNames = [_short(name, upright, len(rows), place) for place, (name, _) in enumerate(rows)]
    chart.valueAxis.valueMin = 0
    most = max(count for _, count in rows)
    chart.valueAxis.valueStep = step = round_step(most)
    chart.valueAxis.valueMax = -(-most // step) * step
    for axis in (chart.valueAxis, chart.categoryAxis):
        axis.labels.fontName, axis.labels.fontSize, axis.labels.fillColor = REGULAR, 6.5, BLACK
        axis.strokeColor = RULE
    drawing.add(chart)
    return drawing


def round_step(most: int) -> int:
    """The step of an axis that reaches `most` in at most five: 1, 2 or 5 times a power of ten."""
    steps = (share * power for power in (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000) for share in (1, 2, 5))
    return next(step for step in steps if step * 5 >= most)


def _short(name: str, upright: bool, count: int, place: int) -> str:
    """A name that fits under its bar; of many days each fifth is named."""
    if upright:
        return name if count <= 24 and len(name) <= 5 else name[:5] if place % 5 == 0 else ""
    return name if len(name) <= 38 else f"{name[:37]}…"
