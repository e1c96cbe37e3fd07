"""Above the list of outgoing mail: what is shown of it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from kancelaria.domain.outgoing import METHOD_WORDS, STATE_WORDS, Method, OutgoingState
from kancelaria.services.outgoing_queries import OutgoingFilter

WAIT_MS = 250
AWAITS = "awaits"
TODAY, HANDED_TODAY, YEAR = "today", "handed", "year"


class OutgoingBar(QWidget):
    """Words, day, method and state; `wanted` says what to show."""

    wanted = Signal(object)
    down_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.today = ""
        self.words = QLineEdit(self)
        self.words.setObjectName("outgoingWords")
        self.words.setAccessibleName("Szukaj przesyłki")
        self.words.setPlaceholderText("Adresat, tytuł, znak sprawy lub numer nadawczy")
        self.words.setClearButtonEnabled(True)
        self.day, self.method, self.state = (QComboBox(self) for _ in range(3))
        self.count = QLabel(self)
        self.count.setProperty("role", "muted")
        offered = (
            (self.day, "outgoingDay", "Dzień", [("Wszystkie dni", ""), ("Zarejestrowane dziś", TODAY),
                ("Przekazane dziś", HANDED_TODAY), ("Ten rok", YEAR)]),
            (self.method, "outgoingMethod", "Sposób wysłania",
                [("Każdy sposób", ""), *((METHOD_WORDS[each], each.value) for each in Method)]),
            (self.state, "outgoingState", "Stan przesyłki",
                [("Każdy stan", ""), *((STATE_WORDS[each], each.value) for each in OutgoingState),
                 ("czeka na ZPO", AWAITS)]),
        )  # fmt: skip
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 8)
        layout.setSpacing(8)
        layout.addWidget(self.words, 1)
        for box, name, said, choices in offered:
            box.setObjectName(name)
            box.setAccessibleName(said)
            for text, value in choices:
                box.addItem(text, value)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(10)
            box.activated.connect(lambda _index: self.tell())
            layout.addWidget(box)
        layout.addWidget(self.count)
        self._wait = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._wait.timeout.connect(self.tell)
        self.words.textEdited.connect(lambda _text: self._wait.start())
        self.words.returnPressed.connect(self._on_entered)

    @property
    def filter(self) -> OutgoingFilter:
        """What is asked for now."""
        day, state, method = self.day.currentData(), self.state.currentData(), self.method.currentData()
        return OutgoingFilter(
            since=self.today if day == TODAY else None,
            handed_on=self.today if day == HANDED_TODAY else None,
            year=int(self.today[:4]) if day == YEAR else None,
            method=Method(method) if method else None,
            state=OutgoingState(state) if state and state != AWAITS else None,
            awaits_receipt=state == AWAITS,
            text=self.words.text().strip(),
        )

    def tell(self) -> None:
        """Say what is to be shown."""
        self._wait.stop()
        self.wanted.emit(self.filter)

    def _on_entered(self) -> None:
        self.tell()
        self.down_asked.emit()
