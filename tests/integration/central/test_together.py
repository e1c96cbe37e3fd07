"""New records taken in together say the same as one by one: numbers, the chain, and one bad event among good ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from kancelaria.central.verify import verify
from kancelaria.services.exchange import Event, Verdict
from tests.integration.central.conftest import Central, Desk


def _mixed(desk: Desk) -> list[Event]:
    """What a morning brings: an envelope with two letters, senders (one twice), and what can't be taken in unseen."""
    sender = {"surname": f"Zmyślona-{desk.login}", "key": f"zmyslona-{desk.login}"}
    writer = desk.event("correspondent", f"n1-{desk.login}", 0, sender)
    envelope = desk.event("consignment", f"k-{desk.login}", 0, {"accepted_at": "2026-11-20T08:00:00.000Z"})
    first = desk.letter(consignment_id=envelope.aggregate_id)
    return [
        writer,
        envelope,
        first,
        desk.letter(consignment_id=envelope.aggregate_id, state=None),
        desk.event("correspondent", f"n2-{desk.login}", 0, sender),
        desk.letter(registered_at="2026-13-45T00:00:00.000Z"),
        desk.letter(document_uid=first.patch["document_uid"]),
        desk.letter(access="not_public"),
        desk.change(first.aggregate_id, 0, title="Po poprawce"),
        desk.letter(registered_at="2026-12-31T23:30:00.000Z"),
        desk.event("item", first.aggregate_id, 0, dict(first.patch)),
        desk.letter(),
        desk.event("label", "etykieta", 0, {"document_uid": "x"}),
        desk.letter(rpw_number=None, sealed=False, id=None),
    ]


def _told(central: Central, desk: Desk, outcomes: list[Any]) -> list[Any]:
    """Outcomes and what is kept of each, without what belongs to the one desk."""
    kept = []
    for (event, _), outcome in zip(desk.made[-len(outcomes) :], outcomes, strict=True):
        row = central.one(
            "SELECT jsonb_build_array(version, audiences, rpw_year, state, record - ARRAY['id', 'document_uid',"
            " 'consignment_id', 'rpw_number']) FROM kancelaria.record WHERE aggregate = %s AND id = %s",
            event.aggregate, event.aggregate_id,
        )  # fmt: skip
        told = asdict(outcome) | {"event_id": "", "position": outcome.position is not None}
        told |= {"seal": _seals(central, event) == (outcome.seal, outcome.number_seal)}
        told |= {"number_seal": bool(outcome.number_seal)}
        told["given"] = {name: "" if name != "rpw_year" else value for name, value in outcome.given.items()}
        kept.append(str([told, row]).replace(desk.login, "login"))
    return kept


def _seals(central: Central, event: Event) -> tuple[str, str]:
    """How the central seals what it keeps of an event, and the number it gave."""
    row = central.one(
        "SELECT jsonb_build_array(kancelaria.event_seal(e, convert_from(p.body, 'UTF8')::jsonb),"
        " kancelaria.number_seal(e.institution_id, given ->> 'rpw_year', (given ->> 'rpw_number')::integer),"
        " given ? 'rpw_number') FROM kancelaria.event e JOIN kancelaria.audit_personal p"
        " ON p.institution_id = e.institution_id AND p.seq = e.audit_seq WHERE e.id = %s AND NOT e.again", event.id,
    )  # fmt: skip
    return row[0], row[1] if row[2] else ""


def test_together_as_one_by_one(central: Central, desk: Callable[..., Desk]) -> None:
    here, there = desk("anna"), desk("bogna")
    for one in (here, there):
        one.register()
    together = _mixed(here)
    batch = here.push(*together)
    single = [outcome for event in _mixed(there) for outcome in there.push(event)]
    assert [o.code for o in batch if o.verdict is Verdict.REJECTED] == ["bad_event", "uid_taken"]
    told = _told(central, here, batch)
    assert told == _told(central, there, single)
    assert all("'seal': True" in one for one in told)
    assert verify(central.url).problems == []
    numbers = central.one(
        "SELECT array_agg(rpw_number ORDER BY rpw_number) FROM kancelaria.register_entry WHERE rpw_year = 2026"
    )
    assert numbers == list(range(1, len(numbers) + 1))
    assert here.push(*together) == batch


def test_positions_and_numbers_follow_the_order_of_the_batch(central: Central, desk: Callable[..., Desk]) -> None:
    here = desk("anna")
    here.register()
    outcomes = here.push(*[here.letter() for _ in range(120)])
    assert [o.given["rpw_number"] for o in outcomes] == list(range(2, 122))
    positions = [o.position for o in outcomes if o.position is not None]
    assert positions == list(range(positions[0], positions[0] + 120))
    assert verify(central.url).problems == []


def test_years_mixed_in_a_batch_have_their_own_numbers(central: Central, desk: Callable[..., Desk]) -> None:
    here = desk("anna")
    here.register()
    turns = [2027, 2026, 2027, 2027, 2026]
    outcomes = here.push(*[here.letter(registered_at=f"{year}-03-01T10:00:00.000Z") for year in turns])
    assert [(o.given["rpw_year"], o.given["rpw_number"]) for o in outcomes] == [
        (2027, 1), (2026, 2), (2027, 2), (2027, 3), (2026, 3),
    ]  # fmt: skip
    assert verify(central.url).problems == []


def test_a_closed_year_and_a_foreign_series_are_refused_in_a_batch(central: Central, desk: Callable[..., Desk]) -> None:
    here, there = desk("anna"), desk("bogna")
    there.register()
    here.register()
    central.one(
        "INSERT INTO kancelaria.register_year SELECT institution_id, 2026, now(), 'x' FROM kancelaria.institution"
        " RETURNING 1"
    )
    assert [o.code for o in here.push(here.letter(), here.letter())] == ["year_closed"] * 2
    late = here.push(here.letter(), here.letter(registered_at="2027-01-02T10:00:00.000Z"), here.letter())
    assert [o.code for o in late] == ["year_closed", "", "year_closed"]
    foreign = here.letter(document_uid=there.letter().patch["document_uid"], registered_at="2027-01-02T10:00:00.000Z")
    assert [o.code for o in here.push(foreign)] == ["series_foreign"]
