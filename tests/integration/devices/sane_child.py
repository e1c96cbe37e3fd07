"""Runs the SANE driver in a process of its own, as a worker would: libsane keeps state and may crash.

Standard input: JSON order. Standard output: a JSON line per page or find, and one for the error, if any.
`without` names guards of `scanning.devices.pyinsane` to be taken out first.
"""

from __future__ import annotations

import gc
import hashlib
import importlib
import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

from PIL import Image

from scanning.devices import pyinsane, sane, sane_options
from scanning.devices.protocol import Mode, ScanRequest, Source
from scanning.devices.sane import SaneDriver
from scanning.errors import ScanningError

_kept: list[Any] = []


def _one_session_for_all(abstract: Any, scanner: Any, many: bool) -> Any:
    """What one would write at first: a single session, its pages left where they are."""
    if not _kept:
        _kept.append(abstract.ScanSession((abstract.MultipleScan if many else abstract.SingleScan)(scanner)))
    return _kept[0]


def _scan_as_pyinsane_does(abstract: Any, scanner: Any, many: bool) -> Any:
    return scanner.scan(multiple=many)


_WITHOUT: dict[str, Any] = {
    "demand_single_thread": lambda: None,
    "to_sane": lambda option, value: value,
    "from_sane": lambda option, value: value,
    "offered_modes": list,
    "eight_bit_depth": lambda depths: None,
    "refuse_spoiled_frames": lambda parameters, subject: None,
    "real_page": lambda images: images[-1],
    "new_session": _one_session_for_all,
    "use_whole_lines": lambda abstract: None,
    "switch_off_three_pass": lambda options: None,
    "full_size_string": lambda text, size: text.encode(),
}


def take_out(guards: list[str]) -> None:
    """Replace guards by what there would be without them."""
    for guard in guards:
        module = pyinsane if hasattr(pyinsane, guard) else sane_options
        assert hasattr(module, guard), guard
        setattr(module, guard, _WITHOUT[guard])


def _say(**fact: Any) -> None:
    print(json.dumps(fact), flush=True)


def _living_pages() -> int:
    gc.collect()
    return sum(1 for thing in gc.get_objects() if isinstance(thing, Image.Image) and thing.size[1] > 0)


def _scan(order: dict[str, Any]) -> None:
    request = ScanRequest(
        order["device"],
        Source(order.get("source", "adf")),
        order.get("dpi", 100),
        Mode(order.get("mode", "gray")),
        order.get("max_pages"),
    )
    for page in SaneDriver().scan(request, Path(order["scratch"])):
        with Image.open(page.path) as image:
            image.load()
            digest = hashlib.sha256(image.tobytes()).hexdigest()
            facts = {
                "size": image.size,
                "mode": image.mode,
                "pixels": digest,
                "extrema": image.convert("L").getextrema(),
            }
        _say(page=page.sheet, side=page.side, dpi=page.dpi, path=str(page.path), **facts)
        if order.get("count_living"):
            _say(living=_living_pages())


def main() -> None:
    order = json.load(sys.stdin)
    take_out(order.get("without", []))
    if order.get("cancel_hangs"):
        sane._RELEASE_SECONDS = 0.2
        pyinsane.load().rawapi.sane_cancel = lambda handle: threading.Event().wait()
    start = time.monotonic()
    try:
        if order.get("discover"):
            for device in SaneDriver(tuple(order.get("backends", ()))).discover():
                _say(device=device.id, name=device.name, sources=device.sources, resolutions=device.resolutions)
            _say(seconds=time.monotonic() - start)
        else:
            _scan(order)
    except ScanningError as error:
        _say(error=error.code, message=error.message, hint=error.hint, subject=error.subject)
    _say(threaded=not importlib.import_module("pyinsane2").SINGLE_THREAD)


if __name__ == "__main__":
    main()
    sys.stdout.flush()
    os._exit(0)  # like a killed worker: a backend stuck in its own threads would hold up an orderly exit
