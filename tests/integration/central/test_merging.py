"""Two people change one record: disjoint fields merge, a real conflict names base, mine and theirs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kancelaria.central.verify import verify
from kancelaria.domain.correspondents import Correspondent, fields_of
from kancelaria.domain.incoming import Consignment, IncomingItem, ItemState, Sender
from kancelaria.domain.item_state import _MOVES, FROZEN_FACTS, ItemAction, may
from kancelaria.domain.office import Assignment
from kancelaria.services.exchange import Conflict, Verdict
from kancelaria.services.item_fields import flat_fields
from kancelaria.services.ports import Rendition
from tests.integration.central.conftest import AT, Central, Desk


@pytest.fixture
def two(desk: Callable[..., Desk]) -> tuple[Desk, Desk]:
    return desk("anna"), desk("bogna")


def test_disjoint_fields_merge(two: tuple[Desk, Desk], central: Central) -> None:
    anna, bogna = two
    item = anna.register(state="to_verify").aggregate_id
    assert anna.push(anna.change(item, 1, title="Wniosek"))[0].version == 2
    (merged,) = bogna.push(bogna.change(item, 1, addressee="Wydział FN", letter_date="2026-11"))
    assert (merged.verdict, merged.version) == (Verdict.ACCEPTED, 3)
    record = anna.gateway.pull("registry", 0, 10)[-1].record
    assert record is not None
    assert (record["title"], record["addressee"], record["letter_date"]) == ("Wniosek", "Wydział FN", "2026-11")
    assert verify(central.url).problems == []


def test_a_conflict_names_base_mine_and_theirs_and_the_rest_is_accepted(two: tuple[Desk, Desk]) -> None:
    anna, bogna = two
    item = anna.register(state="to_verify").aggregate_id
    anna.push(anna.change(item, 1, title="Wniosek Anny"))
    (outcome,) = bogna.push(bogna.change(item, 1, title="Wniosek Bogny", addressee="FN"))
    assert outcome.verdict is Verdict.CONFLICT
    assert outcome.conflicts == (Conflict("title", "Podanie", "Wniosek Bogny", "Wniosek Anny"),)
    record = anna.gateway.pull("registry", 0, 10)[-1].record
    assert record is not None
    assert (record["title"], record["addressee"]) == ("Wniosek Anny", "FN")
    (resolved,) = bogna.push(bogna.change(item, outcome.version or 0, title="Wniosek Bogny"))
    assert resolved.verdict is Verdict.ACCEPTED


def test_the_same_value_twice_is_no_conflict(two: tuple[Desk, Desk]) -> None:
    anna, bogna = two
    item = anna.register(state="to_verify").aggregate_id
    anna.push(anna.change(item, 1, title="Ten sam"))
    assert bogna.push(bogna.change(item, 1, title="Ten sam"))[0].verdict is Verdict.ACCEPTED


def test_ones_own_changes_never_conflict(two: tuple[Desk, Desk]) -> None:
    """Two changes made offline, both on the version last taken in; another person at the same station counts as own."""
    anna, bogna = two
    bogna.station = anna.station
    item = anna.register(state="to_verify").aggregate_id
    done = anna.push(anna.change(item, 1, title="Raz"), anna.change(item, 1, title="Dwa"))
    assert [o.verdict for o in done] == [Verdict.ACCEPTED] * 2
    assert bogna.push(bogna.change(item, 1, title="Trzy"))[0].verdict is Verdict.ACCEPTED


def test_ones_own_change_does_not_hide_anothers(two: tuple[Desk, Desk]) -> None:
    """Mine, theirs over it, mine again on the old base: what they wrote isn't overwritten."""
    anna, bogna = two
    item = anna.register(state="to_verify").aggregate_id
    anna.push(anna.change(item, 1, title="Raz"))
    bogna.push(bogna.change(item, 2, title="Bogna"))
    (outcome,) = anna.push(anna.change(item, 1, title="Dwa"))
    assert outcome.conflicts == (Conflict("title", "Podanie", "Dwa", "Bogna"),)


def test_fields_that_belong_together_conflict_together(two: tuple[Desk, Desk]) -> None:
    anna, bogna = two
    item = anna.register(state="to_verify", no_date=True).aggregate_id
    anna.push(anna.change(item, 1, no_date=False, letter_date="2026-11-01"))
    (outcome,) = bogna.push(bogna.change(item, 1, letter_date="2026-10-30", no_date=False))
    assert {c.field for c in outcome.conflicts} == {"letter_date"}
    item = anna.register(state="to_verify", sender__surname="Zmyślona").aggregate_id
    anna.push(anna.change(item, 1, sender__surname=None, sender__organisation="Firma Wymyślona"))
    (outcome,) = bogna.push(bogna.change(item, 1, sender__surname="Zmyślona-Nowa", sender__given_names="Ewa"))
    assert {c.field for c in outcome.conflicts} == {"sender.surname", "sender.given_names"}


def test_frozen_facts(two: tuple[Desk, Desk]) -> None:
    """Once confirmed a gap may be filled; a change is refused, or a conflict where it was made before that."""
    anna, bogna = two
    item = anna.register(letter_date="2026-11-01").aggregate_id
    assert anna.push(anna.change(item, 1, letter_date="2026-11-02"))[0].code == "fact_frozen"
    assert anna.push(anna.change(item, 1, posted_on="2026-10-30"))[0].verdict is Verdict.ACCEPTED
    draft = anna.register(state="to_verify", letter_date="2026-11-01").aggregate_id
    anna.push(anna.change(draft, 1, state="registered"))
    (late,) = bogna.push(bogna.change(draft, 1, letter_date="2026-11-02"))
    assert late.conflicts == (Conflict("letter_date", "2026-11-01", "2026-11-02", "2026-11-01"),)
    assert anna.push(anna.change(draft, 2, registered_by="bogna"))[0].code == "field_fixed"


def test_a_move_is_tried_on_the_accepted_state(two: tuple[Desk, Desk]) -> None:
    anna, bogna = two
    item = anna.register().aggregate_id
    anna.push(anna.change(item, 1, state="voided", void_reason="pomyłka"))
    (late,) = bogna.push(bogna.change(item, 1, state="assigned"))
    assert (late.verdict, [c.field for c in late.conflicts]) == (Verdict.CONFLICT, ["state"])
    other = anna.register().aggregate_id
    assert anna.push(anna.change(other, 1, state="returned"))[0].code == "state_forbids"


def test_what_stands_behind_a_rejected_event_is_held_back(two: tuple[Desk, Desk]) -> None:
    anna, _ = two
    item = anna.register().aggregate_id
    codes = [o.code for o in anna.push(anna.change(item, 1, registered_at=AT + "x"), anna.change(item, 1, title="x"),
                                       anna.letter())]  # fmt: skip
    assert codes == ["field_fixed", "held_back", ""]


def test_an_assignment_is_its_issuers(two: tuple[Desk, Desk]) -> None:
    anna, bogna = two
    item = anna.register()
    made = anna.assignment(item.aggregate_id, unit="GK", due_on="2026-12-01")
    anna.push(made)
    stranger = bogna.event("assignment", made.aggregate_id, 1, {"due_on": "2026-12-31"})
    assert bogna.push(stranger)[0].code == "no_right"
    assert anna.push(anna.event("assignment", made.aggregate_id, 1, {"unit": "FN"}))[0].code == "field_fixed"
    assert anna.push(anna.event("assignment", made.aggregate_id, 1, {"due_on": "2026-12-31"}))[0].version == 2
    forged = anna.assignment(item.aggregate_id, unit="GK", issuer="kier")
    assert anna.push(forged)[0].code == "bad_event"
    assert anna.push(anna.assignment(item.aggregate_id, unit="XX"))[0].code == "target_unknown"


@pytest.mark.rule("assigned on behalf")
def test_the_registry_enters_a_heads_word_and_nobody_else_does(
    two: tuple[Desk, Desk], desk: Callable[..., Desk]
) -> None:
    anna, bogna = two
    item = anna.register()
    typed = {"unit": "GK", "issuer": "kier", "due_on": "2026-12-01"}
    made = anna.assignment(item.aggregate_id, **typed, typed_by="anna")
    assert anna.push(made)[0].verdict == "accepted"
    # another clerk may put right what the registry entered, nobody may make the typist another
    assert bogna.push(bogna.event("assignment", made.aggregate_id, 1, {"due_on": "2026-12-02"}))[0].version == 2
    assert anna.push(anna.event("assignment", made.aggregate_id, 2, {"typed_by": "bogna"}))[0].code == "field_fixed"
    for wrong in ({"typed_by": "bogna"}, {"typed_by": "anna", "issuer": "ola"}, {"typed_by": "anna", "issuer": "nikt"}):
        assert anna.push(anna.assignment(item.aggregate_id, **typed | wrong))[0].code == "bad_event"
    olek = desk("olek")
    anna.push(anna.assignment(item.aggregate_id, unit="GK"))
    assert olek.push(olek.assignment(item.aggregate_id, **typed, typed_by="olek"))[0].code in (
        "bad_event",
        "item_unknown",
    )


def test_one_correspondent_under_two_ids(two: tuple[Desk, Desk]) -> None:
    anna, bogna = two
    sender = {"surname": "Żółw", "given_names": "Jan", "town": "Tychy"}
    anna.push(anna.event("correspondent", "c-1", 0, sender))
    (joined,) = bogna.push(bogna.event("correspondent", "c-2", 0, sender | {"given_names": "JAN"}))
    assert joined.given == {"joined_into": "c-1"}
    assert len(anna.gateway.pull("office", 0, 10)) == 1


@pytest.mark.parametrize("login", ["kiosk", "audyt"])
def test_who_only_reads_writes_nothing_by_a_joined_correspondent_either(
    two: tuple[Desk, Desk], desk: Callable[..., Desk], login: str
) -> None:
    anna, bogna = two
    anna.push(anna.event("correspondent", "c-1", 0, {"surname": "Żółw", "town": "Tychy"}))
    bogna.push(bogna.event("correspondent", "c-2", 0, {"surname": "Żółw", "town": "Tychy"}))
    other = desk(login)
    outcomes = [
        other.push(other.event("correspondent", name, 1, {"email": "zolw@example.com"}))[0] for name in ("c-2", "c-9")
    ]
    assert [(one.verdict, one.code, one.given) for one in outcomes] == [("rejected", "correspondent_unknown", {})] * 2
    (row,) = anna.gateway.pull("office", 0, 10)
    assert row.record is not None
    assert "email" not in row.record


def test_a_consignment_is_seen_with_its_items(two: tuple[Desk, Desk], desk: Callable[..., Desk]) -> None:
    anna, bogna = two
    olek = desk("olek")
    anna.push(anna.event("consignment", "k-1", 0, {"accepted_at": AT, "posting_number": "RR123456785PL"}))
    item = anna.register(consignment_id="k-1")
    anna.assign(item, unit="GK")
    assert "consignment" in {row.aggregate for row in olek.gateway.pull("unit:GK", 0, 20)}
    anna.push(anna.event("consignment", "k-2", 0, {"accepted_at": AT, "posting_number": "RR123456785PL"}))
    anna.register(consignment_id="k-2", sealed=True)
    shown = [row for row in bogna.gateway.pull("registry", 0, 40) if row.aggregate_id == "k-2"]
    assert shown
    assert all(row.record is None for row in shown)


def test_the_central_knows_the_programs_own_rules(central: Central) -> None:
    """Fields, frozen facts and moves in SQL are those of the domain."""
    item = IncomingItem("i", "u", 1, 2026, AT, "2026-11-20", "t", Sender())  # notes are no names: see is_note
    fields = {
        "item": set(flat_fields(item)) | {"return_reason", "replaces"},
        "consignment": set(Consignment.__dataclass_fields__),
        "correspondent": {"id", "key"} | set(fields_of(Correspondent("c", Sender()))),
        "rendition": set(Rendition.__dataclass_fields__),
        "assignment": set(Assignment.__dataclass_fields__) | {"urgency"},
    }
    for aggregate, names in fields.items():
        assert set(central.one("SELECT kancelaria.known_fields(%s)", aggregate)) == names, aggregate
    assert set(central.one("SELECT kancelaria.frozen_facts()")) == FROZEN_FACTS
    for start in ItemState:
        for end in ItemState:
            wanted = any(_MOVES.get((start, action)) is end and may(start, action) for action in ItemAction)
            assert central.one("SELECT kancelaria.may_move(%s, %s)", start.value, end.value) is wanted, (start, end)


def note(by: str, **details: str) -> dict[str, object]:
    return {"kind": "defect", "at": AT, "by": by, "details": details}


def test_notes_of_two_stations_never_meet_and_never_change(two: tuple[Desk, Desk]) -> None:
    anna, bogna = two
    item = anna.register()
    mine, hers = {"note.01-a": note("anna", what="fee")}, {"note.01-b": note("bogna", what="proxy")}
    outcomes = [
        *anna.push(anna.event("item", item.aggregate_id, 1, mine)),
        *bogna.push(bogna.event("item", item.aggregate_id, 1, hers)),
    ]
    assert [outcome.verdict for outcome in outcomes] == ["accepted", "accepted"]
    row = next(row for row in bogna.gateway.pull("registry", 0, 20) if row.aggregate_id == item.aggregate_id)
    assert row.record is not None
    assert {name: row.record[name] for name in (*mine, *hers)} == mine | hers
    changed = {"note.01-a": note("bogna", what="signature")}
    (outcome,) = bogna.push(bogna.event("item", item.aggregate_id, 3, changed))
    assert (outcome.verdict, outcome.code) == ("rejected", "field_fixed")
    for odd in (
        {"note.": note("anna")}, {"note.x": "tekst"}, {"note.x": note("anna") | {"more": 1}}, {"notes": []},
        {"note.x": {"kind": "defect"}}, {"note.x;": note("anna")},
    ):  # fmt: skip
        (outcome,) = anna.push(anna.event("item", item.aggregate_id, 3, odd))
        assert (outcome.verdict, outcome.code) == ("rejected", "field_unknown"), odd
    (outcome,) = anna.push(anna.event("item", item.aggregate_id, 3, {"note.y": note("bogna")}))
    assert (outcome.verdict, outcome.code) == ("rejected", "bad_event"), "nobody writes a note in another's name"
    (outcome,) = anna.push(anna.event("consignment", "k-n", 0, {"accepted_at": AT, "note.x": note("anna")}))
    assert outcome.code == "field_unknown"


def test_a_consignment_that_waits_is_the_registrys_to_settle(two: tuple[Desk, Desk], desk: Callable[..., Desk]) -> None:
    anna, bogna = two
    anna.push(anna.event("consignment", "k-w", 0, {"accepted_at": AT, "posting_number": "RR123456785PL"}))
    assert "k-w" in {row.aggregate_id for row in bogna.gateway.pull("registry", 0, 20)}
    settled = {"settled": "skipped", "settled_at": AT, "settled_by": "bogna"}
    (outcome,) = bogna.push(bogna.event("consignment", "k-w", 1, settled))
    assert outcome.verdict == "accepted"
    olek = desk("olek")
    (outcome,) = olek.push(olek.event("consignment", "k-w", 1, {"settled": "returned"}))
    assert outcome.code == "consignment_unknown"
    (outcome,) = bogna.push(bogna.event("consignment", "k-w", 2, {"posting_number": "inny"}))
    assert outcome.code == "field_fixed"
