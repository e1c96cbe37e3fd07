"""The station and its central: joining it, asking it who somebody is, the sync engine under whoever is signed in."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from kancelaria.bootstrap import Office, init_station, is_prepared, open_office
from kancelaria.central.connection import unreachable
from kancelaria.central.gateway import PgGateway
from kancelaria.central.provision import is_superuser, user_list
from kancelaria.domain.errors import CentralError, CentralUnreachable, InvalidInput, OfficeError, StateForbids
from kancelaria.domain.numbering import instant_text
from kancelaria.domain.office import Station
from kancelaria.services.exchange import Hello, Welcome
from kancelaria.services.preferences import keep_setting
from kancelaria.settings import load_settings
from kancelaria.sync.engine import SyncEngine
from ui.operations.secrets import GRANT, LOGIN, PASSWORD, StationSecrets, not_signed_in, secrets_of
from ui.operations.session import RECENT, Answer, keep_for_good

KNOCK_S = 2.0
"""How long a person at the counter waits to learn that the central is out of reach."""


def split_url(url: str) -> tuple[str, str | None, str | None]:
    """An address without login and password, the login, the password. InvalidInput for anything but PostgreSQL's."""
    parts = urlsplit(url if "://" in url else f"postgresql://{url}")
    if parts.scheme not in ("postgresql", "postgres") or not parts.hostname or not parts.path.strip("/"):
        hint = "Na przykład: postgresql://m.nowicka@centrala.example.com/kancelaria"
        raise InvalidInput("bad_central_url", "To nie jest adres centrali.", hint, parts.hostname or url)
    host = parts.netloc.rpartition("@")[2]
    bare = urlunsplit((parts.scheme, host, parts.path, parts.query, ""))
    decoded = [unquote(value) if value else None for value in (parts.username, parts.password)]
    return bare, decoded[0], decoded[1]


def url_for(bare: str, login: str, password: str) -> str:
    """The address with a person's login and password."""
    parts = urlsplit(bare)
    netloc = f"{quote(login, safe='')}:{quote(password, safe='')}@{parts.netloc}"
    return urlunsplit((parts.scheme, netloc, parts.path, parts.query, ""))


def ask_central(bare: str, hello: Callable[[], Hello]) -> Callable[[str, str], Answer]:
    """The way to ask a central about a person, once its address answers at all."""

    def ask(login: str, password: str) -> Answer:
        knock(bare)
        return _admitted(url_for(bare, login, password), login, hello())

    return ask


def knock(bare: str) -> None:
    """CentralUnreachable where nobody answers at the address within two seconds."""
    parts = urlsplit(bare)
    try:
        place = (parts.hostname or "", parts.port or 5432)
    except ValueError:
        return  # several hosts in one address: the driver tries them itself
    try:
        socket.create_connection(place, KNOCK_S).close()
    except OSError as error:
        raise unreachable() from error


def join(
    home: Path,
    url: str,
    password: str | None,
    institution: str | None,
    point: str,
    login: str | None = None,
    *,
    stay: bool = True,
) -> Station:
    """Prepare a station that belongs to a central. The central is asked first, and a refusal leaves nothing behind.

    `stay`: the person remains signed in, as commands without a window need it.
    """
    bare, named, own_password = split_url(url)
    who, secret = login or named, password or own_password
    if not who or not secret:
        hint = "Login podaj w adresie, hasło na standardowym wejściu (--password-stdin)."
        raise InvalidInput("sign_in_missing", "Brakuje loginu albo hasła osoby.", hint, "central")
    _admit_to_join(bare, who, secret)
    fresh = not is_prepared(load_settings(home).home)
    with PgGateway(url_for(bare, who, secret)) as gateway:
        station = init_station(home, institution, point)
        try:
            with open_office(home) as office:
                _join_open(office, gateway, bare, who, secret, stay=stay)
                return office.station
        except OfficeError:
            if fresh:
                _take_back(home, station)
            raise


def join_alone(office: Office, url: str, login: str, password: str) -> None:
    """Let a station that was alone, with nothing in its register, belong to a central."""
    if office.station.central:
        raise StateForbids("has_central", "To stanowisko ma już centralę.", subject=office.station.central)
    if office.queries.register_count():
        hint = "Administrator przejmuje je z numerami poleceniem: kancelaria central adopt."
        raise StateForbids("register_not_empty", "Na tym stanowisku są już zarejestrowane pisma.", hint)
    bare = split_url(url)[0]
    who = login.strip().lower()
    _admit_to_join(bare, who, password)
    with PgGateway(url_for(bare, who, password)) as gateway:
        _join_open(office, gateway, bare, who, password, stay=False)


def sign_in(office: Office, login: str, password: str) -> Welcome:
    """Sign a person in for good, as commands without a window need it. CentralError when the central refuses."""
    answer = ask_central(central_of(office), office.hello)(login, password)
    keep_for_good(secrets_of(office), login, password, answer, offline_until(office))
    return answer.welcome


def sign_out(office: Office) -> str | None:
    """Forget the password of the person signed in for good; their delivery grant stays. Gives their login."""
    secrets = secrets_of(office)
    login = secrets.get(LOGIN)
    if login is not None:
        secrets.forget(LOGIN, f"{PASSWORD}{login}")
    return login


def engine_of(office: Office, connect: Callable[[], PgGateway] | None = None) -> SyncEngine:
    """The sync engine; without another `connect` under the person signed in for good."""
    secrets = secrets_of(office)
    return office.sync_engine(
        connect or (lambda: PgGateway(own_url(office))),
        lambda person: secrets.get(f"{GRANT}{person}"),
        lambda person, grant: secrets.keep(f"{GRANT}{person}", grant),
    )


def central_of(office: Office) -> str:
    """The address of the station's central, without login. CentralError where there is none."""
    if not office.station.central:
        hint = "Stanowisko dołącza się do centrali przy przygotowaniu: kancelaria init --central ADRES."
        raise CentralError("no_central", "To stanowisko pracuje samo, bez centrali.", hint)
    if office.adoption().unfinished() is not None:
        hint = "Powtórz polecenie: kancelaria central adopt ADRES."
        raise CentralError("adoption_unfinished", "Przejmowania stanowiska nie dokończono.", hint)
    return office.station.central


def own_url(office: Office) -> str:
    """The central's address under the person signed in for good."""
    secrets = secrets_of(office)
    login = secrets.get(LOGIN)
    password = secrets.get(f"{PASSWORD}{login}") if login else None
    if not login or not password:
        raise not_signed_in()
    return url_for(central_of(office), login, password)


def offline_until(office: Office) -> str:
    """Until when somebody signed in now may work without the central."""
    return instant_text(office.clock.now() + timedelta(hours=office.settings.offline_hours))


def _admit_to_join(bare: str, login: str, password: str) -> None:
    """Whoever joins has no work going on yet: out of reach means a wrong address to them."""
    try:
        knock(bare)
        _refuse_superuser(url_for(bare, login, password), login)
    except CentralUnreachable as error:
        parts = urlsplit(bare)
        raise CentralUnreachable(
            error.code, f"Pod adresem {parts.netloc}{parts.path} nie odpowiada żadna centrala.",
            "Sprawdź adres i sieć albo zacznij bez centrali i dołącz później w Ustawieniach.", parts.netloc,
        ) from error  # fmt: skip


def _join_open(office: Office, gateway: PgGateway, bare: str, login: str, password: str, *, stay: bool) -> None:
    welcome = gateway.hello(office.hello())
    # only who registers letters is given a series; an officer's station prints no labels
    series = gateway.series(office.station.point) if "registry" in welcome.roles else None
    answer = _told(url_for(bare, login, password), gateway, welcome)
    office.describe(replace(office.station.institution, name=welcome.institution_name), login)
    office.join_central(bare, series)
    keep_setting("", RECENT, [[login, answer.name]], office.uow(login))
    secrets = secrets_of(office)
    try:
        keep_for_good(secrets, login, password, answer, offline_until(office))
    finally:
        if not stay:
            secrets.forget(LOGIN, f"{PASSWORD}{login}")


def _admitted(url: str, login: str, hello: Hello) -> Answer:
    _refuse_superuser(url, login)
    with PgGateway(url) as gateway:
        return _told(url, gateway, gateway.hello(hello))


def _told(url: str, gateway: PgGateway, welcome: Welcome) -> Answer:
    grant = gateway.grant()
    if "kiosk" in welcome.roles:  # a kiosk may not know who works here
        return Answer(welcome, grant, welcome.login)
    me = next((user for user in user_list(url) if user.login == welcome.login), None)
    return Answer(welcome, grant, f"{me.given_names} {me.surname}".strip() if me else welcome.login)


def _refuse_superuser(url: str, login: str) -> None:
    if is_superuser(url):
        hint = "Załóż zwykłe konto: kancelaria central user add LOGIN --role registry."
        raise CentralError(
            "superuser_refused", "Stanowisko nie może pracować na koncie administratora serwera.", hint, login
        )


def _take_back(home: Path, station: Station) -> None:
    """Nothing was written into this store yet but its first rows."""
    settings = load_settings(home)
    for file in settings.home.glob(f"{settings.store.name}*"):
        file.unlink()
    StationSecrets(settings.home, station.id).forget(LOGIN)
    for folder in (settings.blobs, settings.spool):
        shutil.rmtree(folder, ignore_errors=True)
