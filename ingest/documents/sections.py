"""Sections of a text, from the places where its headings stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.model import Section, Span


@dataclass(frozen=True, slots=True)
class HeadingMark:
    """Where a heading stands in the raw text, how deep it is (1 is the highest) and what it says."""

    start: int
    level: int
    heading: str


def sections_of(text: str, marks: Sequence[HeadingMark]) -> tuple[Section, ...]:
    """The lead (ordinal 0) and one section per heading, each up to the next heading.

    A section's parent is the nearest section before it with a higher heading; the lead is nobody's
    parent. Where a heading opens the text the lead is its first character.
    """
    ends = [mark.start for mark in marks[1:]] + [len(text)] * bool(marks)
    lead_end = marks[0].start if marks else len(text)
    sections = [Section(ordinal=0, level=0, heading=None, parent=None, span=Span(0, max(1, lead_end)))]
    open_sections: list[Section] = []
    for ordinal, (mark, end) in enumerate(zip(marks, ends, strict=True), start=1):
        while open_sections and open_sections[-1].level >= mark.level:
            open_sections.pop()
        section = Section(
            ordinal=ordinal,
            level=mark.level,
            heading=mark.heading,
            parent=open_sections[-1].ordinal if open_sections else None,
            span=Span(mark.start, end),
        )
        open_sections.append(section)
        sections.append(section)
    return tuple(sections)
