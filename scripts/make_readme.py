"""Make the printed parts of README.md and docs/how-it-works.md anew from a real build.

A page's ``python`` blocks are run one after the other in one namespace, as a reader would run them, and the ``text``
block that follows one is replaced by what it printed. The ``text`` block after ``$ make warehouse`` gets the table that
the command prints, and what stands between the marks ``figures`` is copied from docs/evaluation.md. So no output in a
page is written by hand, and a page cannot go stale without a test saying so.

    python -m scripts.make_readme                      build the bundled corpus and write the pages
    python -m scripts.make_readme --warehouse FILE     build it there and leave it, or take it where it is there already
    python -m scripts.make_readme --check              change nothing; status 1 if a page is out of date
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
PAGES: Final = (ROOT / "README.md", ROOT / "docs" / "how-it-works.md")
EVALUATION: Final = ROOT / "docs" / "evaluation.md"

_RUN: Final = re.compile(
    r"^```python\n(?P<code>.*?)^```\n(?:\n```text\n(?P<printed>.*?)^```\n)?", re.MULTILINE | re.DOTALL
)
_BUILT: Final = re.compile(
    r"(?P<before>^\$ make warehouse\n```\n\n```text\n)(?P<printed>.*?)(?=^```$)", re.MULTILINE | re.DOTALL
)
_COUNTED: Final = re.compile(r"^marts\.(\w+) +│ +([\d,]+)", re.MULTILINE)
_FIGURES: Final = re.compile(r"(?<=<!-- figures -->\n)(.*?)(?=<!-- end of figures -->)", re.DOTALL)


def run_blocks(page: str, warehouse: Path) -> str:
    """A page with what its ``python`` blocks print on a warehouse in the ``text`` blocks below them.

    Raises:
        RuntimeError: A block fails, or prints nothing where something was printed; the message names the block by its
            first line.
    """
    namespace: dict[str, object] = {"__name__": "page"}

    def printed(match: re.Match[str]) -> str:
        code = match["code"]
        first = code.strip().splitlines()[0]
        out = io.StringIO()
        try:
            with contextlib.redirect_stdout(out):
                exec(compile(code, "page", "exec"), namespace)  # noqa: S102 (the page is a file of this repository)
        except Exception as error:
            said = f"{type(error).__name__}: {error}"
            raise RuntimeError(f"the block that begins {first!r} fails ({said}); correct the page") from error
        block = f"```python\n{code}```\n"
        if match["printed"] is None:
            return block
        lines = "\n".join(line.rstrip() for line in out.getvalue().strip("\n").splitlines())
        if not lines:
            raise RuntimeError(f"the block that begins {first!r} prints nothing; choose another example for the page")
        return f"{block}\n```text\n{lines}\n```\n"

    with _reading(warehouse):
        return _RUN.sub(printed, page)


def with_build(page: str, build_output: str) -> str:
    """A page with the table that ``make warehouse`` prints; times, paths and warnings vary and are left out."""
    lines = [line.rstrip() for line in build_output.strip().splitlines()]
    last = next(number for number, line in enumerate(lines) if re.match(r"[\d,]+ documents? read", line))
    return _BUILT.sub(lambda match: match["before"] + "\n".join(lines[: last + 1]) + "\n", page)


def with_figures(page: str, evaluation: str) -> str:
    """A page with the figures of the evaluation page between its marks."""
    found = _FIGURES.search(evaluation)
    if found is None:
        raise RuntimeError(f"{EVALUATION.name} has no figures; run make evaluation")
    return _FIGURES.sub(lambda _: found[1], page)


def printed_counts(page: str) -> dict[str, int]:
    """Rows of each mart in the table that a page shows."""
    return {name: int(count.replace(",", "")) for name, count in _COUNTED.findall(page)}


@contextlib.contextmanager
def _reading(warehouse: Path) -> Iterator[None]:
    """Lets ``connect()`` in a page find the warehouse."""
    before = os.environ.get("ATTEST_WAREHOUSE")
    os.environ["ATTEST_WAREHOUSE"] = str(warehouse)
    try:
        yield
    finally:
        if before is None:
            del os.environ["ATTEST_WAREHOUSE"]
        else:
            os.environ["ATTEST_WAREHOUSE"] = before


def _build(warehouse: Path) -> str:
    """What ``attest build`` prints on the bundled corpus."""
    command = [sys.executable, "-m", "ingest.cli", "build", "--warehouse", str(warehouse), "seeds/documents"]
    environment = {**os.environ, "COLUMNS": "100", "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=True, env=environment)
    return done.stdout


def main(arguments_given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--warehouse", type=Path, help="a warehouse of the bundled corpus, built where it is missing")
    parser.add_argument("--check", action="store_true", help="change nothing; status 1 if a page is out of date")
    arguments = parser.parse_args(arguments_given)
    stale = 0
    with tempfile.TemporaryDirectory() as folder:
        given: Path | None = arguments.warehouse
        warehouse = given.resolve() if given else Path(folder) / "warehouse.duckdb"
        build_output = None if warehouse.exists() else _build(warehouse)
        for path in PAGES:
            before = path.read_text(encoding="utf-8")
            after = run_blocks(before, warehouse)
            if build_output is not None:
                after = with_build(after, build_output)
            after = with_figures(after, EVALUATION.read_text(encoding="utf-8"))
            if after == before:
                continue
            stale += 1
            if arguments.check:
                shown = difflib.unified_diff(
                    before.splitlines(), after.splitlines(), path.name, "now", lineterm="", n=0
                )
                sys.stdout.writelines(f"{line}\n" for line in shown)
            else:
                path.write_text(after, encoding="utf-8")
                sys.stdout.write(f"wrote {path.relative_to(ROOT)}\n")
    if arguments.check and stale:
        sys.stderr.write(f"{stale} page(s) show other output than a build prints now; run make docs\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
