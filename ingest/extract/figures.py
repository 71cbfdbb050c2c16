"""Numbers that a text reports of an event: each with its measure and with who gave it."""

from __future__ import annotations

import re

from spacy.tokens import Token

from ingest.extract.detentions import DetentionReader
from ingest.extract.drafts import EventDraft, FigureDraft
from ingest.extract.events import EventMention
from ingest.extract.frames import Frame, FrameReader, Party
from ingest.extract.linking import event_of, is_police, source_of
from ingest.extract.scene import Scene
from ingest.language.analysis import Analysis
from ingest.language.lexicon import word_set

_CUSTODY_MEASURE = {
    "detain": "detained",
    "detention": "detained",
    "arrest": "arrested",
    "custody": "detained",
    "detainee": "detained",
    "hold": "detained",
    "jail": "convicted",
    "imprison": "detained",
}
_TURNOUT = re.compile(
    r"\b(?:protesters|protestors|demonstrators|marchers|attendees|attendants|attendance|turnout|participants|strikers|picketers|rioters|ralliers|crowd|strong)\b",
    re.IGNORECASE,
)
_TURNOUT_VERBS = word_set("turnout_verb")
_PASSIVE_TURNOUT = frozenset({"involve", "attend", "join"})
_ATTENDANCE = re.compile(
    r"\b(?:attendance|turn-?out|number (?:of (?:attend|partic|protest|demonstr|"
    r"march|people)\w*|at)|the crowd at|size of the crowd|crowd size|estimat\w* "
    r"(?:the )?(?:crowd|number|attendance|turnout))\b",
    re.IGNORECASE,
)
_GATHERINGS = word_set("gathering")


class FigureReader:
    """Reads the figures of one passage into the scene."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._vague = {(low, high) for low, high in scene.lexicon.vague.values()}

    def read(
        self, reader: FrameReader, frames: tuple[Frame, ...], mentions: list[tuple[EventMention, EventDraft]]
    ) -> None:
        analysis = reader.analysis
        taken: set[int] = set()
        for frame in frames:
            if frame.modality in ("planned", "asked", "possible"):
                continue
            if frame.modality == "negated" and frame.kind not in ("injure", "kill"):
                continue
            measure = self._measure(frame)
            if measure == "given":  # "12 people received fines"
                measure = (
                    "convicted"
                    if re.search(
                        r"\b(?:years?|months?|days|lashes|fines?|sentences?|terms?|prison|jail)\b",
                        analysis.text[frame.end :],
                    )
                    else None
                )
            if measure is None:
                continue
            for party in self._parties(reader, frame):
                self._from_party(reader, frame, measure, party, mentions, taken)
        self._turnout(reader, frames, mentions, taken)
        self._damage_cost(reader, mentions)

    # ------------------------------------------------------------------

    @staticmethod
    def _measure(frame: Frame) -> str | None:
        if frame.kind == "take" and not DetentionReader._is_taken(frame, frame.token.doc.text):
            return None
        if frame.kind in ("detain", "hold", "jail", "take"):
            if frame.kind == "jail" or frame.lemma in ("imprison", "imprisonment"):
                return "convicted" if frame.kind == "jail" else "detained"
            return _CUSTODY_MEASURE.get(
                frame.lemma,
                "detained",
            )
        if frame.kind == "release":
            return "released"
        if frame.kind == "charge":
            return "charged" if frame.lemma != "accuse" else None
        if frame.kind == "prosecute":
            return "prosecuted"
        if frame.kind == "sentence":
            return (
                "convicted"
                if frame.lemma in ("sentence", "convict", "condemn", "find", "fine", "punish", "order", "sentencing")
                else "given"
            )
        if frame.kind in ("injure", "kill", "deploy", "sign"):
            return frame.detail
        if frame.kind == "damage":
            return "vehicles_damaged"
        return None

    @staticmethod
    def _none(reader: FrameReader, frame: Frame) -> Party | None:
        """ "No injuries were reported", "nobody was hurt": a count of zero."""
        if frame.kind not in ("injure", "kill"):
            return None
        children = [c for c in frame.token.children if (c.dep_ == "det" and c.lower_ == "no" and frame.nominal)]
        if not frame.nominal:
            children = [
                c
                for c in frame.token.children
                if c.dep_ == "nsubjpass"
                and (c.lower_ == "nobody" or (c.lower_ == "one" and c.i and c.nbor(-1).lower_ == "no"))
            ]
        if not children:
            return None
        start = reader.analysis.span(children[0].nbor(-1) if children[0].lower_ == "one" else children[0])[0]
        text = reader.analysis.text[start : frame.end]
        return Party("group", (start, frame.end), text, low=0.0, high=0.0, counted=True, plural=True, head="")

    def _parties(self, reader: FrameReader, frame: Frame) -> list[Party]:
        """The counted parties that a measure is about."""
        out = list(frame.patients)
        if frame.lemma in ("die", "sign", "suffer", "require", "lose", "perish") or frame.lemma in ("receive", "get"):
            out = list(frame.agents) or out
        if frame.nominal:
            item = reader._count_of(frame.token)
            if (
                item is not None
                and item.quantity is not None
                and frame.kind in ("detain", "injure", "kill", "sign", "release")
            ):
                out.append(
                    Party(
                        "group",
                        (item.start, frame.end),
                        reader.analysis.text[item.start : frame.end],
                        low=item.quantity.low,
                        high=item.quantity.high,
                        counted=True,
                        plural=True,
                        head="",
                        item=item,
                    )
                )
        none = self._none(reader, frame)
        if none is not None:
            return [none]
        more: list[Party] = []
        more.extend(party for party in out if party.counted)
        # "killing 2 when police …": a bare number as object
        for child in frame.token.children:
            item = reader.analysis.item(child)
            if (
                child.dep_ in ("dobj", "nsubjpass", "attr", "npadvmod")
                and item is not None
                and item.kind == "quantity"
                and item.quantity is not None
                and all(p.item is not item for p in more)
            ):
                more.append(
                    Party(
                        "group",
                        (item.start, item.end),
                        reader.analysis.text[item.start : item.end],
                        low=item.quantity.low,
                        high=item.quantity.high,
                        counted=True,
                        plural=True,
                        head="",
                        item=item,
                    )
                )
        return more

    def _from_party(
        self,
        reader: FrameReader,
        frame: Frame,
        measure: str,
        party: Party,
        mentions: list[tuple[EventMention, EventDraft]],
        taken: set[int],
    ) -> None:
        analysis = reader.analysis
        scene = self.scene
        text = analysis.text[party.span[0] : party.span[1]].lower()
        unit = "people"
        words = re.findall(r"[a-z-]+", text)
        vehicle = any(w in scene.lexicon.vehicles for w in words)
        if measure == "vehicles_damaged":
            if not vehicle:
                return
            unit = "vehicles"
        elif vehicle and measure != "police_deployed":
            return
        if measure in ("injured", "killed") and is_police(party, scene):
            measure = "police_injured" if measure == "injured" else "killed"
        if measure == "police_deployed":
            if not is_police(party, scene):
                return
        elif (
            measure not in ("injured", "killed", "police_injured", "vehicles_damaged", "signatories")
            and party.head
            and not self._is_people(party)
        ):
            return
        if frame.kind == "sentence" and not self._is_people(party):
            return
        event = event_of(
            scene, frame.token, mentions, analysis, strict=frame.kind in ("injure", "kill", "damage", "sign")
        )
        if (
            event is None
            and frame.kind in ("detain", "jail", "injure", "kill", "deploy", "release")
            and not self.scene.events
            and analysis.passage.ordinal <= 4
        ):
            pass  # the lead tells the number before the action: linked when the action is told
        elif event is None or (
            frame.kind in ("injure", "kill")
            and not mentions
            and re.search(r"\b(?:skirmish\w*|battles?|war|offensive|earthquake|accident|crash)\b", analysis.text)
        ):
            return
        if measure == "signatories" and event is not None and event.kind != "statement":
            return
        if party.item is not None:
            taken.add(party.item.start)
        low, high = party.low, party.high
        if low is None and high is None:
            return
        if low == high == 1 and measure not in ("killed", "injured", "police_injured") and party.members:
            return
        self.add(
            analysis,
            measure,
            low,
            high,
            unit,
            event,
            (min(frame.start, party.span[0]), max(frame.end, party.span[1])),
            party.span,
        )

    def _is_people(self, party: Party) -> bool:
        words = re.findall(r"[a-z-]+", party.text.lower())
        return (
            not words
            or party.head in ("", "people", "arrests")
            or any(
                w in self.scene.lexicon.people or w in self.scene.lexicon.roles
                for w in (*words[-4:], party.head.lower())
            )
            or party.partitive
            or all(not w.isalpha() or w in self.scene.lexicon.number_words for w in words)
        )

    # ------------------------------------------------------------------ turnout

    def _turnout(
        self,
        reader: FrameReader,
        frames: tuple[Frame, ...],
        mentions: list[tuple[EventMention, EventDraft]],
        taken: set[int],
    ) -> None:
        analysis = reader.analysis
        for token in reader.doc:
            item = analysis.item(token)
            if item is None or item.kind != "quantity" or item.quantity is None or item.start in taken:
                continue
            noun = self._noun(token)
            if (
                _ATTENDANCE.search(analysis.text)
                and (noun is None or noun is token)
                and (item.quantity.low or 0) >= 10
                and re.match(
                    r"\s*(?:$|[.,;)]|and\b|but\b|while\b|by\b|,|on\b|at\b|whereas\b|where\b)", analysis.text[item.end :]
                )
            ):
                event = event_of(self.scene, token, mentions, analysis)
                if event is not None and event.kind != "statement":
                    taken.add(item.start)
                    self.add(
                        analysis,
                        "participants",
                        item.quantity.low,
                        item.quantity.high,
                        "people",
                        event,
                        (item.start, item.end),
                        (item.start, item.end),
                    )
                continue
            if noun is None:
                continue
            party = next(iter(reader.party(noun)), None)
            if party is None:
                continue
            verb = self._verb(noun)
            if is_police(party, self.scene) and not re.search(r"protest|demonstrat|picket", party.text):
                if (item.quantity.low or 0) >= 10 or (
                    verb is not None
                    and (
                        verb.lemma_
                        in (
                            "be",
                            "deploy",
                            "send",
                            "surround",
                            "guard",
                            "line",
                            "patrol",
                            "stand",
                            "mobilise",
                            "cordon",
                            "gather",
                        )
                        or noun.dep_ in ("attr", "nsubj")
                    )
                    and item.quantity.low not in (1, 2, 3)
                ):
                    event = event_of(self.scene, token, mentions, analysis)
                    if (
                        event is not None
                        and ((item.quantity.low or 0) >= 10 or verb is not None)
                        and (
                            verb is None
                            or verb.lemma_
                            not in ("die", "kill", "injure", "wound", "hurt", "arrest", "convict", "sentence")
                        )
                    ) or (
                        event is not None
                        and verb is not None
                        and verb.lemma_
                        in (
                            "be",
                            "deploy",
                            "send",
                            "surround",
                            "guard",
                            "line",
                            "patrol",
                            "stand",
                            "mobilise",
                            "cordon",
                        )
                    ):
                        taken.add(item.start)
                        self.add(
                            analysis,
                            "police_deployed",
                            item.quantity.low,
                            item.quantity.high,
                            "people",
                            event,
                            (item.start, party.span[1]),
                            (item.start, item.end),
                        )
                continue
            crowd = bool(_TURNOUT.search(party.text)) or self._is_people(party)
            if not crowd:
                continue
            lemma = verb.lemma_.lower() if verb is not None else ""
            passive = verb is not None and FrameReader.is_passive(verb)
            if any(f.token.i == (verb.i if verb is not None else -1) and f.kind not in ("event",) for f in frames):
                continue
            estimate = lemma in ("estimate", "put", "number", "say") and re.search(
                r"attend|turnout|crowd|participants|demonstrators|protesters", analysis.text
            )
            acting = lemma in _TURNOUT_VERBS and not passive and noun.dep_ in ("nsubj", "conj", "appos", "attr", "pobj")
            drawn = (lemma in ("draw", "attract", "involve", "bring", "see") and noun.dep_ == "dobj") or (
                lemma in _PASSIVE_TURNOUT and passive
            )
            attached = self._event_noun_above(noun)
            named = (
                bool(
                    re.search(
                        r"\b(?:protesters|protestors|demonstrators|marchers|attendees|participants|strikers)\b",
                        party.text,
                    )
                )
                and noun.dep_ in ("nsubj", "pobj", "attr")
                and lemma
                in (_TURNOUT_VERBS | {"be", "have", "wave", "carry", "hold", "demand", "call", "shout", "sing"})
            )
            if not (acting or drawn or attached or named or estimate):
                continue
            event = event_of(self.scene, token, mentions, analysis)
            if event is None or self._is_modal(reader, verb):
                continue
            taken.add(item.start)
            measure = (
                "signatories" if event.kind == "statement" and lemma not in ("gather", "rally") else "participants"
            )
            if measure == "participants" and event.kind == "statement":
                continue
            self.add(
                analysis,
                measure,
                item.quantity.low,
                item.quantity.high,
                "people",
                event,
                (item.start, party.span[1]),
                (item.start, item.end),
            )

    @staticmethod
    def _is_modal(reader: FrameReader, verb: Token | None) -> bool:
        return verb is not None and reader.modality(verb) in ("negated", "planned", "asked", "possible")

    @staticmethod
    def _noun(token: Token) -> Token | None:
        if token.dep_ in ("nummod", "amod", "compound", "quantmod", "det", "nmod"):
            return token.head if token.head.pos_ in ("NOUN", "PROPN", "ADJ", "NUM") else None
        if token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "attr", "appos", "conj", "npadvmod", "ROOT"):
            return token
        return None

    @staticmethod
    def _verb(noun: Token) -> Token | None:
        current = noun
        for _ in range(5):
            if current.head.i == current.i:
                return current if current.pos_ in ("VERB", "AUX") else None
            current = current.head
            if current.pos_ in ("VERB", "AUX"):
                return current
        return None

    @staticmethod
    def _event_noun_above(noun: Token) -> bool:
        """ "a rally of 200 people", "protests by hundreds"."""
        return bool(
            noun.dep_ == "pobj"
            and noun.head.lower_ in ("of", "by", "with", "from", "among")
            and noun.head.head.lemma_.lower() in _GATHERINGS
        )

    def _damage_cost(self, reader: FrameReader, mentions: list[tuple[EventMention, EventDraft]]) -> None:
        analysis = reader.analysis
        text = analysis.text
        for money in analysis.money:
            around = text[max(0, money.start - 90) : money.end + 60].lower()
            if not re.search(
                r"\b(?:damage[ds]?|losses|worth|cost of (?:the )?(?:damage|repair)|destruction|repairs?)\b", around
            ) or re.search(
                r"\b(?:fine|fined|bail|bribe|salary|wages?)\b", text[max(0, money.start - 40) : money.start].lower()
            ):
                continue
            token = self.scene.token_at(analysis, money.start)
            if token is None:
                continue
            event = event_of(self.scene, token, mentions, analysis)
            if event is not None:
                self.add(
                    analysis,
                    "damage_cost",
                    money.amount,
                    money.amount,
                    money.currency,
                    event,
                    (money.start, money.end),
                    (money.start, money.end),
                )

    def _join_repeated(self) -> None:
        """A number that the lead gives of the whole and the body of one action is told once: of the action."""
        figures = self.scene.figures
        for wide in [f for f in figures if f.passage.kind != "infobox"]:
            if (
                wide.event is None
                or not (wide.event.is_title or wide.event.kind == "protest_wave")
                or (wide.low or wide.high or 0) < 5
            ):
                continue
            if wide.low != wide.high and (wide.low, wide.high) in self._vague:
                continue
            told = next(
                (
                    f
                    for f in figures
                    if f is not wide
                    and f.measure == wide.measure
                    and (f.low, f.high) == (wide.low, wide.high)
                    and f.event is not None
                    and not f.event.is_title
                    and f.event.kind != "protest_wave"
                ),
                None,
            )
            if told is not None:
                told.cite((wide.passage, wide.start, wide.end))
                figures.remove(wide)

    def finish(self) -> None:
        """A number of the infobox that the text gives of one action is that action's."""
        figures = self.scene.figures
        figures[:] = [f for f in figures if f.event is not None]  # a number with no action behind it is not coded
        self._join_repeated()
        for box in [f for f in figures if f.passage.kind == "infobox"]:
            told = next(
                (
                    f
                    for f in figures
                    if f.passage.kind != "infobox"
                    and f.measure == box.measure
                    and (f.low, f.high) == (box.low, box.high)
                    and f.event is not box.event
                ),
                None,
            )
            if told is not None:
                told.cite((box.passage, box.start, box.end))
                figures.remove(box)

    # ------------------------------------------------------------------

    def add(
        self,
        analysis: Analysis,
        measure: str,
        low: float | None,
        high: float | None,
        unit: str,
        event: EventDraft | None,
        span: tuple[int, int],
        value_span: tuple[int, int],
    ) -> None:
        """One row per event, measure and value; a second telling only adds its passage."""
        for figure in self.scene.figures:
            if figure.event is event and figure.measure == measure and (figure.low, figure.high) == (low, high):
                figure.cite((analysis.passage, *span))
                return
        source = source_of(analysis, span[0])
        draft = FigureDraft(
            analysis.passage, span[0], span[1], measure=measure, low=low, high=high, unit=unit, event=event
        )
        draft.note("value", (analysis.passage, *value_span))
        draft.confidence = 0.8
        if source is not None:
            draft.attributed_to = source[0]
            draft.note("attributed_to", source[1])
            body = next((n for n in analysis.names if source[1][1] <= n.start and n.end <= source[1][2] + 1), None)
            if body is not None and body.kind in ("person", "organization", "state_body"):
                draft.attributed_entity = self.scene.entities.of(body)
        self.scene.figures.append(draft)
        if measure == "participants" and event is not None and not event.is_title:
            event.low = (
                low
                if event.low is None and event.high is None
                else min([x for x in (event.low, low) if x is not None], default=None)
            )
            event.high = (
                high
                if event.high is None
                and draft is self.scene.figures[-1]
                and len([f for f in self.scene.figures if f.event is event and f.measure == measure]) == 1
                else max([x for x in (event.high, high) if x is not None], default=None)
            )
            event.note("participants", (analysis.passage, *value_span))
