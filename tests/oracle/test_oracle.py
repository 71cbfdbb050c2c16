"""Perfect claims in, nothing lost: what the dbt models do to reference answers, scored against those answers."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.dbt.dbt_runner import query, run_dbt, write_raw
from tests.oracle.reference_claims import REPOSITORY, raw_tables, read_references

pytestmark = pytest.mark.slow

CORPUS = REPOSITORY / "tests/reference/corpus"
# The documents that the models were developed on; the others of the folder are for judging the whole.
DEVELOPED_ON = ("000_", "001_", "002_", "003_", "004_")


def developed_on(folder: Path) -> list[str]:
    """File stems of the reference documents that the models were developed on."""
    return sorted(path.stem for path in (folder / "gold").glob("*.yaml") if path.stem.startswith(DEVELOPED_ON))


def score(folder: Path, warehouse: Path, answers: Path, *, stems: Iterable[str] = ()) -> dict[str, Any]:
    """The scorer's verdict on a built warehouse: all answers, or those of the given file stems."""
    command = [sys.executable, str(folder / "score/score.py"), str(warehouse), str(answers), "--json"]
    for stem in stems:
        command += ["--document", stem]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    verdict: dict[str, Any] = json.loads(done.stdout)
    return verdict


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of the bundled corpus' reference answers, every test of the dbt project passed."""
    warehouse = tmp_path_factory.mktemp("bundled") / "warehouse.duckdb"
    write_raw(warehouse, raw_tables(read_references(CORPUS, REPOSITORY / "seeds/documents")))
    run = run_dbt(warehouse, "build")
    assert run.exit_status == 0, run.output
    return warehouse


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, reference_folder: Path) -> Path:
    """The bundled corpus together with the documents whose facts it retells: every fact is reported twice."""
    folder = reference_folder
    references = read_references(folder / "gold", folder / "documents", stems=developed_on(folder))
    references += read_references(CORPUS, REPOSITORY / "seeds/documents")
    warehouse = tmp_path_factory.mktemp("both") / "warehouse.duckdb"
    write_raw(warehouse, raw_tables(references))
    run = run_dbt(warehouse, "build")
    assert run.exit_status == 0, run.output
    return warehouse


def test_every_reference_row_of_the_bundled_corpus_becomes_a_fact(bundled: Path) -> None:
    references = read_references(CORPUS, REPOSITORY / "seeds/documents")
    for kind, table in (
        ("events", "fct_events"),
        ("detentions", "fct_detentions"),
        ("sentences", "fct_sentences"),
        ("figures", "fct_reported_figures"),
    ):
        stated = sum(len(reference.reference.get(kind) or []) for reference in references)
        assert query(bundled, f"select count(*) as rows from marts.{table}") == [{"rows": stated}]


def test_every_actor_of_the_reference_is_one_row_with_its_spellings(bundled: Path) -> None:
    known = {
        spelling: row["actor_id"]
        for row in query(bundled, "select actor_id, name, aliases from marts.dim_actor")
        for spelling in (row["name"], *row["aliases"])
    }
    for reference in read_references(CORPUS, REPOSITORY / "seeds/documents"):
        for actor in reference.reference["actors"]:
            assert actor["name"] in known, f"{reference.file_name}: {actor['name']} is no actor"


def test_bundled_corpus_loses_nothing(bundled: Path, reference_folder: Path) -> None:
    verdict = score(reference_folder, bundled, CORPUS)
    assert verdict["mean_slot_f1"] >= 0.97
    assert verdict["worst_document"] >= 0.97
    assert verdict["wrong_merges"] == 0
    assert verdict["quotes_true"] == 1.0
    assert verdict["actors_found"] == 1.0
    assert verdict["variants_resolved"] == 1.0


def test_documents_that_tell_the_same_twice_lose_nothing_and_merge_nobody_wrongly(
    both: Path, reference_folder: Path
) -> None:
    for verdict in (
        score(reference_folder, both, reference_folder / "gold", stems=developed_on(reference_folder)),
        score(reference_folder, both, CORPUS),
    ):
        assert verdict["mean_slot_f1"] >= 0.97
        assert verdict["worst_document"] >= 0.97
        assert verdict["wrong_merges"] == 0
        assert verdict["quotes_true"] == 1.0


def test_actions_reported_twice_are_one_row_with_both_sources(both: Path) -> None:
    rows = query(
        both,
        "select start_date, source_count, l.name as place from marts.fct_events e "
        "join marts.dim_location l using (location_id) where e.name = 'Storming of the Parliament'",
    )
    assert [(str(row["start_date"]), row["source_count"], row["place"]) for row in rows] == [("2020-07-15", 2, "Baku")]


def test_people_named_in_both_tellings_are_one_actor(both: Path) -> None:
    for surname in ("Hajili", "Yunus", "Jafarov"):
        rows = query(
            both,
            "select name, document_count from marts.dim_actor where actor_type = 'person' and name ilike ?",
            [f"% {surname}"],
        )
        assert [row["document_count"] for row in rows] == [2], rows
