"""Dates in running text: found here by grammar, resolved against the document's own chain of dates.

A date is partial ISO text: ``2020-07-16``, ``2020-07``, ``2020``, or ``--11-12`` where nothing gives the
year. "Yesterday", weekdays and "this weekend" go by ``published_on``; "the following day" and "two days
later" by the date before them (reference guide, "Dates").
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Literal

from ingest.language.lexicon import load_lexicon, word_details

Kind = Literal["day", "month", "year", "published", "previous", "weekday", "weekend", "period", "ordinal"]


@dataclass(frozen=True, slots=True)
class Partial:
    """A date of which some parts may be unknown."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def iso(self) -> str | None:
        """Partial ISO text, or None where nothing is known."""
        if self.year is None:
            if self.month is None or self.day is None:
                return None
            return f"--{self.month:02d}-{self.day:02d}"
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
            if self.day is not None:
                text += f"-{self.day:02d}"
        return text

    def exact(self) -> date | None:
        if self.year is None or self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)

    @classmethod
    def of(cls, value: date) -> Partial:
        return cls(value.year, value.month, value.day)

    @property
    def is_valid(self) -> bool:
        """False for 31 February and the like; a 29 February without a year is valid."""
        if self.month is not None and not 1 <= self.month <= 12:
            return False
        if self.day is None:
            return True
        if self.month is None:
            return False
        return 1 <= self.day <= calendar.monthrange(self.year or 2000, self.month)[1]


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A date as written: half-open span, what it is relative to, and its parts.

    ``amount`` is in days for relative kinds (``period``: in ``unit``). ``end`` is the last date of a range.
    """

    start: int
    end: int
    kind: Kind
    first: Partial = Partial()
    last: Partial | None = None
    amount: int = 0
    unit: str = "day"
    weekday: int | None = None
    surface: str = ""
    hint: str = ""

    @property
    def is_invalid(self) -> bool:
        if self.kind == "ordinal":
            return False
        return not self.first.is_valid or (self.last is not None and not self.last.is_valid)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    lexicon = load_lexicon()
    month = "|".join(sorted(lexicon.months, key=len, reverse=True))
    weekday = "|".join(lexicon.weekdays)
    m = rf"(?P<m{{i}}>(?:{month}))\.?"
    d = r"(?P<d{i}>[0-3]?\d)(?:st|nd|rd|th)?"
    y = r"(?P<y{i}>1[5-9]\d\d|20\d\d)"
    m0, m1, d0, d1, y0, y1 = m.format(i=0), m.format(i=1), d.format(i=0), d.format(i=1), y.format(i=0), y.format(i=1)
    dash = r"\s?(?:[-–—]|to|until|till|through|and|/)\s?"
    number = (
        r"(?P<n>a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
        r"fourteen|fifteen|twenty|thirty|several|a few|a couple of|\d{1,3})"
    )
    short = r"(?:Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun)"
    lead = rf"(?:(?:(?:{weekday})s?|{short}\.?),? (?:the )?)?(?:the )?"
    movable = "|".join(sorted(word_details("movable_holiday"), key=len, reverse=True))
    holiday = "|".join(sorted(map(re.escape, word_details("holiday")), key=len, reverse=True))
    several = r"(?:, [0-3]?\d(?:st|nd|rd|th)?){0,8},? (?:and|or) "
    # "the day before the rally" is a day beside something else, not beside the date before
    alone = r"(?! (?:the|his|her|their|its|a|an|that|yesterday|tomorrow|he|she|they|it)\b| (?-i:[A-Z])| \d)"
    that_year = (
        r"(?P<rel>last year|this year|(?:of )?(?:that|the same) year|(?:of )?the (?:following|next|previous) year)"
    )
    specs = (
        ("day", rf"{lead}{d0}{several}(?:the )?{d1}(?: of)? {m0}(?:,? {y0})?(?!\d)"),
        ("day", rf"{lead}{m0} {d0}{several}{d1}(?:,? {y0})?(?!\d)"),
        ("holiday", rf"(?:on|until|since|before|after|by|from) (?P<holiday>{holiday})(?:,? (?:in )?{y0})?"),
        ("movable", rf"(?P<movable>{movable})(?:,? (?:in )?{y0})?"),
        ("relative", rf"{lead}(?:{d0}(?: of)? {m0}|{m1} {d1}),? {that_year}"),
        ("relative", rf"(?:{m0}),? (?:of )?{that_year}"),
        ("day", rf"{lead}{m0} {d0},? {y0}{dash}{m1} {d1},? {y1}"),
        ("day", rf"{lead}{d0}(?: of)? {m0},? {y0}{dash}{d1}(?: of)? {m1},? {y1}"),
        ("day", rf"{lead}{m0} {d0}{dash}{m1} {d1}(?:,? {y1})?(?!\d)"),
        ("day", rf"{lead}{d0}(?: of)? {m0}{dash}{d1}(?: of)? {m1}(?:,? {y1})?(?!\d)"),
        ("day", rf"(?:(?:the )?night of )?{d0}{dash}(?:the )?{d1}(?: of)? {m0}(?:,? {y0})?(?!\d)"),
        ("day", rf"{lead}{m0} {d0}{dash}{d1}(?!\d)(?:,? {y0})?(?!\d)"),
        ("day", rf"{lead}{d0}(?: day)?(?: of)? {m0}(?:,? (?:of )?{y0})?(?!\d)"),
        ("day", rf"{lead}{m0} {d0}(?![\d:]|,\d| (?:thousand|million))(?:,? {y0})?(?!\d)"),
        ("iso", r"(?<!\d)(?P<y0>1[5-9]\d\d|20\d\d)(?P<sep>[-./])(?P<m0>[01]\d)(?P=sep)(?P<d0>[0-3]\d)(?!\d)"),
        ("day", rf"{d0}[-/ ]{m0}[-/ ]{y0}(?!\d)"),
        (
            "numeric",
            r"(?<![\d./-])(?P<d0>[0-3]?\d)(?P<sep>[./-])(?P<m0>[01]?\d)(?P=sep)(?P<y0>1[5-9]\d\d|20\d\d)(?!\d)",
        ),
        (
            "numeric",
            r"(?<![\d./-])(?P<m0>[01]?\d)(?P<sep>[./-])(?P<d0>[0-3]?\d)(?P=sep)(?P<y0>1[5-9]\d\d|20\d\d)(?!\d)",
        ),
        ("shortened", rf"(?:(?:{weekday}|{short}\.?),? (?:the )?)(?P<d0>[0-3]?\d)/(?P<m0>[01]?\d)(?![\d/])"),
        (
            "shortened",
            r"(?i:on|since|from|until|till|by|before|after|dated) (?!24/7)(?P<d0>[0-3]?\d)/(?P<m0>[0-3]?\d)"
            r"(?![\d/]| of\b)",
        ),
        ("last", rf"(?:(?P<w>{weekday})|{m0}) last(?! (?:week|month|year|night|time)\b)"),
        ("month", rf"{m0},? {y0}{dash}{m1},? {y1}"),
        ("month", rf"(?:(?:early|mid|late)[- ]|(?:the )?(?:end|beginning|start|middle) of )?{m0}{dash}{m1},? {y1}"),
        (
            "month",
            rf"(?:(?:early|mid|late)[- ]|(?:the )?(?:end|beginning|start|middle) of )?{m0}(?:,? (?:of )?{y0})(?!\d)",
        ),
        (
            "last_month",
            rf"(?i:last|this past|in|since|by|during|until|from|early|mid|late|of|that|"
            rf"earlier in) (?P<m0>(?:{month}))(?! \d|[a-z]| del? |\.?,? \d{{4}})",
        ),
        ("weekend", r"(?:(?P<which>this|last|past|the) )?(?:past )?weekend"),
        (
            "ordinal",
            rf"(?:(?i:on|from|since|until|till|by|of|before|after|and|to|between)|{weekday}|{short}\.?) "
            r"the (?P<d0>[0-3]?\d)(?:st|nd|rd|th)(?P<instant> (?:inst|ult)(?:ant|imo|\.)?)?(?: (?:to|until|till|and) "
            r"(?:the )?(?P<d1>[0-3]?\d)(?:st|nd|rd|th))?(?! (?:of|century|anniversary|"
            r"branch|floor|day|time|birthday|[A-Z]\w+|criminal|district|department|judge|"
            r"chamber|year|month|week|edition|round|minute|hour|session|congress|street|"
            r"avenue))",
        ),
        (
            "published",
            r"(?P<word>to-?day|yesterday|to-?night|this (?:morning|afternoon|evening)|last "
            r"night|the day before yesterday|earlier today)(?!['’]s)",
        ),
        ("today's", r"(?P<word>today|yesterday|tonight)['’]s"),
        (
            "previous",
            r"(?:the|that|this) (?P<word>same|very) (?:day|evening|night|morning|afternoon|"
            r"date)|that (?:day|evening|night|morning|afternoon)"
            r"|the (?:same )?day(?! (?:before|after|shift|school|labourers?|centre|crew)\b)",
        ),
        (
            "next",
            rf"(?:on )?the (?:following|next) (?P<unit>day|morning|evening|night|afternoon|"
            r"week|month|year)|a (?P<unit1>day|week|month|year) (?:later|afterwards|"
            rf"after that)|the (?P<unit3>day|morning|night) after{alone}"
            r"|next (?P<unit2>day|morning)",
        ),
        (
            "later",
            rf"{number} (?P<unit>days?|weeks?|months?|years?|nights?|hours?) (?:later|"
            rf"afterwards|thereafter|after that|on(?=\s*(?:[,;.:)]|$)))(?!\w)",
        ),
        (
            "earlier",
            rf"(?:(?:a|one|the) (?P<unit0>day|week|month|year|night|morning|evening) (?:earlier|before|previously)"
            rf"|{number} (?P<unit>days?|weeks?|months?|years?) (?:earlier|before that|previously|before)){alone}"
            r"|the (?:previous|preceding) (?P<unit1>day|evening|night|week|month|year)",
        ),
        ("ago", rf"{number} (?P<unit>days?|weeks?|months?|years?) ago"),
        ("weekday", rf"(?P<w>{weekday})(?: \w+)? (?:of )?(?P<week>last week|this week|the same week|that week)"),
        (
            "period",
            r"(?P<which>last|this|past|the past|earlier this|later this|late last|early "
            r"this|later that|the same|that same|that) (?P<unit>week|month|year)",
        ),
        (
            "season",
            r"(?P<which>last|this|this past|that|that same|the same|the following|the next|the previous|in the|"
            r"since the|during the|over the|by the|until the) (?:(?:early|late|mid)[- ])?"
            r"(?P<season>spring|summer|autumn|(?<!that )fall)"
            r"(?! of\b| \d| (?:camp|school|break|vacation|holidays?|semester|term|session|olympics|games)\b)",
        ),
        (
            "weekday",
            rf"(?:(?P<which>last|this|next|the following|the previous|late|early) )?(?P<w>{weekday})(?: "
            rf"(?:morning|afternoon|evening|night))?(?!\w)",
        ),
        (
            "weekday",
            rf"(?<!\bthe )(?<!\bThe )(?P<w>{short}\.(?=\s|$|[,;)])|Tues|Weds|Thurs?)",
        ),
        (
            "year",
            r"(?<![\d.,$£€:/–-])(?<!\b[Aa]rticle )(?<!\b[Ss]ection )(?<!\bNo\. )(?<!\bNo )"
            r"(?<!\b[Rr]oom )(?<!\b[Cc]ell )(?:the year )?(?P<y0>1[6-9]\d\d|20\d\d)(?:\s?[–-]\s?(?P<y1>1[6-9]\d\d|"
            r"20\d\d|\d\d))?(?![\d,.]\d|\d|s\b|th\b| (?:block|hours|metres|meters|men|"
            r"women|students|strikers|marchers|miners|people|protesters|demonstrators|"
            r"rials|manats?|dollars|euros|pounds|signatures|workers|police|prisoners))",
        ),
    )
    return tuple(
        (name, re.compile(rf"(?<![\w]){body}(?!\w)", re.IGNORECASE if name in _ANY_CASE else 0)) for name, body in specs
    )


_ANY_CASE = {"weekend", "published", "today's", "previous", "next", "later", "earlier", "ago", "period", "season"}
_NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fourteen": 14,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "a couple of": 2,
}


def _part(match: re.Match[str], name: str) -> int | None:
    try:
        value = match[name]
    except IndexError:
        return None
    if value is None:
        return None
    if value.isdigit():
        return int(value)
    return load_lexicon().months[value.rstrip(".")]


def _expression(name: str, match: re.Match[str]) -> DateExpression | None:
    start, end = match.span()
    base = DateExpression(start, end, "day", surface=match.group(0))
    g = match.groupdict()
    if name in ("day", "iso", "numeric", "month"):
        y0, y1 = _part(match, "y0"), _part(match, "y1")
        m0, m1 = _part(match, "m0"), _part(match, "m1")
        d0, d1 = _part(match, "d0"), _part(match, "d1")
        if name == "numeric" and m0 is not None and m0 > 12:
            return None
        kind: Kind = "month" if name == "month" else "day"
        first = Partial(y0 if y0 is not None else y1, m0, d0)
        last = None
        if d1 is not None or m1 is not None:
            last = Partial(y1 if y1 is not None else y0, m1 if m1 is not None else m0, d1)
        hint = "list" if last is not None and re.search(r"\d\D* and ", base.surface) and m1 is not None else ""
        if re.search(r"\bnight of\b", base.surface):
            hint = "night"
        return replace(base, kind=kind, first=first, last=last, hint=hint)
    if name == "holiday":
        month, day = map(int, word_details("holiday")[g["holiday"]].split("-"))
        begin = match.start("holiday")
        return replace(
            base, start=begin, first=Partial(_part(match, "y0"), month, day), surface=base.surface[begin - start :]
        )
    if name == "movable":
        after = word_details("movable_holiday")[g["movable"]]
        return replace(base, first=Partial(_part(match, "y0")), amount=int(after), hint="easter")
    if name == "shortened":
        d0, m0 = int(g["d0"]), int(g["m0"])
        if m0 > 12:
            d0, m0 = m0, d0
        begin = start if re.match("Mon|Tue|Wed|Thu|Fri|Sat|Sun", base.surface) else match.start("d0")
        return replace(base, start=begin, surface=match.string[begin:end], first=Partial(None, m0, d0), hint="either")
    if name == "last":
        if g["w"]:
            return replace(base, kind="weekday", weekday=load_lexicon().weekdays[g["w"]], hint="last")
        return replace(base, kind="month", first=Partial(None, _part(match, "m0")), hint="last")
    if name == "relative":
        month_named, day_named = g["m0"] or g.get("m1"), g.get("d0") or g.get("d1")
        assert month_named is not None
        first = Partial(None, load_lexicon().months[month_named.rstrip(".")], int(day_named) if day_named else None)
        return replace(base, kind="day" if day_named else "month", first=first, hint=g["rel"].removeprefix("of "))
    if name == "ordinal":
        d0, d1 = int(g["d0"]), int(g["d1"]) if g.get("d1") else None
        if not 1 <= d0 <= 31 or (d1 is not None and not d0 < d1 <= 31):
            return None
        begin = start if base.surface.startswith(tuple(load_lexicon().weekdays)) else match.start("d0") - 4
        return replace(
            base,
            start=begin,
            hint="ult" if "ult" in (g["instant"] or "") else "",
            kind="ordinal",
            first=Partial(None, None, d0),
            last=Partial(None, None, d1) if d1 else None,
            surface=base.surface[begin - start :],
        )
    if name == "last_month":
        month_start = match.start("m0")
        word = base.surface.split()[0].lower()
        if match["m0"] in ("May", "March") and word not in (
            "in",
            "last",
            "since",
            "early",
            "late",
            "mid",
            "during",
            "that",
            "until",
        ):
            return None
        return replace(
            base,
            start=month_start,
            kind="month",
            first=Partial(None, _part(match, "m0")),
            surface=match["m0"],
            hint="last" if word == "last" else "",
        )
    if name == "year":
        until = g.get("y1")
        year = int(g["y0"])
        final: int | None = None
        if until:
            final = int(until) if len(until) == 4 else year // 100 * 100 + int(until)
        return replace(base, kind="year", first=Partial(year), last=Partial(final) if final and final > year else None)
    if name == "weekend":
        return replace(base, kind="weekend", hint=(g.get("which") or "").lower())
    if name in ("published", "today's"):
        word = g["word"].lower().replace("-", "")
        amount = {"yesterday": -1, "last night": -1, "the day before yesterday": -2}.get(word, 0)
        return replace(base, kind="published", amount=amount)
    if name == "previous":
        return replace(base, kind="previous", amount=0, hint="bare" if base.surface.lower() == "the day" else "")
    if name in ("next", "later", "earlier", "ago"):
        unit = next((g[k] for k in ("unit", "unit0", "unit1", "unit2", "unit3") if g.get(k)), "day").lower().rstrip("s")
        count = _NUMBERS.get((g.get("n") or "a").lower())
        if count is None:
            count = int(g["n"]) if (g.get("n") or "").isdigit() else 3
        if unit in ("morning", "evening", "night", "afternoon"):
            unit = "day"
        if unit == "hour":
            return None
        sign = -1 if name in ("earlier", "ago") else 1
        vague = (g.get("n") or "").lower() in ("several", "a few")
        return replace(
            base,
            kind="published" if name == "ago" else "previous",
            amount=sign * count,
            unit=unit,
            hint="vague" if vague else "",
        )
    if name == "period":
        return replace(base, kind="period", unit=g["unit"].lower(), hint=g["which"].lower())
    if name == "season":
        return replace(base, kind="period", unit=g["season"].lower(), hint=g["which"].lower())
    hint = (g.get("week") or g.get("which") or "").lower()
    return replace(base, kind="weekday", weekday=_weekday(g["w"]), hint=hint)


def _weekday(word: str) -> int:
    """The number of a weekday by its name or the first letters of it."""
    return next(number for name, number in load_lexicon().weekdays.items() if name.startswith(word.rstrip(".")[:3]))


def _easter(year: int) -> date:
    """Easter Sunday of the western churches (the anonymous Gregorian reckoning)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    n = h + k - 7 * ((a + 11 * h + 22 * k) // 451) + 114
    return date(year, n // 31, n % 31 + 1)


def _nearest(part: Partial, context: DateContext, published: date) -> Partial:
    """ "6/5" is 6 May or 5 June, whichever comes less long before the day of publication."""
    readings = [part]
    if part.day is not None and part.day <= 12:
        readings.append(Partial(None, part.day, part.month))
    dated = [_with_year(p, context, latest=True) for p in readings]
    exact = [(published - d, p) for p in dated if p.is_valid and (d := p.exact()) is not None and d <= published]
    return min(exact, key=lambda pair: pair[0])[1] if exact else dated[0]


_OF_LIFE = re.compile(r"(?:\b(?:born|died|deceased|née?)(?: (?:on|in|about|around|circa))?|\b[bd]\.|[*†])[ :]*$")


@cache
def _hint() -> re.Pattern[str]:
    """What every date expression has one of: the cheap look before the patterns."""
    months = "|".join(sorted(load_lexicon().months, key=len, reverse=True))
    units = "day|night|morning|evening|afternoon|noon|week|month|year|decade|century|hour|eve|dawn|dusk|date"
    others = "yester|ago|later|earlier|spring|summer|autumn|winter|fall|christmas|easter|ramadan|whit|pentecost|palm"
    weekdays = r"tues|weds|thurs|(?-i:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)s?\.)"
    return re.compile(rf"\d|{units}|{others}|{weekdays}|{months}", re.IGNORECASE)


def find_dates(text: str) -> tuple[DateExpression, ...]:
    """All date expressions in ``text``, longest reading first, none overlapping, in order.

    One of somebody's birth or death has the hint ``life``: nothing else is dated by it.
    """
    taken: list[DateExpression] = []
    if not _hint().search(text):
        return ()
    for name, pattern in _patterns():
        for match in pattern.finditer(text):
            if any(match.start() < e.end and e.start < match.end() for e in taken):
                if name != "last_month":
                    continue
                if any(match.start("m0") < e.end and e.start < match.end() for e in taken):
                    continue
            expression = _expression(name, match)
            if expression is not None:
                if _OF_LIFE.search(text, max(0, expression.start - 20), expression.start):
                    expression = replace(expression, hint="life")
                taken.append(expression)
    return tuple(sorted(taken, key=lambda e: e.start))


@dataclass(frozen=True, slots=True)
class DateContext:
    """What the text so far says of time: publication day, the last date told, and a year that holds.

    ``anchor`` is the date before ("the following day" goes by it). ``year`` is set by a title, a
    heading or the dated chain; ``month`` by a heading such as "July 2020".
    """

    published_on: date | None = None
    anchor: Partial = Partial()
    year: int | None = None
    month: int | None = None

    def moved(self, value: Partial) -> DateContext:
        """The context after a date was told."""
        if value.year is None:
            return replace(self, anchor=value)
        return replace(self, anchor=value, year=value.year)


def _shift(value: Partial, amount: int, unit: str) -> Partial:
    if unit in ("day", "week"):
        exact = value.exact()
        days = amount * (7 if unit == "week" else 1)
        if exact is None:
            if value.year is None and value.month and value.day:
                moved = date(2001, value.month, min(value.day, 28)) + timedelta(days + value.day - min(value.day, 28))
                return Partial(None, moved.month, moved.day)
            return value
        moved = exact + timedelta(days)
        return Partial.of(moved)
    if unit == "month" and value.year is not None and value.month is not None:
        index = value.year * 12 + value.month - 1 + amount
        return Partial(index // 12, index % 12 + 1)
    if unit == "year" and value.year is not None:
        return Partial(value.year + amount)
    return value


def _with_year(part: Partial, context: DateContext, *, latest: bool) -> Partial:
    """Give a yearless day or month the year that the chain, or the day of publication, leaves."""
    if part.year is not None or part.month is None:
        return part
    year = context.year
    anchor = context.anchor
    if (
        context.published_on is None
        and anchor.year is not None
        and anchor.month is not None
        and anchor.month - part.month >= 9
        and year == anchor.year
    ):
        year += 1  # "in December … on 9 January": the story runs on into the next year
    published = context.published_on
    if published is not None and (year is None or latest or year == published.year):
        guess = published.year
        if date(guess, part.month, min(part.day or 1, calendar.monthrange(guess, part.month)[1])) > published:
            guess -= 1
        if year is None or year >= guess - 1:
            year = guess
    elif published is not None and anchor.year == year and _is_before(part, anchor):
        # "arrested on 5 December 2021 … On 8 June": a story does not go back, the text is in its own present again
        year = published.year - (1 if _is_before(Partial.of(published), part) else 0)
    return replace(part, year=year)


def _is_before(part: Partial, other: Partial) -> bool:
    """Whether a day or month comes before another one of the same year."""
    if part.month is None or other.month is None:
        return False
    return (part.month, part.day or other.day or 1) < (other.month, other.day or part.day or 1)


_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9}


def _season(expression: DateExpression, context: DateContext) -> Partial:
    """The year of "last spring", "since the summer", "that autumn"; a season is known to the year only."""
    begins = _SEASONS[expression.unit]
    published, told = context.published_on, context.anchor.year
    if expression.hint in ("that", "that same", "the same", "the following", "the next", "the previous"):
        shift = {"the following": 1, "the next": 1, "the previous": -1}.get(expression.hint, 0)
        if context.anchor.month is not None:
            shift = {
                "the following": int(context.anchor.month >= begins),
                "the next": int(context.anchor.month >= begins),
            }.get(expression.hint, shift)
        return Partial(told + shift) if told is not None else Partial()
    if published is None:
        return Partial(told)
    if expression.hint.endswith(" the") and told is not None and told < published.year:
        return Partial(told)
    first = begins + 3 if expression.hint == "last" else begins
    return Partial(published.year - (1 if published.month < first else 0))


_YEARS = {
    "last year": ("published", -1),
    "this year": ("published", 0),
    "that year": ("anchor", 0),
    "the same year": ("anchor", 0),
    "the following year": ("anchor", 1),
    "the next year": ("anchor", 1),
    "the previous year": ("anchor", -1),
}
"""The year that a day or month takes from the words behind it: "in March last year"."""


def resolve(expression: DateExpression, context: DateContext) -> tuple[Partial, Partial | None]:
    """First and last date (None for a single one) of an expression; unknown parts stay unknown."""
    published = context.published_on
    kind = expression.kind
    if kind in ("day", "month", "year"):
        if expression.hint == "easter":
            year = (
                expression.first.year or context.anchor.year or context.year or (published.year if published else None)
            )
            return (Partial.of(_easter(year) + timedelta(expression.amount)), None) if year else (Partial(), None)
        if expression.hint == "either" and published is not None:
            return _nearest(expression.first, context, published), None
        shift = _YEARS.get(expression.hint)
        if shift is not None:
            year = context.anchor.year if shift[0] == "anchor" else (published.year if published is not None else None)
            if year is None:
                return Partial(), None
            return replace(expression.first, year=year + shift[1]), None
        first = _with_year(expression.first, context, latest=expression.hint == "last")
        last = expression.last
        if last is not None:
            if last.year is None and last.month is not None:
                last = replace(last, year=first.year)
            if last.year is not None and first.year is None:
                first = replace(first, year=last.year)
            if (
                first.year is not None
                and last.year == first.year
                and last.month
                and first.month
                and last.month < first.month
            ):
                first = replace(first, year=first.year - 1)
        return first, last
    if kind == "ordinal":
        month = context.anchor
        if month.month is None and published is not None:
            month = Partial.of(published)
        if month.month is None or expression.first.day is None:
            return Partial(), None
        if expression.hint == "ult":  # "the 9th ultimo": of the month before this one
            month = _shift(replace(month, day=None), -1, "month")
        first = Partial(month.year, month.month, expression.first.day)
        if not first.is_valid:
            return Partial(month.year, month.month), None
        last = Partial(month.year, month.month, expression.last.day) if expression.last is not None else None
        return first, last if last is None or last.is_valid else None
    if kind == "published":
        if published is None:
            return _shift(
                context.anchor, expression.amount, expression.unit
            ) if expression.amount == 0 else Partial(), None
        return _shift(Partial.of(published), expression.amount, expression.unit), None
    if kind == "previous":
        if expression.hint == "vague":
            return replace(context.anchor, day=None), None
        return _shift(context.anchor, expression.amount, expression.unit), None
    if kind == "weekend":
        if published is None:
            return Partial(), None
        back = (published.weekday() - 5) % 7
        saturday = published - timedelta(back)
        if published.weekday() == 6 and expression.hint == "last":
            saturday -= timedelta(7)
        return Partial.of(saturday), Partial.of(saturday + timedelta(1))
    if kind == "weekday":
        assert expression.weekday is not None
        if expression.hint in ("the following", "next"):
            exact = context.anchor.exact()
            if exact is None:
                return Partial(), None
            return Partial.of(exact + timedelta((expression.weekday - exact.weekday() - 1) % 7 + 1)), None
        exact = context.anchor.exact() if expression.hint in ("the same week", "that week") else published
        if exact is not None and expression.hint.endswith("week"):
            monday = exact - timedelta(exact.weekday() + (7 if expression.hint == "last week" else 0))
            return Partial.of(monday + timedelta(expression.weekday)), None
        if exact is None:
            exact = context.anchor.exact()
            if exact is None:
                return Partial(), None
            return Partial.of(exact + timedelta((expression.weekday - exact.weekday()) % 7)), None
        back = (exact.weekday() - expression.weekday) % 7
        if back == 0 and expression.hint == "last":
            back = 7
        return Partial.of(exact - timedelta(back)), None
    if expression.unit in _SEASONS:
        return _season(expression, context), None
    # period: "last month", "earlier this year", "later that year"
    base = (
        Partial.of(published)
        if published is not None and not expression.hint.endswith(("that", "same"))
        else context.anchor
    )
    amount = -1 if expression.hint in ("last", "late last") else 0
    if expression.unit == "week":
        exact = base.exact()
        if exact is None or expression.hint.endswith(("that", "same")):
            return replace(base, day=None), None
        monday = exact - timedelta(exact.weekday() + (7 if amount else 0))
        same_month = monday.month == (monday + timedelta(6)).month
        return Partial(monday.year, monday.month if same_month else None), None
    if expression.unit == "month":
        return _shift(replace(base, day=None), amount, "month"), None
    return (Partial(base.year + amount) if base.year is not None else Partial()), None
