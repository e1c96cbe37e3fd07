"""Every line of the table of minima, from both sides of its limit."""

from __future__ import annotations

import pytest

from scanning.pages.minima import ImageFormat, PageMaterial, check_minima, print_of_size, too_poor_for_print

G4, LOSSLESS, JPEG = ImageFormat.G4, ImageFormat.LOSSLESS, ImageFormat.JPEG
M = PageMaterial

GOOD = [
    (M.PRINT, 1240, 1754, 150, 1, G4),
    (M.HANDWRITING, 1654, 2339, 200, 8, LOSSLESS),
    (M.PRINT_SMALL, 1100, 1600, 200, 1, G4),
    (M.HANDWRITING_SMALL, 1100, 1600, 200, 8, LOSSLESS),
    (M.COLOUR, 1654, 2339, 200, 24, LOSSLESS),
    (M.OVERSIZE, 4677, 3307, 200, 24, JPEG),
    (M.PHOTOGRAPH, 2500, 1700, 150, 8, JPEG),
]

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


@pytest.mark.parametrize(
    ("inches", "dpi", "material", "says"),
    [
        (A4, 150, M.PRINT, ""),
        (A4, 149, M.PRINT, "149 dpi"),
        (A5, 200, M.PRINT_SMALL, ""),
        (A5, 190, M.PRINT_SMALL, "1600"),
        (A5, 150, M.PRINT_SMALL, "200"),
        (A2, 200, M.OVERSIZE, ""),
        (A2, 150, M.OVERSIZE, "200"),
    ],
)
def test_a_printed_page_is_judged_by_its_size(
    inches: tuple[float, float], dpi: int, material: PageMaterial, says: str
) -> None:
    width, height = (round(side * dpi) for side in inches)
    assert print_of_size(width, height, dpi) is print_of_size(height, width, dpi) is material
    said = too_poor_for_print(width, height, dpi)
    assert (says in said) if says else said == ""
