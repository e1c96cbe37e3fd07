"""Known errors cross between processes whole; dataclasses do too."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanning.devices.config import DevicesConfig
from scanning.devices.protocol import DeviceInfo, Mode, ScanRequest, Source
from scanning.errors import DeviceError, InputError, ScanningError, StorageError
from scanning.spool.codec import decode, encode
from scanning.worker import faults
from scanning.worker.drivers import DriverRef, driver_for, registry_driver


class ForeignError(DeviceError):
    """A driver's own kind of device error."""


@pytest.mark.parametrize("kind", [ScanningError, DeviceError, InputError, StorageError])
def test_an_error_arrives_as_it_left(kind: type[ScanningError]) -> None:
    error = faults.from_frame(faults.to_frame(kind("jam", "Zacięcie.", "Wyjmij kartkę.", "sane:x")))
    assert type(error) is kind
    assert (error.code, error.message, error.hint, error.subject) == ("jam", "Zacięcie.", "Wyjmij kartkę.", "sane:x")
    assert str(error) == "Zacięcie."


def test_a_driver_s_own_error_arrives_as_its_known_kind() -> None:
    assert type(faults.from_frame(faults.to_frame(ForeignError("jam", "Zacięcie.")))) is DeviceError


@pytest.mark.parametrize(
    "value",
    [
        ScanRequest("escl:http://127.0.0.1:1", Source.ADF_DUPLEX, 200, Mode.COLOR, 4),
        DeviceInfo("fake:0", "Skaner", "fake", (Source.ADF,), (200, 300)),
        DevicesConfig(escl_urls=("http://127.0.0.1:8080",), watched_folders=(Path("/a"), Path("/b")), demo_folder=None),
    ],
)
def test_what_travels_comes_back_equal(value: object) -> None:
    assert decode(type(value), encode(value)) == value


@pytest.mark.parametrize(
    "data", [None, [], {}, {"device_id": 5}, {"device_id": "a", "dpi": "300"}, {"device_id": "a", "source": "tape"}]
)
def test_what_does_not_fit_is_a_value_error(data: object) -> None:
    with pytest.raises(ValueError):
        decode(ScanRequest, data)


def test_a_field_of_a_later_version_is_passed_over() -> None:
    assert decode(ScanRequest, {"device_id": "a", "colour_of_the_moon": 1}) == ScanRequest("a")


def test_what_has_no_json_form_is_refused() -> None:
    with pytest.raises(TypeError):
        encode({"when": object()})


def test_the_registry_names_the_driver_of_a_device() -> None:
    assert (
        driver_for("demo:letters")
        == registry_driver("demo")
        == DriverRef("demo", options={"name": "demo", "config": None})
    )
    with pytest.raises(DeviceError) as refused:
        driver_for("fax:1")
    assert refused.value.code == "unknown_device"
