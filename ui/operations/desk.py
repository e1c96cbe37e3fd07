"""Confirming letters at the desk: register at once, take back while it can be, keep text and PDF/A as they come."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from kancelaria.bootstrap import Office
from kancelaria.domain.errors import OfficeError, StateForbids
from kancelaria.domain.incoming import IncomingItem, ItemState, Sender
from kancelaria.domain.registration import REPRODUCTION_REASONS, refuse_incomplete
from kancelaria.logs import get_log
from kancelaria.services.amend import amend_item
from kancelaria.services.confirm import confirm_item
from kancelaria.services.reading import attach_reading
from kancelaria.services.register import RegisterIncoming, register_incoming
from kancelaria.services.renditions import SEARCHABLE_PDF
from scanning.errors import ScanningError
from scanning.pages.model import Document
from ui.operations.batch import StackBatch
from ui.operations.corrections import form_changes
from ui.operations.drafts import key_of
from ui.operations.duplicates import alike, leave_out
from ui.operations.envelopes import shared_envelope
from ui.operations.facts import (
    BatchEvent,
    Dictionaries,
    Duplicate,
    LetterForm,
    PageRead,
    PdfWritten,
)
from ui.operations.registration import (
    SEALED_REPRODUCTION,
    consignment_of,
    keep_pdf,
    preview,
    register_letter,
    whole_text,
)
from ui.operations.stack_in_hand import StackInHand

_log = get_log()


class StationDesk:
    """What the desk does with letters of the stack in hand. Methods may come from any thread."""

    def __init__(
        self,
        office: Office,
        batch: StackBatch,
        actor: Callable[[], str],
        prints: Path,
        clerk: Callable[[], str] | None = None,
    ) -> None:
        """`clerk`: the same person, refused where their role may not register and confirm."""
        self._office = office
        self._batch = batch
        self._actor = actor
        self._clerk = clerk or actor
        self._prints = prints
        self._lock = threading.RLock()
        self._awaiting: dict[Path, IncomingItem] = {}
        prints.mkdir(parents=True, exist_ok=True)
        batch.subscribe(self._on_event)
        batch.on_resume = self._pick_up
        batch.on_material = self._keep_anew
        batch.closing.may_close = self._settled

    def dictionaries(self) -> Dictionaries:
        """Words for the lists of choice."""

        def entries(name: str) -> tuple[tuple[str, str], ...]:
            return tuple((entry.code, entry.name) for entry in self._office.queries.dictionary(name) if entry.active)

        return Dictionaries(
            entries("delivery_method"), entries("document_kind"), tuple(REPRODUCTION_REASONS.items()),
            entries("posting_operator"), entries("not_opened"),
        )  # fmt: skip

    def register(self, letter_key: str, form: LetterForm) -> IncomingItem:
        """Register a letter of the stack; on return it is safely stored and numbered.

        It stays `to_verify` until the stack is finished, so that it can be taken back meanwhile.
        """
        refuse_incomplete(preview(form))
        with self._batch.registering(letter_key) as (hand, document):
            item = register_letter(self._office, hand, document, form, self._clerk()).item
        self._complete_later(hand, document, item)
        self._batch.changed()
        return item

    def register_without_scan(self, form: LetterForm) -> IncomingItem:
        """Register a letter of which nothing is scanned; the form says why."""
        first, _image = shared_envelope(self._office, form, ())
        unlike = ("reproduction", "same_envelope_as")
        command = RegisterIncoming(
            item_id=self._office.ids.new(),
            confirmed=True,
            **{
                name: getattr(form, name)
                for name in LetterForm.__dataclass_fields__
                if name in RegisterIncoming.__dataclass_fields__ and name not in unlike
            },
            reproduction=SEALED_REPRODUCTION if form.sealed else form.reproduction,
            consignment=consignment_of(self._office, form, self._office.ids.new),
            same_envelope_as=first.id if first is not None else None,
        )
        return register_incoming(command, self._office.uow(self._clerk()), self._office.workplace)

    def undo(self, item: IncomingItem) -> None:
        """Back to the form: corrections of a registered letter are allowed while it is to be verified."""
        now = self._office.queries.item_by_id(item.id)
        if now is None or now.state is not ItemState.TO_VERIFY:
            raise StateForbids(
                "already_confirmed",
                "To pismo jest już zatwierdzone i nie można go cofnąć.",
                "Popraw je w rejestrze albo anuluj pozycję.",
                item.document_uid,
            )

    def amend(self, item: IncomingItem, form: LetterForm) -> IncomingItem:
        """Confirm again after undo; number and identifier stay."""
        refuse_incomplete(preview(form))
        changed = amend_item(
            item.document_uid, form_changes(form), self._office.uow(self._clerk()), self._office.workplace
        )
        if self._batch.open:
            self._batch.hand.changed_item(changed)
            self._batch.changed()
        return changed

    def settle(self, hand: StackInHand) -> None:
        """The stack is finished: its letters are confirmed, their registration facts freeze."""
        for document in hand.documents():
            self._complete(hand, document)  # the last page may have been read only just now
            item = hand.item(key_of(document))
            now = self._office.queries.item_by_id(item.id) if item else None
            if now is not None and now.state is ItemState.TO_VERIFY:
                confirm_item(now.document_uid, self._office.uow(self._clerk()), self._office.workplace)

    def label_pdf(self, document_uid: str) -> Path:
        """The label as a PDF file."""
        from ui.operations.label_prints import LabelOrder, labels_to_file, prepare_labels

        target, actor = self._prints / f"etykieta-{document_uid}.pdf", self._actor()
        labels_to_file(self._office, actor, prepare_labels(self._office, actor, LabelOrder((document_uid,))), target)
        return target

    def receipt_pdf(self, document_uid: str) -> Path:
        """The receipt as a PDF file."""
        from ui.operations.receipt_prints import ReceiptOrder, receipt_to_file

        target = self._prints / f"potwierdzenie-{document_uid}.pdf"
        receipt_to_file(self._office, self._actor(), ReceiptOrder((document_uid,)), target)
        return target

    def complete_sender(self, prefix: str) -> list[Sender]:
        """Correspondents whose name begins like this, the usual ones first."""
        return [known.sender for known in self._office.queries.complete_sender(prefix)]

    def towns(self, postcode: str) -> list[tuple[str, float]]:
        """Towns the office has seen with a postcode, each with its share; the most frequent first."""
        found = self._office.queries.towns_of(postcode)
        return [(each.town, each.count / sum(one.count for one in found)) for each in found]

    def duplicates(self, letter_key: str, form: LetterForm) -> list[Duplicate]:
        """Letters already registered that look the same."""
        with self._lock:
            hand = self._batch.hand
            return alike(self._office, hand, hand.document(letter_key), form)

    def same_letter(self, letter_key: str, document_uid: str) -> IncomingItem:
        """This letter of the stack is one in the register: it is left out, and the other one's history says so."""
        return leave_out(self._office, self._batch, letter_key, document_uid, self._clerk())

    # text and PDF/A, as they come

    def _on_event(self, event: BatchEvent) -> None:
        if isinstance(event, PdfWritten):
            self._keep(event)
        elif isinstance(event, PageRead) and self._batch.open:
            hand = self._batch.hand
            for document in hand.documents():
                if event.number in document.pages and hand.item(key_of(document)) is not None:
                    self._complete(hand, document)

    def _pick_up(self, hand: StackInHand) -> None:
        """Letters registered before the program was cut off get the text and PDF/A they still lack."""
        for document in hand.documents():
            self._complete(hand, document)

    def _settled(self, hand: StackInHand) -> bool:
        """Whether every letter of a finished stack has its PDF/A, so that its pages are no longer needed."""
        items = [hand.item(key_of(document)) for document in hand.documents()]
        with self._lock:
            awaited = {waiting.id for waiting in self._awaiting.values()}
        if any(item is not None and item.id in awaited for item in items):
            return False
        return all(
            item is None or item.sealed or self._office.queries.rendition(item.id, SEARCHABLE_PDF) is not None
            for item in items
        )

    def _complete(self, hand: StackInHand, document: Document) -> None:
        """Once all pages are read: the whole text to the register, the PDF/A to be written."""
        key = key_of(document)
        item = hand.item(key)
        if item is None or item.sealed or any(number not in hand.read for number in document.pages):
            return
        with self._lock:
            text = whole_text(hand.readings(document))
            attach_reading(item.id, text, self._office.uow(self._author(item)), self._office.workplace)
            target, _ = hand.pdf_of(document, item)
            awaited = [path for path, waiting in self._awaiting.items() if waiting.id == item.id]
            if target in awaited or (not awaited and self._kept_as_wanted(hand, document, item)):
                return
            for outdated in awaited:
                del self._awaiting[outdated]
            self._awaiting[self._batch.write_pdf(hand, document, item)] = item

    def _kept_as_wanted(self, hand: StackInHand, document: Document, item: IncomingItem) -> bool:
        """Whether there is a PDF/A, with every page in it as its material asks."""
        if self._office.queries.rendition(item.id, SEARCHABLE_PDF) is None:
            return False
        kept = {page.number: page.material for page in self._office.queries.kept_pages(item.id)}
        wanted = dict(enumerate((material.value for material in hand.materials_of(document).values()), start=1))
        return kept == wanted or not kept  # of one made before materials were known nothing is kept

    def _keep_anew(self, hand: StackInHand, number: int) -> None:
        """A person said what a page is: a PDF/A that has it otherwise is replaced by one that has it right."""
        for document in hand.documents():
            item = hand.item(key_of(document))
            if number in document.pages and item is not None:
                self._complete_later(hand, document, item)

    def _complete_later(self, hand: StackInHand, document: Document, item: IncomingItem) -> None:
        """The letter is registered whatever becomes of its text and PDF/A: a fault in them is told, not raised."""
        try:
            self._complete(hand, document)
        except (OfficeError, ScanningError) as error:
            _log.warning("not_completed", item_id=item.id, code=error.code)
            self._batch.report(Path(item.document_uid), error)

    def _keep(self, event: PdfWritten) -> None:
        """Take a PDF/A in. It is awaited until it is kept: a stack isn't closed in between."""
        with self._lock:
            item = self._awaiting.get(event.target)
        if item is None:
            return
        try:
            if event.error is not None:
                raise event.error
            keep_pdf(self._office, item, event.target, self._author(item), event.kept)
        except (OfficeError, ScanningError) as error:
            _log.warning("pdf_not_kept", item_id=item.id, code=error.code)
            self._batch.report(event.target, error)
        finally:
            with self._lock:
                self._awaiting.pop(event.target, None)

    def _author(self, item: IncomingItem) -> str:
        """Text and PDF/A are whose the letter is, whoever works here by the time they are ready."""
        return item.registered_by or self._actor()
