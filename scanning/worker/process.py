"""One child process as its program sees it: orders out, frames in, a log of what it printed, and a kill that works."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping

from scanning.worker.frames import BrokenFrame, Frame, FrameReader, FrameWriter
from scanning.worker.spawn import spawn

GONE: Frame = {"event": "gone"}
"""Delivered last, once: the child has closed its descriptor or died."""
_LOG_LINES = 400


class WorkerProcess:
    """A running child. `deliver` is called with each frame, on a thread of this object."""

    def __init__(
        self,
        deliver: Callable[[WorkerProcess, Frame], None],
        *,
        nice: int = 0,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        spawned = spawn(nice=nice, environment=environment)
        self._process = spawned.process
        self._writer = FrameWriter(spawned.sending)
        self._deliver = deliver
        self._log: deque[str] = deque(maxlen=_LOG_LINES)
        self._reading = threading.Thread(target=self._read, args=(spawned.receiving,), daemon=True)
        self._logging = threading.Thread(target=self._collect, daemon=True)
        self._logging.start()
        self._reading.start()

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    @property
    def exit_code(self) -> int | None:
        """How it ended: minus the signal's number, or its exit code."""
        return self._process.poll()

    def log(self) -> str:
        """The last lines it printed, for a report of a bug."""
        return "".join(self._log)

    def send(self, frame: Frame) -> bool:
        """Give an order; False when the child is gone (`GONE` is or will be delivered)."""
        try:
            self._writer.write(frame)
        except OSError:
            return False
        return True

    def run(self, job: int, factory: str, args: Frame, context: Frame | None = None) -> bool:
        """Order work: `factory` is a dotted name, made once per child with `context`."""
        return self.send({"op": "run", "job": job, "factory": factory, "args": args, "context": context or {}})

    def prepare(self, factory: str, context: Frame | None = None) -> bool:
        """Have the work's factory called now, so that the first work doesn't wait for what it loads."""
        return self.send({"op": "prepare", "factory": factory, "context": context or {}})

    def cancel(self, job: int) -> bool:
        """Ask running or queued work to stop at the next good place."""
        return self.send({"op": "cancel", "job": job})

    def stop(self, grace_s: float = 5.0) -> None:
        """End it politely, then not."""
        self.send({"op": "stop"})
        self._writer.close()
        try:
            self._process.wait(grace_s)
        except subprocess.TimeoutExpired:
            self.kill()
        self._finish()

    def kill(self) -> None:
        """End it now, with whatever it has started. A child stuck in the kernel is left to the system."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if sys.platform == "win32" or self._process.poll() is not None:
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL)
        self._writer.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5.0)
        self._finish()

    def _finish(self) -> None:
        for thread in (self._reading, self._logging):
            if thread is not threading.current_thread():
                thread.join(2.0)

    def _read(self, descriptor: int) -> None:
        reader = FrameReader(descriptor)
        try:
            while (frame := reader.read()) is not None:
                self._deliver(self, frame)
        except (BrokenFrame, OSError) as error:
            self._log.append(f"[frames] {error}\n")
        finally:
            reader.close()
            # Its last words explain a crash; they come by the other pipe.
            self._logging.join(1.0)
            self._deliver(self, GONE)

    def _collect(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        with stream:
            for line in iter(lambda: stream.readline(4096), b""):
                self._log.append(line.decode("utf-8", "replace"))
