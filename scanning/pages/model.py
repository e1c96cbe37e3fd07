"""Facts about pages and documents that travel between the workers, the spool and whoever uses them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from scanning.ocr.protocol import Box, PageText


@dataclass(frozen=True)
class SpooledPage:
    """A page safe on the spool. `sha256` is the hex hash of the raw bytes at `path` and never changes."""

    number: int
    path: Path
    sha256: str
    dpi: int
    sheet: int
    side: int = 0
    source_name: str = ""


@dataclass(frozen=True)
class Barcode:
    """A code found on the raw page; `box` in raw pixels; `kind` as zxing names it ("Code128", "QRCode" …)."""

    text: str
    kind: str
    box: Box


@dataclass(frozen=True)
class Look:
    """What a page's image shows of its material.

    `tones`: share of the sheet in continuous tone; `colours`: share of its ink with a hue; `letters`: shapes of a
    letter's size. `bits` a point of the scan can tell (1, 8, 24); `lossy`: the scanner or file gave a JPEG.
    """

    tones: float
    colours: float
    letters: int
    bits: int
    lossy: bool


@dataclass(frozen=True)
class PageFacts:
    """Everything derived from one raw page. Sizes in pixels of the upright image; angles in degrees.

    `rotation` (0/90/180/270, clockwise) then `skew` (clockwise, small) turn the raw page into the upright image,
    then `crop` (in the turned page) cuts it. `sheet` 0 = not known. `turned`: the part of `rotation` that is a person's
    wish. `found_blank`: what the page itself says where a person says otherwise. `streaks` run down the raw page, in
    tenths of a millimetre from its left edge.
    """

    number: int
    sha256: str
    width: int
    height: int
    dpi: int
    rotation: int
    skew: float
    blank: bool
    colour: bool
    barcodes: tuple[Barcode, ...]
    upright: Path
    thumbnail: Path
    crop: Box | None = None
    sheet: int = 0
    side: int = 0
    look: Look | None = None
    turned: int = 0
    found_blank: bool | None = None
    streaks: tuple[int, ...] = ()


@dataclass(frozen=True)
class PageReading:
    """A page worked through: its facts, and its text once it is read (`text` is None while only the header is)."""

    facts: PageFacts
    header: PageText | None = None
    text: PageText | None = None


class SplitMode(StrEnum):
    """How a stack is parted into documents; `sheets` takes a count."""

    LABEL = "label"
    SEPARATOR = "separator"
    BLANK = "blank"
    SHEETS = "sheets"
    NONE = "none"


class Evidence(StrEnum):
    """What shows that a document starts: a label, a separator sheet, a blank one, a count, a file, a person's word."""

    STACK = "stack"
    LABEL = "label"
    SEPARATOR = "separator"
    BLANK = "blank"
    SHEETS = "sheets"
    FILE = "file"
    PERSON = "person"


@dataclass(frozen=True)
class Boundary:
    """Why a document starts at page `first` (1-based): `evidence` is Polish for a person, `certain` False = ask."""

    first: int
    evidence: str
    certain: bool = True
    kind: Evidence = Evidence.STACK


@dataclass(frozen=True)
class Document:
    """Pages of one letter. `label` = the identifier found on its label, hyphenless; `pages` are stack page numbers.

    `origin`: the page number a letter is known by, whichever of its pages comes first; 0 = its first page.
    """

    pages: tuple[int, ...]
    boundary: Boundary
    label: str | None = None
    dropped: tuple[int, ...] = ()
    origin: int = 0
