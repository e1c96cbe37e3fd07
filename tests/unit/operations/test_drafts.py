"""Letters of a stack: every page in exactly one letter, and a person's corrections kept."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from scanning.pages.model import Barcode, Document, PageFacts, PageReading, SplitMode
from ui.operations.drafts import SplitPlan, documents_of, key_of

LABELS = {"K1A26000001P", "K1A26000002N"}


def page(number: int, code: str | None = None) -> PageReading:
    codes = (Barcode(code, "Code128", (0, 0, 1, 1)),) if code else ()
    return PageReading(PageFacts(number, "", 100, 100, 300, 0, 0.0, False, False, codes, Path("a"), Path("b")))


def is_label(text: str) -> bool:
    return text in LABELS


def pages_in(documents: list[Document]) -> list[tuple[int, ...]]:
    return [document.pages for document in documents]


STACK = [page(1, "K1A26000001P"), page(2), page(3), page(4, "K1A26000002N"), page(5)]


def test_labels_part_the_stack() -> None:
    assert pages_in(documents_of(STACK, SplitPlan(), is_label)) == [(1, 2, 3), (4, 5)]


def test_a_person_may_start_a_letter_and_the_evidence_says_so() -> None:
    documents = documents_of(STACK, SplitPlan().start_at(3), is_label)
    assert pages_in(documents) == [(1, 2), (3,), (4, 5)]
    assert documents[1].boundary.evidence == "Podzielono ręcznie."


def test_a_person_may_join_a_letter_to_the_one_before() -> None:
    assert pages_in(documents_of(STACK, SplitPlan().join_at(4), is_label)) == [(1, 2, 3, 4, 5)]


def test_joining_takes_a_start_back_and_the_other_way_round() -> None:
    plan = SplitPlan().start_at(3).join_at(3)
    assert pages_in(documents_of(STACK, plan, is_label)) == [(1, 2, 3), (4, 5)]
    assert pages_in(documents_of(STACK, plan.start_at(3), is_label)) == [(1, 2), (3,), (4, 5)]


def test_each_file_is_a_letter_of_its_own() -> None:
    documents = documents_of(STACK, SplitPlan(files=frozenset({1, 3})), is_label)
    assert pages_in(documents) == [(1, 2), (3,), (4, 5)]
    assert documents[1].boundary.evidence == "Nowy plik."


def test_the_first_page_can_not_be_joined_to_nothing() -> None:
    assert pages_in(documents_of(STACK, SplitPlan().join_at(1), is_label)) == [(1, 2, 3), (4, 5)]


def test_a_registered_letter_is_never_joined_or_swallowed() -> None:
    plan = SplitPlan().join_at(4)
    assert pages_in(documents_of(STACK, plan, is_label, registered={"p4": [4, 5]})) == [(1, 2, 3), (4, 5)]


def test_a_registered_letter_keeps_exactly_its_pages_however_the_stack_is_parted() -> None:
    done = {"p1": [1, 2]}
    for plan in (SplitPlan(), SplitPlan().start_at(2), SplitPlan(SplitMode.SHEETS, 1), SplitPlan().join_at(3)):
        assert pages_in(documents_of(STACK, plan, is_label, done))[:2] == [(1, 2), (3,)], plan


def test_a_key_is_the_first_page() -> None:
    assert [key_of(document) for document in documents_of(STACK, SplitPlan(), is_label)] == ["p1", "p4"]


pages = st.lists(st.sampled_from([None, "K1A26000001P", "K1A26000002N"]), min_size=1, max_size=30)
some = st.frozensets(st.integers(1, 30))


@given(codes=pages, starts=some, joins=some, files=some, registered=some)
def test_every_page_is_in_exactly_one_letter_in_order(
    codes: list[str | None],
    starts: frozenset[int],
    joins: frozenset[int],
    files: frozenset[int],
    registered: frozenset[int],
) -> None:
    stack = [page(number, code) for number, code in enumerate(codes, 1)]
    plan = SplitPlan(SplitMode.LABEL, None, starts, joins, files)
    documents = documents_of(stack, plan, is_label, {f"p{number}": () for number in registered})
    assert [number for document in documents for number in document.pages] == list(range(1, len(stack) + 1))
    firsts = {document.pages[0] for document in documents}
    assert {number for number in registered if number <= len(stack)} <= firsts


@given(mode=st.sampled_from(SplitMode), sheets=st.none() | st.integers(1, 9), starts=some, joins=some, files=some)
def test_a_plan_survives_the_manifest(
    mode: SplitMode, sheets: int | None, starts: frozenset[int], joins: frozenset[int], files: frozenset[int]
) -> None:
    plan = SplitPlan(mode, sheets, starts, joins, files)
    assert SplitPlan.from_fact(plan.as_fact()) == plan
