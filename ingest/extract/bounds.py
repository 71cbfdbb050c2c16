"""When an action that is already told began, ended or went on: "it lasted until 3 May", "the strike was called off"."""

from __future__ import annotations

import re
from typing import Literal

from ingest.extract.drafts import EventDraft
from ingest.extract.scene import Moment
from ingest.language.analysis import Analysis
from ingest.language.dates import Partial
from ingest.language.lexicon import word_set
from ingest.language.parse import Token

Bound = Literal["", "begin", "end", "span"]

_BEGIN = word_set("beginning_verb")
_END = word_set("ending_verb")
_LAST = word_set("lasting_verb")
_PARTICLE_NEEDED = {"call": "off", "break": "up", "die": "down", "peter": "out", "wind": "up", "give": "up"}
_UNTIL = re.compile(
    r"\b(?:until|till|through|up to)(?: the)?(?: (?:early hours|night|evening|morning|afternoon|end|middle) of)? $",
    re.IGNORECASE,
)
_VERB = (
    r"(?: (?:had|has|have|was|were|only|finally|soon|then|first|eventually|itself|themselves))*"
    r" (?P<verb>[a-z]+)(?: (?P<particle>off|out|up|down|on|over|to (?:an end|a close|a halt|an abrupt end)))?"
)
_OF_PRONOUN = re.compile(rf"(?:^|[;:–] |, (?:and|but) )(?:it|they|this|both){_VERB}", re.IGNORECASE)
_AND_THEN = re.compile(rf"\b(?:and|but){_VERB}", re.IGNORECASE)
_NEAR = re.compile(r"(?: (?!when|after|because|as|with|against|by)[\w'’-]+){0,5} ?", re.IGNORECASE)
_BACK = re.compile(
    r"(?<!not )(?<!refused to )(?<!to )\b(?:(?:return(?:ed)?|went back|gone back|(?:were|was) back) (?:at|to) "
    r"(?:their |the )?(?:\w+ )?(?:work|dut(?:y|ies)|jobs?|posts?|looms?|benches|pits?|mines?|machines|classes|lessons)"
    r"|resumed (?:their )?(?:work|duty|duties)|(?:work|production|classes|lessons) (?:was|were|had been) resumed)\b",
    re.IGNORECASE,
)
_PARTICLE_FORMS: dict[str, dict[str, Bound]] = {
    "called": {"off": "end"},
    "broken": {"up": "end"},
    "broke": {"up": "end", "out": "begin"},
    "came": dict.fromkeys(("to an end", "to a close", "to a halt", "to an abrupt end"), "end"),
    "died": {"down": "end"},
    "petered": {"out": "end"},
    "went": {"on": "span"},
    "dragged": {"on": "span"},
}


def bound_of(verb: Token) -> Bound:
    """What a verb says of its subject or object: that it began, that it ended, or how long it went on."""
    lemma = verb.lemma_.lower()
    particles = {c.lower_ for c in verb.children if c.dep_ in ("prt", "advmod")}
    needed = _PARTICLE_NEEDED.get(lemma)
    if needed is not None and needed in particles:
        return "end"
    if lemma == "break" and "out" in particles:
        return "begin"
    if lemma == "come" and any(
        g.lower_ in ("end", "close", "halt") for c in verb.children if c.lower_ == "to" for g in c.children
    ):
        return "end"
    if needed is None and lemma in _END:
        return "end"
    if lemma in _BEGIN:
        return "begin"
    return "span" if lemma in _LAST else ""


def ends_strike(analysis: Analysis, moments: list[Moment]) -> Moment | None:
    """The day on which strikers went back: "the printers returned to work on 4 May", "work was resumed yesterday"."""
    back = _BACK.search(analysis.text)
    if back is None:
        return None
    after = [m for m in moments if m.is_known and back.end() <= m.expression.start <= back.end() + 25]
    before = [m for m in moments if m.is_known and m.expression.start <= 4 and m.expression.end <= back.start()]
    return next(iter(after or before), None)  # "on 4 May they returned to work"


def is_until(analysis: Analysis, moment: Moment) -> bool:
    """Whether a date closes a stretch of time: "until 3 May"."""
    return moment.last is None and _UNTIL.search(analysis.text[: moment.expression.start]) is not None


def told_of_pronouns(analysis: Analysis, moments: list[Moment]) -> list[tuple[Bound, Moment]]:
    """The bounds that the passage gives to "it" or "they", each with its date: "it began on … and ended on …".

    Read from the words alone, so that a passage without any other fact need not be parsed for it.
    """
    found: list[tuple[Bound, Moment]] = []
    text = analysis.text
    opening = _OF_PRONOUN.search(text) if moments else None
    while opening is not None:
        lemma, particle = opening["verb"].lower(), (opening["particle"] or "").lower()
        bound: Bound = ""
        if lemma in _PARTICLE_FORMS:
            bound = _PARTICLE_FORMS[lemma].get(particle, "")
        elif lemma in _END:
            bound = "end"
        elif lemma in _BEGIN:
            bound = "begin"
        elif lemma in _LAST:
            bound = "span"
        moment = next((m for m in moments if m.is_known and m.expression.start >= opening.end()), None)
        if bound and moment is not None and _NEAR.fullmatch(text[opening.end() : moment.expression.start]):
            found.append((bound, moment))
        opening = _AND_THEN.search(text, opening.end()) if bound else None
    return found


def bind(event: EventDraft, analysis: Analysis, bound: Bound, moment: Moment) -> None:
    """Give an event the day on which it began or ended, unless it contradicts what is known of it."""
    first, last = moment.first, moment.last
    if bound == "span" and last is None and not is_until(analysis, moment):
        bound = "begin" if event.start_date.day is None else ""
    if bound == "end" or (bound == "span" and last is None):
        if event.end_date is None and _is_after(first, event.start_date):
            event.end_date = first
            event.note("end_date", moment.where)
        return
    if not bound:
        return
    if _is_finer(first, event.start_date):
        event.start_date = first
        event.spans["start_date"] = moment.where
    if last is not None and event.start_date == first:
        event.end_date = last


def _is_after(day: Partial, start: Partial) -> bool:
    if day.year is None or start.year is None:
        return day.day is not None and start.iso() is None
    a = (day.year, day.month or 12, day.day or 31)
    b = (start.year, start.month or 1, start.day or 1)
    return a > b


def _is_finer(day: Partial, known: Partial) -> bool:
    """Whether a date says more than the one that is known, and nothing else."""
    if known.year is None:
        return day.year is not None
    if known.day is not None or day.year != known.year:
        return False
    return day.month is not None and known.month in (None, day.month) and (day.day is not None or known.month is None)
