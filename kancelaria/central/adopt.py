"""Lift a station that was alone into a central, without renumbering (`central adopt`)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from kancelaria.central.connection import Connection, connect, known_errors, rejection
from kancelaria.central.gateway import outcome_told, wire
from kancelaria.domain.errors import CentralError
from kancelaria.domain.office import OrgUnit
from kancelaria.services.exchange import Event, Outcome, Verdict

_BATCH = 200


@dataclass(frozen=True)
class Newcomer:
    """A station that was alone: its label series, the years it gave numbers in, its units."""

    station_id: str
    epoch: int = 0
    series: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    units: tuple[OrgUnit, ...] = ()


@dataclass(frozen=True)
class Adopted:
    """What the central answered, and into which institution; `strangers` are authors without an account there."""

    institution_id: str
    institution_name: str
    incarnation: str
    outcomes: tuple[Outcome, ...] = ()
    strangers: tuple[str, ...] = ()


def adopt(url: str, newcomer: Newcomer, events: Sequence[Event], *, only_ask: bool = False) -> Adopted:
    """Lift all events, in the order they were made, numbers kept, in one transaction, under an administrator's URL.

    Nothing is taken over unless everything can be: CentralError `register_not_empty` or `adopted_already` where numbers
    of one of its years were given already. The same station again gets the same answers. `only_ask` changes nothing.
    """
    with connect(url, autocommit=False) as connection, known_errors():
        house = _begin(connection, newcomer)
        logins = {row[0] for row in connection.execute("SELECT login FROM api_v1.users()")}
        _require_targets(events, logins)
        if only_ask:
            connection.rollback()
            return house
        outcomes: list[Outcome] = []
        for start in range(0, len(events), _BATCH):
            outcomes += _lift(connection, newcomer.station_id, events[start : start + _BATCH])
        connection.execute("SELECT api_v1.adopt_end(%s)", (newcomer.station_id,))
        connection.commit()
    strangers = {event.author for event in events} - logins
    return replace(house, outcomes=tuple(outcomes), strangers=tuple(sorted(strangers)))


def _begin(connection: Connection, newcomer: Newcomer) -> Adopted:
    units = json.dumps([asdict(unit) for unit in newcomer.units], ensure_ascii=False)
    told = (newcomer.station_id, newcomer.epoch, list(newcomer.series), list(newcomer.years), units)
    row = connection.execute("SELECT api_v1.adopt_begin(%s, %s, %s::text[], %s::integer[], %s)", told).fetchone()
    assert row is not None
    house: dict[str, str] = row[0]
    return Adopted(house["institution_id"], house["institution_name"], house["incarnation"])


def _require_targets(events: Sequence[Event], logins: set[str]) -> None:
    named = {str(event.patch["person"]) for event in events
             if event.aggregate == "assignment" and event.patch.get("person")}  # fmt: skip
    if named - logins:
        raise CentralError(
            "people_missing",
            "Pisma stanowiska zadekretowano na osoby, które nie mają konta w centrali.",
            "Załóż te konta: kancelaria central user add LOGIN --role …, potem powtórz.",
            ", ".join(sorted(named - logins)),
        )


def _lift(connection: Connection, station_id: str, events: Sequence[Event]) -> list[Outcome]:
    told = json.dumps([wire(event) for event in events], ensure_ascii=False)
    row = connection.execute("SELECT api_v1.adopt_events(%s, %s)", (station_id, told)).fetchone()
    outcomes = [outcome_told(answer) for answer in (row[0] if row else [])]
    for event, outcome in zip(events, outcomes, strict=True):
        if outcome.verdict is not Verdict.ACCEPTED:
            subject = str(event.patch.get("document_uid") or f"{event.aggregate} {event.aggregate_id}")
            reason = outcome.message or rejection(outcome.code) or outcome.verdict.value
            raise CentralError("adoption_refused", "Centrala nie może przejąć tego stanowiska.", reason, subject)
    return outcomes
