"""What comes back to the desk: sheets after a jam, a letter whose entry was voided, files that are no scans."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kancelaria.domain.incoming import ItemState
from kancelaria.services.labels import reserve_series
from kancelaria.services.void import void_item
from scanning.devices.protocol import Source
from scanning.pages.model import SplitMode
from tests.e2e.crash.paper import write_file
from tests.fakes.mfp.process import VirtualMfp
from tests.integration.operations.conftest import Bench, draw_page
from tests.integration.operations.test_desk import FORM, two_pages, with_pdf
from ui.operations.facts import FileFailed, Letter, ScanEnded, ScanFailed, ScanOptions, StackChanged
from ui.operations.overlap import SheetsRepeated


@pytest.fixture
def mfp(tmp_path: Path) -> Iterator[VirtualMfp]:
    """Three sheets, written on both sides."""
    folder = tmp_path / "paper"
    folder.mkdir()
    for number in range(1, 7):
        draw_page(folder / f"{number}.png", f"Strona numer {number}", size=(620, 877))
    with VirtualMfp(folder) as device:
        yield device


def feed(bench: Bench, options: ScanOptions) -> ScanFailed | None:
    """Scan until the feeder stops; gives the failure, if it was one."""
    bench.heard.clear()
    bench.batch.start(options)
    bench.until(lambda: any(isinstance(event, ScanEnded) for event in bench.heard))
    bench.until(lambda: bench.batch.hand.worked_through)
    return next((event for event in bench.heard if isinstance(event, ScanFailed)), None)


def sheets(bench: Bench) -> list[tuple[int, int]]:
    return [(page.sheet, page.side) for page in bench.batch.hand.stack.pages()]


def duplex(mfp: VirtualMfp) -> ScanOptions:
    return ScanOptions(mfp.device_id, source=Source.ADF_DUPLEX, dpi=150, split=SplitMode.NONE)


def test_a_sheet_jammed_between_its_sides_comes_again(bench: Bench, mfp: VirtualMfp) -> None:
    mfp.control(jam_before=4)
    failed = feed(bench, duplex(mfp))
    assert failed is not None
    assert (getattr(failed.error, "code", ""), failed.last_good_sheet) == ("jam", 1)
    assert sheets(bench) == [(1, 0), (1, 1), (2, 0)]

    mfp.control(jam_before=0, load=6)  # three sheets: the jammed one and two more
    assert feed(bench, duplex(mfp)) is None
    assert sheets(bench) == [(number, side) for number in range(1, 5) for side in (0, 1)]
    assert list(bench.batch.hand.stack.removed().values()) == ["overlap"]


def test_a_whole_sheet_put_back_too_is_asked_about_and_left_out_with_a_way_back(bench: Bench, mfp: VirtualMfp) -> None:
    one_side = ScanOptions(mfp.device_id, source=Source.ADF, dpi=150, split=SplitMode.NONE)
    mfp.control(load=1)
    feed(bench, one_side)
    bench.batch.hand.stack.begin_feed(duplex=False, first_sheet=2)  # and the feeder stops at once
    mfp.control(load=3)  # sheets 1 to 3: the first is safe already
    feed(bench, one_side)
    bench.until(lambda: any(isinstance(event, SheetsRepeated) for event in bench.heard))
    [told] = [event for event in bench.heard if isinstance(event, SheetsRepeated)]
    assert told == SheetsRepeated((2,), (2,))
    bench.batch.pages.drop_repeated(told.pages)
    assert [page.number for page in bench.batch.hand.stack.pages()] == [1, 3, 4]
    bench.batch.pages.undo()
    assert [page.number for page in bench.batch.hand.stack.pages()] == [1, 2, 3, 4]


def test_the_last_good_sheet_is_counted_over_the_whole_stack(bench: Bench, mfp: VirtualMfp) -> None:
    mfp.control(load=2)
    assert feed(bench, duplex(mfp)) is None
    mfp.control(load=6, jam_before=3)
    failed = feed(bench, duplex(mfp))
    assert failed is not None
    assert failed.last_good_sheet == 2
    assert "Ostatnia dobra kartka: 2." in getattr(failed.error, "hint", "")


def test_a_sheet_of_a_registered_letter_is_not_dropped(bench: Bench, mfp: VirtualMfp) -> None:
    mfp.control(jam_before=4)
    feed(bench, duplex(mfp))
    [letter] = bench.letters()
    bench.desk.register(letter.key, FORM)
    mfp.control(jam_before=0, load=2)
    feed(bench, duplex(mfp))
    assert sheets(bench) == [(1, 0), (1, 1), (2, 0), (3, 0), (3, 1)]
    assert [len(known.pages) for known in bench.letters()] == [3, 2]


def void(bench: Bench, uid: str) -> None:
    void_item(uid, "Zły podział", bench.office.uow("m.nowicka"), bench.office.workplace)


def told(bench: Bench) -> tuple[Letter, ...] | None:
    changes = [event for event in bench.heard if isinstance(event, StackChanged)]
    return changes[-1].letters if changes else None


def test_a_letter_whose_entry_was_voided_is_parted_and_registered_again(bench: Bench) -> None:
    bench.take_in(*two_pages(bench), split=SplitMode.LABEL)
    wrong = bench.desk.register("p1", FORM)
    bench.until(lambda: with_pdf(bench, wrong))
    void(bench, wrong.document_uid)
    bench.heard.clear()
    bench.batch.look_again()
    bench.until(lambda: told(bench) is not None)
    assert [(letter.item, letter.voided) for letter in told(bench) or ()] == [(None, wrong.document_uid)]
    bench.batch.pages.split_at(2)
    items = [bench.desk.register(key, FORM) for key in ("p1", "p2")]
    assert [item.rpw_number for item in items] == [2, 3]
    assert [len(item.pages) for item in items] == [1, 1]
    assert bench.office.queries.item(wrong.document_uid).state is ItemState.VOIDED  # type: ignore[union-attr]
    bench.until(lambda: all(with_pdf(bench, item) for item in items))
    bench.batch.finish()
    assert bench.batch.unfinished(aside=True) == []


def test_the_identifier_of_a_voided_entry_is_not_given_again(bench: Bench) -> None:
    [label] = reserve_series(1, bench.office.uow("m.nowicka"), bench.office.workplace)
    paper = write_file(bench.folder / "paper", 1, 1, label.document_uid.replace("-", ""))
    [letter] = bench.take_in(paper)
    assert letter.label_uid == label.document_uid
    wrong = bench.desk.register(letter.key, FORM)
    assert wrong.document_uid == label.document_uid
    bench.until(lambda: with_pdf(bench, wrong))
    void(bench, wrong.document_uid)
    bench.batch.look_again()
    [letter] = bench.letters()
    assert (letter.label_uid, letter.voided) == (None, wrong.document_uid)
    again = bench.desk.register(letter.key, FORM)
    assert again.document_uid != wrong.document_uid
    bench.until(lambda: with_pdf(bench, again))


def test_a_stack_left_with_a_voided_letter_offers_it_again(bench: Bench) -> None:
    bench.take_in(*two_pages(bench), split=SplitMode.LABEL)
    wrong = bench.desk.register("p1", FORM)
    stack = bench.batch.hand.stack.id
    bench.until(lambda: with_pdf(bench, wrong))
    bench.batch.put_aside()
    void(bench, wrong.document_uid)
    bench.batch.resume(stack)
    [letter] = bench.letters()
    assert (letter.item, letter.voided) == (None, wrong.document_uid)


def test_looking_again_says_nothing_while_nothing_was_voided(bench: Bench) -> None:
    bench.take_in(two_pages(bench)[0])
    bench.desk.register("p1", FORM)
    assert bench.batch.hand.release_voided() is False


def test_a_stack_set_aside_is_found_when_asked_for_and_taken_up(bench: Bench) -> None:
    bench.take_in(two_pages(bench)[0])
    stack = bench.batch.hand.stack.id
    bench.batch.put_aside()
    bench.batch.discard(stack)
    assert bench.batch.unfinished() == []
    assert [left.id for left in bench.batch.unfinished(aside=True)] == [stack]
    bench.batch.resume(stack)
    bench.batch.put_aside()
    assert [left.id for left in bench.batch.unfinished()] == [stack]


def test_a_stack_cut_off_while_feeding_says_after_which_sheet(bench: Bench, mfp: VirtualMfp) -> None:
    mfp.control(jam_before=4)
    feed(bench, duplex(mfp))
    bench.batch.put_aside()
    [left] = bench.batch.unfinished()
    assert (left.pages, left.cut_off_after) == (3, 1)


def test_files_a_watched_folder_puts_aside_are_told_by_name(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    watched = bench.folder / "kopiarka"
    watched.mkdir()
    draw_page(watched / "dobry.png", "Pismo", size=(620, 877))
    (watched / "zepsuty.pdf").write_bytes(b"%PDF-1.7\nnic wiecej")
    (watched / "notatka.docx").write_bytes(b"PK\x03\x04 to nie jest skan")
    monkeypatch.setenv("KANCELARIA_WATCH_DIRS", str(watched))
    monkeypatch.setenv("KANCELARIA_WATCH_PATIENCE_SECONDS", "0.2")
    monkeypatch.setenv("KANCELARIA_WATCH_POLL_SECONDS", "0.05")
    failed = feed(bench, ScanOptions(f"folder:{watched}", dpi=150, split=SplitMode.NONE))
    assert failed is None
    refused = {event.path.name: event.error for event in bench.heard if isinstance(event, FileFailed)}
    assert sorted(refused) == ["notatka.docx", "zepsuty.pdf"]
    assert all(getattr(error, "message", "") and getattr(error, "hint", "") for error in refused.values())
    assert len(bench.letters()) == 1
