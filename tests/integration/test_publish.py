"""Building aside and swapping, with real files, real locks and a small real dbt project."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import textwrap
import threading
from functools import partial
from pathlib import Path

import duckdb
import pytest
from stub_engine import stub_engine, write

from ingest.build import Engine, Request, build
from ingest.errors import AuditError, BuildError, LockedError
from ingest.publish import locked, run_dbt, swap, workshop_for
from ingest.warehouse import connect


def small_project(folder: Path, *, check: str = "select 1 as problem where false", model: str | None = None) -> Path:
    """A dbt project with one mart, one test on it and one that warns."""
    model = model or "select claim_id as event_id, quote from {{ source('raw', 'claim_spans') }} where field is null"
    files = {
        "dbt_project.yml": """
            name: small
            version: 0.1.0
            profile: small
            models: {+schema: marts, +materialized: table}
        """,
        "profiles.yml": """
            small:
              target: warehouse
              outputs:
                warehouse: {type: duckdb, path: "{{ env_var('ATTEST_WAREHOUSE') }}", threads: 1}
        """,
        "macros/schema.sql": "{% macro generate_schema_name(name, node) %}{{ name or target.schema }}{% endmacro %}",
        "models/fct_events.sql": model,
        "models/models.yml": """
            sources: [{name: raw, tables: [{name: claim_spans}]}]
            models: [{name: fct_events, description: One row per event.}]
        """,
        "tests/every_event_is_quoted.sql": check + " -- {{ ref('fct_events') }}",
        "tests/few_events.sql": """
            {{ config(severity="warn") }}
            select 'There are many events.' as problem from {{ ref("fct_events") }} having count(*) > 1
        """,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(textwrap.dedent(text), encoding="utf-8")
    return folder


def engine_with(project: Path) -> Engine:
    return stub_engine(marts=partial(run_dbt, project=project))


@pytest.mark.slow
def test_dbt_builds_and_tests_the_marts_before_they_are_published(tmp_path: Path) -> None:
    folder = write(tmp_path / "docs", a="A rally in Baku.\n\nA rally in Ganja, where many came.")
    warehouse = tmp_path / "out" / "warehouse.duckdb"
    engine = engine_with(small_project(tmp_path / "dbt"))
    result = build(Request(warehouse, paths=(folder,)), engine=engine)
    assert result.counts == {"fct_events": 2}
    assert len(result.warnings) == 1
    assert result.warnings[0] == "There are many events. (test few_events)"
    assert not (tmp_path / "dbt" / "target").exists()
    assert not (tmp_path / "dbt" / "logs").exists()

    before = warehouse.read_bytes()
    small_project(tmp_path / "dbt", check="select 'The event at 16 has no quotation.' as problem from range(5)")
    with pytest.raises(AuditError) as failed:
        build(Request(warehouse, paths=(folder,)), engine=engine)
    (finding,) = failed.value.findings
    assert finding.count("The event at 16 has no quotation.") == 3
    assert "(and 2 more)" in finding
    assert "every_event_is_quoted" in finding
    assert warehouse.read_bytes() == before

    small_project(tmp_path / "dbt", model="select no_such_column from {{ source('raw', 'claim_spans') }}")
    with pytest.raises(AuditError, match="published file is as it was") as broken:
        build(Request(warehouse, paths=(folder,)), engine=engine)
    assert "no_such_column" in broken.value.findings[0]

    small_project(tmp_path / "dbt", model="select * from {{ ref('no_such_model') }}")
    with pytest.raises(BuildError, match=r"dbt did not build the warehouse.*no_such_model"):
        build(Request(warehouse, paths=(folder,)), engine=engine)
    assert warehouse.read_bytes() == before
    with connect(warehouse) as connection:
        assert connection.execute("select count(*) from meta.builds").fetchone() == (1,)


def test_a_second_builder_says_who_holds_the_lock_and_leaves(tmp_path: Path) -> None:
    workshop = workshop_for(tmp_path / "warehouse.duckdb")
    with locked(workshop):
        holder = rf"being built by process {os.getpid()} on .+ since \d{{4}}-"
        with pytest.raises(LockedError, match=holder), locked(workshop):
            pass
    with locked(workshop):
        pass


def test_the_lock_ends_with_its_holder(tmp_path: Path) -> None:
    workshop = workshop_for(tmp_path / "warehouse.duckdb")
    code = f"""
import os
from ingest.publish import locked, workshop_for
with locked(workshop_for({str(workshop.target)!r})):
    os._exit(9)
"""
    subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[2])
    with locked(workshop):
        pass


def test_the_lock_holds_as_long_as_a_process_that_inherited_it(tmp_path: Path) -> None:
    workshop = workshop_for(tmp_path / "warehouse.duckdb")
    with locked(workshop) as handle:
        heir = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, pass_fds=(handle.fileno(),))
    with pytest.raises(LockedError, match="another process"), locked(workshop):
        pass
    heir.communicate(b"\n")
    with locked(workshop):
        pass


def test_a_write_ahead_log_beside_the_warehouse_stops_the_build_and_stays(tmp_path: Path) -> None:
    folder = write(tmp_path / "docs", a="A rally in Baku.")
    wal = tmp_path / "warehouse.duckdb.wal"
    wal.write_bytes(b"")
    with pytest.raises(BuildError, match=r"warehouse\.duckdb\.wal stands beside it, so a program writes to it"):
        build(Request(tmp_path / "warehouse.duckdb", paths=(folder,)), engine=stub_engine())
    assert wal.exists()


def test_a_log_that_turns_up_during_the_build_stops_the_swap(tmp_path: Path) -> None:
    workshop = workshop_for(tmp_path / "warehouse.duckdb")
    workshop.folder.mkdir()
    workshop.build_file.write_bytes(b"new")
    (tmp_path / "warehouse.duckdb.wal").write_bytes(b"")
    with pytest.raises(BuildError, match="stands beside it"):
        swap(workshop)
    assert not workshop.target.exists()


@pytest.mark.parametrize("kind", ["text", "database", "folder"])
def test_a_file_that_is_no_warehouse_is_never_replaced(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "mine.duckdb"
    if kind == "text":
        target.write_text("my notes", encoding="utf-8")
    elif kind == "folder":
        target.mkdir()
    else:
        with duckdb.connect(str(target)) as connection:
            connection.execute("create table notes as select 1 as note")
    folder = write(tmp_path / "docs", a="A rally in Baku.")
    with pytest.raises(BuildError, match="--warehouse"):
        build(Request(target, paths=(folder,)), engine=stub_engine())
    if kind == "text":
        assert target.read_text(encoding="utf-8") == "my notes"


def test_a_warehouse_that_another_program_writes_to_is_left_alone(tmp_path: Path) -> None:
    folder = write(tmp_path / "docs", a="A rally in Baku.")
    target = tmp_path / "warehouse.duckdb"
    build(Request(target, paths=(folder,)), engine=stub_engine())
    code = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); input()"
    writer = subprocess.Popen(
        [sys.executable, "-c", code, str(target)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    writer.stdout.readline()
    try:
        with pytest.raises(BuildError, match="close the program that writes to it"):
            build(Request(target, paths=(folder,)), engine=stub_engine())
    finally:
        writer.communicate("\n")


def test_what_a_killed_build_left_behind_is_cleared_away(tmp_path: Path) -> None:
    folder = write(tmp_path / "docs", a="A rally in Baku.")
    workshop = workshop_for(tmp_path / "warehouse.duckdb")
    workshop.folder.mkdir()
    workshop.build_file.write_bytes(b"half a file")
    workshop.build_file.with_name("warehouse.duckdb.wal").write_bytes(b"half a log")
    build(Request(workshop.target, paths=(folder,)), engine=stub_engine())
    assert sorted(path.name for path in workshop.folder.iterdir()) == ["lock"]


def test_readers_see_the_old_warehouse_or_the_new_one_and_never_an_error(tmp_path: Path) -> None:
    folder = write(tmp_path / "docs", a="A rally in Baku.")
    target = tmp_path / "warehouse.duckdb"
    build(Request(target, paths=(folder,)), engine=stub_engine())
    stop = threading.Event()
    counts: set[int] = set()
    errors: list[Exception] = []

    def poll() -> None:
        try:
            while not stop.is_set():
                with connect(target) as connection:
                    row = connection.execute("select count(*) from marts.fct_events").fetchone()
                    counts.add(row[0] if row else -1)
        except Exception as error:  # noqa: BLE001 (any error at all is what this test is about)
            errors.append(error)

    readers = [threading.Thread(target=poll) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(2, 6):
        write(folder, **{f"t{number}": f"A rally in Baku, number {number}."})
        build(Request(target, paths=(folder,)), engine=stub_engine())
    stop.set()
    for reader in readers:
        reader.join()
    assert errors == []
    assert counts <= {1, 2, 3, 4, 5}


def _build_until_killed(folder: Path, target: Path) -> None:
    def die(workshop: object, lock: object) -> tuple[str, ...]:
        os.kill(os.getpid(), 9)
        return ()

    build(Request(target, paths=(folder,)), engine=stub_engine(marts=die))


def test_a_kill_in_the_middle_leaves_the_published_warehouse_intact(tmp_path: Path) -> None:
    folder = write(tmp_path / "docs", a="A rally in Baku.")
    target = tmp_path / "warehouse.duckdb"
    build(Request(target, paths=(folder,)), engine=stub_engine())
    before = target.read_bytes()
    write(folder, b="A rally in Ganja.")
    process = multiprocessing.get_context("fork").Process(target=_build_until_killed, args=(folder, target))
    process.start()
    process.join()
    assert process.exitcode == -9
    assert target.read_bytes() == before
    assert build(Request(target), engine=stub_engine()).counts == {"fct_events": 2}


def test_the_file_behind_a_link_is_replaced_and_the_link_stays(tmp_path: Path) -> None:
    folder = write(tmp_path / "docs", a="A rally in Baku.")
    (tmp_path / "store").mkdir()
    link = tmp_path / "warehouse.duckdb"
    link.symlink_to(tmp_path / "store" / "real.duckdb")
    build(Request(link, paths=(folder,)), engine=stub_engine())
    assert link.is_symlink()
    with connect(tmp_path / "store" / "real.duckdb") as connection:
        assert connection.execute("select count(*) from marts.fct_events").fetchone() == (1,)
