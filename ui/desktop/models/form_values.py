"""Between the form's texts and the letter's values; pure."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import Any

from kancelaria.domain.deliveries import checked_number
from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.incoming import Access, IncomingItem, Reproduction, ReproductionExtent, Sender, Suggestion
from kancelaria.domain.registration import TO_THE_MINUTE
from kancelaria.reading.model import LetterSuggestions
from ui.desktop import said
from ui.desktop.ports import LetterForm

SILENCES = {
    "no_date": ("letter_date",),
    "no_reference": ("sender_reference",),
    "sender.anonymous": ("sender.organisation", "sender.surname", "sender.given_names"),
}
"""A tick and the fields it makes unneeded."""

MORE_FIELDS = (
    "posted_on", "depositor", "sender.country", "sender.email", "access", "posting_operator", "condition",
    "reproduction.extent", "reproduction.reason", "remarks",
)  # fmt: skip

NEVER_READ = (
    "delivery_method", "received_on", "received_time", "posted_on", "depositor", "access", "posting_operator",
    "condition", "reproduction.extent", "reproduction.reason", "remarks", "sealed_reason", "inscription",
    "offer_deadline",
)  # fmt: skip
"""Fields that only a person fills."""

SEALED_FIELDS = ("sealed_reason", "inscription", "offer_deadline")
"""Fields of an envelope that isn't opened."""

FORM_FIELDS = (
    "sender.organisation", "sender.surname", "sender.given_names", "sender.street", "sender.postcode", "sender.town",
    "sender.country", "sender.email", "letter_date", "sender_reference", "title", "document_kind", "attachment_count",
    "addressee", "posting_number",
)  # fmt: skip
"""Fields a suggestion may stand in."""

ALIASES = {
    "sender.organisation": ("sender.organisation", "sender_organisation", "sender"),
    "sender.surname": ("sender.surname", "sender_surname"),
    "sender.given_names": ("sender.given_names", "sender_given_names"),
    "sender.street": ("sender.street", "sender_street"),
    "sender.postcode": ("sender.postcode", "sender_postcode"),
    "sender.town": ("sender.town", "sender_town"),
    "sender.country": ("sender.country", "sender_country"),
    "sender.email": ("sender.email", "sender_email"),
}
"""Form field → names reading may use for it."""

ORGANISATION_FIELDS = ("sender.organisation",)
PERSON_FIELDS = ("sender.surname", "sender.given_names")

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
_TIME = re.compile(r"(\d{1,2})[:. ]?(\d{2})")


def today() -> str:
    """Today's date in the office."""
    return said.now().date().isoformat()


def best(suggestions: LetterSuggestions, name: str) -> Suggestion | None:
    """The best suggestion for a form field."""
    for alias in ALIASES.get(name, (name,)):
        found = suggestions.best(alias)
        if found is not None:
            return found
    return None


def says_missing(suggestions: LetterSuggestions, tick: str) -> bool:
    """Whether reading says that a letter bears no date or mark, and found none after all."""
    said_so = suggestions.best(tick)
    found = [best(suggestions, name) for name in SILENCES[tick]]
    return said_so is not None and said_so.value == "true" and not any(found)


def is_person(suggestions: LetterSuggestions) -> bool:
    """Whether the sender read is a person rather than an institution; the surer reading decides."""
    person, institution = best(suggestions, "sender.surname"), best(suggestions, "sender.organisation")
    return person is not None and (institution is None or person.confidence > institution.confidence)


def collect(texts: dict[str, str], ticks: dict[str, bool]) -> LetterForm:
    """The letter's values from the form's texts; dates and times in any usual spelling."""

    def text(name: str) -> str | None:
        return texts.get(name, "").strip() or None

    def day(name: str) -> str | None:
        typed = text(name)
        return (said.to_date(typed) or typed) if typed else None

    count = text("attachment_count")
    extent = ReproductionExtent(text("reproduction.extent") or "full")
    anonymous = ticks.get("sender.anonymous", False)
    return LetterForm(
        sender=Sender(
            organisation=None if anonymous else text("sender.organisation"),
            surname=None if anonymous else text("sender.surname"),
            given_names=None if anonymous else text("sender.given_names"),
            street=text("sender.street"), postcode=text("sender.postcode"), town=text("sender.town"),
            country=text("sender.country"), email=tuple((text("sender.email") or "").replace(",", " ").split()),
            anonymous=anonymous,
        ),
        title=text("title") or "", received_on=day("received_on") or "", received_time=_time(text("received_time")),
        letter_date=None if ticks.get("no_date") else day("letter_date"), no_date=ticks.get("no_date", False),
        sender_reference=None if ticks.get("no_reference") else text("sender_reference"),
        no_reference=ticks.get("no_reference", False), posted_on=day("posted_on"), addressee=text("addressee"),
        depositor=text("depositor"), delivery_method=text("delivery_method"), posting_number=text("posting_number"),
        posting_operator=text("posting_operator"), condition=text("condition"), sealed_reason=text("sealed_reason"),
        inscription=text("inscription"), offer_deadline=moment(text("offer_deadline")),
        document_kind=(kind,) if (kind := text("document_kind")) else (),
        attachment_count=int(count) if count and count.isdigit() else None, access=Access(text("access") or "public"),
        remarks=(remark,) if (remark := text("remarks")) else (),
        reproduction=Reproduction(extent, None if extent is ReproductionExtent.FULL else text("reproduction.reason")),
    )  # fmt: skip


def sender_texts(sender: Sender) -> dict[str, str]:
    """A sender as texts of the form."""
    return {
        "sender.organisation": sender.organisation or "", "sender.surname": sender.surname or "",
        "sender.given_names": sender.given_names or "", "sender.street": sender.street or "",
        "sender.postcode": sender.postcode or "", "sender.town": sender.town or "",
        "sender.country": sender.country or "", "sender.email": " ".join(sender.email),
    }  # fmt: skip


def spread(form: LetterForm) -> tuple[dict[str, str], dict[str, bool]]:
    """The letter's values as texts and ticks of the form."""
    count = form.attachment_count
    texts = sender_texts(form.sender) | {
        "title": form.title, "received_on": form.received_on, "received_time": form.received_time or "",
        "letter_date": form.letter_date or "", "sender_reference": form.sender_reference or "",
        "posted_on": form.posted_on or "", "addressee": form.addressee or "", "depositor": form.depositor or "",
        "delivery_method": form.delivery_method or "", "posting_number": form.posting_number or "",
        "document_kind": (form.document_kind or ("",))[0], "attachment_count": "" if count is None else str(count),
        "posting_operator": form.posting_operator or "", "condition": form.condition or "",
        "sealed_reason": form.sealed_reason or "", "inscription": form.inscription or "",
        "offer_deadline": (form.offer_deadline or "").replace("T", " "),
        "access": form.access.value,
        "remarks": " ".join(form.remarks),
        "reproduction.extent": form.reproduction.extent.value,
        "reproduction.reason": form.reproduction.reason or "",
    }  # fmt: skip
    ticks = {"no_date": form.no_date, "no_reference": form.no_reference, "sender.anonymous": form.sender.anonymous}
    return texts, ticks


def of_item(item: IncomingItem) -> LetterForm:
    """A registered item's values as the form has them."""
    return LetterForm(
        sender=item.sender, title=item.title, received_on=item.received_on, received_time=item.received_time,
        letter_date=item.letter_date, no_date=item.no_date, sender_reference=item.sender_reference,
        no_reference=item.no_reference, posted_on=item.posted_on, addressee=item.addressee, depositor=item.depositor,
        delivery_method=item.delivery_method, document_kind=item.document_kind, attachment_count=item.attachment_count,
        access=item.access, remarks=item.remarks, reproduction=item.reproduction, sealed=item.sealed,
        posting_operator=item.posting_operator, sealed_reason=item.sealed_reason, inscription=item.inscription,
        offer_deadline=item.offer_deadline,
    )  # fmt: skip


def shown_of(item: IncomingItem) -> LetterForm:
    """What the form makes of an item nobody has touched; what differs from it is a correction."""
    return collect(*spread(of_item(item)))


def faults(form: LetterForm) -> dict[str, str]:
    """What is missing or malformed, by form field; the register checks again."""
    found: dict[str, str] = {}
    if not form.sender.anonymous:
        if not (form.sender.organisation or form.sender.surname):
            found["sender.organisation"] = "Podaj nadawcę albo zaznacz „nadawca anonimowy”."
        elif form.sender.organisation and form.sender.surname:
            found["sender.surname"] = "Podaj albo instytucję, albo osobę."
        if not form.sender.town and not form.sender.email:
            found["sender.town"] = "Podaj miejscowość nadawcy."
    if not form.title:
        found["title"] = "Podaj, czego dotyczy pismo."
    if not form.letter_date and not form.no_date:
        found["letter_date"] = "Podaj datę pisma albo zaznacz „brak daty”."
    if not form.sender_reference and not form.no_reference:
        found["sender_reference"] = "Podaj znak nadawcy albo zaznacz „brak znaku”."
    for name, value in (
        ("letter_date", form.letter_date),
        ("received_on", form.received_on),
        ("posted_on", form.posted_on),
    ):
        if value and said.to_date(value) is None:
            found[name] = "To nie jest data. Wpisz na przykład 17.11.2026."
    if not form.received_on:
        found["received_on"] = "Podaj datę wpływu."
    if form.reproduction.extent is not ReproductionExtent.FULL and not form.reproduction.reason:
        found["reproduction.reason"] = "Wybierz przyczynę niepełnego skanu."
    return found | _envelope_faults(form)


def _envelope_faults(form: LetterForm) -> dict[str, str]:
    found = {}
    if form.posting_number:
        try:
            checked_number(form.posting_number)
        except InvalidInput as wrong:
            found["posting_number"] = wrong.message
    if form.offer_deadline and not _MOMENT.fullmatch(form.offer_deadline):
        found["offer_deadline"] = "Podaj dzień i godzinę terminu ofert, na przykład 20.11.2026 10:00."
    counts = form.offer_deadline is not None or form.sealed_reason in TO_THE_MINUTE
    if form.sealed and counts and not form.received_time:
        found["received_time"] = "Podaj godzinę wpływu: przy ofercie liczy się co do minuty."
    return found


def deadline_note(form: LetterForm) -> str:
    """Says when an offer came after its deadline, or that the hour of receipt is still to be said."""
    deadline = form.offer_deadline
    if deadline is None or not _MOMENT.fullmatch(deadline):
        return ""
    if not form.received_time:
        return "▲ podaj godzinę wpływu"
    late = f"{form.received_on}T{form.received_time}" > deadline
    return "▲ wpłynęło po terminie" if late else "✓ w terminie"


def moment(typed: str | None) -> str | None:
    """A day and an hour in any usual spelling as `YYYY-MM-DDTHH:MM`; as typed where it is none."""
    if not typed:
        return None
    day, _, hour = typed.replace("T", " ").strip().rpartition(" ")
    found, clock = said.to_date(day.strip(" ,")), _time(hour)
    return f"{found}T{clock}" if found and clock and len(found) == 10 else typed


def attachment_note(count: int | None, pages: int) -> str:
    """Says when a letter names attachments that the scan can't hold; empty when all is well."""
    if count and pages <= count:
        return f"▲ zeskanowano tylko {said.count(pages, 'stronę', 'strony', 'stron')}"
    return ""


def to_json(form: LetterForm) -> str:
    """A form as text, for keeping work in hand."""
    return json.dumps(asdict(form), ensure_ascii=False)


def from_json(text: str) -> LetterForm:
    """A form kept as text."""
    raw: dict[str, Any] = json.loads(text)
    sender = raw.pop("sender")
    reproduction = raw.pop("reproduction")
    raw["access"] = Access(raw["access"])
    raw["sender"] = Sender(**_tuples(sender))
    raw["reproduction"] = Reproduction(ReproductionExtent(reproduction["extent"]), reproduction["reason"])
    return LetterForm(**_tuples(raw))


def _tuples(raw: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()}


def _time(typed: str | None) -> str | None:
    if not typed:
        return None
    match = _TIME.fullmatch(typed.strip())
    return f"{int(match[1]):02d}:{match[2]}" if match else typed
