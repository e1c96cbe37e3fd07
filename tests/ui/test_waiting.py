"""The panel of what waits: since when, why, how much, the next try, what is held back, and its way there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.fake_inbox import FakeInbox, SmallFrame
from tests.ui.fake_station import FakeStation
from tests.ui.test_central_status import FakeCentral
from ui.desktop import app as desktop
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.ports import CentralStatus
from ui.desktop.views.conflicts import ConflictsDialog
from ui.desktop.views.waiting import WaitingPanel, seconds_until, size_text
from ui.operations.routing_facts import HeldLine, Sending, WaitingLook

Idle = Callable[[], None]
OFFLINE = WaitingLook(
    connected=False, since="2026-11-21T03:02:00Z", problem="Brak połączenia z centralą.", hint="Praca trwa dalej.",
    registrations=12, routings=3, changes=7, oldest="2026-11-21T03:04:00Z", scans_out=14, bytes_out=12_300_000,
    scans_in=2, sending=Sending("K1A-26-000123-U", 3_000_000, 4_000_000),
    held=(HeldLine("K1A-26-000124-W", "Dotyczy", "Maria Nowicka", "2026-11-21T03:30:00Z", "Centrala nie przyjęła"),),
    others=("Zmiany osoby p.kowal (2) czekają, aż się tu zaloguje.",), tasks=1,
)  # fmt: skip


@pytest.fixture
def inbox(fake: FakeStation) -> FakeInbox:
    return FakeInbox(fake.folder)


@pytest.fixture
def panel(qtbot: QtBot, fake: FakeStation, inbox: FakeInbox, jobs: JobRunner) -> WaitingPanel:
    frame = SmallFrame(fake, inbox.inbox(), jobs)
    qtbot.addWidget(frame)
    frame.show()
    made = WaitingPanel(frame, inbox.waits, frame)
    made.show()
    return made


def test_every_control_has_a_name(panel: WaitingPanel) -> None:
    panel.show_look(OFFLINE)
    reached = [each for each in panel.findChildren(QWidget)
               if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisibleTo(panel)]  # fmt: skip
    assert {"waitingTry", "waitingMatters", "waitingClose"} <= {each.objectName() for each in reached}
    for each in [*reached, *panel.findChildren(QProgressBar)]:
        assert each.accessibleName(), each.objectName()


def text(panel: WaitingPanel, name: str) -> str:
    label = panel.findChild(QLabel, name)
    assert label is not None
    return label.text() if not label.isHidden() else ""


def test_everything_is_said_while_the_central_is_away(panel: WaitingPanel) -> None:
    panel.show_look(OFFLINE)
    assert text(panel, "waitingState").startswith("Brak połączenia z centralą. Trwa to od: ")
    assert text(panel, "waitingWhy") == "Praca trwa dalej."
    assert text(panel, "waiting_total").startswith("22 zmiany, najstarsza ")
    figures = [text(panel, f"waiting_{name}") for name in ("registrations", "routings", "changes", "scans_in")]
    assert figures == ["12", "3", "7", "2"]
    assert text(panel, "waiting_scans_out") == "14 (12,3 MB)"
    assert text(panel, "waitingSending") == "Wysyłany skan K1A-26-000123-U: 3,0 MB z 4,0 MB"
    bar = panel.findChild(QProgressBar)
    assert bar is not None
    assert (bar.value(), bar.maximum()) == (750, 1000)
    held = text(panel, "waitingHeld")
    assert held.startswith("K1A-26-000124-W: Dotyczy (Maria Nowicka")
    assert held.endswith("Centrala nie przyjęła")
    assert "p.kowal" in text(panel, "waitingOthers")
    assert panel.matters_button.isVisible()


def test_nothing_waits_is_said_too(panel: WaitingPanel) -> None:
    panel.show_look(OFFLINE)
    panel.show_look(WaitingLook(last_contact="2026-11-21T03:02:00Z"))
    assert text(panel, "waitingState").startswith("Połączono z centralą, ostatnio ")
    assert text(panel, "waiting_total") == "nic"
    for name in ("waiting_registrations", "waitingSending", "waitingHeld", "waitingOthers", "waitingNext"):
        assert text(panel, name) == ""
    assert not panel.try_button.isVisible()
    assert not panel.matters_button.isVisible()


def test_the_next_try_counts_down_and_may_be_hurried(panel: WaitingPanel, inbox: FakeInbox, qtbot: QtBot) -> None:
    soon = (datetime.now(UTC) + timedelta(seconds=90)).isoformat()
    inbox.waits.now = replace(OFFLINE, next_try=soon)
    panel.refresh()
    qtbot.waitUntil(lambda: text(panel, "waitingNext").startswith("Następna próba za "))
    panel.try_button.click()
    assert inbox.waits.tries == 1
    assert text(panel, "waitingNext") == "Łączę…"


def test_while_open_it_keeps_itself_true(panel: WaitingPanel, inbox: FakeInbox, qtbot: QtBot, idle: Idle) -> None:
    inbox.waits.now = OFFLINE
    qtbot.waitUntil(lambda: panel.look == OFFLINE, timeout=10_000)
    inbox.waits.now = WaitingLook()
    qtbot.waitUntil(lambda: panel.look.connected, timeout=10_000)
    panel.close()
    idle()
    assert not panel._timer.isActive()


def test_sizes_and_seconds() -> None:
    assert [size_text(size) for size in (0, 10, 640_000, 12_345_678)] == ["0 kB", "1 kB", "640 kB", "12,3 MB"]
    now = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
    assert [seconds_until(at, now) for at in (None, "2026-11-21T03:00:23Z", "2026-11-21T02:59:00Z")] == [None, 23, 0]


def test_the_status_line_says_how_many_matters_and_opens_both_windows(
    qtbot: QtBot, qapp: object, jobs: JobRunner, fake: FakeStation, inbox: FakeInbox, idle: Idle
) -> None:
    central = FakeCentral()
    station = replace(fake.station(), inbox=inbox.inbox(), central=central)
    window = desktop.build_window(qapp, station, jobs)  # type: ignore[arg-type]
    qtbot.addWidget(window)
    window.show()
    matters = window.status.findChild(QToolButton, "statusMatters")
    assert matters is not None
    assert not matters.isVisible()
    for listener in central.listeners:
        listener(CentralStatus("centrala: na bieżąco", tasks=2))
    qtbot.waitUntil(matters.isVisible)
    assert matters.text() == "2 sprawy do wyjaśnienia"
    button = window.status.findChild(QToolButton, "statusCentral")
    assert button is not None
    inbox.waits.now = OFFLINE
    button.click()
    panel = window.findChild(WaitingPanel)
    assert panel is not None
    qtbot.waitUntil(lambda: panel.look == OFFLINE)
    panel.matters_button.click()
    dialog = window.findChild(ConflictsDialog)
    assert dialog is not None
    assert dialog.isVisible()
    assert not panel.isVisible()
    dialog.close()
    matters.click()
    assert dialog.isVisible()
    idle()
    dialog.close()
