"""The cases of ``passages/*.yaml``: small texts, one construction at a time, with the facts that they state."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.golden.readings import TABLES, Row, assign, broken_evidence, dangling, read_text, rows_of

FOLDER = Path(__file__).parent / "passages"
KEYS = {"id", "text", "title", "published_on", "document_type", "xfail", *TABLES}


@dataclass(frozen=True, slots=True)
class Case:
    """One text and what it states.

    Attributes:
        name: File and id.
        tables: For each table that the case is about every row that has to come out, with the fields that matter;
            null means that a field stays empty. A table that is not listed is free.
        xfail: Why the case fails today, or None.
        about: Title, day of publication and type of the document, where they matter.
    """

    name: str
    path: Path
    text: str
    tables: dict[str, list[Row]]
    xfail: str | None = None
    about: dict[str, Any] = field(default_factory=dict)


@cache
def load_cases() -> tuple[Case, ...]:
    """All cases, file by file.

    Raises:
        ValueError: A case has a key that means nothing here.
    """
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for stated in yaml.safe_load(path.read_text(encoding="utf-8")):
            if unknown := stated.keys() - KEYS:
                raise ValueError(f"{path.name} {stated['id']}: unknown keys {sorted(unknown)}; correct the case")
            about = {name: stated[name] for name in ("title", "published_on", "document_type") if name in stated}
            tables = {table: stated[table] for table in TABLES if table in stated}
            name = f"{path.stem}-{stated['id']}"
            found.append(Case(name, path, stated["text"], tables, xfail=stated.get("xfail"), about=about))
    return tuple(found)


def problems(case: Case) -> list[str]:
    """What the reader makes of a case that it should not, one text per table; empty where all is right."""
    reading = read_text(case.text, **case.about)
    rows = rows_of(reading)
    found = [*broken_evidence(reading), *dangling(reading)]
    for table, expected in case.tables.items():
        if len(rows[table]) != len(expected) or not assign(expected, rows[table]):
            told = "\n       ".join(str(row) for row in rows[table]) or "nothing"
            found.append(f"{table} of {case.text!r}\n  want {expected}\n   got {told}")
    return found
