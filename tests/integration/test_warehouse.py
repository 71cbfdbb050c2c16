"""Reading a warehouse: always the published file, never in the builder's way."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from stub_engine import stub_engine, write

from ingest.build import Request, build
from ingest.errors import BuildError
from ingest.warehouse import connect, default_path, find_warehouse


@pytest.fixture
def built(tmp_path: Path) -> Path:
    target = tmp_path / "warehouse.duckdb"
    build(Request(target, paths=(write(tmp_path / "docs", a="A rally in Baku."),)), engine=stub_engine())
    return target


def test_a_connection_reads_and_cannot_write(built: Path) -> None:
    with connect(built) as connection:
        assert connection.execute("select name from marts.fct_events").fetchall() == [("A rally in Baku.",)]
        with pytest.raises(duckdb.Error, match="read-only"):
            connection.execute("delete from marts.fct_events")


def test_the_next_connection_sees_what_was_published_while_another_one_is_open(built: Path) -> None:
    with connect(built) as old:
        write(built.parent / "docs", b="A rally in Ganja.")
        build(Request(built), engine=stub_engine())
        with connect(built) as new:
            assert new.execute("select count(*) from marts.fct_events").fetchone() == (2,)
        assert old.execute("select count(*) from marts.fct_events").fetchone() == (1,)


def test_the_nearest_warehouse_up_the_folders_is_found(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ATTEST_WAREHOUSE", raising=False)
    (built.parent / "notebooks" / "deep").mkdir(parents=True)
    monkeypatch.chdir(built.parent / "notebooks" / "deep")
    assert find_warehouse() == built
    # A build never reaches for a folder above.
    assert default_path() == Path.cwd() / "warehouse.duckdb"


def test_the_environment_names_the_warehouse(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATTEST_WAREHOUSE", str(built))
    assert find_warehouse() == default_path() == built
    with connect() as connection:
        assert connection.execute("select count(*) from raw.documents").fetchone() == (1,)


def test_a_missing_or_foreign_file_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"nowhere: there is no such warehouse; run attest build first"):
        connect(tmp_path / "nowhere")
    (tmp_path / "notes.txt").write_text("x" * 100, encoding="utf-8")
    with pytest.raises(BuildError, match="cannot be read"):
        connect(tmp_path / "notes.txt")
