"""Labels 50×30 mm: one a page for a label printer, or a grid on A4 sheets."""

from __future__ import annotations

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


@dataclass(frozen=True)
class SheetLayout:
    """An A4 sheet of 50×30 mm labels; millimetres from the sheet's left and upper edges to the first label."""

    columns: int = 4
    rows: int = 9
    left: float = 5.0
    top: float = 13.5
    column_pitch: float = 50.0
    row_pitch: float = 30.0

    @property
    def capacity(self) -> int:
        """Labels on one sheet."""
        return self.columns * self.rows


def write_labels(
    labels: Sequence[LabelData],
    target: Path,
    *,
    sheet: bool = False,
    used: int = 0,
    layout: SheetLayout | None = None,
    printer_dpi: int = DEFAULT_DPI,
) -> None:
    """Write the labels as a PDF; on sheets the first `used` places are left free for a part-used sheet."""
    if not labels:
        raise InvalidInput(
            "no_labels", "Nie wskazano żadnej etykiety do wydruku.", "Wskaż co najmniej jedną przesyłkę."
        )
    stream = BytesIO()
    if sheet:
        _draw_sheets(labels, stream, layout or SheetLayout(), used, printer_dpi)
    else:
        canvas = new_canvas(stream, _title(labels), (WIDTH, HEIGHT))
        for label in labels:
            draw_label(canvas, label, 0, 0, printer_dpi)
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
    left = (layout.left + column * layout.column_pitch) * mm
    bottom = A4[1] - (layout.top + row * layout.row_pitch) * mm - HEIGHT
    draw_label(canvas, label, left, bottom, dpi)


def _check(layout: SheetLayout, used: int) -> None:
    width = layout.left * mm + (layout.columns - 1) * layout.column_pitch * mm + WIDTH
    height = layout.top * mm + (layout.rows - 1) * layout.row_pitch * mm + HEIGHT
    overlapping = layout.column_pitch * mm < WIDTH - 0.01 or layout.row_pitch * mm < HEIGHT - 0.01
    if overlapping or min(layout.left, layout.top) < 0 or width > A4[0] + 0.01 or height > A4[1] + 0.01:
        raise InvalidInput(
            "bad_sheet_layout",
            "Układ arkusza etykiet nie mieści się na stronie A4.",
            "Sprawdź w ustawieniach liczbę kolumn i wierszy oraz marginesy arkusza.",
        )
    if not 0 <= used < layout.capacity:
        raise InvalidInput(
            "bad_sheet_offset",
            f"Na arkuszu jest {layout.capacity} etykiet, a wskazano {used} zużytych.",
            f"Podaj liczbę od 0 do {layout.capacity - 1}.",
            subject=str(used),
        )


def _title(labels: Sequence[LabelData]) -> str:
    first, last = labels[0].document_uid, labels[-1].document_uid
    return f"Etykieta {first}" if len(labels) == 1 else f"Etykiety {first} – {last}"
