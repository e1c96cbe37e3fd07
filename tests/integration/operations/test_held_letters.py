"""What the desk refuses so that no page is registered twice or left out, and a PDF/A that could not be written."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from kancelaria.domain.errors import OfficeError, StateForbids
from kancelaria.domain.incoming import IncomingItem, ItemState
from scanning.errors import StorageError
from scanning.pages.model import Document, SplitMode
from scanning.worker.pool import PoolSettings
from tests.integration.operations.conftest import Bench
from tests.integration.operations.test_desk import FORM, two_pages, with_pdf
from ui.operations import desk as desk_module
from ui.operations.batch import StackBatch
from ui.operations.desk import StationDesk
from ui.operations.facts import FileFailed, PdfWritten, ScanEnded, ScanOptions
from ui.operations.stack_in_hand import StackInHand

DEMO = ScanOptions("demo:letters", dpi=150)
CHANGES: dict[str, Callable[[StackBatch], None]] = {
    "split": lambda batch: batch.pages.split_at(2),
    "join it to the one before": lambda batch: batch.pages.join("p1"),
    "join the next to it": lambda batch: batch.pages.join("p3"),
    "move": lambda batch: batch.pages.move(1, 1),
    "scan again": lambda batch: batch.rescan(2, DEMO),
    "seal": lambda batch: batch.set_sealed("p1", True),
}


def three_pages(bench: Bench) -> list[Path]:
    """Two letters, once the stack is split before page 3."""
    first, second = two_pages(bench)
    third = bench.folder / "3.png"
    third.write_bytes(first.read_bytes())
    return [first, second, third]


@pytest.mark.parametrize("change", CHANGES)
def test_pages_of_a_registered_letter_stay_as_they_are(change: str, bench: Bench) -> None:
    bench.take_in(*three_pages(bench), split=SplitMode.LABEL)
    bench.batch.pages.split_at(3)
    item = bench.desk.register("p1", FORM)
    before = [letter.pages for letter in bench.letters()]
    with pytest.raises(StateForbids) as refused:
        CHANGES[change](bench.batch)
    assert (refused.value.code, refused.value.subject) == ("letter_registered", item.document_uid)
    assert "anuluj pozycję" in refused.value.hint
    assert [letter.pages for letter in bench.letters()] == before
    assert [letter.sealed for letter in bench.letters()] == [False, False]


def test_the_other_letters_of_the_stack_may_still_be_parted(bench: Bench) -> None:
    bench.take_in(*three_pages(bench), split=SplitMode.LABEL)
    bench.batch.pages.split_at(2)
    bench.desk.register("p1", FORM)
    bench.batch.pages.split_at(3)
    bench.batch.pages.join("p3")
    assert [[page.number for page in letter.pages] for letter in bench.letters()] == [[1], [2, 3]]


def test_a_letter_whose_next_page_is_not_worked_through_is_held_back(bench: Bench) -> None:
    bench.take_in(*two_pages(bench), split=SplitMode.LABEL)
    del bench.batch.hand.facts[2]  # as when the feeder has ended and the page still waits for a reader
    assert [[page.number for page in letter.pages] for letter in bench.letters()] == [[1]]
    with pytest.raises(StateForbids) as refused:
        bench.desk.register("p1", FORM)
    assert refused.value.code == "letter_growing"
    assert "Poczekaj" in refused.value.hint
    assert bench.office.queries.items() == []
    bench.batch.hand.take_in(2)
    assert len(bench.desk.register("p1", FORM).pages) == 2


def test_the_last_letter_is_held_back_while_the_scanner_runs(bench: Bench) -> None:
    bench.take_in(*two_pages(bench), split=SplitMode.NONE)
    bench.batch.pages.split_at(2)
    bench.heard.clear()
    bench.batch.start(DEMO)
    bench.batch.cancel()
    with bench.batch._lock:  # the end of the scan waits meanwhile
        assert bench.batch.feeding
        with pytest.raises(StateForbids) as refused:
            bench.desk.register(bench.letters()[-1].key, FORM)
        assert refused.value.code == "letter_in_feeder"
    assert len(bench.desk.register("p1", FORM).pages) == 1
    bench.until(lambda: any(isinstance(event, ScanEnded) for event in bench.heard))


def test_a_letter_that_is_no_more_is_a_known_error(bench: Bench) -> None:
    bench.take_in(two_pages(bench)[0])
    with pytest.raises(StateForbids) as refused:
        bench.desk.register("p7", FORM)
    assert refused.value.code == "letter_changed"


def test_a_pdf_asked_for_just_as_the_stack_leaves_the_desk_is_written(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    [letter] = bench.take_in(two_pages(bench)[0])
    ask = bench.batch.write_pdf

    def finish_first(hand: StackInHand, document: Document, item: IncomingItem) -> Path:
        monkeypatch.setattr(bench.batch, "write_pdf", ask)
        bench.batch._hand = None
        bench.batch.closing.add(hand)
        return ask(hand, document, item)

    monkeypatch.setattr(bench.batch, "write_pdf", finish_first)
    item = bench.desk.register(letter.key, FORM)
    bench.until(lambda: not bench.batch.closing.waiting)
    assert with_pdf(bench, item)


def test_a_killed_pdf_writer_is_replaced_and_the_pdf_written(bench: Bench) -> None:
    [letter] = bench.take_in(two_pages(bench)[0])
    for child in psutil.Process().children(recursive=True):
        os.kill(child.pid, signal.SIGSTOP)  # it takes the task and does nothing with it
    item = bench.desk.register(letter.key, FORM)
    for child in psutil.Process().children(recursive=True):
        child.kill()
    bench.until(lambda: with_pdf(bench, item))
    bench.batch.finish()
    assert bench.batch.unfinished() == []


def disk_full(*_: object) -> None:
    raise OfficeError("disk_full", "Brak miejsca na dysku.", "Zwolnij miejsce.")


def test_a_pdf_for_which_there_is_no_room_is_told_and_written_after_the_next_start(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    [letter] = bench.take_in(two_pages(bench)[0])
    with monkeypatch.context() as broken:
        broken.setattr(desk_module, "keep_pdf", disk_full)
        item = bench.desk.register(letter.key, FORM)
        bench.until(lambda: any(isinstance(event, FileFailed) for event in bench.heard))
        [told] = [event for event in bench.heard if isinstance(event, FileFailed)]
        assert getattr(told.error, "code", "") == "disk_full"
        bench.heard.clear()
        bench.batch.finish()
        bench.until(lambda: any(isinstance(event, FileFailed) for event in bench.heard))
        assert bench.batch.closing.waiting
    bench.batch.close()
    assert bench.office.queries.item(item.document_uid).state is ItemState.REGISTERED  # type: ignore[union-attr]
    bench.batch = StackBatch(bench.office, PoolSettings(workers=1, nice=0))
    desk = StationDesk(bench.office, bench.batch, lambda: "m.nowicka", bench.folder / "prints")
    bench.batch.before_close = desk.settle
    bench.batch.subscribe(bench.events.put)
    [left] = bench.batch.unfinished()
    bench.batch.resume(left.id)
    bench.until(lambda: with_pdf(bench, item))
    bench.batch.finish()
    assert bench.batch.unfinished() == []
    bench.batch.close()


def test_a_writer_that_fails_names_the_cause_and_finishing_asks_again(bench: Bench) -> None:
    [letter] = bench.take_in(two_pages(bench)[0])
    derived = bench.batch.hand.stack.derived
    target = derived / "K1A-26-000001-D.pdf"
    target.mkdir()  # the child can't put its file there
    item = bench.desk.register(letter.key, FORM)
    assert target.name == f"{item.document_uid}.pdf"
    bench.until(lambda: any(isinstance(event, PdfWritten) for event in bench.heard))
    [told] = [event for event in bench.heard if isinstance(event, PdfWritten)]
    assert isinstance(told.error, StorageError)
    assert told.target == target
    target.rmdir()
    bench.batch.finish()
    bench.until(lambda: with_pdf(bench, item))
    bench.until(lambda: not bench.batch.closing.waiting)


def test_faults_after_registering_do_not_undo_it(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    [letter] = bench.take_in(two_pages(bench)[0])
    with monkeypatch.context() as broken:
        broken.setattr(desk_module, "attach_reading", disk_full)
        item = bench.desk.register(letter.key, FORM)
        bench.until(lambda: any(isinstance(event, FileFailed) for event in bench.heard))
    assert bench.letters()[0].item is not None
    bench.batch.finish()
    bench.until(lambda: with_pdf(bench, item))
