"""Fit the weights that make a claim's confidence the chance that it is right, and write them.

Every row that the warehouse tells of an answered document is held against the answers, and a logistic model learns
from what was known of its claims (``ingest.extract.confidence``) whether it was right. The sets are those of
``tests/golden``; with ``ATTEST_REFERENCE`` also the originals whose facts the bundled documents retell.

    python -m scripts.fit_confidence            write seeds/reference/confidence_weights.csv
    python -m scripts.fit_confidence --check    change nothing; show what sets that were left out tell
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from ingest.build import Request, build
from ingest.documents.discover import discover
from ingest.documents.load import make_document, read_bytes, read_manifests
from ingest.evaluate import MARTS, Answers, read_answers, read_told, rightness
from ingest.extract.confidence import ANY, BASE, Context, Weights, confidence_weights, features, probability
from ingest.extract.reading import load_reader
from ingest.model import ClaimType, Document
from ingest.warehouse import connect
from tests.golden.floors import SETS, build_all

ROOT: Final = Path(__file__).resolve().parents[1]
WEIGHTS: Final = ROOT / "seeds" / "reference" / "confidence_weights.csv"
ORIGINALS: Final = ("000_", "001_", "002_", "003_", "004_")
"""Beginnings of the file names of the originals."""
RETOLD: Final = {"originals": "corpus"}
"""Sets that tell the same facts in other sentences are left out together."""
PENALTY: Final = 30.0
"""What a squared weight costs, in log-likelihood: so much evidence it takes for a feature to count."""
FEWEST: Final = 20
"""A feature has a weight if at least so many claims have it."""
BINS: Final = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)

Column = NDArray[np.float64]
Feature = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Sample:
    """A claim of an answered document with what was known of it, and whether its row was right."""

    set: str
    document: str
    claim_type: ClaimType
    features: Mapping[str, float]
    right: bool


# ---------------------------------------------------------------------- samples


def documents(paths: Iterable[Path]) -> Iterator[Document]:
    """The documents of some files, with the rows of their manifests."""
    discovery = discover(tuple(paths))
    manifests = read_manifests(discovery)
    for source in discovery.sources:
        data = read_bytes(source)
        document = make_document(data, source, manifests.row(source)) if isinstance(data, bytes) else data
        if isinstance(document, Document):
            yield document


def samples(name: str, warehouse: Path, answers: Sequence[Answers], texts: Iterable[Path]) -> Iterator[Sample]:
    """The claims of one set, each with the verdict on the row that it became part of."""
    with connect(warehouse) as connection:
        told = read_told(connection)
        fact_of = {
            claim_id: (table, fact_id)
            for claim_id, table, fact_id in connection.execute(
                "select claim_id, fact_table, fact_id from intermediate.int_claims_assigned"
            ).fetchall()
        }
    right = {
        (reference.file_name, MARTS[table], key): verdict
        for reference in answers
        for _, table, key, verdict in rightness(told, [reference])
    }
    reader = load_reader()
    for document in documents(texts):
        reading = reader.read(document)
        context = Context(reading)
        for claim in reading.claims:
            verdict = right.get((document.file_name, *fact_of.get(claim.claim_id, ("", ""))))
            if verdict is not None:
                yield Sample(name, document.file_name, claim.claim_type, features(claim, context), verdict)


def shipped_samples(warehouse: Path) -> list[Sample]:
    """The samples of the sets that come with the repository, from a warehouse of all of them."""
    return [
        sample
        for each in SETS
        for sample in samples(each.name, warehouse, each.read(), (each.documents / a.file_name for a in each.read()))
    ]


def original_texts(reference: Path) -> tuple[Path, ...]:
    return tuple(p for p in sorted((reference / "documents").glob("*.txt")) if p.name.startswith(ORIGINALS))


def original_samples(warehouse: Path, reference: Path) -> list[Sample]:
    """The samples of the originals, from a warehouse of them alone."""
    texts = original_texts(reference)
    answers = read_answers([reference / "gold"], [path.stem for path in texts])
    return list(samples("originals", warehouse, answers, texts))


# ---------------------------------------------------------------------- fitting


def fit(known: Sequence[Sample]) -> dict[Feature, float]:
    """The weights under which the samples are likeliest, small ones preferred.

    A feature has a weight for all types of claims, and each of several types that can have it one that is added to it.
    A document with many claims counts for less than as many documents with one: what is odd about it is odd in all.
    """
    counted = Counter((claim_type, name) for s in known for name in s.features for claim_type in (ANY, s.claim_type))
    types = Counter(name for claim_type, name in counted if claim_type != ANY)
    names = sorted(
        (claim_type, name)
        for (claim_type, name), count in counted.items()
        if count >= FEWEST and (name != BASE if claim_type == ANY else name == BASE or types[name] > 1)
    )
    place = {feature: number for number, feature in enumerate(names)}
    inputs = np.zeros((len(known), len(names)))
    for row, sample in enumerate(known):
        for name, value in sample.features.items():
            for feature in ((ANY, name), (sample.claim_type, name)):
                if feature in place:
                    inputs[row, place[feature]] = value
    right = np.array([float(sample.right) for sample in known])
    size = Counter((sample.set, sample.document) for sample in known)
    weight = np.array([size[sample.set, sample.document] ** -0.5 for sample in known])
    weight /= weight.mean()
    cost = np.array([0.0 if name == BASE else PENALTY for _, name in names])

    def loss(beta: Column) -> tuple[float, Column]:
        score = inputs @ beta
        value = float((weight * (np.logaddexp(0.0, score) - right * score)).sum() + (cost * beta**2).sum() / 2)
        slope = inputs.T @ (weight * (1 / (1 + np.exp(-score)) - right)) + cost * beta
        return value, cast(Column, slope)

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 2000})
    return {feature: round(float(beta), 2) for feature, beta in zip(names, found.x, strict=True)}


def confidences(weights: Weights, known: Iterable[Sample]) -> list[float]:
    return [probability(sample.features, sample.claim_type, weights) for sample in known]


def left_out(known: Sequence[Sample]) -> list[float]:
    """The confidence of each sample by weights that were fitted without its set."""
    groups = [RETOLD.get(sample.set, sample.set) for sample in known]
    weights = {
        group: fit([sample for sample, own in zip(known, groups, strict=True) if own != group])
        for group in dict.fromkeys(groups)
    }
    return [confidences(weights[group], [sample])[0] for sample, group in zip(known, groups, strict=True)]


# ---------------------------------------------------------------------- how well it tells


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims with a confidence from ``low`` to below ``high``."""

    low: float
    high: float
    claims: int
    given: float
    right: float


def bins(given: Sequence[float], right: Sequence[bool]) -> list[Bin]:
    """The reliability table: for each bin that is not empty its mean confidence and the share that is right."""
    found = []
    for low, high in zip(BINS, BINS[1:], strict=False):
        inside = [(p, r) for p, r in zip(given, right, strict=True) if low <= p < high]
        if inside:
            n = len(inside)
            found.append(Bin(low, high, n, sum(p for p, _ in inside) / n, sum(r for _, r in inside) / n))
    return found


def calibration_error(given: Sequence[float], right: Sequence[bool]) -> float:
    """By how much confidence and share that is right differ, bin by bin, weighed by claims."""
    return sum(b.claims * abs(b.given - b.right) for b in bins(given, right)) / max(1, len(given))


def ranking(given: Sequence[float], right: Sequence[bool]) -> float:
    """How often a right claim has a higher confidence than a wrong one; a half is chance."""
    good = np.array([p for p, r in zip(given, right, strict=True) if r])
    bad = np.array([p for p, r in zip(given, right, strict=True) if not r])
    if not len(good) or not len(bad):
        return 0.5
    return float(((good[:, None] > bad[None, :]) + 0.5 * (good[:, None] == bad[None, :])).mean())


def told_in_short(known: Sequence[Sample], given: Sequence[float]) -> Iterator[str]:
    """One line per set, then one per bin."""
    for name in dict.fromkeys(sample.set for sample in known):
        own = [number for number, sample in enumerate(known) if sample.set == name]
        p, right = [given[n] for n in own], [known[n].right for n in own]
        yield (
            f"{name:10} {len(own):5,} claims, given {sum(p) / len(p):.2f}, right {sum(right) / len(right):.2f}, "
            f"error {calibration_error(p, right):.3f}, ranking {ranking(p, right):.2f}"
        )
    right = [sample.right for sample in known]
    error, order = calibration_error(given, right), ranking(given, right)
    yield f"{'all':10} {len(known):5,} claims, error {error:.3f}, ranking {order:.2f}"
    for b in bins(given, right):
        yield f"{b.low:.1f} to {b.high:.1f}: {b.claims:5,} claims, given {b.given:.2f}, right {b.right:.2f}"


def write(weights: Mapping[Feature, float], path: Path = WEIGHTS) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(("claim_type", "feature", "log_odds"))
        writer.writerows((*feature, f"{weight:.2f}") for feature, weight in sorted(weights.items()) if weight)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing, only show how well confidence tells")
    given = parser.parse_args(arguments)
    reference = os.environ.get("ATTEST_REFERENCE")
    with tempfile.TemporaryDirectory() as folder:
        known = shipped_samples(build_all(Path(folder) / "sets" / "warehouse.duckdb"))
        if reference:
            warehouse = Path(folder) / "originals" / "warehouse.duckdb"
            build(Request(warehouse, paths=original_texts(Path(reference))))
            known += original_samples(warehouse, Path(reference))
    if not given.check:
        write(fit(known))
        confidence_weights.cache_clear()
        sys.stdout.write(f"wrote {WEIGHTS.relative_to(ROOT)}\n")
    for title, told in (
        ("with the weights of seeds/reference:", confidences(confidence_weights(), known)),
        ("each set with weights fitted without it:", left_out(known)),
    ):
        sys.stdout.write("\n".join((title, *told_in_short(known, told), "", "")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
