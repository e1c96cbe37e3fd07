"""Text fingerprints: whether two letters say the same, OCR errors and all."""

from __future__ import annotations

import hashlib
import re

from kancelaria.reading.folding import as_letters, tokens

BITS = 128
_SHINGLE = 3
_FEW_WORDS = 12
_MOST_WORDS = 3000
"""The first ten pages tell enough."""
_LANE = 2
"""Bytes a lane: so many features these words don't make."""
_LANES = [b"".join((byte >> bit & 1).to_bytes(_LANE, "big") for bit in range(7, -1, -1)) for byte in range(256)]


def fingerprint(text: str) -> str:
    """A simhash of the text's folded words and their neighbours, as hex; empty where there is too little text."""
    words = [as_letters(word) for word in tokens(text)]
    words = [word for word in words if len(word) > 2][:_MOST_WORDS]
    if len(words) < _FEW_WORDS:
        return ""
    features = _features(words)
    counted = sum(_spread(feature) for feature in features)
    counts = counted.to_bytes(BITS * _LANE, "big")
    lanes = (int.from_bytes(counts[at : at + _LANE], "big") for at in range(0, len(counts), _LANE))
    value = int("".join("1" if 2 * count > len(features) else "0" for count in lanes), 2)
    return f"{value:0{BITS // 4}x}"


def similarity(left: str, right: str) -> float:
    """Likeness of two fingerprints: 1 the same, about 0 unrelated; 0 where either is empty or malformed."""
    if len(left) != BITS // 4 or len(right) != BITS // 4 or not (_is_hex(left) and _is_hex(right)):
        return 0.0
    apart = (int(left, 16) ^ int(right, 16)).bit_count()
    return max(0.0, 1.0 - 2.0 * apart / BITS)


def _spread(feature: str) -> int:
    """A feature's hash, each bit in a lane of its own: adding such numbers counts every bit at once."""
    digest = hashlib.blake2b(feature.encode(), digest_size=BITS // 8).digest()
    return int.from_bytes(b"".join(_LANES[byte] for byte in digest), "big")


def _features(words: list[str]) -> list[str]:
    """Single words and runs of three: words forgive OCR errors, runs tell apart letters of one template."""
    runs = [" ".join(words[index : index + _SHINGLE]) for index in range(len(words) - _SHINGLE + 1)]
    return words + runs


def _is_hex(text: str) -> bool:
    return re.fullmatch(r"[0-9a-f]+", text) is not None
