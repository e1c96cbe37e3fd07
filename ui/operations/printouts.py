"""Registers and lists of the station as files, and what every print-out needs; every print is logged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from kancelaria.bootstrap import Office
from kancelaria.domain.errors import InvalidInput, NotFound
from kancelaria.domain.identifiers import with_hyphens
from kancelaria.domain.incoming import IncomingItem, ItemState, ReproductionExtent
from kancelaria.domain.item_state import state_word
from kancelaria.domain.office import Person
from kancelaria.domain.reproduction import Volume
from kancelaria.printing.facts import (
    carrier_row,
    lacks_full_scan,
    missing_scan_row,
    register_row,
)
from kancelaria.printing.model import CarriersData, MissingScansData, OfficeFacts, RegisterData, RegisterRow
from kancelaria.services.access import AccessKind, log_access
from kancelaria.services.queries import ItemFilter
from kancelaria.services.reproduction import PaperPlace

PARTIAL = ReproductionExtent.PARTIAL


@dataclass(frozen=True)
class Found:
    """What a search found: the words searched for and the identifiers."""

    text: str
    uids: tuple[str, ...]


PRIVACY = (
    "Administratorem danych osobowych jest {institution}. Pełna informacja o przetwarzaniu danych (RODO) jest dostępna"
    " w punkcie kancelaryjnym i w Biuletynie Informacji Publicznej urzędu."
)


def office_facts(office: Office) -> OfficeFacts:
    """The office as it stands on paper."""
    station = office.station
    institution = station.institution
    point = next((known for known in office.queries.points() if known.symbol == station.point), None)
    return OfficeFacts(
        institution=institution.name,
        address=(point.address if point and point.address else institution.address),
        point=f"{point.name} ({point.symbol})" if point else station.point_name,
        phone=institution.phone,
        privacy_notice=PRIVACY.format(institution=institution.name),
    )


def refuse_target(target: Path) -> None:
    """Before a number is given: InvalidInput where a list surely can't be written."""
    if target.suffix.lower() != ".pdf":
        raise InvalidInput("bad_target", "Taki wydruk zapisuje się jako .pdf.", "Zmień nazwę pliku.", target.name)
    if not target.absolute().parent.is_dir():
        raise InvalidInput(
            "bad_target", "Nie ma folderu, w którym miałby powstać wydruk.", "Utwórz go albo wskaż inny.", str(target)
        )


def known_item(office: Office, document_uid: str) -> IncomingItem:
    """The item of an identifier in any form; NotFound."""
    item = office.queries.item(with_hyphens(document_uid))
    if item is None:
        raise NotFound("item_unknown", "Nie ma takiego pisma.", "Sprawdź identyfikator na etykiecie.", document_uid)
    return item


def print_register(
    office: Office,
    actor: str,
    first: str,
    last: str,
    target: Path,
    *,
    unit: str | None = None,
    state: ItemState | None = None,
    found: Found | None = None,
) -> int:
    """The register of a range of days as .pdf, .xlsx or .csv, by the target's suffix; gives the number of rows.

    `unit`, `state`: those alone; `found`: what a search found, of any day. Such a print says that it is partial.
    """
    from kancelaria.printing.register import write_register

    if target.suffix.lower() not in (".pdf", ".xlsx", ".csv"):
        raise InvalidInput(
            "bad_target", "Rejestr zapisuje się jako .pdf, .xlsx albo .csv.", "Zmień nazwę pliku.", target.name
        )
    if first > last:
        raise InvalidInput(
            "bad_range", "Data początkowa jest późniejsza niż końcowa.", "Zamień daty.", f"{first}–{last}"
        )
    wanted = ItemFilter(since=first, until=last, unit=unit, state=state)
    items = office.queries.items(wanted) if found is None else [known_item(office, uid) for uid in found.uids]
    consignments = {
        key: office.queries.consignment(key) for key in {item.consignment_id for item in items if item.consignment_id}
    }
    listed = {
        (item.rpw_year, item.rpw_number or 0, item.id): register_row(
            item,
            assigned_to=", ".join(a.unit or a.person or "" for a in office.queries.assignments(item.id)),
            consignment=consignments.get(item.consignment_id or ""),
        )
        for item in items
    }
    for place in office.queries.restricted_entries(wanted) if found is None else ():
        row = RegisterRow(place.rpw_number, "", "", place.entered_on, restricted=True)
        listed[place.rpw_year, place.rpw_number, ""] = row
    rows = tuple(listed[key] for key in sorted(listed))
    data = RegisterData(
        office_facts(office), int(first[:4]), rows, _name_of(office, actor), _now(office), first, last,
        filter=_filter_words(unit, state, found),
    )  # fmt: skip
    write_register(data, target)
    log_access(AccessKind.PRINT, [f"{first}/{last}"], "register", office.uow(actor), office.workplace)
    return len(rows)


def _filter_words(unit: str | None, state: ItemState | None, found: Found | None) -> str:
    parts = (
        f"komórka {unit}" if unit else "", f"stan: {state_word(state)}" if state else "",
        f"szukano: „{found.text}”" if found else "",
    )  # fmt: skip
    return ", ".join(part for part in parts if part)


def print_missing_scans(office: Office, actor: str, target: Path) -> int:
    """The list of items without a full scan; gives the number of rows."""
    from kancelaria.printing.missing_scans import write_missing_scans

    items = [item for item in office.queries.items(ItemFilter(incomplete_scan=True)) if lacks_full_scan(item)]
    asked = [item.id for item in items]
    volumes, papers = office.queries.volumes(asked), paper_words(office, asked)
    rows = tuple(
        missing_scan_row(item, volume=_volume(item, volumes), paper=papers.get(item.id, "w kancelarii"))
        for item in items
    )
    write_missing_scans(MissingScansData(office_facts(office), rows, _name_of(office, actor), _now(office)), target)
    log_access(AccessKind.PRINT, ["missing_scans"], "missing_scans", office.uow(actor), office.workplace)
    return len(rows)


def print_carriers(office: Office, actor: str, target: Path) -> int:
    """The list of carriers not copied, with where they lie; gives the number of rows."""
    from kancelaria.printing.carriers import write_carriers

    people = {person.login: _person_name(person) for person in office.queries.people(active_only=False)}
    rows = tuple(
        carrier_row(carrier, office.queries.item_by_id(carrier.item_id), people.get(carrier.noted_by, carrier.noted_by))
        for carrier in office.queries.carriers_not_copied()
    )
    write_carriers(CarriersData(office_facts(office), rows, _name_of(office, actor), _now(office)), target)
    log_access(AccessKind.PRINT, ["carriers"], "carriers", office.uow(actor), office.workplace)
    return len(rows)


def paper_words(office: Office, item_ids: Sequence[str]) -> dict[str, str]:
    """Who has the paper of items, in words; those still at the registry are left out."""
    units = {unit.symbol: unit.name for unit in office.queries.units()}
    found = office.queries.paper_at(item_ids)
    return {item_id: _paper(place, units) for item_id, place in found.items()}


def _paper(place: PaperPlace, units: Mapping[str, str]) -> str:
    who = f"odebrał(a) {place.received_by}" if place.received_by else "bez podpisu odbioru"
    return f"{units.get(place.unit, place.unit)}: {who}, lista {place.number}"


def _volume(item: IncomingItem, volumes: Mapping[str, Volume]) -> str:
    """A partial copy is of no use where nobody knows how much it leaves out."""
    counted = volumes.get(item.id)
    return counted.said if counted else "nie policzono" if item.reproduction.extent is PARTIAL else ""


def _person_name(person: Person) -> str:
    return f"{person.given_names} {person.surname}"


def _name_of(office: Office, login: str) -> str:
    person = next((known for known in office.queries.people() if known.login == login), None)
    return f"{person.given_names} {person.surname}" if person else login


def _now(office: Office) -> str:
    return office.clock.now().astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
