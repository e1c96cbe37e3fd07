"""Our own case mark quoted in a letter (znak sprawy, domain: `ABC.123.77.2026`, with group and suffixes)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kancelaria.domain.incoming import Suggestion
from kancelaria.reading.folding import as_digits, as_letters, fold
from kancelaria.reading.layout import PageLayout
from kancelaria.reading.model import OfficeContext

MARK = re.compile(
    r"(?<![\w.])([A-ZŁŚŻŹĆÓĄĘŃ0-9]{1,8}(?:-[A-ZŁŚŻŹĆÓ0-9]{1,6}){0,3})\s?[.,]\s?([0-9OlI]{2,5})\s?[.,]\s?([0-9OlI]{1,5})((?:\s?[.,]\s?[0-9OlI]{1,4})?)\s?[.,]\s?([12][0-9OlI]{3})((?:\s?[.,]\s?(?:\d{1,3}|[A-ZŁŚŻŹĆÓ]{1,4})(?![\w]))*)"
)
_LETTERS = {"0": "O", "1": "I", "5": "S", "8": "B"}
QUOTE = re.compile(
    r"wasz\w*\s+(?:znak|pism\w*|sygn\w*)|panstwa (?:znak|pism\w*)|znak panstwa"
    r"|w odpowiedzi na|odpowiadajac na|nawiazuj\w*|w nawiazaniu|dotyczy|\bdot\b"
    r"|w zwiazku z|z dnia|decyzj\w*|pism[aoeu]\w*"
    r"|w sprawie|prowadzon\w*|do (?:sprawy|znaku)|na wezwanie|uzupelnieni\w*|znak sprawy urzedu"
)


@dataclass(frozen=True)
class FoundMark:
    """A mark of the shape of the office instruction: its tidy value, unit symbol and span."""

    value: str
    symbol: str
    start: int
    end: int
    quoted: bool


def find_marks(text: str, before: str = "") -> Iterator[FoundMark]:
    """Marks in a text; `before` is what is read just before it."""
    for match in MARK.finditer(text):
        if not any(char.isalpha() for char in match[1]):
            continue
        numbers = [as_digits(re.sub(r"[\s.,]", "", match[index])) for index in (2, 3, 4, 5)]
        suffix = re.sub(r"\s?[.,]\s?", ".", match[6])
        symbol = _symbol(match[1])
        value = ".".join([symbol, *(number for number in numbers if number)]) + suffix
        context = fold(before + " " + text[: match.start()])
        yield FoundMark(value, symbol, match.start(), match.end(), bool(QUOTE.search(context[-90:])))


def _symbol(read: str) -> str:
    """A unit's symbol with the digits put for letters turned back: no part of one begins with a digit, none is "I1"."""
    parts = []
    for part in read.split("-"):
        if part[:1] in _LETTERS and any(char.isalpha() for char in part):
            part = _LETTERS[part[0]] + part[1:]
        parts.append(re.sub(r"(?<=^[IVX])1+$", lambda match: "I" * len(match[0]), part))
    return "-".join(parts)


def is_own(mark: FoundMark, context: OfficeContext) -> bool:
    """Whether a mark begins with a symbol of one of our units."""
    return own_prefix(mark.symbol, context) is not None


def own_prefix(symbol: str, context: OfficeContext) -> str | None:
    """Our unit's symbol that a mark begins with, a digit read for a letter forgiven."""
    read = as_letters(symbol)
    for prefix in context.own_mark_prefixes:
        ours = as_letters(prefix.rstrip("."))
        if read == ours or read.startswith(ours + "-"):
            return prefix.rstrip(".")
    return None


def mended(mark: FoundMark, context: OfficeContext) -> str:
    """The mark with our unit's symbol spelt as we spell it."""
    prefix = own_prefix(mark.symbol, context)
    return mark.value if prefix is None else prefix + mark.value[len(prefix) :]


def suggest_case_mark(layouts: Sequence[PageLayout], context: OfficeContext, reference: str | None) -> list[Suggestion]:
    """Our case mark, unless it is the sender's own reference."""
    found: dict[str, Suggestion] = {}
    for layout in layouts:
        for row in layout.row_runs:
            for mark in find_marks(row.text):
                if mark.value == reference:
                    continue
                own = is_own(mark, context)
                if context.own_mark_prefixes and not own:
                    continue
                base = 0.96 if own and mark.quoted else 0.88 if own else 0.6 if mark.quoted else 0.0
                if base <= 0:
                    continue
                confidence = round(base * (0.75 + 0.25 * row.certainty(mark.start, mark.end)), 3)
                value = mended(mark, context)
                if value not in found or found[value].confidence < confidence:
                    found[value] = Suggestion(
                        "case_mark", value, confidence, layout.number, row.box_of(mark.start, mark.end)
                    )
    return sorted(found.values(), key=lambda entry: -entry.confidence)[:3]
