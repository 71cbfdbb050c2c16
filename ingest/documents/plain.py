"""Plain news and report text, as people have it.

Handles Markdown, hard-wrapped and double-spaced lines, text taken out of a PDF and text copied from a
web page. Not content, and so in no block: marks and link targets (``clean``), page furniture
(``pages``), comment forms, buttons and links elsewhere (``page_parts``), rules, and front matter other
than its title.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.documents.clean import clean, plain_words
from ingest.documents.lines import Line, split_lines
from ingest.documents.page_parts import is_running_text, no_content
from ingest.documents.pages import ends_sentence, without_furniture
from ingest.documents.paragraphs import Group, group_lines, measure
from ingest.documents.sections import HeadingMark, sections_of
from ingest.model import Block, BlockKind, CleanText, Content

MAX_TITLE = 200
MAX_HEADING = 90
MAX_HEADING_WORDS = 14
MAX_LIST_LINE = 120
MIN_PARAGRAPH = 25
SUBHEADING_LEVEL = 2
ENTRY_LEVEL = 3

_FRONT_MATTER_FIELD = re.compile(r"""title\s*:\s*(["']?)(.+?)\1\s*""", re.I)
_MARKUP_TAIL = re.compile(r"/>$")
_BYLINE = re.compile(
    r"(?:by|from|written by|reported by|reporting by|text by|photos?|photo by|picture|image|source|author|editor|"
    r"published|posted|updated|last (?:updated|modified)|date|contact|translated by)\b[ :].*",
    re.I,
)
_DATE_LINE = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:\d{1,2}(?:st|nd|rd|th)?\s+[^\W\d]+,?\s+\d{4}|"
    r"[^\W\d]+\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4})(?:[ ,|–-].{0,30})?",
    re.I,
)
_TURN = re.compile(
    r"(?:(?:The |A )?(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Lord|Lady|Dame|Baroness|Viscount|Earl|Shri|Smt|Kumari|Sri|Tuan|Puan"
    r"|Datuk|Dato['’]?|Hon|Rev|Prof|Professor|Sen|Senator|Rep|Judge|Justice|President|Speaker|Minister|Chairman"
    r"|Chairperson|Chair|Secretary|Prosecutor|Witness|Counsel|Defendant|Under-Secretary|Interviewer)\b[^:?!]{0,90}"
    r"|Q\.?|A\.?|Question|Answer): \S.*",
    re.DOTALL,
)
"""What somebody says in a debate, a hearing or an interview, under his name: no heading, however short."""
_UNFINISHED = re.compile(r"[.,;:…!](?:[\"'”’»)\]])*$")
_UNFINISHED_LINE = re.compile(r"[!?…:](?:[\"'”’»)\]])*$|(?<!\b[A-Z])\.(?:[\"'”’»)\]])*$")
_WHOLLY_BOLD = re.compile(r"(\*\*|__)(?=\S)[^*_]+(?<=\S)\1")


@dataclass(frozen=True, slots=True)
class _Item:
    """A group with its reading text, before it is known whether it is content."""

    group: Group
    clean: CleanText
    wholly_bold: bool
    caption: bool

    @property
    def text(self) -> str:
        return self.clean.text


@dataclass(frozen=True, slots=True)
class PlainReader:
    """Reads any text; the reader of last resort."""

    name: str = "plain"
    version: str = "1"
    document_type: str = "other"

    def recognises(self, text: str) -> float:
        """Always a little: any text may be plain."""
        return 0.1 if text else 0.0

    def read(self, text: str, *, title: str | None = None) -> Content:
        """Title, sections and blocks of ``text``; see :class:`ingest.documents.reader.Reader`."""
        lines = split_lines(text)
        front, lines = _front_matter(text, lines)
        lines = without_furniture(lines)
        words = plain_words(text)
        items = [_item(text, group, words) for group in group_lines(lines, measure(lines))]
        items = [item for item in items if item.text]
        # What the manifest calls the title is none of the page's buttons.
        titles = {position for position, item in enumerate(items) if title and same_title(item.text, title)}
        dropped = no_content([item.text for item in items], kept=titles)
        items = [item for position, item in enumerate(items) if position not in dropped]
        title_position = None if front is not None else _title_position(items, title)
        levels = _heading_levels(items, title_position)
        listed = _unmarked_lists(items, title_position, levels)
        blocks: list[Block] = [] if front is None else [Block("title", front, 0)]
        marks: list[HeadingMark] = []
        for position, item in enumerate(items):
            in_list = item.group.kind == "list_item" or position in listed
            kind: BlockKind = "list_item" if in_list else "paragraph"
            if position == title_position:
                kind = "title"
            elif position in levels:
                kind = "heading"
                marks.append(HeadingMark(item.group.first.start, levels[position], item.text))
            blocks.append(Block(kind, item.clean, len(marks)))
        own_title = next((block.clean.text for block in blocks if block.kind == "title"), None)
        if own_title is None and blocks:
            own_title = shortened(blocks[0].clean.text)
        return Content(title=own_title, sections=sections_of(text, marks), blocks=tuple(blocks))


def shortened(text: str, limit: int = 120) -> str:
    """The beginning of ``text``, cut between words, with an ellipsis where something was cut."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


def same_title(one: str, other: str) -> bool:
    """Whether two titles are the same but for case, punctuation, and a publisher's name at the end of one."""
    first, second = (re.sub(r"[\W_]+", "", text.casefold()) for text in (one, other))
    shorter, longer = sorted((first, second), key=len)
    return bool(shorter) and (shorter == longer or (len(shorter) >= 15 and longer.startswith(shorter)))


def _front_matter(text: str, lines: tuple[Line, ...]) -> tuple[CleanText | None, tuple[Line, ...]]:
    """The title that a YAML block at the top of the text gives, and the lines after that block."""
    if not lines or lines[0].text != "---":
        return None, lines
    end = next((index for index, line in enumerate(lines[1:60], start=1) if line.text in ("---", "...")), None)
    if end is None or not all(_is_front_matter(line) for line in lines[1:end]):
        return None, lines
    for line in lines[1:end]:
        field = _FRONT_MATTER_FIELD.fullmatch(line.text)
        if field and line.indent == 0:
            return clean(text, [(line.start + field.start(2), line.start + field.end(2))]), lines[end + 1 :]
    return None, lines[end + 1 :]


def _is_front_matter(line: Line) -> bool:
    return line.blank or line.indent > 0 or bool(re.match(r"[\w-]+\s*:|-\s|#", line.text))


def _item(text: str, group: Group, words: frozenset[str]) -> _Item:
    start, end = group.ranges[0][0], group.ranges[-1][1]
    raw = text[start:end]
    reading = clean(text, group.ranges, words=words)
    caption = bool(_MARKUP_TAIL.search(raw)) and not raw.lstrip().startswith("<")
    return _Item(group, reading, wholly_bold=bool(_WHOLLY_BOLD.fullmatch(raw)), caption=caption)


def _title_position(items: Sequence[_Item], title: str | None) -> int | None:
    """Which item is the title line: the manifest's title, else the first line if it looks like one."""
    if title:
        for position, item in enumerate(items[:6]):
            if item.group.kind != "list_item" and len(item.text) <= 2 * MAX_TITLE and same_title(item.text, title):
                return position
    for position, item in enumerate(items[:3]):
        if item.caption:
            continue
        if item.group.kind == "heading" and item.group.level == 1:
            return position
        has_text = position + 1 < len(items)
        if item.group.kind != "list_item" and has_text and _looks_like_title(item.text):
            return position
        return None
    return None


def _looks_like_title(text: str) -> bool:
    return (
        len(text) <= MAX_TITLE
        and not _UNFINISHED.search(text)
        and any(character.isalpha() for character in text)
        and not _DATE_LINE.fullmatch(text)
        and not _BYLINE.fullmatch(text)
        and not _TURN.fullmatch(text)
    )


def _heading_levels(items: Sequence[_Item], title_position: int | None) -> dict[int, int]:
    """Level of each item that is a heading: a marked one, or a short line between paragraphs."""
    levels = _entry_headings(items)
    short = [_looks_like_heading(item) for item in items]
    after_text = False
    for position, item in enumerate(items):
        # Between paragraphs: after running text, and before something that is not a short line itself.
        previous = items[position - 1] if position else None
        after_text = after_text or (
            previous is not None and (is_running_text(previous.text) or previous.group.kind == "list_item")
        )
        if position == title_position:
            continue
        if item.group.kind == "heading":
            levels[position] = max(1, item.group.level)
            continue
        if position + 1 >= len(items):
            continue
        following = items[position + 1]
        if (item.wholly_bold and short[position]) or _is_numbered_capitals(previous, item, following):
            levels[position] = SUBHEADING_LEVEL
            continue
        if not short[position]:
            continue
        before_text = following.group.kind == "list_item" or (
            following.group.kind == "paragraph" and not short[position + 1] and len(following.text) >= MIN_PARAGRAPH
        )
        announced = previous is not None and previous.text.endswith(":")
        # The last of several short lines is one of them, and heads nothing.
        one_of_many = position > 1 and short[position - 1] and (short[position - 2] or not item.group.after_blank)
        if (
            after_text
            and before_text
            and not one_of_many
            and not announced
            and (title_position is None or position > title_position + 1)
        ):
            levels[position] = SUBHEADING_LEVEL
    return levels


def _entry_headings(items: Sequence[_Item]) -> dict[int, int]:
    """Numbered lines that head an entry ("7. Name" and then a paragraph about that person), in a list of such."""
    found = [
        position
        for position, (item, following) in enumerate(zip(items, items[1:], strict=False))
        if item.group.numbered
        and _is_short_line(item.text)
        and (position == 0 or items[position - 1].group.kind != "list_item")
        and following.group.kind == "paragraph"
        and is_running_text(following.text)
    ]
    close = [position for position in found if not items[position + 1].group.after_blank]
    # One numbered line before a paragraph may just be the last item of a list.
    return dict.fromkeys(found if len(found) > 1 else close, ENTRY_LEVEL)


def _unmarked_lists(items: Sequence[_Item], title_position: int | None, levels: Mapping[int, int]) -> frozenset[int]:
    """Lines of lists without bullets: short, one below the other, three of them or two that a colon announces."""
    lists: set[int] = set()
    run: list[int] = []
    after_text = False

    def close() -> None:
        announced = bool(run) and run[0] > 0 and items[run[0] - 1].text.endswith(":")
        if len(run) >= (2 if announced else 3):
            lists.update(run)
        run.clear()

    for position, item in enumerate(items):
        short = len(item.text) <= MAX_LIST_LINE and not _UNFINISHED_LINE.search(item.text)
        if not (short and after_text and item.group.kind == "paragraph" and not item.caption) or position in levels:
            close()
        else:
            if item.group.after_blank:
                close()
            run.append(position)
        # Above the first text stand title, by-line and date, which are no list either.
        after_text = after_text or is_running_text(item.text) or item.text.endswith(":")
        if position == title_position:
            after_text = False
    close()
    return frozenset(lists)


def _looks_like_heading(item: _Item) -> bool:
    turn = _TURN.fullmatch(item.text)
    return item.group.kind == "paragraph" and not item.caption and turn is None and _is_short_line(item.text)


def _is_numbered_capitals(previous: _Item | None, item: _Item, following: _Item) -> bool:
    """Whether ``item`` is a heading such as "4. CASE FILES", and no name in a list of names in capitals."""
    listed = following.group.numbered or (previous is not None and previous.group.kind == "list_item")
    return item.group.numbered and item.text.isupper() and _is_short_line(item.text) and not listed


def _is_short_line(text: str) -> bool:
    """Whether ``text`` reads like a heading: short, no final stop, and no by-line."""
    first = next((character for character in text if character.isalnum()), "")
    return (
        len(text) <= MAX_HEADING
        and len(text.split()) <= MAX_HEADING_WORDS
        and (first.isupper() or first.isdigit() or not first.isascii())
        and any(character.isalpha() for character in text)
        and not _UNFINISHED.search(text)
        and (not ends_sentence(text) or text.rstrip("\"'”’»)").endswith("?"))
        and not _BYLINE.fullmatch(text)
    )
