"""Counts of people and things, by the conventions of the reference guide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.lexicon import load_lexicon
from ingest.language.quantities import find_quantities

LEXICON = load_lexicon()


def told(text: str) -> list[tuple[float | None, float | None]]:
    return [(quantity.low, quantity.high) for quantity in find_quantities(text, LEXICON)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        # exact
        ("36 people", 36, 36),
        ("one person", 1, 1),
        ("ten people", 10, 10),
        ("twenty-three people", 23, 23),
        ("one hundred and five people", 105, 105),
        ("a hundred people", 100, 100),
        ("two hundred people", 200, 200),
        ("twelve hundred people", 1200, 1200),
        ("a thousand people", 1000, 1000),
        ("two million people", 2_000_000, 2_000_000),
        ("2.5 million people", 2_500_000, 2_500_000),
        ("half a million people", 500_000, 500_000),
        ("two-and-a-half thousand people", 2_500, 2_500),
        ("one and a half million people", 1_500_000, 1_500_000),
        ("perhaps 50,000 people", 50_000, 50_000),
        ("1.5 lakh people", 150_000, 150_000),
        ("three crore people", 30_000_000, 30_000_000),
        ("a dozen people", 12, 12),
        ("two dozen people", 24, 24),
        ("30,000 people", 30_000, 30_000),
        ("30 000 people", 30_000, 30_000),
        ("12\u00a0500 people", 12_500, 12_500),
        ("1,234,567 people", 1_234_567, 1_234_567),
        ("the 19 detainees", 19, 19),
        ("zero injuries", 0, 0),
        ("a couple of people", 2, 2),
        # approximate is exact
        ("about 40 people", 40, 40),
        ("around 40 people", 40, 40),
        ("some 40 people", 40, 40),
        ("an estimated 40 people", 40, 40),
        ("nearly 40 people", 40, 40),
        ("40 or so people", 40, 40),
        ("exactly 12 people", 12, 12),
        ("a total of 412 people", 412, 412),
        ("another 20 people", 20, 20),
        ("a further 20 people", 20, 20),
        ("two score people", 40, 40),
        ("a couple of hundred people", 200, 200),
        ("hundreds upon hundreds of people", 200, 999),
        ("hundreds, if not thousands, of people", 200, 9999),
        ("forty-odd thousand people", 40_000, 40_000),
        ("a thousand five hundred people", 1500, 1500),
        ("20k people", 20_000, 20_000),
        ("5-6,000 people", 5000, 6000),
        ("from 700,000 to ten million people", 700_000, 10_000_000),
        # said twice
        ("twelve (12) people", 12, 12),
        ("one hundred twenty (120) people", 120, 120),
        ("2 [two] people", 2, 2),
        # ends left open behind the number
        ("700, tops", None, 700),
        ("forty of us at the very most", None, 40),
        ("300 people at most", None, 300),
        ("200 at the very least", 200, None),
        ("a hundred or more people", 100, None),
        ("sixty-plus people", 60, None),
        ("well over 500 people", 500, None),
        (">300 people", 300, None),
        # open ends
        ("more than 30 people", 30, None),
        ("over 30 people", 30, None),
        ("at least 30 people", 30, None),
        ("no fewer than 30 people", 30, None),
        ("upwards of 30 people", 30, None),
        ("well over 100 people", 100, None),
        ("30+ people", 30, None),
        ("30 or more people", 30, None),
        ("more than a hundred people", 100, None),
        ("as many as 120 people", None, 120),
        ("up to 120 people", None, 120),
        ("no more than 50 people", None, 50),
        ("fewer than 120 people", None, 120),
        ("less than 10 people", None, 10),
        # ranges
        ("700 to 800 people", 700, 800),
        ("700-800 people", 700, 800),
        ("700–800 people", 700, 800),
        ("between 700 and 800 people", 700, 800),
        ("from 700 to 800 people", 700, 800),
        ("five or six people", 5, 6),
        ("30 to 50 thousand people", 30_000, 50_000),
        ("three to four thousand people", 3000, 4000),
        ("two or three dozen people", 24, 36),
        # vague words
        ("dozens of people", 24, 99),
        ("dozens more people", 24, 99),
        ("several dozen people", 36, 99),
        ("hundreds of people", 200, 999),
        ("several hundred people", 300, 999),
        ("a few hundred people", 300, 999),
        ("thousands of people", 2000, 9999),
        ("several thousand people", 3000, 9999),
        ("tens of thousands of people", 20_000, 99_999),
        ("hundreds of thousands of people", 200_000, 999_999),
        ("several people", 3, None),
        ("a number of people", 3, None),
        ("some people", 3, None),
        ("at least several dozen people", 36, None),
    ],
)
def test_counts(text: str, low: float | None, high: float | None) -> None:
    assert told(text) == [(low, high)]


@pytest.mark.parametrize(
    "text",
    [
        *("many people", "a group of people", "a large number of people", "workers", "no people", "1000s of people"),
        *("100%", "the 3rd rally", "a 5-year term", "10-day", "$500", "£20", "a man", "tens of people"),
    ],
)
def test_what_is_no_count(text: str) -> None:
    assert told(text) == []


def test_two_counts_in_one_text_stay_two() -> None:
    assert told("Police held 40 men and 12 women") == [(40, 40), (12, 12)]
    assert told("20 were freed, 3 of them on bail") == [(20, 20), (3, 3)]


def test_spans_cover_qualifier_and_number() -> None:
    text = "Police held more than 30 people."
    (quantity,) = find_quantities(text, LEXICON)
    assert text[quantity.start : quantity.end] == "more than 30"


def test_a_count_right_behind_a_taken_stretch_is_found() -> None:
    text = "March 4 - Two people were hurt."
    assert [(q.low, q.high) for q in find_quantities(text, LEXICON, ((0, 7),))] == [(2, 2)]


def test_what_is_taken_by_dates_or_money_is_no_count() -> None:
    text = "On 16 July 40 people came"
    assert [q.low for q in find_quantities(text, LEXICON, ((3, 10),))] == [40]


@given(st.integers(1, 10**9))
def test_any_whole_number_is_read_with_and_without_separators(number: int) -> None:
    assert told(f"{number} people") == [(number, number)]
    assert told(f"{number:,} people") == [(number, number)]


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_range_goes_from_the_smaller_to_the_larger(first: int, second: int) -> None:
    low, high = sorted((first, second))
    if low < high:
        assert told(f"between {low:,} and {high:,} people") == [(low, high)]


TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@pytest.mark.parametrize("tens", range(8))
@pytest.mark.parametrize("ones", range(9))
def test_spelled_numbers_below_a_hundred(tens: int, ones: int) -> None:
    number = (tens + 2) * 10 + ones + 1
    assert told(f"{TENS[tens]}-{ONES[ones]} people") == [(number, number)]
    assert told(f"three hundred and {TENS[tens]}-{ONES[ones]} people") == [(300 + number, 300 + number)]


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    before = 0
    for quantity in find_quantities(text, LEXICON):
        assert before <= quantity.start < quantity.end <= len(text)
        assert quantity.low is not None or quantity.high is not None
        assert quantity.low is None or quantity.high is None or quantity.low <= quantity.high
        before = quantity.end


WORDS = st.sampled_from(
    [
        *("two", "hundred", "thousand", "and", "a", "dozen", "of", "or", "to", "-", "12", "1,000", "between", "more"),
        *("than", "several", "half", "million", "up", "at", "least", "some", "zero", "lakh", "5", ",", "from", "few"),
    ]
)


@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_any_order_of_number_words_gives_ends_in_order(text: str) -> None:
    for quantity in find_quantities(text, LEXICON):
        assert quantity.low is None or quantity.high is None or quantity.low <= quantity.high
