"""How backends name things, and the guards that need no device: seen with each guard, and without it."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from scanning.devices import pyinsane, sane_options
from scanning.devices.protocol import Mode, ScanRequest, Source
from scanning.errors import DeviceError

BOOL, INT, FIXED, STRING = 0, 1, 2, 3


class Caps:
    def __init__(self, active: bool) -> None:
        self._active = active

    def is_active(self) -> bool:
        return self._active

    def is_settable(self) -> bool:
        return True


@dataclass
class Option:
    """An option as pyinsane2 shows it; keeps the raw words it was given."""

    val_type: int
    constraint: Any = None
    value: Any = None
    size: int = 4
    active: bool = True

    @property
    def capabilities(self) -> Caps:
        return Caps(self.active)


@dataclass
class Scanner:
    """A device whose options survive being read anew."""

    options: dict[str, Option]
    name: str = "fake"
    log: list[str] = field(default_factory=list)


def _scanner(**options: Option) -> Scanner:
    return Scanner({name.replace("_", "-"): option for name, option in options.items()})


def _apply(scanner: Scanner, **request: Any) -> int:
    abstract: Any = SimpleNamespace(Scanner=lambda name: scanner)
    return sane_options.apply(abstract, scanner, ScanRequest("sane:fake", **request))


def _strings(*values: str) -> Option:
    return Option(STRING, list(values), size=32)


def _text(option: Option) -> str:
    raw: bytes = option.value
    return raw.rstrip(b"\0").decode()


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("Flatbed", Source.FLATBED),
        ("FlatBed", Source.FLATBED),
        ("Normal", Source.FLATBED),
        ("ADF", Source.ADF),
        ("Automatic Document Feeder", Source.ADF),
        ("Automatic Document Feeder(left aligned)", Source.ADF),
        ("ADF Front", Source.ADF),
        ("ADF Back", None),
        ("ADF Duplex", Source.ADF_DUPLEX),
        ("Automatic Document Feeder(left aligned,Duplex)", Source.ADF_DUPLEX),
        ("Duplex", Source.ADF_DUPLEX),
        ("Transparency Unit", None),
        ("Card Front", None),
    ],
)
def test_source_names_of_real_backends(name: str, source: Source | None) -> None:
    assert sane_options.source_of(name) is source


def test_plain_feeder_wins_over_its_front_side() -> None:
    options: Any = {"source": _strings("ADF Front", "ADF Back", "ADF Duplex", "ADF")}
    assert sane_options.source_names(options) == {Source.ADF: "ADF", Source.ADF_DUPLEX: "ADF Duplex"}


def test_device_without_a_source_option_has_a_flatbed() -> None:
    assert sane_options.sources({}) == (Source.FLATBED,)


@pytest.mark.parametrize(
    ("names", "grey"),
    [
        (["Lineart", "Gray", "Color"], "Gray"),
        (["Black & White", "Gray[Error Diffusion]", "True Gray", "24bit Color"], "True Gray"),
        (["16 bit Grayscale", "Grayscale"], "Grayscale"),
        (["Binary", "Halftone Gray", "8 bits Gray", "16 bits Gray", "Color"], "8 bits Gray"),
    ],
)
def test_grey_is_never_one_bit_or_sixteen(names: list[str], grey: str, monkeypatch: pytest.MonkeyPatch) -> None:
    scanner = _scanner(mode=_strings(*names))
    _apply(scanner, source=Source.FLATBED, mode=Mode.LINEART)
    assert _text(scanner.options["mode"]) == grey
    if names[0] in ("16 bit Grayscale", "Black & White"):
        monkeypatch.setattr(pyinsane, "offered_modes", list)
        _apply(scanner, source=Source.FLATBED, mode=Mode.LINEART)
        assert _text(scanner.options["mode"]) != grey


def test_device_with_nothing_but_one_bit_is_refused() -> None:
    with pytest.raises(DeviceError) as caught:
        _apply(_scanner(mode=_strings("Lineart", "Halftone")), source=Source.FLATBED)
    assert caught.value.code == "unsupported"


def test_fixed_words_are_shifted_and_areas_left_raw(monkeypatch: pytest.MonkeyPatch) -> None:
    area = (0, 216 << 16, 0)
    scanner = _scanner(resolution=Option(FIXED, [75 << 16, 300 << 16, 600 << 16]), br_x=Option(FIXED, area))
    assert _apply(scanner, source=Source.FLATBED, dpi=310) == 300
    assert scanner.options["resolution"].value == 300 << 16
    assert scanner.options["br-x"].value == 216 << 16
    monkeypatch.setattr(pyinsane, "to_sane", lambda option, value: value)
    _apply(scanner, source=Source.FLATBED, dpi=310)
    assert scanner.options["resolution"].value != 300 << 16


def test_integer_words_stay() -> None:
    scanner = _scanner(resolution=Option(INT, [75, 150, 300]))
    assert _apply(scanner, source=Source.FLATBED, dpi=225) == 300
    assert scanner.options["resolution"].value == 300


def test_strings_fill_the_buffer_the_backend_may_write(monkeypatch: pytest.MonkeyPatch) -> None:
    scanner = _scanner(mode=_strings("Gray", "Color"))
    _apply(scanner, source=Source.FLATBED)
    assert len(scanner.options["mode"].value) + 1 == scanner.options["mode"].size
    monkeypatch.setattr(pyinsane, "full_size_string", lambda text, size: text.encode())
    _apply(scanner, source=Source.FLATBED)
    assert len(scanner.options["mode"].value) + 1 != scanner.options["mode"].size


def test_only_choice_is_not_set() -> None:
    scanner = _scanner(source=_strings("ADF"))
    _apply(scanner, source=Source.ADF)
    assert scanner.options["source"].value is None


@pytest.mark.parametrize(
    ("name", "option", "double", "single"),
    [
        ("adf-mode", _strings("Simplex", "Duplex"), b"Duplex", b"Simplex"),
        ("duplex", Option(BOOL), 1, 0),
    ],
)
def test_duplex_that_is_an_option_of_its_own(name: str, option: Option, double: object, single: object) -> None:
    scanner = Scanner({"source": _strings("Flatbed", "ADF"), name: option})
    options: Any = scanner.options
    assert sane_options.sources(options) == tuple(Source)
    for source, wanted in ((Source.ADF_DUPLEX, double), (Source.ADF, single)):
        _apply(scanner, source=source)
        value = option.value.rstrip(b"\0") if isinstance(option.value, bytes) else option.value
        assert value == wanted
        assert _text(scanner.options["source"]) == "ADF"


def test_inactive_options_are_left_alone() -> None:
    scanner = _scanner(resolution=Option(INT, [300], active=False), br_x=Option(INT, (0, 9, 1), active=False))
    assert _apply(scanner, source=Source.FLATBED, dpi=200) == 200
    assert scanner.options["br-x"].value is None


def test_feeder_named_only_duplex_is_fed_like_a_feeder() -> None:
    abstract: Any = SimpleNamespace(
        MultipleScan=lambda scanner: "many", SingleScan=lambda scanner: "one", ScanSession=lambda scan: scan
    )
    assert pyinsane.new_session(abstract, object(), many=True) == "many"
    assert pyinsane.new_session(abstract, object(), many=False) == "one"


@pytest.mark.parametrize("images", [[], [Image.new("L", (0, 0))], [Image.new("L", (1, 0))]])
def test_page_without_lines_is_no_page(images: list[Image.Image]) -> None:
    assert pyinsane.real_page(images) is None


@pytest.mark.parametrize(
    ("format_", "depth", "last", "line", "good"),
    [
        (0, 8, 1, 100, True),
        (0, 8, 1, 104, True),
        (1, 8, 1, 300, True),
        (0, 1, 1, 13, False),
        (0, 16, 1, 200, False),
        (2, 8, 0, 100, False),
        (1, 8, 0, 300, False),
        (1, 8, 1, 100, False),
    ],
)
def test_only_plain_eight_bit_frames_are_taken(format_: int, depth: int, last: int, line: int, good: bool) -> None:
    frame = SimpleNamespace(format=format_, depth=depth, last_frame=last, bytes_per_line=line, pixels_per_line=100)
    if good:
        pyinsane.refuse_spoiled_frames(frame, "x")
        return
    with pytest.raises(DeviceError) as caught:
        pyinsane.refuse_spoiled_frames(frame, "x")
    assert caught.value.code == "bad_page"
