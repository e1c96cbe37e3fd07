"""Frames between a program and its child: a length, then JSON, on a descriptor nobody else writes to."""

from __future__ import annotations

import json
import os
import struct
import threading
from typing import Any

Frame = dict[str, Any]

LARGEST = 16 * 1024**2
"""Bytes; pages travel as paths, so a longer frame is a fault."""
_HEAD = struct.Struct(">I")


class BrokenFrame(Exception):
    """The other side wrote something that is no frame, or died within one."""


class FrameWriter:
    """Writes whole frames; safe between threads."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lock = threading.Lock()
        self._closed = False

    def write(self, frame: Frame) -> None:
        """Send one frame; OSError when nobody listens any more."""
        data = json.dumps(frame, ensure_ascii=False, separators=(",", ":")).encode()
        if len(data) > LARGEST:
            raise BrokenFrame(f"frame of {len(data)} bytes")
        view = memoryview(_HEAD.pack(len(data)) + data)
        with self._lock:
            if self._closed:
                raise BrokenPipeError("closed")
            while view:
                view = view[os.write(self._descriptor, view) :]

    def close(self) -> None:
        """Close the descriptor."""
        with self._lock:
            if not self._closed:
                self._closed = True
                os.close(self._descriptor)


class FrameReader:
    """Reads whole frames, one thread at a time."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def read(self) -> Frame | None:
        """The next frame, None when the other side has closed. Blocks."""
        head = self._exactly(_HEAD.size, at_start=True)
        if head is None:
            return None
        (length,) = _HEAD.unpack(head)
        if length > LARGEST:
            raise BrokenFrame(f"frame of {length} bytes")
        body = self._exactly(length, at_start=False)
        try:
            frame = json.loads(body or b"")
        except ValueError as error:
            raise BrokenFrame("no JSON") from error
        if not isinstance(frame, dict):
            raise BrokenFrame("no JSON object")
        return frame

    def close(self) -> None:
        """Close the descriptor."""
        os.close(self._descriptor)

    def _exactly(self, length: int, *, at_start: bool) -> bytes | None:
        parts = bytearray()
        while len(parts) < length:
            part = os.read(self._descriptor, min(length - len(parts), 1 << 16))
            if not part:
                if at_start and not parts:
                    return None
                raise BrokenFrame("cut off")
            parts += part
        return bytes(parts)
