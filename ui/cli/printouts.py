"""Commands that print to files."""

from __future__ import annotations

from pathlib import Path

import click

from ui.cli.options import Day, json_option, polish_command, target_option
from ui.cli.session import Session, command


@polish_command(short_help="etykiety")
@click.argument("uids", metavar="IDENTYFIKATOR…", nargs=-1)
@click.option(
    "--series",
    type=click.IntRange(1, 5000),
    metavar="N",
    default=None,
    help="Tyle nowych etykiet z góry, z miejscem na datownik.",
)
@click.option("--sheet", is_flag=True, help="Na arkuszach A4 zamiast po jednej na stronie.")
@target_option
@json_option
@command
def label(session: Session, uids: tuple[str, ...], series: int | None, sheet: bool, target: Path) -> None:
    """Drukuje etykiety pism do pliku PDF."""
    from ui.operations.printouts import print_labels

    person = session.clerk if series else session.actor
    printed = print_labels(session.office, person, uids, target, series=series or 0, sheet=sheet)
    for uid in printed:
        session.output.record({"document_uid": uid, "file": str(target)})
    session.output.say(f"Zapisano etykiety ({len(printed)}): {target}")


@polish_command(short_help="potwierdzenie złożenia")
@click.argument("uids", metavar="IDENTYFIKATOR…", nargs=-1, required=True)
@click.option("--paper", type=click.Choice(["A5", "A4", "roll80"]), default="A5", help="Papier.")
@target_option
@json_option
@command
def receipt(session: Session, uids: tuple[str, ...], paper: str, target: Path) -> None:
    """Drukuje potwierdzenie złożenia; kilka identyfikatorów daje potwierdzenie zbiorcze."""
    from ui.operations.printouts import print_receipt

    print_receipt(session.office, session.actor, uids, target, paper=paper)  # type: ignore[arg-type]
    session.output.record({"document_uid": list(uids), "file": str(target)})
    session.output.say(f"Zapisano potwierdzenie: {target}")


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
