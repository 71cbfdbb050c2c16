"""People meant by a definite plural whose names stand elsewhere: "the four", "all three", "those sentenced".

The names may follow, in the decisions of a court or in a list; so who answers is settled once all is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.extract.drafts import DetentionDraft
from ingest.extract.entities import Entity
from ingest.extract.frames import Party
from ingest.extract.scene import Scene
from ingest.language.analysis import Analysis
from ingest.language.lexicon import word_details

_SIZED = re.compile(r"(?:all|both|the|these|those)\b", re.IGNORECASE)
_OTHERS = re.compile(r"\b(?:others?|rest|remaining|more|first|of (?:them|those|these|the))\b", re.IGNORECASE)
_JUDGED = re.compile(
    r"(?: (?:now|then|so|later|already|who (?:was|were|have been|had been)))*"
    r" (?P<how>sentenced|convicted|condemned|acquitted|cleared|punished|fined"
    r"|tried|charged|indicted|accused|arraigned)\b"
)
_PRISON = frozenset({"prison", "life", "administrative_detention"})
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
