"""A dialog of questions about a print-out: labels beside fields, one primary button, everything by keyboard."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.desktop import theme

MARGIN_OF_SCREEN = 48


class NumberField(QLineEdit):
    """A whole number between two others, typed or moved by the arrow keys."""

    def __init__(self, least: int, most: int, value: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self.setValidator(QIntValidator(least, most, self))
        self.set_value(value)

    @property
    def most(self) -> int:
        """The largest number allowed."""
        return self._most

    @property
    def value(self) -> int:
        """The number; what is out of bounds is the nearest one that isn't."""
        text = self.text().strip()
        return max(self._least, min(self._most, int(text) if text.isdecimal() else self._least))

    def set_value(self, value: int) -> None:
        """Show a number."""
        self.setText(str(max(self._least, min(self._most, value))))

    def set_most(self, most: int) -> None:
        """Another largest number; the one shown follows."""
        self._most = most
        self.setValidator(QIntValidator(self._least, most, self))
        self.set_value(self.value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up is one more, down one less."""
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
        if step:
            self.set_value(self.value + step)
        else:
            super().keyPressEvent(event)


class PrintDialog(QDialog):
    """Fields in one column; `confirmed` when the primary button is pressed, closing is up to whoever hears it."""

    confirmed = Signal()

    def __init__(self, name: str, title: str, button: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._inner = QWidget(self)
        self._layout = QVBoxLayout(self._inner)
        self._layout.setContentsMargins(24, 24, 24, 0)
        self._layout.setSpacing(8)
        heading = QLabel(title, self._inner)
        heading.setProperty("role", "title")
        self._layout.addWidget(heading)
        self._fields: list[QWidget] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._button = button
        self.setMinimumWidth(520)

    def say(self, text: str) -> None:
        """A line under the title."""
        said = QLabel(text, self)
        said.setProperty("role", "muted")
        said.setWordWrap(True)
        self._layout.addWidget(said)

    def _fit(self) -> None:
        """As large as its content, but never larger than the screen: what doesn't fit is scrolled."""
        screen = self.screen().availableGeometry()
        width = min(max(self.minimumWidth(), self._inner.sizeHint().width()), screen.width() - MARGIN_OF_SCREEN)
        high = max(self._inner.heightForWidth(width), self._inner.sizeHint().height())
        buttons = self.confirm.sizeHint().height() + 48
        self.resize(width, min(high + buttons, screen.height() - MARGIN_OF_SCREEN))

    def add(self, text: str, field: QWidget, name: str) -> QLabel:
        """A field with its label beside it; gives the label. A button or a tick box speaks for itself."""
        row = self._grid.rowCount()
        label = QLabel(text, self)
        label.setProperty("role", "muted")
        label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        label.setContentsMargins(0, 6, 0, 0)
        field.setObjectName(name)
        if text:
            field.setAccessibleName(text)
            label.setBuddy(field)
        if isinstance(field, QPushButton):
            field.setAutoDefault(False)
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(field, row, 1)
        self._fields.append(field)
        return label

    def add_below(self, widget: QWidget) -> None:
        """Something across the whole dialog, under the fields so far."""
        self._grid.addWidget(widget, self._grid.rowCount(), 0, 1, 2)

    def add_answer(self, name: str) -> QLabel:
        """Where the dialog answers; nothing is shown there before it does."""
        answer = QLabel(self)
        answer.setObjectName(name)
        answer.setWordWrap(True)
        answer.setContentsMargins(8, 8, 8, 8)
        answer.hide()
        self.add_below(answer)
        return answer

    def tell(self, answer: QLabel, text: str, notice: str) -> None:
        """Answer; `notice` is "warn", "error" or empty. The dialog grows with it."""
        answer.setText(text)
        answer.setAccessibleName(text)
        theme.restyle(answer, notice=notice)
        answer.setVisible(bool(text))
        answer.setMinimumHeight(answer.heightForWidth(max(self.width(), self.minimumWidth()) - 48) if text else 0)
        self._fit()
        self._layout.activate()
        self._scroll.ensureWidgetVisible(answer)

    def finish(self, back: str = "Anuluj  Esc") -> None:
        """All fields are there: the buttons come last."""
        self.back = QPushButton(back, self)
        self.back.setObjectName(f"{self.objectName()}Back")
        self.back.setAutoDefault(False)
        self.back.clicked.connect(self.reject)
        self.confirm = QPushButton(self._button, self)
        self.confirm.setObjectName(f"{self.objectName()}Confirm")
        self.confirm.setDefault(True)
        self.confirm.clicked.connect(self.confirmed)
        theme.restyle(self.confirm, primary=True)
        self._layout.addLayout(self._grid)
        self._layout.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(24, 16, 24, 24)
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.confirm)
        scroll = self._scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scroll, 1)
        whole.addLayout(buttons)
        self._fit()
        chain: list[QWidget] = [each for each in self._fields if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
        for one, two in pairwise([*chain, self.back, self.confirm]):
            QWidget.setTabOrder(one, two)
        if chain:
            chain[0].setFocus()
