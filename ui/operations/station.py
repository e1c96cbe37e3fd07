"""The station as the windows are given it: everything behind the ports, put together."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kancelaria.bootstrap import Office, init_station, is_prepared, open_office
from kancelaria.logs import set_up_logs
from kancelaria.reading.analysis import PolishAnalyzer
from kancelaria.services.preferences import keep_setting
from kancelaria.settings import default_home, load_settings
from scanning.worker.pool import PoolSettings
from ui.operations.batch import StackBatch
from ui.operations.desk import StationDesk
from ui.operations.devices import StationDevices
from ui.operations.facts import OfficeFacts
from ui.operations.ports import Station
from ui.operations.register import StationRegister
from ui.operations.secrets import person_at

if TYPE_CHECKING:
    from ui.operations.in_step import StationCentral


class StationChoices:
    """A person's choices, kept in the store."""

    def __init__(self, office: Office, person: str) -> None:
        self._office = office
        self._person = person

    def get(self, name: str, default: str = "") -> str:
        """A choice, or the default."""
        value: Any = self._office.queries.setting(self._person, name, default)
        return str(value)

    def set(self, name: str, value: str) -> None:
        """Keep a choice."""
        keep_setting(self._person, name, value, self._office.uow(self._person))


class StationOffice:
    """The station's own facts."""

    def __init__(self, office: Office, person: str) -> None:
        self._office = office
        self._person = person

    def facts(self) -> OfficeFacts:
        """What is set now."""
        station = self._office.station
        point = next((p for p in self._office.queries.points() if p.symbol == station.point), None)
        login = next((p for p in self._office.queries.people() if p.login == self._person), None)
        return OfficeFacts(
            institution=station.institution.name,
            point_symbol=station.point,
            point_name=point.name if point else station.point_name,
            town=station.institution.town,
            address=station.institution.address,
            phone=station.institution.phone,
            central=station.central,
            person=f"{login.given_names} {login.surname}" if login else self._person,
            configured=True,
        )

    def configure(self, facts: OfficeFacts) -> OfficeFacts:
        """Keep other facts of the institution; the registry point stays, labels bear its symbol."""
        institution = replace(
            self._office.station.institution,
            name=facts.institution,
            address=facts.address,
            town=facts.town,
            phone=facts.phone,
        )
        self._office.describe(institution, self._person)
        return self.facts()


def station_home(home: Path | None) -> Path:
    """The folder a station uses."""
    return load_settings(home or default_home()).home


def prepared(home: Path | None) -> bool:
    """Whether the station has been prepared; if not, the first start asks what `prepare` needs."""
    return is_prepared(station_home(home))


def first_devices(home: Path | None) -> StationDevices:
    """Scanners in reach of a station not prepared yet."""
    return StationDevices(load_settings(home or default_home()))


def prepare(home: Path | None, facts: OfficeFacts, scanner: str = "") -> None:
    """Prepare a station from what the first start asked; `scanner`: the device to begin with."""
    init_station(
        station_home(home),
        facts.institution or None,
        facts.point_symbol or "K1",
        address=facts.address,
        town=facts.town,
    )
    if scanner:
        with open_office(home) as office:
            person = person_at(office)
            keep_setting(person, "scan.device", scanner, office.uow(person))


def open_station(home: Path | None, workers: int | None = None) -> Station:
    """Open a prepared station for a window."""
    office = open_office(home)
    set_up_logs(office.settings.logs, office.settings.log_level)
    # Loading the dictionary holds the interpreter for a fifth of a second: better now than under a person's hands.
    PolishAnalyzer().lemmas("pismo")
    actor = person_at(office)
    count = workers or max(1, min(4, (os.cpu_count() or 2)))
    batch = StackBatch(office, PoolSettings(workers=count))
    desk = StationDesk(office, batch, actor, office.settings.home / "prints")
    batch.before_close = desk.settle
    central = _in_step(office)

    def close() -> None:
        batch.close()
        if central is not None:
            central.close()
        office.close()

    return Station(
        batch=batch,
        desk=desk,
        register=StationRegister(office, actor, office.settings.home / "cache"),
        office=StationOffice(office, actor),
        devices=StationDevices(office.settings),
        choices=StationChoices(office, actor),
        drafts=office.settings.home / "drafts",
        central=central,
        close=close,
    )


def _in_step(office: Office) -> StationCentral | None:
    if not office.station.central:
        return None
    from ui.operations.in_step import StationCentral  # the database driver is loaded only where there is a central

    return StationCentral(office)
