"""The papers a receipt may be printed on."""

from __future__ import annotations

from typing import Literal

Paper = Literal["A5", "A4", "roll80"]
"""A5 and A4 sheets, a roll 80 mm wide."""
