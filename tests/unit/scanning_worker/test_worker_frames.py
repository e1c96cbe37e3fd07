"""Frames: whole or not at all."""

from __future__ import annotations

import os
import struct
import threading
from collections.abc import Iterator

import pytest

from scanning.worker import frames
from scanning.worker.frames import BrokenFrame, FrameReader, FrameWriter


@pytest.fixture
def pipe() -> Iterator[tuple[FrameReader, FrameWriter, int]]:
    receiving, sending = os.pipe()
    reader, writer = FrameReader(receiving), FrameWriter(sending)
    yield reader, writer, sending
    writer.close()
    reader.close()


def test_frames_come_whole_from_many_threads(pipe: tuple[FrameReader, FrameWriter, int]) -> None:
    reader, writer, _ = pipe
    sent = [{"from": n, "text": "ż" * 50_000, "step": step} for n in range(4) for step in range(5)]
    threads = [threading.Thread(target=lambda n=n: [writer.write(f) for f in sent if f["from"] == n]) for n in range(4)]
    for thread in threads:
        thread.start()
    received = [reader.read() for _ in sent]
    for thread in threads:
        thread.join()
    for number in range(4):
        assert [frame for frame in received if frame and frame["from"] == number] == [
            frame for frame in sent if frame["from"] == number
        ]


def test_a_closed_pipe_ends(pipe: tuple[FrameReader, FrameWriter, int]) -> None:
    reader, writer, _ = pipe
    writer.write({"a": 1})
    writer.close()
    assert reader.read() == {"a": 1}
    assert reader.read() is None
    with pytest.raises(OSError, match="closed"):
        writer.write({"a": 2})


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x00",
        struct.pack(">I", 10) + b"{}",
        struct.pack(">I", 2) + b"[]",
        struct.pack(">I", 3) + b"abc",
        struct.pack(">I", 2) + b"\xff\xfe",
        struct.pack(">I", frames.LARGEST + 1),
        b"junk a C library printed",
    ],
)
def test_what_is_no_frame_is_told(pipe: tuple[FrameReader, FrameWriter, int], data: bytes) -> None:
    reader, writer, descriptor = pipe
    os.write(descriptor, data)
    writer.close()
    with pytest.raises(BrokenFrame):
        reader.read()


def test_a_page_sized_frame_is_refused(
    pipe: tuple[FrameReader, FrameWriter, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frames, "LARGEST", 100)
    with pytest.raises(BrokenFrame):
        pipe[1].write({"image": "x" * 100})
