"""Registration without a person: a whole stack is scanned or taken in, read, and registered as `to_verify`."""

from __future__ import annotations

import queue
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kancelaria.bootstrap import Office
from kancelaria.domain.errors import OfficeError
from kancelaria.domain.incoming import IncomingItem
from scanning.errors import InputError, ScanningError
from scanning.pages.minima import PageMaterial
from scanning.pages.model import Document, SplitMode
from scanning.spool import Spool
from ui.operations.batch import StackBatch
from ui.operations.counting import sheets_differ
from ui.operations.drafts import key_of
from ui.operations.facts import (
    BatchEvent,
    FileFailed,
    PdfWritten,
    ReadingProgress,
    ScanEnded,
    ScanFailed,
    ScanOptions,
    StackChanged,
    StackFailed,
)
from ui.operations.file_intake import stacks_given
from ui.operations.materials import MATERIAL
from ui.operations.registration import (
    day_in_warsaw,
    keep_pdf,
    refuse_same_file,
    register_letter,
    today_in_warsaw,
    unattended_form,
)

KNOWN = (OfficeError, ScanningError)
RECEIVED_ON = "received_on"
"""The day of receipt, kept on the stack: finishing it tomorrow doesn't change when the letters came."""


@dataclass(frozen=True)
class LetterDone:
    """A letter is registered, and its PDF/A kept where it was opened."""

    item: IncomingItem


@dataclass(frozen=True)
class LetterFailed:
    """A letter, file or page that could not be used; the rest goes on."""

    error: OfficeError | ScanningError
    subject: str = ""


@dataclass(frozen=True)
class Note:
    """Something worth saying to whoever runs the command."""

    text: str


Outcome = LetterDone | LetterFailed | Note


@dataclass
class _Run:
    ended: ScanEnded | None = None
    failed: ScanFailed | None = None
    done: int = 0
    total: int = -1

    @property
    def complete(self) -> bool:
        return self.ended is not None and self.done >= self.ended.pages


class Unattended:
    """Drives a `StackBatch` to its end and registers what it gives."""

    def __init__(
        self, office: Office, batch: StackBatch, actor: str, *, sealed: bool = False, received_on: str | None = None
    ) -> None:
        self._office = office
        self._batch = batch
        self._actor = actor
        self._sealed = sealed
        self._received_on = received_on or today_in_warsaw(office)
        self._events: queue.SimpleQueue[BatchEvent] = queue.SimpleQueue()
        batch.subscribe(self._events.put)

    def scan(self, options: ScanOptions) -> Iterator[Outcome]:
        """Scan a stack to its end, then register its letters."""
        if options.two_pass:
            hint = "Zrób to w oknie programu albo wybierz inny profil (--profile)."
            raise InputError("two_pass_by_hand", "Między przebiegami ktoś musi odwrócić stos.", hint)
        self._batch.start(options, {RECEIVED_ON: self._received_on})
        yield from self._through()

    def intake(
        self, files: Sequence[Path], split: SplitMode | None, sheets: int, material: PageMaterial | None = None
    ) -> Iterator[Outcome]:
        """Take files in, then register their letters; an interrupted intake of the same files is finished first."""
        left = list(files)
        for stack_id, given in stacks_given(Spool(self._office.settings.spool).unfinished(), files):
            yield Note(f"Te pliki są już w niedokończonym stosie {stack_id}: najpierw zostanie dokończony.")
            yield from self.resume(stack_id)
            left = [path for path in left if path not in given]
        if left:
            self._forget_events()
            of_all = {MATERIAL: material.value} if material else {}
            self._batch.intake(left, split, sheets, self._sealed, {RECEIVED_ON: self._received_on, **of_all})
            yield from self._through()

    def resume(self, stack_id: str, sheets: int | None = None) -> Iterator[Outcome]:
        """Finish a stack left over, with the files it was still to take in; all its letters are told again.

        `sheets`: how many there really were.
        """
        self._forget_events()
        self._batch.resume(stack_id)
        if sheets is not None:
            self._batch.pages.expect_sheets(sheets)
        stack = self._batch.hand.stack
        self._received_on = stack.fact(RECEIVED_ON) or day_in_warsaw(stack.created_at)
        if not self._batch.feeding:
            pages = stack.pages()
            self._events.put(ScanEnded(len({page.sheet for page in pages}), len(pages)))
        if stack.feed_interrupted:
            yield LetterFailed(_feed_interrupted(stack.last_good_sheet()))
        yield from self._through()

    def _forget_events(self) -> None:
        """What is left over of the stack before says nothing about the next."""
        while not self._events.empty():
            self._events.get()

    def _through(self) -> Iterator[Outcome]:
        run = _Run()
        while not run.complete:
            yield from self._heard(self._events.get(), run)
        yield from self._reconciled()
        yield from self._register_all(but_last=run.failed is not None)
        if run.failed is None:
            done = self._all_registered() and self._batch.hand.sheets().settled
            self._batch.finish() if done else self._batch.put_aside()
        else:
            self._batch.put_aside()

    def _heard(self, event: BatchEvent, run: _Run) -> Iterator[Outcome]:
        if isinstance(event, ScanEnded):
            run.ended = event
            run.done = max(run.done, len(self._batch.hand.read)) if self._batch.open else 0
        elif isinstance(event, ReadingProgress):
            run.done = event.done
            yield Note(f"Przeczytano {event.done} z {event.total} stron")
        elif isinstance(event, StackFailed):
            raise _known(event.error)
        elif isinstance(event, ScanFailed):
            run.failed = event
            yield LetterFailed(_known(event.error))
        elif isinstance(event, FileFailed):
            yield LetterFailed(_known(event.error), str(event.path))
        elif isinstance(event, StackChanged | PdfWritten):
            return

    def _reconciled(self) -> Iterator[Outcome]:
        """Sheets scanned, blank ones and separators must be as many as were put in; else the stack stays open."""
        count = self._batch.hand.sheets()
        if not count.settled:
            yield LetterFailed(sheets_differ(count, self._batch.hand.stack.id))

    def _register_all(self, *, but_last: bool) -> Iterator[Outcome]:
        """Register what is on the stack; after a failure not the last letter, of which pages may be missing."""
        hand = self._batch.hand
        pending: dict[Path, IncomingItem] = {}
        documents = hand.documents()
        for document in documents[:-1] if but_last else documents:
            known = hand.item(key_of(document))
            if known is not None and self._has_pdf(known):
                yield LetterDone(known)
                continue
            try:
                item = self._register(document, pending)
            except KNOWN as error:
                yield LetterFailed(error, document.label or error.subject or f"strona {document.pages[0]}")
                continue
            if item.sealed:
                yield LetterDone(item)
            yield from self._collect(pending, block=len(pending) > 4)
        while pending:
            yield from self._collect(pending, block=True)

    def _register(self, document: Document, pending: dict[Path, IncomingItem]) -> IncomingItem:
        hand = self._batch.hand
        key = key_of(document)
        form = unattended_form(hand.suggestions(document)[0], self._received_on)
        if hand.is_sealed(key):
            form = replace(form, sealed=True)
        refuse_same_file(self._office, hand, document)
        item = register_letter(self._office, hand, document, form, self._actor).item
        if not form.sealed:
            pending[self._batch.write_pdf(hand, document, item)] = item
        return item

    def _collect(self, pending: dict[Path, IncomingItem], *, block: bool) -> Iterator[Outcome]:
        """Keep the PDFs that are ready; `block` waits for one at least."""
        while pending and (block or not self._events.empty()):
            event = self._events.get()
            if isinstance(event, StackFailed):
                raise _known(event.error)
            if not isinstance(event, PdfWritten):
                continue
            item = pending.pop(event.target, None)
            if item is None:
                continue
            block = False
            try:
                if event.error is not None:
                    raise event.error
                keep_pdf(self._office, item, event.target, self._actor, event.kept)
            except KNOWN as error:
                yield LetterFailed(error, item.document_uid)
            yield LetterDone(item)

    def _has_pdf(self, item: IncomingItem | None) -> bool:
        return item is not None and (
            item.sealed or self._office.queries.rendition(item.id, "searchable_pdf") is not None
        )

    def _all_registered(self) -> bool:
        hand = self._batch.hand
        return all(self._has_pdf(hand.item(key_of(document))) for document in hand.documents())


def _feed_interrupted(last_sheet: int) -> ScanningError:
    return ScanningError(
        "feed_interrupted",
        f"Skanowanie tego stosu przerwano po kartce {last_sheet}; ostatnie pismo może nie mieć wszystkich stron.",
        "Porównaj ostatnie pismo z papierem. Pozostałe kartki zeskanuj osobno.",
    )


def _known(error: Exception) -> OfficeError | ScanningError:
    if isinstance(error, KNOWN):
        return error
    raise error
