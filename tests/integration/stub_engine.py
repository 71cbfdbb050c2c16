"""An engine that reads fast and predictably: an event for each paragraph that says "rally", a place for each "Baku".

Some words make it misbehave the way an odd document might: ``HANG``, ``EAT MEMORY``, ``DIE``, ``CRASH``.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import IO

import duckdb
import pyarrow as pa

from ingest.build import Engine
from ingest.errors import AuditError
from ingest.model import Claim, Document, Mention, Passage, Reading, Reject, Span, Value, stable_id
from ingest.publish import Workshop
from ingest.raw_schema import RAW_TABLES
from ingest.workers import Extraction

READ_LOG = "ATTEST_TEST_READ_LOG"
"""Names a file to which the name of every document that is read is appended."""


class StubReader:
    def read(self, document: Document) -> Reading:
        log = os.environ.get(READ_LOG)
        if log:
            with open(log, "a", encoding="utf-8") as file:
                file.write(f"{document.file_name}\n")
        _misbehave(document.text)
        passages: list[Passage] = []
        mentions: list[Mention] = []
        claims: list[Claim] = []
        rejects: list[Reject] = []
        for number, block in enumerate(document.content.blocks):
            key = stable_id("passage", document.document_id, number)
            passage = Passage(key, number, block.kind, block.section, number, block.clean, block.key)
            passages.append(passage)
            for match in re.finditer("Baku", passage.text):
                span = passage.clean.raw(*match.span())
                mention = stable_id("mention", document.document_id, span.start)
                mentions.append(Mention(mention, key, "place", "Baku", span, stable_id("entity", "Baku"), "Baku"))
            if "31 February" in passage.text:
                message = f"{document.file_name}: 31 February is no day"
                rejects.append(
                    Reject("contradiction", message, document.file_name, document.path, document.document_id, key)
                )
            elif "rally" in passage.text:
                whole = Span(passage.span.start, min(passage.span.end, passage.span.start + 600))
                values = (Value("event_kind", "demonstration", whole, key), Value("name", passage.text[:40]))
                claims.append(
                    Claim(stable_id("claim", key), "event", key, ((key, whole),), values, "stub", confidence=0.5)
                )
        return Reading(document, tuple(passages), tuple(mentions), tuple(claims), tuple(rejects))


def _misbehave(text: str) -> None:
    if "HANG" in text:
        time.sleep(600)
    if "EAT MEMORY" in text:
        hoard = [bytearray(2_000_000_000) for _ in range(1000)]
        raise AssertionError(f"{len(hoard)} blocks fitted")
    if "DIE" in text:
        os.kill(os.getpid(), 9)
    if "CRASH" in text:
        raise KeyError("crash")


def load_stub() -> StubReader:
    return StubReader()


def load_nothing() -> StubReader:
    raise ModuleNotFoundError("No module named 'en_core_web_sm'")


def stub_gazetteer(names: Iterable[str]) -> pa.Table:
    rows = [
        dict.fromkeys(RAW_TABLES["gazetteer"].names) | {"name_key": name.casefold(), "name": name} for name in names
    ]
    return pa.Table.from_pylist(rows, schema=RAW_TABLES["gazetteer"])


def stub_marts(workshop: Workshop, lock: IO[str], *, problem: str | None = None) -> tuple[str, ...]:
    """Stands in for dbt where a test is about something else: one mart, made in a moment."""
    connection = duckdb.connect(str(workshop.build_file))
    connection.execute("create schema marts")
    connection.execute(
        "create table marts.fct_events as select claim_id as event_id, value as name from raw.claims "
        "join raw.claim_values using (claim_id) where field = 'name' order by all"
    )
    connection.close()
    if problem is not None:
        raise AuditError((problem,), where=workshop.target, do="the published file is as it was")
    return ()


def stub_engine(*, version: str = "1", marts: object = None, problem: str | None = None) -> Engine:
    return Engine(
        extraction=Extraction(version=version, load=load_stub),
        gazetteer_rows=stub_gazetteer,
        marts=marts or partial(stub_marts, problem=problem),  # type: ignore[arg-type]
    )


def write(folder: Path, **texts: str) -> Path:
    """Writes ``name.txt`` for each text; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder
