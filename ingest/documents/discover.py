"""Which files the given paths hold, in an order that depends on their names alone."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ingest.documents.manifest import MANIFEST_NAME
from ingest.model import Reject, RejectCode

SKIPPED_NAMES = frozenset({MANIFEST_NAME, "readme.md"})
"""Names (case-folded) of files in a folder that are about the documents and no documents themselves."""

DATA_SUFFIXES = frozenset(
    {
        ".bib", ".cfg", ".css", ".csv", ".geojson", ".ini", ".ipynb", ".js", ".json", ".jsonl", ".lock", ".log",
        ".ndjson", ".py", ".r", ".sh", ".sql", ".toml", ".ts", ".tsv", ".yaml", ".yml",
    }
)  # fmt: skip
"""Endings (case-folded) of data and code written as text. A table, or the answers to a document, read as prose would be
one more source for the facts that it repeats. What is no text at all is told by its bytes."""


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """One file to read.

    Args:
        path: Its resolved path, as text that can be stored.
        file_name: Its name where it was found (a link's own name, not that of what it points at).
        location: Where to open it.
        folder: The folder it was found in, in which a manifest may stand.
    """

    path: str
    file_name: str
    location: Path = field(compare=False)
    folder: Path = field(compare=False)


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found under some paths.

    Attributes:
        sources: Files to read, sorted by resolved path, each once.
        folders: Folders that were walked whole, sorted: their manifests are checked row by row.
        rejects: What could not be walked or is no file.
    """

    sources: tuple[Source, ...]
    folders: tuple[Path, ...]
    rejects: tuple[Reject, ...]


def storable(path: str | os.PathLike[str]) -> str:
    """A path as text that can be stored: bytes of a name that are no UTF-8 become backslash escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def discover(paths: Iterable[Path], *, ignored: Collection[Path] = ()) -> Discovery:
    """Finds all documents under ``paths``.

    Args:
        paths: Existing files and folders. Folders are read with all below them; hidden files, manifests
            README.md files and files of data and code in a folder are left out; a file that is named itself is
            always read.
        ignored: Resolved paths of files that are no documents (the warehouse that is being built).

    Returns:
        The sources, and rejects of code ``loop`` (a link to a folder above it, or to itself), ``data`` (a file of data
        or code in a folder) and ``unreadable`` (a folder that cannot be listed, a link to nothing, a device).
    """
    sources: dict[str, Source] = {}
    folders: dict[str, Path] = {}
    rejects: list[Reject] = []
    seen: set[tuple[int, int]] = set()
    for path in paths:
        for found in _walk(path, (), seen, folders, named=True):
            if isinstance(found, Reject):
                rejects.append(found)
            elif Path(os.path.realpath(found.location)) not in ignored:
                sources.setdefault(found.path, found)
    return Discovery(
        sources=tuple(sorted(sources.values())),
        folders=tuple(folders[key] for key in sorted(folders)),
        rejects=tuple(sorted(set(rejects), key=lambda reject: (reject.path, reject.code))),
    )


def _walk(
    path: Path,
    above: tuple[tuple[int, int], ...],
    seen: set[tuple[int, int]],
    folders: dict[str, Path],
    *,
    named: bool,
) -> Iterator[Source | Reject]:
    try:
        status = path.stat()
    except OSError as error:
        if error.errno == errno.ELOOP:
            yield _reject("loop", path, "the link leads back to itself")
        elif path.is_symlink():
            yield _reject("unreadable", path, "the link points at nothing")
        else:
            yield _reject("unreadable", path, _reason(error))
        return
    if stat.S_ISREG(status.st_mode):
        if not named and not is_skipped(path.name) and path.suffix.casefold() in DATA_SUFFIXES:
            yield _reject("data", path, "a file of data or code is no document; name it itself to have it read")
        elif named or not is_skipped(path.name):
            yield Source(storable(os.path.realpath(path)), storable(path.name), path, path.parent)
        return
    if not stat.S_ISDIR(status.st_mode):
        yield _reject("unreadable", path, "it is neither a file nor a folder")
        return
    key = (status.st_dev, status.st_ino)
    if key in above:
        yield _reject("loop", path, "the link leads back to a folder that it is in")
        return
    # A folder that is reached in two ways holds the same files both times.
    if key in seen:
        return
    seen.add(key)
    try:
        names = sorted(os.listdir(path))
    except OSError as error:
        yield _reject("unreadable", path, _reason(error))
        return
    folders[storable(os.path.realpath(path))] = path
    for name in names:
        if not name.startswith("."):
            yield from _walk(path / name, (*above, key), seen, folders, named=False)


def is_skipped(name: str) -> bool:
    """Whether a file of this name in a folder is no document."""
    return name.startswith(".") or name.casefold() in SKIPPED_NAMES


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _reject(code: RejectCode, path: Path, message: str) -> Reject:
    shown = storable(os.path.abspath(path))
    name = storable(path.name)
    return Reject(code, f"{name}: {message}", file_name=name, path=shown)
