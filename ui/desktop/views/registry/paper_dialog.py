"""The paper behind a letter: how much of it there is, and carriers that aren't copied, with where they lie."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kancelaria.domain.reproduction import CARRIER_WORDS, MOST, CarrierKind, Volume
from ui.desktop import theme
from ui.desktop.models.plain_table import Column, PlainTable
from ui.desktop.shell.error_panel import known
from ui.desktop.shell.frame import Frame
from ui.desktop.views.ask_dialog import OneAnswer
from ui.desktop.views.plain_view import PlainView
from ui.operations.paper import CarrierLine, Paper, PaperLook

COLUMNS: tuple[Column[CarrierLine], ...] = (
    Column("Nośnik", lambda row: row.kind),
    Column("Sztuk", lambda row: str(row.count), number=True),
    Column("Opis", lambda row: row.description),
    Column("Gdzie leży", lambda row: "skopiowany" if row.copied else row.place),
)
COUNTS = (("volumes", "Tomów", "1"), ("copies", "Egzemplarzy", "1"), ("pages", "Stron w egzemplarzu", ""))


class PaperDialog(QDialog):
    """Ctrl+Enter writes what was filled in: the volume, or a carrier once its place stands there."""

    def __init__(self, frame: Frame, paper: Paper, document_uid: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("paperDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Objętość i nośniki")
        self._frame, self._paper, self._uid, self._busy = frame, paper, document_uid, False
        self._title, self._where, self._fault = QLabel(self), QLabel(self), QLabel(self)
        self.counts = {name: self._number(f"paper_{name}", said, hint) for name, said, hint in COUNTS}
        self.keep = self._button("paperKeep", "Zapisz objętość", self.count)
        self.model: PlainTable[CarrierLine] = PlainTable(COLUMNS, self)
        self.table = PlainView(self.model, "carrierRows", "Nośniki", (2, 3), self)
        self.kind = QComboBox(self)
        self.kind.setObjectName("carrierKind")
        self.kind.setAccessibleName("Rodzaj nośnika")
        for kind, word in CARRIER_WORDS.items():
            self.kind.addItem(word, kind)
        self.pieces = self._number("carrierCount", "Ile sztuk", "1")
        self.place = self._line("carrierPlace", "Gdzie leży", "szafa, pudło, osoba")
        self.description = self._line("carrierDescription", "Co jest na nośniku", "")
        self.add_button = self._button("carrierAdd", "Dopisz nośnik", self.add)
        self.move_button = self._button("carrierMove", "Przenieś…  Alt+P", self.move_carrier, "Alt+P")
        self.copied_button = self._button("carrierCopied", "Skopiowany  Alt+S", self.mark_copied, "Alt+S")
        self._print = self._button("carrierPrint", "Wykaz nośników", self._on_print)
        self._back = self._button("paperBack", "Zamknij  Esc", self.reject)
        theme.restyle(self.keep, primary=True)
        self._compose()
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self, self._on_enter)
        self._do(lambda: paper.look(document_uid), self._begin)

    @property
    def fault(self) -> str:
        """What is wrong, or was just done."""
        return self._fault.text()

    def count(self) -> None:
        """Write down how much paper there is."""
        said = {name: int(field.text() or hint or 0) for (name, _, hint), field in self._fields()}
        self._do(lambda: self._paper.count(self._uid, Volume(**said)), self._saved("Zapisano objętość."))

    def add(self) -> None:
        """Write down a carrier that isn't copied."""
        kind: CarrierKind = self.kind.currentData()
        pieces, place, description = int(self.pieces.text() or 1), self.place.text(), self.description.text()

        def done(look: PaperLook) -> None:
            for field in (self.pieces, self.place, self.description):
                field.clear()
            self._saved("Dopisano. Nośnik jest w wykazie.")(look)
            self.kind.setFocus()

        self._do(lambda: self._paper.add(self._uid, kind, pieces, place, description), done)

    def move_carrier(self) -> None:
        """Ask where the carrier in focus lies now."""
        line = self._not_copied()
        if line is None:
            return
        about = f"{line.kind}, {line.count} szt.: {line.place}"
        dialog = OneAnswer("carrierMoveDialog", "Przeniesienie nośnika", about, "Gdzie leży teraz", (), "Zapisz", self)

        def given(place: str, _tick: bool) -> None:
            dialog.accept()
            self._do(lambda: self._paper.move(self._uid, line.id, place), self._saved("Zapisano nowe miejsce."))

        dialog.given.connect(given)
        dialog.open()

    def mark_copied(self) -> None:
        """The content of the carrier in focus is kept now."""
        line = self._not_copied()
        if line is not None:
            done = self._saved("Nośnik skreślono z wykazu.")
            self._do(lambda: self._paper.copied(self._uid, line.id), done)

    def _not_copied(self) -> CarrierLine | None:
        line: CarrierLine | None = self.table.row
        if line is None or line.copied:
            self._say("Zaznacz nośnik, który nie jest skopiowany.", "warn")
            return None
        return line

    def _fields(self) -> list[tuple[tuple[str, str, str], QLineEdit]]:
        return [(row, self.counts[row[0]]) for row in COUNTS]

    def _begin(self, look: PaperLook) -> None:
        self._show(look)
        first = self.counts["volumes"]
        first.setFocus()
        first.selectAll()

    def _show(self, look: PaperLook) -> None:
        self._title.setText(f"{look.document_uid}  {look.title}".strip())
        self._where.setText(f"Skan: {look.extent}. Papier: {look.where}.")
        if look.volume is not None:
            for name, field in self.counts.items():
                field.setText(str(getattr(look.volume, name) or ""))
        self.model.show_rows(look.carriers)

    def _saved(self, text: str) -> Callable[[PaperLook], None]:
        def done(look: PaperLook) -> None:
            self._show(look)
            self._say(text, "ok")

        return done

    def _on_enter(self) -> None:
        """What is being filled in is written."""
        carrier = (self.kind, self.pieces, self.place, self.description, self.add_button)
        self.add() if self.place.text().strip() or self.focusWidget() in carrier else self.count()

    def _on_print(self) -> None:
        self._frame.print_file("register", self._paper.carriers_list)

    def _do(self, work: Callable[[], PaperLook], done: Callable[[PaperLook], None]) -> None:
        if self._busy:
            return
        self._busy = True

        def show(look: PaperLook) -> None:
            self._busy = False
            done(look)

        self._frame.jobs.submit(
            "db", lambda _job: work(), show, self._on_failed, label="Objętość i nośniki", owner=self, cancellable=False
        )

    def _on_failed(self, error: Exception) -> None:
        self._busy = False
        shown = known(error)
        if shown is None:
            self.reject()
            self._frame.show_failure(error)
            return
        self._say(f"{shown.message} {shown.hint}".strip(), "error")
        fields = {**self.counts, "place": self.place, "count": self.pieces}
        wrong = fields.get(str(getattr(error, "subject", "")))
        if wrong is not None:
            wrong.setFocus()

    def _say(self, text: str, role: str) -> None:
        self._fault.setText(text)
        theme.restyle(self._fault, role=role)

    # building

    def _compose(self) -> None:
        self._title.setProperty("role", "heading")
        self._where.setProperty("role", "muted")
        self._fault.setObjectName("paperFault")
        for label in (self._title, self._where, self._fault):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        volume, what, ends = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for (_, said, _hint), field in self._fields():
            volume.addWidget(_said(said, field))
            volume.addWidget(field)
        volume.addStretch(1)
        volume.addWidget(self.keep)
        for part in (self.kind, _said("sztuk", self.pieces), self.pieces):
            what.addWidget(part)
        what.addStretch(1)
        new = QFormLayout()
        new.addRow("Nowy nośnik", what)
        new.addRow("Gdzie leży", self.place)
        new.addRow("Opis", self.description)
        for button in (self.add_button, self.move_button, self.copied_button):
            ends.addWidget(button)
        ends.addStretch(1)
        for button in (self._print, self._back):
            ends.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        for part in (self._title, self._where):
            layout.addWidget(part)
        layout.addLayout(volume)
        layout.addWidget(self.table, 1)
        layout.addLayout(new)
        layout.addWidget(self._fault)
        layout.addLayout(ends)
        parent = self.parentWidget()
        room = parent.window().size() if parent is not None else self.sizeHint()
        self.resize(min(760, room.width()), min(560, room.height()))

    def _number(self, name: str, said: str, hint: str) -> QLineEdit:
        field = self._line(name, said, hint)
        field.setValidator(QIntValidator(0, MOST, field))
        field.setFixedWidth(64)
        return field

    def _line(self, name: str, said: str, hint: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setObjectName(name)
        field.setAccessibleName(said)
        field.setPlaceholderText(hint)
        return field

    def _button(self, name: str, text: str, run: Callable[[], object], key: str = "") -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        plain = text.replace("…", "").removesuffix(key).strip()
        button.setAccessibleName(f"{plain} ({key})" if key else plain)
        button.setAutoDefault(False)
        if key:
            button.setShortcut(key)
        button.clicked.connect(lambda: run())
        return button


def _said(text: str, field: QWidget) -> QLabel:
    label = QLabel(text)
    label.setBuddy(field)
    return label
