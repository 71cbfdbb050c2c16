"""What newcomers read is true: outputs are those of a build, links lead somewhere, names and figures are current."""

from __future__ import annotations

import csv
import importlib.util
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import duckdb
import pytest

import ingest
from ingest.cli import cli
from ingest.documents.manifest import COLUMNS, DOCUMENT_TYPES

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "seeds" / "documents" / "README.md"],
    key=lambda page: page.relative_to(ROOT).parts,
)
GENERATED = [ROOT / "README.md", ROOT / "docs" / "how-it-works.md"]
built = [pytest.mark.slow, pytest.mark.xdist_group("corpus")]
STALE = "this page shows other output than a build prints now; run make docs"


@cache
def script(path: str) -> ModuleType:
    """A script of the repository as a module."""
    name = path.replace("/", "_").removesuffix(".py")
    spec = importlib.util.spec_from_file_location(name, ROOT / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def by_name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def outside_code(page: str) -> str:
    """A page without its code blocks."""
    return re.sub(r"^```.*?^```$", "", page, flags=re.MULTILINE | re.DOTALL)


def anchors(page: str) -> set[str]:
    """What the headings of a page can be linked by."""
    found = set()
    for heading in re.findall(r"^#+ (.+)$", outside_code(page), re.MULTILINE):
        found.add(re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-"))
    return found


# ---------------------------------------------------------------------- outputs are printed, never typed


@pytest.mark.parametrize("page", [pytest.param(page, id=by_name(page), marks=built) for page in GENERATED])
def test_each_output_is_what_the_block_above_it_prints(page: Path, corpus_warehouse: Path) -> None:
    assert script("scripts/make_readme.py").run_blocks(text(page), corpus_warehouse) == text(page), STALE


@pytest.mark.slow
@pytest.mark.xdist_group("corpus")
def test_the_table_of_make_warehouse_has_the_rows_of_a_build(corpus: duckdb.DuckDBPyConnection) -> None:
    printed = script("scripts/make_readme.py").printed_counts(text(ROOT / "README.md"))
    assert len(printed) == 9
    counted = {name: len(corpus.execute(f"select 1 from marts.{name}").fetchall()) for name in printed}
    assert printed == counted, STALE


@pytest.mark.slow
@pytest.mark.xdist_group("corpus")
def test_the_data_dictionary_is_what_the_dbt_project_says(corpus_warehouse: Path) -> None:
    make = script("scripts/make_data_dictionary.py")
    page = make.dictionary(make.parsed_project(), make.column_types(corpus_warehouse))
    assert page == text(ROOT / "docs" / "data-dictionary.md"), "the data dictionary is out of date; run make docs"


@pytest.mark.slow
@pytest.mark.xdist_group("corpus")
@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_tables_that_a_page_names_exist(page: Path, corpus: duckdb.DuckDBPyConnection) -> None:
    tables = {
        f"{schema}.{name}"
        for schema, name in corpus.execute(
            "select table_schema, table_name from information_schema.tables where table_catalog = 'warehouse'"
        ).fetchall()
    }
    named = set(re.findall(r"\b((?:marts|quality|raw|meta|intermediate|staging)\.[a-z]\w*[a-z])\b", text(page)))
    assert named <= tables, f"no such table: {sorted(named - tables)}"


def test_a_block_gets_what_it_prints_and_blocks_share_their_names(tmp_path: Path) -> None:
    page = "```python\nx = 2\n```\n\nand\n\n```python\nprint(x, 'of', x)\n```\n\n```text\nold\n```\n\nend\n"
    made = script("scripts/make_readme.py").run_blocks(page, tmp_path / "warehouse.duckdb")
    assert made == page.replace("old", "2 of 2")


def test_a_block_that_fails_is_named(tmp_path: Path) -> None:
    page = "```python\nnot_there()\n```\n"
    with pytest.raises(
        RuntimeError, match=r"'not_there\(\)' fails \(NameError: name 'not_there' is not defined\); correct"
    ):
        script("scripts/make_readme.py").run_blocks(page, tmp_path / "warehouse.duckdb")


def test_an_example_that_no_longer_shows_anything_is_an_error(tmp_path: Path) -> None:
    page = "```python\nfor row in []:\n    print(row)\n```\n\n```text\nold\n```\n"
    with pytest.raises(RuntimeError, match="'for row in \\[\\]:' prints nothing; choose another example"):
        script("scripts/make_readme.py").run_blocks(page, tmp_path / "warehouse.duckdb")


def test_the_chain_in_the_readme_goes_from_the_event_over_the_detention_to_the_sentence() -> None:
    printed = text(ROOT / "README.md").split("**One person, from the event")[1].split("```text\n")[1].split("```")[0]
    steps = re.findall(r"^(fct_\w+), \d{4}-\d{2}-\d{2}: \w+.*\n    \w+", printed, re.MULTILINE)
    assert list(dict.fromkeys(steps)) == ["fct_events", "fct_detentions", "fct_sentences"]


def test_what_make_warehouse_prints_is_cut_before_times_and_paths() -> None:
    page = "```console\n$ make warehouse\n```\n\n```text\nold\n```\n"
    output = (
        "w.duckdb   \ntable │ rows\n5 documents read, 0 unchanged and kept.\nBuilt in 9.9 s.\nThe warehouse is /w.\n"
    )
    made = script("scripts/make_readme.py").with_build(page, output)
    assert made == page.replace("old", "w.duckdb\ntable │ rows\n5 documents read, 0 unchanged and kept.")


def test_the_figures_of_the_readme_are_those_of_the_evaluation_page() -> None:
    make = script("scripts/make_readme.py")
    readme, evaluation = text(ROOT / "README.md"), text(ROOT / "docs" / "evaluation.md")
    assert make.with_figures(readme, evaluation) == readme, "the README shows other figures; run make docs"
    assert "| corpus | 5 |" in readme


def test_the_evaluation_page_has_a_figure_for_every_field() -> None:
    evaluation = text(ROOT / "docs" / "evaluation.md")
    from ingest.evaluate import REPORTED, SLOTS, TABLES

    for table in TABLES:
        for field in (*SLOTS[table], *REPORTED[table]):
            assert f"| `{table}.{field}`" in evaluation, f"run make evaluation: no figure for {table}.{field}"


# ---------------------------------------------------------------------- names and links


def links() -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)\s]+)\)", outside_code(text(page))):
            if not target.startswith(("https://", "http://")):
                yield page, target


@pytest.mark.parametrize(("page", "target"), [pytest.param(p, t, id=f"{by_name(p)}-{t}") for p, t in links()])
def test_links_lead_somewhere(page: Path, target: str) -> None:
    name, _, anchor = target.partition("#")
    file = (page.parent / name) if name else page
    assert file.exists(), f"{by_name(page)} links to {target}, which is not there"
    if anchor:
        assert anchor in anchors(text(file)), f"{by_name(page)} links to {target}, which has no such heading"


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_files_that_a_page_names_exist(page: Path) -> None:
    folders = "ingest|dbt_project|seeds|tests|docs|scripts|benchmarks|notebooks|[.]ci"
    for name in re.findall(rf"`((?:{folders})/[\w./*\-]*)`", outside_code(text(page))):
        assert list(ROOT.glob(name.rstrip("/"))), f"{by_name(page)} names {name}, which is not there"


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_make_targets_that_a_page_names_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text(ROOT / "Makefile"), re.MULTILINE))
    named = re.findall(r"(?:^\$ |`)(?:\w+=\S+ )?make ([a-z-]+(?: [a-z-]+)*)", text(page), re.MULTILINE)
    for target in {word for words in named for word in words.split()}:
        assert target in targets, f"{by_name(page)} names make {target}"


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_commands_and_options_that_a_page_names_exist(page: Path) -> None:
    for command, rest in re.findall(r"\battest (build|evaluate)\b([^\n`#]*)", text(page)):
        known = {name for parameter in cli.commands[command].params for name in parameter.opts}
        for option in re.findall(r"--\w[\w-]*", rest):
            assert option in known, f"{by_name(page)} names attest {command} {option}"


def test_the_readme_lists_the_columns_of_a_manifest_and_the_kinds_of_documents() -> None:
    section = text(ROOT / "README.md").split("## Your own documents")[1].split("\n## ")[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == COLUMNS
    (kinds,) = re.findall(r"^\| `document_type` \| (.+) \|$", section, re.MULTILINE)
    assert tuple(re.findall(r"`(\w+)`", kinds)) == DOCUMENT_TYPES


def test_the_readme_lists_every_exit_status_of_the_command() -> None:
    section = text(ROOT / "README.md").split("The command ends with")[1]
    assert re.findall(r"^\| (\d) \|", section, re.MULTILINE) == ["0", "1", "2", "3"]


def test_the_readme_says_which_table_to_use_for_every_table_of_the_contract() -> None:
    section = text(ROOT / "README.md").split("## Which table do I use for")[1].split("\n## ")[0]
    marts = {path.stem for path in (ROOT / "dbt_project" / "models" / "marts").glob("*.sql")}
    assert marts <= set(re.findall(r"`marts\.(\w+)`", section))


# ---------------------------------------------------------------------- licence, decisions, versions


def test_every_library_has_its_reasons_written_down() -> None:
    project = tomllib.loads(text(ROOT / "pyproject.toml"))["project"]
    reasons = "".join(text(page) for page in (ROOT / "docs" / "decisions").glob("*.md"))
    for requirement in project["dependencies"]:
        name = re.split(r"[<>=!~ \[]", requirement)[0]
        assert f"`{name}`" in reasons, f"docs/decisions says nothing of {name}"


def test_the_changelog_opens_with_what_is_not_released_and_has_this_version() -> None:
    changelog = text(ROOT / "CHANGELOG.md")
    assert re.findall(r"^## \[(.+?)\]", changelog, re.MULTILINE)[:2] == ["Unreleased", ingest.__version__]
    allowed = re.search(r"the headings are[^:]*: (.*?)\.\n\n", changelog, re.DOTALL)
    assert allowed is not None
    known = {heading.strip() for heading in " ".join(allowed[1].split()).split(",")}
    assert set(re.findall(r"^### (.+)$", changelog, re.MULTILINE)) <= known


def test_the_licence_is_the_whole_apache_licence_and_geonames_is_named() -> None:
    licence = text(ROOT / "LICENSE")
    assert "Apache License" in licence
    assert "Version 2.0, January 2004" in licence
    assert "9. Accepting Warranty or Additional Liability" in licence
    notice = text(ROOT / "NOTICE")
    assert "GeoNames (www.geonames.org)" in notice
    assert "CC BY 4.0" in notice


def test_the_bundled_documents_have_the_licence_that_the_notice_names() -> None:
    with open(ROOT / "seeds" / "documents" / "manifest.csv", encoding="utf-8", newline="") as file:
        assert {row["license"] for row in csv.DictReader(file)} == {"CC0-1.0"}


@pytest.mark.parametrize("page", [*PAGES, ROOT / "NOTICE", ROOT / "Makefile"], ids=by_name)
def test_no_page_names_a_place_on_one_machine_or_a_package_index(page: Path) -> None:
    assert not re.search(r"/home/|/root/|/Users/|/tmp/|/work/|[A-Z]:\\|index-url|pypi\.org|simple/", text(page))


# ---------------------------------------------------------------------- the benchmark


def test_the_benchmark_tells_both_times_their_difference_and_the_stages() -> None:
    found = {
        "repeats": 3, "cpus": 2, "machine": "a machine", "versions": "DuckDB 2", "attest_build": 14.0, "dbt_build": 9.5,
        "difference": 4.5, "ratio": 1.47, "stages": {"read": 2.5, "dbt": 10.0},
        "all": {"attest_build": [14.0], "dbt_build": [9.5]},
    }  # fmt: skip
    lines = script("benchmarks/build_bundled.py").report(found).splitlines()
    assert "attest build     14.0 s" in lines
    assert "dbt build         9.5 s" in lines
    assert "difference        4.5 s   (limit 20 s)" in lines
    assert "  read            2.5 s" in lines
    assert "  start-up        1.5 s   (the rest, publishing included)" in lines


def test_the_benchmark_says_which_command_failed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('no room')"]
    with pytest.raises(RuntimeError, match=r"ended with status 1: no room"):
        script("benchmarks/build_bundled.py").timed(command, tmp_path, {})


@pytest.mark.parametrize(
    "name", ["scripts.make_readme", "scripts.make_data_dictionary", "scripts.make_evaluation", "scripts.first_contact"]
)
def test_scripts_explain_themselves(name: str) -> None:
    done = subprocess.run([sys.executable, "-m", name, "--help"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"python -m {name}" in done.stdout
