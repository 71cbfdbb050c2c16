"""Whose time in custody a phrase means: a name, "she", "both", "the girl", "the nine", "all of them".

Asked by the readers of what is told of people in custody. Whoever is spoken of but not held has no row here, and
nothing that is said of him falls on those who are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.extract.drafts import DetentionDraft, Where
from ingest.extract.entities import Entity
from ingest.extract.frames import FrameReader, Party
from ingest.extract.scene import Scene
from ingest.language.analysis import Analysis
from ingest.language.lexicon import word_set
from ingest.language.parse import Token

_ONE = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
}
_MANY = frozenset(
    {"latter", "former", "they", "them", "their", "theirs", "themselves", "all", "each", "both", "these", "those"}
)
_PEOPLE = frozenset({"person", "group", "pronoun"})
_UPON = frozenset({"on", "upon", "to", "at", "against", "over", "from", "into", "down", "with"})
_REACH = 4
"""How many passages back somebody in custody can still be meant without a name."""
_PAIR = re.compile(r"^(?:both|(?:all |the |these |those )?(?:two|pair|couple|duo))\b", re.IGNORECASE)
_DEFINITE = re.compile(r"^(?:the|all|both|these|those|each|every)\b", re.IGNORECASE)
_OF_SEX = {
    **dict.fromkeys(("girl", "woman", "schoolgirl", "actress", "nun", "housewife", "widow", "midwife"), "f"),
    **dict.fromkeys(("boy", "man", "schoolboy", "monk", "priest", "imam", "businessman", "cleric", "bishop"), "m"),
}
_PLACED = re.compile(r"\b(?:in|at|inside|from|near|outside) (?:the )?$")
_SPOKEN_FOR = re.compile(
    r"\b(?:lawyers?|attorneys?|counsel|solicitors?|advocates?|barristers?|spokes\w+|judges?|justice|magistrates?|"
    r"prosecutors?|inspectors?|colonels?|captains?|ministers?|wardens?|governors?|officers?|lieutenants?|sergeants?)\b"
)


@dataclass(frozen=True, slots=True)
class Meant:
    """Who a phrase means.

    ``drafts`` are their times in custody, ``people`` the named ones who have none yet. ``somebody`` tells that the
    phrase is about people at all; ``part`` that only some of a group are meant.
    """

    drafts: tuple[DetentionDraft, ...] = ()
    people: tuple[Entity, ...] = ()
    somebody: bool = False
    part: bool = False


NOBODY = Meant()
STRANGER = Meant(somebody=True)


class Roster:
    """Finds the times in custody that the words of a passage are about."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._held: dict[str, DetentionDraft] = {}
        self._near: list[tuple[int, int, DetentionDraft]] = []

    def enter(self, analysis: Analysis) -> None:
        """Note who is held, and which rows the passage and those just before it tell, nearest last."""
        here = analysis.passage
        self._held = {d.person.entity_id: d for d in self.scene.detentions if d.person is not None}
        self._near = []
        for draft in self.scene.detentions:
            for passage, start, _ in _told_at(draft):
                back = here.ordinal - passage.ordinal
                if 0 <= back <= _REACH and passage.section == here.section:
                    self._near.append((back, start, draft))

    @property
    def is_empty(self) -> bool:
        """Whether nobody in custody was told of here or shortly before."""
        return not self._near

    # ------------------------------------------------------------------ phrases

    def of_phrase(self, reader: FrameReader, token: Token) -> Meant:
        """Who the noun phrase of a head means; several joined phrases mean all of them."""
        known = [
            meant
            for part in FrameReader._coordinated(token)
            for party in reader.party(part)
            if (meant := self._of_party(reader, party, part)).somebody
        ]
        return Meant(
            unique(d for m in known for d in m.drafts),
            tuple({p.entity_id: p for m in known for p in m.people}.values()),
            bool(known),
            any(m.part for m in known),
        )

    def _of_party(self, reader: FrameReader, party: Party, token: Token) -> Meant:
        analysis = reader.analysis
        if party.kind == "person":
            return self._named([self.scene.person(n) for n in party.names])
        if party.kind == "body":
            return NOBODY
        word = (party.pronoun if party.kind == "pronoun" else "") or party.head
        word = token.lower_ if token.lower_ in _ONE or token.lower_ in _MANY else word
        if word in _ONE:
            return self._single(analysis, party.span[0], _ONE[word])
        if party.kind == "pronoun" and word not in _MANY and not party.plural:
            return NOBODY
        named = self._named([self.scene.person(n) for n in party.members]) if party.members else NOBODY
        part_of = any(c.lower_ == "of" for c in token.children) and party.low == party.high == 1
        if part_of and not reader.is_people_word(token.lower_):
            aside = [p for c in token.children if c.dep_ == "appos" for p in reader.party(c) if p.kind == "person"]
            return self._named(self.scene.person(n) for p in aside for n in p.names) if aside else STRANGER
        if party.low == party.high == 1 or (not party.plural and word not in _MANY):
            return named if named.drafts else self._one_described(reader, party, token)
        told = self._told_here(analysis, party)
        if told is not None:
            return Meant((told, *named.drafts), named.people, True, party.partitive and told.low != party.low)
        of = next((g for c in token.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"), None)
        if (
            of is not None
            and of.i != token.i
            and (of.lower_ in _MANY or _DEFINITE.match(analysis.text[analysis.subtree_span(of)[0] :]))
        ):
            whole = self.of_phrase(reader, of)  # "three of them", "most of the women"
            every = token.lower_ in ("all", "each", "both")
            return Meant(whole.drafts, whole.people, whole.somebody, not every)
        text = party.text.lower()
        said = [c for c in token.children if c.dep_ in ("relcl", "acl")]
        if word in ("those", "these", "all") and said and said[0].lemma_.lower() not in word_set("seize_verb"):
            return STRANGER  # "those who held placards"
        if word in _MANY or _DEFINITE.match(text):
            return self._several(analysis, party, word)
        return STRANGER if party.kind in ("group", "pronoun") else NOBODY

    def _named(self, people: Iterable[Entity]) -> Meant:
        drafts: list[DetentionDraft] = []
        unheld: list[Entity] = []
        for person in people:
            mine = self.last(person)
            if mine is None:
                unheld.append(person)
            else:
                drafts.append(mine)
        return Meant(unique(drafts), tuple(unheld), True)

    def last(self, person: Entity) -> DetentionDraft | None:
        """The time in custody of a person that was told last."""
        return self._held.get(person.entity_id)

    # ------------------------------------------------------------------ one

    def _one_described(self, reader: FrameReader, party: Party, token: Token) -> Meant:
        """ "The girl", "the 21-year-old", "a 16-year-old"; "her brother" and "a guard" are strangers."""
        analysis = reader.analysis
        told = self._told_here(analysis, party)
        if told is not None:
            return Meant((told,), somebody=True)
        word = token.lower_
        aged = word in ("old", "olds") or re.search(r"-year-old", party.text)
        if word in reader.lexicon.police or word in word_set("keeper") - word_set("facility"):
            return STRANGER
        if not (aged or reader.is_people_word(word) or word in word_set("minor")):
            return NOBODY
        determiner = next((c.lower_ for c in token.children if c.dep_ in ("det", "poss")), "")
        if determiner not in ("the", "this") or word in reader.lexicon.kin or _SPOKEN_FOR.search(word):
            return STRANGER
        found = self._single(analysis, party.span[0], _OF_SEX.get(word, ""))
        return found if found.drafts else STRANGER

    def _single(self, analysis: Analysis, before: int, sex: str) -> Meant:
        """Who "he", "her" or "the girl" is: named before in this passage, else whom the text was speaking of."""
        genders = self.scene.focus.gender

        def fits(person: Entity) -> bool:
            return not sex or genders.get(person.entity_id, sex) == sex

        for item in reversed([i for i in analysis.people if i.start < before]):
            if len(item.names) > 1:
                continue
            person = self.scene.entities.of(item.names[0])
            if (
                not fits(person)
                or self._speaks_for(analysis, item.start, person)
                or (self.last(person) is None and _PLACED.search(analysis.text[: item.start]))
            ):
                continue
            return self._named([person])
        here = [d for d in self._of_passage(analysis) if d.person is None and d.low == d.high == 1]
        lone = [d for d in here if d.passage.passage_id == analysis.passage.passage_id and d.start < before]
        if lone:
            return Meant((lone[-1],), somebody=True)
        recent = self._recent(analysis)
        subject = self.scene.focus.subject
        if subject is not None and fits(subject):
            mine = self.last(subject)
            if mine is not None and any(d is mine for d in recent):
                return Meant((mine,), somebody=True)
        for person in reversed(self.scene.focus.people):
            mine = self.last(person)
            if mine is not None and fits(person) and any(d is mine for d in recent):
                return Meant((mine,), somebody=True)
        ones = [d for d in recent if (d.person is not None and fits(d.person)) or (d.person is None and d.high == 1)]
        if ones:
            return Meant((ones[-1],), somebody=True)
        if subject is not None and fits(subject) and not self.scene.is_official(subject):
            return Meant((), (subject,), True)
        return STRANGER

    def _speaks_for(self, analysis: Analysis, start: int, person: Entity) -> bool:
        """Somebody who reports of another: his lawyer, her mother, a judge."""
        if self.scene.is_official(person):
            return True
        if self.last(person) is not None:
            return False
        before = re.findall(r"[\w'’-]+", analysis.text[max(0, start - 40) : start].lower())[-3:]
        return any(w in self.scene.lexicon.kin or _SPOKEN_FOR.fullmatch(w) for w in before)

    # ------------------------------------------------------------------ several

    def several(self, analysis: Analysis, party: Party) -> Meant:
        """Who a definite plural means, asked without its word in the parse."""
        first = party.text.lower().split()[0]
        return self._several(analysis, party, first if first in _MANY and party.kind == "pronoun" else party.head)

    def _several(self, analysis: Analysis, party: Party, word: str) -> Meant:
        """Who "both", "they", "the nine" or "the women" are: those told last who are as many, or called so."""
        text = party.text.lower()
        count = 2.0 if _PAIR.match(text) else (party.low if party.counted and party.low == party.high else None)
        noun = "" if word in _MANY or word in ("two", "pair", "couple", "duo", "rest", "others", "latter") else word
        if noun and (noun in self.scene.lexicon.kin or noun in word_set("keeper") or noun in self.scene.lexicon.police):
            return STRANGER
        if word in _MANY and word not in ("latter", "former") and self._is_crowd_before(analysis, party.span[0]):
            return STRANGER
        groups = [a for a in self._by_passage(analysis, party.span[0]) if a]
        if word in ("latter", "former") and groups:
            return Meant((groups[0][-1 if word == "latter" else 0],), somebody=True)
        for told in groups:
            if count is not None:
                same = [d for d in told if d.person is None and d.low == d.high == count]
                if same:
                    return Meant((same[-1],), somebody=True)
                people = [d for d in told if d.person is not None]
                if len(people) == count:
                    return Meant(unique(people), somebody=True)
                continue
            if noun:
                called = [d for d in told if d.person is None and _called(d, noun)]
                if called:
                    beside = [d for d in told if d.person is not None and called[-1].rest]
                    return Meant(unique([*beside, called[-1]]), somebody=True)
                if noun not in word_set("captive"):
                    continue
            if len(told) > 1 or told[0].person is None:
                return Meant(unique(told), somebody=True)
        if count is not None:
            people = [d for told in groups for d in told if d.person is not None]
            if len(unique(people)) == count:
                return Meant(unique(people), somebody=True)
        if noun and noun not in word_set("captive"):
            return STRANGER if party.kind in ("group", "pronoun") else NOBODY
        plural = self.scene.focus.plural
        if len(plural) > 1 and (count is None or len(plural) == count):
            return self._named(plural)
        return STRANGER

    def _is_crowd_before(self, analysis: Analysis, before: int) -> bool:
        """Whether "they" in a passage is a crowd that it names itself and that is not held: "turned to activists"."""
        people = self.scene.lexicon.people | word_set("crowd")
        told = [d.spans["count"] for _, _, d in self._near if d.person is None and "count" in d.spans]
        named = max((i.end for i in analysis.people if i.end <= before), default=-1)
        for token in analysis.doc or ():
            start, end = analysis.span(token)
            if end > before or start < named or token.tag_ != "NNS" or token.lower_ not in people:
                continue
            if token.lower_ in word_set("keeper") or token.lower_ in self.scene.lexicon.police:
                continue
            if not any(p is analysis.passage and a <= start < b for p, a, b in told):
                return True
        return False

    def _told_here(self, analysis: Analysis, party: Party) -> DetentionDraft | None:
        """The row whose own words a phrase of this passage is."""
        for _, _, draft in self._near:
            where = draft.spans.get("count")
            if draft.person is not None or where is None or where[0].passage_id != analysis.passage.passage_id:
                continue
            if where[1] < party.span[1] and party.span[0] < where[2]:
                return draft
        return None

    # ------------------------------------------------------------------ clauses

    def of_clause(self, reader: FrameReader, token: Token) -> Meant:
        """Who the clause around a word is about: whoever something is done to, else whoever does or is something."""
        for word in (token, *token.ancestors):
            for phrase in self.affected(reader, word):
                meant = self.of_phrase(reader, phrase)
                if meant.somebody:
                    return meant
            if word.dep_ in ("ccomp", "parataxis") and word.head.lemma_.lower() in word_set("reporting_verb"):
                return NOBODY  # who reports it is not who it is told of
        return NOBODY

    def of_victim(self, reader: FrameReader, token: Token) -> Meant:
        """Who suffers what a verb does: its object, also by a part of the body ("his jaw", "down her throat")."""
        if _is_anyone(token):
            return STRANGER
        for phrase in self.patients(reader, token):
            meant = self.of_phrase(reader, phrase)
            if meant.somebody:
                return meant
            for owner in owners(phrase):
                meant = self.of_phrase(reader, owner)
                if meant.somebody:
                    return meant
        return NOBODY

    @staticmethod
    def patients(reader: FrameReader, verb: Token) -> Iterator[Token]:
        """Noun phrases of those whom a verb is done to, and of what it is done to."""
        passive = reader.is_passive(verb) or (
            verb.tag_ == "VBN" and verb.dep_ == "ccomp" and verb.head.lemma_ in ("have", "get", "see", "find", "leave")
        )
        small = [c for c in verb.children if c.dep_ in ("ccomp", "xcomp")]
        objects = [c for c in verb.children if c.dep_ in ("dobj", "dative", "oprd")]
        if passive:
            yield from reader.subjects(verb)
            yield from objects
        else:
            yield from sorted(objects, key=lambda c: c.dep_ != "dative" and c.lower_ not in _ONE)
            yield from (g for c in small for g in c.children if g.dep_ in ("nsubj", "nsubjpass"))
        yield from (
            g
            for c in verb.children
            if c.dep_ in ("prep", "dative") and c.lower_ in _UPON
            for g in c.children
            if g.dep_ == "pobj"
        )
        yield from (g for c in small for g in c.children if g.dep_ in ("dobj", "dative"))

    @staticmethod
    def affected(reader: FrameReader, word: Token) -> Iterator[Token]:
        """Whom a word is about: of a verb its objects if they are people, then its subjects; of a noun its owner."""
        if word.pos_ in ("VERB", "AUX"):
            yield from (
                c
                for c in word.children
                if c.dep_ in ("dobj", "dative")
                and any(p.kind in _PEOPLE for p in reader.party(c))
                and not any(g.lower_ in ("among", "including") for g in c.children)
            )
            yield from (
                g
                for c in word.children
                if c.dep_ == "dative" and c.pos_ == "ADP"
                for g in c.children
                if g.dep_ == "pobj"
            )
            passive = reader.is_passive(word)
            yield from (s for s in reader.subjects(word) if passive or not _is_keeper(reader, s))
        elif word.pos_ in ("NOUN", "PROPN"):
            yield from owners(word)

    # ------------------------------------------------------------------ who was told

    def at_hand(self, analysis: Analysis) -> tuple[DetentionDraft, ...]:
        """Who a clause without people must be about: the only ones of the passage, else those told last before it."""
        for told in self._by_passage(analysis, len(analysis.text)):
            if told:
                return told if len(told) == 1 or all(_shares(d, told[0]) for d in told) else ()
        return ()

    def _by_passage(self, analysis: Analysis, before: int) -> list[tuple[DetentionDraft, ...]]:
        """The rows told in this passage before a position, then those of the passages before it, nearest first."""
        found: list[list[DetentionDraft]] = [[] for _ in range(_REACH + 1)]
        for item in analysis.items:
            if item.kind in ("person", "people") and item.start < before:
                named = (self.last(self.scene.entities.of(n)) for n in item.names)
                found[0] += [d for d in named if d is not None]
        for back, start, draft in self._near:
            if back or start < before:
                found[back].append(draft)
        return [unique(told) for told in found]

    def _recent(self, analysis: Analysis) -> tuple[DetentionDraft, ...]:
        told = self._by_passage(analysis, len(analysis.text))
        return unique(d for drafts in reversed(told) for d in drafts)

    def _of_passage(self, analysis: Analysis) -> tuple[DetentionDraft, ...]:
        return self._by_passage(analysis, len(analysis.text))[0]


def _is_anyone(verb: Token) -> bool:
    """ "Whoever asked for food was beaten": said of nobody in particular."""
    chain = [verb, verb.head] if verb.dep_ == "conj" else [verb]
    return any(
        c.dep_ in ("csubj", "csubjpass")
        or (c.dep_ in ("nsubj", "nsubjpass") and c.lower_ in ("whoever", "anyone", "anybody", "everyone", "someone"))
        for word in chain
        for c in word.children
    )


def owners(token: Token) -> Iterator[Token]:
    """Whose something is: "his jaw", "the arms of both", "two of her fingernails"."""
    yield from (c for c in token.children if c.dep_ == "poss")
    for link in token.children:
        if link.dep_ == "prep" and link.lower_ == "of":
            for part in link.children:
                if part.dep_ == "pobj":
                    yield from owners(part)
                    yield part


def _is_keeper(reader: FrameReader, token: Token) -> bool:
    """Guards, police and whoever else holds people: what they do is told of those they hold."""
    item = reader.analysis.item(token)
    if item is not None:
        return item.kind == "state_body"
    return token.lower_ != "they" and (token.lower_ in word_set("keeper") or token.lower_ in reader.lexicon.police)


def _told_at(draft: DetentionDraft) -> list[Where]:
    """Where a row is told: its own words, then whatever else cites it."""
    own = draft.spans.get("count", (draft.passage, draft.start, draft.end))
    return [own, *draft.evidence]


def _called(draft: DetentionDraft, noun: str) -> bool:
    """Whether a group's words are those of a noun, in the plural or not."""
    words = re.findall(r"[\w'’-]+", (draft.group or "").lower())
    return any(w == noun or w.rstrip("s") == noun.rstrip("s") for w in words)


def _shares(one: DetentionDraft, other: DetentionDraft) -> bool:
    """Whether two rows are of people taken together."""
    return one.passage.passage_id == other.passage.passage_id and one.date == other.date


def unique(drafts: Iterable[DetentionDraft]) -> tuple[DetentionDraft, ...]:
    """Each row once, in order."""
    return tuple({id(d): d for d in drafts}.values())
