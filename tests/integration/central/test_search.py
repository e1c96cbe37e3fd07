"""Search: the same words as at the station, filtered by audience, over the GIN index."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from kancelaria.central.connection import connect
from kancelaria.domain.errors import CentralError
from kancelaria.reading.analysis import PolishAnalyzer
from tests.integration.central.conftest import Central, Desk

MANY = 40_000


def _indexed(desk: Desk, text: str, **more: object) -> str:
    analyzer, item = PolishAnalyzer(), desk.register(**more).aggregate_id
    desk.gateway.put_search([(item, analyzer.version, [(analyzer.lemmas(text), analyzer.surface(text))])])
    return item


@pytest.mark.parametrize(
    ("groups", "found"),
    [
        ([["warunek", "=warunki"]], [0]),
        ([["warunek"], ["drzewo"]], []),
        ([["drzewo", "warunek"]], [1, 0]),
        ([["=ab 6730 12 2026"]], [0]),
        ([["=6730 2026"]], []),
        ([["=zabud*"]], [0]),
        ([["=wycinke dr*"]], [1]),
        ([["odwołanie"]], None),
        ([["x' OR true --"]], None),
        ([["=a & b"]], None),
    ],
)
def test_words_phrases_numbers_and_beginnings(
    desk: Callable[..., Desk], groups: list[list[str]], found: list[int] | None
) -> None:
    anna = desk("anna")
    items = [
        _indexed(anna, "Wniosek o warunki zabudowy, znak AB.6730.12.2026"),
        _indexed(anna, "Prośba o wycinkę drzew przy ulicy Polnej"),
    ]
    if found is None:
        with pytest.raises(CentralError) as refused:
            anna.gateway.search(groups, 10)
        assert refused.value.code == "bad_query"
    else:
        assert [hit["id"] for hit in anna.gateway.search(groups, 10)] == [items[n] for n in found]


def test_search_follows_the_items_audience_and_is_logged(central: Central, desk: Callable[..., Desk]) -> None:
    anna, olek, bogna = desk("anna"), desk("olek"), desk("bogna")
    item = _indexed(anna, "wycinka drzew", access="not_public")
    assert bogna.gateway.search([["drzewo"]], 10) == []
    anna.push(anna.assignment(item, person="olek"), anna.change(item, 1, state="assigned"))
    assert [hit["id"] for hit in olek.gateway.search([["drzewo"]], 10)] == [item]
    assert anna.gateway.search([["drzewo"]], 10) == []
    bodies = central.one("SELECT string_agg(convert_from(body, 'UTF8'), ' ') FROM kancelaria.access_log")
    assert bodies.count('"kind": "search"') == 3
    assert "olek" in bodies


def test_an_older_analyser_replaces_nothing_newer(desk: Callable[..., Desk]) -> None:
    anna = desk("anna")
    item = anna.register().aggregate_id
    anna.gateway.put_search([(item, 2, [("nowy", "nowy")])])
    anna.gateway.put_search([(item, 1, [("stary", "stary")])])
    assert anna.gateway.search([["nowy"]], 10)
    assert not anna.gateway.search([["stary"]], 10)
    anna.gateway.put_search([(item, 3, [("nowszy", "nowszy"), ("druga", "druga")])])
    assert [len(anna.gateway.search([[word]], 10)) for word in ("nowy", "nowszy", "druga")] == [0, 1, 1]


def test_many_items_go_in_together_but_for_those_refused(central: Central, desk: Callable[..., Desk]) -> None:
    anna, ola = desk("anna"), desk("ola")
    items = [anna.register().aggregate_id for _ in range(4)]
    rows = [(item, 1, [("las", "lasy")]) for item in items]
    assert ola.gateway.put_search(rows) == [False] * 4, "another's items don't exist for her"
    with central.sql(autocommit=False) as changing:
        changing.execute("SELECT FROM kancelaria.record WHERE id = %s FOR UPDATE", (items[1],))
        sent = [rows[0], ("0199-nie-ma", 1, [("las", "lasy")]), *rows[1:3], (items[3], 1, [("las", "las")] * 251)]
        assert anna.gateway.put_search(sent) == [True, False, False, True, False]
    assert anna.gateway.put_search(rows) == [True] * 4
    assert {hit["id"] for hit in anna.gateway.search([["las"]], 10)} == set(items)


def test_a_long_batch_is_taken_in_parts(desk: Callable[..., Desk]) -> None:
    anna = desk("anna")
    items = [anna.register().aggregate_id for _ in range(8)]
    long = " ".join(f"s{n}" for n in range(3000))
    left = [(item, 1, [(long, long)] * 10) for item in items]
    calls = 0
    while left:
        told = anna.gateway.put_search(left)
        assert told
        assert all(told)
        left, calls = left[len(told) :], calls + 1
    assert calls > 1
    assert {hit["id"] for hit in anna.gateway.search([["s2999"]], 10)} == set(items)


def _settings_of_the_lookup(central: Central) -> list[str]:
    settings = central.one("SELECT proconfig FROM pg_proc WHERE proname = 'found_by_index'")
    return [setting for setting in settings if not setting.startswith("search_path")]


def test_the_gin_index_is_used_under_row_level_security(central: Central) -> None:
    """Rights in the function's own condition; the policies of its owner hide no index from the planner."""
    with connect(central.url) as connection:
        connection.execute(
            "INSERT INTO kancelaria.search_row SELECT %s, 'i' || n, 1, 1, ARRAY['registry'],"
            " array_to_tsvector(ARRAY['list', 'w' || n]), ('list:1 w' || n || ':2')::tsvector"
            " FROM generate_series(1, %s::int) n",
            (central.institution, MANY),
        )
        connection.execute("VACUUM ANALYZE kancelaria.search_row")
        connection.execute("SET ROLE kancelaria_owner")
        for setting in _settings_of_the_lookup(central):
            connection.execute("SELECT set_config(%s, %s, false)", setting.split("=", 1))
        assert connection.execute("SELECT row_security_active('kancelaria.search_row')").fetchone() == (True,)
        for groups in ([["w77"]], [["=w77"]], [["list"], ["w77", "=w78*"]]):
            row = connection.execute("SELECT kancelaria.search_statement(%s)", (json.dumps(groups),)).fetchone()
            assert row is not None
            connection.execute(f"PREPARE found (text, text[], integer) AS {row[0]}".encode())
            plan = connection.execute(
                f"EXPLAIN EXECUTE found ('{central.institution}', ARRAY['registry'], 50)".encode()
            ).fetchall()
            connection.execute("DEALLOCATE found")
            assert any("Bitmap Index Scan on search_words" in line for (line,) in plan), plan
