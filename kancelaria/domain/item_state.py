"""The written state machine of an incoming item, and which facts freeze when it leaves `to_verify`."""

from __future__ import annotations

from enum import StrEnum

from kancelaria.domain.errors import StateForbids
from kancelaria.domain.incoming import ItemState


class ItemAction(StrEnum):
    """What moves an item from state to state."""

    CONFIRM = "confirm"
    ASSIGN = "assign"
    RETURN = "return"
    VOID = "void"


_MOVES: dict[tuple[ItemState, ItemAction], ItemState] = {
    (ItemState.TO_VERIFY, ItemAction.CONFIRM): ItemState.REGISTERED,
    (ItemState.TO_VERIFY, ItemAction.VOID): ItemState.VOIDED,
    (ItemState.REGISTERED, ItemAction.ASSIGN): ItemState.ASSIGNED,
    (ItemState.REGISTERED, ItemAction.VOID): ItemState.VOIDED,
    (ItemState.ASSIGNED, ItemAction.ASSIGN): ItemState.ASSIGNED,
    (ItemState.ASSIGNED, ItemAction.RETURN): ItemState.RETURNED,
    (ItemState.ASSIGNED, ItemAction.VOID): ItemState.VOIDED,
    (ItemState.RETURNED, ItemAction.ASSIGN): ItemState.ASSIGNED,
    (ItemState.RETURNED, ItemAction.VOID): ItemState.VOIDED,
}

_STATE_WORDS = {
    ItemState.TO_VERIFY: "do sprawdzenia",
    ItemState.REGISTERED: "zarejestrowane",
    ItemState.ASSIGNED: "zadekretowane",
    ItemState.RETURNED: "zwrócone",
    ItemState.VOIDED: "anulowane",
}
_ACTION_WORDS = {
    ItemAction.CONFIRM: "zatwierdzić",
    ItemAction.ASSIGN: "zadekretować",
    ItemAction.RETURN: "zwrócić",
    ItemAction.VOID: "anulować",
}

FROZEN_FACTS = frozenset(
    {
        "received_on", "received_time", "letter_date", "no_date", "posted_on", "sender_reference", "no_reference",
        "delivery_method", "posting_operator", "depositor", "sealed", "sealed_reason", "inscription",
        "sender.organisation", "sender.surname", "sender.given_names", "sender.anonymous",
    }
)  # fmt: skip
"""Facts of registration: once confirmed an empty one may be filled, a filled one may not be changed."""


def state_word(state: ItemState) -> str:
    """The state as people call it."""
    return _STATE_WORDS[state]


def may(state: ItemState, action: ItemAction) -> bool:
    """True where the action is allowed in the state."""
    return (state, action) in _MOVES


def move(state: ItemState, action: ItemAction, subject: str = "") -> ItemState:
    """The state after the action; StateForbids where it isn't allowed."""
    try:
        return _MOVES[(state, action)]
    except KeyError:
        raise StateForbids(
            "state_forbids",
            f"Pisma w stanie „{_STATE_WORDS[state]}” nie można {_ACTION_WORDS[action]}.",
            subject=subject,
        ) from None


def may_change(state: ItemState, field: str, is_filled: bool) -> bool:
    """True where the field may be given a new value in this state."""
    if state is ItemState.VOIDED:
        return False
    return state is ItemState.TO_VERIFY or field not in FROZEN_FACTS or not is_filled
