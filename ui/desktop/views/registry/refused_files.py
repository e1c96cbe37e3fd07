"""Files that could not be taken in: which, why, and what to do; said at the desk until a person has seen it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from scanning.errors import InputError
from ui.desktop import said, theme
from ui.desktop.ports import FileFailed
from ui.desktop.views.notice import Notice

if TYPE_CHECKING:
    from ui.desktop.views.registry.desk import DeskView

NAMED = 3
"""So many files are named in the line; the dialog has all."""


@dataclass(frozen=True)
class Refused:
    """One file: its name, the reason, the next step."""

    name: str
    reason: str
    hint: str


class RefusedFiles(QObject):
    """Collects them over one run of the feeder or one choice of files."""

    def __init__(self, desk: DeskView) -> None:
        super().__init__(desk)
        self._desk = desk
        self.notice = Notice("refusedNotice", desk)
        self.files: list[Refused] = []

    def begin(self) -> None:
        """Another run: what was seen of the last one is put away."""
        self.files.clear()
        self.notice.hide()

    def take(self, event: FileFailed) -> bool:
        """Say it here if it is about a file; False for anything else."""
        error = event.error
        if not isinstance(error, InputError):
            return False
        self.files.append(Refused(event.path.name, error.message, error.hint))
        self._say()
        return True

    def show_all(self) -> None:
        """The list."""
        RefusedDialog(self.files, self._where(), self._desk).open()

    def _say(self) -> None:
        if len(self.files) == 1:
            one = self.files[0]
            text = f"Nie wczytano pliku „{one.name}”. {one.reason} {one.hint}".strip()
            self.notice.say(text, ("Rozumiem", self.begin), hint=self._where())
            return
        names = ", ".join(f"„{file.name}”" for file in self.files[:NAMED])
        more = f" i {len(self.files) - NAMED} więcej" if len(self.files) > NAMED else ""
        count = said.count(len(self.files), "pliku", "plików", "plików")
        self.notice.say(
            f"Nie wczytano {count}: {names}{more}. Pozostałe są w stosie.",
            ("Dlaczego?", self._explain),
            ("Rozumiem", self.begin),
            hint=self._where(),
        )

    def _explain(self) -> None:
        self.notice.show()  # an answer puts it away; here the files still wait to be dealt with
        self.show_all()

    def _where(self) -> str:
        device = self._desk.bar.device()
        if device is not None and device.id.startswith("folder:") and self._desk.scanning.from_device:
            return "Takie pliki leżą w podfolderze „odrzucone”, obok każdego jest zapisana przyczyna."
        return ""


class RefusedDialog(QDialog):
    """Every file with its reason and next step."""

    def __init__(self, files: Sequence[Refused], where: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("refusedDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Pliki, których nie wczytano")
        title = QLabel(f"Nie wczytano {said.count(len(files), 'pliku', 'plików', 'plików')}", self)
        title.setProperty("role", "title")
        inner = QWidget(self)
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, 8, 0)
        rows.setSpacing(2)
        for number, file in enumerate(files):
            for text, role in ((file.name, "heading"), (file.reason, ""), (file.hint, "muted")):
                label = QLabel(text, inner)
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                label.setProperty("role", role)
                label.setWordWrap(True)
                label.setContentsMargins(0, 8 if role == "heading" and number else 0, 0, 0)
                rows.addWidget(label)
        rows.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setObjectName("refusedScroll")
        scroll.setAccessibleName("Pliki, których nie wczytano")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        close = QPushButton("Zamknij  Esc", self)
        close.setObjectName("refusedClose")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        theme.restyle(close, primary=True)
        note = QLabel(where, self)
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        foot = QHBoxLayout()
        foot.addWidget(note, 1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(scroll, 1)
        layout.addLayout(foot)
        self.resize(min(600, parent.window().width()), min(160 + 64 * len(files), 520, parent.window().height()))
