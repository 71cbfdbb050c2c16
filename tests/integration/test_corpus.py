"""The whole way on the bundled corpus: the real command, extractors, gazetteer and dbt project."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.build import Request, build, bundled_corpus
from ingest.raw_schema import META_TABLES, RAW_TABLES
from ingest.warehouse import connect

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("corpus")]

CONTRACT = (
    "bridge_event_actor",
    "dim_actor",
    "dim_document",
    "dim_location",
    "evidence",
    "fct_detentions",
    "fct_events",
    "fct_reported_figures",
    "fct_sentences",
)


def contents(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of ``raw`` and ``marts``, sorted; the paths of documents aside, which say where they were read."""
    tables = connection.execute(
        "select schema_name, table_name from duckdb_tables() where schema_name in ('raw', 'marts') order by all"
    ).fetchall()
    rows: dict[str, list[tuple[Any, ...]]] = {}
    for schema, table in tables:
        if (schema, table) not in {("raw", "document_paths"), ("raw", "rejects")}:
            paths = "exclude (path)" if (schema, table) == ("raw", "documents") else ""
            rows[f"{schema}.{table}"] = connection.execute(
                f"select * {paths} from {schema}.{table} order by all"
            ).fetchall()
    return rows


def test_it_has_the_tables_of_the_contract_and_they_are_not_empty(corpus: duckdb.DuckDBPyConnection) -> None:
    for table in CONTRACT:
        (count,) = corpus.execute(f"select count(*) from marts.{table}").fetchone() or (0,)
        assert count > 0, table
    for schema, tables in (("raw", RAW_TABLES), ("meta", META_TABLES)):
        for table, columns in tables.items():
            names = [name for name, *_ in corpus.execute(f"describe {schema}.{table}").fetchall()]
            assert names == columns.names


def test_every_quote_is_the_stored_text_and_every_fact_has_one(corpus: duckdb.DuckDBPyConnection) -> None:
    off = corpus.execute(
        "select count(*) from marts.evidence join raw.documents using (document_id) "
        "where quote is distinct from text[char_start + 1:char_end] or length(quote) > 600"
    ).fetchone()
    assert off == (0,)
    for table, key in (
        ("fct_events", "event_id"),
        ("fct_detentions", "detention_id"),
        ("fct_sentences", "sentence_id"),
    ):
        bare = corpus.execute(
            f"select count(*) from marts.{table} where {key} not in "
            f"(select fact_id from marts.evidence where fact_table = '{table}')"
        ).fetchone()
        assert bare == (0,), table


def test_passages_cover_what_readers_call_content(corpus: duckdb.DuckDBPyConnection) -> None:
    orphans = corpus.execute(
        "select count(*) from raw.passages where section_id not in (select section_id from raw.sections)"
    )
    assert orphans.fetchone() == (0,)
    comment_forms = corpus.execute("select count(*) from raw.passages where clean_text ilike '%your google account%'")
    assert comment_forms.fetchone() == (0,)


def test_order_processes_and_a_second_time_change_nothing(corpus: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    target = tmp_path / "warehouse.duckdb"
    paths = tuple(sorted(bundled_corpus().glob("*.txt"), reverse=True))
    result = build(Request(target, paths=paths, jobs=2))
    assert (result.read, result.kept, result.rejects) == (5, 0, ())
    expected = contents(corpus)
    with connect(target) as other:
        assert contents(other) == expected
    result = build(Request(target))
    assert (result.read, result.kept) == (0, 5)
    with connect(target) as again:
        assert contents(again) == expected


def test_the_command_in_a_process_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    text = "Dozens detained in Baku\n\nOn 12 November 2019 police in Baku detained Arif Hajili at a rally.\n"
    (tmp_path / "docs" / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "docs" / "b.txt").write_bytes(b"\x00\x01")
    root = Path(__file__).parents[2]
    finished = subprocess.run(
        [sys.executable, "-m", "ingest.cli", "build", "docs", "--warehouse", "w.duckdb"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(root), "PYTHONWARNINGS": "error::ResourceWarning"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 3, finished.stderr
    assert "rejected (binary): b.txt: the file is not text: it has a NUL byte at position 0" in finished.stderr
    assert "Traceback" not in finished.stderr
    assert "marts.fct_detentions" in finished.stdout
    with connect(tmp_path / "w.duckdb") as connection:
        found = connection.execute(
            "select name from marts.fct_detentions join marts.dim_actor using (actor_id)"
        ).fetchall()
    assert found == [("Arif Hajili",)]


def test_reference_documents_are_all_read(reference_folder: Path, tmp_path: Path) -> None:
    documents = reference_folder / "documents"
    result = build(Request(tmp_path / "warehouse.duckdb", paths=(documents,)))
    assert result.rejects == ()
    assert result.read == len(list(documents.glob("*.txt")))
