"""Print-outs of outgoing mail as files: register, posting book, envelopes, labels, slips; every print is logged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

from kancelaria.bootstrap import Office
from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.outgoing import BOOKED, OutgoingItem, OutgoingState
from kancelaria.services.access import AccessKind, log_access
from kancelaria.services.outgoing_queries import OutgoingFilter, OutgoingSort
from ui.operations.outgoing_rows import today_at
from ui.operations.printouts import office_facts

_PART = 500


def posting_rows(office: Office, day: str) -> list[OutgoingItem]:
    """What the operator's book of a day holds: handed over then, and of today also what is prepared."""
    rows = office.queries.outgoing_of_day(day, with_prepared=day == today_at(office))
    return [row for row in rows if row.method in BOOKED]


def print_posting_book(office: Office, actor: str, day: str, target: Path) -> int:
    """The posting book of a day as .pdf, or its list for the operator's system as .xml or .csv; gives its rows."""
    from kancelaria.printing.posting_book import PostingBookData, write_posting_book
    from kancelaria.printing.posting_book_export import write_posting_list

    _refuse_folder(target)
    rows = posting_rows(office, day)
    if not rows:
        raise InvalidInput(
            "posting_book_empty", "Na ten dzień nie ma przesyłek do książki nadawczej.",
            "Książka obejmuje listy polecone i paczki przekazane tego dnia, a na dziś także przygotowane.", day,
        )  # fmt: skip
    data = PostingBookData(office_facts(office), day, tuple(rows), _name_of(office, actor), _now(office))
    structured = target.suffix.lower() in (".xml", ".csv")
    if not structured and target.suffix.lower() != ".pdf":
        raise InvalidInput(
            "bad_target", "Książkę nadawczą zapisuje się jako .pdf, .xml albo .csv.", "Zmień nazwę pliku.", target.name
        )
    (write_posting_list if structured else write_posting_book)(data, target)
    _log(office, actor, AccessKind.EXPORT if structured else AccessKind.PRINT, rows, "posting_book")
    return len(rows)


def print_outgoing_register(
    office: Office,
    actor: str,
    first: str,
    last: str,
    target: Path,
    which: OutgoingFilter | None = None,
    words: str = "",
) -> int:
    """The register of days of registration as .pdf or .csv; `words` say what a filter leaves out. Gives its rows."""
    from kancelaria.printing.outgoing_register import OutgoingRegisterData, write_outgoing_register

    if first > last:
        raise InvalidInput(
            "bad_range", "Data początkowa jest późniejsza niż końcowa.", "Zamień daty.", f"{first}–{last}"
        )
    _refuse_folder(target)
    wanted = which or OutgoingFilter(since=first, until=last)
    rows: list[OutgoingItem] = []
    while part := office.queries.outgoing_window(wanted, OutgoingSort.NUMBER, False, len(rows), _PART):
        rows += part
    data = OutgoingRegisterData(
        office_facts(office), tuple(rows), _name_of(office, actor), _now(office), first, last, words
    )  # fmt: skip
    write_outgoing_register(data, target)
    log_access(AccessKind.PRINT, [f"{first}/{last}"], "outgoing_register", office.uow(actor), office.workplace)
    return len(rows)


def print_envelopes(office: Office, actor: str, items: Sequence[OutgoingItem], size: str, target: Path) -> int:
    """Envelopes (C6, DL, C5), one for each addressee."""
    from kancelaria.printing.outgoing_envelope import Envelope, write_envelopes

    _refuse_folder(target)
    done = write_envelopes(_sendable(items), office_facts(office), Envelope(size), target)
    _log(office, actor, AccessKind.PRINT, items, "envelope")
    return done


def print_address_labels(
    office: Office, actor: str, items: Sequence[OutgoingItem], target: Path, used: int = 0
) -> int:  # fmt: skip
    """Address labels on A4 sheets."""
    from kancelaria.printing.outgoing_envelope import write_address_labels

    _refuse_folder(target)
    done = write_address_labels(_sendable(items), target, used)
    _log(office, actor, AccessKind.PRINT, items, "address_label")
    return done


def print_zpo(office: Office, actor: str, items: Sequence[OutgoingItem], target: Path) -> int:
    """Delivery receipts to be glued to the letters."""
    from kancelaria.printing.outgoing_zpo import write_zpo_slips

    _refuse_folder(target)
    done = write_zpo_slips(_sendable(items), office_facts(office), target)
    _log(office, actor, AccessKind.PRINT, items, "zpo")
    return done


def _sendable(items: Sequence[OutgoingItem]) -> list[OutgoingItem]:
    for item in items:
        if item.state is OutgoingState.VOIDED:
            raise InvalidInput(
                "outgoing_voided", f"Pozycja {item.readable_number} jest anulowana.", "Pomiń ją.", item.readable_number
            )  # fmt: skip
    return list(items)


def _refuse_folder(target: Path) -> None:
    if not target.absolute().parent.is_dir():
        raise InvalidInput(
            "bad_target", "Nie ma folderu, w którym miałby powstać wydruk.", "Utwórz go albo wskaż inny.", str(target)
        )


def _log(office: Office, actor: str, kind: AccessKind, items: Sequence[OutgoingItem], purpose: str) -> None:
    log_access(kind, [item.id for item in items], purpose, office.uow(actor), office.workplace)


def _name_of(office: Office, login: str) -> str:
    person = next((known for known in office.queries.people() if known.login == login), None)
    return f"{person.given_names} {person.surname}" if person else login


def _now(office: Office) -> str:
    return office.clock.now().astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
