"""Small passages, one construction at a time, and the facts that they state (see ``cases.py``).

A case with an ``xfail`` fails today, for the reason given. When it passes, its test fails until the mark is taken
away: ``python -m scripts.unmark_passages`` does that.
"""

from __future__ import annotations

import pytest

from tests.golden.cases import Case, load_cases, problems


def _parameter(case: Case) -> object:
    marks = [] if case.xfail is None else [pytest.mark.xfail(reason=case.xfail, strict=True)]
    return pytest.param(case, id=case.name, marks=marks)


@pytest.mark.parametrize("case", [_parameter(case) for case in load_cases()])
def test_passage_states_these_facts_and_no_others(case: Case) -> None:
    found = problems(case)
    assert not found, "\n".join(found)


def test_every_case_has_an_id_of_its_own_and_expects_something() -> None:
    names = [case.name for case in load_cases()]
    assert len(names) == len(set(names))
    assert [case.name for case in load_cases() if not case.tables] == []


def test_there_are_enough_cases_to_speak_of_each_construction() -> None:
    assert len({case.path for case in load_cases()}) >= 12
    assert len(load_cases()) >= 150
