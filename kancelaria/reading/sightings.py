"""Where a letter names its sender again: a second sighting bears the first out, and its spelling mends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kancelaria.reading.addresses import Part
from kancelaria.reading.folding import as_letters, fold, similar, tokens
from kancelaria.reading.layout import Block, PageLayout, Run
from kancelaria.reading.model import OfficeContext
from kancelaria.reading.organisations import has_legal_form
from kancelaria.reading.people import Person
from kancelaria.reading.sender_names import Candidate, read_name
from kancelaria.reading.spelling import Speller, is_polish
from kancelaria.reading.zones import Role, Zones

_FOOTER_LINE = 24
_LIKE = 0.86
"""Names this much alike are one name, read twice."""


class Sightings:
    """All lines of a letter that may name its sender again."""

    def __init__(self, layouts: Sequence[PageLayout], zones: Zones, context: OfficeContext) -> None:
        self._polish = is_polish(layouts)
        self._own_town = context.own_town
        self._context = context
        self._all = Speller((line for layout in layouts for line in layout.lines), context.own_town)
        self._lines = [
            (line, block)
            for layout in layouts
            for block in layout.blocks
            if zones.role_of(block) not in (Role.ADDRESSEE, Role.STAMP)
            for line in block.lines
        ]

    def of(self, candidate: Candidate) -> list[tuple[Run, Block]]:
        """Lines that name the candidate once more, each in its block."""
        return [(line, block) for line, block in self._lines if _names(line, candidate)]

    def confirm(self, candidate: Candidate) -> Candidate:
        """The candidate, surer where its name stands in the letter once more."""
        if not self.of(candidate):
            return candidate
        return replace(candidate, score=1 - (1 - candidate.score) * 0.5, borne_out=True)

    def completed(self, candidate: Candidate) -> Candidate:
        """A firm's bare brand as its full name with its legal form, where the letter gives that elsewhere."""
        if candidate.organisation is None or has_legal_form(candidate.organisation):
            return candidate
        own = set(tokens(candidate.organisation))
        for line, _ in self.of(candidate):
            full = read_name([line], self._context) if len(line.words) <= _FOOTER_LINE else None
            if full is None or full.organisation is None or not has_legal_form(full.organisation):
                continue
            named = tokens(full.organisation)
            if own <= set(named) and len(named) <= len(own) + 7:
                return replace(candidate, organisation=full.organisation)
        return candidate

    def mended(self, candidate: Candidate) -> Candidate:
        """The candidate with its name and address spelt as the letter and the dictionaries do."""
        if not self._polish:
            return candidate
        mend = Speller((*candidate.lines, *(line for line, _ in self.of(candidate)))).mend
        person = candidate.person
        if person is not None:
            person = Person(mend(person.surname, True), mend(person.given_names, True), person.sureness)
        organisation = mend(candidate.organisation) if candidate.organisation else None
        address = candidate.address
        address = replace(address, street=self._part(address.street), town=self._whole(self._part(address.town)))
        return replace(candidate, person=person, organisation=organisation, address=address)

    def _whole(self, town: Part | None) -> Part | None:
        """Our own town where a stamp or a fold hides its end."""
        if town is None or self._own_town is None or not 3 <= len(town.value) < len(self._own_town):
            return town
        if not fold(self._own_town).startswith(fold(town.value)):
            return town
        return replace(town, value=self._own_town, certainty=town.certainty * 0.5)

    def _part(self, part: Part | None) -> Part | None:
        return None if part is None else replace(part, value=self._all.mend(part.value))


def _names(line: Run, candidate: Candidate) -> bool:
    """Whether a line outside the candidate's own holds its name."""
    if any(_same_place(line, own) for own in candidate.lines):
        return False
    wanted = [token for token in tokens(as_letters(candidate.name)) if len(token) > 1]
    there = tokens(as_letters(line.text))
    if len("".join(wanted)) < 6 or len(there) < len(wanted):
        return False
    return all(any(token == other or _near(token, other) for other in there) for token in wanted)


def _near(token: str, other: str) -> bool:
    return len(token) >= 6 and similar(token, other) >= _LIKE


def _same_place(line: Run, own: Run) -> bool:
    left, right = line.box, own.box
    return (
        line.page == own.page
        and left[1] < right[3]
        and right[1] < left[3]
        and left[0] < right[2]
        and right[0] < left[2]
    )
