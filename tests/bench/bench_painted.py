"""Two windows and a central: from Ctrl+Enter at one station's desk to the row painted in the other's register.

Measured over an office that has letters already, first with nothing else going on, then while a third station drains.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import traceback
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.bench.measuring import ROOT, clean_environment, display

LETTERS, QUICK_LETTERS = 30, 5
THERE, QUICK_THERE = 50_000, 1_000
MEASURED = "mierzone"
"""A word of the measured letters alone; the watched register is searched for it, as others push it off the list."""
STATIONS = ("anna", "bogdan", "celina", "dorota")
LIMIT_MS = 1000
EVERY_MS = 700
PATIENCE_S = 60
PASSWORD = "Próbne-hasło-7"


def run(quick: bool = False) -> dict[str, Any]:
    """The figure beside what it must be."""
    from kancelaria.central.provision import central_init, user_add
    from tests.fakes.postgres import PostgresServer
    from ui.operations.central import join

    with PostgresServer() as server, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server.new_database("painted")
        central_init(server.url(database="painted"), "Urząd Pomiarów", administrator=("admin", PASSWORD))
        for login in STATIONS:
            user_add(server.url("admin", "painted", PASSWORD), login, "registry", PASSWORD)
            url, point = server.url(database="painted"), login[0].upper() + "1"
            join(folder / login, url, PASSWORD, None, point, login)
        letters, there = (QUICK_LETTERS, QUICK_THERE) if quick else (LETTERS, THERE)
        _prepare(folder, there)
        figures = {"letters_there": there, "calm": _two_windows(folder, "spokojnie", letters)}
        draining = _child("drain", folder / "dorota")
        try:
            drained = _two_windows(folder, "obok", letters)
        finally:
            over = draining.poll() is not None
            draining.kill()
            draining.wait()
        return {"name": "painted", **figures, "while_a_third_drains": drained | {"drained_before_the_end": over}}


def _prepare(folder: Path, there: int) -> None:
    """The office's letters, brought by one station and copied to those measured, and as many that wait at another."""
    children = [_child("outage", folder / login, login, str(there)) for login in ("celina", "dorota")]
    codes = [child.wait() for child in children]
    if any(codes):
        raise RuntimeError("the letters of an outage weren't made")
    in_step(folder / "celina")
    for login in ("anna", "bogdan"):
        _copy_letters(folder / "celina", folder / login)
        in_step(folder / login)


def _child(*arguments: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.bench.bench_painted", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT)


def _copy_letters(source: Path, target: Path) -> None:
    """What one station holds as the store of another: each of them pulling it would take minutes."""
    from pysqlite3 import dbapi2

    place = target / "kancelaria.sqlite"
    with closing(dbapi2.connect(str(place))) as own:
        [(station,)] = own.execute("SELECT value FROM meta WHERE key = 'station'").fetchall()
        series = own.execute("SELECT series, epoch FROM label_series").fetchall()
    for old in target.glob("kancelaria.sqlite*"):
        old.unlink()
    with closing(dbapi2.connect(str(source / "kancelaria.sqlite"))) as letters:
        letters.execute("VACUUM INTO ?", (str(place),))
    with closing(dbapi2.connect(str(place))) as own:
        own.execute("UPDATE meta SET value = ? WHERE key = 'station'", (station,))
        own.execute("DELETE FROM meta WHERE key LIKE 'station_seal/%'")
        own.executemany("INSERT INTO label_series (series, epoch) VALUES (?, ?) ON CONFLICT DO NOTHING", series)
        own.commit()


def _outage(home: Path, login: str, letters: int) -> None:
    """Letters registered while the central was away, many a transaction."""
    from kancelaria.bootstrap import open_office
    from tests.bench.bench_sync import fill

    with open_office(home) as office:
        fill(office, letters, login)


def in_step(home: Path) -> None:
    """Push and pull until there is nothing left."""
    from kancelaria.bootstrap import open_office
    from ui.operations.central import engine_of

    with open_office(home) as office:
        engine_of(office).run_once()


def _two_windows(folder: Path, word: str, letters: int) -> dict[str, Any]:
    for old in (folder / "ready", folder / "desk.json", folder / "register.json"):
        old.unlink(missing_ok=True)
    with display() as here, display() as there:
        watching = _window("register", folder, "bogdan", there, word, letters)
        try:
            _wait_for(folder / "ready", watching)
            writing = _window("desk", folder, "anna", here, word, letters)
            codes = writing.wait(600), watching.wait(PATIENCE_S + 30)
        finally:
            watching.kill()
    assert codes == (0, 0), codes
    pressed, painted = (json.loads((folder / f"{part}.json").read_text("utf-8")) for part in ("desk", "register"))
    took = sorted((painted[title] - at) * 1000 for title, at in pressed.items())
    p95 = round(took[min(len(took) - 1, int(len(took) * 0.95))])
    return {
        "letters": len(took), "median_ms": round(statistics.median(took)), "p95_ms": p95,
        "max_ms": round(took[-1]), "limits": {"p95_ms": LIMIT_MS}, "met": {"p95_ms": p95 <= LIMIT_MS},
        "load": round(os.getloadavg()[0], 2),
    }  # fmt: skip


def _window(
    part: str, folder: Path, login: str, screen: dict[str, str], word: str, letters: int
) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.bench.bench_painted", part, str(folder), login, word, str(letters)]
    return subprocess.Popen(command, cwd=ROOT, env=clean_environment(folder / login, screen))


def _wait_for(path: Path, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not path.exists():
        if process.poll() is not None or time.monotonic() > until:
            raise TimeoutError(path.name)
        time.sleep(0.05)


def write_letters(folder: Path, home: Path, word: str, letters: int) -> None:
    """A desk registering without a scan: when Ctrl+Enter was pressed, by title."""
    from PySide6.QtCore import Qt

    from tests.bench.watchdog_desk import Measured
    from ui.desktop.views.registry.desk import DeskView
    from ui.desktop.views.registry.unscanned import UnscannedDialog

    measured = Measured(home)
    desk = measured.window.open_place("desk")
    assert isinstance(desk, DeskView)
    measured.rest(3000)
    pressed: dict[str, float] = {}
    for number in range(letters):
        desk.register_unscanned()
        dialog = desk.findChildren(UnscannedDialog)[-1]
        title, done = f"Pismo {MEASURED} {word} {number}", list[object]()
        dialog.registered.connect(done.append)
        for field, value in (("title", title), ("sender.organisation", "Spółka Zmyślona"), ("sender.town", "Próbne"),
                             ("reproduction.reason", "page_size")):  # fmt: skip
            dialog.form.fields[field].put(value)
        for tick in ("no_date", "no_reference"):
            dialog.form.ticks[tick].setChecked(True)
        dialog.activateWindow()
        measured.until(dialog.isActiveWindow, patience_ms=10_000)
        pressed[title] = time.time()
        measured.press(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        measured.until(lambda done=done: bool(done), patience_ms=20_000)  # type: ignore[misc]
        measured.rest(EVERY_MS)
    (folder / "desk.json").write_text(json.dumps(pressed), "utf-8")
    measured.close()


def watch_the_register(folder: Path, home: Path, word: str, letters: int) -> None:
    """The other station's register on screen: when each row was painted, by title."""
    from tests.bench.watchdog_desk import Measured
    from ui.desktop.views.registry.register import RegisterView

    measured = Measured(home)
    view = measured.window.open_place("registers")
    assert isinstance(view, RegisterView)
    view._text.setText(f"{MEASURED} {word}")
    measured.rest(3000)
    painted: dict[str, float] = {}

    def look(_count: int) -> None:
        view.table.viewport().repaint()
        now = time.time()
        for number in range(min(view.model.rowCount(), 100)):
            row = view.model.row_at(number)
            if row is not None and word in row.title:
                painted.setdefault(row.title, now)

    view.model.renewed.connect(look)
    (folder / "ready").touch()
    measured.until(lambda: len(painted) >= letters, patience_ms=400_000)
    (folder / "register.json").write_text(json.dumps(painted), "utf-8")
    measured.close()


def main(arguments: list[str]) -> None:
    """One of the two windows; the program ends whatever its threads do, and says why."""
    part, folder, code = arguments[0], Path(arguments[1]), 1
    try:
        if part == "drain":
            in_step(folder)
        elif part == "outage":
            _outage(folder, arguments[2], int(arguments[3]))
        else:
            login, word, letters = arguments[2], arguments[3], int(arguments[4])
            (write_letters if part == "desk" else watch_the_register)(folder, folder / login, word, letters)
        code = 0
    except Exception:
        traceback.print_exc()
    os._exit(code)


if __name__ == "__main__":
    if sys.argv[1:2] in (["desk"], ["register"], ["drain"], ["outage"]):
        main(sys.argv[1:])
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    print(json.dumps(run(parser.parse_args().quick), ensure_ascii=False, indent=2))
