"""Encyclopedia extracts: title, infobox, sections, and the link lists that are no content."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.documents.encyclopedia import EncyclopediaReader
from ingest.documents.registry import choose_reader
from ingest.model import Content

from .helpers import check_offsets, headings, shown, texts

EXTRACT = """\
= 2003 Azerbaijani protests =

Infobox
- Title: 2003 Azerbaijani protests
- Date: 15 – 19 October 2003
- Side2: Government,
  * Ministry of Internal Affairs
police and army
- Casualties Label:
- Fatalities: **2**

The protests followed the election.

==Background==
Elections had been disputed before.

Some were rigged.

=== Campaign ===
- The opposition united.
- The press was muzzled.

== See also ==
- 2003 Azerbaijani presidential election

=== Related lists ===
- List of protests

==Aftermath==
Seven men were jailed.

== References ==
A. Writer, Protest in the Caucasus, 2005.
"""


def read(text: str) -> Content:
    content = EncyclopediaReader().read(text)
    check_offsets(text, content)
    return content


def test_title_and_infobox_values() -> None:
    content = read(EXTRACT)
    assert content.title == "2003 Azerbaijani protests"
    assert content.blocks[0].kind == "title"
    assert [(block.key, block.clean.text) for block in content.blocks if block.kind == "infobox"] == [
        ("Title", "2003 Azerbaijani protests"),
        ("Date", "15 – 19 October 2003"),
        ("Side2", "Government, Ministry of Internal Affairs police and army"),
        ("Fatalities", "2"),
    ]


def test_sections_nest_and_link_lists_have_no_blocks() -> None:
    content = read(EXTRACT)
    assert [(s.heading, s.level, s.parent) for s in content.sections] == [
        (None, 0, None),
        ("Background", 2, None),
        ("Campaign", 3, 1),
        ("See also", 2, None),
        ("Related lists", 3, 3),
        ("Aftermath", 2, None),
        ("References", 2, None),
    ]
    assert texts(content, "heading") == ["Background", "Campaign", "Aftermath"]
    assert texts(content, "list_item") == ["The opposition united.", "The press was muzzled."]
    assert not any("presidential election" in text or "Caucasus" in text for text in texts(content))
    assert content.blocks[-1].clean.text == "Seven men were jailed."
    assert content.blocks[-1].section == 5


@pytest.mark.parametrize(("heading", "level"), [("==A==", 2), ("== A ==", 2), ("===A ===", 3), ("====A====", 4)])
def test_headings_with_and_without_spaces(heading: str, level: int) -> None:
    section = read(f"= T =\n\nText of the lead.\n\n{heading}\nMore text.\n").sections[1]
    assert (section.heading, section.level) == ("A", level)


@pytest.mark.parametrize(
    ("text", "reader"),
    [
        (EXTRACT, "encyclopedia"),
        ("\ufeff\n\n=T=\nText.", "encyclopedia"),
        ("A protest was held.\n\n== Background ==\nText.", "encyclopedia"),
        ("Infobox civil conflict\n- Date: 2003\n\nText.", "encyclopedia"),
        ("Police detain 40\n\nThe police detained 40 people.", "plain"),
        ("Title\n=====\n\nText with a = b in it.", "plain"),
        ("# Title\n\nText == more.", "plain"),
        ("Infobox is a word of the trade.\n\nText.", "plain"),
        ("if a == b == c then\nthe police came", "plain"),
    ],
)
def test_formats_are_told_apart_by_content(text: str, reader: str) -> None:
    assert choose_reader(text).name == reader


def test_an_extract_without_a_title_line_has_none_of_its_own() -> None:
    assert read("Lead.\n\n== Background ==\nText.\n").title is None


def test_a_heading_that_opens_the_text_leaves_a_lead() -> None:
    content = read("== Background ==\nText.\n")
    assert content.sections[0].heading is None
    assert headings(content) == ["Background"]


def test_an_empty_line_may_stand_inside_an_infobox_but_not_a_list_after_it() -> None:
    content = read("= T =\nInfobox\n- Date: 2003\n\n- Place: Baku\n\nLead.\n\n- One: a list item\n")
    assert [block.key for block in content.blocks if block.kind == "infobox"] == ["Date", "Place"]
    assert shown(content)[-1] == ("list_item", "One: a list item")


PARTS = st.lists(
    st.sampled_from(
        [
            "= T =",
            "== A ==",
            "===B===",
            "==See also==",
            "Infobox",
            "- Key: value",
            "- Key:",
            "more of it",
            "",
            "* x",
            "A. B",
        ]
    ),
    max_size=14,
)


@given(PARTS.map("\n".join))
def test_offsets_hold_whatever_the_order_of_parts(text: str) -> None:
    if text:
        read(text)
