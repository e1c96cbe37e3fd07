"""A bar chart in the theme's colours; what it shows can be heard, too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyqtgraph
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAccessible, QFont, QMouseEvent
from PySide6.QtWidgets import QWidget

from ui.desktop import theme
from ui.desktop.roles import speak_as

BAR = 0.7
MOST_TICKS = 8
MOST_BARS = 10
FEW = 4
SAID = 12
"""So many bars are read aloud; the table says them all."""


class BarChart(pyqtgraph.PlotWidget):  # type: ignore[misc]
    """Bars upright in their order, or lying with the most above. It takes no keys: the table beside it does."""

    def __init__(self, name: str, heading: str, upright: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(f"Wykres: {heading}")
        speak_as(self, QAccessible.Role.Chart)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._upright = upright
        self._rows: tuple[tuple[str, int], ...] = ()
        plot = self.getPlotItem()
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.setMouseEnabled(False, False)
        self.setMouseTracking(True)
        self.restyle()

    @property
    def rows(self) -> tuple[tuple[str, int], ...]:
        """What is shown: name and number."""
        return self._rows

    @property
    def _top(self) -> int:
        """Where the first lying bar is; a few bars stand above an empty space."""
        return max(len(self._rows), FEW) - 1

    def show_rows(self, rows: Sequence[tuple[str, int]]) -> None:
        """Show these; of lying bars the first ten."""
        self._rows = tuple(rows) if self._upright else tuple(rows)[:MOST_BARS]
        told = ", ".join(f"{name}: {count}" for name, count in self._rows if count)
        listed = told.split(", ")
        self.setAccessibleDescription(", ".join(listed[:SAID]) + ("…" if len(listed) > SAID else ""))
        self._draw()

    def restyle(self) -> None:
        """Take the theme's colours anew."""
        colours = theme.current()
        self.setBackground(colours.color("raised"))
        font = QFont(self.font())
        font.setPointSizeF(theme.BASE_POINTS * 0.85)
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setTextPen(colours.color("text"))
            axis.setPen(colours.color("border"))
            axis.setStyle(tickFont=font, tickLength=-4)
        self._draw()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The bar under the mouse says its name and number."""
        place = self.getPlotItem().vb.mapSceneToView(QPointF(event.position()))
        number = round(place.x() if self._upright else self._top - place.y())
        inside = 0 <= number < len(self._rows)
        self.setToolTip("{}: {}".format(*self._rows[number]) if inside else "")
        super().mouseMoveEvent(event)

    def _draw(self) -> None:
        plot: Any = self.getPlotItem()
        plot.clear()
        if not self._rows:
            return
        places, counts = list(range(len(self._rows))), [count for _, count in self._rows]
        brush = theme.current().color("accent")
        names = [name for name, _ in self._rows]
        top = max([*counts, 1])
        few = [[(count, str(count)) for count in range(top + 1)]] if top <= FEW else None
        self.getAxis("left" if self._upright else "bottom").setTicks(few)
        if self._upright:
            bars = pyqtgraph.BarGraphItem(x=places, height=counts, width=BAR, brush=brush, pen=None)
            step = max(1, -(-len(names) // MOST_TICKS))
            self.getAxis("bottom").setTicks([[(place, names[place]) for place in places[::step]]])
            plot.setXRange(-0.6, len(names) - 0.4, padding=0)
            plot.setYRange(0, top * 1.05, padding=0)
        else:
            upward = [self._top - place for place in places]
            bars = pyqtgraph.BarGraphItem(x0=0, y=upward, height=BAR, width=counts, brush=brush, pen=None)
            self.getAxis("left").setTicks([[(place, _short(name)) for place, name in zip(upward, names, strict=True)]])
            self.getAxis("left").setWidth(190)
            plot.setYRange(-0.6, self._top + 0.6, padding=0)
            plot.setXRange(0, top * 1.05, padding=0)
        plot.addItem(bars)


def _short(name: str, most: int = 26) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"
