"""One PDF canvas for every print-out: Polish, titled, embedded fonts, the same bytes for the same data."""

from __future__ import annotations

from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from kancelaria.printing.fonts import REGULAR, register_fonts

AUTHOR = "Kancelaria"


def new_canvas(stream: BytesIO, title: str, page_size: tuple[float, float]) -> Canvas:
    """A canvas without a clock: `invariant` keeps dates and random ids out of the file."""
    register_fonts()
    canvas = Canvas(
        stream,
        pagesize=page_size,
        invariant=1,
        pageCompression=1,
        lang="pl-PL",
        # without it every file names Helvetica, which isn't embedded; the stub takes the name for a number
        initialFontName=REGULAR,  # type: ignore[arg-type]
    )
    describe(canvas, title)
    return canvas


def describe(canvas: Canvas, title: str) -> None:
    """Put the title and author into the file's metadata."""
    canvas.setTitle(title)
    canvas.setAuthor(AUTHOR)
    canvas.setSubject(title)
    canvas.setCreator(AUTHOR)
