"""Make the seed of given names anew from the lists that Faker keeps for its locales.

    python scripts/make_given_names.py            write seeds/reference/given_names.csv
    python scripts/make_given_names.py --check    change nothing; status 1 if the file is out of date

Names in Cyrillic, Greek, Georgian or Armenian letters are put into Latin ones: these alphabets write every vowel, so
the outcome is near what English texts write. Scripts that leave vowels out, or write syllables, are left alone. Where
the family's name comes first (Chinese, Japanese, Vietnamese), that name is what opens a person's, and is kept too.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import io
import pkgutil
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import faker.providers.person
from anyascii import anyascii
from faker.providers.lorem.en_US import Provider as EnglishWords

SEED: Final = Path(__file__).resolve().parents[1] / "seeds" / "reference" / "given_names.csv"
LATIN: Final = "LATIN"
ROMANISED: Final = ("CYRILLIC", "GREEK", "GEORGIAN", "ARMENIAN")
FAMILY_FIRST: Final = ("ja_JP", "vi_VN", "zh_CN", "zh_TW")
JOINERS: Final = "'’-"
PLAIN_WORDS: Final = frozenset(EnglishWords.word_list)
KNOWN_WIDELY: Final = 4
"""Locales that have to know a name that is a plain English word too: "Mark" stays, "North" does not."""
SHORTEST: Final = 3
"""Given names of two letters ("An", "Le") are words of too many languages."""


def lists(locale: str) -> Iterator[tuple[str, str]]:
    """``(part, name)`` of one locale; ``part`` is ``given`` or ``family``."""
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    for attribute in sorted(vars(provider)):
        values = getattr(provider, attribute)
        if not isinstance(values, (tuple, list, dict)):
            continue
        part = next((p for p, key in (("given", "first"), ("family", "last")) if key in attribute), None)
        if part is not None:
            yield from ((part, value) for value in values if isinstance(value, str))


def latin(name: str) -> str | None:
    """The name in Latin letters; None where its script does not allow it."""
    scripts = {unicodedata.name(letter, "").split(" ")[0] for letter in name if letter not in JOINERS}
    if scripts == {LATIN}:
        return name
    if len(scripts) == 1 and scripts <= set(ROMANISED):
        return anyascii(name).replace("'", "").capitalize()
    return None


def names() -> list[tuple[str, str]]:
    """``(name, part)``, sorted; a name that is both is a given name."""
    found: dict[str, str] = {}
    locales: dict[str, set[str]] = {}
    for module in pkgutil.iter_modules(faker.providers.person.__path__):
        for part, told in lists(module.name):
            if part == "family" and module.name not in FAMILY_FIRST:
                continue
            for word in told.split():
                name = latin(word)
                if name is None or not name[0].isupper() or (part == "given" and len(name) < SHORTEST):
                    continue
                name = name.title() if name.isupper() else name
                locales.setdefault(name, set()).add(module.name)
                if part == "given" or name not in found:
                    found[name] = part
    return sorted(
        (name, part)
        for name, part in found.items()
        if name.lower() not in PLAIN_WORDS or len(locales[name]) >= KNOWN_WIDELY
    )


def written() -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("name", "part"))
    writer.writerows(names())
    return text.getvalue()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; status 1 if the file is out of date")
    check: bool = parser.parse_args(arguments).check
    text = written()
    stale = not SEED.exists() or text != SEED.read_text(encoding="utf-8")
    if stale and not check:
        SEED.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{'out of date' if check else 'written'}: {SEED.name if stale else 'nothing'}\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
