"""Commands of the whole window about paper: the volume and carriers of the letter that is open, and the two lists."""

from __future__ import annotations

from functools import partial

from ui.desktop.mail import letter_open
from ui.desktop.shell.commands import Command
from ui.desktop.window import MainWindow
from ui.operations.paper import Paper

GROUP = "Papier"
CLERKS = frozenset({"registry"})
READERS = frozenset({"registry", "head", "auditor"})


def add_paper(window: MainWindow, paper: Paper | None) -> None:
    """Offer them to those who may use them."""
    if paper is None:
        return
    offer, who = window.commands.add, window.who
    may_keep, may_list = lambda: who.may(CLERKS), lambda: who.may(READERS)
    offer(Command("Objętość i nośniki pisma", "Ctrl+Shift+O", lambda: _open(window, paper), GROUP, may_keep))
    for text, make in (
        ("Drukuj wykaz nośników bez odwzorowania", paper.carriers_list),
        ("Drukuj wykaz pism bez pełnego skanu", paper.missing_scans),
    ):
        offer(Command(text, "", partial(window.print_file, "register", make), GROUP, may_list))


def _open(window: MainWindow, paper: Paper) -> None:
    from ui.desktop.views.registry.paper_dialog import PaperDialog

    uid = letter_open(window)
    if not uid:
        window.status.say("Otwórz pismo w rejestrze albo zatwierdź je przy okienku, potem podaj objętość.")
        return
    PaperDialog(window, paper, uid, window).open()
