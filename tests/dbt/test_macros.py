"""Macros as DuckDB runs them: names, dates, distances and positions in text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import duckdb
import jinja2
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.gazetteer import name_key
from tests.dbt.dbt_runner import PROJECT


class _Macros:
    """The project's macros without dbt: they need nothing of it but Jinja."""

    def __init__(self) -> None:
        environment = jinja2.Environment(extensions=["jinja2.ext.do"])
        files = ("names", "partial_dates", "geography", "claim_fields", "keys", "merging", "mart_fields")
        self._source = "\n".join((PROJECT / f"macros/{name}.sql").read_text(encoding="utf-8") for name in files)
        self._environment = environment

    def __call__(self, call: str) -> str:
        """The SQL of one macro call, such as ``name_key('name')``."""
        return self._environment.from_string(self._source + "{{ " + call + " }}").render().strip()


@pytest.fixture(scope="module")
def apply() -> Callable[[str, Sequence[tuple[Any, ...]]], list[Any]]:
    """Run a macro call on rows whose columns are ``a``, ``b``, …; one result for each row, in order."""
    macros, connection = _Macros(), duckdb.connect()

    def run(call: str, rows: Sequence[tuple[Any, ...]]) -> list[Any]:
        columns = {chr(97 + i): [row[i] for row in rows] for i in range(len(rows[0]))}
        connection.register("given", pa.table({**columns, "place": list(range(len(rows)))}))
        found = connection.execute(f"select {macros(call)} from given order by place").fetchall()
        return [row[0] for row in found]

    return run


NAMES = [
    "Xankəndi",
    "the U.S.A.",
    "B.B.C. News",
    "U.N.H.C.R. office",
    "O’Brien & Sons",
    "Səid İbrahimov",
    "Sankt-Peterburg",
    "Straße des 17. Juni",
    "Łódź",
    "Æthelred",
    "Naz̧arlū",
    "  A   b  ",
    "",
    "'",
]


def test_name_key_is_that_of_the_gazetteer(apply: Callable[..., list[Any]]) -> None:
    assert apply("name_key('a')", [(name,) for name in NAMES]) == [name_key(name) for name in NAMES]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(alphabet="abcXYZ .-'’&əıİşçğöüÉñøłđ0123\u0301\u0327", max_size=25), min_size=1, max_size=40))
def test_name_key_agrees_with_the_gazetteer_on_any_name(apply: Callable[..., list[Any]], names: list[str]) -> None:
    # A run of more than five initials is beyond SQL's reach, and beyond names.
    names = [name for name in names if name.count(".") < 4]
    if names:
        assert apply("name_key('a')", [(name,) for name in names]) == [name_key(name) for name in names]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Najmeddin Sadikov", "Najmaddin Sadigov"),
        ("Ilham Alyev", "Ilham Aliyev"),
        ("Yaseman Zafari", "Yasemen Zafari"),
        ("Çingiz Hacıyev", "Chingiz Hajiyev"),
        ("Romanoff", "Romanov"),
        ("Ibrahimzadeh", "İbrahimzadə"),
        ("Ahmet", "Ahmed"),
        ("Xədicə", "Khadija"),
        ("Muhammad", "Mohammad"),
        ("Wahid", "Vahid"),
    ],
)
def test_transliterations_of_one_name_are_one_romanised_name(
    apply: Callable[..., list[Any]], one: str, other: str
) -> None:
    first, second = apply("romanised('a')", [(one,), (other,)])
    assert first == second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mustafa", "Murtaza"),
        ("Mohammad", "Meysam"),
        ("Sadullah", "Rahim"),
        ("Asghar", "Afsana"),
        ("Javad", "Javid"),
        ("Rashad", "Rashid"),
        ("Hasan", "Husayn"),
        ("Farid", "Farida"),
        ("Aliyev", "Aliyeva"),
        ("Ilham", "Ilhan"),
        ("Fatima", "Fatma"),
    ],
)
def test_different_names_stay_different_when_romanised(apply: Callable[..., list[Any]], one: str, other: str) -> None:
    first, second = apply("romanised('a')", [(one,), (other,)])
    assert first != second


def similarity(apply: Callable[..., list[Any]], one: str, other: str, *, is_family: bool) -> float:
    folded = apply("name_key('a')", [(one,), (other,)])
    roman = apply("romanised('a')", [(one,), (other,)])
    [score] = apply(
        f"name_part_similarity('a', 'b', 'c', 'd', is_family={is_family})", [(folded[0], roman[0], folded[1], roman[1])]
    )
    return float(score)


@pytest.mark.parametrize(
    ("one", "other", "is_family", "score"),
    [
        ("Fatima", "Fatima", False, 1.0),
        ("Sadikov", "Sadigov", True, 0.97),
        ("Fatima", "Fatma", False, 0.92),  # a vowel more inside the word
        ("Rzayi", "Rizayi", True, 0.92),
        ("Mohammadiya", "Mahammadiyan", True, 0.9),
    ],
)
def test_spellings_of_one_name_part_are_alike(
    apply: Callable[..., list[Any]], one: str, other: str, is_family: bool, score: float
) -> None:
    assert similarity(apply, one, other, is_family=is_family) == pytest.approx(score)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Farid", "Farida"),
        ("Ali", "Aliya"),
        ("Javad", "Javid"),
        ("Sadullah", "Asadullah"),
        ("Amr", "Amir"),
        ("Ilham", "Ilhan"),
    ],
)
def test_near_names_are_not_alike_enough(apply: Callable[..., list[Any]], one: str, other: str) -> None:
    assert similarity(apply, one, other, is_family=False) < 0.9


@pytest.mark.parametrize(
    ("text", "date", "precision"),
    [
        ("2020-07-16", dt.date(2020, 7, 16), "day"),
        ("2020-07", dt.date(2020, 7, 1), "month"),
        ("2020", dt.date(2020, 1, 1), "year"),
        ("--11-12", None, "unknown"),
        ("2021-02-31", None, "unknown"),
        ("last summer", None, "unknown"),
        (None, None, None),
    ],
)
def test_partial_dates(
    apply: Callable[..., list[Any]], text: str | None, date: dt.date | None, precision: str | None
) -> None:
    rows = [(text,), ("2020",)]  # the second gives the column its type
    assert apply("partial_date('a')", rows)[0] == date
    assert apply("partial_date_precision('a')", rows)[0] == precision


@pytest.mark.parametrize(
    ("left", "right", "comparison"),
    [
        (("2020-07-16", "day"), ("2020-07-20", "day"), -1),
        (("2020-07-16", "day"), ("2020-07-01", "month"), 0),
        (("2020-08-01", "month"), ("2020-07-31", "day"), 1),
        (("2020-01-01", "year"), ("2020-12-31", "day"), 0),
        (("2019-01-01", "year"), ("2020-12-31", "day"), -1),
    ],
)
def test_dates_are_compared_at_the_coarser_precision(
    apply: Callable[..., list[Any]], left: tuple[str, str], right: tuple[str, str], comparison: int
) -> None:
    row = (dt.date.fromisoformat(left[0]), left[1], dt.date.fromisoformat(right[0]), right[1])
    assert apply("compare_dates('a', 'b', 'c', 'd')", [row]) == [comparison]


def test_an_unknown_date_is_neither_before_nor_after(apply: Callable[..., list[Any]]) -> None:
    rows = [(None, "unknown", dt.date(2020, 1, 1), "day"), (dt.date(2020, 1, 1), "day", dt.date(2020, 1, 1), "day")]
    assert apply("compare_dates('a', 'b', 'c', 'd')", rows) == [None, 0]


def test_distance_is_in_kilometres(apply: Callable[..., list[Any]]) -> None:
    [distance] = apply("kilometres_between('a', 'b', 'c', 'd')", [(40.4, 49.9, 38.1, 46.3)])
    assert distance == pytest.approx(401, abs=5)  # Baku to Tabriz


def test_a_key_depends_on_its_parts_and_their_places(apply: Callable[..., list[Any]]) -> None:
    keys = apply("content_key(['a', 'b'])", [("x", "yz"), ("xy", "z"), ("x", "yz"), (None, "yz")])
    assert len(set(keys)) == 3
    assert keys[0] == keys[2]
    assert all(len(key) == 32 for key in keys)


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="aé\u0301🇦🇿👨‍👩‍👧ə\u200d\n ", min_size=1, max_size=40), st.data())
def test_positions_in_duckdb_count_code_points_like_python(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    row = duckdb.execute(
        "select length($text), substring($text, $start + 1, $end - $start), ($text)[$start + 1:$end]",
        {"text": text, "start": start, "end": end},
    ).fetchone()
    assert row == (len(text), text[start:end], text[start:end])
