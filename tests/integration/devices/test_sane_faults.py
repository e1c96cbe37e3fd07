"""SANE's `test` backend: its ten-sheet feeder, and every status it can be made to answer with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scanning.devices.sane_status import STATUS_CODES
from tests.integration.devices.conftest import SaneChild, run_sane

INJECTED = {
    "UNSUPPORTED": "unsupported",
    "CANCELLED": "cancelled",
    "DEVICE_BUSY": "busy",
    "INVAL": "unsupported",
    "JAMMED": "jam",
    "NO_DOCS": "no_paper",
    "COVER_OPEN": "cover_open",
    "IO_ERROR": "io_error",
    "NO_MEM": "no_memory",
    "ACCESS_DENIED": "access_denied",
}


def _pages(facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [fact for fact in facts if "page" in fact]


def _error(facts: list[dict[str, Any]]) -> dict[str, Any]:
    errors = [fact for fact in facts if "error" in fact]
    assert len(errors) == 1
    return errors[0]


@pytest.mark.parametrize("status", INJECTED)
@pytest.mark.parametrize("source", ["adf", "flatbed"])
def test_status_becomes_a_known_fault(status: str, source: str, sane_test: SaneChild) -> None:
    facts = sane_test({"read-status-code": f'"SANE_STATUS_{status}"'}, source=source)
    error = _error(facts)
    assert (error["error"], _pages(facts)) == (INJECTED[status], [])
    assert error["message"]
    assert error["hint"]
    assert error["subject"] == "sane:test:0"


def test_feeder_gives_its_ten_sheets_then_ends(sane_test: SaneChild) -> None:
    assert [page["page"] for page in _pages(sane_test())] == list(range(1, 11))


def test_feeder_stops_at_the_asked_count(sane_test: SaneChild) -> None:
    assert [page["page"] for page in _pages(sane_test(max_pages=4))] == [1, 2, 3, 4]


def test_flatbed_gives_one_page(sane_test: SaneChild) -> None:
    assert len(_pages(sane_test(source="flatbed"))) == 1


@pytest.mark.parametrize(("asked", "given"), [(300, 300), (50, 50), (5000, 1200)])
def test_resolution_is_what_the_device_really_uses(asked: int, given: int, sane_test: SaneChild) -> None:
    page = _pages(sane_test({"geometry_max": "20.0"}, source="flatbed", dpi=asked))[0]
    assert page["dpi"] == given
    assert abs(page["size"][0] - 20 / 25.4 * given) <= 1


@pytest.mark.parametrize(("mode", "kind"), [("lineart", "L"), ("gray", "L"), ("color", "RGB")])
def test_line_art_is_scanned_as_grey(mode: str, kind: str, sane_test: SaneChild) -> None:
    assert _pages(sane_test(source="flatbed", mode=mode))[0]["mode"] == kind


def test_source_the_device_has_not_is_refused(sane_test: SaneChild) -> None:
    assert _error(sane_test(source="adf-duplex"))["error"] == "unsupported"


def test_device_that_is_not_there_is_gone(sane_test: SaneChild) -> None:
    assert _error(sane_test(device="sane:test:7"))["error"] == "gone"
    assert _error(sane_test(device="sane:nosuch:usb"))["error"] == "gone"


def test_pages_come_in_small_reads_too(sane_test: SaneChild) -> None:
    plain, small = sane_test(max_pages=1), sane_test({"read-limit": "true", "read-limit-size": "777"}, max_pages=1)
    assert _pages(plain)[0]["pixels"] == _pages(small)[0]["pixels"]


def test_nothing_stays_in_scratch_but_pages(sane_test: SaneChild, scratch: Path) -> None:
    pages = _pages(sane_test())
    assert sorted(path.name for path in scratch.iterdir()) == sorted(Path(page["path"]).name for page in pages)


def test_discovery_lists_the_devices(sane_test: SaneChild) -> None:
    devices = [fact for fact in sane_test(discover=True) if "device" in fact]
    assert [device["device"] for device in devices] == ["sane:test:0", "sane:test:1"]
    assert devices[0]["sources"] == ["flatbed", "adf"]
    assert 300 in devices[0]["resolutions"]


def test_preferred_backends_are_the_only_ones_asked() -> None:
    devices = [fact["device"] for fact in run_sane(None, {"discover": True, "backends": ["test"]}) if "device" in fact]
    assert devices
    assert all(device.startswith("sane:test:") for device in devices)


def test_no_backend_at_all_means_no_device(tmp_path: Path) -> None:
    (tmp_path / "dll.d").mkdir()
    (tmp_path / "dll.conf").write_text("")
    assert not [fact for fact in run_sane(tmp_path, {"discover": True}) if "device" in fact or "error" in fact]


def test_fault_is_told_though_the_backend_hangs_when_cancelled(sane_test: SaneChild) -> None:
    facts = sane_test({"read-status-code": '"SANE_STATUS_JAMMED"'}, cancel_hangs=True)
    assert _error(facts)["error"] == "jam"


def test_every_sane_status_has_a_code() -> None:
    assert sorted(STATUS_CODES) == list(range(1, 14))
