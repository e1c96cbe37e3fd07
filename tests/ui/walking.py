"""Walks through a window by Tab alone, as somebody does who has no mouse, and listens as a screen reader does."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QRadioButton, QWidget

SILENT = (QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Pane)
SAME_LINE_PX = 12


def walk(within: QWidget, first: QWidget | None = None) -> list[QWidget]:
    """The controls Tab reaches, in its order, until it comes round; those of `within` alone."""
    start = first or next(iter(controls(within)))
    start.setFocus(Qt.FocusReason.TabFocusReason)
    met: list[QWidget] = []
    for _ in range(400):
        here = QApplication.focusWidget()
        if here is None or here in met:
            break
        met.append(here)
        QTest.keyClick(here, Qt.Key.Key_Tab)
    return [each for each in met if within.isAncestorOf(each)]


def controls(within: QWidget) -> list[QWidget]:
    """What can be worked with now and ought to be reached by Tab."""
    return [
        each
        for each in within.findChildren(QWidget)
        if each.isVisible() and each.isEnabled() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.window() is within.window() and not _part_of_another(each)
    ]  # fmt: skip


def unreached(within: QWidget, met: list[QWidget]) -> list[str]:
    """Controls Tab never came to. Of radio buttons that belong together one is enough: arrows move among them."""
    radios = {each.parentWidget() for each in met if isinstance(each, QRadioButton)}
    return [
        said(each)
        for each in controls(within)
        if each not in met and not (isinstance(each, QRadioButton) and each.parentWidget() in radios)
    ]


def voiceless(met: list[QWidget]) -> list[str]:
    """Controls a screen reader can't name, or of which it can't say what they are."""
    silent = []
    for each in met:
        interface = QAccessible.queryAccessibleInterface(each)
        name = interface.text(QAccessible.Text.Name)
        if not name.strip() or interface.role() in SILENT:
            silent.append(f"{said(each)} [{interface.role().name}] {name!r}")
    return silent


def leaps(met: list[QWidget]) -> list[str]:
    """Steps from one control up to another of the same group: reading goes down, and to the right."""
    found = []
    for one, two in pairwise(met):
        if one.parentWidget() is not two.parentWidget():
            continue
        a, b = one.mapToGlobal(QPoint(0, 0)), two.mapToGlobal(QPoint(0, 0))
        down = b.y() - a.y() > SAME_LINE_PX
        beside = abs(b.y() - a.y()) <= SAME_LINE_PX and b.x() >= a.x()
        column = b.x() - a.x() >= one.width() // 2
        if not (down or beside or column):
            found.append(f"{said(one)} → {said(two)}")
    return found


def said(widget: QWidget) -> str:
    """How a failure names a control."""
    return f"{type(widget).__name__} {widget.objectName() or widget.accessibleName()}"


def _part_of_another(widget: QWidget) -> bool:
    """The field inside an editable list, and the like."""
    return widget.focusProxy() is not None or (
        isinstance(widget, QLineEdit) and widget.objectName() in ("qt_spinbox_lineedit", "")
        and widget.parentWidget() is not None and widget.parentWidget().focusProxy() is widget
    )  # fmt: skip
