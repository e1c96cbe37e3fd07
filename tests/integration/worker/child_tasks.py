"""Work for the children of the tests: told by its arguments how to behave."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from scanning.errors import InputError
from scanning.worker.child import Channel, Work


def make(context: dict[str, Any]) -> Work:
    """The factory: leaves a mark, so that tests can count how often a child was prepared."""
    if marks := context.get("marks"):
        (Path(marks) / f"made-{os.getpid()}").touch()
    return lambda args, channel: work(args, channel)


def work(args: dict[str, Any], channel: Channel) -> Any:
    """Behave as `do` says; a `once` file makes it happen the first time only."""
    once = args.get("once")
    if once is None or not Path(once).exists():
        if once is not None:
            Path(once).touch()
        _behave(str(args.get("do", "")), args, channel)
    if log := args.get("log"):
        descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(descriptor, f"{args['name']}\n".encode())
        os.close(descriptor)
    return {"name": args.get("name"), "pid": os.getpid()}


def _behave(do: str, args: dict[str, Any], channel: Channel) -> None:
    match do:
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "hang":
            threading.Event().wait()
        case "hang in C":
            # PyDLL keeps the interpreter's lock: no Python of this child runs meanwhile.
            channel.send({"hanging": os.getpid()})
            ctypes.PyDLL(None).sleep(1000)
        case "wait":
            gate = Path(args["gate"])
            while not gate.exists() and not channel.cancelled():
                channel.progress()
                threading.Event().wait(0.01)
        case "refuse":
            raise InputError("damaged_image", "Obraz strony jest uszkodzony.", "Zeskanuj ją ponownie.")
        case "bug":
            raise ZeroDivisionError("a defect")
        case "environment":
            names = ("OMP_THREAD_LIMIT", "OMP_NUM_THREADS")
            channel.send({**{name: os.environ.get(name) for name in names}, "nice": os.nice(0), "path0": sys.path[0]})
        case "last words":
            print("x" * 9000)
            print("koniec żartów", file=sys.stderr)
            sys.stderr.flush()
            os._exit(7)


def broken(context: dict[str, Any]) -> Work:
    """A factory that never gets ready."""
    raise RuntimeError(f"no engine {context}")
