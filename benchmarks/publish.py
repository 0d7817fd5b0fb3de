"""Run the published benchmarks, store their results in benchmarks/published and write docs/benchmark.md.

    python -m benchmarks.publish           run missing searches, store results, write the page
    python -m benchmarks.page              write the page from stored results

The features of butterflies and waste are stored outside the repository; see benchmarks/configs. Single searches are
cached in benchmarks/results, which is not published; the published results are means and intervals only.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from pathlib import Path
from typing import Any

import numpy as np

from annotator.cli.output import progress_bar
from annotator.errors import AnnotatorError
from annotator.experiments.config.reading import read_experiment
from annotator.experiments.config.reference_names import METHODS
from annotator.experiments.playing.running import Outcome, run
from annotator.experiments.playing.search_run import Run
from annotator.experiments.results.measures import curve
from annotator.experiments.results.statistics import interval
from annotator.experiments.results.summary_tables import measured, summary
from annotator.strategies.registry import load_registry
from benchmarks.page import PUBLISHED, write

ROOT = Path(__file__).resolve().parent
CONFIGS = ("butterflies", "digits", "waste")
REFERENCE = ROOT.parent.parent / "shared" / "data" / "reference" / "butterflies_curves.json"


def main() -> None:
    PUBLISHED.mkdir(exist_ok=True)
    try:
        for name in CONFIGS:
            publish(name)
    except AnnotatorError as error:
        raise SystemExit(str(error)) from error
    write()


def publish(name: str) -> None:
    """Run one experiment to its end and store its results."""
    registry = load_registry()
    experiment = read_experiment(ROOT / "configs" / f"{name}.toml", registry)
    with progress_bar(name) as progress:
        outcome = run(
            experiment, registry, ROOT / "results" / name, jobs=min(2, os.cpu_count() or 1), progress=progress
        )
    if not outcome.complete:
        raise SystemExit("Interrupted; run the same command to continue.")
    machine = {"cpus": os.cpu_count(), "python": platform.python_version(), "numpy": np.__version__}
    store(name, {**summary(experiment, outcome.runs), "machine": machine})
    if name == "butterflies":
        store("butterflies_reference", {"learners": against_reference(outcome)})


def against_reference(outcome: Outcome) -> dict[str, Any]:
    """Return our curves and those of the reference implementation, over the same searches."""
    theirs = json.loads(REFERENCE.read_text(encoding="utf-8"))["curves"]
    found = {}
    for learner, entry in theirs.items():
        strategy = METHODS[learner][0]
        runs = [r for r in outcome.runs if r.method == strategy and r.number < entry["queries_per_class"]]
        mean, low, high = vars(interval(measured(runs, "test_area"))).values()
        found[learner] = {
            "strategy": strategy,
            "searches": len(runs),
            "area": [round(value, 4) for value in (mean, low, high)],
            "reference_area": entry["aulc_trapezoid_over_rounds"],
            "curve": mean_curve(runs),
            "reference_curve": entry["mean_ap"],
        }
    return found


def mean_curve(runs: list[Run]) -> list[float]:
    values = np.mean([curve(run, "test_average_precision") for run in runs], axis=0)
    return [round(value, 4) for value in values.tolist()]


def store(name: str, content: dict[str, Any]) -> None:
    text = json.dumps(content, separators=(",", ":"), allow_nan=False)
    (PUBLISHED / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    print(f"stored {name}", file=sys.stderr)


if __name__ == "__main__":
    main()
