"""Domain 1.3: returned items and ZPO join the outgoing item of their posting number; unmatched ones wait for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kancelaria.bootstrap import Office
from kancelaria.domain.errors import OfficeError
from kancelaria.domain.incoming import IncomingItem
from kancelaria.domain.notes import NoteKind, of_kind
from kancelaria.domain.outgoing import Addressee, Method, OutgoingItem, OutgoingState
from kancelaria.services import returns
from kancelaria.services.outgoing import add_outgoing, post_outgoing
from kancelaria.services.returns import CameBack, Matched, match_waiting, take_back
from tests.integration.store.test_deliveries import letter

NUMBER, OTHER = "RR123456785PL", "EE000000005PL"


def sent(office: Office, letter_id: str, number: str = NUMBER, **more: Any) -> OutgoingItem:
    """A registered letter on its way."""
    day = office.clock.now().date().isoformat()
    to = Addressee(surname="Zmyślony", given_names="Jan", street="Próbna 1", postcode="00-001", town="Bajkowo")
    draft = OutgoingItem(
        "", letter_id, None, 0, "", "Decyzja", (to,), Method.REGISTERED, case_mark="AB.6730.12.2026",
        posting_number=number, zpo=True, paper_reason="brak adresu",
    )  # fmt: skip
    [row] = add_outgoing(replace(draft, **more), office.uow(), office.workplace)
    return post_outgoing([row.id], day, office.uow(), office.workplace)[0]


def today(office: Office) -> str:
    return office.clock.now().date().isoformat()


def back(office: Office, what: str = "returned", number: str = NUMBER, **more: Any) -> Matched:
    came = CameBack(number, what, today(office), "adresat nie podjął")
    return take_back(replace(came, **more), office.uow, office.workplace)


def code_of(action: Callable[[], object]) -> str:
    with pytest.raises(OfficeError) as told:
        action()
    return told.value.code


def noted(office: Office, item: IncomingItem) -> dict[str, Any]:
    now = office.queries.item(item.document_uid)
    assert now is not None
    [note] = of_kind(now.notes, NoteKind.RETURNED_MAIL)
    return dict(note.details)


@pytest.mark.rule("returns by posting number")
def test_a_return_registered_joins_its_outgoing_item_and_case(office: Office) -> None:
    out, item = sent(office, "out"), letter(office, "envelope")
    day = today(office)
    matched = back(office, document_uid=item.document_uid, notices=(day,))
    assert [row.id for row in matched.outgoing] == [out.id]
    row = office.queries.outgoing(out.id)
    assert row is not None
    assert (row.state, row.returned_on, row.return_reason, row.notices) == (
        OutgoingState.RETURNED, day, "adresat nie podjął", (day,),
    )  # fmt: skip
    assert noted(office, item) == {
        "what": "returned", "posting_number": NUMBER, "day": day, "words": "adresat nie podjął", "first_notice": day,
        "outgoing_id": out.id, "case_mark": "AB.6730.12.2026",
    }  # fmt: skip
    again = back(office, document_uid=item.document_uid, notices=(day,))
    assert again.item == office.queries.item(item.document_uid), "the same order again changes nothing"


@pytest.mark.rule("may be skipped")
@pytest.mark.rule("returns by posting number")
def test_a_receipt_joins_without_a_register_number(office: Office) -> None:
    out = sent(office, "out")
    matched = back(office, "receipt", words="odebrał J. Zmyślony")
    assert office.queries.outgoing(out.id).state is OutgoingState.DELIVERED  # type: ignore[union-attr]
    assert matched.consignment is not None
    assert (matched.consignment.settled, matched.item) == ("joined", None)
    assert f"{out.number}/{out.year}" in (matched.consignment.settled_words or "")
    assert office.queries.items() == []
    assert office.queries.pending_consignments() == []
    assert back(office, "receipt", words="odebrał J. Zmyślony").consignment == matched.consignment


def test_one_envelope_of_several_letters_comes_back_whole(office: Office) -> None:
    rows = [sent(office, name) for name in ("one", "two")]
    assert {row.id for row in back(office).outgoing} == {row.id for row in rows}


@pytest.mark.rule("returns by posting number")
def test_what_has_no_pair_waits_for_it(office: Office) -> None:
    item = letter(office, "envelope")
    assert back(office, document_uid=item.document_uid).outgoing == ()
    assert "outgoing_id" not in noted(office, item)
    slip = back(office, "receipt", OTHER)
    assert slip.consignment is not None
    assert (slip.consignment.condition or "").startswith("bez pary: ZPO ")
    assert [each.posting_number for each in office.queries.pending_consignments()] == [OTHER]
    waiting = office.queries.unmatched_returns()
    assert [each.id for each in waiting] == ["envelope"]
    assert match_waiting(waiting, office.uow, office.workplace) == []
    out, other = sent(office, "out"), sent(office, "other", OTHER)
    [matched] = match_waiting(office.queries.unmatched_returns(), office.uow, office.workplace)
    assert [row.id for row in matched.outgoing] == [out.id]
    assert noted(office, item)["outgoing_id"] == out.id
    assert office.queries.unmatched_returns() == []
    back(office, "receipt", OTHER)
    assert office.queries.outgoing(other.id).state is OutgoingState.DELIVERED  # type: ignore[union-attr]
    assert office.queries.pending_consignments() == []


def test_cut_off_between_its_transactions_the_rest_is_done_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, item = sent(office, "out"), letter(office, "envelope")

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(returns, "_note", cut)
        with pytest.raises(KeyboardInterrupt):
            back(office, document_uid=item.document_uid)
    assert office.queries.outgoing(out.id).state is OutgoingState.RETURNED  # type: ignore[union-attr]
    back(office, document_uid=item.document_uid)
    assert noted(office, item)["outgoing_id"] == out.id


def test_what_a_return_is_refused_for(office: Office) -> None:
    out = sent(office, "out")
    assert code_of(lambda: back(office, words=" ")) == "reason_missing"
    assert code_of(lambda: back(office, number="RR123456786PL")) == "bad_posting_number"
    assert code_of(lambda: back(office, notices=("2026-11-02", "2026-11-03", "2026-11-04"))) == "bad_notices"
    assert code_of(lambda: back(office, what="inne")) in ("bad_choice", "bad_note_field")
    assert code_of(lambda: back(office, document_uid="K1A-26-000009-X")) in ("bad_document_uid", "item_unknown")
    assert office.queries.outgoing(out.id) == out, "a refusal changes nothing"
