"""The form of outgoing mail: method first, then what it needs; an addressee completes from the correspondents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kancelaria.domain.errors import OfficeError
from kancelaria.domain.incoming import Access, Sender
from kancelaria.domain.outgoing import (
    CHECK_WORDS,
    CONFIRMED,
    METHOD_WORDS,
    PAPER,
    TRACKED,
    AddressCheck,
    Addressee,
    Method,
    OutgoingItem,
    OutgoingState,
)
from ui.desktop import said, theme
from ui.desktop.shell.error_panel import known
from ui.desktop.shell.frame import Frame
from ui.desktop.views.registry.fields import ChoiceEditor, Field, LineEditor, TextEditor
from ui.desktop.views.registry.sender_completion import SenderCompletion
from ui.operations.outgoing_form import OutgoingForm, form_of

ACCESS = (
    (Access.PUBLIC.value, "publiczny"), (Access.PARTLY_PUBLIC.value, "częściowo publiczny"),
    (Access.NOT_PUBLIC.value, "niepubliczny"),
)  # fmt: skip
_LINES = {
    "organisation": "Adresat: nazwa", "surname": "Nazwisko", "given_names": "Imiona", "street": "Ulica, dom, lokal",
    "postcode": "Kod pocztowy", "town": "Miejscowość", "country": "Kraj", "ade": "Adres do e-Doręczeń",
    "email": "E-mail",
}  # fmt: skip
ADDRESS = tuple(_LINES)
_TEXTS = {
    "title": "Dotyczy*", "case_mark": "Znak sprawy", "letter_date": "Data pisma", "sender_reference": "Znak adresata",
    "reply_to": "Odpowiedź na", "attachment_count": "Załączników", "unit": "Komórka", "responsible": "Odpowiedzialny",
    "responsible_post": "Stanowisko", "posting_number": "Numer nadawczy", "weight_class": "Format",
    "weight_g": "Masa (g)", "fee": "Opłata (zł)", "declared_value": "Wartość (zł)",
    "cash_on_delivery": "Pobranie (zł)", "access": "Dostęp", "remarks": "Uwagi",
}  # fmt: skip
_DAYS = ("check_on", "letter_date")
_CHOICES = ("method", "check_result", "unit", "access", "weight_class")
_POSTING = ("posting_number", "weight_class", "weight_g", "fee", "declared_value", "cash_on_delivery")
STICKY = ("method", "check_result", "check_on", "paper_reason", "unit", "responsible", "responsible_post")
"""What stays for the next letter of a run."""


class OutgoingFormPane(QWidget):
    """A new letter, or a row of the register to be corrected."""

    save_asked = Signal()

    def __init__(self, frame: Frame, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("outgoingForm")
        self.item: OutgoingItem | None = None
        self.shown = OutgoingForm()
        self.more: list[Addressee] = []
        self._fields: dict[str, Field] = {}
        self._rows: dict[str, tuple[QLabel, Field]] = {}
        self.heading, self.note, self._fault = QLabel(self), QLabel(self), QLabel(self)
        self.zpo = QCheckBox("Za potwierdzeniem odbioru (ZPO)", self)
        self.collective = QCheckBox("Jeden wiersz rejestru dla wszystkich", self)
        self.several, self.another = QLabel(self), QPushButton("Następny adresat  Ctrl+D", self)
        self.save = QPushButton(self)
        self._compose()
        self._completion: SenderCompletion | None = None
        self._frame = frame
        self.begin()

    def field(self, name: str) -> Field:
        """A field by its name."""
        return self._fields[name]

    @property
    def dirty(self) -> bool:
        """Whether something was typed that isn't saved."""
        return bool(self.more) or self.form() != self.shown

    def offer_units(self, units: Sequence[tuple[str, str]]) -> None:
        """The office's units, by symbol."""
        editor = self._fields["unit"].editor
        assert isinstance(editor, ChoiceEditor)
        editor.offer([(symbol, f"{symbol} {name}") for symbol, name in units])

    def complete_addressees(self) -> None:
        """Let addressees complete from now on: the list of them belongs to the window this form stands in by then."""
        if self._completion is None:
            self._completion = SenderCompletion(self._frame.station.desk, self._frame.jobs, self)
            self._completion.attach(self._fields["organisation"].editor, self._fields["surname"].editor)
            self._completion.chosen.connect(self.take_sender)

    def begin(self) -> None:
        """An empty form for a new letter; what is the same in a run of letters stays."""
        kept = {name: self._fields[name].value for name in STICKY}
        kept["method"] = kept["method"] or Method.E_DELIVERY.value
        self.item, self.more, self.shown = None, [], OutgoingForm()
        self._show(OutgoingForm())
        for name, value in kept.items():
            self._fields[name].reset(value)
        self.shown = self.form()
        self.zpo.setChecked(False)
        self.collective.setChecked(False)
        self.heading.setText("Nowa przesyłka")
        self.note.hide()
        self.save.setText("Zarejestruj  Ctrl+Enter")
        self._adapt()

    def show_item(self, item: OutgoingItem, history: str) -> None:
        """A row of the register, to be corrected as far as its state allows."""
        self.item, self.more, self.shown = item, [], form_of(item)
        self._show(self.shown)
        self.shown = self.form()
        self.heading.setText(f"Przesyłka {item.readable_number or '– numer nada centrala'}")
        self.note.setText(history)
        self.note.setVisible(bool(history))
        self.save.setText("Zapisz zmiany  Ctrl+Enter")
        self._adapt()

    def form(self) -> OutgoingForm:
        """What stands in the fields."""
        texts = {name: self._value(name) for name in self._fields if name not in ADDRESS}
        here = self._addressee()
        item = self.item
        addressees = (*self.more, here) if here != Addressee() or not self.more else tuple(self.more)
        if item is not None and len(item.addressees) > 1:
            addressees = item.addressees
        return OutgoingForm(**texts, zpo=self.zpo.isChecked(), addressees=addressees,
                            document_kind=self.shown.document_kind, format=self.shown.format,
                            posting_operator=self.shown.posting_operator)  # fmt: skip

    def take_sender(self, sender: Sender) -> None:
        """The whole address of a known correspondent."""
        for name in ("organisation", "surname", "given_names", "street", "postcode", "town", "country"):
            self._fields[name].put(getattr(sender, name) or "")
        self._fields["email"].put(sender.email[0] if sender.email else "")
        self._fields["ade"].put(getattr(sender, "ade", None) or "")
        self._fields["ade" if self._fields["ade"].isVisible() else "title"].setFocus()

    def next_addressee(self) -> None:
        """Ctrl+D: keep this addressee, make room for another."""
        here = self._addressee()
        if self.item is not None or here == Addressee():
            return
        self.more.append(here)
        for name in ADDRESS:
            self._fields[name].reset()
        self._adapt()
        self._fields["organisation"].setFocus()

    def show_fault(self, error: Exception) -> bool:
        """Mark the field a refusal speaks of, and say it here; False where it isn't one of the form's."""
        shown = known(error)
        if shown is None or not isinstance(error, OfficeError):
            return False
        self._fault.setText(f"{shown.message} {shown.hint}".strip())
        self._fault.show()
        name = {"addressee": "organisation", "zpo": "method"}.get(error.subject, error.subject)
        if name in self._fields:
            self._fields[name].show_fault(shown.message)
            if self._fields[name].isVisible():
                self._fields[name].setFocus()
        return True

    def clear_fault(self) -> None:
        """Nothing is wrong any more."""
        self._fault.hide()
        for field in self._fields.values():
            field.show_fault("")

    def _value(self, name: str) -> str:
        text = self._fields[name].value
        return (said.to_date(text) or text) if name in _DAYS and text else text

    def _addressee(self) -> Addressee:
        texts = {name: self._fields[name].value or None for name in ADDRESS}
        return Addressee(**texts)

    def _show(self, form: OutgoingForm) -> None:
        self.clear_fault()
        for name, field in self._fields.items():
            if name not in ADDRESS:
                value = getattr(form, name)
                field.reset(said.day_full(value) if name in _DAYS and len(value) == 10 else value)
        first = form.addressees[0] if len(form.addressees) == 1 else Addressee()
        for each in fields(Addressee):
            self._fields[each.name].reset(getattr(first, each.name) or "")
        self.zpo.setChecked(form.zpo)

    def _adapt(self) -> None:
        """Only what the method asks for is shown; what the row's state has frozen can't be typed into."""
        method = Method(self._fields["method"].value or Method.E_DELIVERY.value)
        many = len(self.item.addressees) > 1 if self.item is not None else False
        checked = method in PAPER or method is Method.HYBRID
        frozen = self.item is not None and self.item.state is not OutgoingState.PREPARED
        for name, (label, field) in self._rows.items():
            wanted = (
                (name not in ("check_result", "check_on", "paper_reason") or checked)
                and (name not in _POSTING or method in TRACKED or method in (Method.LETTER, Method.HYBRID))
                and (name != "posting_number" or method in TRACKED)
                and (name not in ADDRESS or not many)
                and (name != "email" or method is Method.EMAIL)
            )
            for widget in (label, field):
                widget.setVisible(wanted)
        for name in (*ADDRESS, "method", "check_result", "check_on", "paper_reason", "letter_date", "title"):
            field = self._fields[name]
            field.editor.setEnabled(not (frozen and (field.value or name in ADDRESS)))
        self.zpo.setVisible(method in CONFIRMED)
        self.zpo.setEnabled(not frozen)
        new = self.item is None
        self.another.setVisible(new)
        self.collective.setVisible(new and bool(self.more))
        if many and self.item is not None:
            names = "; ".join(each.display_name for each in self.item.addressees)
            self.several.setText(f"Adresaci ({len(self.item.addressees)}): {names}")
        else:
            named = "; ".join(each.display_name for each in self.more)
            self.several.setText(f"Adresaci ({len(self.more)} + ten): {named}" if self.more else "")
        self.several.setVisible(bool(self.several.text()))
        voided = self.item is not None and self.item.state is OutgoingState.VOIDED
        self.save.setEnabled(not voided)

    def _compose(self) -> None:
        self.heading.setProperty("role", "heading")
        for label, role in ((self.note, "muted"), (self.several, "muted"), (self._fault, "error")):
            label.setProperty("role", role)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._fault.setObjectName("outgoingFault")
        self._fault.hide()
        body = QFrame(self)
        form = QFormLayout(body)
        form.setContentsMargins(0, 0, 12, 0)
        form.setSpacing(6)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._add(form, "method", "Sposób wysłania*", [(each.value, METHOD_WORDS[each]) for each in Method])
        self._add(
            form, "check_result", "Sprawdzenie adresu", [(each.value, CHECK_WORDS[each]) for each in AddressCheck]
        )
        self._add(form, "check_on", "Sprawdzono dnia")
        self._add(form, "paper_reason", "Dlaczego papier")
        for name, words in _LINES.items():
            self._add(form, name, words)
        self.another.setObjectName("outgoingAnother")
        self.another.setAccessibleName("Następny adresat")
        self.another.clicked.connect(self.next_addressee)
        self.collective.setObjectName("outgoingCollective")
        form.addRow(self.several)
        form.addRow("", self.another)
        form.addRow(self.collective)
        for name, words in _TEXTS.items():
            offered = {"access": list(ACCESS), "unit": [], "weight_class": [(s, s) for s in ("S", "M", "L")]}
            self._add(form, name, words, offered.get(name))
            if name == "posting_number":
                self.zpo.setObjectName("outgoingZpo")
                form.addRow(self.zpo)
        self._frame_in(body)

    def _frame_in(self, body: QWidget) -> None:
        area = QScrollArea(self)
        area.setObjectName("outgoingFormArea")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        self._area = area
        self.save.setObjectName("outgoingSave")
        self.save.setAccessibleName("Zapisz przesyłkę")
        self.save.clicked.connect(self.save_asked)
        theme.restyle(self.save, primary=True)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        for widget in (self.heading, self.note):
            layout.addWidget(widget)
        layout.addWidget(area, 1)
        layout.addWidget(self._fault)
        layout.addLayout(foot)

    def _add(self, form: QFormLayout, name: str, words: str, offered: Sequence[tuple[str, str]] | None = None) -> None:
        editor: LineEditor | TextEditor | ChoiceEditor
        if offered is not None:
            editor = ChoiceEditor(self)
            editor.offer(offered)
            if name in ("method", "access"):
                editor.removeItem(0)  # one of them always holds
        else:
            editor = TextEditor(self) if name in ("title", "remarks") else LineEditor(self)
        field, label = Field(name, words.rstrip("*"), editor, self, read=False), QLabel(words, self)
        editor.setObjectName(f"outgoing_{name}")
        if name in _DAYS:
            assert isinstance(editor, LineEditor)
            editor.setPlaceholderText("dd.mm.rrrr lub „dziś”")
        label.setBuddy(editor)
        field.edited.connect(self._on_field_edited)
        field.entered.connect(lambda _name: self.focusNextChild())
        field.focused.connect(lambda _name: self._area.ensureWidgetVisible(field, 0, 40))
        self._fields[name] = field
        self._rows[name] = (label, field)
        form.addRow(label, field)

    def _on_field_edited(self, name: str) -> None:
        self._fields[name].show_fault("")
        if name == "check_result" and not self._fields["check_on"].value:
            self._fields["check_on"].put("dziś")
        if name in _CHOICES:
            self._adapt()
