"""The code of a receipt: what it says, what proves it, and how it survives being typed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.identifiers import make_document_uid
from kancelaria.domain.receipts import (
    LetterPages,
    ReceiptClaim,
    find_code,
    is_genuine,
    letters_digest,
    read_code,
    receipt_code,
)

KEY = bytes(range(32))
LETTERS = (LetterPages(make_document_uid("K1A", 2026, 123), ("a" * 64, "b" * 64)),)
CLAIM = ReceiptClaim("K1A", LETTERS[0].document_uid, 1, "2026-11-20T10:42", False, 1, letters_digest(LETTERS))
CODE = receipt_code(CLAIM, KEY)

claims = st.builds(
    ReceiptClaim,
    st.sampled_from(["K1A", "MO", "ZZZZ"]),
    st.integers(1, 999_999).map(lambda serial: make_document_uid("K1A", 2026, serial)),
    st.integers(1, 500),
    st.sampled_from(["2026-11-20", "2026-11-20T00:00", "2027-02-28T23:59"]),
    st.booleans(),
    st.integers(1, 20),
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", min_size=16, max_size=16),
)


@given(claims)
def test_a_code_says_what_was_claimed(claim: ReceiptClaim) -> None:
    code = receipt_code(claim, KEY)
    assert read_code(code) == claim
    assert is_genuine(code, KEY)
    assert not is_genuine(code, bytes(32))


@given(claims, st.data())
def test_any_changed_sign_is_found_out(claim: ReceiptClaim, data: st.DataObject) -> None:
    code = receipt_code(claim, KEY)
    place = data.draw(st.integers(0, len(code) - 1))
    other = data.draw(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").filter(lambda sign: sign != code[place]))
    assert not is_genuine(code[:place] + other + code[place + 1 :], KEY)


@pytest.mark.parametrize(
    "change",
    [{"duplicate": True}, {"copy": 2}, {"received": "2026-11-20T10:43"}, {"count": 2}, {"series": "K2A"}],
    ids=lambda change: next(iter(change)),
)
def test_no_other_claim_fits_the_proof(change: dict[str, object]) -> None:
    said = receipt_code(replace(CLAIM, **change), KEY).rpartition("-")[0]  # type: ignore[arg-type]
    assert not is_genuine(f"{said}-{CODE.rpartition('-')[2]}", KEY)


def test_digest_depends_on_every_page_and_its_order() -> None:
    (letter,) = LETTERS
    others = [
        (replace(letter, page_hashes=letter.page_hashes[::-1]),),
        (replace(letter, page_hashes=letter.page_hashes[:1]),),
        (replace(letter, page_hashes=()),),
        (replace(letter, document_uid=make_document_uid("K1A", 2026, 124)),),
        (letter, letter),
    ]
    assert letters_digest(LETTERS) not in {letters_digest(each) for each in others}


@pytest.mark.parametrize(
    "typed",
    [CODE, CODE.lower(), f"  {CODE[:30]}\n {CODE[30:]} ", f"https://example.com/sprawa/1#{CODE}"],
    ids=["as is", "small letters", "broken line", "in an address"],
)
def test_code_is_found_in_what_was_typed(typed: str) -> None:
    assert find_code(typed) == CODE


def test_digits_copied_for_letters_are_letters() -> None:
    said, digest, proof = CODE.rsplit("-", 2)
    mistaken = "-".join([said, digest.replace("O", "0"), proof.replace("I", "1").replace("B", "8")])
    assert find_code(mistaken) == CODE


@pytest.mark.parametrize("text", ["", "KP1", "K1A-26-000123-U", CODE[:-1], CODE.replace("K1A26", "K1A27")])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_code(text)
    assert refused.value.code == "no_receipt_code"


def test_code_names_nobody_and_is_short() -> None:
    assert CODE.isascii()
    assert len(CODE) == 72
    assert CODE.startswith("KP1-K1A-K1A26000123")
