"""Bytes to text: exactly as it is, or refused with the reason."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.documents.decode import Decoded, Refusal, decode, line_ending


def decoded(data: bytes) -> Decoded:
    found = decode(data)
    assert isinstance(found, Decoded)
    return found


def refused(data: bytes) -> Refusal:
    found = decode(data)
    assert isinstance(found, Refusal)
    return found


@pytest.mark.parametrize(
    ("data", "text", "has_bom"),
    [
        ("Qarabağ yürüşü".encode(), "Qarabağ yürüşü", False),
        (codecs.BOM_UTF8 + "Bakı".encode(), "Bakı", True),
        (codecs.BOM_UTF16_LE + "Bakı".encode("utf-16-le"), "Bakı", True),
        (codecs.BOM_UTF16_BE + "Bakı".encode("utf-16-be"), "Bakı", True),
        (codecs.BOM_UTF32_LE + "Bakı".encode("utf-32-le"), "Bakı", True),
        (codecs.BOM_UTF8 * 2 + b"a", "\ufeffa", True),
    ],
)
def test_text_is_decoded_and_the_byte_order_mark_taken_off(data: bytes, text: str, *, has_bom: bool) -> None:
    assert (decoded(data).text, decoded(data).has_bom) == (text, has_bom)


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("a\nb\n", "lf"),
        ("a\r\nb\r\n", "crlf"),
        ("a\rb", "cr"),
        ("a\nb\r\n", "mixed"),
        ("a\r\r\n", "mixed"),
        ("a", "none"),
    ],
)
def test_line_endings_are_recorded_and_kept(text: str, ending: str) -> None:
    assert decoded(text.encode()).text == text
    assert line_ending(text) == ending


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        (b"", "empty", "empty"),
        (b" \r\n\t", "empty", "white space"),
        (codecs.BOM_UTF8, "empty", "white space"),
        ("\u200b\ufeff\n".encode(), "empty", "white space"),
        (b"%PDF-1.7\n%\xe2\xe3", "binary", "PDF"),
        (b"PK\x03\x04\x14\x00", "binary", "ZIP"),
        (b"{\\rtf1 text}", "binary", "RTF"),
        (b"The police\x00detained", "binary", "NUL"),
        (b"\x01\x02\x03\x04\x05\x06", "binary", "control"),
        ("Qarabağ yürüşü".encode("windows-1254"), "undecodable", "0xf0 at position 6"),
        ("“quoted”".encode("windows-1252"), "undecodable", "iconv"),
        (b"caf\xc3", "undecodable", "0xc3"),
        (codecs.BOM_UTF16_LE + b"a\x00b", "undecodable", "truncated"),
        (b"\xed\xa0\x80", "undecodable", "0xed"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, code: str, said: str) -> None:
    refusal = refused(data)
    assert refusal.code == code
    assert said in refusal.message
    assert "\n" not in refusal.message


def test_a_few_stray_control_characters_do_not_make_a_text_binary() -> None:
    assert decoded(b"page one\x0cpage two\x1b\x08\n").text == "page one\x0cpage two\x1b\x08\n"


@given(st.text(min_size=1))
def test_utf8_text_is_never_altered(text: str) -> None:
    found = decode(text.encode())
    if isinstance(found, Decoded):
        assert found.text == text.removeprefix("\ufeff")


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    found = decode(data)
    if isinstance(found, Decoded) and not found.has_bom:
        assert found.text.encode() == data
