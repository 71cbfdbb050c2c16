"""The formats that Attest reads."""

from __future__ import annotations

from ingest.documents.encyclopedia import EncyclopediaReader
from ingest.documents.plain import PlainReader
from ingest.documents.reader import Reader

READERS: tuple[Reader, ...] = (EncyclopediaReader(), PlainReader())
"""All readers. Where two are equally sure of a text, the earlier one reads it."""


def choose_reader(text: str, readers: tuple[Reader, ...] = READERS) -> Reader:
    """The reader that is surest of ``text``."""
    return max(readers, key=lambda reader: reader.recognises(text))
