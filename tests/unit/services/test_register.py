"""Registration: numbers, labels, idempotence, traces, and nothing kept where it fails."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kancelaria.domain.errors import InvalidInput, NotFound, OfficeError
from kancelaria.domain.incoming import Consignment, IncomingItem, ItemState, Reproduction, ReproductionExtent, Sender
from kancelaria.domain.labels import LabelState
from kancelaria.domain.registration import RegistrationRefused
from kancelaria.services.consignments import accept_consignment
from kancelaria.services.ids import SystemClock, Uuid7Source
from kancelaria.services.labels import MAX_RESERVED_AT_ONCE, log_label_prints, reserve_series, void_label
from kancelaria.services.ports import BlobRef
from kancelaria.services.register import RegisterIncoming, register_incoming
from kancelaria.services.search_rows import search_rows
from tests.fakes.office import FakeAnalyzer, FakeOffice

LETTER = RegisterIncoming(
    "item-1", "2026-11-20", "Wniosek", Sender(organisation="Firma", town="Żory"), no_date=True, no_reference=True
)


def register(office: FakeOffice, **values: object) -> IncomingItem:
    return register_incoming(replace(LETTER, **values), office.uow(), office.workplace)  # type: ignore[arg-type]


@pytest.mark.rule("two numbers")
def test_an_unattended_registration_may_know_little(office: FakeOffice) -> None:
    item = register(office, title="", sender=Sender(), no_date=False, no_reference=False)
    assert (item.state, item.document_uid, item.rpw_number) == (ItemState.TO_VERIFY, "K1A-26-000001-D", 1)
    assert (item.registered_at, item.rpw_year) == ("2026-11-20T09:14:00.000Z", 2026)
    assert (item.registered_by, item.registry_point) == ("m.nowicka", "K1")
    assert office.state.correspondents == {}


def test_a_confirmed_registration_must_be_whole(office: FakeOffice) -> None:
    assert register(office, confirmed=True).state is ItemState.REGISTERED
    with pytest.raises(RegistrationRefused):
        register(office, item_id="item-2", title="", confirmed=True)
    with pytest.raises(RegistrationRefused):
        register(office, item_id="item-2", received_on="jutro")
    assert len(office.state.items) == 1


def test_the_same_id_is_the_same_item(office: FakeOffice) -> None:
    first = register(office)
    traces = (len(office.state.audit), len(office.state.events), office.commits)
    assert register(office, title="Inaczej") == first
    assert (len(office.state.audit), len(office.state.events), office.commits) == traces
    with pytest.raises(InvalidInput):
        register(office, item_id="")


@pytest.mark.rule("year of registration")
def test_numbers_begin_anew_with_the_year_in_warsaw(office: FakeOffice) -> None:
    office.clock.moment = office.clock.moment.replace(month=12, day=31, hour=22, minute=59)
    assert [register(office, item_id=f"a{n}").rpw_number for n in range(2)] == [1, 2]
    office.clock.move(minutes=1)
    item = register(office, item_id="b")
    assert (item.rpw_year, item.rpw_number, item.document_uid[:13]) == (2027, 1, "K1A-27-000001")


def test_every_registration_leaves_its_traces(office: FakeOffice) -> None:
    item = register(office, text="Proszę o drzewo", consignment=Consignment("c1", "2026-11-20T08:00:00.000Z"),
                    page_blobs=(BlobRef("a" * 64, 3, "image/png"),))  # fmt: skip
    state = office.state
    assert [(action, subject) for _, action, subject, _ in state.audit] == [
        ("accept_consignment", ("consignment", "c1")),
        ("add_correspondent", ("correspondent", next(iter(state.correspondents.values())).id)),
        ("register", ("item", "item-1")),
    ]
    assert [aggregate[0] for _, aggregate, _, _ in state.events] == ["consignment", "correspondent", "item"]
    patch = state.events[-1][3]
    assert patch["sender.organisation"] == "Firma"
    assert patch["document_uid"] == item.document_uid
    assert "sender.surname" not in patch
    assert state.register == {(2026, 1): "item-1"}
    assert "k1a26000001d 1 2026" in state.search["item-1"][0].surface
    assert list(state.blobs) == ["a" * 64]
    assert state.texts["item-1"] == "Proszę o drzewo"


def test_a_failure_half_way_keeps_nothing(office: FakeOffice) -> None:
    with pytest.raises(NotFound):
        register(office, corrects="K1A-26-000123-U", text="tekst")
    assert office.state == type(office.state)()
    assert register(office).rpw_number == 1


def test_a_sealed_item_keeps_no_text(office: FakeOffice) -> None:
    sealed = Reproduction(ReproductionExtent.PARTIAL, "sealed")
    item = register(office, sealed=True, reproduction=sealed, text="tajne", title="Oferta")
    assert office.state.texts[item.id] == ""
    assert "tajne" not in office.state.search[item.id][0].surface
    assert office.state.fingerprints[item.id].text is None


def test_a_correction_is_linked(office: FakeOffice) -> None:
    wrong = register(office)
    right = register(office, item_id="item-2", corrects=wrong.document_uid)
    assert office.state.links == [(right.id, "replaces", wrong.id)]


def test_long_texts_become_several_rows_each_with_the_metadata() -> None:
    item = IncomingItem("i", "K1A-26-000123-U", 1, 2026, "", "2026-11-20", "Wniosek", Sender(surname="Próbna"))
    rows = search_rows(item, "\f".join(f"strona{n}" for n in range(10)), FakeAnalyzer())
    assert len(rows) == 3
    assert all("próbna" in row.surface for row in rows)
    assert "strona9" in rows[2].lemmas
    assert len(search_rows(item, "x\f" * 5000, FakeAnalyzer())) <= 250


def test_a_reserved_label_found_on_paper_is_adopted(office: FakeOffice) -> None:
    labels = reserve_series(2, office.uow(), office.workplace)
    assert register(office).document_uid.startswith("K1A-26-000003")
    assert register(office, item_id="b", label=labels[0].document_uid).document_uid == labels[0].document_uid
    assert office.state.labels[labels[0].document_uid].item_id == "b"
    assert office.state.labels[labels[1].document_uid].state is LabelState.RESERVED


def test_an_unknown_label_of_our_series_is_adopted_and_never_given_again(office: FakeOffice) -> None:
    register(office, label="K1A-26-000123-U")
    assert register(office, item_id="b").document_uid.startswith("K1A-26-000124")


@pytest.mark.parametrize(
    ("label", "code"),
    [("K2B-26-000001-S", "label_foreign"), ("K1A-26-000123-X", "bad_document_uid"), ("K1A-26-000001-D", "label_used")],
)
def test_labels_that_cannot_be_taken(office: FakeOffice, label: str, code: str) -> None:
    register(office)
    with pytest.raises(OfficeError) as refused:
        register(office, item_id="b", label=label)
    assert refused.value.code == code
    assert len(office.state.items) == 1


def test_spoiled_labels_are_voided_with_a_reason(office: FakeOffice) -> None:
    label = reserve_series(1, office.uow(), office.workplace)[0]
    for uid, reason, code in ((label.document_uid, " ", "reason_missing"), ("K2B-26-000001-S", "x", "label_unknown")):
        with pytest.raises(OfficeError) as refused:
            void_label(uid, reason, office.uow(), office.workplace)
        assert refused.value.code == code
    assert void_label(label.document_uid, "rozdarta", office.uow(), office.workplace).state is LabelState.VOIDED
    with pytest.raises(OfficeError, match="już użyta"):
        void_label(label.document_uid, "rozdarta", office.uow(), office.workplace)
    with pytest.raises(OfficeError, match="unieważniona"):
        register(office, label=label.document_uid)


def test_reservations_have_a_limit(office: FakeOffice) -> None:
    for count in (0, MAX_RESERVED_AT_ONCE + 1):
        with pytest.raises(InvalidInput):
            reserve_series(count, office.uow(), office.workplace)


def test_reprints_are_counted(office: FakeOffice) -> None:
    assert log_label_prints(["A", "B"], office.uow(), office.workplace) == {"A": 1, "B": 1}
    assert log_label_prints(["A"], office.uow(), office.workplace) == {"A": 2}
    assert office.state.access[-1] == ("m.nowicka", "print", ("A",), "label")


def test_senders_are_remembered_once_and_completed(office: FakeOffice) -> None:
    register(office)
    register(office, item_id="b", sender=Sender(organisation="FIRMA", town="Żory", street="ul. Nowa 1"))
    register(office, item_id="c")
    (known,) = office.state.correspondents.values()
    assert (known.uses, known.version, known.sender.street) == (3, 2, "ul. Nowa 1")


def test_consignments_are_accepted_once(office: FakeOffice) -> None:
    box = Consignment("c1", "2026-11-20T08:00:00.000Z", posting_number="RR473124829PL")
    assert accept_consignment(box, office.uow(), office.workplace) == box
    assert accept_consignment(replace(box, operator="inny"), office.uow(), office.workplace) == box
    with pytest.raises(InvalidInput):
        accept_consignment(Consignment("c2", ""), office.uow(), office.workplace)


def test_ids_grow_even_when_the_clock_stands_or_goes_back() -> None:
    times = iter([10**18, 10**18, 10**18 - 5 * 10**9, 10**18 + 10**6])
    source = Uuid7Source(lambda: next(times))
    made = [source.new() for _ in range(4)]
    assert made == sorted(set(made))
    assert {(one[14], one[19] in "89ab") for one in made} == {("7", True)}
    many = [Uuid7Source().new() for _ in range(3)]
    assert len(set(many)) == 3
    assert SystemClock().now().utcoffset() is not None
