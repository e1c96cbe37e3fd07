"""One stack, two people: what each registers is theirs, its text and PDF/A too; whoever goes on is told who began."""

from __future__ import annotations

from tests.integration.operations.conftest import Bench
from tests.integration.operations.test_desk import FORM, two_pages, with_pdf
from ui.operations.batch import StackBatch
from ui.operations.desk import StationDesk


def authors(bench: Bench, aggregate: str) -> set[str]:
    """Who made the waiting changes of an aggregate."""
    journal = bench.office.journal()
    events = [event for stream in journal.streams_waiting() for event in journal.waiting(stream, 100)]
    return {event.author for event in events if event.aggregate == aggregate}


def test_the_pdf_of_a_letter_is_its_registrars_whoever_works_when_it_is_ready(bench: Bench) -> None:
    at_work = ["anna"]
    desk = StationDesk(bench.office, bench.batch, lambda: at_work[0], bench.folder / "prints")
    bench.batch.before_close = desk.settle
    [letter] = bench.take_in(two_pages(bench)[0])
    item = desk.register(letter.key, FORM)
    at_work[:] = ["olek"]  # an officer: the central would refuse a rendition of a letter he may not see
    bench.until(lambda: with_pdf(bench, item))
    assert item.registered_by == "anna"
    assert authors(bench, "rendition") == {"anna"}
    assert authors(bench, "item") == {"anna"}


def test_a_stack_left_over_says_who_began_it(bench: Bench) -> None:
    bench.batch.person = lambda: "Anna Testowa"
    bench.take_in(two_pages(bench)[0])
    bench.batch.close()
    later = StackBatch(bench.office)
    try:
        [left] = later.unfinished()
        assert left.begun_by == "Anna Testowa"
    finally:
        later.close()
