"""Plain SQL over a person's own login: what isn't theirs can't be read, counted, found, inferred, locked or written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

import psycopg
import pytest
from psycopg import errors

from kancelaria.domain.errors import CentralError
from kancelaria.services.exchange import Hello, Verdict
from tests.integration.central.conftest import Central, Desk

SHA = hashlib.sha256(b"skan").hexdigest()
REFUSED = (errors.InsufficientPrivilege, errors.UndefinedFunction)


@pytest.fixture
def anna(desk: Callable[..., Desk]) -> Desk:
    return desk("anna")


def _assigned_to_gk(anna: Desk, **more: object) -> str:
    item = anna.register(title="Sprawa wydziału GK", **more)
    anna.assign(item, unit="GK")
    anna.gateway.upload(item.aggregate_id, SHA, 4, "image/png", 0, b"skan")
    anna.gateway.put_search([(item.aggregate_id, 1, [("sprawa", "sprawa wydzialu gk")])])
    return item.aggregate_id


def test_another_departments_item_does_not_exist(central: Central, anna: Desk) -> None:
    item = _assigned_to_gk(anna)
    with central.sql("ola") as ola, central.sql("olek") as olek:
        for login, count in ((ola, 0), (olek, 1)):
            assert login.execute("SELECT count(*) FROM api_v1.item").fetchone() == (count,)
            assert login.execute("SELECT count(*) FROM api_v1.register").fetchone() == (count,)
    with central.gateway("ola") as ola, central.gateway("olek") as olek:
        assert olek.search([["sprawa"]], 10)[0]["id"] == item
        assert ola.search([["sprawa"]], 10) == []
        assert olek.download(item, SHA, 0, 10) == b"skan"
        assert item in {row.aggregate_id for row in olek.pull("unit:GK", 0, 10)}
        assert item in {row.aggregate_id for row in olek.pull_older("unit:GK", 1 << 40, 10)}
        for ask in (lambda: ola.pull("unit:GK", 0, 10), lambda: ola.pull_older("unit:GK", 1 << 40, 10)):
            with pytest.raises(CentralError) as refused:
                ask()
            assert refused.value.code == "audience_refused"


def test_answers_are_the_same_for_not_there_and_not_yours(
    central: Central, anna: Desk, desk: Callable[..., Desk]
) -> None:
    """Whatever is asked of another's item gets word for word the answer about an item that doesn't exist."""
    item, ola = _assigned_to_gk(anna), desk("ola")

    def answers(item_id: str) -> list[object]:
        pushed = [
            (o.verdict, o.code, o.message, o.given, o.conflicts)
            for o in (
                ola.push(ola.change(item_id, 1, title="x"))[0],
                ola.push(ola.assignment(item_id, unit="FN"))[0],
                ola.push(ola.event("rendition", f"r-{item_id}", 0, {"item_id": item_id, "kind": "k", "sha256": SHA}))[
                    0
                ],
            )
        ]
        with central.sql("ola") as plain:
            for question in (
                "SELECT api_v1.scan_held(%s, %s)", "SELECT api_v1.get_chunk(%s, %s, 0, 10)",
                "SELECT api_v1.put_chunk(%s, %s, 4, 'a', 0, 'skan')",
                "SELECT api_v1.put_search(jsonb_build_array(jsonb_build_array(%s::text, 1, '[]'::jsonb, %s::text)))",
            ):  # fmt: skip
                try:
                    pushed.append(plain.execute(question.encode(), (item_id, SHA)).fetchone())
                except psycopg.Error as error:
                    pushed.append((error.sqlstate, str(error).replace(item_id, "?")))
        return pushed

    assert answers(item) == answers("0199-nie-ma-takiego")


def test_a_hash_alone_opens_nothing(anna: Desk, desk: Callable[..., Desk]) -> None:
    """Whoever knows a scan's hash learns nothing by naming it under an item of their own."""
    _assigned_to_gk(anna)
    bogna = desk("bogna")
    own = bogna.register()
    assert bogna.gateway.uploaded(own.aggregate_id, SHA) == 0
    assert bogna.gateway.download(own.aggregate_id, SHA, 0, 10) == b""


def test_sealed_and_not_public_items_are_placeholders(central: Central, anna: Desk, desk: Callable[..., Desk]) -> None:
    bogna = desk("bogna")
    sealed = anna.register(sealed=True, title="Oferta w przetargu")
    secret = anna.register(access="not_public", title="Zgłoszenie")
    with central.sql("bogna") as plain:
        rows = plain.execute("SELECT rpw_number, title, document_uid FROM api_v1.register ORDER BY 1").fetchall()
        assert rows == [(1, "pozycja zastrzeżona", None), (2, "pozycja zastrzeżona", None)]
        assert plain.execute("SELECT count(*) FROM api_v1.item").fetchone() == (0,)
    placeholders = {row.aggregate_id: row.record for row in bogna.gateway.pull("register", 0, 10)}
    assert set(placeholders) == {"2026/1", "2026/2"}
    told = json.dumps(list(placeholders.values()))
    assert sealed.aggregate_id not in told
    assert "Oferta" not in told
    assert secret.patch["document_uid"] not in told
    assert bogna.gateway.pull("registry", 0, 10) == []
    anna.assign(sealed, person="olek")
    for login, count in (("olek", 1), ("kier", 0), ("ola", 0), ("audyt", 0), ("anna", 1)):
        with central.sql(login) as plain:
            assert plain.execute("SELECT count(*) FROM api_v1.item").fetchone() == (count,), login


def test_only_a_change_of_audience_withdraws_and_feeds_anew(anna: Desk, desk: Callable[..., Desk]) -> None:
    item = anna.register(title="Jawne")
    bogna, olek = desk("bogna"), desk("olek")
    (row,) = bogna.gateway.pull("registry", 0, 10)
    assert row.record is not None
    position = row.position
    anna.push(anna.change(item.aggregate_id, 1, access="not_public"))
    (gone,) = bogna.gateway.pull("registry", position, 10)
    assert (gone.aggregate_id, gone.record, gone.version) == (item.aggregate_id, None, 0)
    assert bogna.gateway.pull("registry", 0, 10)[0].record is None
    anna.push(anna.change(item.aggregate_id, 2, access="public"))
    assert bogna.gateway.pull("registry", gone.position, 10)[-1].record is not None
    assert bogna.gateway.pull("register", 0, 10)[-1].record is None
    anna.assign(item, unit="GK")
    news = olek.gateway.pull("unit:GK", 0, 10)
    assert {(row.aggregate, row.record is None) for row in news} == {("item", False), ("assignment", False)}
    assert olek.push(olek.change(item.aggregate_id, 4, state="returned", return_reason="nie nasze"))[0].version == 5
    assert all(row.record is None for row in olek.gateway.pull("unit:GK", 0, 20))


def test_heads_see_their_people_and_auditors_all_that_is_open(central: Central, anna: Desk) -> None:
    item = anna.register()
    anna.assign(item, person="olek")
    for login, count in (("kier", 1), ("audyt", 1), ("olek", 1), ("ola", 0), ("bogna", 1)):
        with central.sql(login) as plain:
            assert plain.execute("SELECT count(*) FROM api_v1.item").fetchone() == (count,), login


def test_a_new_lead_outside_the_unit_takes_the_item_away(central: Central, anna: Desk) -> None:
    item = anna.register()
    anna.assign(item, unit="GK")
    anna.push(anna.assignment(item.aggregate_id, unit="FN"))
    for login, count in (("ola", 1), ("olek", 0), ("kier", 0)):
        with central.sql(login) as plain:
            assert plain.execute("SELECT count(*) FROM api_v1.item").fetchone() == (count,), login


@pytest.mark.parametrize("login", ["anna", "audyt", "admin"])
def test_no_direct_writes_whoever_asks(central: Central, login: str, anna: Desk) -> None:
    anna.register()
    tables = central.one("SELECT array_agg(relname::text) FROM pg_class WHERE relnamespace = 'kancelaria'::regnamespace"
                         " AND relkind IN ('r', 'p')")  # fmt: skip
    assert len(tables) > 20
    with central.sql(login) as plain:
        for table in tables:
            for statement in ("DELETE FROM {}", "INSERT INTO {} DEFAULT VALUES", "TRUNCATE {}",
                              "UPDATE {} SET institution_id = 'x'", "SELECT * FROM {} FOR UPDATE",
                              "DO $$BEGIN LOCK TABLE {}; END$$"):  # fmt: skip
                with pytest.raises((errors.InsufficientPrivilege, errors.UndefinedColumn)):
                    plain.execute(statement.format(f"kancelaria.{table}").encode())
        for table in set(tables) - ({"audit", "access_log"} if login == "audyt" else set()):
            with pytest.raises(errors.InsufficientPrivilege):
                plain.execute(f"SELECT count(*) FROM kancelaria.{table}".encode())


@pytest.mark.parametrize("login", ["anna", "admin", "kiosk"])
def test_no_way_round_the_functions(central: Central, login: str) -> None:
    """Locks that stop others, roles, hidden functions, large objects and temporary objects are out of reach."""
    with central.sql(login) as plain:
        for statement in (
            "SELECT pg_advisory_lock(1)", "SELECT pg_try_advisory_lock(1)", "SELECT pg_advisory_xact_lock_shared(1)",
            "SET ROLE kancelaria_owner", "SET SESSION AUTHORIZATION postgres", "CREATE ROLE intruz LOGIN",
            "GRANT kancelaria_head TO anna", "ALTER ROLE anna CREATEROLE", "SELECT kancelaria.me()",
            "SELECT kancelaria.make_login('intruz', 'administrator', 'x')", "SELECT kancelaria.reopen()",
            "SELECT kancelaria.adopt('a', 'b', '[]')", "SELECT lo_create(0)", "CREATE TEMP TABLE t (a int)",
            "CREATE TABLE public.t (a int)", "CREATE SCHEMA moje", "SELECT pg_read_file('/etc/hostname')",
            "COPY (SELECT 1) TO PROGRAM 'true'", "SELECT pg_logical_emit_message(true, 'a', 'b')",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres'",
            "ALTER TABLE kancelaria.record DISABLE ROW LEVEL SECURITY", "ALTER VIEW api_v1.item OWNER TO anna",
            "CREATE OR REPLACE FUNCTION api_v1.newest() RETURNS jsonb LANGUAGE sql AS 'SELECT 1'",
        ):  # fmt: skip
            with pytest.raises(errors.InsufficientPrivilege):
                plain.execute(statement.encode())


def test_a_hostile_search_path_changes_nothing(central: Central, anna: Desk) -> None:
    """Functions don't look where the caller tells them to look."""
    anna.register()
    hello = json.dumps({"station_id": "s", "epoch": 0, "schema": 1, "protocol": [1, 1]})
    with central.sql() as boss:
        boss.execute("CREATE SCHEMA pulapka; GRANT USAGE ON SCHEMA pulapka TO PUBLIC")
        boss.execute("CREATE FUNCTION pulapka.sha256(bytea) RETURNS bytea LANGUAGE sql AS $$ SELECT 'x'::bytea $$")
        boss.execute(
            "CREATE FUNCTION pulapka.now() RETURNS timestamptz LANGUAGE sql AS $$ SELECT 'epoch'::timestamptz $$"
        )
    with central.sql("anna") as plain:
        plain.execute("SET search_path = pulapka, pg_catalog, public")
        (told,) = plain.execute("SELECT api_v1.hello(%s)", (hello,)).fetchone() or ({},)
        (token,) = plain.execute("SELECT api_v1.give_grant()").fetchone() or ("",)
    assert told["login"] == "anna"
    kept = central.one("SELECT token_sha256 FROM kancelaria.delivery_grant")
    assert kept == hashlib.sha256(token.encode()).digest()
    unpinned = central.one(
        "SELECT array_agg(oid::regprocedure::text) FROM pg_proc WHERE pronamespace IN ('kancelaria'::regnamespace,"
        " 'api_v1'::regnamespace) AND NOT coalesce(proconfig, '{}') @> ARRAY['search_path=pg_catalog, pg_temp']"
    )
    assert unpinned is None


def test_every_key_holds_the_institution(central: Central) -> None:
    """So that the office can be split by institution; the directories say what is unique everywhere."""
    odd = central.one(
        "SELECT array_agg(i.indexrelid::regclass::text) FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid"
        " WHERE t.relnamespace = 'kancelaria'::regnamespace AND i.indisunique AND NOT EXISTS ("
        "   SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum = i.indkey[0]"
        "   AND a.attname = 'institution_id')"
    )
    assert sorted(odd) == [
        "kancelaria.directory_login_pkey",
        "kancelaria.directory_series_pkey",
        "kancelaria.schema_version_pkey",
    ]
    unforced = central.one(
        "SELECT array_agg(relname::text) FROM pg_class WHERE relnamespace = 'kancelaria'::regnamespace"
        " AND relkind IN ('r', 'p') AND NOT (relrowsecurity AND relforcerowsecurity)"
    )
    assert unforced is None


def test_roles_that_see_no_content(central: Central, anna: Desk) -> None:
    _assigned_to_gk(anna)
    for login in ("admin", "kiosk"):
        with central.sql(login) as plain, pytest.raises(REFUSED):
            plain.execute("SELECT count(*) FROM api_v1.item")
        with central.gateway(login) as gateway:
            assert gateway.newest() == {}
            assert gateway.search([["sprawa"]], 10) == []


def test_a_grant_only_pushes_and_only_what_its_person_may(central: Central, desk: Callable[..., Desk]) -> None:
    anna, bogna, olek = desk("anna"), desk("bogna"), desk("olek")
    grant = anna.gateway.grant()
    left = anna.letter()
    (outcome,) = bogna.gateway.push([left], grant)
    assert (outcome.verdict, outcome.given["rpw_number"]) == (Verdict.ACCEPTED, 1)
    record = bogna.gateway.pull("registry", 0, 1)[0].record
    assert record is not None
    assert record["registered_by"] == "anna"
    assert grant not in str(central.one("SELECT string_agg(g::text, '') FROM kancelaria.delivery_grant g"))
    with pytest.raises(CentralError) as refused:
        bogna.gateway.push([anna.letter()], "zgadywany")
    assert refused.value.code == "grant_refused"
    by_officer = olek.gateway.grant()
    assert bogna.gateway.push([olek.letter()], by_officer)[0].code == "no_right"
    with central.sql("admin") as admin:
        admin.execute("SELECT api_v1.user_disable('anna')")
    with pytest.raises(CentralError) as refused:
        bogna.gateway.push([anna.letter()], grant)
    assert refused.value.code == "grant_refused"
    with pytest.raises(CentralError) as refused:
        anna.gateway.hello(Hello("s", 0, "t", 1, 1))
    assert refused.value.code in ("central_unreachable", "login_refused")
    with pytest.raises(CentralError) as refused:
        central.gateway("anna")
    assert refused.value.code == "login_refused"


PROBES = (
    "SELECT count(*) FROM api_v1.item WHERE {}",
    "SELECT count(*) FROM api_v1.register WHERE {}",
    "SELECT count(*) FROM kancelaria.record WHERE {}",
    "EXPLAIN (ANALYZE, TIMING OFF, SUMMARY OFF) SELECT 1 FROM kancelaria.record WHERE {}",
    "EXPLAIN (ANALYZE, TIMING OFF, SUMMARY OFF) SELECT 1 FROM api_v1.item WHERE {}",
)
CONDITIONS = (
    "document_uid = '{uid}'", "rpw_number = 1 AND 1 / (rpw_number - 1) > 0", "length(title) / 0 > 1",
    "(record ->> 'title')::integer > 0", "title ~ '^Sprawa'", "record @> '{{\"title\": \"Sprawa wydziału GK\"}}'",
)  # fmt: skip


def test_no_question_tells_a_hidden_item_from_none(central: Central, anna: Desk) -> None:
    """Counts, plans and error texts are word for word the same before and after there is something to hide."""

    def told(uid: str) -> list[object]:
        answers: list[object] = []
        with central.sql("ola") as ola:
            for probe in PROBES:
                for condition in CONDITIONS:
                    try:
                        asked = ola.execute(probe.format(condition.format(uid=uid)).encode())
                        answers.append(asked.fetchall())
                    except psycopg.Error as error:
                        answers.append((error.sqlstate, str(error)))
        return [json.dumps(answer, default=str).replace(uid, "?") for answer in answers]

    before = told("K0A-26-000001-A")
    item = anna.letter(title="Sprawa wydziału GK")
    anna.push(item)
    anna.assign(item, unit="GK")
    assert told(str(item.patch["document_uid"])) == before
    with central.sql("olek") as olek:
        assert olek.execute("SELECT count(*) FROM api_v1.item WHERE title ~ '^Sprawa'".replace("title", "record ->> "
                            "'title'").encode()).fetchone() == (1,)  # fmt: skip


def test_the_servers_own_counters_are_closed(central: Central, anna: Desk) -> None:
    """How many rows or bytes a table holds would say how much the others write."""
    anna.register()
    with central.sql("ola") as ola:
        for question in (
            "SELECT n_live_tup FROM pg_stat_user_tables", "SELECT n_tup_ins FROM pg_stat_all_tables",
            "SELECT seq_scan FROM pg_stat_user_tables", "SELECT heap_blks_hit FROM pg_statio_all_tables",
            "SELECT tup_inserted FROM pg_stat_database", "SELECT pg_database_size(current_database())",
            "SELECT pg_total_relation_size(oid) FROM pg_class WHERE relname = 'record'",
            "SELECT pg_relation_size(oid, 'main') FROM pg_class WHERE relname = 'record'",
        ):  # fmt: skip
            with pytest.raises(errors.InsufficientPrivilege):
                ola.execute(question.encode())
        hidden = "SELECT count(*) FROM pg_stats WHERE schemaname = 'kancelaria'"
        assert ola.execute(hidden.encode()).fetchone() == (0,)
