"""Starts and ends the virtual device for a test."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx

_ROOT = Path(__file__).resolve().parents[3]


class VirtualMfp:
    """`with VirtualMfp(folder_of_png) as mfp: … mfp.url …`; `load=None` puts every image into the feeder once."""

    def __init__(
        self, folder: Path, load: int | None = None, formats: str = "image/png,image/jpeg", port: int = 0
    ) -> None:
        self._command = [
            sys.executable,
            "-m",
            "tests.fakes.mfp",
            str(folder),
            "--formats",
            formats,
            "--port",
            str(port),
        ]
        if load is not None:
            self._command += ["--load", str(load)]
        self._process: subprocess.Popen[str] | None = None
        self.port = 0

    def __enter__(self) -> VirtualMfp:
        self._process = subprocess.Popen(self._command, cwd=_ROOT, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.port = int(json.loads(self._process.stdout.readline())["port"])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    @property
    def url(self) -> str:
        """The eSCL root."""
        return f"http://127.0.0.1:{self.port}/eSCL"

    @property
    def device_id(self) -> str:
        """The device's id for our own client."""
        return f"escl:{self.url}"

    def control(self, **orders: Any) -> None:
        """Set faults, `load=N` sheets, `formats=[…]`, `clear=True`."""
        httpx.post(f"http://127.0.0.1:{self.port}/control", json=orders, trust_env=False).raise_for_status()

    def state(self) -> dict[str, Any]:
        """What the device knows: feeder, taken, served hashes, deleted jobs, job states."""
        answer = httpx.get(f"http://127.0.0.1:{self.port}/control", trust_env=False)
        state: dict[str, Any] = answer.json()
        return state

    def wait_for(self, condition: Callable[[dict[str, Any]], bool], seconds: float = 60.0) -> None:
        """Poll until the device's state fulfils the condition."""
        deadline = time.monotonic() + seconds
        while not condition(self.state()):
            assert time.monotonic() < deadline, self.state()
            time.sleep(0.01)

    def kill(self) -> None:
        """Pull the plug."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            if self._process.stdout is not None:
                self._process.stdout.close()
            self._process = None

    def sane_folder(self, folder: Path) -> Path:
        """A SANE_CONFIG_DIR in which this device is the only scanner (through sane-airscan)."""
        (folder / "dll.d").mkdir(parents=True, exist_ok=True)
        (folder / "dll.conf").write_text("airscan\n")
        (folder / "airscan.conf").write_text(
            f'[devices]\n"Wirtualny MFP" = {self.url}, eSCL\n[options]\ndiscovery = disable\n'
        )
        return folder
