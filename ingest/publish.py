"""Builds aside, audits, and swaps the new warehouse in, so that readers never see half of one.

The build lives in ``.build`` beside the published file, on the same file system. A lock there keeps a
second builder out; dbt inherits it, so that it holds as long as anybody writes. A failed audit, an error
or a kill leaves the published file as it was.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import duckdb

from ingest.errors import AuditError, BuildError, LockedError
from ingest.raw_schema import META_TABLES, RAW_TABLES
from ingest.warehouse import CATALOG, ENVIRONMENT_VARIABLE, FILE_NAME, attach, first_line

BUILD_FOLDER = ".build"
MART_SCHEMA = "marts"


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where a warehouse is built: the published file, and the folder beside it."""

    target: Path
    folder: Path

    @property
    def build_file(self) -> Path:
        """The stem names the catalog, so it is the same for every target."""
        return self.folder / FILE_NAME

    @property
    def lock_file(self) -> Path:
        return self.folder / "lock"

    @property
    def dbt_target(self) -> Path:
        return self.folder / "target"

    @property
    def dbt_log(self) -> Path:
        return self.folder / "logs"


def workshop_for(target: str | os.PathLike[str]) -> Workshop:
    """The workshop of a warehouse. A link is followed, so that the file behind it is replaced and not the link."""
    resolved = Path(os.path.realpath(target))
    return Workshop(target=resolved, folder=resolved.parent / BUILD_FOLDER)


@contextlib.contextmanager
def locked(workshop: Workshop) -> Iterator[IO[str]]:
    """Holds the workshop's lock; yields its open file, for child processes to inherit.

    Raises:
        LockedError: Somebody else holds it.
        BuildError: The folder cannot be written to.
    """
    try:
        workshop.folder.mkdir(parents=True, exist_ok=True)
        handle = open(workshop.lock_file, "a+", encoding="utf-8")  # noqa: SIM115 (closed below, with the lock)
    except OSError as error:
        raise BuildError(
            f"cannot be written to ({error.strerror})",
            where=workshop.folder,
            do="choose another place with --warehouse",
        ) from error
    with handle:
        if not _take(handle):
            handle.seek(0)
            holder = handle.read().strip() or "another process"
            raise LockedError(
                f"the warehouse is being built by {holder}", where=workshop.target, do="wait until it is done"
            )
        handle.seek(0)
        handle.truncate()
        handle.write(f"process {os.getpid()} on {_host()} since {time.strftime('%Y-%m-%d %H:%M:%S')}")
        handle.flush()
        try:
            yield handle
        finally:
            # Emptied, not removed: whoever waits for the lock holds the same file.
            handle.seek(0)
            handle.truncate()


def check_published(workshop: Workshop) -> bool:
    """Whether there is a warehouse to be replaced.

    Raises:
        BuildError: Somebody writes to it (a ``.wal`` beside it, or a lock), or it is no warehouse of ours.
    """
    target = workshop.target
    check_no_wal(target)
    if not target.exists() or (target.is_file() and target.stat().st_size == 0):
        return False
    if not target.is_file():
        raise BuildError("this is not a file", where=target, do="name a file with --warehouse")
    connection = duckdb.connect(":memory:")
    try:
        attach(connection, target, "published")
        known = connection.execute(
            "select count(*) from duckdb_tables() where database_name = 'published' "
            "and (schema_name, table_name) in (('raw', 'documents'), ('meta', 'builds'))"
        ).fetchone()
    except duckdb.Error as error:
        raise BuildError(
            f"cannot be opened ({first_line(error)})",
            where=target,
            do="close the program that writes to it, or name another file with --warehouse",
        ) from error
    finally:
        connection.close()
    if known is None or known[0] != 2:
        raise BuildError(
            "holds a database that is no warehouse of Attest", where=target, do="name another file with --warehouse"
        )
    return True


def check_no_wal(path: Path) -> None:
    """Stops where a write-ahead log says that somebody writes to ``path``; it is never deleted.

    Raises:
        BuildError: There is one.
    """
    wal = path.with_name(path.name + ".wal")
    if wal.exists():
        raise BuildError(
            f"{wal.name} stands beside it, so a program writes to it or died writing",
            where=path,
            do="close that program, or open the file once with DuckDB to take the log in",
        )


def clear(workshop: Workshop) -> None:
    """Removes what an earlier build left behind; dbt's parsed project stays and saves time."""
    for name in (FILE_NAME, FILE_NAME + ".wal"):
        (workshop.folder / name).unlink(missing_ok=True)
    shutil.rmtree(workshop.folder / (FILE_NAME + ".tmp"), ignore_errors=True)
    (workshop.dbt_target / "run_results.json").unlink(missing_ok=True)


def run_dbt(workshop: Workshop, lock: IO[str] | None = None, *, project: Path) -> tuple[str, ...]:
    """Builds and tests all models in the build file, in a process of its own.

    Args:
        workshop: Where; no connection to its build file may be open.
        lock: The held lock, for dbt to hold too.
        project: The dbt project's folder, with its ``profiles.yml``.

    Returns:
        What dbt warns of: one line per test that found something odd.

    Raises:
        AuditError: Tests or models failed; one finding for each.
        BuildError: dbt did not run.
    """
    command = [
        sys.executable,
        "-m",
        "dbt.cli.main",
        "build",
        "--project-dir",
        str(project),
        "--profiles-dir",
        str(project),
        "--no-use-colors",
        "--no-send-anonymous-usage-stats",
    ]
    environment = {
        **os.environ,
        ENVIRONMENT_VARIABLE: str(workshop.build_file),
        "DBT_TARGET_PATH": str(workshop.dbt_target),
        "DBT_LOG_PATH": str(workshop.dbt_log),
        "DO_NOT_TRACK": "1",
        "PYTHONUTF8": "1",
    }
    inherited = {"pass_fds": (lock.fileno(),)} if lock is not None and os.name == "posix" else {}
    finished = subprocess.run(
        command,
        cwd=workshop.folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        **inherited,  # type: ignore[call-overload]
    )
    results = _read_json(workshop.dbt_target / "run_results.json")
    nodes = _nodes(_read_json(workshop.dbt_target / "manifest.json"))
    found = results.get("results", [])
    log = workshop.dbt_log / "dbt.log"
    failed = [result for result in found if result["status"] in ("fail", "error", "runtime error")]
    if failed:
        findings = tuple(_finding(result, nodes, _problems(workshop, result)) for result in failed)
        raise AuditError(findings, where=workshop.target, do=f"the published file is as it was; the log is {log}")
    if finished.returncode != 0 or not found:
        raise BuildError(
            f"dbt did not build the warehouse ({_last_words(finished.stdout)})",
            where=workshop.target,
            do=f"see {log}",
        )
    odd = [result for result in found if result["status"] == "warn"]
    return tuple(_finding(result, nodes, _problems(workshop, result)) for result in odd)


def finish(workshop: Workshop, documents: int) -> None:
    """Makes the built file whole and looks at it the way a reader will.

    Args:
        workshop: Where; no connection to the build file may be open.
        documents: How many documents it has to hold.

    Raises:
        BuildError: It is not whole.
    """
    path = workshop.build_file
    connection = duckdb.connect(str(path))
    try:
        connection.execute("checkpoint")
    finally:
        connection.close()
    check_no_wal(path)
    reader = duckdb.connect(":memory:")
    try:
        attach(reader, path, CATALOG)
        tables = {
            (str(schema), str(table))
            for schema, table in reader.execute(
                f"select schema_name, table_name from duckdb_tables() where database_name = '{CATALOG}'"
            ).fetchall()
        }
        count = reader.execute(f"select count(*) from {CATALOG}.raw.documents").fetchone()
    finally:
        reader.close()
    needed = {("raw", table) for table in RAW_TABLES} | {("meta", table) for table in META_TABLES}
    missing = sorted(needed - tables)
    if missing:
        raise BuildError(f"the built file lacks {'.'.join(missing[0])}", where=path, do="report this as a defect")
    if not any(schema == MART_SCHEMA for schema, _ in tables):
        raise BuildError(
            f"the built file has no table in the schema {MART_SCHEMA}", where=path, do="see the dbt project"
        )
    if count is None or count[0] != documents:
        raise BuildError("the built file lacks documents", where=path, do="report this as a defect")


def swap(workshop: Workshop) -> None:
    """Puts the built file in the published one's place, at once and lasting a power cut.

    Raises:
        BuildError: Somebody began to write to the published file meanwhile, or it cannot be replaced.
    """
    check_no_wal(workshop.target)
    try:
        _sync(workshop.build_file, os.O_RDWR)
        os.replace(workshop.build_file, workshop.target)
        if os.name == "posix":
            _sync(workshop.target.parent, os.O_RDONLY)
    except OSError as error:
        raise BuildError(
            f"the new warehouse cannot be put in place ({error.strerror})", where=workshop.target, do="see who uses it"
        ) from error


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _take(handle: IO[str]) -> bool:
    """Takes the lock on an open file, or says that somebody else has it. It ends with the processes that hold it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            # Beyond any text: on Windows a locked byte cannot be read, and the holder's name has to be.
            handle.seek(1 << 20)
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _host() -> str:
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "this machine")


def _read_json(path: Path) -> dict[str, Any]:
    try:
        with open(path, encoding="utf-8") as file:
            content = json.load(file)
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _nodes(manifest: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {**manifest.get("nodes", {}), **manifest.get("unit_tests", {})}


def _problems(workshop: Workshop, result: Mapping[str, Any], shown: int = 3) -> list[str]:
    """What a failed test found, in its own words: the first values of its column ``problem``."""
    query = result.get("compiled_code")
    if result["status"] not in ("fail", "warn") or not query:
        return []
    connection = duckdb.connect(":memory:")
    try:
        attach(connection, workshop.build_file, CATALOG)
        connection.execute(f"use {CATALOG}")
        rows = connection.execute(f"select problem::varchar from ({query}\n) as failures limit {shown}").fetchall()
    except duckdb.Error:
        # dbt's own tests have no such column; their name and description tell enough.
        return []
    finally:
        connection.close()
    return [" ".join(str(problem).split()) for (problem,) in rows]


def _finding(result: Mapping[str, Any], nodes: Mapping[str, Mapping[str, Any]], problems: Sequence[str] = ()) -> str:
    """One failed or warning node in an analyst's words: what should hold, how often it does not, where."""
    unique_id = str(result["unique_id"])
    node = nodes.get(unique_id, {})
    name = str(node.get("name") or unique_id)
    meta = {**node.get("meta", {}), **node.get("config", {}).get("meta", {})}
    said = " ".join(str(meta.get("message") or node.get("description") or "").split())
    kind = unique_id.split(".", 1)[0]
    failures = result.get("failures")
    message = " ".join(str(result.get("message") or "no message").split())[:300]
    if kind == "test" and result["status"] != "error" and failures is not None:
        about = _tested(node)
        if problems:
            more = f" (and {failures - len(problems)} more)" if failures > len(problems) else ""
            return f"{'; '.join(problems)}{more} (test {name})"
        return f"{about}{said or name.replace('_', ' ')} ({failures} row{'s' if failures != 1 else ''}; test {name})"
    if kind == "unit_test":
        return f"{name}: the model does not do what its example says"
    return f"{name}: could not be built ({message})"


def _tested(node: Mapping[str, Any]) -> str:
    attached = node.get("attached_node") or next(iter(node.get("depends_on", {}).get("nodes", [])), "")
    column = node.get("column_name")
    table = str(attached).rsplit(".", 1)[-1]
    return "" if not table else f"{table}.{column}: " if column else f"{table}: "


def _last_words(output: str) -> str:
    lines: Sequence[str] = [line.strip() for line in output.splitlines() if line.strip()]
    first = next((index for index, line in enumerate(lines) if "Error" in line), len(lines) - 1)
    # The line that says "Error" names the kind; what went wrong follows it.
    said = " ".join(re.sub(r"^\d{2}:\d{2}:\d{2}\s+", "", line) for line in lines[max(0, first) : first + 3])
    return said[:300] or "it said nothing"
