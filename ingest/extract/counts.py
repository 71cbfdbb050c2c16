"""Numbers of one passage, each with what is counted: people taken, hurt or on the street, police, cars, names, money.

A number takes its measure from the verb or noun that it hangs on, from a state that stands right behind it ("one
dead, six hurt"), from a noun of tallies before it ("put the toll at nine"), from the number that it is a part of
("two of them policemen") or, where a source only gives another number, from the one before ("police said 40").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.extract.drafts import EventDraft
from ingest.extract.events import EventMention
from ingest.extract.frames import Frame, FrameReader, Party
from ingest.language.analysis import Analysis, Item
from ingest.language.lexicon import load_lexicon, word_details, word_set
from ingest.language.parse import Token
from ingest.language.quantities import Quantity, open_end

Mentions = list[tuple[EventMention, EventDraft]]

_CUSTODY_MEASURE = {
    "arrest": "arrested",
    "rearrest": "arrested",
    "re-arrest": "arrested",
    "apprehend": "arrested",
    "jail": "convicted",
}
_UNREAL = frozenset({"planned", "asked", "possible", "negated"})
_BODILY = frozenset({"killed", "injured", "police_injured"})
_CROWD = word_set("crowd") | word_set("counted_people")
_PRESENT = word_set("present")
_NEAR_TURNOUT_VERBS = word_set("near_turnout_verb")
_WORK = word_set("work_thing")
_LEAVING_WORK = frozenset({"leave", "down", "lay", "drop", "stop", "quit", "abandon", "cease", "put", "boycott"})
_NAMES = word_set("counted_sign")
_BEARING = word_set("bearing_verb")
_BODY = word_set("body_part")
_HURT = word_set("hurt_state")
_INJURY = word_set("injury")
_VEHICLE_PARTS = word_set("vehicle_part")
_HARMED = word_set("harmed")
_HARM_VERBS = frozenset(
    {"have", "get", "suffer", "sustain", "receive", "lose", "break", "fracture", "nurse", "injure", "dislocate"}
)
_FILING = frozenset(
    {
        "file",
        "bring",
        "lay",
        "press",
        "prefer",
        "lodge",
        "open",
        "register",
        "issue",
        "draw",
        "institute",
        "book",
        "make",
    }
)
_CASE = frozenset(
    {"charge", "charges", "complaint", "complaints", "case", "cases", "indictment", "indictments", "information"}
    | {"informations", "fir", "firs", "protocol", "protocols", "suit", "suits", "count", "counts"}
)
_UNITS = word_set("force_unit")
_BODIES = word_set("chosen_body")
_RANKS = word_set("police_rank")
_SIGNED = word_set("signed_paper") | {"petition", "petitions", "appeal", "letter", "memorial", "list"}
_OPPOSED = frozenset({"clash", "fight", "scuffle", "talk", "meet", "negotiate", "speak", "deal", "replace", "argue"})
"""Who is "with" these is on the other side."""
_BESIDE = frozenset({"with", "alongside", "beside"})
_SAID_OF = frozenset({"estimate", "put", "number", "say", "count", "claim", "report", "speak", "talk", "tell", "cite"})
_POPULATION = frozenset({"employees", "inhabitants", "members", "staff", "residents", "households", "prisoners"})
"""People who are somewhere without having come there."""
_GATHERINGS = word_set("gathering")
_TURNOUT_VERBS = word_set("turnout_verb")
SOURCES = word_set("source")
_DISPERSAL = word_set("dispersal_verb")
_GUARDING = word_set("guarding_verb")
_TALLIES = word_details("tally")
_TALLY_VERBS = word_set("tally_verb")
_COLLECTIVE = frozenset({"crowd", "crowds", "group", "groups", "people", "part"})
_GENERAL = frozenset({"number", "numbers", "figure", "figures", "total", "estimate", "estimates", "count", "tally"})
_INTRANSITIVE = frozenset({"assemble", "gather", "congregate", "converge", "march", "rally", "protest", "demonstrate"})
_NOT_AT = frozenset(
    {"after", "following", "over", "before", "since", "about", "because", "despite", "against", "until"}
)
_PASSIVE_TURNOUT = frozenset({"involve", "attend", "join", "accompany", "follow"})
_TERM = re.compile(r"years?|months?|days|weeks?|lashes|strokes|cuts|fines?|sentences?|terms?|life|imprisonment")
_TAKEN = frozenset({"arrested", "detained"})
_COUNTED_NOUNS = frozenset({"detain", "hold", "injure", "kill", "sign", "release", "sentence"})
_IDIOMATIC_RELEASE = frozenset({"be", "go", "come", "walk", "return", "emerge", "leave"})
_CUSTODY = frozenset({"arrested", "detained", "charged", "prosecuted", "convicted", "released"})
_ZERO = re.compile(
    r"\b(?:no(?: \w+ or)?|without (?:a single|any|making (?:any|a single)|\w+ or(?: any)?)|not (?:a single|one)|zero"
    r"|without(?= (?:arrests|detentions|injuries|casualties|deaths|fatalities)\b)|never an?) "
    r"(?:reported |known |(?:reports?|word|sign) of (?:any )?)?"
    r"(?P<noun>arrests?|detentions?|injur(?:y|ies)|casualt(?:y|ies)|deaths?|fatalit(?:y|ies))\b"
    r"(?! (?:warrants?|records?|orders?|toll|penalty|sentences?|cent(?:re|er)s?))"
    r"|\b(?:nobody|no[- ]one|none(?: of (?:them|the \w+))?|not one(?: person| of them)?"
    r"|no (?:people|persons?|protest[eo]rs?|demonstrators?|marchers?)) "
    r"(?:(?:was|were|is|are|has|have|had|been|being|got|reported(?:ly)?|to|be) )*"
    r"(?P<verb>arrested|detained|hurt|injured|wounded|harmed|killed|convicted)\b"
    r"(?! (?:him|her|them|us|me|it|you|the|an?|any)\b)"
    r"(?:(?: or|,? nor|,) (?P<more>arrested|detained|hurt|injured|wounded|harmed|killed))?"
    r"|\b(?P<did>arrest|detain|hurt|injur|wound|harm|kill|took|taking)(?:ed|s|ing|e)? (?:nobody|no[- ]one|none)\b"
    r"|\b(?:did not|didn['’]t|without) (?P<not>arrest|detain|hurt|injur|wound|harm|kill)(?:e|ing)? "
    r"(?:anyone|anybody|a single \w+|any)\b"
    r"|\b(?:nobody|no[- ]one|none) (?:was |were )?(?P<died>died|dead)\b",
    re.IGNORECASE,
)
_NO_SUCH = re.compile(
    r"\b(?:no|not a single|not one|none of the) (?P<who>(?:[a-z-]+ ){0,3}?[a-z-]+) "
    r"(?:(?:was|were|is|are|has|have|had|been|being|got|reported(?:ly)?|to|be|suffered) )+"
    r"(?:(?P<hurt>hurt|injured|wounded|harmed|injur(?:y|ies))|(?P<harmed>damaged?|burn(?:ed|t)|torched|overturned"
    r"|smashed|vandali[sz]ed|wrecked|destroyed|set (?:on fire|alight|ablaze)))\b",
    re.IGNORECASE,
)
_TO_POLICE = re.compile(
    r",? (?:to|among|of|on) (?:the |any |our |its |their )?(?:[a-z]+ )?(?P<who>[a-z]+)\b", re.IGNORECASE
)
_ZERO_MEASURES = {
    "arrest": "arrested",
    "detention": "detained",
    "detain": "detained",
    "took": "detained",
    "taking": "detained",
    "injur": "injured",
    "casualt": "injured",
    "hurt": "injured",
    "wound": "injured",
    "harm": "injured",
    "death": "killed",
    "fatalit": "killed",
    "kill": "killed",
    "died": "killed",
    "dead": "killed",
    "convict": "convicted",
}
_OTHER_CASE = re.compile(
    r"\s(?:(?:was|were|has|have|had|been|made|yet|so far|ever)\s)*(?:in connection with|over|for|in) (?:\w+ ){0,3}"
    r"(?:murders?|killings?|deaths?|attacks?|shootings?|crimes?|disappearances?|case)\b",
    re.IGNORECASE,
)
_STATES = "|".join(
    ["victims", "vehicles", "casualties", "prosecuted"]
    + [w for w, m in _TALLIES.items() if m not in ("participants", "signatories")]
)
_PART_OF = re.compile(
    r"\s(?:(?:men|women|children|people|persons|more|others|were|are|was|is"
    r"|[\w-]+ and (?:more than |at least |about )?[\w-]+ \w+)\s){0,2}"
    rf"(?:of|among) (?:(?:the|those) (?:\w+ )?(?:{_STATES})|them|whom|these|those|which)\b",
    re.IGNORECASE,
)
_WHOLE_BEFORE = re.compile(
    r"\b(?:(?:[Aa]mong|[Oo]f) (?:"
    rf"(?:the|those) (?:\w+ )?(?:{_STATES})(?: (?:whom|who|that) [^,.;]{{3,60}})?|them|whom|these|those)"
    r"|including|included|includes)(?:,? (?:were|was|are|is|there (?:were|are)))?,? $"
)
TELLING = word_set("telling")
_BEFORE_NUMBER = frozenset(
    {"of", "to", "for", "on", "at", "as", "that", "only", "just", "up", "it", "them", "there", "were", "had", "been"}
    | {'"', "“", "the", "this", "a", "an", "us", "me", "him", "her", "reporters", "journalists"}
)
_TOLD_NUMBER = re.compile(
    rf"\b(?:{'|'.join(sorted(TELLING | _GENERAL))}|number(?:ed|s)?)\b[^.;]{{0,40}}?"
    rf"(?:\d|\b(?:{'|'.join(sorted(load_lexicon().number_words))})s?\b)|\b(?:nobody|no[- ]one|none)\b",
    re.IGNORECASE,
)
_BARE_AFTER = re.compile(
    r"[\"”]?\s*(?:$|[.,;:()?!]|(?:and|but|while|whereas|though|against|by|according|in|on|at|nearer|instead|as|for|during|where|when|who)\b)"
)
_GAPPED = re.compile(
    r"(?:[,;]|\band|\bbut|\bwhile) (?:and |but |while |whereas )?(?:(?:the|an?|some|other|local|its|their) )?"
    r"(?P<who>[\w’'-]+(?: [\w’'-]+){0,5}?)(?:, (?:who|which|whose) [^,;.]{3,80},|,(?= (?:at|of) ))? "
    r"(?:of |at |to |only |just )*[\"“]?$"
)
_SOURCE_AFTER = re.compile(
    r"[\"”]?,? (?:according to|by (?:the |its |his |her |their )?[\w’' ]{2,30} (?:count|reckoning|estimate|tally))\b"
)
_HOW_BADLY = re.compile(
    r"\s(?:seriously|critically|badly|gravely|slightly|lightly|fatally|severely|mortally)(?=[,.;]|$| and )"
)
_ONE_OF = re.compile(r"\s(?:of (?:them|whom)\s|(?!of\b))(?!(?:who|said|says|was|is|had|has|told)\b)[a-z]")
_ALL_BUT = re.compile(
    r"\b(?:all|everyone|everybody|nobody|none|each|any) (?:but|except|save|bar)(?: for)? $", re.IGNORECASE
)
_HELD_UP = re.compile(r" (?:up|back|off|over|responsible|liable|accountable)\b")
_ELSE = re.compile(
    r"In (?:an(?:other)?|other|unrelated|a separate) (?:matters?|news|cases?|business|proceedings|development)\b"
    r"|In sport\b"
)
"""How a text turns to something else."""
_YEAR = re.compile(r"(?:1[6-9]|20)\d\d")
_SIGNING = re.compile(r"\b(?:put|added|lent|gave|set) their (?:names?|signatures?)\b")
_LABEL = re.compile(r"(?:^|[.;,|•–—-] ?)(?P<label>[A-Za-z][A-Za-z' -]{2,40}): ?[\"“]?$")
"""A line of a list: "Arrested: 31", "Officers injured: 4"."""
_STRONG = re.compile(r"[- ]strong\b")
_DAMAGE = re.compile(
    rf"\b(?:{'|'.join(sorted(word_set('loss')))}|worth|cost(?:s|ing)? of (?:the )?(?:damage|repair))\b"
)
_NOT_DAMAGE = re.compile(rf"\b(?:{'|'.join(sorted(word_set('no_loss')))})\b")
_WAR = re.compile(
    r"\b(?:skirmish\w*|battles?|war|offensive|earthquake|accident|crash|landslides?|typhoon|flood(?:s|ing)?|cyclone|hurricane)\b"
)


def _size(quantity: Quantity) -> float:
    """The number by which a count is judged large or small."""
    return quantity.low or quantity.high or 0.0


def tells_a_number(text: str) -> bool:
    """Whether a passage without any word of protest or custody may tell another number of what was told before."""
    return bool(_TOLD_NUMBER.search(text))


@dataclass(frozen=True, slots=True)
class Count:
    """A number with its measure. ``span`` carries it, ``value`` states the number; both half-open in the passage.

    ``event`` is set where the grammar itself says whose number it is; ``shares`` where it is that of another count.
    """

    measure: str
    low: float | None
    high: float | None
    analysis: Analysis
    token: Token | None
    span: tuple[int, int]
    value: tuple[int, int]
    unit: str = "people"
    event: EventDraft | None = None
    shares: Count | None = None
    part: bool = False
    gapped: bool = False
    infobox: bool = False


class CountReader:
    """Reads the counts of one passage; ``before`` are those of the passages just before it, latest last.

    ``near`` tells that an action of people is told of in this passage or just before it; ``lately`` is the text just
    before.
    """

    def __init__(
        self,
        reader: FrameReader,
        frames: tuple[Frame, ...],
        mentions: Mentions,
        before: list[Count],
        *,
        near: bool,
        lately: str,
    ) -> None:
        self.reader = reader
        self.analysis = reader.analysis
        self.text = reader.analysis.text
        self.doc = reader.doc
        self.frames = frames
        self.mentions = mentions
        self.before = before
        self.near = near
        self.lately = lately
        self.found: list[Count] = []
        self.taken: set[int] = set()
        self.lexicon = reader.lexicon
        self._vehicles = self.lexicon.vehicles

    def counts(self) -> list[Count]:
        """All counts of the passage, in text order."""
        if _ELSE.match(self.text):
            return []
        numbers = [
            (t, i)
            for t in self.doc
            if (i := self.analysis.item(t)) is not None
            and i.kind == "quantity"
            and not _ALL_BUT.search(self.text[: i.start])
        ]
        for token, item in numbers:
            self._of_label(token, item)
        labelled = frozenset(self.taken)
        for frame in self.frames:
            if self._is_real(frame):
                self._of_frame(frame, labelled)
        for token, item in numbers:
            if item.start not in labelled:
                self._of_state(token, item)
        for token, item in numbers:
            self._of_tally(token, item)
        for mention, event in self.mentions:
            self._of_action(mention, event)
        self._zeros()
        for token, item in numbers:
            if item.start not in self.taken:
                (
                    self._of_part(token, item)
                    or self._of_harm(token, item)
                    or self._of_case(token, item)
                    or self._of_turnout(token, item)
                    or self._of_source(token, item)
                )
        self._damage_cost()
        return sorted(self.found, key=lambda c: c.value)

    # ------------------------------------------------------------------ frames

    @staticmethod
    def _is_real(frame: Frame) -> bool:
        return frame.modality not in _UNREAL

    def _measure(self, frame: Frame) -> str | None:
        if frame.kind == "take":
            return "detained"
        if frame.kind in ("detain", "hold", "jail"):
            if frame.detail == "house_arrest" or self.text[: frame.start].endswith("house "):
                return None
            if frame.kind == "jail":
                return "detained" if frame.lemma == "imprison" else "convicted"
            formal = frame.trigger.pattern[-1] in ("arrest", "charge", "apprehension")
            return _CUSTODY_MEASURE.get(frame.lemma, "arrested" if formal else "detained")
        if frame.kind == "release":
            return "released"
        if frame.kind == "charge":
            return "charged" if frame.lemma != "accuse" else None
        if frame.kind == "prosecute":
            return "prosecuted"
        if frame.kind == "sentence":
            if frame.nominal and frame.lemma == "conviction":
                amods = {c.lower_ for c in frame.token.children}
                return None if amods & {"earlier", "previous", "prior", "past", "former"} else "convicted"
            if frame.lemma in ("sentence", "convict", "condemn", "find", "fine", "punish", "order", "sentencing"):
                return "convicted"
            return "convicted" if self._is_punishment(frame.token) else None
        if frame.kind in ("injure", "kill", "deploy", "sign"):
            return frame.detail
        overturned = frame.kind == "appeal" and frame.lemma == "overturn"  # a car, here, and no judgment
        return "vehicles_damaged" if frame.kind == "damage" or overturned else None

    def _is_total(self, frame: Frame) -> bool:
        """ "Of the 57 detainees": the number of all who were taken."""
        return frame.lemma == "detainee" and any(c.lower_ in ("the", "all") for c in frame.token.children)

    def _is_punishment(self, verb: Token) -> bool:
        """Whether what is given or received is a term, a fine or blows."""
        given = [c for c in verb.children if c.dep_ in ("dobj", "npadvmod", "oprd", "dative") and c.i > verb.i]
        given += [g for c in given for g in c.children if g.dep_ in ("conj", "appos", "npadvmod")]
        for token in given:
            item = self.analysis.item(token)
            if item is not None and item.kind in ("duration", "money"):
                before = token.nbor(-1).lower_ if token.i else ""
                return before not in ("the", "these", "those", "all")
            if _TERM.fullmatch(token.lower_):
                return True
        return False

    def _of_frame(self, frame: Frame, labelled: frozenset[int]) -> None:
        measure = self._measure(frame)
        if measure is None or (frame.nominal and frame.kind == "hold" and not self._is_total(frame)):
            return
        for party in self._parties(frame):
            if party.item is None or party.item.start not in labelled:
                self._add_party(frame, measure, party)

    def _parties(self, frame: Frame) -> list[Party]:
        """The counted parties that a measure is about."""
        out = list(frame.patients)
        if frame.lemma in (
            "die",
            "sign",
            "suffer",
            "require",
            "lose",
            "perish",
            "receive",
            "get",
            "stand",
            "plead",
            "need",
            "seek",
            "appear",
            "go",
        ):
            out = list(frame.agents) or out
        if frame.nominal:
            item = self.reader._count_of(frame.token)
            if item is not None and frame.kind in _COUNTED_NOUNS:
                out.append(self._bare(item, frame.end))
        if frame.nominal and frame.token.dep_ in ("acomp", "attr", "oprd") and frame.token.head.lemma_ == "be":
            out += self.reader._parties(self.reader.subjects(frame.token.head))  # "two of them are dead"
        if frame.lemma == "set" and frame.kind == "damage":
            to = [g for c in frame.token.subtree if c.lower_ == "to" and c.i > frame.token.i for g in c.children]
            out += self.reader._parties([t for t in to if t.dep_ == "pobj"])  # "set fire to four cars"
        more = [party for party in out if party.counted]
        for child in frame.token.children:  # "killing 2 when police …": a bare number as object
            item = self.analysis.item(child)
            if (
                child.dep_ in ("dobj", "nsubjpass", "attr", "npadvmod")
                and item is not None
                and not (child.i > frame.token.i and "," in self.text[frame.end : item.start])
                and item.kind == "quantity"
                and all(p.item is not item for p in more)
            ):
                more.append(self._bare(item, item.end))
        return more

    def _bare(self, item: Item, end: int) -> Party:
        """A party of which only the number is said."""
        low, high = (item.quantity.low, item.quantity.high) if item.quantity is not None else (None, None)
        return Party(
            "group",
            (item.start, end),
            self.text[item.start : end],
            low=low,
            high=high,
            counted=True,
            plural=True,
            item=item,
        )

    def _add_party(self, frame: Frame, measure: str, party: Party) -> None:
        vehicle = self._is_vehicles(party.text)
        if measure == "vehicles_damaged":
            if not vehicle and not self._continues("vehicles_damaged", party):
                return
        elif vehicle and measure != "police_deployed":
            return
        if measure == "injured" and (self._is_police(party) or self._are_his_men(party)):
            measure = "police_injured"
        if measure == "police_deployed":
            if not self._is_police(party):
                return
        elif measure not in (*_BODILY, "vehicles_damaged", "signatories") and party.head and not self._is_people(party):
            return
        if measure in _BODILY and _WAR.search(self.text) and not self.mentions:
            return
        if party.low is None and party.high is None:
            return
        if party.low == party.high == 1 and (party.members or party.kind == "person" or self._is_named(party)):
            return  # a victim with a name is no figure
        if party.item is not None and _ALL_BUT.search(self.text[: party.item.start]):
            return
        apart = party.item is not None and "," in self.text[frame.end : party.item.start]
        if apart and frame.token.dep_ in ("amod", "acl"):
            return  # "of those arrested, 113 adults were charged"
        if frame.kind == "hold" and _HELD_UP.match(self.text, frame.end):
            return
        if measure == "released" and frame.lemma in _IDIOMATIC_RELEASE:
            last = self.found_before(party.span[0])
            if last is None or last.measure not in _CUSTODY:
                return  # "were out" is said of prisoners, and of crowds
        start = party.item.start if party.item is not None else party.span[0]
        told = {c.measure for c in self.found if c.value[0] == start}
        if measure in told or (measure in _TAKEN and told & _TAKEN):
            return  # "arrested and lodged in jail"
        if measure in _CUSTODY and self._only_describes(frame):
            return
        self._add(
            measure,
            party.low,
            party.high,
            frame.token,
            (min(frame.start, party.span[0]), max(frame.end, party.span[1])),
            (start, party.item.end if party.item is not None else party.span[1]),
        )

    def _is_named(self, party: Party) -> bool:
        """ "One of them, Franz Huber, …", "one man, Franz Huber"."""
        return any(
            n.kind in ("person", "unknown")
            and re.fullmatch(r"(?: of \w+(?: \w+)?)?,? (?:\w+ ){0,2}", self.text[party.span[1] : n.start])
            for n in self.analysis.names
            if n.start > party.span[1]
        )

    def _only_describes(self, frame: Frame) -> bool:
        """ "Some protesters who had been arrested were released": the clause only says which ones."""
        token = frame.token
        if token.dep_ not in ("relcl", "acl") or token.i == 0:
            return False
        comma = any(t.text == "," for t in self.doc[token.head.i : token.i])
        return not comma and any(
            f.token.i == token.head.head.i and f is not frame and self._measure(f) is not None for f in self.frames
        )

    # ------------------------------------------------------------------ states behind a number

    def _of_state(self, token: Token, item: Item) -> None:
        """ "400 killed", "six officers hurt", "63 people were arrested": what is said of the number right behind it."""
        if self._is_divided(item):
            return
        frame = self._state_after(token)
        if frame is None or not self._is_real(frame) or (frame.nominal and frame.kind == "hold"):
            return
        measure = self._measure(frame)
        if measure is None:
            return
        noun = self.text[item.end : frame.start]
        text = re.split(r",|–|—|\b(?:who|whose|which|that)\b", self.text[item.start : frame.start])[0].strip()
        head = self._counted_word(token, frame.token.i)
        party = replace(self._bare(item, item.end), text=text or self.text[item.start : item.end], head=head)
        if measure == "signatories" and noun.strip():
            return
        self._add_party(frame, measure, party)

    def _is_divided(self, item: Item) -> bool:
        """ "Two of the six were freed": what is said is not said of the six."""
        return any(
            re.fullmatch(
                r"\s(?:\w+ )?(?:out )?of (?:the|those|these|his|her|their|its) ", self.text[q.end : item.start]
            )
            for q in self.analysis.quantities
            if q.end < item.start
        )

    def _state_after(self, token: Token) -> Frame | None:
        """The frame of the first word behind a number that says what became of those counted."""
        by_token = {f.token.i: f for f in self.frames if self._measure(f) is not None}
        helped_only = aside = False
        for i in range(token.i + 1, min(len(self.doc), token.i + 18)):
            here = self.doc[i]
            frame = by_token.get(i)
            helped = any(t.lower_ in ("was", "were", "been", "being") for t in self.doc[max(0, i - 3) : i])
            if aside:  # "113 adults, among them a minister, were charged"
                if here.text in (";", ":", "."):
                    return None
                if frame is not None and helped and not frame.nominal:
                    closed = self.doc[i - 2].text in (",", "–", "—") or self.doc[i - 3].text in (",", "–", "—")
                    return frame if closed or not helped_only else None
                continue
            if frame is not None:
                if helped_only and not helped:
                    return None
                said = here.tag_ in ("VBN", "VBD", "JJ", "NN")
                if frame.nominal or (said and (helped or not self._has_object(here))):
                    return frame
                return None
            if i > token.i + 8:
                return None
            if (
                here.lower_ in ("who", "whose", "which", "that", "whom")
                and i > token.i + 1
                and here.nbor(-1).lower_ != "of"
            ):
                aside = True  # "three pupils whose names we withhold were fined"
                continue
            if here.text in (",", "–", "—") and i > token.i + 1:
                aside = helped_only = True
                continue
            item = self.analysis.item(here)
            if item is not None and item.kind not in ("demonym",):
                return None
            if here.lower_ in ("the", "those", "these") and here.nbor(-1).lower_ in ("of", "among"):
                helped_only = True  # "36 of the people prosecuted were arrested"
                continue
            if here.lower_ in ("of", "them", "whom", "others", "other", "more", "had", "have", "his", "her", "their"):
                continue
            if here.pos_ in ("NOUN", "PROPN", "ADJ", "ADV", "AUX", "PART") and here.lower_ not in (
                "not",
                "n't",
                "never",
            ):
                continue
            return None
        return None

    def _has_object(self, verb: Token) -> bool:
        if any(c.dep_ in ("dobj", "obj") and c.i > verb.i for c in verb.children):
            return True
        if verb.i + 1 >= len(self.doc):
            return False
        after = self.doc[verb.i + 1]
        return after.pos_ in ("DET", "NUM", "PRON") and verb.tag_ == "VBD" and not FrameReader.is_passive(verb)

    def _counted_word(self, token: Token, before: int) -> str:
        """The last noun between a number and what is said of it, asides and relative clauses left out."""
        word = ""
        for t in self.doc[token.i + 1 : before]:
            if word and (t.text in (",", "–", "—", "(") or t.lower_ in ("who", "whose", "which", "that")):
                break
            if t.pos_ in ("NOUN", "PROPN") and self.analysis.item(t) is None:
                word = t.lower_
        return word

    # ------------------------------------------------------------------ tallies

    def _of_label(self, token: Token, item: Item) -> None:
        """ "Arrested: 31", "Officers injured: 4"."""
        label = _LABEL.search(self.text, 0, item.start)
        if label is None or item.quantity is None or not self._is_alone(token, item):
            return
        told = re.findall(r"[a-z-]+", label["label"].lower())
        measure = next((_TALLIES[word] for word in told if word in _TALLIES), None)
        if measure is None:
            return
        if measure == "injured" and any(word in self.lexicon.police for word in told):
            measure = "police_injured"
        span = (label.start("label"), item.end)
        self._add(measure, item.quantity.low, item.quantity.high, token, span, (item.start, item.end))

    def _of_tally(self, token: Token, item: Item) -> None:
        """ "put the dead at no fewer than ten", "the wounded numbered 51", "Injured: 361"."""
        if item.start in self.taken or item.quantity is None or not self._is_alone(token, item):
            return
        before = token.nbor(-1) if token.i else None
        while before is not None and before.text in ('"', "“", "'") and before.i:
            before = before.nbor(-1)
        if before is not None and before.lower_ == "the" and item.quantity.spelled.endswith("s"):
            before = before.nbor(-1) if before.i else None  # "to be in the thousands"
        if before is None or not (
            before.lower_ in ("at", "in", "as", "to", "of", "is", "was", "are", "were", ":", "-", "–")
            or before.lemma_.lower() in _TALLY_VERBS
        ):
            return
        window: list[Token] = []
        i = before.i
        while i >= max(0, before.i - 18):
            here = self.doc[i]
            other = self.analysis.item(here)
            if here.text == "," and i != before.i and not self._goes_on(here):
                opening = next((k for k in range(i - 1, max(-1, i - 9), -1) if self.doc[k].text == ","), None)
                if opening is None or here.nbor(1).lemma_.lower() not in _TALLY_VERBS:
                    break
                i = opening - 1  # "the wounded, by all accounts, exceeded 200"
                continue
            if here.text in (";", ".") or (here.text == ":" and i != before.i):
                break
            if other is not None and other.kind == "quantity":
                break
            if other is None:
                window.append(here)
            i -= 1
        verbs = [t for t in window if t.lemma_.lower() in _TALLY_VERBS or t.lemma_ == "be"]
        if not verbs and before.lower_ != ":":
            return
        if before.lower_ == "in" and not item.quantity.spelled.endswith("s"):
            return
        if before.lower_ == "of" and window[1:] and window[1].lower_ not in (*_TALLIES, "number", "total", "toll"):
            return
        if item.quantity.spelled in ("some", "several", "a few", "one") or self._is_age(token):
            return
        named = next((t for t in window if t.lower_ in _TALLIES and t.dep_ != "ROOT"), None)
        general = next((t for t in window if t.lower_ in _GENERAL), None)
        last = None
        if named is not None:
            measure = _TALLIES[named.lower_]
            if measure == "participants" and _size(item.quantity) < 5:
                return
        elif general is not None:
            last = self.found_before(item.start)
            who = self.text[self.analysis.span(general)[1] : item.start]
            if re.search(r"\b(?:took part|taking part|attend\w*|march\w*|gather\w*|turned out|came|joined)\b", who):
                measure, last = "participants", None
            elif last is not None:
                measure = last.measure
            elif self.near and _size(item.quantity) >= 10 and not self._is_vehicles(self.text):
                measure = self._topic(self.text[: item.start])
            else:
                return
        else:
            return
        if measure in _BODILY and _WAR.search(self.text) and not self.mentions:
            return
        start, _ = self.analysis.span(named or general or token)
        self._add(
            measure,
            item.quantity.low,
            item.quantity.high,
            token,
            (start, item.end),
            (item.start, item.end),
            shares=last,
        )

    @staticmethod
    def _goes_on(comma: Token) -> bool:
        """Whether what stands behind a comma is still said of the noun before: ", put at", ", which he reckoned at"."""
        after = comma.nbor(1)
        return after.lower_ in ("who", "which", "that") or (
            after.tag_ in ("VBN", "VBG", "VBD") and after.lemma_.lower() in _TALLY_VERBS
        )

    def _is_alone(self, token: Token, item: Item) -> bool:
        """Whether a number counts nothing that is named beside it."""
        if _YEAR.fullmatch(self.text[item.start : item.end]):
            return False
        if re.match(r" nearer\b", self.text[item.end :]):
            return True  # "they thought 900 nearer the mark"
        if token.dep_ in ("nummod", "amod", "compound", "quantmod", "nmod") and token.head.i > token.i:
            between = self.text[item.end : self.analysis.span(token.head)[0]]
            return bool(re.search(r"[,;.]", between))
        return bool(_BARE_AFTER.match(self.text, item.end)) or bool(
            re.match(r"\s(?:people|persons)\b", self.text[item.end :])
        )

    def _is_age(self, token: Token) -> bool:
        """ "A pupil of nineteen", "children of seven"."""
        if token.i < 2 or token.nbor(-1).lower_ != "of":
            return False
        owner = token.nbor(-2).lower_
        item = self.analysis.item(token)
        if item is not None and item.quantity is not None and _size(item.quantity) > 100:
            return False
        return owner not in _GATHERINGS and owner not in _COLLECTIVE and self.reader.is_people_word(owner)

    # ------------------------------------------------------------------ nobody

    def _zeros(self) -> None:
        """ "No arrests were reported", "nobody was hurt", "arrested no one": a count of nothing."""
        for match in _ZERO.finditer(self.text):
            if _OTHER_CASE.match(self.text, match.end()):
                continue
            if re.match(r"\s(?:seriously|badly|gravely|yet)\b", self.text[match.end() :]):
                continue
            token = next((t for t in self.doc if self.analysis.span(t)[1] > match.start()), None)
            for said in (g.lower() for g in match.groups() if g):
                if said.startswith("t") and not re.match(r"\s(?:away|in)\b", self.text[match.end() :]):
                    continue  # "took nobody away" is said of custody, "took nobody seriously" is not
                measure = next(m for w, m in _ZERO_MEASURES.items() if said.startswith(w))
                to = _TO_POLICE.match(self.text, match.end())
                if measure == "injured" and to is not None and to["who"].lower() in self.lexicon.police:
                    measure = "police_injured"
                self._add(measure, 0.0, 0.0, token, match.span(), match.span())
        for match in _NO_SUCH.finditer(self.text):
            token = next((t for t in self.doc if self.analysis.span(t)[1] > match.start()), None)
            head = match["who"].split()[-1].lower()
            if match["harmed"] and head in self._vehicles:
                self._add("vehicles_damaged", 0.0, 0.0, token, match.span(), match.span())
            elif match["hurt"] and head in self.lexicon.police:
                self._add("police_injured", 0.0, 0.0, token, match.span(), match.span())

    # ------------------------------------------------------------------ parts of a total

    def _of_part(self, token: Token, item: Item) -> bool:
        """ "24 of them policemen", "among them 335 soldiers", "16 were members of the party"."""
        quantity = item.quantity
        if quantity is None:
            return False
        after, lead = self.text[item.end :], self.text[: item.start]
        inside = _PART_OF.match(after)
        if inside is None and re.search(r"(?:,|–|—| and) $", lead):
            inside = _HOW_BADLY.match(after)  # "thirteen were hurt, two seriously"
        named = inside or _WHOLE_BEFORE.search(lead)
        last = self.found_before(item.start)
        joined = re.compile(r"[^.;:]{0,60}?(?:,| and| or|, and) ")
        follows = (
            last is not None
            and last.analysis is self.analysis
            and (last.part or _PART_OF.match(self.text, last.value[1]) is not None)
            and joined.fullmatch(self.text[last.value[1] : item.start]) is not None
        )
        listed = last is not None and last.analysis is self.analysis and self._is_listed(token, item, last)
        if not named and not follows and not listed:
            return False
        if inside is not None and self._has_own_verb(token, item, inside.end()):
            return False
        if quantity.low == quantity.high == 1 and not _ONE_OF.match(after):
            return False
        if quantity.spelled in ("some", "several", "a few") or self._is_age(token):
            return False
        whole = last.shares if last is not None and last.part and last.shares is not None else last
        measure = self._stated_whole(named[0]) if named else None
        if measure is None and last is not None and whole is not None:
            measure = last.measure if follows else whole.measure
            if whole.low is not None and quantity.low is not None and quantity.low > whole.low:
                return False
        if measure is None or measure in ("damage_cost", "participants"):
            return False
        described = self._description(item)
        people = self.reader.is_people_word
        words = re.findall(r"[a-z'’-]+", described.lower())
        of_people = inside is not None or any(people(w) or w in self.lexicon.police or w in _CROWD for w in words)
        if measure != "vehicles_damaged" and (self._is_vehicles(described) or not of_people):
            return False
        if measure == "injured" and any(w in self.lexicon.police for w in words):
            measure = "police_injured"
        span = (item.start, item.end)
        self._add(measure, quantity.low, quantity.high, token, span, span, shares=whole, part=True)
        return True

    def _is_listed(self, token: Token, item: Item, last: Count) -> bool:
        """ "Nineteen people died, seventeen civilians and two policemen": what a total is made of."""
        between = self.text[last.span[1] : item.start]
        if not re.fullmatch(r"[^,;:.]{0,60}(?:,|:| –| —|—) ", between) or last.measure == "participants":
            return False
        noun = self._noun(token)
        if noun is None or noun.i == token.i or not self.reader.is_people_word(noun.lower_):
            return False
        following = self.doc[noun.i + 1] if noun.i + 1 < len(self.doc) else None
        return following is None or following.pos_ in ("PUNCT", "CCONJ") or following.lower_ in ("of", "from")

    def _has_own_verb(self, token: Token, item: Item, part: int) -> bool:
        """Whether a text says of a part what happened to it: "two of them were named", "acquitted four of them"."""
        rest = [t for t in self.doc if self.analysis.span(t)[0] >= item.end + part]
        for here in rest:
            if here.pos_ == "PUNCT":
                break
            if here.pos_ in ("VERB", "AUX"):
                verbs = [t for t in self.doc[here.i : here.i + 4] if t.pos_ == "VERB"]
                return here.lemma_ not in ("belong", "come", "represent", "hail", "have") and (
                    here.lemma_ != "be" or bool(verbs)
                )
        noun = self._noun(token) or token
        governor = noun.head
        return (
            noun.dep_ in ("dobj", "dative")
            and governor.i < noun.i
            and governor.lemma_.lower()
            not in ("see", "count", "include", "list", "report", "register", "record", "have")
        )

    @staticmethod
    def _stated_whole(text: str) -> str | None:
        """The measure that the words for the whole name: "of the dead", "among those arrested"."""
        return next((_TALLIES[w] for w in re.findall(r"[a-z]+", text.lower()) if w in _TALLIES), None)

    def _description(self, item: Item) -> str:
        """What a part is said to be: its own noun, or what stands behind "of them"."""
        after = self.text[item.end : item.end + 70]
        part = _PART_OF.match(after)
        rest = after[part.end() :] if part else after
        return re.split(r"[,;.:(]|\b(?:and|who|were taken|after|with)\b", rest)[0]

    def found_before(self, start: int) -> Count | None:
        """The count told last before a position: in this passage, else in one just before it."""
        here = [c for c in self.found if c.value[0] < start and not c.infobox and c.high != 0]
        if here:
            return max(here, key=lambda c: c.value[0])
        near = [
            c for c in self.before if self.analysis.passage.ordinal - c.analysis.passage.ordinal <= 2 and c.high != 0
        ]
        return near[-1] if near else None

    def _continues(self, measure: str, party: Party) -> bool:
        """ "Eleven buses were burned and 24 were damaged": a bare number behind one of the same measure."""
        last = self.found_before(party.span[0])
        return (
            last is not None
            and last.measure == measure
            and last.analysis is self.analysis
            and not self._nouns(party.text)
        )

    @staticmethod
    def _nouns(text: str) -> list[str]:
        return [
            w
            for w in re.findall(r"[a-z]{3,}", text.lower())
            if w not in ("more", "other", "others", "about", "least", "than")
        ]

    # ------------------------------------------------------------------ another source's number

    def _of_source(self, token: Token, item: Item) -> bool:
        """ "The prosecution spoke of 93", "police 20,000", "29 according to the bulletin": the last told anew."""
        quantity = item.quantity
        if quantity is None or quantity.spelled in ("one", "some", "several", "a few", "a couple of"):
            return False
        if self._is_age(token):
            return False
        lead, after = self.text[: item.start], self.text[item.end :]
        counted = re.match(r"\s(?:people|persons|more)\b", after)
        if counted is None and not self._is_alone(token, item) and not re.match(r"\s(?:with|for|to)\b", after):
            return False
        if counted is not None and not _BARE_AFTER.match(after, counted.end()):
            return False
        last = self.found_before(item.start)
        said = self._is_told(token)
        if last is None:
            if self.near and _size(quantity) >= 10 and (said or _SOURCE_AFTER.match(after)):
                span = (item.start, item.end)  # "our man on the bridge says 700"
                self._add(self._topic(lead), quantity.low, quantity.high, token, span, span)
                return True
            return False
        if last.measure == "damage_cost" or last.unit == "vehicles":
            return False
        if not last.part:
            last = self._first_of_pair(last)
        here = last.analysis is self.analysis
        gap = self.text[last.value[1] : item.start] if here else ""
        gapped = (
            here
            and _GAPPED.search(lead)
            and re.search(r"[,;]| and | but | while ", gap)
            and len(gap) < 90
            and self._names_source(lead)
        )
        sourced = here and (_SOURCE_AFTER.match(after) or self._is_sourced(after))
        head = self.analysis.item(token.head) if token.dep_ == "conj" else None
        paired = here and (
            (head is not None and (head.start, head.end) == last.value and len(gap) < 40)
            or (
                re.fullmatch(r"[^;.:]{0,60}(?:,| and) (?:at |of |to )?", gap)
                and re.match(r"\s(?:by|according to)\b", after)
            )
            or (
                last.measure in _CUSTODY
                and re.fullmatch(r"[^;.:]{0,60}(?:,| and)(?: the (?:remaining|other))? ", gap)
                and re.match(r"\s(?:with|for|to)\b", after)
            )
        )
        if not (said or gapped or sourced or paired):
            return False
        if last.measure == "participants" and _size(quantity) < 10:
            return False
        whole = last.shares if last.part and last.shares is not None else last
        self._add(
            whole.measure,
            quantity.low,
            quantity.high,
            token,
            (item.start, item.end),
            (item.start, item.end),
            shares=whole,
            gapped=True,
        )
        return True

    @staticmethod
    def _is_sourced(after: str) -> bool:
        """ "627 (commission); about 270 (police)"."""
        match = re.match(r"[\"”]? \((?:the )?(?P<who>[^()\d]{2,40})\)", after)
        return match is not None and match["who"].split()[-1].lower() in SOURCES

    def _topic(self, lead: str) -> str:
        """What a number without a noun counts, where none was given before: what was spoken of last, else the crowd."""
        said = re.findall(r"[a-z-]+", f"{self.lately} {lead}".lower())
        return next((_TALLIES[word] for word in reversed(said) if word in _TALLIES), "participants")

    def _is_told(self, token: Token) -> bool:
        """Whether a number is what somebody says: "admitted to 340", "put it at 80", "puts the number at 60"."""
        for i in range(token.i - 1, max(-1, token.i - 8), -1):
            here = self.doc[i]
            if here.lower_ in TELLING:
                return True
            if here.lower_ not in _BEFORE_NUMBER and here.lower_ not in _GENERAL:
                return False
        return False

    def _first_of_pair(self, last: Count) -> Count:
        """ "270 killed and 250 wounded; he accepted about 150": a lone number answers to the first of two."""
        text = last.analysis.text
        told = [c for c in (*self.before, *self.found) if c.analysis is last.analysis and c.value[1] < last.value[0]]
        first = max(told, key=lambda c: c.value, default=None)
        if (
            first is not None
            and {first.measure, last.measure} <= _BODILY | _TAKEN | {"released"}
            and re.fullmatch(r"[\w\s]{0,24}(?: and|,)[\w\s]{0,12} ", text[first.value[1] : last.value[0]])
        ):
            return first
        return last

    def _names_source(self, lead: str) -> bool:
        """Whether what stands before a bare number can be somebody who counts."""
        match = _GAPPED.search(lead)
        if match is None:
            return False
        words = re.findall(r"[\w’'-]+", match["who"])
        if not words or len(words) > 6:
            return False
        end = match.end("who")
        start = match.start("who")
        if any(
            n.start < end and start < n.end and n.kind in ("organization", "state_body", "person")
            for n in self.analysis.names
        ):
            return True
        before_of = words[: words.index("of")] if "of" in words else words
        return bool(before_of) and (before_of[-1].lower() in SOURCES or before_of[-1].lower() in self.lexicon.police)

    # ------------------------------------------------------------------ turnout

    def _of_action(self, mention: EventMention, event: EventDraft) -> None:
        """Those who act in an action are its crowd: "about sixty returned and blocked the tracks"."""
        spoken = mention.frame.token
        if mention.frame.nominal and spoken.dep_ == "pobj" and spoken.head.lower_ in _NOT_AT:
            return  # "33 people appeared in court after the protest"
        for party in (*mention.frame.agents, *mention.agents):
            item = party.item
            if not party.counted or item is None or item.kind != "quantity":
                continue
            twice = not mention.frame.nominal and spoken.dep_ in ("ROOT", "conj") and event.kind != "statement"
            if item.start in self.taken and not (twice and party in mention.frame.agents):
                continue  # but "twelve men sat down on the rails and were arrested" tells of both
            if item.quantity is None or re.match(r"\s?of whom\b", self.text[item.end :]):
                continue
            if self._is_police(party) or self._is_vehicles(party.text) or party.low == party.high == 1:
                continue
            if party.head and not self._is_people(party):
                continue
            if event.kind == "statement":
                if mention.kind != "statement":
                    continue
                measure = "signatories"
            else:
                measure = "participants"
            span = (min(item.start, party.span[0]), party.span[1])
            token = next((t for t in self.doc if self.analysis.item(t) is item), None)
            self._add(measure, party.low, party.high, token, span, (item.start, item.end), event=event)

    def _of_turnout(self, token: Token, item: Item) -> bool:
        quantity = item.quantity
        if quantity is None or _YEAR.fullmatch(self.text[item.start : item.end]):
            return False
        noun = self._noun(token)
        if noun is not None and noun.dep_ == "poss":
            noun = noun.head  # "some forty fishermen's wives"
        if _STRONG.match(self.text, item.end) and (quantity.low or 0) >= 10:
            around = self.doc[max(0, token.i - 4) : token.i + 6]
            police = any(
                t.lower_ in self.lexicon.police
                or t.lemma_.lower() in _UNITS
                or ((i := self.analysis.item(t)) is not None and i.kind == "state_body")
                for t in around
            )
            self._add(
                "police_deployed" if police else "participants",
                quantity.low,
                quantity.high,
                token,
                (item.start, item.end),
                (item.start, item.end),
            )
            return True
        if noun is None:
            return False
        party = next(iter(self.reader.party(noun)), None)
        if party is None:
            return False
        verb = self._verb(noun)
        if verb is not None and self.reader.modality(verb) in _UNREAL:
            return False
        if self._is_police(party) and not re.search(r"protest|demonstrat|picket", party.text):
            return self._police(noun, verb, item, quantity, party)
        if (quantity.low or 0) >= 10 and re.match(
            r"\s\w+ (?:had been|were|have been|was|are) on duty\b", self.text[item.end :]
        ):
            self._add(
                "police_deployed",
                quantity.low,
                quantity.high,
                noun,
                (item.start, party.span[1]),
                (item.start, item.end),
            )
            return True
        small = _size(quantity) < 5 and not self._of_us(item)
        if noun is token and (small or self._is_age(token)):
            return False
        if self._brought(noun, verb):
            span = (item.start, party.span[1])
            self._add("police_deployed", quantity.low, quantity.high, noun, span, (item.start, item.end))
            return True
        if noun.lower_ in _NAMES and self._is_borne(noun, verb):
            span = (item.start, max(item.end, self.analysis.span(noun)[1]))
            self._add("signatories", quantity.low, quantity.high, token, span, (item.start, item.end))
            return True
        if not self._is_people(party) or self._is_vehicles(party.text) or (quantity.high == 1 and quantity.low == 1):
            return False
        if (named := re.search(r"\b(?:names|signatures|signatories)$", party.text)) or re.search(
            r"\b(?:names|signatures) of $", self.text[: item.start]
        ):
            statement = next((e for m, e in self.mentions if e.kind == "statement"), None)
            if statement is not None or (named and named[0] != "names"):
                span = (item.start, party.span[1])
                self._add(
                    "signatories", quantity.low, quantity.high, token, span, (item.start, item.end), event=statement
                )
                return True
            return False
        if not self._is_crowd(noun, verb, party, quantity):
            return False
        owner = self._gathering_above(noun)
        self._add(
            "signatories" if _SIGNING.search(self.text, item.end) else "participants",
            quantity.low,
            quantity.high,
            token,
            (item.start, party.span[1]),
            (item.start, item.end),
            event=owner,
        )
        return True

    def _police(self, noun: Token, verb: Token | None, item: Item, quantity: Quantity, party: Party) -> bool:
        """Police or troops that are there, and are not themselves hurt, taken or tried."""
        lemma = verb.lemma_.lower() if verb is not None else ""
        suffers = verb is not None and any(
            f.token.i == verb.i and self._measure(f) not in (None, "police_deployed") for f in self.frames
        )
        if suffers and verb is not None and (FrameReader.is_passive(verb) or noun.dep_ in ("dobj", "nsubjpass")):
            return False
        if quantity.low in (1, 2, 3) or verb is None or (_WAR.search(self.text) and not self.mentions):
            return False
        if not (_size(quantity) >= 10 or lemma in _GUARDING):
            return False
        if lemma in ("die", "kill", "convict", "sentence", "be") and noun.dep_ == "attr" and lemma != "be":
            return False
        if any(t.lower_ in _TALLIES for t in self.reader.subjects(verb)):
            return False  # "the dead came to 17 soldiers"
        self._add(
            "police_deployed", quantity.low, quantity.high, noun, (item.start, party.span[1]), (item.start, item.end)
        )
        return True

    def _is_crowd(self, noun: Token, verb: Token | None, party: Party, quantity: Quantity) -> bool:
        lemma = verb.lemma_.lower() if verb is not None else ""
        passive = verb is not None and FrameReader.is_passive(verb)
        if self._gathering_above(noun) is not None or self._event_noun_above(noun):
            return True
        if any(
            f.token.i == (verb.i if verb is not None else -1)
            and f.kind not in ("event", "take")
            and not (f.kind == "release" and f.lemma in _IDIOMATIC_RELEASE)
            for f in self.frames
        ):
            return False
        if any(
            c.dep_ == "acl" and c.lemma_.lower() in _INTRANSITIVE and c.tag_ in ("VBN", "VBD") for c in noun.children
        ):
            return True  # "2,000 advocates assembled in the yard", taken for a participle
        crowd = any(w in _CROWD for w in re.findall(r"[a-z-]+", party.text.lower()))
        large = _size(quantity) >= 10
        bare = self.analysis.item(noun) is not None
        if lemma in _SAID_OF and (crowd or (party.head == "people" and not bare)) and large:
            if noun.dep_ == "pobj" and noun.head.lower_ == "with":
                return False
            return noun.dep_ in ("dobj", "pobj", "attr", "nsubj") or bool(re.search(r"attend|turnout|crowd", self.text))
        if self.near and self._is_there(noun, verb, party):
            return True
        if verb is not None and self._leaves_work(verb) and noun.dep_ in ("nsubj", "conj"):
            return True
        if (
            self.near
            and noun.dep_ == "pobj"
            and noun.head.lower_ in _BESIDE
            and verb is not None
            and lemma not in _OPPOSED
            and not any(t.text == "," for t in self.doc[verb.i : noun.head.i])
            and (
                lemma in _TURNOUT_VERBS
                or lemma in _NEAR_TURNOUT_VERBS
                or any(m.frame.token.i == verb.i for m, _ in self.mentions)
            )
        ):
            return True  # "with thirty shipwrights, she blocked the ramp"
        if (
            self.near
            and lemma in _NEAR_TURNOUT_VERBS
            and not passive
            and noun.dep_ in ("nsubj", "conj")
            and _size(quantity) >= 3
        ):
            return True
        if lemma in _TURNOUT_VERBS and not passive and noun.dep_ in ("nsubj", "conj", "appos", "attr"):
            return True
        if lemma in _TURNOUT_VERBS and not passive and noun.dep_ == "pobj":
            return not (noun.head.lower_ == "of" and noun.head.head.lower_ in _BODIES)  # "a delegation of 27 went"
        if (lemma in ("draw", "attract", "involve", "bring", "see", "gather", "muster") and noun.dep_ == "dobj") or (
            lemma in _PASSIVE_TURNOUT and passive
        ):
            return True
        if (
            lemma in _DISPERSAL
            and large
            and (
                noun.dep_ in ("dobj", "nsubjpass")
                or (noun.dep_ == "pobj" and noun.head.lower_ in ("at", "on", "against"))
            )
        ):
            return crowd
        if self.near and lemma in ("remain", "stay", "wait") and large and noun.dep_ == "nsubj":
            return crowd or bare
        if (
            verb is not None
            and lemma in ("be", "remain", "stay", "stand", "wait", "camp")
            and large
            and noun.dep_ in ("nsubj", "attr")
        ):
            places = {c.lower_ for c in verb.children if c.dep_ == "prep"}
            return bool(places & {"in", "on", "outside", "around", "before", "along", "inside", "at"}) and (
                crowd or party.head == "people"
            )
        named = bool(
            re.search(
                r"\b(?:protesters|protestors|demonstrators|marchers|attendees|participants|strikers)\b", party.text
            )
        )
        return (
            named
            and noun.dep_ in ("nsubj", "pobj", "attr")
            and lemma in (_TURNOUT_VERBS | {"be", "have", "wave", "carry", "hold", "demand", "call", "shout", "sing"})
        )

    def _of_us(self, item: Item) -> bool:
        """ "2,800 of us": those who tell it."""
        return re.match(r"\sof us\b", self.text[item.end :]) is not None

    def _is_there(self, noun: Token, verb: Token | None, party: Party) -> bool:
        """ "Six hundred farmers were there", "5,000 were out", "there were forty of us"."""
        if verb is None or verb.lemma_.lower() not in ("be", "turn", "show", "remain", "stay", "stand", "sit", "lie"):
            return False
        if any(c.dep_ == "expl" for c in verb.children):
            mass = re.search(r"\bof (?:us|them)\b", party.text) or noun.lower_ in _CROWD or noun.lower_ == "people"
            at_rest = any(c.lower_ in ("are", "is", "have", "has") for c in (verb, *verb.children))
            return noun.dep_ in ("attr", "nsubj") and bool(mass) and not at_rest and noun.lower_ not in _POPULATION
        if noun.dep_ not in ("nsubj", "conj"):
            return False
        return any(
            t.lower_ in _PRESENT and t.dep_ in ("advmod", "acomp", "prt", "attr", "prep", "pcomp", "npadvmod")
            for t in self.doc[verb.i + 1 : verb.i + 4]
        )

    @staticmethod
    def _leaves_work(verb: Token) -> bool:
        """ "Left their benches", "downed tools", "laid down their pens"."""
        return verb.lemma_.lower() in _LEAVING_WORK and any(
            t.lower_ in _WORK and t.dep_ in ("dobj", "pobj") for t in verb.subtree if t.i > verb.i
        )

    def _is_borne(self, noun: Token, verb: Token | None) -> bool:
        """ "A petition with 4,100 names", "it carried 611 signatures": names counted as such."""
        if noun.dep_ == "pobj" and noun.head.lower_ in ("with", "of", "bearing"):
            return noun.head.head.pos_ == "NOUN" and noun.head.head.lower_ in _SIGNED
        return verb is not None and noun.dep_ in ("dobj", "nsubjpass") and verb.lemma_.lower() in _BEARING

    def _brought(self, noun: Token, verb: Token | None) -> bool:
        """ "The chief of police, who had brought 35 men": men of his."""
        if verb is None or noun.dep_ != "dobj" or noun.lower_ not in ("men", "officers", "policemen", "troops"):
            return False
        if verb.lemma_.lower() not in ("bring", "command", "lead", "field", "muster", "send", "deploy", "post"):
            return False
        for subject in self.reader.subjects(verb):
            lead = self.text[max(0, self.analysis.span(subject)[0] - 40) : self.analysis.span(subject)[1]]
            if any(w in self.lexicon.police or w in _RANKS for w in re.findall(r"[a-z]+", lead.lower())):
                return True
        return False

    # ------------------------------------------------------------------ cases told by what is laid against people

    def _of_case(self, token: Token, item: Item) -> bool:
        """ "Complaints were filed against four persons", "40 face charges", "six men were ordered twelve lashes"."""
        noun = self._noun(token)
        verb = self._verb(noun) if noun is not None else None
        if item.quantity is None or noun is None or verb is None or self.reader.modality(verb) in _UNREAL:
            return False
        party = next(iter(self.reader.party(noun)), None)
        if party is None or not self._is_people(party) or self._is_named(party):
            return False
        words = {t.lower_ for t in verb.subtree}
        measure = None
        if noun.dep_ == "pobj" and noun.head.lower_ in ("against", "on") and verb.lemma_.lower() in _FILING:
            measure = "prosecuted" if words & {"proceedings", "prosecution"} else "charged" if words & _CASE else None
        elif noun.dep_ in ("nsubj", "conj") and verb.lemma_.lower() == "face":
            faced = {c.lower_ for c in verb.children if c.dep_ == "dobj"}
            measure = "charged" if faced & _CASE else "prosecuted" if faced & {"trial", "prosecution"} else None
        elif noun.dep_ == "nsubjpass" and verb.lemma_.lower() == "order" and self._is_punishment(verb):
            measure = "convicted"
        if measure is None:
            return False
        span = (min(item.start, self.analysis.span(verb)[0]), max(party.span[1], self.analysis.span(verb)[1]))
        self._add(measure, item.quantity.low, item.quantity.high, noun, span, (item.start, item.end))
        return True

    # ------------------------------------------------------------------ harm told by what happened to a part

    def _of_harm(self, token: Token, item: Item) -> bool:
        """ "Two policemen had their heads bandaged", "three cars sustained broken windscreens"."""
        noun = self._noun(token)
        if item.quantity is None or noun is None or noun.dep_ not in ("nsubj", "conj", "nsubjpass"):
            return False
        verb = self._verb(noun)
        lemma = verb.lemma_.lower() if verb is not None else ""
        if verb is None or lemma not in _HARM_VERBS or self.reader.modality(verb) in _UNREAL:
            return False
        party = next(iter(self.reader.party(noun)), None)
        if party is None:
            return False
        clause = re.split(r"[,;.:]", self.text[self.analysis.span(verb)[1] :])[0]
        words = set(re.findall(r"[a-z-]+", clause.lower()))
        vehicle = self._is_vehicles(party.text)
        if vehicle:
            parts = words & _VEHICLE_PARTS
            harmed = words & _HARMED or lemma == "lose"
            if not ((parts and harmed) or (lemma not in ("have", "get") and words & {"damage", "dents", "scratches"})):
                return False
        else:
            body = words & _BODY
            if not (
                (body and words & _HURT)
                or (body and lemma in ("break", "lose", "fracture", "injure", "dislocate"))
                or (lemma in ("suffer", "sustain", "receive", "nurse") and words & _INJURY)
            ):
                return False
            if not (self._is_people(party) or self._is_police(party)) or self._is_named(party):
                return False
        measure = "vehicles_damaged" if vehicle else "police_injured" if self._is_police(party) else "injured"
        span = (item.start, max(party.span[1], self.analysis.span(verb)[1]))
        self._add(measure, item.quantity.low, item.quantity.high, noun, span, (item.start, item.end))
        return True

    @staticmethod
    def _noun(token: Token) -> Token | None:
        if token.dep_ in ("nummod", "amod", "compound", "quantmod", "det", "nmod"):
            right = token.head.i > token.i and token.head.pos_ in ("NOUN", "PROPN", "ADJ", "NUM")
            return token.head if right else None
        if token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "attr", "appos", "conj", "npadvmod", "ROOT"):
            return token
        return None

    @staticmethod
    def _verb(noun: Token) -> Token | None:
        current = noun
        for _ in range(5):
            if current.head.i == current.i:
                return current if current.pos_ in ("VERB", "AUX") else None
            current = current.head
            if current.pos_ in ("VERB", "AUX"):
                return current
        return None

    @staticmethod
    def _event_noun_above(noun: Token) -> bool:
        """ "a rally of 200 people", "protests by hundreds"."""
        return bool(
            noun.dep_ == "pobj"
            and noun.head.lower_ in ("of", "by", "with", "from", "among")
            and noun.head.head.lemma_.lower() in _GATHERINGS
        )

    def _gathering_above(self, noun: Token) -> EventDraft | None:
        """The action whose noun a number of people hangs on: "a flash mob of some 30 people"."""
        if noun.dep_ != "pobj" or noun.head.lower_ not in ("of", "by", "with", "from", "among"):
            return None
        above = noun.head.head
        return next(
            (e for m, e in self.mentions if above.i in (m.frame.token.i, m.frame.token.i + 1) and m.frame.nominal), None
        )

    # ------------------------------------------------------------------ cost

    def _damage_cost(self) -> None:
        """Sums that a loss is put at, with the ends that "more than" and "between" leave open."""
        if _WAR.search(self.text) and not self.mentions:
            return
        for money in self.analysis.money:
            before = self.text[max(0, money.start - 60) : money.start].lower()
            around = self.text[max(0, money.start - 90) : money.end + 60].lower()
            if not _DAMAGE.search(around) or _NOT_DAMAGE.search(before):
                continue
            token = next((t for t in self.doc if self.analysis.span(t)[1] > money.start), None)
            start = money.start
            low: float | None = money.amount
            high: float | None = money.high
            opened = open_end(self.text, money.start)
            if opened is not None and low == high:
                start = opened[0]
                low, high = (low, None) if opened[1] == "low" else (None, high)
            span = (start, money.end)
            self._add("damage_cost", low, high, token, span, span, unit=money.currency)

    # ------------------------------------------------------------------

    def _is_police(self, party: Party) -> bool:
        words = re.findall(r"[a-z-]+", party.text.lower())
        return any(w in self.lexicon.police for w in words[-3:]) or party.head.lower() in self.lexicon.police

    def _are_his_men(self, party: Party) -> bool:
        """ "The inspector says two of his men were hurt"."""
        if not re.search(r"\b(?:his|her|our|their|my) (?:own )?(?:men|colleagues|people|staff)$", party.text.lower()):
            return False
        lead = re.findall(r"[a-z]+", self.text[: party.span[0]].lower())
        return any(word in _RANKS or word in self.lexicon.police for word in lead)

    def _is_vehicles(self, text: str) -> bool:
        """Whether words are of vehicles and not of people named after them: "27 city buses", not "two taxi drivers"."""
        words = re.findall(r"[a-z-]+", text.lower())
        last = max((i for i, word in enumerate(words) if word in self._vehicles), default=None)
        return last is not None and not any(self.reader.is_people_word(word) for word in words[last + 1 :])

    def _is_people(self, party: Party) -> bool:
        words = re.findall(r"[a-z-]+", party.text.lower())
        return (
            not words
            or party.head in ("", "people", "arrests")
            or party.head in ("american", "americans")
            or any(self.reader.is_people_word(w) for w in (*words[-4:], party.head.lower()))
            or (party.head.lower() in _CROWD and party.head != "part")
            or party.partitive
            or all(not w.isalpha() or w in self.lexicon.number_words for w in words)
        )

    def _add(
        self,
        measure: str,
        low: float | None,
        high: float | None,
        token: Token | None,
        span: tuple[int, int],
        value: tuple[int, int],
        *,
        unit: str | None = None,
        event: EventDraft | None = None,
        shares: Count | None = None,
        part: bool = False,
        gapped: bool = False,
    ) -> None:
        self.taken.add(value[0])
        unit = unit or ("vehicles" if measure == "vehicles_damaged" else "people")
        self.found.append(
            Count(
                measure,
                low,
                high,
                self.analysis,
                token,
                span,
                value,
                unit=unit,
                event=event,
                shares=shares,
                part=part,
                gapped=gapped,
            )
        )
