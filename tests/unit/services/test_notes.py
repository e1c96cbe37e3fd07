"""Notes, withdrawals and envelopes shared: what the services write, refuse and leave as traces."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kancelaria.domain.errors import NotFound, OfficeError
from kancelaria.domain.incoming import Consignment, IncomingItem, ItemState, Reproduction, ReproductionExtent
from kancelaria.domain.notes import NoteKind, of_kind, standing
from kancelaria.domain.registration import RegistrationRefused, came_late
from kancelaria.services.consignments import settle_consignment, share_envelope
from kancelaria.services.item_fields import filled_fields, item_of_fields
from kancelaria.services.notes import note_item, revoke_note
from kancelaria.services.register import RegisterIncoming, register_incoming
from kancelaria.services.void import void_item
from kancelaria.services.withdrawals import withdraw_item
from tests.fakes.office import FakeOffice
from tests.unit.services.test_register import LETTER

PLAIN = replace(LETTER, label=None, confirmed=True, consignment=None)
SEALED = {"sealed": True, "reproduction": Reproduction(ReproductionExtent.PARTIAL, "sealed")}


def letter(office: FakeOffice, item_id: str, **more: object) -> IncomingItem:
    command: RegisterIncoming = replace(PLAIN, item_id=item_id, **more)  # type: ignore[arg-type]
    return register_incoming(command, office.uow(), office.workplace)


def noted(office: FakeOffice, item: IncomingItem, kind: NoteKind, **details: object) -> IncomingItem:
    return note_item(item.document_uid, kind, details, office.uow(), office.workplace)


def code_of(action: object, *given: object) -> str:
    with pytest.raises(OfficeError) as told:
        action(*given)  # type: ignore[operator]
    return told.value.code


@pytest.mark.rule("contents checked")
@pytest.mark.rule("originals returned")
@pytest.mark.rule("wrong authority")
@pytest.mark.rule("misdelivered")
def test_a_note_is_a_field_of_its_own_with_its_author(office: FakeOffice) -> None:
    item = letter(office, "one")
    for kind, details in (
        (NoteKind.MISSING_ATTACHMENT, {"declared": "3", "found": "1", "words": "brak mapy"}),
        (NoteKind.ATTACHMENTS_ALONE, {"words": "dwie faktury"}),
        (NoteKind.ORIGINALS_SHOWN, {"words": "akt własności"}),
        (NoteKind.ORIGINALS_RETURNED, {"words": "akt własności", "to": "składającemu"}),
        (NoteKind.WRONG_AUTHORITY, {"to": "starosta", "day": "2026-11-20", "notice": "nadawca, listem"}),
        (NoteKind.MISDELIVERED, {"how": "forwarded", "to": "sąd rejonowy"}),
        (NoteKind.OWN_COPY, {"count": "1"}),
    ):
        item = noted(office, item, kind, **details)
        actor, aggregate, base, patch = office.state.events[-1]
        assert (actor, aggregate, base) == ("m.nowicka", ("item", "one"), item.version - 1)
        (name,) = patch
        assert name == f"note.{item.notes[-1].id}"
        assert patch[name]["kind"] == kind.value
        assert office.state.audit[-1][1] == "note"
    assert len(standing(item.notes)) == 7
    assert item_of_fields(filled_fields(item)).notes == item.notes, "the central's record gives the same notes"


@pytest.mark.rule("defects never refuse")
def test_a_defect_leaves_the_letter_registered(office: FakeOffice) -> None:
    item = noted(office, letter(office, "one"), NoteKind.DEFECT, what="signature")
    assert (item.state, item.rpw_number) == (ItemState.REGISTERED, 1)


@pytest.mark.rule("opened by mistake")
@pytest.mark.rule("handed on unopened")
def test_what_is_said_of_an_unopened_letter(office: FakeOffice) -> None:
    how = {"who": "M. N.", "moment": "2026-11-20T09:00", "words": "bez napisu", "closed": "2026-11-20T09:05"}
    plain = letter(office, "plain")
    assert code_of(noted_by(office, plain), NoteKind.OPENED_BY_MISTAKE, how) == "note_not_sealed"
    sealed = letter(office, "sealed", **SEALED)
    early = how | {"closed": "2026-11-20T08:59"}
    assert code_of(noted_by(office, sealed), NoteKind.OPENED_BY_MISTAKE, early) == "closed_before_opened"
    for name in how:
        assert code_of(noted_by(office, sealed), NoteKind.OPENED_BY_MISTAKE, how | {name: ""}) == "note_field_missing"
    sealed = noted(office, sealed, NoteKind.OPENED_BY_MISTAKE, **how)
    assert code_of(noted_by(office, sealed), NoteKind.OPENED_BY_MISTAKE, how) == "note_there"
    sealed = noted(office, sealed, NoteKind.HANDED_UNOPENED, to="rada miejska")
    later = {"who": "komisja", "moment": "2026-11-21T10:00", "words": "upłynął termin ofert"}
    assert of_kind(noted(office, sealed, NoteKind.OPENED, **later).notes, NoteKind.OPENED)[0].details == later
    assert office.state.texts["sealed"] == ""


def noted_by(office: FakeOffice, item: IncomingItem) -> object:
    return lambda kind, details: note_item(item.document_uid, kind, details, office.uow(), office.workplace)


def test_a_note_is_revoked_by_another_and_stays_in_the_history(office: FakeOffice) -> None:
    item = noted(office, letter(office, "one"), NoteKind.DEFECT, what="fee")
    (note,) = item.notes
    item = revoke_note(item.document_uid, note.id, "opłata była", office.uow(), office.workplace)
    assert standing(item.notes) == ()
    assert note in item.notes
    with pytest.raises(NotFound):
        revoke_note(item.document_uid, note.id, "znowu", office.uow(), office.workplace)


def test_notes_other_actions_write_are_no_persons_to_write(office: FakeOffice) -> None:
    item = letter(office, "one")
    assert code_of(noted_by(office, item), NoteKind.WITHDRAWN, {}) == "note_not_by_hand"
    void_item(item.document_uid, "pomyłka", office.uow(), office.workplace)
    assert code_of(noted_by(office, item), NoteKind.DEFECT, {"what": "fee"}) == "note_voided"


@pytest.mark.rule("void only mistakes")
def test_a_withdrawal_is_a_new_item_linked_to_the_first(office: FakeOffice) -> None:
    first, new = letter(office, "first"), letter(office, "new", title="Wycofuję wniosek")
    withdraw = lambda one, two: withdraw_item(one, two, "", office.uow(), office.workplace)  # noqa: E731
    assert code_of(withdraw, first.document_uid, first.document_uid) == "withdraws_itself"
    done = withdraw(new.document_uid, first.document_uid)
    assert withdraw(new.document_uid, first.document_uid) == done, "the same again changes nothing"
    assert office.state.links == [("new", "withdraws", "first")]
    withdrawn = office.state.items["first"]
    assert (withdrawn.state, office.state.struck) == (ItemState.REGISTERED, {})
    assert of_kind(withdrawn.notes, NoteKind.WITHDRAWN)[0].details["document_uid"] == new.document_uid
    other = letter(office, "other")
    assert code_of(withdraw, other.document_uid, first.document_uid) == "withdrawn_already"


@pytest.mark.rule("envelope of several")
def test_letters_of_one_envelope_share_their_consignment(office: FakeOffice) -> None:
    came = Consignment("c1", "2026-11-20T08:00:00.000Z", "designated", "RR123456785PL")
    first = letter(office, "first", consignment=came)
    same_number = letter(office, "second", consignment=replace(came, id="c2", condition="rozdarta"))
    third = letter(office, "third", same_envelope_as="first")
    assert {item.consignment_id for item in (first, same_number, third)} == {"c1"}
    assert list(office.state.consignments) == ["c1"]
    assert office.state.consignments["c1"].condition == "rozdarta"
    alone, added = letter(office, "alone"), letter(office, "added")
    shared = share_envelope([alone.document_uid, added.document_uid], office.uow(), office.workplace)
    assert {office.state.items[name].consignment_id for name in ("alone", "added")} == {shared.id}
    late = letter(office, "late", same_envelope_as="alone")
    assert late.consignment_id == shared.id
    again = lambda *uids: share_envelope(uids, office.uow(), office.workplace)  # noqa: E731
    assert code_of(again, alone.document_uid, first.document_uid) == "other_envelope"
    wrong = Consignment("c9", came.accepted_at, posting_number="EE000000005PL")
    refuse = lambda: letter(office, "x", same_envelope_as="first", consignment=wrong)  # noqa: E731
    assert code_of(refuse) == "other_posting_number"
    assert "x" not in office.state.items


def test_a_posting_number_of_long_ago_is_another_envelope(office: FakeOffice) -> None:
    came = Consignment("c1", "2026-11-20T08:00:00.000Z", None, "RR123456785PL")
    letter(office, "first", consignment=came)
    office.clock.move(days=400)
    assert letter(office, "later", consignment=replace(came, id="c2")).consignment_id == "c2"


@pytest.mark.rule("may be skipped")
def test_what_needs_no_registration_is_settled_with_its_reason(office: FakeOffice) -> None:
    came = Consignment("c1", "2026-11-20T08:00:00.000Z", None, "RR123456785PL")
    letter(office, "first", consignment=came)
    settle = lambda name, how, words="": settle_consignment(name, how, words, office.uow(), office.workplace)  # noqa: E731
    assert code_of(settle, "c1", "skipped") == "consignment_registered"
    office.state.consignments["c2"] = replace(came, id="c2", posting_number=None)
    assert code_of(settle, "c2", "inaczej") == "bad_settling"
    assert code_of(settle, "c2", "joined") == "text_missing"
    done = settle("c2", "joined", "ZPO do RW 12/2026")
    assert (done.settled, done.settled_by) == ("joined", "m.nowicka")
    assert office.state.events[-1][1] == ("consignment", "c2")
    assert code_of(settle, "c2", "skipped") == "consignment_settled"


@pytest.mark.rule("not opened")
@pytest.mark.rule("receipt to the minute")
def test_an_offer_needs_the_minute_of_its_receipt(office: FakeOffice) -> None:
    offer = SEALED | {"sealed_reason": "procurement_bid", "inscription": "ZP.271.9.2026 – NIE OTWIERAĆ"}
    with pytest.raises(RegistrationRefused, match="godzinę"):
        letter(office, "offer", **offer)
    with pytest.raises(RegistrationRefused, match="termin"):
        letter(office, "offer", **offer, received_time="10:01", offer_deadline="jutro")
    with pytest.raises(RegistrationRefused, match="nie jest zamknięta"):
        letter(office, "offer", sealed_reason="procurement_bid")
    late = letter(office, "offer", **offer, received_time="10:01", offer_deadline="2026-11-20T10:00")
    assert late.rpw_number == 1, "late is said, never refused"
    assert came_late(late) is True
    assert came_late(replace(late, received_time="10:00")) is False
    assert came_late(replace(late, offer_deadline=None)) is None
