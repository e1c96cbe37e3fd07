"""What was registered comes back: items, lists, the windowed register, search, history, exports."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kancelaria.bootstrap import Office, init_station, is_prepared, open_office
from kancelaria.domain.errors import InvalidInput, NotFound, StateForbids
from kancelaria.domain.incoming import (
    Access,
    Consignment,
    IncomingItem,
    ItemState,
    Page,
    Reproduction,
    ReproductionExtent,
    Sender,
    Suggestion,
)
from kancelaria.domain.office import Assignment
from kancelaria.services.access import AccessKind, log_access
from kancelaria.services.amend import amend_item
from kancelaria.services.archive_xml import NAMESPACE
from kancelaria.services.confirm import confirm_item
from kancelaria.services.duplicates import find_duplicates
from kancelaria.services.export import export_item
from kancelaria.services.labels import log_label_prints, reserve_series, void_label
from kancelaria.services.queries import ALL, ItemFilter, SortColumn
from kancelaria.services.reading import attach_reading, reindex_batch
from kancelaria.services.register import RegisterIncoming, register_incoming
from kancelaria.services.renditions import add_rendition
from kancelaria.services.search import search_items
from kancelaria.services.void import void_item

WHOLE = RegisterIncoming(
    "whole", "2026-11-20", "Ustalenie warunków zabudowy",
    Sender(surname="Wymyślona", given_names="Żaneta", street="ul. Próbna 1", postcode="00-001", town="Łódź",
           country="PL", email=("z@example.com", "w@example.com")),
    letter_date="2026-11", posted_on="2026-11-18", received_time="09:14", sender_reference="ZN.1/26",
    addressee="Burmistrz", depositor="Goniec", delivery_method="list polecony", posting_operator="operator wyznaczony",
    document_kind=("wniosek", "odwołanie"), access=Access.PARTLY_PUBLIC, attachment_count=3, format="papier",
    remarks=("skan tylko 1 strona", "druga uwaga"), reproduction=Reproduction(ReproductionExtent.PARTIAL, "page_count"),
    consignment=Consignment("c1", "2026-11-20T08:00:00.000Z", "operator", "00959007731234567890", "cała", "m.nowicka"),
    case_mark="AB.6730.12.2026", pages=(Page(1, 2480, 3508, 300, "a" * 64, False, ("K1A26000001D",)),
                                        Page(2, 2480, 3508, 300, "b" * 64, True)),
    suggestions=(Suggestion("title", "Warunki", 0.91, 1, (1, 2, 3, 4)), Suggestion("kind", "wniosek", 0.5, 1)),
    text="Wnoszę o ustalenie warunków zabudowy.\fDruga strona o żółwiach.", confirmed=True,
)  # fmt: skip


def register(office: Office, number: int, **values: object) -> IncomingItem:
    base = RegisterIncoming(
        f"item-{number:03d}", "2026-11-20", f"Sprawa {number}", Sender(organisation=f"Firma {number % 7}", town="Żory"),
        no_date=True, no_reference=True, confirmed=True,
    )  # fmt: skip
    return register_incoming(replace(base, **values), office.uow(), office.workplace)  # type: ignore[arg-type]


def test_everything_registered_comes_back(office: Office) -> None:
    item = register_incoming(WHOLE, office.uow("m.nowicka"), office.workplace)
    for name in WHOLE.__dataclass_fields__:
        if hasattr(item, name):
            assert getattr(item, name) == getattr(WHOLE, name)
    queries = office.queries
    assert queries.item(item.document_uid) == item == queries.item_by_id("whole")
    assert queries.items() == [item] == queries.items_of_consignment("c1")
    assert queries.text("whole") == WHOLE.text
    assert queries.consignment("c1") == WHOLE.consignment
    assert queries.item("K1A-26-999999-0") is None
    assert item.registered_by == "m.nowicka"
    row = queries.register_window(ALL, SortColumn.NUMBER, False, 0, 10)[0]
    assert (row.sender_name, row.posting_number) == ("Wymyślona Żaneta", "00959007731234567890")
    assert row.remarks == item.remarks


def test_the_same_command_is_the_same_item(office: Office) -> None:
    first = register_incoming(WHOLE, office.uow(), office.workplace)
    again = register_incoming(replace(WHOLE, title="Inny tytuł"), office.uow(), office.workplace)
    assert again == first
    assert office.queries.register_count() == 1
    assert len(office.queries.history("whole")) == 1


def test_windows_together_are_the_whole_view(office: Office) -> None:
    items = [register(office, number, title=f"Sprawa {'aąbcćz'[number % 6]}{number}") for number in range(20)]
    void_item(items[3].document_uid, "pomyłka", office.uow(), office.workplace)
    window = office.queries.register_window
    for column in SortColumn:
        for descending in (False, True):
            whole = window(ALL, column, descending, 0, 100)
            assert {row.id for row in whole} == {item.id for item in items}
            assert [row for start in range(0, 20, 7) for row in window(ALL, column, descending, start, 7)] == whole
            assert whole == list(reversed(window(ALL, column, not descending, 0, 100)))


def test_far_windows_are_reached_from_the_end(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kancelaria.store.item_queries.NEAR", 5)
    for number in range(30):
        register(office, number)
    whole = office.queries.register_window(ALL, SortColumn.SENDER, False, 0, 100)
    for offset, limit in ((20, 7), (27, 10), (16, 30), (30, 5), (6, 4)):
        assert (
            office.queries.register_window(ALL, SortColumn.SENDER, False, offset, limit)
            == whole[offset : offset + limit]
        )


def test_polish_names_sort_as_poles_expect(office: Office) -> None:
    for number, name in enumerate(["Żak", "Zawada", "Ćma", "Cyna", "Ława", "Lis", "Źrebak", "Dom"]):
        register(office, number, sender=Sender(organisation=name, town="Żory"))
    rows = office.queries.register_window(ALL, SortColumn.SENDER, False, 0, 10)
    assert [row.sender_name for row in rows] == ["Cyna", "Ćma", "Dom", "Lis", "Ława", "Zawada", "Źrebak", "Żak"]


def test_filters(office: Office) -> None:
    items = [register(office, number) for number in range(4)]
    partial = register(office, 9, reproduction=Reproduction(ReproductionExtent.NONE, "page_size"), confirmed=False)
    void_item(items[0].document_uid, "pomyłka", office.uow(), office.workplace)
    day = items[0].registered_at[:10]
    queries = office.queries
    assert [item.id for item in queries.items(ItemFilter(incomplete_scan=True))] == [partial.id]
    assert [item.id for item in queries.items(ItemFilter(state=ItemState.VOIDED))] == [items[0].id]
    assert queries.counts_by_state()[ItemState.REGISTERED] == 3
    assert len(queries.items(limit=2)) == 2
    assert queries.register_count(ItemFilter(year=items[0].rpw_year)) == 5
    assert queries.register_count(ItemFilter(year=1999)) == 0
    assert queries.register_count(ItemFilter(since=day)) in (4, 5)
    assert queries.register_count(ItemFilter(since="1990-01-01", until="1990-12-31")) == 0
    assert queries.items(ItemFilter(unit="AB")) == []
    with pytest.raises(InvalidInput):
        queries.items(ItemFilter(since="wczoraj"))


def test_search_finds_inflected_words_numbers_and_names(office: Office) -> None:
    item = register_incoming(WHOLE, office.uow(), office.workplace)
    other = register(office, 1, title="Skarga na hałas", text="Nocne hałasy budowy.")
    for query in ("warunek", "zabudową", "zolwie", "żółw", '"ustalenie warunków"', "AB.6730.12", "ZN.1/26", "wymysl*",
                  "Wymyślonej", "Łódź", item.document_uid, item.document_uid.replace("-", "").lower(),
                  f"{item.rpw_number}/{item.rpw_year}", f"rpw {item.rpw_number} / {item.rpw_year}"):  # fmt: skip
        found = office.queries.search(query)
        assert [row.id for row in found.rows] == [item.id], query
    assert [row.id for row in office.queries.search("hałasem").rows] == [other.id]
    for query in ("nieobecne", '"warunków ustalenie"', "???", '"', "AND OR NOT", "9999/2026", "K1A-26-000123-U"):
        assert office.queries.search(query).rows == (), query


def test_search_counts_only_so_far_newest_first(office: Office) -> None:
    for number in range(12):
        register(office, number, text="Wspólne słowo.\f" * 9)
    found = office.queries.search("wspólny słowo", limit=3, count_to=10)
    assert [row.id for row in found.rows] == ["item-011", "item-010", "item-009"]
    assert (found.count, found.more, found.count_text) == (10, True, "10+")
    assert office.queries.search("wspólny", count_to=12).count_text == "12"


def test_a_sealed_item_is_found_by_its_envelope_only(office: Office) -> None:
    sealed = Reproduction(ReproductionExtent.PARTIAL, "sealed")
    item = register(office, 1, title="Oferta", sealed=True, reproduction=sealed, text="tajna cena", confirmed=False)
    assert office.queries.text(item.id) == ""
    assert office.queries.search("cena").count == 0
    assert office.queries.search("oferty").count == 1
    assert attach_reading(item.id, "tajna cena", office.uow(), office.workplace).version == 1
    assert office.queries.search("cena").count == 0


def test_amended_words_are_found_and_old_ones_forgotten(office: Office) -> None:
    item = register(office, 1, title="Prośba o drzewo", confirmed=False)
    changed = amend_item(
        item.document_uid, {"title": "Odwołanie", "remarks": "pilne\nważne"}, office.uow(), office.workplace
    )
    assert changed.version == 2
    assert office.queries.item(item.document_uid) == changed
    assert office.queries.search("drzewa").count == 0
    assert office.queries.search("odwołania").count == 1
    assert office.queries.search(item.document_uid).count == 1
    entry = office.queries.history(item.id)[-1]
    assert entry.changes["title"] == {"old": "Prośba o drzewo", "new": "Odwołanie"}
    with pytest.raises(StateForbids):
        amend_item(item.document_uid, {"title": "Inny"}, office.uow(), office.workplace, base_version=1)


def test_reading_that_comes_later_is_found(office: Office) -> None:
    item = register(office, 1)
    read = attach_reading(
        item.id, "Mowa o kasztanach", office.uow(), office.workplace, [Suggestion("title", "K", 0.9, 1)]
    )
    assert office.queries.text(item.id) == "Mowa o kasztanach"
    assert office.queries.item(item.document_uid) == read
    assert read.suggestions == (Suggestion("title", "K", 0.9, 1),)
    assert office.queries.search("kasztan").count == 1
    assert attach_reading(item.id, "Mowa o kasztanach", office.uow(), office.workplace) == read


def test_rows_of_an_older_analyser_are_made_anew(office: Office) -> None:
    for number in range(5):
        register(office, number, text="żółw")
    newer = type("Newer", (type(office.workplace.analyzer),), {"version": 2})()
    at = replace(office.workplace, analyzer=newer)
    assert [
        reindex_batch(office.uow(), at, 3),
        reindex_batch(office.uow(), at, 3),
        reindex_batch(office.uow(), at, 3),
    ] == [3, 2, 0]
    assert office.queries.search("żółwie").count == 5


def test_void_keeps_the_number_and_links_the_successor(office: Office) -> None:
    wrong = register(office, 1)
    right = register(office, 2, corrects=wrong.document_uid)
    also = register(office, 3)
    voided = void_item(wrong.document_uid, "zły podział stosu", office.uow(), office.workplace, (also.document_uid,))
    assert (voided.state, voided.rpw_number, voided.void_reason) == (ItemState.VOIDED, 1, "zły podział stosu")
    assert office.queries.links(right.id) == [("replaces", wrong.id)] == office.queries.links(also.id)
    with pytest.raises(StateForbids):
        void_item(wrong.document_uid, "jeszcze raz", office.uow(), office.workplace)
    assert register(office, 4).rpw_number == 4


def test_labels_printed_ahead_are_adopted_once(office: Office) -> None:
    labels = reserve_series(3, office.uow(), office.workplace)
    spoiled = void_label(labels[0].document_uid, "rozdarta", office.uow(), office.workplace)
    assert office.queries.label(spoiled.document_uid) == spoiled
    item = register(office, 1, label=labels[1].document_uid.replace("-", ""))
    assert item.document_uid == labels[1].document_uid
    for label, code in ((labels[1], "label_used"), (labels[0], "label_voided")):
        with pytest.raises(StateForbids) as refused:
            register(office, 2, label=label.document_uid)
        assert refused.value.code == code
    assert register(office, 3).document_uid == "K1A-26-000004-" + register(office, 3).document_uid[-1]
    assert log_label_prints([item.document_uid], office.uow(), office.workplace) == {item.document_uid: 1}
    assert log_label_prints([item.document_uid], office.uow(), office.workplace) == {item.document_uid: 2}
    assert office.queries.label_prints(item.document_uid) == 2


def test_duplicates_are_found_with_their_reasons(office: Office) -> None:
    item = register_incoming(replace(WHOLE, text="To samo pismo. " * 20), office.uow(), office.workplace)
    register(office, 1)
    found = find_duplicates(office.queries, pages=WHOLE.pages, text="TO SAMO  pismo. " * 20, sender=WHOLE.sender,
                            reference="zn 1/26")  # fmt: skip
    assert [(one.document_uid, one.reasons) for one in found] == [
        (item.document_uid, ("same_page", "same_text", "same_reference"))
    ]
    assert find_duplicates(office.queries, pages=WHOLE.pages[1:]) == []  # a blank page proves nothing
    assert find_duplicates(office.queries, pages=WHOLE.pages, except_id="whole") == []
    assert find_duplicates(office.queries) == []
    void_item(item.document_uid, "pomyłka", office.uow(), office.workplace)
    assert find_duplicates(office.queries, pages=WHOLE.pages) == []


def test_senders_complete_as_they_are_typed(office: Office) -> None:
    for number in range(3):
        register(office, number, sender=Sender(organisation="Sąd Rejonowy w Próbie", town="Próba"))
    register(office, 5, sender=Sender(organisation="Sanatorium Sądeckie", town="Próba"))
    register(office, 6, sender=Sender(organisation="SĄD  rejonowy w próbie", town="Próba", street="ul. Prawa 1"))
    names = [found.sender.organisation for found in office.queries.complete_sender("są")]
    assert names == ["Sąd Rejonowy w Próbie", "Sanatorium Sądeckie"]
    court = office.queries.complete_sender("rejon")[0]
    assert (court.uses, court.sender.street, court.version) == (4, "ul. Prawa 1", 2)
    assert office.queries.complete_sender("") == [] == office.queries.complete_sender("%")


def test_export_writes_pdf_json_and_archive_xml(office: Office, tmp_path: Path) -> None:
    item = register_incoming(WHOLE, office.uow(), office.workplace)
    (tmp_path / "skan.pdf").write_bytes(b"%PDF-1.7 skan")
    add_rendition(item.id, tmp_path / "skan.pdf", office.uow(), office.workplace)
    written = export_item(
        item.document_uid, tmp_path / "wydane", office.queries, office.uow("audytor"), office.workplace
    )
    assert [file.suffix for file in written] == [".pdf", ".json", ".xml"]
    assert written[0].read_bytes() == b"%PDF-1.7 skan"
    described = json.loads(written[1].read_text("utf-8"))
    assert described["document_uid"] == item.document_uid
    assert described["history"][0]["action"] == "register"
    root = ElementTree.parse(written[2]).getroot()
    assert root.tag == f"{{{NAMESPACE}}}dokument"
    last = office.queries.accesses()[0]
    assert (last.actor, last.kind, last.objects) == ("audytor", "export", (item.document_uid,))
    with pytest.raises(NotFound):
        export_item("K1A-26-000123-U", tmp_path, office.queries, office.uow(), office.workplace)


def test_searches_are_logged(office: Office) -> None:
    register_incoming(WHOLE, office.uow(), office.workplace)
    assert search_items("zabudowa", office.queries, office.uow("t.testowy"), office.workplace).count == 1
    log_access(AccessKind.VIEW, ["K1A-26-000001-D"], "sprawa", office.uow(), office.workplace)
    assert [(entry.kind, entry.objects) for entry in office.queries.accesses()] == [
        ("view", ("K1A-26-000001-D",)), ("search", ("zabudowa",)),
    ]  # fmt: skip


def test_confirm_with_last_corrections(office: Office) -> None:
    item = register(office, 1, confirmed=False, no_date=False)
    done = confirm_item(item.document_uid, office.uow(), office.workplace, {"letter_date": "2026-11-19"})
    assert (done.state, done.letter_date) == (ItemState.REGISTERED, "2026-11-19")
    assert office.queries.item(item.document_uid) == done


def test_the_demonstration_office_is_believable(tmp_path: Path) -> None:
    init_station(tmp_path, point="K1", demo=True)
    with open_office(tmp_path) as office:
        counts = office.queries.counts_by_state()
        assert counts[ItemState.TO_VERIFY] >= 1
        assert counts[ItemState.ASSIGNED] >= 5
        assert counts[ItemState.VOIDED] == 1
        assert len(office.queries.points()) == 2
        assert {unit.symbol for unit in office.queries.units()} >= {"AB", "FN"}
        assert any(entry.retention == "A" for entry in office.queries.records_classes())
        assert {person.role for person in office.queries.people()} >= {"registry", "officer", "head", "auditor"}
        assert office.queries.dictionary("delivery_method")[0].code == "letter"
        item = office.queries.items(ItemFilter(unit="AB"))[0]
        assert office.queries.assignments(item.id)[0].role == "lead"
        numbers = sorted((i.rpw_year, i.rpw_number or 0) for i in office.queries.items())
        assert [number for year, number in numbers if year == numbers[-1][0]] == list(
            range(1, sum(year == numbers[-1][0] for year, _ in numbers) + 1)
        )


def test_small_refusals(office: Office) -> None:
    item = register_incoming(WHOLE, office.uow(), office.workplace)
    with pytest.raises(InvalidInput):
        search_items("  ", office.queries, office.uow(), office.workplace)
    with office.uow() as uow:
        assert uow.consignments.by_posting_number("00959007731234567890") == WHOLE.consignment
        assert uow.consignments.by_posting_number("nic") is None
        with pytest.raises(StateForbids):
            uow.items.save(replace(item, version=7))
        with pytest.raises(NotFound):
            uow.assignments.add(Assignment("a", "nikt", "AB", None, "lead", "b", "2026-11-20T09:00:00.000Z"))
    assert is_prepared(office.settings.home)
    assert not is_prepared(office.settings.home / "obok")
