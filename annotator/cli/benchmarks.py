"""Commands about experiments: compare methods, tune the model, convert pickled features."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.cli.opening import registry
from annotator.cli.output import print_json, print_table, progress_bar, remark
from annotator.errors import FeatureError

if TYPE_CHECKING:
    from annotator.experiments.specification import Experiment
    from annotator.types import FloatArray

DIRECTIVES: Mapping[str, str] = {
    "dataset": "data sets to use, by name",
    "method": "methods to play, by name; the first is compared with the others",
    "query_classes": "classes to look for",
    "repetitions": "searches per class",
    "rounds": "batches per search",
    "batch_size": "images per batch",
    "num_init": "relevant images to start from",
    "initial_negatives": "irrelevant images to start from",
    "label_prob": "share of the shown images that is answered",
    "mistake_prob": "share of wrong answers",
    "avg_class_perf": "yes to average over classes, no to keep them apart",
}
INTERRUPTED = 130


def benchmark(given: argparse.Namespace) -> int:
    """Play an experiment, write its tables, and print how the methods compare."""
    from annotator.experiments import summing
    from annotator.experiments.running import run
    from annotator.experiments.writing import write_results

    experiment = _experiment(given)
    if given.plots:
        from annotator.experiments.pictures import needs_matplotlib

        needs_matplotlib()
    for note in experiment.notes:
        remark(note)
    folder = given.output or Path("results") / experiment.name
    with progress_bar("Playing") as progress:
        outcome = run(experiment, registry(given), folder, jobs=given.jobs, progress=progress)
    summed = summing.summary(experiment, outcome.runs)
    rounds, searches = summing.rounds_table(outcome.runs), summing.searches_table(outcome.runs)
    files = write_results(folder, summed, rounds, searches)
    if given.plots and outcome.runs:
        from annotator.experiments.album import write_pictures

        files += write_pictures(experiment, outcome, folder)
    if given.json:
        print_json(summed)
    else:
        print(summing.text(summed), end="")
    remark(f"{len(outcome.runs)} of {outcome.total} searches are done; {len(files)} files in {folder}")
    if not outcome.complete:
        remark("Interrupted. The same command goes on from here.")
        return INTERRUPTED
    return 0


def tune(given: argparse.Namespace) -> int:
    """Search settings of the model for every class of the data, or for a table of numbers."""
    from annotator.experiments import tuning
    from annotator.experiments.datasets import load

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
        features, target = _numbers(given.config, given.target)
        search(given.config.name, "", features, target, 0.0)
    else:
        experiment = _experiment(given)
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
    return read_experiment(
        given.config, registry(given), {name: value for name, value in values.items() if value is not None}
    )


def _numbers(path: Path, target: str | None) -> tuple[FloatArray, FloatArray]:
    """Read a table of numbers with names in its first line; return features scaled by their range, and the target."""
    import csv

    import numpy as np

    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            first = stream.readline()
            delimiter = max(",;\t", key=first.count)
            names = [name.strip() for name in next(csv.reader([first], delimiter=delimiter))]
            table = np.loadtxt(stream, delimiter=delimiter, ndmin=2)
    except (OSError, UnicodeDecodeError, ValueError, StopIteration) as error:
        raise FeatureError(f"{path} is not a table of numbers below a line of names: {error}.") from error
    if target is not None and target not in names:
        raise FeatureError(f"{path} has no column {target!r}; its columns are: {', '.join(names)}.")
    if table.shape[1] != len(names) or len(names) < 2 or not np.isfinite(table).all():
        raise FeatureError(f"{path} needs finite numbers in all of its {len(names)} columns, and two columns at least.")
    at = len(names) - 1 if target is None else names.index(target)
    features = np.delete(table, at, axis=1)
    span = features.max() - features.min()
    return (features - features.min()) / (span or 1.0), table[:, at]
