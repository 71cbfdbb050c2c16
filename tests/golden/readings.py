"""Reads small texts with the real reader and shows their claims as plain rows.

A row holds what an answer file would: names instead of entity ids, ``[low, high]`` instead of two columns, and
for a link to an event that event's kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ingest.documents.discover import Source
from ingest.documents.load import make_document
from ingest.documents.manifest import ManifestRow
from ingest.extract.reading import PassageReader
from ingest.gazetteer import PlaceNames
from ingest.language.analysis import Analyser, load_analyser
from ingest.model import MAX_QUOTE, Claim, Document, Reading, Span

Row = dict[str, Any]
TABLES = {"events": "event", "detentions": "detention", "sentences": "sentence", "figures": "figure"}


@cache
def analyser() -> Analyser:
    """The language model and lexicons, loaded once per process (about a second)."""
    return load_analyser()


@cache
def reader() -> PassageReader:
    """The reader that ``load_reader`` gives, around the one loaded model."""
    return PassageReader(analyser(), PlaceNames.load())


def document_of(
    text: str,
    *,
    title: str = "Weekly report",
    published_on: date | None = None,
    document_type: str | None = "news",
) -> Document:
    """A document with this text below a title line, as the format's own reader makes it."""
    source = Source("/reports/report.txt", "report.txt", Path("report.txt"), Path("/reports"))
    row = ManifestRow(title=title, published_on=published_on, document_type=document_type)
    document = make_document(f"{title}\n\n{text}\n".encode(), source, row)
    assert isinstance(document, Document), document
    return document


def read_text(text: str, **about: Any) -> Reading:
    """What the real reader makes of a text."""
    return reader().read(document_of(text, **about))


def rows_of(reading: Reading) -> dict[str, list[Row]]:
    """The claims of a reading by table, in the form of the answer files, without what is not stated."""
    names = {mention.entity_id: mention.entity_name for mention in reading.mentions}
    kinds = {claim.claim_id: claim.get("event_kind") for claim in reading.claims if claim.claim_type == "event"}
    return {
        table: [_FORMS[claim_type](claim, names, kinds) for claim in reading.claims if claim.claim_type == claim_type]
        for table, claim_type in TABLES.items()
    }


def _stated(row: Row) -> Row:
    return {name: value for name, value in row.items() if value is not None and value not in ([], [None, None])}


def _number(text: str | None) -> float | None:
    return None if text is None else float(text)


def _range(claim: Claim, name: str) -> list[float | None]:
    return [_number(claim.get(f"{name}_low")), _number(claim.get(f"{name}_high"))]


def _name(claim: Claim, field: str, names: Mapping[str, str]) -> str | None:
    entity = claim.get(field)
    return None if entity is None else names.get(entity, f"no mention: {entity}")


def _event(claim: Claim, names: Mapping[str, str], kinds: Mapping[str, str | None]) -> Row:
    return _stated(
        {
            "kind": claim.get("event_kind"),
            "name": claim.get("name"),
            "start_date": claim.get("start_date"),
            "end_date": claim.get("end_date"),
            "location": _name(claim, "place", names),
            "site": claim.get("site"),
            "participants": _range(claim, "participants"),
            "parent": kinds.get(claim.get("parent") or ""),
            "demands": list(claim.all("demand")),
            "methods": sorted(claim.all("method")),
            "outcomes": sorted(claim.all("outcome")),
            "roles": sorted(f"{role}: {names[e]}" for role in ROLES for e in claim.all(role)),
        }
    )


def _detention(claim: Claim, names: Mapping[str, str], kinds: Mapping[str, str | None]) -> Row:
    bail = claim.get("bail_amount")
    return _stated(
        {
            "who": _name(claim, "person", names),
            "count": _range(claim, "person_count"),
            "group": claim.get("group_description"),
            "date": claim.get("detained_on"),
            "location": _name(claim, "place", names),
            "status": claim.get("status"),
            "released_on": claim.get("released_on"),
            "event": kinds.get(claim.get("event") or ""),
            "detaining_actor": _name(claim, "detaining_actor", names),
            "custody_place": claim.get("custody_place"),
            "bail": None if bail is None else [float(bail), claim.get("bail_currency")],
            "charges": list(claim.all("charge")),
            "mistreatment": sorted(claim.all("mistreatment")),
            "is_minor": True if claim.get("is_minor") else None,
        }
    )


def _sentence(claim: Claim, names: Mapping[str, str], kinds: Mapping[str, str | None]) -> Row:
    fine = claim.get("fine_amount")
    return _stated(
        {
            "who": _name(claim, "person", names),
            "count": _range(claim, "person_count"),
            "date": claim.get("decided_on"),
            "court": claim.get("court_name"),
            "outcome": claim.get("outcome"),
            "kind": sorted(claim.all("sentence_kind")),
            "prison_days": _number(claim.get("prison_days")),
            "lashes": _number(claim.get("lashes")),
            "fine": None if fine is None else [float(fine), claim.get("fine_currency")],
            "community_service_hours": _number(claim.get("community_service_hours")),
            "charges": list(claim.all("charge")),
            "article": claim.get("legal_provision"),
            "event": kinds.get(claim.get("event") or ""),
        }
    )


def _figure(claim: Claim, names: Mapping[str, str], kinds: Mapping[str, str | None]) -> Row:
    return _stated(
        {
            "measure": claim.get("measure"),
            "value": _range(claim, "value"),
            "unit": claim.get("unit"),
            "attributed_to": claim.get("attributed_to"),
            "event": kinds.get(claim.get("event") or ""),
        }
    )


_FORMS = {"event": _event, "detention": _detention, "sentence": _sentence, "figure": _figure}


def matches(expected: Mapping[str, Any], row: Row) -> bool:
    """Whether a row has what is expected of it; null expects that a field is not filled, other fields are free."""
    for name, value in expected.items():
        got = row.get(name)
        if name == "kind" and isinstance(value, list):
            value = sorted(value)  # noqa: PLW2901 - the order of kinds says nothing
        if value == []:
            value = None  # noqa: PLW2901 - an empty list expects what null does
        if isinstance(value, list) and isinstance(got, list):
            if [_plain(item) for item in value] != [_plain(item) for item in got]:
                return False
        elif _plain(value) != _plain(got):
            return False
    return True


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def assign(expected: Sequence[Mapping[str, Any]], rows: Sequence[Row]) -> bool:
    """Whether each expected row has a row of its own."""
    if not expected:
        return True
    first, *others = expected
    return any(matches(first, row) and assign(others, [*rows[:i], *rows[i + 1 :]]) for i, row in enumerate(rows))


ROLES = ("participant", "organizer", "leader", "target", "intervener", "responder")
ENTITY_FIELDS = {
    *("place", "person", "detaining_actor", "court", "attributed_actor"),
    *("participant", "organizer", "leader", "target", "intervener", "responder"),
}
CLAIM_FIELDS = {"parent": "event", "event": "event", "detention": "detention", "revises": "sentence"}


def dangling(reading: Reading) -> list[str]:
    """Values that point at an entity without a mention, or at a claim that is not of the same document and type."""
    entities = {mention.entity_id for mention in reading.mentions}
    claims = {claim.claim_id: claim.claim_type for claim in reading.claims}
    found = []
    for claim in reading.claims:
        for value in claim.values:
            if value.field in ENTITY_FIELDS and value.value not in entities:
                found.append(f"{claim.claim_type}.{value.field} names an entity without a mention")
            if value.field in CLAIM_FIELDS and claims.get(value.value) != CLAIM_FIELDS[value.field]:
                found.append(f"{claim.claim_type}.{value.field} points at no {CLAIM_FIELDS[value.field]}")
    return found


def broken_evidence(reading: Reading) -> list[str]:
    """Claims and values whose span is too long, or does not lie in the passage that it is said to be of."""
    spans: dict[str | None, Span] = {passage.passage_id: passage.span for passage in reading.passages}
    text = reading.document.text
    cited: list[tuple[str, str | None, Span]] = [
        (claim.claim_type, home, span) for claim in reading.claims for home, span in claim.evidence
    ]
    cited += [
        (f"{claim.claim_type}.{value.field}", value.passage_id, value.span)
        for claim in reading.claims
        for value in claim.values
        if value.span is not None and value.passage_id is not None
    ]
    found = [
        f"{what} {span} in {spans.get(home)}"
        for what, home, span in cited
        if home not in spans or span not in spans[home] or span.end - span.start > MAX_QUOTE or span.end > len(text)
    ]
    found += [f"{claim.claim_type} without evidence" for claim in reading.claims if not claim.evidence]
    found += [
        f"{claim.claim_type}.{value.field} without a span"
        for claim in reading.claims
        for value in claim.values
        if value.span is None
    ]
    return found
