"""Two lines a letter: the deadline and who writes, then what about and what was ordered."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.desktop import icons, theme
from ui.desktop.models.assigned_model import ROW_ROLE
from ui.desktop.views.officer import words
from ui.operations.routing_facts import RETURNED, AssignedRow

SIDE, ICON, GAP = 10, 16, 6
SLACK = 4
"""Figures of one width make a text a little wider than its parts say."""
ROW, ROOMY = 52, 60


class RowPainter(QStyledItemDelegate):
    """Paints rows of "Do mnie"."""

    height = ROW

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Every row is as tall."""
        return QSize(200, self.height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground as the style has it, then the words."""
        ground = QStyleOptionViewItem(option)
        self.initStyleOption(ground, index)
        ground.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, ground, painter, option.widget)
        row = index.data(ROW_ROLE)
        painter.save()
        if isinstance(row, AssignedRow):
            self._paint_row(painter, option, row)
        else:
            painter.setPen(theme.current().color("muted"))
            painter.drawText(option.rect.adjusted(SIDE, 0, -SIDE, 0), Qt.AlignmentFlag.AlignVCenter, "…")
        painter.restore()

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: AssignedRow) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        colours = theme.current()
        plain = colours.color("on_selection" if chosen else "text")
        muted = plain if chosen else colours.color("muted")
        whole = option.rect.adjusted(SIDE, 4, -SIDE, -4)
        half = whole.height() // 2
        first = QRect(whole.left(), whole.top(), whole.width(), half)
        second = QRect(whole.left(), whole.top() + half, whole.width(), whole.height() - half)
        bold = theme.sans()
        bold.setBold(not row.seen)
        left = self._paint_mark(painter, first, row, plain if chosen else None)
        role = words.role(row)
        right = _at_right(painter, first, role, theme.sans(), muted)
        _elided(painter, first.adjusted(left, 0, -right, 0), row.sender, bold, plain)
        what = QFontMetrics(bold).horizontalAdvance(row.title) + SLACK if row.title else 0
        room = second.width()
        share = min(what, room if not words.order(row) else max(room * 11 // 20, room - 220))
        _elided(painter, QRect(second.left(), second.top(), share, second.height()), row.title, bold, plain)
        rest = second.adjusted(share + GAP * 2, 0, 0, 0)
        _elided(painter, rest, words.order(row), theme.sans(), muted)

    def _paint_mark(self, painter: QPainter, line: QRect, row: AssignedRow, colour: QColor | None) -> int:
        """Deadline with its icon and word; the width it takes."""
        text, icon, token = _mark(row)
        if not text:
            return 0
        if icon:
            picture = icons.icon(icon, "on_selection" if colour is not None else token)
            picture.paint(painter, QRect(line.left(), line.top() + (line.height() - ICON) // 2, ICON, ICON))
        font = theme.sans()
        font.setBold(row.overdue or not row.seen)
        start = ICON + GAP if icon else 0
        width = QFontMetrics(font).horizontalAdvance(text) + 1
        painter.setFont(font)
        painter.setPen(colour or theme.current().color(token))
        painter.drawText(line.adjusted(start, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
        return start + width + GAP * 2


def _mark(row: AssignedRow) -> tuple[str, str, str]:
    """Words, icon and colour of what presses."""
    due = words.deadline(row.due_on)
    if row.role == RETURNED:
        return "zwrócone", "returned", "warn"
    if row.overdue:
        return due, "error", "error"
    if row.urgent:
        return f"pilne · {due}" if due else "pilne", "doubtful", "warn"
    return due, "", "text"


def _at_right(painter: QPainter, line: QRect, text: str, font: QFont, colour: QColor) -> int:
    width = min(QFontMetrics(font).horizontalAdvance(text) + SLACK, line.width() // 3)
    _elided(painter, QRect(line.right() - width, line.top(), width + 1, line.height()), text, font, colour)
    return width + GAP * 2


def _elided(painter: QPainter, room: QRect, text: str, font: QFont, colour: QColor) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
