"""Builds a warehouse: finds documents, reads those that changed, stages, runs dbt, publishes.

A document is read again only where its bytes, its manifest row, its format's reader or the extractors
changed; otherwise its rows are copied from the published warehouse.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import IO, Protocol

import duckdb
import pyarrow as pa

import ingest
from ingest.documents.discover import Discovery, Source, discover, storable
from ingest.documents.load import Found, Manifests, find, read_manifests
from ingest.errors import BuildError, UsageError
from ingest.model import Reject, stable_id
from ingest.publish import Workshop, check_published, clear, finish, locked, run_dbt, swap, workshop_for
from ingest.raw_schema import META_TABLES, RAW_TABLES
from ingest.stage import DOCUMENT_TABLES, Staging, create_tables, insert, place_names, rejects_batch, stored_reject
from ingest.warehouse import attach, first_line, project_root
from ingest.workers import Extraction, Limits, Outcome, read_documents, workers_for

GazetteerRows = Callable[[Iterable[str]], pa.Table]
Marts = Callable[[Workshop, IO[str]], tuple[str, ...]]


class Progress(Protocol):
    """Is told how a build goes on; the command line shows it."""

    def stage(self, name: str, total: int | None = None) -> None:
        """A stage begins; ``total`` is the number of its steps where they are counted."""

    def advance(self) -> None:
        """One step of the stage is done."""

    def rejected(self, reject: Reject) -> None:
        """A document or manifest row was not taken over."""


class Silent:
    """Progress that nobody looks at."""

    def stage(self, name: str, total: int | None = None) -> None: ...

    def advance(self) -> None: ...

    def rejected(self, reject: Reject) -> None: ...


@dataclass(frozen=True, slots=True)
class Engine:
    """The parts of a build that know what documents say, exchangeable for tests.

    Attributes:
        extraction: Reads documents.
        gazetteer_rows: Gives the rows of ``raw.gazetteer`` under some names.
        marts: Builds and tests the marts in a workshop's build file, holding its lock, and gives what it
            warns of (see :func:`ingest.publish.run_dbt`).
    """

    extraction: Extraction
    gazetteer_rows: GazetteerRows
    marts: Marts


def default_engine() -> Engine:
    """The extractors, gazetteer and dbt project of this version of Attest."""
    # Imported by name and late: the language model is slow to import, and most builds read little.
    reading = importlib.import_module("ingest.extract.reading")
    gazetteer = importlib.import_module("ingest.gazetteer")
    return Engine(
        extraction=Extraction(version=reading.EXTRACTOR_VERSION, load=reading.load_reader, digest=rules_digest()),
        gazetteer_rows=gazetteer.gazetteer_rows,
        marts=partial(run_dbt, project=project_root() / "dbt_project"),
    )


def rules_digest() -> str:
    """A digest of the rules and word lists that readings depend on: whoever edits one has documents read again."""
    package, lists = Path(ingest.__file__).parent, project_root() / "seeds" / "reference"
    files = [package / "model.py", *lists.glob("*.csv")]
    for folder in ("documents", "language", "extract"):
        files.extend(path for path in (package / folder).rglob("*") if path.suffix in {".py", ".csv"})
    digest = hashlib.sha256()
    for path in sorted(files, key=lambda path: (path.parent.name, path.name)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def bundled_corpus() -> Path:
    """The folder of the documents that come with Attest."""
    return project_root() / "seeds" / "documents"


@dataclass(frozen=True, slots=True)
class Request:
    """What to build.

    Attributes:
        warehouse: The file to publish.
        paths: Files and folders to read; none for those that were recorded, or the bundled corpus.
        add: Keep what the warehouse holds.
        full: Read every document again.
        jobs: Worker processes; None for as many as pay.
        limits: What one document may take.
    """

    warehouse: Path
    paths: tuple[Path, ...] = ()
    add: bool = False
    full: bool = False
    jobs: int | None = None
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Result:
    """What a build did.

    Attributes:
        warehouse: The published file.
        rejects: Documents and manifest rows that were not taken over in this build.
        withheld: Number of claims in the warehouse that contradict themselves.
        read: Number of documents read.
        kept: Number of documents whose rows were copied.
        removed: Number of documents that the earlier warehouse held and this one does not.
        warnings: What dbt found odd, one line each.
        counts: Rows of each mart table.
        seconds: Time of each stage.
    """

    warehouse: Path
    rejects: tuple[Reject, ...]
    withheld: int
    read: int
    kept: int
    removed: int
    warnings: tuple[str, ...]
    counts: Mapping[str, int]
    seconds: Mapping[str, float]

    @property
    def exit_status(self) -> int:
        """0 where all was read, 3 where something was rejected."""
        return 3 if self.rejects else 0


@dataclass(frozen=True, slots=True)
class Held:
    """What the published warehouse holds, as far as a new build needs to know.

    Attributes:
        paths: The paths it was built from.
        documents: Document of each path.
        names: File name of each path.
        smallest: The path whose manifest row each document has.
        fingerprints: What each document's reading depended on.
        current: Documents that this version's extractors read.
        rejects: Rejects of files and manifest rows.
        reusable: Whether its tables are those of this version, so that rows can be copied.
        builds: Rows of ``meta.builds``.
    """

    paths: tuple[str, ...] = ()
    documents: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    smallest: Mapping[str, str] = field(default_factory=dict)
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    current: frozenset[str] = frozenset()
    rejects: tuple[Reject, ...] = ()
    reusable: bool = True
    builds: pa.Table | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Which documents the new warehouse holds.

    Attributes:
        documents: Document of each path.
        names: File name of each path.
        read: Documents to be read, each as the file whose manifest row counts.
        keep: Documents whose rows are copied.
        fingerprints: What each document's reading depends on.
    """

    documents: Mapping[str, str]
    names: Mapping[str, str]
    read: Mapping[str, Found]
    keep: frozenset[str]
    fingerprints: Mapping[str, str]


class Stopwatch:
    """Times the stages of a build, and tells the progress of them."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[None]:
        self._progress.stage(name, total)
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = round(self.seconds.get(name, 0.0) + time.perf_counter() - start, 3)


def build(request: Request, *, engine: Engine | None = None, progress: Progress | None = None) -> Result:
    """Builds and publishes a warehouse.

    Raises:
        UsageError: A path does not exist, or there are none to read.
        BuildError: The warehouse was not built; the published file is as it was.
    """
    missing = next((path for path in request.paths if not os.path.lexists(path)), None)
    if missing is not None:
        raise UsageError("there is no such file or folder", where=missing, do="check the path")
    engine = engine or default_engine()
    progress = progress or Silent()
    workshop = workshop_for(request.warehouse)
    with locked(workshop) as lock:
        published = check_published(workshop)
        clear(workshop)
        try:
            return _build(request, engine, progress, workshop, published, lock)
        except duckdb.Error as error:
            raise BuildError(
                f"DuckDB could not make it ({first_line(error)})",
                where=workshop.build_file,
                do="see whether there is room on the disk; the published file is as it was",
            ) from error


def _build(
    request: Request, engine: Engine, progress: Progress, workshop: Workshop, published: bool, lock: IO[str]
) -> Result:
    started_at = datetime.now(UTC)
    watch = Stopwatch(progress)
    version = engine.extraction.version
    rejects: list[Reject] = []

    def reject(item: Reject) -> None:
        rejects.append(item)
        progress.rejected(item)

    with watch.stage("find"):
        held = read_held(workshop.target, version) if published else Held()
        roots = _roots(request, held)
        discovery = discover(roots, ignored=(workshop.target,))
        if request.add:
            discovery = with_stale(discovery, held)
        manifests = read_manifests(discovery)
        for early in (*discovery.rejects, *manifests.rejects):
            reject(early)
    with watch.stage("look", len(discovery.sources)):
        found: list[Found] = []
        for item in look(discovery, manifests, engine.extraction):
            progress.advance()
            if isinstance(item, Reject):
                reject(item)
            else:
                found.append(item)
    if request.add:
        more = displaced(found, held, {source.path for source in discovery.sources})
        extra = look(more, read_manifests(more), engine.extraction)
        found.extend(item for item in extra if not isinstance(item, Reject))
    plan = make_plan(found, held, add=request.add, full=request.full)

    connection = duckdb.connect(str(workshop.build_file))
    try:
        create_tables(connection)
        staging = Staging(connection)
        with watch.stage("read", len(plan.read)):
            failed: set[str] = set()
            for outcome in _read(plan, engine.extraction, request):
                progress.advance()
                if isinstance(outcome.result, Reject):
                    failed.add(outcome.found.document_id)
                    for path, document_id in sorted(plan.documents.items()):
                        if document_id == outcome.found.document_id:
                            reject(_at(outcome.result, path, plan.names[path]))
                else:
                    staging.add(outcome.result)
            if failed:
                plan = make_plan(found, held, add=request.add, full=request.full, failed=failed)
        with watch.stage("stage"):
            if plan.keep:
                attach(connection, workshop.target, "published")
                staging.copy("published", plan.keep)
                connection.execute("detach published")
            kept_rejects = _kept_rejects(held, roots, discovery) if request.add else ()
            staging.write(_document_paths(plan), rejects_batch([*rejects, *kept_rejects]))
            names = place_names(connection)
            insert(connection, "insert into raw.gazetteer", engine.gazetteer_rows(names), "order by all")
            recorded = sorted({*(map(_resolved, roots)), *(held.paths if request.add else ())})
            _write_meta(connection, plan, recorded, held)
        gone = len(set(held.documents.values()) - set(plan.documents.values()))
        build_id = stable_id("build", started_at.isoformat(), str(workshop.target), os.getpid())
        record: dict[str, object] = {
            "build_id": build_id,
            "started_at": started_at,
            "finished_at": None,
            "attest_version": ingest.__version__,
            "git_revision": git_revision(project_root()),
            "extractor_version": version,
            "documents_read": len(plan.read),
            "documents_kept": len(plan.keep),
            "documents_removed": gone,
            "documents_rejected": len(rejects),
            "stage_seconds": None,
        }
        insert(connection, "insert into meta.builds", pa.Table.from_pylist([record], schema=META_TABLES["builds"]))
    finally:
        connection.close()

    with watch.stage("dbt"):
        warnings = engine.marts(workshop, lock)
    with watch.stage("publish"):
        withheld, counts = _close_books(workshop.build_file, build_id, watch.seconds)
        finish(workshop, len(set(plan.documents.values())))
        swap(workshop)
    return Result(
        warehouse=workshop.target,
        rejects=tuple(rejects),
        withheld=withheld,
        read=len(plan.read),
        kept=len(plan.keep),
        removed=gone,
        warnings=warnings,
        counts=counts,
        seconds=dict(watch.seconds),
    )


def look(discovery: Discovery, manifests: Manifests, extraction: Extraction) -> Iterator[Found | Reject]:
    """Identifies each source, without reading what it says."""
    for source in discovery.sources:
        yield find(source, manifests.row(source), extraction.fingerprint)


def with_stale(discovery: Discovery, held: Held) -> Discovery:
    """``discovery`` and the held files whose rows cannot be copied or come from other extractors, if still there."""
    known = {source.path for source in discovery.sources}
    stale = [
        path
        for path, document_id in held.documents.items()
        if path not in known and (document_id not in held.current or not held.reusable)
    ]
    return _with_paths(discovery, stale, held)


def displaced(found: Sequence[Found], held: Held, known: Collection[str]) -> Discovery:
    """Held files of documents that lost the path whose manifest row they have: another row counts for them now."""
    changed = {
        held.documents[item.source.path]
        for item in found
        if held.documents.get(item.source.path, item.document_id) != item.document_id
        and held.smallest.get(held.documents[item.source.path]) == item.source.path
    }
    paths = [path for path, document_id in held.documents.items() if document_id in changed and path not in known]
    return _with_paths(Discovery((), (), ()), paths, held)


def _with_paths(discovery: Discovery, paths: Iterable[str], held: Held) -> Discovery:
    sources = [Source(path, held.names[path], Path(path), Path(path).parent) for path in paths if os.path.isfile(path)]
    return Discovery(tuple(sorted((*discovery.sources, *sources))), discovery.folders, discovery.rejects)


def make_plan(
    found: Iterable[Found], held: Held, *, add: bool, full: bool = False, failed: Collection[str] = ()
) -> Plan:
    """Decides which documents the warehouse will hold, and which of them have to be read.

    Args:
        found: The files that were looked at.
        held: What the published warehouse holds.
        add: Whether that is kept; a file found at a held path replaces what was held there.
        full: Whether documents that did not change are read all the same.
        failed: Documents that could not be read; what was held at their paths stays where ``add`` is set.

    Raises:
        BuildError: A held document is to be kept, its rows cannot be copied and its file is gone.
    """
    good = [item for item in found if item.document_id not in failed]
    documents = dict(held.documents) if add else {}
    names = dict(held.names) if add else {}
    for item in good:
        documents[item.source.path] = item.document_id
        names[item.source.path] = item.source.file_name
    at_path = {item.source.path: item for item in good}
    paths: dict[str, list[str]] = defaultdict(list)
    for path, document_id in documents.items():
        paths[document_id].append(path)
    read: dict[str, Found] = {}
    keep: set[str] = set()
    fingerprints: dict[str, str] = {}
    for document_id, places in paths.items():
        # The smallest path's manifest row counts; of a held path that was not looked at, the row is the held one.
        known = [path for path in places if path in at_path]
        winner = at_path.get(min(places)) or (
            at_path[min(known)] if known and held.smallest.get(document_id) not in places else None
        )
        fingerprint = winner.fingerprint if winner else held.fingerprints.get(document_id)
        unchanged = held.reusable and fingerprint is not None and fingerprint == held.fingerprints.get(document_id)
        if unchanged and not (full and known):
            keep.add(document_id)
        elif known:
            read[document_id] = winner or at_path[min(known)]
        else:
            raise BuildError(
                "was read by another version of Attest and is gone, so it cannot be kept",
                where=min(places),
                do="build from PATHs without --add",
            )
        fingerprints[document_id] = read[document_id].fingerprint if document_id in read else str(fingerprint)
    return Plan(documents, names, read, frozenset(keep), fingerprints)


def read_held(path: Path, extractor_version: str) -> Held:
    """What a published warehouse holds."""
    connection = duckdb.connect(":memory:")
    try:
        attach(connection, path, "published")
        columns = {
            (str(schema), str(table), str(column))
            for schema, table, column in connection.execute(
                "select schema_name, table_name, column_name from duckdb_columns() "
                "where database_name = 'published' and schema_name in ('raw', 'meta')"
            ).fetchall()
        }
        expected = {("raw", table, column) for table in DOCUMENT_TABLES for column in RAW_TABLES[table].names}
        actual = {item for item in columns if item[0] == "raw" and item[1] in DOCUMENT_TABLES}
        readings = {("meta", "readings", column) for column in META_TABLES["readings"].names} <= columns

        def rows(query: str) -> list[tuple[str, ...]]:
            return connection.execute(query).fetchall()

        def pairs(query: str) -> dict[str, str]:
            return {str(key): str(value) for key, value in rows(query)}

        builds_match = {("meta", "builds", column) for column in META_TABLES["builds"].names} <= columns
        names = ", ".join(META_TABLES["builds"].names)
        return Held(
            paths=tuple(path for (path,) in rows("select path from published.meta.paths order by path")),
            documents=pairs("select path, document_id from published.raw.document_paths"),
            names=pairs("select path, file_name from published.raw.document_paths"),
            smallest=pairs("select document_id, path from published.raw.documents"),
            fingerprints=pairs("select document_id, fingerprint from published.meta.readings") if readings else {},
            current=frozenset(
                key
                for key, version in rows("select document_id, extractor_version from published.raw.documents")
                if version == extractor_version
            ),
            rejects=tuple(
                stored_reject(row)
                for row in rows(
                    "select code, message, file_name, path, document_id, claim_id, details "
                    "from published.raw.rejects where document_id is null"
                )
            ),
            reusable=readings and expected == actual,
            builds=connection.sql(f"select {names} from published.meta.builds").to_arrow_table()
            if builds_match
            else None,
        )
    except duckdb.Error as error:
        raise BuildError(
            "the published warehouse cannot be read, so nothing of it can be kept",
            where=path,
            do="move it away and build again",
        ) from error
    finally:
        connection.close()


def git_revision(folder: Path) -> str | None:
    """The commit of a clone, or None for an installed package."""
    if not (folder / ".git").exists():
        return None
    try:
        finished = subprocess.run(
            ["git", "-C", str(folder), "rev-parse", "HEAD"], capture_output=True, text=True, check=False, timeout=10
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return finished.stdout.strip() or None if finished.returncode == 0 else None


def _roots(request: Request, held: Held) -> tuple[Path, ...]:
    if request.paths:
        return request.paths
    if not held.paths:
        return (bundled_corpus(),)
    gone = next((path for path in held.paths if not os.path.exists(path)), None)
    if gone is not None:
        # Without a word its documents would leave the warehouse when a disk is not mounted.
        raise BuildError(
            "the warehouse was built from this path, and it is gone", where=gone, do="name the PATHs to read"
        )
    return tuple(Path(path) for path in held.paths)


def _resolved(path: Path) -> str:
    return storable(os.path.realpath(path))


def _read(plan: Plan, extraction: Extraction, request: Request) -> Iterator[Outcome]:
    found = [plan.read[key] for key in sorted(plan.read)]
    cpus = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    jobs = request.jobs if request.jobs is not None else workers_for(found, cpus=cpus)
    return read_documents(found, extraction, jobs=jobs, limits=request.limits)


def _at(reject: Reject, path: str, file_name: str) -> Reject:
    """The same reject for another path of the same bytes."""
    if path == reject.path:
        return reject
    message = reject.message.replace(reject.file_name, file_name, 1)
    return Reject(reject.code, message, file_name, path, reject.document_id, reject.claim_id, reject.details)


def _kept_rejects(held: Held, roots: Sequence[Path], discovery: Discovery) -> tuple[Reject, ...]:
    """Rejects of paths that were not looked at this time."""
    folders = {_resolved(root) for root in roots}
    looked_at = {source.path for source in discovery.sources}

    def is_looked_at(path: str) -> bool:
        return path in looked_at or any(str(place) in folders for place in (Path(path), *Path(path).parents))

    return tuple(reject for reject in held.rejects if not is_looked_at(reject.path))


def _document_paths(plan: Plan) -> pa.Table:
    paths = sorted(plan.documents)
    return pa.table(
        {
            "document_id": [plan.documents[path] for path in paths],
            "path": paths,
            "file_name": [plan.names[path] for path in paths],
        },
        schema=RAW_TABLES["document_paths"],
    )


def _write_meta(connection: duckdb.DuckDBPyConnection, plan: Plan, paths: Sequence[str], held: Held) -> None:
    insert(connection, "insert into meta.paths", pa.table({"path": paths}, schema=META_TABLES["paths"]))
    keys = sorted(plan.fingerprints)
    readings = pa.table(
        {"document_id": keys, "fingerprint": [plan.fingerprints[key] for key in keys]}, schema=META_TABLES["readings"]
    )
    insert(connection, "insert into meta.readings", readings)
    if held.builds is not None:
        insert(connection, "insert into meta.builds", held.builds, "order by started_at")


def _close_books(path: Path, build_id: str, seconds: Mapping[str, float]) -> tuple[int, dict[str, int]]:
    """Records when the build ended and counts what it made: withheld claims, and rows of each mart."""
    connection = duckdb.connect(str(path))
    try:
        connection.execute(
            "update meta.builds set finished_at = ?, stage_seconds = ? where build_id = ?",
            [datetime.now(UTC), json.dumps(seconds), build_id],
        )
        tables = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'marts' order by table_name"
        ).fetchall()
        counts = {str(table): _count(connection, f'marts."{table}"') for (table,) in tables}
        withheld = _count(connection, "raw.rejects where code = 'contradiction'")
    finally:
        connection.close()
    return withheld, counts


def _count(connection: duckdb.DuckDBPyConnection, source: str) -> int:
    row = connection.execute(f"select count(*) from {source}").fetchone()
    return int(row[0]) if row else 0
