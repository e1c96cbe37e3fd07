"""Taking files in, in the child: a file's pages go on the spool only when the whole file could be read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scanning.errors import InputError
from scanning.spool import Spool, Stack
from scanning.spool.codec import encode
from scanning.worker import progress
from scanning.worker.faults import to_frame

if TYPE_CHECKING:
    from scanning.worker.child import Channel, Work


def make_intake(context: dict[str, Any]) -> Work:  # noqa: ARG001 - every factory is given a context
    """The factory of intake work."""
    return take_in


def take_in(args: dict[str, Any], channel: Channel) -> Any:
    """Put the pages of each file on the stack; a bad file is told of and stops nothing. Only a full disk does."""
    spool = Spool(Path(args["spool"]), warn_free=args["warn_free"], stop_free=args["stop_free"])
    stack = spool.open_feed(args["stack"])
    sheet = int(args["after_sheet"])
    try:
        for index, name in enumerate(args["files"]):
            if channel.cancelled():
                break
            channel.send({"started": index, "page": None})
            try:
                sheet = _one(Path(name), sheet, stack, channel, skip=int(args["skip"]) if index == 0 else 0)
            except InputError as error:
                channel.send({"failed": to_frame(error), "page": None})
    finally:
        stack.release()
    return {"cancelled": channel.cancelled()}


def _one(path: Path, sheet: int, stack: Stack, channel: Channel, skip: int) -> int:
    from scanning.devices.files import pages_of

    raws = []
    try:
        for raw in pages_of(path, stack.scratch):
            raws.append(raw)
            progress.report()
        for number, raw in enumerate(raws[skip:], 1):
            page = stack.add_page(replace(raw, sheet=sheet + number, side=0), source_name=str(path))
            progress.report()
            channel.send({"page": encode(page), "low": stack.low_on_space})
    finally:
        for raw in raws:
            raw.path.unlink(missing_ok=True)
    return sheet + max(0, len(raws) - skip)
