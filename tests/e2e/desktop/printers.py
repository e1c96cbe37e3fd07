"""A real print server of its own: CUPS on a loopback port, which keeps the documents it was given."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from pathlib import Path

from tests.e2e.desktop.waiting import PATIENCE_S, until

CUPSD = "/usr/sbin/cupsd"
LABELS, RECEIPTS = "Etykiety-K1", "Biurko-A4"
"""Queue names as an administrator would give them."""


class PrintServer:
    """cupsd with two raw queues (what comes goes to the device as it is)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.port = _free_port()
        for part in ("etc", "cache", "spool", "spool/tmp", "run", "log"):
            (folder / part).mkdir(parents=True)

    @property
    def address(self) -> str:
        """What a client is told in `CUPS_SERVER`."""
        return f"127.0.0.1:{self.port}"

    def start(self) -> PrintServer:
        """Serve; returns once the queues are there."""
        etc = self._folder / "etc"
        (etc / "cupsd.conf").write_text(_CONFIG.format(port=self.port), "utf-8")
        (etc / "cups-files.conf").write_text(_files_config(self._folder), "utf-8")
        (etc / "printers.conf").write_text(
            "".join(_queue(number, name) for number, name in enumerate((LABELS, RECEIPTS), 1)), "utf-8"
        )
        shutil.copyfile("/usr/share/cups/mime/mime.types", etc / "mime.types")
        with (self._folder / "log" / "stderr").open("wb") as said:
            self._process = subprocess.Popen(
                [CUPSD, "-f", "-c", etc / "cupsd.conf", "-s", etc / "cups-files.conf"],
                stdin=subprocess.DEVNULL, stdout=said, stderr=said,
            )  # fmt: skip
        until(self._answers, PATIENCE_S, lambda: f"CUPS na porcie {self.port}: {self.log}")
        return self

    def stop(self) -> None:
        """End the server by its id."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)

    def printed(self, queue: str) -> list[Path]:
        """The documents of a queue's completed jobs, in order."""
        told = self.log
        jobs = [int(job) for job in re.findall(rf'\[Job (\d+)\] Queued on "{queue}"', told)]
        done = [job for job in jobs if f"[Job {job}] Job completed." in told]
        return [self._folder / "spool" / f"d{job:05d}-001" for job in sorted(set(done))]

    @property
    def log(self) -> str:
        """What the server has to say."""
        return "\n".join(file.read_text("utf-8", "replace") for file in (self._folder / "log").iterdir())

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


_CONFIG = """Listen 127.0.0.1:{port}
LogLevel info
PageLogFormat
Browsing Off
DefaultAuthType None
WebInterface No
MaxJobs 50
PreserveJobHistory Yes
PreserveJobFiles Yes
<Location />
  Order allow,deny
  Allow from 127.0.0.1
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""


def _files_config(folder: Path) -> str:
    places = {
        "ServerRoot": "etc", "CacheDir": "cache", "RequestRoot": "spool", "TempDir": "spool/tmp", "StateDir": "run",
        "AccessLog": "log/access", "ErrorLog": "log/error", "PageLog": "log/page",
        "Printcap": "run/printcap",
    }  # fmt: skip
    lines = [f"{name} {folder / place}" for name, place in places.items()]
    lines += ["FileDevice Yes", "ServerBin /usr/lib/cups", "DataDir /usr/share/cups", "Sandboxing relaxed"]
    if os.getuid() == 0:
        lines += ["SystemGroup root"]
    return "\n".join(lines) + "\n"


def _queue(number: int, name: str) -> str:
    return f"""<Printer {name}>
PrinterId {number}
Info {name}
DeviceURI file:///dev/null
State Idle
Accepting Yes
Shared No
ErrorPolicy abort-job
</Printer>
"""
