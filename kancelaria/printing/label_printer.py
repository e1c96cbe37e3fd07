"""A label printer's address as it is written in settings, and what can go wrong on the way to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from kancelaria.domain.errors import InvalidInput, OfficeError

RAW_PORT = 9100
DEFAULT_DPI = 203
DPIS = (203, 300, 600)

_QUEUE = re.compile(r"[^\s/#?@:'\"]{1,127}")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")


class PrinterError(OfficeError):
    """A print that wasn't taken."""


class PrinterUnreachable(PrinterError):
    """The printer can't be reached at all."""


@dataclass(frozen=True)
class LabelPrinter:
    """A printer that speaks ZPL: at a raw port of the network (`tcp`), or behind a queue of the system (`lp`)."""

    way: Literal["tcp", "lp"]
    place: str
    port: int = RAW_PORT
    dpi: int = DEFAULT_DPI

    def __str__(self) -> str:
        place = f"{self.place}:{self.port}" if self.way == "tcp" else self.place
        return f"{self.way}://{place}?dpi={self.dpi}"

    @property
    def name(self) -> str:
        """The printer as a person names it."""
        return f"{self.place}:{self.port}" if self.way == "tcp" else self.place


def is_label_printer(text: str) -> bool:
    """Whether a chosen printer is one that speaks ZPL; others are the system's and get pages."""
    return text.startswith(("tcp://", "lp://"))


def label_printer(text: str) -> LabelPrinter:
    """The printer of an address, `tcp://192.0.2.7:9100?dpi=203` or `lp://Zebra?dpi=300`; else InvalidInput."""
    try:
        parts = urlsplit(text.strip())
        port = parts.port or RAW_PORT if parts.scheme == "tcp" else RAW_PORT
        dpi = int(parse_qs(parts.query).get("dpi", [str(DEFAULT_DPI)])[0])
    except ValueError as error:
        raise _bad(text) from error
    place = parts.netloc.rpartition(":")[0] if parts.scheme == "tcp" and _has_port(parts.netloc) else parts.netloc
    known = _HOST if parts.scheme == "tcp" else _QUEUE
    fits = known.fullmatch(place) and not place.startswith("-") and parts.path in ("", "/") and not parts.fragment
    if parts.scheme == "tcp" and fits and dpi in DPIS:
        return LabelPrinter("tcp", place, port, dpi)
    if parts.scheme == "lp" and fits and dpi in DPIS:
        return LabelPrinter("lp", place, dpi=dpi)
    raise _bad(text)


def _has_port(netloc: str) -> bool:
    return re.search(r":\d+$", netloc) is not None and not netloc.endswith("]")


def _bad(text: str) -> InvalidInput:
    return InvalidInput(
        "bad_label_printer",
        f"„{text}” nie jest adresem drukarki etykiet.",
        "Podaj adres w sieci, na przykład tcp://192.0.2.10:9100?dpi=203, albo kolejkę systemu: lp://Zebra?dpi=300. "
        "Rozdzielczość: 203, 300 lub 600.",
        subject=text,
    )
