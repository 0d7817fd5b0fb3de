"""Figures of single searches: the images selected in every round, and the predictions of the model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from annotator.data.features.array_features import ArrayFeatures
from annotator.engine import Engine
from annotator.experiments.data.datasets import ExperimentData
from annotator.experiments.playing.oracle import Oracle
from annotator.experiments.playing.search_run import Run
from annotator.experiments.playing.starts import Start
from annotator.experiments.results.pictures import new_figure
from annotator.experiments.specification import Method
from annotator.types import AnyFloatArray, IntArray, Snapshot

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_GRID = 60
_RELEVANT, _IRRELEVANT = "tab:blue", "tab:gray"


def contact_sheet(data: ExperimentData, runs: Sequence[Run]) -> Figure:
    """Show the images that every method selected: a row per method and round, with relevant images framed.

    Args:
        data: Data set with pictures.
        runs: Runs of the same search by different methods.

    Raises:
        ValueError: The data set has no pictures.
    """
    if data.pictures is None:
        raise ValueError(f"the data set {data.name} has no pictures")
    truth = data.truth[runs[0].wanted]
    rows = [(run.method, number, state.rows) for run in runs for number, state in enumerate(run.rounds) if state.rows]
    width = max(len(picked) for _, _, picked in rows)
    figure = new_figure(0.6 * width + 1.5, 0.6 * len(rows))
    grid = figure.subplots(len(rows), width, squeeze=False)
    for line, (method, number, picked) in zip(grid, rows, strict=True):
        for axes in line:
            axes.set_xticks([])
            axes.set_yticks([])
            axes.spines[:].set_visible(False)
        for axes, image in zip(line, picked, strict=False):
            axes.imshow(data.pictures[image], cmap="gray_r")
            axes.spines[:].set_visible(bool(truth[image] > 0))
            axes.spines[:].set(color=_RELEVANT, linewidth=3)
        line[0].set_ylabel(f"{method} {number}", rotation=0, ha="right", va="center", fontsize="small")
    figure.suptitle(f"looking for {runs[0].wanted}")
    return figure


def surfaces(data: ExperimentData, start: Start, run: Run, method: Method, person: Oracle) -> Figure:
    """Show the posterior mean over the plane before every round, its zero level as the boundary, and the next batch.

    Args:
        data: Data set with two features.
        start: Start of the search.
        run: The search.
        method: Method that ran it.
        person: Simulated user, asked again, because the answers depend only on the images and the seed.

    Raises:
        ValueError: The data set does not have two features.
    """
    if data.features.shape[1] != 2:
        raise ValueError(f"the data set {data.name} has {data.features.shape[1]} features; two can be drawn")
    grid, points = _plane(data.features)
    engine = Engine(ArrayFeatures(np.concatenate([data.features, points])), dtype=np.float64)
    truth = data.truth[run.wanted]
    columns = min(4, len(run.rounds))
    figure = new_figure(3.2 * columns, 3 * -(-len(run.rounds) // columns))
    cells = figure.subplots(-(-len(run.rounds) // columns), columns, squeeze=False).ravel()
    rows = np.array([*start.relevant, *start.irrelevant], np.int64)
    codes = np.repeat([1, -1], [len(start.relevant), len(start.irrelevant)])
    given = len(rows)
    for number, axes in enumerate(cells):
        if number >= len(run.rounds):
            axes.set_axis_off()
            continue
        batch = np.array(run.rounds[number].rows, np.int64)
        rows = np.concatenate([rows, batch])
        codes = np.concatenate([codes, person.judge(batch) if len(batch) else batch])
        seen = (codes != 0) & (method.learn | (np.arange(len(codes)) < given))
        mean = _mean(engine, rows[seen], codes[seen], method)[len(data.features) :].reshape(_GRID, _GRID)
        axes.contourf(*grid, mean, levels=np.linspace(-1.5, 1.5, 13), cmap="RdBu", extend="both")
        if mean.min() < 0 < mean.max():
            axes.contour(*grid, mean, levels=[0.0], colors="black", linewidths=0.8)
        colors = np.where(truth > 0, _RELEVANT, _IRRELEVANT)
        axes.scatter(*data.features[data.pool].T, c=colors[data.pool], s=4)
        axes.scatter(*data.features[rows].T, c=colors[rows], s=30, edgecolors="black", linewidths=0.8)
        if number + 1 < len(run.rounds):
            axes.scatter(*data.features[list(run.rounds[number + 1].rows)].T, c="none", s=60, edgecolors="tab:orange")
        axes.set_title(f"round {number}, AP {run.rounds[number].average_precision:.2f}", fontsize="small")
    figure.suptitle(f"{run.method}: judged images ringed in black, the next batch in orange")
    return figure


def _plane(features: AnyFloatArray) -> tuple[tuple[NDArray[np.float64], NDArray[np.float64]], AnyFloatArray]:
    low, high = features.min(axis=0), features.max(axis=0)
    margin = 0.08 * (high - low)
    x, y = np.meshgrid(*(np.linspace(a, b, _GRID) for a, b in zip(low - margin, high + margin, strict=True)))
    return (x, y), np.stack([x.ravel(), y.ravel()], axis=1)


def _mean(engine: Engine, rows: IntArray, codes: IntArray, method: Method) -> NDArray[np.float64]:
    """Return the posterior mean given the answers for ``rows``."""
    empty = np.empty(0, np.int64)
    snapshot = Snapshot(
        revision=0,
        round=1,
        rows=rows,
        y=codes.astype(float),
        closed=empty,
        examples=np.empty((0, engine.features.d)),
        strategy=method.strategy,
        parameters=method.parameters,
        k=0,
        seed=(0,),
        model=method.model,
    )
    return engine.posterior(snapshot).mean
