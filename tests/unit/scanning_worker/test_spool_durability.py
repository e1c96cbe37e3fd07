"""The order of the steps that make a page safe, and what happens when one of them fails."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scanning.devices.protocol import RawPage
from scanning.errors import StorageError
from scanning.pages.order import turned
from scanning.spool import Spool, Stack
from scanning.storage import Files

GIB = 1024**3


class RecordingFiles(Files):
    """Does everything, and writes down what it did to which file; a step may be made to fail."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, str]] = []
        self.names: dict[int, str] = {}
        self.fail: Callable[[str, str], OSError | None] = lambda step, name: None

    def _note(self, step: str, path: Path | str) -> None:
        name = Path(path).name
        self.steps.append((step, "incoming" if name.startswith(".incoming") else name))
        error = self.fail(*self.steps[-1])
        if error is not None:
            raise error

    def open_new(self, path: Path) -> int:
        descriptor = super().open_new(path)
        self.names[descriptor] = path.name
        return descriptor

    def open_append(self, path: Path) -> int:
        descriptor = super().open_append(path)
        self.names[descriptor] = path.name
        return descriptor

    def write(self, descriptor: int, data: bytes) -> None:
        super().write(descriptor, data[: len(data) // 2])
        self._note("write", self.names[descriptor])
        super().write(descriptor, data[len(data) // 2 :])

    def fsync(self, descriptor: int) -> None:
        super().fsync(descriptor)
        self._note("fsync", self.names.get(descriptor) or Path(f"/proc/self/fd/{descriptor}").readlink())

    def close(self, descriptor: int) -> None:
        self.names.pop(descriptor, None)
        super().close(descriptor)

    def sha256(self, path: Path) -> str:
        self._note("hash", path)
        return super().sha256(path)

    def replace(self, source: Path, target: Path) -> None:
        self._note("rename", target)
        super().replace(source, target)

    def fsync_folder(self, folder: Path) -> None:
        self._note("fsync-folder", folder)
        super().fsync_folder(folder)


@pytest.fixture
def files() -> RecordingFiles:
    return RecordingFiles()


def stack_with(files: Files, tmp_path: Path, **options: Any) -> Stack:
    return Spool(tmp_path / "spool", files=files, **{"free": lambda _: 10 * GIB, **options}).new_stack(None, "x")


def raw_page(stack: Stack, sheet: int = 1) -> RawPage:
    path = stack.scratch / "raw.png"
    path.write_bytes(b"p" * 5000)
    return RawPage(path, 300, sheet)


def test_a_page_is_safe_before_its_line_and_its_line_before_the_answer(files: RecordingFiles, tmp_path: Path) -> None:
    stack = stack_with(files, tmp_path)
    raw = raw_page(stack)
    files.steps.clear()
    stack.add_page(raw)
    steps = [step for step in files.steps if step != ("fsync", "pages")]
    assert steps == [
        ("write", "incoming"),
        ("fsync", "incoming"),
        ("hash", "incoming"),
        ("rename", "0001.png"),
        ("fsync-folder", "pages"),
        ("write", "manifest.jsonl"),
        ("fsync", "manifest.jsonl"),
    ]
    assert ("fsync", "pages") in files.steps


def test_every_fact_is_on_the_disk_when_it_is_answered(files: RecordingFiles, tmp_path: Path) -> None:
    stack = stack_with(files, tmp_path)
    stack.add_page(raw_page(stack))
    for act in (
        lambda: stack.record("a", 1),
        lambda: stack.change(turned(stack.arrangement, 1, 90)),
        lambda: stack.undo(),
        lambda: stack.redo(),
        lambda: stack.remove([1]),
        lambda: stack.close(),
    ):
        files.steps.clear()
        act()
        assert files.steps == [("write", "manifest.jsonl"), ("fsync", "manifest.jsonl")]


def test_a_new_stack_appears_whole(files: RecordingFiles, tmp_path: Path) -> None:
    stack = stack_with(files, tmp_path)
    manifest = f".manifest.jsonl.{os.getpid()}.part"
    steps = [step for step in files.steps if step[0] != "fsync" or step[1] == manifest]
    assert [step for step in steps if step[0] != "fsync-folder" or step[1] == "spool"] == [
        ("write", manifest),
        ("fsync", manifest),
        ("rename", "manifest.jsonl"),
        ("rename", stack.id),
        ("fsync-folder", "spool"),
    ]


STEPS = [
    ("write", "incoming"),
    ("fsync", "incoming"),
    ("hash", "incoming"),
    ("rename", "0002.png"),
    ("fsync-folder", "pages"),
    ("write", "manifest.jsonl"),
    ("fsync", "manifest.jsonl"),
]


@pytest.mark.parametrize("failing", STEPS, ids=lambda step: "-".join(step))
@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "disk_full"), (errno.EIO, "disk_error"), (errno.EROFS, "no_rights")]
)
def test_a_failed_step_leaves_no_half_page(
    files: RecordingFiles, tmp_path: Path, failing: tuple[str, str], number: int, code: str
) -> None:
    stack = stack_with(files, tmp_path)
    good = stack.add_page(raw_page(stack))
    files.fail = lambda *step: OSError(number, os.strerror(number)) if step == failing else None
    with pytest.raises(StorageError) as refused:
        stack.add_page(raw_page(stack, 2))
    assert refused.value.code == code
    assert refused.value.hint
    files.fail = lambda *step: None
    assert stack.pages() == [good]
    assert list(stack.folder.glob(".incoming*")) == []
    later = stack.add_page(raw_page(stack, 2))
    stack.release()
    again = Spool(tmp_path / "spool").open(stack.id)
    assert again.pages() == [good, later]
    assert again.damage.sound


def test_a_full_disk_stops_before_the_page_and_a_filling_one_is_told(tmp_path: Path) -> None:
    room = [3 * GIB]
    stack = stack_with(Files(), tmp_path, free=lambda _: room[0])
    assert not stack.low_on_space
    room[0] = 2 * GIB - 1
    assert stack.low_on_space
    page = stack.add_page(raw_page(stack))
    room[0] = 500 * 1024**2 - 1
    with pytest.raises(StorageError) as refused:
        stack.add_page(raw_page(stack, 2))
    assert refused.value.code == "disk_full"
    assert stack.pages() == [page]
    stack.record("still", "possible")
    room[0] = 500 * 1024**2
    stack.add_page(raw_page(stack, 2))


@pytest.mark.parametrize(
    ("free", "low", "full"),
    [
        (2 * GIB, False, False),
        (2 * GIB - 1, True, False),
        (500 * 1024**2, True, False),
        (500 * 1024**2 - 1, True, True),
    ],
)
def test_space_has_two_thresholds(tmp_path: Path, free: int, low: bool, full: bool) -> None:
    space = Spool(tmp_path, free=lambda _: free).space()
    assert (space.free, space.low, space.full) == (free, low, full)
