"""What was done to people in custody, phrase by phrase: blows, threats, what was kept from them.

Says what the words tell and on whom their grammar puts it; whose time in custody that is, ``custody`` finds out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ingest.extract.frames import FrameReader
from ingest.language.lexicon import rows, word_set
from ingest.language.parse import Token

_UNREAL = ("negated", "planned", "asked", "possible")
_NO = frozenset(
    {"no", "not", "n't", "n’t", "never", "neither", "nor", "nobody", "none", "nothing", "without", "hardly"}
)
_UP = frozenset(
    {"pobj", "prep", "dobj", "conj", "dative", "pcomp", "xcomp", "nsubj", "nsubjpass", "acl", "compound", "amod",
     "poss", "appos", "attr", "nmod", "oprd", "ccomp", "relcl", "npadvmod", "advcl"}
)  # fmt: skip
_WHERE = re.compile(
    r"\b(?P<not>not|n['’]t|no|never|neither|nobody|none|without|refus\w+|declin\w+|nothing|unaware|ignorant|in the "
    r"dark)\b"
    r"[^.;:]{0,70}?\b(?P<what>whereabouts\b|where (?:he|she|they|the \w+|his \w+|her \w+|their \w+|[A-Z]\w+) "
    r"(?:was|were|is|are|had been|has been|have been)\b(?! (?:arrested|seized|born|detained|from|going|taken from))|"
    r"where (?:he|she|they) might be\b|(?:place|location) (?:of|where|in which|nor|or)|"
    r"(?:the|his|her|their) (?:place|location|whereabouts|fate)\b|(?:word|news|sign|trace|sight) (?:of|from) "
    r"(?:him|her|them)\b|(?:if|whether) (?:he|she|they) (?:was|were|is|are) (?:alive|still alive|anywhere|dead)|"
    r"such (?:person|prisoner|man|woman|detainee|name)(?= (?:was|is|were|had)))",
    re.IGNORECASE,
)
_KNOW = re.compile(
    r"\b(?:know\w*|knew|told|tell\w*|sa(?:y|id)|learn\w*|inform\w*|news|word|sign|trace|sight|hear\w*|disclos\w*|"
    r"reveal\w*|"
    r"idea|notif\w*|acknowledg\w*|admit\w*|confirm\w*|unaware|ignorant|dark|find|found|discover\w*|held|such)\b",
    re.IGNORECASE,
)
_LETTING = frozenset({"allow", "permit", "let", "admit", "grant"})
_IMPOSED = re.compile(r"\b(?:sentenc\w+|courts?|judges?|verdicts?|impos\w+|\d+ lashes|convict\w+)\b", re.IGNORECASE)
_HEARD = frozenset({"hearing", "trial", "court", "courtroom", "session", "funeral", "proceedings"})
_SIGNED = frozenset({"sign", "confess", "put", "write", "retract", "recant", "read", "go"})


@dataclass(frozen=True, slots=True)
class Harm:
    """One phrase of treatment: its kind, its half-open stretch, and the word whose grammar says who suffers it.

    ``by`` tells how to find who that is: ``victim`` of the verb, the ``clause``'s people, the ``owner`` or the people
    told last (``hand``).
    """

    kind: str
    start: int
    end: int
    token: Token
    by: tuple[str, ...]


def harms(reader: FrameReader) -> Iterator[Harm]:
    """Everything that one passage says was done to somebody or kept from him."""
    yield from _set_phrases(reader)
    yield from _kept_from(reader)
    yield from _threats(reader)
    yield from _unknown_whereabouts(reader)


def _set_phrases(reader: FrameReader) -> Iterator[Harm]:
    for frame in reader.told("mistreatment_phrases"):
        token = frame.token
        if frame.modality in _UNREAL or _is_set_aside(token):
            continue
        by: tuple[str, ...]
        if token.lemma_.lower() in ("flog", "lash", "whip", "cane", "birch") and _IMPOSED.search(reader.analysis.text):
            continue  # what a court orders is its sentence
        if frame.trigger.pos == "V":
            if token.dep_ == "pcomp" and token.head.head.lemma_.lower() in word_set("blame"):
                continue  # accused of beating somebody
            by = ("doer",) if token.lemma_.lower() in _SIGNED and not reader.is_passive(token) else ("victim",)
        elif frame.trigger.pos == "N":
            if not _is_undergone(token):
                continue
            by = ("owner", "undergone")
        else:
            if any(t.lower_ == "against" for t in list(token.ancestors)[:3]):
                continue
            by = ("victim", "clause") if token.pos_ == "VERB" else ("owner", "clause", "undergone")
        yield Harm(frame.detail, frame.start, frame.end, token, by)


def _is_set_aside(token: Token) -> bool:
    """ "Ruled out feeding her by force": what was only weighed."""
    chain = [token, *token.ancestors][:5]
    return any(
        t.lemma_.lower() in ("consider", "discuss", "debate", "weigh", "oppose", "contemplate")
        or (t.lemma_.lower() == "rule" and any(c.lower_ == "out" for c in t.children))
        for t in chain[1:]
    )


def _is_undergone(noun: Token) -> bool:
    """Whether a noun of harm is said of somebody: "subjected to torture", "the beating of X", not "against torture"."""
    if any(c.dep_ == "poss" or (c.lower_ == "of" and c.dep_ == "prep") for c in noun.children):
        return noun.head.lower_ not in ("against",)
    if any(c.dep_ in ("relcl", "acl") for c in noun.children):
        return True
    for word in noun.ancestors:
        if word.lower_ in ("against", "on") or word.lemma_.lower() in word_set("blame"):
            return False
        if word.pos_ in ("VERB", "AUX") or word.pos_ == "NOUN":
            if word.lemma_.lower() in word_set("undergo"):
                return True
            if word.pos_ != "NOUN":
                return False
    return False


def _kept_from(reader: FrameReader) -> Iterator[Harm]:
    """ "Denied food", "no lawyer was let in", "without sleep", "kept from seeing his family"."""
    needs = _needs()
    for token in reader.doc:
        kind = needs.get(token.lower_) or needs.get(token.lemma_.lower())
        if kind is None or reader.analysis.item(token) is not None:
            continue
        if token.lower_ in ("medical", "legal") and token.head.lemma_.lower() not in word_set("help"):
            continue
        if token.pos_ == "VERB" and not _is_kept_act(token):
            continue
        found = _denied(reader, token)
        if found is not None:
            first, last, verb = found
            start = min(reader.analysis.span(first)[0], reader.analysis.span(token)[0])
            end = max(reader.analysis.span(last)[1], reader.analysis.span(token)[1])
            yield Harm(kind, start, end, verb if verb is not None else token, _deprived(reader, token, verb))


def _deprived(reader: FrameReader, need: Token, verb: Token | None) -> tuple[str, ...]:
    """How to find whom something was kept from: by the verb, or, where it speaks of the thing alone, by its owner."""
    first = need
    while first.dep_ == "conj" and first.head.i != first.i:
        first = first.head
    if verb is not None and first.head.i == verb.i and first.dep_ in ("nsubj", "nsubjpass"):
        return ("access", "topic", "hand")
    if verb is not None and verb.pos_ == "VERB" and not reader.is_passive(verb) and _by_keepers_only(reader, verb):
        return ("victim", "topic", "hand")
    return ("victim", "clause", "topic", "hand")


@cache
def _needs() -> dict[str, str]:
    """Words for what people in custody need, with the name of its denial."""
    return {row["word"]: row["detail"] for row in rows("words") if row["kind"] == "deprivation"}


def _is_kept_act(verb: Token) -> bool:
    """ "Nothing to eat", "kept from sleeping", "not allowed to telephone": an act that somebody was kept from."""
    return verb.tag_ in ("VB", "VBG")


def _denied(reader: FrameReader, need: Token) -> tuple[Token, Token, Token | None] | None:
    """The word that says that a need was not met, and the verb that governs it; None where nothing says so."""
    own = _negation(need)
    path = [need]
    current = need
    for _ in range(6):
        if current.dep_ not in _UP or current.head.i == current.i:
            break
        if current.dep_ in ("relcl", "advcl") and current.i != need.i:
            break
        current = current.head
        path.append(current)
        lemma = current.lemma_.lower()
        own = own or (_negation(current) if current.pos_ in ("NOUN", "PRON", "ADP", "DET", "NUM") else None)
        if current.lower_ == "without":
            verb = next((a for a in current.ancestors if a.pos_ in ("VERB", "AUX", "NOUN")), None)
            return current, need, verb
        if current.pos_ not in ("VERB", "AUX"):
            continue
        if current.dep_ not in ("xcomp", "ccomp", "pcomp") and (
            reader.modality(current) in ("planned", "asked") or _is_modal(current, ("would", "will", "may", "might"))
        ):
            return None
        under = path[-2]
        strong = lemma in word_set("denial") or _phrasal(current)
        negated = own or _negation(current)
        if strong and negated is None:
            passive = reader.is_passive(current)
            if not passive and not _by_keepers(reader, current):
                return None  # "he refused food"
            return current, need, current
        if any(c.dep_ == "prt" and c.lower_ in ("back", "up") for c in current.children) or any(
            g.lower_ in _HEARD for c in current.children if c.dep_ == "prep" for g in c.children
        ):
            return None  # "not given back", "not admitted to the hearing"
        if lemma in word_set("access"):
            if negated is None:
                if current.dep_ in ("xcomp", "ccomp", "pcomp"):
                    continue
                return None
            if under.dep_ == "nsubj" and lemma not in word_set("contact"):
                return None
            if need.lemma_.lower() in word_set("relative") and lemma not in word_set("contact") | _LETTING:
                return None
            if under.dep_ != "nsubj" and lemma in ("want", "need", "have") and own is None:
                return None
            return negated, need, current
        if current.dep_ not in ("xcomp", "ccomp", "pcomp", "acl"):
            return None
    return None


def _negation(token: Token) -> Token | None:
    """A "no", "not" or "neither" right at a word, or the word itself."""
    if token.lower_ in _NO:
        return token
    for child in token.children:
        if child.lower_ in _NO and child.dep_ in (
            "neg",
            "det",
            "preconj",
            "cc",
            "advmod",
            "nsubj",
            "nsubjpass",
            "amod",
        ):
            return child
        if child.dep_ in ("nsubj", "nsubjpass") and child.lower_ in _NO:
            return child
    if token.dep_ == "conj":
        return _negation(token.head) if token.pos_ == token.head.pos_ or token.pos_ in ("NOUN", "PRON") else None
    return None


def _is_modal(verb: Token, words: tuple[str, ...]) -> bool:
    return any(c.dep_ == "aux" and c.lower_ in words for c in verb.children)


def _phrasal(verb: Token) -> bool:
    """ "Put off", "turn away", "cut off", "keep from": denials of two words."""
    lemma = verb.lemma_.lower()
    return any(
        f"{lemma} {c.lower_}" in word_set("denial") for c in verb.children if c.dep_ in ("prt", "prep", "advmod")
    )


def _by_keepers(reader: FrameReader, verb: Token) -> bool:
    """Whether those who deny something are guards, officials or "they", or deny it to somebody."""
    if any(c.dep_ == "dative" for c in verb.children):
        return True
    for subject in reader.subjects(verb):
        item = reader.analysis.item(subject)
        if item is not None and item.kind in ("state_body", "organization"):
            return True
        if item is None and (subject.lemma_.lower() in word_set("keeper") or subject.lower_ in word_set("keeper")):
            return True
        if item is None and subject.lower_ in word_set("state"):
            return True
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    return any(p.kind in ("person", "pronoun") and p.head != "it" for c in objects for p in reader.party(c))


def _threats(reader: FrameReader) -> Iterator[Harm]:
    """ "Was told that she would be sold", "they said his sister would be next": harm announced by those in power."""
    for token in reader.doc:
        if token.pos_ != "VERB" or token.lemma_.lower() not in word_set("threat_verb"):
            continue
        passive = reader.is_passive(token)
        if not passive and not _by_keepers_only(reader, token):
            continue
        if reader.modality(token) in _UNREAL:
            continue
        for told in token.children:
            if told.dep_ not in ("ccomp", "xcomp", "conj", "advcl", "parataxis"):
                continue
            verbs = [
                t for t in told.subtree if t.pos_ in ("VERB", "AUX") and _is_modal(t, ("would", "will", "could", "'d"))
            ]
            hit = next((v for v in verbs if _is_dire(v)), None)
            if hit is None:
                continue
            start = reader.analysis.span(token)[0]
            end = reader.analysis.span(max([hit, *hit.children], key=lambda t: t.i if t.i <= hit.i + 4 else -1))[1]
            yield Harm("threatened", min(start, reader.analysis.span(hit)[0]), max(end, reader.analysis.span(token)[1]),
                       hit if not passive else token, ("told", "victim", "hand"))  # fmt: skip


def _is_dire(verb: Token) -> bool:
    near = [verb, *verb.children, *(g for c in verb.children for g in c.children)]
    return any(t.lemma_.lower() in word_set("threatened_harm") for t in near)


def _by_keepers_only(reader: FrameReader, verb: Token) -> bool:
    subjects = reader.subjects(verb)
    return bool(subjects) and all(
        s.lower_ == "they" or s.lemma_.lower() in word_set("keeper") or s.lower_ in word_set("keeper")
        or s.lower_ in word_set("police")
        for s in subjects
    )  # fmt: skip


def _unknown_whereabouts(reader: FrameReader) -> Iterator[Harm]:
    """Held so that nobody outside knew: "his family was told neither the place nor the reason"."""
    text = reader.analysis.text
    for match in _WHERE.finditer(text):
        if not _KNOW.search(text, max(0, match.start() - 40), match.end() + 30):
            continue
        token = next((t for t in reader.doc if reader.analysis.span(t)[0] >= match.start("what")), None)
        if token is not None:
            yield Harm("held_incommunicado", match.start(), match.end(), token, ("where", "hand"))
