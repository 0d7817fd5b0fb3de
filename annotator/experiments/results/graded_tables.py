"""The results of an experiment with grades as tables. All measures are errors: lower is better."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from annotator.experiments.data.graded_data import GradedData
from annotator.experiments.playing.graded_run import GradedRun
from annotator.experiments.results.measures import GRADED_MEASURES, GRADED_PRIMARY
from annotator.experiments.results.pictures import by_method
from annotator.experiments.results.statistics import Values, compare, interval
from annotator.experiments.results.summary_tables import comparison, described, difference, mean_curve, number
from annotator.experiments.specification import Experiment


def rounds_table(runs: Sequence[GradedRun]) -> list[dict[str, Any]]:
    """Return one row per round of every search."""
    return [
        {
            "data": run.data,
            "query": run.number,
            "method": run.method,
            "round": state.round,
            "graded": state.graded,
            "rmse": number(state.error),
            "seconds": state.seconds,
        }
        for run in runs
        for state in run.rounds
    ]


def searches_table(runs: Sequence[GradedRun]) -> list[dict[str, Any]]:
    """Return one row per search with all measures, see
    :data:`annotator.experiments.results.measures.GRADED_MEASURES`."""
    return [
        {
            "data": run.data,
            "query": run.number,
            "method": run.method,
            "images": run.images,
            "held_out": run.held_out,
            **{name: number(measure(run)) for name, measure in GRADED_MEASURES.items()},
        }
        for run in runs
    ]


def summary(experiment: Experiment, runs: Sequence[GradedRun], data: Mapping[str, GradedData]) -> dict[str, Any]:
    """Return means, intervals and comparisons, and what is needed to run it again, as plain values for JSON."""
    return {
        **described(experiment, GRADED_PRIMARY),
        "lower_is_better": True,
        "results": [
            _group([run for run in runs if run.data == name], data[name])
            for name in dict.fromkeys(run.data for run in runs)
        ],
    }


def _group(runs: Sequence[GradedRun], data: GradedData) -> dict[str, Any]:
    """Return the methods of one data set side by side; the first is compared with the others."""
    members = by_method(runs)
    values = {name: _values(searches) for name, searches in members.items()}
    first, *others = values
    compared = compare(values[first], {name: values[name] for name in others}, lower_is_better=True)
    return {
        "data": data.name,
        "images": runs[0].images,
        "held_out": runs[0].held_out,
        "searches": len(values[first]),
        "target_range": [data.low, data.high],
        "methods": {
            name: {
                "searches": len(searches),
                "measures": {
                    key: number(np.mean([measure(run) for run in searches])) for key, measure in GRADED_MEASURES.items()
                },
                "interval": [number(end) for end in dataclasses.astuple(interval(values[name]))],
                "curves": {"rmse": mean_curve(searches, "error")},
            }
            for name, searches in members.items()
        },
        "compared": {"method": first, "with": {name: comparison(result) for name, result in compared.items()}},
    }


def _values(runs: Sequence[GradedRun]) -> Values:
    return {(run.wanted, run.number): GRADED_MEASURES[GRADED_PRIMARY](run) for run in runs}


def text(summed: Mapping[str, Any]) -> str:
    """Return a summary as tables for a terminal."""
    lines = []
    for result in summed["results"]:
        low, high = result["target_range"]
        lines.append(
            f"{result['data']}: {result['searches']} searches, {result['images']} images, "
            f"{result['held_out']} held out, {summed['measure']} "
            f"(lower is better; 1 is {(high - low) / 2:.6g} of the target)"
        )
        compared = result["compared"]
        lines.append(
            f"{'method':<22}{'mean':>7}{'95 % interval':>17}{'start':>8}{'final':>8}{'ms':>8}"
            f"   {compared['method']} minus this: below 0 is better (p after Holm; wins/ties/losses)"
        )
        for name, entry in result["methods"].items():
            mean, least, most = (math.nan if end is None else end for end in entry["interval"])
            measures = {key: math.nan if value is None else value for key, value in entry["measures"].items()}
            line = f"{name:<22}{mean:7.3f}{f'{least:.3f} to {most:.3f}':>17}{measures['rmse_start']:8.3f}"
            line += f"{measures['rmse_final']:8.3f}{1000 * measures['seconds']:8.1f}"
            lines.append(line + difference(compared, name))
        lines.append("")
    return "\n".join(lines)
