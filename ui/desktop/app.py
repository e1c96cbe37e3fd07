"""The composition root of the desktop: opens the station, dresses the application, builds the window."""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QApplication

from ui.desktop import roles, theme, translations
from ui.desktop.choices import RememberedChoices
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.mail import add_mail
from ui.desktop.paper import add_paper
from ui.desktop.ports import Station
from ui.desktop.prebuild import Prebuilder
from ui.desktop.series import add_series
from ui.desktop.window import MainWindow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.operations.correspondents import Correspondents
    from ui.operations.handover_desk import Handovers
    from ui.operations.outgoing_ports import Outgoing
    from ui.operations.paper_store import PaperStore
    from ui.operations.statistics import Statistics

log = logging.getLogger(__name__)
SWITCH_S = 0.0005
DESK_ROLES = frozenset({"registry"})
COUNT_ROLES = frozenset({"registry", "head", "auditor"})
BOOK_ROLES = frozenset({"registry", "officer", "head"})
REGISTER_ROLES = frozenset({"registry", "officer", "head", "auditor"})


def run(home: Path | None) -> int:
    """Open the desktop on a station's folder; returns the exit code."""
    from ui.operations.station import open_station, prepared

    faulthandler.enable()
    if not prepared(home) and not _first_start(home):
        return 0
    while True:
        station = open_station(home)
        scale = station.choices.get("scale", "100")
        if scale != "100":
            os.environ.setdefault("QT_SCALE_FACTOR", str(int(scale) / 100))
        code, again = run_window(_application(), station)
        station.close()
        if not again:
            return code


def run_window(app: QApplication, station: Station) -> tuple[int, bool]:
    """Show the window on an opened station until it is closed; True where it is to be opened again."""
    jobs = JobRunner()
    window = build_window(app, station, jobs)
    _catch_bugs(window)
    window.show()
    _prebuild(window)
    code = app.exec()
    late = jobs.close()
    if late:
        log.warning("lanes_late", extra={"lanes": late})
    again = window.again
    window.deleteLater()
    return code, again


def build_window(app: QApplication, station: Station, jobs: JobRunner) -> MainWindow:
    """The window with its places; the desk is open."""
    station = replace(station, choices=RememberedChoices(station.choices, jobs))
    theme.apply(app, theme.chosen(station.choices.get("theme", "")))
    window = MainWindow(station, jobs)
    window.add_place("desk", "Kancelaria", "desk", "Ctrl+1", lambda: _desk(window), roles=DESK_ROLES)
    window.add_place("registers", "Rejestry", "registers", "Ctrl+2", lambda: _registers(window), roles=REGISTER_ROLES)
    window.add_place("settings", "Ustawienia", "settings", "Ctrl+3", lambda: _settings(window), at_bottom=True)
    if station.inbox is not None:
        from ui.desktop.inbox import add_inbox

        add_inbox(window, station.inbox)
    if station.handovers is not None:
        make = partial(_handover, window, station.handovers)
        window.add_place("handover", "Listy", "handover", "Ctrl+6", make, roles=DESK_ROLES)
    if station.paper_store is not None:
        make = partial(_store, window, station.paper_store)
        window.add_place("store", "Skład", "store", "Ctrl+8", make, roles=DESK_ROLES)
    if station.statistics is not None:
        make = partial(_statistics, window, station.statistics)
        window.add_place("statistics", "Liczby", "statistics", "Ctrl+7", make, roles=COUNT_ROLES)
    add_mail(window, station.deliveries, station.notes)
    add_paper(window, station.paper)
    add_series(window, station.series)
    if station.correspondents is not None:
        make = partial(_correspondents, window, station.correspondents)
        window.add_place(
            "correspondents", "Korespondenci", "unit", "Ctrl+Shift+K", make, roles=BOOK_ROLES, on_rail=False
        )
    if station.outgoing is not None:
        send = partial(_outgoing, window, station.outgoing)
        window.add_place("outgoing", "Wysyłka", "outgoing", "Ctrl+5", send, roles=DESK_ROLES)
    if window.first_place:
        window.open_place(window.first_place)
    window.show_who()
    window.welcome_people()
    return window


def _application() -> QApplication:
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    QCoreApplication.setApplicationName("Kancelaria")
    # Painting calls Python many times; each call may wait this long for a background thread that computes.
    sys.setswitchinterval(SWITCH_S)
    app = QApplication(sys.argv[:1])
    app.setProperty("catalogues", translations.install(app))
    roles.install()
    return app


def _first_start(home: Path | None) -> bool:
    """Ask what the station needs; False when the program was closed instead."""
    from ui.desktop.views.first_start import FirstStartDialog
    from ui.operations.station import first_devices, prepare

    app = _application()
    theme.apply(app, theme.ThemeName.SYSTEM)
    jobs = JobRunner()
    dialog = FirstStartDialog(jobs, partial(prepare, home), first_devices(home))
    answered = bool(dialog.exec())
    jobs.close()
    return answered


def _desk(window: MainWindow) -> QWidget:
    from ui.desktop.views.registry.desk import DeskView

    return DeskView(window)


def _registers(window: MainWindow) -> QWidget:
    from ui.desktop.views.registry.register import RegisterView

    return RegisterView(window)


def _handover(window: MainWindow, handovers: Handovers) -> QWidget:
    from ui.desktop.views.handover.view import HandoverView

    return HandoverView(window, handovers)


def _correspondents(window: MainWindow, book: Correspondents) -> QWidget:
    from ui.desktop.views.correspondents.view import CorrespondentsView

    return CorrespondentsView(window, book)


def _statistics(window: MainWindow, statistics: Statistics) -> QWidget:
    from ui.desktop.views.statistics.view import StatisticsView

    return StatisticsView(window, statistics)


def _store(window: MainWindow, store: PaperStore) -> QWidget:
    from ui.desktop.views.store.view import StoreView

    return StoreView(window, store)


def _outgoing(window: MainWindow, outgoing: Outgoing) -> QWidget:
    from ui.desktop.views.outgoing.view import OutgoingView

    return OutgoingView(window, outgoing)


def _settings(window: MainWindow) -> QWidget:
    from ui.desktop.views.settings import SettingsView

    return SettingsView(window, window.apply_theme)


def _prebuild(window: MainWindow) -> Prebuilder:
    """The places a person hasn't opened yet are built in quiet moments."""
    from ui.desktop.views.registry.register import RegisterView

    def form() -> QWidget:
        register = window.build_place("registers")
        assert isinstance(register, RegisterView)
        return register.build_form()

    # whoever signs in finds the desk ready
    first = [lambda: window.build_place("desk")] if window.who.person is None else []
    builder = Prebuilder(window)
    later = ["settings", "assigned"] if window.station.inbox is not None else ["settings"]
    others = [partial(window.build_place, name) for name in later]
    builder.begin(*first, lambda: window.build_place("registers"), form, *others)
    return builder


def _catch_bugs(window: MainWindow) -> None:
    """Whatever nobody caught is shown as a bug, logged whole, and work in hand is saved."""

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not isinstance(error, Exception):
            sys.__excepthook__(kind, error, trace)
            return
        QTimer.singleShot(0, window, lambda: window.show_failure(error))

    sys.excepthook = caught


__all__ = ["build_window", "run", "run_window"]
