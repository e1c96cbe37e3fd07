"""Registering a letter that can't be scanned: the form alone, and why nothing is scanned."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kancelaria.domain.incoming import IncomingItem
from ui.desktop import theme
from ui.desktop.models import form_values
from ui.desktop.ports import Dictionaries
from ui.desktop.shell.error_panel import known
from ui.desktop.shell.frame import Frame
from ui.desktop.views.registry.letter_form import LetterFormView
from ui.desktop.views.registry.sender_completion import SenderCompletion


class UnscannedDialog(QDialog):
    """Ctrl+Enter registers; what is wrong is said in the dialog."""

    registered = Signal(object)

    def __init__(self, frame: Frame, words: Dictionaries, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("unscannedDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Rejestracja bez skanu")
        self._frame, self._busy = frame, False
        self.form = LetterFormView(SenderCompletion(frame.station.desk, frame.jobs, self), self)
        self.form.offer(words)
        self.form.begin({})
        self.form.fields["reproduction.extent"].put("none")
        self.form.fields["reproduction.extent"].setEnabled(False)
        title = QLabel("Pismo, którego nie można zeskanować", self)
        title.setProperty("role", "title")
        reason = self.form.fields["reproduction.reason"]
        ask = QLabel("Dlaczego bez skanu?*", self)
        ask.setProperty("role", "muted")
        ask.setBuddy(reason)
        why = QHBoxLayout()
        why.setSpacing(8)
        why.addWidget(ask)
        why.addWidget(reason, 1)
        self._fault = QLabel(self)
        self._fault.setObjectName("unscannedFault")
        self._fault.setProperty("role", "error")
        self._fault.setWordWrap(True)
        back = QPushButton("Zamknij  Esc", self)
        back.setAutoDefault(False)
        back.clicked.connect(self.reject)
        keep = QPushButton("Zarejestruj  Ctrl+Enter", self)
        keep.setObjectName("unscannedRegister")
        keep.setAutoDefault(False)
        keep.clicked.connect(self.register)
        theme.restyle(keep, primary=True)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self, self.register)
        QShortcut(QKeySequence("F7"), self, self.form.missing.tick_missing)
        buttons = QHBoxLayout()
        buttons.addWidget(self._fault, 1)
        buttons.addWidget(back)
        buttons.addWidget(keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addLayout(why)
        layout.addWidget(self.form, 1)
        layout.addLayout(buttons)
        room = parent.window().size()
        self.resize(min(600, room.width()), min(620, room.height()))
        self.form.finished.connect(self.register)
        self.form.missing.offer(True)
        reason.setFocus()

    @property
    def fault(self) -> str:
        """What is wrong; empty when nothing is."""
        return self._fault.text()

    def register(self) -> None:
        """Register what stands in the form."""
        if self._busy:
            return
        form = self.form.values()
        faults = form_values.faults(form)
        self._fault.setText(next(iter(faults.values()), ""))
        if faults:
            self.form.show_faults(faults)
            return
        self._busy = True
        desk = self._frame.station.desk
        self._frame.jobs.submit(
            "db",
            lambda _job: desk.register_without_scan(form),
            self._on_registered,
            self._on_failed,
            label="Rejestrowanie",
            owner=self,
            cancellable=False,
        )

    def _on_registered(self, item: IncomingItem) -> None:
        self.accept()
        self.registered.emit(item)

    def _on_failed(self, error: Exception) -> None:
        self._busy = False
        shown = known(error)
        if shown is None:
            self.reject()
            self._frame.show_failure(error)
        else:
            self._fault.setText(f"{getattr(error, 'message', '')} {getattr(error, 'hint', '')}".strip())
