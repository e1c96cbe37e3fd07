"""What a page counts as: proposed, chosen, chosen again; the PDF/A follows, and the stack waits for it."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pytest
from PIL import Image

from kancelaria.domain.incoming import IncomingItem
from scanning.pages.minima import PageMaterial
from scanning.pages.model import SplitMode
from scanning.spool import Spool
from scanning.worker.pool import PoolSettings
from tests.integration.operations.conftest import Bench, draw_page
from tests.integration.operations.test_desk import FORM
from ui.operations.batch import StackBatch
from ui.operations.desk import StationDesk
from ui.operations.facts import PdfWritten
from ui.operations.register import StationRegister

LINES = ("Spółka Zmyślona", "Próbne, 17 listopada 2026 r.", "Dotyczy: zajęcia pasa drogowego")


def kept(bench: Bench, item: IncomingItem) -> list[tuple[str, int, list[str]]]:
    pages = bench.office.queries.kept_pages(item.id)
    return [(page.material, page.bits, [short.code for short in page.shortfalls]) for page in pages]


def filters(bench: Bench, item: IncomingItem) -> list[str]:
    found = bench.office.queries.rendition(item.id, "searchable_pdf")
    assert found is not None
    with pikepdf.open(bench.office.blobs.path(found.sha256)) as pdf:
        return [str(page.Resources.XObject.Im0.Filter) for page in pdf.pages]


def registered(bench: Bench, *names: str) -> tuple[str, IncomingItem]:
    pages = [draw_page(bench.folder / f"{name}.png", *LINES, f"Strona {name}") for name in names or ("1",)]
    [letter] = bench.take_in(*pages, split=SplitMode.LABEL)
    item = bench.desk.register(letter.key, FORM)
    bench.until(lambda: bench.office.queries.rendition(item.id, "searchable_pdf") is not None)
    return letter.key, item


@pytest.mark.rule("print one bit")
@pytest.mark.rule("minima by material")
def test_the_pdf_of_a_registered_letter_follows_every_choice(bench: Bench) -> None:
    _, item = registered(bench, "1", "2")
    assert kept(bench, item) == [("print", 1, []), ("print", 1, [])]
    assert filters(bench, item) == ["/CCITTFaxDecode", "/CCITTFaxDecode"]
    bench.batch.choose_material(2, PageMaterial.HANDWRITING)
    bench.until(lambda: kept(bench, item)[1][0] == "handwriting")
    assert kept(bench, item) == [("print", 1, []), ("handwriting", 8, ["resolution"])]
    assert filters(bench, item) == ["/CCITTFaxDecode", "/FlateDecode"]
    page = bench.letters()[0].pages[1]
    assert (page.material, page.material_chosen) == ("handwriting", True)
    assert "F3" in page.shortfall
    bench.batch.choose_material(2, None)
    bench.until(lambda: kept(bench, item)[1][0] == "print")
    assert bench.letters()[0].pages[1].material_chosen is False
    assert filters(bench, item) == ["/CCITTFaxDecode", "/CCITTFaxDecode"]


def test_of_choices_made_faster_than_pdfs_the_last_one_stays(bench: Bench) -> None:
    _, item = registered(bench)
    with bench.desk._lock:  # nothing that is written meanwhile is taken in
        for material in (PageMaterial.COLOUR, PageMaterial.PHOTOGRAPH, PageMaterial.HANDWRITING):
            bench.batch.choose_material(1, material)
        assert len(bench.desk._awaiting) == 1, "what is outdated is waited for no more, whenever it comes"
        assert not bench.desk._settled(bench.batch.hand), "the stack waits for the PDF/A that has it right"
    bench.until(lambda: bench.desk._settled(bench.batch.hand))
    assert [material for material, _, _ in kept(bench, item)] == ["handwriting"]
    assert filters(bench, item) == ["/FlateDecode"]


def test_a_choice_the_program_died_on_is_carried_out_at_the_next_start(bench: Bench) -> None:
    _, item = registered(bench)
    stack_id = bench.batch.hand.stack.id
    bench.batch.put_aside()
    stack = Spool(bench.office.settings.spool).open(stack_id)
    stack.record("material:1", PageMaterial.PHOTOGRAPH.value)
    stack.release()
    bench.batch.resume(stack_id)
    bench.until(lambda: [material for material, _, _ in kept(bench, item)] == ["photograph"])
    assert filters(bench, item) == ["/DCTDecode"]


def test_a_pdf_that_could_not_be_made_anew_leaves_the_old_one_and_is_told(bench: Bench) -> None:
    _, item = registered(bench)
    before = filters(bench, item)
    raw = bench.batch.hand.facts[1].upright
    whole = raw.read_bytes()
    raw.write_bytes(whole[: len(whole) // 3])
    bench.batch.choose_material(1, PageMaterial.COLOUR)
    bench.until(lambda: any(isinstance(event, PdfWritten) and event.error for event in bench.heard))
    assert (filters(bench, item), kept(bench, item)[0][0]) == (before, "print")


def handwritten(path: Path) -> Path:
    """Loops no engine reads as letters."""
    page = np.full((1754, 1240), 250, np.uint8)
    source = np.random.default_rng(3)
    for line in range(12):
        x = 120.0
        for _ in range(9):
            points = np.cumsum(source.normal(0, 14, (9, 2)), axis=0) + np.array([x, 200 + line * 110])
            cv2.polylines(page, [points.astype(np.int32)], isClosed=False, color=60, thickness=3, lineType=cv2.LINE_AA)
            x += source.uniform(80, 130)
    cv2.imwrite(str(path), page)
    return path


def test_a_page_no_engine_reads_is_kept_in_grey(bench: Bench) -> None:
    [letter] = bench.take_in(handwritten(bench.folder / "pismo.png"))
    assert (letter.pages[0].material, letter.pages[0].material_chosen) == ("handwriting", False)
    item = bench.desk.register(letter.key, FORM)
    bench.until(lambda: bool(kept(bench, item)))
    assert kept(bench, item) == [("handwriting", 8, ["resolution"])]
    assert filters(bench, item) == ["/FlateDecode"]


def test_a_desk_opened_anew_finds_nothing_to_make_again(bench: Bench) -> None:
    _, item = registered(bench)
    first = bench.office.queries.rendition(item.id, "searchable_pdf")
    stack_id = bench.batch.hand.stack.id
    bench.batch.put_aside()
    again = StackBatch(bench.office, PoolSettings(workers=1, nice=0))
    desk = StationDesk(bench.office, again, lambda: "m.nowicka", bench.folder / "prints")
    again.resume(stack_id)
    try:
        assert desk._settled(again.hand)
        assert bench.office.queries.rendition(item.id, "searchable_pdf") == first
    finally:
        again.close()


def test_the_register_shows_a_colour_page_in_colour(bench: Bench) -> None:
    plain = draw_page(bench.folder / "1.png", *LINES)
    page = cv2.imread(str(draw_page(bench.folder / "2.png", *LINES)))
    assert page is not None
    page[900:1300, 200:900] = np.where(page[900:1300, 200:900] < 128, (160, 40, 30), (230, 240, 90)).astype(np.uint8)
    cv2.imwrite(str(bench.folder / "2.png"), page)
    [letter] = bench.take_in(plain, bench.folder / "2.png", split=SplitMode.LABEL)
    assert [page.material for page in letter.pages] == ["print", "colour"]
    item = bench.desk.register(letter.key, FORM)
    bench.until(lambda: bool(kept(bench, item)))
    assert [bits for _, bits, _ in kept(bench, item)] == [1, 24]
    details = StationRegister(bench.office, lambda: "m.nowicka", bench.folder / "cache").details(item.document_uid)
    bands = []
    for shown in details.pages:
        assert shown.image is not None
        with Image.open(shown.image) as drawn:
            bands.append(drawn.mode)
    assert bands == ["L", "RGB"]
