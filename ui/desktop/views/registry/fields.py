"""One field of the desk's form: an editor, whether it is only suggested yet, and how sure the reading was."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from kancelaria.domain.incoming import Suggestion
from ui.desktop import theme

LOW = 0.8
"""Below this confidence a person is asked to look."""


class LineEditor(QLineEdit):
    """One line of text; Enter confirms."""

    entered = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.textEdited.connect(lambda _text: self.changed.emit())
        self.returnPressed.connect(self.entered)

    def event(self, event: QEvent) -> bool:
        """Ctrl+Z and Ctrl+Shift+Z are the window's while nothing was typed here."""
        if _left_to_window(event, self.isUndoAvailable(), self.isRedoAvailable()):
            event.ignore()
            return False
        return super().event(event)

    def value(self) -> str:
        """The text without spaces around it."""
        return self.text().strip()

    def show_value(self, value: str) -> None:
        """Show a value from its beginning."""
        self.setText(value)
        self.setCursorPosition(0)


class TextEditor(QPlainTextEdit):
    """Three lines of text that wrap; Tab and Enter leave it, as in a line."""

    entered = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._showing = False
        self.textChanged.connect(self._on_text_changed)

    def event(self, event: QEvent) -> bool:
        """Ctrl+Z and Ctrl+Shift+Z are the window's while nothing was typed here."""
        if _left_to_window(event, self.document().isUndoAvailable(), self.document().isRedoAvailable()):
            event.ignore()
            return False
        return super().event(event)

    def sizeHint(self) -> QSize:
        """Three lines; asked anew whenever the font or the style changes."""
        return QSize(super().sizeHint().width(), self.fontMetrics().lineSpacing() * 3 + 14)

    def minimumSizeHint(self) -> QSize:
        """As high as it wants to be; as narrow as there is room."""
        return QSize(80, self.sizeHint().height())

    def value(self) -> str:
        """The text as one line."""
        return " ".join(self.toPlainText().split())

    def show_value(self, value: str) -> None:
        """Show a value."""
        self._showing = True
        self.setPlainText(value)
        self._showing = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter confirms instead of breaking the line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entered.emit()
            return
        super().keyPressEvent(event)

    def _on_text_changed(self) -> None:
        if not self._showing:
            self.changed.emit()


class ChoiceEditor(QComboBox):
    """A list of choice; the wheel doesn't change it by accident, Enter confirms."""

    entered = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.activated.connect(lambda _index: self.changed.emit())
        self.installEventFilter(self)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these (value, Polish), after an empty first."""
        kept = self.value()
        self.clear()
        self.addItem("", "")
        for value, said in choices:
            self.addItem(said, value)
        self.show_value(kept)

    def value(self) -> str:
        """The value chosen."""
        return str(self.currentData() or "")

    def knows(self, value: str) -> bool:
        """Whether the list offers this value or word; a list not filled yet may."""
        found = self.findData(value) >= 0 or self.findText(value, Qt.MatchFlag.MatchFixedString) >= 0
        return found or not self.count()

    def show_value(self, value: str) -> None:
        """Choose a value by itself or by its Polish word."""
        index = self.findData(value)
        self.setCurrentIndex(index if index >= 0 else max(0, self.findText(value, Qt.MatchFlag.MatchFixedString)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """No wheel without focus; Enter confirms while the list is closed."""
        if event.type() == QEvent.Type.Wheel and not self.hasFocus():
            event.ignore()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            plain = not event.modifiers()
            if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.view().isVisible():
                self.entered.emit()
                return True
        return super().eventFilter(watched, event)


Editor = LineEditor | TextEditor | ChoiceEditor


class Field(QWidget):
    """An editor with its suggestion mark. `name` is the item's field; a person's word always wins over a suggestion.

    `read` False: never read from the page, so no room is kept for the mark.
    """

    focused = Signal(str)
    edited = Signal(str)
    entered = Signal(str)

    def __init__(self, name: str, said: str, editor: Editor, parent: QWidget | None = None, read: bool = True) -> None:
        super().__init__(parent)
        self.name, self.said, self.editor = name, said, editor
        self.touched = False
        self._suggestion: Suggestion | None = None
        editor.setParent(self)
        editor.setObjectName(f"field_{name}")
        editor.setAccessibleName(said)
        self._mark = QLabel(self)
        self._mark.setObjectName(f"mark_{name}")
        self._mark.setFixedWidth(self._mark.fontMetrics().horizontalAdvance("▲100%") + 2)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(editor, 1)
        layout.addWidget(self._mark)
        self._mark.setVisible(read)
        self.setFocusProxy(editor)
        editor.installEventFilter(self)
        editor.changed.connect(self._on_editor_changed)
        editor.entered.connect(self._on_editor_entered)

    @property
    def value(self) -> str:
        """What stands in the editor."""
        return self.editor.value()

    @property
    def suggested(self) -> bool:
        """Whether a suggestion stands here that nobody has confirmed."""
        return self._suggestion is not None and not self.touched

    @property
    def mark_text(self) -> str:
        """The mark beside the editor ("◂91%", "▲62%", "✓" or nothing)."""
        return self._mark.text()

    def put(self, value: str) -> None:
        """Put a value a person stands for (sticky, restored, or chosen)."""
        self.touched = True
        self.editor.show_value(value)
        self._paint()

    def reset(self, value: str = "") -> None:
        """Empty, for the next letter."""
        self.touched = False
        self._suggestion = None
        self.editor.show_value(value)
        self.show_fault("")

    def suggest(self, suggestion: Suggestion | None) -> None:
        """Take a suggestion, unless a person has already said something here."""
        if self.touched:
            return
        if suggestion is not None and isinstance(self.editor, ChoiceEditor) and not self.editor.knows(suggestion.value):
            suggestion = None  # a word this office's list doesn't have
        if suggestion is None:
            if self._suggestion is not None:
                self.reset()
            return
        self._suggestion = suggestion
        self.editor.show_value(suggestion.value)
        theme.restyle(self.editor, faulty=False)
        self._paint()

    def confirm(self) -> None:
        """Take what stands here as the person's own word."""
        self.touched = True
        self._paint()

    def show_fault(self, message: str) -> None:
        """Mark the field as faulty, or as right again with an empty message."""
        theme.restyle(self.editor, faulty=bool(message))
        self.editor.setAccessibleDescription(message)
        self._paint()
        if message:
            self.editor.setToolTip(message)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say when the field gets the focus."""
        if watched is self.editor and event.type() == QEvent.Type.FocusIn:
            self.focused.emit(self.name)
        return super().eventFilter(watched, event)

    def _on_editor_changed(self) -> None:
        self.touched = True
        theme.restyle(self.editor, faulty=False)
        self._paint()
        self.edited.emit(self.name)

    def _on_editor_entered(self) -> None:
        self.confirm()
        self.entered.emit(self.name)

    def _paint(self) -> None:
        theme.restyle(self.editor, suggested=self.suggested)
        text, role, tip = "", "muted", self.value
        if self._suggestion is not None and self._suggestion.value == self.value:
            percent = round(self._suggestion.confidence * 100)
            if self.touched:
                text, role, tip = "✓", "ok", f"{self.value}\nPotwierdzone."
            elif self._suggestion.confidence < LOW:
                text, role = f"▲{percent}%", "warn"
                tip = f"{self.value}\n{_whence(self._suggestion, 'Niska pewność odczytu: proszę sprawdzić na stronie')}"
            else:
                text, tip = f"◂{percent}%", f"{self.value}\n{_whence(self._suggestion, 'Odczytano ze strony')}"
        self._mark.setText(text)
        theme.restyle(self._mark, role=role)
        self._mark.setToolTip(tip)
        self.editor.setToolTip(tip)


def _left_to_window(event: QEvent, can_undo: bool, can_redo: bool) -> bool:
    """Whether a key takes back or makes again what wasn't done in this field."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    undo, redo = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
    return (event.matches(undo) and not can_undo) or (event.matches(redo) and not can_redo)


def _whence(suggestion: Suggestion, read: str) -> str:
    """Where a suggestion comes from: a page, or what the office knows of a postcode."""
    return f"{read} {suggestion.page}." if suggestion.page else "Z książki korespondentów: znana przy tym kodzie."
