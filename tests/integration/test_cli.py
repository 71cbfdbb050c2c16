"""The command ``attest build`` as a person at a shell meets it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from stub_engine import stub_engine, stub_marts, write

import ingest.build
from ingest.cli import main


@pytest.fixture(autouse=True)
def stubbed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ingest.build, "default_engine", stub_engine)
    monkeypatch.delenv("ATTEST_WAREHOUSE", raising=False)
    monkeypatch.chdir(tmp_path)


def status(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    return int(ended.value.code or 0)


def run(*arguments: str | Path) -> int:
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def test_all_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("build", write(tmp_path / "docs", a="A rally in Baku.")) == 0
    said = capsys.readouterr()
    assert "marts.fct_events" in said.out
    assert "1 document read" in said.out
    assert "from ingest.warehouse import connect" in said.out
    assert "reading documents (1)" in said.err
    assert (tmp_path / "warehouse.duckdb").is_file()


def test_built_with_rejects(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path / "docs", a="A rally in Baku.", b="")
    assert status("build", folder, "--warehouse", "other.duckdb") == 3
    said = capsys.readouterr()
    assert "rejected (empty): b.txt: the file is empty" in said.err.splitlines()
    assert "1 rejected (1 empty): see raw.rejects." in said.out
    assert (tmp_path / "other.duckdb").is_file()


def test_withheld_claims_alone_are_no_rejects(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("build", write(tmp_path / "docs", a="A rally on 31 February.")) == 0
    assert "1 claim withheld for contradicting" in capsys.readouterr().out


def test_not_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    failing = partial(stub_marts, problem="evidence: The quote at 16 is not the stored text.")
    monkeypatch.setattr(ingest.build, "default_engine", partial(stub_engine, marts=failing))
    assert status("build", write(tmp_path / "docs", a="A rally in Baku.")) == 1
    said = capsys.readouterr().err.splitlines()
    assert "  failed: evidence: The quote at 16 is not the stored text." in said
    assert said[-1].startswith(f"attest: {tmp_path / 'warehouse.duckdb'}: 1 test of the new warehouse failed")
    assert not (tmp_path / "warehouse.duckdb").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build", "nowhere"], "attest: nowhere: there is no such file or folder; check the path"),
        (["build", "--jobs", "0"], "0 is not in the range"),
        (["build", "--nonsense"], "--nonsense"),
        (["nonsense"], "nonsense"),
    ],
)
def test_wrong_usage(arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(*arguments) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_options_reach_the_build(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = write(tmp_path / "one", a="A rally in Baku."), write(tmp_path / "other", b="A rally in Ganja.")
    run("build", one)
    run("build", other, "--add")
    assert "1 document read, 1 unchanged and kept." in capsys.readouterr().out
    run("build", "--full", "--jobs", "1")
    assert "2 documents read, 0 unchanged and kept." in capsys.readouterr().out
    run("build", one)
    assert "1 left out that were there before" in capsys.readouterr().out


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert run("build", "--help") == 0
    assert "PATHs are files and folders" in capsys.readouterr().out
