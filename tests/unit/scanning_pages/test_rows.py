"""Rows of a table stand on one line of the kept text; prose in columns stays as it is, and no word is lost."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from scanning.ocr.protocol import PageText, Word
from scanning.ocr.rows import in_rows
from scanning.pdf import text_of

Cell = tuple[int, int, str]
"""Left, top and the words of one line."""


def page(*blocks: list[Cell]) -> PageText:
    """Lines 30 high, every sign 15 wide."""
    words: list[Word] = []
    line = 0
    for number, cells in enumerate(blocks):
        for left, top, said in cells:
            at = left
            for text in said.split():
                words.append(Word(text, (at, top, at + 15 * len(text), top + 30), 0.9, line, number))
                at += 15 * (len(text) + 1)
            line += 1
    return PageText(tuple(words), 2000, 3000, 200)


NAMES = [(100, 500, "Lp. Nazwa"), (100, 560, "1 Usługa serwisowa"), (100, 620, "2 Dostawa kruszywa")]
LAST = [(100, 680, "3 Toner")]
PRICES = [(900, 501, "Ilość Cena"), (900, 562, "14 226,57"), (900, 619, "54 157,81"), (900, 682, "13 757,35")]
SUMS = [(1500, 500, "Wartość netto"), (1500, 560, "3 171,98"), (1500, 620, "8 521,74"), (1500, 681, "9 845,55")]


def test_columns_of_figures_are_read_row_by_row() -> None:
    above, beneath = [(100, 100, "Sprzedawca")], [(100, 900, "Dziękujemy")]
    read = page(above, NAMES, LAST, PRICES, SUMS, beneath)
    assert in_rows(read).text.split("\n\n") == [
        "Sprzedawca",
        "Lp. Nazwa Ilość Cena Wartość netto\n1 Usługa serwisowa 14 226,57 3 171,98\n"
        "2 Dostawa kruszywa 54 157,81 8 521,74\n3 Toner 13 757,35 9 845,55",
        "Dziękujemy",
    ]
    assert text_of([read]) == in_rows(read).text, "the kept text has it so"


def test_what_a_label_asks_for_stands_beside_it() -> None:
    labels = [(100, 100, "Miejsce wystawienia:"), (100, 160, "Data sprzedaży:")]
    read = page(labels, [(100, 400, "FAKTURA")], [(900, 101, "Wzorcowice"), (900, 161, "2026-11-07")])
    assert in_rows(read).text == "Miejsce wystawienia: Wzorcowice\nData sprzedaży: 2026-11-07\n\nFAKTURA"


def test_prose_and_addresses_in_columns_stay_apart() -> None:
    left = [(100, 100 + 60 * n, f"lewa kolumna wiersz {word}") for n, word in enumerate(("raz", "dwa", "trzy", "pięć"))]
    right = [(1100, 100 + 60 * n, f"prawa kolumna {word}") for n, word in enumerate(("raz", "dwa", "trzy", "pięć"))]
    read = page(left, right)
    assert in_rows(read) is read
    seller = [(100, 100, "Sprzedawca:"), (100, 160, "Wzor-Bud sp. z o.o."), (100, 220, "NIP: 0009457178")]
    buyer = [(1100, 100, "Nabywca:"), (1100, 160, "Gmina Mikołów"), (1100, 220, "NIP: 0000000112")]
    both = page(seller, buyer)
    assert in_rows(both) is both


def test_figures_that_stand_elsewhere_join_no_row() -> None:
    apart = [(left, top + 400, said) for left, top, said in SUMS]
    read = page(NAMES, apart)
    assert in_rows(read) is read


cells = st.tuples(
    st.integers(0, 60).map(lambda n: n * 30),
    st.integers(0, 90).map(lambda n: n * 32),
    st.sampled_from(["1 200,00", "Razem:", "Usługa serwisowa", "7", "23% 14", "dnia 3 maja", "Do zapłaty:"]),
)


@given(st.lists(st.lists(cells, min_size=1, max_size=5), max_size=8))
def test_no_word_is_lost_doubled_or_moved(blocks: list[list[Cell]]) -> None:
    read = page(*blocks)
    done = in_rows(read)
    assert Counter((w.text, w.box, w.confidence) for w in done.words) == Counter(
        (w.text, w.box, w.confidence) for w in read.words
    )
    assert [word.line for word in done.words] == sorted(word.line for word in done.words)
    assert [word.block for word in done.words] == sorted(word.block for word in done.words)
