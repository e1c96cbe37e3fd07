"""Work without a person: what must be on the stack before the first page is."""

from __future__ import annotations

import pytest

from scanning.errors import StorageError
from tests.integration.operations.conftest import Bench
from tests.integration.operations.test_desk import two_pages
from ui.operations.facts import ScanOptions
from ui.operations.unattended import RECEIVED_ON, Unattended


@pytest.mark.parametrize("source", ["scanner", "files"])
def test_the_day_of_receipt_is_kept_before_anything_is_fed(
    source: str, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object, **__: object) -> None:
        raise StorageError("cut", bench.batch.hand.stack.fact(RECEIVED_ON), "")

    monkeypatch.setattr(bench.batch, "_feed", cut)
    run = Unattended(bench.office, bench.batch, "m.nowicka", received_on="2026-11-17")
    outcomes = run.scan(ScanOptions("demo:letters")) if source == "scanner" else run.intake(two_pages(bench), None, 1)
    with pytest.raises(StorageError) as at_feed:
        next(outcomes)
    assert at_feed.value.message == "2026-11-17"
