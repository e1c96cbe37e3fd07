"""How a child is told which driver to make: a dotted name and JSON options, since objects don't cross processes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from scanning.devices.config import DevicesConfig
from scanning.devices.protocol import Driver
from scanning.spool.codec import decode, encode

_REGISTRY = "scanning.worker.drivers:from_registry"


@dataclass(frozen=True)
class DriverRef:
    """A driver to be made in a child: `factory` is `module:function`, called with `options`."""

    name: str
    factory: str = _REGISTRY
    options: dict[str, Any] = field(default_factory=dict)


def driver_for(device_id: str, config: DevicesConfig | None = None) -> DriverRef:
    """The registry's driver that serves a device. Raises DeviceError `unknown_device`."""
    from scanning.devices.registry import split_id

    return registry_driver(split_id(device_id)[0], config)


def registry_driver(name: str, config: DevicesConfig | None = None) -> DriverRef:
    """A driver of the registry by name."""
    return DriverRef(name, options={"name": name, "config": None if config is None else encode(config)})


def registry_drivers(config: DevicesConfig | None = None) -> list[DriverRef]:
    """All drivers of the registry that are in use."""
    from scanning.devices.registry import driver_names

    return [registry_driver(name, config) for name in driver_names(config)]


def from_registry(options: dict[str, Any]) -> Driver:
    """Make a driver of the registry, in the child."""
    from scanning.devices.registry import make_driver

    config = options.get("config")
    return make_driver(options["name"], None if config is None else decode(DevicesConfig, config))
