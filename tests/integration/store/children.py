"""What the tests' child processes do: register letters in a shared store, telling each one only when it is saved."""

from __future__ import annotations

import contextlib
import random
import threading
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from kancelaria.bootstrap import Office, open_office
from kancelaria.domain.errors import OfficeError
from kancelaria.domain.incoming import Page, Sender
from kancelaria.reading.analysis import PolishAnalyzer
from kancelaria.services.register import RegisterIncoming, register_incoming
from kancelaria.store import engine

PolishAnalyzer().lemmas("pismo")  # loads the dictionary once, before processes part


def together(
    processes: ForkServerContext, work: Callable[..., None], calls: Sequence[tuple[Any, ...]]
) -> list[tuple[Any, ...]]:
    """Run `work(*call, answers)` in a child for each call, begun at once when all are ready; what they told."""
    pipes: list[Any] = []
    children = []
    for call in calls:
        ours, theirs = processes.Pipe()
        child = processes.Process(target=work, args=(*call, theirs))
        child.start()
        theirs.close()
        pipes.append(ours)
        children.append(child)
    for pipe in pipes:
        assert pipe.poll(60), "a child didn't start"
        assert pipe.recv() == "ready"
    for pipe in pipes:
        pipe.send("go")
    answers: list[tuple[Any, ...]] = []
    while pipes:
        for pipe in wait(pipes, timeout=120):
            try:
                answers.append(pipe.recv())
            except EOFError:
                pipes.remove(pipe)
    for child in children:
        child.join(30)
        assert child.exitcode == 0
    return answers


def command(item_id: str) -> RegisterIncoming:
    """A letter of a few pages."""
    source = random.Random(item_id)
    pages = tuple(Page(number, 100, 100, 300, f"{source.getrandbits(256):064x}") for number in (1, 2))
    return RegisterIncoming(
        item_id, "2026-11-20", f"Pismo {item_id}", Sender(organisation=f"Nadawca {source.randint(1, 9)}", town="Żory"),
        pages=pages, text=f"Treść pisma {item_id}\fDruga strona",
    )  # fmt: skip


def register_some(home: Path, name: str, count: int, begin: str, answers: Connection) -> None:
    """Register `count` letters and tell (item id, identifier, number) of each, or the error's code."""
    engine.BEGIN_WRITE = begin
    with open_office(home) as office:
        answers.send("ready")
        answers.recv()  # all children start together
        for index in range(count):
            item_id = f"{name}-{index:04d}"
            try:
                item = register_incoming(command(item_id), office.uow(name), office.workplace)
            except (OfficeError, DBAPIError) as failure:
                answers.send((item_id, type(failure).__name__, -1))
            else:
                answers.send((item_id, item.document_uid, item.rpw_number))
    answers.close()


def register_until_killed(home: Path, ids: list[str], answers: Connection) -> None:
    """Register the letters one after the other; the pipe carries what is acknowledged. Ends by SIGKILL."""
    with open_office(home) as office:
        answers.send("ready")
        for item_id in ids:
            item = register_incoming(command(item_id), office.uow("dziecko"), office.workplace)
            answers.send((item_id, item.document_uid, item.rpw_number))
        answers.poll(None)  # nothing left to do: wait for the end


def register_in_threads(office: Office) -> list[Exception]:
    """Six threads register fifteen letters each; what went wrong."""
    failures: list[Exception] = []

    def work(name: str) -> None:
        for index in range(15):
            try:
                register_incoming(command(f"{name}-{index}"), office.uow(name), office.workplace)
            except (OfficeError, SQLAlchemyError, RuntimeError) as failure:
                failures.append(failure)

    threads = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return failures


class OpenLane(contextlib.nullcontext[None]):
    """A lock that lets everybody in."""

    def acquire(self) -> None: ...
    def release(self) -> None: ...


def register_without_lane(home: Path, answers: Connection) -> None:
    """The same with the lock of the writing lane taken out; tells failures and numbers, if it lives to."""
    with open_office(home) as office:
        office._lane.lock = OpenLane()  # type: ignore[assignment]
        failures = register_in_threads(office)
        answers.send(
            ([repr(failure) for failure in failures], sorted(i.rpw_number or 0 for i in office.queries.items()))
        )
