"""A PostgreSQL cluster of our own for tests: in a temporary folder, on loopback, ended by its id."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg
import pytest

BINARIES = Path("/usr/lib/postgresql/15/bin")
SUPERUSER = "postgres"
SUPERUSER_PASSWORD = "tylko-do-testow"
START_DEADLINE_S = 60
STOP_DEADLINE_S = 60
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "150",
    "password_encryption": "scram-sha-256",
    "wal_level": "replica",
    "max_wal_senders": "4",
    "shared_buffers": "128MB",
    "log_min_messages": "warning",
    "timezone": "UTC",
}


def as_server_user() -> list[str]:
    """What goes before a server program: PostgreSQL refuses root; a server must not outlive its test run."""
    guard = ["setpriv", "--pdeathsig", "INT"]
    if os.geteuid() != 0:
        return guard
    return [*guard, f"--reuid={SUPERUSER}", f"--regid={SUPERUSER}", "--init-groups"]


def own_folder(folder: Path) -> None:
    """Give a folder and all in it to the user the server runs as."""
    if os.geteuid() != 0:
        return
    owner = pwd.getpwnam(SUPERUSER)
    for path in (folder, *folder.rglob("*")):
        os.chown(path, owner.pw_uid, owner.pw_gid, follow_symlinks=False)


def _temporary_folder(prefix: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    own_folder(folder)
    return folder


@lru_cache(maxsize=1)
def _template() -> Path:
    """An initialised data folder, made once a run and copied for every server."""
    home = _temporary_folder("kancelaria-pg-template-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    secret = home / "secret"
    secret.write_text(SUPERUSER_PASSWORD, encoding="utf-8")
    own_folder(home)
    command = [*as_server_user(), str(BINARIES / "initdb"), "-D", str(home / "data"), "-U", SUPERUSER, "--no-sync"]
    command += ["--pwfile", str(secret), "--auth", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8"]
    subprocess.run(command, check=True, capture_output=True, cwd=home)
    return home / "data"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class PostgresServer:
    """One cluster; `data` is an existing data folder (a restored backup), `template` one to copy. fsync stays on."""

    def __init__(
        self, settings: Mapping[str, str] | None = None, data: Path | None = None, template: Path | None = None
    ) -> None:
        self._home = _temporary_folder("kancelaria-pg-")
        self.data = data or self._home / "data"
        if data is None:
            shutil.copytree(template or _template(), self.data)
            own_folder(self.data)
            self.data.chmod(0o700)
        self.port = _free_port()
        self._settings = _SETTINGS | dict(settings or {})
        self._process: subprocess.Popen[bytes] | None = None
        self.log = self._home / "server.log"

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def url(self, user: str = SUPERUSER, database: str = "postgres", password: str | None = None) -> str:
        """Where to connect; the superuser's password is known."""
        secret = SUPERUSER_PASSWORD if password is None and user == SUPERUSER else password
        credentials = quote(user, safe="") + ("" if secret is None else f":{quote(secret, safe='')}")
        return f"postgresql://{credentials}@127.0.0.1:{self.port}/{database}"

    @property
    def pid(self) -> int | None:
        """The postmaster's process id while it runs."""
        return None if self._process is None else self._process.pid

    def start(self) -> None:
        """Start and wait until it answers."""
        if self._process is not None and self._process.poll() is None:
            return
        command = [*as_server_user(), str(BINARIES / "postgres"), "-D", str(self.data), "-k", str(self._home)]
        for name, value in (self._settings | {"port": str(self.port)}).items():
            command += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self._home, start_new_session=True
            )
        deadline = time.monotonic() + START_DEADLINE_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("PostgreSQL didn't start:\n" + self.log.read_text(errors="replace")[-2000:])
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it: SIGINT cuts every connection (fast), SIGQUIT crashes it (recovery at the next start)."""
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(STOP_DEADLINE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def restart(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop and start on the same port."""
        self.stop(how)
        self.start()

    def close(self) -> None:
        """Stop it and remove its folder."""
        self.stop()
        shutil.rmtree(self._home, ignore_errors=True)

    def connect(self, user: str = SUPERUSER, database: str = "postgres", password: str | None = None, **more: object
                ) -> psycopg.Connection[tuple[object, ...]]:  # fmt: skip
        """An autocommitting connection."""
        return psycopg.connect(self.url(user, database, password), autocommit=True, **more)  # type: ignore[arg-type]

    def new_database(self, name: str) -> str:
        """Make an empty database; returns the superuser's URL of it."""
        with self.connect() as connection:
            connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
        return self.url(database=name)


@pytest.fixture(scope="session")
def shared_postgres() -> Iterator[PostgresServer]:
    """One server for the whole run; roles are shared by its databases."""
    with PostgresServer() as server:
        yield server


@pytest.fixture
def postgres_server(shared_postgres: PostgresServer) -> PostgresServer:
    """The shared server, running: a test before may have ended it. Make a database of your own in it."""
    shared_postgres.start()
    return shared_postgres
