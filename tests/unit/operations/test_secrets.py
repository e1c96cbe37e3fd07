"""Secrets of a station: in the system's keyring, else in a file nobody else reads and no two writers spoil."""

from __future__ import annotations

import threading
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from kancelaria.domain.errors import StoreError
from ui.operations.secrets import StationSecrets


class Ring(KeyringBackend):
    """A keyring in memory; `locked` as when its owner hasn't opened it."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise KeyringLocked
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise PasswordDeleteError
        del self.kept[service, username]


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    made = Ring()
    monkeypatch.setattr(keyring, "get_keyring", lambda: made)
    return made


@pytest.fixture
def file_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.operations.secrets._keyring", lambda: None)


def test_with_a_keyring_nothing_is_written_to_the_disk(ring: Ring, tmp_path: Path) -> None:
    secrets = StationSecrets(tmp_path, "s1")
    secrets.keep_all({"grant:anna": "g", "verifier:anna": "v"})
    assert (secrets.get("grant:anna"), secrets.get("grant:bogna")) == ("g", None)
    assert StationSecrets(tmp_path, "s2").get("grant:anna") is None
    secrets.forget("grant:anna", "grant:nikt")
    assert {name for _, name in ring.kept} == {"verifier:anna"}
    assert list(tmp_path.iterdir()) == []


def test_a_closed_keyring_is_said_with_what_to_do(ring: Ring, tmp_path: Path) -> None:
    ring.locked = True
    with pytest.raises(StoreError) as error:
        StationSecrets(tmp_path, "s1").get("grant:anna")
    assert (error.value.code, bool(error.value.hint)) == ("keyring_refused", True)


@pytest.mark.usefixtures("file_only")
def test_the_file_is_its_owners_and_forgets(tmp_path: Path) -> None:
    secrets = StationSecrets(tmp_path, "s1")
    secrets.keep("password:anna", "zmyślone")
    secrets.keep("grant:anna", "g")
    file = tmp_path / "secrets.json"
    assert file.stat().st_mode & 0o777 == 0o600
    secrets.forget("password:anna")
    assert "zmy" not in file.read_text("utf-8")
    assert secrets.get("grant:anna") == "g"


@pytest.mark.usefixtures("file_only")
def test_writers_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    def write(writer: int) -> None:
        secrets = StationSecrets(tmp_path, "s1")  # as another program has it
        for number in range(10):
            secrets.keep(f"{writer}:{number}", "x")

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    secrets = StationSecrets(tmp_path, "s1")
    assert all(secrets.get(f"{writer}:{number}") == "x" for writer in range(4) for number in range(10))


def test_a_password_kept_before_there_was_a_keyring_is_forgotten_too(ring: Ring, tmp_path: Path) -> None:
    secrets = StationSecrets(tmp_path, "s1")
    with pytest.MonkeyPatch.context() as without:
        without.setattr("ui.operations.secrets._keyring", lambda: None)
        secrets.keep_all({"login": "anna", "password:anna": "zmyslone", "grant:anna": "g"})
    secrets.keep("password:anna", "zmyslone")
    secrets.forget("login", "password:anna")
    assert ring.kept == {}
    assert "zmyslone" not in (tmp_path / "secrets.json").read_text("utf-8")
