"""The desk over a real stack: register, take back, turn, move, seal, text and PDF/A that come later."""

from __future__ import annotations

from pathlib import Path

import pytest

from kancelaria.domain.errors import StateForbids
from kancelaria.domain.incoming import IncomingItem, ItemState, Reproduction, ReproductionExtent, Sender
from kancelaria.domain.registration import RegistrationRefused
from scanning.errors import StorageError
from scanning.pages.model import SplitMode
from scanning.worker.pool import PoolSettings
from tests.integration.operations.conftest import Bench, draw_page
from ui.operations.batch import StackBatch
from ui.operations.facts import LetterForm

FORM = LetterForm(
    sender=Sender(organisation="Spółka Zmyślona", town="Próbne"),
    title="Zajęcie pasa drogowego",
    received_on="2026-11-20",
    letter_date="2026-11-17",
    no_reference=True,
)


def two_pages(bench: Bench) -> list[Path]:
    return [
        draw_page(
            bench.folder / "1.png", "Spółka Zmyślona", "Próbne, 17 listopada 2026 r.", "Dotyczy: zajęcia pasa drogowego"
        ),
        draw_page(bench.folder / "2.png", "Załącznik numer jeden", "Mapa zasadnicza okolicy"),
    ]


def with_pdf(bench: Bench, item: IncomingItem) -> bool:
    return bench.office.queries.rendition(item.id, "searchable_pdf") is not None


def test_a_letter_is_registered_numbered_and_gets_its_pdf(bench: Bench) -> None:
    [letter] = bench.take_in(*two_pages(bench), split=SplitMode.LABEL)
    assert [page.number for page in letter.pages] == [1, 2]
    item = bench.desk.register(letter.key, FORM)
    assert (item.rpw_number, item.state) == (1, ItemState.TO_VERIFY)
    assert "pasa drogowego" in bench.office.queries.text(item.id)
    bench.until(lambda: with_pdf(bench, item))
    assert bench.letters()[0].item == bench.batch.hand.item(letter.key)


def test_registering_twice_is_one_item(bench: Bench) -> None:
    [letter] = bench.take_in(two_pages(bench)[0])
    first = bench.desk.register(letter.key, FORM)
    again = bench.desk.register(letter.key, FORM)
    assert (again.id, again.rpw_number) == (first.id, 1)
    assert len(bench.office.queries.items()) == 1


def test_a_letter_that_is_in_the_register_already_is_left_out_and_its_sheet_counts(bench: Bench) -> None:
    """The same paper once more: another image, a few words read otherwise."""
    body = ["Wnoszę o zgodę na zajęcie pasa drogowego ulicy Zmyślonej", "na czas naprawy sieci wodociągowej w grudniu."]
    pages = [
        draw_page(bench.folder / f"{n}.png", "Spółka Zmyślona", "Próbne, 17 listopada 2026 r.", *body, *more)
        for n, more in enumerate([("Z poważaniem",), ("Z poważaniem, prezes",)])
    ]
    first, second = bench.take_in(*pages, split=SplitMode.SHEETS)
    item = bench.desk.register(first.key, FORM)
    bench.until(lambda: with_pdf(bench, item))
    [found] = bench.desk.duplicates(second.key, LetterForm(sender=FORM.sender, received_on="2026-11-20"))
    assert (found.item.id, found.reason) == (item.id, "bardzo podobna treść")
    assert found.first_page is not None
    same = bench.desk.same_letter(second.key, item.document_uid)
    assert same.id == item.id
    assert [letter.key for letter in bench.letters()] == [first.key]
    assert bench.batch.hand.sheets().total == 2, "its paper was put into the feeder too"
    assert len(bench.office.queries.items()) == 1
    last = bench.office.queries.history(item.id)[-1]
    assert (last.actor, last.action) == ("m.nowicka", "recognise_duplicate")
    bench.batch.finish()


def test_an_incomplete_form_is_refused_before_anything_is_written(bench: Bench) -> None:
    [letter] = bench.take_in(two_pages(bench)[0])
    with pytest.raises(RegistrationRefused) as refused:
        bench.desk.register(letter.key, LetterForm(received_on="2026-11-20"))
    assert {problem.field for problem in refused.value.problems} == {
        "title",
        "letter_date",
        "sender_reference",
        "sender",
    }
    assert bench.office.queries.items() == []


def test_taken_back_and_confirmed_again_it_keeps_its_number(bench: Bench) -> None:
    [letter] = bench.take_in(two_pages(bench)[0])
    item = bench.desk.register(letter.key, FORM)
    bench.desk.undo(item)
    changed = bench.desk.amend(item, LetterForm(**{**FORM.__dict__, "title": "Poprawiony tytuł"}))
    assert (changed.document_uid, changed.rpw_number, changed.title) == (item.document_uid, 1, "Poprawiony tytuł")


def test_finishing_confirms_and_closes_and_nothing_can_be_taken_back(bench: Bench) -> None:
    [letter] = bench.take_in(two_pages(bench)[0])
    item = bench.desk.register(letter.key, FORM)
    bench.until(lambda: with_pdf(bench, item))
    bench.batch.finish()
    assert bench.office.queries.item(item.document_uid).state is ItemState.REGISTERED  # type: ignore[union-attr]
    assert bench.batch.unfinished() == []
    with pytest.raises(StateForbids):
        bench.desk.undo(item)


def test_a_stack_with_an_unregistered_letter_can_not_be_finished(bench: Bench) -> None:
    bench.take_in(two_pages(bench)[0])
    with pytest.raises(StorageError, match="Nie wszystkie pisma"):
        bench.batch.finish()


def test_a_page_turned_is_read_anew(bench: Bench) -> None:
    [letter] = bench.take_in(two_pages(bench)[0])
    before = bench.batch.hand.facts[1]
    bench.batch.pages.rotate(1, 90)
    bench.until(lambda: bench.batch.hand.facts[1].rotation == (before.rotation + 90) % 360)
    after = bench.batch.hand.facts[1]
    assert (after.width, after.height) == (before.height, before.width)
    bench.batch.pages.rotate(1, 270)
    bench.until(lambda: bench.batch.hand.facts[1].rotation == before.rotation and 1 in bench.batch.hand.read)
    assert "drogowego" in bench.batch.hand.readings(bench.batch.hand.document(letter.key))[0].text.text  # type: ignore[union-attr]


def test_pages_are_moved_within_their_letter(bench: Bench) -> None:
    bench.take_in(*two_pages(bench), split=SplitMode.LABEL)
    bench.batch.pages.move(2, -1)
    [letter] = bench.letters()
    assert [page.number for page in letter.pages] == [2, 1]


def test_split_and_join_again(bench: Bench) -> None:
    bench.take_in(*two_pages(bench), split=SplitMode.LABEL)
    bench.batch.pages.split_at(2)
    assert [letter.key for letter in bench.letters()] == ["p1", "p2"]
    bench.batch.pages.join("p2")
    assert [letter.key for letter in bench.letters()] == ["p1"]


@pytest.mark.rule("sealed unread")
def test_sealed_mail_is_not_read_and_shows_no_thumbnail(bench: Bench) -> None:
    [letter] = bench.take_in(two_pages(bench)[0])
    bench.batch.set_sealed(letter.key, True)
    [sealed] = bench.letters()
    assert sealed.sealed
    assert sealed.suggestions.items == ()
    assert all(page.thumbnail is None for page in sealed.pages)
    form = LetterForm(
        **{**FORM.__dict__, "sealed": True, "reproduction": Reproduction(ReproductionExtent.NONE, "sealed")}
    )
    item = bench.desk.register(letter.key, form)
    assert item.sealed
    assert bench.office.queries.text(item.id) == ""
    assert "drogowego" not in "".join(path.read_text("utf-8") for path in bench.batch.hand.stack.derived.glob("*.json"))


def test_a_duplicate_is_shown_with_its_reason(bench: Bench) -> None:
    page = two_pages(bench)[0]
    [letter] = bench.take_in(page)
    item = bench.desk.register(letter.key, FORM)
    bench.until(lambda: with_pdf(bench, item))
    bench.batch.finish()
    bench.heard.clear()
    [again] = bench.take_in(page)
    [duplicate] = bench.desk.duplicates(again.key, FORM)
    assert duplicate.item.document_uid == item.document_uid
    assert "ten sam skan strony" in duplicate.reason


def test_a_letter_left_over_goes_on_after_the_program_is_closed(bench: Bench) -> None:
    letters = bench.take_in(*two_pages(bench))
    item = bench.desk.register(letters[0].key, FORM)
    bench.batch.put_aside()
    [left] = bench.batch.unfinished()
    assert (left.pages, left.registered) == (2, 1)
    bench.batch.resume(left.id)
    first, second = bench.letters()
    assert first.item is not None
    assert first.item.id == item.id
    assert second.item is None


def test_prints_of_the_desk(bench: Bench) -> None:
    [letter] = bench.take_in(two_pages(bench)[0])
    item = bench.desk.register(letter.key, FORM)
    assert bench.desk.label_pdf(item.document_uid).read_bytes().startswith(b"%PDF")
    assert bench.desk.receipt_pdf(item.document_uid).read_bytes().startswith(b"%PDF")


def test_a_finished_stack_is_wiped_at_the_next_start_and_its_pages_are_in_the_store(bench: Bench) -> None:
    [letter] = bench.take_in(two_pages(bench)[0])
    item = bench.desk.register(letter.key, FORM)
    bench.until(lambda: with_pdf(bench, item))
    bench.batch.finish()
    stack = next((bench.folder / "station" / "spool").glob("2*"))
    StackBatch(bench.office, PoolSettings(workers=1)).close()
    assert not stack.exists()
    assert bench.office.blobs.read(item.pages[0].sha256)


def test_an_unfinished_stack_is_never_wiped(bench: Bench) -> None:
    bench.take_in(two_pages(bench)[0])
    bench.batch.put_aside()
    StackBatch(bench.office, PoolSettings(workers=1)).close()
    [left] = bench.batch.unfinished()
    assert left.pages == 1
