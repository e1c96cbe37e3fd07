"""Physical backups of the central's server, and what must follow when one is put back."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.types.json import Jsonb

from kancelaria.central.connection import connect, known_errors
from kancelaria.domain.errors import CentralError

_DEBIAN = Path("/usr/lib/postgresql")
_HALF = ".restoring"
# two commands, a line each
_MARK = (
    "DO $$ BEGIN IF to_regclass('kancelaria.institution') IS NOT NULL THEN PERFORM kancelaria.reopen();"
    " IF EXISTS (SELECT FROM kancelaria.institution WHERE NOT recovering) THEN RAISE 'not marked'; END IF;"
    " END IF; END $$\n"
    "SELECT oid::text FROM pg_class WHERE oid = to_regclass('kancelaria.institution')"
)
_COLUMN = re.compile(r'^\t \d+: (\w+) = "(.*)"\t\(typeid', re.MULTILINE)


def server_program(name: str, version: str = "*") -> str:
    """A program of PostgreSQL: Debian's newest (of the version), else from the path; CentralError if there is none."""
    versions = sorted(_DEBIAN.glob(f"{version}/bin/{name}"), key=lambda path: int(path.parts[-3].split(".")[0]))
    found = str(versions[-1]) if versions else shutil.which(name)
    if found is None:
        raise CentralError(
            "program_missing",
            f"Brak programu {name}.",
            "Zainstaluj pakiet PostgreSQL tej wersji, z której jest kopia.",
            name,
        )
    return found


def backup(url: str, target: Path, check: bool = True) -> None:
    """A physical backup of the whole server into an empty folder, checked against its manifest."""
    if target.exists() and any(target.iterdir()):
        raise CentralError("folder_not_empty", "Folder kopii nie jest pusty.", "Podaj pusty folder.", str(target))
    connect(url).close()  # a wrong password or an unreachable server is said in its own words
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        hint = error.strerror or str(error)
        raise CentralError("backup_failed", "Nie można zapisać kopii w tym miejscu.", hint, str(target)) from error
    place = conninfo_to_dict(url)
    secret = {"PGPASSWORD": str(place.pop("password"))} if "password" in place else {}
    command = ["pg_basebackup", "--pgdata", str(target), "--wal-method", "stream", "--checkpoint", "fast"]
    command += ["--no-password", "--dbname", make_conninfo("", **place)]
    _run(command, "backup_failed", "Nie udało się zrobić kopii centrali.", str(target), secret)
    if check:
        check_backup(target)


def check_backup(folder: Path) -> None:
    """Every file of a backup against its manifest; CentralError where one is missing or damaged."""
    if not (folder / "backup_manifest").is_file():
        hint = "Podaj folder zrobiony poleceniem: kancelaria central backup."
        raise CentralError("no_backup", "W tym folderze nie ma kopii centrali.", hint, str(folder))
    _run(["pg_verifybackup", str(folder)], "backup_damaged", "Kopia centrali jest uszkodzona.", str(folder))


def restore(folder: Path, data: Path) -> list[str]:
    """Put a checked backup into the empty data folder of a stopped server; the databases of a central found in it.

    When the server starts, the central is recovering already: the mark is made in the copy before the copy takes its
    place, so it can't be forgotten. A restore that was cut short is begun again.
    """
    half = data / _HALF
    if data.exists() and any(data.iterdir()) and ((data / "PG_VERSION").exists() or not half.exists()):
        raise CentralError(
            "folder_not_empty",
            "Folder danych serwera nie jest pusty.",
            "Zatrzymaj serwer i przenieś dotychczasowe dane w inne miejsce.",
            str(data),
        )
    check_backup(folder)
    try:
        return _put_back(folder, data, _owner(folder, data))
    except OSError as error:  # a full disk, somebody else's folder
        hint = error.strerror or str(error)
        raise CentralError("restore_failed", "Nie udało się zapisać danych serwera.", hint, str(data)) from error


def _put_back(folder: Path, data: Path, owner: pwd.struct_passwd | None) -> list[str]:
    half = data / _HALF
    data.mkdir(parents=True, exist_ok=True)
    for left in data.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    shutil.copytree(folder, half, symlinks=True)
    _give_to(owner, data)
    marked = _mark_recovering(half, owner)
    # without PG_VERSION no server starts from the folder: it comes last
    for child in sorted(half.iterdir(), key=lambda path: path.name == "PG_VERSION"):
        child.rename(data / child.name)
    half.rmdir()
    return marked


def _owner(folder: Path, data: Path) -> pwd.struct_passwd | None:
    """Whom the server runs as; None where that is us. The server refuses a folder of root's or somebody else's."""
    if os.geteuid() != 0:
        return None
    owners = [path.stat().st_uid for path in (data, folder) if path.exists()]
    for number in owners:
        if number != 0:
            return pwd.getpwuid(number)
    try:
        return pwd.getpwnam("postgres")
    except KeyError as error:
        hint = "Załóż konto postgres albo zmień właściciela folderu danych."
        raise CentralError("owner_missing", "Nie wiadomo, na czyim koncie działa serwer.", hint, str(data)) from error


def _give_to(owner: pwd.struct_passwd | None, data: Path) -> None:
    for path in (data, data / _HALF):
        path.chmod(0o700)
    if owner is not None:
        for path in (data, *data.rglob("*")):
            os.chown(path, owner.pw_uid, owner.pw_gid, follow_symlinks=False)


def _mark_recovering(data: Path, owner: pwd.struct_passwd | None) -> list[str]:
    """Let every central in the copy wait for its stations, before any server listens."""
    names = _single_user(data, owner, "template1", "SELECT datname FROM pg_database WHERE NOT datistemplate")
    marked = [name for name in names if _single_user(data, owner, name, _MARK)]
    if not marked:
        hint = "Sprawdź, z którego serwera jest ta kopia."
        raise CentralError("no_central_in_backup", "W tej kopii nie ma centrali kancelarii.", hint, str(data))
    return marked


def _single_user(data: Path, owner: pwd.struct_passwd | None, database: str, statement: str) -> list[str]:
    """The first column of what a statement gives, asked of a server without network and without others."""
    program = server_program("postgres", (data / "PG_VERSION").read_text("ascii").strip())
    command = [program, "--single", "-D", str(data), "-c", "config_file=/dev/null", "-c", "archive_mode=off",
               "-c", "lc_messages=C", "-c", "log_destination=stderr", database]  # fmt: skip
    as_owner = {} if owner is None else {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": ()}
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, input=statement + "\n", cwd=data, **as_owner  # type: ignore[call-overload]
    )  # fmt: skip
    wrong = re.search(r"^.*(?:ERROR|FATAL|PANIC):.*$", done.stderr, re.MULTILINE)
    if done.returncode != 0 or wrong:
        last = wrong.group(0) if wrong else (done.stderr.strip().splitlines()[-1:] or ["?"])[0]
        raise CentralError("restore_failed", "Odtworzona kopia nie daje się uruchomić.", last, str(data))
    return [value for _name, value in _COLUMN.findall(done.stdout)]


def announce_restore(url: str) -> None:
    """Say of a running server that other tools restored it to an earlier point: it waits for its stations now."""
    with connect(url) as connection, known_errors():
        connection.execute("SELECT kancelaria.reopen()")


@dataclass(frozen=True)
class Reopened:
    """Stations that haven't come back; `voided` numbers became void entries, None where the waiting goes on."""

    missing: tuple[str, ...]
    voided: int | None


def reopen(url: str, *, void_missing: bool = False, last: Mapping[int, int] | None = None) -> Reopened:
    """End the waiting after a restore, under an administrator's URL. With `void_missing` also where some didn't return:
    what nobody gave back becomes void entries, up to the highest number seen or named in `last` (by year)."""
    with connect(url) as connection, known_errors():
        asked = (void_missing, Jsonb({str(year): number for year, number in (last or {}).items()}))
        row = connection.execute("SELECT api_v1.reopen(%s, %s)", asked).fetchone()
    told = row[0] if row else {}
    missing = tuple(told["missing"])
    return Reopened(missing, int(told["voided"]) if void_missing or not missing else None)


def _run(command: list[str], code: str, message: str, subject: str, secret: Mapping[str, str] | None = None) -> None:
    done = subprocess.run(
        [server_program(command[0]), *command[1:]],
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env=os.environ | {"LC_ALL": "C"} | dict(secret or {}),
    )
    if done.returncode != 0:
        last = done.stderr.strip().splitlines()[-1:] or ["?"]
        raise CentralError(code, message, last[0], subject)
