"""The invisible text of a page: every word in its own box."""

from __future__ import annotations

import unicodedata

from scanning.ocr.protocol import PageText, Word
from scanning.pdf.font import ADVANCE, DESCENT
from scanning.pdf.objects import number

_REPLACEMENT = "\ufffd"


def text_layer(text: PageText, dpi: int, height: int) -> tuple[bytes, set[str]]:
    """Content operators of the page's words, and the characters used. `height` of the upright image in pixels."""
    if not text.words:
        return b"", set()
    used: set[str] = set()
    operators = [b"BT", b"3 Tr"]
    for word, after in zip(text.words, (*text.words[1:], None), strict=True):
        shown = written(word.text)
        used |= set(shown)
        same_line = after is not None and (after.block, after.line) == (word.block, word.line)
        if same_line:
            used.add(" ")
        operators.append(_word(word, shown, same_line, dpi, height))
    operators.append(b"ET")
    return b"\n".join(operators) + b"\n", used


def written(text: str) -> str:
    """The word as the font can say it: composed characters of the basic plane, no controls."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        _REPLACEMENT if ord(char) > 0xFFFF or 0xD800 <= ord(char) <= 0xDFFF or ord(char) < 0x20 else char
        for char in composed
    )


def _word(word: Word, shown: str, space: bool, dpi: int, height: int) -> bytes:
    points = 72 / dpi
    left, top, right, bottom = word.box
    size = max(bottom - top, 1) * points
    natural = len(shown) * size * ADVANCE / 1000
    stretch = 100 * max(right - left, 1) * points / natural
    baseline = (height - bottom) * points - size * DESCENT / 1000
    codes = (shown + " " if space else shown).encode("utf-16-be").hex().upper().encode()
    return b" ".join(
        (
            b"/F0",
            number(size),
            b"Tf",
            number(stretch),
            b"Tz",
            b"1 0 0 1",
            number(left * points),
            number(baseline),
            b"Tm",
            b"<" + codes + b"> Tj",
        )
    )
