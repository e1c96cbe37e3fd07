"""The command of receipts: printed in one format or another, checked by their code."""

from __future__ import annotations

from pathlib import Path

import click

from ui.cli.options import json_option, polish_command, text_option
from ui.cli.session import Session, command

FORMATS = {"a5": "A5", "a4": "A4", "roll": "roll80", "roll80": "roll80"}


@polish_command(short_help="potwierdzenie złożenia")
@click.argument("uids", metavar="IDENTYFIKATOR…", nargs=-1)
@click.option(
    "--format", "--paper", "paper", type=click.Choice(list(FORMATS), case_sensitive=False), default="a5",
    help="Papier: A5, A4 albo rolka 80 mm.",
)  # fmt: skip
@click.option("--copies", metavar="N", type=click.IntRange(1, 20), default=1, help="Ile egzemplarzy.")
@text_option("--case-number", metavar="NUMER", help="Numer do sprawdzania stanu sprawy.")
@text_option("--case-code", metavar="KOD", help="Kod do sprawdzania stanu sprawy.")
@click.option("--check", "code", metavar="KOD", default=None, help="Sprawdź, czy potwierdzenie jest prawdziwe.")
@click.option("-o", "--output", "target", type=click.Path(path_type=Path, dir_okay=False), help="Plik wynikowy.")
@json_option
@command
def receipt(
    session: Session, uids: tuple[str, ...], paper: str, copies: int, case_number: str, case_code: str,
    code: str | None, target: Path | None,
) -> None:  # fmt: skip
    """Drukuje potwierdzenie złożenia; kilka identyfikatorów daje potwierdzenie zbiorcze."""
    if code is not None:
        _check(session, code)
        return
    if not uids or target is None:
        raise click.UsageError("Podaj identyfikatory pism i plik (-o) albo kod do sprawdzenia (--check).")
    from ui.operations.receipt_prints import ReceiptOrder, receipt_to_file

    order = ReceiptOrder(uids, FORMATS[paper], copies, case_number, case_code)  # type: ignore[arg-type]
    printed = receipt_to_file(session.office, session.actor, order, target)
    session.output.record(
        {
            "document_uid": list(printed.uids), "file": str(target), "duplicate": printed.copies[0].duplicate,
            "codes": [each.proof for each in printed.copies],
        }
    )  # fmt: skip
    session.output.say(f"Zapisano potwierdzenie: {target}")


def _check(session: Session, code: str) -> None:
    from ui.cli.output import Exit
    from ui.operations.receipt_prints import check_code

    verdict = check_code(session.office, session.actor, code)
    said = {"genuine": verdict.genuine, "document_uid": list(verdict.document_uids), "duplicate": verdict.duplicate,
            "copy": verdict.copy}  # fmt: skip
    session.output.record(said, "\n".join((verdict.title, *verdict.lines)))
    if not verdict.genuine:
        session.output.exit_code = max(session.output.exit_code, Exit.SOME_FAILED)
