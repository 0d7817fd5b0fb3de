"""Commands about experiments: compare methods, tune the model, convert pickled features."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.cli.arguments import Adder, add_output, add_plugins, count, input_path
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


def add_commands(add: Adder) -> None:
    """Add the commands for experiments."""
    command = add(
        "benchmark",
        benchmark,
        "compare strategies on data sets with known classes or grades",
        "Runs every search of a file with every method and reports which differences are significant. An interrupted "
        "run resumes where it stopped. docs/experiments.md describes the file; it may also be a .conf file of the "
        "reference implementation of ITAL.",
    )
    command.add_argument("config", type=input_path, metavar="CONFIG", help="experiment, a .toml or .conf file")
    add_output(
        command, "-o", "--output", streams=False, metavar="FOLDER", help="folder of the results (default: results/NAME)"
    )
    command.add_argument("--jobs", type=count, default=1, metavar="N", help="processes (default: 1)")
    command.add_argument("--plots", action="store_true", help="draw plots too; needs matplotlib")
    command.add_argument("--json", action="store_true", help="print the summary as JSON")
    add_plugins(command)
    changes = command.add_argument_group("changes to the file, named as in the reference implementation")
    for name, meaning in DIRECTIVES.items():
        changes.add_argument(f"--{name}", metavar="VALUE", help=meaning)

    command = add(
        "tune",
        tune,
        "search for good settings of the relevance model with known classes",
        "Optimizes length scale, amplitude and noise in turn. All classes are known here, so the result is better "
        "than any that a user could find while searching; --labels shows what a few judgements can tell.",
    )
    command.add_argument(
        "config",
        type=input_path,
        metavar="CONFIG",
        help="experiment (.toml, .conf), or a table of numbers to predict (.csv)",
    )
    command.add_argument(
        "--by",
        choices=("cv", "few", "loo"),
        default="cv",
        help="cv: cross-validation; few: predict all folds from one; loo: leave-one-out in closed form (default: cv)",
    )
    command.add_argument(
        "--folds", type=count, default=10, metavar="N", help="folds of the cross-validation (default: 10)"
    )
    command.add_argument(
        "--labels", type=count, metavar="N", help="use only this many random images, half of them relevant"
    )
    command.add_argument("--target", metavar="COLUMN", help="column of a table to predict (default: the last)")
    command.add_argument("--json", action="store_true", help="print JSON")
    for name in ("dataset", "query_classes"):
        command.add_argument(f"--{name}", metavar="VALUE", help=DIRECTIVES[name])
    add_plugins(command)

    command = add(
        "unpickle",
        unpickle,
        "convert a pickle of features to a .npz file without running any code in it",
    )
    command.add_argument("pickle", type=input_path, metavar="PICKLE", help="file to read")
    add_output(command, "-o", "--output", required=True, metavar="FILE", help=".npz file to write")


def benchmark(given: argparse.Namespace) -> int:
    """Run an experiment, write its tables, and print a comparison of the methods."""
    experiment = _experiment(given)
    if given.plots:
        from annotator.experiments.results.pictures import needs_matplotlib

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
        remark("Interrupted. The same command continues from here.")
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
    """Run searches for classes and write their results."""
    from annotator.experiments.playing.running import run
    from annotator.experiments.results import summary_tables
    from annotator.experiments.results.writing import write_results

    with progress_bar("Playing") as progress:
        outcome = run(experiment, registry(given), folder, jobs=given.jobs, progress=progress)
    summed = summary_tables.summary(experiment, outcome.runs)
    files = write_results(
        folder, summed, summary_tables.rounds_table(outcome.runs), summary_tables.searches_table(outcome.runs)
    )
    if given.plots and outcome.runs:
        from annotator.experiments.results.figures import write_pictures

        files += write_pictures(experiment, outcome, folder)
    return _Report(summed, summary_tables.text(summed), files, len(outcome.runs), outcome.total)


def _grades(given: argparse.Namespace, experiment: Experiment, folder: Path) -> _Report:
    """Run searches for grades and write their results."""
    from annotator.experiments.playing.running import run_graded
    from annotator.experiments.results import graded_tables
    from annotator.experiments.results.writing import write_results

    with progress_bar("Playing") as progress:
        outcome = run_graded(experiment, registry(given, graded=True), folder, jobs=given.jobs, progress=progress)
    summed = graded_tables.summary(experiment, outcome.runs, outcome.data)
    files = write_results(
        folder, summed, graded_tables.rounds_table(outcome.runs), graded_tables.searches_table(outcome.runs)
    )
    if given.plots and outcome.runs:
        from annotator.experiments.results.figures import write_graded_pictures

        files += write_graded_pictures(outcome, folder)
    return _Report(summed, graded_tables.text(summed), files, len(outcome.runs), outcome.total)


def tune(given: argparse.Namespace) -> int:
    """Search settings of the model for every class or all grades of the data, or for a table of numbers."""
    from annotator.experiments import tuning
    from annotator.experiments.data.datasets import load
    from annotator.experiments.data.graded_data import load_graded
    from annotator.experiments.data.number_tables import read_table

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
    """Convert a pickle and print its contents."""
    from annotator.experiments.data.unpickling import convert

    for name, shape in convert(given.pickle, given.output).items():
        print(f"{name}: {' x '.join(map(str, shape))}")
    return 0


def _experiment(given: argparse.Namespace) -> Experiment:
    from annotator.experiments.config.reading import read_experiment

    values = {name: getattr(given, name, None) for name in DIRECTIVES}
    changes = {name: value for name, value in values.items() if value is not None}
    return read_experiment(given.config, registry(given), changes, registry(given, graded=True))
