"""Scanners that announce themselves on the network (mDNS, `_uscan._tcp`)."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from zeroconf import InterfaceChoice, IPVersion, ServiceBrowser, ServiceInfo, ServiceListener, Zeroconf

SERVICE = "_uscan._tcp.local."


@dataclass(frozen=True)
class Announced:
    """A scanner's eSCL root and the name it goes by."""

    url: str
    name: str


class _Collector(ServiceListener):
    def __init__(self) -> None:
        self.found: dict[str, Announced] = {}
        self.changed = threading.Event()

    def add_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        info = zc.get_service_info(type_, name, timeout=1500)
        place = place_of(info) if info is not None else None
        if place is not None:
            self.found[name] = place
            self.changed.set()

    def update_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        self.add_service(zc, type_, name)

    def remove_service(self, _zc: Zeroconf, _type: str, name: str) -> None:
        self.found.pop(name, None)


def place_of(info: ServiceInfo) -> Announced | None:
    """Address and name out of an announcement; None when it gives no usable address."""
    addresses = info.parsed_addresses(IPVersion.V4Only) or info.parsed_addresses(IPVersion.V6Only)
    if not addresses or not info.port:
        return None
    told = {key.decode("ascii", "replace").lower(): value for key, value in info.properties.items()}
    root = (told.get("rs".lower()) or b"eSCL").decode("utf-8", "replace").strip("/")
    name = (told.get("ty") or b"").decode("utf-8", "replace") or info.name.removesuffix(f".{SERVICE}")
    host = f"[{addresses[0]}]" if ":" in addresses[0] else addresses[0]
    return Announced(f"http://{host}:{info.port}/{root}", name)


def announced_scanners(
    seconds: float, interfaces: Sequence[str] | InterfaceChoice = InterfaceChoice.All
) -> list[Announced]:
    """Listen for `seconds` and give what was announced; a machine without a network finds none."""
    collector = _Collector()
    try:
        network = Zeroconf(interfaces=interfaces)
    except OSError:
        return []
    try:
        browser = ServiceBrowser(network, SERVICE, collector)
        threading.Event().wait(seconds)
        browser.cancel()
    finally:
        network.close()
    return sorted(collector.found.values(), key=lambda place: (place.name, place.url))
