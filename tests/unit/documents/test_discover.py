"""Which files are documents, in an order that does not depend on the disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.documents.discover import Discovery, discover


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"Text of {name}.", encoding="utf-8")


def names(discovery: Discovery) -> list[str]:
    return [source.file_name for source in discovery.sources]


def codes(discovery: Discovery) -> list[tuple[str, str]]:
    return [(reject.code, reject.file_name) for reject in discovery.rejects]


def test_folders_are_read_with_all_below_them_in_the_order_of_paths(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/z.txt", "a/b/c", "c.md")
    found = discover([tmp_path])
    assert names(found) == ["c", "z.txt", "b.txt", "c.md"]
    assert [source.path for source in found.sources] == sorted(source.path for source in found.sources)


def test_hidden_files_manifests_and_readmes_are_no_documents(tmp_path: Path) -> None:
    write(tmp_path, ".hidden", ".git/config", "manifest.csv", "README.md", "sub/Readme.md", "a.txt")
    assert names(discover([tmp_path])) == ["a.txt"]


def test_data_and_code_in_a_folder_are_no_documents_and_are_told_of(tmp_path: Path) -> None:
    write(tmp_path, "rally.txt", "rally.yaml", "sub/table.CSV", "notes.2019", "page.html")
    found = discover([tmp_path])
    assert names(found) == ["notes.2019", "page.html", "rally.txt"]
    assert codes(found) == [("data", "rally.yaml"), ("data", "table.CSV")]


@pytest.mark.parametrize("name", ["README.md", "rally.yaml"])
def test_a_file_that_is_named_itself_is_read_whatever_its_name(tmp_path: Path, name: str) -> None:
    write(tmp_path, name)
    assert names(discover([tmp_path / name])) == [name]


def test_overlapping_paths_give_each_file_once(tmp_path: Path) -> None:
    write(tmp_path, "a/b.txt")
    assert names(discover([tmp_path / "a" / "b.txt", tmp_path, tmp_path / "a"])) == ["b.txt"]


def test_the_warehouse_itself_is_no_document(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "warehouse.duckdb")
    target = Path(os.path.realpath(tmp_path / "warehouse.duckdb"))
    assert names(discover([tmp_path], ignored=(target,))) == ["a.txt"]


def test_a_link_is_read_under_its_own_name_and_recorded_by_what_it_points_at(tmp_path: Path) -> None:
    write(tmp_path, "store/0f3a")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "rally.txt").symlink_to(tmp_path / "store" / "0f3a")
    (source,) = discover([tmp_path / "docs"]).sources
    assert (source.file_name, Path(source.path).name) == ("rally.txt", "0f3a")


def test_links_that_lead_back_are_loops_and_the_rest_is_read(tmp_path: Path) -> None:
    write(tmp_path, "docs/sub/a.txt")
    (tmp_path / "docs" / "sub" / "back").symlink_to(tmp_path / "docs")
    (tmp_path / "docs" / "self").symlink_to(tmp_path / "docs" / "self")
    found = discover([tmp_path / "docs"])
    assert names(found) == ["a.txt"]
    assert codes(found) == [("loop", "self"), ("loop", "back")]


def test_two_links_to_one_folder_are_no_loop(tmp_path: Path) -> None:
    write(tmp_path, "store/a.txt")
    (tmp_path / "docs").mkdir()
    for name in ("one", "two"):
        (tmp_path / "docs" / name).symlink_to(tmp_path / "store")
    found = discover([tmp_path / "docs"])
    assert (names(found), found.rejects) == (["a.txt"], ())


def test_what_is_neither_file_nor_folder_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    found = discover([tmp_path])
    assert codes(found) == [("unreadable", "gone"), ("unreadable", "pipe")]
    assert found.rejects[0].message == "gone: the link points at nothing"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may list every folder")
def test_a_folder_that_may_not_be_listed_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o000)
    assert codes(discover([tmp_path])) == [("unreadable", "closed")]


def test_a_name_that_is_no_utf8_can_be_stored(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        Path(os.fsdecode(raw)).write_text("Text.", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes names in UTF-8 only")
    (source,) = discover([tmp_path]).sources
    assert source.file_name == "caf\\xe9.txt"
    assert source.location.read_text(encoding="utf-8") == "Text."
