from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from scanning.pages.minima import PageMaterial
from tests.ui.fake_station import FakeStation, make_letters
from ui.desktop.ports import StackChanged
from ui.desktop.views.registry.desk import DeskView
from ui.desktop.window import MainWindow

Idle = Callable[[], None]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def scanned(desk: DeskView, qtbot: QtBot, idle: Idle) -> DeskView:
    qtbot.keyClick(desk, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: len(desk.flow.state.letters) == 5)
    idle()
    return desk


def menu_of(qtbot: QtBot) -> QMenu:
    found: list[QMenu] = []

    def opened() -> bool:
        popup = QApplication.activePopupWidget()
        found[:] = [popup] if isinstance(popup, QMenu) and popup.objectName() == "materialMenu" else []
        return bool(found)

    qtbot.waitUntil(opened)
    return found[0]


def button(desk: DeskView) -> QToolButton:
    found = desk.page.findChild(QToolButton, "page_material")
    assert isinstance(found, QToolButton)
    return found


def chosen(fake: FakeStation) -> list[tuple[object, ...]]:
    return [call[1:] for call in fake.batch.calls if call[0] == "choose_material"]


def test_two_keys_say_what_a_page_is_and_two_more_take_it_back(
    scanned: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    page = scanned.page.current
    assert page is not None
    assert button(scanned).text() == "druk"
    qtbot.keyClick(scanned, Qt.Key.Key_M, CTRL)
    menu = menu_of(qtbot)
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["&Druk: czarno-biały"]
    qtbot.keyClick(menu, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: button(scanned).text() == "ręczne")
    assert "wybrany" in button(scanned).accessibleName()
    assert scanned.strip.thumbnails.index(0).data() == "1 ręczne"
    scanned.window().activateWindow()
    qtbot.waitUntil(scanned.window().isActiveWindow)
    qtbot.keyClick(scanned, Qt.Key.Key_M, CTRL)
    qtbot.keyClick(menu_of(qtbot), Qt.Key.Key_J)
    qtbot.waitUntil(lambda: button(scanned).text() == "druk")
    idle()
    assert chosen(fake) == [(page.number, PageMaterial.HANDWRITING), (page.number, None)]


def test_a_thumbnail_has_the_same_menu(scanned: DeskView, fake: FakeStation, qtbot: QtBot) -> None:
    page = scanned.page.current
    assert page is not None
    scanned.strip.pages.customContextMenuRequested.emit(QPoint(2000, 2000))
    qtbot.keyClick(menu_of(qtbot), Qt.Key.Key_F)
    qtbot.waitUntil(lambda: chosen(fake) == [(page.number, PageMaterial.PHOTOGRAPH)])


def test_what_falls_short_stands_on_the_button_with_its_next_step(
    desk: DeskView, fake: FakeStation, idle: Idle
) -> None:
    letter = make_letters(fake.folder, 1)[0]
    step = "Zeskanuj stronę ponownie (F3) w kolorze."
    pages = tuple(replace(page, material="colour", shortfall=f"Skan jest bez koloru. {step}") for page in letter.pages)
    fake.batch.letters = [replace(letter, pages=pages)]
    fake.batch.emit(StackChanged(tuple(fake.batch.letters)))
    idle()
    desk.flow.open(letter.key)
    assert step in button(desk).toolTip()
    assert step in button(desk).accessibleName()


def test_the_settings_say_what_every_page_of_a_stack_is(
    window: MainWindow, desk: DeskView, fake: FakeStation, qtbot: QtBot, idle: Idle
) -> None:
    settings = window.open_place("settings")
    idle()
    combo = settings.findChild(QComboBox, "set_scan.material")
    assert isinstance(combo, QComboBox)
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_End)
    combo.activated.emit(combo.currentIndex())
    options = desk.bar.options()
    assert options is not None
    assert options.material is PageMaterial.COLOUR
    combo.setCurrentIndex(0)
    combo.activated.emit(0)
    options = desk.bar.options()
    assert options is not None
    assert options.material is None
