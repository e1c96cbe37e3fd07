"""Passwords and delivery grants of this station: in the system's keyring, or a file only its owner can read."""

from __future__ import annotations

import getpass
import json
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kancelaria.bootstrap import Office
from kancelaria.domain.errors import CentralError, StoreError
from scanning.storage import FileLock

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "kancelaria"
LOGIN, PASSWORD, GRANT = "login", "password:", "grant:"
"""Names of secrets: who is signed in for good (by `init` or `sign-in`) and their password; each person's grant."""
VERIFIER, FAILED, SEEN = "verifier:", "failed:", "seen"
"""What a person's password is checked with offline; wrong passwords in a row; the latest instant seen here."""
_WAIT_S = 10.0


class StationSecrets:
    """Secrets by name. The keyring is used where the system has one; elsewhere a 0600 file in the station's folder."""

    def __init__(self, home: Path, station_id: str) -> None:
        self._file = home / "secrets.json"
        self._service = f"{SERVICE}:{station_id}"
        self._turn = threading.RLock()

    def get(self, name: str) -> str | None:
        """A secret, or None."""
        ring = _keyring()
        if ring is not None:
            with _known_faults():
                found: str | None = ring.get_password(self._service, name)
            return found
        return self._read().get(name)

    def keep(self, name: str, secret: str) -> None:
        """Keep a secret, replacing what was there."""
        self.keep_all({name: secret})

    def keep_all(self, secrets: Mapping[str, str]) -> None:
        """Keep several at once."""
        ring = _keyring()
        if ring is None:
            self._change(lambda kept: {**kept, **secrets})
            return
        with _known_faults():
            for name, secret in secrets.items():
                ring.set_password(self._service, name, secret)

    def forget(self, *names: str) -> None:
        """Remove secrets; those that aren't there are no fault. A file from when there was no keyring forgets too."""
        ring = _keyring()
        if ring is None or self._file.exists():
            self._change(lambda kept: {name: kept[name] for name in kept if name not in names})
        if ring is None:
            return
        with _known_faults():
            for name in names:
                if ring.get_password(self._service, name) is not None:
                    ring.delete_password(self._service, name)

    def _change(self, change: Callable[[dict[str, str]], dict[str, str]]) -> None:
        """Several threads and programs keep secrets here: none may lose what another has just kept."""
        with self._turn, self._alone():
            before = self._read()
            after = change(before)
            if after != before:
                self._write(after)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        lock = FileLock(self._file.with_name(f".{self._file.name}.lock"))
        if not lock.acquire(_WAIT_S):
            raise StoreError(
                "secrets_busy", "Inny program trzyma plik z hasłami stanowiska.", "Spróbuj za chwilę.", str(self._file)
            )
        try:
            yield
        finally:
            lock.release()

    def _write(self, kept: dict[str, str]) -> None:
        half = self._file.with_name(f".{self._file.name}.{os.getpid()}.part")
        handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(kept, file)
            file.flush()
            os.fsync(file.fileno())
        half.replace(self._file)

    def _read(self) -> dict[str, str]:
        try:
            kept: dict[str, str] = json.loads(self._file.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        return kept


def secrets_of(office: Office) -> StationSecrets:
    """The secrets of an open station."""
    return StationSecrets(office.settings.home, office.station.id)


def person_at(office: Office) -> str:
    """Who runs a command here: the person signed in for good, or without a central the system's user.

    The window keeps who works at it to itself (`ui.operations.session`).
    """
    if office.station.central:
        login = secrets_of(office).get(LOGIN)
        if login is None:
            raise not_signed_in()
        return login
    return system_person()


def system_person() -> str:
    """The system's user (`KANCELARIA_USER` names another)."""
    return os.environ.get("KANCELARIA_USER") or getpass.getuser()


def not_signed_in() -> CentralError:
    """Nobody is signed in to the central here."""
    hint = "Zaloguj się w oknie programu albo poleceniem: kancelaria sign-in LOGIN."
    return CentralError("not_signed_in", "Nikt nie jest zalogowany na tym stanowisku.", hint)


def _keyring() -> KeyringBackend | None:
    import keyring
    from keyring.backends import fail

    ring = keyring.get_keyring()
    return None if isinstance(ring, fail.Keyring) or ring.priority <= 0 else ring


@contextmanager
def _known_faults() -> Iterator[None]:
    from keyring.errors import KeyringError

    try:
        yield
    except KeyringError as error:
        hint = "Odblokuj pęk kluczy (magazyn haseł) swojego systemu i spróbuj ponownie."
        raise StoreError("keyring_refused", "System nie udostępnił magazynu haseł.", hint) from error
