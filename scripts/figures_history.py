"""The figures of the evaluation page as they were, so that it shows what became better and what became worse.

``tests/reference/figures_history.csv`` has a row per measurement, set and table; ``scripts/make_evaluation.py`` adds
those of today where a figure is another. Entries are never changed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Final

from ingest.evaluate import TABLES, Report

ROOT: Final = Path(__file__).resolve().parents[1]
HISTORY: Final = ROOT / "tests" / "reference" / "figures_history.csv"
SHOWN: Final = re.compile(r"(?<=<!-- earlier figures -->\n)(.*?)(?=<!-- end of earlier figures -->)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one measurement: F1 of the fields of a table, or their ``mean``, with two digits.

    ``revision`` is the commit whose page showed it; for one measured since, the commit that was measured.
    """

    date: str
    version: str
    revision: str
    set: str
    table: str
    f1: str

    @property
    def measurement(self) -> tuple[str, str, str]:
        return self.date, self.version, self.revision


def read_history(path: Path = HISTORY) -> tuple[Figure, ...]:
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(Figure(**row) for row in csv.DictReader(lines))


def write_history(history: Sequence[Figure], path: Path = HISTORY) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(field.name for field in fields(Figure))
        writer.writerows(astuple(figure) for figure in history)


def figures_of(reports: Mapping[str, Report], date: str, version: str, revision: str) -> tuple[Figure, ...]:
    """The figures of some reports, by set."""
    return tuple(
        Figure(date, version, revision, name, table, f"{f1:.2f}")
        for name, report in reports.items()
        for table, f1 in (*((table, report.slots[table].f1) for table in TABLES), ("mean", report.mean_slot_f1))
    )


def with_today(history: Sequence[Figure], today: Sequence[Figure]) -> tuple[Figure, ...]:
    """The history with today's figures, if one of them is another than the last of its set and table."""
    last = {(figure.set, figure.table): figure.f1 for figure in history}
    if all(last.get((figure.set, figure.table)) == figure.f1 for figure in today):
        return tuple(history)
    return (*history, *today)


def table(history: Sequence[Figure]) -> str:
    """One row per measurement, latest first: the mean of each set, and of what it is the mean in brackets."""
    sets = list(dict.fromkeys(figure.set for figure in history))
    lines = [
        "| date | version | revision | " + " | ".join(sets) + " |",
        "| --- | --- | --- |" + " ---: |" * len(sets),
    ]
    for measurement in reversed(dict.fromkeys(figure.measurement for figure in history)):
        told = {(f.set, f.table): f.f1 for f in history if f.measurement == measurement}
        cells = [
            f"{told[name, 'mean']} ({', '.join(told[name, table] for table in TABLES)})"
            if (name, "mean") in told
            else ""
            for name in sets
        ]
        date, version, revision = measurement
        lines.append(f"| {date} | {version} | `{revision}` | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def page_with(page: str, history: Sequence[Figure]) -> str:
    """The evaluation page with this history between its marks."""
    return SHOWN.sub(lambda _: f"\n{table(history)}\n", page)
