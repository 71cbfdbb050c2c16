"""Measure how well documents are read, against hand-coded answers, and write the figures into docs/evaluation.md.

The sets are those whose floors ``tests/golden`` keeps, built into one warehouse as there; with ``ATTEST_REFERENCE``
also the originals whose facts the bundled documents retell, in a warehouse of their own. Only what stands between the
marks ``figures``, ``fields`` and ``first contact`` of the page is written.

    python -m scripts.make_evaluation            write the figures
    python -m scripts.make_evaluation --check    change nothing; status 1 if they are out of date
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import ingest
from ingest.build import Request, build, rules_digest
from ingest.evaluate import REPORTED, SLOTS, TABLES, Report, evaluate
from scripts import first_contact
from tests.golden.floors import SETS, build_all

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "evaluation.md"
ORIGINALS: Final = ("000_", "001_", "002_", "003_", "004_")
"""Beginnings of the file names of the originals; rules and models were developed on these."""
FIELDS: Final = re.compile(r"(?<=<!-- fields -->\n)(.*?)(?=<!-- end of fields -->)", re.DOTALL)
FIGURES: Final = re.compile(r"(?<=<!-- figures -->\n)(.*?)(?=<!-- end of figures -->)", re.DOTALL)


def measure(reference: Path | None) -> dict[str, Report]:
    """One report per set: the bundled documents first, then the originals if their folder is given, then the others."""
    reports: dict[str, Report] = {}
    with tempfile.TemporaryDirectory() as folder:
        warehouse = build_all(Path(folder) / "sets" / "warehouse.duckdb")
        reports = {each.name: evaluate(warehouse, [each.answers]) for each in SETS}
        if reference is not None:
            texts = tuple(p for p in sorted((reference / "documents").glob("*.txt")) if p.name.startswith(ORIGINALS))
            warehouse = Path(folder) / "originals" / "warehouse.duckdb"
            build(Request(warehouse, paths=texts))
            report = evaluate(warehouse, [reference / "gold"], stems=tuple(path.stem for path in texts))
            (first, *others) = reports
            reports = {first: reports[first], "originals": report, **{name: reports[name] for name in others}}
    return reports


def figures(reports: Mapping[str, Report]) -> str:
    """One row per set: F1 of the fields of each table, their mean, and what there is of evidence."""
    head = (
        "set", "documents", *TABLES, "mean", "mean over documents", "worst document", "quotes true", "passages overlap",
    )  # fmt: skip
    rows = []
    for name, report in reports.items():
        means = (report.mean_slot_f1, report.mean_over_documents, report.worst_document.f1)
        numbers = [*(report.slots[table].f1 for table in TABLES), *means]
        shares = (report.quotes.rounded, report.anchors.rounded)
        rows.append(
            (name, f"{len(report.documents):,}", *(f"{number:.2f}" for number in numbers), *map(_share, shares))
        )
    return _table(head, rows)


def dimensions(reports: Mapping[str, Report]) -> str:
    """One row per set: actors and places."""
    head = ("set", "actors found", "other spellings resolved", "wrong merges", "places found")
    rows = [
        (name, _share(r.actors.rounded), _share(r.variants.rounded), str(r.wrong_merges), _share(r.places.rounded))
        for name, r in reports.items()
    ]
    return _table(head, rows)


def fields(reports: Mapping[str, Report]) -> str:
    """One row per field: F1 in each set, with the number of answers that have it in brackets."""
    rows = []
    for table in TABLES:
        for field in (*SLOTS[table], *REPORTED[table]):
            tallies = [report.fields[table, field] for report in reports.values()]
            cells = [f"{tally.f1:.2f} ({tally.wanted:,})" if tally.wanted else "" for tally in tallies]
            mark = " \\*" if field in REPORTED[table] else ""
            rows.append((f"`{table}.{field}`{mark}", *cells))
    return _table(("field", *reports), rows)


def page_with(page: str, reports: Mapping[str, Report]) -> str:
    """The page with these figures between its marks."""
    measured = f"Measured with version {ingest.__version__}, rules and word lists `{rules_digest()}`.\n"
    page = FIGURES.sub(lambda _: f"\n{figures(reports)}\n{measured}\n", page)
    page = first_contact.page_with(page, first_contact.read_log())
    return FIELDS.sub(lambda _: f"\n{dimensions(reports)}\n{fields(reports)}\n", page)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(cells) + " |" for cells in (head, *rows)]
    lines.insert(1, "| --- |" + " ---: |" * (len(head) - 1))
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; status 1 if the figures are out of date")
    given = parser.parse_args(arguments)
    reference = os.environ.get("ATTEST_REFERENCE")
    if not reference:
        sys.stderr.write("ATTEST_REFERENCE is not set, so the originals are not measured\n")
    before = PAGE.read_text(encoding="utf-8")
    after = page_with(before, measure(Path(reference).resolve() if reference else None))
    if after == before:
        return 0
    if given.check:
        sys.stderr.write(f"{PAGE.relative_to(ROOT)} has other figures than are reached now; run make evaluation\n")
        return 1
    PAGE.write_text(after, encoding="utf-8")
    sys.stdout.write(f"wrote {PAGE.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
