"""Who gives a number: the subject of a verb of telling, "according to …", "by the police's count", "(ministry)"."""

from __future__ import annotations

import re

from ingest.extract.counts import SOURCES, TELLING, Count
from ingest.extract.drafts import Where
from ingest.extract.frames import FrameReader
from ingest.language.analysis import Analysis
from ingest.language.parse import Token

_WHO = r"(?P<who>[^,.;:()“”\"]{2,80}?)"
_STOP = (
    r"(?=[,.;:()]|\s(?:that|more|about|at least|as many|over|some|up to|around|hundreds|thousands|dozens|"
    r"and (?!\w+s\b)|were|was|had|has|have|who|which|while|but|\d)|$)"
)
_ACCORDING = re.compile(rf"\b(?:according to|as reported by|as per|in the words of) {_WHO}{_STOP}", re.IGNORECASE)
_RECKONED = re.compile(
    r"\bby (?:(?:the (?:reckoning|count|estimate|tally)|that) of (?P<of>(?:the )?[^,.;:()]{2,50}?)(?=[,.;:()]|$)"
    rf"|{_WHO}(?:['’]s?) (?:own )?(?:reckoning|count|estimates?|tally))"
)
_BRACKETED = re.compile(r"[\"”]?(?: \w+){0,2} \((?:according to |source: )?(?P<who>[^()\d]{2,50})\)")
_SAID = (
    r"(?:said|says|say|reported|reports|agreed|announced|claimed|claims|confirmed|estimated|stated|states|noted|added|"
    r"told|wrote|insisted|admitted)"
)
_TOLD_AFTER = re.compile(
    r"[^;:“”\"]{0,250}?[\"”]?, (?:"
    r"(?:so )?(?P<who>(?!and |but |who |which )(?:the |its |their |a |an )?[^,;:()\d]{2,60}?(?:, [^,;:()\d]{2,40},)?) "
    rf"(?:later |also |has |have |had )?{_SAID}(?=[,.;:)]|$| (?:on|in|at|this|last|yesterday|today) )"
    r"|(?:said|says) (?P<then>[^,;:()\d]{2,60}?)(?=[,;:()]|\.?$))"
)
_PRONOUNS = frozenset({"he", "she", "they", "it", "who", "that", "which", "i", "we", "this", "those", "some", "there"})
_CONTRAST = frozenset({"but", "while", "whereas", "although", "though"})
_LEAD = re.compile(r"(?:and |but |while |whereas |where as |though |although |so )?(?:the |an? )?", re.IGNORECASE)
_GAPPED = re.compile(
    r"(?:[,;]|\band|\bbut|\bwhile|\bwhereas) (?:and |but |while |whereas )?"
    r"(?P<who>(?:the |an? |some |its |their )?[\w’'-]+(?: [\w’'-]+){0,5}?)"
    r"(?:, (?:who|which|whose) [^,;.]{3,80},|,(?= (?:at|of) ))? "
    r"(?:of |at |to |only |just )*[\"“]?$"
)
_BY_AGENT = re.compile(r"[\"”]? by (?P<who>[^,.;:()\d]{2,50}?)(?=[,.;:()]| and | at |$)")
_ASIDE = r", (?:the )?(?:[A-Z][\w.]+ ){0,3}"
_REACHED = frozenset(
    {"arrive", "arrives", "arrived", "lean", "leans", "leaned", "own", "owns", "owned", "hold", "held"}
)
"""Verbs that only tell a number that stands right behind them: "arrived at 74", not "arrived with 900 men"."""


def source_of(count: Count) -> tuple[str, Where] | None:
    """Who gives a number, in the words of its passage, or None where the text speaks for itself."""
    analysis = count.analysis
    if analysis.doc is None:
        return None
    for finder in (_behind, _before, _gapped, _teller, _sentence_wide):
        span = finder(count)
        if span is not None:
            cleaned = _cleaned(analysis, *span)
            if cleaned is not None:
                return cleaned
    whole = count.shares
    if count.part and whole is not None and whole.analysis is analysis:
        return source_of(whole)
    return None


def _clause_end(text: str, start: int) -> int:
    """Where the clause that a position stands in ends: at a semicolon, or before the next contrast."""
    match = re.search(r";|,? (?:but|while|whereas|although) ", text[start:])
    return start + match.start() if match else len(text)


def _clause_start(text: str, end: int) -> int:
    found = [m.end() for m in re.finditer(r"; |,? (?:but|while|whereas|although) ", text[:end])]
    return found[-1] if found else 0


def _behind(count: Count) -> tuple[int, int] | None:
    """ "29 (police)", "put at 20,000 by unionists", "… according to the hospital", "…, police said"."""
    analysis, text = count.analysis, count.analysis.text
    start, stop = count.value[1], _clause_end(text, count.value[1])
    match = _BRACKETED.match(text, start)
    if match is not None and _is_source(analysis, match["who"], match.start("who")):
        return match.span("who")
    clause = text[:stop]
    if count.gapped or re.search(
        r"\b(?:put|estimated|reckoned|given|counted) (?:at|as) [\"“]?$", text[: count.value[0]]
    ):
        match = _BY_AGENT.match(clause, start)
        if match is not None:
            return match.span("who")
    others = [q.start for q in analysis.quantities if q.start > start]
    limit = min([stop, *[o for o in others if o > start]])
    for pattern in (_ACCORDING, _RECKONED):
        match = pattern.search(clause, start)
        if match is not None and (match.start() < limit or not _told_between(text[start : match.start()])):
            return match.span("of") if pattern is _RECKONED and match["of"] else match.span("who")
    match = _TOLD_AFTER.match(clause, start)
    if match is not None:
        return match.span("then") if match["then"] else match.span("who")
    return None


def _told_between(text: str) -> bool:
    """Whether another number stands between a number and a source: each source then has its own."""
    return bool(re.search(r"\d|according to|\bby\b", text))


def _before(count: Count) -> tuple[int, int] | None:
    """ "By the count of the prefect 36 …", "according to the guild 22 were arrested", right before the number."""
    text = count.analysis.text
    begin = _clause_start(text, count.value[0])
    for pattern in (_ACCORDING, _RECKONED):
        found = list(pattern.finditer(text, begin, count.value[0]))
        if found and not re.search(r"\d", text[found[-1].end() : count.value[0]]):
            match = found[-1]
            return match.span("of") if pattern is _RECKONED and match["of"] else match.span("who")
    return None


def _gapped(count: Count) -> tuple[int, int] | None:
    """ "…, police 20,000", "and the intendancy at 5,000"."""
    match = _GAPPED.search(count.analysis.text[: count.value[0]])
    doc = count.analysis.doc
    if match is None or doc is None or not _is_source(count.analysis, match["who"], match.start("who")):
        return None
    begin, end = match.span("who")
    if any(t.pos_ in ("VERB", "AUX") and begin <= count.analysis.span(t)[0] < end for t in doc):
        return None
    return begin, end


def _teller(count: Count) -> tuple[int, int] | None:
    """The subject of the nearest verb of telling before the number, in the same clause."""
    analysis = count.analysis
    doc = analysis.doc
    if doc is None:
        return None
    first = next((t.i for t in doc if analysis.span(t)[1] > count.value[0]), len(doc))
    for i in range(first - 1, max(-1, first - 28), -1):
        here = doc[i]
        if here.text == ";" or (here.lower_ in _CONTRAST and here.dep_ in ("cc", "mark")):
            return None
        if here.lower_ not in TELLING or here.pos_ not in ("VERB", "AUX") or analysis.item(here) is not None:
            continue
        if here.lower_ in _REACHED and (first - i > 2 or doc[i + 1].lower_ not in ("at", "to")):
            continue
        if count.token is not None and count.token.i == here.i and count.measure not in ("injured", "killed"):
            return None  # "a court gave 12 men six months": it tells nothing
        subjects = [s for s in FrameReader(analysis).subjects(here) if s.i < here.i]
        if not subjects or FrameReader.is_passive(here):
            continue
        span = _phrase(analysis, subjects[0])
        return span if span[1] <= count.value[0] else None
    return None


def _phrase(analysis: Analysis, head: Token) -> tuple[int, int]:
    """A subject's words without relative clauses and asides."""
    tokens = [head]
    for child in head.children:
        if child.dep_ in ("det", "amod", "compound", "nmod", "poss", "nummod", "advmod") and child.i < head.i:
            tokens += list(child.subtree)
        elif child.dep_ in ("prep", "appos", "acl") and child.i > head.i and child.tag_ != "VBG":
            between = head.doc[head.i + 1 : child.i]
            if not any(t.text in (",", "(", "–", ";", ":") for t in between):
                tokens += [t for t in child.subtree if t.i > head.i]
    spans = [analysis.span(t) for t in tokens]
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    cut = re.search(r"[,;:()]| (?:who|which|that) ", analysis.text[start:end])
    named = next((n for n in analysis.names if start <= n.start and n.end <= end + 40 and n.kind == "person"), None)
    if cut is not None and named is None:
        end = start + cut.start()
    return start, end


def _sentence_wide(count: Count) -> tuple[int, int] | None:
    """ "According to the ministry, 12 were hurt and 40 arrested": it holds for the whole of the sentence."""
    match = _ACCORDING.match(count.analysis.text)
    if match is None or _clause_start(count.analysis.text, count.value[0]) > match.end():
        return None
    return match.span("who")


def _is_source(analysis: Analysis, who: str, start: int) -> bool:
    """Whether words can stand for somebody who counts: a named body or person, or a word for such."""
    end = start + len(who)
    if any(
        n.start < end and start < n.end and n.kind in ("organization", "state_body", "person") for n in analysis.names
    ):
        return True
    words = [w.lower() for w in re.findall(r"[\w’'-]+", who)]
    head = words[: words.index("of")] if "of" in words else words
    return bool(head) and head[-1] in SOURCES


def _cleaned(analysis: Analysis, start: int, end: int) -> tuple[str, Where] | None:
    """A source without article and description: the person or body that is named, else the words themselves."""
    text = analysis.text
    lead = _LEAD.match(text, start)
    start = lead.end() if lead is not None and lead.end() < end else start
    who = text[start:end].strip(" ,'’\"“”")
    if not who or who.lower() in _PRONOUNS or re.match(r"\d|(?:in|on|at|by|after|before|when|if)\b", who):
        return None
    if any(q.start < end and start < q.end and q.spelled not in ("some", "one") for q in analysis.quantities):
        return None
    person = next((n for n in analysis.names if n.kind == "person" and start <= n.start < end), None)
    if person is None:  # "the health minister, Jane Doe, said"
        person = next(
            (
                n
                for n in analysis.names
                if n.kind in ("person", "unknown") and n.start >= end and re.fullmatch(_ASIDE, text[end : n.start])
            ),
            None,
        )
    if person is not None:
        return person.text, (analysis.passage, person.start, person.end)
    bodies = [n for n in analysis.names if n.kind in ("organization", "state_body") and start <= n.start < end]
    body = bodies[-1] if bodies and (bodies[-1].end >= end - 2 or bodies[0].start == start) else None
    if body is not None and not re.search(r"\b(?:of|from|in|at|for|by)\s(?:the )?$", text[start : body.start]):
        body = bodies[0] if bodies[0].start == start else body
        return text[body.start : body.end], (analysis.passage, body.start, body.end)
    begin = text.index(who, start)
    finite = ("VBD", "VBZ", "VBP", "MD")
    for token in analysis.doc or ():
        if token.tag_ in finite and begin <= analysis.span(token)[0] < begin + len(who):
            return None  # a clause is nobody
    return who, (analysis.passage, begin, begin + len(who))
