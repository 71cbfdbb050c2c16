"""Contentious actions: which words report one, which other words mean the same one, and what they say of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.extract.acts import ActReader, is_of_state
from ingest.extract.bounds import Bound, bind, bound_of, ends_strike, is_until, told_of_pronouns
from ingest.extract.crowds import met_crowd
from ingest.extract.drafts import EventDraft, Where
from ingest.extract.frames import Frame, FrameReader, Party
from ingest.extract.scene import COUNTRY, REGION, SETTLEMENT, Moment, Scene, Spot
from ingest.language.analysis import Analysis
from ingest.language.dates import Partial, find_dates, resolve
from ingest.language.lexicon import load_lexicon, word_set
from ingest.language.names import country_words
from ingest.language.parse import Token
from ingest.model import Passage

STATE_WORDS = word_set("state")
_CROWD = word_set("crowd")
_BANDS = word_set("band_noun")
_COLLECTIVES = word_set("collective")
_IN_PUBLIC = frozenset({"demonstration", "sit_in", "blockade"})
_CUSTODY = word_set("facility")
_LASTING = frozenset({"sit_in", "hunger_strike", "strike", "blockade"})
_CAMPS = frozenset({"camp", "encampment", "tent", "protest"})
_ONLY_SIGNED = word_set("signed_paper")
_SIGNED = re.compile(
    r"\bsigned by (?:[\w'’-]+ ){0,3}?(?:\d[\d,.]*|dozens|hundreds|thousands|scores|[a-z-]+(?:s|men|women|people))\b"
    r"|\b(?:names?|signatures?) of (?:[\w'’-]+ ){0,2}?\d[\d,.]*"
    r"|\b(?:\d[\d,.]*|dozens of|hundreds of|thousands of|scores of) (?:signatures|signatories|names|signers)\b"
    r"|\bsignatories (?:of|to)\b|\bput (?:his|her|their) names? (?:to|under)\b"
    r"|\bsigned (?:the|a|an) (?:\w+ ){0,3}?(?:petition|letter|appeal|call|statement|declaration|manifesto|memorandum) "
    r"(?:by|of|with) (?:\d[\d,.]*|dozens|hundreds|thousands|scores)",
    re.IGNORECASE,
)
_SENDING = word_set("sending_verb")
_SIGNING_STATES = word_set("signing_state")
_OF_COURT = re.compile(r"\b(?:treaty|agreement|contract|decree|executive order|warrant|confession|plea|into law)\b")
_FORCE_VERBS = word_set("force_verb")
_INSIDE = frozenset({"in", "at", "of", "across", "throughout", "near", "outside"})
_DEEDS = word_set("riot_deed")
_SYMBOLIC = word_set("symbolic_verb")
_PROTEST_OBJECTS = word_set("protest_object")
_PLACARDS = word_set("placard")
_OCCASIONS = word_set("peaceful_occasion")
_PUBLIC = word_set("public_act")
_MET = word_set("protester") | _CROWD
_OBSERVERS = word_set("observer")
_OCCUR = word_set("occurrence_verb")
_BURNT = word_set("burnt_thing")
_HELD = word_set("held_thing")
_FILLED = word_set("filled_place")
_HOLD = frozenset({"hold", "stage", "organize", "organise", "mount"})
_RESULT = word_set("result_verb")
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "their", "his", "her", "its", "today", "same"})
_HELD_BY = word_set("organize_verb") | word_set("lead_verb") | {"attend", "hold", "join", "sign", "break", "disperse"}
_AT_ACTION = frozenset({"at", "during", "from", "in", "after", "amid"})
_DONE_AT = word_set("seize_verb") | {"injure", "kill", "wound", "hurt", "shoot", "beat", "disperse", "speak", "take"}
_UNDERGONE = word_set("dispersal_verb") | word_set("force_verb") | {"pass", "end"}
_HUMAN_ACTS = frozenset(
    {"march", "demonstrate", "rally", "picket", "protest", "strike", "walk", "stop", "down", "lay", "parade"}
)
"""What only people do, whatever the text calls them: "the high school marched", "the night shift walked out"."""
_WORKFORCES = word_set("workforce")
_SLOGAN = re.compile(r"[\"“«](?:down with|no to|long live|stop|freedom|justice|no more|out with|hands off|we want)\b")
_LAUNCHING = frozenset(
    {"organise", "organize", "launch", "start", "stage", "hold", "run", "begin", "initiate", "mount", "promote", "wage"}
)
_FASTING = frozenset({"call", "end", "break", "begin", "start", "continue", "abandon", "suspend", "join", "stage"})
_GOING_ON = re.compile(r"\b(?:since|(?:first|second|third|\d+(?:st|nd|rd|th)|\w+th) (?:day|week|month) of)\b")
_RAISED = frozenset(
    {"build", "rebuild", "erect", "raise", "throw", "put", "set", "go", "take", "clear", "remove", "dismantle", "tear",
     "pull", "bulldoze", "storm", "man", "defend", "construct", "pile"}
)  # fmt: skip
_SPORT = re.compile(
    r"\b(?:goal|match|striker|league|cup final|inning|pitcher|penalty|umpire|"
    r"striking distance|band|brass|drums?|shares?|stocks?|index|air|drone|missile|"
    r"military|rocket|lightning|pre-emptive|surgical|artillery|wedding|bridal|"
    r"napoleonic|clock)\s+$",
    re.IGNORECASE,
)
_WAVE_WORDS = re.compile(
    r"\b(?:series|wave|waves|string|weeks?|months?|days?|years?) of (?:\w+[ "
    r"-]){0,4}$|\b(?:nationwide|country-?wide|widespread|mass|recurring|continuing|"
    r"ongoing) (?:\w+ ){0,2}$",
    re.IGNORECASE,
)
_SPREAD = re.compile(
    rf"\b(?:in|across|throughout) (?:[\w-]+ ){{1,3}}?(?:{'|'.join(sorted(word_set('wide_place')))}|places)\b",
    re.IGNORECASE,
)
_SERIES = re.compile(
    r"\b(?:series|wave|waves|string|succession|chain|spate|campaign|movement|(?:two|three|four|five|six|seven|ten|"
    r"several|\d+) (?:days?|weeks?|months?)) of\b"
    r"|\bpart of (?:the|a) (?:\w+ ){0,3}(?:movement|campaign|protests|wave)\b"
    r"|\bcampaign (?:by|against|for|of)\b",
    re.IGNORECASE,
)
_DEFINING = re.compile(r"\b(?:was|were|is|are|refers? to|denotes?)\b(?P<what>.*)", re.IGNORECASE | re.DOTALL)
_FORCE = re.compile(
    r"\b(?:(?:fired|fire|shot|shooting|charged|attacked|set) (?:on|upon|at|into)|shooting of|killing of|massacre of|"
    r"repression of|suppression of|crushing of|dispersal of|crackdown on|attacked|killed|shot|dispersed|charged)"
    r"(?P<whom>(?: [\w'’-]+){1,8})",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"\b(?:wars?|battles?|elections?|attacks?|bombings?|pogroms?|genocide|insurgency|coup|trials?|lists?|cases?|"
    r"amnesty|law|acts?|games?|championship)\b",
    re.IGNORECASE,
)
_HEAD = re.compile(r" (?:of|in|at|on|against|for|by|from|to|after|during|following|\()|[,(:]| [–—-] ")
_NAMED = re.compile(
    r"\b(?:1[6-9]\d\d|20\d\d)(?: [A-Z][\w'’–-]+)+(?: [a-z]+){0,2} (?:protests|"
    r"demonstrations|riots|uprising|strikes?|unrest|revolt)$"
)
_MARKET = re.compile(
    r"\b(?:(?:stock|share|bond|bull|bear|currency|oil|gold) (?:markets?|prices?)|stocks|shares|currency)\b"
)
_FANS = re.compile(r"\b(?:fans?|match|game|games|stadium|concert|spectators)\b")


@dataclass(slots=True)
class EventMention:
    """One place in the text that speaks of an action."""

    frame: Frame
    kind: str
    plural: bool
    definite: bool
    moment: Moment | None
    spot: Spot | None
    occurs: bool
    indefinite: bool
    agents: tuple[Party, ...]
    where: Where
    bound: Bound = ""
    until: Moment | None = None
    plain: bool = False
    """It is told in plain words, without a word for an action: "rolled boulders across the road"."""
    aside: bool = False
    """It tells who is spoken of ("those who blocked the road were tried"): the action itself is told elsewhere."""
    told: bool = False
    near: tuple[bool, Spot | None] = (False, None)


def title_kind(text: str) -> str | None:
    """The kind of action that a title, a heading or a defining phrase names, or None.

    The last word of its head decides: "the strike of the pampa" is a strike, a "list of persons imprisoned after the
    protests" is none. Several of a kind ("sit-ins", "strikes") are a wave.
    """
    head = _HEAD.split(text.strip(), maxsplit=1)[0].lower()
    kinds = load_lexicon().titled_actions
    words = re.findall(r"[\w-]+", head)
    for end in range(len(words), 0, -1):
        for size in (2, 1):
            found = kinds.get(" ".join(words[max(0, end - size) : end]))
            if found is not None:
                return found
    return None


def defined_kind(lead: str) -> str | None:
    """The kind of action that an article's first sentence says its subject is: "was a stoppage", "fired on a march"."""
    defining = _DEFINING.search(lead)
    what = defining["what"] if defining is not None else ""
    what = re.sub(r"^ (?:the )?(?:name|term|word)s? (?:given |used )?(?:of|to|for) ", " ", what)
    met = _FORCE.search(lead)
    if met is not None:
        kind = title_kind(met["whom"]) or title_kind(re.sub(r".* (?:of|on) ", "", met["whom"]))
        if kind is not None:
            return kind
        words = re.findall(r"[\w-]+", met["whom"].lower())
        return "demonstration" if any(w in _MET or w in ("striking", "protesting", "marching") for w in words) else None
    if _SERIES.search(what):
        return "protest_wave" if any(title_kind(w) for w in re.findall(r"[\w-]+", what)) else None
    return title_kind(re.split(r"[.;]| (?:that|which|who|when)\b", what)[0])


def home_of(spots: dict[str, list[Spot]], site_words: frozenset[str]) -> Spot | None:
    """Where the action of a title was: the one settlement that the infobox, the title or the first line gives.

    Several settlements in one of them mean that it was in the country (or region) that holds them, unless the
    title names one.
    """

    def usable(spot: Spot) -> bool:
        words = spot.where[0].text[spot.where[1] : spot.where[2]].lower().split()
        return words[-1] not in site_words and (not spot.inside_name or spot.where[0].kind == "title")

    titled = {s.entity.entity_id for s in spots.get("title", ()) if usable(s)}
    wider: Spot | None = None
    for key in ("place", "location", "locations", "title", "lead"):
        found = list({s.entity.entity_id: s for s in spots.get(key, ()) if usable(s)}.values())
        towns = [s for s in found if s.level == SETTLEMENT]
        named = [s for s in towns if s.entity.entity_id in titled]
        countries = [s for s in found if s.level == COUNTRY]
        for certain in (towns, named):
            if len(certain) == 1:
                return certain[0]
        if towns:
            return wider or (countries[0] if len(countries) == 1 else None)
        regions = [s for s in found if s.level == REGION]
        held = regions if len(regions) == 1 else countries
        if wider is None and len(held) == 1:
            wider = held[0]
    return wider


def _children_lower(token: Token, deps: tuple[str, ...]) -> set[str]:
    return {c.lower_ for c in token.children if c.dep_ in deps}


_NOT_ONE = frozenset({"we", "you", "it"})
"""Pronouns that need not mean one person alone."""


class EventReader:
    """Finds the events of a document passage by passage, in the scene that it is given."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.heading_name: tuple[str, str, Passage] | None = None
        self.first_body: int | None = None
        self.first_block: int | None = None

    # ------------------------------------------------------------------ titles, infoboxes, headings

    def open_with_title(
        self, title_passage: Passage | None, infobox: dict[str, Passage], spots: dict[str, list[Spot]], lead: str
    ) -> None:
        """An encyclopedia article about an action is itself the report of one event: its title's."""
        if title_passage is None:
            return
        title = title_passage.text
        scene = self.scene
        first = re.split(r"(?<=[.!?])\s", lead)[0][:400]
        own, told = title_kind(title), defined_kind(first)
        if own is None and (_NO_TITLE.search(title) or not self._speaks_of(first, title)):
            return
        kind = own or told
        if kind is None:
            return
        if told == "protest_wave" and kind != "hunger_strike":
            kind = told
        draft = EventDraft(
            title_passage,
            0,
            len(title),
            kind=kind,
            name=re.sub(r"\s*\([^)]*\)$", "", title),
            is_title=True,
            plural=kind == "protest_wave",
        )
        draft.note("name", (title_passage, 0, len(title)))
        date_passage = infobox.get("date") or infobox.get("dates")
        for passage in (p for p in (date_passage, title_passage) if p is not None):
            expressions = [e for e in find_dates(passage.text) if not e.is_invalid]
            if not expressions:
                continue
            begin, end = resolve(expressions[0], scene.time)
            if begin.year is None:
                continue
            if (
                len(expressions) > 1
                and end is None
                and re.fullmatch(r"\s?[-–—]\s?|\s?to\s?", passage.text[expressions[0].end : expressions[1].start])
            ):
                end, _ = resolve(expressions[1], scene.time)
            draft.start_date, draft.end_date = begin, end
            draft.note("start_date", (passage, expressions[0].start, expressions[0].end))
            break
        chosen = home_of(spots, scene.lexicon.site_words)
        if chosen is not None:
            self._set_place(draft, chosen)
            if chosen.level == SETTLEMENT:
                scene.document_place = chosen
        elif scene.country is not None:
            draft.place, draft.place_level = scene.country, COUNTRY
        scene.events.append(draft)
        if draft.start_date.year is not None:
            known = draft.start_date if draft.end_date is None else Partial(draft.start_date.year)
            scene.time = scene.time.moved(known)

    def is_in_title(self, day: Partial) -> bool:
        """Whether a day is one of those on which the action of the article went on."""
        events = self.scene.events
        if day.day is None or not events or not events[0].is_title or events[0].start_date.day is None:
            return False
        return _within(day, events[0])

    @staticmethod
    def _speaks_of(lead: str, title: str) -> bool:
        """Whether the first sentence opens with the title, so that it says what the title is."""
        plain = re.sub(r"\s*\([^)]*\)$", "", title).lower()
        return lead.lower().removeprefix("the ").startswith(plain.removeprefix("the "))

    def enter_heading(self, passage: Passage) -> None:
        """A heading that names an action gives its name to the section's first event of that kind."""
        kind = title_kind(passage.text)
        self.heading_name = (passage.text, kind, passage) if kind and re.search(r"[A-Z]", passage.text) else None

    # ------------------------------------------------------------------ mentions

    def mentions(
        self, reader: FrameReader, frames: tuple[Frame, ...], moments: list[Moment], spots: list[Spot]
    ) -> list[EventMention]:
        """The passage's event mentions, in order; what was only planned or denied is left out."""
        found = []
        triggers = [f.token for f in frames]
        for frame in frames:
            if frame.kind != "event":
                continue
            mention = self._mention(reader, frame, moments, spots, triggers)
            if mention is not None:
                found.append(mention)
        told = {m.frame.token.i for m in found}
        found.extend(
            self._spoken(reader, frame, frame.detail, moments, spots, triggers, plain=True)
            for frame in ActReader(reader).frames()
            if frame.token.i not in told
        )
        found.sort(key=lambda m: m.frame.token.i)
        nouns = {m.frame.token.i for m in found if m.frame.nominal}
        found = [m for m in found if not self._only_carries(m, nouns)]
        if not found and not any(f.kind == "event" and f.modality == "planned" for f in frames):
            crowd = met_crowd(reader)
            if crowd is not None:
                found.append(self._crowd_mention(crowd, reader, moments, spots, triggers))
        return found

    @staticmethod
    def _only_carries(mention: EventMention, nouns: set[int]) -> bool:
        """Whether a verb only says that the action of its object took place: "staged a sit-in"."""
        return not mention.frame.nominal and any(
            c.i in nouns for c in mention.frame.token.children if c.dep_ in ("dobj", "nsubjpass")
        )

    def _crowd_mention(
        self, frame: Frame, reader: FrameReader, moments: list[Moment], spots: list[Spot], triggers: list[Token]
    ) -> EventMention:
        determiners = _children_lower(frame.token, ("det", "poss"))
        definite = bool(determiners & _DEFINITE)  # "the protesters" are those of an action that is told
        return EventMention(
            frame,
            frame.detail,
            plural=False,
            definite=definite,
            moment=None if definite else self.scene.date_for(frame.token, moments, triggers, limit=5.0),
            spot=None if definite else self.scene.place_for(frame.token, spots),
            occurs=True,
            indefinite=bool(determiners & {"a", "an", "another"}),
            agents=(),
            where=(reader.analysis.passage, frame.start, frame.end),
        )

    def _mention(
        self, reader: FrameReader, frame: Frame, moments: list[Moment], spots: list[Spot], triggers: list[Token]
    ) -> EventMention | None:
        analysis = reader.analysis
        token = frame.token
        text = analysis.text
        kind = frame.detail
        if frame.lemma == "chant" and not _FANS.search(text):
            kind = "demonstration"
        ends = frame.modality == "negated" and frame.nominal and bound_of(token.head) == "end"
        unsaid = frame.modality in ("negated", "planned", "asked", "possible") and not _is_told_of(frame)
        if unsaid and not ends and not (frame.modality == "asked" and self._was_called(frame, moments)):
            return None
        if _SPORT.search(text[max(0, frame.start - 14) : frame.start]):
            return None
        if frame.nominal:
            if not self._noun_reports(frame, reader):
                return None
        elif not self._verb_reports(frame, reader):
            return None
        return self._spoken(reader, frame, kind, moments, spots, triggers)

    def _spoken(
        self,
        reader: FrameReader,
        frame: Frame,
        kind: str,
        moments: list[Moment],
        spots: list[Spot],
        triggers: list[Token],
        *,
        plain: bool = False,
    ) -> EventMention:
        """A mention that reports an action, with its time, its place and who did it."""
        analysis, token = reader.analysis, frame.token
        aside = not frame.nominal and (_is_charge(token) or (plain and token.dep_ == "relcl"))
        leader = _leader(token) if plain else None
        if aside or (leader is not None and leader in triggers):  # the clause around it has a time and place of its own
            moments = [m for m in moments if m.token is not None and token in m.token.ancestors]
            spots = [s for s in spots if s.token is not None and token in s.token.ancestors]
        plural = token.tag_ in ("NNS", "NNPS") and frame.nominal
        determiners = _children_lower(token, ("det", "poss", "amod"))
        definite = (bool(determiners & _DEFINITE) and frame.nominal) or aside
        governor = token.head
        if token.dep_ == "pobj" and governor.lower_ in ("to", "into", "in") and governor.head.lemma_.lower() in _RESULT:
            governor = governor.head  # "it came to riots", "grew into a march"
        occurs = not frame.nominal or (
            governor.lemma_.lower() in _OCCUR | _RESULT and token.dep_ in ("nsubj", "nsubjpass", "dobj", "attr", "pobj")
        )
        agents = frame.agents
        if frame.nominal and not agents and governor.pos_ in ("VERB", "AUX") and token.dep_ in ("dobj", "pobj"):
            subject_of = governor
            agents = (
                reader._parties([s for s in reader.subjects(subject_of) if s.i != token.i])
                if not FrameReader.is_passive(governor)
                else ()
            )
        elif frame.nominal and not agents and token.dep_ == "pobj" and token.head.head.pos_ == "VERB":
            agents = reader._parties([s for s in reader.subjects(token.head.head) if s.i != token.i])
        if kind == "statement":
            occurs = True  # whoever signs or sends it has made it
            triggers = [t for t in triggers if token not in t.ancestors]
        if governor.lemma_.lower() in ("keep", "observe") and frame.lemma in ("vigil", "fast", "picket"):
            occurs = True
        if kind == "symbolic" and frame.nominal and governor.lemma_.lower() in _SYMBOLIC and not self.scene.events:
            occurs = any(p.kind in ("group", "person", "pronoun") for p in agents)  # whoever hands out leaflets acts
        moment = self.scene.date_for(token, moments, triggers, limit=5.0)
        exact = moment is not None and moment.first.day is not None
        if moment is not None and exact and _is_before_clause(token) and not _is_own(token, moment):
            moment = None  # "fined on 3 May after the march": the day is that of the court
        own = [s for s in spots if s.token is not None and token in s.token.ancestors and s.preposition in _INSIDE]
        spot = self.scene.place_for(token, own) if frame.nominal and own else None
        spot = spot or self.scene.place_for(token, spots)
        told = any(e.kind == kind for e in self.scene.events)
        lasts = told and definite and kind in _LASTING and spot is None and _goes_through(token)
        if lasts and moment is not None and not _is_own(token, moment):
            moment = None  # "the strike took an ugly turn on Tuesday"
        return EventMention(
            frame,
            kind,
            plural,
            definite,
            moment,
            spot,
            occurs,
            frame.nominal and not plural and bool(determiners & {"a", "an", "another"}),
            agents,
            (analysis.passage, frame.start, frame.end),
            self._bound(frame, analysis, moment),
            self._end_moment(frame, moments),
            plain,
            aside,
            self._is_told(reader, frame, plural=plural, definite=definite),
            self._nearby(moments, spots),
        )

    @staticmethod
    def _nearby(moments: list[Moment], spots: list[Spot]) -> tuple[bool, Spot | None]:
        """Whether the passage has a date, and the one settlement that it names."""
        towns = {s.entity.entity_id: s for s in spots if s.level == SETTLEMENT and not s.inside_name}
        return any(m.is_known for m in moments), next(iter(towns.values())) if len(towns) == 1 else None

    def _is_told(self, reader: FrameReader, frame: Frame, *, plural: bool, definite: bool) -> bool:
        """Whether the clause says that the action took place: who held it, who was taken at it, how it ended."""
        noun = frame.token
        if not frame.nominal or plural or (definite and self.scene.events):
            return False
        if frame.detail == "statement":
            return _SIGNED.search(reader.analysis.text) is not None
        if frame.detail == "symbolic" and noun.head.lemma_.lower() in _SYMBOLIC:
            return reader.modality(noun.head) == "fact"
        if noun.dep_ == "dobj" and noun.head.lemma_.lower() in _HELD_BY and not self.scene.events:
            return reader.modality(noun.head) == "fact"
        for child in noun.children:
            if (
                child.dep_ in ("acl", "relcl")
                and child.tag_ in ("VBN", "VBD")
                and child.lemma_.lower() in _HELD_BY
                and reader.modality(child) == "fact"
            ):
                return True
        governor = noun.head
        if noun.dep_ == "pobj" and governor.lower_ in _AT_ACTION and governor.dep_ == "prep":
            verb = governor.head
            return (
                frame.detail != "strike"
                and verb.pos_ == "VERB"
                and verb.tag_ in ("VBD", "VBN")
                and verb.lemma_.lower() in _DONE_AT
                and reader.modality(verb) == "fact"
            )
        return (
            noun.dep_ in ("nsubj", "nsubjpass", "dobj")
            and governor.pos_ == "VERB"
            and governor.tag_ in ("VBD", "VBN")
            and governor.lemma_.lower() in _UNDERGONE
            and reader.modality(governor) == "fact"
        )

    def _was_called(self, frame: Frame, moments: list[Moment]) -> bool:
        """Whether an action was called, and for no day that was still to come: "called a strike for 9 January"."""
        token, verb = frame.token, frame.token.head
        if (
            token.dep_ not in ("dobj", "nsubjpass")
            or verb.lemma_.lower() != "call"
            or (frame.detail != "strike" and not moments)
        ):
            return False
        if verb.tag_ != "VBD" and not any(c.dep_ == "auxpass" and c.lower_ in ("was", "were") for c in verb.children):
            return False
        published = self.scene.document.published_on
        days = [m.first.exact() for m in moments]
        return published is None or all(d is None or d <= published for d in days)

    @staticmethod
    def _bound(frame: Frame, analysis: Analysis, moment: Moment | None) -> Bound:
        """Whether the date of a mention is that of its end."""
        if moment is None:
            return ""
        if is_until(analysis, moment):
            return "end"
        return "end" if moment is EventReader._end_moment(frame, [moment]) else ""

    @staticmethod
    def _end_moment(frame: Frame, moments: list[Moment]) -> Moment | None:
        """The date of a verb that ends the action of a noun: "a blockade, begun on Monday, was lifted on Friday"."""
        token = frame.token
        lasting = frame.detail in _LASTING or token.tag_ in ("NNS", "NNPS") or frame.lemma in _CAMPS
        if not frame.nominal or not lasting:
            return None
        verbs = [token.head] if token.dep_ in ("nsubj", "nsubjpass", "dobj") else []
        verbs += [
            c for c in token.children if c.dep_ == "relcl" and any(g.lower_ in ("which", "that") for g in c.children)
        ]
        ending = {v.i for v in verbs if bound_of(v) == "end"}
        for moment in moments:
            above = moment.token.ancestors if moment.token is not None else ()
            nearest = next((t for t in above if t.pos_ in ("VERB", "AUX")), None)
            if moment.is_known and nearest is not None and nearest.i in ending:
                return moment
        return None

    def _noun_reports(self, frame: Frame, reader: FrameReader) -> bool:
        token, lemma = frame.token, frame.lemma
        analysis = reader.analysis
        text = analysis.text.lower()
        if text[frame.end : frame.end + 1] == "-":
            return False  # "strike-hit", "riot-torn"
        mods = _children_lower(token, ("amod", "compound", "nmod", "nummod", "poss"))
        if token.dep_ == "compound" and lemma not in ("hunger", "sit-in"):
            return False
        governor = token.head.lemma_.lower()
        if (
            lemma == "protest"
            and token.dep_ == "pobj"
            and governor == "in"
            and not _children_lower(token, ("det", "amod"))
        ):
            return False  # "in protest": why something else was done
        agents = list(frame.agents)
        by_state = any(p.head.lower() in STATE_WORDS or p.head == "state_body" for p in agents)
        after = text[frame.end : frame.end + 60]
        if frame.detail == "statement":
            if token.dep_ == "dobj" and token.head.dep_ == "relcl" and token.head.tag_ in ("VBP", "VBZ"):
                return False  # "students who sign petitions": a habit
            signed = _SIGNED.search(text)
            if signed is not None:
                return not _OF_COURT.search(text) and signed[0].split()[-1] not in _SIGNING_STATES | STATE_WORDS
            if lemma in _ONLY_SIGNED:
                return False
            if lemma != "declaration" and self._has_authors(frame, reader):
                return True
            verb = next((v for v in (token.head, *_relatives(token)) if v.lemma_.lower() in _SENDING), None)
            if verb is None or (lemma in ("declaration",) and verb.lemma_.lower() != "sign"):
                return False
            governor = verb.lemma_.lower()
            subject = [c for c in verb.children if c.dep_ in ("nsubj", "agent", "nsubjpass")]
            parties = reader._parties([s for s in subject if s.i != token.i])
            if governor in ("sign", "submit", "send", "address", "write") and lemma in (
                "petition",
                "open",
                "letter",
                "appeal",
                "statement",
            ):
                return not any(p.head.lower() in STATE_WORDS or p.head in ("state_body", "country") for p in parties)
            return any(p.kind == "group" or p.head.lower() in _CROWD for p in parties) or any(
                p.kind == "body"
                and p.head == "organization"
                and re.search(r"(?i)student|movement|union|writers|workers", p.text)
                for p in parties
            )
        if lemma == "boycott":
            held = any(c.dep_ == "acl" and c.lemma_.lower() in _HELD_BY for c in token.children)
            return (governor in _OCCUR or held) and "election" not in text
        if frame.detail == "symbolic":
            if lemma == "campaign":
                made = governor in _LAUNCHING or any(
                    c.dep_ == "acl" and c.lemma_.lower() in _LAUNCHING | {"organise", "organize"}
                    for c in token.children
                )
                return made and not re.search(r"election|electoral|presidential|advertis|military", text)
            searched = re.search(r"\b(?:home|flat|house|bag|car|search)", text) is not None
            if governor == "find" and (token.dep_ != "nsubjpass" or searched):
                return False  # found on somebody, not in the street
            owners = reader._parties([t for t in reader.subjects(token.head) if t.i != token.i])
            by_state = by_state or (token.dep_ == "dobj" and any(is_of_state(p) for p in owners))
            return governor in _SYMBOLIC and frame.modality == "fact" and not by_state
        if lemma in (
            "action",
            "meeting",
            "assembly",
            "walk",
            "parade",
            "gathering",
            "procession",
            "mobilisation",
            "mobilization",
            "fast",
            "occupation",
            "manifestation",
        ):
            if lemma == "occupation":
                return (
                    bool(
                        re.search(r"(?:protest|student|worker|sit-in|university|factory|building|square|campus)", text)
                    )
                    and governor in _OCCUR
                )
            if lemma in ("gathering", "procession", "manifestation"):
                return not re.search(
                    r"(?:information|intelligence|evidence|news|data|family|religious) $",
                    text[max(0, frame.start - 14) : frame.start],
                )
            if lemma == "fast":
                on = governor in _FASTING or re.search(
                    r"\b(?:days?|weeks?|months?) of (?:a|the|his|her|their) $", text[: frame.start]
                )
                return bool(on or re.search(r"hunger|prison|protest|detain|jail", text)) and token.pos_ == "NOUN"
            if lemma == "parade" and (
                mods & {"poster", "protest", "torchlight", "banner"}
                or any(c.dep_ == "prep" and c.lower_ in ("for", "against") for c in token.children)
            ):
                return "military" not in mods
            if lemma == "parade":
                return (
                    "military" not in mods
                    and governor in _OCCUR
                    and bool(re.search(r"protest|pride|oppos|workers|union|banned|police", text))
                )
            if lemma == "action" and any(p.kind == "group" for p in agents):
                return True
            if lemma == "action" and governor in _HOLD and token.dep_ in ("nsubjpass", "dobj") and not by_state:
                return True
            of_state = any(p.head.lower() in STATE_WORDS or p.head == "state_body" for p in (*frame.patients, *agents))
            if governor in _FORCE_VERBS and token.dep_ in ("nsubjpass", "dobj") and not of_state:
                return True  # a meeting that the police break up
            protest = mods & {
                "protest",
                "mass",
                "solidarity",
                "unsanctioned",
                "unauthorised",
                "unauthorized",
                "support",
                "public",
                "opposition",
                "illegal",
                "street",
                "pro-democracy",
                "anti-government",
                "peaceful",
                "banned",
                "memorial",
            }
            return bool(protest) or bool(
                re.match(r"\s(?:in support of|in solidarity|against|to protest|to demand)", after)
            )
        if lemma == "barricade":
            made = governor in _RAISED and token.dep_ in ("dobj", "nsubj", "nsubjpass")
            return made and not by_state
        if lemma in _DEEDS:
            return bool(_children_lower(token, ("det", "poss")) & _DEFINITE) or governor in _OCCUR
        if lemma in ("clash", "pogrom", "melee"):
            return False
        if lemma in ("disturbance", "disorder", "unrest", "revolt", "rebellion", "uprising", "mutiny", "insurrection"):
            own = [
                item.kind
                for c in token.children
                if c.dep_ == "prep" and c.lower_ in ("of", "in", "at", "on")
                for g in c.subtree
                if (item := analysis.item(g)) is not None
            ]
            dated = any(item.kind == "date" for item in analysis.items)
            return (
                "date" in own
                or ("place" in own and dated)
                or (
                    lemma not in ("disturbance", "disorder", "unrest")
                    and governor in _OCCUR
                    and token.dep_ in ("nsubj", "nsubjpass", "dobj")
                )
            )
        if lemma in ("strike", "strikes", "walkout", "stoppage", "lay-off", "general", "work"):
            return not mods & {"air", "drone", "missile", "military", "lucky", "first", "nuclear"}
        if lemma in ("rally", "march") and _MARKET.search(text):
            return False
        if (
            governor == "be"
            and token.dep_ in ("nsubj", "nsubjpass")
            and token.head.dep_ == "ROOT"
            and token.head.lower_ in ("are", "is")
            and not any(c.lower_ == "there" for c in token.head.children)
        ):
            return False  # "rallies are rare": a habit, not an action
        if lemma in {"picket", "vigil"}:
            return True
        if by_state and not re.search(r"(?:broke|dispers|ban|prevent|suppress|crack)", text):
            return not all(p.head.lower() in STATE_WORDS or p.head == "state_body" for p in agents)
        return True

    @staticmethod
    def _has_authors(frame: Frame, reader: FrameReader) -> bool:
        """ "issued by a group of …", "from 669 writers came … a statement": people who speak as a group."""
        text = reader.analysis.text
        if not re.search(
            r"\b(?:issued?|made|released?|published|signed|sent|came|directed|addressed|"
            r"put their names|spoke out|spoken out|handed|submitted|made public|launched|"
            r"collected|drafted|wrote|taken up)\b",
            text,
        ):
            return False
        if re.search(
            r"\b(?:spokes\w+|ministry|minister|president|prosecutor|police|court|government|"
            r"judge|Office|Service) (?:\w+ ){0,3}(?:said|issued|released|made|published)|"
            r"[Aa]ppeals? [Cc]ourt|[Cc]ourt of [Aa]ppeal|on appeal|appeal (?:hearing|"
            r"against)|letter of resignation|statement (?:of|from|by) the (?:police|"
            r"ministry|court|government|prosecutor)",
            text,
        ):
            return False
        for token in reader.doc:
            if token.pos_ not in ("NOUN", "PROPN") or token.i == frame.token.i:
                continue
            item = reader.analysis.item(token)
            by = token.dep_ in ("nsubj", "pobj", "conj") and (
                token.dep_ != "pobj" or token.head.lower_ in ("by", "from", "of", "with")
            )
            if not by:
                continue
            if (
                item is not None
                and item.kind == "organization"
                and re.search(
                    r"(?i)student|movement|union|writers|workers|lawyers|teachers|doctors|journalists",
                    text[item.start : item.end],
                )
            ):
                return True
            if (
                item is None
                and token.tag_ == "NNS"
                and reader.is_people_word(token.lower_)
                and token.lower_ not in STATE_WORDS
                and token.lower_
                not in ("officials", "members", "ministers", "leaders", "activists" if token.dep_ == "pobj" else "")
            ):
                return True
            if item is None and token.lower_ == "group" and token.dep_ in ("nsubj", "pobj"):
                return True
        return False

    def _verb_reports(self, frame: Frame, reader: FrameReader) -> bool:
        token, lemma = frame.token, frame.lemma
        subjects = reader.subjects(token)
        parties = reader._parties(subjects)
        if (
            FrameReader.is_passive(token)
            and frame.agents
            and lemma
            in ("chant", "shout", "unveil", "paint", "hang", "unfurl", "distribute", "paste", "block", "occupy")
        ):
            parties = frame.agents
        text = reader.analysis.text.lower()
        if any(w in self.scene.lexicon.police for p in parties for w in (p.head.lower(), *p.text.lower().split()[-1:])):
            return False
        state = any(
            p.head.lower() in STATE_WORDS
            or p.head in ("state_body", "country")
            or (p.item is not None and p.item.stand_in == "police")
            for p in parties
        )
        crowd = any(
            p.kind in ("group", "pronoun", "person")
            or p.head.lower() in _CROWD
            or (p.kind == "body" and p.head == "organization")
            or (p.plural and p.head[:-1].capitalize() in country_words()[1])  # "young Kenyans"
            for p in parties
        )
        if lemma in _HUMAN_ACTS and not crowd:
            crowd = any(
                (p.kind == "other" and p.plural and p.head.lower() not in self.scene.lexicon.not_people)
                or p.head.lower() in _WORKFORCES
                for p in parties
            ) or any(t.lower_ in _WORKFORCES for t in subjects)
        objects = {c.lemma_.lower() for c in token.children if c.dep_ == "dobj"}
        if lemma in _SYMBOLIC and FrameReader.is_passive(token) and frame.detail == "symbolic" and not frame.agents:
            return self._is_shown(reader, token)
        if FrameReader.is_passive(token) and lemma in (
            "burn",
            "torch",
            "smash",
            "wreck",
            "overturn",
            "set",
            "throw",
            "attack",
            "loot",
            "destroy",
            "stone",
            "besiege",
            "ransack",
        ):
            if lemma in ("loot", "ransack") and frame.agents:
                return not any(
                    p.kind == "body" or p.head.lower() in STATE_WORDS | self.scene.lexicon.police for p in frame.agents
                )
            things = {p.head.lower() for p in parties} | {t.lower_ for t in subjects}
            things = {w.rstrip("s") for w in things}
            return (
                bool(things & _BURNT)
                and bool(self.scene.events)
                and not any(p.head == "state_body" or p.head.lower() in STATE_WORDS for p in frame.agents)
            )
        if FrameReader.is_passive(token) and lemma in (
            "storm",
            "occupy",
            "block",
            "blockade",
            "picket",
            "ransack",
            "loot",
        ):
            people = any(p.kind in ("group", "person", "pronoun") or p.head.lower() in _CROWD for p in frame.agents)
            robbed = lemma in ("loot", "ransack", "picket")
            if (any(p.kind in ("group", "person") for p in parties) and not robbed) or (frame.agents and not people):
                return False  # "workers blocked by snow"
            return not any(
                (p.kind == "body" and p.head == "state_body") or p.head.lower() in STATE_WORDS for p in frame.agents
            )
        if lemma == "appear":
            return self._is_shown(reader, token)
        if state or not parties or self._is_anybody(token) or self._is_of_others(reader, subjects):
            return False
        crowd = crowd and not any(p.kind == "body" and p.head == "state_body" for p in parties)
        if frame.detail == "other":
            return crowd
        if any(p.head.lower() in _OBSERVERS for p in parties) and lemma not in (
            "protest",
            "demonstrate",
            "march",
            "strike",
            "picket",
        ):
            return False
        if lemma in ("take", "pour") and frame.detail == "demonstration":
            return True
        street = any(
            (p.kind == "group" and p.plural and (p.counted or p.head.lower() in _CROWD | _BANDS))
            or p.head.lower() in _CROWD
            for p in parties
        )
        if frame.detail == "riot" and lemma in (
            "throw",
            "stone",
            "attack",
            "burn",
            "besiege",
            "bombard",
            "fling",
            "lob",
            "torch",
            "smash",
            "wreck",
            "overturn",
            "set",
            "destroy",
            "vandalise",
            "vandalize",
            "barricade",
            "build",
            "erect",
            "break",
        ):
            if not street:
                return False
            if lemma in ("throw", "fling", "lob"):
                return bool(
                    re.search(
                        r"\b(?:stones?|bottles?|rocks?|petrol|molotov|bricks?|firebombs?|cocktails?|eggs?|tyres?)\b",
                        text,
                    )
                )
            if lemma in ("attack", "destroy", "burn", "break"):
                return (
                    not objects & {"flag", "portrait", "effigy", "people", "silence", "record", "law", "news"}
                    and bool(objects)
                ) or lemma == "break"
            return True
        if frame.detail == "demonstration" and lemma in (
            "walk",
            "stand",
            "sit",
            "chant",
            "close",
            "hold",
            "meet",
            "reach",
            "fill",
            "pack",
            "throng",
            "camp",
            "bang",
            "come",
            "arrive",
            "flock",
            "mass",
            "crowd",
            "surround",
            "shout",
            "stage",
            "keep",
            "lay",
            "light",
            "turn",
            "stream",
            "swarm",
            "file",
            "ring",
            "make",
            "follow",
            "kneel",
        ):
            if lemma in ("stand", "sit", "hold") and crowd and self._holds_up(token):
                return True  # one man with a placard
            counted = any(p.counted for p in parties)
            return street and self._is_street_act(lemma, token, objects, text, counted=counted)
        if frame.detail == "symbolic" and lemma == "burn":
            return crowd
        if lemma == "boycott":
            return street and bool(objects & {"lecture", "class", "lesson", "work", "school"})
        if lemma in ("leave", "stay", "refuse", "fast", "sew") and frame.detail in ("strike", "hunger_strike"):
            return crowd
        if lemma in ("gather", "assemble", "converge", "congregate"):
            return (
                crowd and not objects and not re.search(r"gather(?:ed|ing)? (?:evidence|information|signatures)", text)
            )
        if lemma == "protest" and all(
            (p.kind in ("person", "pronoun") and not p.plural and len(p.names) < 2)
            or (p.kind == "group" and not p.plural)
            for p in parties
        ):
            return False  # one man's complaint
        if lemma in ("protest", "demonstrate", "rally", "march", "picket"):
            if token.dep_ in ("acl", "advcl", "amod", "relcl") and token.tag_ == "VBG":
                return False
            return crowd
        if lemma in {"riot", "loot", "ransack"}:
            return crowd
        if lemma in ("hurl", "pelt"):
            return crowd and bool(
                re.search(r"\b(?:stones?|bottles?|rocks?|petrol|molotov|bricks?|firebombs?|cocktails?)\b", text)
            )
        if lemma in ("storm", "break", "occupy", "block", "blockade", "barricade"):
            return crowd and not re.search(
                r"\b(?:the market|charts|territory|region|website|access to the site)\b", text
            )
        if lemma in ("strike",):
            return crowd and not objects and any(p.kind == "group" for p in parties)
        if frame.detail == "hunger_strike":
            return crowd
        if lemma in ("walk", "down", "go", "lay", "stop"):
            return crowd and any(p.kind in ("group", "body") or p.plural for p in parties)
        if lemma in {"refuse", "begin", "stage", "take", "pour", "turn"}:
            return crowd
        if lemma in ("chant",):
            return crowd and (bool(_FANS.search(text)) or (street and self._is_street_act(lemma, token, objects, text)))
        if lemma in ("unveil", "paint", "spray", "daub", "hang", "unfurl", "distribute", "scatter", "paste"):
            quoted = any(
                (item := reader.analysis.item(c)) is not None and item.kind == "quote"
                for c in token.children
                if c.dep_ in ("dobj", "ccomp", "oprd")
            ) or re.search(r"[\"“«][^\"”»]+[\"”»] (?:\w+ ){0,4}(?:on|across|over) (?:the|a|its|their)\b", text)
            return crowd and bool(
                quoted
                or re.search(
                    r"\b(?:slogans?|banners?|leaflets?|posters?|graffiti|placards?|flags?|mural|words)\b", text
                )
            )
        if lemma in ("petition", "appeal"):
            return (
                any(p.kind == "group" and p.plural for p in parties)
                and any(
                    c.dep_ == "prep" and c.lower_ == "to" and all(g.pos_ != "PRON" for g in c.children)
                    for c in token.children
                )
                and "court" not in text
            )
        if lemma == "sit" and street:
            return self._is_street_act(lemma, token, objects, text)
        if lemma in {"sit", "fight", "squat", "lie", "kneel"}:
            return crowd and bool(
                re.search(r"police|riot|protest|road|tracks|rails|banner|placard|refus|demand|\bgates? of\b", text)
            )
        return False

    @staticmethod
    def _is_shown(reader: FrameReader, verb: Token) -> bool:
        """Whether words or leaflets were put up in public, by whomever: "a slogan had been sprayed on the wall"."""
        if reader.modality(verb) != "fact":
            return False
        subjects = reader.subjects(verb)
        told = any(
            s.lemma_.lower() in _PROTEST_OBJECTS
            or s.lower_ in _PROTEST_OBJECTS
            or ((item := reader.analysis.item(s)) is not None and item.kind == "quote")
            for s in subjects
        )
        return told and any(
            c.dep_ == "prep" and c.lower_ in ("on", "across", "over", "along", "in", "from", "outside", "around")
            for c in verb.children
        )

    @staticmethod
    def _holds_up(token: Token) -> bool:
        """Whether a verb has a placard or the like as its object, or beside it: "stood with a blank sheet"."""
        things = [c for c in token.children if c.dep_ == "dobj"]
        things += [g for c in token.children if c.lower_ == "with" for g in c.children if g.dep_ == "pobj"]
        things += [c for c in token.children if c.dep_ == "advcl" for c in c.children if c.dep_ == "dobj"]
        return any(t.lemma_.lower() in _PLACARDS for t in things)

    @staticmethod
    def _is_anybody(token: Token) -> bool:
        """Whether a clause is of whoever does it: "anyone who blocks a doorway"."""
        return (
            token.dep_ == "relcl"
            and token.tag_ in ("VBZ", "VBP")
            and token.head.lower_ in ("anyone", "anybody", "everyone", "everybody", "whoever", "those", "someone")
        )

    @staticmethod
    def _is_of_others(reader: FrameReader, subjects: list[Token]) -> bool:
        """Whether a crowd is one of something else than people: "a crowd of goats"."""
        for subject in subjects:
            if subject.lower_ not in _COLLECTIVES:
                continue
            members = [g for c in subject.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"]
            for member in members:
                word = member.lower_
                plain = member.tag_ == "NNS" and reader.analysis.item(member) is None
                if plain and word not in _CROWD and not reader.is_people_word(word):
                    return True
        return False

    def _is_street_act(self, lemma: str, token: Token, objects: set[str], text: str, *, counted: bool = False) -> bool:
        """Whether a plain verb of a crowd ("stood outside the court", "closed the road") is an action in public."""
        words = set(re.findall(r"[\w-]+", text))
        site_words = self.scene.lexicon.site_words
        prepositions = {c.lower_ for c in token.children if c.dep_ in ("prep", "prt", "advmod")}
        if lemma == "follow":
            return True  # a coffin
        if lemma in ("walk", "stream", "swarm", "file", "come", "flock", "arrive", "turn", "make"):
            return bool(
                prepositions
                & {
                    "together",
                    "to",
                    "through",
                    "along",
                    "round",
                    "around",
                    "across",
                    "past",
                    "towards",
                    "out",
                    "up",
                    "on",
                    "in",
                    "from",
                    "before",
                    "outside",
                }
            ) and bool(words & (_PUBLIC | site_words) or (lemma == "turn" and counted and not words & _OCCASIONS))
        if lemma in ("stand", "sit", "kneel"):
            return bool(
                prepositions
                & {"outside", "in", "before", "along", "on", "with", "down", "across", "around", "at", "by", "there"}
            ) and not re.search(r"\b(?:trial|dock|election|exam|parliamentary|as candidate|accused)\b", text)
        if lemma in ("close", "hold"):
            return bool(objects & _HELD)
        if lemma == "meet":
            return "with" not in prepositions and not objects
        if lemma in ("fill", "pack", "throng", "reach", "surround", "ring"):
            return bool(objects & _FILLED) or "square" in text
        if lemma in ("chant", "shout"):
            if _SLOGAN.search(text) or objects & {"slogan", "slogans"}:
                return True
            return bool(prepositions & {"outside", "in", "on", "under", "at", "before"})
        if lemma == "bang":
            return "pot" in text
        if lemma == "lay":
            return "flower" in text or "wreath" in text
        return True

    # ------------------------------------------------------------------ from mention to event

    def take(self, mention: EventMention, analysis: Analysis) -> EventDraft | None:
        """The event that a mention speaks of: an earlier one, or a new one."""
        scene = self.scene
        kind = mention.kind
        moment, spot = mention.moment, mention.spot
        if moment is not None and mention.bound == "end":
            return self._take_end(mention, analysis, moment)
        if mention.frame.modality == "negated":
            return None
        date = moment.first if moment is not None else None
        last = moment.last if moment is not None and moment.expression.hint != "list" else None
        if mention.definite and mention.frame.lemma in _DEEDS:
            date = last = spot = (
                None  # "tried in Leeds on 3 May for the burning": the day and the place are the court's
            )
        wide = spot is not None and (
            spot.level == COUNTRY or spot.preposition in ("across", "throughout") or spot.listed > 1
        )
        before = analysis.text[: mention.frame.start]
        wave = kind in ("demonstration", "riot", "strike") and (
            bool(
                mention.plural
                and (
                    _WAVE_WORDS.search(before)
                    or wide
                    or ((date is None or date.day is None) and (not mention.definite or _has_own_date(mention)))
                )
            )
        )
        told = scene.event
        if (
            (wave and date is None and spot is not None and not wide and spot.level == SETTLEMENT)
            and (
                scene.dated_block == analysis.passage.block
                or (told is not None and told.block == analysis.passage.block and told.start_date.day is not None)
            )
            and not _WAVE_WORDS.search(before)
        ):
            wave = False  # one more place in the story of one day
        if wave and date is not None and date.day is not None and last is None:
            wave = False
        if wave and spot is not None and spot.listed > 1 and not _WAVE_WORDS.search(before):
            wave = False  # rallies that are only listed are one row
        spread = spot is not None and spot.preposition in ("across", "throughout")
        undated = date is None or date.day is None
        if not mention.frame.nominal and spread and undated and kind == "demonstration":
            kind = "protest_wave"  # "have been demonstrating in most counties"
        if wave and (kind == "demonstration" or spread or _WAVE_WORDS.search(before)):
            kind = "protest_wave"
        same = self._find(mention, kind, date, spot)
        if same is None and date is None and spot is None:
            held = self._part_of(mention, kind, analysis)
            if held is not None or (mention.plain and not mention.agents):
                return held
        if same is None and (
            self._defines_title(mention, analysis)
            or (date is None and spot is None and self._is_lead(analysis) and kind in ("demonstration", "protest_wave"))
        ):
            same = next(e for e in scene.events if e.is_title)
        titled = _NAMED.search(analysis.text[: mention.frame.end])
        named = titled is not None and titled.end() == mention.frame.end and same is None
        if (
            same is None
            and not named
            and mention.definite
            and date is None
            and (spot is None or spot.level == COUNTRY)
            and not mention.told
        ):
            return None
        if named and titled is not None:
            kind = "protest_wave" if mention.plural else kind
        elif (
            same is None
            and mention.definite
            and mention.frame.nominal
            and not _has_own_date(mention)
            and not mention.told
            and not (
                not scene.events
                and ((spot is not None and spot.level == SETTLEMENT) or (date is not None and date.month is not None))
            )
            and (
                (not mention.occurs and (date is None or date.day is None))
                or any(t.dep_ == "relcl" for t in list(mention.frame.token.ancestors)[:2])
            )
        ):
            return None  # "the march", "the stoppage": an action that the text has not told
        if same is None and not named and not mention.occurs and not mention.told and date is None and spot is None:
            return None
        if same is None and date is None and spot is None and kind == "protest_wave" and not self._is_spread(mention):
            return None
        if same is None and date is None and spot is None and not self._context_fits():
            dated, spot = mention.near
            if spot is None and not dated and not (mention.told and self._is_news()):
                return None
        if same is None:
            same = self._new(mention, kind, analysis, date, last, spot)
            if same is None:
                return None
            same.in_passing = self._looks_back(mention, same)
            same.behind_bars = _is_behind_bars(mention.frame.token)
            if mention.aside:
                same.in_aside = True
                if moment is None:
                    same.start_date = Partial()  # the day that holds is that of the trial
            if named and titled is not None:
                same.name = titled.group(0)
                same.note("name", (analysis.passage, titled.start(), titled.end()))
                year = re.search(r"\b(1[6-9]\d\d|20\d\d)\b", titled.group(0))
                if year is not None:
                    same.start_date, same.end_date = Partial(int(year[1])), None
        else:
            self._enrich(same, mention, date, last, spot)
            if same.is_title and moment is not None and self._is_lead(analysis):
                bind(same, analysis, "begin", moment)
        if mention.until is not None:
            bind(same, analysis, "end", mention.until)
        same.last_seen = analysis.passage.ordinal
        same.cite(mention.where)
        if not same.in_passing:
            scene.event = same
        self._actors(same, mention)
        if (
            moment is not None
            and moment.expression.hint == "list"
            and moment.last is not None
            and kind in ("symbolic", "demonstration", "strike", "sit_in")
        ):
            twin = self._new(mention, kind, analysis, moment.last, None, spot)
            if twin is not None:
                twin.last_seen = analysis.passage.ordinal
        return same

    def _part_of(self, mention: EventMention, kind: str, analysis: Analysis) -> EventDraft | None:
        """The action just told of which a deed without time or place of its own is a part.

        A gathering that turns violent is one riot; how an action was carried out is no other.
        """
        told, passage = self.scene.event, analysis.passage
        if told is None or told.is_title or told.kind not in _IN_PUBLIC or told.section != passage.section:
            return None
        token = mention.frame.token
        if mention.frame.nominal or passage.ordinal - told.last_seen > 2:
            return None
        if kind == "riot" and told.passage is passage and self._goes_on(token, told, analysis):
            told.kind = kind  # "gathered at the mill and broke down its gates"
        elif not (mention.plain and kind in _IN_PUBLIC | {"symbolic"}):
            return None
        told.last_seen = passage.ordinal
        told.cite(mention.where)
        return told

    def _is_spread(self, mention: EventMention) -> bool:
        """Whether the text says that actions took place here and there: "were held in several cities"."""
        passage, start, _ = mention.where
        return mention.occurs and self.scene.time.anchor.year is not None and bool(_SPREAD.search(passage.text, start))

    def _looks_back(self, mention: EventMention, event: EventDraft) -> bool:
        """Whether a noun with its own date names something older than what the text is about."""
        day = (event.start_date.year or 0, event.start_date.month or 0)
        later = any(
            (e.start_date.year or 0, e.start_date.month or 0) > day
            for e in self.scene.events
            if e is not event and not e.in_passing
        )
        return later and mention.definite and not mention.occurs and _has_own_date(mention)

    @staticmethod
    def _goes_on(token: Token, told: EventDraft, analysis: Analysis) -> bool:
        leader = _leader(token)
        return leader is not None and analysis.span(leader)[0] == told.start

    def _take_end(self, mention: EventMention, analysis: Analysis, moment: Moment) -> EventDraft | None:
        """The event of which a mention gives the end: one that is told, or a new one without a beginning."""
        if mention.frame.modality == "negated":  # "called off": what had begun ended, what had not never was
            event = self._find(mention, mention.kind, None, None) if mention.definite else None
            started = event is not None and _is_before(event.start_date, moment.first)
            event = event if started else None
            if event is None and mention.definite and mention.kind in _LASTING and _GOING_ON.search(analysis.text):
                going = replace(mention.frame, modality="fact")
                event = self.take(replace(mention, frame=going, bound="", until=None, told=True), analysis)
                if event is not None and event.start_date == moment.first:
                    event.start_date = Partial()
        else:
            event = self.take(replace(mention, moment=None, bound="", until=None), analysis)
        if event is None:
            return None
        if event.ordinal == analysis.passage.ordinal and event.start_date == self.scene.time.anchor:
            event.start_date = Partial()  # not even the day of its end is that of its beginning
        bind(event, analysis, "end", moment)
        return event

    def tell_bounds(self, analysis: Analysis, moments: list[Moment]) -> None:
        """What "it" and "they" began, lasted or ended: the event that was spoken of last."""
        events = self.scene.events
        event = events[0] if self._is_lead(analysis) else self.scene.event
        if event is None or (analysis.passage.ordinal - event.last_seen > 1 and not self._is_lead(analysis)):
            return
        back = ends_strike(analysis, moments)
        if back is not None and event.kind == "strike":
            bind(event, analysis, "end", back)
            event.cite(back.where)
        for bound, moment in told_of_pronouns(analysis, moments):
            bind(event, analysis, bound, moment)
            event.cite(moment.where)

    def _defines_title(self, mention: EventMention, analysis: Analysis) -> bool:
        """ "The X riots were two days of unrest …": the first passage says what the title's event was."""
        if (
            not self.scene.events
            or not self.scene.events[0].is_title
            or self.first_body not in (None, analysis.passage.ordinal)
        ):
            return False
        token = mention.frame.token
        for ancestor in [token, *list(token.ancestors)[:4]]:
            if ancestor.dep_ == "attr" and ancestor.head.lemma_ == "be":
                return True
            if ancestor.dep_ in ("nsubj", "nsubjpass") and ancestor.head.dep_ == "ROOT" and ancestor.i < 8:
                return True
        return False

    def _is_lead(self, analysis: Analysis) -> bool:
        """Whether the passage is in the first paragraph of an article on an action, which speaks of it as a whole."""
        events = self.scene.events
        return bool(events) and events[0].is_title and analysis.passage.block == self.first_block

    def _context_fits(self) -> bool:
        scene = self.scene
        return scene.time.anchor.day is not None or scene.context_place() is not None

    def _is_news(self) -> bool:
        """Whether the day of publication places what is told without a date."""
        document = self.scene.document
        return document.published_on is not None and document.document_type == "news"

    def _find(self, mention: EventMention, kind: str, date: Partial | None, spot: Spot | None) -> EventDraft | None:
        scene = self.scene
        best: tuple[float, EventDraft] | None = None
        for event in scene.events:
            waits = event.in_aside and event.start_date.day is None and {event.kind, kind} <= _IN_PUBLIC
            if not waits and not _same_family(event.kind, kind, definite=mention.definite or mention.plain):
                continue
            of_a_day = not mention.plural and date is not None and date.day is not None
            if event.kind == "protest_wave" and of_a_day and (event.start_date != date or event.end_date is not None):
                continue  # "the gathering" of one day is not the wave of several
            score = 2.0 if waits and date is not None and date.day is not None else 0.0
            if (date is not None and date.year is not None) or (date is not None and date.day is not None):
                if event.start_date.year is None and event.start_date.day is None:
                    score += 0.5
                elif _within(date, event):
                    score += (
                        3
                        if event.start_date == date
                        else (
                            1.5
                            if mention.definite or (event.kind == kind and event.start_date.iso() == date.iso())
                            else -1
                        )
                    )
                else:
                    continue
            if spot is not None:
                if event.place is None:
                    score += 0.3
                elif event.place.entity_id == spot.entity.entity_id:
                    score += 2
                elif spot.level == COUNTRY and event.kind != "protest_wave":
                    score += 0
                elif (
                    spot.level == SETTLEMENT
                    and event.place_level in (1, 2)
                    and date is not None
                    and event.kind == kind
                    and event.start_date == date
                    and not event.is_title
                ):
                    score -= 1
                elif event.spans.get("place") == spot.where:
                    score += 2  # one list of towns, of which the event has the country
                elif event.kind == "protest_wave" and kind == "protest_wave":
                    continue
                elif spot.inside_name:
                    score += 0
                else:
                    continue
            recent = mention.where[0].ordinal - event.last_seen
            if date is None and spot is None:
                if not mention.definite and event.kind != kind:
                    continue
                if event.section != scene.section and not event.is_title and recent > 12:
                    score -= 2
                score += 2.0 if mention.definite else 0.6
            if (
                mention.indefinite
                and not event.is_title
                and not (
                    date is not None
                    and event.start_date == date
                    and (spot is None or (event.place is not None and event.place.entity_id == spot.entity.entity_id))
                )
            ):
                score -= 1.5
            if kind == "statement" and not mention.definite:
                score -= 3
            if mention.definite and date is None and mention.plural and event.kind == "protest_wave":
                score += 1.0 if event.last_seen == 0 or event.is_title else 0.4
            if mention.plural != (event.plural or event.kind == "protest_wave") and date is None:
                score -= 0.5
            score += 1.2 * max(0.0, 1 - recent / 15)
            if event.section == scene.section:
                score += 0.4
            if event.is_title and not mention.definite and kind != event.kind:
                score -= 2
            threshold = 1.6 if mention.definite else 2.2
            if date is None and spot is None and not mention.definite:
                threshold = 1.4
            if score >= threshold and (best is None or score > best[0]):
                best = (score, event)
        return best[1] if best else None

    def _new(
        self,
        mention: EventMention,
        kind: str,
        analysis: Analysis,
        date: Partial | None,
        last: Partial | None,
        spot: Spot | None,
    ) -> EventDraft | None:
        scene = self.scene
        passage = analysis.passage
        draft = EventDraft(
            passage,
            mention.frame.start,
            mention.frame.end,
            kind=kind,
            section=passage.section,
            block=passage.block,
            ordinal=passage.ordinal,
            last_seen=passage.ordinal,
            plural=mention.plural,
            prevented=mention.frame.modality == "attempted",
        )
        if date is not None and (date.year is not None or date.day is not None):
            draft.start_date, draft.end_date = date, last
            if mention.moment is not None:
                draft.note("start_date", mention.moment.where)
        elif kind not in ("protest_wave",):
            anchor = scene.time.anchor
            if (
                scene.event is not None
                and scene.event.section == passage.section
                and scene.event.start_date.year is not None
                and scene.event.kind != "protest_wave"
                and not (scene.dated_at >= scene.event.last_seen and anchor.day is not None)
            ):
                anchor = scene.event.start_date
            if anchor.year is None and scene.time.year is not None:
                anchor = Partial(scene.time.year)
            if anchor.year is None and scene.document.published_on is not None and anchor.day is None:
                anchor = (
                    Partial(scene.document.published_on.year, scene.document.published_on.month)
                    if scene.document.document_type in ("news",)
                    else Partial()
                )
            draft.start_date = anchor
        elif scene.time.year is not None:
            month = scene.time.anchor.month if self._is_spread(mention) and not mention.definite else None
            draft.start_date = Partial(scene.time.year, month)
        if spot is not None and spot.level == COUNTRY and spot.preposition == "" and scene.context_place() is not None:
            spot = scene.context_place()
        if spot is None and kind == "statement":
            spot = scene.document_place  # it is made by people of the country, not where the story just was
            if spot is None and scene.country is not None:
                draft.place, draft.place_level = scene.country, COUNTRY
        elif spot is None:
            at_hand = scene.event
            near = (
                at_hand is not None
                and at_hand.section == passage.section
                and at_hand.kind != "protest_wave"
                and passage.ordinal - at_hand.last_seen <= 6
            )
            if (
                near
                and at_hand is not None
                and at_hand.place is not None
                and at_hand.place_level == SETTLEMENT
                and scene.place is None
            ):
                draft.place, draft.place_level = at_hand.place, SETTLEMENT
                draft.note("place", at_hand.spans.get("place"))
            spot = scene.context_place() if draft.place is None else None
            wide = spot is None or spot.level != SETTLEMENT or (mention.definite and _has_own_date(mention))
            wide = wide or self._is_spread(mention)
            if kind == "protest_wave" and scene.country is not None and wide:
                draft.place, draft.place_level = scene.country, COUNTRY
                spot = None
        if spot is not None:
            listed = spot.listed > 1 or (spot.preposition in ("across", "throughout") and spot.level == SETTLEMENT)
            if listed and kind in ("protest_wave", "demonstration", "strike") and scene.country is not None:
                draft.place, draft.place_level = scene.country, COUNTRY
                draft.note("place", spot.where)
            else:
                self._set_place(draft, spot)
        elif draft.place is None and scene.country is not None:
            draft.place, draft.place_level = scene.country, COUNTRY
        if draft.place is None and draft.start_date.iso() is None:
            return None
        draft.site = self._site(analysis)
        if self.heading_name is not None and _same_family(kind, self.heading_name[1], definite=True):
            draft.name = self.heading_name[0]
            draft.note("name", (self.heading_name[2], 0, len(self.heading_name[2].text)))
            self.heading_name = None
        named = re.search(
            r"(?:called|named|dubbed|known as|titled|entitled|a|the) [\"“]([^\"”]{3,60})[\"”]\s*$|^",
            analysis.text[max(0, mention.frame.start - 70) : mention.frame.start],
        )
        if named and named[1]:
            draft.name = named[1].strip(" ,.")
            draft.note("name", mention.where)
        if not any(e is not draft and not e.is_title for e in scene.events) and kind not in (
            "protest_wave",
            "statement",
        ):
            for waiting in scene.detentions:
                if waiting.event is None and 0 <= passage.ordinal - waiting.passage.ordinal <= 2:
                    waiting.event = draft  # the lead told who was taken before it told at what
        scene.events.append(draft)
        return draft

    def _set_place(self, draft: EventDraft, spot: Spot) -> None:
        draft.place, draft.place_level = spot.entity, spot.level
        draft.note("place", spot.where)

    def _site(self, analysis: Analysis) -> str | None:
        """A street, square or building that the action is said to be at, in the text's words."""
        for match in re.finditer(
            r"\b(?:in front of|outside|at|in|on|along|near|inside|before|around|to) ((?:the )?(?:[\w'’.-]+ ){0,6}?(?:"
            + "|".join(sorted(map(re.escape, self.scene.lexicon.site_words), key=len, reverse=True))
            + r")s?)\b(?! of the city)",
            analysis.text,
        ):
            phrase = match[1]
            if len(phrase.split()) > 8 or re.search(r"\b(?:were|was|who|and|had|people|police)\b", phrase):
                continue
            return re.sub(r"^the ", "", phrase)
        return None

    def _enrich(
        self, event: EventDraft, mention: EventMention, date: Partial | None, last: Partial | None, spot: Spot | None
    ) -> None:
        if date is not None and date.year is not None:
            here = event.start_date
            if here.year is None or (
                here.day is None
                and date.day is not None
                and (here.month in (None, date.month))
                and here.year == date.year
                and event.kind != "protest_wave"
            ):
                event.start_date = date
                if mention.moment is not None:
                    event.spans["start_date"] = mention.moment.where
            if last is not None and event.end_date is None and event.start_date == date:
                event.end_date = last
        if (
            spot is not None
            and spot.level > event.place_level
            and event.kind != "protest_wave"
            and spot.preposition in ("in", "at", "outside", "near", "of", "poss")
            and spot.listed == 1
        ):
            event.place, event.place_level = spot.entity, spot.level
            event.spans["place"] = spot.where

    def _actors(self, event: EventDraft, mention: EventMention) -> None:
        people = [
            p
            for p in mention.agents
            if p.kind == "person" or (p.kind == "pronoun" and not p.plural and p.pronoun not in _NOT_ONE)
        ]
        if (
            people
            and len(people) == len(mention.agents)
            and event.low is None
            and event.high is None
            and event.kind in ("hunger_strike", "sit_in", "symbolic", "other", "demonstration")
            and mention.occurs
        ):
            size = float(sum(max(1, len(p.names)) for p in people))
            event.low = event.high = size
            begin, end = min(p.span[0] for p in people), max(p.span[1] for p in people)
            event.note("participants", (mention.where[0], begin, end))

    # ------------------------------------------------------------------ at the end

    def finish(self) -> None:
        """Nest what grew out of what: a riot under its rally, everything under the wave that covers it."""
        events = self.scene.events
        for event in events:
            if event.parent is not None:
                continue
            best: tuple[float, EventDraft] | None = None
            for other in events:
                if other is event or _descends(other, event):
                    continue
                if (other.kind == "protest_wave" and event.kind != "protest_wave") or (
                    other.is_title and not event.is_title
                ):
                    if not _covers(other, event):
                        continue
                    score = 1.0 + (0.5 if not other.is_title else 0) + (0.3 if other.section == event.section else 0)
                elif (
                    event.kind in ("riot", "sit_in", "hunger_strike")
                    and other.kind == "demonstration"
                    and other.start_date.day
                    and other.start_date == event.start_date
                    and other.place is event.place
                ):
                    score = 2.0
                else:
                    continue
                if best is None or score > best[0]:
                    best = (score, other)
            if best is not None:
                event.parent = best[1]


def _is_charge(token: Token) -> bool:
    """Whether a deed is what somebody was tried or arrested for: "fined for blocking the road"."""
    while token.dep_ in ("conj", "advcl") and token.tag_ == "VBG" and token.head.tag_ == "VBG":
        token = token.head
    return token.dep_ == "pcomp" and token.head.lower_ in ("for", "of", "with", "over", "on")


def _has_own_date(mention: EventMention) -> bool:
    """Whether a noun carries its own date: "the 1997 stay-away", "last year's march", "the sit-in at X last May"."""
    moment = mention.moment
    return moment is not None and moment.first.year is not None and _is_own(mention.frame.token, moment)


def _is_own(token: Token, moment: Moment) -> bool:
    if moment.token is None:
        return False
    if token in moment.token.ancestors:
        return not any(t.pos_ == "VERB" for t in moment.token.ancestors if token in t.ancestors)
    between = token.doc[token.i + 1 : moment.token.i]
    return moment.token.i > token.i and all(
        t.pos_ in ("ADP", "DET", "ADJ", "PROPN", "NOUN", "PUNCT", "PART") for t in between
    )


def _is_before_clause(token: Token) -> bool:
    """Whether a noun is what came before the clause that it stands in: "fined after the march"."""
    return token.dep_ == "pobj" and token.head.lower_ in ("after", "over", "following", "since")


def _relatives(token: Token) -> list[Token]:
    """The verbs of a noun's relative clauses; the parser may hang them on what stands behind the noun."""
    nouns = [token, *(g for c in token.children if c.dep_ == "prep" for g in c.children)]
    return [c for noun in nouns for c in noun.children if c.dep_ == "relcl"]


def _goes_through(token: Token) -> bool:
    """Whether a noun is the subject of a verb that neither begins nor ends it: "the strike entered its third week"."""
    verb = token.head
    if token.dep_ not in ("nsubj", "nsubjpass"):
        return False
    if verb.lemma_.lower() == "take":
        return not any(c.lower_ == "place" for c in verb.children)
    if verb.lemma_.lower() in _OCCUR | _FORCE_VERBS:
        return False
    return bound_of(verb) == ""


def _is_told_of(frame: Frame) -> bool:
    """Whether a relative clause says that it happened: "may I correct your report of the petition that was sent"."""
    if not frame.nominal or frame.modality not in ("possible", "asked"):
        return False
    past = {"was", "were", "had"}
    return any(
        c.tag_ == "VBD" or any(g.lower_ in past for g in c.children if g.dep_ in ("aux", "auxpass"))
        for c in _relatives(frame.token)
    )


def _is_behind_bars(token: Token) -> bool:
    """Whether an action was inside a place of custody: "a sit-in at the prison guards' office"."""
    heads = (token, token.head) if token.dep_ == "dobj" else (token,)
    return any(
        c.lower_ in ("in", "at", "inside", "within") and any(t.lower_ in _CUSTODY for t in c.subtree)
        for head in heads
        for c in head.children
        if c.dep_ == "prep" and not any(t.lower_ in ("front", "gate", "gates") for t in c.subtree)
    )


def _leader(token: Token) -> Token | None:
    """The verb that a deed goes on from: "they gathered at the mill and set about breaking its gates"."""
    current = token
    while True:
        if any(c.dep_ in ("nsubj", "nsubjpass") for c in current.children):
            return None
        above = current.head.head if current.dep_ == "pcomp" else current.head
        if current.dep_ not in ("conj", "xcomp", "pcomp") or above.pos_ != "VERB" or above.i >= token.i:
            return None
        if current.dep_ == "conj":
            return above
        current = above


def _descends(event: EventDraft, ancestor: EventDraft) -> bool:
    seen = 0
    current: EventDraft | None = event
    while current is not None and seen < 20:
        if current is ancestor:
            return True
        current, seen = current.parent, seen + 1
    return False


def _same_family(a: str, b: str, *, definite: bool) -> bool:
    return a == b or (definite and ({a, b} <= {"demonstration", "protest_wave"} or {a, b} <= _IN_PUBLIC))


def _is_before(start: Partial, day: Partial) -> bool:
    a, b = start.exact(), day.exact()
    return a is not None and b is not None and a < b


def _within(date: Partial, event: EventDraft) -> bool:
    """Whether a date can be the event's, at the coarser precision, or lies in its range."""
    start, end = event.start_date, event.end_date
    if start.year is None or date.year is None:
        return (start.month, start.day) == (date.month, date.day) or start.day is None or date.day is None
    low = (start.year, start.month or 1, start.day or 1)
    stop = end if end is not None else start
    high = (stop.year or start.year, stop.month or 12, stop.day or 31)
    first = (date.year, date.month or 1, date.day or 1)
    final = (date.year, date.month or 12, date.day or 31)
    return first <= high and low <= final


def _covers(wave: EventDraft, event: EventDraft) -> bool:
    if event.start_date.year is not None and wave.start_date.year is not None and not _within(event.start_date, wave):
        return False
    if event.start_date.year is None and not wave.is_title:
        return event.section == wave.section
    if wave.place is None or event.place is None or wave.place_level != SETTLEMENT:
        return True
    return wave.place.entity_id == event.place.entity_id
