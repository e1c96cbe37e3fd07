"""The look shared by documents on paper: sizes, one accent colour, paragraph styles."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from kancelaria.printing.fonts import BOLD, MONO, REGULAR
from kancelaria.printing.privacy import printable

# dark enough to stay crisp on a black-and-white laser printer
ACCENT: Color = HexColor("#1D3557")
MUTED: Color = HexColor("#4A5563")
RULE: Color = HexColor("#B8C0CB")
ZEBRA: Color = HexColor("#F2F4F7")
BLACK: Color = HexColor("#000000")


@dataclass(frozen=True)
class Look:
    """Text sizes built on one base size, in points."""

    base: float

    def style(
        self,
        scale: float = 1.0,
        *,
        bold: bool = False,
        mono: bool = False,
        colour: Color = BLACK,
        centred: bool = False,
        indent: float = 0,
    ) -> ParagraphStyle:
        """A paragraph style at `scale` times the base size."""
        size = self.base * scale
        return ParagraphStyle(
            f"{scale}-{bold}-{mono}",
            fontName=MONO if mono else BOLD if bold else REGULAR,
            fontSize=size,
            leading=size * 1.3,
            textColor=colour,
            alignment=TA_CENTER if centred else TA_LEFT,
            leftIndent=indent,
            splitLongWords=1,
        )

    def text(
        self,
        text: str,
        scale: float = 1.0,
        *,
        bold: bool = False,
        colour: Color = BLACK,
        centred: bool = False,
        indent: float = 0,
    ) -> Paragraph:
        """A paragraph of plain text, cleaned for paper."""
        style = self.style(scale, bold=bold, colour=colour, centred=centred, indent=indent)
        return Paragraph(escape(printable(text)), style)

    def caption(self, text: str, *, indent: float = 0) -> Paragraph:
        """A small muted name of a field."""
        return self.text(text, 0.82, colour=MUTED, indent=indent)

    def mono(self, text: str, scale: float = 1.0, *, centred: bool = False, indent: float = 0) -> Paragraph:
        """An identifier or a hash, in the monospaced face."""
        return Paragraph(escape(text), self.style(scale, mono=True, centred=centred, indent=indent))
