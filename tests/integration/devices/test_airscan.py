"""The long way: pyinsane2 → SANE → sane-airscan → virtual MFP, compared pixel by pixel, and its faults."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.fakes.mfp import VirtualMfp
from tests.integration.devices.conftest import ROOT, run_sane, sane_environment

DEVICE = "sane:airscan:e0:Wirtualny MFP"
Scan = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def mfp(sheets: Path) -> Iterator[VirtualMfp]:
    with VirtualMfp(sheets) as device:
        yield device


@pytest.fixture
def scan(mfp: VirtualMfp, tmp_path: Path, scratch: Path) -> Scan:
    def run(**order: Any) -> list[dict[str, Any]]:
        config = mfp.sane_folder(tmp_path / "sane")
        return run_sane(config, {"device": DEVICE, "scratch": str(scratch), "dpi": 300, **order})

    return run


def _pages(facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [fact for fact in facts if "page" in fact]


def _errors(facts: list[dict[str, Any]]) -> list[str]:
    return [fact["error"] for fact in facts if "error" in fact]


def _pixels(path: Path) -> tuple[str, tuple[int, int], bytes]:
    with Image.open(path) as image:
        return image.mode, image.size, image.tobytes()


def test_discovery_finds_the_device(scan: Scan) -> None:
    found = [fact for fact in scan(discover=True) if "device" in fact]
    assert [device["device"] for device in found] == [DEVICE]
    assert found[0]["sources"] == ["flatbed", "adf", "adf-duplex"]


def test_feeder_pages_are_the_served_pixels(scan: Scan, sheets: Path) -> None:
    facts = scan()
    assert not _errors(facts)
    pages = _pages(facts)
    assert [(page["page"], page["side"], page["dpi"]) for page in pages] == [(1, 0, 300), (2, 0, 300), (3, 0, 300)]
    for page, sheet in zip(pages, sorted(sheets.glob("*.png")), strict=True):
        assert _pixels(Path(page["path"])) == _pixels(sheet)


def test_glass_page_is_the_served_pixels(scan: Scan, sheets: Path) -> None:
    page = _pages(scan(source="flatbed"))[0]
    assert _pixels(Path(page["path"])) == _pixels(sheets / "0.png")


def test_colour_page_is_the_served_pixels(scan: Scan, sheets: Path) -> None:
    page = _pages(scan(source="flatbed", mode="color"))[0]
    with Image.open(sheets / "0.png") as sheet:
        assert _pixels(Path(page["path"])) == ("RGB", sheet.size, sheet.convert("RGB").tobytes())


def test_duplex_counts_sides(scan: Scan, mfp: VirtualMfp) -> None:
    mfp.control(load=4)
    facts = scan(source="adf-duplex", dpi=100)
    assert [(page["page"], page["side"]) for page in _pages(facts)] == [(1, 0), (1, 1), (2, 0), (2, 1)]


@pytest.mark.parametrize(
    ("fault", "codes", "good"),
    [
        ({"load": 0}, {"no_paper"}, 0),
        ({"jam_before": 1}, {"jam"}, 0),
        ({"jam_before": 2}, {"jam"}, 1),
        ({"cover_open_before": 1}, {"cover_open", "no_paper"}, 0),  # sane-airscan 0.99.27 calls it "out of paper"
        ({"cut_page": 2}, {"io_error", "cut_page"}, 1),
        ({"die_page": 2}, {"io_error", "gone"}, 1),
        ({"refuses_start": 500}, {"io_error"}, 0),
    ],
)
def test_fault_is_named_and_good_pages_are_kept(
    fault: dict[str, Any], codes: set[str], good: int, scan: Scan, mfp: VirtualMfp
) -> None:
    mfp.control(**fault)
    facts = scan(dpi=100)
    assert len(_errors(facts)) == 1
    assert set(_errors(facts)) <= codes
    assert len(_pages(facts)) == good


def test_three_hundred_sheets(small_sheets: Path, tmp_path: Path, scratch: Path) -> None:
    with VirtualMfp(small_sheets, load=300) as many:
        config = many.sane_folder(tmp_path / "sane")
        facts = run_sane(config, {"device": DEVICE, "scratch": str(scratch), "dpi": 75, "count_living": True}, 120)
    assert [page["page"] for page in _pages(facts)] == list(range(1, 301))
    assert max(fact["living"] for fact in facts if "living" in fact) <= 1


def test_device_is_reopened_after_its_client_was_killed_in_a_page(
    scan: Scan, mfp: VirtualMfp, tmp_path: Path, scratch: Path
) -> None:
    mfp.control(load=6, trickle_page=3)
    order = json.dumps({"device": DEVICE, "scratch": str(scratch), "dpi": 100})
    with subprocess.Popen(
        [sys.executable, "-m", "tests.integration.devices.sane_child"],
        cwd=ROOT,
        env=sane_environment(mfp.sane_folder(tmp_path / "sane")),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as client:
        assert client.stdin is not None
        client.stdin.write(order)
        client.stdin.close()
        mfp.wait_for(lambda state: state["taken"] == 3)
        client.kill()
    mfp.control(clear=True)
    mfp.wait_for(lambda state: "Processing" not in state["states"] or state["taken"] > 3, seconds=90)
    facts = scan(dpi=100)
    assert not _errors(facts)
    assert len(_pages(facts)) == 3


def test_cover_opened_in_mid_stack_keeps_what_came(scan: Scan, mfp: VirtualMfp) -> None:
    """sane-airscan 0.99.27 calls this "out of paper" (our own client names it): no page may be lost or made up."""
    mfp.control(cover_open_before=2)
    assert [page["page"] for page in _pages(scan(dpi=100))] == [1]


def test_device_that_is_off_is_gone(scan: Scan, mfp: VirtualMfp) -> None:
    mfp.kill()
    assert _errors(scan()) == ["gone"]
