"""Scanning, in the child: the driver gives pages, the spool makes each safe, and only then the program hears of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from scanning.devices.protocol import RawPage, ScanRequest, Source
from scanning.spool import Spool, Stack
from scanning.spool.codec import decode, encode
from scanning.worker import faults, progress
from scanning.worker.destination import Destination

if TYPE_CHECKING:
    from collections.abc import Generator

    from scanning.worker.child import Channel, Work


def make_scan(context: dict[str, Any]) -> Work:  # noqa: ARG001 - every factory is given a context
    """The factory of scanning work."""
    return scan


def make_discovery(context: dict[str, Any]) -> Work:  # noqa: ARG001 - every factory is given a context
    """The factory of the work that looks for devices."""
    return discover


def discover(args: dict[str, Any], channel: Channel) -> Any:  # noqa: ARG001 - the signature of work
    """Devices of one driver, as JSON."""
    return [encode(device) for device in _driver(args).discover()]


def scan(args: dict[str, Any], channel: Channel) -> Any:
    """Scan into a stack until the feeder is empty, the count is reached or a person cancels."""
    request = decode(ScanRequest, args["request"])
    spool = Spool(Path(args["spool"]), warn_free=args["warn_free"], stop_free=args["stop_free"])
    stack = spool.open_feed(args["stack"])
    try:
        _empty(stack.scratch)
        return _feed(request, args, stack, channel)
    finally:
        stack.release()


def _feed(request: ScanRequest, args: dict[str, Any], stack: Stack, channel: Channel) -> dict[str, Any]:
    offset, duplex = int(args["after_sheet"]), request.source is Source.ADF_DUPLEX
    where = decode(Destination, args["destination"]) if args.get("destination") else Destination()
    count, last = 0, 0
    stack.require_space()
    if where.one_sheet:
        request = replace(request, max_pages=2 if duplex else 1)
    else:
        stack.begin_feed(duplex=duplex, first_sheet=offset + 1)
    driver = _driver(args)
    if hasattr(driver, "on_progress"):
        driver.on_progress = progress.report
    raws = driver.scan(request, stack.scratch)
    with _telling_rejected(driver, channel), closing(cast("Generator[RawPage]", raws)):
        for raw in _until_cancelled(raws, channel):
            placed, place = where.place(replace(raw, sheet=raw.sheet + offset), count, last, stack)
            page = stack.add_page(placed, source_name=args["source_name"], place=place)
            raw.path.unlink(missing_ok=True)
            count, last = count + 1, page.number
            progress.report()
            channel.send({"page": encode(page), "low": stack.low_on_space})
            # Better to stop here than with the next sheet half way through the feeder.
            stack.require_space()
    cancelled = channel.cancelled()
    if not cancelled and not where.one_sheet:
        stack.end_feed()
    return {"pages": count, "cancelled": cancelled}


@contextmanager
def _telling_rejected(driver: Any, channel: Channel) -> Iterator[None]:
    """A watched folder puts files aside that are no scans: each is told by name, however the feed ends."""
    try:
        yield
    finally:
        for error in getattr(driver, "rejected", ()):
            channel.send({"rejected": faults.to_frame(error)})


def _until_cancelled(raws: Iterator[RawPage], channel: Channel) -> Iterator[RawPage]:
    """A page that has gone through the feeder is kept; then no more."""
    while not channel.cancelled() and (raw := next(raws, None)) is not None:
        yield raw


def _empty(scratch: Path) -> None:
    """What a killed child left there is in no driver's hands any more."""
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(mode=0o700, exist_ok=True)


def _driver(args: dict[str, Any]) -> Any:
    from scanning.worker.child import resolve

    return resolve(args["factory"])(args["options"])
