"""Volumes counted and carriers noted, each with its trace; nothing of it is told to the central."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kancelaria.domain.errors import OfficeError
from kancelaria.domain.incoming import IncomingItem
from kancelaria.domain.reproduction import CarrierKind, KeptPage, Shortfall, Volume
from kancelaria.services.amend import amend_item
from kancelaria.services.register import register_incoming
from kancelaria.services.renditions import add_rendition
from kancelaria.services.reproduction import carrier_copied, count_volume, move_carrier, note_carrier
from kancelaria.services.void import void_item
from tests.fakes.office import FakeOffice
from tests.unit.services.test_register import LETTER

PAGE = KeptPage(1, "handwriting", 1654, 2339, 200, 8, "lossless", (Shortfall("bits", "Za mało."),))


@pytest.fixture
def item(office: FakeOffice) -> IncomingItem:
    return register_incoming(replace(LETTER, label=None), office.uow(), office.workplace)


def code_of(refused: pytest.ExceptionInfo[OfficeError]) -> str:
    assert refused.value.hint
    return refused.value.code


@pytest.mark.rule("bound volumes")
def test_a_volume_is_counted_once_and_counted_again(office: FakeOffice, item: IncomingItem) -> None:
    events = len(office.state.events)
    for volume in (Volume(4, 3), Volume(4, 3), Volume(4, 2)):
        count_volume(item.document_uid, volume, office.uow(), office.workplace)
    assert office.state.volumes == {item.id: Volume(4, 2)}
    said = [entry[3] for entry in office.state.audit if entry[1] == "volume"]
    assert said == [
        {"volume": {"old": None, "new": "4 tomy × 3 egz."}},
        {"volume": {"old": "4 tomy × 3 egz.", "new": "4 tomy × 2 egz."}},
    ]
    assert len(office.state.events) == events


@pytest.mark.rule("carriers listed")
def test_a_carrier_is_noted_moved_and_copied(office: FakeOffice, item: IncomingItem) -> None:
    uow = office.uow
    disc = note_carrier(item.document_uid, CarrierKind.CD, 1, " szafa 3 ", "projekt", uow(), office.workplace)
    move_carrier(disc.id, "pudło 7", uow(), office.workplace)
    carrier_copied(disc.id, uow(), office.workplace)
    kept = office.state.carriers[disc.id]
    assert (kept.place, kept.document_uid, bool(kept.copied_at)) == ("pudło 7", item.document_uid, True)
    actions = [entry[1] for entry in office.state.audit if entry[2] == ("item", item.id)]
    assert actions[-3:] == ["carrier_noted", "carrier_moved", "carrier_copied"]
    with pytest.raises(OfficeError) as refused:
        carrier_copied(disc.id, uow(), office.workplace)
    assert code_of(refused) == "carrier_copied"


def test_what_is_not_there_or_voided_is_refused(office: FakeOffice, item: IncomingItem) -> None:
    with pytest.raises(OfficeError) as refused:
        move_carrier("nie ma", "szafa", office.uow(), office.workplace)
    assert code_of(refused) == "carrier_unknown"
    void_item(item.document_uid, "omyłka", office.uow(), office.workplace)
    with pytest.raises(OfficeError) as refused:
        count_volume(item.document_uid, Volume(2), office.uow(), office.workplace)
    assert code_of(refused) == "item_voided"
    with pytest.raises(OfficeError) as refused:
        note_carrier(item.document_uid, CarrierKind.CD, 1, "szafa", "", office.uow(), office.workplace)
    assert code_of(refused) == "item_voided"
    assert (office.state.volumes, office.state.carriers) == ({}, {})


def test_how_pages_are_kept_goes_with_their_pdf(office: FakeOffice, item: IncomingItem, tmp_path: Path) -> None:
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(b"%PDF first")
    first = add_rendition(item.id, pdf, office.uow(), office.workplace, pages=[PAGE])
    assert office.state.kept_pages == {item.id: [PAGE]}
    again = add_rendition(item.id, pdf, office.uow(), office.workplace, pages=[replace(PAGE, material="print")])
    assert again == first
    assert office.state.kept_pages == {item.id: [replace(PAGE, material="print")]}


@pytest.mark.rule("extent and reason")
@pytest.mark.parametrize("extent", ["partial", "none"])
def test_less_than_a_full_copy_needs_a_reason_of_the_list(office: FakeOffice, item: IncomingItem, extent: str) -> None:
    def amend(**changes: str) -> IncomingItem:
        named = {name.replace("__", "."): value for name, value in changes.items()}
        return amend_item(item.document_uid, named, office.uow(), office.workplace)

    for reason in ("", "bo tak"):
        with pytest.raises(OfficeError) as refused:
            amend(reproduction__extent=extent, reproduction__reason=reason)
        assert refused.value.code == "reproduction_reason_missing"
    with pytest.raises(OfficeError) as refused:
        amend(reproduction__reason="page_count")
    assert refused.value.code == "reason_unwanted", "a full copy has no reason"
    changed = amend(reproduction__extent=extent, reproduction__reason="page_count")
    assert (changed.reproduction.extent.value, changed.reproduction.reason) == (extent, "page_count")
    back = amend(reproduction__extent="full")
    assert back.reproduction.reason is None
