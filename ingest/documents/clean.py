"""Reading text from raw text: marks, wraps and doubled spaces go, and every character keeps its offset.

What goes is never readable: Markdown and wiki marks, link targets, HTML tags, hyphens that a line end
made, soft hyphens, zero-width and direction marks, reference marks such as ``[12]``. White space of any
kind and length becomes one space. HTML entities become the character that they stand for, at the offset
of their ``&``. Everything else, typographic quotes included, stays as it is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Sequence

from ingest.model import CleanText

Range = tuple[int, int]
"""Half-open interval of raw positions: one line's part of a block."""

_SPACES = re.compile(r"\s+")
_ANY_MARK = re.compile(
    "[*_`~\\\\\\[\\]<>&\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00-\x08\x0e-\x1b\x7f']"
)
_INVISIBLE = re.compile("[\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00-\x08\x0e-\x1b\x7f]+")

_TAGS = (
    "a|abbr|article|b|big|blockquote|br|center|cite|code|dd|del|div|dl|dt|em|figcaption|figure|font|footer|h[1-6]|header|hr|"
    "i|img|ins|li|main|nowiki|ol|p|pre|q|ref|s|section|small|span|strike|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul"
)
_COMMENT = re.compile(r"<!--.{0,2000}?-->", re.S)
_BREAK = re.compile(r"<(?:/?p|br|/?div|/?li|/?tr|/?td|hr)(?:\s[^<>]*)?/?>", re.I)
_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>", re.I)
_STRAY_TAG_END = re.compile(r"""(?<=[\w.,;:!?”’"')])\s*(?:["']\s*/)?>$""")
_LINK = re.compile(
    r"(?<!\\)(!?\[)"
    r"((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)"
    r"(\]\(\s*(?:<[^<>]*>|(?:[^\s()\\]|\\.|\([^()]*\))*)(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\))"
)
_REFERENCE_LINK = re.compile(r"(?<!\\)(!?\[)([^\[\]]+)(\]\[[^\[\]]{0,40}\])")
_WIKI_LINK = re.compile(r"(\[\[(?:[^\[\]|]*\|)?)([^\[\]|]+)(\]\])")
_AUTOLINK = re.compile(r"(<)((?:https?://|mailto:|www\.)[^<>\s]+)(>)", re.I)
_WIKI_QUOTES = re.compile(r"(?<!')('''''|'''|'')(?=[^'\s])(.+?)(?<=[^'\s])(\1)(?!')")
_CODE = re.compile(r"(?<![\w`\\])(`+)(?=[^`\s])([^`]+)(\1)(?![\w`])")
_STRIKE = re.compile(r"(?<![~\\])(~~)(?=\S)(.+?)(?<=\S)(~~)(?!~)")
_NOTE_MARK = re.compile(
    r"(?<=[^\s\[(])\[(?:\d{1,3}|(?:note|nb|n|lower-alpha) \d{1,2}|citation needed|clarification needed|who\?|when\?)\]"
)
_NOTE_LETTER = re.compile(r"(?<=[.,;:!?”\")])\[[a-z]\]")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_ESCAPE = re.compile(r"\\(?=[\\`*_{}\[\]()<>#+\-.!|~\"'&$:/@^])")
_LINE_BREAK = re.compile(r"\\(?=\s|$)")

_HYPHENS = "-\u2010\xad"
_KEPT_HYPHEN = re.compile(
    r"(?:^|\W)(?:all|anti|co|cross|ex|extra|full|half|high|inter|long|low|mid|multi|neo|non|one|part|post|pre|pro|quasi|re|"
    r"self|semi|short|single|so|sub|three|two|ultra|under|vice|well|\d+)$",
    re.I,
)


def clean(raw: str, ranges: Sequence[Range], *, words: frozenset[str] = frozenset()) -> CleanText:
    """The reading text of some stretches of ``raw``, joined where lines were wrapped.

    Args:
        raw: The document's stored text.
        ranges: The stretches in order, one a line, without line endings; they do not overlap.
        words: Case-folded words of the document, which tell ``demon-/strators`` from ``anti-/regime``.

    Returns:
        Text with single spaces between words and none at the ends. Offsets increase strictly; each
        character that is neither a space nor a decoded entity is ``raw[offset]``.
    """
    text, offsets = _join(raw, [item for item in ranges if item[0] < item[1]], words)
    if _ANY_MARK.search(text):
        text, offsets = _without_marks(text, offsets)
    return _single_spaces(text, offsets)


def plain_words(text: str) -> frozenset[str]:
    """Case-folded words of ``text``, hyphenated ones whole, for :func:`clean` to look up."""
    return frozenset(word.casefold() for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text))


def _join(raw: str, ranges: Sequence[Range], words: frozenset[str]) -> tuple[str, list[int]]:
    parts: list[str] = []
    offsets: list[int] = []
    for position, (start, end) in enumerate(ranges):
        following = ranges[position + 1] if position + 1 < len(ranges) else None
        wrapped = following is not None and _ends_in_broken_word(raw, start, end, following[0])
        if wrapped and following is not None and not _hyphen_stays(raw, (start, end), following, words):
            parts.append(raw[start : end - 1])
            offsets.extend(range(start, end - 1))
        else:
            parts.append(raw[start:end])
            offsets.extend(range(start, end))
        if following is not None and not wrapped:
            # The space stands where the line ended.
            parts.append(" ")
            offsets.append(end)
    return "".join(parts), offsets


def _ends_in_broken_word(raw: str, start: int, end: int, following: int) -> bool:
    return (
        end - start >= 2
        and raw[end - 1] in _HYPHENS
        and raw[end - 2].isalnum()
        and raw[following].isalnum()
        and (raw[following].islower() or not raw[end - 2].isspace())
    )


def _hyphen_stays(raw: str, line: Range, following: Range, words: frozenset[str]) -> bool:
    """Whether the hyphen at a line's end belongs to the word (``anti-/regime``, ``Al-/Jazeera``)."""
    if raw[line[1] - 1] == "\xad":
        return False
    head_match = re.search(r"[\w-]*$", raw[line[0] : line[1] - 1])
    tail_match = re.match(r"[^\W\d_]*", raw[following[0] : following[1]])
    head = head_match.group() if head_match else ""
    tail = tail_match.group() if tail_match else ""
    if not tail or not tail[0].islower() or not head[-1:].isalpha():
        return True
    if (head + tail).casefold() in words:
        return False
    if f"{head}-{tail}".casefold() in words:
        return True
    return "-" in head or bool(_KEPT_HYPHEN.search(head))


def _without_marks(text: str, offsets: list[int]) -> tuple[str, list[int]]:
    """Applies one rule after the other, each only where its sign occurs."""
    for sign, rule in _RULES:
        if sign in text:
            text, offsets = rule(text, offsets)
    return _drop(text, offsets, ((m.start(), m.end()) for m in _INVISIBLE.finditer(text)))


def _drop(text: str, offsets: list[int], spans: Iterable[Range]) -> tuple[str, list[int]]:
    parts: list[str] = []
    kept: list[int] = []
    last = 0
    for start, end in spans:
        parts.append(text[last:start])
        kept.extend(offsets[last:start])
        last = max(last, end)
    if not last:
        return text, offsets
    parts.append(text[last:])
    kept.extend(offsets[last:])
    return "".join(parts), kept


def _replace(text: str, offsets: list[int], spans: Iterable[tuple[int, int, str]]) -> tuple[str, list[int]]:
    """Puts one character in the place of each span, at the span's first offset."""
    parts: list[str] = []
    kept: list[int] = []
    last = 0
    for start, end, character in spans:
        parts.extend((text[last:start], character))
        kept.extend(offsets[last:start])
        kept.append(offsets[start])
        last = end
    parts.append(text[last:])
    kept.extend(offsets[last:])
    return "".join(parts), kept


_Rule = Callable[[str, list[int]], tuple[str, list[int]]]


def _dropping(pattern: re.Pattern[str]) -> _Rule:
    """A rule that drops what ``pattern`` matches."""

    def rule(text: str, offsets: list[int]) -> tuple[str, list[int]]:
        return _drop(text, offsets, (match.span() for match in pattern.finditer(text)))

    return rule


def _unwrapping(pattern: re.Pattern[str], passes: int = 1) -> _Rule:
    """A rule that drops groups 1 and 3 (the marks) and keeps group 2; more passes reach nested marks."""

    def rule(text: str, offsets: list[int]) -> tuple[str, list[int]]:
        for _ in range(passes):
            found = list(pattern.finditer(text))
            if not found:
                break
            spans = [span for match in found for span in (match.span(1), match.span(3))]
            text, offsets = _drop(text, offsets, spans)
        return text, offsets

    return rule


def _spacing(pattern: re.Pattern[str]) -> _Rule:
    """A rule that puts a space in the place of what ``pattern`` matches."""

    def rule(text: str, offsets: list[int]) -> tuple[str, list[int]]:
        return _replace(text, offsets, ((*match.span(), " ") for match in pattern.finditer(text)))

    return rule


def _emphasis(mark: str) -> _Rule:
    """A rule that drops pairs of ``*`` or ``_`` runs by Markdown's flanking rules, in one pass over the text."""
    runs = re.compile(rf"(?<!\\\\){re.escape(mark)}+")

    def rule(text: str, offsets: list[int]) -> tuple[str, list[int]]:
        marks: list[Range] = []
        openers: list[list[int]] = []
        for match in runs.finditer(text):
            start, end = match.span()
            before = text[start - 1 : start]
            after = text[end : end + 1]
            opens, closes = _flanks(mark, before, after)
            left = end - start
            while closes and left and openers:
                opener = openers[-1]
                width = min(left, opener[1] - opener[0])
                marks.append((opener[1] - width, opener[1]))
                marks.append((end - left, end - left + width))
                opener[1] -= width
                left -= width
                if opener[0] == opener[1]:
                    openers.pop()
            if opens and left:
                openers.append([end - left, end])
        return _drop(text, offsets, sorted(marks))

    return rule


def _flanks(mark: str, before: str, after: str) -> tuple[bool, bool]:
    """Whether a run of marks between two characters can open, and can close, emphasis."""
    space_before, space_after = not before or before.isspace(), not after or after.isspace()
    word_before, word_after = before.isalnum(), after.isalnum()
    left = not space_after and (word_after or space_before or not word_before)
    right = not space_before and (word_before or space_after or not word_after)
    if mark == "_" or (before.isdigit() and after.isdigit()):
        # snake_case and 2*3*4 are no emphasis.
        return left and not word_before, right and not word_after
    return left, right


def _decode_entities(text: str, offsets: list[int]) -> tuple[str, list[int]]:
    def decoded() -> Iterable[tuple[int, int, str]]:
        for match in _ENTITY.finditer(text):
            character = html.unescape(match.group())
            if len(character) == 1 and (character.isprintable() or character.isspace() or character == "\xad"):
                yield (*match.span(), character)

    return _replace(text, offsets, decoded())


# The order matters: targets of links go before emphasis is looked for (an underscore in an address is
# none), entities after tags (&lt;b&gt; is text, not a tag), escapes last (\* is no emphasis).
_RULES: tuple[tuple[str, _Rule], ...] = (
    ("<!--", _dropping(_COMMENT)),
    ("](", _unwrapping(_LINK, passes=2)),
    ("][", _unwrapping(_REFERENCE_LINK)),
    ("[[", _unwrapping(_WIKI_LINK)),
    ("<", _unwrapping(_AUTOLINK)),
    ("<", _spacing(_BREAK)),
    ("<", _dropping(_TAG)),
    (">", _dropping(_STRAY_TAG_END)),
    ("[", _dropping(_NOTE_MARK)),
    ("[", _dropping(_NOTE_LETTER)),
    ("''", _unwrapping(_WIKI_QUOTES, passes=2)),
    ("`", _unwrapping(_CODE)),
    ("*", _emphasis("*")),
    ("_", _emphasis("_")),
    ("~~", _unwrapping(_STRIKE)),
    ("&", _decode_entities),
    ("\\", _dropping(_ESCAPE)),
    ("\\", _dropping(_LINE_BREAK)),
)


def _single_spaces(text: str, offsets: list[int]) -> CleanText:
    parts: list[str] = []
    kept: list[int] = []
    last = 0
    for match in _SPACES.finditer(text):
        start, end = match.span()
        if end - start == 1 and text[start] == " ":
            continue
        parts.extend((text[last:start], " "))
        kept.extend(offsets[last:start])
        kept.append(offsets[start])
        last = end
    parts.append(text[last:])
    kept.extend(offsets[last:])
    return CleanText("".join(parts), tuple(kept)).stripped()
