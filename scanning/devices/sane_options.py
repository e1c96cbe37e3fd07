"""A SANE device's options read as ours and ours set as its: sources, modes, resolution, full area."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from scanning.devices import pyinsane
from scanning.devices.faults import device_error
from scanning.devices.protocol import Mode, ScanRequest, Source

_USUAL_RESOLUTIONS = (100, 150, 200, 240, 300, 400, 600)
_FEEDER_WORDS = ("adf", "feeder", "podajnik")
_BACK_WORDS = ("back", "rear")
_COLOUR_WORDS = ("color", "colour", "rgb")
_GREY_WORDS = ("gray", "grey")
_DUPLEX_OPTIONS = ("adf-mode", "duplex", "adf_mode")


def source_of(name: str) -> Source | None:
    """Our word for a backend's source name; None for what isn't paper (film, the back side alone)."""
    low = name.lower()
    if "duplex" in low or "both" in low:
        return Source.ADF_DUPLEX
    if any(word in low for word in _FEEDER_WORDS):
        return None if any(word in low for word in _BACK_WORDS) else Source.ADF
    if "flatbed" in low or "platen" in low or low in ("normal", "document table", "fb"):
        return Source.FLATBED
    return None


def _constraint(options: dict[str, Any], name: str) -> list[str]:
    option = options.get(name)
    if option is None or not option.capabilities.is_active() or not isinstance(option.constraint, list):
        return []
    return [str(value) for value in option.constraint]


def source_names(options: dict[str, Any]) -> dict[Source, str]:
    """Our sources → the backend's names; the first name wins, so a plain "ADF" beats "ADF Front"."""
    names: dict[Source, str] = {}
    for name in sorted(_constraint(options, "source"), key=len):
        source = source_of(name)
        if source is not None:
            names.setdefault(source, name)
    return names


def sources(options: dict[str, Any]) -> tuple[Source, ...]:
    """What the device can take paper from; a device that doesn't say has a flatbed."""
    names = source_names(options)
    found = set(names) or {Source.FLATBED}
    if Source.ADF in found and _duplex_choice(options) is not None:
        found.add(Source.ADF_DUPLEX)
    return tuple(source for source in Source if source in found)


def _duplex_choice(options: dict[str, Any]) -> tuple[str, str | bool, str | bool] | None:
    """Option, value for duplex, value for one side, where a backend keeps this apart from the source."""
    for name in _DUPLEX_OPTIONS:
        option = options.get(name)
        if option is None or int(option.val_type) not in (0, 3):
            continue
        if int(option.val_type) == 0:
            return name, True, False
        values = [str(value) for value in option.constraint or ()]
        double = next((value for value in values if "duplex" in value.lower()), None)
        single = next((value for value in values if "simplex" in value.lower()), None)
        if double is not None and single is not None:
            return name, double, single
    return None


def _mode_name(options: dict[str, Any], mode: Mode) -> str | None:
    words = _COLOUR_WORDS if mode is Mode.COLOR else _GREY_WORDS
    names = pyinsane.offered_modes(_constraint(options, "mode"))
    return next((name for name in names if any(word in name.lower() for word in words)), None)


def modes(options: dict[str, Any]) -> tuple[Mode, ...]:
    """Modes we can give: line art is made by us from grey, so it is there whenever grey or colour is."""
    colour, grey = _mode_name(options, Mode.COLOR), _mode_name(options, Mode.GRAY)
    if colour is None and grey is None:
        return () if "mode" in options else tuple(Mode)
    return (Mode.LINEART, Mode.GRAY, Mode.COLOR) if colour is not None else (Mode.LINEART, Mode.GRAY)


def resolutions(options: dict[str, Any]) -> tuple[int, ...]:
    """Resolutions to offer: the device's list, or the usual ones within its range."""
    option = options.get("resolution")
    if option is None or not option.capabilities.is_active():
        return ()
    if isinstance(option.constraint, list):
        return tuple(sorted({round(pyinsane.from_sane(option, value)) for value in option.constraint}))
    if isinstance(option.constraint, tuple):
        low, high = (pyinsane.from_sane(option, option.constraint[end]) for end in (0, 1))
        return tuple(dpi for dpi in _USUAL_RESOLUTIONS if low <= dpi <= high)
    return _USUAL_RESOLUTIONS


def nearest(offered: tuple[int, ...], wanted: int) -> int:
    """The offered resolution nearest to `wanted`, the higher of two equally near."""
    return min(offered, key=lambda dpi: (abs(dpi - wanted), -dpi)) if offered else wanted


def apply(abstract: ModuleType, scanner: Any, request: ScanRequest) -> int:
    """Set source, mode, depth, resolution and area, in this order; returns the resolution really set."""
    _set_source(scanner, request)
    scanner = _reloaded(abstract, scanner)
    _set_mode(scanner, request)
    scanner = _reloaded(abstract, scanner)
    options = scanner.options
    _switch_off_three_pass(options)
    depth = options.get("depth")
    if depth is not None and depth.capabilities.is_active():
        eight = pyinsane.eight_bit_depth(depth.constraint)
        if eight is not None:
            _set(depth, eight)
    dpi = _set_resolution(options, request.dpi)
    _set_full_area(_reloaded(abstract, scanner).options)
    return dpi


def _reloaded(abstract: ModuleType, scanner: Any) -> Any:
    """The same open device with its options read anew: pyinsane2 keeps the first constraints it saw."""
    return abstract.Scanner(scanner.name)


def _set(option: Any, value: float | str | bool) -> None:
    if isinstance(option.constraint, list) and len(option.constraint) <= 1:
        return  # some devices refuse to be told their only choice
    option.value = pyinsane.to_sane(option, value)


def _set_source(scanner: Any, request: ScanRequest) -> None:
    options = scanner.options
    if request.source not in sources(options):
        raise device_error("unsupported", request.device_id)
    names = source_names(options)
    apart = _duplex_choice(options)
    name = names.get(request.source)
    if name is None and request.source is Source.ADF_DUPLEX:
        name = names.get(Source.ADF)
    if name is not None:
        _set(options["source"], name)
    if apart is not None and request.source is not Source.FLATBED and Source.ADF_DUPLEX not in names:
        option, double, single = apart
        _set(options[option], double if request.source is Source.ADF_DUPLEX else single)


def _set_mode(scanner: Any, request: ScanRequest) -> None:
    options = scanner.options
    wanted = Mode.COLOR if request.mode is Mode.COLOR else Mode.GRAY
    name = _mode_name(options, wanted) or _mode_name(options, Mode.COLOR)
    if name is not None:
        _set(options["mode"], name)
    elif _constraint(options, "mode"):
        raise device_error("unsupported", request.device_id)


def _switch_off_three_pass(options: dict[str, Any]) -> None:
    """Three-pass colour is spoiled by pyinsane2: have the device do it in one pass."""
    option = options.get("three-pass")
    if option is not None and option.capabilities.is_active():
        _set(option, False)


def _set_resolution(options: dict[str, Any], wanted: int) -> int:
    option = options.get("resolution")
    if option is None or not option.capabilities.is_active():
        return wanted
    if isinstance(option.constraint, tuple):
        low, high = (pyinsane.from_sane(option, option.constraint[end]) for end in (0, 1))
        dpi = round(min(max(wanted, low), high))
    else:
        dpi = nearest(resolutions(options), wanted)
    _set(option, dpi)
    return round(pyinsane.from_sane(option, option.value))


def _set_full_area(options: dict[str, Any]) -> None:
    """The largest area: page size first, since it limits the window on some feeders."""
    for name, end in (("page-width", 1), ("page-height", 1), ("tl-x", 0), ("tl-y", 0), ("br-x", 1), ("br-y", 1)):
        option = options.get(name)
        if option is None or not option.capabilities.is_active() or not option.capabilities.is_settable():
            continue
        if isinstance(option.constraint, tuple):
            option.value = option.constraint[end]  # raw SANE words already
        elif isinstance(option.constraint, list):
            option.value = max(option.constraint) if end else min(option.constraint)
