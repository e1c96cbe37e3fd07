"""All background work on a stack's pages in one kind of child: reading pages, and writing a document's PDF/A."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scanning.pages.minima import PageMaterial
from scanning.pages.model import PageFacts, PageReading, SpooledPage
from scanning.spool import Spool, Stack
from scanning.spool.codec import encode
from scanning.worker.queue import Priority, Task
from scanning.worker.reading import Reader, make_reader, page_name
from scanning.worker.turning import turn_page, unturned

if TYPE_CHECKING:
    from scanning.worker.child import Channel, Work

STACK_WORK = "scanning.worker.stack_work:make_stack_work"
"""The pool's task; context: `engine` (name or None), `language`."""


def pdf_task(
    stack: Stack,
    materials: Mapping[int, PageMaterial],
    target: Path,
    *,
    title: str,
    identifier: str,
    created: datetime,
) -> Task:
    """Write the searchable PDF/A of these pages to `target`, each kept as its material asks; all have been read."""
    args = _place(stack) | {
        "what": "pdf",
        "pages": [[number, material.value] for number, material in materials.items()],
        "target": str(target),
        "title": title,
        "identifier": identifier,
        "created": created.isoformat(),
    }
    key = f"{stack.id}/{target.name}/pdf"
    return Task(key, key, args, Priority.FULL - 5)


def blind_task(stack: Stack, page: SpooledPage) -> Task:
    """Codes and shape of a page of sealed mail: nothing on it is read."""
    name = page_name(stack, page.number)
    return Task(f"{name}/blind", name, _place(stack) | {"what": "blind", "number": page.number}, Priority.HEADER)


def turn_task(stack: Stack, number: int) -> Task:
    """Turn the upright image of a page as a person wants it by now; its text must be read anew."""
    return _of_page(stack, number, "turn")


def again_task(stack: Stack, number: int) -> Task:
    """Forget what was read on a page, so that it is read anew."""
    return _of_page(stack, number, "again")


def _of_page(stack: Stack, number: int, what: str) -> Task:
    name = page_name(stack, number)
    return Task(f"{name}/{what}", name, _place(stack) | {"what": what, "number": number}, Priority.VISIBLE)


def make_stack_work(context: dict[str, Any]) -> Work:
    """The factory: one child can do any of it, so a stack needs one pool only."""
    made: dict[str, Work] = {}

    def work(args: dict[str, Any], channel: Channel) -> Any:
        what = args["what"]
        if what not in made:
            made[what] = _make(what, context)
        return made[what](args, channel)

    return work


def _make(what: str, context: dict[str, Any]) -> Work:
    if what == "pdf":
        return _write_pdf
    if what == "turn":
        return turn_page
    if what == "again":
        return _forget
    if what == "blind":
        from scanning.pages.process import PageProcessor

        blind = Reader(lambda folder: PageProcessor(folder, None))
        return lambda args, channel: blind(args | {"what": "full"}, channel) | {"what": "blind"}
    return make_reader(context)


def _forget(args: dict[str, Any], channel: Channel) -> dict[str, Any]:  # noqa: ARG001 - the signature of work
    stack = Spool(Path(args["spool"])).view(args["stack"])
    number = int(args["number"])
    reading = stack.reading(number)
    if reading is not None:
        forget_words(stack, reading.facts)
        stack.save_reading(PageReading(reading.facts))
    return {"stack": stack.id, "number": number, "what": "again"}


def forget_words(stack: Stack, facts: PageFacts) -> None:
    """Delete what reading keeps beside a page, however it was turned; the reading itself is the caller's to replace."""
    for kept in stack.derived.glob(f"{unturned(facts.upright).stem}*.json"):
        kept.unlink()


def _place(stack: Stack) -> dict[str, Any]:
    return {"spool": str(stack.folder.parent), "stack": stack.id}


def _write_pdf(args: dict[str, Any], channel: Channel) -> dict[str, Any]:
    from scanning.pdf import PdfPage, write_searchable_pdf

    stack = Spool(Path(args["spool"])).view(args["stack"])
    pages = []
    for number, material in args["pages"]:
        reading = stack.reading(int(number))
        if reading is None:
            raise LookupError(f"page {number} was not read")
        original = stack.page(int(number)).path
        pages.append(PdfPage(reading.facts, reading.text, PageMaterial(material), original))
        channel.progress()
    kept = write_searchable_pdf(
        pages,
        Path(args["target"]),
        title=args["title"],
        identifier=args["identifier"],
        created=datetime.fromisoformat(args["created"]),
    )
    return {"target": args["target"], "kept": [encode(image) for image in kept]}
