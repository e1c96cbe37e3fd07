"""How the station stands with its central, as a person reads it."""

from __future__ import annotations

import pytest

from kancelaria.services.exchange import Waiting
from kancelaria.sync.status import LastError, SyncMood, SyncStatus
from ui.operations.in_step import said


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "centrala: na bieżąco"),
        (1, "1 czeka na wysłanie"),
        (3, "3 czekają na wysłanie"),
        (5, "5 czeka na wysłanie"),
        (12, "12 czeka na wysłanie"),
        (22, "22 czekają na wysłanie"),
    ],
)
def test_what_waits_is_counted_in_polish(count: int, text: str) -> None:
    status = said(SyncStatus(SyncMood.WORKING, Waiting(events={"m.nowicka": count})))
    assert (status.text, status.waiting) == (text, count)


def test_an_unreachable_central_says_since_when_and_what_to_do() -> None:
    error = LastError("central_unreachable", "Brak połączenia z centralą.", "Praca trwa dalej.", "2026-11-21T08:02:00Z")
    status = said(
        SyncStatus(
            SyncMood.OFFLINE, Waiting(events={"m.nowicka": 2}), offline_since="2026-11-21T08:02:00Z", last_error=error
        )
    )
    assert status.text == "2 czekają na wysłanie · brak połączenia z centralą"
    assert (status.since, status.problem, status.hint) == (
        "2026-11-21T08:02:00Z",
        "Brak połączenia z centralą.",
        "Praca trwa dalej.",
    )


def test_a_central_recovering_its_data_is_no_broken_line() -> None:
    error = LastError("central_recovering", "Centrala odzyskuje dane.", "Można pracować dalej.", "2026-11-21T08:02:00Z")
    status = said(SyncStatus(SyncMood.OFFLINE, Waiting(events={"m.nowicka": 1}), last_error=error))
    assert status.text == "1 czeka na wysłanie · centrala odzyskuje dane"
    assert (status.problem, status.hint) == ("Centrala odzyskuje dane.", "Można pracować dalej.")


def test_a_copied_disk_is_said_before_all_else() -> None:
    notice = LastError("station_copied", "Dane tego stanowiska są kopią innego.", "Sprawdź.", "2026-11-21T08:02:00Z")
    status = said(SyncStatus(SyncMood.CURRENT, notice=notice, reasons=("Zadania do rozstrzygnięcia: 1.",)))
    assert status.reasons == (notice.message, notice.hint, "Zadania do rozstrzygnięcia: 1.")


def test_an_older_program_says_that_it_only_sends_for_as_long_as_it_does() -> None:
    status = said(SyncStatus(SyncMood.CURRENT, Waiting(), push_only=True))
    assert status.text == "centrala · tylko wysyłanie, program jest za stary"
    assert "Zainstaluj nowszą wersję." in status.reasons[0]
    waits = said(SyncStatus(SyncMood.WORKING, Waiting(events={"m.nowicka": 3}), push_only=True))
    assert waits.text.startswith("3 czekają na wysłanie · tylko wysyłanie")
    assert said(SyncStatus(SyncMood.CURRENT, Waiting())).reasons == ()


def test_nobody_signed_in_is_no_broken_line() -> None:
    error = LastError("not_signed_in", "Nikt nie jest zalogowany.", "Zaloguj się.", "2026-11-21T08:02:00Z")
    status = said(SyncStatus(SyncMood.OFFLINE, Waiting(events={"m.nowicka": 2}), last_error=error))
    assert status.text == "2 czekają na wysłanie · nikt nie jest zalogowany"
