"""Measures what the whole way reaches and raises the floors in ``tests/golden/floors.json``.

Run ``python -m scripts.update_floors`` after a change that makes the warehouse better, or after one of the
documents or answers. A figure below its floor leaves the file as it is, unless ``--allow-regression`` is given.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from tests.golden.floors import SETS, Pinned, build_all, measure, read_floors, regressions, shrinkage, write_floors


def raised(old: Pinned | None, new: Pinned) -> Pinned:
    """The better of both for every figure; the new one's own where the set was not pinned before."""
    if old is None:
        return new
    return replace(
        new,
        floors={name: max(value, old.floors.get(name, 0.0)) for name, value in new.floors.items()},
        quiet_documents=max(new.quiet_documents, old.quiet_documents),
        wrong_merges=min(new.wrong_merges, old.wrong_merges),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--warehouse", type=Path, help="a warehouse of all sets; without it one is built")
    parser.add_argument("--slack", type=float, default=0.0, help="what floors stay below today's figures (default 0)")
    parser.add_argument("--allow-regression", action="store_true", help="pin today's figures also where they are lower")
    given = parser.parse_args(arguments)
    try:
        old = read_floors()
    except FileNotFoundError:
        old = {}
    with tempfile.TemporaryDirectory() as folder:
        warehouse = given.warehouse or build_all(Path(folder) / "warehouse.duckdb")
        today = {answer_set.name: measure(answer_set, warehouse) for answer_set in SETS}
        slackened = {answer_set.name: measure(answer_set, warehouse, slack=given.slack) for answer_set in SETS}
    worse = False
    for name, pinned in today.items():
        before = old.get(name)
        told = ", ".join(f"{figure} {value:.3f}" for figure, value in pinned.floors.items())
        click.echo(f"{name}: {told}")
        if before is None:
            continue
        for line in shrinkage(before, pinned):
            click.echo(f"  fewer: {line}")
        for line in regressions(before, pinned):
            worse = True
            click.echo(f"  worse: {line}")
    if worse and not given.allow_regression:
        click.echo("floors.json is as it was; give --allow-regression to pin the lower figures", err=True)
        return 1
    write_floors(slackened if given.allow_regression else {n: raised(old.get(n), p) for n, p in slackened.items()})
    return 0


if __name__ == "__main__":
    sys.exit(main())
