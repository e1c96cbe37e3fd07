"""Counts of mail for a window and for paper: codes become the office's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from kancelaria.bootstrap import Office
from kancelaria.printing.model import Counted, StatisticsData
from kancelaria.services.access import AccessKind, log_access
from kancelaria.services.journal import now_text
from kancelaria.services.statistics import MailCounts
from ui.operations.printouts import office_facts
from ui.operations.routing import Names

UNKNOWN = {"unit": "jeszcze nie zadekretowane", "method": "nie podano", "kind": "nie podano", "point": "nie podano"}


class Statistics(Protocol):
    """What a window asks of the counts. Methods may take seconds."""

    def count(self, first: str, last: str) -> StatisticsData:
        """The mail registered from a day to another, inclusive."""
        ...

    def write(self, data: StatisticsData, target: Path) -> Path:
        """What was counted as .pdf, .xlsx or .csv, by the target's extension."""
        ...


class StationStatistics:
    """Counts over what this station holds, for whoever works here."""

    def __init__(self, office: Office, actor: Callable[[], str]) -> None:
        self._office, self._actor = office, actor

    def count(self, first: str, last: str) -> StatisticsData:
        """The mail registered from a day to another, inclusive. InvalidInput where the days are turned round."""
        counts, names = self._office.queries.mail_counts(first, last), Names(self._office)
        return StatisticsData(
            office_facts(self._office), first, last, summary(counts), self._tables(counts, names),
            names.person(self._actor()), now_text(self._office.workplace),
        )  # fmt: skip

    def write(self, data: StatisticsData, target: Path) -> Path:
        """What was counted as a file; writing it is logged."""
        from kancelaria.printing.statistics import write_statistics  # ReportLab takes long to load

        target.parent.mkdir(parents=True, exist_ok=True)
        write_statistics(data, target)
        span = f"{data.first}/{data.last}"
        log_access(AccessKind.PRINT, [span], "statistics", self._office.uow(self._actor()), self._office.workplace)
        return target

    def _tables(self, counts: MailCounts, names: Names) -> tuple[Counted, ...]:
        methods, kinds = self._words("delivery_method"), self._words("document_kind")
        points = {point.symbol: f"{point.symbol} {point.name}" for point in self._office.queries.points()}
        units = {symbol: names.unit(symbol) for symbol in counts.by_unit}
        hours = tuple((f"{hour:02d}", count) for hour, count in enumerate(counts.by_hour))
        days = tuple((f"{day[8:]}.{day[5:7]}", count) for day, count in counts.by_day.items())
        return (
            Counted("Dni", "Według dni", days, "columns"),
            Counted("Godziny", "Według godzin rejestracji", hours, "columns"),
            Counted("Komórki", "Według komórki prowadzącej", _named(counts.by_unit, units, "unit"), "bars"),
            Counted("Sposób", "Według sposobu dostarczenia", _named(counts.by_method, methods, "method"), "bars"),
            Counted("Rodzaj", "Według rodzaju pisma", _named(counts.by_kind, kinds, "kind"), "bars"),
            Counted("Punkty", "Według punktu kancelaryjnego", _named(counts.by_point, points, "point")),
        )

    def _words(self, dictionary: str) -> dict[str, str]:
        return {entry.code: entry.name for entry in self._office.queries.dictionary(dictionary)}


def summary(counts: MailCounts) -> tuple[tuple[str, int], ...]:
    """The numbers that count first."""
    return (
        ("Zarejestrowano", counts.total),
        ("Do sprawdzenia", counts.to_verify),
        ("Bez pełnego odwzorowania", counts.incomplete_scan),
        ("Nieotwierane", counts.sealed),
        ("Anulowane pozycje", counts.voided),
        ("Pozycje zastrzeżone", counts.restricted),
    )


def _named(counted: Mapping[str, int], words: Mapping[str, str], what: str) -> tuple[tuple[str, int], ...]:
    return tuple((words.get(code) or code or UNKNOWN[what], count) for code, count in counted.items())
