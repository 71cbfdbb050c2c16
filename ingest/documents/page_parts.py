"""What a web page puts around an article: comment forms, buttons, links elsewhere, notices.

The phrases are data: ``page_parts.csv`` beside this module. ``scope`` says how far a phrase reaches:
``line`` that line alone, ``tail`` that line where no running text follows, ``links`` also the headlines
after it up to the next running text, ``end`` everything from there to the end of the page.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, get_args

from ingest.documents.pages import ends_sentence

Scope = Literal["line", "tail", "links", "end"]

LONGEST_PART = 260
"""A longer line is text of the article, whatever words it begins with."""

RUNNING_TEXT = 80
"""From so many characters on, a block that ends a sentence is running text and not a headline."""


@dataclass(frozen=True, slots=True)
class PagePart:
    """One phrase: matched against a whole line, upper and lower case alike."""

    scope: Scope
    pattern: re.Pattern[str]


@cache
def page_parts() -> tuple[PagePart, ...]:
    """The phrases of ``page_parts.csv``.

    Raises:
        ValueError: A row has an unknown scope or a pattern that is no regular expression.
    """
    text = resources.files("ingest.documents").joinpath("page_parts.csv").read_text(encoding="utf-8")
    parts: list[PagePart] = []
    scopes: dict[str, Scope] = {scope: scope for scope in get_args(Scope)}
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        scope = scopes.get(row["scope"])
        if scope is None:
            raise ValueError(
                f"page_parts.csv line {number}: {row['scope']!r} is none of {', '.join(scopes)}; correct it"
            )
        try:
            pattern = re.compile(row["pattern"], re.I)
        except re.error as error:
            raise ValueError(f"page_parts.csv line {number}: {error}; correct the pattern") from error
        parts.append(PagePart(scope, pattern))
    return tuple(parts)


def page_part(text: str) -> Scope | None:
    """How far the page part that ``text`` is reaches, or None where it is text of the article."""
    if len(text) > LONGEST_PART:
        return None
    bare = text.strip(" \t*_#|•·-–—>»")
    return next((part.scope for part in page_parts() if part.pattern.fullmatch(bare)), None)


def is_running_text(text: str) -> bool:
    """Whether a block is prose of an article, as opposed to a headline, a button or a caption."""
    return len(text) >= RUNNING_TEXT and ends_sentence(text)


def no_content(texts: Sequence[str], *, kept: Container[int] = ()) -> frozenset[int]:
    """Positions in ``texts`` (cleaned blocks in order) that are page and not article; never one of ``kept``.

    Before the first running text a phrase that closes the page is a line of its own, so that a page that
    opens with "Comments" is not lost, and "More on …" may be the title.
    """
    running = [is_running_text(text) for text in texts]
    last_running = max((position for position, found in enumerate(running) if found), default=-1)
    dropped: set[int] = set()
    position = 0
    seen_running = False
    while position < len(texts):
        scope = None if position in kept else page_part(texts[position])
        seen_running = seen_running or running[position]
        early = scope == "links" and not seen_running
        if scope is None or early or (scope == "tail" and position < last_running):
            position += 1
            continue
        if scope == "end" and seen_running:
            dropped.update(range(position, len(texts)))
            break
        dropped.add(position)
        position += 1
        if scope == "links":
            while position < len(texts) and not running[position] and not ends_sentence(texts[position]):
                dropped.add(position)
                position += 1
    return frozenset(dropped)
