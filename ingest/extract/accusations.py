"""What people in custody are accused of, in the text's words, read off the parse: "charged with rioting"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.extract.frames import FrameReader
from ingest.language.analysis import Analysis
from ingest.language.lexicon import word_set
from ingest.language.parse import Token

_LINKS = {
    "charge": ("with",),
    "accuse": ("of",),
    "suspect": ("of",),
    "indict": ("for", "on", "with"),
    "book": ("for", "on"),
    "cite": ("for",),
    "prosecute": ("for",),
    "investigate": ("for", "over", "on"),
    "arraign": ("for", "on"),
    "try": ("for",),
    "implicate": ("in",),
}
_NOUNS = frozenset(
    {"charge", "suspicion", "count", "complaint", "accusation", "allegation", "offence", "offense", "crime",
     "indictment", "suspect", "case"}
)  # fmt: skip
_TAKEN = frozenset(
    {"arrest", "detain", "hold", "remand", "seize", "take", "pick", "apprehend", "lock", "keep",
     "capture", "round", "intern", "nab", "charge"}
)  # fmt: skip
_ALLEGED = frozenset({"alleged", "suspected", "allegedly", "supposed", "supposedly", "purported", "reportedly"})
_END = re.compile(
    r"[.;:—–(]|,? (?:and|but|or) (?:was|were|is|are|has|had|have|will|would|could|may|can|he|she|they|it|his|her|"
    r"their|both|each|(?:[\w'’-]+ ){1,3}(?:was|were|is|are|had|has|will|would)|sent|taken|released|freed|held|placed|"
    r"put|ordered|remanded|bailed|"
    r"sentenced|fined|jailed|given|denied?|brought|kept|moved|transferred|then|later|now)\b"
    r"|, (?:which|who|whom|whose|while|after|before|when|where|though|although|but|a charge|charges|an? offen[cs]e|"
    r"offences|"
    r"crimes|said|says|according|in what|carrying|punishable|he|she|they|his|her|their|was|were|is|are|had|has|have|"
    r"most|"
    r"all|both|some|many|none|two|three|the|both of|as|on|in|at|under|for|with|by|bail|and (?:was|were|is|are|has|had|"
    r"sent|"
    r"the))\b"
    r"| (?:after|before|when|while|until|because|since|although|though|in connection|according|contrary to|following|"
    r"during|under "
    r"(?:[Aa]rticle|[Ss]ection|the)|pending|by (?:the )?(?:police|court|prosecutors?|authorities)|"
    r"in (?:January|February|March|April|May|June|July|August|September|October|November|December|\d{4})|"
    r"on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|last (?:week|month|year|night)|"
    r"(?:was|were|is|are|had|has|have|will|would|could|can)\b)",
    re.IGNORECASE,
)
_PARTS = re.compile(r",? and (?:of |with |for |on )?|, (?:of |with |for )?|,? or (?:of )?")
_LEAD = re.compile(
    r"^(?:(?:an? |the |two |three |several |\w+ )?(?:charges?|counts?|offen[cs]es?|crimes?|suspicions?|allegations?|"
    r"complaints?|accusations?) of |"
    r"(?:alleged(?:ly)?|suspected|supposed(?:ly)?|purported) |an? (?:alleged |suspected )?|"
    r"the (?:alleged )?(?=[a-z]+ (?:of|with) ))",
    re.IGNORECASE,
)
_NOT_OFFENCE = re.compile(
    r"^(?:\d|(?:his|her|their|its|them|him|he|she|they|it|that|which|whom?|this|these|those|all|both|each|everything|"
    r"nothing|"
    r"what|being|questioning|interrogation|trial|police|investigation|identification|safety|hearing|hours?|days?|"
    r"weeks?|months?|years?|(?:\w+[ -]){0,3}(?:years?|months?|days?|weeks?|hours?|nights?|minutes?))\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Accusation:
    """One offence in the text's words, half-open in the passage, and the word that levels it."""

    text: str
    start: int
    end: int
    token: Token


def accusations(reader: FrameReader) -> Iterator[Accusation]:
    """The offences that a passage says people are charged with or suspected of, in text order."""
    seen: set[tuple[int, int]] = set()
    for token, at in _openings(reader):
        for text, start, end in _offences(reader.analysis, at):
            if (start, end) not in seen:
                seen.add((start, end))
                yield Accusation(text, start, end, token)


def _openings(reader: FrameReader) -> Iterator[tuple[Token, int]]:
    """Words that level an accusation, each with the position at which its offence begins."""
    analysis = reader.analysis
    for token in reader.doc:
        lemma = token.lemma_.lower()
        lower = token.lower_
        if analysis.item(token) is not None:
            continue
        verbal = token.pos_ in ("VERB", "AUX", "ADJ") or token.tag_ in ("VBN", "VBD")
        links = _LINKS.get(lemma, ()) if verbal else ()
        if lower in ("charged", "accused", "suspected", "indicted") and not links:
            links = _LINKS[
                {"charged": "charge", "accused": "accuse", "suspected": "suspect", "indicted": "indict"}[lower]
            ]
        if links and _is_levelled(reader, token):
            yield from ((token, _after(analysis, link)) for link in _linked(token, links))
            continue
        if verbal and lemma in ("deny", "face", "admit") and reader.modality(token) == "fact":
            for child in token.children:
                if child.dep_ == "dobj" and not _opens_charge(child) and _is_offence(child):
                    yield token, analysis.subtree_span(child)[0]
        if lemma in _NOUNS and token.pos_ in ("NOUN", "PROPN", "VERB") and not verbal:
            unsaid = any(c.lower_ in ("no", "any") for c in token.children) or lower == "suspect"
            if not unsaid and (lemma != "case" or _quoted_after(analysis, token)):
                yield from ((token, _after(analysis, link)) for link in _linked(token, ("of", "including", "for")))
        if verbal and lemma in _TAKEN and reader.modality(token) == "fact":
            for link in _below(token, ("for", "over")):
                for object_ in link.children:
                    if object_.dep_ in ("pobj", "pcomp") and _is_named_offence(analysis, link, object_):
                        yield token, _after(analysis, link)


def _linked(token: Token, links: tuple[str, ...]) -> Iterator[Token]:
    """The prepositions of a word; the parser may hang them one word too low."""
    for child in token.children:
        if child.lower_ in links and child.dep_ in ("prep", "agent", "prt", "dative", "mark", "aux", "advmod"):
            yield child
            return
    for following in token.doc[token.i + 1 : token.i + 4]:
        if following.lower_ in links:
            yield following
            return
        if following.pos_ in ("VERB", "NOUN", "PROPN", "PRON", "PUNCT") and following.dep_ != "npadvmod":
            return


def _below(verb: Token, links: tuple[str, ...]) -> Iterator[Token]:
    """Prepositions in the clause of a verb, wherever the parser hangs them."""
    for token in verb.doc[verb.i + 1 : verb.i + 22]:
        if token.text in (";", ":", ".") or token.tag_ in ("VBD", "VBZ", "VBP"):
            return
        if token.lower_ in links and token.pos_ in ("ADP", "SCONJ"):
            yield token


def _after(analysis: Analysis, link: Token) -> int:
    return analysis.span(link)[1] + 1


def _is_levelled(reader: FrameReader, verb: Token) -> bool:
    """Whether the text says that the charge is made, and not that it is feared or denied."""
    unreal = reader.modality(verb) in ("negated", "planned", "asked", "possible")
    return not unreal and not any(c.dep_ == "neg" for c in verb.children)


def _opens_charge(token: Token) -> bool:
    return token.lemma_.lower() in _NOUNS


def _is_offence(token: Token) -> bool:
    words = {t.lemma_.lower() for t in token.subtree} | {t.lower_ for t in token.subtree}
    return bool(words & word_set("offence"))


def _quoted_after(analysis: Analysis, token: Token) -> bool:
    end = analysis.span(token)[1]
    return any(end <= a <= end + 5 for a, _ in analysis.quotes)


def _is_named_offence(analysis: Analysis, link: Token, object_: Token) -> bool:
    """What people are arrested "for" is an offence where it is quoted, called alleged, or one by name."""
    at = analysis.span(link)[1]
    if any(at <= a <= at + 3 for a, _ in analysis.quotes):
        return True
    if any(t.lower_ in _ALLEGED for t in (object_, *object_.children)):
        return True
    return link.lower_ == "for" and (
        object_.lemma_.lower() in word_set("offence") or object_.lower_ in word_set("offence")
    )


def _offences(analysis: Analysis, at: int) -> Iterator[tuple[str, int, int]]:
    """The offences of a list that begins at a position: quoted ones each, else the words up to the clause's end."""
    text = analysis.text
    run = _quotes(analysis, at)
    if run:
        for a, b in run:
            inner = text[a:b].strip("\"“”«»'‘’ ,.;")
            if inner:
                begin = text.index(inner, a)
                yield inner, begin, begin + len(inner)
        return
    stop = _END.search(text, at)
    close = stop.start() if stop else len(text)
    for item in analysis.items:
        if item.kind in ("date", "provision") and at < item.start < close:
            close = min(close, at + len(re.sub(r"\s*(?:\w+\s)?$", "", text[at : item.start])))
    lead = _LEAD.match(text[at:close])
    begin = at
    while lead is not None and lead.end():
        begin += lead.end()
        lead = _LEAD.match(text[begin:close])
    phrase = re.sub(r",? (?:and|or|but)$", "", text[begin:close].rstrip(" ,\"“”'’"))
    named = any(i.kind in ("person", "people") and begin <= i.start <= begin + 2 for i in analysis.items)
    if named or not phrase or len(phrase.split()) > 18 or _NOT_OFFENCE.match(phrase):
        return
    for start, end in _split(phrase):
        if text[begin + start : begin + end].strip():
            yield text[begin + start : begin + end], begin + start, begin + end


def _quotes(analysis: Analysis, at: int) -> list[tuple[int, int]]:
    """Quotations in a row that open within a few words of a position."""
    run: list[tuple[int, int]] = []
    for a, b in analysis.quotes:
        if not run:
            if (
                at - 2 <= a <= at + 30
                and len(analysis.text[at:a].split()) <= 3
                and not re.search(r"[.;,]", analysis.text[at:a])
            ):
                run.append((a, b))
        elif re.fullmatch(r"[\s,]*(?:and|or|of|with|for|as well as|[\s,])*", analysis.text[run[-1][1] : a]):
            run.append((a, b))
        else:
            break
    return run


def _split(phrase: str) -> list[tuple[int, int]]:
    """The members of "rioting, arson and damaging property"; "aiding and abetting a strike" is one."""
    cuts = [0]
    found: list[tuple[int, int]] = []
    for match in _PARTS.finditer(phrase):
        left, right = phrase[cuts[-1] : match.start()], phrase[match.end() :]
        head = right.split()[0].lower() if right.split() else ""
        if not left or not head:
            continue
        whole = " ".join(re.split(_PARTS, right)[0].split())
        known = any(w.strip(",.").lower() in word_set("offence") for w in whole.split()[:4])
        gerund = bool(re.fullmatch(r"\w+ing", head))
        bare = len(left.split()) == 1 and left.endswith("ing") and left.lower() not in word_set("offence")
        if (known or gerund) and not (bare and len(right.split()) > 1 and gerund):
            found.append((cuts[-1], match.start()))
            cuts.append(match.end())
    found.append((cuts[-1], len(phrase)))
    return found
