"""Readings into the ``raw`` tables of a warehouse, as Arrow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

import duckdb
import pyarrow as pa

from ingest.model import Claim, Document, Reading, Reject, RejectCode, Span, stable_id
from ingest.raw_schema import META_TABLES, RAW_TABLES

DOCUMENT_TABLES = ("documents", "sections", "passages", "mentions", "claims", "claim_values", "claim_spans", "rejects")
"""Tables of ``raw`` whose rows come from reading one document."""

Rows = Mapping[str, pa.RecordBatch]
"""The rows of one document by table."""

_Records = list[dict[str, object]]


def rows_of(reading: Reading, *, extractor_version: str) -> dict[str, pa.RecordBatch]:
    """The rows that one reading adds to each of ``DOCUMENT_TABLES``.

    Raises:
        ValueError: A span lies outside its document's text: an error of the extractor, not of the document.
    """
    document = reading.document
    records: dict[str, _Records] = {table: [] for table in DOCUMENT_TABLES}
    records["documents"].append(_document_record(document, extractor_version))
    records["sections"].extend(_section_records(document))
    for passage in reading.passages:
        records["passages"].append(
            {
                "passage_id": passage.passage_id,
                "document_id": document.document_id,
                "section_id": section_id(document.document_id, passage.section),
                "ordinal": passage.ordinal,
                "kind": passage.kind,
                "infobox_key": passage.key,
                "char_start": passage.span.start,
                "char_end": passage.span.end,
                "clean_text": passage.text,
            }
        )
    for mention in reading.mentions:
        records["mentions"].append(
            {
                "mention_id": mention.mention_id,
                "document_id": document.document_id,
                "passage_id": mention.passage_id,
                "mention_type": mention.mention_type,
                "surface": mention.surface,
                "entity_id": mention.entity_id,
                "entity_name": mention.entity_name,
                "country_code": mention.country_code,
                "char_start": mention.span.start,
                "char_end": mention.span.end,
            }
        )
    for claim in reading.claims:
        records["claims"].append(
            {
                "claim_id": claim.claim_id,
                "document_id": document.document_id,
                "passage_id": claim.passage_id,
                "claim_type": claim.claim_type,
                "extractor": claim.extractor,
                "extractor_version": extractor_version,
                "confidence": claim.confidence,
            }
        )
        records["claim_values"].extend(_value_records(document, claim))
        records["claim_spans"].extend(_span_records(document, claim))
    batches = {table: batch_of(table, rows) for table, rows in records.items() if table != "rejects"}
    batches["rejects"] = rejects_batch(reading.rejects)
    return batches


def rejects_batch(rejects: Iterable[Reject]) -> pa.RecordBatch:
    """Rows of ``raw.rejects``, one per distinct reject."""
    unique = {reject_id(reject): reject for reject in rejects}
    return batch_of(
        "rejects",
        [
            {
                "reject_id": key,
                "code": reject.code,
                # One line, whatever a file is called.
                "message": " ".join(reject.message.split()),
                "file_name": reject.file_name,
                "path": reject.path,
                "document_id": reject.document_id,
                "claim_id": reject.claim_id,
                "details": reject.details,
            }
            for key, reject in unique.items()
        ],
    )


def stored_reject(row: Sequence[str | None]) -> Reject:
    """A reject from its stored columns: code, message, file_name, path, document_id, claim_id, details."""
    code, message, file_name, path, document_id, claim_id, details = row
    known = {name: name for name in get_args(RejectCode)}
    return Reject(known[code], str(message), str(file_name), str(path), document_id, claim_id, details)


def reject_id(reject: Reject) -> str:
    """The key of a reject: what was rejected and why, never when."""
    return stable_id("reject", reject.code, reject.path, reject.document_id, reject.claim_id, reject.message)


def section_id(document_id: str, ordinal: int) -> str:
    """The key of a document's section."""
    return stable_id("section", document_id, ordinal)


def batch_of(table: str, records: Sequence[Mapping[str, object]]) -> pa.RecordBatch:
    """``records`` as rows of ``raw.<table>``; every record has all columns of the table."""
    schema = RAW_TABLES[table]
    columns = [pa.array([record[name] for record in records], type=schema.field(name).type) for name in schema.names]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes all tables of the schemas ``raw`` and ``meta``, empty."""
    for schema, tables in (("raw", RAW_TABLES), ("meta", META_TABLES)):
        connection.execute(f"create schema if not exists {schema}")
        for name, columns in tables.items():
            insert(connection, f"create table {schema}.{name} as", columns.empty_table())


def insert(connection: duckdb.DuckDBPyConnection, statement: str, rows: pa.Table, tail: str = "") -> None:
    """Runs ``statement`` (an ``insert into …`` or ``create table … as``) on the rows of an Arrow table."""
    connection.register("arrow_rows", rows)
    try:
        connection.execute(f"{statement} select * from arrow_rows {tail}")
    finally:
        connection.unregister("arrow_rows")


class Staging:
    """Collects the rows of documents, in whatever order they come, and writes them sorted.

    Rows wait in temporary tables, which DuckDB spills to disk where memory is short. The tables of
    ``raw`` are written once, sorted, so that the same documents give the same file contents.
    """

    BATCH = 64
    """So many documents go to DuckDB at a time."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._waiting: list[Rows] = []
        for table in DOCUMENT_TABLES:
            insert(connection, f"create temp table incoming_{table} as", RAW_TABLES[table].empty_table())

    def add(self, rows: Rows) -> None:
        """Takes the rows of one document."""
        self._waiting.append(rows)
        if len(self._waiting) >= self.BATCH:
            self._flush()

    def copy(self, catalog: str, document_ids: Iterable[str]) -> None:
        """Takes the rows of documents from an attached warehouse, as they are."""
        connection = self._connection
        keys = pa.table({"document_id": pa.array(sorted(document_ids), type=pa.string())})
        insert(connection, "create or replace temp table copied_documents as", keys)
        for table in DOCUMENT_TABLES:
            connection.execute(
                f"insert into incoming_{table} select * from {catalog}.raw.{table} "
                "where document_id in (select document_id from copied_documents)"
            )

    def write(self, document_paths: pa.Table, rejects: pa.RecordBatch) -> None:
        """Fills ``raw`` with the documents that have a path, and drops the rows of all others.

        Args:
            document_paths: Rows of ``raw.document_paths``. The smallest path of a document is the one that
                ``raw.documents`` and its rejects name.
            rejects: Rows of ``raw.rejects`` that do not come from reading a document.
        """
        self._flush()
        connection = self._connection
        insert(connection, "insert into raw.document_paths", document_paths, "order by all")
        connection.execute(
            "create or replace temp table smallest_paths as "
            "select document_id, min_by(path, path) as path, min_by(file_name, path) as file_name "
            "from raw.document_paths group by document_id"
        )
        for table in DOCUMENT_TABLES:
            if table == "rejects":
                continue
            moved = "replace (smallest_paths.path as path, smallest_paths.file_name as file_name)"
            connection.execute(
                f"insert into raw.{table} select incoming.* {moved if table == 'documents' else ''} "
                f"from incoming_{table} as incoming join smallest_paths using (document_id) order by all"
            )
        self._write_rejects(rejects)

    def _write_rejects(self, rejects: pa.RecordBatch) -> None:
        # A withheld claim of a document that was moved names the new path, as if it had just been read.
        rows = self._connection.execute(
            "select incoming.code, replace(incoming.message, incoming.file_name, smallest_paths.file_name), "
            "smallest_paths.file_name, smallest_paths.path, incoming.document_id, incoming.claim_id, incoming.details "
            "from incoming_rejects as incoming join smallest_paths using (document_id)"
        ).fetchall()
        withheld = rejects_batch(stored_reject(row) for row in rows)
        table = pa.Table.from_batches([withheld, rejects])
        insert(self._connection, "insert into raw.rejects", table, "order by path, code, reject_id")

    def _flush(self) -> None:
        for table in DOCUMENT_TABLES:
            batches = [rows[table] for rows in self._waiting if rows[table].num_rows]
            if batches:
                insert(self._connection, f"insert into incoming_{table}", pa.Table.from_batches(batches))
        self._waiting.clear()


def place_names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Every name in ``raw.mentions`` that may be a place's or a country's, sorted."""
    rows = connection.execute(
        "select distinct unnest([surface, entity_name]) as name from raw.mentions "
        "where mention_type in ('place', 'country') order by name"
    ).fetchall()
    return [str(name) for (name,) in rows if name]


def _document_record(document: Document, extractor_version: str) -> dict[str, object]:
    return {
        "document_id": document.document_id,
        "content_sha256": document.content_sha256,
        "file_name": document.file_name,
        "path": document.path,
        "title": document.title,
        "publisher": document.publisher,
        "published_on": document.published_on,
        "language": document.language,
        "document_type": document.document_type,
        "source_uri": document.source_uri,
        "license": document.license,
        "reader": document.reader,
        "reader_version": document.reader_version,
        "extractor_version": extractor_version,
        "text": document.text,
        "char_count": len(document.text),
        "byte_count": document.byte_count,
        "has_bom": document.has_bom,
        "line_ending": document.line_ending,
    }


def _section_records(document: Document) -> _Records:
    return [
        {
            "section_id": section_id(document.document_id, section.ordinal),
            "document_id": document.document_id,
            "parent_section_id": None if section.parent is None else section_id(document.document_id, section.parent),
            "ordinal": section.ordinal,
            "level": section.level,
            "heading": section.heading,
            "char_start": section.span.start,
            "char_end": section.span.end,
        }
        for section in document.content.sections
    ]


def _value_records(document: Document, claim: Claim) -> _Records:
    positions: dict[str, int] = {}
    records: _Records = []
    for value in claim.values:
        position = positions.get(value.field, 0)
        positions[value.field] = position + 1
        records.append(
            {
                "claim_id": claim.claim_id,
                "document_id": document.document_id,
                "field": value.field,
                "position": position,
                "value": value.value,
            }
        )
    return records


def _span_records(document: Document, claim: Claim) -> _Records:
    spans: list[tuple[str, str | None, Span]] = [(passage_id, None, span) for passage_id, span in claim.evidence]
    spans.extend(
        (value.passage_id or claim.passage_id, value.field, value.span)
        for value in claim.values
        if value.span is not None
    )
    records: _Records = []
    for passage_id, field, span in dict.fromkeys(spans):
        if span.end > len(document.text):
            raise ValueError(
                f"{document.file_name}: {claim.extractor} gives the span {span.start}..{span.end} of a text of "
                f"{len(document.text)} characters; correct the extractor"
            )
        records.append(
            {
                "claim_id": claim.claim_id,
                "document_id": document.document_id,
                "passage_id": passage_id,
                "field": field,
                "char_start": span.start,
                "char_end": span.end,
                "quote": document.text[span.start : span.end],
            }
        )
    return records
