"""Measure how well documents are read, against hand-coded answers, and write the figures into docs/evaluation.md.

The sets are those whose floors ``tests/golden`` keeps, built into one warehouse as there; with ``ATTEST_REFERENCE``
also the originals whose facts the bundled documents retell, in a warehouse of their own. Only what stands between the
marks ``figures``, ``baseline``, ``confidence``, ``fields``, ``earlier figures`` and ``first contact`` of the page is
written, and today's figures are added to ``tests/reference/figures_history.csv``.

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
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import ingest
from benchmarks.keyword_baseline import english_model, told_by_keywords
from ingest.build import Request, build, git_revision, rules_digest
from ingest.evaluate import REPORTED, SLOTS, TABLES, Report, evaluate, read_answers, score
from scripts import figures_history, first_contact, fit_confidence
from scripts.fit_confidence import Sample
from tests.golden.floors import SETS, build_all

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "evaluation.md"
BASELINE: Final = re.compile(r"(?<=<!-- baseline -->\n)(.*?)(?=<!-- end of baseline -->)", re.DOTALL)
FIELDS: Final = re.compile(r"(?<=<!-- fields -->\n)(.*?)(?=<!-- end of fields -->)", re.DOTALL)
CONFIDENCE: Final = re.compile(r"(?<=<!-- confidence -->\n)(.*?)(?=<!-- end of confidence -->)", re.DOTALL)
FIGURES: Final = re.compile(r"(?<=<!-- figures -->\n)(.*?)(?=<!-- end of figures -->)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Measured:
    """One report per set, of Attest and of the baseline, and what all claims show of their confidence."""

    reports: Mapping[str, Report]
    baseline: Mapping[str, Report]
    samples: Sequence[Sample]


def measure(reference: Path | None) -> Measured:
    """All sets: the bundled documents first, then the originals if their folder is given, then the others."""
    reports: dict[str, Report] = {}
    with tempfile.TemporaryDirectory() as folder:
        warehouse = build_all(Path(folder) / "sets" / "warehouse.duckdb")
        reports = {each.name: evaluate(warehouse, [each.answers]) for each in SETS}
        samples = fit_confidence.shipped_samples(warehouse)
        if reference is not None:
            texts = fit_confidence.original_texts(reference)
            warehouse = Path(folder) / "originals" / "warehouse.duckdb"
            build(Request(warehouse, paths=texts))
            report = evaluate(warehouse, [reference / "gold"], stems=tuple(path.stem for path in texts))
            samples += fit_confidence.original_samples(warehouse, reference)
            (first, *others) = reports
            reports = {first: reports[first], "originals": report, **{name: reports[name] for name in others}}
    return Measured(reports, measure_baseline(reference), samples)


def measure_baseline(reference: Path | None) -> dict[str, Report]:
    """The same sets as names and keywords alone find their facts."""
    nlp = english_model()
    sets = {each.name: (each.read(), tuple(each.documents / a.file_name for a in each.read())) for each in SETS}
    if reference is not None:
        texts = fit_confidence.original_texts(reference)
        originals = read_answers([reference / "gold"], [path.stem for path in texts]), texts
        (first, *others) = sets
        sets = {first: sets[first], "originals": originals, **{name: sets[name] for name in others}}
    return {
        name: score(told_by_keywords(fit_confidence.documents(texts), nlp), answers)
        for name, (answers, texts) in sets.items()
    }


def baseline(measured: Measured) -> str:
    """One row per set: F1 of names and keywords alone, and of Attest in brackets."""
    rows = []
    for name, report in measured.baseline.items():
        ours = measured.reports[name]
        pairs = [(report.slots[table].f1, ours.slots[table].f1) for table in TABLES]
        pairs.append((report.mean_slot_f1, ours.mean_slot_f1))
        rows.append((name, *(f"{theirs:.2f} ({our:.2f})" for theirs, our in pairs)))
    return _table(("set", *TABLES, "mean"), rows)


def confidence(samples: Sequence[Sample]) -> str:
    """How far the confidence of claims is true of sets that its weights were not fitted to, by bin and by set."""
    given, right = fit_confidence.left_out(samples), [sample.right for sample in samples]
    bins = [
        (f"{b.low:.1f} to {b.high:.1f}" if b.low else f"below {b.high:.1f}", f"{b.claims:,}", *_two(b.given, b.right))
        for b in fit_confidence.bins(given, right)
    ]
    sets = []
    for name in dict.fromkeys(sample.set for sample in samples):
        own = [number for number, sample in enumerate(samples) if sample.set == name]
        told, true = [given[n] for n in own], [right[n] for n in own]
        sets.append((name, f"{len(own):,}", *_two(sum(told) / len(own), sum(true) / len(own)), *_quality(told, true)))
    sets.append(
        ("all", f"{len(given):,}", *_two(sum(given) / len(given), sum(right) / len(right)), *_quality(given, right))
    )
    return (
        _table(("confidence", "claims", "given", "right"), bins)
        + "\n"
        + _table(("set left out", "claims", "given", "right", "calibration error", "ranking"), sets)
    )


def _two(given: float, right: float) -> tuple[str, str]:
    return f"{given:.2f}", f"{right:.2f}"


def _quality(given: Sequence[float], right: Sequence[bool]) -> tuple[str, str]:
    return f"{fit_confidence.calibration_error(given, right):.3f}", f"{fit_confidence.ranking(given, right):.2f}"


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


def page_with(page: str, measured: Measured) -> str:
    """The page with these figures between its marks."""
    reports = measured.reports
    state = f"Measured with version {ingest.__version__}, rules and word lists `{rules_digest()}`.\n"
    page = FIGURES.sub(lambda _: f"\n{figures(reports)}\n{state}\n", page)
    page = BASELINE.sub(lambda _: f"\n{baseline(measured)}\n", page)
    page = CONFIDENCE.sub(lambda _: f"\n{confidence(measured.samples)}\n", page)
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
    measured = measure(Path(reference).resolve() if reference else None)
    revision = (git_revision(ROOT) or "unknown")[:7]
    today = figures_history.figures_of(
        measured.reports, datetime.now(UTC).date().isoformat(), ingest.__version__, revision
    )
    known = figures_history.read_history()
    history = figures_history.with_today(known, today)
    after = figures_history.page_with(page_with(before, measured), history)
    if after == before and history == known:
        return 0
    if given.check:
        sys.stderr.write(f"{PAGE.relative_to(ROOT)} has other figures than are reached now; run make evaluation\n")
        return 1
    figures_history.write_history(history)
    PAGE.write_text(after, encoding="utf-8")
    sys.stdout.write(f"wrote {PAGE.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
