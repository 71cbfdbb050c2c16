"""Shared by the extractors: which event, date, place and source a frame belongs to."""

from __future__ import annotations

import re

from ingest.extract.drafts import EventDraft, Where
from ingest.extract.entities import Entity
from ingest.extract.events import EventMention
from ingest.extract.frames import Frame
from ingest.extract.scene import Moment, Scene, Spot
from ingest.language.analysis import Analysis
from ingest.language.dates import Partial
from ingest.language.parse import Token

_WHOLE = re.compile(
    r"\b(?:the whole (?:of|week|wave|country|campaign)|in total|in all|altogether|"
    r"overall|(?:in|over) the course of the (?:\w+ )?(?:campaign|protests|unrest|"
    r"strike|riots|week|demonstrations|movement)|during the (?:protests|unrest|"
    r"riots|campaign|demonstrations|uprising|week) |across the country|nationwide "
    r"total|throughout the (?:country|protests|campaign))\b",
    re.IGNORECASE,
)


def speaks_of_the_whole(text: str) -> bool:
    """Whether a text sums up a whole wave: "in total", "during the unrest", "across the country"."""
    return bool(_WHOLE.search(text))


def event_of(
    scene: Scene,
    frame_token: Token,
    mentions: list[tuple[EventMention, EventDraft]],
    analysis: Analysis,
    *,
    strict: bool = False,
    own_date: Partial | None = None,
    own_place: Spot | None = None,
    custody: bool = False,
) -> EventDraft | None:
    """The event that is reason or occasion of a frame.

    One spoken of in the same passage counts most, then the one at hand in the same stretch of text; a different
    place or day speaks against it. ``strict`` wants it near; ``custody`` leaves out what prisoners do inside.
    """
    here = {id(e): m for m, e in mentions}
    own_place = own_place or scene.labelled
    best: tuple[float, EventDraft] | None = None
    whole = speaks_of_the_whole(analysis.text)
    for event in scene.events:
        if whole and (event.is_title or event.kind == "protest_wave"):
            score = 4.0 if event.is_title else 3.5
            if best is None or score > best[0]:
                best = (score, event)
            continue
        if event.in_passing and id(event) not in here:
            continue
        inside = event.behind_bars or event.kind in ("hunger_strike", "statement")
        if custody and inside and id(event) not in here:
            continue
        gap = analysis.passage.ordinal - max(event.last_seen, event.listed_at)
        score = 0.0
        if custody and own_date is not None and id(event) not in here and is_other_time(own_date, event):
            score -= 1.5
        if id(event) in here:
            score += 3.0 - 0.05 * abs(here[id(event)].frame.token.i - frame_token.i)
            named = here[id(event)].moment is not None and here[id(event)].frame.nominal  # "the rallies of July 2020"
            if event.is_title or (event.kind == "protest_wave" and not named):
                score -= 1.3
            if custody and event.kind in ("hunger_strike", "statement"):
                score -= 2
        elif event.is_title:
            score += 0.3 if not strict else -1
        else:
            if gap > (3 if strict else 10):
                continue
            score += 1.6 - 0.12 * gap
            if event.section != analysis.passage.section:
                score -= 0.7 if gap > 2 else 0.2
            if event.block == analysis.passage.block:
                score += 0.3
            if event.kind == "protest_wave":
                score -= 0.8
            if event is scene.event:
                score += 0.3
        if own_place is not None and event.place is not None and event.kind != "protest_wave":
            if event.place.entity_id == own_place.entity.entity_id:
                score += 1.0
            elif own_place.level == 3 and event.place_level == 3 and own_place.preposition not in ("to", "from"):
                score -= 2.5
        if (
            own_date is not None
            and own_date.day is not None
            and event.start_date.day is not None
            and event.kind != "protest_wave"
        ):
            a, b = own_date.exact(), event.start_date.exact()
            if a is not None and b is not None:
                days = (a - b).days
                if days == 0:
                    score += 1.0
                elif not custody and id(event) not in here and (days < -7 or days > 10):
                    score -= 1.5
        if best is None or score > best[0]:
            best = (score, event)
    if best is None or best[0] < 0.2:
        return None
    return best[1]


def is_other_time(taken: Partial, event: EventDraft) -> bool:
    """Whether somebody was taken too long before or after an event to have been taken at it.

    Only a text that says so ("for his part in the march") ties them then, and it does in the passage itself.
    """
    first, last = event.start_date, event.end_date or event.start_date
    if taken.year is None or first.year is None:
        return False
    day, begin, end = taken.exact(), first.exact(), last.exact()
    if day is not None and begin is not None and end is not None:
        lasting = event.end_date is None and event.kind in ("protest_wave", "strike", "sit_in", "blockade")
        return (day - begin).days < -1 or (day - end).days > (60 if lasting else 7)
    return not first.year <= taken.year <= (last.year or first.year)


def date_of(
    scene: Scene, frame: Frame, moments: list[Moment], triggers: list[Token], event: EventDraft | None
) -> tuple[Partial, Partial | None, Where | None]:
    """When a frame took place: its own date, else its event's, else none."""
    moment = scene.date_for(frame.token, moments, triggers, allow_shared=True)
    if moment is not None:
        return moment.first, moment.last, moment.where
    if event is not None and event.start_date.iso() is not None and event.kind != "protest_wave":
        return event.start_date, None, event.spans.get("start_date", (event.passage, event.start, event.end))
    return Partial(), None, None


def place_of(
    scene: Scene, frame: Frame, spots: list[Spot], event: EventDraft | None
) -> tuple[Entity | None, Where | None]:
    """Where a frame took place: its own place, else its event's, else what holds."""
    spot = scene.place_for(frame.token, spots)
    if spot is not None and not (spot.level == 1 and event is not None and event.place_level > 1):
        return spot.entity, spot.where
    if event is not None and event.place is not None and event.kind != "protest_wave":
        return event.place, event.spans.get("place", (event.passage, event.start, event.end))
    context = scene.context_place()
    if context is not None:
        return context.entity, context.where
    if event is not None and event.place is not None:
        return event.place, event.spans.get("place", (event.passage, event.start, event.end))
    return scene.country, None
