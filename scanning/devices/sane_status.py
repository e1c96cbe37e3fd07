"""SANE's status numbers, said as our device faults."""

from __future__ import annotations

from scanning.devices.faults import device_error
from scanning.errors import DeviceError

STATUS_CODES: dict[int, str] = {
    1: "unsupported",
    2: "cancelled",
    3: "busy",
    4: "unsupported",
    5: "cut_page",
    6: "jam",
    7: "no_paper",
    8: "cover_open",
    9: "io_error",
    10: "no_memory",
    11: "access_denied",
    12: "warming_up",
    13: "locked",
}
"""SANE_Status → our code; 0 (good) isn't an error."""

_ON_OPEN = {4: "gone", 1: "gone", 9: "gone"}
"""The same numbers while opening mean: no such device any more."""


def status_error(status: int, subject: str, sheet: int | None = None) -> DeviceError:
    """The fault for a status met while scanning."""
    return device_error(STATUS_CODES.get(status, "io_error"), subject, sheet)


def open_error(status: int, subject: str) -> DeviceError:
    """The fault for a status met while opening the device."""
    return device_error(_ON_OPEN.get(status, STATUS_CODES.get(status, "io_error")), subject)
