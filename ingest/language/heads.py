"""What stands before the running text of a passage: a dateline, a clock time, the name of who speaks.

"LIMA, 3 March (Agency) - Police …", "Accra, Thursday.—The court …", "10:40 Off up the hill", "Lord Ayre: None, Sir."
It is no part of the clause behind it; it says where and when the text was written, or who says it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.language.dates import DateExpression
from ingest.language.lexicon import load_lexicon, word_details, word_set
from ingest.language.names import Name

_ENDS = re.compile(r"\s?[—–]{1,2}\s?|\s-{1,2}\s|[.)]-{1,2}\s?|(?<=\)) (?=[A-Z“\"])|(?<=[A-Z)]): (?=[A-Z“\"])|\.?$")
_LONGEST = 90
_LONGEST_PLACE = 2
_KNOWN = 2
"""Strength from which on a name is what it is said to be."""
_FILLER = re.compile(
    r"\([^()]{2,40}\)|\b(?:later|special|exclusive|update \d|noon|midnight|morning|afternoon|evening|night|dawn|midday"
    r"|[ap]\.?m\.?|delayed|undated|by (?:cable|telegraph|wireless|mail|telephone)|\d{1,2}[:.]\d\d)(?![\w])",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\[?\(?[0-2]?\d[:.h][0-5]\d(?: ?[ap]\.?m\.?)?(?: ?(?:GMT|UTC|[A-Z]{2,4}T))?\)?\]?(?:[.,:]| ?[–—-])?\s+(?=\S)"
)
_SPEAKER = re.compile(
    r"(?P<who>(?:[Tt]he |A )?[A-Z][\w.'’-]*"
    r"(?: (?:[A-Z][\w.'’-]*|of|for|the|and|to|de|da|del|van|von|der|bin|al|du)){0,9}"
    r"(?: \([^()]{2,60}\))?|[QA]|Q\.|A\.): (?=[\"“‘A-Z(—…])"
)
_ASKED = frozenset({"Q", "A", "Q.", "A.", "Question", "Answer", "Interviewer", "Interviewee", "Moderator", "Chair"})


@dataclass(frozen=True, slots=True)
class Head:
    """Where the running text begins, and what stands before it; ``end`` is 0 where nothing does."""

    end: int = 0
    is_dateline: bool = False
    is_speaker: bool = False


def head_of(text: str, names: Sequence[Name], dates: Sequence[DateExpression]) -> Head:
    """The head of a passage with these names and dates; offsets are in ``text``."""
    clock = _CLOCK.match(text)
    begin = clock.end() if clock is not None else 0
    end = _dateline(text, begin, names, dates)
    if end:
        return Head(end, is_dateline=True)
    speaker = _SPEAKER.match(text, begin)
    if speaker is not None and _speaks(text, speaker["who"], begin, names):
        return Head(speaker.end(), is_speaker=True)
    return Head(begin)


def _dateline(text: str, begin: int, names: Sequence[Name], dates: Sequence[DateExpression]) -> int:
    """Where a dateline ends that opens the text; 0 where none does."""
    first = next((n for n in names if begin <= n.start <= begin + 1), None)
    if first is None or not _can_be_place(first):
        return 0
    for found in _ENDS.finditer(text, first.end, min(len(text), begin + _LONGEST)):
        if found.end() == len(text) and found.end() - begin >= _LONGEST:
            return 0
        left = list(text[begin : found.start()] + (")" if found.group(0)[:1] == ")" else ""))
        inside = [n for n in names if n.start < found.start()]
        days = [d for d in dates if d.start < found.start()]
        for start, stop in [*((n.start, n.end) for n in inside), *((d.start, d.end) for d in days)]:
            for at in range(start - begin, min(stop - begin, len(left))):
                left[at] = " "
        rest = _FILLER.sub(" ", "".join(left))
        if re.search(r"\w", rest):
            continue
        last = found.end() >= len(text)
        told = bool(days) or "(" in text[begin : found.start() + 1]
        known = first.kind in ("place", "country")
        if (
            (last and not (days and known))
            or len(inside) > 3
            or not _is_mark(found.group(0), first, sure=told and known)
        ):
            continue
        if not known and not (told and len(first.parts) <= _LONGEST_PLACE):
            continue
        return found.end()
    return 0


def _is_mark(mark: str, first: Name, *, sure: bool) -> bool:
    """Whether a mark makes a dateline of what stands before it: "TUNIS – ", "Sfax — "; "TUNIS: " in capitals alone."""
    return sure or (bool(mark.strip(" .)")) and (":" not in mark or first.text.isupper()))


def _can_be_place(name: Name) -> bool:
    return name.kind in ("place", "country") or (name.text.isupper() and name.strength < _KNOWN)


def _speaks(text: str, who: str, begin: int, names: Sequence[Name]) -> bool:
    """Whether words before a colon are of somebody who speaks, and not of a place or the heading of an entry."""
    if who in _ASKED:
        return True
    if any(n.kind in ("place", "country") and n.start <= begin + 1 and n.end - begin >= len(who) - 1 for n in names):
        return False
    bare = re.sub(r"\(.*", "", who).strip()
    words = bare.rstrip(".").split()
    titles, roles = word_details("title"), word_set("role") | word_set("official_title")
    if words[0].rstrip(".") in titles and len(words) > 1:
        return True
    office = words[0].lower() == "the" and any(w.lower().split("-")[-1] in roles or w in titles for w in words[1:])
    named = [n for n in names if n.kind == "person" and begin <= n.start < begin + len(bare)]
    months = load_lexicon().months
    quoted = text[begin + len(who) + 2 :][:1] in ('"', "“", "‘")
    return office or (quoted and any(n.end - n.start > 0.6 * len(bare) and n.parts[0] not in months for n in named))


__all__ = ["Head", "head_of"]
