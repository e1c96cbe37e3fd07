"""What waits for the central and why, as people read it."""

from __future__ import annotations

from collections.abc import Callable

from kancelaria.bootstrap import Office
from kancelaria.services.waiting import HeldChange
from kancelaria.sync.status import SyncMood, SyncStatus
from ui.operations.routing import Names
from ui.operations.routing_facts import HeldLine, Sending, WaitingLook
from ui.operations.tasks import StationTasks
from ui.operations.tasks_words import field_word

_COUNTED_HERE = ("Zmiany czekające na", "Zadania do", "Skany w drodze")
"""Reasons of sync (sync.status) that are shown with their own figures."""


class StationWaits:
    """What waits at this station. `status` says how sync stands, `try_now` hurries it."""

    def __init__(
        self, office: Office, tasks: StationTasks, status: Callable[[], SyncStatus], try_now: Callable[[], None]
    ) -> None:
        self._office = office
        self._tasks = tasks
        self._status = status
        self._try_now = try_now

    def try_now(self) -> None:
        """Don't wait for the next try."""
        self._try_now()

    def look(self) -> WaitingLook:
        """How it stands now."""
        status, work = self._status(), self._office.queries.waiting_work()
        offline = status.mood is SyncMood.OFFLINE
        error = status.last_error if offline else status.notice
        return WaitingLook(
            connected=not offline,
            since=status.offline_since if offline else None,
            problem=error.message if error else "",
            hint=error.hint if error else "",
            next_try=status.next_try if offline else None,
            last_contact=status.last_contact,
            registrations=work.registrations,
            routings=work.routings,
            changes=work.others,
            oldest=work.oldest,
            scans_out=work.scans_out,
            bytes_out=work.bytes_out,
            scans_in=work.scans_in,
            sending=self._sending(status),
            held=self._held(work.held),
            others=tuple(reason for reason in status.reasons if not reason.startswith(_COUNTED_HERE)),
            tasks=status.waiting.tasks,
        )

    def _sending(self, status: SyncStatus) -> Sending | None:
        moving = status.moving
        if moving is None:
            return None
        item = self._office.queries.item_by_id(moving.item_id)
        return Sending(item.document_uid if item else "", moving.done, moving.size, moving.outwards)

    def _held(self, held: tuple[HeldChange, ...]) -> tuple[HeldLine, ...]:
        if not held:
            return ()
        names, queries = Names(self._office), self._office.queries
        why = {task.id: task.heading for task in self._tasks.open()}
        lines = []
        for each in held:
            item = queries.item_by_id(each.aggregate_id) or queries.item_by_id(each.about or "")
            lines.append(
                HeldLine(
                    item.document_uid if item else "", _what(each), names.person(each.author), each.at,
                    why.get(each.task_id, ""),
                )
            )  # fmt: skip
        return tuple(lines)


def _what(held: HeldChange) -> str:
    if held.aggregate == "assignment":
        return "dekretacja"
    if held.aggregate == "rendition":
        return "plik ze skanem"
    return ", ".join(field_word(name) for name in held.fields[:3]) or "zmiana"
