"""From files to documents: bytes, text, manifest row and reader put together."""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from ingest.documents.decode import Refusal, decode
from ingest.documents.discover import Discovery, Source, is_skipped, storable
from ingest.documents.manifest import MANIFEST_NAME, NO_ROW, Manifest, ManifestRow, composed, parse_manifest
from ingest.documents.reader import Reader
from ingest.documents.registry import READERS, choose_reader
from ingest.model import Document, Reject, first_text, stable_id

MAX_BYTES = 50_000_000
"""Largest document, 50 MB."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file that holds text, with its manifest row and what its reading depends on; its text is not kept."""

    source: Source
    row: ManifestRow
    document_id: str
    byte_count: int
    fingerprint: str


def document_id_of(data: bytes) -> str:
    """The id of the document with these bytes; it depends on nothing else."""
    return stable_id("document", hashlib.sha256(data).hexdigest())


def read_bytes(source: Source) -> bytes | Reject:
    """A file's bytes, or a reject of code ``unreadable`` or ``too_large`` (over 50 MB)."""
    try:
        with open(source.location, "rb") as file:
            # One byte more than allowed tells a file that grew since it was listed.
            size = os.fstat(file.fileno()).st_size
            data = b"" if size > MAX_BYTES else file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return Reject("unreadable", f"{source.file_name}: {reason}", file_name=source.file_name, path=source.path)
    if size > MAX_BYTES or len(data) > MAX_BYTES:
        megabytes = max(size, len(data)) / 1_000_000
        message = f"{source.file_name}: {megabytes:.1f} MB is more than {MAX_BYTES // 1_000_000} MB; split the file"
        return Reject("too_large", message, file_name=source.file_name, path=source.path)
    return data


def find(source: Source, row: ManifestRow, extraction: str) -> Found | Reject:
    """Looks at one file without reading what it says.

    Args:
        source: The file.
        row: Its manifest row.
        extraction: What tells one state of the extractors from another.

    Returns:
        What identifies the document and its reading; or a reject of code ``unreadable``, ``too_large``,
        ``empty``, ``binary`` or ``undecodable``.
    """
    data = read_bytes(source)
    if isinstance(data, Reject):
        return data
    decoded = decode(data)
    if isinstance(decoded, Refusal):
        return refused(source, decoded)
    document_id = document_id_of(data)
    reading = fingerprint(choose_reader(decoded.text), document_id, row, extraction)
    return Found(source, row, document_id, len(data), reading)


def make_document(
    data: bytes, source: Source, row: ManifestRow, *, readers: tuple[Reader, ...] = READERS
) -> Document | Reject:
    """The document in ``data``, read by the reader that is surest of it.

    Returns:
        The document; or a reject of code ``empty``, ``binary`` or ``undecodable``.
    """
    decoded = decode(data)
    if isinstance(decoded, Refusal):
        return refused(source, decoded)
    reader = choose_reader(decoded.text, readers)
    content = reader.read(decoded.text, title=row.title)
    return Document(
        document_id=document_id_of(data),
        text=decoded.text,
        file_name=source.file_name,
        path=source.path,
        content_sha256=hashlib.sha256(data).hexdigest(),
        byte_count=len(data),
        has_bom=decoded.has_bom,
        line_ending=decoded.line_ending,
        reader=reader.name,
        reader_version=reader.version,
        content=content,
        title=first_text((row.title, content.title)),
        publisher=row.publisher,
        published_on=row.published_on,
        language=row.language,
        document_type=row.document_type or reader.document_type,
        source_uri=row.source_uri,
        license=row.license,
    )


def refused(source: Source, refusal: Refusal) -> Reject:
    """The reject of a file whose bytes are no text."""
    message = f"{source.file_name}: {refusal.message}"
    return Reject(refusal.code, message, file_name=source.file_name, path=source.path)


def fingerprint(reader: Reader, document_id: str, row: ManifestRow, extraction: str) -> str:
    """What a document's reading depends on. Where it is as it was, the reading is too.

    Neither path nor file name is part of it: a document that is moved says what it said before.
    """
    return stable_id(
        "reading",
        document_id,
        extraction,
        reader.name,
        reader.version,
        row.title,
        row.source_uri,
        row.publisher,
        row.published_on,
        row.language,
        row.document_type,
        row.license,
    )


@dataclass(frozen=True, slots=True)
class Manifests:
    """All manifests beside some sources, and the rejects of their rows."""

    rows: dict[str, ManifestRow]
    rejects: tuple[Reject, ...]

    def row(self, source: Source) -> ManifestRow:
        return self.rows.get(source.path, NO_ROW)


def read_manifests(discovery: Discovery) -> Manifests:
    """The manifest row of each source, by its path.

    In a folder that was walked whole every row of the manifest is checked. Beside files that were named
    one by one only what concerns these files is told.
    """
    beside: dict[str, list[Source]] = defaultdict(list)
    for source in discovery.sources:
        beside[str(source.folder)].append(source)
    walked = {str(folder) for folder in discovery.folders}
    rows: dict[str, ManifestRow] = {}
    rejects: list[Reject] = []
    for folder in sorted(beside.keys() | walked):
        sources = beside.get(folder, [])
        manifest = _read_manifest(Path(folder), whole=folder in walked)
        if manifest is None:
            continue
        names = {composed(source.file_name) for source in sources}
        rejects.extend(reject for name, reject in manifest.rejects if folder in walked or name is None or name in names)
        for source in sources:
            if composed(source.file_name) in manifest.rows:
                rows[source.path] = manifest.rows[composed(source.file_name)]
    return Manifests(rows, tuple(rejects))


def _read_manifest(folder: Path, *, whole: bool) -> Manifest | None:
    location = folder / MANIFEST_NAME
    if not location.is_file():
        return None
    path = storable(os.path.realpath(location))
    data = read_bytes(Source(path, MANIFEST_NAME, location, folder))
    if isinstance(data, Reject):
        message = f"{data.message}; no row of it is used"
        return Manifest({}, ((None, Reject("manifest_row", message, file_name=MANIFEST_NAME, path=path)),))
    # The folder's own listing, so that a row may also name a link to a document that is known by another name.
    documents = {composed(storable(name)) for name in os.listdir(folder) if not is_skipped(name)} if whole else None
    return parse_manifest(data, path=path, documents=documents)
