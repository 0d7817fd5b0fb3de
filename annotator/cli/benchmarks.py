"""Commands about experiments: compare methods, tune the model, convert pickled features."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.cli.opening import registry
from annotator.cli.output import print_json, print_table, progress_bar, remark

if TYPE_CHECKING:
    from annotator.experiments.specification import Experiment
    from annotator.types import FloatArray

DIRECTIVES: Mapping[str, str] = {
    "dataset": "data sets to use, by name",
    "method": "methods to run, by name; the first is compared with the others",
    "query_classes": "classes to look for",
    "repetitions": "searches per class",
    "rounds": "batches per search",
    "batch_size": "images per batch",
    "num_init": "relevant images to start from",
    "initial_negatives": "irrelevant images to start from",
    "label_prob": "share of the shown images that are answered",
    "mistake_prob": "share of wrong answers",
    "avg_class_perf": "yes to average over classes, no to report them separately",
}
INTERRUPTED = 130


def benchmark(given: argparse.Namespace) -> int:
    """Play an experiment, write its tables, and print how the methods compare."""
    experiment = _experiment(given)
    if given.plots:
        from annotator.experiments.pictures import needs_matplotlib

        needs_matplotlib()
    for note in experiment.notes:
        remark(note)
    folder = given.output or Path("results") / experiment.name
    report = (_grades if experiment.graded else _classes)(given, experiment, folder)
    if given.json:
        print_json(report.summed)
    else:
        print(report.text, end="")
    remark(f"{report.done} of {report.total} searches are done; {len(report.files)} files in {folder}")
    if report.done < report.total:
        remark("Interrupted. The same command goes on from here.")
        return INTERRUPTED
    return 0


@dataclass(frozen=True)
class _Report:
    summed: dict[str, Any]
    text: str
    files: list[Path]
    done: int
    total: int


def _classes(given: argparse.Namespace, experiment: Experiment, folder: Path) -> _Report:
    """Play searches for classes and write what they gave."""
    from annotator.experiments import summing
    from annotator.experiments.running import run
    from annotator.experiments.writing import write_results

    with progress_bar("Playing") as progress:
        outcome = run(experiment, registry(given), folder, jobs=given.jobs, progress=progress)
    summed = summing.summary(experiment, outcome.runs)
    files = write_results(folder, summed, summing.rounds_table(outcome.runs), summing.searches_table(outcome.runs))
    if given.plots and outcome.runs:
        from annotator.experiments.album import write_pictures

        files += write_pictures(experiment, outcome, folder)
    return _Report(summed, summing.text(summed), files, len(outcome.runs), outcome.total)


def _grades(given: argparse.Namespace, experiment: Experiment, folder: Path) -> _Report:
    """Play searches for grades and write what they gave."""
    from annotator.experiments import graded_summing as summing
    from annotator.experiments.running import run_graded
    from annotator.experiments.writing import write_results

    with progress_bar("Playing") as progress:
        outcome = run_graded(experiment, registry(given, graded=True), folder, jobs=given.jobs, progress=progress)
    summed = summing.summary(experiment, outcome.runs, outcome.data)
    files = write_results(folder, summed, summing.rounds_table(outcome.runs), summing.searches_table(outcome.runs))
    if given.plots and outcome.runs:
        from annotator.experiments.album import write_graded_pictures

        files += write_graded_pictures(outcome, folder)
    return _Report(summed, summing.text(summed), files, len(outcome.runs), outcome.total)


def tune(given: argparse.Namespace) -> int:
    """Search settings of the model for every class or all grades of the data, or for a table of numbers."""
    from annotator.experiments import tuning
    from annotator.experiments.datasets import load
    from annotator.experiments.graded_data import load_graded
    from annotator.experiments.number_tables import read_table

    found: list[dict[str, Any]] = []

    def search(name: str, wanted: str, features: Any, target: FloatArray, prior_mean: float) -> None:
        if given.labels is not None:
            rows = tuning.subset(target, given.labels)
            features, target = features[rows], target[rows]
        if given.by == "loo":
            score = tuning.leave_one_out(features, target, prior_mean=prior_mean)
        else:
            few = given.by == "few"
            score = tuning.cross_validation(features, target, given.folds, few=few, prior_mean=prior_mean)
        with progress_bar(f"Tuning {name} {wanted}".strip()) as progress:
            best = tuning.tune(score, progress=progress)
        found.append({"data": name, "class": wanted, "score": best.score, **best.settings, "tried": best.tried})

    if given.config.suffix.lower() in (".csv", ".data"):
        features, target = read_table(given.config, given.target)
        span = features.max() - features.min()
        search(given.config.name, "", (features - features.min()) / (span or 1.0), target, 0.0)
    elif (experiment := _experiment(given)).graded:
        for graded in (item for source in experiment.data for item in load_graded(source, experiment.tracks)):
            search(graded.name, "", graded.features[graded.pool], graded.grades[graded.pool], 0.0)
    else:
        prior_mean = experiment.methods[0].model.prior_mean
        for data in (item for source in experiment.data for item in load(source, experiment.tracks)):
            for wanted, truth in data.truth.items():
                rows = data.pool & (truth != 0)
                search(data.name, wanted, data.features[rows], truth[rows].astype(float), prior_mean)
    if given.json:
        print_json(found)
        return 0
    titles = list(found[0])
    print_table(titles, [[f"{v:.5g}" if isinstance(v, float) else str(v) for v in row.values()] for row in found])
    return 0


def unpickle(given: argparse.Namespace) -> int:
    """Convert a pickle and print what it held."""
    from annotator.experiments.unpickling import convert

    for name, shape in convert(given.pickle, given.output).items():
        print(f"{name}: {' x '.join(map(str, shape))}")
    return 0


def _experiment(given: argparse.Namespace) -> Experiment:
    from annotator.experiments.reading import read_experiment

    values = {name: getattr(given, name, None) for name in DIRECTIVES}
    changes = {name: value for name, value in values.items() if value is not None}
    return read_experiment(given.config, registry(given), changes, registry(given, graded=True))
