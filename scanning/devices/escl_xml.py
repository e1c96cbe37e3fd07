"""The eSCL documents we read (capabilities, status) and write (scan settings). Lengths are in 1/300 inch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, SubElement, register_namespace, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from scanning.devices.faults import device_error
from scanning.devices.protocol import Mode, Source

SCAN = "http://schemas.hp.com/imaging/escl/2011/05/03"
PWG = "http://www.pwg.org/schemas/2010/12/sm"
_USUAL_RESOLUTIONS = (100, 150, 200, 240, 300, 400, 600)
_COLOUR_NAMES = {Mode.COLOR: "RGB24", Mode.GRAY: "Grayscale8"}
_CAPS_OF = {
    Source.FLATBED: "PlatenInputCaps",
    Source.ADF: "AdfSimplexInputCaps",
    Source.ADF_DUPLEX: "AdfDuplexInputCaps",
}
_FORMATS = ("image/png", "image/jpeg", "application/pdf", "image/tiff")
"""What we take, the best first: PNG is lossless, JPEG and PDF are kept as they come."""

register_namespace("scan", SCAN)
register_namespace("pwg", PWG)


@dataclass(frozen=True)
class InputCaps:
    """What one paper source can do; `formats` and `colours` by eSCL's names."""

    max_width: int
    max_height: int
    resolutions: tuple[int, ...]
    colours: frozenset[str]
    formats: frozenset[str]
    format_ext: bool

    def best_format(self) -> str:
        """The format to ask for."""
        return next((name for name in _FORMATS if name in self.formats), "image/jpeg")


@dataclass(frozen=True)
class Capabilities:
    """What a scanner says of itself."""

    name: str
    version: str
    uuid: str
    inputs: dict[Source, InputCaps]

    def modes(self) -> tuple[Mode, ...]:
        """Modes we can give; line art is made by us from grey or colour."""
        colours = frozenset[str]().union(*(caps.colours for caps in self.inputs.values()))
        found = tuple(mode for mode in (Mode.GRAY, Mode.COLOR) if _COLOUR_NAMES[mode] in colours)
        return (Mode.LINEART, *found) if found else ()

    def resolutions(self) -> tuple[int, ...]:
        """Resolutions of any source."""
        return tuple(sorted({dpi for caps in self.inputs.values() for dpi in caps.resolutions}))


@dataclass(frozen=True)
class Status:
    """How the scanner is: `state` and `feeder` as eSCL names them, states of its jobs by the end of their address."""

    state: str
    feeder: str
    jobs: dict[str, str]

    def job_state(self, job: str) -> str:
        """State of the job at address `job`, or empty when the scanner doesn't list it."""
        return self.jobs.get(job.rstrip("/").rsplit("/", 1)[-1], "")


def _local(element: Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def _all(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element.iter() if _local(child) == name)


def _first(element: Element, name: str) -> Element | None:
    return next(_all(element, name), None)


def _text(element: Element, name: str, default: str = "") -> str:
    found = _first(element, name)
    return (found.text or "").strip() if found is not None else default


def _number(element: Element, name: str, default: int) -> int:
    try:
        return int(float(_text(element, name)))
    except (ValueError, OverflowError):
        return default


def _parse(data: bytes, subject: str) -> Element:
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise device_error("io_error", subject) from error
    return root


def read_capabilities(data: bytes, subject: str) -> Capabilities:
    """Parse ScannerCapabilities. Raises DeviceError when it is no such thing."""
    root = _parse(data, subject)
    inputs = {}
    for source, tag in _CAPS_OF.items():
        element = _first(root, tag)
        if element is not None:
            inputs[source] = _input_caps(root, element)
    if not inputs:
        raise device_error("unsupported", subject)
    return Capabilities(
        _text(root, "MakeAndModel") or "Skaner sieciowy",
        _text(root, "Version") or "2.0",
        _text(root, "UUID"),
        inputs,
    )


def _input_caps(root: Element, element: Element) -> InputCaps:
    profiles = _first(element, "SettingProfile")
    where = element if profiles is not None and len(profiles) else root  # a profile may be given once, by reference
    formats = {
        (item.text or "").strip() for tag in ("DocumentFormat", "DocumentFormatExt") for item in _all(where, tag)
    }
    return InputCaps(
        _number(element, "MaxWidth", 2550),
        _number(element, "MaxHeight", 3508),
        _resolutions(where),
        frozenset((item.text or "").strip() for item in _all(where, "ColorMode")),
        frozenset(formats),
        _first(where, "DocumentFormatExt") is not None,
    )


def _resolutions(element: Element) -> tuple[int, ...]:
    found = {_number(item, "XResolution", 0) for item in _all(element, "DiscreteResolution")}
    spread = _first(element, "XResolutionRange")
    if spread is not None:
        low, high = _number(spread, "Min", 100), _number(spread, "Max", 300)
        found |= {dpi for dpi in _USUAL_RESOLUTIONS if low <= dpi <= high}
    return tuple(sorted(dpi for dpi in found if 0 < dpi <= 4800)) or (300,)


def read_status(data: bytes, subject: str) -> Status:
    """Parse ScannerStatus."""
    root = _parse(data, subject)
    jobs = {}
    for info in _all(root, "JobInfo"):
        jobs[_text(info, "JobUri").rstrip("/").rsplit("/", 1)[-1]] = _text(info, "JobState")
    return Status(_text(root, "State"), _text(root, "AdfState"), jobs)


def scan_settings(capabilities: Capabilities, source: Source, mode: Mode, dpi: int) -> bytes:
    """ScanSettings for the source's full area in the best format the device has."""
    caps = capabilities.inputs[source]
    root = Element(f"{{{SCAN}}}ScanSettings")
    _add(root, PWG, "Version", capabilities.version)
    regions = SubElement(root, f"{{{PWG}}}ScanRegions")
    region = SubElement(regions, f"{{{PWG}}}ScanRegion")
    _add(region, PWG, "ContentRegionUnits", "escl:ThreeHundredthsOfInches")
    for name, value in (("XOffset", 0), ("YOffset", 0), ("Width", caps.max_width), ("Height", caps.max_height)):
        _add(region, PWG, name, str(value))
    _add(root, PWG, "InputSource", "Platen" if source is Source.FLATBED else "Feeder")
    _add(root, SCAN, "ColorMode", colour_name(caps, mode))
    _add(root, SCAN, "XResolution", str(dpi))
    _add(root, SCAN, "YResolution", str(dpi))
    _add(root, PWG, "DocumentFormat", caps.best_format())
    if caps.format_ext:
        _add(root, SCAN, "DocumentFormatExt", caps.best_format())
    if source is not Source.FLATBED:
        _add(root, SCAN, "Duplex", "true" if source is Source.ADF_DUPLEX else "false")
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def colour_name(caps: InputCaps, mode: Mode) -> str:
    """eSCL's colour mode for ours: grey where only colour was asked for and isn't there, and the other way round."""
    wanted = _COLOUR_NAMES[Mode.COLOR if mode is Mode.COLOR else Mode.GRAY]
    others = [name for name in ("Grayscale8", "RGB24") if name in caps.colours]
    return wanted if wanted in caps.colours or not others else others[0]


def _add(parent: Element, namespace: str, name: str, text: str) -> None:
    SubElement(parent, f"{{{namespace}}}{name}").text = text
