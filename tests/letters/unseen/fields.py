"""Fields of printed forms: comb boxes, dotted lines, boxed cells, filled by typing or by hand."""

from __future__ import annotations

from dataclasses import dataclass

from tests.letters.flow import Flow
from tests.letters.sheet import MM, Style, measure


@dataclass
class Form:
    """A form being filled: `ink` is the style of what the applicant enters."""

    flow: Flow
    ink: Style

    def cell(self, label: str, value: str, x: float, width: float, height: float = 24.0) -> None:
        """A box with a small label in its corner and the value under it."""
        sheet, small = self.flow.sheet, self.flow.style.but(size=6.8)
        sheet.box(x, self.flow.y, width, height, 0.6)
        sheet.text(x + 3, self.flow.y + 7.5, label, small)
        sheet.text(x + 5, self.flow.y + height - 5, value, self._fitting(value, width - 8))

    def cells(self, row: list[tuple[str, str, float]], height: float = 24.0) -> None:
        """Boxes side by side: (label, value, share of the width)."""
        self.flow.need(height)
        x = self.flow.left
        for label, value, share in row:
            self.cell(label, value, x, self.flow.width * share, height)
            x += self.flow.width * share
        self.flow.y += height

    def comb(self, label: str, digits: str) -> None:
        """One square a digit."""
        size, sheet = 15.0, self.flow.sheet
        self.flow.need(size + 6)
        sheet.text(self.flow.left, self.flow.y + 11, label, self.flow.style)
        x = self.flow.left + 40 * MM
        for digit in digits:
            sheet.box(x, self.flow.y, size, size, 0.6)
            sheet.text(x + size / 2, self.flow.y + size - 3.5, digit, self.ink, "center", boxed=True)
            x += size
        self.flow.y += size + 6

    def dotted(self, label: str, value: str, hint: str = "") -> None:
        """A label, then a dotted line written upon, with a hint in small print under it."""
        flow, sheet = self.flow, self.flow.sheet
        flow.need(flow.style.line * 2)
        base = flow.y + flow.style.size + 4
        end = sheet.text(flow.left, base, label, flow.style) if label else flow.left - 4
        start = end + 4
        sheet.dots(start, flow.right, base + 2)
        sheet.text(start + 8, base - 0.5, value, self._fitting(value, flow.right - start - 10))
        flow.y = base + 7
        if hint:
            sheet.text((start + flow.right) / 2, flow.y + 4, hint, flow.style.but(size=6.8), "center")
            flow.y += 9

    def tick(self, label: str, on: bool) -> None:
        """A square to tick."""
        flow, size = self.flow, 8.5
        flow.need(flow.style.line)
        flow.sheet.box(flow.left + 2, flow.y + 2, size, size, 0.7)
        if on:
            x, y = flow.left + 2, flow.y + 2
            flow.sheet.rule(x + 1, y + 1, x + size - 1, y + size - 1, 1.1, self.ink.colour)
            flow.sheet.rule(x + size - 1, y + 1, x + 1, y + size - 1, 1.1, self.ink.colour)
        flow.paragraph(label, flow.style, "left", left=flow.left + 18)
        flow.gap(2)

    def section(self, text: str) -> None:
        """A grey bar with the section's heading."""
        flow, height = self.flow, 15.0
        flow.need(height + 30)
        flow.sheet.box(flow.left, flow.y, flow.width, height, 0.6, (218, 218, 218))
        flow.sheet.text(flow.left + 4, flow.y + 11, text, flow.style.but(bold=True, size=flow.style.size - 0.5))
        flow.y += height

    def _fitting(self, value: str, room: float) -> Style:
        """The ink, smaller where the value would run over its field."""
        wide = measure(value, self.ink)
        return self.ink if wide <= room else self.ink.but(size=self.ink.size * max(0.6, room / wide))
