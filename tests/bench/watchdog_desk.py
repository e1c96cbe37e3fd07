"""The program measured by `bench_desk`: the real window over a real station, worked by keys, under a watchdog.

`python -m tests.bench.watchdog_desk HOME TARGET.json SHEETS` or `… register HOME TARGET.json`.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QElapsedTimer, QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.bench.watchdog import Watchdog
from ui.desktop import app as desktop
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.models.register_model import COLUMNS
from ui.desktop.models.windowed import PLACEHOLDER
from ui.desktop.views.registry.desk import DeskView
from ui.desktop.views.registry.register import RegisterView
from ui.desktop.window import MainWindow
from ui.operations.station import open_station

PATIENCE_MS = 600_000
CONFIRM_EVERY_MS = 1500
SORTED = ("sender", "title", "received_on", "rpw_number")


class Measured:
    """The window with its station, and a way to wait that keeps its loop the only one that runs."""

    def __init__(self, home: Path) -> None:
        self.station = open_station(home)
        self.station.choices.set("sounds", "no")
        self.app: QApplication = desktop._application()
        self.jobs = JobRunner()
        self.window: MainWindow = desktop.build_window(self.app, self.station, self.jobs)
        self.window.resize(1366, 768)
        self.window.show()
        self.watch = Watchdog(self.window)

    def until(self, reached: Callable[[], bool], look_every_ms: int = 10, patience_ms: int = PATIENCE_MS) -> None:
        """Run the window's loop until a state is reached."""
        loop, looking, waited = QEventLoop(), QTimer(interval=look_every_ms), QElapsedTimer()
        looking.timeout.connect(lambda: loop.quit() if reached() or waited.elapsed() > patience_ms else None)
        waited.start()
        looking.start()
        loop.exec()
        looking.stop()
        if not reached():
            raise TimeoutError("the window did not get there")

    def rest(self, milliseconds: int) -> None:
        """Run the window's loop for a while."""
        passed = QElapsedTimer()
        passed.start()
        self.until(lambda: passed.elapsed() >= milliseconds)

    def press(
        self, widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(QApplication.focusWidget() or widget, key, modifier)

    def close(self) -> None:
        """End everything."""
        self.window.close()
        self.jobs.close(30)
        self.station.close()


def work_the_desk(measured: Measured, sheets: int) -> dict[str, Any]:
    """Scan and read a stack; confirm its letters, the first ones while it is still being fed."""
    desk = measured.window.place("desk")
    assert isinstance(desk, DeskView)
    # a key finds its shortcut only in the active window, and no window manager makes it so here
    measured.window.activateWindow()
    measured.until(measured.window.isActiveWindow, patience_ms=30_000)
    measured.until(lambda: desk.bar.device() is not None)
    measured.rest(1000)
    watch, flow = measured.watch, desk.flow
    desk.bar._source.setCurrentIndex(desk.bar._source.findData("adf-duplex"))
    watch.begin("scanning")
    begun = time.time()
    measured.press(desk, Qt.Key.Key_F2)
    pages = sheets * 2
    measured.until(lambda: desk.bar.scanning, patience_ms=30_000)
    measured.until(lambda: desk.events._pages >= pages // 2)
    measured.until(lambda: bool(flow.state.letters), patience_ms=60_000)
    watch.begin("scanning_and_confirming")
    confirming = Confirming(measured, desk)
    while desk.bar.scanning:
        confirming.one_more()
    scanned = time.time() - begun
    watch.begin("reading_and_confirming")
    while flow.state.confirmed < len(flow.state.letters):  # a letter is confirmed once it is read whole
        confirming.one_more()
    read = time.time() - begun
    watch.begin("writing")
    measured.rest(5000)
    # opening the window, before anything is scanned, is what bench_start measures
    stalls = {name: watch.count(name, 0.1) for name in list(watch._gaps) if name != "start"}
    return {
        "pages": pages,
        "letters": len(flow.state.letters),
        "scanned_s": round(scanned, 1),
        "done_s": round(read, 1),
        "page_came_every_s": round(scanned / pages, 2),
        "confirm_ms": confirming.took,
        "stalls": stalls,
        "loop": watch.report(),
    }


class Confirming:
    """A clerk confirming letter after letter with Ctrl+Enter, filling in what is missing."""

    def __init__(self, measured: Measured, desk: DeskView) -> None:
        self._measured, self._desk = measured, desk
        self.took: list[float] = []

    def one_more(self) -> None:
        """Confirm the open letter if it can be, then think a while."""
        flow = self._desk.flow
        letter = flow.letter
        if letter is not None and flow.item is None and not letter.header_only:
            before, begun = flow.state.confirmed, time.perf_counter()
            for _ in range(3):  # what is missing, then a letter that looks the same
                self._measured.press(self._desk, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
                self._measured.until(lambda: not flow.busy)
                if flow.state.confirmed > before:
                    self.took.append((time.perf_counter() - begun) * 1000)
                    break
                self._fill()
        elif flow.item is not None and (following := flow.state.next_open(flow.current)) is not None:
            flow.open(following.key)
        self._measured.rest(CONFIRM_EVERY_MS if self._desk.bar.scanning else CONFIRM_EVERY_MS // 3)

    def _fill(self) -> None:
        form = self._desk.form
        now = form.values()
        if not now.title:
            form.fields["title"].put("Pismo")
        if not now.sender.display_name:
            form.fields["sender.organisation"].put("Spółka Zmyślona")
        if not now.sender.town:
            form.fields["sender.town"].put("Próbne")
        for tick, missing in (("no_date", now.letter_date is None), ("no_reference", now.sender_reference is None)):
            form.ticks[tick].setChecked(missing)


def work_the_register(measured: Measured) -> dict[str, Any]:
    """Open the register, go to its end, sort it; each until its rows are painted."""
    watch = measured.watch
    took: dict[str, list[float]] = {"open": [], "end": [], "sort": []}
    watch.begin("before")
    measured.rest(2000)
    begun = time.perf_counter()
    watch.begin("open")
    view = measured.window.open_place("registers")
    assert isinstance(view, RegisterView)
    _painted(measured, view, 0, took["open"], begun, lambda: view.model.rowCount() > 0)
    for _ in range(4):
        measured.window.open_place("desk")
        measured.rest(300)
        generation = view.model._generation
        begun = time.perf_counter()
        watch.begin("open")
        measured.window.open_place("registers")
        answered = _answered(view)
        assert view.model._generation > generation
        _painted(measured, view, 0, took["open"], begun, answered)
        watch.begin("between")
    header = view.table.horizontalHeader()
    for name in SORTED:
        column = next(number for number, known in enumerate(COLUMNS) if known.name == name)
        for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
            watch.begin("sort")
            view.table.setFocus()
            begun, answered = time.perf_counter(), _answered(view)
            header.setSortIndicator(column, order)
            _painted(measured, view, 0, took["sort"], begun, answered)
            watch.begin("between")
            measured.rest(200)
            watch.begin("end")
            begun = time.perf_counter()
            measured.press(view.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
            _painted(measured, view, view.model.rowCount() - 1, took["end"], begun, lambda: True)
            watch.begin("between")
            measured.rest(200)
    limits = {name: round(watch.longest(name), 1) for name in ("open", "sort", "end")}
    return {"rows": view.model.rowCount(), "took_ms": took, "longest_gap_ms": limits, "loop": watch.report()}


def _answered(view: RegisterView) -> Callable[[], bool]:
    """Whether the model has been reset since now."""
    answers: list[int] = []
    view.model.loaded.connect(answers.append, Qt.ConnectionType.DirectConnection)
    return lambda: bool(answers)


def _painted(
    measured: Measured, view: RegisterView, row: int, took: list[float], begun: float, ready: Callable[[], bool]
) -> None:
    """Wait until a row is read and on screen, and the screen is painted."""

    def there() -> bool:
        if not ready() or row >= view.model.rowCount():
            return False
        index = view.model.index(row, 1)
        shown = view.table.viewport().rect().intersects(view.table.visualRect(index))
        return shown and view.model.data(index) != PLACEHOLDER

    measured.until(there, look_every_ms=2, patience_ms=30_000)
    view.table.viewport().repaint()
    took.append(round((time.perf_counter() - begun) * 1000, 1))


def main(arguments: list[str]) -> int:
    """Run one of the two and write what was seen."""
    register = arguments[0] == "register"
    home, target = (Path(text) for text in arguments[1:3] if register) if register else map(Path, arguments[:2])
    code = 1
    try:
        measured = Measured(home)
        seen = work_the_register(measured) if register else work_the_desk(measured, int(arguments[2]))
        target.write_text(json.dumps(seen | {"platform": measured.app.platformName()}), encoding="utf-8")
        measured.close()
        code = 0
    except Exception:  # the program must end whatever its threads do, and say why
        traceback.print_exc()
    os._exit(code)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
