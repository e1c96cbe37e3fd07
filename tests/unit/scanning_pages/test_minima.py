"""Every line of the table of minima, from both sides of its limit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scanning.pages.material import expected_problems
from scanning.pages.minima import ImageFormat, PageMaterial, check_minima, least_scale, line_of
from scanning.pages.model import Look, PageFacts

G4, LOSSLESS, JPEG = ImageFormat.G4, ImageFormat.LOSSLESS, ImageFormat.JPEG
M = PageMaterial


def _facts(width: int, height: int, dpi: int, look: Look) -> PageFacts:
    nowhere = Path("page.png")
    return PageFacts(1, "0" * 64, width, height, dpi, 0, 0.0, False, True, (), nowhere, nowhere, look=look)


GOOD = [
    (M.PRINT, 1240, 1754, 150, 1, G4),
    (M.HANDWRITING, 1654, 2339, 200, 8, LOSSLESS),
    (M.PRINT_SMALL, 1100, 1600, 200, 1, G4),
    (M.HANDWRITING_SMALL, 1100, 1600, 200, 8, LOSSLESS),
    (M.COLOUR, 1654, 2339, 200, 24, LOSSLESS),
    (M.OVERSIZE, 4677, 3307, 200, 24, JPEG),
    (M.PHOTOGRAPH, 2500, 1700, 150, 8, JPEG),
]

_SEEN = Look(tones=0.0, colours=0.0, letters=500, bits=24, lossy=False)

BAD = [
    (M.PRINT, 1240, 1754, 149, 1, G4, ["resolution"]),
    (M.PRINT, 1240, 1754, 150, 8, JPEG, ["format"]),
    (M.HANDWRITING, 1654, 2339, 199, 8, LOSSLESS, ["resolution"]),
    (M.HANDWRITING, 1654, 2339, 200, 1, G4, ["bits"]),
    (M.HANDWRITING, 1654, 2339, 150, 1, JPEG, ["resolution", "bits", "format"]),
    (M.PRINT_SMALL, 1100, 1599, 200, 1, G4, ["long_side"]),
    (M.HANDWRITING_SMALL, 1599, 1100, 300, 8, LOSSLESS, ["long_side"]),
    (M.COLOUR, 1654, 2339, 200, 8, LOSSLESS, ["bits"]),
    (M.COLOUR, 1654, 2339, 200, 24, JPEG, ["format"]),
    (M.OVERSIZE, 3500, 2400, 150, 24, JPEG, ["resolution"]),
    (M.PHOTOGRAPH, 2499, 1700, 300, 8, JPEG, ["long_side"]),
    (M.PHOTOGRAPH, 2500, 1700, 300, 1, G4, ["bits"]),
]


@pytest.mark.parametrize(("material", "width", "height", "dpi", "bits", "image_format"), GOOD)
def test_just_enough_is_enough(
    material: PageMaterial, width: int, height: int, dpi: int, bits: int, image_format: ImageFormat
) -> None:
    assert check_minima(material, width, height, dpi, bits, image_format) == []


@pytest.mark.parametrize(("material", "width", "height", "dpi", "bits", "image_format", "codes"), BAD)
def test_each_shortfall_is_named(
    material: PageMaterial, width: int, height: int, dpi: int, bits: int, image_format: ImageFormat, codes: list[str]
) -> None:
    problems = check_minima(material, width, height, dpi, bits, image_format)
    assert [problem.code for problem in problems] == codes
    assert all(problem.message.endswith(".") for problem in problems)


def test_every_material_is_in_the_table() -> None:
    assert {row[0] for row in GOOD} == set(PageMaterial)


A4, A5, A2 = (8.27, 11.69), (5.83, 8.27), (16.5, 23.4)


@pytest.mark.rule("minima by material")
@pytest.mark.parametrize(
    ("inches", "dpi", "chosen", "line", "says"),
    [
        (A4, 150, M.PRINT, M.PRINT, ""),
        (A4, 149, M.PRINT, M.PRINT, "149 dpi"),
        (A5, 200, M.PRINT, M.PRINT_SMALL, ""),
        (A5, 190, M.PRINT, M.PRINT_SMALL, "1600"),
        (A5, 150, M.PRINT, M.PRINT_SMALL, "200"),
        (A2, 200, M.PRINT, M.OVERSIZE, ""),
        (A2, 150, M.PRINT, M.OVERSIZE, "200"),
        (A4, 200, M.HANDWRITING, M.HANDWRITING, ""),
        (A4, 150, M.HANDWRITING, M.HANDWRITING, "200"),
        (A5, 200, M.HANDWRITING, M.HANDWRITING_SMALL, ""),
        (A5, 190, M.HANDWRITING, M.HANDWRITING_SMALL, "1600"),
        (A2, 200, M.HANDWRITING, M.OVERSIZE, ""),
        (A4, 200, M.COLOUR, M.COLOUR, ""),
        (A4, 150, M.PHOTOGRAPH, M.PHOTOGRAPH, "2500"),
    ],
)
def test_a_page_is_judged_by_its_material_and_its_size(
    inches: tuple[float, float], dpi: int, chosen: PageMaterial, line: PageMaterial, says: str
) -> None:
    width, height = (round(side * dpi) for side in inches)
    assert line_of(chosen, width, height, dpi) is line_of(chosen, height, width, dpi) is line
    said = " ".join(problem.said for problem in expected_problems(_facts(width, height, dpi, _SEEN), chosen))
    assert (says in said) if says else said == ""
    assert "F3" in said or not said, "what to do stands beside what is wrong"


@pytest.mark.rule("minima by material")
@pytest.mark.rule("lossless text")
@pytest.mark.parametrize(
    ("look", "material", "codes"),
    [
        (replace(_SEEN, bits=8), M.COLOUR, ["bits"]),
        (replace(_SEEN, bits=1), M.HANDWRITING, ["bits"]),
        (replace(_SEEN, bits=1), M.PRINT, []),
        (replace(_SEEN, lossy=True), M.HANDWRITING, ["format"]),
        (replace(_SEEN, lossy=True), M.COLOUR, ["format"]),
        (replace(_SEEN, lossy=True), M.PRINT, []),
        (replace(_SEEN, lossy=True), M.OVERSIZE, []),
    ],
)
def test_what_the_scan_lacked_storing_does_not_hide(look: Look, material: PageMaterial, codes: list[str]) -> None:
    assert [problem.code for problem in expected_problems(_facts(2481, 3507, 300, look), material)] == codes


@pytest.mark.parametrize(("width", "height"), [(1240, 1748), (2481, 3507), (874, 1240), (5000, 3400)])
@pytest.mark.parametrize("material", list(M))
def test_nothing_is_reduced_below_its_line(width: int, height: int, material: PageMaterial) -> None:
    scale = least_scale(material, width, height, 300)
    assert 0 < scale <= 1
    before = {p.code for p in check_minima(line_of(material, width, height, 300), width, height, 300, 24, LOSSLESS)}
    assert {problem.code for problem in expected_problems(_facts(width, height, 300, _SEEN), material)} == before
