"""Letters of the stack that are in the register already: found, and left out when a person says so."""

from __future__ import annotations

from pathlib import Path

from kancelaria.bootstrap import Office
from kancelaria.domain.errors import OfficeError
from kancelaria.domain.incoming import IncomingItem, Page
from kancelaria.services.duplicates import REASONS, find_duplicates
from kancelaria.services.duplicates_recognised import recognise_duplicate
from scanning.pages.model import Document
from ui.operations.batch import StackBatch
from ui.operations.drafts import key_of
from ui.operations.facts import Duplicate, LetterForm
from ui.operations.registration import whole_text
from ui.operations.stack_in_hand import LEFT_OUT, StackInHand


def alike(office: Office, hand: StackInHand, document: Document, form: LetterForm) -> list[Duplicate]:
    """Letters in the register, also other stations', that may be this one; the surest first."""
    key = key_of(document)
    readings = [] if hand.is_sealed(key) else hand.readings(document)
    own = hand.item(key)
    found = find_duplicates(
        office.queries,
        pages=[
            Page(number, r.facts.width, r.facts.height, r.facts.dpi, r.facts.sha256, r.facts.blank)
            for number, r in enumerate(readings, 1)
        ],
        text=whole_text(readings),
        sender=form.sender,
        reference=form.sender_reference,
        letter_date=form.letter_date,
        title=form.title,
        analyzer=office.analyzer,
        except_id=own.id if own else None,
    )
    shown = []
    for candidate in found:
        item = office.queries.item(candidate.document_uid)
        if item is not None:
            reason = ", ".join(REASONS[key] for key in candidate.reasons)
            shown.append(Duplicate(item, reason, _first_page(office, item)))
    return shown


def leave_out(office: Office, batch: StackBatch, letter_key: str, document_uid: str, actor: str) -> IncomingItem:
    """A person says that this letter is in the register: its history tells it, the sheets count, nothing is registered.

    Cut off in the middle the letter is still on the stack, and the same order finishes it.
    """
    with batch.registering(letter_key) as (hand, document):
        hand.require_free(*document.pages)
        sides = {page.number: page.sheet for page in hand.stack.pages()}
        known = {int(number): sheet for number, sheet in hand.stack.fact(LEFT_OUT, [])}
        known |= {number: sides[number] for number in document.pages}
        hand.stack.record(LEFT_OUT, sorted(known.items()))
        hashes = [hand.facts[number].sha256 for number in document.pages]
        item = recognise_duplicate(document_uid, hashes, office.uow(actor), office.workplace)
        hand.stack.remove(document.pages, "same_letter")
    batch.changed()
    return item


def _first_page(office: Office, item: IncomingItem) -> Path | None:
    if not item.pages or item.sealed:
        return None
    try:
        return office.blobs.path(item.pages[0].sha256)
    except OfficeError:
        return None
