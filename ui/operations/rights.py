"""What a role may do: what the central would refuse is refused here at once, before anything is written."""

from __future__ import annotations

from collections.abc import Callable

from kancelaria.bootstrap import Office
from kancelaria.domain.errors import CentralError
from ui.operations.facts import CLERKS, SignedIn
from ui.operations.facts import WORKERS as WORKERS
from ui.operations.secrets import VERIFIER, not_signed_in, person_at, secrets_of, system_person
from ui.operations.session_verifier import from_text


def allowed(person: SignedIn | None, roles: frozenset[str]) -> str:
    """The login of a person with one of these roles. CentralError for anybody else."""
    if person is None:
        raise not_signed_in()
    if not person.may(roles):
        hint = "Robi to kancelaria." if roles == CLERKS else "Robią to kancelaria, referenci i kierownicy."
        raise CentralError(
            "no_right", f"Osoba {person.name or person.login} nie ma prawa do tej czynności.", hint, person.login
        )
    return person.login


def only(person: Callable[[], SignedIn | None], roles: frozenset[str]) -> Callable[[], str]:
    """The login of whoever works here by then, if they have one of these roles."""
    return lambda: allowed(person(), roles)


def signed_in_at(office: Office) -> SignedIn:
    """Who runs a command here, with the roles the central said last."""
    login = person_at(office)
    if not office.station.central:
        return SignedIn(system_person())
    kept = from_text(secrets_of(office).get(VERIFIER + login))
    # without what the central said it is left to the central
    return SignedIn(login) if kept is None else SignedIn(login, kept.name, frozenset(kept.roles))
