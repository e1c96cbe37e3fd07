"""The window of counts: charts, tables, periods, saving; each control reached and named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kancelaria.domain.errors import InvalidInput
from kancelaria.printing.model import Counted, OfficeFacts, StatisticsData
from kancelaria.printing.statistics import round_step
from tests.ui.fake_station import FakeStation
from tests.ui.walking import leaps, unreached, voiceless, walk
from ui.desktop import app as desktop
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.views.statistics.view import StatisticsView, period

Idle = Callable[[], None]
UNITS = (("AB Architektura", 12), ("GK Gospodarka", 3), ("jeszcze nie zadekretowane", 1))


@dataclass
class FakeCounts:
    """Counts that say which days were asked for."""

    asked: list[tuple[str, str]] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)
    fail: Exception | None = None

    def count(self, first: str, last: str) -> StatisticsData:
        self.asked.append((first, last))
        if self.fail is not None:
            raise self.fail
        tables = (
            Counted("Dni", "Według dni", tuple((f"{day:02d}.11", day * 7 % 40) for day in range(1, 31)), "columns"),
            Counted("Godziny", "Według godzin", tuple((f"{hour:02d}", hour) for hour in range(24)), "columns"),
            Counted("Komórki", "Według komórki prowadzącej", UNITS, "bars"),
            Counted("Sposób", "Według sposobu dostarczenia", (("list", 16),), "bars"),
            Counted("Rodzaj", "Według rodzaju", (("wniosek", 16),), "bars"),
            Counted("Punkty", "Według punktu", (("K1", 16),)),
        )
        return StatisticsData(OfficeFacts("Urząd"), first, last, (("Zarejestrowano", 12345),), tables, "M. P.", "")

    def write(self, data: StatisticsData, target: Path) -> Path:
        self.written.append(target)
        return target


@pytest.fixture
def counts() -> FakeCounts:
    return FakeCounts()


@pytest.fixture
def view(
    qtbot: QtBot, qapp: QApplication, jobs: JobRunner, fake: FakeStation, idle: Idle, counts: FakeCounts
) -> StatisticsView:
    window = desktop.build_window(qapp, replace(fake.station(), statistics=counts), jobs)
    window.resize(1366, 740)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    place = window.open_place("statistics")
    assert isinstance(place, StatisticsView)
    idle()
    return place


def test_charts_and_tables_show_what_was_counted(view: StatisticsView, qtbot: QtBot) -> None:
    assert view.charts["Komórki"].rows == UNITS
    assert len(view.charts["Dni"].rows) == 30
    spoken = QAccessible.queryAccessibleInterface(view.charts["Komórki"])
    assert spoken.role() is QAccessible.Role.Chart
    assert "AB Architektura: 12" in spoken.text(QAccessible.Text.Description)
    qtbot.keyClick(view, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert view.table.isVisible()
    view._chosen.setCurrentIndex(2)
    view._chosen.activated.emit(2)
    assert view.rows.rows == UNITS


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("today", "2026-01-03", "2026-01-03"), ("week", "2025-12-28", "2026-01-03"),
        ("month", "2026-01-01", "2026-01-03"), ("before", "2025-12-01", "2025-12-31"),
        ("last_year", "2025-01-01", "2025-12-31"),
    ],
)  # fmt: skip
def test_periods(name: str, first: str, last: str) -> None:
    assert period(name, date(2026, 1, 3)) == (first, last)


def test_own_days_are_typed_and_turned_the_right_way(
    view: StatisticsView, counts: FakeCounts, qtbot: QtBot, idle: Idle
) -> None:
    view._period.setCurrentIndex(view._period.findData("own"))
    view._period.activated.emit(view._period.currentIndex())
    before = len(counts.asked)
    qtbot.keyClicks(view._first, "30.11.2026")
    qtbot.keyClick(view._first, Qt.Key.Key_Return)
    assert len(counts.asked) == before
    assert view._last.property("faulty")
    qtbot.keyClicks(view._last, "1.11.2026")
    qtbot.keyClick(view._last, Qt.Key.Key_Return)
    idle()
    assert counts.asked[-1] == ("2026-11-01", "2026-11-30")


def test_a_failure_is_said_and_the_last_counts_stay(view: StatisticsView, counts: FakeCounts, idle: Idle) -> None:
    counts.fail = InvalidInput("bad_range", "Daty są odwrotnie.", "Zamień je.")
    view.count()
    idle()
    assert "Daty są odwrotnie." in view.window().errors.text  # type: ignore[attr-defined]
    assert view.charts["Komórki"].rows == UNITS


def test_saved_by_the_extension(view: StatisticsView, counts: FakeCounts, idle: Idle, tmp_path: Path) -> None:
    view.save(tmp_path / "z.xlsx")
    idle()
    assert counts.written == [tmp_path / "z.xlsx"]
    assert "z.xlsx" in view.frame.status.message


def test_nothing_stays_for_another_role(view: StatisticsView) -> None:
    view.put_away()
    assert view.data is None
    assert view.charts["Dni"].rows == ()


def test_tab_comes_to_every_control(view: StatisticsView) -> None:
    for tables in (False, True):
        view._as_tables.setChecked(tables)
        met = walk(view)
        assert (unreached(view, met), voiceless(met), leaps(met)) == ([], [], [])


def test_steps_of_an_axis_are_round() -> None:
    assert [round_step(most) for most in (1, 5, 6, 43, 330, 845, 5_000_000)] == [1, 1, 2, 10, 100, 200, 1_000_000]
