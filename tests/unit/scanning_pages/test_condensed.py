"""Images are read narrower than they are; what comes back lies on the image that was given."""

from __future__ import annotations

import numpy as np

from scanning.ocr.condensed import WIDTH, CondensedEngine
from scanning.ocr.protocol import Box, Gray, PageText, Word


class InkFinder:
    """An engine that says where the ink of an image (or its zone) is."""

    name = "fake"

    def __init__(self) -> None:
        self.shapes: list[tuple[int, ...]] = []
        self.blocks: list[bool] = []

    def read(self, image: Gray, dpi: int, zone: Box | None = None, *, single_block: bool = False) -> PageText:
        self.shapes.append(image.shape)
        self.blocks.append(single_block)
        height, width = image.shape
        left, top, right, bottom = zone or (0, 0, width, height)
        rows, columns = np.nonzero(image[top:bottom, left:right] < 128)
        box = (
            left + int(columns.min()),
            top + int(rows.min()),
            left + int(columns.max()) + 1,
            top + int(rows.max()) + 1,
        )
        return PageText((Word("x", box, 0.9, 0, 0),), width, height, dpi)


def page_with_ink(box: Box) -> Gray:
    page = np.full((400, 1000), 255, np.uint8)
    page[box[1] : box[3], box[0] : box[2]] = 0
    return page


def near(found: Box, true: Box) -> bool:
    return max(abs(a - b) for a, b in zip(found, true, strict=True)) <= 1


def test_the_engine_reads_less_and_boxes_come_back_where_they_stand() -> None:
    engine = InkFinder()
    read = CondensedEngine(engine).read(page_with_ink((700, 100, 900, 150)), 225, single_block=True)
    assert engine.shapes == [(400, round(1000 * WIDTH))]
    assert engine.blocks == [True]
    assert near(read.words[0].box, (700, 100, 900, 150))
    assert (read.width, read.height) == (1000, 400)


def test_a_zone_means_the_same_part_of_the_page() -> None:
    page = page_with_ink((700, 100, 900, 150))
    page[300:320, 100:200] = 0
    read = CondensedEngine(InkFinder()).read(page, 225, (50, 250, 400, 400))
    assert near(read.words[0].box, (100, 300, 200, 320))


def test_boxes_never_leave_the_page() -> None:
    read = CondensedEngine(InkFinder()).read(page_with_ink((990, 0, 1000, 400)), 225)
    assert read.words[0].box[2] == 1000
