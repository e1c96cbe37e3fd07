"""Small parts of the desk: what it says when empty, the head of the form, the buttons beneath it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kancelaria.domain.incoming import IncomingItem
from ui.desktop import icons, theme
from ui.desktop.ports import Letter


class EmptyDesk(QWidget):
    """Says what to do next while there is no letter."""

    scan_asked = Signal()
    intake_asked = Signal()
    unscanned_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("emptyDesk")
        self._title = QLabel(self)
        self._title.setProperty("role", "title")
        self._text = QLabel(self)
        self._text.setProperty("role", "muted")
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text.setMinimumWidth(420)
        self.scan = QPushButton("Skanuj  F2", self)
        self.scan.setAutoDefault(True)
        self.scan.setObjectName("emptyScan")
        self.scan.setAccessibleName("Skanuj (F2)")
        self.scan.clicked.connect(self.scan_asked)
        theme.restyle(self.scan, primary=True)
        intake = self.intake = QPushButton("Wczytaj pliki…  Ctrl+O", self)
        intake.setAutoDefault(True)
        intake.setObjectName("emptyIntake")
        intake.setAccessibleName("Wczytaj pliki (Ctrl+O)")
        intake.clicked.connect(self.intake_asked)
        unscanned = self.unscanned = QPushButton("Bez skanu…  Ctrl+N", self)
        unscanned.setAutoDefault(True)
        unscanned.setObjectName("emptyUnscanned")
        unscanned.setAccessibleName("Zarejestruj bez skanu (Ctrl+N)")
        unscanned.clicked.connect(self.unscanned_asked)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.scan)
        buttons.addWidget(intake)
        buttons.addWidget(unscanned)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(16)
        layout.addStretch(2)
        layout.addWidget(self._title, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self._text, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addLayout(buttons)
        layout.addStretch(3)

    def say(self, title: str, text: str, can_scan: bool = True) -> None:
        """Say where things stand and what to do next."""
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        if not can_scan and any(button.hasFocus() for button in (self.scan, self.intake, self.unscanned)):
            self.setFocus()  # Qt would hand it to whatever comes next in the window
        self.scan.setVisible(can_scan)
        self.intake.setVisible(can_scan)
        self.unscanned.setVisible(can_scan)
        if can_scan and self.hasFocus():
            self.scan.setFocus()


class LetterHead(QWidget):
    """The identifier in a monospaced face, the register number, and whether the letter is sealed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._uid = QLabel(self)
        self._uid.setObjectName("letterUid")
        self._uid.setFont(theme.mono(12))
        self._uid.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._number = QLabel(self)
        self._number.setObjectName("letterNumber")
        self._number.setProperty("role", "muted")
        self._state = QLabel(self)
        self._state.setObjectName("letterState")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 0)
        layout.addWidget(self._uid)
        layout.addWidget(self._state)
        layout.addStretch(1)
        layout.addWidget(self._number)

    @property
    def number(self) -> str:
        """What is said of the register number."""
        return self._number.text()

    @property
    def state(self) -> str:
        """What is said of the letter's state."""
        return self._state.text()

    def show_letter(
        self, letter: Letter | None, item: IncomingItem | None, taken_back: IncomingItem | None = None
    ) -> None:
        """What is known of identifier and number; a letter taken back keeps both."""
        numbered = item or taken_back
        uid = numbered.document_uid if numbered else letter.label_uid if letter else None
        self._uid.setText(uid or "")
        self._uid.setVisible(bool(uid))
        if numbered is not None:
            number = f"RPW {numbered.rpw_number}/{numbered.rpw_year}" if numbered.rpw_number else "RPW nada centrala"
            self._number.setText(number)
        else:
            self._number.setText(
                "" if letter is None else "RPW po zatwierdzeniu" if uid else "identyfikator i RPW po zatwierdzeniu"
            )
        state, role = "", "muted"
        if item is not None:
            state, role = "✓ zatwierdzone", "ok"
        elif letter is not None and letter.sealed:
            state, role = "■ zaklejona", "warn"
        elif letter is not None and letter.voided:
            state, role = f"▲ anulowano {letter.voided}", "warn"
        self._state.setText(state)
        theme.restyle(self._state, role=role)


class DeskButtons(QWidget):
    """Confirm, label, receipt; the key stands on each."""

    confirm_asked = Signal()
    label_asked = Signal()
    receipt_asked = Signal()
    next_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.confirm = self._button("confirmButton", "Zatwierdź i następne  Ctrl+Enter", "ok", self.confirm_asked)
        self.label = self._button("labelButton", "Etykieta  F4", "label", self.label_asked)
        self.receipt = self._button("receiptButton", "Pokwitowanie  F5", "receipt", self.receipt_asked)
        theme.restyle(self.confirm, primary=True)
        second = QHBoxLayout()
        second.setSpacing(8)
        second.addWidget(self.label)
        second.addWidget(self.receipt)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self.confirm)
        layout.addLayout(second)
        self.restyle()

    def show_state(self, letter: Letter | None, item: IncomingItem | None, last: bool, printable: bool) -> None:
        """What can be done now; `last`: no other letter waits."""
        if item is not None:
            text = "Następny skan  F2" if last else "Następne pismo  Ctrl+Enter"
        else:
            text = "Zatwierdź  Ctrl+Enter" if last else "Zatwierdź i następne  Ctrl+Enter"
        self.confirm.setText(text)
        self.confirm.setAccessibleName(text)
        self.confirm.setEnabled(letter is not None)
        self.label.setEnabled(printable)
        self.receipt.setEnabled(printable)

    def restyle(self) -> None:
        """Take the theme's colours anew."""
        self.confirm.setIcon(icons.icon("ok", "on_accent"))
        self.label.setIcon(icons.icon("label"))
        self.receipt.setIcon(icons.icon("receipt"))

    def _button(self, name: str, text: str, icon_name: str, asked: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(True)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setIcon(icons.icon(icon_name))
        button.clicked.connect(asked)
        return button
