"""Who is who inside one document."""

from __future__ import annotations

import pytest

from ingest.extract.entities import Entities
from ingest.language.names import Name, NameKind


def register(*people: str, bodies: tuple[str, ...] = (), texts: tuple[str, ...] = ()) -> dict[str, str]:
    """The entity name of each spelling."""
    kinds: list[tuple[str, NameKind]] = [*((text, "person") for text in people), *((b, "organization") for b in bodies)]
    names = [Name(0, len(text), text, kind, None, 2) for text, kind in kinds]
    entities = Entities("d")
    entities.add_all(enumerate(names), texts)
    return {name.text: entities.of(name).name for name in names}


@pytest.mark.parametrize("order", [("Arif Hajili", "Hajili"), ("Hajili", "Arif Hajili")])
def test_a_surname_is_the_one_full_name_that_ends_in_it(order: tuple[str, str]) -> None:
    assert set(register(*order).values()) == {"Arif Hajili"}


def test_a_surname_of_two_people_is_nobody_of_them() -> None:
    known = register("Arif Hajili", "Leyla Hajili", "Hajili")
    assert known["Hajili"] == "Hajili"


def test_a_name_with_parts_left_out_is_the_fuller_one() -> None:
    assert set(register("Maria Elena Santos", "Maria Santos").values()) == {"Maria Elena Santos"}


def test_brothers_are_two() -> None:
    assert len(set(register("Mustafa Parvin", "Murtaza Parvin").values())) == 2


@pytest.mark.parametrize("spelling", ["Əli Kərimli", "ELI KERIMLI"])
def test_case_makes_no_other_person(spelling: str) -> None:
    assert len(set(register(spelling, spelling.title()).values())) == 1


def test_an_acronym_in_brackets_is_the_body_before_it() -> None:
    known = register(bodies=("National Council", "NC"), texts=("The National Council (NC) met.",))
    assert set(known.values()) == {"National Council"}


def test_an_acronym_that_nothing_defines_is_the_one_body_with_its_initials() -> None:
    assert len(set(register(bodies=("Citizens' Tally Network", "CTN")).values())) == 1
    known = register(bodies=("Citizens' Tally Network", "Civic Trust Nairobi", "CTN"))
    assert len(set(known.values())) == 3


@pytest.mark.parametrize("form", ["Ministry of Health of Kenya", "Kenyan Ministry of Health"])
def test_a_body_with_and_without_its_country_is_one(form: str) -> None:
    assert len(set(register(bodies=(form, "Ministry of Health")).values())) == 1


def test_bodies_of_two_countries_are_two_and_the_bare_name_is_neither() -> None:
    known = register(bodies=("Ministry of Health of Kenya", "Ministry of Health of Uganda", "Ministry of Health"))
    assert len(set(known.values())) == 3


@pytest.mark.parametrize("between", [" (alias ", ", also known as ", ", a.k.a. ", " (born "])
def test_an_alias_is_the_person_before_it(between: str) -> None:
    known = register("Htet Aung", "Wai Yan", texts=(f"Police took Htet Aung{between}Wai Yan).",))
    assert set(known.values()) == {"Htet Aung"}


def test_a_surname_of_two_parts_may_lose_one() -> None:
    assert len(set(register("Nuria Prat-Vidal", "Nuria Prat", "Prat").values())) == 1


def test_a_body_with_and_without_its_plain_head_is_one() -> None:
    assert len(set(register(bodies=("Musavat party", "Musavat")).values())) == 1


def test_a_person_and_a_place_of_one_name_are_two() -> None:
    known = Entities("d")
    person, place = Name(0, 6, "Jordan", "person", None, 2), Name(9, 15, "Jordan", "country", "JO", 2)
    known.add_all([(0, person), (1, place)], ())
    assert known.of(person).entity_id != known.of(place).entity_id


def test_ids_depend_on_document_and_name_alone() -> None:
    name = Name(0, 11, "Arif Hajili", "person", None, 2)
    ids = []
    for document in ("d", "d", "e"):
        entities = Entities(document)
        entities.add_all([(0, name)], ())
        ids.append(entities.of(name).entity_id)
    assert ids[0] == ids[1] != ids[2]
