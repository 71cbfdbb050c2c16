"""How sure a claim is: the chance that it is right.

How a claim came about (what gives its day, its place and its people, what else the passage speaks of) is put into
features, and a logistic model turns them into a probability. The weights are data,
``seeds/reference/confidence_weights.csv``, which ``scripts/fit_confidence.py`` fits to hand-coded answers. What *right*
means is said by ``ingest.evaluate.is_right``.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property

from ingest.language.dates import find_dates
from ingest.language.lexicon import rows
from ingest.model import Claim, ClaimType, Passage, Reading, Span, Value

LOWEST, HIGHEST = 0.05, 0.99
"""No claim is called impossible, and none certain."""

ANY = "any"
"""In place of a claim type: the weight holds for all types, and one of the type's own is added to it."""

BASE = "claim"
"""The feature that every claim has."""

NEAR = 2
"""So many passages away something still stands near."""

Weights = Mapping[tuple[str, str], float]
"""By claim type, or ``ANY``, and feature. A feature without a weight says nothing."""

_DETAIL: Mapping[ClaimType, str] = {
    "event": "event_kind",
    "detention": "status",
    "sentence": "outcome",
    "figure": "measure",
}
_DATE: Mapping[ClaimType, str] = {"event": "start_date", "detention": "detained_on", "sentence": "decided_on"}
_PRECISIONS = ("year", "month", "day")
_HEDGED = re.compile(
    r"\b(?:may|will|(?i:would|could|might|if|whether|plan\w*|threat\w*|fear\w*|alleg\w*|reported(?:ly)?|claim\w*|"
    r"deni\w+|rumou?r\w*|suspect\w*|not|never|no|nobody|none|without))\b"
)


@cache
def confidence_weights() -> Weights:
    """The fitted weights, read once per process."""
    return {(row["claim_type"], row["feature"]): float(row["log_odds"]) for row in rows("confidence_weights")}


def rated(reading: Reading, weights: Weights) -> Reading:
    """The reading with the confidence of each of its claims."""
    context = Context(reading)
    claims = (replace(c, confidence=probability(features(c, context), c.claim_type, weights)) for c in reading.claims)
    return replace(reading, claims=tuple(claims))


def probability(found: Mapping[str, float], claim_type: ClaimType, weights: Weights) -> float:
    """The chance that a claim with these features is right, from ``LOWEST`` to ``HIGHEST``, to three digits."""
    score = sum(
        value * (weights.get((ANY, name), 0.0) + weights.get((claim_type, name), 0.0)) for name, value in found.items()
    )
    return round(min(HIGHEST, max(LOWEST, 1 / (1 + math.exp(-score)))), 3)


@dataclass(frozen=True)
class Context:
    """A reading, with what is looked up in it for every claim."""

    reading: Reading

    @cached_property
    def passages(self) -> Mapping[str, Passage]:
        return {passage.passage_id: passage for passage in self.reading.passages}

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        return {claim.claim_id: claim for claim in self.reading.claims}

    @cached_property
    def events(self) -> int:
        return sum(claim.claim_type == "event" for claim in self.reading.claims)

    @cached_property
    def crowding(self) -> Counter[tuple[ClaimType, str]]:
        """How many claims of a type stand in a passage."""
        return Counter((claim.claim_type, claim.passage_id) for claim in self.reading.claims)

    @cached_property
    def named(self) -> Mapping[str, Mapping[str, frozenset[str]]]:
        """Passage by passage the entities that are named there: people, places, bodies."""
        found: dict[str, dict[str, set[str]]] = {}
        for mention in self.reading.mentions:
            group = {"person": "people", "place": "places", "country": "places"}.get(mention.mention_type, "bodies")
            found.setdefault(mention.passage_id, {}).setdefault(group, set()).add(mention.entity_id)
        return {passage: {group: frozenset(ids) for group, ids in by.items()} for passage, by in found.items()}

    @cached_property
    def spans(self) -> Mapping[str, tuple[Span, ...]]:
        """Where each entity is named."""
        found: dict[str, list[Span]] = {}
        for mention in self.reading.mentions:
            found.setdefault(mention.entity_id, []).append(mention.span)
        return {entity: tuple(spans) for entity, spans in found.items()}

    @cached_property
    def countries(self) -> frozenset[str]:
        return frozenset(m.entity_id for m in self.reading.mentions if m.mention_type == "country")

    @cached_property
    def dates(self) -> Mapping[str, int]:
        """How many dates each passage with a claim gives."""
        told = {claim.passage_id for claim in self.reading.claims}
        return {passage_id: len(find_dates(self.passages[passage_id].text)) for passage_id in told}

    def words(self, value: Value) -> str:
        return "" if value.span is None else self.reading.document.text[value.span.start : value.span.end]

    def direction(self, claim: Claim, passage_id: str) -> str:
        """Where another passage stands as seen from a claim's own: above (a title, a heading), before, after."""
        home, other = self.passages[claim.passage_id], self.passages[passage_id]
        if other.kind in ("title", "heading", "infobox"):
            return "above"
        gap = home.ordinal - other.ordinal
        return "after" if gap < 0 else "before" if gap <= NEAR else "far before"


def features(claim: Claim, context: Context) -> dict[str, float]:
    """What is known of a claim when it has been read: features by name, 1 for what simply holds."""
    found = dict.fromkeys((BASE, *_flags(claim, context)), 1.0)
    passage = context.passages[claim.passage_id]
    for group, entities in context.named.get(passage.passage_id, {}).items():
        found[f"{group} in the passage"] = _much(len(entities))
    found["dates in the passage"] = _much(context.dates[passage.passage_id])
    found["words in the passage"] = _much(len(passage.text.split()))
    found["like claims in the passage"] = _much(context.crowding[claim.claim_type, passage.passage_id] - 1)
    found["events in the document"] = _much(context.events)
    return found


def _much(count: int) -> float:
    """A count, in steps that grow smaller."""
    return round(math.log1p(count), 3)


def _flags(claim: Claim, context: Context) -> Iterator[str]:
    passage = context.passages[claim.passage_id]
    detail = _DETAIL[claim.claim_type]
    yield f"{detail} {claim.get(detail) or 'none'}"
    yield f"in a {passage.kind}"
    if len(claim.evidence) > 1:
        yield "told again"
    if _HEDGED.search(passage.text):
        yield "hedged"
    if claim.claim_type in _DATE:
        yield f"date {_date(claim, context)}"
    if claim.claim_type in ("event", "detention"):
        yield f"place {_named(claim, 'place', context)}"
        if claim.get("place") in context.countries:
            yield "place a country"
    if claim.claim_type in ("detention", "sentence"):
        yield f"person {_person(claim, context)}"
    if claim.claim_type != "event":
        yield f"event {_event(claim, context)}"
    if claim.claim_type == "figure":
        yield from _number(claim, context)


def _value(claim: Claim, name: str) -> Value | None:
    return next((value for value in claim.values if value.field == name), None)


def _date(claim: Claim, context: Context) -> str:
    """How precise a date is, and where it is given."""
    value = _value(claim, _DATE[claim.claim_type])
    if value is None or value.passage_id is None:
        return "none"
    precision = "without a year" if value.value.startswith("--") else _PRECISIONS[value.value.count("-")]
    here = value.passage_id == claim.passage_id
    return f"{precision} {'here' if here else context.direction(claim, value.passage_id)}"


def _named(claim: Claim, name: str, context: Context) -> str:
    """Whether a place or person is named, is meant by other words, or is taken from another passage."""
    value = _value(claim, name)
    if value is None or value.span is None or value.passage_id is None:
        return "none"
    if value.passage_id != claim.passage_id:
        return context.direction(claim, value.passage_id)
    spans = context.spans.get(value.value, ())
    return "named" if any(span.overlaps(value.span) for span in spans) else "meant"


def _person(claim: Claim, context: Context) -> str:
    if claim.get("person") is not None:
        return _named(claim, "person", context)
    counted = claim.get("person_count_low") or claim.get("person_count_high")
    return "a counted group" if counted else "a group"


def _event(claim: Claim, context: Context) -> str:
    """How near the event that a claim points at is told."""
    event = context.claims.get(claim.get("event") or "")
    if event is None:
        return "none"
    here = context.passages[claim.passage_id].ordinal
    gap = min(abs(here - context.passages[passage_id].ordinal) for passage_id, _ in event.evidence)
    return "here" if gap == 0 else "near" if gap <= NEAR else "far"


def _number(claim: Claim, context: Context) -> Iterator[str]:
    low, high = _value(claim, "value_low"), _value(claim, "value_high")
    told = low or high
    if told is not None:
        yield "number in digits" if re.search(r"\d", context.words(told)) else "number in words"
    if low is None or high is None:
        yield "number open"
    elif low.value != high.value:
        yield "number vague"
    elif float(low.value) < 3:
        yield "number small"
    if claim.get("attributed_to"):
        yield "attributed"
