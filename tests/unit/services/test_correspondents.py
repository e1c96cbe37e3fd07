"""The correspondents' book: numbers checked and masked, addresses remembered, merges that can be undone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kancelaria.domain.correspondents import Address, Correspondent, PublicNumbers, usual
from kancelaria.domain.correspondents_numbers import checked_number, doubts, masked, without_numbers
from kancelaria.domain.errors import InvalidInput, NotFound, StateForbids
from kancelaria.domain.incoming import Sender
from kancelaria.services.correspondents import (
    correct_correspondent,
    keep_apart,
    merge_correspondents,
    remember_sender,
    reveal_number,
    take_address,
    undo_merge,
)
from kancelaria.services.register import RegisterIncoming, register_incoming
from tests.fakes.office import FakeOffice

PESEL, NIP = "44851401308", "1234563218"
JAN = Sender(surname="Zmyślony", given_names="Jan", street="ul. Próbna 1", postcode="43-190", town="Mikołów")
JAN_AGAIN = replace(JAN, street="ul. Probna 1/2", email=("jan@example.com",))


def known(office: FakeOffice, sender: Sender = JAN, **numbers: str) -> Correspondent:
    """A correspondent written into the book by a letter."""
    with office.uow() as uow:
        made = remember_sender(sender, uow, office.workplace, "2026-11-20T09:00:00.000Z")
        uow.commit()
    assert made is not None
    return correct(office, made.id, **numbers) if numbers else made


def correct(office: FakeOffice, correspondent_id: str, **changes: str) -> Correspondent:
    return correct_correspondent(correspondent_id, changes, office.uow(), office.workplace)


def merge(office: FakeOffice, kept: Correspondent, other: Correspondent, *take: str) -> Correspondent:
    return merge_correspondents(kept.id, other.id, take, office.uow(), office.workplace)


@pytest.mark.parametrize(
    ("kind", "typed", "value", "doubtful"),
    [
        ("pesel", "448514 01308", PESEL, False), ("pesel", "44851401358", "44851401358", True),
        ("pesel", "44991401358", "44991401358", True), ("nip", "123-456-32-18", NIP, False),
        ("nip", "PL 1234563218", NIP, False), ("nip", "1234563219", "1234563219", True),
        ("regon", "123456785", "123456785", False), ("regon", "12345678500000", "12345678500000", False),
        ("regon", "123456784", "123456784", True), ("krs", "28860", "0000028860", False),
        ("krs", "0000000000", "0000000000", True), ("ade", "AE:PL-9", "AE:PL-9", True),
        ("ade", "ae:pl-12345-67890-abcde-12", "AE:PL-12345-67890-ABCDE-12", False),
    ],
)  # fmt: skip
def test_a_number_is_checked_and_a_wrong_check_is_a_doubt(kind: str, typed: str, value: str, doubtful: bool) -> None:
    checked = checked_number(kind, typed)
    assert (checked.value, bool(checked.doubt)) == (value, doubtful)
    assert bool(doubts(PublicNumbers(**{kind: value}))) is doubtful
    assert value not in checked.doubt


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("pesel", "123"),
        ("nip", "12345678x8"),
        ("krs", "1" * 11),
        ("ade", "a b;"),
        ("regon", "1234567890"),
        ("wiek", "40"),
    ],
)
def test_what_cannot_be_a_number_is_refused_without_repeating_it(kind: str, typed: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        checked_number(kind, typed)
    assert typed not in refused.value.message + refused.value.hint + refused.value.subject


@pytest.mark.rule("personal numbers masked")
def test_personal_numbers_are_optional_masked_and_each_showing_is_logged(office: FakeOffice) -> None:
    one = known(office)
    assert one.numbers == PublicNumbers()
    correct(office, one.id, pesel=PESEL, nip=NIP)
    assert (masked("pesel", PESEL), masked("nip", NIP)) == ("••••••••308", "•••••••218")
    with pytest.raises(InvalidInput):
        reveal_number(one.id, "pesel", "  ", office.uow(), office.workplace)
    assert office.state.access == []
    assert reveal_number(one.id, "pesel", "potwierdzenie osoby", office.uow("o.lis"), office.workplace) == PESEL
    assert office.state.access == [("o.lis", "view", (f"correspondent/{one.id}/pesel",), "potwierdzenie osoby")]
    with pytest.raises(NotFound):
        reveal_number(one.id, "krs", "próba", office.uow(), office.workplace)


@pytest.mark.rule("personal numbers masked")
def test_neither_history_nor_search_nor_letters_hold_a_personal_number(office: FakeOffice) -> None:
    one, two = known(office), known(office, JAN_AGAIN, pesel=PESEL, nip=NIP)
    merge(office, one, two)
    command = RegisterIncoming("i-1", "2026-11-20", "Podanie", JAN, no_date=True, no_reference=True)
    register_incoming(command, office.uow(), office.workplace)
    state = office.state
    for kept in (state.audit, state.search, state.items, state.access, state.fingerprints, state.labels):
        assert PESEL not in repr(kept)
        assert NIP not in repr(kept)
    assert without_numbers({"merged": {"after": {"pesel": PESEL}}}) == {"merged": {"after": {"pesel": "••••••••308"}}}


def test_another_address_makes_the_present_one_a_former_one(office: FakeOffice) -> None:
    one = known(office)
    moved = correct(office, one.id, street="ul. Nowa 7", postcode="43-100", town="Tychy")
    assert (moved.sender.town, moved.since) == ("Tychy", "2026-11-20")
    [former] = moved.addresses
    assert former == Address("ul. Próbna 1", "43-190", "Mikołów", None, None, "2026-11-20")
    # a letter from the former address is still theirs, and changes nothing
    again = known(office)
    assert (again.id, again.version, again.uses) == (one.id, moved.version, 2)
    back = take_address(one.id, former, office.uow(), office.workplace)
    assert (back.sender.town, [each.town for each in back.addresses]) == ("Mikołów", ["Tychy"])


def test_a_letter_with_another_address_notes_it_and_only_a_person_makes_it_the_present_one(office: FakeOffice) -> None:
    firm = Sender(organisation="Firma Próbna", street="ul. Stara 1", town="Żory")
    one, elsewhere = known(office, firm), replace(firm, street="ul. Nowa 2")
    for checked in (False, True, True):
        with office.uow() as uow:
            remember_sender(elsewhere, uow, office.workplace, "2026-11-21T09:00:00.000Z", checked=checked)
            uow.commit()
    kept = office.state.correspondents[one.id]
    assert (kept.sender.street, [each.street for each in kept.addresses]) == ("ul. Stara 1", ["ul. Nowa 2"])
    assert kept.addresses[0].until is None


def test_a_corrected_name_is_found_by_the_old_spelling(office: FakeOffice) -> None:
    one = known(office, Sender(organisation="Spółka Prubna", town="Żory"))
    correct(office, one.id, organisation="Spółka Próbna z o.o.")
    assert known(office, Sender(organisation="SPÓŁKA PRUBNA", town="Żory")).id == one.id
    assert len(office.state.correspondents) == 1


def test_what_is_wrong_is_refused(office: FakeOffice) -> None:
    one, other = known(office), known(office, Sender(organisation="Firma", town="Żory"))
    for changes, code in (
        ({"surname": ""}, "name_missing"), ({"organisation": "Firma"}, "name_missing"),
        ({"postcode": "4319"}, "bad_postcode"), ({"wzrost": "180"}, "unknown_field"),
    ):  # fmt: skip
        with pytest.raises(InvalidInput) as refused:
            correct(office, one.id, **changes)
        assert refused.value.code == code
    with pytest.raises(StateForbids) as taken:
        correct(office, one.id, surname="", given_names="", organisation="FIRMA", town="Żory")
    assert (taken.value.code, taken.value.subject) == ("correspondent_exists", other.id)
    with pytest.raises(StateForbids) as late:
        correct_correspondent(one.id, {"town": "Tychy"}, office.uow(), office.workplace, base_version=7)
    assert late.value.code == "changed_meanwhile"
    with pytest.raises(NotFound):
        correct(office, "nie ma", town="Tychy")


def test_a_merge_keeps_what_was_chosen_and_fills_the_gaps(office: FakeOffice) -> None:
    one, two = known(office, nip=NIP), known(office, JAN_AGAIN, pesel=PESEL, nip="1111111111")
    kept = merge(office, one, two, "address")
    assert (kept.id, kept.numbers.nip, kept.numbers.pesel) == (one.id, NIP, PESEL)
    assert (kept.sender.street, kept.sender.email) == ("ul. Probna 1/2", ("jan@example.com",))
    assert [each.street for each in kept.addresses] == ["ul. Próbna 1"]
    gone = office.state.correspondents[two.id]
    assert gone.merged is not None
    assert (gone.merged.into, gone.sender) == (one.id, two.sender)
    # letters of both names count for the one that stays
    assert known(office, JAN_AGAIN).id == known(office, JAN).id == one.id
    assert [aggregate[1] for _, aggregate, _, _ in office.state.events[-2:]] == [two.id, one.id]


def test_a_merge_is_undone_but_not_what_somebody_changed_since(office: FakeOffice) -> None:
    one, two = known(office), known(office, JAN_AGAIN, pesel=PESEL)
    merge(office, one, two, "address", "pesel")
    correct(office, one.id, email="nowy@example.com")
    back, stays = undo_merge(two.id, office.uow(), office.workplace)
    assert (back.merged, back.sender, back.numbers.pesel) == (None, two.sender, PESEL)
    assert stays == ("email",)
    was = office.state.correspondents[one.id]
    assert (was.sender, was.numbers, was.addresses, was.former) == (
        replace(one.sender, email=("nowy@example.com",)), one.numbers, one.addresses, one.former,
    )  # fmt: skip
    assert (was.uses, back.uses) == (one.uses, two.uses)
    assert known(office, JAN_AGAIN).id == two.id
    with pytest.raises(StateForbids):
        undo_merge(two.id, office.uow(), office.workplace)


def test_any_merge_undone_at_once_leaves_both_as_they_were(office: FakeOffice) -> None:
    one, two = known(office, nip=NIP, regon="123456785"), known(office, JAN_AGAIN, pesel=PESEL, krs="1")
    before = {each: replace(office.state.correspondents[each], version=0) for each in (one.id, two.id)}
    for take in (
        (),
        ("name",),
        ("address", "nip"),
        ("name", "address", "email", "pesel", "krs", "ade", "regon", "nip"),
    ):
        merge(office, one, two, *take)
        undo_merge(two.id, office.uow(), office.workplace)
        assert {each: replace(office.state.correspondents[each], version=0) for each in before} == before, take


def test_merges_nobody_could_follow_are_refused(office: FakeOffice) -> None:
    one, two = known(office), known(office, JAN_AGAIN)
    with pytest.raises(InvalidInput):
        merge(office, one, one)
    with pytest.raises(InvalidInput):
        merge(office, one, two, "wzrost")
    at = replace(office.workplace, station=replace(office.workplace.station, central="postgresql://centrala"))
    office.state.untold.add(two.id)
    with pytest.raises(StateForbids) as untold:
        merge_correspondents(one.id, two.id, (), office.uow(), at)
    assert untold.value.code == "correspondent_untold"
    merge(office, one, two)
    with pytest.raises(StateForbids) as again:
        merge(office, one, two)
    assert again.value.code == "merged_already"


def test_two_that_are_not_the_same_are_kept_apart(office: FakeOffice) -> None:
    one, two = known(office), known(office, JAN_AGAIN)
    keep_apart(two.id, one.id, office.uow(), office.workplace)
    assert office.state.apart == {tuple(sorted((one.id, two.id)))}
    assert office.state.events[-1][1] == ("correspondent", two.id), "nothing to tell the central"


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ((0, ""), (1, "2026-11-20T09:00:00.000Z")), ((1, "2026-11-19"), (1, "2026-11-20")),
        ((1, "2026-11-20"), (2, "2026-11-20")), ((1, "2026-11-20"), (1000, "2025-11-20")),
        ((1000, "2022-01-01"), (1, "2026-11-20")),
    ],
)  # fmt: skip
def test_the_usual_ones_are_those_used_often_and_of_late(less: Any, more: Any) -> None:
    assert usual(*less) < usual(*more)
