"""Starting a child that can be killed, and that dies with this program."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from scanning.worker import winjob

_requests: queue.SimpleQueue[tuple[list[int], int, Mapping[str, str], Future[Any]]] = queue.SimpleQueue()
_starter: threading.Thread | None = None
_starter_lock = threading.Lock()


@dataclass(frozen=True)
class Spawned:
    """A started child and our ends of its descriptors; `process.stdout` carries whatever it prints."""

    process: subprocess.Popen[bytes]
    receiving: int
    sending: int


def spawn(*, nice: int = 0, environment: Mapping[str, str] | None = None) -> Spawned:
    """Start `scanning.worker.child`.

    Linux tells a child of its parent's death when the *thread* that started it ends, so all children are started by
    one thread that lives as long as the program.
    """
    ours_receive, theirs_send = os.pipe()
    theirs_receive, ours_send = os.pipe()
    answer: Future[subprocess.Popen[bytes]] = Future()
    try:
        _ensure_starter()
        _requests.put(([theirs_receive, theirs_send], nice, environment or {}, answer))
        return Spawned(answer.result(), ours_receive, ours_send)
    except BaseException:
        os.close(ours_receive)
        os.close(ours_send)
        raise
    finally:
        os.close(theirs_receive)
        os.close(theirs_send)


def _ensure_starter() -> None:
    global _starter
    with _starter_lock:
        if _starter is None or not _starter.is_alive():
            _starter = threading.Thread(target=_serve, name="worker-starter", daemon=True)
            _starter.start()


def _serve() -> None:
    while True:
        descriptors, nice, environment, answer = _requests.get()
        try:
            answer.set_result(_start(descriptors, nice, environment))
        except OSError as error:
            answer.set_exception(error)


def _start(descriptors: list[int], nice: int, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    handles, options = _hand_over(descriptors, nice)
    arguments = [*map(str, handles), str(os.getpid()), str(nice)]
    # -P: the folder the program happens to run in is no place to import from.
    command = [sys.executable, "-P", "-m", "scanning.worker.child", *arguments]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, **_own_environment(), **environment},
        **options,
    )
    winjob.tie(process)
    return process


def _own_environment() -> dict[str, str]:
    paths = [path for path in sys.path if path]
    one_thread = {"OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return {"PYTHONPATH": os.pathsep.join(paths), "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1", **one_thread}


def _hand_over(descriptors: list[int], nice: int) -> tuple[list[int], dict[str, Any]]:
    """What the child is told to open, and the options that let it."""
    if sys.platform == "win32":
        import msvcrt

        handles = [msvcrt.get_osfhandle(descriptor) for descriptor in descriptors]
        for handle in handles:
            os.set_handle_inheritable(handle, True)
        startup = subprocess.STARTUPINFO(lpAttributeList={"handle_list": handles})
        flags = subprocess.CREATE_NO_WINDOW | (subprocess.BELOW_NORMAL_PRIORITY_CLASS if nice else 0)
        return handles, {"startupinfo": startup, "creationflags": flags}
    # A session of its own: Ctrl+C in a terminal is for the program, and a kill takes what the child has started along.
    return descriptors, {"pass_fds": descriptors, "start_new_session": True}
