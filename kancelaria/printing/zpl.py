"""A label as ZPL: its face as a picture in the printer's own dots, so nothing hangs on the printer's fonts."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from itertools import groupby

import pypdfium2
from PIL import Image

from kancelaria.printing.document import new_canvas
from kancelaria.printing.label_face import HEIGHT, WIDTH, draw_label
from kancelaria.printing.model import LabelData

POINTS = 72
# letters are drawn finer than the dots and then counted: thin strokes and the dot of "ż" stay
FINER = 4
BLACK_FROM = 150
FILLERS = {"0": ",", "F": "!"}


@dataclass(frozen=True)
class Dots:
    """A picture in printer's dots: `rows` from the top, 8 dots a byte, 1 = black."""

    width: int
    height: int
    rows: tuple[bytes, ...]

    @property
    def image(self) -> Image.Image:
        """The picture, black on white."""
        packed = b"".join(self.rows)
        stride = len(self.rows[0])
        inked = Image.frombytes("1", (stride * 8, self.height), packed).crop((0, 0, self.width, self.height))
        return inked.point(lambda ink: 0 if ink else 255, mode="L")


def label_dots(label: LabelData, dpi: int) -> Dots:
    """The face of a label on a printer of `dpi`; bars lie on whole dots."""
    width, height = round(WIDTH * dpi / POINTS), round(HEIGHT * dpi / POINTS)
    stream = BytesIO()
    canvas = new_canvas(stream, "Etykieta", (width * POINTS / dpi, height * POINTS / dpi))
    draw_label(canvas, label, 0, height * POINTS / dpi - HEIGHT, dpi)
    canvas.showPage()
    canvas.save()
    document = pypdfium2.PdfDocument(stream.getvalue())
    try:
        fine = document[0].render(scale=dpi * FINER / POINTS, grayscale=True).to_pil().convert("L")
    finally:
        document.close()
    grey = fine.resize((width, height), Image.Resampling.BOX)
    inked = grey.point(lambda level: 255 if level < BLACK_FROM else 0).convert("1", dither=Image.Dither.NONE)
    stride = (width + 7) // 8
    packed = inked.tobytes()
    return Dots(width, height, tuple(packed[start : start + stride] for start in range(0, len(packed), stride)))


def zpl_label(label: LabelData, dpi: int) -> bytes:
    """One label as a ZPL format: ASCII, one `^GFA` and nothing that stays in the printer."""
    dots = label_dots(label, dpi)
    stride = len(dots.rows[0])
    total = stride * dots.height
    picture = f"^GFA,{total},{total},{stride},{compressed(dots.rows)}"
    return f"^XA^PW{dots.width}^LL{dots.height}^LH0,0^FO0,0{picture}^FS^PQ1,0,1,N^XZ\n".encode("ascii")


def compressed(rows: tuple[bytes, ...]) -> str:
    """Rows in ZPL's own short form: runs of hex digits, `,` and `!` for the rest of a row, `:` for the row before."""
    parts: list[str] = []
    before = None
    for row in rows:
        parts.append(":" if row == before else _row(row.hex().upper()))
        before = row
    return "".join(parts)


def _row(digits: str) -> str:
    last = digits[-1]
    short, ending = digits, ""
    if last in FILLERS:
        short = digits.rstrip(last)
        short += last * (len(short) % 2)  # what fills the row begins at a whole byte
        ending = FILLERS[last] if len(short) < len(digits) else ""
    return "".join(_run(digit, len(list(same))) for digit, same in groupby(short)) + ending


def _run(digit: str, count: int) -> str:
    text = ""
    while count >= 20:
        scores = min(count // 20, 20)
        text += chr(ord("g") + scores - 1)
        count -= scores * 20
    if count > 1 or (count and text):
        return text + chr(ord("G") + count - 1) + digit
    return text + digit if count or text else ""
