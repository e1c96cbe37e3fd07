"""The manifest: a torn last line is ignored, damage is reported, everything else counts."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanning.spool.manifest import Manifest, seal, unseal
from scanning.storage import Files

ENTRIES = [{"t": "fact", "key": f"klucz {n}", "value": "zażółć\r\n" * n} for n in range(5)]


def written(path: Path) -> Manifest:
    manifest = Manifest(path, Files())
    path.touch()
    for entry in ENTRIES:
        manifest.append(entry)
    manifest.close()
    return manifest


def values(manifest: Manifest) -> list[str]:
    return [entry["key"] for entry in manifest.read_new()]


def test_entries_come_back_numbered(tmp_path: Path) -> None:
    written(tmp_path / "m")
    entries = Manifest(tmp_path / "m", Files()).read_new()
    assert [entry["n"] for entry in entries] == [1, 2, 3, 4, 5]
    assert [{key: entry[key] for key in ("t", "key", "value")} for entry in entries] == ENTRIES


def test_cut_anywhere_keeps_whole_lines_and_goes_on(tmp_path: Path) -> None:
    whole = written(tmp_path / "m").path.read_bytes()
    for cut in range(len(whole)):
        path = tmp_path / "cut"
        path.write_bytes(whole[:cut])
        manifest = Manifest(path, Files())
        lines = whole[:cut].count(b"\n")
        assert len(manifest.read_new()) == lines
        assert manifest.damaged_lines == []
        manifest.append({"t": "fact", "key": "dalej", "value": 1})
        manifest.close()
        again = Manifest(path, Files())
        assert values(again) == [entry["key"] for entry in ENTRIES[:lines]] + ["dalej"]
        assert again.damaged_lines == []


def test_every_changed_byte_of_a_line_is_noticed(tmp_path: Path) -> None:
    whole = written(tmp_path / "m").path.read_bytes()
    start = whole.index(b"\n") + 1
    end = whole.index(b"\n", start)
    for position in range(start, end):
        path = tmp_path / "changed"
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 1]) + whole[position + 1 :])
        manifest = Manifest(path, Files())
        entries = manifest.read_new()
        assert ENTRIES[1]["key"] not in [entry["key"] for entry in entries], position
        assert {ENTRIES[0]["key"], ENTRIES[3]["key"], ENTRIES[4]["key"]} <= {entry["key"] for entry in entries}
        assert manifest.damaged_lines, position


def test_a_missing_and_a_repeated_line_are_damage(tmp_path: Path) -> None:
    lines = written(tmp_path / "m").path.read_bytes().splitlines(keepends=True)
    for changed in ([*lines[:2], *lines[3:]], [*lines[:3], lines[2], *lines[3:]]):
        (tmp_path / "changed").write_bytes(b"".join(changed))
        manifest = Manifest(tmp_path / "changed", Files())
        numbers = [entry["n"] for entry in manifest.read_new()]
        assert numbers == sorted(set(numbers))
        assert manifest.damaged_lines == [3 if len(changed) == 4 else 4]


def test_two_writers_number_on_from_each_other(tmp_path: Path) -> None:
    (tmp_path / "m").touch()
    one, two = Manifest(tmp_path / "m", Files()), Manifest(tmp_path / "m", Files())
    for turn in range(6):
        writer = (one, two)[turn % 2]
        writer.read_new()
        writer.append({"t": "fact", "key": str(turn), "value": turn})
    one.close()
    two.close()
    last = Manifest(tmp_path / "m", Files())
    assert values(last) == list("012345")
    assert last.damaged_lines == []


class HalfWriting(Files):
    """Writes half of what it is given, then the disk is full."""

    def write(self, descriptor: int, data: bytes) -> None:
        super().write(descriptor, data[: len(data) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_half_written_line_is_taken_back(tmp_path: Path) -> None:
    path = written(tmp_path / "m").path
    before = path.read_bytes()
    manifest = Manifest(path, HalfWriting())
    manifest.read_new()
    with pytest.raises(OSError, match="No space"):
        manifest.append({"t": "fact", "key": "x", "value": 1})
    manifest.close()
    assert path.read_bytes() == before


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_junk_is_never_an_entry(junk: bytes) -> None:
    assert unseal(junk) is None


@given(st.dictionaries(st.text(max_size=5), st.text() | st.integers() | st.none(), max_size=4))
def test_a_sealed_entry_is_one_line_and_opens(facts: dict[str, object]) -> None:
    entry = {**{key: value for key, value in facts.items() if key != "check"}, "n": 7}
    line = seal(entry)
    assert line.count(b"\n") == 1
    assert unseal(line) == entry
