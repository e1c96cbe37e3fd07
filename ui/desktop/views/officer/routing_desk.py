"""Opens the dialogs of assigning and returning wherever a letter is at hand, and carries out what they ask."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.desktop.jobs.job import Job
from ui.desktop.shell.frame import Frame
from ui.desktop.views.assign_dialog import AssignDialog
from ui.desktop.views.officer.return_dialog import ReturnDialog
from ui.operations.routing_facts import RoutingBefore, RoutingChoices, RoutingForm
from ui.operations.routing_ports import Routing

Done = Callable[[], None]


class RoutingDesk:
    """One dialog at a time, above the place that asked."""

    def __init__(self, frame: Frame, routing: Routing, place: QWidget) -> None:
        self._frame, self._routing, self._place = frame, routing, place
        self._open = False

    def assign(self, document_uid: str, done: Done = lambda: None) -> None:
        """Ask whom a letter goes to; `done` follows once it is routed."""
        if self._open:
            return
        self._open = True

        def read(_job: Job) -> tuple[RoutingBefore, RoutingChoices]:
            return self._routing.before(document_uid), self._routing.choices()

        self._frame.jobs.submit(
            "db", read, lambda read: self._ask(*read, done), self._on_refused, label="Dekretacja", owner=self._place,
            urgent=True,
        )  # fmt: skip

    def give_back(self, document_uid: str, about: str, done: Done = lambda: None) -> None:
        """Ask why a letter goes back; `done` follows once it is returned."""
        if self._open:
            return
        self._open = True
        dialog = ReturnDialog(document_uid, about, self._place)
        dialog.finished.connect(self._on_closed)

        def returned(_none: None) -> None:
            self._frame.status.say(f"Zwrócono {document_uid} do kancelarii.")
            dialog.accept()
            done()

        def give(reason: str) -> None:
            self._frame.jobs.submit(
                "db", lambda _job: self._routing.give_back(document_uid, reason), returned, dialog.show_fault,
                label="Zwracanie", owner=dialog, cancellable=False,
            )  # fmt: skip

        dialog.reason_given.connect(give)
        dialog.open()

    def _ask(self, before: RoutingBefore, choices: RoutingChoices, done: Done) -> None:
        dialog = AssignDialog(before, choices, self._place)
        dialog.finished.connect(self._on_closed)

        def order(form: RoutingForm) -> None:
            def routed(_none: None) -> None:
                to = ", ".join(key for key, _ in form.targets)
                self._frame.status.say(f"Zadekretowano {before.document_uid}: {to}.")
                dialog.accept()
                done()

            self._frame.jobs.submit(
                "db", lambda _job: self._routing.assign(before.document_uid, form), routed, dialog.show_fault,
                label="Dekretowanie", owner=dialog, cancellable=False,
            )  # fmt: skip

        dialog.ordered.connect(order)
        dialog.open()

    def _on_closed(self, _result: int) -> None:
        self._open = False

    def _on_refused(self, error: Exception) -> None:
        self._open = False
        self._frame.show_failure(error)


def routing_desk(frame: Frame, place: QWidget) -> RoutingDesk | None:
    """The dialogs for a place of the window; None, said aloud, where this station routes nothing."""
    inbox = frame.station.inbox
    if inbox is None:
        frame.status.say("Na tym stanowisku nie można dekretować.")
        return None
    return RoutingDesk(frame, inbox.routing, place)
