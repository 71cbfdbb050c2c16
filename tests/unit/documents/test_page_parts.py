"""The phrases of web pages are data, and bad data is told."""

from __future__ import annotations

import pytest

from ingest.documents.page_parts import is_running_text, no_content, page_part, page_parts

PROSE = "The police have prevented an unauthorised opposition rally from taking place in central Baku."


def test_all_phrases_can_be_used() -> None:
    assert {part.scope for part in page_parts()} == {"line", "tail", "links", "end"}


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("LEAVE A REPLY", "end"),
        ("Leave a reply to Arif  ", "end"),
        ("18 thoughts on “Rally in Baku”", "end"),
        ("More on JAMnews", "links"),
        ("• Share this:", "line"),
        ("Tags: Baku", "tail"),
        (PROSE, None),
        ("Leave a reply " * 30, None),
    ],
)
def test_phrases_match_whole_short_lines_in_any_case(text: str, scope: str | None) -> None:
    assert page_part(text.strip()) == scope


def test_the_end_of_the_page_begins_after_the_article() -> None:
    assert no_content([PROSE, "Leave a Reply", PROSE]) == {1, 2}
    assert no_content(["Comments", PROSE, PROSE]) == {0}


def test_links_reach_up_to_the_next_running_text() -> None:
    assert no_content([PROSE, "Related articles", "Five held in Sumgait", "Two held", PROSE, "Two held"]) == {1, 2, 3}


def test_a_tail_is_no_tail_where_the_article_goes_on() -> None:
    assert no_content([PROSE, "Category: prisoner", PROSE, "Category: news"]) == {3}


def test_what_is_to_be_kept_is_kept() -> None:
    assert no_content([PROSE, "Share"], kept={1}) == frozenset()


def test_running_text_is_long_and_ends_a_sentence() -> None:
    assert is_running_text(PROSE)
    assert not is_running_text(PROSE.rstrip("."))
    assert not is_running_text("It was over.")
