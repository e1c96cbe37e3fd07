"""A series of identical letters: common values once, senders pasted or out of a file, each registered by itself."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.incoming import Reproduction, ReproductionExtent
from kancelaria.domain.series import CommonValues, SenderList, decoded, read_list
from kancelaria.services.series import RowOutcome, Series, SeriesRow
from ui.desktop import said, theme
from ui.desktop.jobs.job import Job
from ui.desktop.models.plain_table import Column, PlainTable
from ui.desktop.ports import Dictionaries
from ui.desktop.shell.frame import Frame
from ui.desktop.views.plain_view import PlainView
from ui.desktop.views.registry.fields import ChoiceEditor
from ui.operations.series import SeriesDesk

LANE = "net"
"""Not the lane of the store's reads: they go on while hundreds of letters are registered."""
PASTE = "Wklej z arkusza: nazwisko, imiona, ulica, kod, miejscowość. Pierwszy wiersz może nazywać kolumny."
NO_SCAN = Reproduction(ReproductionExtent.NONE, "content_form_state")
READ_MS = 250


class SeriesDialog(QDialog):
    """The values at the top, the list below; afterwards what became of each row."""

    def __init__(self, frame: Frame, series: SeriesDesk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("seriesDialog")
        self.setWindowTitle("Seria jednakowych pism")
        self.frame, self._series = frame, series
        self._list: SenderList | None = None
        self._open: Series | None = None
        self._waiting: Sequence[SeriesRow] = ()
        self._stop = threading.Event()
        self._running = False
        self.title, self.received = QLineEdit(self), QLineEdit(self)
        self.kind, self.delivery = ChoiceEditor(self), ChoiceEditor(self)
        self.letter_date, self.addressee = QLineEdit(self), QLineEdit(self)
        self.senders = QPlainTextEdit(self)
        self.outcomes = PlainTable[RowOutcome](
            (Column("Wiersz", lambda row: str(row.row.number), number=True), Column("Nadawca", _sender),
             Column("RPW", _number, number=True), Column("Identyfikator", lambda row: row.row.document_uid or ""),
             Column("Stan", _state)), self, bold=lambda row: row.error is not None,
        )  # fmt: skip
        self._table = PlainView(self.outcomes, "seriesOutcomes", "Co stało się z wierszami", (1, 4), self)
        self._told, self._bar = QLabel(self), QProgressBar(self)
        self._body = QStackedWidget(self)
        self._wait = QTimer(self, singleShot=True, interval=READ_MS)
        self._compose()
        room = parent.window().size()
        self.resize(min(820, room.width()), min(640, room.height()))
        self._wait.timeout.connect(self._read_list)
        frame.jobs.submit("db", lambda _job: frame.station.desk.dictionaries(), self._offer, owner=self)
        frame.jobs.submit("db", lambda _job: series.waiting(), self._show_waiting, owner=self)

    def register(self) -> None:
        """Ctrl+Enter: register what is on the list, or finish the series cut off before."""
        if self._running:
            return
        if self._open is not None and not self.senders.toPlainText().strip():
            self._run(partial(self._finish, self._open.id), len(self._waiting))
            return
        self._read_list()
        common, told = self._common(), self._list
        if common is None or told is None:
            return
        self._run(lambda job: self._begin_and_run(job, common, told), len(told.lines))

    def reject(self) -> None:
        """Esc while it runs stops it after the letter being registered; what is left can be finished later."""
        if self._running:
            self._stop.set()
            self._told.setText("Zatrzymywanie po bieżącym piśmie…")
            return
        super().reject()

    # work

    def _begin_and_run(self, job: Job, common: CommonValues, told: SenderList) -> list[RowOutcome]:
        return self._finish(self._series.begin(common, told.lines).id, job)

    def _finish(self, series_id: str, job: Job) -> list[RowOutcome]:
        done: list[RowOutcome] = []

        def tell(outcome: RowOutcome) -> None:
            done.append(outcome)
            job.progress(len(done), 0)

        return self._series.run(series_id, tell, lambda: not self._stop.is_set() and not job.cancelled)

    def _run(self, work: object, count: int) -> None:
        self._running = True
        self._stop.clear()
        self._bar.setMaximum(count)
        self._bar.setValue(0)
        self._bar.show()
        self._go.setEnabled(False)
        self._told.setText("Rejestrowanie…")
        self._back.setText("Zatrzymaj  Esc")
        self._job = self.frame.jobs.submit(
            LANE, work, self._on_done, self._on_failed, label="Rejestrowanie serii", owner=self, cancellable=False  # type: ignore[arg-type]
        )  # fmt: skip
        self.frame.jobs.progressed.connect(self._on_progress)

    def _on_progress(self, job: Job, done: int, _total: int) -> None:
        if job is self._job:
            self._bar.setValue(done)

    def _on_done(self, outcomes: list[RowOutcome]) -> None:
        self._rest()
        self.outcomes.show_rows(outcomes)
        self._body.setCurrentWidget(self._table)
        made = sum(one.item is not None for one in outcomes)
        faulty = sum(one.error is not None for one in outcomes)
        again = sum(one.again for one in outcomes)
        parts = [f"Zarejestrowano {said.count(made, 'pismo', 'pisma', 'pism')}"]
        parts += [f"było już w rejestrze: {again}"] if again else []
        parts += [f"niezarejestrowane: {faulty}. Popraw je na liście i zarejestruj jeszcze raz"] if faulty else []
        stopped = self._stop.is_set() and len(outcomes) < self._bar.maximum()
        parts += ["zatrzymano; resztę dokończysz tym samym poleceniem"] if stopped else []
        self._told.setText("; ".join(parts) + ".")
        self.frame.status.say(self._told.text())
        self._go.setEnabled(bool(faulty) or stopped)
        self._edit.setVisible(bool(faulty) or stopped)
        self._table.setFocus()

    def _on_failed(self, error: Exception) -> None:
        self._rest()
        self._told.setText("Nie wszystko zarejestrowano; zarejestruj jeszcze raz, nic się nie powtórzy.")
        self._go.setEnabled(True)
        self.frame.show_failure(error)

    def _rest(self) -> None:
        self._running = False
        self.frame.jobs.progressed.disconnect(self._on_progress)
        self._bar.hide()
        self._back.setText("Zamknij  Esc")

    # the list and the values

    def _read_list(self) -> None:
        self._list = None
        text = self.senders.toPlainText()
        if not text.strip():
            self._told.setText("")
            return
        try:
            self._list = read_list(text)
        except InvalidInput as error:
            self._told.setText(f"{error.message} {error.hint}".strip())
            return
        count = said.count(len(self._list.lines), "nadawca", "nadawców", "nadawców")
        strange = f" Pominięte kolumny: {', '.join(self._list.strange)}." if self._list.strange else ""
        self._told.setText(f"Na liście: {count}.{strange}")

    def _common(self) -> CommonValues | None:
        title, typed = self.title.text().strip(), self.letter_date.text().strip()
        received = said.to_date(self.received.text().strip())
        day = said.to_date(typed) or typed or None
        for wrong, field, told in (
            (not title, self.title, "Podaj, czego dotyczą pisma."),
            (received is None, self.received, "Podaj datę wpływu, na przykład 17.11.2026."),
        ):
            if wrong:
                self._told.setText(told)
                field.setFocus()
                return None
        assert received is not None
        kind = self.kind.value()
        return CommonValues(
            title, received, day, day is None, None, True, self.addressee.text().strip() or None,
            self.delivery.value() or None, (kind,) if kind else (), reproduction=NO_SCAN,
        )  # fmt: skip

    def _load(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(self, "Lista nadawców", "", "Listy (*.csv *.tsv *.txt)")
        if name:
            self.frame.jobs.submit("control", lambda _job: _content(name), self.senders.setPlainText, owner=self)

    def _offer(self, words: Dictionaries) -> None:
        self.kind.offer(words.document_kinds)
        self.delivery.offer(words.delivery_methods)

    def _show_waiting(self, found: Sequence[tuple[Series, list[SeriesRow]]]) -> None:
        """The series cut off last is offered to be finished."""
        if not found:
            return
        self._open, rows = found[0]
        self._waiting = rows
        left = sum(row.document_uid is None for row in rows)
        self.title.setText(self._open.common.title)
        self.received.setText(said.day_full(self._open.common.received_on))
        self._told.setText(
            f"Niedokończona seria „{self._open.common.title}”: zostało {left} z {len(rows)}. Ctrl+Enter ją dokończy."
        )
        self._drop.setVisible(True)

    def _on_drop_clicked(self) -> None:
        if self._open is None or self._running:
            return
        known = self._open

        def dropped(count: int) -> None:
            self._open = None
            self._drop.hide()
            self._told.setText(f"Porzucono wierszy: {count}. Zarejestrowane pisma zostają.")

        self.frame.jobs.submit("db", lambda _job: self._series.drop(known.id), dropped, owner=self, cancellable=False)

    def _show_list(self) -> None:
        self._body.setCurrentIndex(0)
        self._edit.hide()
        self._go.setEnabled(True)
        self.senders.setFocus()

    # building

    def _compose(self) -> None:
        self.received.setText(said.day_full(said.now().date().isoformat()))
        form = QFormLayout()
        form.setSpacing(4)
        for name, word, widget in (
            ("seriesTitle", "Dotyczy*", self.title), ("seriesReceived", "Wpłynęło*", self.received),
            ("seriesKind", "Rodzaj", self.kind), ("seriesDelivery", "Sposób doręczenia", self.delivery),
            ("seriesLetterDate", "Data pism", self.letter_date), ("seriesAddressee", "Adresat", self.addressee),
        ):  # fmt: skip
            widget.setObjectName(name)
            widget.setAccessibleName(word.rstrip("*"))
            form.addRow(word, widget)
        self.letter_date.setPlaceholderText("puste: brak daty")
        self.senders.setObjectName("seriesSenders")
        self.senders.setAccessibleName("Lista nadawców")
        self.senders.setPlaceholderText(PASTE)
        self.senders.setTabChangesFocus(True)
        self.senders.setMinimumHeight(96)
        self.senders.textChanged.connect(self._wait.start)
        self._told.setObjectName("seriesTold")
        self._told.setWordWrap(True)
        self._bar.setAccessibleName("Postęp rejestrowania")
        self._bar.hide()
        self._body.addWidget(self.senders)
        self._body.addWidget(self._table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(8)
        layout.addLayout(form)
        layout.addWidget(self._body, 1)
        layout.addWidget(self._told)
        layout.addWidget(self._bar)
        layout.addLayout(self._foot())
        QShortcut(QKeySequence("Ctrl+Return"), self, self.register)
        self.title.setFocus()

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        load = self._button("seriesLoad", "Wczytaj plik…", self._load)
        self._drop = self._button("seriesDrop", "Porzuć resztę serii", self._on_drop_clicked)
        self._edit = self._button("seriesEdit", "Wróć do listy", self._show_list)
        self._back = self._button("seriesBack", "Zamknij  Esc", self.reject)
        self._go = self._button("seriesGo", "Zarejestruj  Ctrl+Enter", self.register)
        theme.restyle(self._go, primary=True)
        self._drop.hide()
        self._edit.hide()
        for widget in (load, self._drop, None, self._edit, self._back, self._go):
            foot.addStretch(1) if widget is None else foot.addWidget(widget)
        return foot

    def _button(self, name: str, text: str, run: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAccessibleName(text.split("  ")[0].rstrip("…"))
        button.setAutoDefault(False)
        button.clicked.connect(run)
        return button


def _content(name: str) -> str:
    try:
        return decoded(Path(name).read_bytes())
    except OSError as error:
        raise InvalidInput(
            "file_unreadable", "Nie można przeczytać tego pliku.", "Sprawdź, czy jest dostępny."
        ) from error


def _sender(outcome: RowOutcome) -> str:
    return outcome.item.sender.display_name if outcome.item else outcome.row.line.name if outcome.row.line else ""


def _number(outcome: RowOutcome) -> str:
    return str(outcome.item.rpw_number or "nada centrala") if outcome.item else ""


def _state(outcome: RowOutcome) -> str:
    if outcome.error is not None:
        return outcome.error.message
    return "było już w rejestrze" if outcome.again else "zarejestrowano"
