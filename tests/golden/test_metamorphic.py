"""What may be changed in a text without changing what it states.

Other names, an irrelevant paragraph, or another order of a list: the facts follow.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from ingest.build import bundled_corpus
from ingest.documents.discover import Source
from ingest.documents.load import make_document
from ingest.documents.manifest import ManifestRow
from ingest.model import Document, Reading
from tests.golden.cases import Case, load_cases, problems
from tests.golden.readings import Row, read_text, reader, rows_of

FAMILIES = {
    "short": ("Li Wei", "Xu Na", "Bo Qin", "Wu Lan", "Su Min", "He Tao", "Ma Jun"),
    "long": (
        *("Gabriel Omar Batistuta Hernandez", "Maria Fernanda Villanueva Castro", "Jorge Luis Echeverria Quintana"),
        *(
            "Ana Lucia Montenegro Salazar",
            "Pedro Pablo Valenzuela Rojas",
            "Rosa Elena Figueroa Mendoza",
            "Juan Carlos Ibarra Soto",
        ),
    ),
    "marks": (
        *("Şükran Öztürk", "Łukasz Żółkiewski", "Þórunn Egilsdóttir", "Čeněk Dvořák", "Əhməd Məmmədov"),
        *("Ngozi Ọkọnjọ", "Błażej Śliwiński"),
    ),
    "mixed": (
        *("Kim Min-seok", "Maria de los Angeles Perez", "Chukwuemeka Odumegwu", "Nguyen Thi Minh Khai"),
        *("Abu Bakr al-Zahrawi", "Oluwaseun Adébáyò", "Joao da Silva"),
    ),
    "initials": (
        *("B. R. Ambekar", "J. P. Mehra", "A. K. Nair", "T. M. Krishnan", "S. Ramanathan", "M. F. Qureshi"),
        "P. V. Iyer",
    ),
    "joined": (
        *("Jean-Luc Saint-Pierre", "Hassan al-Banna", "Sean O'Brien", "Ludwig van Houten", "Mary-Ann McGregor"),
        *("Abdul-Rahman al-Amin", "Anna-Lena Lopez-Diaz"),
    ),
}
"""Names of other cultures, lengths and alphabets, at least as many as any case has people."""

ASIDE = "The old library near the river has a large collection of maps, and its garden is open in the afternoon."

NAMED = [
    case
    for case in load_cases()
    if case.xfail is None and not case.name.startswith("names-")
    and any(row.get("who") for rows in case.tables.values() for row in rows)
]  # fmt: skip
SOUND = [case for case in load_cases() if case.xfail is None]

FOLLOWS_NOT: Mapping[str, str] = {}
"""Swaps that change a fact today, ``family:case``, with the reason."""

ASIDES_THAT_DISTURB: Mapping[str, str] = {}
"""Insertions that change a fact today, ``place:case``, with the reason."""


def rename(text: str, names: Mapping[str, str]) -> str:
    """A text with full names, and the surnames that stand alone, replaced by others."""
    if not names:
        return text
    surnames = Counter(name.split()[-1] for name in names)
    known = dict(names) | {n.split()[-1]: new.split()[-1] for n, new in names.items() if surnames[n.split()[-1]] == 1}
    pattern = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    return re.sub(rf"(?<![\w-])(?:{pattern})(?![\w-])", lambda match: known[match.group(0)], text)


def people_of(case: Case) -> list[str]:
    """Everybody whom a case names, in the order of the text."""
    people = {row["who"] for rows in case.tables.values() for row in rows if row.get("who")}
    return sorted(people, key=case.text.find)


def surnames_alone(case: Case) -> bool:
    """Whether somebody is called by a surname alone."""
    rest = case.text
    for name in people_of(case):
        rest = rest.replace(name, "")
    return any(re.search(rf"\b{re.escape(name.split()[-1])}\b", rest) for name in people_of(case))


def renamed(case: Case, family: str) -> Case:
    names = dict(zip(people_of(case), FAMILIES[family], strict=False))
    tables = {
        table: [row | {"who": names[row["who"]]} if row.get("who") else row for row in rows]
        for table, rows in case.tables.items()
    }
    return replace(case, text=rename(case.text, names), tables=tables)


def marked(key: str, reasons: Mapping[str, str], *values: Any) -> Any:
    marks = [pytest.mark.xfail(reason=reasons[key], strict=True)] if key in reasons else []
    return pytest.param(*values, id=key, marks=marks)


@pytest.mark.parametrize(
    ("family", "case"),
    [
        marked(f"{family}:{case.name}", FOLLOWS_NOT, family, case)
        for family in FAMILIES
        for case in NAMED
        if family != "initials" or not surnames_alone(case)
    ],
)
def test_facts_follow_the_names(family: str, case: Case) -> None:
    found = problems(renamed(case, family))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", ["Ludwig van den Berghe", "Ngũgĩ wa Mwangi"])
@pytest.mark.parametrize(
    "text",
    [
        "Twelve people were detained in Baku on 19 October 2019. {} was among them.",
        "The trial of {} ended on 4 March 2018. He was found guilty and jailed for two years.",
    ],
)
def test_names_with_small_words_inside(text: str, name: str) -> None:
    told = rows_of(read_text(text.format(name)))
    assert name in {row.get("who") for rows in told.values() for row in rows}


@pytest.mark.xfail(reason="a surname that stands alone is not that of a name with initials", strict=True)
def test_a_surname_alone_is_that_of_a_name_with_initials() -> None:
    text = "B. R. Ambekar and J. P. Mehra were arrested in Tabriz on 5 July 2020. Ambekar was freed on 9 July."
    assert {"who": "B. R. Ambekar", "status": "released"}.items() <= rows_of(read_text(text))["detentions"][0].items()


def test_there_are_names_enough_for_every_case() -> None:
    most = max(len(people_of(case)) for case in NAMED)
    assert all(len(set(names)) >= most for names in FAMILIES.values())


@pytest.mark.parametrize(
    ("where", "case"),
    [
        marked(f"{where}:{case.name}", ASIDES_THAT_DISTURB, where, case)
        for where in ("before", "after")
        for case in SOUND
    ],
)
def test_an_irrelevant_paragraph_changes_nothing(where: str, case: Case) -> None:
    text = f"{ASIDE}\n\n{case.text}" if where == "before" else f"{case.text}\n\n{ASIDE}"
    found = problems(replace(case, text=text))
    assert not found, "\n".join(found)


PEOPLE = ("Ali Rezaei", "Şükran Öztürk", "Maria Fernanda Castro")


@pytest.mark.parametrize(
    "frame",
    [
        "{}, {} and {} were arrested in Manila on 3 May 2021.",
        "On 3 May 2021 police in Manila arrested {}, {} and {}.",
        "Police in Manila arrested 12 people, including {}, {} and {}, on 3 May 2021.",
        "The arrests of {}, {} and {} in Manila on 3 May 2021 caused an outcry.",
        "Three people were arrested in Manila on 3 May 2021: {}, {} and {}.",
        "{}, {} and {} were each sentenced to two years in prison on 3 May 2021.",
        "On 3 May 2021 a court in Manila acquitted {}, {} and {}.",
        "{} (31), {} (23) and {} (44) were detained in Manila on 3 May 2021.",
    ],
)
def test_the_order_of_a_list_changes_nothing(frame: str) -> None:
    told = {counted(read_text(frame.format(*order))) for order in permutations(PEOPLE)}
    assert len(told) == 1
    assert {dict(row).get("who") for (_, row), _ in next(iter(told))} >= set(PEOPLE)


def counted(reading: Reading, names: Mapping[str, str] | None = None) -> frozenset[tuple[Any, int]]:
    """The rows of a reading with how often each comes; groups' own words are left out, and people are renamed."""
    rows = Counter((table, _frozen(row, names or {})) for table, told in rows_of(reading).items() for row in told)
    return frozenset(rows.items())


def _frozen(row: Row, names: Mapping[str, str]) -> tuple[tuple[str, Any], ...]:
    values = {name: tuple(v) if isinstance(v, list) else v for name, v in row.items() if name != "group"}
    told = {name: rename(v, names) if isinstance(v, str) else v for name, v in values.items()}
    return tuple(sorted(told.items()))


# ------------------------------------------------------------------ whole documents


def bundled(path: Path, *, text: str | None = None) -> Document:
    data = path.read_bytes() if text is None else text.encode()
    document = make_document(data, Source(str(path), path.name, path, path.parent), ManifestRow())
    assert isinstance(document, Document)
    return document


def difference(ours: Iterable[tuple[Any, int]], theirs: Iterable[tuple[Any, int]]) -> list[str]:
    before, after = Counter(dict(ours)), Counter(dict(theirs))
    return [f"lost {row}" for row in (before - after)] + [f"new {row}" for row in (after - before)]


CORPUS = sorted(bundled_corpus().glob("*.txt"))
DOCUMENTS_THAT_FOLLOW_NOT: Mapping[str, str] = {
    "iran_azerbaijani_support_actions_2020": "a pronoun goes to a piece of a body where the model knows no person",
}


def invented(stems: tuple[str, ...]) -> Iterator[str]:
    """Some hundred words that are no place, no title and no common word."""
    for ending in ("", *(f"{a}{b}" for a in "aeiou" for b in "nrskhm")):
        for stem in stems:
            yield stem + ending


GIVEN_NAMES = ("Čeněk", "Þórunn", "Ngozi", "Błażej", "Thandiwe", "Włodzimierz", "Xochitl", "Özgür")
SURNAMES = (
    *("Dvořáček", "Egilsdóttir", "Okonjo", "Śliwiński", "Mkhabela", "Yıldırım", "Quispe", "Hrušovský", "Vaitkevičius"),
    *("Tshabalala", "Łopuszański", "Nkemelu", "Ozolbērziņš", "Rakotomalala"),
)


@pytest.mark.parametrize("path", [marked(path.stem, DOCUMENTS_THAT_FOLLOW_NOT, path) for path in CORPUS])
def test_facts_of_a_whole_document_follow_its_names(path: Path) -> None:
    reading = reader().read(bundled(path))
    told = {row["who"] for rows in rows_of(reading).values() for row in rows if row.get("who")}
    people = sorted(name for name in told if len(name.split()) == 2 and name in reading.document.text)
    # Word by word, so that a family stays one ("Mustafa and Murtaza Parvin").
    given = dict(zip(dict.fromkeys(name.split()[0] for name in people), invented(GIVEN_NAMES), strict=False))
    family = dict(zip(dict.fromkeys(name.split()[1] for name in people), invented(SURNAMES), strict=False))
    names = family | given
    other = reader().read(bundled(path, text=rename(reading.document.text, names)))
    found = difference(counted(reading, names), counted(other))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_an_irrelevant_last_paragraph_changes_nothing_in_a_document(path: Path) -> None:
    document = bundled(path)
    other = bundled(path, text=f"{document.text.rstrip()}\n\n{ASIDE}\n")
    found = difference(counted(reader().read(document)), counted(reader().read(other)))
    assert not found, "\n".join(found)
