"""Notes on a letter: those there are, and a new one whose fields follow its kind."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kancelaria.domain.notes import FORMS, NoteKind
from ui.desktop import said, theme
from ui.desktop.models.plain_table import Column, PlainTable
from ui.desktop.shell.error_panel import known
from ui.desktop.shell.frame import Frame
from ui.desktop.views.handover.dialogs import OneAnswer
from ui.desktop.views.plain_view import PlainView
from ui.desktop.views.registry.note_fields import NoteFields
from ui.operations.item_notes import ItemNotes, NoteLine, NotesLook

MISTAKES = ("pomyłka przy wpisywaniu", "nie to pismo", "sprawa wyjaśniona")


class NotesDialog(QDialog):
    """Ctrl+Enter writes the note; the dialog stays for the next one."""

    changed = Signal(str)
    """The letter has another note now."""

    def __init__(self, frame: Frame, notes: ItemNotes, document_uid: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("notesDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Adnotacje pisma")
        self._frame, self._notes, self._uid, self._busy = frame, notes, document_uid, False
        self.model: PlainTable[NoteLine] = PlainTable(COLUMNS, self)
        self.table = PlainView(self.model, "noteRows", "Adnotacje", (1,), self)
        self.kind = QComboBox(self)
        self.kind.setObjectName("noteKind")
        self.kind.setAccessibleName("Rodzaj adnotacji")
        self.kind.setMaxVisibleItems(20)
        self.fields = NoteFields(self)
        self._title, self._hint, self._fault = QLabel(self), QLabel(self), QLabel(self)
        self.keep, self.revoke_button = QPushButton("Zapisz adnotację  Ctrl+Enter", self), QPushButton(self)
        self._back = QPushButton("Zamknij  Esc", self)
        self._compose()
        self.kind.currentIndexChanged.connect(self._on_kind)
        self._do(lambda: notes.look(document_uid), lambda look: self._show(look, begin=True))

    @property
    def fault(self) -> str:
        """What is wrong, or was just done."""
        return self._fault.text()

    def save(self) -> None:
        """Write what stands in the fields."""
        kind, details, uid = self.kind.currentData(), self.fields.values(), self._uid
        if self._busy or kind is None:
            return
        if kind is NoteKind.WITHDRAWS:
            first, words = details.get("document_uid", ""), details.get("words", "")
            self._do(lambda: self._notes.withdraw(uid, first, words), self._on_saved)
        else:
            self._do(lambda: self._notes.add(uid, kind, details), self._on_saved)

    def revoke(self) -> None:
        """Ask why the note in focus is taken back."""
        line: NoteLine | None = self.table.row
        if line is None or not line.by_hand:
            self._say("Zaznacz adnotację, którą można odwołać.", "warn")
            return
        dialog = OneAnswer("noteRevokeDialog", "Odwołanie adnotacji", line.words, "Dlaczego", MISTAKES, "Odwołaj", self)

        def given(why: str, _tick: bool) -> None:
            dialog.accept()
            self._do(lambda: self._notes.revoke(self._uid, line.id, why), self._on_saved)

        dialog.given.connect(given)
        dialog.open()

    def _on_kind(self, _index: int) -> None:
        kind = self.kind.currentData()
        if kind is None:
            return
        self.fields.show_kind(kind)
        ends = (self.revoke_button, self._back, self.keep)
        for one, two in pairwise((self.table, self.kind, *self.fields.editors.values(), *ends)):
            QWidget.setTabOrder(one, two)
        self._hint.setText(FORMS[kind].hint)
        self._hint.setVisible(bool(FORMS[kind].hint))
        self._fault.clear()

    def _show(self, look: NotesLook, begin: bool = False) -> None:
        self._title.setText(f"{look.document_uid}  {look.title}".strip())
        self.model.show_rows(look.lines)
        if begin:
            for kind, form in FORMS.items():
                unfit = kind in ONLY_SEALED and not look.sealed
                if (form.by_hand or kind is NoteKind.WITHDRAWS) and not unfit:
                    self.kind.addItem(form.title, kind)
            self.kind.setFocus()

    def _on_saved(self, look: NotesLook) -> None:
        self._show(look)
        self.fields.clear()
        self._say("Zapisano. Adnotacja jest w historii pisma.", "ok")
        self.kind.setFocus()
        self.changed.emit(self._uid)

    def _do(self, work: Callable[[], NotesLook], done: Callable[[NotesLook], None]) -> None:
        self._busy = True

        def show(look: NotesLook) -> None:
            self._busy = False
            done(look)

        self._frame.jobs.submit(
            "db", lambda _job: work(), show, self._on_failed, label="Adnotacje", owner=self, cancellable=False
        )

    def _on_failed(self, error: Exception) -> None:
        self._busy = False
        shown = known(error)
        if shown is None:
            self.reject()
            self._frame.show_failure(error)
            return
        self._say(f"{shown.message} {shown.hint}".strip(), "error")
        self.fields.go_to(str(getattr(error, "subject", "")))

    def _say(self, text: str, role: str) -> None:
        self._fault.setText(text)
        theme.restyle(self._fault, role=role)

    def _compose(self) -> None:
        self._title.setProperty("role", "heading")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._hint.setProperty("role", "muted")
        self._fault.setObjectName("notesFault")
        for label in (self._hint, self._fault):
            label.setWordWrap(True)
        self.keep.setObjectName("noteSave")
        self.keep.setAccessibleName("Zapisz adnotację (Ctrl+Enter)")
        self.keep.setAutoDefault(False)
        self.keep.clicked.connect(self.save)
        theme.restyle(self.keep, primary=True)
        self.revoke_button.setText("Odwołaj zaznaczoną…  Alt+O")
        self.revoke_button.setObjectName("noteRevoke")
        self.revoke_button.setAccessibleName("Odwołaj zaznaczoną adnotację (Alt+O)")
        self.revoke_button.setShortcut("Alt+O")
        self.revoke_button.setAutoDefault(False)
        self.revoke_button.clicked.connect(self.revoke)
        back = self._back
        back.setObjectName("notesBack")
        back.setAutoDefault(False)
        back.clicked.connect(self.reject)
        chosen = QFormLayout()
        chosen.addRow("Nowa adnotacja", self.kind)
        scroll = QScrollArea(self)
        scroll.setObjectName("noteScroll")
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.fields)
        buttons = QHBoxLayout()
        buttons.addWidget(self.revoke_button)
        buttons.addStretch(1)
        buttons.addWidget(back)
        buttons.addWidget(self.keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self.table, 2)
        layout.addLayout(chosen)
        layout.addWidget(self._hint)
        layout.addWidget(scroll, 5)
        layout.addWidget(self._fault)
        layout.addLayout(buttons)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self, self.save)
        parent = self.parentWidget()
        room = parent.window().size() if parent is not None else self.sizeHint()
        self.resize(min(720, room.width()), min(660, room.height()))


ONLY_SEALED = frozenset({NoteKind.OPENED, NoteKind.OPENED_BY_MISTAKE, NoteKind.HANDED_UNOPENED})
COLUMNS: tuple[Column[NoteLine], ...] = (
    Column("Kiedy", lambda row: said.instant(row.at), full=lambda row: said.instant_full(row.at)),
    Column("Adnotacja", lambda row: row.words),
    Column("Kto", lambda row: row.who),
)
