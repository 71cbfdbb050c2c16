"""Which court or punishing body decided, by the name or the description that the text gives it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.extract.frames import Frame
from ingest.language.analysis import Analysis
from ingest.language.lexicon import word_set
from ingest.language.names import Name
from ingest.language.parse import Token

COURT = re.compile(
    r"\b(?:court|courts|court-martial|tribunal|assizes|bench|bailey|magistrates?|judiciary|judgeship|judge)\b",
    re.IGNORECASE,
)
_HEADS = word_set("court")
_BODIES = word_set("punishing_body")
_ALONE = frozenset({"court-martial", "assizes", "martial"})
"""Heads that say what kind of court it is without a further word."""
_NEEDS_NAME = frozenset({"judge", "judges"})
"""Offices of which only a capitalised kind ("Sessions Judge") is a court's name."""
_NO_KIND = word_set("not_court_kind")
"""Words before "court" that do not say which kind of court it is."""
_OF = re.compile(r" (?:of|for|on) (?=[A-Za-z])")
_AT = re.compile(r" (?:in|at|inside|of|near|sitting in|sitting at) (?:the (?:city|town|province|district) of )?")
_BACK = re.compile(
    r"\b(?:[Tt]he|[Tt]hat|[Tt]his|(?:[Tt]he )?[Ss]ame) "
    r"(?:court|judges?|panel|bench|tribunal|magistrate|court-martial)\b"
)
_ADDRESSED = re.compile(
    r"\b(?:appeal(?:s|ed|ing)? (?:\w+ ){0,3}(?:to|before)|told|complain\w* to|"
    r"outside|in front of|near) (?:the |a |an )?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Court:
    """A court as a passage calls it. ``start``/``end`` are half-open in the clean text; ``name`` is None for a mere
    description ("a federal court in San Juan")."""

    text: str
    start: int
    end: int
    name: Name | None
    token: Token | None


def courts_in(analysis: Analysis) -> tuple[Court, ...]:
    """Every court that a passage names or describes, in text order."""
    found = _named(analysis)
    if analysis.doc is not None:
        for token in analysis.doc:
            if analysis.item(token) is None and token.lower_ in _HEADS and token.dep_ != "poss":
                court = _described(analysis, token)
                if court is not None and not any(c.start < court.end and court.start < c.end for c in found):
                    found.append(court)
    people = {i.start for i in analysis.items if i.kind == "person"}
    titles = [c for c in found if c.end + 1 in people and c.name is None]
    if len(titles) < len(found):  # "Chief Magistrate A, sitting at Lira Law Courts": A's title
        found = [c for c in found if c not in titles]
    return tuple(sorted(found, key=lambda c: c.start))


def any_magistrate(frame: Frame) -> Token | None:
    """The doer of "a magistrate fined him": a kind of court by itself, for want of another name."""
    for token in (c for c in frame.token.children if c.dep_ in ("nsubj", "agent")):
        doer = token if token.dep_ == "nsubj" else next((g for g in token.children if g.dep_ == "pobj"), token)
        bare = all(c.dep_ not in ("det", "poss") or c.lower_ in ("a", "an") for c in doer.children)
        if doer.lower_ in ("magistrate", "magistrates") and bare:
            return doer
    return None


def refers_back(analysis: Analysis) -> tuple[int, int] | None:
    """Where a passage goes on about a court already named: "the court", "the same judge"."""
    match = _BACK.search(analysis.text)
    return match.span() if match else None


def court_of(analysis: Analysis, frame: Frame, courts: tuple[Court, ...], deciding: list[Token]) -> Court | None:
    """The court that made one decision: its doer, else one that hangs on its verb, else the nearest in the passage.

    ``deciding`` are the main words of all decisions in the passage: a court that hangs on another is not taken.
    """
    for party in frame.agents:
        for court in courts:
            if court.start < party.span[1] and party.span[0] < court.end:
                return court
        body = _acting_body(analysis, party.span)
        if body is not None and party.kind in ("body", "other", "group"):
            return body
    others = {t.i for t in deciding if t.i != frame.token.i}
    best: tuple[float, Court] | None = None
    for court in courts:
        if _ADDRESSED.search(analysis.text[max(0, court.start - 40) : court.start]):
            continue
        score = abs(court.start - frame.start) / 100
        if court.token is not None:
            owner = next((a for a in court.token.ancestors if a.i == frame.token.i or a.i in others), None)
            if owner is not None and owner.i != frame.token.i:
                score += 3
            elif owner is None:
                score += 1
        if best is None or score < best[0]:
            best = (score, court)
    return best[1] if best is not None else None


def _named(analysis: Analysis) -> list[Court]:
    """Courts with a name of their own; one that the name finder broke at a possessive is put together."""
    text = analysis.text
    out: list[Court] = []
    names = [n for n in analysis.names if n.kind in ("state_body", "organization")]
    for number, name in enumerate(names):
        if not COURT.search(name.text):
            continue
        following = names[number + 1] if number + 1 < len(names) else None
        if following is not None and re.fullmatch(r"['’]s? ", text[name.end : following.start]):
            continue  # "Magistrates' Court": the second part brings the first along
        start = name.start
        before = names[number - 1] if number else None
        if before is not None and re.fullmatch(r"['’]s? ", text[before.end : start]):
            start = before.start
        lead = re.search(r"((?:(?!The |A |An |In |On |At |By |From |When )[A-Z][\w’'-]*s['’] )+)$", text[:start])
        if lead:
            start = lead.start()
        town = next((i for i in analysis.items if i.kind == "place" and i.end + 1 == start), None)
        if town is not None and text[town.end] == " " and len(town.names) == 1:
            start = town.start  # "Leeds Magistrates' Court", of which only the kind was found
        shown = re.sub(r"^[Tt]he ", "", text[start : name.end])
        if len(shown.split()) == 1 and shown.lower() in _HEADS:
            continue
        whole = name if start == name.start else None
        out.append(Court(shown, name.end - len(shown), name.end, whole, _token_at(analysis, name.start)))
    return out


def _described(analysis: Analysis, token: Token) -> Court | None:
    """ "first-class magistrate", "court of first instance in Đà Nẵng": a court told by its kind or place."""
    text = analysis.text
    start, end = analysis.span(token)
    first = _leftmost(analysis, token)
    start = analysis.span(first)[0]
    kind = first.i != token.i
    lower = token.lower_
    of = _OF.match(text, end)
    if of and lower not in _NEEDS_NAME:
        noun = next((t for t in token.doc if analysis.span(t)[0] == of.end()), None)
        last = _noun_end(analysis, noun) if noun is not None else None
        if last is not None and last <= of.end() + 40:
            end, kind = last, True
    at = _AT.match(text, end)
    if at and lower not in _NEEDS_NAME:
        place = next(
            (i for i in analysis.items if i.start == at.end() and i.kind in ("place", "country", "unknown")), None
        )
        if place is not None:
            tail = re.match(r" [Pp]rison\b", text[place.end :])
            end, kind = place.names[0].end + (tail.end() if tail else 0), True
    words = text[start:end]
    if lower in _NEEDS_NAME and not re.match(r"[A-Z]\w+ [A-Z]", words):
        return None
    if not kind and lower not in _ALONE:
        return None
    return Court(words, start, end, None, token)


def _leftmost(analysis: Analysis, token: Token) -> Token:
    """The first word of the description before a head noun; determiners and what does not describe are left out."""
    first = token
    for left in reversed(list(token.lefts)):
        if left.i + 1 != first.i and not (left.dep_ == "punct" and left.i + 1 == first.i):
            gap = token.doc[left.i + 1 : first.i]
            if any(t.dep_ not in ("punct", "case", "amod", "compound", "nummod", "advmod") for t in gap):
                break
        item = analysis.item(left)
        if left.dep_ == "poss" and item is None and not _names_a_court(token, left):
            break
        if left.dep_ in ("det", "cc", "prep", "predet", "relcl") or left.lower_ in _NO_KIND:
            break
        if item is not None and item.kind in ("date", "person", "people", "quantity", "duration", "money"):
            break
        whole = left.dep_ != "poss" or all(t.tag_.startswith("NNP") for t in left.lefts)  # "Leeds Magistrates' Court"
        first = next(iter(left.subtree)) if whole else left
    return first


def _names_a_court(token: Token, owner: Token) -> bool:
    """ "magistrates' court", "people's court": whose court it is by its kind, not "the city's crown court"."""
    if token.i - owner.i != 2:
        return False
    named = owner.tag_ == "NNP" and token.tag_ == "NNP" and owner.lower_.removesuffix("s") in _HEADS
    return named or owner.tag_ in ("NNS", "NNPS")


def _noun_end(analysis: Analysis, noun: Token) -> int | None:
    """The end of the noun phrase that begins at a word, up to its head; None where none begins there."""
    head = noun
    for _ in range(3):
        if head.dep_ in ("amod", "compound", "nummod", "nmod") and head.head.i > head.i:
            head = head.head
    if head.pos_ not in ("NOUN", "PROPN") or analysis.item(head) is not None:
        return None
    return analysis.span(head)[1]


def _acting_body(analysis: Analysis, span: tuple[int, int]) -> Court | None:
    """A body that punishes though it is no court ("misdemeanour boards", "the Minister of Justice"), as the doer."""
    if analysis.doc is None:
        return None
    for name in analysis.names:
        if name.kind in ("state_body", "organization") and span[0] <= name.start and name.end <= span[1]:
            return Court(re.sub(r"^[Tt]he ", "", name.text), name.start, name.end, name, None)
    for token in analysis.doc:
        start, end = analysis.span(token)
        if span[0] <= start < span[1] and token.lower_ in _BODIES and analysis.item(token) is None:
            begin = analysis.span(_leftmost(analysis, token))[0]
            of = _OF.match(analysis.text, end)
            noun = next((t for t in token.doc if of is not None and analysis.span(t)[0] == of.end()), None)
            last = _noun_end(analysis, noun) if noun is not None else None
            return Court(analysis.text[begin : last or end], begin, last or end, None, token)
    return None


def _token_at(analysis: Analysis, position: int) -> Token | None:
    if analysis.doc is None:
        return None
    return next((t for t in analysis.doc if analysis.span(t)[0] <= position < analysis.span(t)[1]), None)
