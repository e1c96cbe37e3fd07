"""PESEL, NIP, REGON and KRS in a text; only numbers whose check digits fit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stdnum.pl import nip, pesel, regon

from kancelaria.domain.incoming import Suggestion
from kancelaria.reading.folding import as_digits
from kancelaria.reading.layout import Box, PageLayout, Run
from kancelaria.reading.zones import Role, Zones

_D = r"[0-9OoQlI|ZSB]"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("pesel", re.compile(rf"(?i:pesel)\w*\W{{0,12}}((?:{_D}[\s|.]?){{10}}{_D})(?![\d])")),
    ("pesel", re.compile(r"(?<![\d./-])(\d{11})(?![\d./-])")),
    ("nip", re.compile(rf"(?i:\bn\.?[il1|]\.?p\b)[^\d\n]{{0,18}}?((?:PL\s?)?{_D}(?:[\s-]?{_D}){{9}})(?![\d])")),
    ("regon", re.compile(rf"(?i:reg[o0]n)[^\d\n]{{0,14}}?({_D}(?:[\s-]?{_D}){{8}}(?:(?:[\s-]?{_D}){{5}})?)(?![\d])")),
    ("krs", re.compile(rf"(?i:\bkrs\b)[^\d\n]{{0,24}}?((?:{_D}\s?){{9}}{_D})(?![\d])")),
)
_NOT_OURS = ("nabywca", "odbiorca", "zamawiajacy", "platnik", "pozwany", "dluznik", "uczestnik", "inwestor")


def suggest_identifiers(layouts: Sequence[PageLayout], zones: Zones, sender: Suggestion | None) -> list[Suggestion]:
    """Identifiers with a fitting check, the sender's likelier ones first."""
    found: dict[tuple[str, str], Suggestion] = {}
    for layout in layouts:
        foreign = _foreign_lines(layout, zones if layout is layouts[0] else Zones())
        for run in layout.row_runs:
            for field, value, start, end, labelled in _identifiers(run):
                box = run.box_of(start, end)
                other = any(
                    line.box[0] <= box[0] <= line.box[2] and line.box[1] <= (box[1] + box[3]) // 2 <= line.box[3]
                    for line in foreign
                )
                confidence = (
                    (0.97 if labelled else 0.6)
                    * (0.35 if other else 1.0)
                    * _nearness(layout, zones, box, sender, field)
                )
                known = found.get((field, value))
                if known is None or known.confidence < confidence:
                    found[field, value] = Suggestion(field, value, round(confidence, 3), layout.number, box)
    return sorted(found.values(), key=lambda entry: -entry.confidence)


def _nearness(layout: PageLayout, zones: Zones, box: Box, sender: Suggestion | None, field: str) -> float:
    """1 where the number stands by the sender's name or in the footer; less elsewhere."""
    if sender is None or sender.page != layout.number or sender.box is None:
        return 0.8
    if field == "pesel" and sender.field == "sender.organisation":
        return 0.3
    if any(block.box[1] <= box[1] <= block.box[3] for block in zones.of(Role.FOOTER)):
        return 1.0
    below = box[1] - sender.box[3]
    apart = max(box[0] - sender.box[2], sender.box[0] - box[2])
    return 1.0 if -2 * layout.line_height < below < 9 * layout.line_height and apart < 8 * layout.line_height else 0.75


def _identifiers(run: Run) -> Iterator[tuple[str, str, int, int, bool]]:
    for index, (field, pattern) in enumerate(_PATTERNS):
        for match in pattern.finditer(run.text):
            digits = re.sub(r"\D", "", as_digits(match[1].removeprefix("PL")))
            valid = valid_identifier(field, digits)
            if valid is not None:
                yield field, valid, match.start(1), match.end(1), index != 1


def valid_identifier(field: str, digits: str) -> str | None:
    """The number in its plain form where its check fits, else None (KRS has no check: ten digits, beginning with 0)."""
    if field == "pesel" and len(digits) == 11 and pesel.is_valid(digits):
        return digits
    if field == "nip" and len(digits) == 10 and nip.is_valid(digits):
        return digits
    if field == "regon" and len(digits) in (9, 14):
        if regon.is_valid(digits):
            return digits
        if len(digits) == 14 and digits.endswith("00000") and regon.is_valid(digits[:9]):
            return digits
    if field == "krs" and len(digits) == 10 and digits.startswith("0") and int(digits):
        return digits
    return None


def _foreign_lines(layout: PageLayout, zones: Zones) -> list[Run]:
    """Lines that speak of another party: the addressee's and the buyer's blocks."""
    lines: list[Run] = []
    for block in layout.blocks:
        if zones.role_of(block) is Role.ADDRESSEE or any(word in block.lines[0].folded for word in _NOT_OURS):
            lines.extend(block.lines)
            continue
        above = [
            line
            for line in layout.lines
            if line.box[3] <= block.box[1] + 2 and line.box[2] > block.box[0] and line.box[0] < block.box[2]
        ]
        if (
            above
            and any(word in above[-1].folded for word in _NOT_OURS)
            and block.box[1] - above[-1].box[3] < 3 * layout.line_height
        ):
            lines.extend(block.lines)
    return lines
