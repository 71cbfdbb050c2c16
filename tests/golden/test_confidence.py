"""Confidence is a probability that holds: it varies, keeps to its bounds, and is what the fit says."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.extract.confidence import HIGHEST, LOWEST, Context, confidence_weights, features, probability
from ingest.model import Claim, Reading
from scripts.fit_confidence import (
    Sample,
    bins,
    calibration_error,
    confidences,
    fit,
    left_out,
    ranking,
    shipped_samples,
)
from tests.golden.readings import read_text

CALIBRATED = 0.1
"""Highest calibration error over all shipped sets."""
LEFT_OUT_CALIBRATED = 0.08
"""The same, each set with weights that were fitted without it."""
RANKS = 0.6
"""How often a right claim has to have a higher confidence than a wrong one."""
LIKE_FITTED = 0.06
"""How far confidence may be from that of weights fitted now, on average: rules change between two fits."""

golden = [pytest.mark.slow, pytest.mark.xdist_group("golden")]


def told_of(reading: Reading, claim_type: str) -> dict[str, float]:
    claim = next(claim for claim in reading.claims if claim.claim_type == claim_type)
    return features(claim, Context(reading))


# ---------------------------------------------------------------------- features


def test_a_claim_that_its_passage_tells_in_full() -> None:
    found = told_of(read_text("Police arrested Mary Ncube in Harare on 3 May 2021."), "detention")
    assert {"claim", "date day here", "place named", "in a paragraph", "event none", "status detained"} <= found.keys()
    assert "hedged" not in found


def test_what_is_taken_over_from_another_passage_is_told_apart() -> None:
    text = (
        "Hundreds of miners marched through Harare on 3 May 2021. The weather was fine and the shops were open. "
        "Nobody spoke. Police arrested Mary Ncube without a warrant."
    )
    found = told_of(read_text(text), "detention")
    assert {"date day far before", "place far before", "event far", "hedged"} <= found.keys()


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [
        ("Police arrested 12 students in Lima on 3 May 2021.", "detention", "person a counted group"),
        ("Dozens of students marched in Lima on 3 May 2021.", "figure", "number vague"),
        ("About 300 students marched in Lima on 3 May 2021.", "figure", "number in digits"),
        ("Students marched in Lima in May 2021.", "event", "date month here"),
        ("Students marched across Peru in 2021.", "event", "place a country"),
    ],
)
def test_features_say_how_a_claim_came_about(text: str, kind: str, told: str) -> None:
    assert told in told_of(read_text(text), kind)


def test_the_same_text_gives_the_same_confidence_whatever_the_names() -> None:
    frame = "Police arrested {} in {} on 3 May 2021. A court fined {} 200 euros on 5 May 2021."
    ours, theirs = (
        [claim.confidence for claim in read_text(frame.format(who, where, who)).claims]
        for who, where in (("Mary Ncube", "Harare"), ("Şükran Öztürk", "Lima"))
    )
    assert ours == theirs


# ---------------------------------------------------------------------- the probability


def test_nothing_is_certain_or_impossible() -> None:
    assert probability({"claim": 1.0}, "event", {("event", "claim"): 50.0}) == HIGHEST
    assert probability({"claim": 1.0}, "event", {("event", "claim"): -50.0}) == LOWEST
    assert probability({"claim": 1.0}, "event", {}) == 0.5


def test_a_types_own_weight_is_added_to_that_of_all() -> None:
    weights = {("any", "hedged"): -1.0, ("event", "hedged"): -1.0}
    assert probability({"hedged": 1.0}, "event", weights) == pytest.approx(0.119, abs=0.001)
    assert probability({"hedged": 1.0}, "figure", weights) == pytest.approx(0.269, abs=0.001)


def test_every_claim_of_a_reading_is_rated() -> None:
    text = "\n\n".join(
        f"On {day} May 2021 {many} students marched in Lima. Police arrested Mary Ncube. She was fined."
        for day, many in ((3, "300"), (4, "dozens of"))
    )
    claims: tuple[Claim, ...] = read_text(text).claims
    assert all(LOWEST <= claim.confidence <= HIGHEST for claim in claims)
    assert len({claim.confidence for claim in claims}) > len(claims) / 2


def test_bins_and_error_are_those_of_a_table_by_hand() -> None:
    given, right = [0.65, 0.65, 0.95, 0.95], [True, False, True, True]
    assert [(b.low, b.claims, b.right) for b in bins(given, right)] == [(0.6, 2, 0.5), (0.9, 2, 1.0)]
    assert calibration_error(given, right) == pytest.approx((2 * 0.15 + 2 * 0.05) / 4)
    assert ranking(given, right) == pytest.approx(2.5 / 3)


def test_the_fit_finds_what_made_claims_right() -> None:
    known = [
        Sample("set", f"document {n}", "event", {"claim": 1.0, "hedged": float(n % 2)}, right=n % 2 == 0 or n % 10 == 1)
        for n in range(400)
    ]
    weights = fit(known)
    sure, unsure = (probability({"claim": 1.0, "hedged": x}, "event", weights) for x in (0.0, 1.0))
    assert sure > 0.75
    assert unsure < 0.5


# ---------------------------------------------------------------------- the shipped weights


@pytest.fixture(scope="module")
def known(golden_warehouse: Path) -> list[Sample]:
    return shipped_samples(golden_warehouse)


class TestShippedWeights:
    pytestmark = golden

    def test_confidence_holds_on_the_answered_sets(self, known: list[Sample]) -> None:
        given, right = confidences(confidence_weights(), known), [sample.right for sample in known]
        assert calibration_error(given, right) <= CALIBRATED
        assert ranking(given, right) >= RANKS

    def test_confidence_holds_on_sets_that_were_left_out(self, known: list[Sample]) -> None:
        given, right = left_out(known), [sample.right for sample in known]
        assert calibration_error(given, right) <= LEFT_OUT_CALIBRATED
        assert ranking(given, right) >= RANKS

    def test_confidence_varies_within_its_bounds(self, known: list[Sample]) -> None:
        given = confidences(confidence_weights(), known)
        assert LOWEST <= min(given) < 0.5 < 0.85 < max(given) <= HIGHEST
        assert len(set(given)) > len(given) / 5

    def test_the_weights_are_those_that_a_fit_finds_now(self, known: list[Sample]) -> None:
        shipped, fitted = confidences(confidence_weights(), known), confidences(fit(known), known)
        apart = sum(abs(a - b) for a, b in zip(shipped, fitted, strict=True)) / len(known)
        assert apart <= LIKE_FITTED, "the weights are those of other rules; run make confidence"

    def test_every_weight_is_of_something_that_claims_have(self, known: list[Sample]) -> None:
        had = {(claim_type, name) for s in known for name in s.features for claim_type in ("any", s.claim_type)}
        # The originals, which not every machine has, take part in the fit.
        assert len(confidence_weights().keys() - had) <= 3
