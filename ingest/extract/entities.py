"""Who is who inside one document: full names, surnames, acronyms, spellings.

Only what the document itself makes plain is joined: a surname to the one full name that ends in it, an
acronym to the name it stands behind in brackets, a body with and without its plain head word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.gazetteer import name_key
from ingest.language.names import Name, country_words
from ingest.model import MentionType, stable_id

_HEAD_WORDS = re.compile(
    r"\s(?:party|movement|newspaper|agency|news agency|union|bloc|alliance|prison)$", re.IGNORECASE
)

_ALSO = re.compile(
    r"(?:,? \(?|, )(?:alias|a\.?k\.?a\.?|also known as|better known as|known as|also called|real name|born|née?|"
    r"nom de guerre|nicknamed|under the (?:name|pseudonym)(?: of)?|whose real name (?:is|was)):? [\"“]?"
)
"""What stands between two names of one person."""
_SHORT = 6
"""Shorter names of the same letters may be two: "Li An" and "Lian"."""
_OF = re.compile(r" (?:of|in) (?:the )?")


def _bare_body(text: str) -> tuple[str, str | None]:
    """A body's name without its country, and that country's code: "Ministry of Health of Kenya"."""
    countries, demonyms = country_words()
    for match in _OF.finditer(text):
        if text[match.end() :] in countries:
            return text[: match.start()], countries[text[match.end() :]]
    for last in (2, 1):
        first, rest = " ".join(text.split()[:last]), " ".join(text.split()[last:])
        code = demonyms.get(first) or countries.get(first)
        if code is not None and len(rest.split()) >= 2:
            return rest, code
    return text, None


def _letters(key: str) -> str:
    """A key without what spellings differ in: "gholam reza" is "gholamreza"."""
    return re.sub(r"[\W_]+", "", key)


def _initials(text: str) -> str:
    return "".join(word[0] for word in re.split(r"[\s-]+", text) if word[:1].isupper())


@dataclass(slots=True)
class Entity:
    """One thing that the document names, with all its spellings there."""

    entity_id: str
    kind: MentionType
    name: str
    spellings: set[str] = field(default_factory=set)
    country_code: str | None = None
    first_seen: int = 0


class Entities:
    """The register of one document. Feed all names with ``add`` first, then ask with ``of``."""

    def __init__(self, document_id: str) -> None:
        self._document_id = document_id
        self._by_key: dict[tuple[str, str], Entity] = {}
        self._surnames: dict[str, list[Entity]] = {}
        self._acronyms: dict[str, str] = {}
        self._bodies: dict[str, dict[str, Entity]] = {}
        self._by_id: dict[str, Entity] = {}
        self._by_letters: dict[tuple[str, str], Entity] = {}

    def add_all(self, names: Iterable[tuple[int, Name]], texts: Iterable[str]) -> None:
        """Register names (with the ordinal of their passage) and the acronyms that ``texts`` define."""
        ordered = sorted(names, key=lambda pair: (-len(pair[1].parts), pair[0], pair[1].start))
        known = list(dict.fromkeys(name for _, name in ordered))
        told = list(texts)
        for text in told:
            self._define_acronyms(text, known)
        self._guess_acronyms(known)
        for ordinal, name in ordered:
            self._register(name, ordinal)
        people = [name for name in known if name.kind in ("person", "unknown")]
        for text in told:
            self._join_aliases(text, people)

    def _guess_acronyms(self, names: list[Name]) -> None:
        """An acronym that nothing defines is the one body of the document that has its initials."""
        bodies = {
            n.text: _initials(n.text) for n in names if n.kind in ("organization", "state_body") and " " in n.text
        }
        for name in names:
            if name.text in self._acronyms or not re.fullmatch(r"[A-Z]{3,6}", name.text):
                continue
            meant = {name_key(text) for text, initials in bodies.items() if initials == name.text}
            if len(meant) == 1:
                self._acronyms[name.text] = next(text for text, initials in bodies.items() if initials == name.text)

    def _join_aliases(self, text: str, people: list[Name]) -> None:
        """ "Htet Lin (alias Wai Yan)": two names of one person."""
        for match in _ALSO.finditer(text):
            left = max(
                (n for n in people if text[: match.start()].endswith(n.text)), key=lambda n: len(n.text), default=None
            )
            right = max(
                (n for n in people if text.startswith(n.text, match.end())), key=lambda n: len(n.text), default=None
            )
            if left is None or right is None or len(left.parts) < 2:
                continue
            keep, other = self.of(left), self.of(right)
            if keep is other or len(other.spellings) > 1 or other.kind != "person":
                continue
            keep.spellings |= other.spellings
            for key, entity in list(self._by_key.items()):
                if entity is other:
                    self._by_key[key] = keep
            for key, entity in list(self._by_letters.items()):
                if entity is other:
                    self._by_letters[key] = keep
            del self._by_id[other.entity_id]

    def _define_acronyms(self, text: str, names: list[Name]) -> None:
        for match in re.finditer(r"\((?:the )?[\"“]?([A-ZƏÖÜÇŞİ][\w&.-]{1,11})[\"”]?\)", text):
            acronym = match[1]
            if sum(c.isupper() for c in acronym) < 2:
                continue
            before = text[: match.start()].rstrip(' "”')
            candidates = [n for n in names if before.endswith(n.text) and n.text != acronym]
            if candidates:
                self._acronyms.setdefault(acronym, max(candidates, key=lambda n: len(n.text)).text)

    def _kind(self, name: Name) -> MentionType:
        return (
            "person"
            if name.kind == "unknown" and len(name.parts) >= 2
            else ("organization" if name.kind == "unknown" else name.kind)
        )

    def _key(self, name: Name) -> tuple[str, str]:
        kind = self._kind(name)
        if kind == "demonym":
            return "demonym", name.country_code or name.text
        text = self._acronyms.get(name.text, name.text)
        if kind in ("organization", "state_body"):
            return "body", name_key(_HEAD_WORDS.sub("", text))
        if kind in ("place", "country"):
            return "place", name_key(text)
        return "person", name_key(text)

    def _register(self, name: Name, ordinal: int) -> Entity:
        key = self._key(name)
        entity = self._by_key.get(key) or self._by_letters.get((key[0], _letters(key[1])))
        if entity is None and key[0] == "person":
            entity = self._same_person(name)
        if entity is None and key[0] == "body":
            entity = self._same_body(name)
        if entity is None:
            full = self._acronyms.get(name.text, name.text)
            entity = Entity(
                stable_id("entity", self._document_id, *key),
                self._kind(name),
                full,
                {name.text},
                name.country_code,
                ordinal,
            )
            self._by_id[entity.entity_id] = entity
            if key[0] == "person" and len(name.parts) >= 2:
                for part in {k for p in name.parts if len(p) > 2 for k in name_key(p).split()}:
                    self._surnames.setdefault(part, []).append(entity)
        self._by_key[key] = entity
        if key[0] != "demonym" and len(_letters(key[1])) > _SHORT:
            self._by_letters.setdefault((key[0], _letters(key[1])), entity)
        if key[0] == "body":
            bare, country = _bare_body(entity.name)
            self._bodies.setdefault(name_key(bare), {})[country or ""] = entity
        if entity.name.isupper() and len(entity.name) > 4 and name_key(entity.name) == name_key(name.text):
            entity.name = name.text  # a dateline or headline in capitals is no spelling of its own
        entity.spellings.add(name.text)
        entity.first_seen = min(entity.first_seen, ordinal)
        return entity

    def _same_body(self, name: Name) -> Entity | None:
        """The body that this one is but for its country, where the document knows it of one country only."""
        bare, country = _bare_body(self._acronyms.get(name.text, name.text))
        if len(bare.split()) < 2:
            return None
        by_country = self._bodies.get(name_key(bare), {})
        if country is not None:
            return by_country.get(country)
        return next(iter(by_country.values())) if len({e.entity_id for e in by_country.values()}) == 1 else None

    def _same_person(self, name: Name) -> Entity | None:
        parts = [k for p in name.parts for k in name_key(p).split()]
        if len(parts) == 1:
            owners = self._surnames.get(parts[0], [])
            last = [e for e in owners if parts[0] in name_key(e.name.split()[-1]).split()]
            if len(last) == 1:
                return last[0]
            return owners[0] if len(owners) == 1 else None
        wanted = set(parts)
        owners = [
            e
            for p in parts
            for e in self._surnames.get(p, [])
            if wanted < {k for x in e.name.split() for k in name_key(x).split()}
        ]
        unique = {e.entity_id: e for e in owners}
        return next(iter(unique.values())) if len(unique) == 1 else None

    def of(self, name: Name) -> Entity:
        """The entity that a name stands for; registers it where it is new."""
        return self._by_key.get(self._key(name)) or self._register(name, 10**6)

    def get(self, entity_id: str) -> Entity:
        return self._by_id[entity_id]

    def all(self) -> tuple[Entity, ...]:
        return tuple(self._by_id.values())
