"""Letters that look the same as this one: a warning, and both side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kancelaria.domain.incoming import IncomingItem
from ui.desktop import icons, said, theme
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.ports import Duplicate, LetterForm, PageImage
from ui.desktop.views.page_view import PageView


class DuplicateNotice(QFrame):
    """The warning in the form, with the way to compare. Confirming stays possible: duplicates are never refused."""

    compare_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("duplicateNotice")
        self.setProperty("notice", "warn")
        self.duplicates: tuple[Duplicate, ...] = ()
        self._icon = QLabel(self)
        self._text = QLabel(self)
        self._text.setObjectName("duplicateText")
        self._text.setWordWrap(True)
        compare = QPushButton("Porównaj", self)
        compare.setAutoDefault(True)
        compare.setObjectName("compareDuplicates")
        compare.setAccessibleName("Porównaj z pismem już zarejestrowanym")
        compare.clicked.connect(self.compare_asked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(compare)
        self.hide()

    def show_duplicates(self, duplicates: Sequence[Duplicate]) -> None:
        """Warn of these, or say nothing when there are none."""
        self.duplicates = tuple(duplicates)
        self.setVisible(bool(duplicates))
        if duplicates:
            first = duplicates[0]
            when = said.instant(first.item.registered_at)
            more = f" (i {len(duplicates) - 1} innych)" if len(duplicates) > 1 else ""
            self._icon.setPixmap(icons.icon("doubtful", "warn").pixmap(20, 20))
            self._text.setText(
                f"Podobne pismo już jest: {first.item.document_uid}, {when}{more}. {_sentence(first.reason)}"
            )
            self.setAccessibleDescription(self._text.text())


class CompareDialog(QDialog):
    """Both letters side by side: what is known of each, line by line, and their first pages."""

    same_chosen = Signal(str)
    """It is the same letter: the identifier of the one in the register."""
    next_asked = Signal()

    def __init__(
        self,
        here: PageImage | None,
        form: LetterForm,
        duplicate: Duplicate,
        jobs: JobRunner,
        parent: QWidget,
        place: tuple[int, int] = (1, 1),
    ) -> None:
        """`place`: which of how many like letters this is."""
        super().__init__(parent)
        self._uid, self._at = duplicate.item.document_uid, place
        self.setObjectName("compareDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Czy to to samo pismo?")
        item = duplicate.item
        there = PageImage(1, duplicate.first_page, None) if duplicate.first_page else None
        if there and item.pages:
            there = PageImage(1, duplicate.first_page, None, None, item.pages[0].width, item.pages[0].height)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._line("", "To pismo, jeszcze bez numeru", f"{item.document_uid}, w rejestrze", role="heading")
        for name, mine, theirs in compared(form, item):
            self._line(name, mine, theirs, role="" if mine == theirs else "warn")
        row = self._grid.rowCount()
        self._grid.addWidget(self._page("here", "To pismo", here, jobs), row, 1)
        self._grid.addWidget(self._page("there", item.document_uid, there, jobs), row, 2)
        self._grid.setRowStretch(row, 1)
        title = QLabel(f"{_sentence(duplicate.reason)} Zarejestrowano {said.instant_full(item.registered_at)}.", self)
        title.setProperty("role", "title")
        title.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addLayout(self._grid, 1)
        layout.addLayout(self._foot())
        room = parent.window().size()
        self.resize(min(1100, room.width()), min(680, room.height()))

    def _line(self, name: str, mine: str, theirs: str, role: str) -> None:
        row = self._grid.rowCount()
        for column, text in enumerate((name, mine, theirs)):
            label = QLabel(text, self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("role", role if column else "muted")
            if column:
                label.setMinimumWidth(40)
                label.setWordWrap(True)
            self._grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleDescription(f"{self.accessibleDescription()} {name}: {mine}; {theirs}.".strip())

    def _page(self, name: str, said_: str, page: PageImage | None, jobs: JobRunner) -> PageView:
        view = PageView(jobs, self)
        view.setObjectName(f"compare_{name}")
        view.setAccessibleName(f"Strona: {said_}")
        view.show_page(page, "Brak skanu tego pisma." if page is None else "")
        return view

    def _foot(self) -> QHBoxLayout:
        hint = QLabel(
            "Ctrl+Enter zarejestruje to pismo osobno. „To ten sam list” odkłada je bez numeru i zapisuje to w historii"
            " pisma z rejestru.",
            self,
        )
        hint.setProperty("role", "muted")
        hint.setWordWrap(True)
        same = QPushButton("To ten sam &list", self)
        same.setObjectName("compareSame")
        same.setAccessibleName(f"To ten sam list co {self._uid}; nie rejestruj go")
        same.clicked.connect(self._on_same_clicked)
        number, count = self._at
        following = QPushButton(f"&Następne podobne ({number} z {count})", self)
        following.setObjectName("compareNext")
        following.setVisible(count > 1)
        following.clicked.connect(self._on_next_clicked)
        close = QPushButton("Wróć do pisma  Esc", self)
        close.setObjectName("compareClose")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        theme.restyle(close, primary=True)
        foot = QHBoxLayout()
        foot.addWidget(hint, 1)
        foot.addWidget(following)
        foot.addWidget(same)
        foot.addWidget(close)
        return foot

    def _on_same_clicked(self) -> None:
        self.accept()
        self.same_chosen.emit(self._uid)

    def _on_next_clicked(self) -> None:
        self.accept()
        self.next_asked.emit()


def compared(form: LetterForm, item: IncomingItem) -> list[tuple[str, str, str]]:
    """What stands in the form beside what is in the register: (name, here, there); the other one is marked "≠"."""
    rows = (
        ("Nadawca", form.sender.display_name, item.sender.display_name),
        ("Znak", form.sender_reference or "brak znaku", item.sender_reference or "brak znaku"),
        ("Data pisma", _day(form.letter_date), _day(item.letter_date)),
        ("Dotyczy", form.title, item.title),
        ("Wpłynęło", said.day_full(form.received_on), said.day_full(item.received_on)),
    )
    return [(name, mine, theirs if mine == theirs else f"≠ {theirs}") for name, mine, theirs in rows]


def _day(date: str | None) -> str:
    return said.day_full(date) if date else "brak daty"


def _sentence(reason: str) -> str:
    """A reason as a sentence of its own."""
    return reason[:1].upper() + reason[1:].rstrip(".") + "."
