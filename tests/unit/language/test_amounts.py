"""Lengths of time in days, and amounts of money with their currency."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.amounts import find_durations, find_money
from ingest.language.lexicon import load_lexicon
from tests.unit.marks import fails_today

LEXICON = load_lexicon()


def days(text: str) -> list[float]:
    return [duration.days for duration in find_durations(text, LEXICON)]


def money(text: str, country: str | None = None) -> list[tuple[float, str]]:
    return [(amount.amount, amount.currency) for amount in find_money(text, LEXICON, country)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two years", 730),
        ("2 years and 7 months", 940),
        ("7 months and 16 days", 226),
        ("6 months, 10 days", 190),
        ("1 year 6 months", 545),
        ("one year, two months and three days", 428),
        ("five years and six months and 10 days", 2015),
        ("a five-year sentence", 1825),
        ("an 18-month jail term", 540),
        ("15-day", 15),
        ("30 days", 30),
        ("three weeks", 21),
        ("a fortnight", 14),
        ("a month", 30),
        ("half a year", 182.5),
        ("2.5 years", 912.5),
        ("one and a half years", 545),
        ("48 hours", 2),
        ("72 hours", 3),
        ("ten years' imprisonment", 3650),
        ("six months’ jail", 180),
        ("twenty-five years", 9125),
        ("several months", 90),
        ("a year and a half", 545),
        ("two-and-a-half years", 910),
        ("12 yrs", 4380),
    ],
)
def test_lengths_of_time(text: str, expected: float) -> None:
    assert days(text) == [expected]


def test_lengths_in_a_row_stay_apart() -> None:
    assert days("14 months, nine months, and four months and two weeks") == [420, 270, 134]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("7-10 days", 7, 10),
        ("seven to ten days", 7, 10),
        ("from 12 to 15 years", 4380, 5475),
        ("between two and five years", 730, 1825),
    ],
)
def test_ranges_of_time(text: str, low: float, high: float) -> None:
    assert [(duration.low, duration.days) for duration in find_durations(text, LEXICON)] == [(low, high)]


@pytest.mark.parametrize(
    "text", ["a 20-year-old student", "20 years old", "aged 30 years", "life", "the years", "in 2020"]
)
def test_ages_and_dates_are_no_length_of_time(text: str) -> None:
    assert days(text) == []


@pytest.mark.parametrize(("text", "adjective"), [("a five-year term", True), ("five years", False), ("18-month", True)])
def test_a_length_with_a_hyphen_is_an_adjective(text: str, adjective: bool) -> None:
    (duration,) = find_durations(text, LEXICON)
    assert duration.is_adjective is adjective


@given(st.integers(1, 40), st.integers(1, 11), st.integers(1, 29))
def test_years_months_and_days_add_up(years: int, months: int, rest: int) -> None:
    assert days(f"sentenced to {years} years, {months} months and {rest} days") == [years * 365 + months * 30 + rest]


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("42,420 tenge", 42_420, "KZT"),
        ("€750", 750, "EUR"),
        ("£250", 250, "GBP"),
        ("$1,000", 1000, "USD"),
        ("$ 5,000", 5000, "USD"),
        ("US$5,000", 5000, "USD"),
        ("HK$2,000", 2000, "HKD"),
        ("NT$3,000", 3000, "TWD"),
        ("C$500", 500, "CAD"),
        ("A$500", 500, "AUD"),
        ("S$500", 500, "SGD"),
        ("5,000 Hong Kong dollars", 5000, "HKD"),
        ("500 Australian dollars", 500, "AUD"),
        ("500 dollars", 500, "USD"),
        ("one thousand dollars", 1000, "USD"),
        ("Rs 10,000", 10_000, "INR"),
        ("10,000 rupees", 10_000, "INR"),
        ("20 lakh rupees", 2_000_000, "INR"),
        ("₹5,000", 5000, "INR"),
        ("5 million tomans", 50_000_000, "IRR"),
        ("5 million rials", 5_000_000, "IRR"),
        ("1,000 manats", 1000, "AZN"),
        ("AZN 1,000", 1000, "AZN"),
        ("1,000 AZN", 1000, "AZN"),
        ("5000 USD", 5000, "USD"),
        ("GBP 250", 250, "GBP"),
        ("50,000 roubles", 50_000, "RUB"),
        ("50,000 rubles", 50_000, "RUB"),
        ("₽500", 500, "RUB"),
        ("1000 Belarusian rubles", 1000, "BYN"),
        ("100,000 kyats", 100_000, "MMK"),
        ("500 rand", 500, "ZAR"),
        ("5,000 zlotys", 5000, "PLN"),
        ("a 200-euro fine", 200, "EUR"),
        ("two thousand euros", 2000, "EUR"),
        ("10 000 euros", 10_000, "EUR"),
        ("£1.5m", 1_500_000, "GBP"),
        ("$2bn", 2_000_000_000, "USD"),
        ("2 million pounds", 2_000_000, "GBP"),
        ("a hundred pounds", 100, "GBP"),
        ("₦50,000", 50_000, "NGN"),
        ("50,000 naira", 50_000, "NGN"),
        ("500 lari", 500, "GEL"),
        ("1,500 hryvnias", 1500, "UAH"),
        ("₴1700", 1700, "UAH"),
        ("10,000 yen", 10_000, "JPY"),
        ("¥10,000", 10_000, "JPY"),
        ("500 baht", 500, "THB"),
        ("1 million dong", 1_000_000, "VND"),
        ("300 liras", 300, "TRY"),
        ("600 Swiss francs", 600, "CHF"),
        ("400 kronor", 400, "SEK"),
        ("500 ringgit", 500, "MYR"),
        ("RM 500", 500, "MYR"),
        ("UGX 1 million", 1_000_000, "UGX"),
        ("Rp 5 million", 5_000_000, "IDR"),
        ("200,000 CFA francs", 200_000, "XAF"),
        ("half a million pounds", 500_000, "GBP"),
        ("Rs. 10,000", 10_000, "INR"),
        ("KSh 20,000", 20_000, "KES"),
        fails_today("3 million won", 3_000_000, "KRW", reason="the currency is not in the list"),
    ],
)
def test_amounts_of_money(text: str, amount: float, currency: str) -> None:
    assert money(f"a fine of {text}.") == [(amount, currency)]


@pytest.mark.parametrize(
    ("text", "country", "currency"),
    [
        ("500 dollars", "AU", "AUD"),
        ("500 dollars", "HK", "HKD"),
        ("500 dollars", "GB", "USD"),
        ("500 pounds", "EG", "EGP"),
        ("500 rupees", "PK", "PKR"),
        ("1,000 francs", "CH", "CHF"),
        ("300 pesos", "CL", "CLP"),
        ("50 dinars", "TN", "TND"),
        ("500 shillings", "UG", "UGX"),
        ("500 crowns", "CZ", "CZK"),
        ("Rs 500", "PK", "PKR"),
        ("$500", "CA", "CAD"),
        ("N5 million", "NG", "NGN"),
        ("K300", "ZM", "ZMW"),
        ("K300", "PG", "PGK"),
        ("MK300", "MW", "MWK"),
        ("G$500", "GY", "GYD"),
        ("500 kr", "NO", "NOK"),
        ("4,000 escudos", "PT", "PTE"),
    ],
)
def test_the_country_decides_between_currencies_of_one_name(text: str, country: str, currency: str) -> None:
    ((_, code),) = money(text, country)
    assert code == currency


def test_a_local_sign_means_nothing_elsewhere() -> None:
    assert money("N5 million", "FR") == []
    assert money("K300") == []


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("between £3,000 and £4,000", 3000, 4000),
        ("£3,000-£4,000", 3000, 4000),
        ("between two and three million dollars", 2_000_000, 3_000_000),
        ("$2-3 million", 2_000_000, 3_000_000),
        ("two hundred and fifty dollars", 250, 250),
        ("from £50 to £100", 50, 50),
    ],
)
def test_an_amount_may_be_a_range(text: str, low: float, high: float) -> None:
    first = find_money(text, LEXICON)[0]
    assert (first.amount, first.high) == (low, high)


@pytest.mark.parametrize(
    "text", ["all 36 people", "27 base units", "the pound", "euros", "500 people", "a real threat", "$"]
)
def test_what_is_no_money(text: str) -> None:
    assert money(text) == []


@given(st.integers(1, 10**9), st.sampled_from(["€{:,}", "{:,} euros", "EUR {:,}", "{} euros", "€{}"]))
def test_any_amount_in_any_form_is_one_amount(amount: int, form: str) -> None:
    assert money(f"He was fined {form.format(amount)} on Monday.") == [(amount, "EUR")]


@given(st.text(max_size=300), st.sampled_from([None, "AU", "PK", "EG"]))
def test_any_text_is_read(text: str, country: str | None) -> None:
    for found in (find_durations(text, LEXICON), find_money(text, LEXICON, country)):
        before = 0
        for item in found:
            assert before <= item.start < item.end <= len(text)
            before = item.end


WORDS = st.sampled_from(
    [
        *("two", "years", "and", "a", "half", "months", "12", "-", "days", "to", "€", "$", "5", "million", "pounds"),
        *("dollars", "Hong", "Kong", "Rs", "thousand", "of", ",", "hours", "week", "several", "an", "US$", "1,000"),
    ]
)


@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_lengths_and_amounts_are_never_negative(text: str) -> None:
    assert all(d.low >= 0 and d.days >= 0 for d in find_durations(text, LEXICON))
    assert all(m.amount >= 0 and len(m.currency) == 3 for m in find_money(text, LEXICON))
