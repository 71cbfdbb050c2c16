"""Reading in worker processes: one that hangs, dies or runs out of memory costs its own document only."""

from __future__ import annotations

from pathlib import Path

import pytest
from stub_engine import stub_engine, write

from ingest.build import Request, build
from ingest.documents.discover import discover
from ingest.documents.load import Found, find
from ingest.documents.manifest import NO_ROW
from ingest.model import Reject
from ingest.warehouse import connect
from ingest.workers import BYTES_PER_WORKER, Limits, read_documents, workers_for

LIMITS = Limits(seconds=2, seconds_per_megabyte=0, megabytes=1000, documents=3)


def found_in(folder: Path) -> list[Found]:
    found = [find(source, NO_ROW, "1") for source in discover([folder]).sources]
    return [item for item in found if isinstance(item, Found)]


@pytest.mark.slow
def test_documents_that_hang_die_or_eat_memory_are_rejected_and_the_rest_is_read(tmp_path: Path) -> None:
    good = {f"good{number}": f"A rally in Baku, number {number}." for number in range(6)}
    folder = write(tmp_path / "docs", hang="HANG", die="DIE", memory="EAT MEMORY", crash="CRASH", **good)
    warehouse = tmp_path / "warehouse.duckdb"
    result = build(Request(warehouse, paths=(folder,), jobs=2, limits=LIMITS), engine=stub_engine())
    told = {reject.file_name: (reject.code, reject.message) for reject in result.rejects}
    assert {name: code for name, (code, _) in told.items()} == {
        "hang.txt": "timeout",
        "die.txt": "memory",
        "memory.txt": "memory",
        "crash.txt": "unreadable",
    }
    assert told["hang.txt"][1] == "hang.txt: reading it takes more than 2 seconds; split the file"
    assert "SIGKILL" in told["die.txt"][1]
    with connect(warehouse) as connection:
        assert connection.execute("select count(*) from raw.documents").fetchone() == (6,)
        traces = connection.execute("select details from raw.rejects where file_name = 'crash.txt'").fetchone()
    assert traces is not None
    assert "KeyError" in traces[0]


@pytest.mark.slow
def test_worn_out_workers_are_replaced(tmp_path: Path) -> None:
    folder = write(tmp_path, **{f"t{number}": f"Text {number}." for number in range(8)})
    outcomes = list(read_documents(found_in(folder), stub_engine().extraction, jobs=2, limits=LIMITS))
    assert len(outcomes) == 8
    assert not any(isinstance(outcome.result, Reject) for outcome in outcomes)


def test_little_is_read_in_one_process_and_much_in_as_many_as_pay(tmp_path: Path) -> None:
    size = BYTES_PER_WORKER // 2
    folder = write(tmp_path, **{f"t{number}": f"{number}" + "x" * size for number in range(4)})
    found = found_in(folder)
    assert workers_for(found[:1], cpus=8) == 1
    assert workers_for(found, cpus=8) == 3
    assert workers_for(found, cpus=2) == 2
    assert workers_for([], cpus=8) == 1


def test_the_time_limit_grows_with_the_document() -> None:
    assert Limits(seconds=10, seconds_per_megabyte=100).deadline(2_000_000) == 210


def test_a_file_that_changes_while_the_warehouse_is_built_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path, a="A rally in Baku.")
    found = found_in(folder)
    write(folder, a="A rally in Ganja.")
    (outcome,) = read_documents(found, stub_engine().extraction, jobs=1)
    assert isinstance(outcome.result, Reject)
    assert outcome.result.message == "a.txt: it was changed while the warehouse was built; build again"
