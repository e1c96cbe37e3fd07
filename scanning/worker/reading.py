"""Reading the pages of a stack: what a program submits to the pool, and what the child does with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from scanning.errors import InputError
from scanning.pages.model import PageFacts, PageReading, SpooledPage
from scanning.spool import Spool, Stack
from scanning.storage import Files
from scanning.worker.queue import Priority, Task

if TYPE_CHECKING:
    from scanning.ocr.protocol import PageText
    from scanning.worker.child import Channel, Work

READER = "scanning.worker.reading:make_reader"
"""The pool's task; context: `engine` (name or None), `language`."""


_HEADER_SHARE = 0.42


class Processor(Protocol):
    """What works a page through (`scanning.pages.process.PageProcessor`)."""

    def facts_of(self, page: SpooledPage) -> PageFacts: ...

    def read_header(self, facts: PageFacts) -> PageText: ...

    def read_full(self, facts: PageFacts) -> PageText: ...


def header_task(stack: Stack, page: SpooledPage, priority: int = Priority.HEADER) -> Task:
    """Facts and header of a page; its result is saved with `stack.save_reading`."""
    return _task(stack, page, "header", priority)


def full_task(stack: Stack, page: SpooledPage, priority: int = Priority.FULL) -> Task:
    """The whole text of a page, and whatever is still missing of its facts and header."""
    return _task(stack, page, "full", priority)


def page_name(stack: Stack, number: int) -> str:
    """The name the pool knows a page by (`ReadingPool.want`)."""
    return f"{stack.id}/{number}"


def _task(stack: Stack, page: SpooledPage, what: str, priority: int) -> Task:
    name = page_name(stack, page.number)
    args = {"spool": str(stack.folder.parent), "stack": stack.id, "number": page.number, "what": what}
    return Task(f"{name}/{what}", name, args, priority)


def make_reader(context: dict[str, Any]) -> Work:
    """The factory of reading work, in the child: the engine is loaded once."""
    from scanning.ocr.choose import choose_engine
    from scanning.pages.process import PageProcessor

    engine = choose_engine(context.get("engine"), context.get("language", "pol"))
    return Reader(lambda folder: PageProcessor(folder, engine))


class Reader:
    """Works pages through and saves what it finds beside them."""

    def __init__(self, make: Callable[[Path], Processor]) -> None:
        self._make = make
        self._stack: Stack | None = None
        self._processor: Processor | None = None

    def __call__(self, args: dict[str, Any], channel: Channel) -> Any:
        """One task; the answer is `{"stack", "number", "what"}`, the finding is `stack.reading(number)`."""
        stack, processor = self._open(args)
        number = int(args["number"])
        reading = stack.reading(number)
        if reading is None:
            page = stack.page(number)
            _require_sound(page)
            facts = stack.as_marked(PageReading(processor.facts_of(page))).facts
            channel.progress()
            # Where the whole text is wanted at once, nobody waits for the header: one reading gives both.
            whole = args["what"] == "full"
            header = None if whole else processor.read_header(facts)
            reading = PageReading(facts, header=header)
            if not whole:
                stack.save_reading(reading)
            channel.progress()
        if args["what"] == "full" and reading.text is None:
            text = processor.read_full(reading.facts)
            stack.save_reading(PageReading(reading.facts, reading.header or _top_of(text), text))
        return {"stack": stack.id, "number": number, "what": args["what"]}

    def _open(self, args: dict[str, Any]) -> tuple[Stack, Processor]:
        if self._stack is None or self._processor is None or self._stack.id != args["stack"]:
            self._stack = Spool(Path(args["spool"])).view(args["stack"])
            self._processor = self._make(self._stack.derived)
        return self._stack, self._processor


def _top_of(text: PageText) -> PageText:
    limit = text.height * _HEADER_SHARE
    return replace(text, words=tuple(word for word in text.words if word.box[3] <= limit))


def _require_sound(page: SpooledPage) -> None:
    """What is read must be what was scanned."""
    if not page.path.is_file() or Files().sha256(page.path) != page.sha256:
        hint = "Zeskanuj tę stronę jeszcze raz."
        raise InputError("page_damaged", "Plik strony został uszkodzony po zapisaniu.", hint, page.path.name)
