"""Numbers that a text reports of an event: each with its measure and with who gave it.

Numbers are collected passage by passage (``counts.py``) and tied to their events when the whole text is known: a
headline or lead often gives the number before it tells of the action.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.extract.counts import Count, CountReader, Mentions
from ingest.extract.drafts import EventDraft, FigureDraft
from ingest.extract.frames import Frame, FrameReader
from ingest.extract.linking import speaks_of_the_whole
from ingest.extract.scene import SETTLEMENT, Moment, Scene, Spot
from ingest.extract.sources import source_of
from ingest.language.dates import Partial

_BEFORE_COURTS = frozenset({"charged", "prosecuted", "convicted", "released"})
"""What courts and prisons do is often done in another town."""


_HARM = frozenset({"killed", "injured", "police_injured", "vehicles_damaged", "damage_cost"})
"""What storms and accidents do too: an action told of much later is not the cause."""


_JUST_BEFORE = 3
_FAR_OFF = 25
"""How many times as large a crowd no two counts of it are, where nobody is named who counted."""
_BACK, _AHEAD = 40, 7
"""How many passages back, and ahead, an action is looked for."""


@dataclass(frozen=True, slots=True)
class _Telling:
    """A place in the text that speaks of an event."""

    event: EventDraft
    ordinal: int
    section: int
    block: int
    start: int


@dataclass(frozen=True, slots=True)
class _Told:
    """A count with the day and the place that its own words give."""

    count: Count
    date: Partial | None
    place: Spot | None


class FigureReader:
    """Collects the counts of a document's passages and makes figures of those that belong to an event."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._vague = {(low, high) for low, high in scene.lexicon.vague.values()}
        self._told: list[_Told] = []
        self._texts: list[tuple[int, str]] = []
        self._tellings: list[_Telling] = []
        self._ordinals: list[int] = []
        self._told_of: dict[tuple[int, str, float | None, float | None], FigureDraft] = {}
        self._wide: list[EventDraft] = []

    def read(
        self,
        reader: FrameReader,
        frames: tuple[Frame, ...],
        moments: list[Moment],
        spots: list[Spot],
        mentions: Mentions,
    ) -> None:
        passage = reader.analysis.passage
        for mention, event in mentions:
            self._tellings.append(_Telling(event, passage.ordinal, passage.section, passage.block, mention.frame.start))
        triggers = [f.token for f in frames]
        before = [told.count for told in self._told[-6:]]
        near = any(
            passage.ordinal - t.ordinal <= _JUST_BEFORE and t.event.kind != "statement" for t in self._tellings[-8:]
        )
        lately = " ".join(text for ordinal, text in self._texts if passage.ordinal - ordinal <= 2)
        self._texts = [*self._texts[-1:], (passage.ordinal, reader.analysis.text)]
        for count in CountReader(reader, frames, mentions, before, near=near, lately=lately).counts():
            date = place = None
            if count.token is not None:
                date = self.scene.date_for(count.token, moments, triggers)
                place = self.scene.place_for(count.token, spots)
            self._told.append(_Told(count, date.first if date is not None else None, place))

    def read_infobox(self, counts: list[Count]) -> None:
        """The numbers of a line of the infobox; one that an earlier line gave is told once."""
        known = {(t.count.measure, t.count.low, t.count.high) for t in self._told}
        self._told += [_Told(c, None, None) for c in counts if (c.measure, c.low, c.high) not in known]

    def finish(self) -> None:
        """Tie each count to its event; a number with no action behind it is not coded."""
        known = {id(e) for e in self.scene.events}
        self._tellings = [t for t in self._tellings if id(t.event) in known]
        self._ordinals = [t.ordinal for t in self._tellings]
        self._wide = [e for e in self.scene.events if e.is_title or e.kind == "protest_wave"]
        events: dict[int, EventDraft] = {}
        ordered = sorted(self._told, key=lambda t: (t.count.shares is not None, t.count.infobox))
        for told in ordered:
            count = told.count
            event = count.event if id(count.event) in known else None
            if event is None:
                event = events.get(id(count.shares))
            if event is None:
                event = self._event_of(told)
            if event is None:
                continue
            if count.measure == "participants" and event.kind == "statement":
                continue
            events[id(count)] = event
        for told in self._told:
            if id(told.count) in events:
                self._add(told.count, events[id(told.count)])
        self._join_repeated()
        self._count_crowds()

    # ------------------------------------------------------------------ whose number it is

    def _event_of(self, told: _Told) -> EventDraft | None:
        """The event that a number belongs to.

        One spoken of in the same passage counts most, then the one told last before; a different place or day
        speaks against it, "in all" and "since it began" speak for the whole.
        """
        count = told.count
        if count.infobox:
            return self._main()
        whole = speaks_of_the_whole(count.analysis.text)
        best: tuple[float, EventDraft] | None = None
        for event, nearness in self._near(count):
            near = nearness
            if count.measure in ("signatories", "participants"):
                if (count.measure == "signatories") != (event.kind == "statement"):
                    continue
            elif event.kind in ("statement", "hunger_strike", "symbolic"):
                near -= 0.0 if near > 2.0 else 1.0
            if whole and (event.is_title or event.kind == "protest_wave"):
                near = 4.0 if event.is_title else 3.5
            score = near + self._agreement(told, event, near > 1.9)
            if best is None or score > best[0]:
                best = (score, event)
        return best[1] if best is not None and best[0] >= 0.2 else None

    def _near(self, count: Count) -> Iterator[tuple[EventDraft, float]]:
        """Events told of around a number, each with how near: up to 3 in the same passage, below 2 elsewhere."""
        passage = count.analysis.passage
        here = passage.ordinal
        first = bisect_left(self._ordinals, here - _BACK)
        last = bisect_right(self._ordinals, here + _AHEAD)
        latest = bisect_right(self._ordinals, here)
        latest_at = self._ordinals[latest - 1] if latest else -1
        nearest: dict[int, tuple[EventDraft, float]] = {}
        for telling in self._tellings[first:last]:
            event, gap = telling.event, here - telling.ordinal
            wide = event.kind == "protest_wave" or event.is_title
            if gap == 0:
                score = 3.0 - 0.004 * abs(telling.start - count.value[0]) - (1.3 if wide else 0)
            elif gap > 0:
                score = max(1.6 - 0.12 * gap, 0.3 - 0.004 * gap)
                if telling.section != passage.section:
                    score -= 0.7 if gap > 2 else 0.2
                score += 0.3 * (telling.block == passage.block) + 0.3 * (telling.ordinal == latest_at)
                score -= 0.8 * (event.kind == "protest_wave")
            elif -gap <= (2 if count.measure in _HARM else _AHEAD) and telling.section == passage.section:
                score = 1.0 + 0.1 * gap
            else:
                continue
            if event.is_title and gap != 0:
                score = 0.3
            if id(event) not in nearest or score > nearest[id(event)][1]:
                nearest[id(event)] = (event, score)
        for event in self._wide:
            if id(event) not in nearest:
                nearest[id(event)] = (event, 0.3 if event.is_title else 0.0)
        yield from nearest.values()

    @staticmethod
    def _agreement(told: _Told, event: EventDraft, here: bool) -> float:
        """How well a number's own place and day fit an event."""
        score = 0.0
        place = told.place
        if place is not None and event.place is not None and event.kind != "protest_wave":
            if event.place.entity_id == place.entity.entity_id:
                score += 1.0
            elif (
                told.count.measure not in _BEFORE_COURTS
                and place.level == SETTLEMENT
                and event.place_level == SETTLEMENT
                and place.preposition not in ("to", "from")
            ):
                score -= 1.5
        years = {d.year for d in (event.start_date, event.end_date) if d is not None and d.year is not None}
        if (
            told.date is not None
            and told.date.year is not None
            and years
            and not (
                min(years) - 1 <= told.date.year <= max(years) + (3 if told.count.measure in _BEFORE_COURTS else 1)
            )
        ):
            score -= 2.0  # what happened in another year is not this event's
        a = told.date.exact() if told.date is not None and told.date.day is not None else None
        b = event.start_date.exact() if event.start_date.day is not None else None
        if a is not None and b is not None and event.kind != "protest_wave":
            days = (a - b).days
            if days == 0:
                score += 1.0
            elif not here and (days < 0 or (days > 10 and told.count.measure == "participants")):
                score -= 1.0
        return score

    def _main(self) -> EventDraft | None:
        """The event that the document is about: its title's, else the one told of most."""
        title = next((e for e in self.scene.events if e.is_title), None)
        if title is not None or not self.scene.events:
            return title
        often = Counter(id(t.event) for t in self._tellings)
        return max(self.scene.events, key=lambda e: (often[id(e)], -e.ordinal))

    # ------------------------------------------------------------------ figures

    def _add(self, count: Count, event: EventDraft) -> None:
        """One row per event, measure and value; a second telling only adds its passage."""
        analysis = count.analysis
        passage = analysis.passage
        key = (id(event), count.measure, count.low, count.high)
        if key in self._told_of:
            self._told_of[key].cite((passage, *count.span))
            return
        draft = FigureDraft(
            passage,
            *count.span,
            measure=count.measure,
            low=count.low,
            high=count.high,
            unit=count.unit,
            event=event,
            is_part=count.part,
        )
        draft.note("value", (passage, *count.value))
        source = source_of(count) if not count.infobox else None
        if source is not None:
            draft.attributed_to = source[0]
            draft.note("attributed_to", source[1])
            body = next((n for n in analysis.names if source[1][1] <= n.start and n.end <= source[1][2] + 1), None)
            if body is not None and body.kind in ("person", "organization", "state_body"):
                draft.attributed_entity = self.scene.entities.of(body)
        self.scene.figures.append(draft)
        self._told_of[key] = draft

    def _join_repeated(self) -> None:
        """A number that infobox or lead gives of the whole and the body of one action is told once: of the action."""
        figures = self.scene.figures
        alike: dict[tuple[str, float | None, float | None], list[FigureDraft]] = {}
        for figure in figures:
            alike.setdefault((figure.measure, figure.low, figure.high), []).append(figure)
        gone: set[int] = set()
        for same in alike.values():  # "30 to 50 thousand" twice is no chance, as "a thousand" may be
            body = [f for f in same if f.passage.kind != "infobox"]
            for figure in body[1:] if self._is_range(same[0]) else ():
                body[0].cite((figure.passage, figure.start, figure.end))
                gone.add(id(figure))
        for wide in figures:
            box = wide.passage.kind == "infobox"
            if not box and (
                not _is_wide(wide)
                or (wide.low or wide.high or 0) < 5
                or (wide.low != wide.high and (wide.low, wide.high) in self._vague)
            ):
                continue
            for told in alike[wide.measure, wide.low, wide.high]:
                if (
                    told is not wide
                    and id(told) not in gone
                    and told.passage.kind != "infobox"
                    and (box or not _is_wide(told))
                ):
                    told.cite((wide.passage, wide.start, wide.end))
                    gone.add(id(wide))
                    break
        figures[:] = [f for f in figures if id(f) not in gone]

    def _is_range(self, figure: FigureDraft) -> bool:
        """Whether a number is given as a range of its own, "700 to 800", and by no vague word."""
        ends = (figure.low, figure.high)
        return None not in ends and ends[0] != ends[1] and ends not in self._vague

    @staticmethod
    def _is_elsewhere(figure: FigureDraft, first: FigureDraft) -> bool:
        """Whether a number is so far from the first one, with no source to it, that it cannot be of the same crowd."""
        sizes = [f.low or f.high or 1.0 for f in (figure, first)]
        apart = figure.passage is not first.passage and figure.attributed_to is None
        return apart and max(sizes) > _FAR_OFF * min(sizes)

    def _count_crowds(self) -> None:
        """An event's participants reach from the lowest to the highest number that the text gives of all its crowd."""
        crowds: dict[int, list[FigureDraft]] = {}
        for figure in self.scene.figures:
            if figure.measure == "participants" and not figure.is_part:
                crowds.setdefault(id(figure.event), []).append(figure)
        for event in self.scene.events:
            told = crowds.get(id(event))
            if not told or (event.is_title and event.kind == "protest_wave"):
                continue
            told = [f for f in told if not self._is_elsewhere(f, told[0])]
            ends = [x for f in told for x in (f.low, f.high) if x is not None]
            low, high = min(ends), max(ends)
            event.low = None if any(f.low is None and f.high == low for f in told) else low
            event.high = None if any(f.high is None and f.low == high for f in told) else high
            event.spans["participants"] = told[0].spans["value"]


def _is_wide(figure: FigureDraft) -> bool:
    """Whether a number is told of a whole article or wave."""
    return figure.event is not None and (figure.event.is_title or figure.event.kind == "protest_wave")
