"""A folder in memory for stations, and both kinds of central."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fakes.postgres import postgres_server as postgres_server
from tests.fakes.postgres import shared_postgres as shared_postgres
from tests.integration.sync.posts import FakeSite, PgSite, Post, Site, new_post


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """In memory where the system offers it: what these tests ask doesn't depend on the disk."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as made:
        yield Path(made)


@pytest.fixture(params=["fake", "postgres"])
def site(request: pytest.FixtureRequest) -> Site:
    """The central in memory, and the real one."""
    return FakeSite() if request.param == "fake" else PgSite(request.getfixturevalue("postgres_server"))


@pytest.fixture
def fake_site() -> FakeSite:
    return FakeSite()


@pytest.fixture
def post(folder: Path) -> Iterator[Callable[..., Post]]:
    """Makes stations, and closes them afterwards."""
    made: list[Post] = []

    def make(site: Site, login: str, point: str = "K1") -> Post:
        made.append(new_post(folder / f"s{len(made)}", site, login, point))
        return made[-1]

    yield make
    for each in made:
        each.close()
