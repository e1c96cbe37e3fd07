"""The desk's commands about envelopes: the next letter of the same one, and which page shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kancelaria.domain.incoming import IncomingItem
from ui.desktop.models import form_values
from ui.operations.deliveries_desk import Pending

if TYPE_CHECKING:
    from ui.desktop.views.registry.desk import DeskView


class DeskEnvelopes:
    """Works on the open letter's form; the letter before must be registered, so that its envelope has a record."""

    def __init__(self, desk: DeskView) -> None:
        self._desk = desk
        self._asked, self._found = ("", ""), ""

    def watch(self) -> None:
        """Look each posting number up among what was accepted before, whoever wrote it into the form."""
        desk = self._desk
        for told in (desk.flow.opened, desk.form.edited, desk.bridge.happened):
            told.connect(lambda *_: self._look_up())

    def _look_up(self) -> None:
        desk, deliveries = self._desk, self._desk.frame.station.deliveries
        number, key = desk.form.fields["posting_number"].value, desk.flow.current or ""
        if deliveries is None or (key, number) == self._asked or desk.flow.item is not None:
            return
        if self._asked[0] == key and self._found and desk.form.envelope.accepted == self._found:
            desk.form.envelope.take(None)  # the number it was found by is another now
        self._asked, self._found = (key, number), ""
        if not number:
            return

        def show(found: Pending | None) -> None:
            if found is not None and (desk.flow.current, desk.form.fields["posting_number"].value) == (key, number):
                self._take_up(found)

        desk.frame.jobs.submit("db", lambda _job: deliveries.accepted(number), show, owner=desk)

    def _take_up(self, found: Pending) -> None:
        """What was accepted some days ago was received then, unless a person says another day."""
        received = self._desk.form.fields["received_on"]
        if received.value == form_values.today():
            received.put(found.received_on)
        self._found = found.id
        self._desk.form.envelope.take(found.id, f"({found.waited})")

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
