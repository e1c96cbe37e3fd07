"""From the read pages of a letter to suggestions for the fields of its registration."""

from __future__ import annotations

from collections.abc import Sequence

from kancelaria.domain.incoming import Suggestion
from kancelaria.reading.addressees import suggest_addressee
from kancelaria.reading.attachments import suggest_attachments
from kancelaria.reading.calibration import calibrated
from kancelaria.reading.dates import suggest_letter_date
from kancelaria.reading.headings import Heading, find_headings
from kancelaria.reading.identifiers import suggest_identifiers
from kancelaria.reading.kinds import for_authority, suggest_kind
from kancelaria.reading.layout import PageLayout, lay_out
from kancelaria.reading.marks import suggest_case_mark
from kancelaria.reading.matters import first_request, line_apart
from kancelaria.reading.model import LetterSuggestions, OfficeContext, ReadPage
from kancelaria.reading.noise import stands_alone
from kancelaria.reading.organisations import has_legal_form, is_public
from kancelaria.reading.references import suggest_reference
from kancelaria.reading.sender_names import Candidate
from kancelaria.reading.senders import find_senders, suggest_sender
from kancelaria.reading.titles import suggest_title
from kancelaria.reading.zones import Zones, find_zones

_ENOUGH_WORDS = 40
"""On a page with fewer words "no date" or "no reference" is no finding: too little was read."""


def suggest(pages: Sequence[ReadPage], context: OfficeContext) -> LetterSuggestions:
    """Suggestions for a letter from all its read pages; the first page with words is the first page of the letter."""
    layouts = [layout for layout in (lay_out(page) for page in pages) if layout.lines]
    if not layouts:
        return LetterSuggestions()
    first = layouts[0]
    zones = find_zones(first, context)
    headings = find_headings(first, zones)
    found = _head_fields(layouts, zones, headings, context, whole=True)
    reference = next(
        (entry.value for entry in found if entry.field == "sender_reference" and entry.confidence > 0.5), None
    )
    found += suggest_attachments(layouts)
    found += suggest_case_mark(layouts, context, reference)
    found += suggest_identifiers(layouts, zones, _sender_name(found))
    found += _absences(layouts, found)
    return _ranked(found)


def suggest_header(page: ReadPage, context: OfficeContext) -> LetterSuggestions:
    """The first suggestions from the header zone alone: sender, date, reference, kind, addressee."""
    layout = lay_out(page)
    if not layout.lines:
        return LetterSuggestions()
    zones = find_zones(layout, context)
    return _ranked(_head_fields([layout], zones, find_headings(layout, zones), context, whole=False))


def _head_fields(
    layouts: Sequence[PageLayout], zones: Zones, headings: Sequence[Heading], context: OfficeContext, whole: bool
) -> list[Suggestion]:
    layout = layouts[0]
    kinds = suggest_kind([layout], zones, headings)
    if not whole:
        kinds = [kind for kind in kinds if kind.value != "pismo"]
    claim = bool(kinds) and kinds[0].value == "pozew"
    senders = find_senders(layouts, zones, context, claim)
    if not whole:
        senders = [sender for sender in senders if stands_alone(sender)]
    found = suggest_sender(senders)
    found += suggest_letter_date(layout, zones, context)
    found += suggest_reference(layout, zones, context, _is_authority(senders))
    name = senders[0].organisation or "" if _is_authority(senders) else ""
    if is_public(name) or has_legal_form(name):
        kinds = for_authority(kinds, public=not has_legal_form(name))
    found += kinds
    matters = (line_apart(layout, zones), first_request(layout, zones)) if whole else ()
    found += suggest_title(headings, kinds, [matter for matter in matters if matter is not None])
    found += suggest_addressee(zones, context)
    return found


def _sender_name(found: Sequence[Suggestion]) -> Suggestion | None:
    names = [entry for entry in found if entry.field in ("sender.organisation", "sender.surname")]
    return max(names, key=lambda entry: entry.confidence, default=None)


def _is_authority(senders: Sequence[Candidate]) -> bool:
    return bool(senders) and senders[0].organisation is not None and senders[0].score > 0.7


def _absences(layouts: Sequence[PageLayout], found: Sequence[Suggestion]) -> list[Suggestion]:
    """ "No date" and "no reference", only where enough was read and nothing of the sort stands there."""
    if sum(len(line.words) for line in layouts[0].lines) < _ENOUGH_WORDS:
        return []
    absences: list[Suggestion] = []
    by_field = {entry.field: entry for entry in sorted(found, key=lambda item: item.confidence, reverse=True) if entry}
    if "letter_date" not in by_field:
        absences.append(Suggestion("no_date", "true", 0.75, layouts[0].number))
    if "sender_reference" not in by_field:
        person = "sender.surname" in by_field and "sender.organisation" not in by_field
        absences.append(Suggestion("no_reference", "true", 0.92 if person else 0.7, layouts[0].number))
    return absences


def _ranked(found: Sequence[Suggestion]) -> LetterSuggestions:
    order = {name: index for index, name in enumerate(dict.fromkeys(entry.field for entry in found))}
    ranked = sorted((calibrated(entry) for entry in found), key=lambda entry: (order[entry.field], -entry.confidence))
    return LetterSuggestions(tuple(ranked))
