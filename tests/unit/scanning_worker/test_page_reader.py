"""What the child does with a page: header first, the full text later, nothing twice, and never a damaged file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from scanning.devices.protocol import RawPage
from scanning.errors import InputError
from scanning.ocr.protocol import PageText, Word
from scanning.pages.model import PageFacts, SpooledPage
from scanning.spool import Spool, Stack
from scanning.worker.child import Channel
from scanning.worker.queue import Priority, Task
from scanning.worker.reading import Reader, full_task, header_task, page_name


class FakeProcessor:
    """Reads words from the file itself and notes what it was asked."""

    asked: list[str]

    def __init__(self, folder: Path, asked: list[str]) -> None:
        self.folder = folder
        self.asked = asked

    def facts_of(self, page: SpooledPage) -> PageFacts:
        self.asked.append(f"facts {page.number}")
        upright = self.folder / "u.png"
        return PageFacts(page.number, page.sha256, 100, 50, 300, 0, 0.0, False, False, (), upright, upright)

    def read_header(self, facts: PageFacts) -> PageText:
        self.asked.append(f"header {facts.number}")
        return self._text("nagłówek")

    def read_full(self, facts: PageFacts) -> PageText:
        self.asked.append(f"full {facts.number}")
        return self._text("całość")

    def _text(self, word: str) -> PageText:
        return PageText((Word(word, (0, 0, 9, 9), 0.9, 0, 0),), 100, 50, 300)


class SilentChannel:
    """A channel nobody listens to."""

    def progress(self) -> None:
        return None


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    stack = Spool(tmp_path, stop_free=0).new_stack(None, "x")
    for sheet in (1, 2):
        raw = stack.scratch / "raw.png"
        raw.write_bytes(b"page %d" % sheet)
        stack.add_page(RawPage(raw, 300, sheet))
    yield stack
    stack.release()


@pytest.fixture
def asked() -> list[str]:
    return []


def run(reader: Reader, task: Task) -> Any:
    return reader(task.args, cast(Channel, SilentChannel()))


def test_header_then_full_asks_each_thing_once(stack: Stack, asked: list[str]) -> None:
    reader = Reader(lambda folder: FakeProcessor(folder, asked))
    page = stack.pages()[0]
    assert run(reader, header_task(stack, page)) == {"stack": stack.id, "number": 1, "what": "header"}
    found = stack.reading(1)
    assert found is not None
    assert found.text is None
    assert found.header is not None
    assert found.header.text == "nagłówek"
    run(reader, full_task(stack, page))
    run(reader, full_task(stack, page))
    found = stack.reading(1)
    assert found is not None
    assert found.text is not None
    assert (found.header is not None, found.text.text) == (True, "całość")
    assert asked == ["facts 1", "header 1", "full 1"]


def test_full_alone_finds_everything(stack: Stack, asked: list[str]) -> None:
    run(Reader(lambda folder: FakeProcessor(folder, asked)), full_task(stack, stack.pages()[1]))
    found = stack.reading(2)
    assert found is not None
    assert found.header is not None
    assert found.text is not None
    assert found.facts.upright == stack.derived / "u.png"


def test_a_page_changed_since_it_was_saved_is_not_read(stack: Stack, asked: list[str]) -> None:
    reader = Reader(lambda folder: FakeProcessor(folder, asked))
    pages = stack.pages()
    pages[0].path.write_bytes(b"other bytes")
    pages[1].path.unlink()
    for page in pages:
        with pytest.raises(InputError) as refused:
            run(reader, header_task(stack, page))
        assert refused.value.code == "page_damaged"
    assert asked == []


def test_pages_that_come_later_are_read_by_the_same_child(stack: Stack, asked: list[str], tmp_path: Path) -> None:
    reader = Reader(lambda folder: FakeProcessor(folder, asked))
    run(reader, header_task(stack, stack.pages()[0]))
    raw = stack.scratch / "raw.png"
    raw.write_bytes(b"page 3")
    third = stack.add_page(RawPage(raw, 300, 3))
    run(reader, header_task(stack, third))
    other = Spool(tmp_path, stop_free=0).new_stack(None, "y")
    raw.write_bytes(b"page 1 of another")
    run(reader, header_task(other, other.add_page(RawPage(raw, 300, 1))))
    assert asked == ["facts 1", "header 1", "facts 3", "header 3", "facts 1", "header 1"]
    assert other.reading(1) is not None
    other.release()


def test_tasks_of_a_page_share_its_name(stack: Stack) -> None:
    page = stack.pages()[0]
    header, full = header_task(stack, page), full_task(stack, page)
    assert header.page == full.page == page_name(stack, 1)
    assert header.key != full.key
    assert (header.priority, full.priority) == (Priority.HEADER, Priority.FULL)
