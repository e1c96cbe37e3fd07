"""Print-outs of a real station: labels counted when taken, series watched over, receipts that prove themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from zxingcpp import BarcodeFormat

from kancelaria.bootstrap import Office, init_station, open_office
from kancelaria.domain.errors import InvalidInput, NotFound, StateForbids
from kancelaria.domain.identifiers import make_document_uid
from kancelaria.domain.incoming import IncomingItem, Page, Reproduction, ReproductionExtent, Sender
from kancelaria.domain.labels import LabelState
from kancelaria.printing.model import LabelKind
from kancelaria.printing.sending import LabelsNotTaken
from kancelaria.services.amend import amend_item
from kancelaria.services.labels import OWN_COPY, RECEIPT, void_labels
from kancelaria.services.register import RegisterIncoming, register_incoming
from kancelaria.services.void import void_item
from tests.fakes.label_printer import LabelPrinterAtPort
from tests.unit.printing import paper
from ui.operations.label_prints import (
    LabelOrder,
    identifiers,
    labels_to_file,
    labels_to_printer,
    prepare_labels,
    print_sample,
    sheet_place,
    unused_rows,
)
from ui.operations.receipt_prints import ReceiptOrder, check_code, prepare_receipt, receipt_to_file

CLERK = "m.nowicka"
UNOPENED = Reproduction(ReproductionExtent.NONE, "sealed")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    home = tmp_path / "station"
    init_station(home, "Urząd Miasta Przykładowo", "K1", address="Rynek 1", town="Przykładowo")
    with open_office(home) as opened:
        yield opened


def registered(office: Office, number: int = 1, **more: object) -> IncomingItem:
    """A registered letter of two pages."""
    said: dict[str, object] = {
        "title": f"Wniosek nr {number}",
        "received_on": "2026-11-20",
        "received_time": "10:42",
        "sender": Sender(surname="Zmyślony", given_names="Jan", town="Przykładowo"),
        "pages": tuple(Page(n, 2480, 3508, 300, f"{number}{n}".rjust(64, "0")) for n in (1, 2)),
        "letter_date": "2026-11-18",
        "sender_reference": "ZK/17/2026",
        "confirmed": True,
    }
    command = RegisterIncoming(item_id=office.ids.new(), **said | more)  # type: ignore[arg-type]
    return register_incoming(command, office.uow(CLERK), office.workplace)


def codes(path: Path, page: int = 0) -> list[str]:
    return [code.text for code in paper.codes(paper.render(path, page, 300), BarcodeFormat.Code128)]


def qr(path: Path, page: int = 0) -> str:
    (found,) = paper.codes(paper.render(path, page, 300), BarcodeFormat.QRCode)
    return found.text


# labels


def test_a_label_counts_once_the_printer_took_it(office: Office) -> None:
    item = registered(office)
    prepared = prepare_labels(office, CLERK, LabelOrder((item.document_uid,)))
    with LabelPrinterAtPort(paper_out=True) as printer, pytest.raises(LabelsNotTaken):
        labels_to_printer(office, CLERK, prepared, printer.address())
    assert office.queries.label_prints(item.document_uid) == 0
    with LabelPrinterAtPort() as printer:
        assert labels_to_printer(office, CLERK, prepared, printer.address(300)) == 1
        (label,) = printer.labels
    assert [code.text for code in paper.codes(label, BarcodeFormat.Code128)] == [item.document_uid.replace("-", "")]
    assert office.queries.label_prints(item.document_uid) == 1
    assert office.queries.accesses(1)[0].kind == "print"


@pytest.mark.rule("reprint logged")
def test_each_reprint_is_logged_and_marked(office: Office, tmp_path: Path) -> None:
    uid, target = registered(office).document_uid, tmp_path / "label.pdf"
    said = []
    for _ in range(3):
        labels_to_file(office, CLERK, prepare_labels(office, CLERK, LabelOrder((uid,))), target)
        said.append(paper.text(target))
    assert ["wydruk" in text for text in said] == [False, True, True]
    assert "wydruk 3" in said[2]
    assert office.queries.label_prints(uid) == 3
    logged = [entry for entry in office.queries.accesses() if entry.kind == "print"]
    assert [(entry.actor, entry.objects, entry.purpose) for entry in logged] == [(CLERK, (uid,), "label")] * 3


@pytest.mark.rule("own copy")
def test_visitor_s_own_copy_gets_a_second_label_counted_apart(office: Office, tmp_path: Path) -> None:
    uid, target = registered(office).document_uid, tmp_path / "copy.pdf"
    order = LabelOrder((uid,), kind=LabelKind.VISITOR_COPY)
    labels_to_file(office, CLERK, prepare_labels(office, CLERK, order), target)
    said = paper.text(target)
    assert "KOPIA – potwierdzenie wpływu" in said
    assert "podpis przyjmującego" in said
    assert (office.queries.label_prints(uid, OWN_COPY), office.queries.label_prints(uid)) == (1, 0)


@pytest.mark.rule("label of the unopened")
def test_label_of_an_unopened_envelope_says_procedure_and_hour(office: Office, tmp_path: Path) -> None:
    item = registered(
        office, sealed=True, sealed_reason="procurement_bid", inscription="Przetarg ZP.271.14.2026",
        offer_deadline="2026-11-24T10:00", pages=(), reproduction=UNOPENED,
    )  # fmt: skip
    target = tmp_path / "envelope.pdf"
    labels_to_file(office, CLERK, prepare_labels(office, CLERK, LabelOrder((item.document_uid,))), target)
    said = paper.text(target)
    for field in ("NIE OTWIERAĆ", "Przetarg ZP.271.14.2026", "termin: 24.11.2026 godz. 10:00", "godz. 10:42"):
        assert field in said
    nameless = registered(office, 2, sealed=True, sealed_reason="asset_declaration", pages=(), reproduction=UNOPENED)
    labels_to_file(office, CLERK, prepare_labels(office, CLERK, LabelOrder((nameless.document_uid,))), target)
    assert "oświadczenie majątkowe" in paper.text(target)


@pytest.mark.rule("label series")
def test_series_ahead_has_the_date_blank_on_sheets_from_any_place(office: Office, tmp_path: Path) -> None:
    target = tmp_path / "series.pdf"
    prepared = prepare_labels(office, CLERK, LabelOrder(series=30))
    labels_to_file(office, CLERK, prepared, target, sheet_place(office, "3x8", 5))
    assert len(paper.sizes(target)) == 2
    assert "2026" not in paper.text(target).replace(prepared.uids[0][:6], "")
    assert sorted(codes(target)) == [uid.replace("-", "") for uid in prepared.uids[:20]]
    with pytest.raises(InvalidInput) as refused:
        labels_to_file(office, CLERK, prepared, target, sheet_place(office, "3x8", 25))
    assert refused.value.code == "bad_sheet_offset"


def test_unused_of_a_series_is_listed_and_spoiled_ones_are_voided(office: Office) -> None:
    uids = prepare_labels(office, CLERK, LabelOrder(series=10)).uids
    registered(office, label=uids[2])
    void_labels(uids[5:7], "pomięte w drukarce", office.uow(CLERK), office.workplace)
    prepare_labels(office, "a.druga", LabelOrder(series=2))
    rows = unused_rows(office)
    assert [(row["first"], row["count"], row["unprinted"], row["reserved_by"]) for row in rows] == [
        (uids[0], 2, 2, CLERK), (uids[3], 2, 2, CLERK), (uids[7], 3, 3, CLERK), (rows[3]["first"], 2, 2, "a.druga"),
    ]  # fmt: skip
    label = office.queries.label(uids[5])
    assert label is not None
    assert (label.state, label.void_reason) == (LabelState.VOIDED, "pomięte w drukarce")


def test_voiding_is_all_or_nothing_and_wants_a_reason(office: Office) -> None:
    uids = prepare_labels(office, CLERK, LabelOrder(series=3)).uids
    registered(office, label=uids[1])
    with pytest.raises(StateForbids):
        void_labels(uids, "zgubione", office.uow(CLERK), office.workplace)
    with pytest.raises(InvalidInput):
        void_labels(uids[:1], "  ", office.uow(CLERK), office.workplace)
    assert [row["count"] for row in unused_rows(office)] == [1, 1]


def test_what_a_printer_left_of_a_series_comes_later(office: Office) -> None:
    prepared = prepare_labels(office, CLERK, LabelOrder(series=9))
    with LabelPrinterAtPort(takes=4) as printer, pytest.raises(LabelsNotTaken):
        labels_to_printer(office, CLERK, prepared, printer.address())
    assert [row["unprinted"] for row in unused_rows(office)] == [5]
    rest = prepare_labels(office, CLERK, LabelOrder(rest=True))
    assert rest.uids == prepared.uids[4:]
    with LabelPrinterAtPort() as printer:
        labels_to_printer(office, CLERK, rest, printer.address())
    with pytest.raises(InvalidInput) as nothing:
        prepare_labels(office, CLERK, LabelOrder(rest=True))
    assert nothing.value.code == "no_labels_left"


def test_a_reserved_label_is_printed_again_and_a_voided_one_is_not(office: Office, tmp_path: Path) -> None:
    uids = prepare_labels(office, CLERK, LabelOrder(series=3)).uids
    void_labels(uids[2:], "rozdarta", office.uow(CLERK), office.workplace)
    again = prepare_labels(office, CLERK, LabelOrder((f"{uids[0]}..{uids[1]}",)))
    assert again.uids == uids[:2]
    assert all(label.received_on is None for label in again.labels)
    with pytest.raises(StateForbids) as voided:
        prepare_labels(office, CLERK, LabelOrder((uids[2],)))
    assert voided.value.code == "label_voided"
    with pytest.raises(NotFound):
        prepare_labels(office, CLERK, LabelOrder((make_document_uid("K1A", 2026, 999_999),)))


@pytest.mark.parametrize("text", ["K1A-26-000001-X..K1A", "x"])
def test_wrong_identifiers_are_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        identifiers(text)


def test_sample_label_comes_out(office: Office) -> None:
    with LabelPrinterAtPort() as printer:
        print_sample(office, printer.address())
        assert len(printer.labels) == 1


# receipts


@pytest.mark.rule("receipt copies")
def test_copies_n_of_m_and_a_duplicate_say_so(office: Office, tmp_path: Path) -> None:
    uid, target = registered(office).document_uid, tmp_path / "receipt.pdf"
    first = receipt_to_file(office, CLERK, ReceiptOrder((uid,), copies=2), target)
    pages = paper.texts(target)
    assert ["egzemplarz 1 z 2" in pages[0], "egzemplarz 2 z 2" in pages[1]] == [True, True]
    assert "DUPLIKAT" not in "".join(pages)
    second = receipt_to_file(office, CLERK, ReceiptOrder((uid,)), target)
    assert "DUPLIKAT" in paper.text(target)
    assert office.queries.label_prints(uid, RECEIPT) == 2
    kinds = [check_code(office, CLERK, data.proof) for data in (*first.copies, *second.copies)]
    assert [(v.genuine, v.duplicate, v.copy) for v in kinds] == [
        (True, False, 1), (True, False, 2), (True, True, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("size", ["A5", "A4", "roll80"])
def test_receipt_s_qr_proves_it(office: Office, tmp_path: Path, size: str) -> None:
    item, target = registered(office), tmp_path / "receipt.pdf"
    receipt_to_file(office, CLERK, ReceiptOrder((item.document_uid,), size), target)  # type: ignore[arg-type]
    verdict = check_code(office, CLERK, qr(target))
    assert verdict.genuine
    assert verdict.document_uids == (item.document_uid,)
    assert "oryginał" in verdict.title
    said = " ".join(verdict.lines)
    assert "20.11.2026, godz. 10:42" in said
    assert "strony te same" in said
    assert "Zmyślony" not in said
    assert "Zmyślony" not in qr(target)


def test_a_forged_receipt_is_false(office: Office, tmp_path: Path) -> None:
    item = registered(office)
    (data,) = prepare_receipt(office, CLERK, ReceiptOrder((item.document_uid,))).copies
    other = data.proof.replace("202611201042", "202611191042")
    assert other != data.proof
    verdict = check_code(office, CLERK, other)
    assert not verdict.genuine
    assert "NIEPRAWDZIWE" in verdict.title
    assert office.queries.accesses(1)[0].purpose == "receipt_check_false"


def test_receipts_of_another_station_are_said(office: Office, tmp_path: Path) -> None:
    init_station(tmp_path / "other", "Urząd Miasta Przykładowo", "K2")
    with open_office(tmp_path / "other") as other:
        (data,) = prepare_receipt(other, CLERK, ReceiptOrder((registered(other).document_uid,))).copies
    with pytest.raises(NotFound) as unknown:
        check_code(office, CLERK, data.proof)
    assert unknown.value.code == "receipt_of_other_station"
    assert "K2A" in unknown.value.message


def test_two_stations_have_keys_of_their_own(office: Office, tmp_path: Path) -> None:
    prepare_receipt(office, CLERK, ReceiptOrder((registered(office).document_uid,)))
    init_station(tmp_path / "other", "Inny Urząd", "K1")
    with open_office(tmp_path / "other") as other:
        (data,) = prepare_receipt(other, CLERK, ReceiptOrder((registered(other).document_uid,))).copies
    assert not check_code(office, CLERK, data.proof).genuine


def test_what_changed_since_is_said(office: Office) -> None:
    unscanned = registered(office, 1, pages=())
    (data,) = prepare_receipt(office, CLERK, ReceiptOrder((unscanned.document_uid,))).copies
    assert "strony te same" in check_code(office, CLERK, data.proof).lines[-1]
    void_item(unscanned.document_uid, "pomyłka", office.uow(CLERK), office.workplace)
    verdict = check_code(office, CLERK, data.proof)
    assert verdict.genuine
    assert "POZYCJA ANULOWANA: pomyłka" in verdict.lines[-1]


def test_asked_twice_the_code_is_the_same(office: Office) -> None:
    order = ReceiptOrder((registered(office).document_uid,), copies=2)
    first, again = prepare_receipt(office, CLERK, order), prepare_receipt(office, CLERK, order)
    assert [data.proof for data in first.copies] == [data.proof for data in again.copies]
    assert not again.copies[0].duplicate, "what was never printed is no original that a second could duplicate"


@pytest.mark.rule("collective receipt")
def test_one_depositor_with_many_letters_gets_one_receipt(office: Office, tmp_path: Path) -> None:
    items = [registered(office, number, depositor="Pełnomocnik Zmyślony") for number in range(1, 41)]
    target = tmp_path / "receipt.pdf"
    uids = tuple(item.document_uid for item in items)
    receipt_to_file(office, CLERK, ReceiptOrder((*uids, uids[0]), "A4"), target)
    said = paper.text(target)
    assert "Zbiorcze potwierdzenie złożenia" in said
    assert "pisma: 40" in said
    assert "Pełnomocnik Zmyślony" in said
    pages = len(paper.sizes(target))
    assert sorted(code for page in range(pages) for code in codes(target, page)) == sorted(
        uid.replace("-", "") for uid in uids
    )
    verdict = check_code(office, CLERK, qr(target, pages - 1))
    assert verdict.genuine
    assert verdict.document_uids == uids


def test_letters_of_two_people_or_days_get_no_common_receipt(office: Office) -> None:
    one = registered(office, 1, depositor="Jan Zmyślony")
    another = registered(office, 2, depositor="Anna Zmyślona")
    earlier = registered(office, 3, depositor="Jan Zmyślony", received_on="2026-11-19")
    for other, code in ((another, "receipt_of_people"), (earlier, "receipt_of_days")):
        with pytest.raises(InvalidInput) as refused:
            prepare_receipt(office, CLERK, ReceiptOrder((one.document_uid, other.document_uid)))
        assert refused.value.code == code
    void_item(one.document_uid, "pomyłka", office.uow(CLERK), office.workplace)
    with pytest.raises(StateForbids):
        prepare_receipt(office, CLERK, ReceiptOrder((one.document_uid,)))


def test_keys_and_issues_can_not_be_taken_back(office: Office) -> None:
    from sqlalchemy import text
    from sqlalchemy.exc import DatabaseError

    prepare_receipt(office, CLERK, ReceiptOrder((registered(office).document_uid,)))
    for order in (
        "UPDATE receipt_key SET key = zeroblob(32)", "DELETE FROM receipt_key", "DELETE FROM receipt_issued",
    ):  # fmt: skip
        with office._lane.engine.begin() as connection, pytest.raises(DatabaseError, match="never"):
            connection.execute(text(order))


def test_amending_the_title_leaves_the_receipt_true(office: Office) -> None:
    item = registered(office)
    (data,) = prepare_receipt(office, CLERK, ReceiptOrder((item.document_uid,))).copies
    amend_item(item.document_uid, {"title": "Inny tytuł"}, office.uow(CLERK), office.workplace)
    assert check_code(office, CLERK, data.proof).genuine
