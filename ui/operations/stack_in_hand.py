"""The stack being worked on: its pages, what was read on them, and the letters they make. Not safe between threads."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PIL import Image

from kancelaria.domain.errors import StateForbids
from kancelaria.domain.identifiers import is_document_uid, with_hyphens
from kancelaria.domain.incoming import IncomingItem, ItemState
from kancelaria.reading.model import LetterSuggestions, OfficeContext
from scanning.ocr.protocol import PageText
from scanning.pages.minima import PageMaterial
from scanning.pages.model import Document, PageFacts, PageReading, SpooledPage
from scanning.pages.tally import SheetCount, count_sheets
from scanning.spool import Stack
from scanning.worker.pool import Task
from scanning.worker.stack_work import forget_words, pdf_task
from ui.operations.drafts import SplitPlan, documents_of, key_of
from ui.operations.envelopes import with_posting_number
from ui.operations.facts import Letter, PageImage
from ui.operations.materials import Materials
from ui.operations.suggesting import suggestions_for
from ui.operations.two_pass import awaits_backs

_LABEL = re.compile(r"\b[0-9A-Z]{9,14}\b")
PLAN, SEALED, PAGES, VOIDED, BLIND = "plan", "sealed", "pages:", "voided:", "blind"
LEFT_OUT = "left_out"
"""Pages and sheets of letters a person found in the register already: their paper is there, so it counts."""
LABEL = "label:"
"""The identifier on a label stuck on after the scan and read by hand, hyphenless; a letter's key follows."""
OPENED = "opened"
"""Letters of a stack scanned as sealed that may be opened all the same."""


class StackInHand:
    """Pages and letters of one open stack. Facts of pages stay in memory, their words on the disk."""

    def __init__(self, stack: Stack, context: OfficeContext, find_item: Callable[[str], IncomingItem | None]) -> None:
        self.stack = stack
        self._context = context
        self._find_item = find_item
        self.plan = SplitPlan.from_fact(stack.fact(PLAN))
        self.sealed: set[str] = set(stack.fact(SEALED, []))
        self.materials = Materials(stack)
        self.facts: dict[int, PageFacts] = {}
        self.read: set[int] = set()
        self._suggested: dict[tuple[tuple[int, ...], bool], tuple[LetterSuggestions, bool]] = {}
        self._items: dict[str, IncomingItem] = {}
        for page in stack.pages():
            self.take_in(page.number)
        self._settle_claims()
        self.release_voided()

    # pages

    def take_in(self, number: int) -> None:
        """What was found on a page, if anything yet."""
        reading = self.stack.reading(number)
        if reading is None:
            return
        self.facts[number] = reading.facts
        self.materials.take_in(reading)
        if reading.text is not None:
            self.read.add(number)
        else:
            self.read.discard(number)
        self._suggested = {key: value for key, value in self._suggested.items() if number not in key[0] or not key[1]}

    def give_up(self, page: SpooledPage) -> None:
        """A page nobody could work through is kept as it was scanned, without text."""
        try:
            with Image.open(page.path) as image:
                width, height = image.size
        except (OSError, Image.DecompressionBombError):
            width, height = 1, 1
        facts = PageFacts(
            page.number, page.sha256, width, height, page.dpi, 0, 0.0, False, False, (), page.path, page.path
        )
        nothing = PageText((), width, height, page.dpi)
        self.stack.save_reading(PageReading(facts, nothing, nothing))
        self.take_in(page.number)

    def unread(self) -> list[SpooledPage]:
        """Pages that still wait for something, in order."""
        return [page for page in self.stack.pages() if page.number not in self.read]

    @property
    def last_sheet(self) -> int:
        """The last sheet that need not come through the feeder again: whole, or in a registered letter."""
        taken = {number for pages in self._registered_pages().values() for number in pages}
        return max([self.stack.last_good_sheet(), *(p.sheet for p in self.stack.pages() if p.number in taken)])

    @property
    def worked_through(self) -> bool:
        """Whether every page has its text."""
        return not self.unread()

    def sheets(self) -> SheetCount:
        """The stack's sheets against those put in."""
        parting = {number for document in self.documents() for number in document.dropped}
        blank = {number for number, facts in self.facts.items() if facts.blank}
        sides = {page.number: page.sheet for page in self.stack.pages()}
        sides |= {int(number): sheet for number, sheet in self.stack.fact(LEFT_OUT, [])}
        return count_sheets(sides.items(), blank, parting, self.stack.expected_sheets)

    # letters

    def documents(self) -> list[Document]:
        """Letters among the pages worked through so far, up to the first page that isn't.

        A page scanned again is shown as it was until its new scan is worked through; one put in is left out till then.
        """
        known: list[PageReading] = []
        pages = self.stack.scanned()
        for place, page in enumerate(pages):
            facts = self.facts.get(page.number) or self._before(page.number)
            if facts is not None:
                # sheet and file are the spool's to know; splitting sees only facts
                known.append(PageReading(facts))
            elif all(later.number > page.number for later in pages[place:][1:]):
                break
        found = documents_of(known, self.plan, is_document_uid, self._registered_pages(), self.stack.arrangement)
        stuck = self.stack.facts()
        return [replace(document, label=stuck.get(LABEL + key_of(document), document.label)) for document in found]

    def _before(self, number: int) -> PageFacts | None:
        """The scan that a page took the place of."""
        now = self.stack.arrangement
        if now.root(number) == number:
            return None
        known = [page for page in self.facts if page != number and now.root(page) == now.root(number)]
        return self.facts[max(known)] if known else None

    def letters(self) -> tuple[Letter, ...]:
        """The stack as the desk shows it."""
        return tuple(self.letter(document) for document in self.documents())

    def letter(self, document: Document) -> Letter:
        """One letter as the desk shows it."""
        key = key_of(document)
        sealed = self.is_sealed(key)
        suggestions, header_only = (LetterSuggestions(), False) if sealed else self.suggestions(document)
        if sealed:  # the envelope's barcode is no part of what is in it
            suggestions = with_posting_number(suggestions, self._facts_of(document))
        label, voided = with_hyphens(document.label) if document.label else None, self.voided(key)
        if label == voided:
            label = None  # the identifier stays with the voided entry
        return Letter(
            key=key,
            pages=tuple(self._image(number, sealed) for number in document.pages),
            boundary_evidence=_LABEL.sub(_as_printed, document.boundary.evidence),
            certain=document.boundary.certain,
            evidence=document.boundary.kind,
            label_uid=label,
            suggestions=suggestions,
            header_only=header_only,
            sealed=sealed,
            item=self.item(key),
            voided=voided,
        )

    def document(self, key: str) -> Document:
        """The document of a letter. StateForbids when the split has changed meanwhile."""
        found = next((document for document in self.documents() if key_of(document) == key), None)
        if found is None:
            hint = "Otwórz pismo ponownie z listy stosu."
            raise StateForbids("letter_changed", "Podział stosu właśnie się zmienił.", hint, key)
        return found

    def whole(self, key: str, *, feeding: bool) -> Document:
        """The document of a letter to be registered; StateForbids while more of its pages may follow."""
        document = self.document(key)
        if key in self.stack.registered():
            return document
        if awaits_backs(self.stack):
            hint = "Odwróć stos i zeskanuj tyły (F2) albo powiedz, że ich nie ma."
            raise StateForbids("backs_awaited", "Ten stos nie ma jeszcze drugich stron.", hint, key)
        if feeding and document.pages == self.documents()[-1].pages:
            hint = "Zatwierdź je, gdy skaner skończy."
            raise StateForbids("letter_in_feeder", "Skaner jeszcze podaje to pismo.", hint, key)
        before = 0
        for page in self.stack.pages():
            if page.number in self.facts:
                before = page.number
            elif before in document.pages or self.stack.arrangement.root(page.number) in map(self.root, document.pages):
                hint = "Poczekaj chwilę, aż wszystkie strony stosu będą opracowane."
                raise StateForbids("letter_growing", "To pismo może mieć dalsze strony.", hint, key)
        return document

    def root(self, number: int) -> int:
        """The page that first lay in a page's place."""
        return self.stack.arrangement.root(number)

    def require_free(self, *numbers: int) -> None:
        """StateForbids when one of these pages is in a registered letter: its item already has them."""
        done = self.stack.registered()
        for key, pages in self._registered_pages().items():
            if set(numbers) & set(pages):
                item = self._find_item(done[key])
                hint = "Jeśli strony albo podział są złe, anuluj pozycję w rejestrze i zarejestruj pismo ponownie."
                uid = item.document_uid if item else key
                raise StateForbids(
                    "letter_registered", "Pismo jest już w rejestrze, jego stron nie można zmienić.", hint, uid
                )

    def suggestions(self, document: Document) -> tuple[LetterSuggestions, bool]:
        """Suggestions of a letter, kept until its pages change or are read further."""
        whole = all(number in self.read for number in document.pages)
        cached = self._suggested.get((document.pages, whole))
        if cached is None:
            read, header_only = suggestions_for(self.readings(document), self._context)
            cached = with_posting_number(read, self._facts_of(document)), header_only
            self._suggested[(document.pages, whole)] = cached
        return cached

    def _facts_of(self, document: Document) -> list[PageFacts]:
        return [self.facts[number] for number in document.pages if number in self.facts]

    def readings(self, document: Document) -> list[PageReading]:
        """What was read on a letter's pages, from the disk."""
        found = [self.stack.reading(number) for number in document.pages]
        return [reading for reading in found if reading is not None]

    def item(self, key: str) -> IncomingItem | None:
        """The registered item of a letter."""
        item_id = self.stack.registered().get(key)
        if item_id is None:
            return None
        if key not in self._items:
            found = self._find_item(item_id)
            if found is None:
                return None
            self._items[key] = found
        return self._items[key]

    def claim(self, document: Document, item_id: str) -> str:
        """Keep under which id a letter is registered, and with which pages, before it is."""
        key = key_of(document)
        if self.stack.fact(PAGES + key) != list(document.pages):
            self.stack.record(PAGES + key, list(document.pages))
        return self.stack.claim_item(key, item_id)

    def pdf_of(self, document: Document, item: IncomingItem) -> tuple[Path, Task]:
        """Where a registered letter's PDF/A will be, and the task of writing it."""
        mark = self.materials.mark(document.pages)
        target = self.stack.derived / f"{item.document_uid}{mark}.pdf"
        return target, pdf_task(
            self.stack,
            self.materials_of(replace(document, pages=document.pages + self.shared_pages(document, item))),
            target,
            title=item.title or "Pismo",
            identifier=item.document_uid,
            created=datetime.fromisoformat(item.registered_at),
        )

    def materials_of(self, document: Document) -> dict[int, PageMaterial]:
        """What each page of a letter is kept as."""
        return {number: self.materials.of(number) for number in document.pages}

    def shared_pages(self, document: Document, item: IncomingItem) -> tuple[int, ...]:
        """Pages of this stack that the item has beside its letter's own: the envelope it shares."""
        more = {page.sha256 for page in item.pages[len(document.pages) :]}
        if not more:
            return ()
        return tuple(n for n, facts in sorted(self.facts.items()) if facts.sha256 in more and n in self.read)[:1]

    def registered(self, key: str, item: IncomingItem) -> None:
        """A letter is in the register."""
        self.stack.mark_registered(key, item.id)
        self._items[key] = item

    def release_voided(self) -> bool:
        """Letters whose entry was voided may be parted, changed and registered again; True when there were any."""
        released = False
        for key, item_id in self.stack.registered().items():
            item = self._find_item(item_id)
            if item is None or item.state is not ItemState.VOIDED:
                continue
            self.stack.record(VOIDED + key, item.document_uid)
            for name in (PAGES + key, f"claim:consignment/{key}", f"claim:{key}", f"registered:{key}"):
                self.stack.record(name, None)
            self._items.pop(key, None)
            released = True
        return released

    def voided(self, key: str) -> str | None:
        """The identifier of the voided entry a letter had before."""
        uid: str | None = self.stack.fact(VOIDED + key)
        return uid

    def changed_item(self, item: IncomingItem) -> None:
        """A registered letter was corrected."""
        for key, known in self._items.items():
            if known.id == item.id:
                self._items[key] = item

    # what a person changes

    def replan(self, plan: SplitPlan) -> None:
        """Part the stack differently, durably."""
        self.stack.record(PLAN, plan.as_fact())
        self.plan = plan

    def letter_with(self, page: int) -> Document:
        """The letter a page is in. StateForbids while it isn't worked through."""
        found = next((document for document in self.documents() if page in document.pages), None)
        if found is None:
            hint = "Poczekaj chwilę, aż strona będzie opracowana."
            raise StateForbids("page_not_ready", "Ta strona nie jest jeszcze gotowa.", hint, str(page))
        return found

    def seal(self, key: str, sealed: bool) -> None:
        """Note a letter as not to be opened; what was read of it is forgotten."""
        self.require_free(self.document(key).pages[0])
        chosen = self.sealed | {key} if sealed else self.sealed - {key}
        self.stack.record(SEALED, sorted(chosen))
        self.sealed = chosen
        if self.stack.fact(BLIND, False):
            opened = {*self.stack.fact(OPENED, ())} - {key} if sealed else {*self.stack.fact(OPENED, ()), key}
            self.stack.record(OPENED, sorted(opened))
        for number in self.document(key).pages:
            self.unread_page(number, for_good=sealed)

    def unread_page(self, number: int, *, for_good: bool) -> None:
        """Forget what was read on a page; `for_good`: it isn't to be read again."""
        reading = self.stack.reading(number)
        if reading is None:
            return
        facts = reading.facts
        forget_words(self.stack, facts)
        nothing = PageText((), facts.width, facts.height, facts.dpi) if for_good else None
        self.stack.save_reading(replace(reading, header=nothing, text=nothing))
        self.take_in(number)

    def is_sealed(self, key: str) -> bool:
        """Whether a letter is not to be opened; of a stack scanned as sealed, each until a person opens it."""
        return key in self.sealed or (bool(self.stack.fact(BLIND, False)) and key not in self.stack.fact(OPENED, ()))

    def unreadable(self, number: int) -> bool:
        """Whether nothing of a page may be read."""
        letter = next((document for document in self.documents() if number in document.pages), None)
        return bool(self.stack.fact(BLIND, False)) if letter is None else self.is_sealed(key_of(letter))

    def _registered_pages(self) -> dict[str, list[int]]:
        facts = self.stack.facts()
        return {key: facts.get(PAGES + key, []) for key in self.stack.registered()}

    def _settle_claims(self) -> None:
        """A letter registered just before the program died has its claim but no mark."""
        done = self.stack.registered()
        for name, value in self.stack.facts().items():
            key = name.removeprefix("claim:")
            if key != name and key not in done and value is not None:
                item = self._find_item(str(value))
                if item is not None:
                    self.registered(key, item)

    def _image(self, number: int, sealed: bool) -> PageImage:
        facts = self.facts[number]
        raw: Path | None = self.stack.page(number).path
        thumbnail = None if sealed else facts.thumbnail
        return PageImage(
            number, facts.upright, thumbnail, raw, facts.width, facts.height, facts.blank,
            shortfall=self.materials.shortfalls(facts),
            material=self.materials.of(number).value,
            material_chosen=self.materials.chosen(number),
            blank_chosen=facts.found_blank is not None,
            raw_turn=facts.rotation,
        )  # fmt: skip


def _as_printed(found: re.Match[str]) -> str:
    """An identifier as it stands under its bars, with hyphens."""
    return with_hyphens(found[0]) if is_document_uid(found[0]) else found[0]
