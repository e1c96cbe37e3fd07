"""The desk's commands about envelopes: the next letter of the same one, and which page shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kancelaria.domain.incoming import IncomingItem

if TYPE_CHECKING:
    from ui.desktop.views.registry.desk import DeskView


class DeskEnvelopes:
    """Works on the open letter's form; the letter before must be registered, so that its envelope has a record."""

    def __init__(self, desk: DeskView) -> None:
        self._desk = desk

    def share(self) -> None:
        """The open letter came in the envelope of the one before; asked again it came in its own."""
        desk, mark = self._desk, self._desk.form.envelope
        if desk.flow.letter is None or desk.flow.item is not None:
            desk.frame.status.say("Otwórz pismo, które jeszcze nie jest zatwierdzone.")
            return
        if mark.shared_with is not None:
            mark.share(None)
            desk.frame.status.say("To pismo ma własną kopertę.")
        elif (before := self._before()) is None:
            desk.frame.status.say("Najpierw zatwierdź poprzednie pismo z tej koperty (Ctrl+Enter).")
            return
        else:
            mark.share(before.document_uid)
            desk.frame.status.say(f"Ta sama koperta co {before.document_uid}. F9 cofa.")
        desk.form.edited.emit()

    def take(self, consignment_id: str, words: str, received_on: str) -> None:
        """The open letter came in what was accepted before; it has the receipt day of that."""
        desk = self._desk
        if desk.flow.letter is None or desk.flow.item is not None:
            desk.frame.status.say("Otwórz pismo, które jeszcze nie jest zatwierdzone.")
            return
        desk.form.envelope.take(consignment_id, words)
        if received_on:
            desk.form.fields["received_on"].put(received_on)
        desk.frame.status.say("Pismo jest z przyjętej przesyłki. Zatwierdź je (Ctrl+Enter).")
        desk.form.edited.emit()

    def mark_page(self) -> None:
        """The page on screen shows the envelope; asked again it doesn't."""
        desk, mark = self._desk, self._desk.form.envelope
        page = desk.page.current
        if page is None or desk.flow.item is not None:
            desk.frame.status.say("Otwórz stronę pisma, które jeszcze nie jest zatwierdzone.")
            return
        marked = mark.page != page.number
        mark.mark(page.number if marked else None)
        desk.frame.status.say("Ta strona to koperta." if marked else "Strona nie jest już oznaczona jako koperta.")
        desk.form.edited.emit()

    def _before(self) -> IncomingItem | None:
        """The letter before the open one, if it is registered; at the counter the one registered last."""
        flow = self._desk.flow
        keys = [letter.key for letter in flow.state.letters]
        place = keys.index(flow.current) if flow.current in keys else 0
        return flow.state.items.get(keys[place - 1]) if place > 0 else flow.last_item
