"""Pictures of the windows: `python -m tests.ui.screenshots FOLDER` (needs a display; `make screenshots` brings one)."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

SIZES = {"100": (1366, 768, "1"), "200": (2732, 1536, "2"), "200-small": (1366, 768, "2")}
THEMES = ("light", "dark", "high_contrast")


def main(folder: Path) -> int:
    """Take every scene in each theme at 100 % and in light at 200 %; one process a scale, as Qt scales at start."""
    folder.mkdir(parents=True, exist_ok=True)
    for scale, (_, _, factor) in SIZES.items():
        for theme in THEMES if scale == "100" else ("light", "dark")[: 1 if scale == "200-small" else 2]:
            environment = dict(os.environ, QT_SCALE_FACTOR=factor)
            done = subprocess.run(
                [sys.executable, "-m", "tests.ui.screenshots", str(folder), theme, scale], env=environment, check=False
            )
            if done.returncode:
                return done.returncode
    print(f"{len(list(folder.glob('*.png')))} obrazów w {folder}")
    return 0


def scenes(folder: Path, theme: str, scale: str) -> int:
    """Open the window on fakes and grab each scene."""
    from tests.ui.fake_station import FakeStation
    from ui.desktop import app as desktop
    from ui.desktop.jobs.runner import JobRunner
    from ui.desktop.views.registry.desk import DeskView

    width, height, factor = SIZES[scale]
    work = Path(tempfile.mkdtemp(prefix="kancelaria-pictures-"))
    fake = FakeStation(work, work / "drafts")
    fake.choices.kept |= {"theme": theme, "sounds": "no"}
    app, jobs = desktop._application(), JobRunner()
    window = desktop.build_window(app, fake.station(), jobs)
    window.showNormal()
    window.resize(int(width / float(factor)), int(height / float(factor)))
    desk = window.place("desk")
    assert isinstance(desk, DeskView)

    def until(ready: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            app.processEvents()
            if ready() and not jobs.busy:
                break
        for _ in range(20):
            app.processEvents()
            time.sleep(0.02)

    def take(name: str) -> None:
        until(lambda: True)
        window.grab().save(str(folder / f"{name}-{theme}-{scale}.png"))

    take("1-pusty-stos")
    desk.scan()
    until(lambda: len(desk.flow.state.letters) == 5)
    take("2-stos")
    desk.confirm()
    until(lambda: desk.flow.state.confirmed == 1)
    desk.step_letter(1)
    take("3-watpliwa-granica")
    window.top.open(">druk")
    take("4-polecenia")
    window.top.put_away()
    fake.register.size = 1_000_000
    window.open_place("registers")
    take("5-rejestr")
    window.open_item(next(iter(fake.register.items)))
    take("6-pismo")
    window.open_place("settings")
    take("7-ustawienia")
    jobs.close()
    return 0


if __name__ == "__main__":
    target = Path(sys.argv[1])
    sys.exit(scenes(target, sys.argv[2], sys.argv[3]) if len(sys.argv) > 3 else main(target))
