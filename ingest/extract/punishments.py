"""What a stretch of text imposes: terms, lashes, fines, work, bans."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.language.amounts import Duration
from ingest.language.analysis import Analysis

_PRISON_AFTER = re.compile(
    r"^[^.;]{0,40}?\b(?:in (?:a |an )?(?:\w+[ -]){0,3}(?:prison|jail|custody|"
    r"colony|camp|penitentiary|regime)|imprisonment|behind bars|prison|jail|"
    r"hard labou?r|penal|deprivation of (?:liberty|freedom)|incarceration|in "
    r"a (?:\w+ ){0,2}colony)",
    re.IGNORECASE,
)
_ADMIN_AFTER = re.compile(
    r"^(?:['’]s?)?[- ]?(?: of| in)?(?: an?)? ?(?:administrative )?(?:arrest|detention|administrative)", re.IGNORECASE
)
_HOUSE_AFTER = re.compile(
    r"^(?:['’]s?)? (?:of |under |in )?(?:house arrest|home detention|house detention|"
    r"restricted (?:freedom|liberty)|home confinement|limitation of freedom|"
    r"restriction of (?:liberty|freedom))",
    re.IGNORECASE,
)
_NOT_TERM_BEFORE = re.compile(
    r"(?:suspended for|probation(?:ary)? (?:period )?(?:of|for)|after|within|"
    r"during|in the last|over the past|for the past|aged|banned .{0,60}for|bound "
    r"over for|conditional on|by|some|every|first|supervision for|licence for|"
    r"later|almost|than|of hearings?|served(?: the)?|serving|having spent|spent|"
    r"last|less than) $",
    re.IGNORECASE,
)
NOT_TERM_AFTER = re.compile(
    r"^ (?:later|ago|after|before|earlier|since|on|apart|of (?:detention|hearings|"
    r"trial|proceedings|investigation|operating|deliberation|supervision|probation)|"
    r"(?:of )?probation|old)\b|^-old",
    re.IGNORECASE,
)
_SUSPENDED = re.compile(r"\b(?:suspended|conditional(?:ly)?|deferred)\b", re.IGNORECASE)
_LASHES = re.compile(r"(?P<n>\d+|[a-z]+(?:-[a-z]+)?) (?:lashes|strokes|whips|blows of the cane)", re.IGNORECASE)
_HOURS = re.compile(
    r"(?P<n>\d+|[a-z]+(?:-[a-z]+)?) hours? (?:of |['’] )?(?:unpaid|community|"
    r"compulsory|public|correctional|corrective|mandatory|socially)",
    re.IGNORECASE,
)
_LIFE = re.compile(
    r"\blife (?:sentences?|imprisonment|in prison|term|behind bars)|\bfor life\b|\bto life\b|\bimprisonment for life",
    re.IGNORECASE,
)
_DEATH = re.compile(
    r"\bdeath (?:sentences?|penalty)|\bto death\b|\bto (?:be )?hang(?:ed)?\b|\bcapital punishment\b|\bto be shot\b",
    re.IGNORECASE,
)
_BAN = re.compile(
    r"\b(?:banned|barred|prohibited|disqualified|forbidden|stripped of the right)\b(?: "
    r"\w+){0,2} (?:from|to)\b|\btravel ban\b|\bban on\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Punishment:
    """What a stretch of text imposes. ``days`` counts prison, administrative detention or remand."""

    kinds: list[str] = field(default_factory=list)
    days: float | None = None
    lashes: float | None = None
    fine: tuple[float, str] | None = None
    hours: float | None = None
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self.kinds

    def add(self, kind: str) -> None:
        if kind not in self.kinds:
            self.kinds.append(kind)


def _small_number(text: str, words: dict[str, int]) -> float | None:
    if text.isdigit():
        return float(text)
    total = 0.0
    for part in text.lower().split("-"):
        if part not in words:
            return None
        total += words[part]
    return total


def punishment(
    analysis: Analysis, start: int, end: int, words: dict[str, int], *, jailed: bool, administrative: bool = False
) -> Punishment:
    """Read the punishments in the stretch ``start``..``end`` of a passage.

    ``jailed``: the verb itself says prison ("jailed for 10 days"). ``administrative``: a term of days is
    administrative arrest unless the text says otherwise, as in the law of post-Soviet states.
    """
    text = analysis.text
    found = Punishment()
    stretch = text[start:end]
    terms: list[tuple[Duration, str]] = []
    for duration in analysis.durations:
        if not (start <= duration.start < end):
            continue
        before, after = text[max(0, duration.start - 45) : duration.start], text[duration.end : duration.end + 60]
        if _NOT_TERM_BEFORE.search(before) or NOT_TERM_AFTER.match(after):
            continue
        if duration.unit == "hour" or (
            re.search(r"\bhours?\b", text[duration.start : duration.end])
            and _HOURS.match(text[duration.start : duration.end + 20])
        ):
            continue
        if re.match(
            r"[- ](?:probation|supervision|driving ban|ban|licence|career|struggle|anniversary|rule|history)", after
        ) or re.search(r"\b(?:ban|banned|probation|disqualif\w+)\b[^,;]{0,30}$", before):
            continue
        following = next((d.start for d in analysis.durations if d.start > duration.start), len(text))
        window = text[duration.end : min(following, duration.end + 60, end + 40)]
        if _HOUSE_AFTER.match(window):
            kind = "house_arrest"
        elif re.match(r"(?: of| in)? (?:pre-?trial (?:detention|arrest|custody)|remand)\b", window):
            kind = "pretrial_detention"
        elif _ADMIN_AFTER.match(window) and "pre-trial" not in window[:30] and "pretrial" not in window[:30]:
            kind = "administrative_detention"
        elif re.match(
            r"(?:['’]s?)? (?:of |in )?(?:corrective|community|compulsory|forced) (?:labou?r|works?|service)", window
        ):
            kind = "community_service"
        elif re.match(r"(?:['’]s?)? (?:of |in )?(?:internal |administrative )?(?:exile|banishment)", window):
            kind = "other"
        elif _PRISON_AFTER.match(window):
            kind = "prison"
        elif duration.unit == "day" and duration.days <= 90:
            kind = "administrative_detention" if administrative or re.search(r"\badministrative\b", text) else "prison"
        else:
            kind = "prison"
        terms.append((duration, kind))
    if terms:
        total = next(
            (t for t in terms if re.search(r"\btotal(?:ling)? (?:of )?$", text[max(0, t[0].start - 12) : t[0].start])),
            None,
        )
        chosen = total or next((t for t in terms if t[1] in ("prison", "administrative_detention")), terms[0])
        for _duration, kind in terms:
            found.add(kind)
        if chosen[1] in ("prison", "administrative_detention"):
            duration = chosen[0]
            found.days = duration.days if duration.low == duration.days else None
            found.spans["prison_days"] = (duration.start, duration.end)
    life = _LIFE.search(stretch)
    if life:
        found.add("life")
    if _DEATH.search(stretch):
        found.add("death")
    for match in _LASHES.finditer(text):
        if start <= match.start() < end and (n := _small_number(match["n"], words)) is not None:
            found.lashes = n
            found.add("flogging")
            found.spans["lashes"] = match.span()
    for match in _HOURS.finditer(text):
        if start <= match.start() < end and (n := _small_number(match["n"], words)) is not None:
            found.hours = n
            found.add("community_service")
            found.spans["hours"] = match.span()
    if "community_service" not in found.kinds and re.search(
        r"\b(?:community service|unpaid work|corrective labou?r|community payback)\b", stretch, re.IGNORECASE
    ):
        found.add("community_service")
    for money in analysis.money:
        if not (start <= money.start < end):
            continue
        before = text[max(0, money.start - 60) : money.start].lower()
        if (
            re.search(r"\b(?:fined?s?|pay|penalty)\b", before)
            and not re.search(r"\bbail\b|\bcosts?\b|\bdamages?\b|\bsurety\b|\bcompensation\b|\bdeposit\b", before[-30:])
        ) or re.match(r"\s(?:fine|in fines?)\b", text[money.end :]):
            if found.fine is None:
                found.fine = (money.amount, money.currency)
                found.spans["fine"] = (money.start, money.end)
            found.add("fine")
    if "fine" not in found.kinds and re.search(r"\b(?:fined|a fine)\b", stretch, re.IGNORECASE):
        found.add("fine")
    if _SUSPENDED.search(stretch) and found.days is not None:
        found.add("suspended")
    if re.search(r"\bhouse arrest\b", stretch) and not terms:
        found.add("house_arrest")
    if _BAN.search(stretch):
        found.add("ban")
    if jailed and not found.kinds:
        found.add("prison")
    return found
