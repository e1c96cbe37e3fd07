"""How a page's material is said on buttons and thumbnails."""

from __future__ import annotations

from scanning.pages.minima import PageMaterial
from ui.desktop.ports import PageImage

PLAIN = "druk"
_SHORT = {
    PageMaterial.PRINT: PLAIN,
    PageMaterial.PRINT_SMALL: PLAIN,
    PageMaterial.HANDWRITING: "ręczne",
    PageMaterial.HANDWRITING_SMALL: "ręczne",
    PageMaterial.COLOUR: "kolor",
    PageMaterial.PHOTOGRAPH: "foto",
    PageMaterial.OVERSIZE: "ponad A3",
}


def short_of(page: PageImage) -> str:
    """One word for a page's material; empty where nobody knows it."""
    return _SHORT[PageMaterial(page.material)] if page.material else ""


def whole_of(page: PageImage) -> str:
    """The same with who said so, for a tooltip and a screen reader."""
    said = short_of(page)
    return f"rodzaj: {said}, {'wybrany' if page.material_chosen else 'rozpoznany'}" if said else ""
