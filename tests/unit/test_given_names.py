"""The seed of given names, and the script that makes it."""

from __future__ import annotations

import pytest

from ingest.language.lexicon import rows
from scripts import make_given_names


def test_the_seed_is_what_the_script_makes(capsys: pytest.CaptureFixture[str]) -> None:
    assert make_given_names.main(["--check"]) == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("written", "latin"),
    [
        ("Zoë", "Zoë"),
        ("N'Golo", "N'Golo"),
        ("Юрий", "Yuriy"),
        ("Ελένη", "Eleni"),
        ("გიორგი", "Giorgi"),
        ("Սարգիս", "Sargis"),
        ("محمد", None),  # written without vowels
        ("김", None),  # "Gim" is written Kim
    ],
)
def test_alphabets_with_vowels_are_put_into_latin_letters(written: str, latin: str | None) -> None:
    assert make_given_names.latin(written) == latin


def test_a_plain_english_word_is_a_name_only_where_many_countries_have_it() -> None:
    names = {row["name"] for row in rows("given_names")}
    assert {"Mark", "Aylin", "Thandiwe", "Oleksandr"} <= names
    assert names.isdisjoint({"North", "Will", "The"})


def test_families_stand_in_it_only_where_the_family_comes_first() -> None:
    parts = {row["name"]: row["part"] for row in rows("given_names")}
    assert {parts[name] for name in ("Zhang", "Nguyễn", "Yamada")} == {"family"}
    assert "Schmidt" not in parts
