"""Which passages are worth parsing: the cheap look before the statistical model.

A passage with a plain word of the subject ("arrested", "court", "protest") is chosen. An everyday word that can mean
such a thing ("marched", "held", "stoned") opens the gate only beside people or officials, or close behind a chosen
passage, where "they threw stones" goes on with the story.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from ingest.extract.acts import act_words
from ingest.extract.counts import tells_a_number
from ingest.language.lexicon import Trigger, load_lexicon, phrases, word_details, word_set
from ingest.model import Passage

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_VOWELS = frozenset("aeiou")
_LONG = 3
"""Passages of a paragraph that says so in a plain word where it is about the subject."""
_GAP = 9
"""Most words from one word of a phrase to the next: "took three of the men who had come early away"."""
_MONTH = re.compile(r"(?<!^)\bMarch\b")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\b(?:1[6-9]|20)\d\d\b")
_MANY = frozenset({"dozen", "dozens", "hundred", "hundreds", "thousand", "thousands", "scores"})
STRONG, WEAK, FAINT, NONE = 3, 2, 1, 0
_AFTER = {STRONG: 0, WEAK: 4, FAINT: 1, NONE: -1}
_BEFORE = {STRONG: 0, WEAK: 2, FAINT: 1, NONE: -1}
"""How many passages behind and before one with a plain word a fainter one can still belong to its story."""


@cache
def irregular() -> dict[str, tuple[str, ...]]:
    """Forms of verbs and nouns that no rule makes, by lemma."""
    return {lemma: tuple(told.split()) for lemma, told in word_details("irregular_forms").items()}


def forms(lemma: str) -> Iterator[str]:
    """The inflected forms of an English lemma, itself first; a few that do not exist are harmless."""
    yield lemma
    yield from irregular().get(lemma, ())
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        yield from (lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing", lemma + "s")
        return
    if lemma.endswith("e"):
        yield from (lemma + "s", lemma + "d", lemma[:-1] + "ing", lemma + "r", lemma + "rs")
        return
    yield from (lemma + "s", lemma + "es", lemma + "ed", lemma + "ing", lemma + "er", lemma + "ers")
    if len(lemma) > 2 and lemma[-1] not in _VOWELS | set("wxy") and lemma[-2] in _VOWELS:
        yield from (lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing", lemma + lemma[-1] + "er")


class Gate:
    """The words of all triggers, looked up by their forms."""

    def __init__(self) -> None:
        lexicon = load_lexicon()
        everyday = word_set("everyday")
        self._lemmas: dict[str, set[str]] = {}
        self._single: dict[str, int] = {}
        self._phrases: dict[str, list[tuple[str, ...]]] = {}
        told = (*lexicon.triggers, *phrases("mistreatment_phrases"))
        for trigger in told:
            self._add(trigger, everyday)
        for kind in sorted({w[1:] for t in told for w in t.pattern if w.startswith("@")}):
            for name in word_set(kind):
                self._add_words(tuple(name.split()), everyday)
            for name in word_set("prison_name"):
                self._add_phrase(tuple(name.split()), everyday)
        answers = (form for verb in word_set("grant_verb") | word_set("respond_verb") for form in forms(verb))
        needs = {
            w for w, kept in word_details("deprivation").items() if kept in ("denied_lawyer", "denied_medical_care")
        }
        self._goes_on = word_set("goes_on") | needs | frozenset(answers)
        for word in lexicon.gate - self._goes_on:
            self._know(word)
            self._single[word] = max(WEAK if word in everyday else STRONG, self._single.get(word, NONE))
        self._acts: dict[str, set[str]] = {}
        for verbs, things in act_words():
            for word in verbs | things:
                self._know(word)
            for verb in verbs:
                self._acts.setdefault(verb, set()).update(things)
        self._numbers = frozenset(lexicon.number_words) - {"a", "an", "one"}
        crowds = {*lexicon.police, *word_set("crowd"), *word_set("state_force")}
        self._people = frozenset((crowds - self._goes_on) | _MANY)

    def _add(self, trigger: Trigger, everyday: frozenset[str]) -> None:
        if any(w.startswith("@") for w in trigger.pattern):
            return  # the nouns of a class stand for the phrases that end in them
        self._add_words(tuple(dict.fromkeys(w for w in trigger.pattern if w != "~")), everyday)

    def _add_words(self, words: tuple[str, ...], everyday: frozenset[str]) -> None:
        if len(words) == 1:
            self._know(words[0])
            strength = WEAK if words[0] in everyday else STRONG
            self._single[words[0]] = max(strength, self._single.get(words[0], NONE))
        else:
            self._add_phrase(words, everyday)

    def _add_phrase(self, words: tuple[str, ...], everyday: frozenset[str]) -> None:
        for word in words:
            self._know(word)
        rarest = max(words, key=lambda w: (w not in everyday, len(w)))
        self._phrases.setdefault(rarest, []).append(words)

    def _know(self, lemma: str) -> None:
        for form in forms(lemma):
            self._lemmas.setdefault(form, set()).add(lemma)

    def strength(self, text: str) -> int:
        """STRONG where the passage speaks of the subject, WEAK where it may, FAINT where it may only go on with it."""
        lower = _MONTH.sub(" ", text).lower()
        words = set(_WORD.findall(lower))
        words |= {
            part for word in words if "-" in word or "'" in word or "’" in word for part in re.split(r"[-'’]", word)
        }
        lemmas = {lemma for word in words for lemma in self._lemmas.get(word, ())}
        found = max((self._single.get(lemma, NONE) for lemma in lemmas), default=NONE)
        if found == STRONG:
            return STRONG
        phrases = [p for lemma in lemmas for p in self._phrases.get(lemma, ()) if lemmas.issuperset(p)]
        if phrases and any(self._in_order(p, _WORD.findall(lower)) for p in phrases):
            if _DIGIT.search(text) or words & self._numbers:
                return STRONG  # "was picked up on 31 July", "has been held for ten days"
            found = WEAK
        if any(lemmas & self._acts[lemma] - {lemma} for lemma in lemmas & self._acts.keys()):
            if found == NONE and (_YEAR.search(text) or words & self._people):
                return STRONG  # "blocked the road on 31 July 2016"
            found = WEAK
        if found == WEAK and words & self._people:
            return STRONG
        if found == WEAK:
            return WEAK
        if tells_a_number(text):
            return WEAK
        return FAINT if words & self._goes_on or _DIGIT.search(text) else NONE

    def _in_order(self, pattern: Sequence[str], words: Sequence[str]) -> bool:
        """Whether the words of a phrase stand in its order, each close behind the one before it."""
        ends = [n for n, word in enumerate(words) if pattern[0] in self._lemmas.get(word, ())]
        for lemma in pattern[1:]:
            ends = [
                n
                for n, word in enumerate(words)
                if lemma in self._lemmas.get(word, ()) and any(0 < n - end <= _GAP for end in ends)
            ]
        return bool(ends)

    def choose(self, passages: Sequence[Passage]) -> frozenset[str]:
        """Ids of the passages to parse; every list item but no title and no infobox."""
        candidates = [p for p in passages if p.kind not in ("title", "infobox")]
        strengths = [STRONG if p.kind == "list_item" else self.strength(p.text) for p in candidates]
        strong = [n for n, strength in enumerate(strengths) if strength == STRONG]
        sizes = Counter(p.block for p in candidates)
        told = {candidates[n].block for n in strong}
        chosen: set[str] = set()
        at = 0
        for number, passage in enumerate(candidates):
            while at < len(strong) and strong[at] < number:
                at += 1
            if sizes[passage.block] >= _LONG and passage.block not in told:
                continue  # a paragraph about something else
            near = [n for n in strong[max(0, at - 1) : at + 1] if candidates[n].section == passage.section]
            if any(_AFTER[strengths[number]] >= number - n >= -_BEFORE[strengths[number]] for n in near):
                chosen.add(passage.passage_id)
        return frozenset(chosen)


@cache
def gate() -> Gate:
    """The gate of this process."""
    return Gate()
