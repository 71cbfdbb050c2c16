"""Where one passage ends and the next begins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.documents.plain import PlainReader
from ingest.language.passages import split_clean, split_passages
from ingest.model import CleanText
from tests.unit.marks import fails_today


def split(text: str) -> list[str]:
    return [piece.text for piece in split_clean(CleanText(text, tuple(range(len(text)))))]


@pytest.mark.parametrize(
    "pieces",
    [
        ["He was held.", "She was freed."],
        ["Was he held?", "Yes!", "He was."],
        ["Was he held?!", "Nobody knows."],
        ["He was held…", "Then freed."],
        ["He was sentenced to 5 years.", "12 others were freed."],
        ["It cost 2.5 million.", "He paid."],
        ["Held at 14.30 on 16.07.2020.", "He sued."],
        ["He said: “Go home.”", "Then he left."],
        ["He said “no.”", "“Yes,” she said."],
        ["“Free them!”", "The crowd shouted."],
        ["He was held (see p. 12).", "He sued."],
        ["The party (P.F.A.A.) met.", "It voted."],
        ["He was held; she was freed.", "It ended."],
        ["1. The court sat.", "2. He was held."],
        ["He is in Prison No. 4 in Minsk.", "She is free."],
        fails_today(["She was held.[1]", "He was freed."], reason="a reference mark hides the full stop"),
        fails_today(["她被拘留。", "他被释放。"], reason="Chinese full stops are followed by no space"),
    ],
)
def test_passages_end_at_final_marks(pieces: list[str]) -> None:
    joined = "".join(pieces) if pieces[0].endswith("。") else " ".join(pieces)
    assert split(joined) == pieces


@pytest.mark.parametrize(
    "first",
    [
        "Mr. Smith was held.",
        "Dr. Jones was freed.",
        "Prof. A. Mammadov was held.",
        "Gen. Min Aung Hlaing spoke.",
        "He was held by Sgt. Lee.",
        "Rev. Martin Luther King, Jr. was held.",
        "A. K. Sharma was held.",
        "The poet J. R. Jones was held.",
        "The U.S. embassy closed.",
        "St. Petersburg saw a rally.",
        "On 5 Oct. 2020 he was held.",
        "No. 5 Prison is in Baku.",
        "Art. 220 applies.",
        "Held at 5 p.m. on Monday.",
        "The march began at 10 a.m. and ended.",
        "Police vs. protesters.",
        "He was held... and then freed.",
        "i.e. the police.",
        "“Free them!” the crowd shouted.",
        "“Why?” asked the judge.",
    ],
)
def test_a_full_stop_inside_ends_nothing(first: str) -> None:
    assert split(f"{first} It rained.") == [first, "It rained."]


@pytest.mark.parametrize(
    "pieces",
    [
        ["Held at 5 p.m.", "The court sat."],
        ["The rally, etc.", "The police came."],
        ["He met J. F. Kennedy Jr.", "The rally began."],
        fails_today(["He lives in the U.S.", "Police came."], reason="only a few words open a passage behind U.S."),
    ],
)
def test_an_abbreviation_at_the_end_ends_a_passage(pieces: list[str]) -> None:
    assert split(" ".join(pieces)) == pieces


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t"])
def test_of_nothing_there_is_no_passage(text: str) -> None:
    assert split(text) == []


WRAPPED = """Title of it

Police in Baku detained the opposition politician Arif Hajili on 19
October 2019, when he was on his way to a rally. He was freed on the
next day, his lawyer said. The party held another rally in the same
place a week later, and nobody was detained there.
"""


def test_passages_span_hard_wraps_and_keep_the_offsets_of_the_raw_text() -> None:
    _, first, second, _ = split_passages("d", PlainReader().read(WRAPPED))
    assert first.text.startswith("Police in Baku detained the opposition politician Arif Hajili on 19 October 2019,")
    assert WRAPPED[first.span.start : first.span.end].endswith(
        "Arif Hajili on 19\nOctober 2019, when he was on his way to a rally."
    )
    assert second.text == "He was freed on the next day, his lawyer said."
    assert WRAPPED[second.span.start : second.span.end] == "He was freed on the\nnext day, his lawyer said."


def test_passages_never_cross_a_paragraph() -> None:
    content = PlainReader().read("Title of it\n\nA line that has no mark\n\nAnother one that has none\n")
    assert [passage.text for passage in split_passages("d", content)][1:] == [
        "A line that has no mark",
        "Another one that has none",
    ]


def test_ids_depend_on_document_and_place_alone() -> None:
    content = PlainReader().read("Title of it\n\nHe was held. She was freed.\n")
    once, again, other = (split_passages(name, content) for name in ("d", "d", "e"))
    assert [p.passage_id for p in once] == [p.passage_id for p in again]
    assert {p.passage_id for p in once}.isdisjoint(p.passage_id for p in other)
    assert [p.ordinal for p in once] == list(range(len(once)))


def test_a_run_without_marks_is_cut_at_spaces() -> None:
    pieces = split("word " * 3000)
    assert max(map(len, pieces)) <= 4000
    assert "".join("".join(pieces).split()) == "word" * 3000


@given(st.text(max_size=400))
def test_nothing_but_white_space_is_lost(text: str) -> None:
    assert "".join("".join(split(text)).split()) == "".join(text.split())


@given(st.text(alphabet=" .!?…\"“”()'AaZz1\n。", max_size=400))
def test_every_piece_is_the_text_at_its_offsets(text: str) -> None:
    clean = CleanText(text, tuple(range(len(text))))
    before = -1
    for piece in split_clean(clean):
        span = piece.raw(0, len(piece.text))
        assert text[span.start : span.end] == piece.text
        assert before <= span.start
        before = span.end


@pytest.mark.parametrize("unit", ["... ", "“", "1. ", "(.)", '? " ', "He was held. ", ".", "A. ", "a.b. ", "Mr. "])
def test_a_long_run_of_one_thing_is_split_without_loss(unit: str) -> None:
    text = unit * (60_000 // len(unit))  # with a rule that looks back at each mark this takes minutes
    assert "".join("".join(split(text)).split()) == "".join(text.split())
