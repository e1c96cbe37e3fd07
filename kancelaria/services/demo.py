"""The demonstration office: two registry points, units, people, classification, letters; all of it invented."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kancelaria.domain.incoming import IncomingItem
from kancelaria.domain.item_state import ItemAction, move
from kancelaria.domain.numbering import instant_text, warsaw_day
from kancelaria.domain.office import Assignment, OrgUnit, Person, RecordsClass, RegistryPoint
from kancelaria.services.amend import save_changed
from kancelaria.services.demo_letters import LETTERS, DemoLetter
from kancelaria.services.journal import now_text
from kancelaria.services.ports import UnitOfWork, Workplace
from kancelaria.services.register import RegisterIncoming, register_incoming
from kancelaria.services.void import void_item

INSTITUTION = "Urząd Miasta Mikołów"
ADDRESS = "Rynek 16, 43-190 Mikołów"
TOWN = "Mikołów"
"""The customer's own name: the sample letters are addressed to it. All else here is invented."""
CLERK = "m.nowicka"

_POINTS = (
    RegistryPoint("K1", "Kancelaria ogólna", "Rynek 16, parter, pokój 3, 43-190 Mikołów"),
    RegistryPoint("K2", "Punkt przy ul. Modelowej", "ul. Modelowa 20, 43-190 Mikołów"),
)
_UNITS = (
    OrgUnit("BU", "Burmistrz"),
    OrgUnit("SK", "Skarbnik"),
    OrgUnit("OR", "Wydział Organizacyjny"),
    OrgUnit("AB", "Wydział Architektury i Budownictwa"),
    OrgUnit("DR", "Wydział Dróg"),
    OrgUnit("FN", "Wydział Finansowy", "SK"),
    OrgUnit("OS", "Wydział Ochrony Środowiska"),
    OrgUnit("OW", "Wydział Oświaty"),
    OrgUnit("ZP", "Zamówienia publiczne", "OR"),
)
_PEOPLE = (
    Person(CLERK, "Nowicka-Próbna", "Maria", "registry", "OR"),
    Person("p.testowy", "Testowy", "Piotr", "registry", "OR"),
    Person("b.zmyslona", "Zmyślona", "Barbara", "head", "AB"),
    Person("k.wzorcowy", "Wzorcowy", "Krzysztof", "officer", "AB"),
    Person("e.pokazowa", "Pokazowa", "Ewa", "officer", "FN"),
    Person("t.cwiczebny", "Ćwiczebny", "Tomasz", "officer", "OS"),
    Person("a.nadzorna", "Nadzorna", "Alicja", "auditor"),
)


@dataclass
class _DemoClock:
    """A clock that stands where the demonstration puts it."""

    moment: datetime

    def now(self) -> datetime:
        self.moment += timedelta(milliseconds=1)
        return self.moment


def fill_demo(open_uow: Callable[[str], UnitOfWork], at: Workplace, classes: Sequence[RecordsClass]) -> int:
    """Fill a fresh station with the demonstration office; how many letters were registered."""
    with open_uow(CLERK) as uow:
        uow.office.put_points(_POINTS)
        uow.office.put_units(_UNITS)
        uow.office.put_people(_PEOPLE)
        uow.office.put_classes(classes)
        uow.commit()
    today = at.clock.now()
    for index, letter in enumerate(LETTERS):
        moment = today - timedelta(days=letter.days_ago, minutes=len(LETTERS) - index)
        _register(letter, open_uow, replace(at, clock=_DemoClock(moment)))
    return len(LETTERS)


def _register(letter: DemoLetter, open_uow: Callable[[str], UnitOfWork], at: Workplace) -> None:
    item = register_incoming(_command(letter, at), open_uow(CLERK), at)
    if letter.void_reason:
        void_item(item.document_uid, letter.void_reason, open_uow(CLERK), at)
    elif letter.unit and letter.confirmed:
        _assign(item, letter.unit, open_uow(CLERK), at)


def _command(letter: DemoLetter, at: Workplace) -> RegisterIncoming:
    received = warsaw_day(instant_text(at.clock.now()))
    dated = letter.letter_date if letter.letter_date is None or letter.letter_date <= received else None
    return RegisterIncoming(
        item_id=at.ids.new(),
        received_on=received,
        title=letter.title,
        sender=letter.sender,
        letter_date=dated,
        no_date=dated is None,
        sender_reference=letter.reference,
        no_reference=letter.reference is None,
        document_kind=(letter.kind,),
        delivery_method=letter.delivery,
        attachment_count=letter.attachments,
        addressee=letter.addressee,
        access=letter.access,
        reproduction=letter.reproduction,
        sealed=letter.sealed,
        text=letter.text or None,
        confirmed=letter.confirmed,
    )


def _assign(item: IncomingItem, unit: str, uow: UnitOfWork, at: Workplace) -> None:
    with uow:
        state = move(item.state, ItemAction.ASSIGN, item.document_uid)
        save_changed(item, replace(item, state=state), "assign", uow, at)
        uow.assignments.add(
            Assignment(at.ids.new(), item.id, unit, None, "lead", "b.zmyslona", now_text(at), "proszę o załatwienie")
        )
        uow.commit()
