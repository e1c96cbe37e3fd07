""" "Zestawienia": how much mail, when, for whom; charts or tables, printed or saved."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kancelaria.printing.model import StatisticsData
from ui.desktop import icons, said, theme
from ui.desktop.jobs.job import Job
from ui.desktop.models.plain_table import Column, PlainTable
from ui.desktop.shell.commands import Command
from ui.desktop.shell.frame import Frame
from ui.desktop.views.plain_view import PlainView
from ui.desktop.views.statistics.charts import BarChart
from ui.operations.statistics import Statistics

GROUP = "Zestawienia"
NARROW = 860
CHARTS = (("Dni", True), ("Godziny", True), ("Komórki", False), ("Sposób", False))
"""Tables drawn as charts, and whether their bars stand."""
PERIODS = (
    ("today", "dziś"), ("week", "7 dni"), ("days30", "30 dni"), ("month", "ten miesiąc"), ("before", "zeszły miesiąc"),
    ("year", "ten rok"), ("last_year", "zeszły rok"), ("own", "od – do…"),
)  # fmt: skip


def period(name: str, today: date) -> tuple[str, str]:
    """The first and last day of a named period."""
    month = today.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    first, last = {
        "today": (today, today),
        "week": (today - timedelta(days=6), today),
        "days30": (today - timedelta(days=29), today),
        "month": (month, today),
        "before": (before, month - timedelta(days=1)),
        "year": (today.replace(month=1, day=1), today),
        "last_year": (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    }[name]
    return first.isoformat(), last.isoformat()


class StatisticsView(QWidget):
    """The numbers above, four charts below, or the tables they are drawn from."""

    def __init__(self, frame: Frame, statistics: Statistics) -> None:
        super().__init__()
        self.setObjectName("statistics")
        self.frame, self._statistics = frame, statistics
        self.data: StatisticsData | None = None
        self._job: Job | None = None
        self._period = QComboBox(self)
        self._first, self._last = QLineEdit(self), QLineEdit(self)
        self._as_tables = _button(self, "statisticsTables", "Tabele  Ctrl+T", "registers")
        self._print = _button(self, "statisticsPrint", "Drukuj  Ctrl+P", "print")
        self._save = _button(self, "statisticsSave", "Zapisz…  Ctrl+S", "csv")
        self._as_tables.setCheckable(True)
        self._tiles = QHBoxLayout()
        self._both = QStackedWidget(self)
        self.charts = {name: BarChart(f"chart{number}", name, up, self) for number, (name, up) in enumerate(CHARTS)}
        self._headings: dict[str, QLabel] = {}
        self._grid = QGridLayout()
        self._across = 0
        self._chosen = QComboBox(self)
        columns = (
            Column[tuple[str, int]]("Pozycja", lambda row: row[0]),
            Column[tuple[str, int]]("Przesyłek", lambda row: said.number(row[1]), number=True),
        )
        self.rows = PlainTable(columns, self)
        self.table = PlainView(self.rows, "statisticsTable", "Liczby", (0,), self)
        self._compose()
        self._connect()

    def opened(self) -> None:
        """Shown: count anew."""
        self.count()

    def count(self) -> None:
        """Count the period chosen."""
        wanted = self._wanted()
        if wanted is None:
            return
        if self._job is not None:
            self._job.cancel()
        first, last = wanted
        self._job = self.frame.jobs.submit(
            "db", lambda _job: self._statistics.count(first, last), self._show, self.frame.show_failure,
            label="Liczenie przesyłek", owner=self,
        )  # fmt: skip

    def save(self, target: Path) -> None:
        """Write what is shown, by the file's extension."""
        data = self.data
        if data is not None:
            self.frame.jobs.submit(
                "db", lambda _job: self._statistics.write(data, target),
                lambda made: self.frame.status.say(f"Zapisano {made}"), self.frame.show_failure,
                label="Zapisywanie zestawienia", owner=self,
            )  # fmt: skip

    def put_away(self) -> None:
        """Somebody of another role works here now."""
        if self._job is not None:
            self._job.cancel()
        self.data = None
        for chart in self.charts.values():
            chart.show_rows(())
        self.rows.show_rows(())
        self._show_tiles(())

    def restyle(self) -> None:
        """Take the theme's colours anew."""
        for chart in self.charts.values():
            chart.restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window has one chart beside none."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        for button, text in ((self._as_tables, "Tabele  Ctrl+T"), (self._print, "Drukuj  Ctrl+P")):
            button.setText("" if narrow else text)
            button.setToolTip(text)
        self._save.setText("Zapisz…" if narrow else "Zapisz…  Ctrl+S")
        self._place_charts(1 if narrow else 2)

    def _wanted(self) -> tuple[str, str] | None:
        """The days to count; None while the dates typed are no dates."""
        name = self._period.currentData()
        if name != "own":
            return period(name, said.now().date())
        first, last = (said.to_date(field.text()) for field in (self._first, self._last))
        for field, found in ((self._first, first), (self._last, last)):
            theme.restyle(field, faulty=not (found and len(found) == 10))
        if not (first and last and len(first) == len(last) == 10):
            self.frame.status.say("Podaj oba dni, na przykład 1.11 i 30.11.")
            return None
        return (first, last) if first <= last else (last, first)

    def _show(self, data: StatisticsData) -> None:
        self.data = data
        self._show_tiles(data.summary)
        tables = {table.name: table for table in data.tables}
        for name, chart in self.charts.items():
            self._headings[name].setText(tables[name].heading)
            chart.show_rows(tables[name].rows)
        self._show_table()

    def _show_table(self) -> None:
        if self.data is not None:
            self.rows.show_rows(self.data.tables[self._chosen.currentIndex()].rows)

    def _show_tiles(self, summary: tuple[tuple[str, int], ...]) -> None:
        while (entry := self._tiles.takeAt(0)) is not None:
            if (widget := entry.widget()) is not None:
                widget.deleteLater()
        for name, count in summary:
            tile = QLabel(f"{said.number(count)}\n{name}", self)
            tile.setObjectName("statisticsTile")
            tile.setAccessibleName(f"{name}: {count}")
            tile.setProperty("role", "tile")
            tile.setWordWrap(True)
            tile.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._tiles.addWidget(tile, 1)

    def _on_period(self) -> None:
        own = self._period.currentData() == "own"
        for field in (self._first, self._last):
            field.setVisible(own)
        self.frame.station.choices.set("statistics.period", self._period.currentData())
        if own:
            self._first.setFocus()
        else:
            self.count()

    def _on_print(self) -> None:
        data = self.data
        if data is None:
            return
        folder = self.frame.station.drafts.parent / "wydruki"
        target = folder / f"zestawienie-{data.first}-{data.last}.pdf"
        self.frame.print_file("register", lambda: self._statistics.write(data, target))

    def _on_save(self) -> None:
        if self.data is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self, "Zapisz zestawienie", f"zestawienie-{self.data.first}-{self.data.last}.xlsx",
            "Arkusz XLSX (*.xlsx);;Arkusz CSV (*.csv);;Dokument PDF (*.pdf)",
        )  # fmt: skip
        if name:
            self.save(Path(name))

    def _on_tables(self, tables: bool) -> None:
        self._both.setCurrentIndex(int(tables))
        (self.table if tables else self._period).setFocus()

    def _place_charts(self, across: int) -> None:
        if self._across == across:
            return
        self._across = across
        for number, (name, chart) in enumerate(self.charts.items()):
            line, column = divmod(number, across)
            self._grid.addWidget(self._headings[name], 2 * line, column)
            self._grid.addWidget(chart, 2 * line + 1, column)

    def _compose(self) -> None:
        self._period.setObjectName("statisticsPeriod")
        self._period.setAccessibleName("Okres")
        for value, text in PERIODS:
            self._period.addItem(text, value)
        kept = self._period.findData(self.frame.station.choices.get("statistics.period", "days30"))
        self._period.setCurrentIndex(kept if kept >= 0 and kept < len(PERIODS) - 1 else 2)
        for field, name, words in (
            (self._first, "statisticsFirst", "od dnia"),
            (self._last, "statisticsLast", "do dnia"),
        ):
            field.setObjectName(name)
            field.setAccessibleName(words.capitalize())
            field.setPlaceholderText(words)
            field.setMaximumWidth(120)
            field.hide()
        bar = QHBoxLayout()
        bar.setSpacing(8)
        for widget in (self._period, self._first, self._last):
            bar.addWidget(widget)
        bar.addStretch(1)
        for button in (self._as_tables, self._print, self._save):
            bar.addWidget(button)
        inner = QWidget(self)
        inner.setLayout(self._grid)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        for name, chart in self.charts.items():
            self._headings[name] = QLabel(inner)
            self._headings[name].setProperty("role", "heading")
            chart.setMinimumSize(280, 190)
        self._place_charts(2)
        scroll = QScrollArea(self)
        scroll.setObjectName("statisticsScroll")
        scroll.setAccessibleName("Wykresy")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        self._chosen.setObjectName("statisticsChosen")
        self._chosen.setAccessibleName("Które liczby")
        for name in ("Dni", "Godziny", "Komórki", "Sposób dostarczenia", "Rodzaj pisma", "Punkty kancelaryjne"):
            self._chosen.addItem(name)
        listed = QWidget(self)
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._chosen, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.table, 1)
        self._both.addWidget(scroll)
        self._both.addWidget(listed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addLayout(self._tiles)
        layout.addWidget(self._both, 1)

    def _connect(self) -> None:
        self._period.activated.connect(lambda _index: self._on_period())
        for field in (self._first, self._last):
            field.returnPressed.connect(self.count)
        self._as_tables.toggled.connect(self._on_tables)
        self._print.clicked.connect(self._on_print)
        self._save.clicked.connect(self._on_save)
        self._chosen.activated.connect(lambda _index: self._show_table())
        add, shown = self.frame.commands.add, self.isVisible
        add(Command("Drukuj zestawienie", "Ctrl+P", self._on_print, GROUP, shown), self)
        add(Command("Zapisz zestawienie", "Ctrl+S", self._on_save, GROUP, shown), self)
        add(Command("Wykresy lub tabele", "Ctrl+T", self._as_tables.toggle, GROUP, shown), self)
        add(Command("Policz jeszcze raz", "Ctrl+R", self.count, GROUP, shown), self)


def _button(parent: QWidget, name: str, text: str, icon_name: str) -> QPushButton:
    button = QPushButton(text, parent)
    button.setObjectName(name)
    button.setAccessibleName(text.split("  ")[0].rstrip("…"))
    button.setAutoDefault(True)
    button.setIcon(icons.icon(icon_name))
    return button
