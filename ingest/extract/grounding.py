"""Where the document itself says what a draft took over from elsewhere.

While the text is read, many a field is filled from what holds at that point: "they" are two people named before, "the
next day" is a date told earlier, the country is the one that the text is about. Its evidence would be the word that
told of the fact. Here, when the whole text is known, such a field gets the nearest words that name its value.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from ingest.extract.drafts import DetentionDraft, Draft, EventDraft, SentenceDraft, Where
from ingest.extract.entities import Entities, Entity
from ingest.language.analysis import Analysis
from ingest.language.dates import Partial, find_dates
from ingest.model import Passage

_DAY = tuple[int | None, int | None, int | None]


class Grounds:
    """All names and dates of a document, by what they stand for, in reading order."""

    def __init__(self, ordered: Sequence[Analysis], entities: Entities, people: Collection[str]) -> None:
        """``people`` are names that the text uses of people, whatever they look like."""
        self._all: dict[str, list[Where]] = {}
        self._names: dict[str, list[Where]] = {}
        self._demonyms: dict[str, list[Where]] = {}
        self._dates: dict[_DAY, list[Where]] = {}
        self._within: dict[_DAY, list[Where]] = {}
        for analysis in ordered:
            for given in analysis.names:
                name = replace(given, kind="person") if given.text in people else given
                where = (analysis.passage, name.start, name.end)
                self._all.setdefault(analysis.passage.passage_id, []).append(where)
                if name.kind == "demonym":
                    self._demonyms.setdefault(name.country_code or "", []).append(where)
                else:
                    self._names.setdefault(entities.of(name).entity_id, []).append(where)
            for told in analysis.dates:
                where = (analysis.passage, told.start, told.end)
                for part in (told.first, told.last):
                    for key in _keys(part):
                        self._dates.setdefault(key, []).append(where)
                    for key in _around(part):
                        self._within.setdefault(key, []).append(where)

    def ground(self, drafts: Iterable[Draft]) -> None:
        """Give each field of the drafts that only points at the word for the fact the words that name its value."""
        for draft in drafts:
            home = (draft.passage, draft.start, draft.end)
            if isinstance(draft, (DetentionDraft, SentenceDraft)):
                self._name(draft, "person", draft.person, home)
            if isinstance(draft, (EventDraft, DetentionDraft)):
                self._name(draft, "place", draft.place, home)
                self._site(draft)
            if isinstance(draft, EventDraft):
                self._date(draft, "start_date", draft.start_date, home)
                self._date(draft, "end_date", draft.end_date, home)
            elif isinstance(draft, (DetentionDraft, SentenceDraft)):
                self._date(draft, "date", draft.date, home)
            if isinstance(draft, DetentionDraft):
                self._date(draft, "released_on", draft.released_on, home)

    def _name(self, draft: Draft, key: str, entity: Entity | None, home: Where) -> None:
        if entity is None:
            return
        passage, start, end = draft.spans.get(key, home)
        is_stated = key in draft.spans and (key == "person" or self._names_something(passage, start, end))
        named = self._names.get(entity.entity_id, [])
        if is_stated or any(w[0] is passage and w[1] < end and start < w[2] for w in named):
            return
        if not named and entity.kind == "country":
            named = self._demonyms.get(entity.country_code or "", [])
        found = _nearest(named, home)
        if found is not None:
            draft.spans[key] = found

    def _names_something(self, passage: Passage, start: int, end: int) -> bool:
        """Whether a stretch names anything: a town that stands for its country too."""
        return any(w[1] < end and start < w[2] for w in self._all.get(passage.passage_id, ()))

    def _date(self, draft: Draft, key: str, day: Partial | None, home: Where) -> None:
        passage, start, end = draft.spans.get(key, home)
        if day is None or day.iso() is None or find_dates(passage.text[start:end]):
            return
        told = next((where for key in _keys(day) if (where := self._dates.get(key))), None)
        found = _nearest(told or self._within.get((day.year, day.month, day.day), []), home)
        if found is not None:
            draft.spans[key] = found

    @staticmethod
    def _site(draft: EventDraft | DetentionDraft) -> None:
        for passage in (draft.passage, *(where[0] for where in draft.evidence)):
            if draft.site is not None and (at := passage.text.find(draft.site)) >= 0:
                draft.note("site", (passage, at, at + len(draft.site)))


def _keys(day: Partial | None) -> tuple[_DAY, ...]:
    """Under what a date is known: with its year, and without where it has a month."""
    if day is None or (day.year is None and day.month is None):
        return ()
    whole = (day.year, day.month, day.day)
    return (whole,) if day.year is None or day.month is None else (whole, (None, day.month, day.day))


def _around(day: Partial | None) -> tuple[_DAY, ...]:
    """The month and the year that a date lies in."""
    if day is None or day.year is None:
        return ()
    return ((day.year, day.month, None), (day.year, None, None)) if day.month is not None else ()


def _nearest(told: Sequence[Where], home: Where) -> Where | None:
    """In the same passage the closest, else the last before it, else the first after it."""
    here = [w for w in told if w[0] is home[0]]
    if here:
        return min(here, key=lambda w: abs(w[1] - home[1]))
    before = bisect_right(told, home[0].ordinal, key=lambda w: w[0].ordinal)
    return told[before - 1] if before else told[0] if told else None
