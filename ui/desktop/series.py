"""The command that registers a series of identical letters, from anywhere in the window."""

from __future__ import annotations

from ui.desktop.shell.commands import Command
from ui.desktop.window import MainWindow
from ui.operations.series import SeriesDesk

CLERKS = frozenset({"registry"})


def add_series(window: MainWindow, series: SeriesDesk | None) -> None:
    """Offer it to the registry."""
    if series is None:
        return

    def register() -> None:
        from ui.desktop.views.registry.series_dialog import SeriesDialog

        SeriesDialog(window, series, window).open()

    may = lambda: window.who.may(CLERKS)  # noqa: E731
    window.commands.add(Command("Seria jednakowych pism", "Ctrl+Shift+J", register, "Kancelaria", may))
