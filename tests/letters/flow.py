"""Text that flows down a column and over pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tests.letters.sheet import MM, Align, Sheet, Style, measure


class Flow:
    """A column over one or more sheets. `y` is the top of the next line in points; `furnish` decorates each sheet."""

    def __init__(
        self,
        style: Style,
        left: float = 25 * MM,
        right: float = 25 * MM,
        top: float = 25 * MM,
        bottom: float = 22 * MM,
        furnish: Callable[[Sheet, int], None] | None = None,
    ) -> None:
        self.style, self.left, self.top, self.bottom = style, left, top, bottom
        self.right_margin, self._furnish = right, furnish
        self.sheets: list[Sheet] = []
        self.y = top
        self.new_sheet()

    @property
    def sheet(self) -> Sheet:
        """The sheet being filled."""
        return self.sheets[-1]

    @property
    def right(self) -> float:
        """x of the right margin."""
        return self.sheet.width - self.right_margin

    @property
    def width(self) -> float:
        """Width of the column."""
        return self.right - self.left

    def new_sheet(self, top: float | None = None) -> None:
        """Turns to a fresh sheet."""
        self.sheets.append(Sheet())
        self.y = self.top if top is None else top
        if self._furnish:
            self._furnish(self.sheet, len(self.sheets))

    def need(self, height: float) -> None:
        """Turns the page unless so much room is left."""
        if self.y + height > self.sheet.height - self.bottom:
            self.new_sheet()

    def gap(self, points: float) -> None:
        """Leaves room."""
        self.y += points

    def line(self, text: str, style: Style | None = None, align: Align = "left", x: float | None = None) -> float:
        """One unwrapped line; x defaults to the margin or middle `align` asks for. Returns its baseline."""
        style = style or self.style
        self.need(style.line)
        default = {"right": self.right, "center": (self.left + self.right) / 2}.get(align, self.left)
        baseline = self.y + style.size
        self.sheet.text(default if x is None else x, baseline, text, style, align)
        self.y += style.line
        return baseline

    def lines(
        self, texts: Iterable[str], style: Style | None = None, align: Align = "left", x: float | None = None
    ) -> None:
        """Several unwrapped lines; empty ones are skipped."""
        for text in texts:
            if text:
                self.line(text, style, align, x)

    def paragraph(
        self,
        text: str,
        style: Style | None = None,
        align: Align = "justify",
        indent: float = 0.0,
        left: float | None = None,
        right: float | None = None,
        hang: float = 0.0,
    ) -> None:
        """Wraps text into the column; `**` around words makes them bold; `indent` first line, `hang` the others."""
        style = style or self.style
        start, end = self.left if left is None else left, self.right if right is None else right
        rows = _wrap(_marked(text, style), end - start, indent, hang, style)
        for i, row in enumerate(rows):
            self.need(style.line)
            last = i == len(rows) - 1
            self._row(
                row, start + (indent if i == 0 else hang), end, style, "left" if last and align == "justify" else align
            )

    def _row(self, row: list[tuple[str, Style]], start: float, end: float, style: Style, align: Align) -> None:
        baseline = self.y + style.size
        space = measure(" ", style)
        used = sum(measure(w, s) for w, s in row)
        total = used + space * (len(row) - 1)
        x = start
        if align == "justify" and len(row) > 1:
            space = (end - start - used) / (len(row) - 1)
        elif align == "right":
            x = end - total
        elif align == "center":
            x = (start + end - total) / 2
        for word, word_style in row:
            self.sheet.text(x, baseline, word, word_style)
            x += measure(word, word_style) + space
        self.y += style.line


def _marked(text: str, style: Style) -> list[tuple[str, Style]]:
    out: list[tuple[str, Style]] = []
    for i, part in enumerate(text.split("**")):
        chosen = style.but(bold=True) if i % 2 else style
        words = part.split()
        if i and words and out and not part[:1].isspace() and i % 2 == 0 and words[0][0] in ",.;:)":
            out[-1] = (out[-1][0] + words[0], out[-1][1])
            words = words[1:]
        out.extend((word, chosen) for word in words)
    return out


def _wrap(
    words: list[tuple[str, Style]], width: float, indent: float, hang: float, style: Style
) -> list[list[tuple[str, Style]]]:
    rows: list[list[tuple[str, Style]]] = [[]]
    space, at = measure(" ", style), indent
    for word in words:
        length = measure(*word)
        if rows[-1] and at + length > width:
            rows.append([])
            at = hang
        rows[-1].append(word)
        at += length + space
    return [row for row in rows if row]
