"""The drivers by name, and the list of scanners gathered from them bit by bit."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, cast

from scanning.devices.config import DevicesConfig, load_config
from scanning.devices.faults import device_error
from scanning.devices.protocol import DeviceInfo, Driver
from scanning.errors import ScanningError

_MODULES = {
    "demo": "scanning.devices.demo",
    "folder": "scanning.devices.folder",
    "escl": "scanning.devices.escl",
    "sane": "scanning.devices.sane",
}


class _DriverModule(Protocol):
    def make_driver(self, config: DevicesConfig) -> Driver: ...


@dataclass(frozen=True)
class Found:
    """What one driver answered: its devices, or the known error that stopped it."""

    driver: str
    devices: tuple[DeviceInfo, ...] = ()
    error: ScanningError | None = None


def driver_names(config: DevicesConfig | None = None) -> tuple[str, ...]:
    """Names of the drivers in use, the quickest to answer first."""
    enabled = (config or load_config()).enabled
    return tuple(name for name in _MODULES if name in enabled)


def make_driver(name: str, config: DevicesConfig | None = None) -> Driver:
    """The driver `name`, made in this process; its libraries are imported only now, so other processes stay clean."""
    if name not in _MODULES:
        raise device_error("unknown_device", name)
    module = cast(_DriverModule, importlib.import_module(_MODULES[name]))
    return module.make_driver(config or load_config())


def drivers(config: DevicesConfig | None = None) -> list[Driver]:
    """All drivers in use, made in this process."""
    return [make_driver(name, config) for name in driver_names(config)]


def split_id(device_id: str) -> tuple[str, str]:
    """Driver name and the driver's own address of `device_id` ("driver:rest")."""
    name, colon, rest = device_id.partition(":")
    if not colon or name not in _MODULES or not rest:
        raise device_error("unknown_device", device_id)
    return name, rest


def open_driver(device_id: str, config: DevicesConfig | None = None) -> Driver:
    """The driver that serves `device_id`."""
    return make_driver(split_id(device_id)[0], config)


def discover_one(name: str, config: DevicesConfig | None = None) -> Found:
    """What driver `name` finds now; a known error is part of the answer, not raised."""
    try:
        return Found(name, tuple(make_driver(name, config).discover()))
    except ScanningError as error:
        return Found(name, error=error)


def discover(config: DevicesConfig | None = None) -> Iterator[Found]:
    """One answer per driver, as each is ready; blocking: run it in a worker (or `discover_one` in one worker each)."""
    for name in driver_names(config):
        yield discover_one(name, config)
