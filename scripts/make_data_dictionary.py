"""Make docs/data-dictionary.md from the dbt project and a built warehouse.

Tables, columns, descriptions, usage warnings, keys and vocabularies come from dbt's own manifest of the project
(``dbt parse``); types come from the warehouse, since the tables of oddities have no contract. The values of a
vocabulary are those of its seed.

    python -m scripts.make_data_dictionary --warehouse FILE            write the page
    python -m scripts.make_data_dictionary --warehouse FILE --check    change nothing; status 1 if it is out of date
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import duckdb

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "data-dictionary.md"
PROJECT: Final = ROOT / "dbt_project"
SEEDS: Final = ROOT / "seeds" / "reference"
ORDER: Final = (
    "fct_events", "fct_detentions", "fct_sentences", "fct_reported_figures", "bridge_event_actor",
    "dim_actor", "dim_location", "dim_document", "evidence",
)  # fmt: skip
"""The marts as a reader looks for them: facts, who and where, which document, which passage."""

Node = Mapping[str, Any]

HEAD: Final = """# Data dictionary

Generated from the dbt project by `scripts/make_data_dictionary.py`; edit the descriptions in `dbt_project/models/`,
then run `make docs`.

- Keys (`…_id`) are hashes of content: the same documents give the same keys, whatever the order or time of reading.
- Unknown is NULL, never a guess or a zero. Lists are DuckDB lists.
- A date has a precision beside it. A month or a year is stored as its first day.
- A count is a range: `…_low` NULL means "up to", `…_high` NULL means "at least".
- One column name means the same thing in every table.
"""


def parsed_project() -> dict[str, Any]:
    """dbt's manifest of the project.

    Raises:
        RuntimeError: dbt cannot parse the project; the message is the end of what it said.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable, "-m", "dbt.cli.main", "parse", "--no-partial-parse", "--no-use-colors",
            "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT),
            "--target-path", folder, "--log-path", folder,
        ]  # fmt: skip
        # No database is opened; the name alone has to be there.
        environment = {**os.environ, "ATTEST_WAREHOUSE": str(Path(folder) / "warehouse.duckdb"), "DO_NOT_TRACK": "1"}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"dbt cannot parse {PROJECT.name}: {' '.join(done.stdout.splitlines()[-5:])}")
        manifest: dict[str, Any] = json.loads((Path(folder) / "manifest.json").read_text(encoding="utf-8"))
        return manifest


def column_types(warehouse: Path) -> dict[tuple[str, str], str]:
    """Type of each column of the tables in the schemas ``marts`` and ``quality``, by table and column."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        rows = connection.execute(
            "select table_name, column_name, data_type from information_schema.columns "
            "where table_schema in ('marts', 'quality')"
        ).fetchall()
    return {(table, column): data_type for table, column, data_type in rows}


def dictionary(manifest: Mapping[str, Any], types: Mapping[tuple[str, str], str]) -> str:
    """The page."""
    models = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    marts = sorted((n for n in models if n["fqn"][1] == "marts"), key=lambda n: _rank(n["name"]))
    quality = sorted((n for n in models if n["fqn"][1] == "quality"), key=lambda n: n["name"])
    tests = [n for n in manifest["nodes"].values() if n["resource_type"] == "test" and n.get("test_metadata")]
    lines = [HEAD, "## Tables", "", *_contents(marts, "marts"), *_contents(quality, "quality"), ""]
    # The codes of raw.rejects have no mart's test to name them.
    used: set[str] = {"reject_codes"}
    for schema, nodes in (("marts", marts), ("quality", quality)):
        for node in nodes:
            section, vocabularies = _section(node, schema, tests, types)
            lines.extend(section)
            used |= vocabularies
    lines += ["## Vocabularies", "", "Each is a file of `seeds/reference/` and a table of the schema `reference`.", ""]
    seeds = {node["name"]: node for node in manifest["nodes"].values() if node["resource_type"] == "seed"}
    for name in sorted(used):
        lines.extend(_vocabulary(name, seeds[name]))
    lines += ["## Tables that Python writes", "", "Schemas `raw` and `meta`; the marts are made from them.", ""]
    sources = sorted(manifest["sources"].values(), key=lambda s: (s["source_name"] != "raw", s["name"]))
    lines += _table(
        ("table", "holds", "columns"),
        [
            (f"`{s['source_name']}.{s['name']}`", s["description"], ", ".join(f"`{c}`" for c in s["columns"]))
            for s in sources
        ],
    )
    return "\n".join(lines).rstrip() + "\n"


def _rank(name: str) -> tuple[int, str]:
    return (ORDER.index(name) if name in ORDER else len(ORDER), name)


def _contents(nodes: Sequence[Node], schema: str) -> list[str]:
    return [
        f"- [`{schema}.{node['name']}`](#{schema}{node['name']}): {_one_line(node['description'])}" for node in nodes
    ]


def _section(
    node: Node, schema: str, tests: Sequence[Node], types: Mapping[tuple[str, str], str]
) -> tuple[list[str], set[str]]:
    """The lines on one table, and the names of the vocabularies that its columns take their values from."""
    mine = [test for test in tests if test.get("attached_node") == node["unique_id"]]
    lines = [f"### {schema}.{node['name']}", "", _one_line(node["description"]), ""]
    warnings = node["config"].get("meta", {}).get("usage_warnings", [])
    lines += [*(f"- **Note:** {_one_line(warning)}" for warning in warnings), *([""] if warnings else [])]
    rows, used = [], set()
    for name, column in node["columns"].items():
        notes = []
        constraints = {constraint["type"] for constraint in column["constraints"]}
        if "primary_key" in constraints:
            notes.append("Primary key.")
        if constraints & {"not_null", "primary_key"}:
            notes.append("Never NULL.")
        for test in mine:
            if test.get("column_name") != name:
                continue
            arguments = test["test_metadata"]["kwargs"]
            if test["test_metadata"]["name"] == "in_vocabulary":
                vocabulary = _referred(arguments["vocabulary"])
                used.add(vocabulary)
                notes.append(f"Values: [{vocabulary}](#{vocabulary}).")
            if test["test_metadata"]["name"] == "refers_to" and _referred(arguments["to"]) in ORDER:
                notes.append(f"Refers to `{_referred(arguments['to'])}`.")
        said = _one_line(column["description"])
        rows.append((f"`{name}`", f"`{types[node['name'], name].lower()}`", " ".join([said, *notes])))
    return lines + _table(("column", "type", "what it holds"), rows), used


def _vocabulary(name: str, seed: Node) -> list[str]:
    with open(SEEDS / f"{name}.csv", encoding="utf-8", newline="") as file:
        entries = list(csv.DictReader(file))
    key = next(iter(entries[0]))
    shown = [
        key,
        *(
            column
            for column in ("definition", "acled_event_type", "acled_sub_event_type", "plover_event_type")
            if column in entries[0]
        ),
    ]
    rows = [(f"`{entry[key]}`", *(entry[column] for column in shown[1:])) for entry in entries]
    return [f"### {name}", "", _one_line(seed["description"]), "", *_table(tuple(shown), rows)]


def _referred(argument: str) -> str:
    """``ref('document_types')``, or the same in braces: the name in it."""
    found = re.search(r"ref\(\s*['\"](\w+)['\"]", argument)
    if found is None:
        raise RuntimeError(f"a test refers to {argument!r}, which is no ref(...); correct the model's YAML")
    return found[1]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(_one_line(cell).replace("|", "\\|") for cell in cells) + " |"

    return [line(head), "|" + " --- |" * len(head), *(line(row) for row in rows), ""]


def main(arguments_given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--warehouse", type=Path, required=True, help="a built warehouse")
    parser.add_argument("--check", action="store_true", help="change nothing; status 1 if the page is out of date")
    arguments = parser.parse_args(arguments_given)
    page = dictionary(parsed_project(), column_types(arguments.warehouse))
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page:
        return 0
    if arguments.check:
        sys.stderr.write(f"{PAGE.relative_to(ROOT)} is not what the dbt project says now; run make docs\n")
        return 1
    PAGE.write_text(page, encoding="utf-8")
    sys.stdout.write(f"wrote {PAGE.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
