"""A prepared station in a fresh folder, and processes that start fast."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from collections.abc import Iterator
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

from kancelaria.bootstrap import Office, init_station, open_office


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A station in memory where the system offers it: what these tests ask doesn't depend on the disk."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as folder:
        init_station(Path(folder) / "stanowisko", "Urząd Próbny", "K1")
        yield Path(folder) / "stanowisko"


@pytest.fixture
def disk_home(tmp_path: Path) -> Path:
    """A station on the disk."""
    init_station(tmp_path / "stanowisko", "Urząd Próbny", "K1")
    return tmp_path / "stanowisko"


@pytest.fixture
def office(home: Path) -> Iterator[Office]:
    with open_office(home) as opened:
        yield opened


@pytest.fixture(scope="session")
def processes() -> ForkServerContext:
    """Real processes from a server that has everything imported."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.integration.store.children"])
    return context
