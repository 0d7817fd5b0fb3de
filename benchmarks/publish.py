"""Run the published benchmarks, store their results in benchmarks/published and write docs/benchmark.md.

    python -m benchmarks.publish    run missing searches, store results, write the page
    python -m benchmarks.page       write the page from stored results

The features of butterflies and waste are stored outside the repository; see benchmarks/configs. Single searches are
cached in benchmarks/results, which is not published; the published results are means and intervals only.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np

from annotator.cli.output import progress_bar
from annotator.experiments.config.reading import read_experiment
from annotator.experiments.config.reference_names import METHODS
from annotator.experiments.playing.running import Outcome
from annotator.experiments.playing.running import run as run_searches
from annotator.experiments.playing.search_run import Run
from annotator.experiments.results.measures import curve
from annotator.experiments.results.statistics import interval
from annotator.experiments.results.summary_tables import measured, summary
from annotator.experiments.specification import Experiment
from annotator.strategies.registry import Registry, load_registry
from benchmarks.command import JOBS, Places, machine, option, run, write_page
from benchmarks.data import check
from benchmarks.page import page

CONFIG_FOLDER = Path(__file__).resolve().parent / "configs"
CONFIGS = ("butterflies", "digits", "waste", "photos")
REFERENCE = "reference/butterflies_curves.json"
OPTIONS = (
    option(
        "--only", nargs="+", default=list(CONFIGS), tiny=["digits"], choices=CONFIGS, metavar="NAME", help="experiments"
    ),
    option("--methods", nargs="+", tiny=["ital", "random"], metavar="NAME", help="methods (default: all)"),
    option(
        "--classes", nargs="+", default=[], tiny=["3", "8"], metavar="NAME", help="classes to search for (default: all)"
    ),
    option("--queries", type=int, tiny=1, help="searches per class (default: as in benchmarks/configs)"),
    JOBS,
)


def main(given: argparse.Namespace) -> None:
    """Run all experiments, publish the results and write the page."""
    registry = load_registry()
    experiments = [(name, experiment_of(name, registry, given)) for name in given.only]
    for name, experiment in experiments:
        check([source.name for source in experiment.data], given.places)
        if name == "butterflies":
            given.places.shared(REFERENCE)
    for name, experiment in experiments:
        publish(name, experiment, registry, given.places, given.jobs)
    write_page(given.places.docs / "benchmark.md", page(given.places))


def experiment_of(name: str, registry: Registry, given: argparse.Namespace) -> Experiment:
    """Return an experiment of benchmarks/configs, or a part of it."""
    whole = read_experiment(CONFIG_FOLDER / f"{name}.toml", registry)
    return dataclasses.replace(
        whole,
        data=tuple(dataclasses.replace(one, classes=tuple(given.classes) or one.classes) for one in whole.data),
        methods=tuple(one for one in whole.methods if one.name in (given.methods or [one.name])),
        settings=dataclasses.replace(whole.settings, queries=given.queries or whole.settings.queries),
    )


def publish(name: str, experiment: Experiment, registry: Registry, places: Places, jobs: int) -> None:
    """Run one experiment to its end and publish its results."""
    with progress_bar(name) as progress:
        outcome = run_searches(experiment, registry, places.results / name, jobs=jobs, progress=progress)
    if not outcome.complete:
        raise SystemExit("Interrupted; run the same command to continue.")
    places.publish(name, {**summary(experiment, outcome.runs), "machine": machine()})
    if name == "butterflies":
        places.publish("butterflies_reference", {"learners": against_reference(outcome, places)})


def against_reference(outcome: Outcome, places: Places) -> dict[str, Any]:
    """Return our curves and those of the reference implementation, over the same searches."""
    theirs = json.loads(places.shared(REFERENCE).read_text(encoding="utf-8"))["curves"]
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


if __name__ == "__main__":
    run(main, OPTIONS, publishes=True)
