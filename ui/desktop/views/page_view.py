"""The page view: one page, sharp at any zoom, with boxes drawn on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from scanning.ocr.protocol import Box
from ui.desktop import theme
from ui.desktop.jobs.job import Job
from ui.desktop.jobs.page_image import read_image
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.ports import PageImage
from ui.desktop.roles import speak_as
from ui.desktop.views.page_compare import paint_remark, turned, within

MARGIN = 8
SETTLE_MS = 60
STEP = 1.25
LARGEST, SMALLEST = 4.0, 0.05


class Fit(StrEnum):
    """How the page is fitted; `FREE` keeps the zoom a person chose."""

    WIDTH = "width"
    PAGE = "page"
    FREE = "free"


class BoxKind(StrEnum):
    """What a box marks."""

    SUGGESTION = "suggestion"
    HIT = "hit"


@dataclass(frozen=True)
class PageBox:
    """A box on the page in upright pixels; `name` is the field it belongs to."""

    box: Box
    name: str = ""
    kind: BoxKind = BoxKind.SUGGESTION


class PageView(QAbstractScrollArea):
    """Shows one page; zoom, turn and pan by mouse or keys. Images are read on the `images` lane."""

    zoom_changed = Signal(float)
    box_clicked = Signal(str)

    def __init__(self, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pageView")
        self.setAccessibleName("Podgląd strony")
        speak_as(self, QAccessible.Role.Graphic)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        self._jobs = jobs
        self._page: PageImage | None = None
        self._message = ""
        self._compare = False
        self._image: QImage | None = None
        self._job: Job | None = None
        self._fit = Fit.PAGE
        self._scale = 0.25
        self._turn = 0
        self._boxes: tuple[PageBox, ...] = ()
        self._lit = ""
        self._grip: QPoint | None = None
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._load)

    # what is shown

    def show_page(self, page: PageImage | None, message: str = "") -> None:
        """Show a page, or `message` when there is none to show."""
        same = page is not None and self._page is not None and page.image == self._page.image
        self._message = message
        if not same:
            self._image = None
            self._turn = 0
            self._boxes = ()
        self._page = page
        self._layout_page()
        if not same or self._image is None:
            self._load()
        self.setAccessibleDescription(f"strona {page.number}" if page else message)
        self.viewport().update()

    def set_boxes(self, boxes: Sequence[PageBox]) -> None:
        """Draw these boxes."""
        self._boxes = tuple(boxes)
        self.viewport().update()

    def light(self, name: str) -> None:
        """Light the box of a field and bring it into view."""
        self._lit = name
        for box in self._boxes:
            if box.name == name and name:
                self._reveal(box)
        self.viewport().update()

    def compare(self, raw: bool) -> None:
        """Show the page as scanned instead of as cleaned."""
        if raw != self._compare:
            self._compare = raw
            self._image = None
            self._load()
            self.viewport().update()

    @property
    def loaded(self) -> bool:
        """Whether the page's image is on screen."""
        return self._image is not None

    @property
    def lit(self) -> str:
        """The field whose box is lit."""
        return self._lit

    @property
    def message(self) -> str:
        """What is said in place of a page."""
        return self._message

    @property
    def scale(self) -> float:
        """Logical pixels a page pixel takes."""
        return self._scale

    # zoom and turn

    def fit(self, fit: Fit) -> None:
        """Fit the page to the width or to the window."""
        self._fit = fit
        self._layout_page()
        self._settle.start()

    def zoom_to(self, scale: float, anchor: QPointF | None = None) -> None:
        """Zoom so that a page pixel takes `scale` logical pixels, keeping the point under `anchor` in place."""
        anchor = anchor or QPointF(self.viewport().rect().center())
        before = self._page_rect()
        scale = min(LARGEST, max(SMALLEST, scale))
        ratio = scale / self._scale
        point = anchor - before.topLeft()
        self._fit = Fit.FREE
        self._scale = scale
        self._layout_page()
        self.horizontalScrollBar().setValue(round(point.x() * ratio - anchor.x() + MARGIN))
        self.verticalScrollBar().setValue(round(point.y() * ratio - anchor.y() + MARGIN))
        self._settle.start()

    def zoom_by(self, factor: float, anchor: QPointF | None = None) -> None:
        """Zoom in or out by a factor."""
        self.zoom_to(self._scale * factor, anchor)

    def zoom_actual(self) -> None:
        """A page pixel takes exactly one pixel of the screen."""
        self.zoom_to(1.0 / self.devicePixelRatioF())

    def turn(self, degrees: int = 90) -> None:
        """Turn the view clockwise; the file stays as it is."""
        self._turn = (self._turn + degrees) % 360
        self._layout_page()
        self._settle.start()
        self.viewport().update()

    # geometry

    def _size(self) -> QSizeF:
        page = self._page
        size = QSizeF(page.width, page.height) if page else QSizeF(2480, 3508)
        return size.transposed() if self._turn % 180 else size

    def _layout_page(self) -> None:
        size = self._size()
        room = self.maximumViewportSize() - QSize(2 * MARGIN, 2 * MARGIN)
        across, down = max(room.width(), 1) / size.width(), max(room.height(), 1) / size.height()
        if self._fit is Fit.PAGE:
            self._scale = max(SMALLEST, min(across, down))
        elif self._fit is Fit.WIDTH:
            tall = size.height() * across > room.height()
            bar = self.verticalScrollBar().sizeHint().width() if tall else 0
            self._scale = max(SMALLEST, (room.width() - bar) / size.width())
        drawn = size * self._scale
        view = self.viewport().size()
        for bar_, length, seen in (
            (self.horizontalScrollBar(), drawn.width(), view.width()),
            (self.verticalScrollBar(), drawn.height(), view.height()),
        ):
            bar_.setPageStep(seen)
            bar_.setSingleStep(40)
            bar_.setRange(0, max(0, round(length) + 2 * MARGIN - seen))
        self.zoom_changed.emit(self._scale * self.devicePixelRatioF())
        self.viewport().update()

    def _page_rect(self) -> QRectF:
        drawn = self._size() * self._scale
        view = self.viewport().size()
        x = MARGIN - self.horizontalScrollBar().value()
        y = MARGIN - self.verticalScrollBar().value()
        if drawn.width() + 2 * MARGIN <= view.width():
            x = round((view.width() - drawn.width()) / 2)
        if drawn.height() + 2 * MARGIN <= view.height():
            y = round((view.height() - drawn.height()) / 2)
        return QRectF(QPointF(x, y), drawn)

    def _to_view(self) -> QTransform:
        """Page pixels → viewport pixels."""
        rect = self._page_rect()
        placed = QTransform()
        placed.translate(rect.center().x(), rect.center().y())
        placed.rotate(self._turn)
        placed.scale(self._scale, self._scale)
        page = self._page
        if page:
            placed.translate(-page.width / 2, -page.height / 2)
        return placed

    def _reveal(self, box: PageBox) -> None:
        seen = self._to_view().mapRect(QRectF(*_rect(box.box)))
        for bar, low, high, length in (
            (self.horizontalScrollBar(), seen.left(), seen.right(), self.viewport().width()),
            (self.verticalScrollBar(), seen.top(), seen.bottom(), self.viewport().height()),
        ):
            if low < 0 or high > length:
                bar.setValue(round(bar.value() + (low + high) / 2 - length / 2))

    # reading the image

    def _load(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        page = self._page
        if page is None:
            return
        path = page.raw if self._compare and page.raw else page.image
        if path is None:
            return
        ratio = self.devicePixelRatioF()
        wanted = QSize(round(page.width * self._scale * ratio), round(page.height * self._scale * ratio))
        turn = page.raw_turn if path == page.raw else 0
        self._job = self._jobs.submit(
            "images",
            lambda _job: turned(read_image(path, wanted.transposed() if turn % 180 else wanted), turn),
            self._on_image_read,
            self._on_image_failed,
            owner=self,
            urgent=True,
        )

    def _on_image_read(self, image: QImage) -> None:
        self._image = image
        self._job = None
        self.viewport().update()

    def _on_image_failed(self, error: Exception) -> None:
        self._job = None
        self._message = getattr(error, "message", "Nie można pokazać obrazu strony.")
        self.viewport().update()

    # drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the page, or a grey page of its shape while it loads."""
        colours = theme.current()
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), colours.color("sunken"))
        if self._page is not None:
            self._paint_page(painter, colours)
        if self._message and self._image is None:
            painter.setPen(colours.color("text"))
            area = self.viewport().rect().adjusted(24, 24, -24, -24)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._message)
        if self.hasFocus():
            painter.setPen(QPen(colours.color("focus"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_page(self, painter: QPainter, colours: theme.Theme) -> None:
        assert self._page is not None
        painter.setTransform(self._to_view())
        whole = QRectF(0, 0, self._page.width, self._page.height)
        if self._image is None:
            painter.fillRect(whole, colours.color("border"))
        else:
            shown = QSizeF(self._image.size()) / (self._scale * self.devicePixelRatioF())
            exact = abs(shown.width() - whole.width()) * self._scale < 1 and self._turn == 0
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not exact)
            painter.drawImage(within(whole, self._image) if self._compare else whole, self._image)
        painter.resetTransform()
        self._paint_boxes(painter, colours)
        if self._compare and self._page.raw is not None:
            paint_remark(painter, colours)

    def _paint_boxes(self, painter: QPainter, colours: theme.Theme) -> None:
        if self._compare:
            return
        placed = self._to_view()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for box in self._boxes:
            rect = placed.mapRect(QRectF(*_rect(box.box))).adjusted(-3, -3, 3, 3)
            lit = bool(box.name) and box.name == self._lit
            line = colours.color("hit" if box.kind is BoxKind.HIT else "accent" if lit else "suggestion_border")
            fill = QColor(line)
            fill.setAlpha(70 if lit or box.kind is BoxKind.HIT else 28)
            painter.setPen(QPen(line, 3 if lit else 1))
            painter.setBrush(fill)
            painter.drawRoundedRect(rect, 3, 3)

    # input

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again; the image is read anew once the size settles."""
        super().resizeEvent(event)
        self._layout_page()
        self._settle.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl + wheel zooms where the pointer is."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(STEP if event.angleDelta().y() > 0 else 1 / STEP, event.position())
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """+ and - zoom, 0 fits the page, 1 shows it at 100 %, R turns."""
        actions: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Plus: lambda: self.zoom_by(STEP),
            Qt.Key.Key_Equal: lambda: self.zoom_by(STEP),
            Qt.Key.Key_Minus: lambda: self.zoom_by(1 / STEP),
            Qt.Key.Key_0: lambda: self.fit(Fit.PAGE),
            Qt.Key.Key_1: self.zoom_actual,
            Qt.Key.Key_W: lambda: self.fit(Fit.WIDTH),
            Qt.Key.Key_R: self.turn,
        }
        action = actions.get(Qt.Key(event.key()))
        if action and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            action()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the page, or of a box."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = event.position().toPoint()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            name = self._box_at(event.position())
            if name:
                self.box_clicked.emit(name)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan."""
        if self._grip is not None:
            moved = event.position().toPoint() - self._grip
            self._grip = event.position().toPoint()
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - moved.x())
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        """Let go."""
        self._grip = None
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)

    def _box_at(self, point: QPointF) -> str:
        placed = self._to_view()
        for box in self._boxes:
            if box.name and placed.mapRect(QRectF(*_rect(box.box))).contains(point):
                return box.name
        return ""


def _rect(box: Box) -> tuple[float, float, float, float]:
    left, top, right, bottom = box
    return left, top, right - left, bottom - top
