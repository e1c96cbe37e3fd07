"""How long sync waits after an error, and what it says of itself."""

from __future__ import annotations

import pytest

from kancelaria.domain.errors import CentralError, CentralUnreachable, InvalidInput, StoreError
from kancelaria.services.exchange import Waiting
from kancelaria.sync.backoff import BUG, BUSY, REFUSED, STORE, UNREACHABLE, Backoff, Pace, pace_of
from kancelaria.sync.status import reasons


@pytest.mark.parametrize(
    ("error", "pace"),
    [
        (CentralUnreachable("central_unreachable", ""), UNREACHABLE),
        (CentralError("central_busy", ""), BUSY),
        (CentralError("central_recovering", ""), BUSY),
        (CentralError("login_refused", ""), REFUSED),
        (CentralError("wrong_password", ""), REFUSED),
        (CentralError("client_too_old", ""), REFUSED),
        (StoreError("disk_full", ""), STORE),
        (InvalidInput("bad", ""), REFUSED),
        (ValueError("a bug"), BUG),
    ],
)
def test_each_kind_of_error_has_its_pace(error: Exception, pace: Pace) -> None:
    assert pace_of(error) == pace
    assert Backoff(lambda: 1.0).after(error) == pace.first


def test_waiting_doubles_up_to_the_most_and_starts_anew_after_success() -> None:
    backoff = Backoff(lambda: 1.0)
    error = CentralUnreachable("central_unreachable", "")
    assert [backoff.after(error) for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    assert [backoff.after(error) for _ in range(100)][-1] == 30
    backoff.reset()
    assert backoff.after(error) == 1


def test_half_of_the_waiting_is_chance() -> None:
    error = CentralUnreachable("central_unreachable", "")
    assert (Backoff(lambda: 0.0).after(error), Backoff(lambda: 0.5).after(error)) == (0.5, 0.75)


def test_everything_that_waits_is_explained() -> None:
    waiting = Waiting({"anna": 3, "bogdan": 1}, held=2, uploads=4, downloads=5, tasks=1)
    said = " ".join(reasons(waiting, {"anna": 3}))
    for part in ("anna (3)", "zadania: 2", "rozstrzygnięcia: 1", "centrali: 4", "stanowisko: 5"):
        assert part in said
    assert waiting.total == 4
    assert reasons(Waiting(), {}) == ()
