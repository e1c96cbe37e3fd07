"""References: labels, shapes, and marks that are only quoted."""

from __future__ import annotations

import pytest

from kancelaria.reading.references import read_reference
from tests.unit.reading.paper import read, value


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("AB.123.4.2026.XY", "AB.123.4.2026.XY"),
        ("AB. 123. 4. 2026", "AB.123.4.2026"),
        ("WK-II.7021.4.2O26", "WK-II.7021.4.2026"),
        ("I C 123/26", "I C 123/26"),
        ("l C 123/26", "I C 123/26"),
        ("VII Ns 12/26 upr", "VII Ns 12/26 upr"),
        ("112/KB/2026 z dnia 3 marca 2026", "112/KB/2026"),
        ("K-I-5571/284/26", "K-I-5571/284/26"),
        ("DT / 15 / 2026", "DT/15/2026"),
        ("DK-531- 3070/26", "DK-531-3070/26"),
        ("FV/00123/03/26/H ORYGINAŁ", "FV/00123/03/26/H"),
    ],
)
def test_a_reference_is_read_whole(text: str, reference: str) -> None:
    found = read_reference(text, 0)
    assert found is not None
    assert found[0] == reference


@pytest.mark.parametrize("text", ["sprawy nie ma", "", "2026", "Urząd Miasta", "...........", "12 marca 2026 r."])
def test_what_is_no_reference_stays_unread(text: str) -> None:
    assert read_reference(text, 0) is None


_HEAD = "Starostwo Powiatowe w Testowie\nul. Próbna 1\n33-333 Testowo\n\n"
_TAIL = (
    "\n\n\n                                     Urząd Miasta Wzorów\n                    "
    "                 ul. Makietowa 1\n"
)


@pytest.mark.parametrize(
    ("line", "reference"),
    [
        ("Znak: OR.1431.2.2026", "OR.1431.2.2026"),
        ("Znak sprawy: OR.1431.2.2026          Testowo, 3.03.2026", "OR.1431.2.2026"),
        ("L.dz. 45/2026", "45/2026"),
        ("L. dz.: 45/2026", "45/2026"),
        ("l.dz. 45/26", "45/26"),
        ("Nasz znak: TT/1/2026    Wasz znak: GK.7021.15.2026", "TT/1/2026"),
        ("Wasz znak: GK.7021.15.2026", None),
        ("OR.1431.2.2026.AB", "OR.1431.2.2026.AB"),
        ("Sygn. akt I C 77/26", "I C 77/26"),
        ("Km 77/26", "Km 77/26"),
        ("Dotyczy: decyzji nr AB.12.3.2026", None),
    ],
)
def test_the_senders_reference(line: str, reference: str | None) -> None:
    best = read(_HEAD + line + _TAIL).best("sender_reference")
    assert (best.value if best and best.confidence >= 0.5 else None) == reference


def test_our_mark_in_a_citizens_letter_is_no_reference() -> None:
    found = read("Jan Testowy\nul. Próbna 1\n43-555 Wzorów\n\nznak sprawy: GK.7021.15.2026" + _TAIL)
    best = found.best("sender_reference")
    assert best is None or best.confidence < 0.5
    assert value(found, "case_mark") == "GK.7021.15.2026"


def test_our_symbol_misread_is_mended() -> None:
    found = read(
        "Jan Testowy\nul. Próbna 1\n43-555 Wzorów" + _TAIL + "\n\nDotyczy sprawy AU.6730.l2.2O26 z dnia 1 marca 2026 r."
    )
    assert value(found, "case_mark") == "AU.6730.12.2026"
