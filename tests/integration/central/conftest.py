"""A central on a real PostgreSQL with an invented office: two registry clerks, two departments and their people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

from kancelaria.central.gateway import PgGateway
from kancelaria.central.provision import central_init, unit_add, user_add
from kancelaria.domain.identifiers import make_document_uid
from kancelaria.services.exchange import Event, Hello, Outcome, SealedNumber, Standing, Welcome
from kancelaria.services.ids import Uuid7Source
from tests.fakes.postgres import PostgresServer

DATABASE = "urzad"
PASSWORD = "tylko-do-testow"
AT = "2026-11-20T09:14:00.000Z"
PEOPLE = (
    ("anna", "registry", None),
    ("bogna", "registry", None),
    ("olek", "officer", "GK"),
    ("ola", "officer", "FN"),
    ("kier", "head", "GK"),
    ("audyt", "auditor", None),
    ("kiosk", "kiosk", None),
    ("admin", "administrator", None),
)
_ids = Uuid7Source()


@dataclass
class Central:
    """A server with a prepared central, and how people reach it."""

    server: PostgresServer
    url: str
    institution: str
    database: str = DATABASE

    def url_of(self, login: str) -> str:
        return self.server.url(login, self.database, PASSWORD)

    def gateway(self, login: str) -> PgGateway:
        return PgGateway(self.url_of(login))

    def sql(self, login: str | None = None, **more: Any) -> psycopg.Connection[tuple[Any, ...]]:
        """A plain connection under a person's own login, or the superuser's."""
        return psycopg.connect(self.url if login is None else self.url_of(login), **{"autocommit": True} | more)

    def one(self, question: str, *values: Any) -> Any:
        """One value, as the superuser."""
        with self.sql() as connection:
            row = connection.execute(question.encode(), values).fetchone()
        return None if row is None else row[0]


@dataclass
class Desk:
    """A station with one person: makes events in sequence and pushes them."""

    gateway: PgGateway
    login: str
    station: str
    series: str
    epoch: int = 0
    sequence: int = 0
    serial: int = 0
    made: list[tuple[Event, Outcome]] = field(default_factory=list)
    seal: str = ""

    def hello(self) -> Welcome:
        welcome = self.gateway.hello(Hello(self.station, self.epoch, "test", 1, 1, seal=self.seal))
        self.seal = welcome.seal or self.seal
        return welcome

    def seen(self, number: int) -> dict[str, SealedNumber]:
        """A number given to this desk, as the central sealed it, by its year."""
        [told] = [outcome for _, outcome in self.made if outcome.given.get("rpw_number") == number]
        return {str(told.given["rpw_year"]): (number, told.number_seal)}

    def report(self, waiting: dict[int, int] | None = None, highest: dict[str, SealedNumber] | None = None) -> bool:
        """What the station says when it has given back all it knew."""
        return self.gateway.report("K1", Standing(waiting or {}, highest or {}))

    def event(self, aggregate: str, aggregate_id: str, base: int, patch: dict[str, Any]) -> Event:
        self.sequence += 1
        stream = f"{self.station}/{self.login}/{self.epoch}"
        return Event(_ids.new(), stream, self.sequence, AT, self.login, aggregate, aggregate_id, base, patch, 1)

    def letter(self, **more: Any) -> Event:
        """A registration not yet pushed."""
        self.serial += 1
        patch = {
            "document_uid": make_document_uid(self.series, 26, self.serial), "registered_at": AT, "title": "Podanie",
            "received_on": "2026-11-20", "state": "registered", "access": "public", "registered_by": self.login,
        }  # fmt: skip
        return self.event("item", _ids.new(), 0, patch | {k.replace("__", "."): v for k, v in more.items()})

    def change(self, item_id: str, base: int, **patch: Any) -> Event:
        return self.event("item", item_id, base, {k.replace("__", "."): v for k, v in patch.items()})

    def assignment(self, item_id: str, **target: Any) -> Event:
        patch = {"item_id": item_id, "role": "lead", "issuer": self.login, "issued_at": AT} | target
        return self.event("assignment", _ids.new(), 0, patch)

    def push(self, *events: Event) -> list[Outcome]:
        outcomes = self.gateway.push(events)
        self.made += zip(events, outcomes, strict=False)
        return outcomes

    def register(self, **more: Any) -> Event:
        """A letter the central has accepted."""
        event = self.letter(**more)
        (outcome,) = self.push(event)
        assert outcome.verdict == "accepted", outcome
        return event

    def assign(self, item: Event, **target: Any) -> None:
        outcomes = self.push(self.assignment(item.aggregate_id, **target),
                             self.change(item.aggregate_id, 1, state="assigned"))  # fmt: skip
        assert [outcome.verdict for outcome in outcomes] == ["accepted", "accepted"], outcomes


def prepared(server: PostgresServer) -> Central:
    url = server.new_database(DATABASE)
    institution = central_init(url, "Urząd Próbny")
    unit_add(url, "GK", "Gospodarka Komunalna")
    unit_add(url, "FN", "Finanse")
    for login, role, unit in PEOPLE:
        user_add(url, login, role, PASSWORD, unit=unit)
    return Central(server, url, institution)


@pytest.fixture(scope="session")
def prepared_central() -> Iterator[tuple[Path, str]]:
    """The data folder of a stopped server with a prepared central, and its institution; copied for every test."""
    with PostgresServer() as server:
        institution = prepared(server).institution
        server.stop()
        yield server.data, institution


@pytest.fixture
def central(prepared_central: tuple[Path, str]) -> Iterator[Central]:
    """A fresh central on a server of its own."""
    with PostgresServer(template=prepared_central[0]) as server:
        yield Central(server, server.url(database=DATABASE), prepared_central[1])


@pytest.fixture
def desk(central: Central) -> Iterator[Callable[..., Desk]]:
    """Makes desks: `desk("anna")` sits at its own station with its own label series."""
    made: list[Desk] = []

    def make(login: str, station: str | None = None, series: str | None = None, epoch: int = 0) -> Desk:
        number = len(made)
        new = Desk(central.gateway(login), login, station or f"s-{number}", series or f"K{number}A", epoch)
        new.hello()
        made.append(new)
        return new

    yield make
    for each in made:
        each.gateway.close()
