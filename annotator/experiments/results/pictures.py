"""Figures of results; they need matplotlib, the extra ``plots``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from annotator.data.files.atomic import atomic_binary
from annotator.errors import ConfigError
from annotator.experiments.playing.graded_run import GradedRun
from annotator.experiments.playing.search_run import Run
from annotator.experiments.results.measures import curve
from annotator.experiments.results.statistics import interval
from annotator.extras import missing_extra

if TYPE_CHECKING:
    from matplotlib.figure import Figure

R = TypeVar("R", bound=Run | GradedRun)

TITLES: Mapping[str, str] = {
    "average_precision": "average precision of the collection",
    "test_average_precision": "average precision of the test images",
    "test_ndcg": "NDCG of the test images",
}


GRADED_TITLES: Mapping[str, str] = {"error": "RMSE of the held-out grades (lower is better)"}


def needs_matplotlib() -> None:
    """Raise ConfigError with installation instructions if matplotlib is missing."""
    try:
        import matplotlib  # noqa: F401
    except ImportError as error:
        raise ConfigError(
            "Pictures need {missing_extra}", missing_extra=missing_extra("matplotlib", "plots")
        ) from error


def new_figure(width: float, height: float) -> Figure:
    """Return an empty figure that needs no display; sizes in inches."""
    needs_matplotlib()
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained")


def save(figure: Figure, path: Path) -> Path:
    """Write a figure in the format given by the suffix of the path."""
    with atomic_binary(path) as stream:
        figure.savefig(stream, dpi=120, format=path.suffix[1:])
    return path


def by_method(runs: Sequence[R]) -> dict[str, list[R]]:
    """Group searches by method, in order of first occurrence."""
    groups: dict[str, list[R]] = {}
    for run in runs:
        groups.setdefault(run.method, []).append(run)
    return groups


def learning_curves(runs: Sequence[Run] | Sequence[GradedRun], measure: str) -> Figure:
    """Draw the mean of a measure by round for every method, with its 95 % interval over searches.

    Args:
        runs: Searches of one data set, all with the same rounds.
        measure: A key of :data:`TITLES`, or for searches with grades of :data:`GRADED_TITLES`.
    """
    figure = new_figure(8, 5)
    axes = figure.subplots()
    _draw(axes, runs, measure)
    axes.set_title(f"{runs[0].data}, {len({(run.wanted, run.number) for run in runs})} searches")
    axes.legend(fontsize="small", ncols=2)
    return figure


def class_curves(runs: Sequence[Run], measure: str) -> Figure:
    """Draw the learning curves separately for every class."""
    classes = list(dict.fromkeys(run.wanted for run in runs))
    columns = min(3, len(classes))
    rows = -(-len(classes) // columns)
    figure = new_figure(4 * columns, 3 * rows)
    grid = figure.subplots(rows, columns, squeeze=False, sharex=True, sharey=True).ravel()
    for axes, wanted in zip(grid, classes, strict=False):
        _draw(axes, [run for run in runs if run.wanted == wanted], measure)
        axes.set_title(wanted)
    for axes in grid[len(classes) :]:
        axes.set_axis_off()
    handles, labels = grid[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=4, fontsize="small")
    return figure


def _draw(axes: Any, runs: Sequence[Run | GradedRun], measure: str) -> None:
    for name, members in by_method(runs).items():
        values = [curve(run, measure) for run in members]
        length = min(map(len, values))
        marks = [
            interval({(run.wanted, run.number): value[at] for run, value in zip(members, values, strict=True)})
            for at in range(length)
        ]
        (line,) = axes.plot(range(length), [mark.mean for mark in marks], label=name)
        low, high = [mark.low for mark in marks], [mark.high for mark in marks]
        axes.fill_between(range(length), low, high, color=line.get_color(), alpha=0.12, linewidth=0)
    axes.set_xlabel("round")
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.set_ylabel({**TITLES, **GRADED_TITLES}[measure])
    axes.set_ylim(0, 1.02 if measure in TITLES else None)


def histograms(runs: Sequence[Run], measure: str) -> Figure:
    """Draw the distribution of a measure over searches, one row per method and one column per round."""
    groups = by_method(runs)
    rounds = min(len(run.rounds) for run in runs)
    figure = new_figure(1.6 * rounds, 1.4 * len(groups))
    grid = figure.subplots(len(groups), rounds, squeeze=False, sharex=True, sharey=True)
    for row, (name, members) in zip(grid, groups.items(), strict=True):
        row[0].set_ylabel(name, fontsize="small")
        for number, axes in enumerate(row):
            axes.hist([curve(run, measure)[number] for run in members], bins=np.linspace(0, 1, 11))
    for number, axes in enumerate(grid[0]):
        axes.set_title(f"round {number}", fontsize="small")
    figure.supxlabel(TITLES[measure])
    return figure
