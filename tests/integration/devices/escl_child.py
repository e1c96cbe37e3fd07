"""Scans by our eSCL client in a process of its own, so that a test can kill it in the middle of a page."""

from __future__ import annotations

import sys
from pathlib import Path

from scanning.devices.escl import EsclDriver
from scanning.devices.protocol import ScanRequest


def main() -> None:
    for page in EsclDriver((), 0).scan(ScanRequest(sys.argv[1]), Path(sys.argv[2])):
        print(page.path, flush=True)


if __name__ == "__main__":
    main()
