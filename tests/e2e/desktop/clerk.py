"""The clerk: the real program as a process, on a station of its own, worked by keyboard."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import psutil

from tests.e2e import stations
from tests.e2e.desktop.screen import Screen
from tests.e2e.desktop.waiting import PATIENCE_S, until

TITLE = "Kancelaria"


class Clerk:
    """Starts `kancelaria` on a screen; `close()` ends what is left by its id."""

    def __init__(self, screen: Screen, home: Path, more: dict[str, str] | None = None) -> None:
        self.screen, self.home = screen, home
        self._environment = stations.environment(home, screen.environment | (more or {}))
        self._log = home.parent / f"{home.name}.log"
        self.process: subprocess.Popen[bytes] | None = None
        self._family: list[psutil.Process] = []

    def start(self, title: str = TITLE) -> None:
        """Start the program and wait for its window."""
        with self._log.open("ab") as stream:
            self.process = subprocess.Popen(
                [stations.COMMAND], env=self._environment, cwd=stations.ROOT,
                stdin=subprocess.DEVNULL, stdout=stream, stderr=stream,
            )  # fmt: skip
        until(lambda: self.running and self.screen.active() == title, PATIENCE_S, lambda: f"okno {title}: {self.log}")

    @property
    def running(self) -> bool:
        """Whether the program runs; AssertionError when it ended by itself."""
        assert self.process is not None
        assert self.process.poll() is None, self.log
        return True

    @property
    def log(self) -> str:
        """What the program said on its terminal."""
        return self._log.read_text("utf-8", "replace")

    @property
    def bugs(self) -> str:
        """What the program wrote down as its own defects."""
        logs = sorted((self.home / "logs").glob("*")) if (self.home / "logs").is_dir() else []
        lines = [line for file in logs for line in file.read_text("utf-8", "replace").splitlines()]
        return "\n".join(line for line in lines if '"exception"' in line or '"level": "error"' in line)

    def kill(self) -> None:
        """SIGKILL, as when the power goes; its children must end by themselves."""
        assert self.process is not None
        family = psutil.Process(self.process.pid).children(recursive=True)
        self.process.kill()
        self.process.wait(20)
        until(lambda: not any(_alive(child) for child in family), PATIENCE_S, f"koniec dzieci: {family}")

    def quit(self) -> None:
        """Ctrl+Q; the program ends well and leaves nothing running."""
        assert self.process is not None
        family = psutil.Process(self.process.pid).children(recursive=True)
        self.screen.key("ctrl+q")
        code = self.process.wait(60)
        assert (code, self.bugs) == (0, ""), self.log
        until(lambda: not any(_alive(child) for child in family), PATIENCE_S, f"koniec dzieci: {family}")

    def close(self) -> None:
        """End what still runs."""
        if self.process is None or self.process.poll() is not None:
            return
        family = psutil.Process(self.process.pid).children(recursive=True)
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(15)
        for child in family:
            if _alive(child):
                child.kill()

    def items(self) -> list[dict[str, Any]]:
        """What the register holds, oldest first, asked by a second process."""
        answer = stations.run(self.home, "items", more=self._environment)
        return sorted(answer.items, key=lambda item: item["rpw_number"] or 0)

    def until_registered(self, count: int, seconds: float = PATIENCE_S) -> list[dict[str, Any]]:
        """Wait until the register holds this many letters."""

        def enough() -> list[dict[str, Any]]:
            found = self.items()
            return found if len(found) >= count else []

        return until(enough, seconds, f"{count} pism w rejestrze")


def _alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
