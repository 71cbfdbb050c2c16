"""How long a time in custody lasted: "held for four days from 16 July", "kept until May", "freed two hours later"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from ingest.extract.drafts import Where
from ingest.extract.frames import Frame
from ingest.extract.scene import Moment
from ingest.language.analysis import Analysis
from ingest.language.dates import Partial

_UNTIL = re.compile(r"\b(?:until|till|up to) (?:(?:the|early|late|mid|end of) ?){0,2}-?$", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:since|from) (?:the )?$", re.IGNORECASE)
_LASTING = re.compile(r"\b(?:for|spent|spend|spending|passed|kept)(?: (?:the|some|about|almost|nearly|over))* $")
_CONDITIONS = re.compile(
    r"\b(?:solitary|confinement|isolation|incommunicado|blindfold\w*|handcuff\w*|undisclosed|unknown|without)\b",
    re.IGNORECASE,
)
_ORDERED = re.compile(
    r"\b(?:pending|investigat\w+|order\w*|courts?|judges?|magistrates?|remand\w*|prosecut\w+|sentence[ds]?|terms?|trial)\b",
    re.IGNORECASE,
)
_SAME_DAY = re.compile(
    r"^ ?(?:again |there )?(?:"
    r"(?:after|a few|some|several|just)? ?(?:a few |some |several |the )?hours (?:later|afterwards)\b"
    r"|after (?:a few|some|several|the) hours\b|within (?:a few |some |several |the )?hours\b"
    r"|(?:by|before|at|towards) (?:the |that )?(?:evening|night|nightfall|midnight|afternoon|noon|midday|dusk|dark"
    r"|sunset|(?:lunch|dinner|tea|supper)[- ]?time|bed-?time)\b"
    r"|(?:in the|that same|that|the same|later that|later the same) (?:evening|night|day|afternoon)\b)"
)
_YEAR = 365
_LEADS_TO = re.compile(r"[^.;]{0,40}\b(?:and|before|then|until)\b[^.;]{0,20}$")


@dataclass(frozen=True, slots=True)
class Stay:
    """What a text says of the length of one time in custody; ``over`` tells that it tells it as ended."""

    begin: Partial | None = None
    begin_at: Where | None = None
    end: Partial | None = None
    end_at: Where | None = None
    days: float | None = None
    days_at: Where | None = None
    over: bool = False


def read_stay(analysis: Analysis, frame: Frame, moments: list[Moment], limit: int) -> Stay:
    """Begin, end and length that stand behind a custody frame, up to ``limit`` in the passage's text."""
    text = analysis.text
    begin = end = None
    for moment in moments:
        start = moment.where[1]
        if _SINCE.search(text[max(0, start - 12) : start]) and begin is None:
            begin = moment
        if frame.start < start <= limit and _UNTIL.search(text[max(0, start - 24) : start]):
            end = moment
    if frame.nominal or frame.kind not in ("hold", "detain", "take") or not _is_past(frame):
        return Stay(begin.first, begin.where) if begin is not None else Stay()
    told = text[frame.start : limit]
    length = next(
        (
            d
            for d in analysis.durations
            if frame.start < d.end <= limit and _LASTING.search(text[max(0, d.start - 16) : d.start])
        ),
        None,
    )
    passed = length is not None and not _ORDERED.search(told) and not _CONDITIONS.search(told)
    return Stay(
        begin=begin.first if begin is not None else None,
        begin_at=begin.where if begin is not None else None,
        end=end.first if end is not None else None,
        end_at=end.where if end is not None else None,
        days=length.days if length is not None and passed else None,
        days_at=(analysis.passage, length.start, length.end) if length is not None and passed else None,
        over=end is not None or passed,
    )


def _is_past(frame: Frame) -> bool:
    """ "Was held", "had spent", not "is held", "has been held", "will remain"."""
    words = {t.lower_ for t in (frame.token, *frame.token.children) if t.dep_ in ("aux", "auxpass") or t is frame.token}
    if words & {"is", "are", "has", "have", "will", "being", "'s", "’s", "remains", "remain", "to", "would"}:
        return False
    return bool(words & {"was", "were", "had", "been"}) or frame.token.tag_ in ("VBD", "VBN")


def freed_after(taken: Partial, days: float | None) -> Partial | None:
    """The day on which somebody taken on ``taken`` was free; the month for a short stay, the year for whole years."""
    if days is None:
        return None
    if taken.year is not None and taken.month is None and days >= _YEAR and days % _YEAR == 0:
        return Partial(taken.year + round(days / _YEAR))
    exact = taken.exact()
    if exact is not None:
        return Partial.of(exact + timedelta(round(days)))
    return taken if taken.month is not None and days <= 10 else None


def days_until(analysis: Analysis, frame: Frame) -> float | None:
    """After how many days a release came: "after two days", "six hours later", "held for three days and let go"."""
    text = analysis.text
    if _SAME_DAY.match(text[frame.end : frame.end + 40]):
        return 0.0
    for duration in analysis.durations:
        before = text[max(0, duration.start - 8) : duration.start].lower()
        follows = frame.end <= duration.start < frame.end + 40
        near = follows or 0 <= frame.start - duration.end < 40
        if near and (before.endswith(("after ", "within ")) or re.match(r" later\b", text[duration.end :])):
            return duration.days
        if before.endswith("for ") and duration.end < frame.start and _LEADS_TO.match(text[duration.end : frame.start]):
            return duration.days
    return None
