"""Work on the pages of a stack in hand: read anew only what changed, undone as it was, and safe from any crash."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kancelaria.domain.errors import StateForbids
from kancelaria.services.labels import reserve_series
from kancelaria.services.void import void_item
from scanning.devices.protocol import Source
from scanning.errors import StorageError
from scanning.pages.model import SplitMode
from tests.fakes.mfp.process import VirtualMfp
from tests.integration.operations.conftest import Bench, draw_page
from tests.integration.operations.test_desk import FORM, two_pages, with_pdf
from ui.operations.facts import ScanEnded, ScanOptions


@pytest.fixture
def mfp(tmp_path: Path) -> Iterator[VirtualMfp]:
    """Four sheets of one side."""
    folder = tmp_path / "paper"
    folder.mkdir()
    for number in range(1, 5):
        draw_page(folder / f"{number}.png", f"Strona numer {number}", size=(620, 877))
    with VirtualMfp(folder) as device:
        yield device


def options(mfp: VirtualMfp, **more: object) -> ScanOptions:
    return ScanOptions(mfp.device_id, source=Source.ADF, dpi=150, split=SplitMode.NONE, **more)  # type: ignore[arg-type]


def settled(bench: Bench) -> None:
    """Every page lies as a person wants it, and is read."""
    hand, now = bench.batch.hand, lambda: bench.batch.hand.stack.arrangement
    bench.until(
        lambda: (
            hand.worked_through
            and all(hand.facts[page.number].turned == now().turn(page.number) for page in hand.stack.pages())
        )
    )


def document(bench: Bench) -> list[object]:
    """Everything of the stack that goes into the register."""
    hand, found = bench.batch.hand, []
    for letter in hand.documents():
        for reading in hand.readings(letter):
            picture = hashlib.sha256(reading.facts.upright.read_bytes()).hexdigest()
            words = reading.text.text if reading.text else None
            found.append((letter.pages, letter.boundary, reading.facts.number, reading.facts.blank, picture, words))
    return found


def scan(bench: Bench, mfp: VirtualMfp, load: int, **more: object) -> None:
    mfp.control(load=load)
    bench.heard.clear()
    bench.batch.start(options(mfp, **more))
    bench.until(lambda: any(isinstance(event, ScanEnded) for event in bench.heard))
    bench.until(lambda: bench.batch.hand.worked_through)


def test_all_operations_undone_give_the_same_document_and_redone_the_same_again(bench: Bench) -> None:
    bench.take_in(*two_pages(bench), split=SplitMode.LABEL)
    pages, before = bench.batch.pages, document(bench)
    pages.rotate(1, 90)
    pages.split_at(2)
    pages.mark_blank(2, True)
    pages.rotate(1, 90)
    pages.join("p2")
    pages.move(2, -1)
    settled(bench)
    after = document(bench)
    assert [page[2:4] for page in after] == [(2, True), (1, False)]
    steps = [pages.undo() for _ in range(6)]
    assert [step.words for step in steps if step][:2] == ["przesunięcie strony", "połączenie pism"]
    assert pages.undo() is None
    settled(bench)
    assert document(bench) == before
    assert all(pages.redo() for _ in range(6))
    settled(bench)
    assert document(bench) == after


def test_only_what_changed_is_read_again(bench: Bench) -> None:
    bench.take_in(*two_pages(bench), split=SplitMode.LABEL)
    other = bench.batch.hand.stack.derived / "reading-0002.json"
    stamp = other.stat().st_mtime_ns
    bench.batch.pages.rotate(1, 180)
    bench.batch.pages.split_at(2)
    settled(bench)
    assert other.stat().st_mtime_ns == stamp
    assert bench.letters()[1].suggestions.items != bench.letters()[0].suggestions.items


def test_a_turn_outlives_the_program_and_everything_derived(bench: Bench) -> None:
    bench.take_in(two_pages(bench)[0])
    bench.batch.pages.rotate(1, 90)
    settled(bench)
    wanted, stack = document(bench), bench.batch.hand.stack
    bench.batch.put_aside()
    shutil.rmtree(stack.derived)  # it is made from the raw pages and the manifest alone
    bench.batch.resume(stack.id)
    settled(bench)
    assert document(bench) == wanted
    assert bench.batch.pages.undo() is not None
    settled(bench)
    assert bench.batch.hand.facts[1].turned == 0


def test_a_turn_noted_but_not_made_before_the_crash_is_made_after_it(bench: Bench) -> None:
    bench.take_in(two_pages(bench)[0])
    stack = bench.batch.hand.stack
    from scanning.pages.order import turned

    stack.change(turned(stack.arrangement, 1, 90))  # and the program dies before the picture is turned
    bench.batch.put_aside()
    bench.batch.resume(stack.id)
    settled(bench)
    assert bench.batch.hand.facts[1].turned == 90


def test_a_page_said_to_be_blank_is_not_read_and_undone_it_is(bench: Bench) -> None:
    [letter] = bench.take_in(two_pages(bench)[0])
    assert letter.suggestions.items
    bench.batch.pages.mark_blank(1, True)
    bench.until(lambda: bench.batch.hand.worked_through and not bench.letters()[0].suggestions.items)
    assert [(page.blank, page.blank_chosen) for page in bench.letters()[0].pages] == [(True, True)]
    bench.batch.pages.undo()
    bench.until(lambda: bench.batch.hand.worked_through and bool(bench.letters()[0].suggestions.items))
    assert bench.letters()[0].pages == letter.pages


def test_pages_of_a_registered_letter_are_not_undone_either_and_void_is_the_way_out(bench: Bench) -> None:
    [letter] = bench.take_in(two_pages(bench)[0])
    bench.batch.pages.rotate(1, 180)
    settled(bench)
    item = bench.desk.register(letter.key, FORM)
    for step in (bench.batch.pages.undo, lambda: bench.batch.pages.mark_blank(1, True)):
        with pytest.raises(StateForbids) as refused:
            step()
        assert refused.value.code == "letter_registered"
        assert "anuluj pozycję" in refused.value.hint
    assert bench.batch.hand.facts[1].turned == 180
    bench.until(lambda: with_pdf(bench, item))
    void_item(item.document_uid, "Zły obrót", bench.office.uow("m.nowicka"), bench.office.workplace)
    bench.batch.look_again()
    assert bench.batch.pages.undo() is not None
    settled(bench)
    assert bench.batch.hand.facts[1].turned == 0


def test_a_sheet_scanned_again_keeps_the_letter_and_goes_back(bench: Bench, mfp: VirtualMfp) -> None:
    scan(bench, mfp, 2)
    mfp.control(load=1)
    bench.batch.rescan(1, options(mfp))
    bench.until(lambda: not bench.batch.feeding and bench.batch.hand.worked_through)
    [letter] = bench.letters()
    assert (letter.key, [page.number for page in letter.pages]) == ("p1", [3, 2])
    assert bench.batch.hand.sheets().total == 2
    bench.batch.pages.undo()
    assert [page.number for page in bench.letters()[0].pages] == [1, 2]
    bench.batch.pages.redo()
    assert [page.number for page in bench.letters()[0].pages] == [3, 2]


def test_a_forgotten_sheet_is_put_in_where_it_belongs(bench: Bench, mfp: VirtualMfp) -> None:
    scan(bench, mfp, 2, expected_sheets=3)
    mfp.control(load=1)
    bench.batch.insert(1, options(mfp))
    bench.until(lambda: not bench.batch.feeding and bench.batch.hand.worked_through)
    assert [page.number for page in bench.letters()[0].pages] == [1, 3, 2]
    assert bench.batch.hand.sheets().settled
    bench.batch.pages.undo()
    assert [page.number for page in bench.letters()[0].pages] == [1, 2]


def test_a_letter_whose_sheet_is_being_scanned_again_waits_for_it(bench: Bench, mfp: VirtualMfp) -> None:
    scan(bench, mfp, 2)
    mfp.control(load=1)
    with bench.batch._lock:
        bench.batch.rescan(1, options(mfp))
        with pytest.raises(StateForbids):
            bench.desk.register("p1", FORM)
    bench.until(lambda: not bench.batch.feeding and bench.batch.hand.worked_through)
    assert len(bench.desk.register("p1", FORM).pages) == 2


def test_a_stack_with_another_number_of_sheets_stays_open(bench: Bench, mfp: VirtualMfp) -> None:
    scan(bench, mfp, 2, expected_sheets=3)
    [letter] = bench.letters()
    item = bench.desk.register(letter.key, FORM)
    bench.until(lambda: with_pdf(bench, item))
    with pytest.raises(StorageError) as refused:
        bench.batch.finish()
    assert refused.value.code == "sheet_count"
    assert "Włożono 3 kartki, zeskanowano 2 kartki" in refused.value.message
    assert bench.batch.open
    bench.batch.pages.expect_sheets(2)
    bench.batch.finish()
    assert bench.batch.unfinished(aside=True) == []


def test_a_stack_scanned_as_sealed_shows_and_reads_nothing_until_a_letter_is_opened(
    bench: Bench, mfp: VirtualMfp
) -> None:
    scan(bench, mfp, 1, sealed=True)
    [letter] = bench.letters()
    assert letter.sealed
    assert [page.thumbnail for page in letter.pages] == [None]
    bench.batch.pages.rotate(1, 180)
    settled(bench)
    assert bench.batch.hand.readings(bench.batch.hand.documents()[0])[0].text.words == ()  # type: ignore[union-attr]
    bench.batch.set_sealed(letter.key, False)
    bench.until(lambda: bench.batch.hand.worked_through)
    assert not bench.letters()[0].sealed
    bench.batch.set_sealed(letter.key, True)
    assert bench.letters()[0].sealed


def test_a_label_stuck_on_after_the_scan_is_the_letters_identifier(bench: Bench) -> None:
    [label, other] = reserve_series(2, bench.office.uow("m.nowicka"), bench.office.workplace)
    letters = bench.take_in(*two_pages(bench))
    give = bench.batch.pages.give_label
    give(letters[0].key, label.document_uid)
    assert bench.letters()[0].label_uid == label.document_uid
    for key, uid in ((letters[0].key, other.document_uid), (letters[1].key, label.document_uid)):
        with pytest.raises(StateForbids) as refused:
            give(key, uid)
        assert refused.value.code == "label_not_free"
    stack_id = bench.batch.hand.stack.id
    bench.batch.put_aside()
    bench.batch.resume(stack_id)
    item = bench.desk.register(letters[0].key, FORM)
    assert item.document_uid == label.document_uid
    with pytest.raises(StateForbids):
        give(letters[1].key, label.document_uid)
    give(letters[1].key, other.document_uid)
    assert bench.desk.register(letters[1].key, FORM).document_uid == other.document_uid
    bench.until(lambda: with_pdf(bench, item))
