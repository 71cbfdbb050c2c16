"""Places by name: how names are keyed, what a name leads to, and how the cache behaves."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import gazetteer
from ingest.gazetteer import PlaceNames, gazetteer_rows, gazetteer_table, misplaced, name_key, name_variants
from ingest.raw_schema import RAW_TABLES


@pytest.fixture(scope="module")
def table() -> pa.Table:
    return gazetteer_table()


@pytest.fixture(scope="module")
def places() -> PlaceNames:
    return PlaceNames.load()


def ask(table: pa.Table, query: str) -> list[tuple[object, ...]]:
    """The rows of a query over the gazetteer."""
    with duckdb.connect() as connection:
        connection.register("gazetteer", table)
        return connection.sql(query).fetchall()


def rows(table: pa.Table, *names: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = gazetteer_rows(names, table=table).to_pylist()
    return found


def entries(table: pa.Table, name: str) -> dict[str, dict[str, object]]:
    """The entries under one name, by gazetteer_id, without their parents."""
    return {str(row["gazetteer_id"]): row for row in rows(table, name) if row["name_key"] == name_key(name)}


class TestNameKey:
    @pytest.mark.parametrize(
        ("name", "key"),
        [
            ("Xankəndi", "xankandi"),
            ("ŞUŞA", "susa"),
            ("Diyarbakır", "diyarbakir"),
            ("İzmir", "izmir"),
            ("Łódź", "lodz"),
            ("Weißenfels", "weissenfels"),
            ("Tromsø", "tromso"),
            ("Sana'a", "sanaa"),
            ("Sana’a", "sanaa"),
            ("Khoda-Afarin", "khoda afarin"),
            ("Port-au-Prince", "port au prince"),
            ("St. Petersburg", "st petersburg"),
            ("Washington, D.C.", "washington dc"),
            ("U.S.", "us"),
            ("U.S.S.R.", "ussr"),
            ("Trinidad & Tobago", "trinidad and tobago"),
            ("The Hague", "hague"),
            ("the  Netherlands ", "netherlands"),
            ("Theodosia", "theodosia"),
            ("Gilan Province", "gilan province"),
            ("", ""),
            ("—", ""),
        ],
    )
    def test_spellings_of_one_name_meet(self, name: str, key: str) -> None:
        assert name_key(name) == key

    @given(st.text(max_size=40))
    def test_a_key_is_letters_and_digits_with_single_spaces(self, name: str) -> None:
        key = name_key(name)
        assert key == " ".join(key.split())
        assert all(char.isalnum() or char == " " for char in key)

    @given(st.text(alphabet="abcçdəğıİşüŞƏ '-.&", max_size=20))
    def test_keying_a_key_again_changes_nothing_but_a_leading_the(self, name: str) -> None:
        key = name_key(name)
        assert name_key(key) == key.removeprefix("the ")

    def test_variants_drop_the_word_for_the_kind_of_place(self) -> None:
        assert name_variants("gilan province") == (("gilan", "area or its town"),)
        assert name_variants("city of baku") == (("baku", "town"),)
        assert name_variants("county mayo") == (("mayo", "area or its town"),)
        assert name_variants("baku state") == (("baku", "area"),)
        assert name_variants("baku") == ()


class TestEntries:
    def test_the_table_has_the_columns_of_the_raw_schema_and_one_row_per_name_and_place(self, table: pa.Table) -> None:
        assert table.schema.equals(RAW_TABLES["gazetteer"])
        duplicates = ask(table, "select name_key, gazetteer_id from gazetteer group by all having count(*) > 1 limit 5")
        assert duplicates == []

    def test_every_entry_has_exactly_one_preferred_name_at_most_and_a_key(self, table: pa.Table) -> None:
        odd = ask(
            table,
            """
            select gazetteer_id from gazetteer group by 1
            having count(*) filter (is_preferred) > 1 or bool_or(name_key = '' or name is null or name = '')
        """,
        )
        assert odd == []

    def test_every_parent_is_an_entry_and_every_chain_ends_in_a_country(self, table: pa.Table) -> None:
        broken = ask(
            table,
            """
            with recursive
            places as (select distinct gazetteer_id, parent_gazetteer_id, location_type from gazetteer),
            chain as (
                select gazetteer_id, gazetteer_id as at, 0 as depth from places
                union all
                select chain.gazetteer_id, places.parent_gazetteer_id, depth + 1
                from chain inner join places on chain.at = places.gazetteer_id
                where places.parent_gazetteer_id is not null and depth < 8
            )
            select chain.gazetteer_id, arg_max(chain.at, depth) as top
            from chain group by 1
            having max(depth) >= 8
                or arg_max(chain.at, depth) not in (select gazetteer_id from places where location_type = 'country')
            limit 5
        """,
        )
        assert broken == []

    def test_one_place_under_all_its_spellings(self, table: pa.Table) -> None:
        for spellings in (
            ("Baku", "Bakı", "Baki", "City of Baku"),
            ("Sumgayit", "Sumgait", "Sumqayıt"),
            ("Khankendi", "Stepanakert", "Xankəndi"),
            ("Shusha", "Shushi", "Şuşa"),
            ("Urmia", "Urmu", "Orumiyeh", "Orūmīyeh"),
            ("Naqadeh", "Sulduz"),
            ("Kaleybar", "Keleybar"),
            ("Meshginshahr", "Khiyav"),
            ("Maku", "Maki"),
            ("Khoda Afarin", "Khodaafarin", "Xudafərin", "Khudaferin"),
            ("Saint Petersburg", "St. Petersburg", "Leningrad", "Petrograd"),
            ("Mumbai", "Bombay"),
            ("Yangon", "Rangoon"),
            ("Volgograd", "Stalingrad"),
            ("Ho Chi Minh City", "Saigon"),
            ("Burma", "Myanmar"),
            ("Ivory Coast", "Côte d'Ivoire"),
            ("South Korea", "Republic of Korea"),
            ("Turkey", "Türkiye"),
        ):
            common = set.intersection(*(set(entries(table, spelling)) for spelling in spellings))
            assert common, spellings

    def test_namesakes_stay_apart_for_the_warehouse_to_decide(self, table: pa.Table) -> None:
        tripoli = {row["country_code"] for row in entries(table, "Tripoli").values() if row["population"]}
        assert {"LY", "LB"} <= tripoli
        julfa = {row["country_code"] for row in entries(table, "Julfa").values()}
        assert {"AZ", "IR"} <= julfa
        georgia = {(row["location_type"], row["country_code"]) for row in entries(table, "Georgia").values()}
        assert {("country", "GE"), ("region", "US")} <= georgia

    def test_a_region_is_told_from_the_city_of_its_name(self, table: pa.Table) -> None:
        minsk = entries(table, "Minsk")
        assert [row["location_type"] for row in minsk.values() if row["is_preferred"]] == ["city"]
        region = entries(table, "Minsk Region")
        assert [row["location_type"] for row in region.values()] == ["region"]
        ardabil = {row["location_type"]: row["is_preferred"] for row in entries(table, "Ardabil").values()}
        assert ardabil == {"city": True, "region": False}

    def test_a_region_that_is_one_city_is_that_city(self, table: pa.Table) -> None:
        assert {row["location_type"] for row in entries(table, "Baku").values() if row["country_code"] == "AZ"} == {
            "city"
        }
        assert not any(row["gazetteer_id"] == "iso3166:AZ-BA" for row in table.slice(0, 20000).to_pylist())

    def test_a_city_state_is_its_country(self, table: pa.Table) -> None:
        for name in ("Hong Kong", "Singapore", "Monaco"):
            preferred = [row["location_type"] for row in entries(table, name).values() if row["is_preferred"]]
            assert preferred.count("country") == 1
            assert "geonames:1819729" not in entries(table, name)

    def test_washington_is_the_city_first_and_the_state_by_its_full_name(self, table: pa.Table) -> None:
        washington = entries(table, "Washington")
        assert washington["geonames:4140963"]["name"] == "Washington, D.C."
        assert washington["iso3166:US-WA"]["is_preferred"] is False
        assert entries(table, "Washington State")["iso3166:US-WA"]["is_preferred"] is True

    def test_former_states_keep_a_code_of_their_own_only_if_they_fell_apart(self, table: pa.Table) -> None:
        assert set(entries(table, "Soviet Union")) == {"iso3166:SU"}
        assert set(entries(table, "Yugoslavia")) == {"iso3166:YU"}
        assert set(entries(table, "East Germany")) == {"iso3166:DE"}
        assert set(entries(table, "Zaire")) >= {"iso3166:CD"}

    def test_the_nations_of_the_united_kingdom_are_regions(self, table: pa.Table) -> None:
        for name, code in (
            ("England", "GB-ENG"),
            ("Scotland", "GB-SCT"),
            ("Wales", "GB-WLS"),
            ("Northern Ireland", "GB-NIR"),
        ):
            assert entries(table, name)[f"iso3166:{code}"]["location_type"] == "region"


class TestRowsUnderNames:
    def test_parents_come_with_a_place(self, table: pa.Table) -> None:
        found = {row["gazetteer_id"]: row for row in rows(table, "Tabriz")}
        assert found["geonames:113646"]["parent_gazetteer_id"] == "iso3166:IR-03"
        assert found["iso3166:IR-03"]["name"] == "East Azerbaijan"
        assert found["iso3166:IR"]["parent_gazetteer_id"] is None

    def test_a_quarter_of_a_city_lies_in_that_city(self, table: pa.Table) -> None:
        khatai = next(iter(entries(table, "Khatai District").values()))
        assert khatai["location_type"] == "district"
        assert khatai["parent_gazetteer_id"] == "geonames:587084"
        assert entries(table, "Camden")["iso3166:GB-CMD"]["parent_gazetteer_id"] == "geonames:2643743"

    def test_an_unknown_form_is_found_without_the_word_for_its_kind(self, table: pa.Table) -> None:
        found = [row for row in rows(table, "Hormozgan Governorate") if row["name_key"] == "hormozgan governorate"]
        assert [(row["gazetteer_id"], row["is_preferred"]) for row in found] == [("iso3166:IR-22", False)]
        town = [row for row in rows(table, "Sabzevar City") if row["name_key"] == "sabzevar city"]
        assert "IR" in {row["country_code"] for row in town}

    def test_order_and_repetition_of_names_change_nothing(self, table: pa.Table) -> None:
        names = ["Baku", "Gilan Province", "Tripoli", "nowhere at all", "Baku", "BAKU"]
        assert gazetteer_rows(names, table=table).equals(gazetteer_rows(reversed(names), table=table))

    def test_no_name_gives_an_empty_table_of_the_right_shape(self, table: pa.Table) -> None:
        for names in ([], [""], ["qqqqq zzzzz"]):
            empty = gazetteer_rows(names, table=table)
            assert empty.num_rows == 0
            assert empty.schema.equals(RAW_TABLES["gazetteer"])

    def test_rows_load_into_duckdb_unique_by_name_and_place(self, table: pa.Table) -> None:
        found = gazetteer_rows(["Baku", "City of Baku", "Iran", "Minsk Region", "San Jose"], table=table)
        [(total, distinct)] = ask(found, "select count(*), count(distinct (name_key, gazetteer_id)) from gazetteer")
        assert total == distinct == found.num_rows


class TestPlaceNames:
    def test_kinds_of_a_name_largest_settlement_per_country(self, places: PlaceNames) -> None:
        (baku,) = places.get("Baku")
        assert (baku.kind, baku.country_code) == ("settlement", "AZ")
        assert (baku.population or 0) > 1_000_000
        assert [kind.kind for kind in places.get("Georgia")][:2] == ["country", "region"]
        tripoli = [kind.country_code for kind in places.get("Tripoli") if kind.kind == "settlement"]
        assert tripoli[0] == "LY"
        assert "LB" in tripoli

    @pytest.mark.parametrize(
        "name",
        [
            "Baku",
            "Sumgait",
            "Tabriz",
            "Khatai",
            "Lokbatan",
            "Iran",
            "U.S.",
            "Tavush",
            "Gilan Province",
            "Stepanakert",
            "Tahrir Square",
            "County Mayo",
        ],
    )
    def test_distinctive_names_may_be_taken_for_places(self, places: PlaceNames, name: str) -> None:
        assert places.is_distinctive(name)

    @pytest.mark.parametrize(
        "name",
        [
            "Reading",
            "Nice",
            "Of",
            "March",
            "Police",
            "Victoria",
            "Hamid",
            "Ali",
            "Ahmadi",
            "Said",
            "Most",
            "Georgian",
            "Iranian",
            "Molotov",
            "Kennedy",
            "Central",
            "Saint Mary",
            "Nasimi",
        ],
    )
    def test_words_and_people_are_not(self, places: PlaceNames, name: str) -> None:
        assert not places.is_distinctive(name)

    def test_a_hamlet_is_known_but_not_distinctive(self, places: PlaceNames) -> None:
        assert "Soldeu" in places
        assert not places.is_distinctive("Soldeu")

    def test_a_word_for_a_state_leads_to_no_town(self, places: PlaceNames) -> None:
        assert places.get("Baku State") == ()
        assert [kind.kind for kind in places.get("Maku County")] == ["region"]
        assert [kind.kind for kind in places.get("Republic of Moldova")] == ["country"]

    def test_an_unknown_name_has_no_kinds(self, places: PlaceNames) -> None:
        assert places.get("Rustamzada") == ()
        assert places.get("") == ()
        assert 7 not in places

    def test_the_table_and_the_look_up_know_the_same_names(self, table: pa.Table, places: PlaceNames) -> None:
        keys = table["name_key"].to_pylist()
        for key in [keys[0], keys[-1], *keys[:: len(keys) // 200]]:
            assert places.get(key), key

    def test_first_and_last_key_in_order_are_found(self, table: pa.Table, places: PlaceNames) -> None:
        for key in ask(table, "select min(name_key), max(name_key) from gazetteer")[0]:
            assert places.get(str(key))

    def test_it_travels_to_a_worker_process(self, places: PlaceNames) -> None:
        assert pickle.loads(pickle.dumps(places)).get("Tabriz") == places.get("Tabriz")


class TestMisplaced:
    def points(self, *values: tuple[str | None, float | None, float | None]) -> pa.Table:
        codes, latitudes, longitudes = zip(*values, strict=True)
        return pa.table(
            {
                "country_code": pa.array(codes, pa.string()),
                "latitude": pa.array(latitudes, pa.float64()),
                "longitude": pa.array(longitudes, pa.float64()),
                "note": pa.array([str(number) for number in range(len(values))]),
            }
        )

    def test_a_point_outside_its_country_is_returned_with_all_its_columns(self) -> None:
        found = misplaced(self.points(("AZ", 40.4, 49.9), ("AZ", 49.9, 40.4), ("IR", 38.1, 46.3)))
        assert found.to_pylist() == [{"country_code": "AZ", "latitude": 49.9, "longitude": 40.4, "note": "1"}]

    def test_no_point_or_no_country_is_no_mistake(self) -> None:
        assert misplaced(self.points(("AZ", None, 49.9), (None, 10.0, 10.0), ("ZZ", 10.0, 10.0))).num_rows == 0

    def test_an_impossible_point_is_a_mistake_whatever_the_country(self) -> None:
        assert misplaced(self.points((None, 91.0, 0.0), (None, 0.0, 181.0), (None, float("nan"), 0.0))).num_rows == 3

    def test_a_country_may_cross_the_180th_meridian(self) -> None:
        assert misplaced(self.points(("FJ", -17.0, 179.9), ("FJ", -16.8, -179.9), ("RU", 66.0, -172.0))).num_rows == 0
        assert misplaced(self.points(("FJ", -17.0, 0.0), ("RU", 55.0, -100.0))).num_rows == 2

    def test_the_margin_is_in_degrees(self) -> None:
        box = gazetteer.country_boxes()["AZ"]
        assert misplaced(self.points(("AZ", box.north + 0.4, 48.0))).num_rows == 0
        assert misplaced(self.points(("AZ", box.north + 0.4, 48.0)), margin=0.1).num_rows == 1


class TestCache:
    @pytest.fixture
    def small_build(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
        """Stands in for the three-second build and counts how often it runs."""
        built: list[str] = []
        whole = gazetteer_table().slice(0, 50)
        whole = whole.append_column("is_curated", pa.array([True] * 50))

        def build(folder: Path | None) -> pa.Table:
            built.append("built")
            return whole

        monkeypatch.setattr(gazetteer, "_built_whole", build)
        gazetteer._built.cache_clear()
        yield built
        gazetteer._built.cache_clear()

    def test_it_is_built_once_and_read_afterwards(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_build: list[str]
    ) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
        first = gazetteer_table()
        again = gazetteer_table()
        PlaceNames.load()
        assert first.equals(again)
        assert len(small_build) == 1
        names = sorted(path.name for path in (tmp_path / "attest").iterdir())
        version = gazetteer.data_version()
        assert names == [f"gazetteer-{version}.parquet", f"place_names-{version}.parquet"]

    def test_a_damaged_file_is_made_anew(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_build: list[str]
    ) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
        first = gazetteer_table()
        path = tmp_path / "attest" / f"gazetteer-{gazetteer.data_version()}.parquet"
        path.write_bytes(b"not parquet")
        assert gazetteer_table().equals(first)
        assert len(small_build) == 2
        assert path.read_bytes()[:4] == b"PAR1"

    def test_without_a_writable_folder_it_stays_in_memory(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_build: list[str]
    ) -> None:
        blocked = tmp_path / "file"
        blocked.write_text("a file where the folder should be")
        monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
        assert gazetteer_table().num_rows == 50
        assert len(PlaceNames.load()) > 0
        assert len(small_build) == 1

    def test_files_of_other_versions_go_after_a_week(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_build: list[str]
    ) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
        old, recent, foreign = (
            tmp_path / "attest" / name for name in ("gazetteer-a.parquet", "gazetteer-b.parquet", "x")
        )
        old.parent.mkdir()
        for path in (old, recent, foreign):
            path.write_bytes(b"")
        for path in (old, foreign):
            os.utime(path, (0, 0))
        gazetteer_table()
        assert (old.exists(), recent.exists(), foreign.exists()) == (False, True, True)

    def test_a_change_in_a_seed_changes_the_version(self, tmp_path: Path) -> None:
        for file_name in ("countries.csv", "regions.csv", "place_aliases.csv", "place_stop_names.csv"):
            (tmp_path / file_name).write_bytes((gazetteer.seed_folder() / file_name).read_bytes())
        before = gazetteer.data_version(tmp_path)
        with (tmp_path / "place_stop_names.csv").open("a", encoding="utf-8") as file:
            file.write("example,word\n")
        assert before == gazetteer.data_version()
        assert gazetteer.data_version(tmp_path) != before

    def test_a_missing_seed_says_what_to_do(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError, match=r"countries\.csv: reference seed is missing; run scripts/"):
            gazetteer.country_boxes(tmp_path)

    @pytest.mark.skipif(os.name != "posix", reason="the cache folder follows the XDG convention")
    def test_the_folder_follows_xdg(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
        assert gazetteer.cache_folder() == Path.home() / ".cache" / "attest"
