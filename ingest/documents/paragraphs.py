"""From lines to paragraphs, list items and marked headings, whatever way the text was saved.

A newline is a wrap or the end of a paragraph; which of the two is decided by the length of lines. In
wrapped text the next word would not have fitted on the line, lines rarely end a sentence, and some begin
in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.documents.clean import Range
from ingest.documents.lines import Line
from ingest.documents.pages import ends_sentence, starts_lower

MIN_WIDTH, MAX_WIDTH = 25, 160
"""Narrowest and widest page, in characters, that text is taken to be wrapped to."""

MIN_UNFINISHED = 60
"""From so many characters on, a line that ends no sentence may go on after a blank line."""

GroupKind = Literal["paragraph", "list_item", "heading"]

_HEADING = re.compile(r"(#{1,6})\s+(?=\S)(.*?)(?:\s+#+)?$")
_QUOTE = re.compile(r"(?:>\s?)+")
_BULLET = re.compile(r"(?:[-*+•‣◦▪■●○·]|[\uf0b7\uf0a7])\s+(?=\S)|[•‣◦▪■●○](?=\w)")
_DASH_BULLET = re.compile(r"[–—]\s+(?=\S)")
_NUMBER_BULLET = re.compile(r"(?:\(?\d{1,3}[.)]|\(?[a-zA-Z]\)|[ivx]{1,5}\))\s+(?=\S)")
_BULLETS = "•‣◦▪■●○\uf0b7\uf0a7"
_LONE_MARK = re.compile(r"[-*+•‣◦▪■●○·–—\uf0b7\uf0a7]|\(?(?P<number>\d{1,3})[.)]")
_TASK_BOX = re.compile(r"\[[ xX]\]\s+")
_TABLE_ROW = re.compile(r"\|.*\|")
_TABLE_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_RULE = re.compile(r"(?:[-*_=~•·.#+─—]\s*){3,}")
_UNDERLINE = re.compile(r"(=+|-+)")
_FENCE = re.compile(r"(?:`{3,}|~{3,})[\w-]*")
_LINK_TARGET = re.compile(r"\[[^\[\]^]{1,60}\]:\s*<?\S+>?(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is set: ``width`` is the page's in characters, 0 where lines are not wrapped."""

    width: int
    double_spaced: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together, without their marks.

    ``level`` is a marked heading's; ``numbered`` tells a list item with a number from one with a bullet.
    """

    kind: GroupKind
    ranges: tuple[Range, ...]
    first: Line
    level: int = 0
    after_blank: bool = True
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class _Marked:
    """A line and what its mark says; ``start`` and ``end`` leave the mark out."""

    line: Line
    start: int
    end: int
    kind: GroupKind | None
    level: int = 0
    quoted: bool = False
    row: bool = False
    numbered: bool = False


def measure(lines: Sequence[Line]) -> Layout:
    """The page width that a text was wrapped to, and whether every line of it is followed by a blank one."""
    close: list[tuple[Line, Line]] = []
    apart: list[tuple[Line, Line]] = []
    previous: Line | None = None
    blanks = 0
    for line in lines:
        if line.furniture:
            continue
        if line.blank:
            blanks += 1
            continue
        if previous is not None and blanks <= 1 and not _starts_group(line.text):
            (apart if blanks else close).append((previous, line))
        previous, blanks = line, 0
    width = _wrap_width(close)
    if width:
        return Layout(width=width, double_spaced=False)
    if len(apart) >= 4 and len(close) <= len(apart) // 10:
        width = _wrap_width(apart)
    return Layout(width=width, double_spaced=width > 0)


def group_lines(
    lines: Sequence[Line],
    layout: Layout,
    *,
    headings: bool = True,
) -> tuple[Group, ...]:
    """The paragraphs, list items and marked headings of ``lines``, in order.

    Args:
        lines: Lines of a text; page furniture among them does not end a paragraph.
        layout: What :func:`measure` says of the whole text.
        headings: Whether ``#`` and underlines mark headings (Markdown).
    """
    groups: list[Group] = []
    ranges: list[Range] = []
    start: _Marked | None = None
    last: _Marked | None = None
    blanks, page_break, opened_after_blank = 1, False, True

    def close() -> None:
        nonlocal start, ranges
        if start is not None and ranges:
            kind = start.kind or "paragraph"
            groups.append(Group(kind, tuple(ranges), start.line, start.level, opened_after_blank, start.numbered))
        start, ranges = None, []

    for line in lines:
        if line.furniture:
            page_break = True
            continue
        if line.after_form_feed:
            page_break = True
        if line.blank:
            blanks += 1
            continue
        alone = start is not None and start.kind is None and len(ranges) == 1 and not blanks
        if headings and alone and start is not None and len(line.text) >= 3 and _UNDERLINE.fullmatch(line.text):
            start = _Marked(start.line, start.start, start.end, "heading", 1 if line.text[0] == "=" else 2)
            close()
            blanks = 1
            continue
        if _is_decoration(line.text):
            blanks += 1
            continue
        listed = start is not None and start.kind == "list_item"
        fresh = blanks > 0 or last is None or layout.width == 0 or last.line.text.endswith(":")
        marked = _mark(line, headings=headings, loose=fresh or listed)
        gap = max(0, blanks - 1) if layout.double_spaced else blanks
        if start is None or last is None or not _continues(start, last, marked, layout, gap, len(ranges), page_break):
            close()
            start, opened_after_blank = marked, blanks > 0
        ranges.append((marked.start, marked.end))
        last, blanks, page_break = marked, 0, False
        if marked.kind == "heading":
            close()
    close()
    return tuple(groups)


def _wrap_width(pairs: Sequence[tuple[Line, Line]]) -> int:
    """The width that the first lines of ``pairs`` were wrapped to, 0 if they were not."""
    # A line that goes on in lower case was wrapped for certain; lists of names beside such lines say nothing.
    certain = [
        (first, second) for first, second in pairs if not ends_sentence(first.text) and starts_lower(second.text)
    ]
    if not certain or len(certain) < 0.1 * len(pairs):
        return 0
    lengths = sorted(len(first.text) + first.indent for first, _ in certain)
    width = lengths[round(0.9 * (len(lengths) - 1))]
    full = sum(_is_full(first, second, width) for first, second in certain)
    running = sum(not ends_sentence(first.text) for first, _ in pairs)
    wrapped = MIN_WIDTH <= width <= MAX_WIDTH and full >= 0.6 * len(certain) and running >= 0.5 * len(pairs)
    return width if wrapped else 0


def _is_full(line: Line, following: Line, width: int, *, share: float = 0.85) -> bool:
    """Whether the next line's first word would not have fitted into ``share`` of the width (letters are uneven)."""
    word = following.text.split(maxsplit=1)[0]
    return len(line.text) + line.indent + 1 + len(word) > share * width


def _continues(
    start: _Marked, last: _Marked, marked: _Marked, layout: Layout, blanks: int, lines: int, page_break: bool
) -> bool:
    """Whether ``marked`` goes on with the group of ``lines`` lines that began with ``start`` up to ``last``."""
    if marked.kind is not None or marked.row or last.row or start.kind == "heading" or marked.quoted != last.quoted:
        return False
    if last.start == last.end:
        # A mark on a line of its own, as PDF readers leave them.
        return True
    before, after = last.line.text, marked.line.text
    broken_word = before[-1] in "-\u2010\xad" and len(before) > 1 and before[-2].isalpha() and after[0].isalpha()
    unfinished = not ends_sentence(before)
    if page_break:
        if broken_word or (unfinished and starts_lower(after)):
            return True
        # Unless words say so, a paragraph goes on where its line was full, and a heading's line is short.
        long_before, long_after = (len(line.text) > 0.7 * layout.width for line in (last.line, marked.line))
        if layout.width == 0 or not long_before or before[-1] == ":":
            return False
        return unfinished or (long_after and _is_full(last.line, marked.line, layout.width, share=0.95))
    if blanks:
        # A short line is rather a heading, and the next paragraph begins with "al-Jazeera".
        long_before = len(before) > (0.6 * layout.width or MIN_UNFINISHED)
        return unfinished and before[-1] != ":" and starts_lower(after) and long_before
    if broken_word and (layout.width or starts_lower(after)):
        return True
    if layout.width:
        if start.kind != "list_item" and marked.line.indent >= last.line.indent + 2 and not unfinished:
            return False
        if _is_full(last.line, marked.line, layout.width):
            return True
        # A line in the middle of a paragraph may fall short in print; a short first line is rather a heading.
        if unfinished and lines > 1 and before[-1] != ":" and len(before) > 0.6 * layout.width:
            return True
    if start.kind == "list_item" and marked.line.indent > start.line.indent:
        return True
    return unfinished and (starts_lower(after) or before[-1] == ",")


def _mark(line: Line, *, headings: bool, loose: bool) -> _Marked:
    """Tells a line's mark from its text. ``loose``: the line does not go on with running text."""
    text, start = line.text, line.start
    quoted = False
    quote = _QUOTE.match(text)
    if quote:
        quoted = True
        text, start = text[quote.end() :], start + quote.end()
    if headings:
        heading = _HEADING.fullmatch(text)
        if heading:
            return _Marked(line, start + heading.start(2), start + heading.end(2), "heading", len(heading.group(1)))
    if _TABLE_ROW.fullmatch(text) and text.count("|") > 2:
        return _Marked(line, start + 1, line.end - 1, "list_item", row=True)
    lone = _LONE_MARK.fullmatch(text)
    if lone and (loose or text in _BULLETS):
        return _Marked(line, line.end, line.end, "list_item", numbered=lone["number"] is not None)
    bullet = _BULLET.match(text)
    number = None
    if bullet is None and loose:
        # In running text a dash or a number at the start of a line is no bullet.
        number = _NUMBER_BULLET.match(text)
        bullet = number or _DASH_BULLET.match(text)
    if bullet:
        box = _TASK_BOX.match(text, bullet.end())
        return _Marked(line, start + (box or bullet).end(), line.end, "list_item", numbered=number is not None)
    return _Marked(line, start, line.end, None, quoted=quoted)


def _starts_group(text: str) -> bool:
    return bool(
        _HEADING.fullmatch(text) or _BULLET.match(text) or _NUMBER_BULLET.match(text) or _TABLE_ROW.fullmatch(text)
    )


def _is_decoration(text: str) -> bool:
    """Rules, fences, table rules and the targets of reference links: marks without anything to read."""
    return bool(
        _RULE.fullmatch(text)
        or _FENCE.fullmatch(text)
        or _LINK_TARGET.fullmatch(text)
        or ("-" in text and "|" in text and _TABLE_RULE.fullmatch(text))
    )
