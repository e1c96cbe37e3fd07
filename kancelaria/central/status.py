"""Figures of a central (`central status`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import LiteralString

from kancelaria.central.connection import Connection, connect, known_errors
from kancelaria.central.schema import schema_version


@dataclass(frozen=True)
class StationStanding:
    """A station as it last spoke: `name` is its label series, `login` who worked there, `said_at` None = never."""

    institution: str
    name: str
    point: str | None
    login: str | None
    said_at: str | None
    waiting: dict[str, int]


@dataclass(frozen=True)
class CentralStatus:
    """How a central stands; `waiting` are sessions waiting for a lock, `recovering` institutions after a restore.

    `missing`: stations that haven't given back yet what a restored central lost. `behind`: stations that said that they
    hold registrations not sent yet, by year.
    """

    server: str
    schema: int
    institutions: tuple[str, ...]
    recovering: tuple[str, ...]
    stations: int
    people: int
    connections: int
    waiting: int
    database_bytes: int
    last_number: dict[str, int]
    encrypted: bool
    missing: tuple[StationStanding, ...] = ()
    behind: tuple[StationStanding, ...] = ()
    closed_years: tuple[str, ...] = ()


def status(url: str) -> CentralStatus:
    """The figures, under a superuser's URL."""
    with connect(url) as connection, known_errors():
        return status_of(connection)


def status_of(connection: Connection) -> CentralStatus:
    """The figures over an open connection."""
    house = connection.execute("SELECT name, recovering FROM kancelaria.institution ORDER BY name").fetchall()
    row = connection.execute(
        "SELECT current_setting('server_version'),"
        " (SELECT count(*) FROM kancelaria.station), (SELECT count(*) FROM kancelaria.account WHERE active),"
        " (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()),"
        " (SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted), pg_database_size(current_database()),"
        " current_setting('ssl') = 'on'"
    ).fetchone()
    assert row is not None
    numbers = connection.execute(
        "SELECT i.name || ' ' || e.rpw_year, max(e.rpw_number) FROM kancelaria.register_entry e"
        " JOIN kancelaria.institution i USING (institution_id) GROUP BY 1 ORDER BY 1"
    ).fetchall()
    return CentralStatus(
        server=row[0],
        schema=schema_version(connection),
        institutions=tuple(name for name, _ in house),
        recovering=tuple(name for name, open_ in house if open_),
        stations=row[1],
        people=row[2],
        connections=row[3],
        waiting=row[4],
        database_bytes=row[5],
        last_number={str(name): int(number) for name, number in numbers},
        encrypted=row[6],
        missing=_stations(connection, "i.recovering AND s.incarnation IS DISTINCT FROM i.incarnation"),
        behind=_stations(connection, "EXISTS (SELECT FROM jsonb_each_text(s.waiting) w WHERE w.value <> '0')"),
        closed_years=tuple(
            name for (name,) in connection.execute(
                "SELECT i.name || ' ' || y.rpw_year FROM kancelaria.register_year y"
                " JOIN kancelaria.institution i USING (institution_id) ORDER BY 1"
            )
        ),
    )  # fmt: skip


def _stations(connection: Connection, which: LiteralString) -> tuple[StationStanding, ...]:
    rows = connection.execute(
        "SELECT i.name, s.name, s.point, s.login,"
        " to_char(s.said_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), s.waiting"
        " FROM kancelaria.institution i, kancelaria.stations(i.institution_id) s WHERE " + which + " ORDER BY 1, 2"
    ).fetchall()
    return tuple(StationStanding(*row) for row in rows)
