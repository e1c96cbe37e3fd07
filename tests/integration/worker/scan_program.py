"""A program that scans a pack of six duplex sheets and prints each page it hears of; the tests kill it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from scanning.devices.protocol import ScanRequest, Source
from scanning.spool import Spool, Stack
from scanning.worker.drivers import DriverRef
from scanning.worker.scan import PageSpooled, ScanSession

SHEETS = 6
DUPLEX = ScanRequest("fake:0", Source.ADF_DUPLEX)


def session(stack: Stack) -> ScanSession:
    """Scan what a person puts back: all sheets after the last good one."""
    after = stack.last_good_sheet()
    options = {"first": after + 1, "sheets": SHEETS - after, "pause_s": 0.004, "size": 20_000}
    return ScanSession(stack, DUPLEX, driver=DriverRef("fake", "tests.fakes.drivers:feeder", options))


def main() -> None:
    """Arguments: the spool's folder and the stack's id."""
    stack = Spool(Path(sys.argv[1]), stop_free=0).open(sys.argv[2])
    print("{}", flush=True)
    for event in session(stack).events():
        if isinstance(event, PageSpooled):
            print(json.dumps({"number": event.page.number, "sha256": event.page.sha256}), flush=True)


if __name__ == "__main__":
    main()
