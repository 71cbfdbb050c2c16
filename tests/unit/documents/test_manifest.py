"""manifest.csv: what can be used of it is used, the rest is told row by row."""

from __future__ import annotations

import codecs
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.documents.manifest import Manifest, ManifestRow, parse_manifest

HEADER = "file_name,title,source_uri,publisher,published_on,language,document_type,license"


def parse(text: str | bytes, *documents: str) -> Manifest:
    data = text if isinstance(text, bytes) else text.encode()
    return parse_manifest(data, path="/docs/manifest.csv", documents=set(documents) or {"a.txt", "b.txt"})


def messages(manifest: Manifest) -> list[str]:
    return [reject.message for _, reject in manifest.rejects]


FULL = "a.txt,Rally,https://x.org/1,JAMnews,2019-11-12,en,news,CC0-1.0"
ROW = ManifestRow("Rally", "https://x.org/1", "JAMnews", date(2019, 11, 12), "en", "news", "CC0-1.0")


@pytest.mark.parametrize(
    "data",
    [
        f"{HEADER}\n{FULL}\n".encode(),
        codecs.BOM_UTF8 + f"{HEADER}\r\n{FULL}\r\n".encode(),
        f"{HEADER}\n{FULL}\n".replace(",", ";").encode(),
        f"{HEADER}\n{FULL}\n".replace(",", "\t").encode(),
        codecs.BOM_UTF16_LE + f"{HEADER}\n{FULL}\n".encode("utf-16-le"),
        f"\n{HEADER.upper().replace('_', ' ')}\n\n{FULL}\n,,,\n".encode(),
    ],
)
def test_a_row_in_the_ways_that_spreadsheets_write_it(data: bytes) -> None:
    manifest = parse(data)
    assert manifest.rows == {"a.txt": ROW}
    assert manifest.rejects == ()


def test_columns_are_optional_and_in_any_order_and_others_are_ignored() -> None:
    manifest = parse('note,publisher,file_name\nx,"A, B",a.txt\n')
    assert manifest.rows == {"a.txt": ManifestRow(publisher="A, B")}


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("published_on\na.txt,12.11.2019", "published_on '12.11.2019'"),
        ("published_on\na.txt,2019-02-30", "published_on '2019-02-30'"),
        ("published_on\na.txt,2019-11", "published_on '2019-11'"),
        ("published_on\na.txt,20191112", "published_on '20191112'"),
        ("document_type\na.txt,blog", "document_type 'blog'"),
        ("language\na.txt,in English", "language 'in English'"),
    ],
)
def test_a_cell_that_is_no_good_is_left_empty_and_told(cell: str, said: str) -> None:
    column, _, row = cell.partition("\n")
    manifest = parse(f"file_name,{column},title\n{row},Rally\n")
    assert manifest.rows == {"a.txt": ManifestRow(title="Rally")}
    (message,) = messages(manifest)
    assert said in message
    assert message.startswith("manifest.csv line 2 (a.txt): ")
    assert manifest.rejects[0][1].code == "manifest_row"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("missing.txt", "no document"),
        ("../a.txt", "folder"),
        ("/docs/a.txt", "folder"),
        ("sub/a.txt", "folder"),
        ("sub\\a.txt", "folder"),
        ("C:a.txt", "folder"),
        ("..", "folder"),
        ("", "file_name is empty"),
    ],
)
def test_a_row_that_names_no_file_beside_it_is_not_used(name: str, said: str) -> None:
    manifest = parse(f"file_name,title\n{name},Rally\nb.txt,Picket\n")
    assert manifest.rows == {"b.txt": ManifestRow(title="Picket")}
    (message,) = messages(manifest)
    assert said in message


def test_the_first_of_two_rows_about_one_file_stands() -> None:
    manifest = parse("file_name,title\na.txt,Rally\na.txt,Picket\n")
    assert manifest.rows["a.txt"].title == "Rally"
    assert "earlier row" in messages(manifest)[0]


@pytest.mark.parametrize(
    ("text", "said", "used"),
    [
        ("name,title\na.txt,Rally\n", "no column file_name", []),
        ("file_name,title,title\na.txt,x,y\n", "title stands there twice", []),
        ("file_name,title\na.txt,One, two\nb.txt,Picket\n", "3 cells under 2 columns", ["b.txt"]),
        ('file_name,title\nb.txt,Picket\na.txt,"Rally\n', "those after it", ["b.txt"]),
        ("file_name,title\na.txt,Q\xfc\n".encode("latin-1"), "UTF-8", []),
    ],
)
def test_what_is_wrong_with_the_table_is_told(text: str | bytes, said: str, used: list[str]) -> None:
    manifest = parse(text)
    assert sorted(manifest.rows) == used
    (message,) = messages(manifest)
    assert said in message


def test_an_empty_manifest_says_nothing() -> None:
    assert parse(b"") == Manifest({})


@given(st.text(alphabet="abn.,;\"'\n\r\t 2-", max_size=80))
def test_any_manifest_is_read_or_told(text: str) -> None:
    manifest = parse(f"file_name,title\n{text}")
    assert all("\n" not in message for message in messages(manifest))
