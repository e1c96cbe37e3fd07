"""How pages are kept, volumes and carriers in a real store; where the paper went."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from kancelaria.bootstrap import Office
from kancelaria.domain.incoming import Reproduction, ReproductionExtent
from kancelaria.domain.office import OrgUnit
from kancelaria.domain.reproduction import CarrierKind, KeptPage, Shortfall, Volume
from kancelaria.services.handover import HandoverOrder, make_handover, note_discrepancy, receive_handover
from kancelaria.services.handover import settle_discrepancy as settle
from kancelaria.services.reproduction import carrier_copied, count_volume, move_carrier, note_carrier
from kancelaria.store.journal_purge import Purge
from tests.integration.store.test_handovers import letter

PAGE = KeptPage(1, "print", 2480, 3508, 300, 1, "g4")
SHORT = KeptPage(2, "colour", 1654, 2339, 200, 8, "lossless", (Shortfall("bits", "Skan jest bez koloru."),))
BOUND = Reproduction(ReproductionExtent.PARTIAL, "page_count")


def test_what_is_kept_is_read_back_and_replaced_whole(office: Office) -> None:
    item = letter(office, "a")
    for pages in ([PAGE, SHORT], [replace(PAGE, material="handwriting", bits=8)]):
        with office.uow() as uow:
            uow.reproduction.keep_pages(item.id, pages)
            uow.commit()
        assert office.queries.kept_pages(item.id) == pages
    with office.uow() as uow:
        uow.reproduction.keep_pages(item.id, [])
    assert len(office.queries.kept_pages(item.id)) == 1, "what isn't committed never was"


@pytest.mark.rule("bound volumes")
def test_a_bound_project_is_counted_and_its_paper_followed_to_a_person(office: Office) -> None:
    with office.uow() as uow:
        uow.office.put_units([OrgUnit("AB", "Architektura")])
        uow.commit()
    bound, other = letter(office, "a", reproduction=BOUND), letter(office, "b", reproduction=BOUND)
    count_volume(bound.document_uid, Volume(4, 3, 250), office.uow(), office.workplace)
    count_volume(bound.document_uid, Volume(4, 3), office.uow(), office.workplace)
    assert office.queries.volumes([bound.id, other.id]) == {bound.id: Volume(4, 3)}
    assert office.queries.volume(other.id) is None
    assert office.queries.paper_at([bound.id, other.id]) == {}
    order = HandoverOrder("AB", (bound.document_uid, other.document_uid))
    made = make_handover(order, ("AB",), office.uow(), office.workplace)
    waiting = office.queries.paper_at([bound.id])[bound.id]
    assert (waiting.number, waiting.unit, waiting.received_by) == (made.number, "AB", None)
    receive_handover(made.number, "Ola Lis", office.uow(), office.workplace)
    note_discrepancy(made.number, other.document_uid, "nie ma w teczce", office.uow(), office.workplace)
    settle(made.number, other.document_uid, "została na biurku", office.uow(), office.workplace, kept=True)
    places = office.queries.paper_at([bound.id, other.id])
    assert {key: place.received_by for key, place in places.items()} == {bound.id: "Ola Lis"}


@pytest.mark.rule("carriers listed")
def test_carriers_stay_on_the_list_until_copied(office: Office) -> None:
    item = letter(office, "a")
    uow, at = office.uow, office.workplace
    disc = note_carrier(item.document_uid, CarrierKind.CD, 2, "szafa 3", "projekt", uow(), at)
    stick = note_carrier(item.document_uid, CarrierKind.USB, 1, "sejf", "", uow(), at)
    move_carrier(disc.id, "pudło 7", uow(), at)
    carrier_copied(stick.id, uow(), at)
    assert [(known.id, known.place, known.count) for known in office.queries.carriers_not_copied()] == [
        (disc.id, "pudło 7", 2)
    ]
    assert [known.id for known in office.queries.carriers(item.id)] == [disc.id, stick.id]
    with office.uow() as work, pytest.raises(DatabaseError):
        work._connection.execute(text("DELETE FROM carrier"))


def test_a_purged_item_leaves_only_its_carriers(office: Office) -> None:
    item = letter(office, "a")
    count_volume(item.document_uid, Volume(2), office.uow(), office.workplace)
    disc = note_carrier(item.document_uid, CarrierKind.CD, 1, "szafa 3", "", office.uow(), office.workplace)
    with office.uow() as uow:
        uow.reproduction.keep_pages(item.id, [PAGE])
        Purge(uow._connection)._take_item(item.id)
        uow.commit()
    assert office.queries.item_by_id(item.id) is None
    assert (office.queries.kept_pages(item.id), office.queries.volume(item.id)) == ([], None)
    assert [known.id for known in office.queries.carriers_not_copied()] == [disc.id]


def test_more_items_than_one_question_may_name(office: Office) -> None:
    item = letter(office, "a")
    count_volume(item.document_uid, Volume(2), office.uow(), office.workplace)
    asked = [f"x-{number}" for number in range(1200)] + [item.id]
    assert office.queries.volumes(asked) == {item.id: Volume(2)}
    assert office.queries.paper_at(asked) == {}
