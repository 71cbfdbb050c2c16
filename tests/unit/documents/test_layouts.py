"""The bundled documents saved in other ways: the same blocks whatever the wraps, pages, spaces and marks."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.build import bundled_corpus
from ingest.documents.registry import choose_reader
from ingest.model import Content

from .helpers import check_offsets

Layout = Callable[[str], str]


def read(text: str) -> Content:
    content = choose_reader(text).read(text)
    check_offsets(text, content)
    return content


def blocks(text: str) -> list[tuple[str, str, int]]:
    return [(block.kind, block.clean.text, block.section) for block in read(text).blocks]


def wrapped(text: str, width: int = 72) -> str:
    return "\n".join(
        textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False) if len(line) > width else line
        for line in text.split("\n")
    )


def paged(text: str, lines: int = 38) -> str:
    """Wrapped, with a running head and a page number after so many lines, wherever these fall."""
    body = wrapped(text, 78).split("\n")
    pages = [body[start : start + lines] for start in range(0, len(body), lines)]
    return "".join(
        "\n".join([*page, "", f"{number}", "\x0cHuman Rights Review – Autumn issue", ""]) + "\n"
        for number, page in enumerate(pages, start=4)
    )


def hyphenated(text: str) -> str:
    """Wrapped, with long lower-case words broken at some line ends."""
    return re.sub(r"\b([a-z]{4})([a-z]{4,})\n(?=[a-z])", r"\1-\n\2 ", wrapped(text))


LAYOUTS: dict[str, Layout] = {
    "wrapped at 72": wrapped,
    "wrapped at 100": lambda text: wrapped(text, 100),
    "wrapped by Windows": lambda text: wrapped(text).replace("\n", "\r\n"),
    "old Mac lines": lambda text: text.replace("\n", "\r"),
    "doubled line ends": lambda text: text.replace("\n", "\r\r\n"),
    "doubled spaces": lambda text: re.sub(r"(?<=[.,]) (?=\w)", "  ", text),
    "tabs and trailing spaces": lambda text: re.sub(r"(?<=\w) (?=the )", "\t", text).replace("\n", " \t\n"),
    "no-break spaces": lambda text: re.sub(r"(?<=\d) (?=\w)", "\u00a0", text),
    "soft hyphens": lambda text: re.sub(r"(?<=[a-z]{5})(?=[a-z]{5})", "\u00ad", text),
    "bold names": lambda text: re.sub(r"\b(Arif Hajili|Baku|Tabriz|Ilham Aliyev)\b", r"**\1**", text),
    "linked names": lambda text: re.sub(r"\b(Arif Hajili|Baku|Tabriz)\b", r"[\1](https://example.org/x_(y))", text),
    "note marks": lambda text: re.sub(r"(?<=[a-z]{3}\.)(?=\s)", "[12]", text),
    "entities": lambda text: text.replace("’", "&rsquo;").replace("–", "&#8211;"),
    "hyphenated": hyphenated,
}


DOCUMENTS = pytest.mark.parametrize("document", sorted(bundled_corpus().glob("*.txt")), ids=lambda path: path.stem)


@pytest.mark.parametrize("layout", LAYOUTS)
@DOCUMENTS
def test_the_layout_does_not_change_what_is_read(document: Path, layout: str) -> None:
    text = document.read_text(encoding="utf-8")
    assert blocks(LAYOUTS[layout](text)) == blocks(text)


def running(text: str) -> list[tuple[str, str, int]]:
    """Blocks with the paragraphs of one section run together.

    Where a full line that ends a sentence is the last one of a page, nothing tells whether the next page
    goes on with its paragraph.
    """
    together: list[tuple[str, str, int]] = []
    for kind, words, section in blocks(text):
        if together and kind == together[-1][0] == "paragraph" and section == together[-1][2]:
            together[-1] = (kind, f"{together[-1][1]} {words}", section)
        else:
            together.append((kind, words, section))
    return together


@pytest.mark.parametrize("lines", [30, 38, 45])
@DOCUMENTS
def test_pages_do_not_change_what_is_read(document: Path, lines: int) -> None:
    text = document.read_text(encoding="utf-8")
    assert running(paged(text, lines)) == running(text)
