"""Reading text: marks and wraps go, every character keeps its place in the raw text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.documents.clean import clean, plain_words
from ingest.documents.lines import split_lines
from ingest.model import CleanText


def cleaned(raw: str) -> CleanText:
    """All non-blank lines of ``raw`` as one paragraph."""
    ranges = [(line.start, line.end) for line in split_lines(raw) if not line.blank]
    return clean(raw, ranges, words=plain_words(raw))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Police  detained\t40 people.", "Police detained 40 people."),
        ("Police\u00a0detained 40\u202fpeople.", "Police detained 40 people."),
        ("Police detained\n40 people.", "Police detained 40 people."),
        ("Police detained   \r\n   40 people.", "Police detained 40 people."),
        ("**Hajili** was *held* on ~~Monday~~ __Tuesday__ at _noon_.", "Hajili was held on Monday Tuesday at noon."),
        ("***Arif Hajili*** was detained.", "Arif Hajili was detained."),
        ("**Arif *Hajili*** was detained.", "Arif Hajili was detained."),
        ("**Arif\nHajili** was detained.", "Arif Hajili was detained."),
        ("[Arif Hajili](https://example.org/a_b_(c)) was detained.", "Arif Hajili was detained."),
        ('[Arif Hajili](/hajili "the leader") was detained.', "Arif Hajili was detained."),
        ("[**Arif Hajili**](x) was detained.", "Arif Hajili was detained."),
        ("![A picket in Baku](p.jpg) Police came.", "A picket in Baku Police came."),
        ("[Arif Hajili][1] was detained.", "Arif Hajili was detained."),
        ("[[Musavat|The party]] and [[Baku]]", "The party and Baku"),
        ("See <https://example.org/a_b_c>.", "See https://example.org/a_b_c."),
        ("He was held.<br/>Then <b>freed</b>.", "He was held. Then freed."),
        ("He was held.<!-- check --> Then freed.", "He was held. Then freed."),
        ("outnumbered by police \" />", "outnumbered by police"),
        ("leaving the stadium.>", "leaving the stadium."),
        ("Smith &amp; Sons said &quot;no&quot;&nbsp;&#8211; twice", 'Smith & Sons said "no" – twice'),
        ("He was fined \\$500 \\(or 30 days\\) \\*", "He was fined $500 (or 30 days) *"),
        ("seven officers injured.[12] Then[note 3] more[citation needed]", "seven officers injured. Then more"),
        ("the `raw` value", "the raw value"),
        ("''Azadliq'' and '''Musavat'''", "Azadliq and Musavat"),
        ("de\u00admon\u00adstra\u00adtion\u200b", "demonstration"),
    ],
)  # fmt: skip
def test_marks_are_not_read(raw: str, text: str) -> None:
    assert cleaned(raw).text == text


@pytest.mark.parametrize(
    "raw",
    [
        "“give the go-ahead” – ‘closed for repairs.’",
        "2*3*4 snake_case_name file__name__here",
        "a * b * c and 5 < 6 > 4",
        "I [the editor] was told of [s]he",
        "G`ulom and Sho`ro",
        "Uwe T. paid $500 & left",
        "He called it 'a farce' and 'a show'",
        "AT&T; R&D;",
        "the *",
        "~40 people",
    ],
)
def test_what_only_looks_like_a_mark_stays(raw: str) -> None:
    assert cleaned(raw).text == raw


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("some 200 demon-\nstrators came", "some 200 demonstrators came"),
        ("an anti-\ngovernment rally", "an anti-government rally"),
        ("reported by Al-\nJazeera", "reported by Al-Jazeera"),
        ("a self-styled pro-\ncess; the process", "a self-styled process; the process"),
        ("the hard-won and the hard-\nwon", "the hard-won and the hard-won"),
        ("in 2019-\n2020 he", "in 2019-2020 he"),
        ("he left -\nand came back", "he left - and came back"),
        ("demon\u00ad\nstrators", "demonstrators"),
    ],
)
def test_a_word_broken_at_the_line_end_is_one_word(raw: str, text: str) -> None:
    assert cleaned(raw).text == text


def test_a_span_of_clean_text_is_a_span_of_the_raw_text() -> None:
    raw = "On Monday **Arif\n  Hajili** was detained."
    text = cleaned(raw)
    start = text.text.index("Arif Hajili")
    span = text.raw(start, start + len("Arif Hajili"))
    assert raw[span.start : span.end] == "Arif\n  Hajili"


MARKED = st.text(alphabet="abYZ09 .,-*_`~[]()<>&;#!|\\'\"“\n\t\u00a0\u00adé\u200b/:", max_size=80)


@given(MARKED)
def test_every_clean_character_is_the_raw_character_at_its_offset(raw: str) -> None:
    text = cleaned(raw)
    assert all(earlier < later for earlier, later in zip(text.offsets, text.offsets[1:], strict=False))
    for character, offset in zip(text.text, text.offsets, strict=True):
        if not character.isspace():
            assert raw[offset] in (character, "&")
        assert character == " " or not character.isspace()
    assert text.text == text.text.strip()
    assert "  " not in text.text


@given(st.text(alphabet="abYZ09 .,*_~“é\n\t\u00a0\u00ad", max_size=80))
def test_no_letter_or_digit_is_lost_to_emphasis_and_wraps(raw: str) -> None:
    assert [c for c in cleaned(raw).text if c.isalnum()] == [c for c in raw if c.isalnum()]


@given(st.text(max_size=200))
def test_any_text_can_be_cleaned(raw: str) -> None:
    text = cleaned(raw)
    assert len(text.text) == len(text.offsets)
