"""How an action went: what it was for, how it was carried out, how it ended, and who had which part in it.

Runs behind the readers of events and detentions on the same passage and fills the drafts of events.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from ingest.extract.drafts import EventDraft, Where
from ingest.extract.entities import Entity
from ingest.extract.events import EventMention
from ingest.extract.frames import Frame, FrameReader, Party
from ingest.extract.scene import Scene
from ingest.language.analysis import Analysis
from ingest.language.lexicon import word_set

Mentions = list[tuple[EventMention, EventDraft]]

_UNREAL = ("negated", "planned", "asked", "possible")
_NEAR = 2
"""How many passages behind its last mention "they" or "the crowd" can still be the event's."""
_CLAUSE = frozenset({"relcl", "advcl", "punct", "appos", "parataxis", "cc", "conj", "mark"})
_NOT_DEMANDED = frozenset(
    {"it", "them", "him", "her", "this", "that", "which", "who", "whom", "us", "he", "she", "they"}
)
_ACTS = word_set("gathering") | {"campaign", "petition", "boycott"}


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A stretch of a passage, half-open in its clean text."""

    start: int
    end: int
    text: str


class ConductReader:
    """Fills demands, methods, outcome and roles of events."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def read(self, reader: FrameReader, mentions: Mentions) -> None:
        """Everything that one passage tells of the actions that it speaks of."""
        passage = reader.analysis.passage
        for token, phrase in self._demands(reader):
            event = self._event(reader, token, mentions)
            if event is not None:
                _add(event, "demand", phrase.text, (passage, phrase.start, phrase.end))
        for frame in reader.told("event_method_phrases"):
            event = self._event(reader, frame.token, mentions) if frame.modality not in _UNREAL else None
            if event is not None:
                _add(event, "method", frame.detail, (passage, frame.start, frame.end))
        for frame in reader.told("event_outcome_phrases"):
            event = self._event(reader, frame.token, mentions) if frame.modality not in _UNREAL else None
            if event is not None and self._ends(reader, frame, mentions):
                _add(event, "outcome", frame.detail, (passage, frame.start, frame.end))
        for role, entity, where, token in self._roles(reader, mentions):
            event = self._event(reader, token, mentions)
            if event is not None and all((r, e.entity_id) != (role, entity.entity_id) for r, e, _ in event.roles):
                event.roles.append((role, entity, where))

    # ------------------------------------------------------------------ of which action

    def _event(self, reader: FrameReader, token: Token, mentions: Mentions) -> EventDraft | None:
        """The action that a word is about: the one named in its clause, else the passage's, else the one at hand."""
        ranks = {t.i: n for n, t in enumerate((token, *token.ancestors))}
        best: tuple[int, int, EventDraft] | None = None
        for mention, event in mentions:
            own = mention.frame.token
            steps = next((n + ranks[t.i] for n, t in enumerate((own, *own.ancestors)) if t.i in ranks), 99)
            key = (steps, abs(own.i - token.i), event)
            if best is None or key[:2] < best[:2]:
                best = key
        if best is not None:
            return best[2]
        told = self.scene.event
        passage = reader.analysis.passage
        if told is None or not 0 <= passage.ordinal - told.last_seen <= _NEAR or told.section != passage.section:
            return None
        return told

    # ------------------------------------------------------------------ what for

    def _demands(self, reader: FrameReader) -> Iterator[tuple[Token, _Phrase]]:
        """Objects of demanding, protesting and marching for or against: each joined one is a demand of its own."""
        verbs, links = word_set("demand_verb"), word_set("demand_link")
        for token in reader.doc:
            lemma = token.lemma_.lower()
            if token.pos_ == "VERB" and lemma in verbs and self._is_crowds(reader, token):
                for child in token.children:
                    if child.dep_ == "dobj" and lemma not in (
                        "march",
                        "rally",
                        "strike",
                        "call",
                        "picket",
                        "fast",
                        "press",
                    ):
                        yield from self._phrases(reader, token, child)
                    elif child.dep_ in ("prep", "prt") and child.lower_ in links:
                        for object_ in child.children:
                            if object_.dep_ in ("pobj", "pcomp"):
                                yield from self._phrases(reader, token, object_)
                    elif child.dep_ in ("ccomp", "xcomp") and lemma in (
                        "demand",
                        "insist",
                        "request",
                        "ask",
                        "want",
                        "urge",
                    ):
                        yield from self._phrases(reader, token, child)
            elif token.pos_ == "NOUN" and lemma in _ACTS | {"anger", "demand", "call", "outcry"}:
                for child in token.children:
                    if child.dep_ == "prep" and child.lower_ in links - {"at", "on"}:
                        for object_ in child.children:
                            if object_.dep_ in ("pobj", "pcomp"):
                                yield from self._phrases(reader, token, object_)
            if token.lower_ in ("protest", "support", "solidarity", "opposition") and token.head.lower_ == "in":
                for child in token.children:
                    if child.dep_ == "prep" and child.lower_ in ("at", "against", "over", "of", "with", "to", "about"):
                        for object_ in child.children:
                            if object_.dep_ in ("pobj", "pcomp"):
                                yield from self._phrases(reader, token, object_)

    def _is_crowds(self, reader: FrameReader, verb: Token) -> bool:
        """Whether those who act are a crowd, an action or its named people, and not an onlooker."""
        subjects = reader.subjects(verb)
        if not subjects:
            return verb.dep_ in ("acl", "advcl", "pcomp", "xcomp", "conj", "relcl")
        for subject in subjects:
            if subject.tag_ in ("NNS", "NNPS") or subject.lower_ in (
                "they",
                "who",
                "we",
                "those",
                "crowd",
                "march",
                "rally",
            ):
                item = reader.analysis.item(subject)
                if item is None or item.kind in ("person", "people", "quantity"):
                    return True
            if reader.is_people_word(subject.lower_) or subject.lemma_.lower() in _ACTS:
                return True
            item = reader.analysis.item(subject)
            if item is not None and item.kind in ("quantity", "people"):
                return True
        return False

    def _phrases(self, reader: FrameReader, owner: Token, head: Token) -> Iterator[tuple[Token, _Phrase]]:
        """The words of a noun phrase or clause and of those joined to it."""
        for part in FrameReader._coordinated(head) if head.pos_ not in ("VERB", "AUX") else [head]:
            phrase = self._words(reader, part)
            if phrase is not None:
                yield owner, phrase

    @staticmethod
    def _words(reader: FrameReader, head: Token) -> _Phrase | None:
        analysis = reader.analysis
        if head.lower_ in _NOT_DEMANDED or (
            (item := analysis.item(head)) is not None and item.kind in ("date", "place", "duration")
        ):
            return None
        dropped: set[int] = set()
        for child in head.children:
            item = analysis.item(child)
            is_date = any(
                (i := analysis.item(g)) is not None and i.kind in ("date", "duration") for g in child.children
            )
            if (
                (child.dep_ in _CLAUSE and child.i > head.i)
                or (child.dep_ == "prep" and is_date)
                or (item is not None and item.kind == "date" and child.i > head.i)
            ):
                dropped.update(t.i for t in child.subtree)
        kept = [t for t in head.subtree if t.i not in dropped and not (t.dep_ == "mark" and t.head is head)]
        while kept and (kept[-1].is_punct or kept[-1].pos_ in ("CCONJ", "ADP")):
            kept.pop()
        if not kept:
            return None
        start, end = analysis.span(kept[0])[0], max(analysis.span(t)[1] for t in kept)
        text = re.split(r"[,;:]| (?:on|in|near|outside) \w+day\b", analysis.text[start:end])[0].strip(" \"'“”‘’")
        if not text or len(text.split()) > 22:
            return None
        at = analysis.text.find(text, start)
        return _Phrase(at, at + len(text), text) if at >= 0 else None

    # ------------------------------------------------------------------ how it ended

    def _ends(self, reader: FrameReader, frame: Frame, mentions: Mentions) -> bool:
        """Whether the phrase is said of the crowd or the action, not of a street or a charge."""
        if frame.detail in ("demands_met", "demands_partly_met", "ended_peacefully"):
            return True
        tokens = {m.frame.token.i for m, _ in mentions}
        sufferers = frame.patients or frame.agents
        if any(p.kind in ("group", "pronoun") for p in sufferers):
            return True
        words = {
            t.lemma_.lower()
            for p in sufferers
            for t in reader.doc
            if p.span[0] <= reader.analysis.span(t)[0] < p.span[1]
        }
        if words & (_ACTS | word_set("crowd") | {"camp", "tent", "action", "barricade", "square"}):
            return True
        return (frame.nominal and bool(tokens)) or any(
            t.i in tokens for t in frame.token.subtree if t.i != frame.token.i
        )

    # ------------------------------------------------------------------ who had which part

    def _roles(self, reader: FrameReader, mentions: Mentions) -> Iterator[tuple[str, Entity, Where, Token]]:
        analysis = reader.analysis
        acts = {m.frame.token.i for m, _ in mentions}
        for token in reader.doc:
            if token.pos_ not in ("VERB", "AUX"):
                continue
            lemma = token.lemma_.lower()
            about = any(
                c.i in acts or c.lemma_.lower() in _ACTS
                for c in token.children
                if c.dep_ in ("dobj", "nsubjpass", "pobj", "prep")
                for c in (c, *c.children)
            ) or (token.dep_ in ("acl", "relcl") and (token.head.i in acts or token.head.lemma_.lower() in _ACTS))
            doers = self._doers(reader, token)
            if lemma in word_set("organize_verb") and about:
                yield from self._named(analysis, "organizer", doers, token)
            elif lemma in word_set("lead_verb") and about:
                yield from self._named(analysis, "leader", doers, token)
            elif lemma in word_set("intervene_verb"):
                yield from self._named(analysis, "intervener", self._state(doers), token)
            if lemma in word_set("respond_verb") - word_set("intervene_verb") and not about:
                yield from self._named(analysis, "responder", self._state(doers), token)
            if token.i in acts or lemma in ("protest", "march", "demonstrate", "rally", "picket", "storm", "attack"):
                yield from self._targets(reader, token)
        for mention, _event in mentions:
            yield from self._targets(reader, mention.frame.token)

    @staticmethod
    def _state(parties: list[Party]) -> list[Party]:
        return [p for p in parties if (p.kind == "body" and p.head == "state_body") or p.kind in ("other", "group")]

    @staticmethod
    def _bodies(parties: list[Party]) -> list[Party]:
        return [
            p for p in parties if (p.kind == "body" and p.head in ("state_body", "organization")) or p.kind == "other"
        ]

    @staticmethod
    def _doers(reader: FrameReader, verb: Token) -> list[Party]:
        by = [g for c in verb.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"]
        tokens = by if by or reader.is_passive(verb) else reader.subjects(verb)
        return [p for t in tokens for part in FrameReader._coordinated(t) for p in reader.party(part)]

    def _targets(self, reader: FrameReader, act: Token) -> Iterator[tuple[str, Entity, Where, Token]]:
        """ "Marched on the ministry", "a strike against the railway": bodies that an action is directed at."""
        for child in act.children:
            if child.dep_ == "prep" and child.lower_ in ("against", "outside", "on", "at", "before"):
                for object_ in child.children:
                    if object_.dep_ == "pobj":
                        bodies = [
                            p
                            for p in reader.party(object_)
                            if p.kind == "body" and p.head in ("state_body", "organization")
                        ]
                        yield from self._named(reader.analysis, "target", bodies, act)

    def _named(
        self, analysis: Analysis, role: str, parties: list[Party], token: Token
    ) -> Iterator[tuple[str, Entity, Where, Token]]:
        for party in parties:
            where = (analysis.passage, party.span[0], party.span[1])
            for person in self.scene.resolve_people(party, analysis, []) if party.kind in ("person", "pronoun") else ():
                yield role, person, where, token
            for entity, at in self.scene.bodies(party, analysis):
                yield role, entity, at, token


def _add(event: EventDraft, field: str, value: str, where: Where) -> None:
    if all((name, text) != (field, value) for name, text, _ in event.lists):
        event.lists.append((field, value, where))
