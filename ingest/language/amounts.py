"""Durations of custody and amounts of money.

Durations count 365 days a year, 30 a month, 7 a week (reference guide, "Prison days").
Money carries an ISO 4217 code; words like *toman* have a factor (``seeds/reference/currencies.csv``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ingest.language.lexicon import Lexicon, rows, split, word_details
from ingest.language.quantities import _SCALE, _value  # one number grammar for the whole layer

_DAYS = {"year": 365.0, "month": 30.0, "week": 7.0, "fortnight": 14.0, "day": 1.0, "hour": 1 / 24}
_UNIT = r"(?:years?|yrs?|months?|weeks?|fortnights?|days?|hours?|hrs?)"
_SMALL = (
    r"(?:(?<!\d)\d\d?\d?(?:\.\d+)?|(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|several|half a))"
)
_HALF = r"[- ]and[- ]a[- ]half"
_PART = (
    rf"(?P<b{{i}}>between )?(?P<n{{i}}>{_SMALL})(?:\s?(?:[-–]|to|or|(?(b{{i}})and|(?!)))\s?(?P<m{{i}}>{_SMALL}))?"
    rf"(?:{_HALF})?[- ]?(?P<u{{i}}>{_UNIT})(?:['’]s?)?(?:{_HALF})?"
)


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in days; ``low`` differs from ``days`` for a range such as "7-10 days"."""

    start: int
    end: int
    days: float
    low: float
    unit: str
    is_adjective: bool


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with its ISO 4217 code; ``high`` is its upper end, which differs for "between £3,000 and £4,000"."""

    start: int
    end: int
    amount: float
    currency: str
    high: float


def _duration_pattern() -> re.Pattern[str]:
    parts = [_PART.format(i=i) for i in range(3)]
    return re.compile(
        rf"(?<![\w.])(?:{parts[0]})(?:(?:,? and |, | )(?:{parts[1]}))?(?:(?:,? and |, | )(?:{parts[2]}))?(?!\w)",
        re.IGNORECASE,
    )


_DURATION = _duration_pattern()


def find_durations(text: str, lexicon: Lexicon) -> tuple[Duration, ...]:
    """Lengths of time ("2 years and 7 months", "15-day", "seven to ten days"), ages left out."""
    found = []
    position = 0
    while match := _DURATION.search(text, position):
        parts, end = _one_length(match)
        position = end
        after = text[end : end + 8].lower()
        before = text[max(0, match.start() - 5) : match.start()].lower()
        if re.match(r"[- ]olds?\b", after) or before.endswith("aged "):
            continue
        days = low = 0.0
        for i in parts:
            unit = _days_of(match[f"u{i}"])
            small = match[f"n{i}"].lower()
            first = {"a": 1.0, "an": 1.0, "several": 3.0, "half a": 0.5}.get(small)
            if first is None:
                first = _value(small, lexicon) or 0.0
            last = _value(match[f"m{i}"].lower(), lexicon) if match[f"m{i}"] else None
            days += (last or first) * unit
            low += first * unit
        surface = text[match.start() : end]
        if re.search(_HALF, surface, re.IGNORECASE):
            half = {365.0: 180.0, 30.0: 15.0, 7.0: 3.0}.get(_days_of(match["u0"]), 0.0)
            days, low = days + half, low + half
        unit_word = next(word for word, length in _DAYS.items() if length == _days_of(match["u0"]))
        is_adjective = bool(re.search(rf"\w-{_UNIT}$", surface, re.IGNORECASE))
        found.append(Duration(match.start(), end, days, low, unit_word, is_adjective))
    return tuple(found)


def unit_days(duration: Duration) -> float:
    """The days of one unit of a duration: 365 for "three years"."""
    return _DAYS[duration.unit]


def _days_of(unit: str) -> float:
    """The days of a unit in any form: "years", "yrs", "hrs"."""
    return _DAYS[re.sub(r"^yr$", "year", re.sub(r"^hr$", "hour", unit.lower().removesuffix("s")))]


def _one_length(match: re.Match[str]) -> tuple[list[int], int]:
    """The parts of a match that make one length of time, and its end: units fall ("two years and a month").

    "Nine months, four months" are two lengths.
    """
    parts = [0]
    for i in (1, 2):
        if not match[f"u{i}"]:
            break
        if _days_of(match[f"u{i}"]) >= _days_of(match[f"u{parts[-1]}"]):
            last = match.end(f"u{parts[-1]}")
            tail = re.compile(rf"(?:['’]s?)?(?:{_HALF})?", re.IGNORECASE).match(match.string, last)
            return parts, tail.end() if tail else last
        parts.append(i)
    return parts, match.end()


@cache
def _money_words() -> tuple[dict[str, tuple[str, float]], re.Pattern[str]]:
    """Words, codes and symbols with their currency and factor, and the pattern of an amount.

    ISO codes count only in capitals; before a number stand codes, symbols and abbreviations only, so that "all 36
    people" is no lek.
    """
    words: dict[str, tuple[str, float]] = {}
    before: set[str] = set()
    after: set[str] = set()
    for row in rows("currencies"):
        factor = float(row.get("units_per_word") or 1)
        value = (row["currency_code"], factor)
        code, symbol = row["currency_code"], row.get("symbol", "")
        for sign in (code, symbol):
            if sign:
                words.setdefault(sign, value)
                before.add(sign)
        after.add(code)
        for word in split(row["words"]):
            words.setdefault(word if not word.islower() else word.lower(), value)
            after.add(word)
            if not word.islower():
                short = word.capitalize()  # "KSh" is written "Ksh" as well
                words.setdefault(short, value)
                before |= {word, short} if len(word) <= 3 else {word}

    def longest(group: Iterable[str]) -> str:
        return "|".join(sorted(map(re.escape, group), key=len, reverse=True))

    number = r"\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
    scale = r"(?: ?(?:thousand|million|billion|mln|bn|lakh|crore|m|k)(?![a-z]))?"
    small = (
        "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
        "eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    )
    spelled = (
        rf"(?:(?i:half an?) (?:{_SCALE})|(?i:an?(?= {_SCALE})|{small})"
        rf"(?:[- ](?:{_SCALE})(?: and(?= (?:{small})))?|[- ](?:{small}))*)"
    )
    signs = longest(before | _local_signs().keys())
    amount = rf"(?:(?:{number}){scale}|{spelled})"
    pattern = re.compile(
        rf"(?<![\w.])(?P<from>(?i:from) )?(?P<between>(?i:between) )?"
        rf"(?:(?P<pre>{signs})\s?(?P<a>(?:{number}){scale})"
        rf"(?:\s?(?:[-–—]|to|(?(between)and|(?!)))\s?(?:{signs})?\s?(?P<a2>(?:{number}){scale}(?!\s?%)))?"
        rf"|(?P<b>{amount})(?:\s?(?:[-–—]|to|or|(?(between)and|(?!)))\s?(?P<b2>{amount}))?[ -]?"
        rf"(?:(?P<nation>[A-Z][a-z]+(?: [A-Z][a-z]+)?) )?(?P<post>(?i:{longest({w for w in after if w.islower()})})|"
        rf"{longest({w for w in after if not w.islower()} | {'kr', 'Kr', 'Ft', 'Kč', 'zł', 'Fr', 'F'})}))(?!\w)"
    )
    return words, pattern


@cache
def _local_signs() -> dict[str, dict[str, str]]:
    """Signs that mean money only in texts about their country, "N5 million" say: country code to currency, by sign."""
    countries = {row["currency_code"]: split(row["country_codes"]) for row in reversed(rows("currencies"))}
    return {
        sign: {country: code for code in split(codes) for country in countries[code]}
        for sign, codes in word_details("local_sign").items()
    }


@cache
def _nations() -> dict[str, str]:
    """Demonym to country code, for "Hong Kong dollars", "Australian dollars"."""
    found = {}
    for row in rows("countries"):
        for word in (row["name"], *split(row["demonyms"])):
            found[word.casefold()] = row["country_code"]
    return found


@cache
def _national_currency() -> dict[tuple[str, str], tuple[str, float]]:
    """(country code, word) to (currency code, factor)."""
    found: dict[tuple[str, str], tuple[str, float]] = {}
    table = rows("currencies")
    for row in table:
        for word in split(row["words"]):
            for country in split(row.get("country_codes", "")):
                found[country, word.casefold()] = (row["currency_code"], float(row.get("units_per_word") or 1))
    for row in table:  # "$500", "Rs 500": a sign stands for the word, whose meaning goes by the country
        plain = [w.casefold() for w in split(row["words"])]
        for sign in (row.get("symbol", ""), *(w for w in split(row["words"]) if w[:1].isupper() and len(w) <= 3)):
            for country, word in [*found] if sign and sign not in row["currency_code"] else ():
                if word == plain[0]:
                    found.setdefault((country, sign.casefold()), found[country, word])
    return found


def find_money(text: str, lexicon: Lexicon, country: str | None = None) -> tuple[Money, ...]:
    """Amounts of money; ``country`` (ISO 3166) decides what an unqualified *dollar*, *pound* or "N" is."""
    words, pattern = _money_words()
    found = []
    for match in pattern.finditer(text):
        sign = match["pre"] or match["post"]
        nation = _nations().get((match["nation"] or "").strip().casefold()) or country
        local = _local_signs().get(sign, {}).get(nation or "")
        word = sign if sign in words else sign.lower()
        if local is not None:
            code, factor = local, 1.0
        elif word in words:
            code, factor = words[word]
            if nation is not None:
                code, factor = _national_currency().get((nation, word.casefold()), (code, factor))
        else:
            continue
        first, second = match["a"] or match["b"], match["a2"] or match["b2"]
        amount = _amount(first, lexicon)
        if amount is None:
            continue
        high = None if second is None or match["from"] else _amount(second, lexicon)
        if high is not None:
            scale = re.search(rf"{_SCALE}|[mk]$|bn$", second.lower())
            if scale is not None and amount < 1000 and not re.search(rf"{_SCALE}|[mk]$|bn$", first.lower()):
                amount = (
                    _amount(first + second[scale.start() :].rjust(len(second) - scale.start() + 1), lexicon) or amount
                )
        start, end = match.start("pre") if match["pre"] else match.start("b"), match.end()
        if second is not None and (high is None or high <= amount):
            if match["pre"] is None:
                start, amount = match.start("b2"), _amount(second, lexicon) or amount
            else:
                end = match.end("a")
            high = None
        elif match["between"] and high is not None:
            start = match.start("between")
        found.append(Money(start, end, amount * factor, code, (amount if high is None else high) * factor))
    return tuple(found)


def _amount(raw: str, lexicon: Lexicon) -> float | None:
    """The number that digits or words before or behind a currency stand for."""
    raw = re.sub(r"mln\b", "million", raw.lower())
    for short, word in (("bn", "billion"), ("m", "million"), ("k", "thousand")):
        raw = re.sub(rf"(?<=\d) ?{short}$", f" {word}", raw)
    raw = re.sub(r"(\d)(thousand|million|billion)", r"\1 \2", raw)
    half = re.match(r"half an? ", raw)
    if half is None:
        return _value(raw, lexicon)
    whole = _value(f"one {raw[half.end() :]}", lexicon)
    return None if whole is None else whole / 2
