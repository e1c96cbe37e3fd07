"""Physical backups of the central's server, and what must follow when one is put back."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from kancelaria.central.connection import Connection, connect, known_errors
from kancelaria.domain.errors import CentralError

_DEBIAN = Path("/usr/lib/postgresql")


def server_program(name: str) -> str:
    """A program of PostgreSQL: from the path, else Debian's newest; CentralError where there is none."""
    found = shutil.which(name)
    if found is None and _DEBIAN.is_dir():
        versions = sorted(_DEBIAN.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3].split(".")[0]))
        found = str(versions[-1]) if versions else None
    if found is None:
        raise CentralError(
            "program_missing",
            f"Brak programu {name}.",
            "Zainstaluj pakiet klienta PostgreSQL (postgresql-client).",
            name,
        )
    return found


def backup(url: str, target: Path, check: bool = True) -> None:
    """A physical backup of the whole server into an empty folder, checked against its manifest."""
    if target.exists() and any(target.iterdir()):
        raise CentralError("folder_not_empty", "Folder kopii nie jest pusty.", "Podaj pusty folder.", str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    command = [
        "pg_basebackup",
        "--pgdata",
        str(target),
        "--wal-method",
        "stream",
        "--checkpoint",
        "fast",
        "--no-password",
    ]
    _run([*command, "--dbname", url], "backup_failed", "Nie udało się zrobić kopii centrali.", str(target))
    if check:
        check_backup(target)


def check_backup(folder: Path) -> None:
    """Every file of a backup against its manifest; CentralError where one is missing or damaged."""
    _run(["pg_verifybackup", str(folder)], "backup_damaged", "Kopia centrali jest uszkodzona.", str(folder))


def restore(folder: Path, data: Path) -> None:
    """Put a checked backup into an empty data folder of a stopped server. Start it, then call `reopen`."""
    if data.exists() and any(data.iterdir()):
        raise CentralError(
            "folder_not_empty",
            "Folder danych serwera nie jest pusty.",
            "Zatrzymaj serwer i przenieś dotychczasowe dane w inne miejsce.",
            str(data),
        )
    check_backup(folder)
    shutil.copytree(folder, data, dirs_exist_ok=True)
    data.chmod(0o700)
    if os.geteuid() == 0:  # the server refuses a folder of somebody else's
        owner = folder.stat()
        for path in (data, *data.rglob("*")):
            os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)


def reopen(url: str) -> None:
    """After a restore to an earlier point: stations read everything anew, and new numbers wait for the given ones."""
    with connect(url) as connection, known_errors():
        connection.execute("SELECT kancelaria.reopen()")


def finish_recovery(url: str) -> int:
    """Stop waiting for stations that don't come back: numbers nobody returned become void entries; how many."""
    with connect(url) as connection, known_errors():
        waiting = connection.execute("SELECT institution_id FROM kancelaria.institution WHERE recovering").fetchall()
        return sum(_finish(connection, institution) for (institution,) in waiting)


def _finish(connection: Connection, institution: str) -> int:
    row = connection.execute("SELECT kancelaria.finish_recovery(%s)", (institution,)).fetchone()
    return int(row[0]) if row else 0


def _run(command: list[str], code: str, message: str, subject: str) -> None:
    done = subprocess.run(
        [server_program(command[0]), *command[1:]],
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode != 0:
        last = done.stderr.strip().splitlines()[-1:] or ["?"]
        raise CentralError(code, message, last[0], subject)
