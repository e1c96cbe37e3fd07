"""Where a sender stands when the head names nobody: under the addressee, the signature, the footer, a mail's head."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kancelaria.reading.addresses import parse_address
from kancelaria.reading.folding import fold
from kancelaria.reading.layout import Block, PageLayout, Run
from kancelaria.reading.model import OfficeContext
from kancelaria.reading.organisations import REGISTERED, LineKind, classify, tidy_name
from kancelaria.reading.people import parse_person
from kancelaria.reading.sender_names import Candidate, read_name
from kancelaria.reading.zones import Role, Zones, is_ours, names_us

_INTRODUCTION = re.compile(r"\b(?:ja,? )?nizej podpisan[ya]|^\W*ja,\s|\bnizej podpisan[ya],?")
_MAIL_FROM = re.compile(r"^\W*(?:od|from|nadawca)\s*:\s*")
_MAIL_ROW = re.compile(r"^\W*(?:do|to|temat|subject|wyslano|sent|data|date|dw|cc)\s*:")


def beside_text(layout: PageLayout, zones: Zones, context: OfficeContext) -> list[Candidate]:
    """A name with its address between the addressee and the text, or an organisation in a column beside the text."""
    found = []
    texts = [block for block in layout.blocks if len(block.words) >= 14 and block.place[2] - block.place[0] > 0.3]
    begun = False
    for block in zones.of(Role.BODY, Role.SIGNATURE):
        begun = begun or len(block.words) > 20
        candidate = read_name(block.lines, context) if block.place[1] < 0.5 and len(block.words) <= 24 else None
        if candidate is None:
            continue
        if zones.addressee is not None and not begun and parse_address(block.lines).fullness >= 2:
            found.append(replace(candidate, score=0.78))
        elif candidate.organisation and texts and all(_apart(block, text) for text in texts):
            found.append(replace(candidate, score=0.82))
    return found


def _apart(block: Block, text: Block) -> bool:
    """Whether a block stands in another column than a text, near the page's edge."""
    left, right = block.place[0], block.place[2]
    return (right < text.place[0] and left < 0.15) or (left > text.place[2] and right > 0.8)


def in_mail_head(layout: PageLayout, context: OfficeContext) -> list[Candidate]:
    """The writer of a printed e-mail; a firm under the same name in its signature counts for more."""
    for index, row in enumerate(layout.row_runs):
        match = _MAIL_FROM.match(row.folded)
        near = layout.row_runs[max(index - 3, 0) : index + 5]
        if not match or sum(bool(_MAIL_ROW.match(other.folded)) for other in near) < 2:
            continue
        shown = re.split(r"[<(\[]|\S+@|\S+\.(?:pl|com|org|net|eu)\b", row.text[match.end() :])[0].strip(" \"'„”,;")
        words = row.words_of(match.end(), match.end() + max(len(shown), 1))
        if not shown or not words:
            continue
        line = Run(words, row.page, row.size)
        person = parse_person(shown)
        if person is not None and person.sureness > 0.6:
            return [_firm_of(layout, person.surname, context) or Candidate(None, person, (line,), 0.94)]
        if classify(shown) is LineKind.ORGANISATION and not is_ours(shown, context):
            return [Candidate(tidy_name(shown), None, (line,), 0.9)]
    return []


def _firm_of(layout: PageLayout, surname: str, context: OfficeContext) -> Candidate | None:
    """The firm a person signs for: named right under the person's name."""
    for block in layout.blocks:
        for index, line in enumerate(block.lines[:-1]):
            if block.place[1] > 0.2 and len(line.words) <= 5 and fold(surname) in line.folded:
                found = read_name(block.lines[index + 1 : index + 4], context)
                if found is not None and found.organisation:
                    return replace(found, score=0.92)
    return None


def elsewhere(layout: PageLayout, zones: Zones, context: OfficeContext) -> list[Candidate]:
    """Where the head names nobody: the footer's organisation, the writer under or in the text, the top line."""
    return [
        *_in_footer(zones, context),
        *_introduced(layout),
        *_under_text(zones, context),
        *_signing(zones),
        *_top_line(layout, zones, context),
    ]


def registered(zones: Zones, context: OfficeContext) -> list[Candidate]:
    """The body whose registers stand at the foot; what the head names less clearly gives way to it."""
    found = []
    for block in zones.of(Role.FOOTER):
        if len(set(REGISTERED.findall(block.folded))) < 2:
            continue
        candidate = read_name(block.lines, context)
        if candidate and candidate.organisation:
            found.append(replace(candidate, score=0.86))
    return found


def _in_footer(zones: Zones, context: OfficeContext) -> Iterator[Candidate]:
    """A firm's full name among its data at the foot; surer where the head carries a part of it."""
    head = [block.lines[0].text for block in zones.of(Role.HEAD)[:3]]
    for block in zones.of(Role.FOOTER):
        candidate = read_name(block.lines, context)
        if candidate and candidate.organisation:
            named = any(len(text) > 3 and fold(tidy_name(text)) in fold(candidate.organisation) for text in head)
            yield replace(candidate, score=0.93 if named else 0.74)


def _under_text(zones: Zones, context: OfficeContext) -> Iterator[Candidate]:
    """A name with its own address under the letter's text."""
    for block in reversed(zones.of(Role.BODY, Role.SIGNATURE, Role.FOOTER)):
        if block.place[1] < 0.3 or len(block.words) > 30 or len(block.lines) < 2:
            continue
        for start in range(min(3, len(block.lines) - 1)):
            candidate = read_name(block.lines[start:], context)
            if candidate is None:
                continue
            if parse_address(block.lines[start:]).fullness >= 2:
                yield replace(candidate, score=0.84 if candidate.person else 0.8)
            break


def _signing(zones: Zones) -> Iterator[Candidate]:
    """A person's name alone under the text."""
    body = zones.of(Role.BODY, Role.SIGNATURE)
    for block in reversed(body):
        if block is body[0] and block.place[1] < 0.35:
            continue
        for line in block.lines:
            person = parse_person(line.text) if len(line.words) <= 4 else None
            if person is not None and person.sureness > 0.6:
                yield Candidate(None, person, (line,), 0.62)
                break


def _top_line(layout: PageLayout, zones: Zones, context: OfficeContext) -> Iterator[Candidate]:
    """A line at the very top that is nothing else, as a firm's bare brand."""
    for block in zones.of(Role.HEAD)[:2]:
        line = block.lines[0]
        if (
            classify(line.text) is LineKind.OTHER
            and 1 <= len(line.words) <= 7
            and block.place[1] < 0.15
            and line.text.strip()[:1].isupper()
            and not re.search(r"\d{2}", line.text)
            and not is_ours(line.text, context)
            and not names_us(line.text, context)
        ):
            large = line.height > 1.3 * layout.line_height
            yield Candidate(tidy_name(line.text), None, (line,), 0.5 + 0.12 * large)


def _introduced(layout: PageLayout) -> list[Candidate]:
    """ "Ja, niżej podpisany Jan Kowalski …"."""
    for line in layout.lines:
        match = _INTRODUCTION.search(line.folded)
        if match:
            words = re.match(r"\W*((?:[A-ZĄĆĘŁŃÓŚŹŻ][\w-]+\s?){2,3})", line.text[match.end() :])
            person = parse_person(words[1]) if words else None
            if words and person and person.sureness > 0.6:
                start = match.end() + words.start(1)
                return [
                    Candidate(
                        None,
                        person,
                        (Run(line.words_of(start, start + len(words[1].rstrip())), line.page, line.size),),
                        0.85,
                    )
                ]
    return []
