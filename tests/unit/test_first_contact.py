"""The log of first contacts is whole, and the page shows it as it is."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path

import pytest

from scripts import first_contact
from scripts.first_contact import Contact, read_log, table, write_log

ROOT = Path(__file__).resolve().parents[2]


def test_a_log_is_read_as_it_was_written(tmp_path: Path) -> None:
    contacts = (Contact("a", "fresh", 0.5, "0" * 12), Contact("b, c", "reference", 1.0, "1" * 12, 'seen "so far"'))
    write_log(contacts, tmp_path / "log.csv")
    assert read_log(tmp_path / "log.csv") == contacts


def test_there_is_no_log_before_the_first_contact(tmp_path: Path) -> None:
    assert read_log(tmp_path / "log.csv") == ()
    assert table(()) == "No document has been met yet.\n"


def test_the_mean_of_the_last_thirty_leaves_out_what_came_before() -> None:
    page = table(
        [Contact("early", "fresh", 0.0, "0" * 12), *(Contact(f"d{i}", "fresh", 0.9, "1" * 12) for i in range(30))]
    )
    assert "Mean of all 31: **0.871**; of the last 30: **0.900**." in page


def test_no_document_is_met_twice() -> None:
    met = Counter((contact.set, contact.document) for contact in read_log())
    assert [document for document, times in met.items() if times > 1] == []


def test_every_fresh_document_with_an_answer_is_in_the_log() -> None:
    answered = {path.stem for path in (ROOT / "tests/reference/fresh").glob("*.yaml")}
    assert answered == {contact.document for contact in read_log() if contact.set == "fresh"}


def test_the_page_shows_the_log_as_it_is() -> None:
    page = first_contact.PAGE.read_text(encoding="utf-8")
    assert first_contact.page_with(page, read_log()) == page, "run make evaluation"


def test_uncommitted_changes_are_not_scored(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(first_contact, "git", lambda *_: " M ingest/model.py")
    assert first_contact.log(ROOT / "tests/reference/fresh", (), "") == 1
    assert "commit them" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.xdist_group("corpus")
def test_a_document_is_scored_with_the_code_of_a_commit() -> None:
    try:
        head = first_contact.git("rev-parse", "HEAD")
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this copy has no history of git")
    folder = ROOT / "tests/reference/newswire"
    found = first_contact.scores(head, folder, folder, ["kettering_massed_bands"])
    assert found == {"kettering_massed_bands": 1.0}, "a band contest states no fact"
