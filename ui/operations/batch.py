"""The stack at this desk: scanner, readers and letters behind one object; events come on one background thread."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

from kancelaria.bootstrap import Office
from kancelaria.domain.errors import StateForbids
from kancelaria.domain.incoming import IncomingItem
from kancelaria.logs import get_log
from scanning.errors import StorageError
from scanning.pages.minima import KeptImage, PageMaterial
from scanning.pages.model import Document, SplitMode, SpooledPage
from scanning.spool import Spool, Stack
from scanning.spool.codec import decode
from scanning.worker import scan as scanner
from scanning.worker.destination import Destination
from scanning.worker.intake import IntakeSession
from scanning.worker.pool import PoolEvent, PoolSettings, ReadingPool, TaskDone, TaskFailed
from scanning.worker.reading import page_name
from scanning.worker.stack_work import STACK_WORK
from ui.operations import two_pass
from ui.operations.closing import BEGUN_BY, ClosingStacks, left_over, set_aside, take_back, wipe_finished
from ui.operations.counting import sheets_differ
from ui.operations.devices import allowed, requested
from ui.operations.drafts import SplitPlan
from ui.operations.facts import (
    BatchEvent,
    FileFailed,
    PageArrived,
    PageRead,
    PdfWritten,
    ReadingProgress,
    ScanEnded,
    ScanFailed,
    ScanOptions,
    ScanPreparing,
    StackChanged,
    UnfinishedStack,
)  # fmt: skip
from ui.operations.feeding import DemoFeeder, Feeding, LaterScan, Preparing, Session, behind, facts_of, in_place_of
from ui.operations.file_intake import FROM_FILES, files_left, note_end, note_files
from ui.operations.long_work import LongWork
from ui.operations.overlap import OverlapWatch
from ui.operations.page_work import PageWork
from ui.operations.registration import label_free
from ui.operations.stack_in_hand import BLIND, StackInHand
from ui.operations.suggesting import office_context
from ui.operations.telling import Teller

_log, NO_FACTS = get_log(), MappingProxyType[str, str]({})


class StackBatch:
    """One stack at a time. Every method may be called from any thread and returns soon; the rest comes as events."""

    def __init__(
        self, office: Office, settings: PoolSettings | None = None, engine: str | None = None, *, headers: bool = True
    ) -> None:
        """`headers` False = nobody looks on, so no page's head is read before the whole of it."""
        self._office = office
        self._headers = headers
        self.before_close: Callable[[StackInHand], None] = lambda _hand: None
        self.person: Callable[[], str] = lambda: ""
        """Who works here: whoever goes on with a stack is told who began it."""
        self.on_resume: Callable[[StackInHand], None] = lambda _hand: None
        self.on_material: Callable[[StackInHand, int], None] = lambda _hand, _number: None
        self.closing = ClosingStacks()
        self._feeder = DemoFeeder(office)
        self._spool = Spool(office.settings.spool)
        self._spool.tidy()
        wipe_finished(self._spool)
        self._lock = threading.RLock()
        self._hand: StackInHand | None = None
        self._teller = Teller()
        self._post, self._tell = self._teller.post, self._teller.tell
        self._feeding = Feeding(self._teller.post)
        self._overlap = OverlapWatch()
        context = {"engine": engine, "language": office.settings.ocr_language}
        self._pool = ReadingPool(STACK_WORK, on_event=self._hear_pool, context=context, settings=settings)
        workers = (settings or PoolSettings()).workers
        self._long = LongWork(self._pool, workers - 1 if headers else workers)
        self.pages = PageWork(
            lambda: self.hand, self._lock, self._pool.submit, self._long.add, self.changed, self._feeding.require_idle,
            partial(label_free, office),
        )  # fmt: skip

    # what a person asks

    @property
    def hand(self) -> StackInHand:
        """The open stack; StorageError when there is none."""
        if self._hand is None:
            raise StorageError("no_stack", "Nie ma otwartego stosu.", "Zeskanuj stos albo wczytaj pliki.")
        return self._hand

    @property
    def open(self) -> bool:
        """Whether a stack is in hand."""
        return self._hand is not None

    @property
    def feeding(self) -> bool:
        """Whether pages still come."""
        return self._feeding.running

    def warm_up(self) -> None:
        """Start the readers before the first page comes."""
        self._pool.warm_up()

    def start(self, options: ScanOptions, facts: Mapping[str, str] = NO_FACTS) -> None:
        """Begin scanning: into a new stack, or on into the one in hand while it is open; `facts` are kept on it."""
        allowed(options, self._office.settings)
        with self._lock:
            self._feeding.require_idle()
            if self._hand is None:
                stack = self._spool.new_stack(options.expected_sheets, options.device_id)
                self._begin(stack, options.sealed, {**facts, **facts_of(options)})
                self.hand.replan(SplitPlan(options.split, options.sheets_per_document))
            elif options.expected_sheets not in (None, self.hand.stack.expected_sheets):
                self.hand.stack.record("expected_sheets", options.expected_sheets)
            if options.backs:
                self._scan_into(options, two_pass.backs_of(self.hand.stack))
                return
            self._overlap.feed_begins(self.hand.stack, self.hand.last_sheet)
            scan = partial(scanner.ScanSession, self.hand.stack, requested(options), after_sheet=self.hand.last_sheet)
            self._feed(LaterScan(self._office, self._feeder, options.device_id, scan, one_letter=options.one_letter))

    def intake(
        self,
        paths: Sequence[Path],
        split: SplitMode | None,
        sheets_per_document: int,
        sealed: bool = False,
        facts: Mapping[str, str] = NO_FACTS,
    ) -> None:
        """The same for files; `split` None = each file is a letter, parted further where labels say so."""
        with self._lock:
            self._feeding.require_idle()
            if self._hand is None:
                self._begin(self._spool.new_stack(None, FROM_FILES), sealed, facts)
            self.hand.replan(replace(self.hand.plan, mode=split or SplitMode.LABEL, sheets=sheets_per_document))
            files, starts = list(dict.fromkeys(paths)), split in (None, SplitMode.NONE)
            note_files(self.hand.stack, files, starts=starts)
            self._feed(IntakeSession(self.hand.stack, files), files=set() if starts else None)

    def cancel(self) -> None:
        """Stop after the current page; what has come stays."""
        self._feeding.cancel()

    def unfinished(self, aside: bool = False) -> list[UnfinishedStack]:
        """Stacks left over from before; those set aside only when asked for."""
        return left_over(self._spool, aside)

    def look_again(self) -> None:
        """The register may have changed: what was voided there may be registered again from the open stack."""
        with self._lock:
            released = self._hand is not None and self._hand.release_voided()
        if released:
            self._post(self._tell_letters)

    def resume(self, stack_id: str) -> None:
        """Go on with a stack left over: files not yet taken in are, what was read stays read, the rest is read now."""
        with self._lock:
            self._feeding.require_idle()
            self._let_go()
            self._take_up(self._spool.open(stack_id))
            hand = self.hand
            take_back(hand.stack)
            if (left := files_left(hand.stack)) is not None:
                hand.replan(replace(hand.plan, files=hand.plan.files | left.first_pages))
                session = IntakeSession(hand.stack, left.files, skip=left.skip)
                self._feed(session, files=set(left.known) if left.starts else None)
            for page in hand.unread():
                self.pages.read_new(hand, page, head_first=self._headers)
            for page in hand.stack.pages():
                self.pages.settle(hand, page.number, "")
            self.on_resume(hand)
        self._post(self._tell_letters)

    def discard(self, stack_id: str) -> None:
        """Put a stack left over aside; its unregistered pages are kept on the spool."""
        set_aside(self._spool, stack_id)

    def finish(self) -> None:
        """Close the stack once each letter is registered and each sheet is there; StorageError before."""
        with self._lock:
            hand = self.hand
            self._feeding.require_idle()
            if any(letter.item is None for letter in hand.letters()) or not hand.worked_through:
                hint = "Zatwierdź pozostałe pisma albo odłóż stos na później."
                raise StorageError("stack_unfinished", "Nie wszystkie pisma ze stosu są zarejestrowane.", hint)
            if not (count := hand.sheets()).settled:
                raise sheets_differ(count, hand.stack.id)
            self.before_close(hand)
            self._hand = None
            self.closing.add(hand)

    def put_aside(self) -> None:
        """Let the open stack go unfinished; it is offered again at the next start."""
        with self._lock:
            self._feeding.require_idle()
            self._let_go()

    def prioritise(self, page_number: int) -> None:
        """Read this page next: it is on the screen."""
        if self._hand is not None:
            self._long.want(page_name(self._hand.stack, page_number))

    def rescan(self, page_number: int, options: ScanOptions) -> None:
        """Scan one sheet again in place of this page; with both sides where the scanner takes both."""
        allowed(options, self._office.settings)
        with self._lock:
            self._feeding.require_idle()
            self._scan_into(options, in_place_of(self.hand, page_number, options))

    def insert(self, page_number: int, options: ScanOptions) -> None:
        """Scan one more sheet and put it in behind this page."""
        allowed(options, self._office.settings)
        with self._lock:
            self._feeding.require_idle()
            self._scan_into(options, behind(self.hand, page_number))

    def choose_material(self, page_number: int, material: PageMaterial | None) -> None:
        """What a page counts as; None = as proposed. The PDF/A of a registered letter is made anew."""
        with self._lock:
            if self.hand.materials.choose(page_number, material):
                self.on_material(self.hand, page_number)
        self._post(self._tell_letters)

    def set_sealed(self, letter_key: str, sealed: bool) -> None:
        """Only the envelope: no reading, no thumbnails."""
        self.pages.seal(letter_key, sealed)

    @contextlib.contextmanager
    def registering(self, letter_key: str) -> Iterator[tuple[StackInHand, Document]]:
        """The whole letter, held fast: no page comes to it and nobody parts it meanwhile."""
        with self._lock:
            document = self.hand.whole(letter_key, feeding=self.feeding)
            if self._feeding.waiting.intersection(document.pages):
                hint = "Zatwierdź je, gdy skaner skończy."
                raise StateForbids("letter_in_feeder", "Strona tego pisma jest skanowana ponownie.", hint, letter_key)
            yield self.hand, document

    def write_pdf(self, hand: StackInHand, document: Document, item: IncomingItem) -> Path:
        """Write the searchable PDF/A of a registered letter in the background; `PdfWritten` with this path follows.

        The stack may leave the desk meanwhile.
        """
        target, task = hand.pdf_of(document, item)
        self._long.add(task)
        return target

    def subscribe(self, callback: Callable[[BatchEvent], None]) -> Callable[[], None]:
        """Hear events on a background thread; returns the way to stop hearing."""
        return self._teller.subscribe(callback)

    def report(self, subject: Path, error: Exception) -> None:
        """Tell everybody what could not be done with a letter already registered."""
        self._post(lambda: self._tell(FileFailed(subject, error)))

    def changed(self) -> None:
        """Letters were registered or corrected: tell everybody."""
        self._post(self._tell_letters)

    def close(self) -> None:
        """End scanning and reading; an open stack stays unfinished on the spool."""
        self.cancel()
        self._pool.close()
        self._teller.close()
        self._let_go()
        self.closing.release()

    # inside

    def _begin(self, stack: Stack, sealed: bool, facts: Mapping[str, str]) -> None:
        begun = {BEGUN_BY: name} if (name := self.person()) else {}
        for key, value in {**facts, **begun, **({BLIND: True} if sealed else {})}.items():
            stack.record(key, value)
        self._take_up(stack)

    def _take_up(self, stack: Stack) -> None:
        self._hand = StackInHand(stack, office_context(self._office), self._office.queries.item_by_id)

    def _let_go(self) -> None:
        if self._hand is not None:
            self._hand.stack.release()
            self._hand = None

    def _scan_into(self, options: ScanOptions, where: Destination) -> None:
        again = [self.hand.stack.page(page).path for page in where.pages]  # a demo scanner has no other paper
        scan = partial(scanner.ScanSession, self.hand.stack, requested(options), destination=where)
        session = LaterScan(self._office, self._feeder, options.device_id, scan, again=again)
        self._feed(session, waiting=frozenset(where.pages))

    def _feed(self, session: Session, *, files: set[str] | None = None, waiting: frozenset[int] = frozenset()) -> None:
        """Take pages from a session; `files`: a file not among these begins a letter."""
        self._long.feeding(True)
        self._feeding.run(session, lambda event: self._scanned(event, files), waiting)

    def _scanned(self, event: object, files: set[str] | None) -> None:
        if isinstance(event, scanner.PageSpooled):
            self._page_came(event.page, files)
            self._tell(PageArrived(event.page.number, event.low_space))
        elif isinstance(event, Preparing):
            self._tell(ScanPreparing(event.text))
        elif isinstance(event, scanner.FileFailed):
            self._tell(FileFailed(event.path, event.error))
        elif isinstance(event, scanner.ScanEnded | scanner.ScanFailed):
            session = self._feeding.end()
            self._long.feeding(False)
            if isinstance(event, scanner.ScanEnded) and isinstance(session, IntakeSession):
                note_end(self.hand.stack)
            pages = self.hand.stack.pages()
            if isinstance(event, scanner.ScanEnded) and not event.cancelled:
                two_pass.settle(self.hand.stack)
            self._tell_letters()
            if isinstance(event, scanner.ScanFailed):
                self._tell(ScanFailed(event.error, event.last_good_sheet))
            self._look_for_overlap()
            self._tell(ScanEnded(len({page.sheet for page in pages}), len(pages), self.hand.stack.expected_sheets))

    def _page_came(self, page: SpooledPage, files: set[str] | None) -> None:
        with self._lock:
            hand = self.hand
            if files is not None and page.source_name not in files:
                files.add(page.source_name)
                hand.replan(replace(hand.plan, files=hand.plan.files | {page.number}))
            for old in self._feeding.waiting:
                if hand.root(old) == hand.root(page.number):
                    hand.materials.inherit(page.number, old)
            self.pages.read_new(hand, page, head_first=self._headers)

    def _hear_pool(self, event: PoolEvent) -> None:
        if isinstance(event, TaskDone | TaskFailed):
            self._long.done(event.key)
        self._post(lambda: self._worked(event))

    def _worked(self, event: PoolEvent) -> None:
        if isinstance(event, TaskDone) and "target" in event.result:
            kept = tuple(decode(KeptImage, image) for image in event.result["kept"])
            self._tell(PdfWritten(Path(event.result["target"]), kept=kept))
            self.closing.settle()
        elif isinstance(event, TaskDone):
            self._page_done(event.result["stack"], int(event.result["number"]), event.result["what"])
        elif isinstance(event, TaskFailed):
            self._task_failed(event)

    def _page_done(self, stack_id: str, number: int, what: str) -> None:
        with self._lock:
            if self._hand is None or self._hand.stack.id != stack_id:
                return
            self._hand.take_in(number)
            self.pages.settle(self._hand, number, what)
            total = len(self._hand.stack.pages())
            done = total - len(self._hand.unread())
            read = number in self._hand.read
        self._tell_letters()
        if read:
            self._tell(PageRead(number))
        self._tell(ReadingProgress(done, total))
        self._look_for_overlap()

    def _look_for_overlap(self) -> None:
        with self._lock:
            hand = self._hand
            found = hand and self._overlap.look(hand.stack, hand.facts.get, feeding=self.feeding)
        if found:
            self._tell(found)

    def _task_failed(self, event: TaskFailed) -> None:
        _log.warning(
            "task_failed", page=event.key, code=event.error.code, exception=getattr(event.error, "details", "")
        )
        stack_id, _, rest = event.key.partition("/")
        number, _, what = rest.partition("/")
        if what == "pdf":
            target = self._office.settings.spool / stack_id / "derived" / number
            self._tell(PdfWritten(target, event.error))
            return
        with self._lock:
            if self._hand is None or self._hand.stack.id != stack_id:
                return
            if int(number) not in self._hand.read:
                self._hand.give_up(self._hand.stack.page(int(number)))
        self._tell(FileFailed(Path(f"strona {number}"), event.error))
        self._page_done(stack_id, int(number), "failed")

    def _tell_letters(self) -> None:
        with self._lock:
            letters = self._hand.letters() if self._hand is not None else ()
            count = self._hand.sheets() if self._hand is not None else None
            passes = two_pass.passes_of(self._hand.stack) if self._hand is not None else None
        self._tell(StackChanged(letters, count, passes))
