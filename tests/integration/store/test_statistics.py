"""Counts of mail over a real store, and what is made of them on paper and for spreadsheets."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from kancelaria.bootstrap import Office
from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.incoming import IncomingItem, Reproduction, ReproductionExtent, Sender
from kancelaria.domain.office import OrgUnit, Person
from kancelaria.services.assign import Target, assign_item
from kancelaria.services.register import RegisterIncoming, register_incoming
from kancelaria.services.return_item import return_item
from kancelaria.services.void import void_item
from ui.operations.facts import RegisterFilter
from ui.operations.printouts import print_register
from ui.operations.register import StationRegister
from ui.operations.statistics import StationStatistics


class Moment:
    """A clock that is set by hand."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def __call__(self, text: str) -> None:
        from datetime import datetime

        moment = datetime.fromisoformat(text)

        class Fixed:
            def now(self) -> datetime:
                return moment

        object.__setattr__(self._office.workplace, "clock", Fixed())


@pytest.fixture
def at(office: Office) -> Moment:
    with office.uow() as uow:
        uow.office.put_units([OrgUnit("AB", "Architektura"), OrgUnit("GK", "Gospodarka")])
        uow.office.put_people([Person("o.lis", "Lis", "Ola", "officer", "AB")])
        uow.commit()
    return Moment(office)


def letter(office: Office, item_id: str, **more: Any) -> IncomingItem:
    command = RegisterIncoming(
        item_id, "2026-11-20", f"Pismo {item_id}", Sender(organisation="Nadawca Zmyślony", town="Żory"),
        no_date=True, no_reference=True, confirmed=True,
    )  # fmt: skip
    return register_incoming(replace(command, **more), office.uow(), office.workplace)


@pytest.fixture
def week(office: Office, at: Moment) -> list[IncomingItem]:
    """Mail of three days; the first before midnight in UTC and after it in Warsaw."""
    at("2026-11-16T23:30:00+00:00")
    first = letter(office, "a", delivery_method="post", document_kind=("wniosek",))
    at("2026-11-17T08:10:00+00:00")
    items = [first, *(letter(office, name, delivery_method="post", document_kind=("skarga",)) for name in "bc")]
    at("2026-11-19T08:59:00+00:00")
    items.append(letter(office, "d", reproduction=Reproduction(ReproductionExtent.NONE, "page_count")))
    items.append(letter(office, "e"))
    void_item(items[4].document_uid, "pomyłka", office.uow(), office.workplace)
    assign_item(items[0].document_uid, Target("GK", None), office.uow(), office.workplace)
    assign_item(items[0].document_uid, Target(None, "o.lis"), office.uow(), office.workplace)
    assign_item(items[1].document_uid, Target("GK", None), office.uow(), office.workplace)
    assign_item(items[2].document_uid, Target("GK", None), office.uow(), office.workplace)
    return_item(items[2].document_uid, "nie ta komórka", office.uow(), office.workplace)
    return items


@pytest.mark.usefixtures("week")
def test_counts_agree_with_what_was_registered(office: Office) -> None:
    counts = office.queries.mail_counts("2026-11-17", "2026-11-20")
    assert (counts.total, counts.voided, counts.incomplete_scan, counts.restricted) == (4, 1, 1, 0)
    assert dict(counts.by_day) == {"2026-11-17": 3, "2026-11-18": 0, "2026-11-19": 1, "2026-11-20": 0}
    assert {hour: count for hour, count in enumerate(counts.by_hour) if count} == {0: 1, 9: 3}
    assert dict(counts.by_unit) == {"": 2, "AB": 1, "GK": 1}
    assert dict(counts.by_method) == {"post": 3, "": 1}
    assert dict(counts.by_kind) == {"skarga": 2, "": 1, "wniosek": 1}
    assert office.queries.mail_counts("2026-11-18", "2026-11-18").total == 0


def test_days_turned_round_are_refused(office: Office) -> None:
    with pytest.raises(InvalidInput, match="późniejsza"):
        office.queries.mail_counts("2026-11-18", "2026-11-17")


@pytest.mark.usefixtures("week")
def test_paper_and_spreadsheets_say_the_same(office: Office, tmp_path: Path) -> None:
    counting = StationStatistics(office, lambda: "o.lis")
    data = counting.count("2026-11-17", "2026-11-20")
    pdf = counting.write(data, tmp_path / "z.pdf")
    document = pypdfium2.PdfDocument(pdf)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    for said in ("Zarejestrowano", "GK Gospodarka", "jeszcze nie zadekretowane", "Ola Lis", "strona 1 z", "17.11.2026"):
        assert said in text
    csv = counting.write(data, tmp_path / "z.csv").read_text("utf-8-sig")
    assert "Komórki;GK Gospodarka;1" in csv
    assert "Razem;Anulowane pozycje;1" in csv
    sheets = zipfile.ZipFile(counting.write(data, tmp_path / "z.xlsx"))
    assert "GK Gospodarka" in sheets.read("xl/sharedStrings.xml").decode()
    with pytest.raises(InvalidInput):
        counting.write(data, tmp_path / "z.doc")
    logged = office.queries.accesses(3)
    assert [(entry.purpose, entry.objects) for entry in logged] == [("statistics", ("2026-11-17/2026-11-20",))] * 3


@pytest.mark.usefixtures("week")
def test_the_register_as_a_workbook_has_numbers_and_no_formulas(office: Office, tmp_path: Path, at: Moment) -> None:
    letter(office, "f", title="=1+1")
    target = tmp_path / "r.xlsx"
    assert print_register(office, "o.lis", "2026-11-17", "2026-11-20", target) == 6
    sheets = zipfile.ZipFile(target)
    page = sheets.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page
    assert '<c r="A2"><v>1</v></c>' in page
    assert "=1+1" in sheets.read("xl/sharedStrings.xml").decode()
    again = tmp_path / "r2.xlsx"
    print_register(office, "o.lis", "2026-11-17", "2026-11-20", again)
    assert again.read_bytes() == target.read_bytes()


def test_a_print_of_what_is_shown_says_that_it_is_partial(
    office: Office, week: list[IncomingItem], tmp_path: Path
) -> None:
    register = StationRegister(office, lambda: "o.lis", tmp_path / "cache")

    def printed(wanted: RegisterFilter) -> tuple[int, str]:
        target = register.print_out(wanted, tmp_path / "r.pdf")
        text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(target))
        return sum(item.document_uid in text for item in week), text

    days = {"received_from": "2026-11-17", "received_to": "2026-11-20"}
    count, text = printed(RegisterFilter(**days))
    assert (count, "wydruk częściowy" in text) == (5, False)
    count, text = printed(RegisterFilter(state="voided", **days))
    assert (count, "stan: anulowane" in text) == (1, True)
    count, text = printed(RegisterFilter(text=week[2].document_uid))
    assert (count, "szukano" in text) == (1, True)
