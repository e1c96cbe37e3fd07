from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from kancelaria.domain.errors import InvalidInput
from ui.desktop import theme
from ui.desktop.jobs.page_image import read_image
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.ports import PageImage
from ui.desktop.views.page_view import Fit, PageBox, PageView

Idle = Callable[[], None]


@pytest.fixture
def half(tmp_path: Path) -> PageImage:
    """A page whose upper half is black and lower half white."""
    image = Image.new("L", (400, 600), 255)
    image.paste(0, (0, 0, 400, 300))
    image.save(tmp_path / "half.png")
    return PageImage(1, tmp_path / "half.png", None, None, 400, 600)


@pytest.fixture
def view(qtbot: QtBot, jobs: JobRunner) -> PageView:
    made = PageView(jobs)
    qtbot.addWidget(made)
    made.resize(500, 500)
    made.show()
    return made


def shot(view: PageView) -> QImage:
    return view.viewport().grab().toImage()


def test_grey_page_of_the_right_shape_stands_while_it_loads(view: PageView, half: PageImage, jobs: JobRunner) -> None:
    gate = threading.Event()
    jobs.submit("images", lambda _job: gate.wait(10))
    view.show_page(half)
    grey = theme.current().color("border")
    picture = shot(view)
    assert not view.loaded
    assert QColor(picture.pixel(250, 100)) == grey
    assert QColor(picture.pixel(250, 400)) == grey
    assert QColor(picture.pixel(20, 250)) == theme.current().color("sunken")
    gate.set()


def test_loaded_page_is_drawn_in_its_place(view: PageView, half: PageImage, qtbot: QtBot) -> None:
    view.show_page(half)
    qtbot.waitUntil(lambda: view.loaded)
    picture = shot(view)
    assert QColor(picture.pixel(250, 100)) == QColor("black")
    assert QColor(picture.pixel(250, 400)) == QColor("white")


def test_turned_page_turns(view: PageView, half: PageImage, qtbot: QtBot) -> None:
    view.show_page(half)
    qtbot.waitUntil(lambda: view.loaded)
    view.turn(90)
    picture = shot(view)
    assert QColor(picture.pixel(400, 250)) == QColor("black")
    assert QColor(picture.pixel(100, 250)) == QColor("white")


def test_zoom_keeps_the_point_under_the_pointer(view: PageView, half: PageImage, qtbot: QtBot) -> None:
    view.show_page(half)
    qtbot.waitUntil(lambda: view.loaded)
    view.zoom_to(3.0)
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 0)
    middle = view.viewport().rect().center()
    picture = shot(view)
    assert QColor(picture.pixel(middle - QPoint(0, 30))) == QColor("black")
    assert QColor(picture.pixel(middle + QPoint(0, 30))) == QColor("white")


def test_actual_size_is_one_page_pixel_a_screen_pixel(view: PageView, half: PageImage) -> None:
    view.show_page(half)
    view.zoom_actual()
    assert view.scale * view.devicePixelRatioF() == pytest.approx(1.0)
    view.fit(Fit.PAGE)
    assert view.scale < 1.0


def test_keys_zoom_and_fit(view: PageView, half: PageImage, qtbot: QtBot) -> None:
    view.show_page(half)
    before = view.scale
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.scale > before
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.scale == pytest.approx(before)


def test_boxes_are_drawn_and_the_lit_one_stands_out(view: PageView, half: PageImage, qtbot: QtBot) -> None:
    view.show_page(half)
    qtbot.waitUntil(lambda: view.loaded)
    plain = shot(view)
    view.set_boxes([PageBox((100, 400, 300, 450), "title")])
    boxed = shot(view)
    view.light("title")
    lit = shot(view)
    assert plain != boxed
    assert boxed != lit


def test_lit_box_is_brought_into_view(view: PageView, half: PageImage, qtbot: QtBot) -> None:
    view.show_page(half)
    view.set_boxes([PageBox((10, 560, 60, 590), "attachment_count")])
    view.zoom_to(3.0)
    view.verticalScrollBar().setValue(0)
    view.light("attachment_count")
    assert view.verticalScrollBar().value() > 1000


def test_clicking_a_box_names_its_field(view: PageView, half: PageImage, qtbot: QtBot) -> None:
    view.show_page(half)
    view.set_boxes([PageBox((0, 0, 400, 600), "title")])
    with qtbot.waitSignal(view.box_clicked) as heard:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton)
    assert heard.args == ["title"]


def test_damaged_image_says_what_to_do(view: PageView, tmp_path: Path, qtbot: QtBot, idle: Idle) -> None:
    (tmp_path / "bad.png").write_bytes(b"\x89PNG broken")
    view.show_page(PageImage(1, tmp_path / "bad.png", None))
    idle()
    assert not view.loaded
    assert view.message == "Nie można pokazać obrazu strony."


def test_reading_never_enlarges(half: PageImage) -> None:
    assert half.image is not None
    assert read_image(half.image, QSize(4000, 6000)).size() == QSize(400, 600)
    assert read_image(half.image, QSize(100, 100)).size() == QSize(66, 100)
    with pytest.raises(InvalidInput):
        read_image(half.image.with_name("absent.png"))


def test_compared_with_its_scan_a_page_is_shown_the_right_way_up_and_undistorted(
    view: PageView, half: PageImage, tmp_path: Path, qtbot: QtBot
) -> None:
    raw = Image.new("L", (600, 400), 255)
    raw.paste(0, (0, 0, 300, 400))  # lying: its left half is the page's upper one
    raw.save(tmp_path / "raw.png")
    view.show_page(replace(half, raw=tmp_path / "raw.png", raw_turn=90))
    qtbot.waitUntil(lambda: view.loaded)
    view.compare(True)
    qtbot.waitUntil(lambda: view.loaded)
    picture = shot(view)
    assert QColor(picture.pixel(250, 120)).lightness() < 40
    assert QColor(picture.pixel(250, 400)).lightness() > 200
    assert QColor(picture.pixel(20, 16)) == theme.current().color("accent"), "it says which of the two this is"
    view.compare(False)
    qtbot.waitUntil(lambda: view.loaded)
    assert QColor(shot(view).pixel(20, 250)) == theme.current().color("sunken")
