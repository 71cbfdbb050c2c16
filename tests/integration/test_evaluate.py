"""Scoring: what counts as equal, as a person at a shell meets it, and against the reference's own scorer."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ingest.build import Request, build, bundled_corpus
from ingest.cli import main
from ingest.errors import BuildError, UsageError
from ingest.evaluate import (
    Answers,
    Citation,
    Fact,
    Interval,
    PartialDate,
    Place,
    ReferenceActor,
    Report,
    Share,
    Tally,
    Told,
    Value,
    Who,
    align,
    evaluate,
    kilometres,
    normal,
    one_person,
    read_answer_file,
    read_answers,
    same,
    score,
    stated_date,
    texts_alike,
)

REPOSITORY = Path(__file__).resolve().parents[2]
CORPUS_ANSWERS = REPOSITORY / "tests/reference/corpus"
# The reference documents that the project was developed on.
DEVELOPED_ON = ("000_*", "001_*", "002_*", "003_*", "004_*")

ANSWERS = """\
document: a.txt
events:
- {id: e1, kind: demonstration, start_date: '2020-07-16', location: Baku, participants: [30, null],
   quote: rallied in Baku}
detentions:
- {who: Arif Hajili, count: [1, 1], date: '2020-07-16', location: Baku, status: detained, event: e1,
   quote: held Hajili}
- {who: null, count: [40, 40], group: forty people, date: '2020-07', location: Baku, status: released,
   quote: held forty}
sentences:
- {who: Arif Hajili, date: '--11-12', court: Nasimi District Court, outcome: convicted, kind: [prison, fine],
   prison_days: 30, fine: [500, AZN], charges: [disobedience], article: Article 535, event: e1, quote: sentenced}
figures:
- {measure: detained, value: [40, 40], unit: people, attributed_to: police, event: e1, quote: held forty}
actors:
- {name: Arif Hajili, type: person, aliases: [Hajili, Arif Hajyly]}
locations:
- {name: Baku, aliases: [], country: AZ, lat: 40.4, lon: 49.9}
"""
TEXT = "They rallied in Baku. Police held Hajili. He was sentenced. They held forty people."


@pytest.fixture
def answers(tmp_path: Path) -> Answers:
    path = tmp_path / "a.yaml"
    path.write_text(ANSWERS, encoding="utf-8")
    return read_answer_file(path)


def perfect(answers: Answers) -> Told:
    """A warehouse that tells just what the answers say."""
    return Told(
        document_ids={"a.txt": ("d",)},
        texts={"d": TEXT},
        facts=answers.facts,
        citations={
            (t, fact.key, "d"): (Citation(0, len(TEXT)),) for t, facts in answers.facts.items() for fact in facts
        },
        figure_documents={fact.key: "d" for fact in answers.facts["figures"]},
        actors={"a1": ("Arif Hajili", "Hajili", "Arif Hajyly")},
        places=((Place(("Baku",), 40.38, 49.89), "AZ", "city"),),
        quotes=Share(4, 4),
    )


def changed(told: Told, **fields: Any) -> Told:
    return replace(told, **fields)


# ------------------------------------------------------------------ scoring


def test_who_tells_what_the_answers_say_is_perfect(answers: Answers) -> None:
    report = score(perfect(answers), [answers])
    assert report.mean_slot_f1 == report.mean_over_documents == report.worst_document.f1 == 1.0
    assert report.disagreements == ()
    assert report.wrong_merges == 0
    assert (report.actors.rounded, report.variants.rounded, report.places.rounded) == (1.0, 1.0, 1.0)
    assert report.anchors == Share(5, 5)


def test_a_document_that_was_not_read_is_told(answers: Answers) -> None:
    report = score(changed(perfect(answers), document_ids={}), [answers])
    assert report.missing == ("a",)
    assert report.mean_slot_f1 == 0.0
    assert {d.kind for d in report.disagreements} == {"missed"}


def test_a_wrong_field_costs_its_slot_and_is_told_with_the_quote(answers: Answers) -> None:
    event = answers.facts["events"][0]
    wrong = Fact(event.key, {**event.values, "participants": Interval(40.0, 40.0)}, event.parent)
    report = score(changed(perfect(answers), facts={**answers.facts, "events": (wrong,)}), [answers])
    assert report.fields["events", "participants"] == Tally(0, 1, 1)
    assert report.rows["events"] == Tally(1, 1, 1)
    (told,) = report.disagreements
    assert (told.document, told.table, told.kind, told.field) == ("a", "events", "field", "participants")
    assert (told.got, told.want, told.quote) == ("40", "30..", "rallied in Baku")


def test_missed_and_extra_rows(answers: Answers) -> None:
    extra = Fact("x", {**answers.facts["figures"][0].values, "value": Interval(7.0, 7.0)})
    told = changed(
        perfect(answers),
        facts={**answers.facts, "figures": (extra,), "sentences": ()},
        figure_documents={"x": "d"},
    )
    report = score(told, [answers])
    kinds = sorted((d.table, d.kind) for d in report.disagreements)
    assert kinds == [("figures", "extra"), ("figures", "missed"), ("sentences", "missed")]
    assert report.rows["figures"] == Tally(0, 1, 1)


def test_a_link_to_the_parent_of_an_event_that_nobody_found_counts(answers: Answers) -> None:
    wave = Fact("w", {**answers.facts["events"][0].values, "kind": "wave"})
    child = Fact("c", {**answers.facts["events"][0].values, "kind": "strike"}, parent="w")
    linked = Fact("0", {**answers.facts["detentions"][0].values, "event": "c"})
    reference = Answers("a", "a.txt", {**answers.facts, "events": (wave, child), "detentions": (linked,)}, (), ())
    ours = Fact("0", {**linked.values, "event": "w"})
    told = changed(perfect(reference), facts={**reference.facts, "events": (wave,), "detentions": (ours,)})
    assert score(told, [reference]).fields["detentions", "event"] == Tally(1, 1, 1)


def test_two_people_in_one_row_are_a_wrong_merge(answers: Answers) -> None:
    both = Answers("b", "a.txt", answers.facts, (*answers.actors, *_actors("Tofig Yagublu")), answers.places)
    told = changed(perfect(both), actors={"a1": ("Arif Hajili", "Tofig Yagublu", "Arif Hajyly")})
    assert score(told, [both]).wrong_merges == 1


def test_two_documents_whose_people_share_a_row_are_a_wrong_merge(answers: Answers) -> None:
    other = Answers("b", "a.txt", answers.facts, _actors("Tofig Yagublu"), answers.places)
    told = changed(perfect(answers), actors={"a1": ("Arif Hajili", "Tofig Yagublu", "Arif Hajyly")})
    assert score(told, [answers, other]).wrong_merges == 1


def _actors(name: str) -> tuple[ReferenceActor, ...]:
    return (ReferenceActor(name, "person", ()),)


def test_rows_that_cannot_be_told_apart_count_nowhere(answers: Answers) -> None:
    bare = Fact("b", {**answers.facts["detentions"][1].values, "who": Who((), None)})
    told = changed(perfect(answers), facts={**answers.facts, "detentions": (*answers.facts["detentions"], bare)})
    assert score(told, [answers]).rows["detentions"] == Tally(2, 2, 2)


def test_a_group_is_found_by_day_and_place_where_its_count_differs(answers: Answers) -> None:
    group = answers.facts["detentions"][1]
    ours = Fact("g", {**group.values, "who": Who((), Interval(41.0, 41.0))})
    assert align("detentions", [ours], [group]) == [(ours, group)]
    elsewhere = Fact("g", {**ours.values, "location": Place(("Ganja",), 40.68, 46.36)})
    assert align("detentions", [elsewhere], [group]) == []


# ------------------------------------------------------------------ what is equal

DAY = PartialDate(dt.date(2020, 7, 16), "day")
MONTH = PartialDate(dt.date(2020, 7, 1), "month")


@pytest.mark.parametrize(
    ("slot", "ours", "theirs", "equal"),
    [
        ("date", DAY, DAY, True),
        ("date", DAY, MONTH, False),
        ("date", MONTH, DAY, False),
        ("released_on", DAY, MONTH, True),
        ("released_on", MONTH, DAY, False),
        ("date", None, DAY, False),
        ("date", None, None, False),
        ("status", "released", "released", True),
        ("participants", Interval(30.0, None), Interval(30.0, None), True),
        ("participants", Interval(30.0, 30.0), Interval(30.0, None), False),
        ("kinds", frozenset({"fine", "prison"}), frozenset({"prison", "fine"}), True),
        ("kinds", frozenset({"prison"}), frozenset({"prison", "fine"}), False),
        ("prison_days", 365, 365, True),
        ("location", Place(("Baki",), 40.4, 49.9), Place(("Baku",), 40.41, 49.87), True),
        ("location", Place(("Tabriz",)), Place(("Tabrīz",)), True),
        ("location", Place(("Tabriz",)), Place(("Urmia",)), False),
        ("who", Who(("Arif Hajili",), None), Who(("Hajili, Arif",), None), True),
        ("who", Who(("Mustafa Parvin",), None), Who(("Hamid Parvin",), None), False),
        ("who", Who((), Interval(3.0, 3.0)), Who((), Interval(3.0, 3.0)), True),
        ("who", Who(("A B",), Interval(1.0, 1.0)), Who((), Interval(1.0, 1.0)), False),
    ],
)
def test_what_is_equal(slot: str, ours: Value | None, theirs: Value | None, equal: bool) -> None:
    assert same(slot, ours, theirs) is equal


@pytest.mark.parametrize(
    ("slot", "ours", "theirs", "equal"),
    [
        ("court", "Nasimi District Court", "the Nasimi District Court", True),
        ("court", "Nasimi District Court", "Sabail District Court", False),
        ("article", "Article 220 of the Penal Code", "article 220, penal code", True),
        ("article", "Article 220", "Article 221", False),
        ("charges", "insulting the president", "insulting president", True),
        ("charges", "x", "a very long description of what the decision was about", False),
    ],
)
def test_which_texts_are_alike(slot: str, ours: str, theirs: str, equal: bool) -> None:
    assert texts_alike(slot, ours, theirs) is equal


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Əli-Kərimli’s", "ali karimli s"),
        ("THE court", "court"),
        ("Łódź", "łodz"),
        ("Çağlar Öz", "caglar oz"),
        ("", ""),
    ],
)
def test_names_are_compared_without_case_marks_and_article(text: str, expected: str) -> None:
    assert normal(text) == expected


def test_who_can_be_one_person() -> None:
    assert one_person(["Maria Santos"], ["Maria Elena Santos"])
    assert not one_person(["Mustafa Parvin"], ["Hamid Parvin"])


def test_distances() -> None:
    assert kilometres((40.4, 49.9), (40.4, 49.9)) == 0
    assert 320 < kilometres((40.4, 49.9), (41.7, 46.4)) < 335
    assert kilometres((None, 49.9), (40.4, 49.9)) == float("inf")


@pytest.mark.parametrize(
    ("stated", "told"),
    [("2020-07-16", "2020-07-16"), ("2020-07", "2020-07"), (2020, "2020"), (dt.date(2020, 7, 16), "2020-07-16")],
)
def test_dates_of_answers(stated: object, told: str) -> None:
    assert str(stated_date(stated)) == told


@pytest.mark.parametrize("stated", [None, "--11-12"])
def test_dates_without_a_year_are_not_compared(stated: object) -> None:
    assert stated_date(stated) is None


@pytest.mark.parametrize(
    ("tally", "figures"),
    [
        (Tally(3, 4, 6), (0.75, 0.5, 0.6)),
        (Tally(0, 0, 0), (1.0, 1.0, 1.0)),
        (Tally(0, 3, 0), (0.0, 0.0, 0.0)),
        (Tally(0, 0, 3), (0.0, 0.0, 0.0)),
    ],
)
def test_precision_recall_and_f1(tally: Tally, figures: tuple[float, float, float]) -> None:
    assert tally.rounded == figures


# ------------------------------------------------------------------ bad input


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a list", "these are no reference answers (it holds no mapping); correct the file"),
        ("events: []", "a row has no document; add the field"),
        ("document: a.txt\nevents:\n- {kind: riot}", "a row has no id; add the field"),
        ("document: a.txt\nfigures:\n- {measure: killed}", "a row has no value; add the field"),
        ("document: [", "these are no reference answers"),
        ("document: a.txt\nevents:\n- {id: e, kind: riot, start_date: soon}", "these are no reference answers"),
    ],
)
def test_answers_that_cannot_be_read_are_told_with_their_file(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as told:
        read_answers([tmp_path])
    assert str(told.value).startswith(f"{path}: {message}")


def test_a_folder_without_answers_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there are no reference answers"):
        read_answers([tmp_path])
    with pytest.raises(UsageError, match="there is no such folder"):
        read_answers([tmp_path / "nowhere"])


def test_a_document_without_answers_is_told() -> None:
    with pytest.raises(UsageError, match="no answers named nothing"):
        read_answers([CORPUS_ANSWERS], ["nothing"])


def test_a_file_that_is_no_warehouse_is_told(tmp_path: Path) -> None:
    (tmp_path / "w.duckdb").write_text("no database", encoding="utf-8")
    with pytest.raises(BuildError, match="cannot be read"):
        evaluate(tmp_path / "w.duckdb", [CORPUS_ANSWERS])


# ------------------------------------------------------------------ a real warehouse


@pytest.mark.slow
@pytest.mark.xdist_group("corpus")
class TestBundledCorpus:
    @pytest.fixture
    def report(self, corpus_warehouse: Path) -> Report:
        return evaluate(corpus_warehouse, [CORPUS_ANSWERS])

    def test_every_document_is_scored(self, report: Report) -> None:
        assert [d.stem for d in report.documents] == sorted(path.stem for path in CORPUS_ANSWERS.glob("*.yaml"))
        assert report.missing == ()

    def test_figures_add_up(self, report: Report) -> None:
        for table in report.slots:
            of_documents = sum((d.slots[table] for d in report.documents), Tally())
            assert of_documents == report.slots[table]

    def test_missed_and_extra_rows_are_what_is_not_aligned(self, report: Report) -> None:
        for table, tally in report.rows.items():
            kinds = [d.kind for d in report.disagreements if d.table == table]
            assert kinds.count("missed") == tally.wanted - tally.hits
            assert kinds.count("extra") == tally.found - tally.hits

    def test_one_document_alone(self, corpus_warehouse: Path) -> None:
        report = evaluate(corpus_warehouse, [CORPUS_ANSWERS], stems=["baku_musavat_rally_2019"])
        assert len(report.documents) == 1

    def test_the_command_prints_figures_errors_and_markdown(
        self, corpus_warehouse: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        target = tmp_path / "figures.md"
        main(
            [
                "evaluate",
                str(CORPUS_ANSWERS),
                "--warehouse",
                str(corpus_warehouse),
                "--errors",
                "--markdown",
                str(target),
            ]
        )
        said = capsys.readouterr().out
        assert "5 documents, mean slot F1 0." in said
        assert "detentions.who" in said
        assert " events missed: kind " in said
        assert max(map(len, said[said.index("rows  ") :].splitlines())) <= 140
        assert "| detentions |" in target.read_text(encoding="utf-8")

    def test_the_command_wants_a_folder(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as ended:
            main(["evaluate"])
        assert ended.value.code == 2
        assert "GOLD_DIR" in capsys.readouterr().err


# ------------------------------------------------------------------ the reference's own scorer


@pytest.fixture(scope="module")
def both_warehouse(tmp_path_factory: pytest.TempPathFactory, reference_folder: Path) -> Path:
    """The documents that the project was developed on together with the bundled ones."""
    originals = sorted(p for name in DEVELOPED_ON for p in (reference_folder / "documents").glob(f"{name}.txt"))
    warehouse = tmp_path_factory.mktemp("both") / "warehouse.duckdb"
    build(Request(warehouse, paths=(*originals, bundled_corpus())))
    return warehouse


@pytest.mark.slow
@pytest.mark.xdist_group("both")
@pytest.mark.parametrize("which", ["originals", "bundled"])
def test_figures_are_those_of_the_reference_scorer(which: str, both_warehouse: Path, reference_folder: Path) -> None:
    folder = reference_folder / "gold" if which == "originals" else CORPUS_ANSWERS
    names = DEVELOPED_ON if which == "originals" else ("*",)
    stems = sorted(path.stem for name in names for path in folder.glob(f"{name}.yaml"))
    command = [sys.executable, str(reference_folder / "score/score.py"), str(both_warehouse), str(folder), "--json"]
    for stem in stems:
        command += ["--document", stem]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    ours = json.loads(json.dumps(evaluate(both_warehouse, [folder], stems=stems).as_dict()))
    assert ours == json.loads(done.stdout)
