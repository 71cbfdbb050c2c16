"""How well a built warehouse tells what hand-coded reference answers tell.

For each document with an answer file, the facts that have evidence in it are aligned one to one with the
reference's rows so that as many slots as possible agree. What is counted:

* *rows*: facts aligned at all (they are about the same person, group, action or number);
* *slots*: every filled field of every row, as in MUC-4 and CEAF;
* dimensions: spellings resolved to one row, people and organisations merged wrongly, places found;
* evidence: quotes that are the stored text, and aligned facts that cite the passage the reference cites.

Answers are YAML files, one per document, in the format that ``docs/evaluation.md`` of this project and the
annotation guide describe. The functions are pure but for reading the warehouse and the answers.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal

import duckdb
import numpy as np
import yaml
from rapidfuzz import fuzz
from scipy.optimize import linear_sum_assignment

from ingest.errors import BuildError, UsageError
from ingest.model import MAX_QUOTE
from ingest.warehouse import connect, first_line

Table = Literal["events", "detentions", "sentences", "figures"]
ErrorKind = Literal["missed", "extra", "field", "merged"]

TABLES: tuple[Table, ...] = ("events", "detentions", "sentences", "figures")
MARTS: dict[Table, str] = {
    "events": "fct_events",
    "detentions": "fct_detentions",
    "sentences": "fct_sentences",
    "figures": "fct_reported_figures",
}
"""The mart behind each table of the answers."""

SLOTS: dict[Table, tuple[str, ...]] = {
    "events": ("kind", "start_date", "end_date", "location", "participants"),
    "detentions": ("who", "date", "location", "status", "released_on", "event"),
    "sentences": (
        "who", "date", "court", "outcome", "kinds", "prison_days", "lashes", "fine", "community_service_hours", "charges",
        "article", "event",
    ),
    "figures": ("measure", "value", "event"),
}  # fmt: skip
"""The fields that count."""

REPORTED: dict[Table, tuple[str, ...]] = {
    "events": ("parent", "name", "site"),
    "detentions": (),
    "sentences": (),
    "figures": ("unit", "attributed_to"),
}
"""Fields that are reported, and count nowhere."""

FAMILIES = {"demonstration": "demo", "protest_wave": "wave", "sit_in": "demo", "blockade": "demo"}
"""Kinds of event that coders do not keep apart reliably are compared as one."""

NAME_LIKENESS = 88.0
"""Least likeness of two names of one thing, in percent (Levenshtein over sorted words)."""

TEXT_LIKENESS = 75.0
"""Least likeness of two free texts, in percent; a court's name needs ``COURT_LIKENESS``."""

COURT_LIKENESS = 90.0

SAME_PLACE_KM = 15.0
"""Two places this near to each other are one, whatever they are called."""

PLACE_FOUND_KM = 40.0
"""A place of the warehouse counts as found this near to the reference's coordinates."""

EARTH_DIAMETER_KM = 12_742

GENERIC_WORDS = frozenset(
    "authorities government police court judge prosecutor parliament president ministry opposition party council "
    "security forces local state city district general criminal military riot plain plainclothes".split()
)
"""Words that make no proper name, so that a spelling made of them alone need not be resolved."""


# ---------------------------------------------------------------------- values


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date and how much of it is known: a month or a year is its first day."""

    day: dt.date
    precision: Literal["day", "month", "year"]

    def __str__(self) -> str:
        return self.day.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]


@dataclass(frozen=True, slots=True)
class Place:
    """A place under all its names, with its point in degrees where it is known."""

    names: tuple[str, ...]
    latitude: float | None = None
    longitude: float | None = None

    def __str__(self) -> str:
        return self.names[0] if self.names else "?"


@dataclass(frozen=True, slots=True)
class Interval:
    """A count ``low`` to ``high``; None for an open end."""

    low: float | None
    high: float | None

    def __str__(self) -> str:
        low, high = ("" if end is None else f"{end:g}" for end in (self.low, self.high))
        return low if low == high else f"{low}..{high}"


@dataclass(frozen=True, slots=True)
class Who:
    """A person under all names, or an unnamed group with its count."""

    names: tuple[str, ...]
    count: Interval | None

    @property
    def is_told(self) -> bool:
        """Whether anything tells this person or group from others."""
        return bool(self.names) or self.count is not None

    def __str__(self) -> str:
        return self.names[0] if self.names else f"group of {self.count}"


@dataclass(frozen=True, slots=True)
class Fine:
    """An amount of money with its ISO 4217 code."""

    amount: float
    currency: str | None

    def __str__(self) -> str:
        return f"{self.amount:g} {self.currency}"


Value = str | float | PartialDate | Place | Interval | Who | Fine | frozenset[str]


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of the warehouse or of the answers, in the form in which the two are compared.

    ``values`` has an entry per field of ``SLOTS`` and ``REPORTED``, None where it is not filled.
    """

    key: str
    values: Mapping[str, Value | None]
    parent: str | None = None
    quote: str | None = None

    def __getitem__(self, name: str) -> Value | None:
        return self.values[name]

    def is_filled(self, name: str) -> bool:
        value = self.values[name]
        return value is not None and not (isinstance(value, Who) and not value.is_told)


@dataclass(frozen=True, slots=True)
class ReferenceActor:
    name: str
    actor_type: str | None
    aliases: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class ReferencePlace:
    name: str
    aliases: tuple[str, ...]
    country_code: str | None
    latitude: float | None
    longitude: float | None

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Answers:
    """The reference answers of one document. ``stem`` is the answer file's name without suffix."""

    stem: str
    file_name: str
    facts: Mapping[Table, tuple[Fact, ...]]
    actors: tuple[ReferenceActor, ...]
    places: tuple[ReferencePlace, ...]


# ---------------------------------------------------------------------- comparing


@lru_cache(maxsize=200_000)
def normal(text: str) -> str:
    """A text without case, diacritics, punctuation and leading *the*."""
    text = text.casefold().replace("ə", "a").replace("ı", "i").replace("’", "'")
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = re.sub(r"^the ", "", re.sub(r"[^\w\s]", " ", text).strip())
    return re.sub(r"\s+", " ", text)


@lru_cache(maxsize=500_000)
def _names_alike(ours: str, theirs: str) -> bool:
    return fuzz.token_sort_ratio(normal(ours), normal(theirs)) >= NAME_LIKENESS


def alike(ours: Iterable[str], theirs: Collection[str]) -> bool:
    """Whether some name of one thing is spelled nearly like some name of the other."""
    return any(_names_alike(a, b) for a in ours if a for b in theirs if b)


def one_person(ours: Collection[str], theirs: Collection[str]) -> bool:
    """Whether two documents' names can be of one person: two agree, or one leaves names of the other out."""

    def full(names: Iterable[str]) -> list[set[str]]:
        return [set(normal(name).split()) for name in names if len(name.split()) > 1]

    return alike(ours, theirs) or any(
        len(a & b) >= 2 and (a <= b or b <= a) for a in full(ours) for b in full(theirs)
    )


def texts_alike(slot: str, ours: str, theirs: str) -> bool:
    """Whether two free texts say the same: enough common words, neither much longer, equal numbers of an article."""
    ours, theirs = normal(ours), normal(theirs)
    mine, wanted = len(ours.split()), len(theirs.split())
    if 2 * mine < wanted or mine > 2 * wanted + 2:
        return False
    if slot == "article" and re.findall(r"\d+", ours) != re.findall(r"\d+", theirs):
        return False
    return fuzz.token_set_ratio(ours, theirs) >= (COURT_LIKENESS if slot == "court" else TEXT_LIKENESS)


def kilometres(a: tuple[float | None, float | None], b: tuple[float | None, float | None]) -> float:
    """Great-circle distance of two points in degrees; infinite where one is not known."""
    if a[0] is None or a[1] is None or b[0] is None or b[1] is None:
        return math.inf
    latitude_a, longitude_a, latitude_b, longitude_b = map(math.radians, (a[0], a[1], b[0], b[1]))
    haversine = (
        math.sin((latitude_b - latitude_a) / 2) ** 2
        + math.cos(latitude_a) * math.cos(latitude_b) * math.sin((longitude_b - longitude_a) / 2) ** 2
    )
    return EARTH_DIAMETER_KM * math.asin(math.sqrt(min(1.0, haversine)))


def same_place(ours: Value | None, theirs: Value | None) -> bool:
    if not isinstance(ours, Place) or not isinstance(theirs, Place):
        return False
    return alike(ours.names, theirs.names) or (
        kilometres((ours.latitude, ours.longitude), (theirs.latitude, theirs.longitude)) <= SAME_PLACE_KM
    )


def same_who(ours: Value | None, theirs: Value | None) -> bool:
    """Whether both are one named person, or both a group of the same count."""
    if not isinstance(ours, Who) or not isinstance(theirs, Who):
        return False
    if ours.names or theirs.names:
        return bool(ours.names and theirs.names) and alike(ours.names, theirs.names)
    return ours.count is not None and ours.count == theirs.count


def same_date(ours: Value | None, theirs: Value | None, *, exact: bool = True) -> bool:
    """Whether two dates are equal to the second's precision; ``exact`` asks that the precision agrees too."""
    if not isinstance(ours, PartialDate) or not isinstance(theirs, PartialDate):
        return False
    if exact and ours.precision != theirs.precision:
        return False
    a, b = ours.day, theirs.day
    if theirs.precision == "day":
        return a == b
    return a.year == b.year and (theirs.precision == "year" or a.month == b.month)


SameEvent = Callable[[str, str], bool]
"""Tells whether an event of the warehouse is the reference's: ``(event_id, reference id)``."""

_FREE_TEXTS = frozenset({"court", "charges", "article", "name", "site", "attributed_to"})
_EVENT_LINKS = frozenset({"event", "parent"})


def same(slot: str, ours: Value | None, theirs: Value | None, same_event: SameEvent | None = None) -> bool:
    """Whether a field of the warehouse agrees with the reference's. Nothing agrees with an empty field."""
    if ours is None or theirs is None:
        return False
    if slot in ("start_date", "date"):
        return same_date(ours, theirs)
    if slot in ("end_date", "released_on"):
        return same_date(ours, theirs, exact=False)
    if slot in _FREE_TEXTS:
        return texts_alike(slot, str(ours), str(theirs))
    if slot in _EVENT_LINKS:
        return same_event is not None and same_event(str(ours), str(theirs))
    if slot == "location":
        return same_place(ours, theirs)
    if slot == "who":
        return same_who(ours, theirs)
    return ours == theirs


def can_be_told(table: Table, fact: Fact) -> bool:
    """Whether a row says enough to be told from others; an action without date or place counts nowhere."""
    if table == "events":
        return fact["start_date"] is not None or fact["location"] is not None
    return table == "figures" or fact.is_filled("who")


def eligible(table: Table, ours: Fact, theirs: Fact) -> bool:
    """Whether two rows may be of one fact."""
    if table == "events":
        when = same_date(ours["start_date"], theirs["start_date"])
        where = same_place(ours["location"], theirs["location"])
        if ours["kind"] == theirs["kind"]:
            return when or where
        return when and where and {ours["kind"], theirs["kind"]} == {"demo", "riot"}
    if table == "figures":
        return ours["measure"] == theirs["measure"] and ours["value"] == theirs["value"]
    if same_who(ours["who"], theirs["who"]):
        return True
    named = any(isinstance(fact["who"], Who) and fact["who"].names for fact in (ours, theirs))
    if named or "location" not in ours.values:
        return False
    return same_date(ours["date"], theirs["date"]) and same_place(ours["location"], theirs["location"])


def align(
    table: Table, ours: Sequence[Fact], theirs: Sequence[Fact], same_event: SameEvent | None = None
) -> list[tuple[Fact, Fact]]:
    """Pairs of rows, one to one, with the most agreeing slots over all."""
    if not ours or not theirs:
        return []
    agreement = np.zeros((len(ours), len(theirs)))
    for i, mine in enumerate(ours):
        for j, wanted in enumerate(theirs):
            if eligible(table, mine, wanted):
                agreement[i, j] = 1 + sum(same(s, mine[s], wanted[s], same_event) for s in SLOTS[table])
    chosen = zip(*linear_sum_assignment(-agreement), strict=True)
    return [(ours[i], theirs[j]) for i, j in chosen if agreement[i, j] > 0]


def event_matcher(pairs: Sequence[tuple[Fact, Fact]]) -> SameEvent:
    """Tells matching events by their ids.

    Where the reference's event was found by nobody, its parent or child stands in for it: the link went to
    the right occasion, at another level.
    """
    found = {mine.key: wanted for mine, wanted in pairs}
    taken = {wanted.key for wanted in found.values()}
    parents = {wanted.key: wanted.parent for wanted in found.values()}

    def same_event(ours: str, theirs: str, *, all_parents: Mapping[str, str | None] = parents) -> bool:
        mine = found.get(ours)
        if mine is None:
            return False
        if mine.key == theirs:
            return True
        return theirs not in taken and (missed_parents.get(theirs) == mine.key or all_parents.get(mine.key) == theirs)

    missed_parents: dict[str, str | None] = {}
    return same_event
