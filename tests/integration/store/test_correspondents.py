"""The correspondents' book in a real store: completion, letters, towns, suspicions, old stores brought up to date."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import text

from kancelaria.bootstrap import Office, open_office
from kancelaria.domain.correspondents import Correspondent
from kancelaria.domain.incoming import IncomingItem, Sender
from kancelaria.services.correspondents import correct_correspondent, keep_apart, merge_correspondents, undo_merge
from kancelaria.services.register import RegisterIncoming, register_incoming
from kancelaria.store.migrations.versions import v0010_correspondents as revision

JAN = Sender(surname="Żółw", given_names="Jan", street="ul. Próbna 1", postcode="43-190", town="Mikołów")
PESEL, NIP = "44851401308", "1234563218"
_LETTER = RegisterIncoming("", "2026-11-20", "Podanie", no_date=True, no_reference=True, confirmed=True)


def letter(office: Office, sender: Sender, **more: Any) -> IncomingItem:
    command = replace(_LETTER, item_id=office.ids.new(), sender=sender, **more)
    return register_incoming(command, office.uow(), office.workplace)


def one(office: Office, typed: str) -> Correspondent:
    [found] = office.queries.complete_sender(typed)
    return found


def names(office: Office, typed: str) -> list[str]:
    return [each.sender.display_name for each in office.queries.complete_sender(typed)]


def correct(office: Office, known: Correspondent, **changes: str) -> Correspondent:
    return correct_correspondent(known.id, changes, office.uow(), office.workplace)


def test_completion_by_any_word_with_or_without_diacritics_by_town_and_by_number(office: Office) -> None:
    letter(office, JAN)
    letter(office, Sender(organisation="Sąd Rejonowy w Żorach", town="Żory"))
    letter(office, Sender(organisation="Zakład Usług Wodnych", town="Mikołów"))
    for typed in ("żół", "zol", "ŻÓŁW jan", "jan zo", "jan mikoł"):
        assert names(office, typed) == ["Żółw Jan"], typed
    assert set(names(office, "mikol")) == {"Żółw Jan", "Zakład Usług Wodnych"}
    assert names(office, "rejon sad zor") == ["Sąd Rejonowy w Żorach"]
    assert names(office, "jan zory") == []
    correct(office, one(office, "zakład"), nip="123-456-32-18", krs="28860")
    correct(office, one(office, "żółw"), pesel=PESEL)
    for typed in ("1234563218", "123-456", "123", "0000028860"):
        assert names(office, typed) == ["Zakład Usług Wodnych"], typed
    assert names(office, PESEL) == names(office, PESEL[:6]) == [], "nobody is looked up by a PESEL"


def test_the_usual_ones_come_first_and_a_renamed_one_under_its_new_name(office: Office) -> None:
    for name in ("Alfa", "Beta", "Gamma"):
        letter(office, Sender(organisation=f"Firma {name}", town="Żory"))
    for _ in range(3):
        letter(office, Sender(organisation="Firma Gamma", town="Żory"))
    assert names(office, "firma")[0] == "Firma Gamma"
    correct(office, one(office, "beta"), organisation="Przedsiębiorstwo Delta")
    assert names(office, "beta") == []
    assert names(office, "delta") == ["Przedsiębiorstwo Delta"]
    letter(office, Sender(organisation="FIRMA BETA", town="Żory"))
    assert names(office, "beta") == []
    assert one(office, "delta").uses == 2


def test_a_merged_one_is_found_under_both_names_with_the_letters_of_both(office: Office) -> None:
    first, second = letter(office, JAN), letter(office, replace(JAN, given_names="Janusz"))
    kept = one(office, "janusz")
    [other] = [each for each in office.queries.complete_sender("żółw") if each.id != kept.id]
    merge_correspondents(kept.id, other.id, (), office.uow(), office.workplace)
    assert [each.id for each in office.queries.complete_sender("żółw jan")] == [kept.id]
    assert [row.id for row in office.queries.letters_of(kept.id)] == [second.id, first.id]
    assert [each.id for each in office.queries.merged_into(kept.id)] == [other.id]
    # what was written on the letters stays
    assert office.queries.item_by_id(first.id) == first
    third = letter(office, JAN)
    assert office.queries.letters_of(kept.id)[0].id == third.id
    undo_merge(other.id, office.uow(), office.workplace)
    assert [row.id for row in office.queries.letters_of(kept.id)] == [second.id]
    assert [row.id for row in office.queries.letters_of(other.id)] == [third.id, first.id]
    assert len(office.queries.complete_sender("żółw")) == 2


def test_a_name_taken_over_in_a_merge_goes_back_with_its_undo(office: Office) -> None:
    """The kept record takes the other's whole name and address: their keys meet, and part again."""
    letter(office, JAN)
    letter(office, replace(JAN, surname="Zolff"))
    kept, other = one(office, "zolff"), one(office, "żółw")
    merge_correspondents(kept.id, other.id, ("name", "address"), office.uow(), office.workplace)
    assert one(office, "żółw").id == kept.id
    letter(office, JAN)
    letter(office, replace(JAN, surname="Zolff"))
    assert one(office, "jan").uses == 4
    undo_merge(other.id, office.uow(), office.workplace)
    assert (one(office, "zolff").id, one(office, "żółw").id) == (kept.id, other.id)


def test_letters_of_a_namesake_elsewhere_are_not_theirs(office: Office) -> None:
    mine = letter(office, JAN)
    letter(office, replace(JAN, town="Tychy"))
    letter(office, replace(JAN, street="ul. Inna 2"))
    [known] = [each for each in office.queries.complete_sender("żółw") if each.sender == mine.sender]
    assert [row.id for row in office.queries.letters_of(known.id)] == [mine.id]
    moved = correct(office, known, street="ul. Nowa 3", town="Łaziska")
    later = letter(office, moved.sender)
    assert [row.id for row in office.queries.letters_of(known.id)] == [later.id, mine.id]


def test_towns_of_a_postcode_are_those_the_office_has_seen(office: Office) -> None:
    assert office.queries.towns_of("43-190") == []
    letter(office, JAN)
    letter(office, replace(JAN, surname="Inny", town="Łaziska"))
    letter(office, replace(JAN, surname="Jeszcze"))
    letter(office, replace(JAN, surname="Bez", town=None, email=("bez@example.com",)))
    assert [(each.town, each.count) for each in office.queries.towns_of("43-190")] == [("Mikołów", 2), ("Łaziska", 1)]


def test_who_may_be_the_same_is_suspected_until_a_person_says_no(office: Office) -> None:
    letter(office, JAN)
    letter(office, replace(JAN, street="ul. Inna 5"))
    letter(office, replace(JAN, surname="Żółf"))
    letter(office, Sender(organisation="Firma Jedna", town="Żory"))
    letter(office, Sender(organisation="Przedsiębiorstwo Drugie", town="Tychy"))
    for typed in ("jedna", "drugie"):
        correct(office, one(office, typed), nip=NIP)
    pairs = office.queries.suspected()
    told = {(pair.reason, *sorted((pair.first.sender.display_name, pair.second.sender.display_name))) for pair in pairs}
    assert told == {
        ("nip", "Firma Jedna", "Przedsiębiorstwo Drugie"), ("name", "Żółw Jan", "Żółw Jan"),
        ("near", "Żółf Jan", "Żółw Jan"),
    }  # fmt: skip
    firm = one(office, "jedna")
    [pair] = office.queries.may_be(firm.id)
    assert pair.reason == "nip"
    keep_apart(pair.second.id, firm.id, office.uow(), office.workplace)
    assert office.queries.may_be(firm.id) == []
    assert {pair.reason for pair in office.queries.suspected()} == {"name", "near"}
    assert office.queries.suspected(go_on=lambda: False) == []


def test_no_number_gets_into_any_index_or_log_of_the_store(office: Office) -> None:
    letter(office, JAN)
    correct(office, one(office, "żółw"), pesel=PESEL)
    allowed = {"correspondent", "event"}
    with office.queries._read() as connection:
        tables = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        holding = {
            table
            for table in tables
            for row in connection.execute(text(f'SELECT * FROM "{table}"'))
            if any(PESEL in repr(value) for value in row)
        }
    assert holding == allowed


def test_a_purged_one_leaves_no_name_behind(office: Office) -> None:
    letter(office, JAN)
    correct(office, one(office, "żółw"), surname="Nowy")
    with office._lane.lock, office._engines[0].begin() as connection:
        connection.execute(text("DELETE FROM correspondent"))
        assert connection.scalar(text("SELECT count(*) FROM correspondent_former")) == 0
    assert office.queries.complete_sender("nowy") == office.queries.complete_sender("jan") == []


@pytest.mark.parametrize("loser", ["a", "b"])
def test_merged_into_each_other_at_two_stations_the_oldest_stays(office: Office, loser: str) -> None:
    told = {name: {"organisation": f"Firma {name}", "town": "Żory"} for name in ("a", "b")}
    merges = {"a": {"into": "b", "at": "2026-11-20T09:00:00.000Z", "by": "anna", "before": {}, "after": {}}}
    merges["b"] = merges["a"] | {"into": "a"}
    with office.uow() as uow:
        for name, fields in told.items():
            uow.correspondents.place(name, 1, fields)
        for name in (loser, "b" if loser == "a" else "a"):
            uow.correspondents.place(name, 2, told[name] | {"merged": merges[name]})
        uow.commit()
    assert [each.id for each in office.queries.complete_sender("firma")] == ["a"]


def test_a_store_from_before_is_found_by_words_too(home: Path) -> None:
    with open_office(home) as office:
        letter(office, JAN)
        with office._lane.lock, office._engines[0].begin() as connection:
            # as the migration finds it: no words, no place, no index
            connection.execute(text("DELETE FROM search_index_correspondents"))
            connection.execute(text("DROP TRIGGER correspondent_found_again"))
            connection.execute(text("UPDATE correspondent SET seq = NULL, place = NULL, words = NULL, own_key = NULL"))
        with office._engines[0].begin() as connection, Operations.context(MigrationContext.configure(connection)):
            revision._fill()
    with open_office(home) as office:
        assert names(office, "zolw mik") == ["Żółw Jan"]
        assert letter(office, JAN)
        assert one(office, "zolw").uses == 2
