"""Letters that look the same as this one: a warning, and both side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.desktop import icons, said, theme
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.ports import Duplicate, PageImage
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
    """Both letters side by side."""

    def __init__(self, here: PageImage | None, duplicate: Duplicate, jobs: JobRunner, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("compareDialog")
        self.setWindowTitle("Czy to to samo pismo?")
        self.resize(1100, 680)
        item = duplicate.item
        across = QHBoxLayout()
        across.setSpacing(16)
        there = PageImage(1, duplicate.first_page, None) if duplicate.first_page else None
        if there and item.pages:
            there = PageImage(1, duplicate.first_page, None, None, item.pages[0].width, item.pages[0].height)
        titles = ("To pismo", f"{item.document_uid} · {item.sender.display_name} · {item.title}")
        for name, title, page in (("here", titles[0], here), ("there", titles[1], there)):
            across.addLayout(self._side(name, title, page, jobs))
        close = QPushButton("Zamknij  Esc", self)
        close.setObjectName("compareClose")
        close.clicked.connect(self.accept)
        theme.restyle(close, primary=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        reason = QLabel(f"{_sentence(duplicate.reason)} Zarejestrowano {said.instant_full(item.registered_at)}.", self)
        layout.addWidget(reason)
        layout.addLayout(across, 1)
        layout.addWidget(close)

    def _side(self, name: str, title: str, page: PageImage | None, jobs: JobRunner) -> QVBoxLayout:
        column = QVBoxLayout()
        heading = QLabel(title, self)
        heading.setProperty("role", "heading")
        heading.setWordWrap(True)
        view = PageView(jobs, self)
        view.setObjectName(f"compare_{name}")
        view.setAccessibleName(title)
        view.show_page(page, "Brak skanu tego pisma." if page is None else "")
        column.addWidget(heading)
        column.addWidget(view, 1)
        return column


def _sentence(reason: str) -> str:
    """A reason as a sentence of its own."""
    return reason[:1].upper() + reason[1:].rstrip(".") + "."
