"""Domain 1.0 over a real stack: one envelope, several letters; its number from its barcode, its image on each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from kancelaria.domain.deliveries import Found
from kancelaria.domain.incoming import IncomingItem
from kancelaria.services.deliveries import (
    BoxOrder,
    CourierOrder,
    empty_drop_box,
    make_courier_list,
    scan_code,
    sign_delivery,
)
from tests.integration.operations.conftest import Bench, draw_page
from tests.integration.operations.test_desk import FORM
from ui.operations.register import StationRegister

NUMBER = "RR123456785PL"


def envelope(bench: Bench) -> Path:
    """The side of an envelope with its posting number."""
    path = draw_page(bench.folder / "koperta.png", "Urząd Miasta Próbnego", "ul. Próbna 1")
    code = zxingcpp.create_barcode(NUMBER, zxingcpp.BarcodeFormat.Code128)
    bars = Image.fromarray(code.to_image(scale=4)).convert("L").resize((700, 160))
    with Image.open(path) as image:
        image.paste(bars, (150, 600))
        image.save(path, dpi=(150, 150))
    return path


def with_pdf(bench: Bench, item: IncomingItem) -> bool:
    return bench.office.queries.rendition(item.id, "searchable_pdf") is not None


@pytest.mark.rule("envelope of several")
def test_letters_of_one_envelope_each_show_it(bench: Bench) -> None:
    pages = [
        draw_page(bench.folder / "1.png", "Spółka Zmyślona", "Dotyczy: pasa drogowego"), envelope(bench),
        draw_page(bench.folder / "3.png", "Spółka Zmyślona", "Dotyczy: opłaty"),
    ]  # fmt: skip
    bench.take_in(*pages)
    bench.batch.pages.join("p2")
    first, second = bench.letters()
    read = first.suggestions.best("posting_number")
    assert read is not None
    assert (read.value, read.page) == (NUMBER, 2)
    assert second.suggestions.best("posting_number") is None

    one = bench.desk.register(first.key, replace(FORM, posting_number=NUMBER, condition="rozdarta"))
    assert one.envelope_page == 2
    two = bench.desk.register(second.key, replace(FORM, title="Opłata", same_envelope_as=one.document_uid))
    assert one.consignment_id == two.consignment_id is not None
    assert [page.sha256 for page in two.pages[1:]] == [one.pages[1].sha256], "the envelope's image on each"
    assert (two.envelope_page, len(two.pages)) == (2, 2)
    known = bench.office.queries.consignment(one.consignment_id or "")
    assert known is not None
    assert (known.posting_number, known.condition) == (NUMBER, "rozdarta")
    assert [item.id for item in bench.office.queries.items_of_consignment(known.id)] == [one.id, two.id]

    bench.until(lambda: with_pdf(bench, one) and with_pdf(bench, two))
    shown = StationRegister(bench.office, lambda: "m.nowicka", bench.folder / "cache").details(two.document_uid)
    assert len(shown.pages) == 2
    assert all(page.image is not None for page in shown.pages)
    import pypdfium2

    assert shown.pdf is not None
    document = pypdfium2.PdfDocument(shown.pdf)
    assert len(document) == 2, "its PDF/A shows the envelope, too"
    document.close()


def test_a_letter_of_a_later_stack_shares_the_envelope_as_scanned(bench: Bench) -> None:
    [first] = bench.take_in(envelope(bench))
    one = bench.desk.register(first.key, replace(FORM, envelope=1))
    bench.until(lambda: with_pdf(bench, one))
    bench.batch.finish()
    bench.heard.clear()
    [later] = bench.take_in(draw_page(bench.folder / "9.png", "Spółka Zmyślona", "Później"))
    two = bench.desk.register(later.key, replace(FORM, title="Później", same_envelope_as=one.document_uid))
    bench.until(lambda: with_pdf(bench, two))
    shown = StationRegister(bench.office, lambda: "m.nowicka", bench.folder / "cache").details(two.document_uid)
    assert [page.image is not None for page in shown.pages] == [True, True]
    again = bench.office.queries.item(one.document_uid)
    assert again is not None
    assert again.consignment_id == two.consignment_id is not None, "the first had no record of its envelope before"


@pytest.mark.rule("courier's list")
def test_a_letter_takes_up_what_a_courier_brought(bench: Bench) -> None:
    office = bench.office
    made = make_courier_list(CourierOrder((NUMBER,)), office.uow(), office.workplace)
    assert scan_code(made.number, NUMBER, office.uow(), office.workplace).row.state is Found.PRESENT
    sign_delivery(made.number, "J. Kurier", office.uow(), office.workplace)
    [letter] = bench.take_in(envelope(bench))
    bench.batch.set_sealed(letter.key, True)
    [letter] = bench.letters()
    read = letter.suggestions.best("posting_number")
    assert read is not None, "the barcode of an envelope that isn't opened is still its number"
    form = replace(
        FORM, posting_number=read.value, sealed=True, sealed_reason="procurement_bid", inscription="ZP.271.9.2026",
        offer_deadline="2026-11-20T10:00", received_time="09:59",
    )  # fmt: skip
    item = bench.desk.register(letter.key, form)
    assert (item.sealed_reason, item.offer_deadline, item.envelope_page) == ("procurement_bid", "2026-11-20T10:00", 1)
    assert office.queries.pending_consignments() == []
    assert bench.office.queries.text(item.id) == ""


def test_without_a_scan_the_posting_number_is_kept(bench: Bench) -> None:
    item = bench.desk.register_without_scan(replace(FORM, posting_number=NUMBER.lower()))
    known = bench.office.queries.consignment(item.consignment_id or "")
    assert known is not None
    assert known.posting_number == NUMBER


@pytest.mark.rule("drop box")
def test_a_letter_out_of_a_drop_box_leaves_the_list_of_what_waits(bench: Bench) -> None:
    office = bench.office
    empty_drop_box(BoxOrder(2, "J. Lis"), "", office.uow(), office.workplace)
    first, second = office.queries.pending_consignments()
    item = bench.desk.register_without_scan(replace(FORM, consignment_id=second.id, condition="mokra"))
    assert item.consignment_id == second.id
    assert [each.id for each in office.queries.pending_consignments()] == [first.id]
    kept = office.queries.consignment(second.id)
    assert kept is not None
    assert (kept.accepted_at, kept.condition) == (second.accepted_at, "mokra")
