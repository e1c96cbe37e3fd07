"""Deliveries and consignments for windows and the command line: lists read from text, checked, signed, printed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from kancelaria.bootstrap import Office
from kancelaria.domain.deliveries import KIND_WORDS, Delivery, Found, numbers_in, parse_number
from kancelaria.domain.errors import InvalidInput, NotFound
from kancelaria.domain.incoming import Consignment
from kancelaria.domain.numbering import WARSAW, parse_instant
from kancelaria.printing.dates import moment_for_people
from kancelaria.services.access import AccessKind, log_access
from kancelaria.services.consignments import posting_number_or_none
from kancelaria.services.deliveries import row_words, unknown_delivery, waited
from kancelaria.services.journal import now_text
from ui.operations.printouts import office_facts
from ui.operations.routing import Names

MOST_BYTES = 2_000_000


def read_numbers(text: str) -> tuple[str, ...]:
    """The posting numbers of a pasted list; InvalidInput names the lines that hold none, or a wrong one."""
    good, wrong = numbers_in(text)
    if wrong:
        more = f" i {len(wrong) - 3} więcej" if len(wrong) > 3 else ""
        raise InvalidInput(
            "bad_posting_number", f"Wiersze bez poprawnego numeru nadawczego: {'; '.join(wrong[:3])}{more}.",
            "Popraw je albo usuń: cyfra kontrolna musi się zgadzać.", wrong[0],
        )  # fmt: skip
    return tuple(good)


def numbers_of_file(file: Path) -> tuple[str, ...]:
    """The posting numbers of a CSV or TXT file; in UTF-8 or as Polish Windows writes it."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise InvalidInput("file_too_big", "To za duży plik jak na listę przesyłek.", subject=file.name)
        raw = file.read_bytes()
    except OSError as error:
        raise InvalidInput(
            "file_unreadable", "Nie można odczytać pliku z listą.", "Sprawdź, czy plik istnieje.", str(file)
        ) from error
    if b"\0" in raw:
        raise InvalidInput("not_a_text_file", "To nie jest plik tekstowy ani CSV.", subject=file.name)
    try:
        return read_numbers(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return read_numbers(raw.decode("cp1250", errors="replace"))


def known_delivery(office: Office, number: str) -> Delivery:
    """The list of a number typed or scanned in any form; NotFound."""
    readable = parse_number(number)
    found = office.queries.delivery(readable)
    if found is None:
        raise unknown_delivery(readable)
    return found


def print_delivery(office: Office, actor: str, number: str, target: Path) -> Delivery:
    """Print a list as it stands now; logged."""
    from kancelaria.printing.delivery_list import DeliveryListData, write_delivery_list

    if target.suffix.lower() != ".pdf":
        raise InvalidInput("bad_target", "Listę zapisuje się jako .pdf.", "Zmień nazwę pliku.", target.name)
    made, names = known_delivery(office, number), Names(office)
    data = DeliveryListData(
        office_facts(office), made, names.people.get(made.signed_by or made.made_by, ""), names.person(actor),
        now_text(office.workplace),
    )  # fmt: skip
    write_delivery_list(data, target)
    log_access(AccessKind.PRINT, [made.number], "delivery", office.uow(actor), office.workplace)
    return made


def pending_named(office: Office, name: str) -> Consignment:
    """A consignment that waits, by its posting number or the beginning of its id; NotFound."""
    waiting = office.queries.pending_consignments()
    number = posting_number_or_none(name) if not name.count("-") else None
    found = [each for each in waiting if each.posting_number == number] if number else []
    found = found or [each for each in waiting if len(name) >= 6 and each.id.startswith(name.lower())]
    if len(found) == 1:
        return found[0]
    raise NotFound(
        "consignment_unknown", "Nie ma takiej przesyłki wśród przyjętych i niezarejestrowanych.",
        "Zobacz, co czeka: kancelaria consignment pending", name,
    )  # fmt: skip


def summary(made: Delivery) -> dict[str, object]:
    """A list as one row for a person."""
    signed = f"{made.delivered_by}, {moment_for_people(made.signed_at)}" if made.signed_at else "niepodpisana"
    return {
        "number": made.number, "kind": KIND_WORDS[made.kind], "operator": made.operator_name,
        "made_at": moment_for_people(made.made_at), "rows": len(made.rows),
        "present": made.count(Found.PRESENT, Found.DAMAGED), "damaged": made.count(Found.DAMAGED) or "",
        "missing": made.count(Found.MISSING, Found.WAITING) or "", "surplus": made.surplus or "", "signed": signed,
    }  # fmt: skip


def positions(made: Delivery) -> list[dict[str, object]]:
    """The positions of a list as rows for a person."""
    return [
        {
            "ordinal": row.ordinal,
            "posting_number": row.posting_number or "bez numeru",
            "found": row_words(row),
            "checked_at": moment_for_people(row.checked_at) if row.checked_at else "",
        }
        for row in made.rows
    ]


def waiting_row(known: Consignment, now: datetime) -> dict[str, object]:
    """A consignment that waits, as a row for a person or a script."""
    return {
        "id": known.id, "posting_number": known.posting_number, "accepted_at": known.accepted_at,
        "operator": known.operator, "condition": known.condition, "received_on": known.received_on,
        "days": waited(known, now.astimezone(WARSAW).date()),
    }  # fmt: skip


def waited_words(known: Consignment, now: datetime) -> str:
    """How long something has waited, for a person."""
    days = waited(known, now.astimezone(WARSAW).date())
    if days == 0:
        return f"dziś od {parse_instant(known.accepted_at).astimezone(WARSAW):%H:%M}"
    return "1 dzień" if days == 1 else f"{days} dni"
