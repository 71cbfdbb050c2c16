"""Fixtures for all tests: the reference documents, and a warehouse built once for everybody."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import settings

from ingest.build import Request, build, bundled_corpus
from ingest.warehouse import connect

# A slow or busy machine is no reason for a property to fail.
settings.register_profile("attest", deadline=None)
settings.load_profile("attest")

REFERENCE_VARIABLE = "ATTEST_REFERENCE"


@pytest.fixture(scope="session")
def reference_folder() -> Path:
    """The folder with reference ``documents``, ``gold`` answers and ``score``."""
    given = os.environ.get(REFERENCE_VARIABLE)
    if not given:
        pytest.skip(f"{REFERENCE_VARIABLE} is not set; it names the folder of reference documents, gold and score")
    folder = Path(given)
    if not (folder / "documents").is_dir():
        pytest.fail(f"{REFERENCE_VARIABLE}={given} has no folder documents; correct the variable")
    return folder


@pytest.fixture(scope="session")
def corpus_warehouse(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A warehouse of the bundled corpus, with the real extractors and dbt project, built once a test run."""
    base = tmp_path_factory.getbasetemp()
    # Worker processes have folders of their own below one that they share.
    shared = base if worker_id == "master" else base.parent
    return build_once(shared / "corpus" / "warehouse.duckdb", bundled_corpus())


def build_once(warehouse: Path, *paths: Path) -> Path:
    """Builds a warehouse unless another test process did so already; waits where one is at it."""
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    with waiting_lock(warehouse.with_suffix(".lock")):
        if not warehouse.exists():
            build(Request(warehouse, paths=paths))
    return warehouse


@contextlib.contextmanager
def waiting_lock(path: Path) -> Iterator[None]:
    with open(path, "w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture
def corpus(corpus_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the warehouse of the bundled corpus."""
    connection = connect(corpus_warehouse)
    yield connection
    connection.close()


def pytest_report_header() -> list[str]:
    reference = os.environ.get(REFERENCE_VARIABLE) or f"not set ({REFERENCE_VARIABLE}); tests that need it are skipped"
    return [f"duckdb {duckdb.__version__}", f"reference documents: {reference}"]
