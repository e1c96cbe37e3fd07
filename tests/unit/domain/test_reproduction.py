"""Domain 1.4: volumes and copies counted, carriers with where they lie."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kancelaria.domain.errors import OfficeError
from kancelaria.domain.reproduction import (
    CARRIER_WORDS,
    Carrier,
    CarrierKind,
    Volume,
    checked_carrier,
    checked_volume,
    copied,
    counted,
    moved,
)

DISC = Carrier(
    "c-1", "i-1", "K1A-26-000123-U", CarrierKind.CD, 2, "projekt", "szafa 3", "2026-11-20T09:14:00Z", "m.nowak"
)


@pytest.mark.rule("bound volumes")
@pytest.mark.parametrize(
    ("volume", "said"),
    [
        (Volume(1), "1 tom"),
        (Volume(4, 3), "4 tomy × 3 egz."),
        (Volume(5, 1, 1200), "5 tomów, 1200 str."),
        (Volume(4, 3, 250), "4 tomy × 3 egz., po 250 str."),
    ],
)
def test_a_volume_is_said_in_words(volume: Volume, said: str) -> None:
    assert checked_volume(volume).said == said


@pytest.mark.parametrize("volume", [Volume(0), Volume(1, 0), Volume(-1), Volume(1, 1, -1), Volume(100_000)])
def test_a_count_that_cannot_be_is_refused(volume: Volume) -> None:
    with pytest.raises(OfficeError) as refused:
        checked_volume(volume)
    assert refused.value.code == "bad_volume"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1 tom"),
        (2, "2 tomy"),
        (5, "5 tomów"),
        (12, "12 tomów"),
        (22, "22 tomy"),
        (113, "113 tomów"),
        (0, "0 tomów"),
    ],
)
def test_numbers_agree_with_their_noun(number: int, said: str) -> None:
    assert counted(number, "tom", "tomy", "tomów") == said


@pytest.mark.rule("carriers listed")
def test_a_carrier_needs_a_place_until_it_is_copied() -> None:
    assert checked_carrier(replace(DISC, place="  szafa  3 ", description=" projekt\n tom 1")).place == "szafa 3"
    for wrong, code in ((replace(DISC, place=" "), "place_missing"), (replace(DISC, count=0), "bad_count")):
        with pytest.raises(OfficeError) as refused:
            checked_carrier(wrong)
        assert refused.value.code == code
    assert moved(DISC, "pudło 7").place == "pudło 7"
    done = copied(DISC, "2026-11-21T08:00:00Z", "b.lis")
    assert (done.copied_at, done.copied_by) == ("2026-11-21T08:00:00Z", "b.lis")
    for again in (lambda: moved(done, "gdzie indziej"), lambda: copied(done, "x", "y")):
        with pytest.raises(OfficeError) as refused:
            again()
        assert refused.value.code == "carrier_copied"


def test_every_kind_has_its_word() -> None:
    assert set(CARRIER_WORDS) == set(CarrierKind)
