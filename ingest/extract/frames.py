"""From a parsed passage to frames: who did what to whom, and whether the text says that it happened.

A frame is opened by a trigger of ``seeds/reference/triggers.csv`` and filled from the dependency parse:
passives, participles, relative clauses, nominalisations, coordination, apposition and "including" lists.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Literal

from ingest.language.analysis import Analysis, Item
from ingest.language.lexicon import Trigger, load_lexicon, phrases, word_set
from ingest.language.names import Name
from ingest.language.parse import Token

Modality = Literal["fact", "negated", "planned", "asked", "possible", "attempted", "custom"]
PartyKind = Literal["person", "group", "pronoun", "body", "other"]

_PLURAL_PRONOUNS = frozenset(
    {
        "they",
        "them",
        "both",
        "all",
        "those",
        "these",
        "themselves",
        "others",
        "many",
        "most",
        "each",
        "some",
        "several",
        "latter",
        "former",
        "two",
        "three",
    }
)
_ACRONYM = re.compile(r"[A-Z]{3,6}")
_PLAN = word_set("plan_verb")
_FACILITY = word_set("facility") | {"court", "courtroom", "custody", "dock", "detention", "hospital"}
_FORCES = word_set("police") | word_set("state_force")
_IMPLICATIVE = frozenset(
    {
        "manage",
        "begin",
        "start",
        "continue",
        "proceed",
        "go",
        "come",
        "use",
        "dare",
        "happen",
        "help",
        "remain",
        "report",
        "believe",
        "say",
        "know",
        "understand",
        "think",
        "allege",
        "claim",
        "appear",
        "seem",
        "sentence",
        "join",
        "turn",
        "flock",
        "stay",
        "take",
        "gather",
        "find",
        "learn",
        "force",
        "lead",
        "cause",
        "oblige",
        "stop",
    }
)
_TRIED = frozenset({"try", "attempt", "seek", "struggle", "bid"})
_NEGATIVE = frozenset(
    {
        "refuse",
        "decline",
        "fail",
        "deny",
        "avoid",
        "prevent",
        "forbid",
        "prohibit",
        "unable",
        "stop",
        "escape",
        "evade",
        "discourage",
        "dissuade",
    }
)
_ASKING = frozenset(
    {
        "demand",
        "call",
        "urge",
        "ask",
        "request",
        "seek",
        "appeal",
        "want",
        "insist",
        "press",
        "campaign",
        "plead",
        "petition",
        "require",
        "recommend",
        "propose",
        "demanding",
        "calling",
        "hope",
        "push",
    }
)
_THREAT = frozenset(
    {
        "threaten",
        "warn",
        "risk",
        "face",
        "fear",
        "threat",
        "danger",
        "possibility",
        "warrant",
        "chance",
        "prospect",
        "liable",
        "punishable",
        "carry",
        "provide",
        "punish",
        "envisage",
        "stipulate",
        "avoid",
        "escape",
        "evade",
        "resist",
        "prevent",
    }
)
_HINDERING = frozenset({"keep", "bar", "hinder", "block", "restrain", "hold"})
_PHRASAL = frozenset({"set", "carry"})
_PARTICLES = frozenset({"off", "upon", "out", "on", "up", "away", "about", "through"})
_LASTING = frozenset({"since", "for", "until", "till", "still"})
_MODALS = frozenset(
    {"could", "may", "might", "would", "should", "must", "can", "will", "shall", "'ll", "’ll", "wo", "ca"}
)


_PERSON_NOUNS = frozenset(
    {
        "arrest",
        "detention",
        "release",
        "imprisonment",
        "conviction",
        "trial",
        "prosecution",
        "sentencing",
        "jailing",
        "verdict",
        "case",
        "charge",
    }
)
_PERSON_VERBS = frozenset(
    {
        "arrest",
        "detain",
        "jail",
        "imprison",
        "sentence",
        "convict",
        "acquit",
        "remand",
        "apprehend",
        "release",
        "free",
        "bail",
        "handcuff",
        "interrogate",
        "beat",
        "torture",
        "fine",
        "pardon",
    }
)


_TAKING = frozenset(
    {"arrest", "detain", "jail", "imprison", "sentence", "acquit", "remand", "apprehend", "bail", "rearrest"}
)


@dataclass(frozen=True, slots=True)
class Party:
    """Someone in a frame: named people, a counted or uncounted group, a body, or a pronoun to resolve.

    ``members`` are the named part of a group ("several activists, including A and B"); ``rest`` tells that the
    group is "others" beside named people. ``span`` is half-open in the passage's clean text.
    """

    kind: PartyKind
    span: tuple[int, int]
    text: str
    names: tuple[Name, ...] = ()
    low: float | None = None
    high: float | None = None
    counted: bool = False
    members: tuple[Name, ...] = ()
    pronoun: str = ""
    plural: bool = False
    head: str = ""
    rest: bool = False
    partitive: bool = False
    item: Item | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """One trigger with its parties. ``token`` is its main word; ``start``/``end`` cover the trigger's words."""

    kind: str
    detail: str
    trigger: Trigger
    token: Token
    start: int
    end: int
    modality: Modality
    patients: tuple[Party, ...] = ()
    agents: tuple[Party, ...] = ()
    nominal: bool = False
    lemma: str = ""
    extra: dict[str, str] = field(default_factory=dict)


_NAMELESS = re.compile(
    r"^the (?:[\w'’-]+ )?\d{1,2}-year-olds?$"
    r"|^the (?:first|second|third|fourth|fifth|sixth)(?: (?:accused|one))?$|\b(?:accused|deceased)$"
)
"""Phrases that can only mean people, though their last word names nobody: "the 34-year-old", "the second"."""


class _Index:
    """Triggers by their first lemma."""

    def __init__(self, all_triggers: tuple[Trigger, ...]) -> None:
        self.by_first: dict[str, list[Trigger]] = {}
        for trigger in all_triggers:
            self.by_first.setdefault(trigger.pattern[0], []).append(trigger)
        for triggers in self.by_first.values():
            triggers.sort(key=lambda t: -len([w for w in t.pattern if w != "~"]))


@cache
def _facts() -> _Index:
    return _Index(load_lexicon().triggers)


@cache
def _told_by(table: str) -> _Index:
    return _Index(phrases(table))


def _lemma(token: Token) -> str:
    lemma: str = token.lemma_.lower()
    return lemma


@cache
def _class(kind: str) -> re.Pattern[str]:
    """What ends in a word of one kind, "Kerobokan prison", or in the name of a prison."""
    words = sorted(word_set(kind) | word_set("prison_name"), key=len, reverse=True)
    return re.compile(
        rf"(?<![\w-])({'|'.join(map(re.escape, words))})(?: (?:no\.?|number|№) ?[\w/-]+)?$", re.IGNORECASE
    )


def _of_class(kind: str, link: Token, analysis: Analysis) -> Token | None:
    """The noun of a class that a preposition or a verb governs: "in the county @jail"."""
    for noun in link.children:
        if noun.dep_ not in ("pobj", "dobj"):
            continue
        start, end = analysis.subtree_span(noun)[0], analysis.span(noun)[1]
        words = analysis.text[start:end]
        found = _class(kind).search(words)
        if found is None:
            continue
        if found[1].lower() in word_set(kind) or any(
            c.lower_ in _LASTING for c in (*link.head.children, *link.head.head.children)
        ):
            return noun  # a prison's bare name may be a town's: "has been in Peniche since May", not "was in Peniche"
    return None


def _matches(trigger: Trigger, token: Token, analysis: Analysis) -> list[Token] | None:
    """The tokens of a trigger that begins at ``token``, or None."""
    doc = token.doc
    tokens = [token]
    at, gap = token.i, 0
    if "~" in trigger.pattern[1:2] and trigger.pattern[0] == "be" and token.dep_ in ("aux", "auxpass"):
        return None  # "were each sentenced to years in prison" is not "were in prison"
    for word in trigger.pattern[1:]:
        if word == "~":
            gap = 8
            continue
        if word.startswith("@"):
            noun = _of_class(word[1:], tokens[-1], analysis)
            if noun is None:
                return None
            tokens.append(noun)
            at, gap = noun.i, 0
            continue
        for j in range(at + 1, min(len(doc), at + 2 + gap)):
            candidate = doc[j]
            if _lemma(candidate) == word or candidate.lower_ == word or (word == "bar" and candidate.lower_ == "bars"):
                tokens.append(candidate)
                at, gap = j, 0
                break
            if candidate.text in (";", ":") or (
                gap and candidate.pos_ == "VERB" and candidate.tag_ in ("VBD", "VBZ", "VBP")
            ):
                return None
        else:
            return None
    return tokens


def _is_finite(auxiliary: Token) -> bool:
    """ "Would not listen and was arrested": a second verb with an auxiliary of its own is no part of the first."""
    return auxiliary.dep_ in ("aux", "auxpass") and auxiliary.tag_ in ("VBD", "VBZ", "VBP")


def _pos_fits(trigger: Trigger, token: Token) -> bool:
    if trigger.pos == "A":
        return True
    if trigger.pos == "V":
        if token.pos_ in ("VERB", "AUX"):
            return True
        return (
            token.tag_ in ("VBN", "VBD", "VBG")
            or token.lower_.endswith("ed")
            or (token.pos_ == "ADJ" and token.lower_.endswith("ing"))
        )
    return token.pos_ in ("NOUN", "PROPN", "ADJ") or (token.tag_ in ("NN", "NNS", "NNP", "NNPS"))


class FrameReader:
    """Reads the frames of one analysed passage."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.lexicon = load_lexicon()
        if analysis.doc is None:
            raise ValueError("the passage is not parsed; call Analyser.parse first")
        self.doc = analysis.doc

    # ------------------------------------------------------------------ triggers

    def frames(self) -> tuple[Frame, ...]:
        """All frames of the passage, in text order."""
        return self._read(_facts())

    def told(self, table: str) -> tuple[Frame, ...]:
        """Frames of the set phrases of another table, in text order; ``detail`` is what a phrase stands for."""
        return self._read(_told_by(table))

    def _read(self, index: _Index) -> tuple[Frame, ...]:
        found: list[Frame] = []
        used: set[int] = set()
        for token, keys in self._words:
            candidates = [t for key in keys for t in index.by_first.get(key, ())]
            if not candidates or token.i in used:
                continue
            kinds: set[str] = set()
            size = 0
            for trigger in candidates:
                if not _pos_fits(trigger, token):
                    continue
                tokens = _matches(trigger, token, self.analysis)
                if tokens is None:
                    continue
                if kinds and (len(tokens) < size or {trigger.frame, *kinds} != {"damage", "event"}):
                    continue
                frame = self._frame(trigger, token, tokens)
                if frame.kind == "take" and not is_taken(frame, self.analysis.text):
                    continue
                if trigger.frame == "release" and self._is_walkout(frame):
                    continue
                found.append(frame)
                used.update(t.i for t in tokens[1:])
                kinds.add(trigger.frame)
                size = len(tokens)
        if index is _facts():
            found += self._fronted()
        return tuple(found)

    def _fronted(self) -> list[Frame]:
        """ "Still in the county jail were A and B": the place of custody first, who is held last."""
        found = []
        for link in self.doc:
            verb = link.head
            if (
                link.dep_ != "prep"
                or verb.lemma_ != "be"
                or link.i > verb.i
                or link.lower_ not in ("in", "at", "inside")
            ):
                continue
            noun = _of_class("jail", link, self.analysis)
            held = [c for c in verb.children if c.dep_ in ("attr", "nsubj") and c.i > verb.i]
            if noun is None or not held:
                continue
            found.append(
                Frame(
                    "hold",
                    "detained",
                    Trigger(("be", link.lower_, "@jail"), "V", "hold", "detained"),
                    verb,
                    self.analysis.span(link)[0],
                    self.analysis.span(noun)[1],
                    self.modality(verb),
                    self._parties(held),
                    lemma="be",
                )
            )
        return found

    @cached_property
    def _words(self) -> tuple[tuple[Token, tuple[str, ...]], ...]:
        """The words that may open a frame, each with what triggers look it up by."""
        found = []
        for token in self.doc:
            if self.analysis.item(token) is not None:
                continue
            lower = token.lower_
            bare = (
                (lower[:-1], lower[:-2], lower[:-3])
                if token.tag_ in ("VBN", "VBD", "JJ") and lower.endswith("ed")
                else ()
            )
            found.append((token, tuple(dict.fromkeys((_lemma(token), lower, *bare)))))
        return tuple(found)

    def _is_walkout(self, frame: Frame) -> bool:
        """Whether people who "walked out" left their work, not a prison: many of them, and from nowhere in custody."""
        twin = any(t.frame == "event" and t.pattern == frame.trigger.pattern for t in self.lexicon.triggers)
        if not twin or any(t.lower_ in _FACILITY for t in frame.token.subtree):
            return False
        people = [p for p in (*frame.patients, *frame.agents) if p.kind == "group" and p.plural]
        return bool(people) and not any(p.head.lower() in ("prisoners", "detainees", "inmates") for p in people)

    def _frame(self, trigger: Trigger, token: Token, tokens: list[Token]) -> Frame:
        spans = [self.analysis.span(t) for t in tokens]
        if trigger.pattern[0] == "be":
            token = next((t for t in tokens[1:] if t.tag_ in ("VBN", "VBD")), token)  # "was still being held"
        nominal = trigger.pos == "N"
        if nominal and trigger.frame == "event":
            inside = {t.i for t in tokens}
            token = next(
                (t for t in tokens if t.head.i not in inside or t.head.i == t.i), token
            )  # "open letter": letter
        patients: tuple[Party, ...]
        agents: tuple[Party, ...]
        if nominal:
            patients, agents = self._nominal(token)
        else:
            patients, agents = self._verbal(token)
            if trigger.pattern[0] == "be" and any(c.dep_ == "expl" for c in token.children):
                patients = self._parties([c for c in token.children if c.dep_ in ("attr", "nsubj")])
            elif (
                trigger.frame in ("hold", "detain")
                and not patients
                and trigger.pattern[0]
                in (
                    "be",
                    "remain",
                    "stay",
                    "languish",
                    "sit",
                    "serve",
                    "spend",
                    "surrender",
                    "end",
                    "wind",
                    "land",
                    "go",
                )
            ):
                patients, agents = agents, ()  # who is in custody is the subject
            elif trigger.frame == "hold" and trigger.pattern[0] in ("serve", "spend"):
                patients, agents = agents, ()
        return Frame(
            kind=trigger.frame,
            detail=trigger.detail,
            trigger=trigger,
            token=token,
            start=min(s for s, _ in spans),
            end=max(e for _, e in spans),
            modality=self.modality(token),
            patients=patients,
            agents=agents,
            nominal=nominal,
            lemma=trigger.pattern[0],
        )

    # ------------------------------------------------------------------ parties

    @staticmethod
    def is_passive(token: Token) -> bool:
        if any(c.dep_ in ("auxpass", "nsubjpass", "csubjpass") for c in token.children):
            return True
        if (
            token.dep_ == "ccomp"
            and (token.tag_ == "VBN" or (token.tag_ == "VBD" and token.head.lemma_ == "order"))
            and token.head.lemma_ in ("order", "have", "get", "see", "find", "want")
            and not any(c.dep_ in ("aux", "dobj", "mark") for c in token.children)
        ):
            return True  # "ordered 30 of them freed"
        if (
            token.dep_ == "conj"
            and token.lower_ in ("let", "set", "put", "shut", "beat")
            and not any(c.dep_ in ("nsubj", "aux", "dobj") for c in token.children)
            and token.head.tag_ == "VBN"
        ):
            return FrameReader.is_passive(token.head)  # "arrested and let out": the form does not tell
        if (
            token.dep_ == "conj"
            and token.tag_ in ("VBN", "VBD")
            and not any(c.dep_ in ("nsubj", "aux", "dobj") for c in token.children)
        ):
            head = token.head
            return head.pos_ in ("VERB", "AUX") and FrameReader.is_passive(head)
        if token.dep_ in ("acl", "amod") and token.tag_ in ("VBN", "JJ"):
            return True
        if (
            token.tag_ == "VBN"
            and not any(c.lemma_ == "have" and c.dep_ == "aux" for c in token.children)
            and not any(c.dep_ == "nsubj" for c in token.children)
        ):
            return token.dep_ not in ("ROOT",) or not any(c.dep_ == "dobj" for c in token.children)
        return any(c.lower_ in ("got", "get") for c in token.children if c.dep_ == "aux")

    def _verbal(self, token: Token) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
        passive = self.is_passive(token)
        subjects = self.subjects(token)
        after = self._postponed(token)
        if after:
            passive, subjects = True, after
        passive = passive or self._is_headlined(token, subjects)
        small = [
            g
            for c in token.children
            if c.dep_ in ("ccomp", "xcomp") and c.pos_ == "ADJ"
            for g in c.children
            if g.dep_ in ("nsubj", "nsubjpass")
        ]
        objects = small + [
            c
            for c in token.children
            if c.dep_ in ("dobj", "obj", "dative", "oprd")
            and c.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X")
        ]
        by = [
            g
            for c in token.children
            if c.dep_ == "agent" or (c.dep_ == "prep" and c.lower_ == "by" and passive)
            for g in c.children
            if g.dep_ == "pobj"
        ]
        beside = [
            o
            for c in token.children
            if c.dep_ in ("prep", "advmod") and c.lower_ in ("with", "alongside", "along", "together")
            for link in (c, *(g for g in c.children if g.lower_ == "with"))
            for o in link.children
            if o.dep_ == "pobj"
            and (
                self._person_names(o)
                or any(self._person_names(g) for g in o.children if g.dep_ in ("appos", "compound"))
            )
        ]
        if not objects and not passive and token.lemma_.lower() in ("release", "free", "discharge"):
            objects = self._freed_from(token)
        if beside and passive and token.lemma_.lower() in _PERSON_VERBS:
            subjects = [*subjects, *beside]  # "was arrested with her brother Omar"
        if passive and not subjects and self._opens_bare(token):
            return (Party("pronoun", self.analysis.span(token), "", pronoun="he", head="he"),), self._parties(by)
        doers = self._singled_out(token, self._parties(subjects))
        return (doers, self._parties(by)) if passive else (self._parties(objects), doers)

    def _is_headlined(self, token: Token, subjects: list[Token]) -> bool:
        """ "Ali Hasan, 60, arrested on 3 May in Bago": nobody arrests without an object; the auxiliary is left out."""
        if token.tag_ not in ("VBD", "VBN") or token.lemma_.lower() not in _TAKING or not subjects:
            return False
        if any(c.dep_ in ("dobj", "dative", "ccomp", "xcomp", "aux", "agent", "prt", "oprd") for c in token.children):
            return False
        return all(p.kind in ("person", "group") for p in self._parties(subjects)) and not any(
            s.lower_ in _FORCES or s.lower_ in ("who", "they", "he", "she", "it") for s in subjects
        )

    @staticmethod
    def _singled_out(token: Token, parties: tuple[Party, ...]) -> tuple[Party, ...]:
        """ "A, B and C, who was convicted": a verb in the singular speaks of the last of a list."""
        singular = any(c.lower_ in ("was", "is", "has") and c.dep_ in ("aux", "auxpass") for c in token.children)
        if token.dep_ != "relcl" or not singular or len(parties) != 1 or len(parties[0].names) < 2:
            return parties
        last = parties[0].names[-1]
        return (replace(parties[0], span=(last.start, last.end), text=last.text, names=(last,), plural=False),)

    def _freed_from(self, token: Token) -> list[Token]:
        """The people of "release from prison A and B", whom the parse takes for a kind of prison."""
        return [
            g
            for c in token.children
            if c.dep_ == "prep" and c.lower_ == "from"
            for g in c.children
            if g.dep_ == "pobj" and any(p.kind == "person" for p in self.party(g))
        ]

    @staticmethod
    def _postponed(token: Token) -> list[Token]:
        """The noun of "several members detained." and of "Detained as well were several others"."""
        if token.tag_ not in ("VBN", "VBD") or any(
            c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass", "dobj", "agent") for c in token.children
        ):
            return []
        head = token.head
        if (
            head.i > token.i
            and head.lemma_ == "be"
            and token.dep_ in ("csubj", "nsubj", "advcl", "amod", "acomp", "csubjpass")
        ):
            return [
                c
                for c in head.children
                if c.dep_ in ("attr", "nsubj") and c.i > head.i and c.pos_ in ("NOUN", "PROPN", "NUM", "PRON")
            ]
        if token.dep_ in ("advcl", "dep", "ccomp", "npadvmod") and token.i > 0:
            before = token.doc[token.i - 1]
            following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
            if (
                before.tag_ in ("NNS", "NN", "NNPS")
                and before.dep_ in ("pobj", "dobj", "attr", "conj")
                and (following is None or following.pos_ in ("PUNCT", "ADP", "CCONJ"))
            ):
                return [before]
        return []

    def _opens_bare(self, token: Token) -> bool:
        """ "Arrested on 5 June, sentenced on 9 July": notes about the person whose entry this is."""
        current = token
        for _ in range(4):
            if current.tag_ not in ("VBN", "VBD"):
                return False
            if any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for c in current.children):
                return False
            if current.dep_ == "ROOT" or current.i == 0:
                return all(
                    t.pos_ not in ("NOUN", "PROPN", "PRON")
                    or ((item := self.analysis.item(t)) is not None and item.kind in ("date", "place", "duration"))
                    or t.lower_ in ("evening", "night", "morning")
                    for t in token.doc[: current.i]
                )
            current = current.head
        return False

    def subjects(self, token: Token) -> list[Token]:
        """Subjects of a verb, found through coordination, relative clauses, participles and raising verbs."""
        own = [c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")]
        if len(own) > 1:
            colon = max((t.i for t in token.doc[own[0].i : token.i] if t.text == ":"), default=-1)
            own = [c for c in own if c.i > colon] or own  # "The Minister: From 8 January weavers squatted …"
        if own:
            relative = [c for c in own if c.lower_ in ("who", "which", "that", "whom")]
            if relative and token.dep_ == "relcl":
                head = token.head
                if head.dep_ in ("pobj", "conj", "appos"):
                    first = head
                    while first.dep_ in ("conj", "appos") and first.head.i != first.i:
                        first = first.head
                    if (
                        first.dep_ == "pobj"
                        and first.head.lower_ in ("including", "as", "like")
                        and first.head.head.pos_ == "NOUN"
                    ):
                        return [first.head.head]  # "20 activists, including A and B, who had been arrested"
                return [head]
            return [*self._first_of_list(token, own[0]), *own]
        if token.dep_ in ("acl", "amod", "relcl"):
            return [token.head]
        if (
            token.dep_ in ("conj", "xcomp", "advcl", "ccomp", "parataxis", "dep")
            and token.head.pos_ in ("VERB", "AUX")
            and token.head.i != token.i
        ):
            if token.dep_ in ("ccomp", "parataxis") and self._is_apart(token, token.head) and token.i < token.head.i:
                before = [
                    t
                    for t in token.doc[: token.i]
                    if t.dep_ not in ("parataxis", "relcl")
                    and t.lemma_.lower() not in word_set("reporting_verb")
                    and any(c.dep_ in ("nsubj", "nsubjpass") for c in t.children)
                ]
                return self.subjects(before[-1]) if before else []
            if token.dep_ == "xcomp":
                objects = [c for c in token.head.children if c.dep_ == "dobj"]
                if objects and any(c.lower_ == "to" for c in token.children):
                    return objects
            if (
                token.dep_ in ("advcl", "ccomp")
                and any(c.dep_ == "mark" for c in token.children)
                and not any(c.lower_ in ("while", "after", "before", "when") for c in token.children)
            ):
                return []
            return self.subjects(token.head)
        if token.dep_ == "pcomp" or (token.dep_ == "pobj" and token.tag_ == "VBG"):
            governor = token.head.head
            kept = [c for c in governor.children if c.dep_ == "dobj"] if token.head.lower_ == "from" else []
            if kept and not self.is_passive(governor):
                return kept  # "kept the teachers from marching"
            if governor.pos_ in ("VERB", "AUX"):
                return self.subjects(governor)
        if token.dep_ == "ROOT" and token.i > 0:
            return [
                c
                for c in token.children
                if c.dep_ in ("attr", "dep", "npadvmod") and c.i < token.i and c.pos_ in ("NOUN", "PROPN")
            ][:1]
        return []

    def _first_of_list(self, verb: Token, subject: Token) -> list[Token]:
        """The first name of "A, his driver B and the clerk C were arrested", which the parse leaves beside the list."""
        item = self.analysis.item(subject)
        joined = (item is not None and len(item.names) > 1) or any(c.dep_ == "conj" for c in subject.children)
        start = subject.left_edge.i
        return [
            c
            for c in verb.children
            if joined
            and c.dep_ in ("npadvmod", "dep", "nmod")
            and self._person_names(c)
            and c.subtree[-1].i + 2 == start
            and c.doc[start - 1].text == ","
        ]

    def _nominal(self, token: Token) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
        of = [
            g for c in token.children if c.dep_ == "prep" and c.lower_ == "of" for g in c.children if g.dep_ == "pobj"
        ]
        owners = [c for c in token.children if c.dep_ == "poss"]
        by = [
            g
            for c in token.children
            if c.dep_ in ("prep", "agent") and c.lower_ in ("by", "among")
            for g in c.children
            if g.dep_ == "pobj"
        ]
        return self._parties(of or owners), self._parties(by or (owners if of else []))

    def _parties(self, tokens: list[Token]) -> tuple[Party, ...]:
        found: list[Party] = []
        for token in tokens:
            for part in self._coordinated(token):
                found.extend(self.party(part))
        return tuple(found)

    @staticmethod
    def _coordinated(token: Token) -> list[Token]:
        """A noun and those joined to it, also behind its apposition; "all but three" has nobody joined."""
        out = [token]
        joined = list(token.children)
        if token.tag_ == "NN":
            joined += [c for a in token.children if a.dep_ == "appos" and a.tag_ == "NNP" for c in a.children]
        if any(c.lower_ == "but" and c.dep_ == "cc" for c in token.children):
            return out
        for child in joined:
            if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X"):
                out.extend(FrameReader._coordinated(child))
        return out

    def party(self, token: Token) -> list[Party]:
        """The party or parties that a noun phrase's head stands for."""
        analysis = self.analysis
        item = analysis.item(token)
        start, end = self.phrase_span(token)
        text = analysis.text[start:end]
        appositions = [c for c in token.children if c.dep_ == "appos"]
        if item is not None and item.kind in ("person", "people", "unknown"):
            extra = [n for c in appositions for n in self._person_names(c)] if item.kind == "unknown" else []
            return [
                Party(
                    "person",
                    (item.start, item.end),
                    analysis.text[item.start : item.end],
                    names=item.names,
                    plural=len(item.names) > 1,
                    item=item,
                )
            ] + [Party("person", (n.start, n.end), n.text, names=(n,)) for n in extra[:0]]
        if (
            item is not None
            and item.kind in ("organization", "place")
            and all(n.strength < 2 and 2 <= len(n.parts) <= 5 for n in item.names)
            and self._takes_people(token)
        ):
            return [
                Party(
                    "person",
                    (item.start, item.end),
                    analysis.text[item.start : item.end],
                    names=item.names,
                    plural=len(item.names) > 1,
                    item=item,
                )
            ]
        if item is not None and item.kind in ("organization", "state_body", "country", "place"):
            return [
                Party(
                    "body",
                    (item.start, item.end),
                    analysis.text[item.start : item.end],
                    names=item.names,
                    head=item.kind,
                    item=item,
                )
            ]
        if item is not None and item.kind in ("money", "duration"):
            receiver = next((i for c in token.lefts if (i := analysis.item(c)) is not None and i.names), None)
            if receiver is not None and receiver.kind in ("person", "people", "unknown"):  # "fined Smith 5 dollars"
                words = analysis.text[receiver.start : receiver.end]
                many = len(receiver.names) > 1
                span = (receiver.start, receiver.end)
                return [Party("person", span, words, names=receiver.names, plural=many, item=receiver)]
            people = next((t for t in token.subtree if t.dep_ == "quantmod" and self.is_people_word(t.lower_)), None)
            if people is not None:
                return self.party(people)  # "sentenced ten men to three months": no span from ten to three
        members = self._members(token)
        if item is not None and item.kind == "quantity" and item.quantity is not None:
            of = next((c for c in token.children if c.dep_ == "prep" and c.lower_ == "of"), None)
            quantity = item.quantity
            described = text
            return [
                Party(
                    "group",
                    (start, end),
                    described,
                    low=quantity.low,
                    high=quantity.high,
                    counted=True,
                    members=members,
                    plural=quantity.high != 1,
                    head="people" if of is None else "".join(t.text for t in of.children)[:20],
                    partitive=of is not None,
                    item=item,
                )
            ]
        lower = token.lower_
        if lower in ("who", "which", "that", "whom") and token.head.dep_ == "relcl":
            return self.party(token.head.head)
        if token.pos_ == "PRON" or lower in ("both", "each", "those", "others", "latter", "former"):
            if lower in ("those", "others", "some", "many", "all", "most", "several", "people", "each", "none", "one"):
                counted = lower in ("some", "several")
                number = next(
                    (
                        i.quantity
                        for c in token.children
                        if c.dep_ == "nummod" and (i := self.analysis.item(c)) is not None and i.kind == "quantity"
                    ),
                    None,
                )  # "A, B and three others"
                return [
                    Party(
                        "group" if lower != "each" else "pronoun",
                        (start, end),
                        text,
                        low=number.low if number is not None else 3.0 if counted else None,
                        high=number.high if number is not None else None,
                        counted=counted or number is not None,
                        members=members,
                        pronoun=lower,
                        plural=True,
                        head=lower,
                        rest=lower == "others",
                    )
                ]
            return [
                Party(
                    "pronoun",
                    (start, end),
                    text,
                    pronoun=lower,
                    plural=lower in _PLURAL_PRONOUNS,
                    members=members,
                    head=lower,
                )
            ]
        named = [n for c in appositions for n in self._person_names(c)]
        quantity_item = self._count_of(token)
        low = high = None
        counted = False
        if quantity_item is not None and quantity_item.quantity is not None:
            low, high, counted = quantity_item.quantity.low, quantity_item.quantity.high, True
        plural = token.tag_ in ("NNS", "NNPS") or (
            lower in self.lexicon.people and lower.endswith(("people", "men", "women", "children"))
        )
        determiner = next((c.lower_ for c in token.children if c.dep_ == "det"), "")
        if not counted and determiner in ("some", "several"):
            low, counted = 3.0, True
        if not counted and any(
            c.lower_ in ("several", "few") for c in token.children if c.dep_ in ("amod", "nummod", "det")
        ):
            low, counted = 3.0, True
        if (
            re.match(r"(?:the|both|all) (?:two|three|four|pair|trio|duo|couple)\b(?!-)|^both\b", text.lower())
            and not named
        ):
            return [Party("pronoun", (start, end), text, pronoun=lower, plural=True, low=low, high=high, head=lower)]
        if (named and not (plural and counted)) and (
            not plural or len(named) > 1 or (low is not None and low == high == len(named))
        ):
            return [Party("person", (n.start, n.end), n.text, names=(n,)) for n in named]
        if not named and not plural and (lower in self.lexicon.roles or lower in self.lexicon.people):
            named = self._name_at_end(token)  # "the leader of the party Arif Hajili"
            if named:
                return [Party("person", (n.start, n.end), n.text, names=(n,)) for n in named]
        compound = [n for c in token.children if c.dep_ in ("compound", "nmod") for n in self._person_names(c)]
        if compound and not plural:
            return [Party("person", (n.start, n.end), n.text, names=(n,)) for n in compound]
        if named:
            members = (*members, *named)
        rest = any(c.lower_ in ("other", "others") for c in token.children)
        nameless = _NAMELESS.search(text.lower()) is not None and token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj")
        held = self._holds_people(token)
        kind: PartyKind = "group" if nameless or held or self.is_people_word(lower) else "other"
        if lower in self.lexicon.kin and not plural:
            kind = "other"
        return [
            Party(
                kind,
                (start, end),
                text,
                low=low,
                high=high,
                counted=counted,
                members=members,
                plural=plural or held,
                head=lower,
                rest=rest,
                pronoun=determiner if not plural else "",
                item=quantity_item,
            )
        ]

    def _holds_people(self, token: Token) -> bool:
        """Whether a noun stands for people whom it holds: "a body of ladies", "a section of the crowd"."""
        if token.lemma_.lower() not in word_set("band_noun"):
            return False
        held = [g for c in token.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"]
        return any(
            (g.tag_ == "NNS" and self.is_people_word(g.lower_)) or g.lower_ in word_set("collective") for g in held
        )

    def is_people_word(self, word: str) -> bool:
        """Whether a plain noun names people."""
        return self.lexicon.names_people(word)

    def members_after(self, end: int, limit: int) -> tuple[Name, ...]:
        """Names that "including", "such as" or "who include" put under a group that ends at ``end``."""
        match = re.search(
            r"\b(?:including|includ(?:e|es|ed)|such as|among them|among whom|namely|"
            r"like|(?:listed|identified|named|known) as)\b|: ",
            self.analysis.text[end:limit],
        )
        if match is None:
            return ()
        at = end + match.end()
        found: list[Name] = []
        for item in self.analysis.items:
            if item.kind not in ("person", "people") or item.start < at:
                continue
            if item.start > at + 60 or (
                found
                and re.search(
                    r"[.;]|\b(?:were|was|had|have|said|who|which|after|while)\b", self.analysis.text[at : item.start]
                )
            ):
                break
            found.extend(item.names)
            at = item.end
        return tuple(found)

    @staticmethod
    def _takes_people(token: Token) -> bool:
        """What is arrested, jailed or sentenced is a person, whatever the model says of the name."""
        current = token
        while current.dep_ in ("conj", "appos") and current.head.i != current.i:
            current = current.head
        verb = current.head
        if current.dep_ == "pobj" and verb.lower_ in ("of", "against"):
            return verb.head.lemma_.lower() in _PERSON_NOUNS
        base = verb.lower_.removesuffix("d")  # "fined" may have the lemma "fin"
        return current.dep_ in ("nsubjpass", "dobj", "dative") and (
            verb.lemma_.lower() in _PERSON_VERBS or base in _PERSON_VERBS
        )

    def _name_at_end(self, token: Token) -> list[Name]:
        """The one name that closes a role's phrase right after another name."""
        items = {id(i): i for t in token.subtree if t.i > token.i and (i := self.analysis.item(t)) is not None}
        ordered = sorted(items.values(), key=lambda i: i.start)
        for first, second in zip(ordered, ordered[1:], strict=False):
            if (
                second.kind == "person"
                and first.kind in ("organization", "state_body", "place", "country", "unknown")
                and re.fullmatch(r"(?: \([^()]{1,40}\))?[)\"”]? ", self.analysis.text[first.end : second.start])
            ):
                return list(second.names)
        return []

    def _person_names(self, token: Token) -> list[Name]:
        item = self.analysis.item(token)
        if item is not None and item.kind in ("person", "people", "unknown"):
            return [n for n in item.names if n.kind == "person" or not _ACRONYM.fullmatch(n.text)]
        return []

    def _members(self, token: Token) -> tuple[Name, ...]:
        """Names that "including", "such as", "among them" or an apposition put under a group."""
        found: list[Name] = []
        for child in token.children:
            if child.dep_ == "appos":
                for part in self._coordinated(child):
                    found.extend(self._person_names(part))
            if child.dep_ == "prep" and child.lower_ in ("including", "as", "like", "namely", "among"):
                for g in child.children:
                    if g.dep_ in ("pobj", "pcomp"):
                        for part in self._coordinated(g):
                            found.extend(self._person_names(part))
        return tuple(found)

    def _count_of(self, token: Token) -> Item | None:
        near = [
            c
            for child in token.children
            for c in (child, *(g for g in child.children if child.dep_ in ("amod", "nummod", "quantmod", "det")))
        ]
        for child in near:
            item = self.analysis.item(child)
            if (
                item is not None
                and item.kind == "quantity"
                and child.dep_ in ("nummod", "amod", "compound", "quantmod", "det", "nmod", "appos", "advmod")
            ):
                return item
        return None

    def phrase_span(self, token: Token) -> tuple[int, int]:
        """A noun phrase without relative clauses, lists of members and what follows a comma."""
        left = [
            t
            for t in token.lefts
            if t.dep_ in ("det", "amod", "compound", "nummod", "poss", "nmod", "quantmod", "predet", "advmod")
        ]
        start = min([self.analysis.span(token)[0], *[self.analysis.subtree_span(t)[0] for t in left]])
        end = self.analysis.span(token)[1]
        for child in token.rights:
            if child.dep_ == "prep" and child.lower_ == "of":
                end = max(end, self.analysis.subtree_span(child)[1])
        return start, end

    # ------------------------------------------------------------------ did it happen?

    def modality(self, token: Token) -> Modality:
        """Whether the text says that it happened, or only that it was denied, planned, asked for or feared."""
        own = self._own_modality(token)
        if own != "fact":
            return own
        sought = (c for c in token.children if c.dep_ == "acl" and c.tag_ == "VBN")
        if token.pos_ == "NOUN" and any(c.lemma_ in _ASKING - {"call"} for c in sought):
            return "asked"  # "the sentence demanded by the prosecution"; but a rally called by a union was held
        return self._governed_modality(token)

    def _own_modality(self, token: Token) -> Modality:
        if token.pos_ in ("VERB", "AUX", "ADJ"):
            verb: Token | None = token
            hops = 0
            while verb is not None and hops < 3:
                if any(
                    c.dep_ == "neg" or c.lower_ in ("never", "nor", "neither")
                    for c in verb.children
                    if c.dep_ in ("neg", "advmod", "preconj", "cc")
                ):
                    return "negated"
                if (
                    any(c.dep_ == "auxpass" and c.lower_ == "be" for c in verb.children)
                    and not any(c.dep_ == "aux" for c in verb.children)
                    and verb.dep_ in ("ccomp", "conj")
                ):
                    return "asked"  # "that the prisoners be released"
                for child in verb.children:
                    if child.dep_ == "aux" and child.lower_ in _MODALS:
                        return "possible"
                    if child.dep_ in ("nsubj", "nsubjpass") and (
                        child.lower_ in ("nobody", "none", "no-one", "nothing")
                        or any(g.lower_ in ("no", "neither") for g in child.children if g.dep_ in ("det", "preconj"))
                    ):
                        return "negated"
                    if child.dep_ == "mark" and child.lower_ in ("if", "unless", "lest", "whether"):
                        return "possible"
                if (
                    verb.dep_ == "conj"
                    and not any(c.dep_ in ("nsubj", "nsubjpass") or _is_finite(c) for c in verb.children)
                    and verb.head.pos_ in ("VERB", "AUX")
                    and not any(c.dep_ == "cc" and c.lower_ == "but" for c in verb.head.children)
                ):
                    verb = verb.head
                    hops += 1
                else:
                    verb = None
        else:
            if any(c.dep_ in ("det", "neg") and c.lower_ in ("no", "any", "neither") for c in token.children):
                return "negated"
            if any(
                c.lower_
                in (
                    "planned",
                    "scheduled",
                    "possible",
                    "potential",
                    "upcoming",
                    "intended",
                    "proposed",
                    "threatened",
                    "future",
                    "alleged",
                    "would-be",
                    "warrant",
                )
                for c in token.children
                if c.dep_ in ("amod", "compound")
            ):
                return "planned"
            if any(
                c.dep_ == "acl"
                and c.lemma_.lower() in ("plan", "schedule", "set", "propose", "announce", "slate", "intend")
                for c in token.children
            ):
                return "planned"
            governor = token.head
            if token.dep_ in ("nsubjpass", "dobj", "nsubj") and (
                governor.lemma_.lower() in ("cancel", "postpone")
                or (governor.lemma_.lower() == "call" and any(c.lower_ == "off" for c in governor.children))
            ):
                return "negated"
            if token.head.lower_ in ("warrant", "warrants") and token.dep_ in ("compound", "nmod"):
                return "possible"
        return "fact"

    @staticmethod
    def _is_apart(clause: Token, head: Token) -> bool:
        """Whether a semicolon sets a clause apart from the one that the parser hangs it on."""
        first, second = sorted((clause.i, head.i))
        return any(t.text == ";" for t in clause.doc[first:second])

    def _governed_modality(self, token: Token) -> Modality:
        current = token
        for _ in range(6):
            head = current.head
            if head.i == current.i:
                return "fact"
            lemma = _lemma(head)
            dep = current.dep_
            if dep in ("ccomp", "parataxis") and self._is_apart(current, head):
                return "fact"  # "he was freed; he denies the charge"
            if dep == "conj":
                current = head
                continue
            if dep == "acl" and current.tag_ == "VBN" and head.pos_ == "NOUN" and lemma not in _ASKING | _THREAT:
                return "fact"  # "an appeal to parliament signed by 296 people": signed it is
            if dep == "ccomp" and any(t.text == ";" for t in token.doc[current.i : head.i]):
                return "fact"  # "they marched; the police threatened": two statements, not one of the other
            if lemma in _PHRASAL and any(c.lower_ in _PARTICLES for c in head.children if c.dep_ in ("prt", "prep")):
                return "fact"  # "set off riots", "carried them off": neither a plan nor a threat
            if (
                dep in ("xcomp", "acl", "advcl", "ccomp", "pcomp")
                and any(c.lower_ == "to" and c.dep_ == "aux" for c in current.children)
                and current.tag_ in ("VB", "VBN")
            ):
                if lemma in _TRIED:
                    return "attempted"
                if lemma in _NEGATIVE:
                    return "negated"
                if dep == "advcl" and lemma not in _PLAN:
                    return "planned"
                if lemma in _IMPLICATIVE or (lemma == "have" and head.tag_ in ("VBD", "VBN")):  # "had to be treated"
                    current = head
                    inner = self._own_modality(current)
                    if inner != "fact":
                        return inner
                    continue
                return "asked" if lemma in _ASKING else "planned"
            if dep in (
                "dobj",
                "pobj",
                "prep",
                "pcomp",
                "nsubjpass",
                "attr",
                "dative",
                "npadvmod",
                "acl",
                "ccomp",
                "xcomp",
            ) and (lemma in _ASKING or lemma in _THREAT or lemma in _NEGATIVE):
                if lemma == "carry" and dep == "nsubjpass":
                    return "fact"  # "the wounded were carried to hospital": nothing that a law carries
                if lemma == "prevent" and dep == "nsubjpass":
                    return "attempted"
                if (
                    lemma in _ASKING
                    and not (lemma == "call" and not any(c.lower_ in ("for", "on", "upon") for c in head.children))
                    and (lemma == "seek" or lemma != "ask" or dep != "nsubjpass")
                ):
                    return "asked"
                if (
                    lemma in _NEGATIVE
                    and dep in ("dobj", "prep", "pobj", "ccomp", "pcomp", "xcomp")
                    and head.pos_ == "VERB"
                ):
                    if lemma in ("prevent", "stop"):
                        return "attempted"
                    return "negated"
                done = lemma == "punish" and head.tag_ in ("VBD", "VBN")  # what a law punishes has not happened
                if lemma in _THREAT and head.pos_ in ("VERB", "NOUN", "ADJ") and not done:
                    return "possible"
            if (dep == "pobj" and head.lower_ == "without") or (dep == "pcomp" and head.lower_ == "without"):
                return "negated"
            if (
                dep in ("pobj", "pcomp")
                and head.lower_ in ("for",)
                and _lemma(head.head) in (_ASKING | {"plan", "permission", "permit", "date", "time", "call", "demand"})
            ):
                return "asked"
            if (
                dep in ("pobj", "pcomp", "prep")
                and head.pos_ in ("NOUN",)
                and lemma
                in (
                    "threat",
                    "plan",
                    "fear",
                    "risk",
                    "warning",
                    "ban",
                    "possibility",
                    "right",
                    "freedom",
                    "call",
                    "demand",
                    "proposal",
                    "permission",
                    "request",
                    "appeal",
                    "attempt",
                    "prospect",
                )
            ):
                if lemma == "attempt":
                    return "attempted"
                return "asked" if lemma in ("call", "demand", "request", "appeal", "proposal") else "possible"
            if dep in ("pobj", "pcomp") and head.lower_ == "from" and _lemma(head.head) in _HINDERING:
                return "attempted"  # "kept the teachers from marching"
            if (
                dep in ("acl", "ccomp", "relcl")
                and lemma in ("rumour", "rumor", "claim", "report", "allegation", "suggestion")
                and re.search(r"\b(?:untrue|false|denied|unfounded|wrong|baseless)\b", self.analysis.text)
            ):
                return "negated"
            if dep in ("ccomp", "advcl", "xcomp", "pcomp") and lemma in ("deny", "doubt"):
                return "negated"
            if (
                head.pos_ in ("VERB", "AUX")
                and dep in ("dobj", "attr", "nsubjpass", "nsubj", "pobj", "prep", "ccomp", "xcomp", "advmod")
                and current.pos_ in ("NOUN", "PROPN", "ADP")
            ):
                own = self._own_modality(head)
                if own == "negated" and dep == "prep" and current.lower_ in ("at", "during", "after", "following"):
                    return "fact"  # nobody was hurt at the rally: the rally was
                if own != "fact" and dep not in ("nsubj",):
                    return own
                if (
                    lemma
                    in _PLAN - {"call", "order", "allow", "help", "mean", "tell", "summon", "able", "announce", "ask"}
                    and dep in ("dobj", "nsubjpass")
                    and lemma not in ("try", "attempt")
                ):
                    return "negated" if lemma in _NEGATIVE else "planned"
                if dep in ("dobj", "attr", "nsubjpass") and any(
                    c.dep_ == "aux" and c.lower_ == "to" for c in head.children
                ):
                    current = head
                    continue
                if head.dep_ in ("ROOT",):
                    return "fact"
                current = head
                if head.dep_ in ("xcomp", "pcomp", "acl", "ccomp"):
                    continue
                return "fact"
            if dep in ("pobj", "prep", "poss", "compound", "acl", "relcl", "amod", "pcomp"):
                if dep in ("relcl", "amod"):
                    return "fact"
                current = head
                continue
            return "fact"
        return "fact"


def is_taken(frame: Frame, text: str) -> bool:
    """Whether a plain "taken" means into custody: by police, at home, in a raid, and not to a hospital."""
    if not any(p.kind in ("person", "group", "pronoun") or (p.kind != "body" and p.names) for p in frame.patients):
        return False
    after = text[frame.end : frame.end + 60]
    if re.match(
        r"\s(?:part|place|over|up|on|off|to (?:a |the |\w+ )?(?:hospital|court|clinic|"
        r"task|streets?|airport|school|square)|aback|advantage|ill|in by|care|care "
        r"of|his|her|their|refuge|shelter|action|steps?|turns?|seats?|photos?|pictures?)\b",
        after,
    ):
        return False
    by_police = any(p.head == "state_body" or _FORCES & set(p.text.lower().split()) for p in frame.agents)
    return by_police or bool(
        re.match(
            r"\s(?:at (?:his|her|their|the) (?:home|house|homes|flat|gate|scene|spot)|"
            r"from (?:his|her|their) (?:home|house|flat|bed|office|desk)|in (?:a |the "
            r")?(?:\w+ )?(?:raid|swoop|sweep|charge)|prisoner|by (?:the )?(?:police|"
            r"militia|soldiers|security))",
            after,
        )
    )
