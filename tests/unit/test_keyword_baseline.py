"""The baseline finds what stands there plainly, and is scored like a warehouse."""

from __future__ import annotations

import pytest
from spacy.language import Language

from benchmarks.keyword_baseline import day, english_model, number, told_by_keywords
from ingest.evaluate import Told
from tests.golden.readings import document_of


@pytest.fixture(scope="module")
def model() -> Language:
    return english_model()


@pytest.fixture(scope="module")
def told(model: Language) -> Told:
    text = (
        "Hundreds of people joined a rally in Paris on 3 May 2021. Police arrested John Smith. "
        "He was sentenced to two years in prison on 5 May 2021. In the clashes 12 people were injured."
    )
    return told_by_keywords([document_of(text)], model)


def test_plain_facts_are_found(told: Told) -> None:
    assert "2021-05-03" in {str(fact["start_date"]) for fact in told.facts["events"]}
    assert [str(fact["who"]) for fact in told.facts["detentions"]] == ["John Smith"]
    assert [fact["prison_days"] for fact in told.facts["sentences"]] == [730]
    assert ("injured", "12") in {(fact["measure"], str(fact["value"])) for fact in told.facts["figures"]}


def test_every_fact_is_one_of_its_document(told: Told) -> None:
    for table, facts in told.facts.items():
        assert told.facts_of(table, ["report.txt"]) == facts


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("3 May 2021", "2021-05-03"),
        ("May 3, 2021", "2021-05-03"),
        ("May 2021", "2021-05"),
        ("3 May", "2020-05-03"),
    ],
)
def test_days_in_common_forms(text: str, iso: str) -> None:
    assert str(day(text, 2020)) == iso


@pytest.mark.parametrize(("text", "value"), [("1,200", 1200), ("twelve", 12), ("several", None)])
def test_numbers(text: str, value: float | None) -> None:
    assert number(text) == value
