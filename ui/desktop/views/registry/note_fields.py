"""The fields of one kind of note: a line, a list of choice or a tick for each, made anew for every kind."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QWidget

from kancelaria.domain.notes import FORMS, NoteField, NoteKind, Value
from ui.desktop import said
from ui.desktop.models.form_values import moment

HINTS = {Value.MONEY: "120,50", Value.COUNT: "1", Value.DAY: "RRRR-MM-DD", Value.MOMENT: "RRRR-MM-DD GG:MM"}
UNSEEN = frozenset({"item_id", "outgoing_id", "note"})


class NoteFields(QWidget):
    """What stands in them is checked where the note is written."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("noteFields")
        self.editors: dict[str, QLineEdit | QComboBox | QCheckBox] = {}
        self._values: dict[str, Value] = {}
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)

    def show_kind(self, kind: NoteKind) -> None:
        """The fields of another kind; what both have keeps its text."""
        kept = self.values()
        while self._form.rowCount():
            self._form.removeRow(0)
        self.editors.clear()
        self._values = {each.name: each.value for each in FORMS[kind].fields if each.name not in UNSEEN}
        for each in FORMS[kind].fields:
            if each.name in UNSEEN:
                continue
            editor = self.editors[each.name] = _editor(each, self)
            self._form.addRow("" if isinstance(editor, QCheckBox) else _label(each), editor)
            if isinstance(editor, QLineEdit) and each.value is Value.TEXT and kept.get(each.name):
                editor.setText(kept[each.name])
            elif isinstance(editor, QLineEdit) and each.value is Value.MOMENT:
                editor.setText(f"{said.now():%Y-%m-%d %H:%M}")
            elif isinstance(editor, QLineEdit) and each.value is Value.DAY and each.required:
                editor.setText(said.now().date().isoformat())

    def values(self) -> dict[str, str]:
        """What stands in the fields; days and moments in any usual spelling."""
        found = {}
        for name, editor in self.editors.items():
            if isinstance(editor, QCheckBox):
                found[name] = "tak" if editor.isChecked() else ""
            elif isinstance(editor, QComboBox):
                found[name] = str(editor.currentData() or "")
            else:
                found[name] = _typed(self._values[name], editor.text().strip())
        return found

    def clear(self) -> None:
        """For the next note."""
        for editor in self.editors.values():
            if isinstance(editor, QCheckBox):
                editor.setChecked(False)
            elif isinstance(editor, QComboBox):
                editor.setCurrentIndex(0)
            else:
                editor.clear()

    def go_to(self, name: str) -> None:
        """Put the keyboard where something is wrong."""
        if name in self.editors:
            self.editors[name].setFocus()


def _label(of: NoteField) -> str:
    return of.label + ("*" if of.required else "")


def _editor(of: NoteField, parent: QWidget) -> QLineEdit | QComboBox | QCheckBox:
    made: QLineEdit | QComboBox | QCheckBox
    if of.value is Value.FLAG:
        made = QCheckBox(_label(of), parent)
    elif of.value is Value.CHOICE:
        made = QComboBox(parent)
        made.addItem("", "")
        for value, words in of.choices:
            made.addItem(words, value)
    else:
        made = QLineEdit(parent)
        made.setPlaceholderText(HINTS.get(of.value, ""))
    made.setObjectName(f"note_{of.name}")
    made.setAccessibleName(of.label)
    return made


def _typed(value: Value, text: str) -> str:
    if value is Value.DAY and text:
        return said.to_date(text) or text
    return (moment(text) or "") if value is Value.MOMENT else text
