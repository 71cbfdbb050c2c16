"""The tables that Python hands to dbt: schema ``raw`` and ``meta`` of the warehouse.

One entry per table; columns in order with their Arrow type. ``stage.py`` writes them, the dbt sources
in ``dbt_project/models/staging`` describe them, and a test keeps the two lists equal.
"""

from __future__ import annotations

import pyarrow as pa

TEXT, INT, REAL, DAY, FLAG = pa.string(), pa.int64(), pa.float64(), pa.date32(), pa.bool_()

RAW_TABLES: dict[str, pa.Schema] = {
    # One row per source document; text exactly as read, so that offsets hold.
    "documents": pa.schema(
        {
            "document_id": TEXT,
            "content_sha256": TEXT,
            "file_name": TEXT,
            "path": TEXT,
            "title": TEXT,
            "publisher": TEXT,
            "published_on": DAY,
            "language": TEXT,
            "document_type": TEXT,
            "source_uri": TEXT,
            "license": TEXT,
            "reader": TEXT,
            "reader_version": TEXT,
            "extractor_version": TEXT,
            "text": TEXT,
            "char_count": INT,
            "byte_count": INT,
            "has_bom": FLAG,
            "line_ending": TEXT,
        }
    ),
    # One row per path under which a document was read.
    "document_paths": pa.schema({"document_id": TEXT, "path": TEXT, "file_name": TEXT}),
    # One row per headed stretch of a document; ordinal 0 is the lead.
    "sections": pa.schema(
        {
            "section_id": TEXT,
            "document_id": TEXT,
            "parent_section_id": TEXT,
            "ordinal": INT,
            "level": INT,
            "heading": TEXT,
            "char_start": INT,
            "char_end": INT,
        }
    ),
    # One row per unit of text; clean_text has wraps and marks removed.
    "passages": pa.schema(
        {
            "passage_id": TEXT,
            "document_id": TEXT,
            "section_id": TEXT,
            "ordinal": INT,
            "kind": TEXT,
            "infobox_key": TEXT,
            "char_start": INT,
            "char_end": INT,
            "clean_text": TEXT,
        }
    ),
    # One row per name in a passage; entity_id joins the names of one thing inside its document.
    "mentions": pa.schema(
        {
            "mention_id": TEXT,
            "document_id": TEXT,
            "passage_id": TEXT,
            "mention_type": TEXT,
            "surface": TEXT,
            "entity_id": TEXT,
            "entity_name": TEXT,
            "country_code": TEXT,
            "char_start": INT,
            "char_end": INT,
        }
    ),
    # One row per fact that one document states.
    "claims": pa.schema(
        {
            "claim_id": TEXT,
            "document_id": TEXT,
            "passage_id": TEXT,
            "claim_type": TEXT,
            "extractor": TEXT,
            "extractor_version": TEXT,
            "confidence": REAL,
        }
    ),
    # One row per filled field (or list item) of a claim, normalised, as text.
    "claim_values": pa.schema({"claim_id": TEXT, "document_id": TEXT, "field": TEXT, "position": INT, "value": TEXT}),
    # One row per passage that carries a claim (field NULL) or one of its fields.
    "claim_spans": pa.schema(
        {
            "claim_id": TEXT,
            "document_id": TEXT,
            "passage_id": TEXT,
            "field": TEXT,
            "char_start": INT,
            "char_end": INT,
            "quote": TEXT,
        }
    ),
    # One row per document, manifest row or claim that was read and not taken over.
    "rejects": pa.schema(
        {
            "reject_id": TEXT,
            "code": TEXT,
            "message": TEXT,
            "file_name": TEXT,
            "path": TEXT,
            "document_id": TEXT,
            "claim_id": TEXT,
            "details": TEXT,
        }
    ),
    # One row per (name, place) of the gazetteer where the name occurs in the documents read.
    "gazetteer": pa.schema(
        {
            "name_key": TEXT,  # ingest.gazetteer.name_key(name): casefolded, diacritics folded, letters and digits only
            "gazetteer_id": TEXT,  # "geonames:587084", "iso3166:AZ", "alias:..."
            "name": TEXT,  # preferred name
            "location_type": TEXT,
            "country_code": TEXT,
            "region_code": TEXT,
            "parent_gazetteer_id": TEXT,
            "latitude": REAL,
            "longitude": REAL,
            "population": INT,
            "geoname_id": INT,
            "is_preferred": FLAG,  # the name is the preferred one, not an alternate
            "source": TEXT,
        }
    ),
}

META_TABLES: dict[str, pa.Schema] = {
    # One row per build of this file.
    "builds": pa.schema(
        {
            "build_id": TEXT,
            "started_at": pa.timestamp("us", tz="UTC"),
            "finished_at": pa.timestamp("us", tz="UTC"),
            "attest_version": TEXT,
            "git_revision": TEXT,
            "extractor_version": TEXT,
            "documents_read": INT,
            "documents_kept": INT,
            "documents_removed": INT,
            "documents_rejected": INT,
            "stage_seconds": TEXT,  # JSON object: stage -> seconds
        }
    ),
    # One row per path that was given to `attest build`; read again when no path is given.
    "paths": pa.schema({"path": TEXT}),
    # One row per document: what its reading depended on. Where that is unchanged, its rows are copied.
    "readings": pa.schema({"document_id": TEXT, "fingerprint": TEXT}),
}
