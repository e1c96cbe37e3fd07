"""A scanner that announces itself is found by listening; one without an address isn't."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from zeroconf import ServiceInfo, Zeroconf

from scanning.devices.escl_discovery import SERVICE, announced_scanners, place_of


def _announcement(properties: dict[str, str], addresses: list[bytes] | None = None, port: int = 8080) -> ServiceInfo:
    own = [socket.inet_aton("127.0.0.1")] if addresses is None else addresses
    return ServiceInfo(
        SERVICE, f"Skaner próbny.{SERVICE}", port, addresses=own, properties=properties, server="probny.local."
    )


@pytest.fixture
def network() -> Iterator[Zeroconf]:
    zeroconf = Zeroconf(interfaces=["127.0.0.1"])
    yield zeroconf
    zeroconf.close()


def test_announced_scanner_is_found(network: Zeroconf) -> None:
    network.register_service(_announcement({"rs": "/eSCL/", "ty": "Wirtualny MFP"}))
    found = announced_scanners(3.0, ["127.0.0.1"])
    assert [(place.url, place.name) for place in found] == [("http://127.0.0.1:8080/eSCL", "Wirtualny MFP")]


@pytest.mark.parametrize(
    ("properties", "url", "name"),
    [
        ({}, "http://127.0.0.1:8080/eSCL", "Skaner próbny"),
        ({"rs": "scanner/eSCL"}, "http://127.0.0.1:8080/scanner/eSCL", "Skaner próbny"),
        ({"RS": "eSCL2", "ty": "X"}, "http://127.0.0.1:8080/eSCL2", "X"),
    ],
)
def test_announcement_gives_address_and_name(properties: dict[str, str], url: str, name: str) -> None:
    place = place_of(_announcement(properties))
    assert place is not None
    assert (place.url, place.name) == (url, name)


def test_sixth_version_address_is_bracketed() -> None:
    place = place_of(_announcement({}, [socket.inet_pton(socket.AF_INET6, "2001:db8::1")]))
    assert place is not None
    assert place.url == "http://[2001:db8::1]:8080/eSCL"


def test_announcement_without_an_address_is_passed_over() -> None:
    assert place_of(_announcement({}, [])) is None
    assert place_of(_announcement({}, port=0)) is None
