"""Domain 1.1: where a reader may not see an item, the register shows its number, its day and nothing else."""

from __future__ import annotations

import csv
import io
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from kancelaria.domain.incoming import ItemState, Reproduction, ReproductionExtent
from kancelaria.domain.numbering import warsaw_day
from kancelaria.domain.register import RESTRICTED
from kancelaria.services.assign import Target, assign_item
from kancelaria.services.queries import ALL, ItemFilter, RegisterRow, SortColumn
from kancelaria.store.journal_purge import Purge
from tests.fakes.postgres import PostgresServer
from tests.integration.sync.posts import PgSite, Post
from ui.operations.printouts import print_register

SECRET = "Oferta w przetargu na drogę"
SEALED: dict[str, Any] = {"sealed": True, "reproduction": Reproduction(ReproductionExtent.NONE, "sealed")}


@pytest.fixture
def desks(postgres_server: PostgresServer, post: Callable[..., Post]) -> tuple[Post, Post, Post]:
    """Two registry points and an officer; the second of three letters of the first is sealed."""
    site = PgSite(postgres_server)
    here, there = post(site, site.person("anna", "registry")), post(site, site.person("bogdan", "registry"), "K2")
    officer = post(site, site.person("olga", "officer", "GK"), "GK1")
    here.register(title="Pierwsze")
    here.register(title=SECRET, addressee="Wydział GK", **SEALED)
    here.register(title="Trzecie")
    for each in (here, there, officer):
        each.sync()
    return here, there, officer


def register(post: Post, which: ItemFilter = ALL) -> list[RegisterRow]:
    return post.office.queries.register_window(which, SortColumn.NUMBER, False, 0, 100)


def titles(post: Post) -> list[tuple[int | None, str]]:
    return [(row.rpw_number, row.title) for row in register(post)]


def everything(post: Post) -> str:
    """Every row of every table, as text."""
    with post.office.queries._read() as connection:
        names = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        return "\n".join(
            str(tuple(row))
            for name in names
            if not name.startswith(("search_index", "sqlite"))
            for row in connection.execute(text(f"SELECT * FROM {name}"))
        )


@pytest.mark.rule("placeholder row")
def test_the_other_point_sees_number_and_day_and_nothing_else(desks: tuple[Post, Post, Post]) -> None:
    here, there, _ = desks
    [sealed] = [item for item in here.items().values() if item.sealed]
    assert titles(there) == [(1, "Pierwsze"), (2, RESTRICTED), (3, "Trzecie")]
    assert there.office.queries.register_count() == 3
    row = register(there)[1]
    assert row.restricted
    assert (row.rpw_year, row.registered_at) == (sealed.rpw_year, warsaw_day(sealed.registered_at))
    told = {name: getattr(row, name) for name in RegisterRow.__dataclass_fields__}
    for name in ("rpw_number", "rpw_year", "registered_at", "title", "state", "restricted"):
        told.pop(name)
    assert not any(told.values()), told
    assert SECRET not in everything(there)
    assert sealed.document_uid not in everything(there)
    assert there.office.queries.search("przetarg").rows == ()
    assert there.office.queries.search(f"2/{sealed.rpw_year}").rows == ()
    assert {item.title for item in there.items().values()} == {"Pierwsze", "Trzecie"}


def test_whoever_may_see_it_sees_it_once_and_without_a_placeholder(desks: tuple[Post, Post, Post]) -> None:
    here, there, officer = desks
    assert titles(here) == [(1, "Pierwsze"), (2, SECRET), (3, "Trzecie")]
    assert here.office.queries.register_count() == 3
    [sealed] = [item for item in here.items().values() if item.sealed]
    assign_item(sealed.document_uid, Target(unit="GK"), here.uow(), here.office.workplace)
    for each in (here, officer, here, there):
        each.sync()
    # handed over: its registry sees no more of it than anybody else, its addressee everything
    assert titles(here) == titles(there) == [(1, "Pierwsze"), (2, RESTRICTED), (3, "Trzecie")]
    assert [item.title for item in officer.items().values()] == [SECRET]
    assert titles(officer) == [(2, SECRET)], "an officer reads no register"


def test_a_filter_tells_nothing_of_what_may_not_be_seen(desks: tuple[Post, Post, Post]) -> None:
    here, there, _ = desks
    [sealed] = [item for item in here.items().values() if item.sealed]
    day = warsaw_day(sealed.registered_at)
    for which, shown in (
        (ItemFilter(since=day, until=day), 3),
        (ItemFilter(year=sealed.rpw_year), 3),
        (ItemFilter(until="2000-01-01"), 0),
        (ItemFilter(since="2999-01-01"), 0),
        (ItemFilter(year=1999), 0),
        (ItemFilter(unit="GK"), 0),
        (ItemFilter(incomplete_scan=True), 0),
    ):
        assert there.office.queries.register_count(which) == len(register(there, which)) == shown, which
    counted = sum(len(register(there, ItemFilter(state=state))) for state in ItemState)
    assert counted == 2, "of a place without content not even the state is told"


def test_pages_of_the_list_hold_every_row_once_in_any_order(desks: tuple[Post, Post, Post]) -> None:
    here, there, _ = desks
    for n in range(5):
        here.register(title=f"Dalsze {n}", **(SEALED if n % 2 == 0 else {}))
    for each in (here, there):
        each.sync()
    for sort in SortColumn:
        for down in (False, True):
            queries = there.office.queries
            paged = [row for at in range(0, 8, 3) for row in queries.register_window(ALL, sort, down, at, 3)]
            assert paged == queries.register_window(ALL, sort, down, 0, 100), (sort, down)
            assert sorted(row.rpw_number or 0 for row in paged) == list(range(1, 9))
            assert sum(row.restricted for row in paged) == 4
    by_number = [row.rpw_number for row in there.office.queries.register_window(ALL, SortColumn.NUMBER, True, 0, 100)]
    assert by_number == list(range(8, 0, -1))


def test_print_out_and_csv_have_its_place_in_the_series(desks: tuple[Post, Post, Post], tmp_path: Path) -> None:
    here, there, _ = desks
    [sealed] = [item for item in here.items().values() if item.sealed]
    day = warsaw_day(sealed.registered_at)
    for suffix in (".csv", ".pdf"):
        assert print_register(there.office, there.login, day, day, tmp_path / f"rejestr{suffix}") == 3
    rows = list(csv.reader(io.StringIO((tmp_path / "rejestr.csv").read_text("utf-8-sig")), delimiter=";"))[1:]
    assert [row[0] for row in rows] == ["1", "2", "3"]
    assert [cell for cell in rows[1] if cell] == ["2", day, RESTRICTED]
    printed = subprocess.run(
        ["pdftotext", str(tmp_path / "rejestr.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert RESTRICTED in " ".join(printed.split())
    for hidden in (SECRET, sealed.document_uid, "Oferta"):
        assert hidden not in printed


def test_a_number_given_here_keeps_its_place_when_its_letter_goes(desks: tuple[Post, Post, Post]) -> None:
    """A station that was alone gave numbers itself; what it may no longer see leaves number and day behind."""
    here, _, _ = desks
    [sealed] = [item for item in here.items().values() if item.sealed]
    with here.office.journal()._write() as connection:
        given = "INSERT INTO register_entry SELECT rpw_year, rpw_number, id, NULL, NULL, NULL FROM item"
        connection.execute(text(given))
        connection.execute(text("DELETE FROM restricted_entry"))
        connection.execute(text("DELETE FROM shown WHERE aggregate_id = :item"), {"item": sealed.id})
        assert Purge(connection).unseen([("item", sealed.id)]) == [("item", sealed.id)]
    assert titles(here) == [(1, "Pierwsze"), (2, RESTRICTED), (3, "Trzecie")]
    assert here.office.queries.item_by_id(sealed.id) is None
    assert here.office.damage() == []
    # leaving the register's audience leaves what this station itself has numbered
    here.office.journal().leave("register")
    assert titles(here)[1] == (2, RESTRICTED)


def test_a_number_seen_only_as_a_place_counts_after_a_restore(desks: tuple[Post, Post, Post]) -> None:
    """A restored central must not give again what stands in anybody's register."""
    here, there, _ = desks
    last = here.register(title="Ostatnie", **SEALED)
    for each in (here, there):
        each.sync()
    assert last.id not in there.items()
    number, seal = there.office.journal().standing().highest[str(last.rpw_year)]
    assert (number, len(seal)) == (4, 64)
