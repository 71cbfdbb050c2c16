"""Takes the ``xfail`` away from the cases of ``tests/golden/passages`` that pass by now.

Run ``python -m scripts.unmark_passages`` after the reader became better, and look at the diff. Cases that fail
without a mark are listed, never marked: give them a reason by hand.
"""

from __future__ import annotations

import re
import sys

import click

from tests.golden.cases import Case, load_cases, problems


def unmark(case: Case) -> None:
    """Drop the ``xfail`` line of one case from its file."""
    text = case.path.read_text(encoding="utf-8")
    head = f"- id: {case.name.removeprefix(case.path.stem + '-')}\n"
    start = text.index(head)
    following = text.find("\n- id: ", start)
    end = len(text) if following < 0 else following
    entry = re.sub(r"(?m)^  xfail: .*\n", "", text[start:end] + "\n", count=1)[:-1]
    case.path.write_text(text[:start] + entry + text[end:], encoding="utf-8")


def main() -> int:
    failing = 0
    for case in load_cases():
        passes = not problems(case)
        if passes and case.xfail is not None:
            unmark(case)
            click.echo(f"passes now: {case.name}")
        if not passes and case.xfail is None:
            failing += 1
            click.echo(f"fails without a mark: {case.name}")
    return 1 if failing else 0


if __name__ == "__main__":
    sys.exit(main())
