"""Our eSCL client against the virtual MFP: the same pixels, and every fault it can have."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from scanning.devices.escl import EsclDriver
from scanning.devices.escl_client import Pace
from scanning.devices.protocol import Mode, RawPage, ScanRequest, Source
from scanning.errors import DeviceError
from tests.fakes.mfp import VirtualMfp
from tests.integration.devices.conftest import ROOT


@pytest.fixture(scope="module")
def device(small_sheets: Path) -> Iterator[VirtualMfp]:
    with VirtualMfp(small_sheets, load=0) as mfp:
        yield mfp


@pytest.fixture
def mfp(device: VirtualMfp) -> VirtualMfp:
    device.control(clear=True, load=7, formats=["image/png", "image/jpeg"])
    return device


def _driver(mfp: VirtualMfp, timeout: float = 10.0, busy: float = 10.0) -> EsclDriver:
    return EsclDriver((mfp.url,), 0, Pace(timeout, busy, retry=0.02))


def _scan(mfp: VirtualMfp, scratch: Path, driver: EsclDriver | None = None, **request: object) -> list[RawPage]:
    pages = (driver or _driver(mfp)).scan(ScanRequest(mfp.device_id, **request), scratch)  # type: ignore[arg-type]
    return list(pages)


def _until_fault(mfp: VirtualMfp, scratch: Path, driver: EsclDriver | None = None) -> tuple[list[RawPage], DeviceError]:
    pages: list[RawPage] = []
    coming = (driver or _driver(mfp)).scan(ScanRequest(mfp.device_id), scratch)
    with pytest.raises(DeviceError) as caught:
        pages.extend(coming)  # keeps what came before the fault
    return pages, caught.value


def _pixels(path: Path) -> tuple[str, tuple[int, int], bytes]:
    with Image.open(path) as image:
        return image.mode, image.size, image.tobytes()


def _same_pixels(pages: list[RawPage], folder: Path) -> None:
    files = sorted(folder.glob("*.png"))
    for index, page in enumerate(pages):
        assert _pixels(page.path) == _pixels(files[index % len(files)]), index


def test_full_pages_are_the_served_pixels(sheets: Path, scratch: Path) -> None:
    with VirtualMfp(sheets) as mfp:
        pages = _scan(mfp, scratch)
    assert [(page.sheet, page.side, page.dpi) for page in pages] == [(1, 0, 300), (2, 0, 300), (3, 0, 300)]
    _same_pixels(pages, sheets)


def test_jpeg_bytes_are_kept_untouched(mfp: VirtualMfp, scratch: Path) -> None:
    mfp.control(formats=["image/jpeg"])
    pages = _scan(mfp, scratch)
    kept = [hashlib.sha256(page.path.read_bytes()).hexdigest() for page in pages]
    assert kept == mfp.state()["served"]
    assert len(kept) == 7


def test_pdf_only_device_gives_its_pages(mfp: VirtualMfp, scratch: Path) -> None:
    mfp.control(formats=["application/pdf"], load=2)
    pages = _scan(mfp, scratch)
    assert [_pixels(page.path)[1] for page in pages] == [(248, 351)] * 2
    assert [page.dpi for page in pages] == [300, 300]


def test_duplex_counts_sheets_and_sides(mfp: VirtualMfp, scratch: Path) -> None:
    mfp.control(load=4)
    pages = _scan(mfp, scratch, source=Source.ADF_DUPLEX)
    assert [(page.sheet, page.side) for page in pages] == [(1, 0), (1, 1), (2, 0), (2, 1)]


def test_flatbed_gives_one_page_and_leaves_the_feeder_alone(mfp: VirtualMfp, scratch: Path) -> None:
    assert len(_scan(mfp, scratch, source=Source.FLATBED)) == 1
    assert mfp.state()["feeder"] == 7


def test_colour_and_resolution_are_asked_for(mfp: VirtualMfp, scratch: Path) -> None:
    page = _scan(mfp, scratch, mode=Mode.COLOR, dpi=160, max_pages=1)[0]
    assert (page.dpi, _pixels(page.path)[:2]) == (150, ("RGB", (124, 176)))


def test_count_is_kept_and_the_job_ended(mfp: VirtualMfp, scratch: Path) -> None:
    assert len(_scan(mfp, scratch, max_pages=2)) == 2
    assert mfp.state()["states"] == ["Canceled"]


def test_closing_the_scan_ends_the_job(mfp: VirtualMfp, scratch: Path) -> None:
    pages = _driver(mfp).scan(ScanRequest(mfp.device_id), scratch)
    next(pages)
    pages.close()  # type: ignore[attr-defined]
    assert mfp.state()["states"] == ["Canceled"]
    assert len(_scan(mfp, scratch)) == 6


def test_three_hundred_sheets(mfp: VirtualMfp, scratch: Path, small_sheets: Path) -> None:
    mfp.control(load=300, job_pages=50)
    pages = _scan(mfp, scratch)
    assert [page.sheet for page in pages] == list(range(1, 301))
    _same_pixels(pages, small_sheets)
    assert len({page.path for page in pages}) == 300


@pytest.mark.parametrize("lie", ["", "ScannerAdfEmpty", "ScannerAdfLoaded"])
def test_jobs_cut_at_fifty_go_on_whatever_the_feeder_says(lie: str, mfp: VirtualMfp, scratch: Path) -> None:
    mfp.control(load=120, job_pages=50, feeder_says=lie)
    assert len(_scan(mfp, scratch)) == 120


@pytest.mark.parametrize("lie", ["ScannerAdfEmpty", "ScannerAdfProcessing"])
def test_feeder_that_says_it_is_empty_is_tried_all_the_same(lie: str, mfp: VirtualMfp, scratch: Path) -> None:
    mfp.control(feeder_says=lie)
    assert len(_scan(mfp, scratch)) == 7


def test_job_that_never_completes_ends_all_the_same(mfp: VirtualMfp, scratch: Path) -> None:
    mfp.control(never_completes=True)
    assert len(_scan(mfp, scratch)) == 7


@pytest.mark.parametrize(
    "fault",
    [{"busy_starts": 3}, {"busy_pages": 2}, {"early_404": 3}, {"wrong_host": True}, {"wrong_type": "text/plain"}],
)
def test_quirks_are_lived_with(fault: dict[str, int], mfp: VirtualMfp, scratch: Path, small_sheets: Path) -> None:
    mfp.control(**fault)
    pages = _scan(mfp, scratch)
    assert len(pages) == 7
    _same_pixels(pages, small_sheets)


@pytest.mark.parametrize(
    ("fault", "code", "good"),
    [
        ({"jam_before": 1}, "jam", 0),
        ({"jam_before": 4}, "jam", 3),
        ({"cover_open_before": 1}, "cover_open", 0),
        ({"cover_open_before": 3}, "cover_open", 2),
        ({"aborts_before": 3}, "io_error", 2),
        ({"load": 0}, "no_paper", 0),
        ({"refuses_start": 500}, "io_error", 0),
        ({"refuses_start": 403}, "access_denied", 0),
        ({"refuses_start": 409}, "unsupported", 0),
        ({"cut_page": 1}, "cut_page", 0),
        ({"cut_page": 5}, "cut_page", 4),
        ({"cut_page": 2, "cut_cleanly": True}, "cut_page", 1),
        ({"cut_page": 2, "cut_cleanly": True, "cut_share": 0.99}, "cut_page", 1),
        ({"cut_page": 2, "cut_cleanly": True, "cut_share": 0.0}, "cut_page", 1),
    ],
)
def test_fault_is_named_and_good_pages_are_kept(
    fault: dict[str, object], code: str, good: int, mfp: VirtualMfp, small_sheets: Path, scratch: Path
) -> None:
    mfp.control(**fault)
    pages, error = _until_fault(mfp, scratch)
    assert error.code == code
    assert [page.sheet for page in pages] == list(range(1, good + 1))
    _same_pixels(pages, small_sheets)
    assert error.subject == mfp.device_id
    assert (f"Ostatnia dobra kartka: {good}." in error.hint) == (good > 0)


def test_cable_pulled_in_mid_stack_keeps_what_came(small_sheets: Path, scratch: Path) -> None:
    with VirtualMfp(small_sheets) as mfp:
        mfp.control(die_page=3)
        pages, error = _until_fault(mfp, scratch)
        assert _until_fault(mfp, scratch)[1].code == "gone"
    assert error.code in {"gone", "cut_page"}  # a pulled cable shows either way
    _same_pixels(pages, small_sheets)
    assert len(pages) == 2


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("format_", ["image/png", "image/jpeg", "application/pdf"])
def test_page_cut_anywhere_is_never_accepted(share: float, format_: str, mfp: VirtualMfp, scratch: Path) -> None:
    mfp.control(formats=[format_], cut_page=1, cut_cleanly=True, cut_share=share)
    pages, error = _until_fault(mfp, scratch)
    assert (pages, error.code) == ([], "cut_page")
    assert not list(scratch.glob("*.png"))


def test_device_busy_too_long_is_busy(mfp: VirtualMfp, scratch: Path) -> None:
    mfp.control(busy_starts=10_000)
    assert _until_fault(mfp, scratch, _driver(mfp, busy=0.2))[1].code == "busy"


def test_silent_device_is_hung(mfp: VirtualMfp, scratch: Path) -> None:
    mfp.control(hang_page=2)
    pages, error = _until_fault(mfp, scratch, _driver(mfp, timeout=0.5))
    assert (len(pages), error.code) == (1, "hung")


def test_device_that_is_off_is_gone(small_sheets: Path, scratch: Path) -> None:
    with VirtualMfp(small_sheets) as mfp:
        mfp.kill()
        assert _driver(mfp).discover() == []
        assert _until_fault(mfp, scratch)[1].code == "gone"


def test_scanning_again_after_a_jam_is_cleared(mfp: VirtualMfp, scratch: Path) -> None:
    mfp.control(jam_before=3)
    assert _until_fault(mfp, scratch)[1].code == "jam"
    mfp.control(jam_before=0)
    assert len(_scan(mfp, scratch)) == 5


def test_device_is_reopened_after_its_client_was_killed_in_a_page(mfp: VirtualMfp, scratch: Path) -> None:
    mfp.control(trickle_page=3)
    command = [sys.executable, "-m", "tests.integration.devices.escl_child", mfp.device_id, str(scratch)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as client:
        assert client.stdout is not None
        assert client.stdout.readline()
        mfp.wait_for(lambda state: state["taken"] == 3)
        client.kill()
    mfp.control(trickle_page=0)
    assert len(_scan(mfp, scratch)) == 4


def test_discovery_describes_the_given_device(mfp: VirtualMfp) -> None:
    found = _driver(mfp).discover()
    assert [(device.id, device.driver, device.sources) for device in found] == [(mfp.device_id, "escl", tuple(Source))]
    assert 300 in found[0].resolutions
    assert found[0].modes == tuple(Mode)


def test_two_clients_at_once_wait_for_each_other(mfp: VirtualMfp, scratch: Path) -> None:
    mfp.control(load=30, job_timeout=30)
    first = _driver(mfp).scan(ScanRequest(mfp.device_id, max_pages=3), scratch)
    next(first)
    seen: list[int] = []
    other = threading.Thread(target=lambda: seen.append(len(_scan(mfp, scratch, max_pages=2))))
    other.start()
    mfp.wait_for(lambda state: state["starts"] >= 2)
    rest = len(list(first))
    other.join(20)
    assert (rest, seen) == (2, [2])
