"""What is kept of a page beside its upright image: the fax for the PDF, and handwriting on white paper."""

from __future__ import annotations

import os
from pathlib import Path

import cv2
import numpy as np
import pytest

from scanning.ocr.repair import repaired, repaired_after
from scanning.pages.fax import faxed, keep_fax, kept_fax
from scanning.pages.greyed import on_white, reduced
from scanning.pages.minima import PageMaterial, least_scale
from tests.unit.scanning_pages.paper import letter, spoiled


def test_a_fax_is_taken_only_while_its_page_is_unchanged(tmp_path: Path) -> None:
    upright = tmp_path / "page.png"
    pixels = letter(100).pixels
    assert cv2.imwrite(str(upright), pixels)
    assert kept_fax(upright) is None
    keep_fax(upright, faxed(pixels, 100))
    assert kept_fax(upright) == faxed(pixels, 100)
    assert cv2.imwrite(str(upright), cv2.rotate(pixels, cv2.ROTATE_90_CLOCKWISE))
    os.utime(upright, ns=(1, 1))
    assert kept_fax(upright) is None


def test_a_damaged_fax_is_made_anew(tmp_path: Path) -> None:
    upright = tmp_path / "page.png"
    upright.write_bytes(b"image")
    upright.with_suffix(".g4").write_bytes(b"no header at all")
    assert kept_fax(upright) is None


def test_handwriting_keeps_faint_ink_and_loses_the_grain() -> None:
    clean = letter(300).pixels.copy()
    cv2.line(clean, (600, 3000), (1800, 3050), 190, 5)
    noisy = spoiled(clean, noise=9.0, paper=0.85)
    scale = least_scale(PageMaterial.HANDWRITING, noisy.shape[1], noisy.shape[0], 300)
    kept = on_white(reduced(noisy, scale), 200)
    assert kept.shape[0] == round(clean.shape[0] * 200 / 300)
    done, png = cv2.imencode(".png", kept, [cv2.IMWRITE_PNG_COMPRESSION, 6])
    assert done
    assert len(png) <= 900_000
    assert float((kept == 255).mean()) > 0.85
    along = [
        kept[round(y) - 3 : round(y) + 4, round(x)].min()
        for x, y in zip(np.linspace(430, 1170, 60), np.linspace(2001.3, 2032.1, 60), strict=True)
    ]
    assert float(np.mean(np.array(along) < 250)) > 0.95


@pytest.mark.parametrize(
    ("before_that", "before", "read", "meant"),
    [
        ("sp.", "z", "0.0.", "o.o."),
        ("Sp.", "Z", "20.0.", "o.o."),
        ("wersja", "programu", "20.0.", "20.0."),
        ("wersja", "programu", "0.0.", "0.0."),
        ("art.", "155", "8", "§"),
        ("ma", "155", "8", "8"),
        ("Otrzymują:", "2.", "ala", "a/a"),
        ("mówi", "o", "ala", "ala"),
        ("o", "120", "m?", "m²"),
        ("o", "120", 'm".', "m²."),
        ("lit.", "b", "m*", "m*"),
        ("z", "art.", "$", "§"),
        ("kwota", "100", "$", "$"),
        ("", "dnia", "21.1X.2026", "21.IX.2026"),
        ("", "dnia", "21.11.2026", "21.11.2026"),
    ],
)
def test_known_misreadings_are_mended_only_in_their_place(before_that: str, before: str, read: str, meant: str) -> None:
    assert repaired_after(repaired(read), before, before_that) == meant
