"""The desk's form: labels beside fields, suggestions tinted until confirmed, "brak" said by a tick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kancelaria.domain.incoming import IncomingItem, Sender
from kancelaria.reading.model import LetterSuggestions
from ui.desktop import theme
from ui.desktop.models import form_values
from ui.desktop.ports import Dictionaries, LetterForm
from ui.desktop.views.registry.envelope_mark import DeadlineNote, EnvelopeMark
from ui.desktop.views.registry.fields import ChoiceEditor, Editor, Field, LineEditor, TextEditor
from ui.desktop.views.registry.sender_completion import SenderCompletion
from ui.desktop.views.registry.ticks import FormTicks

ACCESS = (("public", "publiczny"), ("partly_public", "publiczny częściowo"), ("not_public", "niepubliczny"))
EXTENT = (("full", "w całości"), ("partial", "częściowo"), ("none", "bez skanu"))
STICKY = ("delivery_method", "received_on", "document_kind")


class LetterFormView(QWidget):
    """Fields of one letter. It knows nothing of registering: `values()` says what stands in it."""

    field_focused = Signal(str)
    edited = Signal()
    finished = Signal()
    """Enter in the last field."""

    def __init__(self, completion: SenderCompletion, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("letterForm")
        self.fields: dict[str, Field] = {}
        self.missing = FormTicks(self.fields, self)
        self.ticks = self.missing.boxes
        self._order: list[str] = []
        self.completion = completion
        self._grid = QGridLayout()
        self._grid.setContentsMargins(8, 4, 8, 8)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._attachment_note = QLabel(self)
        self._attachment_note.setObjectName("attachmentNote")
        self._attachment_note.setProperty("role", "warn")
        self._more_rows: list[QWidget] = []
        self._sealed_rows: list[QWidget] = []
        self._deadline = DeadlineNote(self)
        self.envelope = EnvelopeMark(self)
        self.missing.edited.connect(self.edited)
        self._build()
        self._place()
        completion.chosen.connect(self._on_sender_chosen)
        completion.attach(self.fields["sender.organisation"].editor, self.fields["sender.surname"].editor)
        completion.attach_place(self.fields["sender.postcode"], self.fields["sender.town"])

    # what stands in it

    def values(self) -> LetterForm:
        """What stands in the form."""
        form = form_values.collect(
            {name: field.value for name, field in self.fields.items()},
            self.missing.values(),
        )
        mark = self.envelope
        return replace(form, same_envelope_as=mark.shared_with, envelope=mark.page, consignment_id=mark.accepted)

    def show_values(self, form: LetterForm) -> None:
        """Put a person's values into the form (restored, or back from the register)."""
        texts, ticks = form_values.spread(form)
        for name, field in self.fields.items():
            if texts.get(name):
                field.put(texts[name])
            else:
                field.reset()
                field.touched = True
        self.missing.show_values(ticks)
        self.envelope.show_values(form)
        self._deadline.say(self.values())

    def show_item(self, item: IncomingItem) -> None:
        """Show a registered item's values."""
        self.show_values(form_values.of_item(item))

    def check(self, item: IncomingItem) -> None:
        """Show an item for checking: what was read is tinted, also what was too unsure to be taken unattended."""
        self.begin({})
        texts, ticks = form_values.spread(form_values.of_item(item))
        suggestions = LetterSuggestions(item.suggestions)
        person = bool(item.sender.surname) or (not item.sender.organisation and form_values.is_person(suggestions))
        unwanted = set(form_values.ORGANISATION_FIELDS if person else form_values.PERSON_FIELDS)
        unwanted |= {name for tick, names in form_values.SILENCES.items() if ticks.get(tick) for name in names}
        for name, field in self.fields.items():
            read = None if name in unwanted else form_values.best(suggestions, name)
            if read is not None and texts.get(name, "") in ("", read.value):
                field.suggest(read)
            elif texts.get(name):
                field.put(texts[name])
        self.missing.show_values(ticks)
        self.missing.suggest(suggestions)

    def freeze(self, frozen: set[str]) -> None:
        """Leave these fields to be read only."""
        for name, field in self.fields.items():
            field.setEnabled(name not in frozen)
        for name, tick in self.ticks.items():
            tick.setEnabled(name not in frozen)

    def begin(self, sticky: dict[str, str]) -> None:
        """Empty the form for a letter, with the values kept for the run."""
        for name, field in self.fields.items():
            field.reset()
            if name in sticky:
                field.put(sticky[name])
        self.missing.begin()
        self.envelope.begin()
        self.fields["access"].put("public")
        self.fields["reproduction.extent"].put("full")
        if not self.fields["received_on"].value:
            self.fields["received_on"].put(form_values.today())
        self._deadline.say(self.values())

    def show_sealed(self, sealed: bool) -> None:
        """Offer the fields of an envelope that isn't opened."""
        for row in self._sealed_rows:
            row.setVisible(sealed)

    def suggest(self, suggestions: LetterSuggestions) -> None:
        """Take the suggestions read so far."""
        person = form_values.is_person(suggestions)
        for name, field in self.fields.items():
            unwanted = form_values.ORGANISATION_FIELDS if person else form_values.PERSON_FIELDS
            field.suggest(None if name in unwanted else form_values.best(suggestions, name))
        self.missing.suggest(suggestions)

    def sticky(self) -> dict[str, str]:
        """The values to keep for the next letter of the run."""
        return {
            name: self.fields[name].value for name in STICKY if self.fields[name].touched and self.fields[name].value
        }

    def show_faults(self, faults: dict[str, str]) -> None:
        """Mark faulty fields and go to the first of them."""
        for name, field in self.fields.items():
            field.show_fault(faults.get(name, ""))
        first = next((name for name in self._order if name in faults), None)
        if first:
            if first in form_values.MORE_FIELDS:
                self.show_more(True)
            self.fields[first].setFocus()

    def show_attachments(self, note: str) -> None:
        """What the attachment check says."""
        self._attachment_note.setText(note)
        self._attachment_note.setVisible(bool(note))

    @property
    def attachment_text(self) -> str:
        """What the attachment check says now."""
        return self._attachment_note.text()

    def offer(self, words: Dictionaries) -> None:
        """Words for the lists of choice."""
        for name, choices in (
            ("delivery_method", words.delivery_methods),
            ("document_kind", words.document_kinds),
            ("reproduction.reason", words.reproduction_reasons),
            ("posting_operator", words.posting_operators),
            ("sealed_reason", words.not_opened),
        ):
            editor = self.fields[name].editor
            assert isinstance(editor, ChoiceEditor)
            editor.offer(choices)

    def focus_first(self) -> None:
        """Go to the first field of low confidence, else to the sender."""
        wanted = [n for n in self._order if n not in form_values.MORE_FIELDS]
        low = [n for n in wanted if self.fields[n].suggested and "▲" in self.fields[n].mark_text]
        first = "sealed_reason" if self._sealed_rows[0].isVisibleTo(self) else "sender.organisation"
        self.fields[(low or [first])[0]].setFocus()

    def show_more(self, shown: bool) -> None:
        """Show the fields that are seldom needed."""
        self._more.setChecked(shown)
        self._more.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)
        for row in self._more_rows:
            row.setVisible(shown)

    # building

    def _build(self) -> None:
        self._grid.addWidget(self.envelope, self._grid.rowCount(), 0, 1, 2)
        self._row("Nieotwierana", self._field("sealed_reason", "Dlaczego nieotwierana", ChoiceEditor()), part="sealed")
        self._row("Napis", self._field("inscription", "Napis na kopercie, numer postępowania"), part="sealed")
        deadline = self._field("offer_deadline", "Termin składania ofert: dzień i godzina", hint="RRRR-MM-DD GG:MM")
        self._row("Termin ofert", self._pair(deadline, self._deadline, stretch=(5, 5)), part="sealed")
        self._row("Nadawca*", self._field("sender.organisation", "Nadawca: instytucja"))
        self._row(
            "lub osoba",
            self._pair(
                self._field("sender.surname", "Nadawca: nazwisko", hint="nazwisko"),
                self._field("sender.given_names", "Nadawca: imiona", hint="imiona"),
            ),
        )
        self._row("Ulica, nr", self._field("sender.street", "Nadawca: ulica i numer"))
        self._row(
            "Kod, miejsc.*",
            self._pair(
                self._field("sender.postcode", "Nadawca: kod pocztowy", hint="00-000"),
                self._field("sender.town", "Nadawca: miejscowość"),
                stretch=(4, 6),
            ),
        )
        self._row("", self.missing.make("sender.anonymous"))
        self._row(
            "Data pisma*",
            self._pair(self._field("letter_date", "Data pisma", hint="RRRR-MM-DD"), self.missing.make("no_date")),
        )
        self._row(
            "Znak*",
            self._pair(self._field("sender_reference", "Znak nadawcy"), self.missing.make("no_reference")),
        )
        self._row("Dotyczy*", self._field("title", "Dotyczy (tytuł)", TextEditor()))
        self._row("Rodzaj", self._field("document_kind", "Rodzaj dokumentu", ChoiceEditor()))
        self._row(
            "Załączniki",
            self._pair(self._number("attachment_count", "Liczba załączników"), self._attachment_note, stretch=(4, 6)),
        )
        self._row(
            "Doręczenie",
            self._pair(
                self._field("delivery_method", "Sposób doręczenia", ChoiceEditor()),
                self._field("posting_number", "Numer nadawczy", hint="numer"),
                stretch=(5, 5),
            ),
        )
        self._row(
            "Wpłynęło*",
            self._pair(
                self._field("received_on", "Data wpływu"),
                self._field("received_time", "Godzina wpływu", hint="GG:MM"),
                stretch=(6, 4),
            ),
        )
        self._row("Adresat", self._field("addressee", "Adresat w urzędzie"))
        self._add_more_button()
        self._row("Nadano", self._field("posted_on", "Data nadania", hint="RRRR-MM-DD"), more=True)
        self._row("Składający", self._field("depositor", "Składający, jeśli nie nadawca"), more=True)
        self._row(
            "Operator",
            self._pair(
                self._field("posting_operator", "Operator pocztowy", ChoiceEditor()),
                self._field("condition", "Stan przesyłki", hint="stan, np. rozdarta"),
            ),
            more=True,
        )
        self._row(
            "Kraj",
            self._pair(
                self._field("sender.country", "Kraj nadawcy", hint="PL"),
                self._field("sender.email", "E-mail nadawcy", hint="e-mail"),
                stretch=(3, 7),
            ),
            more=True,
        )
        self._row("Dostęp", self._field("access", "Dostęp", self._choices(ACCESS)), more=True)
        self._row(
            "Skan",
            self._pair(
                self._field("reproduction.extent", "Zakres skanu", self._choices(EXTENT)),
                self._field("reproduction.reason", "Przyczyna niepełnego skanu", ChoiceEditor()),
                stretch=(4, 6),
            ),
            more=True,
        )
        self._row("Uwagi", self._field("remarks", "Uwagi"), more=True)
        self.show_more(False)
        self.show_sealed(False)
        self.show_attachments("")

    def _place(self) -> None:
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._grid)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setObjectName("letterFormScroll")
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self._scroll = scroll

    def _field(self, name: str, said: str, editor: Editor | None = None, hint: str = "") -> Field:
        made = Field(
            name, said, editor if editor is not None else LineEditor(), self, name not in form_values.NEVER_READ
        )
        if hint and isinstance(made.editor, LineEditor):
            made.editor.setPlaceholderText(hint)
        made.focused.connect(self._on_field_focused)
        made.edited.connect(self._on_field_edited)
        made.entered.connect(self._on_field_entered)
        self.fields[name] = made
        self._order.append(name)
        return made

    def _number(self, name: str, said: str) -> Field:
        editor = LineEditor()
        editor.setValidator(QIntValidator(0, 9999, editor))
        return self._field(name, said, editor)

    def _choices(self, choices: Sequence[tuple[str, str]]) -> ChoiceEditor:
        editor = ChoiceEditor()
        for value, said in choices:
            editor.addItem(said, value)
        return editor

    def _row(self, label: str, what: QWidget, more: bool = False, part: str = "") -> None:
        row = self._grid.rowCount()
        said = QLabel(label, self)
        said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        said.setProperty("role", "muted")
        said.setBuddy(what)
        self._grid.addWidget(said, row, 0)
        self._grid.addWidget(what, row, 1)
        if more:
            self._more_rows += [said, what]
        elif part == "sealed":
            self._sealed_rows += [said, what]

    def _pair(self, first: QWidget, second: QWidget, stretch: tuple[int, int] = (1, 0)) -> QWidget:
        pair = QWidget(self)
        across = QHBoxLayout(pair)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(4)
        both = stretch if not isinstance(second, Field) or stretch != (1, 0) else (1, 1)
        across.addWidget(first, both[0])
        across.addWidget(second, both[1])
        return pair

    def _add_more_button(self) -> None:
        self._more = QToolButton(self)
        self._more.setObjectName("moreFields")
        self._more.setText("Więcej pól")
        self._more.setAccessibleName("Więcej pól")
        self._more.setCheckable(True)
        self._more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._more.toggled.connect(self.show_more)
        self._row("", self._more)

    # reacting

    def _on_field_focused(self, name: str) -> None:
        self._scroll.ensureWidgetVisible(self.fields[name], 0, 40)
        self.field_focused.emit(name)

    def _on_field_edited(self, name: str) -> None:
        self.missing.clear_for(name)
        if name in ("offer_deadline", "received_on", "received_time"):
            self._deadline.say(self.values())
        self.edited.emit()

    def _on_field_entered(self, name: str) -> None:
        names = [n for n in self._order if self.fields[n].isVisibleTo(self) and self.fields[n].isEnabled()]
        after = names.index(name) + 1 if name in names else len(names)
        if after < len(names):
            self.fields[names[after]].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.finished.emit()

    def _on_sender_chosen(self, sender: Sender) -> None:
        for name, value in form_values.sender_texts(sender).items():
            if value or self.fields[name].suggested:
                self.fields[name].put(value)
        theme.restyle(self, sender="known")
        self.edited.emit()
        self.fields["letter_date"].setFocus()
