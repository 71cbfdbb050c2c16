"""Time in custody: who was taken, when, where, by whom, and what became of them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from ingest.extract.company import Roll, answering, called, dealt_with, is_jailed, jail_groups
from ingest.extract.drafts import DetentionDraft, EventDraft, Where
from ingest.extract.entities import Entity
from ingest.extract.events import EventMention
from ingest.extract.frames import Frame, FrameReader, Party
from ingest.extract.groups import is_part, settle, whole_of
from ingest.extract.linking import date_of, event_of, place_of
from ingest.extract.roster import Roster
from ingest.extract.scene import Moment, Scene, Spot
from ingest.extract.stays import Stay, days_until, freed_after, read_stay
from ingest.language.analysis import Analysis
from ingest.language.dates import Partial
from ingest.language.lexicon import word_set
from ingest.language.parse import Token
from ingest.model import Passage

CUSTODY = frozenset({"detain", "jail", "hold", "take"})
_SERVING = re.compile(
    r"\bprisoners? of conscience|political prisoners?|imprisoned|jailed|behind bars|from (?:the )?(?:prison|jail)\b"
)
_AMONG_AFTER = re.compile(
    r",? (?:(?:are|is|were|was) )?(?:among (?:them|those|the (?:detained|arrested|"
    r"detainees|several|\w+ \w+ (?:detained|arrested)))|included|amongst them)\b"
)
_MEMBERS = re.compile(
    r"(?:[Aa]mong (?:them|those|the (?:\w+ )?(?:\w+)) (?:were|was|is|are)|(?:named|"
    r"identified|listed) (?:\w+ ){0,4}as|^One (?:of them )?(?:is|was)|^They "
    r"(?:were|are)(?= [A-Z])|^(?:The )?(?:two|three|four|detainees|others) (?:are|"
    r"were)(?= [A-Z]))\s"
)
_PART_NAMED = re.compile(
    r"(?:\b(?:[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|[Ss]ome|[Ss]everal|\d+)"
    r" of (?:them|those|these|the (?:[\w-]+ ){0,2}(?:arrested|detained|detainees|held|prisoners|captives))"
    r"(?: (?:arrested|detained|held|seized|taken))?|\b[Tt]he (?:other|remaining) [\w-]+)"
    r"(?:, (?:(?:listed|named|identified|known) as |namely )?| \()"
)
_BEYOND_LIST = re.compile(
    r"[;:()]|\b(?:said|says|told|according|by|lawyers? (?:of|for)|was|were|is|are|had|has|who|which|went"
    r"|after|before)\b"
)
_PASSING = frozenset({"spend", "pass", "transfer", "move", "relocate", "shift", "return", "remove", "send"})
"""Verbs of custody that do not say that it went on."""
_DEFINITE = re.compile(r"(?:they|them|all|both|these|those|each|the)\b", re.IGNORECASE)
_NOT_AMONG = re.compile(r"\b(?:not|nor|never) (?:\w+ )?(?:among|amongst|one of)\b[^.;]*$", re.IGNORECASE)
_REST = re.compile(r"(?:all )?(?:of )?the (?:rest|others|remainder|remaining \w+|other \w+)\b", re.IGNORECASE)
_NEAR = 4
"""So many passages on the group taken last is still spoken of."""
_OTHERS = re.compile(r"\b(?:others?|rest|remaining|remainder|last|first|more)\b", re.IGNORECASE)
_PART = re.compile(r"\b(?:majority|most|some|many|part|half|several|few|number)\b", re.IGNORECASE)
_ALL_BUT = re.compile(r"\ball (?:but|except|save|bar)(?: for)? (?:the )?", re.IGNORECASE)
_PRISON_WORDS = frozenset({"prison", "jail", "gaol", "colony", "custody", "detention", "penitentiary"})
_BAILED = frozenset({"bail", "bond", "@jail", "@facility"})
_NOT_CUSTODY = word_set("no_custody")
_STATUS_RANK = {"detained": 0, "house_arrest": 1, "imprisoned": 2, "released_on_bail": 3, "released": 4}


def _is_same_day(moment: Moment) -> bool:
    """ "The same day": of a release it is that of the arrest too."""
    return moment.expression.kind == "previous" and moment.expression.amount == 0


_PENAL = re.compile(
    r"\b(?:prisons?|jail\w*|gaol\w*|colon(?:y|ies)|camps?|cells?|courts?|judges?|convict\w*|charge[sd]?|crimes?|offence\w*|"
    r"offense\w*|parole\w*|free[ds]?|releas\w+|suspended|prisoners?|inmates?)\b",
    re.IGNORECASE,
)
"""Words without which a sentence that is served may be a teacher's or a printer's."""


class DetentionReader:
    """Reads detentions and releases of one passage into the scene."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.last_group: DetentionDraft | None = None
        self.before: tuple[FrameReader, tuple[Frame, ...]] | None = None
        self.roster = Roster(scene)
        self._days: list[tuple[tuple[int, int], date]] = []
        self._rolls: list[Roll] = []
        self._passages: list[Passage] = []

    def read(
        self,
        reader: FrameReader,
        frames: tuple[Frame, ...],
        moments: list[Moment],
        spots: list[Spot],
        mentions: list[tuple[EventMention, EventDraft]],
        ahead: list[Analysis],
    ) -> None:
        triggers = [f.token for f in frames]
        self._note_days(moments)
        self._passages.append(reader.analysis.passage)
        self._members_of_part(reader.analysis)
        freeing = {f.token.i for f in frames if f.kind == "release"}
        told = [m for m in moments if _is_same_day(m) or self._owner(m, triggers) not in freeing]
        for frame in frames:
            if frame.kind in CUSTODY:
                self._custody(reader, frame, told, spots, mentions, triggers, ahead)
            elif frame.kind == "release":
                self._release(reader, frame, moments, spots, mentions, triggers, ahead)

        self._named_after(reader, frames, moments, spots, mentions)
        self._named_of_group(reader.analysis, frames)
        if self.before is not None and self.before[0].analysis is not reader.analysis:
            self._rest_of_group(*self.before)
        self._rest_of_group(reader, frames)
        self.before = (reader, frames)

    @staticmethod
    def _owner(moment: Moment, triggers: list[Token]) -> int | None:
        """The word of the frame that a date hangs on in the parse."""
        known = {t.i for t in triggers}
        chain = () if moment.token is None else (moment.token, *moment.token.ancestors)
        return next((t.i for t in chain if t.i in known), None)

    def _rest_of_group(self, reader: FrameReader, frames: tuple[Frame, ...]) -> None:
        """ "15 were arrested; three were bailed, the other twelve charged": the count that is left is of those held."""
        analysis = reader.analysis
        parts = [
            d for d in self.scene.detentions if d.whole is not None and abs(d.ordinal - analysis.passage.ordinal) <= 1
        ]
        if not parts or parts[-1].whole is None or parts[-1].whole.low is None:
            return
        whole = parts[-1].whole
        mine = [d for d in self.scene.detentions if d.whole is whole]
        left = (whole.low or 0.0) - sum(d.low or 0.0 for d in mine)
        if left < 2 or analysis.passage.ordinal < whole.ordinal:
            return
        hurt = [p.span for f in frames if f.kind in ("kill", "injure") for p in f.patients]
        for token in reader.doc:
            item = analysis.item(token)
            if item is None or item.quantity is None or (item.quantity.low, item.quantity.high) != (left, left):
                continue
            noun = token.head if token.dep_ == "nummod" else token
            party = next(iter(reader.party(noun)), None)
            if (
                party is None
                or party.kind != "group"
                or (party.low, party.high) != (left, left)
                or any(a <= item.start < b for a, b in hurt)
                or (analysis.passage is whole.passage and whole.start <= item.start < whole.end)
            ):
                continue
            draft = DetentionDraft(
                analysis.passage,
                *party.span,
                group=party.text,
                low=left,
                high=left,
                whole=whole,
                told="stay",
                ordinal=analysis.passage.ordinal,
            )
            draft.note("count", (analysis.passage, *party.span))
            self.scene.detentions.append(draft)
            return

    def _members_of_part(self, analysis: Analysis) -> None:
        """ "Two of them, A and B, …", "The other five, listed as A, B …": people of the group taken last."""
        group = self.last_group
        if group is None or not 0 <= analysis.passage.ordinal - group.ordinal <= 3:
            return
        for match in _PART_NAMED.finditer(analysis.text):
            if analysis.passage is group.passage and match.start() < group.end:
                continue
            at = match.end()
            for item in analysis.items:
                if item.kind not in ("person", "people") or item.start < at:
                    continue
                if _BEYOND_LIST.search(analysis.text[at : item.start]) or item.start - at > 60:
                    break
                for name in item.names:
                    self._join(self.scene.person(name), group, (analysis.passage, name.start, name.end))
                at = item.end

    def _join(self, person: Entity, group: DetentionDraft, here: Where) -> None:
        """A row for a member of a group, with what was said of the group, unless there is one."""
        if all(d.person is not person for d in self.scene.detentions):
            member = self.person(
                person,
                here,
                status=group.status,
                event=group.event,
                date=group.date,
                when=group.spans.get("date"),
                place=group.place,
                at=group.spans.get("place"),
            )
            member.released_on = group.released_on
            member.member_of = group

    def _named_of_group(self, analysis: Analysis, frames: tuple[Frame, ...]) -> None:
        """ "Among the seven were A and B", "the union named two as A and B": members of the group told before."""
        group = self.last_group
        if group is None or not 0 < analysis.passage.ordinal - group.ordinal <= 3:
            return
        behind = [m.end() for m in _MEMBERS.finditer(analysis.text)]
        people = list(analysis.people)
        if not any(f.kind in ("detain", "jail", "hold", "release") for f in frames):
            behind += [i.start for i in people if _AMONG_AFTER.match(analysis.text, i.end)]  # "X was among them"
        for begin in behind:
            at = begin
            for item in people:
                if not at <= item.start <= at + 45:
                    continue
                for name in item.names:
                    self._join(self.scene.person(name), group, (analysis.passage, name.start, name.end))
                at = item.end

    def _named_after(
        self,
        reader: FrameReader,
        frames: tuple[Frame, ...],
        moments: list[Moment],
        spots: list[Spot],
        mentions: list[tuple[EventMention, EventDraft]],
    ) -> None:
        """ "… were detained, A and B included", "…; A and B are among them": members named after their group."""
        analysis = reader.analysis
        for item in analysis.items:
            if item.kind not in ("person", "people") or not _AMONG_AFTER.match(analysis.text, item.end):
                continue
            frame = next(
                (
                    f
                    for f in reversed(frames)
                    if f.kind in ("detain", "jail", "hold", "release") and f.start < item.start
                ),
                None,
            ) or next((f for f in frames if f.kind in ("detain", "jail", "hold")), None)
            if frame is None or frame.modality == "negated":
                continue
            party = Party(
                "person",
                (item.start, item.end),
                analysis.text[item.start : item.end],
                names=item.names,
                plural=len(item.names) > 1,
                item=item,
            )
            triggers = [f.token for f in frames]
            target = replace(
                frame,
                patients=(party,),
                agents=frame.agents if frame.trigger.pattern[0] not in ("walk", "be", "go") else (),
            )
            if frame.kind == "release":
                self._release(reader, target, moments, spots, mentions, triggers, [])
            else:
                self._custody(reader, target, moments, spots, mentions, triggers, [])

    # ------------------------------------------------------------------ taken

    def _custody(
        self,
        reader: FrameReader,
        frame: Frame,
        moments: list[Moment],
        spots: list[Spot],
        mentions: list[tuple[EventMention, EventDraft]],
        triggers: list[Token],
        ahead: list[Analysis],
    ) -> None:
        analysis = reader.analysis
        text = analysis.text
        if frame.modality != "fact":
            return
        if frame.trigger.pattern[0] == "serve" and any(
            c.lower_ == "to" and c.dep_ == "aux" for c in frame.token.children
        ):
            return  # "sentenced to serve": the term alone says nothing of custody
        if frame.trigger.pattern[0] == "serve" and re.search(
            r"community (?:service|work)|suspended|in office|as (?:a |an |the )?\w+|military",
            text[frame.start : frame.start + 80],
        ):
            return
        if (
            frame.trigger.pattern == ("serve", "~", "sentence")
            and not (self.scene.detentions or self.scene.sentences or _PENAL.search(text))
            and not any(0 <= d.start - frame.start <= 45 for d in analysis.durations)
        ):
            return  # "served her sentences whole": a teacher's
        if (
            frame.trigger.pattern[0] in ("seize", "capture", "hold", "be")
            and frame.kind in ("detain", "hold")
            and not any(p.kind in ("person", "group", "pronoun") for p in frame.patients)
        ):
            return
        if frame.nominal and re.match(r"\s(?:warrant|order|record)", text[frame.end :]):
            return
        if frame.kind == "hold" and re.match(
            r" (?:up|back|off|over|responsible|liable|accountable)\b", text[frame.end :]
        ):
            return
        if (
            frame.lemma == "arrest"
            and frame.nominal
            and re.search(
                r"(?:administrative|house|cardiac|under|days['’]?|of) $", text[max(0, frame.start - 16) : frame.start]
            )
        ) and not re.search(r"\bhouse $", text[max(0, frame.start - 8) : frame.start]):
            return
        if (
            frame.nominal
            and re.search(
                r"(?:\bday|days['’]?|months?|years?|hours?|administrative|pre-?trial|arrested|of) $",
                text[max(0, frame.start - 12) : frame.start],
            )
            and frame.lemma in ("detention", "imprisonment", "custody")
        ):
            return
        parties = list(frame.patients)
        status = frame.detail
        if frame.lemma == "arrest" and not frame.nominal and re.match(r"\s(?:development|growth)", text[frame.end :]):
            return
        if frame.nominal and frame.lemma in ("prisoner", "detainee", "political"):
            parties = self._prisoners(reader, frame)
            status = "imprisoned" if frame.lemma in ("prisoner", "political") else "detained"
        elif frame.nominal and not parties:
            parties = self._counted_arrests(reader, frame)
        predicate = self._predicate_names(reader, frame)
        parties += predicate
        if frame.kind == "jail" and frame.token.dep_ == "amod" and not parties:
            return
        own = self.scene.date_for(frame.token, moments, triggers)
        event = event_of(
            self.scene,
            frame.token,
            mentions,
            analysis,
            custody=True,
            own_date=own.first if own else None,
            own_place=self.scene.place_for(frame.token, spots),
        )
        date, last, when = date_of(self.scene, frame, moments, triggers, event)
        limit = self._next_frame(frame, triggers, analysis)
        stay = read_stay(analysis, frame, moments, limit)
        within = frame.token.dep_ not in ("relcl", "acl") or (
            own is not None and own.token is not None and frame.token in own.token.ancestors
        )  # "on 2 April the court hears A, who spent a year inside": not from that day
        if last is not None and own is not None and own.expression.hint != "list" and not frame.nominal:
            stay = replace(stay, end=last, end_at=own.where, over=True)  # "held from December 2013 until March 2016"
        if stay.begin is not None and (frame.kind == "hold" or date.iso() is None):
            date, when = stay.begin, stay.begin_at
        elif frame.kind == "hold" and not (stay.over and own is not None and own.where[1] < limit and within):
            date, when = Partial(), None  # the day on which somebody is in custody is not the day of arrest
        if stay.over:
            status = "released"
        place, at = place_of(self.scene, frame, spots, event)
        seen = frame.kind in ("detain", "take") and (own_spot := self.scene.place_for(frame.token, spots)) is not None
        seen = seen and own_spot is not None and own_spot.entity is place
        for party in parties:
            taken = self._take_party(
                reader, frame, party, status, event, date, when, place, at, ahead, ended=stay.over, seen=seen
            )
            for draft in taken if stay.over else ():
                self._end(draft, stay)

    @staticmethod
    def _next_frame(frame: Frame, triggers: list[Token], analysis: Analysis) -> int:
        """Where what is told of this frame ends: at the next trigger, or with the passage."""
        return min(
            (start for t in triggers if (start := analysis.span(t)[0]) >= frame.end),
            default=len(analysis.text),
        )

    @staticmethod
    def _end(draft: DetentionDraft, stay: Stay) -> None:
        """Note the end of a time in custody that the text tells as over."""
        freed = stay.end if stay.end is not None else freed_after(draft.date, stay.days)
        if freed is not None and draft.released_on is None:
            draft.released_on = freed
            draft.note("released_on", stay.end_at or stay.days_at)

    def _predicate_names(self, reader: FrameReader, frame: Frame) -> list[Party]:
        """ "Among those arrested were A and B": the names are the subject of the verb above."""
        token = frame.token
        head = token.head.lower_
        among = token.dep_ == "pobj" and head in (
            "among",
            "amongst",
        )  # "among the detainees were …", "among those freed"
        if not among and (
            token.dep_ not in ("acl", "amod", "relcl")
            or (head not in ("those", "them") and not reader.is_people_word(head))
        ):
            return []
        found: list[Party] = []
        climb = token.head
        for _ in range(4):
            climb = climb.head
            if climb.pos_ in ("VERB", "AUX"):
                break
        if climb.lemma_ in ("be", "include"):
            for child in climb.children:
                if child.dep_ in ("nsubj", "attr", "dobj") and child.i != token.head.i and token not in child.subtree:
                    for part in FrameReader._coordinated(child):
                        found += [p for p in reader.party(part) if p.kind == "person"]
                        for name in [n for p in reader.party(part) for n in p.members]:
                            found.append(Party("person", (name.start, name.end), name.text, names=(name,)))
        owner = token.head.head.head if token.head.dep_ == "pobj" else None
        if owner is not None and owner.lower_ == "one":
            found += [p for c in owner.children if c.dep_ == "appos" for p in reader.party(c) if p.kind == "person"]
        return found

    def _prisoners(self, reader: FrameReader, frame: Frame) -> list[Party]:
        """Named people called prisoners: "political prisoners A and B", "A, a prisoner of conscience"."""
        token = frame.token
        last = max(
            (t for t in token.doc if frame.start <= reader.analysis.span(t)[0] < frame.end),
            key=lambda t: t.i,
            default=token,
        )
        found: list[Party] = []
        for head in {token, last}:
            for part in reader.party(head):
                found += [Party("person", (n.start, n.end), n.text, names=(n,)) for n in part.members]
                if part.kind == "person":
                    found.append(part)
            if head.dep_ == "appos":
                found += [p for p in reader.party(head.head) if p.kind == "person"]
        return found

    def _counted_arrests(self, reader: FrameReader, frame: Frame) -> list[Party]:
        """ "15 arrests", "the arrests of …" without a named patient."""
        item = reader._count_of(frame.token)
        if item is None or item.quantity is None:
            return []
        return [
            Party(
                "group",
                (item.start, frame.end),
                reader.analysis.text[item.start : frame.end],
                low=item.quantity.low,
                high=item.quantity.high,
                counted=True,
                plural=True,
                head="arrests",
            )
        ]

    def _take_party(
        self,
        reader: FrameReader,
        frame: Frame,
        party: Party,
        status: str,
        event: EventDraft | None,
        date: Partial,
        when: Where | None,
        place: Entity | None,
        at: Where | None,
        ahead: list[Analysis],
        *,
        ended: bool = False,
        seen: bool = False,
    ) -> list[DetentionDraft]:
        analysis = reader.analysis
        scene = self.scene
        people = list(scene.resolve_people(party, analysis, ahead))
        members = party.members
        if not members and party.kind in ("group", "other") and party.plural:
            members = reader.members_after(party.span[1], len(analysis.text))
        people.extend(scene.person(name) for name in members)
        here = (analysis.passage, frame.start, frame.end)
        still = frame.kind == "hold" and any(
            c.lower_ in ("is", "are", "remains", "remain", "has", "have") for c in (frame.token, *frame.token.children)
        )
        weak = frame.kind == "hold" or (frame.nominal and party.kind != "person")
        again = any(c.lower_ in ("again", "re", "anew") for c in frame.token.children)
        company = None if people else self._company(analysis, party)
        if company is not None and not isinstance(company, Roll):
            people = list(company)
        if not people:
            party = self._crowd_before(reader, party) or self._one(party) or party
        drafts: list[DetentionDraft] = []
        for person in dict.fromkeys(p.entity_id for p in people):
            mine = [d for d in scene.detentions if d.person is not None and d.person.entity_id == person]
            told = mine and (mine[-1].status != "detained" or analysis.passage.ordinal - mine[-1].ordinal > 3)
            if ended and told and not (date.year is not None and self._is_later(mine[-1], date)):
                continue  # what became of this one is told
            draft = self.person(
                scene.entities.get(person),
                here,
                status=status,
                event=event,
                date=date,
                when=when,
                place=place,
                at=at,
                weak=weak or (party.kind != "person" and not again),
                kept=frame.kind in ("hold", "jail") and not ended and frame.lemma not in _PASSING,
                still=still,
                told="take" if frame.kind in ("detain", "take") and not frame.nominal else "stay",
                seen=seen,
            )
            drafts.append(draft)
        if people:
            scene.remember(tuple(scene.entities.get(i) for i in dict.fromkeys(p.entity_id for p in people)))
        if party.kind != "group" or (
            party.pronoun in ("each", "all", "many", "most", "those", "people", "one", "none") and not party.counted
        ):
            return drafts
        if party.low == party.high == 1 and people:
            return drafts
        if not party.counted and not isinstance(company, Roll):
            return drafts
        if party.low is not None and party.low == party.high and len(people) >= party.low:
            return drafts
        if isinstance(company, Roll) and not party.counted:
            row = DetentionDraft(
                analysis.passage,
                frame.start,
                frame.end,
                status=status,
                event=event,
                date=date,
                place=place,
                kept=frame.kind in ("hold", "jail"),
                ordinal=analysis.passage.ordinal,
            )
            row.note("date", when)
            row.note("place", at)
            self._rolls.append(replace(company, draft=row))
            return drafts
        group = self.group(analysis, frame, party, status, event, date, when, place, at)
        if group is None:
            return drafts
        for draft in drafts:
            draft.member_of = group
        if isinstance(company, Roll):
            self._rolls.append(replace(company, draft=group))
        return [*drafts, group]

    def _company(self, analysis: Analysis, party: Party) -> tuple[Entity, ...] | Roll | None:
        """Who "the four", "all three", "those sentenced" are: people named before, or to be found once all is read."""
        roll = called(analysis, party)
        if roll is None or party.names or party.members:
            return None
        if roll.size is not None:
            self.roster.enter(analysis)
            meant = self.roster.several(analysis, party)
            held = [d.person for d in meant.drafts if d.person is not None]
            if len(held) == roll.size and not meant.part:
                return tuple(held)
            if meant.drafts:
                return None  # the group that was told before
            for named in (self.scene.focus.plural, tuple(self.scene.listed)):
                if len(named) == roll.size and named[-1] in self.scene.focus.people[-2 * len(named) :]:
                    return named
        return roll

    def strangers_held(self, analysis: Analysis, parties: list[Party]) -> list[Party]:
        """The counted group in custody that "they", "these" or "the men" are, as a party of that count."""
        for party in parties:
            drafts = self._held(analysis, party) if not party.counted else ()
            if len(drafts) == 1 and drafts[0].person is None and drafts[0].low is not None:
                group = drafts[0]
                return [replace(party, kind="group", low=group.low, high=group.high, counted=True, plural=True)]
        return []

    def gather(self) -> None:
        """Give those a row whom "the four", "those sentenced" turned out to be; before the decisions are settled."""
        for roll in self._rolls:
            group = roll.draft
            people = answering(self.scene, roll)
            if group is None or not people:
                continue
            for person in people:
                row = self.person(
                    person,
                    (group.passage, group.start, group.end),
                    status=group.status,
                    event=group.event,
                    date=group.date,
                    when=group.spans.get("date"),
                    place=group.place,
                    at=group.spans.get("place"),
                    kept=group.kept,
                )
                row.ordinal = max(row.ordinal, group.ordinal)
                if group.released_on is not None and row.released_on is None:
                    row.released_on = group.released_on
                    row.note("released_on", group.spans.get("released_on"))
            self.scene.detentions[:] = [d for d in self.scene.detentions if d is not group]
        self._judged()

    def _judged(self) -> None:
        """Those whom a court dealt with as some of a group that had been taken: named people and counted parts."""
        for ruling in dealt_with(self.scene, self._passages):
            group = ruling.group.whole or ruling.group
            for draft in ruling.people:
                if draft.person is None or any(d.person is draft.person for d in self.scene.detentions):
                    continue
                row = self.person(
                    draft.person,
                    (draft.passage, draft.start, draft.end),
                    status="imprisoned" if is_jailed(draft) else "detained",
                    event=group.event,
                    date=group.date,
                    when=group.spans.get("date"),
                    place=group.place,
                    at=group.spans.get("place"),
                )
                row.ordinal = max(row.ordinal, draft.ordinal)
                row.member_of = group
                row.cite((group.passage, group.start, group.end))
            for part in ruling.parts:
                row = DetentionDraft(
                    part.passage,
                    part.start,
                    part.end,
                    group=part.group,
                    low=part.low,
                    high=part.high,
                    status="imprisoned",
                    event=group.event,
                    date=group.date,
                    place=group.place,
                    ordinal=part.ordinal,
                )
                row.note("date", group.spans.get("date"))
                row.note("place", group.spans.get("place"))
                row.note("count", part.spans.get("count"))
                row.cite((group.passage, group.start, group.end))
                self.scene.detentions.append(row)
        jail_groups(self.scene)

    @staticmethod
    def _one(party: Party) -> Party | None:
        """ "A man was arrested": a single person without a name."""
        if party.kind != "group" or party.counted or party.plural or party.pronoun not in ("a", "an", "another"):
            return None
        return replace(party, low=1.0, high=1.0, counted=True, pronoun="")

    @staticmethod
    def _crowd_before(reader: FrameReader, party: Party) -> Party | None:
        """ "Some 30 people reached the square, where they were detained": the crowd counted last before the pronoun."""
        if party.pronoun not in ("they", "them", "whom") or party.kind != "pronoun":
            return None
        found: Party | None = None
        for token in reader.doc:
            if reader.analysis.span(token)[0] >= party.span[0]:
                break
            item = reader.analysis.item(token)
            if item is None or item.quantity is None:
                continue
            noun = token.head if token.dep_ == "nummod" else token
            crowd = next(iter(reader.party(noun)), None)
            if crowd is not None and crowd.kind == "group" and crowd.counted and crowd.plural:
                found = crowd if reader.is_people_word(noun.lower_) or noun is token else found
        return found

    def person(
        self,
        person: Entity,
        here: Where,
        *,
        status: str,
        event: EventDraft | None,
        date: Partial,
        when: Where | None,
        place: Entity | None,
        at: Where | None,
        weak: bool = False,
        kept: bool = False,
        still: bool = False,
        told: str = "take",
        seen: bool = False,
    ) -> DetentionDraft:
        """The row of a person's time in custody: an earlier one where it can be the same, else a new one."""
        mine = [d for d in self.scene.detentions if d.person is person]
        for draft in reversed(mine):
            if (
                draft.status in ("released", "released_on_bail")
                and status not in ("released", "released_on_bail")
                and (still or self._is_later(draft, date))
            ):
                break  # taken a second time
            known, new = draft.date.iso(), date.iso()
            if known is None or new is None or when is None or known.startswith(new) or new.startswith(known) or weak:
                if (
                    when is not None
                    and new is not None
                    and (known is None or len(new) > len(known))
                    and not (weak and known is not None)
                ):
                    draft.date = date
                    draft.note("date", when)
                if place is not None and (draft.place is None or (seen and not draft.seen_taken)):
                    draft.place = place
                    if at is not None:
                        draft.spans["place"] = at
                draft.seen_taken = draft.seen_taken or seen
                if draft.event is None or (
                    (draft.event.is_title or draft.event.kind == "protest_wave")
                    and event is not None
                    and not event.is_title
                    and when is not None
                ):
                    draft.event = event
                if (
                    draft.place is not None
                    and place is not None
                    and draft.place.kind == "country"
                    and place.kind == "place"
                    and at is not None
                ):
                    draft.place = place
                    draft.spans["place"] = at
                draft.kept = draft.kept or kept
                if _STATUS_RANK[status] > _STATUS_RANK[draft.status]:
                    draft.status = status
                    draft.note("status", here)
                draft.cite(here)
                return draft
        draft = DetentionDraft(
            here[0],
            here[1],
            here[2],
            person=person,
            status=status,
            event=event,
            date=date,
            place=place,
            ordinal=here[0].ordinal,
        )
        draft.note("date", when)
        draft.note("place", at)
        draft.kept = kept
        draft.told, draft.seen_taken = told, seen
        self.scene.detentions.append(draft)
        return draft

    def _is_later(self, draft: DetentionDraft, date: Partial) -> bool:
        freed = draft.released_on or draft.date
        before, after = freed.exact(), date.exact()
        if before is not None and after is not None:
            return after > before
        if freed.year is None:
            return False
        if date.year is None:
            return self.scene.time.year is not None and self.scene.time.year > freed.year
        return (date.year, date.month or 12) > (freed.year, freed.month or 12)

    def group(
        self,
        analysis: Analysis,
        frame: Frame,
        party: Party,
        status: str,
        event: EventDraft | None,
        date: Partial,
        when: Where | None,
        place: Entity | None,
        at: Where | None,
    ) -> DetentionDraft | None:
        """The row of an unnamed group; the same count of the same event is the same group."""
        for draft in self.scene.detentions:
            if (
                draft.person is None
                and (draft.low, draft.high) == (party.low, party.high)
                and (draft.event is event or (party.low == party.high and party.low is not None and party.low > 4))
            ):
                if when is not None and draft.date.iso() is None:
                    draft.date = date
                    draft.note("date", when)
                draft.cite((analysis.passage, frame.start, frame.end))
                self.last_group = draft
                return draft
        kept = frame.kind in ("hold", "jail") and is_part(party)
        whole = whole_of(self.scene, party, analysis.passage) if kept else None
        if event is not None and event.kind == "protest_wave" and (when is None or date.day is None):
            return None  # a total over a wave is a figure only
        draft = DetentionDraft(
            analysis.passage,
            min(frame.start, party.span[0]),
            max(frame.end, party.span[1]),
            group=party.text,
            low=party.low,
            high=party.high,
            status=status,
            event=event,
            date=date,
            place=place,
            rest=party.rest,
            told="take" if frame.kind in ("detain", "take") else "stay",
            ordinal=analysis.passage.ordinal,
        )
        if whole is not None:
            draft.date, draft.place, draft.event = whole.date, whole.place, whole.event
            draft.whole = whole
        else:
            draft.note("date", when)
            draft.note("place", at)
            self.last_group = draft
        draft.note("count", (analysis.passage, party.span[0], party.span[1]))
        self.scene.detentions.append(draft)
        return draft

    def finish(self) -> None:
        """Settle what only the whole document tells: parts and wholes, members, what an event says of its people."""
        settle(self.scene)

    # ------------------------------------------------------------------ released

    def _free(self, draft: DetentionDraft, status: str, moment: Moment | None, here: Where, days: float | None) -> None:
        """Write down that somebody was let go: how, and when, by a date or by so many days in custody."""
        draft.status = status
        draft.spans["status"] = here
        draft.cite(here)
        if moment is not None:
            draft.released_on = self._counted_from(draft, moment) or moment.first
            draft.spans["released_on"] = moment.where
            return
        freed = freed_after(draft.date, days)
        if freed is not None:
            draft.released_on = freed
            draft.spans["released_on"] = here
        elif days is not None:
            draft.stay = (days, here)

    def _counted_from(self, draft: DetentionDraft, moment: Moment) -> Partial | None:
        """ "That night", "the next day" of a release count from the arrest, unless a later day stands between."""
        taken, told = draft.date.exact(), draft.spans.get("date")
        if moment.expression.kind != "previous" or moment.expression.unit != "day" or moment.expression.hint:
            return None
        if taken is None or told is None:
            return None
        begin, end = (told[0].ordinal, told[2]), (moment.where[0].ordinal, moment.where[1])
        if any(begin <= at < end and day > taken for at, day in self._days):
            return None
        return Partial.of(taken + timedelta(moment.expression.amount))

    @staticmethod
    def _is_freed_again(draft: DetentionDraft, moment: Moment | None) -> bool:
        """Whether a release in a later year must be from another time in custody than the one that is told as over."""
        freed = draft.released_on or draft.date
        return (
            draft.status == "released"
            and moment is not None
            and all(w[0] is not moment.where[0] for w in ((draft.passage, 0, 0), *draft.evidence))
            and moment.first.year is not None
            and freed.year is not None
            and moment.first.year > freed.year
        )

    def _note_days(self, moments: list[Moment]) -> None:
        """Remember where the text names days of its own: what "the next day" is may count from them."""
        for moment in moments:
            day = moment.first.exact()
            if day is not None and moment.expression.kind not in ("previous", "weekend"):
                self._days.append(((moment.where[0].ordinal, moment.where[1]), day))

    def _release(
        self,
        reader: FrameReader,
        frame: Frame,
        moments: list[Moment],
        spots: list[Spot],
        mentions: list[tuple[EventMention, EventDraft]],
        triggers: list[Token],
        ahead: list[Analysis],
    ) -> None:
        analysis = reader.analysis
        scene = self.scene
        text = analysis.text
        if (
            frame.lemma == "release"
            and not frame.nominal
            and not any(p.kind in ("person", "group", "pronoun") or _REST.match(p.text) for p in frame.patients)
        ):
            return
        if frame.lemma == "free" and frame.token.dep_ == "amod":
            return
        origin = re.match(r"(?: \w+){0,3}? from ((?:[\w'’-]+ ){0,3}[\w'’-]+)", text[frame.end :])
        if origin is not None and set(origin[1].lower().split()) & _NOT_CUSTODY:
            return  # "released from duty", "discharged from hospital"
        here = (analysis.passage, frame.start, frame.end)
        parties = list(frame.patients)
        singled = self._predicate_names(reader, frame)
        if singled and _NOT_AMONG.search(text[: frame.start]):
            self._left_inside(analysis, singled)
            return
        parties += singled
        weak = frame.lemma in ("go", "be", "come", "return", "emerge", "leave", "walk", "allow", "send", "get")
        weak = weak and not any(word in _PRISON_WORDS or word in _BAILED for word in frame.trigger.pattern)
        if frame.trigger.pattern[0] in (
            "walk",
            "regain",
            "go",
            "leave",
            "come",
            "post",
            "be",
            "get",
            "complete",
            "finish",
            "serve",
            "make",
        ):
            parties = list(frame.agents) or parties
        event = event_of(scene, frame.token, mentions, analysis, custody=True)
        moment = self._freed_on(frame, moments, triggers)
        days = days_until(analysis, frame)
        status = frame.detail
        if re.search(
            r"\bon (?:\w+ ){0,2}(?:bail|bond|recognizance|his own recognisance)\b|\bguarantee\b|"
            r"\bpending trial\b|\buntil the (?:day of the )?trial\b",
            text[frame.start : frame.start + 160],
        ):
            status = "released_on_bail"
        if frame.modality in ("asked", "possible", "planned", "negated"):
            if frame.modality == "negated" and frame.lemma == "bail":
                return
            for party in parties:
                members = party.members or (
                    reader.members_after(party.span[1], len(analysis.text)) if party.plural else ()
                )
                people = list(scene.resolve_people(party, analysis, ahead)) + [scene.person(n) for n in members]
                for person in people:
                    if all(d.person is not person for d in scene.detentions):
                        # Who asks stands elsewhere than who is held: the place of the demand is not the prisoner's.
                        spoken = event if mentions else None
                        spot = scene.place_for(frame.token, spots)
                        where_held = spot is not None and (spoken is None or spot.entity is not spoken.place)
                        place, at = (
                            (spot.entity, spot.where) if spot is not None and where_held else (scene.country, None)
                        )
                        event = spoken
                        self.person(
                            person,
                            here,
                            status="imprisoned" if _SERVING.search(text) else "detained",
                            event=event,
                            date=Partial(),
                            when=None,
                            place=place,
                            at=at,
                            told="demand",
                        )
                    scene.remember((person,))
            return
        if rest := self._all_but(analysis, frame):
            self._released_group(analysis, frame, rest, status, event, moment, here, spots)
            return
        if rest := self._rest(analysis, parties):
            self._released_group(analysis, frame, rest, status, event, moment, here, spots, whole=self.last_group)
            return
        for party in parties:
            people = list(scene.resolve_people(party, analysis, ahead)) + [scene.person(n) for n in party.members]
            if (frame.nominal and party.kind != "person") or weak:
                people = [p for p in people if any(d.person is p for d in scene.detentions)]
            for person in people:
                mine = [d for d in scene.detentions if d.person is person]
                if mine:
                    draft = mine[-1]
                    if frame.nominal and moment is None and draft.status in ("detained", "released_on_bail"):
                        continue  # "his release" alone tells neither that he was let go nor how
                    if (
                        moment is not None
                        and moment.first.year is not None
                        and draft.date.year is not None
                        and moment.first.year < draft.date.year
                    ):
                        mine = [d for d in mine if d.date.year is None or d.date.year <= moment.first.year]
                        if mine:
                            draft = mine[-1]
                if not mine or self._is_freed_again(draft, moment):
                    place, at = place_of(scene, frame, spots, event)
                    draft = DetentionDraft(
                        here[0],
                        here[1],
                        here[2],
                        person=person,
                        status=status,
                        event=event,
                        place=place,
                        ordinal=here[0].ordinal,
                        told="release",
                    )
                    draft.note("place", at)
                    scene.detentions.append(draft)
                self._free(draft, status, moment, here, days)
            if people:
                scene.remember(tuple(people))
                if not party.members or not party.counted or (party.low or 0.0) <= len(people):
                    continue
            held = () if people else self._held(analysis, party)
            for draft in held:
                self._free(draft, status, moment, here, days)
            if held:
                scene.remember(tuple(d.person for d in held if d.person is not None))
                continue
            if (
                party.kind == "group"
                and party.low is not None
                and len(scene.listed) > 1
                and abs(party.low - len(scene.listed)) <= (1 if party.low >= 8 else 0)  # one name may be unreadable
                and re.match(r"(?:all|the)\b|\w+ of", party.text.lower())
            ):
                for draft in scene.detentions:
                    if draft.person in scene.listed and draft.status not in ("released", "released_on_bail"):
                        self._free(draft, status, moment, here, days)
                continue
            if weak and (self.last_group is None or analysis.passage.ordinal - self.last_group.ordinal > 4):
                continue
            if party.kind == "group" and party.counted:
                self._released_group(analysis, frame, party, status, event, moment, here, spots)
            elif party.kind in ("pronoun", "group", "other") and not _PART.search(party.text) and party.plural:
                self._release_all(status, moment, here, days, analysis)

    def _left_inside(self, analysis: Analysis, parties: list[Party]) -> None:
        """ "Not among those freed was A": one of the group taken last, still in custody."""
        group = self.last_group
        if group is None or analysis.passage.ordinal - group.ordinal > _NEAR:
            return
        for party in parties:
            for name in party.names:
                self._join(self.scene.person(name), group, (analysis.passage, name.start, name.end))
                self.scene.remember((self.scene.person(name),))

    def _rest(self, analysis: Analysis, parties: list[Party]) -> Party | None:
        """ "Nine were taken, among them A and B. The rest were let go": those left of the group taken last."""
        group = self.last_group
        party = next((p for p in parties if _REST.match(p.text)), None)
        if party is None or party.counted or party.members or group is None:
            return None
        if group.low is None or group.low != group.high or analysis.passage.ordinal - group.ordinal > _NEAR:
            return None
        told = [d for d in self.scene.detentions if d.whole is group or d.member_of is group]
        if not told or sum((d.low or 0.0) if d.person is None else 1.0 for d in told) >= group.low:
            return None
        return replace(party, kind="group", plural=True)

    def _held(self, analysis: Analysis, party: Party) -> tuple[DetentionDraft, ...]:
        """Whose times in custody a definite plural means: "they", "both", "all six", "the two women"."""
        if party.names or party.members or not _DEFINITE.match(party.text) or _OTHERS.search(party.text):
            return ()
        if not party.plural or party.partitive or party.kind == "body":
            return ()
        self.roster.enter(analysis)
        meant = self.roster.several(analysis, party)
        return () if meant.part else meant.drafts

    def _all_but(self, analysis: Analysis, frame: Frame) -> Party | None:
        """ "All but three were freed": the group taken last without those."""
        group = self.last_group
        if group is None or group.low is None or group.low != group.high:
            return None
        for found in _ALL_BUT.finditer(analysis.text):
            left = next((q for q in analysis.quantities if q.start == found.end()), None)
            if left is None or left.low is None or left.low != left.high or not 0 < left.low < group.low:
                continue
            count, span = group.low - left.low, (found.start(), left.end)
            if abs(found.start() - frame.start) < 40:
                text = analysis.text[span[0] : span[1]]
                return Party("group", span, text, low=count, high=count, counted=True, plural=True, head="all")
        return None

    def _freed_on(self, frame: Frame, moments: list[Moment], triggers: list[Token]) -> Moment | None:
        """The date of a release; "arrested on 7 July and bailed after two days": the day of the arrest is not it."""
        moment = self.scene.date_for(frame.token, moments, triggers)
        if moment is None or moment.token is None:
            return moment
        owner = self._owner(moment, triggers)
        if owner is not None and owner != frame.token.i:
            served = frame.trigger.pattern[0] in ("serve", "complete", "finish")
            if served or owner < moment.token.i < frame.token.i:
                return None
        return moment

    def _released_group(
        self,
        analysis: Analysis,
        frame: Frame,
        party: Party,
        status: str,
        event: EventDraft | None,
        moment: Moment | None,
        here: Where,
        spots: list[Spot],
        whole: DetentionDraft | None = None,
    ) -> None:
        if (
            party.partitive
            and party.high is None
            and party.low == 3.0
            and re.search(r"\bof (?:them|those|the)\b", party.text)
        ):
            return  # some of a group: the group's row keeps its state
        group = self.last_group
        if whole is None:
            own = self.scene.place_for(frame.token, spots)
            whole = whole_of(self.scene, party, analysis.passage, place_of_part=own)
        if whole is None and group is not None and (group.low, group.high) == (party.low, party.high):
            self._free(group, status, moment, here, days_until(analysis, frame))
            return
        draft = DetentionDraft(
            analysis.passage,
            min(party.span[0], frame.start),
            max(party.span[1], frame.end),
            group=party.text,
            low=party.low,
            high=party.high,
            status=status,
            event=event,
            whole=whole,
            told="release",
            ordinal=analysis.passage.ordinal,
        )
        if whole is None:
            draft.place, at = place_of(self.scene, frame, spots, event)
            draft.note("place", at)
            if event is not None and event.kind != "protest_wave":
                draft.date = event.start_date
                draft.note("date", event.spans.get("start_date"))
        draft.note("count", (analysis.passage, party.span[0], party.span[1]))
        if whole is not None:
            draft.date = whole.date
            draft.note("date", whole.spans.get("date"))
        self._free(draft, status, moment, here, days_until(analysis, frame))
        self.scene.detentions.append(draft)

    def _release_all(
        self, status: str, moment: Moment | None, here: Where, days: float | None, analysis: Analysis
    ) -> None:
        """ "They were all released": the group or people taken last."""
        targets: list[DetentionDraft] = []
        if self.last_group is not None and analysis.passage.ordinal - self.last_group.ordinal <= 2:
            targets = [self.last_group]
        for draft in targets:
            self._free(draft, status, moment, here, days)
