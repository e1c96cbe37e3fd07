"""All background work on a stack's pages in one kind of child: reading pages, and writing a document's PDF/A."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scanning.pages.minima import PageMaterial
from scanning.pages.model import PageFacts, PageReading, SpooledPage
from scanning.spool import Spool, Stack
from scanning.spool.codec import encode
from scanning.worker.queue import Priority, Task
from scanning.worker.reading import Reader, make_reader, page_name

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


def turn_task(stack: Stack, number: int, degrees: int) -> Task:
    """Turn the upright image of a page clockwise (90, 180, 270); its text must be read anew."""
    name = page_name(stack, number)
    args = _place(stack) | {"what": "turn", "number": number, "degrees": degrees}
    return Task(f"{name}/turn", name, args, Priority.VISIBLE)


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
        return _turn
    if what == "blind":
        from scanning.pages.process import PageProcessor

        blind = Reader(lambda folder: PageProcessor(folder, None))
        return lambda args, channel: blind(args | {"what": "full"}, channel) | {"what": "blind"}
    return make_reader(context)


def _turn(args: dict[str, Any], channel: Channel) -> dict[str, Any]:  # noqa: ARG001 - the signature of work
    from PIL import Image

    stack = Spool(Path(args["spool"])).view(args["stack"])
    number, degrees = int(args["number"]), int(args["degrees"])
    reading = stack.reading(number)
    if reading is None:
        raise LookupError(f"page {number} was not worked through")
    facts = reading.facts
    for path in (facts.upright, facts.thumbnail):
        with Image.open(path) as image:
            turned = image.rotate(-degrees, expand=True)
        half = path.with_name(f".{path.stem}.part{path.suffix}")
        turned.save(half, compress_level=1) if path.suffix == ".png" else turned.save(half, quality=85)
        half.replace(path)
    forget_words(stack, facts)
    sideways = degrees % 180 == 90
    width, height = (facts.height, facts.width) if sideways else (facts.width, facts.height)
    rotation = (facts.rotation + degrees) % 360
    stack.save_reading(PageReading(replace(facts, width=width, height=height, rotation=rotation, crop=None)))
    return {"stack": stack.id, "number": number, "what": "turn"}


def forget_words(stack: Stack, facts: PageFacts) -> None:
    """Delete what reading keeps beside a page; the reading itself is the caller's to replace."""
    for kept in stack.derived.glob(f"{facts.upright.stem}*.json"):
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
