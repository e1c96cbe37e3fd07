"""The station as the windows are given it: everything behind the ports, put together."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kancelaria.bootstrap import Office, init_station, is_prepared, open_office
from kancelaria.logs import set_up_logs
from kancelaria.reading.analysis import PolishAnalyzer
from kancelaria.services.preferences import keep_setting
from kancelaria.settings import default_home, load_settings
from scanning.worker.pool import PoolSettings
from ui.operations.batch import StackBatch
from ui.operations.correspondents import StationCorrespondents
from ui.operations.deliveries_desk import StationDeliveries
from ui.operations.desk import StationDesk
from ui.operations.devices import StationDevices
from ui.operations.facts import CLERKS, OfficeFacts, SignedIn
from ui.operations.handover_desk import StationHandovers
from ui.operations.health import HealthBook, HealthWatch, told
from ui.operations.item_notes import StationNotes
from ui.operations.outgoing import StationOutgoing
from ui.operations.paper import StationPaper
from ui.operations.paper_store import StationPaperStore
from ui.operations.ports import Station
from ui.operations.register import StationRegister
from ui.operations.rights import WORKERS, only
from ui.operations.routing_station import inbox_of
from ui.operations.secrets import secrets_of, system_person
from ui.operations.series import StationSeries
from ui.operations.station_prints import StationPrintouts
from ui.operations.statistics import StationStatistics

if TYPE_CHECKING:
    from ui.operations.in_step import StationCentral
    from ui.operations.session import StationPeople


class StationChoices:
    """The choices of whoever works here, kept in the store; before anybody signs in, of whoever did last."""

    def __init__(self, office: Office, person: Callable[[], str]) -> None:
        self._office = office
        self._person = person

    def get(self, name: str, default: str = "") -> str:
        """A choice, or the default."""
        value: Any = self._office.queries.setting(self._person(), name, default)
        return str(value)

    def set(self, name: str, value: str) -> None:
        """Keep a choice."""
        person = self._person()
        keep_setting(person, name, value, self._office.uow(person))


class StationOffice:
    """The station's own facts."""

    def __init__(self, office: Office, person: Callable[[], str]) -> None:
        self._office = office
        self._person = person

    def facts(self) -> OfficeFacts:
        """What is set now."""
        station = self._office.station
        point = next((p for p in self._office.queries.points() if p.symbol == station.point), None)
        person = self._person()
        return OfficeFacts(
            institution=station.institution.name,
            point_symbol=station.point,
            point_name=point.name if point else station.point_name,
            town=station.institution.town,
            address=station.institution.address,
            phone=station.institution.phone,
            central=station.central,
            person=name_of(self._office, person),
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
        self._office.describe(institution, self._person())
        return self.facts()


def name_of(office: Office, login: str) -> str:
    """A person's name as people say it, or the login."""
    known = next((person for person in office.queries.people() if person.login == login), None)
    return f"{known.given_names} {known.surname}".strip() if known else login


def station_home(home: Path | None) -> Path:
    """The folder a station uses."""
    return load_settings(home or default_home()).home


def prepared(home: Path | None) -> bool:
    """Whether the station has been prepared; if not, the first start asks what `prepare` needs."""
    return is_prepared(station_home(home))


def first_devices(home: Path | None) -> StationDevices:
    """Scanners in reach of a station not prepared yet."""
    return StationDevices(load_settings(home or default_home()))


def prepare(home: Path | None, facts: OfficeFacts, scanner: str = "", sign_in: tuple[str, str] | None = None) -> None:
    """Prepare a station from what the first start asked; `scanner`: the device to begin with.

    Where `facts.central` names a central, `sign_in` (login, password) joins it; the password isn't kept.
    """
    point = facts.point_symbol or "K1"
    if facts.central:
        from ui.operations.central import join

        login, password = sign_in or ("", "")
        join(station_home(home), facts.central, password, None, point, login.strip().lower(), stay=False)
    else:
        init_station(station_home(home), facts.institution or None, point, address=facts.address, town=facts.town)
    if scanner:
        with open_office(home) as office:
            person = sign_in[0].strip().lower() if sign_in and facts.central else system_person()
            keep_setting(person, "scan.device", scanner, office.uow(person))


def open_station(home: Path | None, workers: int | None = None) -> Station:
    """Open a prepared station for a window."""
    office = open_office(home)
    set_up_logs(office.settings.logs, office.settings.log_level)
    # Loading the dictionary holds the interpreter for a fifth of a second: better now than under a person's hands.
    PolishAnalyzer().lemmas("pismo")
    at_work = _AtWork(office, _people(office))
    people, actor = at_work.people, at_work.login
    clerk, worker = only(at_work.person, CLERKS), only(at_work.person, WORKERS)
    count = workers or max(1, min(4, (os.cpu_count() or 2)))
    batch = StackBatch(office, PoolSettings(workers=count))
    batch.person = at_work.name
    desk = StationDesk(office, batch, actor, office.settings.home / "prints", clerk)
    batch.before_close = desk.settle
    health = HealthBook(office)
    HealthWatch(health, batch)
    central = _in_step(office, people)
    register = StationRegister(office, actor, office.settings.home / "cache", clerk, worker)
    if central is not None:
        central.on_changed(lambda _records: register.take_news())

    def close() -> None:
        batch.close()
        if central is not None:
            central.close()
        office.close()

    return Station(
        batch=batch,
        desk=desk,
        register=register,
        office=StationOffice(office, at_work.chooser),
        devices=StationDevices(office.settings, lambda device: told(health.of(device))),
        choices=StationChoices(office, at_work.chooser),
        drafts=office.settings.home / "drafts",
        central=central,
        inbox=inbox_of(office, worker, at_work.person, register.details, central),
        people=people,
        printouts=StationPrintouts(office, actor, clerk, office.settings.home / "prints"),
        statistics=StationStatistics(office, actor),
        correspondents=StationCorrespondents(office, actor, clerk, worker),
        series=StationSeries(office, clerk),
        handovers=StationHandovers(office, clerk, office.settings.home / "prints"),
        outgoing=StationOutgoing(office, actor, clerk),
        paper_store=StationPaperStore(office, clerk, office.settings.home / "prints"),
        paper=StationPaper(office, actor, clerk, office.settings.home / "prints"),
        deliveries=StationDeliveries(office, clerk, office.settings.home / "prints"),
        notes=StationNotes(office, worker),
        person=SignedIn(system_person(), name_of(office, system_person())),
        lock_minutes=office.settings.lock_minutes,
        join=None if people is not None else partial(_join, office),
        close=close,
    )


class _AtWork:
    """Who works at this station now: whoever signed in, or where nobody does the system's user."""

    def __init__(self, office: Office, people: StationPeople | None) -> None:
        self._office = office
        self.people = people

    def login(self) -> str:
        """Under whom something is done. CentralError while nobody is signed in."""
        return self.people.login() if self.people is not None else system_person()

    def person(self) -> SignedIn | None:
        return self.people.current() if self.people is not None else SignedIn(system_person())

    def name(self) -> str:
        """The name of whoever signed in."""
        present = self.people.current() if self.people is not None else None
        return present.name if present is not None else ""

    def chooser(self) -> str:
        """Whose choices hold; before anybody signs in, those of whoever did last."""
        if self.people is None:
            return system_person()
        present, known = self.people.current(), self.people.known()
        return present.login if present else known[0].login if known else ""


def _join(office: Office, url: str, login: str, password: str) -> None:
    from ui.operations.central import join_alone  # the driver is loaded only where there is a central

    join_alone(office, url, login, password)


def _people(office: Office) -> StationPeople | None:
    if not office.station.central:
        return None
    from ui.operations.central import ask_central, central_of
    from ui.operations.session import StationPeople

    ask = ask_central(central_of(office), office.hello)
    return StationPeople(office, secrets_of(office), ask, office.settings.offline_hours)


def _in_step(office: Office, people: StationPeople | None) -> StationCentral | None:
    if people is None:
        return None
    from ui.operations.in_step import StationCentral

    return StationCentral(office, people)
