"""One registered item: its page, its facts, its history."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from kancelaria.domain.incoming import IncomingItem, ItemState
from kancelaria.domain.notes import note_words, standing
from kancelaria.domain.registration import came_late
from ui.desktop import icons, said, theme
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.models.register_model import STATES
from ui.desktop.ports import Dictionaries, ItemDetails
from ui.desktop.views.page_panel import PagePanel
from ui.operations.facts import CLERKS, WORKERS, SignedIn

EXTENTS = {"full": "w całości", "partial": "częściowo", "none": "bez skanu"}


class ItemView(QWidget):
    """Page above, facts and history beneath."""

    closed = Signal()
    label_asked = Signal(str)
    receipt_asked = Signal(str)
    form_asked = Signal(str)
    void_asked = Signal(str)

    def __init__(self, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("itemView")
        self.setMinimumWidth(320)
        self._uid = ""
        self._clerk = True
        self.words = Dictionaries()
        self.page = PagePanel(jobs, self)
        self._heading = QLabel(self)
        self._heading.setObjectName("itemHeading")
        self._heading.setFont(theme.mono(12))
        self._heading.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._facts = QLabel(self)
        self._facts.setObjectName("itemFacts")
        close = self._button("itemClose", "Zamknij  Esc", "close", self.put_away)
        self._form = self._button("itemForm", "Popraw  Ctrl+D", "edit", lambda: self.form_asked.emit(self._uid))
        label = self._button("itemLabel", "Etykieta", "label", lambda: self.label_asked.emit(self._uid))
        receipt = self._button("itemReceipt", "Pokwitowanie", "receipt", lambda: self.receipt_asked.emit(self._uid))
        self._void = self._button("itemVoid", "Anuluj…", "void", lambda: self.void_asked.emit(self._uid))
        self._void.setToolTip("Anuluj pozycję rejestru z podaniem przyczyny (Ctrl+Shift+Del)")
        head = QHBoxLayout()
        head.addWidget(self._heading)
        head.addStretch(1)
        head.addWidget(close)
        tools = QHBoxLayout()
        for button in (self._form, label, receipt, self._void):
            tools.addWidget(button)
        tools.addStretch(1)
        self._inner = QWidget(self)
        self._grid = QGridLayout(self._inner)
        self._grid.setContentsMargins(8, 4, 8, 8)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        scroll = QScrollArea(self)
        scroll.setObjectName("itemScroll")
        scroll.setAccessibleName("Dane pisma i historia")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._inner)
        parts = self._parts = QSplitter(Qt.Orientation.Vertical, self)
        parts.addWidget(self.page)
        parts.addWidget(scroll)
        parts.setSizes([420, 220])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(parts, 1)
        layout.addLayout(tools)

    @property
    def uid(self) -> str:
        """The item shown."""
        return self._uid

    def offer(self, person: SignedIn | None) -> None:
        """Show what a person may do with a letter: the registry voids and confirms, who only reads corrects nothing."""
        self._clerk = person is not None and person.may(CLERKS)
        self._void.setVisible(self._clerk)
        self._form.setVisible(person is not None and person.may(WORKERS))

    def show_details(self, details: ItemDetails) -> None:
        """Show an item."""
        item = details.item
        self._uid = item.document_uid
        self._heading.setText(item.document_uid)
        to_verify = item.state is ItemState.TO_VERIFY and self._clerk
        alive = item.state is not ItemState.VOIDED
        self._form.setText("Sprawdź  Ctrl+D" if to_verify else "Popraw  Ctrl+D")
        self._form.setAccessibleName(self._form.text())
        theme.restyle(self._form, primary=to_verify)
        self._form.setIcon(icons.icon("edit", "on_accent" if to_verify else "text"))
        self._form.setEnabled(alive)
        self._void.setEnabled(alive)
        self.page.show_pages(details.pages, message="Tego pisma nie zeskanowano." if not details.pages else "")
        while self._grid.count():
            entry = self._grid.takeAt(0)
            widget = entry.widget() if entry else None
            if widget is not None:
                widget.deleteLater()
        for name, value in [*facts(item, self.words), *envelope_facts(details, self.words)]:
            self._line(name, value)
        self._line("", "")
        for line in details.history:
            self._line(said.instant(line.at), f"{line.what} · {line.who}", said.instant_full(line.at))
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def set_narrow(self, narrow: bool) -> None:
        """A narrow window is low, too: the page stands beside the facts then."""
        self._parts.setOrientation(Qt.Orientation.Horizontal if narrow else Qt.Orientation.Vertical)
        self.page.set_narrow(narrow)

    def put_away(self) -> None:
        """Close the item; the list takes the whole width again."""
        self.hide()
        self.closed.emit()

    def restyle(self) -> None:
        """Take the theme's colours anew."""
        self.page.restyle()

    def _line(self, name: str, value: str, tip: str = "") -> None:
        row = self._grid.rowCount()
        label = QLabel(name, self._inner)
        label.setProperty("role", "muted")
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        text = QLabel(value, self._inner)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setToolTip(tip)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(text, row, 1)

    def _button(self, name: str, text: str, icon_name: str, run: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(True)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setIcon(icons.icon(icon_name))
        button.clicked.connect(run)
        return button


def envelope_facts(details: ItemDetails, words: Dictionaries) -> list[tuple[str, str]]:
    """What is known of the letter's envelope, why it isn't opened, and what was noted."""
    item, envelope = details.item, details.consignment
    reason = dict(words.not_opened).get(item.sealed_reason or "", item.sealed_reason or "")
    deadline = said.day_full((item.offer_deadline or "")[:10]) + f" {(item.offer_deadline or '')[11:]}"
    operator = envelope.operator if envelope is not None else None
    parts = (
        (envelope.posting_number, dict(words.posting_operators).get(operator or "", operator), envelope.condition)
        if envelope is not None
        else ()
    )
    late = {True: " ▲ po terminie", False: " ✓ w terminie", None: ""}[came_late(item)]
    lines = [
        ("Nieotwierana", reason or ("tak" if item.sealed else "")),
        ("Napis", item.inscription or ""),
        ("Termin ofert", f"{deadline}{late}" if item.offer_deadline else ""),
        ("Przesyłka", " · ".join(part for part in parts if part)),
        ("W tej kopercie", ", ".join(details.siblings)),
        ("Koperta", f"strona {item.envelope_page}" if item.envelope_page else ""),
        *(("Adnotacja" if not number else "", note_words(note)) for number, note in enumerate(standing(item.notes))),
    ]
    return [(name, value) for name, value in lines if value]


def facts(item: IncomingItem, words: Dictionaries) -> list[tuple[str, str]]:
    """An item's facts as lines: what isn't known is left out, what is said to be missing is said."""
    sender, kinds = item.sender, dict(words.document_kinds)
    ways = dict(words.delivery_methods)
    place = " ".join(part for part in (sender.postcode, sender.town) if part)
    address = ", ".join(part for part in (sender.street, place) if part)
    reproduction = EXTENTS[item.reproduction.extent.value]
    lines = [
        ("RPW", f"{item.rpw_number}/{item.rpw_year}" if item.rpw_number else "numer nada centrala"),
        ("Stan", STATES[item.state] + (f": {item.void_reason}" if item.void_reason else "")),
        ("Nadawca", sender.display_name),
        ("Adres", address),
        ("Dotyczy", item.title),
        ("Data pisma", "brak daty" if item.no_date else said.day_full(item.letter_date or "")),
        ("Znak", "brak znaku" if item.no_reference else item.sender_reference or ""),
        ("Wpłynęło", f"{said.day_full(item.received_on)} {item.received_time or ''}".strip()),
        ("Adresat", item.addressee or ""),
        ("Składający", item.depositor or ""),
        ("Rodzaj", ", ".join(kinds.get(kind, kind) for kind in item.document_kind)),
        ("Doręczenie", ways.get(item.delivery_method or "", item.delivery_method or "")),
        ("Załączniki", "" if item.attachment_count is None else str(item.attachment_count)),
        ("Skan", f"{reproduction}, {said.pages(len(item.pages))}"),
        ("Uwagi", " ".join(item.remarks)),
        ("Zarejestrowano", f"{said.instant_full(item.registered_at)} {item.registered_by or ''}".strip()),
    ]
    return [(name, value) for name, value in lines if value]
