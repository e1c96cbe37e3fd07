"""The eSCL documents the virtual device gives and takes."""

from __future__ import annotations

from xml.sax.saxutils import escape

from defusedxml.ElementTree import fromstring

from tests.fakes.mfp.device import Device
from tests.fakes.mfp.pages import Wanted

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<scan:{tag} xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"'
    ' xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03">'
)
WIDTH, HEIGHT = 2480, 3508


def _profile(device: Device) -> str:
    formats = "".join(
        f"<pwg:DocumentFormat>{name}</pwg:DocumentFormat><scan:DocumentFormatExt>{name}</scan:DocumentFormatExt>"
        for name in device.formats
    )
    resolutions = "".join(
        f"<scan:DiscreteResolution><scan:XResolution>{dpi}</scan:XResolution>"
        f"<scan:YResolution>{dpi}</scan:YResolution></scan:DiscreteResolution>"
        for dpi in (75, 100, 150, 200, 300, 600)
    )
    return (
        "<scan:SettingProfiles><scan:SettingProfile><scan:ColorModes>"
        "<scan:ColorMode>Grayscale8</scan:ColorMode><scan:ColorMode>RGB24</scan:ColorMode></scan:ColorModes>"
        f"<scan:DocumentFormats>{formats}</scan:DocumentFormats>"
        f"<scan:SupportedResolutions><scan:DiscreteResolutions>{resolutions}</scan:DiscreteResolutions>"
        "</scan:SupportedResolutions></scan:SettingProfile></scan:SettingProfiles>"
    )


def _caps(device: Device, tag: str) -> str:
    return (
        f"<scan:{tag}><scan:MinWidth>16</scan:MinWidth><scan:MaxWidth>{WIDTH}</scan:MaxWidth>"
        f"<scan:MinHeight>16</scan:MinHeight><scan:MaxHeight>{HEIGHT}</scan:MaxHeight>"
        f"<scan:MaxScanRegions>1</scan:MaxScanRegions>{_profile(device)}"
        "<scan:SupportedIntents><scan:Intent>Document</scan:Intent></scan:SupportedIntents></scan:" + tag + ">"
    )


def capabilities(device: Device) -> str:
    return (
        _HEAD.format(tag="ScannerCapabilities")
        + "<pwg:Version>2.63</pwg:Version><pwg:MakeAndModel>Wirtualny MFP</pwg:MakeAndModel>"
        + "<scan:UUID>4509a320-00a0-008f-00b6-002507510eca</scan:UUID>"
        + f"<scan:Platen>{_caps(device, 'PlatenInputCaps')}</scan:Platen>"
        + f"<scan:Adf>{_caps(device, 'AdfSimplexInputCaps')}{_caps(device, 'AdfDuplexInputCaps')}"
        + "<scan:FeederCapacity>500</scan:FeederCapacity><scan:AdfOptions><scan:AdfOption>DetectPaperLoaded"
        + "</scan:AdfOption><scan:AdfOption>Duplex</scan:AdfOption></scan:AdfOptions></scan:Adf>"
        + "</scan:ScannerCapabilities>"
    )


def status(device: Device) -> str:
    jobs = "".join(
        f"<scan:JobInfo><pwg:JobUri>/eSCL/ScanJobs/{job.id}</pwg:JobUri><pwg:JobUuid>{job.id}</pwg:JobUuid>"
        f"<pwg:ImagesCompleted>{job.given}</pwg:ImagesCompleted><pwg:JobState>{job.state}</pwg:JobState></scan:JobInfo>"
        for job in device.jobs.values()
    )
    busy = any(job.state == "Processing" for job in device.jobs.values())
    return (
        _HEAD.format(tag="ScannerStatus")
        + f"<pwg:Version>2.63</pwg:Version><pwg:State>{'Processing' if busy else 'Idle'}</pwg:State>"
        + f"<scan:AdfState>{escape(device.feeder_state())}</scan:AdfState><scan:Jobs>{jobs}</scan:Jobs>"
        + "</scan:ScannerStatus>"
    )


def read_settings(data: bytes, device: Device) -> Wanted:
    """ScanSettings of a client; raises ValueError when it is none."""
    root = fromstring(data)
    told = {element.tag.rsplit("}", 1)[-1]: (element.text or "").strip() for element in root.iter()}
    dpi = int(told.get("XResolution", "300"))
    format_ = told.get("DocumentFormatExt") or told.get("DocumentFormat") or device.formats[0]
    if format_ not in device.formats:
        raise ValueError(format_)
    return Wanted(
        "Platen" if told.get("InputSource") == "Platen" else "Feeder",
        told.get("Duplex") == "true",
        told.get("ColorMode", "Grayscale8"),
        dpi,
        format_,
        round(int(told.get("Width", WIDTH)) * dpi / 300),
        round(int(told.get("Height", HEIGHT)) * dpi / 300),
    )
