"""Domain 1.3, hand-over list: made, received, disputed, settled; each with its trace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kancelaria.domain.chronological_store import Handling, ModeRule
from kancelaria.domain.errors import NotFound, OfficeError
from kancelaria.domain.handover import Handed, Handover
from kancelaria.domain.incoming import IncomingItem, Reproduction, ReproductionExtent
from kancelaria.services.assign import Target, assign_item
from kancelaria.services.handover import (
    HandoverOrder,
    handover_json,
    make_handover,
    note_discrepancy,
    receive_handover,
    settle_discrepancy,
)
from kancelaria.services.register import register_incoming
from kancelaria.services.void import void_item
from tests.fakes.office import FakeOffice
from tests.unit.services.test_register import LETTER

UNITS = ("AB", "GK")
ENVELOPE = Reproduction(ReproductionExtent.PARTIAL, "sealed")


@pytest.fixture
def letters(office: FakeOffice) -> list[IncomingItem]:
    commands = [replace(LETTER, item_id=f"letter-{n}", label=None, confirmed=True) for n in range(3)]
    return [register_incoming(each, office.uow(), office.workplace) for each in commands]


def hand(office: FakeOffice, *items: IncomingItem, unit: str = "AB", **more: object) -> Handover:
    order = HandoverOrder(unit, tuple(item.document_uid for item in items), **more)  # type: ignore[arg-type]
    return make_handover(order, UNITS, office.uow(), office.workplace)


def refused(code: str, action: Callable[[], object]) -> OfficeError:
    with pytest.raises(OfficeError) as told:
        action()
    assert told.value.code == code
    assert told.value.hint, code
    return told.value


def test_numbers_follow_one_another_in_a_year_and_begin_again(office: FakeOffice, letters: list[IncomingItem]) -> None:
    first, second = hand(office, letters[0]), hand(office, letters[1])
    office.clock.move(days=60)
    third = hand(office, letters[2])
    assert [(made.year, made.serial) for made in (first, second, third)] == [(2026, 1), (2026, 2), (2027, 1)]
    assert first.number.startswith("K1A-26-L00001-")


def test_what_is_kept_of_a_list_and_its_trace(office: FakeOffice, letters: list[IncomingItem]) -> None:
    uid = letters[0].document_uid
    made = hand(office, *letters[:2], amounts={uid.replace("-", ""): "4 tomy"}, remarks={uid: " z mapą "})
    assert office.state.handovers == {made.number: made}
    assert (made.point, made.unit, made.made_at, made.made_by) == ("K1", "AB", "2026-11-20T09:14:00.000Z", "m.nowicka")
    first = made.rows[0]
    assert (first.ordinal, first.document_uid, first.what) == (1, uid, Handed.ORIGINAL)
    assert (first.amount, first.remarks) == ("4 tomy", "z mapą")
    actor, action, subject, values = office.state.audit[-1]
    assert (actor, action, subject) == ("m.nowicka", "handover", ("handover", made.number))
    assert [row["document_uid"] for row in values["rows"]] == [item.document_uid for item in letters[:2]]
    assert not [event for event in office.state.events if event[1][0] == "handover"]
    assert "item_id" not in str(handover_json(made))


def test_one_item_never_lies_on_two_open_lists(office: FakeOffice, letters: list[IncomingItem]) -> None:
    made = hand(office, letters[0])
    told = refused("on_open_handover", lambda: hand(office, letters[1], letters[0], unit="GK"))
    assert (told.subject, made.number in told.message) == (letters[0].document_uid, True)
    assert list(office.state.handovers) == [made.number]
    receive_handover(made.number, "Ola Lis", office.uow(), office.workplace)
    assert hand(office, letters[0], letters[1], unit="GK").serial == 2


def test_a_voided_item_is_not_handed_over(office: FakeOffice, letters: list[IncomingItem]) -> None:
    void_item(letters[0].document_uid, "pomyłka", office.uow(), office.workplace)
    refused("handover_voided", lambda: hand(office, letters[0]))


def test_waiting_collects_what_the_unit_has_and_the_registry_holds(
    office: FakeOffice, letters: list[IncomingItem]
) -> None:
    refused("nothing_waits", lambda: hand(office, waiting=True))
    for item in letters[:2]:
        assign_item(item.document_uid, Target(unit="AB"), office.uow(), office.workplace)
    made = hand(office, waiting=True)
    assert [row.document_uid for row in made.rows] == [item.document_uid for item in letters[:2]]
    refused("nothing_waits", lambda: hand(office, waiting=True))


@pytest.mark.rule("hand-over discrepancy")
def test_a_discrepancy_holds_the_item_until_settled(office: FakeOffice, letters: list[IncomingItem]) -> None:
    made, uid = hand(office, letters[0]), letters[0].document_uid
    note_discrepancy(made.number, uid, " nie ma w teczce ", office.uow("o.lis"), office.workplace)
    signed = receive_handover(made.number.replace("-", ""), "Ola Lis", office.uow(), office.workplace)
    assert (signed.received_by, signed.noted_by, signed.is_open) == ("Ola Lis", "m.nowicka", True)
    refused("on_open_handover", lambda: hand(office, letters[0]))
    done = settle_discrepancy(made.number, uid, "leżało w składzie", office.uow(), office.workplace, kept=True)
    found = done.rows[0].discrepancy
    assert found is not None
    assert (found.reason, found.noted_by, found.settled, found.kept) == (
        "nie ma w teczce", "o.lis", "leżało w składzie", True,
    )  # fmt: skip
    assert hand(office, letters[0]).rows[0].document_uid == uid
    assert [entry[1] for entry in office.state.audit if entry[2][0] == "handover"] == [
        "handover", "handover_discrepancy", "handover_received", "handover_settled", "handover",
    ]  # fmt: skip


def test_wrong_orders_are_refused_whole(office: FakeOffice, letters: list[IncomingItem]) -> None:
    first = letters[0]
    refused("unit_unknown", lambda: hand(office, first, unit="XX"))
    refused("handover_nothing", lambda: hand(office))
    refused("handover_nothing", lambda: hand(office, first, waiting=True))
    refused("handover_twice", lambda: hand(office, first, first))
    refused("handover_not_listed", lambda: hand(office, first, remarks={letters[1].document_uid: "x"}))
    refused("item_unknown", lambda: hand(office, replace(first, document_uid="K1A-26-000123-U")))
    refused("handover_sealed", lambda: sealed_as_original(office))
    assert office.state.handovers == {}
    with pytest.raises(NotFound):
        receive_handover("K1A-26-L00012-5", "Ola Lis", office.uow(), office.workplace)


def sealed_as_original(office: FakeOffice) -> Handover:
    command = replace(LETTER, item_id="sealed", sealed=True, reproduction=ENVELOPE)
    item = register_incoming(command, office.uow(), office.workplace)
    return hand(office, item, what=Handed.ORIGINAL)


@pytest.mark.parametrize("empty", ["", "  "])
def test_reasons_and_names_are_asked_for(office: FakeOffice, letters: list[IncomingItem], empty: str) -> None:
    made, uid = hand(office, letters[0]), letters[0].document_uid
    for action in (
        lambda: note_discrepancy(made.number, uid, empty, office.uow(), office.workplace),
        lambda: settle_discrepancy(made.number, uid, empty, office.uow(), office.workplace),
        lambda: receive_handover(made.number, empty, office.uow(), office.workplace),
    ):
        with pytest.raises(OfficeError) as told:
            action()
        assert told.value.code == "text_missing"


def test_what_goes_to_the_store_is_not_handed_to_a_unit(office: FakeOffice, letters: list[IncomingItem]) -> None:
    """Electronic handling: paper scanned whole goes to the store; what is scanned in part goes to its handler."""
    part = Reproduction(ReproductionExtent.PARTIAL, "page_count")
    incomplete = register_incoming(
        replace(LETTER, item_id="part", label=None, confirmed=True, reproduction=part), office.uow(), office.workplace
    )
    for item in (*letters, incomplete):
        assign_item(item.document_uid, Target("AB", None), office.uow(), office.workplace)
    office.state.modes.append(ModeRule("", Handling.ELECTRONIC, "2026-01-01"))
    made = make_handover(HandoverOrder("AB", waiting=True), UNITS, office.uow(), office.workplace)
    assert [row.document_uid for row in made.rows] == [incomplete.document_uid]
