"""Notes, consignments and envelopes of two stations and a real central: everybody ends with the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kancelaria.domain.incoming import Consignment, IncomingItem, Reproduction, ReproductionExtent, Sender
from kancelaria.domain.notes import NoteKind, standing
from kancelaria.services.consignments import settle_consignment, share_envelope
from kancelaria.services.deliveries import CourierOrder, make_courier_list, scan_code, sign_delivery
from kancelaria.services.notes import note_item, revoke_note
from kancelaria.services.register import RegisterIncoming, register_incoming
from kancelaria.services.withdrawals import withdraw_item
from tests.fakes.postgres import PostgresServer
from tests.integration.sync.posts import PgSite, Post

MakePost = Callable[..., Post]
NUMBER = "RR123456785PL"


@pytest.fixture
def pg(postgres_server: PostgresServer) -> PgSite:
    return PgSite(postgres_server)


@pytest.fixture
def two(pg: PgSite, post: MakePost) -> tuple[Post, Post]:
    return post(pg, pg.person("anna", "registry"), "K1"), post(pg, pg.person("bogdan", "registry"), "K2")


def letter(at: Post, item_id: str, **more: Any) -> IncomingItem:
    command = RegisterIncoming(
        at.office.ids.new(), "2026-11-20", f"Pismo {item_id}", Sender(organisation="Nadawca Zmyślony", town="Żory"),
        no_date=True, no_reference=True, confirmed=True,
    )  # fmt: skip
    return register_incoming(replace(command, **more), at.office.uow(at.login), at.office.workplace)


def note(at: Post, uid: str, kind: NoteKind, **details: str) -> IncomingItem:
    return note_item(uid, kind, details, at.office.uow(at.login), at.office.workplace)


def meet(*posts: Post) -> None:
    for _ in range(2):
        for each in posts:
            each.sync()


def seen(at: Post, uid: str) -> IncomingItem:
    found = at.office.queries.item(uid)
    assert found is not None
    return found


def test_notes_written_at_once_on_both_sides_are_all_kept(two: tuple[Post, Post]) -> None:
    here, there = two
    item = letter(here, "a")
    meet(here, there)
    note(here, item.document_uid, NoteKind.DEFECT, what="fee")
    note(there, item.document_uid, NoteKind.DEFECT, what="proxy")
    note(there, item.document_uid, NoteKind.ORIGINALS_SHOWN, words="akt własności")
    meet(here, there)
    ours, theirs = seen(here, item.document_uid), seen(there, item.document_uid)
    assert ours.notes == theirs.notes
    assert len(ours.notes) == 3
    assert here.office.queries.tasks() == there.office.queries.tasks() == []
    revoke_note(item.document_uid, ours.notes[0].id, "pomyłka", there.office.uow(there.login), there.office.workplace)
    meet(here, there)
    assert len(standing(seen(here, item.document_uid).notes)) == 2


def test_a_withdrawal_is_known_at_both_stations(two: tuple[Post, Post]) -> None:
    here, there = two
    first = letter(here, "pierwsze")
    meet(here, there)
    new = letter(there, "wycofanie")
    withdraw_item(new.document_uid, first.document_uid, "", there.office.uow(there.login), there.office.workplace)
    meet(here, there)
    assert [each.kind for each in seen(here, first.document_uid).notes] == [NoteKind.WITHDRAWN]
    assert [each.kind for each in seen(here, new.document_uid).notes] == [NoteKind.WITHDRAWS]


@pytest.mark.rule("courier's list")
def test_what_one_accepted_another_registers_or_settles(two: tuple[Post, Post]) -> None:
    here, there = two
    office, who = here.office, here.login
    made = make_courier_list(CourierOrder((NUMBER,)), office.uow(who), office.workplace)
    for code in (NUMBER, "XX12345678"):
        scan_code(made.number, code, office.uow(who), office.workplace)
    sign_delivery(made.number, "J. Kurier", office.uow(who), office.workplace)
    meet(here, there)
    waiting = there.office.queries.pending_consignments()
    assert sorted(str(each.posting_number) for each in waiting) == sorted((NUMBER, "XX12345678"))
    came = Consignment(there.office.ids.new(), "2026-11-20T12:00:00.000Z", posting_number=NUMBER)
    item = letter(there, "otwarta", consignment=came)
    [other] = there.office.queries.pending_consignments()
    settle_consignment(other.id, "returned", "kurierowi", there.office.uow(there.login), there.office.workplace)
    meet(here, there)
    assert here.office.queries.pending_consignments() == []
    assert seen(here, item.document_uid).consignment_id == item.consignment_id
    assert here.office.queries.consignment(other.id) == there.office.queries.consignment(other.id)


@pytest.mark.rule("envelope of several")
def test_an_envelope_found_shared_later_is_shared_everywhere(two: tuple[Post, Post]) -> None:
    here, there = two
    items = [letter(here, name) for name in "ab"]
    meet(here, there)
    uids = [item.document_uid for item in items]
    shared = share_envelope(uids, there.office.uow(there.login), there.office.workplace)
    meet(here, there)
    inside = here.office.queries.items_of_consignment(shared.id)
    assert sorted(item.document_uid for item in inside) == sorted(uids)


@pytest.mark.rule("not opened")
def test_why_an_envelope_is_not_opened_is_its_addressees_to_see(two: tuple[Post, Post]) -> None:
    here, there = two
    offer = letter(
        here, "oferta", sealed=True, reproduction=Reproduction(ReproductionExtent.PARTIAL, "sealed"),
        sealed_reason="procurement_bid", inscription="ZP.271.9.2026", offer_deadline="2026-11-20T10:00",
        received_time="09:59",
    )  # fmt: skip
    note(here, offer.document_uid, NoteKind.HANDED_UNOPENED, to="komisja")
    meet(here, there)
    assert there.office.queries.item(offer.document_uid) is None
    here.sync()
    kept = seen(here, offer.document_uid)
    assert (kept.sealed_reason, kept.inscription, kept.offer_deadline) == (
        "procurement_bid", "ZP.271.9.2026", "2026-11-20T10:00",
    )  # fmt: skip
    assert kept.rpw_number is not None
