"""Finds patch code T, the four thick bars printed on common separator sheets; zxing doesn't know it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from scanning.ocr.protocol import Box, Gray
from scanning.pages.ink import scaled
from scanning.pages.model import Barcode

PATCH_TEXT = "PATCHT"
PATCH_KIND = "Patch"

_DPI = 100
_STEP_INCHES = 0.1
_NARROW = (0.045, 0.13)
_WIDE = (0.15, 0.27)
_TOTAL = (0.66, 0.94)
_QUIET_INCHES = 0.15
_LEAST_LINES = 12
_DRIFT_INCHES = 0.05
# Bars from one end: narrow, wide, narrow, wide. From the other end the same sheet shows what is called patch 2,
# a separator too, so both directions count.
_BARS = (False, True, False, True)


@dataclass(frozen=True)
class _Hit:
    line: int
    start: int
    end: int


def patch_codes_on(gray: Gray, dpi: int) -> tuple[Barcode, ...]:
    """Patch T codes in either direction of either axis; boxes in raw pixels."""
    small = scaled(gray, dpi, _DPI)
    used = min(dpi, _DPI)
    factor = dpi / used
    paper = float(np.percentile(small[::4, ::4], 90))
    dark = small < 0.5 * paper
    found = []
    for lines, upright in ((dark.T, True), (dark, False)):
        for first, last, start, end in _runs(lines, used):
            corners = (first, start, last, end) if upright else (start, first, end, last)
            found.append(Barcode(PATCH_TEXT, PATCH_KIND, _box(corners, factor)))
    return tuple(found)


def _runs(lines: npt.NDArray[np.bool_], dpi: int) -> Iterator[tuple[int, int, int, int]]:
    step = max(1, round(_STEP_INCHES * dpi))
    open_runs: list[list[_Hit]] = []
    for line in range(0, lines.shape[0], step):
        hits = list(_hits(lines[line], line, dpi))
        still_open = []
        for run in open_runs:
            match = next((hit for hit in hits if abs(hit.start - run[-1].start) <= _DRIFT_INCHES * dpi), None)
            if match is not None:
                run.append(match)
                hits.remove(match)
                still_open.append(run)
            elif len(run) >= _LEAST_LINES:
                yield _extent(run)
        open_runs = still_open + [[hit] for hit in hits]
    yield from (_extent(run) for run in open_runs if len(run) >= _LEAST_LINES)


def _hits(dark: npt.NDArray[np.bool_], line: int, dpi: int) -> Iterator[_Hit]:
    edges = np.concatenate(([0], np.flatnonzero(dark[1:] != dark[:-1]) + 1, [len(dark)]))
    starts, ends = edges[1:-8], edges[8:-1]
    if starts.size == 0:
        return
    # Nearly every line of print fails here already, all its places at once.
    quiet, total = _QUIET_INCHES * dpi, ends - starts
    likely = dark[starts] & (starts - edges[:-9] >= quiet) & (edges[9:] - ends >= quiet)
    likely &= (total >= _TOTAL[0] * dpi - 1) & (total <= _TOTAL[1] * dpi + 1)
    for index in np.flatnonzero(likely):
        around = [int(edge) for edge in edges[index : index + 10]]
        if _is_patch(around, dpi):
            yield _Hit(line, around[1], around[8])


def _is_patch(edges: list[int], dpi: int) -> bool:
    widths = [(after - before) / dpi for before, after in pairwise(edges)]
    quiet, parts, after = widths[0], widths[1:8], widths[8]
    if quiet < _QUIET_INCHES or after < _QUIET_INCHES or not _TOTAL[0] <= sum(parts) <= _TOTAL[1]:
        return False
    if not all(_NARROW[0] <= space <= _NARROW[1] for space in parts[1::2]):
        return False
    bars = [_is_wide(bar) for bar in parts[0::2]]
    return tuple(bars) in (_BARS, _BARS[::-1])


def _is_wide(bar: float) -> bool | None:
    if _NARROW[0] <= bar <= _NARROW[1]:
        return False
    return True if _WIDE[0] <= bar <= _WIDE[1] else None


def _extent(run: list[_Hit]) -> tuple[int, int, int, int]:
    return run[0].line, run[-1].line, min(hit.start for hit in run), max(hit.end for hit in run)


def _box(corners: tuple[int, int, int, int], factor: float) -> Box:
    left, top, right, bottom = (round(corner * factor) for corner in corners)
    return left, top, right, bottom
