"""Small documents with claims, written down by hand: what the dbt tests build warehouses from."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ingest.model import stable_id

Row = dict[str, Any]


@dataclass
class SmallDocument:
    """A document whose lines are its passages.

    Names and claims are added by the words they stand on; every word looked for must be in the text once.
    """

    file_name: str
    text: str
    published_on: dt.date | None = None
    tables: dict[str, list[Row]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sha256 = hashlib.sha256(self.text.encode("utf-8")).hexdigest()
        self.document_id = stable_id("document", sha256)
        self.tables = {
            "documents": [
                {
                    "document_id": self.document_id,
                    "content_sha256": sha256,
                    "file_name": self.file_name,
                    "path": self.file_name,
                    "published_on": self.published_on,
                    "document_type": "news",
                    "text": self.text,
                    "char_count": len(self.text),
                }
            ],
            "passages": [],
            "mentions": [],
            "claims": [],
            "claim_values": [],
            "claim_spans": [],
        }
        start = 0
        for number, line in enumerate(self.text.split("\n")):
            if line:
                self.tables["passages"].append(
                    {
                        "passage_id": stable_id(self.document_id, number),
                        "document_id": self.document_id,
                        "ordinal": number,
                        "kind": "paragraph",
                        "char_start": start,
                        "char_end": start + len(line),
                        "clean_text": line,
                    }
                )
            start += len(line) + 1

    def _span(self, words: str) -> tuple[int, int, str]:
        start = self.text.index(words)
        end = start + len(words)
        passage = next(row for row in self.tables["passages"] if row["char_start"] <= start < row["char_end"])
        return start, end, passage["passage_id"]

    def name(self, surface: str, mention_type: str, *, of: str | None = None, country_code: str | None = None) -> str:
        """A name in the text; ``of`` is the fullest form where this is a shorter one. Returns the entity."""
        start, end, passage_id = self._span(surface)
        entity_id = stable_id(self.document_id, mention_type, of or surface)
        self.tables["mentions"].append(
            {
                "mention_id": stable_id(entity_id, start),
                "document_id": self.document_id,
                "passage_id": passage_id,
                "mention_type": mention_type,
                "surface": surface,
                "entity_id": entity_id,
                "entity_name": of or surface,
                "country_code": country_code,
                "char_start": start,
                "char_end": end,
            }
        )
        return entity_id

    def claim(self, claim_type: str, quote: str, *, confidence: float = 0.8, **values: Any) -> str:
        """A claim on the quoted words. A list is a list field; a ``(value, words)`` pair has evidence of its own."""
        start, end, passage_id = self._span(quote)
        claim_id = stable_id(self.document_id, claim_type, quote, sorted(map(str, values.items())))
        self.tables["claims"].append(
            {
                "claim_id": claim_id,
                "document_id": self.document_id,
                "passage_id": passage_id,
                "claim_type": claim_type,
                "extractor": claim_type,
                "extractor_version": "1",
                "confidence": confidence,
            }
        )
        self._evidence(claim_id, None, start, end, passage_id)
        for name, stated in values.items():
            for position, item in enumerate(stated if isinstance(stated, list) else [stated]):
                value, words = item if isinstance(item, tuple) else (item, None)
                self.tables["claim_values"].append(
                    {
                        "claim_id": claim_id,
                        "document_id": self.document_id,
                        "field": name,
                        "position": position,
                        "value": str(value),
                    }
                )
                if words is not None:
                    self._evidence(claim_id, name, *self._span(words))
        return claim_id

    def _evidence(self, claim_id: str, field_name: str | None, start: int, end: int, passage_id: str) -> None:
        self.tables["claim_spans"].append(
            {
                "claim_id": claim_id,
                "document_id": self.document_id,
                "passage_id": passage_id,
                "field": field_name,
                "char_start": start,
                "char_end": end,
                "quote": self.text[start:end],
            }
        )


GAZETTEER: list[Row] = [
    {
        "name_key": key,
        "gazetteer_id": gazetteer_id,
        "name": name,
        "location_type": location_type,
        "country_code": country_code,
        "parent_gazetteer_id": parent,
        "latitude": latitude,
        "longitude": longitude,
        "population": population,
        "is_preferred": key == name.lower(),
        "source": "test",
    }
    for key, gazetteer_id, name, location_type, country_code, parent, latitude, longitude, population in [
        ("azerbaijan", "iso3166:AZ", "Azerbaijan", "country", "AZ", None, 40.3, 47.7, 10_000_000),
        ("egypt", "iso3166:EG", "Egypt", "country", "EG", None, 27.0, 30.0, 100_000_000),
        ("baku", "geonames:587084", "Baku", "city", "AZ", "iso3166:AZ", 40.4, 49.9, 1_100_000),
        ("baki", "geonames:587084", "Baku", "city", "AZ", "iso3166:AZ", 40.4, 49.9, 1_100_000),
        ("gobu", "geonames:586000", "Gobu", "village", "AZ", "iso3166:AZ-ABS", 40.4, 49.7, 6_000),
        ("absheron", "iso3166:AZ-ABS", "Absheron", "region", "AZ", "iso3166:AZ", 40.5, 49.7, None),
        ("cairo", "geonames:360630", "Cairo", "city", "EG", "iso3166:EG", 30.0, 31.2, 9_600_000),
    ]
]


def world(documents: Iterable[SmallDocument]) -> dict[str, list[Row]]:
    """The raw tables of several small documents, with a gazetteer of a few places."""
    tables: dict[str, list[Row]] = {"gazetteer": GAZETTEER}
    for document in documents:
        for name, rows in document.tables.items():
            tables.setdefault(name, []).extend(rows)
    return tables
