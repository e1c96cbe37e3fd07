"""Labels 50×30 mm: one a page for a label printer, or a grid on A4 sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from kancelaria.domain.errors import InvalidInput
from kancelaria.printing.document import new_canvas
from kancelaria.printing.files import write_atomically
from kancelaria.printing.label_face import HEIGHT, WIDTH, draw_label
from kancelaria.printing.model import LabelData

DEFAULT_DPI = 203
# office printers have 300 or 600 dpi: three dots of the coarser one
SHEET_DPI = 300
MM_WIDTH, MM_HEIGHT = WIDTH / mm, HEIGHT / mm
A4_WIDTH, A4_HEIGHT = 210.0, 297.0

_GRID = re.compile(r"(\d{1,2})x(\d{1,2})(?::([\d.,]+))?")


@dataclass(frozen=True)
class SheetLayout:
    """An A4 sheet of labels in millimetres: from its left and upper edges to the first label, from one to the next.

    `width` and `height`: the sheet's own labels, where ours stands in the middle.
    """

    columns: int = 4
    rows: int = 9
    left: float = 5.0
    top: float = 13.5
    column_pitch: float = MM_WIDTH
    row_pitch: float = MM_HEIGHT
    width: float = MM_WIDTH
    height: float = MM_HEIGHT

    @property
    def capacity(self) -> int:
        """Labels on one sheet."""
        return self.columns * self.rows


USUAL = SheetLayout()


def sheet_layout(text: str) -> SheetLayout:
    """A layout as written in settings: `3x8` parts the sheet evenly (70 × 37 mm); with gaps and margins
    `3x8:LEFT,TOP,COLUMN,ROW,WIDTH,HEIGHT` in millimetres. Empty: 4 × 9 labels of 50 × 30 mm.
    """
    if not text.strip():
        return USUAL
    match = _GRID.fullmatch(text.strip().lower().replace(" ", ""))
    if match is None:
        raise _bad_layout(text)
    columns, rows = int(match[1]), int(match[2])
    if match[3] is None:
        if (columns, rows) == (USUAL.columns, USUAL.rows):
            return USUAL
        if not columns or not rows:
            raise _bad_layout(text)
        wide, high = A4_WIDTH / columns, A4_HEIGHT / rows
        layout = SheetLayout(columns, rows, 0.0, 0.0, wide, high, wide, high)
    else:
        try:
            left, top, wide, high, width, height = (float(part) for part in match[3].split(","))
        except ValueError as error:
            raise _bad_layout(text) from error
        layout = SheetLayout(columns, rows, left, top, wide, high, width, height)
    _check(layout, 0)
    return layout


def write_labels(
    labels: Sequence[LabelData],
    target: Path,
    *,
    sheet: bool = False,
    used: int = 0,
    layout: SheetLayout | None = None,
    printer_dpi: int | None = None,
) -> None:
    """Write the labels as a PDF; on sheets the first `used` places are left free for a part-used sheet."""
    if not labels:
        raise InvalidInput(
            "no_labels", "Nie wskazano żadnej etykiety do wydruku.", "Wskaż co najmniej jedną przesyłkę."
        )
    stream = BytesIO()
    if sheet:
        _draw_sheets(labels, stream, layout or USUAL, used, printer_dpi or SHEET_DPI)
    else:
        canvas = new_canvas(stream, _title(labels), (WIDTH, HEIGHT))
        for label in labels:
            draw_label(canvas, label, 0, 0, printer_dpi or DEFAULT_DPI)
            canvas.showPage()
        canvas.save()
    write_atomically(target, stream.getvalue())


def _draw_sheets(labels: Sequence[LabelData], stream: BytesIO, layout: SheetLayout, used: int, dpi: int) -> None:
    _check(layout, used)
    canvas = new_canvas(stream, _title(labels), A4)
    for index, (label, place) in enumerate(zip(labels, _places(layout, used), strict=False)):
        if index and place == 0:
            canvas.showPage()
        _draw_at(canvas, label, layout, place, dpi)
    canvas.showPage()
    canvas.save()


def _places(layout: SheetLayout, used: int) -> Iterator[int]:
    place = used
    while True:
        yield place % layout.capacity
        place += 1


def _draw_at(canvas: Canvas, label: LabelData, layout: SheetLayout, place: int, dpi: int) -> None:
    row, column = divmod(place, layout.columns)
    left = layout.left + column * layout.column_pitch + (layout.width - MM_WIDTH) / 2
    top = layout.top + row * layout.row_pitch + (layout.height - MM_HEIGHT) / 2
    draw_label(canvas, label, left * mm, A4[1] - top * mm - HEIGHT, dpi)


def _check(layout: SheetLayout, used: int) -> None:
    width = layout.left + (layout.columns - 1) * layout.column_pitch + layout.width
    height = layout.top + (layout.rows - 1) * layout.row_pitch + layout.height
    overlapping = layout.column_pitch < layout.width - 0.01 or layout.row_pitch < layout.height - 0.01
    small = layout.width < MM_WIDTH - 0.01 or layout.height < MM_HEIGHT - 0.01
    outside = min(layout.left, layout.top) < 0 or width > A4_WIDTH + 0.05 or height > A4_HEIGHT + 0.05
    if overlapping or small or outside or not layout.capacity:
        raise InvalidInput(
            "bad_sheet_layout",
            "Układ arkusza etykiet nie mieści się na stronie A4 albo jego etykiety są mniejsze niż 50 × 30 mm.",
            "Sprawdź w ustawieniach liczbę kolumn i wierszy, na przykład 3x8 albo 4x9.",
        )
    if not 0 <= used < layout.capacity:
        raise InvalidInput(
            "bad_sheet_offset",
            f"Na arkuszu jest {layout.capacity} etykiet, a wydruk miał się zacząć od {used + 1}.",
            f"Podaj miejsce od 1 do {layout.capacity}, licząc wierszami od lewej.",
            subject=str(used),
        )


def _title(labels: Sequence[LabelData]) -> str:
    first, last = labels[0].document_uid, labels[-1].document_uid
    return f"Etykieta {first}" if len(labels) == 1 else f"Etykiety {first} – {last}"


def _bad_layout(text: str) -> InvalidInput:
    return InvalidInput(
        "bad_sheet_layout",
        f"„{text}” nie opisuje arkusza etykiet.",
        "Podaj kolumny i wiersze, na przykład 3x8, albo z wymiarami w milimetrach: "
        "3x8:LEWY,GÓRNY,CO_ILE_W_POZIOMIE,CO_ILE_W_PIONIE,SZEROKOŚĆ,WYSOKOŚĆ.",
        subject=text,
    )
