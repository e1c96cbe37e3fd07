"""Numbers of lists: `K1A-26-L00012-X`, a letter for their kind where an item's identifier has a digit.

So no barcode of a list can be taken for an item's, nor for one of another kind of list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from stdnum.iso7064 import mod_37_36

MAX_SERIAL = 99_999


@dataclass(frozen=True)
class ListNumbers:
    """The numbers of one kind of list, known by its capital letter."""

    letter: str

    def make(self, series: str, year: int, serial: int) -> str | None:
        """The readable number; without hyphens it is the list's barcode. None where the year has no more."""
        if not 1 <= serial <= MAX_SERIAL:
            return None
        short, counted = f"{year % 100:02d}", f"{self.letter}{serial:05d}"
        return f"{series}-{short}-{counted}-{mod_37_36.calc_check_digit(series + short + counted)}"

    def parse(self, text: str) -> str | None:
        """The readable number of one typed or scanned in any form; None where it is none or its check fails."""
        compact = re.sub(r"[\s-]", "", text).upper()
        match = re.fullmatch(rf"([A-Z0-9]{{2,4}})(\d{{2}})({self.letter}\d{{5}})([A-Z0-9])", compact)
        return "-".join(match.groups()) if match and mod_37_36.is_valid(compact) else None
