"""The office's own facts, set at the first start and corrected later: name, address, town and telephone."""

from __future__ import annotations

from dataclasses import asdict, replace

from kancelaria.domain.errors import InvalidInput, StateForbids
from kancelaria.domain.office import Institution, Station
from kancelaria.services.journal import now_text
from kancelaria.services.ports import UnitOfWork, Workplace


def describe_institution(institution: Institution, uow: UnitOfWork, at: Workplace) -> Station:
    """Keep what labels and receipts say of the office; gives the station as it is now.

    The identity never changes. Under a central the name is the central's to give.
    """
    before = at.station.institution
    after = replace(institution, id=before.id, name=institution.name.strip())
    if not after.name:
        raise InvalidInput("field_required", "Podaj nazwę urzędu.", subject="institution")
    if at.station.central and after.name != before.name:
        raise StateForbids("name_of_central", "Nazwę urzędu nadaje centrala.", "Zwróć się do administratora centrali.")
    station = replace(at.station, institution=after)
    with uow:
        uow.office.put_station(station)
        changed = {"old": asdict(before), "new": asdict(after)}
        uow.audit.append(now_text(at), uow.actor, "describe_institution", ("station", station.id), changed)
        uow.commit()
    return station
