"""Page furniture: page numbers, running heads and feet that a PDF leaves between the lines of a text.

A line is furniture only on evidence: it counts pages, stands at a form feed, or keeps coming back in the
middle of sentences. A line that merely repeats ("Status: detained" in a list of prisoners) is text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest.documents.lines import Line

MAX_RUNNING_HEAD = 120
"""Longest running head or foot, in characters."""

MIN_PAGE_LINES = 3
"""Fewest lines from one running head to the next."""

MAX_SHARE = 0.2
"""Largest share of a text's lines that are running heads and feet."""

_EXPLICIT_NUMBER = re.compile(
    r"(?:page|pg\.?|p\.)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?"
    r"|[-–—\[|]\s*\d{1,4}\s*[-–—\]|]"
    r"|\d{1,4}\s*(?:of|/)\s*\d{1,4}"
    r"|\d{1,4}\s*\|\s*p\s?a\s?g\s?e",
    re.I,
)
_NUMBERED_HEAD = re.compile(
    r".{1,100}(?:\s{3,}|\s\|\s)(?:page|pg\.?|p\.)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?"
    r"|(?:page|pg\.?|p\.)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?(?:\s{3,}|\s\|\s).{1,100}",
    re.I,
)
_COLUMNS = re.compile(r"\S.*\S\s{4,}\S.*\S")
_BARE_NUMBER = re.compile(r"\d{1,3}")
_SENTENCE_END = re.compile(r"""[.!?…](?:["'”’»)\]*_]|\[\d{1,3}\])*$""")


def ends_sentence(text: str) -> bool:
    """Whether ``text`` closes with a full stop, a question or exclamation mark, quotes and marks aside."""
    return bool(_SENTENCE_END.search(text))


def starts_lower(text: str) -> bool:
    """Whether the first letter or digit of ``text`` is a lower-case letter."""
    first = next((character for character in text if character.isalnum()), "")
    return first.islower()


def without_furniture(lines: Sequence[Line]) -> tuple[Line, ...]:
    """``lines`` with the text of page furniture taken out of them."""
    found = page_furniture(lines)
    return tuple(
        replace(line, text="", end=line.start, indent=0, furniture=True) if index in found else line
        for index, line in enumerate(lines)
    )


def page_furniture(lines: Sequence[Line]) -> frozenset[int]:
    """Positions in ``lines`` of page numbers, running heads and running feet."""
    texts = [index for index, line in enumerate(lines) if not line.blank]
    rank = {index: position for position, index in enumerate(texts)}

    def neighbour(index: int, step: int, skipped: set[int]) -> int | None:
        position = rank[index] + step
        while 0 <= position < len(texts) and texts[position] in skipped:
            position += step
        return texts[position] if 0 <= position < len(texts) else None

    def at_form_feed(index: int) -> bool:
        following = rank[index] + 1
        return lines[index].after_form_feed or (
            following < len(texts) and _feed_between(lines, index, texts[following])
        )

    def splits_sentence(index: int, skipped: set[int]) -> bool:
        before, after = neighbour(index, -1, skipped), neighbour(index, 1, skipped)
        return (
            before is not None
            and after is not None
            and not ends_sentence(lines[before].text)
            and starts_lower(lines[after].text)
        )

    def stands_apart(index: int) -> bool:
        """Whether blank lines are around it; a line that repeats inside a paragraph is text."""
        return all(lines[near].blank for near in (index - 1, index + 1) if 0 <= near < len(lines))

    found = _page_numbers(lines, texts, at_form_feed, lambda index: splits_sentence(index, set()))
    # Set in columns, or the title once more: with a page number beside it once is enough.
    title = lines[texts[0]].text.casefold() if texts else ""
    found |= {
        index
        for index in texts[1:]
        if index not in found
        and len(lines[index].text) <= MAX_RUNNING_HEAD
        and (_COLUMNS.fullmatch(lines[index].text) or lines[index].text.casefold() == title)
        and _beside(index, texts, rank, found)
    }
    repeated: dict[str, list[int]] = defaultdict(list)
    for index in texts:
        if index not in found and len(lines[index].text) <= MAX_RUNNING_HEAD and not _is_marked(lines[index].text):
            repeated[re.sub(r"\d+", "#", lines[index].text.casefold())].append(index)
    # Between two heads there is a page, so lines that follow each other closely are none.
    groups = [
        group
        for group in repeated.values()
        if len(group) > 1
        and all(rank[second] - rank[first] >= MIN_PAGE_LINES for first, second in zip(group, group[1:], strict=False))
    ]
    heads: set[int] = set()
    # Twice: a second line of a head stands beside the first one only.
    for _ in range(2):
        known = found | heads
        for group in groups:
            open_group = [index for index in group if index != texts[0]]
            beside = [index for index in open_group if at_form_feed(index) or _beside(index, texts, rank, known)]
            within = [
                index
                for index in open_group
                if stands_apart(index)
                and not starts_lower(lines[index].text)
                and splits_sentence(index, known | set(group))
            ]
            if 2 * len(beside) >= len(group) or (len(within) >= 2 and 2 * len(within) >= len(group)):
                heads.update(open_group)
    # What makes up much of a text is no furniture: the text repeats itself.
    return frozenset(found | heads if len(heads) <= MAX_SHARE * len(texts) else found)


def _page_numbers(
    lines: Sequence[Line],
    texts: Sequence[int],
    at_form_feed: Callable[[int], bool],
    splits_sentence: Callable[[int], bool],
) -> set[int]:
    found: set[int] = set()
    bare: list[int] = []
    for index in texts:
        if _EXPLICIT_NUMBER.fullmatch(lines[index].text) or _NUMBERED_HEAD.fullmatch(lines[index].text):
            found.add(index)
        elif _BARE_NUMBER.fullmatch(lines[index].text):
            bare.append(index)
            if at_form_feed(index) or splits_sentence(index):
                found.add(index)
    # The longest count upwards by one or two (a page without a number) among the lines that are a number.
    chains: dict[int, list[int]] = {}
    for index in bare:
        number = int(lines[index].text)
        best = max((chains.get(number - 1, []), chains.get(number - 2, [])), key=len)
        chains[number] = [*best, index]
    longest = max(chains.values(), key=len, default=[])
    if len(longest) > 1:
        found.update(longest)
    return found


def _feed_between(lines: Sequence[Line], first: int, second: int) -> bool:
    return any(lines[index].after_form_feed for index in range(first + 1, second + 1))


def _beside(index: int, texts: Sequence[int], rank: dict[int, int], found: set[int]) -> bool:
    position = rank[index]
    return any(0 <= near < len(texts) and texts[near] in found for near in (position - 1, position + 1))


def _is_marked(text: str) -> bool:
    return bool(re.match(r"#{1,6}\s|[-*+•>|]\s|={2,}|\*\*", text))
