"""Series registration: lists read, each letter its own transaction, the same order twice, stops and goes on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kancelaria.domain.errors import InvalidInput, NotFound, StoreError
from kancelaria.domain.incoming import ItemState
from kancelaria.domain.series import CommonValues, SeriesLine, common_of, common_text, decoded, digest_of, read_list
from kancelaria.services.labels import reserve_series
from kancelaria.services.series import RowOutcome, Series, begin_series, drop_series, run_series
from tests.fakes.office import FakeOffice

COMMON = CommonValues(
    "Deklaracja śmieciowa", "2026-11-20", no_date=True, no_reference=True, delivery_method="post",
    document_kind=("wniosek",),
)  # fmt: skip
LIST = """Nazwisko;Imiona;Ulica;Kod pocztowy;Miejscowość;Uwagi wewnętrzne
Próbna;Anna;ul. Lipowa 1;43-190;Mikołów;x
Próbny;Jan;ul. Lipowa 2;43-190;Mikołów;

Próbna;Maria;ul. Lipowa 3;43-190;Mikołów;
"""


def begin(office: FakeOffice, text: str = LIST, common: CommonValues = COMMON) -> Series:
    return begin_series(common, read_list(text).lines, office.uow(), office.workplace)


def run(office: FakeOffice, series: Series, **more: object) -> list[RowOutcome]:
    return run_series(series.id, office.uow, office.workplace, **more)  # type: ignore[arg-type]


def verdicts(outcomes: list[RowOutcome]) -> list[str]:
    return ["again" if one.again else "done" if one.item else one.error.code if one.error else "" for one in outcomes]


@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_a_list_is_read_whatever_parts_its_cells(sign: str) -> None:
    found = read_list("\ufeff" + LIST.replace(";", sign).replace("\n", "\r\n"))
    assert [(line.number, line.name) for line in found.lines] == [
        (2, "Próbna Anna"),
        (3, "Próbny Jan"),
        (5, "Próbna Maria"),
    ]
    assert found.strange == ("Uwagi wewnętrzne",)
    assert found.lines[0].sender.town == "Mikołów"


def test_a_list_without_headings_and_old_code_pages() -> None:
    [line] = read_list(decoded("Żółw\tJan\tul. Próbna 1\t43-190\tŁaziska".encode("cp1250"))).lines
    assert (line.name, line.sender.postcode, line.sender.town) == ("Żółw Jan", "43-190", "Łaziska")
    assert decoded("Żółw".encode("utf-8-sig")) == "Żółw"


@pytest.mark.parametrize(
    "text", ["", "\n\n", "nazwisko;imiona\n;\n", "ulica;miejscowość\nx;y", "nazwisko;nazwisko\na;b"]
)
def test_a_list_nobody_can_use_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        read_list(text)


def test_common_values_are_kept_as_they_are() -> None:
    assert common_of(common_text(COMMON)) == COMMON
    assert digest_of(COMMON) != digest_of(replace(COMMON, received_on="2026-11-21"))


@pytest.mark.rule("series registration")
def test_identical_letters_of_many_senders_get_an_identifier_and_a_number_each(office: FakeOffice) -> None:
    outcomes = run(office, begin(office))
    items = [one.item for one in outcomes]
    assert [item and (item.rpw_number, item.sender.given_names, item.title) for item in items] == [
        (1, "Anna", COMMON.title), (2, "Jan", COMMON.title), (3, "Maria", COMMON.title),
    ]  # fmt: skip
    assert len({item.document_uid for item in items if item}) == 3
    assert {item.state for item in items if item} == {ItemState.REGISTERED}
    assert len(office.state.correspondents) == 3
    [series] = office.state.series.values()
    assert series.ended_at
    assert all(row.line is None for row in office.state.series_rows[series.id].values()), "nothing kept of the senders"


def test_the_same_order_twice_registers_nothing_twice_and_new_rows_join(office: FakeOffice) -> None:
    run(office, begin(office))
    again = begin(office, LIST + "Nowy;Piotr;ul. Lipowa 4;43-190;Mikołów;\n")
    assert verdicts(run(office, again)) == ["again", "again", "again", "done"]
    assert len(office.state.items) == 4
    twice = "nazwisko;miejscowość\nDwa;Żory\nDwa;Żory\n"
    assert verdicts(run(office, begin(office, twice, replace(COMMON, title="Inna")))) == ["done", "done"], "two alike"
    assert len(office.state.items) == 6


def test_a_faulty_row_is_told_and_the_corrected_list_registers_it_alone(office: FakeOffice) -> None:
    faulty = LIST.replace("43-190;Mikołów;\n\n", "4319;Mikołów;\n\n")
    series = begin(office, faulty)
    assert verdicts(run(office, series)) == ["done", "bad_postcode", "done"]
    assert [row.fault for row in office.state.series_rows[series.id].values()][1]
    assert office.state.series[series.id].ended_at is None
    mended = begin(office, LIST)
    assert mended.id == series.id
    assert sorted(verdicts(run(office, mended))) == ["again", "again", "done"]
    assert sorted(item.sender.given_names or "" for item in office.state.items.values()) == ["Anna", "Jan", "Maria"]
    assert office.state.series[series.id].ended_at


def test_stopped_it_goes_on_where_it_was(office: FakeOffice) -> None:
    series, told = begin(office), list[RowOutcome]()
    run(office, series, tell=told.append, go_on=lambda: len(told) < 1)
    assert len(office.state.items) == 1
    assert verdicts(run(office, series)) == ["again", "done", "done"]
    assert sorted(item.rpw_number or 0 for item in office.state.items.values()) == [1, 2, 3]


def test_the_rest_may_be_dropped(office: FakeOffice) -> None:
    series = begin(office)
    run(office, series, go_on=iter([True, False]).__next__)
    assert drop_series(series.id, office.uow(), office.workplace) == 2
    kept = office.state.series[series.id]
    assert (bool(kept.ended_at), kept.dropped, len(office.state.series_rows[series.id])) == (True, True, 1)
    with pytest.raises(NotFound):
        drop_series("nie ma", office.uow(), office.workplace)


def test_a_rows_own_values_go_before_the_common_ones(office: FakeOffice) -> None:
    label = reserve_series(1, office.uow(), office.workplace)[0].document_uid
    headings = "nazwa;miejscowość;znak;data pisma;załączniki;etykieta"
    text = f"{headings}\nFirma;Żory;ZN 1;2026-11-02;2;{label}\nInna;Żory;;;wiele;\n"
    first, second = run(office, begin(office, text))
    item = first.item
    assert item is not None
    assert (item.document_uid, item.sender_reference, item.no_reference) == (label, "ZN 1", False)
    assert (item.letter_date, item.no_date, item.attachment_count) == ("2026-11-02", False, 2)
    assert second.error is not None
    assert second.error.code == "bad_number"


def test_a_full_disk_is_no_fault_of_a_row(office: FakeOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    series = begin(office)

    def full(*_: object) -> None:
        raise StoreError("disk_full", "Brak miejsca.")

    monkeypatch.setattr("kancelaria.services.series.register_incoming", full)
    with pytest.raises(StoreError):
        run(office, series)
    assert [row.fault for row in office.state.series_rows[series.id].values()] == [None] * 3


def test_nothing_to_register_is_refused(office: FakeOffice) -> None:
    with pytest.raises(InvalidInput):
        begin_series(COMMON, [], office.uow(), office.workplace)
    assert SeriesLine(1, {}).name == ""
