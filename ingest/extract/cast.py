"""The people of a document as the text calls them: "the teacher", "the second accused", "the brothers", "all four".

A description means whoever the text has called so. Where it has called nobody so, or several at once, it is only
taken for the one person that the text is about; else it means nobody who could be told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

from ingest.extract.entities import Entity
from ingest.language.analysis import Analysis, Item
from ingest.language.lexicon import Lexicon, load_lexicon, word_details, word_set

_REACH = 8
"""So many passages behind a naming its people are still meant by their number ("all four")."""
_AT_HAND = 3
"""So many passages behind a naming a word that nobody was called by can still mean the one who was named."""
_KEPT = 120
"""So many namings are looked back over at most."""
_CALLED_BEFORE = re.compile(r"(?:[\w'’-]+ ){0,4}[\w'’-]+,? $")
_SEVERAL_BEFORE = re.compile(r"(?:\W|^)(?P<noun>[a-z][\w'’-]+)[:,]? $")
_CALLED_AFTER = re.compile(
    r"(?:,? \((?P<aside>[^()]{1,40})\)|, (?:aged )?\d{1,2}(?:-year-old)?(?![\w-]))*"
    r"(?:,| is| was|, who (?:is|was)) (?:(?:an?|the|also|then|now|both|one of the|\d{1,2}-year-old) )*"
    r"(?P<noun>[\w'’ -]{2,60}?)"
    r"(?= ?[,.;:()]| (?:of|at|in|from|for|with|who|which|and|was|were|is|had|has|to|by|on|whose|said)\b|$)"
)
_AND_CALLED = re.compile(r" and (?:an? )?(?P<noun>[a-z][\w'’-]+)(?= ?[,.;:()]| (?:of|at|in|from|for|with|who)\b|$)")
_AGE = re.compile(
    r"(?:,? \((?:aged )?|, (?:aged )?| )(?P<age>\d{1,2})(?:-year-old)?(?=[),;.]| and\b|$)"
    r"|, an? (?P<old>\d{1,2})-year-old"
)
_AGE_BEFORE = re.compile(r"(?P<age>\d{1,2})-year-old ")
_RANK = {
    word: number
    for number, words in enumerate(
        ("first 1st", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th", "sixth 6th", "seventh 7th", "eighth 8th")
    )
    for word in words.split()
}
_RANKED = re.compile(rf"\b(?P<rank>{'|'.join(_RANK)}|former|latter)\b(?: (?P<noun>[a-z]+))?", re.IGNORECASE)
_NUMBERED = re.compile(r"\b(?:no\.?|number) (?P<number>\d)\b", re.IGNORECASE)
_WHOLE = re.compile(r"(?:all|both|each|every|the|these|those)\b", re.IGNORECASE)
_PART = re.compile(r"\b(?:of (?:them|those|these|the)|others?|remaining|rest|more|further|additional)\b", re.IGNORECASE)
_SIZES = {"both": 2, "two": 2, "pair": 2, "couple": 2, "duo": 2, "twins": 2, "three": 3, "trio": 3, "four": 4}


NAMELESS = re.compile(
    rf"(?:^|\b)(?:\d{{1,2}}-year-old|(?:{'|'.join(_RANK)}|former|latter)(?:$| (?:accused|one)\b)|accused|deceased)",
    re.IGNORECASE,
)
"""A phrase that can only be somebody's, though its noun names nobody: "the second", "the 34-year-old"."""


@dataclass(slots=True)
class Portrait:
    """What the text has said of one person: the nouns that it calls him by, his age, his rank among the accused."""

    nouns: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    age: str = ""
    rank: int = -1


@dataclass(frozen=True, slots=True)
class Naming:
    """People named together at one place of the text."""

    ordinal: int
    start: int
    section: int
    people: tuple[Entity, ...]


class Cast:
    """Everybody whom the text has named up to here, and what it calls them."""

    def __init__(
        self, lexicon: Lexicon, *, is_official: Callable[[Entity], bool], sex_of: Callable[[Entity], str]
    ) -> None:
        self._lexicon = lexicon
        self._is_official = is_official
        self._sex_of = sex_of
        self._portraits: dict[str, Portrait] = {}
        self._namings: list[Naming] = []

    # ------------------------------------------------------------------ what is told of people

    def note(self, analysis: Analysis, people: Callable[[Item], tuple[Entity, ...]]) -> None:
        """Take in the people that a passage names, with the words for them."""
        passage, text = analysis.passage, analysis.text
        last = 0
        for item in analysis.items:
            if item.kind not in ("person", "people") or item.start < analysis.head.end:
                continue
            named = people(item)
            self._namings.append(Naming(passage.ordinal, item.start, passage.section, _once(named)))
            shared = _SEVERAL_BEFORE.search(text[max(0, item.start - 40) : item.start]) if len(named) > 1 else None
            for entity, name in zip(named, item.names, strict=True):
                portrait = self._portraits.setdefault(entity.entity_id, Portrait())
                for noun in self._nouns(text, max(last, name.start - 60), name.start, name.end):
                    self._call(portrait, noun)
                if shared is not None and (noun := self._singular(shared["noun"])) and noun != shared["noun"]:
                    self._call(portrait, noun)
                age = _AGE.match(text, name.end) or _AGE_BEFORE.search(text, max(last, name.start - 30), name.start)
                if age is not None:
                    portrait.age = age.group("age") or age.groupdict().get("old") or ""
                ranked = re.search(
                    rf"\b(?P<rank>{'|'.join(_RANK)}) [a-z]+, $",
                    text[max(0, name.start - 40) : name.start],
                    re.IGNORECASE,
                )
                if ranked is not None:
                    portrait.rank = _RANK[ranked["rank"].lower()]
                last = name.end

    def point(self, people: tuple[Entity, ...], ordinal: int, section: int) -> None:
        """Take in that a passage was found to be about somebody whom it need not name."""
        self._namings.append(Naming(ordinal, 1_000_000, section, _once(people)))

    def is_about(self, person: Entity, ordinal: int) -> bool:
        """Whether somebody is the only one whom the last naming, just before a passage, named."""
        near = [p for n in self._namings[-_KEPT:] if ordinal - n.ordinal <= 1 for p in n.people]
        return bool(near) and all(p is person for p in near)

    @property
    def is_empty(self) -> bool:
        """Whether the text has named nobody so far."""
        return not self._namings

    def _call(self, portrait: Portrait, noun: str) -> None:
        portrait.nouns.add(noun)
        portrait.classes.update(_classes().get(noun, ()))

    def _nouns(self, text: str, first: int, start: int, end: int) -> Iterator[str]:
        """The nouns for somebody before a name ("the trader", "a trainee priest,") and behind it ("…, a teacher")."""
        before = _CALLED_BEFORE.search(text[first:start])
        if before is not None:
            words = re.findall(r"[\w'’-]+", before.group(0))
            aside = before.group(0).endswith(", ")
            if aside and not re.search(r"\b(?:an?|the|his|her|their|our|my|its|[\w-]+['’]s?) ", before.group(0)):
                words = []
            for word in words[-1:] if aside else words[-2:]:
                if noun := self._singular(word.lower(), one=True):
                    yield noun
        after = _CALLED_AFTER.match(text, end)
        if after is not None:
            word = after["noun"].rsplit(maxsplit=1)[-1]
            if word[:1].islower() and (noun := self._singular(word, one=True)):
                yield noun
            more = _AND_CALLED.match(text, after.end())
            if more is not None and (noun := self._singular(more["noun"], one=True)):
                yield noun

    def _singular(self, word: str, *, one: bool = False) -> str:
        """The singular of a noun for people, or nothing; ``one`` wants it to be singular in the text."""
        word = word.lower()
        single = singular(word)
        if one and single != word:
            return ""
        known = single in self._lexicon.kin or self._lexicon.names_people(single) or single in _classes()
        return single if known else ""

    # ------------------------------------------------------------------ whom a description means

    def one(
        self, words: str, head: str, at: tuple[int, int], subject: Entity | None, sex: str = ""
    ) -> tuple[Entity, ...]:
        """The person whom "the trader", "the 34-year-old" or "the second accused" at ``(passage, offset)`` means."""
        before = self._before(at)
        if not before:
            return ()
        ranked = _RANKED.search(words)
        if ranked is not None and (head == ranked["rank"].lower() or ranked["noun"] == head):
            return self._ranked(ranked["rank"].lower(), before)
        numbered = _NUMBERED.search(words)
        if numbered is not None:
            return self._ranked(next((w for w, n in _RANK.items() if n == int(numbered["number"]) - 1), ""), before)
        age = re.match(r"(?:[\w'’-]+ )*?(\d{1,2})-year-old", words)
        if age is not None:
            aged = self._latest(before, lambda p: p.age == age[1])
            if aged or head == "old":
                return aged or self._at_hand(before, subject, at, sex)
        noun = singular(head)
        called = self._latest(before, lambda p: noun in p.nouns)
        if called:
            return self._alone(called, before, subject)
        kinds = set(_classes().get(noun, ()))
        akin = self._latest(before, lambda p: not kinds.isdisjoint(p.classes)) if kinds else ()
        if akin:
            return self._alone(akin, before, subject)
        if noun in self._lexicon.kin or noun in self._lexicon.police or noun in word_set("official_title"):
            return ()
        plain = noun in word_set("captive") | word_set("minor") or noun in (
            "man",
            "woman",
            "lady",
            "gentleman",
            "accused",
        )
        found = self._at_hand(before, subject, at, sex)
        if plain or not found:
            return found
        known = self._portraits.get(found[0].entity_id, Portrait())
        return () if known.classes and kinds and known.classes.isdisjoint(kinds) else found

    def several(self, words: str, head: str, count: float | None, at: tuple[int, int]) -> tuple[Entity, ...]:
        """The people whom "all four", "both men", "the two activists" or "the brothers" at a place means."""
        if _PART.search(words) or not _WHOLE.match(words):
            return ()
        before = [n for n in self._before(at) if at[0] - n.ordinal <= _REACH]
        noun = singular(head)
        size = (
            int(count)
            if count is not None
            else next((n for w, n in _SIZES.items() if re.search(rf"\b{w}\b", words)), 0)
        )
        if not before or noun in self._lexicon.police or noun in word_set("official_title"):
            return ()
        called = self._all(before, lambda p: noun in p.nouns)
        if size:
            if len(called) == size:
                return called
            return self._counted(before, size)
        plain = re.fullmatch(
            r"(?:the|these|those|both) (?:[\w'’-]+ )?[\w'’-]+", words
        )  # "all the jailed writers" are more
        return called if len(called) > 1 and plain is not None else ()

    # ------------------------------------------------------------------ parts

    def _before(self, at: tuple[int, int]) -> list[Naming]:
        found = [n for n in self._namings[-_KEPT:] if (n.ordinal, n.start) < at and n.people]
        return [n for n in found if n.section == found[-1].section]

    def _of(self, naming: Naming) -> tuple[Entity, ...]:
        return tuple(p for p in naming.people if not self._is_official(p))

    def _latest(self, before: list[Naming], fits: Callable[[Portrait], bool]) -> tuple[Entity, ...]:
        """Those of the latest naming that has anybody who fits."""
        for naming in reversed(before):
            found = tuple(p for p in naming.people if fits(self._portraits.get(p.entity_id, Portrait())))
            if found:
                return found
        return ()

    def _all(self, before: list[Naming], fits: Callable[[Portrait], bool]) -> tuple[Entity, ...]:
        everybody = {p.entity_id: p for n in before for p in self._of(n)}
        return tuple(p for p in everybody.values() if fits(self._portraits.get(p.entity_id, Portrait())))

    @staticmethod
    def _alone(found: tuple[Entity, ...], before: list[Naming], subject: Entity | None) -> tuple[Entity, ...]:
        """One of several who are called the same: the one that the text has gone on about, if any."""
        if len(found) == 1:
            return found
        later = before[-1].people
        return later if len(later) == 1 and later[0] in found and subject is later[0] else ()

    def _ranked(self, rank: str, before: list[Naming]) -> tuple[Entity, ...]:
        """ "The second accused", "the latter": by the rank that the text gave, else by the order of a list."""
        lists = [n.people for n in before if len(n.people) > 1]
        if rank in ("former", "latter"):
            return ((lists[-1][-1] if rank == "latter" else lists[-1][0]),) if lists and len(lists[-1]) == 2 else ()
        if rank not in _RANK:
            return ()
        told = self._latest(before, lambda p: p.rank == _RANK[rank])
        if told:
            return told[:1]
        order = lists[0] if lists else ()
        return (order[_RANK[rank]],) if _RANK[rank] < len(order) else ()

    def _at_hand(
        self, before: list[Naming], subject: Entity | None, at: tuple[int, int], sex: str
    ) -> tuple[Entity, ...]:
        """The one person that the text is about; nobody where it has just named several."""
        near = [n for n in before if at[0] - n.ordinal <= _AT_HAND and self._of(n)]
        if not near:
            return (subject,) if subject is not None and not self._is_official(subject) else ()
        last = [p for p in self._of(near[-1]) if not sex or self._sex_of(p) in ("", sex)]
        if len(last) == 1:
            return (last[0],)
        return ()

    def _counted(self, before: list[Naming], size: int) -> tuple[Entity, ...]:
        """The nearest people before a place that are just so many."""
        found: dict[str, Entity] = {}
        for naming in reversed(before):
            fresh = [p for p in self._of(naming) if p.entity_id not in found]
            if len(fresh) == size and not (found and len(found) == size):
                return tuple(fresh)
            found |= {p.entity_id: p for p in fresh}
            if len(found) > size:
                return ()
        return tuple(reversed(found.values())) if len(found) == size else ()


def _once(people: tuple[Entity, ...]) -> tuple[Entity, ...]:
    return tuple({p.entity_id: p for p in people}.values())


def sex_of_noun(noun: str) -> str:
    """ "f" or "m" where a noun can only be a woman's or a man's, else nothing."""
    sexes = load_lexicon()
    return "f" if noun in sexes.female else "m" if noun in sexes.male else ""


def singular(word: str) -> str:
    """The singular of a plural noun for people ("activists", "women", "deputies"); any other word as it is."""
    for ending, single in (
        ("women", "woman"),
        ("men", "man"),
        ("children", "child"),
        ("wives", "wife"),
        ("people", "person"),
    ):
        if word.endswith(ending):
            return word[: -len(ending)] + single
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    """Nouns for people by what they have in common: "reporter" and "journalist" may mean one person."""
    return {word: tuple(detail.split()) for word, detail in word_details("person_class").items()}


__all__ = ["NAMELESS", "Cast", "Naming", "Portrait", "sex_of_noun", "singular"]
