"""The child's side: take work from the private descriptor, do it on the main thread, answer with frames.

Started as `python -m scanning.worker.child IN OUT PARENT NICE`. Heavy imports belong to the work itself.
"""

from __future__ import annotations

import importlib
import os
import queue
import sys
import threading
import traceback
from collections.abc import Callable
from typing import Any

from scanning.errors import ScanningError
from scanning.worker import progress
from scanning.worker.faults import to_frame
from scanning.worker.frames import BrokenFrame, Frame, FrameReader, FrameWriter

Work = Callable[[dict[str, Any], "Channel"], Any]
"""What a factory gives: JSON arguments and the channel in, a JSON value out."""


class Channel:
    """What running work may say to the program that asked for it."""

    def __init__(self, writer: FrameWriter, job: int) -> None:
        self._writer = writer
        self._job = job

    def send(self, message: Frame) -> None:
        """Deliver an interim message."""
        self._writer.write({"event": "message", "job": self._job, "message": message})

    def progress(self) -> None:
        """Tell that work goes on."""
        progress.report()

    def cancelled(self) -> bool:
        """Whether the work should stop at the next good place."""
        return progress.cancelled()


def resolve(name: str) -> Callable[..., Any]:
    """The object a dotted name `module:attribute` stands for."""
    module, _, attribute = name.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), attribute)
    return found


def die_with_parent(parent: int) -> None:
    """Have the system end this process when the program dies, even inside a C call (Linux; elsewhere see `spawn`)."""
    if sys.platform == "linux":
        import ctypes
        import signal

        ctypes.CDLL(None, use_errno=True).prctl(1, signal.SIGKILL, 0, 0, 0)  # 1 = PR_SET_PDEATHSIG
    if sys.platform != "win32" and os.getppid() != parent:
        os._exit(0)


def main(arguments: list[str]) -> int:
    """Serve until the program closes the descriptor or says stop."""
    receiving, sending, parent, nice = (int(text) for text in arguments)
    die_with_parent(parent)
    receiving, sending = _own(receiving), _own(sending)
    if nice and sys.platform != "win32":
        os.nice(nice)
    writer = FrameWriter(sending)
    orders: queue.SimpleQueue[Frame] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(FrameReader(receiving), orders), daemon=True).start()
    writer.write({"event": "ready"})
    works: dict[str, Work] = {}
    while (order := orders.get()).get("op") != "stop":
        if order.get("op") == "run":
            _run(order, writer, works)
        elif order.get("op") == "prepare":
            _prepare(order, works)
    return 0


def _listen(reader: FrameReader, orders: queue.SimpleQueue[Frame]) -> None:
    """Take orders while work runs; without the program there is nothing to go on for."""
    try:
        while (order := reader.read()) is not None:
            if order.get("op") == "cancel":
                progress.cancel(int(order["job"]))
            else:
                orders.put(order)
    except (BrokenFrame, OSError):
        traceback.print_exc()
    os._exit(0)


def _run(order: Frame, writer: FrameWriter, works: dict[str, Work]) -> None:
    job = int(order["job"])
    progress.begin(job, lambda: writer.write({"event": "beat", "job": job}))
    try:
        result = _work(order, works)(order.get("args") or {}, Channel(writer, job))
        answer: Frame = {"event": "done", "job": job, "result": result}
    except ScanningError as error:
        answer = {"event": "error", "job": job, "error": to_frame(error)}
    except Exception:  # noqa: BLE001 - anything unknown is a bug: reported whole, the child lives on
        answer = {"event": "bug", "job": job, "details": traceback.format_exc()}
    writer.write(answer)


def _prepare(order: Frame, works: dict[str, Work]) -> None:
    """Load what the work needs before it is asked for."""
    try:
        _work(order, works)
    except Exception:  # noqa: BLE001 - goes to the log; the first work tries again and tells what is wrong
        traceback.print_exc()


def _work(order: Frame, works: dict[str, Work]) -> Work:
    factory = str(order["factory"])
    if factory not in works:
        works[factory] = resolve(factory)(order.get("context") or {})
    return works[factory]


def _own(handle: int) -> int:
    """A descriptor for what the program handed over, kept from this child's own children."""
    if sys.platform == "win32":
        import msvcrt

        return msvcrt.open_osfhandle(handle, os.O_BINARY)
    os.set_inheritable(handle, False)
    return handle


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
