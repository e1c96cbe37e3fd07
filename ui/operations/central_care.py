"""A station that was alone joins a central with all it has."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kancelaria.bootstrap import Office
from kancelaria.central.adopt import Adopted, Newcomer, adopt
from kancelaria.central.gateway import PgGateway
from kancelaria.central.provision import is_superuser
from kancelaria.domain.errors import CentralError, CentralUnreachable, StateForbids
from kancelaria.services.exchange import Event
from kancelaria.store.adoption import SqlAdoption
from ui.operations.central import knock, sign_in, split_url, url_for

_BATCH = 500


@dataclass(frozen=True)
class Joined:
    """What came over; `strangers` are authors without an account at the central. None came where all was there."""

    institution: str
    events: int
    items: int
    strangers: tuple[str, ...] = ()


def adopt_station(office: Office, url: str, login: str | None = None, password: str = "") -> Joined:
    """Lift this station's records into the central of an administrator's URL; `login` is signed in here afterwards.

    Whatever can refuse is asked before anything changes. Cut short anywhere, it is gone through again.
    """
    bare, way = split_url(url)[0], office.adoption()
    begun = way.unfinished()
    _refuse_elsewhere(office, bare, begun)
    knock(bare)
    if login is not None:
        _try_person(url_for(bare, login, password), login)
    joined = Joined(office.station.institution.name, 0, 0)
    if begun is not None or not office.station.central:
        joined = _lift(office, way, url, bare, begun is not None)
    if login is not None:
        sign_in(office, login, password)
    return joined


def _refuse_elsewhere(office: Office, bare: str, begun: str | None) -> None:
    if begun is not None and begun != bare:
        hint = "Dokończ je z tym samym adresem centrali."
        raise StateForbids("adoption_unfinished", "Zaczęto już przejmowanie do innej centrali.", hint, begun)
    if begun is None and office.station.central not in ("", bare):
        hint = "Przejąć można tylko stanowisko, które pracowało samo."
        raise StateForbids("has_central", "To stanowisko ma już inną centralę.", hint, office.station.central)


def _try_person(whole: str, login: str) -> None:
    if is_superuser(whole):
        hint = "Załóż zwykłe konto: kancelaria central user add LOGIN --role registry."
        raise CentralError(
            "superuser_refused", "Stanowisko nie może pracować na koncie administratora serwera.", hint, login
        )
    with PgGateway(whole) as gateway:
        gateway.newest()


def _lift(office: Office, way: SqlAdoption, url: str, bare: str, again: bool) -> Joined:
    belongings = way.belongings()
    station = office.station
    newcomer = Newcomer(station.id, station.epoch, belongings.series, belongings.years, belongings.units)
    adopt(url, newcomer, way.events(), only_ask=True)
    way.begin(bare)
    # from here on no number is given here: what was registered while we asked is among the events
    newcomer = replace(newcomer, years=way.belongings().years)
    events = way.events()
    try:
        done = adopt(url, newcomer, events)
    except CentralUnreachable as error:
        hint = "Powtórz polecenie, gdy połączenie wróci; do tego czasu stanowisko nie rejestruje pism."
        raise CentralUnreachable("adoption_unfinished", "Przejmowanie przerwano.", hint, bare) from error
    except CentralError:
        if not again:  # it surely took nothing
            way.cancel()
        raise
    _take_answers(office, way, done)
    return Joined(done.institution_name, len(events), _letters(events), done.strangers)


def _take_answers(office: Office, way: SqlAdoption, done: Adopted) -> None:
    journal = office.journal()
    if journal.incarnation() is None:
        journal.reset_cursors(done.incarnation)
    for start in range(0, len(done.outcomes), _BATCH):
        journal.acknowledge(done.outcomes[start : start + _BATCH])
    way.finish(done.institution_id, done.institution_name)


def _letters(events: list[Event]) -> int:
    return sum(event.aggregate == "item" and "document_uid" in event.patch for event in events)
