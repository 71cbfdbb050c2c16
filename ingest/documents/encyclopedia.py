"""Encyclopedia extracts: ``= Title =``, an ``Infobox`` of ``- Key: value`` lines, ``== Section ==`` headings.

Not content, and so in no block: marks (``clean``), and the link lists under "See also", "References" and
the like (their sections are recorded). Headings may be written with or without spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.documents.clean import Range, clean, plain_words
from ingest.documents.lines import Line, split_lines
from ingest.documents.pages import without_furniture
from ingest.documents.paragraphs import Layout, group_lines, measure
from ingest.documents.sections import HeadingMark, sections_of
from ingest.model import Block, BlockKind, Content

LINK_SECTIONS = frozenset(
    {
        "bibliography",
        "citations",
        "external link",
        "external links",
        "footnotes",
        "further reading",
        "gallery",
        "literature",
        "notes and references",
        "other websites",
        "reference",
        "references",
        "references and notes",
        "related articles",
        "related pages",
        "see also",
        "sources",
        "works cited",
    }
)
"""Headings (case-folded) of sections that list links and books and tell nothing themselves."""

_HEADING = re.compile(r"(={1,6})(?!=)\s*(?=[^\s=])(.*?[^\s=]|[^\s=])\s*\1(?!=)")
_INFOBOX = re.compile(r"infobox\b[^.:]{0,60}:?", re.I)
_FIELD = re.compile(r"[-*•|]\s*(?P<key>[^\W\d_][^:=\n]{0,48}?)\s*:(?:\s+(?P<value>.*))?")


@dataclass(frozen=True, slots=True)
class EncyclopediaReader:
    """Reads extracts of encyclopedia articles."""

    name: str = "encyclopedia"
    version: str = "1"
    document_type: str = "encyclopedia"

    def recognises(self, text: str) -> float:
        """1.0 for a title line at the top, 0.9 for an infobox block, 0.8 for section headings."""
        lines = [line for line in split_lines(text) if not line.blank]
        if not lines:
            return 0.0
        first = _HEADING.fullmatch(lines[0].text)
        if first and len(first.group(1)) == 1:
            return 1.0
        if any(_opens_infobox(lines, index) for index in range(min(len(lines), 40))):
            return 0.9
        found = (_HEADING.fullmatch(line.text) for line in lines)
        return 0.8 if any(heading and len(heading.group(1)) > 1 for heading in found) else 0.0

    def read(self, text: str, *, title: str | None = None) -> Content:  # noqa: ARG002 (an extract has its own)
        """Title, sections and blocks of ``text``; see :class:`ingest.documents.reader.Reader`."""
        lines = without_furniture(split_lines(text))
        words = plain_words(text)
        layout = measure([line for line in lines if not _HEADING.fullmatch(line.text)])
        blocks: list[Block] = []
        marks: list[HeadingMark] = []
        own_title: str | None = None
        links_level = 0
        for part in _parts(lines):
            if isinstance(part, _Heading):
                reading = clean(text, [part.range], words=words)
                if not reading.text:
                    continue
                if part.level == 1 and own_title is None and not marks:
                    own_title = reading.text
                    blocks.append(Block("title", reading, 0))
                    continue
                if not links_level or part.level <= links_level:
                    links_level = part.level if reading.text.casefold().strip(" :") in LINK_SECTIONS else 0
                marks.append(HeadingMark(part.line.start, part.level, reading.text))
                if not links_level:
                    blocks.append(Block("heading", reading, len(marks)))
            elif links_level:
                continue
            elif isinstance(part, _Field):
                reading = clean(text, part.ranges, words=words)
                if reading.text:
                    blocks.append(Block("infobox", reading, len(marks), key=part.key))
            else:
                blocks.extend(_prose(text, part, layout, words, len(marks)))
        return Content(title=own_title, sections=sections_of(text, marks), blocks=tuple(blocks))


@dataclass(frozen=True, slots=True)
class _Heading:
    line: Line
    level: int
    range: Range


@dataclass(frozen=True, slots=True)
class _Field:
    key: str
    ranges: tuple[Range, ...]


def _parts(lines: Sequence[Line]) -> Iterator[_Heading | _Field | Sequence[Line]]:
    """Headings, infobox fields and the stretches of lines between them, in order."""
    prose: list[Line] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        heading = _HEADING.fullmatch(line.text)
        infobox = heading is None and _opens_infobox(lines, index)
        if heading is None and not infobox:
            prose.append(line)
            index += 1
            continue
        if prose:
            yield prose
            prose = []
        index += 1
        if heading is not None:
            yield _Heading(line, len(heading.group(1)), (line.start + heading.start(2), line.start + heading.end(2)))
        else:
            fields, index = _infobox(lines, index)
            yield from fields
    if prose:
        yield prose


def _opens_infobox(lines: Sequence[Line], index: int) -> bool:
    """Whether line ``index`` says "Infobox" and a field is the next thing after it."""
    if not _INFOBOX.fullmatch(lines[index].text):
        return False
    following = next((line for line in lines[index + 1 : index + 3] if not line.blank), None)
    return following is not None and _FIELD.fullmatch(following.text) is not None


def _infobox(lines: Sequence[Line], index: int) -> tuple[list[_Field], int]:
    """The fields from line ``index`` on, and the position after the infobox.

    A blank line ends the infobox unless another field follows it; a line that is no field goes on with
    the value before it.
    """
    fields: list[_Field] = []
    key: str | None = None
    ranges: list[Range] = []

    def close() -> None:
        if key is not None and ranges:
            fields.append(_Field(key, tuple(ranges)))

    while index < len(lines):
        line = lines[index]
        if line.blank:
            following = next((later for later in lines[index:] if not later.blank), None)
            if following is None or not _FIELD.fullmatch(following.text) or _HEADING.fullmatch(following.text):
                break
            index += 1
            continue
        if _HEADING.fullmatch(line.text):
            break
        field = _FIELD.fullmatch(line.text)
        if field is not None:
            close()
            key, ranges = field.group("key"), []
            if field.group("value"):
                ranges.append((line.start + field.start("value"), line.end))
        else:
            # "* Ministry of Internal Affairs" under a key: the mark goes, the item stays.
            mark = re.match(r"[-*•]+\s+", line.text)
            ranges.append((line.start + (mark.end() if mark else 0), line.end))
        index += 1
    close()
    return fields, index


def _prose(text: str, lines: Sequence[Line], layout: Layout, words: frozenset[str], section: int) -> Iterator[Block]:
    for group in group_lines(lines, layout, headings=False):
        reading = clean(text, group.ranges, words=words)
        if reading.text:
            kind: BlockKind = "list_item" if group.kind == "list_item" else "paragraph"
            yield Block(kind, reading, section)
