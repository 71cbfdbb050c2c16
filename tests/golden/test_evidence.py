"""Every filled field of every claim points at words that say it: a number, a name, a date, or what stands for one."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from ingest.language.dates import find_dates
from ingest.language.lexicon import load_lexicon
from ingest.model import Claim, Document, Mention, Reading, Span, Value
from scripts.fit_confidence import documents
from tests.golden.floors import SETS
from tests.golden.readings import CLAIM_FIELDS, ENTITY_FIELDS, broken_evidence, read_text, reader

LITERAL = frozenset(
    {"charge", "legal_provision", "site", "custody_place", "group_description", "attributed_to", "demand", "name"}
)
"""Fields that hold the text's own words."""
NUMBERS = frozenset({"prison_days", "lashes", "fine_amount", "bail_amount", "community_service_hours"})
DATES = frozenset({"start_date", "end_date", "detained_on", "decided_on", "released_on"})
_STANDS_FOR = re.compile(
    r"\b(?:he|him|his|she|her|hers|they|them|their|it|its|who|both|each|all|same|former|latter|others?|country|nation\w*|"
    r"there|here|the|this|that|these|those|one|ones|two|three|man|woman|men|women)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:hundreds?|thousands?|millions?|dozens?|scores|several|some|few|both|pair|couple|trio|twins?|an?|half|another|"
    r"no|none|nobody|nothing|others?|life|\w+ty-\w+|first|second|third|number)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?:\d+(?:st|nd|rd|th)?|day|night|morning|evening|afternoon|week|weekend|month|year|yesterday|today|later|"
    r"hours?|days|weeks|months|years|eve|\w+day)\b",
    re.IGNORECASE,
)


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def has_number(text: str) -> bool:
    plain = re.findall(r"[a-z]+", text.lower())
    return bool(re.search(r"\d", text) or _COUNTED.search(text) or set(plain) & load_lexicon().number_words.keys())


def says_date(text: str) -> bool:
    return bool(find_dates(text) or _RELATIVE.search(text) or _month(text))


def _month(text: str) -> bool:
    months = {month.lower() for month in load_lexicon().months}
    return any(word in months for word in words(text).split())


@cache
def told_dates(text: str) -> frozenset[tuple[int | None, int | None, int | None]]:
    return frozenset(
        (p.year, p.month, p.day)
        for d in find_dates(text)
        for p in (d.first, d.last)
        if p is not None and (p.year or p.month)
    )


def names_it(claim: Claim, value: Value, text: str, mentions: dict[str, list[Mention]], span: Span) -> bool:
    """Whether words name an entity or stand for it: a pronoun, a description, for a country a place of its."""
    own = mentions.get(value.value, [])
    if any(mention.span.overlaps(span) for mention in own) or _STANDS_FOR.search(text):
        return True
    if own and words(text) and words(text) in words(own[0].entity_name):
        return True  # "security forces" of a country
    is_country = any(mention.mention_type == "country" for mention in own)
    return is_country and any(m.span.overlaps(span) for named in mentions.values() for m in named)


def unsupported(reading: Reading) -> list[str]:
    """Values whose span does not say them, one line each."""
    document = reading.document
    mentions: dict[str, list[Mention]] = {}
    for mention in reading.mentions:
        mentions.setdefault(mention.entity_id, []).append(mention)
    told = frozenset().union(*(told_dates(passage.text) for passage in reading.passages))
    found = []
    for claim in reading.claims:
        for value in claim.values:
            if value.span is None:
                found.append(f"{claim.claim_type}.{value.field} has no span")
                continue
            text = document.text[value.span.start : value.span.end]
            if not is_said(claim, value, text, value.span, mentions, told):
                found.append(f"{claim.claim_type}.{value.field} {value.value!r} is not in {text!r}")
    return found


def is_said(
    claim: Claim,
    value: Value,
    text: str,
    span: Span,
    mentions: dict[str, list[Mention]],
    told: frozenset[tuple[int | None, int | None, int | None]],
) -> bool:
    field = value.field
    if field in CLAIM_FIELDS:
        return True  # that two things belong together is said by where they stand
    if field in ENTITY_FIELDS:
        return names_it(claim, value, text, mentions, span)
    if field in LITERAL:
        return words(value.value) in words(text)
    if field == "court_name":
        return words(value.value) in words(text) or "court" in text.lower()
    if field in DATES:
        parts = [int(part) for part in value.value.split("-") if part]
        year, month, day = [*parts, None, None][:3] if not value.value.startswith("--") else (None, *parts)
        is_literal = bool({(year, month, day), (None, month, day)} & told) and (month is not None or year is not None)
        return says_date(text) or not is_literal
    if field.startswith("person_count") and claim.get("person") is not None:
        return True  # a name is one person's, and it is the span of the name
    if field in NUMBERS or field.startswith(("value_", "participants_", "person_count_")):
        stands = field.startswith(("participants_", "person_count_")) and _STANDS_FOR.search(text)  # "they were fined"
        return has_number(text) or bool(stands) or (field.startswith("participants_") and text[:1].isupper())
    return True


TEXTS = [answer_set.documents / answer.file_name for answer_set in SETS for answer in answer_set.read()]


@cache
def whole(path: Path) -> Reading:
    (document,) = documents([path])
    assert isinstance(document, Document)
    return reader().read(document)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_field_of_a_document_points_at_words_that_say_it(path: Path) -> None:
    reading = whole(path)
    found = [*broken_evidence(reading), *unsupported(reading)]
    assert not found, "\n".join(found)


def spans_of(text: str, claim_type: str) -> dict[str, str]:
    reading = read_text(text)
    claim = [claim for claim in reading.claims if claim.claim_type == claim_type][-1]
    stored = reading.document.text
    return {v.field: stored[v.span.start : v.span.end] for v in claim.values if v.span is not None}


def test_a_pronouns_person_is_cited_by_name() -> None:
    text = "Police arrested Mary Ncube in Harare on 3 May 2021. On 5 May 2021 she was sentenced to two years in prison."
    told = spans_of(text, "sentence")
    assert told["person"] == told["person_count_low"] == "Mary Ncube"
    assert told["decided_on"] == "5 May 2021"
    assert told["prison_days"] == "two years"


def test_what_was_told_before_is_cited_where_it_was_told() -> None:
    text = "On 3 May 2021 miners marched through Harare. The police arrested Mary Ncube at the march."
    told = spans_of(text, "detention")
    assert (told["person"], told["detained_on"], told["place"]) == ("Mary Ncube", "3 May 2021", "Harare")


def test_a_site_is_cited_by_its_words() -> None:
    text = "Students held a rally in front of the town hall in Nakuru on 3 May 2021."
    assert "town hall" in spans_of(text, "event")["site"]


def test_people_who_act_alone_are_counted_by_their_names() -> None:
    text = "Mary Ncube went on hunger strike in Harare prison on 3 May 2021."
    assert spans_of(text, "event")["participants_low"] == "Mary Ncube"
