"""Whom a letter goes to: a field that completes units and people, and those chosen with their roles."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.desktop import icons
from ui.desktop.views.officer.words import ROLE_NAMES
from ui.operations.routing_facts import CONTRIBUTING, FOR_INFORMATION, LEAD, Receiver

MOST_SHOWN = 7
NAME_WIDTH = 300


class ReceiverField(QLineEdit):
    """Type a symbol or a name; arrows choose, Enter takes. Enter in the empty field asks to finish."""

    taken = Signal(object)
    finished = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("assignTo")
        self.setAccessibleName("Do kogo: symbol komórki lub nazwisko")
        self.setPlaceholderText("symbol komórki lub nazwisko")
        self._receivers: tuple[Receiver, ...] = ()
        self._found: list[Receiver] = []
        self._list = QListWidget(parent)
        self._list.setObjectName("senderList")
        self._list.setAccessibleName("Pasujące komórki i osoby")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemClicked.connect(lambda item: self._take(self._list.row(item)))
        self._list.hide()
        self.textEdited.connect(self._on_edited)
        self.installEventFilter(self)

    @property
    def found(self) -> list[Receiver]:
        """What matches now."""
        return self._found

    def offer(self, receivers: Sequence[Receiver]) -> None:
        """Complete from these."""
        self._receivers = tuple(receivers)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows, Enter and Esc belong to the list while it is open."""
        if event.type() == QEvent.Type.FocusOut:
            self._list.hide()
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        key, shown = event.key(), not self._list.isHidden()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._on_enter(shown)
        elif shown and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._list.setCurrentRow((self._list.currentRow() + step) % self._list.count())
        elif shown and key == Qt.Key.Key_Escape:
            self._list.hide()
        else:
            return super().eventFilter(watched, event)
        return True

    def take_only_match(self) -> bool:
        """Take what the text names beyond doubt; False where it names nobody or several."""
        self._find(self.text())
        typed = folded(self.text())
        exact = [each for each in self._found if typed in {folded(each.key), folded(each.name)}]
        if len(exact) == 1 or len(self._found) == 1:
            self._found = exact[:1] or self._found
            self._take(0)
            return True
        return False

    def _on_enter(self, shown: bool) -> None:
        if not self.text().strip():
            self.finished.emit()
        elif shown and self._list.currentRow() >= 0:
            self._take(self._list.currentRow())
        elif not self.take_only_match():
            self._on_edited(self.text())

    def _on_edited(self, text: str) -> None:
        self._find(text)
        self._list.clear()
        for each in self._found[:MOST_SHOWN]:
            self._list.addItem(QListWidgetItem(each.name))
        if not self._found:
            self._list.hide()
            return
        self._list.setCurrentRow(0)
        parent = self._list.parentWidget()
        assert parent is not None
        below = self.mapTo(parent, QPoint(0, self.height() + 2))
        self._list.setGeometry(
            below.x(), below.y(), self.width(), self._list.count() * max(26, self._list.sizeHintForRow(0)) + 6
        )
        self._list.raise_()
        self._list.show()

    def _find(self, text: str) -> None:
        typed = folded(text).split()
        self._found = [each for each in self._receivers if typed and all(_begins(each, word) for word in typed)]
        # a symbol typed whole comes first
        self._found.sort(key=lambda each: folded(each.key) != " ".join(typed))

    def _take(self, row: int) -> None:
        self._list.hide()
        if 0 <= row < len(self._found):
            taken = self._found[row]
            self.clear()
            self.taken.emit(taken)


class ChosenReceivers(QWidget):
    """Those chosen, each with a role; naming a second lead makes the first contribute."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("assignChosen")
        self.setAccessibleName("Wybrane komórki i osoby")
        self._chosen: list[tuple[Receiver, QComboBox]] = []
        self._has_lead = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        column.addLayout(self._grid)
        self.hide()

    @property
    def targets(self) -> tuple[tuple[str, str], ...]:
        """(key, role) of each."""
        return tuple((receiver.key, str(roles.currentData())) for receiver, roles in self._chosen)

    @property
    def controls(self) -> list[QWidget]:
        """Roles and crosses in the order they are read."""
        grid = self._grid
        entries = [grid.itemAtPosition(row, column) for row in range(len(self._chosen)) for column in (1, 2)]
        return [widget for entry in entries if entry is not None and (widget := entry.widget()) is not None]

    def begin(self, has_lead: bool) -> None:
        """`has_lead`: somebody leads already, so the next ones need not."""
        self._has_lead = has_lead

    def add(self, receiver: Receiver) -> bool:
        """Add one; False where they are there already."""
        if any(each.key == receiver.key for each, _ in self._chosen):
            return False
        row = len(self._chosen)
        name = QLabel(self)
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setText(name.fontMetrics().elidedText(receiver.name, Qt.TextElideMode.ElideMiddle, NAME_WIDTH))
        name.setToolTip(receiver.name)
        roles = QComboBox(self)
        roles.setObjectName(f"assignRole_{receiver.key}")
        roles.setAccessibleName(f"Rola: {receiver.name}")
        for value, text in ROLE_NAMES.items():
            roles.addItem(text, value)
        roles.setCurrentIndex(roles.findData(self._usual_role()))
        remove = QToolButton(self)
        remove.setObjectName(f"assignRemove_{receiver.key}")
        remove.setAccessibleName(f"Usuń: {receiver.name}")
        remove.setToolTip("Usuń")
        remove.setIcon(icons.icon("close"))
        self._chosen.append((receiver, roles))
        for column, widget in enumerate((name, roles, remove)):
            self._grid.addWidget(widget, row, column)
        roles.currentIndexChanged.connect(lambda _index: self._on_role_changed(receiver.key))
        remove.clicked.connect(lambda: self._remove(receiver.key))
        self.show()
        self.changed.emit()
        return True

    def _usual_role(self) -> str:
        """The first one leads; the next ones work along."""
        return CONTRIBUTING if any(role == LEAD for _, role in self.targets) else LEAD

    def _on_role_changed(self, key: str) -> None:
        if dict(self.targets)[key] == LEAD:
            for receiver, roles in self._chosen:
                if receiver.key != key and roles.currentData() == LEAD:
                    roles.setCurrentIndex(roles.findData(CONTRIBUTING))
        self.changed.emit()

    def _remove(self, key: str) -> None:
        kept = [(receiver, str(roles.currentData())) for receiver, roles in self._chosen if receiver.key != key]
        self._chosen.clear()
        while self._grid.count():
            entry = self._grid.takeAt(0)
            widget = entry.widget() if entry else None
            if widget is not None:
                widget.deleteLater()
        for receiver, role in kept:
            self.add(receiver)
            roles = self._chosen[-1][1]
            roles.setCurrentIndex(roles.findData(role))
        self.setVisible(bool(kept))
        self.changed.emit()

    def fault(self) -> str:
        """What is wrong with the roles; empty when nothing is."""
        roles = [role for _, role in self.targets]
        if not roles:
            return "Wskaż komórkę albo osobę."
        if CONTRIBUTING in roles and LEAD not in roles and not self._has_lead:
            return "Wskaż, kto prowadzi: jedna komórka albo osoba musi być wiodąca."
        return ""

    @property
    def only_informed(self) -> bool:
        """Nobody of those chosen has anything to do."""
        return {role for _, role in self.targets} == {FOR_INFORMATION}


def folded(text: str) -> str:
    """Without diacritics and in small letters, so that "zola" finds "Żoła"."""
    plain = unicodedata.normalize("NFD", text.replace("ł", "l").replace("Ł", "L"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold().strip()


def _begins(receiver: Receiver, word: str) -> bool:
    parts = [part for each in (*receiver.words, receiver.name) for part in (folded(each), *folded(each).split())]
    return any(part.startswith(word) for part in parts)
