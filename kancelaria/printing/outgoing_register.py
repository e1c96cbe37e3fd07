"""The outgoing register (RPWych) on paper, the day of printing on every page, and as a CSV file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.numbering import warsaw_day
from kancelaria.domain.outgoing import (
    CHECK_WORDS,
    METHOD_WORDS,
    STATE_WORDS,
    Addressee,
    OutgoingItem,
    OutgoingState,
)
from kancelaria.printing.csv_file import csv_bytes
from kancelaria.printing.dates import date_for_people, moment_for_people
from kancelaria.printing.files import write_atomically
from kancelaria.printing.model import OfficeFacts
from kancelaria.printing.posting_book import amount
from kancelaria.printing.table import Column, Row, TablePage, table_pdf

TITLE = "Rejestr przesyłek wychodzących"
PARTIAL = "wydruk częściowy"
COLUMNS = (
    Column("Numer", 15, numeric=True),
    Column("Przekazano", 21),
    Column("Adresat", 50),
    Column("Znak sprawy", 28),
    Column("Sposób wysłania, nr nadania", 36),
    Column("Nadano", 18),
    Column("Dotyczy", 46),
    Column("Odpowiedzialny, stanowisko", 34),
    Column("Zał.", 8, numeric=True),
    Column("Stan", 30),
    Column("Uwagi", 30),
)
_EXPORTED = (
    "Numer", "Zarejestrowano", "Przekazano", "Adresat", "Adres", "Znak sprawy", "Sposób wysłania", "Nadano",
    "Nr nadania", "ZPO", "Dotyczy", "Data pisma", "Znak u adresata", "Odpowiedź na", "Komórka", "Odpowiedzialny",
    "Stanowisko", "Zał.", "Sprawdzenie adresu", "Wynik sprawdzenia", "Powód wysłania na papierze", "Opłata", "Stan",
    "Doręczono", "Zwrócono", "Przyczyna zwrotu", "Awizo", "Uwagi", "Przyczyna anulowania",
)  # fmt: skip


@dataclass(frozen=True)
class OutgoingRegisterData:
    """A register print-out. A non-empty `filter` makes it "wydruk częściowy". `printed_at` is a UTC instant."""

    office: OfficeFacts
    rows: tuple[OutgoingItem, ...]
    printed_by: str
    printed_at: str
    date_from: str
    date_to: str
    filter: str = ""


def write_outgoing_register(data: OutgoingRegisterData, target: Path) -> None:
    """Write the register as a PDF or a CSV file, by the target's extension."""
    suffix = target.suffix.lower()
    if suffix == ".csv":
        write_atomically(target, csv_bytes(_EXPORTED, [_exported(row) for row in data.rows]))
    elif suffix == ".pdf":
        write_atomically(target, table_pdf(COLUMNS, [_printed(row) for row in data.rows], _page(data)))
    else:
        raise InvalidInput("bad_target", "Rejestr zapisuje się jako .pdf albo .csv.", "Zmień nazwę pliku.", target.name)


def addressee_text(addressee: Addressee) -> str:
    """Name and address in one line."""
    return ", ".join((addressee.display_name, *addressee.address_lines, *((addressee.ade,) if addressee.ade else ())))


def fate(item: OutgoingItem) -> str:
    """The state with what is known of it: day of delivery or return, reason, notices."""
    word = STATE_WORDS[item.state]
    if item.state is OutgoingState.DELIVERED and item.delivered_on:
        return f"{word} {date_for_people(item.delivered_on)}"
    if item.state is OutgoingState.RETURNED and item.returned_on:
        notices = ", ".join(date_for_people(day) for day in item.notices)
        told = f"{word} {date_for_people(item.returned_on)}: {item.return_reason}"
        return f"{told} (awizo: {notices})" if notices else told
    return word


def _page(data: OutgoingRegisterData) -> TablePage:
    days = f"Zakres: {date_for_people(data.date_from)} – {date_for_people(data.date_to)}"
    numbers = [(row.year, row.number) for row in data.rows if row.number is not None]
    count = f"Liczba pozycji: {len(data.rows)}"
    if numbers:
        (first_year, first), (last_year, last) = min(numbers), max(numbers)
        count += f" · numery: {first}/{first_year} – {last}/{last_year}"
    return TablePage(
        title=TITLE,
        lines=(data.office.line, f"{days} · {PARTIAL}, filtr: {data.filter}" if data.filter else days),
        footer=(count, f"Wydrukował(a): {data.printed_by}, {moment_for_people(data.printed_at)}"),
        badge=PARTIAL if data.filter else "",
    )


def _day(day: str | None) -> str:
    return date_for_people(day) if day else ""


def _printed(item: OutgoingItem) -> Row:
    method = METHOD_WORDS[item.method] + (", ZPO" if item.zpo else "")
    who = ", ".join(part for part in (item.responsible, item.responsible_post, item.unit) if part)
    cells = (
        item.readable_number or "nada centrala",
        _day(item.handed_on),
        "; ".join(addressee_text(each) for each in item.addressees),
        item.case_mark or "",
        ", ".join(part for part in (method, item.posting_number) if part),
        _day(item.posted_on),
        item.title,
        who,
        "" if item.attachment_count is None else str(item.attachment_count),
        fate(item),
        "; ".join((*item.remarks, *((f"na papierze: {item.paper_reason}",) if item.paper_reason else ()))),
    )
    voided = item.state is OutgoingState.VOIDED
    return Row(cells, struck=voided, note=f"UNIEWAŻNIONO: {item.void_reason}" if voided else "")


def _exported(item: OutgoingItem) -> list[str]:
    return [
        item.readable_number,
        warsaw_day(item.registered_at),
        item.handed_on or "",
        "; ".join(each.display_name for each in item.addressees),
        "; ".join(", ".join((*each.address_lines, *((each.ade,) if each.ade else ()))) for each in item.addressees),
        item.case_mark or "",
        METHOD_WORDS[item.method],
        item.posted_on or "",
        item.posting_number or "",
        "tak" if item.zpo else "",
        item.title,
        item.letter_date or "",
        item.sender_reference or "",
        item.reply_to or "",
        item.unit or "",
        item.responsible or "",
        item.responsible_post or "",
        "" if item.attachment_count is None else str(item.attachment_count),
        item.check_on or "",
        CHECK_WORDS[item.check_result] if item.check_result else "",
        item.paper_reason or "",
        amount(item.fee),
        STATE_WORDS[item.state],
        item.delivered_on or "",
        item.returned_on or "",
        item.return_reason or "",
        ", ".join(item.notices),
        "; ".join(item.remarks),
        item.void_reason or "",
    ]
