"""The station and its central: joining it, signing in, keeping in step."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from kancelaria.bootstrap import Office, init_station, open_office
from kancelaria.central.gateway import PgGateway
from kancelaria.central.provision import is_superuser
from kancelaria.domain.errors import CentralError, InvalidInput
from kancelaria.domain.office import Station
from kancelaria.services.exchange import Welcome
from kancelaria.sync.engine import SyncEngine
from ui.operations.secrets import GRANT, LOGIN, PASSWORD, StationSecrets


def split_url(url: str) -> tuple[str, str | None, str | None]:
    """An address without login and password, the login, the password. InvalidInput for anything but PostgreSQL's."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
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


def join(home: Path, url: str, password: str | None, institution: str | None, point: str) -> Station:
    """Prepare a station that belongs to a central. The central is asked first, so a refusal leaves nothing behind."""
    bare, login, own_password = split_url(url)
    secret = password or own_password
    if not login or not secret:
        hint = "Login podaj w adresie, hasło na standardowym wejściu (--password-stdin)."
        raise InvalidInput("sign_in_missing", "Brakuje loginu albo hasła osoby.", hint, "central")
    whole = url_for(bare, login, secret)
    if is_superuser(whole):
        hint = "Załóż zwykłe konto: kancelaria central user add LOGIN --role registry."
        raise CentralError(
            "superuser_refused", "Stanowisko nie może pracować na koncie administratora serwera.", hint, login
        )
    with PgGateway(whole) as gateway:
        init_station(home, institution, point)
        with open_office(home) as office:
            gateway.hello(office.hello())
            office.join_central(bare, gateway.series(point))
            secrets = StationSecrets(office.settings.home, office.station.id)
            secrets.keep(LOGIN, login)
            secrets.keep(f"{PASSWORD}{login}", secret)
            secrets.keep(f"{GRANT}{login}", gateway.grant())
            return office.station


def sign_in(office: Office, login: str, password: str) -> Welcome:
    """Sign a person in at the central and remember them at this station. CentralError when it refuses."""
    with PgGateway(url_for(_central_of(office), login, password)) as gateway:
        welcome = gateway.hello(office.hello())
        secrets = StationSecrets(office.settings.home, office.station.id)
        secrets.keep(LOGIN, login)
        secrets.keep(f"{PASSWORD}{login}", password)
        secrets.keep(f"{GRANT}{login}", gateway.grant())
    return welcome


def engine_of(office: Office) -> SyncEngine:
    """The sync engine under the person signed in last."""
    secrets = StationSecrets(office.settings.home, office.station.id)
    return office.sync_engine(
        lambda: PgGateway(own_url(office)),
        lambda person: secrets.get(f"{GRANT}{person}"),
        lambda person, grant: secrets.keep(f"{GRANT}{person}", grant),
    )


def _central_of(office: Office) -> str:
    if not office.station.central:
        hint = "Stanowisko dołącza się do centrali przy przygotowaniu: kancelaria init --central ADRES."
        raise CentralError("no_central", "To stanowisko pracuje samo, bez centrali.", hint)
    return office.station.central


def own_url(office: Office) -> str:
    """The central's address under the person signed in last."""
    secrets = StationSecrets(office.settings.home, office.station.id)
    login = secrets.get(LOGIN)
    password = secrets.get(f"{PASSWORD}{login}") if login else None
    if not login or not password:
        raise CentralError("not_signed_in", "Nikt nie jest zalogowany do centrali.", "Zaloguj się na tym stanowisku.")
    return url_for(_central_of(office), login, password)
