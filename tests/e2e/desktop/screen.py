"""A screen of our own: Xvfb with openbox, a keyboard (xdotool), pictures of it and what is written on them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import tesserocr
from PIL import Image, ImageGrab, ImageOps, ImageStat

from scanning.ocr.tessdata import find_tessdata
from tests.e2e.desktop.waiting import PATIENCE_S, until

SHOTS = Path(__file__).parents[3] / "build" / "screenshots" / "e2e"
KEY_DELAY_MS = "12"
READABLE = 3
"""How many times a crop is enlarged before it is read."""


@dataclass(frozen=True)
class Region:
    """A part of the screen in shares of its width and height."""

    left: float = 0.0
    top: float = 0.0
    right: float = 1.0
    bottom: float = 1.0

    def crop(self, picture: Image.Image) -> Image.Image:
        """That part of a picture."""
        width, height = picture.size
        box = (self.left * width, self.top * height, self.right * width, self.bottom * height)
        return picture.crop(tuple(round(value) for value in box))  # type: ignore[arg-type]


WHOLE = Region()
STATUS = Region(top=0.945)
NOTICES = Region(left=0.06, top=0.06, bottom=0.22)
FORM = Region(left=0.66, top=0.1, bottom=0.95)
HEAD = Region(left=0.66, top=0.1, bottom=0.2)
STRIP = Region(left=0.06, top=0.12, right=0.23, bottom=0.6)
BUTTONS = Region(left=0.66, top=0.83, bottom=0.95)


class Screen:
    """An X display; `close()` ends its processes by their ids."""

    def __init__(self, width: int, height: int, scale: int, folder: Path) -> None:
        self.scale = scale
        self._processes: list[subprocess.Popen[bytes]] = []
        self._taken = 0
        read, write = os.pipe()
        size = ["-screen", "0", f"{width}x{height}x24", "-dpi", "96"]
        server = ["Xvfb", "-displayfd", str(write), "-nolisten", "tcp", "-noreset", *size]
        self._start(server, folder / "xvfb.log", os.environ.copy(), keep=(write,))
        os.close(write)
        with os.fdopen(read) as said:
            self.display = f":{said.readline().strip()}"
        self.environment = {
            "DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb", "QT_SCALE_FACTOR": str(scale), "XDG_SESSION_TYPE": "x11",
        }  # fmt: skip
        self._start(["openbox", "--sm-disable"], folder / "openbox.log", os.environ | self.environment)
        until(lambda: self._manager() is not None, PATIENCE_S, "menedżer okien")
        subprocess.run(["setxkbmap", "pl"], env=os.environ | self.environment, check=True, timeout=20)

    def _start(self, command: list[str], log: Path, environment: dict[str, str], keep: tuple[int, ...] = ()) -> None:
        with log.open("wb") as stream:
            self._processes.append(
                subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream, env=environment, pass_fds=keep
                )
            )

    def close(self) -> None:
        """End window manager and server."""
        for process in reversed(self._processes):
            process.terminate()
        for process in self._processes:
            process.wait(20)

    # the keyboard

    def key(self, *keys: str) -> None:
        """Press keys one after the other ("F2", "ctrl+Return")."""
        self._xdotool("key", "--clearmodifiers", "--delay", KEY_DELAY_MS, *keys)

    def type(self, text: str) -> None:
        """Type a text."""
        self._xdotool("type", "--clearmodifiers", "--delay", KEY_DELAY_MS, text)

    def titles(self) -> list[str]:
        """Titles of the windows shown."""
        found = self._xdotool("search", "--onlyvisible", "--name", ".", check=False).split()
        return [self._xdotool("getwindowname", window, check=False).strip() for window in found]

    def active(self) -> str:
        """The title of the window that has the keyboard."""
        return self._xdotool("getactivewindow", "getwindowname", check=False).strip()

    # what is to be seen

    def picture(self) -> Image.Image:
        """What is on the screen."""
        return ImageGrab.grab(xdisplay=self.display)

    def keep(self, name: str) -> Path:
        """Keep a picture of the screen for people to look at."""
        self._taken += 1
        SHOTS.mkdir(parents=True, exist_ok=True)
        target = SHOTS / f"{name}.png"
        self.picture().save(target)
        return target

    def keep_read(self, name: str, region: Region) -> str:
        """Keep a picture and say what stands in a part of it."""
        with Image.open(self.keep(name)) as picture:
            return read(region.crop(picture), READABLE / self.scale)

    def read(self, region: Region = WHOLE) -> str:
        """The words in a part of the screen, on one line."""
        return read(region.crop(self.picture()), READABLE / self.scale)

    def until_says(self, words: str, region: Region = WHOLE, seconds: float = PATIENCE_S) -> str:
        """Wait until these words stand there; returns all that stands there."""
        last = ""

        def says() -> bool:
            nonlocal last
            last = self.read(region)
            return words.casefold() in last.casefold()

        until(says, seconds, lambda: f"„{words}” na ekranie; jest: {last}")
        return last

    def until_changed(self, act: Callable[[], None], region: Region = WHOLE, seconds: float = PATIENCE_S) -> None:
        """Do something and wait until that part of the screen looks different."""
        before = region.crop(self.picture()).tobytes()
        act()
        until(lambda: region.crop(self.picture()).tobytes() != before, seconds, "zmiana na ekranie")

    def _manager(self) -> str | None:
        done = subprocess.run(
            ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"],
            env=os.environ | self.environment, capture_output=True, text=True, timeout=20, check=False,
        )  # fmt: skip
        return done.stdout if "window id" in done.stdout else None

    def _xdotool(self, *arguments: str, check: bool = True) -> str:
        done = subprocess.run(
            ["xdotool", *arguments],
            env=os.environ | self.environment, capture_output=True, text=True, timeout=60, check=check,
        )  # fmt: skip
        return done.stdout


def read(picture: Image.Image, enlarged: float = 1) -> str:
    """The words of a picture; light writing on dark is turned round first."""
    grey = picture.convert("L")
    if ImageStat.Stat(grey).median[0] < 110:
        grey = ImageOps.invert(grey)
    if enlarged > 1:
        size = (round(grey.width * enlarged), round(grey.height * enlarged))
        grey = grey.resize(size, Image.Resampling.LANCZOS)
    return " ".join(
        tesserocr.image_to_text(grey, lang="pol", psm=tesserocr.PSM.SPARSE_TEXT, path=str(find_tessdata())).split()
    )
