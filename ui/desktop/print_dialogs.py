"""Questions before a print-out: labels ahead, an envelope, a receipt, protocols; checking a receipt; unused labels."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from kancelaria.domain.identifiers import is_document_uid, with_hyphens
from ui.desktop import theme
from ui.desktop.print_dialog import NumberField, PrintDialog
from ui.operations.print_ports import CheckedReceipt, LabelWish, OralWish, ReceiptWish, SheetWish, UnusedRun

LAYOUTS = (
    ("", "4 × 9, etykiety 50 × 30 mm"), ("3x8", "3 × 8, etykiety 70 × 37 mm"), ("3x7", "3 × 7, etykiety 70 × 42 mm"),
)  # fmt: skip
PAPERS = (("A5", "A5"), ("A4", "A4"), ("roll80", "rolka 80 mm"))
PLACES = {"": 36, "3x8": 24, "3x7": 21}
MOST_LABELS = 5000
LINES_SHOWN = 4


class SubjectDialog(PrintDialog):
    """Which item, or which list: one field, that a reader may fill."""

    given = Signal(str)

    def __init__(self, name: str, title: str, label: str, known: str, parent: QWidget | None = None) -> None:
        super().__init__(name, title, "Drukuj  Enter", parent)
        self.subject = QLineEdit(known, self)
        self.subject.setPlaceholderText("zeskanuj albo wpisz")
        self.add(label, self.subject, f"{name}Subject")
        self.more()
        self.finish()
        self.subject.textChanged.connect(lambda _text: self._refresh())
        self.confirmed.connect(self._on_confirmed)
        self._refresh()

    def more(self) -> None:
        """Further fields, for those that have them."""

    @property
    def uid(self) -> str:
        """The item's identifier with hyphens; empty while none is given."""
        text = self.subject.text().strip()
        return with_hyphens(text) if is_document_uid(text) else ""

    def ready(self) -> bool:
        """Whether enough is said to print."""
        return bool(self.subject.text().strip())

    def _refresh(self) -> None:
        self.confirm.setEnabled(self.ready())

    def _on_confirmed(self) -> None:
        self.accept()
        self.given.emit(self.subject.text().strip())


class EnvelopeDialog(SubjectDialog):
    """The label of an envelope that stays closed: procedure, and the hour of the deadline."""

    def __init__(self, known: str, parent: QWidget | None = None) -> None:
        super().__init__("envelopeDialog", "Etykieta „NIE OTWIERAĆ”", "Identyfikator", known, parent)

    def more(self) -> None:
        """Procedure and deadline."""
        self.procedure = QLineEdit(self)
        self.procedure.setPlaceholderText("puste: napis z koperty albo powód nieotwierania")
        self.day = QLineEdit(self)
        self.day.setPlaceholderText("RRRR-MM-DD")
        self.hour = QLineEdit(self)
        self.hour.setPlaceholderText("gg:mm")
        self.add("Postępowanie", self.procedure, "envelopeProcedure")
        self.add("Termin: dzień", self.day, "envelopeDay")
        self.add("Termin: godzina", self.hour, "envelopeHour")

    def ready(self) -> bool:
        """An item's identifier is needed."""
        return bool(self.uid)

    def wish(self) -> LabelWish:
        """What was asked for."""
        day, hour = self.day.text().strip(), self.hour.text().strip()
        deadline = f"{day}T{hour.zfill(5)}" if day and hour else day
        return LabelWish((self.uid,), kind="envelope", procedure=self.procedure.text().strip(), deadline=deadline)


class OralDialog(SubjectDialog):
    """The protocol of an oral application, or of a person who can't sign."""

    def __init__(self, known: str, parent: QWidget | None = None) -> None:
        super().__init__("oralDialog", "Protokół podania ustnego", "Identyfikator", known, parent)

    def more(self) -> None:
        """Reason, content, who signs."""
        self.unable = QCheckBox("Osoba nie może podpisać", self)
        self.reason = QLineEdit(self)
        self.reason.setPlaceholderText("np. podanie wniesione ustnie; puste: z adnotacji pisma")
        self.content = QPlainTextEdit(self)
        self.content.setTabChangesFocus(True)
        self.content.setPlaceholderText("puste: zostaną linie do wpisania")
        self.content.setFixedHeight(self.content.fontMetrics().lineSpacing() * (LINES_SHOWN + 1))
        self.second = QLineEdit(self)
        self.second.setPlaceholderText("puste: wpisze się odręcznie")
        self.add("", self.unable, "oralUnable")
        self.add("Przyczyna", self.reason, "oralReason")
        self.add("Treść podania", self.content, "oralContent")
        self.add("Druga osoba", self.second, "oralSecond")

    def ready(self) -> bool:
        """An item's identifier is needed."""
        return bool(self.uid)

    def wish(self) -> OralWish:
        """What was asked for; an unticked box leaves it to the note."""
        return OralWish(
            self.uid,
            self.content.toPlainText().strip(),
            self.reason.text().strip(),
            self.second.text().strip(),
            True if self.unable.isChecked() else None,
        )


class ReceiptDialog(PrintDialog):
    """A receipt of one letter or of many of one depositor, on a chosen paper, in several copies."""

    def __init__(self, known: str, paper: str, parent: QWidget | None = None) -> None:
        super().__init__("receiptDialog", "Pokwitowanie", "Drukuj  Enter", parent)
        self.say("Kilka pism jednej osoby, z jednego dnia: jedno pokwitowanie zbiorcze. Skanuj etykietę za etykietą.")
        self.uids = QPlainTextEdit(known + "\n" if known else "", self)
        self.uids.setTabChangesFocus(True)
        self.uids.setFont(theme.mono())
        self.uids.setFixedHeight(self.uids.fontMetrics().lineSpacing() * (LINES_SHOWN + 1))
        self.uids.moveCursor(self.uids.textCursor().MoveOperation.End)
        self.paper = QComboBox(self)
        for value, text in PAPERS:
            self.paper.addItem(text, value)
        self.paper.setCurrentIndex(max(0, self.paper.findData(paper)))
        self.copies = NumberField(1, 20, 1, self)
        self.number, self.code = QLineEdit(self), QLineEdit(self)
        for text, field, name in (
            ("Identyfikatory", self.uids, "receiptUids"), ("Papier", self.paper, "receiptPaper"),
            ("Egzemplarze", self.copies, "receiptCopies"), ("Numer do stanu sprawy", self.number, "receiptNumber"),
            ("Kod do stanu sprawy", self.code, "receiptCode"),
        ):  # fmt: skip
            self.add(text, field, name)
        self.found = QLabel(self)
        self.found.setProperty("role", "muted")
        self.add_below(self.found)
        self.finish()
        self.uids.textChanged.connect(self._refresh)
        self._refresh()

    def wish(self) -> ReceiptWish:
        """What was asked for."""
        known = tuple(with_hyphens(word) for word in self._words() if is_document_uid(word))
        number, code = self.number.text().strip(), self.code.text().strip()
        return ReceiptWish(known, self.paper.currentData(), self.copies.value, number, code)

    def _words(self) -> list[str]:
        return self.uids.toPlainText().replace(",", " ").split()

    def _refresh(self) -> None:
        words = self._words()
        wrong = [word for word in words if not is_document_uid(word)]
        self.found.setText(f"To nie jest identyfikator: {wrong[0]}" if wrong else f"Pism: {len(set(words))}")
        self.confirm.setEnabled(bool(words) and not wrong)


class SeriesDialog(PrintDialog):
    """Labels ahead: how many, on the label printer or on A4 sheets, from which place."""

    def __init__(self, layout: str, parent: QWidget | None = None) -> None:
        super().__init__("seriesDialog", "Etykiety z góry", "Drukuj  Enter", parent)
        self.say("Nowe identyfikatory, z miejscem na datownik. Zepsute unieważnisz w „Niewykorzystane etykiety”.")
        self.count = NumberField(1, MOST_LABELS, PLACES[""], self)
        self.where = QComboBox(self)
        for value, text in (("label", "drukarka etykiet"), ("sheet", "arkusze A4")):
            self.where.addItem(text, value)
        self.sheet = QComboBox(self)
        for value, text in LAYOUTS:
            self.sheet.addItem(text, value)
        self.sheet.setCurrentIndex(max(0, self.sheet.findData(layout)))
        self.start = NumberField(1, PLACES[""], 1, self)
        self.add("Ile etykiet", self.count, "seriesCount")
        self.add("Na czym", self.where, "seriesWhere")
        self._sheets = (self.add("Arkusz", self.sheet, "seriesLayout"), self.sheet,
                        self.add("Pierwsze wolne miejsce", self.start, "seriesStart"), self.start)  # fmt: skip
        self.finish()
        self.where.currentIndexChanged.connect(self._refresh)
        self.sheet.currentIndexChanged.connect(self._refresh)
        self._refresh()

    def wish(self) -> tuple[LabelWish, SheetWish | None]:
        """What was asked for; None: one label a page."""
        sheet = SheetWish(self.sheet.currentData(), self.start.value)
        return LabelWish(series=self.count.value), sheet if self.where.currentData() == "sheet" else None

    def _refresh(self) -> None:
        on_sheets = self.where.currentData() == "sheet"
        self.start.set_most(PLACES.get(self.sheet.currentData(), 1))
        for widget in self._sheets:
            widget.setEnabled(on_sheets)


class CheckDialog(PrintDialog):
    """Whether a receipt is ours: its code scanned or typed, and the answer in large letters."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("checkDialog", "Sprawdź potwierdzenie", "Sprawdź  Enter", parent)
        self.say("Zeskanuj czytnikiem kod QR z potwierdzenia albo przepisz tekst spod niego (KP1-…).")
        self.code = QLineEdit(self)
        self.code.setFont(theme.mono())
        self.code.setMinimumWidth(420)
        self.add("Kod", self.code, "checkCode")
        self.verdict = self.add_answer("checkVerdict")
        self.finish("Zamknij  Esc")
        self.confirmed.connect(self._on_confirmed)

    def ask(self, code: str) -> None:
        """Check a code a reader typed elsewhere."""
        self.code.setText(code)
        self._on_confirmed()

    def show_checked(self, found: CheckedReceipt) -> None:
        """The answer; the field is ready for the next code."""
        sign = "✓" if found.genuine else "✕"
        self._show("\n".join((f"{sign} {found.title}", *found.lines)), "" if found.genuine else "error")

    def show_refusal(self, text: str) -> None:
        """What was given can't be checked here."""
        self._show(text, "warn")

    def _show(self, text: str, notice: str) -> None:
        self.tell(self.verdict, text, notice)
        self.code.selectAll()
        self.code.setFocus()

    def _on_confirmed(self) -> None:
        if self.code.text().strip():
            self.asked.emit(self.code.text().strip())


class UnusedDialog(PrintDialog):
    """What of the series printed ahead is on no paper; spoiled ones are voided with a reason."""

    void_asked = Signal(list, str)
    rest_asked = Signal()

    HEADINGS = ("Od", "Do", "Sztuk", "Bez wydruku", "Zarezerwowano", "Kto")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("unusedDialog", "Niewykorzystane etykiety", "Unieważnij", parent)
        self.say("Etykiety z góry, których nie ma na żadnym piśmie. Zepsute unieważnij: od, do i przyczyna.")
        self.table = QTableWidget(0, len(self.HEADINGS), self)
        self.table.setObjectName("unusedTable")
        self.table.setAccessibleName("Niewykorzystane etykiety")
        self.table.setHorizontalHeaderLabels(list(self.HEADINGS))
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setMinimumSize(420, 140)
        self.setMinimumWidth(min(760, self.screen().availableGeometry().width() - 48))
        self._layout.addWidget(self.table, 1)
        self.rest = QPushButton("Wydrukuj te, które nie wyszły z drukarki", self)
        self.first, self.last, self.reason = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.last.setPlaceholderText("puste: jedna etykieta")
        self.reason.setPlaceholderText("np. pomięte w drukarce")
        self.add("", self.rest, "unusedRest")
        for text, field, name in (
            ("Unieważnij od", self.first, "unusedFirst"), ("do", self.last, "unusedLast"),
            ("Przyczyna", self.reason, "unusedReason"),
        ):  # fmt: skip
            self.add(text, field, name)
            field.textChanged.connect(self._refresh)
        self.told = self.add_answer("unusedTold")
        self.finish("Zamknij  Esc")
        QWidget.setTabOrder(self.table, self.rest)
        self.table.setFocus()
        self.table.itemSelectionChanged.connect(self._on_row_chosen)
        self.rest.clicked.connect(self.rest_asked)
        self.confirmed.connect(self._on_confirmed)
        self._refresh()

    def show_runs(self, runs: Sequence[UnusedRun]) -> None:
        """The runs there are now."""
        self.table.setRowCount(len(runs))
        for row, run in enumerate(runs):
            texts = (run.first, run.last, str(run.count), str(run.unprinted or ""), run.reserved_at, run.reserved_by)
            for column, text in enumerate(texts):
                self.table.setItem(row, column, QTableWidgetItem(text))
        self.rest.setEnabled(any(run.unprinted for run in runs))
        if not runs:
            self.tell(self.told, "Nie ma niewykorzystanych etykiet.", "")

    def show_voided(self, count: int) -> None:
        """So many were voided."""
        self.first.clear()
        self.last.clear()
        self.reason.clear()
        self.tell(self.told, f"Unieważniono etykiety: {count}.", "")

    def show_refusal(self, text: str) -> None:
        """Why they weren't."""
        self.tell(self.told, text, "error")

    def _on_row_chosen(self) -> None:
        chosen = self.table.selectedItems()
        row = chosen[0].row() if chosen else -1
        first, last = self.table.item(row, 0), self.table.item(row, 1)
        if first is not None and last is not None:
            self.first.setText(first.text())
            self.last.setText("" if first.text() == last.text() else last.text())

    def _refresh(self) -> None:
        last = self.last.text().strip()
        good = is_document_uid(self.first.text().strip()) and (not last or is_document_uid(last))
        self.confirm.setEnabled(good and bool(self.reason.text().strip()))

    def _on_confirmed(self) -> None:
        first, last = self.first.text().strip(), self.last.text().strip()
        self.void_asked.emit([f"{first}..{last}" if last else first], self.reason.text().strip())
