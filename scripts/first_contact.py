"""Log and check first-contact scores: how well a document was read before anybody who writes rules had seen it.

A document can be met once. Its score is taken at a commit, with its answers already written, and kept for good in
``tests/reference/first_contact.csv``; only then may its text and answers be opened. The score is that of
:class:`ingest.evaluate.DocumentScore`: the mean slot F1 of the tables of that document alone.

    python -m scripts.first_contact log FOLDER [STEM ...]   score documents not yet logged, at the current commit
    python -m scripts.first_contact check [--set NAME]      score every logged document again, each at its commit

FOLDER holds documents and answers side by side, or is the reference folder with ``documents`` and ``gold``. The sets
are named by their folder; ``reference`` is where ATTEST_REFERENCE leads and is left out by ``check`` without it.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

from ingest.evaluate import evaluate

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "evaluation.md"
SHOWN: Final = re.compile(r"(?<=<!-- first contact -->\n)(.*?)(?=<!-- end of first contact -->)", re.DOTALL)
LOG: Final = ROOT / "tests" / "reference" / "first_contact.csv"
REFERENCE: Final = "reference"
AGREE: Final = 0.002
"""Logged scores have three digits; what is scored again may differ by rounding, no more."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One line of the log.

    Attributes:
        document: File name of the document without suffix.
        set: Name of the folder in ``tests/reference``, or ``reference``.
        score: Mean slot F1 over the document's tables, 0 to 1.
        revision: Commit that read it.
        note: What has to be known about it; empty for an undisturbed first contact.
    """

    document: str
    set: str
    score: float
    revision: str
    note: str = ""


def read_log(path: Path = LOG) -> tuple[Contact, ...]:
    """The log in the order of contact."""
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Contact(row["document"], row["set"], float(row["score"]), row["revision"], row["note"])
            for row in csv.DictReader(lines)
        )


def write_log(contacts: Sequence[Contact], path: Path = LOG) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(field.name for field in fields(Contact))
        writer.writerows((c.document, c.set, f"{c.score:.3f}", c.revision, c.note) for c in contacts)


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def folders(name: str) -> tuple[Path, Path] | None:
    """Where a set's documents and answers are, or None where the machine does not have it."""
    if name == REFERENCE:
        given = os.environ.get("ATTEST_REFERENCE")
        return (Path(given).resolve() / "documents", Path(given).resolve() / "gold") if given else None
    return ROOT / "tests" / "reference" / name, ROOT / "tests" / "reference" / name


def scores(revision: str, documents: Path, answers: Path, stems: Sequence[str]) -> dict[str, float]:
    """Each document's score as the code of a commit reads it. The documents are built together, in a folder aside.

    Raises:
        subprocess.CalledProcessError: The build of that commit failed.
    """
    with tempfile.TemporaryDirectory() as folder:
        code, texts = Path(folder) / "code", Path(folder) / "documents"
        git("worktree", "add", "--detach", str(code), revision)
        try:
            texts.mkdir()
            for stem in stems:
                shutil.copy(documents / f"{stem}.txt", texts)
            wanted = {f"{stem}.txt" for stem in stems}
            with (documents / "manifest.csv").open(encoding="utf-8-sig", newline="") as lines:
                rows = list(csv.reader(lines))
            at = rows[0].index("file_name")
            with (texts / "manifest.csv").open("w", encoding="utf-8", newline="") as lines:
                csv.writer(lines).writerows([rows[0], *(row for row in rows[1:] if row[at] in wanted)])
            warehouse = Path(folder) / "built" / "warehouse.duckdb"
            subprocess.run(
                [sys.executable, "-m", "ingest.cli", "build", str(texts), "--warehouse", str(warehouse)],
                cwd=code,
                check=True,
                stdout=subprocess.DEVNULL,
            )
            report = evaluate(warehouse, [answers], stems=tuple(stems))
            return {document.stem: document.f1 for document in report.documents}
        finally:
            git("worktree", "remove", "--force", str(code))


def log(folder: Path, stems: Sequence[str], note: str) -> int:
    """Adds first contacts to the log and to the page, at the current commit."""
    if git("status", "--porcelain", "--untracked-files=no"):
        sys.stderr.write("there are uncommitted changes; commit them, a score belongs to a commit\n")
        return 1
    is_reference = (folder / "gold").is_dir()
    documents, answers = (folder / "documents", folder / "gold") if is_reference else (folder, folder)
    known = read_log()
    name = REFERENCE if is_reference else folder.resolve().name
    met = {contact.document for contact in known if contact.set == name}
    chosen = [stem for stem in stems or sorted(p.stem for p in answers.glob("*.yaml")) if stem not in met]
    if not chosen:
        sys.stderr.write("every document of these is in the log already\n")
        return 1
    revision = git("rev-parse", "--short=12", "HEAD")
    found = scores(revision, documents, answers, chosen)
    new = [Contact(stem, name, found[stem], revision, note) for stem in chosen]
    write_log([*known, *new])
    PAGE.write_text(page_with(PAGE.read_text(encoding="utf-8"), (*known, *new)), encoding="utf-8")
    for contact in new:
        sys.stdout.write(f"{contact.score:.3f}  {contact.document}\n")
    return 0


def check(names: Sequence[str]) -> int:
    """Scores every logged document again, at its own commit; status 1 where a score is another."""
    status = 0
    batches: dict[tuple[str, str], list[Contact]] = {}
    for contact in read_log():
        if not names or contact.set in names:
            batches.setdefault((contact.revision, contact.set), []).append(contact)
    for (revision, name), contacts in batches.items():
        where = folders(name)
        if where is None:
            sys.stderr.write(f"ATTEST_REFERENCE is not set: {len(contacts)} documents are not scored again\n")
            continue
        found = scores(revision, *where, [contact.document for contact in contacts])
        for contact in contacts:
            agrees = abs(found[contact.document] - contact.score) <= AGREE
            status |= not agrees
            verdict = "" if agrees else f"   LOGGED AS {contact.score:.3f}"
            sys.stdout.write(f"{revision}  {found[contact.document]:.3f}  {name}/{contact.document}{verdict}\n")
    return status


def table(contacts: Sequence[Contact]) -> str:
    """The log as a Markdown table, with the mean of all and of the last thirty above it."""
    if not contacts:
        return "No document has been met yet.\n"
    last = contacts[-30:]
    means = (
        f"Mean of all {len(contacts)}: **{sum(c.score for c in contacts) / len(contacts):.3f}**; "
        f"of the last {len(last)}: **{sum(c.score for c in last) / len(last):.3f}**.\n"
    )
    lines = ["| document | set | score | revision | note |", "| --- | --- | ---: | --- | --- |"]
    lines += [f"| {c.document} | {c.set} | {c.score:.3f} | `{c.revision}` | {c.note} |" for c in contacts]
    return means + "\n" + "\n".join(lines) + "\n"


def page_with(page: str, contacts: Sequence[Contact]) -> str:
    """The evaluation page with this log between its marks."""
    return SHOWN.sub(lambda _: f"\n{table(contacts)}\n", page)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    logging = commands.add_parser("log", help="score documents not yet logged, at the current commit")
    logging.add_argument("folder", type=Path)
    logging.add_argument("stems", nargs="*", metavar="STEM")
    logging.add_argument("--note", default="", help="what has to be known about this contact")
    checking = commands.add_parser("check", help="score every logged document again, each at its commit")
    checking.add_argument("--set", action="append", default=[], dest="names", help="only these sets")
    given = parser.parse_args(arguments)
    return log(given.folder, given.stems, given.note) if given.command == "log" else check(given.names)


if __name__ == "__main__":
    sys.exit(main())
