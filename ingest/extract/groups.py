"""Groups in custody: parts and wholes, groups and their members, and what an event says of the people taken at it."""

from __future__ import annotations

import re

from ingest.extract.drafts import DetentionDraft
from ingest.extract.frames import Party
from ingest.extract.linking import is_other_time
from ingest.extract.scene import Scene, Spot
from ingest.extract.stays import freed_after
from ingest.model import Passage

_OF_WHOLE = re.compile(r"\bof (?:them|those|these|the)\b|\b(?:others?|remaining|rest)\b", re.IGNORECASE)
_EXPANSE = re.compile(
    r"\b(?:[Nn]ationwide|[Cc]ountrywide"
    r"|(?:across|throughout|in the whole of|all over|elsewhere in) (?:the )?(?:country|nation|[A-Z]\w+)"
    r"|in \w+ (?:towns|cities|regions|provinces|places|districts)"
    r"|(?:over|during|within|in|for) the (?:whole )?(?:\w+ )?(?:weeks?|months?|year)|(?:over|during) the \w+ days"
    r"|in the course of the (?:campaign|year|month|week|unrest|protests|strike)"
    r"|against (?:\w+ )?(?:\d+|\w+) in the (?:week|month|year) before)\b"
)
_OVERALL = re.compile(
    r"\b(?:in all|in total|altogether|overall|all told|so far|to date|by then"
    r"|by (?:the )?(?:end of|\d|early|late|mid)|since (?:the )?(?:start|beginning|outbreak|protests|unrest)"
    r"|(?:came|come) to (?:our|their) notice)\b",
    re.IGNORECASE,
)
_UNNAMED = re.compile(r"(?:an?|another) ", re.IGNORECASE)
_REACH = 3
"""So many passages after a group was taken its parts are still told without saying whose parts they are."""


def is_part(party: Party) -> bool:
    """Whether the words of a count say that others were counted with it: "two of them", "the other nine", "seven"."""
    return _OF_WHOLE.search(party.text) is not None or (party.item is not None and party.head == "people")


def whole_of(
    scene: Scene, party: Party, passage: Passage, *, place_of_part: Spot | None = None
) -> DetentionDraft | None:
    """The larger counted group that a counted party is a part of: "sixteen of them", "the other two", "Nine are free".

    A part names its whole ("of the 412"), or follows it closely and tells no place of its own.
    """
    if party.low is None or party.low != party.high:
        return None
    groups = [
        d
        for d in scene.detentions
        if d.person is None
        and d.whole is None
        and d.status == "detained"
        and d.low is not None
        and d.low == d.high
        and d.low > party.low
    ]
    named = next((d for d in reversed(groups) if d.ordinal == passage.ordinal), None)
    if named is not None:
        return named
    for group in reversed(groups):
        if passage.ordinal - group.ordinal > _REACH or group.passage.section != passage.section:
            continue
        if (
            place_of_part is not None
            and group.place is not None
            and place_of_part.entity is not group.place
            and place_of_part.preposition == "in"
            and _OF_WHOLE.search(party.text) is None
        ):
            continue
        return group
    return None


def settle(scene: Scene) -> None:
    """Bring the rows of groups into agreement, once the whole document is read."""
    _divide(scene)
    _sum_up(scene)
    _name(scene)
    _unmask(scene)
    _leave_totals(scene)
    _adopt(scene)
    _link_late(scene)
    for draft in scene.detentions:
        _take_from_event(draft)
    for draft in scene.detentions:
        _count_days(draft)
    for draft in scene.detentions:
        _share_fate(draft)


def _adopt(scene: Scene) -> None:
    """Who is told to be held or freed just behind a group that was taken, but not when he was taken, is one of it."""
    for draft in scene.detentions:
        if draft.person is None or draft.told not in ("stay", "release", "remand") or draft.date.iso() is not None:
            continue
        group = next(
            (
                d
                for d in reversed(scene.detentions)
                if d.person is None
                and d.date.day is not None
                and 0 <= draft.ordinal - d.ordinal <= _REACH
                and d.passage.section == draft.passage.section
                and (draft.event is None or d.event is None or draft.event is d.event)
                and (draft.passage.kind != "list_item" or d.passage.block == draft.passage.block)
                and (d.low or 0) > 1
                and d.high is not None
            ),
            None,
        )
        served = draft.told == "stay" and draft.status == "released"  # a time of its own, told as over
        if group is None or draft.member_of is not None or served or _is_placed_apart(draft, group):
            continue
        draft.date = group.date
        draft.note("date", group.spans.get("date"))
        if group.place is not None:
            draft.place = group.place
            if "place" in group.spans:
                draft.spans["place"] = group.spans["place"]
        draft.event = draft.event or group.event
        draft.cite((group.passage, group.start, group.end))


def _is_placed_apart(draft: DetentionDraft, group: DetentionDraft) -> bool:
    """Whether the passage on somebody names another place than that where a group was taken."""
    where = draft.spans.get("place")
    told_here = where is not None and where[0] is draft.passage
    return told_here and draft.place is not group.place and draft.told != "remand"  # that is where the court sits


def _count_days(draft: DetentionDraft) -> None:
    """ "Freed after two days", told before the text gave the day of the arrest."""
    if draft.stay is None or draft.released_on is not None:
        return
    days, where = draft.stay
    told = draft.spans.get("date")
    if days > 1 and (told is None or told[0].ordinal < draft.ordinal - 1):
        return  # the day of an event is too far a guess to count weeks from
    freed = freed_after(draft.date, days)
    if freed is not None:
        draft.released_on = freed
        draft.note("released_on", where)


def _share_fate(draft: DetentionDraft) -> None:
    """Who was named as one of a group was let go with it, unless the text tells of him alone."""
    group = draft.member_of
    if group is None or draft.status != "detained" or group.status not in ("released", "released_on_bail"):
        return
    draft.status = group.status
    draft.spans["status"] = group.spans.get("status", (group.passage, group.start, group.end))
    if group.released_on is not None and draft.released_on is None:
        draft.released_on = group.released_on
        draft.note("released_on", group.spans.get("released_on"))


def _unmask(scene: Scene) -> None:
    """ "A lecturer was arrested", and then his name: the unnamed one is no second person."""
    for draft in [d for d in scene.detentions if d.person is None and _UNNAMED.match(d.group or "")]:
        named = next(
            (
                d
                for d in scene.detentions
                if d.person is not None
                and 0 <= d.ordinal - draft.ordinal <= 6
                and (d.event is draft.event or draft.event is None)
                and (d.date.iso() is None or draft.date.iso() is None or d.date.iso() == draft.date.iso())
            ),
            None,
        )
        if named is not None:
            _inherit(named, draft)
            named.cite((draft.passage, draft.start, draft.end))
            scene.detentions.remove(draft)


def _leave_totals(scene: Scene) -> None:
    """A count over several actions, towns or weeks is a figure, and no group that was detained together."""
    parents = {id(e.parent) for e in scene.events if e.parent is not None}

    def is_total(draft: DetentionDraft) -> bool:
        if draft.person is not None or draft.low is None or draft.status != "detained":
            return False
        event = draft.event
        series = event is not None and (event.kind == "protest_wave" or (event.is_title and id(event) in parents))
        text = draft.passage.text
        if _EXPANSE.search(text):
            return True
        return (series and event is not None and event.end_date is not None) or (
            (series or event is None) and _OVERALL.search(text) is not None
        )

    scene.detentions[:] = [d for d in scene.detentions if not is_total(d)]


def _link_late(scene: Scene) -> None:
    """A document on one action: people taken about its time and at its place, told before it is, were taken at it."""
    actions = [e for e in scene.events if e.kind not in ("statement", "hunger_strike", "protest_wave")]
    if len(actions) != 1:
        return
    event = actions[0]
    for draft in scene.detentions:
        near = -1 <= event.ordinal - draft.ordinal <= 5 and event.section == draft.passage.section
        if draft.event is not None or is_other_time(draft.date, event) or not (near or draft.date.exact() is not None):
            continue
        if (
            draft.place is not None
            and event.place is not None
            and draft.place is not event.place
            and draft.place.kind != "country"
        ):
            continue
        draft.event = event


def _take_from_event(draft: DetentionDraft) -> None:
    """People taken at an event were taken on its day, unless the text says when; the same for the place."""
    event = draft.event
    while event is not None and event.start_date.day is None and event.parent is not None:
        event = event.parent
    if event is None or event.kind == "protest_wave" or event.end_date is not None:
        return
    told = [p.ordinal for p in (event.passage, *(w[0] for w in event.evidence))]
    if min(abs(draft.ordinal - o) for o in told) > 1:
        return
    known, day = draft.date.iso(), event.start_date.iso()
    if (
        day is not None
        and event.start_date.day is not None
        and (known is None or day.startswith(known))
        and known != day
    ):
        draft.date = event.start_date
        draft.spans["date"] = event.spans.get("start_date", (event.passage, event.start, event.end))
    if draft.place is None and event.place is not None:
        draft.place = event.place
        draft.note("place", event.spans.get("place", (event.passage, event.start, event.end)))


def _inherit(part: DetentionDraft, whole: DetentionDraft) -> None:
    """Give a part or a member what was said of its group when it was taken."""
    for field in ("date", "place", "event", "detainer"):
        mine = getattr(part, field)
        if mine is None or (field == "date" and mine.iso() is None):
            setattr(part, field, getattr(whole, field))
            part.note(field, whole.spans.get(field))


def _divide(scene: Scene) -> None:
    """Where a group is split by fate the parts are rows, and the whole is none."""
    wholes: list[DetentionDraft] = []
    for part in scene.detentions:
        if part.whole is not None:
            _inherit(part, part.whole)
            part.cite((part.whole.passage, part.whole.start, part.whole.end))
            if all(w is not part.whole for w in wholes):
                wholes.append(part.whole)
    scene.detentions[:] = [d for d in scene.detentions if all(d is not w for w in wholes)]


def _sum_up(scene: Scene) -> None:
    """Drop the row of a group whose parts, told right after it, add up to it."""
    counted = [d for d in scene.detentions if d.person is None and d.low is not None and d.low == d.high]
    for group in counted:
        parts = [d for d in counted if d is not group and 0 <= d.ordinal - group.ordinal <= 2]
        if len(parts) > 1 and sum(d.low or 0.0 for d in parts) == group.low:
            for part in parts:
                _inherit(part, group)
            scene.detentions.remove(group)


def _name(scene: Scene) -> None:
    """Drop the row of a group whose members all have rows of their own."""
    for group in [d for d in scene.detentions if d.person is None and d.low is not None and d.low == d.high]:
        members = [
            d
            for d in scene.detentions
            if d.person is not None
            and d.event is group.event
            and -2 <= d.ordinal - group.ordinal <= 14
            and (d.date.iso() is None or group.date.iso() is None or d.date.iso() == group.date.iso())
        ]
        if len({id(d.person) for d in members}) == group.low and 1 < group.low <= 30:
            for member in members:
                _inherit(member, group)
                member.cite((group.passage, group.start, group.end))
            scene.detentions.remove(group)
