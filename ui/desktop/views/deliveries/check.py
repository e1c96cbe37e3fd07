"""A courier's list being checked: scan or type a code, Enter; what is here, missing, damaged or surplus."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kancelaria.domain.deliveries import Delivery, DeliveryRow, Found
from kancelaria.services.deliveries import row_words
from ui.desktop import said, theme
from ui.desktop.models.plain_table import Column, PlainTable
from ui.desktop.views.deliveries.forms import line, named, primary
from ui.desktop.views.plain_view import PlainView


class CheckPane(QWidget):
    """One list. The code field keeps the focus, so that a reader can go on whatever happened before."""

    code_given = Signal(str)
    mark_asked = Signal(object)
    """`Found`: what the position in focus is to be."""
    sign_asked = Signal()
    print_asked = Signal()
    new_asked = Signal()
    list_chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.delivery: Delivery | None = None
        self.lists = QComboBox(self)
        named(self.lists, "deliveryLists", "Niepodpisane listy")
        self.lists.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.lists.setMinimumContentsLength(16)
        self.lists.activated.connect(lambda _index: self.list_chosen.emit(str(self.lists.currentData())))
        self.code = line("deliveryCode", "Kod przesyłki: zeskanuj albo wpisz i naciśnij Enter", self, "kod przesyłki")
        self.code.setFont(theme.mono(14))
        self.code.returnPressed.connect(self._on_code)
        self.verdict = QLabel(self)
        self.verdict.setObjectName("deliveryVerdict")
        self.verdict.setWordWrap(True)
        self.verdict.setMinimumHeight(self.verdict.fontMetrics().lineSpacing() * 2)
        self.model: PlainTable[DeliveryRow] = PlainTable(ROWS, self, bold=_needs_a_look)
        self.table = PlainView(self.model, "deliveryRows", "Przesyłki na liście", (2,), self)
        self.counts = QLabel(self)
        self.counts.setObjectName("deliveryCounts")
        self.counts.setProperty("role", "heading")
        self.counts.setWordWrap(True)
        self.by = line("deliveryBy", "Imię i nazwisko doręczyciela", self, "imię i nazwisko doręczyciela")
        self.sign = primary("deliverySign", "Podpisz  Ctrl+Enter", self)
        self.sign.clicked.connect(self.sign_asked)
        self._compose()

    def show_list(self, delivery: Delivery, ordinal: int = 0) -> None:
        """Show a list; `ordinal`: the position to come to."""
        self.delivery = delivery
        self.model.show_rows(delivery.rows)
        if ordinal:
            self.table.go_to(ordinal - 1)
            self.table.scrollTo(self.model.index(ordinal - 1, 0))
        waiting, damaged = delivery.count(Found.WAITING), delivery.count(Found.DAMAGED)
        words = [f"Jest {delivery.count(Found.PRESENT, Found.DAMAGED)} z {len(delivery.rows)}"]
        for count, what in ((damaged, "uszkodzone"), (delivery.count(Found.MISSING), "brak"),
                            (delivery.surplus, "spoza listy"), (waiting, "jeszcze niesprawdzone")):  # fmt: skip
            if count:
                words.append(f"{what}: {count}")
        self.counts.setText(" · ".join(words))
        text = f"Podpisz, brak {said.count(waiting, 'przesyłki', 'przesyłek', 'przesyłek')}" if waiting else "Podpisz"
        self.sign.setText(f"{text}  Ctrl+Enter")
        self.sign.setAccessibleName(self.sign.text())
        self.sign.setEnabled(bool(delivery.rows))

    def offer_lists(self, lists: list[Delivery]) -> None:
        """Lists nobody has signed yet."""
        self.lists.clear()
        for each in lists:
            self.lists.addItem(f"{each.number}  {each.operator_name}".strip(), each.number)
        if self.delivery is not None:
            self.lists.setCurrentIndex(max(0, self.lists.findData(self.delivery.number)))

    def say(self, text: str, role: str) -> None:
        """What the last code was; role: ok, warn or error."""
        self.verdict.setText(text)
        theme.restyle(self.verdict, role=role)

    def _on_code(self) -> None:
        code = self.code.text().strip()
        self.code.clear()
        if code:
            self.code_given.emit(code)

    def _compose(self) -> None:
        new = self._button("deliveryNew", "Nowa lista  Alt+N", "Alt+N")
        new.clicked.connect(self.new_asked)
        print_ = self._button("deliveryPrint", "Drukuj  Ctrl+P", "Ctrl+P")
        print_.clicked.connect(self.print_asked)
        top, middle, marks, end = QHBoxLayout(), QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.lists, 1)
        top.addWidget(new)
        middle.addWidget(self.code, 2)
        middle.addWidget(self.verdict, 3)
        marks.addStretch(1)
        order: list[QWidget] = [self.lists, new, self.code, self.table]
        for name, text, key, state in MARKS:
            button = self._button(name, text, key)
            order.append(button)
            button.clicked.connect(lambda _on=False, state=state: self.mark_asked.emit(state))
            marks.addWidget(button)
        end.addWidget(self.by, 1)
        end.addWidget(print_)
        end.addWidget(self.sign)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addLayout(middle)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.counts)
        layout.addLayout(marks)
        layout.addLayout(end)
        for one, two in pairwise([*order, self.by, print_, self.sign]):
            QWidget.setTabOrder(one, two)

    def _button(self, name: str, text: str, key: str) -> QPushButton:
        button = QPushButton(text, self)
        named(button, name, text)
        button.setShortcut(key)
        button.setAutoDefault(False)
        return button


def _needs_a_look(row: DeliveryRow) -> bool:
    return row.state in (Found.DAMAGED, Found.MISSING) or row.surplus


MARKS = (
    ("deliveryDamaged", "Uszkodzona…  Alt+U", "Alt+U", Found.DAMAGED),
    ("deliveryMissing", "Brak  Alt+B", "Alt+B", Found.MISSING),
    ("deliveryPresent", "Jest  Alt+J", "Alt+J", Found.PRESENT),
    ("deliveryWaiting", "Cofnij  Alt+C", "Alt+C", Found.WAITING),
)
ROWS: tuple[Column[DeliveryRow], ...] = (
    Column("Lp.", lambda row: str(row.ordinal), number=True),
    Column("Numer nadawczy", lambda row: row.posting_number or "bez numeru"),
    Column("Wynik", row_words),
    Column("Sprawdzono", lambda row: said.instant(row.checked_at) if row.checked_at else ""),
)
