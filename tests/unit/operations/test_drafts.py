"""Letters of a stack: every page in exactly one letter, and a person's corrections kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from scanning.pages import order
from scanning.pages.model import Barcode, Document, Evidence, PageFacts, PageReading, SplitMode
from scanning.pages.order import Arrangement, Change, History, Mark
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


def of(stack: list[PageReading]) -> Arrangement:
    numbers = tuple(reading.facts.number for reading in stack)
    return Arrangement(numbers, numbers)


def arranged(*changes: Callable[[Arrangement], Change], stack: list[PageReading] | None = None) -> list[Document]:
    """Letters of a stack after these operations."""
    pages = stack or STACK
    now = of(pages)
    for change in changes:
        now = now.changed(change(now))
    return documents_of(pages, SplitPlan(), is_label, None, now)


def start(page: int) -> Callable[[Arrangement], Change]:
    return lambda now: order.split_at(now, page - 1, page)


def join(page: int) -> Callable[[Arrangement], Change]:
    return lambda now: order.joined(now, page - 1, page)


def move(letter: list[int], page: int, steps: int) -> Callable[[Arrangement], Change]:
    return lambda now: order.moved(now, letter, page, steps)


def test_a_person_may_start_a_letter_and_the_evidence_says_so() -> None:
    documents = arranged(start(3))
    assert pages_in(documents) == [(1, 2), (3,), (4, 5)]
    assert documents[1].boundary.evidence == "Podzielono ręcznie."


def test_a_person_may_join_a_letter_to_the_one_before() -> None:
    [document] = arranged(join(4))
    assert document.pages == (1, 2, 3, 4, 5)
    assert not document.boundary.certain, "two labels in one letter are worth a look"
    assert "różne etykiety" in document.boundary.evidence


def test_joining_takes_a_start_back_and_the_other_way_round() -> None:
    assert pages_in(arranged(start(3), join(3))) == [(1, 2, 3), (4, 5)]
    assert pages_in(arranged(start(3), join(3), start(3))) == [(1, 2), (3,), (4, 5)]


def test_parted_where_its_labels_differ_a_letter_is_certain_again() -> None:
    documents = arranged(join(4), start(4))
    assert [(document.label, document.boundary.certain) for document in documents] == [
        ("K1A26000001P", True), ("K1A26000002N", True),
    ]  # fmt: skip
    assert documents[1].boundary.evidence == "Etykieta K1A26000002N na stronie 4."


def test_the_page_with_the_label_may_lie_anywhere_in_its_letter() -> None:
    before = arranged()
    documents = arranged(move([4, 5], 4, 1), move([1, 2, 3], 1, 2))
    assert pages_in(documents) == [(2, 3, 1), (5, 4)]
    assert [document.label for document in documents] == [document.label for document in before]
    assert [key_of(document) for document in documents] == ["p1", "p4"], "a letter stays the same letter"
    assert [document.boundary.evidence for document in documents] == [d.boundary.evidence for d in before]


def test_a_letter_is_parted_in_the_order_a_person_gave_it() -> None:
    documents = arranged(move([1, 2, 3], 1, 1), start(1))
    assert pages_in(documents) == [(2,), (1, 3), (4, 5)]
    assert [key_of(document) for document in documents] == ["p2", "p1", "p4"]


def test_a_page_that_went_to_another_letter_is_no_evidence_for_this_one() -> None:
    documents = arranged(move([4, 5], 4, 1), start(4))
    assert pages_in(documents) == [(1, 2, 3), (5,), (4,)]
    assert [document.boundary.kind for document in documents] == [Evidence.LABEL, Evidence.PERSON, Evidence.LABEL]


def test_a_doubtful_boundary_that_was_looked_at_is_certain() -> None:
    stack = [page(1), page(2, "K1A26000001P")]
    assert not arranged(stack=stack)[0].boundary.certain
    looked_at = arranged(lambda now: order.sure(now, 1), stack=stack)[0].boundary
    assert looked_at.certain
    assert looked_at.evidence.endswith("Granicę sprawdzono.")


def test_a_page_scanned_again_stands_in_its_place_and_keeps_the_letter() -> None:
    history = History(of(STACK)).replaced(4, 6, first=True)
    again = [reading for reading in STACK if reading.facts.number != 4]
    documents = documents_of([*again[:3], page(6), again[3]], SplitPlan(), is_label, None, history.now)
    assert pages_in(documents) == [(1, 2, 3), (6, 5)]
    assert key_of(documents[1]) == "p4"


def test_each_file_is_a_letter_of_its_own() -> None:
    documents = documents_of(STACK, SplitPlan(files=frozenset({1, 3})), is_label)
    assert pages_in(documents) == [(1, 2), (3,), (4, 5)]
    assert documents[1].boundary.evidence == "Nowy plik."


def test_the_first_page_can_not_be_joined_to_nothing() -> None:
    assert pages_in(arranged(lambda now: order.joined(now, 1, 1))) == [(1, 2, 3), (4, 5)]


def test_a_registered_letter_is_never_joined_or_swallowed() -> None:
    now = of(STACK).changed(join(4)(of(STACK)))
    assert pages_in(documents_of(STACK, SplitPlan(), is_label, {"p4": [4, 5]}, now)) == [(1, 2, 3), (4, 5)]


def test_a_registered_letter_keeps_exactly_its_pages_however_the_stack_is_parted() -> None:
    done, plain = {"p1": [1, 2]}, of(STACK)
    for plan, now in (
        (SplitPlan(), plain),
        (SplitPlan(), plain.changed(start(2)(plain))),
        (SplitPlan(SplitMode.SHEETS, 1), plain),
        (SplitPlan(), plain.changed(join(3)(plain))),
    ):
        assert pages_in(documents_of(STACK, plan, is_label, done, now))[:2] == [(1, 2), (3,)], plan


def test_a_registered_letter_is_known_by_the_key_it_was_registered_under() -> None:
    plain = of(STACK)
    now = plain.changed(move([1, 2, 3], 1, 2)(plain))
    documents = documents_of(STACK, SplitPlan(), is_label, {"p2": [2, 3, 1]}, now)
    assert [key_of(document) for document in documents] == ["p2", "p4"]


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
    now = of(stack)
    for mark, chosen in ((Mark.START, starts), (Mark.JOIN, joins)):
        now = now.changed(now.noted(order.Operation.SPLIT, (), *((mark, number, 1) for number in chosen)))
    plan = SplitPlan(SplitMode.LABEL, None, files)
    documents = documents_of(stack, plan, is_label, {f"p{number}": () for number in registered}, now)
    assert [number for document in documents for number in document.pages] == list(range(1, len(stack) + 1))
    firsts = {document.pages[0] for document in documents}
    assert {number for number in registered if number <= len(stack)} <= firsts


@given(mode=st.sampled_from(SplitMode), sheets=st.none() | st.integers(1, 9), files=some)
def test_a_plan_survives_the_manifest(mode: SplitMode, sheets: int | None, files: frozenset[int]) -> None:
    plan = SplitPlan(mode, sheets, files)
    assert SplitPlan.from_fact(plan.as_fact()) == plan
