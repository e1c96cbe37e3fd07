"""Department suggestions out of the office's own confirmed assignments: what became of letters like this one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

_NEIGHBOURS = 15
_LEAST_LIKENESS = 0.15
_PRIOR = 1.5
"""Doubt worth this many letters: a single neighbour is no proof."""


@dataclass(frozen=True)
class SimilarLetter:
    """A confirmed assignment of an earlier letter: the unit's symbol and how like the letter is, 0…1."""

    item_id: str
    unit: str
    likeness: float


class SimilarLetters(Protocol):
    """Nearest neighbours by text among letters whose assignment a person confirmed."""

    def similar(self, text: str, limit: int) -> Sequence[SimilarLetter]:
        """The most alike letters, best first."""
        ...


@dataclass(frozen=True)
class DepartmentSuggestion:
    """A unit with its share of the neighbours as confidence, a Polish reason, and the letters it rests on."""

    unit: str
    confidence: float
    reason: str
    item_ids: tuple[str, ...]


def suggest_departments(text: str, letters: SimilarLetters, limit: int = 3) -> list[DepartmentSuggestion]:
    """The units that got letters like this one, likeliest first."""
    if not text.strip():
        return []
    near = sorted(letters.similar(text, _NEIGHBOURS), key=lambda letter: -letter.likeness)
    near = [letter for letter in near if letter.likeness >= _LEAST_LIKENESS]
    by_unit: dict[str, list[SimilarLetter]] = {}
    for letter in near:
        by_unit.setdefault(letter.unit, []).append(letter)
    total = sum(letter.likeness for letter in near)
    found = [
        DepartmentSuggestion(
            unit,
            round(sum(letter.likeness for letter in mine) / (total + _PRIOR * near[0].likeness), 3),
            similar_letters_text(len(mine)),
            tuple(letter.item_id for letter in mine),
        )
        for unit, mine in by_unit.items()
    ]
    return sorted(found, key=lambda entry: (-entry.confidence, entry.unit))[:limit]


def similar_letters_text(count: int) -> str:
    """ "1 podobne pismo", "3 podobne pisma", "5 podobnych pism"."""
    if count == 1:
        return "1 podobne pismo"
    few = count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14)
    return f"{count} podobne pisma" if few else f"{count} podobnych pism"
