"""Looking for scanners: every driver in a child of its own, so one that hangs stops nothing; known devices at once."""

from __future__ import annotations

import json
import queue
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scanning.devices.protocol import DeviceInfo
from scanning.errors import DeviceError, ScanningError
from scanning.spool.codec import decode, encode
from scanning.storage import Files
from scanning.worker import faults
from scanning.worker.drivers import DriverRef, registry_drivers
from scanning.worker.frames import Frame
from scanning.worker.process import WorkerProcess

_TASK = "scanning.worker.scan_task:make_discovery"
_Answer = tuple[DriverRef, Frame]


@dataclass(frozen=True)
class DevicesKnown:
    """What was found last time; shown until the drivers have answered."""

    devices: tuple[DeviceInfo, ...]


@dataclass(frozen=True)
class DevicesFound:
    """What one driver found now."""

    driver: str
    devices: tuple[DeviceInfo, ...]


@dataclass(frozen=True)
class DriverFailed:
    """A driver hung, crashed or said why it can't look."""

    driver: str
    error: ScanningError


@dataclass(frozen=True)
class DiscoveryEnded:
    """All drivers have answered or were given up; of a failed driver the devices known before are kept."""

    devices: tuple[DeviceInfo, ...]


DiscoveryEvent = DevicesKnown | DevicesFound | DriverFailed | DiscoveryEnded


def discover_devices(
    cache_path: Path, *, drivers: Sequence[DriverRef] | None = None, timeout_s: float = 20.0
) -> Iterator[DiscoveryEvent]:
    """Yield what is known, then each driver's answer as it comes, then the whole list, which is kept in the cache."""
    refs = registry_drivers() if drivers is None else list(drivers)
    names = {ref.name for ref in refs}
    known = tuple(device for device in _load(cache_path) if device.driver in names)
    yield DevicesKnown(known)
    lists = {ref.name: tuple(device for device in known if device.driver == ref.name) for ref in refs}
    for event in _ask_all(refs, timeout_s):
        if isinstance(event, DevicesFound):
            lists[event.driver] = event.devices
        yield event
    devices = tuple(device for found in lists.values() for device in found)
    _save(cache_path, devices)
    yield DiscoveryEnded(devices)


def _ask_all(refs: Sequence[DriverRef], timeout_s: float) -> Iterator[DevicesFound | DriverFailed]:
    answers: queue.SimpleQueue[_Answer] = queue.SimpleQueue()
    workers: dict[str, WorkerProcess] = {}
    try:
        for ref in refs:
            workers[ref.name] = _ask(ref, answers)
        deadline = time.monotonic() + timeout_s
        waiting = set(workers)
        while waiting:
            try:
                ref, frame = answers.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                break
            event = _event(ref, frame, workers[ref.name])
            if event is not None and ref.name in waiting:
                waiting.discard(ref.name)
                yield event
        for name in sorted(waiting):
            workers[name].kill()
            yield DriverFailed(name, _no_answer(name))
    finally:
        for worker in workers.values():
            worker.kill()


def _ask(ref: DriverRef, answers: queue.SimpleQueue[_Answer]) -> WorkerProcess:
    worker = WorkerProcess(lambda _, frame: answers.put((ref, frame)))
    worker.run(1, _TASK, {"factory": ref.factory, "options": ref.options})
    return worker


def _event(ref: DriverRef, frame: Frame, worker: WorkerProcess) -> DevicesFound | DriverFailed | None:
    match frame["event"]:
        case "done":
            return DevicesFound(ref.name, tuple(decode(DeviceInfo, item) for item in frame["result"]))
        case "error":
            return DriverFailed(ref.name, faults.from_frame(frame["error"]))
        case "bug":
            return DriverFailed(ref.name, faults.WorkerBug(frame["details"] + worker.log(), ref.name))
        case "gone":
            return DriverFailed(ref.name, faults.device_crashed(ref.name))
    return None


def _no_answer(name: str) -> DeviceError:
    hint = "Sprawdź, czy urządzenia są włączone, i odśwież listę skanerów."
    return DeviceError("hung", "Wyszukiwanie skanerów trwało zbyt długo.", hint, name)


def _load(path: Path) -> list[DeviceInfo]:
    try:
        items: Any = json.loads(path.read_bytes())
        return [decode(DeviceInfo, item) for item in items]
    except (OSError, ValueError, TypeError):
        return []  # only a cache: without it one waits for the drivers


def _save(path: Path, devices: Sequence[DeviceInfo]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Files().put(path, json.dumps([encode(device) for device in devices], ensure_ascii=False).encode(), durable=False)
