"""The program is killed at random moments: nothing acknowledged is lost, nothing doubled, numbers stay 1…n."""

from __future__ import annotations

import os
import random
import signal
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

from sqlalchemy import text

from kancelaria.bootstrap import Office, open_office
from kancelaria.services.register import register_incoming
from kancelaria.store.chain import damaged_audit
from tests.integration.store.children import command, register_until_killed

KILLS = 60
A_LIFE = 12


def live_and_die(
    processes: ForkServerContext, home: Path, ids: list[str], answers: int, longer: float
) -> dict[str, tuple[str, int]]:
    """Run a registering process until so many answers and a moment `longer`, kill it; what it had acknowledged."""
    ours, theirs = processes.Pipe()
    child = processes.Process(target=register_until_killed, args=(home, ids, theirs))
    child.start()
    theirs.close()
    assert ours.poll(60), "the child didn't start"
    assert ours.recv() == "ready"
    acknowledged: dict[str, tuple[str, int]] = {}
    for _ in range(answers):
        answer: Any = ours.recv()
        acknowledged[answer[0]] = (answer[1], answer[2])
    child.join(longer)
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    child.join(30)
    assert child.exitcode == -signal.SIGKILL, "it ended by itself"
    while True:
        try:
            answer = ours.recv()
        except (EOFError, ConnectionResetError):
            return acknowledged
        acknowledged[answer[0]] = (answer[1], answer[2])


def check_whole(office: Office, acknowledged: dict[str, tuple[str, int]]) -> None:
    stored = {item.id: (item.document_uid, item.rpw_number) for item in office.queries.items()}
    assert {name: stored.get(name) for name in acknowledged} == acknowledged
    assert sorted(number or 0 for _, number in stored.values()) == list(range(1, len(stored) + 1))
    with office.queries._read() as connection:
        counts = {
            table: connection.scalar(text(f"SELECT count(*) FROM {table}"))
            for table in ("item", "register_entry", "fingerprint", "item_reading", "search_row")
        }
        registrations = connection.scalar(text("SELECT count(*) FROM event WHERE aggregate = 'item'"))
        assert set(counts.values()) == {len(stored)} == {registrations}
        assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
        assert damaged_audit(connection) is None


def test_kills_at_random_moments_lose_and_double_nothing(processes: ForkServerContext, disk_home: Path) -> None:
    source = random.Random(20261121)
    acknowledged: dict[str, tuple[str, int]] = {}
    unanswered: list[str] = []
    for life in range(KILLS):
        # whoever got no answer asks again, and also asks again about a letter already acknowledged
        again = unanswered + source.sample(sorted(acknowledged), min(3, len(acknowledged)))
        ids = again + [f"k{life:03d}-{number:03d}" for number in range(A_LIFE)]
        answered = live_and_die(processes, disk_home, ids, source.randint(0, 5), source.uniform(0, 0.02))
        for name, answer in answered.items():
            assert acknowledged.setdefault(name, answer) == answer
        unanswered = [name for name in ids if name not in answered][:5]

    with open_office(disk_home) as office:
        check_whole(office, acknowledged)
        before = office.queries.register_count()
        assert before > KILLS, "too little happened between the kills"
        item = register_incoming(command("after"), office.uow(), office.workplace)
        assert item.rpw_number == before + 1
