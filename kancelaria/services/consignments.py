"""Consignments: one envelope may hold several items."""

from __future__ import annotations

from dataclasses import asdict

from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.incoming import Consignment
from kancelaria.services.journal import record
from kancelaria.services.ports import UnitOfWork, Workplace


def accept_consignment(consignment: Consignment, uow: UnitOfWork, at: Workplace) -> Consignment:
    """Record an envelope or parcel as accepted; the same id again returns what is recorded."""
    with uow:
        known = ensure_consignment(consignment, uow, at)
        uow.commit()
    return known


def ensure_consignment(consignment: Consignment, uow: UnitOfWork, at: Workplace) -> Consignment:
    """The recorded consignment of this id, recorded now if it's new. Inside a unit of work."""
    known = uow.consignments.get(consignment.id)
    if known is not None:
        return known
    if not consignment.accepted_at:
        raise InvalidInput("accepted_at_missing", "Podaj, kiedy przyjęto przesyłkę.", subject="accepted_at")
    uow.consignments.add(consignment)
    filled = {name: value for name, value in asdict(consignment).items() if value is not None}
    record(uow, at, "accept_consignment", ("consignment", consignment.id), 0, filled)
    return consignment
