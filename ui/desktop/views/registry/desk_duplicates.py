"""The desk's way with letters that look the same: compared one after the other, left out when they are the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ui.desktop.ports import Duplicate
from ui.desktop.views.registry.desk_flow import DeskFlow
from ui.desktop.views.registry.duplicates import CompareDialog

if TYPE_CHECKING:
    from ui.desktop.views.registry.desk import DeskView


def compare(desk: DeskView, flow: DeskFlow, duplicates: Sequence[Duplicate], at: int = 0) -> None:
    """Show the open letter beside one that looks the same; the others are a key away."""
    if not duplicates or flow.letter is None:
        return
    place = (at + 1, len(duplicates))
    dialog = CompareDialog(desk.page.current, desk.form.values(), duplicates[at], desk.frame.jobs, desk, place)
    dialog.same_chosen.connect(flow.leave_out)
    dialog.next_asked.connect(lambda: compare(desk, flow, duplicates, (at + 1) % len(duplicates)))
    dialog.open()


def say_left_out(desk: DeskView, item: object) -> None:
    """What became of the letter, and what to do with its paper."""
    uid = getattr(item, "document_uid", "")
    desk.frame.status.say(f"Pismo już jest w rejestrze jako {uid}; nie dostało numeru. Papier dołącz do tamtego.")
