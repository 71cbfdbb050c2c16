"""What a court does with a charge, an appeal or a judgment: "the case was dismissed", "let the fine stand"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.extract.courts import COURT
from ingest.extract.frames import Frame, FrameReader, Party
from ingest.language.analysis import Analysis
from ingest.language.lexicon import word_set
from ingest.language.parse import Token

_APPEALS = word_set("appeal_noun")
_REQUESTS = word_set("request_noun")
"""What is an appeal only where it is told what it is against."""
_ACCUSATIONS = word_set("accusation_noun")
_RULINGS = word_set("ruling")
_IT = frozenset({"it", "this", "that", "them", "these", "those"})
_OF_WHOM = frozenset({"of", "for", "against", "on", "upon", "to", "by", "from"})
_FAVOURING = frozenset({"uphold", "allow", "accept", "sustain", "grant"})
"""Verbs that say of an appeal that it succeeded, whatever they say of a judgment."""
_STATE = re.compile(r"\b(?:prosecut\w+|state|crown|government|ministry|attorney|police|procurat\w+)\b", re.IGNORECASE)
_BENCH_BEFORE = re.compile(r"\b(?:[Jj]udge|[Jj]ustice|[Mm]agistrate|[Bb]ailie|[Rr]ecorder|[Ss]heriff|JP) $")
_NO_EVIDENCE = re.compile(r"\b(?:want|lack|absence|insufficiency) of (?:\w+ )?(?:evidence|proof)\b", re.IGNORECASE)
_REPLACED = re.compile(
    r"\bsubstitut\w+|\breplac\w+ (?:it |them |this |that )?(?:with|by)\b|"
    r"\bin (?:its|their) (?:place|stead)\b|\binstead\b",
    re.IGNORECASE,
)
_SUBSTITUTED = re.compile(r"substitut|replac", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ruled:
    """A deciding frame with the outcome that its object gives it, and the words of what it decides on.

    ``owners`` are the people whose charge, appeal or sentence it is; ``points_back`` tells that the text only says
    "it". ``replaced`` is where another punishment takes the place of the old one, in the passage's clean text.
    """

    frame: Frame
    owners: tuple[Party, ...] = ()
    points_back: bool = False
    replaced: int | None = None
    object_span: tuple[int, int] | None = None


def ruled(reader: FrameReader, frame: Frame, *, in_court: bool) -> Ruled | None:
    """What a frame decides by its object; None where it decides nothing that is a court's to decide.

    ``in_court`` tells that the text is at a hearing, so that "he" who dismisses a charge is the judge.
    """
    if frame.kind == "release" and frame.lemma == "discharge":
        unproven = bool(_NO_EVIDENCE.search(reader.analysis.text, frame.end))
        by_court = any(is_bench(reader.analysis, p) for p in frame.agents)
        return Ruled(replace(frame, kind="acquit", detail="acquitted")) if unproven or by_court else None
    if frame.kind != "appeal" or frame.nominal:
        return Ruled(frame)
    if frame.lemma in ("lose", "win"):
        return Ruled(frame, frame.agents)
    objects = _objects(reader, frame.token)
    kinds = {kind for token in objects if (kind := _kind(reader.analysis, token)) is not None}
    outcome = _outcome(frame, kinds)
    if outcome is None or (objects and not kinds):
        return None
    if outcome == "acquitted" and not _by_court(reader.analysis, frame, in_court):
        return None
    spans = [reader.analysis.subtree_span(t) for t in objects]
    span = (min(a for a, _ in spans), max(b for _, b in spans)) if spans else None
    owners = tuple(p for token in objects for p in _owners(reader, token)) or tuple(
        p
        for link in frame.token.children
        if link.lower_ in ("against", "on", "upon") and link.dep_ == "prep" and objects
        for noun in link.children
        for token in FrameReader._coordinated(noun)
        for p in _people(reader, token)
    )
    if "appeal" in kinds and any(_STATE.search(_owner_words(reader, t)) for t in objects):
        owners = ()
        if outcome == "overturned":
            return None
    swap = None
    if outcome == "overturned" and kinds & {"ruling", "it"}:
        swap = _REPLACED.search(reader.analysis.text, frame.end)
    return Ruled(
        replace(
            frame,
            kind="acquit"
            if outcome == "acquitted"
            else "ban"
            if frame.detail == "rejected" and outcome == "convicted"
            else "appeal",
            detail="reduced" if swap else outcome,
        ),
        owners,
        points_back="it" in kinds,
        replaced=(swap.start() if _SUBSTITUTED.match(swap[0]) else (span or (0, frame.end))[1]) if swap else None,
        object_span=span,
    )


def is_bench(analysis: Analysis, party: Party) -> bool:
    """Whether a party is a court, or somebody who sits on one."""
    words = analysis.text[party.span[0] : party.span[1]]
    before = analysis.text[max(0, party.span[0] - 14) : party.span[0]]
    return bool(COURT.search(words) or re.search(r"\bjury\b", words) or _BENCH_BEFORE.search(before))


def _by_court(analysis: Analysis, frame: Frame, in_court: bool) -> bool:
    """Whether it is a court that dismisses a charge: a ministry only says that it is untrue."""
    if frame.agents:
        heard = in_court and frame.detail != "refused"  # "he rejected the charge" is what a defendant does
        return any(is_bench(analysis, p) or (heard and p.kind == "pronoun") for p in frame.agents)
    return frame.detail != "refused" and (in_court or bool(COURT.search(analysis.text)))


def _objects(reader: FrameReader, token: Token) -> list[Token]:
    """The nouns that a verb of deciding has as its object, in the active, the passive or a small clause."""
    if FrameReader.is_passive(token):
        found = reader.subjects(token)
    else:
        found = [c for c in token.children if c.dep_ in ("dobj", "dative", "oprd")]
        for clause in (c for c in token.children if c.dep_ in ("ccomp", "xcomp")):
            found += [c for c in clause.children if c.dep_ in ("nsubj", "nsubjpass", "dobj")]
    return [t for noun in found for t in FrameReader._coordinated(noun)]


def _kind(analysis: Analysis, token: Token) -> str | None:
    """What kind of thing a decision is on: an appeal, an accusation, a ruling, a person, or "it"."""
    item = analysis.item(token)
    if item is not None:
        return {"duration": "ruling", "money": "ruling", "person": "person", "people": "person"}.get(item.kind)
    lemma, lower = token.lemma_.lower(), token.lower_
    if lower in _IT:
        return "it"
    if lemma in _APPEALS:
        return "appeal"
    if lemma in _REQUESTS and any(c.lower_ == "against" for c in token.children):
        return "appeal"
    if lemma in _RULINGS and lemma not in _ACCUSATIONS:
        return "ruling"
    if lemma in _ACCUSATIONS:
        return "accusation"
    if lower in ("which", "who", "both", "all", "latter", "former", "first", "second", "third"):
        return "ruling"
    if token.dep_ == "poss" or any(c.lower_ in ("'s", "’s") and c.dep_ == "case" for c in token.children):
        return "ruling"  # "brought the second's down"
    return None


def _outcome(frame: Frame, kinds: set[str]) -> str | None:
    if "appeal" in kinds:
        return "overturned" if frame.lemma in _FAVOURING else "upheld"
    if "accusation" in kinds:
        return "acquitted" if frame.detail in ("rejected", "refused", "overturned") else None
    if frame.detail in ("allowed", "refused"):
        return None
    if frame.detail == "rejected":
        if kinds & {"ruling", "it"}:
            return "overturned" if frame.lemma in ("throw", "strike") else None
        return "convicted" if "person" in kinds and frame.lemma == "dismiss" else None
    return "convicted" if frame.detail == "raised" else frame.detail  # a heavier term is imposed anew


def _owner_words(reader: FrameReader, token: Token) -> str:
    """The words that say whose appeal it is."""
    mine = [c for c in token.children if c.dep_ in ("poss", "compound", "amod")]
    mine += [c for c in token.children if c.dep_ == "prep" and c.lower_ in ("by", "of", "from")]
    return " ".join(reader.analysis.text[slice(*reader.analysis.subtree_span(c))] for c in mine)


def _owners(reader: FrameReader, noun: Token) -> list[Party]:
    """Whose charge, appeal or sentence a noun is: "his term", "the fine imposed on A", "a charge against B"."""
    out: list[Party] = []
    for token in noun.subtree:
        if token.dep_ == "poss":
            held = token.head.i == noun.i or token.head.lemma_.lower() in _RULINGS | _APPEALS | _ACCUSATIONS
        elif token.dep_ == "pobj" and token.head.lower_ in _OF_WHOM:
            governor = token.head.head
            held = (
                governor.i == noun.i
                or governor.lemma_.lower() in _RULINGS | _APPEALS | _ACCUSATIONS
                or (governor.dep_ == "acl" and governor.tag_ == "VBN")  # "the sentence of a year passed upon A"
                or reader.analysis.item(governor) is not None
            )
        else:
            continue
        if held and _stands_free(token, noun):
            out += [p for t in FrameReader._coordinated(token) for p in _people(reader, t)]
    return out


def _stands_free(token: Token, noun: Token) -> bool:
    """Whether no clause of its own lies between a noun and its owner."""
    for ancestor in token.ancestors:
        if ancestor.i == noun.i:
            return True
        if ancestor.dep_ == "relcl" or (
            ancestor.dep_ == "acl" and ancestor.head.i != noun.i and ancestor.tag_ != "VBN"
        ):
            return False
    return False


def _people(reader: FrameReader, token: Token) -> list[Party]:
    item = reader.analysis.item(token)
    if item is not None and item.kind in ("place", "organization") and all(n.strength < 2 for n in item.names):
        words = reader.analysis.text[item.start : item.end]
        return [Party("person", (item.start, item.end), words, names=item.names, plural=len(item.names) > 1)]
    return [p for p in reader.party(token) if p.kind in ("person", "pronoun", "group")]
