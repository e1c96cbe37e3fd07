from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from ui.desktop import icons, theme

NAMES = [theme.ThemeName.LIGHT, theme.ThemeName.DARK, theme.ThemeName.HIGH_CONTRAST]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("pair", theme.TEXT_PAIRS, ids="/".join)
def test_text_has_enough_contrast(name: theme.ThemeName, pair: tuple[str, str]) -> None:
    tokens = theme.load(name).tokens
    assert theme.contrast(tokens[pair[0]], tokens[pair[1]]) >= 4.5


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("pair", theme.SHAPE_PAIRS, ids="/".join)
def test_lines_and_marks_have_enough_contrast(name: theme.ThemeName, pair: tuple[str, str]) -> None:
    tokens = theme.load(name).tokens
    assert theme.contrast(tokens[pair[0]], tokens[pair[1]]) >= 3


@pytest.mark.parametrize("name", NAMES)
def test_what_a_field_asks_for_looks_unlike_what_stands_in_it(name: theme.ThemeName) -> None:
    tokens = theme.load(name).tokens
    assert theme.contrast(tokens["hint"], tokens["text"]) >= 1.5


def test_contrast_is_measured_as_wcag_does() -> None:
    assert theme.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert theme.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_themes_have_the_same_tokens() -> None:
    assert len({frozenset(theme.load(name).tokens) for name in NAMES}) == 1


def test_every_text_colour_of_the_style_sheet_is_a_checked_pair() -> None:
    sheet = theme.resource("themes", "desktop.qss").read_text(encoding="utf-8")
    checked = {frozenset(pair) for pair in theme.TEXT_PAIRS} | {
        frozenset(("disabled", "surface")),
        frozenset(("disabled",)),
    }
    for block in re.findall(r"\{([^{}]*)\}", re.sub(r"\$\{(\w+)\}", r"<\1>", sheet)):
        ink = re.search(r"(?<![\w-])color: <(\w+)>", block)
        ground = re.search(r"background: <(\w+)>", block)
        if ink and ground:
            assert frozenset((ink[1], ground[1])) in checked, (ink[1], ground[1])


def test_no_colour_is_written_outside_the_tokens() -> None:
    root = theme.resource().parent / "ui" / "desktop"
    for path in [*root.rglob("*.py"), theme.resource("themes", "desktop.qss")]:
        found = re.findall(r"#[0-9A-Fa-f]{6}\b|rgba?\(", path.read_text(encoding="utf-8"))
        assert not found, (path.name, found)


@pytest.mark.parametrize("name", NAMES)
def test_style_sheet_knows_every_token(qapp: QApplication, name: theme.ThemeName) -> None:
    sheet = theme.style_sheet(theme.load(name))
    assert "${" not in sheet


def test_every_icon_exists(qapp: QApplication) -> None:
    for name in icons.NAMES:
        assert not icons.icon(name).pixmap(20, 20).isNull(), name


def test_figures_are_tabular() -> None:
    from PySide6.QtGui import QFont

    assert theme.sans().featureValue(QFont.Tag.fromString("tnum")) == 1


def test_qt_speaks_polish(qapp: QApplication) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel | QDialogButtonBox.StandardButton.Close)
    said = {button.text().replace("&", "") for button in box.buttons()}
    assert said == {"Anuluj", "Zamknij"}
    assert QCoreApplication.translate("QLineEdit", "&Copy").replace("&", "") == "Skopiuj"
