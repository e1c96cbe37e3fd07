"""The page as it came from the scanner, drawn the right way up and undistorted, to be compared with what is kept."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QTransform

from ui.desktop import theme

BEFORE = "przed oczyszczeniem"


def turned(image: QImage, degrees: int) -> QImage:
    """A raw page the way up a person reads it."""
    return image.transformed(QTransform().rotate(degrees)) if degrees else image


def within(whole: QRectF, image: QImage) -> QRectF:
    """Where an image of another shape lies on the page, in its middle."""
    size = QSizeF(image.size()).scaled(whole.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(QPointF(0, 0), size)
    place.moveCenter(whole.center())
    return place


def paint_remark(painter: QPainter, colours: theme.Theme) -> None:
    """Say that this is the scan as it came, not the page as it is kept."""
    place = painter.fontMetrics().boundingRect(BEFORE).adjusted(-8, -4, 8, 4)
    place.moveTo(8, 8)
    painter.fillRect(place, colours.color("accent"))
    painter.setPen(colours.color("on_accent"))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, BEFORE)
