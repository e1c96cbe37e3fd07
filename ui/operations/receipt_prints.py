"""Receipts: one letter or many of one depositor, in several copies, each with the code that proves it; checking it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kancelaria.bootstrap import Office
from kancelaria.domain.errors import InvalidInput, StateForbids
from kancelaria.domain.incoming import IncomingItem, ItemState
from kancelaria.printing.dates import date_for_people, moment_for_people
from kancelaria.printing.facts import receipt_data, received_time
from kancelaria.printing.identifier import register_number
from kancelaria.printing.model import ReceiptData
from kancelaria.printing.receipt_paper import Paper
from kancelaria.services.access import AccessKind, log_access
from kancelaria.services.journal import now_text
from kancelaria.services.labels import RECEIPT, log_receipt_prints
from kancelaria.services.receipts import CheckedLetter, PagesNow, ReceiptCheck, check_receipt, is_voided, issue_receipt
from ui.operations.printouts import known_item, office_facts
from ui.operations.routing import Names

PAGES = {
    PagesNow.SAME: "strony te same",
    PagesNow.ADDED: "po wydaniu dołączono strony",
    PagesNow.CHANGED: "inne strony niż przy wydaniu",
    PagesNow.GONE: "skanu tu nie ma",
}


@dataclass(frozen=True)
class ReceiptOrder:
    """A receipt asked for. `case_number`, `case_code`: for checking the matter's state, printed only when given."""

    uids: tuple[str, ...]
    paper: Paper = "A5"
    copies: int = 1
    case_number: str = ""
    case_code: str = ""


@dataclass(frozen=True)
class PreparedReceipt:
    """Copies of a receipt ready to be printed."""

    copies: tuple[ReceiptData, ...]
    uids: tuple[str, ...]
    paper: Paper


@dataclass(frozen=True)
class Verdict:
    """What to tell a person of a receipt's code."""

    genuine: bool
    title: str
    lines: tuple[str, ...]
    document_uids: tuple[str, ...] = ()
    duplicate: bool = False
    copy: int = 0


def prepare_receipt(office: Office, actor: str, order: ReceiptOrder) -> PreparedReceipt:
    """A receipt for items one depositor handed in; a second one of any of them says DUPLIKAT."""
    items = [known_item(office, uid) for uid in order.uids]
    items = list({item.id: item for item in items}.values())
    refuse_strangers(items)
    uids = tuple(item.document_uid for item in items)
    duplicate = any(office.queries.label_prints(uid, RECEIPT) for uid in uids)
    hour = received_time(items[0])
    received = f"{items[0].received_on}T{hour}" if hour else items[0].received_on
    codes = issue_receipt(items, received, duplicate, order.copies, office.uow(actor), office.workplace)
    facts, clerk, now = office_facts(office), Names(office).person(actor), now_text(office.workplace)
    copies = tuple(
        receipt_data(
            items, facts, clerk=clerk, printed_at=now, duplicate=duplicate, copy=number, copies=order.copies,
            proof=code, case_status_number=order.case_number, case_status_code=order.case_code,
        )
        for number, code in enumerate(codes, start=1)
    )  # fmt: skip
    return PreparedReceipt(copies, uids, order.paper)


def draw_receipt(prepared: PreparedReceipt, target: Path) -> None:
    """Draw the copies to a PDF."""
    from kancelaria.printing.receipt import write_receipts  # ReportLab takes long to load

    write_receipts(prepared.copies, target, paper=prepared.paper)


def receipt_to_file(office: Office, actor: str, order: ReceiptOrder, target: Path) -> PreparedReceipt:
    """Draw a receipt to a PDF and count it as printed."""
    prepared = prepare_receipt(office, actor, order)
    draw_receipt(prepared, target)
    count_receipt(office, actor, prepared)
    return prepared


def count_receipt(office: Office, actor: str, prepared: PreparedReceipt) -> None:
    """Count a receipt as printed: from now on another one of these letters is a duplicate."""
    log_receipt_prints(prepared.uids, office.uow(actor), office.workplace)


def check_code(office: Office, actor: str, text: str) -> Verdict:
    """Whether a receipt's code is ours and what it stands for; asking is logged."""
    found = check_receipt(text, office.queries)
    verdict = _verdict(office, found)
    objects = list(verdict.document_uids) or [found.claim.document_uid]
    purpose = "receipt_check" if found.genuine else "receipt_check_false"
    log_access(AccessKind.VIEW, objects, purpose, office.uow(actor), office.workplace)
    return verdict


def refuse_strangers(items: Sequence[IncomingItem]) -> None:
    """One receipt is for what one depositor handed in on one day, and what still stands in the register."""
    for item in items:
        if item.state is ItemState.VOIDED:
            raise StateForbids(
                "receipt_of_voided", "Tę pozycję anulowano; potwierdzenia się do niej nie wydaje.",
                "Wskaż pismo zarejestrowane zamiast niej.", item.document_uid,
            )  # fmt: skip
    for values, code, what in (
        ({item.received_on for item in items}, "receipt_of_days", "dnia"),
        ({item.depositor for item in items}, "receipt_of_people", "składającego"),
    ):
        if len(values) > 1:
            raise InvalidInput(
                code, f"Potwierdzenie zbiorcze jest dla pism jednego {what}.",
                "Wydrukuj osobne potwierdzenia albo popraw pole „Składający” lub datę wpływu.",
            )  # fmt: skip


def _verdict(office: Office, found: ReceiptCheck) -> Verdict:
    claim = found.claim
    if not found.genuine:
        return Verdict(
            False,
            "Potwierdzenie NIEPRAWDZIWE",
            (
                "Kodu nie wydało to stanowisko albo go zmieniono.",
                "Nie polegaj na tym wydruku; sprawdź pismo w rejestrze po nadawcy i dacie.",
            ),
        )
    kind = "duplikat" if claim.duplicate else "oryginał"
    day, _, hour = claim.received.partition("T")
    lines = [f"Wpływ: {date_for_people(day)}" + (f", godz. {hour}" if hour else "")]
    if found.issued is None:
        lines.append("W tym stanowisku nie ma zapisu o wydaniu (przywrócono starszą kopię danych?).")
    else:
        lines.append(f"Wydane: {moment_for_people(found.issued.at)}, {Names(office).person(found.issued.by)}")
    lines += [_letter_words(letter) for letter in found.letters]
    title = f"Potwierdzenie prawdziwe: {kind}, egzemplarz {claim.copy}"
    uids = tuple(letter.document_uid for letter in found.letters)
    return Verdict(True, title, tuple(lines), uids, claim.duplicate, claim.copy)


def _letter_words(letter: CheckedLetter) -> str:
    item = letter.item
    if item is None:
        return f"{letter.document_uid} · pisma tu nie ma"
    number = register_number(item.rpw_number, item.rpw_year) or "numer zostanie nadany"
    voided = f" · POZYCJA ANULOWANA: {item.void_reason or ''}" if is_voided(letter) else ""
    return f"{letter.document_uid} · {number} · {PAGES[letter.pages]}{voided}"
