"""Files to documents: bytes, manifest row and reader put together."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from ingest.documents.discover import Source, discover
from ingest.documents.load import MAX_BYTES, Found, find, make_document, read_bytes, read_manifests
from ingest.documents.manifest import NO_ROW, ManifestRow
from ingest.model import Document, Reject, stable_id

NEWS = "Dozens detained in Baku\r\n\r\nPolice detained dozens of people on Monday, the party said.\r\n"


def source(path: Path) -> Source:
    return discover([path]).sources[0]


def write(path: Path, data: bytes | str) -> Source:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return source(path)


def document(path: Path, data: bytes | str, row: ManifestRow = NO_ROW) -> Document:
    found = make_document(data if isinstance(data, bytes) else data.encode(), write(path, data), row)
    assert isinstance(found, Document)
    return found


def test_a_document_is_its_bytes_and_what_was_recorded_of_them(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + NEWS.encode()
    found = document(tmp_path / "a.txt", data)
    digest = hashlib.sha256(data).hexdigest()
    assert found.document_id == stable_id("document", digest)
    assert (found.text, found.content_sha256, found.byte_count) == (NEWS, digest, len(data))
    assert (found.has_bom, found.line_ending, found.reader) == (True, "crlf", "plain")
    assert (found.file_name, found.title, found.document_type) == ("a.txt", "Dozens detained in Baku", "other")


def test_the_manifest_row_goes_before_what_the_text_says(tmp_path: Path) -> None:
    row = ManifestRow("Rally", "https://x.org", "JAMnews", date(2019, 11, 12), "en", "news", "CC0-1.0")
    found = document(tmp_path / "a.txt", NEWS, row)
    assert (found.title, found.publisher, found.published_on) == ("Rally", "JAMnews", date(2019, 11, 12))
    assert (found.language, found.document_type, found.license) == ("en", "news", "CC0-1.0")


def test_an_extract_is_an_encyclopedia_s_where_nothing_else_is_said(tmp_path: Path) -> None:
    assert document(tmp_path / "a.txt", "= T =\nText.\n").document_type == "encyclopedia"
    assert document(tmp_path / "a.txt", "= T =\nText.\n", ManifestRow(document_type="list")).document_type == "list"


def test_the_id_depends_on_the_content_alone(tmp_path: Path) -> None:
    one = document(tmp_path / "a.txt", NEWS)
    other = document(tmp_path / "sub" / "b.md", NEWS, ManifestRow(title="Other"))
    assert one.document_id == other.document_id
    assert document(tmp_path / "a.txt", NEWS + "\n").document_id != one.document_id


@pytest.mark.parametrize(("data", "code"), [(b"", "empty"), (b"a\x00b", "binary"), (b"caf\xe9", "undecodable")])
def test_what_is_no_text_is_rejected_by_name(tmp_path: Path, data: bytes, code: str) -> None:
    found = make_document(data, write(tmp_path / "odd.txt", data), NO_ROW)
    assert isinstance(found, Reject)
    assert (found.code, found.file_name) == (code, "odd.txt")
    assert found.message.startswith("odd.txt: ")


def test_a_file_of_more_than_50_megabytes_is_too_large(tmp_path: Path) -> None:
    place = write(tmp_path / "big.txt", "x")
    with place.location.open("r+b") as file:
        file.truncate(MAX_BYTES + 1)
    found = read_bytes(place)
    assert isinstance(found, Reject)
    assert (found.code, found.message) == ("too_large", "big.txt: 50.0 MB is more than 50 MB; split the file")


def test_a_file_that_is_gone_is_unreadable(tmp_path: Path) -> None:
    place = write(tmp_path / "a.txt", NEWS)
    place.location.unlink()
    found = find(place, NO_ROW, "1")
    assert isinstance(found, Reject)
    assert found.code == "unreadable"


def test_a_reading_depends_on_content_manifest_row_and_extractors_but_not_on_the_place(tmp_path: Path) -> None:
    here, there = write(tmp_path / "a.txt", NEWS), write(tmp_path / "sub" / "b.txt", NEWS)

    def fingerprint(place: Source, row: ManifestRow = NO_ROW, version: str = "1") -> str:
        found = find(place, row, version)
        assert isinstance(found, Found)
        return found.fingerprint

    assert fingerprint(here) == fingerprint(there)
    others = {fingerprint(here, ManifestRow(title="Rally")), fingerprint(here, version="2")}
    assert len(others | {fingerprint(here)}) == 3


def test_each_folder_s_manifest_is_about_the_documents_beside_it(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "Top.")
    write(tmp_path / "sub" / "a.txt", "Below.")
    write(tmp_path / "manifest.csv", "file_name,title\na.txt,Top\n")
    write(tmp_path / "sub" / "manifest.csv", "file_name,title\na.txt,Below\ngone.txt,Gone\n")
    found = discover([tmp_path])
    manifests = read_manifests(found)
    assert [manifests.row(place).title for place in found.sources] == ["Top", "Below"]
    assert [reject.file_name for reject in manifests.rejects] == ["gone.txt"]


def test_of_a_file_that_is_named_itself_only_its_own_row_is_checked(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "Top.")
    write(tmp_path / "manifest.csv", "file_name,title,published_on\ngone.txt,Gone,\na.txt,Top,yesterday\n")
    found = discover([tmp_path / "a.txt"])
    manifests = read_manifests(found)
    assert manifests.row(found.sources[0]).title == "Top"
    assert [reject.file_name for reject in manifests.rejects] == ["a.txt"]


def test_a_manifest_that_is_too_large_is_told_and_the_documents_are_read(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "Top.")
    manifest = write(tmp_path / "manifest.csv", "file_name\n")
    with manifest.location.open("r+b") as file:
        file.truncate(MAX_BYTES + 1)
    manifests = read_manifests(discover([tmp_path]))
    assert [reject.code for reject in manifests.rejects] == ["manifest_row"]


def test_names_are_the_same_composed_and_decomposed(tmp_path: Path) -> None:
    write(tmp_path / "Bakı-ü.txt", "Top.")
    write(tmp_path / "manifest.csv", unicodedata.normalize("NFD", "file_name,title\nBakı-ü.txt,Top\n"))
    found = discover([tmp_path])
    assert read_manifests(found).row(found.sources[0]).title == "Top"
