"""What of the paper was copied: how each page is kept, how much paper there is, and carriers that weren't copied."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from kancelaria.domain.errors import InvalidInput, StateForbids

MOST = 99_999
MOST_WORDS = 300


@dataclass(frozen=True)
class Shortfall:
    """Where a kept page is less than the table of minima asks; `message` tells a person, with the next step."""

    code: str
    message: str


@dataclass(frozen=True)
class KeptPage:
    """How a page is kept in the latest PDF/A: its material, and the image's size, bits a point and format."""

    number: int
    material: str
    width: int
    height: int
    dpi: int
    bits: int
    format: str
    shortfalls: tuple[Shortfall, ...] = ()


@dataclass(frozen=True)
class Volume:
    """How much paper there is: bound volumes of one copy, copies of the whole, pages of one copy (0 = not counted)."""

    volumes: int
    copies: int = 1
    pages: int = 0

    @property
    def said(self) -> str:
        """The volume in words."""
        parts = [counted(self.volumes, "tom", "tomy", "tomów")]
        if self.copies > 1:
            parts[0] += f" × {self.copies} egz."
        if self.pages:
            parts.append(f"po {self.pages} str." if self.copies > 1 else f"{self.pages} str.")
        return ", ".join(parts)


class CarrierKind(StrEnum):
    """What data are on."""

    CD = "cd"
    DVD = "dvd"
    USB = "usb"
    CARD = "card"
    DISK = "disk"
    MODEL = "model"
    OTHER = "other"


CARRIER_WORDS = {
    CarrierKind.CD: "płyta CD",
    CarrierKind.DVD: "płyta DVD",
    CarrierKind.USB: "pamięć USB",
    CarrierKind.CARD: "karta pamięci",
    CarrierKind.DISK: "dysk",
    CarrierKind.MODEL: "makieta, próbka, przedmiot",
    CarrierKind.OTHER: "inny nośnik",
}


@dataclass(frozen=True)
class Carrier:
    """A carrier that came with an item and isn't copied, and where it lies; `copied_at` once its content is kept."""

    id: str
    item_id: str
    document_uid: str
    kind: CarrierKind
    count: int
    description: str
    place: str
    noted_at: str
    noted_by: str
    copied_at: str | None = None
    copied_by: str | None = None


def checked_volume(volume: Volume) -> Volume:
    """The volume; InvalidInput where a count can't be right."""
    for name, least, value in (
        ("volumes", 1, volume.volumes),
        ("copies", 1, volume.copies),
        ("pages", 0, volume.pages),
    ):
        if not least <= value <= MOST:
            hint = f"Podaj liczbę od {least} do {MOST}."
            raise InvalidInput("bad_volume", "Niepoprawna liczba tomów, egzemplarzy albo stron.", hint, name)
    return volume


def checked_carrier(carrier: Carrier) -> Carrier:
    """The carrier with its words trimmed; InvalidInput where its place or a sound count is missing."""
    if not 1 <= carrier.count <= MOST:
        raise InvalidInput("bad_count", "Niepoprawna liczba nośników.", f"Podaj liczbę od 1 do {MOST}.", "count")
    place, description = (" ".join(words.split()) for words in (carrier.place, carrier.description))
    if not place:
        hint = "Napisz, gdzie leży: szafa, pudło, osoba."
        raise InvalidInput("place_missing", "Nie podano, gdzie leży nośnik.", hint, "place")
    if max(len(place), len(description)) > MOST_WORDS:
        raise InvalidInput("too_long", "Opis nośnika jest za długi.", f"Skróć go do {MOST_WORDS} znaków.", "place")
    return replace(carrier, place=place, description=description)


def moved(carrier: Carrier, place: str) -> Carrier:
    """The carrier at another place."""
    return checked_carrier(replace(_not_copied(carrier), place=place))


def copied(carrier: Carrier, at: str, by: str) -> Carrier:
    """The carrier with its content kept: it leaves the list."""
    return replace(_not_copied(carrier), copied_at=at, copied_by=by)


def counted(number: int, one: str, few: str, many: str) -> str:
    """A number with its noun: 1 tom, 3 tomy, 5 tomów, 12 tomów, 22 tomy."""
    if number == 1:
        return f"1 {one}"
    some = number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14)
    return f"{number} {few if some else many}"


def _not_copied(carrier: Carrier) -> Carrier:
    if carrier.copied_at is not None:
        hint = "Jeśli to inny nośnik, dopisz go osobno."
        raise StateForbids("carrier_copied", "Zawartość tego nośnika jest już skopiowana.", hint, carrier.id)
    return carrier
