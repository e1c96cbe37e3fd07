"""Tasks of sync: a conflict or a rejected change, settled by a person with an ordinary event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol

from kancelaria.domain.errors import InvalidInput, NotFound, StateForbids
from kancelaria.domain.incoming import ItemState
from kancelaria.domain.item_state import ItemAction, move
from kancelaria.domain.labels import LabelState
from kancelaria.services.amend import reindex_item
from kancelaria.services.journal import now_text, record
from kancelaria.services.labels import take_identifier
from kancelaria.services.ports import UnitOfWork, Workplace

UID_TAKEN = "uid_taken"
_ACTIONS = {
    ItemState.REGISTERED: ItemAction.CONFIRM,
    ItemState.ASSIGNED: ItemAction.ASSIGN,
    ItemState.RETURNED: ItemAction.RETURN,
    ItemState.VOIDED: ItemAction.VOID,
}


class TaskKind(StrEnum):
    """What happened."""

    CONFLICT = "conflict"
    REJECTED = "rejected"


class Choice(StrEnum):
    """How a person settles it: of a conflict mine or theirs; of a rejected change again, drop or a new label."""

    MINE = "mine"
    THEIRS = "theirs"
    AGAIN = "again"
    DROP = "drop"
    NEW_LABEL = "new_label"


@dataclass(frozen=True)
class SyncTask:
    """One task. A conflict names its field with base, mine and theirs; a rejected change holds its patch in `mine`."""

    id: str
    kind: TaskKind
    aggregate: str
    aggregate_id: str
    event_id: str
    author: str
    raised_at: str
    field: str | None
    base: Any
    mine: Any
    theirs: Any
    code: str
    message: str
    choice: Choice | None = None
    resolved_at: str | None = None
    resolved_by: str | None = None


class TaskBook(Protocol):
    """Tasks, and what settling them does to events."""

    def get(self, task_id: str) -> SyncTask | None: ...
    def close(self, task_id: str, choice: Choice, at: str, by: str) -> None: ...
    def taken_in(self, task: SyncTask) -> bool:
        """True where the other side's change, which a conflict speaks of, is here."""
        ...

    def theirs_now(self, task: SyncTask) -> Any:
        """What the field of a conflict holds at the central now, as far as it is known here."""
        ...

    def renew(self, task_id: str, theirs: Any) -> None:
        """The other side is another value by now: the conflict speaks of that one."""
        ...

    def is_accepted(self, aggregate: str, aggregate_id: str) -> bool:
        """True where the central knows the record."""
        ...

    def send_again(self, event_id: str, new_id: str, changes: Mapping[str, Any]) -> None:
        """A rejected change becomes a waiting event again, in its old place, with a new id."""
        ...

    def release(self, event_id: str, new_id: Any) -> None:
        """What was answered "held back" behind an event waits again."""
        ...

    def place(self, aggregate: str, aggregate_id: str) -> None:
        """Make the current row of a record anew."""
        ...


def choices(task: SyncTask) -> tuple[Choice, ...]:
    """How a task may be settled."""
    if task.kind is TaskKind.CONFLICT:
        return (Choice.MINE, Choice.THEIRS)
    if task.code == UID_TAKEN:
        return (Choice.NEW_LABEL, Choice.AGAIN)
    return (Choice.AGAIN, Choice.DROP)


def resolve_task(task_id: str, choice: Choice, uow: UnitOfWork, at: Workplace) -> SyncTask:
    """Settle a task; the same choice again changes nothing."""
    with uow:
        task = uow.tasks.get(task_id)
        if task is None:
            raise NotFound("task_unknown", "Nie ma takiego zadania.", subject=task_id)
        if task.choice is not None:
            if task.choice is choice:
                return task
            raise StateForbids("task_resolved", "To zadanie jest już rozstrzygnięte.", subject=task_id)
        if choice not in choices(task):
            raise InvalidInput("bad_choice", "Tak tego zadania nie można rozstrzygnąć.", subject=choice)
        if choice is Choice.MINE and _speaks_of_another(task, uow):
            uow.commit()
            raise StateForbids(
                "theirs_changed", "Ktoś tymczasem wpisał tu jeszcze inną wartość; nic nie zostało zastąpione.",
                "Zobacz, co jest teraz w centrali, i wybierz ponownie.", task.aggregate_id,
            )  # fmt: skip
        _settle(task, choice, uow, at)
        moment = now_text(at)
        uow.tasks.close(task.id, choice, moment, uow.actor)
        # the records behind a closed task are made anew, with what now counts
        uow.tasks.place(task.aggregate, task.aggregate_id)
        uow.commit()
    return replace(task, choice=choice, resolved_at=moment, resolved_by=uow.actor)


def _settle(task: SyncTask, choice: Choice, uow: UnitOfWork, at: Workplace) -> None:
    if choice is Choice.MINE:
        _insist(task, uow, at)
    elif choice in (Choice.AGAIN, Choice.NEW_LABEL):
        changes = _new_label(task, uow, at) if choice is Choice.NEW_LABEL else {}
        uow.tasks.send_again(task.event_id, at.ids.new(), changes)
        uow.tasks.release(task.event_id, at.ids.new)
    elif choice is Choice.DROP:
        if not uow.tasks.is_accepted(task.aggregate, task.aggregate_id):
            raise StateForbids(
                "record_only_here", "Tego wpisu nie ma jeszcze w centrali, więc nie można go porzucić.",
                "Wyślij go ponownie albo anuluj pozycję.", task.aggregate_id,
            )  # fmt: skip
        uow.tasks.release(task.event_id, at.ids.new)
    uow.audit.append(
        now_text(at), uow.actor, f"resolve_{choice.value}", (task.aggregate, task.aggregate_id),
        {task.field: task.mine} if task.field else {},
    )  # fmt: skip


def _speaks_of_another(task: SyncTask, uow: UnitOfWork) -> bool:
    """True where the conflict speaks of a third value from now on: nobody replaces what they haven't seen."""
    if not uow.tasks.taken_in(task):
        return False
    theirs = uow.tasks.theirs_now(task)
    if (theirs or None) == (task.theirs or None):
        return False
    uow.tasks.renew(task.id, theirs)
    return True


def _insist(task: SyncTask, uow: UnitOfWork, at: Workplace) -> None:
    """My value, as a new change on top of theirs."""
    if not uow.tasks.taken_in(task):
        raise StateForbids(
            "theirs_not_here", "Zmiana drugiej osoby jeszcze tu nie dotarła.", "Spróbuj za chwilę.", task.aggregate_id
        )
    field = str(task.field)
    if task.aggregate == "item":
        current = uow.items.get(task.aggregate_id)
        if current is None:
            raise NotFound("item_unknown", "Nie ma takiego pisma.", subject=task.aggregate_id)
        if field == "state":
            move(current.state, _ACTIONS[ItemState(task.mine)], current.document_uid)
        version = current.version
    else:
        version = 0
    record(uow, at, "resolve_conflict", (task.aggregate, task.aggregate_id), version, {field: task.mine})


def _new_label(task: SyncTask, uow: UnitOfWork, at: Workplace) -> dict[str, Any]:
    """A fresh identifier for a letter whose own is on another paper too."""
    before = uow.items.get(task.aggregate_id)
    if before is None:
        raise NotFound("item_unknown", "Nie ma takiego pisma.", subject=task.aggregate_id)
    taken = uow.labels.get(before.document_uid)
    if taken is not None:
        uow.labels.save(
            replace(taken, state=LabelState.VOIDED, item_id=None, void_reason="identyfikator na innym piśmie")
        )
    uid = take_identifier(uow, at, before.rpw_year, before.id, None)
    saved = replace(before, document_uid=uid, version=before.version + 1)
    uow.items.save(saved)
    reindex_item(saved, uow.items.text(saved.id), uow, at)
    return {"document_uid": uid}
