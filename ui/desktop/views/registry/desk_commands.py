"""Every command of the desk with its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence

from ui.desktop.shell.commands import Command
from ui.desktop.views.officer.routing_desk import routing_desk
from ui.desktop.views.registry.desk_envelopes import DeskEnvelopes
from ui.desktop.views.registry.desk_materials import DeskMaterials
from ui.desktop.views.registry.desk_recovery import COMMAND as LEFT_OVER

if TYPE_CHECKING:
    from ui.desktop.views.registry.desk import DeskView

GROUP = "Kancelaria"


def add_desk_commands(desk: DeskView) -> dict[str, QAction]:
    """Add them; their keys work while the desk is open."""
    page, bar, materials, envelopes = desk.page, desk.bar, DeskMaterials(desk), DeskEnvelopes(desk)
    envelopes.watch()
    rows = (
        ("scan", "Skanuj", "F2", desk.scan),
        ("rescan", "Zeskanuj tę stronę ponownie", "F3", desk.scanning.rescan),
        ("label", "Drukuj etykietę", "F4", lambda: desk.print_for("label")),
        ("receipt", "Drukuj pokwitowanie", "F5", lambda: desk.print_for("receipt")),
        ("assign", "Dekretuj pismo", "F6", lambda: _assign(desk)),
        ("missing", "Zaznacz brak daty lub znaku", "F7", desk.form.missing.tick_missing),
        ("sealed", "Zaklejona: tylko koperta", "F8", desk.scanning.toggle_sealed),
        ("same_envelope", "Z tej samej koperty co poprzednie pismo", "F9", envelopes.share),
        ("envelope", "Ta strona to koperta", "Shift+F9", envelopes.mark_page),
        ("confirm", "Zatwierdź i następne", "Ctrl+Return", desk.confirm),
        ("undo", "Cofnij", "Ctrl+Z", desk.pages.undo),
        ("redo", "Przywróć cofnięte", "Ctrl+Shift+Z", desk.pages.redo),
        ("intake", "Wczytaj pliki", "Ctrl+O", desk.scanning.intake),
        ("unscanned", "Zarejestruj bez skanu", "Ctrl+N", desk.register_unscanned),
        ("left_over", LEFT_OVER, "", desk.left.look),
        ("cancel", "Przerwij skanowanie", "Ctrl+.", desk.scanning.cancel_scan),
        ("next_letter", "Następne pismo", "Ctrl+PgDown", lambda: desk.step_letter(1)),
        ("previous_letter", "Poprzednie pismo", "Ctrl+PgUp", lambda: desk.step_letter(-1)),
        ("next_page", "Następna strona", "Alt+PgDown", lambda: page.step(1)),
        ("previous_page", "Poprzednia strona", "Alt+PgUp", lambda: page.step(-1)),
        ("page_up", "Przesuń stronę wcześniej", "Alt+Up", lambda: desk.pages.move(-1)),
        ("page_down", "Przesuń stronę dalej", "Alt+Down", lambda: desk.pages.move(1)),
        ("rotate", "Obróć stronę na stałe", "Ctrl+R", desk.pages.rotate),
        ("material", "Rodzaj strony: druk, pismo ręczne, kolor, fotografia", "Ctrl+M", materials.ask),
        ("insert", "Wstaw kartkę za tą stroną", "Shift+F3", desk.scanning.insert),
        ("blank", "Strona pusta albo nie", "Alt+B", desk.pages.toggle_blank),
        ("reread", "Czytaj stronę jeszcze raz", "Ctrl+Shift+R", desk.pages.reread),
        ("compare", "Porównaj ze skanem przed oczyszczeniem", "Alt+C", page.compare),
        ("doubtful", "Następna niepewna granica", "F11", desk.pages.next_doubtful),
        ("boundary", "Granica dobra", "Shift+F11", desk.pages.boundary_is_right),
        ("split", "Rozdziel pismo od tej strony", "Ctrl+T", desk.pages.split),
        ("join", "Połącz z poprzednim pismem", "Ctrl+J", desk.pages.join),
        ("counter", "Praca przy okienku", "Alt+1", lambda: bar.counter.setChecked(True)),
        ("stack", "Praca ze stosem", "Alt+2", lambda: bar.stack.setChecked(True)),
        ("letters", "Przejdź do listy pism", "Ctrl+B", lambda: desk.strip.list.setFocus()),
        ("page", "Przejdź do podglądu strony", "Ctrl+G", lambda: page.view.setFocus()),
        ("form", "Przejdź do formularza", "Ctrl+F", lambda: desk.form.focus_first()),
    )  # fmt: skip
    made = {name: desk.frame.commands.add(Command(text, key, run, GROUP), desk) for name, text, key, run in rows}
    made["confirm"].setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
    made["cancel"].setShortcuts([QKeySequence("Ctrl+."), QKeySequence("Esc")])
    made["cancel"].setEnabled(False)
    return made


def _assign(desk: DeskView) -> None:
    """Route the open letter, else the one registered last."""
    item = desk.flow.unscanned or desk.flow.item or desk.flow.last_item
    if item is None:
        desk.frame.status.say("Najpierw zatwierdź pismo (Ctrl+Enter), potem zadekretuj (F6).")
        return
    if (routing := routing_desk(desk.frame, desk)) is not None:
        routing.assign(item.document_uid)
