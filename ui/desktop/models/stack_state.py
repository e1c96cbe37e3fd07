"""Where the letters of the stack stand; pure, so the desk only draws it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kancelaria.domain.incoming import IncomingItem
from scanning.pages.tally import SheetCount
from ui.desktop import said
from ui.desktop.models.form_values import best, is_person
from ui.desktop.ports import Letter, Passes, StackChanged


class Mark(StrEnum):
    """A letter's mark in the strip."""

    CONFIRMED = "confirmed"
    TO_CONFIRM = "to_confirm"
    DOUBTFUL = "doubtful"
    SEALED = "sealed"


MARK_WORDS = {
    Mark.CONFIRMED: "zatwierdzone",
    Mark.TO_CONFIRM: "do zatwierdzenia",
    Mark.DOUBTFUL: "niepewna granica",
    Mark.SEALED: "zaklejona, nie otwierać",
}


@dataclass
class StackState:
    """The letters now, which of them are registered, and which were taken back to be corrected."""

    letters: tuple[Letter, ...] = ()
    items: dict[str, IncomingItem] = field(default_factory=dict)
    taken_back: dict[str, IncomingItem] = field(default_factory=dict)
    looked_at: set[str] = field(default_factory=set)
    count: SheetCount | None = None
    """The stack's sheets against those put in."""

    passes: Passes | None = None
    """How far a stack scanned in two passes is."""

    def replace_letters(self, event: StackChanged) -> None:
        """Take the letters as they are now."""
        self.letters, self.count, self.passes = event.letters, event.count, event.passes
        for letter in self.letters:
            self._forget_voided(letter)
            if letter.item is not None and letter.key not in self.taken_back:
                self.items.setdefault(letter.key, letter.item)

    def _forget_voided(self, letter: Letter) -> None:
        for known in (self.items, self.taken_back):
            if letter.key in known and known[letter.key].document_uid == letter.voided:
                del known[letter.key]

    def letter(self, key: str) -> Letter | None:
        """A letter by its key."""
        return next((letter for letter in self.letters if letter.key == key), None)

    def holding(self, page: int) -> Letter | None:
        """The letter that has this stack page."""
        return next((one for one in self.letters if any(known.number == page for known in one.pages)), None)

    def registered(self, key: str, item: IncomingItem) -> None:
        """This letter is registered."""
        self.items[key] = item
        self.taken_back.pop(key, None)

    def take_back(self, key: str) -> IncomingItem:
        """Take a letter's registration back to the form."""
        item = self.items.pop(key)
        self.taken_back[key] = item
        return item

    def mark(self, letter: Letter) -> Mark:
        """A letter's mark."""
        if letter.key in self.items:
            return Mark.CONFIRMED
        if letter.sealed:
            return Mark.SEALED
        return Mark.TO_CONFIRM if letter.certain else Mark.DOUBTFUL

    def next_open(self, after: str | None) -> Letter | None:
        """The next letter to confirm, going round to the beginning."""
        keys = [letter.key for letter in self.letters]
        start = keys.index(after) + 1 if after in keys else 0
        for letter in self.letters[start:] + self.letters[:start]:
            if letter.key not in self.items:
                return letter
        return None

    @property
    def doubtful(self) -> list[Letter]:
        """Letters of which it is doubtful where they begin."""
        return [letter for letter in self.letters if self.mark(letter) is Mark.DOUBTFUL]

    def next_doubtful(self, after: str | None) -> Letter | None:
        """The next letter whose boundary is doubtful, going round to the beginning."""
        keys = [letter.key for letter in self.letters]
        start = keys.index(after) + 1 if after in keys else 0
        around = self.letters[start:] + self.letters[:start]
        return next((letter for letter in around if self.mark(letter) is Mark.DOUBTFUL), None)

    @property
    def waiting(self) -> int:
        """How many letters wait to be registered."""
        return len(self.letters) - self.confirmed

    @property
    def confirmed(self) -> int:
        """How many letters are registered."""
        return sum(letter.key in self.items for letter in self.letters)


def name_of(letter: Letter, item: IncomingItem | None) -> str:
    """What a letter is called in the strip."""
    if item is not None:
        return item.sender.display_name or item.document_uid
    if letter.sealed:
        return "zaklejona"
    names = ("sender.organisation", "sender.surname")
    for field_name in reversed(names) if is_person(letter.suggestions) else names:
        suggestion = best(letter.suggestions, field_name)
        if suggestion is not None:
            given = best(letter.suggestions, "sender.given_names") if field_name == "sender.surname" else None
            return f"{suggestion.value} {given.value}" if given else suggestion.value
    return "czytanie…" if letter.header_only else "nadawca nieodczytany"


def evidence_of(letter: Letter) -> str:
    """How long the letter is, and why it begins where it does."""
    return f"{said.pages(len(letter.pages)).capitalize()}. {letter.boundary_evidence}".strip()
