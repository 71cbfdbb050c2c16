"""What a text says of people in custody besides that they are: where, held by whom, charged with what, how treated.

Runs behind the readers of detentions and sentences on the same passage and fills the drafts that they made. What is
told of somebody before the text says that he was taken waits until the end of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from ingest.extract.accusations import Accusation, accusations
from ingest.extract.drafts import DetentionDraft, Where
from ingest.extract.entities import Entity
from ingest.extract.frames import Frame, FrameReader
from ingest.extract.roster import NOBODY, Meant, Roster, unique
from ingest.extract.scene import Scene
from ingest.extract.treatment import Harm, harms
from ingest.language.amounts import Money
from ingest.language.analysis import Analysis
from ingest.language.lexicon import word_set
from ingest.language.parse import Token

_BAIL = re.compile(
    r"\b(?:bail(?:ed)?|bonds?|suret(?:y|ies)|recogni[sz]ances?|caution money|guarantees?)\b", re.IGNORECASE
)
_DEPOSIT = re.compile(r"\b(?:deposit\w*|post(?:ed|ing)?|pay(?:ment|ing)?|paid|put(?:ting)? up|lodg\w+|against)\b")
_NO_BAIL = re.compile(
    r"\b(?:denied|den(?:y|ies)|refus\w+|without|no|oppos\w+|reject\w+|declin\w+|offer\w*)\b[^.;]{0,25}$", re.IGNORECASE
)
_INTO = frozenset({"in", "at", "inside", "to", "into", "within", "from", "of", "near"})
_UNREAL = ("negated", "planned", "asked", "possible")
_NUMBER = r"\d{1,2}|[a-z]+teen|ten|eleven|twelve|nine|eight|seven|six|five"
_AGE = re.compile(
    rf"^(?:,? (?:(?:who )?(?:is|was) |then |aged? |only |just |now )*|\s?\()(?P<after>{_NUMBER})"
    r"(?=\)|,|\.|;|:| years? old|-year-old| and |$)"
)
_AGED = re.compile(
    rf"\b(?P<age>{_NUMBER})(?:-year-old|-year old| years? old| years of age)|\baged? (?P<aged>{_NUMBER})\b",
    re.IGNORECASE,
)
_IS_AGED = re.compile(
    rf"\b(?:he|she) (?:is|was) (?:only |just |then |barely )?(?P<age>{_NUMBER})(?=[,.;)]| (?:at|when|and|years old)\b|"
    rf"$)",
    re.IGNORECASE,
)
_UNDER = re.compile(
    r"\b(?:under(?: the age of)?|below(?: the age of)?|not yet|younger than) (?P<age>sixteen|seventeen|eighteen|"
    r"fifteen|"
    r"fourteen|thirteen|1[0-8])\b|\bunder-?age\b|\bunder-1[4-8]s?\b",
    re.IGNORECASE,
)
_AGES = re.compile(
    rf"^[^.;]{{0,25}}?\b(?:of|aged|ages|between|,) (?:only )?(?P<first>{_NUMBER})(?P<more>(?:(?:, | and | to |-|"
    rf"–)(?:{_NUMBER}))*)\b"
    r"(?! (?:people|years|days|months|others|men|women))",
    re.IGNORECASE,
)
_YOUNG = {"five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
          "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
          "nineteen": 19}  # fmt: skip
_FULL_AGE = 18
_ANY_PRISON = frozenset({"prison", "jail", "gaol", "penitentiary", "prisons", "jails"})
"""Words that say what somebody got, not where he is: "a year in prison"."""
_MEMBER = re.compile(
    r"\b(?:one|two|three|four|five|another|others?|some|several|most|all|the (?:youngest|oldest|eldest|first|last|"
    r"second|"
    r"other|only \w+)(?: \w+)?)(?: of (?:them|those|these|the \w+|whom))?(?:,| is| was| were| are)? (?:\w+ ){0,6}$"
    r"|\b(?:among|amongst|including|includ\w+|such as|namely)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_PART_OF = re.compile(r"\bof (?:them|those|these|the|whom)\b|^(?:the )?(?:others?|rest|remaining)\b", re.IGNORECASE)
_AMONG = re.compile(r"^,? (?:\w+ )?(?:(?:was|were|is|are) )?(?:among|one of|included)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Note:
    """Something told of people: a field of their detention with its value and where it stands."""

    field: str
    value: object
    where: Where


@cache
def _facility() -> re.Pattern[str]:
    nouns = sorted(word_set("facility") | word_set("lodging"), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, nouns))})(?![\w-])", re.IGNORECASE)


class CustodyReader:
    """Fills the columns of detentions that neither taking, freeing nor a court decides."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.roster = Roster(scene)
        self._waiting: list[tuple[str, _Note]] = []
        self._shared: list[tuple[DetentionDraft, _Note]] = []
        self._members: list[tuple[DetentionDraft, DetentionDraft]] = []
        self._known: set[int] = set()
        self._force: tuple[Entity, Where] | None = None
        self._acting: tuple[Entity, Where] | None = None
        self._taken_by: list[tuple[DetentionDraft, Entity, Where]] = []
        self._told_harms: tuple[Harm, ...] = ()
        self._accused: tuple[Accusation, ...] = ()
        self._bail_at = -9

    def read(self, reader: FrameReader, frames: tuple[Frame, ...]) -> None:
        """Everything that one passage tells of people in custody."""
        self.roster.enter(reader.analysis)
        self._enrol(reader.analysis, frames)
        named = any(i.kind in ("person", "people") for i in reader.analysis.items)
        if self.roster.is_empty and not named and not self.scene.focus.people:
            self._remember_force(reader)
            return
        for meant, note in self._notes(reader, frames):
            self._tell(meant, note)
        self._minors(reader)
        self._remember_force(reader)

    def finish(self) -> None:
        """What was told of people before their detention was, and of groups before their members were named."""
        for entity_id, note in self._waiting:
            mine = [d for d in self.scene.detentions if d.person is not None and d.person.entity_id == entity_id]
            if mine:
                self._fill(mine[-1], note)
        kept = {id(d) for d in self.scene.detentions}
        self._dissolve(kept)
        self._cite_detainers()
        for member, group in self._members:
            if id(member) in kept:
                for owner, note in self._shared:
                    if owner is group and not self._has(member, note):
                        self._fill(member, note)

        for draft, entity, where in self._taken_by:
            for taken in (draft, *(m for m, g in self._members if g is draft)):
                if taken.detainer is None:
                    self._fill(taken, _Note("detainer", entity, where))

    def _cite_detainers(self) -> None:
        """Nobody is called a detainer without the words that name him beside the row."""
        for draft in self.scene.detentions:
            if draft.detainer is None or "detainer" in draft.spans:
                continue
            text = draft.passage.text
            at = next(((text.find(s), len(s)) for s in sorted(draft.detainer.spellings, key=len) if s in text), None)
            if at is None:
                draft.detainer = None
            else:
                draft.note("detainer", (draft.passage, at[0], at[0] + at[1]))

    def groups(self) -> dict[int, DetentionDraft]:
        """The group that each member was taken with, by the identity of the member's row."""
        return {id(member): group for member, group in self._members}

    def _dissolve(self, kept: set[int]) -> None:
        """A group without a row of its own any more is those told after it: they are its members."""
        gone = {id(g): g for g, _ in self._shared if id(g) not in kept}
        for group in gone.values():
            after = [d for d in self.scene.detentions if 0 <= d.ordinal - group.ordinal <= 3 and d.event is group.event]
            self._members += [(d, group) for d in after if all(d is not m for m, _ in self._members)]

    # ------------------------------------------------------------------ members of groups

    def _enrol(self, analysis: Analysis, frames: tuple[Frame, ...]) -> None:
        """Note who of those new in this passage is a member of which group."""
        for draft in self.scene.detentions:
            if id(draft) in self._known:
                continue
            self._known.add(id(draft))
            if draft.person is None:
                if _PART_OF.search(draft.group or "") or draft.rest:
                    self._join(draft, analysis)
                continue
            name = next((n for n in analysis.names if self.scene.entities.of(n) is draft.person), None)
            if name is None:
                continue
            draft.note("person", (analysis.passage, name.start, name.end))
            before = re.split(r"[.;]", analysis.text[: name.start])[-1]
            taken = any(f.kind in ("detain", "take", "jail") and f.modality == "fact" for f in frames)
            if _MEMBER.search(before) or _AMONG.match(analysis.text, name.end) or not taken:
                self._join(draft, analysis)

    def _join(self, draft: DetentionDraft, analysis: Analysis) -> None:
        """Make a row part of the group that was told last before it."""
        groups = [
            d
            for d in self.scene.detentions
            if d.person is None and d is not draft and 0 <= analysis.passage.ordinal - d.ordinal <= 3 and d.high != 1
        ]
        whole = [d for d in groups if not d.rest and not _PART_OF.search(d.group or "")]
        if whole and whole[-1].low != sum(1 for _, g in self._members if g is whole[-1]):
            self._members.append((draft, whole[-1]))

    @staticmethod
    def _has(draft: DetentionDraft, note: _Note) -> bool:
        """Whether a member has a value of his own where the group's would go."""
        return {
            "custody_place": draft.custody_place is not None,
            "detainer": draft.detainer is not None,
            "bail": draft.bail is not None,
        }.get(note.field, False)

    def _tell(self, meant: Meant, note: _Note) -> None:
        for draft in meant.drafts:
            self._fill(draft, note)
            if draft.person is None and not meant.part:
                self._shared.append((draft, note))
                for member, group in self._members:
                    if group is draft and all(member is not d for d in meant.drafts) and not self._has(member, note):
                        self._fill(member, note)
        self._waiting += [(person.entity_id, note) for person in meant.people]

    # ------------------------------------------------------------------ what is told

    def _notes(self, reader: FrameReader, frames: tuple[Frame, ...]) -> Iterator[tuple[Meant, _Note]]:
        self._accused = tuple(accusations(reader))
        self._told_harms = tuple(harms(reader))
        yield from self._detainers(reader, frames)
        yield from self._places(reader)
        yield from self._bail(reader)
        yield from self._charges(reader)
        yield from self._harms(reader)

    def _about(self, reader: FrameReader, token: Token) -> Meant:
        """Who a clause is about; where it names nobody, the people told last."""
        meant = self.roster.of_clause(reader, token)
        if meant.somebody:
            return meant
        return Meant(self.roster.at_hand(reader.analysis), somebody=True)

    # ------------------------------------------------------------------ by whom

    def _detainers(self, reader: FrameReader, frames: tuple[Frame, ...]) -> Iterator[tuple[Meant, _Note]]:
        """The body that took or holds somebody, by name or as "military police"."""
        for frame in frames:
            if frame.kind not in ("detain", "take", "hold", "jail") or frame.modality != "fact":
                continue
            found = self._taker(reader, frame)
            meant = self.roster.of_victim(reader, frame.token) if not frame.nominal else NOBODY
            if not meant.drafts and not meant.people:
                meant = Meant(self._rows_of(reader.analysis, frame), somebody=True)
            if found is not None:
                yield meant, _Note("detainer", *found)
            elif frame.kind != "hold" and not frame.agents and self._acting is not None:
                self._taken_by += [(draft, *self._acting) for draft in meant.drafts]
        frames_at = {f.token.i for f in frames}
        for token in reader.doc:
            if token.pos_ == "VERB" and token.i not in frames_at and token.lemma_.lower() in word_set("seize_verb"):
                yield from self._held_by(reader, token)

    def _held_by(self, reader: FrameReader, verb: Token) -> Iterator[tuple[Meant, _Note]]:
        """ "The Commercial Crime Department had held her for two days": a body that does it to somebody in custody."""
        if reader.modality(verb) != "fact":
            return
        by = [g for c in verb.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"]
        doers = by if by or reader.is_passive(verb) else reader.subjects(verb)
        bodies = [b for d in doers for p in reader.party(d) for b in self.scene.bodies(p, reader.analysis)]
        meant = self.roster.of_victim(reader, verb) if bodies else NOBODY
        if bodies and bodies[0][0].kind != "country" and meant.drafts:
            yield meant, _Note("detainer", *bodies[0])

    def _taker(self, reader: FrameReader, frame: Frame) -> tuple[Entity, Where] | None:
        for party in frame.agents:
            bodies = [b for b in self.scene.bodies(party, reader.analysis) if b[0].kind != "country"]
            if bodies:
                return bodies[0]
            if party.kind == "pronoun" and party.head in ("they", "it", "who") and self._force is not None:
                return self._force
        if frame.agents:
            return None
        for child in frame.token.children:  # "arrested when police cleared the camp"
            if child.dep_ == "advcl" and any(
                c.lower_ in ("when", "as", "while", "after") for c in child.children if c.dep_ in ("advmod", "mark")
            ):
                for subject in child.children:
                    if subject.dep_ == "nsubj":
                        for party in reader.party(subject):
                            bodies = [b for b in self.scene.bodies(party, reader.analysis) if self._is_force(b[0])]
                            if bodies:
                                return bodies[0]
        return None

    @staticmethod
    def _is_force(entity: Entity) -> bool:
        return entity.kind == "state_body"

    def _rows_of(self, analysis: Analysis, frame: Frame) -> tuple[DetentionDraft, ...]:
        """The rows that a frame made or added to."""
        found = []
        for draft in self.scene.detentions:
            for passage, start, end in [(draft.passage, draft.start, draft.end), *draft.evidence]:
                if passage.passage_id == analysis.passage.passage_id and start <= frame.start < end:
                    found.append(draft)
        return unique(found)

    def _remember_force(self, reader: FrameReader) -> None:
        """The police or soldiers that acted last: who "they" in "they arrested" are, and who takes whom they find."""
        self._acting = None
        for token in reader.doc:
            if token.dep_ in ("nsubj", "pobj") and (token.dep_ == "nsubj" or token.head.dep_ == "agent"):
                for party in reader.party(token):
                    for entity, where in self.scene.bodies(party, reader.analysis):
                        if self._is_force(entity):
                            self._force = (entity, where)
                            verb = next((a for a in token.ancestors if a.pos_ in ("VERB", "AUX")), token)
                            if (
                                verb.lemma_.lower() in word_set("intervene_verb")
                                and verb.dep_ in ("ROOT", "conj")
                                and reader.modality(verb) == "fact"
                            ):
                                self._acting = self._force

    # ------------------------------------------------------------------ where

    def _places(self, reader: FrameReader) -> Iterator[tuple[Meant, _Note]]:
        """ "Held at Evin Prison", "taken to a police station", "spent nine nights at Chikurubi"."""
        analysis = reader.analysis
        for first, last, kind in self._buildings(analysis):
            token = self.scene.token_at(analysis, last - 1)
            link = _link(token) if token is not None else None
            if link is None:
                continue
            verb = self._holding(reader, link, kind)
            if verb is None:
                continue
            start, end = self._named(analysis, first, last)
            meant = self._about(reader, link)
            if (kind == "name" and not meant.drafts) or analysis.text[start:end].lower() in _ANY_PRISON:
                continue
            yield meant, _Note("custody_place", analysis.text[start:end], (analysis.passage, start, end))

    def _buildings(self, analysis: Analysis) -> list[tuple[int, int, str]]:
        """Stretches that name a building: a ``prison``, a ``lodging`` that can serve as one, or a bare ``name``."""
        text = analysis.text
        found: list[tuple[int, int, str]] = []
        for match in _facility().finditer(text):
            kind = "prison" if match.group(0).lower() in word_set("facility") else "lodging"
            found.append((match.start(), match.end(), kind))
        taken = [self._named(analysis, start, end) for start, end, _ in found]
        for item in analysis.items:
            if item.kind not in ("place", "organization", "state_body", "person", "unknown") or len(item.names) != 1:
                continue
            held = self.roster.last(self.scene.entities.of(item.names[0])) is not None
            if any(a < item.end and item.start < b for a, b in taken):
                continue
            name = text[item.start : item.end]
            bare = re.sub(r"^(?:the|El|La|Al) ", "", name)
            if name.lower() in word_set("prison_name") or bare.lower() in word_set("prison_name"):
                found.append((item.start, item.end, "prison"))
            elif not held and not self.scene.places.get(item.names[0].text):
                found.append((item.start, item.end, "name"))
        return sorted(found)

    def _holding(self, reader: FrameReader, link: Token, kind: str) -> Token | None:
        """The verb or noun by which a building holds somebody, or None."""
        path = [link]
        for word in link.ancestors:
            path.append(word)
            lemma = word.lemma_.lower()
            if lemma == "strike" and any(c.lower_ == "hunger" for c in word.children):
                return word if kind == "prison" else None
            if lemma in word_set("gathering") and lemma not in ("group", "chain"):
                return None
            if word.pos_ in ("VERB", "AUX"):
                break
            if word.pos_ == "NOUN" and lemma in word_set("captivity"):
                return word if kind in ("prison", "lodging") else None
        verb = path[-1]
        if verb.pos_ not in ("VERB", "AUX"):
            return None
        lemma = verb.lemma_.lower()
        modality = reader.modality(verb)
        if modality in ("planned", "asked", "possible") or lemma in word_set("visiting"):
            return None
        strict = lemma in word_set("custody_verb")
        if link.lower_ in ("from", "out") and (
            lemma in word_set("seize_verb") or lemma not in word_set("custody_verb")
        ):
            return None  # where somebody was taken from
        if modality == "negated" and strict:
            return None
        if link.lower_ in ("of", "near") and lemma not in ("leave", "enter"):
            within = link.lower_ == "of" and kind == "prison" and link.head.lower_ in ("out", "inside", "custody")
            return verb if within and lemma not in word_set("seize_verb") - {"bring", "lead", "carry"} else None
        if kind == "prison":
            if lemma == "be":
                return verb
            return verb if strict or link.lower_ in ("in", "at", "inside", "within") else None
        if kind == "lodging":
            harmed = any(verb.i in (h.token.i, h.token.head.i) for h in self._told_harms)
            return verb if harmed or lemma in word_set("holding_verb") or _is_in_custody(verb) else None
        return verb if lemma in word_set("confining_verb") and link.lower_ in ("at", "to", "inside") else None

    @staticmethod
    def _named(analysis: Analysis, start: int, end: int) -> tuple[int, int]:
        """The words of a building's name and description around its noun, without article."""
        text = analysis.text
        item = next((i for i in analysis.items if i.start <= start and end <= i.end and i.kind != "quantity"), None)
        if item is not None:
            start, end = item.start, item.end
        for _ in range(6):
            before = re.search(r"([\w'’.-]+) $", text[:start])
            if before is None or not (before[1][0].isupper() or re.fullmatch(r"[\w'’-]+", before[1])):
                break
            token = next((t for t in analysis.doc or () if analysis.span(t)[0] == before.start(1)), None)
            inside = next(
                (
                    i
                    for i in analysis.items
                    if i.start <= before.start(1) < i.end and i.kind not in ("quantity", "date")
                ),
                None,
            )
            possessive = before[1].endswith(("'s", "’s", "s'", "s’"))
            if inside is not None:
                start = inside.start
                continue
            if not possessive and (
                token is None
                or token.pos_ not in ("NOUN", "PROPN", "ADJ")
                or token.lower_ in ("same", "other", "own", "such")
            ):
                break
            start = before.start(1)
        named = text[start:end] != text[start:end].lower()
        behind = re.match(r" (?:(?:No|no|Number|number|Nr|nr)\.? ?)?\d+\b", text[end:])
        if behind:
            return start, end + behind.end()
        links = "of" if named else "of|in|on|at"
        item_behind = re.match(rf" (?:{links}) (?:the )?(?=[A-ZÀ-ÞŁŚŠŞĞİ])", text[end:])
        if item_behind:
            at = end + item_behind.end()
            inner = next((i for i in analysis.items if i.start <= at < i.end and i.names), None)
            if inner is not None:
                return start, inner.names[0].end
            word = re.match(r"[\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)*", text[at:])
            if word:
                return start, at + word.end()
        return start, end

    # ------------------------------------------------------------------ bail

    def _bail(self, reader: FrameReader) -> Iterator[tuple[Meant, _Note]]:
        """ "Freed on bail of 500 dollars", "a 500-dollar bond": a sum beside the word for bail, or paid after it."""
        analysis = reader.analysis
        text = analysis.text
        words = list(_BAIL.finditer(text))
        sums: list[tuple[Money, Token]] = []
        for money in analysis.money:
            token = self.scene.token_at(analysis, money.start)
            near = [m for m in words if -90 <= money.start - m.end() <= 90 and not _parted(text, m.span(), money)]
            before = text[max(0, money.start - 50) : money.start]
            if token is None or _NO_BAIL.search(before):
                continue
            if any(not _NO_BAIL.search(text[: m.start()]) for m in near) or (
                not words and analysis.passage.ordinal - self._bail_at == 1 and _DEPOSIT.search(before)
            ):
                sums.append((money, token))
        if words:
            self._bail_at = analysis.passage.ordinal
        if len(sums) > 1 and (shares := self._respectively(reader, sums)):
            yield from shares
            return
        for money, token in self._final(text, sums):
            where = (analysis.passage, money.start, money.end)
            yield self._bailed(reader, token), _Note("bail", (money.amount, money.currency), where)

    @staticmethod
    def _final(text: str, sums: list[tuple[Money, Token]]) -> list[tuple[Money, Token]]:
        """ "Reduced from 800 to 200 dollars": the sum that counts in the end."""
        return [
            s for s in sums if not re.search(r"\bfrom (?:[^\s\d]{0,4})$", text[max(0, s[0].start - 10) : s[0].start])
        ]

    def _bailed(self, reader: FrameReader, token: Token) -> Meant:
        """Whose bail a sum is: "bail for X", "each", else who the clause is about."""
        for word in (token, *token.ancestors):
            for child in word.children:
                if child.dep_ in ("prep", "dative") and child.lower_ in ("for", "to"):
                    for object_ in child.children:
                        meant = self.roster.of_phrase(reader, object_) if object_.dep_ == "pobj" else NOBODY
                        if meant.drafts or meant.people:
                            return meant
            if word.pos_ in ("VERB", "AUX"):
                for phrase in self.roster.affected(reader, word):
                    meant = self.roster.of_phrase(reader, phrase)
                    if meant.drafts or meant.people:
                        return meant
        return Meant(self.roster.at_hand(reader.analysis), somebody=True)

    def _respectively(self, reader: FrameReader, sums: list[tuple[Money, Token]]) -> list[tuple[Meant, _Note]]:
        """ "A and B were bailed in the sum of 400 and 250 dollars": each his own, in order."""
        analysis = reader.analysis
        if not re.search(r"\brespectively\b", analysis.text):
            return []
        meant = self._bailed(reader, sums[0][1])
        if len(meant.drafts) != len(sums):
            return []
        return [
            (Meant((draft,), somebody=True), _Note("bail", (m.amount, m.currency), (analysis.passage, m.start, m.end)))
            for draft, (m, _) in zip(meant.drafts, sums, strict=True)
        ]

    # ------------------------------------------------------------------ charges and treatment

    def _charges(self, reader: FrameReader) -> Iterator[tuple[Meant, _Note]]:
        for accusation in self._accused:
            where = (reader.analysis.passage, accusation.start, accusation.end)
            yield self._about(reader, accusation.token), _Note("charge", accusation.text, where)

    def _harms(self, reader: FrameReader) -> Iterator[tuple[Meant, _Note]]:
        charged = [(a.start, a.end) for a in self._accused]
        for harm in self._told_harms:
            if any(start <= harm.start < end for start, end in charged):
                continue
            meant = self._sufferer(reader, harm)
            if meant.drafts or meant.people:
                yield meant, _Note("mistreatment", harm.kind, (reader.analysis.passage, harm.start, harm.end))

    def _sufferer(self, reader: FrameReader, harm: Harm) -> Meant:
        """Whom a harm was done to: the first way of asking that leads to people decides, be they strangers."""
        for way in harm.by:
            meant = NOBODY
            if way == "victim":
                meant = self.roster.of_victim(reader, harm.token)
            elif way == "owner":
                for phrase in self.roster.affected(reader, harm.token):
                    meant = self.roster.of_phrase(reader, phrase)
                    if meant.somebody:
                        break
            elif way == "doer":
                for subject in reader.subjects(harm.token):
                    meant = self.roster.of_phrase(reader, subject)
            elif way == "topic":
                meant = self._topic(reader)
            elif way == "undergone":
                verb = next((a for a in harm.token.ancestors if a.pos_ in ("VERB", "AUX")), None)
                if verb is not None:
                    meant = self.roster.of_victim(reader, verb)
                    meant = meant if meant.somebody else self.roster.of_clause(reader, harm.token)
            elif way == "clause":
                meant = self.roster.of_clause(reader, harm.token)
            elif way == "access":
                meant = self._kept_apart(reader, harm.token)
            elif way == "told":
                meant = self._told(reader, harm.token)
            elif way == "where":
                meant = self._pronoun_in(reader, harm)
            elif way == "hand":
                return Meant(self.roster.at_hand(reader.analysis), somebody=True)
            if meant.somebody:
                return meant
        return NOBODY

    def _topic(self, reader: FrameReader) -> Meant:
        """Who the passage's main clause is about, where that is one person in custody or "they" """
        for token in reader.doc:
            if token.dep_ in ("nsubj", "nsubjpass") and token.head.dep_ in ("ROOT", "ccomp", "conj"):
                meant = self.roster.of_phrase(reader, token)
                if meant.drafts and not meant.part:
                    return meant
        return NOBODY

    def _kept_apart(self, reader: FrameReader, verb: Token) -> Meant:
        """ "Neither a lawyer nor her mother was let in": whose lawyer and mother, else to whom."""
        for subject in reader.subjects(verb):
            for part in FrameReader._coordinated(subject):
                for owner in part.children:
                    if owner.dep_ == "poss":
                        meant = self.roster.of_phrase(reader, owner)
                        if meant.drafts or meant.people:
                            return meant
        for child in verb.children:
            if child.dep_ in ("prep", "dobj", "dative"):
                for object_ in (child, *child.children):
                    if object_.dep_ in ("pobj", "dobj"):
                        meant = self.roster.of_phrase(reader, object_)
                        if meant.drafts or meant.people:
                            return meant
        return NOBODY

    def _told(self, reader: FrameReader, verb: Token) -> Meant:
        """Whom a threat is made to: who is told, or whose harm or whose family's is announced."""
        tokens = [t for t in verb.subtree if t.dep_ in ("nsubj", "nsubjpass", "dobj", "dative", "poss", "pobj")]
        if reader.is_passive(verb):
            tokens = [*reader.subjects(verb), *tokens]
        for token in tokens:
            meant = self.roster.of_phrase(reader, token)
            if meant.drafts or meant.people:
                return meant
        return NOBODY

    def _pronoun_in(self, reader: FrameReader, harm: Harm) -> Meant:
        """Who it is whose whereabouts nobody knew: the pronoun of the clause itself, or the owner of the relatives."""
        tokens = [t for t in reader.doc if harm.start - 40 <= reader.analysis.span(t)[0] < harm.end + 40]
        behind = [t for t in tokens if t.i >= harm.token.i]
        for token in (*behind, *reversed([t for t in tokens if t.i < harm.token.i])):
            if token.pos_ == "PRON" or (reader.analysis.item(token) is not None and token.pos_ == "PROPN"):
                meant = self.roster.of_phrase(reader, token)
                if meant.drafts:
                    return meant
        return NOBODY

    # ------------------------------------------------------------------ filling

    def _fill(self, draft: DetentionDraft, note: _Note) -> None:
        if note.field == "custody_place" and isinstance(note.value, str):
            if draft.custody_place is None or _is_named(note.value) or not _is_named(draft.custody_place):
                draft.custody_place = note.value
                draft.spans["custody_place"] = note.where
        elif note.field == "detainer" and isinstance(note.value, Entity):
            if draft.detainer is None or "detainer" not in draft.spans:
                draft.detainer = note.value
                draft.note("detainer", note.where)
        elif note.field == "bail" and isinstance(note.value, tuple):
            draft.bail = note.value
            draft.spans["bail"] = note.where
        elif note.field == "charge" and isinstance(note.value, str):
            if all(note.value.lower() != c.lower() for c in draft.charges):
                draft.charges.append(note.value)
                draft.note(f"charge:{note.value}", note.where)
        elif note.field == "mistreatment" and all(kind != note.value for kind, _ in draft.mistreatment):
            draft.mistreatment.append((str(note.value), note.where))
        elif note.field == "is_minor" and not draft.is_minor:
            draft.is_minor = True
            draft.note("is_minor", note.where)

    # ------------------------------------------------------------------ how old

    def _minors(self, reader: FrameReader) -> None:
        """Under eighteen by the text's own words, of a person beside the name, of a group in the words for it."""
        analysis = reader.analysis
        for item in analysis.items:
            if item.kind not in ("person", "people", "unknown"):
                continue
            for name in item.names:
                mine = self.roster.last(self.scene.entities.of(name))
                where = _young(analysis.text, name.start, name.end) if mine is not None else None
                if mine is not None and where is not None:
                    self._fill(mine, _Note("is_minor", True, (analysis.passage, *where)))
        for draft in self.scene.detentions:
            if draft.person is None and draft.passage.passage_id == analysis.passage.passage_id:
                where = _young_group(analysis.text, draft)
                if where is not None:
                    self._fill(draft, _Note("is_minor", True, (analysis.passage, *where)))
        self._described_young(reader)

    def _described_young(self, reader: FrameReader) -> None:
        """ "The 15-year-old was freed", "both are under sixteen", "she is 17": said without a name."""
        analysis = reader.analysis
        text = analysis.text
        for match in (*_AGED.finditer(text), *_UNDER.finditer(text), *_IS_AGED.finditer(text)):
            groups = match.groupdict()
            age = groups.get("age") or groups.get("aged")
            if age is not None and _age(age) > _FULL_AGE - ("aged" in groups):
                continue
            token = self.scene.token_at(analysis, match.end() - 1)
            if token is None:
                continue
            for word in (token, *token.ancestors):
                if word.pos_ in ("VERB", "AUX") and word.lemma_ == "be":
                    phrases: Iterable[Token] = reader.subjects(word)
                elif word.dep_ == "appos":
                    phrases = (word.head,)
                elif word.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "conj"):
                    phrases = (word,)
                else:
                    continue
                for phrase in phrases:
                    meant = self.roster.of_phrase(reader, phrase)
                    for draft in meant.drafts if not meant.part else ():
                        if draft.high == 1 or draft.person is not None:
                            self._fill(draft, _Note("is_minor", True, (analysis.passage, match.start(), match.end())))
                break


def _link(token: Token) -> Token | None:
    """The preposition, or the verb of leaving, by which a building hangs in its clause."""
    current = token
    for _ in range(6):
        if current.dep_ == "pobj":
            if current.head.lower_ == "of" and current.head.head.pos_ in ("NOUN", "PROPN"):
                current = current.head.head
                if current.lower_ not in word_set("facility") | word_set("lodging"):
                    return None
                continue
            return current.head if current.head.lower_ in _INTO else None
        if current.dep_ == "dobj":
            return current if current.head.lemma_.lower() in ("leave", "enter", "exit", "reach") else None
        if current.dep_ not in ("compound", "nmod", "amod", "poss", "conj", "appos", "nummod", "punct"):
            return None
        current = current.head
    return None


def _is_in_custody(verb: Token) -> bool:
    """ "Has been under arrest in hospital": a verb that a noun of custody completes."""
    return any(g.lemma_.lower() in word_set("captivity") for c in verb.children if c.dep_ == "prep" for g in c.children)


def _parted(text: str, word: tuple[int, int], money: Money) -> bool:
    """Whether a stop or a fine lies between a word for bail and a sum."""
    between = text[min(word[1], money.end) : max(word[0], money.start)]
    return bool(re.search(r"[.;](?!\d)|\bfine[ds]?\b", between))


def _is_named(place: str) -> bool:
    return any(w[:1].isupper() for w in place.split())


def _young(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The words beside a name that make somebody a minor."""
    after = _AGE.match(text[end : end + 60])
    if after is not None:
        return (end + after.start("after"), end + after.end("after")) if _age(after["after"]) < _FULL_AGE else None
    clause = re.split(r"[.;]| and |, (?:who|which) ", text[end : end + 70])[0]
    near = re.split(r"[.;,] | and ", text[max(0, start - 50) : start])[-1]
    for begin, stretch in ((start - len(near), near), (end, clause)):
        told = _AGED.search(stretch)
        if told is not None and _age(told["age"] or told["aged"]) < _FULL_AGE:
            return begin + told.start(), begin + told.end()
        below = _UNDER.search(stretch)
        if below is not None:
            return begin + below.start(), begin + below.end()
    both = re.match(r"[^.;]{0,45}?,? both (?:of them )?(?:aged )?(?:under|below)[- ](?:the age of )?\w+", text[end:])
    if both is not None and _UNDER.search(both.group(0)):
        return end + both.end() - len(both.group(0).split("both")[-1]), end + both.end()
    before = re.search(r"\b(\w+),? $", text[:start])
    if before is not None and before[1].lower() in word_set("minor"):
        return before.start(1), before.end(1)
    behind = re.match(r", (?:an? |the )?(?:\w+ ){0,2}?(\w+)\b", text[end:])
    if behind is not None and behind[1].lower() in word_set("minor") - {"child", "children"}:
        return end + behind.start(1), end + behind.end(1)
    return None


def _young_group(text: str, draft: DetentionDraft) -> tuple[int, int] | None:
    """The words of a group that make its members minors: "boys", "pupils of 14 and 15", "a 16-year-old"."""
    passage, start, end = draft.spans.get("count", (draft.passage, draft.start, draft.end))
    if passage.passage_id != draft.passage.passage_id:
        return None
    told = _AGED.search(text, start, end)
    if told is not None:
        return told.span() if _age(told["age"] or told["aged"]) < _FULL_AGE else None
    ages = _AGES.match(text[end : end + 60]) or _AGES.search(text[start:end])
    if ages is not None:
        base = end if _AGES.match(text[end : end + 60]) else start
        numbers = [
            _age(n) for n in re.findall(rf"\b(?:{_NUMBER})\b", ages["first"] + (ages["more"] or ""), re.IGNORECASE)
        ]
        return (base + ages.start("first"), base + ages.end()) if max(numbers) < _FULL_AGE else None
    below = _UNDER.search(text, start, min(len(text), end + 30))
    if below is not None and not re.search(r"[,;.]", text[end : max(end, below.start())]):
        return below.span()
    words = re.findall(r"[\w-]+", text[start:end].lower())
    if set(words) & word_set("minor") and not set(words) & {"men", "women", "adults", "people", "parents", "and"}:
        return start, end
    return None


def _age(text: str) -> int:
    return int(text) if text.isdigit() else _YOUNG.get(text.lower(), 99)
