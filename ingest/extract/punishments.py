"""What a stretch of text imposes: terms, lashes, fines, work, bans."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.language.amounts import Duration, unit_days
from ingest.language.analysis import Analysis
from ingest.language.lexicon import word_set
from ingest.language.names import Name

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
    r"(?:(?:after|following) (?:an?|his|her|their) (?:\w+ )?(?:imprisonment|incarceration) of|"
    r"suspended for|probation(?:ary)? (?:period )?(?:of|for)|after|within|"
    r"during|in the last|over the past|for the past|aged|banned .{0,60}for|bound "
    r"over for|conditional on|by|some|every|first|supervision for|licence for|"
    r"later|almost|than|of hearings?|served(?: the)?|serving|having spent|spent|"
    r"last|less than) $",
    re.IGNORECASE,
)
NOT_TERM_AFTER = re.compile(
    r"^ (?:later|ago|after|before|earlier|since|on(?=[,.;]|$)|apart|of (?:detention|hearings|"
    r"trial|proceedings|investigation|operating|deliberation|supervision|probation)|"
    r"(?:of )?probation|old)\b|^-old",
    re.IGNORECASE,
)
_SUSPENDED = re.compile(r"\b(?:suspended|conditional(?:ly)?|deferred)\b", re.IGNORECASE)
_LASHES = re.compile(
    r"(?P<n>\d+|[a-z]+(?:-[a-z]+)?) (?:lashes|strokes|whips|"
    r"(?:cuts|blows) (?:of|with) (?:the|an?) (?:\w+ )?(?:cane|birch|rattan|strap|whip))",
    re.IGNORECASE,
)
_HOURS = re.compile(
    r"(?P<n>\d+|[a-z]+(?:-[a-z]+)?)[- ]hours?['’]? (?:of )?(?:\w+ )?(?:unpaid|community|"
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
_NO_FINE = re.compile(r"\b(?:bail|costs?|damages?|surety|compensation|deposit|reparations?|restitution)\b")
_LISTED = re.compile(r"[–—:-] ?$")
"""What stands before the bare sum of an entry: "A – 10,000 roubles each"."""
_BAN = re.compile(
    r"\b(?:banned|barred|prohibited|disqualified|forbidden|excluded|stripped of the right)\b(?: "
    r"\w+){0,2} (?:from|to)\b|\b(?:driving|travel|exit|entry|teaching|football|publishing|banning|"
    r"two|one|three|four|five|\w+-(?:year|month)) bans?\b|"
    r"\bban on\b|\b(?:stay|keep|remain) (?:[\w,.-]+ ){0,4}?(?:away|out|clear)\b|"
    r"\b(?:restraining|exclusion|banning|non-association) order\b|"
    r"\b(?:not to|never to) (?:enter|approach|return|attend|go (?:near|within|to)|come (?:near|within))\b",
    re.IGNORECASE,
)
_ALTERNATIVE = re.compile(
    r"(?:\bor(?: else)?(?:,? in (?:default|lieu)(?: of (?:payment|paying))?,?|,? failing (?:that|this|payment),?"
    r"|,? alternatively,?)?"
    r"|\bin default(?: of (?:payment|paying)(?: \w+)?)?,?|\bfailing (?:that|this|which|payment),?"
    r"|\bwith the (?:alternative|option) of|\b(?:the|an) alternative(?: (?:being|was|of))?"
    r"|\bif (?:he|she|they|it|the fine)[^,;]{0,30},)"
    r"(?: to)?(?: (?:serve|undergo|go to (?:prison|gaol|jail) for|spend|face))?"
    r"(?: (?:an?|the|another|a further|an additional|imprisonment (?:for|of)))? ?$",
    re.IGNORECASE,
)
"""What makes a punishment one that was not given: "fined £5 or, in default, a month"."""
_NO_OPTION = re.compile(
    r"\b(?:with|without)(?: the| an?)? (?:option|alternative) of (?:paying )?a fine\b", re.IGNORECASE
)
_OTHER = re.compile(rf"\b(?:{'|'.join(sorted(word_set('other_penalty')))})\b", re.IGNORECASE)


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
    stretch = _NO_OPTION.sub("", text[start:end])
    terms: list[tuple[Duration, str]] = []
    for duration in analysis.durations:
        if not (start <= duration.start < end):
            continue
        before, after = text[max(0, duration.start - 45) : duration.start], text[duration.end : duration.end + 60]
        later = NOT_TERM_AFTER.match(after)
        if (
            later is not None
            and later[0] == " after"
            and re.search(r"\b(?:jailed|sentenced|imprisoned) (?:for|to) $", before)
        ):
            later = None  # "jailed for ten days after the rally"
        if _NOT_TERM_BEFORE.search(before) or later is not None or _OTHER.search(before):
            continue
        if _ALTERNATIVE.search(text, start, duration.start) or _OTHER.match(after.lstrip(" -")):
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
        if _ALTERNATIVE.search(text, start, money.start):
            continue
        before = text[max(0, money.start - 60) : money.start].lower()
        owed = re.search(r"\b(?:fined?s?|pay|penalty)\b", before) and not _NO_FINE.search(before[-30:])
        listed = _LISTED.search(before) and re.fullmatch(r"(?:each|apiece)?[.;]?", text[money.end : end].strip())
        if owed or listed or re.match(r"\s(?:fine|in fines?)\b", text[money.end :]):
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
    if _OTHER.search(stretch):
        found.add("other")
    if jailed and not found.kinds:
        found.add("prison")
    return found


_NEW = re.compile(r"\b(?:to|substitut\w+) (?=(?P<n>\d{1,2}|[a-z]+(?:-[a-z]+)?)\b(?P<half> and a half)?)", re.IGNORECASE)
_NO_UNIT = re.compile(r"(?=[,.;)]|$| (?:on|in|by|after|and|because|for|at|when|instead)\b)")


def changed_to(
    analysis: Analysis, begin: int, end: int, words: dict[str, int], *, administrative: bool = False
) -> Punishment | None:
    """The new punishment of "cut from four years to two", "lowered the term to ten weeks", "and substituted six".

    None where the stretch tells no new one. A bare number has the unit of the length before it.
    """
    text = analysis.text
    for match in _NEW.finditer(text, begin, end):
        at = match.end()
        stop = re.compile(r";|\bwhile\b").search(text, at, end)
        close = stop.start() if stop else end
        begins = [d.start for d in analysis.durations] + [m.start for m in analysis.money]
        opens = any(begin - at in (0, 2, 3) for begin in begins)
        if opens or re.match(r"(?:an? )?(?:fine|life|suspended|\w+ (?:hours|lashes))\b", text[at:close]):
            found = punishment(analysis, at, close, words, jailed=False, administrative=administrative)
            if not found.is_empty:
                return found
        old = next((d for d in reversed(analysis.durations) if d.end <= at), None)
        value = _small_number(match["n"], words)
        tail = match.end("half") if match["half"] else match.end("n")
        if old is not None and value is not None and _NO_UNIT.match(text, tail):
            half = {365.0: 180.0, 30.0: 15.0, 7.0: 3.0}.get(unit_days(old), 0.0) if match["half"] else 0.0
            return Punishment(["prison"], value * unit_days(old) + half, spans={"prison_days": (at, tail)})
    return None


@dataclass(frozen=True, slots=True)
class Share:
    """The punishment of some of those whom a passage names, with its stretch of the clean text."""

    names: tuple[Name, ...]
    punishment: Punishment
    start: int
    end: int


_DEALT = re.compile(
    r"(?:,? (?:aged )?\d{1,2},?|,? both (?:aged )?\d{1,2},?| \([^()]{1,40}\)(?= ?[–—:-]))?"
    r"(?: ?(?:[–—:-]{1,2}|\()|,? (?:to a fine of|to pay|to|for|with|was to serve|"
    r"(?:(?:each|both|in turn) )?(?:got|gets|received|receives|drew|"
    r"(?:was|were) (?:each |both )?(?:given|sentenced to|jailed for|fined|handed))))? ?(?:an? )?"
)
"""What may stand between a name and the punishment that it is dealt: "A – 3 years", "A got 3 years", "A to 3 years"."""
_JOINED = re.compile(r"(?:,|,? and| &)(?: (?:the|his|her|their|an?))?(?: [a-z][\w-]*){0,3} ")
_GOES_ON = re.compile(
    r"(?:[,;]|,? (?:and|while|but))(?: (?:the|his|her|their|an?|Mrs?\.?|Miss|Ms\.?|Dr\.?))?(?: [a-z][\w'’-]*){0,4},? $"
)
"""What stands before the next name of "A to 3 years and his brother, B, to 2"."""
_BARE_NUMBER = re.compile(r"(?P<n>\d{1,2}|[a-z]+(?:-[a-z]+)?)(?P<half> and a half)?(?=[,.;)]| and | while |$)")


def dealt_out(
    analysis: Analysis, start: int, words: dict[str, int], *, first: int | None = None, administrative: bool = False
) -> tuple[Share, ...]:
    """Punishments told name by name: "A got three years, B two and a half and C was fined £50".

    Empty unless two or more names have a punishment right behind them, or one has that stands behind ``first``, where
    the punishment of those decided on begins: "A was sent to prison for thirty days, and B for fourteen".
    """
    text = analysis.text
    items = [
        i
        for i in analysis.items
        if i.start >= start
        and (i.kind in ("person", "people", "unknown") or (i.names and all(_may_be_a_person(n) for n in i.names)))
    ]
    out: list[Share] = []
    waiting: tuple[Name, ...] = ()
    unit: float | None = None
    opened = next((d for d in reversed(analysis.durations) if first is not None and d.start == first), None)
    if opened is not None:
        unit = unit_days(opened)
    for number, item in enumerate(items):
        stop = items[number + 1].start if number + 1 < len(items) else len(text)
        names = (*waiting, *item.names)
        waiting = ()
        link = _DEALT.match(text, item.end)
        at = link.end() if link is not None else item.end
        term = next((d for d in analysis.durations if d.start in (at, at - 2, at - 3) and d.start >= item.end), None)
        money = next((m for m in analysis.money if m.start == at), None)
        if term is not None or money is not None:
            clause = re.compile(r";|\bwhile\b|\bwhereas\b").search(text, at, stop)
            end = clause.start() if clause else stop
            found = punishment(analysis, item.end, end, words, jailed=False, administrative=administrative)
            if money is not None and found.fine is None:
                found.add("fine")
                found.fine, found.spans["fine"] = (money.amount, money.currency), (money.start, money.end)
            if not found.is_empty:
                out.append(Share(names, found, names[0].start, end))
                unit = unit_days(term) if term is not None else unit
            continue
        bare = _BARE_NUMBER.match(text, at)
        value = _small_number(bare["n"], words) if bare is not None else None
        known = bool(out) or (opened is not None and opened.end <= item.start)
        if bare is not None and value is not None and unit is not None and known and text[item.end : at + 1] != " a":
            half = {365.0: 180.0, 30.0: 15.0, 7.0: 3.0}.get(unit, 0.0) if bare["half"] else 0.0
            spans = {"prison_days": bare.span()}
            kinds = list(out[-1].punishment.kinds) if out else ["prison"]
            out.append(Share(names, Punishment(kinds, value * unit + half, spans=spans), names[0].start, stop))
        elif _JOINED.fullmatch(text, item.end, stop):
            waiting = names
    if len(out) == 1 and first is not None and out[0].start > first:
        return tuple(out) if _GOES_ON.search(text, 0, out[0].start) else ()
    return tuple(out) if len(out) > 1 else ()


def _may_be_a_person(name: Name) -> bool:
    """A name of two or more parts of which nobody is sure what it names."""
    return name.kind in ("place", "organization") and name.strength == 0 and len(name.parts) >= 2


def in_turn(
    analysis: Analysis, start: int, end: int, size: int, words: dict[str, int], *, administrative: bool = False
) -> tuple[Punishment, ...]:
    """The punishments of "two, three and five years respectively", in order; empty unless there are ``size``."""
    text = analysis.text
    if not re.search(r"\brespectively\b", text):
        return ()
    terms = [d for d in analysis.durations if start <= d.start < end and not _NOT_TERM_BEFORE.search(text[: d.start])]
    if len(terms) == size:
        stops = [t.start for t in terms[1:]] + [end]
        return tuple(
            punishment(analysis, t.start, stop, words, jailed=True, administrative=administrative)
            for t, stop in zip(terms, stops, strict=True)
        )
    if len(terms) != 1:
        return ()
    before = re.search(r"((?:[\w-]+(?:, | and |, and ))+)$", text[start : terms[0].start])
    values = [_small_number(w, words) for w in re.findall(r"[\w-]+", before[1]) if w != "and"] if before else []
    counted = [v for v in values if v is not None]
    if len(counted) != size - 1:
        return ()
    last = punishment(analysis, terms[0].start, end, words, jailed=True, administrative=administrative)
    unit = unit_days(terms[0])
    return (*(Punishment(list(last.kinds), value * unit, spans=dict(last.spans)) for value in counted), last)
