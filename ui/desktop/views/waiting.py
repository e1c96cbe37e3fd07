"""What waits for the central, since when and why; opened from the status line, it keeps itself true while open."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.desktop import icons, said
from ui.desktop.shell.frame import Frame
from ui.desktop.views.conflicts import count_text
from ui.operations.routing_facts import HeldLine, WaitingLook
from ui.operations.routing_ports import Waits

EVERY_MS = 1000
MOST_LINES = 8


class WaitingPanel(QDialog):
    """A panel above the status line; Esc closes it."""

    matters_asked = Signal()

    def __init__(self, frame: Frame, waits: Waits, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("waitingPanel")
        self.setWindowTitle("Centrala")
        self._frame, self._waits = frame, waits
        self._reading = False
        self._room = 600
        self.look = WaitingLook()
        self._icon, self._state, self._why, self._next, self._held_title, self._held, self._others = (
            QLabel(self) for _ in range(7)
        )
        self._figures = QGridLayout()
        self._numbers: dict[str, tuple[QLabel, QLabel]] = {}
        self._sending = QLabel(self)
        self._bar = QProgressBar(self)
        self.try_button = self._button("waitingTry", "Spróbuj teraz", self._try_now)
        self.matters_button = self._button("waitingMatters", "Wyjaśnij", self._ask_matters)
        self.close_button = self._button("waitingClose", "Zamknij  Esc", self.close)
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.refresh)
        self._compose()

    def open_above(self, button: QWidget) -> None:
        """Show it above its place in the status line."""
        self.refresh()
        self.show()
        self._place(button)
        self.activateWindow()
        (self.try_button if self.try_button.isVisible() else self.close_button).setFocus()

    def refresh(self) -> None:
        """Look again, unless a look is under way."""
        self._show_next_try()
        if self._reading:
            return
        self._reading = True
        self._frame.jobs.submit("db", lambda _job: self._waits.look(), self._on_looked, self._on_failed, owner=self)

    def showEvent(self, event: QShowEvent) -> None:
        """Open: keep true."""
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Closed: ask no more."""
        super().hideEvent(event)
        self._timer.stop()

    def show_look(self, look: WaitingLook) -> None:
        """Show how it stands."""
        self.look = look
        connected = look.connected
        self._icon.setPixmap(icons.icon("ok" if connected else "offline", "ok" if connected else "warn").pixmap(24, 24))
        self._state.setText(_state(look))
        told = look.problem if look.problem not in self._state.text() else ""
        why = " ".join(part for part in (told, look.hint) if part)
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self.try_button.setVisible(not connected)
        self._show_next_try()
        self._show_figures(look)
        self._show_sending(look)
        self._show_held(look.held, look.tasks)
        self._others.setText("\n".join(look.others))
        self._others.setVisible(bool(look.others))

    def _on_looked(self, look: WaitingLook) -> None:
        self._reading = False
        self.show_look(look)
        if self.isVisible():
            self._fit()

    def _on_failed(self, error: Exception) -> None:
        self._reading = False
        self._timer.stop()
        self._frame.show_failure(error)

    def _try_now(self) -> None:
        self._waits.try_now()
        self._next.setText("Łączę…")
        self._frame.status.say("Próbuję połączyć się z centralą.")

    def _ask_matters(self) -> None:
        self.close()
        self.matters_asked.emit()

    def _show_next_try(self) -> None:
        left = seconds_until(self.look.next_try)
        shown = not self.look.connected and left is not None
        self._next.setVisible(shown)
        if shown and left is not None:
            self._next.setText(f"Następna próba za {left} s." if left > 0 else "Łączę…")

    def _show_figures(self, look: WaitingLook) -> None:
        oldest = f", najstarsza {said.instant(look.oldest)}" if look.oldest else ""
        figures = {
            "registrations": _number(look.registrations),
            "routings": _number(look.routings),
            "changes": _number(look.changes),
            "scans_out": f"{look.scans_out} ({size_text(look.bytes_out)})" if look.scans_out else "",
            "scans_in": _number(look.scans_in),
        }
        nothing = not any(figures.values())
        self._numbers["total"][1].setText(
            "nic" if nothing else (said.count(look.total, "zmiana", "zmiany", "zmian") + oldest)
        )
        for name, text in figures.items():
            for label in self._numbers[name]:
                label.setVisible(bool(text))
            self._numbers[name][1].setText(text)

    def _show_sending(self, look: WaitingLook) -> None:
        moving = look.sending
        self._sending.setVisible(moving is not None)
        self._bar.setVisible(moving is not None)
        if moving is None:
            return
        way = "Wysyłany skan" if moving.outwards else "Pobierany skan"
        done = size_text(moving.done) + (f" z {size_text(moving.size)}" if moving.size else "")
        self._sending.setText(f"{way} {moving.document_uid}: {done}")
        self._bar.setRange(0, 1000 if moving.size else 0)
        self._bar.setValue(round(1000 * moving.done / moving.size) if moving.size else 0)

    def _show_held(self, held: tuple[HeldLine, ...], tasks: int) -> None:
        lines = [
            f"{line.document_uid or 'zapis'}: {line.what} ({line.who}, {said.instant(line.at)}) – {line.why}"
            for line in held
        ]
        more = len(lines) - MOST_LINES
        shown = lines[:MOST_LINES] + ([f"i {more} innych"] if more > 0 else [])
        self._held.setText("\n".join(shown))
        self._held.setVisible(bool(lines))
        title = count_text(tasks) if tasks else ""
        if lines:
            title = f"Wstrzymane do wyjaśnienia: {len(lines)}"
        self._held_title.setText(title)
        self._held_title.setVisible(bool(title))
        self.matters_button.setVisible(bool(title))

    def _fit(self) -> None:
        """As tall as what it says, as far as the window has room; its foot stays where it is."""
        layout = self._inner.layout()
        assert layout is not None
        wanted = layout.totalHeightForWidth(self.width()) + self.close_button.sizeHint().height() + 16
        height = min(wanted, max(240, self._room))
        if height > self.height():
            foot = self.y() + self.height()
            self.resize(self.width(), height)
            self.move(self.x(), max(0, foot - height))

    def _place(self, button: QWidget) -> None:
        self._room = button.mapTo(button.window(), QPoint(0, 0)).y() - 48
        self.resize(self.minimumWidth(), self.sizeHint().height())
        top = button.mapToGlobal(QPoint(0, 0))
        window = button.window().geometry()
        left = min(top.x(), window.right() - self.width() - 8)
        self.move(max(window.left(), left), max(window.top(), top.y() - self.frameGeometry().height() - 4))

    def _compose(self) -> None:
        self._dress()
        self._inner = QWidget(self)
        self._compose_inner(QVBoxLayout(self._inner))
        scroll = QScrollArea(self)
        scroll.setObjectName("waitingScroll")
        scroll.setAccessibleName("Co czeka na centralę")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._inner)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 16, 8)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll, 1)
        layout.addLayout(foot)
        self.setMinimumWidth(440)
        self.show_look(self.look)

    def _dress(self) -> None:
        names = {
            self._state: "waitingState", self._why: "waitingWhy", self._next: "waitingNext", self._held: "waitingHeld",
            self._sending: "waitingSending", self._others: "waitingOthers",
        }  # fmt: skip
        for label, name in names.items():
            label.setObjectName(name)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._state.setProperty("role", "heading")
        self._held_title.setProperty("role", "heading")
        self._next.setProperty("role", "muted")
        self._bar.setAccessibleName("Postęp wysyłania skanu")
        self._bar.setTextVisible(False)

    def _compose_inner(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(16, 16, 16, 8)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._state, 1)
        column.addLayout(head)
        column.addWidget(self._why)
        again = QHBoxLayout()
        again.addWidget(self._next, 1)
        again.addWidget(self.try_button)
        column.addLayout(again)
        column.addWidget(_line(self._inner))
        column.addLayout(self._compose_figures())
        column.addWidget(self._sending)
        column.addWidget(self._bar)
        held = QHBoxLayout()
        held.addWidget(self._held_title, 1)
        held.addWidget(self.matters_button)
        column.addLayout(held)
        column.addWidget(self._held)
        column.addWidget(self._others)
        column.addStretch(1)

    def _compose_figures(self) -> QGridLayout:
        rows = {
            "total": "Czeka na wysłanie", "registrations": "rejestracje pism", "routings": "dekretacje",
            "changes": "inne zmiany", "scans_out": "skany do wysłania", "scans_in": "skany w drodze tutaj",
        }  # fmt: skip
        self._figures.setHorizontalSpacing(16)
        self._figures.setVerticalSpacing(2)
        self._figures.setColumnStretch(1, 1)
        for row, (name, text) in enumerate(rows.items()):
            label, number = QLabel(text, self), QLabel(self)
            label.setProperty("role", "heading" if name == "total" else "muted")
            number.setObjectName(f"waiting_{name}")
            self._figures.addWidget(label, row, 0)
            self._figures.addWidget(number, row, 1)
            self._numbers[name] = (label, number)
        return self._figures

    def _button(self, name: str, text: str, run: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setAutoDefault(True)
        button.clicked.connect(lambda: run())  # type: ignore[operator]
        return button


def seconds_until(instant: str | None, now: datetime | None = None) -> int | None:
    """Whole seconds until an instant, at least 0; None without one."""
    if instant is None:
        return None
    return max(0, round((datetime.fromisoformat(instant) - (now or datetime.now(UTC))).total_seconds()))


def size_text(size: int) -> str:
    """A size as people read it: "640 kB", "12,3 MB"."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB" if size else "0 kB"
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")


def _state(look: WaitingLook) -> str:
    if look.connected:
        last = f", ostatnio {said.instant(look.last_contact)}" if look.last_contact else ""
        return f"Połączono z centralą{last}."
    since = f" Trwa to od: {said.instant(look.since)}." if look.since else ""
    return f"Brak połączenia z centralą.{since}"


def _number(number: int) -> str:
    return str(number) if number else ""


def _line(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    line.setProperty("separator", "true")
    return line
