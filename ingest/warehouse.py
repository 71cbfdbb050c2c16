"""Where the warehouse is, and how to read it while others read or rebuild it."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from ingest.errors import BuildError

ENVIRONMENT_VARIABLE = "ATTEST_WAREHOUSE"
FILE_NAME = "warehouse.duckdb"
CATALOG = "warehouse"
"""The catalog's name, whatever the file is called: views inside the file refer to it."""


def project_root() -> Path:
    """The folder that holds ``dbt_project`` and ``seeds``: the clone, or the installed package's copy."""
    package = Path(__file__).resolve().parent
    installed = package / "_project"
    return installed if installed.is_dir() else package.parent


def default_path() -> Path:
    """Where ``attest build`` writes: ``$ATTEST_WAREHOUSE``, else ``warehouse.duckdb`` in the current folder."""
    given = os.environ.get(ENVIRONMENT_VARIABLE)
    return Path(given) if given else Path.cwd() / FILE_NAME


def find_warehouse() -> Path:
    """The warehouse to read: ``$ATTEST_WAREHOUSE``, else the nearest ``warehouse.duckdb`` here or further up.

    Raises:
        BuildError: There is none.
    """
    given = os.environ.get(ENVIRONMENT_VARIABLE)
    if given:
        return Path(given)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / FILE_NAME).is_file():
            return folder / FILE_NAME
    raise BuildError(f"there is no {FILE_NAME} here or in a folder above", where=here, do="run attest build first")


def connect(path: str | os.PathLike[str] | None = None) -> duckdb.DuckDBPyConnection:
    """A read-only connection to a warehouse: ``connect().sql("select * from marts.fct_events")``.

    The warehouse is attached to a connection in memory, so that any number of processes read while a new
    one is built, and a later call sees the newly published file even where older connections are open.

    Args:
        path: The warehouse's file; None looks for it (see :func:`find_warehouse`).

    Raises:
        BuildError: There is no such file, or it is no warehouse that this version of DuckDB can read.
    """
    location = Path(path) if path is not None else find_warehouse()
    if not location.is_file():
        raise BuildError("there is no such warehouse", where=location, do="run attest build first")
    connection = duckdb.connect(":memory:")
    try:
        attach(connection, location, CATALOG)
        connection.execute(f"use {CATALOG}")
    except duckdb.Error as error:
        connection.close()
        raise BuildError(f"cannot be read ({first_line(error)})", where=location, do="build it again") from error
    return connection


def attach(connection: duckdb.DuckDBPyConnection, path: Path, catalog: str) -> None:
    """Attaches a warehouse read-only under a name."""
    quoted = str(path).replace("'", "''")
    connection.execute(f"attach '{quoted}' as {catalog} (read_only)")


def first_line(error: BaseException) -> str:
    """The first line of an error's message."""
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
