"""How pages are kept, how much paper there is, carriers not copied: records of this station, told to nobody.

Each is audited in its own transaction; the central isn't told, so there is no event.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from kancelaria.domain.errors import NotFound, StateForbids
from kancelaria.domain.incoming import IncomingItem, ItemState
from kancelaria.domain.item_state import state_word
from kancelaria.domain.reproduction import (
    Carrier,
    CarrierKind,
    KeptPage,
    Volume,
    checked_carrier,
    checked_volume,
    copied,
    moved,
)
from kancelaria.services.amend import existing
from kancelaria.services.journal import now_text
from kancelaria.services.ports import UnitOfWork, Workplace


class ReproductionBook(Protocol):
    """What this station knows of the copies it made and of the paper behind them."""

    def keep_pages(self, item_id: str, pages: Sequence[KeptPage]) -> None:
        """How the pages of the newest PDF/A are kept; what was known of an older one goes."""
        ...

    def volume(self, item_id: str) -> Volume | None: ...
    def put_volume(self, item_id: str, volume: Volume, at: str, by: str) -> None: ...
    def carrier(self, carrier_id: str) -> Carrier | None: ...
    def add_carrier(self, carrier: Carrier) -> None: ...
    def save_carrier(self, carrier: Carrier) -> None: ...


class ReproductionReads(Protocol):
    """What windows, print-outs and the command line ask of it."""

    def kept_pages(self, item_id: str) -> list[KeptPage]: ...
    def volume(self, item_id: str) -> Volume | None: ...
    def volumes(self, item_ids: Iterable[str]) -> Mapping[str, Volume]: ...
    def carriers(self, item_id: str) -> list[Carrier]:
        """Those of an item, copied ones too, in the order they were noted."""
        ...

    def carriers_not_copied(self) -> list[Carrier]: ...
    def paper_at(self, item_ids: Iterable[str]) -> Mapping[str, PaperPlace]:
        """Where the paper of items was handed to; those still at the registry are left out."""
        ...


class PaperPlace(Protocol):
    """Who has the paper: by which hand-over list, for which unit, and who signed (None = nobody yet)."""

    @property
    def number(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def received_by(self) -> str | None: ...
    @property
    def since(self) -> str: ...


def count_volume(document_uid: str, volume: Volume, uow: UnitOfWork, at: Workplace) -> Volume:
    """Write down how much paper an item has; the same again changes nothing."""
    checked_volume(volume)
    with uow:
        item = _standing(document_uid, uow)
        before = uow.reproduction.volume(item.id)
        if before == volume:
            return volume
        moment = now_text(at)
        uow.reproduction.put_volume(item.id, volume, moment, uow.actor)
        said = {"volume": {"old": before.said if before else None, "new": volume.said}}
        uow.audit.append(moment, uow.actor, "volume", ("item", item.id), said)
        uow.commit()
    return volume


def note_carrier(
    document_uid: str, kind: CarrierKind, count: int, place: str, description: str, uow: UnitOfWork, at: Workplace
) -> Carrier:
    """Write down a carrier that isn't copied, and where it lies."""
    with uow:
        item, moment = _standing(document_uid, uow), now_text(at)
        new = Carrier(at.ids.new(), item.id, item.document_uid, kind, count, description, place, moment, uow.actor)
        carrier = checked_carrier(new)
        uow.reproduction.add_carrier(carrier)
        said = {"carrier": carrier.id, "kind": kind.value, "count": count, "place": carrier.place}
        uow.audit.append(moment, uow.actor, "carrier_noted", ("item", item.id), said)
        uow.commit()
    return carrier


def move_carrier(carrier_id: str, place: str, uow: UnitOfWork, at: Workplace) -> Carrier:
    """A carrier lies elsewhere now."""
    with uow:
        before = _carrier(carrier_id, uow)
        after = moved(before, place)
        uow.reproduction.save_carrier(after)
        said = {"carrier": after.id, "place": {"old": before.place, "new": after.place}}
        uow.audit.append(now_text(at), uow.actor, "carrier_moved", ("item", after.item_id), said)
        uow.commit()
    return after


def carrier_copied(carrier_id: str, uow: UnitOfWork, at: Workplace) -> Carrier:
    """A carrier's content is kept now: it leaves the list."""
    with uow:
        after = copied(_carrier(carrier_id, uow), now_text(at), uow.actor)
        uow.reproduction.save_carrier(after)
        uow.audit.append(now_text(at), uow.actor, "carrier_copied", ("item", after.item_id), {"carrier": after.id})
        uow.commit()
    return after


def _standing(document_uid: str, uow: UnitOfWork) -> IncomingItem:
    item = existing(document_uid, uow)
    if item.state is ItemState.VOIDED:
        said = f"To pismo jest {state_word(item.state)}."
        raise StateForbids("item_voided", said, "Dopisz to do pozycji, która je zastąpiła.", item.document_uid)
    return item


def _carrier(carrier_id: str, uow: UnitOfWork) -> Carrier:
    found = uow.reproduction.carrier(carrier_id)
    if found is None:
        hint = "Odśwież wykaz nośników i wybierz go jeszcze raz."
        raise NotFound("carrier_unknown", "Nie ma takiego nośnika.", hint, carrier_id)
    return found
