"""The published benchmark page is the one that its stored results give."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from annotator.strategies.registry import BUILT_IN

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_is_that_of_the_stored_results() -> None:
    command = [sys.executable, "-m", "benchmarks.page", "--check"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_strategy_is_published_with_enough_searches() -> None:
    for name in ("butterflies", "digits", "waste"):
        stored = json.loads((ROOT / "benchmarks" / "published" / f"{name}.json").read_text(encoding="utf-8"))
        assert stored["results"]
        for result in stored["results"]:
            assert result["searches"] >= 20
            assert set(result["methods"]) == {cls.name for cls in BUILT_IN} | {"no-feedback"}
            assert {entry["searches"] for entry in result["methods"].values()} == {result["searches"]}
    files = {path.suffix for path in (ROOT / "benchmarks" / "published").iterdir()}
    assert files == {".json"}
