"""Reading the register for the windows, and voiding in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from kancelaria.bootstrap import Office
from kancelaria.domain.errors import OfficeError
from kancelaria.domain.incoming import IncomingItem, ItemState
from kancelaria.domain.numbering import warsaw_day
from kancelaria.services import queries
from kancelaria.services.access import AccessKind, log_access
from kancelaria.services.amend import amend_item
from kancelaria.services.confirm import confirm_item
from kancelaria.services.journal import now_text
from kancelaria.services.queries import HistoryEntry, ItemFilter, SortColumn
from kancelaria.services.renditions import SEARCHABLE_PDF
from kancelaria.services.search import search_items
from kancelaria.services.void import void_item
from ui.operations.corrections import made_changes
from ui.operations.facts import (
    HistoryLine,
    ItemDetails,
    LetterForm,
    PageImage,
    RegisterFilter,
    RegisterRow,
)
from ui.operations.printouts import Found, known_item, print_register
from ui.operations.routing import routing_history

_SORTS = {
    "rpw_number": SortColumn.NUMBER,
    "registered_at": SortColumn.REGISTERED_AT,
    "received_on": SortColumn.RECEIVED_ON,
    "sender": SortColumn.SENDER,
    "title": SortColumn.TITLE,
    "state": SortColumn.STATE,
    "document_uid": SortColumn.DOCUMENT_UID,
}
SORTABLE = tuple(_SORTS)
if TYPE_CHECKING:
    from pypdfium2 import PdfPage

ACTIONS = {
    "register": "zarejestrowano",
    "confirm": "zatwierdzono",
    "amend": "poprawiono",
    "read": "odczytano tekst",
    "void": "anulowano",
    "assign": "zadekretowano",
    "return": "zwrócono",
    "add_rendition": "zapisano PDF/A",
    "volume": "zapisano objętość",
    "carrier_noted": "odnotowano nośnik",
    "carrier_moved": "przeniesiono nośnik",
    "carrier_copied": "skopiowano nośnik",
    "note": "dopisano adnotację",
    "share_envelope": "wskazano wspólną kopertę",
}
_VIEW_DPI = 200
_MOST_FOUND = 1000
_KEPT_S = 3.0


class StationRegister:
    """The register of this station."""

    def __init__(
        self,
        office: Office,
        actor: Callable[[], str],
        cache: Path,
        clerk: Callable[[], str] | None = None,
        worker: Callable[[], str] | None = None,
    ) -> None:
        """`clerk`, `worker`: the same person, refused where their role may not confirm and void, or amend."""
        self._office = office
        self._actor = actor
        self._clerk, self._worker = clerk or actor, worker or actor
        self._cache = cache
        self._found: tuple[tuple[str, str], float, tuple[RegisterRow, ...]] = (("", ""), 0.0, ())
        self._news = False
        cache.mkdir(parents=True, exist_ok=True)
        self.sweep()

    def sweep(self) -> None:
        """Pictures drawn from files that are here no more go too; one that is open goes another time."""
        for drawn in self._cache.iterdir():
            if drawn.is_dir() and self._raw(drawn.name.partition(".")[0]) is None:
                shutil.rmtree(drawn, ignore_errors=True)

    def take_news(self) -> None:
        """Records came or were withdrawn: what a search found before no longer holds."""
        self._news = True
        self.sweep()

    def count(self, wanted: RegisterFilter) -> int:
        """How many rows."""
        if wanted.text.strip():
            return len(self._search(wanted.text))
        return self._office.queries.register_count(_filter(wanted))

    def rows(
        self, wanted: RegisterFilter, order: str, descending: bool, offset: int, limit: int
    ) -> Sequence[RegisterRow]:
        """Rows `offset`… in the given order (a name of `SORTABLE`)."""
        if wanted.text.strip():
            found = sorted(self._search(wanted.text), key=lambda row: _key(row, order), reverse=descending)
            return found[offset : offset + limit]
        column = _SORTS.get(order, SortColumn.NUMBER)
        window = self._office.queries.register_window(_filter(wanted), column, descending, offset, limit)
        return [_row(row) for row in window]

    def details(self, document_uid: str) -> ItemDetails:
        """One item with pages and history; NotFound when it isn't here. Logged as a view."""
        office = self._office
        item = known_item(office, document_uid)
        log_access(AccessKind.VIEW, [item.document_uid], "window", office.uow(self._actor()), office.workplace)
        rendition = office.queries.rendition(item.id, SEARCHABLE_PDF)
        pdf = office.blobs.path(rendition.sha256) if rendition else None
        people = {person.login: f"{person.given_names} {person.surname}" for person in office.queries.people(False)}
        kept = [_line(entry, people) for entry in office.queries.history(item.id) if entry.action != "assign"]
        history = tuple(sorted((*kept, *routing_history(office, item.id)), key=lambda line: line.at))
        envelope = office.queries.consignment(item.consignment_id) if item.consignment_id else None
        inside = office.queries.items_of_consignment(envelope.id) if envelope is not None else []
        siblings = tuple(other.document_uid for other in inside if other.id != item.id)
        return ItemDetails(item, self._pages(item, pdf), history, pdf, envelope, siblings)

    def confirm(self, item: IncomingItem, shown: LetterForm, form: LetterForm) -> IncomingItem:
        """A person has checked an item to be verified; what differs from the form as shown is corrected first."""
        uow, at = self._office.uow(self._clerk()), self._office.workplace
        return confirm_item(item.document_uid, uow, at, made_changes(shown, form), item.version)

    def amend(self, item: IncomingItem, shown: LetterForm, form: LetterForm) -> IncomingItem:
        """Correct an item where its state allows it."""
        uow, at = self._office.uow(self._worker()), self._office.workplace
        return amend_item(item.document_uid, made_changes(shown, form), uow, at, item.version)

    def void(self, document_uid: str, reason: str) -> None:
        """Void an entry with its reason."""
        void_item(document_uid, reason, self._office.uow(self._clerk()), self._office.workplace)

    def print_out(self, wanted: RegisterFilter, target: Path) -> Path:
        """What is shown as .pdf, .xlsx or .csv, by the target's suffix; without a period this year's."""
        last = wanted.received_to or warsaw_day(now_text(self._office.workplace))
        first = wanted.received_from or f"{last[:4]}-01-01"
        text, state = wanted.text.strip(), ItemState(wanted.state) if wanted.state else None
        if text:
            uids = tuple(row.document_uid for row in self._search(text) if not row.restricted)
            print_register(self._office, self._actor(), first, last, target, found=Found(text, uids))
        else:
            print_register(self._office, self._actor(), first, last, target, state=state)
        return target

    def _search(self, text: str) -> tuple[RegisterRow, ...]:
        """The answer is kept a moment: one look at the list asks for its count and its rows."""
        person = self._actor()  # what one found another hasn't asked for, and may not be allowed to see
        asked, until, _rows = self._found
        news, self._news = self._news, False
        known = asked == (person, text) and monotonic() <= until
        if news or not known:
            office = self._office
            if known:  # nobody asked anew: it is in the log of access already
                result = office.queries.search(text, _MOST_FOUND)
            else:
                result = search_items(text, office.queries, office.uow(person), office.workplace, _MOST_FOUND)
            self._found = ((person, text), monotonic() + _KEPT_S, tuple(_row(row) for row in result.rows))
        return self._found[2]

    def _pages(self, item: IncomingItem, pdf: Path | None) -> tuple[PageImage, ...]:
        """Pages as images: drawn from the PDF/A once it is there, else as scanned."""
        images = self._drawn(item, pdf) if pdf is not None and not item.sealed else {}
        return tuple(
            PageImage(
                page.number,
                images.get(page.number) or self._raw(page.sha256),
                None,
                None,
                page.width,
                page.height,
                page.blank,
            )
            for page in item.pages
        )

    def _drawn(self, item: IncomingItem, pdf: Path) -> dict[int, Path]:
        import pypdfium2

        folder = self._cache / pdf.name
        targets = {page.number: folder / f"{page.number:04d}.png" for page in item.pages}
        missing = {number: target for number, target in targets.items() if not target.is_file()}
        if missing:
            folder.mkdir(parents=True, exist_ok=True)
            document = pypdfium2.PdfDocument(pdf)
            try:
                for number, target in missing.items():
                    if number > len(document):
                        continue  # an envelope shared with another letter: shown as it was scanned
                    half = target.with_name(f".{target.name}.part")
                    page = document[number - 1]
                    drawn = page.render(scale=_VIEW_DPI / 72, grayscale=not _in_colour(page))
                    drawn.to_pil().save(half, "PNG")
                    half.replace(target)
            finally:
                document.close()
        return {number: target for number, target in targets.items() if target.is_file()}

    def _raw(self, sha256: str) -> Path | None:
        try:
            return self._office.blobs.path(sha256)
        except OfficeError:
            return None


def _in_colour(page: PdfPage) -> bool:
    """Whether the page's image has colours to show; drawing print in grey takes a third."""
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    images = page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE])
    return any(image.get_metadata().bits_per_pixel > 8 for image in images)


def _filter(wanted: RegisterFilter) -> ItemFilter:
    state = ItemState(wanted.state) if wanted.state else None
    return ItemFilter(since=wanted.received_from, until=wanted.received_to, state=state)


def _row(row: queries.RegisterRow) -> RegisterRow:
    own = {field.name for field in fields(RegisterRow)}
    shared = {name: getattr(row, name) for name in own & set(row.__dataclass_fields__)}
    return RegisterRow(**shared | {"sender": row.sender_name, "state": row.state.value})


def _key(row: RegisterRow, order: str) -> tuple[bool, object]:
    value = getattr(row, order if order in _SORTS else "rpw_number")
    return (value is not None, value.casefold() if isinstance(value, str) else value or 0)


def _line(entry: HistoryEntry, people: dict[str, str]) -> HistoryLine:
    what = ACTIONS.get(entry.action, entry.action)
    if entry.action == "return" and entry.changes.get("return_reason"):
        what = f"zwrócono do kancelarii: „{entry.changes['return_reason']}”"
    return HistoryLine(entry.at, people.get(entry.actor, entry.actor), what)
