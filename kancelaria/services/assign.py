"""Route an item (dekretacja): one lead, others contribute or are informed; the superior's word isn't changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from kancelaria.domain.errors import InvalidInput, NotFound, StateForbids
from kancelaria.domain.incoming import IncomingItem
from kancelaria.domain.item_state import ItemAction, may, move, state_word
from kancelaria.domain.office import Assignment
from kancelaria.domain.partial_date import parse_day
from kancelaria.services.amend import existing, save_changed
from kancelaria.services.journal import now_text, record
from kancelaria.services.ports import UnitOfWork, Workplace


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
    """Route an item; a new lead takes over from the one before, within that one's disposition and deadline."""
    if (to.unit is None) == (to.person is None):
        raise InvalidInput("target_missing", "Podaj jedną komórkę albo jedną osobę.", subject="to")
    _check_due(due)
    with uow:
        before = existing(document_uid, uow)
        lead = lead_of(uow.assignments.of_item(before.id))
        _refuse_role(before, role, lead)
        due, note = _within(lead, role, due, note, uow.actor, before)
        new = Assignment(
            at.ids.new(), before.id, to.unit, to.person, role.value, uow.actor, now_text(at), note or None, due
        )
        uow.assignments.add(new)
        record(uow, at, "assign", ("assignment", new.id), 0, {k: v for k, v in asdict(new).items() if v is not None})
        if role is not Role.FOR_INFORMATION:
            _move(before, uow, at)
        uow.commit()
    return new


def correct_assignment(
    assignment_id: str, uow: UnitOfWork, at: Workplace, due: str | None = None, note: str | None = None
) -> Assignment:
    """Set deadline and disposition of an assignment anew; its issuer alone may."""
    _check_due(due)
    with uow:
        before = uow.assignments.get(assignment_id)
        if before is None:
            raise NotFound("assignment_unknown", "Nie ma takiej dekretacji.", subject=assignment_id)
        if before.issuer != uow.actor:
            raise StateForbids(
                "not_the_issuer", "Dekretację może poprawić tylko osoba, która ją wydała.", subject=before.issuer
            )
        after = replace(before, due_on=due, disposition=note or None)
        patch = {name: value for name, value in asdict(after).items() if value != getattr(before, name)}
        if patch:
            uow.assignments.save(after)
            record(uow, at, "correct_assignment", ("assignment", after.id), 1, patch)
            uow.commit()
    return after


def lead_of(assignments: Sequence[Assignment]) -> Assignment | None:
    """The lead: the newest of those ever named."""
    leads = [each for each in assignments if each.role == Role.LEAD]
    return max(leads, key=lambda each: (each.issued_at, each.id), default=None)


def _check_due(due: str | None) -> None:
    if due is not None:
        parse_day(due, "due")


def _refuse_role(item: IncomingItem, role: Role, lead: Assignment | None) -> None:
    if not may(item.state, ItemAction.ASSIGN):
        raise StateForbids(
            "state_forbids", f"Pisma w stanie „{state_word(item.state)}” nie można zadekretować.",
            subject=item.document_uid,
        )  # fmt: skip
    if role is Role.CONTRIBUTING and lead is None:
        raise StateForbids(
            "no_lead", "Najpierw wskaż komórkę lub osobę wiodącą.", "Zadekretuj pismo z rolą wiodącą.",
            item.document_uid,
        )  # fmt: skip


def _within(
    lead: Assignment | None, role: Role, due: str | None, note: str | None, actor: str, item: IncomingItem
) -> tuple[str | None, str | None]:
    """Deadline and disposition of a re-assignment: the superior's, at most with an earlier day."""
    if lead is None or role is Role.FOR_INFORMATION or lead.issuer == actor:
        return due, note
    if lead.disposition and note and note != lead.disposition:
        raise StateForbids(
            "disposition_kept", "Nie można zmienić dyspozycji przełożonego.",
            f"Obowiązuje: „{lead.disposition}”. Zmienić ją może tylko {lead.issuer}.", item.document_uid,
        )  # fmt: skip
    if lead.due_on and due and due > lead.due_on:
        raise StateForbids(
            "deadline_kept", f"Nie można przedłużyć terminu wyznaczonego przez przełożonego ({lead.due_on}).",
            f"Przedłużyć go może tylko {lead.issuer}.", item.document_uid,
        )  # fmt: skip
    return due or lead.due_on, note or lead.disposition


def _move(before: IncomingItem, uow: UnitOfWork, at: Workplace) -> None:
    after = replace(before, state=move(before.state, ItemAction.ASSIGN, before.document_uid))
    if after != before:
        save_changed(before, after, "assign", uow, at)
