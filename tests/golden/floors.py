"""The figures that the whole way, from documents to marts, must not fall below.

``floors.json`` pins them for each set of documents together with what they were measured on, so that a change
of the answers or the documents, a smaller set most of all, shows in a review. ``python -m scripts.update_floors``
measures anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from ingest.build import Request, build
from ingest.evaluate import TABLES, Answers, Report, evaluate, read_answers

REPOSITORY = Path(__file__).resolve().parents[2]
FLOORS = Path(__file__).with_name("floors.json")

EPSILON = 0.0005
"""What a figure may lie below its floor: floors are kept to three digits, so rounding alone moves one by this much."""

COUNTED = ("events", "detentions", "sentences", "figures", "actors", "locations")


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """Documents with the answers to them. Both are paths in the repository."""

    name: str
    documents: Path
    answers: Path

    def read(self) -> tuple[Answers, ...]:
        return read_answers([self.answers])

    def files(self) -> list[Path]:
        """Every file that the figures depend on, in order."""
        named = [self.documents / answer.file_name for answer in self.read()]
        manifests = [path for path in [self.documents / "manifest.csv"] if path.is_file()]
        return sorted({*named, *manifests, *self.answers.glob("*.yaml")})

    def digest(self) -> str:
        """SHA-256 over name and content of documents, manifest and answers."""
        digest = hashlib.sha256()
        for path in self.files():
            digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()


SETS = (
    AnswerSet("corpus", REPOSITORY / "seeds/documents", REPOSITORY / "tests/reference/corpus"),
    AnswerSet("newswire", REPOSITORY / "tests/reference/newswire", REPOSITORY / "tests/reference/newswire"),
    AnswerSet("reports", REPOSITORY / "tests/reference/reports", REPOSITORY / "tests/reference/reports"),
    AnswerSet("fresh", REPOSITORY / "tests/reference/fresh", REPOSITORY / "tests/reference/fresh"),
)


@dataclass(frozen=True, slots=True)
class Pinned:
    """What is pinned of one set.

    Attributes:
        sha256: Digest of what was measured (see :meth:`AnswerSet.digest`).
        documents: Number of answer files.
        rows: Number of rows in the answers, by table.
        floors: Slot F1 of each table, their mean, and the mean over documents.
        quiet_documents: Documents that state no fact, and of which the warehouse tells none.
        wrong_merges: Most times that two people or two organisations may be one row.
    """

    sha256: str
    documents: int
    rows: dict[str, int]
    floors: dict[str, float]
    quiet_documents: int
    wrong_merges: int


def counts(answers: Iterable[Answers]) -> dict[str, int]:
    """Rows of the answers by table."""
    totals = dict.fromkeys(COUNTED, 0)
    for answer in answers:
        for table in TABLES:
            totals[table] += len(answer.facts[table])
        totals["actors"] += len(answer.actors)
        totals["locations"] += len(answer.places)
    return totals


def quiet_documents(answers: Iterable[Answers], report: Report) -> list[str]:
    """Documents that state no fact and of which none was found."""
    silent = {answer.stem for answer in answers if not any(answer.facts[table] for table in TABLES)}
    return [d.stem for d in report.documents if d.stem in silent and all(t.is_empty for t in d.slots.values())]


def figures(report: Report) -> dict[str, float]:
    """The figures that have a floor."""
    return {
        **{table: report.slots[table].f1 for table in TABLES},
        "mean_slot_f1": report.mean_slot_f1,
        "mean_over_documents": report.mean_over_documents,
    }


def measure(answer_set: AnswerSet, warehouse: Path, *, slack: float = 0.0) -> Pinned:
    """What would be pinned of a set today; ``slack`` is taken off every figure."""
    answers = answer_set.read()
    report = evaluate(warehouse, [answer_set.answers])
    return Pinned(
        sha256=answer_set.digest(),
        documents=len(answers),
        rows=counts(answers),
        floors={name: round(max(0.0, value - slack), 3) for name, value in figures(report).items()},
        quiet_documents=len(quiet_documents(answers, report)),
        wrong_merges=report.wrong_merges,
    )


def build_all(warehouse: Path) -> Path:
    """One warehouse of the documents of all sets, and of nothing else: answers lie beside some of them."""
    texts = tuple(answer_set.documents / answer.file_name for answer_set in SETS for answer in answer_set.read())
    build(Request(warehouse, paths=texts))
    return warehouse


def read_floors(path: Path = FLOORS) -> dict[str, Pinned]:
    stated = json.loads(path.read_text(encoding="utf-8"))
    return {name: Pinned(**pinned) for name, pinned in stated["sets"].items()}


def write_floors(pinned: Mapping[str, Pinned], path: Path = FLOORS) -> None:
    stated = {
        "epsilon": EPSILON,
        "epsilon_reason": "floors are kept to three digits, so rounding alone moves one by half of the last",
        "sets": {name: asdict(value) for name, value in pinned.items()},
    }
    path.write_text(json.dumps(stated, indent=2) + "\n", encoding="utf-8")


def regressions(floor: Pinned, now: Pinned) -> list[str]:
    """Why ``now`` is worse than what was pinned, one line each; empty where it is not."""
    found = [
        f"{name}: {now.floors[name]:.3f} is below its floor {value:.3f}"
        for name, value in floor.floors.items()
        if now.floors[name] < value - EPSILON
    ]
    if now.quiet_documents < floor.quiet_documents:
        found.append(f"{now.quiet_documents} of {floor.quiet_documents} documents without facts still tell none")
    if now.wrong_merges > floor.wrong_merges:
        found.append(f"{now.wrong_merges} wrong merges, pinned are {floor.wrong_merges}")
    return found


def shrinkage(floor: Pinned, now: Pinned) -> list[str]:
    """What became less in the answers since they were pinned, one line each."""
    found = [
        f"{table}: {now.rows[table]} rows, were {rows}" for table, rows in floor.rows.items() if now.rows[table] < rows
    ]
    return [f"{now.documents} documents, were {floor.documents}", *found] if now.documents < floor.documents else found
