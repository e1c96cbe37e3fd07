"""A series of identical letters: common values once, a row a sender; rows out of a pasted list or a file."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from kancelaria.domain.correspondents import folded
from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.incoming import Access, Reproduction, ReproductionExtent, Sender

MOST_ROWS = 5000
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "organisation": ("nazwa", "instytucja", "firma", "organisation"),
    "surname": ("nazwisko", "surname"),
    "given_names": ("imie", "imiona", "given names"),
    "street": ("ulica", "adres", "ulica i numer", "street"),
    "postcode": ("kod", "kod pocztowy", "postcode"),
    "town": ("miejscowosc", "miasto", "town"),
    "country": ("kraj", "country"),
    "email": ("e mail", "email", "mail"),
    "sender_reference": ("znak", "znak pisma", "znak nadawcy", "reference"),
    "letter_date": ("data pisma", "data", "letter date"),
    "attachment_count": ("zalaczniki", "liczba zalacznikow", "attachments"),
    "label": ("etykieta", "identyfikator", "label"),
}
"""What a column may be called, folded."""
WITHOUT_HEADING = ("surname", "given_names", "street", "postcode", "town")
"""Columns of a list that names none."""
_SENDER = ("organisation", "surname", "given_names", "street", "postcode", "town", "country")


@dataclass(frozen=True)
class CommonValues:
    """What all letters of a series share."""

    title: str
    received_on: str
    letter_date: str | None = None
    no_date: bool = False
    sender_reference: str | None = None
    no_reference: bool = False
    addressee: str | None = None
    delivery_method: str | None = None
    document_kind: tuple[str, ...] = ()
    access: Access = Access.PUBLIC
    attachment_count: int | None = None
    remarks: tuple[str, ...] = ()
    reproduction: Reproduction = field(default_factory=Reproduction)


@dataclass(frozen=True)
class SeriesLine:
    """One sender's row as it was told: values by column name, empty ones left out; `number` as in the list."""

    number: int
    told: Mapping[str, str]

    @property
    def sender(self) -> Sender:
        """The sender of the row."""
        own = {name: self.told.get(name) for name in _SENDER}
        return Sender(**own, email=tuple(self.told.get("email", "").replace(",", " ").split()))  # type: ignore[arg-type]

    @property
    def name(self) -> str:
        """The sender's name as people say it."""
        return self.sender.display_name


@dataclass(frozen=True)
class SenderList:
    """A list read: its rows, and columns nobody knows, which are left out."""

    lines: tuple[SeriesLine, ...]
    strange: tuple[str, ...] = ()


def read_list(text: str) -> SenderList:
    """Rows of a CSV file or of cells pasted from a sheet; parted by tabs, semicolons or commas."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").split("\n")
    first = next((line for line in lines if line.strip()), "")
    if not first:
        raise InvalidInput("series_empty", "Lista nie ma ani jednego wiersza.", "Wklej ją albo wskaż inny plik.")
    sign = max("\t;,", key=first.count)
    table = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=sign)]
    numbered = [(number, row) for number, row in enumerate(table, 1) if any(row)]
    columns = [_column(cell) for cell in numbered[0][1]]
    strange: tuple[str, ...] = ()
    if any(columns):
        strange = tuple(cell for cell, name in zip(numbered[0][1], columns, strict=True) if name is None and cell)
        numbered = numbered[1:]
    else:
        columns = list(WITHOUT_HEADING)
    _refuse_columns(columns)
    found = [SeriesLine(number, _told(columns, row)) for number, row in numbered]
    kept = tuple(line for line in found if line.told)
    if not kept:
        raise InvalidInput("series_empty", "Lista nie ma ani jednego nadawcy.", "Wklej ją albo wskaż inny plik.")
    if len(kept) > MOST_ROWS:
        raise InvalidInput("series_long", f"W jednej serii mieści się {MOST_ROWS} pism.", "Podziel listę na części.")
    return SenderList(kept, strange)


def decoded(content: bytes) -> str:
    """The text of a file: UTF-8, else the code page of older Polish programs."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1250", errors="replace")


def digest_of(common: CommonValues) -> str:
    """The same for the same common values: the same order given twice is one series."""
    return _digest(asdict(common))


def line_digests(lines: Sequence[SeriesLine]) -> list[str]:
    """A digest a row; a row that stands there twice has two."""
    seen: dict[str, int] = {}
    digests = []
    for line in lines:
        plain = _digest(dict(line.told))
        seen[plain] = seen.get(plain, 0) + 1
        digests.append(f"{plain}/{seen[plain]}")
    return digests


def common_text(common: CommonValues) -> str:
    """Common values as they are stored."""
    return json.dumps(asdict(common), ensure_ascii=False, sort_keys=True)


def common_of(text: str) -> CommonValues:
    """Common values as they were stored."""
    told = json.loads(text)
    scan = told.pop("reproduction")
    return CommonValues(
        **told
        | {
            "document_kind": tuple(told["document_kind"]),
            "remarks": tuple(told["remarks"]),
            "access": Access(told["access"]),
            "reproduction": Reproduction(ReproductionExtent(scan["extent"]), scan["reason"]),
        }
    )


def _digest(told: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _column(heading: str) -> str | None:
    plain = folded(heading)
    return next((name for name, words in COLUMNS.items() if plain in words or plain == name.replace("_", " ")), None)


def _refuse_columns(columns: Sequence[str | None]) -> None:
    if twice := next((name for name in columns if name and columns.count(name) > 1), None):
        raise InvalidInput("series_columns", "Dwie kolumny listy znaczą to samo.", "Usuń jedną z nich.", twice)
    if not {"organisation", "surname"} & set(columns):
        raise InvalidInput(
            "series_columns", "Na liście nie ma kolumny z nazwą ani z nazwiskiem.",
            "Nazwij ją na przykład „nazwisko” albo „nazwa”.",
        )  # fmt: skip


def _told(columns: Sequence[str | None], row: Sequence[str]) -> dict[str, str]:
    return {name: cell for name, cell in zip(columns, row, strict=False) if name and cell}
