"""Corrections and merges of correspondents reach other stations, from both kinds of central."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kancelaria.domain.correspondents import Correspondent
from kancelaria.domain.incoming import Page, Sender
from kancelaria.services.correspondents import correct_correspondent, merge_correspondents, undo_merge
from kancelaria.services.duplicates import find_duplicates
from kancelaria.services.register import RegisterIncoming, register_incoming
from kancelaria.services.tasks import TaskKind
from tests.integration.sync.posts import FakeSite, Post, Site
from ui.operations.tasks_words import value_word

MakePost = Callable[..., Post]


def two(site: Site, post: MakePost) -> tuple[Post, Post]:
    return post(site, site.person("anna", "registry"), "K1"), post(site, site.person("bogdan", "registry"), "K2")


def settled(*posts: Post) -> None:
    for _ in range(2):
        for each in posts:
            each.sync()


def letter(post: Post, name: str, town: str = "Żory") -> None:
    command = RegisterIncoming(
        post.office.ids.new(), "2026-11-20", "Podanie", Sender(organisation=name, town=town),
        no_date=True, no_reference=True, confirmed=True,
    )  # fmt: skip
    register_incoming(command, post.uow(), post.office.workplace)


def found(post: Post, typed: str) -> Correspondent:
    [known] = post.office.queries.complete_sender(typed)
    return known


def test_numbers_and_addresses_reach_the_other_station(site: Site, post: MakePost) -> None:
    here, there = two(site, post)
    letter(here, "Firma Próbna")
    settled(here, there)
    changes = {"nip": "1234563218", "street": "ul. Nowa 1", "town": "Tychy"}
    mine = correct_correspondent(found(here, "firma").id, changes, here.uow(), here.office.workplace)
    settled(here, there)
    theirs = found(there, "firma tychy")
    assert (theirs.id, theirs.numbers, theirs.sender, theirs.addresses, theirs.former) == (
        mine.id, mine.numbers, mine.sender, mine.addresses, mine.former,
    )  # fmt: skip
    # the old spelling is the same correspondent there too
    letter(there, "FIRMA próbna")
    assert found(there, "firma").uses == 1
    settled(there, here)
    assert len(here.office.queries.complete_sender("firma")) == 1


def test_a_merge_and_its_undo_reach_the_other_station(site: Site, post: MakePost) -> None:
    here, there = two(site, post)
    letter(here, "Firma Próbna")
    letter(there, "Firma Probna sp. z o.o.")
    settled(here, there)
    kept, other = (
        found(here, "firma sp"),
        next(
            each for each in here.office.queries.complete_sender("firma") if each.sender.organisation == "Firma Próbna"
        ),
    )
    merge_correspondents(kept.id, other.id, ("name",), here.uow(), here.office.workplace)
    settled(here, there)
    for each in (here, there):
        assert found(each, "firma").id == kept.id
        assert found(each, "firma").sender.organisation == "Firma Próbna"
        assert len(each.office.queries.letters_of(kept.id)) == 2
    undo_merge(other.id, there.uow(), there.office.workplace)
    settled(there, here)
    for each in (here, there):
        names = {known.id: known.sender.organisation for known in each.office.queries.complete_sender("firma")}
        assert names == {kept.id: "Firma Probna sp. z o.o.", other.id: "Firma Próbna"}
        assert [row.sender_name for row in each.office.queries.letters_of(other.id)] == ["Firma Próbna"]


def test_one_record_merged_into_two_is_a_matter_for_a_person(site: Site, post: MakePost) -> None:
    here, there = two(site, post)
    for name in ("Alfa Próbna", "Beta Próbna", "Gamma Próbna"):
        letter(here, name)
    settled(here, there)
    alfa, beta, gamma = (found(here, name).id for name in ("alfa", "beta", "gamma"))
    merge_correspondents(alfa, gamma, (), here.uow(), here.office.workplace)
    merge_correspondents(beta, gamma, (), there.uow(), there.office.workplace)
    settled(here, there)
    [task] = there.office.queries.tasks()
    assert task.kind is TaskKind.CONFLICT
    assert value_word("merged", task.mine) == "scalono"
    assert value_word("pesel", "44851401308") == "••••••••308", "a matter to clear up shows no number either"
    assert found(here, "gamma").id == alfa


def test_a_letter_another_station_registered_is_found_as_a_duplicate(fake_site: FakeSite, post: MakePost) -> None:
    """Its text never comes here; its page, its reference, and sender with date and title do."""
    here, there = two(fake_site, post)
    page = Page(1, 1240, 1754, 150, "ab" * 32)
    sender = Sender(organisation="Firma Próbna", town="Żory")
    command = RegisterIncoming(
        here.office.ids.new(), "2026-11-20", "Zajęcie pasa drogowego", sender, letter_date="2026-11-17",
        sender_reference="ZN 1/26", text="Wnoszę o zajęcie pasa drogowego. " * 9, pages=(page,), confirmed=True,
    )  # fmt: skip
    item = register_incoming(command, here.uow(), here.office.workplace)
    settled(here, there)

    def reasons(**told: Any) -> list[tuple[str, ...]]:
        found = find_duplicates(there.office.queries, analyzer=there.office.analyzer, **told)
        assert {one.document_uid for one in found} <= {item.document_uid}
        return [one.reasons for one in found]

    shouted = Sender(organisation="FIRMA PRÓBNA", town="Żory")
    assert reasons(pages=(page,)) == [("same_page",)]
    assert reasons(sender=shouted, reference="zn 1/26") == [("same_reference",)]
    same = {"sender": shouted, "letter_date": "2026-11-17"}
    assert reasons(title="ZAJĘCIE  pasa drogowego", **same) == [("same_letter",)]
    assert reasons(title="Inna sprawa", **same) == []
    assert reasons(title="Zajęcie pasa drogowego", sender=shouted, letter_date="2026-11-18") == []
    # at the station that read it, its words tell too
    again = find_duplicates(
        here.office.queries, text="Wnosze o zajęcie pasa drogowego. " * 9, sender=shouted, analyzer=here.office.analyzer
    )
    assert [one.reasons for one in again] == [("same_text",)]
