"""The program measured by `bench_start`: `kancelaria` itself, saying when its desk was painted and ready for keys.

`python -m tests.bench.watchdog_start TARGET.json STAY_SECONDS`; the station is named by `KANCELARIA_HOME`.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.desktop.window import MainWindow

_STARTED = time.time()


def main(target: Path, stay_s: float) -> int:
    """Run the program as its command does; leave after a while."""
    from ui.cli.main import main as kancelaria
    from ui.desktop import app as desktop

    seen: dict[str, float] = {"interpreter": _STARTED, "imported": time.time()}
    build = desktop.build_window

    def watched(*arguments: Any, **named: Any) -> MainWindow:
        seen["station"] = time.time()
        window = build(*arguments, **named)
        seen["built"] = time.time()
        _watch(window, seen, target, stay_s)
        return window

    desktop.build_window = watched
    kancelaria(args=[], standalone_mode=False)
    return 0


def _watch(window: MainWindow, seen: dict[str, float], target: Path, stay_s: float) -> None:
    from PySide6.QtCore import QEvent, QObject, QTimer

    desk = window.place("desk")
    assert desk is not None

    class FirstPaint(QObject):
        """Notes the desk's first painting, then the loop's first quiet moment after it, when keys are answered."""

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            """Qt's signature."""
            if event.type() == QEvent.Type.Paint and "painted" not in seen:
                seen["painted"] = time.time()
                QTimer.singleShot(0, window, usable)
            return super().eventFilter(watched, event)

    def usable() -> None:
        seen["usable"] = time.time()
        seen["cpu"] = time.process_time()
        desk.removeEventFilter(filter_)
        target.write_text(json.dumps(seen), encoding="utf-8")
        QTimer.singleShot(round(stay_s * 1000), window, window.close)

    filter_ = FirstPaint(window)
    desk.installEventFilter(filter_)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), float(sys.argv[2])))
