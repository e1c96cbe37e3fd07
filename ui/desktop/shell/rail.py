"""The left rail: the places a role may go, icons with words."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from ui.desktop import icons

WIDTH = 88
NARROW_WIDTH = 48


class Rail(QFrame):
    """Buttons for the places; `chosen` carries the place's name."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAccessibleName("Miejsca w programie")
        self.setFixedWidth(WIDTH)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, tuple[QToolButton, str]] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(4, 8, 4, 8)
        self._layout.setSpacing(4)
        self._layout.addStretch(1)
        self._above = 0

    def add(self, name: str, text: str, icon_name: str, key: str, at_bottom: bool = False) -> None:
        """Add a place above the stretch, or at the bottom."""
        button = QToolButton(self)
        button.setObjectName(f"rail_{name}")
        button.setAccessibleName(text)
        button.setText(text)
        button.setToolTip(f"{text} ({key})")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QSize(24, 24))
        button.setCheckable(True)
        button.setFixedWidth(WIDTH - 8)
        button.clicked.connect(lambda: self.chosen.emit(name))
        self._group.addButton(button)
        self._buttons[name] = (button, icon_name)
        place = self._layout.count() if at_bottom else self._above
        self._above += not at_bottom
        self._layout.insertWidget(place, button)
        self._paint_icon(button, icon_name)

    def set_narrow(self, narrow: bool) -> None:
        """Icons alone where the window is narrow; the words stay as tooltips and accessible names."""
        width = NARROW_WIDTH if narrow else WIDTH
        if self.width() == width and self.minimumWidth() == width:
            return
        self.setFixedWidth(width)
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if narrow else Qt.ToolButtonStyle.ToolButtonTextUnderIcon
        for button, _ in self._buttons.values():
            button.setToolButtonStyle(style)
            button.setFixedWidth(width - 8)

    def show_only(self, names: Collection[str]) -> None:
        """Show these places; the others are as if they weren't there."""
        for name, (button, _) in self._buttons.items():
            button.setVisible(name in names)

    def select(self, name: str) -> None:
        """Show which place is open; one that isn't on the rail leaves none of its buttons pressed."""
        if name in self._buttons:
            self._buttons[name][0].setChecked(True)
        elif (pressed := self._group.checkedButton()) is not None:
            self._group.setExclusive(False)
            pressed.setChecked(False)
            self._group.setExclusive(True)

    def restyle(self) -> None:
        """Take the theme's colours anew."""
        for button, icon_name in self._buttons.values():
            self._paint_icon(button, icon_name)

    def _paint_icon(self, button: QToolButton, icon_name: str) -> None:
        button.setIcon(icons.icon(icon_name, "on_rail", selected="on_rail_selected"))
