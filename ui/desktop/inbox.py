"""Brings "Do mnie", matters to be cleared up and what waits into the main window."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desktop import icons
from ui.desktop.jobs.bridge import CentralBridge
from ui.desktop.ports import CentralStatus
from ui.desktop.shell.commands import Command
from ui.desktop.views.conflicts import ConflictsDialog, count_text
from ui.desktop.window import MainWindow
from ui.operations.routing_ports import Inbox, Tasks, Waits

ROLES = frozenset({"registry", "officer", "head"})


def add_inbox(window: MainWindow, inbox: Inbox) -> None:
    """The place on the rail, and behind the status line two small windows where there is a central."""
    window.add_place("assigned", "Do mnie", "assigned", "Ctrl+4", lambda: _assigned(window, inbox), roles=ROLES)
    if inbox.tasks is not None and inbox.waits is not None:
        _Matters(window, inbox.tasks, inbox.waits)


def _assigned(window: MainWindow, inbox: Inbox) -> QWidget:
    from ui.desktop.views.officer.assigned import AssignedView

    return AssignedView(window, inbox)


class _Matters:
    """The status line's places: how many matters, and what waits. The windows are made when first opened."""

    def __init__(self, window: MainWindow, tasks: Tasks, waits: Waits) -> None:
        self._window, self._tasks, self._waits = window, tasks, waits
        self._dialog: ConflictsDialog | None = None
        self._button = window.status.add_place("statusMatters", "Sprawy do wyjaśnienia", self.open_matters)
        self._panel: QWidget | None = None
        window.status.open_central_with(self.open_waiting)
        window.commands.add(Command("Sprawy do wyjaśnienia", "Ctrl+Shift+W", self.open_matters, "Centrala"))
        window.commands.add(Command("Co czeka na centralę", "Ctrl+Shift+C", self.open_waiting, "Centrala"))
        central = window.station.central
        if central is not None:
            CentralBridge(central, window).told.connect(self._on_status)
            self._on_status(central.status())

    def open_matters(self, _button: QWidget | None = None) -> None:
        """Show the matters."""
        if self._dialog is None:
            self._dialog = ConflictsDialog(self._window, self._tasks, self._window)
        self._dialog.reload()
        self._dialog.show()
        self._dialog.activateWindow()

    def open_waiting(self, button: QWidget | None = None) -> None:
        """Show what waits."""
        from ui.desktop.views.waiting import WaitingPanel

        if self._panel is None:
            self._panel = WaitingPanel(self._window, self._waits, self._window)
            self._panel.matters_asked.connect(self.open_matters)
        assert isinstance(self._panel, WaitingPanel)
        self._panel.open_above(button or self._window.status)

    def _on_status(self, status: CentralStatus) -> None:
        self._button.setVisible(status.tasks > 0)
        if status.tasks:
            text = count_text(status.tasks)
            if text != self._button.text():
                self._button.setText(text)
                self._button.setAccessibleName(text)
                self._button.setIcon(icons.icon("doubtful", "warn"))
        if self._dialog is not None and self._dialog.isVisible():
            self._dialog.reload()
