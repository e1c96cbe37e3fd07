"""The central in the status line: hidden without one, else what waits, since when, and the next step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from ui.desktop.jobs.bridge import CentralBridge
from ui.desktop.ports import CentralStatus
from ui.desktop.shell.status_line import StatusLine


class FakeCentral:
    def __init__(self) -> None:
        self.listeners: list[Callable[[CentralStatus], None]] = []

    def status(self) -> CentralStatus:
        return CentralStatus("centrala: na bieżąco")

    def subscribe(self, callback: Callable[[CentralStatus], None]) -> None:
        self.listeners.append(callback)

    def wake(self) -> None:
        pass


def test_without_a_central_nothing_is_shown(qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.show()
    assert not line.findChild(QToolButton, "statusCentral").isVisible()


def test_what_waits_and_since_when(qtbot: QtBot) -> None:
    central = FakeCentral()
    line = StatusLine()
    qtbot.addWidget(line)
    line.show()
    bridge = CentralBridge(central, line)
    bridge.told.connect(line.show_central)
    status = CentralStatus(
        "3 czekają na wysłanie · brak połączenia z centralą",
        3,
        "2026-11-21T08:02:00Z",
        (),
        "Brak połączenia.",
        "Praca trwa.",
    )
    with qtbot.waitSignal(bridge.told):
        central.listeners[0](status)
    button = line.findChild(QToolButton, "statusCentral")
    assert button.isVisible()
    assert button.text().startswith("3 czekają na wysłanie")
    assert "od " in button.text()
