"""People meant by a definite plural whose names stand elsewhere: "the four", "all three", "those sentenced".

The names may follow, in the decisions of a court or in a list; so who answers is settled once all is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.extract.drafts import DetentionDraft, SentenceDraft
from ingest.extract.entities import Entity
from ingest.extract.frames import Party
from ingest.extract.scene import Scene
from ingest.language.analysis import Analysis
from ingest.language.lexicon import word_details, word_set
from ingest.model import Passage

_SIZED = re.compile(r"(?:all|both|the|these|those)\b", re.IGNORECASE)
_OTHERS = re.compile(r"\b(?:others?|rest|remaining|more|first|of (?:them|those|these|the))\b", re.IGNORECASE)
_JUDGED = re.compile(
    r"(?: (?:now|then|so|later|already|who (?:was|were|have been|had been)))*"
    r" (?P<how>sentenced|convicted|condemned|acquitted|cleared|punished|fined"
    r"|tried|charged|indicted|accused|arraigned)\b"
)
_PRISON = frozenset({"prison", "life", "administrative_detention"})
_OF_TAKEN = re.compile(
    r"\bof (?:them\b|(?:those|the)\b(?: \w+){0,2}? (?:arrested|detained|seized|taken|held|captured|apprehended)\b"
    r"|the (?:detainees|arrested|captives|prisoners)\b)",
    re.IGNORECASE,
)
_ARRESTS = re.compile(
    r"\b(?:first|latest|next|last|rest|remaining|cases?|batch|some|several|more|most|dozens?) (?:\w+ )?of "
    r"(?:\S+ ){0,3}(?:arrests|arrested|detained|detainees|seized|taken)\b",
    re.IGNORECASE,
)
_COURT = re.compile(rf"\b(?:{'|'.join(sorted(word_set('court')))})\b", re.IGNORECASE)
_RULED = re.compile(
    r"\b(?:punished|sentenced|convicted|condemned|jailed|gaoled|fined|tried|dealt with|passed|handed|ruled|decided)\b",
    re.IGNORECASE,
)
_BEHIND = 60
_FEW = 4
_REACH = 12
"""How many passages away from the words for them the people of a hearing may be decided on."""


@dataclass(frozen=True, slots=True)
class Roll:
    """A call for people: how many they are, if the text counts them, and what court decision they have in common.

    ``draft`` is the row that stands for them until they are found; ``but_one`` tells that one of them is left out.
    """

    size: int | None
    outcome: str | None = None
    but_one: bool = False
    draft: DetentionDraft | None = None


def called(analysis: Analysis, party: Party) -> Roll | None:
    """The roll that a party's words call, or None where they do not mean people told of elsewhere."""
    if party.kind == "body" or _OTHERS.search(party.text):
        return None
    behind = _JUDGED.match(analysis.text[party.span[1] :])
    noun = word_details("accused").get(party.head.lower())
    if not _SIZED.match(party.text):
        return None
    judged = behind["how"] if behind is not None else None
    outcome = {"acquitted": "acquitted", "cleared": "acquitted"}.get(judged or "")
    if judged in ("sentenced", "convicted", "condemned", "punished", "fined") or noun == "convicted":
        outcome = "convicted"
    if party.counted:
        if party.low is None or party.low != party.high or not 2 <= party.low <= 40:
            return None
        return Roll(int(party.low), outcome)
    if (judged is None and noun is None) or not (party.plural or party.pronoun in ("those", "all")):
        return None
    before = analysis.text[max(0, party.span[0] - 16) : party.span[0]].lower()
    return Roll(None, outcome, but_one=bool(re.search(r"\ball (?:but|except) one of $", before)))


def answering(scene: Scene, roll: Roll) -> tuple[Entity, ...]:
    """The people decided on in the document who are as many as called, and of the outcome that is named."""
    group = roll.draft
    if group is None:
        return ()
    decided = [
        s
        for s in scene.sentences
        if s.person is not None
        and s.outcome in ("convicted", "acquitted", None)
        and (roll.outcome is None or s.outcome == roll.outcome)
    ]
    near = [s for s in decided if abs(s.ordinal - group.ordinal) <= _REACH]
    for pool in (near, decided):
        people = list({s.person.entity_id: s.person for s in pool if s.person is not None}.values())
        if roll.size is None:
            if roll.but_one:
                jailed = [s for s in pool if set(s.kinds) & _PRISON]
                people = list({s.person.entity_id: s.person for s in jailed if s.person is not None}.values())
            return tuple(people)
        if len(people) == roll.size:
            return tuple(people)
    return ()


@dataclass(frozen=True, slots=True)
class Judged:
    """Decisions on people who had been taken as members of one group, and on counted parts of it."""

    group: DetentionDraft
    people: tuple[SentenceDraft, ...]
    parts: tuple[SentenceDraft, ...]


def dealt_with(scene: Scene, passages: list[Passage]) -> list[Judged]:
    """Groups in custody with the decisions that the text says were on some of them.

    It says so where a court "punished seven people seized at …", "convicted eight of them", "dealt with the first of
    Tuesday's arrests": the decisions on named people that follow are on those.
    """
    found: list[Judged] = []
    for group in scene.detentions:
        if group.person is not None or group.low is None or group.status not in ("detained", "imprisoned"):
            continue
        behind = [
            s
            for s in scene.sentences
            if 0 <= s.ordinal - group.ordinal <= _REACH
            and s.passage.section == group.passage.section
            and s.outcome in ("convicted", "acquitted")
        ]
        parts = [s for s in behind if s.person is None and s.low is not None and _is_of(s, group)]
        opening = min([s.ordinal for s in parts] + _openings(passages, group, behind), default=None)
        if opening is None:
            continue
        named = [s for s in behind if s.person is not None and 0 <= s.ordinal - opening <= _FEW]
        first = named[0] if named else None
        apart = any(_is_other_day(s, first) for s in parts) if first is not None else False
        people = [s for s in named if first is not None and not apart and not _is_other_day(s, first)]
        jailed = [s for s in parts if is_jailed(s) and (s.low, s.high) != (group.low, group.high)]
        found.append(Judged(group, tuple(people), tuple(jailed)))
    return found


def _is_other_day(one: SentenceDraft, other: SentenceDraft) -> bool:
    """Whether two decisions cannot be of one sitting, by court or day."""
    a, b = one.date.iso(), other.date.iso()
    days = a is not None and b is not None and not (a.startswith(b) or b.startswith(a))
    return days or (one.court is not None and other.court is not None and one.court is not other.court)


def _is_of(part: SentenceDraft, group: DetentionDraft) -> bool:
    """Whether the words of a count say that it is of a group taken before: "eight of them", "seven of those taken"."""
    if part.low is None or group.low is None or part.low >= group.low:
        return False
    _, start, end = part.spans.get("count", (part.passage, part.start, part.end))
    words = part.passage.text[start : end + _BEHIND]
    return _OF_TAKEN.search(words) is not None


def _openings(passages: list[Passage], group: DetentionDraft, behind: list[SentenceDraft]) -> list[int]:
    """The passages in which a court turns to people of a group: its own, or one on "the first of the arrests"."""
    first = next((s.ordinal for s in behind if s.person is not None), None)
    if first is None or first - group.ordinal > _FEW + _FEW:
        return []
    return [
        p.ordinal
        for p in passages
        if group.ordinal <= p.ordinal <= first
        and first - p.ordinal <= _FEW
        and _COURT.search(p.text)
        and (
            _ARRESTS.search(p.text)
            or (p is group.passage and p.ordinal < first and group.told == "take" and _RULED.search(p.text))
        )
    ]


def jail_groups(scene: Scene) -> None:
    """ "Seventeen were taken. They were given three months": a group that got a term serves it."""
    for draft in scene.sentences:
        if draft.person is not None or draft.low is None or not is_jailed(draft):
            continue
        group = next(
            (
                d
                for d in reversed(scene.detentions)
                if d.person is None
                and (d.low, d.high) == (draft.low, draft.high)
                and d.status == "detained"
                and 0 <= draft.ordinal - d.ordinal <= _FEW
                and d.passage.section == draft.passage.section
            ),
            None,
        )
        if group is not None:
            group.status = "imprisoned"
            group.spans["status"] = (draft.passage, draft.start, draft.end)
            group.cite((draft.passage, draft.start, draft.end))


def is_jailed(draft: SentenceDraft) -> bool:
    """Whether a decision is one to be served inside."""
    return draft.outcome == "convicted" and bool(set(draft.kinds) & _PRISON) and "suspended" not in draft.kinds
