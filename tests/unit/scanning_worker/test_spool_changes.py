"""Page operations outlive any crash: whatever is cut off, the stack is as after the last operation answered."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanning.devices.protocol import RawPage
from scanning.pages import order
from scanning.spool import Place, Spool, Stack
from scanning.spool.stack import MANIFEST
from tests.unit.scanning_pages.test_order import document, letters, live


def come(stack: Stack, place: Place | None = None) -> None:
    raw = stack.scratch / "raw.png"
    raw.write_bytes(b"page")
    stack.add_page(RawPage(raw, 300, stack.last_sheet() + 1), place=place)


def act(stack: Stack, chance: random.Random) -> None:
    """One operation, undo or redo."""
    now = stack.arrangement
    page, found = chance.choice(live(now)), letters(now)
    letter = chance.choice(found)
    {
        "move": lambda: stack.change(order.moved(now, letter, chance.choice(letter), chance.choice([-1, 2]))),
        "turn": lambda: stack.change(order.turned(now, page, 90)),
        "split": lambda: stack.change(order.split_at(now, page, page)),
        "join": lambda: stack.change(order.joined(now, found[0][-1], found[-1][0])) if len(found) > 1 else None,
        "blank": lambda: stack.change(order.marked_blank(now, page, True)),
        "replace": lambda: come(stack, Place(replaces=page)),
        "insert": lambda: come(stack, Place(behind=page)),
        "undo": stack.undo,
        "redo": stack.redo,
    }[chance.choice(["move", "turn", "split", "join", "blank", "replace", "insert", "undo", "undo", "redo"])]()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.integers(1, 12), seed=st.integers(0, 2**32), torn=st.integers(0, 60))
def test_any_operations_survive_a_kill_after_any_of_them(tmp_path: Path, steps: int, seed: int, torn: int) -> None:
    chance, root = random.Random(seed), tmp_path / f"{seed}-{steps}-{torn}"
    spool = Spool(root / "spool", free=lambda _: 10**12)
    stack = spool.new_stack(None, "x")
    for _ in range(4):
        come(stack)
    manifest = stack.folder / MANIFEST
    answered = [(manifest.stat().st_size, document(stack.arrangement), stack.history)]
    for _ in range(steps):
        act(stack, chance)
        answered.append((manifest.stat().st_size, document(stack.arrangement), stack.history))
    stack.release()
    whole = manifest.read_bytes()
    for (size, expected, history), (following, *_) in zip(answered, [*answered[1:], (len(whole), None)], strict=True):
        # killed while the next line was being written: only a part of it is there
        manifest.write_bytes(whole[: min(size + torn, max(size, following - 1))])
        again = spool.open(stack.id, verify=False)
        assert document(again.arrangement) == expected
        assert again.history == history
        again.release()
    shutil.rmtree(root)


def test_what_was_undone_before_the_crash_can_be_made_again_after_it(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool", free=lambda _: 10**12)
    stack = spool.new_stack(None, "x")
    come(stack)
    for degrees in (90, 180):
        stack.change(order.turned(stack.arrangement, 1, degrees))
    stack.undo()
    stack.release()
    again = spool.open(stack.id)
    assert again.arrangement.turn(1) == 90
    again.redo()
    assert again.arrangement.turn(1) == 270
    assert again.redo() is None
    again.undo()
    again.undo()
    assert again.arrangement.turn(1) == 0
    assert again.undo() is None


def test_a_change_not_kept_does_not_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk refuses: the error is known, and the page lies as before."""
    from scanning.errors import StorageError
    from scanning.storage import Files

    stack = Spool(tmp_path / "spool", free=lambda _: 10**12).new_stack(None, "x")
    come(stack)

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(Files, "fsync", full)
        with pytest.raises(StorageError, match="Brak miejsca"):
            stack.change(order.turned(stack.arrangement, 1, 90))
    assert stack.arrangement.turn(1) == 0
    stack.change(order.turned(stack.arrangement, 1, 180))
    assert Spool(tmp_path / "spool").view(stack.id).arrangement.turn(1) == 180
