"""The gate: real documents, the real build, and figures that must not fall."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.evaluate import evaluate
from tests.golden.floors import (
    EPSILON,
    SETS,
    AnswerSet,
    Pinned,
    figures,
    quiet_documents,
    read_floors,
    regressions,
    shrinkage,
)

# All in one process, so that the warehouse is built once.
golden = [pytest.mark.slow, pytest.mark.xdist_group("golden")]
each_set = pytest.mark.parametrize("answer_set", [pytest.param(s, id=s.name, marks=golden) for s in SETS])


@pytest.fixture(scope="module")
def floors() -> dict[str, Pinned]:
    return read_floors()


@pytest.mark.parametrize("answer_set", SETS, ids=lambda s: s.name)
def test_answers_and_documents_are_those_that_were_measured(answer_set: AnswerSet, floors: dict[str, Pinned]) -> None:
    assert answer_set.digest() == floors[answer_set.name].sha256, (
        f"{answer_set.name}: documents or answers changed since the floors were measured; "
        "run python -m scripts.update_floors and look at what it says"
    )


@each_set
def test_no_figure_is_below_its_floor(answer_set: AnswerSet, floors: dict[str, Pinned], golden_warehouse: Path) -> None:
    report = evaluate(golden_warehouse, [answer_set.answers])
    floor = floors[answer_set.name]
    reached = figures(report)
    low = {
        name: (round(reached[name], 4), least)
        for name, least in floor.floors.items()
        if reached[name] < least - EPSILON
    }
    assert not low, f"{answer_set.name}: reached and floor of what got worse: {low}"
    assert report.missing == ()
    assert report.wrong_merges <= floor.wrong_merges


@each_set
def test_documents_without_facts_stay_quiet(
    answer_set: AnswerSet, floors: dict[str, Pinned], golden_warehouse: Path
) -> None:
    report = evaluate(golden_warehouse, [answer_set.answers])
    assert len(quiet_documents(answer_set.read(), report)) >= floors[answer_set.name].quiet_documents


@each_set
def test_every_quote_is_the_stored_text(answer_set: AnswerSet, golden_warehouse: Path) -> None:
    quotes = evaluate(golden_warehouse, [answer_set.answers]).quotes
    assert quotes.hits == quotes.total > 0


PINNED = Pinned("", 2, {"events": 3}, {"events": 0.5, "mean_slot_f1": 0.6}, quiet_documents=1, wrong_merges=0)


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (PINNED, []),
        (replace(PINNED, floors={"events": 0.9, "mean_slot_f1": 0.6}), []),
        (replace(PINNED, floors={"events": 0.4996, "mean_slot_f1": 0.6}), []),
        (replace(PINNED, floors={"events": 0.49, "mean_slot_f1": 0.6}), ["events: 0.490 is below its floor 0.500"]),
        (replace(PINNED, quiet_documents=0), ["0 of 1 documents without facts still tell none"]),
        (replace(PINNED, wrong_merges=1), ["1 wrong merges, pinned are 0"]),
    ],
)
def test_what_counts_as_worse(now: Pinned, told: list[str]) -> None:
    assert regressions(PINNED, now) == told


def test_fewer_documents_or_rows_are_told() -> None:
    assert shrinkage(PINNED, replace(PINNED, documents=1, rows={"events": 2})) == [
        "1 documents, were 2",
        "events: 2 rows, were 3",
    ]
    assert shrinkage(PINNED, replace(PINNED, documents=3, rows={"events": 4})) == []
