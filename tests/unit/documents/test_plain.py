"""Plain text: what is its title, a heading, a paragraph, a list item, and what is no content."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.documents.plain import PlainReader, same_title, shortened
from ingest.model import Content

from .helpers import check_offsets, headings, raw_quote, shown, texts

LEDE = "The police have prevented an unauthorised opposition rally from taking place in central Baku on Saturday."
MORE = "Several dozen members of the party were detained on their way there, among them its leader Arif Hajili."
LAST = "Most of the detainees have since been released, as the party's lawyers told reporters in the evening."


def read(text: str, title: str | None = None) -> Content:
    content = PlainReader().read(text, title=title)
    check_offsets(text, content)
    return content


def article(*parts: str) -> str:
    return "\n\n".join(parts) + "\n"


def test_the_first_line_is_the_title() -> None:
    content = read(article("Several dozen detained in Baku", LEDE, MORE))
    assert content.title == "Several dozen detained in Baku"
    assert shown(content) == [("title", "Several dozen detained in Baku"), ("paragraph", LEDE), ("paragraph", MORE)]


def test_the_manifest_tells_the_title_line_from_a_caption_before_it() -> None:
    text = article("Police outnumber the opposition", "Several dozen detained in Baku", LEDE)
    assert texts(read(text, "Several dozen detained in Baku"), "title") == ["Several dozen detained in Baku"]


def test_a_caption_left_over_from_markup_is_text_and_not_the_title() -> None:
    content = read(article('Police outnumber the opposition " />', "Several dozen detained in Baku", LEDE))
    assert shown(content)[:2] == [
        ("paragraph", "Police outnumber the opposition"),
        ("title", "Several dozen detained in Baku"),
    ]


def test_a_text_that_begins_with_a_paragraph_is_called_by_its_beginning() -> None:
    content = read(article(LEDE, MORE))
    assert texts(content, "title") == []
    assert content.title == LEDE
    assert shortened(LEDE, 40) == "The police have prevented an…"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Dozens detained in Baku", "DOZENS DETAINED IN BAKU", True),
        ("Dozens detained in Baku", "“Dozens detained in Baku” - JAMnews", True),
        ("Dozens detained in Baku", "Hundreds detained in Baku", False),
        ("Baku", "Baku rally", False),
        ("…", "—", False),
    ],
)
def test_titles_are_compared_by_their_words(one: str, other: str, *, same: bool) -> None:
    assert same_title(one, other) is same


def test_a_short_line_between_paragraphs_is_a_heading() -> None:
    content = read(article("Dozens detained in Baku", LEDE, "Background of the rally", MORE, "What happened?", LAST))
    assert headings(content) == ["Background of the rally", "What happened?"]
    assert [block.section for block in content.blocks] == [0, 0, 1, 1, 2, 2]


def test_a_paragraph_may_begin_in_lower_case_after_a_heading() -> None:
    text = article("Dozens detained", "al-Jazeera reported on Monday that the rally had been broken up.", LEDE)
    assert texts(read(text), "title") == ["Dozens detained"]


def test_a_paragraph_that_a_blank_line_cuts_in_two_is_one() -> None:
    content = read(article("Dozens detained", LEDE.removesuffix(" on Saturday."), "on Saturday, the party said.", MORE))
    assert texts(content)[1] == LEDE.removesuffix(".") + ", the party said."


def test_standfirst_byline_and_date_are_no_headings() -> None:
    content = read(
        article("Dozens detained", "Police everywhere in the city", "By A. Writer", "12 May 2019", LEDE, MORE)
    )
    assert headings(content) == []
    assert len(texts(content, "paragraph")) == 5


def test_short_lines_one_after_the_other_are_no_headings() -> None:
    content = read(article("Dozens detained", LEDE, "Arif Hajili", "Isa Gambar", "Tofig Yagublu", "Ali Karimli"))
    assert headings(content) == []


def test_numbered_names_over_paragraphs_head_their_entries() -> None:
    entry = "Born 1979, editor. Arrested on 5 June 2013 and sentenced on 9 July 2014 to four years in prison."
    text = f"List of prisoners\n\n{LEDE}\n\n1. Tofig Rahim oglu Samadzade\n{entry}\n\n2. Elnara Mammadli\n{entry}\n"
    content = read(text)
    assert headings(content) == ["Tofig Rahim oglu Samadzade", "Elnara Mammadli"]
    assert content.blocks[-1].section == 2


def test_the_last_of_several_short_lines_heads_nothing() -> None:
    lines = "Thirty years: Dayron Martín\nTwelve years: Lázaro Urgellés\nSix years: Kendry Miranda"
    content = read(article("The terms", LEDE, lines, MORE))
    assert headings(content) == []
    assert texts(content, "list_item") == lines.split("\n")


def test_numbered_capitals_are_a_heading_and_names_in_capitals_a_list() -> None:
    content = read(article("Review", LEDE, "4. CASE FILES", MORE, "1. ARIF HAJILI\n2. ISA GAMBAR", LAST))
    assert headings(content) == ["CASE FILES"]
    assert texts(content, "list_item") == ["ARIF HAJILI", "ISA GAMBAR"]


def test_the_last_item_of_a_list_does_not_head_the_paragraph_after_it() -> None:
    content = read(article("Dozens detained", LEDE, "1. Arif Hajili\n2. Isa Gambar", MORE))
    assert texts(content, "list_item") == ["Arif Hajili", "Isa Gambar"]


def test_markdown_headings_make_nested_sections() -> None:
    content = read(f"# Week 47\n\n{LEDE}\n\n## Courts\n\n### Minsk ###\n\n{MORE}\n\n## Prisons\n\n{LAST}\n")
    assert content.title == "Week 47"
    assert [(s.heading, s.level, s.parent) for s in content.sections] == [
        (None, 0, None),
        ("Courts", 2, None),
        ("Minsk", 3, 1),
        ("Prisons", 2, None),
    ]
    lead, courts = content.sections[0], content.sections[1]
    assert lead.span.end == courts.span.start


def test_underlined_and_bold_lines_are_headings() -> None:
    content = read(f"Week 47\n=======\n\n{LEDE}\n\nCourts\n------\n{MORE}\n\n**Prisons and camps**\n\n{LAST}\n")
    assert content.title == "Week 47"
    assert headings(content) == ["Courts", "Prisons and camps"]


def test_front_matter_gives_the_title_and_nothing_else() -> None:
    content = read(f'---\nlayout: post\ntitle: "Dozens detained: Baku"\ntags:\n  - rally\n---\n\n{LEDE}\n')
    assert shown(content) == [("title", "Dozens detained: Baku"), ("paragraph", LEDE)]


@pytest.mark.parametrize("mark", ["-", "*", "+", "•", "•\u00a0", "1.", "(2)", "b)", "–", "- [x]"])
def test_list_items_lose_their_marks(mark: str) -> None:
    content = read(article("Dozens detained", f"{mark} Arif Hajili, the leader", LEDE))
    assert ("list_item", "Arif Hajili, the leader") in shown(content)


@pytest.mark.parametrize("mark", ["•", "-", "1.", "\uf0b7"])
def test_a_mark_on_a_line_of_its_own_belongs_to_the_line_after_it(mark: str) -> None:
    content = read(
        article("Dozens detained", LEDE, f"{mark}\nArif Hajili, the leader\n{mark}\n\nIsa Gambar, his predecessor")
    )
    assert texts(content, "list_item") == ["Arif Hajili, the leader", "Isa Gambar, his predecessor"]


def test_lines_that_fall_short_inside_a_paragraph_do_not_break_it() -> None:
    text = (
        "The trial of the two men opened in the autumn of the same year before the\n"
        "Baku Court on Grave Crimes, as many wanted to hear from the mouth of\n"
        "Rasul Jafarov himself what had happened to the fund. He was told by\n"
        "Judge Novruz Karimov that the money of the fund was not the matter of the\n"
        "court, and that he would be heard on it when the time had come for that.\n"
    )
    assert len(read(text).blocks) == 1


def test_two_short_lines_are_a_list_where_a_colon_announces_them() -> None:
    lines = "Arif Hajili, 58, of Baku\nIsa G."
    assert texts(read(article("Held", LEDE, "These were held:", lines, MORE)), "list_item") == lines.split("\n")
    assert texts(read(article("Held", LEDE, lines, MORE)), "list_item") == []
    assert texts(read(f"Review\nLegal Aid Forum\nHarare\n21 May 2020\n\n{LEDE}"), "list_item") == []


def test_a_list_of_names_does_not_hide_that_the_text_around_it_is_wrapped() -> None:
    names = "\n".join(
        f"  {name} Kamau-Otieno, 24" for name in ("Ali", "Faith", "Brian", "Moses", "Hellen", "Peter", "Grace")
    )
    text = (
        "Persons arraigned in Nairobi\n\n"
        "The following were arrested that day and appeared at the Milimani Law\n"
        "Courts on Thursday, charged with breaking into a building of the\n"
        f"city, and others:\n\n{names}\n\n"
        "Of the 15 people brought before the Kibera Law Courts for blocking\n"
        "Ngong Road on the same Tuesday, 14 were bailed.\n"
    )
    content = read(text)
    assert len(content.blocks) == 1 + 1 + 7 + 1
    assert len(texts(content, "list_item")) == 7
    assert texts(content)[-1].endswith("for blocking Ngong Road on the same Tuesday, 14 were bailed.")


def test_a_dash_or_a_number_that_a_wrapped_line_begins_with_is_no_list_item() -> None:
    text = (
        "The rally that the party had called for the Constitution Day of the\n"
        "– as it calls itself – republic was broken up by the police on Article\n"
        "12. The law says otherwise, as the lawyers of the party told reporters\n"
        "who had come to the square in front of the city's executive building.\n"
    )
    assert len(read(text).blocks) == 1


def test_quotation_marks_of_mail_go_and_the_quoted_paragraph_stays_apart() -> None:
    content = read(
        "Statement\n\n> We were beaten by the police and then\n> taken to a station outside the city.\n\n" + LEDE
    )
    assert texts(content)[1] == "We were beaten by the police and then taken to a station outside the city."


def test_table_rows_are_items_and_their_rules_are_nothing() -> None:
    content = read(article("Sentences", LEDE, "| Name | Term |\n|------|-----:|\n| Hajili | 15 days |"))
    assert texts(content, "list_item") == ["Name | Term", "Hajili | 15 days"]


def test_rules_fences_and_link_targets_are_no_content() -> None:
    content = read(article("Dozens detained", LEDE, "* * *", "```", MORE, "```", "[1]: https://example.org/x"))
    assert texts(content) == ["Dozens detained", LEDE, MORE]


WRAPPED = """\
ZIMBABWE: UNIONISTS HELD AFTER MARCH

On Wednesday police in Bulawayo stopped a march called by the Congress
of Free Trade Unions over low wages and the price of AIDS drugs. Some
400 members had set out from the Tredgold building, according to the
union; about sixty riot police beat them back before they reached the
City Hall.

These people were taken to the cells at Bulawayo Central:

 1. Lovemore N. Sibanda (47), regional chairman of the Congress, who
    was treated for a broken arm
 2. Thokozile Ncube (39), vice-chairperson
10. Mavis Dube (33) and her brother

The rest are still inside and may be brought before a magistrate on
Monday.
"""


def test_hard_wrapped_lines_are_joined_and_lists_in_them_kept_apart() -> None:
    content = read(WRAPPED)
    assert [kind for kind, _ in shown(content)] == [
        "title", "paragraph", "paragraph", "list_item", "list_item", "list_item", "paragraph"
    ]  # fmt: skip
    assert texts(content)[1].endswith("before they reached the City Hall.")
    assert texts(content, "list_item")[0].endswith("who was treated for a broken arm")
    assert "\n" in raw_quote(WRAPPED, content.blocks[1])


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\u2028"])
def test_line_endings_of_every_kind_give_the_same_blocks(ending: str) -> None:
    assert shown(read(WRAPPED.replace("\n", ending))) == shown(read(WRAPPED))


def test_double_spaced_lines_are_joined() -> None:
    body = WRAPPED.split("\n\n")[1]
    content = read("\n\n".join(body.split("\n")) + "\n\n\n" + LAST)
    assert texts(content) == [" ".join(body.split("\n")), LAST]


def test_in_text_that_is_not_wrapped_each_line_is_a_paragraph() -> None:
    assert texts(read(f"Dozens detained\n{LEDE}\n{MORE}\n{LAST}\n"), "paragraph") == [LEDE, MORE, LAST]


def test_a_first_line_indent_begins_a_paragraph() -> None:
    text = (
        "Police in the city stopped a march that the unions had called over the\n"
        "wages of the miners. The march had set out from the old town.\n"
        "    Some four hundred people had come, and about sixty riot police beat\n"
        "them back before they reached the town hall in the centre of the city.\n"
    )
    assert len(read(text).blocks) == 2


PDF = """\
Human Rights Annual Report 2014

The activist Rasul Jafarov was arrested on 2 August and remanded in custody
for three months by the Nasimi District Court. His lawyer appealed, but the

Human Rights Annual Report 2014
7

appeal was rejected on 8 August. On 12 August the police searched the flat of
Intigam Aliyev, who was taken to the Prosecutor General's Office, where inves-
\x0cHuman Rights Annual Report 2014

tigators charged him with tax evasion. He was sent to Kurdakhani.

8

The trial of both men opened in the autumn. Neither was allowed to speak to a
journalist, and observers of foreign embassies had to wait outside the court.
- 9 -
"""


def test_paragraphs_go_on_across_the_pages_of_a_pdf() -> None:
    content = read(PDF)
    assert texts(content, "title") == ["Human Rights Annual Report 2014"]
    first = texts(content, "paragraph")[0]
    assert "but the appeal was rejected" in first
    assert "where investigators charged him" in first
    assert len(texts(content)) == 3
    assert all("Annual Report" not in text and not text.strip("- ").isdigit() for text in texts(content)[1:])


@pytest.mark.parametrize(
    "head",
    [
        "COURTHOUSE DIGEST        Week of May 9, 2022        p. {}",
        "Page {} of 24",
        "Human Rights Review | Page {}",
        "Human Rights Review 2020                 Legal Aid Forum\n                  Page {} of 24",
        "{} | P a g e",
    ],
)
def test_heads_that_count_pages_are_no_content(head: str) -> None:
    pages = [f"{head.format(number)}\n\n{LEDE}\n\n{MORE}\n" for number in (4, 5)]
    assert texts(read("\n".join(["Digest of the week\n", *pages]))) == ["Digest of the week", LEDE, MORE, LEDE, MORE]


def test_a_line_that_repeats_is_text_where_it_is_no_running_head() -> None:
    entry = (
        "Arif Hajili, born 1961, the leader of a party that the authorities have never registered.\n\nStatus: detained"
    )
    content = read(article("Prisoners", entry, entry.replace("Arif", "Isa"), entry.replace("Arif", "Ali")))
    assert texts(content).count("Status: detained") == 3


def test_lines_that_repeat_inside_wrapped_paragraphs_are_text() -> None:
    entry = (
        "Arif Hajili was sentenced on 5 June to four years under a law that the\n"
        "Criminal Code of the republic had taken over from the time before, and\n"
        "has been held in a penal colony ever since, as his own lawyer reported.\n"
    )
    content = read("List\n\n" + "\n".join(entry.replace("Arif", name) for name in ("Arif", "Isa", "Ali", "Rasul")))
    assert sum("Criminal Code" in text for text in texts(content)) == 4


def test_an_article_that_stands_in_the_text_twice_is_read_twice() -> None:
    body = f"Dozens detained in\nBaku\n\n{WRAPPED.split(chr(10), 2)[2]}"
    once, twice = read(f"Digest\n\n{body}"), read(f"Digest\n\n{body}\n{body}")
    assert texts(twice) == texts(once) + texts(once)[1:]


def test_years_over_paragraphs_are_not_page_numbers() -> None:
    content = read(article("Chronicle", LEDE, "2018", MORE, "2019", LAST, "2020", LEDE))
    assert [text for text in texts(content) if text.isdigit()] == ["2018", "2019", "2020"]


@pytest.mark.parametrize(
    "tail",
    [
        "Leave a Reply\n\nFill in your details below or click an icon: Logo\n\nGoogle photo\n\nConnecting to %s",
        "Post a Comment\n\nEnter your information in the boxes below or choose an icon to sign in: Logo",
        "3 Comments\n\nJohn says:\n\nI was there, and what they write about the number of people is simply not true.",
        "Share this:\n\nTwitter\n\nFacebook\n\nLike this: Loading...",
        "More on JAMnews",
        "More on this topic\n\nPicket in Ganja ends with arrests\n\nFive held in Sumgait",
        "Related articles\n\n- Picket in Ganja ends with arrests\n- Five held in Sumgait",
        "Read also: Five held in Sumgait",
        "Read more: [Five held in Sumgait](https://example.org/5)",
        "Facebook | Twitter | Email | Print",
        "You must be logged in to post a comment.",
        "This website uses cookies to improve your experience. We'll assume you're ok with this.",
        "Sign up for our newsletter and never miss a story",
        "Tags: Azerbaijan, Baku, protest",
        "© 2019 JAMnews. All rights reserved.",
        "**Share this article**",
    ],
)
def test_what_a_page_puts_after_an_article_is_no_content(tail: str) -> None:
    assert texts(read(article("Dozens detained in Baku", LEDE, MORE, tail))) == ["Dozens detained in Baku", LEDE, MORE]


@pytest.mark.parametrize("part", ["Advertisement", "Story continues below", "Read also: Five held in Sumgait", "Share"])
def test_a_page_part_within_an_article_costs_nothing_of_the_article(part: str) -> None:
    found = texts(read(article("Dozens detained in Baku", LEDE, part, MORE, LAST)))
    assert [text for text in found if text != part] == ["Dozens detained in Baku", LEDE, MORE, LAST]


def test_the_manifest_s_title_is_no_button() -> None:
    assert texts(read(article("Share", LEDE), "Share"), "title") == ["Share"]


def test_more_on_may_be_a_title() -> None:
    assert read(article("More on the trial of Hajili", LEDE, MORE)).title == "More on the trial of Hajili"


@pytest.mark.parametrize(
    "line",
    [
        "Comments by the minister that the rally was paid for from abroad were met with laughter in the hall.",
        "Share prices fell in Baku on Monday after the police had broken up the rally in front of the exchange.",
        "More on that day were arrested than in the whole year before, as the committee for prisoners reported.",
        "Like this man, many who came to the square had never been to a rally before, and did not know its rules.",
        "Subscribe was the slogan of the petition.",
        "Like it or not, forty were jailed.",
        "Copyright law drove thousands onto the streets of Brussels on Saturday.",
        "Category: prisoner of conscience",
        "Follow the money, the banner said.",
    ],
)
def test_sentences_of_an_article_are_not_taken_for_page_parts(line: str) -> None:
    assert line in texts(read(article("Dozens detained in Baku", LEDE, line, LAST)))


def test_a_page_that_opens_with_comments_is_not_lost() -> None:
    assert MORE in texts(read(article("3 Comments", "Dozens detained in Baku", LEDE, MORE)))


def test_the_part_that_is_no_content_stays_in_the_text() -> None:
    text = article("Dozens detained in Baku", LEDE, "Leave a Reply")
    content = read(text)
    assert content.sections[-1].span.end == len(text)


WORDS = st.sampled_from(["police", "Baku", "the", "detained", "Arif", "on", "rally.", "“no”", "court,", "U.S.", "it?"])
LINES = st.lists(WORDS, min_size=0, max_size=14).map(" ".join)


@given(
    st.lists(LINES, max_size=12, unique=True).map("\n".join) | st.lists(LINES, max_size=9, unique=True).map("\n\n".join)
)
@example("rally.\n\nthe\n\nBaku")
def test_no_letter_of_running_text_is_lost(text: str) -> None:
    found = "".join(texts(read(text or " ")))
    assert [c for c in found if c.isalnum()] == [c for c in text if c.isalnum()]


ODD = st.text(alphabet="aB1 .:-*#>|=_`[]()<>&;•–\n\r\t\x0c\u00a0\u00ad\u2028", max_size=120)


@given(ODD, st.none() | st.text(max_size=20))
def test_offsets_hold_for_any_text(text: str, title: str | None) -> None:
    if text:
        read(text, title)


@given(st.text(min_size=1, max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    read(text)
