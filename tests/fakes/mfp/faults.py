"""What can be made to go wrong with the virtual device."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any


@dataclass
class Faults:
    """Page numbers count from 1 since the last load; 0 = off. Set over `/control` as JSON of the same names."""

    jam_before: int = 0
    cover_open_before: int = 0
    aborts_before: int = 0
    busy_starts: int = 0
    busy_pages: int = 0
    early_404: int = 0
    refuses_start: int = 0
    cut_page: int = 0
    cut_share: float = 0.5
    cut_cleanly: bool = False
    hang_page: int = 0
    die_page: int = 0
    trickle_page: int = 0
    feeder_says: str = ""
    job_pages: int = 0
    page_delay: float = 0.0
    wrong_host: bool = False
    never_completes: bool = False
    job_timeout: float = 1.0
    wrong_type: str = ""

    def change(self, values: dict[str, Any]) -> None:
        """Take the named values; an unknown name is a bug of the test."""
        known = {field.name for field in fields(self)}
        for name, value in values.items():
            if name not in known:
                raise KeyError(name)
            setattr(self, name, value)
