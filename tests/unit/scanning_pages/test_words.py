"""Tesseract's table becomes words; known misreadings are put right and nothing else is touched."""

from __future__ import annotations

import pytest

from scanning.ocr.protocol import Word
from scanning.ocr.repair import repaired, repaired_after, repaired_words
from scanning.ocr.tsv import words_of

TABLE = """level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext
1\t1\t0\t0\t0\t0\t0\t0\t100\t100\t-1\t
5\t1\t2\t1\t1\t1\t10\t20\t30\t8\t96.5\tUrząd
5\t1\t2\t1\t1\t2\t45\t20\t30\t8\t91\tMiasta
5\t1\t2\t1\t2\t1\t10\t40\t0\t8\t91\tbezszerokości
5\t1\t2\t2\t1\t1\t10\t60\t30\t8\t12\t{blank}
5\t1\t4\t1\t1\t1\t10\t80\t30\t8\t101\tRynek
""".format(blank=" ")


def test_words_keep_place_order_and_confidence() -> None:
    assert list(words_of(TABLE)) == [
        Word("Urząd", (10, 20, 40, 28), 0.965, 0, 0),
        Word("Miasta", (45, 20, 75, 28), 0.91, 0, 0),
        Word("Rynek", (10, 80, 40, 88), 1.0, 1, 1),
    ]


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("biuro.93Q©example.org", "biuro.93@example.org"),
        ("biuro.50©©example.org,", "biuro.50@example.org,"),
        ("<biuro(Q©example.com>", "<biuro@example.com>"),
        ("biuro.71Qexample.org", "biuro.71@example.org"),
        ("biuro./3Q©example.com", "biuro.73@example.com"),
        ("biuro.77©", "biuro.77@"),
        ("O$.6220.206.2026", "OŚ.6220.206.2026"),
        ("Ill", "III"),
        ("Il.", "II."),
        ("Ala", "Ala"),
        ("7Qexample.com", "7@example.com"),
        ("1053-SPV./30.46.2026", "1053-SPV.730.46.2026"),
        ("WSE.400./7.2026", "WSE.400.77.2026"),
        ("292/-SKA.203.32.2026", "2927-SKA.203.32.2026"),
        ("ZN-I1.548.672.2026", "ZN-II.548.672.2026"),
        ("1G.4962.107.2026", "IG.4962.107.2026"),
        ("S0.5343.117.2026", "SO.5343.117.2026"),
        ("12/5/2026", "12/5/2026"),
        ("5./6.", "5./6."),
        ("1A.12", "1A.12"),
        ("A0.12", "A0.12"),
        ("kontakt@example.com", "kontakt@example.com"),
        ("www.Qexample.pl", "www.Qexample.pl"),
        ("©2026", "©2026"),
        ("art.17", "art.17"),
        ("...", "..."),
    ],
)
def test_only_known_misreadings_are_put_right(read: str, right: str) -> None:
    assert repaired(read) == right


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("art. 61 $ 1", "art. 61 § 1"),
        ("za 100 $ miesięcznie", "za 100 $ miesięcznie"),
        ("Sp. z 0.0", "Sp. z o.o."),
        ("Sp. z 10.0., ul.", "Sp. z o.o., ul."),
        ("jest z 0.0", "jest z 0.0"),
        ("dnia 9.111.2026 r.", "dnia 9.III.2026 r."),
        ("dnia 9.11.2026 r.", "dnia 9.11.2026 r."),
    ],
)
def test_words_are_put_right_by_those_before_them(words: str, right: str) -> None:
    said = ["", ""]
    for word in words.split():
        said.append(repaired_after(word, said[-1], said[-2]))
    assert " ".join(said[2:]) == right


def row(*words: tuple[str, int], line: int = 0) -> list[Word]:
    """Words of a line, each with the gap before it; twenty pixels high."""
    left, result = 100, []
    for text, gap in words:
        left += gap
        result.append(Word(text, (left, 10, left + 12 * len(text), 30), 0.9, line, 0))
        left += 12 * len(text)
    return result


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ((("urzadQ", 0), ("mikolow.example.com", 4)), "urzad@ mikolow.example.com"),
        ((("<biuro.21Qe:", 0), ("example.net>", 4)), "<biuro.21@ example.net>"),
        ((("poczta.87", 0), ("©example.org,", 3)), "poczta.87 @example.org,"),
        ((("poczta.87", 0), ("Qexample.org,", 3)), "poczta.87 @example.org,"),
        ((("strona", 0), ("Qexample.org", 20)), "strona Qexample.org"),
        ((("Q", 0), ("example.org", 3)), "Q example.org"),
        ((("z", 0), ("0.0.", 12)), "z o.o."),
    ],
)
def test_an_address_read_in_two_gets_its_sign_and_company_forms_read_apart_theirs(
    words: tuple[tuple[str, int], ...], right: str
) -> None:
    assert " ".join(word.text for word in repaired_words(row(*words))) == right


def test_another_lines_words_put_nothing_right() -> None:
    assert [word.text for word in repaired_words([*row(("z", 0)), *row(("0.0.", 0), line=1)])] == ["z", "0.0."]
