"""The menu in which a person says what a page counts as."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from scanning.pages.minima import PageMaterial
from ui.desktop.ports import PageImage

CHOICES = (
    (PageMaterial.PRINT, "&Druk: czarno-biały"),
    (PageMaterial.HANDWRITING, "Pismo &ręczne: odcienie szarości"),
    (PageMaterial.COLOUR, "Tekst, w którym &kolor ma znaczenie"),
    (PageMaterial.PHOTOGRAPH, "&Fotografia"),
    (PageMaterial.OVERSIZE, "&Większa niż A3: plan, mapa"),
)


class MaterialMenu(QMenu):
    """Choices for one page; the present one is ticked. `choose` gets the material, None = as recognised."""

    def __init__(self, page: PageImage, choose: Callable[[PageMaterial | None], None], parent: QWidget) -> None:
        super().__init__("Rodzaj strony", parent)
        self.setObjectName("materialMenu")
        self.setAccessibleName("Rodzaj strony")
        group = QActionGroup(self)
        for material, text in CHOICES:
            action = self._add(text, partial(choose, material))
            action.setCheckable(True)
            action.setChecked(material.value == page.material)
            group.addAction(action)
        self.addSeparator()
        self._add("&Jak rozpoznano", partial(choose, None)).setEnabled(page.material_chosen)
        self.setActiveAction(group.checkedAction() or self.actions()[0])

    def _add(self, text: str, run: Callable[[], None]) -> QAction:
        action = self.addAction(text)
        action.triggered.connect(lambda _checked=False: run())
        return action
