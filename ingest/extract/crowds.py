"""Crowds that meet force: where a text tells only what the police did to protesters, there was a protest."""

from __future__ import annotations

from ingest.extract.frames import Frame, FrameReader
from ingest.language.lexicon import Trigger, word_set
from ingest.language.parse import Token

_PROTESTERS = word_set("protester")
_CROWD = word_set("crowd")
_STATE = word_set("state")
_FORCE = word_set("force_verb")
_WEAPONS = word_set("crowd_weapon")
_WEAPON_NOUNS = word_set("weapon_noun")
_COLLECTIVE = word_set("collective")
_COMBATANTS = word_set("combatant")
_NEEDS_WEAPON = frozenset({"open", "use", "turn", "launch", "lob", "unleash", "deploy", "fire"})
_CROWD_TRIGGER = Trigger(("crowd",), "N", "event", "demonstration")


def met_crowd(reader: FrameReader) -> Frame | None:
    """The crowd of a passage that police or troops disperse, drive off or fire at, as the frame of a demonstration.

    "Police fired tear gas at protesters", "the marchers were driven off": the first one in the passage, or None.
    Words that name people of any kind ("students", "supporters") count only where a weapon against crowds is named.
    """
    text = reader.analysis.text.lower()
    armed = any(w in text for w in _WEAPONS)
    for token in reader.doc:
        if token.pos_ not in ("NOUN", "PROPN", "ADJ") or reader.analysis.item(token) is not None:
            continue
        word = token.lower_
        many = token.tag_ in ("NNS", "NNPS") or word in _COLLECTIVE
        if not many or (word not in _PROTESTERS and not (armed and word in _CROWD)):
            continue
        if word in reader.lexicon.other_worlds["sport"] or any(t.lower_ in _COMBATANTS for t in token.subtree):
            continue
        verb = _verb_of(token)
        if verb is None or verb.lemma_.lower() not in _FORCE or reader.modality(verb) != "fact":
            continue
        used = [c.lower_ for c in verb.children if c.dep_ in ("dobj", "nsubjpass") and c.i != token.i]
        if used and verb.lemma_.lower() in _NEEDS_WEAPON and not set(used) & _WEAPON_NOUNS:
            continue  # "opened an investigation into activists"
        if not _is_by_force(reader, verb):
            continue
        start, end = reader.phrase_span(token)
        return Frame("event", "demonstration", _CROWD_TRIGGER, token, start, end, "fact", nominal=True, lemma=word)
    return None


def _verb_of(token: Token) -> Token | None:
    """The verb that a noun suffers: its object, its passive subject or the aim of "fire at"."""
    first = token
    while first.dep_ == "conj" and first.head.i != first.i:
        first = first.head
    if first.dep_ in ("dobj", "nsubjpass"):
        return first.head
    if first.dep_ == "pobj" and first.head.lower_ in ("on", "at", "into", "upon", "against"):
        above = first.head.head
        while above.pos_ == "NOUN" and above.dep_ in ("dobj", "conj"):
            above = above.head  # "fired tear gas at protesters": the parser may hang the aim on the gas
        return above if above.pos_ == "VERB" else None
    return None


def _is_by_force(reader: FrameReader, verb: Token) -> bool:
    """Whether police or troops are who did it, or nobody else is named."""
    subjects = (
        [g for c in verb.children if c.dep_ == "agent" for g in c.children]
        if FrameReader.is_passive(verb)
        else reader.subjects(verb)
    )
    if not subjects:
        return FrameReader.is_passive(verb)
    for subject in subjects:
        item = reader.analysis.item(subject)
        words = {t.lower_ for t in (subject, *subject.children)}
        if words & (_STATE | reader.lexicon.police) or (item is not None and item.kind == "state_body"):
            return True
    return False
