"""What a reader of the marts can rely on, shown on a handful of short documents and one real dbt build."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.dbt.dbt_runner import query, run_dbt, write_raw
from tests.dbt.small_world import SmallDocument, world

pytestmark = pytest.mark.slow


def morning_paper() -> SmallDocument:
    """A first report: a rally and an arrest in Baku."""
    document = SmallDocument(
        "morning.txt",
        "🔥 Baku, e\u0301te\u0301: on 1 May 2021 about 700 people held the Spring March in Baku\u0301, Azerbaijan.\n"
        "Police detained Najmaddin Sadigov and Mustafa Parvin at the Spring rally.\n"
        "Aliyev said nothing. Sadigov's lawyer complained.\n"
        "The party's Murtaza Parvin organised it.\n"
        "A court ruled on 12 November.",
        dt.date(2021, 5, 2),
    )
    baku = document.name("Baku\u0301", "place", of="Baku")
    document.name("Azerbaijan", "place")
    police = document.name("Police", "state_body")
    sadigov = document.name("Najmaddin Sadigov", "person")
    document.name("Sadigov's", "person", of="Najmaddin Sadigov")
    mustafa = document.name("Mustafa Parvin", "person")
    murtaza = document.name("Murtaza Parvin", "person")
    document.name("Aliyev", "person")
    court = document.name("A court", "state_body")
    event = document.claim(
        "event",
        "on 1 May 2021 about 700 people held the Spring March in Baku\u0301",
        event_kind="demonstration",
        name="Spring March",
        start_date=("2021-05-01", "1 May 2021"),
        place=(baku, "Baku\u0301"),
        participants_low=700,
        participants_high=700,
        organizer=[(murtaza, "Murtaza Parvin organised it")],
    )
    for person in (sadigov, mustafa):
        document.claim(
            "detention",
            "Police detained Najmaddin Sadigov and Mustafa Parvin at the Spring rally",
            person=person,
            detained_on="2021-05-01",
            place=baku,
            status="detained",
            detaining_actor=police,
            event=event,
        )
    document.claim(
        "figure", "about 700 people", measure="participants", value_low=700, value_high=700, unit="people", event=event
    )
    document.claim(
        "sentence",
        "A court ruled on 12 November",
        person=mustafa,
        decided_on="--11-12",
        court=court,
        court_name="A court",
    )
    return document


def evening_paper() -> SmallDocument:
    """A later report of the same, in other spellings and with another number."""
    document = SmallDocument(
        "evening.txt",
        "Thousands joined the demonstration in Bakı on 1 May 2021, Azerbaijan's organisers said.\n"
        "Najmeddin Sadikov, detained that day by the Azerbaijani police, was released on 10 May.\n"
        "Aliyev said nothing again. Nowhereabad saw a vigil in 2021.",
        dt.date(2021, 5, 11),
    )
    baku = document.name("Bakı", "place")
    document.name("Azerbaijan", "place")
    nowhere = document.name("Nowhereabad", "place")
    police = document.name("Azerbaijani police", "state_body")
    sadikov = document.name("Najmeddin Sadikov", "person")
    document.name("Aliyev", "person")
    event = document.claim(
        "event",
        "Thousands joined the demonstration in Bakı on 1 May 2021",
        event_kind="demonstration",
        start_date="2021-05-01",
        place=baku,
        confidence=0.9,
    )
    document.claim(
        "figure",
        "Thousands joined the demonstration",
        measure="participants",
        value_low=2000,
        value_high=9999,
        unit="people",
        attributed_to="organisers",
        event=event,
    )
    document.claim(
        "detention",
        "Najmeddin Sadikov, detained that day by the Azerbaijani police, was released on 10 May",
        person=sadikov,
        detained_on="2021-05-01",
        status="released",
        released_on="2021-05-10",
        detaining_actor=police,
        event=event,
    )
    document.claim(
        "event", "Nowhereabad saw a vigil in 2021", event_kind="demonstration", start_date="2021", place=nowhere
    )
    return document


def foreign_paper() -> SmallDocument:
    """Another country, the same names."""
    document = SmallDocument(
        "foreign.txt",
        "Egypt: police in Cairo detained Mustafa Parvin on 1 May 2021.\nNothing else happened.",
        dt.date(2021, 5, 2),
    )
    document.name("Egypt", "place")
    cairo = document.name("Cairo", "place")
    police = document.name("police", "state_body")
    parvin = document.name("Mustafa Parvin", "person")
    document.claim(
        "detention",
        "police in Cairo detained Mustafa Parvin on 1 May 2021",
        person=parvin,
        detained_on="2021-05-01",
        place=cairo,
        status="detained",
        detaining_actor=police,
    )
    return document


def silent_paper() -> SmallDocument:
    """A document that states nothing."""
    return SmallDocument("silent.txt", "The film is long and well lit.")


PAPERS = (morning_paper, evening_paper, foreign_paper, silent_paper)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("marts") / "warehouse.duckdb"
    write_raw(path, world(paper() for paper in PAPERS))
    run = run_dbt(path, "build", "--exclude-resource-type", "unit_test")
    assert run.exit_status == 0, run.output
    return path


def one(warehouse: Path, sql: str, *parameters: object) -> dict[str, Any]:
    rows = query(warehouse, sql, parameters)
    assert len(rows) == 1, rows
    return rows[0]


# ------------------------------------------------------------------------------------------------- facts


def test_two_reports_of_one_rally_are_one_event_with_both_sources(warehouse: Path) -> None:
    event = one(warehouse, "select * from marts.fct_events where start_date = '2021-05-01'")
    assert event["name"] == "Spring March"
    assert event["source_count"] == 2
    assert event["confidence"] == 0.98  # 0.9 and 0.8, of two publishers
    assert (event["acled_event_type"], event["acled_sub_event_type"]) == ("Protests", "Peaceful protest")
    assert (event["date_precision"], event["end_date"]) == ("day", None)


def test_conflicting_numbers_stand_side_by_side(warehouse: Path) -> None:
    rows = query(
        warehouse, "select value_low, value_high, attributed_to from marts.fct_reported_figures order by value_low"
    )
    assert [(row["value_low"], row["value_high"], row["attributed_to"]) for row in rows] == [
        (700, 700, None),
        (2000, 9999, "organisers"),
    ]
    conflict = one(warehouse, "select * from quality.dq_conflicts")
    assert conflict["stated_values"] == ["700 (morning.txt)", "2,000 to 9,999 (organisers, evening.txt)"]
    assert conflict["is_between_sources"]


def test_a_detention_reported_twice_is_one_row_with_the_later_status(warehouse: Path) -> None:
    row = one(
        warehouse,
        "select d.*, a.name, a.aliases from marts.fct_detentions d join marts.dim_actor a using (actor_id) "
        "where a.name like 'Naj%'",
    )
    assert row["status"] == "released"
    assert row["detained_on"] == dt.date(2021, 5, 1)
    assert (row["released_on"], row["released_precision"]) == (dt.date(2021, 5, 10), "day")
    assert (row["person_count_low"], row["person_count_high"]) == (1, 1)
    assert {row["name"], *row["aliases"]} == {"Najmaddin Sadigov", "Najmeddin Sadikov", "Sadigov's"}


def test_a_date_without_a_year_is_unknown_and_kept_as_stated(warehouse: Path) -> None:
    row = one(warehouse, "select decided_on, date_precision, decided_on_stated from marts.fct_sentences")
    assert row == {"decided_on": None, "date_precision": "unknown", "decided_on_stated": "--11-12"}


def test_an_organiser_stands_in_the_bridge_with_evidence_of_its_own(warehouse: Path) -> None:
    row = one(
        warehouse,
        "select b.role, a.name, e.quote, e.field from marts.bridge_event_actor b "
        "join marts.dim_actor a using (actor_id) "
        "join marts.evidence e on e.fact_id = b.event_actor_id and e.fact_table = 'bridge_event_actor'",
    )
    assert row == {
        "role": "organizer",
        "name": "Murtaza Parvin",
        "quote": "Murtaza Parvin organised it",
        "field": "actor_id",
    }


# ------------------------------------------------------------------------------------------------ actors


def test_brothers_stay_two_people(warehouse: Path) -> None:
    rows = query(warehouse, "select actor_id from marts.dim_actor where name in ('Mustafa Parvin', 'Murtaza Parvin')")
    assert len({row["actor_id"] for row in rows}) == len(rows) == 3  # and a namesake abroad


def test_namesakes_in_documents_of_different_countries_stay_apart_and_are_listed(warehouse: Path) -> None:
    row = one(warehouse, "select name_a, name_b, reason from quality.dq_actors_kept_apart where given_score = 1")
    assert row == {
        "name_a": "Mustafa Parvin",
        "name_b": "Mustafa Parvin",
        "reason": "same name in documents without a country in common",
    }


def test_a_surname_alone_is_somebody_else_in_every_document(warehouse: Path) -> None:
    assert len(query(warehouse, "select actor_id from marts.dim_actor where name = 'Aliyev'")) == 2


def test_the_police_are_one_body_in_each_country(warehouse: Path) -> None:
    rows = query(
        warehouse,
        "select country_code, document_count from marts.dim_actor where actor_type = 'state_body' "
        "and list_has_any([lower(name), lower(aliases[1])], ['police', 'azerbaijani police']) order by country_code",
    )
    assert [(row["country_code"], row["document_count"]) for row in rows] == [("AZ", 2), ("EG", 1)]


# ------------------------------------------------------------------------------------------------ places


def test_spellings_of_a_place_are_one_row_inside_its_country(warehouse: Path) -> None:
    row = one(
        warehouse,
        "select l.name, l.aliases, l.country_name, l.location_type, p.name as parent from marts.dim_location l "
        "join marts.dim_location p on p.location_id = l.parent_location_id where l.name = 'Baku'",
    )
    assert row == {
        "name": "Baku",
        "aliases": ["Baku\u0301", "Bakı"],
        "country_name": "Azerbaijan",
        "location_type": "city",
        "parent": "Azerbaijan",
    }


def test_an_unknown_place_keeps_its_name_and_has_no_point(warehouse: Path) -> None:
    row = one(
        warehouse,
        "select country_code, latitude, longitude, location_type, geo_precision from marts.dim_location "
        "where name = 'Nowhereabad'",
    )
    assert row == {
        "country_code": "AZ",
        "latitude": None,
        "longitude": None,
        "location_type": None,
        "geo_precision": "none",
    }
    assert (
        "Nowhereabad (AZ) has no point" in one(warehouse, "select problem from quality.dq_places_unresolved")["problem"]
    )


# ---------------------------------------------------------------------------------------------- evidence


def test_every_quote_is_the_stored_text_also_after_emoji_and_combining_marks(warehouse: Path) -> None:
    rows = query(
        warehouse,
        "select e.char_start, e.char_end, e.quote, r.text, r.text[e.char_start + 1:e.char_end] as cut "
        "from marts.evidence e join raw.documents r using (document_id)",
    )
    assert rows
    for row in rows:
        assert row["text"][row["char_start"] : row["char_end"]] == row["quote"] == row["cut"]


def test_every_fact_has_evidence_for_the_columns_that_a_passage_supports(warehouse: Path) -> None:
    rows = query(
        warehouse,
        "select distinct field from marts.evidence "
        "where fact_table = 'fct_events' and field is not null order by field",
    )
    assert [row["field"] for row in rows] == ["location_id", "start_date"]
    for table, key in (
        ("fct_events", "event_id"),
        ("fct_detentions", "detention_id"),
        ("fct_sentences", "sentence_id"),
        ("fct_reported_figures", "figure_id"),
        ("bridge_event_actor", "event_actor_id"),
    ):
        without = query(
            warehouse,
            f"select {key} from marts.{table} where {key} not in "
            f"(select fact_id from marts.evidence where fact_table = '{table}')",
        )
        assert without == [], table


def test_a_document_without_facts_is_listed(warehouse: Path) -> None:
    assert one(warehouse, "select file_name from quality.dq_documents_without_facts") == {"file_name": "silent.txt"}


# ------------------------------------------------------------------------------------------- reproduction


def test_the_same_documents_in_another_order_give_the_same_tables(warehouse: Path, tmp_path: Path) -> None:
    turned = tmp_path / "warehouse.duckdb"
    tables = world(paper() for paper in reversed(PAPERS))
    write_raw(turned, {name: list(reversed(rows)) for name, rows in tables.items()})
    run = run_dbt(turned, "build", "--exclude-resource-type", "test", "unit_test")
    assert run.exit_status == 0, run.output
    for table in (
        "dim_document",
        "dim_actor",
        "dim_location",
        "fct_events",
        "fct_detentions",
        "fct_sentences",
        "fct_reported_figures",
        "bridge_event_actor",
        "evidence",
    ):
        statement = f"select * from marts.{table} order by all"
        assert query(turned, statement) == query(warehouse, statement), table
