"""From drafts to claims: what a claim cites, and how values are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.drafts import ClaimWriter, DetentionDraft, EventDraft, FigureDraft, SentenceDraft, carrying, clip
from ingest.extract.entities import Entity
from ingest.language.dates import Partial
from ingest.model import MAX_QUOTE, CleanText, Passage


def passage_of(text: str, *, stretched: int = 1) -> Passage:
    """A passage whose raw text has ``stretched`` characters for each clean one."""
    return Passage("p", 0, "paragraph", 0, 0, CleanText(text, tuple(i * stretched for i in range(len(text)))))


PASSAGE = passage_of("Police in Baku detained Arif Hajili on 19 October 2019.")
PERSON = Entity("e1", "person", "Arif Hajili")


def check_spans(length: int, start: int, end: int, stretched: int) -> None:
    passage = passage_of("x" * length, stretched=stretched)
    for span in (clip(passage, start, end), carrying(passage, min(start, length - 1), min(end, length))):
        assert span in passage.span
        assert 0 < span.end - span.start <= MAX_QUOTE


@given(st.integers(1, 3000), st.integers(0, 3000), st.integers(0, 3000))
def test_a_cited_span_lies_in_its_passage_and_is_short_enough(length: int, start: int, end: int) -> None:
    check_spans(length, start, end, stretched=1)


@given(st.integers(1, 3000), st.integers(0, 3000), st.integers(0, 3000), st.integers(2, 9))
def test_the_same_holds_where_marks_and_gaps_were_cleaned_away(
    length: int, start: int, end: int, stretched: int
) -> None:
    check_spans(length, start, end, stretched)


def test_a_short_passage_is_cited_whole() -> None:
    assert carrying(PASSAGE, 15, 23) == PASSAGE.span


@given(st.integers(0, 1990))
def test_of_a_long_passage_the_part_with_the_fact_is_cited(start: int) -> None:
    span = carrying(passage_of("x" * 2000), start, start + 10)
    assert span.start <= start
    assert start + 10 <= span.end


def test_a_detention_is_written_with_its_values() -> None:
    event = EventDraft(PASSAGE, 0, 5, kind="demonstration")
    draft = DetentionDraft(PASSAGE, 15, 23, person=PERSON, date=Partial(2019, 10, 19), event=event, bail=(500.0, "AZN"))
    writer = ClaimWriter("d", "rules")
    writer.identify("event", [event])
    writer.identify("detention", [draft])
    claim = writer.detention(draft)
    assert {value.field: value.value for value in claim.values} == {
        "person": "e1",
        "person_count_low": "1",
        "person_count_high": "1",
        "detained_on": "2019-10-19",
        "status": "detained",
        "bail_amount": "500",
        "bail_currency": "AZN",
        "event": writer.event(event).claim_id,
    }
    assert all(value.span is not None and value.span in PASSAGE.span for value in claim.values)


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (36.0, 36.0, {"value_low": "36", "value_high": "36"}),
        (30.0, None, {"value_low": "30"}),
        (None, 120.0, {"value_high": "120"}),
        (1.5, 1.5, {"value_low": "1.5", "value_high": "1.5"}),
        (0.0, 0.0, {"value_low": "0", "value_high": "0"}),
    ],
)
def test_numbers_are_digits_and_open_ends_have_no_row(
    low: float | None, high: float | None, told: dict[str, str]
) -> None:
    draft = FigureDraft(PASSAGE, 0, 5, low=low, high=high)
    writer = ClaimWriter("d", "rules")
    writer.identify("figure", [draft])
    values = {v.field: v.value for v in writer.figure(draft).values}
    assert {name: value for name, value in values.items() if name.startswith("value")} == told


def test_lists_have_one_value_per_item_in_order() -> None:
    draft = SentenceDraft(PASSAGE, 0, 5, person=PERSON, kinds=["prison", "flogging"], charges=["b", "a"])
    writer = ClaimWriter("d", "rules")
    writer.identify("sentence", [draft])
    claim = writer.sentence(draft)
    assert claim.all("sentence_kind") == ("prison", "flogging")
    assert claim.all("charge") == ("b", "a")


def test_a_claim_cites_every_passage_that_carries_it_once() -> None:
    other = Passage("q", 1, "paragraph", 0, 0, CleanText("He was held.", tuple(range(100, 112))))
    draft = EventDraft(PASSAGE, 0, 5)
    for where in ((other, 0, 2), (other, 3, 6), (PASSAGE, 0, 3)):
        draft.cite(where)
    writer = ClaimWriter("d", "rules")
    writer.identify("event", [draft])
    assert [passage_id for passage_id, _ in writer.event(draft).evidence] == ["p", "q"]


def test_the_first_place_that_supports_a_field_is_kept() -> None:
    draft = DetentionDraft(PASSAGE, 15, 23, person=PERSON, date=Partial(2019, 10, 19))
    draft.note("date", (PASSAGE, 39, 54))
    draft.note("date", (PASSAGE, 0, 6))
    writer = ClaimWriter("d", "rules")
    writer.identify("detention", [draft])
    (value,) = [v for v in writer.detention(draft).values if v.field == "detained_on"]
    assert value.span is not None
    assert PASSAGE.text[value.span.start : value.span.end] == "19 October 2019"


def test_two_like_claims_of_one_passage_have_ids_of_their_own() -> None:
    first, second = (FigureDraft(PASSAGE, 0, 5, low=3.0, high=3.0) for _ in range(2))
    writer = ClaimWriter("d", "rules")
    writer.identify("figure", [first, second])
    assert writer.figure(first).claim_id != writer.figure(second).claim_id
