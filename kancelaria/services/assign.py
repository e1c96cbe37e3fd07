"""Route an item (dekretacja): one lead, others contribute or are informed; the superior's word isn't changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from kancelaria.domain.errors import InvalidInput, NotFound, StateForbids
from kancelaria.domain.incoming import IncomingItem
from kancelaria.domain.item_state import ItemAction, may, move, state_word
from kancelaria.domain.office import Assignment, Person
from kancelaria.domain.partial_date import parse_day
from kancelaria.services.amend import existing, save_changed
from kancelaria.services.journal import now_text, record
from kancelaria.services.ports import UnitOfWork, Workplace

URGENT = "urgent"


class Role(StrEnum):
    """What a target has to do with the item."""

    LEAD = "lead"
    CONTRIBUTING = "contributing"
    FOR_INFORMATION = "for_information"


@dataclass(frozen=True)
class Target:
    """Whom an item goes to: a unit (its symbol) or a person (login)."""

    unit: str | None = None
    person: str | None = None

    @property
    def name(self) -> str:
        """The symbol or the login."""
        return self.unit or self.person or ""


@dataclass(frozen=True)
class Order:
    """What is ordered: deadline, disposition, urgency. A deadline binds those who act, not the informed.

    `issuer`: the login of whose handwritten word is entered, empty for one's own.
    """

    due: str | None = None
    note: str | None = None
    urgent: bool = False
    issuer: str = ""


def issuer_of(login: str, people: Sequence[Person]) -> str:
    """The head whose word on paper is entered; InvalidInput where the login is nobody who may decree."""
    if login and login not in [person.login for person in people if person.active and person.role == "head"]:
        heads = ", ".join(person.login for person in people if person.active and person.role == "head")
        raise InvalidInput(
            "not_a_head", "W imieniu tej osoby nie można dekretować.",
            f"Dekretują kierownicy: {heads}." if heads else "Na tym stanowisku nie ma żadnego kierownika.", login,
        )  # fmt: skip
    return login


def target_of(text: str, units: Sequence[str], people: Sequence[str]) -> Target:
    """The target a text names: a unit's symbol or a login; NotFound where it names neither."""
    if text in units:
        return Target(unit=text)
    if text in people:
        return Target(person=text)
    raise NotFound("target_unknown", "Nie ma takiej komórki ani osoby.", "Sprawdź symbol komórki lub login.", text)


def assign_item(
    document_uid: str,
    to: Target,
    uow: UnitOfWork,
    at: Workplace,
    role: Role = Role.LEAD,
    due: str | None = None,
    note: str | None = None,
) -> Assignment:
    """Route an item to one target."""
    return route_item(document_uid, [(to, role)], Order(due, note), uow, at)[0]


def route_item(
    document_uid: str, targets: Sequence[tuple[Target, Role]], order: Order, uow: UnitOfWork, at: Workplace
) -> list[Assignment]:
    """Route an item to several targets at once, or to none where one is refused.

    A new lead takes over from the one before, within the superior's disposition and deadline; the issuer who names the
    same lead again corrects what was ordered.
    """
    _refuse_targets(targets, order)
    with uow:
        before = existing(document_uid, uow)
        standing = uow.assignments.standing(before.id)
        refuse_unroutable(before)
        _refuse_leadless(before, targets, lead_of(standing))
        routed = [
            _route(to, role, _within(standing, role, order, before, uow), before, standing, uow, at)
            for to, role in targets
        ]
        if any(role is not Role.FOR_INFORMATION for _, role in targets):
            _move(before, uow, at)
        uow.commit()
    return routed


def correct_assignment(
    assignment_id: str, uow: UnitOfWork, at: Workplace, due: str | None = None, note: str | None = None
) -> Assignment:
    """Set deadline and disposition of an assignment anew; its issuer alone may, within the superior's."""
    _check_due(due)
    with uow:
        before = uow.assignments.get(assignment_id)
        if before is None:
            raise NotFound("assignment_unknown", "Nie ma takiej dekretacji.", subject=assignment_id)
        if before.issuer != uow.actor:
            raise StateForbids(
                "not_the_issuer", "Dekretację może poprawić tylko osoba, która ją wydała.", subject=before.issuer
            )
        above = superior_of(uow.assignments.standing(before.item_id), uow.actor)
        if above is not None and before.role != Role.FOR_INFORMATION:
            refuse_beyond(above, Order(due, note), assignment_id)
        after = replace(before, due_on=due, disposition=note or None)
        if _save_corrected(before, after, uow, at):
            uow.commit()
    return after


def lead_of(assignments: Sequence[Assignment]) -> Assignment | None:
    """The lead: the newest of those ever named."""
    leads = [each for each in assignments if each.role == Role.LEAD]
    return max(leads, key=lambda each: (each.issued_at, each.id), default=None)


def superior_of(standing: Sequence[Assignment], actor: str) -> Assignment | None:
    """The lead whose disposition and deadline bind a person: the last that others gave before this person's first.

    Who stands at the top of the chain is bound by nobody; passing an item to and fro loosens nothing.
    """
    leads = sorted((each for each in standing if each.role == Role.LEAD), key=lambda each: (each.issued_at, each.id))
    own = next((number for number, each in enumerate(leads) if each.issuer == actor), len(leads))
    return leads[own - 1] if own else None


def refuse_unroutable(item: IncomingItem) -> None:
    """StateForbids where an item may not be routed in its state."""
    if not may(item.state, ItemAction.ASSIGN):
        raise StateForbids(
            "state_forbids", f"Pisma w stanie „{state_word(item.state)}” nie można zadekretować.",
            subject=item.document_uid,
        )  # fmt: skip


def refuse_beyond(above: Assignment, order: Order, subject: str) -> None:
    """StateForbids where an order changes the superior's disposition or puts off the superior's deadline."""
    if above.disposition and order.note and order.note != above.disposition:
        raise StateForbids(
            "disposition_kept", "Nie można zmienić dyspozycji przełożonego.",
            f"Obowiązuje: „{above.disposition}”. Zmienić ją może tylko {above.issuer}.", subject,
        )  # fmt: skip
    if above.due_on and order.due and order.due > above.due_on:
        raise StateForbids(
            "deadline_kept",
            f"Nie można przedłużyć terminu wyznaczonego przez przełożonego ({_day(above.due_on)}).",
            f"Przedłużyć go może tylko {above.issuer}.", subject,
        )  # fmt: skip


def _refuse_targets(targets: Sequence[tuple[Target, Role]], order: Order) -> None:
    if not targets or any((to.unit is None) == (to.person is None) for to, _ in targets):
        raise InvalidInput("target_missing", "Podaj jedną komórkę albo jedną osobę.", subject="to")
    names = [to for to, _ in targets]
    if twice := next((to for to in names if names.count(to) > 1), None):
        raise InvalidInput("target_twice", f"„{twice.name}” jest na liście dwa razy.", "Zostaw jedną rolę.", twice.name)
    roles = [role for _, role in targets]
    if roles.count(Role.LEAD) > 1:
        raise InvalidInput(
            "two_leads", "Wiodąca może być tylko jedna komórka albo osoba.",
            "Pozostałym daj rolę „do współpracy” albo „do wiadomości”.", "role",
        )  # fmt: skip
    _check_due(order.due)
    if order.due and set(roles) == {Role.FOR_INFORMATION}:
        raise InvalidInput(
            "due_for_information", "Pismo przekazane tylko do wiadomości nie ma terminu.",
            "Usuń termin albo wskaż, kto ma sprawę załatwić.", "due",
        )  # fmt: skip


def _check_due(due: str | None) -> None:
    if due is not None:
        parse_day(due, "due")


def _refuse_leadless(item: IncomingItem, targets: Sequence[tuple[Target, Role]], lead: Assignment | None) -> None:
    roles = {role for _, role in targets}
    if Role.CONTRIBUTING in roles and Role.LEAD not in roles and lead is None:
        raise StateForbids(
            "no_lead", "Najpierw wskaż komórkę lub osobę wiodącą.", "Zadekretuj pismo z rolą wiodącą.",
            item.document_uid,
        )  # fmt: skip


def _within(standing: Sequence[Assignment], role: Role, order: Order, item: IncomingItem, uow: UnitOfWork) -> Order:
    """The order of a re-assignment: the superior's, at most with an earlier day; the informed have no deadline."""
    if role is Role.FOR_INFORMATION:
        return replace(order, due=None)
    above = superior_of(standing, order.issuer or uow.actor)
    if above is None:
        return order
    refuse_beyond(above, order, item.document_uid)
    due, note = order.due or above.due_on, order.note or above.disposition
    return replace(order, due=due, note=note, urgent=order.urgent or above.urgency == URGENT)


def _route(
    to: Target, role: Role, order: Order, item: IncomingItem, standing: Sequence[Assignment], uow: UnitOfWork,
    at: Workplace,
) -> Assignment:  # fmt: skip
    urgency, issuer = URGENT if order.urgent else None, order.issuer or uow.actor
    same = _same(to, role, standing)
    if same is None:
        new = Assignment(
            at.ids.new(), item.id, to.unit, to.person, role.value, issuer, now_text(at), order.note or None,
            order.due, urgency, uow.actor if issuer != uow.actor else None,
        )  # fmt: skip
        uow.assignments.add(new)
        record(uow, at, "assign", ("assignment", new.id), 0, {k: v for k, v in asdict(new).items() if v is not None})
        return new
    if same.issuer != issuer:
        raise StateForbids(
            "already_routed", f"„{to.name}” ma już to pismo w tej roli.", "Wybierz kogoś innego albo inną rolę.",
            item.document_uid,
        )  # fmt: skip
    # what isn't said again stays as it was ordered; `correct_assignment` takes things away
    corrected = replace(
        same,
        due_on=order.due or same.due_on,
        disposition=order.note or same.disposition,
        urgency=urgency or same.urgency,
    )
    _save_corrected(same, corrected, uow, at)
    return corrected


def _same(to: Target, role: Role, standing: Sequence[Assignment]) -> Assignment | None:
    """The standing assignment of this target in this role; of leads the present one counts alone."""
    mine = [each for each in standing if (each.unit, each.person, each.role) == (to.unit, to.person, role.value)]
    if role is Role.LEAD:
        lead = lead_of(standing)
        return lead if lead in mine else None
    return mine[-1] if mine else None


def _save_corrected(before: Assignment, after: Assignment, uow: UnitOfWork, at: Workplace) -> bool:
    patch = {name: value for name, value in asdict(after).items() if value != getattr(before, name)}
    if patch:
        uow.assignments.save(after)
        record(uow, at, "correct_assignment", ("assignment", after.id), 1, patch)
    return bool(patch)


def _move(before: IncomingItem, uow: UnitOfWork, at: Workplace) -> None:
    after = replace(before, state=move(before.state, ItemAction.ASSIGN, before.document_uid))
    if after != before:
        save_changed(before, after, "assign", uow, at)


def _day(iso: str) -> str:
    return ".".join(reversed(iso.split("-")))
