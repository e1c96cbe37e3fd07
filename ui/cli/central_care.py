"""Commands that watch over the central: verify, status, backup, upkeep."""

from __future__ import annotations

import signal
import threading
from dataclasses import asdict
from pathlib import Path

import click

from ui.cli.central import administrator_url, central, url_option
from ui.cli.options import json_option
from ui.cli.output import Exit
from ui.cli.session import Session, command

KEY = click.option(
    "--key",
    "key_file",
    metavar="PLIK",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Klucz pieczęci dziennika.",
)


@central.command("verify", options_metavar="[OPCJE]", short_help="czy wszystko jest całe")
@url_option
@KEY
@json_option
@command
def verify(session: Session, url: str | None, key_file: Path | None) -> None:
    """Sprawdza, czy numery są bez luk, łańcuchy nienaruszone, a zapisy zgodne ze zdarzeniami."""
    from kancelaria.central.upkeep import checkpoint_key
    from kancelaria.central.verify import verify as look

    found = look(administrator_url(session, url), checkpoint_key(key_file) if key_file else None)
    problems = [asdict(problem) for problem in found.problems]
    session.output.record({"counts": found.counts, "problems": problems})
    session.output.say(", ".join(f"{name}: {count}" for name, count in sorted(found.counts.items())))
    for problem in problems:
        session.output.say(f"USZKODZONE {problem['code']}: {problem['subject']}")
    if problems:
        session.output.exit_code = Exit.DAMAGED


@central.command("status", options_metavar="[OPCJE]", short_help="jak stoi centrala")
@url_option
@json_option
@command
def status(session: Session, url: str | None) -> None:
    """Pokazuje wersję, urzędy, połączenia i ostatnie numery."""
    from kancelaria.central.status import status as look

    facts = asdict(look(administrator_url(session, url)))
    session.output.record(facts, "\n".join(f"{name}: {value}" for name, value in facts.items()))


@central.command("backup", options_metavar="[OPCJE]", short_help="kopia całego serwera")
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path, file_okay=False))
@url_option
@json_option
@command
def backup(session: Session, folder: Path, url: str | None) -> None:
    """Robi fizyczną kopię serwera do nowego folderu i sprawdza ją; wymaga konta z prawem do kopii."""
    from kancelaria.central.backup import backup as copy

    copy(administrator_url(session, url), folder)
    session.output.record({"folder": str(folder)})
    session.output.say(f"Kopia gotowa i sprawdzona: {folder}")


@central.command("run", options_metavar="[OPCJE]", short_help="opieka nad centralą, bez końca")
@url_option
@click.option(
    "--key", "key_file", metavar="PLIK", required=True, type=click.Path(path_type=Path, dir_okay=False),
    help="Klucz pieczęci dziennika; powstanie, jeśli go nie ma.",
)  # fmt: skip
@json_option
@command
def run(session: Session, url: str | None, key_file: Path) -> None:
    """Kończy bezczynne blokady, zakłada partycje, pieczętuje dziennik; do przerwania (usługa systemd)."""
    from kancelaria.central.upkeep import run as care

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    care(administrator_url(session, url), key_file, stop, lambda told: session.output.record(asdict(told)))
