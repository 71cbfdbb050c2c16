"""What must stop a build, and in what words: raw tables with one fault each, and the test that finds it.

The faults are the program's own mistakes. What is odd in the sources only warns (``test_marts.py``).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.dbt.dbt_runner import DbtRun, query, run_dbt, write_raw
from tests.dbt.small_world import SmallDocument, world

pytestmark = pytest.mark.slow

Tables = dict[str, list[dict[str, Any]]]


def sound(day: int = 1) -> Tables:
    """A rally, a detention, a sentence and a number, all as they should be; another day makes another document."""
    document = SmallDocument(
        f"sound_{day}.txt",
        f"On {day} May 2021 people marched in Baku.\nElvin Mammadov was detained.\nA court gave Elvin M. ten days.\n"
        "Some 30 to 40 people were there.\nLong " + "words " * 150,
        dt.date(2021, 5, 31),
    )
    baku = document.name("Baku", "place")
    person = document.name("Elvin Mammadov", "person")
    event = document.claim(
        "event",
        f"On {day} May 2021 people marched in Baku",
        event_kind="demonstration",
        start_date=f"2021-05-{day:02}",
        place=baku,
        participants_low=30,
        participants_high=40,
    )
    document.claim("detention", "Elvin Mammadov was detained", person=person, status="detained", event=event)
    document.claim(
        "sentence",
        "A court gave Elvin M. ten days",
        person=person,
        outcome="convicted",
        sentence_kind=["administrative_detention"],
        prison_days=10,
    )
    document.claim(
        "figure", "30 to 40 people", measure="participants", value_low=30, value_high=40, unit="people", event=event
    )
    return document.tables


def set_value(tables: Tables, field: str, value: str) -> None:
    next(row for row in tables["claim_values"] if row["field"] == field)["value"] = value


def misquote(tables: Tables) -> None:
    tables["claim_spans"][0]["quote"] = "Nobody marched in Baku"


def shift_by_one(tables: Tables) -> None:
    tables["claim_spans"][0]["char_start"] += 1
    tables["claim_spans"][0]["char_end"] += 1


def run_over_two_passages(tables: Tables) -> None:
    span, text = tables["claim_spans"][0], tables["documents"][0]["text"]
    span["char_end"] = text.index("detained")
    span["quote"] = text[span["char_start"] : span["char_end"]]


def quote_at_length(tables: Tables) -> None:
    span, text = tables["claim_spans"][0], tables["documents"][0]["text"]
    span["char_start"] = text.index("Long")
    span["char_end"] = span["char_start"] + 601
    span["quote"] = text[span["char_start"] : span["char_end"]]


def lose_evidence(tables: Tables) -> None:
    tables["claim_spans"] = [row for row in tables["claim_spans"] if row["claim_id"] != tables["claims"][1]["claim_id"]]


def lose_the_document(tables: Tables) -> None:
    tables["documents"] = []


def name_nobody(tables: Tables) -> None:
    tables["mentions"] = [row for row in tables["mentions"] if row["mention_type"] != "person"]


def invent_a_kind(tables: Tables) -> None:
    set_value(tables, "event_kind", "flash_mob")


def invent_a_penalty(tables: Tables) -> None:
    set_value(tables, "sentence_kind", "exile")


def invent_a_status(tables: Tables) -> None:
    set_value(tables, "status", "vanished")


def turn_a_range_round(tables: Tables) -> None:
    set_value(tables, "value_low", "50")


def turn_a_crowd_round(tables: Tables) -> None:
    set_value(tables, "participants_low", "60")


def invent_a_field(tables: Tables) -> None:
    tables["claim_values"].append({**tables["claim_values"][0], "field": "colour", "value": "red"})


def give_a_day_that_is_none(tables: Tables) -> None:
    set_value(tables, "start_date", "2021-02-31")


def point_at_a_missing_claim(tables: Tables) -> None:
    set_value(tables, "event", "gone")


def state_a_document_twice(tables: Tables) -> None:
    tables["documents"].append(dict(tables["documents"][0]))


@dataclass(frozen=True, slots=True)
class Fault:
    """Something done to sound tables, the test that must fail for it, and words that its message must have."""

    spoil: Callable[[Tables], None]
    test: str
    words: str


FAULTS = (
    Fault(misquote, "assert_quotes_are_the_stored_text", 'quotes "Nobody marched in Baku", but the text there is "On '),
    Fault(shift_by_one, "assert_quotes_are_the_stored_text", "characters 1 to 37: the evidence quotes"),
    Fault(run_over_two_passages, "assert_spans_lie_in_one_passage", "no single passage holds the span"),
    Fault(quote_at_length, "assert_spans_lie_in_one_passage", "the span has 601 characters, 600 are allowed"),
    Fault(lose_evidence, "has_evidence_fct_detentions_detention_id", "rests on no passage of any document"),
    Fault(lose_the_document, "refers_to_evidence_document_id", "which is no row of dim_document"),
    Fault(name_nobody, "assert_people_are_named", "is of a person, but names none"),
    Fault(invent_a_kind, "in_vocabulary_fct_events_event_kind", 'has the value "flash_mob", which event_kinds.csv'),
    Fault(invent_a_penalty, "in_vocabulary_fct_sentences_sentence_kinds", '"exile", which sentence_kinds.csv does not'),
    Fault(invent_a_status, "in_vocabulary_fct_detentions_status", '"vanished", which detention_statuses.csv does not'),
    Fault(turn_a_range_round, "is_range_fct_reported_figures_value_low", "from 50.0 (value_low) to 40.0 (value_high)"),
    Fault(
        turn_a_crowd_round, "is_range_int_event_claims_pivoted", "from 60 (participants_low) to 40 (participants_high)"
    ),
    Fault(invent_a_field, "assert_claim_values_are_readable", "is no field of such a claim"),
    Fault(give_a_day_that_is_none, "assert_claim_values_are_readable", '"2021-02-31" is no partial ISO date'),
    Fault(point_at_a_missing_claim, "assert_claim_values_are_readable", "is no claim of raw.claims"),
)


@dataclass(frozen=True, slots=True)
class Audit:
    """A run of all tests on a warehouse that was made without them, and what each failed test found, in words."""

    run: DbtRun
    problems: dict[str, list[str]]


def audit(folder: Path, documents: list[Tables]) -> Audit:
    """Make the tables of some documents, then test them: a failed test must not hide the ones behind it."""
    tables: Tables = world([])
    for document in documents:
        for name, rows in document.items():
            tables.setdefault(name, []).extend(rows)
    warehouse = folder / "warehouse.duckdb"
    write_raw(warehouse, tables)
    made = run_dbt(warehouse, "build", "--quiet", "--exclude-resource-type", "test", "unit_test")
    assert made.exit_status == 0, made.output
    run = run_dbt(warehouse, "test", "--exclude", "test_type:unit")
    results = json.loads((folder / "target/run_results.json").read_text(encoding="utf-8"))["results"]
    problems = {
        result["unique_id"].split(".")[2]: [
            row["problem"] for row in query(warehouse, f"select problem from ({result['compiled_code']})")
        ]
        for result in results
        if result["status"] == "fail"
    }
    return Audit(run, problems)


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """One document for each fault, all in one warehouse."""
    documents = []
    for day, fault in enumerate(FAULTS, start=1):
        tables = sound(day)
        fault.spoil(tables)
        documents.append(tables)
    return audit(tmp_path_factory.mktemp("spoilt"), documents)


def test_sound_documents_pass(tmp_path: Path) -> None:
    found = audit(tmp_path, [sound(day) for day in range(1, len(FAULTS) + 1)])
    assert found.run.exit_status == 0, found.run.output
    assert found.problems == {}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.spoil.__name__)
def test_a_fault_fails_a_test_that_says_what_is_wrong(fault: Fault, spoilt: Audit) -> None:
    problems = [problem for name, found in spoilt.problems.items() if name.startswith(fault.test) for problem in found]
    assert any(fault.words in problem for problem in problems), problems or spoilt.run.output


def test_a_failed_test_stops_the_build_and_prints_what_it_found(spoilt: Audit) -> None:
    assert spoilt.run.exit_status == 1
    assert "problem in in_vocabulary_fct_events_event_kind" in spoilt.run.output
    assert 'fct_events.event_kind has the value "flash_mob", which event_kinds.csv does not list' in spoilt.run.output


def test_a_key_that_stands_twice_stops_the_build(tmp_path: Path) -> None:
    tables = {"gazetteer": world([])["gazetteer"], **sound()}
    state_a_document_twice(tables)
    warehouse = tmp_path / "warehouse.duckdb"
    write_raw(warehouse, tables)
    run = run_dbt(warehouse, "build", "--exclude-resource-type", "unit_test", "--select", "+dim_document")
    assert run.exit_status == 1
    assert "duplicate key" in run.output.lower()
