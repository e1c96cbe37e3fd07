"""Identifiers: our own and the public ones."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kancelaria.domain import identifiers as ids
from kancelaria.domain.errors import InvalidInput

SERIES = st.text(string.ascii_uppercase + string.digits, min_size=2, max_size=4)
SERIALS = st.integers(1, ids.MAX_SERIAL)


@pytest.mark.parametrize(
    ("series", "year", "serial", "uid"),
    [("K1A", 2026, 123, "K1A-26-000123-U"), ("K2B", 26, 1, "K2B-26-000001-S"), ("MO0", 26, 999_999, "MO0-26-999999-0")],
)
def test_known_identifiers(series: str, year: int, serial: int, uid: str) -> None:
    assert ids.make_document_uid(series, year, serial) == uid
    assert ids.without_hyphens(uid) == uid.replace("-", "")
    assert ids.with_hyphens(uid.replace("-", "").lower()) == uid


@pytest.mark.rule("identifier alphabet")
@given(SERIES, st.integers(0, 99), SERIALS)
def test_made_identifiers_are_read_back_in_any_form(series: str, year: int, serial: int) -> None:
    uid = ids.make_document_uid(series, year, serial)
    expected = ids.DocumentUid(series, year, serial)
    assert ids.parse_document_uid(uid) == expected
    assert ids.parse_document_uid(f" {uid.lower().replace('-', ' ')} ") == expected
    assert not set(uid) & set(r" \/*?:=,;")


@given(SERIES, SERIALS, st.data())
def test_one_wrong_sign_is_always_noticed(series: str, serial: int, data: st.DataObject) -> None:
    compact = ids.without_hyphens(ids.make_document_uid(series, 26, serial))
    place = data.draw(st.integers(0, len(compact) - 1))
    other = data.draw(
        st.sampled_from([sign for sign in string.digits + string.ascii_uppercase if sign != compact[place]])
    )
    assert not ids.is_document_uid(compact[:place] + other + compact[place + 1 :])


@given(st.text(max_size=20))
def test_any_text_is_an_identifier_or_refused(text: str) -> None:
    if ids.is_document_uid(text):
        assert ids.is_document_uid(ids.with_hyphens(text))
    else:
        with pytest.raises(InvalidInput):
            ids.parse_document_uid(text)


def test_what_cannot_be_made() -> None:
    for series in ("K", "ABCDE", "k1a", "Ł1A", ""):
        with pytest.raises(InvalidInput):
            ids.make_document_uid(series, 26, 1)
    for serial in (0, -1, 1_000_000):
        with pytest.raises(InvalidInput):
            ids.make_document_uid("K1A", 26, serial)
    assert not ids.is_document_uid("K1A26000000" + ids.DocumentUid("K1A", 26, 0).compact[-1])


def test_series_of_points() -> None:
    assert [ids.series_of_point(symbol) for symbol in ("K1", "kp-12", "ABCD", "Z")] == ["K1A", "KP1A", "ABCA", "ZA"]
    assert ids.series_of_point("K1", 2) == "K1C"
    for symbol, epoch in (("ąę", 0), ("K1", 26)):
        with pytest.raises(InvalidInput):
            ids.series_of_point(symbol, epoch)


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (ids.is_pesel, ["00810100002", "99922900004"], ["00810100003", "00991300005", "123", ""]),
        (ids.is_nip, ["123-456-32-18", "1234563218"], ["1234563219", "123456321", ""]),
        (ids.is_regon, ["123456785", "12345678500000", "12345678512347", "123-456-785"],
         ["123456786", "12345678600000", "12345678512348", "1", ""]),
        (ids.is_krs, ["0000123456"], ["123456", "0000000000", "00001234567", "٠٠٠٠١٢٣٤٥٦"]),
        (ids.is_postcode, ["43-190"], ["43190", "4-3190", "43-19", "٤٣-١٩٠"]),
        (ids.is_posting_number, ["RR473124829PL", "rr 473124829 pl", "00159007731234567899"],
         ["RR473124828PL", "00159007731234567890", "R", ""]),
    ],
)  # fmt: skip
def test_public_identifiers(check: object, good: list[str], bad: list[str]) -> None:
    assert callable(check)
    assert [text for text in good if not check(text)] == []
    assert [text for text in bad if check(text)] == []


def test_s10_checks_that_fold() -> None:
    """A remainder of ten gives 0, of eleven gives 5."""
    found = dict.fromkeys("05", 0)
    for number in range(200):
        body = f"{number:08d}"
        total = sum(w * int(d) for w, d in zip((8, 6, 4, 2, 3, 5, 9, 7), body, strict=True))
        if total % 11 in (0, 1):
            check = "5" if total % 11 == 0 else "0"
            assert ids.is_posting_number(f"RR{body}{check}PL")
            found[check] += 1
    assert all(found.values())


def test_krs_is_padded_and_ade_only_warns() -> None:
    assert ids.pad_krs(" 123456 ") == "0000123456"
    with pytest.raises(InvalidInput):
        ids.pad_krs("12a")
    assert ids.ade_doubt("AE:PL-12345-67890-ABCDE-12") is None
    assert "AE:PL" in (ids.ade_doubt("AE:PL-1") or "")
    ids.check_public_identifier("nip", "1234563218")
    with pytest.raises(InvalidInput) as refused:
        ids.check_public_identifier("pesel", "1")
    assert refused.value.code == "bad_pesel"
