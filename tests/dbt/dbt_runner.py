"""Builds a warehouse for the tests: raw tables into a DuckDB file, then a real dbt run on it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from ingest.raw_schema import META_TABLES, RAW_TABLES

PROJECT = Path(__file__).resolve().parents[2] / "dbt_project"

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DbtRun:
    """What one dbt command did: its exit status, its output, and a status for each node by name."""

    exit_status: int
    output: str
    statuses: dict[str, str]

    def failed(self) -> set[str]:
        """Names of the nodes that failed or could not run."""
        return {name for name, status in self.statuses.items() if status in ("fail", "error")}


def write_raw(path: Path, tables: Mapping[str, Iterable[Row] | pa.Table]) -> None:
    """Create ``raw.*`` and ``meta.*`` in a new file; a table that is not given is empty.

    Rows are mappings that may leave out columns (NULL). Raises KeyError for a table or column that
    ``ingest.raw_schema`` does not have.
    """
    unknown = set(tables) - set(RAW_TABLES)
    if unknown:
        raise KeyError(f"raw has no table {sorted(unknown)}; see ingest/raw_schema.py")
    with duckdb.connect(str(path)) as connection:
        for schema, definitions in (("raw", RAW_TABLES), ("meta", META_TABLES)):
            connection.execute(f"create schema if not exists {schema}")
            for name, definition in definitions.items():
                rows = tables.get(name, []) if schema == "raw" else []
                if isinstance(rows, pa.Table):
                    table = rows.select(definition.names).cast(definition)
                else:
                    complete = [{**dict.fromkeys(definition.names), **row} for row in rows]
                    stray = {key for row in complete for key in row} - set(definition.names)
                    if stray:
                        raise KeyError(f"raw.{name} has no column {sorted(stray)}; see ingest/raw_schema.py")
                    table = pa.Table.from_pylist(complete, schema=definition)
                connection.register("incoming", table)
                connection.execute(f"create or replace table {schema}.{name} as select * from incoming")
                connection.unregister("incoming")


def run_dbt(warehouse: Path, *arguments: str, target: Path | None = None) -> DbtRun:
    """Run dbt on a warehouse as a subprocess; ``target`` is the folder for its artefacts (default: beside the file)."""
    target = target or warehouse.parent / "target"
    command: Sequence[str] = (
        str(Path(sys.executable).with_name("dbt")),
        *arguments,
        "--project-dir", str(PROJECT),
        "--profiles-dir", str(PROJECT),
        "--target-path", str(target),
        "--log-path", str(target / "logs"),
    )  # fmt: skip
    environment = {**os.environ, "ATTEST_WAREHOUSE": str(warehouse.resolve())}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    results = target / "run_results.json"
    statuses = {}
    if results.exists():
        for result in json.loads(results.read_text(encoding="utf-8"))["results"]:
            statuses[result["unique_id"].split(".", 2)[2]] = result["status"]
    return DbtRun(done.returncode, done.stdout + done.stderr, statuses)


def query(warehouse: Path, sql: str, parameters: Sequence[object] = ()) -> list[dict[str, Any]]:
    """Rows of a query on a built warehouse, opened for reading only."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        cursor = connection.execute(sql, list(parameters))
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
