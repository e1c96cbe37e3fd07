"""Run the virtual device: `python -m tests.fakes.mfp FOLDER [--port N] [--load SHEETS] [--formats a,b]`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from tests.fakes.mfp.device import Device
from tests.fakes.mfp.pages import Sheets
from tests.fakes.mfp.server import MfpServer


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--load", type=int, default=None)
    parser.add_argument("--formats", default="image/png,image/jpeg")
    options = parser.parse_args()
    device = Device(Sheets(options.folder), tuple(options.formats.split(",")))
    device.load(len(device.sheets.files()) if options.load is None else options.load)
    server = MfpServer(options.port, device)
    print(json.dumps({"port": server.server_address[1]}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
