"""A record no rule of this program allows, sent by somebody's plain SQL or a faulty program, stops no feed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from kancelaria.domain.identifiers import make_document_uid
from kancelaria.services.exchange import FeedRow
from kancelaria.store.correspondents_tables import correspondent
from tests.integration.sync.posts import FakeSite, Post

ODD: tuple[dict[str, Any], ...] = (
    {"received_on": {"to": "nie data"}},
    {"access": "nieznany"},
    {"pages": ["nie strona"]},
    {"sender.wzrost": 180},
    {"received_on": None},
    {"remarks": 5},
    {"document_uid": "K9A-26-000002-?"},
)


def item(name: str, serial: int, **more: Any) -> dict[str, Any]:
    told = {
        "id": name, "document_uid": make_document_uid("K9A", 26, serial), "registered_at": "2026-11-20T09:14:00.000Z",
        "received_on": "2026-11-20", "title": "Podanie", "rpw_number": serial, "rpw_year": 2026, "state": "registered",
    }  # fmt: skip
    return told | more


@pytest.mark.parametrize("odd", ODD, ids=str)
@pytest.mark.parametrize("older", [False, True])
def test_an_odd_record_is_left_out_and_the_feed_goes_on(
    fake_site: FakeSite, post: Callable[..., Post], odd: dict[str, Any], older: bool
) -> None:
    maria = post(fake_site, fake_site.person("maria", "registry"))
    maria.sync()
    journal = maria.office.journal()
    told = {"i-1": item("i-1", 1), "i-2": item("i-2", 2, **odd), "i-3": item("i-3", 3)}
    rows = [FeedRow(n, "registry", "item", name, 1, body) for n, (name, body) in enumerate(told.items(), 501)]
    if older:
        journal.leave("registry")
        journal.join("registry")
        assert journal.begin("registry", 503)
        journal.apply_older("registry", rows, {"registry": 503}, 504)
        assert journal.older() == {"registry": 501}
    else:
        journal.apply("registry", rows, 503)
    assert journal.cursors()["registry"] == 503
    assert {"i-1", "i-3"} <= maria.items().keys()
    # once it is put right it is taken like any other
    journal.apply("registry", [FeedRow(504, "registry", "item", "i-2", 2, item("i-2", 2, title="Poprawione"))], 504)
    assert maria.items()["i-2"].title == "Poprawione"


def test_an_error_of_the_store_tells_nobodys_name(fake_site: FakeSite, post: Callable[..., Post]) -> None:
    """Errors are logged whole."""
    maria = post(fake_site, fake_site.person("maria", "registry"))
    row = {"id": "c-1", "key": "k", "prefix": "zolw", "sender": "Żółw Jan", "uses": 0, "last_used_at": "", "version": 1}
    with maria.office.journal()._write() as connection:
        connection.execute(correspondent.insert().values(**row))
        with pytest.raises(IntegrityError) as error:
            connection.execute(correspondent.insert().values(**row))
    assert "Żółw" not in str(error.value)
