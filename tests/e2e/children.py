"""A station's process for end-to-end tests: registers through the services, without paper, and leaves."""

from __future__ import annotations

from pathlib import Path

from kancelaria.bootstrap import open_office
from kancelaria.domain.incoming import Sender
from kancelaria.services.amend import amend_item
from kancelaria.services.register import RegisterIncoming, register_incoming


def register_many(home: Path, person: str, point: str, count: int) -> None:
    """So many letters of a few senders; every fifth is corrected afterwards."""
    with open_office(home) as office:
        for number in range(count):
            sender = Sender(organisation=f"Firma Próbna {point} {number % 7}", town="Żory")
            command = RegisterIncoming(
                office.ids.new(), "2026-11-20", f"Wniosek {point}-{number:03d}", sender, no_date=True,
                no_reference=True, confirmed=True,
            )  # fmt: skip
            item = register_incoming(command, office.uow(person), office.workplace)
            if number % 5 == 0:
                changes = {"addressee": f"Referat {number}"}
                amend_item(item.document_uid, changes, office.uow(person), office.workplace)
