"""What a control is to a screen reader, for those of which Qt only says that they are "client areas"."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QScrollArea, QWidget

_PROPERTY = "spoken_role"


def install() -> None:
    """Have every window ask here first. Once a program."""
    QAccessible.installFactory(_interface)


def speak_as(widget: QWidget, role: QAccessible.Role) -> None:
    """Tell screen readers what `widget` is: a picture, a chart. Scrolled parts are documents by themselves."""
    widget.setProperty(_PROPERTY, role.value)


def _interface(_key: str, of: QObject | None) -> QAccessibleInterface | None:
    if not isinstance(of, QWidget):
        return None
    value = of.property(_PROPERTY)
    if value is not None:
        return QAccessibleWidget(of, QAccessible.Role(value))
    return QAccessibleWidget(of, QAccessible.Role.Document) if isinstance(of, QScrollArea) else None
