"""Stations and centrals for the tests of sync: the same tests run against the central in memory and the real one."""

from __future__ import annotations

import json
import tempfile
import uuid
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import psycopg
from pysqlite3 import dbapi2

from kancelaria.bootstrap import Office, init_station, open_office
from kancelaria.central.gateway import PgGateway
from kancelaria.central.provision import central_init, unit_add, user_add
from kancelaria.domain.incoming import IncomingItem, Sender
from kancelaria.services.amend import amend_item
from kancelaria.services.exchange import CentralGateway, Hello
from kancelaria.services.register import RegisterIncoming, register_incoming
from kancelaria.sync.status import Report
from tests.fakes.central import FakeCentral
from tests.fakes.postgres import PostgresServer

PASSWORD = "Próbne-hasło-7"


class Site(Protocol):
    """A central with its people."""

    def person(self, name: str, role: str, unit: str | None = None) -> str: ...
    def connect(self, login: str) -> CentralGateway: ...


class FakeSite:
    def __init__(self, lanes: bool = False) -> None:
        self.central = FakeCentral()
        self.central.lanes = lanes

    def person(self, name: str, role: str, unit: str | None = None) -> str:
        self.central.add(name, role, unit)
        return name

    def connect(self, login: str) -> CentralGateway:
        return self.central.gateway(login)


@cache
def _database(server: PostgresServer) -> str:
    """One database a server: tests of several servers may share a process."""
    server.new_database("sync")
    return "sync"


class PgSite:
    """An institution of its own in one database; logins get its number."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._number = uuid.uuid4().hex[:8]
        self.database = _database(server)
        administrator = (f"admin.{self._number}", PASSWORD)
        central_init(server.url(database=self.database), f"Urząd {self._number}", administrator=administrator)
        self.admin = server.url(administrator[0], self.database, PASSWORD)
        for symbol in ("GK", "BU"):
            unit_add(self.admin, symbol, f"Wydział {symbol}")

    def person(self, name: str, role: str, unit: str | None = None) -> str:
        login = f"{name}.{self._number}"
        user_add(self.admin, login, role, PASSWORD, unit=unit)
        return login

    def connect(self, login: str) -> CentralGateway:
        return PgGateway(self._server.url(login, self.database, PASSWORD))

    def connection(self) -> psycopg.Connection[tuple[object, ...]]:
        """The database as the server's superuser sees it."""
        return self._server.connect(database=self.database)


class Post:
    """A station at work, its people's grants in a dictionary as the keyring would keep them."""

    def __init__(
        self, home: Path, site: Site, login: str, wrap: Callable[[Any], Any] = lambda gateway: gateway
    ) -> None:
        self.home = home
        self.site = site
        self.login = login
        self.grants: dict[str, str] = {}
        self.wrap = wrap
        self.changed: list[tuple[str, str]] = []
        self.open()

    def open(self) -> None:
        self.office: Office = open_office(self.home)
        self.engine = self.office.sync_engine(self._connect, self.grants.get, self.grants.__setitem__)
        self.engine.on_changed(self.changed.extend)

    def _connect(self) -> Any:
        return self.wrap(self.site.connect(self.login))

    def close(self) -> None:
        self.office.close()

    def sync(self) -> Report:
        return self.engine.run_once()

    def register(
        self, item_id: str | None = None, title: str = "Wniosek", sender_street: str | None = None,
        sender_email: tuple[str, ...] = (), **known: Any,
    ) -> IncomingItem:  # fmt: skip
        sender = Sender(organisation="Firma Próbna", town="Żory", street=sender_street, email=sender_email)
        command = RegisterIncoming(
            item_id or self.office.ids.new(), "2026-11-20", title, sender,
            no_date=True, no_reference=True, confirmed=True, **known,
        )  # fmt: skip
        return register_incoming(command, self.uow(), self.office.workplace)

    def amend(self, item: IncomingItem, **changes: Any) -> IncomingItem:
        named = {name.replace("__", "."): value for name, value in changes.items()}
        return amend_item(item.document_uid, named, self.uow(), self.office.workplace)

    def uow(self) -> Any:
        return self.office.uow(self.login)

    def item(self, item_id: str) -> IncomingItem:
        found = self.office.queries.item_by_id(item_id)
        assert found is not None, item_id
        return found

    def items(self) -> dict[str, IncomingItem]:
        return {item.id: item for item in self.office.queries.items()}


@cache
def _prepared() -> bytes:
    with tempfile.TemporaryDirectory() as home:
        init_station(Path(home), "Urząd Próbny", "K1")
        return (Path(home) / "kancelaria.sqlite").read_bytes()


def _prepare(folder: Path, point: str) -> None:
    """A fresh station: a prepared store under an id of its own."""
    folder.mkdir()
    store = folder / "kancelaria.sqlite"
    store.write_bytes(_prepared())
    database = dbapi2.connect(str(store))
    [(written,)] = database.execute("SELECT value FROM meta WHERE key = 'station'").fetchall()
    station = json.loads(written) | {"id": str(uuid.uuid4()), "point": point, "series": f"{point[:2]}X"}
    database.execute("UPDATE meta SET value = ? WHERE key = 'station'", (json.dumps(station),))
    database.execute("UPDATE label_series SET series = ?", (station["series"],))
    database.commit()
    database.close()


def new_post(folder: Path, site: Site, login: str, point: str = "K1") -> Post:
    """A freshly prepared station of a central; a registry one gets its series from it."""
    _prepare(folder, point)
    with open_office(folder) as office:
        gateway = site.connect(login)
        welcome = gateway.hello(Hello(office.station.id, office.station.epoch, "test", 1, 1))
        series = gateway.series(point) if "registry" in welcome.roles else None
        gateway.close()
        office.join_central("postgresql://centrala.example.com/kancelaria", series)
    return Post(folder, site, login)
