"""Pictures of the windows: `python -m tests.ui.screenshots FOLDER` (needs a display; `make screenshots` brings one)."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from kancelaria.domain.incoming import ItemState, Sender
from scanning.devices.faults import device_error
from scanning.errors import InputError
from tests.ui.fake_station import TITLES, FakeStation
from tests.ui.screenshots_inbox import inbox_scenes
from ui.desktop import app as desktop
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.ports import Duplicate, FileFailed, LetterForm, ScanEnded, ScanFailed, UnfinishedStack
from ui.desktop.views.registry.desk import DeskView
from ui.desktop.views.registry.register import RegisterView

SIZES = {"100": (1366, 768, "1"), "200": (2732, 1536, "2"), "200-small": (1366, 768, "2")}
THEMES = ("light", "dark", "high_contrast")
LEFT_OVER = UnfinishedStack("stack-7", "2026-11-20T08:00:00Z", 12, 2)
JAM = device_error("jam", "demo:letters", 8)
BROKEN = InputError("damaged", "Plik jest uszkodzony albo ucięty.", "Poproś nadawcę o plik jeszcze raz.", "")


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


class Studio:
    """A window on fakes, and the camera before it."""

    def __init__(self, folder: Path, theme: str, scale: str) -> None:
        self._folder, self._suffix = folder, f"{theme}-{scale}"
        work = Path(tempfile.mkdtemp(prefix="kancelaria-pictures-"))
        self.fake = FakeStation(work, work / "drafts")
        self.fake.choices.kept |= {"theme": theme, "sounds": "no"}
        self.app, self.jobs = desktop._application(), JobRunner()
        self.window = desktop.build_window(self.app, self.fake.station(), self.jobs)
        self.window.showNormal()
        width, height, factor = SIZES[scale]
        self.window.resize(int(width / float(factor)), int(height / float(factor)))
        desk = self.window.place("desk")
        assert isinstance(desk, DeskView)
        self.desk = desk

    def until(self, ready: Callable[[], bool]) -> None:
        """Go on once `ready` and no lane works."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            self.app.processEvents()
            if ready() and not self.jobs.busy:
                break
        for _ in range(20):
            self.app.processEvents()
            time.sleep(0.02)

    def take(self, name: str, of: QWidget | None = None) -> None:
        """A picture of the window, or of a dialog above it."""
        self.until(lambda: True)
        (of or self.window).grab().save(str(self._folder / f"{name}-{self._suffix}.png"))

    def take_dialog(self, name: str, kind: type[QDialog] = QDialog) -> None:
        """A picture of the dialog that is open, which is closed then."""
        self.until(lambda: QApplication.activeModalWidget() is not None)
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, kind)
        self.take(name, dialog)
        dialog.reject()


def _stack(studio: Studio) -> None:
    desk = studio.desk
    studio.take("01-pusty-stos")
    desk.left.ask([LEFT_OVER])
    studio.take("02-niedokonczony-stos")
    desk.recovery.hide()
    studio.fake.batch.fail_with = JAM
    desk.scan()
    studio.take("03-zaciecie")
    studio.fake.batch.fail_with = None
    studio.window.errors.put_away()
    desk.scan()
    studio.until(lambda: len(desk.flow.state.letters) == 5)
    studio.take("04-stos")
    desk.confirm()
    studio.until(lambda: desk.flow.state.confirmed == 1)
    desk.step_letter(1)
    studio.take("05-watpliwa-granica")
    desk.scan()
    studio.take("06-pisma-czekaja")
    desk.notice.hide()
    _stops(studio)
    _duplicate(studio)
    studio.window.top.open(">druk")
    studio.take("08-polecenia")
    studio.window.top.put_away()


def _stops(studio: Studio) -> None:
    desk, batch = studio.desk, studio.fake.batch
    desk.bar.show_scanning(True, 8)
    batch.emit(ScanFailed(JAM, 7), ScanEnded(8, 8))
    batch.emit(*(FileFailed(Path(name), BROKEN) for name in ("umowa najmu.pdf", "skan_0007.tif")))
    studio.take("06b-zaciecie-i-zle-pliki")
    desk.refused.show_all()
    studio.take_dialog("06c-zle-pliki")
    desk.refused.begin()
    desk.stops.enough()
    studio.window.errors.put_away()


def _duplicate(studio: Studio) -> None:
    desk, fake = studio.desk, studio.fake
    form = LetterForm(title=TITLES[2], received_on="2026-11-19", letter_date="2026-11-17", sender_reference="WM/7/2026")
    item = fake.desk.register("", replace(form, sender=_sender()))
    page = desk.flow.state.letters[0].pages[0].image
    desk.duplicates.show_duplicates([Duplicate(item, "ten sam znak i nadawca", page)])
    studio.take("07-podobne-pismo")
    desk.duplicates.compare_asked.emit()
    studio.take_dialog("07b-porownanie")


def _sender() -> Sender:
    return Sender(organisation="Wspólnota Mieszkaniowa „Pod Wiatrakiem”", street="ul. Młyńska 12", town="Zmyślin")


def _dialogs(studio: Studio) -> None:
    desk, window = studio.desk, studio.window
    window._show_keys()
    studio.take_dialog("20-klawisze")
    window.print_file("label", lambda: Path("label.pdf"))
    studio.take_dialog("21-drukarka")
    desk.register_unscanned()
    studio.take_dialog("22-bez-skanu")


def _counter(studio: Studio) -> None:
    desk = studio.desk
    desk.flow.begin()
    desk.bar.counter.setChecked(True)
    studio.take("10-okienko-puste")
    desk.scan()
    studio.until(lambda: len(desk.flow.state.letters) == 1)
    studio.take("11-okienko")
    desk.confirm()
    studio.until(lambda: desk.flow.item is not None)
    studio.take("12-okienko-zatwierdzone")


def _register(studio: Studio) -> None:
    window, fake = studio.window, studio.fake
    items = dict(fake.register.items)
    fake.register.items.clear()
    place = window.open_place("registers")
    assert isinstance(place, RegisterView)
    studio.take("30-rejestr-pusty")
    fake.register.items.update(items)
    fake.register.size = 123_456
    place.opened()
    studio.take("31-rejestr")
    uid = next(iter(items))
    window.open_item(uid)
    studio.take("32-pismo")
    fake.register.items[uid] = replace(items[uid], state=ItemState.TO_VERIFY)
    place.open_form(uid)
    studio.take("33-sprawdzanie")
    place.ask_void(uid)
    studio.take_dialog("34-anulowanie")


def _settings(studio: Studio) -> None:
    from ui.desktop.views.first_start import FirstStartDialog

    studio.window.open_place("settings")
    studio.take("40-ustawienia")
    first = FirstStartDialog(studio.jobs, lambda *_: None, studio.fake.devices)
    first.open()
    studio.take_dialog("41-pierwsze-uruchomienie")


def scenes(folder: Path, theme: str, scale: str) -> int:
    """Open the window on fakes and grab each scene."""
    studio = Studio(folder, theme, scale)
    for part in (_stack, _dialogs, _counter, _register, _settings, inbox_scenes):
        part(studio)
    studio.jobs.close()
    return 0


if __name__ == "__main__":
    target = Path(sys.argv[1])
    sys.exit(scenes(target, sys.argv[2], sys.argv[3]) if len(sys.argv) > 3 else main(target))
