"""A stack on the spool: what is added stays, in order, once, and says so when it was harmed."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

import pytest

from scanning.devices.protocol import RawPage
from scanning.errors import InputError, StorageError
from scanning.ocr.protocol import PageText, Word
from scanning.pages.model import Barcode, PageFacts, PageReading, SpooledPage
from scanning.pages.order import Operation, moved, turned
from scanning.spool import Place, Spool, Stack


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool", free=lambda _: 10**12)


def add(stack: Stack, sheet: int, side: int = 0, text: str = "", place: Place | None = None) -> SpooledPage:
    raw = stack.scratch / "raw.PNG"
    raw.write_bytes((text or f"page {sheet}/{side}").encode())
    return stack.add_page(RawPage(raw, 300, sheet, side), source_name="fake:0", place=place)


def numbers(stack: Stack) -> list[int]:
    return [page.number for page in stack.pages()]


def reopened(spool: Spool, stack: Stack) -> Stack:
    stack.release()
    return spool.open(stack.id)


def reading(stack: Stack, page: SpooledPage) -> PageReading:
    words = (Word("Gmina", (1, 2, 30, 14), 0.93, 0, 0), Word("Źdźbło", (40, 2, 90, 14), 1.0, 0, 0))
    facts = PageFacts(
        number=page.number,
        sha256=page.sha256,
        width=2480,
        height=3508,
        dpi=300,
        rotation=90,
        skew=0.0,
        blank=False,
        colour=True,
        barcodes=(Barcode("K1A26000123U", "Code128", (5, 6, 7, 8)),),
        upright=stack.derived / "0001.png",
        thumbnail=stack.derived / "0001.jpg",
        crop=(0, 0, 2480, 3500),
    )
    return PageReading(facts, header=PageText(words, 2480, 3508, 300), text=None)


def test_a_page_is_what_was_given(spool: Spool) -> None:
    stack = spool.new_stack(12, "fake:0", "Poczta poranna")
    page = add(stack, 1, text="treść")
    again = reopened(spool, stack)
    assert (again.expected_sheets, again.source, again.label) == (12, "fake:0", "Poczta poranna")
    assert again.created_at.endswith("Z")
    assert again.pages() == [page]
    assert page.path.read_text() == "treść"
    assert page.path.suffix == ".png"
    assert page.sha256 == hashlib.sha256("treść".encode()).hexdigest()
    assert (page.dpi, page.sheet, page.side, page.source_name) == (300, 1, 0, "fake:0")
    assert again.damage.sound


def test_order_removal_and_replacement_outlive_the_program(spool: Spool) -> None:
    stack = spool.new_stack(None, "x")
    for sheet in range(1, 6):
        add(stack, sheet)
    stack.change(moved(stack.arrangement, [1, 2, 3, 4, 5], 3, -2))
    stack.remove([4, 99])
    new = add(stack, 2, text="better", place=Place(replaces=2))
    again = reopened(spool, stack)
    assert numbers(again) == [3, 1, new.number, 5]
    assert [page.number for page in again.scanned()] == [1, new.number, 3, 5]
    assert again.removed() == {4: "person"}
    assert again.page(4).path.exists()
    assert again.arrangement.root(new.number) == 2
    add(again, 6)
    assert numbers(reopened(spool, again)) == [3, 1, new.number, 5, 7]


def test_a_sheet_put_in_and_backs_lie_where_they_belong(spool: Spool) -> None:
    stack = spool.new_stack(None, "x")
    for sheet in (1, 2):
        add(stack, sheet)
    add(stack, 2, side=1, place=Place(back_of=2))
    add(stack, 1, side=1, place=Place(back_of=1))
    add(stack, 3, place=Place(behind=4))
    assert numbers(reopened(spool, stack)) == [1, 4, 5, 2, 3]


def test_a_replacement_taken_back_brings_the_old_page_and_made_again_the_new_one(spool: Spool) -> None:
    stack = spool.new_stack(None, "x")
    add(stack, 1)
    add(stack, 1, text="better", place=Place(replaces=1))
    undone = stack.undo()
    assert undone is not None
    assert undone.operation is Operation.REPLACE
    assert numbers(stack) == [1]
    again = reopened(spool, stack)
    assert numbers(again) == [1]
    assert again.redo() == undone
    assert numbers(reopened(spool, again)) == [2]


def test_nothing_to_undo_or_redo_writes_nothing(spool: Spool) -> None:
    stack = spool.new_stack(None, "x")
    add(stack, 1)
    before = (stack.folder / "manifest.jsonl").read_bytes()
    assert (stack.undo(), stack.redo()) == (None, None)
    stack.change(turned(stack.arrangement, 1, 360))
    assert (stack.folder / "manifest.jsonl").read_bytes() == before


def test_a_page_that_came_meanwhile_is_not_what_was_to_be_undone(spool: Spool) -> None:
    stack = spool.new_stack(None, "x")
    add(stack, 1)
    stack.change(turned(stack.arrangement, 1, 90))
    seen = stack.history.done
    feed = spool.open_feed(stack.id)
    add(feed, 1, text="better", place=Place(replaces=1))
    stack._step("undo", seen)
    assert stack.arrangement.turn(1) == 90
    assert numbers(stack) == [2]


def test_facts_and_registrations_resume_exactly_once(spool: Spool) -> None:
    stack = spool.new_stack(None, "x")
    add(stack, 1)
    stack.record("boundaries", [[1, 2], [3]])
    assert stack.claim_item("1", "id-one") == "id-one"
    stack.mark_registered("1", "id-one")
    assert stack.claim_item("2", "id-two") == "id-two"
    again = reopened(spool, stack)
    assert again.fact("boundaries") == [[1, 2], [3]]
    assert again.fact("nothing", "default") == "default"
    assert again.registered() == {"1": "id-one"}
    assert again.claim_item("2", "another") == "id-two"


def test_expected_sheets_can_be_corrected(spool: Spool) -> None:
    stack = spool.new_stack(3, "x")
    add(stack, 1)
    stack.record("expected_sheets", 5)
    assert reopened(spool, stack).expected_sheets == 5


def test_only_one_owner_and_readers_see_on(spool: Spool) -> None:
    stack = spool.new_stack(None, "x")
    reader = spool.view(stack.id)
    with pytest.raises(StorageError) as refused:
        spool.open(stack.id, timeout_s=0)
    assert refused.value.code == "stack_busy"
    page = add(stack, 1)
    assert reader.pages() == [page]
    with pytest.raises(StorageError) as refused:
        reader.record("a", 1)
    assert refused.value.code == "stack_read_only"


def test_owner_and_feed_write_side_by_side_and_the_feed_blocks_the_next_owner(spool: Spool) -> None:
    stack = spool.new_stack(None, "x")
    feed = spool.open_feed(stack.id)
    for sheet in range(1, 9):
        add(feed, sheet)
        stack.record(f"fact {sheet}", sheet)
    assert numbers(stack) == numbers(feed) == list(range(1, 9))
    assert len(feed.facts()) == 8
    stack.release()
    with pytest.raises(StorageError) as refused:
        spool.open(stack.id, timeout_s=0)
    assert refused.value.code == "stack_busy"
    feed.release()
    assert numbers(spool.open(stack.id)) == list(range(1, 9))


def test_unfinished_lists_what_nobody_works_on(spool: Spool) -> None:
    working, left, empty, done = (spool.new_stack(None, name) for name in ("working", "left", "empty", "done"))
    for stack in (working, left, done):
        add(stack, 1)
    done.close()
    for stack in (left, empty, done):
        stack.release()
    assert [stack.source for stack in spool.unfinished()] == ["left"]
    assert [stack.source for stack in spool.closed()] == ["done"]
    spool.tidy()
    assert {stack.source for stack in spool.stacks()} == {"working", "left", "done"}


def test_a_closed_stack_takes_nothing_more_and_only_it_can_be_wiped(spool: Spool) -> None:
    stack = spool.new_stack(None, "x")
    add(stack, 1)
    with pytest.raises(StorageError) as refused:
        stack.wipe()
    assert refused.value.code == "stack_open"
    assert stack.pages()[0].path.exists()
    stack.close()
    stack.close()
    with pytest.raises(StorageError) as refused:
        add(stack, 2)
    assert refused.value.code == "stack_closed"
    again = reopened(spool, stack)
    again.wipe()
    assert list(spool.root.iterdir()) == []


def test_half_made_and_half_wiped_stacks_are_tidied(spool: Spool) -> None:
    (spool.root / ".new-20260101-000000-aaaaaa" / "pages").mkdir(parents=True)
    (spool.root / ".wiped-20260101-000000-bbbbbb").mkdir()
    assert spool.stacks() == []
    spool.tidy()
    assert list(spool.root.iterdir()) == []


@pytest.mark.parametrize("stack_id", ["..", "20260101-000000-aaaaaa", "../spool", "x/../../y", ""])
def test_a_foreign_stack_name_is_refused(spool: Spool, stack_id: str) -> None:
    with pytest.raises(StorageError) as refused:
        spool.open(stack_id)
    assert refused.value.code == "stack_missing"


def test_damaged_pages_are_named_and_the_others_survive(spool: Spool) -> None:
    stack = spool.new_stack(None, "x")
    pages = [add(stack, sheet) for sheet in range(1, 5)]
    pages[1].path.write_bytes(b"rotten")
    pages[2].path.unlink()
    (stack.folder / "pages" / "0099.png").write_bytes(b"never listed")
    again = reopened(spool, stack)
    assert {(damaged.page.number, damaged.reason) for damaged in again.damage.damaged} == {
        (2, "changed"),
        (3, "missing"),
    }
    assert [path.name for path in again.damage.unlisted] == ["0099.png"]
    assert not again.damage.sound
    assert numbers(again) == [1, 2, 3, 4]
    assert add(again, 5).number == 100


def test_a_damaged_manifest_line_is_told_and_its_page_is_never_overwritten(spool: Spool) -> None:
    stack = spool.new_stack(None, "x")
    for sheet in range(1, 4):
        add(stack, sheet)
    stack.release()
    path = stack.folder / "manifest.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    lines[-1] = lines[-1].replace(b'"sheet":3', b'"sheet":4')
    path.write_bytes(b"".join(lines))
    again = spool.open(stack.id)
    assert again.damage.damaged_lines == (4,)
    assert not again.damage.sound
    assert [found.name for found in again.damage.unlisted] == ["0003.png"]
    assert add(again, 3).number == 4
    assert (again.folder / "pages" / "0003.png").read_text() == "page 3/0"


def test_an_empty_page_is_refused(spool: Spool) -> None:
    stack = spool.new_stack(None, "x")
    (stack.scratch / "raw.png").touch()
    with pytest.raises(InputError) as refused:
        stack.add_page(RawPage(stack.scratch / "raw.png", 300, 1))
    assert refused.value.code == "empty_page"
    assert stack.pages() == []
    assert list(stack.folder.glob(".*")) == []


@pytest.mark.parametrize(
    ("feeds", "last"),
    [
        ([("duplex", [(1, 0), (1, 1), (2, 0)], "cut")], 1),
        ([("duplex", [(1, 0), (1, 1), (2, 0), (2, 1)], "cut")], 2),
        ([("duplex", [(1, 0), (1, 1), (2, 0)], "ended")], 2),
        ([("duplex", [(1, 0)], "cut")], 0),
        ([("simplex", [(1, 0), (2, 0)], "cut")], 2),
        ([("simplex", [(1, 0), (2, 0)], "ended"), ("duplex", [], "cut")], 2),
        ([("simplex", [(1, 0)], "ended"), ("duplex", [(2, 0)], "cut")], 1),
        ([], 0),
    ],
)
def test_last_good_sheet_is_the_last_whole_one(
    spool: Spool, feeds: list[tuple[str, list[tuple[int, int]], str]], last: int
) -> None:
    stack = spool.new_stack(None, "x")
    for kind, pages, end in feeds:
        stack.begin_feed(duplex=kind == "duplex", first_sheet=stack.last_good_sheet() + 1)
        for sheet, side in pages:
            add(stack, sheet, side)
        if end == "ended":
            stack.end_feed()
    assert stack.last_good_sheet() == last
    stack.release()
    assert spool.view(stack.id).last_good_sheet() == last


def test_readings_come_back_even_where_the_spool_has_moved(spool: Spool, tmp_path: Path) -> None:
    stack = spool.new_stack(None, "x")
    page = add(stack, 1)
    assert stack.reading(1) is None
    found = reading(stack, page)
    stack.save_reading(found)
    assert spool.view(stack.id).reading(1) == found
    stack.release()
    spool.root.rename(tmp_path / "moved")
    moved = Spool(tmp_path / "moved").view(stack.id)
    back = moved.reading(1)
    assert back is not None
    assert back.facts.upright == moved.derived / "0001.png"
    assert back.header == found.header


@pytest.mark.parametrize("junk", [b"", b"{", b"[]", b'{"facts":{}}', b'{"facts":{"number":"1"}}'])
def test_a_spoiled_reading_is_rebuilt(spool: Spool, junk: bytes) -> None:
    stack = spool.new_stack(None, "x")
    page = add(stack, 1)
    stack.save_reading(reading(stack, page))
    (stack.derived / "reading-0001.json").write_bytes(junk)
    assert stack.reading(1) is None


def test_a_reading_of_other_bytes_is_none(spool: Spool) -> None:
    stack = spool.new_stack(None, "x")
    page = add(stack, 1)
    other = SpooledPage(1, page.path, "0" * 64, 300, 1)
    stack.save_reading(reading(stack, other))
    assert stack.reading(1) is None


def test_an_entry_of_a_later_version_is_passed_over(spool: Spool) -> None:
    stack = spool.new_stack(None, "x")
    add(stack, 1)
    stack._append({"t": "hologram", "depth": 3})
    assert numbers(reopened(spool, stack)) == [1]


def test_writers_at_the_same_time_lose_no_line(spool: Spool) -> None:
    stack = spool.new_stack(None, "x")
    feed = spool.open_feed(stack.id)
    start = threading.Barrier(2)

    def write(writer: Stack, name: str) -> None:
        start.wait()
        for number in range(60):
            writer.record(f"{name} {number}", number)

    threads = [threading.Thread(target=write, args=pair) for pair in ((stack, "owner"), (feed, "feed"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    feed.release()
    again = reopened(spool, stack)
    assert len(again.facts()) == 120
    assert again.damage.sound
