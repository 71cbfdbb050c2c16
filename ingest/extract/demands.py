"""What an action is for: the objects of demanding, protesting and marching for or against, in the text's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.extract.frames import FrameReader
from ingest.language.analysis import Analysis
from ingest.language.lexicon import word_set
from ingest.language.parse import Token

_PROTEST = frozenset({"protest", "demonstrate", "demonstration", "anger", "outrage", "outcry", "indignation", "fury"})
_LINKS = frozenset({"for", "against", "over", "about"})
_CLAUSE = frozenset({"relcl", "advcl", "punct", "appos", "parataxis", "cc", "conj", "mark", "ccomp"})
_LIST = re.compile(
    r"\b(?:demands?|points?|conditions?|grievances?|terms|claims|wishes|requests)\b[^.:;]{0,60}?(?::|(?:\bare|\bwere|"
    r"\bincluded?|\bincluding|\bnamely|\bfirst among them|\bamong them)\b)\s*",
    re.IGNORECASE,
)
_SLOGAN_OF = re.compile(
    r"^(?:(?:down with|no to|stop|end|against|hands off)\s+(?P<no>[^!.?]+)|(?:freedom|justice|rights|bread|"
    r"work|peace|independence|liberty|release|amnesty)\s+(?:for|to)\s+[^!.?]+)",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r", and |, | and (?=(?:an?|the|no|more|higher|better|lower|new|their|for|to|jobs|pay|free|less|fewer)\b)"
)


@dataclass(frozen=True, slots=True)
class Demand:
    """A stretch of a passage, half-open in its clean text, and the word that it is demanded with."""

    token: Token
    start: int
    end: int
    text: str


def demands(reader: FrameReader, acts: frozenset[int]) -> Iterator[Demand]:
    """The demands of one passage, in text order; ``acts`` are the tokens that speak of an action."""
    seen: list[tuple[int, int]] = []
    for demand in _all(reader, acts):
        if not any(start < demand.end and demand.start < end for start, end in seen):
            seen.append((demand.start, demand.end))
            yield demand


def _all(reader: FrameReader, acts: frozenset[int]) -> Iterator[Demand]:
    verbs = word_set("demand_verb")
    for token in reader.doc:
        lemma = token.lemma_.lower()
        if reader.analysis.item(token) is not None:
            continue
        if token.pos_ in ("VERB", "AUX") or (token.pos_ == "ADJ" and token.lower_.endswith("ing")):
            if lemma in verbs and _is_crowds(reader, token, acts):
                yield from _of_verb(reader, token, lemma)
            elif token.i in acts or (lemma in word_set("action_verb") and _is_crowds(reader, token, acts)):
                yield from _behind(reader, token, _LINKS)
                yield from _purpose(reader, token)
        elif token.pos_ in ("NOUN", "PROPN"):
            if lemma in word_set("action_noun") or token.i in acts or lemma in _PROTEST:
                links = _LINKS | ({"at"} if lemma in _PROTEST else frozenset())
                for owner in (token, *(c for c in token.children if c.dep_ == "acl" and c.tag_ == "VBN")):
                    yield from _behind(reader, owner, links)
                    yield from _purpose(reader, owner)
                if token.dep_ == "dobj" and token.head.pos_ == "VERB":
                    yield from _behind(reader, token.head, frozenset({"against"}))
            elif lemma in (
                "support",
                "favour",
                "favor",
                "solidarity",
                "opposition",
                "defence",
                "defense",
                "condemnation",
            ):
                if token.dep_ == "pobj" and token.head.lower_ == "in":
                    yield from _behind(reader, token, frozenset({"of", "to", "with", "for"}))
            elif lemma in ("demand", "call") and token.dep_ in ("dobj", "pobj", "nsubj", "nsubjpass", "attr", "appos"):
                yield from _behind(reader, token, frozenset({"for"}))
    yield from _listed(reader)
    yield from _slogans(reader)
    yield from _until(reader)


def _until(reader: FrameReader) -> Iterator[Demand]:
    """ "Refused to leave until the firm recognised their union": what would end an action."""
    for token in reader.doc:
        chain = [token.head, token.head.head]
        if token.dep_ == "advcl" and any(c.lower_ in ("until", "till", "unless") for c in token.children):
            if not any(
                t.lemma_.lower() in ("refuse", "vow", "stay", "remain", "fast", "continue", "swear") for t in chain
            ):
                continue
            subjects = [c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")]
            if subjects and (_is_named(reader, subjects[0]) or subjects[0].lemma_.lower() in word_set("institution")):
                drop = {t.i for c in token.children if c.dep_ in ("mark", "nsubj", "nsubjpass") for t in c.subtree}
                demand = _stretch(reader.analysis, token, [t for t in token.subtree if t.i not in drop])
                if demand is not None:
                    yield demand


def _of_verb(reader: FrameReader, verb: Token, lemma: str) -> Iterator[Demand]:
    """ "Demand X", "call for X", "want their wages doubled", "ask the authorities to register a union"."""
    bare = lemma in word_set("wish_verb")
    for child in verb.children:
        if child.dep_ == "dobj" and bare and not any(c.dep_ == "xcomp" and c.i > child.i for c in verb.children):
            yield from _phrases(reader, verb, child)
        elif child.dep_ == "xcomp" or (child.dep_ == "ccomp" and bare):
            yield from _clause(reader, verb, child)
    links = _LINKS | {"on", "at"} if lemma in ("insist", "protest") else _LINKS
    if bare and any(c.dep_ == "dobj" for c in verb.children):
        links = frozenset({"against"})  # "demand a quota for …": of the thing, not of the demanding
    yield from _behind(reader, verb, links)


def _behind(reader: FrameReader, owner: Token, links: frozenset[str]) -> Iterator[Demand]:
    """The objects of "for", "against", "over" behind a word, wherever the parser hangs the link."""
    found = [c for c in owner.children if c.dep_ in ("prep", "prt", "dative", "mark") and c.lower_ in links]
    for link in found:
        yield from _of_link(reader, owner, link)
    inner = [
        g
        for c in owner.children
        if c.dep_ in ("prep", "npadvmod", "advmod", "dobj") and c not in found
        for o in (c, *c.children)
        if o.dep_ in ("pobj", "npadvmod", "advmod", "dobj")
        for g in o.children
        if g.dep_ == "prep"
        and (g.lower_ in ("against", "over") or (g.lower_ == "for" and reader.analysis.item(o) is not None))
    ]
    for link in inner:  # "in Leeds on Monday against the bill": hung on the day or the place
        yield from _of_link(reader, owner, link)


def _of_link(reader: FrameReader, owner: Token, link: Token) -> Iterator[Demand]:
    asked = owner.lemma_.lower() in word_set("demand_verb") - word_set("action_verb")
    for object_ in link.children:
        if object_.dep_ not in ("pobj", "pcomp"):
            continue
        if object_.lower_ in ("nothing", "little"):  # "for nothing but his release"
            for but in object_.children:
                if but.lower_ in ("but", "except", "than"):
                    yield from (d for o in but.children for d in _phrases(reader, owner, o))
            continue
        yield from _phrases(reader, owner, object_, link, people=asked and link.lower_ == "for")


def _is_named(reader: FrameReader, token: Token) -> bool:
    item = reader.analysis.item(token)
    return item is not None and item.kind in (
        "person",
        "people",
        "organization",
        "state_body",
        "country",
        "place",
        "date",
    )


def _is_somebody(reader: FrameReader, token: Token) -> bool:
    """A person, body or crowd: whom an action is against or for, not what it asks."""
    item = reader.analysis.item(token)
    if _is_named(reader, token):
        return True
    if item is not None and item.kind in ("duration", "quantity", "money"):
        return True
    lower = token.lower_
    return (
        lower in word_set("state")
        or lower in word_set("institution")
        or lower in reader.lexicon.people
        or lower in reader.lexicon.kin
        or lower in ("dead", "victims", "fallen", "memory", "martyrs", "missing", "disappeared", "killed")
        or any(
            (i := reader.analysis.item(c)) is not None and i.kind in ("person",)
            for c in token.children
            if c.dep_ == "appos"
        )
    )


def _purpose(reader: FrameReader, owner: Token) -> Iterator[Demand]:
    """ "To demand X", "to stop the felling of the oaks": what an action is to bring about."""
    for child in owner.children:
        if child.dep_ not in ("advcl", "xcomp", "acl", "relcl") or not any(
            c.lower_ == "to" and c.dep_ == "aux" for c in child.children
        ):
            continue
        lemma = child.lemma_.lower()
        if lemma in word_set("demand_verb"):
            yield from _of_verb(reader, child, lemma)
        elif lemma in word_set("purpose_verb"):
            for object_ in child.children:
                if object_.dep_ == "dobj" and not _is_somebody(reader, object_):
                    yield from _phrases(reader, child, object_, child if lemma in word_set("hinder_verb") else None)


def _is_crowds(reader: FrameReader, verb: Token, acts: frozenset[int]) -> bool:
    """Whether those who act are a crowd, an action or its people, and not an onlooker or an authority."""
    if reader.modality(verb) in ("negated", "possible", "planned"):
        return False
    subjects = reader.subjects(verb)
    if verb.tag_ == "VBG" and verb.lemma_.lower() == "demand" and verb.dep_ in ("advcl", "acl", "conj", "dep"):
        return True  # police do not demand
    if not subjects:
        return verb.dep_ in ("acl", "advcl", "pcomp", "xcomp", "conj", "relcl", "amod")
    for subject in subjects:
        item = reader.analysis.item(subject)
        lower, lemma = subject.lower_, subject.lemma_.lower()
        if item is not None:
            if item.kind in ("person", "people", "quantity", "demonym", "unknown"):
                return True
            if item.kind == "organization" and _is_movement(reader.analysis, item.start, item.end):
                return True
            continue
        if subject.i in acts or lemma in word_set("action_noun") or lower in word_set("crowd"):
            return True
        if lower in word_set("state") or lower in word_set("institution") or lower in reader.lexicon.police:
            continue
        if lower in ("they", "who", "we", "those", "he", "she") or reader.is_people_word(lower):
            return True
        if lemma in ("letter", "text", "document", "statement", "leaflet", "appeal", "union", "federation", "slogan"):
            return True
    return False


def _is_movement(analysis: Analysis, start: int, end: int) -> bool:
    words = set(re.findall(r"[\w'’-]+", analysis.text[start:end].lower()))
    return bool(words & word_set("movement"))


# ------------------------------------------------------------------ words


def _phrases(
    reader: FrameReader, owner: Token, head: Token, link: Token | None = None, *, people: bool = True
) -> Iterator[Demand]:
    """The words of a noun phrase and of those joined to it, each a demand of its own.

    "Against" stays where the demand would else be misread; ``people`` tells that people can be what is asked for.
    """
    parts = FrameReader._coordinated(head) if head.pos_ not in ("VERB", "AUX") else [head]
    for part in parts:
        if link is not None and _is_named(reader, part):
            continue
        if not people and (_is_somebody(reader, part) or part.lemma_.lower() in word_set("action_noun")):
            continue
        kept = link if link is not None and (link.lower_ == "against" or link.pos_ == "VERB") else None
        demand = _words(reader, owner, part, kept if part is head else None)
        if demand is not None:
            yield demand
            yield from _strayed(reader, owner, part, demand)


def _strayed(reader: FrameReader, owner: Token, head: Token, demand: Demand) -> Iterator[Demand]:
    """ "… and the right to wear their own clothes": joined by meaning, though the parser joins it to the verb."""
    analysis = reader.analysis
    after = analysis.text[demand.end :]
    match = re.match(r",? and (?:for )?(?=(?:an?|the|more|higher|better|no|an end)\b)", after)
    if match is None:
        return
    at = demand.end + match.end()
    token = next((t for t in reader.doc if analysis.span(t)[0] >= at and t.pos_ in ("NOUN", "PROPN")), None)
    while token is not None and token.dep_ == "compound":
        token = token.head
    if token is None or token.dep_ not in ("conj", "dobj", "npadvmod", "appos", "nsubj", "ROOT"):
        return
    if token.dep_ in ("nsubj", "nsubjpass") or token.head in FrameReader._coordinated(head):
        return
    more = _words(reader, owner, token, None)
    if more is not None and more.start >= at:
        yield more


def _clause(reader: FrameReader, verb: Token, clause: Token) -> Iterator[Demand]:
    """ "Their wages doubled", "to be moved to Nador", "that the mayor resign"."""
    analysis = reader.analysis
    tokens = [t for t in clause.subtree if t.dep_ != "punct" or t.i < clause.i]
    joined = [c for c in clause.children if c.dep_ == "conj"]
    for noun in clause.children:
        if noun.dep_ in ("nsubj", "nsubjpass"):
            joined += [c for c in noun.children if c.dep_ == "conj"]
    dropped = {t.i for c in joined for t in c.subtree}
    dropped |= {c.i for c in clause.children if c.dep_ in ("cc", "mark") or (c.dep_ == "punct" and c.i > clause.i)}
    dropped |= {t.i for c in clause.children if c.dep_ in ("relcl", "advcl") for t in c.subtree}
    kept = [t for t in tokens if t.i not in dropped]
    if kept and kept[0].lower_ == "that":
        kept = kept[1:]
    demand = _stretch(analysis, verb, kept)
    if demand is not None:
        yield demand
    for noun in joined:
        more = _words(reader, verb, noun, None) if noun.pos_ in ("NOUN", "PROPN") else None
        if more is not None:
            yield more


def _words(reader: FrameReader, owner: Token, head: Token, link: Token | None) -> Demand | None:
    analysis = reader.analysis
    item = analysis.item(head)
    if head.lower_ in word_set("not_demanded") or (
        item is not None and item.kind in ("date", "place", "duration", "person", "people")
    ):
        return None
    if head.pos_ in ("PRON", "ADV") and head.dep_ != "pcomp":
        return None
    dropped: set[int] = set()
    for child in head.children:
        inner = analysis.item(child)
        is_date = any((i := analysis.item(g)) is not None and i.kind in ("date", "duration") for g in child.children)
        if (
            (child.dep_ in _CLAUSE - ({"relcl"} if _is_short(child) else set()) and child.i > head.i)
            or (child.dep_ == "prep" and child.lower_ != "of" and is_date)
            or (inner is not None and inner.kind == "date" and child.i > head.i)
        ):
            dropped.update(t.i for t in child.subtree)
    kept = [t for t in head.subtree if t.i not in dropped and not (t.dep_ == "mark" and t.head is head)]
    if head.dep_ == "dobj" and kept:
        kept += _completing(head, kept[-1])
    if link is not None and kept and link.i < kept[0].i:
        kept = [link, *kept]
    return _stretch(analysis, owner, kept)


def _completing(head: Token, last: Token) -> list[Token]:
    """ "An end to the sale", "the troops out of the township": what the parser hangs on the verb right behind it."""
    for child in head.head.children:
        if (
            child.dep_ == "prep"
            and child.left_edge.i == last.i + 1
            and child.lower_ in ("to", "of", "for", "out", "from")
        ):
            return list(child.subtree)
    return []


def _is_short(clause: Token) -> bool:
    """ "The water that the mine draws": a clause without which the demand would be another."""
    return clause.dep_ == "relcl" and len(list(clause.subtree)) <= 6 and clause.doc[clause.left_edge.i - 1].text != ","


def _stretch(analysis: Analysis, owner: Token, kept: list[Token]) -> Demand | None:
    kept = list(kept)
    while kept and (kept[-1].is_punct or kept[-1].pos_ in ("CCONJ", "ADP")):
        kept.pop()
    while kept and kept[0].is_punct:
        kept.pop(0)
    if not kept:
        return None
    start, end = analysis.span(kept[0])[0], max(analysis.span(t)[1] for t in kept)
    text = re.split(r"[,;:]|\.(?= )| (?:on|in|near|outside) \w+day\b| by \w+day\b", analysis.text[start:end])[0]
    text = text.strip(" \"'“”‘’.")
    if not text or len(text.split()) > 22:
        return None
    at = analysis.text.find(text, start)
    return Demand(owner, at, at + len(text), text) if at >= 0 else None


# ------------------------------------------------------------------ lists and slogans


def _listed(reader: FrameReader) -> Iterator[Demand]:
    """ "Their demands had been few: light for the village, a clinic, and jobs", "six points, first among them a "
    "ban"."""
    analysis = reader.analysis
    for match in _LIST.finditer(analysis.text):
        if re.search(r"\b(?:no|without|met|granted|accepted|rejected) (?:\w+ )?$", analysis.text[: match.start()]):
            continue
        end = re.search(r"[.;]|, (?:but|which|who|he|she|they|read|said)\b", analysis.text[match.end() :])
        stop = match.end() + end.start() if end else len(analysis.text)
        among = "among" in match.group(0).lower()
        begin = match.end()
        token = next((t for t in reader.doc if analysis.span(t)[0] >= match.start()), None)
        pieces = [p for p in _SPLIT.split(analysis.text[begin:stop]) if p]
        for piece in pieces[:1] if among else pieces:
            text = piece.strip(" \"'“”‘’")
            text = re.split(r",", text)[0]
            at = analysis.text.find(text, begin)
            if (
                token is not None
                and text
                and 1 < len(text.split()) <= 14
                and at >= 0
                and not re.match(r"(?:that|met|the )?(?:was|were|not)\b", text)
            ):
                begin = at + len(text)
                yield Demand(token, at, at + len(text), text)


def _slogans(reader: FrameReader) -> Iterator[Demand]:
    """What a slogan orders: "Give us back our books", "Down with the fence"."""
    analysis = reader.analysis
    for a, b in analysis.quotes:
        before = analysis.text[max(0, a - 60) : a].lower()
        if not re.search(
            r"\b(?:chant\w*|shout\w*|slogans?|banners?|placards?|posters?|signs?|paint\w*|words?|spray\w*|daub\w*|"
            r"wrote|"
            r"written|read(?:ing|s)?|cry\w*|cried|crying|graffiti|leaflets?|inscri\w+)\b[^.;]{0,40}$",
            before,
        ) and not re.match(
            r"[\"”»’]? (?:had |was |were |has )?(?:appear|been (?:painted|sprayed|daubed)|painted|sprayed)",
            analysis.text[b - 1 :],
        ):
            continue
        inner = analysis.text[a:b].strip("\"“”«»'‘’ ,.!")
        at = analysis.text.find(inner, a)
        token = next((t for t in reader.doc if analysis.span(t)[0] >= a), None) or reader.doc[-1]
        against = _SLOGAN_OF.match(inner)
        first = inner.split()[0].lower() if inner else ""
        if against is not None or (first in word_set("slogan_verb") and len(inner.split()) > 1):
            yield Demand(token, at, at + len(inner), inner)
