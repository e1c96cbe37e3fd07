"""Notes, lists of deliveries and what waits, in a real store: read back, never changed once signed, safe together."""

from __future__ import annotations

from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from kancelaria.bootstrap import Office, open_office
from kancelaria.domain.deliveries import Found
from kancelaria.domain.errors import OfficeError
from kancelaria.domain.incoming import IncomingItem, Page, Reproduction, ReproductionExtent, Sender
from kancelaria.domain.notes import NoteKind
from kancelaria.services.consignments import settle_consignment
from kancelaria.services.deliveries import BoxOrder, CourierOrder, empty_drop_box, make_courier_list, sign_delivery
from kancelaria.services.deliveries import scan_code as scan
from kancelaria.services.notes import note_item
from kancelaria.services.register import RegisterIncoming, register_incoming
from kancelaria.services.void import void_item
from tests.integration.store.children import together

FIRST, SECOND = "RR123456785PL", "EE000000005PL"


def letter(office: Office, item_id: str, **more: Any) -> IncomingItem:
    command = RegisterIncoming(
        item_id, "2026-11-20", f"Pismo {item_id}", Sender(organisation="Nadawca Zmyślony", town="Żory"),
        no_date=True, no_reference=True, confirmed=True,
    )  # fmt: skip
    return register_incoming(replace(command, **more), office.uow(), office.workplace)


def begin(office: Office, *numbers: str) -> str:
    return make_courier_list(CourierOrder(numbers), office.uow(), office.workplace).number


def test_notes_and_facts_of_an_envelope_come_back(office: Office) -> None:
    page = Page(1, 100, 200, 300, "a" * 64)
    item = letter(
        office, "offer", sealed=True, reproduction=Reproduction(ReproductionExtent.PARTIAL, "sealed"),
        sealed_reason="procurement_bid", inscription="ZP.271.9.2026", offer_deadline="2026-11-20T10:00",
        received_time="09:59", envelope_page=1, pages=(page,),
    )  # fmt: skip
    assert office.queries.item(item.document_uid) == item
    noted = note_item(
        item.document_uid, NoteKind.OPENED, {"who": "komisja", "moment": "2026-11-20T10:05", "words": "termin"},
        office.uow(), office.workplace,
    )  # fmt: skip
    assert office.queries.item(item.document_uid) == noted
    assert noted.version == item.version + 1
    assert [entry.action for entry in office.queries.history(item.id)] == ["register", "note"]
    assert [entry.code for entry in office.queries.dictionary("not_opened")][:3] == [
        "personal", "classified", "procurement_bid",
    ]  # fmt: skip


@pytest.mark.rule("courier's list")
def test_what_was_accepted_waits_until_it_is_registered_or_settled(office: Office) -> None:
    number = begin(office, FIRST, SECOND)
    uow, at = office.uow, office.workplace
    assert [made.number for made in office.queries.deliveries(open_only=True)] == [number]
    scan(number, FIRST, uow(), at)
    scan(number, "XX12345678", uow(), at, damaged=True, remarks="mokra")
    before = office.queries.delivery(number)
    assert before is not None
    done = sign_delivery(number, "J. Kurier", uow(), at)
    assert office.queries.delivery(number) == done
    assert [row.state for row in done.rows] == [Found.PRESENT, Found.MISSING, Found.DAMAGED]
    assert office.queries.deliveries(open_only=True) == []
    box = empty_drop_box(BoxOrder(1, "J. Lis"), "", uow(), at)
    waiting = office.queries.pending_consignments()
    assert [each.posting_number for each in waiting] == [FIRST, "XX12345678", None]
    came = office.queries.consignment_by_number(FIRST)
    assert came == waiting[0]
    item = letter(office, "one", consignment=replace(waiting[0], id="anew", accepted_at="2026-11-20T12:00:00.000Z"))
    assert item.consignment_id == waiting[0].id, "the letter joins what was accepted under its number"
    void_item(item.document_uid, "pomyłka", uow(), at)
    assert FIRST in {each.posting_number for each in office.queries.pending_consignments()}, "it waits again"
    letter(office, "two", consignment=replace(waiting[0], id="anew"))
    settle_consignment(waiting[2].id, "skipped", "", uow(), at)
    assert [each.posting_number for each in office.queries.pending_consignments()] == ["XX12345678"]
    assert office.damage() == []
    assert box.number.startswith("K1A-26-D00002-") or box.serial == 2


def test_a_signed_list_never_changes(office: Office, home: Path) -> None:
    number = begin(office, FIRST)
    scan(number, FIRST, office.uow(), office.workplace)
    sign_delivery(number, "J. Kurier", office.uow(), office.workplace)
    store = dbapi2.connect(str(home / "kancelaria.sqlite"))
    for statement in (
        "DELETE FROM delivery", "DELETE FROM delivery_row", "UPDATE delivery SET remarks = 'x'",
        "UPDATE delivery_row SET state = 'missing'",
    ):  # fmt: skip
        with pytest.raises(dbapi2.IntegrityError, match="delivery"):
            store.execute(statement)
    store.close()


def test_a_signature_is_whole_or_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    number = begin(office, FIRST, SECOND)
    for code in (FIRST, SECOND):
        scan(number, code, office.uow(), office.workplace)
    uow = office.uow()
    added: list[str] = []

    def fail_second(self: Any, new: Any) -> None:
        added.append(new.id)
        if len(added) == 2:
            raise IntegrityError("", {}, Exception("planted"))
        self._connection.execute(text("INSERT INTO consignment (id, accepted_at) VALUES ('half', 'x')"))

    monkeypatch.setattr("kancelaria.store.repositories.SqlConsignments.add", fail_second)
    with pytest.raises(Exception):  # noqa: B017 - whatever the store makes of it
        sign_delivery(number, "J. Kurier", uow, office.workplace)
    assert len(added) == 2
    assert office.queries.pending_consignments() == []
    left = office.queries.delivery(number)
    assert left is not None
    assert left.signed_at is None


def scan_all(home: Path, name: str, number: str, codes: list[str], answers: Connection) -> None:
    """Scan codes onto one list, then sign it; tell how each went."""
    with open_office(home) as office:
        answers.send("ready")
        answers.recv()
        acts = [lambda code=code: scan(number, code, office.uow(name), office.workplace) for code in codes]
        acts.append(lambda: sign_delivery(number, name, office.uow(name), office.workplace))
        for act in acts:
            try:
                act()
            except OfficeError as error:
                answers.send(error.code)
            else:
                answers.send("done")


def test_two_people_check_one_list_and_one_signs(home: Path, processes: ForkServerContext) -> None:
    codes = [f"XX{n:08d}" for n in range(6)]
    with open_office(home) as office:
        number = begin(office, *codes[:3])
    told = together(processes, scan_all, [(home, name, number, codes) for name in ("anna", "bogna")])
    assert set(told) <= {"done", "delivery_signed"}
    assert told.count("delivery_signed") >= 1, "only one of them signs"
    with open_office(home) as office:
        made = office.queries.delivery(number)
        assert made is not None
        assert made.signed_at is not None
        assert [row.ordinal for row in made.rows] == list(range(1, 7))
        assert sorted(str(row.posting_number) for row in made.rows) == codes
        assert len(office.queries.pending_consignments()) == 6
        assert office.damage() == []
