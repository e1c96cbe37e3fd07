"""What the pages of a stack are: a person's choice, else the stack's, else what the page itself seems to be."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping

from scanning.pages.material import WORDS, expected_problems, proposed_material
from scanning.pages.minima import PageMaterial
from scanning.pages.model import PageFacts, PageReading
from scanning.spool import Stack

MATERIAL = "material"
"""The fact of a stack whose pages are all of one material; of a page with its number after a colon."""

CHOICES: Mapping[PageMaterial, str] = WORDS


class Materials:
    """Materials of one open stack's pages; choices are durable. Not safe between threads."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._proposed: dict[int, PageMaterial] = {}
        facts = stack.facts()
        self._all: PageMaterial | None = _known(facts.get(MATERIAL))
        start = f"{MATERIAL}:"
        choices = {name.removeprefix(start): _known(value) for name, value in facts.items() if name.startswith(start)}
        self._chosen = {int(number): value for number, value in choices.items() if value is not None}

    def take_in(self, reading: PageReading) -> None:
        """A page was worked through, or read."""
        self._proposed[reading.facts.number] = proposed_material(reading.facts, reading.text)

    def of(self, number: int) -> PageMaterial:
        """What a page counts as."""
        chosen = self._chosen.get(number) or self._all
        return chosen or self._proposed.get(number, PageMaterial.PRINT)

    def chosen(self, number: int) -> bool:
        """Whether a person said so."""
        return number in self._chosen

    def choose(self, number: int, material: PageMaterial | None) -> bool:
        """Keep a person's choice; None = as proposed. False where it says nothing new."""
        if material is self._chosen.get(number):
            return False
        self._stack.record(f"{MATERIAL}:{number}", None if material is None else material.value)
        if material is None:
            del self._chosen[number]
        else:
            self._chosen[number] = material
        return True

    def inherit(self, new: int, old: int) -> None:
        """A page scanned again is of what the one before it was said to be."""
        if old in self._chosen:
            self.choose(new, self._chosen[old])

    def shortfalls(self, facts: PageFacts) -> str:
        """Why a scan is poorer than the table asks of its material, with the next step; empty where it isn't."""
        return " ".join(problem.said for problem in expected_problems(facts, self.of(facts.number)))

    def mark(self, numbers: Iterable[int]) -> str:
        """Tells sets of choices apart; empty where a person chose nothing."""
        chosen = [f"{number}={self._chosen[number].value}" for number in numbers if number in self._chosen]
        return f"-{zlib.crc32(' '.join(chosen).encode()):08x}" if chosen else ""


def _known(value: object) -> PageMaterial | None:
    return next((material for material in PageMaterial if material.value == value), None)
