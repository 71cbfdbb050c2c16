"""House rules of the dbt project, checked on dbt's own manifest of it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ingest.raw_schema import META_TABLES, RAW_TABLES
from tests.dbt.dbt_runner import PROJECT, query, run_dbt, write_raw

pytestmark = pytest.mark.slow

Node = dict[str, Any]

PREFIXES = {
    "staging": ("stg_attest__",),
    "intermediate": ("int_",),
    "marts": ("fct_", "dim_", "bridge_", "evidence"),
    "quality": ("dq_",),
}
# Models whose SQL chooses between values; each shows how in a unit test.
DECIDING = re.compile(
    r"_(pivoted|scored|weighed|resolved|chained|normalised|compared|clustered)$|^(fct_|dim_actor|dq_)"
)


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("manifest")
    write_raw(folder / "warehouse.duckdb", {})
    run = run_dbt(folder / "warehouse.duckdb", "parse", "--no-partial-parse")
    assert run.exit_status == 0, run.output
    parsed: dict[str, Any] = json.loads((folder / "target/manifest.json").read_text(encoding="utf-8"))
    return parsed


@pytest.fixture(scope="module")
def models(manifest: dict[str, Any]) -> list[Node]:
    return [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]


def layer(node: Node) -> str:
    """Folder of a model directly below ``models``."""
    name: str = node["fqn"][1]
    return name


def attached_tests(manifest: dict[str, Any], unique_id: str, name: str) -> list[Node]:
    return [
        node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test"
        and node.get("attached_node") == unique_id
        and (node.get("test_metadata") or {}).get("name") == name
    ]


def test_names_tell_the_layer(models: list[Node]) -> None:
    for node in models:
        assert node["name"].startswith(PREFIXES[layer(node)]), node["name"]


def test_staging_is_one_view_for_each_raw_table(models: list[Node], manifest: dict[str, Any]) -> None:
    staging = [node for node in models if layer(node) == "staging"]
    assert {node["name"] for node in staging} == {f"stg_attest__{table}" for table in RAW_TABLES}
    for node in staging:
        assert node["config"]["materialized"] == "view"
        assert [parent.split(".")[0] for parent in node["depends_on"]["nodes"]] == ["source"], node["name"]


def test_only_staging_reads_sources(models: list[Node]) -> None:
    for node in models:
        if layer(node) != "staging":
            assert not [parent for parent in node["depends_on"]["nodes"] if parent.startswith("source.")], node["name"]


def test_nothing_flows_back(models: list[Node]) -> None:
    below = {"staging": set[str](), "intermediate": {"staging", "intermediate"}}
    below["marts"] = {*below["intermediate"], "marts"}
    below["quality"] = {*below["marts"], "quality"}
    by_id = {node["unique_id"]: node for node in models}
    for node in models:
        for parent in node["depends_on"]["nodes"]:
            if parent in by_id:
                assert layer(by_id[parent]) in below[layer(node)], f"{node['name']} reads {by_id[parent]['name']}"


def test_every_mart_is_a_table_with_a_contract_a_key_and_warnings_for_its_users(
    models: list[Node], manifest: dict[str, Any]
) -> None:
    marts = [node for node in models if layer(node) == "marts"]
    assert len(marts) == 9
    for node in marts:
        assert node["config"]["materialized"] == "table", node["name"]
        assert node["config"]["contract"]["enforced"], node["name"]
        assert node["description"].startswith("One row per "), node["name"]
        assert node["config"]["meta"]["usage_warnings"], node["name"]
        assert attached_tests(manifest, node["unique_id"], "is_key"), f"{node['name']} has no test of its key"
        constraints = {c["type"] for column in node["columns"].values() for c in column["constraints"]}
        assert "primary_key" in constraints, f"{node['name']} has no primary key"


def test_every_reference_to_another_mart_is_tested(models: list[Node], manifest: dict[str, Any]) -> None:
    keys = {"event_id", "actor_id", "location_id", "document_id", "detention_id", "sentence_id"}
    own = {
        "fct_events": "event_id",
        "dim_actor": "actor_id",
        "dim_location": "location_id",
        "dim_document": "document_id",
        "fct_detentions": "detention_id",
        "fct_sentences": "sentence_id",
    }
    for node in models:
        if layer(node) != "marts":
            continue
        tested = {test["column_name"] for test in attached_tests(manifest, node["unique_id"], "refers_to")}
        for column in node["columns"]:
            refers = column in keys or column.endswith(("_actor_id", "_event_id", "_location_id", "_sentence_id"))
            if refers and own.get(node["name"]) != column and column != "event_actor_id":
                assert column in tested, f"{node['name']}.{column} refers to another table and is not tested"


def test_every_fact_table_is_tested_for_evidence(models: list[Node], manifest: dict[str, Any]) -> None:
    for node in models:
        if node["name"].startswith(("fct_", "bridge_")):
            assert attached_tests(manifest, node["unique_id"], "has_evidence"), node["name"]


def test_every_table_of_oddities_warns_and_says_what_is_odd(models: list[Node], manifest: dict[str, Any]) -> None:
    for node in models:
        if layer(node) == "quality":
            tests = attached_tests(manifest, node["unique_id"], "is_empty")
            assert [test["config"]["severity"].lower() for test in tests] == ["warn"], node["name"]
            assert "problem" in node["columns"], node["name"]


def test_every_model_that_decides_has_a_unit_test(models: list[Node], manifest: dict[str, Any]) -> None:
    tested = {unit["model"] for unit in manifest["unit_tests"].values()}
    deciding = {node["name"] for node in models if DECIDING.search(node["name"])}
    plain = {
        "int_figure_claims_pivoted",  # as the other three
        "int_sentences_clustered",  # as int_events_clustered
        "int_event_actors_resolved",  # joins only
        "fct_reported_figures",
        "dq_actors_kept_apart",  # shown by tests/dbt/test_marts.py
        "dq_places_unresolved",
        "dq_documents_without_facts",
        "dq_reports_kept_apart",
    }
    assert deciding - tested == plain


def test_everything_is_described(models: list[Node], manifest: dict[str, Any]) -> None:
    sources = list(manifest["sources"].values())
    for node in [*models, *sources]:
        assert node["description"], node["name"]
        for name, column in node["columns"].items():
            assert column["description"], f"{node['name']}.{name}"


def test_every_test_says_what_it_promises(manifest: dict[str, Any]) -> None:
    for node in manifest["nodes"].values():
        if node["resource_type"] == "test":
            assert node["description"], node["name"]
            assert "problem" in node["raw_code"] or node["test_metadata"], node["name"]


def test_one_column_name_has_one_description(models: list[Node], manifest: dict[str, Any]) -> None:
    seen: dict[str, str] = {}
    for node in [*models, *manifest["sources"].values()]:
        for name, column in node["columns"].items():
            assert seen.setdefault(name, column["description"]) == column["description"], f"{node['name']}.{name}"


def test_sources_are_the_tables_that_python_writes(manifest: dict[str, Any]) -> None:
    described = {
        (source["source_name"], source["name"]): list(source["columns"]) for source in manifest["sources"].values()
    }
    written = {("raw", name): schema.names for name, schema in RAW_TABLES.items()}
    written |= {("meta", name): schema.names for name, schema in META_TABLES.items()}
    assert described == written


def test_described_columns_are_the_columns_of_the_tables(models: list[Node], tmp_path: Path) -> None:
    """An empty warehouse builds too, and its columns are those that are described, in that order."""
    warehouse = tmp_path / "warehouse.duckdb"
    write_raw(warehouse, {})
    run = run_dbt(warehouse, "build", "--exclude-resource-type", "unit_test")
    assert run.exit_status == 0, run.output
    found: dict[str, list[str]] = {}
    for row in query(
        warehouse,
        "select table_name, column_name from information_schema.columns "
        "where table_schema in ('staging', 'intermediate', 'marts', 'quality') order by table_name, ordinal_position",
    ):
        found.setdefault(row["table_name"], []).append(row["column_name"])
    assert found == {node["name"]: list(node["columns"]) for node in models}


def test_no_packages_and_no_paths_of_one_machine() -> None:
    for path in PROJECT.rglob("*"):
        if path.is_file() and not {"target", "logs"} & set(path.relative_to(PROJECT).parts):
            assert path.name not in ("packages.yml", "dependencies.yml")
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"/home/|/root/|/Users/|[A-Z]:\\|https?://(?!www\.|docs\.|en\.)", text), path


def test_sql_is_in_the_house_style() -> None:
    sqlfluff = Path(sys.executable).with_name("sqlfluff")
    if not sqlfluff.exists():
        pytest.skip("sqlfluff is not installed; it comes with the development requirements")
    done = subprocess.run(
        [str(sqlfluff), "lint", "models", "tests", "--disable-progress-bar", "--nofail"],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "FAIL" not in done.stdout, done.stdout
