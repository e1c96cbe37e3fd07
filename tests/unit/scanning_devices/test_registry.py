"""Drivers by name, settings, the demo scanner, and what a person reads when something fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from scanning.devices import faults, sane_status
from scanning.devices.config import DevicesConfig, load_config
from scanning.devices.demo import DemoDriver, letters_in
from scanning.devices.protocol import Mode, ScanRequest, Source
from scanning.devices.registry import discover, discover_one, driver_names, make_driver, open_driver, split_id
from scanning.errors import DeviceError, InputError, ScanningError


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    folder = tmp_path / "listy"
    folder.mkdir()
    for number in range(3):
        Image.new("RGB", (300, 400), (200, number * 50, 0)).save(folder / f"{number}.png", dpi=(300, 300))
    return folder


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


def test_ids_name_their_driver() -> None:
    assert split_id("escl:http://192.0.2.1:80/eSCL") == ("escl", "http://192.0.2.1:80/eSCL")
    assert open_driver("demo:letters").name == "demo"


@pytest.mark.parametrize("device_id", ["", "demo", "demo:", "nosuch:x", ":x"])
def test_unknown_id_is_a_known_error(device_id: str) -> None:
    with pytest.raises(DeviceError) as caught:
        split_id(device_id)
    assert caught.value.code == "unknown_device"


def test_discovery_answers_driver_by_driver(letters: Path, tmp_path: Path) -> None:
    config = DevicesConfig(
        demo_folder=letters,
        watched_folders=(tmp_path, tmp_path / "brak"),
        escl_urls=("http://127.0.0.1:1/eSCL",),
        escl_discover_seconds=0,
        enabled=("demo", "folder", "escl"),
    )
    found = {answer.driver: [device.id for device in answer.devices] for answer in discover(config)}
    assert found == {"demo": ["demo:letters"], "folder": [f"folder:{tmp_path}"], "escl": []}
    assert driver_names(config) == ("demo", "folder", "escl")


def test_driver_that_fails_is_part_of_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str, config: DevicesConfig | None = None) -> None:
        raise DeviceError("no_driver", "Brak.", "")

    monkeypatch.setattr("scanning.devices.registry.make_driver", fail)
    answer = discover_one("sane", DevicesConfig())
    assert answer.error is not None
    assert answer.error.code == "no_driver"


@pytest.mark.parametrize(
    ("source", "places"),
    [
        (Source.ADF, [(1, 0), (2, 0), (3, 0)]),
        (Source.ADF_DUPLEX, [(1, 0), (1, 1), (2, 0)]),
        (Source.FLATBED, [(1, 0)]),
    ],
)
def test_demo_feeds_like_a_real_feeder(
    source: Source, places: list[tuple[int, int]], letters: Path, scratch: Path
) -> None:
    waits: list[float] = []
    driver = DemoDriver(lambda: letters_in(letters), 1.5, waits.append)
    pages = list(driver.scan(ScanRequest("demo:letters", source), scratch))
    assert [(page.sheet, page.side) for page in pages] == places
    assert waits == [1.5] * len(places)


def test_demo_honours_mode_resolution_and_count(letters: Path, scratch: Path) -> None:
    driver = DemoDriver(lambda: letters_in(letters))
    request = ScanRequest("demo:letters", dpi=160, mode=Mode.COLOR, max_pages=2)
    pages = list(driver.scan(request, scratch))
    assert len(pages) == 2
    with Image.open(pages[0].path) as image:
        assert (pages[0].dpi, image.mode, image.size) == (150, "RGB", (150, 200))


def test_demo_at_its_own_resolution_changes_no_pixel(letters: Path, scratch: Path) -> None:
    (page,) = DemoDriver(lambda: letters_in(letters)[:1]).scan(ScanRequest("demo:letters", mode=Mode.COLOR), scratch)
    with Image.open(page.path) as scanned, Image.open(letters / "0.png") as letter:
        assert scanned.tobytes() == letter.tobytes()


def test_demo_without_letters_is_no_device(scratch: Path) -> None:
    assert DemoDriver(list).discover() == []
    with pytest.raises(DeviceError) as caught:
        list(DemoDriver(list).scan(ScanRequest("demo:letters"), scratch))
    assert caught.value.code == "no_paper"


def test_settings_come_from_file_then_environment(tmp_path: Path) -> None:
    file = tmp_path / "scanners.toml"
    file.write_text(
        '[scanners]\nescl_urls = ["http://192.0.2.1/eSCL"]\nsane_backends = ["fujitsu"]\ndemo_page_seconds = 3\n'
    )
    config = load_config(file, {"KANCELARIA_SANE_BACKENDS": "airscan, epjitsu", "KANCELARIA_DEMO_DIR": "/listy"})
    assert config.escl_urls == ("http://192.0.2.1/eSCL",)
    assert config.sane_backends == ("airscan", "epjitsu")
    assert config.demo_folder == Path("/listy")
    assert config.demo_page_seconds == 3.0
    assert load_config(tmp_path / "brak.toml", {}) == DevicesConfig()


@pytest.mark.parametrize(
    "text",
    ["[scanners", "[scanners]\nnieznany = 1", "[scanners]\nescl_urls = 'x'", "[scanners]\nescl_timeout_seconds = 'a'"],
)
def test_bad_settings_are_a_known_error(text: str, tmp_path: Path) -> None:
    file = tmp_path / "scanners.toml"
    file.write_text(text)
    with pytest.raises(InputError) as caught:
        load_config(file, {})
    assert caught.value.code == "bad_scanner_settings"


def test_negative_time_is_refused() -> None:
    with pytest.raises(ScanningError):
        load_config(None, {"KANCELARIA_DEMO_PAGE_SECONDS": "-1"})


def test_demo_pace_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KANCELARIA_DEMO_PAGE_SECONDS", "0")
    assert vars(make_driver("demo"))["_page_seconds"] == 0


def test_every_fault_has_a_message_and_a_next_step() -> None:
    for code in faults.known_codes():
        error = faults.device_error(code, "sane:x", sheet=4)
        assert error.message.endswith(".")
        assert "Ostatnia dobra kartka: 3." in error.hint
    assert set(sane_status.STATUS_CODES.values()) <= faults.known_codes()


def test_first_sheet_has_no_good_one_before_it() -> None:
    assert "Ostatnia" not in faults.device_error("jam", "x", sheet=1).hint
