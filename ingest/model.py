"""What travels through the house: documents, passages, mentions and claims.

Everything here is frozen, picklable and free of I/O. Character positions are half-open intervals of
Unicode code points in the document's stored text, so ``text[span.start:span.end]`` is the evidence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

MAX_QUOTE = 600
"""Longest evidence span in code points (contract of the ``evidence`` table)."""

BlockKind = Literal["title", "heading", "paragraph", "list_item", "infobox"]
ClaimType = Literal["event", "detention", "sentence", "figure"]
MentionType = Literal["person", "organization", "state_body", "country", "place", "demonym"]
RejectCode = Literal[
    "empty",
    "binary",
    "undecodable",
    "too_large",
    "unreadable",
    "loop",
    "data",
    "manifest_row",
    "timeout",
    "memory",
    "contradiction",
]


def stable_id(*parts: object) -> str:
    """A 32-digit hexadecimal key that depends on the parts alone, never on order or time of reading."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open interval of code points in a document's stored text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"span {self.start}..{self.end} is empty or reversed; spans are half-open")

    def __contains__(self, other: object) -> bool:
        return isinstance(other, Span) and self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class CleanText:
    """Reading text with line wraps, marks and doubled spaces removed, and the way back to the raw text.

    ``offsets[i]`` is the raw position of clean character ``i``; it has one entry per clean character
    and never decreases.
    """

    text: str
    offsets: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.text) != len(self.offsets):
            raise ValueError(f"{len(self.text)} characters but {len(self.offsets)} offsets; give one offset each")

    def raw(self, start: int, end: int) -> Span:
        """The raw span of clean characters ``start`` to ``end`` (excluded)."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)

    def slice(self, start: int, end: int) -> CleanText:
        return CleanText(self.text[start:end], self.offsets[start:end])

    def stripped(self) -> CleanText:
        text = self.text
        start = len(text) - len(text.lstrip())
        end = len(text.rstrip())
        return self.slice(start, max(start, end))


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text that a reader keeps together: a paragraph, a heading, one infobox line.

    For ``infobox`` blocks ``key`` is the line's key and ``clean`` its value only.
    """

    kind: BlockKind
    clean: CleanText
    section: int
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the document under one heading; ordinal 0 is the lead, with no heading."""

    ordinal: int
    level: int
    heading: str | None
    parent: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader finds in a text: its own title, sections and blocks in reading order."""

    title: str | None
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One source document as stored. ``document_id`` is a hash of the content alone."""

    document_id: str
    text: str
    file_name: str
    path: str
    content_sha256: str
    byte_count: int
    has_bom: bool
    line_ending: Literal["lf", "crlf", "cr", "mixed", "none"]
    reader: str
    reader_version: str
    content: Content
    title: str | None = None
    publisher: str | None = None
    published_on: date | None = None
    language: str | None = None
    document_type: str = "other"
    source_uri: str | None = None
    license: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of text: one grammatical sentence, heading, list item or infobox value."""

    passage_id: str
    ordinal: int
    kind: BlockKind
    section: int
    block: int
    clean: CleanText
    key: str | None = None

    @property
    def text(self) -> str:
        return self.clean.text

    @property
    def span(self) -> Span:
        return self.clean.raw(0, len(self.clean.text))


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a passage. ``entity_id`` is shared by all names of one thing inside the document."""

    mention_id: str
    passage_id: str
    mention_type: MentionType
    surface: str
    span: Span
    entity_id: str
    entity_name: str
    country_code: str | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """One filled field of a claim: a normalised value, and where the document says so.

    Values are text; dates are partial ISO (``2020-07-16``, ``2020-07``, ``2020``, or ``--11-12`` where
    no year is given), numbers are decimal digits, names of things are ``entity_id`` of a mention and
    references are ``claim_id``. A field that holds a list has one ``Value`` per item, in order.
    """

    field: str
    value: str
    span: Span | None = None
    passage_id: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One fact as one document states it. ``evidence`` are the passages that carry it as a whole.

    ``confidence`` is the chance that it is right; it is even until the whole document has been read.
    """

    claim_id: str
    claim_type: ClaimType
    passage_id: str
    evidence: tuple[tuple[str, Span], ...]
    values: tuple[Value, ...]
    extractor: str
    confidence: float = 0.5

    def get(self, name: str) -> str | None:
        """The first value of a field, or None."""
        return next((value.value for value in self.values if value.field == name), None)

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(value.value for value in self.values if value.field == name)


@dataclass(frozen=True, slots=True)
class Reject:
    """Something that was read and not taken over, with the reason in one line."""

    code: RejectCode
    message: str
    file_name: str
    path: str
    document_id: str | None = None
    claim_id: str | None = None
    details: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one document says: the result of the pure function from a document to its claims."""

    document: Document
    passages: tuple[Passage, ...] = ()
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    rejects: tuple[Reject, ...] = field(default=())


def first_text(values: Iterable[str | None]) -> str | None:
    """The first value that is not None or blank."""
    return next((value for value in values if value is not None and value.strip()), None)
