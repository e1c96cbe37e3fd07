"""Domain 1.0: a courier's list from its numbers to what waits for registration; a drop box's protocol."""

from __future__ import annotations

from datetime import date

import pytest

from kancelaria.domain.deliveries import Delivery, Found
from kancelaria.domain.errors import OfficeError
from kancelaria.services.deliveries import (
    BoxOrder,
    CourierOrder,
    delivery_json,
    empty_drop_box,
    make_courier_list,
    mark_row,
    scan_code,
    sign_delivery,
    waited,
)
from tests.fakes.office import FakeOffice

NUMBERS = ("RR123456785PL", "EE000000005PL", "1Z999AA10123456784")


def begin(office: FakeOffice, *numbers: str) -> Delivery:
    return make_courier_list(CourierOrder(numbers, "designated", "Poczta"), office.uow(), office.workplace)


def code_of(action: object) -> str:
    with pytest.raises(OfficeError) as told:
        action()  # type: ignore[operator]
    return told.value.code


@pytest.mark.rule("courier's list")
def test_a_signed_list_leaves_consignments_that_wait(office: FakeOffice) -> None:
    made = begin(office, *NUMBERS)
    uow, at = office.uow, office.workplace
    assert not scan_code(made.number, NUMBERS[0], uow(), at).again
    assert scan_code(made.number, NUMBERS[0].lower(), uow(), at).again
    scan_code(made.number, NUMBERS[1], uow(), at, damaged=True, remarks="rozdarta")
    assert scan_code(made.number, NUMBERS[1], uow(), at).row.state is Found.DAMAGED, "a second beep mends nothing"
    assert scan_code(made.number, "XX12345678", uow(), at).row.surplus
    assert code_of(lambda: scan_code(made.number, "RR123456786PL", uow(), at)) == "bad_posting_number"
    assert office.state.consignments == {}, "nothing is accepted before somebody signs"
    done = sign_delivery(made.number, "J. Kurier", uow("b.bogna"), at)
    assert delivery_json(done)["totals"] == {
        "waiting": 0, "present": 2, "damaged": 1, "missing": 1, "surplus": 1,
    }  # fmt: skip
    assert (done.signed_by, done.delivered_by) == ("b.bogna", "J. Kurier")
    accepted = list(office.state.consignments.values())
    assert [each.posting_number for each in accepted] == [NUMBERS[0], NUMBERS[1], "XX12345678"]
    assert [each.condition for each in accepted] == [None, "rozdarta", None]
    assert {each.accepted_at for each in accepted} == {done.signed_at}
    assert [row.consignment_id for row in done.rows] == [accepted[0].id, accepted[1].id, None, accepted[2].id]
    assert [event[1][0] for event in office.state.events] == ["consignment"] * 3, "the list itself isn't told"
    assert code_of(lambda: sign_delivery(made.number, "J. Kurier", uow(), at)) == "delivery_signed"
    assert code_of(lambda: mark_row(made.number, 3, Found.PRESENT, uow(), at)) == "delivery_signed"
    assert [entry[1] for entry in office.state.audit].count("delivery_signed") == 1
    assert waited(accepted[0], date(2099, 1, 1)) > 20_000


def test_what_a_list_is_refused_for(office: FakeOffice) -> None:
    assert code_of(lambda: begin(office, NUMBERS[0], NUMBERS[0])) == "delivery_twice"
    assert code_of(lambda: begin(office, "RR123456786PL")) == "bad_posting_number"
    made = begin(office, NUMBERS[0])
    assert code_of(lambda: begin(office, NUMBERS[0])) == "on_open_delivery"
    empty = begin(office)
    assert code_of(lambda: sign_delivery(empty.number, "J.", office.uow(), office.workplace)) == "delivery_empty"
    unknown = lambda: scan_code(made.number[:-1] + "0", NUMBERS[0], office.uow(), office.workplace)  # noqa: E731
    assert code_of(unknown) == "bad_delivery_number"


def test_a_mark_can_be_taken_back_until_the_list_is_signed(office: FakeOffice) -> None:
    made = begin(office, *NUMBERS)
    scan_code(made.number, NUMBERS[0], office.uow(), office.workplace)
    after = mark_row(made.number, 1, Found.WAITING, office.uow(), office.workplace)
    assert after.rows[0].state is Found.WAITING
    assert code_of(lambda: mark_row(made.number, 9, Found.MISSING, office.uow(), office.workplace)) == "not_on_delivery"


@pytest.mark.rule("drop box")
def test_a_drop_box_has_a_protocol_and_its_receipt_day(office: FakeOffice) -> None:
    empty = lambda count, witness: empty_drop_box(  # noqa: E731
        BoxOrder(count, witness, "wejście od ulicy"), "23:59", office.uow(), office.workplace
    )
    assert code_of(lambda: empty(2, " ")) == "deliverer_missing"
    assert code_of(lambda: empty(0, "J. Lis")) == "bad_count"
    done = empty(2, "J. Lis")
    emptied = office.clock.now().date()
    assert done.received_on is not None
    assert done.received_on < emptied.isoformat()
    assert (done.signed_at, done.delivered_by, len(done.rows)) == (done.made_at, "J. Lis", 2)
    assert {each.received_on for each in office.state.consignments.values()} == {done.received_on}
    assert len(office.state.consignments) == 2
