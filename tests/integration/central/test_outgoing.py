"""Outgoing mail at the central: numbers of its own, given once, seen by the registry and the responsible unit."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import pytest

from kancelaria.central.adopt import Newcomer, adopt
from kancelaria.central.backup import announce_restore, backup
from kancelaria.central.gateway import PgGateway
from kancelaria.central.verify import verify
from kancelaria.domain.errors import CentralError
from kancelaria.domain.outgoing import FIXED, FROZEN, OutgoingItem, OutgoingState, may_move
from kancelaria.services.exchange import Event, Outcome, Verdict
from kancelaria.services.outgoing_fields import NOT_RECORDED
from tests.integration.central.conftest import AT, Central, Desk
from tests.integration.central.test_restoring import code_of, gave_back, restored


def row(desk: Desk, **more: Any) -> Event:
    """A row of the outgoing register not yet pushed."""
    patch = {
        "letter_id": f"l-{desk.station}-{desk.sequence}", "registered_at": AT, "title": "Decyzja",
        "method": "e_delivery",
        "addressees": [{"surname": "Próbny", "ade": "AE:PL-12345-67890-ABCDE-12"}], "year": 2026, "state": "prepared",
        "registered_by": desk.login, "access": "public",
    }  # fmt: skip
    return desk.event("outgoing", f"o-{desk.station}-{desk.sequence}", 0, patch | more)


def change(desk: Desk, item_id: str, base: int, **patch: Any) -> Event:
    return desk.event("outgoing", item_id, base, patch)


def test_numbers_are_consecutive_and_apart_from_the_incoming_ones(desk: Callable[..., Desk], central: Central) -> None:
    anna, bogna = desk("anna"), desk("bogna")
    anna.register()
    given = [anna.push(row(anna))[0], bogna.push(row(bogna))[0], anna.push(row(anna))[0]]
    assert [outcome.given for outcome in given] == [{"number": n, "year": 2026} for n in (1, 2, 3)]
    bogna.register()
    assert central.one("SELECT max(rpw_number) FROM kancelaria.register_entry") == 2
    assert verify(central.url).problems == []


def test_many_at_once_share_no_number(desk: Callable[..., Desk], central: Central) -> None:
    desks = [desk("anna") for _ in range(4)]
    given: list[int] = []

    def work(each: Desk) -> None:
        given.extend(each.push(row(each))[0].given["number"] for _ in range(15))

    threads = [threading.Thread(target=work, args=(each,)) for each in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == list(range(1, 61))
    assert verify(central.url).problems == []


def test_the_same_event_again_gets_its_number_again(desk: Callable[..., Desk]) -> None:
    anna = desk("anna")
    first = row(anna)
    (before,) = anna.push(first)
    anna.push(row(anna))
    (after,) = anna.push(first)
    assert after.given == before.given == {"number": 1, "year": 2026}


@pytest.mark.parametrize(
    ("login", "more", "code"),
    [
        ("olek", {}, "no_right"), ("anna", {"number": 7}, "number_not_yours"),
        ("anna", {"addressees": []}, "bad_event"),
        ("anna", {"method": "golab"}, "bad_event"), ("anna", {"state": "posted"}, "bad_event"),
        ("anna", {"colour": "red"}, "field_unknown"),
    ],
)  # fmt: skip
def test_what_is_no_row_takes_no_number(
    desk: Callable[..., Desk], central: Central, login: str, more: dict[str, Any], code: str
) -> None:
    here = desk(login)
    (outcome,) = here.push(row(here, **more))
    assert (outcome.verdict, outcome.code) == (Verdict.REJECTED, code)
    assert central.one("SELECT count(*) FROM kancelaria.outgoing_entry") == 0


def _seen(desk: Desk, audience: str) -> dict[str, Any]:
    return {r.aggregate_id: r.record for r in desk.gateway.pull(audience, 0, 100) if r.aggregate == "outgoing"}


def test_registry_and_the_responsible_unit_see_a_row_nobody_else(desk: Callable[..., Desk]) -> None:
    anna, olek, ola, kier = desk("anna"), desk("olek"), desk("ola"), desk("kier")
    open_, shut = row(anna, unit="GK"), row(anna, unit="GK", access="not_public")
    anna.push(open_, shut)
    assert _seen(anna, "registry").keys() == {open_.aggregate_id, shut.aggregate_id}
    assert _seen(olek, "unit:GK").keys() == {open_.aggregate_id}
    assert _seen(olek, "own:GK").keys() == {shut.aggregate_id}
    assert _seen(kier, "unit:GK").keys() == {open_.aggregate_id}
    assert not _seen(ola, "unit:FN")
    # given to another unit it leaves the first one
    anna.push(change(anna, open_.aggregate_id, 1, unit="FN"))
    assert _seen(olek, "unit:GK")[open_.aggregate_id] is None
    assert _seen(ola, "unit:FN")[open_.aggregate_id]["unit"] == "FN"
    assert _seen(anna, "registry")[open_.aggregate_id]["unit"] == "FN"


def test_an_officer_changes_nothing_of_a_row(desk: Callable[..., Desk]) -> None:
    anna, olek = desk("anna"), desk("olek")
    made = row(anna, unit="GK")
    anna.push(made)
    (outcome,) = olek.push(change(olek, made.aggregate_id, 1, state="voided", void_reason="x"))
    assert (outcome.verdict, outcome.code) == (Verdict.REJECTED, "no_right")


def test_states_and_frozen_facts(desk: Callable[..., Desk]) -> None:
    anna = desk("anna")
    made = row(anna)
    anna.push(made)

    def told(base: int, **patch: Any) -> Outcome:
        return anna.push(change(anna, made.aggregate_id, base, **patch))[0]

    assert told(1, state="delivered", delivered_on="2026-11-20").code == "state_forbids"
    assert told(1, state="handed_over", handed_on="2026-11-20").verdict is Verdict.ACCEPTED
    assert told(2, method="letter").code == "fact_frozen"
    assert told(2, number=9).code == "field_fixed"
    assert told(2, fee=850).verdict is Verdict.ACCEPTED
    assert told(3, state="returned", returned_on="2026-11-21", return_reason="nie podjęto").verdict is Verdict.ACCEPTED
    assert told(4, state="voided", void_reason="x").code == "state_forbids"


def test_delivered_here_and_returned_there_is_a_conflict(desk: Callable[..., Desk]) -> None:
    anna, bogna = desk("anna"), desk("bogna")
    made = row(anna)
    anna.push(made, change(anna, made.aggregate_id, 1, state="posted", posted_on="2026-11-20", handed_on="2026-11-20"))
    anna.push(change(anna, made.aggregate_id, 2, state="delivered", delivered_on="2026-11-21"))
    (outcome,) = bogna.push(
        change(bogna, made.aggregate_id, 2, state="returned", returned_on="2026-11-22", return_reason="x", fee=100)
    )
    assert outcome.verdict is Verdict.CONFLICT
    assert {conflict.field for conflict in outcome.conflicts} >= {"state"}
    record = _seen(anna, "registry")[made.aggregate_id]
    assert (record["state"], record["fee"]) == ("delivered", 100)
    assert "returned_on" not in record


def test_a_voided_row_keeps_its_number(desk: Callable[..., Desk], central: Central) -> None:
    anna = desk("anna")
    made = row(anna)
    anna.push(made, change(anna, made.aggregate_id, 1, state="voided", void_reason="pomyłka"))
    assert anna.push(row(anna))[0].given["number"] == 2
    assert central.one("SELECT count(*) FROM kancelaria.outgoing_entry WHERE voided") == 1
    assert verify(central.url).problems == []


def test_the_central_knows_the_programs_own_rules(central: Central) -> None:
    names = set(OutgoingItem.__dataclass_fields__) - NOT_RECORDED
    assert set(central.one("SELECT kancelaria.known_fields('outgoing')")) == names
    assert set(central.one("SELECT kancelaria.fixed_fields('outgoing')")) == FIXED
    assert set(central.one("SELECT kancelaria.outgoing_frozen()")) == FROZEN
    for start in OutgoingState:
        for end in OutgoingState:
            told = central.one("SELECT kancelaria.outgoing_may_move(%s, %s)", start.value, end.value)
            assert told is may_move(start, end), (start, end)


ENTRIES = (
    "SELECT array_agg(number || CASE WHEN voided THEN ' void' ELSE '' END ORDER BY number)"
    " FROM kancelaria.outgoing_entry"
)


def test_a_restored_central_takes_given_numbers_back_before_it_gives_new_ones(
    central: Central, desk: Callable[..., Desk]
) -> None:
    anna, bogna = desk("anna"), desk("bogna")
    anna.push(row(anna))
    for each in (anna, bogna):
        each.report()
    copy = central.server.data.parent / "backup"
    backup(central.url, copy)
    lost = row(anna)
    anna.push(lost, change(anna, lost.aggregate_id, 1, state="handed_over", handed_on="2026-11-20"))
    nobody = Desk(central.gateway("anna"), "anna", "s-lost", "L1")
    nobody.hello()
    gone = row(nobody)
    nobody.push(gone)
    nobody.gateway.close()
    last = row(bogna)
    bogna.push(last)
    with restored(central, copy, anna, bogna) as again:
        assert gave_back(anna)
        assert not gave_back(bogna)
        assert again.one(ENTRIES) == ["1", "2", "3 void", "4"]
        assert bogna.push(row(bogna))[0].given["number"] == 5
        assert verify(again.url).problems == []
        state = "SELECT record ->> 'state' FROM kancelaria.record WHERE id = %s"
        assert again.one(state, lost.aggregate_id) == "handed_over"
        # it comes late: what was kept for it is its own
        nobody.gateway = again.gateway("anna")
        nobody.hello()
        (back,) = nobody.gateway.restore(nobody.made)
        assert (back.verdict, back.given["number"]) == (Verdict.ACCEPTED, 3)
        assert again.one(ENTRIES) == ["1", "2", "3", "4", "5"]
        assert verify(again.url).problems == []
        nobody.gateway.close()


def test_nobody_makes_up_a_number_after_a_restore(central: Central, desk: Callable[..., Desk]) -> None:
    anna = desk("anna")
    anna.push(row(anna))
    anna.report()
    copy = central.server.data.parent / "backup"
    backup(central.url, copy)
    made = row(anna)
    (outcome,) = anna.push(made)
    with restored(central, copy, anna) as again:
        with pytest.raises(CentralError) as refused:
            anna.gateway.restore([(made, replace(outcome, given={"number": 77, "year": 2026}))])
        assert refused.value.code == "seal_refused"
        assert again.one(ENTRIES) == ["1"]


def test_a_station_that_was_alone_brings_its_numbers_along(central: Central, desk: Callable[..., Desk]) -> None:
    alone = Desk(cast("PgGateway", None), "kancelaria", "s-alone", "K1A")
    events = [alone.letter(rpw_number=1, rpw_year=2026)]
    for number in (1, 2, 3):
        made = row(alone, number=number)
        events.append(made)
        if number == 2:
            events.append(change(alone, made.aggregate_id, 0, state="voided", void_reason="pomyłka"))
    newcomer = Newcomer("s-alone", series=("K1A",), years=(2026,))
    done = adopt(central.url, newcomer, events)
    assert [outcome.given.get("number") for outcome in done.outcomes] == [None, 1, 2, None, 3]
    assert central.one(ENTRIES) == ["1", "2 void", "3"]
    anna = desk("anna")
    assert anna.push(row(anna))[0].given["number"] == 4
    assert adopt(central.url, newcomer, events).outcomes == done.outcomes
    assert verify(central.url).problems == []


def test_a_year_with_outgoing_numbers_takes_no_second_register(central: Central, desk: Callable[..., Desk]) -> None:
    anna = desk("anna")
    anna.push(row(anna))
    alone = Desk(cast("PgGateway", None), "kancelaria", "s-alone", "K1A")
    with pytest.raises(CentralError) as refused:
        adopt(central.url, Newcomer("s-alone", series=("K1A",), years=(2026,)), [row(alone, number=1)])
    assert refused.value.code == "register_not_empty"
    assert central.one(ENTRIES) == ["1"]


def test_verify_finds_a_lost_number(central: Central, desk: Callable[..., Desk]) -> None:
    anna = desk("anna")
    anna.push(row(anna), row(anna), row(anna))
    with central.sql() as boss:
        boss.execute("DELETE FROM kancelaria.outgoing_entry WHERE number = 2")
    assert {problem.code for problem in verify(central.url).problems} == {
        "outgoing_number_gap", "outgoing_entry_differs",
    }  # fmt: skip


def test_outgoing_numbers_others_have_seen_are_never_given_again_either(
    central: Central, desk: Callable[..., Desk]
) -> None:
    anna, lost = desk("anna"), desk("bogna")
    anna.report()
    lost.push(*(row(lost) for _ in range(3)))
    [place] = [each for each in anna.gateway.pull("registry", 0, 100) if each.number_seal]
    assert place.record is not None
    assert place.record["number"] == 3, "the highest of a page says so"
    with central.sql() as boss:
        for table in ("outgoing_entry", "record", "event", "feed", "audit", "audit_personal"):
            boss.execute(f"DELETE FROM kancelaria.{table}".encode())
        boss.execute("DELETE FROM kancelaria.station WHERE station_id = %s", (lost.station,))
    announce_restore(central.url)
    for forged in ((4, place.number_seal), (3, "")):
        assert code_of(lambda forged=forged: anna.report(highest={"outgoing/2026": forged})) == "seal_refused"  # type: ignore[misc]
    assert code_of(lambda: anna.report(highest={"2026": (3, place.number_seal)})) == "seal_refused", "another register"
    assert not anna.report(highest={"outgoing/2026": (3, place.number_seal)})
    assert anna.push(row(anna))[0].given["number"] == 4
    assert verify(central.url).problems == []


def test_what_was_allowed_when_it_was_done_is_asked_not_refused(desk: Callable[..., Desk]) -> None:
    """Voided here while a fee was written there, handed over here while the title was corrected there."""
    anna, bogna = desk("anna"), desk("bogna")
    first = row(anna)
    anna.push(first, change(anna, first.aggregate_id, 1, state="voided", void_reason="pomyłka"))
    second = row(anna)
    anna.push(second, change(anna, second.aggregate_id, 1, state="handed_over", handed_on="2026-11-20"))
    late = bogna.push(
        change(bogna, first.aggregate_id, 1, fee=850), change(bogna, second.aggregate_id, 1, title="Inny")
    )
    assert [outcome.verdict for outcome in late] == [Verdict.CONFLICT, Verdict.CONFLICT]
    assert [[conflict.field for conflict in outcome.conflicts] for outcome in late] == [["fee"], ["title"]]
    for made, base, patch, code in (
        (first, 2, {"fee": 850}, "state_forbids"), (second, 2, {"title": "Inny"}, "fact_frozen"),
    ):  # fmt: skip
        assert bogna.push(change(bogna, made.aggregate_id, base, **patch))[0].code == code
