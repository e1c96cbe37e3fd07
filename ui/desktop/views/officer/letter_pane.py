"""An opened letter: its page in the middle, what was ordered, its facts and its history at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ui.desktop import icons, said, theme
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.ports import Dictionaries
from ui.desktop.views.officer import words
from ui.desktop.views.page_panel import PagePanel
from ui.desktop.views.registry.item_view import facts
from ui.operations.routing_facts import RETURNED, AssignedLetter, AssignedRow, RoutingLine

COMING = "Skan w drodze. Pojawi się sam, gdy tylko dotrze."
NOT_SCANNED = "Tego pisma nie zeskanowano."


class LetterPane(QWidget):
    """Page beside the decision."""

    closed = Signal()
    assign_asked = Signal()
    return_asked = Signal()

    def __init__(self, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("letterPane")
        self.words = Dictionaries()
        self.row: AssignedRow | None = None
        self.letter: AssignedLetter | None = None
        self.page = PagePanel(jobs, self)
        self.page.view.setAccessibleName("Skan pisma")
        self._heading = QLabel(self)
        self._heading.setObjectName("assignedHeading")
        self._heading.setFont(theme.mono(12))
        self._heading.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._pressing, self._pressing_icon = QLabel(self), QLabel(self)
        self._pressing.setObjectName("assignedDue")
        self._orders = QVBoxLayout()
        self._orders.setSpacing(2)
        self.assign_button = self._button("assignedAssign", "Przekaż  P", "assign", self.assign_asked)
        self.return_button = self._button("assignedReturn", "Zwróć  Z", "returned", self.return_asked)
        self.close_button = self._button("assignedClose", "Zamknij  Esc", "close", self.closed)
        self._grid = QGridLayout()
        self._side = self._compose_side()
        self.parts = QSplitter(Qt.Orientation.Horizontal, self)
        self.parts.setObjectName("assignedParts")
        self.parts.setChildrenCollapsible(False)
        self.parts.addWidget(self.page)
        self.parts.addWidget(self._side)
        self.parts.setStretchFactor(0, 1)
        self.parts.setSizes([520, 330])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.parts)
        self.restyle()

    @property
    def item_id(self) -> str | None:
        """The item shown."""
        return self.letter.details.item.id if self.letter else None

    def show_letter(self, row: AssignedRow, letter: AssignedLetter) -> None:
        """Show a letter; its page stays where it is when it is the same one again."""
        same = self.item_id == letter.details.item.id
        index = self.page.index_of(self.page.current.number) if same and self.page.current else 0
        self.row, self.letter = row, letter
        item = letter.details.item
        self._heading.setText(item.document_uid)
        message = "" if letter.details.pages else NOT_SCANNED
        self.page.show_pages(letter.details.pages, index, COMING if letter.scan_coming else message)
        self._show_pressing(row)
        self._show_orders(row, letter.routing)
        back = row.role == RETURNED
        self.assign_button.setText("Zadekretuj  P" if back else "Przekaż  P")
        self.assign_button.setAccessibleName(self.assign_button.text())
        self.return_button.setVisible(not back)
        self._show_facts(letter)

    def clear(self) -> None:
        """Show nothing."""
        self.row = self.letter = None
        self.page.show_pages((), message="")

    def set_narrow(self, narrow: bool) -> None:
        """Where there is little room the decision stands beneath the page's tools that remain."""
        self.page.set_narrow(narrow)

    def restyle(self) -> None:
        """Take the theme's colours anew."""
        self.page.restyle()
        self.assign_button.setIcon(icons.icon("assign", "on_accent"))
        self.return_button.setIcon(icons.icon("returned"))
        self.close_button.setIcon(icons.icon("close"))

    def _show_pressing(self, row: AssignedRow) -> None:
        due = words.deadline(row.due_on)
        parts = ["pilne" if row.urgent else "", f"termin: {due}" if due else ""]
        if row.overdue:
            parts = ["pilne" if row.urgent else "", due]
        text = " · ".join(part for part in parts if part)
        token = "error" if row.overdue else "warn" if row.urgent else ""
        icon = {"error": "error", "warn": "doubtful"}.get(token)
        self._pressing.setText(text)
        self._pressing.setVisible(bool(text))
        theme.restyle(self._pressing, role=token or "heading")
        self._pressing_icon.setVisible(icon is not None)
        if icon:
            self._pressing_icon.setPixmap(icons.icon(icon, token).pixmap(18, 18))

    def _show_orders(self, row: AssignedRow, routing: tuple[RoutingLine, ...]) -> None:
        _empty(self._orders)
        if row.role == RETURNED:
            self._orders.addWidget(_said(f"Zwrócono: {words.order(row)}", "heading", self._side))
        for line in (each for each in routing if each.standing):
            self._orders.addWidget(_said(words.routed(line), "", self._side))
            if line.disposition:
                self._orders.addWidget(_said(f"„{line.disposition}”", "heading", self._side))

    def _show_facts(self, letter: AssignedLetter) -> None:
        _empty(self._grid)
        lines = [(name, value, "") for name, value in facts(letter.details.item, self.words)]
        history = [
            (said.instant(line.at), f"{line.what} · {line.who}", said.instant_full(line.at))
            for line in letter.details.history
        ]
        for number, (name, value, tip) in enumerate((*lines, ("", "", ""), *history)):
            label = _said(name, "muted", self._inner)
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            text = _said(value, "", self._inner)
            text.setToolTip(tip)
            self._grid.addWidget(label, number, 0)
            self._grid.addWidget(text, number, 1)
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def _compose_side(self) -> QWidget:
        side = QFrame(self)
        side.setProperty("ground", "surface")
        side.setMinimumWidth(250)
        head = QHBoxLayout()
        head.addWidget(self._heading)
        head.addStretch(1)
        head.addWidget(self.close_button)
        pressing = QHBoxLayout()
        pressing.addWidget(self._pressing_icon)
        pressing.addWidget(self._pressing, 1)
        theme.restyle(self.assign_button, primary=True)
        buttons = QHBoxLayout()
        for button in (self.assign_button, self.return_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._inner = QWidget(side)
        inner = QVBoxLayout(self._inner)
        inner.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        inner.addLayout(self._orders)
        inner.addSpacing(8)
        inner.addLayout(self._grid)
        inner.addStretch(1)
        column = QVBoxLayout(side)
        column.setContentsMargins(8, 0, 8, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(pressing)
        column.addLayout(buttons)
        column.addWidget(self._scroll(side), 1)
        return side

    def _scroll(self, side: QWidget) -> QScrollArea:
        scroll = QScrollArea(side)
        scroll.setObjectName("assignedScroll")
        scroll.setAccessibleName("Dekretacja, dane pisma i historia")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._inner)
        return scroll

    def _button(self, name: str, text: str, icon_name: str, asked: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(True)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setIcon(icons.icon(icon_name))
        button.clicked.connect(lambda: asked.emit())  # type: ignore[attr-defined]
        return button


def _said(text: str, role: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _empty(layout: QVBoxLayout | QGridLayout) -> None:
    while layout.count():
        entry = layout.takeAt(0)
        widget = entry.widget() if entry else None
        if widget is not None:
            widget.deleteLater()
