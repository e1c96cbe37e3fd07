"""The program measured by `bench_correspondents`: the letter's form over a real station, typed into key by key.

`python -m tests.bench.watchdog_correspondents HOME TARGET.json TYPED…`
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow

from tests.bench.watchdog import Watchdog
from ui.desktop import app as desktop
from ui.desktop import theme
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.views.registry.letter_form import LetterFormView
from ui.desktop.views.registry.sender_completion import SHORTEST, SenderCompletion
from ui.operations.station import open_station

KEY_MS = 60
"""A quick typist's pace."""
PATIENCE_MS = 20_000


def until(reached: Callable[[], bool], patience_ms: int = PATIENCE_MS) -> None:
    """Run the window's loop until a state is reached."""
    loop, looking, waited = QEventLoop(), QTimer(interval=1), QElapsedTimer()
    looking.timeout.connect(lambda: loop.quit() if reached() or waited.elapsed() > patience_ms else None)
    waited.start()
    looking.start()
    loop.exec()
    looking.stop()


def main(home: Path, target: Path, typed: list[str]) -> None:
    """Type each word, key by key; the time counts from its last key to the list that answers it."""
    station = open_station(home)
    app, jobs = desktop._application(), JobRunner()
    theme.apply(app, theme.ThemeName.LIGHT)
    window = QMainWindow()
    completion = SenderCompletion(station.desk, jobs, window)
    form = LetterFormView(completion, window)
    window.setCentralWidget(form)
    window.resize(900, 700)
    window.show()
    window.activateWindow()
    editor = form.fields["sender.organisation"].editor
    assert isinstance(editor, QLineEdit)
    answered: list[str] = []
    completion.answered.connect(answered.append)
    watch, times = Watchdog(window), []
    until(window.isActiveWindow, 5000)
    editor.setFocus()
    watch.begin("typing")
    for words in typed:
        editor.clear()
        for sign in words:
            pause = QElapsedTimer()
            pause.start()
            begun = time.perf_counter()
            QApplication.sendEvent(editor, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, sign))
            until(lambda pause=pause: pause.elapsed() >= KEY_MS)  # type: ignore[misc]
        if len(words) >= SHORTEST:
            until(lambda words=words: answered[-1:] == [words])  # type: ignore[misc]
            times.append((completion.answered_at - begun) * 1000)
    report = watch.report()["typing"]
    told = {"times_ms": times, "longest_gap": report["max_gap_ms"], "over_50_ms": report["over_50_ms"]}
    target.write_text(json.dumps(told), encoding="utf-8")
    window.close()
    jobs.close(30)
    station.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
