"""Facts in the making: what the extractors fill while they walk through one document.

Drafts are mutable and never leave ``ingest.extract``; ``to_claims`` turns them into frozen claims.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.extract.entities import Entity
from ingest.language.dates import Partial
from ingest.model import MAX_QUOTE, Claim, ClaimType, Passage, Span, Value, stable_id

Where = tuple[Passage, int, int]
"""A passage and a half-open stretch of its clean text."""

UNDATED = Partial()


@dataclass(slots=True)
class Draft:
    """Common to all facts: where it stands, and the span of each field."""

    passage: Passage
    start: int
    end: int
    evidence: list[Where] = field(default_factory=list)
    spans: dict[str, Where] = field(default_factory=dict)

    def note(self, name: str, where: Where | None) -> None:
        """Remember the first place that supports a field."""
        if where is not None:
            self.spans.setdefault(name, where)

    def cite(self, where: Where) -> None:
        if all(w[0].passage_id != where[0].passage_id for w in self.evidence):
            self.evidence.append(where)


@dataclass(slots=True)
class EventDraft(Draft):
    kind: str = "demonstration"
    name: str | None = None
    start_date: Partial = UNDATED
    end_date: Partial | None = None
    place: Entity | None = None
    place_level: int = 0
    site: str | None = None
    low: float | None = None
    high: float | None = None
    parent: EventDraft | None = None
    section: int = 0
    block: int = 0
    ordinal: int = 0
    last_seen: int = 0
    listed_at: int = 0
    """The last line of a list of people that belongs to this event."""
    plural: bool = False
    prevented: bool = False
    roles: list[tuple[str, Entity, Where]] = field(default_factory=list)
    lists: list[tuple[str, str, Where]] = field(default_factory=list)
    is_title: bool = False
    behind_bars: bool = False
    """It was done by people in custody, so that nobody was taken into custody at it."""
    in_passing: bool = False
    """A noun with a date of its own names it as background: "the 1994 strike". What follows is not about it."""
    in_aside: bool = False
    """So far told only beside something else: "those who blocked the road were tried"."""


@dataclass(slots=True)
class DetentionDraft(Draft):
    person: Entity | None = None
    group: str | None = None
    low: float | None = None
    high: float | None = None
    date: Partial = UNDATED
    place: Entity | None = None
    site: str | None = None
    status: str = "detained"
    released_on: Partial | None = None
    event: EventDraft | None = None
    detainer: Entity | None = None
    custody_place: str | None = None
    bail: tuple[float, str] | None = None
    charges: list[str] = field(default_factory=list)
    mistreatment: list[tuple[str, Where]] = field(default_factory=list)
    is_minor: bool = False
    rest: bool = False
    whole: DetentionDraft | None = None
    """The group that this one is a counted part of, told apart by what became of it."""
    member_of: DetentionDraft | None = None
    """The group that this one was named as one of: what became of all of it became of this one."""
    stay: tuple[float, Where] | None = None
    """After how many days somebody was free, where the day of the arrest was not known yet."""
    told: str = "take"
    """What the text told first of this time in custody: the taking, a stay, a remand, a release or a demand for one."""
    seen_taken: bool = False
    """The text says where somebody was taken, not only where the event was or who held or freed him."""
    kept: bool = False
    """The text says that custody went on (held, remanded), so a later term finds the person there."""
    measure: str | None = None
    ordinal: int = 0


@dataclass(slots=True)
class SentenceDraft(Draft):
    person: Entity | None = None
    group: str | None = None
    low: float | None = None
    high: float | None = None
    date: Partial = UNDATED
    court: Entity | None = None
    court_name: str | None = None
    outcome: str | None = "convicted"
    kinds: list[str] = field(default_factory=list)
    prison_days: float | None = None
    lashes: float | None = None
    fine: tuple[float, str] | None = None
    hours: float | None = None
    charges: list[str] = field(default_factory=list)
    provision: str | None = None
    event: EventDraft | None = None
    detention: DetentionDraft | None = None
    revises: SentenceDraft | None = None
    ordinal: int = 0


@dataclass(slots=True)
class FigureDraft(Draft):
    measure: str = "participants"
    low: float | None = None
    high: float | None = None
    unit: str = "people"
    attributed_to: str | None = None
    attributed_entity: Entity | None = None
    event: EventDraft | None = None
    is_part: bool = False
    """The number is of a part of a total that is told too ("two of them")."""


def _digits(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(value)


def clip(passage: Passage, start: int, end: int) -> Span:
    """The raw span of a stretch of a passage, shortened to what an evidence row may hold."""
    start = max(0, min(start, len(passage.text) - 1))
    end = max(start + 1, min(len(passage.text), end))
    span = passage.clean.raw(start, end)
    if span.end - span.start > MAX_QUOTE:
        # The raw stretch can be far longer than the clean one (a link's address, a gap): count in raw positions.
        offsets = passage.clean.offsets
        while end - 1 > start and offsets[end - 1] + 1 - offsets[start] > MAX_QUOTE:
            end -= 1
        span = passage.clean.raw(start, end)
    return span


def carrying(passage: Passage, start: int, end: int) -> Span:
    """The whole passage where it fits into an evidence row, else a window around the fact."""
    whole = passage.span
    if whole.end - whole.start <= MAX_QUOTE:
        return whole
    centre = (start + end) // 2
    begin = max(0, min(start, centre - MAX_QUOTE // 3))
    return clip(passage, begin, len(passage.text))


class ClaimWriter:
    """Gives every draft its id and writes the drafts of one document as claims."""

    def __init__(self, document_id: str, extractor: str) -> None:
        self._document_id = document_id
        self._extractor = extractor
        self._ids: dict[int, str] = {}
        self._taken: set[str] = set()

    def identify(self, claim_type: ClaimType, drafts: Iterable[Draft]) -> None:
        """Ids depend on the document, the type, the place in the text and what the claim is about."""
        for draft in drafts:
            about = ""
            if isinstance(draft, EventDraft):
                about = f"{draft.kind}|{draft.start_date.iso()}|{draft.place.name if draft.place else ''}"
            elif isinstance(draft, (DetentionDraft, SentenceDraft)):
                about = draft.person.name if draft.person else f"{draft.group}|{draft.low}|{draft.high}"
                if isinstance(draft, SentenceDraft):
                    about += f"|{draft.outcome}"
            elif isinstance(draft, FigureDraft):
                about = f"{draft.measure}|{draft.low}|{draft.high}"
            span = draft.passage.span
            key, n = stable_id("claim", self._document_id, claim_type, span.start, about), 0
            while key in self._taken:
                n += 1
                key = stable_id("claim", self._document_id, claim_type, span.start, about, n)
            self._taken.add(key)
            self._ids[id(draft)] = key

    def _claim(self, claim_type: ClaimType, draft: Draft, fields: list[tuple[str, str | None, str]]) -> Claim:
        home = (draft.passage, draft.start, draft.end)
        values = []
        for name, value, key in fields:
            if value is None or value == "":
                continue
            passage, start, end = draft.spans.get(key, home)
            values.append(Value(name, value, clip(passage, start, end), passage.passage_id))
        places = [home, *[w for w in draft.evidence if w[0].passage_id != draft.passage.passage_id]]
        return Claim(
            claim_id=self._ids[id(draft)],
            claim_type=claim_type,
            passage_id=draft.passage.passage_id,
            evidence=tuple((p.passage_id, carrying(p, s, e)) for p, s, e in places),
            values=tuple(values),
            extractor=self._extractor,
        )

    def _ref(self, draft: Draft | None) -> str | None:
        return None if draft is None else self._ids.get(id(draft))

    @staticmethod
    def _count(d: DetentionDraft | SentenceDraft) -> list[tuple[str, str | None, str]]:
        """How many there are; somebody with a name is one, and the name says so."""
        low, high, key = (1.0, 1.0, "person") if d.person else (d.low, d.high, "count")
        return [
            ("person_count_low", _digits(low) if low is not None else None, key),
            ("person_count_high", _digits(high) if high is not None else None, key),
        ]

    def event(self, d: EventDraft) -> Claim:
        fields: list[tuple[str, str | None, str]] = [
            ("event_kind", d.kind, "kind"),
            ("name", d.name, "name"),
            ("start_date", d.start_date.iso(), "start_date"),
            ("end_date", d.end_date.iso() if d.end_date else None, "end_date"),
            ("place", d.place.entity_id if d.place else None, "place"),
            ("site", d.site, "site"),
            ("participants_low", _digits(d.low) if d.low is not None else None, "participants"),
            ("participants_high", _digits(d.high) if d.high is not None else None, "participants"),
            ("parent", self._ref(d.parent), "parent"),
        ]
        for i, (role, entity, where) in enumerate(d.roles):
            d.spans[f"role{i}"] = where
            fields.append((role, entity.entity_id, f"role{i}"))
        for i, (name, text, where) in enumerate(d.lists):
            d.spans[f"list{i}"] = where
            fields.append((name, text, f"list{i}"))
        return self._claim("event", d, fields)

    def detention(self, d: DetentionDraft) -> Claim:
        fields: list[tuple[str, str | None, str]] = [
            ("person", d.person.entity_id if d.person else None, "person"),
            *self._count(d),
            ("group_description", None if d.person else d.group, "group"),
            ("detained_on", d.date.iso(), "date"),
            ("place", d.place.entity_id if d.place else None, "place"),
            ("site", d.site, "site"),
            ("detaining_actor", d.detainer.entity_id if d.detainer else None, "detainer"),
            ("status", d.status, "status"),
            ("released_on", d.released_on.iso() if d.released_on else None, "released_on"),
            ("bail_amount", _digits(d.bail[0]) if d.bail else None, "bail"),
            ("bail_currency", d.bail[1] if d.bail else None, "bail"),
            ("custody_place", d.custody_place, "custody_place"),
            ("is_minor", "true" if d.is_minor else None, "is_minor"),
            ("event", self._ref(d.event), "event"),
            *[("charge", c, f"charge:{c}") for c in d.charges],
        ]
        for i, (kind, where) in enumerate(d.mistreatment):
            d.spans[f"mistreatment{i}"] = where
            fields.append(("mistreatment", kind, f"mistreatment{i}"))
        return self._claim("detention", d, fields)

    def sentence(self, d: SentenceDraft) -> Claim:
        fields: list[tuple[str, str | None, str]] = [
            ("person", d.person.entity_id if d.person else None, "person"),
            *self._count(d),
            ("group_description", None if d.person else d.group, "group"),
            ("decided_on", d.date.iso(), "date"),
            ("court", d.court.entity_id if d.court else None, "court"),
            ("court_name", d.court_name, "court"),
            ("outcome", d.outcome, "outcome"),
            *[("sentence_kind", k, "kinds") for k in d.kinds],
            ("prison_days", _digits(round(d.prison_days)) if d.prison_days is not None else None, "prison_days"),
            ("lashes", _digits(d.lashes) if d.lashes is not None else None, "lashes"),
            ("fine_amount", _digits(d.fine[0]) if d.fine else None, "fine"),
            ("fine_currency", d.fine[1] if d.fine else None, "fine"),
            ("community_service_hours", _digits(d.hours) if d.hours is not None else None, "hours"),
            *[("charge", c, f"charge:{c}") for c in d.charges],
            ("legal_provision", d.provision, "provision"),
            ("event", self._ref(d.event), "event"),
            ("detention", self._ref(d.detention), "detention"),
            ("revises", self._ref(d.revises), "revises"),
        ]
        return self._claim("sentence", d, fields)

    def figure(self, d: FigureDraft) -> Claim:
        fields: list[tuple[str, str | None, str]] = [
            ("measure", d.measure, "measure"),
            ("value_low", _digits(d.low) if d.low is not None else None, "value"),
            ("value_high", _digits(d.high) if d.high is not None else None, "value"),
            ("unit", d.unit, "value"),
            ("attributed_to", d.attributed_to, "attributed_to"),
            ("attributed_actor", d.attributed_entity.entity_id if d.attributed_entity else None, "attributed_to"),
            ("event", self._ref(d.event), "event"),
        ]
        return self._claim("figure", d, fields)
