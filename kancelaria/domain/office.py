"""The office itself: institution, registry points, units, people, dictionaries, classification."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Institution:
    """The office that keeps the register."""

    id: str
    name: str
    address: str = ""
    town: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Station:
    """This station: its registry point, label series and epoch; `central`: its address, empty without one."""

    id: str
    institution: Institution
    point: str
    point_name: str
    series: str
    epoch: int = 0
    demo: bool = False
    central: str = ""


@dataclass(frozen=True)
class RegistryPoint:
    """A place where mail is registered (punkt kancelaryjny)."""

    symbol: str
    name: str
    address: str = ""


@dataclass(frozen=True)
class OrgUnit:
    """A unit of the office (komórka organizacyjna)."""

    symbol: str
    name: str
    parent: str | None = None


@dataclass(frozen=True)
class Person:
    """An employee; `role`: registry, officer, head, kiosk, auditor, administrator. Who left isn't `active`."""

    login: str
    surname: str
    given_names: str
    role: str
    unit: str | None = None
    active: bool = True


@dataclass(frozen=True)
class RecordsClass:
    """A class of the records classification (JRWA); only leaves carry a retention category."""

    symbol: str
    heading: str
    retention: str | None = None


@dataclass(frozen=True)
class DictionaryEntry:
    """An entry of an office dictionary: document_kind, delivery_method, posting_operator."""

    dictionary: str
    code: str
    name: str
    position: int = 0
    active: bool = True


@dataclass(frozen=True)
class Assignment:
    """Whom an item was routed to; `role` is lead, contributing or for_information; `urgency`: `urgent` or None.

    `typed_by`: the clerk who entered what `issuer` wrote on the paper; None where the issuer entered it.
    """

    id: str
    item_id: str
    unit: str | None
    person: str | None
    role: str
    issuer: str
    issued_at: str
    disposition: str | None = None
    due_on: str | None = None
    urgency: str | None = None
    typed_by: str | None = None
