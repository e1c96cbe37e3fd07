"""The chronological store in a real store: modes, order, sets, loans, withdrawals, transfer lists, two at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from sqlalchemy import text

from kancelaria.bootstrap import Office, open_office
from kancelaria.domain.chronological_store import Handling, ModeRule, StoreSet, WithdrawalReason, mode_of
from kancelaria.domain.errors import OfficeError
from kancelaria.domain.incoming import IncomingItem, Reproduction, ReproductionExtent, Sender
from kancelaria.printing.files import PrintNotSaved
from kancelaria.services.amend import amend_item
from kancelaria.services.chronological_store import (
    close_box,
    lend_paper,
    open_box,
    place_papers,
    set_mode,
    take_back,
    transfer_boxes,
    withdraw_paper,
)
from kancelaria.services.register import RegisterIncoming, register_incoming
from kancelaria.services.void import void_item
from kancelaria.store.chain import damaged_audit
from ui.operations.paper_store import StationPaperStore

PART = Reproduction(ReproductionExtent.PARTIAL, "page_count")
ELECTRONIC = ModeRule("", Handling.ELECTRONIC, "2020-01-01")


def letter(office: Office, item_id: str, **more: Any) -> IncomingItem:
    command = RegisterIncoming(
        item_id, "2026-11-20", f"Pismo {item_id}", Sender(organisation="Nadawca Zmyślony", town="Żory"),
        no_date=True, no_reference=True, confirmed=True,
    )  # fmt: skip
    return register_incoming(replace(command, **more), office.uow(), office.workplace)


@pytest.fixture
def letters(office: Office) -> list[IncomingItem]:
    set_mode(ELECTRONIC, (), office.uow(), office.workplace)
    return [letter(office, f"letter-{number}") for number in range(5)]


def box(office: Office, which: StoreSet = StoreSet.FULL) -> str:
    year = office.clock.now().year
    return open_box(which, year, "regał 1, półka 2", office.uow(), office.workplace).name


def put(office: Office, name: str, *items: IncomingItem) -> None:
    place_papers([item.document_uid for item in items], name, office.uow(), office.workplace)


def lying(office: Office, name: str) -> list[str]:
    found = office.queries.store_box(name)
    assert found is not None
    return [paper.document_uid for paper in office.queries.papers_in(found.id)]


def refused(code: str, action: Callable[[], object]) -> None:
    with pytest.raises(OfficeError) as told:
        action()
    assert told.value.code == code


@pytest.mark.rule("mode by class")
def test_a_class_has_its_own_mode_from_a_day_on() -> None:
    rules = [
        ModeRule("", Handling.ELECTRONIC, "2026-01-01"),
        ModeRule("6730", Handling.TRADITIONAL, "2026-03-01"),
        ModeRule("6730", Handling.ELECTRONIC, "2026-11-01"),
    ]
    assert mode_of(rules, "", "2025-12-31") is Handling.TRADITIONAL
    assert mode_of(rules, "6730", "2026-02-28") is Handling.ELECTRONIC
    assert mode_of(rules, "6730", "2026-03-01") is Handling.TRADITIONAL
    assert mode_of(rules, "6730", "2026-11-20") is Handling.ELECTRONIC
    assert mode_of(rules, "6733", "2026-11-20") is Handling.ELECTRONIC


@pytest.mark.rule("mode of paper")
def test_in_the_traditional_mode_the_store_is_off(office: Office) -> None:
    item = letter(office, "one")
    name = box(office)
    refused("store_off", lambda: put(office, name, item))
    set_mode(ELECTRONIC, (), office.uow(), office.workplace)
    set_mode(ModeRule("6730", Handling.TRADITIONAL, "2020-01-01"), ["6730"], office.uow(), office.workplace)
    put(office, name, item)
    bound = letter(office, "two")
    amend_item(bound.document_uid, {"case_mark": "AB.6730.12.2026"}, office.uow(), office.workplace)
    refused("store_off", lambda: put(office, name, bound))
    refused(
        "class_unknown",
        lambda: set_mode(ModeRule("9", Handling.ELECTRONIC, "2026-01-01"), [], office.uow(), office.workplace),
    )


@pytest.mark.rule("store order")
def test_paper_keeps_the_order_of_registration_however_it_is_put(office: Office, letters: list[IncomingItem]) -> None:
    name = box(office)
    assert [row.document_uid for row in desk(office).waiting()] == [item.document_uid for item in letters]
    put(office, name, letters[3], letters[0])
    put(office, name, letters[2])
    assert lying(office, name) == [letters[number].document_uid for number in (0, 2, 3)]
    assert [row.document_uid for row in desk(office).waiting()] == [letters[1].document_uid, letters[4].document_uid]
    close_box(name, office.uow(), office.workplace)
    put(office, name, letters[1])
    refused("box_closed", lambda: put(office, name, letters[4]))
    assert lying(office, name) == [item.document_uid for item in letters[:4]]


@pytest.mark.rule("two sets")
def test_sets_lie_apart(office: Office, letters: list[IncomingItem]) -> None:
    part = letter(office, "part", reproduction=PART)
    whole, incomplete = box(office), box(office, StoreSet.INCOMPLETE)
    assert (whole[0], incomplete[0], whole[2:]) == ("P", "N", f"{office.clock.now().year}/1")
    assert part.document_uid not in [row.document_uid for row in desk(office).waiting()]
    refused("other_set", lambda: put(office, whole, part))
    refused("other_set", lambda: put(office, incomplete, letters[0]))
    put(office, incomplete, part)
    assert lying(office, incomplete) == [part.document_uid]


def test_what_does_not_belong_is_refused_and_nothing_of_its_order_is_kept(
    office: Office, letters: list[IncomingItem]
) -> None:
    name = box(office)
    unconfirmed = letter(office, "raw", confirmed=False)
    refused("not_confirmed", lambda: put(office, name, letters[0], unconfirmed))
    assert lying(office, name) == []
    electronic = letter(office, "mail", delivery_method="epuap")
    refused("no_paper", lambda: put(office, name, electronic))
    void_item(letters[4].document_uid, "pomyłka", office.uow(), office.workplace)
    refused("item_voided", lambda: put(office, name, letters[4]))
    refused("box_unknown", lambda: put(office, "P/1999/1", letters[0]))
    put(office, name, letters[0])
    put(office, name, letters[0])
    refused("stored_elsewhere", lambda: put(office, box(office), letters[0]))
    assert lying(office, name) == [letters[0].document_uid]


@pytest.mark.rule("loans")
def test_a_loan_leaves_an_out_card_until_the_paper_is_back(
    office: Office, letters: list[IncomingItem], tmp_path: Path
) -> None:
    name, uid = box(office), letters[0].document_uid
    put(office, name, letters[0])
    refused("due_past", lambda: desk(office).lend(uid, "Ola Zmyślona", "2020-01-01"))
    refused("text_missing", lambda: desk(office).lend(uid, " ", "2099-01-01"))
    card = desk(office).lend(uid, "Ola Zmyślona", "2099-01-31", tmp_path / "karta.pdf")
    said = pypdfium2.PdfDocument(card)[0].get_textpage().get_text_range()
    for fact in ("KARTA ZASTĘPCZA", uid, "Ola Zmyślona", "31.01.2099", name, "regał 1, półka 2", "Pismo letter-0"):
        assert fact in said
    refused("lent_already", lambda: lend_paper(uid, "Jan", "2099-01-31", office.uow(), office.workplace))
    assert [(row.document_uid, row.borrower, row.box, row.late) for row in desk(office).loans()] == [
        (uid, "Ola Zmyślona", name, False)
    ]
    take_back(uid, office.uow(), office.workplace)
    assert desk(office).loans() == []
    refused("not_lent", lambda: take_back(uid, office.uow(), office.workplace))
    desk(office).lend(uid, "Jan Zmyślony", "2099-02-01", tmp_path / "karta.pdf")
    assert [row.borrower for row in desk(office).loans()] == ["Jan Zmyślony"]


@pytest.mark.rule("withdrawals")
def test_paper_leaves_for_one_of_three_reasons_and_may_come_back(office: Office, letters: list[IncomingItem]) -> None:
    name, uid = box(office), letters[0].document_uid
    put(office, name, *letters[:2])
    with pytest.raises(ValueError, match="because"):
        desk(office).withdraw(uid, "because", "AB.6730.1.2026")
    refused("text_missing", lambda: desk(office).withdraw(uid, "paper_case", ""))
    lend_paper(uid, "Ola", "2099-01-31", office.uow(), office.workplace)
    refused("lent_already", lambda: desk(office).withdraw(uid, "transfer", "pismo przewodnie 7"))
    take_back(uid, office.uow(), office.workplace)
    reason = WithdrawalReason.SIGNED_AND_SENT
    withdraw_paper(uid, reason, "odesłano nadawcy", office.uow(), office.workplace)
    assert lying(office, name) == [letters[1].document_uid]
    refused("not_in_store", lambda: lend_paper(uid, "Ola", "2099-01-31", office.uow(), office.workplace))
    gone = office.queries.stored_paper(letters[0].id)
    assert gone is not None
    assert gone.withdrawal is not None
    assert (gone.withdrawal.reason, gone.withdrawal.basis) == (reason, "odesłano nadawcy")
    assert uid not in [row.document_uid for row in desk(office).waiting()]
    put(office, name, letters[0])
    assert lying(office, name) == [item.document_uid for item in letters[:2]]


@pytest.mark.rule("transfer lists")
def test_a_transfer_list_names_boxes_and_their_ends(
    office: Office, letters: list[IncomingItem], tmp_path: Path
) -> None:
    full, empty = box(office), box(office)
    put(office, full, *letters[:3])
    refused("box_open", lambda: transfer_boxes([full], office.uow(), office.workplace))
    for name in (full, empty):
        close_box(name, office.uow(), office.workplace)
    refused("box_empty", lambda: transfer_boxes([full, empty], office.uow(), office.workplace))
    lend_paper(letters[0].document_uid, "Ola", "2099-01-31", office.uow(), office.workplace)
    refused("lent_already", lambda: transfer_boxes([full], office.uow(), office.workplace))
    take_back(letters[0].document_uid, office.uow(), office.workplace)
    made = desk(office).transfer([full], tmp_path / "spis.pdf")
    said = pypdfium2.PdfDocument(tmp_path / "spis.pdf")[0].get_textpage().get_text_range()
    year = str(office.clock.now().year)
    for fact in (made.number, full, year, letters[0].document_uid, letters[2].document_uid, "pełne odwzorowanie"):
        assert fact in said
    refused("box_transferred", lambda: put(office, full, letters[3]))
    refused("box_transferred", lambda: transfer_boxes([full], office.uow(), office.workplace))
    refused("box_transferred", lambda: desk(office).lend(letters[0].document_uid, "Ola", "2099-01-31"))


def test_two_at_once_put_a_paper_into_one_box(office: Office, home: Path, letters: list[IncomingItem]) -> None:
    first, second = box(office), box(office)
    with open_office(home) as other:
        put(office, first, letters[0])
        refused("stored_elsewhere", lambda: put(other, second, letters[0]))
    with pytest.raises(Exception, match="kept"), office.uow() as uow:
        uow._connection.execute(text("DELETE FROM store_paper"))  # type: ignore[attr-defined]
    assert damaged_audit(office.queries._engine.connect()) is None  # type: ignore[attr-defined]


def desk(office: Office) -> StationPaperStore:
    return StationPaperStore(office, lambda: "a.kowal", office.settings.home / "prints")


def test_what_was_written_down_is_printed_again_where_its_paper_failed(
    office: Office, letters: list[IncomingItem], tmp_path: Path
) -> None:
    """The disk is full when the card or the list is written: the loan and the list stand, and say how to print them."""
    name, uid = box(office), letters[0].document_uid
    put(office, name, *letters[:2])
    taken = tmp_path / "taken.pdf"
    taken.mkdir()
    with pytest.raises(PrintNotSaved, match="wypożyczone") as told:
        desk(office).lend(uid, "Ola Zmyślona", "2099-01-31", taken)
    assert f"store card {uid}" in told.value.hint
    assert desk(office).card(uid, tmp_path / "karta.pdf").read_bytes()[:5] == b"%PDF-"
    desk(office).back(uid)
    refused("not_lent", lambda: desk(office).card(uid, tmp_path / "karta.pdf"))
    close_box(name, office.uow(), office.workplace)
    for wrong in (tmp_path / "spis.doc", tmp_path / "nigdzie" / "spis.pdf"):
        refused("bad_target", partial(desk(office).transfer, [name], wrong))
    with pytest.raises(PrintNotSaved, match="powstał"):
        desk(office).transfer([name], taken)
    number = f"1/{office.clock.now().year}"
    again = desk(office).print_transfer(number, tmp_path / "spis.pdf")
    assert again.boxes == (name,)
    assert name in pypdfium2.PdfDocument(tmp_path / "spis.pdf")[0].get_textpage().get_text_range()
    refused("transfer_unknown", lambda: desk(office).print_transfer("9/1999", tmp_path / "spis.pdf"))
