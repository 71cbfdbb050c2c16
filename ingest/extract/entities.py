"""Who is who inside one document: full names, surnames, acronyms, spellings.

Only what the document itself makes plain is joined: a surname to the one full name that ends in it, an
acronym to the name it stands behind in brackets, a body with and without its plain head word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.gazetteer import name_key
from ingest.language.names import Name
from ingest.model import MentionType, stable_id

_HEAD_WORDS = re.compile(
    r"\s(?:party|movement|newspaper|agency|news agency|union|bloc|alliance|prison)$", re.IGNORECASE
)


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
        self._by_id: dict[str, Entity] = {}

    def add_all(self, names: Iterable[tuple[int, Name]], texts: Iterable[str]) -> None:
        """Register names (with the ordinal of their passage) and the acronyms that ``texts`` define."""
        ordered = sorted(names, key=lambda pair: (-len(pair[1].parts), pair[0], pair[1].start))
        for text in texts:
            self._define_acronyms(text, [n for _, n in ordered])
        for ordinal, name in ordered:
            self._register(name, ordinal)

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
        entity = self._by_key.get(key)
        if entity is None and key[0] == "person":
            entity = self._same_person(name)
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
                for part in {name_key(p) for p in name.parts if len(p) > 2}:
                    self._surnames.setdefault(part, []).append(entity)
        self._by_key[key] = entity
        if entity.name.isupper() and len(entity.name) > 4 and name_key(entity.name) == name_key(name.text):
            entity.name = name.text  # a dateline or headline in capitals is no spelling of its own
        entity.spellings.add(name.text)
        entity.first_seen = min(entity.first_seen, ordinal)
        return entity

    def _same_person(self, name: Name) -> Entity | None:
        parts = [name_key(p) for p in name.parts]
        if len(parts) == 1:
            owners = self._surnames.get(parts[0], [])
            last = [e for e in owners if name_key(e.name.split()[-1]) == parts[0]]
            if len(last) == 1:
                return last[0]
            return owners[0] if len(owners) == 1 else None
        wanted = set(parts)
        owners = [e for p in parts for e in self._surnames.get(p, []) if wanted < {name_key(x) for x in e.name.split()}]
        unique = {e.entity_id: e for e in owners}
        return next(iter(unique.values())) if len(unique) == 1 else None

    def of(self, name: Name) -> Entity:
        """The entity that a name stands for; registers it where it is new."""
        return self._by_key.get(self._key(name)) or self._register(name, 10**6)

    def get(self, entity_id: str) -> Entity:
        return self._by_id[entity_id]

    def all(self) -> tuple[Entity, ...]:
        return tuple(self._by_id.values())
