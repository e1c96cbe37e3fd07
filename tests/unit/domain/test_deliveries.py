"""Domain 1.0: lists of deliveries: posting numbers, what was found, the receipt day of a drop box."""

from __future__ import annotations

from datetime import datetime

import pytest

from kancelaria.domain.deliveries import (
    Delivery,
    DeliveryKind,
    Found,
    checked,
    checked_number,
    expected_rows,
    make_number,
    number_doubt,
    numbers_in,
    parse_number,
    receipt_day,
    signed,
)
from kancelaria.domain.errors import InvalidInput, NotFound, OfficeError, StateForbids
from kancelaria.domain.handover import make_number as handover_number
from kancelaria.domain.identifiers import is_document_uid

GOOD, OTHER = "RR123456785PL", "EE000000005PL"
AT, BY = "2026-11-20T08:00:00.000Z", "anna"


def courier(*numbers: str) -> Delivery:
    number = make_number("K1A", 2026, 1)
    return Delivery("d", number, "K1A", 2026, 1, DeliveryKind.COURIER, "K1", AT, BY, expected_rows(numbers))


def test_a_wrong_check_digit_is_said_and_other_couriers_numbers_pass() -> None:
    assert checked_number(" rr 123456785 pl ") == GOOD
    for wrong in ("RR123456786PL", "", "abc", "PRZESYLKA", "12345", "RR123456785PL;DROP"):
        with pytest.raises(InvalidInput) as told:
            checked_number(wrong)
        assert told.value.code == "bad_posting_number"
    assert checked_number("1Z999AA10123456784") == "1Z999AA10123456784"
    assert number_doubt("00959007731234567890")
    assert not number_doubt(GOOD)


def test_a_list_is_read_from_what_couriers_send() -> None:
    pasted = f'\ufeffLp.;Numer;Waga\n1;{GOOD};0,5\n2;"{OTHER.lower()}";2026-11-20\n\n3;{GOOD};1'
    assert numbers_in(pasted) == ([GOOD, OTHER], [])
    assert numbers_in(f"{GOOD} \n RR123456786PL\nbrak numeru") == ([GOOD], ["RR123456786PL", "brak numeru"])
    assert numbers_in("") == ([], [])


@pytest.mark.rule("courier's list")
def test_scanning_marks_present_damaged_missing_and_surplus() -> None:
    made, row = checked(courier(GOOD, OTHER), GOOD.lower(), Found.PRESENT, AT, BY)
    assert (row.ordinal, row.state, row.surplus) == (1, Found.PRESENT, False)
    assert checked(made, GOOD, Found.PRESENT, "later", "other") == (made, row), "once more changes nothing"
    made, extra = checked(made, "XX12345678", Found.DAMAGED, AT, BY, "mokra")
    assert (extra.ordinal, extra.surplus, made.surplus) == (3, True, 1)
    with pytest.raises(InvalidInput, match="uszkodzenie"):
        checked(made, OTHER, Found.DAMAGED, AT, BY)
    with pytest.raises(NotFound):
        checked(made, "YY12345678", Found.MISSING, AT, BY)
    with pytest.raises(InvalidInput, match="doręczyciela"):
        signed(made, " ", AT, BY)
    done = signed(made, "J. Kurier", AT, BY)
    assert [each.state for each in done.rows] == [Found.PRESENT, Found.MISSING, Found.DAMAGED]
    for late in (lambda: checked(done, OTHER, Found.PRESENT, AT, BY), lambda: signed(done, "J. Kurier", AT, BY)):
        with pytest.raises(StateForbids):
            late()


def test_numbers_of_lists_are_no_other_barcodes() -> None:
    number = make_number("K1A", 2026, 12)
    assert parse_number(number.lower().replace("-", " ")) == number
    for other in (handover_number("K1A", 2026, 12), "K1A-26-000123-U", number[:-1] + "?", ""):
        with pytest.raises(OfficeError):
            parse_number(other)
    assert not is_document_uid(number)


@pytest.mark.rule("drop box")
@pytest.mark.parametrize(
    ("moment", "before", "day"),
    [
        ("2026-11-20T07:30", "", "2026-11-20"),
        ("2026-11-20T07:30", "08:00", "2026-11-19"),
        ("2026-11-20T08:00", "08:00", "2026-11-20"),
        ("2026-11-23T07:30", "08:00", "2026-11-20"),  # Monday: the Friday before
        ("2026-11-12T07:30", "08:00", "2026-11-10"),  # after the holiday of the 11th
        ("2027-01-04T07:30", "08:00", "2026-12-31"),  # over the year's end
    ],
)
def test_the_receipt_day_follows_the_offices_rule(moment: str, before: str, day: str) -> None:
    assert receipt_day(datetime.fromisoformat(moment), before) == day


def test_a_rule_written_wrong_is_said() -> None:
    with pytest.raises(InvalidInput, match="drop_box_before"):
        receipt_day(datetime.fromisoformat("2026-11-20T07:30"), "8")
