"""Corrections, confirmation, voiding, readings, renditions, exports: each with its traces and refusals."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kancelaria.domain.errors import InvalidInput, NotFound, OfficeError, StateForbids
from kancelaria.domain.incoming import Access, IncomingItem, ItemState, Reproduction, ReproductionExtent, Sender
from kancelaria.domain.registration import RegistrationRefused
from kancelaria.services.access import AccessKind, log_access
from kancelaria.services.amend import AMENDABLE_FIELDS, amend_item, parse_changes
from kancelaria.services.confirm import confirm_item
from kancelaria.services.item_json import item_to_json
from kancelaria.services.preferences import keep_setting
from kancelaria.services.reading import attach_reading, reindex_batch
from kancelaria.services.register import register_incoming
from kancelaria.services.renditions import add_rendition
from kancelaria.services.void import void_item
from tests.fakes.office import FakeAnalyzer, FakeOffice
from tests.unit.services.test_register import LETTER

CONTRACT_KEYS = {
    "document_uid", "rpw_number", "rpw_year", "registered_at", "received_on", "title", "sender", "letter_date",
    "no_date", "sender_reference",
    "no_reference", "delivery_method", "document_kind", "access", "attachment_count", "remarks",
    "reproduction", "addressee", "received_time", "consignment", "pages", "text_sha256", "pdf", "suggestions",
    "assignments", "state", "sync_state", "version",
}  # fmt: skip


@pytest.fixture
def item(office: FakeOffice) -> IncomingItem:
    return register_incoming(LETTER, office.uow(), office.workplace)


def amend(office: FakeOffice, item: IncomingItem, **changes: Any) -> IncomingItem:
    named = {name.replace("__", "."): value for name, value in changes.items()}
    return amend_item(item.document_uid, named, office.uow(), office.workplace)


@pytest.mark.rule("access")
@pytest.mark.rule("remarks repeat")
def test_texts_become_typed_values() -> None:
    assert parse_changes(
        {"attachment_count": "3", "document_kind": "wniosek; skarga", "remarks": "a\n\nb",
         "access": "not_public",
         "no_date": "tak", "sender.email": "a@example.com, b@example.com", "addressee": " ", "sender.town": " Żory "}
    ) == {
        "attachment_count": 3, "document_kind": ("wniosek", "skarga"), "remarks": ("a", "b"),
        "access": Access.NOT_PUBLIC, "no_date": True, "letter_date": None,
        "sender.email": ("a@example.com", "b@example.com"), "addressee": None, "sender.town": "Żory",
    }  # fmt: skip
    assert parse_changes({"attachment_count": "", "sealed": False, "title": None}) == {
        "attachment_count": None, "sealed": False, "title": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [("document_uid", "x", "unknown_field"), ("attachment_count", "trzy", "bad_number"),
     ("no_date", "może", "bad_flag"),
     ("access", "tajne", "bad_choice"), ("received_on", "", "field_required")],
)  # fmt: skip
def test_values_that_cannot_be_understood(field: str, value: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_changes({field: value})
    assert (refused.value.code, refused.value.subject) == (code, field)


def test_every_field_but_the_given_ones_can_be_amended() -> None:
    assert {"sender.town", "title", "received_on", "reproduction.reason"} <= set(AMENDABLE_FIELDS)
    assert not {"document_uid", "rpw_number", "registered_at", "state", "version", "id"} & set(AMENDABLE_FIELDS)


def test_a_fact_found_clears_its_flag_and_the_other_way_round(office: FakeOffice, item: IncomingItem) -> None:
    dated = amend(office, item, letter_date="2026-11", sender_reference="Z/1")
    assert (dated.no_date, dated.no_reference, dated.version) == (False, False, 2)
    undated = amend(office, item, no_date="tak", no_reference="1")
    assert (undated.letter_date, undated.sender_reference) == (None, None)
    person = amend(office, item, sender__surname="Próbna", sender__given_names="Anna")
    assert person.sender == Sender(surname="Próbna", given_names="Anna", town="Żory", country="PL")
    assert amend(office, item, sender__anonymous="tak").sender.surname is None
    assert amend(office, item, sender__organisation="Firma").sender.anonymous is False
    partial = amend(office, item, reproduction__extent="partial", reproduction__reason="page_count")
    assert partial.reproduction == Reproduction(ReproductionExtent.PARTIAL, "page_count")
    assert amend(office, item, reproduction__extent="full").reproduction == Reproduction()


def test_a_change_that_changes_nothing_leaves_no_trace(office: FakeOffice, item: IncomingItem) -> None:
    traces = len(office.state.audit)
    assert amend(office, item, title="Wniosek") == item
    assert len(office.state.audit) == traces


def test_changes_are_traced_with_old_and_new(office: FakeOffice, item: IncomingItem) -> None:
    amend(office, item, title="Skarga")
    assert office.state.audit[-1][3] == {"title": {"old": "Wniosek", "new": "Skarga"}}
    assert office.state.events[-1][1:] == (("item", item.id), 1, {"title": "Skarga"})
    assert "skarga" in office.state.search[item.id][0].surface


@pytest.mark.rule("completed later")
def test_confirmed_facts_are_frozen_but_gaps_may_be_filled(office: FakeOffice, item: IncomingItem) -> None:
    confirm_item(item.document_uid, office.uow(), office.workplace)
    for changes in ({"received_on": "2026-11-01"}, {"sender__organisation": "Inna"}, {"sender__anonymous": "tak"}):
        with pytest.raises(StateForbids) as refused:
            amend(office, item, **changes)
        assert refused.value.code == "fact_frozen"
    filled = amend(office, item, letter_date="2026-11-10", depositor="Goniec", title="Poprawiony tytuł")
    assert (filled.letter_date, filled.no_date) == ("2026-11-10", False)
    with pytest.raises(StateForbids):
        amend(office, item, no_date="tak")
    with pytest.raises(RegistrationRefused):
        amend(office, item, title="")
    with pytest.raises(RegistrationRefused):
        amend(office, item, sender__town="")


def test_unknown_items_and_stale_versions(office: FakeOffice, item: IncomingItem) -> None:
    with pytest.raises(NotFound):
        amend_item("K1A-26-000123-U", {"title": "x"}, office.uow(), office.workplace)
    amend(office, item, title="Skarga")
    with pytest.raises(StateForbids) as refused:
        amend_item(item.document_uid, {"title": "x"}, office.uow(), office.workplace, base_version=1)
    assert refused.value.code == "changed_meanwhile"


def test_confirming_needs_everything_and_remembers_a_corrected_sender(office: FakeOffice) -> None:
    item = register_incoming(replace(LETTER, sender=Sender(), title=""), office.uow(), office.workplace)
    with pytest.raises(RegistrationRefused) as refused:
        confirm_item(item.document_uid, office.uow(), office.workplace)
    assert {problem.field for problem in refused.value.problems} == {"title", "sender"}
    changes = {"title": "Pismo", "sender.surname": "Próbna", "sender.town": "Żory"}
    done = confirm_item(item.document_uid, office.uow(), office.workplace, changes)
    assert (done.state, done.version) == (ItemState.REGISTERED, 2)
    assert len(office.state.correspondents) == 1
    with pytest.raises(StateForbids):
        confirm_item(item.document_uid, office.uow(), office.workplace)


@pytest.mark.rule("never deleted")
def test_voiding_keeps_the_number_and_needs_a_reason(office: FakeOffice, item: IncomingItem) -> None:
    with pytest.raises(InvalidInput):
        void_item(item.document_uid, " ", office.uow(), office.workplace)
    other = register_incoming(replace(LETTER, item_id="b"), office.uow(), office.workplace)
    voided = void_item(item.document_uid, "pomyłka", office.uow(), office.workplace, (other.document_uid,))
    assert (voided.rpw_number, office.state.struck, office.state.register[2026, 1]) == (
        1,
        {item.id: "pomyłka"},
        item.id,
    )
    assert office.state.links == [(other.id, "replaces", item.id)]
    for action in (lambda: void_item(item.document_uid, "x", office.uow(), office.workplace),
                   lambda: amend(office, item, remarks="x")):  # fmt: skip
        with pytest.raises(StateForbids):
            action()


def test_a_reading_that_comes_later(office: FakeOffice, item: IncomingItem) -> None:
    read = attach_reading(item.id, "treść", office.uow(), office.workplace)
    assert (read.version, office.state.texts[item.id]) == (2, "treść")
    assert attach_reading(item.id, "treść", office.uow(), office.workplace).version == 2
    assert attach_reading(item.id, "treść", office.uow(), office.workplace, []).version == 3
    with pytest.raises(NotFound):
        attach_reading("nikt", "treść", office.uow(), office.workplace)


def test_reindexing_ends(office: FakeOffice, item: IncomingItem) -> None:
    assert reindex_batch(office.uow(), office.workplace) == 0
    newer = FakeAnalyzer()
    newer.version = 2
    at = replace(office.workplace, analyzer=newer)
    office.state.search["gone"] = list(office.state.search[item.id])
    assert reindex_batch(office.uow(), at, 1) == 1
    assert reindex_batch(office.uow(), at, 1) == 1


def test_renditions_stand_beside_the_item(office: FakeOffice, item: IncomingItem, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF a")
    made = add_rendition(item.id, tmp_path / "a.pdf", office.uow(), office.workplace)
    assert add_rendition(item.id, tmp_path / "a.pdf", office.uow(), office.workplace) == made
    (tmp_path / "a.pdf").write_bytes(b"%PDF b")
    assert add_rendition(item.id, tmp_path / "a.pdf", office.uow(), office.workplace).id != made.id
    assert office.state.items[item.id] == item
    with pytest.raises(NotFound):
        add_rendition("nikt", tmp_path / "a.pdf", office.uow(), office.workplace)


def test_settings_and_accesses(office: FakeOffice) -> None:
    keep_setting("m.nowicka", "columns", [1, 2], office.uow())
    log_access(AccessKind.VIEW, ["K1A-26-000123-U"], "sprawa", office.uow(), office.workplace)
    assert office.state.settings == {("m.nowicka", "columns"): [1, 2]}
    assert office.state.access == [("m.nowicka", "view", ("K1A-26-000123-U",), "sprawa")]


def test_the_json_has_what_the_contract_lists(item: IncomingItem) -> None:
    described = item_to_json(item)
    assert set(described) >= CONTRACT_KEYS
    assert set(described["sender"]) >= {
        "organisation",
        "surname",
        "given_names",
        "street",
        "postcode",
        "town",
        "country",
        "email",
    }
    assert json.loads(json.dumps(described)) == described


def test_office_errors_carry_a_code_and_a_polish_message(office: FakeOffice) -> None:
    with pytest.raises(OfficeError) as refused:
        amend_item("bzdura", {}, office.uow(), office.workplace)
    assert refused.value.code == "bad_document_uid"
    assert refused.value.hint
