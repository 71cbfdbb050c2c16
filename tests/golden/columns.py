"""How well the columns are read that the reference answers lack: custody, treatment, demands, methods, roles.

The passages of ``tests/reference/columns/*.yaml`` are labelled with these columns only. A row read is aligned with the
labelled row of the same person, group or kind of action; then values count one by one. A value of a list is one value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from rapidfuzz import fuzz

from ingest.evaluate import Tally, alike
from ingest.model import Claim, Reading
from tests.golden.readings import read_text

FOLDER: Final = Path(__file__).resolve().parents[1] / "reference" / "columns"
DETENTION: Final = ("detaining_actor", "custody_place", "bail", "charges", "mistreatment", "is_minor")
EVENT: Final = ("demands", "methods", "outcomes", "roles")
COLUMNS: Final = (*DETENTION, *EVENT)
WORDS: Final = frozenset({"detaining_actor", "custody_place", "charges", "demands"})
"""Columns in the text's own words: values agree where their words do."""
AGREE: Final = 80.0
"""Least share of common words, 0 to 100, of two values that say the same."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Labelled:
    """One passage and what it says in these columns."""

    name: str
    text: str
    published_on: str | None
    detentions: tuple[Row, ...]
    events: tuple[Row, ...]


@cache
def load(path: Path) -> tuple[Labelled, ...]:
    """The labelled passages of one file."""
    stated = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(
        Labelled(
            item["name"],
            item["text"],
            str(item["published_on"]) if item.get("published_on") else None,
            tuple(_detention(row) for row in item["expected"].get("detentions") or ()),
            tuple(_event(row) for row in item["expected"].get("events") or ()),
        )
        for item in stated
    )


def _detention(row: Mapping[str, Any]) -> Row:
    bail = (float(row["bail_amount"]), row["bail_currency"]) if row.get("bail_amount") else None
    return {
        "who": row.get("who"),
        "group": row.get("group"),
        "detaining_actor": _some(row.get("detaining_actor")),
        "custody_place": _some(row.get("custody_place")),
        "bail": _some(bail),
        "charges": tuple(row.get("charges") or ()),
        "mistreatment": tuple(row.get("mistreatment") or ()),
        "is_minor": ("true",) if row.get("is_minor") else (),
    }


def _event(row: Mapping[str, Any]) -> Row:
    return {
        "kind": row["kind"],
        "demands": tuple(row.get("demands") or ()),
        "methods": tuple(row.get("methods") or ()),
        "outcomes": tuple(row.get("outcome") or ()),
        "roles": tuple((role["role"], role["actor"]) for role in row.get("roles") or ()),
    }


def _some(value: Any) -> tuple[Any, ...]:
    return (value,) if value is not None else ()


def told(reading: Reading) -> tuple[list[Row], list[Row]]:
    """The detentions and events of a reading, in the form of the labels."""
    names = {mention.entity_id: mention.entity_name for mention in reading.mentions}
    detentions = [_told_detention(c, names) for c in reading.claims if c.claim_type == "detention"]
    events = [_told_event(c, names) for c in reading.claims if c.claim_type == "event"]
    return detentions, events


def _told_detention(claim: Claim, names: Mapping[str, str]) -> Row:
    person, detainer, bail = claim.get("person"), claim.get("detaining_actor"), claim.get("bail_amount")
    return {
        "who": names[person] if person else None,
        "group": claim.get("group_description"),
        "detaining_actor": _some(names[detainer] if detainer else None),
        "custody_place": _some(claim.get("custody_place")),
        "bail": _some((float(bail), claim.get("bail_currency")) if bail else None),
        "charges": claim.all("charge"),
        "mistreatment": claim.all("mistreatment"),
        "is_minor": claim.all("is_minor"),
    }


def _told_event(claim: Claim, names: Mapping[str, str]) -> Row:
    roles = ("participant", "organizer", "leader", "target", "intervener", "responder")
    return {
        "kind": claim.get("event_kind"),
        "demands": claim.all("demand"),
        "methods": claim.all("method"),
        "outcomes": claim.all("outcome"),
        "roles": tuple((role, names[entity]) for role in roles for entity in claim.all(role)),
    }


def same(column: str, ours: Any, theirs: Any) -> bool:
    """Whether two values of a column say the same."""
    if column == "roles":
        return bool(ours[0] == theirs[0]) and _words_agree(ours[1], theirs[1])
    if column in WORDS:
        return _words_agree(str(ours), str(theirs))
    return bool(ours == theirs)


def _words_agree(ours: str, theirs: str) -> bool:
    return fuzz.token_set_ratio(ours.lower(), theirs.lower()) >= AGREE and (
        fuzz.token_sort_ratio(ours.lower(), theirs.lower()) >= AGREE / 2
    )


def common(column: str, ours: Sequence[Any], theirs: Sequence[Any]) -> int:
    """How many values of one list stand in the other, each once."""
    left, found = list(theirs), 0
    for value in ours:
        match = next((other for other in left if same(column, value, other)), None)
        if match is not None:
            left.remove(match)
            found += 1
    return found


def align(ours: Sequence[Row], theirs: Sequence[Row], columns: Iterable[str]) -> list[tuple[Row | None, Row | None]]:
    """Pairs of rows that are about the same; a row without counterpart stands alone."""
    columns = tuple(columns)

    def score(a: Row, b: Row) -> float:
        agreed: float = sum(common(c, a[c], b[c]) for c in columns)
        if "kind" in a:
            return 1 + 2 * float(a["kind"] == b["kind"]) + agreed
        if a["who"] or b["who"]:
            return 10 + agreed if a["who"] and b["who"] and alike([a["who"]], [b["who"]]) else 0.0
        return 1 + agreed + float(fuzz.token_set_ratio(a["group"] or "", b["group"] or "")) / 50

    ranked = sorted(
        ((score(a, b), i, j) for i, a in enumerate(ours) for j, b in enumerate(theirs)),
        key=lambda t: (-t[0], t[1], t[2]),
    )
    pairs: list[tuple[Row | None, Row | None]] = []
    used_ours: set[int] = set()
    used_theirs: set[int] = set()
    for points, i, j in ranked:
        if points > 0 and i not in used_ours and j not in used_theirs:
            used_ours.add(i)
            used_theirs.add(j)
            pairs.append((ours[i], theirs[j]))
    pairs += [(row, None) for i, row in enumerate(ours) if i not in used_ours]
    return pairs + [(None, row) for j, row in enumerate(theirs) if j not in used_theirs]


@dataclass
class Outcome:
    """Tallies per column and, for whoever mends rules, what is wrong."""

    tallies: dict[str, Tally] = field(default_factory=lambda: dict.fromkeys(COLUMNS, Tally()))
    problems: list[str] = field(default_factory=list)


def measure(cases: Iterable[Labelled]) -> Outcome:
    """Reads every passage and counts its values, column by column."""
    outcome = Outcome()
    for case in cases:
        about = {"published_on": date.fromisoformat(case.published_on)} if case.published_on else {}
        detentions, events = told(read_text(case.text, **about))
        for ours, theirs, columns in ((detentions, case.detentions, DETENTION), (events, case.events, EVENT)):
            for mine, wanted in align(ours, theirs, columns):
                for column in columns:
                    have = mine[column] if mine else ()
                    want = wanted[column] if wanted else ()
                    right = common(column, have, want)
                    outcome.tallies[column] += Tally(right, len(have), len(want))
                    if right < max(len(have), len(want)):
                        row = wanted or mine or {}
                        about_whom = row.get("who") or row.get("group") or row.get("kind")
                        outcome.problems.append(f"{case.name} {about_whom!r} {column}: got {have} want {want}")
    return outcome
