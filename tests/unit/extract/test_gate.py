"""Which passages are parsed: those with a plain word of the subject, and everyday words close to them."""

from __future__ import annotations

import pytest

from ingest.extract.gate import FAINT, NONE, STRONG, WEAK, forms, gate
from ingest.model import CleanText, Passage


def passages(*paragraphs: str) -> list[Passage]:
    """Passages, ``|`` between those of one paragraph."""
    found: list[Passage] = []
    for block, paragraph in enumerate(paragraphs):
        for text in paragraph.split("|"):
            number = len(found)
            clean = CleanText(text, tuple(range(len(text))))
            found.append(Passage(f"p{number}", number, "paragraph", 0, block, clean))
    return found


def chosen(*paragraphs: str) -> list[int]:
    """Numbers of the passages that would be parsed."""
    ids = gate().choose(passages(*paragraphs))
    return sorted(int(key[1:]) for key in ids)


@pytest.mark.parametrize(
    "word",
    [
        *("arrested", "detained", "jailed", "sentenced", "fined", "acquitted", "convicted", "petition", "protesters"),
        *("picketed", "remanded", "Detained", "ARRESTED", "strike", "court", "police", "sit-in", "hunger strike"),
        *("killed", "wounded", "handcuffed", "imprisonment", "demonstrations", "riots", "boycotts"),
    ],
)
def test_a_plain_word_of_the_subject_opens_the_gate(word: str) -> None:
    assert gate().strength(f"There was {word} there.") == STRONG


@pytest.mark.parametrize(
    "text",
    [
        "Thousands marched to the palace.",
        "The workers stormed the gate.",
        "Residents blocked the road.",
    ],
)
def test_an_everyday_word_opens_it_beside_a_crowd_or_officials(text: str) -> None:
    assert gate().strength(text) == STRONG


@pytest.mark.parametrize("text", ["The old church bell rang.", "The clock in the square was set.", "He held the door."])
def test_an_everyday_word_alone_opens_nothing(text: str) -> None:
    assert gate().strength(text) <= WEAK
    assert chosen(text) == []


@pytest.mark.parametrize("text", ["The weather was mild.", "Bread is dear.", "", "The name means river."])
def test_what_states_no_fact_stays_out(text: str) -> None:
    assert gate().strength(text) == NONE


def test_the_story_goes_on_behind_a_plain_word() -> None:
    assert chosen("Forty people were arrested.|They were held overnight.|Nobody was hurt.")[:2] == [0, 1]
    assert gate().strength("They had tea.") == FAINT
    assert chosen("Forty people were arrested.", "They had tea.") == [0, 1]
    assert chosen("Forty people were arrested.", "The weather was mild.", "They had tea.") == [0]


def test_a_longer_paragraph_without_a_plain_word_is_about_something_else() -> None:
    aside = "He walked home.|She fed the cat.|They sat down to eat."
    assert chosen("Forty people were arrested.", aside) == [0]


def test_a_set_phrase_needs_all_its_words() -> None:
    assert gate().strength("The men were led away.") == STRONG
    assert gate().strength("The path leads to a mill.") == NONE


@pytest.mark.parametrize(
    ("lemma", "form"),
    [
        *(("stop", "stopped"), ("carry", "carried"), ("seize", "seizing"), ("hold", "held"), ("rally", "rallies")),
        *(("remand", "remanded"), ("acquit", "acquitted"), ("strike", "struck"), ("march", "marches")),
    ],
)
def test_a_word_is_known_in_all_its_forms(lemma: str, form: str) -> None:
    assert form in forms(lemma)


def test_the_words_of_a_phrase_count_only_in_its_order() -> None:
    assert gate().strength("They spent two weeks in an approved school.") == STRONG
    assert gate().strength("The school was shut for two weeks, and she approved.") < STRONG
