"""Looking for scanners: one that hangs or dies stops nothing, and what was known stays known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scanning.worker.discover import DevicesFound, DevicesKnown, DiscoveryEnded, DriverFailed, discover_devices
from scanning.worker.drivers import DriverRef
from tests.integration.worker.left_over import workers_left


def driver(name: str, **options: Any) -> DriverRef:
    return DriverRef(name, "tests.fakes.drivers:feeder", {"name": name, **options})


def ids(event: DevicesKnown | DevicesFound | DiscoveryEnded) -> list[str]:
    return [device.id for device in event.devices]


def test_each_driver_answers_and_the_list_is_kept(tmp_path: Path) -> None:
    cache = tmp_path / "new" / "devices.json"
    events = list(discover_devices(cache, drivers=[driver("one", devices=2), driver("two")]))
    assert events[0] == DevicesKnown(())
    assert {event.driver: ids(event) for event in events[1:-1] if isinstance(event, DevicesFound)} == {
        "one": ["one:0", "one:1"],
        "two": ["two:0"],
    }
    assert isinstance(events[-1], DiscoveryEnded)
    assert ids(events[-1]) == ["one:0", "one:1", "two:0"]
    again = discover_devices(cache, drivers=[driver("one"), driver("two")])
    first = next(again)
    assert isinstance(first, DevicesKnown)
    assert ids(first) == ["one:0", "one:1", "two:0"]
    last = list(again)[-1]
    assert isinstance(last, DiscoveryEnded)
    assert ids(last) == ["one:0", "two:0"]


@pytest.mark.parametrize(("fault", "code"), [("hang", "hung"), ("crash", "crashed"), ("jam", "jam"), ("bug", "bug")])
def test_a_bad_driver_stops_nothing_and_its_devices_stay_known(tmp_path: Path, fault: str, code: str) -> None:
    cache = tmp_path / "devices.json"
    list(discover_devices(cache, drivers=[driver("good"), driver("bad", devices=2)]))
    bad = driver("bad", fault=fault, fault_at=0)
    events = list(discover_devices(cache, drivers=[bad, driver("good")], timeout_s=2.0))
    kinds = [type(event) for event in events]
    assert kinds == [DevicesKnown, DevicesFound, DriverFailed, DiscoveryEnded] or fault != "hang"
    failed = next(event for event in events if isinstance(event, DriverFailed))
    assert (failed.driver, failed.error.code) == ("bad", code)
    assert isinstance(events[-1], DiscoveryEnded)
    assert sorted(ids(events[-1])) == ["bad:0", "bad:1", "good:0"]
    assert workers_left() == []


@pytest.mark.parametrize("junk", [b"", b"{}", b"[1]", b'[{"id": 5}]'])
def test_a_spoiled_cache_is_only_slower(tmp_path: Path, junk: bytes) -> None:
    cache = tmp_path / "devices.json"
    cache.write_bytes(junk)
    events = list(discover_devices(cache, drivers=[driver("one")]))
    assert events[0] == DevicesKnown(())
    assert isinstance(events[-1], DiscoveryEnded)
    assert ids(events[-1]) == ["one:0"]


def test_leaving_early_ends_the_children(tmp_path: Path) -> None:
    events = discover_devices(tmp_path / "c", drivers=[driver("slow", fault="hang", fault_at=0), driver("one")])
    next(events)
    next(events)
    events.close()  # type: ignore[attr-defined]
    assert workers_left() == []
