"""Domain 1.3, hand-over list: numbers, what may be handed over, when a list is open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kancelaria.domain.errors import InvalidInput, NotFound, OfficeError, StateForbids
from kancelaria.domain.handover import (
    Discrepancy,
    Handed,
    Handover,
    HandoverRow,
    amount_of,
    handed_of,
    has_paper,
    make_number,
    noted,
    parse_number,
    received,
    settled,
    shows_content,
)
from kancelaria.domain.identifiers import parse_document_uid
from kancelaria.domain.incoming import Access, ItemState, Page, Reproduction, ReproductionExtent
from tests.unit.printing.samples import ITEM, OTHER_UID, UID

SEALED = replace(ITEM, sealed=True)
EMAIL = replace(ITEM, delivery_method="email")
MADE = Handover(
    "h-1", make_number("K1A", 2026, 1), "K1A", 2026, 1, "K1", "AB", "2026-11-20T09:14:00.000Z", "m.nowicka",
    (HandoverRow(1, "i-1", UID, Handed.ORIGINAL, "5 str."), HandoverRow(2, "i-2", OTHER_UID, Handed.SEALED)),
)  # fmt: skip
MISSING = Discrepancy("nie ma w teczce", "2026-11-20T10:00:00.000Z", "m.nowicka")


@pytest.mark.parametrize("series", ["26", "L2", "K1A", "KAB1", "2026"])
@pytest.mark.parametrize("serial", [1, 12, 99_999])
def test_a_list_s_barcode_is_never_taken_for_an_item_s(series: str, serial: int) -> None:
    number = make_number(series, 2026, serial)
    assert parse_number(f" {number.lower().replace('-', '')} ") == number
    with pytest.raises(InvalidInput):
        parse_document_uid(number)
    with pytest.raises(InvalidInput):
        parse_number(UID)


def test_a_misread_number_is_refused_with_the_next_step() -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_number(MADE.number.replace("L00001", "L00002"))
    assert refused.value.code == "bad_handover_number"
    assert "handover list" in refused.value.hint
    with pytest.raises(InvalidInput):
        make_number("K1A", 2026, 100_000)


@pytest.mark.parametrize(
    ("item", "asked", "what"),
    [
        (ITEM, None, Handed.ORIGINAL), (ITEM, Handed.SCAN, Handed.SCAN), (ITEM, Handed.CARRIER, Handed.CARRIER),
        (SEALED, None, Handed.SEALED), (SEALED, Handed.SEALED, Handed.SEALED),
        (EMAIL, None, Handed.SCAN), (EMAIL, Handed.CARRIER, Handed.CARRIER),
    ],
)  # fmt: skip
def test_what_is_handed_over(item, asked, what) -> None:  # type: ignore[no-untyped-def]
    assert handed_of(item, asked) is what


@pytest.mark.parametrize(
    ("item", "asked", "code"),
    [
        (replace(ITEM, state=ItemState.VOIDED), None, "handover_voided"),
        (SEALED, Handed.ORIGINAL, "handover_sealed"), (SEALED, Handed.SCAN, "handover_sealed"),
        (ITEM, Handed.SEALED, "handover_not_sealed"), (EMAIL, Handed.ORIGINAL, "handover_no_paper"),
    ],
)  # fmt: skip
def test_what_may_not_be_handed_over(item, asked, code) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(StateForbids) as refused:
        handed_of(item, asked)
    assert (refused.value.code, bool(refused.value.hint)) == (code, True)


def test_pages_are_told_only_where_the_scan_tells_them() -> None:
    bound = replace(ITEM, reproduction=Reproduction(ReproductionExtent.PARTIAL, "page_count"))
    assert amount_of(ITEM, Handed.ORIGINAL) == "2 str."
    assert amount_of(bound, Handed.ORIGINAL) == ""
    assert amount_of(bound, Handed.SCAN) == "2 str."
    assert amount_of(replace(SEALED, pages=(Page(1, 1, 1, 300, "x"),)), Handed.SEALED) == "1 koperta"
    assert amount_of(ITEM, Handed.CARRIER) == ""


def test_sealed_and_not_public_items_show_nothing_of_themselves() -> None:
    assert shows_content(ITEM, Handed.ORIGINAL)
    assert not shows_content(SEALED, Handed.SEALED)
    assert not shows_content(replace(ITEM, access=Access.NOT_PUBLIC), Handed.ORIGINAL)
    assert has_paper(ITEM)
    assert not has_paper(replace(ITEM, format="application/pdf"))


def test_a_list_is_open_until_received_and_every_discrepancy_settled() -> None:
    assert MADE.is_open
    signed = received(MADE, "Ola Lis", "2026-11-20T10:05:00.000Z", "m.nowicka")
    assert not signed.is_open
    disputed = noted(signed, OTHER_UID, MISSING)
    assert disputed.is_open
    assert [row.disputed for row in disputed.rows] == [False, True]
    done = settled(disputed, OTHER_UID, "odnaleziono w sekretariacie", "2026-11-21T08:00:00.000Z", "m.nowicka", False)
    assert not done.is_open
    assert MADE.totals == {Handed.ORIGINAL: 1, Handed.SEALED: 1}


def test_a_discrepancy_is_noted_once_settled_once_and_of_a_position_alone() -> None:
    def refused(code: str, kind: type[OfficeError], action) -> None:  # type: ignore[no-untyped-def]
        with pytest.raises(kind) as told:
            action()
        assert told.value.code == code
        assert told.value.hint

    refused("not_on_handover", NotFound, lambda: noted(MADE, "K1A-26-000009-0", MISSING))
    refused("no_discrepancy", StateForbids, lambda: settled(MADE, UID, "jest", "t", "x", False))
    disputed = noted(MADE, UID, MISSING)
    refused("discrepancy_noted", StateForbids, lambda: noted(disputed, UID, MISSING))
    done = settled(disputed, UID, "jest", "t", "x", True)
    assert done.rows[0].kept
    refused("no_discrepancy", StateForbids, lambda: settled(done, UID, "jest", "t", "x", False))
    refused("discrepancy_noted", StateForbids, lambda: noted(done, UID, MISSING))
    signed = received(MADE, "Ola Lis", "t", "x")
    refused("handover_received", StateForbids, lambda: received(signed, "Jan Kos", "t", "x"))
