"""The hand-held reader: it types a label (or a receipt's code) and Enter; wherever the focus is, it means that."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from kancelaria.domain.identifiers import is_document_uid, make_document_uid, with_hyphens, without_hyphens
from kancelaria.domain.receipts import find_code

LONGEST = 512
"""Characters of a receipt's code with an address around it."""
LENGTH = len(without_hyphens(make_document_uid("K1A", 2026, 1)))
"""Characters of a label; readers type no hyphens."""
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class _Typed:
    """A character, and what stood where it went."""

    character: str
    widget: QWidget | None
    before: str | int | None


class HandReader(QObject):
    """Watches the keys of a window. No timing: the last characters before Enter are a label if their check fits."""

    scanned = Signal(str)
    """The identifier, with hyphens."""
    receipt_scanned = Signal(str)
    """The code of a receipt."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._typed: deque[_Typed] = deque(maxlen=LENGTH)
        self._line: deque[_Typed] = deque(maxlen=LONGEST)
        self._window: QWindow | None = None
        self._paused = False

    def watch(self, window: QWindow | None) -> None:
        """Watch the keys of a window that is shown."""
        if window is not None and window is not self._window:
            self._window = window
            window.installEventFilter(self)

    def pause(self, paused: bool) -> None:
        """While paused keys are nobody's business: a password is being typed."""
        self._paused = paused
        self._forget()

    def _forget(self) -> None:
        self._typed.clear()
        self._line.clear()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Remember characters; take Enter away where they make a label."""
        if self._paused or event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in ENTER:
            return self._taken()
        text = event.text()
        if len(text) == 1 and text.isascii() and text.isprintable():
            focused = QApplication.focusWidget()
            one = _Typed(text.upper(), focused, _content(focused))
            self._line.append(one)
            if text.isalnum():
                self._typed.append(one)
            else:
                self._typed.clear()
        elif event.key() != Qt.Key.Key_Shift:
            self._forget()
        return False

    def _taken(self) -> bool:
        typed, label = list(self._typed), "".join(one.character for one in self._typed)
        line = list(self._line)
        self._forget()
        if (begun := _receipt_begun(line)) is not None:
            _undo_typing(line[begun])
            self.receipt_scanned.emit(find_code("".join(one.character for one in line)))
            return True
        if not is_document_uid(label) or len(label) != LENGTH:
            return False
        _undo_typing(typed[0])
        self.scanned.emit(with_hyphens(label))
        return True


def _receipt_begun(line: list[_Typed]) -> int | None:
    """Where the code of a receipt, or the address around it, begins in what was typed; None where it doesn't end so."""
    text = "".join(one.character for one in line)
    code = find_code(text)
    if code is None or len(text) - text.rfind("KP1-") != len(code):
        return None
    code_at = text.rfind("KP1-")
    address_at = text.rfind("HTTP", 0, code_at)
    return address_at if address_at >= 0 and " " not in text[address_at:code_at] else code_at


def _undo_typing(first: _Typed) -> None:
    if first.widget is not None and shiboken6.isValid(first.widget):
        _put_back(first.widget, first.before)


def _content(widget: QWidget | None) -> str | int | None:
    if isinstance(widget, QLineEdit):
        return widget.text()
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    return widget.currentIndex() if isinstance(widget, QComboBox) else None


def _put_back(widget: QWidget, content: str | int | None) -> None:
    """What the reader typed into a field is no value of it."""
    if isinstance(widget, QLineEdit) and isinstance(content, str):
        widget.setText(content)
    elif isinstance(widget, QPlainTextEdit) and isinstance(content, str):
        widget.setPlainText(content)
    elif isinstance(widget, QComboBox) and isinstance(content, int):
        widget.setCurrentIndex(content)
