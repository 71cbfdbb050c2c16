"""Who had which part in an action: took part, organised, led, was its target, broke it up, answered it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.extract.drafts import Where
from ingest.extract.entities import Entity
from ingest.extract.frames import FrameReader, Party
from ingest.extract.scene import Scene
from ingest.language.analysis import Analysis, Item
from ingest.language.lexicon import word_set
from ingest.language.names import Name
from ingest.language.parse import Token

_AT = frozenset(
    {
        "against",
        "outside",
        "on",
        "at",
        "before",
        "to",
        "into",
        "inside",
        "in",
        "of",
        "from",
        "towards",
        "toward",
        "upon",
    }
)
_OF_GROUP = re.compile(
    r"\b(?:members?|activists?|supporters?|campaigners?|followers?|volunteers?) (?:of|from|with) [^,]*$", re.IGNORECASE
)
_FOLLOWERS = re.compile(r" (?:activists?|members?|supporters?|campaigners?|followers?|volunteers?|militants?)\b")
_OWNED = re.compile(r"['’] (?:[A-ZÀ-Þ][\w-]+ )*[A-ZÀ-Þ][\w-]+")
_OWNER = re.compile(r"\b((?:(?!The\b)[A-ZÀ-Þ][\w-]+ )*[A-ZÀ-Þ][\w-]+s['’] )$")


@dataclass(frozen=True, slots=True)
class Part:
    """One body or person with its part, where the text says so, and the word that it hangs on."""

    role: str
    entity: Entity
    where: Where
    token: Token


class PartReader:
    """Reads the parts that one passage tells."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._called: dict[str, Entity] = {}

    def read(self, reader: FrameReader, acts: frozenset[int], strikes: frozenset[int]) -> Iterator[Part]:
        """All parts of a passage; ``acts`` are the tokens that speak of an action, ``strikes`` those of a strike."""
        for token in reader.doc:
            if token.pos_ in ("VERB", "AUX"):
                yield from self._of_verb(reader, token, acts)
            if token.i in acts and token.pos_ == "NOUN":
                yield from self._people(
                    reader,
                    "participant",
                    [c for c in token.children if c.dep_ == "poss" and c.lower_ != "their"],
                    token,
                )
                yield from self._of_noun(reader, token)
            if token.i in strikes:
                yield from self._struck(reader, token)
            if token.i in acts or (token.pos_ == "VERB" and token.lemma_.lower() in word_set("aiming_verb")):
                yield from self._targets(reader, token)
        yield from self._titled(reader)
        yield from self._whose(reader)
        self._note_names(reader.analysis)

    def _note_names(self, analysis: Analysis) -> None:
        """Remember bodies by the words of their names: "the federation" means the one named before."""
        for item in analysis.items:
            if item.kind in ("organization", "state_body") and len(item.names) == 1:
                entity = self.scene.entities.of(item.names[0])
                for word in re.findall(r"[\w'’-]+", analysis.text[item.start : item.end].lower()):
                    self._called[word] = entity

    def _of_noun(self, reader: FrameReader, act: Token) -> Iterator[Part]:
        """ "The sit-in of the Mothers", "a march by members of the union", "the fast of A and B": who act."""
        for link in act.children:
            if link.dep_ in ("prep", "agent") and link.lower_ in ("of", "by"):
                doers = [d for g in link.children if g.dep_ == "pobj" for d in FrameReader._coordinated(g)]
                yield from self._people(reader, "participant", doers, act)
                yield from self._movements(reader, "participant", doers, act)

    def _whose(self, reader: FrameReader) -> Iterator[Part]:
        """ "X, whose hashtag has filled timelines", "X's petition": an action of one's own."""
        for token in reader.doc:
            if token.lemma_.lower() in ("hashtag", "petition", "campaign", "letter", "appeal"):
                for owner in token.children:
                    if owner.dep_ == "poss":
                        verb = token.head
                        whose = [verb.head] if owner.lower_ == "whose" and verb.dep_ == "relcl" else [owner]
                        yield from self._people(reader, "organizer", whose, token)

    # ------------------------------------------------------------------ verbs

    def _of_verb(self, reader: FrameReader, verb: Token, acts: frozenset[int]) -> Iterator[Part]:
        lemma = verb.lemma_.lower()
        if reader.modality(verb) in ("planned", "possible", "asked") and verb.i not in acts:
            return
        about = self._is_about_act(verb, acts)
        negated = reader.modality(verb) == "negated"
        doers = list(self._doers(reader, verb))
        if verb.i in acts and not reader.is_passive(verb):
            yield from self._people(reader, "participant", doers, verb)
            yield from self._movements(reader, "participant", doers, verb)
        if negated:
            return
        if lemma == "call" and any(c.dep_ == "prt" and c.lower_ == "off" for c in verb.children):
            return
        made = verb.dep_ == "acl" and lemma in ("organise", "organize", "convene") and bool(acts)
        out = any(c.lower_ == "out" and c.dep_ in ("prt", "advmod") for c in verb.children)
        called_out = lemma in ("call", "bring") and out and self._is_on_crowd(reader, verb)
        if ((about or made) and lemma in word_set("organize_verb")) or (called_out and lemma == "call"):
            yield from self._people(reader, "organizer", doers, verb)
            yield from self._movements(reader, "organizer", doers, verb)
        elif called_out or self._leads(reader, verb, about=about, acts=acts):
            yield from self._people(reader, "leader", doers, verb)
            yield from self._movements(reader, "leader", doers, verb)
        if self._is_against(reader, verb, about=about):
            yield from self._forces(reader, "intervener", doers, verb)
        if lemma in word_set("respond_verb"):
            yield from self._answers(reader, doers, verb)

    @staticmethod
    def _leads(reader: FrameReader, verb: Token, *, about: bool, acts: frozenset[int]) -> bool:
        """ "Led the march", "took the chair", "six councillors, headed by the mayor, began a fast"."""
        if verb.lemma_.lower() == "take":
            return any(c.dep_ == "dobj" and c.lower_ == "chair" for c in verb.children)
        if verb.lemma_.lower() not in word_set("lead_verb"):
            return False
        if about:
            return True
        led = verb.head
        if verb.dep_ != "acl" or verb.tag_ != "VBN" or not reader.is_people_word(led.lower_):
            return False
        governor = led.head
        acting = governor.i in acts or any(
            t.i in acts for t in governor.children if t.dep_ in ("dobj", "prep", "xcomp")
        )
        deep = any(t.i in acts for t in governor.subtree if t.dep_ == "pobj" and t.i > governor.i)
        return led.dep_ in ("nsubj", "nsubjpass") and (acting or deep)

    def _is_against(self, reader: FrameReader, verb: Token, *, about: bool) -> bool:
        """Whether a verb is one of force against the crowd or its action: "dispersed them", "used tear gas"."""
        lemma = verb.lemma_.lower()
        if lemma in word_set("intervene_verb") and (about or self._is_on_crowd(reader, verb)):
            return True
        if lemma not in word_set("force_verb") | {"use", "resort", "burst", "answer", "respond", "throw"}:
            return False
        things = [c for c in verb.children if c.dep_ == "dobj"]
        things += [g for c in verb.children if c.dep_ == "prep" and c.lower_ in ("with", "to") for g in c.children]
        return any(
            part.lower_ in word_set("weapon_noun") or part.lemma_.lower() in word_set("weapon_noun")
            for thing in things
            for part in FrameReader._coordinated(thing)
        )

    def _doers(self, reader: FrameReader, verb: Token) -> Iterator[Token]:
        if verb.dep_ == "csubj" and verb.head.lemma_ == "be":  # "leading the column was X"
            yield from (c for c in verb.head.children if c.dep_ == "attr")
            return
        by = [g for c in verb.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"]
        for token in by if by or reader.is_passive(verb) else reader.subjects(verb):
            yield from FrameReader._coordinated(token)
            if token.dep_ == "appos":
                yield token.head  # "X, the trader who led the occupation"

    @staticmethod
    def _is_about_act(verb: Token, acts: frozenset[int]) -> bool:
        """Whether an action is the verb's object, or what a clause with it hangs on: "a march called by X"."""

        def is_act(token: Token) -> bool:
            lemma = token.lemma_.lower()
            return token.i in acts or lemma in word_set("action_noun") or lemma in word_set("gathering") - {"group"}

        objects = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass", "attr")]
        objects += [
            g
            for c in verb.children
            if c.dep_ in ("prep", "agent") and c.lower_ not in ("over", "for", "after", "since", "before")
            for g in c.children
            if g.dep_ == "pobj"
        ]
        if any(
            is_act(o) or any(is_act(g) for g in o.children if g.dep_ in ("compound", "prep", "conj")) for o in objects
        ):
            return True
        if verb.dep_ in ("acl", "relcl") and is_act(verb.head):
            return True
        if verb.dep_ == "advcl" and verb.tag_ == "VBN" and verb.head.i in acts:
            return True  # "marched through the town, led by X"
        return verb.dep_ == "relcl" and any(o.lower_ in ("it", "them") for o in objects)

    def _is_on_crowd(self, reader: FrameReader, verb: Token) -> bool:
        """Whether what is done is done to a crowd, its people or its things."""
        patients = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass", "dative")]
        patients += [g for p in patients for c in p.children if c.lower_ == "of" for g in c.children]
        patients += [
            g
            for c in verb.children
            if c.dep_ == "prep" and c.lower_ in ("at", "on", "into", "with", "through")
            for g in c.children
        ]
        return any(
            p.lower_ in word_set("crowd")
            or p.lower_ in ("them", "it", "protesters", "they", "those")
            or p.lemma_.lower() in word_set("crowd_thing")
            or reader.is_people_word(p.lower_)
            or ((i := reader.analysis.item(p)) is not None and i.kind in ("quantity",))
            for p in patients
        )

    # ------------------------------------------------------------------ who

    def _people(self, reader: FrameReader, role: str, tokens: list[Token], verb: Token) -> Iterator[Part]:
        passage = reader.analysis.passage
        for token in tokens:
            for party in reader.party(token):
                if party.kind == "person":
                    for name in party.names:
                        yield Part(role, self.scene.person(name), (passage, name.start, name.end), verb)
                elif party.kind == "pronoun" and (party.head in ("he", "she", "him", "her", "his")):
                    for person in self.scene.resolve_people(party, reader.analysis, []):
                        yield Part(role, person, (passage, *party.span), verb)
                else:
                    yield from self._members(reader, role, party, verb)

    def _members(self, reader: FrameReader, role: str, party: Party, verb: Token) -> Iterator[Part]:
        """The named people and movements inside a crowd: "students, among them A", "members of the group B"."""
        passage = reader.analysis.passage
        for name in party.members:
            yield Part(role, self.scene.person(name), (passage, name.start, name.end), verb)
        if role != "participant":
            return
        text = reader.analysis.text
        for item in reader.analysis.items:
            if len(item.names) != 1 or not party.span[0] <= item.start < party.span[1] + 30:
                continue
            named = _OF_GROUP.search(text[party.span[0] : item.start]) is not None
            joined = item.kind == "organization" and _FOLLOWERS.match(text, item.end) is not None
            if joined or (named and item.kind == "organization") or (named and item.kind in ("unknown", "person")):
                name = replace(item.names[0], kind="organization")
                yield Part(role, self.scene.entities.of(name), (passage, name.start, name.end), verb)

    def _movements(self, reader: FrameReader, role: str, tokens: list[Token], verb: Token) -> Iterator[Part]:
        """Organisations that act themselves, not states and their bodies."""
        for token in tokens:
            item = reader.analysis.item(token)
            if item is not None and item.kind == "organization":
                yield from self._body(reader.analysis, role, item, verb)
            elif (
                item is None
                and token.lemma_.lower() in word_set("movement")
                and role != "participant"
                and not _is_people(token)
            ):
                named = self._described(reader, token)
                if named is not None:
                    yield Part(role, *named, verb)

    def _forces(self, reader: FrameReader, role: str, tokens: list[Token], verb: Token) -> Iterator[Part]:
        for token in tokens:
            for party in reader.party(token):
                for entity, where in self.scene.bodies(party, reader.analysis):
                    if entity.kind == "state_body" or (entity.kind == "organization" and party.kind == "body"):
                        yield Part(role, entity, where, verb)

    def yielding(self, reader: FrameReader, verb: Token) -> Iterator[Part]:
        """Who grants what was asked for; a court and a person can."""
        for token in self._doers(reader, verb):
            item = reader.analysis.item(token)
            if item is not None and item.kind == "person":
                name = item.names[0]
                yield Part("responder", self.scene.person(name), (reader.analysis.passage, name.start, name.end), verb)
            elif item is not None and item.kind in ("state_body", "organization"):
                yield from self._body(reader.analysis, "responder", item, verb)
            elif item is None and (token.lemma_.lower() in word_set("institution") or token.lower_ == "court"):
                named = self._described(reader, token)
                if named is not None:
                    yield Part("responder", *named, verb)

    def _answers(self, reader: FrameReader, tokens: list[Token], verb: Token) -> Iterator[Part]:
        """Bodies of state and firms that say or grant something; police and courts do so of much else."""
        for token in tokens:
            item = reader.analysis.item(token)
            if item is not None and item.kind == "person":
                if _is_in_office(reader.analysis.text, item) and not self._only_reports(verb):
                    person = item.names[0]
                    where = (reader.analysis.passage, person.start, person.end)
                    yield Part("responder", self.scene.person(person), where, verb)
            elif item is not None:
                name = item.names[0] if item.names else None
                surface = reader.analysis.text[item.start : item.end].lower()
                if (
                    name is None
                    or self._only_reports(verb)
                    or re.search(r"\b(?:police|court|guard|army|forces)\b", surface)
                ):
                    continue
                if item.kind == "state_body" or (item.kind == "organization" and not _is_campaigning(surface)):
                    yield from self._body(reader.analysis, "responder", item, verb)
            elif token.lemma_.lower() in word_set("institution"):
                named = self._described(reader, token)
                if named is not None:
                    yield Part("responder", *named, verb)

    @staticmethod
    def _only_reports(verb: Token) -> bool:
        """ "All had been freed, said the ministry": a body that is asked what happened answers nobody."""
        if verb.lemma_.lower() not in word_set("reporting_verb"):
            return False
        told = [c for c in verb.children if c.dep_ in ("ccomp", "parataxis")]
        if verb.dep_ in ("ccomp", "parataxis"):
            told.append(verb.head)
        return any(
            t.lemma_.lower() in word_set("seize_verb") | {"release", "free", "injure", "kill", "die", "wound", "charge"}
            for clause in told
            for t in clause.subtree
            if t.pos_ == "VERB"
        )

    def _body(self, analysis: Analysis, role: str, item: Item, verb: Token) -> Iterator[Part]:
        for given in item.names:
            name = given
            owner = _OWNER.search(analysis.text[: name.start]) if len(name.parts) == 1 else None
            if owner is not None:  # "the Cloth Merchants' Association"
                start = owner.start(1)
                name = replace(name, start=start, text=analysis.text[start : name.end], strength=2)
            owned = _OWNED.match(analysis.text, name.end) if name.text.endswith("s") else None
            if owned is not None:  # "the Tenants' Union"
                name = replace(name, end=owned.end(), text=analysis.text[name.start : owned.end()], strength=2)
            entity = self.scene.entities.of(name)
            if entity.kind in ("organization", "state_body"):
                yield Part(role, entity, (analysis.passage, name.start, name.end), verb)

    def _described(self, reader: FrameReader, token: Token) -> tuple[Entity, Where] | None:
        """An institution by its kind: "the city council", "the departmental education office"."""
        analysis = reader.analysis
        left = [t for t in token.lefts if t.dep_ in ("amod", "compound", "nmod")]
        first = min([token, *left], key=lambda t: t.i)
        if any((i := analysis.item(t)) is not None and len(i.names) != 1 for t in left):
            return None
        known = self._called.get(token.lower_)
        if known is not None and first is token:
            return known, (analysis.passage, *analysis.span(token))
        start, end = analysis.span(first)[0], analysis.span(token)[1]
        name = Name(start, end, analysis.text[start:end], "state_body", None, 1)
        return self.scene.entities.of(name), (analysis.passage, start, end)

    # ------------------------------------------------------------------ targets

    def _targets(self, reader: FrameReader, act: Token) -> Iterator[Part]:
        """ "Marched on the ministry", "outside the gates of the mill", "a strike at X": what an action is aimed at."""
        links = [c for c in act.children if c.dep_ in ("prep", "agent") and c.lower_ in _AT]
        if act.lemma_.lower() in word_set("aiming_verb"):
            for object_ in (c for c in act.children if c.dep_ == "dobj"):
                yield from self._aimed(reader, object_, act)
        if act.lemma_.lower() in ("throw", "hurl", "lob", "fling"):
            links += [
                g
                for c in act.children
                if c.dep_ == "dobj"
                for t in FrameReader._coordinated(c)
                for g in t.children
                if g.dep_ == "prep" and g.lower_ == "at"
            ]
        for link in links:
            if link.lower_ in ("at", "in", "of", "from") and act.lemma_.lower() not in word_set("aimed_act"):
                continue
            for object_ in link.children:
                if object_.dep_ == "pobj":
                    beside = link.lower_ in ("outside", "at", "in", "before", "inside")
                    yield from self._aimed(reader, object_, act, at_person=link.lower_ == "against", beside=beside)
        front = [c for c in act.children if c.lower_ == "in" and any(g.lower_ == "front" for g in c.children)]
        for link in front:
            for of in (h for g in link.children for h in g.children if h.lower_ == "of"):
                for object_ in of.children:
                    yield from self._aimed(reader, object_, act, beside=True)

    def _aimed(
        self, reader: FrameReader, object_: Token, act: Token, *, at_person: bool = False, beside: bool = False
    ) -> Iterator[Part]:
        whole = [g for c in object_.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"]
        for token in (object_, *(whole if object_.lemma_.lower() in word_set("building_part") else [])):
            item = reader.analysis.item(token)
            if item is not None and item.kind in ("state_body", "organization"):
                last = reader.analysis.text[item.start : item.end].split()[-1].lower()
                if not (beside and last in word_set("public_place")):
                    yield from self._body(reader.analysis, "target", item, act)
                return
            if (
                item is not None
                and item.kind in ("unknown", "person")
                and token is not object_
                and len(item.names) == 1
            ):
                name = replace(item.names[0], kind="organization")  # "the gates of Litton": whose gates they are
                owner = self.scene.entities.of(name)
                if owner.kind != "person":
                    yield Part("target", owner, (reader.analysis.passage, name.start, name.end), act)
                return
            if item is not None and item.kind == "person" and at_person:
                name = item.names[0]
                yield Part("target", self.scene.person(name), (reader.analysis.passage, name.start, name.end), act)
                return
            if item is None and token.lemma_.lower() in word_set("institution"):
                named = self._described(reader, token)
                if named is not None:
                    yield Part("target", *named, act)
                    return

    def _struck(self, reader: FrameReader, act: Token) -> Iterator[Part]:
        """ "The weavers of the Rosenfeld mill", "workers at X": whose hands strike."""
        for worker in reader.subjects(act) if act.pos_ == "VERB" else [act]:
            for link in worker.children:
                if link.dep_ == "prep" and link.lower_ in ("of", "at", "from"):
                    for object_ in link.children:
                        if object_.dep_ == "pobj":
                            yield from self._aimed(reader, object_, act)

    # ------------------------------------------------------------------ titles

    def _titled(self, reader: FrameReader) -> Iterator[Part]:
        """ "Their leader X", "the leader of the strike, X", "the organiser of the vigil, X", "under X"."""
        analysis = reader.analysis
        for item in analysis.items:
            if item.kind not in ("person", "people"):
                continue
            token = self.scene.token_at(analysis, item.start)
            if token is None:
                continue
            before = re.split(r"[;.]", analysis.text[: item.start])[-1][-80:]
            after = re.split(r"[;.]", analysis.text[item.end :])[0][:60]
            role = _role_beside(before, after)
            if role is None:
                continue
            for name in item.names[:1] if role == "participant" else item.names:
                yield Part(role, self.scene.person(name), (analysis.passage, name.start, name.end), token)


_OF_ACT = (
    r"(?:strike|protest|protests|march|rally|demonstration|vigil|sit-in|occupation|blockade|boycott|campaign|movement|"
    r"petition|letter|action|walkout|hunger strike|fast|picket|procession|camp|strikers|protesters|marchers|"
    r"demonstrators|workers|miners|occupiers|villagers|petitioners)"
)
_TITLE_BEFORE = re.compile(
    rf"\b(?:their (?:\w+ )?(?P<own>leader|spokes\w+|chair\w*|president|head|coordinator|organi[sz]er)|"
    rf"(?:the|a) (?P<one>leader|spokes\w+|head|coordinator|organi[sz]er|initiator|conven[eo]r|founder|author|"
    rf"ringleader)s? "
    rf"of (?:the|a|this|that) (?:[\w-]+ ){{0,3}}{_OF_ACT}\b[^,]{{0,30}}|"
    rf"(?:the |a )?{_OF_ACT}(?:['’]s?)? (?P<had>leader|spokes\w+|coordinator|organi[sz]er|initiator|conven[eo]r|"
    rf"founder)s?|"
    rf"(?:two|three|four|both|the) (?P<more>leader|organi[sz]er|coordinator|initiator)s of (?:the|a) (?:[\w-]+ ){{0,3}}"
    rf"{_OF_ACT}\b[^,]{{0,30}})(?:,| was| is| were| are)? (?:(?:the|a|an|one) )?(?:[a-z][\w-]+ ){{0,3}}$"
    r"|(?:held out|went on|rallied|marched|gathered|struck|committee|strikers|workers) (?P<under>under) $"
    r"|\bat (?:the|their|its) (?P<ahead>head) (?:walked|marched|rode|was|were|went|strode|stood|came) (?:the |a "
    r")?(?:[a-z]+ ){0,2}$",
    re.IGNORECASE,
)
_TITLE_AFTER = re.compile(
    rf"^,? (?:(?:who is |was |is )?(?:the|a|an|one of the) )?(?:\w+ )?(?P<title>leader|spokes\w+|coordinator|"
    rf"organi[sz]er|initiator|"
    rf"conven[eo]r|founder)s? of (?:the|a|this) (?:[\w-]+ ){{0,3}}{_OF_ACT}\b"
    rf"|^,? (?:[\w' -]+, )?(?:walked|marched|rode|strode|was|were) at the (?P<ahead>head) of",
    re.IGNORECASE,
)


def _is_campaigning(surface: str) -> bool:
    """Unions and rights groups speak of actions; they do not answer them."""
    return bool(set(re.findall(r"[\w'’-]+", surface)) & word_set("campaigning"))


def _is_in_office(text: str, item: Item) -> bool:
    """Whether the words beside a name give its bearer a public office: "the mayor, X", "X, the prefect"."""
    before = re.findall(r"[\w'’-]+", text[max(0, item.start - 40) : item.start].lower())[-3:]
    after = re.match(r", (?:the |a |an )?((?:[\w'’-]+ ){0,3}?[\w'’-]+)[,.]", text[item.end :])
    behind = re.findall(r"[\w'’-]+", after[1].lower()) if after is not None else []
    inside = re.findall(r"[\w'’-]+", text[item.start : item.end].lower())[:2]
    return bool({*before, *behind, *inside} & word_set("public_office"))


def _is_people(token: Token) -> bool:
    return token.tag_ in ("NNS", "NNPS")


_AMONG_THEM = re.compile(
    r"\b[Aa]mong (?:them|the (?:crowd|marchers|protesters|demonstrators|participants|strikers)) (?:was|were) (?:[a-z]+ "
    r"){0,3}$"
)


def _role_beside(before: str, after: str) -> str | None:
    """The part that the words beside a name give it."""
    if _AMONG_THEM.search(before):
        return "participant"
    match = _TITLE_BEFORE.search(before)
    title = next((v for v in match.groupdict().values() if v), None) if match is not None else None
    if title is None:
        behind = _TITLE_AFTER.match(after)
        title = next((v for v in behind.groupdict().values() if v), None) if behind is not None else None
    if title is None:
        return None
    if re.match(r"organi[sz]|initiat|conven|found|author", title, re.IGNORECASE):
        return "organizer"
    return "leader"
