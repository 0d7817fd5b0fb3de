"""Measures of a search, one number each."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np

from annotator.experiments.playing.graded_run import GradedRun
from annotator.experiments.playing.search_run import Run
from annotator.experiments.specification import HELD_OUT
from annotator.metrics import area_under_curve, ranks_to, recall_at, reference_area_under_curve, wss
from annotator.types import BoolArray

BUDGETS = (20, 40, 100, 200)


def recall_after(run: Run, judged: int) -> float:
    """Return the fraction of the relevant images among the first ``judged`` images a user sees, including the start."""
    return recall_at(_seen(run), judged)


def labels_to(run: Run, recall: float) -> int:
    """Return the number of images a user must see to find this fraction of the relevant ones.

    The user sees the images of the start and of the batches, then the last ranking from the top.
    """
    return ranks_to(_seen(run), recall)


def work_saved(run: Run, recall: float = 0.95) -> float:
    """Return the work saved over sampling, see :func:`annotator.metrics.wss`."""
    return wss(_seen(run), recall)


def _seen(run: Run) -> BoolArray:
    """Return the relevance of all images in the order in which a user sees them, shape (run.images,)."""
    relevant = np.zeros(run.images, np.bool_)
    relevant[list(run.discovery)] = True
    return relevant


def curve(run: Run | GradedRun, name: str) -> list[float]:
    """Return a measure per round, a field of :class:`annotator.experiments.playing.search_run.Round`.

    For searches with grades it is a field of :class:`annotator.simulate.grades.GradePoint`.
    """
    values = [getattr(state, name) for state in run.rounds]
    return [math.nan if value is None else float(value) for value in values]


def _area(name: str, area: Callable[[list[float]], float] = area_under_curve) -> Callable[[Run], float]:
    return lambda run: area(curve(run, name)) if len(run.rounds) > 1 else math.nan


def median_seconds(run: Run | GradedRun) -> float:
    """Return the median time to select a batch, in seconds."""
    times = [state.seconds for state in run.rounds[1:]]
    return float(np.median(times)) if times else math.nan


MEASURES: Mapping[str, Callable[[Run], float]] = {
    "test_area": _area("test_average_precision"),
    "test_reference_area": _area("test_average_precision", reference_area_under_curve),
    "test_ndcg_area": _area("test_ndcg"),
    "test_final": lambda run: curve(run, "test_average_precision")[-1],
    "area": _area("average_precision"),
    "reference_area": _area("average_precision", reference_area_under_curve),
    "final": lambda run: run.rounds[-1].average_precision,
    **{f"recall_{budget}": lambda run, budget=budget: recall_after(run, budget) for budget in BUDGETS},  # type: ignore[misc]
    "labels_80": lambda run: float(labels_to(run, 0.80)),
    "labels_95": lambda run: float(labels_to(run, 0.95)),
    "wss_95": work_saved,
    "seconds": median_seconds,
}
"""Measures by name. ``area`` is that of average precision over rounds, divided by their number R, ``reference_area`` by
R + 1; with ``test_`` for held-out images, else for the collection. ``seconds`` is the median selection time."""

GRADED_MEASURES: Mapping[str, Callable[[GradedRun], float]] = {
    "rmse_area": lambda run: area_under_curve(curve(run, "error")) if len(run.rounds) > 1 else math.nan,
    "rmse_start": lambda run: run.rounds[0].error,
    "rmse_final": lambda run: run.rounds[-1].error,
    "seconds": median_seconds,
}
"""Measures of searches with grades: errors, lower is better, in units in which the grades span 2."""

GRADED_PRIMARY = "rmse_area"
"""Measure for comparing methods on grades."""


def primary(tracks: tuple[str, ...]) -> str:
    """Return the measure for comparing methods."""
    return "test_area" if HELD_OUT in tracks else "area"
