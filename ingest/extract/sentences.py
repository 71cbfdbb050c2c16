"""Decisions of courts and of bodies that punish: who, what, by whom, under which law, and what appeal made of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.extract.courts import COURT, Court, any_magistrate, court_of, courts_in, refers_back
from ingest.extract.detentions import DetentionReader
from ingest.extract.drafts import DetentionDraft, EventDraft, SentenceDraft, Where
from ingest.extract.entities import Entity
from ingest.extract.events import EventMention
from ingest.extract.frames import Frame, FrameReader, Party
from ingest.extract.hearing import Hearing, KnownCourt, Stated, same_court
from ingest.extract.linking import event_of, place_of
from ingest.extract.members import Named, member_of, named_behind, stands_apart, take_over
from ingest.extract.offences import Offence, offences
from ingest.extract.punishments import NOT_TERM_AFTER, Punishment, changed_to, dealt_out, in_turn, punishment
from ingest.extract.rulings import Ruled, ruled
from ingest.extract.scene import Moment, Scene, Spot, ends_there
from ingest.language.analysis import Analysis
from ingest.language.dates import Partial
from ingest.language.lexicon import word_set
from ingest.language.parse import Token
from ingest.model import Passage

_OBJECTS = frozenset({"dobj", "nsubjpass", "nsubj"})
DECISIONS = frozenset({"sentence", "acquit", "appeal", "remand", "jail", "flog", "ban"})
_RECEIVERS = word_set("receiving_verb")
_NEEDS_PUNISHMENT = word_set("dealing_verb") | _RECEIVERS
"""Verbs that tell of a decision only with a punishment beside them."""
_NOT_IMPOSED = re.compile(
    r"\b(?:could|(?-i:may)|might|would|can|faces?|facing|faced|threaten\w*|asked for|"
    r"asks for|demand\w*|sought|seek\w*|risk\w*|request\w*|propos\w*|wants?|"
    r"maximum|up to \d+ years|carr(?:y|ies)|punishable|prosecutors? (?:had )?(?:asked|"
    r"demanded|sought|wants?|requested)|"
    r"released after|freed after|after serving|served|serving|has spent|had "
    r"spent|spent|was held for|liable|penalt(?:y|ies) of up to|prescribes|provides "
    r"for|(?-i:law))\b",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"\b(?:prison|jail\w*|custody|detention|arrest\w*|sentence\w*|courts?|judges?|"
    r"hard labou?r|colony|magistrates?|tribunal|fines?|fined|lashes|strokes|"
    r"convict\w*|guilty|"
    r"suspended|verdict|imprisonment|behind bars|community|trial|dock|probation|"
    r"appeal\w*|terms?|administrative|prosecut\w*|charge[sd]?|offen[cs]e|bench|"
    r"each|apiece|respectively)\b",
    re.IGNORECASE,
)
_OFFICIAL_BEFORE = re.compile(
    r"(?:[Jj]udges?|[Jj]ustice|[Mm]agistrate|[Pp]rosecutor|[Ll]awyer|[Cc]ounsel|"
    r"[Aa]ttorney|QC|spokes\w+|[Mm]inister|[Pp]resident|[Dd]efenders?|journalist|"
    r"analyst) $"
)


_DEFINITE = re.compile(r"(?:all(?: of)?|both|the|these|those|all the)\b(?: (?P<rest>other|remaining|rest))?")
_OF_THEM = re.compile(r"\bof (?:them|those|the (?:accused|defendants|men|women|group|prisoners))\b(?P<rest>$)?")
_PAIR = re.compile(r"\b(?:pair|couple|duo|both|twins)\b|\b(?:the|two) (?:brothers|sisters|siblings)\b")
_RULED = re.compile(
    r"\b(?:courts?|judges?|appeal\w*|sentence\w*|verdicts?|convictions?|terms?|rulings?|judge?ments?|remand|tribunal)\b",
    re.IGNORECASE,
)
_RULINGS = word_set("ruling")
_ALL_RULINGS = re.compile(
    r"\b(?:the|their|these|those|all)(?: \w+)? (?:convictions|sentences|terms|verdicts|judg\w+ts|rulings|fines|appeals|"
    r"punishments|penalties)\b",
    re.IGNORECASE,
)
_MEASURED = re.compile(r" (?:lashes|strokes|cuts|blows|whips|hours|years|months|days|weeks|counts)\b")
_SERVES_LIFE = re.compile(r"serv\w+ (?:a |his |her |their )?life (?:sentences?|terms?|imprisonment|in prison)\b")
_ALL = re.compile(r"(?:All|They|Each|Both|The \w+)\b")
_OCCASION = re.compile(
    rf"\b(?:{'|'.join(sorted(map(re.escape, word_set('action_noun') | word_set('occasion_noun'))))})(?:e?s)? "
    r"(?:of|on|in) (?:the )?$"
)
_ELSEWHERE = re.compile(
    r"(?:In|Among) (?:(?:the )?other|separate|unrelated) (?:\w+ )?"
    r"(?:matters|cases|business|news|proceedings|hearings)\b"
    r"|(?:Elsewhere|Separately|In an unrelated case)\b"
)
"""What opens a passage on decisions that have nothing to do with what the text is about."""
_PASSED = re.compile(r"\b(?:passed|imposed|handed (?:down|out)|pronounced|meted out|inflicted|given)\b", re.IGNORECASE)
_IN_PRISON_FOR = re.compile(
    r"(?:is|are) (?:now |currently |back )?in (?:the |an? )?(?:[\w'’-]+ ){0,3}?(?:prison|jail|gaol)"
    r"(?: [\w'’-]+){0,2}? for (?:an? )?$",
    re.IGNORECASE,
)
_BEHIND_BARS = re.compile(r"\b(?:prison|jail|gaol|penitentiary|behind bars|colony|imprisonment|hard labou?r|inside)\b")
_TRIAL = re.compile(
    r"\b(?:courts?|sitting|magistrates?|trials?|tried|hearings?|heard|rul\w+|verdicts?|judg\w+|sentence\w*|terms?|convict\w*|guilty|"
    r"decisions?|decided|dealt with|appeared|punish\w*|fine[sd]?|jail\w*|dock|case|cases|bench|remand\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class View:
    """One passage with all that was found in it before decisions are read."""

    reader: FrameReader
    moments: list[Moment]
    spots: list[Spot]
    mentions: list[tuple[EventMention, EventDraft]]
    triggers: list[Token]
    ahead: list[Analysis]

    @property
    def analysis(self) -> Analysis:
        return self.reader.analysis


@dataclass(frozen=True, slots=True)
class Ruling:
    """A deciding frame: its punishments stand in ``begin``..``end``, its grounds in ``since``..``end``."""

    frame: Frame
    since: int
    begin: int
    end: int
    on: Ruled | None = None
    """What an appeal or a charge came to, and whose it is."""


class SentenceReader:
    """Reads court decisions of one passage into the scene."""

    def __init__(self, scene: Scene, detentions: DetentionReader) -> None:
        self.scene = scene
        self.detentions = detentions
        self.charges_of: dict[str, Stated] = {}
        self.provision_of: dict[str, tuple[str, Where]] = {}
        self.last_date: tuple[Partial, Where, int, int] | None = None
        self.hearing = Hearing()
        self.header = Hearing()
        self.appeal = Hearing()
        self.around: list[Named] = []
        self.elsewhere: list[SentenceDraft] = []
        country = scene.country.country_code if scene.country is not None else None
        self.administrative = country in scene.lexicon.administrative_arrest or bool(
            re.search(
                r"\badministrative (?:arrest|detention|offen[cs]e|code|court)|Code of Administrative",
                scene.document.text,
                re.IGNORECASE,
            )
        )

    def read(
        self,
        reader: FrameReader,
        frames: tuple[Frame, ...],
        moments: list[Moment],
        spots: list[Spot],
        mentions: list[tuple[EventMention, EventDraft]],
        ahead: list[Analysis],
    ) -> None:
        analysis = reader.analysis
        view = View(reader, moments, spots, mentions, [f.token for f in frames], ahead)
        in_court = bool(courts_in(analysis)) or self.hearing.goes_on(analysis.passage)
        settled = [r for f in frames if (r := ruled(reader, f, in_court=in_court)) is not None]
        appealed = {r.frame.token.i for r in settled if r.frame.kind == "appeal"}
        told = [
            r
            for r in settled
            if (r.frame.kind in DECISIONS or self._is_house_arrest(r.frame, analysis))
            and not (r.frame.nominal and r.frame.kind == "sentence" and self._is_appealed(r.frame.token, appealed))
            and not (r.frame.nominal and any(r is not o and _covers(o, r.frame) for o in settled))
        ]
        deciding = [r.frame for r in told]
        self._charged(reader, frames, ahead)
        since = 0
        for number, frame in enumerate(deciding):
            if number and not self._same_decision(deciding[number - 1], frame, analysis):
                since = frame.start
            end = next(
                (f.start for f in deciding[number + 1 :] if not self._same_decision(frame, f, analysis)),
                len(analysis.text),
            )
            begin = frame.start
            if number == 0 and FrameReader.is_passive(frame.token) is False and frame.nominal:
                begin = max(0, frame.start - 60)
            self._decision(view, Ruling(frame, since, begin, end, told[number]))
        for frame in frames:
            self._serving(view, frame)
        if not self._is_told(analysis.passage):
            self._by_punishment(view)
        if not self._is_told(analysis.passage):
            self._late_charges(analysis)
            self.introduce(analysis, moments, mentions)
        self.around += [
            Named(analysis.passage, self.scene.person(n), stands_apart(analysis.text, i.start, i.end))
            for i in analysis.people
            if not _OFFICIAL_BEFORE.search(analysis.text[max(0, i.start - 16) : i.start])
            for n in i.names
        ]

    @staticmethod
    def _is_appealed(token: Token, appealed: set[int]) -> bool:
        """Whether a sentence or term is what an appeal verb is about: no decision of its own."""
        for _ in range(3):
            if token.head.i in appealed:
                return token.dep_ in _OBJECTS or token.dep_ in ("pobj", "compound")
            if token.dep_ not in ("compound", "pobj", "prep", "conj", "nmod", *_OBJECTS):
                return False
            token = token.head
        return False

    def _is_house_arrest(self, frame: Frame, analysis: Analysis) -> bool:
        """House arrest that a court orders before trial."""
        return (
            frame.detail == "house_arrest"
            and not frame.nominal
            and (bool(courts_in(analysis)) or self.hearing.goes_on(analysis.passage))
        )

    def _is_told(self, passage: Passage) -> bool:
        """Whether a decision was read in a passage."""
        return any(s.passage is passage or any(w[0] is passage for w in s.evidence) for s in self.scene.sentences)

    @staticmethod
    def _same_decision(a: Frame, b: Frame, analysis: Analysis) -> bool:
        """ "found guilty … and each received": one decision told with two verbs."""
        if b.nominal:
            return True
        if a.kind in ("acquit", "appeal", "remand") or b.kind in ("acquit", "appeal", "remand"):
            return False
        between = analysis.text[a.end : b.start]
        return (
            b.kind in ("sentence", "flog", "ban", "jail")
            and not re.search(r"[;]|\bwhile\b|\bwhereas\b", between)
            and not any(
                i.kind in ("person", "people", "quantity")
                and a.end <= i.start < b.start
                and not _MEASURED.match(analysis.text, i.end)
                and re.search(r"(?:,|and|while) (?:\w+ ){0,3}$", analysis.text[max(0, i.start - 20) : i.start])
                for i in analysis.items
            )
        )

    def _charged(self, reader: FrameReader, frames: tuple[Frame, ...], ahead: list[Analysis]) -> None:
        """Remember what people are charged with: the decision that follows repeats it."""
        analysis = reader.analysis
        for frame in frames:
            if frame.kind not in ("charge", "prosecute", "detain") or frame.nominal:
                continue
            named = offences(analysis, max(0, frame.start - 5), len(analysis.text))
            if not named:
                continue
            for party in frame.patients:
                for person in self.scene.resolve_people(party, analysis, ahead):
                    self.charges_of[person.entity_id] = [(c, (analysis.passage, *span)) for c, span in named]
        for token in reader.doc:
            if token.lemma_.lower() in ("admit", "confess") and token.pos_ == "VERB" and not reader.is_passive(token):
                self._admitted(reader, token, ahead)

    def _admitted(self, reader: FrameReader, token: Token, ahead: list[Analysis]) -> None:
        """ "Both had admitted obstruction": what they were punished for, told before the decision or after it."""
        analysis = reader.analysis
        named = offences(analysis, analysis.span(token)[0], len(analysis.text))
        if not named or reader.modality(token) != "fact":
            return
        stated = [(c, (analysis.passage, *span)) for c, span in named]
        for subject in reader.subjects(token):
            for party in reader.party(subject):
                for person in self.scene.resolve_people(party, analysis, ahead):
                    self.charges_of[person.entity_id] = stated
                    for draft in self.hearing.drafts if self.hearing.goes_on(analysis.passage) else ():
                        if draft.person is person and draft.outcome == "convicted" and not draft.charges:
                            draft.charges = [c for c, _ in stated]
                            for c, where in stated:
                                draft.note(f"charge:{c}", where)

    def _serving(self, view: View, frame: Frame) -> None:
        """ "is serving six years for …", "served her 18-month term": the decision behind it."""
        analysis = view.analysis
        text = analysis.text
        if frame.kind != "hold" or frame.modality != "fact":
            return
        if frame.lemma != "serve":
            self._inside_for(view, frame)
            return
        term = next((d for d in analysis.durations if 0 <= d.start - frame.start <= 45 and d.unit != "hour"), None)
        life = _SERVES_LIFE.match(text, frame.start)
        if term is None and life is None:
            return
        going_on = text[frame.start : frame.start + 7].lower() == "serving" and any(
            c.lemma_ == "be" and c.dep_ == "aux" for c in frame.token.children
        )
        whole = term is not None and self._is_whole_term(text, term.start, term.end)
        done = frame.token.tag_ in ("VBN", "VBD") and bool(_BEHIND_BARS.search(text, frame.end)) and term is not None
        done = done and bool(offences(analysis, frame.start, len(text), punished=frame.end))
        if not going_on and life is None and not whole and not done:
            return
        end = next((t for t in sorted(analysis.span(t)[0] for t in view.triggers) if t > frame.end), len(text))
        for party in frame.patients:
            for person in self.scene.resolve_people(party, analysis, view.ahead):
                draft = SentenceDraft(
                    analysis.passage, frame.start, frame.end, person=person, ordinal=analysis.passage.ordinal
                )
                found = Punishment(kinds=["life" if term is None else "prison"])
                if term is not None:
                    found.days = term.days if term.low == term.days else None
                    found.spans["prison_days"] = (term.start, term.end)
                self._fill(draft, found, offences(analysis, frame.start, end, punished=frame.end), None, None)
                year = self._moment(view, frame) if done else None
                if year is not None and year.expression.kind == "year":
                    draft.date, draft.spans["date"] = year.first, year.where
                custody = next((d for d in reversed(self.scene.detentions) if d.person is person), None)
                draft.detention = custody
                draft.event = custody.event if custody is not None and not done else None
                self._settle(draft)

    def _inside_for(self, view: View, frame: Frame) -> None:
        """ "Is in Stanley Prison for ten days": the term that somebody has begun, and not the time spent so far."""
        analysis = view.analysis
        for term in analysis.durations:
            if term.start > frame.start and _IN_PRISON_FOR.search(analysis.text, 0, term.start):
                found = Punishment(["prison"], term.days, spans={"prison_days": (term.start, term.end)})
                people = [p for q in frame.patients for p in self.scene.resolve_people(q, analysis, view.ahead)]
                if people:
                    ruling = Ruling(frame, frame.start, frame.start, len(analysis.text))
                    self._write(view, ruling, found, "convicted", people, [])
                return

    @staticmethod
    def _is_whole_term(text: str, start: int, end: int) -> bool:
        """Whether a length of time is that of a sentence, and not of the time spent so far."""
        return bool(
            re.match(r"[- ](?:\w+ )?(?:sentences?|terms?)\b", text[end : end + 24])
            or re.search(r"\b(?:sentence|term) of $", text[max(0, start - 16) : start])
        )

    def _by_punishment(self, view: View) -> None:
        """A punishment without a verb of judging: "one year in prison was what they got", "15 lashes for each"."""
        reader, analysis = view.reader, view.analysis
        text = analysis.text
        if _NOT_IMPOSED.search(text):
            return
        found = punishment(
            analysis, 0, len(text), self.scene.lexicon.number_words, jailed=False, administrative=self.administrative
        )
        strong = (
            found.lashes is not None
            or found.fine is not None
            or found.hours is not None
            or (
                found.days is not None
                and re.search(
                    r"\b(?:in (?:a |the )?(?:\w+ )?(?:prison|jail|custody|colony|camp)|imprisonment|"
                    r"behind bars|hard labou?r|administrative (?:arrest|detention)|sentences?|"
                    r"terms?|verdict|punish\w*)\b",
                    text,
                )
            )
        )
        if not strong or not len(reader.doc):
            return
        root = next((t for t in reader.doc if t.head.i == t.i), reader.doc[0])
        people = [
            self.scene.person(n)
            for i in analysis.people
            if not _OFFICIAL_BEFORE.search(text[max(0, i.start - 16) : i.start])
            for n in i.names
        ]
        entry = self.scene.focus.entry
        opens = min((a for a, _ in found.spans.values()), default=9) <= 2
        if not people and opens and entry is not None and entry[1] == analysis.passage.block:
            people = [entry[0]]  # "Two years in prison for …", in the entry of a list of people
        if not people:
            pronoun = re.search(r"\b(they|them|both|each of them|he|him|she|her)\b", text, re.IGNORECASE)
            if pronoun is None:
                return
            word = pronoun[1].lower()
            party = Party(
                "pronoun",
                pronoun.span(1),
                pronoun[1],
                pronoun="each" if word.startswith("each") else word,
                plural=word in ("they", "them", "both", "each of them"),
            )
            people = list(self.scene.resolve_people(party, analysis, view.ahead))
            if not people and word in ("they", "them"):
                recent = [
                    d.person
                    for d in self.scene.detentions
                    if d.person is not None and analysis.passage.ordinal - d.ordinal <= 2
                ]
                people = [p for p in recent if p is not None]
        if not people:
            return
        template = self.scene.lexicon.triggers[0]
        first = min((a for a, _ in found.spans.values()), default=0)
        frame = Frame("sentence", "convicted", template, root, 0, max(first, 1), "fact", lemma="sentence")
        unique = list({p.entity_id: p for p in people}.values())
        self._write(view, Ruling(frame, 0, 0, len(text)), found, "convicted", unique, [])

    def _late_charges(self, analysis: Analysis) -> None:
        """ "The charge read …": the offence told right after the decision."""
        if not re.search(r"\b[Cc]harges?\b", analysis.text):
            return
        quotes = [(analysis.text[a:b].strip("\"“”«»'‘’ ,.;"), (a, b)) for a, b in analysis.quotes]
        for draft in self.scene.sentences:
            if 0 < analysis.passage.ordinal - draft.ordinal <= 1 and not draft.charges and draft.outcome == "convicted":
                draft.charges = [c for c, _ in quotes if c]
                for c, (a, b) in quotes:
                    draft.note(f"charge:{c}", (analysis.passage, a, b))

    # ------------------------------------------------------------------ one decision

    def _decision(self, view: View, ruling: Ruling) -> None:
        reader, analysis = view.reader, view.analysis
        frame, begin, end = ruling.frame, ruling.begin, ruling.end
        text = analysis.text
        if frame.modality != "fact":
            return
        kind, outcome = frame.kind, frame.detail
        words = self.scene.lexicon.number_words
        found = punishment(
            analysis,
            begin,
            end,
            words,
            jailed=kind == "jail" and bool(re.match(r"[^.;]{0,40}\bfor\b", text[frame.end : frame.end + 50])),
            administrative=self.administrative,
        )
        if kind == "appeal":
            found = self._after_appeal(analysis, ruling, found)
        if (
            kind == "remand"
            or outcome == "house_arrest"
            or (found.kinds == ["pretrial_detention"] and kind in ("sentence", "jail"))
        ):
            self._remand(view, ruling)
            return
        if kind == "jail":
            if not (found.days or "life" in found.kinds or COURT.search(text) or "suspended" in found.kinds):
                return
            outcome = "convicted"
        if frame.lemma == "suspend" and any(
            re.search(r"\b(?:term|sentence|sentences|verdict|jail|prison)\b", p.text) for p in frame.patients
        ):
            if frame.token.dep_ != "amod":
                self._suspend(analysis, frame)
            return
        if kind == "ban" and not (
            COURT.search(text)
            or re.search(
                r"\b(?:closed down|shut down|from (?:continuing|working|leaving|travel|studying|"
                r"the university|practising|teaching))",
                text,
            )
        ):
            return
        if kind == "ban":
            found.kinds = ["ban"] if frame.lemma in ("ban", "bar", "prohibit", "disqualify", "suspend") else ["other"]
            if frame.lemma not in ("ban", "bar", "prohibit", "disqualify", "close", "shut") and not found.kinds:
                return
        if kind == "flog" and found.lashes is None:
            return
        if kind in ("sentence", "jail", "flog") and frame.lemma in _NEEDS_PUNISHMENT and found.is_empty:
            return
        if frame.lemma in ("face", "plead") and kind == "sentence":
            return
        if (
            outcome == "convicted"
            and found.is_empty
            and frame.lemma not in ("sentence", "convict", "find", "punish", "fine", "ban")
        ):
            return
        if (
            kind == "sentence"
            and frame.lemma in _NEEDS_PUNISHMENT
            and not _LEGAL.search(text)
            and not self.hearing.goes_on(analysis.passage)
            and not offences(analysis, 0, len(text), punished=frame.end)
        ):
            return  # "gave the leases five years"
        if kind == "appeal" and not _RULED.search(text):
            return
        if frame.nominal and kind == "sentence" and found.is_empty and frame.lemma != "conviction":
            return
        if frame.lemma in ("condemn",) and found.is_empty:
            return
        if frame.lemma == "fine" and frame.nominal and found.fine is None:
            return
        if frame.lemma == "clear" and not COURT.search(text) and not re.search(r"cleared of", text):
            return
        people, groups = self._who(reader, frame, view.ahead, ruling.on)
        if not people and not groups and self._is_the_fine(analysis, frame, found):
            people = [p for p in (self.scene.focus.subject,) if p is not None]
        if not people and not groups:
            if found.is_empty:
                self._for_all(view, ruling)
            return
        if kind == "acquit" or outcome == "overturned":
            found = Punishment()
        span = ruling.on.object_span if ruling.on is not None else None
        if kind == "appeal" and span is not None and _PASSED.search(text, *span):
            self._passed_before(view, ruling, people, span)
            view = replace(view, moments=[m for m in view.moments if not span[0] <= m.where[1] < span[1]])
        self._write(view, ruling, found, outcome, people, groups)

    def _passed_before(self, view: View, ruling: Ruling, people: list[Entity], span: tuple[int, int]) -> None:
        """ "Quashed a fine of £5 imposed on A in May": the decision that the appeal is about, told with it."""
        analysis, passage = view.analysis, view.analysis.passage
        old = punishment(
            analysis, *span, self.scene.lexicon.number_words, jailed=False, administrative=self.administrative
        )
        if old.is_empty:
            return
        moment = next((m for m in view.moments if span[0] <= m.where[1] < span[1] and m.is_known), None)
        court = next((c for c in courts_in(analysis) if span[0] <= c.start < span[1]), None)
        for person in people:
            draft = SentenceDraft(
                passage, *span, person=person, outcome="convicted", ordinal=passage.ordinal,
                date=moment.first if moment is not None else Partial(),
            )  # fmt: skip
            named = offences(analysis, *span, punished=span[0])
            self._fill(draft, old, named, None, moment.where if moment is not None else None)
            if court is not None:
                draft.court, draft.court_name, where = self._known_court(analysis, court)
                draft.note("court", where)
            draft.event = event_of(self.scene, ruling.frame.token, view.mentions, analysis)
            self._carry(draft, person)
            self._settle(draft)

    def _after_appeal(self, analysis: Analysis, ruling: Ruling, found: Punishment) -> Punishment:
        """What holds once an appeal is decided: the new punishment, or the old one where it was left."""
        words, on, end = self.scene.lexicon.number_words, ruling.on, ruling.end
        whole = max(end, on.object_span[1]) if on is not None and on.object_span is not None else end
        if ruling.frame.detail in ("reduced", "convicted"):
            new = changed_to(analysis, ruling.frame.end, whole, words, administrative=self.administrative)
            if new is not None:
                return new
            if on is not None and on.replaced is not None:
                return punishment(analysis, on.replaced, end, words, jailed=False, administrative=self.administrative)
            told = found.spans.get("prison_days")
            span = on.object_span if on is not None else None
            if span is not None and told is not None and span[0] <= told[0] < span[1]:
                return Punishment()  # "halved his five-year term": only the old one is told
        elif found.is_empty and on is not None and on.object_span is not None:
            return punishment(analysis, *on.object_span, words, jailed=False, administrative=self.administrative)
        return found

    @staticmethod
    def _is_the_fine(analysis: Analysis, frame: Frame, found: Punishment) -> bool:
        """ "The fine, 500 rand, was paid": of the person whom the text is about."""
        definite = re.search(r"\b[Tt]he $", analysis.text[: frame.start]) is not None
        alone = not any(i.kind in ("person", "people") for i in analysis.items)
        return frame.nominal and frame.lemma == "fine" and found.fine is not None and definite and alone

    def _suspend(self, analysis: Analysis, frame: Frame) -> None:
        """ "The terms were suspended": of the decisions told last, in this passage or just before it."""
        open_ones = [
            d
            for d in self.scene.sentences
            if d.prison_days is not None
            and d.outcome == "convicted"
            and d.passage.block == analysis.passage.block
            and 0 <= analysis.passage.ordinal - d.ordinal <= 2
        ]
        latest = max((d.ordinal for d in open_ones), default=None)
        for draft in open_ones:
            if draft.ordinal == latest and "suspended" not in draft.kinds:
                draft.kinds.append("suspended")
                draft.cite((analysis.passage, frame.start, frame.end))

    def _who(
        self, reader: FrameReader, frame: Frame, ahead: list[Analysis], on: Ruled | None = None
    ) -> tuple[list[Entity], list[Party]]:
        analysis = reader.analysis
        scene = self.scene
        parties = list(frame.patients)
        if frame.lemma in _RECEIVERS and not frame.nominal:
            parties = list(frame.agents) or [p for p in parties if p.kind in ("person", "pronoun", "group")]
        if frame.kind == "remand" and not frame.nominal:
            parties = [q for p in parties for q in (self._owner(reader, p) if p.kind == "other" else [p])] or parties
        elif on is not None and on.owners:
            parties = list(on.owners)
        elif frame.kind == "appeal" or frame.nominal:
            whose = [*parties, *frame.agents] if frame.kind == "appeal" else parties
            parties = (
                [q for p in whose for q in self._owner(reader, p)]
                or [p for p in parties if p.kind in ("person",)]
                or self._hanging(reader, frame.token)
                or self._told_of(analysis, frame)
            )
        people: list[Entity] = []
        groups: list[Party] = []
        passage, hearing = analysis.passage, self.hearing
        for party in parties:
            found = self._counted(party, analysis, frame) or list(scene.resolve_people(party, analysis, ahead))
            if not found and party.pronoun in ("they", "them", "all", "each", "both") and hearing.goes_on(passage):
                found = hearing.people()
            found += [scene.person(n) for n in party.members]
            people += found
            if (
                party.kind == "group"
                and party.counted
                and not (party.low == party.high and party.low is not None and len(found) >= party.low)
            ):
                groups.append(party)
        if not people and not groups and frame.kind in ("sentence", "jail") and analysis.durations:
            groups = self.detentions.strangers_held(analysis, parties)
        if not people and not groups:
            people = self._nearby(reader, frame)
        unique = list({p.entity_id: p for p in people}.values())
        return unique, groups

    def _counted(self, party: Party, analysis: Analysis, frame: Frame) -> list[Entity]:
        """The named people whom "the pair", "all three" or "the other two" stand for, if they can be told."""
        passage = analysis.passage
        words = analysis.text[party.span[0] : party.span[1]].lower()
        match = _DEFINITE.match(words) or _OF_THEM.search(words)
        size = 2 if _PAIR.search(words) else 3 if "trio" in words else None
        if size is None and match is not None and party.low is not None and party.low == party.high:
            size = int(party.low)
        if size is None or size < 2 or party.head in self.scene.lexicon.police:
            return []
        done: set[str] = set()
        if _OF_THEM.search(words):  # "acquitted four of them and gave A three years": all told before but A
            apart = {
                self.scene.person(n).entity_id
                for i in analysis.items
                if i.kind in ("person", "people")
                for n in i.names
            }
            recent = {n.person.entity_id: n.person for n in self.around if 0 < passage.ordinal - n.passage.ordinal <= 4}
            left = [e for key, e in recent.items() if key not in apart and not self.scene.is_official(e)]
            return left if apart and len(left) == size and len(recent) == size + len(apart) else []
        if match is not None and match["rest"]:
            current = self.appeal if frame.kind == "appeal" else self.hearing
            done = {e.entity_id for e in current.people()}
            left = [e for e in self.hearing.people() if e.entity_id not in done]
            if len(left) == size:
                return left
        near = [
            (passage.ordinal, self.scene.person(n)) for i in analysis.people if i.end <= party.span[0] for n in i.names
        ]
        for back in range(6):
            unique = {
                e.entity_id: e
                for ordinal, e in (*((n.passage.ordinal, n.person) for n in self.around), *near)
                if ordinal >= passage.ordinal - back and e.entity_id not in done and not self.scene.is_official(e)
            }
            if len(unique) == size:
                return list(unique.values())
            if len(unique) > size:
                break
        whole = self.hearing.people()
        return whole if len(whole) == size else []

    def _owner(self, reader: FrameReader, party: Party) -> list[Party]:
        """ "his sentence", "the sentences of A and B", "X's appeal": whose decision it is."""
        out: list[Party] = []
        for token in reader.doc:
            start, _ = reader.analysis.span(token)
            if party.span[0] <= start < party.span[1] and (
                token.dep_ == "poss"
                or (
                    token.dep_ == "pobj"
                    and token.head.lower_ in ("of", "for", "against")
                    and token.head.head.lemma_.lower() in _RULINGS
                )
            ):
                out += self._people_at(reader, token)
        return out

    def _hanging(self, reader: FrameReader, token: Token) -> list[Party]:
        """Those for, against or to whom something was decided, by a preposition at the deciding word."""
        return [
            p
            for child in token.children
            if child.dep_ == "prep" and child.lower_ in ("for", "against", "to", "on", "of")
            for g in child.children
            if g.dep_ == "pobj"
            for p in self._people_at(reader, g)
        ]

    def _people_at(self, reader: FrameReader, token: Token) -> list[Party]:
        """The people that a noun and those joined to it stand for; what owns a sentence is a person, not a place."""
        out: list[Party] = []
        for noun in FrameReader._coordinated(token):
            item = reader.analysis.item(noun)
            if item is not None and item.kind in ("place", "organization") and all(n.strength < 2 for n in item.names):
                words = reader.analysis.text[item.start : item.end]
                out.append(Party("person", (item.start, item.end), words, names=item.names, plural=len(item.names) > 1))
                continue
            out += [p for p in reader.party(noun) if p.kind in ("person", "pronoun", "group")]
        return out

    @staticmethod
    def _told_of(analysis: Analysis, frame: Frame) -> list[Party]:
        """ "the sentence, suspended for a year, of his brother Ali": the first name behind "of" after the decision."""
        for item in analysis.items:
            if item.start > frame.end and item.kind in ("person", "people", "unknown"):
                if not re.search(r"\b(?:of|for|against)(?: [\w-]+){0,4} $", analysis.text[frame.end : item.start]):
                    return []
                words = analysis.text[item.start : item.end]
                return [Party("person", (item.start, item.end), words, names=item.names, plural=len(item.names) > 1)]
        return []

    def _nearby(self, reader: FrameReader, frame: Frame) -> list[Entity]:
        """The people named last before the verb, else the one the text goes on about."""
        analysis = reader.analysis
        before = [
            i
            for i in analysis.people
            if i.end <= frame.start
            and not re.search(
                r"(?:[Jj]udges?|[Jj]ustice|[Mm]agistrate|[Pp]rosecutor|[Ll]awyer|[Cc]ounsel|"
                r"[Aa]ttorney|QC|spokes\w+|[Mm]inister|[Pp]resident) $",
                analysis.text[max(0, i.start - 16) : i.start],
            )
        ]
        if before:
            return [self.scene.person(n) for n in before[-1].names]
        after = [i for i in analysis.people if i.start >= frame.end and i.start - frame.end < 60]
        if after and not FrameReader.is_passive(frame.token):
            return [self.scene.person(n) for n in after[0].names]
        if re.match(r"^(?:He|She)\b", analysis.text) and self.scene.focus.subject is not None:
            return [self.scene.focus.subject]
        last = self.scene.sentences[-1] if self.scene.sentences else None
        if frame.kind == "appeal" and last is not None and analysis.passage.ordinal - last.ordinal <= 3:
            if _ALL_RULINGS.search(analysis.text, 0, frame.end + 60):
                return self.hearing.people() or [d.person for d in (last,) if d.person is not None]
            if last.person is not None:
                return [last.person]
        return []

    def _write(
        self,
        view: View,
        ruling: Ruling,
        found: Punishment,
        outcome: str | None,
        people: list[Entity],
        groups: list[Party],
    ) -> None:
        """Make the rows of one decision: what the passage says, then what the hearing has said before."""
        analysis, frame, scene = view.analysis, ruling.frame, self.scene
        passage = analysis.passage
        hearing, named, provision = self._sit(view, ruling)
        date, when = self._day(view, frame, hearing)
        event = None if view.mentions else hearing.event
        event = event or event_of(scene, frame.token, view.mentions, analysis)
        apart = bool(_ELSEWHERE.match(analysis.text)) and not view.mentions
        shares: dict[str, Punishment] = {}
        if people and outcome == "convicted":
            people, shares = self._shares(view, ruling, people, found)
        here: Where = (passage, frame.start, frame.end)
        for person in people:
            mine = shares.get(person.entity_id, found)
            draft = SentenceDraft(
                passage, frame.start, frame.end, person=person, date=date, outcome=outcome, ordinal=passage.ordinal
            )
            self._fill(draft, mine, named, provision, when)
            custody = next((d for d in reversed(scene.detentions) if d.person is person), None)
            draft.detention = custody
            draft.event = custody.event if custody is not None and custody.event is not None else event
            if outcome is not None:
                self._carry(draft, person)
            hearing.give(draft, grounds=outcome is not None)
            self._by_magistrate(draft, frame, analysis)
            if apart:
                draft.event = None
                self.elsewhere.append(draft)
            hearing.drafts.append(self._settle(draft))
            if outcome is None:
                continue
            if (
                custody is None
                and outcome in ("convicted", "acquitted")
                and ("administrative_detention" in mine.kinds or self._of_group(analysis))
            ):
                draft.detention = self._member(draft, mine, outcome, here)
            if (
                mine.kinds
                and set(mine.kinds) & {"prison", "life", "administrative_detention"}
                and "suspended" not in mine.kinds
                and outcome == "convicted"
            ) and (
                custody is not None
                and custody.status == "detained"
                and (
                    custody.kept
                    or not _far_apart(custody.date, draft.date)
                    or passage.ordinal == custody.ordinal  # told in one breath, as one case
                )
            ):
                custody.status = "imprisoned"
                custody.spans["status"] = here
        if people:
            scene.remember(tuple(people))
        for party in groups:
            if people and party.low is not None and party.low == party.high and len(people) >= party.low:
                continue
            draft = SentenceDraft(
                passage,
                min(frame.start, party.span[0]),
                max(frame.end, party.span[1]),
                group=party.text,
                low=party.low,
                high=party.high,
                date=date,
                outcome=outcome,
                ordinal=passage.ordinal,
            )
            self._fill(draft, found, named, provision, when)
            draft.event = event
            draft.note("count", (passage, party.span[0], party.span[1]))
            hearing.give(draft, grounds=outcome is not None and not apart)
            if apart:
                draft.event = None
                self.elsewhere.append(draft)
            hearing.drafts.append(self._settle(draft))

    @staticmethod
    def _by_magistrate(draft: SentenceDraft, frame: Frame, analysis: Analysis) -> None:
        """ "A magistrate fined him": the court by its kind, where the text has named none."""
        doer = any_magistrate(frame)
        if draft.court_name is None and doer is not None:
            start, end = analysis.span(doer)
            draft.court_name = analysis.text[start:end]
            draft.note("court", (analysis.passage, start, end))

    def _sit(self, view: View, ruling: Ruling) -> tuple[Hearing, list[Offence], tuple[str, Where] | None]:
        """The hearing that a decision belongs to, and the offences and the provision that it names itself."""
        analysis, frame = view.analysis, ruling.frame
        passage = analysis.passage
        moment = self._moment(view, frame)
        court = self._court(analysis, frame, view.triggers)
        named = offences(analysis, ruling.since, ruling.end, punished=frame.end)
        provision = next(
            ((analysis.text[a:b], (passage, a, b)) for a, b in analysis.provisions if ruling.since <= a < ruling.end),
            None,
        )
        hearing = self._hearing_of(passage, court, moment, appeal=frame.kind == "appeal")
        hearing.note(
            passage,
            court=court,
            date=(moment.first, moment.where) if moment is not None else None,
            charges=[] if hearing.charges else [(c, (passage, *span)) for c, span in named],
            provision=None if hearing.provision else provision,
            event=view.mentions[0][1] if view.mentions else None,
        )
        return hearing, named, provision

    def _hearing_of(
        self, passage: Passage, court: KnownCourt | None, moment: Moment | None, *, appeal: bool
    ) -> Hearing:
        """The hearing at hand where it can be the one of this court and day, else a new one.

        What one item of a list says holds for that item; what stands above the list holds for all.
        """
        date = moment.first if moment is not None else None
        for hearing in (self.appeal,) if appeal else (self.hearing, self.header):
            if hearing.goes_on(passage) and not hearing.conflicts(court, date):
                break
        else:
            hearing = Hearing(section=passage.section, block=passage.block, in_item=passage.kind == "list_item")
        if appeal:
            self.appeal = hearing
        else:
            self.hearing = hearing
            self.header = self.header if hearing.in_item else hearing
        return hearing

    def _moment(self, view: View, frame: Frame) -> Moment | None:
        """The day that the passage itself gives for a decision."""
        text = view.analysis.text
        open_ones = [m for m in view.moments if not ends_there(text, m.where[1])]
        moment = self.scene.date_for(frame.token, open_ones, view.triggers)
        return None if moment is None or self._is_occasion(view.analysis, moment) else moment

    def _day(self, view: View, frame: Frame, hearing: Hearing) -> tuple[Partial, Where | None]:
        """When a decision was taken: its own day, else the hearing's, else that of the decision told just before."""
        passage = view.analysis.passage
        moment = self._moment(view, frame)
        if moment is not None:
            if frame.kind != "appeal":
                self.last_date = (moment.first, moment.where, passage.ordinal, passage.section)
            return moment.first, moment.where
        if hearing.date is not None:
            return hearing.date
        if (
            self.last_date is not None
            and (
                passage.ordinal - self.last_date[2] <= 2
                or (self.last_date[3] == passage.section and self.scene.document.document_type != "encyclopedia")
            )
            and (passage.kind != "list_item" or self.last_date[1][0].block == passage.block)
            and frame.kind not in ("appeal",)
        ):
            return self.last_date[0], self.last_date[1]
        return Partial(), None

    def _for_all(self, view: View, ruling: Ruling) -> None:
        """ "All were found guilty of …": what is said at the end of all the decisions of a hearing."""
        passage = view.analysis.passage
        if not self.hearing.goes_on(passage) or not _ALL.match(view.analysis.text):
            return
        hearing, named, provision = self._sit(view, ruling)
        if named:
            hearing.charges = [(c, (passage, *span)) for c, span in named]
        hearing.provision = provision or hearing.provision
        for draft in hearing.drafts:
            if draft.outcome == "convicted":
                hearing.give(draft)

    @staticmethod
    def _of_group(analysis: Analysis) -> bool:
        """Whether the people decided on are told as members of a group: a list, "two of them", "among those"."""
        return analysis.passage.kind == "list_item" or bool(
            re.search(
                r"\b(?:of them|among them|[Aa]mong those|[Oo]f those|of the (?:detained|arrested|detainees))\b",
                analysis.text,
            )
        )

    def _member(self, draft: SentenceDraft, found: Punishment, outcome: str, here: Where) -> DetentionDraft | None:
        """Custody of somebody who was punished as one of a group that had been taken before."""
        groups = [
            d
            for d in self.scene.detentions
            if d.person is None and d.low is not None and d.ordinal <= draft.ordinal and d.status == "detained"
        ]
        if not groups or draft.person is None:
            return None
        group = groups[-1]
        kept = (
            outcome == "convicted"
            and set(found.kinds) & {"prison", "administrative_detention", "life"}
            and "suspended" not in found.kinds
        )
        return self.detentions.person(
            draft.person,
            here,
            status="imprisoned" if kept else "detained",
            event=group.event,
            date=group.date,
            when=group.spans.get("date"),
            place=group.place,
            at=group.spans.get("place"),
        )

    @staticmethod
    def _is_occasion(analysis: Analysis, moment: Moment) -> bool:
        """ "after the action of 30 April 2013": the date of what is punished, not of the decision."""
        before = analysis.text[max(0, moment.where[1] - 40) : moment.where[1]].lower()
        return bool(_OCCASION.search(before))

    @staticmethod
    def _fill(
        draft: SentenceDraft,
        found: Punishment,
        named: list[Offence],
        provision: tuple[str, Where] | None,
        when: Where | None,
    ) -> None:
        """Write down what the passage itself says of a decision."""
        draft.kinds = list(found.kinds)
        draft.prison_days, draft.lashes, draft.fine, draft.hours = found.days, found.lashes, found.fine, found.hours
        for key, (a, b) in found.spans.items():
            draft.note(key, (draft.passage, a, b))
        draft.charges = [c for c, _ in named]
        for c, (a, b) in named:
            draft.note(f"charge:{c}", (draft.passage, a, b))
        if provision is not None:
            draft.provision = provision[0]
            draft.note("provision", provision[1])
        draft.note("date", when)

    def introduce(
        self, analysis: Analysis, moments: list[Moment], mentions: list[tuple[EventMention, EventDraft]]
    ) -> None:
        """A passage without a decision that names the court, day, law or event of those that follow."""
        passage = analysis.passage
        courts = courts_in(analysis)
        if not courts or not _TRIAL.search(analysis.text):
            return
        court = self._known_court(analysis, courts[0])
        known = [m for m in moments if m.is_known and not self._is_occasion(analysis, m)]
        moment = min(known, key=lambda m: abs(m.where[1] - courts[0].start), default=None)
        hearing = self._hearing_of(passage, court, moment, appeal=False)
        hearing.note(
            passage,
            court=court,
            date=(moment.first, moment.where) if moment else None,
            charges=[(c, (passage, *span)) for c, span in offences(analysis, 0, len(analysis.text))],
            provision=next(((analysis.text[a:b], (passage, a, b)) for a, b in analysis.provisions), None),
            event=mentions[0][1] if mentions else None,
        )
        for draft in hearing.drafts:  # "two men were jailed. Magistrate A, sitting at Lira Law Courts, told them …"
            if draft.court_name is None and 0 < passage.ordinal - draft.ordinal <= 2:
                hearing.give(draft, grounds=False)

    def _carry(self, draft: SentenceDraft, person: Entity) -> None:
        if not draft.charges and person.entity_id in self.charges_of:
            draft.charges = [c for c, _ in self.charges_of[person.entity_id]]
            for c, where in self.charges_of[person.entity_id]:
                draft.note(f"charge:{c}", where)
        elif draft.charges:
            self.charges_of[person.entity_id] = [
                (c, draft.spans[f"charge:{c}"]) for c in draft.charges if f"charge:{c}" in draft.spans
            ]
        if (
            draft.provision is None
            and person.entity_id in self.provision_of
            and draft.outcome in ("reduced", "upheld", "overturned")
        ):
            draft.provision, where = self.provision_of[person.entity_id]
            draft.note("provision", where)
        elif draft.provision is not None and "provision" in draft.spans:
            self.provision_of[person.entity_id] = (draft.provision, draft.spans["provision"])

    def _settle(self, draft: SentenceDraft) -> SentenceDraft:
        """Join a second telling of the same decision, chain an appeal to what it revises, else keep the new row.

        Returns the row that holds the decision now.
        """
        for other in reversed(self.scene.sentences):
            if (
                other.passage is draft.passage
                and (other.outcome, draft.outcome) == ("upheld", "reduced")
                and other.person is draft.person
                and (other.person is not None or other.low == draft.low)
            ):
                return self._amend(other, draft)  # "upheld the conviction but cut the sentence": one decision
            if draft.person is not other.person or (
                draft.person is None and (draft.low, draft.high) != (other.low, other.high)
            ):
                continue
            if other.outcome == draft.outcome and _agree(other, draft):
                other.cite((draft.passage, draft.start, draft.end))
                for name in (
                    "prison_days",
                    "lashes",
                    "fine",
                    "hours",
                    "court",
                    "court_name",
                    "provision",
                    "event",
                    "detention",
                ):
                    if getattr(other, name) is None and getattr(draft, name) is not None:
                        setattr(other, name, getattr(draft, name))
                        key = {"court_name": "court"}.get(name, name)
                        other.note(key, draft.spans.get(key))
                if not other.charges or (_names_offences(draft) and not _names_offences(other)):
                    other.charges = draft.charges
                    for c in draft.charges:
                        other.note(f"charge:{c}", draft.spans.get(f"charge:{c}"))
                if not set(draft.kinds) <= set(other.kinds):
                    other.kinds += [k for k in draft.kinds if k not in other.kinds]
                if len(draft.date.iso() or "") > len(other.date.iso() or ""):
                    other.date = draft.date
                    other.spans["date"] = draft.spans.get("date", (draft.passage, draft.start, draft.end))
                return other
            if draft.outcome in ("reduced", "upheld", "overturned") and draft.revises is None:
                draft.revises = other
                draft.event = other.event or draft.event
                if other.outcome is None:  # an appeal against custody repeats no charge
                    draft.kinds = draft.kinds or list(other.kinds)
                    continue
                if not draft.charges:
                    draft.charges = list(other.charges)
                    for c in other.charges:
                        draft.note(f"charge:{c}", other.spans.get(f"charge:{c}"))
                if draft.provision is None and other.provision is not None:
                    draft.provision = other.provision
                    draft.note("provision", other.spans.get("provision"))
                if draft.outcome == "upheld" and not draft.kinds:
                    draft.kinds, draft.prison_days, draft.fine, draft.lashes = (
                        list(other.kinds),
                        other.prison_days,
                        other.fine,
                        other.lashes,
                    )
                    for key in ("prison_days", "fine", "lashes", "kinds"):
                        draft.note(key, other.spans.get(key))
                if draft.outcome == "reduced" and draft.prison_days is not None and not draft.kinds:
                    draft.kinds = ["prison"]
        self.scene.sentences.append(draft)
        return draft

    def _taken_at_event(self) -> None:
        """Who got a term within weeks for an event at which people were taken was one of those."""
        for draft in self.scene.sentences:
            if (
                draft.person is None
                or draft.event is None
                or draft.outcome != "convicted"
                or not set(draft.kinds) & {"prison", "life", "administrative_detention"}
                or "suspended" in draft.kinds
                or any(d.person is draft.person for d in self.scene.detentions)
            ):
                continue
            near = (draft.event, draft.event.parent)
            group = next(
                (d for d in self.scene.detentions if d.person is None and d.low is not None and d.event in near), None
            )
            if group is None:
                continue
            taken = group.whole or group
            begin, decided = taken.date.exact(), draft.date.exact()
            if begin is None or decided is None or not 0 <= (decided - begin).days <= _WEEKS:
                continue
            draft.detention = self.detentions.person(
                draft.person,
                (draft.passage, draft.start, draft.end),
                status="imprisoned",
                event=draft.event,
                date=taken.date,
                when=taken.spans.get("date"),
                place=taken.place,
                at=taken.spans.get("place"),
            )
            draft.detention.cite((taken.passage, taken.start, taken.end))

    def _serve(self) -> None:
        """Who was taken and given a term serves it, also where the text tells of the arrest after the verdict."""
        for draft in self.scene.sentences:
            custody = draft.detention or next(
                (d for d in self.scene.detentions if d.person is not None and d.person is draft.person), None
            )
            if (
                custody is not None
                and custody.person is draft.person
                and custody.status == "detained"
                and draft.outcome == "convicted"
                and set(draft.kinds) & {"prison", "life", "administrative_detention"}
                and "suspended" not in draft.kinds
                and custody.ordinal >= draft.ordinal
                and (custody.kept or (custody.date.year is not None and not _far_apart(custody.date, draft.date)))
                and not _is_before(draft.date, custody.date)
                and not any(s.person is draft.person and s.outcome == "overturned" for s in self.scene.sentences)
            ):
                custody.status = "imprisoned"
                custody.spans["status"] = (draft.passage, draft.start, draft.end)
                draft.detention = custody

    @staticmethod
    def _amend(told: SentenceDraft, draft: SentenceDraft) -> SentenceDraft:
        """Let a decision that was half told take over what its second half says."""
        told.outcome, told.kinds = draft.outcome, draft.kinds or told.kinds
        told.prison_days, told.lashes, told.fine = draft.prison_days, draft.lashes, draft.fine
        for key in ("prison_days", "lashes", "fine"):
            if key in draft.spans:
                told.spans[key] = draft.spans[key]
        told.cite((draft.passage, draft.start, draft.end))
        return told

    def _name_members(self) -> None:
        """ "Two men were jailed. The judge told A and B …": the group's row becomes one of each."""
        for group in [s for s in self.scene.sentences if s.person is None and s.outcome in ("convicted", "acquitted")]:
            people = named_behind(group, self.around)
            rows = [s for s in self.scene.sentences if s.person is not None and s.outcome == group.outcome]
            told = {
                s.person.entity_id: s
                for s in rows
                if s.person in people and 0 <= s.ordinal - group.ordinal <= 14 and s.person is not None
            }
            if not people or any(
                s.person in people and s.outcome != group.outcome and s.revises is None for s in self.scene.sentences
            ):
                continue
            at = self.scene.sentences.index(group)
            members = []
            for person in people:
                member = told.get(person.entity_id) or member_of(group, person)
                take_over(member, group)
                self._carry(member, person)
                custody = next((d for d in self.scene.detentions if d.person is person), None)
                member.detention = member.detention or custody
                members.append(member)
            self.scene.sentences[at : at + 1] = [m for m in members if m.person.entity_id not in told]  # type: ignore[union-attr]

    def finish(self) -> None:
        """Drop the row of a group whose members all have rows; they take over what only the group's row said."""
        self._name_members()
        self._taken_at_event()
        self._serve()
        for group in [s for s in self.scene.sentences if s.person is None]:
            members = [
                s
                for s in self.scene.sentences
                if s.person is not None
                and s.outcome == group.outcome
                and 0 <= s.ordinal - group.ordinal <= 14
                and _agree(group, s)
            ]
            size = group.low
            if (
                size is None
                or len(members) < size
                or (group.high is not None and len(members) > group.high)
                or len(members) == 0
            ):
                continue
            for member in members:
                take_over(member, group)
            self.scene.sentences.remove(group)
            jailed = next(
                (
                    d
                    for d in self.scene.detentions
                    if d.person is None and d.passage is group.passage and (d.low, d.high) == (group.low, group.high)
                ),
                None,
            )
            if jailed is not None:
                self.scene.detentions.remove(jailed)
                for member in members:
                    if member.person is not None and all(d.person is not member.person for d in self.scene.detentions):
                        self.detentions.person(
                            member.person,
                            (member.passage, member.start, member.end),
                            status=jailed.status,
                            event=jailed.event,
                            date=jailed.date,
                            when=jailed.spans.get("date"),
                            place=jailed.place,
                            at=jailed.spans.get("place"),
                        )
        self._link()
        for draft in self.scene.sentences:
            if (
                draft.outcome not in ("reduced", "upheld", "overturned")
                or draft.person is None
                or (draft.charges and draft.provision)
            ):
                continue
            first = next(
                (
                    s
                    for s in self.scene.sentences
                    if s.person is draft.person and s.outcome == "convicted" and (s.charges or s.provision)
                ),
                None,
            )
            if first is None:
                continue
            draft.revises = draft.revises or first
            if not draft.charges:
                draft.charges = list(first.charges)
                for c in first.charges:
                    draft.note(f"charge:{c}", first.spans.get(f"charge:{c}"))
            if draft.provision is None and first.provision is not None:
                draft.provision = first.provision
                draft.note("provision", first.spans.get("provision"))

    def _link(self) -> None:
        """Tie decisions that were told before their occasion: by the person's custody, or where there is but one."""
        actions = [e for e in self.scene.events if e.kind not in ("statement", "hunger_strike", "protest_wave")]
        only = actions[0] if len(actions) == 1 and self.scene.document.document_type == "news" else None
        for draft in self.scene.sentences:
            if not _can_follow(draft.date, draft.event):
                draft.event = None
            if draft.event is not None or any(draft is d for d in self.elsewhere):
                continue
            held = next(
                (
                    d.event
                    for d in self.scene.detentions
                    if draft.person is not None and d.person is draft.person and d.event is not None
                ),
                only,
            )
            if _can_follow(draft.date, held):
                draft.event = held

    def _shares(
        self, view: View, ruling: Ruling, people: list[Entity], found: Punishment
    ) -> tuple[list[Entity], dict[str, Punishment]]:
        """Everybody who is dealt a punishment here, and what each is dealt: "A and B got 3 and 4 years each"."""
        analysis = view.analysis
        words = self.scene.lexicon.number_words
        turns = in_turn(analysis, ruling.begin, ruling.end, len(people), words, administrative=self.administrative)
        if turns:
            return people, {e.entity_id: turn for e, turn in zip(people, turns, strict=True)}
        everyone = {e.entity_id: e for e in people}
        out: dict[str, Punishment] = {}
        imposed = [found.spans[key][0] for key in ("prison_days", "lashes", "fine", "hours") if key in found.spans]
        begun = min((a for a in imposed if a >= ruling.frame.start), default=None)
        shares = dealt_out(analysis, ruling.since, words, first=begun, administrative=self.administrative)
        if len(shares) == 1:
            alone = punishment(
                analysis, ruling.begin, shares[0].start, words, jailed=False, administrative=self.administrative
            )
            out = {e.entity_id: alone for e in people}
        for share in shares:
            mine = share.punishment
            if "prison" in found.kinds and mine.kinds == ["administrative_detention"]:
                mine.kinds = ["prison"]
            for name in share.names:
                person = self.scene.person(name)
                everyone.setdefault(person.entity_id, person)
                out[person.entity_id] = mine
        return list(everyone.values()), out

    def _court(self, analysis: Analysis, frame: Frame, deciding: list[Token]) -> KnownCourt | None:
        """The court that the passage gives for a decision, else the one that it goes on about ("the court")."""
        court = court_of(analysis, frame, courts_in(analysis), deciding)
        if court is not None:
            found = self._known_court(analysis, court)
            self.scene.last_court = found[:2]
            return found
        back = refers_back(analysis)
        if back is not None and self.scene.last_court is not None:
            return (*self.scene.last_court, (analysis.passage, *back))
        return None

    def _known_court(self, analysis: Analysis, court: Court) -> KnownCourt:
        entity = self.scene.entities.of(court.name) if court.name is not None else None
        return entity, court.text, (analysis.passage, court.start, court.end)

    # ------------------------------------------------------------------ remand

    def _remand(self, view: View, ruling: Ruling) -> None:
        """A court's order of custody before trial, or its extension."""
        reader, frame = view.reader, ruling.frame
        analysis = reader.analysis
        text = analysis.text
        if not re.search(
            r"\b(?:courts?|judges?|magistrate|(?:pre-?|pending )trial|remand\w*|investigat\w+|custody|tribunal|"
            r"prosecut\w+)\b",
            text,
            re.IGNORECASE,
        ):
            return
        if frame.lemma in ("extend", "prolong") and not re.search(
            r"\b(?:detention|arrest|custody|remand|term|imprisonment)\b", text
        ):
            return
        if frame.nominal and not re.search(
            r"\b(?:order\w*|placed|sent|remanded|sentenced|months?|days?|imposed|ruled|given|chose|sanction\w*|applied)\b",
            text,
        ):
            return
        people, groups = self._who(reader, frame, view.ahead)
        if not people and not groups:
            pronoun = re.search(r"\b(he|she|him|her|his)\b", text[frame.start :])
            if pronoun is not None:
                party = Party(
                    "pronoun",
                    (frame.start + pronoun.start(), frame.start + pronoun.end()),
                    pronoun[0],
                    pronoun=pronoun[0],
                )
                people = list(self.scene.resolve_people(party, analysis, view.ahead))
        if not people and not groups:
            return
        found = Punishment(kinds=["house_arrest" if frame.detail == "house_arrest" else "pretrial_detention"])
        terms = [
            d
            for d in analysis.durations
            if d.unit != "hour"
            and not NOT_TERM_AFTER.match(text[d.end : d.end + 20])
            and not re.search(r"(?:after|within|aged) $", text[max(0, d.start - 8) : d.start])
        ]
        if not terms and re.search(r"\banother month\b", text):
            at = text.index("another month")
            found.days = 30.0
            found.spans["prison_days"] = (at, at + 13)
        if terms and "pretrial_detention" in found.kinds:
            term = min(terms, key=lambda d: abs(d.start - frame.end))
            found.days = term.days
            found.spans["prison_days"] = (term.start, term.end)
        event = event_of(self.scene, frame.token, view.mentions, analysis)
        before = len(self.scene.sentences)
        self._write(view, ruling, found, None, people, groups)
        for draft in self.scene.sentences[before:]:
            if draft.person is None:
                continue
            custody = next((d for d in reversed(self.scene.detentions) if d.person is draft.person), None)
            if custody is None and frame.lemma not in ("extend", "prolong"):
                place, at_ = place_of(self.scene, frame, view.spots, event)
                custody = self.detentions.person(
                    draft.person,
                    (analysis.passage, frame.start, frame.end),
                    status="detained",
                    event=event,
                    date=Partial(),
                    when=None,
                    place=place,
                    at=at_,
                    told="remand",
                )
            draft.detention = custody
            if custody is not None:
                custody.kept = True


def _covers(on: Ruled, frame: Frame) -> bool:
    """Whether a ruling is on what a nominal frame names: "the fine" of "left the fine as it was"."""
    if on.frame.kind not in ("appeal", "acquit") or on.object_span is None:
        return False
    return on.object_span[0] <= frame.start and frame.end <= on.object_span[1]


def _names_offences(draft: SentenceDraft) -> bool:
    """Whether the offences of a decision stand in its own passage, and were not taken over."""
    return any(draft.spans.get(f"charge:{c}", (None,))[0] is draft.passage for c in draft.charges)


def _can_follow(decided: Partial, event: EventDraft | None) -> bool:
    """Whether a decision can be about an action: it is not older."""
    if event is None or decided.year is None or event.start_date.year is None:
        return True
    then = event.start_date
    pairs = ((decided.year, then.year), (decided.month, then.month), (decided.day, then.day))
    for mine, its in pairs:
        if mine is None or its is None or mine > its:
            return True
        if mine < its:
            return False
    return True


_WEEKS = 31
"""So many days after an arrest a court's swift term is taken to be for those arrested."""


def _far_apart(taken: Partial, decided: Partial) -> bool:
    """Whether so much time lies between arrest and decision that custody cannot be taken to have gone on."""
    if taken.year is None or decided.year is None:
        return False
    months = (decided.year - taken.year) * 12 + (decided.month or 6) - (taken.month or 6)
    return months > 2


def _is_before(decided: Partial, taken: Partial) -> bool:
    """Whether a decision was made before the arrest, so that it sent nobody of that arrest to prison."""
    if decided.year is None or taken.year is None:
        return False
    return (decided.year, decided.month or 12, decided.day or 31) < (taken.year, taken.month or 1, taken.day or 1)


def _agree(a: SentenceDraft, b: SentenceDraft) -> bool:
    """Whether two tellings can be of one decision."""
    if a.prison_days is not None and b.prison_days is not None and a.prison_days != b.prison_days:
        return False
    if a.fine is not None and b.fine is not None and a.fine != b.fine:
        return False
    x, y = a.date.iso(), b.date.iso()
    if x is not None and y is not None and not (x.startswith(y) or y.startswith(x)):
        return False
    if (
        a.court_name is not None
        and b.court_name is not None
        and not same_court((a.court, a.court_name, (a.passage, 0, 1)), (b.court, b.court_name, (b.passage, 0, 1)))
    ):
        return False
    return not (a.outcome is None and a.ordinal != b.ordinal and (x is None) != (y is None))
