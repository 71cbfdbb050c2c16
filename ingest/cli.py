"""The command ``attest``. Everything that is printed is printed here.

Exit status: 0 all was read, 1 the warehouse was not built, 2 wrong usage, 3 the warehouse was built and a
document or manifest row was rejected.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table

import ingest
from ingest.build import Request, Result, build
from ingest.errors import AttestError, AuditError, UsageError
from ingest.model import Reject
from ingest.warehouse import FILE_NAME, default_path, find_warehouse

STAGES = {
    "find": "finding documents",
    "look": "looking at documents",
    "read": "reading documents",
    "stage": "staging claims",
    "dbt": "building and testing the tables with dbt",
    "publish": "publishing",
}
"""What each stage of a build is called, in its order."""

TABLES = {
    "dim_document": "source documents",
    "fct_events": "contentious actions",
    "fct_detentions": "people or groups in custody",
    "fct_sentences": "decisions of courts and punishing bodies",
    "fct_reported_figures": "numbers that sources report of events",
    "dim_actor": "people and bodies, spellings resolved",
    "dim_location": "places",
    "bridge_event_actor": "who took which part in an event",
    "evidence": "passages that carry the facts",
}
"""What a row of each table of the contract is, in the order in which they are listed."""


class BarProgress:
    """Shows a progress bar on a terminal."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[counted]}"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )
        self._task: TaskID | None = None
        self._done = 0
        self._total: int | None = None

    def __enter__(self) -> BarProgress:
        self._bar.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._bar.stop()

    def stage(self, name: str, total: int | None = None) -> None:
        if self._task is not None:
            self._bar.remove_task(self._task)
        # Without a total the bar pulses.
        self._done, self._total = 0, total
        self._task = self._bar.add_task(STAGES.get(name, name), total=total, counted=self._counted())

    def advance(self) -> None:
        self._done += 1
        if self._task is not None:
            self._bar.update(self._task, completed=self._done, counted=self._counted())

    def _counted(self) -> str:
        return "" if self._total is None else f"{self._done:,}/{self._total:,}"

    def rejected(self, reject: Reject) -> None:
        self._console.print(_told(reject), style="yellow", markup=False, highlight=False, soft_wrap=True)


class LineProgress:
    """Writes plain lines: one a stage, and one now and then in a long one."""

    INTERVAL = 10.0
    """Seconds between two lines of one stage."""

    def __init__(self) -> None:
        self._name, self._done = "", 0
        self._total: int | None = None
        self._told = 0.0

    def __enter__(self) -> LineProgress:
        return self

    def __exit__(self, *exception: object) -> None: ...

    def stage(self, name: str, total: int | None = None) -> None:
        self._name, self._total, self._done, self._told = STAGES.get(name, name), total, 0, time.monotonic()
        counted = "" if total is None else f" ({total:,})"
        click.echo(f"{self._name}{counted}", err=True)

    def advance(self) -> None:
        self._done += 1
        if time.monotonic() - self._told >= self.INTERVAL and self._total:
            self._told = time.monotonic()
            click.echo(f"{self._name}: {self._done:,} of {self._total:,}", err=True)

    def rejected(self, reject: Reject) -> None:
        click.echo(_told(reject), err=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(ingest.__version__, prog_name="attest")
def cli() -> None:
    """Turns documents about protest and repression into a cited DuckDB warehouse."""


@cli.command("build")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH ...]")
@click.option("--add", is_flag=True, help="Keep what the warehouse holds and add to it.")
@click.option("--full", is_flag=True, help="Read every document again, also those that did not change.")
@click.option(
    "--warehouse",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The file to build.  [default: $ATTEST_WAREHOUSE, else ./warehouse.duckdb]",
)
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Reading processes.  [default: as many as pay]")
def build_command(paths: tuple[Path, ...], add: bool, full: bool, warehouse: Path | None, jobs: int | None) -> None:
    """Reads documents and builds the warehouse from them.

    PATHs are files and folders; the warehouse then holds exactly what they hold. Without a PATH those of
    the last build are read again, and the bundled sample documents where there are none.
    """
    console = Console(stderr=True)
    request = Request(warehouse=warehouse or default_path(), paths=paths, add=add, full=full, jobs=jobs)
    with BarProgress(console) if console.is_terminal else LineProgress() as progress:
        result = build(request, progress=progress)
    _print_result(result, Console())
    if result.exit_status:
        raise SystemExit(result.exit_status)


@cli.command("evaluate")
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="GOLD_DIR ...")
@click.option(
    "--warehouse",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The file to evaluate.  [default: $ATTEST_WAREHOUSE, else the nearest warehouse.duckdb]",
)
@click.option("--errors", is_flag=True, help="List everything that is told differently, with the reference's quote.")
@click.option(
    "--markdown",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the figures to a Markdown file as well.",
)
@click.option(
    "--document", "stems", multiple=True, metavar="STEM", help="Only this answer file (without .yaml); repeatable."
)
def evaluate_command(
    folders: tuple[Path, ...], warehouse: Path | None, errors: bool, markdown: Path | None, stems: tuple[str, ...]
) -> None:
    """Scores a built warehouse against reference answers.

    GOLD_DIRs hold one YAML file per document. Prints precision, recall and F1 of rows and of their fields,
    by table and by field.
    """
    from ingest.evaluate import evaluate

    report = evaluate(warehouse or find_warehouse(), folders, stems=stems)
    if errors:
        for disagreement in report.disagreements:
            click.echo(str(disagreement))
        click.echo()
    click.echo(report.as_text())
    if markdown is not None:
        markdown.write_text(report.as_markdown(), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and ends the process with its exit status."""
    try:
        cli.main(args=None if arguments is None else list(arguments), prog_name="attest", standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        _fail("interrupted; the published warehouse is as it was", 1)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except AuditError as error:
        for finding in error.findings:
            click.echo(f"  failed: {finding}", err=True)
        _fail(str(error), 1)
    except UsageError as error:
        _fail(str(error), 2)
    except AttestError as error:
        _fail(str(error), 1)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _fail(f"{where}{error.strerror or error}; the published warehouse is as it was", 1)


def _fail(message: str, status: int) -> None:
    click.echo(f"attest: {message}", err=True)
    sys.exit(status)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _argument(result: Result) -> str:
    """What ``connect`` has to be told to find the warehouse from here."""
    here = Path.cwd() / FILE_NAME
    return "" if result.warehouse == here.resolve() else f"'{_shown(result.warehouse)}'"


def _interpreter() -> str:
    """The Python that Attest runs in, as it can be typed here."""
    return _shown(Path(sys.executable))


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _told(reject: Reject) -> str:
    return f"rejected ({reject.code}): {' '.join(reject.message.split())}"


def _print_result(result: Result, console: Console) -> None:
    table = Table(title=str(result.warehouse.name), title_justify="left", show_edge=False, pad_edge=False)
    table.add_column("table")
    table.add_column("rows", justify="right")
    table.add_column("a row is one of")
    known = [name for name in TABLES if name in result.counts]
    for name in (*known, *sorted(result.counts.keys() - TABLES.keys())):
        table.add_row(f"marts.{name}", f"{result.counts[name]:,}", TABLES.get(name, ""))
    console.print(table)
    removed = f", {result.removed:,} left out that were there before" if result.removed else ""
    lines = [f"{_count(result.read, 'document')} read, {result.kept:,} unchanged and kept{removed}."]
    if result.rejects:
        codes = ", ".join(f"{count} {code}" for code, count in sorted(Counter(r.code for r in result.rejects).items()))
        lines.append(f"{len(result.rejects):,} rejected ({codes}): see raw.rejects.")
    if result.withheld:
        lines.append(f"{_count(result.withheld, 'claim')} withheld for contradicting themselves: see raw.rejects.")
    if result.warnings:
        lines.append(
            f"{_count(len(result.warnings), 'test')} found something odd in what sources say (see the dq_ tables):"
        )
        lines.extend(f"  {warning}" for warning in result.warnings)
    took = ", ".join(f"{name} {seconds:.1f}" for name, seconds in result.seconds.items())
    lines.append(f"Built in {sum(result.seconds.values()):.1f} s ({took}).")
    lines.append("")
    lines.append(f"The warehouse is {result.warehouse}. Look next:")
    query = f"from ingest.warehouse import connect; connect({_argument(result)}).sql('from marts.fct_events').show()"
    lines.append(f'  {_interpreter()} -c "{query}"')
    lines.append("  marts.evidence has the passage behind every row; README.md has queries to start from.")
    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)


if __name__ == "__main__":
    main()
