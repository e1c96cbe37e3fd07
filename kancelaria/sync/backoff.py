"""How long to wait after an error, by its kind: longer each time, never the same for two stations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kancelaria.domain.errors import CentralError, CentralUnreachable, OfficeError, StoreError


@dataclass(frozen=True)
class Pace:
    """Seconds after the first error, and at most."""

    first: float
    most: float


UNREACHABLE = Pace(1, 30)
BUSY = Pace(0.2, 5)
REFUSED = Pace(15, 300)
STORE = Pace(10, 120)
BUG = Pace(30, 300)
_REFUSALS = frozenset({"login_refused", "wrong_password", "central_refused", "client_too_old", "central_too_old"})


def pace_of(error: BaseException) -> Pace:
    """The pace an error asks for: a busy central soon, one that refuses us seldom."""
    if isinstance(error, CentralUnreachable):
        return UNREACHABLE
    if isinstance(error, CentralError):
        return REFUSED if error.code in _REFUSALS else BUSY
    if isinstance(error, StoreError):
        return STORE
    return REFUSED if isinstance(error, OfficeError) else BUG


class Backoff:
    """Counts errors in a row; `share` gives the jitter (0…1)."""

    def __init__(self, share: Callable[[], float]) -> None:
        self._share = share
        self._failures = 0

    def after(self, error: BaseException) -> float:
        """Seconds to wait now: doubled each time up to the most, of which half is chance."""
        pace = pace_of(error)
        whole = min(pace.first * 2.0 ** min(self._failures, 30), pace.most)
        self._failures += 1
        return whole * (0.5 + self._share() / 2)

    def reset(self) -> None:
        """It worked."""
        self._failures = 0
