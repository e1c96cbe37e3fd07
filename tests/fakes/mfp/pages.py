"""The sheets in the virtual device, encoded the way a client asked."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image


@dataclass(frozen=True)
class Wanted:
    """What a client asked for; region in pixels at `dpi`."""

    source: str
    duplex: bool
    colour: str
    dpi: int
    format: str
    width: int
    height: int


@dataclass
class Sheets:
    """Images of a folder in the order of their names."""

    folder: Path
    _encoded: dict[tuple[Path, Wanted], bytes] = field(default_factory=dict)

    def files(self) -> list[Path]:
        return sorted(self.folder.glob("*.png"))

    def encoded(self, number: int, wanted: Wanted) -> bytes:
        """Sheet `number` (from 0; the folder is gone round again when it is shorter)."""
        files = self.files()
        file = files[number % len(files)]
        key = (file, wanted)
        if key not in self._encoded:
            self._encoded[key] = _encode(file, wanted)
        return self._encoded[key]


def _encode(file: Path, wanted: Wanted) -> bytes:
    with Image.open(file) as image:
        image.load()
        own = round(image.info.get("dpi", (300, 300))[0])
        page = image.convert("RGB" if wanted.colour == "RGB24" else "L")
    if own != wanted.dpi:
        page = page.resize((round(page.width * wanted.dpi / own), round(page.height * wanted.dpi / own)))
    if page.width > wanted.width or page.height > wanted.height:
        page = page.crop((0, 0, min(page.width, wanted.width), min(page.height, wanted.height)))
    out = io.BytesIO()
    dpi = (wanted.dpi, wanted.dpi)
    if wanted.format == "image/png":
        page.save(out, "PNG", dpi=dpi, compress_level=1)
    elif wanted.format == "application/pdf":
        page.save(out, "PDF", resolution=wanted.dpi)
    else:
        page.save(out, "JPEG", dpi=dpi, quality=90)
    return out.getvalue()
