"""Commands of the whole window about mail: what couriers bring, and notes on the letter that is open."""

from __future__ import annotations

from ui.desktop.shell.commands import Command
from ui.desktop.window import MainWindow
from ui.operations.deliveries_desk import Deliveries, Pending
from ui.operations.item_notes import ItemNotes

GROUP = "Przesyłki"
CLERKS = frozenset({"registry"})
WORKERS = frozenset({"registry", "officer", "head"})


def add_mail(window: MainWindow, deliveries: Deliveries | None, notes: ItemNotes | None) -> None:
    """Offer them to those who may use them."""
    if deliveries is not None:

        def receive() -> None:
            from ui.desktop.views.deliveries.dialog import DeliveriesDialog

            dialog = DeliveriesDialog(window, deliveries, window)
            dialog.taken.connect(lambda row: _take(window, row))
            dialog.open()

        may = lambda: window.who.may(CLERKS)  # noqa: E731
        window.commands.add(Command("Przyjęcie przesyłek: doręczyciel, skrzynka", "Ctrl+Shift+D", receive, GROUP, may))
    if notes is not None:
        may_note = lambda: window.who.may(WORKERS)  # noqa: E731
        window.commands.add(Command("Adnotacje pisma", "Ctrl+Shift+A", lambda: _note(window, notes), GROUP, may_note))


def _take(window: MainWindow, row: Pending) -> None:
    """The letter open at the desk came in what was accepted before."""
    from ui.desktop.views.registry.desk import DeskView
    from ui.desktop.views.registry.desk_envelopes import DeskEnvelopes

    desk = window.open_place("desk")
    if isinstance(desk, DeskView):
        DeskEnvelopes(desk).take(row.id, row.posting_number, row.received_on)


def _note(window: MainWindow, notes: ItemNotes) -> None:
    from ui.desktop.views.registry.notes_dialog import NotesDialog
    from ui.desktop.views.registry.register import RegisterView

    uid, register = letter_open(window), window.place("registers")
    if not uid:
        window.status.say("Otwórz pismo w rejestrze albo zatwierdź je przy okienku, potem zapisz adnotację.")
        return
    dialog = NotesDialog(window, notes, uid, window)
    if isinstance(register, RegisterView) and register.isVisible() and not register.item.isHidden():
        dialog.changed.connect(register.open_item)
    dialog.open()


def letter_open(window: MainWindow) -> str:
    """The identifier of the letter a person has before them; empty where there is none."""
    from ui.desktop.views.registry.desk import DeskView
    from ui.desktop.views.registry.register import RegisterView

    desk, register = window.place("desk"), window.place("registers")
    if isinstance(desk, DeskView) and desk.isVisible():
        item = desk.flow.unscanned or desk.flow.item or desk.flow.last_item
        return item.document_uid if item is not None else ""
    if isinstance(register, RegisterView) and register.isVisible():
        return (register.item.uid if not register.item.isHidden() else "") or register.current_uid()
    return ""
