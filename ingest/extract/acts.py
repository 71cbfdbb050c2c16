"""Deeds in plain words: no word of protest, but what a crowd did, with what, where ("rolled boulders across the road").

Each row of ``seeds/reference/event_acts.csv`` is one construction: verbs (with the particle that they need;
``refuse:`` where doing it not is the deed), the class of what they are done to, the class of the place or tool behind
a preposition, and who must have done it. The classes are kinds of ``words.csv``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ingest.extract.frames import Frame, FrameReader, Party
from ingest.language.lexicon import Trigger, rows, split, word_set
from ingest.language.parse import Token

_PRONOUN = "pronoun"
_REFUSED = "refuse:"
_CROWD = word_set("crowd")
_STATE = word_set("state") | word_set("police")
_WORKFORCE = word_set("workforce")
_CONTAINERS = word_set("container_noun")
_WILL = frozenset({"would", "'d", "’d", "will", "wo", "did", "do", "does"})
_MANY = frozenset({"they", "we", "us", "them", "both", "all", "others", "many", "some", "most", "several", "those"})
_LEFT_OPEN = frozenset({"blockade", "symbolic", "riot"})
"""Kinds of which a passive without a doer still tells: "a banner was hung from the bridge"."""


@dataclass(frozen=True, slots=True)
class Act:
    """One construction: what must stand beside a verb so that a deed of this kind was done."""

    kind: str
    objects: frozenset[str]
    links: frozenset[str]
    aims: frozenset[str]
    pronoun: bool
    doers: str


@dataclass(frozen=True, slots=True)
class _Verb:
    lemma: str
    particles: tuple[str, ...]
    refused: bool
    act: Act


def _class(cell: str) -> frozenset[str]:
    return frozenset(word for kind in split(cell) if kind != _PRONOUN for word in word_set(kind))


@cache
def _verbs() -> dict[str, tuple[_Verb, ...]]:
    """The verbs of all constructions by lemma, those with most particles first."""
    found: dict[str, list[_Verb]] = {}
    for row in rows("event_acts"):
        aims = split(row["aims"])
        act = Act(
            row["event_kind"],
            _class(row["objects"]),
            frozenset(split(row["links"])),
            _class(row["aims"]),
            _PRONOUN in aims,
            row["doers"],
        )
        for verb in split(row["verbs"]):
            lemma, *particles = verb.removeprefix(_REFUSED).split()
            found.setdefault(lemma, []).append(_Verb(lemma, tuple(particles), verb.startswith(_REFUSED), act))
    return {lemma: tuple(sorted(verbs, key=lambda v: -len(v.particles))) for lemma, verbs in found.items()}


@cache
def act_words() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """For each construction its verbs, and the words of which it needs one beside them."""
    pairs: dict[frozenset[str], set[str]] = {}
    for lemma, verbs in _verbs().items():
        for verb in verbs:
            things = verb.act.objects or verb.act.aims
            pairs.setdefault(frozenset(w.removeprefix("no-") for w in things), set()).add(lemma)
    return tuple((frozenset(verbs), things) for things, verbs in pairs.items() if things)


class ActReader:
    """Finds the deeds of one parsed passage."""

    def __init__(self, reader: FrameReader) -> None:
        self.reader = reader

    def frames(self) -> Iterator[Frame]:
        """The deeds in text order, as frames of events."""
        for token in self.reader.doc:
            if token.pos_ not in ("VERB", "AUX", "ADJ", "NOUN") or self.reader.analysis.item(token) is not None:
                continue
            if token.pos_ in ("ADJ", "NOUN") and not token.tag_.startswith("V"):
                continue
            for verb in _verbs().get(token.lemma_.lower(), ()):
                frame = self._frame(token, verb)
                if frame is not None:
                    yield frame
                    break

    def _frame(self, token: Token, verb: _Verb) -> Frame | None:
        reader, act = self.reader, verb.act
        if not self._has_particles(token, verb.particles):
            return None
        main = token
        if verb.refused:
            governed = token.dep_ == "xcomp" and token.head.lemma_.lower() in word_set("refusing_verb")
            if not governed and not _is_refused(token):
                return None
            main = token.head if governed else token
        modality = "fact" if verb.refused and main is token else reader.modality(main)
        if modality not in ("fact", "attempted"):
            return None
        passive = FrameReader.is_passive(token)
        if passive and not act.objects and token.dep_ == "acl" and not any(c.dep_ == "agent" for c in token.children):
            passive = False  # "a crowd collected before the gate": the parser takes it for a participle
        if act.objects and not any(self._is(o, act.objects) for o in self._objects(token, verb.particles, passive)):
            return None
        if act.links and not self._aims(token, act):
            return None
        if not self._has_doer(main, act, passive):
            return None
        start, end = reader.analysis.span(token)
        trigger = Trigger((verb.lemma, *verb.particles), "V", "event", act.kind)
        patients, agents = reader._verbal(main)
        return Frame("event", act.kind, trigger, main, start, end, modality, patients, agents, lemma=verb.lemma)

    # ------------------------------------------------------------------ what the verb has beside it

    @staticmethod
    def _has_particles(token: Token, particles: tuple[str, ...]) -> bool:
        if not particles:
            return True
        near = [t for c in token.children for t in (c, *c.children) if t.dep_ in ("prt", "advmod", "prep", "dobj")]
        words = {t.lower_ for t in near if token.i < t.i <= token.i + 6}
        return words.issuperset(particles)

    @staticmethod
    def _objects(token: Token, particles: tuple[str, ...], passive: bool) -> list[Token]:
        found = [c for c in token.children if c.dep_ in ("dobj", "oprd") or (passive and c.dep_ == "nsubjpass")]
        if passive and not found:
            found = [token.head] if token.dep_ in ("acl", "relcl") else []
            if token.dep_ == "conj":
                found = [c for c in token.head.children if c.dep_ == "nsubjpass"]
        for link in (g for c in token.children for g in (c, *c.children) if g.dep_ == "prep" and g.lower_ in particles):
            found += [g for c in (link, *link.children) for g in c.children if g.dep_ == "pobj"]
        return [part for o in found for part in (o, *(c for c in o.children if c.dep_ in ("conj", "appos")))]

    def _aims(self, token: Token, act: Act) -> bool:
        """Whether one of the wanted prepositions beside the verb, or beside its object, leads to a wanted thing."""
        inner = [c for c in token.children if c.dep_ in ("dobj", "nsubjpass", "prt", "advmod", "prep", "pobj")]
        beside = [c for head in (token, *inner, *(g for c in inner for g in c.children)) for c in head.children]
        if "with" in act.links:  # "a body of ladies with torches", "persons carrying candles"
            beside += [t for s in self.reader.subjects(token) for t in s.subtree if t.dep_ in ("prep", "acl")]
        for link in beside:
            if link.i < token.i and link.dep_ not in ("advcl", "acl", "prep"):
                continue
            word = link.lower_
            behind = [c for c in link.children if c.dep_ in ("pobj", "dobj", "pcomp")]
            if word == "front" and link.dep_ == "pobj":
                behind = [g for c in link.children if c.lower_ == "of" for g in c.children]
            if word not in act.links:
                continue
            for thing in behind:
                if act.pronoun and thing.lower_ in ("it", "them"):
                    return True
                if any(self._is(t, act.aims) for t in (thing, *(c for c in thing.children if c.dep_ == "conj"))):
                    return True
            if not act.aims and (behind or word == "together"):
                return True
        return False

    def _is(self, token: Token, wanted: frozenset[str]) -> bool:
        """Whether a noun, or what it holds ("a pile of tyres"), or the last word of a name is of a class."""
        item = self.reader.analysis.item(token)
        if item is not None and item.kind not in ("quantity", "date", "duration"):
            words = self.reader.analysis.text[item.start : item.end].lower().split()
            return any(w in wanted for w in words)
        lemma = token.lemma_.lower()
        if any(c.lower_ == "no" and c.dep_ == "det" for c in token.children):
            return f"no-{lemma}" in wanted  # "touched no food"
        if lemma in wanted or token.lower_ in wanted or (token.lower_.endswith("s") and token.lower_[:-1] in wanted):
            return True
        if lemma not in _CONTAINERS and not (item is not None and item.kind == "quantity"):
            return False
        held = [g for c in token.children if c.lower_ in ("of", "to") for g in c.children if g.dep_ == "pobj"]
        return any(self._is(g, wanted) for g in held)

    # ------------------------------------------------------------------ who did it

    def _has_doer(self, token: Token, act: Act, passive: bool) -> bool:
        reader = self.reader
        if passive:
            parties = reader._parties([g for c in token.children if c.dep_ == "agent" for g in c.children])
            if not parties:
                return act.kind in _LEFT_OPEN and (act.kind != "blockade" or bool(act.links))
        else:
            parties = reader._parties(reader.subjects(token))
        if not parties or any(is_of_state(p) for p in parties):
            return False
        if act.doers == "people":
            return any(p.kind in ("person", "pronoun", "group") or p.head.lower() in _CROWD for p in parties)
        if act.doers == "crowd_noun":
            return any(p.head.lower() in _CROWD or p.pronoun in ("they", "we") for p in parties) or any(
                p.kind == "group" and p.plural and p.counted for p in parties
            )
        if act.doers == "throng":
            return any(p.head.lower() in word_set("collective") for p in parties)
        many = any(_is_many(p) for p in parties)
        if act.doers == "workers":
            return many or any(p.head.lower() in _WORKFORCE for p in parties)
        return many or self._has_company(token)

    def _has_company(self, token: Token) -> bool:
        """Whether somebody did it with others: "with thirty fishermen she blocked the ramp"."""
        beside = [g for c in token.children if c.lower_ == "with" for g in c.children if g.dep_ == "pobj"]
        return any(p.kind == "group" and p.plural for p in self.reader._parties(beside))


def _is_refused(token: Token) -> bool:
    """ "Would not come up", "did not eat": denied of a will, or of what was done."""
    auxiliaries = {c.lower_ for c in token.children if c.dep_ == "aux"}
    return bool(auxiliaries & _WILL) and any(c.dep_ == "neg" for c in token.children)


def is_of_state(party: Party) -> bool:
    """Whether somebody acts for the state: police, troops, officials, a body of the state."""
    words = party.text.lower().split()
    last = words[-1] if words else ""
    return (
        party.head in ("state_body", "country")
        or party.head.lower() in _STATE
        or last in _STATE
        or (party.item is not None and party.item.stand_in == "police")
    )


def _is_many(party: Party) -> bool:
    if party.kind == "pronoun":
        return party.plural or party.pronoun in _MANY or party.head.lower() in _MANY
    if {party.head.lower(), party.text.lower()} & _CROWD or len(party.names) > 1:
        return True
    return party.kind == "group" and (party.plural or (party.counted and (party.low or 0) > 1))
