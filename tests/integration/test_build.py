"""``build``: which documents a warehouse holds after which call, and what is read again."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from stub_engine import READ_LOG, load_nothing, stub_engine, write

from ingest.build import Request, Result, build, bundled_corpus, rules_digest
from ingest.errors import AuditError, BuildError, UsageError
from ingest.raw_schema import RAW_TABLES
from ingest.warehouse import connect
from ingest.workers import Extraction


class Warehouse:
    """A warehouse in a folder of its own, and a log of which documents were read for it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.path = folder / "out" / "warehouse.duckdb"
        self.path.parent.mkdir()
        self._log = folder / "read.log"
        monkeypatch.setenv(READ_LOG, str(self._log))

    def build(self, *paths: Path, add: bool = False, full: bool = False, version: str = "1") -> Result:
        self._log.write_text("", encoding="utf-8")
        return build(Request(self.path, paths=paths, add=add, full=full, jobs=1), engine=stub_engine(version=version))

    @property
    def read(self) -> list[str]:
        """Names of the documents that the last build read."""
        return sorted(self._log.read_text(encoding="utf-8").split())

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        connection = connect(self.path)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    @property
    def names(self) -> list[str]:
        return [name for (name,) in self.rows("select file_name from raw.documents order by file_name")]

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of ``raw`` and ``marts``, in stored order."""
        tables = [f"raw.{table}" for table in RAW_TABLES] + ["marts.fct_events"]
        return {table: self.rows(f"from {table}") for table in tables}


@pytest.fixture
def warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    return Warehouse(tmp_path, monkeypatch)


def test_the_warehouse_holds_exactly_what_the_paths_hold(warehouse: Warehouse) -> None:
    one = write(warehouse.folder / "one", a="A rally in Baku.", b="A picket.")
    other = write(warehouse.folder / "other", c="A rally in Ganja.")
    warehouse.build(one, other)
    assert warehouse.names == ["a.txt", "b.txt", "c.txt"]
    result = warehouse.build(other)
    assert warehouse.names == ["c.txt"]
    assert (result.read, result.kept, result.removed) == (0, 1, 2)


def test_add_keeps_what_was_there(warehouse: Warehouse) -> None:
    one = write(warehouse.folder / "one", a="A rally in Baku.")
    other = write(warehouse.folder / "other", c="A rally in Ganja.")
    warehouse.build(one)
    shutil.rmtree(one)
    result = warehouse.build(other, add=True)
    assert warehouse.names == ["a.txt", "c.txt"]
    assert (warehouse.read, result.removed) == (["c.txt"], 0)
    assert warehouse.rows("select count(*) from marts.fct_events") == [(2,)]


def test_without_a_path_the_recorded_ones_are_read_again(warehouse: Warehouse) -> None:
    one = write(warehouse.folder / "one", a="A rally in Baku.")
    other = write(warehouse.folder / "other", c="A rally in Ganja.")
    warehouse.build(one)
    warehouse.build(other, add=True)
    write(one, b="A picket.")
    (other / "c.txt").unlink()
    warehouse.build()
    assert warehouse.names == ["a.txt", "b.txt"]
    assert warehouse.rows("select path from meta.paths order by path") == [(str(one),), (str(other),)]


def test_without_a_path_and_a_warehouse_the_bundled_corpus_is_read(warehouse: Warehouse) -> None:
    warehouse.build()
    expected = {path.name for path in bundled_corpus().glob("*.txt")}
    assert set(warehouse.names) == expected
    assert len(expected) == 5


def test_a_recorded_path_that_is_gone_stops_the_build(warehouse: Warehouse) -> None:
    one = write(warehouse.folder / "one", a="A rally in Baku.")
    warehouse.build(one)
    shutil.rmtree(one)
    with pytest.raises(BuildError, match=r"one: the warehouse was built from this path.*name the PATHs"):
        warehouse.build()
    assert warehouse.names == ["a.txt"]


def test_reading_the_same_folder_twice_changes_nothing(warehouse: Warehouse) -> None:
    folder = write(warehouse.folder / "docs", a="A rally in Baku.", b="A rally on 31 February in Baku.", c="")
    warehouse.build(folder)
    first = warehouse.contents()
    result = warehouse.build(folder)
    assert (warehouse.read, result.kept) == ([], 2)
    assert warehouse.contents() == first
    warehouse.build(folder, full=True)
    assert warehouse.read == ["a.txt", "b.txt"]
    assert warehouse.contents() == first
    assert len(warehouse.rows("from meta.builds")) == 3


def test_the_order_of_paths_and_the_number_of_processes_change_nothing(warehouse: Warehouse) -> None:
    texts = {f"t{number}": f"A rally in Baku, number {number}." for number in range(8)}
    folder = write(warehouse.folder / "docs", **texts)
    warehouse.build(folder)
    first = warehouse.contents()
    files = sorted(folder.glob("*.txt"), reverse=True)
    build(Request(warehouse.path, paths=tuple(files), full=True, jobs=2), engine=stub_engine())
    assert warehouse.contents() == first


@pytest.mark.parametrize("add", [False, True])
def test_only_what_changed_is_read_again(warehouse: Warehouse, *, add: bool) -> None:
    folder = write(warehouse.folder / "docs", a="A rally in Baku.", b="A picket.", c="A strike.")
    warehouse.build(folder)
    write(folder, a="A rally in Ganja.")
    (folder / "manifest.csv").write_text("file_name,title\nb.txt,Picket\n", encoding="utf-8")
    result = warehouse.build(folder, add=add)
    assert warehouse.read == ["a.txt", "b.txt"]
    assert warehouse.names == ["a.txt", "b.txt", "c.txt"]
    assert warehouse.rows("select title from raw.documents order by file_name") == [
        ("A rally in Ganja.",),
        ("Picket",),
        ("A strike.",),
    ]
    assert (result.kept, result.removed) == (1, 1)


def test_other_extractors_read_everything_again_also_what_is_only_kept(warehouse: Warehouse) -> None:
    one = write(warehouse.folder / "one", a="A rally in Baku.")
    other = write(warehouse.folder / "other", c="A rally in Ganja.")
    warehouse.build(one)
    warehouse.build(other, add=True, version="2")
    assert warehouse.read == ["a.txt", "c.txt"]
    assert warehouse.rows("select distinct extractor_version from raw.documents") == [("2",)]


def test_other_word_lists_and_rules_read_everything_again(warehouse: Warehouse) -> None:
    folder = write(warehouse.folder / "docs", a="A rally in Baku.")
    engine = stub_engine()
    for digest, read in (("one", 1), ("one", 0), ("other", 1)):
        changed = replace(engine, extraction=replace(engine.extraction, digest=digest))
        assert build(Request(warehouse.path, paths=(folder,)), engine=changed).read == read
    assert rules_digest() == rules_digest()


def test_documents_whose_files_are_gone_stay_as_other_extractors_read_them(warehouse: Warehouse) -> None:
    one = write(warehouse.folder / "one", a="A rally in Baku.")
    warehouse.build(one)
    shutil.rmtree(one)
    warehouse.build(write(warehouse.folder / "other", c="A rally in Ganja."), add=True, version="2")
    assert warehouse.rows("select file_name, extractor_version from raw.documents order by 1") == [
        ("a.txt", "1"),
        ("c.txt", "2"),
    ]


def test_a_document_that_moved_is_not_read_again_and_names_its_new_place(warehouse: Warehouse) -> None:
    folder = write(warehouse.folder / "docs", a="A rally on 31 February in Baku.")
    warehouse.build(folder)
    (folder / "a.txt").rename(folder / "renamed.txt")
    warehouse.build(folder)
    assert warehouse.read == []
    copied = warehouse.contents()
    assert warehouse.rows("select file_name, message from raw.rejects") == [
        ("renamed.txt", "renamed.txt: 31 February is no day")
    ]
    warehouse.build(folder, full=True)
    assert warehouse.contents() == copied


def test_the_same_bytes_under_several_paths_are_one_document(warehouse: Warehouse) -> None:
    folder = write(warehouse.folder / "docs", a="A rally in Baku.", b="A rally in Baku.")
    (folder / "manifest.csv").write_text("file_name,title\nb.txt,From b\na.txt,From a\n", encoding="utf-8")
    warehouse.build(folder)
    assert warehouse.rows("select file_name, title from raw.documents") == [("a.txt", "From a")]
    assert warehouse.rows("select file_name from raw.document_paths order by path") == [("a.txt",), ("b.txt",)]
    (folder / "a.txt").unlink()
    warehouse.build(folder)
    assert warehouse.rows("select file_name, title from raw.documents") == [("b.txt", "From b")]


def test_adding_in_two_steps_is_as_good_as_building_at_once(warehouse: Warehouse) -> None:
    one = write(warehouse.folder / "m", a="A rally in Baku.", b="A picket.")
    other = write(warehouse.folder / "k", c="A rally in Baku.", d="A strike.", e="")
    (one / "manifest.csv").write_text("file_name,title\na.txt,From m\n", encoding="utf-8")
    (other / "manifest.csv").write_text("file_name,title\nc.txt,From k\ngone.txt,Gone\n", encoding="utf-8")
    warehouse.build(one, other)
    at_once = warehouse.contents()
    assert ("From k",) in warehouse.rows("select title from raw.documents")
    for first, second in ((one, other), (other, one)):
        warehouse.build(first)
        warehouse.build(second, add=True)
        assert warehouse.contents() == at_once


def test_when_the_document_of_the_smallest_path_changes_the_next_path_s_row_counts(warehouse: Warehouse) -> None:
    one = write(warehouse.folder / "k", a="A rally in Baku.")
    other = write(warehouse.folder / "m", b="A rally in Baku.")
    (one / "manifest.csv").write_text("file_name,title\na.txt,From k\n", encoding="utf-8")
    (other / "manifest.csv").write_text("file_name,title\nb.txt,From m\n", encoding="utf-8")
    warehouse.build(one, other)
    write(one, a="A strike.")
    warehouse.build(one, add=True)
    assert warehouse.rows("select file_name, title from raw.documents order by 1") == [
        ("a.txt", "From k"),
        ("b.txt", "From m"),
    ]


def test_bad_input_is_told_recorded_and_stops_nothing(warehouse: Warehouse) -> None:
    folder = write(warehouse.folder / "docs", good="A rally in Baku.", empty=" \n", crash="CRASH")
    (folder / "binary.txt").write_bytes(b"a\x00b")
    (folder / "legacy.txt").write_bytes("Bakı".encode("windows-1254"))
    (folder / "link.txt").symlink_to(folder / "nowhere")
    (folder / "manifest.csv").write_text("file_name,title\nother.txt,Other\n", encoding="utf-8")
    result = warehouse.build(folder)
    assert result.exit_status == 3
    assert warehouse.names == ["good.txt"]
    rejects = warehouse.rows("select code, file_name, message from raw.rejects order by 1, 2")
    assert [(code, name) for code, name, _ in rejects] == [
        ("binary", "binary.txt"),
        ("empty", "empty.txt"),
        ("manifest_row", "other.txt"),
        ("undecodable", "legacy.txt"),
        ("unreadable", "crash.txt"),
        ("unreadable", "link.txt"),
    ]
    assert all(name in message and "\n" not in message for _, name, message in rejects)
    assert {(reject.code, reject.file_name) for reject in result.rejects} == {row[:2] for row in rejects}


def test_a_claim_that_contradicts_itself_is_withheld_and_the_rest_is_taken(warehouse: Warehouse) -> None:
    folder = write(warehouse.folder / "docs", a="A rally on 31 February in Baku.\n\nA rally in Ganja on Monday.")
    result = warehouse.build(folder)
    assert (result.exit_status, result.withheld, result.rejects) == (0, 1, ())
    assert warehouse.rows("select code, document_id is not null from raw.rejects") == [("contradiction", True)]
    assert result.counts == {"fct_events": 1}


def test_a_file_that_can_no_longer_be_read_keeps_its_last_good_version_with_add(warehouse: Warehouse) -> None:
    folder = write(warehouse.folder / "docs", a="A rally in Baku.", b="A strike.")
    warehouse.build(folder)
    write(folder, a="", b="CRASH")
    assert warehouse.build(folder, add=True).exit_status == 3
    assert warehouse.rows("select text from raw.documents order by 1") == [("A rally in Baku.",), ("A strike.",)]
    warehouse.build(folder)
    assert warehouse.names == []


def test_rejects_of_paths_that_were_not_looked_at_again_stay_with_add(warehouse: Warehouse) -> None:
    one = write(warehouse.folder / "one", a="")
    other = write(warehouse.folder / "other", b="")
    warehouse.build(one)
    result = warehouse.build(other, add=True)
    assert [reject.file_name for reject in result.rejects] == ["b.txt"]
    write(one, a="A rally in Baku.")
    warehouse.build(one, add=True)
    assert warehouse.rows("select file_name from raw.rejects") == [("b.txt",)]


def test_stored_text_offsets_and_rows_fit_together(warehouse: Warehouse) -> None:
    folder = warehouse.folder / "docs"
    folder.mkdir()
    (folder / "a.txt").write_bytes(
        "\ufeffTitle here\r\n\r\nA **rally**  in Baku was\r\nbroken up – “now”.\r\n".encode()
    )
    warehouse.build(folder)
    assert warehouse.rows("select has_bom, line_ending, left(text, 5) from raw.documents") == [(True, "crlf", "Title")]
    spans = "raw.claim_spans join raw.documents using (document_id)"
    assert warehouse.rows(
        f"select quote from {spans} where quote = text[char_start + 1:char_end] and field is null"
    ) == [("A **rally**  in Baku was\r\nbroken up – “now”.",)]
    assert warehouse.rows("select clean_text from raw.passages where kind = 'paragraph'") == [
        ("A rally in Baku was broken up – “now”.",)
    ]
    assert warehouse.rows("select name from raw.gazetteer") == [("Baku",)]


def test_a_build_is_recorded(warehouse: Warehouse) -> None:
    folder = write(warehouse.folder / "docs", a="A rally in Baku.", b="")
    warehouse.build(folder)
    (record,) = warehouse.rows(
        "select documents_read, documents_kept, documents_removed, documents_rejected, extractor_version, "
        "finished_at >= started_at, json_keys(stage_seconds) from meta.builds"
    )
    assert record == (1, 0, 0, 1, "1", True, ["find", "look", "read", "stage", "dbt"])


def test_a_folder_without_documents_makes_an_empty_warehouse(warehouse: Warehouse) -> None:
    (warehouse.folder / "docs").mkdir()
    assert warehouse.build(warehouse.folder / "docs").exit_status == 0
    assert warehouse.names == []


def test_a_path_that_does_not_exist_is_wrong_usage_before_anything_is_built(warehouse: Warehouse) -> None:
    with pytest.raises(UsageError, match=r"nowhere: there is no such file or folder"):
        warehouse.build(warehouse.folder / "nowhere")
    assert list(warehouse.path.parent.iterdir()) == []


def test_a_failed_audit_leaves_the_published_warehouse_as_it_was(warehouse: Warehouse) -> None:
    folder = write(warehouse.folder / "docs", a="A rally in Baku.")
    warehouse.build(folder)
    before = warehouse.path.read_bytes()
    write(folder, b="A rally in Ganja.")
    with pytest.raises(AuditError, match="1 test of the new warehouse failed, so it was not published"):
        build(Request(warehouse.path, paths=(folder,)), engine=stub_engine(problem="An event has no evidence."))
    assert warehouse.path.read_bytes() == before
    warehouse.build(folder)
    assert warehouse.names == ["a.txt", "b.txt"]


def test_an_extractor_that_cannot_be_loaded_is_told_in_one_line(warehouse: Warehouse) -> None:
    folder = write(warehouse.folder / "docs", a="A rally in Baku.")
    engine = replace(stub_engine(), extraction=Extraction("1", load_nothing))
    for jobs in (1, 2):
        with pytest.raises(BuildError, match=r"extractors cannot be loaded \(No module named 'en_core_web_sm'\)"):
            build(Request(warehouse.path, paths=(folder,), jobs=jobs), engine=engine)
