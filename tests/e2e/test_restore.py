"""The central's server destroyed and put back from an older backup: stations give back what it lost, numbers stay."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.e2e.centrals import ALONE, DATABASE, PASSWORD, at, command, founded, numbers, registered, sync
from tests.fakes.postgres import PostgresServer


def test_what_the_restored_central_lost_comes_back_and_no_number_is_given_twice(tmp_path: Path) -> None:
    with PostgresServer() as server:
        house = founded(server, tmp_path, "maria", "piotr")
        first, second = house.station("maria", "K1"), house.station("piotr", "K2")
        kept = registered(first, "maria", "Wniosek")
        sync(first)
        sync(second)
        copy = tmp_path / "kopia"
        house.central("backup", str(copy))

        late = registered(first, "maria", "Skarga po kopii")
        registered(second, "piotr", "Odwolanie po kopii")
        for home in (first, second):
            sync(home)
        at(second, "amend", late.document_uid, "addressee=Burmistrz")
        at(second, "amend", kept.document_uid, "addressee=Skarbnik")
        for home in (second, first):
            sync(home)
        before, whole = numbers(first), house.verified()
        assert sorted(number or 0 for number in before.values()) == [1, 2, 3]
        gone = house.station("maria", "K3")
        lost = registered(gone, "maria", "Oferta")
        for home in (gone, first):
            sync(home)
        assert numbers(first)[lost.document_uid] == 4
        shutil.rmtree(gone)

        server.stop()
        shutil.rmtree(server.data)
        [put_back] = at(tmp_path / "nowhere", "central", "restore", str(copy), "--data", str(server.data)).lines
        assert (put_back["databases"], put_back["recovering"]) == ([DATABASE], True)
        server.start()

        [status] = house.central("status").lines
        assert {station["point"] for station in status["missing"]} == {"K1", "K2"}
        assert house.verified()["items"] == 1
        # whoever comes first waits for the letters of others, and goes on working
        waits = sync(second, code=4)
        assert waits.errors[0]["code"] == "central_recovering"
        assert "odzyskuje dane" in waits.errors[0]["message"]
        fresh = registered(second, "piotr", "Faktura")
        assert fresh.rpw_number is None
        refused = house.central("reopen", code=4)
        assert refused.errors[0]["code"] == "stations_missing"
        sync(first)
        for home in (second, first, second):
            sync(home)

        after = before | {fresh.document_uid: 5}
        for home in (first, second):
            shown = numbers(home)
            assert {uid: shown[uid] for uid in after} == after
        for uid, addressee in ((late.document_uid, "Burmistrz"), (kept.document_uid, "Skarbnik")):
            assert at(first, "show", uid).items[0]["addressee"] == addressee
        [status] = house.central("status").lines
        assert (status["recovering"], status["missing"]) == ([], [])
        counts = house.verified()
        assert (counts["items"], counts["register_entries"], counts["void_entries"]) == (4, 5, 1)
        assert counts["scans"] == whole["scans"] + 1, "the scans came back too, and that of the new letter"


def test_a_number_nobody_returns_waits_for_an_administrators_word(tmp_path: Path) -> None:
    with PostgresServer() as server:
        house = founded(server, tmp_path, "maria", "piotr")
        first, second = tmp_path / "sam", house.station("piotr", "K2")
        at(first, "init", "--institution", "Urząd Miasta Mikołów", "--point", "K1")
        old = registered(first, ALONE, "Z czasu bez centrali")
        done = command(first, "central", "adopt", house.url, "--login", "maria", "--password-stdin", said=PASSWORD)
        assert done.code == 0, done.said
        for home in (first, second):
            sync(home)
        copy = tmp_path / "kopia"
        house.central("backup", str(copy))
        registered(second, "piotr", "Oferta")
        sync(second)
        shutil.rmtree(second)
        server.stop()
        shutil.rmtree(server.data)
        at(tmp_path / "nowhere", "central", "restore", str(copy), "--data", str(server.data))
        server.start()
        mine = registered(first, "maria", "Wniosek")
        sync(first, code=4)
        assert numbers(first) == {old.document_uid: 1, mine.document_uid: None}
        [status] = house.central("status").lines
        assert {station["point"] for station in status["missing"]} == {"K2"}, "who was adopted gave back all it had"
        # nobody else has seen number 2, but it is on a paper
        [opened] = house.central("reopen", "--void-missing", "--last-number", "2026:2").lines
        assert opened["voided"] == 1
        sync(first)
        assert numbers(first) == {old.document_uid: 1, mine.document_uid: 3}
        assert house.verified()["void_entries"] == 1
