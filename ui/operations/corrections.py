"""A form as changes of a registered item: what a person changed in it, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kancelaria.domain.incoming import Sender
from ui.operations.facts import LetterForm


def form_changes(form: LetterForm) -> dict[str, Any]:
    """A form as changes of an item, field by field; what no form shows is left as it is."""
    sender = {f"sender.{name}": getattr(form.sender, name) for name in Sender.__dataclass_fields__}
    names: Sequence[str] = (
        "title", "received_on", "received_time", "letter_date", "no_date", "sender_reference", "no_reference",
        "posted_on", "addressee", "depositor", "delivery_method", "document_kind", "attachment_count", "access",
        "remarks", "sealed_reason", "inscription", "offer_deadline",
    )  # fmt: skip
    changes: dict[str, Any] = {name: getattr(form, name) for name in names}
    scan = {"reproduction.extent": form.reproduction.extent, "reproduction.reason": form.reproduction.reason}
    return sender | changes | scan


def made_changes(shown: LetterForm, form: LetterForm) -> dict[str, Any]:
    """Only what differs from the form as it was shown: several kinds or remarks a form can't show stay."""
    before = form_changes(shown)
    return {name: value for name, value in form_changes(form).items() if value != before[name]}
