"""The page with its tools beneath: which page, turn, zoom, compare."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ui.desktop import icons
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.models.page_words import short_of, whole_of
from ui.desktop.ports import PageImage
from ui.desktop.views.page_material import MaterialMenu
from ui.desktop.views.page_view import STEP, Fit, PageBox, PageView


class PagePanel(QWidget):
    """Pages of one letter, one at a time."""

    page_shown = Signal(int)
    """Stack number of the page now on screen."""
    material_asked = Signal(int, object)
    """(stack number, what the page counts as; None = as recognised)."""

    def __init__(self, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pagePanel")
        self.view = PageView(jobs, self)
        self._pages: tuple[PageImage, ...] = ()
        self._index = 0
        self._boxes: dict[int, list[PageBox]] = {}
        self._materials = False
        self._buttons: dict[str, tuple[QToolButton, str]] = {}
        self._where = QLabel(self)
        self._where.setObjectName("pageWhere")
        self._where.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self._zoom = QLabel(self)
        self._zoom.setProperty("role", "muted")
        self._zoom.setMinimumWidth(48)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.view, 1)
        layout.addLayout(self._tools())
        self.view.zoom_changed.connect(lambda scale: self._zoom.setText(f"{round(scale * 100)}%"))
        self.show_pages((), message="")

    def show_pages(self, pages: Sequence[PageImage], index: int = 0, message: str = "") -> None:
        """Show these pages, starting with one; keeps the page on screen when it is among them."""
        self._pages = tuple(pages)
        self._show(min(max(0, index), max(0, len(self._pages) - 1)), message)

    def set_boxes(self, boxes: dict[int, list[PageBox]]) -> None:
        """Boxes by stack page number."""
        self._boxes = boxes
        page = self.current
        self.view.set_boxes(boxes.get(page.number, []) if page else [])

    def light(self, name: str) -> None:
        """Turn to the page a field was read on and light its box."""
        page = self.current
        for number, boxes in self._boxes.items():
            if name and any(box.name == name for box in boxes) and (page is None or page.number != number):
                self.go_to(number)
                break
        self.view.light(name)

    def go_to(self, number: int) -> None:
        """Show the page with this stack number."""
        for index, page in enumerate(self._pages):
            if page.number == number:
                self._show(index)

    def step(self, steps: int) -> None:
        """Show the next or the previous page."""
        if 0 <= self._index + steps < len(self._pages):
            self._show(self._index + steps)

    def compare(self) -> None:
        """Show the page as it was scanned, or again as it is kept."""
        button = self._buttons["compare"][0]
        if button.isEnabled():
            button.toggle()

    def index_of(self, number: int) -> int:
        """Where a page stands among those shown (0 if it isn't there)."""
        return next((index for index, page in enumerate(self._pages) if page.number == number), 0)

    @property
    def current(self) -> PageImage | None:
        """The page on screen."""
        return self._pages[self._index] if self._pages else None

    def set_narrow(self, narrow: bool) -> None:
        """Leave out what keys do as well, where there is little room."""
        for name in ("fit_width", "fit_page", "actual", "compare"):
            self._buttons[name][0].setVisible(not narrow)
        self._zoom.setVisible(not narrow)
        beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        self._material.setToolButtonStyle(alone if narrow else beside)

    def offer_materials(self) -> None:
        """Let a person say what a page counts as."""
        self._materials = True
        self._show_material()

    def ask_material(self) -> None:
        """Open the menu of the page on screen, at its button."""
        page = self.current
        if page is None or not self._materials or not page.material:
            return
        menu = self.material_menu(page.number)
        if menu is not None:
            menu.popup(self._material.mapToGlobal(self._material.rect().topLeft()))

    def material_menu(self, number: int) -> MaterialMenu | None:
        """The menu of one of the pages shown."""
        page = next((known for known in self._pages if known.number == number), None)
        if page is None or not page.material or not self._materials:
            return None
        menu = MaterialMenu(page, lambda chosen: self.material_asked.emit(number, chosen), self)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def restyle(self) -> None:
        """Take the theme's colours anew."""
        for button, icon_name in self._buttons.values():
            button.setIcon(icons.icon(icon_name))
        self._show_material()
        self.view.viewport().update()

    def _show(self, index: int, message: str = "") -> None:
        self._index = index
        page = self.current
        self.view.show_page(page, message)
        self._where.setText(f"s. {index + 1}/{len(self._pages)}" if page else "")
        for name, (button, _) in self._buttons.items():
            button.setEnabled(page is not None)
            if name == "previous":
                button.setEnabled(index > 0)
            elif name == "next":
                button.setEnabled(index + 1 < len(self._pages))
            elif name == "compare":
                button.setEnabled(page is not None and page.raw is not None)
        self._show_material()
        if page is not None:
            self.view.set_boxes(self._boxes.get(page.number, []))
            self.page_shown.emit(page.number)

    def _make_material(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("page_material")
        button.setAccessibleName("Rodzaj strony")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.clicked.connect(self.ask_material)
        return button

    def _show_material(self) -> None:
        page = self.current
        known = page is not None and bool(page.material) and self._materials
        self._material.setVisible(known)
        if page is None or not known:
            return
        poor = bool(page.shortfall)
        self._material.setText(short_of(page))
        self._material.setIcon(icons.icon("doubtful", "warn") if poor else icons.icon("material"))
        said = f"Rodzaj strony: {whole_of(page).removeprefix('rodzaj: ')}"
        self._material.setAccessibleName(said + (f". {page.shortfall}" if poor else ""))
        self._material.setToolTip(f"{said} (Ctrl+M)" + (f"\n{page.shortfall}" if poor else ""))

    def _tools(self) -> QHBoxLayout:
        tools = QHBoxLayout()
        tools.setContentsMargins(4, 0, 4, 0)
        tools.setSpacing(2)
        add = self._button
        tools.addWidget(add("previous", "Poprzednia strona", "previous", lambda: self.step(-1), "Alt+PgUp"))
        tools.addWidget(self._where)
        tools.addWidget(add("next", "Następna strona", "next", lambda: self.step(1), "Alt+PgDown"))
        self._material = self._make_material()
        tools.addWidget(self._material)
        spacer = QWidget(self)
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        tools.addWidget(spacer)
        tools.addWidget(add("turn", "Obróć widok", "rotate", self.view.turn, "R"))
        tools.addWidget(add("zoom_out", "Pomniejsz", "zoom_out", lambda: self.view.zoom_by(1 / STEP), "-"))
        tools.addWidget(self._zoom)
        tools.addWidget(add("zoom_in", "Powiększ", "zoom_in", lambda: self.view.zoom_by(STEP), "+"))
        tools.addWidget(add("fit_width", "Szerokość strony", "fit_width", lambda: self.view.fit(Fit.WIDTH), "W"))
        tools.addWidget(add("fit_page", "Cała strona", "fit_page", lambda: self.view.fit(Fit.PAGE), "0"))
        tools.addWidget(add("actual", "Wielkość rzeczywista (100%)", "actual", self.view.zoom_actual, "1"))
        compare = add("compare", "Porównaj ze skanem przed oczyszczeniem", "compare", lambda: None, "Alt+C")
        compare.setCheckable(True)
        compare.toggled.connect(self.view.compare)
        tools.addWidget(compare)
        return tools

    def _button(self, name: str, text: str, icon_name: str, run: object, key: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"page_{name}")
        button.setAccessibleName(text)
        button.setToolTip(f"{text} ({key})" if key else text)
        button.setIcon(icons.icon(icon_name))
        button.clicked.connect(lambda: run())  # type: ignore[operator]
        self._buttons[name] = (button, icon_name)
        return button
