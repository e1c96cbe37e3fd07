"""A station whose real command is started, killed and resumed, and the checks its register must always pass."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
import psutil

from kancelaria.bootstrap import Office, open_office
from kancelaria.domain.identifiers import is_document_uid
from kancelaria.domain.incoming import IncomingItem
from scanning.spool import Spool
from tests.e2e.stations import COMMAND, ROOT, Answer, environment

POLL_S = 0.001
RUN_LIMIT_S = 120.0


@dataclass
class Running:
    """A started command; what it has said so far is in files, so that a kill cuts nothing off but a half line."""

    process: psutil.Popen
    out: Path
    err: Path

    def lines(self) -> list[dict[str, Any]]:
        """Whole JSON lines on its standard output."""
        return [json.loads(line) for line in self.out.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")]

    def children(self) -> list[psutil.Process]:
        """Its worker processes."""
        try:
            found: list[psutil.Process] = self.process.children(recursive=True)
        except psutil.NoSuchProcess:
            return []
        return found

    def kill(self) -> None:
        """SIGKILL the program (not its children: they must notice)."""
        with _gone_is_fine():
            os.kill(self.process.pid, signal.SIGKILL)

    def finish(self) -> Answer:
        """Wait for its end."""
        code = self.process.wait(RUN_LIMIT_S)
        said = self.err.read_text("utf-8")
        assert "Traceback" not in said, said
        return Answer(code, self.lines(), said)


@dataclass
class CrashStation:
    """One station and all that was ever acknowledged there: identifier → (number, year)."""

    home: Path
    scratch: Path
    more: dict[str, str] = field(default_factory=dict)
    acknowledged: dict[str, tuple[int, int]] = field(default_factory=dict)
    kills: int = 0
    _runs: int = 0

    def start(self, *arguments: str | Path, command: tuple[str, ...] = (COMMAND, "--json")) -> Running:
        """Start a command in a process group of its own."""
        self._runs += 1
        out, err = self.scratch / f"{self._runs}.out", self.scratch / f"{self._runs}.err"
        with out.open("wb") as stdout, err.open("wb") as stderr:
            process = psutil.Popen(
                [*command, *map(str, arguments)],
                env=environment(self.home, self.more),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                start_new_session=True,
            )
        return Running(process, out, err)

    def run(self, *arguments: str | Path) -> Answer:
        """Run a command to its end; what it acknowledges counts."""
        answer = self.start(*arguments).finish()
        self.believe(answer.lines)
        return answer

    def believe(self, lines: list[dict[str, Any]]) -> None:
        """An item on standard output is acknowledged: it must be there for ever, with this number."""
        for line in lines:
            if "rpw_number" in line:
                number = (line["rpw_number"], line["rpw_year"])
                assert self.acknowledged.setdefault(line["document_uid"], number) == number

    def killed(self, running: Running, reached: Callable[[], bool], delay_s: float = 0.0) -> bool:
        """SIGKILL the program once a state is reached (and a little later); False when it ended before."""
        if until(running, reached):
            wait(running, delay_s)
        alive = running.process.poll() is None
        running.kill()
        running.process.wait(10)
        self.believe(running.lines())
        no_worker_outlives(running.process.pid)
        self.kills += alive
        return alive

    def unfinished(self) -> list[str]:
        """Stacks a person is offered."""
        return [stack.id for stack in Spool(self.home / "spool").unfinished()]

    def resume_all(self) -> list[Answer]:
        """`stacks --resume` until nothing is left over."""
        answers: list[Answer] = []
        while left := self.unfinished():
            assert len(answers) < 5, f"resuming does not end: {left}"
            answers.append(self.run("stacks", "--resume", left[0]))
        return answers

    def manifests(self) -> bytes:
        """All that is written down about all stacks."""
        return b"".join(path.read_bytes() for path in sorted((self.home / "spool").glob("[0-9]*/manifest.jsonl")))

    def spooled(self) -> list[str]:
        """Hashes of the pages on the spool, in the order they came."""
        stacks = Spool(self.home / "spool").stacks()
        return [page.sha256 for stack in stacks for page in stack.pages()]

    def arrived(self) -> set[str]:
        """Hashes of the pages that are safe: on the spool, or in the register when their stack is wiped already."""
        with open_office(self.home) as office:
            return {page.sha256 for item in office.queries.items() for page in item.pages} | set(self.spooled())

    def check(self) -> list[IncomingItem]:
        """Nothing acknowledged is lost, nothing is doubled, numbers are 1…n; gives the items by number."""
        with open_office(self.home) as office:
            items = sorted(office.queries.items(), key=lambda item: item.rpw_number or 0)
            assert [item.rpw_number for item in items] == list(range(1, len(items) + 1))
            by_uid = {item.document_uid: (item.rpw_number, item.rpw_year) for item in items}
            assert len(by_uid) == len(items)
            assert self.acknowledged.items() <= by_uid.items(), "an acknowledged letter is not in the register"
            self._check_pages(items)
            for item in items:
                _check_label(item)
                _check_pdf(office, item)
            assert office.damage() == []
        return items

    def _check_pages(self, items: list[IncomingItem]) -> None:
        times = Counter(page.sha256 for item in items for page in item.pages)
        assert set(times.values()) <= {1}, "a page is in two letters"
        spooled = self.spooled()
        assert len(spooled) == len(set(spooled)), "a page is twice on the spool"
        assert set(spooled) <= set(times), "a page on the spool is in no letter"


def until(running: Running, reached: Callable[[], bool]) -> bool:
    """Poll for a state while a command runs; False when it ended first."""
    deadline = time.monotonic() + RUN_LIMIT_S
    while not reached():
        if running.process.poll() is not None:
            return False
        assert time.monotonic() < deadline, running.err.read_text("utf-8")
        wait(running, POLL_S)
    return True


def wait(running: Running, seconds: float) -> None:
    """Let a command run on for a while, or to its end."""
    try:
        running.process.wait(seconds)
    except (subprocess.TimeoutExpired, psutil.TimeoutExpired):
        return


def workers_of(program: int) -> list[psutil.Process]:
    """Workers that a program has started, though it may be gone: each is told its program's number."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        words = process.info["cmdline"] or []
        if "scanning.worker.child" in words and words[-2:-1] == [str(program)]:
            found.append(process)
    return found


def no_worker_outlives(program: int) -> None:
    """Workers die with their program."""
    _, left = psutil.wait_procs(workers_of(program), timeout=15)
    for process in left:
        process.kill()
    assert left == [], "a worker outlived its program"


def after(seconds: float) -> Callable[[], bool]:
    """A state reached when so much time has passed."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() >= end


def moment(station: CrashStation, running: Running, chance: random.Random, length_s: float) -> Callable[[], bool]:
    """A random time of a run, or the beginning of one of its critical windows."""
    which = chance.randrange(1, 4)
    before = station.manifests().count
    log = station.home / "kancelaria.sqlite-wal"

    def grown(words: bytes, times: int) -> Callable[[], bool]:
        old = before(words)
        return lambda: station.manifests().count(words) >= old + times

    def committed() -> Callable[[], bool]:
        claimed = grown(b'"key":"claim:', which)
        size: list[int] = []

        def reached() -> bool:
            if not claimed():
                return False
            now = log.stat().st_size if log.exists() else 0
            size.append(now)
            return now != size[0]

        return reached

    def writing_pdf() -> bool:
        return any((station.home / "spool").glob("*/derived/*.pdf*")) or any(
            (station.home / "spool").glob("*/derived/.*.pdf*")
        )

    kinds: list[Callable[[], bool]] = [
        after(chance.uniform(0.0, length_s)),
        after(chance.uniform(0.3 * length_s, length_s)),
        grown(b'"t":"page"', which),
        grown(b'"key":"claim:', which),
        committed(),
        grown(b'"key":"registered:', which),
        writing_pdf,
        lambda: len(running.lines()) >= min(which, 2),
    ]
    return chance.choice(kinds)


def _check_label(item: IncomingItem) -> None:
    labels = [code for page in item.pages for code in page.barcodes if is_document_uid(code)]
    assert labels in ([], [item.document_uid.replace("-", "")]), "a label and its letter have parted"


def _check_pdf(office: Office, item: IncomingItem) -> None:
    if item.sealed:
        return
    rendition = office.queries.rendition(item.id, "searchable_pdf")
    assert rendition is not None, f"{item.document_uid} has no PDF/A"
    with pikepdf.open(office.blobs.path(rendition.sha256)) as document:
        assert len(document.pages) == len(item.pages)
        metadata = document.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")


@contextmanager
def _gone_is_fine() -> Iterator[None]:
    try:
        yield
    except ProcessLookupError:
        return
