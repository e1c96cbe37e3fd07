"""Lift a station that was alone into a central, without renumbering (`central adopt`)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from kancelaria.central.connection import Connection, connect, known_errors, rejection
from kancelaria.central.gateway import wire
from kancelaria.domain.errors import CentralError
from kancelaria.services.exchange import Event

_BATCH = 200


@dataclass(frozen=True)
class Adopted:
    """How many events and letters came over."""

    events: int
    items: int


def adopt(url: str, station_id: str, events: Sequence[Event], institution_id: str | None = None) -> Adopted:
    """Lift all events of a standalone station, numbers kept, in one transaction, under a superuser's URL.

    CentralError `adopted_already` for a second station, `register_not_empty` where numbers were given already; the
    institution is the login's own unless named. Nothing is taken over unless everything can be.
    """
    ordered = sorted(events, key=lambda event: (event.id, event.stream, event.sequence))
    with connect(url, autocommit=False) as connection, known_errors():
        institution = institution_id or _own_institution(connection)
        connection.execute("SELECT kancelaria.lock_head(%s)", (institution,))
        connection.execute("SET LOCAL synchronous_commit = on")
        _require_empty(connection, institution)
        for start in range(0, len(ordered), _BATCH):
            _lift(connection, institution, station_id, ordered[start : start + _BATCH])
        connection.execute(
            "UPDATE kancelaria.institution SET adopted_station = %s WHERE institution_id = %s",
            (station_id, institution),
        )
        connection.execute(
            "INSERT INTO kancelaria.station (institution_id, station_id) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            (institution, station_id),
        )
        _require_no_gap(connection, institution)
        connection.commit()
    return Adopted(len(ordered), sum(event.aggregate == "item" and event.base_version == 0 for event in ordered))


def _own_institution(connection: Connection) -> str:
    row = connection.execute("SELECT (kancelaria.me()).institution_id").fetchone()
    assert row is not None
    return str(row[0])


def _require_empty(connection: Connection, institution: str) -> None:
    row = connection.execute(
        "SELECT adopted_station, EXISTS (SELECT FROM kancelaria.register_entry e WHERE e.institution_id = %s)"
        " FROM kancelaria.institution WHERE institution_id = %s",
        (institution, institution),
    ).fetchone()
    if row is None:
        raise CentralError("institution_unknown", "Nie ma takiej instytucji w centrali.", subject=institution)
    if row[0] is not None:
        raise CentralError(
            "adopted_already",
            "Ta instytucja przejęła już inne stanowisko.",
            "Rejestr drugiego stanowiska dołącz jako rejestr zamknięty.",
            str(row[0]),
        )
    if row[1]:
        raise CentralError(
            "register_not_empty",
            "Centrala nadała już numery w tej instytucji.",
            "Przejąć stanowisko można tylko na początku.",
        )


def _lift(connection: Connection, institution: str, station_id: str, events: Sequence[Event]) -> None:
    told = json.dumps([wire(event) for event in events], ensure_ascii=False)
    row = connection.execute("SELECT kancelaria.adopt(%s, %s, %s)", (institution, station_id, told)).fetchone()
    for answer in row[0] if row else []:
        if answer["verdict"] != "accepted":
            code = str(answer.get("code") or answer["verdict"])
            raise CentralError(
                "adoption_refused", "Nie można przejąć tego stanowiska.", rejection(code), answer["event_id"]
            )


def _require_no_gap(connection: Connection, institution: str) -> None:
    row = connection.execute(
        "SELECT rpw_year FROM kancelaria.register_entry WHERE institution_id = %s GROUP BY rpw_year"
        " HAVING count(*) <> max(rpw_number) LIMIT 1",
        (institution,),
    ).fetchone()
    if row is not None:
        raise CentralError(
            "register_has_gaps", "Rejestr stanowiska ma luki.", "Sprawdź magazyn: kancelaria doctor.", str(row[0])
        )
