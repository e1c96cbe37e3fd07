"""Many processes and threads register at once: numbers 1…n without a gap, nothing doubled."""

from __future__ import annotations

from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from kancelaria.bootstrap import Office, open_office
from kancelaria.domain.errors import StoreError
from kancelaria.services.register import register_incoming
from kancelaria.store import engine
from tests.integration.store.children import (
    command,
    register_in_threads,
    register_some,
    register_without_lane,
    together,
)

PROCESSES, EACH = 8, 15


def run_children(processes: ForkServerContext, home: Path, begin: str) -> list[tuple[Any, ...]]:
    return together(processes, register_some, [(home, f"p{number}", EACH, begin) for number in range(PROCESSES)])


@pytest.mark.rule("register gap-free")
def test_eight_processes_give_numbers_without_gap(processes: ForkServerContext, disk_home: Path) -> None:
    answers = run_children(processes, disk_home, engine.BEGIN_WRITE)

    assert sorted(number for _, _, number in answers) == list(range(1, PROCESSES * EACH + 1))
    assert len({uid for _, uid, _ in answers}) == PROCESSES * EACH
    with open_office(disk_home) as office:
        stored = {(item.id, item.document_uid, item.rpw_number) for item in office.queries.items()}
        assert stored == set(answers)
        assert office.queries.waiting_events() >= len(answers)


def test_deferred_transactions_would_lose_registrations(processes: ForkServerContext, home: Path) -> None:
    """Why every write begins IMMEDIATE: a read that turns into a write later meets somebody else's number."""
    answers = run_children(processes, home, "BEGIN")

    assert any(number == -1 for _, _, number in answers)


def test_deferred_write_after_anothers_commit_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BEGIN_WRITE", "BEGIN")
    monkeypatch.setattr(engine, "BUSY_MS", 50)
    with open_office(home) as first, open_office(home) as second:
        uow = first.uow()
        with uow:
            assert uow.register.highest_number(2026) is None
            register_incoming(command("other"), second.uow(), second.workplace)
            with pytest.raises(OperationalError, match="locked"):
                uow.settings.put("m.nowicka", "theme", "dark")


def test_immediate_write_waits_its_turn(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_MS", 50)
    with open_office(home) as first, open_office(home) as second:
        with first.uow() as uow:
            assert uow.register.highest_number(2026) is None
            with pytest.raises(StoreError) as refused:
                register_incoming(command("other"), second.uow(), second.workplace)
            assert refused.value.code == "store_busy"
        assert register_incoming(command("other"), second.uow(), second.workplace).rpw_number == 1


def test_threads_take_turns_in_the_writing_lane(office: Office) -> None:
    assert register_in_threads(office) == []
    assert sorted(item.rpw_number or 0 for item in office.queries.items()) == list(range(1, 91))


def test_without_the_lane_threads_would_disturb_each_other(processes: ForkServerContext, home: Path) -> None:
    """In a process of its own: threads sharing the connection unguarded may even crash it."""
    ours, theirs = processes.Pipe()
    child = processes.Process(target=register_without_lane, args=(home, theirs))
    child.start()
    theirs.close()
    child.join(120)
    try:
        failures, numbers = ours.recv()
    except EOFError:
        assert child.exitcode != 0
    else:
        assert failures or numbers != list(range(1, 91))


def test_readers_never_wait_for_a_writer(office: Office) -> None:
    register_incoming(command("first"), office.uow(), office.workplace)
    with office.uow() as uow:
        uow.settings.put("m.nowicka", "theme", "dark")
        assert office.queries.register_count() == 1
        assert office.queries.setting("m.nowicka", "theme") is None
        uow.commit()
    assert office.queries.setting("m.nowicka", "theme") == "dark"


def test_readers_cannot_write(office: Office) -> None:
    with pytest.raises(StoreError) as refused, office.queries._read() as connection:
        connection.execute(text("DELETE FROM item"))
    assert refused.value.code == "store_read_only"
