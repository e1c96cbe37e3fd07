"""The first start asks by keyboard; the theme is chosen by keyboard and stays; twice the size fits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import ImageStat

from tests.e2e.desktop.conftest import MakeClerk
from tests.e2e.desktop.counter import confirm
from tests.e2e.desktop.screen import FORM, HEAD, STATUS, Screen
from tests.e2e.desktop.waiting import PATIENCE_S, until

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(900)]
FIRST = "Kancelaria: pierwsze uruchomienie"


def test_first_start_answered(screen: Screen, clerks: MakeClerk, tmp_path: Path) -> None:
    clerk = clerks(screen, tmp_path / "nowe")
    clerk.start(FIRST)
    screen.until_says("Nazwa urzędu")
    screen.keep("50-pierwsze-uruchomienie")
    screen.type("Urząd Gminy Źrebięta Próbne")
    screen.key("Tab")
    screen.type("ul. Łąkowa 1, 00-001 Źrebięta Próbne")
    screen.key("Tab")
    screen.type("kanc")
    screen.key("Return")
    screen.until_says("od 1 do 3 liter")
    screen.keep("51-zly-symbol")
    screen.key("ctrl+a")
    screen.type("bp2")
    screen.key("Return")
    until(lambda: screen.active() == "Kancelaria", PATIENCE_S, lambda: f"okno: {clerk.log}")
    screen.until_says("Stos jest pusty")
    screen.key("ctrl+3")
    said = screen.until_says("Źrebięta Próbne")
    assert "BP2" in said
    screen.keep("52-ustawienia")
    clerk.quit()


def test_first_start_skipped_then_dark_by_keyboard(screen: Screen, clerks: MakeClerk, tmp_path: Path) -> None:
    clerk = clerks(screen, tmp_path / "nowe")
    clerk.start(FIRST)
    screen.until_says("Pomiń")
    screen.key("shift+Tab", "shift+Tab", "space")
    until(lambda: screen.active() == "Kancelaria", PATIENCE_S, lambda: f"okno: {clerk.log}")
    screen.until_says("Stos jest pusty")
    assert not dark(screen)
    choose_dark(screen)
    screen.keep("61-ciemne-ustawienia")
    clerk.quit()
    clerk.start()
    screen.until_says("Stos jest pusty")
    assert dark(screen)
    screen.keep("62-ciemny-pusty-stos")
    clerk.quit()


def test_dark_and_twice_the_size(
    screens: Callable[..., Screen], clerks: MakeClerk, few_letters: tuple[Path, Path]
) -> None:
    home, feeder = few_letters
    screen = screens(2732, 1536, 2)
    clerk = clerks(screen, home, KANCELARIA_DEMO_DIR=str(feeder))
    clerk.start()
    screen.until_says("Stos jest pusty")
    choose_dark(screen)
    screen.keep("70-ciemne-ustawienia-200")
    screen.key("ctrl+1", "F2")
    screen.until_says("5 kartek", STATUS)
    screen.until_says("RPW po zatwierdzeniu", HEAD)
    screen.until_says("Nowe Makiety", FORM)
    screen.keep("71-ciemne-pismo-200")
    confirm(clerk)
    screen.keep("72-ciemne-zarejestrowane-200")
    clerk.quit()


def choose_dark(screen: Screen) -> None:
    """Settings open on the first list of choice; dark is its third line."""
    screen.key("ctrl+3")
    screen.until_says("Motyw")
    screen.key("Home", "Down", "Down")
    until(lambda: dark(screen), PATIENCE_S, "ciemny motyw")


def dark(screen: Screen) -> bool:
    """Whether most of the screen is dark."""
    return float(ImageStat.Stat(screen.picture().convert("L")).median[0]) < 90
