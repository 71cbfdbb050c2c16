"""Turns reference answers into the raw tables that a reader without fault would have written.

With perfect claims in, whatever the warehouse gets wrong is the doing of the dbt models alone. Every claim carries
the reference's quote as its one span; names are found in the text by their spelling.
"""

from __future__ import annotations

import bisect
import csv
import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import yaml

from ingest.model import stable_id

Row = dict[str, Any]
Reference = Mapping[str, Any]

REPOSITORY = Path(__file__).resolve().parents[2]
_MARK = re.compile(r"(?<=[.!?])[\"”’]?\s+(?=[\"“‘A-Z0-9])|\n+")


def passages(text: str, keep_whole: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Cut a text at its full stops and line ends, but never inside one of the given spans."""
    cuts = [0, *(match.end() for match in _MARK.finditer(text)), len(text)]
    spans = sorted(keep_whole)
    kept = [cut for cut in cuts if not any(start < cut < end for start, end in spans)]
    pieces = []
    for start, end in zip(kept, kept[1:], strict=False):
        piece = text[start:end]
        left = start + len(piece) - len(piece.lstrip())
        right = start + len(piece.rstrip())
        if left < right:
            pieces.append((left, right))
    return pieces


@cache
def _country_words() -> tuple[dict[str, str], dict[str, str]]:
    """Country names and demonyms, each with its code, from the project's own seed."""
    with (REPOSITORY / "seeds/reference/countries.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    names = {name: row["country_code"] for row in rows for name in (row["name"], *row["aliases"].split("|")) if name}
    demonyms = {word: row["country_code"] for row in rows for word in row["demonyms"].split("|") if word}
    return names, demonyms


@dataclass
class _Entity:
    entity_id: str
    name: str
    mention_type: str
    names: list[str]
    country_code: str | None = None


@dataclass
class ReferenceDocument:
    """One document with its reference answers, as rows of the raw tables."""

    text: str
    file_name: str
    reference: Reference
    manifest: Mapping[str, str]
    tables: dict[str, list[Row]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sha256 = hashlib.sha256(self.text.encode("utf-8")).hexdigest()
        self.document_id = stable_id("document", self.sha256)
        quotes = [self._at(row["quote"]) for kind in _KINDS for row in self._rows(kind)]
        self._passages = passages(self.text, quotes)
        self._starts = [start for start, _ in self._passages]
        self._entities = self._make_entities()
        self.tables = {
            "documents": [self._document()],
            "document_paths": [{"document_id": self.document_id, "path": self.file_name, "file_name": self.file_name}],
            "passages": [
                {
                    "passage_id": self._passage_id(number),
                    "document_id": self.document_id,
                    "ordinal": number,
                    "kind": "paragraph",
                    "char_start": start,
                    "char_end": end,
                    "clean_text": " ".join(self.text[start:end].split()),
                }
                for number, (start, end) in enumerate(self._passages)
            ],
            "claims": [],
            "claim_values": [],
            "claim_spans": [],
        }
        for kind in _KINDS:
            for number, row in enumerate(self._rows(kind)):
                self._claim(kind, number, row)
        self.tables["mentions"] = list(self._mentions())

    # ------------------------------------------------------------------------------------------ text

    def _rows(self, kind: str) -> list[Row]:
        return self.reference.get(kind) or []

    def _at(self, quote: str) -> tuple[int, int]:
        start = self.text.find(quote)
        if start < 0:
            raise ValueError(f"{self.file_name}: the quote {quote!r} is not in the text; correct the reference")
        return start, start + len(quote)

    def _passage_id(self, number: int) -> str:
        return stable_id(self.document_id, "passage", number)

    def _passage_at(self, start: int, end: int) -> str | None:
        """The passage that holds a whole span, if one does."""
        number = bisect.bisect_right(self._starts, start) - 1
        if number < 0 or end > self._passages[number][1]:
            return None
        return self._passage_id(number)

    def _document(self) -> Row:
        meta = {key: value or None for key, value in self.manifest.items()}
        published = meta.get("published_on")
        return {
            "document_id": self.document_id,
            "content_sha256": self.sha256,
            "file_name": self.file_name,
            "path": self.file_name,
            "title": meta.get("title"),
            "publisher": meta.get("publisher"),
            "published_on": dt.date.fromisoformat(published) if published else None,
            "language": meta.get("language"),
            "document_type": meta.get("document_type") or "other",
            "source_uri": meta.get("source_uri"),
            "license": meta.get("license"),
            "reader": "reference",
            "reader_version": "1",
            "extractor_version": "1",
            "text": self.text,
            "char_count": len(self.text),
            "byte_count": len(self.text.encode("utf-8")),
            "has_bom": False,
            "line_ending": "lf",
        }

    # ------------------------------------------------------------------------------------------ names

    def _make_entities(self) -> dict[tuple[str, str], _Entity]:
        """Entities by (``actor`` or ``place``, spelling)."""
        found: dict[tuple[str, str], _Entity] = {}
        for role, key in (("actor", "actors"), ("place", "locations")):
            for row in self._rows(key):
                names = [row["name"], *(row.get("aliases") or [])]
                entity = _Entity(
                    entity_id=stable_id(self.document_id, role, row["name"]),
                    name=row["name"],
                    mention_type=row.get("type", "place") if role == "actor" else "place",
                    names=names,
                )
                for name in names:
                    found.setdefault((role, name), entity)
        return found

    def _entity(self, role: str, name: str, mention_type: str) -> str:
        entity = self._entities.get((role, name))
        if entity is None:
            entity = _Entity(stable_id(self.document_id, role, name), name, mention_type, [name])
            self._entities[role, name] = entity
        return entity.entity_id

    def _mentions(self) -> Iterator[Row]:
        fact_passages = {row["passage_id"] for row in self.tables["claim_spans"]}
        names, demonyms = _country_words()
        listed = {entity.entity_id: entity for entity in self._entities.values()}
        known = {name for entity in listed.values() for name in entity.names}
        taken: dict[str, bytearray] = {role: bytearray(len(self.text)) for role in ("actor", "place")}
        spellings = sorted(
            ((name, role, entity) for (role, name), entity in self._entities.items()), key=lambda item: -len(item[0])
        )
        seen: set[str] = set()
        for name, role, entity in spellings:
            for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", self.text):
                passage = self._passage_at(*match.span())
                if passage is None or any(taken[role][match.start() : match.end()]):
                    continue
                taken[role][match.start() : match.end()] = b"\1" * len(name)
                seen.add(entity.entity_id)
                yield self._mention(entity, name, passage, match.span())
        for entity in listed.values():
            if entity.entity_id not in seen:  # named in another inflection only
                span = self.tables["claim_spans"][0]
                yield self._mention(entity, entity.name, span["passage_id"], (span["char_start"], span["char_end"]))
        for words, mention_type in ((demonyms, "demonym"), (names, "place")):
            for word, code in words.items():
                if word in known:
                    continue
                entity = _Entity(stable_id(self.document_id, mention_type, code), word, mention_type, [word], code)
                for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", self.text):
                    passage = self._passage_at(*match.span())
                    if passage in fact_passages and not any(taken["place"][match.start() : match.end()]):
                        taken["place"][match.start() : match.end()] = b"\1" * len(word)
                        yield self._mention(entity, word, passage, match.span())

    def _mention(self, entity: _Entity, surface: str, passage: str | None, span: tuple[int, int]) -> Row:
        return {
            "mention_id": stable_id(self.document_id, "mention", entity.entity_id, *span),
            "document_id": self.document_id,
            "passage_id": passage,
            "mention_type": entity.mention_type,
            "surface": surface,
            "entity_id": entity.entity_id,
            "entity_name": entity.name,
            "country_code": entity.country_code if entity.mention_type == "demonym" else None,
            "char_start": span[0],
            "char_end": span[1],
        }

    # ----------------------------------------------------------------------------------------- claims

    def _claim_id(self, kind: str, key: object) -> str:
        return stable_id(self.document_id, kind, key)

    def _claim(self, kind: str, number: int, row: Row) -> None:
        claim_id = self._claim_id(kind, row["id"] if kind == "events" else number)
        start, end = self._at(row["quote"])
        passage = self._passage_at(start, end)
        if passage is None:
            raise ValueError(f"{self.file_name}: no passage holds {row['quote']!r}")
        self.tables["claims"].append(
            {
                "claim_id": claim_id,
                "document_id": self.document_id,
                "passage_id": passage,
                "claim_type": kind[:-1],
                "extractor": "reference",
                "extractor_version": "1",
                "confidence": 1.0,
            }
        )
        self.tables["claim_spans"].append(
            {
                "claim_id": claim_id,
                "document_id": self.document_id,
                "passage_id": passage,
                "field": None,
                "char_start": start,
                "char_end": end,
                "quote": self.text[start:end],
            }
        )
        for name, value in _KINDS[kind](self, row):
            items = value if isinstance(value, list) else [value]
            for position, item in enumerate(items):
                if item is not None:
                    self.tables["claim_values"].append(
                        {
                            "claim_id": claim_id,
                            "document_id": self.document_id,
                            "field": name,
                            "position": position,
                            "value": str(item),
                        }
                    )

    def _who(self, row: Row) -> Iterator[tuple[str, Any]]:
        low, high = row.get("count") or (None, None)
        if row.get("who"):
            yield "person", self._entity("actor", row["who"], "person")
            low = high = 1
        yield "person_count_low", low
        yield "person_count_high", high
        yield "group_description", row.get("group")

    def _place(self, row: Row) -> str | None:
        return self._entity("place", row["location"], "place") if row.get("location") else None

    def _event(self, row: Row) -> str | None:
        return self._claim_id("events", row["event"]) if row.get("event") else None

    def _event_values(self, row: Row) -> Iterator[tuple[str, Any]]:
        low, high = row.get("participants") or (None, None)
        yield from (("event_kind", row["kind"]), ("name", row.get("name")), ("site", row.get("site")))
        yield from (("start_date", row.get("start_date")), ("end_date", row.get("end_date")))
        yield from (("place", self._place(row)), ("participants_low", low), ("participants_high", high))
        if row.get("parent"):
            yield "parent", self._claim_id("events", row["parent"])

    def _detention_values(self, row: Row) -> Iterator[tuple[str, Any]]:
        yield from self._who(row)
        yield from (("detained_on", row.get("date")), ("place", self._place(row)), ("status", row.get("status")))
        yield from (("released_on", row.get("released_on")), ("event", self._event(row)))

    def _sentence_values(self, row: Row) -> Iterator[tuple[str, Any]]:
        yield from self._who(row)
        court = row.get("court")
        yield "decided_on", row.get("date")
        yield "court_name", court
        if court and ("actor", court) in self._entities:
            yield "court", self._entity("actor", court, "state_body")
        yield "outcome", row.get("outcome")
        yield "sentence_kind", list(row.get("kind") or [])
        for name in ("prison_days", "lashes", "community_service_hours"):
            yield name, row.get(name)
        amount, currency = row.get("fine") or (None, None)
        yield from (("fine_amount", amount), ("fine_currency", currency))
        yield "charge", list(row.get("charges") or [])
        yield from (("legal_provision", row.get("article")), ("event", self._event(row)))

    def _figure_values(self, row: Row) -> Iterator[tuple[str, Any]]:
        low, high = row["value"]
        yield from (("measure", row["measure"]), ("value_low", low), ("value_high", high))
        yield from (("unit", row.get("unit")), ("attributed_to", row.get("attributed_to")))
        yield "event", self._event(row)


_KINDS = {
    "events": ReferenceDocument._event_values,
    "detentions": ReferenceDocument._detention_values,
    "sentences": ReferenceDocument._sentence_values,
    "figures": ReferenceDocument._figure_values,
}


def read_references(answers: Path, documents: Path, *, stems: Iterable[str] | None = None) -> list[ReferenceDocument]:
    """Reference documents of a folder of YAML files, all or those with the given file stems."""
    manifest: dict[str, dict[str, str]] = {}
    if (documents / "manifest.csv").exists():
        with (documents / "manifest.csv").open(encoding="utf-8-sig", newline="") as lines:
            manifest = {row["file_name"]: row for row in csv.DictReader(lines)}
    wanted = None if stems is None else set(stems)
    found = []
    for path in sorted(answers.glob("*.yaml")):
        if wanted is not None and path.stem not in wanted:
            continue
        reference = yaml.safe_load(path.read_text(encoding="utf-8"))
        name = reference["document"]
        text = (documents / name).read_bytes().decode("utf-8")
        found.append(ReferenceDocument(text, name, reference, manifest.get(name, {})))
    return found


def raw_tables(documents: Iterable[ReferenceDocument]) -> dict[str, list[Row] | pa.Table]:
    """The raw tables of several reference documents, with the gazetteer rows of the places that they name."""
    from ingest.gazetteer import gazetteer_rows

    tables: dict[str, list[Row]] = {}
    for document in documents:
        for name, rows in document.tables.items():
            tables.setdefault(name, []).extend(rows)
    names = {row[key] for row in tables["mentions"] for key in ("surface", "entity_name")}
    return {**tables, "gazetteer": gazetteer_rows(sorted(names))}
