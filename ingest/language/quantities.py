"""Numbers of people and things: digits, words, ranges, qualifiers and vague words.

Conventions (reference guide, "Counts"): exact and approximate numbers are ``(n, n)``; "more than" and
"at least" leave the upper end open, "up to" and "as many as" the lower; vague words are those of
``seeds/reference/vague_quantities.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ingest.language.lexicon import Lexicon

_DIGITS = r"\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?!\d)|\d+(?:\.\d+)?"
_SCALE = r"(?:hundred|thousand|million|billion|lakh|crore|dozen)"
_LOW = (
    r"more than|over|at least|no fewer than|not fewer than|not less than|no "
    r"less than|upwards of|exceeding|in excess of|a minimum of|above|well over|"
    r"as least|as few as|well above|comfortably over|considerably more than|far more than|"
    r"a little over|anything over|north of|not under|well past|past the"
)
_HIGH = (
    r"up to|as many as|at most|no more than|not more than|fewer than|less than|a maximum of|under|below|nearly up to|"
    r"well under|far fewer than|at the very most|not above|not over|no greater than"
)
_ABOUT = (
    r"about|around|some|approximately|nearly|almost|roughly|an estimated|close "
    r"to|circa|just over|just under|well nigh|in the region of|"
    r"a total of|all|another|additional|a further|only|just|exactly|numbering|"
    r"perhaps|maybe|possibly|probably|reportedly|a good|a full|close on|hard on|getting on for|"
    r"not far short of|just short of|just shy of|a little under|in the neighbou?rhood of|in the order of|"
    r"on the order of|something like"
)
_AT_MOST = r"tops|max(?:imum)?|at (?:the )?(?:very )?(?:most|outside|maximum)"
_AT_LEAST = r"at (?:the )?(?:very )?(?:least|minimum)|(?:or|and|if not) (?:more|over|upwards)|minimum"
_BEHIND = re.compile(
    rf",? (?:(?P<most>{_AT_MOST})|(?P<least>{_AT_LEAST}))(?![\w-])(?! (?:than|of)\b)",
    re.IGNORECASE,
)
"""What stands behind a number and leaves one of its ends open: "700, tops", "a hundred or more"."""
_BEHIND_NOUN = re.compile(
    rf" (?:of (?:us|them|you)|[a-z-]+(?: [a-z-]+)?),? (?:(?P<most>{_AT_MOST})|(?P<least>{_AT_LEAST}))"
    r"(?=[,.;:)]|$| (?:were|was|had|took|came|turned|gathered|marched|in|on|at)\b)",
    re.IGNORECASE,
)
_REPEATED = re.compile(r"\s?[(\[](?P<again>[^()\[\]]{1,24})[)\]]")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count in a text: ``[low, high]`` with None for an open end, and its half-open span.

    ``spelled`` tells a plain determiner ("several", "some") from a number.
    """

    start: int
    end: int
    low: float | None
    high: float | None
    spelled: str


def _word_number(words: list[str], lexicon: Lexicon) -> float | None:
    """The value of English number words in order, or None where they make no number."""
    total, current, seen = 0.0, 0.0, False
    for word in words:
        if word in ("and", "a"):
            if word == "a":
                current = max(current, 1.0)
            continue
        value = lexicon.number_words.get(word)
        if value is None:
            return None
        seen = True
        if value >= 1000 or (value in (100, 12) and word in ("hundred", "dozen")):
            current = (current or 1.0) * value
            if value >= 1000:
                total, current = total + current, 0.0
        else:
            current += value
    return total + current if seen else None


@cache
def _pattern(lexicon_key: int) -> re.Pattern[str]:
    lexicon = _LEXICONS[lexicon_key]
    ones = "|".join(
        sorted(
            (w for w in lexicon.number_words if lexicon.number_words[w] < 100 and w != "dozen"), key=len, reverse=True
        )
    )
    words = rf"(?:(?:a|{ones})(?:[- ]odd(?= {_SCALE}))?(?:[- ](?:and )?(?:{ones}|{_SCALE}))*)"
    number = (
        rf"(?:(?:{_DIGITS})(?:k(?! (?:run|race|walk)\b)(?!\w)|(?:[- ]and[- ]a[- ]half)?(?:[- ]{_SCALE})?)"
        rf"|{words}(?:[- ]and[- ]a[- ]half[- ]{_SCALE})?)"
    )
    vague = "|".join(sorted(map(re.escape, lexicon.vague), key=len, reverse=True))
    return re.compile(
        rf"(?<![\w.,$£€/-])(?:(?P<between>between|from) )?"
        rf"(?:(?P<low>{_LOW}|>)|(?P<high>{_HIGH}|<)|(?P<about>{_ABOUT}))?"
        rf"(?:(?<=\w) |(?<=[<>]) ?)?(?:(?:about|around|some|an estimated|approximately) )?"
        rf"(?:(?P<vague>{vague})(?![- ](?:{ones}|{_SCALE})s?\b)"
        rf"(?:,? (?:(?:and )?perhaps|maybe|possibly|if not|even|or even|or) (?P<vague_to>{vague}))?"
        rf"(?P<vague_of>,? of(?! (?:them|those|the|these|whom|"
        rf"us|her|his|their|its)\b))?|(?P<first>{number})(?:\s?(?P<join>[-–—]|to|"
        rf"and|or)\s?(?P<second>{number}))?)"
        rf"(?P<plus>\+|-plus| or more| and more)?(?![\w%°]|[.,:/]\d|-(?:year|day|month|"
        rf"week|hour|minute|metre|meter|storey|page|point|person|mile|km|kilometre))",
        re.IGNORECASE,
    )


_LEXICONS: dict[int, Lexicon] = {}


def _value(text: str, lexicon: Lexicon) -> float | None:
    text = text.lower().strip()
    half = re.fullmatch(rf"(.+?)[- ]and[- ]a[- ]half(?:[- ]({_SCALE}))?", text)
    if half is not None:
        whole = _value(half[1], lexicon)
        return None if whole is None else (whole + 0.5) * lexicon.number_words.get(half[2] or "", 1)
    match = re.match(rf"({_DIGITS})(?:(k)|[- ]({_SCALE}))?$", text)
    if match:
        number = float(re.sub(r"[,\u00a0\u202f ]", "", match[1]))
        return number * (1000 if match[2] else lexicon.number_words[match[3]] if match[3] else 1)
    if text in ("a", "one and"):
        return None
    return _word_number(re.split(r"[- ]", text.replace("-odd", "")), lexicon)


def _matches(text: str, lexicon: Lexicon, taken: tuple[tuple[int, int], ...]) -> Iterator[re.Match[str]]:
    """Matches outside the taken spans; one that runs into such a span is sought again behind it ("March 4 - Two")."""
    pattern = _pattern(id(lexicon))
    ends = sorted(taken)
    at = 0
    while (match := pattern.search(text, at)) is not None:
        crossed = max((b for a, b in ends if match.start() < b and a < match.end()), default=None)
        if crossed is None:
            yield match
            at = match.end()
        else:
            at = max(crossed, match.start() + 1)


def find_quantities(text: str, lexicon: Lexicon, taken: tuple[tuple[int, int], ...] = ()) -> tuple[Quantity, ...]:
    """All counts in ``text`` that overlap none of the ``taken`` half-open spans (dates, money, provisions)."""
    _LEXICONS[id(lexicon)] = lexicon
    found: list[Quantity] = []
    for match in _matches(text, lexicon, taken):
        start, end = match.span()
        if match["vague"]:
            phrase = match["vague"].lower()
            low, high = lexicon.vague[phrase]
            low_value, high_value = (
                (float(low) if low is not None else None),
                (float(high) if high is not None else None),
            )
            if match["vague_to"]:
                top = lexicon.vague[match["vague_to"].lower()][1]
                high_value = (
                    float(top) if top is not None and high_value is not None and top > high_value else high_value
                )
            start = match.start("vague")
            if match["low"]:
                start, high_value = match.start(), None
            elif match["plus"] and low_value == high_value:
                high_value = None
            spelled = phrase
        else:
            first = _value(match["first"], lexicon)
            if first is None:
                continue
            second = _value(match["second"], lexicon) if match["second"] else None
            join = (match["join"] or "").lower()
            if second is not None and (
                (join == "or" and second <= first) or (join == "and" and not match["between"]) or second < 1
            ):
                end, second = match.end("first"), None
            if second is not None and second > first * 5 and first < 1000 and not re.search(_SCALE, match["first"]):
                scale = re.search(_SCALE, match["second"])
                if scale is not None:
                    first *= lexicon.number_words[scale[0].lower()]
                elif join in ("-", "–") and first < 100 and re.search(r"\d[,\u00a0\u202f ]000$", match["second"]):
                    first *= 1000  # "5-6,000"
            if second is not None and second < first:
                end, second = match.end("first"), None
            low_value, high_value = first, second if second is not None else first
            if match["low"] or (match["plus"] and second is None):
                high_value = None
            elif match["high"]:
                low_value, high_value = None, second if second is not None else first
            if match["between"] and second is None:
                start = match.start("first")
            spelled = match["first"].lower()
            if spelled == "a":
                continue
        if text[max(0, start - 3) : start].lower() == "no ":
            continue  # "no one"
        if found and start < found[-1].end:
            continue  # the figures in brackets of "twelve (12)"
        end = _repeated(text, end, low_value, high_value, lexicon)
        behind = _BEHIND.match(text, end) or _BEHIND_NOUN.match(text, end)
        if behind is not None and low_value == high_value:
            low_value, high_value = (None, high_value) if behind["most"] else (low_value, None)
            end = behind.end() if behind.re is _BEHIND else end
        found.append(Quantity(start, end, low_value, high_value, spelled))
    return tuple(found)


_OPENED = re.compile(rf"(?<!\w)(?:(?P<low>{_LOW})|(?P<high>{_HIGH})) (?:an? (?:estimated|total of) )?$", re.IGNORECASE)


def open_end(text: str, start: int) -> tuple[int, str] | None:
    """Where "more than" or "up to" begins that stands right before a position, and which end it states: low or high."""
    match = _OPENED.search(text, max(0, start - 40), start)
    return None if match is None else (match.start(), "low" if match["low"] else "high")


def _repeated(text: str, end: int, low: float | None, high: float | None, lexicon: Lexicon) -> int:
    """Where a number ends that brackets give once more, as official papers do: "twelve (12)"."""
    match = _REPEATED.match(text, end)
    again = _value(re.sub(rf"^(?:{_ABOUT}) ", "", match["again"].lower()), lexicon) if match is not None else None
    return match.end() if match is not None and again is not None and again in (low, high) else end
