"""The page before the work: who works here, and the password. The same page covers a locked window."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.desktop import icons, theme
from ui.desktop.ports import KnownPerson

WIDTH = 420
SOMEBODY_ELSE = "Ktoś inny…"
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class Asked(Enum):
    """What the page is for."""

    SIGN_IN = "Zaloguj się"
    SWITCH = "Kto teraz pracuje?"
    LOCKED = "Zablokowane"


class SignInPage(QScrollArea):
    """A calm card in the middle. Up and down choose a person from the password field too."""

    submitted = Signal(str, str)
    """Login and password."""
    cancelled = Signal()
    """Back to whoever works here; only asked while switching."""
    other_wanted = Signal()
    """The window is locked and somebody else wants to work."""
    leaving = Signal()
    """Whoever works here signs out."""

    def __init__(self, central: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("signIn")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._asked = Asked.SIGN_IN
        self._locked_login = ""
        self._card = QFrame(self)
        self._card.setProperty("card", "true")
        self._card.setFixedWidth(WIDTH)
        self._column = QVBoxLayout(self._card)
        self._column.setContentsMargins(24, 24, 24, 24)
        self._column.setSpacing(4)
        self._title = self._label("", "title")
        self._who = self._label("", "heading")
        self._label(central, "muted")
        self._note = self._label("", "muted")
        self._people = QListWidget(self._card)
        self._people.setObjectName("knownPeople")
        self._people.setAccessibleName("Osoby tego stanowiska")
        self._people.currentRowChanged.connect(lambda _row: self._show_login())
        self._column.addSpacing(8)
        self._column.addWidget(self._people)
        self._login_label = self._label("Login", "")
        self.login = self._field("signInLogin", "Login", self._login_label)
        label = self._label("Hasło", "")
        self.password = self._field("signInPassword", "Hasło", label)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.installEventFilter(self)
        self._people.itemActivated.connect(lambda _item: self.password.setFocus())
        self._fault = self._label("", "error")
        self._fault.setObjectName("signInFault")
        self._sign = QLabel(self._card)
        self._column.removeWidget(self._fault)
        beside = QHBoxLayout()
        beside.setContentsMargins(0, 8, 0, 0)
        beside.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        beside.addWidget(self._fault, 1)
        self._column.addLayout(beside)
        self._column.addSpacing(8)
        self._add_buttons()
        self._place_card()

    @property
    def asked(self) -> Asked:
        """What the page is for now."""
        return self._asked

    @property
    def fault(self) -> str:
        """What is wrong; empty when nothing is."""
        return self._fault.text()

    def ask(self, asked: Asked, people: Sequence[KnownPerson], present: KnownPerson | None, fault: str = "") -> None:
        """Begin anew: for whom, and who may be chosen."""
        self._asked = asked
        locked = asked is Asked.LOCKED
        self._locked_login = present.login if present and locked else ""
        self._title.setText(asked.value)
        self.setAccessibleName(asked.value)
        self._who.setText(present.name if present and locked else "")
        self._who.setVisible(locked)
        self._note.setText("Skanowanie i wysyłanie trwają w tle." if locked else "")
        self._note.setVisible(locked)
        self._offer([one for one in people if present is None or one.login != present.login])
        self._people.setVisible(not locked and self._people.count() > 1)
        self._other.setVisible(locked)
        self._cancel.setVisible(asked is Asked.SWITCH)
        self._leave.setVisible(asked is Asked.SWITCH)
        self.login.clear()
        self.password.clear()
        self.busy(False)
        self._show_login()
        self.show_fault(fault)
        self.take_focus()

    def take_focus(self) -> None:
        """Put the cursor where something is to be typed."""
        (self.login if self.login.isVisibleTo(self) and not self.login.text() else self.password).setFocus()

    def busy(self, busy: bool) -> None:
        """While the central is asked."""
        for part in (self.login, self.password, self._people, self._enter, self._cancel, self._leave, self._other):
            part.setEnabled(not busy)
        self._enter.setText("Sprawdzam…" if busy else self._enter_text())

    def refuse(self, fault: str) -> None:
        """Say what is wrong; the password is asked again."""
        self.busy(False)
        self.password.clear()
        self.show_fault(fault)
        self.password.setFocus()

    def show_fault(self, fault: str) -> None:
        """Say what is wrong, aloud too where a screen reader runs."""
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))
        self._sign.setVisible(bool(fault))
        if fault:
            self._sign.setPixmap(icons.icon("error", "error").pixmap(20, 20))
        self.password.setAccessibleDescription(fault)
        if fault:
            QAccessible.updateAccessibility(QAccessibleEvent(self._fault, QAccessible.Event.Alert))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down in the password field choose a person."""
        if watched is self.password and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = STEPS.get(Qt.Key(event.key()), 0)
            if step and self._people.isVisibleTo(self):
                self._people.setCurrentRow(min(max(self._people.currentRow() + step, 0), self._people.count() - 1))
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back while switching."""
        if event.key() == Qt.Key.Key_Escape and self._cancel.isVisibleTo(self) and self._cancel.isEnabled():
            self.cancelled.emit()
            return
        super().keyPressEvent(event)

    # inside

    def _offer(self, people: Sequence[KnownPerson]) -> None:
        self._people.clear()
        for person in people:
            said = person.name if person.name == person.login else f"{person.name}  ({person.login})"
            line = QListWidgetItem(said)
            line.setData(Qt.ItemDataRole.UserRole, person.login)
            self._people.addItem(line)
        self._people.addItem(QListWidgetItem(SOMEBODY_ELSE))
        self._people.setCurrentRow(0)
        self._people.ensurePolished()
        self._people.setFixedHeight(max(28, self._people.sizeHintForRow(0)) * self._people.count() + 6)

    def _chosen(self) -> str:
        if self._locked_login:
            return self._locked_login
        line = self._people.currentItem()
        login = line.data(Qt.ItemDataRole.UserRole) if line is not None else None
        return str(login) if login else self.login.text().strip()

    def _show_login(self) -> None:
        line = self._people.currentItem()
        needed = not self._locked_login and (line is None or line.data(Qt.ItemDataRole.UserRole) is None)
        self.login.setVisible(needed)
        self._login_label.setVisible(needed)
        self.show_fault("")

    def _on_enter(self) -> None:
        login, password = self._chosen(), self.password.text()
        if not login:
            self.show_fault("Podaj login.")
            self.login.setFocus()
        elif not password:
            self.password.setFocus()
        else:
            self.show_fault("")
            self.busy(True)
            self.submitted.emit(login, password)

    def _enter_text(self) -> str:
        return "Odblokuj  Enter" if self._asked is Asked.LOCKED else "Zaloguj  Enter"

    def _label(self, text: str, role: str) -> QLabel:
        label = QLabel(text, self._card)
        label.setProperty("role", role)
        label.setWordWrap(True)
        self._column.addWidget(label)
        return label

    def _field(self, name: str, said: str, label: QLabel) -> QLineEdit:
        field = QLineEdit(self._card)
        field.setObjectName(name)
        field.setAccessibleName(said)
        field.returnPressed.connect(self._on_enter)
        label.setBuddy(field)
        label.setContentsMargins(0, 8, 0, 0)
        self._column.addWidget(field)
        return field

    def _button(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text, self._card)
        button.setObjectName(name)
        button.setAutoDefault(True)
        return button

    def _add_buttons(self) -> None:
        self._enter = self._button("signInEnter", "Zaloguj  Enter")
        self._cancel = self._button("signInCancel", "Wróć  Esc")
        self._other = self._button("signInOther", "Inna osoba")
        self._leave = self._button("signInLeave", "Wyloguj")
        self._leave.setToolTip("Nikt nie będzie zalogowany; niewysłane pisma i tak dotrą do centrali.")
        self._enter.clicked.connect(self._on_enter)
        self._cancel.clicked.connect(self.cancelled)
        self._other.clicked.connect(self.other_wanted)
        self._leave.clicked.connect(self.leaving)
        theme.restyle(self._enter, primary=True)
        row = QHBoxLayout()
        row.addWidget(self._leave)
        row.addWidget(self._other)
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self._enter)
        self._column.addLayout(row)
        order = (self._people, self.login, self.password, self._enter, self._cancel, self._other, self._leave)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _place_card(self) -> None:
        inner = QWidget(self)
        inner.setProperty("ground", "surface")
        down, across = QVBoxLayout(inner), QHBoxLayout()
        across.addStretch(1)
        across.addWidget(self._card)
        across.addStretch(1)
        down.addStretch(1)
        down.addLayout(across)
        down.addStretch(2)
        self.setWidget(inner)
