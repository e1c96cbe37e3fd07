"""The outgoing register in a real store: numbers, idempotence, races, what never changes, windows of many rows."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from kancelaria.bootstrap import Office
from kancelaria.domain.errors import InvalidInput, NotFound, StateForbids
from kancelaria.domain.outgoing import AddressCheck, Addressee, Method, OutgoingItem, OutgoingState
from kancelaria.services.outgoing import (
    Returned,
    add_outgoing,
    amend_outgoing,
    deliver_outgoing,
    hand_over_outgoing,
    post_outgoing,
    return_outgoing,
    void_outgoing,
)
from kancelaria.services.outgoing_queries import ALL_OUTGOING, OutgoingFilter, OutgoingSort
from kancelaria.store.outgoing_tables import outgoing, outgoing_entry

JAN = Addressee(surname="Próbny", given_names="Jan", street="Długa 1", postcode="90-001", town="Łódź", country="Polska")
EWA = replace(JAN, surname="Zmyślona", given_names="Ewa")
NUMBER = "RR123456785PL"


def draft(office: Office, *addressees: Addressee, **more: object) -> OutgoingItem:
    new = OutgoingItem(
        "", office.ids.new(), None, 0, "", "Decyzja", addressees or (JAN,), Method.REGISTERED,
        check_on="2026-11-01", check_result=AddressCheck.NONE, zpo=True,
    )  # fmt: skip
    return replace(new, **more)  # type: ignore[arg-type]


def add(office: Office, *addressees: Addressee, collective: bool = False, **more: object) -> list[OutgoingItem]:
    return add_outgoing(
        draft(office, *addressees, **more), office.uow("anna"), office.workplace, collective=collective
    )  # fmt: skip


def ids(rows: Sequence[OutgoingItem]) -> list[str]:
    return [row.id for row in rows]


def test_numbers_are_consecutive_and_a_letter_is_registered_once(office: Office) -> None:
    first = draft(office, JAN, EWA)
    made = add_outgoing(first, office.uow("anna"), office.workplace)
    assert [row.number for row in made] == [1, 2]
    assert {row.letter_id for row in made} == {first.letter_id}
    assert [row.addressees for row in made] == [(JAN,), (EWA,)]
    assert add_outgoing(first, office.uow("anna"), office.workplace) == made
    (together,) = add(office, JAN, EWA, collective=True, method=Method.LETTER, zpo=False)
    assert (together.number, len(together.addressees)) == (3, 2)
    assert office.queries.outgoing_count() == 3
    assert office.queries.outgoing(together.id) == together


def test_a_refused_letter_takes_no_number(office: Office) -> None:
    with pytest.raises(InvalidInput):
        add(office, JAN, replace(EWA, postcode=None))
    assert add(office)[0].number == 1


def test_two_at_once_share_no_number(office: Office) -> None:
    numbers: list[int | None] = []

    def work() -> None:
        numbers.extend(add(office)[0].number for _ in range(10))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == list(range(1, 41))  # type: ignore[type-var]


def test_a_number_is_neither_deleted_nor_changed(office: Office) -> None:
    (row,) = add(office)
    for statement in (
        delete(outgoing_entry), update(outgoing_entry).values(number=9), update(outgoing).values(number=9)
    ):  # fmt: skip
        with pytest.raises(IntegrityError), office._engines[0].begin() as connection:
            connection.execute(statement)
    void_outgoing(row.id, "pomyłka", office.uow("anna"), office.workplace)
    assert add(office)[0].number == 2
    assert office.queries.outgoing_by_number(row.year, 1).state is OutgoingState.VOIDED  # type: ignore[union-attr]


def test_every_change_leaves_an_event_and_its_trace(office: Office) -> None:
    (row,) = add(office, posting_number=NUMBER)
    before = office.queries.waiting_events()
    day = row.registered_at[:10]
    hand_over_outgoing([row.id], day, office.uow("anna"), office.workplace)
    hand_over_outgoing([row.id], day, office.uow("anna"), office.workplace)
    assert office.queries.waiting_events() == before + 1, "the same order twice is one event"
    deliver_outgoing([row.id], day, office.uow("bogna"), office.workplace)
    told = [(entry.actor, entry.action) for entry in office.queries.history(row.id)]
    assert told == [("anna", "register_outgoing"), ("anna", "hand_over"), ("bogna", "deliver")]


def test_a_hand_over_of_many_is_all_or_none(office: Office) -> None:
    rows = [add(office)[0] for _ in range(3)]
    void_outgoing(rows[1].id, "pomyłka", office.uow("anna"), office.workplace)
    day = rows[0].registered_at[:10]
    with pytest.raises(StateForbids):
        hand_over_outgoing(ids(rows), day, office.uow("anna"), office.workplace)
    assert {row.state for row in office.queries.outgoing_of_day(day)} == set()
    with pytest.raises(InvalidInput):
        hand_over_outgoing([rows[0].id], "2999-01-01", office.uow("anna"), office.workplace)
    hand_over_outgoing([rows[0].id, rows[2].id], day, office.uow("anna"), office.workplace)
    assert ids(office.queries.outgoing_of_day(day)) == [rows[0].id, rows[2].id]


@pytest.mark.rule("returns by posting number")
def test_a_return_and_a_receipt_are_found_by_posting_number(office: Office) -> None:
    (row,) = add(office, posting_number=" rr 123456785 pl")
    (other,) = add(office, EWA)
    day = row.registered_at[:10]
    post_outgoing([row.id], day, office.uow("anna"), office.workplace)
    found = office.queries.find_outgoing_by_posting_number("RR 123 456 785 PL")
    assert ids(found) == [row.id]
    back = Returned(day, "adresat nieznany", (day,))
    return_outgoing(ids(found), back, office.uow("anna"), office.workplace)
    kept = office.queries.outgoing(row.id)
    assert kept is not None
    assert (kept.state, kept.returned_on, kept.return_reason, kept.notices) == (
        OutgoingState.RETURNED, day, "adresat nieznany", (day,),
    )  # fmt: skip
    assert office.queries.find_outgoing_by_posting_number("RR000000005PL") == []
    with office.uow("anna") as uow:
        assert ids(uow.outgoing.find_outgoing_by_posting_number(NUMBER)) == [row.id]
    assert office.queries.outgoing(other.id).state is OutgoingState.PREPARED  # type: ignore[union-attr]


def test_one_posting_number_belongs_to_one_addressee(office: Office) -> None:
    add(office, posting_number=NUMBER)
    assert add(office, posting_number=NUMBER)[0].number == 2, "two letters in one envelope"
    with pytest.raises(StateForbids) as refused:
        add(office, EWA, posting_number=NUMBER)
    assert refused.value.code == "posting_number_taken"
    with pytest.raises(InvalidInput) as shared:
        add(office, JAN, EWA, posting_number=NUMBER)
    assert shared.value.code == "posting_number_shared"


def test_facts_freeze_with_the_hand_over(office: Office) -> None:
    (row,) = add(office)
    amended = amend_outgoing(row.id, {"title": "Postanowienie"}, office.uow("anna"), office.workplace)
    assert amended.title == "Postanowienie"
    with pytest.raises(StateForbids) as stale:
        amend_outgoing(row.id, {"fee": 850}, office.uow("anna"), office.workplace, base_version=1)
    assert stale.value.code == "changed_meanwhile"
    hand_over_outgoing([row.id], row.registered_at[:10], office.uow("anna"), office.workplace)
    with pytest.raises(StateForbids) as frozen:
        amend_outgoing(row.id, {"method": Method.LETTER, "zpo": False}, office.uow("anna"), office.workplace)
    assert frozen.value.code == "fact_frozen"
    assert amend_outgoing(row.id, {"fee": 850}, office.uow("anna"), office.workplace).fee == 850
    for field in ("number", "state", "void_reason", "colour"):
        with pytest.raises(InvalidInput):
            amend_outgoing(row.id, {field: 1}, office.uow("anna"), office.workplace)
    with pytest.raises(NotFound):
        amend_outgoing("nie-ma", {"fee": 1}, office.uow("anna"), office.workplace)


def test_addressees_are_kept_for_completion(office: Office) -> None:
    add(office, EWA)
    assert [known.sender.surname for known in office.queries.complete_sender("zmyśl")] == ["Zmyślona"]


@pytest.mark.rule("outgoing row")
def test_the_register_is_sorted_filtered_and_read_by_windows(office: Office) -> None:
    people = [replace(JAN, surname=name) for name in ("Żak", "Ćwik", "Łoś", "Adam", "Zet")]
    made = [
        add(office, each, case_mark=f"AB.{n}.2026", method=method, zpo=zpo)[0]
        for n, (each, method, zpo) in enumerate(
            zip(people, [Method.REGISTERED, Method.LETTER, Method.COURIER, Method.LETTER, Method.REGISTERED],
                [True, False, False, False, False], strict=True)
        )
    ]  # fmt: skip

    def names(sort: OutgoingSort, down: bool, which: OutgoingFilter = ALL_OUTGOING) -> list[str]:
        rows = office.queries.outgoing_window(which, sort, down, 0, 10)
        return [str(row.addressees[0].surname) for row in rows]

    assert names(OutgoingSort.ADDRESSEE, False) == ["Adam", "Ćwik", "Łoś", "Zet", "Żak"]
    assert names(OutgoingSort.NUMBER, True) == ["Zet", "Adam", "Łoś", "Ćwik", "Żak"]
    assert names(OutgoingSort.CASE_MARK, False)[0] == "Żak"
    assert names(OutgoingSort.NUMBER, False, OutgoingFilter(method=Method.LETTER)) == ["Ćwik", "Adam"]
    assert names(OutgoingSort.NUMBER, False, OutgoingFilter(text="łoś decyzja")) == ["Łoś"]
    assert names(OutgoingSort.NUMBER, False, OutgoingFilter(text="LOS decyz")) == ["Łoś"]
    assert names(OutgoingSort.NUMBER, False, OutgoingFilter(text="%")) == []
    day = made[0].registered_at[:10]
    post_outgoing([made[2].id], day, office.uow("anna"), office.workplace)
    hand_over_outgoing([made[0].id], day, office.uow("anna"), office.workplace)
    assert names(OutgoingSort.NUMBER, False, OutgoingFilter(handed_on=day)) == ["Żak", "Łoś"]
    assert names(OutgoingSort.NUMBER, False, OutgoingFilter(state=OutgoingState.POSTED)) == ["Łoś"]
    assert names(OutgoingSort.NUMBER, False, OutgoingFilter(awaits_receipt=True)) == ["Żak"]
    assert names(OutgoingSort.NUMBER, False, OutgoingFilter(since=day, until=day)) == names(OutgoingSort.NUMBER, False)
    assert office.queries.outgoing_count(OutgoingFilter(year=made[0].year - 1)) == 0


def test_far_windows_are_the_same_rows_as_near_ones(office: Office) -> None:
    (row,) = add(office)
    with office._engines[0].begin() as connection:
        stored = dict(connection.execute(select(outgoing)).mappings().one())
        more = [
            stored
            | {
                "seq": n,
                "id": f"o-{n}",
                "number": n,
                "case_mark": f"AB.{n % 7}",
                "body": stored["body"].replace(row.id, f"o-{n}"),
            }
            for n in range(2, 2601)
        ]
        connection.execute(insert(outgoing), more)
    assert row.number == 1
    for sort in (OutgoingSort.NUMBER, OutgoingSort.CASE_MARK):
        for down in (False, True):
            whole = ids(office.queries.outgoing_window(ALL_OUTGOING, sort, down, 0, 3000))
            assert len(set(whole)) == 2600
            for offset in (0, 990, 1290, 1310, 2500, 2595):
                part = ids(office.queries.outgoing_window(ALL_OUTGOING, sort, down, offset, 100))
                assert part == whole[offset : offset + 100], (sort, down, offset)
