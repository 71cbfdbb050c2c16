"""Dates: what is found in running text, and what it means where it stands."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.dates import DateContext, Partial, find_dates, resolve

PUBLISHED = date(2020, 7, 24)  # a Friday
CONTEXT = DateContext(published_on=PUBLISHED, anchor=Partial(2020, 7, 16), year=2020)

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def told(text: str, context: DateContext = CONTEXT) -> list[str]:
    """Each date of a text as partial ISO text; a range as ``first/last``; ``?`` where nothing is known."""
    found = []
    for expression in find_dates(text):
        first, last = resolve(expression, context)
        found.append((first.iso() or "?") + (f"/{last.iso()}" if last is not None else ""))
    return found


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("On 16 July 2020 police", "2020-07-16"),
        ("On July 16, 2020, police", "2020-07-16"),
        ("On July 16 2020 police", "2020-07-16"),
        ("on the 16th of July 2020", "2020-07-16"),
        ("on 16th July, 2020", "2020-07-16"),
        ("on July 16th, 2020", "2020-07-16"),
        ("Thursday, 16 July 2020", "2020-07-16"),
        ("on Thursday, July 16, 2020", "2020-07-16"),
        ("16 Jul 2020", "2020-07-16"),
        ("Jul. 16, 2020", "2020-07-16"),
        ("Sept. 3, 2019", "2019-09-03"),
        ("12 Nov 1989", "1989-11-12"),
        ("On the 12th of November 1989", "1989-11-12"),
        ("2020-07-16", "2020-07-16"),
        ("16.07.2020", "2020-07-16"),
        ("16/07/2020", "2020-07-16"),
        ("07/16/2020", "2020-07-16"),
        ("July 2020", "2020-07"),
        ("March of 2020", "2020-03"),
        ("early July 2020", "2020-07"),
        ("mid-July 2020", "2020-07"),
        ("the end of July 2020", "2020-07"),
        ("since 2019", "2019"),
        ("in 1998", "1998"),
        ("the 1989 protests", "1989"),
        ("the spring of 1989", "1989"),
    ],
)
def test_dates_that_give_their_year(text: str, iso: str) -> None:
    assert told(text, DateContext()) == [iso]


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("form", ["{d} {m} 2013", "{m} {d}, 2013", "the {d}th of {m} 2013", "{m} 2013"])
def test_every_month_in_every_order(month: int, form: str) -> None:
    text = form.format(d=14, m=MONTHS[month - 1])
    assert told(text, DateContext()) == [f"2013-{month:02d}" + ("-14" if "14" in text else "")]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("12-16 July 2020", "2020-07-12/2020-07-16"),
        ("from 12 to 16 July 2020", "2020-07-12/2020-07-16"),
        ("July 12–16, 2020", "2020-07-12/2020-07-16"),
        ("12 July – 3 August 2020", "2020-07-12/2020-08-03"),
        ("July 12 to August 3, 2020", "2020-07-12/2020-08-03"),
        ("30 December 2019 – 2 January 2020", "2019-12-30/2020-01-02"),
        ("December 30 to January 2, 2020", "2019-12-30/2020-01-02"),
        ("between 12 and 16 July 2020", "2020-07-12/2020-07-16"),
        ("the night of 12-13 July 2020", "2020-07-12/2020-07-13"),
        ("July and August 2020", "2020-07/2020-08"),
        ("2014-2016", "2014/2016"),
        ("2019–20", "2019/2020"),
        ("5, 6 and 7 October 2020", "2020-10-05/2020-10-07"),
        ("July 1, 2 and 3, 2020", "2020-07-01/2020-07-03"),
        ("on 3, 5, 8 and 9 May 2021", "2021-05-03/2021-05-09"),
        ("the night of 3-4 May 2021", "2021-05-03/2021-05-04"),
    ],
)
def test_ranges(text: str, iso: str) -> None:
    assert told(text, DateContext()) == [iso]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Thursday 16 July", "2020-07-16"),
        ("on July 16th", "2020-07-16"),
        ("1 May", "2020-05-01"),
        ("May 1", "2020-05-01"),
        ("5th October", "2019-10-05"),
        ("on 5-6 October", "2019-10-05/2019-10-06"),
        ("in July", "2020-07"),
        ("last July", "2020-07"),
        ("he may march in March", "2020-03"),
    ],
)
def test_a_missing_year_is_the_latest_that_publication_allows(text: str, iso: str) -> None:
    assert told(text) == [iso]


def test_a_date_whose_year_nothing_gives_keeps_day_and_month() -> None:
    assert told("on 12 November", DateContext()) == ["--11-12"]
    assert told("in November", DateContext()) == ["?"]


def test_the_dated_chain_gives_the_year() -> None:
    assert told("on 14 June", DateContext(anchor=Partial(2013, 6, 2), year=2013)) == ["2013-06-14"]


def test_the_chain_runs_on_into_the_next_year() -> None:
    assert told("on 9 January", DateContext(anchor=Partial(2013, 12, 20), year=2013)) == ["2014-01-09"]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("today", "2020-07-24"),
        ("today's rally", "2020-07-24"),
        ("this morning", "2020-07-24"),
        ("yesterday", "2020-07-23"),
        ("last night", "2020-07-23"),
        ("the day before yesterday", "2020-07-22"),
        ("on Friday", "2020-07-24"),
        ("on Thursday", "2020-07-23"),
        ("Monday morning", "2020-07-20"),
        ("last Friday", "2020-07-17"),
        ("this weekend", "2020-07-18/2020-07-19"),
        ("over the weekend", "2020-07-18/2020-07-19"),
        ("two weeks ago", "2020-07-10"),
        ("three years ago", "2017"),
        ("last week", "2020-07"),
        ("last month", "2020-06"),
        ("earlier this month", "2020-07"),
        ("last year", "2019"),
        ("this year", "2020"),
        ("16 July last year", "2019-07-16"),
        ("in March last year", "2019-03"),
        ("on March 3 this year", "2020-03-03"),
        ("on Monday last week", "2020-07-13"),
        ("on Monday of this week", "2020-07-20"),
        ("on May Day", "2020-05-01"),
        ("last spring", "2020"),
        ("last autumn", "2019"),
        ("this summer", "2020"),
        ("held since the spring", "2020"),
    ],
)
def test_words_that_go_by_the_day_of_publication(text: str, iso: str) -> None:
    assert told(text) == [iso]


@pytest.mark.parametrize("text", ["yesterday", "two weeks ago", "this weekend", "last month"])
def test_without_a_day_of_publication_such_words_tell_nothing(text: str) -> None:
    assert told(text, DateContext()) == ["?"]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("the same day", "2020-07-16"),
        ("that night", "2020-07-16"),
        ("the following day", "2020-07-17"),
        ("the next morning", "2020-07-17"),
        ("a day later", "2020-07-17"),
        ("two days later", "2020-07-18"),
        ("two days after that", "2020-07-18"),
        ("the following week", "2020-07-23"),
        ("two months later", "2020-09"),
        ("a year later", "2021"),
        ("several days later", "2020-07"),
        ("the previous day", "2020-07-15"),
        ("two days earlier", "2020-07-14"),
        ("a week earlier", "2020-07-09"),
        ("the following Friday", "2020-07-17"),
        ("that year", "2020"),
        ("later that year", "2020"),
        ("the day before", "2020-07-15"),
        ("the day after", "2020-07-17"),
        ("the night before", "2020-07-15"),
        ("that summer", "2020"),
        ("on 5 May of the following year", "2021-05-05"),
        ("in May of that year", "2020-05"),
    ],
)
def test_words_that_go_by_the_date_before(text: str, iso: str) -> None:
    assert told(text) == [iso]


@pytest.mark.parametrize(
    "text",
    [
        "some 2000 people",
        "2014 protesters",
        "1,998 people",
        "the 1990s",
        "in the 1980s",
        "he may go",
        "they march on",
        "a second march",
        "to are 12",
        "100 people",
        "the sun rose",
        "at 14:30",
        "Article 2019",
        "cell No. 2019",
        "the fall of the government",
        "a summer school",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("text", ["31 February 2020", "29 February 2019", "30 February", "31 April 2020", "May 35"])
def test_days_that_do_not_exist_are_found_and_marked(text: str) -> None:
    (expression,) = find_dates(text)
    assert expression.is_invalid


@pytest.mark.parametrize("text", ["29 February 2020", "29 February", "30 April 2020"])
def test_leap_days_exist(text: str) -> None:
    (expression,) = find_dates(text)
    assert not expression.is_invalid


@given(st.dates(date(1900, 1, 1), date(2090, 12, 31)))
def test_any_day_is_read_back_from_every_way_of_writing_it(day: date) -> None:
    month = MONTHS[day.month - 1]
    for text in (
        day.isoformat(),
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day:%A}, {month} {day.day}, {day.year}",
        f"the {day.day}th of {month} {day.year}",
        f"{day.day:02d}.{day.month:02d}.{day.year}",
    ):
        assert told(f"He was held on {text}.", DateContext()) == [day.isoformat()]


@given(st.dates(date(1900, 1, 1), date(2090, 12, 31)), st.integers(2, 12))
def test_days_later_and_earlier_are_days_of_the_calendar(day: date, count: int) -> None:
    context = DateContext(anchor=Partial.of(day))
    number = {2: "two", 3: "three", 4: "four", 5: "five"}.get(count, str(count))
    assert told(f"{number} days later", context) == [(day + timedelta(count)).isoformat()]
    assert told(f"{number} days earlier", context) == [(day - timedelta(count)).isoformat()]


@given(st.dates(date(1900, 1, 1), date(2090, 12, 31)), st.sampled_from(range(7)))
def test_a_weekday_is_the_last_one_up_to_publication(published: date, weekday: int) -> None:
    name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[weekday]
    (iso,) = told(f"on {name}", DateContext(published_on=published))
    assert 0 <= (published - date.fromisoformat(iso)).days < 7
    assert date.fromisoformat(iso).weekday() == weekday


@given(st.text(max_size=300), st.none() | st.dates(date(1600, 1, 1), date(2600, 1, 1)))
def test_any_text_is_read_and_spans_are_in_order_and_apart(text: str, published: date | None) -> None:
    before = 0
    for expression in find_dates(text):
        assert before <= expression.start < expression.end <= len(text)
        before = expression.end
        resolve(expression, DateContext(published_on=published))


WORDS = st.sampled_from(
    [
        *(
            "1",
            "12",
            "31",
            "2020",
            "July",
            "May",
            "the",
            "of",
            "and",
            "-",
            "to",
            "day",
            "later",
            "two",
            "weekend",
            "last",
        ),
        *("Friday", "that", "year", "before", "ago", ",", "following", "night", "week", "month", "1st", "in", "this"),
    ]
)


@given(st.lists(WORDS, max_size=12).map(" ".join), st.none() | st.dates(date(1600, 1, 1), date(2600, 1, 1)))
def test_any_order_of_the_words_of_dates_is_read(text: str, published: date | None) -> None:
    for expression in find_dates(text):
        assert text[expression.start : expression.end].strip()
        if not expression.is_invalid:
            first, _ = resolve(expression, DateContext(published, Partial(2020, 2, 28), 2020))
            assert first.year is None or first.is_valid


def test_a_story_does_not_go_back_before_its_last_date() -> None:
    context = DateContext(published_on=date(2022, 6, 12), anchor=Partial(2021, 12, 5), year=2021)
    assert told("On 8 June", context) == ["2022-06-08"]
    assert told("On 20 December", context) == ["2021-12-20"]


@pytest.mark.parametrize("text", ["Artyom (b. 1999)", "born on 5 May 1970", "who died in 1980", "(born: 1981)"])
def test_a_date_of_birth_or_death_dates_nothing_else(text: str) -> None:
    assert [expression.hint for expression in find_dates(text)] == ["life"]


@pytest.mark.parametrize("text", ["the day before the rally", "the day after his arrest", "two days before Easter"])
def test_a_day_beside_something_else_is_not_one_beside_the_date_before(text: str) -> None:
    assert all(expression.kind != "previous" or expression.amount == 0 for expression in find_dates(text))


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("bailed Tues.", "1976-05-11"),
        ("Mon. 10/5, a bus came", "1976-05-10"),
        ("out since 27/4 over pay", "1976-04-27"),
        ("on 6/5 threw it out", "1976-05-06"),
        ("On the 7th the night shift", "1976-05-07"),
        ("the morning of Tuesday the 4th", "1976-05-04"),
        ("on the 9th instant", "1976-05-09"),
        ("on the 9th ult. they", "1976-04-09"),
        ("the sit-down of November last", "1975-11"),
        ("on Monday last", "1976-05-10"),
        ("on Easter Monday", "1976-04-19"),
        ("on Good Friday 1998", "1998-04-10"),
        ("Wed 5 May 1976", "1976-05-05"),
    ],
)
def test_days_as_minutes_telegrams_and_diaries_write_them(text: str, iso: str) -> None:
    context = DateContext(published_on=date(1976, 5, 12), anchor=Partial(1976, 5, 10))
    first, last = resolve(find_dates(text)[0], context)
    assert (first.iso(), last) == (iso, None)


@pytest.mark.parametrize("text", ["open 24/7", "on 24/7 duty", "read in The Sun. Then", "He sat. They stood."])
def test_what_only_looks_like_a_day_is_none(text: str) -> None:
    assert find_dates(text) == ()
