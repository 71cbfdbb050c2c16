"""Blocks into passages: one grammatical unit of text each, never across a block.

A boundary is final punctuation, closing marks, white space and then what can open a unit, unless the
word before it is an abbreviation, an initial or an ordinal number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.language.lexicon import load_lexicon
from ingest.model import Block, CleanText, Content, Passage, stable_id

_END = re.compile(
    r"(?<![.!?…])(?P<mark>[.!?…]++|[。！？])(?P<close>[\"'”’»)\]]*)(?P<space>\s+)(?=(?P<next>[\"'“‘«(\[]*[\w\d—–-]))"
)
_INITIAL = re.compile(r"(?:^|[\s(.])(?:[A-ZÀ-ÞƏ]|[A-ZÀ-Þ]\. ?[A-Z][a-z])$")
_MAX_PASSAGE = 4000
_LOOK_BACK = 40  # no abbreviation is longer; a bound keeps hostile text linear


def split_clean(clean: CleanText) -> Iterator[CleanText]:
    """The passages of one block's text, in order; nothing but white space between them is dropped."""
    text = clean.text
    abbreviations = load_lexicon().abbreviations
    begin = 0
    for match in _END.finditer(text):
        before = text[max(begin, match.start() - _LOOK_BACK) : match.start()]
        word = re.split(r"[\s(“\"]", before)[-1] if before else ""
        following = text[match.end() : match.end() + 40]
        opener = following.lstrip("\"'“‘«([")
        if match["mark"] == "." and not match["close"]:
            if (word.rstrip(".") in abbreviations or word in abbreviations) and not (
                word in ("etc", "a.m", "p.m", "U.S", "U.K", "U.N", "D.C", "Jr", "Sr", "Inc", "Ltd", "Co")
                and opener[:1].isupper()
                and re.match(r"(?:The|In|On|A|He|She|They|It|At|After|Police|Two|But)\b", opener)
            ):
                continue
            if _INITIAL.search(before) and opener[:1].isupper():
                continue
            if word.lower() in ("no", "nos", "nr") and opener[:1].isdigit():
                continue  # "Prison No. 4"
            if re.fullmatch(r"\d{1,2}", word) and match.start() - len(word) == begin:
                continue  # "3. The court …" in a numbered list
        if opener[:1].islower() and not (match["mark"].startswith(".") and len(match["mark"]) == 1 and match["close"]):
            continue
        if opener[:1].islower():
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
