"""The top field: type to search, scan a label to jump, `>` for commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QListWidget, QListWidgetItem, QToolButton, QWidget

from ui.desktop import icons
from ui.desktop.shell.commands import CommandList, key_text

SEARCH_MS = 150


@dataclass(frozen=True)
class Found:
    """A line of the answer: what is shown and what choosing it does."""

    text: str
    run: Callable[[], None]
    hint: str = ""


class TopBar(QFrame):
    """The field with its list of answers, and who works where."""

    def __init__(
        self,
        commands: CommandList,
        search: Callable[[str, Callable[[Sequence[Found]], None]], None],
        jump: Callable[[str], bool],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self._commands, self._search, self._jump = commands, search, jump
        self._found: list[Found] = []
        self.field = QLineEdit(self)
        self.field.setObjectName("topField")
        self.field.setAccessibleName("Szukaj, zeskanuj etykietę lub wpisz znak większości i polecenie")
        self.field.setPlaceholderText("Szukaj, zeskanuj etykietę lub wpisz > polecenie")
        self.field.setClearButtonEnabled(True)
        self.field.setMaximumWidth(640)
        self.field.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.field.textEdited.connect(self._on_field_edited)
        self.field.returnPressed.connect(self._on_field_returned)
        self.field.installEventFilter(self)
        key = QLabel("Ctrl+K", self)
        key.setProperty("role", "key")
        self._who = QToolButton(self)
        self._who.setObjectName("whoAndWhere")
        self._who.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._who.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 6, 16, 6)
        layout.addWidget(self.field, 4)
        layout.addWidget(key)
        layout.addStretch(1)
        layout.addWidget(self._who)
        self._list = QListWidget(parent)
        self._list.setObjectName("topAnswers")
        self._list.setAccessibleName("Wyniki")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # it would cover a single line
        self._list.itemClicked.connect(lambda item: self._choose(self._list.row(item)))
        self._list.hide()
        self._wait = QTimer(self, singleShot=True, interval=SEARCH_MS)
        self._wait.timeout.connect(self._ask)

    def open(self, text: str = "") -> None:
        """Put the cursor into the field, with `text` to begin with."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.setText(text)
        self.field.end(False)
        self._on_field_edited(text)

    def show_who(self, person: str, point: str) -> None:
        """Who works at which registry point."""
        said = " · ".join(part for part in (person, point) if part)
        self._who.setText(said)
        self._who.setAccessibleName(f"Pracuje: {said}")

    def on_who(self, act: Callable[[], None]) -> None:
        """Let the person's name be pressed: whoever takes over begins there."""
        self._who.setIcon(icons.icon("user"))
        self._who.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._who.setToolTip("Przełącz osobę (Ctrl+Shift+L)")
        self._who.setAccessibleDescription("Przełącz osobę")
        self._who.clicked.connect(act)

    def restyle(self) -> None:
        """Take the theme's colours anew."""
        if not self._who.icon().isNull():
            self._who.setIcon(icons.icon("user"))

    def put_away(self) -> None:
        """Hide the answers and empty the field."""
        self._wait.stop()
        self._list.hide()
        self.field.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down walk the answers, Esc puts them away."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step and not self._list.isHidden():
                self._list.setCurrentRow((self._list.currentRow() + step) % max(1, self._list.count()))
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.put_away()
                parent = self.parentWidget()
                if parent is not None:
                    parent.setFocus()
                return True
        if watched is self.field and event.type() == QEvent.Type.FocusOut:
            self._list.hide()
        return super().eventFilter(watched, event)

    def _on_field_edited(self, text: str) -> None:
        if text.lstrip().startswith(">"):
            self._wait.stop()
            wanted = text.lstrip()[1:]
            self._show([Found(c.name, c.run, key_text(c.key)) for c in self._commands.matching(wanted)])
        elif len(text.strip()) >= 2:
            self._wait.start()
        else:
            self._wait.stop()
            self._list.hide()

    def _ask(self) -> None:
        asked = self.field.text().strip()
        if asked:
            self._search(asked, lambda found: self._show(found) if asked == self.field.text().strip() else None)

    def _show(self, found: Sequence[Found]) -> None:
        self._found = list(found)
        self._list.clear()
        for line in self._found or [Found("Nic nie znaleziono", lambda: None)]:
            self._list.addItem(QListWidgetItem(f"{line.text}    {line.hint}" if line.hint else line.text))
        self._list.setCurrentRow(0)
        parent = self._list.parentWidget()
        assert parent is not None
        below = self.field.mapTo(parent, QPoint(0, self.field.height() + 2))
        height = min(self._list.count(), 10) * self._list.sizeHintForRow(0) + 4
        self._list.setGeometry(below.x(), below.y(), self.field.width(), height)
        self._list.raise_()
        self._list.show()

    def _on_field_returned(self) -> None:
        text = self.field.text().strip()
        if not text.startswith(">") and self._jump(text):
            self.put_away()
        elif not self._list.isHidden() and self._found:
            self._choose(self._list.currentRow())

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self._found):
            chosen = self._found[row]
            self.put_away()
            chosen.run()
