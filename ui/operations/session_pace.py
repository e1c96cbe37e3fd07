"""Wrong passwords slow down: free at first, then longer each time; a restart or a changed clock doesn't help."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from kancelaria.domain.errors import CentralError
from ui.operations.secrets import FAILED, StationSecrets

FREE, FIRST_S, MOST_S = 3, 5.0, 300.0


class Pace:
    """Counts wrong passwords in a row of each login. Waiting is measured by the running time, never by the clock."""

    def __init__(self, secrets: StationSecrets, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._secrets = secrets
        self._monotonic = monotonic
        self._started = monotonic()
        self._since: dict[str, float] = {}

    def require(self, login: str) -> None:
        """CentralError while this login must wait."""
        left = self._since.get(login, self._started) + _wait_after(self._count(login)) - self._monotonic()
        if left > 0:
            seconds = math.ceil(left)
            raise CentralError(
                "wait_after_failures", "Zbyt wiele błędnych haseł pod rząd.", f"Spróbuj ponownie za {seconds} s.", login
            )

    def failed(self, login: str) -> None:
        """Another wrong password."""
        self._secrets.keep(FAILED + login, str(self._count(login) + 1))
        self._since[login] = self._monotonic()

    def right(self, login: str) -> None:
        """The password was right: counting starts anew."""
        if self._count(login):
            self._secrets.forget(FAILED + login)

    def _count(self, login: str) -> int:
        kept = self._secrets.get(FAILED + login) or "0"
        return int(kept) if kept.isdecimal() else FREE


def _wait_after(failures: int) -> float:
    return 0.0 if failures < FREE else min(FIRST_S * 2.0 ** min(failures - FREE, 30), MOST_S)
