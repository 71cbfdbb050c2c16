"""Whole documents: what holds of a reading whatever the text says."""

from __future__ import annotations

import pickle
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.build import bundled_corpus
from ingest.documents.discover import Source
from ingest.documents.load import make_document
from ingest.documents.manifest import ManifestRow
from ingest.model import Document, Reading
from tests.golden.readings import broken_evidence, dangling, document_of, read_text, reader, rows_of

CORPUS = sorted(bundled_corpus().glob("*.txt"))


def bundled(path: Path) -> Document:
    document = make_document(path.read_bytes(), Source(str(path), path.name, path, path.parent), ManifestRow())
    assert isinstance(document, Document)
    return document


def check(reading: Reading) -> None:
    """Evidence lies in its passages, mentions are the text at their spans, ids are unique and references resolve."""
    text = reading.document.text
    assert broken_evidence(reading) == []
    assert dangling(reading) == []
    for ids in (
        [claim.claim_id for claim in reading.claims],
        [passage.passage_id for passage in reading.passages],
        [mention.mention_id for mention in reading.mentions],
    ):
        assert len(ids) == len(set(ids))
    spans = {passage.passage_id: passage.span for passage in reading.passages}
    for mention in reading.mentions:
        assert mention.span in spans[mention.passage_id]
        assert mention.span.end <= len(text)
    for passage in reading.passages:
        raw = text[passage.span.start : passage.span.end]
        assert passage.text[0] == raw[0]
        assert passage.text[-1] == raw[-1]


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_of_the_bundled_documents_every_claim_is_grounded(path: Path) -> None:
    reading = reader().read(bundled(path))
    assert reading.claims
    check(reading)


@pytest.mark.parametrize("path", CORPUS[:2], ids=lambda path: path.stem)
def test_reading_is_a_pure_function_that_travels_between_processes(path: Path) -> None:
    document = bundled(path)
    once = reader().read(document)
    assert once == reader().read(pickle.loads(pickle.dumps(document)))
    assert pickle.loads(pickle.dumps(once)) == once


def test_what_was_read_before_changes_nothing() -> None:
    text = "Police in Baku detained Arif Hajili on 19 October 2019. He was freed the next day."
    once = rows_of(read_text(text))
    read_text("Hajili is a village near London. Arif Hajili Square is in Paris, France.")
    assert rows_of(read_text(text)) == once


def test_a_release_before_the_detention_in_one_passage_is_withheld() -> None:
    reading = read_text("Maria Santos was arrested in Manila on 3 May 2021 and she was released on 1 May 2021.")
    for claim in reading.claims:
        taken, freed = claim.get("detained_on"), claim.get("released_on")
        assert taken is None or freed is None or taken <= freed


@pytest.mark.parametrize("text", ["On 31 February 2020 police in Baku detained Arif Hajili."])
def test_a_day_that_does_not_exist_is_rejected_and_never_stated(text: str) -> None:
    reading = read_text(text)
    assert [reject.code for reject in reading.rejects] == ["contradiction"]
    assert not any(value.value == "2020-02-31" for claim in reading.claims for value in claim.values)


@pytest.mark.parametrize(
    "text",
    [
        f"On 3 May 2021 police arrested [Maria Santos](http://example.org/{'a' * 300}) in Manila.",
        f"On 3 May 2021 police arrested [Maria Santos](http://example.org/{'a' * 3000}) in Manila.",
        f"On 3 May 2021{' ' * 700}police arrested Maria Santos in Manila.",
    ],
    ids=["short link", "long link", "long gap"],
)
def test_a_short_passage_in_much_raw_text_is_read_and_cited(text: str) -> None:
    reading = read_text(text)
    check(reading)
    assert [row["who"] for row in rows_of(reading)["detentions"]] == ["Maria Santos"]


def test_everybody_whom_a_claim_names_is_mentioned() -> None:
    check(read_text("= Dozens of people, including Maria Santos, were arrested at a rally in Manila."))


def test_a_list_below_marches_that_were_held_is_no_list_of_prisoners() -> None:
    reading = read_text(
        "Marches were held in most states of Venezuela on 19 April 2017:\n\n"
        "- Ana Rojas Vera, 23, was shot dead near the bus station.\n"
        "- People set out for the Governor's palace.\n"
    )
    assert rows_of(reading)["detentions"] == []


def test_a_list_below_those_held_is_one() -> None:
    reading = read_text("The following people are still held in Caracas:\n\n- Ana Rojas Vera, 23\n- Luis Prado\n")
    assert [row["who"] for row in rows_of(reading)["detentions"]] == ["Ana Rojas Vera", "Luis Prado"]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Police said 150 people rallied in Manila on 3 May 2021.", "Police"),
        ("It rained in Manila on 3 May 2021, while police said 150 people rallied there.", "police"),
        ("Only 20 people said they were glad that 150 people rallied in Manila on 3 May 2021.", None),
    ],
)
def test_a_number_is_given_by_a_source_and_not_by_a_number(text: str, source: str | None) -> None:
    reading = read_text(text)
    sources = {claim.get("attributed_to") for claim in reading.claims if claim.get("attributed_to") is not None}
    assert sources == ({source} if source else set())


SENTENCES = st.sampled_from(
    [
        "Police in Baku detained Arif Hajili and Tofig Yagublu on 19 October 2019.",
        "They were released the next day.",
        "He was sentenced to two years in prison and fined €750.",
        "Dozens of people, including Maria Santos, were arrested at a rally in Manila.",
        "The appeal court upheld the sentence.",
        "“Free them!” the crowd shouted on 31 February.",
        "Of the 15, 14 were bailed and one was held.",
        "The strike began on Monday; it ended two days later.",
        "Organisers said 10,000 came, police said 2,000.",
        "- Ali Rezaei, 23",
        "Reactions:",
        "Those arrested: A. B. Lim (31); Hassan al-Banna; Li Wei.",
        "Her lawyer called for the release of both.",
        "Protests took place across Bulgaria in February.",
    ]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(SENTENCES, min_size=1, max_size=8),
    st.sampled_from([" ", "\n", "\n\n"]),
    st.none() | st.dates(date(1900, 1, 1)),
)
def test_any_order_of_sentences_gives_grounded_claims(parts: list[str], glue: str, published: date | None) -> None:
    check(read_text(glue.join(parts), published_on=published))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=400))
def test_any_text_at_all_is_read(text: str) -> None:
    document = make_document(text.encode(), Source("/a/a.txt", "a.txt", Path("a.txt"), Path("/a")), ManifestRow())
    if isinstance(document, Document):
        check(reader().read(document))


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "arrested",
                    "sentenced",
                    "to",
                    "Maria",
                    "Santos",
                    ",",
                    ".",
                    "and",
                    "by",
                    "police",
                    "40",
                    "people",
                    "in",
                ),
                *("Baku", "on", "Monday", "who", "was", "“", "”", "(", ")", ":", "released", "years", "two", "rally"),
                *("including", "them", "the", "court", "fined", "€", "not", "of", "\n", "- ", "upheld", "both", "each"),
            ]
        ),
        max_size=40,
    ).map(" ".join)
)
def test_any_order_of_words_is_read(text: str) -> None:
    check(reader().read(document_of(text)))


def test_a_claim_points_only_at_fields_of_the_contract() -> None:
    known = {
        "event": (
            "event_kind name start_date end_date place site participants_low participants_high parent participant "
            "organizer leader target intervener responder demand method outcome latitude longitude"
        ),
        "detention": (
            "person person_count_low person_count_high group_description detained_on place site detaining_actor status "
            "released_on bail_amount bail_currency custody_place charge mistreatment is_minor event"
        ),
        "sentence": (
            "person person_count_low person_count_high group_description decided_on court court_name outcome "
            "sentence_kind prison_days lashes fine_amount fine_currency community_service_hours charge legal_provision "
            "event detention revises"
        ),
        "figure": "measure value_low value_high unit attributed_to attributed_actor event",
    }
    for path in CORPUS:
        for claim in reader().read(bundled(path)).claims:
            assert {value.field for value in claim.values} <= set(known[claim.claim_type].split())


@pytest.mark.parametrize(
    "unit",
    [
        "Police arrested Maria Santos in Manila. ",
        "arrested, ",
        "Maria Santos and ",
        "(",
        "“arrested",
        "2020-07-16 ",
    ],
)
def test_time_is_bounded_for_repetitive_text(unit: str) -> None:
    start = time.process_time()
    reader().read(document_of(unit * (8000 // len(unit))))
    assert time.process_time() - start < 6.0
