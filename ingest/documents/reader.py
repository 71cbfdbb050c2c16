"""The interface that every document format implements.

A format is one module with one frozen class that satisfies :class:`Reader` and one entry in
``ingest.documents.registry.READERS``. Formats are told apart by content, never by file name.
"""

from __future__ import annotations

from typing import Protocol

from ingest.model import Content


class Reader(Protocol):
    """Finds title, sections and blocks of a text in one format. Stateless, pure and picklable."""

    @property
    def name(self) -> str:
        """The format's name, stored as ``raw.documents.reader``."""

    @property
    def version(self) -> str:
        """Raised whenever the same text would give other blocks, so that documents are read again."""

    @property
    def document_type(self) -> str:
        """``document_type`` of a text in this format where no manifest gives one."""

    def recognises(self, text: str) -> float:
        """How surely ``text`` is in this format: 0.0 (not at all) to 1.0. The highest score reads it."""

    def read(self, text: str, *, title: str | None = None) -> Content:
        """The content of ``text``.

        Args:
            text: The document's stored text; all positions refer to it.
            title: The title that the manifest gives, which helps to tell the title line from others.

        Returns:
            Title, sections and blocks. Every readable character of ``text`` is in exactly one block,
            except marks of the format and what the reader's module says to be no content.
        """
