"""Word lists: data that Python and dbt read from the same files in ``seeds/reference``."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path


def project_root() -> Path:
    """The folder that holds ``seeds`` and ``dbt_project``: the clone, or the installed copy."""
    here = Path(__file__).resolve().parent.parent
    for candidate in (here.parent, here / "_project"):
        if (candidate / "seeds" / "reference").is_dir():
            return candidate
    raise FileNotFoundError(f"seeds/reference is missing beside {here}; reinstall attest-warehouse or use a full clone")


def rows(name: str) -> list[dict[str, str]]:
    """The rows of ``seeds/reference/<name>.csv`` as dictionaries of text."""
    path = project_root() / "seeds" / "reference" / f"{name}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{key: (value or "").strip() for key, value in row.items()} for row in csv.DictReader(file)]


def split(cell: str) -> tuple[str, ...]:
    """The items of a cell that holds several, separated by ``|``."""
    return tuple(item.strip() for item in cell.split("|") if item.strip())


_PEOPLE_FORM = re.compile(r"(?:[a-z]{3}(?:ers?|ors?|ists?|ians?|ees?|eers?|wrights?)|men|women|folk|boys|girls)$")


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word or a set phrase that opens a frame.

    ``pattern`` is a run of lemmas; ``~`` stands for up to eight words between them, ``@jail`` for a noun of the kind
    ``jail`` of ``words.csv`` that the word before it governs. ``pos`` is V, N or, for any, A.
    """

    pattern: tuple[str, ...]
    pos: str
    frame: str
    detail: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All word lists that the language layer and the extractors use."""

    triggers: tuple[Trigger, ...]
    people: frozenset[str]
    police: frozenset[str]
    vehicles: frozenset[str]
    roles: frozenset[str]
    titles: frozenset[str]
    particles: frozenset[str]
    kin: frozenset[str]
    organization_words: dict[str, str]
    months: dict[str, int]
    weekdays: dict[str, int]
    number_words: dict[str, int]
    vague: dict[str, tuple[int | None, int | None]]
    abbreviations: frozenset[str]
    not_names: frozenset[str]
    site_words: frozenset[str]
    settlement_words: frozenset[str]
    administrative_arrest: frozenset[str]
    gate: frozenset[str]
    female: frozenset[str]
    male: frozenset[str]
    other_worlds: dict[str, frozenset[str]]
    not_people: frozenset[str]
    action_nouns: frozenset[str]
    titled_actions: dict[str, str]

    def names_people(self, word: str) -> bool:
        """Whether a plain noun names people, by list or by form ("-ers", "-ists", "-men")."""
        if word in self.people or word in self.roles:
            return True
        if word in self.vehicles or word in self.site_words or word in self.not_people or word in self.months:
            return False
        return _PEOPLE_FORM.search(word) is not None


def _words(kind: str, table: list[dict[str, str]]) -> frozenset[str]:
    return frozenset(row["word"] for row in table if row["kind"] == kind)


@cache
def _word_sets() -> dict[str, frozenset[str]]:
    """All words of ``words.csv`` by kind, read once."""
    found: dict[str, set[str]] = {}
    for row in rows("words"):
        found.setdefault(row["kind"], set()).add(row["word"])
    return {kind: frozenset(words) for kind, words in found.items()}


def word_set(kind: str) -> frozenset[str]:
    """The words of one kind in ``words.csv``; KeyError for a kind that the file does not have."""
    try:
        return _word_sets()[kind]
    except KeyError:
        raise KeyError(f"seeds/reference/words.csv has no word of kind {kind!r}") from None


@cache
def phrases(table: str) -> tuple[Trigger, ...]:
    """The set phrases of a table of its own, ``mistreatment_phrases`` say; the last column is their detail."""
    return tuple(
        Trigger(tuple(row["pattern"].split()), row["pos"], table, next(reversed(row.values()))) for row in rows(table)
    )


@cache
def word_details(kind: str) -> dict[str, str]:
    """The words of one kind in ``words.csv`` with their details; KeyError for a kind that the file does not have."""
    found = {row["word"]: row["detail"] for row in rows("words") if row["kind"] == kind}
    if not found:
        raise KeyError(f"seeds/reference/words.csv has no word of kind {kind!r}")
    return found


@cache
def load_lexicon() -> Lexicon:
    """Read every list once per process (about 10 ms)."""
    words = rows("words")
    triggers = tuple(
        Trigger(tuple(row["pattern"].split()), row["pos"], row["frame"], row["detail"]) for row in rows("triggers")
    )
    vague = {
        row["phrase"]: (
            int(row["low"]) if row["low"] else None,
            int(row["high"]) if row["high"] else None,
        )
        for row in rows("vague_quantities")
    }
    return Lexicon(
        triggers=triggers,
        people=_words("people", words),
        police=_words("police", words),
        vehicles=_words("vehicle", words),
        roles=_words("role", words),
        titles=_words("title", words),
        particles=_words("particle", words),
        kin=_words("kin", words),
        organization_words={row["word"]: row["detail"] for row in words if row["kind"] == "organization_word"},
        months={row["word"]: int(row["detail"]) for row in words if row["kind"] == "month"},
        weekdays={row["word"]: int(row["detail"]) for row in words if row["kind"] == "weekday"},
        number_words={row["word"]: int(row["detail"]) for row in words if row["kind"] == "number"},
        vague=vague,
        abbreviations=_words("abbreviation", words),
        not_names=_words("not_name", words),
        site_words=_words("site", words),
        settlement_words=_words("settlement", words),
        other_worlds={kind: _words(kind, words) for kind in ("fiction", "sport", "music", "weather")},
        gate=_words("gate", words),
        titled_actions={row["word"]: row["detail"] for row in words if row["kind"] == "titled_action"},
        not_people=_words("not_people", words),
        action_nouns=frozenset(t.pattern[-1] for t in triggers if t.frame == "event" and t.pos == "N"),
        female=_words("female", words),
        male=_words("male", words),
        administrative_arrest=_words("administrative_arrest_country", words),
    )
