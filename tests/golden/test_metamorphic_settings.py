"""What may be changed around the facts of a text: where and when they happen, and how a sentence is put.

Names of people, asides and the order of lists: ``test_metamorphic.py``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from ingest.build import bundled_corpus
from ingest.documents.discover import Source
from ingest.documents.load import make_document
from ingest.documents.manifest import ManifestRow
from ingest.gazetteer import PlaceNames
from ingest.model import Document
from tests.golden.cases import Case, load_cases, problems
from tests.golden.changes import (
    CALENDAR,
    FORMATS,
    MONTHS,
    Change,
    date_first,
    months_later,
    moved,
    passive,
    replaced,
    with_strings,
    written,
    years_later,
)
from tests.golden.readings import Row, read_text, reader, rows_of
from tests.golden.test_metamorphic import difference, marked

TOWNS: Mapping[str, tuple[str, ...]] = {
    "short": ("Ufa", "Bonn", "Jos", "Qom", "Ulm"),
    "long": (
        *("Petropavlovsk-Kamchatsky", "Santa Cruz de la Sierra", "San Salvador de Jujuy", "Kuala Terengganu"),
        "Las Palmas de Gran Canaria",
    ),
    "marks": ("Łódź", "Gəncə", "Şanlıurfa", "Malmö", "Córdoba"),
}
"""Towns of other countries that the gazetteer knows, at least as many as any case has."""

COUNTRIES = (
    *("Togo", "Chad", "Jordan", "Türkiye", "Papua New Guinea", "Bosnia and Herzegovina", "Côte d'Ivoire"),
    *("South Africa", "the Gambia", "the Netherlands", "Hong Kong", "El Salvador"),
)


def other_years(case: Case) -> Case | None:
    """Three years later, or where that would make weekdays wrong as many earlier as the calendar takes to repeat."""
    return years_later(case, 3) or years_later(case, -CALENDAR)


def other_form(case: Case) -> Case | None:
    """With dates in a form that the case's own name chooses."""
    return written(case, tuple(FORMATS)[crc32(case.name.encode()) % len(FORMATS)])


CHANGES: Mapping[str, Change] = {
    **{f"towns {name}": partial(moved, places=towns) for name, towns in TOWNS.items()},
    "years": other_years,
    "months": partial(months_later, months=2),
    "date form": other_form,
    "date first, comma": partial(date_first, comma=","),
    "date first": partial(date_first, comma=""),
    "passive": passive,
}

FOLLOWS_NOT: Mapping[str, str] = {
    "date form:figure_forms-made-up-of": "parts of a total behind a date with a comma, or in figures, are lost",
    "date first:custody_verbs-jailed": "a role right behind a date without a comma hides the verb",
    "passive:names-brothers-by-their-surname": "brothers told by their surname are not the subject of a passive",
    "date first:names-single-burmese": "a role right behind a date without a comma hides the verb",
}
"""Changes that change a fact today, ``change:case``, with the reason."""

CHANGED: list[tuple[str, str, Case]] = [
    (name, case.name, changed)
    for name, change in CHANGES.items()
    for case in load_cases()
    if case.xfail is None and (changed := change(case)) is not None
]


@pytest.mark.parametrize(
    "changed", [marked(f"{change}:{name}", FOLLOWS_NOT, changed) for change, name, changed in CHANGED]
)
def test_facts_follow_the_change(changed: Case) -> None:
    found = problems(changed)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_can_be_made_in_many_cases(change: str) -> None:
    assert sum(name == change for name, _, _ in CHANGED) >= 40


def test_no_reason_is_left_of_a_change_that_is_made_no_more() -> None:
    assert FOLLOWS_NOT.keys() <= {f"{change}:{name}" for change, name, _ in CHANGED}


# ------------------------------------------------------------------ one sentence, many settings

WHEN = {"events": "start_date", "detentions": "date", "sentences": "date"}
SETTINGS = {
    "march": ("events", "Hundreds of people marched in {place} on {date}."),
    "rally took place": ("events", "On {date} a rally took place in {place}."),
    "of a strike": ("events", "The teachers of {place} went on strike on {date}."),
    "place first": ("events", "In {place}, students held a demonstration on {date}."),
    "held in": ("events", "A demonstration was held on {date} in {place} by nurses."),
    "passive": ("detentions", "Mary Ncube was detained in {place} on {date}."),
    "active": ("detentions", "On {date} police in {place} arrested Mary Ncube."),
    "nominal": ("detentions", "The arrest of Mary Ncube in {place} on {date} caused an outcry."),
}
DATES = {
    "3 May 2021": "2021-05-03",
    "May 3, 2021": "2021-05-03",
    "3rd May 2021": "2021-05-03",
    "the 3rd of May 2021": "2021-05-03",
    "3 Sept. 2021": "2021-09-03",
    "03.05.2021": "2021-05-03",
    "2021-05-03": "2021-05-03",
    "31 December 1999": "1999-12-31",
    "29 February 2024": "2024-02-29",
    "1 January 1905": "1905-01-01",
    "Monday, 3 May 2021": "2021-05-03",
    "Monday 3 May 2021": "2021-05-03",
}


def wrong(place: str, when: str, frame: str) -> list[str]:
    """What is wrong of the one row that a frame states."""
    table, text = SETTINGS[frame]
    text = text.format(place=place, date=when)
    rows = rows_of(read_text(text[0].upper() + text[1:]))[table]
    wanted = {"location": place.removeprefix("the "), WHEN[table]: DATES[when]}
    told = [{name: row.get(name) for name in wanted} for row in rows]
    return [] if told == [wanted] else [f"{text}: want {wanted}, got {told}"]


@pytest.mark.parametrize(
    ("frame", "place"),
    [
        pytest.param(frame, place, id=f"{frame}:{place}")
        for frame in SETTINGS
        for place in (*(town for towns in TOWNS.values() for town in towns), *COUNTRIES)
    ],
)
def test_a_fact_takes_place_wherever_the_text_says(frame: str, place: str) -> None:
    assert not wrong(place, "3 May 2021", frame)


@pytest.mark.parametrize(
    ("frame", "when"),
    [pytest.param(frame, when, id=f"{frame}:{when}") for frame in SETTINGS for when in DATES],
)
def test_a_fact_takes_place_whenever_the_text_says(frame: str, when: str) -> None:
    assert not wrong("Lima", when, frame)


@pytest.mark.parametrize("line", ["Lima, 7 March 2024 – ", "LIMA, March 7, 2024 — "])
def test_a_dateline_gives_the_place_and_not_the_day(line: str) -> None:
    (row,) = rows_of(read_text(f"{line}Police arrested Mary Ncube at her home on 3 March 2024."))["detentions"]
    assert (row["location"].title(), row.get("date")) == ("Lima", "2024-03-03")


@pytest.mark.parametrize("line", ["LIMA (AP) — ", "LIMA, March 7 (Reuters) – ", "Lima (Peru) – ", "LIMA: "])
def test_a_dateline_places_what_has_no_place(line: str) -> None:
    (row,) = rows_of(read_text(f"{line}Police arrested Mary Ncube on 3 March 2024."))["detentions"]
    assert row["location"].title() == "Lima"


# ------------------------------------------------------------------ whole documents

CORPUS = sorted(bundled_corpus().glob("*.txt"))
WHOLE_THAT_FOLLOWS_NOT: Mapping[str, str] = {
    "towns:iran_azerbaijani_support_actions_2020": "the country of a wave in many towns is that of most places named",
    "date form:figure_forms-made-up-of": "parts of a total behind a date with a comma, or in figures, are lost",
    "form:iran_azerbaijani_support_actions_2020": "a month that follows a prison is read as part of its name",
    "towns:azerbaijan_2020_border_clash_protests": "a riot told without its town goes with the rally of the day before",
}
"""Changes of a bundled document that change a fact today, ``change:document``, with the reason."""
_MONTH = "|".join(MONTHS)
_YEARS = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?!\d|,\d)")
NEW_TOWNS = (
    *("Łódź", "Antofagasta", "Ulm", "Kota Kinabalu", "Gorzów Wielkopolski", "Bonn", "Cusco", "Tromsø", "Jos", "Mysore"),
    *("Santa Cruz de la Sierra", "Pau", "Windhoek", "Qingdao", "Malmö", "Graz", "Tampico", "Iringa", "Bergamo"),
    *("Cochabamba", "Uppsala", "Mombasa", "Nagasaki", "Poznań", "Kumasi", "Davao", "Arequipa", "Oulu", "Mzuzu"),
)


@cache
def is_town(name: str) -> bool:
    """Whether the gazetteer knows a name for a settlement's, and for nothing else's."""
    known = PlaceNames.load().get(name)
    return bool(known) and all(kind.kind == "settlement" for kind in known)


def bundled(name: str, *, text: str | None = None, years: int = 0) -> Document:
    """A bundled document as the build reads it, or with another text, some years later."""
    path = bundled_corpus() / name
    with (bundled_corpus() / "manifest.csv").open(encoding="utf-8-sig", newline="") as lines:
        (told,) = [row for row in csv.DictReader(lines) if row["file_name"] == name]
    day = date.fromisoformat(told["published_on"]) if told["published_on"] else None
    row = ManifestRow(
        title=later(told["title"], years),
        document_type=told["document_type"],
        published_on=day and day.replace(year=day.year + years),
    )
    data = path.read_bytes() if text is None else text.encode()
    document = make_document(data, Source(str(path), name, path, path.parent), row)
    assert isinstance(document, Document)
    return document


def later(text: str, years: int) -> str:
    return _YEARS.sub(lambda match: str(int(match.group(0)) + years), text)


def plain(document: Document, names: Mapping[str, str] | None = None, years: int = 0) -> Iterable[tuple[Any, int]]:
    """The rows that a document states, each with how often; with other names, some years later."""
    counted: dict[Any, int] = {}
    for table, rows in rows_of(reader().read(document)).items():
        for row in rows:
            key = table, frozen(row, names or {}, years)
            counted[key] = counted.get(key, 0) + 1
    return counted.items()


def frozen(row: Row, names: Mapping[str, str], years: int) -> tuple[tuple[str, Any], ...]:
    # A group and a demand are the text's own words.
    stated = {name: value for name, value in row.items() if name not in ("group", "demands")}
    told = with_strings(stated, lambda text: replaced(text, names))
    told = with_strings(told, lambda text: later(text, years))
    return tuple(sorted((name, tuple(v) if isinstance(v, list) else v) for name, v in told.items()))


def other_text(path: Path) -> str | None:
    """The text with "July 16, 2020" as "16 July 2020"; None where it has no such date."""
    before = bundled(path.name).text
    text = re.sub(rf"\b({_MONTH}) (\d{{1,2}}), (\d{{4}}),?", r"\2 \1 \3", before)
    text = re.sub(rf"\b({_MONTH}) (\d{{1,2}})(?!\d|,? \d|[-–]| and \d)\b", r"\2 \1", text)
    return text if text != before else None


@pytest.mark.parametrize("path", [marked(f"years:{path.stem}", WHOLE_THAT_FOLLOWS_NOT, path) for path in CORPUS])
def test_facts_of_a_whole_document_follow_its_years(path: Path) -> None:
    document = bundled(path.name)
    other = bundled(path.name, text=later(document.text, -CALENDAR), years=-CALENDAR)
    found = difference(plain(document, years=-CALENDAR), plain(other))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", [marked(f"form:{p.stem}", WHOLE_THAT_FOLLOWS_NOT, p) for p in CORPUS if other_text(p)])
def test_facts_of_a_whole_document_follow_the_form_of_its_dates(path: Path) -> None:
    document = bundled(path.name)
    found = difference(plain(document), plain(bundled(path.name, text=other_text(path))))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", [marked(f"towns:{path.stem}", WHOLE_THAT_FOLLOWS_NOT, path) for path in CORPUS])
def test_facts_of_a_whole_document_follow_its_towns(path: Path) -> None:
    document = bundled(path.name)
    told = {row["location"] for rows in rows_of(reader().read(document)).values() for row in rows if "location" in row}
    towns = sorted(name for name in told if is_town(name))
    assert len(towns) <= len(NEW_TOWNS)
    names = dict(zip(towns, NEW_TOWNS, strict=False))
    other = bundled(path.name, text=replaced(document.text, names))
    found = difference(plain(document, names), plain(other))
    assert not found, "\n".join(found)
