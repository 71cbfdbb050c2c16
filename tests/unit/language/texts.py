"""Single passages for tests, marked and parsed by the real language layer."""

from __future__ import annotations

import re

from ingest.language.analysis import Analysis
from ingest.model import CleanText, Passage
from tests.golden.readings import analyser


def passage_of(text: str) -> Passage:
    """A paragraph of one passage whose clean text is its raw text."""
    return Passage("p", 0, "paragraph", 0, 0, CleanText(text, tuple(range(len(text)))))


def mark(text: str) -> Analysis:
    """Names, dates and numbers of one passage that stands alone."""
    lower = frozenset(re.findall(r"(?<!\w)[a-z][\w'’-]*", text))
    measured = analyser().measure(analyser().glance(passage_of(text)))
    return analyser().complete(analyser().name(measured, lower_seen=lower, known={}), None)


def analyse(text: str) -> Analysis:
    """One passage, marked and parsed."""
    analysis = mark(text)
    analyser().parse([analysis])
    return analysis
