"""What the desk's pages count as: chosen at the page or its thumbnail, changed by choosing again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt

from scanning.pages.minima import PageMaterial
from ui.desktop.models.thumbnail_model import NUMBER_ROLE

if TYPE_CHECKING:
    from ui.desktop.views.registry.desk import DeskView


class DeskMaterials(QObject):
    """Joins the page panel's menu to the batch; the thumbnails get the same menu."""

    def __init__(self, desk: DeskView) -> None:
        super().__init__(desk)
        self._desk = desk
        desk.page.offer_materials()
        desk.page.material_asked.connect(self._on_material_asked)
        thumbnails = desk.strip.pages
        thumbnails.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        thumbnails.customContextMenuRequested.connect(self._on_menu_requested)

    def ask(self) -> None:
        """Open the menu of the page on screen."""
        if self._desk.page.current is None:
            self._desk.frame.status.say("Najpierw otwórz stronę pisma.")
            return
        self._desk.page.ask_material()

    def _on_menu_requested(self, place: QPoint) -> None:
        thumbnails = self._desk.strip.pages
        index = thumbnails.indexAt(place)
        index = index if index.isValid() else thumbnails.currentIndex()
        menu = self._desk.page.material_menu(index.data(NUMBER_ROLE)) if index.isValid() else None
        if menu is not None:
            menu.popup(thumbnails.viewport().mapToGlobal(place))

    def _on_material_asked(self, number: int, material: PageMaterial | None) -> None:
        batch = self._desk.frame.station.batch
        self._desk.run_batch(lambda: batch.choose_material(number, material))
