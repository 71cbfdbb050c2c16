"""``manifest.csv``: what is known of the documents beside it.

Columns, all but the first optional and in any order: ``file_name, title, source_uri, publisher,
published_on, language, document_type, license``. A cell that is no good is left empty, a row that names
no document beside the manifest is left out; each is told in one line, and the rest goes on.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from ingest.documents.decode import Refusal, decode
from ingest.model import Reject

MANIFEST_NAME = "manifest.csv"
COLUMNS = ("file_name", "title", "source_uri", "publisher", "published_on", "language", "document_type", "license")
DOCUMENT_TYPES = ("encyclopedia", "news", "report", "list", "other")

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """What a manifest says of one document; None where it says nothing."""

    title: str | None = None
    source_uri: str | None = None
    publisher: str | None = None
    published_on: date | None = None
    language: str | None = None
    document_type: str | None = None
    license: str | None = None


NO_ROW = ManifestRow()
"""Stands for the row of a document that no manifest names."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The rows of one manifest by file name, and what could not be used of it.

    Names are in Unicode's composed form (NFC), whichever form the disk or the manifest has them in.
    ``rejects`` pairs each reject with the file name that its row gives (None: the manifest as a whole).
    """

    rows: Mapping[str, ManifestRow]
    rejects: tuple[tuple[str | None, Reject], ...] = ()


def parse_manifest(data: bytes, *, path: str, documents: Collection[str] | None) -> Manifest:
    """Reads a manifest.

    Args:
        data: The file's bytes: UTF-8 with or without BOM, comma, semicolon or tab between cells.
        path: Where it stands, for messages.
        documents: Names of the documents beside it; a row that names none of them is rejected. None where
            they are not known: then names are not checked.

    Returns:
        The usable rows; ``Reject`` of code ``manifest_row`` for the rest.
    """
    rows: dict[str, ManifestRow] = {}
    rejects: list[tuple[str | None, Reject]] = []

    def reject(message: str, *, line: int | None = None, name: str | None = None) -> None:
        where = f"{MANIFEST_NAME} line {line}" if line else MANIFEST_NAME
        about = f" ({name})" if name else ""
        shown = " ".join(f"{where}{about}: {message}".split())
        rejects.append((name, Reject("manifest_row", shown, file_name=name or MANIFEST_NAME, path=path)))

    decoded = decode(data)
    if isinstance(decoded, Refusal):
        if decoded.code != "empty":
            reject(f"{decoded.message}; no row of it is used")
        return Manifest(rows, tuple(rejects))
    header = next((line for line in decoded.text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=header.count)
    # strict: a quote that is never closed is an error and does not swallow the rows after it silently.
    reader = csv.reader(io.StringIO(decoded.text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)
    columns: list[str] | None = None
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            reject(f"{error}; this row and those after it are not used", line=reader.line_num)
            break
        if not any(cell.strip() for cell in cells):
            continue
        if columns is None:
            columns = [re.sub(r"[\s-]+", "_", cell.strip().casefold()) for cell in cells]
            if "file_name" not in columns:
                reject("there is no column file_name; no row of it is used; name the columns in the first line")
                break
            doubled = sorted({column for column in columns if column in COLUMNS and columns.count(column) > 1})
            if doubled:
                reject(f"column {doubled[0]} stands there twice; no row of it is used; keep one")
                break
            continue
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            found = dict(zip(columns, cells, strict=False)).get("file_name", "").strip()
            reject(
                f"{len(cells)} cells under {len(columns)} columns; the row is not used; quote cells that have a comma",
                line=reader.line_num,
                name=found or None,
            )
            continue
        values = {column: cell.strip() for column, cell in zip(columns, cells, strict=False) if cell.strip()}
        name = composed(values["file_name"]) if "file_name" in values else None
        problem = _name_problem(name, rows, documents)
        if problem is not None:
            reject(f"{problem}; the row is not used", line=reader.line_num, name=name)
            continue
        assert name is not None
        row, problems = _row(values)
        rows[name] = row
        for message in problems:
            reject(message, line=reader.line_num, name=name)
    return Manifest(rows, tuple(rejects))


def composed(name: str) -> str:
    """A file name in the form in which names are compared: macOS gives them decomposed."""
    return unicodedata.normalize("NFC", name)


def _name_problem(name: str | None, rows: Mapping[str, ManifestRow], documents: Collection[str] | None) -> str | None:
    if name is None:
        return "file_name is empty"
    if "/" in name or "\\" in name or name in (".", "..") or re.match(r"[A-Za-z]:", name):
        return f"file_name {name!r} has a folder in it, and a manifest is about the files beside it"
    if name in rows:
        return "the file was named in an earlier row, which stands"
    if documents is not None and name not in documents:
        return f"there is no document named {name!r} beside the manifest"
    return None


def _row(values: Mapping[str, str]) -> tuple[ManifestRow, list[str]]:
    problems: list[str] = []
    published_on: date | None = None
    written = values.get("published_on")
    if written is not None:
        try:
            if not _DAY.fullmatch(written):
                raise ValueError
            published_on = date.fromisoformat(written)
        except ValueError:
            problems.append(f"published_on {written!r} is no date of the form YYYY-MM-DD; it is left empty")
    document_type = values.get("document_type", "").casefold() or None
    if document_type is not None and document_type not in DOCUMENT_TYPES:
        problems.append(
            f"document_type {values['document_type']!r} is none of {', '.join(DOCUMENT_TYPES)}; it is left empty"
        )
        document_type = None
    language = values.get("language")
    if language is not None and not _LANGUAGE.fullmatch(language):
        problems.append(f"language {language!r} is no language code such as en; it is left empty")
        language = None
    return (
        ManifestRow(
            title=values.get("title"),
            source_uri=values.get("source_uri"),
            publisher=values.get("publisher"),
            published_on=published_on,
            language=language,
            document_type=document_type,
            license=values.get("license"),
        ),
        problems,
    )
