"""How long the bundled corpus takes to build, beside plain ``dbt build`` on the same tables on the same machine.

Each repeat starts as a fresh clone does: no warehouse, no parsed dbt project, no index of places in the user's cache.
First ``attest build`` reads the documents and builds a warehouse; then the schemas ``raw`` and ``meta`` of that
warehouse are copied into a file of their own and ``dbt build`` runs on it alone. Both run as commands, so that
start-up counts.

    python benchmarks/build_bundled.py [--repeats N] [--json]

Prints medians over the repeats in seconds: both commands, their difference and ratio, and the stages of the build as
``meta.builds`` records them. Status 1 where the difference is over the limit of 20 seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Final

import duckdb

ROOT: Final = Path(__file__).resolve().parents[1]
LIMIT: Final = 20.0
"""Seconds that ``attest build`` may take more than ``dbt build``."""


def timed(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> float:
    """Wall-clock seconds of a command.

    Raises:
        RuntimeError: The command fails; the message is the end of what it said.
    """
    start = time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        said = (done.stdout + done.stderr).strip().splitlines()[-5:]
        raise RuntimeError(f"{' '.join(command)} ended with status {done.returncode}: {' '.join(said)}")
    return seconds


def build(folder: Path) -> tuple[Path, float, dict[str, float]]:
    """Builds the bundled corpus in an empty folder; gives the warehouse, its seconds and those of its stages."""
    warehouse = folder / "warehouse.duckdb"
    command = [
        sys.executable,
        "-m",
        "ingest.cli",
        "build",
        "--warehouse",
        str(warehouse),
        str(ROOT / "seeds/documents"),
    ]
    environment = {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder / "cache")}
    seconds = timed(command, folder, environment)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        row = connection.execute("select stage_seconds from meta.builds order by started_at desc limit 1").fetchone()
    assert row is not None
    return warehouse, seconds, json.loads(row[0])


def dbt_alone(warehouse: Path, folder: Path) -> float:
    """Seconds of ``dbt build`` on a copy of the raw tables of a warehouse."""
    copy = folder / "warehouse.duckdb"
    with duckdb.connect(str(copy)) as connection:
        connection.execute(f"attach '{warehouse}' as built (read_only)")
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = 'built' "
            "and schema_name in ('raw', 'meta')"
        ).fetchall()
        for schema, table in tables:
            connection.execute(f"create schema if not exists {schema}")
            connection.execute(f"create table {schema}.{table} as from built.{schema}.{table}")
    project = str(ROOT / "dbt_project")
    command = [sys.executable, "-m", "dbt.cli.main", "build", "--project-dir", project, "--profiles-dir", project]
    environment = {
        "ATTEST_WAREHOUSE": str(copy),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
        "DO_NOT_TRACK": "1",
    }
    return timed(command, folder, environment)


def measure(repeats: int) -> dict[str, object]:
    """Medians over repeats, each from an empty folder."""
    builds: list[float] = []
    plain: list[float] = []
    stages: dict[str, list[float]] = {}
    for _ in range(repeats):
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
            warehouse, seconds, staged = build(Path(one))
            builds.append(seconds)
            plain.append(dbt_alone(warehouse, Path(other)))
            for name, taken in staged.items():
                stages.setdefault(name, []).append(taken)
    differences = [whole - dbt for whole, dbt in zip(builds, plain, strict=True)]
    return {
        "repeats": repeats,
        "cpus": os.cpu_count(),
        "machine": f"{platform.system()} {platform.machine()}",
        "versions": f"Python {platform.python_version()}, DuckDB {duckdb.__version__}",
        "attest_build": median(builds),
        "dbt_build": median(plain),
        "difference": median(differences),
        "ratio": median(whole / dbt for whole, dbt in zip(builds, plain, strict=True)),
        "stages": {name: median(taken) for name, taken in stages.items()},
        "all": {"attest_build": builds, "dbt_build": plain},
    }


def report(found: Mapping[str, object]) -> str:
    """What was measured, as lines."""
    stages = found["stages"]
    runs = found["all"]
    assert isinstance(stages, dict)
    assert isinstance(runs, dict)
    rest = max(0.0, float(str(found["attest_build"])) - sum(stages.values()))
    lines = [
        f"bundled corpus, median of {found['repeats']}, {found['cpus']} cores, {found['machine']}, {found['versions']}",
        "",
        f"{'attest build':<14}{found['attest_build']:>7.1f} s",
        f"{'dbt build':<14}{found['dbt_build']:>7.1f} s",
        f"{'difference':<14}{found['difference']:>7.1f} s   (limit {LIMIT:.0f} s)",
        f"{'ratio':<14}{found['ratio']:>7.2f}",
        "",
        "stages of attest build, from meta.builds:",
        *(f"  {name:<12}{seconds:>7.1f} s" for name, seconds in stages.items()),
        f"  {'start-up':<12}{rest:>7.1f} s   (the rest, publishing included)",
        "",
        *(
            f"single runs of {name.replace('_', ' ')}: {', '.join(f'{seconds:.1f}' for seconds in taken)}"
            for name, taken in runs.items()
        ),
    ]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=3, metavar="N", help="how often to measure (default 3)")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    arguments = parser.parse_args()
    if arguments.repeats < 1:
        parser.error("--repeats has to be at least 1")
    found = measure(arguments.repeats)
    sys.stdout.write((json.dumps(found, indent=2) if arguments.json else report(found)) + "\n")
    return 0 if float(str(found["difference"])) <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
