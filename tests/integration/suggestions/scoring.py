"""Compares suggestions with a letter's truth, field by field, and counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kancelaria.domain.incoming import Suggestion
from kancelaria.reading.calibration import TAKE_UNATTENDED
from kancelaria.reading.model import LetterSuggestions
from tests.letters.truth import Truth

FIELDS = (
    "sender",
    "letter_date",
    "sender_reference",
    "document_kind",
    "street",
    "postcode",
    "town",
    "title",
    "addressee",
    "attachment_count",
    "case_mark",
    "identifiers",
)
ANSWER_FROM = 0.5
"""A best suggestion less sure than this is counted as no answer."""
_DIVISION = re.compile(r"^(?:[ivx]+ )?(?:wydział|referat|oddział|biuro|kancelaria komornicza|departament)")


@dataclass(frozen=True)
class Answer:
    """The answer for one field of one letter (None = nothing), how surely, and whether it is right."""

    field: str
    given: str | None
    confidence: float
    wanted: str | None
    right: bool

    @property
    def unattended(self) -> bool:
        """Whether unattended registration would take it."""
        return self.given is not None and self.confidence >= TAKE_UNATTENDED


@dataclass
class Tally:
    """Counts over letters: per field asked, right, filled unattended and right of these."""

    answers: list[Answer] = field(default_factory=list)

    def add(self, answers: Iterable[Answer]) -> None:
        """Counts one letter's answers."""
        self.answers.extend(answers)

    def figures(self) -> dict[str, dict[str, float]]:
        """Per field: letters, accuracy, unattended precision and coverage (of the letters that have a value)."""
        table: dict[str, dict[str, float]] = {}
        for name in FIELDS:
            mine = [answer for answer in self.answers if answer.field == name]
            filled = [answer for answer in mine if answer.unattended]
            having = sum(answer.wanted is not None for answer in mine)
            right = Counter(answer.right for answer in filled)[True]
            table[name] = {
                "letters": len(mine),
                "accuracy": sum(answer.right for answer in mine) / max(len(mine), 1),
                "filled": len(filled),
                "precision": right / len(filled) if filled else 1.0,
                "coverage": sum(a.wanted is not None for a in filled) / max(having, 1),
            }
        return table

    def precision(self, names: Iterable[str] = FIELDS) -> float:
        """Precision of everything filled unattended in these fields."""
        chosen = set(names)
        filled = [answer for answer in self.answers if answer.unattended and answer.field in chosen]
        return sum(answer.right for answer in filled) / len(filled) if filled else 1.0


def judge(found: LetterSuggestions, truth: Truth) -> list[Answer]:
    """One answer per field."""
    answers = [_sender(found, truth)]
    kinds = {str(truth.document_kind), *map(str, truth.also_kinds)}
    titles = [plain(title) for title in truth.titles]
    sender = truth.sender
    answers.append(
        _answer("letter_date", found.best("letter_date"), truth.letter_date, lambda v: v == truth.letter_date)
    )
    reference = truth.sender_reference
    answers.append(
        _answer(
            "sender_reference", found.best("sender_reference"), reference, lambda v: _mark(v) == _mark(reference or "")
        )
    )
    answers.append(
        _answer("document_kind", found.best("document_kind"), str(truth.document_kind), lambda v: v in kinds)
    )
    for name in ("street", "postcode", "town"):
        wanted: str | None = getattr(sender, name)
        answers.append(
            _answer(name, found.best(f"sender.{name}"), wanted, lambda v, w=wanted: plain(v) == plain(w or ""))
        )
    answers.append(_answer("title", found.best("title"), truth.titles[0], lambda v: plain(v) in titles))
    answers.append(
        _answer(
            "addressee", found.best("addressee"), truth.addressee, lambda v: plain(v) == plain(truth.addressee or "")
        )
    )
    count = None if truth.attachment_count is None else str(truth.attachment_count)
    answers.append(_answer("attachment_count", found.best("attachment_count"), count, lambda v: v == count))
    answers.append(
        _answer(
            "case_mark", found.best("case_mark"), truth.case_mark, lambda v: _mark(v) == _mark(truth.case_mark or "")
        )
    )
    answers.extend(_identifiers(found, truth))
    return answers


def plain(text: str) -> str:
    """Case, punctuation and spacing aside; diacritics count."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _mark(text: str) -> str:
    return re.sub(r"\s+", " ", text.strip()).casefold()


def _sender(found: LetterSuggestions, truth: Truth) -> Answer:
    organisation, surname = found.best("sender.organisation"), found.best("sender.surname")
    given = found.best("sender.given_names")
    wanted = truth.sender.organisation or f"{truth.sender.given_names} {truth.sender.surname}"
    if organisation is not None and (surname is None or organisation.confidence >= surname.confidence):
        said, confidence = organisation.value, organisation.confidence
        right = truth.sender.organisation is not None and any(
            _same_organisation(said, name) for name in (wanted, *truth.sender_names)
        )
    elif surname is not None and given is not None:
        said, confidence = f"{given.value} {surname.value}", surname.confidence
        right = plain(surname.value) == plain(truth.sender.surname or "-") and plain(given.value) == plain(
            truth.sender.given_names or "-"
        )
    else:
        return Answer("sender", None, 0.0, wanted, False)
    return Answer("sender", said, confidence, wanted, right and confidence >= ANSWER_FROM)


def _same_organisation(said: str, wanted: str) -> bool:
    """Equal names; a division after the body's name, in either, is no error."""
    left, right = plain(said), plain(wanted)
    if left == right:
        return True
    longer, shorter = (left, right) if len(left) > len(right) else (right, left)
    return longer.startswith(shorter + " ") and bool(_DIVISION.match(longer[len(shorter) + 1 :]))


def _identifiers(found: LetterSuggestions, truth: Truth) -> list[Answer]:
    answers = []
    for name in ("pesel", "nip", "regon", "krs"):
        wanted: tuple[str, ...] = getattr(truth.identifiers, name)
        best = found.best(name)
        if wanted or best is not None:
            answers.append(_answer("identifiers", best, wanted[0] if wanted else None, lambda v, w=wanted: v in w))
    return answers


def _answer(name: str, best: Suggestion | None, wanted: str | None, same: object) -> Answer:
    if best is None or best.confidence < ANSWER_FROM:
        return Answer(name, None, best.confidence if best else 0.0, wanted, wanted is None)
    right = wanted is not None and bool(same(best.value))  # type: ignore[operator]
    return Answer(name, best.value, best.confidence, wanted, right)
