"""The page about stopping is the one of the stored measurements, and the guarantee holds in them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_is_that_of_the_stored_result() -> None:
    command = [sys.executable, "-m", "benchmarks.stopping", "--check"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_bound_never_covers_less_than_it_says() -> None:
    stored = json.loads((ROOT / "benchmarks" / "published" / "stopping.json").read_text(encoding="utf-8"))
    assert len({cell["data"] for cell in stored["cells"]}) >= 3
    for cell in stored["cells"]:
        assert cell["simulations"] >= 200
        assert cell["bound_holds"] >= 0.95
