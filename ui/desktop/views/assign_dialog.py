"""F6, dekretacja: whom a letter goes to, in what role, with what disposition and until when."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.desktop import said, theme
from ui.desktop.shell.error_panel import known
from ui.desktop.views.assign_receivers import ChosenReceivers, ReceiverField
from ui.desktop.views.officer import words
from ui.operations.routing_facts import RoutingBefore, RoutingChoices, RoutingForm


class AssignDialog(QDialog):
    """One letter. `ordered` carries the form; the dialog closes when whoever hears it says it went well."""

    ordered = Signal(object)

    def __init__(self, before: RoutingBefore, choices: RoutingChoices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("assignDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Dekretacja")
        self._before = before
        self._superior = before.superior
        self.to = ReceiverField(self)
        self.to.offer(choices.receivers)
        self.chosen = ChosenReceivers(self)
        self.chosen.begin(before.lead is not None)
        self.note = QComboBox(self)
        self.due = QLineEdit(self)
        self.urgent = QCheckBox("Pilne", self)
        self.issuer = QComboBox(self)
        self._may_enter = bool(choices.heads)
        self._due_hint, self._kept_note = QLabel(self), QLabel(self)
        self._back = QPushButton("Wróć  Esc", self)
        self._fault = QLabel(self)
        self._order = QPushButton("Zadekretuj  Ctrl+Enter", self)
        self._set_up_fields(choices)
        self._compose()
        self.to.taken.connect(self._on_receiver_taken)
        self.to.finished.connect(self.order)
        self.chosen.changed.connect(self._on_chosen_changed)
        self.due.textEdited.connect(lambda _text: self._say(""))
        self._on_chosen_changed()
        self.to.setFocus()

    @property
    def fault(self) -> str:
        """What stands in the way, as the person reads it."""
        return self._fault.text() if not self._fault.isHidden() else ""

    def order(self) -> None:
        """Give the order if the form is complete; else say what is missing."""
        if self.to.text().strip() and not self.to.take_only_match():
            self._say("Nie ma takiej komórki ani osoby. Wybierz z listy.")
            self.to.setFocus()
            return
        due = words.due_of(self.due.text()) if self.due.text().strip() else None
        fault = self.chosen.fault() or self._due_fault(due)
        if fault:
            self._say(fault)
            return
        self._order.setEnabled(False)
        note = self.note.currentText().strip() or None
        due = None if self.chosen.only_informed else due
        issuer = str(self.issuer.currentData() or "")
        self.ordered.emit(RoutingForm(self.chosen.targets, due, note, self.urgent.isChecked(), issuer))

    def show_fault(self, error: Exception) -> None:
        """The order was refused: say why, the form stays."""
        self._order.setEnabled(True)
        shown = known(error)
        self._say(f"{shown.message} {shown.hint}".strip() if shown else "Nie udało się zadekretować pisma.")

    def _on_receiver_taken(self, receiver: object) -> None:
        self._say("")
        if not self.chosen.add(receiver):  # type: ignore[arg-type]
            self._say("Ta komórka lub osoba jest już na liście.")

    def _on_chosen_changed(self) -> None:
        self.due.setEnabled(not (self.chosen.targets and self.chosen.only_informed))
        more = "dodaj następną komórkę lub osobę"
        self._order_tabs()
        self.to.setPlaceholderText(more if self.chosen.targets else "symbol komórki lub nazwisko")
        self.adjustSize()

    def _order_tabs(self) -> None:
        """Tab goes as one reads: who, their roles, what, until when, done."""
        chain = [self.to, *self.chosen.controls, self.note, self.due, self.urgent, self.issuer, self._back, self._order]
        for first, second in pairwise(chain):
            QWidget.setTabOrder(first, second)

    def _due_fault(self, due: str | None) -> str:
        if self.chosen.only_informed or not self.due.text().strip():
            return ""
        if due is None:
            return "Podaj termin jako datę, na przykład 25.11, jutro albo +14."
        latest = self._superior.due_on if self._superior and not self.issuer.currentData() else None
        # what the superior ordered stays, even when it is late already
        if due < said.now().date().isoformat() and due != latest:
            return "Ten termin już minął."
        if latest and due > latest:
            return (
                f"Termin nie może być późniejszy niż {said.day_full(latest)}: wyznaczył go przełożony "
                f"({self._superior.issuer if self._superior else ''})."
            )
        return ""

    def _say(self, text: str) -> None:
        self._fault.setText(text)
        self._fault.setVisible(bool(text))
        self._fault.setAccessibleName(text)

    def _set_up_fields(self, choices: RoutingChoices) -> None:
        self.note.setObjectName("assignNote")
        self.note.setAccessibleName("Dyspozycja")
        self.note.setEditable(True)
        self.note.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.note.addItems(["", *choices.dispositions])
        line = self.note.lineEdit()
        assert line is not None
        line.setPlaceholderText("wybierz lub wpisz")
        above = self._superior
        if above is not None and above.disposition:
            self.note.setEditText(above.disposition)
            self.note.hide()
            self._kept_note.setText(f"„{above.disposition}” (wydał(a) {above.issuer}; zostaje bez zmian)")
        self.due.setObjectName("assignDue")
        self.due.setAccessibleName("Termin")
        self.due.setPlaceholderText("np. 25.11, jutro, +14")
        self.due.setFixedWidth(190)
        self.issuer.setObjectName("assignIssuer")
        self.issuer.setAccessibleName("W imieniu")
        self.issuer.setToolTip("Dekretację, którą kierownik napisał na piśmie, wpisuje się w jego imieniu.")
        self.issuer.addItem("własna dekretacja", "")
        for login, name in choices.heads:
            self.issuer.addItem(f"z papieru: {name}", login)
        self.issuer.setVisible(self._may_enter)
        self.urgent.setObjectName("assignUrgent")
        self.urgent.setAccessibleName("Pilne")
        if above is not None and above.due_on:
            self.due.setText(said.day_full(above.due_on))
            self._due_hint.setText(f"najpóźniej {said.day_full(above.due_on)} (wyznaczył(a) {above.issuer})")
        if above is not None and above.urgent:
            self.urgent.setChecked(True)
            self.urgent.setEnabled(False)

    def _compose(self) -> None:
        title = QLabel(f"Dekretacja {self._before.document_uid}", self)
        title.setProperty("role", "title")
        about = QLabel(self._before.about, self)
        about.setProperty("role", "muted")
        self._due_hint.setProperty("role", "muted")
        self._due_hint.setWordWrap(True)
        self._kept_note.setObjectName("assignKeptNote")
        self._kept_note.setVisible(self.note.isHidden())
        for label in (about, self._fault, self._kept_note):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._fault.setObjectName("assignFault")
        self._fault.setProperty("role", "error")
        self._fault.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(about)
        if self._before.lead is not None:
            lead = QLabel(f"Prowadzi teraz: {self._before.lead.to} (od: {self._before.lead.issuer})", self)
            lead.setWordWrap(True)
            layout.addWidget(lead)
        layout.addLayout(self._grid())
        layout.addWidget(self._fault)
        layout.addLayout(self._buttons())
        self.setMinimumWidth(600)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 8, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        when = QHBoxLayout()
        when.addWidget(self.due)
        when.addWidget(self.urgent)
        when.addWidget(self._due_hint, 1)
        for row, (text, field) in enumerate((("Do kogo", self.to), ("Dyspozycja", self.note), ("Termin", self.due))):
            label = QLabel(text, self)
            label.setBuddy(field)
            grid.addWidget(label, row + (row > 0), 0)
        grid.addWidget(self.to, 0, 1)
        grid.addWidget(self.chosen, 1, 1)
        grid.addWidget(self._kept_note if self.note.isHidden() else self.note, 2, 1)
        grid.addLayout(when, 3, 1)
        if self._may_enter:
            whose = QLabel("W imieniu", self)
            whose.setBuddy(self.issuer)
            grid.addWidget(whose, 4, 0)
            grid.addWidget(self.issuer, 4, 1)
        return grid

    def _buttons(self) -> QHBoxLayout:
        self._back.setObjectName("assignBack")
        self._back.setAutoDefault(False)
        self._back.clicked.connect(self.reject)
        self._order.setObjectName("assignOrder")
        self._order.setAccessibleName("Zadekretuj")
        self._order.setAutoDefault(True)
        self._order.clicked.connect(self.order)
        theme.restyle(self._order, primary=True)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.order)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 8, 0, 0)
        buttons.addStretch(1)
        buttons.addWidget(self._back)
        buttons.addWidget(self._order)
        return buttons
