"""Pictures of "Do mnie", assigning, returning, matters and what waits; part of `tests.ui.screenshots`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tests.ui.fake_inbox import FakeInbox, row
from ui.desktop import said
from ui.desktop.inbox import add_inbox
from ui.desktop.views.assign_dialog import AssignDialog
from ui.desktop.views.conflicts import ConflictsDialog
from ui.desktop.views.officer.assigned import AssignedView
from ui.desktop.views.officer.return_dialog import ReturnDialog
from ui.desktop.views.waiting import WaitingPanel
from ui.operations.routing_facts import Answer, HeldLine, RoutingLine, Sending, Settling, TaskLine, WaitingLook

if TYPE_CHECKING:
    from tests.ui.screenshots import Studio

SINCE, AB = "2026-11-20T08:02:00Z", "AB Wydział Architektury"


def inbox_scenes(studio: Studio) -> None:
    """Everything around assigned letters."""
    inbox = _filled(studio)
    studio.window.station = replace(studio.window.station, inbox=inbox.inbox())
    add_inbox(studio.window, inbox.inbox())
    view = studio.window.open_place("assigned")
    assert isinstance(view, AssignedView)
    studio.until(lambda: view.model.rowCount() > 0)
    studio.take("50-do-mnie")
    view.list.setCurrentIndex(view.model.index(2))
    view.open_row()
    studio.until(view.pane.isVisible)
    studio.take("51-pismo-do-mnie")
    view.put_away()
    view.list.setCurrentIndex(view.model.index(4))
    inbox.assigned.coming.add("item-00005")
    view.open_row()
    studio.until(view.pane.isVisible)
    studio.take("52-skan-w-drodze")
    _dialogs(studio, view, inbox)
    _matters(studio, inbox)
    inbox.assigned.all = []
    view.put_away()
    studio.take("58-do-mnie-pusto")


def _dialogs(studio: Studio, view: AssignedView, inbox: FakeInbox) -> None:
    view.assign()
    studio.until(lambda: view.findChild(AssignDialog) is not None)
    dialog = view.findChild(AssignDialog)
    assert dialog is not None
    for receiver in inbox.routing.choices().receivers[::3]:
        dialog.to.taken.emit(receiver)
    dialog.due.setText("1.11.2025")
    dialog.order()
    studio.take_dialog("53-dekretacja", AssignDialog)
    inbox.routing.superior = RoutingLine(SINCE, "Bogna Zięba", AB, "lead", "2099-11-28", "proszę o odpowiedź", True)
    view.assign()
    studio.take_dialog("54-termin-przelozonego", AssignDialog)
    view.give_back()
    studio.take_dialog("55-zwrot", ReturnDialog)


def _matters(studio: Studio, inbox: FakeInbox) -> None:
    dialog = ConflictsDialog(studio.window, inbox.tasks, studio.window)
    dialog.show()
    studio.take("56-sprawy", dialog)
    dialog.close()
    panel = WaitingPanel(studio.window, inbox.waits, studio.window)
    panel.open_above(studio.window.status)
    studio.take("57-co-czeka", panel)
    panel.close()


def _filled(studio: Studio) -> FakeInbox:
    inbox = FakeInbox(studio.fake.folder)
    day: Callable[[int], str] = lambda n: (said.now().date() + timedelta(days=n)).isoformat()  # noqa: E731
    inbox.assigned.all = [
        row(1, role="returned", reason="to sprawa innego wydziału", issuer=AB, disposition=None, seen=False),
        row(2, due_on=day(-3), overdue=True, seen=False),
        row(3, due_on=day(0), urgent=True, disposition="proszę przygotować projekt odpowiedzi i uzgodnić z radcą"),
        row(4, due_on=day(1), to_unit=AB),
        row(5, due_on=day(7), to_unit=AB, seen=False, disposition=None),
        row(6, role="contributing"),
        *(row(number, role="for_information") for number in range(7, 30)),
    ]
    uid = inbox.assigned.all[1].document_uid
    choices = (
        Answer(Settling.MINE, "Zostaw moje", "Wartość z tego stanowiska zastąpi tamtą u wszystkich."),
        Answer(Settling.THEIRS, "Przyjmij tamto", "Zostanie to, co zapisano na drugim stanowisku."),
    )
    why = "W polu „Dotyczy” ktoś na innym stanowisku zapisał co innego. Proszę wskazać, co ma zostać."
    inbox.tasks.lines = [
        TaskLine("t1", uid, "Sąd Rejonowy w Zmyślinie", "Dotyczy: dwie różne wartości", why, "M. Próbna", SINCE,
                 "Dotyczy", "Warunki zabudowy dla działki 12/3", "Warunki zabudowy, 12/4", "Warunki zabudowy",
                 answers=choices),
    ]  # fmt: skip
    held = HeldLine(uid, "Adresat", "M. Próbna", SINCE, "Centrala nie przyjęła dekretacji")
    inbox.waits.now = WaitingLook(
        connected=False, since=SINCE, problem="Brak połączenia z centralą.", hint="Praca trwa dalej.",
        next_try=(datetime.now(UTC) + timedelta(seconds=90)).isoformat(), registrations=12, routings=3, changes=7,
        oldest=SINCE, scans_out=14, bytes_out=12_300_000, scans_in=2, sending=Sending(uid, 3_000_000, 4_200_000),
        held=(held,), tasks=1,
    )  # fmt: skip
    return inbox
