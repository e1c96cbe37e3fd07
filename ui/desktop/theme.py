"""The theme: named colour tokens, fonts and the style sheet built from them."""

from __future__ import annotations

import getpass
import os
import tempfile
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

BASE_POINTS = 10.5
GRID = 8
SANS = ("Segoe UI", "Noto Sans", "DejaVu Sans")
MONO = ("Cascadia Mono", "Consolas", "Noto Sans Mono", "DejaVu Sans Mono")

TEXT_PAIRS = (
    ("text", "surface"),
    ("text", "raised"),
    ("text", "hover"),
    ("text", "warn_ground"),
    ("text", "error_ground"),
    ("muted", "surface"),
    ("muted", "raised"),
    ("muted", "hover"),
    ("muted", "sunken"),
    ("text", "sunken"),
    ("hint", "raised"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_rail", "rail"),
    ("on_rail_selected", "rail_selected"),
    ("on_selection", "selection"),
    ("on_suggestion", "suggestion"),
    ("accent", "raised"),
    ("accent", "surface"),
    ("ok", "raised"),
    ("warn", "raised"),
    ("error", "raised"),
    ("ok", "surface"),
    ("warn", "surface"),
    ("error", "surface"),
    ("warn", "warn_ground"),
    ("error", "error_ground"),
)
"""Token pairs used as text on ground; a test holds each of them to 4.5:1."""

SHAPE_PAIRS = (("field_border", "raised"), ("focus", "raised"), ("focus", "surface"), ("suggestion_border", "raised"))
"""Token pairs of lines and marks; 3:1 is asked of them."""


class ThemeName(StrEnum):
    """The themes a person may choose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


@dataclass(frozen=True)
class Theme:
    """One theme: its name and its tokens (name → #RRGGBB)."""

    name: ThemeName
    tokens: dict[str, str]

    def color(self, token: str) -> QColor:
        """The colour of a token."""
        return QColor(self.tokens[token])


def resource(*parts: str) -> Path:
    """A file under `resources/`, which is always installed as real files."""
    return Path(str(files("resources").joinpath(*parts)))


@cache
def _all_tokens() -> dict[str, dict[str, str]]:
    with resource("themes", "tokens.toml").open("rb") as stream:
        return tomllib.load(stream)


def load(name: ThemeName) -> Theme:
    """A theme by name; `system` follows the system's light or dark."""
    if name is ThemeName.SYSTEM:
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        name = ThemeName.DARK if dark else ThemeName.LIGHT
    return Theme(name, _all_tokens()[name.value])


_current: list[Theme] = []


def current() -> Theme:
    """The theme in use (light until one is applied)."""
    return _current[0] if _current else load(ThemeName.LIGHT)


def chosen(kept: str) -> ThemeName:
    """The theme a person chose; the system's where they didn't."""
    return ThemeName(kept) if kept in {name.value for name in ThemeName} else ThemeName.SYSTEM


def is_current(name: ThemeName) -> bool:
    """Whether the program is dressed in this theme already."""
    return bool(_current) and _current[0].name is load(name).name


def style_sheet(theme: Theme) -> str:
    """The style sheet of a theme: shapes from `desktop.qss`, colours from the tokens."""
    values = dict(
        theme.tokens,
        check_image=_drawn("check", theme.tokens["on_accent"]),
        chevron_image=_drawn("chevron", theme.tokens["muted"]),
    )
    return Template(resource("themes", "desktop.qss").read_text(encoding="utf-8")).substitute(values)


def _drawn(shape: str, color: str) -> str:
    """A small picture of the style sheet in a theme's colour: Qt takes it only from a file."""
    folder = Path(tempfile.gettempdir()) / f"kancelaria-theme-{getpass.getuser()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"{shape}-{color[1:]}.svg"
    if not target.exists():
        drawn = Template(resource("icons", f"{shape}.svg").read_text(encoding="utf-8")).substitute(color=color)
        fresh = target.with_suffix(f".{os.getpid()}")
        fresh.write_text(drawn, encoding="utf-8")
        fresh.replace(target)
    return target.as_posix()


def palette(theme: Theme) -> QPalette:
    """Fusion's palette from the tokens, for what the style sheet doesn't reach."""
    roles = {
        QPalette.ColorRole.Window: "surface",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "raised",
        QPalette.ColorRole.AlternateBase: "surface",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.Button: "raised",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.Highlight: "selection",
        QPalette.ColorRole.HighlightedText: "on_selection",
        QPalette.ColorRole.ToolTipBase: "raised",
        QPalette.ColorRole.ToolTipText: "text",
        QPalette.ColorRole.PlaceholderText: "hint",
        QPalette.ColorRole.Link: "accent",
        QPalette.ColorRole.BrightText: "error",
        QPalette.ColorRole.Accent: "accent",
    }
    made = QPalette()
    for role, token in roles.items():
        made.setColor(role, theme.color(token))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, theme.color("disabled"))
    return made


def apply(app: QApplication, name: ThemeName) -> Theme:
    """Dress the whole application in a theme."""
    theme = load(name)
    _current[:] = [theme]
    if app.style().objectName() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(sans())
    app.setPalette(palette(theme))
    app.setStyleSheet(style_sheet(theme))
    return theme


def sans(points: float = BASE_POINTS) -> QFont:
    """The interface font, with tabular figures."""
    font = QFont(_installed(SANS), -1)
    font.setPointSizeF(points)
    font.setFeature(QFont.Tag.fromString("tnum"), 1)
    return font


def mono(points: float = BASE_POINTS) -> QFont:
    """The font of identifiers."""
    font = QFont(_installed(MONO), -1)
    font.setPointSizeF(points)
    font.setStyleHint(QFont.StyleHint.Monospace)
    return font


@cache
def _installed(wanted: tuple[str, ...]) -> list[str]:
    # asked for every cell that is painted; the font database takes milliseconds to answer
    families = set(QFontDatabase.families())
    return [name for name in wanted if name in families] or list(wanted[-1:])


def restyle(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties the style sheet looks at, and repaint if one changed."""
    changed = False
    for name, value in properties.items():
        if widget.property(name) != value:
            widget.setProperty(name, value)
            changed = True
    if changed:
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two #RRGGBB colours by WCAG 2 (1…21)."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(value: str) -> float:
    channels = [int(value[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
