"""Print-outs whose text flows from page to page: laid out twice, so that each page can say of how many it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from kancelaria.printing.document import AUTHOR
from kancelaria.printing.fonts import REGULAR, register_fonts


@dataclass(frozen=True)
class Room:
    """A page's size and the part of it that is written on, in points from its lower left corner."""

    page: tuple[float, float]
    left: float
    bottom: float
    width: float
    height: float


def flowing_pdf(
    room: Room,
    title: str,
    subject: str,
    story: Callable[[], Sequence[Flowable]],
    foot: Callable[[Canvas, int], None] | None = None,
) -> bytes:
    """The story as a PDF file; `foot` draws on each page and is told how many there are."""
    register_fonts()
    pages = _laid_out(room, title, subject, story, foot, 0)[0] if foot is not None else 0
    return _laid_out(room, title, subject, story, foot, pages)[1]


def _laid_out(
    room: Room,
    title: str,
    subject: str,
    story: Callable[[], Sequence[Flowable]],
    foot: Callable[[Canvas, int], None] | None,
    pages: int,
) -> tuple[int, bytes]:
    """How many pages it has, and the file that says `pages`."""

    def on_page(canvas: Canvas, _document: object) -> None:
        if foot is not None:
            foot(canvas, pages)

    stream = BytesIO()
    document = BaseDocTemplate(
        stream, pagesize=room.page, title=title, author=AUTHOR, subject=subject, creator=AUTHOR, lang="pl-PL",
        invariant=1, initialFontName=REGULAR,
    )  # fmt: skip
    frame = Frame(room.left, room.bottom, room.width, room.height, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=on_page))
    document.build(list(story()))
    return document.page, stream.getvalue()
