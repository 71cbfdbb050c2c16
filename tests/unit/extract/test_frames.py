"""Who did what to whom, and whether the text says that it happened."""

from __future__ import annotations

import pytest

from ingest.extract.frames import Frame, FrameReader
from tests.unit.language.texts import analyse
from tests.unit.marks import fails_today


def frames(text: str, kind: str) -> list[Frame]:
    return [frame for frame in FrameReader(analyse(text)).frames() if frame.kind == kind]


def patients(text: str, kind: str = "detain") -> list[str]:
    return [party.text for frame in frames(text, kind) for party in frame.patients]


@pytest.mark.parametrize(
    "text",
    [
        "Police arrested Maria Santos.",
        "Maria Santos was arrested by police.",
        "Maria Santos was arrested.",
        "Maria Santos has been arrested.",
        "Maria Santos got arrested.",
        "Maria Santos, who was arrested on Monday, spoke.",
        "Police beat and arrested Maria Santos.",
        "Police managed to arrest Maria Santos.",
        "Police said they had arrested Maria Santos.",
        "Maria Santos is said to have been arrested.",
        "Maria Santos was reportedly arrested.",
        "The arrest of Maria Santos shocked us.",
        "After being arrested, Maria Santos was beaten.",
        fails_today("Having arrested Maria Santos, police left.", reason="the subject is taken for the object"),
        fails_today("Arrested were Maria Santos and others.", reason="an inverted passive has no patient"),
    ],
)
def test_whoever_is_arrested_is_found_in_any_voice(text: str) -> None:
    (frame,) = frames(text, "detain")
    assert frame.modality == "fact"
    assert [name.text for party in frame.patients for name in party.names] == ["Maria Santos"]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Maria Santos was not arrested.", "negated"),
        ("Police did not arrest Maria Santos.", "negated"),
        ("Police never arrested Maria Santos.", "negated"),
        ("No one was arrested.", "negated"),
        ("Police denied that they arrested Maria Santos.", "negated"),
        ("Police failed to arrest Maria Santos.", "negated"),
        ("Maria Santos escaped arrest.", "negated"),
        ("Police threatened to arrest Maria Santos.", "planned"),
        ("Police planned to arrest Maria Santos.", "planned"),
        ("Police tried to arrest Maria Santos.", "attempted"),
        ("Police may arrest Maria Santos.", "possible"),
        ("Police will arrest Maria Santos.", "possible"),
        ("Maria Santos could be arrested.", "possible"),
        ("Maria Santos would have been arrested.", "possible"),
        ("If Maria Santos is arrested, we will march.", "possible"),
        fails_today("Maria Santos was nearly arrested.", "attempted", reason='"nearly" is read as nothing'),
    ],
)
def test_what_did_not_happen_says_so(text: str, modality: str) -> None:
    assert [frame.modality for frame in frames(text, "detain")] == [modality]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The group demanded the release of Maria Santos.", "release"),
        ("The group called on the court to free Maria Santos.", "release"),
        ("The prosecutor asked the court to sentence Maria Santos to two years in prison.", "sentence"),
    ],
)
def test_what_is_asked_for_says_so(text: str, kind: str) -> None:
    (frame,) = frames(text, kind)
    assert frame.modality == "asked"
    assert [party.text for party in frame.patients] == ["Maria Santos"]


def test_coordinated_verbs_share_their_subject() -> None:
    text = "Maria Santos was arrested and sentenced to two years in prison."
    assert patients(text, "detain") == patients(text, "sentence") == ["Maria Santos"]


def test_a_list_of_people_is_one_party_with_all_names() -> None:
    (frame,) = frames("Police arrested Maria Santos, Jose Reyes and Ana Lim.", "detain")
    (party,) = frame.patients
    assert [name.text for name in party.names] == ["Maria Santos", "Jose Reyes", "Ana Lim"]
    assert party.plural


def test_two_groups_are_two_parties() -> None:
    (frame,) = frames("Police arrested several students and three teachers.", "detain")
    assert [(party.low, party.high) for party in frame.patients] == [(3, None), (3, 3)]


def test_members_of_a_group() -> None:
    (frame,) = frames("Police arrested 40 students, including Maria Santos and Jose Reyes.", "detain")
    (party,) = frame.patients
    assert (party.kind, party.low, party.counted) == ("group", 40, True)
    assert [name.text for name in party.members] == ["Maria Santos", "Jose Reyes"]


@pytest.mark.parametrize(("pronoun", "plural"), [("She", False), ("He", False), ("They", True), ("Both", True)])
def test_pronouns_are_kept_to_be_resolved(pronoun: str, plural: bool) -> None:
    (frame,) = frames(f"{pronoun} {'were' if plural else 'was'} arrested.", "detain")
    (party,) = frame.patients
    assert (party.kind, party.plural) == ("pronoun", plural)


def test_agent_and_patient_of_a_court() -> None:
    (frame,) = frames("The court sentenced Maria Santos to two years in prison.", "sentence")
    assert [party.text for party in frame.agents] == ["The court"]
    assert [party.text for party in frame.patients] == ["Maria Santos"]


def test_spans_of_parties_are_the_text() -> None:
    text = "Police in Baku arrested Dr. Maria Santos and 40 students on 3 May 2021."
    (frame,) = frames(text, "detain")
    for party in (*frame.patients, *frame.agents):
        assert text[slice(*party.span)] == party.text
    assert text[frame.start : frame.end] == "arrested"
