"""The fonts letters are set in, all free, found under the system's font folders (Debian package names below)."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from PIL import ImageFont

HAND = "dkg-hand"
SCRIPT = "z003"

# family: (Debian package, regular, bold, italic, bold italic)
FAMILIES: dict[str, tuple[str, str, str, str, str]] = {
    "noto-sans": (
        "fonts-noto-core",
        "NotoSans-Regular.ttf",
        "NotoSans-Bold.ttf",
        "NotoSans-Italic.ttf",
        "NotoSans-BoldItalic.ttf",
    ),
    "noto-serif": (
        "fonts-noto-core",
        "NotoSerif-Regular.ttf",
        "NotoSerif-Bold.ttf",
        "NotoSerif-Italic.ttf",
        "NotoSerif-BoldItalic.ttf",
    ),
    "liberation-serif": (
        "fonts-liberation2",
        "LiberationSerif-Regular.ttf",
        "LiberationSerif-Bold.ttf",
        "LiberationSerif-Italic.ttf",
        "LiberationSerif-BoldItalic.ttf",
    ),
    "liberation-sans": (
        "fonts-liberation2",
        "LiberationSans-Regular.ttf",
        "LiberationSans-Bold.ttf",
        "LiberationSans-Italic.ttf",
        "LiberationSans-BoldItalic.ttf",
    ),
    "liberation-mono": (
        "fonts-liberation2",
        "LiberationMono-Regular.ttf",
        "LiberationMono-Bold.ttf",
        "LiberationMono-Italic.ttf",
        "LiberationMono-BoldItalic.ttf",
    ),
    "dejavu-sans": (
        "fonts-dejavu-core",
        "DejaVuSans.ttf",
        "DejaVuSans-Bold.ttf",
        "DejaVuSans.ttf",
        "DejaVuSans-Bold.ttf",
    ),
    "dejavu-serif": (
        "fonts-dejavu-core",
        "DejaVuSerif.ttf",
        "DejaVuSerif-Bold.ttf",
        "DejaVuSerif.ttf",
        "DejaVuSerif-Bold.ttf",
    ),
    "lato": ("fonts-lato", "Lato-Regular.ttf", "Lato-Bold.ttf", "Lato-Italic.ttf", "Lato-BoldItalic.ttf"),
    SCRIPT: (
        "fonts-urw-base35",
        "Z003-MediumItalic.otf",
        "Z003-MediumItalic.otf",
        "Z003-MediumItalic.otf",
        "Z003-MediumItalic.otf",
    ),
    HAND: (
        "tests/letters/fonts",
        "dkg-handwriting.ttf",
        "dkg-handwriting.ttf",
        "dkg-handwriting.ttf",
        "dkg-handwriting.ttf",
    ),
}

SERIF = ("liberation-serif", "noto-serif", "dejavu-serif")
SANS = ("liberation-sans", "noto-sans", "lato", "dejavu-sans")
TEXT = SERIF + SANS

_FOLDERS = (
    Path(__file__).with_name("fonts"),
    Path("/usr/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path(os.environ.get("WINDIR", "/nonexistent")) / "Fonts",
)


@cache
def _files() -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder in _FOLDERS:
        for pattern in ("*.ttf", "*.otf"):
            for path in sorted(folder.rglob(pattern)):
                found.setdefault(path.name, path)
    return found


@cache
def font(family: str, size: float, bold: bool = False, italic: bool = False) -> ImageFont.FreeTypeFont:
    """A font at `size` pixels an em. Raises FileNotFoundError naming the package to install."""
    package, *names = FAMILIES[family]
    name = names[int(bold) + 2 * int(italic)]
    path = _files().get(name)
    if path is None:
        raise FileNotFoundError(f"font file {name} not found: install the Debian package {package}")
    return ImageFont.truetype(str(path), size=size, layout_engine=ImageFont.Layout.BASIC)
