"""Countries, regions, places and currencies as data: codes exist, keys are single, points lie where they should."""

from __future__ import annotations

import csv
import importlib.util
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType

import pycountry
import pytest

from ingest.gazetteer import BOX_MARGIN, Box, country_boxes, name_key, seed_folder

ROOT = Path(__file__).resolve().parents[2]
LOCATION_TYPES = {"country", "region", "city", "district", "village", "site"}
FORMER_STATES = {"SU", "YU", "CS", "AN"}
LISTS = re.compile(r"^$|^[^|]+(\|[^|]+)*$")


@cache
def seed(name: str) -> tuple[dict[str, str], ...]:
    with (seed_folder() / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def listed(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def repeated(values: Sequence[object]) -> list[object]:
    return [value for value, count in Counter(values).items() if count > 1]


def outside(row: dict[str, str], box: Box | None) -> bool:
    if not row["latitude"] or box is None:
        return False
    latitude, longitude = float(row["latitude"]), float(row["longitude"])
    width = (box.east - box.west) % 360
    return (
        not box.south - BOX_MARGIN <= latitude <= box.north + BOX_MARGIN
        or (longitude - box.west + BOX_MARGIN) % 360 > width + 2 * BOX_MARGIN
    )


class TestCountries:
    def test_all_of_iso_3166_kosovo_and_the_states_that_fell_apart_are_there_once(self) -> None:
        codes = [row["country_code"] for row in seed("countries")]
        assert repeated(codes) == []
        assert set(codes) == {country.alpha_2 for country in pycountry.countries} | {"XK"} | FORMER_STATES

    def test_former_states_have_their_former_code(self) -> None:
        former = {(country.alpha_2, country.alpha_3) for country in pycountry.historic_countries}
        listed_states = {
            (row["country_code"], row["alpha3"]) for row in seed("countries") if row["country_code"] in FORMER_STATES
        }
        assert listed_states <= former

    def test_every_country_has_a_name_a_point_and_clean_lists(self) -> None:
        for row in seed("countries"):
            assert row["name"]
            assert row["official_name"]
            assert abs(float(row["latitude"])) <= 90
            assert abs(float(row["longitude"])) <= 180
            assert LISTS.match(row["aliases"])
            assert LISTS.match(row["demonyms"])

    def test_the_point_of_a_country_lies_in_its_box(self) -> None:
        boxes = country_boxes()
        assert [row["name"] for row in seed("countries") if outside(row, boxes.get(row["country_code"]))] == []

    def test_no_name_of_one_country_is_the_main_name_of_another(self) -> None:
        owner = {name_key(row["name"]): row["country_code"] for row in seed("countries")}
        for row in seed("countries"):
            for alias in listed(row["aliases"]):
                assert owner.get(name_key(alias), row["country_code"]) == row["country_code"], alias

    def test_all_inhabited_sovereign_countries_have_demonyms(self) -> None:
        uninhabited = {"AQ", "BV", "HM", "GS", "TF", "IO", "UM"}
        small = {"BQ", "BL", "CC", "CX", "DM", "GG", "GS", "MF", "MP", "PM", "SJ", "SX", "TC", "VA", "VG", "VI"}
        bare = {row["country_code"] for row in seed("countries") if not row["demonyms"]}
        assert bare <= uninhabited | small

    @pytest.mark.parametrize(
        ("demonym", "code"),
        [
            ("Azerbaijani", "AZ"), ("Azeris", "AZ"), ("Iranian", "IR"), ("Persian", "IR"), ("British", "GB"),
            ("Briton", "GB"), ("Dutch", "NL"), ("Swiss", "CH"), ("Burmese", "MM"), ("Soviet", "SU"), ("Kosovar", "XK"),
            ("Filipino", "PH"), ("Emirati", "AE"), ("Hong Kongers", "HK"),
        ],
    )  # fmt: skip
    def test_a_demonym_leads_to_its_country(self, demonym: str, code: str) -> None:
        assert [row["country_code"] for row in seed("countries") if demonym in listed(row["demonyms"])] == [code]

    def test_demonyms_of_two_countries_are_the_known_ones(self) -> None:
        shared = repeated([demonym for row in seed("countries") for demonym in listed(row["demonyms"])])
        assert set(shared) == {"Congolese"}


class TestRegions:
    def test_every_region_is_in_iso_3166_2_once(self) -> None:
        codes = [row["region_code"] for row in seed("regions")]
        known = {region.code for region in pycountry.subdivisions}
        assert repeated(codes) == []
        assert set(codes) <= known
        missing = known - set(codes)
        assert len(missing) < 50  # those that are countries as well: Hong Kong, Puerto Rico, Réunion …

    def test_country_type_and_parent_hold(self) -> None:
        codes = {row["region_code"] for row in seed("regions")}
        countries = {row["country_code"] for row in seed("countries")}
        for row in seed("regions"):
            assert row["country_code"] == row["region_code"][:2]
            assert row["country_code"] in countries
            assert row["location_type"] in LOCATION_TYPES
            assert row["name"]
            assert name_key(row["name"])
            assert LISTS.match(row["aliases"])
            assert not row["parent_region_code"] or row["parent_region_code"] in codes

    def test_a_geonames_code_belongs_to_one_region(self) -> None:
        owned = [(row["country_code"], code) for row in seed("regions") for code in listed(row["geonames_admin1"])]
        assert repeated(owned) == []

    def test_points_lie_in_their_country(self) -> None:
        boxes = country_boxes()
        assert [row["region_code"] for row in seed("regions") if outside(row, boxes.get(row["country_code"]))] == []

    @pytest.mark.parametrize(
        ("name", "code"),
        [
            ("Minsk Region", "BY-MI"), ("Gilan", "IR-01"), ("Gilan Province", "IR-01"), ("Tavush", "AM-TV"),
            ("East Azerbaijan", "IR-03"), ("Sverdlovsk Region", "RU-SVE"), ("Donetsk Region", "UA-14"),
            ("Rakhine State", "MM-16"), ("Arakan", "MM-16"), ("Nangarhar", "AF-NAN"), ("Hatay", "TR-31"),
            ("Orissa", "IN-OD"), ("Chechnya", "RU-CE"), ("Tibet", "CN-XZ"), ("Catalonia", "ES-CT"),
        ],
    )  # fmt: skip
    def test_names_of_the_news_lead_to_a_region(self, name: str, code: str) -> None:
        key = name_key(name)
        found = {
            row["region_code"]
            for row in seed("regions")
            if key in {name_key(row["name"]), *map(name_key, listed(row["aliases"]))}
        }
        assert code in found


class TestPlaceAliases:
    def test_keys_are_single_and_lists_clean(self) -> None:
        keys = [
            (row["country_code"], row["region_code"], name_key(row["name"]), row["location_type"])
            for row in seed("place_aliases")
        ]
        assert repeated(keys) == []
        assert repeated([row["geoname_id"] for row in seed("place_aliases") if row["geoname_id"]]) == []
        for row in seed("place_aliases"):
            assert row["name"]
            assert LISTS.match(row["aliases"])
            own = [name_key(row["name"]), *map(name_key, listed(row["aliases"]))]
            assert repeated(own) == [], row["name"]
            assert "" not in own

    def test_types_countries_and_regions_exist(self) -> None:
        regions = {row["region_code"]: row["country_code"] for row in seed("regions")}
        countries = {row["country_code"] for row in seed("countries")}
        for row in seed("place_aliases"):
            assert row["location_type"] in LOCATION_TYPES - {"country"}
            assert row["country_code"] in countries
            if row["region_code"]:
                assert regions[row["region_code"]] == row["country_code"]

    def test_every_row_says_where_its_point_is_from(self) -> None:
        for row in seed("place_aliases"):
            assert row["note"]
            assert bool(row["latitude"]) == bool(row["longitude"]) == (row["note"] != "point not known")

    def test_points_lie_in_their_country(self) -> None:
        boxes = country_boxes()
        assert [row["name"] for row in seed("place_aliases") if outside(row, boxes.get(row["country_code"]))] == []

    @pytest.mark.parametrize(
        "name",
        [
            "Khatai", "Ahmadli", "Lokbatan", "Gobu", "Garadagh District", "Sabail", "Yasamal", "Stepanakert", "Sulduz",
            "Khiyav", "Maki", "Khoda Afarin", "Xudafərin", "Leningrad", "Peking", "Bombay", "Constantinople", "Danzig",
            "Breslau", "Léopoldville", "Salisbury", "Saigon", "Calcutta", "Madras", "Gorky", "Sverdlovsk", "Kaleybar",
            "Meshginshahr", "Wan Chai", "The Bronx", "Gaza Strip", "Donbas", "Darfur",
        ],
    )  # fmt: skip
    def test_what_geonames_lacks_or_hides_is_there(self, name: str) -> None:
        key = name_key(name)
        assert any(
            key in {name_key(row["name"]), *map(name_key, listed(row["aliases"]))} for row in seed("place_aliases")
        )


class TestStopNames:
    def test_names_are_keys_listed_once_with_a_reason(self) -> None:
        names = [row["name"] for row in seed("place_stop_names")]
        assert repeated(names) == []
        for row in seed("place_stop_names"):
            assert row["name"] == name_key(row["name"])
            assert row["reason"] in {"word", "common words", "name of a person", "a body before a place"}

    def test_no_country_is_stopped_under_its_main_name(self) -> None:
        names = {row["name"] for row in seed("place_stop_names")}
        assert names & {name_key(row["name"]) for row in seed("countries")} == set()


class TestCurrencies:
    def test_all_of_iso_4217_is_there_and_codes_are_codes(self) -> None:
        codes = {row["currency_code"] for row in seed("currencies")}
        assert {currency.alpha_3 for currency in pycountry.currencies} <= codes
        assert all(re.fullmatch(r"[A-Z]{3}", code) for code in codes)

    def test_one_row_per_currency_and_size_of_word(self) -> None:
        assert repeated([(row["currency_code"], row["units_per_word"]) for row in seed("currencies")]) == []
        assert all(float(row["units_per_word"]) > 0 for row in seed("currencies"))

    def test_a_toman_is_ten_rials_and_a_kopeck_a_hundredth(self) -> None:
        factor = {
            word: (row["currency_code"], float(row["units_per_word"]))
            for row in seed("currencies")
            for word in listed(row["words"])
        }
        assert factor["toman"] == ("IRR", 10)
        assert factor["Iranian rial"] == ("IRR", 1)
        assert factor["kopeck"] == ("RUB", 0.01)

    def test_in_one_country_a_word_means_one_currency(self) -> None:
        meanings = [
            (country, word.casefold())
            for row in seed("currencies")
            for country in listed(row["country_codes"])
            for word in listed(row["words"])
        ]
        assert repeated(meanings) == []

    @pytest.mark.parametrize(
        ("word", "code"),
        [("dollars", "USD"), ("pounds", "GBP"), ("manats", "AZN"), ("rubles", "RUB"), ("roubles", "RUB"),
         ("rials", "IRR"), ("lira", "TRY"), ("rupees", "INR"), ("pesos", "MXN"), ("francs", "CHF")],
    )  # fmt: skip
    def test_the_first_row_with_a_word_is_its_meaning_without_a_country(self, word: str, code: str) -> None:
        assert next(row["currency_code"] for row in seed("currencies") if word in listed(row["words"])) == code

    def test_a_word_is_never_an_everyday_english_word(self) -> None:
        words = {word for row in seed("currencies") for word in listed(row["words"])}
        assert words & {"won", "real", "sum", "mark", "marks", "sol", "all", "top"} == set()

    def test_countries_exist(self) -> None:
        known = {row["country_code"] for row in seed("countries")}
        for row in seed("currencies"):
            assert set(listed(row["country_codes"])) <= known


@pytest.fixture(scope="module")
def generator() -> Iterator[ModuleType]:
    """scripts/make_reference_seeds.py as a module."""
    spec = importlib.util.spec_from_file_location("make_reference_seeds", ROOT / "scripts" / "make_reference_seeds.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


class TestGenerator:
    def test_the_seeds_are_what_the_generator_makes(
        self, generator: ModuleType, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert generator.main(["--check"]) == 0, capsys.readouterr().out

    def test_a_box_takes_the_shorter_way_round(self, generator: ModuleType) -> None:
        assert generator.arc([10.0, 20.0, 15.0]) == (10.0, 20.0)
        assert generator.arc([177.0, -178.0, 179.0]) == (177.0, -178.0)
        assert generator.arc([5.0]) == (5.0, 5.0)

    def test_the_middle_is_steady_against_one_misplaced_village(self, generator: ModuleType) -> None:
        assert generator.middle([(40.0, 50.0), (41.0, 51.0), (42.0, 52.0), (0.0, 52.0), (41.5, 51.0)]) == (41.0, 51.0)
        latitude, longitude = generator.middle([(-17.0, 179.0), (-17.0, 179.5), (-17.0, -179.0)])
        assert (latitude, longitude) == (-17.0, 179.5)


@pytest.mark.parametrize("table", ["words", "triggers", "mistreatment_phrases", "event_method_phrases", "event_acts"])
def test_no_row_of_a_word_list_stands_twice(table: str) -> None:
    rows = (ROOT / "seeds" / "reference" / f"{table}.csv").read_text(encoding="utf-8").splitlines()
    assert [row for row, times in Counter(rows).items() if times > 1] == []
