"""The history of the figures is whole, grows by what is new, and is what the evaluation page shows."""

from __future__ import annotations

import re
from pathlib import Path

from ingest.evaluate import TABLES
from scripts.figures_history import HISTORY, SHOWN, Figure, read_history, table, with_today, write_history

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8")


def measured(day: str, f1: str) -> tuple[Figure, ...]:
    return tuple(Figure(day, "0.1.0", "abc1234", "corpus", name, f1) for name in (*TABLES, "mean"))


def test_a_history_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_history(measured("2026-01-01", "0.50"), tmp_path / "history.csv")
    assert read_history(tmp_path / "history.csv") == measured("2026-01-01", "0.50")


def test_the_same_figures_are_not_added_again() -> None:
    before = measured("2026-01-01", "0.50")
    assert with_today(before, measured("2026-01-02", "0.50")) == before
    assert with_today(before, measured("2026-01-02", "0.51")) == (*before, *measured("2026-01-02", "0.51"))


def test_a_machine_without_the_originals_adds_nothing_for_them() -> None:
    before = (*measured("2026-01-01", "0.50"), Figure("2026-01-01", "0.1.0", "abc1234", "originals", "mean", "0.80"))
    assert with_today(before, measured("2026-01-02", "0.50")) == before


def test_the_latest_measurement_stands_first() -> None:
    shown = table((*measured("2026-01-01", "0.50"), *measured("2026-01-02", "0.60"))).splitlines()
    assert shown[0] == "| date | version | revision | corpus |"
    assert shown[2] == "| 2026-01-02 | 0.1.0 | `abc1234` | 0.60 (0.60, 0.60, 0.60, 0.60) |"


def test_every_figure_is_a_share_of_a_set_that_the_page_knows() -> None:
    sets = set(re.findall(r"^\| (\w+) \| \d+ \|", PAGE, re.MULTILINE))
    for figure in read_history(HISTORY):
        assert figure.set in sets
        assert figure.table in (*TABLES, "mean")
        assert 0 <= float(figure.f1) <= 1
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", figure.date)
        assert re.fullmatch(r"[0-9a-f]{7}", figure.revision)


def test_the_page_shows_the_history() -> None:
    shown = SHOWN.search(PAGE)
    assert shown is not None
    assert shown[1].strip() == table(read_history()).strip(), "run make evaluation"
