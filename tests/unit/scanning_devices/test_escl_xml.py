"""eSCL documents of different makers, and hostile ones."""

from __future__ import annotations

import pytest
from defusedxml.ElementTree import fromstring

from scanning.devices.escl_xml import Capabilities, InputCaps, read_capabilities, read_status, scan_settings
from scanning.devices.protocol import Mode, Source
from scanning.errors import DeviceError

_HEAD = (
    '<scan:{tag} xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"'
    ' xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03">'
)
_PROFILE = (
    "<scan:SettingProfile{name}><scan:ColorModes><scan:ColorMode>BlackAndWhite1</scan:ColorMode>"
    "<scan:ColorMode>Grayscale8</scan:ColorMode></scan:ColorModes><scan:DocumentFormats>"
    "<pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat><pwg:DocumentFormat>application/pdf</pwg:DocumentFormat>"
    "</scan:DocumentFormats><scan:SupportedResolutions>{dpi}</scan:SupportedResolutions></scan:SettingProfile>"
)
_RANGE = (
    "<scan:ResolutionRange><scan:XResolutionRange><scan:Min>75</scan:Min><scan:Max>400</scan:Max>"
    "<scan:Step>1</scan:Step></scan:XResolutionRange></scan:ResolutionRange>"
)


def _capabilities(body: str) -> bytes:
    return (_HEAD.format(tag="ScannerCapabilities") + body + "</scan:ScannerCapabilities>").encode()


def _caps(formats: frozenset[str] = frozenset({"image/jpeg"}), *, ext: bool = False) -> Capabilities:
    caps = InputCaps(2550, 4200, (200, 300), frozenset({"Grayscale8", "RGB24"}), formats, ext)
    return Capabilities("X", "2.6", "", dict.fromkeys(Source, caps))


def test_profile_given_by_reference_is_found() -> None:
    body = (
        "<scan:SettingProfiles>" + _PROFILE.format(name=' name="p0"', dpi=_RANGE) + "</scan:SettingProfiles>"
        "<scan:Platen><scan:PlatenInputCaps><scan:MaxWidth>2550</scan:MaxWidth><scan:SettingProfiles>"
        '<scan:SettingProfile ref="p0"/></scan:SettingProfiles></scan:PlatenInputCaps></scan:Platen>'
    )
    found = read_capabilities(_capabilities(body), "x")
    assert found.inputs[Source.FLATBED].resolutions == (100, 150, 200, 240, 300, 400)
    assert found.inputs[Source.FLATBED].max_width == 2550
    assert found.modes() == (Mode.LINEART, Mode.GRAY)
    assert list(found.inputs) == [Source.FLATBED]


@pytest.mark.parametrize(
    ("formats", "best"),
    [
        ({"image/jpeg", "image/png", "application/pdf"}, "image/png"),
        ({"application/pdf", "image/jpeg"}, "image/jpeg"),
        ({"application/pdf"}, "application/pdf"),
        ({"application/octet-stream"}, "image/jpeg"),
    ],
)
def test_lossless_is_preferred(formats: set[str], best: str) -> None:
    assert _caps(frozenset(formats)).inputs[Source.ADF].best_format() == best


@pytest.mark.parametrize("source", list(Source))
def test_settings_name_source_area_and_format(source: Source) -> None:
    data = scan_settings(_caps(frozenset({"image/png"}), ext=True), source, Mode.LINEART, 300)
    told = {element.tag.rsplit("}", 1)[-1]: element.text for element in fromstring(data).iter()}
    assert told["InputSource"] == ("Platen" if source is Source.FLATBED else "Feeder")
    assert told.get("Duplex") == {Source.FLATBED: None, Source.ADF: "false", Source.ADF_DUPLEX: "true"}[source]
    assert (told["Width"], told["Height"], told["XResolution"]) == ("2550", "4200", "300")
    assert (told["ColorMode"], told["DocumentFormatExt"]) == ("Grayscale8", "image/png")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>",
        b"not xml",
        b"<!DOCTYPE a><a/>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>',
        b'<!DOCTYPE z [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><z>&b;</z>',
    ],
)
def test_broken_or_hostile_document_is_a_device_fault(data: bytes) -> None:
    with pytest.raises(DeviceError) as caught:
        read_status(data, "escl:x")
    assert (caught.value.code, caught.value.subject) == ("io_error", "escl:x")


def test_something_else_than_a_scanner_is_refused() -> None:
    with pytest.raises(DeviceError) as caught:
        read_capabilities(b"<html></html>", "escl:x")
    assert caught.value.code == "unsupported"


def test_nonsense_numbers_fall_back() -> None:
    body = "<scan:Adf><scan:AdfSimplexInputCaps><scan:MaxWidth>?</scan:MaxWidth></scan:AdfSimplexInputCaps></scan:Adf>"
    found = read_capabilities(_capabilities(body), "x").inputs[Source.ADF]
    assert (found.max_width, found.resolutions) == (2550, (300,))


def test_job_is_known_by_the_end_of_its_address() -> None:
    body = (
        _HEAD.format(tag="ScannerStatus") + "<pwg:State>Idle</pwg:State><scan:Jobs><scan:JobInfo>"
        "<pwg:JobUri>/eSCL/ScanJobs/abc</pwg:JobUri><pwg:JobState>Aborted</pwg:JobState></scan:JobInfo></scan:Jobs>"
        "</scan:ScannerStatus>"
    )
    status = read_status(body.encode(), "x")
    assert status.job_state("http://h/other/ScanJobs/abc/") == "Aborted"
    assert status.job_state("/eSCL/ScanJobs/zzz") == ""
