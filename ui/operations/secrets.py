"""Passwords and delivery grants of this station: in the system's keyring, or a file only its owner can read."""

from __future__ import annotations

import getpass
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from kancelaria.bootstrap import Office
from kancelaria.domain.errors import CentralError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "kancelaria"
LOGIN, PASSWORD, GRANT = "login", "password:", "grant:"
"""Names of secrets: who is signed in; of each person the password and the delivery grant."""


class StationSecrets:
    """Secrets by name. The keyring is used where the system has one; elsewhere a 0600 file in the station's folder."""

    def __init__(self, home: Path, station_id: str) -> None:
        self._file = home / "secrets.json"
        self._service = f"{SERVICE}:{station_id}"

    def get(self, name: str) -> str | None:
        """A secret, or None."""
        ring = _keyring()
        if ring is not None:
            found: str | None = ring.get_password(self._service, name)
            return found
        return self._read().get(name)

    def keep(self, name: str, secret: str) -> None:
        """Keep a secret, replacing what was there."""
        ring = _keyring()
        if ring is not None:
            ring.set_password(self._service, name, secret)
            return
        kept = self._read() | {name: secret}
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


def person_at(office: Office) -> str:
    """Who works at this station: the person signed in, or without a central the system's user (`KANCELARIA_USER`)."""
    if office.station.central:
        login = signed_in(office)
        if login is None:
            raise CentralError("not_signed_in", "Nikt nie jest zalogowany do centrali.", "Zaloguj się na stanowisku.")
        return login
    return os.environ.get("KANCELARIA_USER") or getpass.getuser()


def signed_in(office: Office) -> str | None:
    """The login of the person signed in last."""
    return StationSecrets(office.settings.home, office.station.id).get(LOGIN)


def _keyring() -> KeyringBackend | None:
    import keyring
    from keyring.backends import fail

    ring = keyring.get_keyring()
    return None if isinstance(ring, fail.Keyring) or ring.priority <= 0 else ring
