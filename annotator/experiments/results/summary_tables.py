"""Result tables of an experiment: rounds, searches, methods and comparisons."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np

from annotator.experiments.playing.graded_run import GradedRun
from annotator.experiments.playing.search_run import Run
from annotator.experiments.results.measures import MEASURES, curve, primary
from annotator.experiments.results.pictures import by_method
from annotator.experiments.results.statistics import Comparison, Values, compare, interval
from annotator.experiments.specification import Experiment
from annotator.parameters import values_of
from annotator.version import __version__

AnyRun = TypeVar("AnyRun", Run, GradedRun)

CURVES = ("average_precision", "test_average_precision", "test_ndcg", "found")
"""Measures of a round whose mean by round is included."""


def rounds_table(runs: Sequence[Run]) -> list[dict[str, Any]]:
    """Return one row per round of every search."""
    return [
        {
            "data": run.data,
            "class": run.wanted,
            "query": run.number,
            "method": run.method,
            "round": number,
            **{name: value for name, value in dataclasses.asdict(state).items() if name != "rows"},
        }
        for run in runs
        for number, state in enumerate(run.rounds)
    ]


def searches_table(runs: Sequence[Run]) -> list[dict[str, Any]]:
    """Return one row per search with all measures, see :data:`annotator.experiments.results.measures.MEASURES`."""
    return [
        {
            "data": run.data,
            "class": run.wanted,
            "query": run.number,
            "method": run.method,
            "images": run.images,
            "relevant": run.relevant,
            **{name: number(measure(run)) for name, measure in MEASURES.items()},
        }
        for run in runs
    ]


def summary(experiment: Experiment, runs: Sequence[Run]) -> dict[str, Any]:
    """Return means, intervals, comparisons and the specification of the experiment, as JSON-compatible values.

    Classes are averaged or reported separately, as the experiment specifies.
    """
    measure = primary(experiment.tracks)
    groups: dict[tuple[str, str], list[Run]] = {}
    for run in runs:
        wanted = "" if experiment.settings.average_classes else run.wanted
        groups.setdefault((run.data, wanted), []).append(run)
    return {
        **described(experiment, measure),
        "results": [
            {"data": data, "class": wanted, **group_summary(members, measure)}
            for (data, wanted), members in groups.items()
        ],
    }


def described(experiment: Experiment, measure: str) -> dict[str, Any]:
    """Return the specification of the experiment and its measure, as JSON-compatible values."""
    return {
        "name": experiment.name,
        "version": __version__,
        "measure": measure,
        "settings": values_of(experiment.settings),
        "user": values_of(experiment.user),
        "tracks": list(experiment.tracks),
        "methods": {
            method.name: {
                "strategy": method.strategy,
                "parameters": dict(method.parameters),
                "model": values_of(method.model),
                "learn": method.learn,
            }
            for method in experiment.methods
        },
    }


def group_summary(runs: Sequence[Run], measure: str) -> dict[str, Any]:
    """Return the comparison of the methods on one data set by ``measure``, the first against the others."""
    members = by_method(runs)
    values = {name: measured(searches, measure) for name, searches in members.items()}
    return {
        "images": max(run.images for run in runs),
        "searches": len(next(iter(values.values()))),
        "classes": len({run.wanted for run in runs}),
        **side_by_side(members, values, MEASURES, {name: name for name in CURVES}),
    }


def side_by_side(
    members: Mapping[str, Sequence[AnyRun]],
    values: Mapping[str, Values],
    measures: Mapping[str, Callable[[AnyRun], float]],
    curves: Mapping[str, str],
    *,
    lower_is_better: bool = False,
) -> dict[str, Any]:
    """Return means, intervals and curves of every method, and the comparison of the first with the others.

    Args:
        members: Searches by method.
        values: For every method, the compared measure of every search.
        measures: All measures by name.
        curves: Measures of a round whose mean by round is included, by output name.
        lower_is_better: Whether the compared measure is an error.
    """
    first, *others = values
    compared = compare(values[first], {name: values[name] for name in others}, lower_is_better=lower_is_better)
    return {
        "methods": {
            name: {
                "searches": len(runs),
                "measures": {key: number(np.mean([fn(run) for run in runs])) for key, fn in measures.items()},
                "interval": [number(end) for end in dataclasses.astuple(interval(values[name]))],
                "curves": {key: mean_curve(runs, of) for key, of in curves.items()},
            }
            for name, runs in members.items()
        },
        "compared": {"method": first, "with": {name: comparison(result) for name, result in compared.items()}},
    }


def comparison(result: Comparison) -> dict[str, Any]:
    """Return a comparison as JSON-compatible values."""
    return {
        "difference": [number(end) for end in dataclasses.astuple(result.difference)],
        "p": result.p,
        "p_holm": result.adjusted,
        "wins": result.wins,
        "ties": result.ties,
        "losses": result.losses,
    }


def measured(runs: Sequence[Run], measure: str) -> Values:
    """Return a measure of every search."""
    return {(run.wanted, run.number): MEASURES[measure](run) for run in runs}


def mean_curve(runs: Sequence[Run | GradedRun], name: str) -> list[float | None]:
    """Return the mean of a measure by round, over the rounds that all searches have."""
    curves = [curve(run, name) for run in runs]
    length = min(map(len, curves))
    return [number(value, 5) for value in np.mean([values[:length] for values in curves], axis=0)]


def text(summed: Mapping[str, Any]) -> str:
    """Return a summary as text tables for a terminal."""
    lines = []
    for result in summed["results"]:
        title = f"{result['data']}, class {result['class']}" if result["class"] else result["data"]
        lines += [
            f"{title}: {result['searches']} searches, {result['images']} images, {summed['measure']}",
            *lines_of(result, {"recall@40": ("recall_40", 11), "WSS@95": ("wss_95", 8)}, "is better by"),
        ]
    return "\n".join(lines)


def lines_of(result: Mapping[str, Any], columns: Mapping[str, tuple[str, int]], differs: str) -> list[str]:
    """Return the methods of one data set as lines: mean and interval, ``columns`` of measures, difference.

    Args:
        result: Result of :func:`side_by_side`.
        columns: Measure and width by heading.
        differs: Meaning of the difference between the first method and another one.
    """
    compared = result["compared"]
    heads = "".join(f"{head:>{width}}" for head, (_, width) in columns.items())
    lines = [
        f"{'method':<22}{'mean':>7}{'95 % interval':>17}{heads}{'ms':>8}"
        f"   {compared['method']} {differs} (p after Holm; wins/ties/losses)"
    ]
    for name, entry in result["methods"].items():
        mean, low, high = (math.nan if end is None else end for end in entry["interval"])
        measures = {key: math.nan if value is None else value for key, value in entry["measures"].items()}
        numbers = "".join(f"{measures[key]:{width}.3f}" for key, width in columns.values())
        line = f"{name:<22}{mean:7.3f}{f'{low:.3f} to {high:.3f}':>17}{numbers}{1000 * measures['seconds']:8.1f}"
        lines.append(line + difference(compared, name))
    return [*lines, ""]


def difference(compared: Mapping[str, Any], name: str) -> str:
    """Return the end of the line of method ``name``: its difference from the first method."""
    if name not in compared["with"]:
        return ""
    other = compared["with"][name]
    tally = f"{other['wins']}/{other['ties']}/{other['losses']}"
    return f"   {other['difference'][0]:+.3f} (p {other['p_holm']:.2g}; {tally})"


def number(value: Any, digits: int = 6) -> float | None:
    """Return a number for JSON, ``None`` for NaN."""
    return None if math.isnan(value) else round(float(value), digits)
