"""What is published covers every strategy, with enough searches."""

from __future__ import annotations

from annotator.strategies.registry import BUILT_IN
from benchmarks.command import REPOSITORY


def test_every_strategy_is_published_with_enough_searches() -> None:
    for name in ("butterflies", "digits", "waste"):
        stored = REPOSITORY.read(name)
        assert stored["results"]
        for result in stored["results"]:
            assert result["searches"] >= 20
            assert set(result["methods"]) == {cls.name for cls in BUILT_IN} | {"no-feedback"}
            assert {entry["searches"] for entry in result["methods"].values()} == {result["searches"]}
    files = {path.suffix for path in REPOSITORY.published.iterdir()}
    assert files == {".json"}
