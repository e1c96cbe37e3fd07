"""A station's disk copied: both go on registering, the copy is found out and says so, nothing is doubled."""

from __future__ import annotations

import shutil
from pathlib import Path

from kancelaria.bootstrap import open_office
from kancelaria.services.tasks import Choice, resolve_task
from tests.e2e.centrals import at, founded, numbers, registered, sync
from tests.fakes.postgres import PostgresServer


def test_a_copied_station_gets_a_series_of_its_own_and_says_so(tmp_path: Path) -> None:
    with PostgresServer() as server:
        house = founded(server, tmp_path, "maria")
        original = house.station("maria", "K1")
        shared = registered(original, "maria", "Przed kopiowaniem")
        sync(original)
        copy = tmp_path / "kopia-dysku"
        shutil.copytree(original, copy)

        here = registered(original, "maria", "Na oryginale")
        there = registered(copy, "maria", "Na kopii")
        assert here.document_uid == there.document_uid, "both have printed the same label"
        [plain] = sync(original).lines
        assert (plain["forked"], "notice" in plain) == (False, False)
        found_out = sync(copy, code=1)
        [report] = found_out.lines
        assert report["forked"]
        assert report["notice"]["code"] == "station_copied"
        assert "kopią innego" in found_out.said

        with open_office(copy) as office:
            assert office.station.series not in ("", here.document_uid.split("-")[0])
            [task] = office.queries.tasks()
            assert task.code == "uid_taken"
            resolve_task(task.id, Choice.NEW_LABEL, office.uow("maria"), office.workplace)
        after = registered(copy, "maria", "Po wykryciu")
        for home in (copy, original, copy):
            sync(home)
        shown = numbers(original)
        assert shown == numbers(copy)
        assert sorted(number or 0 for number in shown.values()) == [1, 2, 3, 4]
        assert {shared.document_uid, here.document_uid, after.document_uid} < set(shown)
        titles = [item["title"] for item in at(copy, "items").items]
        assert len(titles) == 4
        assert house.verified()["items"] == 4
