"""Sheets that went through the feeder twice: after a jam a person may put back more than was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scanning.pages.model import PageFacts

ALIKE = 0.7
"""Correlation of thumbnails: of the sample pages scanned again askew 0.79 at least, of different ones 0.36 at most."""
LOOK_BACK = 3
_MARGIN = 0.06


def same_sheet(one: Path, other: Path) -> bool:
    """Whether two thumbnails show the same sheet, shifted a little at most."""
    import cv2  # only after a stop of the feeder: the window at rest does without it
    import numpy as np

    first, second = (cv2.imread(str(path), cv2.IMREAD_GRAYSCALE) for path in (one, other))
    if first is None or second is None:
        return False
    height, width = first.shape
    second = np.asarray(cv2.resize(second, (width, height)), dtype=np.uint8)
    across, down = max(1, round(width * _MARGIN)), max(1, round(height * _MARGIN))
    middle = first[down : height - down, across : width - across]
    if float(middle.std()) < 2:
        return False  # nothing on it to be compared
    return float(cv2.matchTemplate(second, middle, cv2.TM_CCOEFF_NORMED).max()) >= ALIKE


def repeated(before: Sequence[PageFacts], after: Sequence[PageFacts]) -> int:
    """How many of the pages that came after a stop are those that came last before it. Blank pages tell nothing."""
    for count in range(min(LOOK_BACK, len(before), len(after)), 0, -1):
        pairs = list(zip(before[-count:], after[:count], strict=True))
        written = [pair for pair in pairs if not pair[0].blank and not pair[1].blank]
        fits = all(one.blank == other.blank for one, other in pairs)
        if written and fits and all(same_sheet(one.thumbnail, other.thumbnail) for one, other in written):
            return count
    return 0
