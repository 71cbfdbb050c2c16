"""Decisions of courts and of bodies that punish: who, what, by whom, under which law, and what appeal made of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from spacy.tokens import Token

from ingest.extract.detentions import DetentionReader
from ingest.extract.drafts import DetentionDraft, EventDraft, SentenceDraft, Where
from ingest.extract.entities import Entity
from ingest.extract.events import EventMention
from ingest.extract.frames import Frame, FrameReader, Party
from ingest.extract.linking import event_of, place_of
from ingest.extract.scene import Moment, Scene, Spot
from ingest.language.amounts import Duration
from ingest.language.analysis import Analysis
from ingest.language.dates import Partial
from ingest.model import Passage

_OBJECTS = frozenset({"dobj", "nsubjpass", "nsubj"})
DECISIONS = frozenset({"sentence", "acquit", "appeal", "remand", "jail", "flog", "ban"})
_RECEIVERS = frozenset({"receive", "get", "face", "plead", "draw", "earn"})
_NEEDS_PUNISHMENT = frozenset(
    {
        "award",
        "draw",
        "earn",
        "send",
        "put",
        "throw",
        "see",
        "receive",
        "get",
        "be",
        "hand",
        "impose",
        "order",
        "mete",
        "give",
        "serve",
        "face",
        "flog",
        "lash",
        "cane",
        "whip",
        "plead",
    }
)
_COURT = re.compile(r"\b(?:court|tribunal|assizes|bench|bailey|magistrates?|judiciary)\b", re.IGNORECASE)
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
_NOT_TERM_AFTER = re.compile(
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
_CHARGE = re.compile(
    r"\b(?:on (?:a |the |trumped-up |fabricated |bogus )?(?:\w+ )?charges? (?:of|"
    r"that|including)|charged with|guilty of|convicted of|convicted for|acquitted "
    r"of|cleared of|accused of|"
    r"on (?:a )?counts? of|counts? of|sentenced for|jailed for(?! (?:\w+ ){0,3}(?:years?|"
    r"months?|weeks?|days?))|fined for|imprisoned for(?! \w+ (?:years?|months?))|"
    r"on suspicion of|offen[cs]es? of|crimes? of|charges? were|accusations? "
    r"of|"
    r"punished (?:\w+ )?for|charges? read|charges? (?:was|were|being)|accused "
    r"(?:\w+ ){1,2}(?:in \w+ \d{4} )?of|answer for|found (?:\w+ )?guilty of|"
    r"lashes for|rials for|each for|years? for|months? for|days? for|(?:prison|"
    r"jail|custody|detention|imprisonment) for|convictions? for|conviction of|"
    r"sentences? for|indicted for|arrested for|charges? such as|prosecuted for|"
    r"(?:jailed|sentenced|fined|imprisoned|convicted)\b[^.;:]{0,90}? for(?= (?!being)[a-z]+ing )|"
    r"prosecuted under|in absentia for|answer for|pleaded guilty to|plead guilty "
    r"to|admitted|admitting|charges? being) ",
    re.IGNORECASE,
)
_CHARGE_END = re.compile(
    r"[.;:]| in (?:the |a |an )?(?:[\w'’-]+ ){0,4}[Cc]ourt\b|,? \b(?:yesterday|"
    r"today|tonight|last (?:week|month|year|night))\b|,? (?:and|but) (?:was|"
    r"were|are|is|has|had|each|both|fined|sentenced|ordered|jailed|given|received|"
    r"got|handed|banned|released|taken|detained|placed|sent|could|may|would|"
    r"they|he|she|the court|a court|his|her|their|face|faces)\b|"
    r"\b(?:under|by the|by a|by judge|in a verdict|in connection|according to|"
    r"after|before|when|while|during|at the|in (?:January|February|March|April|"
    r"May|June|July|August|September|October|November|December|\d{4})|on (?:Monday|"
    r"Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|\d|January|February|"
    r"March|April|May|June|July|August|September|October|November|December))\b|"
    r", (?:which|who|while|said|he|she|they|and (?:was|were|sentenced|fined|"
    r"ordered|jailed)|the|after|but|a court|in|on|under|for which|charges|crimes|"
    r"offences|carrying|to)\b| and sentenced| and to | to (?:\d|a |one|two|three|"
    r"four|five|six|seven|eight|nine|ten|life|death|pay)",
    re.IGNORECASE,
)


_NOT_IMPOSED = re.compile(
    r"\b(?:could|may|might|would|can|faces?|facing|faced|threaten\w*|asked for|"
    r"asks for|demand\w*|sought|seek\w*|risk\w*|request\w*|propos\w*|wants?|"
    r"maximum|up to \d+ years|carr(?:y|ies)|punishable|prosecutors? (?:had )?(?:asked|"
    r"demanded|sought|wants?|requested)|"
    r"released after|freed after|after serving|served|serving|has spent|had "
    r"spent|spent|was held for|liable|penalt(?:y|ies) of up to|prescribes|provides "
    r"for|law)\b",
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
        if _NOT_TERM_BEFORE.search(before) or _NOT_TERM_AFTER.match(after):
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


def charges(analysis: Analysis, start: int, end: int) -> list[tuple[str, tuple[int, int]]]:
    """The offences that a stretch names, in the text's words: quoted ones each, else the phrase."""
    text = analysis.text
    found: list[tuple[str, tuple[int, int]]] = []
    for match in _CHARGE.finditer(text, max(0, start)):
        if match.start() >= end:
            break
        quotes = [q for q in analysis.quotes if match.end() - 2 <= q[0] <= match.end() + 40]
        if quotes:
            first = analysis.quotes.index(quotes[0])
            run = [analysis.quotes[first]]
            for nxt in analysis.quotes[first + 1 :]:
                if len(re.sub(r"[\s,]|and|or", "", text[run[-1][1] : nxt[0]])) == 0:
                    run.append(nxt)
                else:
                    break
            for a, b in run:
                inner = text[a:b].strip("\"“”«»'‘’ ,.;")
                if inner:
                    found.append((inner, (a, b)))
            continue
        stop = _CHARGE_END.search(text, match.end())
        close = stop.start() if stop else len(text)
        phrase = text[match.end() : close].strip(' ,"“”')
        phrase = re.sub(r"^(?:the |an? )?(?:offen[cs]es? of |crimes? of |charges? of )", "", phrase)
        if (
            not phrase
            or len(phrase.split()) > 25
            or re.match(
                r"(?:\d|his|her|their|them|him|all|both|which|it|that|were|was|are|widely|considered|taking part$)\b",
                phrase,
            )
            or re.match(r"(?:\w+[ -]){0,3}(?:years?|months?|days?|weeks?)\b", phrase)
        ):
            continue
        items = re.split(
            r"(?:, and |, | and )(?=(?:\w+ing\b|illegal|public|mass|participation|hooliganism|"
            r"incitement|extremism|treason|violation|organi[sz]ation|resisting|disobedience))",
            phrase,
        )
        at = match.end()
        for item in items:
            if item.strip():
                position = text.find(item, at)
                found.append(
                    (item.strip(" ,"), (position, position + len(item)) if position >= 0 else (match.end(), close))
                )
    if not found:
        for a, b in analysis.quotes:
            inner = text[a:b].strip("\"“”«»'‘’ ,.;")
            if (
                start <= a
                and len(inner.split()) >= 2
                and inner[:1].islower()
                and re.search(r"\b(?:for|of|being|with|and|read)\s?$|[,:]\s?$", text[max(0, a - 8) : a])
                and re.search(
                    r"\b(?:charge\w*|accus\w*|convict\w*|guilty|sentenc\w*|punish\w*|fined|jailed|lashes|years?|months?|days)\b",
                    text,
                )
            ):
                found.append((inner, (a, b)))
    unique: dict[str, tuple[int, int]] = {}
    for phrase, span in found:
        unique.setdefault(phrase, span)
    return list(unique.items())


@dataclass(slots=True)
class Hearing:
    """What one sitting of a court has in common: set by the passage that opens it, taken over by those that follow."""

    court: tuple[Entity | None, str, Where] | None = None
    date: tuple[Partial, Where] | None = None
    charges: list[tuple[str, Where]] = field(default_factory=list)
    provision: tuple[str, Where] | None = None
    ordinal: int = -99
    section: int = -1
    block: int = -1


class SentenceReader:
    """Reads court decisions of one passage into the scene."""

    def __init__(self, scene: Scene, detentions: DetentionReader) -> None:
        self.scene = scene
        self.detentions = detentions
        self.charges_of: dict[str, list[tuple[str, Where]]] = {}
        self.provision_of: dict[str, tuple[str, Where]] = {}
        self.last_date: tuple[Partial, Where, int, int] | None = None
        self.hearing = Hearing()
        country = scene.country.country_code if scene.country is not None else None
        self.administrative = country in scene.lexicon.administrative_arrest or bool(
            re.search(
                r"\badministrative (?:arrest|detention|offen[cs]e|code|court)|Code of Administrative",
                scene.document.text,
                re.IGNORECASE,
            )
        )
        self.last_people: tuple[tuple[Entity, ...], int] = ((), -9)

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
        appealed = {f.token.i for f in frames if f.kind == "appeal"}
        deciding = [
            f
            for f in frames
            if f.kind in DECISIONS
            and not (f.nominal and f.kind == "sentence" and f.token.dep_ in _OBJECTS and f.token.head.i in appealed)
        ]
        self._charged(reader, frames, ahead)
        for number, frame in enumerate(deciding):
            end = next(
                (f.start for f in deciding[number + 1 :] if not self._same_decision(frame, f, analysis)),
                len(analysis.text),
            )
            begin = frame.start
            if number == 0 and FrameReader.is_passive(frame.token) is False and frame.nominal:
                begin = max(0, frame.start - 60)
            self._decision(reader, frame, begin, end, moments, spots, mentions, [f.token for f in frames], ahead)
        if all(
            s.passage is not analysis.passage and all(w[0] is not analysis.passage for w in s.evidence)
            for s in self.scene.sentences
        ):
            self._by_punishment(reader, frames, moments, mentions, ahead)
            self._late_charges(analysis)

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
            named = charges(analysis, max(0, frame.start - 5), len(analysis.text))
            if not named:
                continue
            for party in frame.patients:
                for person in self.scene.resolve_people(party, analysis, ahead):
                    self.charges_of[person.entity_id] = [(c, (analysis.passage, *span)) for c, span in named]
                    for draft in self.scene.detentions:
                        if draft.person is person and not draft.charges:
                            draft.charges = [c for c, _ in named]
                            for c, span in named:
                                draft.note(f"charge:{c}", (analysis.passage, *span))

    def _by_punishment(
        self,
        reader: FrameReader,
        frames: tuple[Frame, ...],
        moments: list[Moment],
        mentions: list[tuple[EventMention, EventDraft]],
        ahead: list[Analysis],
    ) -> None:
        """A punishment without a verb of judging: "one year in prison was what they got", "15 lashes for each"."""
        analysis = reader.analysis
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
            for i in analysis.items
            if i.kind in ("person", "people") and not _OFFICIAL_BEFORE.search(text[max(0, i.start - 16) : i.start])
            for n in i.names
        ]
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
            people = list(self.scene.resolve_people(party, analysis, ahead))
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
        frame = Frame("sentence", "convicted", template, root, 0, len(text), "fact", lemma="sentence")
        unique = list({p.entity_id: p for p in people}.values())
        self._write(
            reader, frame, 0, len(text), found, "convicted", unique, [], moments, mentions, [f.token for f in frames]
        )

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

    def _decision(
        self,
        reader: FrameReader,
        frame: Frame,
        begin: int,
        end: int,
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
            changed = re.compile(r"\bfrom\b[^.;]{0,60}?\b(?=to \w)").search(text, frame.end, end)
            if changed is not None:  # "from three years to two": the new term counts
                new = punishment(analysis, changed.end(), end, words, jailed=True, administrative=self.administrative)
                if new.days is not None:
                    found.days, found.spans = new.days, {**found.spans, **new.spans}
        if kind == "remand" or (found.kinds == ["pretrial_detention"] and kind in ("sentence", "jail")):
            self._remand(reader, frame, moments, spots, mentions, triggers, ahead)
            return
        if kind == "jail":
            if not (found.days or "life" in found.kinds or _COURT.search(text) or "suspended" in found.kinds):
                return
            outcome = "convicted"
        if frame.lemma == "suspend" and any(
            re.search(r"\b(?:term|sentence|sentences|verdict|jail|prison)\b", p.text) for p in frame.patients
        ):
            for draft in self.scene.sentences:
                if (
                    0 <= analysis.passage.ordinal - draft.ordinal <= 2
                    and draft.prison_days is not None
                    and "suspended" not in draft.kinds
                    and draft.outcome == "convicted"
                ):
                    draft.kinds.append("suspended")
                    draft.cite((analysis.passage, frame.start, frame.end))
            return
        if kind == "ban" and not (
            _COURT.search(text)
            or re.search(
                r"\b(?:closed down|shut down|from (?:continuing|working|leaving|travel|studying|"
                r"the university|practising|teaching))",
                text,
            )
        ):
            return
        if kind == "ban":
            found.kinds = ["ban"] if frame.lemma in ("ban", "bar", "prohibit", "disqualify") else ["other"]
            if frame.lemma not in ("ban", "bar", "prohibit", "disqualify", "close", "shut") and not found.kinds:
                return
        if kind == "flog" and found.lashes is None:
            return
        if frame.lemma in _NEEDS_PUNISHMENT and found.is_empty:
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
            and not self._continues(analysis.passage)
            and not charges(analysis, 0, len(text))
        ):
            return  # "gave the leases five years"
        if kind == "appeal" and not re.search(
            r"\b(?:sentence|term|verdict|conviction|appeal|ruling|decision|fine|court|judge|detention|remand|punishment|arrest|imprisonment|years?|months?)\b",
            text,
        ):
            return
        if kind == "appeal" and not re.search(
            r"\b(?:court|judge|appeal\w*|sentence\w*|verdict|conviction|term|ruling)\b", text, re.IGNORECASE
        ):
            return
        if frame.nominal and kind == "sentence" and found.is_empty and frame.lemma != "conviction":
            return
        if frame.lemma in ("condemn",) and found.is_empty:
            return
        if frame.lemma == "fine" and frame.nominal and found.fine is None:
            return
        if frame.lemma == "clear" and not _COURT.search(text) and not re.search(r"cleared of", text):
            return
        people, groups = self._who(reader, frame, ahead)
        if not people and not groups:
            self.introduce(analysis, moments)
            return
        if kind in ("acquit",):
            found = Punishment()
        if outcome == "overturned":
            found = Punishment()
        self._write(reader, frame, begin, end, found, outcome, people, groups, moments, mentions, triggers)

    def _who(self, reader: FrameReader, frame: Frame, ahead: list[Analysis]) -> tuple[list[Entity], list[Party]]:
        analysis = reader.analysis
        scene = self.scene
        parties = list(frame.patients)
        active_receiver = frame.lemma in _RECEIVERS or frame.trigger.pattern[0] in ("serve", "plead")
        if active_receiver or (frame.lemma in ("receive", "get") and not frame.nominal):
            parties = list(frame.agents) or [p for p in parties if p.kind in ("person", "pronoun", "group")]
        if frame.kind == "appeal" or frame.nominal:
            owners: list[Party] = []
            for party in parties:
                owners += self._owner(reader, party)
            parties = owners or [p for p in parties if p.kind in ("person",)]
            if not parties:
                for child in frame.token.children:
                    if child.dep_ == "prep" and child.lower_ in ("for", "against", "to", "on", "of"):
                        for g in child.children:
                            if g.dep_ == "pobj":
                                parties += [
                                    p
                                    for x in FrameReader._coordinated(g)
                                    for p in reader.party(x)
                                    if p.kind in ("person", "group", "pronoun")
                                ]
        people: list[Entity] = []
        groups: list[Party] = []
        for party in parties:
            found = list(scene.resolve_people(party, analysis, ahead))
            found += [scene.person(n) for n in party.members]
            people += found
            if (
                party.kind == "group"
                and party.counted
                and not (party.low == party.high and party.low is not None and len(found) >= party.low)
            ):
                groups.append(party)
        if people and frame.kind == "sentence" and not frame.nominal:
            people += self._also(analysis, frame)
        if not people and not groups:
            people = self._nearby(reader, frame)
        unique = list({p.entity_id: p for p in people}.values())
        return unique, groups

    def _also(self, analysis: Analysis, frame: Frame) -> list[Entity]:
        """ "… sentenced A to two years and B to 18 months": those whose term follows their name."""
        found: list[Entity] = []
        for item in analysis.items:
            if item.kind in ("person", "people", "unknown") and item.start > frame.end:
                link = re.match(r" (?:to|got|received) ", analysis.text[item.end : item.end + 12])
                if link and any(0 <= d.start - item.end - link.end() <= 3 for d in analysis.durations):
                    found += [self.scene.person(n) for n in item.names]
        return found

    def _owner(self, reader: FrameReader, party: Party) -> list[Party]:
        """ "his sentence", "the sentences of A and B", "X's appeal": whose decision it is."""
        out: list[Party] = []
        doc = reader.doc
        for token in doc:
            start, stop = reader.analysis.span(token)
            if not (party.span[0] <= start and stop <= party.span[1] + 80) or token.i < 0:
                continue
            if party.span[0] <= start < party.span[1] and (
                token.dep_ == "poss"
                or (
                    token.dep_ == "pobj"
                    and token.head.lower_ in ("of", "for", "against")
                    and token.head.head.lemma_
                    in ("sentence", "verdict", "conviction", "term", "appeal", "detention", "arrest", "fine", "ruling")
                )
            ):
                out += [
                    p
                    for x in FrameReader._coordinated(token)
                    for p in reader.party(x)
                    if p.kind in ("person", "pronoun", "group")
                ]
        return out

    def _nearby(self, reader: FrameReader, frame: Frame) -> list[Entity]:
        """The people named last before the verb, else the one the text goes on about."""
        analysis = reader.analysis
        before = [
            i
            for i in analysis.items
            if i.kind in ("person", "people")
            and i.end <= frame.start
            and not re.search(
                r"(?:[Jj]udges?|[Jj]ustice|[Mm]agistrate|[Pp]rosecutor|[Ll]awyer|[Cc]ounsel|"
                r"[Aa]ttorney|QC|spokes\w+|[Mm]inister|[Pp]resident) $",
                analysis.text[max(0, i.start - 16) : i.start],
            )
        ]
        if before:
            return [self.scene.person(n) for n in before[-1].names]
        after = [
            i
            for i in analysis.items
            if i.kind in ("person", "people") and i.start >= frame.end and i.start - frame.end < 60
        ]
        if after and not FrameReader.is_passive(frame.token):
            return [self.scene.person(n) for n in after[0].names]
        if re.match(r"^(?:He|She)\b", analysis.text) and self.scene.focus.subject is not None:
            return [self.scene.focus.subject]
        if (
            frame.kind in ("appeal",)
            and self.scene.sentences
            and self.scene.sentences[-1].person is not None
            and analysis.passage.ordinal - self.scene.sentences[-1].ordinal <= 3
        ):
            return [self.scene.sentences[-1].person]
        return []

    def _write(
        self,
        reader: FrameReader,
        frame: Frame,
        begin: int,
        end: int,
        found: Punishment,
        outcome: str,
        people: list[Entity],
        groups: list[Party],
        moments: list[Moment],
        mentions: list[tuple[EventMention, EventDraft]],
        triggers: list[Token],
    ) -> None:
        analysis = reader.analysis
        scene = self.scene
        passage = analysis.passage
        moment = scene.date_for(frame.token, moments, triggers)
        if moment is not None and self._is_occasion(analysis, moment):
            moment = None
        date, when = (moment.first, moment.where) if moment is not None else (Partial(), None)
        if moment is None and self._continues(passage) and self.hearing.date is not None and frame.kind != "appeal":
            date, when = self.hearing.date
        elif (
            moment is None
            and self.last_date is not None
            and (
                passage.ordinal - self.last_date[2] <= 2
                or (self.last_date[3] == passage.section and self.scene.document.document_type != "encyclopedia")
            )
            and frame.kind not in ("appeal",)
        ):
            date, when = self.last_date[0], self.last_date[1]
        elif moment is not None:
            self.last_date = (moment.first, moment.where, passage.ordinal, passage.section)
        court = self._court(analysis, frame)
        named = charges(analysis, 0, len(analysis.text))
        provision = next(((analysis.text[a:b], (passage, a, b)) for a, b in analysis.provisions), None)
        if (
            self._continues(passage)
            and (moment is None or (self.hearing.date is not None and moment.first == self.hearing.date[0]))
            and frame.kind != "appeal"
        ):
            court = court or self.hearing.court
        self._open_hearing(
            passage, court, (date, when) if when is not None else None, named, provision, moment is not None, analysis
        )
        shares = self._shares(reader, people, begin, end, found)
        here: Where = (passage, frame.start, frame.end)
        for person in people:
            mine = shares.get(person.entity_id, found)
            draft = SentenceDraft(
                passage, frame.start, frame.end, person=person, date=date, outcome=outcome, ordinal=passage.ordinal
            )
            self._fill(draft, mine, court, named, provision, passage, when)
            custody = next((d for d in reversed(scene.detentions) if d.person is person), None)
            draft.detention = custody
            draft.event = (
                custody.event
                if custody is not None and custody.event is not None
                else event_of(scene, frame.token, mentions, analysis)
            )
            self._carry(draft, person)
            if outcome == "convicted":
                self._take_over(draft)
            self._settle(draft)
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
            self.last_people = (tuple(people), passage.ordinal)
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
            self._fill(draft, found, court, named, provision, passage, when)
            draft.event = event_of(scene, frame.token, mentions, analysis)
            draft.note("count", (passage, party.span[0], party.span[1]))
            self._settle(draft)

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
            detainer=None,
        )

    @staticmethod
    def _is_occasion(analysis: Analysis, moment: Moment) -> bool:
        """ "after the action of 30 April 2013": the date of what is punished, not of the decision."""
        before = analysis.text[max(0, moment.where[1] - 40) : moment.where[1]].lower()
        return bool(
            re.search(
                r"\b(?:protest|rally|rallies|demonstration|march|action|riot|riots|strike|"
                r"events?|vigil|assembly|unrest|protests|clashes|arrested|detained|gathering|"
                r"crackdown|picket|disorder|uprising)s? (?:of|on|in) (?:the )?$",
                before,
            )
        )

    def _fill(
        self,
        draft: SentenceDraft,
        found: Punishment,
        court: tuple[Entity | None, str, Where] | None,
        named: list[tuple[str, tuple[int, int]]],
        provision: tuple[str, Where] | None,
        passage: object,
        when: Where | None,
    ) -> None:
        draft.kinds = list(found.kinds)
        draft.prison_days, draft.lashes, draft.fine, draft.hours = found.days, found.lashes, found.fine, found.hours
        for key, (a, b) in found.spans.items():
            draft.note(key, (draft.passage, a, b))
        if court is not None:
            draft.court, draft.court_name = court[0], court[1]
            draft.note("court", court[2])
        draft.charges = [c for c, _ in named]
        for c, (a, b) in named:
            draft.note(f"charge:{c}", (draft.passage, a, b))
        if provision is not None:
            draft.provision = provision[0]
            draft.note("provision", provision[1])
        draft.note("date", when)
        draft.confidence = 0.85 if found.kinds or draft.outcome != "convicted" else 0.7
        del passage

    def _continues(self, passage: Passage) -> bool:
        """Whether a passage still belongs to the hearing at hand."""
        hearing = self.hearing
        return hearing.section == passage.section and passage.ordinal - hearing.ordinal <= (
            20 if passage.kind == "list_item" else 4
        )

    def _open_hearing(
        self,
        passage: Passage,
        court: tuple[Entity | None, str, Where] | None,
        date: tuple[Partial, Where] | None,
        named: list[tuple[str, tuple[int, int]]],
        provision: tuple[str, Where] | None,
        dated: bool,
        analysis: Analysis,
    ) -> None:
        hearing = self.hearing
        fresh = (
            not self._continues(passage)
            or (dated and date is not None and hearing.date is not None and date[0] != hearing.date[0])
            or (court is not None and hearing.court is not None and court[1] != hearing.court[1])
        )
        if fresh:
            self.hearing = hearing = Hearing(section=passage.section, block=passage.block)
        hearing.ordinal = passage.ordinal
        hearing.court = court or hearing.court
        hearing.date = date or hearing.date
        if named:
            hearing.charges = [(c, (passage, a, b)) for c, (a, b) in named]
        hearing.provision = provision or hearing.provision
        if named and re.match(r"(?:All|They|Each|Both|The \w+)\b", analysis.text):
            for draft in self.scene.sentences:
                if (
                    draft.ordinal >= passage.ordinal - 3
                    and draft.passage.block == passage.block
                    and not draft.charges
                    and draft.outcome == "convicted"
                ):
                    draft.charges = [c for c, _ in hearing.charges]
                    for c, where in hearing.charges:
                        draft.note(f"charge:{c}", where)
                    if draft.provision is None and provision is not None:
                        draft.provision = provision[0]
                        draft.note("provision", provision[1])

    def _take_over(self, draft: SentenceDraft) -> None:
        """Charges and provision of the hearing, for a decision that names none."""
        hearing = self.hearing
        if (
            not draft.charges
            and hearing.charges
            and (draft.passage.block == hearing.charges[0][1][0].block or draft.passage.kind == "list_item")
        ):
            draft.charges = [c for c, _ in hearing.charges]
            for c, where in hearing.charges:
                draft.note(f"charge:{c}", where)
        if (
            draft.provision is None
            and hearing.provision is not None
            and (draft.passage.block == hearing.provision[1][0].block or draft.passage.kind == "list_item")
        ):
            draft.provision = hearing.provision[0]
            draft.note("provision", hearing.provision[1])

    def introduce(self, analysis: Analysis, moments: list[Moment]) -> None:
        """A passage before a list that names the court, day and law of all the decisions in it."""
        passage = analysis.passage
        court = next(
            (
                (self.scene.entities.of(n), re.sub(r"^the ", "", n.text), (passage, n.start, n.end))
                for n in analysis.names
                if n.kind in ("state_body", "organization") and _COURT.search(n.text)
            ),
            None,
        )
        if court is None:
            return
        moment = next((m for m in moments if m.is_known and not self._is_occasion(analysis, m)), None)
        provision = next(((analysis.text[a:b], (passage, a, b)) for a, b in analysis.provisions), None)
        self._open_hearing(
            passage,
            court,
            (moment.first, moment.where) if moment else None,
            charges(analysis, 0, len(analysis.text)),
            provision,
            moment is not None,
            analysis,
        )

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

    def _settle(self, draft: SentenceDraft) -> None:
        """Join a second telling of the same decision, chain an appeal to what it revises, else keep the new row."""
        for other in reversed(self.scene.sentences):
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
                if not other.charges:
                    other.charges = draft.charges
                    for c in draft.charges:
                        other.note(f"charge:{c}", draft.spans.get(f"charge:{c}"))
                if not set(draft.kinds) <= set(other.kinds):
                    other.kinds += [k for k in draft.kinds if k not in other.kinds]
                if len(draft.date.iso() or "") > len(other.date.iso() or ""):
                    other.date = draft.date
                    other.spans["date"] = draft.spans.get("date", (draft.passage, draft.start, draft.end))
                return
            if draft.outcome in ("reduced", "upheld", "overturned") and draft.revises is None:
                draft.revises = other
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

    def finish(self) -> None:
        """Drop the row of a group whose members all have rows; they take over what only the group's row said."""
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
                for name in ("prison_days", "lashes", "fine", "court", "court_name", "provision"):
                    if (
                        getattr(member, name) is None
                        and getattr(group, name) is not None
                        and (name not in ("prison_days", "lashes", "fine") or not member.kinds)
                    ):
                        setattr(member, name, getattr(group, name))
                        key = {"court_name": "court"}.get(name, name)
                        member.note(key, group.spans.get(key))
                if not member.kinds:
                    member.kinds = list(group.kinds)
                if not member.charges:
                    member.charges = list(group.charges)
                    for c in group.charges:
                        member.note(f"charge:{c}", group.spans.get(f"charge:{c}"))
                if member.date.iso() is None and group.date.iso() is not None:
                    member.date = group.date
                    member.note("date", group.spans.get("date"))
                member.cite((group.passage, group.start, group.end))
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
                            detainer=jailed.detainer,
                        )
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

    def _shares(
        self, reader: FrameReader, people: list[Entity], begin: int, end: int, found: Punishment
    ) -> dict[str, Punishment]:
        """Each person's own punishment: "A and B got 3 and 4 years respectively", "A: 3 years, B: 4 years"."""
        analysis = reader.analysis
        text = analysis.text
        words = self.scene.lexicon.number_words
        names = [n for i in analysis.items if i.kind in ("person", "people", "unknown") for n in i.names]
        mine = {e.entity_id for e in people}
        names = [n for n in names if self.scene.entities.of(n).entity_id in mine]
        if len(names) < 2:
            return {}
        terms = [d for d in analysis.durations if begin <= d.start < max(end, begin + 1)]
        if "respectively" in text and len(terms) == len(names):
            out = {}
            for name, term in zip(names, terms, strict=True):
                share = Punishment(
                    kinds=list(found.kinds),
                    days=term.days if term.low == term.days else None,
                    lashes=found.lashes,
                    fine=found.fine,
                    hours=found.hours,
                    spans={**found.spans, "prison_days": (term.start, term.end)},
                )
                out[self.scene.entities.of(name).entity_id] = share
            return out
        parts: dict[str, Punishment] = {}
        for number, name in enumerate(names):
            stop = names[number + 1].start if number + 1 < len(names) else len(text)
            share = punishment(analysis, name.end, stop, words, jailed=False, administrative=self.administrative)
            if not share.is_empty:
                parts[self.scene.entities.of(name).entity_id] = share
        if len(parts) >= 2 and len(parts) >= len(names) - 1:
            for share in parts.values():
                for kind in found.kinds:
                    if (
                        kind in ("prison",)
                        and share.days is not None
                        and "administrative_detention" in share.kinds
                        and len(share.kinds) == 1
                        and "administrative_detention" not in found.kinds
                    ):
                        share.kinds = ["prison"]
            return parts
        return {}

    def _court(self, analysis: Analysis, frame: Frame) -> tuple[Entity | None, str, Where] | None:
        """The court named in the passage, else the one that the text goes on about ("the court")."""
        best: tuple[int, Entity, str, Where] | None = None
        for name in analysis.names:
            if name.kind not in ("state_body", "organization") or not _COURT.search(name.text):
                continue
            distance = abs(name.start - frame.start)
            if best is None or distance < best[0]:
                text = re.sub(r"^the ", "", name.text)
                best = (distance, self.scene.entities.of(name), text, (analysis.passage, name.start, name.end))
        if best is not None:
            self.scene.last_court = (best[1], best[2])
            return best[1], best[2], best[3]
        for party in frame.agents:
            if party.kind == "body" and party.head in ("state_body", "organization") and party.names:
                name = party.names[0]
                return self.scene.entities.of(name), name.text, (analysis.passage, name.start, name.end)
        if self.scene.last_court is not None and re.search(
            r"\b(?:[Tt]he|[Ss]ame) (?:court|judge|judges|panel|bench|tribunal)\b", analysis.text
        ):
            match = re.search(r"\b(?:court|judge|judges|panel|bench|tribunal)\b", analysis.text)
            assert match is not None
            return self.scene.last_court[0], self.scene.last_court[1], (analysis.passage, *match.span())
        return None

    # ------------------------------------------------------------------ remand

    def _remand(
        self,
        reader: FrameReader,
        frame: Frame,
        moments: list[Moment],
        spots: list[Spot],
        mentions: list[tuple[EventMention, EventDraft]],
        triggers: list[Token],
        ahead: list[Analysis],
    ) -> None:
        """A court's order of custody before trial, or its extension."""
        analysis = reader.analysis
        text = analysis.text
        if not re.search(
            r"\b(?:court|judge|magistrate|pre-?trial|remand\w*|investigat\w+|custody|tribunal)\b", text, re.IGNORECASE
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
        people, groups = self._who(reader, frame, ahead)
        if not people and not groups:
            pronoun = re.search(r"\b(he|she|him|her|his)\b", text[frame.start :])
            if pronoun is not None:
                party = Party(
                    "pronoun",
                    (frame.start + pronoun.start(), frame.start + pronoun.end()),
                    pronoun[0],
                    pronoun=pronoun[0],
                )
                people = list(self.scene.resolve_people(party, analysis, ahead))
        if not people and not groups:
            return
        found = Punishment(kinds=["pretrial_detention"])
        terms = [
            d
            for d in analysis.durations
            if d.unit != "hour"
            and not _NOT_TERM_AFTER.match(text[d.end : d.end + 20])
            and not re.search(r"(?:after|within|aged) $", text[max(0, d.start - 8) : d.start])
        ]
        if not terms and re.search(r"\banother month\b", text):
            at = text.index("another month")
            found.days = 30.0
            found.spans["prison_days"] = (at, at + 13)
        if terms:
            term = min(terms, key=lambda d: abs(d.start - frame.end))
            found.days = term.days
            found.spans["prison_days"] = (term.start, term.end)
        event = event_of(self.scene, frame.token, mentions, analysis)
        before = len(self.scene.sentences)
        self._write_remand(reader, frame, found, people, groups, moments, mentions, triggers)
        for draft in self.scene.sentences[before:]:
            if draft.person is None:
                continue
            custody = next((d for d in reversed(self.scene.detentions) if d.person is draft.person), None)
            if custody is None and frame.lemma not in ("extend", "prolong"):
                place, at_ = place_of(self.scene, frame, spots, event)
                custody = self.detentions.person(
                    draft.person,
                    (analysis.passage, frame.start, frame.end),
                    status="detained",
                    event=event,
                    date=Partial(),
                    when=None,
                    place=place,
                    at=at_,
                    detainer=None,
                )
            draft.detention = custody
            if custody is not None:
                custody.kept = True

    def _write_remand(
        self,
        reader: FrameReader,
        frame: Frame,
        found: Punishment,
        people: list[Entity],
        groups: list[Party],
        moments: list[Moment],
        mentions: list[tuple[EventMention, EventDraft]],
        triggers: list[Token],
    ) -> None:
        scene = self.scene
        analysis = reader.analysis
        moment = scene.date_for(frame.token, moments, triggers)
        court = self._court(analysis, frame)
        named = charges(analysis, 0, len(analysis.text))
        provision = next(((analysis.text[a:b], (analysis.passage, a, b)) for a, b in analysis.provisions), None)
        subjects: list[tuple[Entity | None, Party | None]] = [(p, None) for p in people] + [(None, g) for g in groups]
        for person, party in subjects:
            draft = SentenceDraft(
                analysis.passage,
                frame.start,
                frame.end,
                person=person,
                outcome=None,
                ordinal=analysis.passage.ordinal,
                date=moment.first if moment else Partial(),
            )
            if party is not None:
                draft.group, draft.low, draft.high = party.text, party.low, party.high
            self._fill(draft, found, court, named, provision, None, moment.where if moment else None)
            custody: DetentionDraft | None = next(
                (d for d in reversed(scene.detentions) if person is not None and d.person is person), None
            )
            draft.event = custody.event if custody is not None else event_of(scene, frame.token, mentions, analysis)
            if person is not None:
                self._carry(draft, person)
            self._settle(draft)
        if people:
            scene.remember(tuple(people))


def _far_apart(taken: Partial, decided: Partial) -> bool:
    """Whether so much time lies between arrest and decision that custody cannot be taken to have gone on."""
    if taken.year is None or decided.year is None:
        return False
    months = (decided.year - taken.year) * 12 + (decided.month or 6) - (taken.month or 6)
    return months > 2


def _agree(a: SentenceDraft, b: SentenceDraft) -> bool:
    """Whether two tellings can be of one decision."""
    if a.prison_days is not None and b.prison_days is not None and a.prison_days != b.prison_days:
        return False
    if a.fine is not None and b.fine is not None and a.fine != b.fine:
        return False
    x, y = a.date.iso(), b.date.iso()
    if x is not None and y is not None and not (x.startswith(y) or y.startswith(x)):
        return False
    if a.court_name is not None and b.court_name is not None and a.court is not b.court:
        return False
    return not (a.outcome is None and a.ordinal != b.ordinal and (x is None) != (y is None))
