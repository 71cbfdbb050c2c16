"""Changes of a text that its facts follow: other places, other dates, another form of a date, another voice.

Each takes a case and gives the changed case with the facts that it has to state then, or None where the change cannot
be made by rule. Nothing here reads a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from ingest.language.lexicon import rows as seed
from tests.golden.cases import Case
from tests.golden.readings import Row

Change = Callable[[Case], Case | None]

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTH = "|".join(MONTHS)
_YEAR = re.compile(r"(?<![\d.,:/-])(?:18|19|20)\d\d(?![\d.,]\d|%|\d|-\d| (?:people|men|women|workers|students))")
_DAY = re.compile(rf"(?P<day>\d{{1,2}}) (?P<month>{_MONTH}) (?P<year>\d{{4}})\b")
_RELATIVE = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|tomorrow|weekend|last|next|following|previous|ago|"
    r"days?|weeks?|months?|years?|later|earlier|since|anniversary|spring|summer|autumn|winter)\b",
    re.IGNORECASE,
)
CALENDAR = 28
"""After so many years the calendar repeats, weekdays and leap days, from 1901 to 2099."""


def with_strings(value: Any, change: Callable[[str], str]) -> Any:
    """A value of a case with all its texts changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [with_strings(item, change) for item in value]
    if isinstance(value, dict):
        return {name: with_strings(item, change) for name, item in value.items()}
    return value


def _with_text(case: Case, change: Callable[[str], str]) -> Case:
    """The case with its text, title and all texts of its facts changed."""
    about = {name: change(v) if name == "title" else v for name, v in case.about.items()}
    return replace(case, text=change(case.text), tables=with_strings(case.tables, change), about=about)


def _rows(case: Case) -> Iterable[Row]:
    return (row for rows in case.tables.values() for row in rows)


# ---------------------------------------------------------------------- places


def replaced(text: str, names: Mapping[str, str]) -> str:
    """A text with whole names replaced, longest first."""
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.sub(rf"(?<![\w-])(?:{pattern})(?![\w-])", lambda match: names[match.group(0)], text) if names else text


@cache
def _countries() -> frozenset[str]:
    return frozenset(row["name"] for row in seed("countries"))


def moved(case: Case, places: Iterable[str]) -> Case | None:
    """The case with its facts in other towns."""
    stated = {row["location"] for row in _rows(case) if row.get("location")} - _countries()
    found = sorted(stated, key=case.text.find)
    others = [place for place in places if place not in case.text]
    if not found or len(others) < len(found):
        return None
    names = dict(zip(found, others, strict=False))
    return _with_text(case, lambda text: replaced(text, names))


# ---------------------------------------------------------------------- dates


def years_later(case: Case, years: int) -> Case | None:
    """The case some years later, or earlier, in text, title, day of publication and facts."""
    told = [*_YEAR.findall(case.text), *_YEAR.findall(case.about.get("title") or "")]
    if not told or not all(int(year) + min(years, 0) >= 1902 and int(year) + max(years, 0) <= 2098 for year in told):
        return None
    if years % CALENDAR and (_RELATIVE.search(case.text) or "29 February" in case.text):
        return None

    def later(text: str) -> str:
        return _YEAR.sub(lambda match: str(int(match.group(0)) + years), text)

    tables = with_strings(case.tables, lambda text: _iso_later(text, years, later))
    published: date | None = case.about.get("published_on")
    about = {name: later(v) if name == "title" else v for name, v in case.about.items()}
    if published is not None:
        about["published_on"] = published.replace(year=published.year + years)
    return replace(case, text=later(case.text), tables=tables, about=about)


def _iso_later(text: str, years: int, later: Callable[[str], str]) -> str:
    match = re.fullmatch(r"(\d{4})(-\d\d(?:-\d\d)?)?", text)
    return f"{int(match[1]) + years}{match[2] or ''}" if match else later(text)


def months_later(case: Case, months: int) -> Case | None:
    """The case some months later in the same year, or earlier; days that every month has, and no weekdays."""
    told = [MONTHS.index(name) + 1 for name in re.findall(rf"\b(?:{_MONTH})\b", case.text)]
    days = [int(d) for d in re.findall(rf"\b(\d{{1,2}}) (?:{_MONTH})\b", case.text)]
    if not told or _RELATIVE.search(case.text) or case.about.get("published_on") or max(days, default=1) > 27:
        return None
    if not all(1 <= month + months <= 12 for month in told):
        return None

    def later(text: str) -> str:
        iso = re.fullmatch(r"(\d{4}|-)-(\d\d)(-\d\d)?", text)
        if iso is not None:
            return f"{iso[1]}-{int(iso[2]) + months:02}{iso[3] or ''}"
        return re.sub(rf"\b(?:{_MONTH})\b", lambda match: MONTHS[MONTHS.index(match.group(0)) + months], text)

    return _with_text(case, later)


FORMATS: Mapping[str, Callable[[int, str, str], str]] = {
    "month first": lambda day, month, year: f"{month} {day}, {year}",
    "the ordinal of": lambda day, month, year: f"the {day}{_suffix(day)} of {month} {year}",
    "iso": lambda day, month, year: f"{year}-{MONTHS.index(month) + 1:02}-{day:02}",
    "dots": lambda day, month, year: f"{day:02}.{MONTHS.index(month) + 1:02}.{year}",
}
"""Other ways to write a day."""


def _suffix(day: int) -> str:
    return "th" if 10 < day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def written(case: Case, form: str) -> Case | None:
    """The case with each full date written in another way."""
    write = FORMATS[form]
    if not _DAY.search(case.text) or re.search(rf"\d (?:and|to|or|-|–) \d{{1,2}} (?:{_MONTH})", case.text):
        return None
    text = _DAY.sub(lambda match: write(int(match["day"]), match["month"], match["year"]), case.text)
    if form == "month first":
        text = re.sub(r"(\b[A-Z][a-z]+ \d{1,2}, \d{4})(?= [a-z(])", r"\1,", text)
    return replace(case, text=text)


# ---------------------------------------------------------------------- order and voice

_DATE_LAST = re.compile(rf"^(?P<rest>[A-Z][^:;\n]*?) (?P<when>on \d{{1,2}} (?:{_MONTH})(?: \d{{4}})?)\.$")
_ANY_DATE = re.compile(rf"\b(?:{_MONTH}|(?:18|19|20)\d\d)\b")
_COMMON_FIRST = re.compile(
    r"(?:The|A|An|Police|Riot police|Soldiers|Officers|Security forces|Hundreds|Thousands|Dozens|Scores|Several|Some|"
    r"About|More|At|As|Around|Nearly|Over|Up|Protesters|Demonstrators|Students|Workers|Teachers|Residents|Both|They|He|"
    r"She|His|Her|Their|All|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Twelve|Fifteen|Twenty|One|Another|Many|Most|"
    r"Activists|Members|People|Tens|Youths|Rioters|Prosecutors|Authorities|Miners|Farmers|Nurses|Women|Supporters|Opposition|Crowds)\b"
)


def _sentences(case: Case, change: Callable[[str], str | None]) -> Case | None:
    """The case with each sentence changed that can be; None where none can."""
    parts = re.split(r"((?<=[.!?])(?<!\b[A-Z]\.)(?<!\b[A-Z][a-z]\.)\s+(?=[A-Z\"“])|\n+)", case.text)
    changed = [change(part) or part for part in parts]
    return replace(case, text="".join(changed)) if changed != parts else None


def date_first(case: Case, comma: str) -> Case | None:
    """The case with each date that ends a sentence moved to its front."""

    def change(sentence: str) -> str | None:
        match = _DATE_LAST.match(sentence)
        if match is None or _ANY_DATE.search(match["rest"]) or re.match(r"(?:On|In|At|After|Before)\b", sentence):
            return None
        if re.search(r",| and | but | which | who | when | where | that | as | about |^(?:Last|This) ", match["rest"]):
            return None  # the date may be that of one part alone
        when = match["when"]
        return f"{when[0].upper()}{when[1:]}{comma} {_inside(match['rest'])}."

    return _sentences(case, change)


def _inside(text: str) -> str:
    """A text as it stands inside a sentence."""
    return text[0].lower() + text[1:] if _COMMON_FIRST.match(text) else text


_AGENT = (
    r"(?:(?:Riot p|P)olice|Soldiers|Security forces|Officers|Security officers|(?:The|A) (?:court|judge|tribunal)|"
    r"(?:The |A )?(?:[A-Z]\w+ )+Court|The authorities)(?: in [A-Z]\w+)?"
)
_ACTIVE = re.compile(
    rf"^(?P<when>On \d{{1,2}} (?:{_MONTH})(?: \d{{4}})?,? )?"
    rf"(?P<agent>{_AGENT}|(?<= )(?:police|soldiers|security forces|(?:the|a) (?:court|judge)(?: in [A-Z]\w+)?)) "
    r"(?P<verb>arrested|detained|sentenced|fined|acquitted|jailed|released|freed|convicted|seized|dispersed) "
    r"(?P<patient>(?!(?:and|him|her|them|that|in|on|as)\b)[\w'’ ,.-]+?)(?P<rest> (?:on|in|at|to|of|for|after|during|"
    r"outside|near|when|from|under|over|with|as|who|\d+ (?:days|years)|(?:\w+ ){1,3}(?:dollars|euros|lira))\b.*|)\.$"
)


def passive(case: Case) -> Case | None:
    """The case with each plain sentence of a body that arrests, frees or sentences put into the passive."""

    def change(sentence: str) -> str | None:
        match = _ACTIVE.match(sentence)
        if match is None or re.search(r"\b(?:and|but|while|then) \w+ed\b|;| and [A-Z][\w ]+ to \d", match["rest"]):
            return None
        patient, agent = match["patient"], match["agent"]
        if re.search(r"\d \w+ (?:tomans|dollars)|, (?:a |an )?[a-z]|^[A-Z]\w+$", patient):
            return None  # a sum, or a name cut in two
        one = re.match(r"(?:an? |the \w+ [A-Z])", patient) or not re.search(
            r" and |\b(?:all|both|\d+|\w+s|people|men|women|\w+ty|\w+teen|two|three|four|five|six|seven|eight|nine|ten|"
            r"twelve)\b",
            re.sub(r"\b[A-Z]\w+", "", patient) if re.match(r"[A-Z]", patient) else patient,
        )
        agent = agent if re.match(r"(?:[A-Z]\w+ )+Court", agent) else agent[0].lower() + agent[1:]
        told = f"{patient} {'was' if one else 'were'} {match['verb']} by {agent}{match['rest']}."
        return f"{match['when']}{told}" if match["when"] else told[0].upper() + told[1:]

    changed = _sentences(case, change)
    if changed is None:
        return None
    # A body without a name of its own is called what its passage calls it, which no longer opens with it.
    return replace(changed, tables=with_strings(changed.tables, lambda text: re.sub(r": Police$", ": police", text)))
