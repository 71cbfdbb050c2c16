"""How well a built warehouse tells what hand-coded reference answers tell.

For each document with an answer file, the facts that have evidence in it are aligned one to one with the
reference's rows so that as many slots as possible agree. What is counted:

* *rows*: facts aligned at all (they are about the same person, group, action or number);
* *slots*: every filled field of every row, as in MUC-4 and CEAF;
* dimensions: spellings resolved to one row, people and organisations merged wrongly, places found;
* evidence: quotes that are the stored text, and aligned facts that cite the passage the reference cites.

Answers are YAML files, one per document, with the lists ``events``, ``detentions``, ``sentences``, ``figures``,
``actors`` and ``locations``. Nothing here writes; only ``read_answers`` and ``evaluate`` read files.
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
        "who",
        "date",
        "court",
        "outcome",
        "kinds",
        "prison_days",
        "lashes",
        "fine",
        "community_service_hours",
        "charges",
        "article",
        "event",
    ),
    "figures": ("measure", "value", "event"),
}
"""The fields that count."""

REPORTED: dict[Table, tuple[str, ...]] = {
    "events": ("parent", "name", "site"),
    "detentions": (),
    "sentences": (),
    "figures": ("unit", "attributed_to"),
}
"""Fields that are reported, and count nowhere."""

IDENTITY: dict[Table, tuple[str, ...]] = {
    "events": ("kind", "start_date", "location"),
    "detentions": ("who", "date", "location"),
    "sentences": ("who", "date", "outcome"),
    "figures": ("measure", "value", "event"),
}
"""The fields that say what a row is about: a row is right where none of them is wrong."""

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
    {
        *("authorities", "government", "police", "court", "judge", "prosecutor", "parliament", "president", "ministry"),
        *("opposition", "party", "council", "security", "forces", "local", "state", "city", "district", "general"),
        *("criminal", "military", "riot", "plain", "plainclothes"),
    }
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

    return alike(ours, theirs) or any(len(a & b) >= 2 and (a <= b or b <= a) for a in full(ours) for b in full(theirs))


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


def event_matcher(pairs: Sequence[tuple[Fact, Fact]], reference: Iterable[Fact]) -> SameEvent:
    """Tells matching events by their ids, from the aligned events and all of the reference's.

    Where no fact was aligned with the reference's event, its parent or child stands in for it: the link then
    went to the right occasion, at another level.
    """
    found = {mine.key: wanted.key for mine, wanted in pairs}
    taken = frozenset(found.values())
    parents = {wanted.key: wanted.parent for wanted in reference}

    def same_event(ours: str, theirs: str) -> bool:
        mine = found.get(ours)
        if mine is None:
            return False
        return mine == theirs or (theirs not in taken and (parents.get(theirs) == mine or parents.get(mine) == theirs))

    return same_event


# ---------------------------------------------------------------------- results


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of what agrees (``hits``), of what the warehouse has and of what the reference has."""

    hits: int = 0
    found: int = 0
    wanted: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.hits + other.hits, self.found + other.found, self.wanted + other.wanted)

    @property
    def is_empty(self) -> bool:
        """Whether neither side has anything."""
        return not self.found and not self.wanted

    @property
    def precision(self) -> float:
        """Share of what the warehouse has that agrees; 1 where neither side has anything."""
        return self.hits / self.found if self.found else float(not self.wanted)

    @property
    def recall(self) -> float:
        """Share of what the reference has that was found; 1 where neither side has anything."""
        return self.hits / self.wanted if self.wanted else float(not self.found)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def rounded(self) -> tuple[float, float, float]:
        """Precision, recall and F1 to three digits."""
        return round(self.precision, 3), round(self.recall, 3), round(self.f1, 3)


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``total``."""

    hits: int = 0
    total: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.hits + other.hits, self.total + other.total)

    @property
    def rounded(self) -> float | None:
        """The share to three digits; None of nothing."""
        return round(self.hits / self.total, 3) if self.total else None

    def __str__(self) -> str:
        return "–" if self.rounded is None else f"{self.rounded:.3f} ({self.hits:,} of {self.total:,})"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Something that the warehouse and the reference tell differently.

    ``kind`` is *missed* (only the reference has the row), *extra* (only the warehouse), *field* (one field of
    an aligned row) or *merged* (two of the reference's actors are one row). ``table`` is one of ``TABLES``,
    ``actors`` or ``locations``; ``about`` tells which row; ``quote`` is the reference's.
    """

    document: str
    table: str
    kind: ErrorKind
    about: str
    field: str | None = None
    got: str | None = None
    want: str | None = None
    quote: str | None = None

    def __str__(self) -> str:
        told = f"{self.document} {self.table} {self.kind}: {self.about}"
        if self.kind == "field":
            told += f"; {self.field}: got {self.got or 'nothing'}, want {self.want or 'nothing'}"
        return f"{told}  ~ {' '.join(self.quote.split())}" if self.quote else told


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """The slots of one document, by table. ``is_missing``: the warehouse does not hold the document."""

    stem: str
    slots: Mapping[Table, Tally]
    is_missing: bool = False

    @property
    def f1(self) -> float:
        """Mean slot F1 over the tables in which either side has something; 1 where neither has anything."""
        return _mean(tally.f1 for tally in self.slots.values() if not tally.is_empty)


@dataclass(frozen=True, slots=True)
class Report:
    """The result of an evaluation.

    Attributes:
        documents: One score per answer file, in the order read.
        rows: Aligned rows by table.
        slots: Agreeing fields by table, over the fields of ``SLOTS``.
        fields: Agreement by table and field, those of ``REPORTED`` included.
        actors: The reference's actors that are a row under their full name.
        variants: Other spellings of them that are resolved to the same row.
        wrong_merges: Times that two people or two organisations are one row.
        places: The reference's places that are a row in the right country and spot.
        quotes: Evidence of the whole warehouse whose quote is the stored text.
        anchors: Aligned rows of which a passage overlaps the reference's quote.
        disagreements: All that is told differently.
    """

    documents: tuple[DocumentScore, ...]
    rows: Mapping[Table, Tally]
    slots: Mapping[Table, Tally]
    fields: Mapping[tuple[Table, str], Tally]
    actors: Share
    variants: Share
    wrong_merges: int
    places: Share
    quotes: Share
    anchors: Share
    disagreements: tuple[Disagreement, ...] = ()

    @property
    def mean_slot_f1(self) -> float:
        """Mean slot F1 of the tables in which either side has a row."""
        return _mean(self.slots[table].f1 for table in TABLES if not self.rows[table].is_empty)

    @property
    def mean_over_documents(self) -> float:
        return _mean(document.f1 for document in self.documents)

    @property
    def worst_document(self) -> DocumentScore:
        return min(self.documents, key=lambda document: document.f1)

    @property
    def missing(self) -> tuple[str, ...]:
        """Answer files whose document the warehouse does not hold."""
        return tuple(document.stem for document in self.documents if document.is_missing)

    def as_dict(self) -> dict[str, Any]:
        """Every figure, rounded to three digits, ready for JSON. Fields that count nowhere are marked ``+``."""
        told = [(t, s) for t in TABLES if not self.rows[t].is_empty for s in (*SLOTS[t], *REPORTED[t])]
        return {
            "rows": {table: list(self.rows[table].rounded) for table in TABLES},
            "slots": {table: list(self.slots[table].rounded) for table in TABLES},
            "fields": {
                f"{table}.{_marked(table, slot)}": [*self.fields[table, slot].rounded, self.fields[table, slot].wanted]
                for table, slot in told
            },
            "actors_found": self.actors.rounded,
            "variants_resolved": self.variants.rounded,
            "wrong_merges": self.wrong_merges,
            "places_found": self.places.rounded,
            "documents": len(self.documents),
            "mean_slot_f1": round(self.mean_slot_f1, 3),
            "mean_over_documents": round(self.mean_over_documents, 3),
            "worst_document": round(self.worst_document.f1, 3),
            "quotes": self.quotes.total,
            "quotes_true": self.quotes.rounded,
            "anchored": self.anchors.rounded,
        }

    def as_text(self) -> str:
        """The figures as a table for a terminal, 90 characters wide at most."""
        head = f"{'':34} {'P':>6} {'R':>6} {'F1':>6} {'wanted':>7} {'found':>7}"
        lines = []
        for title, tallies in (("rows", self.rows), ("slots", self.slots)):
            lines.append(f"{title:35}{head[35:]}")
            lines.extend(_text_line(table, tallies[table]) for table in TABLES)
        lines.append(f"{'fields':35}{head[35:]}")
        for table in TABLES:
            if not self.rows[table].is_empty:
                lines.extend(
                    _text_line(f"{table}.{_marked(table, slot)}", self.fields[table, slot])
                    for slot in (*SLOTS[table], *REPORTED[table])
                )
        lines += ["", *(f"{name:34} {value}" for name, value in self._dimensions())]
        if self.missing:
            lines.append(f"not in the warehouse: {', '.join(self.missing)}")
        lines.append(
            f"{len(self.documents):,} documents, mean slot F1 {self.mean_slot_f1:.3f}, mean over documents "
            f"{self.mean_over_documents:.3f}, worst document {self.worst_document.f1:.3f} ({self.worst_document.stem})"
        )
        return "\n".join(lines)

    def as_markdown(self) -> str:
        """The figures as Markdown tables."""
        lines = [
            "| table | rows P | rows R | rows F1 | slots P | slots R | slots F1 | wanted | found |",
            "| --- | --: | --: | --: | --: | --: | --: | --: | --: |",
        ]
        for table in TABLES:
            row = self.rows[table]
            cells = " | ".join(f"{value:.3f}" for value in (*row.rounded, *self.slots[table].rounded))
            lines.append(f"| {table} | {cells} | {row.wanted:,} | {row.found:,} |")
        lines.append(f"| mean | | | | | | **{self.mean_slot_f1:.3f}** | | |")
        lines += ["", "| field | P | R | F1 | wanted |", "| --- | --: | --: | --: | --: |"]
        for table in TABLES:
            if self.rows[table].is_empty:
                continue
            for slot in (*SLOTS[table], *REPORTED[table]):
                tally = self.fields[table, slot]
                cells = " | ".join(f"{value:.3f}" for value in tally.rounded)
                lines.append(f"| {table}.{_marked(table, slot)} | {cells} | {tally.wanted:,} |")
        lines += ["", "| dimension or evidence | share |", "| --- | --: |"]
        lines += [f"| {name} | {value} |" for name, value in self._dimensions()]
        lines += ["", "| document | slot F1 |", "| --- | --: |"]
        for document in self.documents:
            lines.append(f"| {document.stem} | {'not read' if document.is_missing else f'{document.f1:.3f}'} |")
        lines += [
            "",
            f"{len(self.documents):,} documents, mean over documents {self.mean_over_documents:.3f}. "
            "Fields marked + are reported and count nowhere.",
            "",
        ]
        return "\n".join(lines)

    def _dimensions(self) -> tuple[tuple[str, str], ...]:
        return (
            ("actors found", str(self.actors)),
            ("spelling variants resolved", str(self.variants)),
            ("wrong merges", str(self.wrong_merges)),
            ("places found", str(self.places)),
            ("quotes equal to the text", str(self.quotes)),
            ("passages that overlap the reference's", str(self.anchors)),
        )


def _marked(table: Table, slot: str) -> str:
    return f"+{slot}" if slot in REPORTED[table] else slot


def _text_line(name: str, tally: Tally) -> str:
    precision, recall, f1 = tally.rounded
    return f"  {name:33} {precision:6.3f} {recall:6.3f} {f1:6.3f} {tally.wanted:7,} {tally.found:7,}"


def _mean(values: Iterable[float]) -> float:
    """Mean of the values; 1 of none, since nothing was asked and nothing told."""
    listed = list(values)
    return sum(listed) / len(listed) if listed else 1.0


# ---------------------------------------------------------------------- reference answers


def read_answers(folders: Iterable[Path], stems: Collection[str] = ()) -> tuple[Answers, ...]:
    """The answers of all YAML files in some folders, in order of their names.

    Args:
        folders: Folders with one ``.yaml`` file per document.
        stems: File names without suffix to read; all where none is given.

    Raises:
        UsageError: A folder or file is missing, no YAML, or no answers in the expected form.
    """
    found = []
    for folder in folders:
        if not folder.is_dir():
            raise UsageError("there is no such folder of answers", where=folder, do="name one with .yaml files")
        found += [path for path in sorted(folder.glob("*.yaml")) if not stems or path.stem in stems]
    unknown = sorted(set(stems) - {path.stem for path in found})
    if unknown:
        raise UsageError(f"there are no answers named {', '.join(unknown)}", do="give file names without .yaml")
    if not found:
        where = ", ".join(map(str, folders))
        raise UsageError("there are no reference answers", where=where, do="name a folder with .yaml files")
    return tuple(read_answer_file(path) for path in found)


def read_answer_file(path: Path) -> Answers:
    """The answers in one YAML file.

    Raises:
        UsageError: The file cannot be read, is no YAML, or lacks a field that every row has.
    """
    try:
        stated = yaml.load(path.read_text(encoding="utf-8"), Loader=_YAML_LOADER)  # noqa: S506 - a safe loader
        if not isinstance(stated, dict):
            raise TypeError("it holds no mapping")
        return _answers(path.stem, stated)
    except OSError as error:
        raise UsageError(error.strerror or "cannot be read", where=path) from error
    except KeyError as error:
        raise UsageError(f"a row has no {error.args[0]}", where=path, do="add the field") from error
    except (yaml.YAMLError, UnicodeDecodeError, TypeError, ValueError) as error:
        what = f"these are no reference answers ({first_line(error)})"
        raise UsageError(what, where=path, do="correct the file") from error


_YAML_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _answers(stem: str, stated: Mapping[str, Any]) -> Answers:
    actors = tuple(
        ReferenceActor(str(a["name"]), a.get("type"), tuple(map(str, a.get("aliases") or ())))
        for a in stated.get("actors") or ()
    )
    places = tuple(
        ReferencePlace(
            str(p["name"]), tuple(map(str, p.get("aliases") or ())), p.get("country"), p.get("lat"), p.get("lon")
        )
        for p in stated.get("locations") or ()
    )
    glossary = _Glossary(
        people={normal(name): actor.names for actor in actors for name in actor.names},
        places={normal(name): place for place in places for name in place.names},
    )

    def fact(table: Table, number: int, row: Mapping[str, Any]) -> Fact:
        return Fact(
            str(row["id"] if table == "events" else number),
            _STATED[table](row, glossary),
            parent=_id(row.get("parent")),
            quote=row.get("quote"),
        )

    facts = {t: tuple(fact(t, n, row) for n, row in enumerate(stated.get(t) or ())) for t in TABLES}
    return Answers(stem, str(stated["document"]), facts, actors, places)


@dataclass(frozen=True, slots=True)
class _Glossary:
    """The people and places of one answer file, by each of their spellings."""

    people: Mapping[str, tuple[str, ...]]
    places: Mapping[str, ReferencePlace]

    def place(self, name: str | None) -> Place | None:
        if not name:
            return None
        known = self.places.get(normal(name))
        return Place((name,)) if known is None else Place((name, *known.names), known.latitude, known.longitude)

    def who(self, row: Mapping[str, Any]) -> Who:
        name = row.get("who")
        names = (*self.people.get(normal(name), ()), name) if name else ()
        return Who(names, _interval(*(row.get("count") or (None, None))))


def _stated_event(row: Mapping[str, Any], glossary: _Glossary) -> dict[str, Value | None]:
    return {
        "kind": FAMILIES.get(row["kind"], row["kind"]),
        "start_date": stated_date(row.get("start_date")),
        "end_date": stated_date(row.get("end_date")),
        "location": glossary.place(row.get("location")),
        "participants": _interval(*(row.get("participants") or (None, None))),
        "parent": _id(row.get("parent")),
        "name": row.get("name"),
        "site": row.get("site"),
    }


def _stated_detention(row: Mapping[str, Any], glossary: _Glossary) -> dict[str, Value | None]:
    return {
        "who": glossary.who(row),
        "date": stated_date(row.get("date")),
        "location": glossary.place(row.get("location")),
        "status": row.get("status"),
        "released_on": stated_date(row.get("released_on")),
        "event": _id(row.get("event")),
    }


def _stated_sentence(row: Mapping[str, Any], glossary: _Glossary) -> dict[str, Value | None]:
    fine = row.get("fine")
    return {
        "who": glossary.who(row),
        "date": stated_date(row.get("date")),
        "court": row.get("court"),
        "outcome": row.get("outcome"),
        "kinds": frozenset(row.get("kind") or ()) or None,
        "prison_days": row.get("prison_days"),
        "lashes": row.get("lashes"),
        "fine": Fine(float(fine[0]), fine[1]) if fine else None,
        "community_service_hours": row.get("community_service_hours"),
        "charges": "; ".join(row.get("charges") or ()) or None,
        "article": None if row.get("article") is None else str(row["article"]),
        "event": _id(row.get("event")),
    }


def _stated_figure(row: Mapping[str, Any], _glossary: _Glossary) -> dict[str, Value | None]:
    return {
        "measure": row["measure"],
        "value": _interval(*row["value"]),
        "event": _id(row.get("event")),
        "unit": row.get("unit"),
        "attributed_to": row.get("attributed_to"),
    }


_STATED: dict[Table, Callable[[Mapping[str, Any], _Glossary], dict[str, Value | None]]] = {
    "events": _stated_event,
    "detentions": _stated_detention,
    "sentences": _stated_sentence,
    "figures": _stated_figure,
}


def stated_date(value: object) -> PartialDate | None:
    """A date of an answer file: ``2020-07-16``, ``2020-07`` or ``2020``; None of ``--11-12``, whose year is unknown.

    Raises:
        ValueError: It is none of these.
    """
    if value is None or str(value).startswith("--"):
        return None
    if isinstance(value, dt.date):
        return PartialDate(value, "day")
    parts = [int(part) for part in str(value).split("-")]
    precisions: dict[int, Literal["day", "month", "year"]] = {1: "year", 2: "month", 3: "day"}
    if len(parts) not in precisions:
        raise ValueError(f"{value!r} is no date")
    year, month, day = [*parts, 1, 1][:3]
    return PartialDate(dt.date(year, month, day), precisions[len(parts)])


def _interval(low: float | None, high: float | None) -> Interval | None:
    if low is None and high is None:
        return None
    return Interval(None if low is None else float(low), None if high is None else float(high))


def _id(value: object) -> str | None:
    return None if value is None else str(value)


# ---------------------------------------------------------------------- the warehouse


@dataclass(frozen=True, slots=True)
class Citation:
    """A span of evidence; ``start`` and ``end`` are half-open code points in the document's text."""

    start: int
    end: int


@dataclass(frozen=True)
class Told:
    """What a warehouse holds, as far as it is evaluated."""

    document_ids: Mapping[str, tuple[str, ...]]
    texts: Mapping[str, str]
    facts: Mapping[Table, tuple[Fact, ...]]
    citations: Mapping[tuple[Table, str, str], tuple[Citation, ...]]
    """By table, fact and document."""
    figure_documents: Mapping[str, str]
    actors: Mapping[str, tuple[str, ...]]
    places: tuple[tuple[Place, str | None, str | None], ...]
    """Each with its country code and type."""
    quotes: Share

    @cached_property
    def actor_ids(self) -> Mapping[str, frozenset[str]]:
        """Actors by each of their spellings, normalised."""
        ids: dict[str, set[str]] = {}
        for actor_id, names in self.actors.items():
            for name in names:
                ids.setdefault(normal(name), set()).add(actor_id)
        return {name: frozenset(found) for name, found in ids.items()}

    @cached_property
    def fact_ids(self) -> Mapping[tuple[Table, str], frozenset[str]]:
        """Ids of the facts that a document is evidence of, by table and document."""
        ids: dict[tuple[Table, str], set[str]] = {}
        for table, fact_id, document_id in self.citations:
            if table != "figures":
                ids.setdefault((table, document_id), set()).add(fact_id)
        for fact_id, document_id in self.figure_documents.items():
            ids.setdefault(("figures", document_id), set()).add(fact_id)
        return {key: frozenset(found) for key, found in ids.items()}

    def facts_of(self, table: Table, document_ids: Iterable[str]) -> tuple[Fact, ...]:
        """The facts of one table that some documents tell, in the warehouse's order."""
        wanted = frozenset[str]().union(*(self.fact_ids.get((table, d), frozenset()) for d in document_ids))
        return tuple(fact for fact in self.facts[table] if fact.key in wanted)


def read_told(connection: duckdb.DuckDBPyConnection) -> Told:
    """Everything that is evaluated, from a connection to a warehouse.

    Raises:
        duckdb.Error: It lacks a table or column of the contract.
    """
    documents: dict[str, list[str]] = {}
    for document in _rows(connection, "select document_id, file_name from marts.dim_document"):
        documents.setdefault(str(document["file_name"]).rsplit("/", 1)[-1], []).append(document["document_id"])
    texts = dict(connection.execute("select document_id, text from raw.documents").fetchall())
    actors = {
        row["actor_id"]: _names(row["name"], row["aliases"])
        for row in _rows(connection, "select actor_id, name, aliases from marts.dim_actor")
    }
    locations = list(_rows(connection, "select * from marts.dim_location"))
    places = {
        row["location_id"]: Place(_names(row["name"], row["aliases"]), row["latitude"], row["longitude"])
        for row in locations
    }
    figures = list(_rows(connection, "select * from marts.fct_reported_figures"))
    citations, quotes = _citations(connection, texts)
    return Told(
        document_ids={name: tuple(ids) for name, ids in documents.items()},
        texts=texts,
        facts={
            "events": tuple(_told_event(row, places) for row in _rows(connection, "select * from marts.fct_events")),
            "detentions": tuple(
                _told_detention(row, places, actors) for row in _rows(connection, "select * from marts.fct_detentions")
            ),
            "sentences": tuple(
                _told_sentence(row, actors) for row in _rows(connection, "select * from marts.fct_sentences")
            ),
            "figures": tuple(_told_figure(row) for row in figures),
        },
        citations=citations,
        figure_documents={row["figure_id"]: row["document_id"] for row in figures},
        actors=actors,
        places=tuple((places[row["location_id"]], row["country_code"], row["location_type"]) for row in locations),
        quotes=quotes,
    )


def _rows(connection: duckdb.DuckDBPyConnection, statement: str) -> Iterator[dict[str, Any]]:
    cursor = connection.execute(statement)
    names = [column[0] for column in cursor.description or ()]
    for row in cursor.fetchall():
        yield dict(zip(names, row, strict=True))


def _names(name: str | None, aliases: Sequence[str] | None) -> tuple[str, ...]:
    return tuple(spelling for spelling in (name, *(aliases or ())) if spelling)


def _citations(
    connection: duckdb.DuckDBPyConnection, texts: Mapping[str, str]
) -> tuple[dict[tuple[Table, str, str], tuple[Citation, ...]], Share]:
    tables = {mart: table for table, mart in MARTS.items()}
    spans: dict[tuple[Table, str, str], list[Citation]] = {}
    hits = total = 0
    for row in _rows(connection, "select * from marts.evidence"):
        stored, quote = texts.get(row["document_id"], ""), row["quote"] or ""
        total += 1
        hits += stored[row["char_start"] : row["char_end"]] == quote and 0 < len(quote) <= MAX_QUOTE
        if (table := tables.get(row["fact_table"])) is not None:
            key = table, row["fact_id"], row["document_id"]
            spans.setdefault(key, []).append(Citation(row["char_start"], row["char_end"]))
    return {key: tuple(found) for key, found in spans.items()}, Share(hits, total)


def _told_date(value: dt.date | None, precision: str | None) -> PartialDate | None:
    if value is None:
        return None
    if precision == "month":
        return PartialDate(value, "month")
    return PartialDate(value, "year" if precision == "year" else "day")


def _told_who(row: Mapping[str, Any], actors: Mapping[str, tuple[str, ...]]) -> Who:
    return Who(actors.get(row["actor_id"], ()), _interval(row["person_count_low"], row["person_count_high"]))


def _told_event(row: Mapping[str, Any], places: Mapping[str, Place]) -> Fact:
    values: dict[str, Value | None] = {
        "kind": FAMILIES.get(row["event_kind"], row["event_kind"]),
        "start_date": _told_date(row["start_date"], row["date_precision"]),
        "end_date": _told_date(row["end_date"], row["date_precision"]),
        "location": places.get(row["location_id"]),
        "participants": _interval(row["participants_low"], row["participants_high"]),
        "parent": row["parent_event_id"],
        "name": row["name"],
        "site": row["site"],
    }
    return Fact(row["event_id"], values, parent=row["parent_event_id"])


def _told_detention(row: Mapping[str, Any], places: Mapping[str, Place], actors: Mapping[str, tuple[str, ...]]) -> Fact:
    values: dict[str, Value | None] = {
        "who": _told_who(row, actors),
        "date": _told_date(row["detained_on"], row["date_precision"]),
        "location": places.get(row["location_id"]),
        "status": row["status"],
        "released_on": _told_date(row["released_on"], "day"),
        "event": row["event_id"],
    }
    return Fact(row["detention_id"], values)


def _told_sentence(row: Mapping[str, Any], actors: Mapping[str, tuple[str, ...]]) -> Fact:
    fine = row["fine_amount"]
    values: dict[str, Value | None] = {
        "who": _told_who(row, actors),
        "date": _told_date(row["decided_on"], row["date_precision"]),
        "court": row["court_name"],
        "outcome": row["outcome"],
        "kinds": frozenset(row["sentence_kinds"] or ()) or None,
        "prison_days": row["prison_days"],
        "lashes": row["lashes"],
        "fine": Fine(float(fine), row["fine_currency"]) if fine is not None else None,
        "community_service_hours": row["community_service_hours"],
        "charges": "; ".join(row["charges"] or ()) or None,
        "article": row["legal_provision"],
        "event": row["event_id"],
    }
    return Fact(row["sentence_id"], values)


def _told_figure(row: Mapping[str, Any]) -> Fact:
    values: dict[str, Value | None] = {
        "measure": row["measure"],
        "value": _interval(row["value_low"], row["value_high"]),
        "event": row["event_id"],
        "unit": row["unit"],
        "attributed_to": row["attributed_to"],
    }
    return Fact(row["figure_id"], values)


# ---------------------------------------------------------------------- scoring


def evaluate(warehouse: Path, folders: Sequence[Path], *, stems: Collection[str] = ()) -> Report:
    """Scores a built warehouse against folders of reference answers.

    Args:
        warehouse: The file to read.
        folders: Folders with one YAML file per document.
        stems: Documents to score, by the answer file's name without suffix; all where none is given.

    Raises:
        UsageError: There are no such answers, or they cannot be read.
        BuildError: The warehouse cannot be read, or lacks a table of the contract.
    """
    answers = read_answers(folders, stems)
    with connect(warehouse) as connection:
        try:
            told = read_told(connection)
        except duckdb.Error as error:
            what = f"cannot be evaluated ({first_line(error)})"
            raise BuildError(what, where=warehouse, do="build it again") from error
    return score(told, answers)


@dataclass
class _Sums:
    """What adds up over documents. Lives within one call of ``score``."""

    rows: dict[Table, Tally] = field(default_factory=lambda: dict.fromkeys(TABLES, Tally()))
    fields: dict[tuple[Table, str], Tally] = field(
        default_factory=lambda: {(t, s): Tally() for t in TABLES for s in (*SLOTS[t], *REPORTED[t])}
    )
    documents: list[DocumentScore] = field(default_factory=list)
    actors: Share = Share()
    variants: Share = Share()
    places: Share = Share()
    anchors: Share = Share()
    wrong_merges: int = 0
    people: dict[str, tuple[str, ...]] = field(default_factory=dict)
    disagreements: list[Disagreement] = field(default_factory=list)


def score(told: Told, answers: Iterable[Answers]) -> Report:
    """Scores what a warehouse tells against reference answers."""
    sums = _Sums()
    for reference in answers:
        _score_facts(told, reference, sums)
        _score_actors(told, reference, sums)
        _score_places(told, reference, sums)
    slots = {t: sum((sums.fields[t, s] for s in SLOTS[t]), Tally()) for t in TABLES}
    return Report(
        documents=tuple(sums.documents),
        rows=sums.rows,
        slots=slots,
        fields=sums.fields,
        actors=sums.actors,
        variants=sums.variants,
        wrong_merges=sums.wrong_merges,
        places=sums.places,
        quotes=told.quotes,
        anchors=sums.anchors,
        disagreements=tuple(sums.disagreements),
    )


@dataclass(frozen=True, slots=True)
class _Compared:
    """The rows of one document beside the reference's, aligned."""

    ours: Mapping[Table, Sequence[Fact]]
    theirs: Mapping[Table, Sequence[Fact]]
    pairs: Mapping[Table, Sequence[tuple[Fact, Fact]]]
    same_event: SameEvent


def _compare(told: Told, reference: Answers) -> _Compared:
    document_ids = told.document_ids.get(reference.file_name, ())
    ours = {t: [f for f in told.facts_of(t, document_ids) if can_be_told(t, f)] for t in TABLES}
    theirs = {t: [f for f in reference.facts[t] if can_be_told(t, f)] for t in TABLES}
    events = align("events", ours["events"], theirs["events"])
    same_event = event_matcher(events, theirs["events"])
    pairs = {t: events if t == "events" else align(t, ours[t], theirs[t], same_event) for t in TABLES}
    return _Compared(ours, theirs, pairs, same_event)


def is_right(table: Table, mine: Fact, wanted: Fact | None, same_event: SameEvent) -> bool:
    """Whether a row tells a fact of the answers, and no field that says what it is about is wrong.

    A field that the row leaves empty is not wrong; one that only the row fills is.
    """
    return wanted is not None and all(
        same(slot, mine[slot], wanted[slot], same_event) for slot in IDENTITY[table] if mine.is_filled(slot)
    )


def rightness(told: Told, answers: Iterable[Answers]) -> Iterator[tuple[str, Table, str, bool]]:
    """For each row that can be told from others: stem of the answers, table, key, and whether it is right."""
    for reference in answers:
        compared = _compare(told, reference)
        for table in TABLES:
            wanted = {mine.key: theirs for mine, theirs in compared.pairs[table]}
            for mine in compared.ours[table]:
                right = is_right(table, mine, wanted.get(mine.key), compared.same_event)
                yield reference.stem, table, mine.key, right


def _score_facts(told: Told, reference: Answers, sums: _Sums) -> None:
    document_ids = told.document_ids.get(reference.file_name, ())
    compared = _compare(told, reference)
    ours, theirs, same_event = compared.ours, compared.theirs, compared.same_event
    slots: dict[Table, Tally] = {}
    for table in TABLES:
        pairs = compared.pairs[table]
        sums.rows[table] += Tally(len(pairs), len(ours[table]), len(theirs[table]))
        slots[table] = Tally()
        for slot in (*SLOTS[table], *REPORTED[table]):
            tally = Tally(
                sum(same(slot, mine[slot], wanted[slot], same_event) for mine, wanted in pairs),
                sum(fact.is_filled(slot) for fact in ours[table]),
                sum(fact.is_filled(slot) for fact in theirs[table]),
            )
            sums.fields[table, slot] += tally
            if slot in SLOTS[table]:
                slots[table] += tally
        for mine, wanted in pairs:
            sums.anchors += _anchored(told, table, mine, wanted, document_ids)
        sums.disagreements += _disagreements(reference.stem, table, pairs, ours[table], theirs[table], same_event)
    sums.documents.append(DocumentScore(reference.stem, slots, is_missing=not document_ids))


def _anchored(told: Told, table: Table, mine: Fact, wanted: Fact, document_ids: Iterable[str]) -> Share:
    """Whether an aligned fact cites a passage that overlaps the reference's quote, where that can be told."""
    for document_id in document_ids:
        spans = told.citations.get((table, mine.key, document_id))
        if not spans or not wanted.quote:
            continue
        start = told.texts[document_id].find(wanted.quote)
        if start < 0:
            return Share()
        end = start + len(wanted.quote)
        return Share(int(any(span.start < end and start < span.end for span in spans)), 1)
    return Share()


def _disagreements(
    stem: str,
    table: Table,
    pairs: Sequence[tuple[Fact, Fact]],
    ours: Sequence[Fact],
    theirs: Sequence[Fact],
    same_event: SameEvent,
) -> Iterator[Disagreement]:
    paired = {mine.key for mine, _ in pairs}, {wanted.key for _, wanted in pairs}
    for wanted in theirs:
        if wanted.key not in paired[1]:
            yield Disagreement(stem, table, "missed", _told_in_short(table, wanted), quote=wanted.quote)
    for mine in ours:
        if mine.key not in paired[0]:
            yield Disagreement(stem, table, "extra", _told_in_short(table, mine))
    for mine, wanted in pairs:
        for slot in (*SLOTS[table], *REPORTED[table]):
            agree = same(slot, mine[slot], wanted[slot], same_event)
            if not agree and (mine.is_filled(slot) or wanted.is_filled(slot)):
                yield Disagreement(
                    stem,
                    table,
                    "field",
                    _told_in_short(table, wanted),
                    _marked(table, slot),
                    _shown(mine[slot]),
                    _shown(wanted[slot]),
                    wanted.quote,
                )


def _shown(value: Value | None) -> str | None:
    if value is None:
        return None
    return ", ".join(sorted(value)) if isinstance(value, frozenset) else str(value)


def _told_in_short(table: Table, fact: Fact) -> str:
    """The filled fields of a row in one line."""
    return ", ".join(f"{slot} {_shown(fact[slot])}" for slot in SLOTS[table] if fact.is_filled(slot))


def _score_actors(told: Told, reference: Answers, sums: _Sums) -> None:
    seen: dict[str, str] = {}
    for actor in reference.actors:
        home = told.actor_ids.get(normal(actor.name), frozenset())
        sums.actors += Share(int(bool(home)), 1)
        if not home:
            sums.disagreements.append(Disagreement(reference.stem, "actors", "missed", actor.name))
        for variant in actor.aliases:
            if _is_proper(variant, actor.actor_type):
                resolved = bool(home & told.actor_ids.get(normal(variant), frozenset()))
                sums.variants += Share(int(resolved), 1)
        if actor.actor_type not in ("person", "organization"):
            continue
        for actor_id in sorted(home):
            other = seen.get(actor_id)
            if other is not None and other != actor.name:
                sums.wrong_merges += 1
                about = f"{other} with {actor.name}"
                sums.disagreements.append(
                    Disagreement(reference.stem, "actors", "merged", about, got=other, want=actor.name)
                )
            elif actor.actor_type == "person":
                known = sums.people.setdefault(actor_id, actor.names)
                if not one_person(known, actor.names):
                    sums.wrong_merges += 1
                    about = f"{known[0]} of another document with {actor.name}"
                    sums.disagreements.append(
                        Disagreement(reference.stem, "actors", "merged", about, got=known[0], want=actor.name)
                    )
            seen.setdefault(actor_id, actor.name)


def _is_proper(spelling: str, actor_type: str | None) -> bool:
    """Whether a spelling has to be resolved: no bare surname, no country, no generic words alone."""
    if actor_type == "country" or (actor_type == "person" and len(spelling.split()) < 2):
        return False
    words = re.findall(r"[\w']+", spelling)
    return any(word[:1].isupper() and word.lower() not in GENERIC_WORDS for word in words)


def _score_places(told: Told, reference: Answers, sums: _Sums) -> None:
    for wanted in reference.places:
        if wanted.latitude is None:
            continue
        point = wanted.latitude, wanted.longitude
        found = any(
            country_code == wanted.country_code
            and alike(place.names, wanted.names)
            and (location_type == "country" or kilometres((place.latitude, place.longitude), point) <= PLACE_FOUND_KM)
            for place, country_code, location_type in told.places
        )
        sums.places += Share(int(found), 1)
        if not found:
            sums.disagreements.append(Disagreement(reference.stem, "locations", "missed", wanted.name))
