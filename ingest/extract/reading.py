"""From one document to its claims: the pure function at the heart of the reading half.

Passages are gated by trigger words, the gated ones analysed and parsed in one batch, and then walked through in
reading order with one scene that knows what time, place, people and event the text is at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

from ingest.extract.conduct import ConductReader
from ingest.extract.confidence import confidence_weights, rated
from ingest.extract.counts import Count
from ingest.extract.custody import CustodyReader
from ingest.extract.detentions import DetentionReader
from ingest.extract.drafts import ClaimWriter, DetentionDraft, Draft, EventDraft
from ingest.extract.entities import Entities, Entity
from ingest.extract.events import EventMention, EventReader, title_kind
from ingest.extract.figures import FigureReader
from ingest.extract.frames import Frame, FrameReader, Party
from ingest.extract.gate import gate
from ingest.extract.grounding import Grounds
from ingest.extract.punishments import punishment
from ingest.extract.scene import COUNTRY, SETTLEMENT, Moment, Scene, Spot
from ingest.extract.sentences import SentenceReader
from ingest.gazetteer import PlaceNames
from ingest.language.analysis import Analyser, Analysis, Item, family_of, load_analyser, name_kindred
from ingest.language.dates import Partial, find_dates, resolve
from ingest.language.lexicon import word_set
from ingest.language.names import Name, NameKind, country_name, country_words
from ingest.language.passages import split_passages
from ingest.model import Claim, Document, Mention, MentionType, Passage, Reading, Reject, Span, stable_id

EXTRACTOR_VERSION = "1"
"""Raise when any rule or lexicon changes what is read: unchanged documents are read again then."""

_ENTITY_FIELDS = frozenset(
    {
        "place",
        "person",
        "detaining_actor",
        "court",
        "attributed_actor",
        "participant",
        "organizer",
        "leader",
        "target",
        "intervener",
        "responder",
    }
)
COURT_FRAMES = frozenset({"sentence", "acquit", "appeal", "remand", "flog", "ban", "prosecute"})
EXTRACTOR = "rules"
_POINTS_BACK = re.compile(
    r"\b(?:he|him|his|she|her|they|them|their|both|the (?:two|pair|couple|former|latter))\b", re.IGNORECASE
)
_LOWER = re.compile(r"(?<!\w)[a-zà-ÿəışğçöü][\w'’-]*")
_UPPER_INSIDE = re.compile(r"(?<=[\w,;)] )[A-ZÀ-ÞƏİ][\w'’-]*")
_CAPITALISED = re.compile(r"(?<!\w)[A-ZÀ-ÞƏİ][\w'’-]*")
_SURE = 2
"""Strength from which on the lexicons alone settle what a name is."""
_SIBLINGS = re.compile(r" (?:brothers|sisters|siblings|twins|couple|family|spouses)\b")
_LARGEST_FAMILY = 6
_DATELINE = 60
"""Longest line that can be a dateline alone: "COLOMBO, Thursday"."""
_PLACE_FIRST = re.compile(r"[A-ZÀ-ÞƏİ][\w'’ -]+, \S")
_DATES_HOLD = 3
"""How many passages behind a date outside the story can still be its day."""


class PassageReader:
    """Holds the loaded model of one process; ``read`` depends on its document alone."""

    def __init__(self, analyser: Analyser, places: PlaceNames) -> None:
        self._analyser = analyser
        self._places = places

    def read(self, document: Document) -> Reading:
        """All passages, names and claims of one document.

        Raises nothing for odd text: a claim that contradicts itself becomes a reject of code ``contradiction``.
        """
        passages = split_passages(document.document_id, document.content)
        chosen = gate().choose(passages)
        facts = [p for p in passages if p.passage_id in chosen]
        analyses = self._mark(passages, chosen)
        self._analyser.parse([analyses[p.passage_id] for p in facts])
        return _Walk(document, passages, analyses, self._analyser, self._places).run()

    def _mark(self, passages: tuple[Passage, ...], chosen: frozenset[str]) -> dict[str, Analysis]:
        """Names, dates and numbers of the passages.

        A passage that is not chosen is looked at for dates alone, unless it shares a capitalised word with one that is
        (it may name somebody in full) or stands before one that says "he".
        """
        lower = frozenset(w for p in passages for w in _LOWER.findall(p.text))
        upper = frozenset(w for p in passages if p.kind != "title" for w in _UPPER_INSIDE.findall(p.text))
        named = frozenset(w for p in passages if p.passage_id in chosen for w in _CAPITALISED.findall(p.text))
        named -= {word.capitalize() for word in (*self._analyser.lexicon.months, *self._analyser.lexicon.weekdays, "i")}
        antecedents = self._antecedents(passages, chosen)
        close = [
            p
            for p in passages
            if p.passage_id in chosen
            or p.kind in ("title", "heading", "infobox")
            or (len(p.text) <= _DATELINE and _PLACE_FIRST.match(p.text))
            or p.passage_id in antecedents
            or not named.isdisjoint(_UPPER_INSIDE.findall(p.text))
        ]
        looked_at = self._looked_at(passages, chosen) | {p.passage_id for p in close}
        marked = {
            p.passage_id: self._analyser.glance(p) if p.passage_id in looked_at else Analysis(p, p.text)
            for p in passages
        }
        measured = {p.passage_id: self._analyser.measure(marked[p.passage_id]) for p in close}
        name = partial(self._analyser.name, lower_seen=lower, upper_seen=upper)
        first = {key: name(analysis, known={}) for key, analysis in measured.items()}
        known = self._settle_kinds(a.names for a in first.values())
        country = self._main_country(a.names for a in first.values())
        surnames = frozenset(
            n.parts[-1]
            for a in first.values()
            for n in a.names
            if n.kind in ("person", "unknown") and len(n.parts) >= 2
        )
        people = frozenset(
            n.parts[-1] for a in first.values() for n in a.names if n.kind == "person" and len(n.parts) >= 2
        )
        kin = self._families([first[p.passage_id] for p in close], people)
        shared = self._shared_surnames(tuple(close), first)
        for key, analysis in measured.items():
            again = first[key]
            if (kin and again.names) or any(self._is_open(n, known, surnames, shared.get(key)) for n in again.names):
                again = name(
                    analysis,
                    known=known,
                    surnames=surnames,
                    full_names=shared.get(key),
                    people=people,
                    families_of=kin,
                )
            marked[key] = self._analyser.complete(again, country)
        return marked

    @staticmethod
    def _is_open(
        name: Name, known: Mapping[str, NameKind], surnames: frozenset[str], full_names: Mapping[str, str] | None
    ) -> bool:
        """Whether the rest of the document can make something else of a name than its own passage does."""
        told = known.get(name.text, name.kind)
        return name.strength < _SURE or told != name.kind or bool(full_names) or name.parts[-1] in surnames

    @staticmethod
    def _families(analyses: Iterable[Analysis], surnames: frozenset[str]) -> dict[str, tuple[str, ...]]:
        """The people of each surname that the text has in the plural: "the Muises", "the Ivanov brothers"."""
        told = list(analyses)
        plural = {
            surname
            for a in told
            for n in a.names
            if len(n.parts) == 1
            and (surname := family_of(n.text, surnames))
            and (surname != n.text or _SIBLINGS.match(a.text, n.end))
            and a.text[: n.start].lower().endswith("the ")
        }
        found: dict[str, tuple[str, ...]] = {}
        for a in told if plural else ():
            for name in name_kindred(a.text, a.names, frozenset(plural)):
                if len(name.parts) > 1 and name.parts[-1] in plural and name.kind == "person":
                    found[name.parts[-1]] = tuple(dict.fromkeys((*found.get(name.parts[-1], ()), name.text)))
        return {surname: people for surname, people in found.items() if 1 < len(people) <= _LARGEST_FAMILY}

    @staticmethod
    def _looked_at(passages: tuple[Passage, ...], chosen: frozenset[str]) -> set[str]:
        """Passages whose dates may hold for a chosen one: those of its paragraph and a few before it."""
        blocks = {p.block for p in passages if p.passage_id in chosen}
        found = {p.passage_id for p in passages if p.block in blocks}
        for number, passage in enumerate(passages):
            if passage.passage_id in chosen:
                found.update(p.passage_id for p in passages[max(0, number - _DATES_HOLD) : number])
        return found

    @staticmethod
    def _antecedents(passages: tuple[Passage, ...], chosen: frozenset[str]) -> frozenset[str]:
        """Ids of the passages that may name whom a pronoun of a chosen passage means: those before it, and the lead."""
        found: set[str] = set()
        body = [p for p in passages if p.kind == "paragraph"]
        for number, passage in enumerate(body):
            if passage.passage_id in chosen and _POINTS_BACK.search(passage.text):
                found.update(p.passage_id for p in (*body[:2], *body[max(0, number - 3) : number]))
        return frozenset(found)

    @staticmethod
    def _shared_surnames(passages: tuple[Passage, ...], first: dict[str, Analysis]) -> dict[str, dict[str, str]]:
        """Where several people share a surname, whose it is in each passage: the one named in full last before it."""
        owners: dict[str, set[str]] = {}
        for passage in passages:
            for name in first[passage.passage_id].names:
                if name.kind in ("person", "unknown") and len(name.parts) >= 2:
                    owners.setdefault(name.parts[-1], set()).add(name.text)
        shared = {last for last, full in owners.items() if len(full) > 1}
        current: dict[str, str] = {}
        found: dict[str, dict[str, str]] = {}
        for passage in passages:
            for name in first[passage.passage_id].names:
                if len(name.parts) >= 2 and name.parts[-1] in shared:
                    current[name.parts[-1]] = name.text
            if current:
                found[passage.passage_id] = dict(current)
        return found

    @staticmethod
    def _settle_kinds(groups: Iterable[tuple[Name, ...]]) -> dict[str, NameKind]:
        """What a name is, once the whole document has been asked: the strong uses decide for the weak."""
        votes: dict[str, dict[NameKind, float]] = {}
        for names in groups:
            for name in names:
                if name.kind in ("unknown", "demonym", "country"):
                    continue
                weight = {0: 0.2, 1: 0.6, 2: 1.5, 3: 3.0}[name.strength]
                votes.setdefault(name.text, {})[name.kind] = votes.get(name.text, {}).get(name.kind, 0.0) + weight
                if name.kind in ("organization", "state_body") and name.parts[-1].islower() and len(name.parts) == 2:
                    votes.setdefault(name.parts[0], {})[name.kind] = (
                        votes.get(name.parts[0], {}).get(name.kind, 0.0) + 2.0
                    )
                if name.kind == "person" and name.strength >= 1 and len(name.parts) >= 2:
                    last = name.parts[-1]
                    votes.setdefault(last, {})["person"] = votes.get(last, {}).get("person", 0.0) + 1.0
        known: dict[str, NameKind] = {}
        for text, kinds in votes.items():
            kind = max(kinds, key=lambda k: (kinds[k], k))
            if kinds[kind] >= 0.6:
                known[text] = kind
        return known

    def _main_country(self, groups: Iterable[tuple[Name, ...]]) -> str | None:
        counts: dict[str, float] = {}
        for names in groups:
            for name in names:
                if name.country_code:
                    counts[name.country_code] = counts.get(name.country_code, 0) + 1
                elif name.kind == "place" and (kinds := self._places.get(name.text)) and kinds[0].country_code:
                    counts[kinds[0].country_code] = counts.get(kinds[0].country_code, 0) + 0.6
        return max(counts, key=lambda c: (counts[c], c)) if counts else None


class _Walk:
    """One pass through one document."""

    def __init__(
        self,
        document: Document,
        passages: tuple[Passage, ...],
        analyses: dict[str, Analysis],
        analyser: Analyser,
        places: PlaceNames,
    ) -> None:
        self.document = document
        self.passages = passages
        self.analyses = analyses
        self.entities = Entities(document.document_id)
        self.scene = Scene(document, self.entities, places, analyser.lexicon)
        self.events = EventReader(self.scene)
        self.detentions = DetentionReader(self.scene)
        self.custody = CustodyReader(self.scene)
        self.conduct = ConductReader(self.scene)
        self.figures = FigureReader(self.scene)
        self.rejects: list[Reject] = []
        self.template_holds = False
        self.template: tuple[Frame, list[tuple[EventMention, EventDraft]], Moment | None, Spot | None, int] | None = (
            None
        )

    def run(self) -> Reading:
        ordered = [self.analyses[p.passage_id] for p in self.passages]
        self.entities.add_all(
            ((a.passage.ordinal, n) for a in ordered for n in a.names if n.kind != "demonym"), (a.text for a in ordered)
        )
        self._open(ordered)
        self.sentences = SentenceReader(self.scene, self.detentions)
        if self._is_elsewhere():
            return Reading(self.document, self.passages)
        for number, analysis in enumerate(ordered):
            self._step(analysis, ordered[number + 1 : number + 6])
        self.figures.finish()
        self.detentions.gather()
        self.sentences.finish()
        self.detentions.finish()
        self.custody.finish()
        self.conduct.finish(self.custody.groups())
        self.events.finish()
        return self._result()

    def _is_elsewhere(self) -> bool:
        """A film's plot, a match report or a piece of music: its arrests, strikes and marches are no facts."""
        words = re.findall(r"[a-z]+(?:-[a-z]+)*", self.document.text.lower())
        if not words:
            return False
        counted = Counter(words)
        civic = sum(n for w, n in counted.items() if w in _CIVIC)
        for lexicon in self.scene.lexicon.other_worlds.values():
            hits = {w: n for w, n in counted.items() if w in lexicon}
            total = sum(hits.values())
            if total >= 0.02 * len(words) and (
                (len(hits) >= 5 and total > civic) or (len(hits) >= 7 and total >= 0.8 * civic)
            ):
                return True
        return False

    # ------------------------------------------------------------------ what the head of the document sets

    def _open(self, ordered: list[Analysis]) -> None:
        scene = self.scene
        infobox = {a.passage.key.strip().lower(): a for a in ordered if a.passage.kind == "infobox" and a.passage.key}
        title = next((a for a in ordered if a.passage.kind == "title"), None)
        scene.country = self._country(ordered)
        spots = {key: scene.spots(a) for key, a in infobox.items()}
        if title is not None:
            spots["title"] = scene.spots(title)
        opening = next((a for a in ordered if a.passage.kind == "paragraph"), None)
        lead = opening.text if opening is not None else ""
        if opening is not None:
            spots["lead"] = [s for s in scene.spots(opening) if s.preposition in ("in", "at", "near", "outside", "of")]
        if self.document.document_type in ("encyclopedia", "other") or infobox:
            self.events.open_with_title(
                title.passage if title else None, {k: a.passage for k, a in infobox.items()}, spots, lead
            )
        if title is not None and scene.time.year is None:
            years = [resolve(e, scene.time)[0] for e in find_dates(title.text) if e.kind in ("year", "month", "day")]
            if years and years[0].year is not None:
                scene.time = replace(scene.time, year=years[0].year)
        self._document_place(ordered, title)
        self.start_time = scene.time

    def _country(self, ordered: list[Analysis]) -> Entity | None:
        counts: dict[str, float] = {}
        example: dict[str, Name] = {}
        adjectives: set[str] = set()
        for analysis in ordered:
            weight = (
                4.0
                if analysis.passage.kind in ("title", "heading")
                else (2.0 if analysis.passage.kind == "infobox" else 1.0)
            )
            for name in analysis.names:
                if name.kind == "country" and name.country_code:
                    counts[name.country_code] = counts.get(name.country_code, 0) + weight
                    example.setdefault(name.country_code, name)
                elif name.kind == "demonym" and name.country_code:
                    counts[name.country_code] = counts.get(name.country_code, 0) + weight * 0.7
                    adjectives.add(name.country_code)
                elif name.kind == "state_body" and (code := country_words()[1].get(name.parts[0])):
                    counts[code] = counts.get(code, 0) + weight * 0.7
                    adjectives.add(code)
                elif name.kind == "place":
                    kinds = self.scene.places.get(name.text)
                    if kinds and len({k.country_code for k in kinds}) == 1 and kinds[0].country_code:
                        counts[kinds[0].country_code] = counts.get(kinds[0].country_code, 0) + weight * 0.5
        if not counts:
            return None
        code = max(counts, key=lambda c: (counts[c], c))
        found = example.get(code)
        if found is None and code not in adjectives:
            return None  # only its towns are named: the towns must do
        if found is None:  # the text only says "Iranian": the country is meant, though not named
            country = country_name(code)
            found = Name(0, 1, country, "country", code, 2) if country else None
        return self.entities.of(found) if found is not None else None

    def _document_place(self, ordered: list[Analysis], title: Analysis | None) -> None:
        """Dateline, title or lead: the place that holds where nothing else is said."""
        scene = self.scene
        if scene.document_place is not None:
            return  # the title's action has its place
        body = [a for a in ordered if a.passage.kind in ("paragraph", "list_item")][:4]
        for analysis in ordered[:8]:
            inside = [s for s in scene.spots(analysis) if s.where[2] <= analysis.head.end]
            if analysis.head.is_dateline and inside:
                scene.document_place = inside[0]
                return
        encyclopedia = self.document.document_type == "encyclopedia"
        lead = 2
        if encyclopedia:  # the lead of a life or of a movement tells where somebody was born, or began
            lead = int(title is not None and title_kind(title.text) is not None)
        for analysis in ([title] if title is not None else []) + body[:lead]:
            located = [
                s
                for s in scene.spots(analysis)
                if s.level == SETTLEMENT
                and s.preposition in ("in", "at", "of", "outside", "near", "poss", "")
                and s.listed == 1
                and not s.inside_name
            ]
            if len({s.entity.entity_id for s in located}) == 1:
                scene.document_place = located[0]
                return
            if encyclopedia and analysis is title and scene.events and scene.events[0].kind == "protest_wave":
                return  # of a country: no one town of the lead holds for all

    # ------------------------------------------------------------------ passage by passage

    def _step(self, analysis: Analysis, ahead: list[Analysis]) -> None:
        scene = self.scene
        passage = analysis.passage
        if passage.kind in ("title", "heading") and analysis.head.is_dateline:
            for expression in analysis.dates:
                scene.write_on(expression)
            return
        if passage.kind == "title":
            return
        if passage.kind == "infobox":
            self._infobox(analysis)
            return
        if passage.kind == "heading":
            self._heading(analysis)
            return
        scene.enter_passage(passage)
        scene.meet(analysis)
        if self.events.first_body is None and passage.kind == "paragraph":
            self.events.first_body, self.events.first_block = passage.ordinal, passage.block
        for expression in analysis.dates:
            if expression.is_invalid:
                self._reject(passage, f"no such day: {expression.surface}")
        self._enter_entry(analysis)
        spots = scene.spots(analysis)
        scene.enter_entry(analysis, spots)
        if analysis.doc is None:
            self.events.tell_bounds(analysis, scene.moments(analysis))
            self._drift(analysis, spots)
            return
        reader = FrameReader(analysis)
        frames = reader.frames()
        moments = scene.moments(analysis, frozenset(f.token.i for f in frames if f.kind in COURT_FRAMES))
        mentions = []
        for mention in self.events.mentions(reader, frames, moments, spots):
            event = self.events.take(mention, analysis)
            if event is not None:
                mentions.append((mention, event))
        self.events.tell_bounds(analysis, moments)
        if self._is_entry(analysis, frames) and self._list_item(reader, frames, moments, spots, mentions, ahead):
            self.custody.read(reader, frames)
            self._drift(analysis, spots)
            return
        self.detentions.read(reader, frames, moments, spots, mentions, ahead)
        self.sentences.read(reader, frames, moments, spots, mentions, ahead)
        self.custody.read(reader, frames)
        self.conduct.read(reader, frames, mentions)
        self.figures.read(reader, frames, moments, spots, mentions)
        self._remember_template(analysis, frames, moments, spots, mentions)  # the list above is spoken of until here
        self._drift(analysis, spots)

    @staticmethod
    def _is_entry(analysis: Analysis, frames: tuple[Frame, ...]) -> bool:
        """A line of a list without a verb: an item, or a line that opens with a name or ends in names after a colon."""
        people = list(analysis.people)
        if not people or analysis.doc is None or any(f.kind in ("kill", "injure") for f in frames):
            return False  # what befell this one is told here
        finite = any(
            t.tag_ in ("VBD", "VBZ", "VBP", "MD")
            and any(
                c.dep_ in ("nsubj", "nsubjpass")
                for c in (t.head.children if t.dep_ in ("aux", "auxpass") else t.children)
            )
            for t in analysis.doc
        )
        if analysis.passage.kind == "list_item":
            told = any(t.head.i == t.i and t.lemma_.lower() in word_set("reporting_verb") for t in analysis.doc)
            return not finite or (people[0].start <= 12 and not told)
        if finite or len(analysis.text) > 300:
            return False
        spoken = people[0].start <= 14 and analysis.text[people[0].end :].startswith(": ")
        if spoken and not (analysis.dates or analysis.durations or analysis.quantities):
            return False  # "Lord Ashby: None, Sir.": who speaks, not who is listed
        return people[0].start <= 14 or bool(re.match(r"^[^.;,]{2,40}: $", analysis.text[: people[0].start]))

    def _remember_template(
        self,
        analysis: Analysis,
        frames: tuple[Frame, ...],
        moments: list[Moment],
        spots: list[Spot],
        mentions: list[tuple[EventMention, EventDraft]],
    ) -> None:
        """What a line says of the list below it: "Those still held:", "The court sentenced:"."""
        if analysis.passage.kind == "list_item":
            return
        if re.search(
            r"\b(?:those named|named below|listed below|the following|those below|all of those)\b",
            analysis.text,
            re.IGNORECASE,
        ):
            self.template_holds = True
        chosen = next(
            (
                f
                for kind in ("sentence", "jail", "remand", "acquit", "release", "detain", "hold", "charge")
                for f in frames
                if f.kind == kind and f.modality == "fact" and self._is_of_people(f)
            ),
            None,
        )
        if chosen is None:
            return
        triggers = [f.token for f in frames]
        self.scene.listed = []
        self.template = (
            chosen,
            mentions,
            self.scene.date_for(chosen.token, moments, triggers),
            self.scene.place_for(chosen.token, spots),
            analysis.passage.ordinal,
        )

    @staticmethod
    def _is_of_people(frame: Frame) -> bool:
        """Whether somebody, and not a march or a meeting, is said to be held, taken or freed."""
        people = any(p.kind in ("person", "group", "pronoun") or p.names for p in frame.patients)
        return people or not frame.patients or frame.kind != "hold"

    def _list_item(
        self,
        reader: FrameReader,
        frames: tuple[Frame, ...],
        moments: list[Moment],
        spots: list[Spot],
        mentions: list[tuple[EventMention, EventDraft]],
        ahead: list[Analysis],
    ) -> bool:
        """A name in a list takes the verb of the line above the list. True where the item was read so."""
        analysis = reader.analysis
        people = [n for i in analysis.people for n in i.names]
        if not people or analysis.doc is None or not len(analysis.doc):
            return False
        if self.template is None:
            told = punishment(analysis, 0, len(analysis.text), self.scene.lexicon.number_words, jailed=False)
            if told.is_empty or analysis.passage.ordinal - self.sentences.hearing.ordinal > 12:
                return False
            root = next((t for t in analysis.doc if t.head.i == t.i), analysis.doc[0])
            trigger = self.scene.lexicon.triggers[0]
            opening = Frame("sentence", "convicted", trigger, root, 0, 1, "fact", lemma="sentence")
            self.template = (opening, [], None, None, analysis.passage.ordinal)
        own = [
            f
            for f in frames
            if f.kind in ("sentence", "jail", "remand", "acquit", "release", "detain", "hold", "appeal")
            and not f.nominal
        ]
        if any(p.kind in ("person", "group") for f in own for p in (*f.patients, *f.agents)):
            return False
        frame, above, moment, _spot, _ordinal = self.template
        end = own[0].start if own else len(analysis.text)
        named = tuple(n for n in people if n.start < end) or tuple(people)
        span = (named[0].start, named[-1].end)
        party = Party("person", span, analysis.text[span[0] : span[1]], names=named, plural=len(named) > 1)
        root = next((t for t in analysis.doc if t.head.i == t.i), analysis.doc[0])
        found = punishment(
            analysis,
            0,
            len(analysis.text),
            self.scene.lexicon.number_words,
            jailed=False,
            administrative=self.sentences.administrative,
        )
        kind = (
            "sentence"
            if not found.is_empty and frame.kind in ("sentence", "jail", "detain", "hold", "charge")
            else frame.kind
        )
        here = replace(
            frame,
            kind=kind,
            token=root,
            start=0 if kind == "sentence" else span[0],
            end=span[1],
            patients=(party,),
            agents=(),
            nominal=False,
            lemma="sentence" if kind == "sentence" else frame.lemma,
            detail="convicted" if kind == "sentence" else frame.detail,
        )
        inherited = [replace(m, token=m.token if m.token is not None else root) for m in moments]
        if not inherited and moment is not None:
            inherited = [replace(moment, token=root)]
        spots = [s for s in spots if s.preposition != "of"]  # "31, of Portland": where somebody lives
        joined = mentions or above
        if kind in ("detain", "hold", "jail"):
            self.detentions.read(reader, (here,), inherited, spots, joined, ahead)
        if kind in ("sentence", "jail", "acquit", "remand"):
            self.sentences.read(reader, (here,), inherited, spots, joined, ahead)
        if kind == "release":
            self.detentions.read(reader, (here,), inherited, spots, joined, ahead)
        for extra in own:
            target = replace(extra, patients=(party,))
            if extra.kind in ("release", "detain", "hold", "jail"):
                self.detentions.read(reader, (target,), moments, spots, joined, ahead)
        custody = [(d.passage, d.event) for d in self.scene.detentions]
        for passage, event in custody + [(d.passage, d.event) for d in self.scene.sentences]:
            if event is not None and passage is analysis.passage:
                event.listed_at = passage.ordinal  # the list goes on about this event
        self.scene.remember(tuple(self.scene.person(n) for n in named))
        self.scene.listed += [p for p in (self.scene.person(n) for n in named) if p not in self.scene.listed]
        return True

    def _enter_entry(self, analysis: Analysis) -> None:
        """ "Ariel Cué (born 1990), fisherman.": a name that opens the entry of a person is what the notes are about."""
        first = next(iter(analysis.items), None)
        if (
            first is None
            or first.start > 2
            or first.kind not in ("person", "unknown", "place", "organization")  # only people are born
            or len(first.names) != 1
            or len(first.names[0].parts) < 2
            or not _ENTRY.match(analysis.text, first.names[0].end)
        ):
            return
        person = self.scene.person(first.names[0])
        self.scene.remember((person,), subject=True)
        self.scene.focus.entry = (person, analysis.passage.block)

    @staticmethod
    def _opens(item: Item) -> bool:
        """A name of several parts that opens a passage, of which nothing says that it is no person's."""
        if item.kind != "unknown" or item.start != 0:
            return False
        name = item.names[0]
        return 2 <= len(name.parts) <= 4 and not name.text.isupper()

    def _drift(self, analysis: Analysis, spots: list[Spot]) -> None:
        """Carry on who was named and where the text is."""
        scene = self.scene
        located = [
            s
            for s in spots
            if s.level == SETTLEMENT
            and s.preposition in ("in", "at", "outside", "near")
            and s.listed == 1
            and not s.inside_name
            and s.entity.name.lower() not in word_set("prison_name")  # where somebody was kept, not where it went on
        ]
        told = any(e.last_seen == analysis.passage.ordinal for e in scene.events) or any(
            d.ordinal == analysis.passage.ordinal for d in scene.detentions
        )
        opening = [s for s in located if s.where[1] <= 8]
        if located and (told or opening):
            scene.place = (opening or located)[0]
        people = [
            i
            for i in analysis.items
            if i.start >= analysis.head.end
            and (i.kind in ("person", "people") or self._opens(i))
            and not scene.is_official(scene.entities.of(i.names[0]))
        ]
        if people:
            for item in people:
                group = tuple(scene.entities.of(n) for n in item.names)
                for person in group:
                    scene.focus.people.append(person)
                if len(group) > 1:
                    scene.focus.plural, scene.focus.plural_at = group, analysis.passage.ordinal
            first = people[0]
            if len(first.names) == 1:
                scene.focus.subject = scene.entities.of(first.names[0])

    def _heading(self, analysis: Analysis) -> None:
        scene = self.scene
        passage = analysis.passage
        scene.leave_section(passage.section)
        scene.section_place = None
        scene.court_time = None
        if not self.template_holds:
            self.template = None
        if self.start_time.year is not None and not self.events.is_in_title(scene.time.anchor):
            scene.time = self.start_time
        spots = scene.spots(analysis)
        located = [s for s in spots if s.level == SETTLEMENT]
        if len(located) == 1:
            scene.section_place = located[0]
        self.events.enter_heading(passage)
        for expression in analysis.dates:
            if expression.kind in ("day", "month", "year") and not expression.is_invalid:
                first, _ = resolve(expression, scene.time)
                if first.year is not None or first.day is not None:
                    scene.time = scene.time.moved(first)
                break
        if analysis.doc is not None:
            reader = FrameReader(analysis)
            self._remember_template(analysis, reader.frames(), scene.moments(analysis), spots, [])
        people = [n for i in analysis.items if i.kind in ("person", "people", "unknown") for n in i.names]
        if (
            len(people) == 1
            and len(people[0].parts) >= 2
            and people[0].end - people[0].start > 0.7 * len(analysis.text) - 4
        ):
            scene.remember((scene.person(people[0]),), subject=True)

    def _infobox(self, analysis: Analysis) -> None:
        """Casualty and turnout lines are figures of the article's event."""
        key = (analysis.passage.key or "").strip().lower()
        measure = next((m for pattern, m in _INFOBOX_MEASURES if re.match(pattern, key)), None)
        if measure is None and not key.startswith("casualties"):
            return
        if measure == "participants" and not re.match(r"participants|numparticipants|number|howmany1", key):
            return
        text = analysis.text
        counts: list[Count] = []
        for quantity in analysis.quantities:
            around = text[quantity.start : quantity.end + 40].lower()
            near = next(
                (m for pattern, m in _INFOBOX_WORDS if re.search(pattern, re.split(r"[,;]| and ", around)[0])), None
            )
            chosen = near or measure
            if chosen is None:
                continue
            if chosen in ("injured", "killed") and re.search(r"\b(?:police|officers?|soldiers?|troops)\b", around):
                chosen = "police_injured" if chosen == "injured" else "killed"
            if quantity.spelled in ("one", "a") and not re.search(r"killed|dead|death|injur|arrest|detain", around):
                continue
            span = (quantity.start, min(len(text), quantity.end + 20))
            value = (quantity.start, quantity.end)
            counts.append(Count(chosen, quantity.low, quantity.high, analysis, None, span, value, infobox=True))
        self.figures.read_infobox(counts)

    def _reject(self, passage: Passage, message: str) -> None:
        self.rejects.append(
            Reject(
                "contradiction",
                f"{message} (passage {passage.ordinal}); the claim is withheld",
                self.document.file_name,
                self.document.path,
                self.document.document_id,
                None,
                passage.text[:200],
            )
        )

    # ------------------------------------------------------------------ result

    def _result(self) -> Reading:
        scene = self.scene
        writer = ClaimWriter(self.document.document_id, EXTRACTOR)
        detentions = [d for d in scene.detentions if self._is_consistent(d)]
        drafts: list[Draft] = [*scene.events, *detentions, *scene.sentences, *scene.figures]
        ordered = [self.analyses[p.passage_id] for p in self.passages]
        Grounds(ordered, self.entities, scene.forced_people).ground(drafts)
        writer.identify("event", scene.events)
        writer.identify("detention", detentions)
        writer.identify("sentence", scene.sentences)
        writer.identify("figure", scene.figures)
        claims = [writer.event(d) for d in scene.events]
        claims += [writer.detention(d) for d in detentions]
        claims += [writer.sentence(d) for d in scene.sentences]
        claims += [writer.figure(d) for d in scene.figures]
        mentions = self._mentions(drafts)
        mentions += self._unnamed(claims, {m.entity_id for m in mentions})
        reading = Reading(self.document, self.passages, mentions, tuple(claims), tuple(self.rejects))
        return rated(reading, confidence_weights())

    def _unnamed(self, claims: list[Claim], known: set[str]) -> tuple[Mention, ...]:
        """A mention for each thing that a claim points at by words that do not name it; no reference dangles."""
        found: dict[str, Mention] = {}
        for claim in claims:
            for value in claim.values:
                if (
                    value.field not in _ENTITY_FIELDS
                    or value.value in known
                    or value.value in found
                    or value.span is None
                    or value.passage_id is None
                ):
                    continue
                entity = self.entities.get(value.value)
                key = stable_id(
                    "mention", self.document.document_id, value.span.start, value.span.end, entity.kind, entity.name
                )
                surface = self.document.text[value.span.start : value.span.end]
                found[value.value] = Mention(
                    key,
                    value.passage_id,
                    entity.kind,
                    surface,
                    value.span,
                    entity.entity_id,
                    entity.name,
                    entity.country_code,
                )
        return tuple(found.values())

    def _is_consistent(self, draft: DetentionDraft) -> bool:
        """A release before the detention, told in one passage, contradicts itself."""
        taken, freed = draft.date, draft.released_on or Partial()
        a, b = taken.exact(), freed.exact()
        if a is None or b is None or b >= a:
            return True
        arrest = draft.spans["date"][0] if "date" in draft.spans else draft.passage
        release = draft.spans.get("released_on")
        if release is not None and release[0].passage_id == arrest.passage_id:
            self._reject(draft.passage, f"released on {b} before being detained on {a}")
            return False
        draft.released_on = None
        return True

    @staticmethod
    def _referenced(drafts: list[Draft]) -> set[str]:
        """Ids of the entities that a claim points at."""
        found: set[str] = set()
        for draft in drafts:
            for name in ("place", "person", "detainer", "court", "attributed_entity"):
                entity = getattr(draft, name, None)
                if entity is not None:
                    found.add(entity.entity_id)
            for _, entity, _ in getattr(draft, "roles", ()):
                found.add(entity.entity_id)
        return found

    def _mentions(self, drafts: list[Draft]) -> tuple[Mention, ...]:
        """Names in passages that carry a fact, other spellings of the same entities, the countries spoken of."""
        cited = {
            p.passage_id
            for d in drafts
            for p in [d.passage, *[w[0] for w in d.evidence], *[w[0] for w in d.spans.values()]]
        }
        wanted = self._referenced(drafts)
        for passage in self.passages:
            if passage.passage_id in cited:
                wanted |= {
                    self.entities.of(n).entity_id
                    for n in self.analyses[passage.passage_id].names
                    if n.kind not in ("demonym",)
                }
        found: list[Mention] = []
        for passage in self.passages:
            for given in self.analyses[passage.passage_id].names:
                name = given
                kind: MentionType
                if name.kind == "demonym":
                    if name.country_code is None:
                        continue  # "twelve Sikhs"
                    kind = "demonym"
                    entity_id = stable_id("demonym", self.document.document_id, name.country_code)
                    entity_name = name.text
                else:
                    if name.text in self.scene.forced_people and name.kind != "person":
                        name = replace(name, kind="person")
                    entity = self.entities.of(name)
                    if entity.entity_id not in wanted:
                        continue
                    entity_id, entity_name, kind = entity.entity_id, entity.name, entity.kind
                span: Span = passage.clean.raw(name.start, name.end)
                found.append(
                    Mention(
                        mention_id=stable_id("mention", self.document.document_id, span.start, span.end, kind),
                        passage_id=passage.passage_id,
                        mention_type=kind,
                        surface=passage.text[name.start : name.end],
                        span=span,
                        entity_id=entity_id,
                        entity_name=entity_name,
                        country_code=name.country_code,
                    )
                )
        country = self.scene.country
        if country is not None and country.entity_id in wanted and all(m.entity_id != country.entity_id for m in found):
            found += self._implied_country(country)
        return tuple(found)

    def _implied_country(self, country: Entity) -> list[Mention]:
        """Where a text only says "Iranian", that word is the mention of the country."""
        demonyms = country_words()[1]
        for passage in self.passages:
            for name in self.analyses[passage.passage_id].names:
                first = name.parts[0]
                if demonyms.get(first) == country.country_code:
                    span = passage.clean.raw(name.start, name.start + len(first))
                    key = stable_id("mention", self.document.document_id, span.start, span.end, "country")
                    return [
                        Mention(
                            key,
                            passage.passage_id,
                            "country",
                            first,
                            span,
                            country.entity_id,
                            country.name,
                            country.country_code,
                        )
                    ]
        return []


_ENTRY = re.compile(r",? \((?:b\.|born|aged?\b|[12]\d{3}\b)|, (?:b\.|born) ")
_CIVIC = word_set("civic")
_INFOBOX_MEASURES = (
    (r"fatalit|deaths|killed|dead", "killed"),
    (r"injur|wounded", "injured"),
    (r"arrest", "arrested"),
    (r"detain|detention", "detained"),
    (r"charged", "charged"),
    (r"howmany1|participants|number|numparticipants", "participants"),
)
_INFOBOX_WORDS = (
    (r"\bdetain", "detained"),
    (r"\barrest", "arrested"),
    (r"\bkill|\bdead\b|\bdeath|\bfatalit|\bdied", "killed"),
    (r"\binjur|\bwound", "injured"),
    (r"\bcharged", "charged"),
    (r"\bconvict|\bsentenced", "convicted"),
    (r"\bparticipants|\bprotesters|\bdemonstrators|\bstrikers|\bmarchers", "participants"),
)

__all__ = ["COUNTRY", "EXTRACTOR_VERSION", "PassageReader", "load_reader"]


def load_reader() -> PassageReader:
    """Load the language model, lexicons and gazetteer names of one process (one to two seconds)."""
    return PassageReader(load_analyser(), PlaceNames.load())
