"""Names of people, bodies and places: found by form, then told apart by evidence.

A name is first a run of capitalised words. What it names is decided by its own words ("Party", "Court"),
by what stands around it (a title, an age, a preposition, a list of people), by the gazetteer, by the country
list and by the given names of many countries, in that order of trust. So people of any culture are found, and
swapping one name for another changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from ingest.gazetteer import PlaceNames, name_key
from ingest.language.lexicon import Lexicon, rows, split, word_details, word_set

_USUAL_LENGTH = 3
"""Most words of a name that nothing but its foreign words makes a person's."""
_NOT_GIVEN = (
    "court",
    "institution",
    "month",
    "not_given",
    "not_name",
    "organization_word",
    "portfolio",
    "settlement",
    "site",
    "small_word",
    "title",
    "weekday",
)
"""Kinds of words that no person's name is expected to open with, though somewhere people are called so."""

NameKind = Literal["person", "organization", "state_body", "country", "place", "demonym", "unknown"]

_ACRONYM = re.compile(r"[A-Z]{3,6}")
_SMALL_WORDS = word_set("small_word")
_NAMED_DAYS = word_set("named_day")
_TITLES = word_details("title")
"""Titles; "name" are those that are names as well ("King", "Shah"), "short" those that may open one ("Ko")."""
_GIVEN_ABBREVIATIONS = frozenset(w for w, detail in word_details("abbreviation").items() if detail == "given")
_NUMBERED_NOUNS = word_set("numbered_noun")
_NAMED_BODIES = word_set("named_body")
_PORTFOLIOS = word_set("portfolio")
_SURNAMES_TOO = word_set("surname_too")
_PATRONYMIC_TAILS = frozenset(w for w, detail in word_details("particle").items() if detail == "after")
_POSTNOMINALS = word_set("postnominal")
_PEOPLE = word_set("people") | word_set("police") | word_set("crowd")
_INITIALLED = re.compile(r"(?:[^\W\d_]\. ?)+[^\W\d_]{2}|[^\W\d_]{2,}.* [^\W\d_]\.(?: |$)")
_WORD = re.compile(
    r"(?:[sd]/o|a/[lp])(?!\w)|[^\W\d_](?:[^\W_]|[-'’ʻʼ‘](?=[^\W\d_])|(?<=\b[^\W\d_])\.(?=[^\W\d_]))*\.?|\d+(?:st|nd|rd|th)?|[^\w\s]|_",
    re.UNICODE,
)
_PREFIXED = re.compile(
    r"(?:al|el|ul|ud|ur|us|uz|an|as|ash|ar|at|az|ad|ath|adh|bin|ibn|abd|abu|d|l|o|t|dell|dall)[-'’ʻ](?P<next>\w)", re.I
)
_INVERTED = re.compile(
    r"^(?:\d+[.)] )?(?P<last>(?:(?:De|Van|Von|El|Al|La|Le|Di|Da|Mac|Mc|St\.?|"
    r"O['’]) ?(?:la |der |den )?)?[A-Z][\w'’-]+), (?P<given>[A-Z][\w'’-]*\.?(?: "
    r"[A-Z][\w'’-]*\.?){0,2})(?=,? (?:\(?(?:aged? )?\d{1,2}\)?|\d{1,2}[/-]\d)\b)"
)
_OWN_POSSESSIVE = frozenset(
    {
        "people's",
        "women's",
        "men's",
        "children's",
        "recorder's",
        "king's",
        "queen's",
        "magistrate's",
        "prosecutor's",
        "attorney's",
        "state's",
        "workers's",
        "president's",
        "mayor's",
        "bishop's",
        "sheriff's",
        "coroner's",
        "emperor's",
        "tsar's",
        "governor's",
        "ombudsman's",
        "reporter's",
    }
)
_NICKNAME = re.compile(r" (?:“[^”]{2,20}”|\"[^\"]{2,20}\"|‘[^’]{2,20}’|'[^']{2,20}') ")
STREET_FIRST = frozenset(
    {
        "Via",
        "Avenida",
        "Rue",
        "Calle",
        "Plaza",
        "Piazza",
        "Praça",
        "Rua",
        "Ulica",
        "Ulitsa",
        "Prospekt",
        "Jalan",
        "Boulevard",
        "Place",
        "Platz",
        "Avenue",
        "Paseo",
        "Alameda",
        "Largo",
        "Corso",
        "Viale",
        "Carrer",
        "Maidan",
        "Meydan",
        "Lapangan",
        "Tahrir",
        "Porta",
        "Puerta",
        "Camino",
        "Carretera",
        "Hotel",
        "Café",
        "Fort",
        "Mount",
        "Lake",
        "Cape",
        "Camp",
        "Villa",
        "Casa",
        "Palacio",
        "Palazzo",
    }
)
_MEMBER_OF = re.compile(
    r"\b(?:(?:members?|co-?founders?|founders?|chair\w*|leader|spokes\w+|editor(?:-in-chief)?"
    r"|branch(?:es)?) of(?: the)?"
    r"|(?:spokes\w+|journalists?|reporters?|correspondents?|wr(?:ites?|ote)) for(?: the)?)$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r" (?:No\.?|Nos\.?|№) ?\d")
_OF_PERSON = re.compile(r"['’]s\b|,? (?:and|was|were|is|has|had|who|said|told|did|could|would|will|got|received)\b")
_SOMEBODY = re.compile(
    r"(?: \([^()]{1,60}\)|, (?:aged )?\d{1,2})?"
    r"(?: (?:was|is|had been|has been) (?:an?|the|one of the)|, (?:an?|the|his|her|whose)) "
    r"(?P<noun>[\w'’-]+(?: (?!(?:of|and|in|at|who|which|that|was|is|were|for|from|with|to|by)\b)[\w'’-]+){0,4})"
)
_STOPS = frozenset(",;:()“”\"—–!?/….'’")
_LOCATING = frozenset({"in", "near", "at", "outside", "from", "throughout", "across"})
_OPENING = frozenset('.!?"“:•*-—–‘(')
_LINKS = frozenset({"of", "for", "on", "the", "and", "against", "in", "to", "a", "&"})
_BODY_TAIL = re.compile(
    r"(?: (?:city|district|regional|provincial|military|criminal|civil|supreme|"
    r"high|appeals?|appellate|magistrates?['’]?|crown|county|state|"
    r"federal|security|riot|traffic|special|revolutionary|central|general|prosecutors?['’]?s?|attorney['’]s|opposition|ruling|political|"
    r"youth|student|trade|labou?r|civil|rights|human|administrative|municipal|local|town|district|garrison|territorial|people['’]s|grand|"
    r"constitutional|intelligence|border|prison|national|news|liberal|democratic|communist|socialist|nationalist|anti-corruption|police|juvenile|martial|lower|first-instance|investigative)){0,3}"
    r" (?P<head>court(?:[- ]martial)?(?: of (?:appeals?|cassation|first instance|"
    r"justice))?|tribunal|police(?: (?:department|force|service|station))?|government|"
    r"authorities|ministry|parliament|prosecutor['’]s office|prosecution service|"
    r"prosecutors|security forces|security service|security services|forces|"
    r"army|party|movement|union|council|newspaper|agency|municipality|assembly|"
    r"administration|council|bloc|alliance|coalition|gendarmerie|secret service|"
    r"intelligence service|regime|guards?)(?!\w)"
)
_COURT_HEAD = re.compile(
    r"(?:(?:the )?(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|"
    r"seventh|eighth|ninth|tenth|special|criminal|civil|penal|investigation) "
    r")?"
    r"(?:[Bb]ranch|[Dd]epartment|[Cc]hamber|[Dd]ivision|[Bb]ench|[Pp]anel|[Ss]ection|"
    r"[Cc]ircuit)(?: (?:[Nn]o\.?|[Nn]umber)? ?\d+)? of (?:the )?$"
)
_AGE = re.compile(r"^(?:,? \(?(?:aged )?\d{1,2}\)?(?=[,.;) ]|$)|, an? \d{1,2}-year-old)")
_DAY_NEXT = re.compile(r",? \(?\d{1,2} (?P<word>[A-Z][a-z]+)")
_OFFICE_OF = re.compile(
    r"\b(?:[Mm]inist(?:er|ry)|[Ss]ecretary(?: of [Ss]tate)?|[Dd]epartment|[Cc]ommissioner)"
    r" (?:of|for)(?: the)? $"
)
_THINGS = word_details("thing_name")
"""Last words of what is neither somebody nor a place; an "action" may follow its place, a "day" be a surname."""
_TITLED = 3
"""Strength of a name that its own words or a title settle."""
_COUNT_NEXT = re.compile(r"^ \d{1,2} ")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in one passage: half-open span of clean text, its surface, what it names.

    ``country_code`` is filled for countries and demonyms; ``strength`` tells how sure the kind is
    (3 own words, 2 context or lists, 1 a given name, 0 none).
    """

    start: int
    end: int
    text: str
    kind: NameKind
    country_code: str | None = None
    strength: int = 0

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.text.split())


@cache
def _given_names() -> frozenset[str]:
    """Keys of the words that open people's names, without those that are more often something else."""
    other = frozenset().union(*map(word_set, _NOT_GIVEN))
    others = {name_key(word) for word in (*other, *country_words()[0], *country_words()[1])}
    return frozenset(name_key(row["name"]) for row in rows("given_names")) - others


@cache
def country_words() -> tuple[dict[str, str], dict[str, str]]:
    """(country names to code, demonyms to code), both case-sensitive as written."""
    names: dict[str, str] = {}
    demonyms: dict[str, str] = {}
    for row in rows("countries"):
        for word in (row["name"], row["official_name"], *split(row["aliases"])):
            if word:
                names.setdefault(word, row["country_code"])
        for word in split(row["demonyms"]):
            demonyms.setdefault(word, row["country_code"])
    return names, demonyms


@cache
def country_name(code: str) -> str | None:
    """The common English name of an ISO 3166 country code."""
    return next((row["name"] for row in rows("countries") if row["country_code"] == code), None)


@cache
def _country_pattern() -> re.Pattern[str]:
    """Country names of more than one word ("Republic of Azerbaijan"), longest first."""
    names, _ = country_words()
    several = sorted((n for n in names if " " in n and n[0].isupper()), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, several))})(?!\w)")


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


def _is_capital(word: str) -> bool:
    if word[:1].isupper():
        return True
    prefixed = _PREFIXED.match(word)
    return prefixed is not None and prefixed["next"].isupper()


def _words(text: str) -> list[_Word]:
    found = []
    for match in _WORD.finditer(text):
        word, start, end = match.group(0), match.start(), match.end()
        if word.endswith(".") and len(word) > 2 and not re.fullmatch(r"(?:[^\W\d_]\.)+", word):
            word, end = word[:-1], end - 1
        possessive = re.search(r"['’]s$", word)
        if possessive and word.replace("’", "'").lower() not in _OWN_POSSESSIVE:
            word, end = word[: possessive.start()], end - 2
        found.append(_Word(word, start, end))
    return found


class NameFinder:
    """Finds names in passages. Holds the lexicons only; every method is a pure function of its input."""

    def __init__(self, *, lexicon: Lexicon, places: PlaceNames, dictionary: frozenset[str]) -> None:
        self._lexicon = lexicon
        self._dictionary = dictionary
        self._places = places
        self._countries, self._demonyms = country_words()

    def runs(
        self,
        text: str,
        *,
        lower_seen: frozenset[str],
        upper_seen: frozenset[str] | None = None,
    ) -> list[tuple[int, int]]:
        """Half-open spans of runs of capitalised words, with the small words that tie them.

        ``lower_seen`` are the words that the document also writes in lower case: such a word at the
        start of a passage is no name.
        """
        words = _words(text)
        spans: list[tuple[int, int]] = []
        fixed = [m.span() for m in _country_pattern().finditer(text)]
        i = 0
        while i < len(words):
            word = words[i]
            country = next((c for c in fixed if c[0] == word.start), None)
            if country is not None and not (country[1] < len(text) and self._goes_on(text, country[1])):
                spans.append(country)
                while i < len(words) and words[i].start < country[1]:
                    i += 1
                continue
            if (
                not _is_capital(word.text)
                or not word.text[0].isalpha()
                or self._is_ordinary(
                    text,
                    words,
                    i,
                    lower_seen,
                    None if self._is_given(word.text) and _OF_PERSON.match(text, word.end) else upper_seen,
                )
            ):
                i += 1
                continue
            j = self._run_end(text, words, i)
            if j == i and (
                (_NUMBERED.match(text, words[j].end) and self._body_kind(word.text) is None)
                or (word.text in _NUMBERED_NOUNS and re.match(r" \d", text[words[j].end :]))
            ):
                i += 1
                continue  # "Case No. 941", "Ward 3"
            spans.append((words[i].start, words[j].end))
            i = j + 1
        return spans

    def _run_end(self, text: str, words: Sequence[_Word], i: int) -> int:
        """Index of the last word of the run that opens at ``i``."""
        j = i
        has_body = self._body_kind(words[i].text) is not None or (
            i > 0 and words[i].text.lower() in _PEOPLE and words[i - 1].text not in _OPENING
        )
        while j + 1 < len(words):
            gap = text[words[j].end : words[j + 1].start]
            nxt = words[j + 1]
            if gap == ". " and (
                words[j].text in self._lexicon.titles
                or (words[j].text in self._lexicon.abbreviations and len(words[j].text) <= 4)
            ):
                gap = " "
            if nxt.text in ('"', "“", "‘", "'") and (nick := _NICKNAME.match(text, words[j].end)) is not None:
                k = next((x for x in range(j + 1, len(words)) if words[x].start >= nick.end()), None)
                if k is not None and _is_capital(words[k].text) and words[k].start == nick.end():
                    j = k
                    continue
            if nxt.text in ("'", "’") and gap == "" and self._owns_body(text, words, j):
                j += 2
                has_body = True
                continue
            if gap not in (" ", "", "\u00a0") or nxt.text in _STOPS or self._is_day_word(words, j + 1):
                break
            if nxt.text in {"-", "&"}:
                if j + 2 < len(words) and _is_capital(words[j + 2].text):
                    j += 2
                    continue
                break
            if _is_capital(nxt.text) and nxt.text[0].isalpha() and nxt.text not in ("No", "Nos"):
                if gap == "" and not words[j].text.endswith("."):
                    break
                j += 1
                has_body = has_body or self._body_kind(nxt.text) is not None
                continue
            if nxt.text in _PATRONYMIC_TAILS:
                j += 1  # "Gulnara Asan kyzy", with or without a surname after it
                continue
            if nxt.text in ("No", "no", "№") and j + 2 < len(words) and words[j + 2].text.isdigit() and has_body:
                j += 2
                break
            if nxt.text.lower() in self._lexicon.particles and nxt.text.islower():
                k = j + 1
                while (
                    k < len(words)
                    and words[k].text.islower()
                    and words[k].text in self._lexicon.particles
                    and k - j <= 3
                ):
                    k += 1
                if (
                    k < len(words)
                    and text[words[k - 1].end : words[k].start] == " "
                    and self._particles_join(words, j, k)
                ):
                    j = k
                    continue
            if nxt.text in _LINKS and has_body:
                k = j + 1
                while k < len(words) and words[k].text in _LINKS and k - j <= 2:
                    k += 1
                if (
                    k < len(words)
                    and _is_capital(words[k].text)
                    and words[k].text[0].isalpha()
                    and self._link_joins(words, i, j, k)
                ):
                    j = k
                    has_body = True
                    continue
            break
        return j

    def _goes_on(self, text: str, end: int) -> bool:
        """Whether the words after a country's name make it part of a longer name ("Iran Air", "Georgia Institute")."""
        match = re.match(r" ([A-ZÀ-Þ][\w'’-]*)", text[end:])
        return match is not None and match[1] not in self._lexicon.months and match[1] not in self._lexicon.not_names

    def _particles_join(self, words: Sequence[_Word], j: int, k: int) -> bool:
        """Whether the small words after ``j`` belong to a name going on at ``k`` ("de la", "van der", "i", "bin")."""
        after = words[k]
        if not _is_capital(after.text) or not after.text[0].isalpha():
            return False
        single = words[j + 1].text if k == j + 2 else ""
        if single in ("y", "e", "i", "la", "le"):
            return words[j].text not in self._countries and after.text not in self._countries
        return single not in ("st", "mc", "mac")

    def _link_joins(self, words: Sequence[_Word], i: int, j: int, k: int) -> bool:
        links = [words[x].text for x in range(j + 1, k)]
        if "and" in links or "&" in links:
            # "Union of Poets and Writers", "Culture and Guidance Department": one plain noun each side
            run_has_of = any(words[x].text == "of" for x in range(i, j + 1))
            tail_body = (
                k + 1 < len(words)
                and self._body_kind(words[k + 1].text) is not None
                and _is_capital(words[k + 1].text)
                and words[k + 1].text not in _SURNAMES_TOO
            )
            return links == ["and"] and ((run_has_of and not self._looks_named(words, k)) or tail_body)
        if links[0] == "on" and words[j].text in (
            "Court",
            "Committee",
            "Council",
            "Commission",
            "Centre",
            "Center",
            "Institute",
            "Forum",
        ):
            return True
        if links in (["in"], ["for", "a"]):
            return i == j > 0 and words[i].text.lower() in _PEOPLE and words[i - 1].text not in _OPENING
        if links[0] == "in" or links[0] == "to" or links[0] == "on":
            return False
        if links == ["the"]:
            return False
        return links[0] in ("of", "for", "against")

    def _looks_named(self, words: Sequence[_Word], k: int) -> bool:
        return words[k].text in self._countries or (k + 1 < len(words) and _is_capital(words[k + 1].text))

    def _body_kind(self, word: str) -> str | None:
        return self._lexicon.organization_words.get(word)

    def _owns_body(self, text: str, words: Sequence[_Word], j: int) -> bool:
        """ "Workers' Party", "Martyrs' Square": people in the genitive before a body or a site are part of its name."""
        word = words[j].text.lower()
        if not (word in _PEOPLE or (word.endswith("s") and word[:-1] in self._lexicon.roles)):
            return False
        k = j + 2
        while k < len(words) and k <= j + 5 and _is_capital(words[k].text):
            if text[words[k - 1].end : words[k].start] != " ":
                return False
            if self._body_kind(words[k].text) is not None or words[k].text.lower() in self._lexicon.site_words:
                return True
            k += 1
        return False

    def _is_day_word(self, words: Sequence[_Word], k: int) -> bool:
        """ "in Nashville Saturday", "of Baku October 5": a date right after a name is no part of it."""
        word = words[k].text
        if word in self._lexicon.weekdays:
            return words[k - 1].text not in _NAMED_DAYS
        return word in self._lexicon.months and k + 1 < len(words) and words[k + 1].text[:1].isdigit()

    def _is_ordinary(
        self,
        text: str,
        words: Sequence[_Word],
        i: int,
        lower_seen: frozenset[str],
        upper_seen: frozenset[str] | None,
    ) -> bool:
        word = words[i].text
        if word in self._lexicon.months or word in self._lexicon.weekdays:
            # "June Carter", "Jan van der Berg", "Mar del Plata": a name where one goes on and no number stands by
            end = self._run_end(text, words, i)
            after = words[i + 1].text if end > i else ""
            return (
                word not in ("Mar", "April", "May", "June", "Jan", "August", "Wednesday")
                or not after
                or (after[:1].isupper() and not after[1:2].islower())
                or after in self._lexicon.not_names
                or bool(i and words[i - 1].text[:1].isdigit())
            )
        if i == 0 and len(words) > 1 and words[1].text == "of" and word.lower() in self._lexicon.roles:
            return True  # "Chairman of …" opens the passage with a role, not with a name
        starts = i == 0 or words[i - 1].text in _OPENING
        follows = self._run_end(text, words, i) > i
        if starts and word.lower() in _PEOPLE and i + 1 < len(words) and words[i + 1].text == "of":
            return True  # "Students of the university", "Reporters of the Daily News": a group, not a body
        if word in self._lexicon.not_names:
            if starts and not follows:
                return True
            if word.lower() in _SMALL_WORDS:
                return True
            return starts and not follows
        if starts and not follows and word.lower() in word_set("state_force"):
            return True  # "Guards were inside"
        prefixed = _PREFIXED.match(word)
        if prefixed is not None and prefixed["next"].isupper():
            return False  # "Al-Khawaja was freed", whom the text writes al-Khawaja elsewhere
        if starts and not follows and len(word) > 1 and not word.isupper():
            if word in self._countries or word in self._demonyms:
                return False
            if word.lower() in lower_seen:
                return True
            if (
                upper_seen is not None
                and word not in upper_seen
                and not self._places.is_distinctive(word)
                and self._body_kind(word) is None
            ):
                return True
        return False

    def find(
        self,
        text: str,
        *,
        lower_seen: frozenset[str] = frozenset(),
        upper_seen: frozenset[str] | None = None,
        known: Mapping[str, NameKind] | None = None,
    ) -> tuple[Name, ...]:
        """Names in one passage. ``upper_seen`` are the words that the document writes with a capital inside a passage.

        ``known`` maps names that the document settled elsewhere to their kind.
        """
        names: list[Name] = []
        inverted = _INVERTED.match(text)
        if (
            inverted
            and inverted["given"].split()[0] not in self._countries
            and inverted["given"].split()[0].rstrip(".") not in self._lexicon.months
            and not any(w in self._lexicon.organization_words for w in inverted.group(0).split())
        ):
            full = f"{inverted['given'].strip()} {inverted['last'].strip()}"
            names.append(Name(inverted.start("last"), inverted.end("given"), full, "person", None, 3))
        for start, end in self.runs(text, lower_seen=lower_seen, upper_seen=upper_seen):
            if (
                inverted
                and names
                and names[0].strength == 3
                and start < names[0].end
                and names[0].start == inverted.start("last")
            ):
                continue
            if all(part in self._lexicon.number_words for part in text[start:end].lower().split("-")):
                continue  # "Forty-two people": a count that opens a sentence
            if text[start:end].rstrip(".") in _POSTNOMINALS and text[:start].endswith(", "):
                continue  # "Mr Wise, M.P."
            if end - start == 1 and text[:start].endswith("(") and text[end : end + 1] in (")", ",", "/"):
                continue  # "(F)", "(M, 23)"
            if _OFFICE_OF.search(text, max(0, start - 40), start) and all(
                w in _PORTFOLIOS for w in text[start:end].replace(" and ", " ").split()
            ):
                continue  # "Minister of Home Affairs"
            names.extend(self._split_run(text, start, end, known or {}))
        kept = [k for n in self._agree_lists(text, self._extend(text, names)) if (k := self._no_thing(n)) is not None]
        return tuple(sorted(kept, key=lambda n: n.start))

    def _no_thing(self, name: Name) -> Name | None:
        """A name, unless it is that of an occasion, a war or a law; of "the Gwangju Uprising" the place is kept."""
        *before, last = name.parts
        told = _THINGS.get(last)
        if told is None or not before or name.kind in ("place", "country", "demonym") or name.strength >= _TITLED:
            return name
        if told == "day":
            return None if before[-1] in _NAMED_DAYS or before[-1].endswith(("'s", "’s", "s'", "s’")) else name
        where = name.text[: -len(last) - 1]
        if told == "action" and self._places.is_distinctive(where):
            return replace(name, end=name.start + len(where), text=where, kind="place", strength=2)
        return None

    def _person_behind_body(self, text: str, words: Sequence[_Word]) -> int:
        """Where a person begins in "the chairman of the Baku Press Club Ali Karimli", "head of EMDS Ali"; else 0."""
        before = re.search(r"\b([a-z]+) of (?:the )?(?:[\w-]+ ){0,5}$", text[: words[0].start].lower())
        if before is None or before[1] not in self._lexicon.roles:
            return 0
        for at in (len(words) - 2, len(words) - 3):
            if at < 1:
                continue
            head, rest = words[at - 1].text, [w.text for w in words[at:]]
            acronym = at == 1 and _ACRONYM.fullmatch(head) is not None
            if (acronym or self._body_kind(head) is not None) and not any(
                self._body_kind(w) or w in self._countries or w in self._demonyms or w.isupper() or not w[0].isupper()
                for w in rest
            ):
                return at
        return 0

    def _split_run(self, text: str, start: int, end: int, known: Mapping[str, NameKind]) -> list[Name]:
        """Peel demonyms, titles and roles off a run and classify what is left."""
        found: list[Name] = []
        words = [_Word(w.text, w.start + start, w.end + start) for w in _words(text[start:end])]
        parted = self._parted(text, words, known)
        if len(parted) > 1:
            return [n for p in parted for n in self._split_run(text, p[0].start, p[-1].end, known)]
        titled = False
        while words:
            first = words[0].text.rstrip(".")
            rest_text = text[words[0].start : words[-1].end]
            body = any(self._body_kind(w.text) for w in words[1:])
            if rest_text in self._countries or (rest_text in known and len(words) > 1):
                break
            if first in self._demonyms and len(words) >= 1 and not (body and len(words) > 1):
                found.append(Name(words[0].start, words[0].end, words[0].text, "demonym", self._demonyms[first], 3))
                words = words[1:]
                continue
            if (
                first in self._lexicon.titles
                and (
                    len(words) > 1
                    or first in ("President", "Prime", "Judge", "Minister", "Colonel", "General", "Major")
                )
                and not (
                    body
                    and first
                    in (
                        "Prosecutor",
                        "Attorney",
                        "General",
                        "Chief",
                        "Secretary",
                        "King",
                        "Justice",
                        "Sheriff",
                        "President",
                        "Minister",
                        "Journalist",
                        "Magistrate",
                        "Governor",
                        "Mayor",
                        "Lawyer",
                        "Director",
                        "Constable",
                        "Count",
                        "Private",
                        "Brother",
                        "Sister",
                    )
                )
            ):
                if _TITLES[first] == "short" and (
                    len(words) < 3 or words[1].text == first or any("-" in w.text for w in words[1:])
                ):
                    break  # "Ko Ko Gyi", "Ma Ying-jeou"
                titled = True
                words = words[1:]
                continue
            if (
                len(words) > 1
                and not body
                and first.lower().split("-")[0] in self._lexicon.roles
                and first not in self._countries
                and words[1].text[:1].isupper()
            ):
                titled = True
                words = words[1:]
                continue
            if len(words) > 2 and not body and self._opens_list(first, text[end:]):
                titled = True
                words = words[1:]
                continue
            if first in _PORTFOLIOS and len(words) > 1 and not body and self._heads_title(words):
                words = words[1:]
                continue
            if (
                first in ("Former", "Ex", "Late", "Deputy", "Vice", "Senior", "Acting", "Chief", "Opposition", "Armed")
                and len(words) > 1
                and not body
            ):
                words = words[1:]
                continue
            break
        if not words:
            return found
        if (
            len(words) == 1
            and words[0].text in _TITLES
            and rest_text not in known
            and (not _TITLES[words[0].text] or re.search(r"\b(?:[Tt]he|[Aa]n?) $", text[: words[0].start]))
        ):
            return found  # "the Mayor of …", "the King"
        # A title in the middle: "Azerbaijani MP Zahid Oruj" is peeled above; "Musavat Chairman Isa Gambar" here.
        for at in range(1, len(words)):
            if (
                words[at].text in self._lexicon.titles
                and (not _TITLES[words[at].text] or self._is_no_person(words[:at], text, known))
                and at + 1 < len(words)
                and not any(self._body_kind(w.text) for w in words[at + 1 :])
            ):
                head = text[words[0].start : words[at - 1].end]
                found.append(self._classify(text, words[0].start, words[at - 1].end, head, known, titled=False))
                words, titled = words[at + 1 :], True
                break
        at = self._person_behind_body(text, words)
        if at:
            head = text[words[0].start : words[at - 1].end]
            found.append(Name(words[0].start, words[at - 1].end, head, "organization", None, 3))
            words, titled = words[at:], True
        for at in range(1, len(words) - 1):
            head, rest = text[words[0].start : words[at - 1].end], text[words[at].start : words[-1].end]
            if known.get(head) in ("organization", "state_body", "place") and (
                known.get(rest) == "person"
                or (
                    len(words) - at >= 2
                    and known.get(text[words[0].start : words[-1].end]) is None
                    and not body_in(words[at:], self._body_kind)
                )
            ):
                found.append(self._classify(text, words[0].start, words[at - 1].end, head, known, titled=False))
                words, titled = words[at:], True
                break
        name_text = text[words[0].start : words[-1].end]
        found.append(self._classify(text, words[0].start, words[-1].end, name_text, known, titled=titled))
        return found

    def _opens_list(self, word: str, after: str) -> bool:
        """ "Activists A B, C D and …", "Brothers A B and …": a plural noun for people right before a list of them."""
        return (
            word.endswith("s")
            and (word[:-1].lower() in self._lexicon.roles or word.lower() in self._lexicon.kin)
            and re.match(r"(?:,| and| &| \()", after) is not None
        )

    def _parted(self, text: str, words: list[_Word], known: Mapping[str, NameKind]) -> list[list[_Word]]:
        """ "Terry Doyle & P. Grant": two people, where "&" does not stand inside the name of a body or a firm."""
        at = next((n for n, w in enumerate(words) if w.text == "&"), 0)
        if not 0 < at < len(words) - 1 or body_in(words, self._body_kind):
            return [words]
        sides = [words[:at], words[at + 1 :]]
        named = [text[side[0].start : side[-1].end] for side in sides]
        person = (
            any(known.get(name) == "person" or _INITIALLED.match(name) for name in named)
            or all(len(side) > 1 for side in sides)
            or self._opens_person([word.text for word in sides[1]])
        )
        return [sides[0], *self._parted(text, sides[1], known)] if person else [words]

    def _heads_title(self, words: Sequence[_Word]) -> bool:
        """ "Interior Minister …", "Deputy Prime Minister …": an office of several words before a name."""
        at = next((n for n, w in enumerate(words[1:], 1) if w.text not in _PORTFOLIOS), len(words))
        at = min(at, len(words) - 1)
        return words[at].text in _TITLES or any(w.text in _TITLES for w in words[1:at])

    def _is_no_person(self, words: Sequence[_Word], text: str, known: Mapping[str, NameKind]) -> bool:
        """Whether the words before a title are of a body, place or people: then "King" after them is a title."""
        name = text[words[0].start : words[-1].end]
        if name in self._countries or name in self._demonyms or _ACRONYM.fullmatch(name):
            return True
        if known.get(name) in ("organization", "state_body", "place", "country"):
            return True
        return body_in(words, self._body_kind) or self._places.is_distinctive(name)

    def _classify(
        self,
        text: str,
        start: int,
        end: int,
        name: str,
        known: Mapping[str, NameKind],
        *,
        titled: bool,
    ) -> Name:
        base = Name(start, end, name, "unknown")
        if name in self._countries:
            return replace(base, kind="country", country_code=self._countries[name], strength=3)
        if name in self._demonyms:
            return replace(base, kind="demonym", country_code=self._demonyms[name], strength=3)
        words = name.split()
        last = words[-1]
        before = text[max(0, start - 40) : start].rstrip()
        after = text[end : end + 24]
        previous = re.split(r"[\s(]", before)[-1].lower().strip(',"“') if before else ""
        personal = self._opens_person(words)
        bodies = [w for w in words if self._body_kind(w)]
        if (
            len(words) <= 3
            and not any(w not in _SURNAMES_TOO for w in bodies)
            and (personal or self._is_age(after) or words[-1] not in bodies or self._is_after_role(before, previous))
        ):
            bodies = []  # "Heather Mills", "Sun Yat-sen"
        if (
            bodies
            and not titled
            and (
                len(words) > 1
                or name.isupper()
                or name in ("Reuters", "Parliament", "Police", "Government", "Amnesty", "Turan")
            )
        ):
            state = any(self._body_kind(w) == "state_body" for w in words)
            if last in (
                "Prison",
                "Colony",
                "Street",
                "Square",
                "House",
                "Hall",
                "Mosque",
                "Church",
                "Hospital",
                "University",
                "Mine",
                "Mill",
                "Mills",
                "Plant",
                "Works",
                "Factory",
            ):
                return replace(
                    base,
                    kind="place"
                    if last in ("Street", "Square")
                    else ("state_body" if last in ("Prison", "Colony") else "organization"),
                    strength=2,
                )
            return replace(base, kind="state_body" if state else "organization", strength=3)
        if words[0].lower() in _PEOPLE and len(words) > 2 and any(w in _LINKS for w in words):
            return replace(base, kind="organization", strength=2)  # "Mothers of the Plaza"
        named = re.search(
            r"\b(?:the|a|an|its|his|her|their|local|opposition|rights) (?:[\w-]+ ){0,2}([a-z-]+)[ ,]*[\"“]?$",
            before,
            re.I,
        )
        if named and named[1] in _NAMED_BODIES and not titled:
            return replace(base, kind="organization", strength=3)
        if (
            _MEMBER_OF.search(before)
            and not titled
            and known.get(name) != "person"
            and not self._places.is_distinctive(name)
        ):
            return replace(base, kind="organization", strength=3)
        if re.search(
            r"\b(?:city|town|village|settlement|province|district|region|port|capital|"
            r"county|suburb|municipality|governorate|state|island|hamlet|township|oblast) "
            r"of$",
            before,
        ):
            return replace(base, kind="place", strength=3)
        if titled and len(words) == 1 and _ACRONYM.fullmatch(name):
            return replace(base, kind="organization", strength=2)  # "Broadcaster NTV"
        if titled:
            return replace(base, kind="person", strength=3)
        if (
            previous.capitalize() in _TITLES
            and previous in self._lexicon.roles
            and not body_in([_Word(w, 0, 0) for w in words], self._body_kind)
        ):
            return replace(base, kind="person", strength=2)  # "comrade Dlamini", "sister Agnes"
        if "&" in words:
            return replace(base, kind="organization", strength=1)
        if not self._places.is_distinctive(name) and self._is_said_to_be_somebody(text[end : end + 160]):
            return replace(base, kind="person", strength=3)
        if name in known:
            return replace(base, kind=known[name], strength=2)
        if words[0] in STREET_FIRST and len(words) > 1 and not titled:
            return replace(base, kind="place", strength=2)
        if (
            last.lower() in self._lexicon.site_words
            and len(words) > 1
            and not (
                last in _SURNAMES_TOO
                and personal
                and previous not in _LOCATING
                and not self._places.get(" ".join(words[:-1]))
            )
            and not (last in _SURNAMES_TOO and self._is_after_role(before, previous))
        ):
            return replace(base, kind="place", strength=2)
        counted = _COUNT_NEXT.match(after) is not None and (len(words) == 1 or self._places.get(name) != ())
        if self._is_age(after) and len(words) <= 5 and not counted:  # "In Accra 40 people"
            return replace(base, kind="person", strength=3)
        if len(words) > 1 and (_INITIALLED.match(name) or words[0].rstrip(".") in _GIVEN_ABBREVIATIONS):
            return replace(base, kind="person", strength=2)
        place = self._places.get(name)
        if len(words) >= 2 and self._is_after_role(before, previous) and not self._places.is_distinctive(name):
            return replace(base, kind="person", strength=2)
        if (
            (previous in self._lexicon.roles or previous in self._lexicon.kin)
            and not self._places.is_distinctive(name)
            and (len(words) >= 2 or not before.endswith((",", "(", '"', "“")))
        ):
            return replace(base, kind="person", strength=2)
        if place and self._places.is_distinctive(name):
            return replace(base, kind="place", country_code=None, strength=2)
        located = previous in _LOCATING or (previous == "on" and bool(place))  # an island
        if (located and len(words) <= 3 and not personal) and (
            place or (previous in ("in", "near", "throughout", "across") and len(words) == 1)
        ):
            return replace(base, kind="place", strength=1)
        if (
            re.match(r" (?:province|district|region|county|city|village|town|governorate|oblast|prefecture)s?\b", after)
            and not personal
        ):
            return replace(base, kind="place", strength=2)
        if re.match(r"^[A-ZƏ][A-Z.&ƏİÖÜŞÇ-]{1,9}$", name) and len(words) == 1:
            return replace(base, kind="organization", strength=1)
        if personal or (previous not in _LOCATING and previous != "to" and self._sounds_foreign(words, before)):
            return replace(base, kind="person", strength=1)
        return base

    def _is_given(self, word: str) -> bool:
        """Whether a word is somewhere a given name, or the family's name where that comes first."""
        return name_key(word.split("-", maxsplit=1)[0]) in _given_names()

    def _opens_person(self, words: Sequence[str]) -> bool:
        """Whether a name of several words begins as people's names do."""
        return len(words) > 1 and self._is_given(words[0])

    def _sounds_foreign(self, words: Sequence[str], before: str) -> bool:
        """Whether a name of two or three words has one that English lacks.

        Where nothing says that it is a body's, a place's or a thing's, it is most often a person's. An English word
        that opens a sentence has its capital from that: "Young Perera" is Perera.
        """
        opens = not before or before.endswith((".", "!", "?", ":", ";", "”", '"'))
        proper = [word for word in words if word not in self._lexicon.particles]
        known = [word.lower() in self._dictionary for word in proper]
        return (
            1 < len(proper) <= _USUAL_LENGTH
            and words[0] == proper[0]
            and all(word[0].isupper() for word in proper)
            and not words[0].isupper()
            and not all(known)
            and not (opens and known[0])
        )

    def _is_age(self, after: str) -> bool:
        """ ", 34," or " (34)" behind a name; "Riyadh, 5 March" and "Seoul (12 May)" tell a day."""
        day = _DAY_NEXT.match(after)
        return _AGE.match(after) is not None and (day is None or day["word"] not in self._lexicon.months)

    def _is_said_to_be_somebody(self, after: str) -> bool:
        """ "… was a Kenyan teacher", "…, 34, the leader of": what follows a name says that it is a person's."""
        match = _SOMEBODY.match(after)
        if match is None:
            return False
        heads = re.split(r"[\s-]", match["noun"].lower())
        last = next((n for n, word in enumerate(heads) if word in _NAMED_BODIES), len(heads))
        return any(word in self._lexicon.roles for word in heads[:last])

    def _is_after_role(self, before: str, previous: str) -> bool:
        """ "the councillor …", "his driver …": a plain noun with its article right before a name."""
        if previous in self._lexicon.roles:
            return True
        match = re.search(r"(?:^|\W)(?:the|a|an|his|her|their|its) (?:[\w-]+ ){0,2}([a-z-]{4,})$", before)
        if match is None:
            return False
        word = match[1]
        if word in self._lexicon.site_words or word in self._lexicon.settlement_words:
            return False
        return bool(re.search(r"(?:er|or|ist|ian|man|woman|ant|ee|eur|eon|ess|yer)$", word)) and word not in (
            "under",
            "over",
            "after",
            "former",
            "other",
            "major",
            "minor",
            "later",
            "newspaper",
            "river",
            "quarter",
            "centre",
            "theatre",
            "corner",
            "border",
            "chapter",
            "paper",
            "order",
            "november",
            "september",
            "december",
            "october",
            "number",
            "member",
            "september",
            "winter",
            "summer",
            "leader",
            "letter",
            "tower",
            "another",
            "together",
            "plant",
            "restaurant",
            "committee",
            "poster",
            "center",
            "tractor",
            "sector",
            "senior",
            "junior",
            "harbor",
            "factor",
            "either",
            "however",
            "whether",
            "rather",
            "ever",
            "never",
            "per",
            "for",
            "or",
        )

    def _extend(self, text: str, names: Sequence[Name]) -> list[Name]:
        """Let a name take its lower-case head: "Musavat party", "Ardabil city court", "3rd branch of the … Court"."""
        found = []
        for given in names:
            name = given
            tail = None if name.parts[-1].lower() in self._lexicon.site_words else _BODY_TAIL.match(text, name.end)
            if (tail and name.kind != "person") or (tail and name.strength < 2):
                state = not re.match(r"(?:party|movement|union|newspaper|agency|bloc|alliance|coalition)", tail["head"])
                name = replace(
                    name,
                    end=tail.end(),
                    text=text[name.start : tail.end()],
                    kind="state_body" if state else "organization",
                    strength=3,
                    country_code=None,
                )
            if name.kind == "state_body":
                lead = _COURT_HEAD.search(text[: name.start])
                if lead:
                    begin = lead.start() + (4 if lead.group(0).startswith("the ") else 0)
                    name = replace(name, start=begin, text=text[begin : name.end], strength=3)
                bracket = re.match(
                    r" \((?:[Dd]epartment|[Bb]ranch|[Cc]hamber|[Dd]ivision)[^)]{0,20}\)", text[name.end :]
                )
                if bracket:
                    name = replace(name, end=name.end + bracket.end(), text=text[name.start : name.end + bracket.end()])
            found.append(name)
        return [
            n
            for n in found
            if not any(
                o is not n and o.start <= n.start and n.end <= o.end and o.end - o.start > n.end - n.start
                for o in found
            )
        ]

    def _agree_lists(self, text: str, names: Sequence[Name]) -> list[Name]:
        """Items of one list are of one kind: the weak take the kind of the strong, people win over doubt."""
        ordered = sorted(names, key=lambda n: n.start)
        groups: list[list[int]] = []
        for i, name in enumerate(ordered):
            last = ordered[groups[-1][-1]] if groups else None
            glue = text[last.end : name.start] if last is not None else ""
            if (
                last is not None
                and LIST_GLUE.fullmatch(glue)
                and not (";" in glue and last.kind in ("place", "country"))
            ):
                groups[-1].append(i)
            else:
                groups.append([i])
        result = list(ordered)
        for group in groups:
            if len(group) < 2:
                continue
            first, second = ordered[group[0]], ordered[group[1]]
            if (
                len(group) == 2
                and text[first.end : second.start].strip() == ","
                and {first.kind, second.kind} & {"place", "country"}
            ):
                continue  # "The mayor of London, Sadiq Khan", "In Addis Ababa, Birtukan Mideksa …"
            votes: dict[str, float] = {}
            for i in group:
                n = ordered[i]
                if n.kind != "unknown":
                    votes[n.kind] = votes.get(n.kind, 0) + 0.5 + n.strength
                if n.kind in ("unknown", "person") and len(n.parts) >= 2:
                    votes["person"] = votes.get("person", 0) + 1
            if not votes:
                continue
            winner = max(votes, key=lambda k: votes[k])
            for i in group:
                n = ordered[i]
                if n.kind == winner or (
                    n.strength >= 2 and not (winner == "person" and n.kind == "place" and len(group) > 3)
                ):
                    continue
                if winner == "person" and _ACRONYM.fullmatch(n.text):
                    result[i] = replace(n, kind="organization", strength=2)  # "A B, EMDS chairman": no list of people
                elif winner == "person" and (n.kind in ("unknown", "organization", "place") and n.strength < 3):
                    result[i] = replace(n, kind="person", strength=2)
                elif winner == "place" and len(n.parts) <= 2 and n.kind in ("unknown", "person", "organization"):
                    result[i] = replace(n, kind="place", strength=1)
                elif n.kind == "unknown":
                    result[i] = replace(n, kind=winner, strength=1)  # type: ignore[arg-type]
        return result


_KIN = (
    r"(?:(?:his|her|their|the) )?(?:(?:\w+ )?(?:daughter|son|wife|husband|brother|"
    r"sister|mother|father|cousin|nephew|niece|colleague|friend|partner|lawyer|"
    r"brothers|sisters)s?,? )?"
)
_ASIDE = r"(?:,? \([^()]{1,60}\)|, (?:aged )?\d{1,2}(?=[,; ]))?"
LIST_GLUE = re.compile(
    rf"{_ASIDE}(?:,|;)?(?: and| &| as well as| together with| along with| with|"
    rf", and|; and)? {_KIN}(?:(?:\w+ )?(?:activists?|journalists?|Mr\.?|Dr\.?|"
    rf"Ms\.?) )?|/"
)
"""What may stand between two items of a list of names."""


def body_in(words: Sequence[_Word], body_kind: Callable[[str], str | None]) -> bool:
    """Whether any word names a kind of body."""
    return any(body_kind(w.text) is not None for w in words)


__all__ = ["LIST_GLUE", "Name", "NameFinder", "NameKind", "country_words", "name_key"]
