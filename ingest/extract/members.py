"""Who is in a group that was decided on together, and what each takes over of the group's row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.extract.drafts import SentenceDraft
from ingest.extract.entities import Entity
from ingest.model import Passage

_SPEAKS = re.compile(
    r"(?:,[^,]{1,60},)? (?:said|says|told|tells|added|adds|argued|testified|wrote|claimed|noted|asked)\b"
)
_THEIRS = re.compile(r"\b(?:(?:[Tt]heir|[Hh]is|[Hh]er) (?:[\w-]+ ){0,2}[\w-]+,?|at|in|near|inside|outside) $")
_REST = re.compile(r"\b(?:others?|remaining|rest|more|further|another|fellow)\b", re.IGNORECASE)
_BESIDES = re.compile(
    r"\b(?:in addition|additional(?:ly)?|also|further(?:more)?|besides|as well|on top|moreover)\b", re.IGNORECASE
)
_AHEAD, _SMALL = 3, 8


@dataclass(frozen=True, slots=True)
class Named:
    """A person named in a passage who is no official of the case; ``apart`` are lawyers, kin and those quoted."""

    passage: Passage
    person: Entity
    apart: bool


def stands_apart(text: str, start: int, end: int) -> bool:
    """Whether a name, or a list of names, is that of people quoted or told by what they are to others."""
    return bool(_SPEAKS.match(text, end) or _THEIRS.search(text, 0, start))


def named_behind(group: SentenceDraft, named: Iterable[Named]) -> list[Entity]:
    """The members of an exactly counted group that the text names next: as many, in one passage, and nobody else."""
    size = group.low
    if size is None or size != group.high or not 2 <= size <= _SMALL or _REST.search(group.group or ""):
        return []
    passages: dict[int, dict[str, Named]] = {}
    for one in named:
        gap = one.passage.ordinal - group.ordinal
        if 0 <= gap <= _AHEAD and one.passage.section == group.passage.section:
            passages.setdefault(gap, {})[one.person.entity_id] = one
    for gap in sorted(passages):
        people = [n for n in passages[gap].values() if not n.apart]
        if gap == 0 or not people:
            if gap == 0 and people:
                return []  # somebody is told apart from the group
            continue
        return [n.person for n in people] if len(people) == size else []
    return []


def member_of(group: SentenceDraft, person: Entity) -> SentenceDraft:
    """The row of one member of a group, with the group's words as its evidence."""
    return SentenceDraft(
        group.passage,
        group.start,
        group.end,
        person=person,
        outcome=group.outcome,
        event=group.event,
        ordinal=group.ordinal,
    )


def take_over(member: SentenceDraft, group: SentenceDraft) -> None:
    """Fill in what only the group's row says; "must in addition pay" adds to the punishment of all."""
    besides = bool(member.kinds) and _BESIDES.search(member.passage.text) is not None
    for name in ("prison_days", "lashes", "fine", "hours", "court", "court_name", "provision"):
        if (
            getattr(member, name) is None
            and getattr(group, name) is not None
            and (name not in ("prison_days", "lashes", "fine", "hours") or not member.kinds or besides)
            and (name != "provision" or not member.charges or member.charges == group.charges)
        ):
            setattr(member, name, getattr(group, name))
            key = {"court_name": "court"}.get(name, name)
            member.note(key, group.spans.get(key))
    if not member.kinds or besides:
        member.kinds += [k for k in group.kinds if k not in member.kinds]
    if not member.charges:
        member.charges = list(group.charges)
        for c in group.charges:
            member.note(f"charge:{c}", group.spans.get(f"charge:{c}"))
    if member.date.iso() is None and group.date.iso() is not None:
        member.date = group.date
        member.note("date", group.spans.get("date"))
    if member.event is None:
        member.event = group.event
    member.cite((group.passage, group.start, group.end))
