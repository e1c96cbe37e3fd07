"""How right the suggestions are on letters through the real pipeline; known and unseen layouts apart."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from statistics import median, quantiles
from typing import Any

from kancelaria.reading.suggestions import suggest, suggest_header
from tests.integration.suggestions.pages import header_of, our_office
from tests.integration.suggestions.readings import readings
from tests.integration.suggestions.scoring import FIELDS, Tally, judge
from tests.letters.degrade import Level
from tests.letters.framework import layouts

MAIN = ("sender", "letter_date", "sender_reference", "document_kind")
_SEED = int(os.environ.get("KANCELARIA_BENCH_SEED", "20261121"))
"""Fresh: no rule was made on letters of this seed. The measured figure is that of the unseen layouts."""
_ROUNDS = {"unseen": int(os.environ.get("KANCELARIA_BENCH_ROUNDS", "3")), "known": 1}
"""How often every layout of a family is set, clean and hard each."""


def run(quick: bool) -> dict[str, Any]:
    """Accuracy and unattended precision per field: unseen, known, both; clean and hard; times of suggesting."""
    results: dict[str, Any] = {"seed": _SEED}
    together = Tally()
    times: list[float] = []
    header_times: list[float] = []
    for family, rounds in _ROUNDS.items():
        both, printed, available = Tally(), Tally(), len(layouts(family))
        count = min(available, 6) if quick else rounds * available
        for level in (Level.CLEAN, Level.HARD):
            tally, not_by_hand = _measure(family, level, count, times, header_times)
            both.add(tally.answers)
            printed.add(not_by_hand.answers)
            results[f"{family} {level}"] = _shown(tally)
        results[family] = _shown(both) | {
            "layouts": min(available, count),
            "letters": 2 * count,
            "calibration": _calibration(both),
        }
        results[f"{family} printed"] = _shown(printed)
        together.add(both.answers)
    results["together"] = _shown(together) | {
        "layouts": sum(results[family]["layouts"] for family in _ROUNDS),
        "letters": sum(results[family]["letters"] for family in _ROUNDS),
    }
    results["suggest_ms"] = _times(times)
    results["suggest_header_ms"] = _times(header_times)
    return results


def _measure(
    family: str, level: Level, count: int, times: list[float], header_times: list[float]
) -> tuple[Tally, Tally]:
    """All letters, and those whose values aren't written by hand."""
    tally, printed, office = Tally(), Tally(), our_office()
    for letter in readings(_SEED, count, level, family):
        begun = time.perf_counter()
        found = suggest(letter.pages, office)
        times.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        suggest_header(header_of(letter.pages[0]), office)
        header_times.append(time.perf_counter() - begun)
        answers = judge(found, letter.truth)
        tally.add(answers)
        if not letter.truth.hand_filled:
            printed.add(answers)
    return tally, printed


def _shown(tally: Tally) -> dict[str, Any]:
    figures = tally.figures()
    shown: dict[str, Any] = {
        name: {key: round(value, 4) for key, value in figures[name].items()}
        for name in FIELDS
        if figures[name]["letters"]
    }
    shown["precision_main"] = round(tally.precision(MAIN), 4)
    shown["precision_all"] = round(tally.precision(), 4)
    return shown


def _calibration(tally: Tally) -> dict[str, str]:
    """How often suggestions of a band of confidence are right."""
    bands = ((0.5, 0.7), (0.7, 0.8), (0.8, 0.85), (0.85, 0.9), (0.9, 0.95), (0.95, 1.01))
    table = {}
    for low, high in bands:
        mine = [answer for answer in tally.answers if answer.given is not None and low <= answer.confidence < high]
        right = sum(answer.right for answer in mine)
        table[f"{low:.2f}–{min(high, 1):.2f}"] = f"{right}/{len(mine)}"
    return table


def _times(values: Sequence[float]) -> dict[str, float]:
    if len(values) < 2:
        return {}
    return {"median": round(median(values) * 1000, 2), "p95": round(quantiles(values, n=20)[-1] * 1000, 2)}
