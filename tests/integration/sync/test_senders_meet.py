"""Senders two people wrote down apart may become one later; the feed goes on."""

from __future__ import annotations

from collections.abc import Callable

from kancelaria.services.exchange import FeedRow
from tests.integration.sync.posts import FakeSite, Post


def test_a_sender_changed_into_another_known_one_stops_no_feed(fake_site: FakeSite, post: Callable[..., Post]) -> None:
    maria = post(fake_site, fake_site.person("maria", "registry"))
    maria.sync()
    journal = maria.office.journal()

    def feed(position: int, name: str, version: int, town: str) -> None:
        told = {"id": name, "organisation": "Spółka Próbna", "town": town}
        journal.apply("office", [FeedRow(position, "office", "correspondent", name, version, told)], position)

    feed(101, "c-1", 1, "Tychy")
    feed(102, "c-2", 1, "Bytom")
    feed(103, "c-1", 2, "Bytom")
    [known] = maria.office.queries.complete_sender("Spółka")
    assert (known.id, known.sender.town) == ("c-1", "Bytom")
    feed(104, "c-2", 2, "Gliwice")
    assert sorted(str(each.sender.town) for each in maria.office.queries.complete_sender("Spółka")) == [
        "Bytom", "Gliwice",
    ]  # fmt: skip
