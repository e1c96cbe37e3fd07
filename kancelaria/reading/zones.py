"""What each block of a first page is: letterhead, addressee, body, signature, footer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from kancelaria.reading.folding import alike, same_stem, tokens
from kancelaria.reading.layout import Block, PageLayout
from kancelaria.reading.model import OfficeContext
from kancelaria.reading.ours import begins_our_authority, is_our_authority


class Role(StrEnum):
    """What a block is on its page."""

    HEAD = "head"
    ADDRESSEE = "addressee"
    STAMP = "stamp"
    BODY = "body"
    SIGNATURE = "signature"
    FOOTER = "footer"


_ADDRESSING = re.compile(
    r"^\W*(?:(?:do|adresat|odbiorca|kierowane do)\b\W*$|(?:do|adresat|odbiorca)\s*:"
    r"|sz(?:anown[aiy]\w*|\.)\s*p(?:an\w*|\.)|pan(?:i|stwo)?\b(?!stw\w{2})|w[. ]?p\.|"
    r"(?:prezydent|burmistrz|wojt|starosta|sekretarz|skarbnik|rada)\s+(?:miasta|gminy|powiatu|mias)|(?:kierownik|naczelnik|dyrektor)\w*\s+(?:wydzialu|referatu|biura))"
)
_TO_OUR = re.compile(r"\b(?:prezydent|burmistrz|wojt|starosta|urzad|urzedu|gmina|rada|samorzadowe kolegium)")
_SIGNATURE = re.compile(
    r"z powazaniem|z wyrazami|z szacunkiem|podpis|pozdrawiam|lacze wyrazy|otrzymuj|do wiadomosci|rozdzielnik"
)
_FOOTER = re.compile(
    r"\bkrs\b|kapital zakladowy|\bregon\b|\bnip\b|www\.|e-?mail|\btel\b|\bfax\b"
    r"|sad rejonowy .{0,60}wydzial gospodarczy|strona \d|str\. \d"
)
_REGISTERS = re.compile(r"\bkrs\b|\bnip\b|\bregon\b|kapital zakladowy|\bbdo\b")


@dataclass(frozen=True)
class Zones:
    """The roles of a page's blocks, by identity."""

    roles: tuple[tuple[Block, Role], ...] = ()
    addressee: Block | None = None
    body_top: float = 0.4
    _by_id: dict[int, Role] = field(default_factory=dict, compare=False)

    def role_of(self, block: Block) -> Role:
        """The role of a block; a block that was never seen is body."""
        return self._by_id.get(id(block), Role.BODY)

    def of(self, *roles: Role) -> list[Block]:
        """Blocks of these roles from top to bottom."""
        return [block for block, role in self.roles if role in roles]


def find_zones(layout: PageLayout, context: OfficeContext) -> Zones:
    """Give every block its role."""
    addressee = _addressee(layout.blocks, context)
    body_top = _body_top(layout, addressee)
    roles: list[tuple[Block, Role]] = []
    signed = False
    for block in layout.blocks:
        top = block.place[1]
        if block is addressee:
            role = Role.ADDRESSEE
        elif slanted(block, layout.line_height):
            role = Role.STAMP
        elif top < body_top:
            role = Role.HEAD
        elif (top > 0.86 and (_FOOTER.search(block.folded) or top > 0.93)) or (
            top > 0.55 and len(set(_REGISTERS.findall(block.folded))) >= 2 and len(block.lines) <= 5
        ):
            role = Role.FOOTER
        else:
            signed = signed or bool(_SIGNATURE.search(block.folded))
            role = Role.SIGNATURE if signed and len(block.words) < 25 else Role.BODY
        roles.append((block, role))
    return Zones(tuple(roles), addressee, body_top, {id(block): role for block, role in roles})


def slanted(block: Block, height: float) -> bool:
    """Whether a block's lines rise or fall: a rubber stamp set by hand on a straightened page."""
    slopes = []
    for line in block.lines:
        first, last = line.words[0].box, line.words[-1].box
        run = (last[0] + last[2] - first[0] - first[2]) / 2
        heights = sorted((first[3] - first[1], last[3] - last[1]))
        if run > 4 * height and heights[1] < 1.6 * max(heights[0], 1):
            slopes.append((last[1] + last[3] - first[1] - first[3]) / 2 / run)
    return len(slopes) >= 2 and abs(sum(slopes) / len(slopes)) > 0.03 and all(slope * slopes[0] > 0 for slope in slopes)


def names_us(text: str, context: OfficeContext) -> bool:
    """Whether a text holds one of our own names, inflected or misread."""
    words = tokens(text)
    return any(_holds(words, tokens(name)) for name in context.own_names)


def is_ours(text: str, context: OfficeContext) -> bool:
    """Whether a text is one of our names and hardly more, or our authority in another form."""
    return _is_own_name(text, context) or is_our_authority(text, context)


def _is_own_name(text: str, context: OfficeContext) -> bool:
    words = tokens(text)
    for name in context.own_names:
        own = tokens(name)
        spare = 1 if len(own) > 1 else 0  # "Kancelaria" is ours, "Kancelaria Notarialna" is not
        if own and _holds(words, own) and len(words) <= len(own) + spare:
            return True
    return False


def _holds(words: Sequence[str], name: Sequence[str]) -> bool:
    """Whether all words of a name stand in a text, inflected or misread."""
    if not name or not words:
        return False
    return all(any(same_stem(word, part) or alike(word, part) for word in words) for part in name if len(part) > 1)


def _addressee(blocks: Sequence[Block], context: OfficeContext) -> Block | None:
    scored = [
        (score, -block.place[1], index)
        for index, block in enumerate(blocks)
        if (score := _addressee_score(index, block, context)) >= 2.0
    ]
    return blocks[max(scored)[2]] if scored else None


def _addressee_score(index: int, block: Block, context: OfficeContext) -> float:
    left, top, right, _ = block.place
    if top > 0.5 or len(block.lines) > 9 or len(block.words) > 40:
        return 0.0
    score = 0.0
    first = block.lines[0].folded
    if names_us(block.text, context):
        score += 2.5
    elif context.own_town and _TO_OUR.search(block.folded) and _town_in(block, context.own_town):
        score += 1.5
    if _ADDRESSING.search(first):
        score += 2.0 if len(block.lines) > 1 or len(block.words) > 2 else 1.2
    if left > 0.42:
        score += 0.8
    if 0.08 < top < 0.42:
        score += 0.5
    if any(_is_own_name(line.text, context) or begins_our_authority(line.text, context) for line in block.lines):
        score += 1.5
    elif index == 0 and top < 0.1:
        score -= 1.5
    if right - left > 0.75 and left < 0.2:
        score -= 1.5
    if re.search(r"nip\b|regon|\bkrs\b|www\.|wniosk(?:odawca|uje)|tel\.", block.folded):
        score -= 0.7
    if right - left > 0.5 and len(block.words) > 6.5 * len(block.lines):
        score -= 3.0
    if block.folded.count(".") > 4 and len(block.words) > 25:
        score -= 1.0
    return score


def _town_in(block: Block, town: str) -> bool:
    own = tokens(town)
    words = tokens(block.text)
    return bool(own) and all(any(same_stem(word, part) for word in words) for part in own)


def _body_top(layout: PageLayout, addressee: Block | None) -> float:
    """Where the body begins: under the addressee, at the latest at the first long paragraph."""
    limit = 0.42
    if addressee is not None:
        limit = max(addressee.place[3] + 0.002, 0.12)
    for block in layout.blocks:
        left, top, right, _ = block.place
        if (
            len(block.words) >= 22
            and right - left > 0.55
            and len(block.lines) >= 2
            and 0.1 < top < limit
            and not _FOOTER.search(block.folded)
        ):
            return top
    return limit
