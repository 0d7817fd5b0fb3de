"""What is published covers every strategy, with enough searches, and follows from the searches."""

from __future__ import annotations

import numpy as np
import pytest

from annotator.extraction.builtin import BuiltIn
from annotator.extraction.lite0 import Lite0
from annotator.strategies.goals import GOALS, OFFERED
from annotator.strategies.registry import BUILT_IN
from benchmarks.beyond import above
from benchmarks.beyond_methods import METHODS
from benchmarks.command import REPOSITORY
from benchmarks.extraction_page import COMPUTED, section
from benchmarks.page import TABLES, best_somewhere


def test_every_strategy_is_published_with_enough_searches() -> None:
    for name in TABLES:
        stored = REPOSITORY.read(name)
        assert stored["results"]
        for result in stored["results"]:
            assert result["searches"] >= (6 if name == "photos" else 20)
            assert set(result["methods"]) == {cls.name for cls in BUILT_IN} | {"no-feedback"}
            assert {entry["searches"] for entry in result["methods"].values()} == {result["searches"]}
    files = {path.suffix for path in REPOSITORY.published.iterdir()}
    assert files == {".json"}


def test_the_comparison_with_the_reference_follows_from_the_published_searches() -> None:
    searches = REPOSITORY.read("beyond_searches")["searches"]
    for result in REPOSITORY.read("beyond")["results"]:
        played = [record for record in searches if record["collection"] == result["collection"]]
        assert len(played) == result["searches"] >= 12
        assert set(result["methods"]) == set(METHODS)
        for method, found in result["methods"].items():
            mean = np.mean([above(record, method) for record in played])
            assert found["above"][0] == pytest.approx(mean, abs=1e-4)
            assert found["found"] == pytest.approx(
                np.mean([record["found"][method][-1] for record in played]), abs=0.01
            )


def test_every_encoder_of_the_program_is_measured_on_the_same_photos() -> None:
    stored = REPOSITORY.read("extraction")
    of = {row["features"]: row for row in stored["quality"] if row["collection"] == "waste"}
    assert {BuiltIn.name, Lite0.name} < set(COMPUTED) <= set(of)
    assert len({(of[name]["images"], of[name]["queries"]) for name in COMPUTED}) == 1
    assert all(set(COMPUTED) < set(one) for one in stored["speed"])
    rows = [line.split(" | ") for line in section(stored).splitlines() if line.startswith("| Photos of waste")]
    for name in COMPUTED:
        assert any(f"{of[name]['precision']:.3f}" in row and row[-1].strip(" |") for row in rows), name


LOOKED_FOR = {
    "ital", "random", "uncertainty", "bald", "batchbald", "qbc", "badge", "coreset", "typiclust", "topscoring"
}  # fmt: skip
"""Strategies of papers that people look for."""


def test_what_is_offered_is_best_somewhere_or_has_a_reason() -> None:
    best = {name for _, name in best_somewhere(REPOSITORY)}
    assert best | {one.strategy for one in GOALS} | LOOKED_FOR == OFFERED
