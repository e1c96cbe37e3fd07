"""Tesseract's table becomes words; known misreadings are put right and nothing else is touched."""

from __future__ import annotations

import pytest

from scanning.ocr.protocol import Word
from scanning.ocr.repair import repaired
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
        ("kontakt@example.com", "kontakt@example.com"),
        ("www.Qexample.pl", "www.Qexample.pl"),
        ("©2026", "©2026"),
        ("art.17", "art.17"),
        ("...", "..."),
    ],
)
def test_only_known_misreadings_are_put_right(read: str, right: str) -> None:
    assert repaired(read) == right
