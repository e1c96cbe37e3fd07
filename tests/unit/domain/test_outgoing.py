"""Rules of outgoing mail: electronic delivery first, states, posting numbers, returns with their notices."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kancelaria.domain.errors import InvalidInput, StateForbids
from kancelaria.domain.outgoing import (
    BOOKED,
    PAPER,
    AddressCheck,
    Addressee,
    Method,
    OutgoingItem,
    OutgoingState,
    delivered,
    handed_over,
    may_move,
    moved,
    posted,
    returned,
    voided,
)
from kancelaria.domain.outgoing_rules import normalized, refuse_wrong

JAN = Addressee(
    surname="Próbny", given_names="Jan", street="Długa 1", postcode="90-001", town="Łódź", email="jan@example.com",
    ade="AE:PL-12345-67890-ABCDE-12",
)  # fmt: skip
ITEM = OutgoingItem("i", "l", 1, 2026, "2026-11-20T09:00:00.000Z", "Decyzja", (JAN,), Method.E_DELIVERY)
CHECKED = replace(ITEM, check_on="2026-11-19", check_result=AddressCheck.NONE)


def code_of(item: OutgoingItem) -> str:
    """The code an item is refused with, or nothing."""
    try:
        refuse_wrong(item)
    except InvalidInput as refused:
        return refused.code
    return ""


@pytest.mark.rule("electronic first")
@pytest.mark.parametrize("method", sorted(PAPER))
def test_paper_needs_the_check_that_found_nothing_or_a_reason(method: Method) -> None:
    assert code_of(replace(ITEM, method=method)) == "check_missing"
    for result in (AddressCheck.NONE, AddressCheck.UNAVAILABLE):
        assert code_of(replace(CHECKED, method=method, check_result=result)) == ""
    found = replace(CHECKED, method=method, check_result=AddressCheck.FOUND)
    assert code_of(found) == "paper_unfounded"
    assert code_of(replace(found, paper_reason="oryginał z pieczęcią")) == ""
    assert code_of(replace(ITEM, method=method, paper_reason="wniosek strony")) == ""


@pytest.mark.rule("electronic first")
def test_electronic_ways_come_first_and_need_their_address() -> None:
    assert next(iter(Method)) is Method.E_DELIVERY
    assert code_of(ITEM) == ""
    assert code_of(replace(ITEM, addressees=(replace(JAN, ade=None),))) == "ade_missing"
    assert code_of(replace(ITEM, addressees=(replace(JAN, ade="AE:PL-1"),))) == "bad_ade"
    assert code_of(replace(ITEM, method=Method.EMAIL, addressees=(replace(JAN, email="jan"),))) == "email_missing"
    assert code_of(replace(ITEM, method=Method.HYBRID)) == "check_missing"
    assert code_of(replace(CHECKED, method=Method.HYBRID)) == ""
    assert code_of(replace(CHECKED, check_on=None)) == "check_undated"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": " "}, "title_missing"), ({"addressees": ()}, "addressee_missing"),
        ({"addressees": (Addressee(town="Łódź"),)}, "addressee_missing"),
        ({"letter_date": "2026-13"}, "bad_date"), ({"letter_date": "2026-11"}, ""), ({"fee": -1}, "bad_number"),
        ({"reply_to": "K1A-26-000123-X"}, "bad_reply_to"), ({"reply_to": "K1A-26-000123-U"}, ""),
        ({"zpo": True}, "zpo_impossible"), ({"posting_number": "RR123456785PL"}, "posting_number_unused"),
    ],
)  # fmt: skip
def test_fields_are_checked(change: dict[str, object], code: str) -> None:
    assert code_of(replace(ITEM, **change)) == code  # type: ignore[arg-type]


@pytest.mark.parametrize("method", sorted(BOOKED))
def test_the_operators_book_needs_an_exact_address_and_a_number_that_checks(method: Method) -> None:
    letter = replace(CHECKED, method=method, posting_number="RR123456785PL")
    assert code_of(letter) == ""
    assert code_of(replace(letter, posting_number="RR123456784PL")) == "bad_posting_number"
    assert code_of(replace(letter, posting_number="00359007730000000015")) == ""
    assert code_of(replace(letter, posting_number="00359007730000000016")) == "bad_posting_number"
    assert code_of(replace(letter, addressees=(replace(JAN, town=None),))) == "town_missing"
    assert code_of(replace(letter, addressees=(replace(JAN, postcode=None),))) == "postcode_missing"
    assert code_of(replace(letter, addressees=(replace(JAN, postcode="90001"),))) == "bad_postcode"
    abroad = replace(JAN, country="Niemcy", postcode="10115", town="Berlin")
    assert code_of(replace(letter, addressees=(abroad,))) == ""


def test_a_collective_row_is_neither_registered_nor_confirmed() -> None:
    both = replace(CHECKED, addressees=(JAN, replace(JAN, surname="Inny")), method=Method.LETTER)
    assert code_of(both) == ""
    assert code_of(replace(both, method=Method.REGISTERED)) == "collective_registered"
    assert code_of(replace(both, method=Method.MESSENGER, zpo=True)) == "collective_registered"


def test_numbers_are_stored_one_way() -> None:
    typed = replace(ITEM, posting_number=" rr 123 456 785 pl ", reply_to="k1a26000123u", title="  Decyzja \n druga ")
    tidy = normalized(typed)
    assert (tidy.posting_number, tidy.reply_to, tidy.title) == ("RR123456785PL", "K1A-26-000123-U", "Decyzja druga")
    scanned = normalized(replace(ITEM, posting_number="(00)00359007730000000015"))
    assert scanned.posting_number == "00359007730000000015"
    assert normalized(tidy) == tidy


def test_the_way_of_a_letter() -> None:
    letter = replace(CHECKED, method=Method.REGISTERED, zpo=True, posting_number="RR123456785PL")
    away = handed_over(letter, "2026-11-20")
    sent = posted(away, "2026-11-21")
    assert (sent.state, sent.handed_on, sent.posted_on) == (OutgoingState.POSTED, "2026-11-20", "2026-11-21")
    assert sent.awaits_receipt
    there = delivered(sent, "2026-11-25")
    assert not there.awaits_receipt
    assert delivered(there, "2026-11-25") is there, "the same order given twice changes nothing"
    with pytest.raises(StateForbids):
        delivered(there, "2026-11-26")
    with pytest.raises(StateForbids):
        voided(there, "pomyłka")
    at_once = posted(letter, "2026-11-20")
    assert (at_once.handed_on, at_once.posted_on) == ("2026-11-20", "2026-11-20")


def test_no_posting_without_the_number_of_its_label() -> None:
    letter = replace(CHECKED, method=Method.REGISTERED)
    away = handed_over(letter, "2026-11-20")
    with pytest.raises(StateForbids) as refused:
        posted(away, "2026-11-20")
    assert refused.value.code == "posting_number_missing"


@pytest.mark.rule("returns by posting number")
def test_a_return_keeps_day_reason_and_two_notices() -> None:
    sent = posted(CHECKED, "2026-11-20")
    back = returned(sent, "2026-12-08", " nie podjęto ", ("2026-11-23", "2026-12-01"))
    assert (back.state, back.returned_on, back.return_reason) == (OutgoingState.RETURNED, "2026-12-08", "nie podjęto")
    assert back.notices == ("2026-11-23", "2026-12-01")
    for notices in (
        ("2026-12-01", "2026-11-23"), ("2026-11-23", "2026-11-23"), ("2026-12-09",), ("2026-11-19",), ("kiedyś",),
        ("2026-11-21", "2026-11-22", "2026-11-23"),
    ):  # fmt: skip
        with pytest.raises(InvalidInput):
            returned(sent, "2026-12-08", "nie podjęto", notices)
    with pytest.raises(InvalidInput):
        returned(sent, "2026-12-08", "  ", ())
    with pytest.raises(InvalidInput):
        returned(sent, "2026-11-19", "przed nadaniem", ())


@given(st.lists(st.sampled_from(list(OutgoingState)), max_size=8))
def test_a_voided_delivered_or_returned_row_stays_so(steps: list[OutgoingState]) -> None:
    item, ended = ITEM, False
    for step in steps:
        if may_move(item.state, step):
            assert not ended
            item = moved(item, step)
        elif item.state is not step:
            with pytest.raises(StateForbids):
                moved(item, step)
        ended = item.state in (OutgoingState.VOIDED, OutgoingState.DELIVERED, OutgoingState.RETURNED)
