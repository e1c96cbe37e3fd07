"""Hand-over lists in a real store: numbers under concurrent processes, what waits, what is open, what never changes."""

from __future__ import annotations

from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from kancelaria.bootstrap import Office, open_office
from kancelaria.domain.errors import OfficeError
from kancelaria.domain.handover import Handed, Handover
from kancelaria.domain.incoming import IncomingItem, Reproduction, ReproductionExtent, Sender
from kancelaria.domain.office import OrgUnit, Person
from kancelaria.services.assign import Target, assign_item
from kancelaria.services.confirm import confirm_item
from kancelaria.services.handover import (
    HandoverOrder,
    make_handover,
    note_discrepancy,
    receive_handover,
    settle_discrepancy,
)
from kancelaria.services.register import RegisterIncoming, register_incoming
from kancelaria.services.return_item import return_item
from kancelaria.store.chain import damaged_audit
from tests.integration.store.children import together

PROCESSES, EACH = 4, 6
UNITS = ("AB", "GK")
ENVELOPE = Reproduction(ReproductionExtent.PARTIAL, "sealed")


def letter(office: Office, item_id: str, **more: Any) -> IncomingItem:
    """A confirmed letter."""
    command = RegisterIncoming(
        item_id, "2026-11-20", f"Pismo {item_id}", Sender(organisation="Nadawca Zmyślony", town="Żory"),
        no_date=True, no_reference=True, confirmed=True,
    )  # fmt: skip
    return register_incoming(replace(command, **more), office.uow(), office.workplace)


def hand(office: Office, *uids: str, unit: str = "AB", **more: Any) -> Handover:
    return make_handover(HandoverOrder(unit, uids, **more), UNITS, office.uow(), office.workplace)


def assign(office: Office, uid: str, unit: str | None = None, person: str | None = None) -> None:
    assign_item(uid, Target(unit, person), office.uow(), office.workplace)


@pytest.fixture
def offices(office: Office) -> Office:
    """An office with units and a person."""
    with office.uow() as uow:
        uow.office.put_units([OrgUnit("AB", "Architektura"), OrgUnit("GK", "Gospodarka")])
        uow.office.put_people([Person("o.lis", "Lis", "Ola", "officer", "AB")])
        uow.commit()
    return office


def waits(office: Office, unit: str = "AB", since: str = "") -> list[str]:
    with office.uow() as uow:
        return [item.document_uid for item in uow.handovers.waiting(unit, since, 500)]


def make_lists(home: Path, name: str, uids: list[str], answers: Connection) -> None:
    """Make a list an item, and one of all that waits; tell each number."""
    with open_office(home) as office:
        answers.send("ready")
        answers.recv()
        for order in [*(HandoverOrder("AB", (uid,)) for uid in uids), HandoverOrder("GK", waiting=True)]:
            try:
                made = make_handover(order, UNITS, office.uow(name), office.workplace)
            except OfficeError as failure:
                answers.send((failure.code, 0))
            else:
                answers.send((made.number, len(made.rows)))
    answers.close()


def test_numbers_are_gap_free_and_no_item_doubled_under_processes(
    processes: ForkServerContext, disk_home: Path
) -> None:
    """Domain 1.3: a number of its own; an item never on two open lists."""
    with open_office(disk_home) as office:
        uids = [letter(office, f"i-{n:03d}").document_uid for n in range(PROCESSES * EACH)]
        for n in range(3):
            assign(office, letter(office, f"w-{n}").document_uid, unit="GK")
    shares = [uids[index * EACH : (index + 1) * EACH] for index in range(PROCESSES)]
    calls = [(disk_home, f"p{index}", mine) for index, mine in enumerate(shares)]
    answers = together(processes, make_lists, calls)
    refused = [answer for answer in answers if answer[1] == 0]
    assert refused == [("nothing_waits", 0)] * (PROCESSES - 1)
    with open_office(disk_home) as office:
        made = office.queries.handovers()
        assert [each.serial for each in sorted(made, key=lambda m: m.serial)] == list(range(1, PROCESSES * EACH + 2))
        assert {each.number for each in made} == {number for number, rows in answers if rows}
        listed = [row.item_id for each in made for row in each.rows]
        assert len(listed) == len(set(listed)) == PROCESSES * EACH + 3
        with office.queries._read() as connection:
            assert damaged_audit(connection) is None


def test_a_list_comes_back_as_it_was_made_and_changed(offices: Office) -> None:
    one = letter(offices, "one")
    two = letter(offices, "two", sealed=True, reproduction=ENVELOPE)
    uids = (one.document_uid, two.document_uid)
    made = hand(offices, *uids, remarks={uids[0]: "z mapą"}, amounts={uids[0]: "4 tomy"})
    assert offices.queries.handover(made.number) == made
    assert [row.what for row in made.rows] == [Handed.ORIGINAL, Handed.SEALED]
    note_discrepancy(made.number, uids[1], "koperta rozdarta", offices.uow("o.lis"), offices.workplace)
    receive_handover(made.number, "Ola Lis", offices.uow(), offices.workplace)
    after = settle_discrepancy(made.number, uids[1], "protokół", offices.uow(), offices.workplace)
    assert offices.queries.handover(made.number) == after
    assert after.received_by == "Ola Lis"
    assert offices.queries.handover("K1A-26-L09999-0") is None


def test_open_lists_are_those_unreceived_or_disputed(offices: Office) -> None:
    uids = [letter(offices, name).document_uid for name in ("one", "two", "three")]
    lists = [hand(offices, uid).number for uid in uids]
    assert [made.number for made in offices.queries.handovers(open_only=True)] == lists[::-1]
    with pytest.raises(OfficeError) as refused:
        hand(offices, uids[0], unit="GK")
    assert refused.value.code == "on_open_handover"
    for number in lists[:2]:
        receive_handover(number, "Ola Lis", offices.uow(), offices.workplace)
    note_discrepancy(lists[1], uids[1], "brak", offices.uow(), offices.workplace)
    assert [made.number for made in offices.queries.handovers(open_only=True)] == [lists[2], lists[1]]
    settle_discrepancy(lists[1], uids[1], "jest", offices.uow(), offices.workplace)
    assert [made.number for made in offices.queries.handovers(open_only=True)] == [lists[2]]
    assert len(offices.queries.handovers()) == 3


def test_waiting_is_what_the_unit_leads_has_paper_and_was_not_handed_yet(offices: Office) -> None:
    mine = letter(offices, "mine").document_uid
    persons = letter(offices, "persons").document_uid
    mail = letter(offices, "mail", delivery_method="e_delivery").document_uid
    native = letter(offices, "native", format="application/pdf").document_uid
    others = letter(offices, "others").document_uid
    letter(offices, "unassigned")
    passed_on = letter(offices, "passed").document_uid
    for uid in (mine, mail, native, passed_on):
        assign(offices, uid, "AB")
    assign(offices, persons, person="o.lis")
    assign(offices, others, "GK")
    assign(offices, passed_on, "GK")
    assert waits(offices) == [mine, persons]
    assert waits(offices, since="9999") == []
    made = hand(offices, waiting=True)
    assert [row.document_uid for row in made.rows] == [mine, persons]
    assert waits(offices) == []
    receive_handover(made.number, "Ola Lis", offices.uow(), offices.workplace)
    assert waits(offices) == []


def test_a_returned_letter_waits_again_once_it_is_assigned_again(offices: Office) -> None:
    uid, untouched, unseen = (letter(offices, name).document_uid for name in ("one", "untouched", "unseen"))
    # handed before it was ever assigned, and not returned: what comes back of others doesn't bring it back
    receive_handover(hand(offices, untouched).number, "Ola Lis", offices.uow(), offices.workplace)
    assign(offices, untouched, "AB")
    assign(offices, unseen, "FN")
    assign(offices, uid, "AB")
    receive_handover(hand(offices, uid).number, "Ola Lis", offices.uow(), offices.workplace)
    return_item(uid, "nie nasze", offices.uow(), offices.workplace)
    assert waits(offices) == waits(offices, "GK") == []
    assign(offices, uid, "GK")
    assert (waits(offices), waits(offices, "GK")) == ([], [uid])
    receive_handover(hand(offices, uid, unit="GK").number, "Jan Kos", offices.uow(), offices.workplace)
    assert waits(offices, "GK") == []


def test_a_scan_handed_over_leaves_the_paper_waiting_and_a_kept_item_waits_again(offices: Office) -> None:
    uid = letter(offices, "one").document_uid
    assign(offices, uid, "AB")
    made = hand(offices, uid, what=Handed.SCAN)
    assert waits(offices) == []
    receive_handover(made.number, "Ola Lis", offices.uow(), offices.workplace)
    assert waits(offices) == [uid]
    second = hand(offices, uid).number
    note_discrepancy(second, uid, "nie ma w teczce", offices.uow(), offices.workplace)
    receive_handover(second, "Ola Lis", offices.uow(), offices.workplace)
    assert waits(offices) == []
    settle_discrepancy(second, uid, "leżało w składzie", offices.uow(), offices.workplace, kept=True)
    assert waits(offices) == [uid]


def test_an_unverified_letter_may_be_named_on_a_list(offices: Office) -> None:
    uid = letter(offices, "one", confirmed=False).document_uid
    hand(offices, uid)
    assert confirm_item(uid, offices.uow(), offices.workplace).document_uid == uid


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM handover", "DELETE FROM handover_row", "UPDATE handover SET serial = 7",
        "UPDATE handover SET unit = 'GK'", "UPDATE handover_row SET document_uid = 'x'",
    ],
)  # fmt: skip
def test_the_store_itself_refuses_to_rewrite_a_list(offices: Office, statement: str) -> None:
    hand(offices, letter(offices, "one").document_uid)
    with pytest.raises(Exception, match="never"), offices._engines[0].begin() as connection:
        connection.execute(text(statement))


def test_a_failure_leaves_no_number_behind(offices: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    uid = letter(offices, "one").document_uid
    with monkeypatch.context() as patched:
        patched.setattr("kancelaria.store.chain.SqlAuditLog.append", _broken)
        with pytest.raises(RuntimeError):
            hand(offices, uid)
    assert offices.queries.handovers() == []
    assert hand(offices, uid).serial == 1


def _broken(*_: object) -> None:
    raise RuntimeError("dziennik")
