"""Actions: what a title, an infobox and a first sentence say of an article's own event, and where the others were."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.documents.discover import Source
from ingest.documents.load import make_document
from ingest.documents.manifest import ManifestRow
from ingest.extract.events import defined_kind, title_kind
from ingest.model import Document
from tests.golden.readings import Row, read_text, reader, rows_of


def events_of(text: str, **about: str) -> list[Row]:
    return rows_of(read_text(text, **about))["events"]


def article(title: str, text: str, *infobox: str) -> list[Row]:
    """The events of an encyclopedia article."""
    box = "".join(f"- {line}\n" for line in infobox)
    head = f"= {title} =\n\n" + (f"Infobox\n{box}\n" if box else "")
    source = Source("/articles/article.txt", "article.txt", Path("article.txt"), Path("/articles"))
    document = make_document((head + text).encode(), source, ManifestRow(document_type="encyclopedia"))
    assert isinstance(document, Document)
    return rows_of(reader().read(document))["events"]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Quarry strike of 1911", "strike"),
        ("The strike of the salt pans", "strike"),
        ("Harbour sit-ins", "protest_wave"),
        ("Students' march on Lomé", "demonstration"),
        ("List of people tried after the 1999 marches", None),
        ("Battle of the Marches", None),
        ("Weather in Lomé", None),
    ],
)
def test_the_head_of_a_title_says_what_it_is_about(title: str, kind: str | None) -> None:
    assert title_kind(title) == kind


@pytest.mark.parametrize(
    ("lead", "kind"),
    [
        ("The Orsk week was a stoppage by tanners.", "strike"),
        ("The Orsk week was a chain of marches and strikes in the Urals.", "protest_wave"),
        ("Zarya is the name given to the revolt of 3 May 1951.", "protest_wave"),
        ("The Orsk massacre took place when troops fired on a procession of weavers.", "demonstration"),
        ("The Orsk massacre was the shooting of striking tanners.", "demonstration"),
        ("The Orsk massacre was the shooting of demonstrators.", "demonstration"),
        ("The Orsk massacre was the shooting of tourists.", None),
        ("Orsk is a town in the Urals.", None),
    ],
)
def test_the_first_sentence_says_what_an_article_is_about(lead: str, kind: str | None) -> None:
    assert defined_kind(lead) == kind


def test_the_town_of_the_title_holds_for_what_the_text_places_nowhere() -> None:
    rows = article(
        "1931 Salford mill strike",
        "The 1931 Salford mill strike was a stoppage by weavers.\n\n"
        "== Course ==\nOn 4 March 1931 some 300 weavers marched to the town hall.",
        "Date: 2 March 1931",
        "Place: Salford, England",
    )
    assert {row["location"] for row in rows} == {"Salford"}
    assert {row["kind"] for row in rows} == {"strike", "demonstration"}


def test_an_article_on_something_else_with_such_a_word_in_its_first_sentence_is_no_action() -> None:
    rows = article("Jan Novak", "Jan Novak was a painter who marched in Brno on 4 May 2011 with 300 colleagues.")
    assert [row.get("name") for row in rows] == [None]


def test_a_place_before_a_colon_holds_for_its_entry() -> None:
    rows = events_of(
        "14.30 Lucknow: a crowd of students storms the town hall.\n\n16.45 Mumbai: some 300 teachers march in silence.",
        document_type="report",
    )
    assert {(row["kind"], row["location"]) for row in rows} == {("riot", "Lucknow"), ("demonstration", "Mumbai")}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The news set off riots in Kumasi on 4 May 2011.", "riot"),
        ("On 4 May 2011 teachers marched in Kumasi; the mayor threatened to dismiss them.", "demonstration"),
        ("In Kumasi teachers marched on 4 May 2011.", "demonstration"),
        ("Jan Novak went on hunger strike in Brno on 4 May 2011.", "hunger_strike"),
        ("On 4 May 2011 a march in Kumasi passed the supermarket.", "demonstration"),
    ],
)
def test_an_action_is_read_whatever_stands_around_it(text: str, kind: str) -> None:
    assert [row["kind"] for row in events_of(text)] == [kind]


def test_a_name_that_only_says_what_kind_of_thing_follows_places_nothing() -> None:
    (row,) = events_of("On 4 May 2011 teachers marched in Ghana with London posters.")
    assert row["location"] == "Ghana"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Some 3,000 people turned out in Leeds on 4 May 2011.", [("demonstration", "2011-05-04", "Leeds")]),
        ("Some 3,000 people turned out to vote in Leeds on 4 May 2011.", []),
        ("On the evening of 4 May 2011 it came to a march in Leeds.", [("demonstration", "2011-05-04", "Leeds")]),
        (
            "On 4 May 2011 teachers marched in Leeds. Soon demonstrations broke out in Bradford.",
            [("demonstration", "2011-05-04", "Leeds"), ("demonstration", "2011-05-04", "Bradford")],
        ),
        ("On 4 May 2011 citizens in Leeds appealed to him in large numbers.", []),
        ("In 2011 teachers in Ghana marched in Accra and many other cities.", [("protest_wave", "2011", "Ghana")]),
        ("In Leeds a crowd of goats occupied the town hall on 4 May 2011.", []),
        ("On 4 May 2011 the mayor of Leeds said that anyone who blocks a road will be fined.", []),
        ("On 4 May 2011 teachers held marches in most towns of Ghana.", [("demonstration", "2011-05-04", "Ghana")]),
    ],
)
def test_a_crowd_in_public_is_an_action_on_the_day_of_the_story(text: str, rows: list[tuple[str, str, str]]) -> None:
    assert [(r["kind"], r.get("start_date"), r.get("location")) for r in events_of(text)] == rows


def test_the_first_paragraph_of_an_article_on_an_action_speaks_of_that_action() -> None:
    (row,) = article(
        "2011 Leeds protests",
        "The 2011 Leeds protests were a series of demonstrations. Those who took to the streets wanted lower rents.",
        "Date: 4–9 May 2011",
        "Place: Leeds, England",
    )
    assert (row["kind"], row["start_date"], row["end_date"]) == ("protest_wave", "2011-05-04", "2011-05-09")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Police in Leeds fired tear gas at protesters outside the town hall on 4 May 2011.", 1),
        ("The marchers were driven off by Cossacks in Orsk on 4 May 2011.", 0),
        ("On 4 May 2011 about 100 supporters in Leeds were dispersed with batons.", 1),
        ("Police in Leeds stopped a lorry with two women on 4 May 2011.", 0),
        ("Workers in Leeds cleared the snow on 4 May 2011.", 0),
        ("Police in Leeds will disperse any protesters on 4 May 2011.", 0),
        ("Police in Leeds opened an investigation into protesters on 4 May 2011.", 0),
        ("A court in Leeds ruled on 4 May 2011 that police had beaten a protester in custody.", 0),
        ("Soldiers fired on crowds of insurgents near Leeds on 4 May 2011.", 0),
    ],
)
def test_where_the_police_meet_protesters_there_was_a_protest(text: str, count: int) -> None:
    rows = events_of(text)
    assert [(r["kind"], r["start_date"]) for r in rows] == [("demonstration", "2011-05-04")] * count


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        (
            "Dockers in Leith went on strike on 4 May 2011. The strike was called off on 9 May.",
            "2011-05-04",
            "2011-05-09",
        ),
        ("Dockers in Leith went on strike on 4 May 2011. It lasted until 9 May.", "2011-05-04", "2011-05-09"),
        ("Dockers in Leith went on strike on 4 May 2011. It was called off.", "2011-05-04", None),
        ("A blockade in Leith, begun on 4 May 2011, was lifted on 9 May 2011.", "2011-05-04", "2011-05-09"),
        ("Dockers in Leith went on strike on 4 May 2011. They were paid on 9 May.", "2011-05-04", None),
    ],
)
def test_an_action_ends_when_the_text_says_so(text: str, start: str, end: str | None) -> None:
    (row,) = events_of(text)
    assert (row["start_date"], row.get("end_date")) == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "An open letter to the mayor of Leeds, signed by 164 nurses and handed in on 4 May 2011, asked for an inquiry.",
        "On 4 May 2011 a petition in Leeds carried 611 signatures.",
        "On 4 May 2011 a petition to the mayor of Leeds bore the names of 117 physicians.",
    ],
)
def test_what_many_have_signed_is_a_statement(text: str) -> None:
    (row,) = events_of(text)
    assert (row["kind"], row["start_date"]) == ("statement", "2011-05-04")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("On 4 May 2011 a meeting of miners in Leeds was charged by the police.", ["demonstration"]),
        ("On 4 May 2011 ministers held a meeting in Leeds.", []),
        ("Students in Leeds staged a sit-in on 4 May 2011.", ["sit_in"]),
        ("He was tried over the disturbances of 4 May 2011 in Leeds.", ["riot"]),
        ("On 4 May 2011 the minister in Leeds resigned in protest.", []),
        ("On 4 May 2011 the strike-hit works in Leeds closed.", []),
        ("A treaty was signed by 27 states in Leeds on 4 May 2011.", []),
    ],
)
def test_a_noun_is_an_action_where_the_text_says_that_it_took_place(text: str, kinds: list[str]) -> None:
    assert [row["kind"] for row in events_of(text)] == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Bus drivers in Durban walked out on 6 February 1973.", ["strike"]),
        ("Three prisoners walked out of Durban jail on 6 February 1973.", []),
        ("Jan Novak stood outside the town hall in Brno with a placard on 4 May 2011.", ["demonstration"]),
        ("Jan Novak stood outside the town hall in Brno on 4 May 2011.", []),
        ("Jan Novak burned his pass in Brno on 4 May 2011.", ["symbolic"]),
        ("On 4 May 2011 leaflets were scattered in Brno.", ["symbolic"]),
        ("On 4 May 2011 leaflets were found at his home in Brno.", []),
        ("Young Kenyans demonstrated in Nairobi on 4 May 2011.", ["demonstration"]),
        ("On 4 May 2011 worshippers came out chanting in Nairobi.", ["demonstration"]),
        ("On 4 May 2011 a mob stoned the town hall in Brno.", ["riot"]),
        ("On 4 May 2011 a crowd followed the coffin through Brno.", ["demonstration"]),
    ],
)
def test_acts_of_few_and_of_many(text: str, kinds: list[str]) -> None:
    assert [row["kind"] for row in events_of(text)] == kinds
