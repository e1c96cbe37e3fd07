"""Correcting a correspondent, and joining two records side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
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

from kancelaria.domain.correspondents import NUMBER_KINDS, Correspondent, place_words, present_address
from kancelaria.domain.correspondents_numbers import NUMBER_WORDS, checked_number
from kancelaria.domain.errors import InvalidInput
from kancelaria.services.correspondents_reads import SUSPICIONS, Suspicion
from ui.desktop import theme
from ui.desktop.shell.error_panel import known as known_error

FIELDS = {
    "organisation": "Nazwa instytucji", "surname": "Nazwisko", "given_names": "Imiona", "street": "Ulica i numer",
    "postcode": "Kod pocztowy", "town": "Miejscowość", "country": "Kraj", "email": "E-mail", **NUMBER_WORDS,
}  # fmt: skip
REMOVE = "-"


class CorrectDialog(QDialog):
    """Every field of a correspondent; numbers are typed anew, never shown."""

    given = Signal(object)
    """Changed fields by name."""

    def __init__(self, known: Correspondent, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("correctDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Dane korespondenta")
        self._were: dict[str, str] = {}
        self._edits: dict[str, QLineEdit] = {}
        self._doubts: dict[str, QLabel] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (name, word) in enumerate(FIELDS.items()):
            self._add(grid, row, name, word, known)
        hint = QLabel(f"Numery są zasłonięte: puste pole nic nie zmienia, „{REMOVE}” usuwa numer.", self)
        hint.setProperty("role", "muted")
        hint.setWordWrap(True)
        self._fault = QLabel(self)
        self._fault.setObjectName("correctFault")
        self._fault.setProperty("role", "error")
        self._fault.setWordWrap(True)
        self._fault.hide()
        back = _back(self, "correctBack")
        self._save = _main(self, "correctSave", "Zapisz  Enter")
        self._save.clicked.connect(self._on_save_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(8)
        layout.addWidget(_scrolled(grid, self), 1)
        layout.addWidget(hint)
        layout.addWidget(self._fault)
        layout.addLayout(_foot(back, self._save))
        room = parent.window().size()
        self.resize(min(600, room.width()), min(layout.sizeHint().height() + grid.sizeHint().height(), room.height()))
        first = "organisation" if known.sender.organisation else "surname"
        self._edits[first].setFocus()

    def show_fault(self, error: Exception) -> None:
        """It was refused: say why, what was typed stays."""
        shown = known_error(error)
        self._fault.setText(f"{shown.message} {shown.hint}".strip() if shown else "Nie udało się tego zapisać.")
        self._fault.show()
        self._save.setEnabled(True)

    def _add(self, grid: QGridLayout, row: int, name: str, word: str, known: Correspondent) -> None:
        edit, label, doubt = QLineEdit(self), QLabel(word, self), QLabel(self)
        edit.setObjectName(f"correct_{name}")
        edit.setAccessibleName(word)
        label.setBuddy(edit)
        doubt.setProperty("role", "warn")
        doubt.setWordWrap(True)
        doubt.hide()
        if name in NUMBER_KINDS:
            edit.setPlaceholderText(getattr(known.numbers, name) or "")
            edit.editingFinished.connect(lambda: self._check(name))
            self._were[name] = ""
        else:
            value = getattr(known.sender, name)
            self._were[name] = " ".join(value) if name == "email" else value or ""
            edit.setText(self._were[name])
        self._edits[name], self._doubts[name] = edit, doubt
        grid.addWidget(label, row * 2, 0)
        grid.addWidget(edit, row * 2, 1)
        grid.addWidget(doubt, row * 2 + 1, 1)

    def _check(self, kind: str) -> None:
        typed, told = self._edits[kind].text().strip(), ""
        if typed and typed != REMOVE:
            try:
                doubt = checked_number(kind, typed).doubt
                told = f"{doubt} Można go zapisać z tym zastrzeżeniem." if doubt else ""
            except InvalidInput as error:
                told = error.message
        self._doubts[kind].setText(told)
        self._doubts[kind].setVisible(bool(told))
        self._edits[kind].setAccessibleDescription(told)

    def _on_save_clicked(self) -> None:
        now = {name: edit.text().strip() for name, edit in self._edits.items()}
        changes = {name: "" if value == REMOVE else value for name, value in now.items() if value != self._were[name]}
        if not changes:
            self.accept()
            return
        self._save.setEnabled(False)
        self.given.emit(changes)


class MergeDialog(QDialog):
    """Two records side by side; what differs is chosen line by line."""

    merged = Signal(str, str, object)
    """(id that stays, id given up, what is taken from the other)."""
    apart = Signal(str, str)

    def __init__(self, pair: Suspicion, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("mergeDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Czy to ten sam korespondent?")
        self._kept, self._other, self._reason = pair.first, pair.second, pair.reason
        self._ticks: dict[str, QCheckBox] = {}
        self._body = QWidget(self)
        self._title = QLabel(self)
        self._title.setProperty("role", "title")
        self._title.setWordWrap(True)
        hint = QLabel(
            "Zaznacz, co wziąć z prawej strony; braki uzupełniają się same, adresy e-mail zostają wszystkie."
            " W pismach nic się nie zmieni, a scalenie można cofnąć.",
            self,
        )
        hint.setProperty("role", "muted")
        hint.setWordWrap(True)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(24, 16, 24, 16)
        self._layout.setSpacing(8)
        self._layout.addWidget(self._title)
        self._layout.addWidget(self._body)
        self._layout.addWidget(hint)
        self._layout.addLayout(self._buttons())
        self.setMinimumWidth(min(760, parent.window().width()))
        self._fill()

    def _buttons(self) -> QHBoxLayout:
        swap = QPushButton("&Zamień strony", self)
        swap.setObjectName("mergeSwap")
        swap.setAccessibleName("Zamień: zostanie zapis z prawej strony")
        swap.setAutoDefault(False)
        swap.clicked.connect(self._on_swap_clicked)
        apart = QPushButton("To &różni korespondenci", self)
        apart.setObjectName("mergeApart")
        apart.setAutoDefault(False)
        apart.clicked.connect(self._on_apart_clicked)
        back = _back(self, "mergeBack")
        merge = _main(self, "mergeConfirm", "Scal  Enter")
        merge.clicked.connect(self._on_merge_clicked)
        foot = _foot(swap, apart, back, merge)
        merge.setFocus()
        return foot

    def _fill(self) -> None:
        """The lines, made anew when the sides change places."""
        self._title.setText(f"{SUSPICIONS[self._reason].capitalize()}. Który zapis zostaje?")
        body = QWidget(self)
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        self._ticks.clear()
        for column, text in enumerate(("", "Zostaje", "Zostanie scalony", "Weź")):
            head = QLabel(text, body)
            head.setProperty("role", "heading")
            grid.addWidget(head, 0, column)
        for row, (choice, word, mine, theirs) in enumerate(_lines(self._kept, self._other), 1):
            self._line(grid, row, choice, word, mine, theirs)
        self._layout.replaceWidget(self._body, body)
        self._body.deleteLater()
        self._body = body

    def _line(self, grid: QGridLayout, row: int, choice: str, word: str, mine: str, theirs: str) -> None:
        for column, text in enumerate((word, mine or "—", theirs or "—")):
            label = QLabel(text, self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(bool(column))
            label.setProperty("role", "muted" if not column else "warn" if mine != theirs else "")
            grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
        if mine != theirs and theirs and choice:
            tick = QCheckBox(self)
            tick.setObjectName(f"take_{choice}")
            tick.setAccessibleName(f"Weź z drugiego: {word}, {theirs}")
            tick.setChecked(not mine)
            tick.setEnabled(bool(mine))
            self._ticks[choice] = tick
            grid.addWidget(tick, row, 3)

    def _on_swap_clicked(self) -> None:
        self._kept, self._other = self._other, self._kept
        self._fill()

    def _on_apart_clicked(self) -> None:
        self.accept()
        self.apart.emit(self._kept.id, self._other.id)

    def _on_merge_clicked(self) -> None:
        self.accept()
        self.merged.emit(self._kept.id, self._other.id, tuple(c for c, tick in self._ticks.items() if tick.isChecked()))


def _lines(kept: Correspondent, other: Correspondent) -> list[tuple[str, str, str, str]]:
    lines = [
        ("name", "Nazwa", kept.sender.display_name, other.sender.display_name),
        ("address", "Adres", place_words(present_address(kept)), place_words(present_address(other))),
        ("", "E-mail", ", ".join(kept.sender.email), ", ".join(other.sender.email)),
    ]
    for kind in NUMBER_KINDS:
        mine, theirs = getattr(kept.numbers, kind) or "", getattr(other.numbers, kind) or ""
        if mine or theirs:
            lines.append((kind, NUMBER_WORDS[kind], mine, theirs))
    return [*lines, ("", "Pism tutaj", str(kept.uses), str(other.uses))]


def _scrolled(grid: QGridLayout, parent: QWidget) -> QScrollArea:
    """A low window scrolls the fields; the buttons stay."""
    area, inside = QScrollArea(parent), QWidget(parent)
    inside.setLayout(grid)
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def _main(parent: QWidget, name: str, text: str) -> QPushButton:
    button = QPushButton(text, parent)
    button.setObjectName(name)
    button.setAccessibleName(text.split("  ")[0])
    button.setDefault(True)
    theme.restyle(button, primary=True)
    return button


def _back(dialog: QDialog, name: str) -> QPushButton:
    button = QPushButton("Wróć  Esc", dialog)
    button.setObjectName(name)
    button.setAutoDefault(False)
    button.clicked.connect(dialog.reject)
    return button


def _foot(*buttons: QPushButton) -> QHBoxLayout:
    foot = QHBoxLayout()
    foot.setContentsMargins(0, 8, 0, 0)
    foot.addStretch(1)
    for button in buttons:
        foot.addWidget(button)
    return foot
