"""What may stand on paper: no PESEL, no invisible control characters."""

from __future__ import annotations

import re
import unicodedata

from stdnum.pl import pesel

MASK = "•••"

# A letter or digit on either side means a longer number (a posting number, a hash), a "+" a telephone.
_CANDIDATE = re.compile(r"(?<![^\W_])(?<![+])\d(?:[ \u00a0\u2009-]?\d){10}(?![^\W_])")
_SEPARATORS = re.compile(r"[ \u00a0\u2009-]")


def printable(text: str) -> str:
    """The text as it may be printed: one line, no control characters, no PESEL."""
    visible = "".join(" " if letter.isspace() else letter for letter in text if _is_visible(letter))
    return mask_pesel(" ".join(visible.split()))


def _is_visible(letter: str) -> bool:
    # format characters (soft hyphens, direction overrides) would let a printed line say something else than the record
    return letter.isspace() or unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def mask_pesel(text: str) -> str:
    """The text with every valid PESEL (bare, or parted by spaces or hyphens) replaced with "•••"."""
    return _CANDIDATE.sub(_masked, text)


def _masked(match: re.Match[str]) -> str:
    digits = _SEPARATORS.sub("", match.group())
    return MASK if pesel.is_valid(digits) else match.group()
