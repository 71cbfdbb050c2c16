"""What a text says of people in custody besides that they are: where, on what charge, for what bail, how treated.

Runs behind the readers of detentions and sentences on the same passage and fills the drafts that they made. What is
told of somebody before the text says that he was taken waits until the end of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from ingest.extract.drafts import DetentionDraft, Where
from ingest.extract.entities import Entity
from ingest.extract.frames import Frame, FrameReader, Party
from ingest.extract.offences import offences
from ingest.extract.scene import Scene
from ingest.language.analysis import Analysis
from ingest.language.lexicon import word_details, word_set

_BAIL = re.compile(r"\b(?:bail|bond|bonds|suret(?:y|ies)|recogni[sz]ances?)\b(?! ?-?out)", re.IGNORECASE)
_NO_BAIL = re.compile(r"\b(?:denied|refused|without|no|opposed|rejected|declined)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_INTO = frozenset({"in", "at", "inside", "to", "into", "within", "from", "of"})
_AGE = re.compile(
    r"^(?:,? (?:who (?:is|was) |then |aged? |only |just )*|\s?\()(?P<after>\d{1,2}|[a-z]+teen|ten|eleven|twelve)"
    r"(?=\)|,|\.|;| years? old|-year-old| and |$)"
)
_AGED = re.compile(
    r"\b(?P<age>\d{1,2}|[a-z]+teen|ten|eleven|twelve)(?:-year-old|-year old| years old| years of age)"
    r"|\baged? (?P<aged>\d{1,2}|[a-z]+teen|ten|eleven|twelve)\b",
    re.IGNORECASE,
)
_YOUNG = {"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
          "seventeen": 17, "eighteen": 18, "nineteen": 19}  # fmt: skip
_FULL_AGE = 18
_ACTIVE_DENIALS = frozenset(
    {"deny", "refuse", "deprive", "prevent", "bar", "forbid", "block", "prohibit", "withhold", "starve"}
)
_NEGATED_DENIALS = frozenset({"allow", "permit", "let", "give", "receive", "see", "contact", "grant"})


@dataclass(frozen=True, slots=True)
class _Note:
    """Something told of people: a field of their detention with its value and where it stands."""

    field: str
    value: object
    where: Where


class CustodyReader:
    """Fills the columns of detentions that neither taking, freeing nor a court decides."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._waiting: list[tuple[str, _Note]] = []
        self._kinds = word_details("deprivation")

    def read(self, reader: FrameReader, frames: tuple[Frame, ...], ahead: list[Analysis]) -> None:
        """Everything that one passage tells of people in custody."""
        for position, note in self._notes(reader, frames):
            drafts, people = self._whose(reader, position, ahead)
            for draft in drafts:
                self._fill(draft, note)
            if not drafts:
                self._waiting += [(person.entity_id, note) for person in people]
        self._minors(reader.analysis)

    def finish(self) -> None:
        """What was told of people before their detention was."""
        for entity_id, note in self._waiting:
            mine = [d for d in self.scene.detentions if d.person is not None and d.person.entity_id == entity_id]
            if mine:
                self._fill(mine[-1], note)

    # ------------------------------------------------------------------ what is told

    def _notes(self, reader: FrameReader, frames: tuple[Frame, ...]) -> Iterator[tuple[Token, _Note]]:
        yield from self._detainers(reader, frames)
        yield from self._places(reader)
        yield from self._bail(reader)
        yield from self._charges(reader)
        yield from self._harms(reader)
        yield from self._deprivations(reader)

    def _detainers(self, reader: FrameReader, frames: tuple[Frame, ...]) -> Iterator[tuple[Token, _Note]]:
        """The body that took somebody, by name or as "military police"."""
        for frame in frames:
            if frame.kind not in ("detain", "take") or frame.modality != "fact":
                continue
            bodies = (found for party in frame.agents for found in self.scene.bodies(party, reader.analysis))
            entity, where = next((b for b in bodies if b[0].kind != "country"), (None, None))
            if entity is not None and where is not None:
                yield frame.token, _Note("detainer", entity, where)

    def _places(self, reader: FrameReader) -> Iterator[tuple[Token, _Note]]:
        """ "Held at Evin Prison", "taken to a police station": the building that a custody verb governs."""
        analysis = reader.analysis
        for match in _facility().finditer(analysis.text):
            token = self.scene.token_at(analysis, match.end() - 1)
            if token is None:
                continue
            governor = next((t for t in (token, *token.ancestors) if t.dep_ in ("pobj", "dobj")), None)
            if governor is None or governor.head.lower_ not in _INTO:
                continue
            verb = next((t for t in governor.head.ancestors if t.pos_ in ("VERB", "AUX", "NOUN")), None)
            if verb is None or (
                verb.lemma_.lower() not in word_set("custody_verb")
                and verb.lower_ not in ("detention", "custody", "imprisonment", "transfer", "detainees", "prisoners")
            ):
                continue
            if governor.head.lower_ == "of" and verb.lower_ != "custody":
                continue
            start, end = self._named(analysis, match.start(), match.end())
            yield verb, _Note("custody_place", analysis.text[start:end], (analysis.passage, start, end))

    @staticmethod
    def _named(analysis: Analysis, start: int, end: int) -> tuple[int, int]:
        """The words of a building's name and description around its noun, without article."""
        text = analysis.text
        item = next((i for i in analysis.items if i.start <= start and end <= i.end and i.kind != "quantity"), None)
        if item is not None:
            start, end = item.start, item.end
        for _ in range(5):
            before = re.search(r"([\w'’.-]+) $", text[:start])
            if before is None or not (before[1][0].isupper() or re.fullmatch(r"[a-z-]+", before[1])):
                break
            token = next((t for t in analysis.doc or () if analysis.span(t)[0] == before.start(1)), None)
            named = any(
                i.start <= before.start(1) < i.end and i.kind not in ("quantity", "date") for i in analysis.items
            )
            if not named and (
                token is None or token.pos_ not in ("NOUN", "PROPN", "ADJ") or token.lower_ in ("same", "other")
            ):
                break
            start = before.start(1)
        behind = re.match(r" (?:(?:No|no|Number|number|Nr)\.? ?)?\d+\b", text[end:])
        return start, end + (behind.end() if behind else 0)

    def _bail(self, reader: FrameReader) -> Iterator[tuple[Token, _Note]]:
        """ "Freed on bail of 500 dollars", "a 500-dollar bond": a sum beside the word for bail."""
        analysis = reader.analysis
        for match in _BAIL.finditer(analysis.text):
            if _NO_BAIL.search(analysis.text[: match.start()]):
                continue
            near = [
                (abs(money.start - match.start()), money)
                for money in analysis.money
                if -60 <= money.start - match.end() <= 60
                and not re.search(r"[.;]", analysis.text[min(match.end(), money.end) : max(match.start(), money.start)])
            ]
            token = self.scene.token_at(analysis, match.start())
            if not near or token is None:
                continue
            money = min(near)[1]
            yield token, _Note("bail", (money.amount, money.currency), (analysis.passage, money.start, money.end))

    def _charges(self, reader: FrameReader) -> Iterator[tuple[Token, _Note]]:
        analysis = reader.analysis
        for phrase, (start, end) in offences(analysis, 0, len(analysis.text)):
            token = self.scene.token_at(analysis, start)
            if token is not None:
                yield token, _Note("charge", phrase, (analysis.passage, start, end))

    def _harms(self, reader: FrameReader) -> Iterator[tuple[Token, _Note]]:
        for frame in reader.told("mistreatment_phrases"):
            if frame.modality in ("negated", "planned", "asked", "possible"):
                continue
            yield frame.token, _Note("mistreatment", frame.detail, (reader.analysis.passage, frame.start, frame.end))

    def _deprivations(self, reader: FrameReader) -> Iterator[tuple[Token, _Note]]:
        """ "Denied food and water", "without access to a lawyer", "was not allowed to call his family"."""
        denials = word_set("denial")
        for token in reader.doc:
            lemma = token.lemma_.lower()
            if lemma not in denials and token.lower_ not in denials:
                continue
            if lemma in _NEGATED_DENIALS:
                if not any(c.dep_ == "neg" or c.lower_ in ("never", "no") for c in token.children) and not any(
                    c.lower_ in ("no", "neither") for child in token.children for c in child.children
                ):
                    continue
            elif (
                lemma in _ACTIVE_DENIALS
                and not self._is_suffered(reader, token)
                and not any(c.dep_ in ("dative", "dobj") and self._is_somebody(reader, c) for c in token.children)
            ):
                continue  # "he refused food" is a hunger strike
            elif token.lower_ == "no" and token.head.head.lemma_ not in (
                "have",
                "be",
                "receive",
                "get",
                "give",
                "with",
                "see",
            ):
                continue
            inside = {t.i for t in token.subtree} | {t.i for t in token.head.subtree if token.lower_ == "no"}
            for other in reader.doc[max(0, token.i - 4) : token.i + 14]:
                kind = self._kinds.get(other.lower_)
                if kind is None or other.i == token.i or other.i not in inside:
                    continue
                if other.i < token.i and other.dep_ != "nsubjpass":
                    continue
                between = reader.doc[token.i + 1 : other.i]
                if any(t.text in (";", ":", "—") or t.tag_ in ("VBD", "VBZ", "VBP") for t in between):
                    continue
                start = reader.analysis.span(min(token, other, key=lambda t: t.i))[0]
                end = reader.analysis.span(max(token, other, key=lambda t: t.i))[1]
                yield token, _Note("mistreatment", kind, (reader.analysis.passage, start, end))

    @staticmethod
    def _is_suffered(reader: FrameReader, token: Token) -> bool:
        """A passive, also the second of two: "was beaten and denied food"."""
        joined = token.dep_ == "conj" and not any(c.dep_ in ("nsubj", "aux") for c in token.children)
        return reader.is_passive(token) or (joined and reader.is_passive(token.head))

    @staticmethod
    def _is_somebody(reader: FrameReader, token: Token) -> bool:
        return any(p.kind in ("person", "group", "pronoun") for p in reader.party(token))

    # ------------------------------------------------------------------ of whom

    def _whose(
        self, reader: FrameReader, token: Token, ahead: list[Analysis]
    ) -> tuple[list[DetentionDraft], list[Entity]]:
        """The times in custody that a word is said of: those of its clause's people, else the passage's only ones.

        The second item are people of the clause who have none yet.
        """
        analysis = reader.analysis
        unheld: list[Entity] = []
        for word in (token, *token.ancestors):
            for party in self._parties(reader, word):
                people = self.scene.resolve_people(party, analysis, ahead)
                drafts = [d for p in people for d in self._last(p)]
                if (
                    not drafts
                    and party.kind in ("group", "pronoun", "other")
                    and (party.plural or party.kind == "group")
                ):
                    drafts = self._groups(analysis, party)
                if drafts:
                    return drafts, []
                unheld += [p for p in people if p not in unheld]
        if unheld:
            return [], unheld[:2]
        passage = analysis.passage.passage_id
        here = [
            d
            for d in self.scene.detentions
            if passage in {d.passage.passage_id, *(w[0].passage_id for w in d.evidence)}
        ]
        return (here, []) if len(here) == 1 else ([], [])

    @staticmethod
    def _parties(reader: FrameReader, word: Token) -> Iterable[Party]:
        """Whom a word is about: the object of what is done, else who does it; of a noun its owner."""
        if word.pos_ in ("VERB", "AUX"):
            objects = [p for c in word.children if c.dep_ in ("dobj", "dative") for p in reader.party(c)]
            objects = [p for p in objects if p.kind in ("person", "group", "pronoun")]
            return [*objects, *(p for s in reader.subjects(word) for p in reader.party(s))]
        if word.pos_ in ("NOUN", "PROPN"):
            of = [g for c in word.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"]
            owners = [c for c in word.children if c.dep_ == "poss"]
            return [p for t in (*of, *owners) for p in reader.party(t) if p.kind in ("person", "group", "pronoun")]
        return []

    def _last(self, person: Entity) -> list[DetentionDraft]:
        return [d for d in self.scene.detentions if d.person is person][-1:]

    def _groups(self, analysis: Analysis, party: Party) -> list[DetentionDraft]:
        """The group that is spoken of: the row whose words these are, else the one told last."""
        groups = [d for d in self.scene.detentions if d.person is None and analysis.passage.ordinal - d.ordinal <= 3]
        same = [
            d
            for d in groups
            if d.passage.passage_id == analysis.passage.passage_id and (party.low, party.high) == (d.low, d.high)
        ]
        if party.kind == "group" and party.counted and not same:
            return []
        return (same or groups)[-1:]

    def _fill(self, draft: DetentionDraft, note: _Note) -> None:
        if note.field == "custody_place" and isinstance(note.value, str):
            draft.custody_place = note.value
            draft.spans["custody_place"] = note.where
        elif note.field == "detainer" and isinstance(note.value, Entity):
            if draft.detainer is None or "detainer" not in draft.spans:
                draft.detainer = note.value
                draft.note("detainer", note.where)
        elif note.field == "bail" and isinstance(note.value, tuple):
            draft.bail = note.value
            draft.spans["bail"] = note.where
        elif note.field == "charge" and isinstance(note.value, str) and note.value not in draft.charges:
            draft.charges.append(note.value)
            draft.note(f"charge:{note.value}", note.where)
        elif note.field == "mistreatment" and all(kind != note.value for kind, _ in draft.mistreatment):
            draft.mistreatment.append((str(note.value), note.where))

    # ------------------------------------------------------------------ how old

    def _minors(self, analysis: Analysis) -> None:
        """Under eighteen by the text's own words, of a person beside the name, of a group in the words for it."""
        for item in analysis.items:
            if item.kind not in ("person", "people") or len(item.names) != 1:
                continue
            person = self.scene.person(item.names[0])
            mine = self._last(person)
            if not mine or mine[-1].is_minor:
                continue
            where = self._young(analysis.text, item.start, item.end)
            if where is not None:
                mine[-1].is_minor = True
                mine[-1].note("is_minor", (analysis.passage, *where))
        for draft in self.scene.detentions:
            if draft.person is None and draft.passage.passage_id == analysis.passage.passage_id and not draft.is_minor:
                words = set(re.findall(r"[\w-]+", (draft.group or "").lower()))
                if words & word_set("minor") and not words & {"men", "women", "adults", "people", "parents"}:
                    draft.is_minor = True
                    draft.note("is_minor", (draft.passage, draft.start, draft.end))

    @staticmethod
    def _young(text: str, start: int, end: int) -> tuple[int, int] | None:
        after = _AGE.match(text[end:])
        if after is not None:
            return (end + after.start("after"), end + after.end("after")) if _age(after["after"]) < _FULL_AGE else None
        clause = re.split(r"[.;]| and ", text[end : end + 70])[0]
        for begin, stretch in ((max(0, start - 40), text[max(0, start - 40) : start]), (end, clause)):
            told = _AGED.search(stretch)
            if told is not None and _age(told["age"] or told["aged"]) < _FULL_AGE:
                return begin + told.start(), begin + told.end()
        before = re.search(r"\b(\w+),? $", text[:start])
        if before is not None and before[1].lower() in word_set("minor"):
            return before.start(1), before.end(1)
        behind = re.match(r", (?:an? |the )?(?:\w+ ){0,2}?(\w+)\b", text[end:])
        if behind is not None and behind[1].lower() in word_set("minor") - {"child", "children"}:
            return end + behind.start(1), end + behind.end(1)
        return None


@cache
def _facility() -> re.Pattern[str]:
    nouns = sorted(word_set("facility"), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, nouns))})(?![\w-])", re.IGNORECASE)


def _age(text: str) -> int:
    return int(text) if text.isdigit() else _YOUNG.get(text.lower(), 99)
