"""Scanners in reach of this station, remembered between looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from kancelaria.settings import SETTINGS_FILE, Settings
from scanning.devices.config import DevicesConfig, load_config
from scanning.devices.protocol import DeviceInfo, ScanRequest
from scanning.worker.discover import DevicesKnown, DiscoveryEnded, DiscoveryEvent, discover_devices
from scanning.worker.drivers import registry_drivers
from ui.operations.facts import ScanOptions
from ui.operations.profiles import ScanProfile, enforced, load_profiles


def devices_config(settings: Settings) -> DevicesConfig:
    """The administrator's `[scanners]` of the station's TOML, then the environment."""
    return load_config(settings.home / SETTINGS_FILE)


def profiles_of(settings: Settings) -> tuple[ScanProfile, ...]:
    """The administrator's scanner profiles."""
    return load_profiles(settings.home / SETTINGS_FILE)


def allowed(options: ScanOptions, settings: Settings) -> None:
    """InputError where a locked profile forbids these options, wherever they come from."""
    enforced(options, profiles_of(settings))


def requested(options: ScanOptions) -> ScanRequest:
    """What a scanner is asked for."""
    return ScanRequest(options.device_id, options.source, options.dpi, options.mode)


class StationDevices:
    """The list of scanners: at once from the last look, or by looking now."""

    def __init__(self, settings: Settings, health: Callable[[str], str] = lambda _device: "") -> None:
        """`health`: how a scanner does, on a line; empty = not known."""
        self._settings = settings
        self.health = health
        self._cache: Path = settings.home / "devices.json"

    def events(self) -> Iterator[DiscoveryEvent]:
        """What is known, then each driver's answer as it comes, then the whole list."""
        return discover_devices(self._cache, drivers=registry_drivers(devices_config(self._settings)))

    def profiles(self) -> tuple[ScanProfile, ...]:
        """The administrator's scanner profiles, as they stand now."""
        return profiles_of(self._settings)

    def known(self) -> list[DeviceInfo]:
        """At once, from the last look."""
        first = next(discover_devices(self._cache, drivers=registry_drivers(devices_config(self._settings))))
        return list(first.devices) if isinstance(first, DevicesKnown) else []

    def discover(self) -> list[DeviceInfo]:
        """Look now; may take seconds."""
        found: list[DeviceInfo] = []
        for event in self.events():
            if isinstance(event, DiscoveryEnded):
                found = list(event.devices)
        return found
