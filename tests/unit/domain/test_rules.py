"""The state machine, frozen facts, what a registration needs, correspondents' keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kancelaria.domain.correspondents import deduplication_key, folded, polish_sort_key
from kancelaria.domain.errors import StateForbids
from kancelaria.domain.incoming import IncomingItem, ItemState, Page, Reproduction, ReproductionExtent, Sender
from kancelaria.domain.item_state import FROZEN_FACTS, ItemAction, may, may_change, move, state_word
from kancelaria.domain.registration import (
    RegistrationRefused,
    malformed_facts,
    missing_facts,
    refuse_incomplete,
    refuse_malformed,
    with_default_country,
)

WHOLE = IncomingItem(
    "id", "K1A-26-000123-U", 1, 2026, "2026-11-20T09:00:00.000Z", "2026-11-20", "Sprawa",
    Sender(organisation="Firma", town="Żory"), no_date=True, no_reference=True,
)  # fmt: skip


@given(st.lists(st.sampled_from(list(ItemAction)), max_size=8))
def test_any_way_through_the_states_is_written_or_refused(actions: list[ItemAction]) -> None:
    state = ItemState.TO_VERIFY
    for action in actions:
        before = state
        if may(state, action):
            state = move(state, action)
        else:
            with pytest.raises(StateForbids) as refused:
                move(state, action, "K1A-26-000123-U")
            assert state_word(before) in refused.value.message
        assert state is not ItemState.TO_VERIFY or before is ItemState.TO_VERIFY
        assert not (before is ItemState.VOIDED and state is not ItemState.VOIDED)
    if ItemAction.CONFIRM not in actions:
        assert state in (ItemState.TO_VERIFY, ItemState.VOIDED)


def test_every_state_but_voided_can_be_voided() -> None:
    assert {state for state in ItemState if not may(state, ItemAction.VOID)} == {ItemState.VOIDED}


@pytest.mark.parametrize("field", sorted(FROZEN_FACTS))
def test_facts_freeze_when_the_item_leaves_to_verify(field: str) -> None:
    assert may_change(ItemState.TO_VERIFY, field, is_filled=True)
    assert may_change(ItemState.REGISTERED, field, is_filled=False)
    assert not may_change(ItemState.REGISTERED, field, is_filled=True)
    assert may_change(ItemState.ASSIGNED, "remarks", is_filled=True)
    assert not may_change(ItemState.VOIDED, "remarks", is_filled=False)


@pytest.mark.rule("address")
@pytest.mark.rule("explicit absence")
@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"title": " "}, "title", "title_missing"),
        ({"no_date": False}, "letter_date", "letter_date_missing"),
        ({"no_reference": False}, "sender_reference", "sender_reference_missing"),
        ({"sender": Sender()}, "sender", "sender_missing"),
        ({"sender": Sender(surname="Próbna")}, "sender.town", "sender_town_missing"),
    ],
)
def test_what_is_missing(changes: dict[str, object], field: str, code: str) -> None:
    item = replace(WHOLE, **changes)  # type: ignore[arg-type]
    assert [(problem.field, problem.code) for problem in missing_facts(item)] == [(field, code)]
    assert malformed_facts(item) == ()
    refuse_malformed(item)
    with pytest.raises(RegistrationRefused) as refused:
        refuse_incomplete(item)
    assert (refused.value.code, refused.value.subject) == (code, field)


@pytest.mark.parametrize(
    "sender",
    [Sender(anonymous=True), Sender(surname="Próbna", email=("a@example.com",)), Sender(surname="P", town="Ż")],
)
def test_senders_that_suffice(sender: Sender) -> None:
    assert missing_facts(replace(WHOLE, sender=sender)) == ()
    refuse_incomplete(replace(WHOLE, sender=sender))


@pytest.mark.rule("extent and reason")
@pytest.mark.rule("sender kept apart")
@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"received_on": "2026-11"}, "received_on", "bad_date"),
        ({"letter_date": "2026-02-30", "no_date": False}, "letter_date", "bad_date"),
        ({"posted_on": "wczoraj"}, "posted_on", "bad_date"),
        ({"received_time": "24:00"}, "received_time", "bad_time"),
        ({"sender": Sender(organisation="F", postcode="00001", town="Ż")}, "sender.postcode", "bad_postcode"),
        ({"sender": Sender(organisation="F", town="Ż", email=("nie-adres",))}, "sender.email", "bad_email"),
        ({"sender": Sender(organisation="F", surname="G", town="Ż")}, "sender", "sender_twofold"),
        ({"sender": Sender(organisation="F", anonymous=True)}, "sender", "anonymous_and_named"),
        ({"attachment_count": -1}, "attachment_count", "bad_attachment_count"),
        ({"pages": (Page(2, 1, 1, 300, "a"),)}, "pages", "bad_page_numbers"),
        ({"reproduction": Reproduction(ReproductionExtent.FULL, "page_size")}, "reproduction", "reason_unwanted"),
        ({"reproduction": Reproduction(ReproductionExtent.NONE)}, "reproduction", "reproduction_reason_missing"),
        ({"reproduction": Reproduction(ReproductionExtent.PARTIAL, "bo tak")}, "reproduction",
         "reproduction_reason_missing"),
        ({"letter_date": "2026"}, "letter_date", "date_and_no_date"),
        ({"sender_reference": "Z/1"}, "sender_reference", "reference_and_none"),
        ({"sealed": True}, "sealed", "sealed_and_full"),
    ],
)  # fmt: skip
def test_what_is_malformed_is_always_refused(changes: dict[str, object], field: str, code: str) -> None:
    item = replace(WHOLE, **changes)  # type: ignore[arg-type]
    assert [(problem.field, problem.code) for problem in malformed_facts(item)] == [(field, code)]
    with pytest.raises(RegistrationRefused):
        refuse_malformed(item)


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(RegistrationRefused) as refused:
        refuse_incomplete(replace(WHOLE, title="", no_date=False, received_on="x"))
    assert [problem.field for problem in refused.value.problems] == ["received_on", "title", "letter_date"]
    assert "Podaj, czego dotyczy pismo." in refused.value.message


@pytest.mark.rule("partial dates")
def test_partial_dates_and_foreign_postcodes_are_fine() -> None:
    sender = Sender(organisation="Firma", postcode="SW1A 1AA", town="Londyn", country="GB")
    assert malformed_facts(replace(WHOLE, letter_date="2026-11", no_date=False, posted_on="2026", sender=sender)) == ()
    assert with_default_country(sender) is sender
    assert with_default_country(Sender(town="Żory")).country == "PL"
    assert with_default_country(Sender(surname="P")).country is None


def test_names_of_senders() -> None:
    assert Sender(surname="Próbna", given_names="Anna").display_name == "Próbna Anna"
    assert Sender(anonymous=True).display_name == "nadawca anonimowy"
    assert Sender().display_name == ""


def test_one_sender_has_one_key() -> None:
    first = Sender(organisation="Sąd Rejonowy w Żorach", town="Żory")
    assert deduplication_key(first) == deduplication_key(Sender(organisation="SĄD  REJONOWY w Zorach", town="ŻORY"))
    assert deduplication_key(first) != deduplication_key(replace(first, town="Tychy"))
    anna = Sender(surname="Próbna", given_names="Anna", town="Żory", street="ul. A 1")
    assert deduplication_key(anna) != deduplication_key(replace(anna, street="ul. B 2"))
    assert deduplication_key(Sender()) == "p|||"


@given(st.text())
def test_folding_is_stable(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_polish_order() -> None:
    words = ["ćma", "cz", "zawada", "żak", "źrebak", "ąż", "az", "łan", "lz"]
    assert sorted(words, key=polish_sort_key) == ["az", "ąż", "cz", "ćma", "lz", "łan", "zawada", "źrebak", "żak"]


@pytest.mark.rule("receipt to the minute")
def test_a_time_of_receipt_to_the_minute_is_fine() -> None:
    assert malformed_facts(replace(WHOLE, received_time="09:14")) == ()
