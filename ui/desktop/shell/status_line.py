"""The status line: the scanner, what is being read, slow jobs; each opens a panel."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QToolButton, QVBoxLayout, QWidget

from ui.desktop import icons, said
from ui.desktop.jobs.job import Job
from ui.desktop.ports import CentralStatus


class Panel(QFrame):
    """A small panel that opens above its button and closes with Esc."""

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAccessibleName(title)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(16, 8, 16, 8)
        heading = QLabel(title, self)
        heading.setProperty("role", "heading")
        self._lines.addWidget(heading)
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setMinimumWidth(280)
        self._lines.addWidget(self._text)

    def open_above(self, button: QWidget, text: str) -> None:
        """Show `text` above the button."""
        self._text.setText(text)
        self.adjustSize()
        self.move(button.mapToGlobal(QPoint(0, -self.sizeHint().height())))
        self.show()


class StatusLine(QFrame):
    """Places for scanner, reading, central and jobs. Empty ones are hidden."""

    rescan_devices = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusLine")
        self.setAccessibleName("Stan pracy")
        self._details: dict[QToolButton, str] = {}
        self._openers: dict[QToolButton, Callable[[QWidget], None]] = {}
        self._jobs: list[Job] = []
        self._scanner = self._button("statusScanner", "Skaner", "scan")
        self._reading = self._button("statusReading", "Czytanie", "reading")
        self._bar = QProgressBar(self)
        self._bar.setObjectName("readingProgress")
        self._bar.setAccessibleName("Postęp czytania")
        self._bar.setFixedWidth(96)
        self._bar.setTextVisible(False)
        self._central = self._button("statusCentral", "Centrala", "central")
        self._message = QLabel(self)
        self._message.setObjectName("statusMessage")
        self._message.setProperty("role", "muted")
        self._job_text = QLabel(self)
        self._job_text.setObjectName("statusJob")
        self._job_bar = QProgressBar(self)
        self._job_bar.setAccessibleName("Postęp zadania")
        self._job_bar.setFixedWidth(96)
        self._job_bar.setTextVisible(False)
        self._job_cancel = QPushButton("Przerwij", self)
        self._job_cancel.setAutoDefault(True)
        self._job_cancel.setObjectName("statusCancel")
        self._job_cancel.setAccessibleName("Przerwij zadanie")
        self._job_cancel.clicked.connect(self._on_cancel_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 2, 8, 2)
        for widget in (self._scanner, self._reading, self._bar, self._central):
            layout.addWidget(widget)
        layout.addWidget(self._message, 1)
        for part in (self._job_text, self._job_bar, self._job_cancel):
            layout.addWidget(part)
            part.hide()
        for hidden in (self._scanner, self._bar, self._reading, self._central):
            hidden.hide()
        self.setMinimumHeight(34)
        self.show_scanner("szukam…", "Szukam skanerów w sieci i przy komputerze.")

    def offer_scanner(self, offered: bool) -> None:
        """Whoever works at no desk with a scanner hears nothing of one."""
        self._scanner.setVisible(offered)

    def show_scanner(self, text: str, detail: str = "") -> None:
        """What the scanner does."""
        self._scanner.setText(f"Skaner: {text}")
        self._details[self._scanner] = detail or text

    def add_to_scanner(self, line: str) -> None:
        """One more line of its panel, whatever it does by now."""
        self._details[self._scanner] += f"\n{line}"

    def show_reading(self, done: int, total: int) -> None:
        """How many pages are read; hidden once all are."""
        busy = total > 0 and done < total
        self._reading.setVisible(busy)
        self._bar.setVisible(busy)
        self._reading.setText(f"Czytanie {done}/{total}")
        self._details[self._reading] = f"Odczytano {done} z {total} stron. Strona na ekranie jest czytana najpierw."
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)

    def show_central(self, status: CentralStatus) -> None:
        """What waits for the central, since when it can't be reached, and what to do."""
        since = f" od {said.instant(status.since)}" if status.since else ""
        until = f" · praca bez niej do {said.until(status.until)}" if status.until else ""
        self._central.setText(status.text + since + until)
        told = [f"{status.problem} {status.hint}".strip(), *status.reasons]
        self._details[self._central] = "\n".join(line for line in told if line) or "Wszystko jest w centrali."
        self._central.show()

    def open_central_with(self, opened: Callable[[QWidget], None]) -> None:
        """Let the central's button call `opened(button)` instead of showing a few lines of text."""
        self._openers[self._central] = opened

    def add_place(self, name: str, title: str, opened: Callable[[QWidget], None]) -> QToolButton:
        """A place of its own beside the central's, hidden until somebody shows it."""
        button = self._button(name, title, "doubtful")
        self._openers[button] = opened
        layout = self.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.insertWidget(layout.indexOf(self._central) + 1, button)
        button.hide()
        return button

    def say(self, text: str) -> None:
        """A short word about what was done."""
        self._message.setText(text)
        self._message.setToolTip(text)

    @property
    def message(self) -> str:
        """The last word said."""
        return self._message.text()

    def job_slow(self, job: Job) -> None:
        """Show a job that takes its time."""
        self._jobs.append(job)
        self._show_job()

    def job_progress(self, job: Job, done: int, total: int) -> None:
        """Move the bar of the job shown."""
        if self._jobs and self._jobs[-1] is job:
            self._job_bar.setRange(0, max(total, 1))
            self._job_bar.setValue(done)

    def job_ended(self, job: Job) -> None:
        """Put a job's progress away."""
        if job in self._jobs:
            self._jobs.remove(job)
            self._show_job()

    def restyle(self) -> None:
        """Take the theme's colours anew."""
        self._scanner.setIcon(icons.icon("scan"))
        self._reading.setIcon(icons.icon("reading"))

    def _show_job(self) -> None:
        shown = bool(self._jobs)
        for widget in (self._job_text, self._job_bar):
            widget.setVisible(shown)
        self._job_cancel.setVisible(shown and self._jobs[-1].cancellable)
        if shown:
            self._job_text.setText(f"{self._jobs[-1].label}…")
            self._job_bar.setRange(0, 0)

    def _on_cancel_clicked(self) -> None:
        if self._jobs:
            self._jobs[-1].cancel()
            self.job_ended(self._jobs[-1])

    def _open_lines(self, panel: Panel, button: QWidget) -> None:
        assert isinstance(button, QToolButton)
        panel.open_above(button, self._details.get(button, ""))

    def _button(self, name: str, title: str, icon_name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAccessibleName(title)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIcon(icons.icon(icon_name))
        panel = Panel(self, title)
        usual = partial(self._open_lines, panel)
        button.clicked.connect(lambda: self._openers.get(button, usual)(button))
        return button
