"""Routing, "Do mnie", tasks and what waits, put together for a station."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kancelaria.bootstrap import Office
from ui.operations.assigned import StationAssigned
from ui.operations.facts import ItemDetails, SignedIn
from ui.operations.routing import StationRouting
from ui.operations.routing_ports import Inbox
from ui.operations.tasks import StationTasks
from ui.operations.tasks_waiting import StationWaits

if TYPE_CHECKING:
    from ui.operations.in_step import StationCentral


def inbox_of(
    office: Office,
    actor: Callable[[], str],
    person: Callable[[], SignedIn | None],
    details: Callable[[str], ItemDetails],
    central: StationCentral | None,
) -> Inbox:
    """What the station gives its windows; without a central nothing comes by itself and nothing waits."""
    if central is None:
        return Inbox(StationAssigned(office, person, details), StationRouting(office, actor))
    tasks = StationTasks(office, actor, central.wake)
    return Inbox(
        StationAssigned(office, person, details, central.want, central.on_changed),
        StationRouting(office, actor, central.wake),
        tasks,
        StationWaits(office, tasks, central.sync_status, central.try_now),
    )
