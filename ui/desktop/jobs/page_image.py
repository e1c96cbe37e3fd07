"""Reading page images off the main thread; `QImageReader.read` lets other threads run, `QImage.scaled` wouldn't."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from kancelaria.domain.errors import InvalidInput


def read_image(path: Path, size: QSize | None = None) -> QImage:
    """The image at `path`, scaled while reading to fit `size`, never up. Raises InvalidInput."""
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    natural = reader.size()
    if size is not None and natural.isValid():
        wanted = natural.scaled(size, Qt.AspectRatioMode.KeepAspectRatio)
        if wanted.width() < natural.width():
            reader.setScaledSize(wanted)
    image = reader.read()
    if image.isNull():
        raise InvalidInput(
            "page_unreadable", "Nie można pokazać obrazu strony.", "Zeskanuj stronę ponownie (F3).", path.name
        )
    return image
