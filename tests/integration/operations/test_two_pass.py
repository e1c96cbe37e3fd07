"""Both sides by a scanner of one: fronts, then backs in reverse, put together page by page; and profiles that hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kancelaria.domain.errors import StateForbids
from scanning.devices.protocol import Source
from scanning.errors import InputError
from scanning.pages.model import SplitMode
from tests.fakes.mfp.process import VirtualMfp
from tests.integration.operations.conftest import Bench, draw_page
from tests.integration.operations.test_desk import FORM
from ui.operations.facts import ScanEnded, ScanFailed, ScanOptions
from ui.operations.two_pass import Passes, passes_of


@pytest.fixture
def mfp(tmp_path: Path) -> Iterator[VirtualMfp]:
    folder = tmp_path / "paper"
    folder.mkdir()
    for number in range(1, 5):
        draw_page(folder / f"{number}.png", f"Strona numer {number}", size=(620, 877))
    with VirtualMfp(folder) as device:
        yield device


def scan(bench: Bench, mfp: VirtualMfp, load: int, **more: object) -> ScanFailed | None:
    mfp.control(load=load)
    bench.heard.clear()
    options = ScanOptions(
        mfp.device_id,
        source=Source.ADF,
        dpi=150,
        split=SplitMode.NONE,
        two_pass=True,
        **more,  # type: ignore[arg-type]
    )
    bench.batch.start(options)
    bench.until(lambda: any(isinstance(event, ScanEnded) for event in bench.heard))
    bench.until(lambda: bench.batch.hand.worked_through)
    return next((event for event in bench.heard if isinstance(event, ScanFailed)), None)


def sheets(bench: Bench) -> list[tuple[int, int, int]]:
    return [(page.number, page.sheet, page.side) for page in bench.batch.hand.stack.pages()]


def passes(bench: Bench) -> Passes | None:
    return passes_of(bench.batch.hand.stack)


def test_backs_in_reverse_are_put_behind_their_fronts(bench: Bench, mfp: VirtualMfp) -> None:
    scan(bench, mfp, 3, expected_sheets=3)
    assert passes(bench) == Passes(3, 0, True)
    scan(bench, mfp, 3, backs=True)
    assert sheets(bench) == [(1, 1, 0), (6, 1, 1), (2, 2, 0), (5, 2, 1), (3, 3, 0), (4, 3, 1)]
    assert passes(bench) == Passes(3, 3, False)
    assert bench.batch.hand.sheets().settled
    [letter] = bench.letters()
    assert [page.number for page in letter.pages] == [1, 6, 2, 5, 3, 4]


def test_no_letter_is_registered_without_its_backs(bench: Bench, mfp: VirtualMfp) -> None:
    scan(bench, mfp, 2)
    with pytest.raises(StateForbids) as refused:
        bench.desk.register("p1", FORM)
    assert refused.value.code == "backs_awaited"
    bench.batch.pages.settle_backs(again=False)
    assert len(bench.desk.register("p1", FORM).pages) == 2


def test_after_a_jam_among_the_backs_the_remaining_ones_follow(bench: Bench, mfp: VirtualMfp) -> None:
    scan(bench, mfp, 3)
    mfp.control(jam_before=2)
    assert scan(bench, mfp, 3, backs=True) is not None
    assert passes(bench) == Passes(3, 1, True)
    mfp.control(jam_before=0)
    assert scan(bench, mfp, 2, backs=True) is None
    assert [(sheet, side) for _, sheet, side in sheets(bench)] == [(n, side) for n in (1, 2, 3) for side in (0, 1)]
    assert passes(bench) == Passes(3, 3, False)


def test_too_few_backs_leave_the_stack_open_and_may_come_again(bench: Bench, mfp: VirtualMfp) -> None:
    scan(bench, mfp, 3)
    scan(bench, mfp, 2, backs=True)
    assert passes(bench) == Passes(3, 2, True)
    bench.batch.pages.settle_backs(again=True)
    assert passes(bench) == Passes(3, 0, True)
    scan(bench, mfp, 3, backs=True)
    assert passes(bench) == Passes(3, 3, False)
    assert [sheet for _, sheet, _ in sheets(bench)] == [1, 1, 2, 2, 3, 3]


def test_fronts_alone_survive_the_program_and_still_await_their_backs(bench: Bench, mfp: VirtualMfp) -> None:
    scan(bench, mfp, 2)
    stack_id = bench.batch.hand.stack.id
    bench.batch.put_aside()
    bench.batch.resume(stack_id)
    assert passes(bench) == Passes(2, 0, True)
    scan(bench, mfp, 2, backs=True)
    assert [(sheet, side) for _, sheet, side in sheets(bench)] == [(1, 0), (1, 1), (2, 0), (2, 1)]


def test_a_locked_profile_holds_whoever_asks(bench: Bench, mfp: VirtualMfp) -> None:
    text = '[[scan_profiles]]\nname = "Poczta"\ndpi = 300\nlocked = true\n'
    (bench.office.settings.home / "kancelaria.toml").write_text(text, "utf-8")
    for profile, code in (("", "profile_required"), ("Poczta", "profile_locked"), ("Inny", "no_such_profile")):
        with pytest.raises(InputError) as refused:
            bench.batch.start(ScanOptions(mfp.device_id, dpi=150, profile=profile))
        assert refused.value.code == code
    assert not bench.batch.open
    with pytest.raises(InputError):
        bench.batch.rescan(1, ScanOptions(mfp.device_id, dpi=150, profile="Poczta"))
