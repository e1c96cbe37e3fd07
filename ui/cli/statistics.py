"""Counts of the office's mail."""

from __future__ import annotations

from pathlib import Path

import click

from ui.cli.options import Day, json_option, polish_command
from ui.cli.session import Session, command


@polish_command(short_help="zestawienie przesyłek za okres")
@click.option("--from", "first", required=True, type=Day(), help="Od dnia.")
@click.option("--to", "last", required=True, type=Day(), help="Do dnia.")
@click.option(
    "-o", "--output", "target", type=click.Path(path_type=Path, dir_okay=False), help="Zapisz do .pdf, .xlsx albo .csv."
)
@json_option
@command
def statistics(session: Session, first: str, last: str, target: Path | None) -> None:
    """Liczy przesyłki wpływające według dni, godzin, komórek, sposobu dostarczenia i rodzaju."""
    from ui.operations.statistics import StationStatistics

    counting = StationStatistics(session.office, lambda: session.actor)
    data = counting.count(first, last)
    if target is not None:
        counting.write(data, target)
    tables = {table.name: dict(table.rows) for table in data.tables}
    file = {"file": str(target)} if target else {}
    session.output.record({"first": first, "last": last, "summary": dict(data.summary), "tables": tables} | file)
    if session.output.as_json:
        return
    columns = [("name", "Razem"), ("count", "Liczba")]
    session.output.table([{"name": name, "count": count} for name, count in data.summary], columns, "")
    for table in data.tables:
        rows = [{"name": name, "count": count} for name, count in table.rows if count]
        session.output.table(rows, [("name", table.heading), ("count", "Liczba")], f"{table.heading}: nic.")
    if target is not None:
        session.output.say(f"Zapisano zestawienie: {target}")
