"""Blocks into passages: one grammatical unit of text each, never across a block.

A boundary is final punctuation, closing marks, white space and then what can open a unit, unless the
word before it is an abbreviation, an initial or an ordinal number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ingest.language.lexicon import word_details
from ingest.model import Block, CleanText, Content, Passage, stable_id

_END = re.compile(
    r"(?<![.!?…])(?P<mark>[.!?…]++|[。！？])(?P<close>[\"'”’»)\]]*(?:\[\d{1,3}\]|[⁰¹²³⁴-⁹]+|(?<=[^\W\d_]{2}[.”\"])\d{1,2}(?!\S))*)(?P<space>\s+|(?<=[。！？])\s*)(?=(?P<next>[\"'“‘«(\[]*[\w\d—–-]))"
)
_INITIAL = re.compile(r"(?:^|[\s(.—–])(?P<letter>[^\W\d_])$")
_LOWER_NAME = re.compile(
    r"(?:(?:[a-z]{1,4}[-'’]|[a-z])[A-ZÀ-Þ]|(?:(?:de|da|di|du|van|von|der|den|ter|la|el|al) )+[A-ZÀ-Þ])"
)
"""A passage may open with "al-Banna", "de la Cruz" or "eBay"; with another small letter none does."""
_AFTER_GIVEN = re.compile(r"[^\W\d_][^\W\d_]+ [^\W\d_]$")
_WEEKDAYS = frozenset({"Mon", "Tue", "Tues", "Wed", "Weds", "Thu", "Thur", "Thurs", "Fri", "Sat", "Sun"})
_MAX_PASSAGE = 4000
_LOOK_BACK = 40  # no abbreviation is longer; a bound keeps hostile text linear


@cache
def _openers() -> dict[str, str]:
    """Words that may open a passage and are no surname; "body" are those that may follow "U.S." as well."""
    return {word: detail for word, detail in word_details("not_name").items() if detail != "name"}


def split_clean(clean: CleanText) -> Iterator[CleanText]:
    """The passages of one block's text, in order; nothing but white space between them is dropped."""
    text = clean.text
    abbreviations = word_details("abbreviation")
    openers = _openers()
    begin = 0
    for match in _END.finditer(text):
        before = text[max(begin, match.start() - _LOOK_BACK) : match.start()]
        word = re.split(r"[\s(“\"]", before)[-1] if before else ""
        following = text[match.end() : match.end() + 40]
        opener = following.lstrip("\"'“‘«([")
        if match["mark"] == "." and not match["close"]:
            first = re.split(r"[^\w'’-]", opener, maxsplit=1)[0]
            short = word if word in abbreviations else word.rstrip(".")
            kind = abbreviations.get(short)
            if kind in ("before", "given") or (
                kind is not None and (first not in openers or (kind == "country" and openers[first]))
            ):
                continue
            initial = _INITIAL.search(before) if kind is None else None
            if (
                initial
                and initial["letter"].isupper()
                and opener[:1].isupper()
                and not (first in openers and _AFTER_GIVEN.search(before))
            ):
                continue  # "J. Nehru"; but "… and Uwe T. The court …"
            if (word.lower() in ("no", "nos", "nr") or word in _WEEKDAYS) and opener[:1].isdigit():
                continue  # "Prison No. 4", "Wed. 12 May"
            if re.fullmatch(r"\d{1,2}", word) and match.start() - len(word) == begin:
                continue  # "3. The court …" in a numbered list
        if opener[:1].islower() and not _LOWER_NAME.match(opener):
            continue
        piece = clean.slice(begin, match.start("space")).stripped()
        if piece.text:
            yield piece
        begin = match.end()
    rest = clean.slice(begin, len(text)).stripped()
    if rest.text:
        yield from _bounded(rest)


def _bounded(clean: CleanText) -> Iterator[CleanText]:
    """Cut a run without any final punctuation at spaces, so that no passage grows without bound."""
    while len(clean.text) > _MAX_PASSAGE:
        cut = clean.text.rfind(" ", 0, _MAX_PASSAGE)
        if cut <= 0:
            cut = _MAX_PASSAGE
        yield clean.slice(0, cut).stripped()
        clean = clean.slice(cut, len(clean.text)).stripped()
    if clean.text:
        yield clean


def _pieces(block: Block) -> Iterator[CleanText]:
    if block.kind in ("paragraph", "list_item"):
        for piece in split_clean(block.clean):
            yield from _bounded(piece)
    else:
        clean = block.clean.stripped()
        if clean.text:
            yield from _bounded(clean)


def split_passages(document_id: str, content: Content) -> tuple[Passage, ...]:
    """Every passage of a document in reading order, with ids that depend on the text and place alone."""
    passages: list[Passage] = []
    for number, block in enumerate(content.blocks):
        for clean in _pieces(block):
            span = clean.raw(0, len(clean.text))
            passages.append(
                Passage(
                    passage_id=stable_id("passage", document_id, span.start, span.end),
                    ordinal=len(passages),
                    kind=block.kind,
                    section=block.section,
                    block=number,
                    clean=clean,
                    key=block.key,
                )
            )
    return tuple(passages)
