"""Scanner profiles in the bar, and a stack scanned in two passes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from scanning.devices.protocol import Mode, Source
from scanning.pages.model import SplitMode
from tests.ui.fake_station import FakeStation
from ui.desktop.ports import Passes, ScanEnded, ScanOptions, StackChanged
from ui.desktop.shell.status_line import Panel
from ui.desktop.views.registry.desk import DeskView
from ui.operations.profiles import ScanProfile, enforced

Idle = Callable[[], None]
MORNING = ScanProfile(
    "Poczta poranna", source=Source.ADF_DUPLEX, dpi=200, mode=Mode.COLOR, split=SplitMode.SEPARATOR, locked=True
)


def started(fake: FakeStation) -> list[ScanOptions]:
    return [call[1] for call in fake.batch.calls if call[0] == "start"]  # type: ignore[misc]


def test_without_profiles_nothing_is_offered(desk: DeskView) -> None:
    assert desk.bar._profile.isHidden()
    options = desk.bar.options()
    assert options is not None
    assert options.profile == ""


def test_a_locked_profile_sets_the_bar_and_can_not_be_touched(desk: DeskView, fake: FakeStation, idle: Idle) -> None:
    fake.devices.set_up = (MORNING, ScanProfile("Zdjęcia", mode=Mode.COLOR))
    desk.scanning.look()
    idle()
    bar = desk.bar
    assert [bar._profile.itemText(row) for row in range(bar._profile.count())] == ["Poczta poranna", "Zdjęcia"]
    assert not bar._source.isEnabled()
    assert not bar._split.isEnabled()
    options = bar.options()
    assert options is not None
    assert enforced(options, fake.devices.set_up) == options
    assert (options.source, options.dpi, options.mode, options.split) == (
        Source.ADF_DUPLEX, 200, Mode.COLOR, SplitMode.SEPARATOR,
    )  # fmt: skip
    bar._profile.setCurrentIndex(1)
    bar._on_profile_activated()
    idle()
    assert bar._source.isEnabled()
    assert fake.choices.kept["scan.profile"] == "Zdjęcia"


def test_an_open_profile_is_only_a_proposal(desk: DeskView, fake: FakeStation, idle: Idle) -> None:
    fake.choices.kept["scan.profile"] = "Wieczór"
    fake.devices.set_up = (ScanProfile("Wieczór", split=SplitMode.BLANK),)
    desk.scanning.look()
    idle()
    assert desk.bar._profile.itemText(0) == "bez profilu"
    assert desk.bar.options().split is SplitMode.BLANK  # type: ignore[union-attr]
    assert desk.bar._split.isEnabled()
    desk.bar._split.setCurrentIndex(desk.bar._split.findData(SplitMode.NONE))
    assert desk.bar.options().split is SplitMode.NONE  # type: ignore[union-attr]


@pytest.fixture
def fronts(desk: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle) -> DeskView:
    """The fronts of two sheets are scanned."""
    idle()
    source = desk.bar._source
    source.setCurrentIndex(source.findText("podajnik, przody, potem tyły"))
    desk.scan()
    qtbot.waitUntil(lambda: len(desk.flow.state.letters) == 5)
    fake.batch.emit(StackChanged(desk.flow.state.letters, passes=Passes(2, 0, True)), ScanEnded(2, 2))
    idle()
    return desk


def test_after_the_fronts_f2_scans_the_backs(fronts: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle) -> None:
    assert "Odwróć cały plik" in fronts.notice.text
    assert started(fake)[0].two_pass
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, Qt.Key.Key_F2)
    idle()
    assert [(options.two_pass, options.backs) for options in started(fake)] == [(True, False), (True, True)]


def test_more_fronts_and_no_backs_are_answers_too(
    fronts: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    fronts.passes.more_fronts()
    idle()
    assert not started(fake)[-1].backs
    fronts.passes.none()
    idle()
    assert ("settle_backs", False) in fake.batch.calls


def test_fronts_and_backs_that_do_not_fit_are_asked_about(fronts: DeskView, fake: FakeStation, idle: Idle) -> None:
    fake.batch.emit(StackChanged(fronts.flow.state.letters, passes=Passes(12, 11, True)), ScanEnded(12, 23))
    idle()
    assert "Przodów jest 12, tyłów 11" in fronts.notice.text
    fronts.notice.answer(0).click()
    idle()
    assert ("settle_backs", True) in fake.batch.calls
    assert started(fake)[-1].backs


def test_the_scanners_panel_says_how_it_has_done(desk: DeskView, fake: FakeStation, idle: Idle) -> None:
    fake.devices.health_line = "Od 2026-11-02: strony: 1204, zacięcia: 3."
    desk.scanning.look()
    idle()
    status = desk.frame.status
    status._scanner.click()
    panel = next(one for one in status.findChildren(Panel) if one.isVisible())
    assert "strony: 1204, zacięcia: 3." in panel._text.text()
    panel.close()
