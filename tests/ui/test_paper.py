from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kancelaria.domain.errors import StateForbids
from kancelaria.domain.reproduction import CARRIER_WORDS, CarrierKind, Volume
from ui.desktop.views.ask_dialog import OneAnswer
from ui.desktop.views.registry.paper_dialog import PaperDialog
from ui.desktop.window import MainWindow
from ui.operations.paper import CarrierLine, PaperLook

Idle = Callable[[], None]
UID = "K1A-26-000123-U"
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class FakePaper:
    """One letter's paper in memory."""

    def __init__(self) -> None:
        self.now = PaperLook(UID, "Projekt budowlany", "niepełne (liczba stron)", None, "w kancelarii", ())
        self.refuse: StateForbids | None = None

    def look(self, document_uid: str) -> PaperLook:
        assert document_uid == UID
        return self.now

    def count(self, document_uid: str, volume: Volume) -> PaperLook:
        if self.refuse is not None:
            raise self.refuse
        self.now = replace(self.now, volume=volume)
        return self.now

    def add(self, document_uid: str, kind: CarrierKind, count: int, place: str, description: str) -> PaperLook:
        line = CarrierLine(f"c{len(self.now.carriers)}", CARRIER_WORDS[kind], count, description, place, False)
        self.now = replace(self.now, carriers=(*self.now.carriers, line))
        return self.now

    def move(self, document_uid: str, carrier_id: str, place: str) -> PaperLook:
        return self._changed(carrier_id, place=place)

    def copied(self, document_uid: str, carrier_id: str) -> PaperLook:
        return self._changed(carrier_id, copied=True)

    def carriers_list(self) -> Path:
        raise NotImplementedError

    def missing_scans(self) -> Path:
        raise NotImplementedError

    def _changed(self, carrier_id: str, **changes: object) -> PaperLook:
        changed = [replace(c, **changes) if c.id == carrier_id else c for c in self.now.carriers]  # type: ignore[arg-type]
        self.now = replace(self.now, carriers=tuple(changed))
        return self.now


@pytest.fixture
def paper() -> FakePaper:
    return FakePaper()


@pytest.fixture
def dialog(window: MainWindow, paper: FakePaper, idle: Idle, qtbot: QtBot) -> PaperDialog:
    made = PaperDialog(window, paper, UID, window)
    made.open()
    idle()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def typed(qtbot: QtBot, *keys: str | Qt.Key) -> None:
    for key in keys:
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClicks(focus, key) if isinstance(key, str) else qtbot.keyClick(focus, key)


def pressed(qtbot: QtBot, key: Qt.Key) -> None:
    """A key with Alt, wherever the focus is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key, ALT)


@pytest.mark.rule("bound volumes")
def test_a_bound_project_is_counted_by_keys_alone(
    dialog: PaperDialog, paper: FakePaper, qtbot: QtBot, idle: Idle
) -> None:
    typed(qtbot, "4", Qt.Key.Key_Tab, "3", Qt.Key.Key_Tab, "250")
    qtbot.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    idle()
    assert paper.now.volume == Volume(4, 3, 250)
    assert dialog.fault == "Zapisano objętość."


@pytest.mark.rule("carriers listed")
def test_a_carrier_is_noted_moved_and_struck_off(
    dialog: PaperDialog, paper: FakePaper, qtbot: QtBot, idle: Idle
) -> None:
    dialog.kind.setFocus()
    typed(qtbot, Qt.Key.Key_Down, Qt.Key.Key_Tab, "2", Qt.Key.Key_Tab, "szafa 3", Qt.Key.Key_Tab, "projekt")
    qtbot.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    idle()
    assert paper.now.carriers == (CarrierLine("c0", "płyta DVD", 2, "projekt", "szafa 3", False),)
    assert dialog.place.text() == ""
    pressed(qtbot, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: dialog.findChild(OneAnswer) is not None)
    asked = dialog.findChild(OneAnswer)
    assert asked is not None
    asked.given.emit("pudło 7", False)
    idle()
    assert dialog.model.index(0, 3).data() == "pudło 7"
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    pressed(qtbot, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: dialog.model.index(0, 3).data() == "skopiowany")
    pressed(qtbot, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: "nie jest skopiowany" in dialog.fault)


def test_a_refusal_is_said_and_what_was_typed_stays(
    dialog: PaperDialog, paper: FakePaper, qtbot: QtBot, idle: Idle
) -> None:
    paper.refuse = StateForbids("item_voided", "To pismo jest anulowane.", "Dopisz to gdzie indziej.", UID)
    typed(qtbot, "4")
    qtbot.keyClick(dialog, Qt.Key.Key_Return, CTRL)
    idle()
    assert dialog.fault == "To pismo jest anulowane. Dopisz to gdzie indziej."
    assert dialog.counts["volumes"].text() == "4"


def test_every_control_has_a_name_and_tab_goes_down(dialog: PaperDialog, qtbot: QtBot) -> None:
    met: list[str] = []
    for _ in range(16):
        focus = QApplication.focusWidget()
        assert isinstance(focus, QWidget)
        assert focus.accessibleName(), focus.objectName()
        met.append(focus.objectName())
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert met[:5] == ["paper_volumes", "paper_copies", "paper_pages", "paperKeep", "carrierRows"]
    assert {"carrierKind", "carrierPlace", "carrierAdd", "carrierMove", "carrierCopied", "paperBack"} <= set(met)
