"""From a letter of the stack to an item in the register: pages made safe, one registration, then its PDF/A."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from kancelaria.bootstrap import Office
from kancelaria.domain.deliveries import plain_number
from kancelaria.domain.errors import StateForbids
from kancelaria.domain.identifiers import is_document_uid, parse_document_uid
from kancelaria.domain.incoming import (
    Consignment,
    IncomingItem,
    ItemState,
    Page,
    Reproduction,
    ReproductionExtent,
    Sender,
    Suggestion,
)
from kancelaria.domain.labels import LabelState
from kancelaria.domain.reproduction import KeptPage, Shortfall
from kancelaria.reading.calibration import TAKE_UNATTENDED
from kancelaria.reading.model import LetterSuggestions
from kancelaria.services.ports import BlobRef, Fingerprint
from kancelaria.services.register import RegisterIncoming, register_incoming
from kancelaria.services.renditions import add_rendition
from scanning.pages.minima import KeptImage
from scanning.pages.model import Document, PageReading
from ui.operations.drafts import key_of
from ui.operations.envelopes import envelope_page, shared_envelope
from ui.operations.facts import LetterForm
from ui.operations.file_intake import FROM_FILES
from ui.operations.stack_in_hand import StackInHand
from ui.operations.suggesting import WARSAW

_MEDIA_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
}
SEALED_REPRODUCTION = Reproduction(ReproductionExtent.NONE, "sealed")


@dataclass(frozen=True)
class Registered:
    """A letter now in the register. `foreign_label` was found on its paper but isn't ours to use."""

    item: IncomingItem
    foreign_label: str | None = None


def register_letter(office: Office, hand: StackInHand, document: Document, form: LetterForm, actor: str) -> Registered:
    """Register a letter of the stack with these values; called twice it gives the same item.

    Pages go to the blobs first (durable), the item id is claimed on the stack, then one transaction, then the mark.
    """
    key = key_of(document)
    readings = hand.readings(document)
    if len(readings) != len(document.pages):
        hint = "Odłóż stos i otwórz go ponownie: brakujące strony zostaną opracowane od nowa."
        raise StateForbids("pages_not_worked_through", "Nie wszystkie strony pisma są opracowane.", hint, key)
    blobs = [office.blobs.put_file(hand.stack.page(r.facts.number).path, _media_type(hand, r)) for r in readings]
    item_id = hand.claim(document, office.ids.new())
    label, foreign = _label(office, document)
    if label == hand.voided(key):
        label = None  # the paper still bears the identifier of the voided entry; a new one is given
    suggestions = hand.suggestions(document)[0] if not hand.is_sealed(key) else LetterSuggestions()
    consignment = _consignment(office, hand, key, form)
    command = _command(form, item_id, readings, blobs, suggestions, label, consignment)
    first, image = shared_envelope(office, form, command.pages)
    if first is not None:
        pages = command.pages if image is None else (*command.pages, image)
        own = command.envelope_page or (None if image is None else image.number)
        command = replace(command, same_envelope_as=first.id, pages=pages, envelope_page=own)
    item = register_incoming(command, office.uow(actor), office.workplace)
    hand.registered(key, item)
    return Registered(item, foreign)


def whole_text(readings: Sequence[PageReading]) -> str:
    """The letter's plain text, as its PDF/A has it."""
    from scanning.pdf import text_of  # brings image libraries that a window doesn't need to open

    return text_of([reading.text for reading in readings])


def keep_pdf(office: Office, item: IncomingItem, pdf: Path, actor: str, kept: Sequence[KeptImage] = ()) -> None:
    """Keep a letter's searchable PDF/A as its rendition, with how its pages are kept; the working file goes."""
    add_rendition(item.id, pdf, office.uow(actor), office.workplace, pages=[_kept_page(image) for image in kept])
    pdf.unlink(missing_ok=True)


def _kept_page(image: KeptImage) -> KeptPage:
    short = tuple(Shortfall(problem.code, problem.said) for problem in image.problems)
    return KeptPage(
        image.page, image.material.value, image.width, image.height, image.dpi, image.bits, image.format.value, short
    )


def preview(form: LetterForm) -> IncomingItem:
    """The form as an item not yet numbered, for checking it before anything is written."""
    names = set(LetterForm.__dataclass_fields__) & set(IncomingItem.__dataclass_fields__)
    values = {name: getattr(form, name) for name in names}
    if form.sealed:
        values["reproduction"] = SEALED_REPRODUCTION
    return IncomingItem(id="", document_uid="", rpw_number=None, rpw_year=0, registered_at="", **values)


def unattended_form(suggestions: LetterSuggestions, received_on: str) -> LetterForm:
    """What may be filled without a person: suggestions of high confidence, nothing else."""
    best = {s.field: s.value for s in reversed(_ranked(suggestions)) if s.confidence >= TAKE_UNATTENDED}
    sender = Sender(
        organisation=best.get("sender.organisation"),
        surname=None if "sender.organisation" in best else best.get("sender.surname"),
        given_names=None if "sender.organisation" in best else best.get("sender.given_names"),
        street=best.get("sender.street"),
        postcode=best.get("sender.postcode"),
        town=best.get("sender.town"),
        country=best.get("sender.country"),
        email=(best["sender.email"],) if "sender.email" in best else (),
    )
    count = best.get("attachment_count", "")
    return LetterForm(
        sender=sender,
        title=best.get("title", ""),
        received_on=received_on,
        letter_date=best.get("letter_date"),
        no_date="no_date" in best and "letter_date" not in best,
        sender_reference=best.get("sender_reference"),
        no_reference="no_reference" in best and "sender_reference" not in best,
        addressee=best.get("addressee"),
        document_kind=(best["document_kind"],) if "document_kind" in best else (),
        attachment_count=int(count) if count.isdigit() else None,
        case_mark=best.get("case_mark"),
        posting_number=best.get("posting_number"),
    )


def refuse_same_file(office: Office, hand: StackInHand, document: Document) -> None:
    """StateForbids for a letter out of files whose very bytes are in the register: the same file was given again.

    Its pages are taken out of the stack: they are safe already. Paper scanned twice never gives the same bytes.
    """
    if hand.stack.source != FROM_FILES or hand.item(key_of(document)) is not None:
        return
    hashes = tuple(hand.facts[number].sha256 for number in document.pages)
    for candidate in office.queries.alike(Fingerprint(hashes, None, None, None)):
        item = office.queries.item(candidate.document_uid)
        if item is None or item.state is ItemState.VOIDED or tuple(page.sha256 for page in item.pages) != hashes:
            continue
        hand.stack.remove(document.pages, "already_registered")
        raise StateForbids(
            "label_used" if document.label else "already_registered",
            f"Te same strony są już w rejestrze jako {item.document_uid} ({item.rpw_number}/{item.rpw_year}).",
            "Jeśli to osobne pismo o tej samej treści, zarejestruj je w oknie programu.",
            hand.stack.page(document.pages[0]).source_name,
        )


def day_in_warsaw(instant: str) -> str:
    """The day of a UTC instant at the office, `YYYY-MM-DD`."""
    return datetime.fromisoformat(instant).astimezone(WARSAW).date().isoformat()


def today_in_warsaw(office: Office) -> str:
    """The day at the office, `YYYY-MM-DD`."""
    return office.clock.now().astimezone(WARSAW).date().isoformat()


def _ranked(suggestions: LetterSuggestions) -> list[Suggestion]:
    return sorted(suggestions.items, key=lambda suggestion: -suggestion.confidence)


def label_free(office: Office, document_uid: str) -> bool:
    """Whether a label is this station's and on no paper yet."""
    known = office.queries.label(document_uid)
    if known is not None:
        return known.state is LabelState.RESERVED
    return parse_document_uid(document_uid).series == office.station.series


def _label(office: Office, document: Document) -> tuple[str | None, str | None]:
    """The label to adopt, and one that belongs to another office's series."""
    if document.label is None or not is_document_uid(document.label):
        return None, None
    uid = parse_document_uid(document.label)
    if uid.series == office.station.series or office.queries.label(str(uid)) is not None:
        return str(uid), None
    return None, str(uid)


def _command(
    form: LetterForm,
    item_id: str,
    readings: Sequence[PageReading],
    blobs: Sequence[BlobRef],
    suggestions: LetterSuggestions,
    label: str | None,
    consignment: Consignment | None,
) -> RegisterIncoming:
    place = {reading.facts.number: number for number, reading in enumerate(readings, 1)}
    sealed = form.sealed
    return RegisterIncoming(
        item_id=item_id,
        received_on=form.received_on,
        title=form.title,
        sender=form.sender,
        letter_date=form.letter_date,
        no_date=form.no_date,
        posted_on=form.posted_on,
        received_time=form.received_time,
        sender_reference=form.sender_reference,
        no_reference=form.no_reference,
        addressee=form.addressee,
        depositor=form.depositor,
        delivery_method=form.delivery_method,
        posting_operator=form.posting_operator,
        document_kind=form.document_kind,
        access=form.access,
        attachment_count=form.attachment_count,
        remarks=form.remarks,
        reproduction=SEALED_REPRODUCTION if sealed else form.reproduction,
        consignment=consignment,
        sealed=sealed,
        sealed_reason=form.sealed_reason,
        inscription=form.inscription,
        offer_deadline=form.offer_deadline,
        envelope_page=envelope_page(form, readings),
        case_mark=form.case_mark,
        pages=tuple(_page(reading, place) for reading in readings),
        suggestions=tuple(replace(s, page=place[s.page]) for s in suggestions.items if s.page in place),
        text=None if sealed else whole_text(readings),
        label=label,
        page_blobs=tuple(blobs),
    )


def _consignment(office: Office, hand: StackInHand, key: str, form: LetterForm) -> Consignment | None:
    """The envelope; its id is claimed on the stack, so a repeat makes no second one."""
    return consignment_of(office, form, lambda: hand.stack.claim_item(f"consignment/{key}", office.ids.new()))


def consignment_of(office: Office, form: LetterForm, new_id: Callable[[], str]) -> Consignment | None:
    """The envelope: one accepted before, or where something of it is known a new one."""
    known = office.queries.consignment(form.consignment_id) if form.consignment_id else None
    typed = plain_number(form.posting_number or "")
    if known is not None and (not typed or not known.posting_number or typed == known.posting_number):
        return replace(known, condition=form.condition or known.condition)
    if not (form.posting_number or form.posting_operator or form.condition):
        return None
    at = datetime.fromisoformat(f"{form.received_on}T{form.received_time or '00:00'}:00").replace(tzinfo=WARSAW)
    return Consignment(
        id=new_id(),
        accepted_at=_utc(at),
        operator=form.posting_operator,
        posting_number=form.posting_number,
        condition=form.condition,
    )


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _page(reading: PageReading, place: dict[int, int]) -> Page:
    facts = reading.facts
    return Page(
        number=place[facts.number],
        width=facts.width,
        height=facts.height,
        dpi=facts.dpi,
        sha256=facts.sha256,
        blank=facts.blank,
        barcodes=tuple(code.text for code in facts.barcodes),
    )


def _media_type(hand: StackInHand, reading: PageReading) -> str:
    suffix = hand.stack.page(reading.facts.number).path.suffix.lower()
    return _MEDIA_TYPES.get(suffix, "application/octet-stream")
