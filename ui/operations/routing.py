"""Assigning letters and sending them back, and their routing as people read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kancelaria.bootstrap import Office
from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.office import Assignment
from kancelaria.services.assign import (
    URGENT,
    Order,
    Role,
    Target,
    issuer_of,
    lead_of,
    refuse_unroutable,
    route_item,
    superior_of,
    target_of,
)
from kancelaria.services.return_item import return_item
from ui.operations.facts import HistoryLine
from ui.operations.printouts import known_item
from ui.operations.routing_facts import (
    CONTRIBUTING,
    FOR_INFORMATION,
    LEAD,
    Receiver,
    RoutingBefore,
    RoutingChoices,
    RoutingForm,
    RoutingLine,
)

ROLE_WORDS = {LEAD: "prowadzi", CONTRIBUTING: "współpracuje", FOR_INFORMATION: "do wiadomości"}
_DISPOSITIONS = "disposition"


class StationRouting:
    """Assigning and returning at this station, by whoever works here; `wake` tells sync that something waits."""

    def __init__(self, office: Office, actor: Callable[[], str], wake: Callable[[], None] = lambda: None) -> None:
        self._office = office
        self._actor = actor
        self._wake = wake

    def choices(self) -> RoutingChoices:
        """Whom a letter may go to, and the usual dispositions."""
        queries = self._office.queries
        units = tuple(Receiver(u.symbol, f"{u.symbol} {u.name}", False, (u.symbol, u.name)) for u in queries.units())
        people = tuple(
            Receiver(
                p.login, _with_unit(f"{p.given_names} {p.surname}".strip() or p.login, p.unit), True,
                (p.surname, p.given_names, p.login, p.unit or ""),
            )
            for p in queries.people() if p.role in ("registry", "officer", "head")
        )  # fmt: skip
        dispositions = tuple(entry.name for entry in queries.dictionary(_DISPOSITIONS))
        return RoutingChoices(units + people, dispositions, self._heads())

    def _heads(self) -> tuple[tuple[str, str], ...]:
        """Whose word on paper whoever works here may enter: the registry any head's."""
        people, actor = self._office.queries.people(), self._actor()
        if next((person.role for person in people if person.login == actor), "registry") != "registry":
            return ()
        named = ((p.login, f"{p.given_names} {p.surname}".strip() or p.login) for p in people if p.role == "head")
        return tuple(sorted(named, key=lambda each: each[1]))

    def before(self, document_uid: str) -> RoutingBefore:
        """How a letter stands before it is routed."""
        item, names = known_item(self._office, document_uid), Names(self._office)
        refuse_unroutable(item)
        standing = standing_of(self._office, item.id)
        lead, above = lead_of(standing), superior_of(standing, self._actor())
        about = " · ".join(part for part in (item.sender.display_name, item.title) if part)
        return RoutingBefore(
            item.document_uid, about, _line(lead, names) if lead else None, _line(above, names) if above else None
        )

    def assign(self, document_uid: str, form: RoutingForm) -> None:
        """Route a letter as ordered, to all receivers or to none."""
        queries = self._office.queries
        units = [unit.symbol for unit in queries.units()]
        people = [person.login for person in queries.people()]
        targets: list[tuple[Target, Role]] = [(target_of(key, units, people), Role(role)) for key, role in form.targets]
        order = Order(form.due, form.note, form.urgent, issuer_of(form.issuer, queries.people()))
        route_item(document_uid, targets, order, self._office.uow(self._actor()), self._office.workplace)
        self._wake()

    def give_back(self, document_uid: str, reason: str) -> None:
        """Send a letter back to the registry."""
        if not reason.strip():
            raise InvalidInput("reason_missing", "Podaj przyczynę zwrotu.", subject="reason")
        return_item(document_uid, reason, self._office.uow(self._actor()), self._office.workplace)
        self._wake()


class Names:
    """Units and people as they are called; those who left too."""

    def __init__(self, office: Office) -> None:
        self.units: Mapping[str, str] = {unit.symbol: unit.name for unit in office.queries.units()}
        self.people: Mapping[str, str] = {
            person.login: f"{person.given_names} {person.surname}".strip() for person in office.queries.people(False)
        }

    def person(self, login: str | None) -> str:
        """A person's name, or the login."""
        return self.people.get(login or "") or login or ""

    def unit(self, symbol: str | None) -> str:
        """Symbol and name of a unit."""
        return f"{symbol} {self.units.get(symbol or '', '')}".strip() if symbol else ""


def standing_of(office: Office, item_id: str) -> list[Assignment]:
    """The routing of an item in force, oldest first."""
    ended = office.queries.ended_assignments(item_id)
    return [each for each in office.queries.assignments(item_id) if each.id not in ended]


def routing_lines(office: Office, item_id: str) -> tuple[RoutingLine, ...]:
    """The routing of an item, oldest first."""
    names, everything = Names(office), office.queries.assignments(item_id)
    standing = standing_of(office, item_id)
    lead = lead_of(standing)
    alive = {each.id for each in standing if each.role != Role.LEAD or each is lead}
    return tuple(_line(each, names, each.id in alive) for each in everything)


def routing_history(office: Office, item_id: str) -> list[HistoryLine]:
    """The routing of an item as lines of its history."""
    return [HistoryLine(line.at, line.issuer, routed_text(line)) for line in routing_lines(office, item_id)]


def routed_text(line: RoutingLine) -> str:
    """What was ordered, in one sentence."""
    due = f"do {'.'.join(reversed(line.due_on.split('-')))}" if line.due_on else ""
    note = f"„{line.disposition}”" if line.disposition else ""
    parts: Sequence[str] = (ROLE_WORDS[line.role], "pilne" if line.urgent else "", due, note)
    return f"zadekretowano: {line.to} – " + ", ".join(part for part in parts if part)


def _line(each: Assignment, names: Names, standing: bool = True) -> RoutingLine:
    to = names.unit(each.unit) if each.unit else names.person(each.person)
    return RoutingLine(
        each.issued_at, _issuer(each, names), to, each.role, each.due_on, each.disposition,
        each.urgency == URGENT, standing,
    )  # fmt: skip


def _issuer(each: Assignment, names: Names) -> str:
    """Who ordered it, and who entered it for them."""
    typed = f" (wpisał(a) {names.person(each.typed_by)})" if each.typed_by else ""
    return names.person(each.issuer) + typed


def _with_unit(name: str, unit: str | None) -> str:
    return f"{name}, {unit}" if unit else name
