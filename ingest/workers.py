"""Reads documents, in this process or in several, with a limit of time and memory for each.

A worker process holds a loaded extractor and no database; it gets a file and gives back Arrow rows. One
that hangs, runs out of memory or crashes costs its own document and nobody else's.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Literal, Protocol

from ingest.documents.discover import Source
from ingest.documents.load import Found, make_document, read_bytes
from ingest.errors import BuildError
from ingest.model import Document, Reading, Reject
from ingest.stage import Rows, rows_of
from ingest.warehouse import first_line

BYTES_PER_WORKER = 250_000
"""A further worker pays for loading its own language model from about so many bytes of documents on."""

MAX_WORKERS = 4


class PassageReader(Protocol):
    """What says what a document says; pure, so that any process gives the same answer."""

    def read(self, document: Document) -> Reading: ...


@dataclass(frozen=True, slots=True)
class Extraction:
    """How documents are read.

    Attributes:
        version: The extractors' version, stored with every claim.
        load: Loads them; slow, runs once a process and must be importable by name.
        digest: Tells apart what else a reading depends on, such as word lists and rules.
    """

    version: str
    load: Callable[[], PassageReader]
    digest: str = ""

    @property
    def fingerprint(self) -> str:
        """Changes whenever a document has to be read again."""
        return f"{self.version}+{self.digest}"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take in a worker, and when a worker is replaced by a fresh one.

    Attributes:
        seconds: Time for any document.
        seconds_per_megabyte: Time on top of that by size.
        megabytes: Memory on top of what the worker holds when it is loaded.
        documents: A worker reads so many documents and then makes room for a new one.
    """

    seconds: float = 120.0
    seconds_per_megabyte: float = 300.0
    megabytes: int = 4096
    documents: int = 500

    def deadline(self, byte_count: int) -> float:
        return self.seconds + self.seconds_per_megabyte * byte_count / 1_000_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document: its rows, or why there are none."""

    found: Found
    result: Rows | Reject


def workers_for(found: Sequence[Found], *, cpus: int) -> int:
    """How many processes to read with: one where there is little to read."""
    total = sum(item.byte_count for item in found)
    return max(1, min(cpus, MAX_WORKERS, len(found), 1 + total // BYTES_PER_WORKER))


def read_documents(
    found: Sequence[Found], extraction: Extraction, *, jobs: int, limits: Limits | None = None
) -> Iterator[Outcome]:
    """Reads documents and yields what each says, in any order.

    Args:
        found: What to read.
        extraction: How to read.
        jobs: Number of worker processes; 1 reads in this process, without limits.
        limits: What each document may take in a worker.

    Raises:
        BuildError: The extractor cannot be loaded.
    """
    if not found:
        return iter(())
    if jobs <= 1:
        return _read_here(found, extraction)
    return _Pool(extraction, limits or Limits()).read(found, jobs)


def read_one(found: Found, reader: PassageReader, extractor_version: str) -> Rows | Reject:
    """Reads one file; whatever goes wrong in it becomes a reject.

    Returns:
        Its rows; or a reject of the codes of ``load``, of code ``memory``, or of code ``unreadable`` where
        reading failed with an error or the file changed since it was found.
    """
    source = found.source
    try:
        data = read_bytes(source)
        if isinstance(data, Reject):
            return data
        document = make_document(data, source, found.row)
        if isinstance(document, Reject):
            return document
        if document.document_id != found.document_id:
            return _reject("unreadable", source, "it was changed while the warehouse was built; build again")
        return rows_of(reader.read(document), extractor_version=extractor_version)
    except MemoryError:
        return _reject("memory", source, "reading it takes more memory than there is; split the file")
    except Exception as error:  # noqa: BLE001 One odd document must not stop the rest; its trace is kept in the reject.
        message = f"reading it failed ({type(error).__name__}: {first_line(error)})"
        return _reject("unreadable", source, message, details=traceback.format_exc())


def _reject(
    code: Literal["timeout", "memory", "unreadable"], source: Source, message: str, *, details: str | None = None
) -> Reject:
    return Reject(code, f"{source.file_name}: {message}", source.file_name, source.path, details=details)


def _read_here(found: Sequence[Found], extraction: Extraction) -> Iterator[Outcome]:
    try:
        reader = extraction.load()
    except Exception as error:
        raise _not_loaded(first_line(error)) from error
    for item in found:
        yield Outcome(item, read_one(item, reader, extraction.version))


def _not_loaded(reason: str) -> BuildError:
    return BuildError(f"the extractors cannot be loaded ({reason})", do="install Attest with all its packages")


@dataclass(slots=True)
class _Worker:
    """A process, the pipe to it, and what it is at."""

    process: SpawnProcess
    pipe: Connection
    ready: bool = False
    item: Found | None = None
    deadline: float = float("inf")
    done: int = 0


class _Pool:
    """Gives documents to worker processes and watches over them."""

    START_SECONDS = 300.0

    def __init__(self, extraction: Extraction, limits: Limits) -> None:
        # A fresh interpreter holds neither a lock nor a database of this one.
        self._context = multiprocessing.get_context("spawn")
        self._extraction = extraction
        self._limits = limits

    def read(self, found: Sequence[Found], jobs: int) -> Iterator[Outcome]:
        # The longest first, so that no worker is left alone with one at the end.
        queue = deque(sorted(found, key=lambda item: (-item.byte_count, item.source.path)))
        workers: list[_Worker] = []
        try:
            while queue or any(worker.item for worker in workers):
                while queue and len(workers) < min(
                    jobs, len(queue) + sum(worker.item is not None for worker in workers)
                ):
                    workers.append(self._start())
                for worker in workers:
                    if queue and worker.ready and worker.item is None:
                        self._give(worker, queue.popleft())
                for worker in self._speaking(workers):
                    outcome = self._hear(worker)
                    if outcome is not None:
                        yield outcome
                for worker in list(workers):
                    if time.monotonic() > worker.deadline:
                        if worker.item is None:
                            raise _not_loaded(f"a worker did not start within {self.START_SECONDS:.0f} seconds")
                        yield Outcome(worker.item, self._too_slow(worker.item))
                        _end(worker)
                    if worker.pipe.closed or (worker.item is None and worker.done >= self._limits.documents):
                        _end(worker)
                        workers.remove(worker)
        finally:
            for worker in workers:
                _end(worker)

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=_work, args=(theirs, self._extraction, self._limits.megabytes), daemon=True, name="attest-reader"
        )
        process.start()
        # Without our copy of its end, a worker that dies closes the pipe.
        theirs.close()
        return _Worker(process, ours, deadline=time.monotonic() + self.START_SECONDS)

    def _give(self, worker: _Worker, item: Found) -> None:
        worker.item = item
        worker.deadline = time.monotonic() + self._limits.deadline(item.byte_count)
        # A worker that died meanwhile is noticed when it is listened to.
        with contextlib.suppress(OSError):
            worker.pipe.send(item)

    @staticmethod
    def _speaking(workers: Sequence[_Worker]) -> list[_Worker]:
        nearest = min((worker.deadline for worker in workers), default=float("inf"))
        timeout = max(0.0, min(nearest - time.monotonic(), 60.0))
        spoken = wait([worker.pipe for worker in workers], timeout)
        return [worker for worker in workers if worker.pipe in spoken]

    def _hear(self, worker: _Worker) -> Outcome | None:
        try:
            kind, value = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join(5)
            item, worker.item = worker.item, None
            worker.pipe.close()
            if item is None:
                raise _not_loaded(f"a worker ended with {_ending(worker.process.exitcode)}") from None
            return Outcome(item, self._died(item, worker.process.exitcode))
        if kind == "failed":
            raise _not_loaded(str(value))
        item, worker.item = worker.item, None
        worker.deadline = float("inf")
        worker.ready = True
        if kind == "ready" or item is None:
            return None
        worker.done += 1
        if isinstance(value, Reject) and value.code == "memory":
            worker.done = self._limits.documents
        return Outcome(item, value)

    def _too_slow(self, item: Found) -> Reject:
        seconds = self._limits.deadline(item.byte_count)
        return _reject("timeout", item.source, f"reading it takes more than {seconds:.0f} seconds; split the file")

    @staticmethod
    def _died(item: Found, exitcode: int | None) -> Reject:
        message = (
            f"reading it ended the reading process with {_ending(exitcode)}, as when memory runs out; split the file"
        )
        return _reject("memory", item.source, message)


def _ending(exitcode: int | None) -> str:
    if exitcode is None or exitcode >= 0:
        return f"exit status {exitcode}"
    try:
        return f"signal {signal.Signals(-exitcode).name}"
    except ValueError:
        return f"signal {-exitcode}"


def _end(worker: _Worker) -> None:
    worker.item = None
    if not worker.pipe.closed:
        worker.pipe.close()
    if worker.process.is_alive():
        worker.process.kill()
    worker.process.join(10)


def _work(pipe: Connection, extraction: Extraction, megabytes: int) -> None:
    """A worker's life: load, then read what comes until the pipe closes."""
    # An interrupt at the terminal reaches every process; the parent ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        reader = extraction.load()
    except Exception as error:  # noqa: BLE001 Told to the parent, which stops the build.
        pipe.send(("failed", first_line(error)))
        return
    _limit_memory(megabytes)
    pipe.send(("ready", None))
    while True:
        try:
            found = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(("read", read_one(found, reader, extraction.version)))


def _limit_memory(megabytes: int) -> None:
    """Lets this process take so much more address space than it has now, where the system can say how much that is."""
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:
            pages = int(file.read().split()[0])
        limit = pages * resource.getpagesize() + megabytes * 1_000_000
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (limit if hard < 0 else min(limit, hard), hard))
    except (ImportError, OSError, ValueError):
        # No such limit here (macOS, Windows): the time limit remains.
        return
