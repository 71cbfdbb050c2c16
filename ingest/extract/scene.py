"""What holds while a document is read: time, place, who was spoken of last, and which event is at hand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from ingest.extract.cast import NAMELESS, Cast, sex_of_noun, singular
from ingest.extract.drafts import DetentionDraft, EventDraft, FigureDraft, SentenceDraft, Where
from ingest.extract.entities import Entities, Entity
from ingest.extract.frames import Party
from ingest.gazetteer import PlaceNames
from ingest.language.analysis import Analysis, Item
from ingest.language.dates import DateContext, DateExpression, Partial, resolve
from ingest.language.lexicon import Lexicon, word_set
from ingest.language.names import STREET_FIRST, Name
from ingest.language.parse import Token
from ingest.model import Document, Passage

_SITE_AFTER = re.compile(
    r" (?:mosque|church|cathedral|square|street|avenue|road|park|market|bazaar|"
    r"bridge|stadium|university|hospital|monument|boulevard|palace|gate|theatre|"
    r"temple|metro|embassy|consulate|factory|mill|mine|school|airport|hotel|"
    r"building|cemetery|plaza|checkpoint|campus|barracks|roundabout|intersection|works|"
    r"colliery|pier|docks?|racecourse|courthouse)\b"
)
_FORCE = re.compile(
    r"(?:(?:the|a|an|some|other|more|his|her|their|its|several|dozens of|hundreds of|local|armed) )*"
    r"(?P<body>(?:[\w'’-]+ ){0,3}?(?P<head>[\w-]+))(?= (?:of|in|from|at|with|who|that|on)\b|,|$)",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\b(?:until|till|expir\w+|ending|to last until)(?: (?:on|at least|after|about|the))* $")
_LABEL = re.compile(r"(?:[^\w]*\d{1,2}[.:]\d\d(?: ?[ap]\.?m\.?)?)?[^\w]*$", re.IGNORECASE)
"""What may stand before the place that labels an entry: "16.45 Mangaluru: officers …", "– Lucknow: …"."""
_OF_A_LIFE = re.compile(
    rf"(?:\b(?:{'|'.join(sorted(word_set('life_tie'), key=len, reverse=True))})"
    r"(?: (?!(?:and|but|or|was|were|is|when|where|after|before|while)\b)[\w'’-]+){0,4}? "
    r"(?:in|at|from|of|to|near)(?: the)?(?: (?:University|College|Academy|Institute|School)s? of)? )$",
    re.IGNORECASE,
)
"""What ties a place to somebody's life and to nothing told: "born in", "who studied law at", "a native of"."""
_TOPICS = word_set("topic_noun")
_WIDE = re.compile(
    rf"\b(?:all over|up and down|(?:{'|'.join(sorted(word_set('wide_place')))}) of)(?: the)? $", re.IGNORECASE
)
"""What spreads an action over the place that follows: "in most provinces of", "all over"."""
_AND_MORE = re.compile(
    rf",? (?:and|as well as) (?:in |at )?(?:\w+ )?(?:many|several|some|various|numerous|other|dozens of|a dozen) "
    rf"(?:other )?(?:{'|'.join(sorted(word_set('wide_place')))}|places)\b",
    re.IGNORECASE,
)
"""What makes a place one of many: "in Leeds and many other cities"."""
_LABELLED = re.compile(r"(?:[^\w]*\d{1,2}[.:]\d\d(?: ?[ap]\.?m\.?)?)?[^\w]*[A-Z][^.:;,]{1,30}: ")
_SPEAKER = re.compile(r"(?:[A-Z][\w.]{1,12} ){0,3}")
"""What may stand before the name of somebody whose words follow: "Lord ", "The Hon. Mr. "."""
_REPORTING = word_set("reporting_verb")
_PLACE_HEADS = frozenset(
    {
        "part",
        "parts",
        "street",
        "streets",
        "outskirts",
        "centre",
        "center",
        "north",
        "south",
        "east",
        "west",
        "middle",
        "heart",
        "walls",
        "squares",
        "suburbs",
        "edge",
        "area",
        "areas",
        "districts",
        "quarters",
        "rest",
        "capital",
        "port",
        "ports",
        "university",
        "mosque",
        "bazaar",
    }
)
_TO_COME = word_set("hearing_verb")
_COUNTRY_AT_LARGE = re.compile(
    r"\b(?:(?P<prep>across|throughout|over|around|all over) (?:much of |most of )?(?:the|this) (?:whole |entire )?"
    r"|in (?:(?:much|most|the rest|other parts|many parts|all parts) of (?:the|this) |the (?:whole|entire) ))"
    r"(?P<word>country|nation|republic)\b",
    re.IGNORECASE,
)
COUNTRY, REGION, SETTLEMENT = 1, 2, 3
_LATE = 60
"""So many days after its dateline a text may be published."""
_AT_HAND = 3
"""So many passages behind a group "the activists" are still the group."""


def ends_there(text: str, start: int) -> bool:
    """Whether a date is that of a term's end ("until 14 January"), which is no time of anything told."""
    return bool(_UNTIL.search(text[max(0, start - 24) : start]))


@dataclass(frozen=True, slots=True)
class Moment:
    """A date expression of a passage with its meaning; ``token`` is its word in the parse."""

    expression: DateExpression
    first: Partial
    last: Partial | None
    token: Token | None
    where: Where

    @property
    def is_known(self) -> bool:
        return self.first.year is not None or self.first.day is not None


@dataclass(frozen=True, slots=True)
class Spot:
    """A place named in a passage: its entity, how fine it is, its word in the parse and the preposition before it."""

    entity: Entity
    level: int
    token: Token | None
    where: Where
    preposition: str
    listed: int = 1
    inside_name: bool = False
    is_label: bool = False
    """It opens an entry and says where all of it was: "Mangaluru: officers …"."""


@dataclass(slots=True)
class Focus:
    """People spoken of, latest last; ``pairs`` and ``plurals`` for "both" and "they"."""

    people: list[Entity] = field(default_factory=list)
    plural: tuple[Entity, ...] = ()
    plural_at: int = -9
    plural_drafts: list[DetentionDraft] = field(default_factory=list)
    subject: Entity | None = None
    entry: tuple[Entity, int] | None = None
    """Whose entry of a list of people the text is at, and the block that it stands in."""
    gender: dict[str, str] = field(default_factory=dict)


class Scene:
    """The state of one walk through one document."""

    def __init__(self, document: Document, entities: Entities, places: PlaceNames, lexicon: Lexicon) -> None:
        self.document = document
        self.entities = entities
        self.places = places
        self.lexicon = lexicon
        self.time = DateContext(published_on=document.published_on)
        self.court_time: DateContext | None = None
        self._days: dict[tuple[int | None, int | None], int] = {}
        self.place: Spot | None = None
        self.section_place: Spot | None = None
        self.document_place: Spot | None = None
        self.labelled: Spot | None = None
        self.dated_at = -1
        self.dated_block = -1
        self.country: Entity | None = None
        self.focus = Focus()
        self.events: list[EventDraft] = []
        self.detentions: list[DetentionDraft] = []
        self.sentences: list[SentenceDraft] = []
        self.figures: list[FigureDraft] = []
        self.event: EventDraft | None = None
        self.section = 0
        self.block = -1
        self.last_court: tuple[Entity | None, str] | None = None
        self.last_charges: tuple[str, ...] = ()
        self.forced_people: set[str] = set()
        self.ordinal = 0
        self.plural_block = -1
        self.listed: list[Entity] = []
        self.officials: set[str] = set()
        self.cast = Cast(lexicon, is_official=self.is_official, sex_of=lambda p: self.focus.gender.get(p.entity_id, ""))

    # ------------------------------------------------------------------ time

    def moments(self, analysis: Analysis, legal: frozenset[int] = frozenset()) -> list[Moment]:
        """Resolve the passage's dates in reading order and move the chains of time on.

        What happens on the street and what courts do later are two chains: after "in January 2021 the court …"
        the story goes back to its own year. ``legal`` are the token indices of court frames.
        """
        found: list[Moment] = []
        for expression in analysis.dates:
            if expression.is_invalid or expression.hint == "life":
                continue
            if analysis.head.is_dateline and expression.start < analysis.head.end:
                self.write_on(expression)
                continue
            token = self.token_at(analysis, expression.start)
            in_court = token is not None and any(t.i in legal for t in token.ancestors)
            chain = self.court_time if in_court and self.court_time is not None else self.time
            first, last = self._as_before(expression, *resolve(expression, chain))
            where = (analysis.passage, expression.start, expression.end)
            found.append(Moment(expression, first, last, token, where))
            if first.year is not None or first.day is not None:
                anchor = first if last is None or expression.hint == "list" else last
                if ends_there(analysis.text, expression.start):
                    continue
                if expression.kind == "year" and (
                    self._is_aside(analysis, expression) or self.time.anchor.year == first.year
                ):
                    continue
                if (
                    expression.kind == "year"
                    and self.time.anchor.day is not None
                    and (first.year or 0) < (self.time.anchor.year or 0)
                ):
                    continue  # a look back does not move the story
                if in_court:
                    self.court_time = chain.moved(anchor)
                    if self.time.anchor.iso() is None:
                        self.time = self.time.moved(Partial(anchor.year))
                else:
                    self.time = self.time.moved(anchor)
                    self.court_time = None
                    if anchor.day is not None:
                        self.dated_at, self.dated_block = analysis.passage.ordinal, analysis.passage.block
        return found

    def write_on(self, expression: DateExpression) -> None:
        """Move the day on which the text is written to that of a dateline: its "yesterday" is the day before."""
        published = self.document.published_on
        day = resolve(expression, replace(self.time, published_on=published))[0]
        written = day.exact()
        if written is None or (published is not None and not 0 <= (published - written).days <= _LATE):
            if published is None and day.iso() is not None:
                self.time = self.time.moved(day)
            return
        self.time = replace(self.time.moved(day), published_on=written)
        self.court_time = None

    def _as_before(
        self, expression: DateExpression, first: Partial, last: Partial | None
    ) -> tuple[Partial, Partial | None]:
        """A day without a year that the text has told before is the same day: the lead's "20 June" in its body."""
        if expression.kind != "day" or expression.first.month is None or last is not None:
            return first, last
        day = (first.month, first.day)
        if expression.first.year is None and day in self._days:
            return replace(first, year=self._days[day]), last
        if first.year is not None:
            self._days.setdefault(day, first.year)
        return first, last

    @staticmethod
    def _is_aside(analysis: Analysis, expression: DateExpression) -> bool:
        before = analysis.text[max(0, expression.start - 14) : expression.start].lower()
        return not re.search(
            r"\b(?:in|during|by|late|early|throughout|of (?:january|february|march|april|"
            r"may|june|july|august|september|october|november|december)) $|^$",
            before,
        )

    @staticmethod
    def token_at(analysis: Analysis, position: int) -> Token | None:
        if analysis.doc is None:
            return None
        for token in analysis.doc:
            start, end = analysis.span(token)
            if start <= position < end:
                item = analysis.item(token)
                if item is not None and item.start == start and len(item.stand_in.split()) > 1:
                    # a stand-in of several words: its head is the one whose governor lies outside
                    group = [t for t in analysis.doc if analysis.item(t) is item]
                    return next((t for t in group if t.head not in group or t.head.i == t.i), token)
                return token
        return None

    def date_for(
        self,
        frame_token: Token,
        moments: list[Moment],
        others: list[Token],
        *,
        allow_shared: bool = True,
        limit: float = 12.0,
    ) -> Moment | None:
        """The date that belongs to a frame: the one nearest to it in the parse, not owned by another frame."""
        best: tuple[float, int, Moment] | None = None
        chain = [frame_token, *frame_token.ancestors]
        perfect = next((t for t in chain[:3] if t.dep_ in ("relcl", "acl")), None)
        if perfect is not None and any(
            c.lower_ in ("had", "'d") and c.dep_ == "aux" for t in chain[: chain.index(perfect) + 1] for c in t.children
        ):
            chain = chain[: chain.index(perfect) + 1]  # "who had been arrested": the main verb's date is later
        others_i = {t.i for t in others if t.i != frame_token.i}
        if frame_token.dep_ == "acl" and frame_token.tag_ == "VBN":
            # "of those held, nine were freed by noon": the day of the other deed is later
            outer = next((n for n, t in enumerate(chain) if n and t.i in others_i and t.pos_ == "VERB"), None)
            chain = chain[:outer]
        told = next((n for n, t in enumerate(chain) if n and t.lemma_.lower() in _REPORTING and t.pos_ == "VERB"), None)
        if told is not None:
            chain = chain[:told]  # "said on Monday that …": the day of the saying is not the day of the deed
        rank = {t.i: n for n, t in enumerate(chain)}
        for moment in moments:
            if not moment.is_known or moment.token is None:
                continue
            owner = None
            score = None
            for steps, ancestor in enumerate([moment.token, *moment.token.ancestors]):
                if ancestor.i == frame_token.i:
                    score = steps * 0.5
                    break
                if ancestor.i in rank:
                    score = steps * 0.5 + rank[ancestor.i] + 1.0
                    break
                if ancestor.i in others_i and owner is None:
                    owner = ancestor
            if score is None or self._is_ahead(moment.token, rank):
                continue
            if owner is not None:
                if not allow_shared or (owner.dep_ == "acl" and owner.tag_ == "VBN"):
                    continue  # "those arrested on Monday were freed": not freed on Monday
                score += 6
            if moment.expression.kind == "year":
                score += 1.5
            if (
                frame_token.pos_ == "NOUN"
                and moment.token.i > frame_token.i
                and owner is None
                and moment.expression.kind not in ("year", "month")
            ):
                between = moment.token.doc[frame_token.i + 1 : moment.token.i]
                if not any(t.pos_ in ("VERB", "AUX") for t in between):
                    score -= 1.0  # "sentenced last month for a picket in Medan on 1 May": the picket's own day
            distance = abs(moment.token.i - frame_token.i)
            key = (score, distance)
            if score > limit:
                continue
            if best is None or key < (best[0], best[1]):
                best = (score, distance, moment)
        return best[2] if best else None

    @staticmethod
    def _is_ahead(token: Token, rank: dict[int, int]) -> bool:
        """ "bailed to appear in court on Monday": the day of what is still to be done, not of the frame."""
        for ancestor in (token, *token.ancestors):
            if ancestor.i in rank:
                return False
            if (
                ancestor.lemma_.lower() in _TO_COME
                and ancestor.tag_ == "VB"
                and any(c.lower_ == "to" and c.dep_ == "aux" for c in ancestor.children)
            ):
                return True
        return False

    # ------------------------------------------------------------------ place

    def level(self, name: str) -> int:
        """1 country, 2 region, 3 settlement or unknown."""
        known = self.places.get(name)
        if known and not any(k.kind in ("country", "settlement") for k in known):
            return REGION
        kinds = {k.kind for k in known}
        if "country" in kinds:
            return COUNTRY
        large = max((k.population or 0 for k in known if k.kind == "settlement"), default=0)
        if "region" in kinds and large < 15_000 and any(k.kind == "region" and k.is_preferred for k in known):
            return REGION
        if "settlement" in kinds:
            return SETTLEMENT
        if "region" in kinds:
            return REGION
        return SETTLEMENT

    def spots(self, analysis: Analysis) -> list[Spot]:
        """Places named in a passage that can locate something."""
        found: list[Spot] = []
        for item in analysis.items:
            if item.kind not in ("place", "country"):
                continue
            before = analysis.text[max(0, item.start - 22) : item.start]
            prep = re.match(
                r".*\b(in|at|near|outside|across|throughout|from|of|to|on|around|inside|through|"
                r"over|into|towards?|for|by|with|against|between|and|or|both)\s(?:the (?:\w+ "
                r"){0,3}|central |downtown |northern |southern |eastern |western |nearby "
                r"|neighbouring )?$",
                before,
                re.IGNORECASE | re.DOTALL,
            )
            wide = _WIDE.search(analysis.text[: item.start])
            token = self.token_at(analysis, item.start)
            possessive = analysis.text[item.end : item.end + 2] in ("'s", "’s")
            if self._is_prison(item):
                continue
            if item.start < analysis.head.end and (not analysis.head.is_dateline or found):
                continue  # whose town a speaker is of; the country behind a dateline's town
            if _OF_A_LIFE.search(analysis.text, max(0, item.start - 60), item.start):
                continue  # "who studied in Cairo": where somebody is from is where nothing happened
            if re.search(r"\b(?:including|especially|notably|such as|like) (?:\w+ ){0,2}$", before):
                continue
            label = item.start < analysis.head.end or bool(
                _LABEL.match(analysis.text[: item.start]) and analysis.text[item.end :].startswith(": ")
            )
            bracketed = analysis.text[: item.start].count("(") > analysis.text[: item.start].count(")")
            if bracketed:
                continue
            if (
                re.search(r"\bthe $", before)
                and item.kind == "place"
                and not any(
                    self.places.is_distinctive(n.text) or any(k.kind == "region" for k in self.places.get(n.text))
                    for n in item.names
                )
            ):
                continue  # "the Dome": a building, not a settlement
            if (
                item.kind == "place"
                and len(item.names) == 1
                and not possessive
                and analysis.passage.kind != "title"
                and self._qualifies(item, token)
            ):
                continue  # "Latin letters": a word that only qualifies another
            preposition = prep[1].lower() if prep else ""
            wide = wide or _AND_MORE.match(analysis.text, item.end)
            for applies, word in ((wide, "across"), (label, "in"), (possessive, "poss")):
                preposition = word if applies else preposition
            for name in item.names:
                level = COUNTRY if name.kind == "country" else self.level(name.text)
                found.append(
                    Spot(
                        self.entities.of(name),
                        level,
                        token,
                        (analysis.passage, name.start, name.end),
                        preposition,
                        len(item.names),
                        self._is_site(name.text) or bool(_SITE_AFTER.match(analysis.text, name.end)),
                        label,
                    )
                )
        country = self.country
        for match in _COUNTRY_AT_LARGE.finditer(analysis.text):
            if country is None:
                break
            token = self.token_at(analysis, match.start("word"))
            where = (analysis.passage, match.start("word"), match.end("word"))
            found.append(Spot(country, COUNTRY, token, where, (match["prep"] or "in").lower()))
        for inner, outer in zip(found, found[1:], strict=False):
            between = analysis.text[inner.where[2] : outer.where[1]]
            if (
                outer.level == SETTLEMENT
                and re.fullmatch(
                    r"(?: [Dd]istrict| [Qq]uarter| neighbou?rhood| suburb| borough)? (?:of|in) "
                    r"|,? (?:district|suburb|quarter) of ",
                    between,
                )
                and re.search(
                    r"(?i)district|quarter|suburb|borough|neighbou?rhood",
                    analysis.text[inner.where[1] : outer.where[1]],
                )
            ):
                found[found.index(inner)] = replace(inner, inside_name=True)
        return found

    def _qualifies(self, item: Item, token: Token | None) -> bool:
        """Whether a place's name only says what kind of thing follows: "Latin letters", "Karabakh rallies".

        It still tells where in "in Delhi hundreds", which the parser takes for a compound, and in "the Baku protests".
        """
        if token is None or token.dep_ not in ("compound", "nmod", "amod"):
            return False
        head = token.head
        if head.lower_ in _TOPICS:
            return True  # "the Karabakh conflict"
        opens = token.i > 0 and token.doc[token.i - 1].lower_ in ("in", "at", "outside", "near")
        return (
            head.i == token.i + 1
            and head.tag_ in ("NNS", "NNPS")
            and not (opens and self.lexicon.names_people(head.lower_))
            and not (head.lemma_.lower() in self.lexicon.action_nouns and self.level(item.names[0].text) == SETTLEMENT)
        )

    def _is_prison(self, item: Item) -> bool:
        """Whether a name is that of a prison and of no town: "El Chipote" says who holds somebody, not where."""
        text = item.names[0].text.lower() if len(item.names) == 1 else ""
        return text in word_set("prison_name") and not self.places.get(item.names[0].text)

    def _is_site(self, text: str) -> bool:
        words = text.lower().split()
        return len(words) > 1 and (words[-1] in self.lexicon.site_words or text.split(maxsplit=1)[0] in STREET_FIRST)

    def place_for(self, frame_token: Token, spots: list[Spot]) -> Spot | None:
        """The finest place that the passage ties to a frame: "in Tabriz", "Tabriz's", nearest in the parse first."""
        best: tuple[float, Spot] | None = None
        chain = [frame_token, *frame_token.ancestors]
        rank = {t.i: n for n, t in enumerate(chain)}
        for spot in spots:
            if spot.inside_name or spot.preposition in ("against", "with", "by", "between"):
                continue
            if spot.is_label and spot.token is None:
                continue  # a dateline holds where nothing else is said
            if spot.preposition == "on" and spot.level == COUNTRY:
                continue  # "war on Armenia"
            score: float = {
                "in": 0,
                "at": 0,
                "outside": 0,
                "near": 4.8,
                "across": 0,
                "throughout": 0,
                "on": 1,
                "poss": 1,
                "of": 1.5,
                "from": 2.5,
                "to": 3,
                "for": 4,
                "into": 1,
            }.get(spot.preposition, 2)
            if spot.preposition == "of" and spot.token is not None and spot.token.head.lower_ == "of":
                owner = spot.token.head.head.lower_
                if (
                    owner not in _PLACE_HEADS
                    and owner not in self.lexicon.settlement_words
                    and owner not in self.lexicon.site_words
                ):
                    score += 2.0  # "representatives of X", "the Battle of X"
            if spot.token is not None:
                hit = None
                for steps, ancestor in enumerate([spot.token, *spot.token.ancestors]):
                    if ancestor.i in rank:
                        hit = steps * 0.4 + rank[ancestor.i] * 0.7
                        break
                score += hit if hit is not None else 6
                score += 0.02 * abs(spot.token.i - frame_token.i)
            if spot.level == COUNTRY and spot.preposition not in ("across", "throughout"):
                score += 2.5
            elif spot.level == REGION:
                score += 1.0
            if best is None or score < best[0]:
                best = (score, spot)
        if best is None or best[0] > 7 or (best[0] > 4.5 and self.context_place() is not None):
            return None
        return best[1]

    def enter_entry(self, analysis: Analysis, spots: list[Spot]) -> None:
        """A place before a colon holds for its entry and those below it, until the next label or heading."""
        label = next((s for s in spots if s.is_label and s.listed == 1), None)
        if label is not None:
            self.place = self.labelled = label
        elif self.labelled is not None and self.place is self.labelled and _LABELLED.match(analysis.text):
            self.place = self.labelled = None  # another label, which is not known as a place

    def context_place(self) -> Spot | None:
        return self.place or self.section_place or self.document_place

    # ------------------------------------------------------------------ people

    def resolve_people(self, party: Party, analysis: Analysis, ahead: list[Analysis]) -> tuple[Entity, ...]:
        """The people that a party names or points back to; empty for a group of strangers."""
        if party.kind == "person":
            return tuple(self.person(n) for n in party.names)
        if party.kind == "group" and party.plural and not party.rest and party.head not in ("those", "others"):
            told = self.cast.several(party.text.lower(), party.head, self._exact(party), self._at(party, analysis))
            if told and not (party.counted is False and self._is_crowd_held(analysis)):
                return told
        if party.kind in ("pronoun", "other") or (party.kind == "group" and party.pronoun):
            return self._antecedents(party, analysis, ahead)
        return ()

    @staticmethod
    def _at(party: Party, analysis: Analysis) -> tuple[int, int]:
        return analysis.passage.ordinal, party.span[0]

    @staticmethod
    def _exact(party: Party) -> float | None:
        return party.low if party.counted and party.low == party.high else None

    def _is_crowd_held(self, analysis: Analysis) -> bool:
        """Whether a group without names was taken just before: "the activists" are all of them, not the named few."""
        last = self.detentions[-1] if self.detentions else None
        return last is not None and last.person is None and analysis.passage.ordinal - last.ordinal <= _AT_HAND

    def is_official(self, person: Entity) -> bool:
        """Whether somebody judges, prosecutes, defends or polices in the case, and is not held himself."""
        return (
            person.entity_id in self.officials
            and not any(d.person is person for d in self.detentions)
            and not any(d.person is person for d in self.sentences)
        )

    def bodies(self, party: Party, analysis: Analysis) -> list[tuple[Entity, Where]]:
        """The bodies that a party names or describes ("security forces"), each with its words."""
        passage = analysis.passage
        if party.kind == "body":
            return [
                (entity, (passage, name.start, name.end))
                for name in party.names
                if (entity := self.entities.of(name)).kind in ("organization", "state_body", "country")
            ]
        if party.counted or party.names or party.kind == "pronoun":
            return []
        match = _FORCE.match(party.text)
        if match is None:
            return []
        described = match["body"].lower().split()[:-1]
        if match["head"].lower() not in word_set("state_force") and not (
            match["head"].lower() in word_set("force_unit") and any(w in word_set("force_kind") for w in described)
        ):
            return []
        named = [n for n in analysis.names if n.kind == "state_body" and party.span[0] <= n.start < party.span[1]]
        if named:  # "officers of the National Guard"
            return [(self.entities.of(named[0]), (passage, named[0].start, named[0].end))]
        start, end = party.span[0] + match.start("body"), party.span[0] + match.end("body")
        name = Name(start, end, match["body"], "state_body", None, 1)
        return [(self.entities.of(name), (passage, start, end))]

    def person(self, name: Name) -> Entity:
        """The entity of a name that stands where only a person can stand."""
        if name.kind != "person":
            self.forced_people.add(name.text)
            name = replace(name, kind="person")
        return self.entities.of(name)

    def _antecedents(self, party: Party, analysis: Analysis, ahead: list[Analysis]) -> tuple[Entity, ...]:
        word = party.pronoun or party.head
        lower = party.text.lower()
        here = [self.person(n) for i in analysis.people if i.start < party.span[0] for n in i.names]
        if party.kind in ("pronoun", "group") and party.plural:
            told = self.cast.several(lower, party.head, self._exact(party), self._at(party, analysis))
            if told:
                return told
        pair = bool(re.match(r"(?:both|the two|the pair|the couple|the duo)\b", lower)) or word in ("both",)
        three = re.match(r"(?:all|the|these) (three|four|five|trio)\b", lower)
        if three:
            size = {"three": 3, "trio": 3, "four": 4, "five": 5}[three[1]]
            if len(here) >= size:
                return tuple(here[-size:])
            if len(self.focus.plural) == size:
                return self.focus.plural
            recent = list(dict.fromkeys(e.entity_id for e in reversed(self.focus.people)))
            return tuple(self.entities.get(e) for e in reversed(recent[:size])) if len(recent) >= size else ()
        if (
            not pair
            and word in ("each", "they", "them", "all")
            and party.kind == "pronoun"
            and not here
            and analysis.passage.block != self.plural_block
        ):
            block = [a for a in ahead if a.passage.block == analysis.passage.block]
            if any(re.match(r"Both\b", a.text) for a in block):
                coming = [self.person(n) for a in block for i in a.people for n in i.names]
                unique = list(dict.fromkeys(e.entity_id for e in coming))
                if len(unique) == 2:
                    return tuple(self.entities.get(e) for e in unique)
        if pair:
            if len(here) >= 2:
                return tuple(here[-2:])
            if len(self.focus.plural) == 2 and analysis.passage.ordinal - self.focus.plural_at <= 6:
                return self.focus.plural
            recent = list(dict.fromkeys(e.entity_id for e in reversed(self.focus.people)))
            coming = [self.person(n) for a in ahead[:3] for i in a.people for n in i.names]
            unique = list(dict.fromkeys(e.entity_id for e in coming))
            if len(unique) == 2 and not self.focus.plural:
                return tuple(self.entities.get(e) for e in unique)
            if len(recent) >= 2:
                return tuple(self.entities.get(e) for e in reversed(recent[:2]))
            return ()
        if word in ("the", "this", "that", "latter", "former") and not (
            party.plural and word not in ("latter", "former")
        ):
            if not self._is_somebody(party):
                whose = self.focus.subject if party.head in word_set("proceeding") else None
                return (whose,) if whose is not None and not self.is_official(whose) else ()
            if self.cast.is_empty and word not in ("latter", "former"):
                return self._alone_ahead(party, ahead)
            return self.cast.one(
                lower, party.head, self._at(party, analysis), self.focus.subject, sex_of_noun(party.head)
            )
        if word in ("he", "him", "she", "her", "his", "himself", "herself"):
            wanted = "f" if word in ("she", "her", "herself") else "m"

            def fits(person: Entity) -> bool:
                return not wanted or self.focus.gender.get(person.entity_id, wanted) == wanted

            plain = [p for p in here if not self.is_official(p) and not self._is_placed(p, party, analysis)]
            if plain and fits(plain[-1]):
                return (plain[-1],)
            others = [p for p in reversed(self.focus.people) if not self.is_official(p)]
            spoken_of = [self.focus.subject, *others] if self.focus.subject is not None else others
            return next(((p,) for p in spoken_of if fits(p)), ())
        if (
            word in ("they", "them", "all", "each")
            and len(self.listed) > 1
            and not here
            and analysis.passage.kind != "list_item"
            and (not self.focus.plural or self.listed[-1] in self.focus.people[-3:])
        ):
            return tuple(self.listed)
        if word in ("they", "them", "all", "each", "themselves", "their", "these", "those") and party.kind == "pronoun":
            crowd = [i for i in analysis.items if i.kind == "quantity" and i.start < party.span[0]]
            bare = re.search(
                r"\b(?:protest[eo]rs|demonstrators|people|activists|students|workers|detainees|supporters|members|men|women|residents|marchers|miners|teachers)\b",
                analysis.text[: party.span[0]],
            )
            last_name = max(
                (i.end for i in analysis.people if i.start < party.span[0]),
                default=-1,
            )
            if bare is not None and re.search(
                r"\band (?:several |some |many |two |three )?other $",
                analysis.text[: party.span[0]][
                    : [m.start() for m in re.finditer(bare.re, analysis.text[: party.span[0]])][-1]
                ],
            ):
                bare, crowd = None, []
            if (crowd and crowd[-1].start > last_name) or (bare is not None and bare.start() > last_name):
                return ()
            if len(here) >= 2:
                return tuple(here)
            return self.focus.plural if analysis.passage.ordinal - self.focus.plural_at <= 2 else ()
        return ()

    def _alone_ahead(self, party: Party, ahead: list[Analysis]) -> tuple[Entity, ...]:
        """ "The activist was arrested. Tendai Moyo, 34, was …": the only one named right after a description."""
        coming = {p.entity_id: p for a in ahead[:2] for i in a.people for n in i.names if (p := self.person(n))}
        head = singular(party.head)
        anybody = head not in word_set("official_title") and head not in self.lexicon.police
        return tuple(coming.values()) if len(coming) == 1 and anybody else ()

    def _is_somebody(self, party: Party) -> bool:
        """Whether a noun phrase in the singular can be somebody: "the trader", "the second", "the 34-year-old"."""
        head = party.head
        return (
            party.kind in ("group", "pronoun")
            or head in self.lexicon.kin
            or head in word_set("captive")
            or self.lexicon.names_people(head)
            or NAMELESS.search(party.text) is not None
        )

    def _is_placed(self, person: Entity, party: Party, analysis: Analysis) -> bool:
        """ "Eleven days at Kirikiri": a name that only a place can have here."""
        return any(
            re.search(r"\b(?:at|in|inside) $", analysis.text[: n.start]) and self.entities.of(n) is person
            for n in analysis.names
            if n.end <= party.span[0]
        )

    def meet(self, analysis: Analysis) -> None:
        """Note of the people that a passage names what it shows of them: a man, a woman, an official of the case."""
        opening = re.match(r"[\"“(]?(?:(?P<f>She|Her)|He|His)\b", analysis.text)
        subject = self.focus.subject
        if opening is not None and subject is not None and self.cast.is_about(subject, analysis.passage.ordinal):
            self.focus.gender.setdefault(subject.entity_id, "f" if opening["f"] else "m")
        for item in analysis.items:
            if item.kind not in ("person", "people") or item.start < analysis.head.end:
                continue
            for name in item.names:
                entity = self.entities.of(name)
                before = re.findall(r"[\w'’-]+", analysis.text[max(0, name.start - 40) : name.start])[-3:]
                after = analysis.text[name.end : name.end + 30]
                if any(w in self.lexicon.female for w in before if w not in ("her", "hers", "she")) or re.match(
                    r",? (?:aged )?\d*,? ?(?:a |the )?(?:mother|actress|housewife|widow|girl|woman)\b", after
                ):
                    self.focus.gender[entity.entity_id] = "f"
                elif any(w in self.lexicon.male for w in before if w not in ("his", "him", "he")) or re.match(
                    r",? (?:aged )?\d*,? ?(?:a |the )?(?:father)\b", after
                ):
                    self.focus.gender[entity.entity_id] = "m"
                if (
                    _SPEAKER.fullmatch(analysis.text[: name.start])
                    and after.startswith(": ")
                    and not analysis.durations
                ):
                    self.officials.add(entity.entity_id)  # "Lord Ashby: The gentleman was freed": who says it
                if before and singular(before[-1].lower()) in word_set("official_title"):
                    self.officials.add(entity.entity_id)
        self.cast.note(analysis, lambda item: tuple(self.entities.of(n) for n in item.names))

    def remember(self, people: tuple[Entity, ...], *, subject: bool = False) -> None:
        """Note people as spoken of; several at once are what "they" may mean."""
        for person in people:
            self.focus.people.append(person)
        if people:
            self.cast.point(people, self.ordinal, self.section)
        if len(people) > 1:
            self.focus.plural = people
            self.focus.plural_at = self.ordinal
            self.plural_block = self.block
        if (subject and len(people) == 1) or len(people) == 1:
            self.focus.subject = people[0]

    # ------------------------------------------------------------------ movement

    def leave_section(self, following: int) -> None:
        """Go on to another section: the place of the one before holds no more.

        Nor does the dateline of a capital, where reporters sit; a smaller town would not be named for nothing.
        """
        told = self.document_place
        if (
            self.section != following
            and told is not None
            and told.is_label
            and told.where[0].ordinal <= self.ordinal
            and told.entity.name.title() in word_set("capital_city")
        ):
            self.document_place = None
        self.section = following
        self.place = None

    def enter_passage(self, passage: Passage) -> None:
        self.ordinal = passage.ordinal
        if passage.section != self.section:
            self.leave_section(passage.section)
        if passage.block != self.block:
            self.block = passage.block
