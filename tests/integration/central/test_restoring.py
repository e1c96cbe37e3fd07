"""A central restored to an earlier point: given numbers come back before new ones are given; nobody can forget it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from kancelaria.central.backup import announce_restore, backup, reopen, restore
from kancelaria.central.status import status
from kancelaria.central.verify import verify
from kancelaria.domain.errors import CentralError
from kancelaria.services.exchange import Hello, Verdict
from tests.fakes.postgres import PostgresServer
from tests.fakes.small_disk import fill, small_disk
from tests.integration.central.conftest import DATABASE, Central, Desk

REGISTER = (
    "SELECT array_agg(rpw_number || CASE WHEN voided THEN ' void' ELSE '' END ORDER BY rpw_number)"
    " FROM kancelaria.register_entry"
)


def code_of(action: Callable[[], object]) -> str:
    with pytest.raises(CentralError) as refused:
        action()
    return refused.value.code


@contextmanager
def restored(central: Central, copy: Path, *desks: Desk) -> Iterator[Central]:
    """A server of its own from the copy; the desks find themselves connected to it."""
    data = central.server.data.parent / "restored"
    assert restore(copy, data) == [DATABASE]
    with PostgresServer(data=data) as server:
        again = Central(server, server.url(database=DATABASE), central.institution)
        for desk in desks:
            desk.gateway.close()
            desk.gateway = again.gateway(desk.login)
            desk.hello()
        yield again


def gave_back(desk: Desk) -> bool:
    """Everything the desk had answers to; True while the central still waits."""
    known = {outcome.event_id: outcome for _, outcome in desk.made}
    for outcome in desk.gateway.restore(desk.made):
        assert outcome.verdict is Verdict.ACCEPTED, outcome
        assert outcome.given == known[outcome.event_id].given
    return desk.report()


def test_a_restored_central_waits_by_itself_and_takes_given_numbers_back(
    central: Central, desk: Callable[..., Desk]
) -> None:
    anna, bogna = desk("anna"), desk("bogna")
    anna.register()
    bogna.register()
    for each in (anna, bogna):
        each.report()
    copy = central.server.data.parent / "backup"
    backup(central.url, copy)
    lost_by_both = [anna.register(), bogna.register(), anna.register()]
    renamed = anna.change(lost_by_both[0].aggregate_id, 1, title="Po kopii")
    assert anna.push(renamed)[0].version == 2
    nobody = Desk(central.gateway("anna"), "anna", "s-lost", "L1")
    nobody.register()
    last = bogna.register()
    nobody.gateway.close()

    with restored(central, copy, anna, bogna) as again:
        found = status(again.url)
        assert found.recovering == ("Urząd Próbny",)
        assert {station.name for station in found.missing} == {"K0A", "K1A"}
        assert code_of(lambda: bogna.gateway.push([bogna.letter()])) == "central_recovering"
        bogna.sequence -= 1
        assert gave_back(anna)
        assert [station.name for station in status(again.url).missing] == ["K1A"]
        assert verify(again.url).problems == [], "holes are no damage while stations are on their way"
        assert not gave_back(bogna)
        assert status(again.url).recovering == ()
        assert again.one(REGISTER) == ["1", "2", "3", "4", "5", "6 void", "7"]
        assert last.aggregate_id == again.one("SELECT id FROM kancelaria.record WHERE rpw_number = 7")
        assert bogna.push(bogna.letter())[0].given["rpw_number"] == 8
        told = verify(again.url)
        assert (told.problems, told.counts["void_entries"]) == ([], 1)
        assert anna.gateway.newest()["registry"] > 0


def test_numbers_others_have_seen_are_never_given_again(central: Central, desk: Callable[..., Desk]) -> None:
    """A station that never returns held the highest numbers: whoever has seen them keeps them from a second use."""
    anna = desk("anna")
    anna.register()
    anna.report()
    copy = central.server.data.parent / "backup"
    backup(central.url, copy)
    nobody = Desk(central.gateway("bogna"), "bogna", "s-lost", "L1")
    lost = [nobody.register() for _ in range(3)]
    nobody.gateway.close()
    with restored(central, copy, anna) as again:
        assert not anna.report(highest=nobody.seen(3))
        assert again.one(REGISTER) == ["1", "2 void", "3 void"]
        assert anna.push(anna.letter())[0].given["rpw_number"] == 4
        # it comes late: what was kept for it is its own, what was printed twice is a visible refusal
        nobody.gateway = again.gateway("bogna")
        nobody.hello()
        outcomes = nobody.gateway.restore(nobody.made)
        assert [(o.verdict, o.given.get("rpw_number"), o.code) for o in outcomes] == [
            ("accepted", 2, ""), ("accepted", 3, ""), ("rejected", None, "number_taken"),
        ]  # fmt: skip
        placeholders = anna.gateway.pull("register", 0, 20)
        assert {row.aggregate_id for row in placeholders if row.record is not None} == set()
        assert again.one("SELECT id FROM kancelaria.record WHERE rpw_number = 3") == lost[1].aggregate_id
        assert verify(again.url).problems == []
        nobody.gateway.close()


def forget_letters(central: Central) -> None:
    """The central's records as they were before the first letter; accounts and stations stay."""
    with central.sql() as boss:
        for table in ("register_entry", "record", "event", "feed", "audit", "audit_personal"):
            boss.execute(f"DELETE FROM kancelaria.{table}".encode())


def test_a_late_station_of_two_people_is_given_back_by_whoever_signs_in(
    central: Central, desk: Callable[..., Desk]
) -> None:
    anna, bogna = desk("anna", station="s", series="K0A"), desk("bogna", station="s", series="K0A")
    bogna.serial = 500
    other = desk("anna")
    for each in (anna, other):
        each.report()
    anna.register()
    bogna.register()
    forget_letters(central)
    announce_restore(central.url)
    reopen(central.url_of("admin"), void_missing=True, last={2026: 2})
    pairs = anna.made + bogna.made
    assert [anna.gateway.restore([pair])[0].given["rpw_number"] for pair in pairs] == [1, 2]
    assert not anna.report()
    assert central.one(REGISTER) == ["1", "2"]
    assert verify(central.url).problems == []


def test_a_central_put_back_in_silence_is_found_out(central: Central, desk: Callable[..., Desk]) -> None:
    anna = desk("anna")
    for _ in range(3):
        anna.register()
    forget_letters(central)
    assert code_of(lambda: anna.gateway.restore(anna.made[1:])) == "central_forgot"
    # the first station that remembers more than the central lets it wait for all of them
    assert anna.report(highest=anna.seen(3))
    assert status(central.url).recovering == ("Urząd Próbny",)
    assert not gave_back(anna)
    assert central.one(REGISTER) == ["1", "2", "3"]
    assert not anna.report(highest=anna.seen(3))


def test_nobody_makes_a_central_recover_by_naming_a_number(central: Central, desk: Callable[..., Desk]) -> None:
    """By plain SQL, too: only the central's own seal on a number says that it was given."""
    anna = desk("anna")
    anna.register()
    before = (status(central.url), central.one(REGISTER))
    [(_, seal)] = anna.seen(1).values()
    for forged in ((50_000, ""), (50_000, seal), (2, seal), (2, "0" * 64)):
        assert code_of(lambda forged=forged: anna.report(highest={"2026": forged})) == "seal_refused"  # type: ignore[misc]
    assert code_of(lambda: anna.report(highest={"2025": (1, seal), "outgoing/2026": (1, seal)})) == "seal_refused"
    with central.sql("anna") as plain:
        for told in ('{"2026": 9}', '{"2026": [9, null]}', '{"2026": [9]}', '{"x": [9, ""]}', "[]", None, "null"):
            with pytest.raises(psycopg.Error) as refused:
                plain.execute("SELECT api_v1.report(%s, 0, 'K1', '{}', %s, %s)", (anna.station, told, anna.seal))
            assert refused.value.sqlstate == "KC001", told
        for question in ("TABLE kancelaria.seal", "SELECT kancelaria.number_seal('x', 2026, 9)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                plain.execute(question.encode())
    assert (status(central.url), central.one(REGISTER)) == before
    assert not anna.report(highest=anna.seen(1)), "what was given may be named"


def test_only_a_station_itself_says_that_it_has_given_everything_back(
    central: Central, desk: Callable[..., Desk]
) -> None:
    anna, bogna = desk("anna"), desk("bogna")
    for each in (anna, bogna):
        each.register()
        each.report()
    forget_letters(central)
    announce_restore(central.url)
    gave_back(anna)
    forger = Desk(anna.gateway, "anna", bogna.station, bogna.series)
    assert forger.hello().seal == "", "the seal of a station that has spoken is told to nobody else"
    for seal in ("", anna.seal, None):
        with central.sql("anna") as plain, pytest.raises(psycopg.Error) as refused:
            plain.execute("SELECT api_v1.report(%s, 0, 'K1', '{}', '{}', %s)", (bogna.station, seal))
        assert refused.value.diag.message_primary == "station_refused"
    assert status(central.url).recovering == ("Urząd Próbny",)
    assert anna.hello().seal == anna.seal != ""
    assert not gave_back(bogna)
    assert central.one(REGISTER) == ["1", "2"]


def test_what_was_never_accepted_is_not_given_back(central: Central, desk: Callable[..., Desk]) -> None:
    """An event and its answer bear one seal: neither number, nor content, nor author can be changed in it."""
    anna, bogna = desk("anna"), desk("bogna")
    anna.register()
    for each in (anna, bogna):
        each.report()
    [(event, answer)] = anna.made
    forged = [
        (replace(event, patch={**event.patch, "title": "Inne"}), answer),
        (replace(event, id="e-9"), answer),
        (replace(event, aggregate_id="i-9"), answer),
        (replace(event, author="bogna", stream=event.stream.replace("anna", "bogna")), answer),
        (event, replace(answer, given={"rpw_number": 7, "rpw_year": 2026})),
        (event, replace(answer, seal="")),
        (bogna.letter(), answer),
    ]
    forget_letters(central)
    for recovering in (False, True):
        if recovering:
            announce_restore(central.url)
        for pair in forged:
            assert code_of(lambda pair=pair: bogna.gateway.restore([pair])) == "seal_refused"  # type: ignore[misc]
        assert central.one(REGISTER) is None
    # the true one comes back, whoever brings it
    assert bogna.gateway.restore([(event, answer)])[0].given == answer.given
    assert central.one(REGISTER) == ["1"]


def test_what_was_accepted_comes_back_whatever_its_author_may_now(central: Central, desk: Callable[..., Desk]) -> None:
    """Roles given after the backup are gone with it; the letters registered by virtue of them are not."""
    anna = desk("anna")
    item = anna.register()
    forget_letters(central)
    with central.sql() as boss:
        boss.execute("UPDATE kancelaria.account SET role = 'officer' WHERE login = 'anna'")
    announce_restore(central.url)
    assert not gave_back(anna)
    assert central.one("SELECT rpw_number FROM kancelaria.record WHERE id = %s", item.aggregate_id) == 1


def test_only_an_administrators_word_ends_the_waiting_early(central: Central, desk: Callable[..., Desk]) -> None:
    anna = desk("anna")
    desk("bogna")
    anna.register()
    announce_restore(central.url)
    assert anna.report()
    assert code_of(lambda: anna.gateway.push([anna.letter()])) == "central_recovering"
    anna.gateway.hello(Hello(anna.station, 9, "test", 1, 1))
    assert code_of(lambda: anna.gateway.series("NOWY")) == "central_recovering"
    anna.hello()
    assert code_of(lambda: reopen(central.url_of("anna"))) == "central_refused"
    boss = central.url_of("admin")
    waiting = reopen(boss)
    assert (waiting.missing, waiting.voided) == (("s-1",), None)
    assert code_of(lambda: reopen(boss, void_missing=True, last={2026: 200_000_000})) == "bad_batch"
    assert reopen(boss, void_missing=True, last={2026: 3}).voided == 2
    assert code_of(lambda: reopen(boss)) == "not_recovering"
    anna.sequence -= 1
    assert anna.push(anna.letter())[0].given["rpw_number"] == 4
    assert central.one(REGISTER) == ["1", "2 void", "3 void", "4"]


def test_copies_of_a_station_speak_each_for_itself(central: Central, desk: Callable[..., Desk]) -> None:
    original, copy = desk("anna", station="s", series="K0A"), desk("bogna", station="s", series="K0B", epoch=7)
    for each in (original, copy):
        each.register()
        each.report()
    announce_restore(central.url)
    assert original.report(), "the copy hasn't spoken yet"
    assert [station.name for station in status(central.url).missing] == ["K0B"]
    assert not copy.report()


def test_letters_of_an_account_made_after_the_backup_come_back(central: Central, desk: Callable[..., Desk]) -> None:
    anna, bogna = desk("anna"), desk("bogna")
    letter = bogna.register()
    [(_, outcome)] = bogna.made
    forget_letters(central)
    with central.sql() as boss:
        boss.execute("DELETE FROM kancelaria.account WHERE login = 'bogna'")
    announce_restore(central.url)
    for _ in range(2):
        assert anna.gateway.restore([(letter, outcome)])[0].given == outcome.given
    # what is known is answered whoever asks, and with whatever seal
    assert anna.gateway.restore([(letter, replace(outcome, seal=""))])[0].given == outcome.given


def test_a_restore_cut_short_is_begun_again_and_nothing_starts_from_its_half(
    central: Central, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, data = central.server.data.parent / "backup", central.server.data.parent / "put-back"
    backup(central.url, copy)
    assert code_of(lambda: restore(tmp_path, data)) == "no_backup"

    def full_disk(*_: object, **__: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr("kancelaria.central.backup._mark_recovering", full_disk)
        assert code_of(lambda: restore(copy, data)) == "restore_failed"
    assert not (data / "PG_VERSION").exists(), "a server could start from a copy nobody has marked"
    assert restore(copy, data) == [DATABASE]
    assert (data / "PG_VERSION").exists()
    assert code_of(lambda: restore(copy, data)) == "folder_not_empty"
    shutil.rmtree(data)
    (copy / "PG_VERSION").write_text("15\n\n", encoding="ascii")
    assert code_of(lambda: restore(copy, data)) == "backup_damaged"


def test_a_full_disk_stops_a_restore_and_new_room_lets_it_through(central: Central) -> None:
    copy = central.server.data.parent / "backup"
    backup(central.url, copy)
    size = sum(path.stat().st_size for path in copy.rglob("*") if path.is_file())
    with small_disk(copy.with_name("disk"), size // 1024**2 + 64) as disk:
        data = disk / "data"
        ballast = fill(disk, size // 2)
        with pytest.raises(CentralError) as refused:
            restore(copy, data)
        assert refused.value.code == "restore_failed"
        assert "No space left" in refused.value.hint or "miejsca" in refused.value.hint
        assert not (data / "PG_VERSION").exists(), "no server starts from half a copy"
        ballast.unlink()
        assert restore(copy, data) == [DATABASE]
        assert (data / "PG_VERSION").exists()
