"""How an action went: what it was for, how it was carried out, how it ended, and who had which part in it.

Runs behind the readers of events and detentions on the same passage and fills the drafts of events.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ingest.extract.accusations import accusations
from ingest.extract.demands import demands
from ingest.extract.drafts import DetentionDraft, EventDraft, Where
from ingest.extract.entities import Entity
from ingest.extract.events import EventMention
from ingest.extract.frames import Frame, FrameReader
from ingest.extract.parts import PartReader
from ingest.extract.scene import Scene
from ingest.language.analysis import Analysis
from ingest.language.lexicon import word_set
from ingest.language.parse import Token

Mentions = list[tuple[EventMention, EventDraft]]

_UNREAL = ("negated", "planned", "asked", "possible")
_NEAR = 3
"""How many passages behind its last mention "they" or "the crowd" can still be the event's."""
_HELD = frozenset({"sit_in", "blockade"})
_PARTLY = re.compile(
    r"\b(?:some|part|partly|partially|half|one|only|the first(?! (?:among|of|day))|not (?:the|to)|but (?:not|said|"
    r"refused|rejected)|though "
    r"(?:nothing|not)|"
    r"nothing else|no more|the rest|others? (?:were|was)|of the (?:two|three|four|five|six|seven|eight|nine|ten)|"
    r"(?:two|three|four|five) of|has no say|not all|in part|limited|a quarter|a third|compromise)\b",
    re.IGNORECASE,
)
_ASKED = frozenset(
    {"demand", "point", "request", "condition", "term", "claim", "call", "both", "all", "wish", "increase", "rise"}
)
_FROM_ARREST = re.compile(
    r"\b(?:over|for|after|following|because|in connection|days? (?:later|after)|weeks? (?:later|after))\b"
)


class ConductReader:
    """Fills demands, methods, outcome and roles of events."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.parts = PartReader(scene)
        self._taken_at: dict[tuple[str, int], EventDraft] = {}

    def read(self, reader: FrameReader, frames: tuple[Frame, ...], mentions: Mentions) -> None:
        """Everything that one passage tells of the actions that it speaks of."""
        passage = reader.analysis.passage
        acts = frozenset(m.frame.token.i for m, _ in mentions)
        for demand in demands(reader, acts):
            event = self._event(reader, demand.token, mentions)
            if event is not None:
                _add(event, "demand", demand.text, (passage, demand.start, demand.end))
        self._methods(reader, mentions)
        self._outcomes(reader, frames, mentions)
        self._taken(reader, frames, mentions)
        strikes = frozenset(m.frame.token.i for m, _ in mentions if m.kind == "strike")
        for part in self.parts.read(reader, acts, strikes):
            event = self._event(reader, part.token, mentions)
            if event is not None and self._has_part(event, part.role, part.entity):
                _give(event, part.role, part.entity, part.where)

    def finish(self, members: Mapping[int, DetentionDraft]) -> None:
        """People taken at an action took part in it, and who took them broke it up.

        ``members`` has the group that a row's person was taken with, by the identity of the row.
        """
        for draft in self.scene.detentions:
            own = (draft.passage, draft.start, draft.end)
            named = draft.spans.get("person")
            group = members.get(id(draft), draft)
            told = (own, *draft.evidence, (group.passage, group.start, group.end), *group.evidence)
            event = next((e for w in told if (e := self._taken_at.get(_key(w))) is not None), None)
            if event is None and group.event is not None and group.person is None and (group.low or 0) > 2:
                near = 0 <= group.passage.ordinal - group.event.ordinal <= 2
                event = group.event if near and _at_action(group.passage.text, group.start) else None
            if event is None and draft.event is not None and draft.detainer is not None:
                broken_up = any(
                    r == "intervener" and e is draft.detainer and 0 <= draft.passage.ordinal - w[0].ordinal <= 1
                    for r, e, w in draft.event.roles
                )
                event = draft.event if broken_up and _at_action(draft.passage.text, draft.start) else None
            if event is None or event.kind in ("statement", "hunger_strike", "other"):
                continue
            if draft.person is not None and named is not None:
                _give(event, "participant", draft.person, named)
            if draft.detainer is not None and "detainer" in draft.spans:
                _give(event, "intervener", draft.detainer, draft.spans["detainer"])
        for event in self.scene.events:
            leading = {e.entity_id for r, e, _ in event.roles if r in ("leader", "organizer")}
            event.roles = [(r, e, w) for r, e, w in event.roles if r != "participant" or e.entity_id not in leading]

    def _taken(self, reader: FrameReader, frames: tuple[Frame, ...], mentions: Mentions) -> None:
        """Arrests that a clause puts at an action: "at a picket", "while handing out leaflets", "from the march"."""
        passage = reader.analysis.passage
        for frame in frames:
            if frame.kind not in ("detain", "take", "jail") or frame.modality != "fact":
                continue
            for mention, event in mentions:
                token = mention.frame.token
                path = [token, *token.ancestors]
                link = next((t for t in path if t.head.i == frame.token.i), None)
                if link is None or token.i == frame.token.i:
                    continue
                if any(t.dep_ in ("relcl", "acl") for t in path[: path.index(link)]):
                    continue  # "as he left a meeting of the union, which is on strike": taken at none of it
                at = link.dep_ == "prep" and link.lower_ in ("at", "during", "from", "in", "on", "amid")
                while_ = link.dep_ == "advcl" and any(
                    c.lower_ in ("while", "when", "as", "during") for c in link.children
                )
                if at or while_:
                    self._taken_at[_key((passage, frame.start, frame.end))] = event

    # ------------------------------------------------------------------ of which action

    def _event(self, reader: FrameReader, token: Token, mentions: Mentions) -> EventDraft | None:
        """The action that a word is about: the one named in its clause, else the passage's, else the one at hand."""
        ranks = {t.i: n for n, t in enumerate((token, *token.ancestors))}
        best: tuple[int, int, EventDraft] | None = None
        for mention, event in mentions:
            own = mention.frame.token
            steps = next((n + ranks[t.i] for n, t in enumerate((own, *own.ancestors)) if t.i in ranks), 99)
            if own.head.lower_ == "in" and own.dep_ == "pobj" and len(mentions) > 1:
                steps += 20  # "laid down their tools in protest": the strike's, not a protest's
            if own.i != token.i and mention.frame.modality in ("planned", "asked", "possible") and len(mentions) > 1:
                steps += 10
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

    # ------------------------------------------------------------------ how

    def _methods(self, reader: FrameReader, mentions: Mentions) -> None:
        passage = reader.analysis.passage
        charged = [(a.start, a.end) for a in accusations(reader)]
        for frame in reader.told("event_method_phrases"):
            event = self._event(reader, frame.token, mentions)
            if event is None or any(start <= frame.start < end for start, end in charged):
                continue  # "charged with unlawful assembly": what they are accused of, not what the text tells
            own = any(m.frame.token.i == frame.token.i for m, _ in mentions)
            if (
                frame.modality in _UNREAL
                and not own
                and not (frame.modality == "negated" and _is_kept_from(frame.token))
            ):
                continue
            if not own and not self._is_crowds(reader, frame):
                continue
            _add(event, "method", frame.detail, (passage, frame.start, frame.end))
        for mention, event in mentions:
            if event.kind == "hunger_strike" and mention.kind == "hunger_strike":
                _add(event, "method", "hunger_strike", mention.where)

    def _is_crowds(self, reader: FrameReader, frame: Frame) -> bool:
        """Whether those who do it are not police, a state or somebody in custody."""
        return not any(
            (p.kind == "body" and p.head in ("state_body", "country")) or self.scene.bodies(p, reader.analysis)
            for p in frame.agents
            if p.kind != "person" and not (p.kind == "body" and p.head in ("organization", "place"))
        )

    # ------------------------------------------------------------------ how it ended

    def _outcomes(self, reader: FrameReader, frames: tuple[Frame, ...], mentions: Mentions) -> None:
        passage = reader.analysis.passage
        for frame in reader.told("event_outcome_phrases"):
            if frame.modality in _UNREAL and not (frame.detail == "prevented" and frame.modality != "possible"):
                continue
            event = self._event(reader, frame.token, mentions)
            if event is None or not self._ends(reader, frame, mentions):
                continue
            detail = frame.detail
            if detail == "demands_met" and _PARTLY.search(_clause(reader.analysis.text, frame.start)):
                detail = "demands_partly_met"
            if detail == "dispersed" and event.kind in _HELD:
                detail = "cleared"
            _add(event, "outcome", detail, (passage, frame.start, frame.end))
        self._granted(reader, mentions)
        self._freed(reader, frames, mentions)

    def _freed(self, reader: FrameReader, frames: tuple[Frame, ...], mentions: Mentions) -> None:
        """Whose release was demanded is released."""
        for frame in frames:
            if frame.kind != "release" or frame.modality != "fact" or frame.nominal:
                continue
            event = self._event(reader, frame.token, mentions)
            wanted = [t for n, t, _ in event.lists if n == "demand" and "release" in t] if event is not None else []
            who = [n.parts[-1] for p in frame.patients for n in p.names]
            if event is not None and any(
                re.match(r"(?:his|her|their)\b", text) or any(last in text for last in who) for text in wanted
            ):
                _add(event, "outcome", "demands_met", (reader.analysis.passage, frame.start, frame.end))

    def _ends(self, reader: FrameReader, frame: Frame, mentions: Mentions) -> bool:
        """Whether the phrase is said of the crowd or the action, not of a street or a charge."""
        if frame.detail in ("demands_met", "demands_partly_met", "ended_peacefully"):
            return frame.detail == "ended_peacefully" or self._is_official(reader, frame.token)
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
        if words & (word_set("action_noun") | word_set("crowd") | word_set("crowd_thing")):
            return True
        if not sufferers and not frame.nominal:
            return any(
                t.lower_ in ("them", "it", "they") or t.lemma_.lower() in word_set("crowd_thing")
                for t in frame.token.children
            )
        return (frame.nominal and bool(tokens)) or any(
            t.i in tokens for t in frame.token.subtree if t.i != frame.token.i
        )

    def _is_official(self, reader: FrameReader, verb: Token) -> bool:
        """Whether an authority, a firm or a named body yields, and not the crowd."""
        subjects = [g for c in verb.children if c.dep_ == "agent" for g in c.children] or reader.subjects(verb)
        if not subjects and not reader.is_passive(verb):
            return False
        for subject in subjects:
            item = reader.analysis.item(subject)
            lower = subject.lower_
            if item is not None and item.kind in ("quantity",):
                return False
            if item is None and (
                lower in word_set("crowd") or lower in ("they", "we", "who") or reader.is_people_word(lower)
            ):
                return lower in reader.lexicon.roles
        return True

    def _granted(self, reader: FrameReader, mentions: Mentions) -> None:
        """Demands met or partly met, told by what was granted: "signed all six points", "took the increase back"."""
        analysis = reader.analysis
        for token in reader.doc:
            lemma = token.lemma_.lower()
            if token.pos_ not in ("VERB", "AUX") or lemma not in word_set("grant_verb"):
                continue
            if reader.modality(token) in (*_UNREAL, "attempted") or analysis.item(token) is not None:
                continue
            event = self._event(reader, token, mentions)
            if (
                event is None
                or not self._is_official(reader, token)
                or (reader.is_passive(token) and not reader.subjects(token))
            ):
                continue
            asked = self._is_asked(token, event)
            if not asked:
                continue
            partly = _PARTLY.search(_clause(analysis.text, analysis.span(token)[0])) is not None
            where = (analysis.passage, *_around(analysis, token))
            kinds = {t for n, t, _ in event.lists if n == "outcome"}
            if partly and "demands_met" not in kinds:
                _add(event, "outcome", "demands_partly_met", where)
            elif not partly and "demands_partly_met" not in kinds:
                _add(event, "outcome", "demands_met", where)
            for part in self.parts.yielding(reader, token):
                if self._has_part(event, part.role, part.entity):
                    _give(event, part.role, part.entity, part.where)

    @staticmethod
    def _is_asked(verb: Token, event: EventDraft) -> bool:
        """Whether what is granted is what was asked for: called a demand, or a word of one."""
        objects = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass", "dative", "attr")]
        objects += [
            g for c in verb.children if c.dep_ == "prep" and c.lower_ in ("to", "on", "with") for g in c.children
        ]
        wanted = {
            w
            for name, text, _ in event.lists
            if name == "demand"
            for w in re.findall(r"[a-z]{4,}", text.lower())
            if w not in ("their", "against", "with", "from", "that", "which", "right", "more", "over")
        }
        if verb.lemma_.lower() in ("step", "resign", "quit") and any(
            re.search(r"\b(?:resign\w*|remov\w+|departure|ouster|dismissal|step\w* down|go)\b", text)
            for name, text, _ in event.lists
            if name == "demand"
        ):
            return True
        for object_ in objects:
            near = [t for t in object_.subtree if t.dep_ not in ("relcl", "acl") and not any(
                a.dep_ in ("relcl", "acl") and a.i > object_.i for a in t.ancestors)]  # fmt: skip
            words = {t.lemma_.lower() for t in near} | {t.lower_ for t in near}
            if words & wanted or object_.lemma_.lower() in _ASKED:
                return True
            if object_.lower_ in ("both", "first", "all") or (object_.lower_ in ("way",) and verb.lemma_ == "give"):
                return True
        return verb.lemma_.lower() in ("yield", "concede", "relent", "capitulate", "surrender") and not objects

    # ------------------------------------------------------------------ roles

    def _has_part(self, event: EventDraft, role: str, entity: Entity) -> bool:
        """A body that organises an action answers nobody, and who breaks it up is not its target as well."""
        own = {r for r, e, _ in event.roles if e.entity_id == entity.entity_id}
        if role == "responder":
            return not own & {"participant", "organizer", "leader", "intervener"}
        if role == "target":
            return not own & {"participant", "organizer", "leader", "intervener"}
        if role == "participant":
            return not own & {"organizer", "leader", "target", "responder"}
        return True


def _at_action(text: str, start: int) -> bool:
    """Whether somebody was taken at an action, and not for it or days later."""
    clause = re.split(r"[.;]", text[start:])[0][:160]
    return not _FROM_ARREST.search(clause)


def _clause(text: str, at: int) -> str:
    """The words around a position, up to the end of what is said."""
    return re.split(r"\. ", text[max(0, at - 30) :], maxsplit=1)[0]


def _key(where: Where) -> tuple[str, int]:
    return where[0].passage_id, where[1]


def _is_kept_from(token: Token) -> bool:
    """ "Kept them from marching": how they meant to go about it."""
    return token.dep_ == "pcomp" and token.head.lower_ == "from"


def _around(analysis: Analysis, verb: Token) -> tuple[int, int]:
    """A verb with its objects."""
    near = [verb, *(c for c in verb.children if c.dep_ in ("dobj", "prt", "dative", "prep") and c.i > verb.i)]
    return analysis.span(verb)[0], max(analysis.span(t)[1] for t in near)


def _give(event: EventDraft, role: str, entity: Entity, where: Where) -> None:
    if all((r, e.entity_id) != (role, entity.entity_id) for r, e, _ in event.roles):
        event.roles.append((role, entity, where))


def _add(event: EventDraft, field: str, value: str, where: Where) -> None:
    if all((name, text) != (field, value) for name, text, _ in event.lists):
        event.lists.append((field, value, where))
