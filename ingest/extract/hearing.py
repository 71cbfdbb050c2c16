"""What the decisions of one trial have in common: a passage sets it, those that follow take it over."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.extract.drafts import EventDraft, SentenceDraft, Where
from ingest.extract.entities import Entity
from ingest.language.dates import Partial
from ingest.model import Passage

KnownCourt = tuple[Entity | None, str, Where]
Stated = list[tuple[str, Where]]

_PARAGRAPHS, _ITEMS = 4, 20
"""How many passages on a hearing is still at hand: less in running text than in a list."""


@dataclass(slots=True)
class Hearing:
    """Court, day, offences, provision and event of one trial, and the decisions that were read in it."""

    section: int = -1
    block: int = -1
    ordinal: int = -99
    in_item: bool = False
    """Whether it was opened by an item of a list, and so is that item's alone."""
    court: KnownCourt | None = None
    date: tuple[Partial, Where] | None = None
    charges: Stated = field(default_factory=list)
    provision: tuple[str, Where] | None = None
    event: EventDraft | None = None
    drafts: list[SentenceDraft] = field(default_factory=list)

    def goes_on(self, passage: Passage) -> bool:
        """Whether a passage still belongs to the hearing."""
        if self.in_item and passage.block != self.block:
            return False
        limit = _ITEMS if passage.kind == "list_item" else _PARAGRAPHS
        return self.section == passage.section and passage.ordinal - self.ordinal <= limit

    def conflicts(self, court: KnownCourt | None, date: Partial | None) -> bool:
        """Whether a decision by this court, on this day, must be of another hearing."""
        if date is not None and self.date is not None and not _one_day(date, self.date[0]):
            return True
        if date is not None and self.date is None and self.drafts:
            return True
        return court is not None and self.court is not None and not same_court(court, self.court)

    def note(
        self,
        passage: Passage,
        *,
        court: KnownCourt | None,
        date: tuple[Partial, Where] | None,
        charges: Stated,
        provision: tuple[str, Where] | None,
        event: EventDraft | None,
    ) -> None:
        """Take over what a passage adds."""
        self.ordinal = max(self.ordinal, passage.ordinal)
        self.court = self.court or court
        if date is not None and (self.date is None or len(date[0].iso() or "") > len(self.date[0].iso() or "")):
            self.date = date
        if charges:
            self.charges = charges
        self.provision = provision or self.provision
        self.event = self.event or event

    def people(self) -> list[Entity]:
        """Everybody whom the hearing decided on, once, in reading order."""
        return list({d.person.entity_id: d.person for d in self.drafts if d.person is not None}.values())

    def give(self, draft: SentenceDraft, *, grounds: bool = True) -> None:
        """Fill what a decision of the hearing does not state itself; ``grounds`` are offences and provision."""
        if draft.court_name is None and self.court is not None:
            draft.court, draft.court_name = self.court[0], self.court[1]
            draft.note("court", self.court[2])
        if draft.date.iso() is None and self.date is not None:
            draft.date = self.date[0]
            draft.spans["date"] = self.date[1]
        mine = not draft.charges or set(draft.charges) == {c for c, _ in self.charges}
        if grounds and mine and draft.provision is None and self.provision is not None:
            draft.provision = self.provision[0]
            draft.note("provision", self.provision[1])
        if grounds and not draft.charges:
            draft.charges = [c for c, _ in self.charges]
            for c, where in self.charges:
                draft.note(f"charge:{c}", where)
        if draft.event is None:
            draft.event = self.event


def same_court(a: KnownCourt, b: KnownCourt) -> bool:
    """Whether two tellings can be of one court: one entity, or one description inside the other."""
    if a[0] is not None and b[0] is not None:
        return a[0] is b[0]
    x, y = set(a[1].casefold().split()), set(b[1].casefold().split())
    return x <= y or y <= x


def _one_day(a: Partial, b: Partial) -> bool:
    """Whether two dates can be of one day: one may be less exact than the other."""
    x, y = a.iso(), b.iso()
    return x is None or y is None or x.startswith(y) or y.startswith(x)
