"""Matters a person must clear up: two people wrote into one field, or the central refused a change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kancelaria.bootstrap import Office
from kancelaria.domain.incoming import IncomingItem
from kancelaria.services.tasks import UID_TAKEN, Choice, SyncTask, TaskKind, choices, resolve_task
from ui.operations.routing import Names
from ui.operations.routing_facts import Answer, Settling, TaskLine
from ui.operations.tasks_words import changes_words, field_word, value_word

_SETTLED: Mapping[Settling, tuple[str, str]] = {
    Settling.MINE: ("Zostaw moje", "Wartość z tego stanowiska zastąpi tamtą u wszystkich."),
    Settling.THEIRS: ("Przyjmij tamto", "Zostanie to, co zapisano na drugim stanowisku; Twoja zmiana przepadnie."),
    Settling.AGAIN: ("Wyślij ponownie", "Zmiana zostanie wysłana jeszcze raz, taka sama."),
    Settling.DROP: ("Porzuć zmianę", "Tej zmiany nie będzie; pismo zostanie takie, jakie jest w centrali."),
    Settling.NEW_LABEL: (
        "Nadaj nową etykietę",
        "Pismo dostanie nowy identyfikator. Trzeba wydrukować i nakleić nową etykietę (F4).",
    ),
}
_WHY: Mapping[str, str] = {
    UID_TAKEN: "Taki sam identyfikator ma już inne pismo. Każde pismo musi mieć własną etykietę.",
    "no_right": "Osoba, która zrobiła tę zmianę, nie ma do niej prawa.",
    "state_forbids": "Stan pisma w centrali na to nie pozwala, na przykład zostało już anulowane.",
    "fact_frozen": "To pole zostało już zatwierdzone i nie można go zmienić.",
    "target_unknown": "W centrali nie ma takiej komórki albo osoby, albo jej konto jest wyłączone.",
    "item_unknown": "Centrala nie zna tego pisma albo nie jest ono dla Ciebie dostępne.",
    "series_foreign": "Ta seria etykiet należy do innego stanowiska.",
}
_KINDS: Mapping[str, str] = {
    "item": "pismo", "assignment": "dekretacja", "correspondent": "kontrahent", "consignment": "przesyłka",
    "rendition": "plik ze skanem", "outgoing": "przesyłka wychodząca",
}  # fmt: skip


class StationTasks:
    """The open matters of this station; `wake` tells sync that one was settled."""

    def __init__(self, office: Office, actor: Callable[[], str], wake: Callable[[], None] = lambda: None) -> None:
        self._office = office
        self._actor = actor
        self._wake = wake

    def open(self) -> list[TaskLine]:
        """What waits for a person's word, oldest first."""
        names, held = Names(self._office), self._office.queries.held_counts()
        return [self._line(task, names, held.get(task.aggregate_id, 0)) for task in self._office.queries.tasks()]

    def settle(self, task_id: str, choice: Settling) -> None:
        """Settle one by an ordinary change of the record it speaks of."""
        resolve_task(task_id, Choice(choice.value), self._office.uow(self._actor()), self._office.workplace)
        self._wake()

    def _line(self, task: SyncTask, names: Names, held: int) -> TaskLine:
        item = self._item_of(task)
        conflict = task.kind is TaskKind.CONFLICT
        field = task.field or ""
        told = (item.sender.display_name, item.title) if item else self._sent(task)
        about = " · ".join(part for part in told if part)
        known = self._office.queries.central_knows(task.aggregate, task.aggregate_id)
        # what the central has never seen can't be dropped: it is kept, or the entry is voided
        offered = [Settling(each.value) for each in choices(task) if known or each is not Choice.DROP]
        return TaskLine(
            id=task.id,
            document_uid=item.document_uid if item else "",
            about=about or _KINDS.get(task.aggregate, task.aggregate),
            heading=f"{field_word(field)}: dwie różne wartości" if conflict else _refused(task),
            explanation=_conflict(field) if conflict else _WHY.get(task.code) or task.message,
            who=names.person(task.author),
            at=task.raised_at,
            field=field_word(field) if conflict else "",
            mine=value_word(field, task.mine) if conflict else "",
            theirs=value_word(field, task.theirs) if conflict else "",
            base=value_word(field, task.base) if conflict else "",
            changes=() if conflict else changes_words(_patch(task.mine)),
            held=held,
            answers=tuple(Answer(each, *_SETTLED[each]) for each in offered),
        )

    def _sent(self, task: SyncTask) -> tuple[str, ...]:
        """A row of the outgoing register, as people know it."""
        row = self._office.queries.outgoing(task.aggregate_id) if task.aggregate == "outgoing" else None
        return (row.addressee_names, row.title) if row is not None else ()

    def _item_of(self, task: SyncTask) -> IncomingItem | None:
        queries = self._office.queries
        if task.aggregate == "item":
            return queries.item_by_id(task.aggregate_id)
        about = queries.item_spoken_of(task.aggregate, task.aggregate_id) or _patch(task.mine).get("item_id")
        return queries.item_by_id(about) if about else None


def _patch(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _conflict(field: str) -> str:
    return (
        f"W polu „{field_word(field)}” ktoś na innym stanowisku zapisał co innego, zanim dotarła tam zmiana stąd. "
        "Program niczego nie wybrał sam: proszę wskazać, co ma zostać."
    )


def _refused(task: SyncTask) -> str:
    patch = _patch(task.mine)
    if task.aggregate == "item" and "document_uid" in patch:
        return "Centrala nie przyjęła rejestracji pisma"
    if task.aggregate == "assignment":
        return "Centrala nie przyjęła dekretacji"
    return f"Centrala nie przyjęła zmiany ({_KINDS.get(task.aggregate, task.aggregate)})"
