"""What must hold of a stack after whatever was killed, once it has been scanned to its end."""

from __future__ import annotations

import hashlib

from scanning.spool import Stack
from scanning.worker.scan import PageSpooled, ScanFailed
from tests.integration.worker.scan_program import SHEETS, session

WANTED = [(sheet, side) for sheet in range(1, SHEETS + 1) for side in (0, 1)]


def resume(stack: Stack, told: dict[int, str]) -> None:
    """Scan the rest and note every page told of."""
    for event in session(stack).events():
        if isinstance(event, PageSpooled):
            told[event.page.number] = event.page.sha256
        assert not isinstance(event, ScanFailed), event


def assert_safe(stack: Stack, told: dict[int, str]) -> None:
    """Every page anybody heard of is there, bit by bit; the finished stack holds each side of each sheet once."""
    for number, sha256 in told.items():
        assert hashlib.sha256(stack.page(number).path.read_bytes()).hexdigest() == sha256
    assert stack.check().sound
    assert [(page.sheet, page.side) for page in stack.pages()] == WANTED
    for page in stack.pages():
        assert page.path.read_bytes().startswith(f"sheet {page.sheet} side {page.side}\n".encode())
