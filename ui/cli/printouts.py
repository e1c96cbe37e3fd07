"""Commands that print registers and lists to files."""

from __future__ import annotations

from pathlib import Path

import click

from ui.cli.options import Day, json_option, polish_command, target_option
from ui.cli.session import Session, command


@polish_command(short_help="rejestr przesyłek wpływających")
@click.option("--from", "first", type=Day(), help="Od dnia.")
@click.option("--to", "last", type=Day(), help="Do dnia.")
@click.option("--day", type=Day(), help="Rejestr jednego dnia, zamiast --from i --to.")
@click.option("--unit", metavar="SYMBOL", help="Tylko przydzielone komórce (symbol).")
@target_option
@json_option
@command
def register(
    session: Session, first: str | None, last: str | None, day: str | None, unit: str | None, target: Path
) -> None:
    """Drukuje rejestr za okres do pliku .pdf, .xlsx albo .csv; za jeden dzień: --day."""
    from ui.operations.printouts import print_register

    if (day is None) == (first is None and last is None):
        raise click.UsageError("Podaj --from i --to albo --day.")
    first, last = day or first, day or last
    if first is None or last is None:
        raise click.UsageError("Podaj oba dni: --from i --to.")
    rows = print_register(session.office, session.actor, first, last, target, unit=unit)
    session.output.record({"file": str(target), "rows": rows})
    session.output.say(f"Zapisano rejestr ({rows} pozycji): {target}")


@polish_command("missing-scans", short_help="pisma bez pełnego odwzorowania")
@target_option
@json_option
@command
def missing_scans(session: Session, target: Path) -> None:
    """Drukuje listę pism bez pełnego odwzorowania cyfrowego."""
    from ui.operations.printouts import print_missing_scans

    rows = print_missing_scans(session.office, session.actor, target)
    session.output.record({"file": str(target), "rows": rows})
    session.output.say(f"Zapisano listę ({rows} pozycji): {target}")
