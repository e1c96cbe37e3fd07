"""Thumbnails of a letter's pages, read on the images lane."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from ui.desktop import theme
from ui.desktop.jobs.page_image import read_image
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.models.page_words import PLAIN, short_of, whole_of
from ui.desktop.ports import PageImage

NUMBER_ROLE = Qt.ItemDataRole.UserRole
SIZE = QSize(56, 76)
Index = QModelIndex | QPersistentModelIndex


class ThumbnailModel(QAbstractListModel):
    """Rows are pages; a grey page of the right shape stands until its thumbnail is read."""

    move_asked = Signal(int, int)
    """(stack page number, steps)."""

    def __init__(self, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._pages: tuple[PageImage, ...] = ()
        self._read: dict[Path, QPixmap] = {}
        self._asked: set[Path] = set()
        self._ratio = 1.0

    def show_pages(self, pages: Sequence[PageImage], sealed: bool, ratio: float) -> None:
        """Show these pages; none at all for a sealed letter."""
        wanted = () if sealed else tuple(pages)
        if wanted == self._pages:
            return
        self.beginResetModel()
        self._pages, self._ratio = wanted, ratio
        kept = {page.thumbnail for page in wanted}
        self._read = {path: picture for path, picture in self._read.items() if path in kept}
        self.endResetModel()

    def row_of(self, number: int) -> int:
        """The row of a page, -1 if it isn't there."""
        return next((row for row, page in enumerate(self._pages) if page.number == number), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """So many pages."""
        return 0 if parent.isValid() else len(self._pages)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Page number, thumbnail, and whether it looks blank or is scanned too poorly."""
        if not index.isValid() or index.row() >= len(self._pages):
            return None
        page = self._pages[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{index.row() + 1}{_remark(page)}"
        if role == Qt.ItemDataRole.DecorationRole:
            return self._picture(page)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            looks = ", oznaczona jako pusta" if page.blank_chosen else ", wygląda na pustą; nie usunięto jej"
            blank = looks if page.blank else ""
            material = f", {whole_of(page)}" if page.material else ""
            return f"Strona {index.row() + 1}{blank}{material}" + (f". {page.shortfall}" if page.shortfall else "")
        return page.number if role == NUMBER_ROLE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Pages may be chosen and dragged among themselves."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags | Qt.ItemFlag.ItemIsDropEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        """A page is moved, never copied."""
        return Qt.DropAction.MoveAction

    def dropMimeData(self, data: Any, _action: Qt.DropAction, row: int, _column: int, parent: Index) -> bool:
        """Ask for the move; the batch answers with the new order, so nothing is moved here."""
        encoded = data.data("application/x-qabstractitemmodeldatalist")
        source = _dragged_row(encoded.data())
        target = row if row >= 0 else parent.row() if parent.isValid() else len(self._pages)
        if source is None or not 0 <= source < len(self._pages):
            return False
        steps = target - source - (1 if target > source else 0)
        if steps:
            self.move_asked.emit(self._pages[source].number, steps)
        return False

    def _picture(self, page: PageImage) -> QPixmap:
        path = page.thumbnail
        if path is not None and path in self._read:
            return self._read[path]
        if path is not None and path not in self._asked:
            self._asked.add(path)
            self._jobs.submit(
                "images", lambda _job: read_image(path, SIZE * self._ratio),
                lambda image: self._on_read(path, image), lambda _error: None, owner=self,
            )  # fmt: skip
        return _grey_page(page, self._ratio)

    def _on_read(self, path: Path, image: QImage) -> None:
        picture = QPixmap.fromImage(image)
        _outline(picture)
        picture.setDevicePixelRatio(self._ratio)
        self._read[path] = picture
        self._asked.discard(path)
        for row, page in enumerate(self._pages):
            if page.thumbnail == path:
                self.dataChanged.emit(self.index(row), self.index(row), [Qt.ItemDataRole.DecorationRole])


def _remark(page: PageImage) -> str:
    """A word beside the number: what is doubtful, else what isn't plain print."""
    if page.blank:
        return " pusta" if page.blank_chosen else " pusta?"
    if page.shortfall:
        return " ▲ skan"
    short = short_of(page)
    return f" {short}" if short not in ("", PLAIN) else ""


def _grey_page(page: PageImage, ratio: float) -> QPixmap:
    size = QSize(page.width, page.height).scaled(SIZE, Qt.AspectRatioMode.KeepAspectRatio)
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(theme.current().tokens["border"]))
    return picture


def _outline(picture: QPixmap) -> None:
    """A white page has an edge on a white list."""
    painter = QPainter(picture)
    painter.setPen(QColor(theme.current().tokens["border"]))
    painter.drawRect(picture.rect().adjusted(0, 0, -1, -1))
    painter.end()


def _dragged_row(encoded: bytes) -> int | None:
    """The first row in Qt's own drag data: row and column are its first two big-endian integers."""
    return int.from_bytes(encoded[:4], "big") if len(encoded) >= 8 else None
