"""Protocols on A4, to be signed by hand: an oral application, a damaged consignment."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, KeepTogether, Spacer

from kancelaria.printing.dates import date_for_people
from kancelaria.printing.files import write_atomically
from kancelaria.printing.form_sheet import LOOK, Sheet, pairs, sheet_pdf, signatures, writing_lines
from kancelaria.printing.look import ACCENT
from kancelaria.printing.model import DamageProtocol, OralProtocol
from kancelaria.printing.receipt_words import privacy_notice

ORAL_TITLE = "Protokół przyjęcia podania wniesionego ustnie"
CANNOT_SIGN_TITLE = "Protokół przyjęcia podania od osoby, która nie może podpisać"
DAMAGE_TITLE = "Protokół uszkodzenia przesyłki"
READ_ALOUD = "Protokół odczytano i przyjęto bez uwag / z uwagami: "
UNSIGNED = "Osoba wnosząca podanie nie podpisuje protokołu. Przyczyna: "
BY_HAND = "………………………………………………………"
LINES = 9


def write_oral_protocol(data: OralProtocol, target: Path) -> None:
    """Write the protocol of an oral application as a PDF."""
    title = CANNOT_SIGN_TITLE if data.cannot_sign else ORAL_TITLE
    sheet = Sheet(data.office, title, data.printed_by, data.printed_at, data.document_uid, copy=data.copy)
    write_atomically(target, sheet_pdf(sheet, lambda: _oral(data)))


def write_damage_protocol(data: DamageProtocol, target: Path) -> None:
    """Write the protocol of a damaged consignment as a PDF."""
    sheet = Sheet(data.office, DAMAGE_TITLE, data.printed_by, data.printed_at, data.document_uid, copy=data.copy)
    write_atomically(target, sheet_pdf(sheet, lambda: _damage(data)))


def _oral(data: OralProtocol) -> list[Flowable]:
    known = [
        ("Data i godzina", _moment(data.made_at)),
        ("Miejsce", ", ".join(part for part in (data.office.point, data.office.address) if part)),
        ("Osoba wnosząca podanie", data.applicant or BY_HAND),
        ("Adres", data.applicant_address or BY_HAND),
        ("Dotyczy", data.subject),
        ("Numer w rejestrze", data.number),
        ("Przyczyna sporządzenia protokołu", data.reason),
    ]
    closing: list[Flowable] = [Spacer(0, 4 * mm), LOOK.text(READ_ALOUD), *writing_lines(2)]
    if data.cannot_sign:
        closing += [Spacer(0, 3 * mm), LOOK.text(UNSIGNED + data.reason, bold=True)]
    closing += [Spacer(0, 6 * mm), *signatures(data.signers), Spacer(0, 3 * mm)]
    closing.append(LOOK.caption(privacy_notice(data.office)))
    return [pairs(known), *_heading("Treść podania"), *_said_or_lines(data.content), KeepTogether(closing)]


def _damage(data: DamageProtocol) -> list[Flowable]:
    confirmation = {True: "jest", False: "nie ma", None: "przesyłka bez potwierdzenia odbioru"}[data.on_confirmation]
    known = [
        ("Miejsce", data.place),
        ("Data i godzina stwierdzenia", _moment(data.found_at)),
        ("Numer przesyłki", data.posting_number or "brak"),
        ("Operator", data.operator or "nie ustalono"),
        ("Nadawca", data.sender),
        ("Adresat", data.addressee),
        ("Numer w rejestrze", data.number),
        ("Adnotacja na kopercie", "jest" if data.on_envelope else "nie ma"),
        ("Adnotacja na potwierdzeniu odbioru", confirmation),
    ]
    closing = KeepTogether([Spacer(0, 8 * mm), *signatures(data.signers)])
    return [pairs(known), *_heading("Opis uszkodzenia"), *_said_or_lines(data.description), closing]


def _said_or_lines(text: str) -> list[Flowable]:
    """What is known, paragraph by paragraph, else lines to write on."""
    return [LOOK.text(part) for part in text.splitlines() if part.strip()] or writing_lines(LINES)


def _heading(text: str) -> list[Flowable]:
    rule = HRFlowable(width="100%", thickness=0.6, color=ACCENT, spaceBefore=4 * mm, spaceAfter=1.5 * mm)
    return [rule, LOOK.text(text, 1.1, bold=True, colour=ACCENT), Spacer(0, 1 * mm)]


def _moment(local: str) -> str:
    day, _, hour = local.partition("T")
    return f"{date_for_people(day)}, godz. {hour[:5]}" if hour else date_for_people(day)
