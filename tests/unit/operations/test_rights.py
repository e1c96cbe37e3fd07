"""What the central would refuse a role is refused at the station too, before anything is written, in Polish."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from kancelaria.bootstrap import Office, init_station, open_office
from kancelaria.domain.errors import CentralError
from kancelaria.domain.incoming import ItemState, Sender
from kancelaria.services.exchange import Welcome
from kancelaria.services.register import RegisterIncoming, register_incoming
from ui.cli.main import main
from ui.operations import session_verifier
from ui.operations.facts import CLERKS, SignedIn
from ui.operations.register import StationRegister
from ui.operations.rights import WORKERS, allowed, only
from ui.operations.secrets import secrets_of
from ui.operations.session import Answer, keep_for_good

MAY = {"registry": (True, True), "officer": (False, True), "head": (False, True), "auditor": (False, False),
       "kiosk": (False, False), "administrator": (False, False)}  # fmt: skip


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.operations.secrets._keyring", lambda: None)
    monkeypatch.setattr(session_verifier, "N", 2**4)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    init_station(tmp_path, "Urząd Próbny", "K1")
    with open_office(tmp_path) as office:
        office.join_central("postgresql://127.0.0.1:1/kancelaria")
        yield office


def letter(office: Office) -> str:
    """A letter to be verified."""
    command = RegisterIncoming(
        item_id=office.ids.new(), title="Podanie", received_on="2026-11-20", sender=Sender(organisation="Spółka Próbna")
    )
    return register_incoming(command, office.uow("anna"), office.workplace).document_uid


def written(office: Office) -> int:
    return office.journal().counts().total


def here(office: Office, role: str) -> None:
    """A person of a role is signed in for commands."""
    welcome = Welcome("i", "u", "Urząd Próbny", "olek", (role,), (), "2026-11-23T08:00:00Z", False)
    answer = Answer(welcome, "g", "Olek Zmyślony")
    keep_for_good(secrets_of(office), "olek", "zmyślone", answer, "2099-01-01T00:00:00Z")


@pytest.mark.parametrize("role", MAY)
def test_a_role_may_what_the_central_lets_it(role: str) -> None:
    person = SignedIn("olek", "Olek Zmyślony", frozenset({role}))
    for roles, may in zip((CLERKS, WORKERS), MAY[role], strict=True):
        if may:
            assert allowed(person, roles) == "olek"
            continue
        with pytest.raises(CentralError) as refused:
            allowed(person, roles)
        assert (refused.value.code, "Olek Zmyślony" in refused.value.message) == ("no_right", True)
        assert refused.value.hint


def test_an_officers_window_confirms_and_voids_nothing(office: Office, tmp_path: Path) -> None:
    uid, olek = letter(office), SignedIn("olek", "Olek Zmyślony", frozenset({"officer"}))
    clerk = only(lambda: olek, CLERKS)
    register = StationRegister(office, lambda: "olek", tmp_path / "cache", clerk, lambda: "olek")
    before = written(office)
    with pytest.raises(CentralError) as refused:
        register.void(uid, "pomyłka")
    assert refused.value.code == "no_right"
    item = office.queries.item(uid)
    assert item is not None
    assert item.state is ItemState.TO_VERIFY
    assert written(office) == before


@pytest.mark.parametrize(
    ("role", "arguments"),
    [
        ("officer", ["void", "UID", "--reason", "pomyłka"]),
        ("officer", ["confirm", "UID"]),
        ("auditor", ["amend", "UID", "title=Inaczej"]),
        ("auditor", ["return", "UID", "--reason", "nie nasze"]),
        ("auditor", ["assign", "UID", "--to", "olek"]),
        ("officer", ["label", "--series", "3", "-o", "etykiety.pdf"]),
        ("officer", ["intake", "pismo.png"]),
        ("officer", ["handover", "new", "UID", "--to", "GK", "-o", "lista.pdf"]),
        ("auditor", ["handover", "receive", "K1A-26-L00001-7", "--by", "Olek Zmyślony"]),
    ],
)
def test_commands_refuse_it_too(office: Office, tmp_path: Path, role: str, arguments: list[str]) -> None:
    uid = letter(office)
    here(office, role)
    (tmp_path / "pismo.png").write_bytes(b"no picture is needed")
    before = written(office)
    told = [str(tmp_path / each) if each.endswith((".png", ".pdf")) else each.replace("UID", uid) for each in arguments]
    office.close()
    done = CliRunner().invoke(main, ["--home", str(tmp_path), "--json", *told])
    errors = [json.loads(line)["error"] for line in done.output.splitlines() if line.startswith('{"error"')]
    assert (done.exit_code, [error["code"] for error in errors]) == (4, ["no_right"]), done.output
    with open_office(tmp_path) as again:
        assert written(again) == before
